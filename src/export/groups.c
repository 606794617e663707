/* SPDX-License-Identifier: Apache-2.0 */
/* Tellings of one event together: what shares an event cluster is one event, however many reports tell it. */
#include "export/formats.h"

int dem_xgroups_add(dem_xgroups *g, dem_arena *a, const dem_xevent *e, dem_error *err)
{
    bool fresh;
    size_t at = dem_place_of(&g->index, a, e->cluster.n ? e->cluster : e->id, &fresh);
    dem_xgroup *x = at == SIZE_MAX ? NULL : fresh ? DEM_PUSH(a, &g->items) : &g->items.items[at];
    if (!x) return dem_fail(err, DEM_EMEMORY, "memory is out");
    if (fresh) *x = (dem_xgroup){0};
    const dem_xevent **t = DEM_PUSH(a, &x->tellings);
    if (!t) return dem_fail(err, DEM_EMEMORY, "memory is out");
    *t = e;
    return DEM_OK;
}

/* The surer telling; of two equally sure ones the earlier report's, then the one of the smaller id: never the order of arrival. */
static bool better(const dem_xevent *x, const dem_xevent *than)
{
    if (x->confidence != than->confidence) return x->confidence > than->confidence;
    dem_str a = x->from->published, b = than->from->published;
    if ((a.n == 0) != (b.n == 0)) return a.n > 0;
    int c = dem_str_cmp(a, b);
    return c ? c < 0 : dem_str_cmp(x->id, than->id) < 0;
}

void dem_xgroups_close(dem_xgroups *g, dem_arena *a)
{
    for (size_t i = 0; i < g->items.n; i++) {
        dem_xgroup *x = &g->items.items[i];
        x->best = x->tellings.items[0];
        for (size_t k = 1; k < x->tellings.n; k++)
            if (better(x->tellings.items[k], x->best)) x->best = x->tellings.items[k];
        dem_xevent_dyads(x->best, a, &x->dyads);
    }
}

void dem_xgroup_counts(const dem_xgroup *g, dem_arena *a, size_t *reports, size_t *publishers)
{
    dem_places_of r = {0}, p = {0};
    bool fresh;
    for (size_t k = 0; k < g->tellings.n; k++) {
        const dem_xevent *e = g->tellings.items[k];
        dem_place_of(&r, a, e->report, &fresh);
        dem_place_of(&p, a, e->from->publisher.n ? e->from->publisher : e->report, &fresh);
    }
    *reports = r.keys.n;
    *publishers = p.keys.n;
}
