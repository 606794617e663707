/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of a SELECT as an aligned table, CSV or JSON Lines. */
#include "store/grid.h"

enum { FLUSH = 1 << 16 };

bool dem_list_format_of(const char *name, dem_list_format *out)
{
    static const char *const formats[] = {"table", "csv", "jsonl"};
    for (size_t i = 0; i < 3; i++) {
        if (strcmp(formats[i], name) != 0) continue;
        *out = (dem_list_format)i;
        return true;
    }
    return false;
}

typedef struct printer {
    const dem_grid *g;
    dem_list_format format;
    dem_table *table;
    dem_column heads[DEM_GRID_COLUMNS];
    size_t n_heads;
    dem_arena *a;
    dem_buf buf, cell;
    FILE *out;
} printer;

static int flush(printer *p, dem_error *err)
{
    if (p->buf.failed || p->cell.failed) return dem_fail(err, DEM_EMEMORY, "memory is out");
    bool ok = p->buf.n == 0 || fwrite(p->buf.p, 1, p->buf.n, p->out) == p->buf.n;
    dem_buf_clear(&p->buf);
    return ok ? DEM_OK : dem_fail(err, DEM_EIO, "the output cannot be written");
}

static int begin(printer *p, dem_error *err)
{
    bool first = true;
    p->a = dem_arena_new(0);
    for (size_t i = 0; i < p->g->n; i++) {
        const dem_grid_column *c = &p->g->columns[i];
        if (p->format == DEM_LIST_CSV) dem_csv_field(&p->buf, &first, dem_str_c(c->name));
        if (c->head) p->heads[p->n_heads++] = (dem_column){c->head, c->max, c->kind != DEM_GRID_TEXT};
    }
    if (p->format == DEM_LIST_CSV) dem_csv_end(&p->buf, &first);
    if (p->format == DEM_LIST_TABLE) p->table = dem_table_new(p->heads, p->n_heads);
    return p->a && (p->format != DEM_LIST_TABLE || p->table) ? DEM_OK : dem_fail(err, DEM_EMEMORY, "memory is out");
}

/* The next column as text. */
static dem_str cell(printer *p, dem_stmt *st, const dem_grid_column *c)
{
    dem_buf_clear(&p->cell);
    if (c->kind == DEM_GRID_TEXT) return dem_col_text(st, p->a);
    if (c->kind == DEM_GRID_WHOLE) {
        int64_t v = dem_col_int(st, INT64_MIN);
        if (v != INT64_MIN) dem_buf_printf(&p->cell, "%lld", (long long)v);
        return dem_buf_view(&p->cell);
    }
    bool there;
    double v = dem_col_real(st, &there);
    if (there) dem_num_print(&p->cell, v, 2, false);
    return dem_buf_view(&p->cell);
}

static bool table_row(printer *p, dem_stmt *st)
{
    bool ok = dem_table_row(p->table);
    for (size_t i = 0; ok && i < p->g->n; i++) {
        dem_str v = cell(p, st, &p->g->columns[i]);
        if (p->g->columns[i].head) ok = dem_table_cell(p->table, v);
    }
    return ok;
}

static void csv_row(printer *p, dem_stmt *st)
{
    bool first = true;
    for (size_t i = 0; i < p->g->n; i++) dem_csv_field(&p->buf, &first, cell(p, st, &p->g->columns[i]));
    dem_csv_end(&p->buf, &first);
}

static void json_row(printer *p, dem_stmt *st)
{
    if (p->g->record) {
        for (size_t i = 0; i < p->g->n; i++) cell(p, st, &p->g->columns[i]);
        dem_buf_str(&p->buf, dem_col_text(st, p->a));
        dem_buf_ch(&p->buf, '\n');
        return;
    }
    dem_json j = {&p->buf, false};
    dem_json_open(&j, '{');
    dem_json_member(&j, "record", dem_str_c(p->g->kind));
    for (size_t i = 0; i < p->g->n; i++) {
        const dem_grid_column *c = &p->g->columns[i];
        dem_str v = cell(p, st, c);
        if (!v.n) continue;
        dem_json_key(&j, c->name);
        if (c->kind == DEM_GRID_TEXT)
            dem_json_str(&j, v);
        else
            dem_json_raw(&j, v);
    }
    dem_json_close(&j, '}');
    dem_buf_ch(&p->buf, '\n');
}

static int rows(printer *p, dem_stmt *st, dem_error *err)
{
    bool row = true;
    int rc = DEM_OK;
    while (rc == DEM_OK && (rc = dem_sql_step(st, &row, err)) == DEM_OK && row) {
        bool ok = true;
        if (p->format == DEM_LIST_TABLE) ok = table_row(p, st);
        if (p->format == DEM_LIST_CSV) csv_row(p, st);
        if (p->format == DEM_LIST_JSONL) json_row(p, st);
        if (!ok || dem_arena_failed(p->a)) rc = dem_fail(err, DEM_EMEMORY, "memory is out");
        dem_arena_reset(p->a);
        if (rc == DEM_OK && p->buf.n > FLUSH) rc = flush(p, err);
    }
    return rc;
}

void dem_grid_nothing(dem_buf *out, const char *what)
{
    dem_buf_printf(out, "no %s\n", what);
}

int dem_grid_print(dem_query *q, const dem_grid *g, dem_list_format format, FILE *out, dem_error *err)
{
    printer p = {.g = g, .format = format, .out = out};
    dem_stmt *st = NULL;
    int rc = begin(&p, err);
    if (rc == DEM_OK) rc = dem_query_open(q, &st, err);
    if (rc == DEM_OK) rc = rows(&p, st, err);
    if (rc == DEM_OK && format == DEM_LIST_TABLE) dem_table_print(p.table, false, "", &p.buf);
    if (rc == DEM_OK && format == DEM_LIST_TABLE && !dem_table_rows(p.table)) dem_grid_nothing(&p.buf, g->none);
    if (rc == DEM_OK) rc = flush(&p, err);
    dem_sql_free(st);
    dem_table_free(p.table);
    dem_arena_free(p.a);
    dem_buf_free(&p.buf);
    dem_buf_free(&p.cell);
    return rc;
}
