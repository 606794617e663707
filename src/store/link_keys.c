/* SPDX-License-Identifier: Apache-2.0 */
/* Under what digests are found: keys, by which reports that may belong together meet, and the demands that a report makes. */
#include "store/link.h"

#include <stdlib.h>

/* ---- looking up ---- */

static int by_number(const void *p, const void *q)
{
    int64_t a = *(const int64_t *)p, b = *(const int64_t *)q;
    return a < b ? -1 : a > b;
}

static void sort_unique(dem_report_keys *v)
{
    size_t n = 0;
    if (v->n > 1) qsort(v->items, v->n, sizeof *v->items, by_number);
    for (size_t i = 0; i < v->n; i++)
        if (!n || v->items[i] != v->items[n - 1]) v->items[n++] = v->items[i];
    v->n = n;
}

static int candidates_sqlite(dem_linking *l, const dem_digest *d, dem_report_keys *out)
{
    dem_stmt *st;
    int rc = DEM_OK;
    for (size_t i = 0; rc == DEM_OK && i < d->probes.n; i++) {
        rc = dem_sql_kept(l->s, "SELECT report FROM digest_keys WHERE hash=?", &st, l->err);
        if (rc != DEM_OK) return rc;
        dem_sql_int(st, (int64_t)d->probes.items[i]);
        rc = dem_link_read_keys(l, st, out);
    }
    sort_unique(out);
    return rc;
}

/* Many keys go in as one value, for a statement each would be a trip to the server each. */
static int candidates_postgres(dem_linking *l, const dem_digest *d, dem_report_keys *out)
{
    dem_stmt *st = NULL;
    dem_buf keys = {0};
    dem_buf_ch(&keys, '{');
    for (size_t i = 0; i < d->probes.n; i++) dem_buf_printf(&keys, "%s%lld", i ? "," : "", (long long)(int64_t)d->probes.items[i]);
    dem_buf_ch(&keys, '}');
    int rc = keys.failed ? dem_fail(l->err, DEM_EMEMORY, "memory is out") : DEM_OK;
    if (rc == DEM_OK)
        rc = dem_sql_kept(l->s, "SELECT DISTINCT report FROM digest_keys WHERE hash=ANY(?::text::bigint[]) ORDER BY report", &st, l->err);
    if (rc == DEM_OK) {
        dem_sql_text(st, dem_buf_view(&keys));
        rc = dem_link_read_keys(l, st, out);
    }
    dem_buf_free(&keys);
    return rc;
}

int dem_link_candidates(dem_linking *l, const dem_digest *d, dem_report_keys *out)
{
    return l->s->ops->dialect == DEM_DIALECT_POSTGRES ? candidates_postgres(l, d, out) : candidates_sqlite(l, d, out);
}

/* ---- entering ---- */

typedef struct key_row {
    int64_t hash, report;
} key_row;

static int by_key(const void *p, const void *q)
{
    const key_row *a = p, *b = q;
    if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
    return a->report < b->report ? -1 : a->report > b->report;
}

/* In the order of the table: what stands together is written together. */
static int enter_sqlite(dem_linking *l, const key_row *rows, size_t n)
{
    int rc = DEM_OK;
    for (size_t i = 0; rc == DEM_OK && i < n; i++) {
        dem_stmt *st;
        rc = dem_sql_kept(l->s, "INSERT INTO digest_keys(hash, report) VALUES(?,?) ON CONFLICT DO NOTHING", &st, l->err);
        if (rc != DEM_OK) return rc;
        dem_sql_int(st, rows[i].hash);
        dem_sql_int(st, rows[i].report);
        rc = dem_sql_run(st, l->err);
    }
    return rc;
}

static int enter_postgres(dem_linking *l, const key_row *rows, size_t n)
{
    dem_stmt *st = NULL;
    dem_buf hashes = {0}, reports = {0};
    for (size_t i = 0; i < n; i++) {
        dem_buf_printf(&hashes, "%c%lld", i ? ',' : '{', (long long)rows[i].hash);
        dem_buf_printf(&reports, "%c%lld", i ? ',' : '{', (long long)rows[i].report);
    }
    dem_buf_ch(&hashes, '}');
    dem_buf_ch(&reports, '}');
    int rc = hashes.failed || reports.failed ? dem_fail(l->err, DEM_EMEMORY, "memory is out") : DEM_OK;
    if (rc == DEM_OK)
        rc = dem_sql_kept(l->s,
                          "INSERT INTO digest_keys(hash, report) SELECT * FROM unnest(?::text::bigint[], ?::text::bigint[])"
                          " ON CONFLICT DO NOTHING",
                          &st, l->err);
    if (rc == DEM_OK) {
        dem_sql_text(st, dem_buf_view(&hashes));
        dem_sql_text(st, dem_buf_view(&reports));
        rc = dem_sql_run(st, l->err);
    }
    dem_buf_free(&hashes);
    dem_buf_free(&reports);
    return rc;
}

static int enter_demands(dem_store *s, int64_t report, const dem_digest *d, dem_error *err)
{
    int rc = DEM_OK;
    for (size_t i = 0; rc == DEM_OK && i < d->stands.n; i++) {
        dem_stmt *st;
        rc = dem_sql_kept(s, "INSERT INTO demands(issue, report) VALUES(?,?) ON CONFLICT DO NOTHING", &st, err);
        if (rc != DEM_OK) return rc;
        dem_sql_text(st, d->stands.items[i].issue);
        dem_sql_int(st, report);
        rc = dem_sql_run(st, err);
    }
    return rc;
}

int dem_link_enter_keys(dem_linking *l)
{
    size_t n = 0, k = 0;
    int rc = DEM_OK;
    for (size_t i = 0; i < l->n_fresh; i++) n += l->all.items[i].d->keys.n;
    key_row *rows = DEM_NEW_N(l->a, key_row, n + 1);
    if (!rows) return dem_fail(l->err, DEM_EMEMORY, "memory is out");
    for (size_t i = 0; rc == DEM_OK && i < l->n_fresh; i++) {
        const dem_linked *x = &l->all.items[i];
        for (size_t j = 0; j < x->d->keys.n; j++) rows[k++] = (key_row){(int64_t)x->d->keys.items[j], x->report};
        rc = enter_demands(l->s, x->report, x->d, l->err);
    }
    if (n > 1) qsort(rows, n, sizeof *rows, by_key);
    if (rc != DEM_OK || !n) return rc;
    return l->s->ops->dialect == DEM_DIALECT_POSTGRES ? enter_postgres(l, rows, n) : enter_sqlite(l, rows, n);
}

/* ---- a store of schema 2 ---- */

enum { PAGE = 200 };

typedef struct digest_row {
    int64_t report;
    dem_str bytes;
} digest_row;

static int next_digests(dem_store *s, dem_arena *a, int64_t after, digest_row *rows, size_t *n, dem_error *err)
{
    dem_stmt *st;
    bool row = true;
    int rc = dem_sql_kept(s, "SELECT report, bytes FROM digests WHERE report>? ORDER BY report LIMIT 200", &st, err);
    *n = 0;
    if (rc != DEM_OK) return rc;
    dem_sql_int(st, after);
    while ((rc = dem_sql_step(st, &row, err)) == DEM_OK && row && *n < PAGE) {
        digest_row *x = &rows[(*n)++];
        x->report = dem_col_int(st, -1);
        x->bytes = dem_col_blob(st, a);
    }
    return rc;
}

int dem_link_enter_demands(dem_store *s, dem_error *err)
{
    digest_row rows[PAGE];
    dem_arena *a = dem_arena_new(0);
    if (!a) return dem_fail(err, DEM_EMEMORY, "memory is out");
    size_t n = 1;
    int64_t after = INT64_MIN;
    int rc = DEM_OK;
    while (rc == DEM_OK && n) {
        rc = next_digests(s, a, after, rows, &n, err);
        for (size_t i = 0; rc == DEM_OK && i < n; i++) {
            dem_digest d;
            after = rows[i].report;
            /* A damaged one is `check`'s to name. */
            if (dem_digest_read(a, rows[i].bytes, &d, NULL) == DEM_OK) rc = enter_demands(s, rows[i].report, &d, err);
        }
        dem_arena_reset(a);
    }
    dem_arena_free(a);
    return rc;
}
