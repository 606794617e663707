/* SPDX-License-Identifier: Apache-2.0 */
/* The SQLite back end: opening a database (ours, of this version, and nobody else's), its schema, its errors in words.

   Schema 1. Findings hang on their report and go with it. `record` is the JSON object as `demarche code` prints it; the other columns
   are what lists, filters and the brief need. Absent is NULL. `day` is the day a row is sorted and filtered by: the event's own, else
   the report's; it is not a finding.
     reports      one a text and publisher; sha256 of the cleaned text
     events       with event_actors (role actor or recipient, in order) and conditions
     claims       with claim_actors (role victim or perpetrator)
     statements   with conditions that bind no event
     reports_fts  full-text index over title and text */
#include "store/sqlite.h"

#include <stdlib.h>
#include <sys/stat.h>

enum {
    SCHEMA = 1,
    APPLICATION = 0x64656d31, /* "dem1" in the file's header */
    BUSY_MS = 10000
};

static const char schema[] =
    "CREATE TABLE reports(key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL, title TEXT, publisher TEXT,"
    " author TEXT, published TEXT, url TEXT, language TEXT, dateline_place TEXT, text TEXT NOT NULL, version TEXT, model TEXT,"
    " lexicon TEXT, record TEXT NOT NULL);"
    "CREATE UNIQUE INDEX reports_text ON reports(sha256, ifnull(publisher, ''));"
    "CREATE INDEX reports_day ON reports(published);"
    "CREATE TABLE events(key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, report INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE,"
    " day TEXT, sentence_index INTEGER, sentence_start INTEGER, sentence_end INTEGER, sentence TEXT, speaker TEXT, speaker_code TEXT,"
    " via TEXT, rule TEXT, date_start TEXT, date_end TEXT, date_basis TEXT, place TEXT, place_country TEXT, lat REAL, lon REAL,"
    " mutual INTEGER NOT NULL, cameo TEXT NOT NULL, cameo_name TEXT, type TEXT, mode TEXT, context TEXT, quad INTEGER, goldstein REAL,"
    " status TEXT NOT NULL, words TEXT, venue TEXT, confidence REAL NOT NULL, cluster TEXT, record TEXT NOT NULL);"
    "CREATE INDEX events_report ON events(report);"
    "CREATE INDEX events_day ON events(day);"
    "CREATE TABLE event_actors(event INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,"
    " role TEXT NOT NULL CHECK(role IN ('actor','recipient')), position INTEGER NOT NULL, name TEXT, code TEXT, country TEXT, words TEXT,"
    " type TEXT, PRIMARY KEY(event, role, position)) WITHOUT ROWID;"
    "CREATE TABLE claims(key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, report INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE,"
    " day TEXT, sentence_index INTEGER, sentence_start INTEGER, sentence_end INTEGER, sentence TEXT, speaker TEXT, speaker_code TEXT,"
    " via TEXT, rule TEXT, date_start TEXT, date_end TEXT, date_basis TEXT, place TEXT, place_country TEXT, lat REAL, lon REAL,"
    " kind TEXT NOT NULL, count_text TEXT, qualifier TEXT, low INTEGER, high INTEGER, total INTEGER NOT NULL, negated INTEGER NOT NULL,"
    " record TEXT NOT NULL);"
    "CREATE INDEX claims_report ON claims(report);"
    "CREATE INDEX claims_day ON claims(day);"
    "CREATE TABLE claim_actors(claim INTEGER NOT NULL REFERENCES claims ON DELETE CASCADE,"
    " role TEXT NOT NULL CHECK(role IN ('victim','perpetrator')), position INTEGER NOT NULL, name TEXT, code TEXT, country TEXT,"
    " words TEXT, type TEXT, PRIMARY KEY(claim, role, position)) WITHOUT ROWID;"
    "CREATE TABLE statements(key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,"
    " report INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE, day TEXT, sentence_index INTEGER, sentence_start INTEGER,"
    " sentence_end INTEGER, sentence TEXT, speaker TEXT, speaker_code TEXT, via TEXT, rule TEXT, speaker_country TEXT, cue TEXT,"
    " content TEXT, direct INTEGER NOT NULL, record TEXT NOT NULL);"
    "CREATE INDEX statements_report ON statements(report);"
    "CREATE INDEX statements_day ON statements(day);"
    "CREATE TABLE conditions(key INTEGER PRIMARY KEY, event INTEGER REFERENCES events ON DELETE CASCADE,"
    " statement INTEGER REFERENCES statements ON DELETE CASCADE, type TEXT NOT NULL, stance TEXT NOT NULL, words TEXT,"
    " CHECK((event IS NULL) <> (statement IS NULL)));"
    "CREATE INDEX conditions_event ON conditions(event) WHERE event IS NOT NULL;"
    "CREATE INDEX conditions_statement ON conditions(statement) WHERE statement IS NOT NULL;"
    "CREATE VIRTUAL TABLE reports_fts USING fts5(title, text, content='reports', content_rowid='key',"
    " tokenize='unicode61 remove_diacritics 2');";

int dem_sqlite_fail(const dem_sqlite *s, int rc, const char *what, dem_error *err)
{
    dem_status code = DEM_ESTORE;
    const char *why = s->db ? sqlite3_errmsg(s->db) : sqlite3_errstr(rc);
    switch (rc & 0xff) {
    case SQLITE_NOMEM: code = DEM_EMEMORY; why = "memory is out"; break;
    case SQLITE_FULL: code = DEM_EIO; why = "the disk is full"; break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: why = "another program is writing to the database"; break;
    case SQLITE_READONLY: why = "the database may not be written to"; break;
    case SQLITE_CORRUPT: code = DEM_EDATA; why = "the database is damaged"; break;
    case SQLITE_NOTADB: code = DEM_EDATA; why = "the file is not a database"; break;
    case SQLITE_CANTOPEN:
    case SQLITE_PERM: code = DEM_EIO; why = "the database cannot be opened"; break;
    case SQLITE_IOERR: {
        code = DEM_EIO;
        int e = s->db ? sqlite3_system_errno(s->db) : 0;
        why = e ? strerror(e) : "the file cannot be read or written";
        break;
    }
    default: break;
    }
    return dem_fail_at(err, code, s->path, 0, -1, "%s: %s", what, why);
}

int dem_sqlite_exec(const dem_sqlite *s, const char *sql, const char *what, dem_error *err)
{
    int rc = sqlite3_exec(s->db, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? DEM_OK : dem_sqlite_fail(s, rc, what, err);
}

int dem_sqlite_prepare(const dem_sqlite *s, const char *sql, size_t n, sqlite3_stmt **out, dem_error *err)
{
    int rc = sqlite3_prepare_v2(s->db, sql, (int)n, out, NULL);
    return rc == SQLITE_OK ? DEM_OK : dem_sqlite_fail(s, rc, "the database does not answer", err);
}

void dem_sqlite_bind(sqlite3_stmt *st, int *at, dem_str v)
{
    int i = (*at)++;
    if (v.n)
        sqlite3_bind_text64(st, i, v.p, v.n, SQLITE_STATIC, SQLITE_UTF8);
    else
        sqlite3_bind_null(st, i);
}

void dem_sqlite_bind_int(sqlite3_stmt *st, int *at, int64_t v)
{
    sqlite3_bind_int64(st, (*at)++, v);
}

/* ---- opening ---- */

static int pragma_int(const dem_sqlite *s, const char *sql, int64_t *out, dem_error *err)
{
    sqlite3_stmt *st;
    int rc = dem_sqlite_prepare(s, sql, strlen(sql), &st, err);
    if (rc != DEM_OK) return rc;
    int step = sqlite3_step(st);
    *out = step == SQLITE_ROW ? sqlite3_column_int64(st, 0) : 0;
    sqlite3_finalize(st);
    return step == SQLITE_ROW || step == SQLITE_DONE ? DEM_OK : dem_sqlite_fail(s, step, "cannot read the database", err);
}

/* What the file is: an empty database, one of ours, or not to be touched. */
static int check_version(const dem_sqlite *s, bool *empty, dem_error *err)
{
    int64_t application, version, tables;
    int rc = pragma_int(s, "SELECT count(*) FROM sqlite_schema", &tables, err);
    if (rc == DEM_OK) rc = pragma_int(s, "PRAGMA application_id", &application, err);
    if (rc == DEM_OK) rc = pragma_int(s, "PRAGMA user_version", &version, err);
    if (rc != DEM_OK) return rc;
    *empty = tables == 0 && application == 0 && version == 0;
    if (*empty) return DEM_OK;
    if (application != APPLICATION)
        return dem_fail_at(err, DEM_EDATA, s->path, 0, -1, "the file is a database of another program");
    if (version > SCHEMA)
        return dem_fail_at(err, DEM_EDATA, s->path, 0, -1, "the store was made by a newer demarche (schema %lld, this one knows %d)",
                           (long long)version, SCHEMA);
    if (version < 1) return dem_fail_at(err, DEM_EDATA, s->path, 0, -1, "the store has no schema version: it is damaged");
    return DEM_OK;
}

static int make_schema(const dem_sqlite *s, dem_error *err)
{
    const char *what = "cannot create the store";
    char version[96];
    int rc = dem_sqlite_exec(s, "PRAGMA journal_mode=WAL", what, err);
    if (rc == DEM_OK) rc = dem_sqlite_exec(s, "BEGIN IMMEDIATE", what, err);
    if (rc != DEM_OK) return rc;
    /* Another process may have made it while this one waited for the lock. */
    bool empty;
    rc = check_version(s, &empty, err);
    if (rc == DEM_OK && empty) {
        snprintf(version, sizeof version, "PRAGMA application_id=%d; PRAGMA user_version=%d", APPLICATION, SCHEMA);
        rc = dem_sqlite_exec(s, schema, what, err);
        if (rc == DEM_OK) rc = dem_sqlite_exec(s, version, what, err);
    }
    if (rc == DEM_OK) rc = dem_sqlite_exec(s, "COMMIT", what, err);
    if (rc != DEM_OK) sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    return rc;
}

/* has(text, words): for filters on names. */
static void sql_has(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
    (void)argc;
    dem_str v[2];
    for (int i = 0; i < 2; i++) {
        v[i].p = (const char *)sqlite3_value_text(argv[i]);
        v[i].n = v[i].p ? (size_t)sqlite3_value_bytes(argv[i]) : 0;
    }
    sqlite3_result_int(ctx, dem_store_word_match(v[0], v[1]));
}

static int settle(dem_sqlite *s, dem_error *err)
{
    /* The file may come from anywhere: nothing in its schema may run code of ours or write behind our back. */
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_extended_result_codes(s->db, 1);
    sqlite3_busy_timeout(s->db, BUSY_MS);
    int rc = sqlite3_create_function(s->db, "has", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, NULL, sql_has, NULL, NULL);
    if (rc != SQLITE_OK) return dem_sqlite_fail(s, rc, "cannot open the store", err);
    /* NORMAL in WAL mode: a killed process loses nothing, a power cut may lose the last reports but never tears one. */
    return dem_sqlite_exec(s, "PRAGMA foreign_keys=ON; PRAGMA synchronous=NORMAL; PRAGMA cell_size_check=ON", "cannot open the store", err);
}

static void close_store(dem_store *base)
{
    dem_sqlite *s = dem_sqlite_of(base);
    for (size_t i = 0; i < DEM_PUT_COUNT; i++) sqlite3_finalize(s->put[i]);
    sqlite3_close(s->db);
    free(s);
}

/* `found`: a row comes back for the two strings. */
static int probe(const dem_sqlite *s, const char *sql, dem_str a, dem_str b, bool *found, dem_error *err)
{
    sqlite3_stmt *st;
    int rc = dem_sqlite_prepare(s, sql, strlen(sql), &st, err), at = 1;
    if (rc != DEM_OK) return rc;
    dem_sqlite_bind(st, &at, a);
    if (sqlite3_bind_parameter_count(st) > 1) dem_sqlite_bind(st, &at, b);
    int step = sqlite3_step(st);
    *found = step == SQLITE_ROW;
    sqlite3_finalize(st);
    return step == SQLITE_ROW || step == SQLITE_DONE ? DEM_OK : dem_sqlite_fail(s, step, "cannot read the store", err);
}

static int has_text(dem_store *s, dem_str sha256, dem_str publisher, bool *there, dem_error *err)
{
    return probe(dem_sqlite_of(s), "SELECT 1 FROM reports WHERE sha256=?1 AND ifnull(publisher,'')=ifnull(?2,'')", sha256, publisher,
                 there, err);
}

static int has_id(dem_store *s, dem_str id, bool *there, dem_error *err)
{
    return probe(dem_sqlite_of(s), "SELECT 1 FROM reports WHERE id=?1", id, DEM_STR_NONE, there, err);
}

static const dem_store_ops ops = {.close = close_store,
                                  .has = has_text,
                                  .has_id = has_id,
                                  .put = dem_sqlite_put,
                                  .events = dem_sqlite_events,
                                  .claims = dem_sqlite_claims,
                                  .statements = dem_sqlite_statements,
                                  .reports = dem_sqlite_reports};

static int open_file(dem_sqlite *s, const char *path, bool create, dem_error *err)
{
    struct stat st;
    bool there = stat(path, &st) == 0;
    if (!there && !create) return dem_fail_at(err, DEM_EIO, s->path, 0, -1, "there is no such store");
    if (there && !S_ISREG(st.st_mode)) return dem_fail_at(err, DEM_EIO, s->path, 0, -1, "not a regular file");
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (create ? SQLITE_OPEN_CREATE : 0);
    int rc = sqlite3_open_v2(path, &s->db, flags, NULL);
    if (rc != SQLITE_OK) return dem_sqlite_fail(s, rc, "cannot open the store", err);
    rc = settle(s, err);
    bool empty = false;
    if (rc == DEM_OK) rc = check_version(s, &empty, err);
    if (rc != DEM_OK || !empty) return rc;
    if (!create) return dem_fail_at(err, DEM_EDATA, s->path, 0, -1, "the file is empty: not a store");
    return make_schema(s, err);
}

int dem_sqlite_open(const char *path, bool create, dem_store **out, dem_error *err)
{
    dem_sqlite *s = calloc(1, sizeof *s);
    if (!s) return dem_fail(err, DEM_EMEMORY, "memory is out");
    s->base.ops = &ops;
    snprintf(s->path, sizeof s->path, "%s", path);
    int rc = open_file(s, path, create, err);
    if (rc != DEM_OK) {
        close_store(&s->base);
        return rc;
    }
    *out = &s->base;
    return DEM_OK;
}
