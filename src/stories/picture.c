/* SPDX-License-Identifier: Apache-2.0 */
/* What the joined digests come to: stories with their copies and outlets, events told several times, and where tellings differ. */
#include "stories/web.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- sets as lists ---- */

bool dem_set_groups(dem_web *w, dem_sets *s, size_t least, dem_groups *out)
{
    uint32_t *count = DEM_NEW_N(w->a, uint32_t, s->n + 1), *place = DEM_NEW_N(w->a, uint32_t, s->n + 1);
    if (!count || !place) return false;
    for (uint32_t i = 0; i < s->n; i++) count[dem_set_find(s, i)]++;
    for (uint32_t i = 0; i < s->n; i++) {
        if (s->items[i] != i || count[i] < least) continue;
        dem_group *g = DEM_PUSH(w->a, out);
        if (!g) return false;
        *g = (dem_group){.root = i, .members = {DEM_NEW_N(w->a, uint32_t, count[i]), 0, count[i]}};
        if (!g->members.items) return false;
        place[i] = (uint32_t)out->n;
    }
    for (uint32_t i = 0; i < s->n; i++) {
        uint32_t at = place[dem_set_find(s, i)];
        if (at) out->items[at - 1].members.items[out->items[at - 1].members.n++] = i;
    }
    return true;
}

static dem_day day_of(const dem_web *w, uint32_t report)
{
    dem_day d = w->items.items[report].d->published;
    return d == DEM_DAY_NONE ? DEM_DAY_MAX : d;
}

static bool before(const dem_web *w, uint32_t x, uint32_t y)
{
    dem_day a = day_of(w, x), b = day_of(w, y);
    if (a != b) return a < b;
    return dem_str_cmp(w->items.items[x].d->id, w->items.items[y].d->id) < 0;
}

/* Insertion: groups are small, and qsort cannot be told of the web. Merge above that. */
void dem_sort_reports(const dem_web *w, uint32_t *v, size_t n)
{
    if (n < 2) return;
    if (n > 32) {
        size_t half = n / 2, i = 0, k = half, at = 0;
        uint32_t *copy = malloc(n * sizeof *copy);
        dem_sort_reports(w, v, half);
        dem_sort_reports(w, v + half, n - half);
        if (!copy) return;
        while (i < half || k < n) copy[at++] = k == n || (i < half && !before(w, v[k], v[i])) ? v[i++] : v[k++];
        memcpy(v, copy, n * sizeof *v);
        free(copy);
        return;
    }
    for (size_t i = 1; i < n; i++)
        for (size_t k = i; k > 0 && before(w, v[k], v[k - 1]); k--) {
            uint32_t t = v[k];
            v[k] = v[k - 1];
            v[k - 1] = t;
        }
}

static dem_str outlet_of(const dem_digest *d)
{
    return d->via.n ? d->via : d->publisher;
}

static bool copies(const dem_web *w, uint32_t x, uint32_t y)
{
    const dem_hashes *of = &w->items.items[x].copies;
    for (size_t i = 0; i < of->n; i++)
        if (of->items[i] == y) return true;
    return false;
}

static bool independent(const dem_web *w, const uint32_t *reports, size_t i)
{
    dem_str own = outlet_of(w->items.items[reports[i]].d);
    for (size_t k = 0; k < i; k++) {
        dem_str other = outlet_of(w->items.items[reports[k]].d);
        if ((own.n && dem_str_ieq(own, other)) || copies(w, reports[i], reports[k])) return false;
    }
    return true;
}

size_t dem_outlets(const dem_web *w, const uint32_t *reports, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++) count += independent(w, reports, i);
    return count;
}

dem_str dem_record_id(dem_web *w, const char *prefix, const dem_str *parts, size_t n)
{
    uint64_t h = 0x73746f72u;
    for (size_t i = 0; i < n; i++) h = dem_hash(parts[i], h + parts[i].n);
    return dem_str_printf(w->a, "%s-%016llx", prefix, (unsigned long long)h);
}

static bool push_str(dem_web *w, dem_strs *v, dem_str s)
{
    dem_str *slot = DEM_PUSH(w->a, v);
    if (slot) *slot = s;
    return slot != NULL;
}

static bool add_str(dem_web *w, dem_strs *v, dem_str s)
{
    for (size_t i = 0; i < v->n; i++)
        if (dem_str_eq(v->items[i], s)) return true;
    return push_str(w, v, s);
}

static void span_days(dem_day *first, dem_day *last, dem_day d)
{
    if (d == DEM_DAY_NONE) return;
    if (*first == DEM_DAY_NONE || d < *first) *first = d;
    if (*last == DEM_DAY_NONE || d > *last) *last = d;
}

/* ---- differences ---- */

static bool tell(dem_web *w, dem_difference *d, dem_str value, dem_str report)
{
    for (size_t i = 0; i < d->tellings.n; i++)
        if (dem_str_eq(d->tellings.items[i].value, value)) return add_str(w, &d->tellings.items[i].reports, report);
    dem_telling *t = DEM_PUSH(w->a, &d->tellings);
    if (!t) return false;
    *t = (dem_telling){.value = value};
    return add_str(w, &t->reports, report);
}

static bool keep(dem_web *w, dem_differences *out, dem_difference *d)
{
    if (d->tellings.n < 2) return true;
    dem_difference *slot = DEM_PUSH(w->a, out);
    if (slot) *slot = *d;
    return slot != NULL;
}

static dem_str count_words(dem_web *w, const dem_digest_claim *c)
{
    long long min = (long long)c->min, max = (long long)c->max;
    const char *by = c->source.n ? " (" : "", *end = c->source.n ? ")" : "";
    if (min >= 0 && max >= 0 && min != max) return dem_str_printf(w->a, "%lld-%lld%s%.*s%s", min, max, by, DEM_FMT(c->source), end);
    if (min >= 0) return dem_str_printf(w->a, "%lld%s%s%.*s%s", min, max < 0 ? "+" : "", by, DEM_FMT(c->source), end);
    return dem_str_printf(w->a, "up to %lld%s%.*s%s", max, by, DEM_FMT(c->source), end);
}

static bool one_toll(const dem_digest_claim *x, const dem_digest_claim *y)
{
    bool days = x->from == DEM_DAY_NONE || y->from == DEM_DAY_NONE || (x->from <= y->to && y->from <= x->to);
    return dem_str_eq(x->kind, y->kind) && days && x->place.n && dem_str_ieq(x->place, y->place);
}

static bool counted(const dem_digest_claim *c)
{
    return c->kind.n && (c->min >= 0 || c->max >= 0);
}

/* Tolls of one kind, place and time that are given differently. */
static bool toll_differences(dem_web *w, const dem_group *g, dem_differences *out)
{
    enum { MAX_TOLLS = 200 };
    struct {
        const dem_digest_claim *c;
        dem_str report;
        bool done;
    } all[MAX_TOLLS];
    size_t n = 0;
    for (size_t i = 0; i < g->members.n; i++) {
        const dem_digest *d = w->items.items[g->members.items[i]].d;
        for (size_t k = 0; k < d->claims.n && n < MAX_TOLLS; k++)
            if (counted(&d->claims.items[k])) all[n].c = &d->claims.items[k], all[n].report = d->id, all[n++].done = false;
    }
    for (size_t i = 0; i < n; i++) {
        if (all[i].done) continue;
        const dem_digest_claim *c = all[i].c;
        dem_difference d = {.what = dem_str_printf(w->a, "%.*s%s%.*s", DEM_FMT(c->kind), c->place.n ? " in " : "", DEM_FMT(c->place))};
        for (size_t k = i; k < n; k++) {
            if (k != i && (all[k].done || !one_toll(c, all[k].c))) continue;
            all[k].done = true;
            if (!tell(w, &d, count_words(w, all[k].c), all[k].report)) return false;
        }
        if (!keep(w, out, &d)) return false;
    }
    return true;
}

/* ---- stories ---- */

static bool copies_of(dem_web *w, const dem_group *g, dem_story_record *out)
{
    for (size_t i = 0; i < g->members.n; i++) {
        uint32_t root = dem_set_find(&w->copies, g->members.items[i]);
        bool first = true;
        for (size_t k = 0; k < i && first; k++) first = dem_set_find(&w->copies, g->members.items[k]) != root;
        dem_copy_group c = {0};
        for (size_t k = i; k < g->members.n && first; k++)
            if (dem_set_find(&w->copies, g->members.items[k]) == root && !add_str(w, &c.reports, w->items.items[g->members.items[k]].d->id)) return false;
        if (c.reports.n < 2) continue;
        dem_copy_group *slot = DEM_PUSH(w->a, &out->copies);
        if (!slot) return false;
        *slot = c;
    }
    return true;
}

static bool story(dem_web *w, const dem_group *g, dem_picture *out)
{
    dem_story_record s = {.first = DEM_DAY_NONE, .last = DEM_DAY_NONE};
    for (size_t i = 0; i < g->members.n; i++) {
        const dem_digest *d = w->items.items[g->members.items[i]].d;
        if (!push_str(w, &s.reports, d->id)) return false;
        span_days(&s.first, &s.last, d->published);
        if (!s.title.n) s.title = d->title;
    }
    s.outlets = dem_outlets(w, g->members.items, g->members.n);
    s.independent = DEM_NEW_N(w->a, bool, g->members.n);
    for (size_t i = 0; s.independent && i < g->members.n; i++) s.independent[i] = independent(w, g->members.items, i);
    if (!s.independent) return false;
    s.id = dem_record_id(w, "sy", s.reports.items, 1);
    if (!copies_of(w, g, &s) || !toll_differences(w, g, &s.differences)) return false;
    dem_story_record *slot = DEM_PUSH(w->a, &out->stories);
    if (slot) *slot = s;
    return slot != NULL;
}

static int by_text(const void *x, const void *y)
{
    return dem_str_cmp(*(const dem_str *)x, *(const dem_str *)y);
}

/* Of two that are as strong the one with the smaller ids, so that the order of reading does not matter. */
static bool stronger(const dem_web *w, const dem_web_link *x, const dem_web_link *y)
{
    if (x->kin != y->kin) return x->kin == DEM_KIN_COPY;
    if (x->score != y->score) return x->score > y->score;
    dem_str xa = w->items.items[x->a].d->id, xb = w->items.items[x->b].d->id, ya = w->items.items[y->a].d->id, yb = w->items.items[y->b].d->id;
    dem_str x_least = dem_str_cmp(xa, xb) < 0 ? xa : xb, y_least = dem_str_cmp(ya, yb) < 0 ? ya : yb;
    int c = dem_str_cmp(x_least, y_least);
    return c ? c < 0 : dem_str_cmp(x_least.p == xa.p ? xb : xa, y_least.p == ya.p ? yb : ya) < 0;
}

/* Of each report the strongest link, marked: why it is in its story. A story of a hundred copies has thousands of links that say no more. */
static bool *telling_links(dem_web *w)
{
    const dem_web_link **best = DEM_NEW_N(w->a, const dem_web_link *, w->items.n + 1);
    bool *kept = DEM_NEW_N(w->a, bool, w->links.n + 1);
    if (!best || !kept) return NULL;
    for (size_t i = 0; i < w->links.n; i++) {
        const dem_web_link *l = &w->links.items[i];
        const uint32_t ends[2] = {l->a, l->b};
        for (size_t k = 0; k < 2 && l->kin != DEM_KIN_NONE; k++)
            if (!best[ends[k]] || stronger(w, l, best[ends[k]])) best[ends[k]] = l;
    }
    for (size_t i = 0; i < w->items.n; i++)
        if (best[i]) kept[best[i] - w->links.items] = true;
    return kept;
}

/* The reasons of its links stand in a story. */
static bool reasons(dem_web *w, const dem_groups *groups, dem_picture *out)
{
    uint32_t *place = DEM_NEW_N(w->a, uint32_t, w->items.n + 1);
    bool *kept = telling_links(w);
    if (!place || !kept) return false;
    for (size_t i = 0; i < groups->n; i++) place[groups->items[i].root] = (uint32_t)i + 1;
    for (size_t i = 0; i < w->links.n; i++) {
        const dem_web_link *l = &w->links.items[i];
        uint32_t at = place[dem_set_find(&w->stories, l->a)];
        if (!kept[i] || !at) continue;
        dem_str a = w->items.items[l->a].d->id, b = w->items.items[l->b].d->id;
        if (dem_str_cmp(a, b) > 0) {
            dem_str t = a;
            a = b;
            b = t;
        }
        if (!push_str(w, &out->stories.items[at - 1].why, dem_str_printf(w->a, "%.*s + %.*s: %.*s", DEM_FMT(a), DEM_FMT(b), DEM_FMT(l->why)))) return false;
    }
    for (size_t i = 0; i < out->stories.n; i++) {
        dem_strs *why = &out->stories.items[i].why;
        if (why->n > 1) qsort(why->items, why->n, sizeof *why->items, by_text);
    }
    return true;
}

/* ---- events told several times ---- */

static bool event_before(const dem_web *w, uint32_t x, uint32_t y)
{
    uint32_t rx = dem_report_of_event(w, x), ry = dem_report_of_event(w, y);
    return rx == ry ? x < y : before(w, rx, ry);
}

static dem_str party_words(dem_web *w, const dem_parties *p)
{
    dem_strs keys = {0};
    for (size_t i = 0; i < p->n; i++)
        if (!add_str(w, &keys, dem_party_key_of(&p->items[i], w->a))) return DEM_STR_NONE;
    if (keys.n > 1) qsort(keys.items, keys.n, sizeof *keys.items, by_text);
    dem_str out = DEM_STR_NONE;
    for (size_t i = 0; i < keys.n; i++) out = i ? dem_str_printf(w->a, "%.*s+%.*s", DEM_FMT(out), DEM_FMT(keys.items[i])) : keys.items[i];
    return out;
}

static dem_str event_value(dem_web *w, const dem_digest_event *e, int what)
{
    char iso[11];
    switch (what) {
    case 0: return dem_str_c(e->cameo);
    case 1: dem_day_print(e->from, iso); return dem_str_dup(w->a, dem_str_c(iso));
    case 2: return e->place;
    case 3: return party_words(w, &e->actors);
    default: return party_words(w, &e->recipients);
    }
}

static bool event_differences(dem_web *w, const dem_group *g, dem_differences *out)
{
    static const char *const names[] = {"code", "date", "place", "actor", "recipient"};
    for (int what = 0; what < 5; what++) {
        dem_difference d = {.what = dem_str_c(names[what])};
        for (size_t i = 0; i < g->members.n; i++) {
            uint32_t report;
            const dem_digest_event *e = dem_event_at(w, g->members.items[i], &report);
            dem_str value = event_value(w, e, what);
            if (value.n && !tell(w, &d, value, w->items.items[report].d->id)) return false;
        }
        if (!keep(w, out, &d)) return false;
    }
    return true;
}

static bool cluster(dem_web *w, dem_group *g, dem_picture *out)
{
    for (size_t i = 1; i < g->members.n; i++)
        for (size_t k = i; k > 0 && event_before(w, g->members.items[k], g->members.items[k - 1]); k--) {
            uint32_t t = g->members.items[k];
            g->members.items[k] = g->members.items[k - 1];
            g->members.items[k - 1] = t;
        }
    dem_cluster_record c = {.from = DEM_DAY_NONE, .to = DEM_DAY_NONE};
    dem_hashes reports = {0};
    for (size_t i = 0; i < g->members.n; i++) {
        uint32_t report;
        const dem_digest_event *e = dem_event_at(w, g->members.items[i], &report);
        uint32_t *slot = DEM_PUSH(w->a, &reports);
        if (!slot || !add_str(w, &c.events, e->id) || !add_str(w, &c.reports, w->items.items[report].d->id)) return false;
        *slot = report;
        span_days(&c.from, &c.to, e->from);
        if (!c.cameo[0]) memcpy(c.cameo, e->cameo, sizeof c.cameo);
        if (!c.place.n) c.place = e->place, c.country = e->country;
    }
    c.id = c.events.items[0];
    reports.n = dem_sort_unique32(reports.items, reports.n);
    dem_sort_reports(w, reports.items, reports.n);
    c.outlets = dem_outlets(w, reports.items, reports.n);
    if (!event_differences(w, g, &c.differences)) return false;
    dem_cluster_record *slot = DEM_PUSH(w->a, &out->clusters);
    if (slot) *slot = c;
    return slot != NULL;
}

static int story_order(const void *x, const void *y)
{
    const dem_story_record *a = x, *b = y;
    if (a->first != b->first) return a->first < b->first ? -1 : 1;
    return dem_str_cmp(a->id, b->id);
}

static int cluster_order(const void *x, const void *y)
{
    return dem_str_cmp(((const dem_cluster_record *)x)->id, ((const dem_cluster_record *)y)->id);
}

int dem_web_picture(dem_web *w, dem_picture *out, dem_error *err)
{
    memset(out, 0, sizeof *out);
    dem_groups stories = {0}, clusters = {0};
    bool ok = dem_web_settle(w) && dem_set_groups(w, &w->stories, 2, &stories) && dem_set_groups(w, &w->events, 2, &clusters);
    for (size_t i = 0; i < stories.n && ok; i++) {
        dem_sort_reports(w, stories.items[i].members.items, stories.items[i].members.n);
        ok = story(w, &stories.items[i], out);
    }
    ok = ok && reasons(w, &stories, out);
    for (size_t i = 0; i < clusters.n && ok; i++) ok = cluster(w, &clusters.items[i], out);
    if (ok && out->stories.n > 1) qsort(out->stories.items, out->stories.n, sizeof *out->stories.items, story_order);
    if (ok && out->clusters.n > 1) qsort(out->clusters.items, out->clusters.n, sizeof *out->clusters.items, cluster_order);
    ok = ok && dem_picture_initiatives(w, out) && dem_picture_positions(w, out);
    return ok && !dem_arena_failed(w->a) ? DEM_OK : dem_fail(err, DEM_EMEMORY, "memory is out");
}

dem_kin dem_web_kin(dem_web *w, size_t a, size_t b)
{
    uint32_t x = (uint32_t)a, y = (uint32_t)b;
    if (dem_set_find(&w->copies, x) == dem_set_find(&w->copies, y)) return DEM_KIN_COPY;
    return dem_set_find(&w->stories, x) == dem_set_find(&w->stories, y) ? DEM_KIN_STORY : DEM_KIN_NONE;
}

const dem_digest *dem_web_digest(const dem_web *w, size_t i)
{
    return w->items.items[i].d;
}
