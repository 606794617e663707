/* SPDX-License-Identifier: Apache-2.0 */
/* Mends attachments that the parser gets wrong and that the words decide. */
#include "frames/frames_internal.h"

#include <stdio.h>

bool dem_above(dem_sent s, int32_t upper, int32_t lower)
{
    for (int32_t steps = 0; lower != DEM_NONE && steps < s.n; steps++) {
        if (lower == upper) return true;
        lower = s.t[lower].head;
    }
    return false;
}

static int32_t verb_above(dem_sent s, int32_t token)
{
    while (token != DEM_NONE && s.t[token].upos != DEM_VERB) token = s.t[token].head;
    return token;
}

/* "resisted calls to withdraw": the infinitive belongs to the noun right before it. */
static bool infinitive_to_noun(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    if (t->head == DEM_NONE || (t->deprel != DEM_REL_advcl && t->deprel != DEM_REL_xcomp)) return false;
    int32_t to = dem_child(s, i, DEM_REL_mark);
    if (to <= 0 || !dem_str_is(s.t[to].lemma, "to")) return false;
    int32_t noun = to - 1;
    if (noun == t->head || s.t[noun].upos != DEM_NOUN || !dem_frame_listed(rules, DEM_LIST_INFINITIVE_NOUN, s.t[noun].lemma)) return false;
    if (dem_above(s, i, noun)) return false;
    t->head = noun;
    t->deprel = DEM_REL_acl;
    return true;
}

/* "suggested to both sides that they should meet": a clause with "that" and all its parts is no relative clause; it
   belongs to the verb above, unless the noun is of the kind that takes one ("the claim that …"). */
static bool clause_to_verb(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    if (t->deprel != DEM_REL_acl_relcl) return false;
    int32_t that = dem_child(s, i, DEM_REL_mark), subject = dem_child(s, i, DEM_REL_nsubj);
    if (that == DEM_NONE || subject == DEM_NONE || !dem_str_is(s.t[that].lemma, "that") || s.t[that].upos != DEM_SCONJ) return false;
    if (dem_frame_listed(rules, DEM_LIST_THAT_NOUN, s.t[t->head].lemma)) return false;
    int32_t verb = verb_above(s, s.t[t->head].head);
    if (verb == DEM_NONE || verb > i || dem_child(s, verb, DEM_REL_ccomp) != DEM_NONE) return false;
    t->head = verb;
    t->deprel = DEM_REL_ccomp;
    return true;
}

/* "rejected the offer, saying …": it is not the offer that says so. */
static bool participle_to_verb(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    if (t->deprel != DEM_REL_acl || !dem_str_is(t->xpos, "VBG") || !dem_frame_listed(rules, DEM_LIST_SAYING, t->lemma)) return false;
    int32_t verb = verb_above(s, t->head);
    if (verb == DEM_NONE || verb > i || dem_above(s, i, verb)) return false;
    t->head = verb;
    t->deprel = DEM_REL_advcl;
    return true;
}

/* "call on all parties to keep the truce" */
static bool is_addressed(const dem_frame_rules *rules, dem_sent s, int32_t noun)
{
    int32_t verb = s.t[noun].head, on = dem_child(s, noun, DEM_REL_case);
    if (verb == DEM_NONE || verb > noun || s.t[noun].deprel != DEM_REL_obl || on < verb || !dem_frame_listed(rules, DEM_LIST_ADDRESSEE_CONTROL, s.t[verb].lemma)) return false;
    return dem_str_is(s.t[on].lemma, "on") || dem_str_is(s.t[on].lemma, "upon") || dem_str_is(s.t[on].lemma, "to");
}

/* "urging all parties to cease fire": the infinitive is what is urged. */
static bool infinitive_to_verb(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    if (t->deprel != DEM_REL_acl || dem_str_is(t->xpos, "VBG")) return false;
    int32_t to = dem_child(s, i, DEM_REL_mark);
    if (to == DEM_NONE || !dem_str_is(s.t[to].lemma, "to")) return false;
    const dem_token *noun = &s.t[t->head];
    bool object = noun->deprel == DEM_REL_obj || noun->deprel == DEM_REL_nsubj_pass;
    object = object && noun->head != DEM_NONE && dem_frame_listed(rules, DEM_LIST_OBJECT_INFINITIVE, s.t[noun->head].lemma);
    if (!object && !is_addressed(rules, s, t->head)) return false;
    if (dem_frame_listed(rules, DEM_LIST_INFINITIVE_NOUN, noun->lemma)) return false;
    t->head = noun->head;
    t->deprel = DEM_REL_xcomp;
    return true;
}

/* "refused to disarm and dismissed the truce": a finite verb is no conjunct of an infinitive. */
static bool finite_conjunct(dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    bool finite = dem_str_is(t->xpos, "VBD") || dem_str_is(t->xpos, "VBZ");
    if (t->deprel != DEM_REL_conj || !finite || s.t[t->head].head == DEM_NONE || !dem_str_is(s.t[t->head].xpos, "VB")) return false;
    int32_t to = dem_child(s, t->head, DEM_REL_mark);
    int32_t upper = s.t[t->head].head;
    if (to == DEM_NONE || !dem_str_is(s.t[to].lemma, "to") || s.t[upper].upos != DEM_VERB || upper > i) return false;
    t->head = upper;
    return true;
}

/* "an offer that they turned down": a clause that lacks an object is a relative one, unless the noun takes clauses. */
static bool relative_clause(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    if (t->deprel != DEM_REL_acl || t->upos != DEM_VERB || dem_child(s, i, DEM_REL_obj) != DEM_NONE) return false;
    int32_t that = dem_child(s, i, DEM_REL_mark);
    if (that == DEM_NONE || !dem_str_is(s.t[that].lemma, "that") || dem_child(s, i, DEM_REL_nsubj) == DEM_NONE) return false;
    if (dem_child(s, i, DEM_REL_ccomp) != DEM_NONE || dem_child(s, i, DEM_REL_xcomp) != DEM_NONE) return false;
    if (dem_frame_listed(rules, DEM_LIST_THAT_NOUN, s.t[t->head].lemma)) return false;
    t->deprel = DEM_REL_acl_relcl;
    return true;
}

/* "will take part in the conference that Norway has offered to host": a clause that lacks an object, right behind a noun, below a verb
   that takes no clauses, tells which one is meant. */
static bool relative_of_last_noun(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    if (t->deprel != DEM_REL_ccomp || t->head == DEM_NONE || t->head > i || t->upos != DEM_VERB || dem_child(s, i, DEM_REL_obj) != DEM_NONE) return false;
    int32_t that = dem_child(s, i, DEM_REL_mark), noun = that - 1, last = i, verb = t->head;
    if (that <= 0 || that > i || !dem_str_is(s.t[that].lemma, "that") || dem_child(s, i, DEM_REL_nsubj) == DEM_NONE || s.t[noun].upos != DEM_NOUN) return false;
    if (dem_frame_listed(rules, DEM_LIST_SAYING, s.t[verb].lemma) || dem_frame_listed(rules, DEM_LIST_THAT_VERB, s.t[verb].lemma)) return false;
    if (s.t[noun].head != verb || dem_frame_listed(rules, DEM_LIST_THAT_NOUN, s.t[noun].lemma)) return false;
    for (int32_t deeper; (deeper = dem_child(s, last, DEM_REL_xcomp)) != DEM_NONE; last = deeper)
        if (dem_child(s, deeper, DEM_REL_obj) != DEM_NONE) return false;
    if (dem_child(s, last, DEM_REL_ccomp) != DEM_NONE || !dem_frame_listed(rules, DEM_LIST_NEEDS_OBJECT, s.t[last].lemma)) return false;
    t->head = noun;
    t->deprel = DEM_REL_acl_relcl;
    s.t[that].head = last;
    s.t[that].deprel = DEM_REL_obj;
    s.t[that].upos = DEM_PRON;
    return true;
}

/* "will attend the talks that Norway offered to host if Turkey pulls out": what is still open goes with what is still to come, not
   with what has been offered. */
static bool condition_of_future(dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    int32_t mark = dem_child(s, i, DEM_REL_mark), verb = t->head;
    if (t->deprel != DEM_REL_advcl || verb == DEM_NONE || verb > i || mark == DEM_NONE) return false;
    if (!dem_str_is(s.t[mark].lemma, "if") && !dem_str_is(s.t[mark].lemma, "unless") && !dem_str_is(s.t[mark].lemma, "once") && !dem_str_is(s.t[mark].lemma, "until")) return false;
    while (s.t[verb].deprel == DEM_REL_xcomp && s.t[verb].head != DEM_NONE && s.t[verb].head < verb) verb = s.t[verb].head;
    if (s.t[verb].deprel != DEM_REL_acl_relcl || (!dem_str_is(s.t[verb].xpos, "VBD") && !dem_str_is(s.t[verb].xpos, "VBN"))) return false;
    int32_t above = verb_above(s, s.t[verb].head);
    for (int32_t c = above == DEM_NONE ? DEM_NONE : s.t[above].first_child; c != DEM_NONE; c = s.t[c].next_sibling) {
        bool open = s.t[c].deprel == DEM_REL_aux && (dem_str_is(s.t[c].lemma, "will") || dem_str_is(s.t[c].lemma, "would") || dem_str_is(s.t[c].lemma, "could") ||
                                                    dem_str_is(s.t[c].lemma, "can") || dem_str_is(s.t[c].lemma, "may") || dem_str_is(s.t[c].lemma, "might"));
        if (!open || above > verb) continue;
        t->head = above;
        return true;
    }
    return false;
}

/* "strikes Friday evening against targets", "met Monday with him": what a time is followed by belongs to what happened then. */
static bool complement_of_time(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    if (dem_rel_base((dem_rel)t->deprel) != DEM_REL_nmod || t->deprel == DEM_REL_nmod_poss || t->head == DEM_NONE || t->head > i) return false;
    const dem_token *time = &s.t[t->head];
    bool adverbial = time->deprel == DEM_REL_obl_unmarked || time->deprel == DEM_REL_obl_tmod || time->deprel == DEM_REL_nmod_unmarked ||
                     time->deprel == DEM_REL_nmod_tmod || time->deprel == DEM_REL_iobj || time->deprel == DEM_REL_obl || time->deprel == DEM_REL_nmod;
    if (!adverbial || time->head == DEM_NONE || !dem_frame_listed(rules, DEM_LIST_TIME_NOUN, time->lemma)) return false;
    int32_t with = dem_child(s, i, DEM_REL_case);
    if (with == DEM_NONE || dem_frame_listed(rules, DEM_LIST_TIME_COMPLEMENT, s.t[with].lemma)) return false;
    t->head = time->head;
    t->deprel = s.t[t->head].upos == DEM_NOUN || s.t[t->head].upos == DEM_PROPN ? DEM_REL_nmod : DEM_REL_obl;
    return true;
}

/* "talks with President Suleiman": the preposition introduces the man, not his title. */
static bool case_of_title(dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    if (dem_rel_base((dem_rel)t->deprel) != DEM_REL_case || t->upos != DEM_ADP || t->head == DEM_NONE || t->head < i) return false;
    const dem_token *title = &s.t[t->head];
    if (title->deprel != DEM_REL_nmod_desc || title->head == DEM_NONE || title->head < t->head || dem_child(s, title->head, DEM_REL_case) != DEM_NONE)
        return false;
    t->head = title->head;
    return true;
}

/* "said Wednesday that …": a day is nobody that anything is said to. */
static bool day_as_object(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    if (t->upos != DEM_PROPN || (t->deprel != DEM_REL_iobj && t->deprel != DEM_REL_obj) || !dem_frame_listed(rules, DEM_LIST_TIME_NOUN, t->lemma))
        return false;
    t->deprel = DEM_REL_obl_unmarked;
    return true;
}

/* "The men jailed for it were released": who was jailed is who was released. */
static bool reduced_relative(dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    bool subject = t->deprel == DEM_REL_nsubj || t->deprel == DEM_REL_nsubj_pass || t->deprel == DEM_REL_csubj || t->deprel == DEM_REL_csubj_pass;
    if (!subject || t->upos != DEM_VERB || t->head < i || dem_child(s, i, DEM_REL_aux) != DEM_NONE || dem_child(s, i, DEM_REL_mark) != DEM_NONE)
        return false;
    int32_t noun = dem_child(s, i, DEM_REL_nsubj);
    if (noun == DEM_NONE || noun > i || (s.t[noun].upos != DEM_NOUN && s.t[noun].upos != DEM_PROPN)) return false;
    if (!dem_str_is(t->xpos, "VBN") && !dem_str_is(t->xpos, "VBD")) return false;
    t->xpos = DEM_STR("VBN");
    s.t[noun].head = t->head;
    s.t[noun].deprel = dem_child(s, t->head, DEM_REL_aux) != DEM_NONE && t->deprel == DEM_REL_nsubj_pass ? DEM_REL_nsubj_pass : DEM_REL_nsubj;
    t->head = noun;
    t->deprel = DEM_REL_acl;
    return true;
}

/* "refused on Wednesday to lift the siege": the infinitive is what is refused, however far behind it stands. */
static bool infinitive_complement(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    if (t->deprel != DEM_REL_advcl || t->head == DEM_NONE || t->head > i || !dem_frame_listed(rules, DEM_LIST_INFINITIVE_VERB, s.t[t->head].lemma))
        return false;
    int32_t to = dem_child(s, i, DEM_REL_mark);
    if (to == DEM_NONE || !dem_str_is(s.t[to].lemma, "to") || s.t[t->head].upos != DEM_VERB) return false;
    bool taken = to == 0 || dem_child(s, t->head, DEM_REL_xcomp) != DEM_NONE || dem_child(s, t->head, DEM_REL_obj) != DEM_NONE ||
                 dem_child(s, t->head, DEM_REL_ccomp) != DEM_NONE || dem_str_is(s.t[to - 1].form, ",");
    if (taken) return false;
    t->deprel = DEM_REL_xcomp;
    return true;
}

/* "offered to mediate": what "to" makes an infinitive is a verb, however rare. */
static bool rare_verb(dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    if (t->upos == DEM_VERB || t->upos == DEM_AUX || t->upos == DEM_PRON || t->upos == DEM_PROPN || i == 0) return false;
    if (t->deprel != DEM_REL_xcomp && t->deprel != DEM_REL_advcl && t->deprel != DEM_REL_acl && t->deprel != DEM_REL_ccomp) return false;
    int32_t to = dem_child(s, i, DEM_REL_mark);
    if (to != i - 1 || s.t[to].upos != DEM_PART || !dem_str_is(s.t[to].lemma, "to") || dem_child(s, i, DEM_REL_cop) != DEM_NONE) return false;
    t->upos = DEM_VERB;
    t->xpos = DEM_STR("VB");
    t->lemma = t->form;
    return true;
}

/* "promised to free captives": what looks like an adjective behind "to" is what was promised. */
static bool verb_in_disguise(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    if (t->upos != DEM_ADJ || t->deprel != DEM_REL_amod || i < 2 || t->head <= i || !dem_frame_listed(rules, DEM_LIST_VERB_OR_ADJECTIVE, t->lemma)) return false;
    int32_t to = i - 1, noun = t->head, verb = s.t[noun].head;
    if (!dem_str_ieq(s.t[to].form, DEM_STR("to")) || s.t[to].head != noun || verb == DEM_NONE || verb > to || s.t[verb].upos != DEM_VERB) return false;
    if (!dem_frame_listed(rules, DEM_LIST_INFINITIVE_VERB, s.t[verb].lemma) || dem_child(s, verb, DEM_REL_obj) != DEM_NONE) return false;
    t->upos = DEM_VERB;
    t->xpos = DEM_STR("VB");
    t->head = verb;
    t->deprel = DEM_REL_xcomp;
    s.t[noun].head = i;
    s.t[noun].deprel = DEM_REL_obj;
    s.t[to].head = i;
    s.t[to].deprel = DEM_REL_mark;
    return true;
}

/* "its decision not to seek re-election": not to seek is what was decided. */
static bool denied_infinitive(dem_sent s, int32_t i)
{
    if (i + 2 >= s.n || s.t[i].head == DEM_NONE || !dem_str_ieq(s.t[i].form, DEM_STR("not")) || !dem_str_ieq(s.t[i + 1].form, DEM_STR("to"))) return false;
    int32_t verb = s.t[i + 1].head;
    if (verb <= i || verb == s.t[i].head || s.t[i + 1].deprel != DEM_REL_mark) return false;
    s.t[i].head = verb;
    s.t[i].deprel = DEM_REL_advmod;
    return true;
}

/* "accused its neighbour, which sent troops last week, of planning a war": of what somebody is accused belongs to the accusing. */
static bool accused_of(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    if (!dem_str_is(t->xpos, "VBG") || t->head == DEM_NONE || t->head > i || i == 0 || !dem_str_ieq(s.t[i - 1].form, DEM_STR("of")) || s.t[i - 1].head != i) return false;
    int32_t verb = t->head;
    for (int steps = 0; verb != DEM_NONE && steps < s.n; steps++, verb = s.t[verb].head)
        if (s.t[verb].upos == DEM_VERB && verb < i && dem_frame_listed(rules, DEM_LIST_ACCUSING, s.t[verb].lemma)) break;
    if (verb == DEM_NONE || verb == t->head) return false;
    t->head = verb;
    t->deprel = DEM_REL_advcl;
    return true;
}

/* "was due to discuss it": what is due is what follows, not a second subject. */
static bool due_to(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    if (t->head == DEM_NONE || t->head > i || dem_rel_base((dem_rel)t->deprel) != DEM_REL_csubj || dem_child(s, t->head, DEM_REL_nsubj) == DEM_NONE) return false;
    int32_t to = dem_child(s, i, DEM_REL_mark);
    if (to == DEM_NONE || !dem_str_is(s.t[to].lemma, "to") || !dem_frame_listed(rules, DEM_LIST_FUTURE_RAISING, s.t[t->head].lemma)) return false;
    t->deprel = DEM_REL_xcomp;
    return true;
}

/* "gave the rebels two days": two objects side by side; the first gets the second. */
static bool first_object(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    if (t->deprel != DEM_REL_obj || t->head > i || !dem_frame_listed(rules, DEM_LIST_TWO_OBJECTS, s.t[t->head].lemma)) return false;
    for (int32_t c = t->next_sibling; c != DEM_NONE; c = s.t[c].next_sibling) {
        bool noun = s.t[c].upos == DEM_NOUN || s.t[c].upos == DEM_PROPN || s.t[c].upos == DEM_SYM;
        if (s.t[c].deprel != DEM_REL_obj || c < i || !noun) continue;
        t->deprel = DEM_REL_iobj;
        return true;
    }
    return false;
}

/* "accepted the plan and Khartoum rejected it": whoever stands right before a finite verb without a subject does it. */
static bool subject_of_second(dem_sent s, int32_t i)
{
    bool finite = dem_str_is(s.t[i].xpos, "VBD") || dem_str_is(s.t[i].xpos, "VBZ") || dem_str_is(s.t[i].xpos, "VBP");
    int32_t who = i - 1;
    if (i < 3 || !finite || s.t[i].upos != DEM_VERB || s.t[who].upos != DEM_PROPN || s.t[who].deprel != DEM_REL_conj) return false;
    if (dem_child(s, i, DEM_REL_nsubj) != DEM_NONE || dem_child(s, i, DEM_REL_nsubj_pass) != DEM_NONE || dem_above(s, i, who)) {
        /* below the verb through another clause: "rejected … accepted the plan and Khartoum" */
        bool inside = dem_above(s, i, who) && dem_child(s, i, DEM_REL_nsubj) == DEM_NONE;
        if (!inside) return false;
    }
    int32_t with = s.t[who].head, and = dem_child(s, who, DEM_REL_cc);
    if (dem_above(s, who, i)) return false; /* the verb tells of him already */
    if (with == DEM_NONE || with > who || s.t[with].upos != DEM_NOUN || s.t[with].deprel != DEM_REL_obj || and != who - 1) return false;
    s.t[who].head = i;
    s.t[who].deprel = DEM_REL_nsubj;
    s.t[and].head = i;
    return true;
}

/* "proposed in May that the vote be held; …": the clause belongs to the verb before its "that", not to the next one. */
static bool clause_before(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    if (t->deprel != DEM_REL_advcl || t->head == DEM_NONE || t->head < i) return false;
    int32_t that = dem_child(s, i, DEM_REL_mark), verb = that;
    if (that <= 0 || that > i || !dem_str_is(s.t[that].lemma, "that")) return false;
    while (--verb >= 0 && s.t[verb].upos != DEM_VERB)
        if (s.t[verb].upos == DEM_PUNCT || s.t[verb].upos == DEM_SCONJ) return false;
    if (verb < 0 || dem_child(s, verb, DEM_REL_ccomp) != DEM_NONE || dem_child(s, verb, DEM_REL_obj) != DEM_NONE || dem_above(s, i, verb)) return false;
    if (!dem_frame_listed(rules, DEM_LIST_SAYING, s.t[verb].lemma) && !dem_frame_listed(rules, DEM_LIST_THAT_VERB, s.t[verb].lemma)) return false;
    t->head = verb;
    t->deprel = DEM_REL_ccomp;
    return true;
}

/* "… until Thursday: the government and the rebels agreed": who is joined to a verb's subject acts with it. */
static bool two_subjects(dem_sent s, int32_t i)
{
    int32_t first = DEM_NONE, verb = s.t[i].head, second = dem_child(s, i, DEM_REL_nsubj), and = dem_child(s, i, DEM_REL_cc);
    if (s.t[i].upos != DEM_VERB || s.t[i].deprel != DEM_REL_conj || verb == DEM_NONE || second == DEM_NONE || and == DEM_NONE || and > second || second > i) return false;
    for (int32_t c = verb + 1; c < and; c++) /* a subject behind its verb is the next verb's */
        if (s.t[c].head == verb && s.t[c].deprel == DEM_REL_nsubj && (s.t[c].upos == DEM_NOUN || s.t[c].upos == DEM_PROPN)) first = c;
    if (first == DEM_NONE) return false;
    s.t[i].deprel = DEM_REL_parataxis;
    s.t[first].head = i;
    s.t[second].head = first;
    s.t[second].deprel = DEM_REL_conj;
    s.t[and].head = second;
    return true;
}

/* "the leaders of Ukraine, Russia, Germany and France": the names in a row are all of one kind. */
static bool row_of_names(dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    if (t->upos != DEM_PROPN || t->head == DEM_NONE || t->head > i || i < 1) return false;
    int32_t of = t->head;
    if (t->deprel == DEM_REL_nmod_unmarked && s.t[of].upos == DEM_PROPN && dem_str_is(s.t[i - 1].form, ",") && dem_rel_base((dem_rel)s.t[of].deprel) == DEM_REL_nmod) {
        bool more = dem_child(s, i, DEM_REL_conj) != DEM_NONE; /* "in Austin, Texas" is one place, no row */
        for (int32_t k = s.t[of].first_child; k != DEM_NONE; k = s.t[k].next_sibling) more = more || (k > i && s.t[k].deprel == DEM_REL_conj);
        if (more) t->deprel = DEM_REL_conj;
        return more;
    }
    if (t->deprel != DEM_REL_conj || (!dem_str_is(s.t[of].xpos, "NNS") && !dem_str_is(s.t[of].xpos, "NNPS"))) return false;
    for (int32_t c = s.t[of].first_child; c != DEM_NONE && c < i; c = s.t[c].next_sibling) {
        int32_t with = dem_child(s, c, DEM_REL_case);
        if (s.t[c].upos != DEM_PROPN || s.t[c].deprel != DEM_REL_nmod || with != of + 1 || !dem_str_is(s.t[with].lemma, "of")) continue;
        t->head = c;
        for (int32_t k = t->first_child; k != DEM_NONE; k = s.t[k].next_sibling)
            if (s.t[k].deprel == DEM_REL_conj && (s.t[k].upos == DEM_PROPN || s.t[k].upos == DEM_NOUN)) s.t[k].head = c;
        return true;
    }
    return false;
}

/* "Russia and China, which are members, oppose it": what they are does nothing. */
static bool relative_predicate(dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    if (t->head == DEM_NONE || dem_child(s, i, DEM_REL_cop) == DEM_NONE) return false;
    if (t->deprel == DEM_REL_conj && t->head < i && dem_child(s, i, DEM_REL_cc) == DEM_NONE) {
        for (int32_t k = t->head + 2; k < i; k++) {
            if (s.t[k - 1].upos != DEM_PUNCT || (!dem_str_is(s.t[k].lemma, "which") && !dem_str_is(s.t[k].lemma, "who"))) continue;
            t->deprel = DEM_REL_acl_relcl;
            return true;
        }
    }
    if (t->deprel != DEM_REL_nsubj || t->head < i) return false;
    for (int32_t c = s.t[t->head].first_child; c != DEM_NONE && c < i; c = s.t[c].next_sibling) {
        bool which = false;
        if (s.t[c].deprel != DEM_REL_nsubj) continue;
        for (int32_t k = c + 1; k < i; k++) which = which || dem_str_is(s.t[k].lemma, "which") || dem_str_is(s.t[k].lemma, "who");
        if (!which) continue;
        t->head = c;
        t->deprel = DEM_REL_acl_relcl;
        return true;
    }
    return false;
}

/* "Rebels holding out in the city have agreed": who holds out is who agrees. */
static bool participle_to_subject(dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    int32_t noun = i - 1;
    if (noun < 0 || !dem_str_is(t->xpos, "VBG") || t->upos != DEM_VERB || (t->deprel != DEM_REL_ccomp && t->deprel != DEM_REL_advcl)) return false;
    if ((s.t[noun].upos != DEM_NOUN && s.t[noun].upos != DEM_PROPN) || s.t[noun].deprel != DEM_REL_nsubj || s.t[noun].head < i || dem_above(s, i, noun)) return false;
    if (dem_child(s, i, DEM_REL_aux) != DEM_NONE || dem_child(s, i, DEM_REL_nsubj) != DEM_NONE || dem_child(s, i, DEM_REL_mark) != DEM_NONE) return false;
    t->head = noun;
    t->deprel = DEM_REL_acl;
    return true;
}

/* "to leave the area they hold, in exchange for safe passage": what is done for it is the main thing, not the aside before the comma. */
static bool exchange_to_verb(dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    if (t->deprel != DEM_REL_obl || t->head == DEM_NONE || t->head > i || (!dem_str_is(t->lemma, "exchange") && !dem_str_is(t->lemma, "return"))) return false;
    int32_t in = dem_child(s, i, DEM_REL_case), aside = t->head;
    if (in <= 0 || !dem_str_is(s.t[in].lemma, "in") || !dem_str_is(s.t[in - 1].form, ",") || s.t[aside].deprel != DEM_REL_acl_relcl) return false;
    int32_t verb = verb_above(s, s.t[aside].head);
    if (verb == DEM_NONE || verb > i) return false;
    t->head = verb;
    return true;
}

/* "Both have signed, the envoy, who mediates, announced": whoever stands behind what is told says it. */
static bool speaker_with_clause(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    bool finite = dem_str_is(t->xpos, "VBD") || dem_str_is(t->xpos, "VBZ") || (dem_str_is(t->xpos, "VBN") && dem_child(s, i, DEM_REL_aux) == DEM_NONE);
    if (i < 3 || t->upos != DEM_VERB || !finite || !dem_frame_listed(rules, DEM_LIST_SAYING, t->lemma) || !dem_str_is(s.t[i - 1].form, ",") || t->head == DEM_NONE) return false;
    int32_t clause = t->head, who = s.t[clause].head;
    if (clause > i || s.t[clause].deprel != DEM_REL_acl_relcl || who == DEM_NONE || s.t[who].deprel != DEM_REL_nsubj || dem_child(s, i, DEM_REL_nsubj) != DEM_NONE) return false;
    int32_t told = s.t[who].head;
    if (told == DEM_NONE || told > who || s.t[told].upos != DEM_VERB || dem_above(s, i, told)) return false;
    t->head = s.t[told].head;
    t->deprel = s.t[told].deprel;
    if (dem_str_is(t->xpos, "VBN")) t->xpos = DEM_STR("VBD");
    s.t[told].head = i;
    s.t[told].deprel = DEM_REL_ccomp;
    s.t[who].head = i;
    return true;
}

/* "Russia and China on Saturday vetoed it": the day is when they did so. */
static bool day_before_verb(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    if (t->upos != DEM_PROPN || dem_rel_base((dem_rel)t->deprel) != DEM_REL_nmod || t->deprel == DEM_REL_nmod_poss || t->head == DEM_NONE || t->head > i) return false;
    const dem_token *who = &s.t[t->head];
    if (!dem_frame_listed(rules, DEM_LIST_TIME_NOUN, t->lemma) || dem_rel_base((dem_rel)who->deprel) != DEM_REL_nsubj || who->head < i || who->head == DEM_NONE || s.t[who->head].upos != DEM_VERB) return false;
    int32_t on = dem_child(s, i, DEM_REL_case), after = i + 1;
    if (on != DEM_NONE && !dem_str_is(s.t[on].lemma, "on")) return false;
    while (after < who->head && (s.t[after].upos == DEM_AUX || s.t[after].upos == DEM_ADV || s.t[after].upos == DEM_PART)) after++;
    if (after != who->head) return false; /* "the talks on Saturday between them failed" */
    t->deprel = on == DEM_NONE ? DEM_REL_obl_unmarked : DEM_REL_obl;
    t->head = who->head;
    return true;
}

/* "invited the army and the rebels to talks": to the talks they are invited, whatever name stands before. */
static bool destination_to_verb(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    if (t->deprel != DEM_REL_nmod || t->head == DEM_NONE || t->head > i) return false;
    int32_t to = dem_child(s, i, DEM_REL_case), object = t->head;
    if (to == DEM_NONE || !dem_str_is(s.t[to].lemma, "to") || to != s.t[i].first_child) return false;
    while (s.t[object].deprel == DEM_REL_conj && s.t[object].head != DEM_NONE && s.t[object].head < object) object = s.t[object].head;
    int32_t verb = s.t[object].head;
    if (s.t[object].deprel != DEM_REL_obj || verb == DEM_NONE || verb > object || !dem_frame_listed(rules, DEM_LIST_DESTINATION_VERB, s.t[verb].lemma)) return false;
    t->head = verb;
    t->deprel = DEM_REL_obl;
    return true;
}

/* "agreed in principle to send envoys" */
static bool infinitive_past_phrase(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    int32_t to = dem_child(s, i, DEM_REL_mark), noun = t->head;
    if (t->deprel != DEM_REL_acl || noun == DEM_NONE || noun > i || to != noun + 1 || !dem_str_is(s.t[to].lemma, "to")) return false;
    int32_t verb = s.t[noun].head, with = dem_child(s, noun, DEM_REL_case);
    if (s.t[noun].deprel != DEM_REL_obl || verb == DEM_NONE || with == DEM_NONE || !dem_str_is(s.t[with].lemma, "in") || dem_frame_listed(rules, DEM_LIST_INFINITIVE_NOUN, s.t[noun].lemma)) return false;
    if (!dem_frame_listed(rules, DEM_LIST_INFINITIVE_VERB, s.t[verb].lemma) || dem_child(s, verb, DEM_REL_xcomp) != DEM_NONE) return false;
    t->head = verb;
    t->deprel = DEM_REL_xcomp;
    return true;
}

/* "offered to mediate" with an adjective's or noun's tag: "to" stands before a verb. */
static bool infinitive_tag(dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    if (i < 2 || t->deprel != DEM_REL_xcomp || (t->upos != DEM_ADJ && t->upos != DEM_NOUN) || !dem_str_ieq(t->form, t->lemma)) return false;
    int32_t to = dem_child(s, i, DEM_REL_mark);
    if (to != i - 1 || s.t[to].upos != DEM_PART || dem_child(s, i, DEM_REL_cop) != DEM_NONE) return false;
    t->upos = DEM_VERB;
    t->xpos = DEM_STR("VB");
    return true;
}

static bool phrasal(const dem_frame_rules *rules, dem_sent s, int32_t verb, int32_t particle, dem_frame_list list)
{
    char both[64];
    int n = snprintf(both, sizeof both, "%.*s_%.*s", DEM_FMT(s.t[verb].lemma), DEM_FMT(s.t[particle].lemma));
    return n > 0 && (size_t)n < sizeof both && dem_frame_listed(rules, list, dem_str_c(both));
}

/* "handed over the bodies", "pulled out": the word behind the verb is a part of it, no preposition and no adverb. */
static bool particle(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    int32_t verb = i - 1;
    /* "turned the offer down", "took the invitation back" */
    int32_t far = s.t[i].deprel == DEM_REL_advmod ? s.t[i].head : DEM_NONE;
    int32_t between = far != DEM_NONE && far < verb && s.t[far].upos == DEM_VERB ? dem_child(s, far, DEM_REL_obj) : DEM_NONE;
    if (between != DEM_NONE && between < i && phrasal(rules, s, far, i, DEM_LIST_PHRASAL_OBJECT)) {
        s.t[i].deprel = DEM_REL_compound_prt;
        for (int32_t k = i + 1; k < s.n; k++) /* "back to Norway" */
            if (s.t[k].head == i && s.t[k].upos != DEM_PUNCT) s.t[k].head = far;
        return true;
    }
    if (verb < 0 || s.t[verb].upos != DEM_VERB || s.t[i].head == DEM_NONE) return false;
    bool adverb = s.t[i].deprel == DEM_REL_advmod || (dem_rel_base((dem_rel)s.t[i].deprel) == DEM_REL_obl && s.t[i].upos == DEM_ADP); /* "press on with it" */
    if (adverb && s.t[i].head == verb && phrasal(rules, s, verb, i, DEM_LIST_PHRASAL)) {
        s.t[i].deprel = DEM_REL_compound_prt;
        for (int32_t k = i + 1; k < s.n; k++) /* "back to Norway" */
            if (s.t[k].head == i && s.t[k].upos != DEM_PUNCT) s.t[k].head = verb;
        return true;
    }
    /* "ruled out joining the cabinet" */
    int32_t clause = s.t[i].head;
    bool gerund = clause == i + 1 && s.t[clause].head == verb && dem_str_is(s.t[clause].xpos, "VBG");
    if (gerund && dem_child(s, verb, DEM_REL_obj) == DEM_NONE && phrasal(rules, s, verb, i, DEM_LIST_PHRASAL_OBJECT)) {
        s.t[i].head = verb;
        s.t[i].deprel = DEM_REL_compound_prt;
        s.t[clause].deprel = DEM_REL_xcomp;
        return true;
    }
    int32_t noun = s.t[i].head;
    if (s.t[i].deprel == DEM_REL_mark && noun == i + 1 && s.t[noun].head == verb && dem_str_is(s.t[noun].xpos, "VBG") &&
        phrasal(rules, s, verb, i, DEM_LIST_PHRASAL_OBJECT)) { /* "ruled out releasing them" */
        s.t[i].head = verb;
        s.t[i].deprel = DEM_REL_compound_prt;
        s.t[noun].deprel = DEM_REL_xcomp;
        return true;
    }
    bool introduces = dem_rel_base((dem_rel)s.t[i].deprel) == DEM_REL_case && noun > i && s.t[noun].head == verb &&
                      (s.t[noun].deprel == DEM_REL_obl || s.t[noun].deprel == DEM_REL_obj);
    int32_t object = introduces ? dem_child(s, verb, DEM_REL_obj) : DEM_NONE;
    if (!introduces || (object != DEM_NONE && object != noun) || !phrasal(rules, s, verb, i, DEM_LIST_PHRASAL_OBJECT)) return false;
    s.t[i].head = verb;
    s.t[i].deprel = DEM_REL_compound_prt;
    s.t[noun].deprel = DEM_REL_obj;
    return true;
}

int32_t dem_comma_before(dem_sent s, int32_t i)
{
    while (--i > 0)
        if (dem_str_is(s.t[i].form, ",")) return i;
    return DEM_NONE;
}

/* "A court has issued warrants …, an officer said": whoever stands before "said" says it, and who stands first does what is told. */
static bool speaker_behind(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    if (s.t[i].upos != DEM_VERB || i < 4 || !dem_frame_listed(rules, DEM_LIST_SAYING, s.t[i].lemma)) return false;
    int32_t told = dem_child(s, i, DEM_REL_ccomp), first = dem_child(s, i, DEM_REL_nsubj), comma = dem_comma_before(s, i);
    if (told == DEM_NONE || first == DEM_NONE || comma == DEM_NONE || first > told || told > comma) return false;
    if (s.t[told].upos != DEM_VERB || dem_child(s, told, DEM_REL_nsubj) != DEM_NONE) return false;
    int32_t who = i - 1;
    for (int steps = 0; steps < s.n && s.t[who].head != DEM_NONE && s.t[who].head > comma && s.t[who].head < i; steps++) who = s.t[who].head;
    if (who <= comma || s.t[who].head == DEM_NONE || (s.t[who].upos != DEM_NOUN && s.t[who].upos != DEM_PROPN && s.t[who].upos != DEM_PRON)) return false;
    if (dem_above(s, who, i)) return false;
    s.t[first].head = told;
    s.t[who].head = i;
    s.t[who].deprel = DEM_REL_nsubj;
    return true;
}

/* Relations that the tags beside them rule out: a passive's subject without a passive, its agent without "by", a noun as an
   auxiliary, an object told as a measure of time. */
static bool against_tags(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    if (t->head == DEM_NONE) return false;
    dem_token *verb = &s.t[t->head];
    bool noun = t->upos == DEM_NOUN || t->upos == DEM_PROPN;
    bool no_passive = verb->upos == DEM_VERB && dem_child(s, t->head, DEM_REL_aux_pass) == DEM_NONE;
    bool finite = dem_str_is(verb->xpos, "VBD") || dem_str_is(verb->xpos, "VBZ") || dem_str_is(verb->xpos, "VBP");
    if (t->deprel == DEM_REL_obl_agent) { /* a passive's agent stands behind "by" */
        int32_t by = dem_child(s, i, DEM_REL_case);
        if (by != DEM_NONE && !dem_str_ieq(s.t[by].form, DEM_STR("with"))) return false;
        t->deprel = DEM_REL_obl;
        return true;
    }
    if (t->deprel == DEM_REL_nsubj_pass && no_passive && finite) {
        t->deprel = DEM_REL_nsubj;
        return true;
    }
    int32_t clause = t->deprel == DEM_REL_nsubj_pass && no_passive ? dem_child(s, t->head, DEM_REL_ccomp) : DEM_NONE;
    if (clause != DEM_NONE && clause > t->head && dem_str_is(verb->xpos, "VBN") && dem_frame_listed(rules, DEM_LIST_THAT_VERB, verb->lemma)) {
        t->deprel = DEM_REL_nsubj; /* "the Union proposed in May that …" */
        verb->xpos = DEM_STR("VBD");
        return true;
    }
    if (t->deprel == DEM_REL_aux && noun && verb->upos == DEM_VERB && i < t->head && dem_child(s, t->head, DEM_REL_nsubj) == DEM_NONE) {
        t->deprel = DEM_REL_nsubj;
        if (dem_str_is(verb->xpos, "VBN")) verb->xpos = DEM_STR("VBD");
        return true;
    }
    bool lone = verb->head == DEM_NONE && dem_str_is(verb->xpos, "VBN") && dem_child(s, t->head, DEM_REL_aux) == DEM_NONE;
    if (t->deprel == DEM_REL_obl_unmarked && noun && no_passive && lone && i > t->head && dem_child(s, t->head, DEM_REL_nsubj) != DEM_NONE &&
        dem_child(s, t->head, DEM_REL_obj) == DEM_NONE && !dem_frame_listed(rules, DEM_LIST_TIME_NOUN, t->lemma)) { /* "generals brushed aside a plea" */
        s.t[dem_child(s, t->head, DEM_REL_nsubj)].deprel = DEM_REL_nsubj;
        verb->xpos = DEM_STR("VBD");
        t->deprel = DEM_REL_obj;
        return true;
    }
    if (t->deprel == DEM_REL_obl_unmarked && noun && no_passive && finite && i > t->head && dem_child(s, t->head, DEM_REL_obj) == DEM_NONE &&
        dem_child(s, t->head, DEM_REL_ccomp) == DEM_NONE && !dem_frame_listed(rules, DEM_LIST_TIME_NOUN, t->lemma)) {
        t->deprel = DEM_REL_obj;
        return true;
    }
    return false;
}

/* "offered to host talks this autumn, the chancellor told parliament": what stands before the comma is told, and no part of the telling. */
static bool told_with_it(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    int32_t told = s.t[i].upos == DEM_VERB && dem_frame_listed(rules, DEM_LIST_SAYING, s.t[i].lemma) ? dem_child(s, i, DEM_REL_ccomp) : DEM_NONE;
    int32_t comma = told == DEM_NONE || told > i ? DEM_NONE : dem_comma_before(s, i), who = dem_child(s, i, DEM_REL_nsubj);
    bool changed = false;
    while (comma > 0 && who != DEM_NONE && comma > who) comma = dem_comma_before(s, comma); /* "…, its envoy, a Swede, said" */
    if (comma == DEM_NONE || comma < told || who == DEM_NONE || s.t[told].upos != DEM_VERB) return false;
    for (int32_t k = told + 1; k < comma; k++) {
        dem_rel rel = dem_rel_base((dem_rel)s.t[k].deprel);
        if (s.t[k].head != i || (rel != DEM_REL_obl && rel != DEM_REL_advmod && rel != DEM_REL_obj)) continue;
        s.t[k].head = told;
        changed = true;
    }
    return changed;
}

static bool ends_sentence(dem_sent s, int32_t i)
{
    for (int32_t k = i + 1; k < s.n; k++)
        if (s.t[k].upos != DEM_PUNCT && !dem_above(s, i, k)) return false;
    return true;
}

/* "The bank may halt its loans, an official warned": what is told hangs on the verb of saying behind it, not the other way round. */
static bool told_before(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    dem_rel rel = dem_rel_base((dem_rel)s.t[i].deprel);
    if (s.t[i].upos != DEM_VERB || !dem_frame_listed(rules, DEM_LIST_SAYING, s.t[i].lemma)) return false;
    if (!dem_str_is(s.t[i].xpos, "VBD") && !dem_str_is(s.t[i].xpos, "VBZ") && !dem_str_is(s.t[i].xpos, "VBP")) return false;
    int32_t told = s.t[i].head;
    /* "…, a spokesman said" at the end tells all that is before, however deep the parser hangs it */
    for (int steps = 0; told != DEM_NONE && told < i && steps < s.n && s.t[told].head != DEM_NONE && ends_sentence(s, i); steps++) told = s.t[told].head;
    bool loose = rel == DEM_REL_conj && dem_child(s, i, DEM_REL_cc) == DEM_NONE && ends_sentence(s, i);
    if ((rel != DEM_REL_advcl && rel != DEM_REL_parataxis && !loose) || told == DEM_NONE || told > i || s.t[told].head != DEM_NONE) return false;
    int32_t who = dem_child(s, i, DEM_REL_nsubj), comma = dem_comma_before(s, i);
    if (who == DEM_NONE || comma == DEM_NONE || comma < told || who < comma || who > i) return false;
    if (dem_child(s, i, DEM_REL_mark) != DEM_NONE || dem_child(s, i, DEM_REL_ccomp) != DEM_NONE) return false;
    for (int32_t k = 0; k < comma && loose; k++) /* "… on March 18, its presidency said": what stands before the comma is told */
        if (s.t[k].head == i) s.t[k].head = told;
    s.t[i].head = DEM_NONE;
    s.t[i].deprel = s.t[told].deprel;
    s.t[told].head = i;
    s.t[told].deprel = DEM_REL_ccomp;
    return true;
}

/* "laid", which the parser may take for a form of "la": FORM=LEMMA in the list. */
static void mend_lemma(const dem_frame_rules *rules, dem_token *t)
{
    dem_str lemma = t->upos == DEM_VERB ? dem_frame_lemma(rules, t->form) : DEM_STR_NONE;
    if (lemma.n) t->lemma = lemma;
}

static void mend_sentence(const dem_frame_rules *rules, dem_report *r, int32_t sentence)
{
    dem_sent s = dem_sent_of(r, sentence);
    for (int32_t i = 0; i < s.n; i++) mend_lemma(rules, &s.t[i]);
    bool changed = false;
    for (int32_t i = 0; i < s.n; i++) {
        changed |= rare_verb(s, i);
        changed |= verb_in_disguise(rules, s, i);
        changed |= denied_infinitive(s, i);
        changed |= accused_of(rules, s, i);
        changed |= due_to(rules, s, i);
        changed |= infinitive_to_noun(rules, s, i);
        changed |= clause_to_verb(rules, s, i);
        changed |= participle_to_verb(rules, s, i);
        changed |= infinitive_to_verb(rules, s, i);
        changed |= finite_conjunct(s, i);
        changed |= infinitive_tag(s, i);
        changed |= two_subjects(s, i);
        changed |= row_of_names(s, i);
        changed |= relative_predicate(s, i);
        changed |= participle_to_subject(s, i);
        changed |= exchange_to_verb(s, i);
        changed |= day_before_verb(rules, s, i);
        changed |= destination_to_verb(rules, s, i);
        changed |= speaker_with_clause(rules, s, i);
        changed |= infinitive_past_phrase(rules, s, i);
        changed |= subject_of_second(s, i);
        changed |= clause_before(rules, s, i);
        changed |= relative_clause(rules, s, i);
        changed |= relative_of_last_noun(rules, s, i);
        changed |= condition_of_future(s, i);
        changed |= case_of_title(s, i);
        changed |= reduced_relative(s, i);
        changed |= particle(rules, s, i);
        changed |= first_object(rules, s, i);
        changed |= infinitive_complement(rules, s, i);
        changed |= speaker_behind(rules, s, i);
        changed |= told_before(rules, s, i);
        changed |= told_with_it(rules, s, i);
        changed |= against_tags(rules, s, i);
        changed |= day_as_object(rules, s, i);
        changed |= complement_of_time(rules, s, i);
        changed |= dem_repair_nouns(rules, s, i);
        changed |= dem_repair_clauses(rules, s, i);
    }
    if (changed) dem_sentence_link(r, sentence);
}

void dem_frames_mend(const dem_frame_rules *rules, dem_report *r)
{
    for (size_t i = 0; i < r->sentences.n; i++) mend_sentence(rules, r, (int32_t)i);
}
