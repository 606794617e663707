/* SPDX-License-Identifier: Apache-2.0 */
/* dem_store_compare: the groups themselves, or what they say of each source or of each day, week, month or year; as a table, CSV or JSON
   Lines. */
#include "store/compare.h"

#include "base/json_out.h"

#include <stdlib.h>

typedef struct printer {
    dem_list_format format;
    dem_table *table;
    dem_buf buf, cell;
    bool first;
    FILE *out;
} printer;

static dem_str agreement(size_t sources, size_t apart)
{
    return sources < 2 ? DEM_STR("one source") : apart ? DEM_STR("differ") : DEM_STR("agree");
}

/* ---- cells of the table and of CSV ---- */

static void text(printer *p, dem_str s)
{
    if (p->format == DEM_LIST_TABLE) dem_table_cell(p->table, s);
    else dem_csv_field(&p->buf, &p->first, s);
}

static void number(printer *p, int64_t v)
{
    char buf[24] = "";
    if (v >= 0) snprintf(buf, sizeof buf, "%lld", (long long)v);
    text(p, dem_str_c(buf));
}

static bool begin_row(printer *p)
{
    p->first = true;
    return p->format != DEM_LIST_TABLE || dem_table_row(p->table);
}

static void end_row(printer *p)
{
    if (p->format == DEM_LIST_CSV) dem_csv_end(&p->buf, &p->first);
}

/* The same columns in the table and in CSV. */
static bool begin(printer *p, const dem_column *columns, const char *const *names, size_t n)
{
    p->first = true;
    if (p->format == DEM_LIST_TABLE) return (p->table = dem_table_new(columns, n)) != NULL;
    for (size_t i = 0; p->format == DEM_LIST_CSV && i < n; i++) dem_csv_field(&p->buf, &p->first, dem_str_c(names[i]));
    if (p->format == DEM_LIST_CSV) dem_csv_end(&p->buf, &p->first);
    return true;
}

static int finish(printer *p, bool ok, dem_error *err)
{
    if (ok && p->format == DEM_LIST_TABLE) dem_table_print(p->table, false, "", &p->buf);
    if (ok && p->format == DEM_LIST_TABLE && !dem_table_rows(p->table)) dem_grid_nothing(&p->buf, "claims");
    int rc = !ok || p->buf.failed || p->cell.failed ? dem_fail(err, DEM_EMEMORY, "memory is out") : DEM_OK;
    if (rc == DEM_OK && p->buf.n && fwrite(p->buf.p, 1, p->buf.n, p->out) != p->buf.n) rc = dem_fail(err, DEM_EIO, "the output cannot be written");
    dem_table_free(p->table);
    dem_buf_free(&p->buf);
    dem_buf_free(&p->cell);
    return rc;
}

static void close_line(printer *p, dem_json *j)
{
    dem_json_close(j, '}');
    dem_buf_ch(&p->buf, '\n');
}

static void bounds(dem_json *j, int64_t low, int64_t high)
{
    if (low >= 0) dem_json_member_int(j, "low", low);
    if (high >= 0) dem_json_member_int(j, "high", high);
}

/* ---- groups ---- */

static void names(dem_json *j, const char *key, const dem_str *list, size_t n)
{
    dem_json_member_open(j, key, '[');
    for (size_t i = 0; i < n; i++) dem_json_str(j, list[i]);
    dem_json_close(j, ']');
}

static void pairs_apart(dem_json *j, const dem_comparison *c)
{
    dem_json_member_open(j, "differ", '[');
    for (size_t i = 0; i < c->figures.n; i++)
        for (size_t k = i + 1; k < c->figures.n; k++) {
            if (dem_figures_agree(&c->figures.items[i], &c->figures.items[k])) continue;
            dem_json_open(j, '[');
            dem_json_str(j, c->figures.items[i].source);
            dem_json_str(j, c->figures.items[k].source);
            dem_json_close(j, ']');
        }
    dem_json_close(j, ']');
}

static void group_json(printer *p, const dem_comparison *c)
{
    dem_json j = {.out = &p->buf};
    dem_json_open(&j, '{');
    dem_json_member(&j, "record", DEM_STR("comparison"));
    dem_json_member(&j, "kind", c->kind);
    dem_json_member(&j, "scope", c->total ? DEM_STR("total") : DEM_STR("incident"));
    if (c->start.n) {
        dem_json_member_open(&j, c->reported ? "reported" : "date", '{');
        dem_json_member(&j, "start", c->start);
        dem_json_member(&j, "end", c->end.n ? c->end : c->start);
        dem_json_close(&j, '}');
    }
    dem_json_member(&j, "place", c->place);
    dem_json_member(&j, "country", c->country);
    bounds(&j, c->low, c->high);
    dem_json_member(&j, "agreement", agreement(c->figures.n, c->apart));
    dem_json_member_open(&j, "sources", '[');
    for (size_t i = 0; i < c->figures.n; i++) {
        const dem_figure_row *f = &c->figures.items[i];
        dem_json_open(&j, '{');
        dem_json_member(&j, "name", f->source);
        dem_json_member(&j, "code", f->code);
        bounds(&j, f->low, f->high);
        dem_json_member(&j, "text", f->text);
        names(&j, "reports", f->reports.items, f->reports.n);
        names(&j, "claims", f->claims.items, f->claims.n);
        dem_json_close(&j, '}');
    }
    dem_json_close(&j, ']');
    if (c->apart) pairs_apart(&j, c);
    close_line(p, &j);
}

/* "Activists 200+; Foreign Ministry 37" */
static dem_str figures(printer *p, const dem_comparison *c)
{
    dem_buf_clear(&p->cell);
    for (size_t i = 0; i < c->figures.n; i++) {
        if (i) dem_buf_c(&p->cell, "; ");
        dem_buf_str(&p->cell, c->figures.items[i].source);
        dem_buf_ch(&p->cell, ' ');
        dem_buf_str(&p->cell, c->figures.items[i].text);
    }
    return dem_buf_view(&p->cell);
}

static dem_str when(printer *p, const dem_comparison *c)
{
    dem_buf_clear(&p->cell);
    dem_buf_str(&p->cell, c->start);
    if (c->end.n && !dem_str_eq(c->end, c->start)) {
        dem_buf_ch(&p->cell, '/');
        dem_buf_str(&p->cell, c->end);
    }
    return dem_buf_view(&p->cell);
}

static int print_groups(printer *p, const dem_comparisons *all, size_t limit, dem_error *err)
{
    static const dem_column heads[] = {{"day", 0, false},    {"of", 8, false},      {"kind", 12, false},      {"place", 24, false},     {"scope", 0, false},
                                       {"claims", 0, true}, {"low", 0, true},     {"high", 0, true},        {"sources", 0, false}, {"figures", 0, false}};
    static const char *const keys[] = {"day", "day_of", "kind", "place", "scope", "claims", "low", "high", "agreement", "figures"};
    bool ok = begin(p, heads, keys, sizeof heads / sizeof *heads);
    for (size_t i = 0; ok && i < all->rows.n && (!limit || i < limit); i++) {
        const dem_comparison *c = &all->rows.items[i];
        if (p->format == DEM_LIST_JSONL) {
            group_json(p, c);
            continue;
        }
        ok = begin_row(p);
        text(p, when(p, c));
        text(p, !c->start.n ? DEM_STR("") : c->reported ? DEM_STR("report") : DEM_STR("event"));
        text(p, c->kind);
        text(p, c->place.n ? c->place : c->country);
        text(p, c->total ? DEM_STR("total") : DEM_STR("incident"));
        number(p, (int64_t)c->claims);
        number(p, c->low);
        number(p, c->high);
        text(p, agreement(c->figures.n, c->apart));
        text(p, figures(p, c));
        end_row(p);
    }
    return finish(p, ok, err);
}

/* ---- by source, by period ---- */

typedef struct sum {
    dem_str key, kind, code;
    size_t groups, shared, agree, lower, higher, differ, claims;
    int64_t low, high;
} sum;

typedef struct sums {
    dem_arena *a;
    DEM_VEC(sum) rows;
} sums;

static int by_key(const void *a, const void *b)
{
    const sum *x = a, *y = b;
    int c = dem_str_cmp(x->key, y->key);
    return c ? c : dem_str_cmp(x->kind, y->kind);
}

static sum *add_sum(sums *s, dem_str key, dem_str kind)
{
    sum *x = DEM_PUSH(s->a, &s->rows);
    if (x) *x = (sum){.key = key, .kind = kind, .low = -1, .high = -1};
    return x;
}

static void widen(sum *x, int64_t low, int64_t high)
{
    int64_t least = low >= 0 ? low : high, most = high >= 0 ? high : low;
    if (x->low < 0 || (least >= 0 && least < x->low)) x->low = least;
    if (most > x->high) x->high = most;
}

/* Sorted, one row for each key and kind. */
static void merge(sums *s)
{
    size_t n = 0;
    if (s->rows.n) qsort(s->rows.items, s->rows.n, sizeof *s->rows.items, by_key);
    for (size_t i = 0; i < s->rows.n; i++) {
        const sum *x = &s->rows.items[i];
        sum *to = n ? &s->rows.items[n - 1] : NULL;
        if (!to || by_key(to, x) != 0) {
            s->rows.items[n++] = *x;
            continue;
        }
        if (!to->code.n) to->code = x->code;
        to->groups += x->groups, to->shared += x->shared, to->agree += x->agree, to->claims += x->claims;
        to->lower += x->lower, to->higher += x->higher, to->differ += x->differ;
        widen(to, x->low, x->high);
    }
    s->rows.n = n;
}

static bool sum_sources(sums *s, const dem_comparisons *all)
{
    for (size_t i = 0; i < all->rows.n; i++) {
        const dem_comparison *c = &all->rows.items[i];
        for (size_t k = 0; k < c->figures.n; k++) {
            const dem_figure_row *f = &c->figures.items[k];
            sum *x = add_sum(s, f->source, c->kind);
            if (!x) return false;
            if (!x->code.n) x->code = f->code;
            x->claims += f->claims.n;
            x->groups++;
            x->shared += c->figures.n > 1;
            x->agree += c->figures.n > 1 && !f->apart;
            x->lower += f->lower;
            x->higher += f->higher;
            widen(x, f->low, f->high);
        }
    }
    return true;
}

static int print_sources(printer *p, const dem_comparisons *all, sums *s, size_t limit, dem_error *err)
{
    static const dem_column heads[] = {{"source", 40, false}, {"code", 0, false}, {"kind", 12, false}, {"claims", 0, true}, {"counts", 0, true}, {"with others", 0, true},
                                       {"agrees", 0, true},   {"lower", 0, true}, {"higher", 0, true}, {"low", 0, true},    {"high", 0, true}};
    static const char *const keys[] = {"source", "code", "kind", "claims", "counts", "shared", "agrees", "lower", "higher", "low", "high"};
    bool ok = sum_sources(s, all) && begin(p, heads, keys, sizeof heads / sizeof *heads);
    merge(s);
    for (size_t i = 0; ok && i < s->rows.n && (!limit || i < limit); i++) {
        const sum *x = &s->rows.items[i];
        const size_t counts[] = {x->claims, x->groups, x->shared, x->agree, x->lower, x->higher};
        if (p->format == DEM_LIST_JSONL) {
            dem_json j = {.out = &p->buf};
            dem_json_open(&j, '{');
            dem_json_member(&j, "record", DEM_STR("source"));
            dem_json_member(&j, "source", x->key);
            dem_json_member(&j, "code", x->code);
            dem_json_member(&j, "kind", x->kind);
            for (size_t k = 0; k < 6; k++) dem_json_member_int(&j, keys[3 + k], (long long)counts[k]);
            bounds(&j, x->low, x->high);
            close_line(p, &j);
            continue;
        }
        ok = begin_row(p);
        text(p, x->key);
        text(p, x->code);
        text(p, x->kind);
        for (size_t k = 0; k < 6; k++) number(p, (int64_t)counts[k]);
        number(p, x->low);
        number(p, x->high);
        end_row(p);
    }
    return finish(p, ok, err);
}

/* The day, the Monday of its week, its month or its year. */
static dem_str period_of(dem_arena *a, const char *by, dem_str day)
{
    if (*by == 'm') return dem_str_cut(day, 0, 7);
    if (*by == 'y') return dem_str_cut(day, 0, 4);
    dem_day d = *by == 'w' ? dem_day_parse(day) : DEM_DAY_NONE;
    if (d == DEM_DAY_NONE) return day;
    char buf[11];
    dem_day_print(d - dem_day_weekday(d), buf);
    return dem_str_dup(a, dem_str_c(buf));
}

static bool sum_periods(sums *s, const dem_comparisons *all, const char *by)
{
    for (size_t i = 0; i < all->rows.n; i++) {
        const dem_comparison *c = &all->rows.items[i];
        sum *x = add_sum(s, period_of(s->a, by, c->start), c->kind);
        if (!x) return false;
        x->groups++;
        x->claims += c->claims;
        x->shared += c->figures.n > 1;
        x->agree += c->figures.n > 1 && !c->apart;
        x->differ += c->apart > 0;
        widen(x, c->low, c->high);
    }
    return true;
}

static int print_periods(printer *p, const dem_comparisons *all, sums *s, const char *by, size_t limit, dem_error *err)
{
    static const dem_column heads[] = {{"period", 0, false},     {"kind", 12, false}, {"claims", 0, true}, {"counts", 0, true},
                                       {"several sources", 0, true}, {"agree", 0, true},  {"differ", 0, true}, {"low", 0, true}, {"high", 0, true}};
    static const char *const keys[] = {"period", "kind", "claims", "counts", "shared", "agree", "differ", "low", "high"};
    bool ok = sum_periods(s, all, by) && begin(p, heads, keys, sizeof heads / sizeof *heads);
    merge(s);
    for (size_t i = 0; ok && i < s->rows.n && (!limit || i < limit); i++) {
        const sum *x = &s->rows.items[i];
        const size_t counts[] = {x->claims, x->groups, x->shared, x->agree, x->differ};
        if (p->format == DEM_LIST_JSONL) {
            dem_json j = {.out = &p->buf};
            dem_json_open(&j, '{');
            dem_json_member(&j, "record", DEM_STR("period"));
            dem_json_member(&j, "period", x->key);
            dem_json_member(&j, "kind", x->kind);
            for (size_t k = 0; k < 5; k++) dem_json_member_int(&j, keys[2 + k], (long long)counts[k]);
            bounds(&j, x->low, x->high);
            close_line(p, &j);
            continue;
        }
        ok = begin_row(p);
        text(p, x->key);
        text(p, x->kind);
        for (size_t k = 0; k < 5; k++) number(p, (int64_t)counts[k]);
        number(p, x->low);
        number(p, x->high);
        end_row(p);
    }
    return finish(p, ok, err);
}

static bool known_period(const char *by)
{
    static const char *const periods[] = {"day", "week", "month", "year"};
    for (size_t i = 0; i < 4; i++)
        if (strcmp(periods[i], by) == 0) return true;
    return false;
}

int dem_store_compare(dem_store *s, const dem_filter *filter, const char *by, const char *format, FILE *out, dem_error *err)
{
    printer p = {.out = out};
    dem_comparisons all;
    if (!dem_list_format_of(format, &p.format)) return dem_fail(err, DEM_EUSAGE, "comparisons are printed as table, csv or jsonl, not as %s", format);
    if (by && strcmp(by, "source") != 0 && !known_period(by))
        return dem_fail(err, DEM_EUSAGE, "comparisons are by source, day, week, month or year, not by %s", by);
    size_t limit = filter ? filter->limit : 0;
    int rc = dem_compare_claims(s, filter, &all, err);
    sums totals = {.a = all.a};
    if (rc == DEM_OK && !by) rc = print_groups(&p, &all, limit, err);
    else if (rc == DEM_OK && strcmp(by, "source") == 0) rc = print_sources(&p, &all, &totals, limit, err);
    else if (rc == DEM_OK) rc = print_periods(&p, &all, &totals, by, limit, err);
    dem_comparisons_free(&all);
    return rc;
}
