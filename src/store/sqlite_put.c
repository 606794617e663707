/* SPDX-License-Identifier: Apache-2.0 */
/* Writing: all rows of a report in one transaction, or none of them. */
#include "store/sqlite.h"

#include <math.h>

typedef struct put {
    dem_sqlite *s;
    dem_error *err;
    int64_t report_key;
} put;

#define SOURCE_COLUMNS "id, report, day, sentence_index, sentence_start, sentence_end, sentence, speaker, speaker_code, via, rule, record"
#define SOURCE_VALUES "?,?,?,?,?,?,?,?,?,?,?,?"
#define PLACE_COLUMNS "date_start, date_end, date_basis, place, place_country, lat, lon"
#define PLACE_VALUES "?,?,?,?,?,?,?"

static const char *const put_sql[DEM_PUT_COUNT] = {
    [DEM_PUT_REPORT] = "INSERT INTO reports(id, sha256, title, publisher, author, published, url, language, dateline_place, text, version,"
        " model, lexicon, record) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    [DEM_PUT_FTS] = "INSERT INTO reports_fts(rowid, title, text) VALUES(?,?,?)",
    [DEM_PUT_EVENT] = "INSERT INTO events(" SOURCE_COLUMNS ", " PLACE_COLUMNS ", mutual, cameo, cameo_name, type, mode, context, quad,"
        " goldstein, status, words, venue, confidence, cluster)"
        " VALUES(" SOURCE_VALUES "," PLACE_VALUES ",?,?,?,?,?,?,?,?,?,?,?,?,?)",
    [DEM_PUT_EVENT_ACTOR] = "INSERT INTO event_actors(event, role, position, name, code, country, words, type) VALUES(?,?,?,?,?,?,?,?)",
    [DEM_PUT_CLAIM] = "INSERT INTO claims(" SOURCE_COLUMNS ", " PLACE_COLUMNS ", kind, count_text, qualifier, low, high, total, negated)"
        " VALUES(" SOURCE_VALUES "," PLACE_VALUES ",?,?,?,?,?,?,?)",
    [DEM_PUT_CLAIM_ACTOR] = "INSERT INTO claim_actors(claim, role, position, name, code, country, words, type) VALUES(?,?,?,?,?,?,?,?)",
    [DEM_PUT_STATEMENT] = "INSERT INTO statements(" SOURCE_COLUMNS ", speaker_country, cue, content, direct)"
        " VALUES(" SOURCE_VALUES ",?,?,?,?)",
    [DEM_PUT_CONDITION] = "INSERT INTO conditions(event, statement, type, stance, words) VALUES(?,?,?,?,?)",
};

static int prepare_all(put *p)
{
    for (size_t i = 0; i < DEM_PUT_COUNT; i++) {
        if (p->s->put[i]) continue;
        int rc = sqlite3_prepare_v3(p->s->db, put_sql[i], -1, SQLITE_PREPARE_PERSISTENT, &p->s->put[i], NULL);
        if (rc != SQLITE_OK) return dem_sqlite_fail(p->s, rc, "the report was not stored", p->err);
    }
    return DEM_OK;
}

/* Runs the bound statement and makes it ready for the next row. */
static int run(put *p, sqlite3_stmt *st, int64_t *key)
{
    int step = sqlite3_step(st);
    int rc = DEM_OK;
    if (step != SQLITE_DONE) rc = dem_sqlite_fail(p->s, step, "the report was not stored", p->err);
    if (key) *key = sqlite3_last_insert_rowid(p->s->db);
    sqlite3_reset(st);
    return rc;
}

static void bind_real(sqlite3_stmt *st, int *at, double v, bool there)
{
    int i = (*at)++;
    if (there && isfinite(v))
        sqlite3_bind_double(st, i, v);
    else
        sqlite3_bind_null(st, i);
}

static void bind_count(sqlite3_stmt *st, int *at, int64_t v)
{
    int i = (*at)++;
    if (v >= 0)
        sqlite3_bind_int64(st, i, v);
    else
        sqlite3_bind_null(st, i);
}

static void bind_source(const put *p, sqlite3_stmt *st, int *at, const dem_source_row *r, dem_str day)
{
    dem_sqlite_bind(st, at, r->id);
    dem_sqlite_bind_int(st, at, p->report_key);
    dem_sqlite_bind(st, at, day.n ? day : r->published);
    bind_count(st, at, r->sentence_index);
    bind_count(st, at, r->sentence_start);
    bind_count(st, at, r->sentence_end);
    dem_sqlite_bind(st, at, r->sentence);
    dem_sqlite_bind(st, at, r->speaker);
    dem_sqlite_bind(st, at, r->speaker_code);
    dem_sqlite_bind(st, at, r->via);
    dem_sqlite_bind(st, at, r->rule);
    dem_sqlite_bind(st, at, r->record);
}

static dem_str first_day(const dem_when_row *w)
{
    return w->start.n ? w->start : w->end;
}

static void bind_place(sqlite3_stmt *st, int *at, const dem_when_row *w, const dem_where_row *where)
{
    dem_sqlite_bind(st, at, w->start);
    dem_sqlite_bind(st, at, w->end);
    dem_sqlite_bind(st, at, w->basis);
    dem_sqlite_bind(st, at, where->place);
    dem_sqlite_bind(st, at, where->country);
    bind_real(st, at, where->lat, where->located);
    bind_real(st, at, where->lon, where->located);
}

static int put_parties(put *p, sqlite3_stmt *st, int64_t key, const char *role, const dem_party_rows *rows)
{
    int rc = DEM_OK;
    for (size_t i = 0; rc == DEM_OK && i < rows->n; i++) {
        int at = 1;
        dem_sqlite_bind_int(st, &at, key);
        dem_sqlite_bind(st, &at, dem_str_c(role));
        dem_sqlite_bind_int(st, &at, (int64_t)i);
        dem_sqlite_bind(st, &at, rows->items[i].name);
        dem_sqlite_bind(st, &at, rows->items[i].code);
        dem_sqlite_bind(st, &at, rows->items[i].country);
        dem_sqlite_bind(st, &at, rows->items[i].text);
        dem_sqlite_bind(st, &at, rows->items[i].type);
        rc = run(p, st, NULL);
    }
    return rc;
}

/* One of the two keys is -1. */
static int put_conditions(put *p, int64_t event, int64_t statement, const dem_condition_rows *rows)
{
    int rc = DEM_OK;
    for (size_t i = 0; rc == DEM_OK && i < rows->n; i++) {
        int at = 1;
        bind_count(p->s->put[DEM_PUT_CONDITION], &at, event);
        bind_count(p->s->put[DEM_PUT_CONDITION], &at, statement);
        dem_sqlite_bind(p->s->put[DEM_PUT_CONDITION], &at, rows->items[i].type);
        dem_sqlite_bind(p->s->put[DEM_PUT_CONDITION], &at, rows->items[i].stance);
        dem_sqlite_bind(p->s->put[DEM_PUT_CONDITION], &at, rows->items[i].text);
        rc = run(p, p->s->put[DEM_PUT_CONDITION], NULL);
    }
    return rc;
}

static int put_event(put *p, const dem_event_row *e)
{
    sqlite3_stmt *st = p->s->put[DEM_PUT_EVENT];
    int at = 1;
    int64_t key;
    bind_source(p, st, &at, &e->src, first_day(&e->when));
    bind_place(st, &at, &e->when, &e->where);
    dem_sqlite_bind_int(st, &at, e->mutual);
    dem_sqlite_bind(st, &at, e->cameo);
    dem_sqlite_bind(st, &at, e->cameo_name);
    dem_sqlite_bind(st, &at, e->type);
    dem_sqlite_bind(st, &at, e->mode);
    dem_sqlite_bind(st, &at, e->context);
    bind_count(st, &at, e->quad ? e->quad : -1);
    bind_real(st, &at, e->goldstein, e->scaled);
    dem_sqlite_bind(st, &at, e->status);
    dem_sqlite_bind(st, &at, e->trigger);
    dem_sqlite_bind(st, &at, e->venue);
    bind_real(st, &at, isfinite(e->confidence) ? e->confidence : 0, true);
    dem_sqlite_bind(st, &at, e->cluster);
    int rc = run(p, st, &key);
    if (rc == DEM_OK) rc = put_parties(p, p->s->put[DEM_PUT_EVENT_ACTOR], key, "actor", &e->actors);
    if (rc == DEM_OK) rc = put_parties(p, p->s->put[DEM_PUT_EVENT_ACTOR], key, "recipient", &e->recipients);
    if (rc == DEM_OK) rc = put_conditions(p, key, -1, &e->conditions);
    return rc;
}

static int put_claim(put *p, const dem_claim_row *c)
{
    sqlite3_stmt *st = p->s->put[DEM_PUT_CLAIM];
    int at = 1;
    int64_t key;
    bind_source(p, st, &at, &c->src, first_day(&c->when));
    bind_place(st, &at, &c->when, &c->where);
    dem_sqlite_bind(st, &at, c->kind);
    dem_sqlite_bind(st, &at, c->count_text);
    dem_sqlite_bind(st, &at, c->qualifier);
    bind_count(st, &at, c->min);
    bind_count(st, &at, c->max);
    dem_sqlite_bind_int(st, &at, c->total);
    dem_sqlite_bind_int(st, &at, c->negated);
    int rc = run(p, st, &key);
    if (rc == DEM_OK) rc = put_parties(p, p->s->put[DEM_PUT_CLAIM_ACTOR], key, "victim", &c->victims);
    if (rc == DEM_OK) rc = put_parties(p, p->s->put[DEM_PUT_CLAIM_ACTOR], key, "perpetrator", &c->perpetrators);
    return rc;
}

static int put_statement(put *p, const dem_statement_row *s)
{
    int at = 1;
    int64_t key;
    bind_source(p, p->s->put[DEM_PUT_STATEMENT], &at, &s->src, DEM_STR_NONE);
    dem_sqlite_bind(p->s->put[DEM_PUT_STATEMENT], &at, s->country);
    dem_sqlite_bind(p->s->put[DEM_PUT_STATEMENT], &at, s->cue);
    dem_sqlite_bind(p->s->put[DEM_PUT_STATEMENT], &at, s->content);
    dem_sqlite_bind_int(p->s->put[DEM_PUT_STATEMENT], &at, s->direct);
    int rc = run(p, p->s->put[DEM_PUT_STATEMENT], &key);
    return rc == DEM_OK ? put_conditions(p, -1, key, &s->conditions) : rc;
}

static int put_report(put *p, const dem_report_row *r, const dem_store_origin *origin)
{
    sqlite3_stmt *st = p->s->put[DEM_PUT_REPORT];
    int at = 1;
    const dem_str texts[] = {r->id,  r->sha256,   r->title,          r->publisher, r->author,
                             r->published, r->url, r->language, r->dateline_place};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) dem_sqlite_bind(st, &at, texts[i]);
    sqlite3_bind_text64(st, at++, r->text.p ? r->text.p : "", r->text.n, SQLITE_STATIC, SQLITE_UTF8);
    dem_sqlite_bind(st, &at, dem_str_c(origin->version));
    dem_sqlite_bind(st, &at, dem_str_c(origin->model));
    dem_sqlite_bind(st, &at, dem_str_c(origin->lexicon));
    dem_sqlite_bind(st, &at, r->record);
    int rc = run(p, st, &p->report_key);
    if (rc != DEM_OK) return rc;
    at = 1;
    dem_sqlite_bind_int(p->s->put[DEM_PUT_FTS], &at, p->report_key);
    dem_sqlite_bind(p->s->put[DEM_PUT_FTS], &at, r->title);
    dem_sqlite_bind(p->s->put[DEM_PUT_FTS], &at, r->text);
    return run(p, p->s->put[DEM_PUT_FTS], NULL);
}

static int put_rows(put *p, const dem_rows *rows, const dem_store_origin *origin)
{
    int rc = prepare_all(p);
    if (rc == DEM_OK) rc = put_report(p, &rows->report, origin);
    for (size_t i = 0; rc == DEM_OK && i < rows->events.n; i++) rc = put_event(p, &rows->events.items[i]);
    for (size_t i = 0; rc == DEM_OK && i < rows->claims.n; i++) rc = put_claim(p, &rows->claims.items[i]);
    for (size_t i = 0; rc == DEM_OK && i < rows->statements.n; i++) rc = put_statement(p, &rows->statements.items[i]);
    return rc;
}

int dem_sqlite_put(dem_store *base, const dem_rows *rows, const dem_store_origin *origin, bool *added, dem_error *err)
{
    dem_sqlite *s = dem_sqlite_of(base);
    const char *what = "the report was not stored";
    *added = false;
    /* IMMEDIATE: the lock is waited for here, not in the middle of the report. */
    int rc = dem_sqlite_exec(s, "BEGIN IMMEDIATE", what, err);
    if (rc != DEM_OK) return rc;
    bool there = false;
    rc = base->ops->has(base, rows->report.sha256, rows->report.publisher, &there, err);
    put p = {.s = s, .err = err};
    if (rc == DEM_OK && !there) rc = put_rows(&p, rows, origin);
    if (rc == DEM_OK) rc = dem_sqlite_exec(s, "COMMIT", what, err);
    if (rc != DEM_OK)
        sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    else
        *added = !there;
    return rc;
}
