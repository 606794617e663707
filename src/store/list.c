/* SPDX-License-Identifier: Apache-2.0 */
/* dem_store_list: rows of the store as an aligned table, CSV, or the records as they were stored. */
#include "store/grid.h"

enum { FLUSH = 1 << 16 }; /* bytes gathered before they are written */

typedef struct list {
    FILE *out;
    dem_list_format format;
    dem_buf buf;
    dem_table *table;
} list;

static int flush(list *l, dem_error *err)
{
    if (l->buf.failed) return dem_fail(err, DEM_EMEMORY, "memory is out");
    size_t n = l->buf.n;
    bool ok = n == 0 || fwrite(l->buf.p, 1, n, l->out) == n;
    dem_buf_clear(&l->buf);
    return ok ? DEM_OK : dem_fail(err, DEM_EIO, "the output cannot be written");
}

static int row_done(list *l, bool ok, dem_error *err)
{
    if (!ok) return dem_fail(err, DEM_EMEMORY, "memory is out");
    return l->buf.n > FLUSH ? flush(l, err) : DEM_OK;
}

static void json_line(list *l, dem_str record)
{
    dem_buf_str(&l->buf, record);
    dem_buf_ch(&l->buf, '\n');
}

static int each_event(void *ctx, const dem_event_row *e, dem_error *err)
{
    list *l = ctx;
    bool ok = true;
    if (l->format == DEM_LIST_TABLE) ok = dem_table_add_event(l->table, e, true);
    if (l->format == DEM_LIST_CSV) dem_csv_event(e, &l->buf);
    if (l->format == DEM_LIST_JSONL) json_line(l, e->src.record);
    return row_done(l, ok, err);
}

static int each_claim(void *ctx, const dem_claim_row *c, dem_error *err)
{
    list *l = ctx;
    bool ok = true;
    if (l->format == DEM_LIST_TABLE) ok = dem_table_add_claim(l->table, c);
    if (l->format == DEM_LIST_CSV) dem_csv_claim(c, &l->buf);
    if (l->format == DEM_LIST_JSONL) json_line(l, c->src.record);
    return row_done(l, ok, err);
}

static int each_statement(void *ctx, const dem_statement_row *s, dem_error *err)
{
    list *l = ctx;
    bool ok = true;
    if (l->format == DEM_LIST_TABLE) ok = dem_table_add_statement(l->table, s);
    if (l->format == DEM_LIST_CSV) dem_csv_statement(s, &l->buf);
    if (l->format == DEM_LIST_JSONL) json_line(l, s->src.record);
    return row_done(l, ok, err);
}

static int each_report(void *ctx, const dem_report_row *r, dem_error *err)
{
    list *l = ctx;
    bool ok = true;
    if (l->format == DEM_LIST_TABLE) ok = dem_table_add_report(l->table, r);
    if (l->format == DEM_LIST_CSV) dem_csv_report(r, &l->buf);
    if (l->format == DEM_LIST_JSONL) json_line(l, r->record);
    return row_done(l, ok, err);
}

/* What each kind needs, as dem_kind counts them. */
typedef struct kind {
    dem_table *(*table)(void);
    void (*csv_header)(dem_buf *out);
} kind;
static const kind kinds[] = {{dem_table_events, dem_csv_event_header},
                             {dem_table_claims, dem_csv_claim_header},
                             {dem_table_statements, dem_csv_statement_header},
                             {dem_table_reports, dem_csv_report_header}};

static int run(dem_store *s, dem_kind k, const dem_filter *f, list *l, dem_error *err)
{
    if (l->format == DEM_LIST_TABLE) l->table = kinds[k].table();
    if (l->format == DEM_LIST_TABLE && !l->table) return dem_fail(err, DEM_EMEMORY, "memory is out");
    if (l->format == DEM_LIST_CSV) kinds[k].csv_header(&l->buf);
    const dem_receiver to = {each_event, each_claim, each_statement, each_report, l};
    int rc = dem_rows_read(s, k, l->format == DEM_LIST_JSONL ? DEM_ROWS_RECORD : DEM_ROWS_FLAT, f, NULL, &to, err);
    if (rc == DEM_OK && l->format == DEM_LIST_TABLE) dem_table_print(l->table, false, "", &l->buf);
    if (rc == DEM_OK && l->format == DEM_LIST_TABLE && !dem_table_rows(l->table)) dem_grid_nothing(&l->buf, dem_kind_table(k));
    return rc == DEM_OK ? flush(l, err) : rc;
}

int dem_store_list(dem_store *s, const char *what, const dem_filter *filter, const char *format, FILE *out, dem_error *err)
{
    const dem_filter none = {0}, *f = filter ? filter : &none;
    dem_kind k = 0;
    list l = {.out = out};
    while (k < DEM_KIND_COUNT && strcmp(dem_kind_table(k), what) != 0) k++;
    if (k == DEM_KIND_COUNT) return dem_fail(err, DEM_EUSAGE, "the store has no list of %s", what);
    if (!dem_list_format_of(format, &l.format)) return dem_fail(err, DEM_EUSAGE, "lists are printed as table, csv or jsonl, not as %s", format);
    if (k != DEM_KIND_ACTORS && f->order && strcmp(f->order, "most") == 0)
        return dem_fail(err, DEM_EUSAGE, "%s can be ordered by how many there are when they are counted only", what);
    int rc = dem_query_read_once(s, err);
    if (rc == DEM_OK && k > DEM_KIND_REPORTS) return dem_list_links(s, k, f, l.format, out, err);
    if (rc == DEM_OK) rc = run(s, k, f, &l, err);
    dem_table_free(l.table);
    dem_buf_free(&l.buf);
    return rc;
}
