/* SPDX-License-Identifier: Apache-2.0 */
/* Builds the claims: bounds and qualifier of the number, victims, who did it, where, over which period, who says so. */
#include "context/attribution_internal.h"
#include "context/claims_internal.h"

static bool overlaps_time(const dem_ctx *c, dem_span span)
{
    for (size_t i = 0; i < c->r->times.n; i++) {
        const dem_time *t = &c->r->times.items[i];
        if (t->span.start <= span.start && span.end <= t->span.end) return true;
    }
    return false;
}

static bool claim_has_aux(dem_toks s, int32_t v, const char *lemma)
{
    return dem_ctx_aux(s, v, lemma) != NULL;
}

static bool infinitive(dem_toks s, int32_t v)
{
    for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
        if (dem_ctx_rel(s, k) == DEM_REL_mark && dem_ctx_form(s, k, "to")) return true;
    return false;
}

/* "ruled out releasing 12 men", "demanded the release of 12 men" */
static bool unmet(const dem_ctx *c, dem_toks s, int32_t v)
{
    int32_t up = s.t[v].head;
    dem_rel rel = dem_ctx_rel(s, v);
    bool noun = s.t[v].upos == DEM_NOUN;
    int32_t prep = rel == DEM_REL_obl ? dem_ctx_child(s, v, DEM_REL_case) : DEM_NONE;
    bool hangs = noun ? rel == DEM_REL_obj || (prep != DEM_NONE && dem_ctx_form(s, prep, "for")) : rel == DEM_REL_xcomp || rel == DEM_REL_ccomp || rel == DEM_REL_obj;
    if (!hangs && rel == DEM_REL_acl && up != DEM_NONE && s.t[up].upos == DEM_NOUN && dem_ctx_rel(s, up) == DEM_REL_obj) { /* "denied reports that it had killed 12" */
        up = s.t[up].head;
        return up != DEM_NONE && dem_ctx_verb_in(c, s, up, DEM_CUE_DENYING_VERB);
    }
    return hangs && up != DEM_NONE && (dem_ctx_verb_in(c, s, up, DEM_CUE_UNMET_VERB) || dem_ctx_verb_in(c, s, up, DEM_CUE_DENYING_VERB));
}

/* "could kill thousands", "threatened to kill 30", "if 20 are killed": no count of anything that happened. */
static bool only_possible(const dem_ctx *c, dem_toks s, int32_t v)
{
    for (int steps = 0; v != DEM_NONE && steps < 6; steps++) {
        if (s.t[v].upos == DEM_VERB || s.t[v].upos == DEM_AUX || s.t[v].upos == DEM_ADJ) {
            bool have = claim_has_aux(s, v, "have");
            static const char *const modals[] = {"will", "would", "could", "might", "may", "can", "should", "must", "shall", "wo"};
            for (size_t i = 0; !have && i < sizeof modals / sizeof *modals; i++)
                if (claim_has_aux(s, v, modals[i])) return true;
            if (infinitive(s, v) && !have) {
                int32_t up = s.t[v].head;
                bool real = up != DEM_NONE && (dem_ctx_lemma_in(c, s, up, DEM_CUE_IMPLICATIVE) || dem_ctx_lemma_in(c, s, up, DEM_CUE_NO_SPEAKER));
                if (!real) return true;
            }
            int32_t mark = dem_ctx_child(s, v, DEM_REL_mark);
            if (mark != DEM_NONE && (dem_ctx_form(s, mark, "if") || dem_ctx_form(s, mark, "unless") || dem_ctx_form(s, mark, "until"))) return true;
        }
        if (unmet(c, s, v)) return true;
        dem_rel rel = dem_ctx_rel(s, v);
        if (rel != DEM_REL_conj && rel != DEM_REL_xcomp) return false;
        v = s.t[v].head;
    }
    return false;
}

/* "at least 30 mourners" are mourners: a group that is named by its words alone is named without their number. */
static void drop_count(const dem_ctx *c, dem_actor *who, dem_span count, dem_span own)
{
    bool by_words = dem_str_eq(who->name, dem_text_of(c->r, who->span));
    while (own.end > own.start && strchr(" ,", c->r->text.p[own.end - 1])) own.end--;
    if (own.start >= own.end || who->span.start > count.end || who->span.end <= count.end || own.start < count.end) return;
    who->span = own;
    if (by_words) who->name = dem_text_of(c->r, own);
}

static void push_victim(dem_ctx *c, dem_claim *claim, int32_t sentence, int32_t token)
{
    dem_actor *slot = DEM_PUSH(c->r->arena, &claim->victims);
    if (slot) *slot = dem_ctx_actor(c, sentence, token);
}

/* "A Turkish drone", "Coalition aircraft": whose it is did it. */
static int32_t whose_machine(const dem_ctx *c, dem_toks s, int32_t machine)
{
    for (int32_t k = s.t[machine].first_child; k != DEM_NONE; k = s.t[k].next_sibling) {
        dem_rel rel = dem_ctx_rel(s, k);
        int32_t m = s.t[k].mention;
        bool owns = rel == DEM_REL_compound || rel == DEM_REL_amod || s.t[k].deprel == DEM_REL_nmod_poss;
        if (owns && k < machine && (s.t[k].upos == DEM_PROPN || dem_ctx_lemma_in(c, s, k, DEM_CUE_BODY_NOUN) || (m != DEM_NONE && (c->r->mentions.items[m].code.n || c->r->mentions.items[m].country[0])))) return k;
    }
    return DEM_NONE;
}

static void push_perpetrator(dem_ctx *c, dem_claim *claim, dem_toks s, int32_t token)
{
    if (token == DEM_NONE || s.t[token].upos == DEM_NUM || s.t[token].upos == DEM_VERB) return;
    if (dem_ctx_lemma_in(c, s, token, DEM_CUE_WAR_MACHINE)) {
        int32_t m = s.t[token].mention;
        if (m == DEM_NONE || !c->r->mentions.items[m].code.n) token = whose_machine(c, s, token);
        dem_actor *owner = token == DEM_NONE ? NULL : DEM_PUSH(c->r->arena, &claim->perpetrators);
        if (owner) *owner = dem_ctx_actor(c, s.index, token);
        return;
    }
    if (dem_ctx_lemma_in(c, s, token, DEM_CUE_NO_PERPETRATOR) || dem_ctx_form_in(c, s, token, DEM_CUE_NO_PERPETRATOR) || dem_ctx_lemma_in(c, s, token, DEM_CUE_TOLL_TOTAL)) return;
    if (s.t[token].upos == DEM_PRON && s.t[token].mention == DEM_NONE) return;
    if (dem_ctx_lemma_in(c, s, token, DEM_CUE_NO_VICTIM) && s.t[token].mention == DEM_NONE) return;
    dem_actor *slot = DEM_PUSH(c->r->arena, &claim->perpetrators);
    if (slot) *slot = dem_ctx_actor(c, s.index, token);
}

/* The one who did it: the active verb's subject, the passive's agent, "by X" after a noun. */
static void find_perpetrators(dem_ctx *c, dem_claim *claim, dem_toks s, const dem_hit *h, int32_t counted)
{
    int32_t v = h->trigger;
    if (h->total) return;
    if (s.t[v].upos == DEM_ADJ || dem_ctx_rel(s, v) == DEM_REL_xcomp) return;
    for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling) {
        bool by = false;
        for (int32_t m = s.t[k].first_child; m != DEM_NONE; m = s.t[m].next_sibling) by |= dem_ctx_rel(s, m) == DEM_REL_case && dem_ctx_form(s, m, "by");
        if (by && (dem_ctx_rel(s, k) == DEM_REL_obl || dem_ctx_rel(s, k) == DEM_REL_nmod) && !overlaps_time(c, s.t[k].span)) push_perpetrator(c, claim, s, k);
    }
    int32_t dead = s.t[v].upos == DEM_VERB ? dem_ctx_child(s, v, DEM_REL_xcomp) : DEM_NONE;
    for (int32_t k = dead == DEM_NONE ? DEM_NONE : s.t[dead].first_child; k != DEM_NONE && !claim->perpetrators.n; k = s.t[k].next_sibling)
        if (dem_ctx_form(s, dead, "dead") && dem_ctx_has_case(s, k, DEM_STR("by")) && !overlaps_time(c, s.t[k].span)) push_perpetrator(c, claim, s, k); /* "shot dead by police" */
    if (claim->perpetrators.n || s.t[v].upos != DEM_VERB || (h->shared && dem_ctx_rel(s, v) == DEM_REL_acl)) return;
    bool by_subject = dem_ctx_lemma_in(c, s, v, DEM_CUE_TOLL_SUBJECT_VERB) != NULL;
    int32_t subj = by_subject ? DEM_NONE : dem_ctx_subject(c->r, s.index, v);
    int32_t shot = dem_ctx_rel(s, v) == DEM_REL_conj ? s.t[v].head : DEM_NONE; /* "The police shot and killed", "shot" taken for a noun */
    if (subj == DEM_NONE && !by_subject && shot != DEM_NONE && shot > 0 && s.t[shot].upos == DEM_NOUN && dem_ctx_form(s, shot, "shot") && dem_ctx_nominal(s, shot - 1)) subj = shot - 1;
    if (subj == DEM_NONE || subj == counted || dem_ctx_under(s, counted, subj) || s.t[subj].deprel == DEM_REL_nsubj_pass) return;
    if (!dem_ctx_under(s, subj, v) && dem_ctx_rel(s, v) == DEM_REL_acl && dem_str_is(s.t[v].xpos, "VBN")) return;
    push_perpetrator(c, claim, s, subj);
}

/* How near `token` is to the claim: 0 below the trigger, 1 below the counted, then by clause. -1: another clause's. */
static int distance(dem_toks s, int32_t token, int32_t trigger, int32_t counted)
{
    if (dem_ctx_under(s, token, trigger)) return 0;
    if (dem_ctx_under(s, token, counted)) return 1;
    int32_t up = trigger;
    for (int d = 2; d < 8; d++) {
        dem_rel rel = dem_ctx_rel(s, up);
        up = s.t[up].head;
        if (up == DEM_NONE) return -1;
        /* Sideways out of a clause that has its own: not over a complement of saying. */
        if (rel == DEM_REL_ccomp || rel == DEM_REL_parataxis) return -1;
        if (dem_ctx_under(s, token, up)) return d;
    }
    return -1;
}

/* Time or place stands in the same words of the same speaker. */
static bool told_together(const dem_ctx *c, const dem_claim *claim, dem_span span)
{
    if (!claim->attribution.n) return false;
    const dem_statement *st = &c->r->statements.items[claim->attribution.items[0]];
    for (size_t p = 0; p < st->content.n; p++)
        if (dem_span_contains(st->content.items[p], span) && dem_span_contains(st->content.items[p], claim->count_span)) return true;
    return false;
}

/* "a pause agreed at the Geneva talks": the talks have their name from there. */
static bool names_something(const dem_ctx *c, dem_toks s, int32_t token)
{
    int32_t h = token == DEM_NONE ? DEM_NONE : s.t[token].head;
    return h != DEM_NONE && h > token && dem_ctx_rel(s, token) == DEM_REL_compound && dem_ctx_lemma_in(c, s, h, DEM_CUE_NAMED_FOR_PLACE);
}

static int32_t nearest_place(const dem_ctx *c, const dem_claim *claim, dem_toks s, int32_t trigger, int32_t counted)
{
    int32_t best = DEM_NONE;
    int best_d = 99;
    for (size_t i = 0; i < c->r->places.n; i++) {
        const dem_place *p = &c->r->places.items[i];
        if (p->sentence != s.index || names_something(c, s, p->token)) continue;
        int d = distance(s, p->token, trigger, counted);
        if (d < 0 && told_together(c, claim, p->span)) d = 7;
        if (d < 0) continue;
        int32_t in = dem_ctx_child(s, p->token, DEM_REL_case), home = s.t[p->token].head;
        bool from = in != DEM_NONE && (dem_ctx_form(s, in, "of") || dem_ctx_form(s, in, "from"));
        bool person = home != DEM_NONE && (home == counted || (s.t[home].mention != DEM_NONE && c->r->mentions.items[s.t[home].mention].type == DEM_MENTION_PERSON));
        for (int steps = 0; steps < 3 && home != DEM_NONE && !from && (dem_ctx_rel(s, p->token) == DEM_REL_appos || dem_ctx_rel(s, p->token) == DEM_REL_nmod); steps++) {
            int32_t of = dem_ctx_child(s, home, DEM_REL_case), whose = s.t[home].head; /* "of Cibolo, Texas" */
            if (s.t[home].upos != DEM_PROPN || of == DEM_NONE || of > home || whose == DEM_NONE || whose > home) break;
            from = dem_ctx_form(s, of, "of") || dem_ctx_form(s, of, "from");
            person = whose == counted || (s.t[whose].mention != DEM_NONE && c->r->mentions.items[s.t[whose].mention].type == DEM_MENTION_PERSON);
            home = whose;
        }
        if (from && person) continue; /* "Booker, of Cibolo": where he is from */
        bool own = s.t[p->token].head == counted && in != DEM_NONE && !dem_ctx_form(s, in, "from") && !dem_ctx_form(s, in, "of");
        d = own ? 0 : d + 1; /* "nine people in Haiti and two in Cuba" */
        if (d > best_d) continue;
        /* the finer of two as near */
        if (d == best_d && best != DEM_NONE && c->r->places.items[best].precision >= p->precision) continue;
        best = (int32_t)i;
        best_d = d;
    }
    return best;
}

/* As the report calls the country; its code when it never does. */
static dem_str country_name(dem_ctx *c, const char *country)
{
    for (size_t i = 0; i < c->r->mentions.n; i++) {
        const dem_mention *m = &c->r->mentions.items[i];
        if (m->type == DEM_MENTION_PLACE && m->code.n == 3 && memcmp(m->country, country, 3) == 0 && m->name.n) return m->name;
    }
    return dem_str_dup(c->r->arena, dem_str_c(country));
}

enum { LEAD_PARAGRAPHS = 1, LONG_AGO = 30 };

/* The one town or province that headline and first paragraphs name, when they name one only: what a short report of an incident is about. */
static int32_t place_of_lead(const dem_ctx *c, const dem_claim *claim)
{
    int32_t best = DEM_NONE;
    uint32_t lead = LEAD_PARAGRAPHS + (c->r->sentences.n && c->r->sentences.items[0].kind == DEM_SENTENCE_TITLE ? 1U : 0U);
    if (claim->time != DEM_NONE && c->anchor != DEM_DAY_NONE && c->r->times.items[claim->time].to + LONG_AGO < c->anchor) return DEM_NONE;
    for (size_t i = 0; i < c->r->places.n; i++) {
        const dem_place *p = &c->r->places.items[i];
        if (p->sentence == DEM_NONE || p->precision < 2 || (c->r->focus[0] && memcmp(p->country, c->r->focus, 3) != 0)) continue;
        if (c->r->sentences.items[p->sentence].paragraph >= lead) continue;
        if (best != DEM_NONE && !dem_str_eq(c->r->places.items[best].name, p->name)) return DEM_NONE;
        if (best == DEM_NONE) best = (int32_t)i;
    }
    return best;
}

/* "across the country", "nationwide" */
static bool all_over(const dem_ctx *c, dem_toks s)
{
    for (int32_t i = 0; i < s.n; i++) {
        if (!dem_ctx_lemma_in(c, s, i, DEM_CUE_WHOLE_LAND)) continue;
        if (s.t[i].upos == DEM_ADV || s.t[i].upos == DEM_ADJ) return true;
        if (i >= 2 && dem_ctx_form(s, i - 1, "the") && dem_ctx_lemma_in(c, s, i - 2, DEM_CUE_ALL_OVER) && !dem_ctx_form(s, i + 1, "'s")) return true;
    }
    return false;
}

/* Not in the sentence: an incident's place is the one just spoken of in the paragraph; else the country of those hit, else the one
   the report is about. Such a place has no words of its own; `by` says where it comes from. */
static int32_t place_of_context(dem_ctx *c, const dem_claim *claim, dem_toks s)
{
    int32_t paragraph = (int32_t)c->r->sentences.items[s.index].paragraph;
    int32_t best = DEM_NONE;
    bool whole = claim->total || all_over(c, s);
    for (size_t i = 0; !whole && i < c->r->places.n; i++) {
        const dem_place *p = &c->r->places.items[i];
        if (p->sentence == DEM_NONE || p->sentence >= s.index || p->sentence + 2 < s.index) continue;
        if ((int32_t)c->r->sentences.items[p->sentence].paragraph != paragraph || p->precision < 2) continue;
        if (c->r->focus[0] && memcmp(p->country, c->r->focus, 3) != 0) continue;
        const dem_place *b = best == DEM_NONE ? NULL : &c->r->places.items[best];
        /* of the nearest sentence the first; a village before the province that it lies in */
        bool inside = b && b->sentence == p->sentence && p->precision >= b->precision && !p->located && p->span.start < b->span.start;
        if (!b || b->sentence < p->sentence || inside) best = (int32_t)i;
    }
    if (best == DEM_NONE && !whole) best = place_of_lead(c, claim);
    if (best != DEM_NONE) return best;
    const char *country = claim->victims.n && claim->victims.items[0].country[0] ? claim->victims.items[0].country : c->r->focus;
    if (!country[0]) return DEM_NONE;
    for (size_t i = 0; i < c->r->places.n; i++)
        if (c->r->places.items[i].sentence == DEM_NONE && memcmp(c->r->places.items[i].country, country, 3) == 0) return (int32_t)i;
    dem_place *p = DEM_PUSH(c->r->arena, &c->r->places);
    if (!p) return DEM_NONE;
    *p = (dem_place){.sentence = DEM_NONE, .token = DEM_NONE, .mention = DEM_NONE, .precision = 1};
    memcpy(p->country, country, 4);
    p->name = country_name(c, country);
    p->by = dem_str_printf(c->r->arena, "%s:%s", country == c->r->focus ? "focus" : "victims", country);
    return (int32_t)c->r->places.n - 1;
}

static bool after_word(const dem_ctx *c, dem_toks s, const dem_time *t, const char *word)
{
    int32_t first = dem_token_at_byte(c->r, s.index, t->span.start);
    return first != DEM_NONE && (dem_ctx_form(s, first - 1, word) || (dem_ctx_form(s, first - 1, "the") && dem_ctx_form(s, first - 2, word)));
}

/* "since the uprising began last March" */
static bool since_clause(dem_toks s, int32_t token)
{
    for (int steps = 0; token != DEM_NONE && steps < 4; steps++, token = s.t[token].head)
        for (int32_t k = s.t[token].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
            if ((dem_ctx_rel(s, k) == DEM_REL_mark || dem_ctx_rel(s, k) == DEM_REL_case) && dem_ctx_form(s, k, "since")) return true;
    return false;
}

/* "since the war began": a count up to now, though no date says since when. */
static bool since_below(dem_toks s, int32_t trigger)
{
    for (int steps = 0, v = trigger; v != DEM_NONE && steps < 2; steps++, v = s.t[v].head) {
        for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
            if (k > v && dem_ctx_rel(s, k) == DEM_REL_advcl && since_clause(s, k)) return true;
        if (s.t[v].upos == DEM_VERB) return false;
        if (dem_ctx_rel(s, v) != DEM_REL_obj && dem_ctx_rel(s, v) != DEM_REL_nsubj) return false;
        int32_t up = s.t[v].head;
        for (int32_t k = up == DEM_NONE ? DEM_NONE : s.t[up].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
            if (k > up && dem_ctx_rel(s, k) == DEM_REL_advcl && since_clause(s, k)) return true;
    }
    return false;
}

static void find_time(dem_ctx *c, dem_claim *claim, dem_toks s, int32_t counted)
{
    int best_d = 99;
    claim->time = DEM_NONE;
    for (size_t i = 0; i < c->r->times.n; i++) {
        const dem_time *t = &c->r->times.items[i];
        if (t->sentence != s.index || t->type == DEM_TIME_SET || t->head == DEM_NONE) continue;
        int d = distance(s, t->head, claim->trigger, counted);
        if (d < 0 && told_together(c, claim, t->span)) d = 7;
        if (d < 0) continue;
        bool since = after_word(c, s, t, "since") || since_clause(s, t->head);
        int32_t next = dem_token_at_byte(c->r, s.index, t->span.end); /* "two months after they were taken": how far apart, not how long */
        if (t->type == DEM_TIME_DURATION && next != DEM_NONE && (dem_ctx_form(s, next, "after") || dem_ctx_form(s, next, "before"))) continue;
        bool span = since || t->type == DEM_TIME_DURATION || after_word(c, s, t, "during") || after_word(c, s, t, "over") ||
                    (t->to != t->from && (after_word(c, s, t, "from") || after_word(c, s, t, "between")));
        if (span && d <= 4 && !claim->period.value.n) {
            claim->period = *t;
            if (since && t->from != DEM_DAY_NONE) claim->period.to = c->anchor != DEM_DAY_NONE && c->anchor >= t->from ? c->anchor : DEM_DAY_NONE;
            if (since) claim->total = true;
            continue;
        }
        if (t->from == DEM_DAY_NONE || since || t->type == DEM_TIME_DURATION) continue;
        for (int32_t up = s.t[t->head].head, steps = 0; up != DEM_NONE && up != claim->trigger && steps < 8; up = s.t[up].head, steps++)
            if (s.t[up].upos == DEM_VERB && dem_ctx_under(s, up, claim->trigger)) d += 2; /* "those kidnapped in April were freed on Monday" */
        if (d < best_d) {
            best_d = d;
            claim->time = (int32_t)i;
        }
    }
}

/* The day said to be one of speaking ("said on Monday") is none of what happened. */
static bool day_of_saying(const dem_ctx *c, const dem_time *t)
{
    dem_toks s = dem_toks_of(c->r, t->sentence);
    int32_t v = s.t[t->head].head;
    return v != DEM_NONE && (dem_ctx_lemma_in(c, s, v, DEM_CUE_SAY_VERB) || dem_ctx_lemma_in(c, s, v, DEM_CUE_SAY_ALSO));
}

/* Not in the sentence: an incident's day is the one told just before in the paragraph ("Thursday's assault on the village. … 200 people
   had been killed"), where that sentence tells one day only. */
static int32_t time_of_context(const dem_ctx *c, dem_toks s)
{
    const dem_sentence *all = c->r->sentences.items;
    for (int32_t at = s.index - 1; at >= 0 && at + 2 >= s.index && all[at].paragraph == all[s.index].paragraph; at--) {
        int32_t found = DEM_NONE;
        for (size_t i = 0; i < c->r->times.n; i++) {
            const dem_time *t = &c->r->times.items[i];
            if (t->sentence != at || t->type == DEM_TIME_DURATION || t->type == DEM_TIME_SET || t->from == DEM_DAY_NONE) continue;
            if (found != DEM_NONE && c->r->times.items[found].from != t->from) return DEM_NONE;
            if (t->from != t->to || t->head == DEM_NONE || day_of_saying(c, t)) return DEM_NONE;
            if (c->anchor != DEM_DAY_NONE && t->from > c->anchor) return DEM_NONE;
            found = (int32_t)i;
        }
        if (found != DEM_NONE) return found;
    }
    return DEM_NONE;
}

static bool total_words(const dem_ctx *c, dem_toks s, int32_t trigger)
{
    int32_t first, last, len;
    dem_subtree(c->r, s.index, trigger, &first, &last);
    for (int32_t i = first; i <= last; i++)
        if (dem_ctx_match(c, s, i, DEM_CUE_TOTAL_WORD, &len)) return true;
    return false;
}

static void set_spans(dem_ctx *c, dem_claim *claim, dem_toks s, const dem_number *n, int32_t counted)
{
    claim->count_span = (dem_span){s.t[n->first].span.start, s.t[n->last].span.end};
    dem_span np = dem_ctx_np_span(c->r, s.index, counted);
    dem_span t = s.t[claim->trigger].span;
    claim->span = claim->count_span;
    if (np.end > claim->span.end) claim->span.end = np.end;
    if (t.start < claim->span.start) claim->span.start = t.start;
    if (t.end > claim->span.end) claim->span.end = t.end;
}

static void set_attribution(dem_ctx *c, dem_claim *claim, dem_span at)
{
    int32_t chain[16];
    size_t n = dem_statements_at(c->r, at, chain, 16);
    for (size_t i = 0; i < n; i++) {
        int32_t *slot = DEM_PUSH(c->r->arena, &claim->attribution);
        if (slot) *slot = chain[i];
    }
}

/* "a commander", "his driver": somebody, and one. */
static bool one_alone(const dem_ctx *c, dem_toks s, int32_t x)
{
    const dem_token *t = &s.t[x];
    if (t->upos != DEM_NOUN || !dem_str_is(t->xpos, "NN") || t->mention == DEM_NONE || dem_ctx_child(s, x, DEM_REL_nummod) != DEM_NONE) return false;
    const dem_mention *m = &c->r->mentions.items[t->mention];
    int32_t whose = dem_ctx_child(s, x, DEM_REL_nmod);
    bool marked = dem_ctx_child(s, x, DEM_REL_det) != DEM_NONE || (whose != DEM_NONE && s.t[whose].deprel == DEM_REL_nmod_poss);
    return !m->plural && marked && (m->type == DEM_MENTION_PERSON || (m->type == DEM_MENTION_NOMINAL && m->code.n));
}

/* Up to a comma or where they were: "people in Haiti", "his driver near the town". */
static void cut_behind(dem_toks s, int32_t people, dem_span *words)
{
    for (int32_t k = people + 1; k < s.n && s.t[k].span.start < words->end; k++)
        if (dem_ctx_form(s, k, ",") || (s.t[k].upos == DEM_ADP && !dem_ctx_form(s, k, "of"))) words->end = s.t[k - 1].span.end;
}

/* The words of the people hit, without the number. */
static void set_victims(dem_ctx *c, dem_claim *claim, dem_toks s, const dem_number *n, int32_t counted, const dem_hit *h)
{
    int32_t people = dem_ctx_people(c, s, counted);
    bool itself = people == h->trigger || s.t[people].upos == DEM_NUM || s.t[people].upos == DEM_ADJ ||
                  (people >= n->first && people <= n->last) || dem_ctx_lemma_in(c, s, people, DEM_CUE_TOLL_LIFE) ||
                  s.t[people].upos == DEM_VERB;
    if (itself || (h->total && !dem_ctx_are_people(c, s, people))) return;
    dem_span np = dem_ctx_np_span(c->r, s.index, people);
    dem_span count = {s.t[n->first].span.start, s.t[n->last].span.end};
    if (np.start <= count.end && np.end > count.end && np.start <= count.start + 1) {
        int32_t next = n->last + 1;
        if (next <= people) np.start = s.t[next].span.start;
    }
    push_victim(c, claim, s.index, people);
    dem_span bare = np;
    cut_behind(s, people, &bare);
    if (claim->victims.n) drop_count(c, &claim->victims.items[claim->victims.n - 1], count, bare);
    /* "2,000 soldiers and policemen": one figure for both, unless the second has its own */
    for (int32_t k = s.t[people].first_child; k != DEM_NONE; k = s.t[k].next_sibling) {
        int32_t det = dem_ctx_child(s, k, DEM_REL_det);
        if (det != DEM_NONE && (dem_ctx_form(s, det, "a") || dem_ctx_form(s, det, "an"))) continue; /* one more, told apart */
        if (one_alone(c, s, k)) {
            np.end = s.t[people].span.end; /* "21 pilgrims and the driver" */
            continue;
        }
        if (dem_ctx_rel(s, k) != DEM_REL_conj || dem_ctx_child(s, k, DEM_REL_nummod) != DEM_NONE || s.t[k].upos == DEM_VERB || s.t[k].upos == DEM_NUM) continue;
        if (dem_ctx_form_in(c, s, k, DEM_CUE_VAGUE)) continue;
        if (!dem_ctx_are_people(c, s, k)) continue; /* "25 people and damaging churches" */
        dem_span more = dem_ctx_np_span(c->r, s.index, k);
        if (more.end > np.end && more.start <= np.end + 8) np.end = more.end;
        push_victim(c, claim, s.index, k);
    }
    if (bare.end < np.end && claim->victims.n == 1) np.end = bare.end;
    if (np.start < np.end) claim->victim_text = dem_text_of(c->r, np);
}

/* "gunmen seized 30 workers", "hold 25 soldiers hostage" */
static bool taken_by_force(const dem_ctx *c, dem_toks s, const dem_claim *claim)
{
    int32_t v = claim->trigger;
    if (!dem_str_is(claim->kind, "detained") || s.t[v].upos != DEM_VERB) return false;
    for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
        if (k > v && dem_ctx_lemma(s, k, "hostage")) return true;
    if (dem_ctx_lemma(s, v, "hold") && v + 1 < s.n)
        for (int32_t k = v + 1; k < s.n && k < v + 7; k++)
            if (dem_ctx_lemma(s, k, "hostage")) return true;
    if (!dem_ctx_lemma(s, v, "seize") && !dem_ctx_lemma(s, v, "take")) return false;
    int32_t subj = dem_ctx_subject(c->r, s.index, v);
    return subj != DEM_NONE && (dem_ctx_lemma_in(c, s, subj, DEM_CUE_CAPTOR) || dem_ctx_form_in(c, s, subj, DEM_CUE_CAPTOR));
}

static void build(dem_ctx *c, dem_toks s, const dem_number *n, int32_t counted, const dem_hit *h)
{
    if (h->cue && dem_str_is(h->cue->text, "body") && s.t[h->trigger].head != DEM_NONE) {
        int32_t v = s.t[h->trigger].head;
        if (!(dem_ctx_lemma(s, v, "find") || dem_ctx_lemma(s, v, "recover") || dem_ctx_lemma(s, v, "discover") || dem_ctx_lemma(s, v, "pull") ||
              dem_ctx_lemma(s, v, "count") || dem_ctx_lemma(s, v, "unearth") || dem_ctx_lemma(s, v, "receive") || dem_ctx_lemma(s, v, "retrieve") || dem_ctx_lemma(s, v, "bury")))
            return;
    }
    if (only_possible(c, s, h->trigger)) return;
    int32_t verb = s.t[h->trigger].head; /* "may cause 32,000 deaths", "the toll could rise above 100" */
    dem_rel as = dem_ctx_rel(s, h->trigger);
    if (s.t[h->trigger].upos == DEM_NOUN && (as == DEM_REL_obj || (as == DEM_REL_nsubj && h->total)) && verb != DEM_NONE && !dem_ctx_verb_in(c, s, verb, DEM_CUE_COUNT_VERB) &&
        only_possible(c, s, verb))
        return;
    bool bidden = !n->none && dem_ctx_negated(s, h->trigger) && dem_str_is(s.t[h->trigger].xpos, "VB") && dem_ctx_aux(s, h->trigger, "do") &&
                  dem_ctx_child(s, h->trigger, DEM_REL_nsubj) == DEM_NONE;
    if (bidden) return; /* "don't hold the workers hostage" */
    dem_claim *claim = DEM_PUSH(c->r->arena, &c->r->claims);
    if (!claim) return;
    *claim = (dem_claim){.sentence = s.index, .kind = h->kind, .trigger = h->trigger, .time = DEM_NONE, .place = DEM_NONE};
    bool change = h->total && dem_ctx_form(s, n->first, "from") && n->max > n->min; /* "the toll rose from 14 to 31": to 31 */
    claim->min = change ? n->max : n->min;
    claim->max = n->max;
    claim->qualifier = change ? DEM_STR("exactly") : n->qualifier;
    claim->period.from = claim->period.to = DEM_DAY_NONE;
    bool noun = s.t[h->trigger].upos == DEM_NOUN && dem_ctx_rel(s, h->trigger) == DEM_REL_obj && s.t[h->trigger].head != DEM_NONE; /* "has recorded 58 deaths so far" */
    claim->total = h->total || (!h->part && total_words(c, s, noun ? s.t[h->trigger].head : h->trigger));
    claim->negated = n->none || dem_ctx_negated(s, h->trigger);
    set_spans(c, claim, s, n, counted);
    set_victims(c, claim, s, n, counted, h);
    find_perpetrators(c, claim, s, h, counted);
    set_attribution(c, claim, claim->count_span);
    find_time(c, claim, s, counted);
    if (!h->part && since_below(s, h->trigger)) claim->total = true;
    claim->place = nearest_place(c, claim, s, h->trigger, counted);
    if (claim->place == DEM_NONE) claim->place = place_of_context(c, claim, s);
    if (claim->time == DEM_NONE && !claim->period.value.n && !claim->total && !claim->negated) claim->time = time_of_context(c, s);
    if (taken_by_force(c, s, claim)) claim->kind = DEM_STR("abducted");
    claim->rule = dem_ctx_rule(c, h->rule, h->cue);
}

static bool of_several(dem_toks s, int32_t x)
{
    for (int32_t k = s.t[x].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
        if (dem_ctx_rel(s, k) == DEM_REL_nmod && dem_ctx_has_case(s, k, DEM_STR("of")) && dem_str_is(s.t[k].xpos, "NNS")) return true;
    return false;
}

/* One who died is part of a toll when the words say of what: a blast, an attack, wounds. Others die in their beds. */
static bool by_violence(const dem_ctx *c, dem_toks s, int32_t v)
{
    int32_t first, last;
    dem_subtree(c->r, s.index, v, &first, &last);
    for (int32_t i = first; i <= last; i++) {
        const dem_cue *e = dem_ctx_lemma_in(c, s, i, DEM_CUE_TOLL_VERB);
        if (dem_ctx_lemma_in(c, s, i, DEM_CUE_ILLNESS)) return false;
        bool told = dem_ctx_lemma_in(c, s, i, DEM_CUE_NO_PERPETRATOR) || (e && (dem_str_is(e->value, "killed") || dem_str_is(e->value, "wounded"))) ||
                    dem_ctx_lemma(s, i, "injury") || dem_ctx_lemma(s, i, "custody") || dem_ctx_lemma(s, i, "violence");
        if (told && i != v && s.t[i].upos != DEM_PRON && s.t[i].upos != DEM_DET && s.t[i].upos != DEM_SCONJ) return true;
    }
    return dem_ctx_lemma(s, v, "drown");
}

/* "a soldier was killed", "killed the mayor": one person, when it is one. */
static void single_victim(dem_ctx *c, dem_toks s, int32_t x)
{
    const dem_token *t = &s.t[x];
    if (t->upos != DEM_NOUN && t->upos != DEM_PROPN) return;
    dem_rel rel = dem_ctx_rel(s, x);
    /* "two women and a child died" */
    int32_t first = s.t[x].head;
    bool one_more = rel == DEM_REL_conj && first != DEM_NONE && s.t[first].upos == DEM_NOUN &&
                    (dem_ctx_child(s, first, DEM_REL_nummod) != DEM_NONE || one_alone(c, s, first));
    if (rel != DEM_REL_nsubj && rel != DEM_REL_obj && !one_more) return;
    if (dem_str_is(t->xpos, "NNS") || dem_str_is(t->xpos, "NNPS")) return;
    if (t->mention == DEM_NONE) { /* "two gendarmes and a hunter": no actor, yet one more of them */
        int32_t article = dem_ctx_child(s, x, DEM_REL_det);
        dem_hit like = {0};
        bool one = one_more && article != DEM_NONE && (dem_ctx_form(s, article, "a") || dem_ctx_form(s, article, "an")) && dem_ctx_are_people(c, s, first) &&
                   !dem_ctx_lemma_in(c, s, x, DEM_CUE_NO_VICTIM) && dem_ctx_find_hit(c, s, x, 3, &like) && !like.total;
        if (!one || (!dem_str_is(like.kind, "killed") && !dem_str_is(like.kind, "wounded"))) return;
        dem_number one_of = {x, x, x, x, 1, 1, DEM_STR("exactly"), false, false};
        size_t before = c->r->claims.n;
        build(c, s, &one_of, x, &like);
        if (c->r->claims.n == before) return;
        push_victim(c, &c->r->claims.items[before], s.index, x);
        c->r->claims.items[before].victim_text = dem_text_of(c->r, dem_ctx_np_span(c->r, s.index, x));
        return;
    }
    const dem_mention *m = &c->r->mentions.items[t->mention];
    if (m->plural || (m->type != DEM_MENTION_PERSON && m->type != DEM_MENTION_NOMINAL)) return;
    int32_t det = dem_ctx_child(s, x, DEM_REL_det);
    if (m->type == DEM_MENTION_NOMINAL && ((det == DEM_NONE && !one_more) || dem_ctx_form(s, det, "no") || dem_ctx_form(s, det, "every") || dem_ctx_form(s, det, "any"))) return;
    int32_t other = dem_ctx_child(s, x, DEM_REL_conj); /* "a commander and his driver" are told one by one */
    if (dem_ctx_child(s, x, DEM_REL_nummod) != DEM_NONE || (other != DEM_NONE && !one_alone(c, s, other))) return;
    dem_hit h = {0};
    if (!dem_ctx_find_hit(c, s, x, 3, &h) || (s.t[h.trigger].upos != DEM_VERB && !one_more && !dem_str_is(dem_str_c(h.rule), "left-dead")) || h.total) return;
    if (!dem_str_is(h.kind, "killed") && !dem_str_is(h.kind, "wounded") && !dem_str_is(h.kind, "executed")) return; /* others are events, not tolls */
    if (dem_ctx_lemma_in(c, s, x, DEM_CUE_TOLL_TOTAL) || of_several(s, x)) return; /* "a number of journalists" */
    if (h.cue && h.cue->list == DEM_CUE_TOLL_SUBJECT_VERB && !by_violence(c, s, h.trigger)) return;
    dem_number n = {x, x, x, x, 1, 1, DEM_STR("exactly"), false, false};
    size_t before = c->r->claims.n;
    build(c, s, &n, x, &h);
    if (c->r->claims.n == before) return;
    dem_claim *claim = &c->r->claims.items[before];
    claim->victim_text = dem_text_of(c->r, dem_ctx_np_span(c->r, s.index, x));
    if (!claim->victims.n) push_victim(c, claim, s.index, x);
    if (!claim->victims.n) return;
    dem_actor *who = &claim->victims.items[0];
    bool by_words = dem_str_eq(who->name, dem_text_of(c->r, who->span));
    cut_behind(s, x, &who->span);
    if (by_words) who->name = dem_text_of(c->r, who->span);
}

static bool no_noun(dem_toks s, const dem_number *n, int32_t counted)
{
    /* "no" as an answer counts nothing */
    return n->none && counted == n->value_first && !dem_ctx_form(s, counted, "none") && !dem_ctx_form(s, counted, "nobody");
}

/* What stands right beside the number, where the tree went another way: "12 dead and 40 wounded", "cost 100,000 lives". */
static bool beside(const dem_ctx *c, dem_toks s, const dem_number *n, int32_t *counted, dem_hit *h)
{
    int32_t next = n->last + 1;
    if (next >= s.n || n->none) return false;
    if (next + 1 < s.n && dem_ctx_form(s, next, "still")) next++; /* "with 38 still missing" */
    const dem_cue *e = dem_ctx_form_in(c, s, next, DEM_CUE_TOLL_ADJECTIVE);
    bool ends = next + 1 >= s.n || s.t[next + 1].upos == DEM_PUNCT || s.t[next + 1].upos == DEM_CCONJ || s.t[next + 1].upos == DEM_ADP ||
                s.t[next + 1].upos == DEM_ADV;
    /* "around twenty more, including a reporter, were injured": past what stands between commas */
    int32_t more = next;
    while (more < s.n && more < next + 3 && (s.t[more].upos == DEM_NOUN || s.t[more].upos == DEM_ADJ)) more++;
    if (!e && more + 3 < s.n && dem_ctx_form(s, more, ",") && (dem_ctx_form(s, more + 1, "including") || dem_ctx_form(s, more + 1, "among"))) {
        int32_t end = more + 2;
        while (end < s.n && end < more + 16 && !dem_ctx_form(s, end, ",")) end++;
        const dem_cue *verb = end + 2 < s.n && dem_ctx_lemma(s, end + 1, "be") && s.t[end + 2].upos == DEM_VERB ? dem_ctx_lemma_in(c, s, end + 2, DEM_CUE_TOLL_VERB) : NULL;
        if (verb && dem_ctx_form(s, end, ",") && !dem_ctx_lemma_in(c, s, more - 1, DEM_CUE_NO_VICTIM)) {
            *h = (dem_hit){end + 2, verb->value, verb, "toll-beside", false, false, false};
            *counted = more > next && s.t[more - 1].upos == DEM_NOUN ? more - 1 : n->value_last;
            return true;
        }
    }
    const dem_cue *held = next + 1 < s.n && dem_ctx_lemma(s, next, "take") && dem_str_is(s.t[next].xpos, "VBN") ? dem_ctx_lemma_in(c, s, next + 1, DEM_CUE_TOLL_NOUN) : NULL;
    if (held && (dem_ctx_lemma(s, next + 1, "hostage") || dem_ctx_lemma(s, next + 1, "captive"))) { /* "30 dead and 12 taken hostage" */
        *h = (dem_hit){next, held->value, held, "toll-beside", false, false, false};
        *counted = n->value_last;
        return true;
    }
    /* "30 to 50 people are trapped": the noun, the auxiliary and the participle in a row */
    int32_t be = next + 1;
    if (!e && s.t[next].upos == DEM_NOUN && be + 1 < s.n && dem_ctx_lemma(s, be, "be") && dem_str_is(s.t[be + 1].xpos, "VBN") &&
        !dem_ctx_lemma_in(c, s, next, DEM_CUE_NO_VICTIM)) {
        const dem_cue *verb = dem_ctx_lemma_in(c, s, be + 1, DEM_CUE_TOLL_VERB);
        if (!verb) verb = dem_ctx_form_in(c, s, be + 1, DEM_CUE_TOLL_ADJECTIVE);
        if (!verb) return false;
        *h = (dem_hit){be + 1, verb->value, verb, "toll-beside", false, false, false};
        *counted = next;
        return true;
    }
    if (e && ends && !dem_str_is(s.t[next].xpos, "VBD")) {
        *h = (dem_hit){next, e->value, e, "toll-beside", false, false, false};
        *counted = next;
        return true;
    }
    const dem_cue *verb = n->first > 0 ? dem_ctx_lemma_in(c, s, n->first - 1, DEM_CUE_TOLL_LIFE_VERB) : NULL;
    if (verb && dem_ctx_lemma_in(c, s, next, DEM_CUE_TOLL_LIFE)) {
        *h = (dem_hit){n->first - 1, DEM_STR("killed"), verb, "toll-life", false, false, false};
        *counted = next;
        return true;
    }
    return false;
}

/* "12 soldiers died; the rebels put the figure at 40": the kind of the claim told before in the paragraph. */
static bool figure_again(const dem_ctx *c, dem_toks s, int32_t x, dem_hit *h)
{
    int32_t v = s.t[x].head;
    if (!c->r->claims.n || v == DEM_NONE || (dem_ctx_rel(s, x) != DEM_REL_obl && dem_ctx_rel(s, x) != DEM_REL_obj)) return false;
    const dem_claim *before = &c->r->claims.items[c->r->claims.n - 1];
    const dem_sentence *all = c->r->sentences.items;
    if (before->sentence + 1 < s.index || all[before->sentence].paragraph != all[s.index].paragraph) return false;
    for (int32_t k = dem_ctx_verb_in(c, s, v, DEM_CUE_TOLL_TOTAL_VERB) ? s.t[v].first_child : DEM_NONE; k != DEM_NONE; k = s.t[k].next_sibling) {
        const dem_cue *e = k < x && (dem_ctx_rel(s, k) == DEM_REL_obj || dem_ctx_rel(s, k) == DEM_REL_nsubj) ? dem_ctx_lemma_in(c, s, k, DEM_CUE_TOLL_TOTAL) : NULL;
        if (!e || e->value.n) continue;
        *h = (dem_hit){k, before->kind, e, "figure-again", true, false, false};
        return true;
    }
    if (s.t[x].upos == DEM_NUM && x > v && !dem_ctx_form(s, x, "one") && !dem_ctx_form_in(c, s, x, DEM_CUE_NONE) && dem_ctx_verb_in(c, s, v, DEM_CUE_COUNT_VERB) && !dem_ctx_is_passive(s, v)) {
        /* "could confirm only 55": a bare figure somebody gives */
        *h = (dem_hit){x, before->kind, dem_ctx_verb_in(c, s, v, DEM_CUE_COUNT_VERB), "figure-again", false, false, false};
        return true;
    }
    return false;
}

static bool toll_word(const dem_ctx *c, dem_toks s, int32_t v, dem_hit *h)
{
    const dem_cue *e = v >= 0 && v < s.n && s.t[v].upos != DEM_NOUN ? dem_ctx_lemma_in(c, s, v, DEM_CUE_TOLL_VERB) : NULL;
    if (!e) return false;
    *h = (dem_hit){v, e->value, e, "toll-verb", false, false, false};
    return true;
}

/* "killed five and wounded 110", "killing seven and injuring three more", "scores more were injured": the verb right beside the figure tells
   what befell those, whichever of two verbs the tree gave them to. */
static bool verb_beside(const dem_ctx *c, dem_toks s, const dem_number *n, dem_hit *h)
{
    int32_t v = n->first - 1, k = n->last + 1;
    bool participle = v > 0 && dem_str_is(s.t[v].xpos, "VBN") && s.t[v - 1].upos == DEM_AUX && !dem_ctx_lemma(s, v - 1, "have");
    if (!participle && toll_word(c, s, v, h)) return true;
    for (int steps = 0; steps < 3 && k < s.n && (s.t[k].upos == DEM_NOUN || s.t[k].upos == DEM_ADJ); steps++) k++;
    if (k >= s.n || !dem_ctx_lemma(s, k, "be")) return false;
    for (k++; k < s.n && s.t[k].upos == DEM_ADV; k++) {}
    return k < s.n && dem_str_is(s.t[k].xpos, "VBN") && toll_word(c, s, k, h);
}

/* "all aged fifteen", "two thirds of them": no count of people. */
static bool no_count(dem_toks s, const dem_number *n)
{
    static const char *const parts[] = {"%", "third", "thirds", "quarters", "fifths", "tenths", "percent", "per"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (dem_ctx_form(s, n->value_last + 1, parts[i])) return true;
    /* "Fourteen of the 20 hostages": the 20 are told of, not told to be hit */
    int32_t of = dem_ctx_form(s, n->first - 1, "the") ? n->first - 2 : n->first - 1;
    if (of > 0 && of == n->first - 2 && dem_ctx_form(s, of, "of") && (s.t[of - 1].upos == DEM_NUM || dem_ctx_form(s, of - 1, "none"))) return true;
    int32_t k = n->value_last + 1; /* "four premature deaths per 100,000" */
    while (k < s.n && k < n->value_last + 5 && (s.t[k].upos == DEM_NOUN || s.t[k].upos == DEM_ADJ)) k++;
    if (dem_ctx_form(s, k, "per") || (n->first > 0 && dem_ctx_form(s, n->first - 1, "per"))) return true;
    if (n->first > 1 && dem_ctx_form(s, n->first - 1, "but") && dem_ctx_form(s, n->first - 2, "all")) return true; /* "released all but six" */
    return dem_ctx_form(s, n->first - 1, "aged") || dem_ctx_form(s, n->first - 1, "age");
}

static void sentence_claims(dem_ctx *c, dem_toks s)
{
    for (int32_t i = 0; i < s.n; i++) {
        dem_number n;
        if (!dem_ctx_number_at(c, s, i, &n)) {
            single_victim(c, s, i);
            continue;
        }
        dem_span count = {s.t[n.value_first].span.start, s.t[n.value_last].span.end};
        int32_t counted = dem_ctx_counted(s, &n);
        if (!no_count(s, &n) && !overlaps_time(c, count) && !no_noun(s, &n, counted)) {
            dem_hit h = {.trigger = DEM_NONE};
            int32_t next = n.last + 1; /* "30 dead and 12 taken hostage", with a hostage for head */
            bool row = counted > next && next + 1 < s.n && s.t[next + 1].upos == DEM_CCONJ && dem_ctx_form_in(c, s, next, DEM_CUE_TOLL_ADJECTIVE);
            if ((row && beside(c, s, &n, &counted, &h)) || dem_ctx_find_hit(c, s, counted, 0, &h) || beside(c, s, &n, &counted, &h) || figure_again(c, s, counted, &h)) {
                dem_hit near;
                bool row_of_verbs = n.last + 2 < s.n && s.t[n.last + 1].upos == DEM_CCONJ && s.t[n.last + 2].upos == DEM_VERB; /* "killed 1,200 and left 50,000 homeless" */
                if (!h.total && (counted != h.trigger || row_of_verbs) && (s.t[h.trigger].upos == DEM_VERB || counted <= n.last || row_of_verbs) && verb_beside(c, s, &n, &near) && !dem_str_eq(near.kind, h.kind)) {
                    h = near;
                    if (counted < n.first || row_of_verbs) counted = n.value_last; /* "seven riders and three more" */
                }
                int32_t before = n.first - 1; /* "killed 1,000 and infected tens of thousands" */
                bool others = before > 1 && s.t[before - 1].upos == DEM_CCONJ && s.t[before].upos == DEM_VERB && before != h.trigger && counted <= n.last && h.trigger < before;
                others |= h.total && dem_ctx_form(s, n.first - 1, "from"); /* "lowered the toll from 104": what it was */
                if (!others && dem_ctx_befalls_people(c, s, counted, &h)) build(c, s, &n, counted, &h);
            }
        }
        i = n.last;
        if (n.none && dem_ctx_form(s, i + 1, "one")) i++; /* "no one" is one word */
    }
}

int dem_claims_report(dem_ctx *c, dem_error *err)
{
    for (size_t k = 0; k < c->r->sentences.n; k++)
        if (c->r->sentences.items[k].parsed) sentence_claims(c, dem_toks_of(c->r, (int32_t)k));
    return dem_arena_failed(c->r->arena) ? dem_fail(err, DEM_EMEMORY, "memory is out") : DEM_OK;
}
