/* SPDX-License-Identifier: Apache-2.0 */
/* References to proposals in one report: events that make one, and nouns that name one ("the Arab League plan", "a draft circulated by
   Jordan"). */
#include "stories/internal.h"

/* A text that names more proposals than that is no report; the later ones are left out. */
enum { MAX_OWNERS = 12, MAX_REFS = 300 };
/* Sentences across which "the agreement" points back. */
enum { AGREEMENT_NEAR = 3 };

dem_str dem_lemma_low(dem_bid_work *w, const dem_token *t)
{
    for (size_t i = 0; i < t->lemma.n; i++)
        if (t->lemma.p[i] >= 'A' && t->lemma.p[i] <= 'Z') return dem_lower(w->r->arena, t->lemma);
    return t->lemma;
}

dem_str dem_rule_part(dem_str rule, const char *prefix)
{
    size_t at = dem_str_find(rule, dem_str_c(prefix), 0);
    if (at == SIZE_MAX) return DEM_STR_NONE;
    size_t from = at + strlen(prefix), to = from;
    while (to < rule.n && rule.p[to] != '@' && rule.p[to] != ' ' && rule.p[to] != '+') to++;
    return dem_str_cut(rule, from, to);
}

bool dem_token_below(const dem_report *r, int32_t sentence, int32_t token, int32_t top)
{
    for (int guard = 0; token != DEM_NONE && guard < 512; guard++) {
        if (token == top) return true;
        token = dem_token_at(r, sentence, token)->head;
    }
    return false;
}

/* Below the predicate with no other verb between: "which Morocco introduced on Friday" dates the introducing. */
static bool in_same_clause(const dem_report *r, int32_t s, int32_t token, int32_t top)
{
    for (int guard = 0; token != DEM_NONE && guard < 512; guard++) {
        if (token == top) return true;
        const dem_token *t = dem_token_at(r, s, token);
        if (t->upos == DEM_VERB) return false;
        token = t->head;
    }
    return false;
}

dem_day dem_frame_day(const dem_report *r, const dem_frame *f)
{
    for (size_t i = 0; i < r->times.n; i++) {
        const dem_time *t = &r->times.items[i];
        bool day = t->type == DEM_TIME_DATE && t->from == t->to && t->from != DEM_DAY_NONE;
        if (day && t->sentence == f->sentence && t->head >= 0 && in_same_clause(r, f->sentence, t->head, f->token)) return t->from;
    }
    return DEM_DAY_NONE;
}

dem_day dem_event_day(const dem_report *r, const dem_event *e)
{
    if (e->date_from != DEM_DAY_NONE && e->date_from == e->date_to) return e->date_from;
    return e->date_from == DEM_DAY_NONE || e->date_to > r->meta.published ? r->meta.published : e->date_from; /* "this autumn" is when it shall be */
}

bool dem_actors_at(dem_bid_work *w, int32_t sentence, int32_t token, dem_parties *out)
{
    int32_t mention = dem_token_at(w->r, sentence, token)->mention;
    if (mention == DEM_NONE) return false;
    dem_actor found[MAX_OWNERS];
    size_t n = dem_actors_of(w->r, mention, found, MAX_OWNERS), before = out->n;
    for (size_t i = 0; i < n; i++) {
        if (!found[i].code.n) continue;
        dem_party p = dem_party_of(w->r, &found[i], w->a);
        if (!dem_party_add(out, &p, w->a)) w->failed = true;
    }
    return out->n > before;
}

static dem_rel rel_of(const dem_token *t)
{
    return dem_rel_base((dem_rel)t->deprel);
}

bool dem_bid_has_case(const dem_report *r, int32_t s, int32_t token, const char *const *words, size_t n)
{
    for (int32_t c = dem_token_at(r, s, token)->first_child; c != DEM_NONE; c = dem_token_at(r, s, c)->next_sibling) {
        const dem_token *t = dem_token_at(r, s, c);
        for (size_t i = 0; rel_of(t) == DEM_REL_case && i < n; i++)
            if (dem_str_ieq(t->form, dem_str_c(words[i]))) return true;
    }
    return false;
}

static const dem_frame *frame_at(const dem_report *r, int32_t s, int32_t token)
{
    int32_t f = dem_token_at(r, s, token)->frame;
    return f == DEM_NONE ? NULL : &r->frames.items[f];
}

/* "representatives of Ukraine, the OSCE and the separatists" */
static void add_sent_by(dem_bid_work *w, int32_t s, int32_t token, dem_parties *out)
{
    static const char *const of_words[] = {"of", "from"};
    const dem_token *t = dem_token_at(w->r, s, token);
    if (!dem_str_is(t->xpos, "NNS") && !dem_str_is(t->xpos, "NNPS")) return;
    for (int32_t c = t->first_child; c != DEM_NONE; c = dem_token_at(w->r, s, c)->next_sibling) {
        if (rel_of(dem_token_at(w->r, s, c)) != DEM_REL_nmod || !dem_bid_has_case(w->r, s, c, of_words, 2)) continue;
        dem_actors_at(w, s, c, out);
        for (int32_t k = dem_token_at(w->r, s, c)->first_child; k != DEM_NONE; k = dem_token_at(w->r, s, k)->next_sibling)
            if (rel_of(dem_token_at(w->r, s, k)) == DEM_REL_conj) dem_actors_at(w, s, k, out);
    }
}

static void add_subjects(dem_bid_work *w, const dem_frame *f, dem_parties *out)
{
    for (size_t i = 0; i < f->slots.n; i++)
        if (dem_str_is(f->slots.items[i].name, "subj")) {
            dem_actors_at(w, f->sentence, f->slots.items[i].token, out);
            for (int32_t k = dem_token_at(w->r, f->sentence, f->slots.items[i].token)->first_child; k != DEM_NONE; k = dem_token_at(w->r, f->sentence, k)->next_sibling)
                if (rel_of(dem_token_at(w->r, f->sentence, k)) == DEM_REL_conj) dem_actors_at(w, f->sentence, k, out);
            add_sent_by(w, f->sentence, f->slots.items[i].token, out);
        }
}

/* "introduced on behalf of Arab states" */
static void add_behalf(dem_bid_work *w, const dem_frame *f, dem_parties *out)
{
    for (size_t i = 0; i < f->slots.n; i++) {
        const dem_token *t = dem_token_at(w->r, f->sentence, f->slots.items[i].token);
        if (!dem_str_ieq(t->form, DEM_STR("behalf"))) continue;
        for (int32_t c = t->first_child; c != DEM_NONE; c = dem_token_at(w->r, f->sentence, c)->next_sibling) dem_actors_at(w, f->sentence, c, out);
    }
}

static bool is_proposal_verb(dem_bid_work *w, dem_str lemma)
{
    return dem_story_find(w->rules, DEM_STORY_PROPOSAL_VERB, lemma) != NULL;
}

/* What is only asked for, imagined or ordered is not proposed. */
static bool told(const dem_frame *f)
{
    return !(f->flags & (DEM_FRAME_NEGATED | DEM_FRAME_CONDITIONAL | DEM_FRAME_IMPERATIVE | DEM_FRAME_QUESTION));
}

/* "In March the rebels declared a truce that nobody kept": told in passing of another time. */
static bool long_ago(const dem_bid_work *w, const dem_frame *f)
{
    enum { LONG = 30 };
    for (size_t i = 0; i < w->r->times.n && w->r->meta.published != DEM_DAY_NONE; i++) {
        const dem_time *t = &w->r->times.items[i];
        bool date = t->type == DEM_TIME_DATE && t->to != DEM_DAY_NONE && t->to < w->r->meta.published - LONG;
        if (date && t->sentence == f->sentence && t->head >= 0 && in_same_clause(w->r, f->sentence, t->head, f->token)) return true;
    }
    return false;
}

/* "has entered into an agreement with the government": the other that made it. */
static void add_other_side(dem_bid_work *w, const dem_frame *f, int32_t noun, dem_parties *out)
{
    static const char *const with[] = {"with"};
    for (size_t i = 0; i < f->slots.n; i++)
        if (dem_str_is(f->slots.items[i].name, "with")) dem_actors_at(w, f->sentence, f->slots.items[i].token, out);
    for (int32_t c = dem_token_at(w->r, f->sentence, noun)->first_child; c != DEM_NONE; c = dem_token_at(w->r, f->sentence, c)->next_sibling)
        if (rel_of(dem_token_at(w->r, f->sentence, c)) == DEM_REL_nmod && dem_bid_has_case(w->r, f->sentence, c, with, 1)) dem_actors_at(w, f->sentence, c, out);
}

static void owners_from(dem_bid_work *w, dem_ref *ref, const dem_frame *f, const dem_slot *slot)
{
    bool object = dem_str_is(slot->name, "obj"), settles = dem_story_find(w->rules, DEM_STORY_SETTLE_VERB, f->lemma) != NULL;
    bool invites = dem_str_is(ref->kind, "invitation") && dem_story_find(w->rules, DEM_STORY_INVITE_VERB, f->lemma);
    bool proposes = object && (invites || is_proposal_verb(w, f->lemma)), takes_back = object && dem_story_find(w->rules, DEM_STORY_WITHDRAW_VERB, f->lemma);
    dem_parties who = {0};
    settles = settles && (object || dem_str_is(slot->name, "on") || dem_str_is(slot->name, "to") || dem_str_is(slot->name, "into")) && !(f->flags & DEM_FRAME_INFINITIVE);
    if (!settles && !proposes && !takes_back) return;
    const dem_frame *above = f->parent == DEM_NONE ? NULL : &w->r->frames.items[f->parent];
    for (size_t i = 0; above && i < above->slots.n; i++) /* "stopped the government from signing it" */
        if (above->slots.items[i].frame == (int32_t)(f - w->r->frames.items) && dem_str_is(above->slots.items[i].name, "from")) return;
    add_subjects(w, f, &who);
    if (settles && !proposes && who.n) add_other_side(w, f, ref->token, &who);
    /* Two that agree on it made it; one alone agrees to what another made. */
    if (!who.n || (settles && !proposes && who.n < 2)) return;
    if (proposes) add_behalf(w, f, &who);
    for (size_t i = 0; i < who.n; i++) dem_party_add(&ref->owners, &who.items[i], w->a);
    ref->proposed = ref->proposed || proposes || settles;
    ref->again = ref->again || (proposes && dem_str_is(f->lemma, "make"));
    dem_str town = (proposes || settles) ? dem_bid_place_of(w, f->sentence, f->token, ref->token) : DEM_STR_NONE;
    if (town.n) ref->venue = town;
    if (settles && who.n > 1) {
        ref->settled = true;
        ref->settlers = who;
    }
    if (ref->day == DEM_DAY_NONE && !takes_back) ref->day = dem_frame_day(w->r, f);
    ref->past = ref->past || long_ago(w, f);
}

/* "introduced a resolution threatening measures" read as a clause: the noun is then the subject below the verb. */
static bool in_clause(const dem_bid_work *w, const dem_slot *slot, int32_t token)
{
    /* "agreed to prolong the pause" */
    if (dem_str_is(slot->name, "to") && slot->frame != DEM_NONE) {
        const dem_frame *g = &w->r->frames.items[slot->frame];
        for (size_t i = 0; i < g->slots.n; i++)
            if (dem_str_is(g->slots.items[i].name, "obj") && g->slots.items[i].token == token) return true;
    }
    if ((!dem_str_is(slot->name, "ing") && !dem_str_is(slot->name, "that")) || slot->frame == DEM_NONE) return false;
    const dem_frame *g = &w->r->frames.items[slot->frame];
    for (size_t i = 0; i < g->slots.n; i++)
        if (dem_str_is(g->slots.items[i].name, "subj") && g->slots.items[i].token == token && !g->slots.items[i].inherited) return dem_str_is(slot->name, "ing");
    return false;
}

/* "Britain has circulated a draft": the verb above the noun. */
static void owners_above(dem_bid_work *w, dem_ref *ref)
{
    for (size_t i = 0; i < w->r->frames.n; i++) {
        const dem_frame *f = &w->r->frames.items[i];
        if (f->sentence != ref->sentence || !told(f)) continue;
        for (size_t k = 0; k < f->slots.n; k++) {
            dem_slot object = f->slots.items[k];
            if (in_clause(w, &object, ref->token)) {
                bool to = dem_str_is(object.name, "to");
                if (to && !dem_story_find(w->rules, DEM_STORY_SETTLE_VERB, f->lemma)) continue;
                object.name = to ? DEM_STR("to") : DEM_STR("obj");
                object.token = ref->token;
            }
            if (object.token == ref->token) owners_from(w, ref, f, &object);
        }
    }
}

static bool may_own(dem_bid_work *w, int32_t s, int32_t token)
{
    int32_t m = dem_token_at(w->r, s, token)->mention;
    if (m == DEM_NONE) return false;
    const dem_mention *x = &w->r->mentions.items[m];
    return !dem_str_starts(x->code, DEM_STR("IGOUNOSEC")); /* the council adopts resolutions, its members propose them */
}

/* "the Arab draft" */
static bool add_collective(dem_bid_work *w, const dem_token *t, dem_ref *ref)
{
    dem_str who = dem_story_value(w->rules, DEM_STORY_COLLECTIVE, dem_lower(w->r->arena, t->form));
    size_t gap = dem_str_find(who, DEM_STR(" "), 0), stroke = dem_str_find(who, DEM_STR("/"), 0);
    if (gap == SIZE_MAX || stroke > gap || !t->form.n || t->form.p[0] < 'A' || t->form.p[0] > 'Z') return false;
    dem_party states = {.code = dem_str_cut(who, 0, stroke), .name = dem_str_cut(who, gap + 1, who.n)}, body = {.code = dem_str_cut(who, stroke + 1, gap)};
    if (!dem_party_add(&ref->owners, &states, w->a) || !dem_party_add(&ref->of, &body, w->a)) w->failed = true;
    return true;
}

/* Owners named in the phrase itself: "Russia's", "Iranian", "by Australia", "that Morocco had drafted". */
static void owners_below(dem_bid_work *w, dem_ref *ref)
{
    static const char *const from_words[] = {"by", "from", "of"};
    const dem_report *r = w->r;
    int32_t s = ref->sentence;
    for (int32_t c = dem_token_at(r, s, ref->token)->first_child; c != DEM_NONE; c = dem_token_at(r, s, c)->next_sibling) {
        const dem_token *t = dem_token_at(r, s, c);
        dem_rel rel = rel_of(t);
        int32_t m = t->mention;
        bool place = m != DEM_NONE && r->mentions.items[m].type == DEM_MENTION_PLACE;
        if (rel == DEM_REL_acl) {
            const dem_frame *f = frame_at(r, s, c);
            if (f && is_proposal_verb(w, f->lemma)) {
                add_subjects(w, f, &ref->owners); /* named by the way: nobody proposes it here */
                if (ref->day == DEM_DAY_NONE) ref->day = dem_frame_day(r, f);
            }
        } else if (rel == DEM_REL_amod && m == DEM_NONE && add_collective(w, t, ref)) {
            continue;
        } else if (!may_own(w, s, c)) {
            continue;
        } else if (t->deprel == DEM_REL_nmod_poss || rel == DEM_REL_amod || (rel == DEM_REL_compound && !place) ||
                   (rel == DEM_REL_nmod && dem_bid_has_case(r, s, c, from_words, dem_str_is(ref->kind, "resolution") ? 2 : 3))) {
            dem_actors_at(w, s, c, &ref->owners);
            for (int32_t k = t->first_child; k != DEM_NONE; k = dem_token_at(r, s, k)->next_sibling)
                if (rel_of(dem_token_at(r, s, k)) == DEM_REL_conj) dem_actors_at(w, s, k, &ref->owners);
        }
    }
}

/* A participle hung one word too deep: its object is inside our phrase and nothing else in the sentence proposes it. */
static void owners_deeper(dem_bid_work *w, dem_ref *ref)
{
    if (ref->owners.n) return;
    for (size_t i = 0; i < w->r->frames.n; i++) {
        const dem_frame *f = &w->r->frames.items[i];
        if (f->sentence != ref->sentence || !(f->flags & DEM_FRAME_PARTICIPLE) || !is_proposal_verb(w, f->lemma)) continue;
        if (f->token <= ref->token || !dem_token_below(w->r, f->sentence, f->token, ref->token)) {
            const dem_token *head = dem_token_at(w->r, f->sentence, f->token);
            int32_t above = head->head;
            bool near = above != DEM_NONE && above > ref->token && dem_token_at(w->r, f->sentence, above)->head == dem_token_at(w->r, f->sentence, ref->token)->head;
            if (!near) continue;
        }
        add_subjects(w, f, &ref->owners);
    }
}

static void add_row(dem_bid_work *w, int32_t s, int32_t token, dem_parties *out)
{
    dem_actors_at(w, s, token, out);
    for (int32_t k = dem_token_at(w->r, s, token)->first_child; k != DEM_NONE; k = dem_token_at(w->r, s, k)->next_sibling)
        if (rel_of(dem_token_at(w->r, s, k)) == DEM_REL_conj) dem_actors_at(w, s, k, out);
}

/* "a deal between A and B" is theirs, unless the words say that another proposed it: then it is made to them. */
static void owners_between(dem_bid_work *w, dem_ref *ref)
{
    static const char *const between[] = {"between"};
    dem_parties *out = ref->owners.n || dem_str_is(ref->kind, "resolution") ? &ref->parties : &ref->owners;
    for (int32_t c = dem_token_at(w->r, ref->sentence, ref->token)->first_child; c != DEM_NONE; c = dem_token_at(w->r, ref->sentence, c)->next_sibling)
        if (rel_of(dem_token_at(w->r, ref->sentence, c)) == DEM_REL_nmod && dem_bid_has_case(w->r, ref->sentence, c, between, 1)) add_row(w, ref->sentence, c, out);
}

/* Whom it is made to, and where: "an invitation to Iran", "a pause in Homs". */
static void sides_below(dem_bid_work *w, dem_ref *ref)
{
    static const char *const to_words[] = {"to", "for"}, *const in_words[] = {"in", "at"};
    const dem_report *r = w->r;
    int32_t s = ref->sentence;
    for (int32_t c = dem_token_at(r, s, ref->token)->first_child; c != DEM_NONE; c = dem_token_at(r, s, c)->next_sibling) {
        /* "Syria resolution" */
        if (rel_of(dem_token_at(r, s, c)) == DEM_REL_compound && dem_str_is(ref->kind, "resolution") && may_own(w, s, c)) dem_actors_at(w, s, c, &ref->parties);
        if (rel_of(dem_token_at(r, s, c)) != DEM_REL_nmod) continue;
        if (dem_bid_has_case(r, s, c, to_words, 2)) add_row(w, s, c, &ref->parties);
        for (size_t i = 0; i < r->places.n && dem_bid_has_case(r, s, c, in_words, 2) && !ref->venue.n; i++)
            if (r->places.items[i].sentence == s && r->places.items[i].token == c && r->places.items[i].precision >= 3) ref->venue = r->places.items[i].name;
    }
    if (!ref->venue.n && dem_str_is(ref->kind, "invitation")) ref->venue = dem_bid_place_of(w, s, ref->token, DEM_NONE); /* "an invitation to a meeting in Oslo" */
}

/* "invited both to Doha" */
static dem_str invited_to(const dem_bid_work *w, int32_t s, int32_t verb)
{
    static const char *const to[] = {"to"};
    for (size_t i = 0; i < w->r->places.n; i++) {
        const dem_place *p = &w->r->places.items[i];
        if (p->sentence == s && p->precision >= 3 && p->token > verb && dem_bid_has_case(w->r, s, p->token, to, 1) && dem_token_below(w->r, s, p->token, verb)) return p->name;
    }
    return DEM_STR_NONE;
}

/* "to host talks", "to bring both sides together", not "to hold an election": what is held, where something is. */
static bool of_talks(dem_bid_work *w, int32_t s, int32_t verb)
{
    for (int32_t c = dem_token_at(w->r, s, verb)->first_child; c != DEM_NONE; c = dem_token_at(w->r, s, c)->next_sibling) {
        const dem_token *t = dem_token_at(w->r, s, c);
        if (rel_of(t) == DEM_REL_obj && t->upos == DEM_NOUN && t->mention == DEM_NONE) return dem_story_find(w->rules, DEM_STORY_TALKS_NOUN, dem_lemma_low(w, t)) || dem_story_find(w->rules, DEM_STORY_TALKS_ECHO, dem_lemma_low(w, t));
    }
    return true;
}

/* "an offer to mediate": what the thing is for says its kind. */
static dem_str kind_below(dem_bid_work *w, const dem_ref *ref)
{
    const dem_report *r = w->r;
    int32_t s = ref->sentence;
    dem_str kind = ref->kind;
    for (int32_t c = dem_token_at(r, s, ref->token)->first_child; c != DEM_NONE; c = dem_token_at(r, s, c)->next_sibling) {
        const dem_token *t = dem_token_at(r, s, c);
        dem_str low = dem_lemma_low(w, t), other = dem_story_value(w->rules, DEM_STORY_KIND_MODIFIER, low);
        /* "a ceasefire deal", "an agreement on a ceasefire" */
        if ((rel_of(t) == DEM_REL_compound || rel_of(t) == DEM_REL_nmod) && other.n) kind = other;
        bool for_talks = rel_of(t) == DEM_REL_nmod && dem_bid_has_case(r, s, c, (const char *const[]){"for"}, 1) && dem_story_find(w->rules, DEM_STORY_TALKS_ECHO, low);
        if (for_talks && (dem_str_is(ref->kind, "any") || dem_str_is(ref->kind, "plan")) && !dem_ref_settles(w, ref)) kind = DEM_STR("host"); /* "a framework for negotiations" */
        if (!dem_str_is(ref->kind, "any") || rel_of(t) != DEM_REL_acl) continue;
        if (dem_str_is(low, "mediate")) kind = DEM_STR("mediate");
        if (dem_story_find(w->rules, DEM_STORY_HOST_VERB, low) && of_talks(w, s, c)) kind = DEM_STR("host");
    }
    return kind;
}

static dem_ref *new_ref(dem_bid_work *w, int32_t sentence, int32_t token)
{
    dem_ref *ref = w->refs.n < MAX_REFS ? DEM_PUSH(w->r->arena, &w->refs) : NULL;
    if (!ref) return NULL;
    *ref = (dem_ref){.sentence = sentence, .token = token, .event = DEM_NONE, .bid = DEM_NONE, .day = DEM_DAY_NONE};
    return ref;
}

static bool inside_compound(dem_bid_work *w, int32_t s, const dem_token *t)
{
    if (rel_of(t) != DEM_REL_compound || t->head == DEM_NONE) return false;
    dem_str head = dem_lemma_low(w, dem_token_at(w->r, s, t->head));
    return dem_story_find(w->rules, DEM_STORY_KIND_NOUN, head) || dem_story_find(w->rules, DEM_STORY_ECHO_NOUN, head);
}

static bool of_pronoun(dem_bid_work *w, const dem_ref *ref)
{
    for (int32_t c = dem_token_at(w->r, ref->sentence, ref->token)->first_child; c != DEM_NONE; c = dem_token_at(w->r, ref->sentence, c)->next_sibling)
        if (dem_token_at(w->r, ref->sentence, c)->upos == DEM_PRON && dem_token_at(w->r, ref->sentence, c)->deprel == DEM_REL_nmod_poss) return true;
    return false;
}

/* "their proposed resolution": it was proposed when the sentence tells what they did. */
static void proposed_by_the_way(dem_bid_work *w, dem_ref *ref)
{
    bool proposed = false;
    for (int32_t c = dem_token_at(w->r, ref->sentence, ref->token)->first_child; c != DEM_NONE; c = dem_token_at(w->r, ref->sentence, c)->next_sibling)
        proposed = proposed || (c < ref->token && dem_str_ieq(dem_token_at(w->r, ref->sentence, c)->form, DEM_STR("proposed")));
    for (size_t i = 0; i < w->r->frames.n && proposed && ref->owners.n && ref->day == DEM_DAY_NONE; i++) {
        const dem_frame *f = &w->r->frames.items[i];
        dem_parties who = {0};
        if (f->sentence != ref->sentence || !told(f)) continue;
        add_subjects(w, f, &who);
        if (dem_parties_fit(&who, &ref->owners) == 2) ref->day = dem_frame_day(w->r, f);
    }
    ref->proposed = ref->proposed || (proposed && ref->day != DEM_DAY_NONE);
}

/* "an earlier ceasefire" */
static bool past_modifier(dem_bid_work *w, const dem_ref *ref)
{
    for (int32_t c = dem_token_at(w->r, ref->sentence, ref->token)->first_child; c != DEM_NONE; c = dem_token_at(w->r, ref->sentence, c)->next_sibling) {
        const dem_token *t = dem_token_at(w->r, ref->sentence, c);
        if (c < ref->token && dem_story_find(w->rules, DEM_STORY_PAST_MODIFIER, dem_lower(w->r->arena, t->form))) return true;
    }
    return false;
}

/* "the Brussels meeting" */
static dem_str town_before(const dem_bid_work *w, int32_t s, int32_t token)
{
    for (int32_t c = dem_token_at(w->r, s, token)->first_child; c != DEM_NONE && c < token; c = dem_token_at(w->r, s, c)->next_sibling) {
        const dem_token *t = dem_token_at(w->r, s, c);
        const dem_mention *m = t->mention == DEM_NONE ? NULL : &w->r->mentions.items[t->mention];
        if (m && m->type == DEM_MENTION_PLACE && !m->code.n && rel_of(t) == DEM_REL_compound && m->name.n) return m->name;
    }
    return DEM_STR_NONE;
}

/* "the talks", "these negotiations": what an offer to host is about, where the report has told of one. */
static bool talks_ref(dem_bid_work *w, int32_t s, int32_t token, dem_str low)
{
    static const char *const definite[] = {"the", "this", "these", "such", "those"};
    if (town_before(w, s, token).n && dem_story_find(w->rules, DEM_STORY_TALKS_NOUN, low)) return true;
    if (!dem_story_find(w->rules, DEM_STORY_TALKS_ECHO, low)) return false;
    for (int32_t c = dem_token_at(w->r, s, token)->first_child; c != DEM_NONE; c = dem_token_at(w->r, s, c)->next_sibling)
        for (size_t i = 0; i < sizeof definite / sizeof *definite; i++)
            if (c < token && dem_str_ieq(dem_token_at(w->r, s, c)->form, dem_str_c(definite[i]))) return true;
    return false;
}

/* "attack plans", "plans to leave", "room for compromise": no proposal to anybody. */
static bool other_matter(dem_bid_work *w, int32_t s, int32_t token, dem_str low)
{
    const dem_token *t = dem_token_at(w->r, s, token);
    bool plural = dem_str_is(t->xpos, "NNS"), plans = plural && dem_str_is(low, "plan"), marked = plural;
    for (int32_t c = t->first_child; c != DEM_NONE; c = dem_token_at(w->r, s, c)->next_sibling) {
        const dem_token *child = dem_token_at(w->r, s, c);
        dem_rel rel = rel_of(child);
        if (c < token && dem_story_find(w->rules, DEM_STORY_OTHER_MATTER, dem_lemma_low(w, child))) return true;
        if (plans && c > token && rel == DEM_REL_acl && dem_str_is(child->xpos, "VB")) return true;
        marked = marked || rel != DEM_REL_case; /* an article, an owner, a clause: a certain one */
    }
    return !marked && t->upos == DEM_NOUN && dem_bid_has_case(w->r, s, token, (const char *const[]){"for", "of", "without", "towards", "toward"}, 5) && dem_story_find(w->rules, DEM_STORY_MASS_NOUN, low);
}

/* "peace talks in Geneva that Russia has been trying to convene": whose they are; nobody proposes them here. */
static bool sponsored(dem_bid_work *w, dem_ref *ref, dem_str low)
{
    if (!dem_story_find(w->rules, DEM_STORY_TALKS_ECHO, low)) return false;
    for (size_t i = 0; i < w->r->frames.n; i++) {
        const dem_frame *f = &w->r->frames.items[i];
        bool below = f->sentence == ref->sentence && f->token > ref->token && dem_token_below(w->r, f->sentence, f->token, ref->token);
        if (!below || (f->flags & DEM_FRAME_NOMINAL) || !told(f) || !dem_story_find(w->rules, DEM_STORY_SPONSOR_VERB, f->lemma)) continue;
        for (size_t k = 0; k < f->slots.n; k++)
            if (dem_str_is(f->slots.items[k].name, "obj") && f->slots.items[k].token == ref->token) add_subjects(w, f, &ref->owners);
    }
    return ref->owners.n > 0;
}

static void noun_refs(dem_bid_work *w)
{
    for (size_t s = 0; s < w->r->sentences.n; s++)
        for (uint32_t i = 0; i < w->r->sentences.items[s].n; i++) {
            const dem_token *t = dem_token_at(w->r, (int32_t)s, (int32_t)i);
            if (t->upos != DEM_NOUN && t->upos != DEM_PROPN) continue;
            dem_str low = dem_lemma_low(w, t);
            dem_str kind = dem_story_value(w->rules, DEM_STORY_KIND_NOUN, low), echo = dem_story_value(w->rules, DEM_STORY_ECHO_NOUN, low);
            bool talks = !kind.n && !echo.n && talks_ref(w, (int32_t)s, (int32_t)i, low);
            dem_ref host = {.sentence = (int32_t)s, .token = (int32_t)i, .kind = DEM_STR("host"), .event = DEM_NONE, .bid = DEM_NONE, .day = DEM_DAY_NONE};
            if (!kind.n && !echo.n && sponsored(w, &host, low)) {
                dem_ref *ref = new_ref(w, (int32_t)s, (int32_t)i);
                if (!ref) return;
                *ref = host;
                ref->venue = town_before(w, (int32_t)s, (int32_t)i);
                owners_between(w, ref);
                sides_below(w, ref);
                continue;
            }
            if ((!kind.n && !echo.n && !talks) || inside_compound(w, (int32_t)s, t) || other_matter(w, (int32_t)s, (int32_t)i, low)) continue;
            dem_ref *ref = new_ref(w, (int32_t)s, (int32_t)i);
            if (!ref) return;
            if (talks) {
                ref->venue = town_before(w, (int32_t)s, (int32_t)i);
                ref->kind = DEM_STR("host");
                ref->talks = true;
                continue;
            }
            ref->kind = kind.n ? kind : echo;
            ref->echo = echo.n > 0;
            ref->kind = kind_below(w, ref);
            owners_below(w, ref);
            owners_above(w, ref);
            owners_deeper(w, ref);
            owners_between(w, ref);
            sides_below(w, ref);
            proposed_by_the_way(w, ref);
            ref->his = dem_str_is(ref->kind, "mediate") && !ref->proposed && of_pronoun(w, ref);
            if (ref->his) ref->owners = (dem_parties){0};
            ref->closed = past_modifier(w, ref);
            if (ref->closed) ref->proposed = false;
            if (kind.n || ref->proposed) continue;
            if (!ref->of.n) ref->of = ref->owners; /* "Russia's decision" is no plan of Russia's */
            ref->owners = (dem_parties){0};
        }
}

/* ---- events that make a proposal ---- */

/* Not in a clause that only says when or which: "made the offer as he received the prime minister". */
static bool in_what_is_offered(const dem_report *r, int32_t s, int32_t token, int32_t top)
{
    for (int guard = 0; token != DEM_NONE && token != top && guard < 512; guard++) {
        const dem_token *t = dem_token_at(r, s, token);
        if (t->upos == DEM_VERB && (rel_of(t) == DEM_REL_advcl || t->deprel == DEM_REL_acl_relcl)) return false;
        token = t->head;
    }
    return token == top;
}

static bool has_word(dem_bid_work *w, int32_t s, int32_t top, dem_story_list list)
{
    for (uint32_t i = 0; i < w->r->sentences.items[s].n; i++) {
        const dem_token *t = dem_token_at(w->r, s, (int32_t)i);
        if (t->upos != DEM_PUNCT && dem_story_find(w->rules, list, dem_lemma_low(w, t)) && in_what_is_offered(w->r, s, (int32_t)i, top)) return true;
    }
    return false;
}

static bool happened(const dem_event *e)
{
    return e->status == DEM_ACTUAL || e->status == DEM_FUTURE || e->status == DEM_BACKGROUND;
}

/* The kind of initiative an event is the proposal of; empty for none. */
static dem_str proposal_kind(dem_bid_work *w, const dem_event *e)
{
    dem_str op = dem_rule_part(e->rule, "op:"), act = dem_rule_part(e->rule, "act:"), code = dem_str_c(e->cameo);
    int32_t top = w->r->frames.items[e->frame].token;
    bool offers = dem_str_is(op, "intend") || dem_str_is(op, "propose") || !op.n;
    if (!happened(e) || !e->actors.n) return DEM_STR_NONE;
    if (dem_str_is(code, "039")) {
        bool host = (e->venue.n && act.n) || has_word(w, e->sentence, top, DEM_STORY_HOST_VERB);
        return host ? DEM_STR("host") : DEM_STR("mediate");
    }
    if (offers && dem_str_is(act, "invite") && dem_str_is(code, "036"))
        return e->recipients.n > 1 || has_word(w, e->sentence, top, DEM_STORY_TALKS_NOUN) ? DEM_STR("host") : DEM_STR("invitation");
    if (dem_str_is(op, "propose") && dem_str_is(code, "036") && e->recipients.n) return DEM_STR("host");
    if (dem_str_is(op, "propose") && dem_str_is(code, "026") && has_word(w, e->sentence, top, DEM_STORY_HOST_VERB) && has_word(w, e->sentence, top, DEM_STORY_TALKS_NOUN)) return DEM_STR("host");
    if (dem_str_is(code, "036") && dem_str_is(op, "intend") && e->recipients.n > 1) return DEM_STR("host");
    bool helps = dem_str_is(code, "037") && dem_str_is(w->r->frames.items[e->frame].lemma, "offer") && e->recipients.n; /* "offered to help both sides reach a settlement" */
    if (helps && dem_str_is(op, "intend") && has_word(w, e->sentence, top, DEM_STORY_SOLVE_NOUN)) return DEM_STR("mediate");
    if (dem_str_is(code, "030") && dem_str_is(op, "intend") && has_word(w, e->sentence, top, DEM_STORY_SOLVE_NOUN)) return DEM_STR("mediate");
    return DEM_STR_NONE;
}

/* A truce that one side declares is its own proposal; one that several agree on is everybody's. */
static bool makes_ceasefire(dem_bid_work *w, const dem_event *e)
{
    dem_str act = dem_rule_part(e->rule, "act:"), op = dem_rule_part(e->rule, "op:");
    return happened(e) && e->actors.n && dem_str_is(act, "ceasefire") && !dem_str_is(op, "refuse") && !dem_str_is(op, "approve") &&
           (dem_str_is(dem_str_c(e->cameo), "0356") || dem_str_is(dem_str_c(e->cameo), "0871")) &&
           (e->actors.n > 1 || dem_story_find(w->rules, DEM_STORY_SETTLE_VERB, dem_lemma_low(w, dem_token_at(w->r, e->sentence, w->r->frames.items[e->frame].token))) == NULL);
}

/* "the agreement", "the outcome": what several have agreed on. */
bool dem_ref_settles(dem_bid_work *w, const dem_ref *ref)
{
    return ref->event == DEM_NONE && dem_story_find(w->rules, DEM_STORY_SETTLE_NOUN, dem_lemma_low(w, dem_token_at(w->r, ref->sentence, ref->token))) != NULL;
}

/* "the agreement" where the report has told of one between others before. */
static bool named_with_owner(dem_bid_work *w, const dem_ref *ref)
{
    dem_str word = dem_lemma_low(w, dem_token_at(w->r, ref->sentence, ref->token));
    for (size_t i = 0; i < w->refs.n; i++) {
        const dem_ref *x = &w->refs.items[i];
        if (x->sentence < ref->sentence && x->event == DEM_NONE && !x->asked && x->owners.n && dem_str_eq(dem_lemma_low(w, dem_token_at(w->r, x->sentence, x->token)), word)) return true;
    }
    return false;
}

/* "The rebels have agreed to leave. … the agreement …": with whom, the report may not say. */
static bool later_agreement(dem_bid_work *w, int32_t sentence)
{
    for (size_t i = 0; i < w->refs.n; i++) {
        const dem_ref *ref = &w->refs.items[i];
        if (ref->sentence <= sentence || ref->sentence > sentence + AGREEMENT_NEAR || ref->owners.n || ref->asked || !dem_ref_settles(w, ref) || named_with_owner(w, ref)) continue;
        if (dem_str_is(dem_token_at(w->r, ref->sentence, ref->token)->xpos, "NNS")) continue;
        for (int32_t c = dem_token_at(w->r, ref->sentence, ref->token)->first_child; c != DEM_NONE; c = dem_token_at(w->r, ref->sentence, c)->next_sibling)
            if (dem_str_ieq(dem_token_at(w->r, ref->sentence, c)->form, DEM_STR("the"))) return true;
    }
    return false;
}

static bool has_ref(const dem_bid_work *w, int32_t sentence, int32_t token)
{
    for (size_t k = 0; k < w->refs.n; k++)
        if (w->refs.items[k].sentence == sentence && w->refs.items[k].token == token) return true;
    return false;
}

/* "invited Iran", "asked Iran to the conference" */
static bool invites(const dem_report *r, const dem_frame *f)
{
    if (dem_str_is(f->lemma, "invite")) return true;
    for (size_t i = 0; i < f->slots.n && dem_str_is(f->lemma, "ask"); i++)
        if (dem_str_is(f->slots.items[i].name, "to") && dem_token_at(r, f->sentence, f->slots.items[i].token)->upos == DEM_NOUN) return true;
    return false;
}

/* "had invited Iran on Sunday", where no event was coded. */
static void invite_refs(dem_bid_work *w)
{
    for (size_t i = 0; i < w->r->frames.n; i++) {
        const dem_frame *f = &w->r->frames.items[i];
        if (!told(f) || (f->flags & DEM_FRAME_INFINITIVE) || !invites(w->r, f)) continue;
        bool there = has_ref(w, f->sentence, f->token);
        dem_parties owners = {0}, parties = {0};
        add_subjects(w, f, &owners);
        for (size_t k = 0; k < f->slots.n; k++)
            if (dem_str_is(f->slots.items[k].name, "obj") || dem_str_is(f->slots.items[k].name, "iobj"))
                dem_actors_at(w, f->sentence, f->slots.items[k].token, &parties);
        dem_ref *ref = there || !owners.n || !parties.n || dem_parties_fit(&owners, &parties) == 2 ? NULL : new_ref(w, f->sentence, f->token);
        if (!ref) continue;
        ref->kind = has_word(w, f->sentence, f->token, DEM_STORY_TALKS_NOUN) && parties.n > 1 ? DEM_STR("host") : DEM_STR("invitation");
        ref->owners = owners;
        ref->parties = parties;
        ref->proposed = true;
        ref->act = true;
        ref->venue = invited_to(w, f->sentence, f->token);
        ref->day = dem_frame_day(w->r, f);
        if (ref->day > w->r->meta.published) ref->day = DEM_DAY_NONE; /* "invited both to Arusha on January 6": when they are to come */
    }
}

/* "asked who else would come" */
static bool asks_a_question(dem_bid_work *w, const dem_frame *f)
{
    if ((uint32_t)f->token + 1 >= w->r->sentences.items[f->sentence].n) return false;
    const dem_token *next = dem_token_at(w->r, f->sentence, f->token + 1);
    return dem_story_find(w->rules, DEM_STORY_QUESTION_WORD, dem_lower(w->r->arena, next->form)) != NULL;
}

static bool names_proposal(const dem_bid_work *w, int32_t sentence, int32_t top)
{
    for (size_t i = 0; i < w->refs.n; i++) {
        const dem_ref *ref = &w->refs.items[i];
        if (ref->sentence == sentence && ref->event == DEM_NONE && !ref->asked && !ref->act && !ref->talks && dem_token_below(w->r, sentence, ref->token, top)) return true;
    }
    return false;
}

static bool to_talk(const dem_bid_work *w, const dem_frame *f)
{
    const dem_slot *to = dem_frame_slot(f, "to");
    if (!to) return false;
    if (to->frame != DEM_NONE && dem_story_find(w->rules, DEM_STORY_TALK_VERB, w->r->frames.items[to->frame].lemma)) return true;
    return dem_story_find(w->rules, DEM_STORY_TALKS_NOUN, dem_token_at(w->r, f->sentence, to->token)->lemma) != NULL;
}

/* "asked for peacekeepers", "proposed that ...": a proposal as soon as "the request" or an answer takes it up. */
static void ask_refs(dem_bid_work *w)
{
    for (size_t i = 0; i < w->r->frames.n; i++) {
        const dem_frame *f = &w->r->frames.items[i];
        bool clause = false, agrees = dem_str_is(dem_story_value(w->rules, DEM_STORY_SETTLE_VERB, f->lemma), "clause");
        if (!told(f) || (f->flags & (DEM_FRAME_NOMINAL | DEM_FRAME_MODAL)) || (!agrees && !dem_story_find(w->rules, DEM_STORY_ASK_VERB, f->lemma))) continue;
        if (invites(w->r, f) || asks_a_question(w, f) || has_ref(w, f->sentence, f->token)) continue;
        for (size_t k = 0; k < f->slots.n; k++) {
            dem_str name = f->slots.items[k].name;
            clause = clause || dem_str_is(name, "that") || dem_str_is(name, "to") || dem_str_is(name, "for") || dem_str_is(name, "ing");
        }
        dem_parties owners = {0};
        add_subjects(w, f, &owners);
        if (agrees && names_proposal(w, f->sentence, f->token)) continue; /* "agreed to keep to the deal" */
        if (agrees && owners.n == 1 && to_talk(w, f)) continue; /* "agreed to return to the talks" */
        bool several = owners.n > 1 || (owners.n && agrees && later_agreement(w, f->sentence)) || (owners.n && dem_str_starts(owners.items[0].code, DEM_STR("IMG")));
        dem_ref *ref = clause && (!agrees || several) ? new_ref(w, f->sentence, f->token) : NULL;
        if (!ref) continue;
        ref->kind = DEM_STR("any");
        ref->asked = true;
        ref->agreed = agrees;
        ref->day = dem_frame_day(w->r, f);
        ref->owners = owners;
        if (agrees) ref->venue = dem_bid_place_of(w, f->sentence, f->token, DEM_NONE);
    }
}

static void event_refs(dem_bid_work *w)
{
    for (size_t i = 0; i < w->r->events.n; i++) {
        const dem_event *e = &w->r->events.items[i];
        if (e->frame < 0 || (size_t)e->frame >= w->r->frames.n) continue;
        if (e->status == DEM_BACKGROUND) continue; /* what was proposed long ago is named here, not proposed */
        dem_str kind = proposal_kind(w, e);
        bool truce = !kind.n && makes_ceasefire(w, e);
        if (!kind.n && !truce) continue;
        dem_ref *ref = new_ref(w, e->sentence, w->r->frames.items[e->frame].token);
        if (!ref) return;
        ref->kind = truce ? DEM_STR("ceasefire") : kind;
        ref->event = (int32_t)i;
        ref->proposed = true;
        ref->settled = truce && e->actors.n > 1;
        ref->venue = e->venue;
        if (!ref->venue.n && (dem_str_is(kind, "host") || truce)) ref->venue = dem_bid_place_of(w, e->sentence, ref->token, DEM_NONE);
        if (!ref->venue.n && (dem_str_is(kind, "host") || dem_str_is(kind, "invitation"))) ref->venue = invited_to(w, e->sentence, ref->token);
        if (!dem_party_actors(w->r, e, &ref->owners, w->a) || !dem_party_recipients(w->r, e, &ref->parties, w->a)) w->failed = true;
        if (dem_str_is(kind, "invitation") && ref->parties.n == 1 && dem_parties_fit(&ref->owners, &ref->parties) == 2) w->refs.n--; /* its own envoy to itself */
    }
}

void dem_bid_refs(dem_bid_work *w)
{
    noun_refs(w);
    event_refs(w);
    invite_refs(w);
    ask_refs(w);
}
