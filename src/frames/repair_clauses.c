/* SPDX-License-Identifier: Apache-2.0 */
/* Mends clauses: auxiliaries that stand apart from their verb, circumstances of what is told, relative clauses without a subject, and two
   subjects of one verb that are one. */
#include "frames/frames_internal.h"

static bool form_is(const dem_token *t, const char *word)
{
    return dem_str_ieq(t->form, dem_str_c(word));
}

static bool comma(dem_sent s, int32_t i)
{
    return i >= 0 && i < s.n && dem_str_is(s.t[i].form, ",");
}

/* By the heads alone: links to children are made again when the whole sentence is mended. */
static int32_t first_of(dem_sent s, int32_t token)
{
    int32_t first = 0;
    while (first < token && !dem_above(s, token, first)) first++;
    return first;
}

static int32_t last_of(dem_sent s, int32_t token)
{
    int32_t last = s.n - 1;
    while (last > token && !dem_above(s, token, last)) last--;
    return last;
}

static void hand_over(dem_sent s, int32_t from, int32_t to)
{
    for (int32_t k = 0; k < s.n; k++)
        if (s.t[k].head == from && k != to) s.t[k].head = to;
}

/* "had last month dropped its objection": with a time between, "had" still only helps. */
static bool auxiliary_apart(dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    if (t->upos != DEM_VERB || !dem_str_is(t->lemma, "have") || dem_child(s, i, DEM_REL_obj) != DEM_NONE) return false;
    int32_t v = dem_child(s, i, DEM_REL_ccomp);
    if (v == DEM_NONE) v = dem_child(s, i, DEM_REL_xcomp);
    if (v == DEM_NONE || v < i || s.t[v].head != i || dem_above(s, v, t->head) || (!dem_str_is(s.t[v].xpos, "VBN") && !dem_str_is(s.t[v].xpos, "VBD"))) return false;
    if (dem_child(s, v, DEM_REL_nsubj) != DEM_NONE || dem_child(s, v, DEM_REL_mark) != DEM_NONE || dem_child(s, v, DEM_REL_aux) != DEM_NONE) return false;
    s.t[v].head = t->head;
    s.t[v].deprel = t->deprel;
    s.t[v].xpos = DEM_STR("VBN");
    hand_over(s, i, v);
    t->head = v;
    t->deprel = DEM_REL_aux;
    t->upos = DEM_AUX;
    return true;
}

static bool is_mark_of_circumstance(const dem_token *t)
{
    static const char *const words[] = {"after", "before", "until", "unless", "if", "once"};
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (dem_str_is(t->lemma, words[k])) return true;
    return false;
}

static bool still_open(dem_sent s, int32_t v)
{
    static const char *const words[] = {"will", "would", "could", "can", "may", "might", "wo"};
    for (int32_t c = s.t[v].first_child; c != DEM_NONE; c = s.t[c].next_sibling)
        for (size_t k = 0; s.t[c].deprel == DEM_REL_aux && k < sizeof words / sizeof *words; k++)
            if (dem_str_is(s.t[c].lemma, words[k])) return true;
    return false;
}

/* "said Kyiv would attend only after a truce": when, is told of the attending, not of the saying. */
static bool circumstance_of_told(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    dem_rel rel = dem_rel_base((dem_rel)t->deprel);
    int32_t mark = dem_child(s, i, DEM_REL_mark), say = t->head;
    if ((rel != DEM_REL_advcl && rel != DEM_REL_ccomp) || say == DEM_NONE || say > i || mark == DEM_NONE || mark > i) return false;
    if (!dem_frame_listed(rules, DEM_LIST_SAYING, s.t[say].lemma) || !is_mark_of_circumstance(&s.t[mark])) return false;
    int32_t told = dem_child(s, say, DEM_REL_ccomp);
    if (told == DEM_NONE || told == i || s.t[told].head != say || told < say || told > mark || !still_open(s, told) || comma(s, first_of(s, i) - 1)) return false;
    t->head = told;
    t->deprel = DEM_REL_advcl;
    return true;
}

/* "a truce, which both generals accepted": behind "which" stands who does it. */
static bool subject_of_relative(dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    if (dem_rel_base((dem_rel)t->deprel) != DEM_REL_acl || t->head == DEM_NONE || t->head > i) return false;
    if (!dem_str_is(t->xpos, "VBN") && !dem_str_is(t->xpos, "VBD")) return false;
    int32_t which = dem_child(s, i, DEM_REL_obj), who = DEM_NONE;
    if (which == DEM_NONE || which > i || !(form_is(&s.t[which], "which") || form_is(&s.t[which], "whom")) || dem_child(s, i, DEM_REL_aux) != DEM_NONE) return false;
    for (int32_t c = t->first_child; c != DEM_NONE; c = s.t[c].next_sibling)
        if (s.t[c].deprel == DEM_REL_nsubj_pass && c > which && c < i) who = c;
    if (who == DEM_NONE || s.t[who].head != i) return false;
    s.t[who].deprel = DEM_REL_nsubj;
    t->xpos = DEM_STR("VBD");
    t->deprel = DEM_REL_acl_relcl;
    return true;
}

/* "…, which both generals accepted": what stands behind the pronoun cannot be what it stands for. */
static bool relative_before_noun(dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    int32_t noun = t->head, which = dem_child(s, i, DEM_REL_obj);
    if (which == DEM_NONE) which = dem_child(s, i, DEM_REL_nsubj);
    if (dem_rel_base((dem_rel)t->deprel) != DEM_REL_acl || noun == DEM_NONE || noun > i || which == DEM_NONE || which > noun) return false;
    if (!(form_is(&s.t[which], "which") || form_is(&s.t[which], "whom")) || dem_child(s, i, DEM_REL_aux) != DEM_NONE) return false;
    int32_t verb = s.t[noun].head, of = verb == DEM_NONE || verb > which ? DEM_NONE : dem_child(s, verb, DEM_REL_obj);
    if (of == DEM_NONE || of > which || of == noun || dem_above(s, noun, of) || dem_above(s, i, of)) return false;
    s.t[which].deprel = DEM_REL_obj;
    s.t[noun].head = i;
    s.t[noun].deprel = DEM_REL_nsubj;
    t->head = of;
    t->deprel = DEM_REL_acl_relcl;
    t->xpos = DEM_STR("VBD");
    return true;
}

/* "rejected suggestions that Cairo was arming them": a clause with all its parts says what is suggested. */
static bool clause_of_noun(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    if (t->deprel != DEM_REL_acl_relcl || t->head == DEM_NONE || !dem_frame_listed(rules, DEM_LIST_THAT_NOUN, s.t[t->head].lemma)) return false;
    int32_t that = dem_child(s, i, DEM_REL_mark);
    if (that == DEM_NONE || !dem_str_is(s.t[that].lemma, "that") || s.t[that].upos != DEM_SCONJ || dem_child(s, i, DEM_REL_nsubj) == DEM_NONE) return false;
    t->deprel = DEM_REL_acl;
    return true;
}

/* "intelligence director Ahmed Ali met them", "his aide, Ahmed Ali, met them": office and name are one subject. */
static bool office_and_name(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    int32_t office = DEM_NONE, name = DEM_NONE;
    for (int32_t c = s.t[i].first_child; c != DEM_NONE && c < i; c = s.t[c].next_sibling) {
        if (s.t[c].deprel != DEM_REL_nsubj) continue;
        if (name != DEM_NONE) return false;
        if (office == DEM_NONE)
            office = c;
        else
            name = c;
    }
    if (name == DEM_NONE || s.t[office].head != i || s.t[name].head != i || s.t[office].upos != DEM_NOUN || s.t[name].upos != DEM_PROPN || dem_frame_listed(rules, DEM_LIST_TIME_NOUN, s.t[name].form)) return false;
    int32_t end = last_of(s, office), start = first_of(s, name), after = last_of(s, name) + 1;
    while (end > office && comma(s, end)) end--;
    if (comma(s, start)) start++;
    if (start == end + 1 && end == office) {
        s.t[office].head = name;
        s.t[office].deprel = DEM_REL_nmod_desc;
        return true;
    }
    if (start != end + 2 || !comma(s, end + 1) || !(comma(s, after) || comma(s, after - 1))) return false;
    s.t[name].head = office;
    s.t[name].deprel = DEM_REL_appos;
    return true;
}

/* "dropped its objections to talks" */
static bool complement_of_noun(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    int32_t to = dem_child(s, i, DEM_REL_case), noun = to - 1;
    if (dem_rel_base((dem_rel)t->deprel) != DEM_REL_obl || t->head == DEM_NONE || to < 1 || to > i || !dem_str_is(s.t[to].lemma, "to")) return false;
    if (s.t[noun].upos != DEM_NOUN || s.t[noun].head != t->head || !dem_frame_listed(rules, DEM_LIST_TO_NOUN, s.t[noun].lemma)) return false;
    t->head = noun;
    t->deprel = DEM_REL_nmod;
    return true;
}

/* "Norway rejects the plan, demands talks": the second verb of a headline has the subject of the first. */
static bool second_verb(dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    if (t->upos != DEM_VERB || t->deprel != DEM_REL_parataxis || t->head == DEM_NONE || t->head > i || !comma(s, i - 1)) return false;
    const dem_token *first = &s.t[t->head];
    if (first->upos != DEM_VERB || !dem_str_eq(first->xpos, t->xpos) || !(dem_str_is(t->xpos, "VBZ") || dem_str_is(t->xpos, "VBP") || dem_str_is(t->xpos, "VBD"))) return false;
    int32_t who = dem_child(s, t->head, DEM_REL_nsubj);
    if (who == DEM_NONE || who > t->head || dem_child(s, i, DEM_REL_nsubj) != DEM_NONE) return false;
    t->deprel = DEM_REL_conj;
    return true;
}

/* "The leaders of Norway will meet, he said, after …": who stands right before an auxiliary is the subject of its verb. */
static bool subject_of_auxiliary(dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    if ((t->deprel != DEM_REL_nsubj && t->deprel != DEM_REL_nsubj_pass) || t->head == DEM_NONE || t->head < i) return false;
    int32_t next = last_of(s, i) + 1;
    if (next >= t->head || s.t[next].upos != DEM_AUX || dem_rel_base((dem_rel)s.t[next].deprel) != DEM_REL_aux) return false;
    int32_t verb = s.t[next].head;
    if (verb == DEM_NONE || verb == t->head || verb < next || verb > t->head || dem_above(s, i, verb) || dem_child(s, verb, DEM_REL_nsubj) != DEM_NONE) return false;
    t->head = verb;
    t->deprel = dem_child(s, verb, DEM_REL_aux) != DEM_NONE && s.t[next].deprel == DEM_REL_aux_pass ? DEM_REL_nsubj_pass : DEM_REL_nsubj;
    return true;
}

/* "denied attacking civilians": what is denied is the attack. */
static bool denied_gerund(dem_sent s, int32_t i)
{
    static const char *const verbs[] = {"deny", "admit", "avoid"};
    dem_token *t = &s.t[i];
    int32_t noun = t->head, verb = i - 1;
    if (t->deprel != DEM_REL_amod || !dem_str_is(t->xpos, "VBG") || noun != i + 1 || verb < 0 || s.t[noun].head != verb || s.t[noun].deprel != DEM_REL_obj) return false;
    bool one = false;
    for (size_t k = 0; k < sizeof verbs / sizeof *verbs; k++) one = one || dem_str_is(s.t[verb].lemma, verbs[k]);
    if (!one) return false;
    t->head = verb;
    t->deprel = DEM_REL_xcomp;
    s.t[noun].head = i;
    return true;
}

static bool capitalised(const dem_token *t)
{
    return t->form.n && t->form.p[0] >= 'A' && t->form.p[0] <= 'Z';
}

/* "Norwegian, Kenyan delegations" are of the one and of the other, as with "and". */
static bool row_of_adjectives(dem_sent s, int32_t i)
{
    if (i < 2 || !comma(s, i - 1)) return false;
    dem_token *t = &s.t[i], *first = &s.t[i - 2];
    if (t->upos != DEM_ADJ || first->upos != DEM_ADJ || t->deprel != DEM_REL_amod || first->deprel != DEM_REL_amod || t->head != first->head || t->head != i + 1) return false;
    if (!capitalised(t) || !capitalised(first)) return false;
    t->head = i - 2;
    t->deprel = DEM_REL_conj;
    return true;
}

static bool somebody(dem_sent s, int32_t token)
{
    int32_t m = token == DEM_NONE ? DEM_NONE : s.t[token].mention;
    return m != DEM_NONE && s.r->mentions.items[m].code.n > 0;
}

/* "The rebels said the talks had failed and rejected the plan": talks reject nothing. */
bool dem_repair_speaker(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    int32_t told = t->head, say = told == DEM_NONE ? DEM_NONE : s.t[told].head;
    if (t->upos != DEM_VERB || t->deprel != DEM_REL_conj || say == DEM_NONE || s.t[told].deprel != DEM_REL_ccomp || say > told || told > i) return false;
    if (!dem_str_is(t->xpos, "VBD") || !dem_str_is(s.t[say].xpos, "VBD")) return false;
    if (!dem_frame_listed(rules, DEM_LIST_SAYING, s.t[say].lemma) || !dem_frame_listed(rules, DEM_LIST_WILLED, t->lemma)) return false;
    if (dem_child(s, i, DEM_REL_nsubj) != DEM_NONE || dem_child(s, i, DEM_REL_aux) != DEM_NONE || dem_child(s, i, DEM_REL_mark) != DEM_NONE) return false;
    int32_t what = dem_child(s, told, DEM_REL_nsubj);
    if (what == DEM_NONE || s.t[what].upos != DEM_NOUN || somebody(s, what) || !somebody(s, dem_child(s, say, DEM_REL_nsubj))) return false;
    t->head = say;
    return true;
}

bool dem_repair_clauses(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    bool changed = auxiliary_apart(s, i);
    changed |= circumstance_of_told(rules, s, i);
    changed |= relative_before_noun(s, i);
    changed |= subject_of_relative(s, i);
    changed |= clause_of_noun(rules, s, i);
    changed |= complement_of_noun(rules, s, i);
    changed |= second_verb(s, i);
    changed |= subject_of_auxiliary(s, i);
    changed |= denied_gerund(s, i);
    changed |= row_of_adjectives(s, i);
    return office_and_name(rules, s, i) || changed;
}
