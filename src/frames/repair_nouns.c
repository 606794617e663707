/* SPDX-License-Identifier: Apache-2.0 */
/* Mends nouns that the parser makes subjects and conjuncts of the wrong verb: titles before names, prepositions before
   subjects, participles whose agent stands behind "by". */
#include "frames/frames_internal.h"

static bool nominal(dem_sent s, int32_t i)
{
    return s.t[i].upos == DEM_NOUN || s.t[i].upos == DEM_PROPN;
}

static int32_t case_before(dem_sent s, int32_t i)
{
    int32_t c = dem_child(s, i, DEM_REL_case);
    return c != DEM_NONE && c < i && s.t[c].upos == DEM_ADP ? c : DEM_NONE;
}

/* "a meeting between army chief Burhan and Dagalo": a name right behind an office is no subject of the verb before. */
static bool name_of_office(dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    if (t->deprel != DEM_REL_nsubj || t->upos != DEM_PROPN || t->head == DEM_NONE || t->head > i || i < 1) return false;
    dem_token *office = &s.t[i - 1];
    if (office->upos != DEM_NOUN || office->head == DEM_NONE || office->head > i - 1) return false;
    if (office->deprel != DEM_REL_nmod && office->deprel != DEM_REL_obl && office->deprel != DEM_REL_obj) return false;
    if (dem_above(s, i, office->head)) return false;
    int32_t by = case_before(s, i - 1);
    t->head = office->head;
    t->deprel = office->deprel;
    if (by != DEM_NONE) s.t[by].head = i;
    office->head = i;
    office->deprel = DEM_REL_nmod_desc;
    return true;
}

/* "will send negotiators back to Kenya": where to belongs to the verb, not to its particle. */
static bool phrase_of_particle(dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    int32_t particle = dem_rel_base((dem_rel)t->deprel) == DEM_REL_obl ? t->head : DEM_NONE;
    if (particle == DEM_NONE || particle > i || s.t[particle].deprel != DEM_REL_compound_prt || s.t[particle].head == DEM_NONE) return false;
    t->head = s.t[particle].head;
    return true;
}

/* "accused opposition leader Juan Guaido": one object, its office and its name. */
static bool object_of_office(dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    if (t->deprel != DEM_REL_obj || t->upos != DEM_PROPN || t->head == DEM_NONE || t->head > i - 1 || i < 1) return false;
    dem_token *office = &s.t[i - 1];
    bool twice = office->upos == DEM_NOUN && office->head == t->head && (office->deprel == DEM_REL_obj || office->deprel == DEM_REL_iobj);
    if (!twice || dem_child(s, i - 1, DEM_REL_det) != DEM_NONE) return false;
    office->head = i;
    office->deprel = DEM_REL_nmod_desc;
    return true;
}

/* "sanctions on settlers accused of it": what a preposition introduces is no subject; the participle belongs to it. */
static bool introduced_subject(dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    if ((t->deprel != DEM_REL_nsubj && t->deprel != DEM_REL_nsubj_pass) || !nominal(s, i) || t->head == DEM_NONE || t->head < i) return false;
    int32_t v = t->head, up = s.t[v].head;
    int32_t by = case_before(s, i);
    static const char *const clause_too[] = {"after", "before", "since", "until", "as"}; /* "after a coalition ousted him" */
    for (size_t k = 0; by != DEM_NONE && k < sizeof clause_too / sizeof *clause_too; k++)
        if (dem_str_is(s.t[by].lemma, clause_too[k])) return false;
    if (by == DEM_NONE || up == DEM_NONE || up > i || dem_child(s, v, DEM_REL_aux) != DEM_NONE || dem_child(s, v, DEM_REL_obj) != DEM_NONE) return false;
    if (s.t[v].deprel == DEM_REL_conj || (!dem_str_is(s.t[v].xpos, "VBN") && !dem_str_is(s.t[v].xpos, "VBD"))) return false;
    t->head = up;
    t->deprel = nominal(s, up) ? DEM_REL_nmod : DEM_REL_obl;
    s.t[v].head = i;
    s.t[v].deprel = DEM_REL_acl;
    s.t[v].xpos = DEM_STR("VBN");
    return true;
}

static int32_t agent_of(const dem_frame_rules *rules, dem_sent s, int32_t v)
{
    for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling) {
        int32_t by = dem_rel_base((dem_rel)s.t[k].deprel) == DEM_REL_obl && k > v ? case_before(s, k) : DEM_NONE;
        if (by != DEM_NONE && dem_str_is(s.t[by].lemma, "by") && s.t[k].upos == DEM_PROPN && !dem_frame_listed(rules, DEM_LIST_TIME_NOUN, s.t[k].lemma)) return k;
    }
    return DEM_NONE;
}

/* "is studying a proposal put forward by Qatar": a form that may be a participle, with its agent, belongs to the object before it. */
static bool object_with_agent(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    dem_rel rel = dem_rel_base((dem_rel)t->deprel);
    if (t->upos != DEM_VERB || t->head == DEM_NONE || t->head > i || s.t[t->head].upos != DEM_VERB || i < 1 || dem_str_is(t->xpos, "VBG")) return false;
    if (rel != DEM_REL_conj && rel != DEM_REL_advcl && rel != DEM_REL_xcomp && rel != DEM_REL_ccomp) return false;
    static const dem_rel bars[] = {DEM_REL_nsubj, DEM_REL_aux, DEM_REL_mark, DEM_REL_cc, DEM_REL_obj};
    for (size_t k = 0; k < sizeof bars / sizeof *bars; k++)
        if (dem_child(s, i, bars[k]) != DEM_NONE) return false;
    int32_t object = dem_child(s, t->head, DEM_REL_obj), agent = agent_of(rules, s, i);
    if (object == DEM_NONE || object > i || agent == DEM_NONE || s.t[i - 1].upos == DEM_PUNCT) return false;
    t->head = object;
    t->deprel = DEM_REL_acl;
    t->xpos = DEM_STR("VBN");
    s.t[agent].deprel = DEM_REL_obl_agent;
    return true;
}

/* "the Norwegian president and the Kenyan president spoke": what "and" joins is no apposition. */
static bool joined_name(dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    if (t->deprel != DEM_REL_appos || t->head == DEM_NONE || t->head > i) return false;
    int32_t and = i; /* it may hang on the title: "and President X" */
    while (and > t->head + 1 && dem_above(s, i, and - 1)) and--;
    if (and >= i || s.t[and].deprel != DEM_REL_cc) return false;
    s.t[and].head = i;
    t->deprel = DEM_REL_conj;
    return true;
}

/* "has invited Congo and the M23 rebels": a noun behind "and" is a conjunct of the object before it, not of the verb. */
static bool object_conjunct(dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    int32_t verb = t->head, left = i;
    if (!nominal(s, i) || t->deprel != DEM_REL_conj || verb == DEM_NONE || verb > i || s.t[verb].upos != DEM_VERB) return false;
    static const dem_rel clause[] = {DEM_REL_nsubj, DEM_REL_nsubj_pass, DEM_REL_cop, DEM_REL_aux, DEM_REL_case, DEM_REL_mark};
    for (size_t k = 0; k < sizeof clause / sizeof *clause; k++)
        if (dem_child(s, i, clause[k]) != DEM_NONE) return false;
    while (left > verb + 1 && dem_above(s, i, left - 1)) left--;
    bool and = false;
    for (int32_t k = left; k < i; k++) and = and || s.t[k].upos == DEM_CCONJ;
    int32_t object = left - 1;
    for (int steps = 0; steps < s.n && s.t[object].head != DEM_NONE && s.t[object].head > verb && s.t[object].head < left; steps++) object = s.t[object].head;
    if (!and || object <= verb || s.t[object].head != verb || s.t[object].deprel != DEM_REL_obj || !nominal(s, object)) return false;
    t->head = object;
    return true;
}

/* "by Qatar, Egypt and the United States": a name in a row is a conjunct of the name before, not of the verb. */
static bool name_in_row(dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    if (t->upos != DEM_PROPN || (t->deprel != DEM_REL_conj && t->deprel != DEM_REL_appos) || t->head == DEM_NONE || t->head > i || s.t[t->head].upos != DEM_VERB) return false;
    for (int32_t k = i - 1; k > t->head; k--) {
        if (s.t[k].upos == DEM_PROPN && s.t[k].head == t->head) {
            t->head = k;
            t->deprel = DEM_REL_conj;
            return true;
        }
        bool between = s.t[k].upos == DEM_PROPN || s.t[k].upos == DEM_DET || s.t[k].upos == DEM_ADJ || s.t[k].upos == DEM_CCONJ || dem_str_is(s.t[k].form, ",");
        if (!between) return false;
    }
    return false;
}

/* "asked the governor, who is backed by the clergy, to resign": behind the comma that closes a relative clause goes on what stood before it. */
static bool infinitive_past_clause(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    int32_t to = t->deprel == DEM_REL_advcl || t->deprel == DEM_REL_xcomp ? dem_child(s, i, DEM_REL_mark) : DEM_NONE;
    if (to < 1 || !dem_str_is(s.t[to].lemma, "to") || !dem_str_is(s.t[to - 1].form, ",")) return false;
    int32_t clause = t->head, noun = clause == DEM_NONE || s.t[clause].deprel != DEM_REL_acl_relcl ? DEM_NONE : s.t[clause].head;
    int32_t verb = noun == DEM_NONE || (s.t[noun].deprel != DEM_REL_obj && s.t[noun].deprel != DEM_REL_iobj) ? DEM_NONE : s.t[noun].head;
    if (verb == DEM_NONE || verb > i || !dem_frame_listed(rules, DEM_LIST_OBJECT_INFINITIVE, s.t[verb].lemma) || dem_child(s, verb, DEM_REL_xcomp) != DEM_NONE) return false;
    t->head = verb;
    t->deprel = DEM_REL_xcomp;
    return true;
}

/* "workers held hostage by rebels": they are not who holds, and the hostage is no object. */
static bool held_hostage(dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    static const char *const states[] = {"hostage", "captive", "prisoner"}, *const verbs[] = {"hold", "take", "keep"};
    bool state = false, held = false;
    int32_t v = t->deprel == DEM_REL_obj ? t->head : DEM_NONE;
    for (size_t k = 0; k < 3 && v != DEM_NONE; k++) {
        state |= dem_str_is(t->lemma, states[k]);
        held |= dem_str_is(s.t[v].lemma, verbs[k]);
    }
    if (!state || !held || i != v + 1 || v < 1 || dem_str_is(s.t[v].xpos, "VBG") || dem_str_is(s.t[v].xpos, "VB")) return false;
    bool were = false;
    for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling) were |= s.t[k].deprel == DEM_REL_aux_pass;
    if (!were && (dem_child(s, v, DEM_REL_nsubj) != DEM_NONE || dem_child(s, v, DEM_REL_aux) != DEM_NONE)) return false;
    if (!were && s.t[v].deprel != DEM_REL_acl) {
        if (!nominal(s, v - 1) || s.t[v].head == DEM_NONE || dem_above(s, v, v - 1)) return false;
        s.t[v].head = v - 1;
        s.t[v].deprel = DEM_REL_acl;
    }
    t->deprel = DEM_REL_xcomp;
    s.t[v].xpos = DEM_STR("VBN");
    for (int32_t k = i + 1; k < s.n; k++) { /* "by" introduces who holds them */
        int32_t by = s.t[k].head == i ? case_before(s, k) : DEM_NONE;
        if (by == DEM_NONE || !dem_str_is(s.t[by].lemma, "by")) continue;
        s.t[k].head = v;
        s.t[k].deprel = DEM_REL_obl_agent;
    }
    return true;
}

/* "demanded the land as a condition", "will guard the pipeline in the event that …", "will stop firing if …": hung a step too low. */
static bool hung_too_low(dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    int32_t up = t->head, verb = up == DEM_NONE ? DEM_NONE : s.t[up].head;
    if (verb == DEM_NONE || up > i || verb > up || s.t[verb].upos != DEM_VERB) return false;
    int32_t by = case_before(s, i), mark = dem_child(s, i, DEM_REL_mark);
    bool of_object = t->deprel == DEM_REL_nmod && nominal(s, i) && by != DEM_NONE && by > up && s.t[up].deprel == DEM_REL_obj;
    bool as = of_object && dem_str_is(s.t[by].lemma, "as");
    bool event = of_object && dem_str_is(t->lemma, "event") && dem_str_is(s.t[by].lemma, "in") && dem_child(s, i, DEM_REL_acl) != DEM_NONE;
    bool condition = t->deprel == DEM_REL_advcl && mark != DEM_NONE && mark > up && (dem_str_is(s.t[mark].lemma, "if") || dem_str_is(s.t[mark].lemma, "unless")) &&
                     s.t[up].deprel == DEM_REL_xcomp && dem_str_is(s.t[up].xpos, "VBG");
    if (!as && !event && !condition) return false;
    t->head = verb;
    if (!condition) t->deprel = DEM_REL_obl;
    return true;
}

/* "Thousands demonstrated against it.": a whole sentence leaves out no "were"; only of those killed or arrested may it. */
static bool active_sentence(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    int32_t v = t->deprel == DEM_REL_nsubj_pass ? t->head : DEM_NONE;
    if (v == DEM_NONE || v < i || s.t[v].head != DEM_NONE || !dem_str_is(s.t[v].xpos, "VBN") || !dem_str_is(s.t[s.n - 1].form, ".")) return false;
    if (dem_child(s, v, DEM_REL_aux) != DEM_NONE || dem_frame_listed(rules, DEM_LIST_TRANSITIVE, s.t[v].lemma)) return false;
    for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling) {
        int32_t by = case_before(s, k);
        if (s.t[k].deprel == DEM_REL_obl_agent || (by != DEM_NONE && dem_str_is(s.t[by].lemma, "by"))) return false;
    }
    t->deprel = DEM_REL_nsubj;
    s.t[v].xpos = DEM_STR("VBD");
    return true;
}

/* ", with ten people killed and a school destroyed": behind "with" nobody kills. */
static bool with_participle(dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    int32_t with = dem_child(s, i, DEM_REL_mark), who = dem_child(s, i, DEM_REL_nsubj);
    bool past = dem_str_is(t->xpos, "VBD") || dem_str_is(t->xpos, "VBN");
    if (!past || with == DEM_NONE || who == DEM_NONE || with > who || who > i || !dem_str_is(s.t[with].lemma, "with")) return false;
    if (dem_child(s, i, DEM_REL_aux) != DEM_NONE || dem_child(s, i, DEM_REL_obj) != DEM_NONE) return false;
    t->xpos = DEM_STR("VBN");
    s.t[who].deprel = DEM_REL_nsubj_pass;
    return true;
}

/* "Troops killed 70 rebels, a general claimed", with what is told hung on as a circumstance. */
static bool told_first(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    int32_t say = t->deprel == DEM_REL_advcl ? t->head : DEM_NONE;
    if (say == DEM_NONE || say < i || !dem_frame_listed(rules, DEM_LIST_SAYING, s.t[say].lemma) || dem_child(s, say, DEM_REL_ccomp) != DEM_NONE) return false;
    int32_t who = dem_child(s, say, DEM_REL_nsubj), comma = dem_comma_before(s, say);
    if (who == DEM_NONE || comma == DEM_NONE || comma < i || who < comma || who > say || t->upos != DEM_VERB) return false;
    int32_t mark = dem_child(s, i, DEM_REL_mark), circumstance = dem_child(s, i, DEM_REL_advcl);
    bool others = circumstance != DEM_NONE && circumstance < i && mark < circumstance && dem_child(s, circumstance, DEM_REL_mark) == DEM_NONE;
    if (mark != DEM_NONE && !others) return false;
    if (mark != DEM_NONE) s.t[mark].head = circumstance; /* "If it fails, they will leave, he said" */
    if (dem_child(s, i, DEM_REL_nsubj) == DEM_NONE || dem_str_is(t->xpos, "VBG")) return false;
    t->deprel = DEM_REL_ccomp;
    return true;
}

/* "advised them against travel": what stands right behind a preposition and is no gerund is a noun. */
static bool noun_of_preposition(dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    static const char *const before[] = {"against", "of", "from", "with", "about", "into"};
    if (t->upos != DEM_VERB || i < 1 || s.t[i - 1].head != i || t->head == DEM_NONE || (!dem_str_is(t->xpos, "VB") && !dem_str_is(t->xpos, "VBP"))) return false;
    bool prep = false;
    for (size_t k = 0; k < sizeof before / sizeof *before; k++) prep |= dem_str_is(s.t[i - 1].lemma, before[k]);
    if (!prep || dem_child(s, i, DEM_REL_nsubj) != DEM_NONE || dem_child(s, i, DEM_REL_obj) != DEM_NONE || dem_child(s, i, DEM_REL_aux) != DEM_NONE) return false;
    t->upos = DEM_NOUN;
    t->xpos = DEM_STR("NN");
    t->deprel = s.t[t->head].upos == DEM_NOUN || s.t[t->head].upos == DEM_PROPN ? DEM_REL_nmod : DEM_REL_obl;
    s.t[i - 1].deprel = DEM_REL_case;
    return true;
}

/* "Aircraft struck near the town and killed four": who goes on to do something has done the first thing, too. */
static bool active_with_conjunct(dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    int32_t v = t->deprel == DEM_REL_nsubj_pass && t->head != DEM_NONE && t->head > i ? t->head : DEM_NONE;
    int32_t next = v == DEM_NONE ? DEM_NONE : dem_child(s, v, DEM_REL_conj);
    if (next == DEM_NONE || next < v || s.t[next].upos != DEM_VERB || dem_child(s, v, DEM_REL_aux) != DEM_NONE || dem_child(s, next, DEM_REL_aux) != DEM_NONE) return false;
    if (dem_child(s, next, DEM_REL_nsubj) != DEM_NONE || dem_child(s, next, DEM_REL_obj) == DEM_NONE || dem_child(s, next, DEM_REL_cc) == DEM_NONE) return false;
    if (!dem_str_is(s.t[next].xpos, "VBD") && !dem_str_is(s.t[next].xpos, "VBN")) return false;
    t->deprel = DEM_REL_nsubj;
    s.t[v].xpos = DEM_STR("VBD");
    return true;
}

/* Is this the past form of a verb of the list, with nothing that makes it a clause's passive or perfect already? */
static bool bare_past(const dem_frame_rules *rules, dem_sent s, int32_t v, dem_frame_list list)
{
    if (s.t[v].upos != DEM_VERB || (!dem_str_is(s.t[v].xpos, "VBD") && !dem_str_is(s.t[v].xpos, "VBN"))) return false;
    return dem_frame_listed(rules, list, s.t[v].lemma) && dem_child(s, v, DEM_REL_aux) == DEM_NONE;
}

static bool ends_phrase(dem_sent s, int32_t i)
{
    return i >= s.n || s.t[i].upos == DEM_PUNCT || s.t[i].upos == DEM_ADP || s.t[i].upos == DEM_SCONJ || s.t[i].upos == DEM_CCONJ || s.t[i].upos == DEM_ADV;
}

/* "Nine police killed, dozens wounded in blast": a headline leaves out "were"; what stands behind a comma is no object. */
static bool headline_passive(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    dem_token *v = &s.t[i];
    int32_t subject = dem_child(s, i, DEM_REL_nsubj);
    if (!bare_past(rules, s, i, DEM_LIST_TRANSITIVE) || subject == DEM_NONE || subject > i || !ends_phrase(s, i + 1)) return false;
    if (s.t[subject].upos != DEM_NOUN && s.t[subject].upos != DEM_PROPN && s.t[subject].upos != DEM_NUM) return false;
    bool behind_comma = i + 1 < s.n && dem_str_is(s.t[i + 1].form, ",");
    if (behind_comma && i + 2 < s.n && s.t[i + 2].upos == DEM_VERB) return false; /* "killed, wounded and captured" */
    int32_t object = dem_child(s, i, DEM_REL_obj), clause = dem_child(s, i, DEM_REL_ccomp);
    for (int32_t k = i + 2; k < object; k++) /* "arrested, the police said, two reporters" */
        if (!dem_above(s, object, k)) return false;
    if ((object != DEM_NONE || clause != DEM_NONE) && !behind_comma) return false;
    if (s.t[subject].deprel == DEM_REL_nsubj_pass && object == DEM_NONE && clause == DEM_NONE) return false; /* known as one */
    s.t[subject].deprel = DEM_REL_nsubj_pass;
    v->xpos = DEM_STR("VBN");
    if (clause != DEM_NONE) s.t[clause].deprel = DEM_REL_parataxis;
    if (object == DEM_NONE) return true;
    int32_t other = dem_child(s, object, DEM_REL_acl);
    if (other == DEM_NONE || other < object || !bare_past(rules, s, other, DEM_LIST_TRANSITIVE)) {
        s.t[object].deprel = DEM_REL_parataxis;
        return true;
    }
    s.t[other].head = i; /* ", dozens wounded": a second one of the kind */
    s.t[other].deprel = DEM_REL_conj;
    s.t[other].xpos = DEM_STR("VBN");
    s.t[object].head = other;
    s.t[object].deprel = DEM_REL_nsubj_pass;
    for (int32_t k = 0; k < object; k++) /* the comma goes along, so that no one hangs on a noun that it precedes */
        if (s.t[k].head == object && s.t[k].upos == DEM_PUNCT) s.t[k].head = other;
    return true;
}

/* "blamed a blast that hit the port on rebels": whom it is blamed on stands behind the clause about the blast. */
static bool blamed_on(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    int32_t on = case_before(s, i), clause = t->head;
    if (on == DEM_NONE || !dem_str_is(s.t[on].lemma, "on") || clause == DEM_NONE || clause > i || (t->deprel != DEM_REL_obl && t->deprel != DEM_REL_nmod)) return false;
    if (t->mention == DEM_NONE || !s.r->mentions.items[t->mention].code.n) return false;
    int32_t v = clause;
    for (int steps = 0; steps < 8 && v != DEM_NONE && !dem_frame_listed(rules, DEM_LIST_BLAMING, s.t[v].lemma); steps++) v = s.t[v].head;
    if (v == DEM_NONE || v == clause || v > clause || s.t[v].upos != DEM_VERB || dem_above(s, i, v)) return false;
    int32_t object = dem_child(s, v, DEM_REL_obj);
    if (object == DEM_NONE || !dem_above(s, object, i)) return false;
    for (int32_t k = i + 1; k < s.n; k++) /* "blamed the attack on the port on rebels": the last one */
        if (dem_str_is(s.t[k].lemma, "on") && s.t[k].upos == DEM_ADP && dem_above(s, v, k)) return false;
    t->head = v;
    t->deprel = DEM_REL_obl;
    return true;
}

/* "introduced a resolution threatening measures": what stands between a verb and a participle, and with no comma, is the verb's object. */
static bool object_with_participle(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    int32_t verb = t->head, noun = i - 1;
    if (!dem_str_is(t->xpos, "VBG") || (t->deprel != DEM_REL_xcomp && t->deprel != DEM_REL_advcl && t->deprel != DEM_REL_ccomp)) return false;
    if (verb == DEM_NONE || verb >= noun || s.t[verb].upos != DEM_VERB || dem_frame_listed(rules, DEM_LIST_SAYING, s.t[verb].lemma)) return false;
    if (s.t[noun].head != i || s.t[noun].deprel != DEM_REL_nsubj || !nominal(s, noun)) return false;
    if (dem_child(s, verb, DEM_REL_obj) != DEM_NONE || dem_child(s, i, DEM_REL_aux) != DEM_NONE || dem_child(s, i, DEM_REL_mark) != DEM_NONE) return false;
    for (int32_t k = verb + 1; k < noun; k++)
        if (s.t[k].upos == DEM_PUNCT || s.t[k].upos == DEM_SCONJ) return false;
    for (int32_t k = verb + 1; k < noun; k++) /* its article and the like may hang on what the participle governs */
        if (s.t[k].head > i && (s.t[k].deprel == DEM_REL_det || s.t[k].deprel == DEM_REL_amod || s.t[k].deprel == DEM_REL_compound)) s.t[k].head = noun;
    s.t[noun].head = verb;
    s.t[noun].deprel = DEM_REL_obj;
    t->head = noun;
    t->deprel = DEM_REL_acl;
    return true;
}

static bool takes_clauses(const dem_frame_rules *rules, dem_str lemma)
{
    return dem_frame_listed(rules, DEM_LIST_SAYING, lemma) || dem_frame_listed(rules, DEM_LIST_THAT_VERB, lemma) || dem_frame_listed(rules, DEM_LIST_INFINITIVE_VERB, lemma);
}

/* "World powers meeting in Geneva agreed", read as one noun of three: those of whom there are several do what the verb
   says, for no meeting agrees or says a thing. */
static bool several_meeting(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    int32_t who = i - 1, verb = t->head;
    if (i < 1 || t->upos != DEM_NOUN || !dem_str_ends(t->form, DEM_STR("ing")) || t->deprel != DEM_REL_nsubj || verb == DEM_NONE || verb < i) return false;
    if (s.t[who].head != i || s.t[who].deprel != DEM_REL_compound || (!dem_str_is(s.t[who].xpos, "NNS") && !dem_str_is(s.t[who].xpos, "NNPS"))) return false;
    if (s.t[verb].upos != DEM_VERB || !takes_clauses(rules, s.t[verb].lemma)) return false;
    int32_t where = dem_child(s, i, DEM_REL_nmod);
    if (where == DEM_NONE || where < i) return false; /* "a sanctions hearing" has no place of its own behind it */
    for (int32_t k = 0; k < who; k++)
        if (s.t[k].head == i) s.t[k].head = who;
    for (int32_t k = t->first_child; k != DEM_NONE; k = s.t[k].next_sibling)
        if (k > i && s.t[k].deprel == DEM_REL_nmod) s.t[k].deprel = DEM_REL_obl;
    s.t[who].head = verb;
    s.t[who].deprel = DEM_REL_nsubj;
    t->head = who;
    t->deprel = DEM_REL_acl;
    t->upos = DEM_VERB;
    t->xpos = DEM_STR("VBG");
    t->lemma = dem_str_cut(t->form, 0, t->form.n - 3);
    return true;
}

/* "proposed a truce between the army and rebels loyal to Machar on Tuesday": a quality has no day, what is told has one. */
static bool day_of_quality(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    if (t->upos != DEM_PROPN || t->head == DEM_NONE || t->head > i || s.t[t->head].upos != DEM_ADJ || !dem_frame_listed(rules, DEM_LIST_TIME_NOUN, t->lemma)) return false;
    dem_rel rel = dem_rel_base((dem_rel)s.t[t->head].deprel);
    int32_t verb = t->head;
    while (verb != DEM_NONE && s.t[verb].upos != DEM_VERB) verb = s.t[verb].head;
    if ((rel != DEM_REL_amod && rel != DEM_REL_acl) || verb == DEM_NONE || verb > i || dem_child(s, t->head, DEM_REL_cop) != DEM_NONE) return false;
    t->head = verb;
    t->deprel = dem_child(s, i, DEM_REL_case) == DEM_NONE ? DEM_REL_obl_unmarked : DEM_REL_obl;
    return true;
}

/* "There will be no talks," the general told them: who stands between the comma and the verb of saying says it, also where the parser has
   made him the second subject of what he says. */
static bool speaker_among_told(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    if (s.t[i].upos != DEM_VERB || i < 4 || !dem_frame_listed(rules, DEM_LIST_SAYING, s.t[i].lemma) || dem_child(s, i, DEM_REL_nsubj) != DEM_NONE) return false;
    int32_t told = dem_child(s, i, DEM_REL_ccomp);
    for (int32_t k = i - 1; told != DEM_NONE && k > told && !dem_str_is(s.t[k].form, ","); k--) {
        if (s.t[k].head != told || s.t[k].deprel != DEM_REL_nsubj) continue;
        bool comma = false;
        for (int32_t c = told + 1; c < k; c++) comma = comma || dem_str_is(s.t[c].form, ",");
        if (comma) s.t[k].head = i;
        return comma;
    }
    return false;
}

bool dem_repair_nouns(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    bool changed = name_of_office(s, i);
    changed |= object_of_office(s, i);
    changed |= phrase_of_particle(s, i);
    changed |= day_of_quality(rules, s, i);
    changed |= speaker_among_told(rules, s, i);
    changed |= several_meeting(rules, s, i);
    changed |= introduced_subject(s, i);
    changed |= object_conjunct(s, i);
    changed |= object_with_participle(rules, s, i);
    changed |= object_with_agent(rules, s, i);
    changed |= joined_name(s, i);
    changed |= hung_too_low(s, i);
    changed |= active_sentence(rules, s, i);
    changed |= told_first(rules, s, i);
    changed |= with_participle(s, i);
    changed |= active_with_conjunct(s, i);
    changed |= noun_of_preposition(s, i);
    changed |= held_hostage(s, i);
    changed |= infinitive_past_clause(rules, s, i);
    changed |= headline_passive(rules, s, i);
    return name_in_row(s, i) || changed;
}

void dem_repair_with_names(const dem_frame_rules *rules, dem_report *r, int32_t sentence)
{
    dem_sent s = dem_sent_of(r, sentence);
    bool changed = false;
    for (int32_t i = 0; i < s.n; i++) changed |= blamed_on(rules, s, i) || dem_repair_speaker(rules, s, i);
    if (changed) dem_sentence_link(r, sentence);
}
