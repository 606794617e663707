/* SPDX-License-Identifier: Apache-2.0 */
/* For dem_store_check_links, what is there only when it was linked. Every link between two reports is a function of their digests, so the
   links can be made anew: reports that share a key are compared again, and those that tell the same news must be one story, tellings of one
   proposal one initiative; the events of each story are told apart again, and what is told twice must be a cluster. Nothing is written. */
#include "store/check.h"
#include "store/link.h"

enum { PAGE = 100 };

typedef struct relinking {
    dem_check *c;
    const dem_story_rules *rules;
    dem_arena *a, *kept; /* for one report or story; for all */
    DEM_VEC(int64_t) codings; /* ours: other versions may link otherwise */
} relinking;

typedef struct member {
    int64_t report;
    dem_str bytes;
    dem_digest *d;
} member;
typedef DEM_VEC(member) members;

static bool ours(const relinking *r, int64_t coding)
{
    for (size_t i = 0; i < r->codings.n; i++)
        if (r->codings.items[i] == coding) return true;
    return false;
}

static int read_codings(relinking *r, const dem_store_origin *origin)
{
    dem_stmt *st;
    bool row = true;
    int rc = dem_sql_kept(r->c->s, "SELECT key FROM codings WHERE program=? AND rules=?", &st, r->c->err);
    if (rc != DEM_OK) return rc;
    dem_sql_text(st, dem_str_c(origin->version));
    dem_sql_text(st, dem_str_c(origin->rules));
    while ((rc = dem_sql_step(st, &row, r->c->err)) == DEM_OK && row) {
        int64_t *slot = DEM_PUSH(r->kept, &r->codings);
        if (!slot) return dem_fail(r->c->err, DEM_EMEMORY, "memory is out");
        *slot = dem_col_int(st, -1);
    }
    return rc;
}

/* Rows of a report's key, its digest's coding and bytes: those that are ours. *n and *last: how many there were, and the last one's key. */
static int read_members(relinking *r, dem_stmt *st, dem_arena *a, members *out, size_t *n, int64_t *last)
{
    bool row = true;
    int rc = DEM_OK;
    for (*n = 0; (rc = dem_sql_step(st, &row, r->c->err)) == DEM_OK && row; ++*n) {
        *last = dem_col_int(st, -1);
        if (!ours(r, dem_col_int(st, -1))) continue;
        member *m = DEM_PUSH(a, out);
        if (m) *m = (member){.report = *last, .bytes = dem_col_blob(st, a)};
    }
    return rc == DEM_OK && dem_arena_failed(a) ? dem_fail(r->c->err, DEM_EMEMORY, "memory is out") : rc;
}

/* NULL for one that cannot be read: of that another check tells. */
static int read_digest(relinking *r, member *m)
{
    m->d = DEM_NEW(r->a, dem_digest);
    if (!m->d) return dem_fail(r->c->err, DEM_EMEMORY, "memory is out");
    if (dem_digest_read(r->a, m->bytes, m->d, NULL) != DEM_OK) m->d = NULL;
    return DEM_OK;
}

/* -1: none */
static int one_key(relinking *r, const char *sql, int64_t a, int64_t b, int64_t *out)
{
    dem_stmt *st;
    int rc = dem_sql_kept(r->c->s, sql, &st, r->c->err);
    if (rc != DEM_OK) return rc;
    dem_sql_int(st, a);
    if (b >= 0) dem_sql_int(st, b);
    return dem_sql_run_key(st, out, r->c->err);
}

static int story_of(relinking *r, int64_t report, int64_t *out)
{
    return one_key(r, "SELECT story FROM story_reports WHERE report=?", report, -1, out);
}

static int initiative_of(relinking *r, int64_t report, uint32_t bid, int64_t *out)
{
    return one_key(r, "SELECT initiative FROM initiative_bids WHERE report=? AND bid=?", report, bid, out);
}

/* ---- pairs ---- */

static int check_bids(relinking *r, const member *x, const member *y, const dem_link *link)
{
    int rc = DEM_OK;
    for (size_t i = 0; rc == DEM_OK && i < link->bids.n; i++) {
        int64_t here = -1, there = -1;
        uint32_t a = link->bids.items[i].a;
        rc = initiative_of(r, x->report, a, &here);
        if (rc == DEM_OK) rc = initiative_of(r, y->report, link->bids.items[i].b, &there);
        if (rc == DEM_OK && here != there)
            dem_check_problem(r->c, "report %.*s: a proposal that it tells (%.*s) is told by %.*s, too, and they are not one initiative", DEM_FMT(x->d->id),
                              DEM_FMT(x->d->bids.items[a].kind), DEM_FMT(y->d->id));
    }
    return rc;
}

/* `story`: that of x; *apart: it has been said that x does not stand in the story that it should. */
static int check_pair(relinking *r, const member *x, int64_t report, int64_t story, bool *apart)
{
    dem_stmt *st;
    dem_link link;
    members one = {0};
    int64_t other = -1, last;
    size_t n;
    int rc = story_of(r, report, &other);
    bool joined = story >= 0 && other == story;
    if (rc != DEM_OK || (joined && !x->d->bids.n)) return rc;
    rc = dem_sql_kept(r->c->s, "SELECT report, coding, bytes FROM digests WHERE report=? AND linked=1", &st, r->c->err);
    if (rc != DEM_OK) return rc;
    dem_sql_int(st, report);
    rc = read_members(r, st, r->a, &one, &n, &last);
    member *y = one.items;
    if (rc == DEM_OK && one.n) rc = read_digest(r, y);
    if (rc != DEM_OK || !one.n || !y->d) return rc;
    rc = dem_link_digests(r->rules, x->d, y->d, r->a, &link, r->c->err);
    if (rc == DEM_OK && link.kin != DEM_KIN_NONE && !joined && !*apart) {
        *apart = true;
        dem_check_problem(r->c, "report %.*s: it tells the same news as %.*s, and they are not one story", DEM_FMT(x->d->id), DEM_FMT(y->d->id));
    }
    return rc == DEM_OK ? check_bids(r, x, y, &link) : rc;
}

/* Each pair once: with the reports that were stored before. */
static int check_partners(relinking *r, const member *m, int64_t story)
{
    dem_linking l = {.s = r->c->s, .rules = r->rules, .err = r->c->err, .a = r->a};
    dem_report_keys near = {0};
    bool apart = false;
    int rc = dem_link_candidates(&l, m->d, &near);
    for (size_t i = 0; rc == DEM_OK && i < near.n && near.items[i] < m->report; i++) rc = check_pair(r, m, near.items[i], story, &apart);
    return rc;
}

/* ---- events ---- */

static int check_cluster(relinking *r, const dem_cluster_record *x)
{
    dem_stmt *st;
    int64_t n = -1;
    int rc = dem_sql_kept(r->c->s, "SELECT count(*) FROM event_clusters x JOIN cluster_events p ON p.cluster=x.key WHERE x.id=?", &st, r->c->err);
    if (rc != DEM_OK) return rc;
    dem_sql_text(st, x->id);
    rc = dem_sql_run_key(st, &n, r->c->err);
    if (rc == DEM_OK && n != (int64_t)x->events.n)
        dem_check_problem(r->c, "event cluster %.*s: %zu events are the same, and %lld are marked so", DEM_FMT(x->id), x->events.n, (long long)(n < 0 ? 0 : n));
    return rc;
}

/* What these reports, a story or one that stands alone, make of each other. `story` NONE: it is one report. */
static int check_picture(relinking *r, const members *all, dem_str story)
{
    dem_web *web = NULL;
    dem_picture picture;
    int rc = dem_web_new(r->rules, &web, r->c->err);
    for (size_t i = 0; rc == DEM_OK && i < all->n; i++) rc = dem_web_add(web, all->items[i].d, r->c->err);
    if (rc == DEM_OK) rc = dem_web_picture(web, &picture, r->c->err);
    if (rc == DEM_OK && story.n && (picture.stories.n != 1 || picture.stories.items[0].reports.n != all->n))
        dem_check_problem(r->c, "story %.*s: not all of its reports tell the same news", DEM_FMT(story));
    for (size_t i = 0; rc == DEM_OK && i < picture.clusters.n; i++) rc = check_cluster(r, &picture.clusters.items[i]);
    dem_web_free(web);
    return rc;
}

/* Only when all of its reports are ours. */
static int check_story(relinking *r, int64_t key, dem_str id)
{
    dem_stmt *st;
    members all = {0};
    int64_t reports = 0, last;
    size_t n;
    int rc = one_key(r, "SELECT count(*) FROM story_reports WHERE story=?", key, -1, &reports);
    if (rc == DEM_OK)
        rc = dem_sql_kept(r->c->s,
                          "SELECT d.report, d.coding, d.bytes FROM story_reports l JOIN digests d ON d.report=l.report WHERE l.story=? AND d.linked=1"
                          " ORDER BY d.report",
                          &st, r->c->err);
    if (rc != DEM_OK) return rc;
    dem_sql_int(st, key);
    rc = read_members(r, st, r->a, &all, &n, &last);
    bool whole = (int64_t)all.n == reports;
    for (size_t i = 0; rc == DEM_OK && i < all.n && whole; i++) {
        rc = read_digest(r, &all.items[i]);
        whole = all.items[i].d;
        if (rc == DEM_OK && whole) rc = dem_digest_index(r->rules, r->a, all.items[i].d, r->c->err);
    }
    return rc == DEM_OK && whole ? check_picture(r, &all, id) : rc;
}

static bool tells_twice(const dem_digest *d)
{
    for (size_t i = 0; i < d->events.n; i++)
        if (d->events.items[i].same != (int32_t)i) return true;
    return false;
}

/* ---- all ---- */

static int check_report(relinking *r, member *m)
{
    int64_t story = -1;
    dem_arena_reset(r->a);
    int rc = read_digest(r, m);
    if (rc != DEM_OK || !m->d) return rc;
    rc = dem_digest_index(r->rules, r->a, m->d, r->c->err);
    if (rc == DEM_OK) rc = story_of(r, m->report, &story);
    if (rc == DEM_OK) rc = check_partners(r, m, story);
    if (rc == DEM_OK && story < 0 && tells_twice(m->d)) rc = check_picture(r, &(members){.items = m, .n = 1, .cap = 1}, DEM_STR_NONE);
    return rc;
}

static int check_reports(relinking *r)
{
    int64_t after = INT64_MIN;
    int rc = DEM_OK;
    for (size_t n = PAGE; rc == DEM_OK && n == PAGE;) {
        dem_stmt *st;
        members page = {0};
        rc = dem_sql_kept(r->c->s, "SELECT report, coding, bytes FROM digests WHERE linked=1 AND report>? ORDER BY report LIMIT 100", &st, r->c->err);
        if (rc != DEM_OK) return rc;
        dem_sql_int(st, after);
        rc = read_members(r, st, r->c->a, &page, &n, &after);
        r->c->n->passed_over += n - page.n;
        for (size_t i = 0; rc == DEM_OK && i < page.n; i++) rc = check_report(r, &page.items[i]);
        dem_arena_reset(r->c->a);
    }
    return rc;
}

typedef struct story_row {
    int64_t key;
    dem_str id;
} story_row;

/* Read whole before anything else is asked, for kept statements have one user at a time. */
static int next_stories(relinking *r, int64_t after, story_row *rows, size_t *n)
{
    dem_stmt *st;
    bool row = true;
    int rc = dem_sql_kept(r->c->s, "SELECT key, id FROM stories WHERE key>? ORDER BY key LIMIT 100", &st, r->c->err);
    *n = 0;
    if (rc != DEM_OK) return rc;
    dem_sql_int(st, after);
    while ((rc = dem_sql_step(st, &row, r->c->err)) == DEM_OK && row && *n < PAGE) {
        rows[*n].key = dem_col_int(st, -1);
        rows[(*n)++].id = dem_col_text(st, r->c->a);
    }
    return rc == DEM_OK && dem_arena_failed(r->c->a) ? dem_fail(r->c->err, DEM_EMEMORY, "memory is out") : rc;
}

static int check_stories(relinking *r)
{
    story_row rows[PAGE];
    int64_t after = INT64_MIN;
    int rc = DEM_OK;
    for (size_t n = PAGE; rc == DEM_OK && n;) {
        rc = next_stories(r, after, rows, &n);
        for (size_t i = 0; rc == DEM_OK && i < n; i++) {
            after = rows[i].key;
            dem_arena_reset(r->a);
            rc = check_story(r, rows[i].key, rows[i].id);
        }
        dem_arena_reset(r->c->a);
    }
    return rc;
}

int dem_check_links(dem_store *s, const dem_story_rules *rules, const dem_store_origin *origin, void (*found)(void *ctx, const char *problem), void *ctx,
                    dem_store_counts *counts, dem_error *err)
{
    dem_store_counts own = {0};
    dem_check c = {.s = s, .found = found, .ctx = ctx, .n = counts ? counts : &own, .a = dem_arena_new(0), .err = err};
    relinking r = {.c = &c, .rules = rules, .a = dem_arena_new(0), .kept = dem_arena_new(0)};
    s->doing = "the store cannot be checked";
    int rc = c.a && r.a && r.kept ? dem_store_begin(s, false, err) : dem_fail(err, DEM_EMEMORY, "memory is out");
    bool begun = rc == DEM_OK;
    c.n->passed_over = 0;
    if (rc == DEM_OK) rc = read_codings(&r, origin);
    if (rc == DEM_OK) rc = check_reports(&r);
    if (rc == DEM_OK) rc = check_stories(&r);
    if (begun) dem_store_rollback(s);
    dem_arena_free(c.a);
    dem_arena_free(r.a);
    dem_arena_free(r.kept);
    return rc;
}
