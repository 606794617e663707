/* SPDX-License-Identifier: Apache-2.0 */
/* Proposals of one report: references that mean the same thing become one bid. */
#include "stories/internal.h"

#include <stdlib.h>

/* Sentences across which "the talks" point back. */
enum { TALKS_ECHO_NEAR = 5 };

static dem_rel rel_of(const dem_token *t)
{
    return dem_rel_base((dem_rel)t->deprel);
}

bool dem_kinds_meet(const dem_story_rules *rules, dem_str a, dem_str b)
{
    if (dem_str_is(a, "any") || dem_str_is(b, "any") || dem_str_eq(a, b)) return true;
    dem_str x = dem_story_value(rules, DEM_STORY_KIND_CLASS, a), y = dem_story_value(rules, DEM_STORY_KIND_CLASS, b);
    if (x.n && dem_str_eq(x, y)) return true;
    /* An invitation may be one to talks. */
    bool ia = dem_str_is(a, "invitation"), ib = dem_str_is(b, "invitation");
    return (ia && dem_str_is(b, "host")) || (ib && dem_str_is(a, "host"));
}

static bool specific(dem_str kind)
{
    return !dem_str_is(kind, "any");
}



/* `loose`: whatever its kind. */
static int32_t nearest(dem_bid_work *w, const dem_ref *ref, const dem_parties *owners, bool loose)
{
    int32_t best = DEM_NONE, gap = INT32_MAX;
    bool by_owner = owners != NULL;
    for (size_t i = 0; i < w->refs.n; i++) {
        const dem_ref *x = &w->refs.items[i];
        if (x->bid == DEM_NONE) continue;
        const dem_bid *b = &w->out->bids.items[x->bid];
        int32_t d = ref->sentence - x->sentence;
        bool meets = dem_kinds_meet(w->rules, b->kind, ref->kind);
        if ((ref->echo || ref->talks) && d < 0) continue; /* an echo comes after what it echoes */
        if (loose && ref->echo && x->asked && d == 0 && dem_token_below(w->r, ref->sentence, ref->token, x->token)) continue; /* "asked them to accept the text": not what is asked */
        if (ref->talks && (d > TALKS_ECHO_NEAR || !specific(b->kind))) continue;
        if (d < 0) d = -d * 3; /* words point back rather than forward */
        /* "a two-hour pause" that a plan asks for is not the plan; "his mediation" is what the envoy has proposed. */
        if (!by_owner && dem_str_is(ref->kind, "ceasefire") && dem_str_is(b->kind, "plan")) meets = false;
        /* What somebody asked for is taken up by "the request", not by the first truce that comes along. */
        if (!by_owner && !specific(b->kind) && specific(ref->kind)) meets = x->agreed && d >= 0 && dem_ref_settles(w, ref);
        if (by_owner && dem_str_is(ref->kind, "mediate") && !ref->proposed) meets = true;
        /* "supported his mediation", whoever "he" was taken for: that of him whom no state sends */
        if (ref->his && b->proposer.n && !b->proposer.items[0].country.n) meets = true;
        if (loose) meets = true;
        if (d >= gap || !meets) continue;
        if (by_owner && dem_parties_fit(&b->proposer, owners) < 2) continue;
        best = x->bid;
        gap = d;
    }
    return best;
}

/* "would impose a settlement": a thing of that kind, not the one spoken of. */
static bool any_of_them(const dem_bid_work *w, const dem_ref *ref)
{
    if (ref->proposed || ref->owners.n) return false;
    for (int32_t c = dem_token_at(w->r, ref->sentence, ref->token)->first_child; c != DEM_NONE && c < ref->token; c = dem_token_at(w->r, ref->sentence, c)->next_sibling)
        if (dem_str_ieq(dem_token_at(w->r, ref->sentence, c)->form, DEM_STR("a")) || dem_str_ieq(dem_token_at(w->r, ref->sentence, c)->form, DEM_STR("an"))) return true;
    return false;
}

static void note_words(dem_bid_work *w, dem_bid *b, const dem_ref *ref)
{
    if (ref->event != DEM_NONE || ref->asked || ref->act || ref->closed || any_of_them(w, ref)) return;
    int32_t first, last;
    const dem_token *head = dem_token_at(w->r, ref->sentence, ref->token);
    first = last = ref->token;
    for (int32_t c = head->first_child; c != DEM_NONE; c = dem_token_at(w->r, ref->sentence, c)->next_sibling) {
        const dem_token *t = dem_token_at(w->r, ref->sentence, c);
        bool part = c < ref->token && (rel_of(t) == DEM_REL_amod || rel_of(t) == DEM_REL_compound || rel_of(t) == DEM_REL_nummod);
        if (!part) continue;
        int32_t left, right;
        dem_subtree(w->r, ref->sentence, c, &left, &right);
        int32_t from = t->mention == DEM_NONE ? left : w->r->mentions.items[t->mention].first; /* "Arab League plan" with all its words */
        if (from < first) first = from;
        if (c < first) first = c;
        if (t->mention != DEM_NONE) continue;
        uint32_t *slot = DEM_PUSH(w->a, &b->words);
        if (slot) *slot = dem_hash32(dem_lemma_low(w, t), 1);
    }
    b->words.n = dem_sort_unique32(b->words.items, b->words.n);
    for (const dem_token *t; first >= 2; first -= 2) { /* "Russian-American deal" */
        t = dem_token_at(w->r, ref->sentence, first - 1);
        bool joined = dem_str_is(t->form, "-") && t->span.end == dem_token_at(w->r, ref->sentence, first)->span.start &&
                      dem_token_at(w->r, ref->sentence, first - 2)->span.end == t->span.start;
        if (!joined) break;
    }
    dem_span span = {dem_token_at(w->r, ref->sentence, first)->span.start, dem_token_at(w->r, ref->sentence, last)->span.end};
    dem_str name = dem_text_of(w->r, span);
    if (name.n > b->name.n && !ref->echo) b->name = dem_str_dup(w->a, name);
}

/* "the text", "the decision": names what was proposed, and not what kind of thing it is. */
static bool only_an_echo(dem_bid_work *w, const dem_ref *ref)
{
    return ref->echo && !dem_story_find(w->rules, DEM_STORY_KIND_NOUN, dem_lemma_low(w, dem_token_at(w->r, ref->sentence, ref->token)));
}

/* The day of the act, else that on which it was told ("has invited both, its presidency said on Wednesday"). */
static dem_day told_day(dem_bid_work *w, const dem_event *e)
{
    for (size_t i = 0; e->date_from == DEM_DAY_NONE && i < e->attribution.n; i++) {
        const dem_statement *s = &w->r->statements.items[e->attribution.items[i]];
        const dem_frame *f = s->sentence == e->sentence && s->cue_token != DEM_NONE ? dem_frame_of(w->r, s->sentence, s->cue_token) : NULL;
        dem_day day = f ? dem_frame_day(w->r, f) : DEM_DAY_NONE;
        if (day != DEM_DAY_NONE && day <= w->r->meta.published) return day;
    }
    return dem_event_day(w->r, e);
}

static void merge_ref(dem_bid_work *w, dem_ref *ref, int32_t bid)
{
    dem_bid *b = &w->out->bids.items[bid];
    ref->bid = bid;
    /* An offer to host says more than one to mediate, and a truce more than the plan that brought it. */
    bool sharper = (dem_str_is(ref->kind, "host") && dem_str_is(b->kind, "mediate")) ||
                   (dem_str_is(ref->kind, "ceasefire") && dem_str_is(b->kind, "plan") && ref->proposed);
    if (specific(ref->kind) && ((!specific(b->kind) && !only_an_echo(w, ref)) || sharper)) b->kind = dem_str_dup(w->a, ref->kind);
    for (size_t i = 0; i < ref->owners.n && (ref->proposed || !b->proposer.n); i++) dem_party_add(&b->proposer, &ref->owners.items[i], w->a);
    for (size_t i = 0; i < ref->parties.n; i++) dem_party_add(&b->parties, &ref->parties.items[i], w->a);
    if (!b->venue.n && ref->venue.n) b->venue = dem_str_dup(w->a, ref->venue);
    note_words(w, b, ref);
    if (!ref->proposed && !(ref->asked && ref->day != DEM_DAY_NONE)) return;
    const dem_event *e = ref->event == DEM_NONE ? NULL : &w->r->events.items[ref->event];
    dem_day day = e ? told_day(w, e) : ref->day != DEM_DAY_NONE ? ref->day : w->r->meta.published;
    bool dated = e ? e->date_from != DEM_DAY_NONE : ref->day != DEM_DAY_NONE;
    if (!b->moved || (dated && !b->dated) || (dated == b->dated && day < b->first)) b->first = day, b->dated = dated;
    b->moved = b->moved || ref->proposed;
    if (e && !b->event.n && w->ids && w->ids->event) b->event = dem_str_dup(w->a, w->ids->event(w->ids->ctx, (size_t)ref->event));
    if (e && !b->why.n) b->why = dem_str_dup(w->a, e->rule);
}

static int32_t new_bid(dem_bid_work *w, const dem_ref *ref)
{
    dem_bid *b = DEM_PUSH(w->a, &w->out->bids);
    if (!b) {
        w->failed = true;
        return DEM_NONE;
    }
    *b = (dem_bid){.kind = dem_str_dup(w->a, ref->kind), .first = w->r->meta.published, .last = w->r->meta.published};
    return (int32_t)w->out->bids.n - 1;
}

static int text_order(const void *p, const void *q)
{
    const dem_ref *x = p, *y = q;
    if (x->sentence != y->sentence) return x->sentence < y->sentence ? -1 : 1;
    if (x->token != y->token) return x->token < y->token ? -1 : 1;
    return x->event < y->event ? 1 : x->event > y->event ? -1 : 0;
}

static bool is_of_talks(const dem_bid_work *w, const dem_bid *b)
{
    return dem_str_is(dem_story_value(w->rules, DEM_STORY_KIND_CLASS, b->kind), "talks") || dem_str_is(b->kind, "invitation");
}

/* "the Minsk deal": whose it is another report may know. */
static int32_t named_after_town(dem_bid_work *w, dem_ref *ref)
{
    if (ref->event != DEM_NONE || ref->echo || ref->asked || ref->act || ref->closed || !dem_ref_settles(w, ref)) return DEM_NONE;
    for (int32_t c = dem_token_at(w->r, ref->sentence, ref->token)->first_child; c != DEM_NONE && c < ref->token; c = dem_token_at(w->r, ref->sentence, c)->next_sibling) {
        const dem_token *t = dem_token_at(w->r, ref->sentence, c);
        const dem_mention *m = t->mention == DEM_NONE ? NULL : &w->r->mentions.items[t->mention];
        if (!m || m->type != DEM_MENTION_PLACE || m->code.n || rel_of(t) != DEM_REL_compound || !m->name.n) continue;
        ref->venue = m->name;
        for (size_t i = 0; i < w->out->bids.n; i++)
            if (dem_str_ieq(w->out->bids.items[i].venue, m->name)) return (int32_t)i;
        return new_bid(w, ref);
    }
    return DEM_NONE;
}

static int32_t in_town(const dem_bid_work *w, dem_str town)
{
    for (size_t i = 0; i < w->out->bids.n; i++)
        if (dem_str_ieq(w->out->bids.items[i].venue, town) && is_of_talks(w, &w->out->bids.items[i])) return (int32_t)i;
    return DEM_NONE;
}

/* A truce or a plan of last year that the report comes to speak of is not the one of now, where it tells of one. */
static bool passed(const dem_bid_work *w, const dem_ref *ref)
{
    for (size_t i = 0; i < w->refs.n && ref->past; i++) {
        const dem_ref *x = &w->refs.items[i];
        if (x != ref && !x->past && x->proposed && dem_parties_fit(&x->owners, &ref->owners) == 2 && dem_kinds_meet(w->rules, x->kind, ref->kind)) return true;
    }
    return false;
}

/* "Southern African leaders proposed … The bloc made the suggestion at a summit": of states that are no more than a region the body is named after. */
static int32_t made_by(dem_bid_work *w, const dem_ref *ref)
{
    enum { NEAR = 2 };
    bool the = false;
    for (int32_t c = dem_token_at(w->r, ref->sentence, ref->token)->first_child; c != DEM_NONE && c < ref->token; c = dem_token_at(w->r, ref->sentence, c)->next_sibling)
        the = the || dem_str_ieq(dem_token_at(w->r, ref->sentence, c)->form, DEM_STR("the"));
    for (size_t i = w->refs.n; i-- > 0 && the;) {
        const dem_ref *x = &w->refs.items[i];
        if (x->bid == DEM_NONE || x->sentence >= ref->sentence || ref->sentence - x->sentence > NEAR) continue;
        const dem_bid *b = &w->out->bids.items[x->bid];
        bool vague = !b->proposer.n || dem_str_starts(b->proposer.items[0].code, DEM_STR("IMG"));
        if (vague && dem_kinds_meet(w->rules, b->kind, ref->kind)) return x->bid;
    }
    return DEM_NONE;
}

/* Those that name their owner first: they are what the others point at. */
static void assign(dem_bid_work *w)
{
    for (size_t i = 0; i < w->refs.n; i++) {
        dem_ref *ref = &w->refs.items[i];
        if (!ref->owners.n || !specific(ref->kind) || ref->of.n || passed(w, ref)) continue;
        int32_t bid = nearest(w, ref, &ref->owners, false);
        /* A truce that somebody keeps is the one another proposed, when the report knows such a one. */
        if (bid == DEM_NONE && ref->event != DEM_NONE && dem_str_is(ref->kind, "ceasefire") && !ref->settled) continue;
        if (bid == DEM_NONE) bid = new_bid(w, ref);
        if (bid != DEM_NONE) merge_ref(w, ref, bid);
    }
    for (size_t i = 0; i < w->refs.n; i++) {
        dem_ref *ref = &w->refs.items[i];
        if (ref->bid != DEM_NONE || passed(w, ref)) continue;
        if (ref->talks) {
            ref->bid = ref->venue.n ? in_town(w, ref->venue) : nearest(w, ref, NULL, false); /* names no proposal itself */
            continue;
        }
        if (ref->of.n && (ref->bid = nearest(w, ref, &ref->of, true)) != DEM_NONE) continue; /* also: what the League proposed is "the Arab plan" */
        bool truce = ref->event != DEM_NONE;
        bool mass = dem_story_find(w->rules, DEM_STORY_MASS_NOUN, dem_lemma_low(w, dem_token_at(w->r, ref->sentence, ref->token))) != NULL;
        if (mass && !truce && !ref->echo && !ref->asked && !ref->act && !ref->of.n && any_of_them(w, ref)) continue; /* "a settlement": none in particular */
        int32_t bid = ref->agreed ? DEM_NONE : ref->owners.n && !truce ? nearest(w, ref, &ref->owners, false) : nearest(w, ref, NULL, false);
        if (bid == DEM_NONE && ref->again) bid = made_by(w, ref);
        if (bid == DEM_NONE && truce && ref->owners.n) bid = nearest(w, ref, &ref->owners, false); /* "an offer by the rebels … they were ready to stop fighting" */
        if (bid == DEM_NONE && ref->owners.n) {
            bid = new_bid(w, ref);
            ref->settled = ref->settled || ref->agreed;
        }
        if (bid == DEM_NONE && ref->echo) bid = nearest(w, ref, NULL, true);
        if (bid != DEM_NONE && ref->echo && dem_str_is(ref->kind, "resolution") && is_of_talks(w, &w->out->bids.items[bid])) continue; /* a draft is no offer of talks */
        if (bid == DEM_NONE) bid = named_after_town(w, ref);
        if (bid == DEM_NONE) continue;
        if (truce && dem_parties_fit(&w->out->bids.items[bid].proposer, &ref->owners) < 2 && w->out->bids.items[bid].proposer.n) {
            ref->bid = bid; /* keeps another's truce: an answer, not a proposal */
            w->spent[ref->event] = false;
            continue;
        }
        merge_ref(w, ref, bid);
    }
}

/* What is left when nobody proposes it and nobody answers is a word, no initiative. */
static void drop_empty(dem_bid_work *w)
{
    size_t kept = 0;
    for (size_t i = 0; i < w->out->bids.n; i++) {
        dem_bid *b = &w->out->bids.items[i];
        for (size_t k = 0; k < w->refs.n && !specific(b->kind); k++) /* "the offer" of a report that does not tell of the offering may be of any kind */
            if (w->refs.items[k].bid == (int32_t)i && (w->refs.items[k].proposed || w->refs.items[k].asked || w->refs.items[k].act)) b->kind = DEM_STR("plan");
        bool named = !b->proposer.n && b->venue.n; /* only ever with another report's */
        if (!named && (!b->proposer.n || (!b->moved && !b->answers.n))) continue;
        for (size_t k = 0; k < b->answers.n && !b->dated; k++) /* no offer is younger than the answer to it */
            if (b->answers.items[k].dated && b->answers.items[k].day < b->first) b->first = b->answers.items[k].day;
        w->out->bids.items[kept++] = *b;
    }
    w->out->bids.n = kept;
}

bool dem_digest_bids(const dem_story_rules *rules, dem_report *r, const dem_digest_ids *ids, dem_arena *a, dem_digest *out)
{
    dem_bid_work w = {.rules = rules, .r = r, .ids = ids, .a = a, .out = out};
    w.spent = DEM_NEW_N(r->arena, bool, r->events.n + 1);
    if (!w.spent) return false;
    dem_bid_refs(&w);
    if (w.refs.n) qsort(w.refs.items, w.refs.n, sizeof *w.refs.items, text_order);
    for (size_t i = 0; i < w.refs.n; i++)
        if (w.refs.items[i].event != DEM_NONE) w.spent[w.refs.items[i].event] = true;
    assign(&w);
    dem_bid_sides(&w);
    if (!dem_bid_answers(&w)) return false;
    dem_bid_last_sides(&w);
    drop_empty(&w);
    return !w.failed;
}
