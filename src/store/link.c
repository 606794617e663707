/* SPDX-License-Identifier: Apache-2.0 */
/* Linking in the store. Putting a report leaves its digest with linked=0 beside it; here such digests are compared with those they share a
   key with, and what they join is read, linked anew in memory and written in place of what was there. Stories and initiatives that no new
   report joins are not touched. All of a batch is one transaction, and one writer does it at a time. */
#include "store/link.h"

#include <stdlib.h>

/* BATCH: linked in one transaction, which other writers wait for. DUE: fewer new ones than this wait for more, or for the end. */
enum { BATCH = 2048, DUE = 64, DUE_PART = 8 };

static int run_int(dem_store *s, const char *sql, int64_t a, dem_error *err)
{
    dem_stmt *st;
    int rc = dem_sql_kept(s, sql, &st, err);
    if (rc != DEM_OK) return rc;
    dem_sql_int(st, a);
    return dem_sql_run(st, err);
}

/* ---- putting ---- */

int dem_put_loose(dem_store *s, int64_t report, dem_error *err)
{
    static const char *const loosen[] = {
        "UPDATE digests SET linked=0 WHERE report IN (SELECT report FROM story_reports WHERE story IN (SELECT story FROM story_reports WHERE report=?))",
        ("UPDATE digests SET linked=0 WHERE report IN (SELECT report FROM initiative_bids WHERE initiative IN"
         " (SELECT initiative FROM initiative_bids WHERE report=?))"),
        ("UPDATE digests SET linked=0 WHERE linked=1 AND report IN (SELECT d.report FROM demands d WHERE d.issue IN"
         " (SELECT p.issue FROM positions p WHERE p.report=?))"),
        "DELETE FROM positions WHERE issue IN (SELECT id FROM initiatives WHERE key IN (SELECT initiative FROM initiative_bids WHERE report=?))",
        "DELETE FROM event_clusters WHERE key IN (SELECT cluster FROM cluster_events WHERE event IN (SELECT key FROM events WHERE report=?))",
        "DELETE FROM stories WHERE key IN (SELECT story FROM story_reports WHERE report=?)",
        "DELETE FROM initiatives WHERE key IN (SELECT initiative FROM initiative_bids WHERE report=?)",
        "DELETE FROM positions WHERE report=?",
        "DELETE FROM demands WHERE report=?",
        "DELETE FROM digest_keys WHERE report=?",
        "DELETE FROM digests WHERE report=?",
    };
    int rc = DEM_OK;
    for (size_t i = 0; rc == DEM_OK && i < sizeof loosen / sizeof *loosen; i++) rc = run_int(s, loosen[i], report, err);
    return rc;
}

int dem_put_digest(dem_store *s, int64_t report, int64_t coding, const dem_digest *d, dem_error *err)
{
    dem_stmt *st;
    dem_buf bytes = {0};
    dem_digest_write(d, &bytes);
    int rc = bytes.failed ? dem_fail(err, DEM_EMEMORY, "memory is out") : DEM_OK;
    if (rc == DEM_OK) rc = dem_sql_kept(s, "INSERT INTO digests(report, coding, linked, keys, bytes) VALUES(?,?,0,?,?)", &st, err);
    if (rc == DEM_OK) {
        dem_sql_int(st, report);
        dem_sql_int(st, coding);
        dem_sql_int(st, (int64_t)d->keys.n);
        dem_sql_blob(st, dem_buf_view(&bytes));
        rc = dem_sql_run(st, err);
    }
    dem_buf_free(&bytes);
    return rc;
}

/* ---- what a batch is about ---- */

static dem_linked *find(dem_linking *l, int64_t report)
{
    for (size_t at = (size_t)report & (l->table_size - 1); l->table[at]; at = (at + 1) & (l->table_size - 1))
        if (l->all.items[l->table[at] - 1].report == report) return &l->all.items[l->table[at] - 1];
    return NULL;
}

static bool remember(dem_linking *l, size_t i)
{
    if (l->all.n * 2 >= l->table_size) {
        l->table_size = l->table_size ? l->table_size * 2 : 1024;
        l->table = DEM_NEW_N(l->a, uint32_t, l->table_size);
        if (!l->table) return false;
        for (size_t k = 0; k < l->all.n; k++) {
            size_t at = (size_t)l->all.items[k].report & (l->table_size - 1);
            while (l->table[at]) at = (at + 1) & (l->table_size - 1);
            l->table[at] = (uint32_t)k + 1;
        }
        return true;
    }
    size_t at = (size_t)l->all.items[i].report & (l->table_size - 1);
    while (l->table[at]) at = (at + 1) & (l->table_size - 1);
    l->table[at] = (uint32_t)i + 1;
    return true;
}

static int add(dem_linking *l, int64_t report, dem_str bytes, dem_linked **out)
{
    dem_linked *x = DEM_PUSH(l->a, &l->all);
    dem_digest *d = DEM_NEW(l->a, dem_digest);
    if (!x || !d) return dem_fail(l->err, DEM_EMEMORY, "memory is out");
    *x = (dem_linked){.report = report, .d = d};
    int rc = dem_digest_read(l->a, bytes, d, l->err);
    if (rc == DEM_OK) rc = dem_digest_index(l->rules, l->a, d, l->err);
    if (rc == DEM_OK && !remember(l, l->all.n - 1)) rc = dem_fail(l->err, DEM_EMEMORY, "memory is out");
    *out = x;
    return rc;
}

/* A linked report, read when it is not at hand; *out NULL when it has no digest. */
static int fetch(dem_linking *l, int64_t report, dem_linked **out)
{
    dem_stmt *st;
    bool row;
    *out = find(l, report);
    if (*out) return DEM_OK;
    int rc = dem_sql_kept(l->s, "SELECT bytes FROM digests WHERE report=? AND linked=1", &st, l->err);
    if (rc != DEM_OK) return rc;
    dem_sql_int(st, report);
    rc = dem_sql_step(st, &row, l->err);
    if (rc != DEM_OK || !row) return rc;
    dem_str bytes = dem_col_blob(st, l->a);
    dem_sql_reset(st);
    return add(l, report, bytes, out);
}

static int first_batch(dem_linking *l)
{
    dem_stmt *st;
    bool row = true;
    int rc = dem_sql_kept(l->s, "SELECT report, bytes FROM digests WHERE linked=0 ORDER BY report LIMIT ?", &st, l->err);
    if (rc != DEM_OK) return rc;
    dem_sql_int(st, BATCH);
    while (rc == DEM_OK && (rc = dem_sql_step(st, &row, l->err)) == DEM_OK && row) {
        dem_linked *x;
        int64_t report = dem_col_int(st, -1);
        dem_str bytes = dem_col_blob(st, l->a);
        rc = add(l, report, bytes, &x);
        if (rc == DEM_OK) x->fresh = x->story = true;
    }
    l->n_fresh = l->all.n;
    return rc;
}

int dem_link_read_keys(dem_linking *l, dem_stmt *st, dem_report_keys *out)
{
    bool row = true;
    int rc = DEM_OK;
    while ((rc = dem_sql_step(st, &row, l->err)) == DEM_OK && row) {
        int64_t *slot = DEM_PUSH(l->a, out);
        if (!slot) return dem_fail(l->err, DEM_EMEMORY, "memory is out");
        *slot = dem_col_int(st, -1);
    }
    return rc;
}

/* All reports of one's story, or of the initiatives of one's bids. */
static int pull(dem_linking *l, const char *sql, int64_t a, int64_t b, bool story)
{
    dem_stmt *st;
    dem_report_keys keys = {0};
    int rc = dem_sql_kept(l->s, sql, &st, l->err);
    if (rc != DEM_OK) return rc;
    dem_sql_int(st, a);
    if (b >= 0) dem_sql_int(st, b);
    rc = dem_link_read_keys(l, st, &keys);
    for (size_t i = 0; rc == DEM_OK && i < keys.n; i++) {
        dem_linked *x;
        rc = fetch(l, keys.items[i], &x);
        if (rc == DEM_OK && x && story) x->story = true;
    }
    return rc;
}

static int partner(dem_linking *l, int64_t report, const dem_link *link)
{
    dem_linked *x = find(l, report);
    int rc = DEM_OK;
    if (link->kin != DEM_KIN_NONE && !x->story) {
        x->story = true;
        rc = pull(l, "SELECT report FROM story_reports WHERE story IN (SELECT story FROM story_reports WHERE report=?)", report, -1, true);
    }
    for (size_t i = 0; rc == DEM_OK && i < link->bids.n; i++) {
        dem_bid_key *slot = DEM_PUSH(l->a, &l->bids);
        if (!slot) return dem_fail(l->err, DEM_EMEMORY, "memory is out");
        *slot = (dem_bid_key){report, link->bids.items[i].b};
        rc = pull(l,
                  "SELECT report FROM initiative_bids WHERE initiative IN (SELECT initiative FROM initiative_bids WHERE report=? AND bid=?)",
                  report, link->bids.items[i].b, false);
    }
    return rc;
}

/* What the new report is linked with, and with it the whole of the stories and initiatives it then belongs to. */
static int gather(dem_linking *l, size_t i)
{
    dem_report_keys near = {0};
    const dem_digest *d = l->all.items[i].d;
    int rc = dem_link_candidates(l, d, &near);
    for (size_t k = 0; rc == DEM_OK && k < near.n; k++) {
        dem_linked *x = NULL;
        dem_link link;
        if (near.items[k] == l->all.items[i].report) continue;
        rc = fetch(l, near.items[k], &x);
        if (rc != DEM_OK || !x || x->fresh) continue;
        rc = dem_link_digests(l->rules, d, x->d, l->a, &link, l->err);
        if (rc == DEM_OK && (link.kin != DEM_KIN_NONE || link.bids.n)) rc = partner(l, near.items[k], &link);
    }
    return rc;
}

static int make_web(dem_linking *l)
{
    int rc = dem_web_new(l->rules, &l->web, l->err);
    for (size_t i = 0; rc == DEM_OK && i < l->all.n; i++) rc = dem_web_add(l->web, l->all.items[i].d, l->err);
    if (rc == DEM_OK) rc = dem_web_picture(l->web, &l->picture, l->err);
    return rc;
}

static int link_batch(dem_linking *l)
{
    int rc = DEM_OK;
    for (size_t i = 0; rc == DEM_OK && i < l->n_fresh; i++) rc = gather(l, i);
    if (rc == DEM_OK && l->n_fresh) rc = make_web(l);
    if (rc == DEM_OK && l->n_fresh) rc = dem_link_enter_keys(l);
    if (rc == DEM_OK && l->n_fresh) rc = dem_link_write(l);
    for (size_t i = 0; rc == DEM_OK && i < l->n_fresh; i++)
        rc = run_int(l->s, "UPDATE digests SET linked=1 WHERE report=?", l->all.items[i].report, l->err);
    return rc;
}

static int any_new(dem_store *s, bool *any, dem_error *err)
{
    dem_stmt *st;
    int64_t key = -1;
    int rc = dem_sql_kept(s, "SELECT report FROM digests WHERE linked=0 LIMIT 1", &st, err);
    if (rc == DEM_OK) rc = dem_sql_run_key(st, &key, err);
    *any = rc == DEM_OK && key >= 0;
    return rc;
}

/* least: with fewer new ones nothing is done; while this writer waited for its turn another may have linked them. *full: there may be more. */
static int link_once(dem_store *s, const dem_story_rules *rules, size_t least, bool *full, dem_error *err)
{
    dem_linking l = {.s = s, .rules = rules, .err = err, .a = dem_arena_new(0)};
    if (!l.a) return dem_fail(err, DEM_EMEMORY, "memory is out");
    int rc = dem_store_begin(s, true, err);
    if (rc == DEM_OK && s->ops->dialect == DEM_DIALECT_POSTGRES) rc = dem_sql_exec(s, "SELECT pg_advisory_xact_lock(1684368434)", err);
    if (rc == DEM_OK) rc = first_batch(&l);
    if (rc == DEM_OK && l.n_fresh >= least) rc = link_batch(&l);
    if (rc == DEM_OK) rc = dem_store_commit(s, err);
    if (rc != DEM_OK) dem_store_rollback(s);
    *full = l.n_fresh == BATCH;
    dem_web_free(l.web);
    dem_arena_free(l.a);
    return rc;
}

enum { MAX_TRIES = 20 };

/* A writer that enters the same new actors may be in the way: then the batch is done again. */
static int link_again(dem_store *s, const dem_story_rules *rules, size_t least, bool *full, dem_error *err)
{
    int rc = DEM_OK;
    for (int i = 0; i < MAX_TRIES; i++) {
        s->conflict = false;
        rc = link_once(s, rules, least, full, err);
        if (rc == DEM_OK || !s->conflict) break;
    }
    return rc;
}

int dem_store_link(dem_store *s, const dem_story_rules *rules, dem_error *err)
{
    bool more = true;
    s->doing = "the new reports were not linked";
    int rc = any_new(s, &more, err);
    /* What others add meanwhile they link themselves. */
    while (rc == DEM_OK && more) rc = link_again(s, rules, 1, &more, err);
    return rc;
}

static int ask_count(dem_store *s, const char *sql, int64_t *n, dem_error *err)
{
    dem_stmt *st;
    int rc = dem_sql_kept(s, sql, &st, err);
    return rc == DEM_OK ? dem_sql_run_key(st, n, err) : rc;
}

int dem_store_link_due(dem_store *s, const dem_story_rules *rules, dem_error *err)
{
    int64_t fresh = 0, all = 0;
    s->doing = "the new reports were not linked";
    int rc = ask_count(s, "SELECT count(*) FROM digests WHERE linked=0", &fresh, err);
    if (rc != DEM_OK || fresh < DUE) return rc;
    rc = ask_count(s, "SELECT coalesce(max(key), 0) FROM reports", &all, err);
    int64_t due = all / DUE_PART < DUE ? DUE : all / DUE_PART < BATCH ? all / DUE_PART : BATCH;
    bool full;
    return rc == DEM_OK && fresh >= due ? link_again(s, rules, (size_t)due, &full, err) : rc;
}
