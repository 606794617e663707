/* SPDX-License-Identifier: Apache-2.0 */
/* The SQLite back end: opening a database (ours, and nobody else's), statements, its errors in words. */
#include "store/sql.h"

#include <ctype.h>
#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    APPLICATION = 0x64656d31, /* "dem1" in the file's header */
    BUSY_MS = 30000
};

typedef struct sqlite_store {
    dem_store base; /* first */
    sqlite3 *db;
} sqlite_store;

typedef struct sqlite_stmt {
    dem_stmt base; /* first */
    sqlite3_stmt *st;
    bool gives_key; /* an INSERT whose RETURNING key is answered here: SQLite takes twice as long with it */
    bool given;     /* and its row has been read */
} sqlite_stmt;

static sqlite_store *store_of(dem_store *s)
{
    return (sqlite_store *)s;
}

static sqlite3_stmt *raw(dem_stmt *st)
{
    return ((sqlite_stmt *)st)->st;
}

static const char *system_reason(const sqlite_store *s, const char *otherwise)
{
    int e = s->db ? sqlite3_system_errno(s->db) : 0;
    return e ? strerror(e) : otherwise;
}

/* The failed call's reason as an error of ours, naming the database. */
static int fail(dem_store *base, int rc, dem_error *err)
{
    const sqlite_store *s = store_of(base);
    dem_status code = DEM_ESTORE;
    const char *why = s->db ? sqlite3_errmsg(s->db) : sqlite3_errstr(rc);
    switch (rc & 0xff) {
    case SQLITE_NOMEM: code = DEM_EMEMORY; why = "memory is out"; break;
    case SQLITE_FULL: code = DEM_EIO; why = "the disk is full"; break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        base->conflict = true;
        why = "another program is writing to the database";
        break;
    case SQLITE_CONSTRAINT: base->conflict = rc != SQLITE_CONSTRAINT_CHECK && rc != SQLITE_CONSTRAINT_NOTNULL; break;
    case SQLITE_READONLY: why = "the database may not be written to"; break;
    case SQLITE_CORRUPT: code = DEM_EDATA; why = "the database is damaged"; break;
    case SQLITE_NOTADB: code = DEM_EDATA; why = "the file is not a database"; break;
    case SQLITE_CANTOPEN:
    case SQLITE_PERM: code = DEM_EIO; why = system_reason(s, "the database cannot be opened"); break;
    case SQLITE_IOERR: code = DEM_EIO; why = system_reason(s, "the file cannot be read or written"); break;
    default: break;
    }
    return dem_fail_at(err, code, base->path, 0, -1, "%s: %s", base->doing, why);
}

static int exec(dem_store *s, const char *sql, dem_error *err)
{
    int rc = sqlite3_exec(store_of(s)->db, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? DEM_OK : fail(s, rc, err);
}

/* ---- statements ---- */

static int prepare(dem_store *s, dem_str sql, dem_stmt **out, dem_error *err)
{
    const dem_str key = DEM_STR(" RETURNING key");
    sqlite_stmt *st = calloc(1, sizeof *st);
    if (!st) return dem_fail(err, DEM_EMEMORY, "memory is out");
    st->gives_key = dem_str_starts(sql, DEM_STR("INSERT ")) && dem_str_ends(sql, key);
    if (st->gives_key) sql.n -= key.n;
    int rc = sqlite3_prepare_v2(store_of(s)->db, sql.p, (int)sql.n, &st->st, NULL);
    if (rc != SQLITE_OK) {
        free(st);
        return fail(s, rc, err);
    }
    *out = &st->base;
    return DEM_OK;
}

static void finalize(dem_stmt *st)
{
    sqlite3_finalize(raw(st));
    free(st);
}

static void bind_text(dem_stmt *st, int at, dem_str v)
{
    if (v.n)
        sqlite3_bind_text64(raw(st), at + 1, v.p, v.n, SQLITE_STATIC, SQLITE_UTF8);
    else
        sqlite3_bind_null(raw(st), at + 1);
}

static void bind_blob(dem_stmt *st, int at, dem_str v)
{
    sqlite3_bind_blob64(raw(st), at + 1, v.n ? v.p : "", v.n, SQLITE_STATIC);
}

static void bind_int(dem_stmt *st, int at, int64_t v)
{
    sqlite3_bind_int64(raw(st), at + 1, v);
}

static void bind_real(dem_stmt *st, int at, double v)
{
    sqlite3_bind_double(raw(st), at + 1, v);
}

static int step(dem_stmt *base, bool *row, dem_error *err)
{
    sqlite_stmt *st = (sqlite_stmt *)base;
    *row = false;
    if (st->given) {
        st->given = false;
        return DEM_OK;
    }
    int rc = sqlite3_step(st->st);
    *row = rc == SQLITE_ROW;
    if (*row) return DEM_OK;
    int code = rc == SQLITE_DONE ? DEM_OK : fail(base->store, rc, err);
    sqlite3_reset(st->st);
    if (code == DEM_OK && st->gives_key) *row = st->given = sqlite3_changes(store_of(base->store)->db) > 0;
    return code;
}

static void reset(dem_stmt *st)
{
    ((sqlite_stmt *)st)->given = false;
    sqlite3_reset(raw(st));
}

static bool is_null(dem_stmt *st, int col)
{
    return !((sqlite_stmt *)st)->given && sqlite3_column_type(raw(st), col) == SQLITE_NULL;
}

static dem_str text(dem_stmt *st, int col)
{
    const char *p = (const char *)sqlite3_column_text(raw(st), col);
    return p ? (dem_str){p, (size_t)sqlite3_column_bytes(raw(st), col)} : DEM_STR_NONE;
}

static dem_str blob(dem_stmt *st, int col, dem_arena *a)
{
    const char *p = sqlite3_column_blob(raw(st), col);
    return p ? dem_str_dup(a, (dem_str){p, (size_t)sqlite3_column_bytes(raw(st), col)}) : DEM_STR_NONE;
}

static int64_t integer(dem_stmt *st, int col)
{
    if (((sqlite_stmt *)st)->given) return sqlite3_last_insert_rowid(store_of(st->store)->db);
    return sqlite3_column_int64(raw(st), col);
}

static double real(dem_stmt *st, int col)
{
    return sqlite3_column_double(raw(st), col);
}

/* IMMEDIATE: the lock is waited for here, not in the middle of the report. */
static int begin(dem_store *s, bool write, dem_error *err)
{
    return exec(s, write ? "BEGIN IMMEDIATE" : "BEGIN", err);
}

/* ---- opening ---- */

static int pragma_int(dem_store *s, const char *sql, int64_t *out, dem_error *err)
{
    dem_stmt *st;
    int rc = dem_sql_open(s, dem_str_c(sql), &st, err);
    if (rc != DEM_OK) return rc;
    rc = dem_sql_run_key(st, out, err);
    dem_sql_free(st);
    return rc;
}

static int version(dem_store *s, int64_t *out, dem_error *err)
{
    int64_t application = 0, tables = 0;
    int rc = pragma_int(s, "SELECT count(*) FROM sqlite_schema", &tables, err);
    if (rc == DEM_OK) rc = pragma_int(s, "PRAGMA application_id", &application, err);
    if (rc == DEM_OK) rc = pragma_int(s, "PRAGMA user_version", out, err);
    if (rc != DEM_OK || (tables == 0 && application == 0 && *out == 0)) return rc;
    if (application != APPLICATION)
        return dem_fail_at(err, DEM_EDATA, s->path, 0, -1, "the file is a database of another program");
    if (*out < 1) return dem_fail_at(err, DEM_EDATA, s->path, 0, -1, "the store has no schema version: it is damaged");
    return DEM_OK;
}

static int stamp(dem_store *s, dem_error *err)
{
    char sql[96];
    snprintf(sql, sizeof sql, "PRAGMA application_id=%d; PRAGMA user_version=%d", APPLICATION, DEM_SCHEMA);
    return exec(s, sql, err);
}

/* fold(text): for the migration. */
static void sql_fold(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
    (void)argc;
    const char *p = (const char *)sqlite3_value_text(argv[0]);
    dem_buf b = {0};
    if (p) dem_store_fold((dem_str){p, (size_t)sqlite3_value_bytes(argv[0])}, &b);
    if (b.failed)
        sqlite3_result_error_nomem(ctx);
    else if (b.n)
        sqlite3_result_text64(ctx, b.p, b.n, SQLITE_TRANSIENT, SQLITE_UTF8);
    dem_buf_free(&b);
}

static int settle(sqlite_store *s, dem_error *err)
{
    /* The file may come from anywhere: nothing in its schema may run code of ours or write behind our back. */
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_extended_result_codes(s->db, 1);
    sqlite3_busy_timeout(s->db, BUSY_MS);
    int rc = sqlite3_create_function(s->db, "fold", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, NULL, sql_fold, NULL, NULL);
    if (rc != SQLITE_OK) return fail(&s->base, rc, err);
    /* NORMAL in WAL mode: a killed process loses nothing, a power cut may lose the last reports but never tears one. */
    return exec(&s->base, "PRAGMA foreign_keys=ON; PRAGMA synchronous=NORMAL; PRAGMA cell_size_check=ON; PRAGMA cache_size=-65536;"
                         " PRAGMA wal_autocheckpoint=8000", err);
}

static void close_store(dem_store *base)
{
    sqlite3_close(store_of(base)->db);
    free(base);
}

static const dem_store_ops ops = {
    .dialect = DEM_DIALECT_SQLITE,
    .close = close_store,
    .exec = exec,
    .prepare = prepare,
    .finalize = finalize,
    .bind_text = bind_text,
    .bind_blob = bind_blob,
    .bind_int = bind_int,
    .bind_real = bind_real,
    .step = step,
    .reset = reset,
    .is_null = is_null,
    .text = text,
    .blob = blob,
    .integer = integer,
    .real = real,
    .begin = begin,
    .version = version,
    .stamp = stamp,
};

/* Readers and a writer beside each other. A mode of the file: it cannot be changed inside the transaction that makes the tables, and
   SQLite does not wait for a process that does the same. */
static int to_wal(sqlite_store *s, dem_error *err)
{
    int rc = DEM_OK;
    for (int i = 0; i < 500; i++) {
        s->base.conflict = false;
        rc = exec(&s->base, "PRAGMA journal_mode=WAL", err);
        if (rc == DEM_OK || !s->base.conflict) break;
        nanosleep(&(struct timespec){0, 10000000}, NULL);
    }
    return rc;
}

/* In the folder of the file. */
static bool may_make_files(const char *path)
{
    char folder[PATH_MAX];
    snprintf(folder, sizeof folder, "%s", path);
    return access(dirname(folder), W_OK) == 0;
}

/* Readers of a database in WAL mode write a file beside it. Where the folder does not let them and nobody writes to the database (then it
   has a WAL), it is read as something that does not change. */
static bool is_archive(const char *path)
{
    char wal[PATH_MAX];
    struct stat st;
    int n = snprintf(wal, sizeof wal, "%s-wal", path);
    return n > 0 && (size_t)n < sizeof wal && !may_make_files(path) && stat(wal, &st) != 0 && errno == ENOENT;
}

/* As a URI, in which other bytes than letters, digits and slashes are written as their numbers. */
static int open_archive(const char *path, sqlite3 **db)
{
    dem_buf uri = {0};
    dem_buf_c(&uri, "file:");
    for (const char *c = path; *c; c++) {
        if (isalnum((unsigned char)*c) || *c == '/')
            dem_buf_ch(&uri, *c);
        else
            dem_buf_printf(&uri, "%%%02X", (unsigned char)*c);
    }
    dem_buf_c(&uri, "?immutable=1");
    int rc = uri.failed ? SQLITE_NOMEM : sqlite3_open_v2(uri.p, db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL);
    dem_buf_free(&uri);
    return rc;
}

static int open_file(sqlite_store *s, const char *path, bool create, dem_error *err)
{
    struct stat st;
    bool there = stat(path, &st) == 0;
    if (!there && !create) return dem_fail_at(err, DEM_EIO, s->base.path, 0, -1, "there is no such store");
    if (there && !S_ISREG(st.st_mode)) return dem_fail_at(err, DEM_EIO, s->base.path, 0, -1, "not a regular file");
    if (!there && !may_make_files(path)) return dem_fail_at(err, DEM_EIO, s->base.path, 0, -1, "cannot create the store: %s", strerror(errno));
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (create ? SQLITE_OPEN_CREATE : 0);
    int rc = !create && is_archive(path) ? open_archive(path, &s->db) : sqlite3_open_v2(path, &s->db, flags, NULL);
    if (rc != SQLITE_OK) return fail(&s->base, rc, err);
    rc = settle(s, err);
    /* A writer keeps what a statement may have to undo in memory, not in temporary files. */
    if (rc == DEM_OK && create) rc = exec(&s->base, "PRAGMA temp_store=MEMORY", err);
    int64_t v = 0;
    if (rc == DEM_OK) rc = version(&s->base, &v, err);
    if (rc == DEM_OK && v == 0 && !create) return dem_fail_at(err, DEM_EDATA, s->base.path, 0, -1, "the file is empty: not a store");
    if (rc == DEM_OK && v == 0) rc = to_wal(s, err);
    return rc == DEM_OK ? dem_schema_settle(&s->base, create, err) : rc;
}

int dem_sqlite_open(const char *path, bool create, dem_store **out, dem_error *err)
{
    sqlite_store *s = calloc(1, sizeof *s);
    if (!s) return dem_fail(err, DEM_EMEMORY, "memory is out");
    s->base.ops = &ops;
    s->base.doing = "cannot open the store";
    snprintf(s->base.path, sizeof s->base.path, "%s", path);
    int rc = open_file(s, path, create, err);
    if (rc != DEM_OK)
        dem_store_close(&s->base);
    else
        *out = &s->base;
    return rc;
}
