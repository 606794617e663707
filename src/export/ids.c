/* SPDX-License-Identifier: Apache-2.0 */
/* Stable ids: the same report coded by the same version gives the same ids on every machine and in every order of printing. */
#include "export/export.h"

#include <stdio.h>

/* What the hash is fed with: fields one after the other, each with its length, so that no two records read the same. */
typedef struct feed {
    uint64_t h;
} feed;

static void feed_str(feed *f, dem_str s)
{
    f->h = dem_hash(s, f->h);
}

static void feed_int(feed *f, int64_t v)
{
    unsigned char b[8];
    for (int i = 0; i < 8; i++) b[i] = (unsigned char)((uint64_t)v >> (8 * i));
    f->h = dem_hash((dem_str){(const char *)b, sizeof b}, f->h);
}

static void feed_span(feed *f, dem_span s)
{
    feed_int(f, (int64_t)s.start << 32 | s.end);
}

static uint64_t base(const dem_report *r, const char *kind)
{
    feed f = {0x64656d6172636865u}; /* fixed: ids must not differ from run to run */
    feed_str(&f, dem_str_c(kind));
    feed_str(&f, r->meta.id);
    if (r->meta.sha256[0])
        feed_str(&f, dem_str_c(r->meta.sha256));
    else
        feed_str(&f, r->text);
    return f.h;
}

static void feed_actors(feed *f, const dem_actor *a, size_t n)
{
    feed_int(f, (int64_t)n);
    for (size_t i = 0; i < n; i++) {
        feed_span(f, a[i].span);
        feed_str(f, a[i].code);
    }
}

static uint64_t event_hash(uint64_t start, const dem_event *e)
{
    feed f = {start};
    feed_int(&f, e->sentence);
    feed_span(&f, e->trigger);
    feed_str(&f, dem_str_c(e->cameo));
    feed_int(&f, e->status);
    feed_actors(&f, e->actors.items, e->actors.n);
    feed_actors(&f, e->recipients.items, e->recipients.n);
    return f.h;
}

static uint64_t claim_hash(uint64_t start, const dem_claim *c)
{
    feed f = {start};
    feed_int(&f, c->sentence);
    feed_str(&f, c->kind);
    feed_span(&f, c->span);
    feed_span(&f, c->count_span);
    feed_int(&f, c->min);
    feed_int(&f, c->max);
    return f.h;
}

static uint64_t statement_hash(uint64_t start, const dem_statement *s)
{
    feed f = {start};
    feed_int(&f, s->sentence);
    feed_span(&f, s->cue);
    feed_span(&f, s->speaker.span);
    for (size_t i = 0; i < s->content.n; i++) feed_span(&f, s->content.items[i]);
    return f.h;
}

/* Two records that say exactly the same get different ids all the same: the later one is hashed on. */
static void make_unique(uint64_t *ids, size_t n, uint64_t *table, size_t mask)
{
    for (size_t i = 0; i < n; i++) {
        uint64_t h = ids[i] ? ids[i] : 1;
        for (size_t at = h & mask; table[at]; at = (at + 1) & mask) {
            if (table[at] != h) continue;
            feed f = {h};
            feed_int(&f, (int64_t)at);
            h = f.h ? f.h : 1;
            at = (h - 1) & mask; /* the step of the loop takes it to h */
        }
        size_t at = h & mask;
        while (table[at]) at = (at + 1) & mask;
        table[at] = ids[i] = h;
    }
}

static bool event_clusters(dem_report *r, dem_ids *out)
{
    size_t n = r->events.n;
    int32_t *first = DEM_NEW_N(r->arena, int32_t, n);
    out->clusters = DEM_NEW_N(r->arena, uint64_t, n);
    if (!first || !out->clusters) return false;
    for (size_t i = 0; i < n; i++) first[i] = DEM_NONE;
    for (size_t i = 0; i < n; i++) {
        int32_t c = r->events.items[i].cluster;
        if (c < 0 || (size_t)c >= n) continue;
        if (first[c] == DEM_NONE)
            first[c] = (int32_t)i;
        else
            out->clusters[first[c]] = out->clusters[i] = out->events[first[c]];
    }
    return true;
}

/* A condition is printed on the event it binds, else on the statement it stands in. */
static bool statement_conditions(dem_report *r, dem_ids *out)
{
    size_t n = r->conditions.n, ns = r->statements.n;
    bool *bound = DEM_NEW_N(r->arena, bool, n);
    out->first_condition = DEM_NEW_N(r->arena, int32_t, ns);
    out->next_condition = DEM_NEW_N(r->arena, int32_t, n);
    if (!bound || !out->first_condition || !out->next_condition) return false;
    for (size_t i = 0; i < r->events.n; i++) {
        const dem_event *e = &r->events.items[i];
        for (size_t k = 0; k < e->conditions.n; k++) bound[e->conditions.items[k]] = true;
    }
    for (size_t i = 0; i < ns; i++) out->first_condition[i] = DEM_NONE;
    for (size_t k = n; k-- > 0;) {
        int32_t s = r->conditions.items[k].statement;
        if (bound[k] || s < 0 || (size_t)s >= ns) continue;
        out->next_condition[k] = out->first_condition[s];
        out->first_condition[s] = (int32_t)k;
    }
    return true;
}

static bool kind_ids(dem_report *r, size_t n, uint64_t **ids, uint64_t **table, size_t *mask)
{
    size_t size = 16;
    while (size < n * 2) size *= 2;
    *mask = size - 1;
    *table = DEM_NEW_N(r->arena, uint64_t, size);
    *ids = DEM_NEW_N(r->arena, uint64_t, n);
    return *table && *ids;
}

static bool make(dem_report *r, dem_ids *out)
{
    uint64_t *table, start = base(r, "statement");
    size_t mask;
    if (!kind_ids(r, r->statements.n, &out->statements, &table, &mask)) return false;
    for (size_t i = 0; i < r->statements.n; i++) out->statements[i] = statement_hash(start, &r->statements.items[i]);
    make_unique(out->statements, r->statements.n, table, mask);

    start = base(r, "event");
    if (!kind_ids(r, r->events.n, &out->events, &table, &mask)) return false;
    for (size_t i = 0; i < r->events.n; i++) out->events[i] = event_hash(start, &r->events.items[i]);
    make_unique(out->events, r->events.n, table, mask);

    start = base(r, "claim");
    if (!kind_ids(r, r->claims.n, &out->claims, &table, &mask)) return false;
    for (size_t i = 0; i < r->claims.n; i++) out->claims[i] = claim_hash(start, &r->claims.items[i]);
    make_unique(out->claims, r->claims.n, table, mask);
    return event_clusters(r, out) && statement_conditions(r, out);
}

int dem_ids_make(dem_report *r, dem_ids *out, dem_error *err)
{
    if (!make(r, out)) return dem_fail(err, DEM_EMEMORY, "the report is over its memory limit");
    return DEM_OK;
}

static dem_id_text id_text(const char *prefix, uint64_t id)
{
    dem_id_text t;
    snprintf(t.c, sizeof t.c, "%s-%016llx", prefix, (unsigned long long)id);
    return t;
}

dem_id_text dem_id_statement(const dem_ids *ids, size_t i)
{
    return id_text("st", ids->statements[i]);
}

dem_id_text dem_id_event(const dem_ids *ids, size_t i)
{
    return id_text("ev", ids->events[i]);
}

dem_id_text dem_id_claim(const dem_ids *ids, size_t i)
{
    return id_text("cl", ids->claims[i]);
}

dem_id_text dem_id_cluster(const dem_ids *ids, size_t i)
{
    return ids->clusters[i] ? id_text("ev", ids->clusters[i]) : (dem_id_text){""};
}
