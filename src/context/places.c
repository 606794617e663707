/* SPDX-License-Identifier: Apache-2.0 */
/* Event places: place mentions that say where, looked up in the gazetteer; of several places of a name the one in a country the
   report speaks of. A place that stands for its government is no venue, unless a preposition of place stands before it. */
#include "context/context_internal.h"

enum { MAX_HITS = 24, MAX_COUNTRIES = 32, NEAR = 12 };

typedef struct countries {
    char code[MAX_COUNTRIES][4];
    int count[MAX_COUNTRIES];
    int n;
} countries;

static void note(countries *all, const char *code)
{
    if (!code[0]) return;
    for (int i = 0; i < all->n; i++)
        if (memcmp(all->code[i], code, 3) == 0) {
            all->count[i]++;
            return;
        }
    if (all->n == MAX_COUNTRIES) return;
    memcpy(all->code[all->n], code, 4);
    all->count[all->n++] = 1;
}

static int times_named(const countries *all, const char *code)
{
    for (int i = 0; i < all->n; i++)
        if (memcmp(all->code[i], code, 3) == 0) return all->count[i];
    return 0;
}

static const char *const where[] = {"in", "at", "near", "to", "from", "outside", "inside", "around", "across", "through", "throughout", "into",
                                    "within", "over", "toward", "towards", "via", "beyond", "off", "along", "on", "between", "of"};

/* The preposition before the mention, DEM_NONE. */
static int32_t preposition(dem_toks s, int32_t token)
{
    for (int32_t k = s.t[token].first_child; k != DEM_NONE && k < token; k = s.t[k].next_sibling)
        if (dem_ctx_rel(s, k) == DEM_REL_case && !dem_ctx_form(s, k, "'s")) return k;
    return DEM_NONE;
}

static bool says_where(dem_toks s, int32_t token)
{
    for (int steps = 0; token != DEM_NONE && steps < 4; steps++) {
        int32_t p = preposition(s, token);
        if (p != DEM_NONE) {
            for (size_t i = 0; i < sizeof where / sizeof *where; i++)
                if (dem_ctx_form(s, p, where[i])) return !dem_ctx_form(s, p, "of") || dem_ctx_rel(s, token) == DEM_REL_nmod;
            return false;
        }
        dem_rel rel = dem_ctx_rel(s, token);
        if (rel != DEM_REL_conj && rel != DEM_REL_appos && rel != DEM_REL_flat && rel != DEM_REL_compound) return false;
        token = s.t[token].head;
    }
    return false;
}

/* "Moscow's offer", "Moscow said", "the Moscow government": an actor, not a place. */
static bool stands_as_actor(dem_toks s, int32_t token)
{
    dem_rel rel = dem_ctx_rel(s, token);
    return rel == DEM_REL_nsubj || rel == DEM_REL_obj || rel == DEM_REL_iobj || s.t[token].deprel == DEM_REL_nmod_poss || s.t[token].deprel == DEM_REL_obl_agent;
}

/* "Homs, Syria", "Paris, Texas": the place named right after tells the country. */
static const char *stated_country(const dem_report *r, dem_toks s, int32_t token)
{
    for (int32_t k = s.t[token].first_child; k != DEM_NONE; k = s.t[k].next_sibling) {
        dem_rel rel = dem_ctx_rel(s, k);
        if (k <= token || (rel != DEM_REL_appos && rel != DEM_REL_nmod && rel != DEM_REL_list && rel != DEM_REL_dep && rel != DEM_REL_obl)) continue;
        int32_t m = s.t[k].mention;
        if (m != DEM_NONE && r->mentions.items[m].type == DEM_MENTION_PLACE && r->mentions.items[m].country[0]) return r->mentions.items[m].country;
    }
    return "";
}

static const dem_gazetteer_hit *choose(const dem_ctx *c, const dem_gazetteer_hit *hits, size_t n, const char *stated, const char *own, const countries *seen)
{
    const dem_gazetteer_hit *best = NULL;
    double best_score = -1;
    for (size_t i = 0; i < n; i++) {
        double score = (double)(n - i) / (double)(n + 1); /* most populous first */
        if (stated[0] && memcmp(hits[i].country, stated, 3) == 0) score += 100;
        if (own[0] && memcmp(hits[i].country, own, 3) == 0) score += 50;
        if (c->r->focus[0] && memcmp(hits[i].country, c->r->focus, 3) == 0) score += 4;
        int named = times_named(seen, hits[i].country);
        score += named > 5 ? 3 : named * 0.6;
        /* capitals and countries are what they are known for, whatever else bears the name */
        if (i == 0 && hits[i].population > 500000) score += 6;
        if (hits[i].precision == 1) score += 8;
        if (score > best_score) {
            best_score = score;
            best = &hits[i];
        }
    }
    return best;
}

/* "last March" is no town. */
static bool inside_time(const dem_ctx *c, dem_span span)
{
    for (size_t i = 0; i < c->r->times.n; i++)
        if (dem_span_overlaps(c->r->times.items[i].span, span)) return true;
    return false;
}

/* "Fars" in "Fars News Agency" */
static bool part_of_name(const dem_ctx *c, int32_t index)
{
    const dem_mention *m = &c->r->mentions.items[index];
    for (int32_t i = index > NEAR ? index - NEAR : 0; i < (int32_t)c->r->mentions.n && i <= index + NEAR; i++) {
        const dem_mention *o = &c->r->mentions.items[i];
        if (i != index && o->sentence == m->sentence && o->type == DEM_MENTION_ORGANISATION && dem_span_contains(o->head_span, m->head_span) &&
            o->head_span.end - o->head_span.start > m->head_span.end - m->head_span.start)
            return true;
    }
    return m->last + 1 < (int32_t)c->r->sentences.items[m->sentence].n && dem_token_at(c->r, m->sentence, m->last)->deprel == DEM_REL_compound &&
           dem_token_at(c->r, m->sentence, m->last + 1)->upos == DEM_PROPN && dem_ctx_rel(dem_toks_of(c->r, m->sentence), m->head) == DEM_REL_compound;
}

static bool ascii(dem_str t)
{
    for (size_t i = 0; i < t.n; i++)
        if ((unsigned char)t.p[i] >= 0x80) return false;
    return true;
}

/* "NEW YORK" when only "YORK" was taken: the name with the capitalised words before it. */
static size_t longer_name(const dem_ctx *c, dem_toks s, const dem_mention *m, dem_span *span, dem_gazetteer_hit *hits)
{
    int32_t first = dem_token_at_byte(c->r, s.index, m->head_span.start);
    if (first == DEM_NONE || first == 0 || s.t[first - 1].upos != DEM_PROPN || s.t[first - 1].span.end + 1 != m->head_span.start) return 0;
    dem_span wide = {s.t[first - 1].span.start, m->head_span.end};
    size_t n = dem_gazetteer_lookup(c->lex, dem_text_of(c->r, wide), hits, MAX_HITS);
    if (n) *span = wide;
    return n;
}

static int add_place(dem_ctx *c, int32_t index, const countries *seen)
{
    const dem_mention *m = &c->r->mentions.items[index];
    dem_toks s = dem_toks_of(c->r, m->sentence);
    bool parsed = c->r->sentences.items[m->sentence].parsed;
    if ((s.t[m->head].upos == DEM_ADJ && !dem_str_ieq(s.t[m->head].form, m->name)) || part_of_name(c, index) || inside_time(c, m->head_span)) return DEM_OK;
    if (m->head_span.start == s.t[m->head].span.start && m->head_span.end == s.t[m->head].span.end && dem_ctx_form_in(c, s, m->head, DEM_CUE_NO_PLACE)) return DEM_OK;
    if (dem_ctx_form_in(c, s, m->head, DEM_CUE_OUTLET) && !m->country[0]) return DEM_OK; /* "SANA" is an agency before it is a town */
    bool located = parsed && says_where(s, m->head);
    if (!located && (m->government || (parsed && stands_as_actor(s, m->head)))) return DEM_OK;
    dem_gazetteer_hit hits[MAX_HITS];
    dem_span span = m->head_span;
    dem_str words = dem_text_of(c->r, span);
    dem_str name = m->name.n && !m->government ? m->name : words;
    size_t n = c->lex ? longer_name(c, s, m, &span, hits) : 0;
    if (n) words = name = dem_text_of(c->r, span);
    else n = c->lex ? dem_gazetteer_lookup(c->lex, words, hits, MAX_HITS) : 0;
    if (!n && c->lex && m->name.n) n = dem_gazetteer_lookup(c->lex, m->name, hits, MAX_HITS);
    if (n > MAX_HITS) n = MAX_HITS;
    dem_place *p = DEM_PUSH(c->r->arena, &c->r->places);
    if (!p) return DEM_EMEMORY;
    *p = (dem_place){.sentence = m->sentence, .token = m->head, .span = span, .name = name, .mention = index};
    memcpy(p->country, m->country, sizeof p->country);
    p->by = m->by;
    if (m->country[0] && m->code.n == 3 && memcmp(m->code.p, m->country, 3) == 0) p->precision = 1;
    const char *stated = parsed ? stated_country(c->r, s, m->head) : "";
    const dem_gazetteer_hit *hit = n ? choose(c, hits, n, stated, m->country, seen) : NULL;
    if (!hit) return DEM_OK;
    if (p->precision == 1 && !stated[0] && memcmp(hit->country, m->country, 3) != 0) return DEM_OK; /* a state is not the town abroad that bears its name */
    p->name = hit->name.n && (ascii(hit->name) || !ascii(words)) ? hit->name : words;
    p->admin = hit->admin;
    memcpy(p->country, hit->country, sizeof p->country);
    p->lat = hit->lat;
    p->lon = hit->lon;
    p->located = !(hit->lat == 0 && hit->lon == 0);
    p->precision = hit->precision;
    p->by = hit->by;
    return DEM_OK;
}

static bool taken(const dem_ctx *c, dem_span span)
{
    for (size_t i = 0; i < c->r->places.n; i++)
        if (dem_span_overlaps(c->r->places.items[i].span, span)) return true;
    return false;
}

/* "the village of Treimseh in Hama province": a name that no gazetteer has, told to be a place by the noun before it. It has no
   coordinates; its country is that of the place it is said to lie in, where one is said. */
static int add_told_place(dem_ctx *c, dem_toks s, int32_t noun, const dem_cue *e)
{
    for (int32_t k = s.t[noun].first_child; k != DEM_NONE; k = s.t[k].next_sibling) {
        int32_t of = dem_ctx_child(s, k, DEM_REL_case);
        bool named = k == noun + 2 && s.t[k].upos == DEM_PROPN && dem_ctx_rel(s, k) == DEM_REL_nmod && of != DEM_NONE && dem_ctx_form(s, of, "of");
        if (!named) continue;
        int32_t last = k;
        while (last + 1 < s.n && s.t[last + 1].upos == DEM_PROPN && s.t[last + 1].head == k && dem_ctx_rel(s, last + 1) == DEM_REL_flat) last++;
        dem_span span = {s.t[k].span.start, s.t[last].span.end};
        if (taken(c, span) || inside_time(c, span)) return DEM_OK;
        dem_place *p = DEM_PUSH(c->r->arena, &c->r->places);
        if (!p) return DEM_EMEMORY;
        *p = (dem_place){.sentence = s.index, .token = k, .span = span, .name = dem_text_of(c->r, span), .mention = s.t[k].mention};
        p->precision = (uint8_t)e->number;
        p->by = e->id;
        for (size_t i = 0; i + 1 < c->r->places.n; i++) {
            const dem_place *in = &c->r->places.items[i];
            if (in->sentence != s.index || in->token == DEM_NONE || !in->country[0] || in->span.start < span.end || in->span.start > span.end + 40) continue;
            memcpy(p->country, in->country, sizeof p->country);
            p->admin = in->admin;
            break;
        }
        return DEM_OK;
    }
    return DEM_OK;
}

/* "in Zamalka, outside Damascus", "at Tirza, in northern Mali": where the name that ends at `last` lies, DEM_NONE when it is not said. */
static int32_t lies_by(const dem_ctx *c, dem_toks s, int32_t last)
{
    int32_t next = last + 2;
    if (!dem_ctx_form(s, last + 1, ",") || next >= s.n || s.t[next].upos == DEM_PUNCT) return DEM_NONE;
    for (size_t i = 0; i < c->r->places.n; i++) {
        const dem_place *o = &c->r->places.items[i];
        if (o->sentence != s.index || o->token == DEM_NONE || o->token < next || o->token > next + 4 || !o->country[0]) continue;
        int32_t near = preposition(s, o->token);
        if (near >= next && s.t[near].upos == DEM_ADP) return (int32_t)i;
    }
    return DEM_NONE;
}

/* A name that no gazetteer has, behind a preposition of place, with the place that it lies by: a town of that country. */
static int add_lying_place(dem_ctx *c, dem_toks s, int32_t k)
{
    int32_t in = preposition(s, k), last = k;
    if (in == DEM_NONE || dem_ctx_rel(s, k) == DEM_REL_compound) return DEM_OK;
    if (!dem_ctx_form(s, in, "in") && !dem_ctx_form(s, in, "near") && !dem_ctx_form(s, in, "at") && !dem_ctx_form(s, in, "outside")) return DEM_OK;
    while (last + 1 < s.n && s.t[last + 1].upos == DEM_PROPN) last++;
    dem_span span = {s.t[k].span.start, s.t[last].span.end};
    int32_t by = lies_by(c, s, last);
    if (by == DEM_NONE || inside_time(c, span)) return DEM_OK;
    dem_place *p = NULL, lies = c->r->places.items[by];
    for (size_t i = 0; i < c->r->places.n; i++)
        if (dem_span_overlaps(c->r->places.items[i].span, span)) p = &c->r->places.items[i];
    if (p ? p->country[0] != 0 || p->precision : s.t[k].mention != DEM_NONE) return DEM_OK;
    if (!p) p = DEM_PUSH(c->r->arena, &c->r->places);
    if (!p) return DEM_EMEMORY;
    *p = (dem_place){.sentence = s.index, .token = k, .span = span, .name = dem_text_of(c->r, span), .mention = s.t[k].mention, .precision = 4};
    memcpy(p->country, lies.country, sizeof p->country);
    p->admin = lies.admin;
    p->by = DEM_STR("told:lies");
    return DEM_OK;
}

static int told_places(dem_ctx *c)
{
    for (size_t k = 0; k < c->r->sentences.n; k++) {
        if (!c->r->sentences.items[k].parsed) continue;
        dem_toks s = dem_toks_of(c->r, (int32_t)k);
        for (int32_t i = 0; i < s.n; i++) {
            const dem_cue *e = s.t[i].upos == DEM_NOUN ? dem_ctx_lemma_in(c, s, i, DEM_CUE_PLACE_NOUN) : NULL;
            if (e && add_told_place(c, s, i, e) != DEM_OK) return DEM_EMEMORY;
            if (s.t[i].upos == DEM_PROPN && add_lying_place(c, s, i) != DEM_OK) return DEM_EMEMORY;
        }
    }
    return DEM_OK;
}

int dem_places_report(dem_ctx *c, dem_error *err)
{
    countries seen = {.n = 0};
    for (size_t i = 0; i < c->r->mentions.n; i++) note(&seen, c->r->mentions.items[i].country);
    for (size_t i = 0; i < c->r->mentions.n; i++) {
        if (c->r->mentions.items[i].type != DEM_MENTION_PLACE) continue;
        if (add_place(c, (int32_t)i, &seen) != DEM_OK) return dem_fail(err, DEM_EMEMORY, "memory is out");
    }
    if (told_places(c) != DEM_OK) return dem_fail(err, DEM_EMEMORY, "memory is out");
    return DEM_OK;
}
