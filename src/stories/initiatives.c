/* SPDX-License-Identifier: Apache-2.0 */
/* Bids that are one initiative -> its record: who proposed it to whom, who answered how, and the state this leaves it in, day by day.
   And positions: the last stance of each actor on each initiative and each demand. */
#include "stories/web.h"

#include <stdlib.h>

typedef struct bid_at {
    const dem_bid *bid;
    uint32_t report, place;
} bid_at;

static bool is(dem_str s, const char *c)
{
    return dem_str_is(s, c);
}

static bool add_str(dem_web *w, dem_strs *v, dem_str s)
{
    for (size_t i = 0; i < v->n; i++)
        if (dem_str_eq(v->items[i], s)) return true;
    dem_str *slot = s.n ? DEM_PUSH(w->a, v) : NULL;
    if (slot) *slot = s;
    return slot != NULL || !s.n;
}

/* Unknown days are last. */
static int day_cmp(dem_day a, dem_day b)
{
    if (a == DEM_DAY_NONE) a = DEM_DAY_MAX;
    if (b == DEM_DAY_NONE) b = DEM_DAY_MAX;
    return a < b ? -1 : a > b;
}

static int answer_order(const void *p, const void *q)
{
    const dem_answer *x = p, *y = q;
    int c = day_cmp(x->day, y->day);
    if (!c) c = dem_str_cmp(x->report, y->report);
    if (!c) c = dem_str_cmp(x->event, y->event);
    if (!c) c = dem_str_cmp(x->stance, y->stance);
    return c ? c : dem_str_cmp(x->actor.code, y->actor.code);
}

static bool gather(dem_web *w, const bid_at *bids, size_t n, dem_answers *out)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < bids[i].bid->answers.n; k++) {
            dem_answer *slot = DEM_PUSH(w->a, out);
            if (!slot) return false;
            *slot = bids[i].bid->answers.items[k];
        }
    if (out->n > 1) qsort(out->items, out->n, sizeof *out->items, answer_order);
    return true;
}

/* ---- state ---- */

/* Yes, no or yes-if; empty for who can only be for it or against it, and does not decide. Who welcomes what is offered to it says yes. */
static dem_str vote(const dem_answer *x, const dem_parties *parties)
{
    if (is(x->stance, "accepts") || is(x->stance, "refuses") || is(x->stance, "conditional")) return x->stance;
    bool welcomed = is(x->stance, "supports") && dem_parties_fit(parties, &(dem_parties){(dem_party *)(uintptr_t)&x->actor, 1, 1}) == 2;
    return welcomed ? DEM_STR("accepts") : DEM_STR_NONE;
}

/* Powers that agree on a plan for others have made it; whether it is accepted those others decide. */
static bool only_made_it(const dem_initiative_record *of, const dem_party *who)
{
    dem_parties one = {(dem_party *)(uintptr_t)who, 1, 1};
    return of->parties.n && dem_parties_fit(&of->proposer, &one) == 2 && dem_parties_fit(&of->parties, &one) < 2;
}

/* The last vote of each actor counts. */
static dem_str state_of(const dem_answers *answers, const dem_initiative_record *of, dem_day until)
{
    const dem_parties *parties = &of->parties;
    size_t yes = 0, no = 0, iff = 0;
    for (size_t i = 0; i < answers->n; i++) {
        const dem_answer *x = &answers->items[i];
        dem_str own = vote(x, parties);
        if (day_cmp(x->day, until) > 0) continue;
        if (is(x->stance, "withdraws")) return DEM_STR("superseded");
        bool later = false;
        for (size_t k = i + 1; k < answers->n && own.n && !later; k++) {
            const dem_answer *y = &answers->items[k];
            later = vote(y, parties).n && day_cmp(y->day, until) <= 0 && day_cmp(x->day, y->day) < 0 && dem_party_fit(&x->actor, &y->actor) == 2;
        }
        if (!own.n || later || only_made_it(of, &x->actor)) continue;
        yes += is(own, "accepts");
        no += is(own, "refuses");
        iff += is(own, "conditional");
    }
    if (no) return yes || iff ? DEM_STR("split") : DEM_STR("refused");
    if (iff) return DEM_STR("conditional");
    return yes ? DEM_STR("accepted") : DEM_STR("open");
}

static bool history(dem_web *w, const dem_answers *answers, dem_initiative_record *out)
{
    dem_str before = DEM_STR("open");
    for (size_t i = 0; i < answers->n; i++) {
        dem_day d = answers->items[i].day;
        if (i + 1 < answers->n && answers->items[i + 1].day == d) continue;
        dem_str now = state_of(answers, out, d == DEM_DAY_NONE ? DEM_DAY_MAX : d);
        if (dem_str_eq(now, before)) continue;
        before = now;
        dem_state_change *slot = DEM_PUSH(w->a, &out->history);
        if (!slot) return false;
        *slot = (dem_state_change){d, now};
    }
    out->state = state_of(answers, out, DEM_DAY_MAX);
    return true;
}

/* ---- responses ---- */

enum { ONE_BREATH = 2 };

/* What one report calls a refusal and another of those days opposition is one answer. */
static bool one_breath(const dem_response_record *y, const dem_answer *x)
{
    bool no = (is(y->stance, "refuses") && is(x->stance, "opposes")) || (is(y->stance, "opposes") && is(x->stance, "refuses"));
    bool yes = (is(y->stance, "accepts") && is(x->stance, "supports")) || (is(y->stance, "supports") && is(x->stance, "accepts"));
    if (y->day == DEM_DAY_NONE || x->day == DEM_DAY_NONE) return false;
    int64_t gap = (int64_t)x->day - y->day;
    return (no || yes) && gap >= -ONE_BREATH && gap <= ONE_BREATH;
}

static bool add_response(dem_web *w, dem_initiative_record *out, const dem_answer *x)
{
    dem_response_record *r = NULL;
    for (size_t i = 0; i < out->responses.n && !r; i++) {
        dem_response_record *y = &out->responses.items[i];
        if ((dem_str_eq(y->stance, x->stance) || one_breath(y, x)) && dem_party_fit(&y->actor, &x->actor) == 2) r = y;
    }
    if (r && (is(x->stance, "refuses") || is(x->stance, "accepts"))) r->stance = x->stance;
    if (!r) {
        r = DEM_PUSH(w->a, &out->responses);
        if (!r) return false;
        *r = (dem_response_record){.actor = x->actor, .stance = x->stance, .day = x->day, .quote = x->quote, .why = x->why};
    }
    for (size_t i = 0; i < x->conditions.n; i++) {
        const dem_term_of_offer *c = &x->conditions.items[i];
        bool there = false;
        for (size_t k = 0; k < r->conditions.n; k++)
            there = there || (dem_str_eq(r->conditions.items[k].type, c->type) && dem_str_ieq(r->conditions.items[k].text, c->text));
        dem_term_of_offer *slot = there ? NULL : DEM_PUSH(w->a, &r->conditions);
        if (!there && !slot) return false;
        if (slot) *slot = *c;
    }
    return add_str(w, &r->events, x->event) && add_str(w, &r->statements, x->statement) && add_str(w, &r->reports, x->report);
}

/* ---- one initiative ---- */

static const char *const kind_rank[] = {"host", "invitation", "mediate", "resolution", "ceasefire", "plan", "visit"};

static size_t rank_of(dem_str kind)
{
    size_t i = 0;
    while (i < sizeof kind_rank / sizeof *kind_rank && !is(kind, kind_rank[i])) i++;
    return i;
}

/* The kind most tellings give; the more telling one where they are as many. */
static dem_str common_kind(const bid_at *bids, size_t n)
{
    dem_str best = DEM_STR("plan");
    size_t most = 0;
    for (size_t i = 0; i < n; i++) {
        size_t same = 0;
        if (is(bids[i].bid->kind, "any")) continue; /* "the offer", of a report that does not say what was offered */
        for (size_t k = 0; k < n; k++) same += dem_str_eq(bids[k].bid->kind, bids[i].bid->kind);
        if (same < most || (same == most && rank_of(bids[i].bid->kind) >= rank_of(best))) continue;
        most = same;
        best = bids[i].bid->kind;
    }
    return best;
}

static void days(dem_initiative_record *out, const dem_bid *b)
{
    if (b->first != DEM_DAY_NONE && (out->first == DEM_DAY_NONE || b->first < out->first)) out->first = b->first;
    if (b->last != DEM_DAY_NONE && (out->last == DEM_DAY_NONE || b->last > out->last)) out->last = b->last;
}

/* The first report, the kind and the proposer name an initiative; of two such plans in one report the later has its number. */
static dem_str initiative_id(dem_web *w, const bid_at *bids, size_t n)
{
    const dem_digest *d = w->items.items[bids[0].report].d;
    size_t owned = 0, before = 0;
    while (owned + 1 < n && !bids[owned].bid->proposer.n) owned++;
    dem_str kind = bids[0].bid->kind, code = bids[owned].bid->proposer.items[0].code;
    for (size_t i = 0; i < bids[0].place; i++) {
        const dem_bid *b = &d->bids.items[i];
        before += dem_str_eq(b->kind, kind) && (!b->proposer.n || dem_str_eq(b->proposer.items[0].code, code));
    }
    dem_str parts[4] = {d->id, kind, code};
    if (before) parts[3] = dem_str_printf(w->a, "%zu", before);
    return dem_record_id(w, "in", parts, before ? 4 : 3);
}

static bool build(dem_web *w, const bid_at *bids, size_t n, dem_initiative_record *out, dem_answers *answers)
{
    dem_hashes reports = {0};
    *out = (dem_initiative_record){.first = DEM_DAY_NONE, .last = DEM_DAY_NONE, .kind = common_kind(bids, n)};
    for (size_t i = 0; i < n; i++) {
        const dem_bid *b = bids[i].bid;
        const dem_digest *d = w->items.items[bids[i].report].d;
        uint32_t *slot = DEM_PUSH(w->a, &reports);
        if (!slot || !add_str(w, &out->reports, d->id) || !add_str(w, &out->events, b->event)) return false;
        *slot = bids[i].report;
        dem_bid_place *place = DEM_PUSH(w->a, &out->bids);
        if (!place) return false;
        *place = (dem_bid_place){bids[i].report, bids[i].place};
        for (size_t k = 0; k < b->proposer.n; k++)
            if (!dem_party_add(&out->proposer, &b->proposer.items[k], w->a)) return false;
        for (size_t k = 0; k < b->parties.n; k++)
            if (!dem_party_add(&out->parties, &b->parties.items[k], w->a)) return false;
        if (!out->venue.n) out->venue = b->venue;
        if (b->name.n > out->name.n) out->name = b->name;
        if (b->why.n && !add_str(w, &out->why, b->why)) return false;
        days(out, b);
    }
    reports.n = dem_sort_unique32(reports.items, reports.n);
    dem_sort_reports(w, reports.items, reports.n);
    out->outlets = dem_outlets(w, reports.items, reports.n);
    out->id = initiative_id(w, bids, n);
    if (!gather(w, bids, n, answers) || !history(w, answers, out)) return false;
    for (size_t i = 0; i < answers->n; i++)
        if (!add_response(w, out, &answers->items[i])) return false;
    return true;
}

static int bid_order(const void *p, const void *q)
{
    const bid_at *x = p, *y = q;
    return x->report < y->report ? -1 : x->report > y->report; /* ranks by day and id; see below */
}

/* A new offer of the same kind from the same proposer to the same parties, weeks later, takes the place of one nobody took up. */
static void supersede(dem_web *w, dem_picture *p)
{
    for (size_t i = 0; i < p->initiatives.n; i++) {
        dem_initiative_record *x = &p->initiatives.items[i];
        for (size_t k = i + 1; k < p->initiatives.n && !x->superseded_by.n; k++) {
            const dem_initiative_record *y = &p->initiatives.items[k];
            if (x->last == DEM_DAY_NONE || y->first == DEM_DAY_NONE || y->first <= x->last || !dem_str_eq(x->kind, y->kind)) continue;
            if (!is(x->state, "open") || dem_parties_fit(&x->proposer, &y->proposer) < 2 || !x->parties.n || dem_parties_fit(&x->parties, &y->parties) < 2)
                continue;
            x->state = DEM_STR("superseded");
            x->superseded_by = y->id;
            dem_state_change *slot = DEM_PUSH(w->a, &x->history);
            if (slot) *slot = (dem_state_change){y->first, x->state};
        }
    }
}

static int initiative_order(const void *p, const void *q)
{
    const dem_initiative_record *x = p, *y = q;
    int c = day_cmp(x->first, y->first);
    return c ? c : dem_str_cmp(x->id, y->id);
}

/* ---- positions ---- */

static dem_str about(dem_web *w, const dem_initiative_record *x)
{
    dem_str name = x->proposer.n ? (x->proposer.items[0].name.n ? x->proposer.items[0].name : x->proposer.items[0].code) : DEM_STR_NONE;
    dem_str what = x->name.n ? x->name : x->kind;
    bool more = x->proposer.n > 1;
    if (dem_str_starts(name, DEM_STR("The "))) name = dem_str_printf(w->a, "t%.*s", DEM_FMT(dem_str_cut(name, 1, name.n)));
    return dem_str_printf(w->a, "%.*s by %.*s%s%s%.*s", DEM_FMT(what), DEM_FMT(name), more ? " and others" : "", x->venue.n ? ", " : "", DEM_FMT(x->venue));
}

/* Answers of one actor to one issue, in order, become its position. */
static bool add_position(dem_web *w, dem_picture *out, dem_str issue, dem_str words, const dem_answer *const *list, size_t n)
{
    dem_position_record p = {.actor = list[0]->actor, .issue = issue, .about = words, .now = *list[n - 1], .since = list[n - 1]->day};
    dem_str parts[2] = {issue, dem_party_key_of(&p.actor, w->a)};
    p.id = dem_record_id(w, "po", parts, 2);
    const dem_answer *last = list[n - 1];
    for (size_t i = n - 1; i-- > 0;) {
        if (dem_str_eq(list[i]->stance, last->stance)) {
            if (!p.earlier.n) p.since = list[i]->day;
            last = list[i];
            continue;
        }
        dem_answer *slot = DEM_PUSH(w->a, &p.earlier);
        if (!slot) return false;
        *slot = *list[i];
        last = list[i];
    }
    dem_position_record *slot = DEM_PUSH(w->a, &out->positions);
    if (slot) *slot = p;
    return slot != NULL;
}

static bool positions_on(dem_web *w, dem_picture *out, dem_str issue, dem_str words, const dem_answers *answers)
{
    bool *done = DEM_NEW_N(w->a, bool, answers->n + 1);
    const dem_answer **list = DEM_NEW_N(w->a, const dem_answer *, answers->n + 1);
    if (!done || !list) return false;
    for (size_t i = 0; i < answers->n; i++) {
        size_t n = 0;
        if (done[i]) continue;
        for (size_t k = i; k < answers->n; k++) {
            if (done[k] || (k != i && dem_party_fit(&answers->items[i].actor, &answers->items[k].actor) < 2)) continue;
            done[k] = true;
            list[n++] = &answers->items[k];
        }
        if (!add_position(w, out, issue, words, list, n)) return false;
    }
    return true;
}

typedef struct stand_at {
    const dem_stand *s;
    dem_str report;
} stand_at;

static int stand_order(const void *p, const void *q)
{
    const stand_at *x = p, *y = q;
    int c = dem_str_cmp(x->s->issue, y->s->issue);
    if (!c) c = day_cmp(x->s->day, y->s->day);
    if (!c) c = dem_str_cmp(x->report, y->report);
    return c ? c : dem_str_cmp(x->s->event, y->s->event);
}

static bool demand_positions(dem_web *w, dem_picture *out)
{
    DEM_VEC(stand_at) all = {0};
    for (size_t i = 0; i < w->items.n; i++)
        for (size_t k = 0; k < w->items.items[i].d->stands.n; k++) {
            stand_at *slot = DEM_PUSH(w->a, &all);
            if (!slot) return false;
            *slot = (stand_at){&w->items.items[i].d->stands.items[k], w->items.items[i].d->id};
        }
    if (all.n > 1) qsort(all.items, all.n, sizeof *all.items, stand_order);
    for (size_t i = 0; i < all.n;) {
        dem_answers answers = {0};
        dem_str issue = all.items[i].s->issue;
        for (; i < all.n && dem_str_eq(all.items[i].s->issue, issue); i++) {
            const dem_stand *s = all.items[i].s;
            dem_answer *slot = DEM_PUSH(w->a, &answers);
            if (!slot) return false;
            *slot = (dem_answer){.actor = s->actor, .stance = s->stance, .day = s->day, .event = s->event, .statement = s->statement, .quote = s->quote, .why = s->why,
                                 .report = all.items[i].report};
        }
        if (!positions_on(w, out, issue, issue, &answers)) return false;
    }
    return true;
}

/* ---- all ---- */

static int position_order(const void *p, const void *q)
{
    const dem_position_record *x = p, *y = q;
    int c = dem_str_cmp(x->actor.code, y->actor.code);
    if (!c) c = dem_str_cmp(x->about, y->about);
    return c ? c : dem_str_cmp(x->id, y->id);
}

bool dem_picture_initiatives(dem_web *w, dem_picture *out)
{
    uint32_t *order = DEM_NEW_N(w->a, uint32_t, w->items.n + 1), *rank = DEM_NEW_N(w->a, uint32_t, w->items.n + 1);
    dem_groups groups = {0};
    if (!order || !rank) return false;
    for (uint32_t i = 0; i < w->items.n; i++) order[i] = i;
    dem_sort_reports(w, order, w->items.n);
    for (uint32_t i = 0; i < w->items.n; i++) rank[order[i]] = i;
    bid_at *all = DEM_NEW_N(w->a, bid_at, w->bids.n + 1), *some = DEM_NEW_N(w->a, bid_at, w->bids.n + 1);
    if (!all || !some || !dem_set_groups(w, &w->bids, 1, &groups)) return false;
    for (uint32_t i = 0; i < w->items.n; i++)
        for (size_t k = 0; k < w->items.items[i].d->bids.n; k++) all[w->items.items[i].first_bid + k] = (bid_at){&w->items.items[i].d->bids.items[k], rank[i], (uint32_t)k};
    for (size_t g = 0; g < groups.n; g++) {
        size_t n = groups.items[g].members.n;
        bool owned = false;
        for (size_t i = 0; i < n; i++) some[i] = all[groups.items[g].members.items[i]], owned = owned || some[i].bid->proposer.n;
        if (!owned) continue; /* a thing with a name, of nobody we know */
        dem_initiative_record *x = DEM_PUSH(w->a, &out->initiatives);
        dem_answers answers = {0};
        if (!x) return false;
        qsort(some, n, sizeof *some, bid_order);
        for (size_t i = 0; i < n; i++) some[i].report = order[some[i].report];
        if (!build(w, some, n, x, &answers) || !positions_on(w, out, x->id, about(w, x), &answers)) return false;
    }
    if (out->initiatives.n > 1) qsort(out->initiatives.items, out->initiatives.n, sizeof *out->initiatives.items, initiative_order);
    supersede(w, out);
    return true;
}

bool dem_picture_positions(dem_web *w, dem_picture *out)
{
    if (!demand_positions(w, out)) return false;
    if (out->positions.n > 1) qsort(out->positions.items, out->positions.n, sizeof *out->positions.items, position_order);
    return true;
}
