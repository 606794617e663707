/* SPDX-License-Identifier: Apache-2.0 */
/* Tolls: every number in a sentence is asked what it counts and what befell those counted; figures of one sentence stay apart. */
#include "context/claims_internal.h"

static dem_str kind_in(const dem_ctx *c, dem_list list, dem_str lemma)
{
    const dem_cue *e = dem_cue_in(c->rules, list, lemma);
    return e ? e->value : DEM_STR_NONE;
}

static bool passive(dem_toks s, int32_t v)
{
    bool marked = false, subject = false, object = false;
    for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling) {
        marked = marked || s.t[k].deprel == DEM_REL_aux_pass;
        subject = subject || s.t[k].deprel == DEM_REL_nsubj_pass;
        object = object || (dem_ctx_rel(s, k) == DEM_REL_obj && k > v);
    }
    /* "a strike killed 12": taken for a participle, but it has an object and no auxiliary */
    return marked || (subject && !object);
}

static bool with_case(dem_toks s, int32_t x)
{
    return dem_ctx_child(s, x, DEM_REL_case) != DEM_NONE;
}

/* "were shot and killed": the second verb befalls the same. */
static int32_t joined_participle(const dem_ctx *c, dem_toks s, int32_t v)
{
    for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
        if (k > v && dem_ctx_rel(s, k) == DEM_REL_conj && dem_str_is(s.t[k].xpos, "VBN") && dem_ctx_child(s, k, DEM_REL_nsubj) == DEM_NONE &&
            dem_ctx_child(s, k, DEM_REL_obj) == DEM_NONE && dem_ctx_verb_in(c, s, k, DEM_CUE_TOLL_VERB))
            return k;
    return DEM_NONE;
}

static bool set_hit(dem_hit *h, int32_t trigger, const dem_cue *e, const char *rule)
{
    h->trigger = trigger;
    h->cue = e;
    h->kind = e->value;
    h->rule = rule;
    return true;
}

/* "shot dead": the adjective makes the verb one of tolls. */
static const dem_cue *toll_verb(const dem_ctx *c, dem_toks s, int32_t v)
{
    const dem_cue *e = dem_ctx_verb_in(c, s, v, DEM_CUE_TOLL_VERB);
    if (!e && dem_ctx_lemma(s, v, "bring")) { /* "brought 190 patients out of the town" */
        int32_t obj = dem_ctx_child(s, v, DEM_REL_obj);
        for (int32_t k = v + 1; obj > v && k <= obj + 1 && k < s.n; k++)
            if (dem_ctx_form(s, k, "out")) return dem_cue_in(c->rules, DEM_CUE_TOLL_VERB, DEM_STR("evacuate"));
    }
    int32_t holder = e && dem_ctx_lemma(s, v, "hold") ? dem_ctx_child(s, v, DEM_REL_nsubj) : DEM_NONE; /* "the camp holds 60,000 people" */
    if (holder != DEM_NONE && (dem_ctx_lemma_in(c, s, holder, DEM_CUE_PLACE_NOUN) || dem_ctx_lemma_in(c, s, holder, DEM_CUE_NO_VICTIM))) return NULL;
    bool forced = dem_ctx_lemma(s, v, "force") || dem_ctx_lemma(s, v, "compel"); /* "forced 2,500 families to leave the town" */
    int32_t act = forced && !e ? dem_ctx_child(s, v, DEM_REL_xcomp) : DEM_NONE;
    if (act > v && (dem_ctx_lemma(s, act, "leave") || dem_ctx_lemma(s, act, "flee") || dem_ctx_lemma(s, act, "abandon") || dem_ctx_lemma(s, act, "evacuate")))
        return dem_cue_in(c->rules, DEM_CUE_TOLL_VERB, DEM_STR("displace"));
    if (e) {
        /* "drove thousands from their homes", "held 30 people": only with people hit, and with a place left for "drive" */
        if (dem_ctx_lemma(s, v, "drive")) {
            for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
                if (dem_ctx_rel(s, k) == DEM_REL_obl && (dem_ctx_lemma(s, k, "home") || dem_ctx_lemma(s, k, "house") || dem_ctx_lemma(s, k, "village")))
                    return e;
            return NULL;
        }
        return e;
    }
    for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling) {
        if (dem_ctx_lemma(s, v, "shoot") && dem_ctx_form(s, k, "dead")) return dem_cue_in(c->rules, DEM_CUE_TOLL_ADJECTIVE, DEM_STR("dead"));
        if (dem_ctx_lemma(s, v, "take") && (dem_ctx_lemma(s, k, "hostage") || dem_ctx_lemma(s, k, "captive") || dem_ctx_lemma(s, k, "prisoner")))
            return dem_ctx_lemma_in(c, s, k, DEM_CUE_TOLL_NOUN);
    }
    return NULL;
}

/* The verb befalls its argument `arg`. */
static bool verb_hits(const dem_ctx *c, dem_toks s, int32_t v, int32_t arg, dem_hit *h)
{
    dem_rel rel = dem_ctx_rel(s, arg);
    bool subject = rel == DEM_REL_nsubj;
    const dem_cue *e = toll_verb(c, s, v);
    if (e) {
        bool participle = dem_str_is(s.t[v].xpos, "VBN") && dem_ctx_child(s, v, DEM_REL_obj) == DEM_NONE && dem_ctx_aux(s, v, "have") == NULL;
        bool hit = s.t[arg].deprel == DEM_REL_nsubj_pass || (subject && (passive(s, v) || participle)) ||
                   ((rel == DEM_REL_obj || rel == DEM_REL_iobj) && !passive(s, v));
        /* "wounded more than 100": a bare figure hung on as an oblique */
        bool bare = rel == DEM_REL_obl && arg > v && s.t[arg].upos == DEM_NUM && !with_case(s, arg) && !passive(s, v);
        /* "detained between 150 and 200 marchers": the range taken for a preposition */
        int32_t between = rel == DEM_REL_obl && arg > v && !passive(s, v) && dem_ctx_child(s, v, DEM_REL_obj) == DEM_NONE ? dem_ctx_child(s, arg, DEM_REL_case) : DEM_NONE;
        hit = hit || (between == v + 1 && dem_ctx_form(s, between, "between") && s.t[between + 1].upos == DEM_NUM);
        /* "left one dead and seven others injured": a participle taken for a past */
        bool beside_dead = subject && dem_ctx_rel(s, v) == DEM_REL_conj && s.t[v].head != DEM_NONE && dem_ctx_lemma(s, s.t[v].head, "leave") &&
                           dem_ctx_child(s, v, DEM_REL_obj) == DEM_NONE;
        if (hit || bare || beside_dead) return set_hit(h, v, e, "toll-verb");
    }
    int32_t joined = (s.t[arg].deprel == DEM_REL_nsubj_pass || subject) && passive(s, v) ? joined_participle(c, s, v) : DEM_NONE;
    if (!e && joined != DEM_NONE) return set_hit(h, joined, dem_ctx_verb_in(c, s, joined, DEM_CUE_TOLL_VERB), "toll-verb");
    int32_t lives = subject && arg < v && dem_ctx_lemma(s, v, "lose") ? dem_ctx_child(s, v, DEM_REL_obj) : DEM_NONE;
    if (lives != DEM_NONE && dem_ctx_lemma_in(c, s, lives, DEM_CUE_TOLL_LIFE)) {
        /* "2,400 people lost their lives" */
        h->trigger = v;
        h->kind = DEM_STR("killed");
        h->rule = "toll-life";
        h->cue = dem_ctx_verb_in(c, s, v, DEM_CUE_TOLL_LIFE_VERB);
        return true;
    }
    e = dem_ctx_verb_in(c, s, v, DEM_CUE_TOLL_SUBJECT_VERB);
    bool made_passive = false; /* "four drowned" is none, whatever the tree calls its subject */
    for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling) made_passive |= s.t[k].deprel == DEM_REL_aux_pass;
    if (e && subject && !made_passive) {
        if (dem_ctx_lemma(s, v, "fall") || dem_ctx_lemma(s, v, "escape")) return false;
        return set_hit(h, v, e, "toll-subject");
    }
    /* "were reported killed", "are missing", "were found dead" */
    if (subject || s.t[arg].deprel == DEM_REL_nsubj_pass) {
        e = dem_ctx_form_in(c, s, v, DEM_CUE_TOLL_ADJECTIVE);
        bool is = dem_ctx_child(s, v, DEM_REL_cop) != DEM_NONE || ((s.t[v].upos == DEM_ADJ || dem_str_is(s.t[v].xpos, "VBG")) && dem_ctx_aux(s, v, "be"));
        if (e && is) return set_hit(h, v, e, "toll-adjective");
        int32_t x = dem_ctx_child(s, v, DEM_REL_xcomp);
        e = x != DEM_NONE ? dem_ctx_form_in(c, s, x, DEM_CUE_TOLL_ADJECTIVE) : NULL;
        if (e && (passive(s, v) || dem_ctx_lemma(s, v, "go") || dem_ctx_lemma(s, v, "remain") || dem_ctx_lemma(s, v, "stay"))) return set_hit(h, x, e, "toll-adjective");
        if (x != DEM_NONE && s.t[x].upos == DEM_VERB && (e = toll_verb(c, s, x)) && passive(s, x)) return set_hit(h, x, e, "toll-verb");
        e = x != DEM_NONE ? dem_ctx_verb_in(c, s, x, DEM_CUE_TOLL_SUBJECT_VERB) : NULL;
        if (e && !dem_ctx_lemma(s, x, "fall")) return set_hit(h, x, e, "toll-subject");
    }
    return false;
}

/* "left 12 people dead", "with 30 missing" */
static bool left_dead(const dem_ctx *c, dem_toks s, int32_t v, int32_t noun, dem_hit *h)
{
    const dem_cue *state = dem_ctx_form_in(c, s, v, DEM_CUE_TOLL_ADJECTIVE);
    if (state && v > noun && dem_ctx_rel(s, noun) == DEM_REL_nsubj && s.t[v].head != DEM_NONE && s.t[v].head < noun && dem_ctx_lemma(s, s.t[v].head, "leave"))
        return set_hit(h, v, state, "left-dead"); /* the people taken for the subject of "dead" */
    if (!dem_ctx_lemma(s, v, "leave") && !dem_ctx_lemma(s, v, "find") && !dem_ctx_lemma(s, v, "report") && !dem_ctx_lemma(s, v, "make")) return false;
    for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling) {
        const dem_cue *e = k > noun ? dem_ctx_form_in(c, s, k, DEM_CUE_TOLL_ADJECTIVE) : NULL;
        if (e && (dem_ctx_rel(s, k) == DEM_REL_xcomp || dem_ctx_rel(s, k) == DEM_REL_amod || dem_ctx_rel(s, k) == DEM_REL_advcl ||
                  dem_ctx_rel(s, k) == DEM_REL_obl))
            return set_hit(h, k, e, "left-dead");
    }
    return false;
}

/* Below the noun: "80 people killed across Syria", "12 people dead", "soldiers who died". */
static bool noun_holds(const dem_ctx *c, dem_toks s, int32_t noun, dem_hit *h)
{
    for (int32_t k = s.t[noun].first_child; k != DEM_NONE; k = s.t[k].next_sibling) {
        dem_rel rel = dem_ctx_rel(s, k);
        if (rel == DEM_REL_acl && k > noun) {
            const dem_cue *e = toll_verb(c, s, k);
            bool relative = s.t[k].deprel == DEM_REL_acl_relcl;
            if (e && !relative && dem_str_is(s.t[k].xpos, "VBN")) return set_hit(h, k, e, "toll-participle");
            if (e && relative && passive(s, k)) return set_hit(h, k, e, "toll-relative");
            e = dem_ctx_verb_in(c, s, k, DEM_CUE_TOLL_SUBJECT_VERB);
            int32_t own = dem_ctx_child(s, k, DEM_REL_nsubj); /* "142 cases, of which three patients have died" */
            bool others = own != DEM_NONE && s.t[own].upos != DEM_PRON;
            if (e && !others && !dem_ctx_lemma(s, k, "fall") && !dem_ctx_lemma(s, k, "escape") && dem_ctx_child(s, k, DEM_REL_obj) == DEM_NONE)
                return set_hit(h, k, e, "toll-relative");
        }
        if (s.t[k].deprel == DEM_REL_acl_relcl && k > noun) { /* "nine fishermen who went missing" */
            int32_t state = dem_ctx_child(s, k, DEM_REL_cop) != DEM_NONE ? k : dem_ctx_child(s, k, DEM_REL_xcomp);
            const dem_cue *e = state != DEM_NONE && s.t[state].upos != DEM_NOUN ? dem_ctx_form_in(c, s, state, DEM_CUE_TOLL_ADJECTIVE) : NULL;
            if (e && (state == k || dem_ctx_lemma(s, k, "go") || dem_ctx_lemma(s, k, "remain") || dem_ctx_lemma(s, k, "report"))) return set_hit(h, state, e, "toll-adjective");
        }
        if (rel == DEM_REL_acl && k > noun && (dem_ctx_lemma(s, k, "hostage") || dem_ctx_lemma(s, k, "captive")))
            return set_hit(h, k, dem_ctx_lemma_in(c, s, k, DEM_CUE_TOLL_NOUN), "toll-adjective"); /* "taking dozens of people there hostage" */
        if ((rel == DEM_REL_amod || rel == DEM_REL_acl || rel == DEM_REL_advmod || rel == DEM_REL_xcomp) && k != noun) {
            const dem_cue *e = dem_ctx_form_in(c, s, k, DEM_CUE_TOLL_ADJECTIVE);
            bool person = k > noun || !dem_ctx_lemma_in(c, s, noun, DEM_CUE_NO_VICTIM);
            if (e && person && s.t[k].deprel != DEM_REL_acl_relcl) return set_hit(h, k, e, "toll-adjective");
        }
    }
    return false;
}

/* The kind a count of something has: "the number of dead", "the death toll", "the toll of wounded". */
static const dem_cue *total_kind(const dem_ctx *c, dem_toks s, int32_t noun, dem_str *kind)
{
    const dem_cue *e = dem_ctx_lemma_in(c, s, noun, DEM_CUE_TOLL_TOTAL);
    if (!e) {
        /* "put the dead at 85" */
        e = dem_ctx_lemma_in(c, s, noun, DEM_CUE_TOLL_NOUN);
        if (!e) e = dem_ctx_form_in(c, s, noun, DEM_CUE_TOLL_NOUN);
        if (e) *kind = e->value;
        return e;
    }
    *kind = e->value;
    for (int32_t k = s.t[noun].first_child; k != DEM_NONE; k = s.t[k].next_sibling) {
        dem_rel rel = dem_ctx_rel(s, k);
        if (rel != DEM_REL_nmod && rel != DEM_REL_compound && rel != DEM_REL_amod && rel != DEM_REL_acl) continue;
        dem_str v = kind_in(c, DEM_CUE_TOLL_NOUN, s.t[k].lemma);
        if (!v.n) v = kind_in(c, DEM_CUE_TOLL_NOUN, s.t[k].form);
        if (v.n) {
            *kind = v;
            return e;
        }
        dem_hit below = {0};
        if (rel == DEM_REL_nmod && noun_holds(c, s, k, &below)) {
            *kind = below.kind;
            return e;
        }
    }
    return kind->n ? e : NULL;
}

static bool total_hit(const dem_ctx *c, dem_toks s, int32_t noun, dem_hit *h)
{
    dem_str kind = DEM_STR_NONE;
    const dem_cue *e = total_kind(c, s, noun, &kind);
    if (!e) return false;
    set_hit(h, noun, e, "toll-total");
    h->kind = kind;
    h->total = true;
    return true;
}

static bool has_marker(dem_toks s, int32_t x, const char *a, const char *b)
{
    for (int32_t k = s.t[x].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
        if ((dem_ctx_rel(s, k) == DEM_REL_case || dem_ctx_rel(s, k) == DEM_REL_mark || dem_ctx_rel(s, k) == DEM_REL_advmod) &&
            (dem_ctx_form(s, k, a) || dem_ctx_form(s, k, b)))
            return true;
    return false;
}

/* Inside of the words of a time. */
static bool in_time(const dem_ctx *c, dem_span span)
{
    for (size_t i = 0; i < c->r->times.n; i++)
        if (dem_span_contains(c->r->times.items[i].span, span)) return true;
    return false;
}

/* "the toll rose to 90", "put the toll at 85", "the toll is 12", "a toll of 90", "amounted to 5,400 deaths" */
static bool counted_by_toll(const dem_ctx *c, dem_toks s, int32_t x, dem_hit *h)
{
    int32_t v = s.t[x].head;
    dem_rel rel = dem_ctx_rel(s, x);
    int32_t subj = dem_ctx_child(s, x, DEM_REL_nsubj);
    if (subj != DEM_NONE && dem_ctx_child(s, x, DEM_REL_cop) != DEM_NONE && total_hit(c, s, subj, h)) return true;
    if (v == DEM_NONE) return false;
    for (int step = 0; step < 3 && rel == DEM_REL_nmod && has_marker(s, x, "at", "to"); step++) { /* "the toll since May 7 at 900" */
        dem_rel up = dem_ctx_rel(s, v);
        bool since = (up == DEM_REL_nmod || up == DEM_REL_obl) && s.t[v].head != DEM_NONE && (in_time(c, s.t[v].span) || has_marker(s, v, "since", "of") || has_marker(s, v, "in", "from"));
        if (!since) break;
        rel = up;
        v = s.t[v].head;
    }
    if (rel == DEM_REL_nmod && dem_ctx_lemma_in(c, s, v, DEM_CUE_TOLL_TOTAL) && total_hit(c, s, v, h)) {
        int32_t of = dem_ctx_child(s, x, DEM_REL_case);
        return of != DEM_NONE && (dem_ctx_form(s, of, "of") || dem_ctx_form(s, of, "at") || dem_ctx_form(s, of, "to"));
    }
    if (rel != DEM_REL_obl && rel != DEM_REL_obj && rel != DEM_REL_xcomp && rel != DEM_REL_advmod) return false;
    if (!dem_ctx_verb_in(c, s, v, DEM_CUE_TOLL_TOTAL_VERB) || (has_marker(s, x, "from", "from") && !dem_ctx_form(s, x + 1, "to"))) return false;
    for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling) {
        dem_rel kr = dem_ctx_rel(s, k);
        if (k != x && (kr == DEM_REL_nsubj || kr == DEM_REL_obj) && total_hit(c, s, k, h)) return true;
    }
    int32_t up = dem_ctx_subject(c->r, s.index, v);
    return up != DEM_NONE && up != x && total_hit(c, s, up, h);
}

static bool of_them(dem_toks s, int32_t x)
{
    for (int32_t k = s.t[x].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
        if (s.t[k].upos == DEM_PRON && (dem_ctx_form(s, k, "them") || dem_ctx_form(s, k, "whom"))) return true;
    return false;
}

/* "said 146 people were killed" with the people hung on "said"; "were killed, among them 498 civilians" hung on the verb. */
static bool lost_subject(const dem_ctx *c, dem_toks s, int32_t x, dem_hit *h)
{
    int32_t v = s.t[x].head;
    const dem_cue *e;
    if (s.t[v].upos != DEM_VERB) return false;
    int32_t first = x;
    for (int32_t k = s.t[x].first_child; k != DEM_NONE && k < first; k = s.t[k].next_sibling) first = k;
    const dem_cue *own = of_them(s, x) && x > v ? dem_ctx_verb_in(c, s, v, DEM_CUE_TOLL_SUBJECT_VERB) : NULL;
    if (own && dem_ctx_rel(s, x) == DEM_REL_obj) { /* "83 people died, 40 of them in the town" */
        h->shared = h->part = true;
        return set_hit(h, v, own, "toll-part");
    }
    if ((dem_ctx_rel(s, x) == DEM_REL_obj || dem_ctx_rel(s, x) == DEM_REL_obl) && x > v && passive(s, v) && (e = toll_verb(c, s, v)) &&
        (dem_ctx_form(s, first - 1, "them") || dem_ctx_form(s, first - 1, "including"))) {
        h->shared = h->part = true;
        return set_hit(h, v, e, "toll-part");
    }
    for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
        if (k > x && dem_ctx_rel(s, k) == DEM_REL_ccomp && dem_ctx_rel(s, x) == DEM_REL_obj && passive(s, k) &&
            dem_ctx_child(s, k, DEM_REL_nsubj) == DEM_NONE && (e = toll_verb(c, s, k)))
            return set_hit(h, k, e, "toll-verb");
    return false;
}

/* "150 soldiers, 95 civilians and hundreds of rebels killed": what the last of a row is told to have befallen befell all. */
static bool last_of_row(const dem_ctx *c, dem_toks s, int32_t x, dem_hit *h)
{
    int32_t last = x;
    for (int steps = 0; steps < 6; steps++) {
        int32_t next = DEM_NONE, up = dem_ctx_rel(s, last) == DEM_REL_conj ? s.t[last].head : DEM_NONE;
        for (int32_t k = s.t[last].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
            if (k > last && dem_ctx_rel(s, k) == DEM_REL_conj && s.t[k].upos == DEM_NOUN) next = k;
        for (int32_t k = up == DEM_NONE ? DEM_NONE : s.t[up].first_child; k != DEM_NONE && next == DEM_NONE; k = s.t[k].next_sibling)
            if (k > last && dem_ctx_rel(s, k) == DEM_REL_conj && s.t[k].upos == DEM_NOUN) next = k;
        if (next == DEM_NONE) break;
        last = next;
    }
    if (last == x || !noun_holds(c, s, last, h) || h->trigger < last || s.t[h->trigger].deprel == DEM_REL_acl_relcl) return false;
    int32_t next = h->trigger + 1; /* nothing else is told of the last one alone */
    if (next < s.n && s.t[next].upos != DEM_PUNCT && s.t[next].upos != DEM_ADP && s.t[next].upos != DEM_ADV) return false;
    h->shared = true;
    return true;
}

/* What befell the counted noun x. */
bool dem_ctx_find_hit(const dem_ctx *c, dem_toks s, int32_t x, int depth, dem_hit *h)
{
    if (depth > 4) return false;
    const dem_token *t = &s.t[x];
    if (dem_ctx_lemma_in(c, s, x, DEM_CUE_NO_VICTIM)) return false;
    dem_rel rel = dem_ctx_rel(s, x);
    int32_t v = t->head;
    /* "12 dead", "5,400 deaths", "30 casualties" */
    const dem_cue *e = dem_ctx_lemma_in(c, s, x, DEM_CUE_TOLL_NOUN);
    if (!e) e = dem_ctx_form_in(c, s, x, DEM_CUE_TOLL_ADJECTIVE);
    if (e && t->upos == DEM_VERB && !dem_str_is(t->xpos, "VBN")) e = NULL;
    bool verb_first = false;
    dem_hit by_verb = {0};
    if (v != DEM_NONE && (verb_hits(c, s, v, x, &by_verb) || left_dead(c, s, v, x, &by_verb))) verb_first = true;
    if (e && verb_first && !dem_str_eq(by_verb.kind, e->value)) {
        /* "released 30 hostages", "killed 12 refugees": the verb tells what befell them */
        *h = by_verb;
        return true;
    }
    bool names_other = rel == DEM_REL_compound && v == x + 1 && s.t[v].upos == DEM_NOUN && !dem_ctx_lemma(s, v, "toll"); /* "36 arrest warrants" */
    if (e && !names_other) return set_hit(h, x, e, "toll-noun");
    if (e) return false;
    if (verb_first) {
        *h = by_verb;
        return true;
    }
    if (noun_holds(c, s, x, h)) return true;
    if (v == DEM_NONE) return counted_by_toll(c, s, x, h); /* "The deaths are 14 civilians" */
    if (last_of_row(c, s, x, h)) return true;
    if (rel == DEM_REL_compound && v == x + 1 && (dem_ctx_lemma(s, v, "hostage") || dem_ctx_lemma(s, v, "captive") || dem_ctx_lemma(s, v, "prisoner")) &&
        s.t[v].head != DEM_NONE && (dem_ctx_lemma(s, s.t[v].head, "take") || dem_ctx_lemma(s, s.t[v].head, "hold")))
        return set_hit(h, s.t[v].head, dem_ctx_lemma_in(c, s, v, DEM_CUE_TOLL_NOUN), "toll-verb"); /* "took 30 women hostage", read as one noun */
    if (lost_subject(c, s, x, h)) return true;
    if (dem_ctx_lemma_in(c, s, x, DEM_CUE_TOLL_LIFE) && dem_ctx_verb_in(c, s, v, DEM_CUE_TOLL_LIFE_VERB)) {
        static const dem_str killed = {"killed", 6};
        h->trigger = v;
        h->kind = killed;
        h->rule = "toll-life";
        h->cue = dem_ctx_verb_in(c, s, v, DEM_CUE_TOLL_LIFE_VERB);
        return true;
    }
    if (counted_by_toll(c, s, x, h)) return true;
    /* "claimed the lives of nine pilgrims" */
    if (rel == DEM_REL_nmod && dem_ctx_lemma_in(c, s, v, DEM_CUE_TOLL_LIFE) && s.t[v].head != DEM_NONE && has_marker(s, x, "of", "of") &&
        dem_ctx_verb_in(c, s, s.t[v].head, DEM_CUE_TOLL_LIFE_VERB)) {
        h->trigger = s.t[v].head;
        h->kind = DEM_STR("killed");
        h->rule = "toll-life";
        h->cue = dem_ctx_verb_in(c, s, s.t[v].head, DEM_CUE_TOLL_LIFE_VERB);
        return true;
    }
    /* "hundreds of thousands of refugees": the noun behind the measure tells */
    int32_t people = depth == 0 ? dem_ctx_people(c, s, x) : x;
    if (people != x && noun_holds(c, s, people, h)) return true;
    if (people != x && (e = dem_ctx_lemma_in(c, s, people, DEM_CUE_TOLL_NOUN)) && dem_str_is(e->value, "refugees")) return set_hit(h, people, e, "toll-noun");
    /* "the killing of 12 people", "the release of 30 prisoners" */
    if (rel == DEM_REL_nmod && has_marker(s, x, "of", "of")) {
        e = dem_ctx_lemma_in(c, s, v, DEM_CUE_TOLL_NOUN);
        if (e && !dem_str_is(e->text, "body")) return set_hit(h, v, e, "toll-nominal");
        if (e && dem_str_is(e->text, "body")) return set_hit(h, v, e, "bodies-of");
        if (dem_ctx_lemma(s, v, "release") || dem_ctx_lemma(s, v, "evacuation") || dem_ctx_lemma(s, v, "displacement") || dem_ctx_lemma(s, v, "murder") ||
            dem_ctx_lemma(s, v, "massacre")) {
            dem_str lemma = dem_ctx_lemma(s, v, "evacuation") ? DEM_STR("evacuate") : dem_ctx_lemma(s, v, "displacement") ? DEM_STR("displace") : s.t[v].lemma;
            e = dem_cue_in(c->rules, DEM_CUE_TOLL_VERB, lemma);
            if (e) return set_hit(h, v, e, "toll-nominal");
        }
    }
    /* "a total of 336 men were arrested": what befell the total befell them */
    if (rel == DEM_REL_nmod && has_marker(s, x, "of", "of") &&
        (dem_ctx_lemma_in(c, s, v, DEM_CUE_TOLL_TOTAL) || dem_ctx_form_in(c, s, v, DEM_CUE_VAGUE) || dem_ctx_lemma(s, v, "group")))
        return dem_ctx_find_hit(c, s, v, depth + 1, h);
    /* "37 gunmen and two civilians", "including 11 children", "about 50 of them civilians" */
    bool shares = rel == DEM_REL_conj || rel == DEM_REL_appos ||
                  (rel == DEM_REL_nmod && (has_marker(s, x, "including", "among") || has_marker(s, x, "and", "plus"))) ||
                  (rel == DEM_REL_obl && has_marker(s, x, "including", "among")) ||
                  ((rel == DEM_REL_parataxis || rel == DEM_REL_acl || rel == DEM_REL_advcl || rel == DEM_REL_dep || rel == DEM_REL_nmod) && of_them(s, x));
    if (shares && (s.t[v].upos == DEM_NOUN || s.t[v].upos == DEM_PROPN || s.t[v].upos == DEM_NUM || s.t[v].upos == DEM_PRON)) {
        if (dem_ctx_find_hit(c, s, v, depth + 1, h)) {
            /* "12 deaths and 30 injuries" were told apart above; a plain noun beside a toll noun shares its kind only when people are counted */
            h->shared = true;
            h->part = rel != DEM_REL_conj;
            return true;
        }
    }
    if ((rel == DEM_REL_obl || rel == DEM_REL_advcl || ((rel == DEM_REL_conj || rel == DEM_REL_parataxis) && of_them(s, x))) &&
        (has_marker(s, x, "including", "among") || of_them(s, x)) && s.t[v].upos == DEM_VERB) {
        /* attached to the verb instead of the noun */
        const dem_cue *direct = of_them(s, x) ? toll_verb(c, s, v) : NULL;
        if (direct) {
            h->shared = h->part = true;
            return set_hit(h, v, direct, "toll-part");
        }
        for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
            if (k != x && k < x && (dem_ctx_rel(s, k) == DEM_REL_nsubj || dem_ctx_rel(s, k) == DEM_REL_obj) && verb_hits(c, s, v, k, h)) {
                h->shared = h->part = true;
                return true;
            }
    }
    return false;
}

/* What the number counts: the noun it modifies, or itself. */
int32_t dem_ctx_counted(dem_toks s, const dem_number *n)
{
    int32_t x = n->value_last, next = n->value_last + 1;
    for (int32_t i = n->value_first; i <= n->value_last; i++)
        if (s.t[i].head == DEM_NONE || s.t[i].head < n->value_first || s.t[i].head > n->value_last) x = i;
    for (int steps = 0; steps < 4; steps++) {
        int32_t h = s.t[x].head;
        dem_rel rel = dem_ctx_rel(s, x);
        if (h == DEM_NONE) return x;
        if (h == next && (s.t[h].upos == DEM_NOUN || s.t[h].upos == DEM_ADJ)) return h;
        if (rel != DEM_REL_nummod && rel != DEM_REL_det && rel != DEM_REL_amod && rel != DEM_REL_compound && rel != DEM_REL_advmod) return x;
        if (rel == DEM_REL_advmod && s.t[h].upos != DEM_NUM) return x;
        if (s.t[h].upos == DEM_VERB && rel != DEM_REL_nummod) return x;
        x = h;
        if (rel == DEM_REL_nummod && s.t[x].upos != DEM_NUM) return x;
    }
    return x;
}

/* The people among the counted: "dozens of soldiers", "members of the security forces". */
int32_t dem_ctx_people(const dem_ctx *c, dem_toks s, int32_t x)
{
    bool amount = dem_ctx_lemma_in(c, s, x, DEM_CUE_VAGUE) || dem_ctx_form_in(c, s, x, DEM_CUE_VAGUE) ||
                  dem_ctx_lemma_in(c, s, x, DEM_CUE_MULTIPLIER) || s.t[x].upos == DEM_NUM || dem_ctx_form(s, x, "tens") ||
                  dem_ctx_lemma_in(c, s, x, DEM_CUE_TOLL_NOUN);
    if (!amount) return x;
    for (int32_t k = s.t[x].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
        if (dem_ctx_form(s, k, "them") && k + 1 < s.n && s.t[k + 1].upos == DEM_NOUN && has_marker(s, k, "of", "of")) return k + 1; /* "nine of them children" */
        else if (dem_ctx_rel(s, k) == DEM_REL_nmod && has_marker(s, k, "of", "among") && s.t[k].upos != DEM_NUM) return dem_ctx_people(c, s, k) == k ? k : dem_ctx_people(c, s, k);
    return x;
}

static bool ends_with(dem_str word, const char *end) { return word.n > strlen(end) + 2 && dem_str_ends(word, dem_str_c(end)); }

/* People by what the noun is: somebody's role or nation, a noun of the list, a noun made for those who do something. */
bool dem_ctx_are_people(const dem_ctx *c, dem_toks s, int32_t x)
{
    const dem_token *t = &s.t[x];
    const dem_mention *m = t->mention == DEM_NONE ? NULL : &c->r->mentions.items[t->mention];
    if (dem_ctx_lemma_in(c, s, x, DEM_CUE_NO_VICTIM)) return false;
    if (m && m->type != DEM_MENTION_PLACE && m->type != DEM_MENTION_ORGANISATION && (m->code.n || m->type == DEM_MENTION_PERSON || m->type == DEM_MENTION_PRONOUN)) return true;
    if (dem_ctx_lemma_in(c, s, x, DEM_CUE_PERSON_NOUN) || dem_ctx_form_in(c, s, x, DEM_CUE_PERSON_NOUN)) return true;
    return ends_with(t->lemma, "ist") || ends_with(t->lemma, "man") || ends_with(t->lemma, "woman") || ends_with(t->lemma, "men") || t->upos == DEM_PROPN;
}

/* "released 5,500 pages": what befalls things, too, makes a toll only of people. */
bool dem_ctx_befalls_people(const dem_ctx *c, dem_toks s, int32_t counted, const dem_hit *h)
{
    int32_t who = dem_ctx_people(c, s, counted);
    if (!h->total && counted != h->trigger && dem_ctx_lemma_in(c, s, who, DEM_CUE_NO_VICTIM)) return false; /* "dozens of villages" */
    if (h->shared && s.t[who].upos == DEM_NOUN && !dem_ctx_are_people(c, s, who) && !dem_ctx_lemma_in(c, s, who, DEM_CUE_TOLL_NOUN)) return false;
    if (!h->cue || h->total || counted == h->trigger || !dem_cue_in(c->rules, DEM_CUE_OF_THINGS, h->cue->text)) return true;
    int32_t people = dem_ctx_people(c, s, counted);
    if (s.t[people].upos != DEM_NOUN && s.t[people].upos != DEM_PROPN) return true;
    int32_t first = dem_ctx_rel(s, counted) == DEM_REL_conj ? s.t[counted].head : DEM_NONE; /* "holds two debates, three candidates …" */
    if (first != DEM_NONE && s.t[first].upos == DEM_NOUN && !dem_ctx_are_people(c, s, dem_ctx_people(c, s, first))) return false;
    if (dem_ctx_lemma_in(c, s, people, DEM_CUE_TOLL_NOUN)) return true;
    for (int32_t k = s.t[people].first_child; k != DEM_NONE; k = s.t[k].next_sibling) /* "50 vehicles and soldiers": any of those joined */
        if (dem_ctx_rel(s, k) == DEM_REL_conj && dem_ctx_are_people(c, s, k)) return true;
    return dem_ctx_are_people(c, s, people);
}
