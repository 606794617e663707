/* SPDX-License-Identifier: Apache-2.0 */
/* Two digests: is one a copy of the other, do they tell the same news, and which of their events are one event.
   Only what stands in the two decides, so the answer does not change with what else was read, or when. */
#include "stories/internal.h"

#include <stdio.h>

static double dot(const dem_terms *a, const dem_terms *b)
{
    double sum = 0;
    for (size_t i = 0, k = 0; i < a->n && k < b->n;) {
        if (a->items[i].hash < b->items[k].hash) {
            i++;
        } else if (a->items[i].hash > b->items[k].hash) {
            k++;
        } else {
            sum += (double)a->items[i++].weight * (double)b->items[k++].weight;
        }
    }
    return sum;
}

static double contained(const dem_digest *a, const dem_digest *b, size_t *shared)
{
    size_t least = a->sample.n < b->sample.n ? a->sample.n : b->sample.n;
    *shared = dem_sorted_shared(a->sample.items, a->sample.n, b->sample.items, b->sample.n);
    return least ? (double)*shared / (double)least : 0;
}

/* -1: not known of one of them. */
static int days_apart(const dem_digest *a, const dem_digest *b)
{
    if (a->published == DEM_DAY_NONE || b->published == DEM_DAY_NONE) return -1;
    int64_t d = (int64_t)a->published - b->published;
    if (d < 0) d = -d;
    return d > 10000 ? 10000 : (int)d;
}

static bool has_day(const dem_days *v, dem_day day)
{
    for (size_t i = 0; i < v->n; i++)
        if (v->items[i] == day) return true;
    return false;
}

static bool share_day(const dem_digest *a, const dem_digest *b)
{
    for (size_t i = 0; i < a->lead_days.n; i++)
        if (has_day(&b->lead_days, a->lead_days.items[i])) return true;
    return false;
}

enum { NEAR_LEAD = 6 };

/* The first sentences tell of an event or a toll of a lead day of the other's. */
static bool tells_day(const dem_digest *d, const dem_days *days)
{
    for (size_t i = 0; i < d->events.n; i++)
        if (d->events.items[i].index <= NEAR_LEAD && d->events.items[i].from == d->events.items[i].to && has_day(days, d->events.items[i].from)) return true;
    for (size_t i = 0; i < d->claims.n; i++)
        if (d->claims.items[i].lead && d->claims.items[i].from == d->claims.items[i].to && has_day(days, d->claims.items[i].from)) return true;
    return false;
}

/* It begins with a day on which the other one was out already. */
static bool newer(const dem_digest *late, const dem_digest *early)
{
    for (size_t i = 0; i < late->lead_days.n; i++)
        if (early->published != DEM_DAY_NONE && late->lead_days.items[i] > early->published) return true;
    return false;
}

static bool other_days(const dem_digest *a, const dem_digest *b)
{
    if (newer(a, b) || newer(b, a)) return true;
    if (!a->lead_days.n || !b->lead_days.n || share_day(a, b)) return false;
    /* "Two days after the bomb ..." is of the bomb as well; who told of it first knows nothing of the days that came. */
    bool turned = a->lead_days.items[0] < b->lead_days.items[0];
    return !tells_day(turned ? b : a, turned ? &a->lead_days : &b->lead_days);
}

static bool other_places(const dem_digest *a, const dem_digest *b)
{
    return a->lead_places.n && b->lead_places.n &&
           !dem_sorted_shared(a->lead_places.items, a->lead_places.n, b->lead_places.items, b->lead_places.n);
}

/* Tolls of one kind that are of other places: another bomb with as many dead. */
static bool other_tolls(const dem_digest *a, const dem_digest *b)
{
    bool other = false;
    for (size_t i = 0; i < a->claims.n; i++)
        for (size_t k = 0; k < b->claims.n; k++) {
            const dem_digest_claim *x = &a->claims.items[i], *y = &b->claims.items[k];
            if (!x->lead || !y->lead || !x->place.n || !y->place.n || !dem_str_eq(x->kind, y->kind)) continue;
            if (dem_str_ieq(x->place, y->place)) return false;
            other = true;
        }
    return other;
}

/* Some event that both may tell; statements and appeals are too common to count. */
static bool share_event(const dem_digest *a, const dem_digest *b, const dem_link *l)
{
    for (size_t i = 0; i < l->events.n; i++)
        if (memcmp(a->events.items[l->events.items[i].a].cameo, "02", 2) != 0) return true;
    return !a->events.n || !b->events.n;
}

static void judge(const dem_story_rules *rules, const dem_digest *a, const dem_digest *b, dem_link *out)
{
    const dem_story_weights *w = &rules->w;
    size_t shared;
    double part = contained(a, b, &shared);
    /* Every sampled run stands for DEM_SAMPLE_STEP of the text. */
    if (part >= w->copy_contained && (double)(shared * DEM_SAMPLE_STEP) >= w->copy_shared) {
        out->kin = DEM_KIN_COPY;
        out->score = part;
        snprintf(out->why, sizeof out->why, "%d%% of the shorter text stands in the longer", (int)(part * 100 + 0.5));
        return;
    }
    int apart = days_apart(a, b);
    if (apart > DEM_STORY_DAYS) return;
    double words = dot(&a->words, &b->words), names = dot(&a->names, &b->names);
    bool days = other_days(a, b), places = other_places(a, b), tolls = other_tolls(a, b), events = share_event(a, b, out);
    out->score = words * w->story_words + names * w->story_names - (apart > 0 ? apart * w->story_day : 0) -
                 (days ? w->story_other_day : 0) - (places ? w->story_other_place : 0) - (tolls ? w->story_other_toll : 0) - (events ? 0 : w->story_no_event);
    bool same = words >= w->story_least_words && out->score >= (apart < 0 ? w->story_undated : w->story_threshold);
    out->kin = same ? DEM_KIN_STORY : DEM_KIN_NONE;
    char gap[32];
    if (apart < 0)
        snprintf(gap, sizeof gap, "undated");
    else
        snprintf(gap, sizeof gap, "%d day%s apart", apart, apart == 1 ? "" : "s");
    snprintf(out->why, sizeof out->why, "words %.2f, names %.2f, %s%s%s%s%s: %.2f", words, names, gap, days ? ", other days" : "",
             places ? ", other places" : "", tolls ? ", tolls of other places" : "", events ? "" : ", no event in both", out->score);
}

static void turn(dem_index_pair *items, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t a = items[i].a;
        items[i].a = items[i].b;
        items[i].b = a;
    }
}

int dem_link_digests(const dem_story_rules *rules, const dem_digest *a, const dem_digest *b, dem_arena *arena, dem_link *out, dem_error *err)
{
    memset(out, 0, sizeof *out);
    /* One order for both calls, so that ties fall the same way. */
    bool turned = dem_str_cmp(a->id, b->id) > 0;
    const dem_digest *x = turned ? b : a, *y = turned ? a : b;
    /* What they tell in common were they one story says whether they are one. */
    bool ok = dem_link_bids(rules, x, y, DEM_KIN_STORY, arena, out) && dem_link_events(rules, x, y, arena, out);
    judge(rules, x, y, out);
    if (out->kin == DEM_KIN_NONE) {
        out->events.n = out->bids.n = 0;
        ok = ok && dem_link_bids(rules, x, y, DEM_KIN_NONE, arena, out);
    }
    if (!ok) return dem_fail(err, DEM_EMEMORY, "memory is out");
    if (turned) {
        turn(out->events.items, out->events.n);
        turn(out->bids.items, out->bids.n);
    }
    return DEM_OK;
}
