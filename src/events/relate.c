/* SPDX-License-Identifier: Apache-2.0 */
/* The event between two given spans: the coded event that fits them best. */
#include "events/compose.h"

static size_t overlap(const dem_span *spans, size_t n, dem_span s)
{
    size_t best = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t from = spans[i].start > s.start ? spans[i].start : s.start;
        uint32_t to = spans[i].end < s.end ? spans[i].end : s.end;
        if (to > from && to - from > best) best = to - from;
    }
    return best;
}

static bool any_overlap(const dem_span *spans, size_t n, const dem_actor *actors, size_t n_actors)
{
    for (size_t i = 0; i < n_actors; i++)
        if (overlap(spans, n, actors[i].span)) return true;
    return false;
}

static int fit(const dem_event *e, const dem_span *actor, size_t n_actor, const dem_span *recipient, size_t n_recipient)
{
    bool a = any_overlap(actor, n_actor, e->actors.items, e->actors.n);
    bool t = any_overlap(recipient, n_recipient, e->recipients.items, e->recipients.n);
    bool both = e->mutual && any_overlap(recipient, n_recipient, e->actors.items, e->actors.n);
    return (a ? 4 : 0) + (t || (a && both) ? 3 : 0);
}

int dem_relate(const dem_rules *rules, dem_report *r, const dem_span *actor, size_t n_actor, const dem_span *recipient, size_t n_recipient,
               dem_event *out, dem_str *root, dem_error *err)
{
    (void)err;
    const dem_event *best = NULL;
    double best_score = 0;
    for (size_t i = 0; i < r->events.n; i++) {
        const dem_event *e = &r->events.items[i];
        double score = fit(e, actor, n_actor, recipient, n_recipient) + e->confidence * 0.5;
        if (!best || score > best_score) {
            best = e;
            best_score = score;
        }
    }
    *root = DEM_STR_NONE;
    if (!best) return DEM_OK;
    *out = *best;
    dem_ontology_entry entry;
    if (dem_ontology_lookup(rules, dem_str_c(best->cameo), &entry)) *root = entry.type;
    return DEM_OK;
}
