/* SPDX-License-Identifier: Apache-2.0 */
/* For dem_store_check, what follows from digests. A digest says which proposals and demands its report tells; once it is linked there
   are initiatives and positions of them, and those that are lost are missed here. */
#include "store/check.h"

enum { PAGE = 100 };

typedef struct digest_row {
    int64_t report, linked, keys;
    dem_str id, bytes;
} digest_row;

/* The first number that the statement gives for the report. */
static int count_of(dem_check *c, const char *sql, int64_t report, int64_t *n)
{
    dem_stmt *st;
    int rc = dem_sql_kept(c->s, sql, &st, c->err);
    if (rc != DEM_OK) return rc;
    dem_sql_int(st, report);
    return dem_sql_run_key(st, n, c->err);
}

static const struct {
    const char *sql, *says;
} counts[] = {
    {"SELECT count(*) FROM digest_keys k WHERE k.report=?", "it is not found under all its keys"},
    {"SELECT count(*) FROM demands k WHERE k.report=?", "it is not found under all its demands"},
};

static size_t issues(const dem_digest *d)
{
    size_t n = 0;
    for (size_t i = 0; i < d->stands.n; i++) {
        size_t k = 0;
        while (!dem_str_eq(d->stands.items[k].issue, d->stands.items[i].issue)) k++;
        n += k == i;
    }
    return n;
}

static int check_counts(dem_check *c, const digest_row *row, const dem_digest *d)
{
    const int64_t want[] = {row->keys, (int64_t)issues(d)};
    int rc = DEM_OK;
    for (size_t i = 0; rc == DEM_OK && i < sizeof want / sizeof *want; i++) {
        int64_t n = -1;
        rc = count_of(c, counts[i].sql, row->report, &n);
        if (rc == DEM_OK && n != want[i]) dem_check_problem(c, "report %.*s: %s", DEM_FMT(row->id), counts[i].says);
    }
    return rc;
}

/* Every proposal of somebody is part of an initiative. */
static int check_bids(dem_check *c, const digest_row *row, const dem_digest *d)
{
    int rc = DEM_OK;
    for (size_t i = 0; rc == DEM_OK && i < d->bids.n; i++) {
        dem_stmt *st;
        int64_t there = -1;
        if (!d->bids.items[i].proposer.n) continue;
        rc = dem_sql_kept(c->s, "SELECT initiative FROM initiative_bids WHERE report=? AND bid=?", &st, c->err);
        if (rc != DEM_OK) return rc;
        dem_sql_int(st, row->report);
        dem_sql_int(st, (int64_t)i);
        rc = dem_sql_run_key(st, &there, c->err);
        if (rc == DEM_OK && there < 0)
            dem_check_problem(c, "report %.*s: a proposal that it tells (%.*s) is part of no initiative", DEM_FMT(row->id), DEM_FMT(d->bids.items[i].kind));
    }
    return rc;
}

/* Who demands something has a position on it. */
static int check_demand(dem_check *c, const digest_row *row, const dem_stand *x)
{
    dem_stmt *st;
    bool more = true, found = false;
    int rc = dem_sql_kept(c->s, "SELECT a.name, a.code, a.country FROM positions p JOIN actors a ON a.key=p.actor WHERE p.issue=?", &st, c->err);
    if (rc != DEM_OK) return rc;
    dem_sql_text(st, x->issue);
    while ((rc = dem_sql_step(st, &more, c->err)) == DEM_OK && more) {
        dem_party p = {.kind = x->actor.kind};
        p.name = dem_col_text(st, c->a);
        p.code = dem_col_text(st, c->a);
        p.country = dem_col_text(st, c->a);
        found = found || dem_party_fit(&p, &x->actor) == 2;
    }
    if (rc == DEM_OK && !found)
        dem_check_problem(c, "report %.*s: there is no position of %.*s on \"%.*s\", which it demands", DEM_FMT(row->id),
                          DEM_FMT(x->actor.name.n ? x->actor.name : x->actor.code), DEM_FMT(dem_str_cut(x->issue, 0, 100)));
    return rc;
}

static int check_digest(dem_check *c, const digest_row *row)
{
    dem_digest d;
    /* One that cannot be read would end every later linking. */
    if (dem_digest_read(c->a, row->bytes, &d, NULL) != DEM_OK || !dem_str_eq(d.id, row->id)) {
        dem_check_problem(c, "report %.*s: its digest is damaged or another one's", DEM_FMT(row->id));
        return DEM_OK;
    }
    if (!row->linked) return DEM_OK;
    int rc = check_counts(c, row, &d);
    if (rc == DEM_OK) rc = check_bids(c, row, &d);
    for (size_t i = 0; rc == DEM_OK && i < d.stands.n; i++) rc = check_demand(c, row, &d.stands.items[i]);
    return rc;
}

/* Read whole before anything else is asked, for kept statements have one user at a time. */
static int next_digests(dem_check *c, int64_t after, digest_row *rows, size_t *n)
{
    dem_stmt *st;
    bool row = true;
    int rc = dem_sql_kept(c->s,
                          "SELECT d.report, d.linked, d.keys, r.id, d.bytes FROM digests d JOIN reports r ON r.key=d.report WHERE d.report>?"
                          " ORDER BY d.report LIMIT 100",
                          &st, c->err);
    *n = 0;
    if (rc != DEM_OK) return rc;
    dem_sql_int(st, after);
    while ((rc = dem_sql_step(st, &row, c->err)) == DEM_OK && row && *n < PAGE) {
        digest_row *x = &rows[(*n)++];
        x->report = dem_col_int(st, -1);
        x->linked = dem_col_int(st, 0);
        x->keys = dem_col_int(st, 0);
        x->id = dem_col_text(st, c->a);
        x->bytes = dem_col_blob(st, c->a);
    }
    if (rc == DEM_OK && dem_arena_failed(c->a)) rc = dem_fail(c->err, DEM_EMEMORY, "memory is out");
    return rc;
}

int dem_check_digests(dem_check *c)
{
    digest_row rows[PAGE];
    int64_t after = INT64_MIN;
    int rc = DEM_OK;
    for (size_t n = PAGE; rc == DEM_OK && n;) {
        rc = next_digests(c, after, rows, &n);
        for (size_t i = 0; rc == DEM_OK && i < n; i++) {
            after = rows[i].report;
            rc = check_digest(c, &rows[i]);
        }
        dem_arena_reset(c->a);
    }
    return rc;
}
