/* SPDX-License-Identifier: Apache-2.0 */
/* Tense, mood, voice and polarity of a predicate. */
#include "frames/frames_internal.h"

int32_t dem_child(dem_sent s, int32_t token, dem_rel base)
{
    for (int32_t c = s.t[token].first_child; c != DEM_NONE; c = s.t[c].next_sibling)
        if (dem_rel_base((dem_rel)s.t[c].deprel) == base) return c;
    return DEM_NONE;
}

static bool form_is(const dem_token *t, const char *word)
{
    return dem_str_ieq(t->form, dem_str_c(word));
}

static void read_aux(const dem_frame_rules *rules, const dem_token *a, dem_frame *f)
{
    if (a->deprel == DEM_REL_aux_pass) {
        f->flags |= DEM_FRAME_PASSIVE;
    } else if (dem_frame_listed(rules, DEM_LIST_FUTURE, a->lemma) || dem_frame_listed(rules, DEM_LIST_FUTURE, a->form)) {
        f->flags |= DEM_FRAME_FUTURE;
    } else if (dem_frame_listed(rules, DEM_LIST_MODAL, a->lemma)) {
        f->flags |= DEM_FRAME_MODAL;
        f->modal = a->lemma;
    } else if (dem_str_is(a->lemma, "have")) {
        f->flags |= DEM_FRAME_PERFECT;
        if (form_is(a, "had")) f->flags |= DEM_FRAME_PLUPERFECT;
    } else if (dem_str_is(a->lemma, "be")) {
        f->flags |= DEM_FRAME_PROGRESSIVE;
    }
    if (dem_str_is(a->xpos, "VBD")) f->flags |= DEM_FRAME_PAST;
}

static bool has_negative_determiner(const dem_frame_rules *rules, dem_sent s, int32_t noun)
{
    for (int32_t c = s.t[noun].first_child; c != DEM_NONE; c = s.t[c].next_sibling)
        if (dem_rel_base((dem_rel)s.t[c].deprel) == DEM_REL_det && dem_frame_listed(rules, DEM_LIST_NEGATIVE_DETERMINER, s.t[c].lemma))
            return true;
    return form_is(&s.t[noun], "none") || form_is(&s.t[noun], "nobody") || form_is(&s.t[noun], "nothing");
}

static bool is_no_longer(dem_sent s, int32_t adv)
{
    int32_t c = s.t[adv].first_child;
    return form_is(&s.t[adv], "longer") && c != DEM_NONE && form_is(&s.t[c], "no");
}

/* "Norway to host talks": an infinitive with a subject of its own is a headline's future. */
static bool announced(dem_sent s, int32_t verb, int32_t to)
{
    int32_t who = dem_child(s, verb, DEM_REL_nsubj);
    return s.t[verb].upos == DEM_VERB && s.t[verb].head == DEM_NONE && who != DEM_NONE && who < to;
}

static void read_child(const dem_frame_rules *rules, dem_sent s, int32_t c, dem_frame *f)
{
    const dem_token *t = &s.t[c];
    switch (dem_rel_base((dem_rel)t->deprel)) {
    case DEM_REL_aux:
        read_aux(rules, t, f);
        break;
    case DEM_REL_cop:
        f->flags |= DEM_FRAME_COPULA;
        if (dem_str_is(t->xpos, "VBD")) f->flags |= DEM_FRAME_PAST;
        break;
    case DEM_REL_advmod:
    case DEM_REL_cc:
        if (dem_frame_listed(rules, DEM_LIST_NEGATOR, t->lemma) || dem_frame_listed(rules, DEM_LIST_NEGATOR, t->form) || is_no_longer(s, c)) {
            /* "not only X but Y" denies nothing. */
            if (!(c + 1 < s.n && form_is(&s.t[c + 1], "only"))) f->flags |= DEM_FRAME_NEGATED;
        }
        break;
    case DEM_REL_nsubj:
    case DEM_REL_obj:
        if (has_negative_determiner(rules, s, c)) f->flags |= DEM_FRAME_NEGATED | DEM_FRAME_NEGATED_ARGUMENT;
        if (t->deprel == DEM_REL_nsubj_pass) f->flags |= DEM_FRAME_PASSIVE;
        break;
    case DEM_REL_det:
        if (dem_frame_listed(rules, DEM_LIST_NEGATIVE_DETERMINER, t->lemma)) f->flags |= DEM_FRAME_NEGATED;
        break;
    case DEM_REL_mark:
        if (form_is(t, "to") && announced(s, f->token, c))
            f->flags |= DEM_FRAME_FUTURE;
        else if (form_is(t, "to") && (s.t[f->token].upos == DEM_VERB || s.t[f->token].upos == DEM_AUX || (f->flags & DEM_FRAME_COPULA)))
            f->flags |= DEM_FRAME_INFINITIVE;
        if (form_is(t, "without")) f->flags |= DEM_FRAME_NEGATED;
        break;
    default:
        break;
    }
}

/* "were engaged in talks" */
static bool minded_in(dem_sent s, int32_t token)
{
    for (int32_t c = s.t[token].first_child; c != DEM_NONE; c = s.t[c].next_sibling) {
        int32_t in = dem_rel_base((dem_rel)s.t[c].deprel) == DEM_REL_obl ? dem_child(s, c, DEM_REL_case) : DEM_NONE;
        if (in != DEM_NONE && dem_str_is(s.t[in].lemma, "in") && c > token) return true;
    }
    return false;
}

/* "asked who would come": what is asked is not wanted to happen. */
static bool asked_about(const dem_frame_rules *rules, dem_sent s, int32_t token)
{
    const dem_token *h = &s.t[token];
    if (h->deprel != DEM_REL_ccomp || h->head == DEM_NONE || !dem_frame_listed(rules, DEM_LIST_ASKING, s.t[h->head].lemma)) return false;
    int32_t first, last;
    dem_subtree(s.r, s.index, token, &first, &last);
    const dem_token *w = &s.t[first];
    return dem_str_starts(w->xpos, DEM_STR("W")) || form_is(w, "whether") || form_is(w, "if");
}

void dem_frame_set_flags(const dem_frame_rules *rules, const dem_report *r, dem_frame *f)
{
    dem_sent s = dem_sent_of(r, f->sentence);
    const dem_token *h = &s.t[f->token];
    if (h->upos == DEM_NOUN || h->upos == DEM_PROPN) f->flags |= DEM_FRAME_NOMINAL;
    if (dem_str_is(h->xpos, "VBD")) f->flags |= DEM_FRAME_PAST;
    for (int32_t c = h->first_child; c != DEM_NONE; c = s.t[c].next_sibling) read_child(rules, s, c, f);
    bool bare_participle = h->deprel == DEM_REL_acl || h->deprel == DEM_REL_advcl || h->deprel == DEM_REL_amod;
    /* "men charged with or convicted of it": the second of two */
    if (h->deprel == DEM_REL_conj && h->head != DEM_NONE && dem_str_is(h->xpos, "VBN") && dem_str_is(s.t[h->head].xpos, "VBN") && s.t[h->head].deprel == DEM_REL_acl)
        bare_participle = dem_child(s, f->token, DEM_REL_aux) == DEM_NONE && dem_child(s, f->token, DEM_REL_nsubj) == DEM_NONE && dem_child(s, f->token, DEM_REL_obj) == DEM_NONE;
    /* "was captured and accused of it": the auxiliary stands once */
    bool shared = h->deprel == DEM_REL_conj && h->head != DEM_NONE && (dem_str_is(h->xpos, "VBN") || dem_frame_listed(rules, DEM_LIST_ACCUSING, h->lemma)) &&
                  dem_child(s, f->token, DEM_REL_aux) == DEM_NONE && dem_child(s, f->token, DEM_REL_nsubj) == DEM_NONE && dem_child(s, f->token, DEM_REL_obj) == DEM_NONE;
    for (int32_t c = shared ? s.t[h->head].first_child : DEM_NONE; c != DEM_NONE; c = s.t[c].next_sibling)
        if (s.t[c].deprel == DEM_REL_aux_pass) f->flags |= DEM_FRAME_PASSIVE;
    if (bare_participle && dem_str_is(h->xpos, "VBN") && !(f->flags & DEM_FRAME_PERFECT)) f->flags |= DEM_FRAME_PASSIVE | DEM_FRAME_PARTICIPLE;
    if (bare_participle && dem_str_is(h->xpos, "VBG")) f->flags |= DEM_FRAME_PARTICIPLE;
    /* "when asked about it": who is spoken of was asked */
    int32_t mark = h->deprel == DEM_REL_advcl ? dem_child(s, f->token, DEM_REL_mark) : DEM_NONE;
    if (mark == DEM_NONE && h->deprel == DEM_REL_advcl && f->token > 0 && (form_is(&s.t[f->token - 1], "when") || form_is(&s.t[f->token - 1], "if") || form_is(&s.t[f->token - 1], "as")))
        mark = f->token - 1;
    if (mark == f->token - 1 && mark >= 0 && (dem_str_is(h->xpos, "VBN") || dem_str_is(h->xpos, "VBD")) && dem_child(s, f->token, DEM_REL_nsubj) == DEM_NONE &&
        dem_child(s, f->token, DEM_REL_obj) == DEM_NONE && dem_child(s, f->token, DEM_REL_aux) == DEM_NONE)
        f->flags |= DEM_FRAME_PASSIVE | DEM_FRAME_PARTICIPLE;
    bool past_form = dem_str_is(h->xpos, "VBN") || dem_str_is(h->xpos, "VBD");
    bool complement = dem_child(s, f->token, DEM_REL_obj) != DEM_NONE || ((dem_child(s, f->token, DEM_REL_ccomp) != DEM_NONE || dem_child(s, f->token, DEM_REL_xcomp) != DEM_NONE) && !(f->flags & DEM_FRAME_PASSIVE));
    if (past_form && !complement && dem_frame_listed(rules, DEM_LIST_TRANSITIVE, h->lemma))
        f->flags |= DEM_FRAME_PASSIVE;
    if ((f->flags & DEM_FRAME_PASSIVE) && !(f->flags & DEM_FRAME_PARTICIPLE) && dem_frame_listed(rules, DEM_LIST_ADJECTIVAL, h->lemma) &&
        (dem_child(s, f->token, DEM_REL_xcomp) != DEM_NONE || minded_in(s, f->token)))
        f->flags = (f->flags & ~(uint32_t)DEM_FRAME_PASSIVE) | DEM_FRAME_COPULA;
    if ((h->head == DEM_NONE && s.n && form_is(&s.t[s.n - 1], "?")) || asked_about(rules, s, f->token)) f->flags |= DEM_FRAME_QUESTION;
    if (h->head == DEM_NONE && dem_str_is(h->xpos, "VB") && !(f->flags & (DEM_FRAME_FUTURE | DEM_FRAME_MODAL)) &&
        dem_child(s, f->token, DEM_REL_nsubj) == DEM_NONE && dem_child(s, f->token, DEM_REL_aux) == DEM_NONE)
        f->flags |= DEM_FRAME_IMPERATIVE;
}
