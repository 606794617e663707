/* SPDX-License-Identifier: Apache-2.0 */
/* Writing: all rows of a report in one transaction, or none of them. A report that was coded before keeps its old rows, marked as not
   current. */
#include "store/put.h"

#include <stdlib.h>

typedef struct put {
    dem_store *s;
    dem_error *err;
    int64_t report, coding;
    const dem_rows *rows;
    const dem_digest *digest;
    dem_buf folded; /* scratch */
    dem_known_actors actors;
} put;

/* ---- codings ---- */

/* The key of the coding; the last one is remembered, for a run has one. */
static int find_coding(dem_store *s, const dem_store_origin *o, bool enter, int64_t *key, dem_error *err)
{
    const char *const texts[] = {o->version, o->model, o->lexicon, o->rules};
    char all[sizeof s->coding_text];
    int n = snprintf(all, sizeof all, "%s\n%s\n%s\n%s", o->version ? o->version : "", o->model ? o->model : "",
                     o->lexicon ? o->lexicon : "", o->rules ? o->rules : "");
    bool fits = n >= 0 && (size_t)n < sizeof all;
    *key = s->coding;
    if (s->coding && fits && strcmp(all, s->coding_text) == 0) return DEM_OK;
    dem_stmt *st;
    int rc = DEM_OK;
    if (enter) {
        rc = dem_sql_kept(s, "INSERT INTO codings(program, model, lexicon, rules) VALUES(?,?,?,?) ON CONFLICT DO NOTHING", &st, err);
        for (size_t i = 0; rc == DEM_OK && i < 4; i++) dem_sql_text(st, dem_str_c(texts[i]));
        if (rc == DEM_OK) rc = dem_sql_run(st, err);
    }
    if (rc == DEM_OK)
        rc = dem_sql_kept(s,
                          "SELECT key FROM codings WHERE coalesce(program, '')=coalesce(?, '') AND coalesce(model, '')=coalesce(?, '')"
                          " AND coalesce(lexicon, '')=coalesce(?, '') AND coalesce(rules, '')=coalesce(?, '')",
                          &st, err);
    for (size_t i = 0; rc == DEM_OK && i < 4; i++) dem_sql_text(st, dem_str_c(texts[i]));
    if (rc == DEM_OK) rc = dem_sql_run_key(st, key, err);
    return rc;
}

/* Only a coding that is there for good, or goes with the transaction that is open (dem_store_rollback forgets it). */
static void remember_coding(dem_store *s, const dem_store_origin *o, int64_t key)
{
    int n = snprintf(s->coding_text, sizeof s->coding_text, "%s\n%s\n%s\n%s", o->version ? o->version : "", o->model ? o->model : "",
                     o->lexicon ? o->lexicon : "", o->rules ? o->rules : "");
    s->coding = n >= 0 && (size_t)n < sizeof s->coding_text ? key : 0;
}

static int run_pair(dem_store *s, const char *sql, int64_t a, int64_t b, dem_error *err)
{
    dem_stmt *st;
    int rc = dem_sql_kept(s, sql, &st, err);
    if (rc != DEM_OK) return rc;
    if (a >= 0) dem_sql_int(st, a);
    if (b >= 0) dem_sql_int(st, b);
    return dem_sql_run(st, err);
}

static int run_pairs(dem_store *s, const char *const *sql, size_t n, int64_t a, int64_t b, dem_error *err)
{
    int rc = DEM_OK;
    for (size_t i = 0; rc == DEM_OK && i < n; i++) rc = run_pair(s, sql[i], a, b, err);
    return rc;
}

/* Takes the mark of the newest coding from the report's rows. */
static int retire(dem_store *s, int64_t report, dem_error *err)
{
    static const char *const sql[] = {
        "UPDATE event_actors SET current=0 WHERE current=1 AND event IN (SELECT key FROM events WHERE report=? AND current=1)",
        "UPDATE claim_actors SET current=0 WHERE current=1 AND claim IN (SELECT key FROM claims WHERE report=? AND current=1)",
        "UPDATE events SET current=0 WHERE report=? AND current=1",
        "UPDATE claims SET current=0 WHERE report=? AND current=1",
        "UPDATE statements SET current=0 WHERE report=? AND current=1",
        "UPDATE report_codings SET current=0 WHERE report=? AND current=1",
    };
    return run_pairs(s, sql, sizeof sql / sizeof *sql, report, -1, err);
}

/* Gives it to those of one coding. */
static int revive(dem_store *s, int64_t report, int64_t coding, dem_error *err)
{
    static const char *const sql[] = {
        "UPDATE event_actors SET current=1 WHERE event IN (SELECT key FROM events WHERE report=? AND coding=?)",
        "UPDATE claim_actors SET current=1 WHERE claim IN (SELECT key FROM claims WHERE report=? AND coding=?)",
        "UPDATE events SET current=1 WHERE report=? AND coding=?",
        "UPDATE claims SET current=1 WHERE report=? AND coding=?",
        "UPDATE statements SET current=1 WHERE report=? AND coding=?",
        "UPDATE report_codings SET current=1 WHERE report=? AND coding=?",
    };
    return run_pairs(s, sql, sizeof sql / sizeof *sql, report, coding, err);
}

int dem_store_coded(dem_store *s, const dem_store_origin *origin, const dem_report *r, bool *known, dem_error *err)
{
    int64_t coding, current = -1;
    dem_stmt *st;
    *known = false;
    s->doing = "cannot read the store";
    int rc = find_coding(s, origin, false, &coding, err);
    if (rc != DEM_OK || coding < 0) return rc;
    remember_coding(s, origin, coding);
    rc = dem_sql_kept(s,
                      "SELECT c.current FROM reports r JOIN report_codings c ON c.report=r.key WHERE r.sha256=?"
                      " AND coalesce(r.publisher, '')=coalesce(?, '') AND c.coding=?",
                      &st, err);
    if (rc != DEM_OK) return rc;
    dem_sql_text(st, dem_str_c(r->meta.sha256));
    dem_sql_text(st, r->meta.publisher);
    dem_sql_int(st, coding);
    rc = dem_sql_run_key(st, &current, err);
    *known = current == 1;
    return rc;
}

/* ---- rows ---- */

static void bind_source(const put *p, dem_stmt *st, const dem_source_row *r, const dem_when_row *w, int64_t speaker)
{
    static const dem_when_row none = {0};
    const dem_when_row *when = w ? w : &none;
    dem_str day = when->start.n ? when->start : when->end;
    if (!day.n) day = r->published;
    dem_sql_text(st, r->id);
    dem_sql_int(st, p->report);
    dem_sql_int(st, p->coding);
    dem_sql_text(st, day);
    dem_sql_text(st, dem_str_cmp(when->end, day) > 0 ? when->end : DEM_STR_NONE);
    dem_sql_count(st, r->sentence_index);
    dem_sql_count(st, r->sentence_start);
    dem_sql_count(st, r->sentence_end);
    dem_sql_text(st, r->sentence);
    dem_sql_text(st, r->speaker);
    dem_sql_text(st, r->speaker_code);
    dem_sql_count(st, speaker);
    dem_sql_text(st, r->via);
    dem_sql_text(st, r->rule);
    dem_sql_text(st, r->record);
}
#define SOURCE_COLUMNS \
    "id, report, coding, current, day, until, sentence_index, sentence_start, sentence_end, sentence, speaker, speaker_code, speaker_actor," \
    " via, rule, record"
#define SOURCE_VALUES "?,?,?,1,?,?,?,?,?,?,?,?,?,?,?,?"
#define PLACE_COLUMNS "date_start, date_end, date_basis, place, place_country, lat, lon, place_folded"
#define PLACE_VALUES "?,?,?,?,?,?,?,?"

/* `folded`: of the place's name. */
static void bind_place(dem_stmt *st, const dem_when_row *w, const dem_where_row *where, dem_str folded)
{
    dem_sql_text(st, w->start);
    dem_sql_text(st, w->end);
    dem_sql_text(st, w->basis);
    dem_sql_text(st, where->place);
    dem_sql_text(st, where->country);
    dem_sql_real(st, where->lat, where->located);
    dem_sql_real(st, where->lon, where->located);
    dem_sql_text(st, folded);
}

/* In a buffer of the report's; it lives until the next call. */
static dem_str fold_place(put *p, dem_str place)
{
    dem_buf_clear(&p->folded);
    dem_store_fold(place, &p->folded);
    return dem_buf_view(&p->folded);
}

static dem_party_row speaker_of(const dem_source_row *r)
{
    return (dem_party_row){.name = r->speaker_name, .code = r->speaker_code, .country = r->speaker_country, .text = r->speaker};
}

static int speaker_key(put *p, const dem_source_row *r, int64_t *key)
{
    *key = -1;
    if (!r->speaker.n) return DEM_OK;
    dem_party_row who = speaker_of(r);
    return dem_known_actor(&p->actors, &who, key, p->err);
}

/* acts, receives: for the actors of events; -1: the table has no such columns. */
typedef struct party_role {
    const char *name;
    int acts, receives;
} party_role;

static int put_parties(put *p, const char *sql, int64_t key, party_role role, const dem_party_rows *rows, const dem_source_row *src,
                       const dem_when_row *w)
{
    int rc = DEM_OK;
    dem_str day = w->start.n ? w->start : w->end.n ? w->end : src->published;
    for (size_t i = 0; rc == DEM_OK && i < rows->n; i++) {
        int64_t actor;
        dem_stmt *st;
        rc = dem_known_actor(&p->actors, &rows->items[i], &actor, p->err);
        if (rc == DEM_OK) rc = dem_sql_kept(p->s, sql, &st, p->err);
        if (rc != DEM_OK) return rc;
        dem_sql_int(st, key);
        dem_sql_text(st, dem_str_c(role.name));
        dem_sql_int(st, (int64_t)i);
        dem_sql_int(st, actor);
        dem_sql_text(st, dem_str_cut(rows->items[i].code, 0, 3));
        dem_sql_text(st, rows->items[i].text);
        dem_sql_text(st, rows->items[i].type);
        dem_sql_text(st, day);
        dem_sql_text(st, dem_str_cmp(w->end, day) > 0 ? w->end : DEM_STR_NONE);
        if (role.acts >= 0) {
            dem_sql_int(st, p->report);
            dem_sql_int(st, role.acts);
            dem_sql_int(st, role.receives);
        }
        rc = dem_sql_run(st, p->err);
    }
    return rc;
}

/* One of the two keys is -1. */
static int put_conditions(put *p, int64_t event, int64_t statement, const dem_condition_rows *rows)
{
    int rc = DEM_OK;
    for (size_t i = 0; rc == DEM_OK && i < rows->n; i++) {
        dem_stmt *st;
        rc = dem_sql_kept(p->s, "INSERT INTO conditions(event, statement, type, stance, words) VALUES(?,?,?,?,?)", &st, p->err);
        if (rc != DEM_OK) return rc;
        dem_sql_count(st, event);
        dem_sql_count(st, statement);
        dem_sql_text(st, rows->items[i].type);
        dem_sql_text(st, rows->items[i].stance);
        dem_sql_text(st, rows->items[i].text);
        rc = dem_sql_run(st, p->err);
    }
    return rc;
}

static const char event_actor_sql[] =
    "INSERT INTO event_actors(event, role, position, actor, head, words, type, day, until, current, report, acts, receives)"
    " VALUES(?,?,?,?,?,?,?,?,?,1,?,?,?)";
static const char claim_actor_sql[] =
    "INSERT INTO claim_actors(claim, role, position, actor, head, words, type, day, until, current) VALUES(?,?,?,?,?,?,?,?,?,1)";

static int put_event(put *p, const dem_event_row *e)
{
    dem_stmt *st;
    int64_t key, speaker;
    dem_str place = fold_place(p, e->where.place);
    int rc = speaker_key(p, &e->src, &speaker);
    if (rc == DEM_OK)
        rc = dem_sql_kept(p->s,
                          "INSERT INTO events(" SOURCE_COLUMNS ", " PLACE_COLUMNS ", mutual, cameo, cameo_name, type, mode, context, quad,"
                          " goldstein, status, words, venue, confidence, cluster)"
                          " VALUES(" SOURCE_VALUES "," PLACE_VALUES ",?,?,?,?,?,?,?,?,?,?,?,?,?) RETURNING key",
                          &st, p->err);
    if (rc != DEM_OK) return rc;
    bind_source(p, st, &e->src, &e->when, speaker);
    bind_place(st, &e->when, &e->where, place);
    dem_sql_int(st, e->mutual);
    dem_sql_text(st, e->cameo);
    dem_sql_text(st, e->cameo_name);
    dem_sql_text(st, e->type);
    dem_sql_text(st, e->mode);
    dem_sql_text(st, e->context);
    dem_sql_count(st, e->quad ? e->quad : -1);
    dem_sql_real(st, e->goldstein, e->scaled);
    dem_sql_text(st, e->status);
    dem_sql_text(st, e->trigger);
    dem_sql_text(st, e->venue);
    dem_sql_real(st, e->confidence == e->confidence ? e->confidence : 0, true);
    dem_sql_text(st, e->cluster);
    rc = dem_sql_run_key(st, &key, p->err);
    if (rc == DEM_OK) rc = put_parties(p, event_actor_sql, key, (party_role){"actor", 1, e->mutual}, &e->actors, &e->src, &e->when);
    if (rc == DEM_OK) rc = put_parties(p, event_actor_sql, key, (party_role){"recipient", e->mutual, 1}, &e->recipients, &e->src, &e->when);
    if (rc == DEM_OK) rc = put_conditions(p, key, -1, &e->conditions);
    return rc;
}

static int put_claim(put *p, const dem_claim_row *c)
{
    dem_stmt *st;
    int64_t key, speaker;
    dem_str place = fold_place(p, c->where.place);
    int rc = speaker_key(p, &c->src, &speaker);
    if (rc == DEM_OK)
        rc = dem_sql_kept(p->s,
                          "INSERT INTO claims(" SOURCE_COLUMNS ", " PLACE_COLUMNS ", kind, count_text, qualifier, low, high, total, negated)"
                          " VALUES(" SOURCE_VALUES "," PLACE_VALUES ",?,?,?,?,?,?,?) RETURNING key",
                          &st, p->err);
    if (rc != DEM_OK) return rc;
    bind_source(p, st, &c->src, &c->when, speaker);
    bind_place(st, &c->when, &c->where, place);
    dem_sql_text(st, c->kind);
    dem_sql_text(st, c->count_text);
    dem_sql_text(st, c->qualifier);
    dem_sql_count(st, c->min);
    dem_sql_count(st, c->max);
    dem_sql_int(st, c->total);
    dem_sql_int(st, c->negated);
    rc = dem_sql_run_key(st, &key, p->err);
    if (rc == DEM_OK) rc = put_parties(p, claim_actor_sql, key, (party_role){"victim", -1, -1}, &c->victims, &c->src, &c->when);
    if (rc == DEM_OK) rc = put_parties(p, claim_actor_sql, key, (party_role){"perpetrator", -1, -1}, &c->perpetrators, &c->src, &c->when);
    return rc;
}

static int put_statement(put *p, const dem_statement_row *x)
{
    dem_stmt *st;
    int64_t key, speaker;
    int rc = speaker_key(p, &x->src, &speaker);
    if (rc == DEM_OK)
        rc = dem_sql_kept(p->s,
                          "INSERT INTO statements(" SOURCE_COLUMNS ", speaker_country, cue, content, direct)"
                          " VALUES(" SOURCE_VALUES ",?,?,?,?) RETURNING key",
                          &st, p->err);
    if (rc != DEM_OK) return rc;
    bind_source(p, st, &x->src, NULL, speaker);
    dem_sql_text(st, x->country);
    dem_sql_text(st, x->cue);
    dem_sql_text(st, x->content);
    dem_sql_int(st, x->direct);
    rc = dem_sql_run_key(st, &key, p->err);
    return rc == DEM_OK ? put_conditions(p, -1, key, &x->conditions) : rc;
}

/* Values in the order of the two statements below; `id` and `text` do not change when a report is read anew. */
static int run_report(put *p, const char *sql, const dem_report_row *r, bool anew, int64_t *key)
{
    dem_stmt *st = NULL;
    dem_buf folded = {0};
    dem_store_fold(r->publisher, &folded);
    int rc = folded.failed ? dem_fail(p->err, DEM_EMEMORY, "memory is out") : dem_sql_kept(p->s, sql, &st, p->err);
    if (rc == DEM_OK) {
        const dem_str texts[] = {r->title, r->publisher, r->author, r->via,    r->published, r->url, r->language, r->dateline_place,
                                 r->record, dem_buf_view(&folded), r->sha256, r->id, r->text};
        for (size_t i = 0; i < sizeof texts / sizeof *texts - (anew ? 3 : 0); i++) dem_sql_text(st, texts[i]);
        if (anew) dem_sql_int(st, *key);
        rc = dem_sql_run_key(st, key, p->err);
    }
    dem_buf_free(&folded);
    return rc;
}

#define REPORT_COLUMNS "title, publisher, author, via, published, url, language, dateline_place, record, publisher_folded"
/* p->report: the new report's key, or -1 when its text or its id is there. */
static int put_report(put *p, const dem_report_row *r)
{
    int rc = run_report(p,
                        "INSERT INTO reports(" REPORT_COLUMNS ", sha256, id, text) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,coalesce(?, ''))"
                        " ON CONFLICT DO NOTHING RETURNING key",
                        r, false, &p->report);
    return rc == DEM_OK && p->report >= 0 ? dem_store_index_text(p->s, p->report, r->title, r->text, p->err) : rc;
}

/* What is told of a report that is there, in the place of what was told before. */
static int put_report_anew(put *p, const dem_report_row *r)
{
    int64_t key = p->report;
    int rc = dem_store_unindex_text(p->s, p->report, p->err);
    if (rc == DEM_OK)
        rc = run_report(p, "UPDATE reports SET (" REPORT_COLUMNS ")=(?,?,?,?,?,?,?,?,?,?) WHERE key=? RETURNING key", r, true, &key);
    return rc == DEM_OK ? dem_store_index_text(p->s, p->report, r->title, r->text, p->err) : rc;
}

static int add_parties(put *p, const dem_party_rows *rows)
{
    int rc = DEM_OK;
    for (size_t i = 0; rc == DEM_OK && i < rows->n; i++) rc = dem_known_add(&p->actors, &rows->items[i], p->err);
    return rc;
}

static int add_speaker(put *p, const dem_source_row *r)
{
    dem_party_row who = speaker_of(r);
    return r->speaker.n ? dem_known_add(&p->actors, &who, p->err) : DEM_OK;
}

/* All actors of the report before anything that refers to them, in one order for all writers. */
static int enter_actors(put *p)
{
    const dem_rows *rows = p->rows;
    int rc = DEM_OK;
    for (size_t i = 0; rc == DEM_OK && i < rows->events.n; i++) {
        rc = add_speaker(p, &rows->events.items[i].src);
        if (rc == DEM_OK) rc = add_parties(p, &rows->events.items[i].actors);
        if (rc == DEM_OK) rc = add_parties(p, &rows->events.items[i].recipients);
    }
    for (size_t i = 0; rc == DEM_OK && i < rows->claims.n; i++) {
        rc = add_speaker(p, &rows->claims.items[i].src);
        if (rc == DEM_OK) rc = add_parties(p, &rows->claims.items[i].victims);
        if (rc == DEM_OK) rc = add_parties(p, &rows->claims.items[i].perpetrators);
    }
    for (size_t i = 0; rc == DEM_OK && i < rows->statements.n; i++) rc = add_speaker(p, &rows->statements.items[i].src);
    return rc == DEM_OK ? dem_known_enter(p->s, &p->actors, p->err) : rc;
}

/* With what there must be of it: a row that is lost is missed. */
static int put_coding(put *p)
{
    dem_stmt *st;
    int rc = dem_sql_kept(p->s, "INSERT INTO report_codings(report, coding, current, events, claims, statements, digest) VALUES(?,?,1,?,?,?,?)", &st,
                          p->err);
    if (rc != DEM_OK) return rc;
    const int64_t values[] = {p->report, p->coding, (int64_t)p->rows->events.n, (int64_t)p->rows->claims.n, (int64_t)p->rows->statements.n, p->digest != NULL};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) dem_sql_int(st, values[i]);
    return dem_sql_run(st, p->err);
}

static int put_findings(put *p)
{
    const dem_rows *rows = p->rows;
    int rc = put_coding(p);
    if (rc == DEM_OK) rc = enter_actors(p);
    for (size_t i = 0; rc == DEM_OK && i < rows->events.n; i++) rc = put_event(p, &rows->events.items[i]);
    for (size_t i = 0; rc == DEM_OK && i < rows->claims.n; i++) rc = put_claim(p, &rows->claims.items[i]);
    for (size_t i = 0; rc == DEM_OK && i < rows->statements.n; i++) rc = put_statement(p, &rows->statements.items[i]);
    return rc;
}

/* The key of the stored report with this text, publisher and id, -1 when there is none: then only the id is taken. */
static int known_report(put *p, const dem_report_row *r)
{
    dem_stmt *st;
    int rc = dem_sql_kept(p->s, "SELECT key FROM reports WHERE sha256=? AND coalesce(publisher, '')=coalesce(?, '') AND id=?", &st, p->err);
    if (rc != DEM_OK) return rc;
    dem_sql_text(st, r->sha256);
    dem_sql_text(st, r->publisher);
    dem_sql_text(st, r->id);
    return dem_sql_run_key(st, &p->report, p->err);
}

/* 1 when this coding of the report is the current one, 0 when it is there and is not, -1 when it is not there. */
static int coding_there(put *p, int64_t *there)
{
    dem_stmt *st;
    int rc = dem_sql_kept(p->s, "SELECT current FROM report_codings WHERE report=? AND coding=?", &st, p->err);
    if (rc != DEM_OK) return rc;
    dem_sql_int(st, p->report);
    dem_sql_int(st, p->coding);
    return dem_sql_run_key(st, there, p->err);
}

/* What this coding has found in the report before, in whatever place it stands. */
static int drop_coding(put *p)
{
    static const char *const sql[] = {
        "DELETE FROM events WHERE report=? AND coding=?",
        "DELETE FROM claims WHERE report=? AND coding=?",
        "DELETE FROM statements WHERE report=? AND coding=?",
        "DELETE FROM report_codings WHERE report=? AND coding=?",
    };
    return run_pairs(p->s, sql, sizeof sql / sizeof *sql, p->report, p->coding, p->err);
}

/* The report is there: what is to be done with it? */
static int settle_known(put *p, dem_put_result *result)
{
    int64_t there = -1;
    *result = DEM_PUT_NEEDED;
    int rc = known_report(p, &p->rows->report);
    if (rc != DEM_OK || p->report < 0) return rc;
    rc = coding_there(p, &there);
    if (rc != DEM_OK || (there > 0 && !p->s->replace)) return rc;
    if (p->digest) rc = dem_put_loose(p->s, p->report, p->err);
    *result = there < 0 || p->s->replace ? DEM_PUT_ANEW : DEM_PUT_REVIVED;
    if (rc == DEM_OK && p->s->replace) rc = put_report_anew(p, &p->rows->report);
    if (rc == DEM_OK && p->s->replace && there >= 0) rc = drop_coding(p);
    if (rc == DEM_OK) rc = retire(p->s, p->report, p->err);
    return rc == DEM_OK && *result == DEM_PUT_REVIVED ? revive(p->s, p->report, p->coding, p->err) : rc;
}

static int put_all(put *p, const dem_store_origin *origin, dem_put_result *result)
{
    int rc = find_coding(p->s, origin, true, &p->coding, p->err);
    if (rc == DEM_OK) rc = put_report(p, &p->rows->report);
    *result = DEM_PUT_NEW;
    if (rc == DEM_OK && p->report < 0) rc = settle_known(p, result);
    if (rc != DEM_OK || *result == DEM_PUT_NEEDED) return rc;
    if (*result != DEM_PUT_REVIVED) rc = put_findings(p);
    if (*result == DEM_PUT_REVIVED && p->digest) rc = run_pair(p->s, "UPDATE report_codings SET digest=1 WHERE report=? AND coding=?", p->report, p->coding, p->err);
    return rc == DEM_OK && p->digest ? dem_put_digest(p->s, p->report, p->coding, p->digest, p->err) : rc;
}

int dem_put_rows(dem_store *s, const dem_rows *rows, const dem_digest *digest, const dem_store_origin *origin, dem_put_result *result,
                 dem_error *err)
{
    put p = {.s = s, .err = err, .rows = rows, .digest = digest, .actors = {.a = dem_arena_new(0)}};
    int rc = p.actors.a ? dem_store_begin(s, true, err) : dem_fail(err, DEM_EMEMORY, "memory is out");
    if (rc != DEM_OK) {
        dem_arena_free(p.actors.a);
        return rc;
    }
    rc = put_all(&p, origin, result);
    if (rc == DEM_OK && p.folded.failed) rc = dem_fail(err, DEM_EMEMORY, "memory is out");
    dem_buf_free(&p.folded);
    dem_arena_free(p.actors.a);
    if (rc == DEM_OK) rc = dem_store_commit(s, err);
    if (rc != DEM_OK)
        dem_store_rollback(s);
    else
        remember_coding(s, origin, p.coding);
    return rc;
}
