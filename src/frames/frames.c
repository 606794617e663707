/* SPDX-License-Identifier: Apache-2.0 */
/* Builds frames: one for each predicate, its dependents sorted into logical slots, parents before children so that
   a subject handed down by control, coordination or a relative clause is there when the child asks for it. */
#include "frames/frames_internal.h"

static const dem_str SUBJ = {"subj", 4}, OBJ = {"obj", 3}, IOBJ = {"iobj", 4};

const dem_slot *dem_frame_slot(const dem_frame *f, const char *name)
{
    for (size_t i = 0; i < f->slots.n; i++)
        if (dem_str_is(f->slots.items[i].name, name)) return &f->slots.items[i];
    return NULL;
}

dem_frame *dem_frame_of(const dem_report *r, int32_t sentence, int32_t token)
{
    if (token == DEM_NONE) return NULL;
    int32_t f = dem_token_at(r, sentence, token)->frame;
    return f == DEM_NONE ? NULL : &r->frames.items[f];
}

size_t dem_frames_from(const dem_report *r, int32_t sentence)
{
    size_t lo = 0, hi = r->frames.n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (r->frames.items[mid].sentence < sentence) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

static bool form_is(const dem_token *t, const char *word)
{
    return dem_str_ieq(t->form, dem_str_c(word));
}

static bool owned(dem_sent s, int32_t i)
{
    for (int32_t c = s.t[i].first_child; c != DEM_NONE; c = s.t[c].next_sibling) {
        int32_t of = dem_rel_base((dem_rel)s.t[c].deprel) == DEM_REL_nmod ? dem_child(s, c, DEM_REL_case) : DEM_NONE;
        if (s.t[c].deprel == DEM_REL_nmod_poss || (of != DEM_NONE && dem_str_is(s.t[of].lemma, "of"))) return true;
    }
    return false;
}

/* A clause's or phrase's head that frames are made of. */
static bool heads_frame(dem_sent s, int32_t i)
{
    const dem_token *t = &s.t[i];
    if (t->deprel == DEM_REL_aux || t->deprel == DEM_REL_aux_pass || t->deprel == DEM_REL_cop) return false;
    if (t->upos == DEM_VERB) return true;
    if (t->upos == DEM_NOUN) return true;
    if (dem_child(s, i, DEM_REL_cop) != DEM_NONE) return true;
    /* "Representatives of both", "the movement's Third Front": a noun that is taken for a name has arguments all the same */
    if (t->upos == DEM_PROPN && owned(s, i)) return true;
    if (t->upos == DEM_AUX) return true; /* "will be" alone, "is" as the root */
    if (t->upos != DEM_ADJ) return false;
    for (int32_t c = t->first_child; c != DEM_NONE; c = s.t[c].next_sibling) {
        dem_rel b = dem_rel_base((dem_rel)s.t[c].deprel);
        if (b == DEM_REL_xcomp || b == DEM_REL_ccomp || b == DEM_REL_advcl || b == DEM_REL_obl || b == DEM_REL_nsubj || b == DEM_REL_csubj)
            return true;
    }
    return t->deprel == DEM_REL_xcomp || t->deprel == DEM_REL_root;
}

static dem_str frame_lemma(dem_report *r, dem_sent s, int32_t i)
{
    const dem_token *t = &s.t[i];
    for (int32_t c = t->first_child; c != DEM_NONE; c = s.t[c].next_sibling)
        if (s.t[c].deprel == DEM_REL_compound_prt)
            return dem_str_printf(r->arena, "%.*s_%.*s", DEM_FMT(t->lemma), DEM_FMT(s.t[c].lemma));
    return t->lemma;
}

static dem_slot *add_slot(dem_report *r, dem_frame *f, dem_str name, int32_t token, int32_t marker, bool inherited)
{
    for (size_t i = 0; i < f->slots.n; i++)
        if (f->slots.items[i].token == token && dem_str_eq(f->slots.items[i].name, name)) return &f->slots.items[i];
    dem_slot *slot = DEM_PUSH(r->arena, &f->slots);
    if (slot) *slot = (dem_slot){name, token, DEM_NONE, marker, inherited};
    return slot;
}

/* "withdrew some of its troops": who or what it is stands behind "of". */
static bool is_somebody(dem_sent s, int32_t token)
{
    return s.t[token].mention != DEM_NONE && s.r->mentions.items[s.t[token].mention].code.n;
}

static int32_t whole_of(const dem_frame_rules *rules, dem_sent s, int32_t token)
{
    /* "held three days of talks" */
    bool lasts = s.t[token].deprel == DEM_REL_obj && dem_frame_listed(rules, DEM_LIST_DURATION, s.t[token].lemma);
    if (!lasts && !dem_frame_listed(rules, DEM_LIST_PART_OF, s.t[token].lemma)) return token;
    for (int32_t c = s.t[token].first_child; c != DEM_NONE; c = s.t[c].next_sibling) {
        int32_t of = dem_rel_base((dem_rel)s.t[c].deprel) == DEM_REL_nmod ? dem_child(s, c, DEM_REL_case) : DEM_NONE;
        if (of == DEM_NONE || !dem_str_is(s.t[of].lemma, "of")) continue;
        return is_somebody(s, token) && !is_somebody(s, c) ? token : c;
    }
    return token;
}

/* "A, B, C and D": the parser may hang each on the one before it. */
static void add_conjuncts(dem_report *r, dem_sent s, dem_frame *f, dem_str name, int32_t token, int32_t marker, int depth)
{
    for (int32_t c = s.t[token].first_child; c != DEM_NONE; c = s.t[c].next_sibling) {
        int32_t that = dem_child(s, c, DEM_REL_mark); /* "alleged that it knew, and that it helped" */
        bool clause = that != DEM_NONE && dem_str_is(s.t[that].lemma, "that") && dem_str_is(name, "that");
        if (s.t[c].deprel != DEM_REL_conj || (dem_child(s, c, DEM_REL_nsubj) != DEM_NONE && !clause)) continue;
        add_slot(r, f, name, c, marker, false);
        if (depth < 6 && (s.t[c].upos == DEM_NOUN || s.t[c].upos == DEM_PROPN)) add_conjuncts(r, s, f, name, c, marker, depth + 1);
    }
}

/* The filler and the conjuncts that share its place. */
static void add_filler(dem_report *r, const dem_frame_rules *rules, dem_sent s, dem_frame *f, dem_str name, int32_t token, int32_t marker)
{
    token = whole_of(rules, s, token);
    add_slot(r, f, name, token, marker, false);
    add_conjuncts(r, s, f, name, token, marker, 0);
}

/* The word that introduces a phrase or clause: its preposition or marker, with fixed parts ("because_of"). */
static dem_str marker_name(dem_report *r, dem_sent s, int32_t token, int32_t *marker)
{
    *marker = DEM_NONE;
    for (int32_t c = s.t[token].first_child; c != DEM_NONE; c = s.t[c].next_sibling) {
        dem_rel b = dem_rel_base((dem_rel)s.t[c].deprel);
        if ((b != DEM_REL_case && b != DEM_REL_mark) || form_is(&s.t[c], "'s") || form_is(&s.t[c], "’s")) continue;
        *marker = c;
        dem_str name = s.t[c].lemma;
        for (int32_t k = s.t[c].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
            if (s.t[k].deprel == DEM_REL_fixed) name = dem_str_printf(r->arena, "%.*s_%.*s", DEM_FMT(name), DEM_FMT(s.t[k].lemma));
        int32_t next = c + 1; /* "out of", told as two prepositions */
        if (next < s.n && s.t[next].head == token && dem_rel_base((dem_rel)s.t[next].deprel) == DEM_REL_case && s.t[next].upos == DEM_ADP)
            name = dem_str_printf(r->arena, "%.*s_%.*s", DEM_FMT(name), DEM_FMT(s.t[next].lemma));
        return name;
    }
    return DEM_STR_NONE;
}

static dem_str clause_name(dem_report *r, dem_sent s, int32_t c, dem_str bare, dem_str gerund, int32_t *marker)
{
    dem_str name = marker_name(r, s, c, marker);
    if (dem_str_is(name, "that")) return DEM_STR("that");
    if (name.n) return name;
    if (dem_str_is(s.t[c].xpos, "VBG") && dem_child(s, c, DEM_REL_aux) == DEM_NONE) return gerund;
    return bare;
}

/* The parser takes a name before a verb without a subject for an adverbial at times: it is the subject. */
static bool slipped_subject(dem_sent s, const dem_frame *f, int32_t c)
{
    return c < f->token && s.t[c].mention != DEM_NONE && dem_child(s, f->token, DEM_REL_nsubj) == DEM_NONE &&
           dem_child(s, f->token, DEM_REL_csubj) == DEM_NONE && dem_child(s, c, DEM_REL_case) == DEM_NONE;
}

/* A noun right behind a verb without an object, with no preposition and no measure of time, is the object. */
static bool slipped_object(const dem_frame_rules *rules, dem_sent s, const dem_frame *f, int32_t c)
{
    bool noun = s.t[c].upos == DEM_NOUN || s.t[c].upos == DEM_PROPN;
    return c > f->token && noun && !(f->flags & (DEM_FRAME_PASSIVE | DEM_FRAME_COPULA)) && dem_child(s, f->token, DEM_REL_obj) == DEM_NONE &&
           !dem_frame_listed(rules, DEM_LIST_TIME_NOUN, s.t[c].lemma);
}

static void add_verbal(dem_report *r, const dem_frame_rules *rules, dem_sent s, dem_frame *f, int32_t c)
{
    bool passive = f->flags & DEM_FRAME_PASSIVE;
    int32_t marker = DEM_NONE;
    dem_str name;
    switch (s.t[c].deprel) {
    case DEM_REL_nsubj:
    case DEM_REL_csubj:
        add_filler(r, rules, s, f, passive && dem_child(s, f->token, DEM_REL_obj) == DEM_NONE ? OBJ : SUBJ, c, DEM_NONE);
        return;
    case DEM_REL_nsubj_pass:
    case DEM_REL_csubj_pass:
        if (!passive) { /* "were prepared to talk" */
            add_filler(r, rules, s, f, SUBJ, c, DEM_NONE);
            return;
        }
        /* "was given aid": who was given it is the receiver. */
        add_filler(r, rules, s, f, dem_child(s, f->token, DEM_REL_obj) != DEM_NONE ? IOBJ : OBJ, c, DEM_NONE);
        return;
    case DEM_REL_obl_agent:
        add_filler(r, rules, s, f, SUBJ, c, dem_child(s, c, DEM_REL_case));
        return;
    case DEM_REL_obj:
        add_filler(r, rules, s, f, OBJ, c, DEM_NONE);
        return;
    case DEM_REL_iobj:
        add_filler(r, rules, s, f, IOBJ, c, DEM_NONE);
        return;
    case DEM_REL_xcomp:
        if (s.t[c].upos != DEM_VERB && dem_child(s, c, DEM_REL_mark) == DEM_NONE)
            add_filler(r, rules, s, f, DEM_STR("pred"), c, DEM_NONE);
        else
            add_filler(r, rules, s, f, clause_name(r, s, c, DEM_STR("to"), DEM_STR("ing"), &marker), c, marker);
        return;
    case DEM_REL_ccomp:
        name = clause_name(r, s, c, DEM_STR("that"), DEM_STR("ing"), &marker);
        /* "told them to leave" is no statement, whatever relation the parser gives it */
        if (dem_str_is(name, "for") || (dem_str_is(name, "to") && dem_child(s, c, DEM_REL_nsubj) != DEM_NONE)) name = DEM_STR("that");
        add_filler(r, rules, s, f, name, c, marker);
        return;
    case DEM_REL_advcl:
    case DEM_REL_advcl_relcl:
        name = clause_name(r, s, c, DEM_STR("adv"), DEM_STR("adv"), &marker);
        add_filler(r, rules, s, f, dem_str_is(name, "to") ? DEM_STR("purpose") : name, c, marker);
        return;
    case DEM_REL_obl_unmarked:
    case DEM_REL_obl_tmod:
        if (slipped_subject(s, f, c))
            add_filler(r, rules, s, f, passive ? OBJ : SUBJ, c, DEM_NONE);
        else
            add_slot(r, f, DEM_STR("time"), c, DEM_NONE, false);
        return;
    case DEM_REL_compound_prt:
        add_slot(r, f, DEM_STR("prt"), c, DEM_NONE, false);
        return;
    case DEM_REL_obl:
    case DEM_REL_obl_npmod:
        name = marker_name(r, s, c, &marker);
        if (dem_str_is(name, "on") && s.t[c].upos == DEM_PROPN && s.t[c].mention == DEM_NONE && dem_frame_listed(rules, DEM_LIST_TIME_NOUN, s.t[c].lemma))
            name = DEM_STR("time"); /* "called on Friday" */
        if (passive && dem_str_is(name, "by"))
            add_filler(r, rules, s, f, SUBJ, c, marker);
        else if (!name.n && slipped_object(rules, s, f, c))
            add_filler(r, rules, s, f, OBJ, c, DEM_NONE);
        else
            add_filler(r, rules, s, f, name.n ? name : DEM_STR("time"), c, marker);
        return;
    default:
        return;
    }
}

static void add_nominal(dem_report *r, const dem_frame_rules *rules, dem_sent s, dem_frame *f, int32_t c)
{
    int32_t marker = DEM_NONE;
    dem_str name;
    switch (dem_rel_base((dem_rel)s.t[c].deprel)) {
    case DEM_REL_nmod:
        if (s.t[c].deprel == DEM_REL_nmod_poss) {
            add_filler(r, rules, s, f, DEM_STR("poss"), c, DEM_NONE);
            add_filler(r, rules, s, f, SUBJ, c, DEM_NONE);
            return;
        }
        if (s.t[c].deprel == DEM_REL_nmod_unmarked || s.t[c].deprel == DEM_REL_nmod_tmod) {
            add_slot(r, f, DEM_STR("time"), c, DEM_NONE, false);
            return;
        }
        name = marker_name(r, s, c, &marker);
        add_filler(r, rules, s, f, dem_str_is(name, "by") ? SUBJ : name.n ? name : DEM_STR("mod"), c, marker);
        return;
    case DEM_REL_obl: /* attached to a noun by a parser's slip or under a copula */
        name = marker_name(r, s, c, &marker);
        add_filler(r, rules, s, f, name.n ? name : DEM_STR("time"), c, marker);
        return;
    case DEM_REL_amod:
    case DEM_REL_compound:
        add_filler(r, rules, s, f, DEM_STR("mod"), c, DEM_NONE);
        return;
    case DEM_REL_acl:
        if (s.t[c].deprel == DEM_REL_acl_relcl) {
            add_slot(r, f, DEM_STR("relcl"), c, DEM_NONE, false);
            return;
        }
        name = marker_name(r, s, c, &marker);
        add_filler(r, rules, s, f, name.n ? name : DEM_STR("acl"), c, marker);
        return;
    case DEM_REL_ccomp:
    case DEM_REL_xcomp:
    case DEM_REL_advcl:
    case DEM_REL_nsubj:
    case DEM_REL_csubj:
        add_verbal(r, rules, s, f, c);
        return;
    case DEM_REL_appos:
        add_slot(r, f, DEM_STR("appos"), c, DEM_NONE, false);
        return;
    default:
        return;
    }
}

static void inherit(dem_report *r, dem_frame *f, dem_str as, const dem_frame *from, const char *slot)
{
    if (dem_frame_slot(f, "subj") && dem_str_eq(as, SUBJ)) return;
    for (size_t i = 0; i < from->slots.n; i++)
        if (dem_str_is(from->slots.items[i].name, slot)) add_slot(r, f, as, from->slots.items[i].token, DEM_NONE, true);
}

/* "the plan they backed" lacks an object; "the reason they left", "the place where they met" do not. */
static bool lacks_object(dem_sent s, const dem_frame *f)
{
    if ((f->flags & DEM_FRAME_COPULA) || dem_frame_slot(f, "obj") || dem_frame_slot(f, "that") || dem_frame_slot(f, "to") || dem_frame_slot(f, "ing"))
        return false;
    for (int32_t c = s.t[f->token].first_child; c != DEM_NONE; c = s.t[c].next_sibling)
        if (dem_str_is(s.t[c].xpos, "WRB")) return false;
    return true;
}

/* "the man he calls a rebel": what stands behind the verb is what he is called. */
static void name_antecedent(dem_report *r, dem_frame *f, int32_t antecedent)
{
    for (size_t i = 0; i < f->slots.n; i++)
        if (dem_str_is(f->slots.items[i].name, "obj") && !f->slots.items[i].inherited) f->slots.items[i].name = DEM_STR("pred");
    add_slot(r, f, OBJ, antecedent, DEM_NONE, true);
}

/* "Norway, whose troops are there": the antecedent owns what fills a slot and fills none itself. */
static bool owned_in_clause(dem_sent s, const dem_frame *f)
{
    for (size_t i = 0; i < f->slots.n; i++)
        for (int32_t c = s.t[f->slots.items[i].token].first_child; c != DEM_NONE; c = s.t[c].next_sibling)
            if (dem_str_is(s.t[c].xpos, "WP$")) return true;
    return false;
}

/* In a relative clause the antecedent stands where the relative pronoun stands, or in the empty object's place. */
static void fill_relative(dem_report *r, const dem_frame_rules *rules, dem_sent s, dem_frame *f, int32_t antecedent)
{
    bool replaced = false;
    for (size_t i = 0; i < f->slots.n; i++) {
        dem_slot *slot = &f->slots.items[i];
        const dem_token *t = &s.t[slot->token];
        if (t->upos == DEM_PRON && (dem_str_is(t->xpos, "WDT") || dem_str_is(t->xpos, "WP") || form_is(t, "that"))) {
            slot->token = antecedent;
            slot->inherited = true;
            replaced = true;
        }
    }
    bool called = replaced && dem_frame_slot(f, "subj") && !dem_frame_slot(f, "subj")->inherited && dem_frame_listed(rules, DEM_LIST_NAMING, f->lemma);
    if (called) name_antecedent(r, f, antecedent);
    if (replaced || owned_in_clause(s, f)) return;
    if (f->flags & DEM_FRAME_PASSIVE)
        add_slot(r, f, OBJ, antecedent, DEM_NONE, true);
    else if (!dem_frame_slot(f, "subj"))
        add_slot(r, f, SUBJ, antecedent, DEM_NONE, true);
    else if (lacks_object(s, f))
        add_slot(r, f, OBJ, antecedent, DEM_NONE, true);
    else if (dem_frame_listed(rules, DEM_LIST_NAMING, f->lemma))
        name_antecedent(r, f, antecedent);
}

static void share_with_conjunct(dem_report *r, dem_sent s, dem_frame *f, dem_frame *head)
{
    if ((f->flags & DEM_FRAME_NOMINAL) && !(head->flags & DEM_FRAME_NOMINAL)) return;
    bool own_subject = dem_frame_slot(f, "subj") || dem_child(s, f->token, DEM_REL_nsubj) != DEM_NONE;
    if (!own_subject && !((head->flags ^ f->flags) & DEM_FRAME_PASSIVE)) {
        inherit(r, f, SUBJ, head, "subj");
        if (f->flags & DEM_FRAME_PASSIVE) inherit(r, f, OBJ, head, "obj");
    } else if (!own_subject && (f->flags & DEM_FRAME_PASSIVE)) {
        inherit(r, f, OBJ, head, "subj"); /* "fled and were arrested" */
    } else if (!own_subject) {
        inherit(r, f, SUBJ, head, "obj"); /* "were arrested and fled" */
    }
    /* "condemned and rejected the plan": the object stands after both. */
    if (!(f->flags & (DEM_FRAME_PASSIVE | DEM_FRAME_NOMINAL)) && !dem_frame_slot(f, "obj") && !dem_frame_slot(f, "that") && !dem_frame_slot(f, "to")) {
        const dem_slot *o = dem_frame_slot(head, "obj");
        if (o && o->token > f->token) inherit(r, f, OBJ, head, "obj");
    }
    if (dem_child(s, f->token, DEM_REL_aux) == DEM_NONE && !own_subject) {
        const uint32_t shared = DEM_FRAME_FUTURE | DEM_FRAME_MODAL | DEM_FRAME_INFINITIVE;
        f->flags |= head->flags & shared;
        if (!f->modal.n) f->modal = head->modal;
        /* "will not talk or meet" denies both; "will not talk but fight" only the first. */
        int32_t cc = dem_child(s, f->token, DEM_REL_cc);
        bool or_like = cc != DEM_NONE && (form_is(&s.t[cc], "or") || form_is(&s.t[cc], "nor"));
        if (or_like) f->flags |= head->flags & DEM_FRAME_NEGATED;
    }
}

/* "called for Russia to withdraw": whom the infinitive's "for" names. */
static const dem_slot *named_for(dem_sent s, const dem_frame *f, const dem_frame *p)
{
    int32_t mark = dem_child(s, f->token, DEM_REL_mark);
    const dem_slot *who = dem_frame_slot(p, "for");
    return who && mark > 0 && who->token < f->token && is_somebody(s, who->token) && dem_above(s, who->token, mark - 1) ? who : NULL;
}

static void hand_down_control(dem_report *r, const dem_frame_rules *rules, dem_sent s, dem_frame *f, dem_frame *p)
{
    if (dem_frame_slot(f, "subj") && !(f->flags & DEM_FRAME_PASSIVE)) return;
    dem_str to = f->flags & DEM_FRAME_PASSIVE ? OBJ : SUBJ;
    if (dem_frame_slot(f, f->flags & DEM_FRAME_PASSIVE ? "obj" : "subj")) return;
    if (named_for(s, f, p)) {
        inherit(r, f, to, p, "for");
        return;
    }
    bool has_object = dem_frame_slot(p, "obj") || dem_frame_slot(p, "iobj");
    if (has_object && !dem_frame_listed(rules, DEM_LIST_SUBJECT_CONTROL, p->lemma)) {
        inherit(r, f, to, p, dem_frame_slot(p, "iobj") && !(p->flags & DEM_FRAME_PASSIVE) ? "iobj" : "obj");
        return;
    }
    /* "called on X to leave", "appealed to X to leave": the one called on leaves. */
    const char *addressee = dem_frame_slot(p, "on") ? "on" : dem_frame_slot(p, "upon") ? "upon" : dem_frame_slot(p, "to") ? "to" : NULL;
    bool asks = dem_frame_listed(rules, DEM_LIST_ADDRESSEE_CONTROL, p->lemma);
    if (asks && addressee && dem_frame_slot(p, addressee)->token != f->token) {
        inherit(r, f, to, p, addressee);
        return;
    }
    inherit(r, f, to, p, dem_frame_slot(p, "subj") ? "subj" : "mod");
}

/* "tonnes of fuel to the north", "a round of talks between them": what stands with the measure stands with what is measured. */
static void inherit_measure(dem_report *r, const dem_frame_rules *rules, dem_sent s, dem_frame *f, const dem_frame *p)
{
    int32_t of = dem_child(s, f->token, DEM_REL_case);
    if (of == DEM_NONE || !dem_str_is(s.t[of].lemma, "of") || !(p->flags & DEM_FRAME_NOMINAL) || whole_of(rules, s, p->token) != f->token) return;
    for (size_t i = 0; i < p->slots.n; i++) {
        const dem_slot *slot = &p->slots.items[i];
        bool own = dem_str_is(slot->name, "of") || dem_str_is(slot->name, "mod") || dem_str_is(slot->name, "poss") || slot->token == f->token;
        if (!own && !(dem_str_eq(slot->name, SUBJ) && dem_frame_slot(f, "subj"))) add_slot(r, f, slot->name, slot->token, slot->marker, true);
    }
}

/* "the talks that Norway has offered to host": what is missing in the infinitive is what the relative clause is about. */
static void fill_gap(dem_report *r, const dem_frame_rules *rules, dem_sent s, dem_frame *f)
{
    int32_t top = f->token;
    for (int steps = 0; steps < s.n && s.t[top].deprel == DEM_REL_xcomp && s.t[top].head != DEM_NONE; steps++) top = s.t[top].head;
    if (s.t[top].deprel != DEM_REL_acl_relcl || s.t[top].head == DEM_NONE || (f->flags & (DEM_FRAME_PASSIVE | DEM_FRAME_NOMINAL))) return;
    if (dem_child(s, top, DEM_REL_nsubj) == DEM_NONE || dem_child(s, top, DEM_REL_obj) != DEM_NONE) return;
    for (size_t i = 0; i < f->slots.n; i++) {
        dem_slot *slot = &f->slots.items[i];
        const dem_token *t = &s.t[slot->token];
        if (!dem_str_eq(slot->name, OBJ)) continue;
        if (t->upos != DEM_PRON || (!dem_str_is(t->xpos, "WDT") && !form_is(t, "that"))) return;
        slot->token = s.t[top].head;
        slot->inherited = true;
        return;
    }
    int32_t who = dem_child(s, top, DEM_REL_nsubj);
    bool relative = dem_str_is(s.t[who].xpos, "WDT") || dem_str_is(s.t[who].xpos, "WP") || form_is(&s.t[who], "that");
    if (!relative && dem_frame_listed(rules, DEM_LIST_NEEDS_OBJECT, f->lemma)) add_slot(r, f, OBJ, s.t[top].head, DEM_NONE, true);
}

/* What the frame takes from its governor's frame. */
static void hand_down(dem_report *r, const dem_frame_rules *rules, dem_sent s, dem_frame *f)
{
    const dem_token *h = &s.t[f->token];
    if (h->head == DEM_NONE) return;
    int32_t pf = s.t[h->head].frame;
    dem_frame *p = pf == DEM_NONE ? NULL : &r->frames.items[pf];
    switch (h->deprel) {
    case DEM_REL_acl_relcl:
        fill_relative(r, rules, s, f, h->head);
        break;
    case DEM_REL_acl:
        if (dem_child(s, f->token, DEM_REL_mark) != DEM_NONE) {
            if (p) hand_down_control(r, rules, s, f, p); /* "its refusal to sign": the refuser would sign */
        } else if (f->flags & DEM_FRAME_PASSIVE) {
            add_slot(r, f, OBJ, h->head, DEM_NONE, true);
        } else if (!dem_frame_slot(f, "subj")) {
            add_slot(r, f, SUBJ, h->head, DEM_NONE, true);
        }
        break;
    case DEM_REL_xcomp:
        if (p) hand_down_control(r, rules, s, f, p);
        fill_gap(r, rules, s, f);
        break;
    case DEM_REL_ccomp:
        if (p && (f->flags & DEM_FRAME_INFINITIVE)) hand_down_control(r, rules, s, f, p);
        break;
    case DEM_REL_advcl:
        if (p && (f->flags & DEM_FRAME_INFINITIVE) && dem_frame_listed(rules, DEM_LIST_ADDRESSEE_CONTROL, p->lemma))
            hand_down_control(r, rules, s, f, p);
        else if (p && (!dem_frame_slot(f, "subj") || ((f->flags & DEM_FRAME_PASSIVE) && !dem_frame_slot(f, "obj")))) /* "fled after being attacked by rebels" */
            inherit(r, f, f->flags & DEM_FRAME_PASSIVE ? OBJ : SUBJ, p, p->flags & DEM_FRAME_PASSIVE && !dem_frame_slot(p, "subj") ? "obj" : "subj");
        break;
    case DEM_REL_conj:
        if (p) share_with_conjunct(r, s, f, p);
        /* A second infinitive or participle hangs on what the first hangs on: its subject came with the first. */
        break;
    case DEM_REL_obj:
        /* "hold talks": who holds them takes part in them. */
        if (p && (f->flags & DEM_FRAME_NOMINAL) && dem_frame_listed(rules, DEM_LIST_LIGHT_VERB, p->lemma) && !dem_frame_slot(f, "poss"))
            inherit(r, f, SUBJ, p, "subj");
        break;
    case DEM_REL_nmod:
        if (p && (f->flags & DEM_FRAME_NOMINAL)) inherit_measure(r, rules, s, f, p);
        break;
    default:
        break;
    }
    if (!p) return;
    bool clause = h->deprel != DEM_REL_acl_relcl && h->deprel != DEM_REL_advcl;
    if (clause && (p->flags & DEM_FRAME_CONDITIONAL)) f->flags |= DEM_FRAME_CONDITIONAL;
    if (dem_frame_listed(rules, DEM_LIST_FUTURE_RAISING, p->lemma) && (f->flags & DEM_FRAME_INFINITIVE) && h->deprel == DEM_REL_xcomp)
        f->flags |= DEM_FRAME_FUTURE | (p->flags & DEM_FRAME_NEGATED);
}

static void mark_conditional(const dem_frame_rules *rules, dem_sent s, dem_frame *f)
{
    dem_rel rel = dem_rel_base((dem_rel)s.t[f->token].deprel);
    bool of_noun = rel == DEM_REL_acl && s.t[f->token].deprel != DEM_REL_acl_relcl; /* "no talks until the army leaves" */
    if (rel != DEM_REL_advcl && !of_noun) return;
    int32_t m = dem_child(s, f->token, DEM_REL_mark);
    if (m == DEM_NONE) return;
    if (dem_frame_listed(rules, DEM_LIST_CONDITIONAL, s.t[m].lemma)) f->flags |= DEM_FRAME_CONDITIONAL;
}

/* "is in Ankara for talks": to be in a place is what is told, not the place. */
static bool is_in_place(dem_sent s, const dem_frame *f)
{
    int32_t m = s.t[f->token].mention, in = dem_child(s, f->token, DEM_REL_case);
    return (f->flags & DEM_FRAME_COPULA) && in != DEM_NONE && dem_str_is(s.t[in].lemma, "in") && m != DEM_NONE && s.r->mentions.items[m].type == DEM_MENTION_PLACE;
}

static void fill_frame(dem_report *r, const dem_frame_rules *rules, dem_sent s, dem_frame *f)
{
    f->lemma = frame_lemma(r, s, f->token);
    dem_frame_set_flags(rules, r, f);
    bool in_place = is_in_place(s, f);
    if (in_place) f->lemma = DEM_STR("be_in");
    /* A participle taken for an adjective goes by its own form: "prepared", not "prepare". */
    if (s.t[f->token].upos == DEM_ADJ && dem_frame_listed(rules, DEM_LIST_ADJECTIVAL, s.t[f->token].lemma)) f->lemma = s.t[f->token].form;
    mark_conditional(rules, s, f);
    bool nominal = f->flags & DEM_FRAME_NOMINAL;
    for (int32_t c = s.t[f->token].first_child; c != DEM_NONE; c = s.t[c].next_sibling) {
        if (nominal)
            add_nominal(r, rules, s, f, c);
        else
            add_verbal(r, rules, s, f, c);
    }
    hand_down(r, rules, s, f);
    if (in_place) f->flags &= ~(uint32_t)DEM_FRAME_NOMINAL; /* from here on a verb */
}

/* "supporting, aiding and abetting them": the object of the last is the object of all. */
static void share_object_back(dem_report *r, dem_sent s, dem_frame *f)
{
    const dem_token *t = &s.t[f->token];
    if (t->deprel != DEM_REL_conj || t->upos != DEM_VERB) return;
    int32_t hf = s.t[t->head].frame;
    if (hf == DEM_NONE || s.t[t->head].upos != DEM_VERB || !dem_str_eq(s.t[t->head].xpos, t->xpos)) return;
    dem_frame *head = &r->frames.items[hf];
    if ((head->flags & DEM_FRAME_PASSIVE) || dem_frame_slot(head, "obj") || dem_frame_slot(head, "that") || dem_frame_slot(head, "to")) return;
    for (int32_t i = t->head + 1; i < f->token; i++) /* nothing but commas, "and" and other verbs between */
        if (s.t[i].upos != DEM_PUNCT && s.t[i].upos != DEM_CCONJ && s.t[i].upos != DEM_VERB && s.t[i].upos != DEM_ADV) return;
    for (size_t i = 0; i < f->slots.n; i++) {
        const dem_slot *slot = &f->slots.items[i];
        if (dem_str_eq(slot->name, OBJ) && slot->token > f->token) add_slot(r, head, OBJ, slot->token, DEM_NONE, true);
    }
}

/* Which frame fills whose slot: the first frame, in tree order, that holds this frame's head directly. */
static void link_parents(dem_report *r, dem_sent s, size_t first)
{
    for (size_t i = first; i < r->frames.n; i++) {
        dem_frame *f = &r->frames.items[i];
        for (size_t k = 0; k < f->slots.n; k++) {
            dem_slot *slot = &f->slots.items[k];
            slot->frame = s.t[slot->token].frame;
            bool argument = !slot->inherited && !dem_str_is(slot->name, "poss");
            if (slot->frame == DEM_NONE || slot->frame == (int32_t)i) continue;
            dem_frame *child = &r->frames.items[slot->frame];
            if (argument && child->parent == DEM_NONE && child->token != f->token) child->parent = (int32_t)i;
        }
    }
}

static int frames_of_sentence(dem_report *r, const dem_frame_rules *rules, int32_t index, dem_error *err)
{
    dem_repair_with_names(rules, r, index);
    dem_sent s = dem_sent_of(r, index);
    for (int32_t i = 0; i < s.n; i++) s.t[i].frame = DEM_NONE;
    int32_t root = r->sentences.items[index].root;
    if (root == DEM_NONE) return DEM_OK;
    size_t first = r->frames.n;
    /* Breadth-first over the tree; the queue is an array of tokens. */
    int32_t *queue = DEM_NEW_N(r->arena, int32_t, (size_t)s.n);
    if (!queue) return dem_fail(err, DEM_EMEMORY, "the report is over its memory limit");
    size_t n = 0, at = 0;
    queue[n++] = root;
    while (at < n) {
        int32_t i = queue[at++];
        for (int32_t c = s.t[i].first_child; c != DEM_NONE && n < (size_t)s.n; c = s.t[c].next_sibling) queue[n++] = c;
        if (!heads_frame(s, i)) continue;
        dem_frame *f = DEM_PUSH(r->arena, &r->frames);
        if (!f) return dem_fail(err, DEM_EMEMORY, "the report is over its memory limit");
        f->sentence = index;
        f->token = i;
        f->parent = f->statement = DEM_NONE;
        s.t[i].frame = (int32_t)(r->frames.n - 1);
        fill_frame(r, rules, s, f);
    }
    for (size_t i = r->frames.n; i-- > first;) share_object_back(r, s, &r->frames.items[i]);
    link_parents(r, s, first);
    return dem_arena_failed(r->arena) ? dem_fail(err, DEM_EMEMORY, "the report is over its memory limit") : DEM_OK;
}

int dem_frames_report(const dem_frame_rules *rules, dem_report *r, dem_error *err)
{
    for (size_t i = 0; i < r->sentences.n; i++) {
        int rc = frames_of_sentence(r, rules, (int32_t)i, err);
        if (rc != DEM_OK) return rc;
    }
    return DEM_OK;
}
