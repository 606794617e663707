/* SPDX-License-Identifier: Apache-2.0 */
/* Which claims count the same. Within a report, claims of one kind by different sources in neighbouring sentences answer each other,
   whatever place and day the later ones leave out. Across reports, claims with the same kind, place and day do. */
#include "store/compare.h"

#include <stdlib.h>

enum { NEAR = 1 }; /* sentences between two claims that answer each other */

typedef struct item {
    dem_claim_row row;
    size_t lead;    /* the claim whose place and day it takes */
    dem_str source; /* who gives the figure */
} item;

typedef struct gatherer {
    dem_comparisons *out;
    DEM_VEC(item) items;
} gatherer;

void dem_comparisons_free(dem_comparisons *c)
{
    dem_arena_free(c->a);
    c->a = NULL;
}

/* The speaker, else the outlet in its own words. "The police" and "police" are one: without the article, with a capital. */
static dem_str source_of(dem_arena *a, const dem_claim_row *c)
{
    dem_str who = c->src.speaker.n ? c->src.speaker : c->src.publisher.n ? c->src.publisher : c->src.report;
    if (!c->src.speaker.n) return who;
    if (dem_str_istarts(who, DEM_STR("the ")) && who.n > 4) who = dem_str_cut(who, 4, who.n);
    if (!who.n || who.p[0] < 'a' || who.p[0] > 'z') return who;
    who = dem_str_dup(a, who);
    if (who.p) *(char *)(uintptr_t)who.p = (char)(who.p[0] - 'a' + 'A');
    return who;
}

static int keep(void *ctx, const dem_claim_row *row, dem_error *err)
{
    gatherer *g = ctx;
    item *i = DEM_PUSH(g->out->a, &g->items);
    if (!i) return dem_fail(err, DEM_EMEMORY, "memory is out");
    i->row = *row;
    i->source = source_of(g->out->a, row);
    return DEM_OK;
}

static int by_report(const void *a, const void *b)
{
    const dem_claim_row *x = &((const item *)a)->row, *y = &((const item *)b)->row;
    int c = dem_str_cmp(x->src.report, y->src.report);
    if (c) return c;
    if (x->src.sentence_index != y->src.sentence_index) return x->src.sentence_index < y->src.sentence_index ? -1 : 1;
    return dem_str_cmp(x->src.id, y->src.id);
}

/* The later claim tells of something else when it has a day, a place or a country of its own that the first has not, or counts one
   incident after a total. What it leaves out is that of the first. */
static bool elsewhere(const dem_claim_row *a, const dem_claim_row *b)
{
    bool day = b->when.start.n && !dem_str_eq(a->when.start, b->when.start);
    bool country = a->where.country.n && b->where.country.n && !dem_str_eq(a->where.country, b->where.country);
    bool place = b->where.located && !(a->where.located && dem_str_eq(a->where.place, b->where.place));
    return day || country || place || (a->total && !b->total);
}

static void chain(gatherer *g)
{
    for (size_t i = 0; i < g->items.n; i++) {
        item *it = &g->items.items[i];
        it->lead = i;
        for (size_t k = i; k-- > 0;) {
            const item *before = &g->items.items[k];
            int64_t gap = it->row.src.sentence_index - before->row.src.sentence_index;
            if (!dem_str_eq(before->row.src.report, it->row.src.report) || gap > NEAR + 1) break;
            const dem_claim_row *lead = &g->items.items[before->lead].row;
            if (!dem_str_eq(before->row.kind, it->row.kind) || elsewhere(lead, &it->row)) continue;
            bool same_source = dem_str_eq(before->source, it->source);
            /* of one source in one sentence: parts or an earlier figure of the same count */
            if ((gap <= NEAR && !same_source) || (same_source && gap == 0)) {
                it->lead = before->lead;
                break;
            }
        }
    }
}

static const item *lead_of(const gatherer *g, const item *i)
{
    return &g->items.items[i->lead];
}

static dem_str first_day(const dem_claim_row *c)
{
    return c->when.start.n ? c->when.start : c->src.published;
}

static int cmp_key(const dem_claim_row *x, const dem_claim_row *y)
{
    int c = dem_str_cmp(first_day(x), first_day(y));
    if (!c) c = dem_str_cmp(x->kind, y->kind);
    if (!c) c = dem_str_cmp(x->where.country, y->where.country);
    if (!c) c = dem_str_cmp(x->where.place, y->where.place);
    if (!c) c = (int)x->total - (int)y->total;
    return c ? c : (int)(x->when.start.n > 0) - (int)(y->when.start.n > 0);
}

typedef struct keyed {
    const item *it, *lead;
} keyed;

static int by_key(const void *a, const void *b)
{
    const keyed *x = a, *y = b;
    int c = cmp_key(&x->lead->row, &y->lead->row);
    return c ? c : by_report(x->it, y->it);
}

/* ---- figures ---- */

static int64_t top_of(const dem_figure_row *f)
{
    return f->high >= 0 ? f->high : INT64_MAX;
}

static int64_t bottom_of(const dem_figure_row *f)
{
    return f->low >= 0 ? f->low : 0;
}

bool dem_figures_agree(const dem_figure_row *a, const dem_figure_row *b)
{
    int64_t slack_a = a->about ? bottom_of(a) / 10 : 0, slack_b = b->about ? bottom_of(b) / 10 : 0;
    int64_t top_a = top_of(a) == INT64_MAX ? INT64_MAX : top_of(a) + slack_a, top_b = top_of(b) == INT64_MAX ? INT64_MAX : top_of(b) + slack_b;
    return bottom_of(a) - slack_a <= top_b && bottom_of(b) - slack_b <= top_a;
}

static bool add_name(dem_arena *a, dem_str name, size_t *n, size_t *cap, dem_str **items)
{
    DEM_VEC(dem_str) list = {*items, *n, *cap};
    for (size_t i = 0; i < list.n; i++)
        if (dem_str_eq(list.items[i], name)) return true;
    dem_str *slot = DEM_PUSH(a, &list);
    if (slot) *slot = name;
    *items = list.items, *n = list.n, *cap = list.cap;
    return slot != NULL;
}

/* A source's figure is its newest; of several in one sentence the largest, for the others are parts of it or what it said before. */
static bool takes_over(const dem_figure_row *f, const dem_claim_row *c)
{
    int later = dem_str_cmp(c->src.published, f->last);
    if (!f->text.n || later) return !f->text.n || later > 0;
    if (c->src.sentence_index != f->sentence) return c->src.sentence_index > f->sentence;
    int64_t was = f->high >= 0 ? f->high : f->low, now = c->max >= 0 ? c->max : c->min;
    return now > was;
}

static int add_figure(dem_comparisons *out, dem_comparison *to, const item *it, dem_error *err)
{
    dem_figure_row *f = NULL;
    const dem_claim_row *c = &it->row;
    dem_str who = it->source;
    for (size_t i = 0; i < to->figures.n && !f; i++)
        if (dem_str_eq(to->figures.items[i].source, who)) f = &to->figures.items[i];
    if (!f && (f = DEM_PUSH(out->a, &to->figures))) f->source = who;
    if (!f) return dem_fail(err, DEM_EMEMORY, "memory is out");
    if (!f->code.n) f->code = c->src.speaker_code;
    bool ok = add_name(out->a, c->src.report, &f->reports.n, &f->reports.cap, &f->reports.items) &&
              add_name(out->a, c->src.id, &f->claims.n, &f->claims.cap, &f->claims.items);
    to->claims++;
    if (takes_over(f, c)) {
        dem_buf b = {0};
        dem_count_print(c, &b);
        f->text = dem_str_dup(out->a, dem_buf_view(&b));
        ok = ok && !b.failed;
        dem_buf_free(&b);
        f->low = c->min;
        f->high = c->max;
        f->about = dem_str_is(c->qualifier, "about");
        f->last = c->src.published;
        f->sentence = c->src.sentence_index;
    }
    return ok && !dem_arena_failed(out->a) ? DEM_OK : dem_fail(err, DEM_EMEMORY, "memory is out");
}

static void settle(dem_comparison *c)
{
    c->low = c->high = -1;
    for (size_t i = 0; i < c->figures.n; i++) {
        dem_figure_row *a = &c->figures.items[i];
        int64_t least = a->low >= 0 ? a->low : a->high, most = a->high >= 0 ? a->high : a->low;
        if (c->low < 0 || (least >= 0 && least < c->low)) c->low = least;
        if (most > c->high) c->high = most;
        for (size_t k = i + 1; k < c->figures.n; k++) {
            dem_figure_row *b = &c->figures.items[k];
            if (dem_figures_agree(a, b)) continue;
            bool less = top_of(a) < bottom_of(b);
            c->apart++;
            a->apart++, b->apart++;
            *(less ? &a->lower : &a->higher) = true;
            *(less ? &b->higher : &b->lower) = true;
        }
    }
}

static int group(gatherer *g, dem_error *err)
{
    dem_comparisons *out = g->out;
    keyed *order = DEM_NEW_N(out->a, keyed, g->items.n + 1);
    if (!order) return dem_fail(err, DEM_EMEMORY, "memory is out");
    for (size_t i = 0; i < g->items.n; i++) order[i] = (keyed){&g->items.items[i], lead_of(g, &g->items.items[i])};
    if (g->items.n) qsort(order, g->items.n, sizeof *order, by_key);
    for (size_t i = 0; i < g->items.n; i++) {
        const dem_claim_row *lead = &order[i].lead->row;
        bool fresh = i == 0 || cmp_key(lead, &order[i - 1].lead->row) != 0;
        dem_comparison *c = fresh ? DEM_PUSH(out->a, &out->rows) : &out->rows.items[out->rows.n - 1];
        if (!c) return dem_fail(err, DEM_EMEMORY, "memory is out");
        if (fresh) {
            *c = (dem_comparison){.kind = lead->kind, .place = lead->where.place, .country = lead->where.country, .start = first_day(lead)};
            c->end = lead->when.start.n ? lead->when.end : DEM_STR_NONE;
            c->reported = !lead->when.start.n && c->start.n;
            c->total = lead->total;
        }
        int rc = add_figure(out, c, order[i].it, err);
        if (rc != DEM_OK) return rc;
    }
    for (size_t i = 0; i < out->rows.n; i++) settle(&out->rows.items[i]);
    return DEM_OK;
}

int dem_compare_claims(dem_store *s, const dem_filter *f, dem_comparisons *out, dem_error *err)
{
    dem_filter all = f ? *f : (dem_filter){0};
    gatherer g = {.out = out};
    memset(out, 0, sizeof *out);
    all.limit = 0; /* of comparisons, not of claims */
    out->a = dem_arena_new(0);
    if (!out->a) return dem_fail(err, DEM_EMEMORY, "memory is out");
    int rc = dem_store_claims(s, &all, out->a, keep, &g, err);
    if (rc != DEM_OK) return rc;
    if (g.items.n) qsort(g.items.items, g.items.n, sizeof *g.items.items, by_report);
    chain(&g);
    return group(&g, err);
}
