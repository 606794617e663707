/* SPDX-License-Identifier: Apache-2.0 */
/* Two reports' tellings of initiatives: which of them are one. Same proposer, kinds that may be one, parties that do not part them, and
   either one story or days not far from each other. */
#include "stories/internal.h"

#include <stdlib.h>

static bool near_days(const dem_story_rules *rules, const dem_bid *x, const dem_bid *y)
{
    if (x->first == DEM_DAY_NONE || y->first == DEM_DAY_NONE) return false;
    int64_t d = (int64_t)x->first - y->first;
    return (d < 0 ? -d : d) <= (int64_t)rules->w.initiative_days;
}

static bool apart_by_venue(const dem_bid *x, const dem_bid *y)
{
    return x->venue.n && y->venue.n && !dem_str_ieq(x->venue, y->venue);
}

static bool makes_plan(const dem_story_rules *rules, const dem_bid *b)
{
    return dem_str_is(dem_story_value(rules, DEM_STORY_KIND_CLASS, b->kind), "plan");
}

static double score(const dem_story_rules *rules, const dem_bid *x, const dem_bid *y, dem_kin kin)
{
    /* "The Minsk deal" is what was agreed on in Minsk. */
    bool by_town = x->proposer.n != y->proposer.n && (!x->proposer.n || !y->proposer.n) && x->venue.n && dem_str_ieq(x->venue, y->venue);
    if (!dem_kinds_meet(rules, x->kind, y->kind) || apart_by_venue(x, y)) return -1;
    if (!by_town && dem_parties_fit(&x->proposer, &y->proposer) < 2) return -1;
    bool parties = !x->parties.n || !y->parties.n || dem_parties_fit(&x->parties, &y->parties) == 2;
    size_t words = dem_sorted_shared(x->words.items, x->words.n, y->words.items, y->words.n);
    /* Days apart, what several agreed on is not what one of them had proposed. */
    bool several = x->proposer.n != y->proposer.n && (x->proposer.n == 1 || y->proposer.n == 1) && (makes_plan(rules, x) || makes_plan(rules, y));
    if (kin == DEM_KIN_NONE && several && !words) return -1;
    if (!parties || (kin == DEM_KIN_NONE && !near_days(rules, x, y))) return -1;
    return (kin != DEM_KIN_NONE ? 1 : 0) + (dem_str_eq(x->kind, y->kind) ? 0.5 : 0) + (double)words * 0.25 + (x->moved && y->moved ? 0.25 : 0);
}

static int best_first(const void *p, const void *q)
{
    const dem_index_pair *x = p, *y = q;
    if (x->score != y->score) return x->score > y->score ? -1 : 1;
    if (x->a != y->a) return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

bool dem_link_bids(const dem_story_rules *rules, const dem_digest *a, const dem_digest *b, dem_kin kin, dem_arena *arena, dem_link *out)
{
    DEM_VEC(dem_index_pair) pairs = {0};
    for (uint32_t i = 0; i < a->bids.n; i++)
        for (uint32_t k = 0; k < b->bids.n; k++) {
            double s = score(rules, &a->bids.items[i], &b->bids.items[k], kin);
            dem_index_pair *p = s >= 0 ? DEM_PUSH(arena, &pairs) : NULL;
            if (s >= 0 && !p) return false;
            if (p) *p = (dem_index_pair){i, k, s};
        }
    if (!pairs.n) return true;
    qsort(pairs.items, pairs.n, sizeof *pairs.items, best_first);
    bool *left = DEM_NEW_N(arena, bool, a->bids.n), *right = DEM_NEW_N(arena, bool, b->bids.n);
    if (!left || !right) return false;
    for (size_t i = 0; i < pairs.n; i++) {
        const dem_index_pair *p = &pairs.items[i];
        if (left[p->a] || right[p->b]) continue;
        left[p->a] = right[p->b] = true;
        dem_index_pair *slot = DEM_PUSH(arena, &out->bids);
        if (!slot) return false;
        *slot = *p;
    }
    return true;
}
