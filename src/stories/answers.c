/* SPDX-License-Identifier: Apache-2.0 */
/* Who answers the proposals of a report, and how. An event answers a proposal when its words hold the noun that names it, when it
   addresses whoever made it, or when it passes between those it was made to; which of these it was is kept. */
#include "stories/internal.h"

typedef struct answer_of {
    dem_str stance, how; /* how: the list entry that says so */
    const dem_event *event;
    int32_t index;       /* of the event, DEM_NONE */
    int32_t sentence, token;
    dem_parties actors;
    dem_day day;         /* without an event: the one its words name */
} answer_of;

static bool is(dem_str s, const char *c)
{
    return dem_str_is(s, c);
}

/* ---- which bid ---- */

/* Does the way down from `top` lead through another predicate beside it: "condemned the attacks and demanded that all respect the pause"? */
static bool beside(const dem_report *r, int32_t sentence, int32_t token, int32_t top)
{
    for (int guard = 0; token != DEM_NONE && token != top && guard < 512; guard++) {
        const dem_token *t = dem_token_at(r, sentence, token);
        if (t->upos == DEM_VERB && dem_rel_base((dem_rel)t->deprel) == DEM_REL_conj) return true;
        token = t->head;
    }
    return false;
}

/* The reference among the words of the predicate: below it, or above it as in "the plan, which Syria rejected". */
static int32_t by_words(const dem_bid_work *w, int32_t sentence, int32_t top, int32_t at)
{
    int32_t best = DEM_NONE, gap = INT32_MAX;
    for (size_t i = 0; i < w->refs.n; i++) {
        const dem_ref *ref = &w->refs.items[i];
        if (ref->bid == DEM_NONE || ref->sentence != sentence || ref->event != DEM_NONE || ref->act || ref->asked) continue;
        if (!dem_token_below(w->r, sentence, ref->token, top) && !dem_token_below(w->r, sentence, top, ref->token)) continue;
        if (beside(w->r, sentence, ref->token, top)) continue;
        int32_t d = ref->token > at ? ref->token - at : at - ref->token;
        if (d < gap) best = ref->bid, gap = d;
    }
    return best;
}

/* Is the bid first spoken of well after this sentence? */
static bool yet_to_come(const dem_bid_work *w, int32_t bid, int32_t sentence)
{
    for (size_t i = 0; i < w->refs.n; i++)
        if (w->refs.items[i].bid == bid && w->refs.items[i].sentence <= sentence + 1) return false;
    return true;
}

static int32_t sentences_to(const dem_bid_work *w, int32_t bid, int32_t sentence)
{
    int32_t best = INT32_MAX;
    for (size_t i = 0; i < w->refs.n; i++) {
        if (w->refs.items[i].bid != bid) continue;
        int32_t d = sentence - w->refs.items[i].sentence;
        if (d < 0) d = -d * 2;
        if (d < best) best = d;
    }
    return best;
}

static bool is_party(const dem_bid_work *w, const dem_bid *b, const dem_parties *who)
{
    if (dem_parties_fit(&b->parties, who) == 2) return true;
    for (size_t i = 0; i < who->n && !b->parties.n; i++)
        if (w->r->focus[0] && dem_str_is(who->items[i].country, w->r->focus)) return true;
    return false;
}

static bool is_talks(const dem_bid_work *w, const dem_bid *b)
{
    return is(dem_story_value(w->rules, DEM_STORY_KIND_CLASS, b->kind), "talks") || is(b->kind, "invitation");
}

enum { NEAR = 3, MAX_STANDS = 200 };

static int32_t by_people(const dem_bid_work *w, const answer_of *x, const dem_parties *recipients, const char **why)
{
    int32_t best = DEM_NONE, gap = INT32_MAX;
    bool yes_no = is(x->stance, "accepts") || is(x->stance, "refuses") || is(x->stance, "conditional");
    dem_str code = x->event ? dem_str_c(x->event->cameo) : DEM_STR_NONE;
    bool of_talks = dem_str_starts(code, DEM_STR("125")) || dem_str_starts(code, DEM_STR("126")) || dem_str_starts(code, DEM_STR("036")) ||
                    dem_str_starts(code, DEM_STR("038")) || dem_str_starts(code, DEM_STR("134"));
    for (size_t i = 0; i < w->out->bids.n; i++) {
        const dem_bid *b = &w->out->bids.items[i];
        int32_t d = sentences_to(w, (int32_t)i, x->sentence);
        const char *how = NULL;
        bool own = dem_parties_fit(&b->proposer, &x->actors) == 2;
        if (d == INT32_MAX || own || yet_to_come(w, (int32_t)i, x->sentence)) continue;
        if (dem_parties_fit(&b->proposer, recipients) == 2 && (yes_no || d <= 1) && (!of_talks || is_talks(w, b)))
            how = "addresses the proposer";
        else if (yes_no && of_talks && is_talks(w, b) && is_party(w, b, &x->actors) && (!recipients->n || dem_parties_fit(&b->parties, recipients)))
            how = "passes between the parties";
        else if (yes_no && !recipients->n && !of_talks && d <= NEAR && is_party(w, b, &x->actors))
            how = "follows the proposal";
        else if (is(x->stance, "conditional") && is_talks(w, b) && d <= 1)
            how = "follows the proposal";
        else if (is(x->stance, "refuses") && is(b->kind, "invitation") && recipients->n && d <= NEAR && dem_parties_fit(&b->parties, recipients) == 2)
            how = "addresses who was invited";
        if (!how || d >= gap) continue;
        best = (int32_t)i;
        gap = d;
        *why = how;
    }
    return best;
}

/* "welcomed it": the proposal last spoken of, in this sentence or the one before. */
static int32_t by_pronoun(const dem_bid_work *w, const dem_frame *f)
{
    for (size_t k = 0; k < f->slots.n; k++) {
        const dem_slot *slot = &f->slots.items[k];
        const dem_token *t = dem_token_at(w->r, f->sentence, slot->token);
        bool it = dem_str_ieq(t->form, DEM_STR("it")) || dem_str_ieq(t->form, DEM_STR("this")) || dem_str_ieq(t->form, DEM_STR("one"));
        bool coded = t->mention != DEM_NONE && w->r->mentions.items[t->mention].code.n;
        if (!dem_str_is(slot->name, "obj") || !it || coded) continue;
        const dem_ref *best = NULL;
        for (size_t i = 0; i < w->refs.n; i++) {
            const dem_ref *ref = &w->refs.items[i];
            bool before = ref->sentence < f->sentence || (ref->sentence == f->sentence && ref->token < f->token);
            if (ref->bid != DEM_NONE && before && f->sentence - ref->sentence <= 2) best = ref;
        }
        if (best) return best->bid;
    }
    return DEM_NONE;
}

/* A word that belongs to the proposal itself: "a resolution backing the plan" answers nothing. */
static bool inside_proposal(const dem_bid_work *w, int32_t sentence, int32_t token)
{
    const dem_token *t = dem_token_at(w->r, sentence, token);
    if (dem_rel_base((dem_rel)t->deprel) != DEM_REL_acl || t->deprel == DEM_REL_acl_relcl) return false;
    for (size_t i = 0; i < w->refs.n; i++)
        if (w->refs.items[i].sentence == sentence && w->refs.items[i].token == t->head && w->refs.items[i].event == DEM_NONE && !w->refs.items[i].asked && !w->refs.items[i].act) return true;
    return false;
}

/* ---- the answer ---- */

static dem_str statement_id(dem_bid_work *w, const dem_event *e)
{
    if (!e || !e->attribution.n || !w->ids || !w->ids->statement) return DEM_STR_NONE;
    return dem_str_dup(w->a, w->ids->statement(w->ids->ctx, (size_t)e->attribution.items[0]));
}

static void conditions_of(dem_bid_work *w, const answer_of *x, dem_answer *out)
{
    for (size_t i = 0; x->event && i < x->event->conditions.n; i++) {
        const dem_condition *c = &w->r->conditions.items[x->event->conditions.items[i]];
        dem_term_of_offer *t = DEM_PUSH(w->a, &out->conditions);
        if (t) *t = (dem_term_of_offer){dem_str_c(dem_condition_type_name(c->type)), dem_str_dup(w->a, dem_text_of(w->r, c->span))};
    }
    for (size_t i = 0; !x->event && i < w->r->conditions.n; i++) { /* no event bound them: those of this sentence on this predicate */
        const dem_condition *c = &w->r->conditions.items[i];
        if (c->sentence != x->sentence || c->governs != x->token) continue;
        dem_term_of_offer *t = DEM_PUSH(w->a, &out->conditions);
        if (t) *t = (dem_term_of_offer){dem_str_c(dem_condition_type_name(c->type)), dem_str_dup(w->a, dem_text_of(w->r, c->span))};
    }
}

static bool binds(dem_bid_work *w, const dem_answer *x)
{
    for (size_t i = 0; i < x->conditions.n; i++)
        if (dem_story_find(w->rules, DEM_STORY_CONDITIONAL_YES, x->conditions.items[i].type)) return true;
    return false;
}

static bool same_term(const dem_answer *x, const dem_term_of_offer *c)
{
    for (size_t i = 0; i < x->conditions.n; i++)
        if (dem_str_eq(x->conditions.items[i].type, c->type) && dem_str_eq(x->conditions.items[i].text, c->text)) return true;
    return false;
}

/* The same answer in the same sentence, to which the conditions of this telling are added. */
static bool known(dem_bid *b, const dem_answer *x, int32_t sentence, const dem_bid_work *w)
{
    dem_str quote = dem_text_of(w->r, w->r->sentences.items[sentence].span);
    for (size_t i = 0; i < b->answers.n; i++) {
        dem_answer *y = &b->answers.items[i];
        if (dem_party_fit(&y->actor, &x->actor) < 2 || !dem_str_eq(y->stance, x->stance) || !dem_str_eq(y->quote, quote)) continue;
        for (size_t k = 0; k < x->conditions.n; k++) {
            dem_term_of_offer *t = same_term(y, &x->conditions.items[k]) ? NULL : DEM_PUSH(w->a, &y->conditions);
            if (t) *t = x->conditions.items[k];
        }
        return true;
    }
    return false;
}

/* Blame for what one has refused, and praise for what one has accepted, say nothing new. */
static bool weaker(const dem_bid *b, const dem_answer *x)
{
    bool no = is(x->stance, "opposes"), yes = is(x->stance, "supports");
    for (size_t i = 0; i < b->answers.n && (no || yes); i++) {
        const dem_answer *y = &b->answers.items[i];
        bool same = dem_party_fit(&y->actor, &x->actor) == 2;
        if (same && ((no && is(y->stance, "refuses")) || (yes && is(y->stance, "accepts")))) return true;
    }
    return false;
}

static void add_answer(dem_bid_work *w, int32_t bid, const answer_of *x, const char *how)
{
    dem_bid *b = &w->out->bids.items[bid];
    for (size_t i = 0; i < x->actors.n; i++) {
        dem_answer a = {.actor = x->actors.items[i], .stance = x->stance};
        dem_parties one = {0};
        if (!dem_party_add(&one, &a.actor, w->r->arena)) return;
        bool own = dem_parties_fit(&b->proposer, &one) == 2;
        bool party = is_party(w, b, &one);
        conditions_of(w, x, &a);
        if (own != is(x->stance, "withdraws")) continue; /* who made it can take it back, nobody else */
        if (b->parties.n && weaker(b, &a)) continue;
        if (!own && is(a.stance, "accepts") && binds(w, &a)) a.stance = DEM_STR("conditional");
        /* Whoever a proposal is not made to can be for it or against it, but not take it. */
        if (!own && !party && b->parties.n && is(a.stance, "accepts")) a.stance = DEM_STR("supports");
        if (!own && !party && b->parties.n && is(a.stance, "refuses") && !is(b->kind, "resolution")) a.stance = DEM_STR("opposes");
        if (known(b, &a, x->sentence, w)) continue;
        dem_day said = x->event ? x->event->date_from : x->day;
        a.dated = said != DEM_DAY_NONE;
        a.day = a.dated ? said : w->r->meta.published;
        a.event = x->index != DEM_NONE && w->ids && w->ids->event ? dem_str_dup(w->a, w->ids->event(w->ids->ctx, (size_t)x->index)) : DEM_STR_NONE;
        a.statement = statement_id(w, x->event);
        a.quote = dem_str_dup(w->a, dem_text_of(w->r, w->r->sentences.items[x->sentence].span));
        a.report = w->out->id;
        dem_str rule = x->event ? x->event->rule : DEM_STR_NONE;
        a.why = dem_str_printf(w->a, "%.*s%s%.*s; %s", DEM_FMT(rule), rule.n ? " " : "", DEM_FMT(x->how), how);
        dem_answer *slot = DEM_PUSH(w->a, &b->answers);
        if (slot) *slot = a;
        if (!slot) w->failed = true;
        if (a.day != DEM_DAY_NONE && (b->last == DEM_DAY_NONE || a.day > b->last)) b->last = a.day;
    }
}

/* ---- events ---- */

static bool stance_of(dem_bid_work *w, const dem_event *e, answer_of *out)
{
    dem_str op = dem_rule_part(e->rule, "op:"), act = dem_rule_part(e->rule, "act:");
    const dem_story_entry *x = op.n ? dem_story_find(w->rules, DEM_STORY_ANSWER_OPERATOR, op) : NULL;
    if (!x && act.n && !op.n) x = dem_story_find(w->rules, DEM_STORY_ANSWER_ACT, act);
    if (!x) x = dem_story_by_code(w->rules, DEM_STORY_ANSWER_CODE, dem_str_c(e->cameo));
    if (!x || e->status == DEM_HYPOTHETICAL) return false;
    out->stance = x->value;
    out->how = x->where;
    if (is(act, "withdraw-invitation") && dem_str_starts(dem_str_c(e->cameo), DEM_STR("125"))) out->stance = DEM_STR("withdraws");
    /* An acceptance of something the code calls a refusal ("refused", under an operator of approval that is denied) is none. */
    const dem_story_entry *c = dem_story_by_code(w->rules, DEM_STORY_ANSWER_CODE, dem_str_c(e->cameo));
    if (c && op.n && is(c->value, "refuses") && (is(x->value, "accepts") || is(x->value, "supports")))
        out->stance = is(x->value, "supports") ? DEM_STR("opposes") : DEM_STR("refuses");
    if (e->status == DEM_NEGATED) {
        if (is(out->stance, "accepts"))
            out->stance = DEM_STR("refuses");
        else if (is(out->stance, "supports"))
            out->stance = DEM_STR("opposes");
        else
            return false;
    }
    return true;
}

static void event_answers(dem_bid_work *w)
{
    for (size_t i = 0; i < w->r->events.n; i++) {
        const dem_event *e = &w->r->events.items[i];
        answer_of x = {.event = e, .index = (int32_t)i, .sentence = e->sentence};
        if (w->spent[i] || e->frame < 0 || (size_t)e->frame >= w->r->frames.n || !stance_of(w, e, &x)) continue;
        x.token = w->r->frames.items[e->frame].token;
        dem_parties recipients = {0};
        for (size_t k = 0; k < e->actors.n; k++) {
            dem_party p = dem_party_of(w->r, &e->actors.items[k], w->a);
            if (p.code.n) dem_party_add(&x.actors, &p, w->a);
        }
        for (size_t k = 0; k < e->recipients.n; k++) {
            dem_party p = dem_party_of(w->r, &e->recipients.items[k], w->a);
            dem_party_add(&recipients, &p, w->a);
        }
        if (!x.actors.n) continue;
        if (inside_proposal(w, e->sentence, x.token)) continue;
        const char *how = "names the proposal";
        int32_t bid = by_words(w, e->sentence, x.token, x.token);
        if (bid == DEM_NONE && (bid = by_pronoun(w, &w->r->frames.items[e->frame])) != DEM_NONE) how = "speaks of the proposal last named";
        if (bid == DEM_NONE && !is(x.stance, "urges")) bid = by_people(w, &x, &recipients, &how);
        /* "dismissed the truce": the verb may say no where the code says blame. */
        dem_str verb = dem_story_value(w->rules, DEM_STORY_ANSWER_VERB, w->r->frames.items[e->frame].lemma);
        if (is(x.stance, "opposes") && is(verb, "refuses") && e->status != DEM_NEGATED) x.stance = verb;
        if (bid != DEM_NONE) add_answer(w, bid, &x, how);
    }
}

/* ---- verbs without an event ---- */

static void flip(answer_of *x)
{
    x->stance = is(x->stance, "accepts") ? DEM_STR("refuses") : is(x->stance, "supports") ? DEM_STR("opposes") : DEM_STR_NONE;
}

static void verb_answers(dem_bid_work *w)
{
    for (size_t i = 0; i < w->r->frames.n; i++) {
        const dem_frame *f = &w->r->frames.items[i];
        const dem_story_entry *v = dem_story_find(w->rules, DEM_STORY_ANSWER_VERB, f->lemma);
        const dem_story_entry *back = v ? NULL : dem_story_find(w->rules, DEM_STORY_WITHDRAW_VERB, f->lemma);
        if (back) v = back;
        if (!v || (f->flags & (DEM_FRAME_QUESTION | DEM_FRAME_CONDITIONAL | DEM_FRAME_NOMINAL | DEM_FRAME_IMPERATIVE))) continue;
        answer_of x = {.stance = back ? DEM_STR("withdraws") : v->value, .how = v->where, .index = DEM_NONE, .sentence = f->sentence, .token = f->token, .day = dem_frame_day(w->r, f)};
        if (f->flags & (DEM_FRAME_NEGATED | DEM_FRAME_NEGATED_ARGUMENT)) flip(&x);
        int32_t bid = inside_proposal(w, f->sentence, f->token) ? DEM_NONE : by_pronoun(w, f);
        for (size_t k = 0; k < f->slots.n; k++) {
            const dem_slot *slot = &f->slots.items[k];
            if (dem_str_is(slot->name, "subj")) dem_actors_at(w, f->sentence, slot->token, &x.actors);
            if (!dem_str_is(slot->name, "obj") && !dem_str_is(slot->name, "to")) continue;
            for (size_t m = 0; m < w->refs.n; m++) {
                const dem_ref *ref = &w->refs.items[m];
                if (ref->bid != DEM_NONE && ref->event == DEM_NONE && ref->sentence == f->sentence && ref->token == slot->token) bid = ref->bid;
            }
        }
        bool ordered = f->flags & DEM_FRAME_MODAL && !is(f->modal, "will") && !is(f->modal, "can");
        if (bid != DEM_NONE && x.stance.n && x.actors.n && !ordered) add_answer(w, bid, &x, "has the proposal as its object");
    }
}

/* Those of the land the report is about who take a stance are whom the proposal is for. */
static void parties_from_answers(dem_bid_work *w)
{
    for (size_t i = 0; i < w->out->bids.n; i++) {
        dem_bid *b = &w->out->bids.items[i];
        for (size_t k = 0; k < b->answers.n; k++) {
            const dem_party *p = &b->answers.items[k].actor;
            if (w->r->focus[0] && dem_str_is(p->country, w->r->focus) && !is(b->answers.items[k].stance, "withdraws")) dem_party_add(&b->parties, p, w->a);
        }
    }
}

static void settled_answers(dem_bid_work *w)
{
    for (size_t i = 0; i < w->refs.n; i++) {
        const dem_ref *ref = &w->refs.items[i];
        if (!ref->settled || ref->bid == DEM_NONE) continue;
        dem_bid *b = &w->out->bids.items[ref->bid];
        for (size_t k = 0; k < ref->owners.n; k++) {
            dem_party_add(&b->parties, &ref->owners.items[k], w->a);
            dem_answer a = {.actor = ref->owners.items[k], .stance = DEM_STR("accepts"), .day = b->first, .dated = b->dated, .event = b->event, .report = w->out->id};
            a.quote = dem_str_dup(w->a, dem_text_of(w->r, w->r->sentences.items[ref->sentence].span));
            a.why = DEM_STR("settle-verb; made it with others");
            dem_answer *slot = known(b, &a, ref->sentence, w) ? NULL : DEM_PUSH(w->a, &b->answers);
            if (slot) *slot = a;
        }
    }
}

/* ---- demands ---- */

static void demands(dem_bid_work *w)
{
    for (size_t i = 0; i < w->r->events.n; i++) {
        const dem_event *e = &w->r->events.items[i];
        const dem_story_entry *x = dem_story_by_code(w->rules, DEM_STORY_DEMAND_CODE, dem_str_c(e->cameo));
        if (w->out->stands.n == MAX_STANDS) return;
        if (!x || !e->actors.n || e->status == DEM_NEGATED || e->status == DEM_HYPOTHETICAL) continue;
        dem_stand s = {.actor = dem_party_of(w->r, &e->actors.items[0], w->a), .stance = DEM_STR("demands"), .day = dem_event_day(w->r, e)};
        dem_str of = e->recipients.n ? dem_str_c(e->recipients.items[0].country) : dem_str_c(w->r->focus);
        s.issue = of.n ? dem_str_printf(w->a, "%.*s: %.*s", DEM_FMT(x->value), DEM_FMT(of)) : x->value;
        if (!s.actor.code.n) continue;
        s.event = w->ids && w->ids->event ? dem_str_dup(w->a, w->ids->event(w->ids->ctx, i)) : DEM_STR_NONE;
        s.statement = statement_id(w, e);
        s.quote = dem_str_dup(w->a, dem_text_of(w->r, w->r->sentences.items[e->sentence].span));
        s.why = dem_str_printf(w->a, "%.*s %.*s", DEM_FMT(e->rule), DEM_FMT(x->where));
        dem_stand *slot = DEM_PUSH(w->a, &w->out->stands);
        if (slot) *slot = s;
    }
}

bool dem_bid_answers(dem_bid_work *w)
{
    settled_answers(w);
    event_answers(w);
    verb_answers(w);
    parties_from_answers(w);
    demands(w);
    return !w->failed && !dem_arena_failed(w->a);
}
