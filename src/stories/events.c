/* SPDX-License-Identifier: Apache-2.0 */
/* Events told several times. Links between events are taken from the best to the weakest, and a link that would put two events of one
   report into one set is left out: a chain of half-likenesses must not make a refusal of talks and one of mediation the same. The order
   is that of the scores and of the ids, so the sets do not depend on what came when. */
#include "stories/web.h"

#include <stdlib.h>

uint32_t dem_report_of_event(const dem_web *w, uint32_t event)
{
    size_t lo = 0, hi = w->items.n;
    while (hi - lo > 1) {
        size_t mid = (lo + hi) / 2;
        if (w->items.items[mid].first_event <= event)
            lo = mid;
        else
            hi = mid;
    }
    /* Reports without events share their first event's number with the next one. */
    while (lo + 1 < w->items.n && w->items.items[lo + 1].first_event <= event) lo++;
    return (uint32_t)lo;
}

const dem_digest_event *dem_event_at(const dem_web *w, uint32_t event, uint32_t *report)
{
    *report = dem_report_of_event(w, event);
    return &w->items.items[*report].d->events.items[event - w->items.items[*report].first_event];
}

typedef struct ranked {
    dem_event_link l;
    dem_str x, y; /* ids, the smaller first */
} ranked;

static int best_first(const void *p, const void *q)
{
    const ranked *a = p, *b = q;
    if (a->l.score != b->l.score) return a->l.score > b->l.score ? -1 : 1;
    int c = dem_str_cmp(a->x, b->x);
    return c ? c : dem_str_cmp(a->y, b->y);
}

/* The sets as rings, in which the next of the last is the first, and the report of each event. */
typedef struct rings {
    uint32_t *next, *report;
    uint32_t *seen; /* of each report: in which question it was met last */
    uint32_t question;
} rings;

/* Has each report at most one event in both sets together? */
static bool may_join(rings *g, uint32_t x, uint32_t y)
{
    g->question++;
    for (uint32_t i = g->next[x];; i = g->next[i]) {
        g->seen[g->report[i]] = g->question;
        if (i == x) break;
    }
    for (uint32_t i = g->next[y];; i = g->next[i]) {
        if (g->seen[g->report[i]] == g->question) return false;
        if (i == y) return true;
    }
}

static void join(dem_web *w, rings *g, uint32_t x, uint32_t y)
{
    uint32_t t = g->next[x];
    g->next[x] = g->next[y];
    g->next[y] = t;
    dem_set_join(&w->events, x, y);
}

bool dem_web_settle(dem_web *w)
{
    if (w->settled == w->items.n && w->events.n == w->n_events) return true;
    rings g = {.next = DEM_NEW_N(w->a, uint32_t, w->n_events + 1), .report = DEM_NEW_N(w->a, uint32_t, w->n_events + 1), .seen = DEM_NEW_N(w->a, uint32_t, w->items.n + 1)};
    ranked *links = DEM_NEW_N(w->a, ranked, w->event_links.n + 1);
    w->events.items = DEM_NEW_N(w->a, uint32_t, w->n_events + 1);
    if (!g.next || !g.report || !g.seen || !links || !w->events.items) return false;
    w->events.n = w->events.cap = w->n_events;
    for (uint32_t i = 0; i < w->n_events; i++) w->events.items[i] = g.next[i] = i;
    for (size_t i = 0; i < w->items.n; i++) /* what one report tells twice */
        for (uint32_t k = 0; k < w->items.items[i].d->events.n; k++) {
            uint32_t x = w->items.items[i].first_event + k, y = w->items.items[i].first_event + (uint32_t)w->items.items[i].d->events.items[k].same;
            g.report[x] = (uint32_t)i;
            if (dem_set_find(&w->events, x) != dem_set_find(&w->events, y)) join(w, &g, x, y);
        }
    for (size_t i = 0; i < w->event_links.n; i++) {
        uint32_t r;
        dem_str a = dem_event_at(w, w->event_links.items[i].a, &r)->id, b = dem_event_at(w, w->event_links.items[i].b, &r)->id;
        bool turned = dem_str_cmp(a, b) > 0;
        links[i] = (ranked){w->event_links.items[i], turned ? b : a, turned ? a : b};
    }
    if (w->event_links.n > 1) qsort(links, w->event_links.n, sizeof *links, best_first);
    for (size_t i = 0; i < w->event_links.n; i++) {
        uint32_t x = links[i].l.a, y = links[i].l.b;
        if (dem_set_find(&w->events, x) != dem_set_find(&w->events, y) && may_join(&g, x, y)) join(w, &g, x, y);
    }
    w->settled = w->items.n;
    return true;
}

bool dem_web_same_event(dem_web *w, size_t a, size_t event_a, size_t b, size_t event_b)
{
    uint32_t x = w->items.items[a].first_event + (uint32_t)event_a, y = w->items.items[b].first_event + (uint32_t)event_b;
    return dem_web_settle(w) && dem_set_find(&w->events, x) == dem_set_find(&w->events, y);
}
