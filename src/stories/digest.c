/* SPDX-License-Identifier: Apache-2.0 */
/* A coded report -> its digest: weighted words and names, the days and places of its first sentences, its events and tolls. */
#include "stories/internal.h"

#include <math.h>
#include <stdlib.h>

/* What stands beyond the first MAX_FINDINGS events or tolls of a report is not compared: two books must not take a day. */
enum { LEAD_SENTENCES = 3, MAX_TERMS = 400, MAX_EVENT_WORDS = 24, LEAD_BACK = 10, MAX_FINDINGS = 500 };

typedef struct maker {
    const dem_story_rules *rules;
    dem_report *r;
    dem_arena *a;
    dem_digest *out;
    uint32_t *hash;  /* open addressing of terms */
    float *count, *base;
    size_t size;
    bool *compared;  /* per token */
} maker;

/* What stands first is the news; the end of a report is what was known before. */
static float place_weight(int32_t sentence)
{
    return sentence < LEAD_SENTENCES ? 2.0F : sentence < 8 ? 1.0F : 0.7F;
}

static bool table_new(maker *m, size_t n)
{
    for (m->size = 64; m->size < n * 2;) m->size *= 2;
    m->hash = DEM_NEW_N(m->r->arena, uint32_t, m->size);
    m->count = DEM_NEW_N(m->r->arena, float, m->size);
    m->base = DEM_NEW_N(m->r->arena, float, m->size);
    return m->hash && m->count && m->base;
}

static void table_add(maker *m, uint32_t hash, float count, float base)
{
    size_t at = hash & (m->size - 1);
    while (m->hash[at] && m->hash[at] != hash) at = (at + 1) & (m->size - 1);
    m->hash[at] = hash ? hash : 1;
    m->count[at] += count;
    m->base[at] = base;
}

static int by_weight(const void *x, const void *y)
{
    const dem_term *a = x, *b = y;
    if (a->weight != b->weight) return a->weight > b->weight ? -1 : 1;
    return a->hash < b->hash ? -1 : a->hash > b->hash;
}

static int by_hash(const void *x, const void *y)
{
    const dem_term *a = x, *b = y;
    return a->hash < b->hash ? -1 : a->hash > b->hash;
}

/* The table as a vector of length 1 with its heaviest terms, sorted by hash. */
static bool table_vector(maker *m, dem_terms *out)
{
    for (size_t i = 0; i < m->size; i++) {
        if (!m->hash[i] || m->base[i] <= 0) continue;
        dem_term *t = DEM_PUSH(m->r->arena, out);
        if (!t) return false;
        *t = (dem_term){m->hash[i], m->base[i] * logf(1 + m->count[i])};
    }
    if (out->n) qsort(out->items, out->n, sizeof *out->items, by_weight);
    if (out->n > MAX_TERMS) out->n = MAX_TERMS;
    double sum = 0;
    for (size_t i = 0; i < out->n; i++) sum += (double)out->items[i].weight * (double)out->items[i].weight;
    for (size_t i = 0; i < out->n; i++) out->items[i].weight = (float)((double)out->items[i].weight / sqrt(sum));
    if (out->n) qsort(out->items, out->n, sizeof *out->items, by_hash);
    dem_term *kept = DEM_NEW_N(m->a, dem_term, out->n);
    if (!kept) return false;
    if (out->n) memcpy(kept, out->items, out->n * sizeof *kept);
    out->items = kept;
    return true;
}

static bool is_content(const dem_token *t)
{
    return (t->upos == DEM_NOUN || t->upos == DEM_VERB || t->upos == DEM_ADJ || t->upos == DEM_PROPN) && t->lemma.n >= 3;
}

static dem_str lower_to(dem_str s, char *buf, size_t cap)
{
    size_t n = s.n < cap ? s.n : cap;
    for (size_t i = 0; i < n; i++) buf[i] = (char)(s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] + 32 : s.p[i]);
    return (dem_str){buf, n};
}

static bool words(maker *m)
{
    char buf[64];
    if (!table_new(m, m->r->tokens.n)) return false;
    for (size_t s = 0; s < m->r->sentences.n; s++) {
        const dem_sentence *sent = &m->r->sentences.items[s];
        for (uint32_t i = 0; i < sent->n; i++) {
            const dem_token *t = &m->r->tokens.items[sent->first + i];
            if (!is_content(t)) continue;
            dem_str low = lower_to(t->lemma, buf, sizeof buf);
            table_add(m, dem_hash32(low, 1), place_weight((int32_t)s), (float)(dem_story_rarity(m->rules, low) - 1));
        }
    }
    return table_vector(m, &m->out->words);
}

static dem_str last_word(dem_str name)
{
    for (size_t i = name.n; i-- > 0;)
        if (name.p[i] == ' ') return dem_str_cut(name, i + 1, name.n);
    return name;
}

static bool names(maker *m)
{
    char buf[96];
    if (!table_new(m, m->r->mentions.n)) return false;
    for (size_t i = 0; i < m->r->mentions.n; i++) {
        const dem_mention *x = &m->r->mentions.items[i];
        if (!x->name.n || x->type == DEM_MENTION_NOMINAL || x->type == DEM_MENTION_PRONOUN) continue;
        const dem_story_entry *w = dem_story_find(m->rules, DEM_STORY_NAME_WEIGHT, dem_str_c(dem_mention_type_name(x->type)));
        /* People are called by their last name in one report and by their full one in the next. */
        dem_str name = x->type == DEM_MENTION_PERSON ? last_word(x->name) : x->name;
        table_add(m, dem_hash32(lower_to(name, buf, sizeof buf), 2 + (uint32_t)(x->type == DEM_MENTION_PERSON)), place_weight(x->sentence),
                  w ? (float)w->number : 0);
    }
    return table_vector(m, &m->out->names);
}

static bool has_child(const dem_report *r, int32_t sentence, int32_t token, dem_rel rel, const char *const *forms, size_t n)
{
    for (int32_t c = dem_token_at(r, sentence, token)->first_child; c != DEM_NONE; c = dem_token_at(r, sentence, c)->next_sibling) {
        const dem_token *t = dem_token_at(r, sentence, c);
        for (size_t i = 0; i < n && t->deprel == rel; i++)
            if (dem_str_is(t->form, forms[i])) return true;
    }
    return false;
}

typedef enum told_as { NEWS, BEFORE, TO_COME } told_as;

/* "will meet today" is still to come, "the talks that they broke off on Monday" and "after he left on Monday" were before: neither is
   the day of the news. */
static told_as how_told(const dem_report *r, const dem_time *t)
{
    static const char *const will[] = {"will", "shall", "'ll"}, *const after[] = {"after", "since"};
    bool verb = false;
    int32_t at = t->head;
    for (int steps = 0; at != DEM_NONE && steps < 40; steps++, at = dem_token_at(r, t->sentence, at)->head) {
        const dem_token *v = dem_token_at(r, t->sentence, at);
        if (v->deprel == DEM_REL_acl_relcl) return BEFORE;
        if (v->deprel == DEM_REL_advcl && has_child(r, t->sentence, at, DEM_REL_mark, after, 2)) return BEFORE;
        if (!verb && v->upos == DEM_VERB) {
            if (has_child(r, t->sentence, at, DEM_REL_aux, will, 3)) return TO_COME;
            verb = true;
        }
    }
    return NEWS;
}

/* The days of the first sentence of the body that names one: when the news happened. Later ones are what was before. */
static bool lead_days(maker *m, told_as as)
{
    dem_digest *d = m->out;
    int32_t sentence = DEM_NONE;
    for (size_t i = 0; i < m->r->times.n; i++) {
        const dem_time *t = &m->r->times.items[i];
        bool day = (t->type == DEM_TIME_DATE || t->type == DEM_TIME_TIME) && t->from == t->to && t->from != DEM_DAY_NONE;
        if (!day || t->sentence > LEAD_SENTENCES || m->r->sentences.items[t->sentence].kind == DEM_SENTENCE_TITLE) continue;
        if (d->published != DEM_DAY_NONE && (t->from > d->published || t->from < d->published - LEAD_BACK)) continue;
        if ((sentence != DEM_NONE && t->sentence != sentence) || how_told(m->r, t) != as) continue;
        sentence = t->sentence;
        dem_day *slot = DEM_PUSH(m->a, &d->lead_days);
        if (!slot) return false;
        *slot = t->from;
    }
    return true;
}

static bool lead(maker *m)
{
    dem_digest *d = m->out;
    if (!lead_days(m, NEWS) || (!d->lead_days.n && !lead_days(m, BEFORE))) return false;
    for (size_t i = 0; i < m->r->places.n; i++) {
        const dem_place *p = &m->r->places.items[i];
        if (p->sentence > LEAD_SENTENCES || p->precision < 3) continue;
        uint32_t *slot = DEM_PUSH(m->a, &d->lead_places);
        if (!slot) return false;
        *slot = dem_hash32(p->name, 5);
    }
    d->lead_places.n = dem_sort_unique32(d->lead_places.items, d->lead_places.n);
    return true;
}

static bool within(const dem_token *t, dem_span span)
{
    return span.start <= t->span.start && t->span.end <= span.end;
}

/* The tokens around this one that lie in the span. */
static void cover(maker *m, int32_t sentence, int32_t head, dem_span span)
{
    const dem_sentence *s = &m->r->sentences.items[sentence];
    const dem_token *t = &m->r->tokens.items[s->first];
    for (int32_t i = head; i >= 0 && within(&t[i], span); i--) m->compared[s->first + (uint32_t)i] = true;
    for (int32_t i = head + 1; i < (int32_t)s->n && within(&t[i], span); i++) m->compared[s->first + (uint32_t)i] = true;
}

/* Actors are compared by their codes, days and months as days: their words say nothing more. */
static bool mark_compared(maker *m)
{
    m->compared = DEM_NEW_N(m->r->arena, bool, m->r->tokens.n + 1);
    if (!m->compared) return false;
    for (size_t i = 0; i < m->r->mentions.n; i++) {
        const dem_mention *x = &m->r->mentions.items[i];
        if (!x->code.n) continue;
        /* With what stands before: "Serbian President". */
        for (int32_t k = x->first; k <= x->head; k++) m->compared[m->r->sentences.items[x->sentence].first + (uint32_t)k] = true;
        if (x->type < DEM_MENTION_NOMINAL) cover(m, x->sentence, x->head, x->head_span);
    }
    for (size_t i = 0; i < m->r->times.n; i++) {
        const dem_time *t = &m->r->times.items[i];
        if (t->head >= 0) cover(m, t->sentence, t->head, t->span);
    }
    return true;
}

/* The words below the event's predicate, or of its whole sentence when these are too few to go by. */
static bool words_below(maker *m, int32_t sentence, int32_t top, dem_hashes *out)
{
    char buf[64];
    const dem_sentence *s = &m->r->sentences.items[sentence];
    for (uint32_t i = 0; i < s->n && out->n < MAX_EVENT_WORDS; i++) {
        const dem_token *t = &m->r->tokens.items[s->first + i];
        if (top != DEM_NONE && !dem_token_below(m->r, sentence, (int32_t)i, top)) continue;
        dem_str low = lower_to(t->lemma, buf, sizeof buf);
        double rarity = dem_story_rarity(m->rules, low);
        bool number = t->upos == DEM_NUM && t->form.n >= 2 && t->form.p[0] >= '0' && t->form.p[0] <= '9';
        if (!(number || is_content(t)) || m->compared[s->first + i] || rarity < 3 || (int32_t)i == top) continue;
        uint32_t *slot = DEM_PUSH(m->a, out);
        if (!slot) return false;
        dem_str class = dem_story_value(m->rules, DEM_STORY_WORD_CLASS, low);
        if (class.n)
            *slot = dem_word_hash(class, dem_story_rarity(m->rules, class), false);
        else
            *slot = dem_word_hash(low, rarity, t->upos == DEM_PROPN && top != DEM_NONE);
    }
    out->n = dem_sort_unique32(out->items, out->n);
    return true;
}

enum { FEW_WORDS = 2 };

static bool event_words(maker *m, const dem_event *e, dem_hashes *out)
{
    int32_t top = e->frame >= 0 && (size_t)e->frame < m->r->frames.n ? m->r->frames.items[e->frame].token : DEM_NONE;
    if (!words_below(m, e->sentence, top, out)) return false;
    if (out->n >= FEW_WORDS || top == DEM_NONE) return true;
    out->n = 0;
    return words_below(m, e->sentence, DEM_NONE, out);
}

static uint32_t sentence_hash(maker *m, int32_t sentence)
{
    const dem_sentence *s = &m->r->sentences.items[sentence];
    uint64_t h = 11;
    char buf[64];
    for (uint32_t i = 0; i < s->n; i++) {
        const dem_token *t = &m->r->tokens.items[s->first + i];
        if (t->upos != DEM_PUNCT) h = dem_hash(lower_to(t->form, buf, sizeof buf), h);
    }
    return (uint32_t)(h ^ h >> 32);
}

static bool parties(maker *m, const dem_actor *items, size_t n, dem_parties *out)
{
    for (size_t i = 0; i < n; i++) {
        dem_party p = dem_party_of(m->r, &items[i], m->a);
        if (!dem_party_add(out, &p, m->a)) return false;
    }
    return true;
}

/* "Brussels" for the Union that sits there, unless the report speaks of the state as well. */
static bool seats(maker *m, dem_parties *v)
{
    char buf[64];
    for (size_t i = 0; i < v->n; i++) {
        dem_party *p = &v->items[i];
        dem_str code = dem_story_value(m->rules, DEM_STORY_SEAT, lower_to(p->name, buf, sizeof buf));
        for (size_t k = 0; k < m->r->mentions.n && code.n; k++) {
            const dem_mention *x = &m->r->mentions.items[k];
            if (dem_str_eq(dem_str_c(x->country), p->country) && !dem_str_eq(x->name, p->name) && x->type != DEM_MENTION_PRONOUN) code.n = 0;
        }
        if (!code.n) continue;
        p->code = dem_str_dup(m->a, code);
        p->country = DEM_STR_NONE;
    }
    return true;
}

/* ---- what one report tells twice ---- */

static bool code_starts(const dem_digest_event *e, const char *prefix)
{
    return strncmp(e->cameo, prefix, strlen(prefix)) == 0;
}

static bool days_meet(const dem_digest_event *x, const dem_digest_event *y)
{
    return x->from == DEM_DAY_NONE || y->from == DEM_DAY_NONE || (x->from <= y->to && y->from <= x->to);
}

/* Every actor of y is one of x. */
static bool actors_among(const dem_digest_event *y, const dem_digest_event *x)
{
    for (size_t i = 0; i < y->actors.n; i++) {
        bool found = false;
        for (size_t k = 0; k < x->actors.n; k++) found = found || dem_teller_fit(&x->actors.items[k], &y->actors.items[i]) == 2;
        if (!found) return false;
    }
    return y->actors.n > 0;
}

static bool is_bound(const maker *m, size_t event)
{
    const dem_event *e = &m->r->events.items[event];
    for (size_t i = 0; i < e->conditions.n; i++)
        if (m->r->conditions.items[e->conditions.items[i]].stance == DEM_COND_SETS) return true;
    return false;
}

/* "threatened to stay away if ..., would not come unless ...": a threat and a refusal under a condition, by one and the same. */
static bool threat_again(const maker *m, size_t i, size_t k)
{
    const dem_digest_event *x = &m->out->events.items[i], *y = &m->out->events.items[k];
    bool threat_x = code_starts(x, "13"), threat_y = code_starts(y, "13");
    bool other = threat_x ? code_starts(y, "12") && is_bound(m, k) : code_starts(x, "12") && is_bound(m, i);
    return (threat_x || threat_y) && other && actors_among(x, y) && actors_among(y, x) && days_meet(x, y);
}

/* "the agreement", "it": what was told before. */
static bool object_told(const maker *m, size_t event)
{
    const dem_event *e = &m->r->events.items[event];
    if (e->frame < 0 || (size_t)e->frame >= m->r->frames.n) return false;
    int32_t top = m->r->frames.items[e->frame].token;
    for (int32_t c = dem_token_at(m->r, e->sentence, top)->first_child; c != DEM_NONE; c = dem_token_at(m->r, e->sentence, c)->next_sibling) {
        const dem_token *t = dem_token_at(m->r, e->sentence, c);
        char buf[64];
        if (t->deprel != DEM_REL_obj && t->deprel != DEM_REL_nsubj_pass) continue;
        if (t->upos == DEM_PRON) return true;
        if (!dem_story_find(m->rules, DEM_STORY_SETTLE_NOUN, lower_to(t->lemma, buf, sizeof buf))) continue;
        for (int32_t d = t->first_child; d != DEM_NONE; d = dem_token_at(m->r, e->sentence, d)->next_sibling) {
            dem_str det = lower_to(dem_token_at(m->r, e->sentence, d)->form, buf, sizeof buf);
            if (dem_str_is(det, "the") || dem_str_is(det, "this") || dem_str_is(det, "that")) return true;
        }
    }
    return false;
}

/* "They agreed to withdraw. Their ministers signed the agreement": its content and its form. */
static bool agreement_again(const maker *m, size_t i, size_t k)
{
    static const char *const contents[] = {"035", "036", "037", "046", "057", "087"};
    const dem_digest_event *y = &m->out->events.items[i], *x = &m->out->events.items[k];
    bool content = false;
    for (size_t n = 0; n < sizeof contents / sizeof *contents; n++) content = content || code_starts(x, contents[n]);
    return content && x->mutual && x->actors.n > 1 && code_starts(y, "057") && actors_among(y, x) && days_meet(x, y) && object_told(m, i);
}

/* The events stage groups what one report tells twice; here only what has the same actors and recipients too is one event. */
static bool told_again(const maker *m, size_t i, size_t k)
{
    const dem_digest_event *x = &m->out->events.items[i], *y = &m->out->events.items[k];
    if (m->r->events.items[k].cluster != m->r->events.items[i].cluster || m->r->events.items[i].cluster < 0) return false;
    if (memcmp(x->cameo, y->cameo, 2) != 0 || dem_parties_fit(&x->actors, &y->actors) < 2) return false;
    if (dem_parties_known(&x->recipients) && dem_parties_known(&y->recipients)) return dem_parties_fit(&x->recipients, &y->recipients) == 2;
    if (dem_sorted_shared(x->words.items, x->words.n, y->words.items, y->words.n)) return true;
    return strcmp(x->cameo, y->cameo) == 0 && !dem_other_people(x, y) && dem_story_find(m->rules, DEM_STORY_ANSWER_AGAIN, dem_str_c(x->cameo));
}

/* One word coded twice, towards another each time: "will not take part in any talks with the government", of which Iran is host. */
static bool coded_again(const maker *m, size_t i, size_t k)
{
    const dem_event *x = &m->r->events.items[i], *y = &m->r->events.items[k];
    return x->sentence == y->sentence && x->trigger.start == y->trigger.start && strcmp(x->cameo, y->cameo) == 0 &&
           dem_parties_fit(&m->out->events.items[i].actors, &m->out->events.items[k].actors) == 2;
}

static int32_t first_of(const maker *m, size_t i)
{
    const dem_digest_event *x = &m->out->events.items[i];
    for (size_t k = 0; k < i && !x->title; k++) {
        const dem_digest_event *y = &m->out->events.items[k];
        if (y->title || y->status != x->status) continue;
        if (told_again(m, i, k) || coded_again(m, i, k) || threat_again(m, i, k) || agreement_again(m, i, k)) return y->same;
    }
    return (int32_t)i;
}

static bool events(maker *m, const dem_digest_ids *ids)
{
    if (!mark_compared(m)) return false;
    for (size_t i = 0; i < m->r->events.n && i < MAX_FINDINGS; i++) {
        const dem_event *e = &m->r->events.items[i];
        dem_digest_event *x = DEM_PUSH(m->a, &m->out->events);
        if (!x) return false;
        *x = (dem_digest_event){.index = e->sentence, .status = (uint8_t)e->status, .mutual = e->mutual, .from = e->date_from, .to = e->date_to};
        x->id = ids && ids->event ? dem_str_dup(m->a, ids->event(ids->ctx, i)) : DEM_STR_NONE;
        x->sentence = sentence_hash(m, e->sentence);
        x->title = m->r->sentences.items[e->sentence].kind == DEM_SENTENCE_TITLE;
        x->same = (int32_t)i;
        if (x->from == DEM_DAY_NONE) x->from = x->to;
        if (x->to == DEM_DAY_NONE) x->to = x->from;
        memcpy(x->cameo, e->cameo, sizeof x->cameo);
        x->trigger = dem_str_dup(m->a, dem_text_of(m->r, e->trigger));
        for (size_t k = 0; k < e->attribution.n && !x->speaker.n; k++) {
            const dem_statement *s = &m->r->statements.items[e->attribution.items[k]];
            bool person = s->has_speaker && s->speaker.mention >= 0 && m->r->mentions.items[s->speaker.mention].type == DEM_MENTION_PERSON;
            if (person) x->speaker = dem_str_dup(m->a, last_word(s->speaker.name));
        }
        if (e->place >= 0 && (size_t)e->place < m->r->places.n) {
            const dem_place *p = &m->r->places.items[e->place];
            x->place = dem_str_dup(m->a, p->name.n ? p->name : dem_text_of(m->r, p->span));
            x->country = dem_str_dup(m->a, dem_str_c(p->country));
        }
        if (!parties(m, e->actors.items, e->actors.n, &x->actors) || !seats(m, &x->actors) || !parties(m, e->recipients.items, e->recipients.n, &x->recipients) ||
            !event_words(m, e, &x->words))
            return false;
        x->same = first_of(m, i);
    }
    dem_digest_acts(m->out);
    return true;
}

/* The town of a toll; where it has only a country, the one town its sentence names. */
static dem_str toll_place(const dem_report *r, const dem_claim *c)
{
    dem_str found = DEM_STR_NONE;
    if (c->place >= 0 && (size_t)c->place < r->places.n && r->places.items[c->place].precision >= 3) return r->places.items[c->place].name;
    for (size_t i = 0; i < r->places.n; i++) {
        const dem_place *p = &r->places.items[i];
        if (p->sentence != c->sentence || p->precision < 3) continue;
        if (found.n && !dem_str_eq(found, p->name)) return DEM_STR_NONE;
        found = p->name;
    }
    return found;
}

static bool claims(maker *m, const dem_digest_ids *ids)
{
    for (size_t i = 0; i < m->r->claims.n && i < MAX_FINDINGS; i++) {
        const dem_claim *c = &m->r->claims.items[i];
        dem_digest_claim *x = DEM_PUSH(m->a, &m->out->claims);
        if (!x) return false;
        const dem_time *t = c->period.value.n ? &c->period : c->time >= 0 && (size_t)c->time < m->r->times.n ? &m->r->times.items[c->time] : NULL;
        *x = (dem_digest_claim){.min = c->min, .max = c->max, .from = t ? t->from : DEM_DAY_NONE, .to = t ? t->to : DEM_DAY_NONE};
        x->id = ids && ids->claim ? dem_str_dup(m->a, ids->claim(ids->ctx, i)) : DEM_STR_NONE;
        x->kind = dem_str_dup(m->a, c->kind);
        x->lead = c->sentence <= LEAD_SENTENCES;
        x->place = dem_str_dup(m->a, toll_place(m->r, c));
        if (c->attribution.n) {
            const dem_statement *s = &m->r->statements.items[c->attribution.items[0]];
            if (s->has_speaker) x->source = dem_party_of(m->r, &s->speaker, m->a).name;
        }
    }
    return true;
}

int dem_digest_make(const dem_story_rules *rules, dem_report *r, const dem_digest_ids *ids, dem_arena *a, dem_digest *out, dem_error *err)
{
    memset(out, 0, sizeof *out);
    maker m = {.rules = rules, .r = r, .a = a, .out = out};
    out->id = dem_str_dup(a, r->meta.id);
    out->publisher = dem_str_dup(a, r->meta.publisher);
    out->via = dem_str_dup(a, r->meta.via);
    out->title = dem_str_dup(a, r->meta.title);
    out->published = r->meta.published;
    bool ok = dem_digest_shingles(r, a, out) && words(&m) && names(&m) && lead(&m) && events(&m, ids) && claims(&m, ids) &&
              dem_digest_bids(rules, r, ids, a, out) && dem_digest_keys(rules, out, a);
    if (!ok || dem_arena_failed(a) || dem_arena_failed(r->arena)) return dem_fail(err, DEM_EMEMORY, "the report is over its memory limit");
    return DEM_OK;
}
