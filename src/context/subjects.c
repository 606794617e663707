/* SPDX-License-Identifier: Apache-2.0 */
/* The subject of a verb of saying: what the tree says, mended where trees of news prose err (inverted and final cues, participles, second
   conjuncts, relative clauses). */
#include "context/attribution_internal.h"

bool dem_ctx_has_case(dem_toks s, int32_t token, dem_str words)
{
    for (int32_t k = s.t[token].first_child; k != DEM_NONE; k = s.t[k].next_sibling) {
        if (dem_ctx_rel(s, k) != DEM_REL_case && dem_ctx_rel(s, k) != DEM_REL_mark) continue;
        dem_str rest = words, word;
        while (dem_str_split(&rest, ' ', &word))
            if (dem_str_ieq(s.t[k].form, word)) return true;
    }
    return false;
}

bool dem_ctx_is_passive(dem_toks s, int32_t v)
{
    for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
        if (s.t[k].deprel == DEM_REL_aux_pass || s.t[k].deprel == DEM_REL_nsubj_pass || s.t[k].deprel == DEM_REL_csubj_pass) return true;
    return false;
}

int32_t dem_ctx_agent_of(dem_toks s, int32_t v)
{
    for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
        if (s.t[k].deprel == DEM_REL_obl_agent || (dem_ctx_rel(s, k) == DEM_REL_obl && dem_ctx_has_case(s, k, DEM_STR("by")))) return k;
    return DEM_NONE;
}

/* Somebody, or something that carries words. */
static bool can_speak(const dem_ctx *c, dem_toks s, int32_t token)
{
    int32_t m = s.t[token].mention;
    if (m != DEM_NONE && (c->r->mentions.items[m].code.n || c->r->mentions.items[m].type != DEM_MENTION_PLACE)) return true;
    return s.t[token].upos == DEM_PROPN || dem_ctx_lemma_in(c, s, token, DEM_CUE_SAY_NOUN) != NULL;
}

bool dem_ctx_finite(const dem_token *t)
{
    return dem_str_is(t->xpos, "VBD") || dem_str_is(t->xpos, "VBZ") || dem_str_is(t->xpos, "VBP") || dem_str_is(t->xpos, "MD");
}

bool dem_ctx_nominal(dem_toks s, int32_t t)
{
    return s.t[t].upos == DEM_NOUN || s.t[t].upos == DEM_PROPN || s.t[t].upos == DEM_PRON || s.t[t].upos == DEM_NUM;
}

/* Does the quote end right before the verb ('…," said')? */
static bool after_quote(const dem_ctx *c, dem_toks s, int32_t v)
{
    if (v == 0 || dem_ctx_in_quote(c, s.t[v].span.start) || s.t[v - 1].upos != DEM_PUNCT) return false;
    for (size_t i = 0; i < c->quotes.n; i++) {
        dem_span q = c->quotes.items[i].span;
        if (q.end <= s.t[v].span.start && q.end + 3 >= s.t[v].span.start) return true;
    }
    return false;
}

/* The noun phrase that begins right after the verb: its head. */
static int32_t nominal_after(dem_toks s, int32_t v)
{
    int32_t k = v + 1;
    while (k < s.n && k < v + 8 && (s.t[k].upos == DEM_DET || s.t[k].upos == DEM_ADJ || s.t[k].upos == DEM_ADV || s.t[k].upos == DEM_NUM)) k++;
    bool name = v + 1 < s.n && s.t[v + 1].form.p[0] >= 'A' && s.t[v + 1].form.p[0] <= 'Z' && s.t[v + 1].upos == DEM_ADJ;
    if (name && (k >= s.n || !dem_ctx_nominal(s, k))) return v + 1; /* "said Small, who …" */
    if (k > v + 1 && s.t[k - 1].upos == DEM_NUM && dem_ctx_form(s, k, "of")) return k - 1; /* "said one of the advisers" */
    if (k >= s.n || !dem_ctx_nominal(s, k)) return DEM_NONE;
    for (int steps = 0; steps < 6; steps++) {
        int32_t h = s.t[k].head;
        dem_rel rel = dem_ctx_rel(s, k);
        if (h == DEM_NONE || h <= v || !dem_ctx_nominal(s, h) || (rel != DEM_REL_compound && rel != DEM_REL_flat && rel != DEM_REL_nmod && rel != DEM_REL_amod)) break;
        k = h;
    }
    return k;
}

static bool in_preposition(dem_toks s, int32_t noun)
{
    int32_t before = dem_ctx_child(s, noun, DEM_REL_case);
    return before != DEM_NONE && before < noun && s.t[before].upos == DEM_ADP;
}

/* "to defeat the deal, Senator McConnell said": a person is no apposition of a thing. */
static bool person_beside_thing(const dem_ctx *c, dem_toks s, int32_t token, int32_t above)
{
    int32_t m = s.t[token].mention, h = s.t[above].mention;
    if (m == DEM_NONE || c->r->mentions.items[m].type != DEM_MENTION_PERSON) return false;
    return h == DEM_NONE || c->r->mentions.items[h].type == DEM_MENTION_PLACE;
}

/* The noun phrase that ends right before the verb, where the tree gave the verb no subject. */
static int32_t nominal_before(const dem_ctx *c, dem_toks s, int32_t v)
{
    int32_t k = v - 1;
    while (k >= 0 && (s.t[k].upos == DEM_AUX || s.t[k].upos == DEM_ADV)) k--;
    if (k > 1 && dem_ctx_form(s, k, ")")) { /* "Hank Johnson (D-Ga.) said" */
        int32_t open = k;
        while (open > 0 && open > k - 12 && !dem_ctx_form(s, open, "(")) open--;
        if (dem_ctx_form(s, open, "(")) k = open - 1;
    }
    bool aside = k >= 0 && dem_ctx_form(s, k, ",");
    if (aside) {
        /* "Small, who attended the rally, said": back over the aside to the mention before it */
        for (int32_t i = k - 1; i >= 0 && i > k - 30; i--) {
            if (dem_ctx_in_quote(c, s.t[i].span.start)) return DEM_NONE;
            if (!dem_ctx_form(s, i, ",") || i == 0) continue;
            int32_t m = i - 1;
            if (s.t[m].mention != DEM_NONE || s.t[m].upos == DEM_PROPN) {
                while (s.t[m].head != DEM_NONE && s.t[m].head < v && (dem_ctx_rel(s, m) == DEM_REL_flat || dem_ctx_rel(s, m) == DEM_REL_compound)) m = s.t[m].head;
                return m;
            }
        }
        return DEM_NONE;
    }
    bool bare = dem_str_is(s.t[v].xpos, "VB") && (dem_ctx_child(s, v, DEM_REL_mark) != DEM_NONE || dem_ctx_child(s, v, DEM_REL_aux) != DEM_NONE || k != v - 1);
    if (k < 0 || !dem_ctx_nominal(s, k) || dem_ctx_in_quote(c, s.t[k].span.start) || dem_str_is(s.t[v].xpos, "VBG") || bare) return DEM_NONE;
    if (dem_ctx_rel(s, v) == DEM_REL_acl && dem_str_is(s.t[v].xpos, "VBN")) return DEM_NONE;
    for (int steps = 0; steps < 6; steps++) {
        int32_t h = s.t[k].head;
        dem_rel rel = dem_ctx_rel(s, k);
        if (h == DEM_NONE || h >= v || !dem_ctx_nominal(s, h) || (rel != DEM_REL_compound && rel != DEM_REL_flat && rel != DEM_REL_nmod && rel != DEM_REL_appos)) break;
        if (rel == DEM_REL_appos && (in_preposition(s, h) || person_beside_thing(c, s, k, h))) break; /* "In Washington, Secretary Clinton said" */
        k = h;
    }
    return k;
}

/* "said X had died, and denied …": the same speaker goes on; told by the comma, the bare past and no subject of its own. */
bool dem_ctx_says_on(const dem_ctx *c, dem_toks s, int32_t conjunct, int32_t cc)
{
    return dem_ctx_form(s, cc, "and") && dem_ctx_form(s, cc - 1, ",") && conjunct - cc <= 3 && dem_str_is(s.t[conjunct].xpos, "VBD") &&
           dem_ctx_child(s, conjunct, DEM_REL_nsubj) == DEM_NONE && dem_ctx_verb_in(c, s, conjunct, DEM_CUE_SAY_VERB);
}

static bool strong_speaker(const dem_ctx *c, dem_toks s, int32_t token)
{
    if (token == DEM_NONE) return false;
    int32_t m = s.t[token].mention;
    return m != DEM_NONE && c->r->mentions.items[m].type != DEM_MENTION_PLACE;
}

/* "The unit has grown, said Howard Rubel, an analyst": verb and somebody after a comma, nobody before it. */
static bool inverts(const dem_ctx *c, dem_toks s, int32_t v)
{
    if (v + 1 >= s.n || dem_ctx_in_quote(c, s.t[v].span.start) || !(dem_str_is(s.t[v].xpos, "VBD") || dem_str_is(s.t[v].xpos, "VBZ"))) return false;
    if (v > 0 && !dem_ctx_form(s, v - 1, ",")) return false;
    if (!dem_ctx_verb_in(c, s, v, DEM_CUE_SAY_VERB) || dem_ctx_child(s, v, DEM_REL_mark) != DEM_NONE) return false;
    int32_t after = nominal_after(s, v), own = dem_ctx_child(s, v, DEM_REL_nsubj);
    bool two = after != DEM_NONE && dem_ctx_rel(s, after) == DEM_REL_nsubj && s.t[after].head == v && v > 0; /* a broken clause left its noun, too */
    if (own != DEM_NONE && own < v && !two && !after_quote(c, s, v)) return false;
    /* "the envoy, Vitaly Orlov, said Moscow regretted it": the nominal has a verb of its own */
    for (int32_t k = v + 1; after != DEM_NONE && k <= v + 14 && k < s.n && s.t[k].upos != DEM_PUNCT; k++)
        if (dem_ctx_finite(&s.t[k]) || s.t[k].upos == DEM_AUX) return false;
    return after != DEM_NONE && (strong_speaker(c, s, after) || s.t[after].upos == DEM_PROPN);
}

/* "Rice, who met him and said": the words that stand as subject are "who", the one behind them is Rice. */
static int32_t relative_subject(dem_toks s, int32_t v)
{
    for (int steps = 0; steps < 4 && v != DEM_NONE; steps++) {
        int32_t own = dem_ctx_child(s, v, DEM_REL_nsubj);
        if (own != DEM_NONE) return dem_ctx_form(s, own, "who") || dem_ctx_form(s, own, "which") ? own : DEM_NONE;
        if (dem_ctx_rel(s, v) != DEM_REL_conj) return DEM_NONE;
        v = s.t[v].head;
    }
    return DEM_NONE;
}

static void name_relative(const dem_ctx *c, dem_statement *st, dem_span word)
{
    if (!st->has_speaker) return;
    if (!st->speaker.name.n) st->speaker.name = dem_text_of(c->r, st->speaker.span);
    st->speaker.span = word;
}

/* The verb whose clause the participle or conjunct is put beside: the nearest finite one to the left that governs it. */
static int32_t verb_above(dem_toks s, int32_t v)
{
    int32_t up = s.t[v].head;
    for (int steps = 0; up != DEM_NONE && steps < 8; steps++, up = s.t[up].head)
        if (s.t[up].upos == DEM_VERB && up < v && !dem_str_is(s.t[up].xpos, "VBG") && !dem_str_is(s.t[up].xpos, "VB") && s.t[up].deprel != DEM_REL_acl_relcl) return up;
    return DEM_NONE;
}

/* ", saying …", ", adding that …": the subject of what it is put beside; the statement told last in this sentence when the tree has none. */
static int32_t participle_subject(const dem_ctx *c, dem_toks s, int32_t v)
{
    int32_t up = verb_above(s, v), subj = DEM_NONE;
    if (up != DEM_NONE && dem_ctx_in_quote(c, s.t[up].span.start) && !dem_ctx_in_quote(c, s.t[v].span.start)) up = DEM_NONE;
    if (up != DEM_NONE && dem_ctx_rel(s, up) == DEM_REL_ccomp && s.t[up].head < up && s.t[v].head != up) up = s.t[up].head;
    if (up != DEM_NONE && !dem_ctx_is_passive(s, up)) subj = dem_ctx_subject(c->r, s.index, up);
    if (subj != DEM_NONE && subj < v) return subj;
    int32_t best = DEM_NONE;
    for (int32_t k = 0; k < v && best == DEM_NONE && s.t[v].head == DEM_NONE; k++) /* the participle read as the sentence */
        if (s.t[k].deprel == DEM_REL_nsubj && !dem_ctx_in_quote(c, s.t[k].span.start) && s.t[k].head < v && dem_ctx_nominal(s, k)) best = k;
    for (size_t i = c->r->statements.n; i-- > 0 && c->r->statements.items[i].sentence == s.index;) {
        const dem_statement *st = &c->r->statements.items[i];
        if (st->cue.end > s.t[v].span.start || !st->has_speaker || dem_ctx_in_quote(c, st->cue.start)) continue;
        int32_t t = dem_token_at_byte(c->r, s.index, st->speaker.span.end);
        if (t <= 0 || t > v) continue; /* DEM_NONE is below 0 */
        best = t - 1;
        break;
    }
    return best;
}

/* The verb of saying in whose complement the verb stands, a few clauses up. */
static int32_t saying_above(const dem_ctx *c, dem_toks s, int32_t v)
{
    int32_t at = v;
    for (int steps = 0; steps < 6 && s.t[at].head != DEM_NONE; steps++) {
        int32_t up = s.t[at].head;
        if (up < at && dem_ctx_rel(s, at) == DEM_REL_ccomp && dem_ctx_verb_in(c, s, up, DEM_CUE_SAY_VERB)) return up;
        at = up;
    }
    return DEM_NONE;
}

static int32_t entity_at(const dem_ctx *c, dem_toks s, int32_t token)
{
    return token == DEM_NONE || s.t[token].mention == DEM_NONE ? DEM_NONE : c->r->mentions.items[s.t[token].mention].entity;
}

/* "He says people may dislike it, but insists …": of two verbs of saying in one tense, the second goes on with the first's speaker. */
static int32_t outer_speaker(const dem_ctx *c, dem_toks s, int32_t v)
{
    if (dem_ctx_rel(s, v) != DEM_REL_conj || dem_ctx_child(s, v, DEM_REL_nsubj) != DEM_NONE || dem_ctx_child(s, v, DEM_REL_aux) != DEM_NONE) return DEM_NONE;
    int32_t first = s.t[v].head;
    int32_t outer = first == DEM_NONE ? DEM_NONE : saying_above(c, s, first);
    if (outer == DEM_NONE || !dem_str_eq(s.t[outer].xpos, s.t[v].xpos)) return DEM_NONE;
    int32_t who = dem_ctx_subject(c->r, s.index, outer), inner = dem_ctx_subject(c->r, s.index, first), cc = dem_ctx_child(s, v, DEM_REL_cc);
    bool one = entity_at(c, s, who) != DEM_NONE && entity_at(c, s, who) == entity_at(c, s, inner); /* "He says he respects her and calls her …" */
    if (one) return who;
    bool say = dem_ctx_verb_in(c, s, v, DEM_CUE_SAY_VERB) || dem_ctx_verb_in(c, s, v, DEM_CUE_SAY_OBJECT) || dem_ctx_verb_in(c, s, v, DEM_CUE_SAY_ABOUT);
    if (!say || cc == DEM_NONE) return DEM_NONE;
    bool comma = dem_ctx_form(s, cc - 1, ",") && v - cc <= 3, but = dem_ctx_form(s, cc, "but");
    if (comma) return who;
    if (dem_ctx_rel(s, first) != DEM_REL_ccomp || s.t[first].head != outer) return DEM_NONE;
    bool inner_says = dem_ctx_verb_in(c, s, first, DEM_CUE_SAY_VERB) != NULL;
    bool same = dem_str_eq(s.t[first].xpos, s.t[v].xpos) && dem_ctx_child(s, first, DEM_REL_aux) == DEM_NONE;
    return inner_says || (same && !but) ? DEM_NONE : who;
}

/* "Robert Serry, a senior official, told": of two subjects the second tells who the first is, and the first has the name. */
static int32_t named_before(const dem_ctx *c, dem_toks s, int32_t v, int32_t subj)
{
    int32_t m = s.t[subj].mention, first, last;
    if (m == DEM_NONE || c->r->mentions.items[m].type != DEM_MENTION_NOMINAL || dem_ctx_rel(s, subj) != DEM_REL_nsubj) return subj;
    dem_subtree(c->r, s.index, subj, &first, &last);
    for (int32_t k = s.t[v].first_child; k != DEM_NONE && k < subj; k = s.t[k].next_sibling) {
        int32_t name = s.t[k].mention, from, end;
        if (dem_ctx_rel(s, k) != DEM_REL_nsubj || name == DEM_NONE || c->r->mentions.items[name].type != DEM_MENTION_PERSON) continue;
        dem_subtree(c->r, s.index, k, &from, &end);
        int32_t comma = first; /* among the words of the second, or between the two */
        if (comma == end + 1 && dem_ctx_form(s, comma, ",")) return k;
        if (comma == end + 2 && dem_ctx_form(s, end + 1, ",")) return k;
    }
    return subj;
}

/* "…, activists and the governor said", cut at the "and": the noun before it, when it stands right behind the comma that ends what was said. */
static int32_t first_of_several(const dem_ctx *c, dem_toks s, int32_t v, int32_t subj)
{
    int32_t cc = dem_ctx_child(s, subj, DEM_REL_cc);
    if (cc == DEM_NONE || cc > subj || subj > v || !dem_ctx_form(s, cc, "and") || cc < 2) return DEM_NONE;
    for (int32_t k = cc - 1; k > 0 && k > cc - 8; k--) {
        if (dem_ctx_finite(&s.t[k]) || s.t[k].upos == DEM_ADP) return DEM_NONE;
        if (!dem_ctx_form(s, k, ",")) continue;
        int32_t head = cc - 1;
        return k < cc - 1 && dem_ctx_nominal(s, head) && !dem_ctx_in_quote(c, s.t[head].span.start) ? head : DEM_NONE;
    }
    return DEM_NONE;
}

/* "Gowdy earlier Thursday said", "a statement Wednesday saying": the day says nothing; the noun right before it does. */
static int32_t not_the_day(const dem_ctx *c, dem_toks s, int32_t subj)
{
    for (size_t i = 0; subj != DEM_NONE && i < c->r->times.n; i++) {
        const dem_time *t = &c->r->times.items[i];
        if (t->sentence != s.index || !dem_span_contains(t->span, s.t[subj].span)) continue;
        int32_t k = dem_token_at_byte(c->r, s.index, t->span.start);
        k = k == DEM_NONE ? k : k - 1;
        while (k >= 0 && (s.t[k].upos == DEM_ADP || s.t[k].upos == DEM_ADV)) k--;
        if (k < 0 || !dem_ctx_nominal(s, k)) return DEM_NONE;
        while (s.t[k].head != DEM_NONE && s.t[k].head < k && (dem_ctx_rel(s, k) == DEM_REL_flat || dem_ctx_rel(s, k) == DEM_REL_compound)) k = s.t[k].head;
        return k;
    }
    return subj;
}

/* Speaker of an active cue: its subject; of a participle or infinitive, the subject handed down. */
void dem_ctx_speaker_of_verb(dem_ctx *c, dem_statement *st, dem_toks s, int32_t v)
{
    if (dem_ctx_is_passive(s, v)) {
        int32_t agent = dem_ctx_agent_of(s, v);
        if (agent != DEM_NONE) dem_ctx_set_speaker(c, st, s.index, agent);
        return;
    }
    int32_t subj = dem_ctx_subject(c->r, s.index, v);
    int32_t cc = dem_ctx_child(s, v, DEM_REL_cc), first = s.t[v].head;
    if (cc != DEM_NONE && first != DEM_NONE && dem_ctx_rel(s, first) == DEM_REL_ccomp && dem_ctx_says_on(c, s, v, cc)) subj = dem_ctx_subject(c->r, s.index, s.t[first].head);
    for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
        if (dem_ctx_rel(s, k) == DEM_REL_nsubj && k < v && subj != DEM_NONE && k > subj && dem_ctx_under(s, subj, v)) subj = k; /* of two, the nearer */
    if (subj != DEM_NONE && s.t[subj].upos == DEM_VERB && s.t[subj].mention == DEM_NONE) subj = dem_ctx_child(s, subj, DEM_REL_nsubj);
    if (subj == DEM_NONE && dem_ctx_rel(s, v) == DEM_REL_acl && s.t[v].head != DEM_NONE) subj = s.t[v].head;
    if (subj != DEM_NONE && dem_ctx_in_quote(c, s.t[subj].span.start) && !dem_ctx_in_quote(c, s.t[v].span.start)) subj = DEM_NONE;
    if (subj == DEM_NONE && s.t[v].head != DEM_NONE && s.t[v].head < v && s.t[s.t[v].head].upos == DEM_AUX)
        subj = dem_ctx_child(s, s.t[v].head, DEM_REL_nsubj); /* "Smith had voiced", the auxiliary read as the verb */
    int32_t outer = outer_speaker(c, s, v);
    if (outer != DEM_NONE) subj = outer;
    if (subj == DEM_NONE || subj > v) { /* "Smith, the governor, proposed we wait": his name hung on what he proposed */
        int32_t said = dem_ctx_child(s, v, DEM_REL_ccomp), far = said > v ? dem_ctx_child(s, said, DEM_REL_nsubj) : DEM_NONE;
        if (far != DEM_NONE && far < v && dem_ctx_finite(&s.t[v]) && dem_ctx_nominal(s, far) && !dem_ctx_in_quote(c, s.t[far].span.start)) subj = far;
    }
    bool participle = dem_str_is(s.t[v].xpos, "VBG") && v > 0 && dem_ctx_child(s, v, DEM_REL_aux) == DEM_NONE;
    if (participle && subj > v) subj = DEM_NONE;
    int32_t opens = v; /* ", while arguing", ", also saying" */
    while (opens > 0 && (s.t[opens - 1].upos == DEM_ADV || s.t[opens - 1].upos == DEM_SCONJ)) opens--;
    if (participle && dem_ctx_rel(s, v) == DEM_REL_conj && first != DEM_NONE && dem_str_is(s.t[first].xpos, "VBG") && first > 0 && dem_ctx_form(s, first - 1, ",")) {
        int32_t beside = participle_subject(c, s, first);
        if (beside != DEM_NONE) subj = beside;
    } else if (participle && opens > 0 && (dem_ctx_form(s, opens - 1, ",") || subj == DEM_NONE) && !dem_ctx_in_quote(c, s.t[v].span.start)) {
        int32_t beside = participle_subject(c, s, v);
        if (beside != DEM_NONE) subj = beside;
    }
    int32_t before = subj != DEM_NONE ? dem_ctx_child(s, subj, DEM_REL_case) : DEM_NONE;
    if (before != DEM_NONE && before < subj && s.t[before].upos == DEM_ADP && !dem_ctx_form(s, before, "as") && dem_ctx_rel(s, subj) == DEM_REL_nsubj) {
        /* "In Washington, Secretary Clinton said": what stands in a preposition does not speak */
        int32_t nearer = nominal_before(c, s, v);
        if (nearer != DEM_NONE && nearer != subj) subj = nearer;
    }
    int32_t inverted = !participle && (after_quote(c, s, v) || inverts(c, s, v)) ? nominal_after(s, v) : DEM_NONE;
    if (inverted != DEM_NONE && (subj == DEM_NONE || subj < v - 1)) subj = inverted;
    bool stands_alone = dem_ctx_finite(&s.t[v]) || dem_ctx_child(s, v, DEM_REL_aux) != DEM_NONE;
    if (subj == DEM_NONE && (stands_alone || dem_ctx_verb_in(c, s, v, DEM_CUE_SAY_VERB)) && !dem_ctx_in_quote(c, s.t[v].span.start)) subj = nominal_before(c, s, v);
    if (subj != DEM_NONE && dem_ctx_rel(s, v) == DEM_REL_acl && s.t[v].deprel != DEM_REL_acl_relcl && subj == s.t[v].head &&
        dem_str_is(s.t[v].xpos, "VBG") && !can_speak(c, s, subj) && s.t[subj].head != DEM_NONE) {
        /* "rejected the offer saying …": the one who rejected says it */
        int32_t up = dem_ctx_subject(c->r, s.index, s.t[subj].head);
        if (up != DEM_NONE) subj = up;
    }
    subj = not_the_day(c, s, subj);
    if (subj == DEM_NONE || s.t[subj].deprel == DEM_REL_expl) return;
    if (dem_str_is(s.t[subj].xpos, "EX") || dem_str_is(s.t[subj].xpos, "WP") || dem_str_is(s.t[subj].xpos, "WDT")) {
        /* "Rice, who said": the relative's noun */
        int32_t top = v; /* "Smith, who backed him, joked": the main verb hung beside that of the aside */
        for (int steps = 0; steps < 4 && dem_ctx_rel(s, top) == DEM_REL_conj && s.t[top].head != DEM_NONE; steps++) top = s.t[top].head;
        int32_t up = s.t[top].head;
        if (s.t[top].deprel != DEM_REL_acl_relcl || up == DEM_NONE) return;
        dem_ctx_set_speaker(c, st, s.index, up);
        name_relative(c, st, s.t[subj].span);
        return;
    }
    subj = named_before(c, s, v, subj);
    int32_t several = first_of_several(c, s, v, subj);
    dem_ctx_set_speaker(c, st, s.index, several != DEM_NONE ? several : subj);
    if (several != DEM_NONE && st->speaker.span.end < s.t[subj].span.end) st->speaker.span.end = s.t[subj].span.end;
    int32_t relative = relative_subject(s, v);
    if (relative != DEM_NONE && relative > subj) name_relative(c, st, s.t[relative].span);
}
