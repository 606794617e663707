/* SPDX-License-Identifier: Apache-2.0 */
/* Digests in memory, linked as they come: a table from keys to digests says which to compare; what is linked is joined (union-find). */
#include "stories/web.h"

int dem_web_new(const dem_story_rules *rules, dem_web **out, dem_error *err)
{
    *out = NULL;
    dem_arena *a = dem_arena_new(0);
    dem_web *w = a ? DEM_NEW(a, dem_web) : NULL;
    if (!w) {
        dem_arena_free(a);
        return dem_fail(err, DEM_EMEMORY, "memory is out");
    }
    w->a = a;
    w->rules = rules;
    w->scratch = dem_arena_new(0);
    if (!w->scratch) {
        dem_web_free(w);
        return dem_fail(err, DEM_EMEMORY, "memory is out");
    }
    *out = w;
    return DEM_OK;
}

void dem_web_free(dem_web *w)
{
    if (!w) return;
    dem_arena_free(w->scratch);
    dem_arena_free(w->a);
}

dem_arena *dem_web_arena(dem_web *w)
{
    return w->a;
}

size_t dem_web_compared(const dem_web *w)
{
    return w->compared;
}

uint32_t dem_set_find(dem_sets *s, uint32_t x)
{
    while (s->items[x] != x) x = s->items[x] = s->items[s->items[x]];
    return x;
}

void dem_set_join(dem_sets *s, uint32_t x, uint32_t y)
{
    x = dem_set_find(s, x);
    y = dem_set_find(s, y);
    if (x < y)
        s->items[y] = x;
    else
        s->items[x] = y;
}

static bool set_add(dem_web *w, dem_sets *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t *slot = DEM_PUSH(w->a, s);
        if (!slot) return false;
        *slot = (uint32_t)(s->n - 1);
    }
    return true;
}

/* ---- the table of keys ---- */

static dem_key_slot *slot_of(dem_web *w, uint64_t key)
{
    size_t at = (size_t)(key ^ key >> 29) & (w->size - 1);
    while (w->table[at].key && w->table[at].key != key) at = (at + 1) & (w->size - 1);
    return &w->table[at];
}

static bool grow(dem_web *w, size_t more)
{
    if ((w->used + more) * 2 < w->size) return true;
    size_t size = w->size ? w->size : 1024;
    while (size < (w->used + more) * 4) size *= 2;
    dem_key_slot *old = w->table;
    size_t n = w->size;
    w->table = DEM_NEW_N(w->a, dem_key_slot, size);
    if (!w->table) return false;
    w->size = size;
    for (size_t i = 0; i < n; i++)
        if (old[i].key) *slot_of(w, old[i].key) = old[i];
    return true;
}

static bool put_keys(dem_web *w, const dem_digest *d, uint32_t report)
{
    if (!grow(w, d->keys.n)) return false;
    for (size_t i = 0; i < d->keys.n; i++) {
        uint64_t key = d->keys.items[i] ? d->keys.items[i] : 1;
        dem_key_slot *s = slot_of(w, key);
        if (!s->key) w->used++;
        s->key = key;
        uint32_t *slot = DEM_PUSH(w->a, &s->reports);
        if (!slot) return false;
        *slot = report;
    }
    return true;
}

/* Reports that stand under a key the new one looks under, each once, in order of arrival. */
static bool candidates(dem_web *w, const dem_digest *d, dem_hashes *out)
{
    for (size_t i = 0; i < d->probes.n && w->size; i++) {
        const dem_key_slot *s = slot_of(w, d->probes.items[i] ? d->probes.items[i] : 1);
        for (size_t k = 0; s->key && k < s->reports.n; k++) {
            uint32_t *slot = DEM_PUSH(w->scratch, out);
            if (!slot) return false;
            *slot = s->reports.items[k];
        }
    }
    out->n = dem_sort_unique32(out->items, out->n);
    return true;
}

/* ---- reports by id ---- */

static size_t id_slot(const dem_web *w, dem_str id)
{
    size_t at = (size_t)dem_hash(id, 17) & (w->ids_size - 1);
    while (w->ids[at] && !dem_str_eq(w->items.items[w->ids[at] - 1].d->id, id)) at = (at + 1) & (w->ids_size - 1);
    return at;
}

/* Of reports with one id the first is found. */
static void enter_id(dem_web *w, uint32_t report)
{
    size_t at = id_slot(w, w->items.items[report].d->id);
    if (!w->ids[at]) w->ids[at] = report + 1;
}

static bool put_id(dem_web *w, uint32_t report)
{
    size_t n = w->ids_size ? w->ids_size : 256;
    while (n < w->items.n * 2) n *= 2;
    if (n != w->ids_size) {
        w->ids = DEM_NEW_N(w->a, uint32_t, n);
        w->ids_size = w->ids ? n : 0;
        for (uint32_t i = 0; w->ids && i < report; i++) enter_id(w, i);
    }
    if (w->ids) enter_id(w, report);
    return w->ids != NULL;
}

size_t dem_web_find(const dem_web *w, dem_str id)
{
    uint32_t at = w->ids_size ? w->ids[id_slot(w, id)] : 0;
    return at ? at - 1 : SIZE_MAX;
}

/* ---- adding ---- */

static bool add_copy(dem_web *w, uint32_t report, uint32_t other)
{
    uint32_t *slot = DEM_PUSH(w->a, &w->items.items[report].copies);
    if (slot) *slot = other;
    return slot != NULL;
}

static bool join(dem_web *w, const dem_link *l, uint32_t old, uint32_t fresh)
{
    const dem_web_item *x = &w->items.items[old], *y = &w->items.items[fresh];
    if (l->kin != DEM_KIN_NONE) dem_set_join(&w->stories, old, fresh);
    if (l->kin == DEM_KIN_COPY) {
        dem_set_join(&w->copies, old, fresh);
        if (!add_copy(w, old, fresh) || !add_copy(w, fresh, old)) return false;
    }
    for (size_t i = 0; i < l->events.n; i++) {
        dem_event_link *slot = DEM_PUSH(w->a, &w->event_links);
        if (!slot) return false;
        *slot = (dem_event_link){x->first_event + l->events.items[i].a, y->first_event + l->events.items[i].b, l->events.items[i].score};
    }
    for (size_t i = 0; i < l->bids.n; i++) dem_set_join(&w->bids, x->first_bid + l->bids.items[i].a, y->first_bid + l->bids.items[i].b);
    if (l->kin == DEM_KIN_NONE && !l->bids.n) return true;
    dem_web_link *slot = DEM_PUSH(w->a, &w->links);
    if (!slot) return false;
    *slot = (dem_web_link){old, fresh, l->kin, l->score, dem_str_dup(w->a, dem_str_c(l->why))};
    return true;
}

int dem_web_add(dem_web *w, const dem_digest *d, dem_error *err)
{
    dem_arena_reset(w->scratch);
    dem_hashes near = {0};
    uint32_t fresh = (uint32_t)w->items.n;
    bool ok = candidates(w, d, &near);
    dem_web_item *item = ok ? DEM_PUSH(w->a, &w->items) : NULL;
    if (!item) return dem_fail(err, DEM_EMEMORY, "memory is out");
    *item = (dem_web_item){d, (uint32_t)w->n_events, (uint32_t)w->bids.n, {0}};
    w->n_events += d->events.n;
    ok = put_keys(w, d, fresh) && put_id(w, fresh) && set_add(w, &w->stories, 1) && set_add(w, &w->copies, 1) && set_add(w, &w->bids, d->bids.n);
    for (size_t i = 0; i < near.n && ok; i++) {
        dem_link link;
        int rc = dem_link_digests(w->rules, w->items.items[near.items[i]].d, d, w->scratch, &link, err);
        if (rc != DEM_OK) return rc;
        w->compared++;
        ok = join(w, &link, near.items[i], fresh);
    }
    return ok ? DEM_OK : dem_fail(err, DEM_EMEMORY, "memory is out");
}
