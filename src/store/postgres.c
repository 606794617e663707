/* SPDX-License-Identifier: Apache-2.0 */
/* The PostgreSQL back end, through libpq: the same statements as SQLite's, a connection a store. Texts travel as bytes with their length,
   numbers as decimal text. */
#include "store/sql.h"

#include <libpq-fe.h>
#include <stdlib.h>
#include <unicode/utf8.h>

enum { MAX_VALUES = 400 };

typedef struct pg_store {
    dem_store base; /* first */
    PGconn *conn;
    unsigned statements; /* made so far: their names */
} pg_store;

/* A value to be sent: a text that lives outside, or a number written here. */
typedef struct pg_value {
    const char *p;
    int n, binary;
    char number[32];
    char *own; /* a text that had to be repaired */
} pg_value;

typedef struct pg_stmt {
    dem_stmt base; /* first */
    pg_store *store;
    char name[16];
    pg_value *values;
    const char **p; /* of the values, as libpq wants them */
    int *lengths, *formats;
    int n_values;
    PGresult *result; /* NULL: not run yet */
    int row, rows;    /* at hand; how many */
} pg_stmt;

static pg_store *store_of(dem_store *s)
{
    return (pg_store *)s;
}

static pg_stmt *stmt_of(dem_stmt *st)
{
    return (pg_stmt *)st;
}

static void one_line(const char *s, char *out, size_t size)
{
    size_t n = 0;
    for (; *s && n + 1 < size; s++) out[n++] = *s == '\n' || *s == '\r' || *s == '\t' ? ' ' : *s;
    while (n && out[n - 1] == ' ') n--;
    out[n] = '\0';
}

/* The result's reason, or the connection's when there is none, as an error of ours. */
static int fail(dem_store *s, const PGresult *result, dem_error *err)
{
    static const struct {
        const char *state; /* a class of two, or all five characters */
        dem_status code;
        bool conflict;
    } kinds[] = {{"23505", DEM_ESTORE, true}, {"40", DEM_ESTORE, true},  {"55P03", DEM_ESTORE, true}, {"53200", DEM_EMEMORY, false},
                 {"53", DEM_EIO, false},      {"08", DEM_EIO, false},    {"57P", DEM_EIO, false},     {"58", DEM_EIO, false},
                 {"XX", DEM_EDATA, false}};
    const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    const char *why = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    dem_status code = state ? DEM_ESTORE : DEM_EIO;
    for (size_t i = 0; state && i < sizeof kinds / sizeof *kinds; i++) {
        if (strncmp(state, kinds[i].state, strlen(kinds[i].state)) != 0) continue;
        code = kinds[i].code;
        s->conflict = s->conflict || kinds[i].conflict;
        break;
    }
    char line[300];
    one_line(why ? why : PQerrorMessage(store_of(s)->conn), line, sizeof line);
    return dem_fail_at(err, code, s->path, 0, -1, "%s: %s", s->doing, line[0] ? line : "the server does not answer");
}

/* Takes the result: DEM_OK and freed when it is a good one. */
static int check(dem_store *s, PGresult *result, dem_error *err)
{
    ExecStatusType status = PQresultStatus(result);
    int rc = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY ? DEM_OK : fail(s, result, err);
    PQclear(result);
    return rc;
}

static int exec(dem_store *s, const char *sql, dem_error *err)
{
    return check(s, PQexec(store_of(s)->conn, sql), err);
}

/* ---- statements ---- */

/* "?" outside of quotes becomes "$1", "$2" ...; returns how many there are. */
static int number_values(dem_str sql, dem_buf *out)
{
    int n = 0;
    bool quoted = false;
    for (size_t i = 0; i < sql.n; i++) {
        if (sql.p[i] == '\'') quoted = !quoted;
        if (sql.p[i] == '?' && !quoted)
            dem_buf_printf(out, "$%d", ++n);
        else
            dem_buf_ch(out, sql.p[i]);
    }
    return n;
}

static void free_stmt(pg_stmt *st)
{
    PQclear(st->result);
    for (int i = 0; st->values && i < st->n_values; i++) free(st->values[i].own);
    free(st->values);
    free(st->p);
    free(st->lengths);
    free(st->formats);
    free(st);
}

static pg_stmt *new_stmt(pg_store *s, int n)
{
    pg_stmt *st = calloc(1, sizeof *st);
    if (!st) return NULL;
    size_t room = (size_t)n + 1;
    st->store = s;
    st->n_values = n;
    st->values = calloc(room, sizeof *st->values);
    st->p = calloc(room, sizeof *st->p);
    st->lengths = calloc(room, sizeof *st->lengths);
    st->formats = calloc(room, sizeof *st->formats);
    if (st->values && st->p && st->lengths && st->formats) return st;
    free_stmt(st);
    return NULL;
}

static int prepare(dem_store *s, dem_str sql, dem_stmt **out, dem_error *err)
{
    dem_buf text = {0};
    int n = number_values(sql, &text);
    pg_stmt *st = text.failed || n > MAX_VALUES ? NULL : new_stmt(store_of(s), n);
    int rc = st ? DEM_OK : dem_fail(err, DEM_EMEMORY, "memory is out");
    if (st) {
        snprintf(st->name, sizeof st->name, "s%u", ++st->store->statements);
        rc = check(s, PQprepare(st->store->conn, st->name, text.p, n, NULL), err);
        if (rc == DEM_OK)
            *out = &st->base;
        else
            free_stmt(st);
    }
    dem_buf_free(&text);
    return rc;
}

static void finalize(dem_stmt *base)
{
    pg_stmt *st = stmt_of(base);
    char sql[40];
    snprintf(sql, sizeof sql, "DEALLOCATE %s", st->name);
    /* In a transaction that has failed it cannot be done: the name is never used again, and goes with the connection. */
    PQclear(PQexec(st->store->conn, sql));
    free_stmt(st);
}

/* The server takes valid UTF-8 without NUL only; a copy with U+FFFD in their place, NULL when the text is fine. */
static char *repaired(dem_str v, size_t *size)
{
    const uint8_t *p = (const uint8_t *)v.p;
    size_t bad = SIZE_MAX, i = 0, n = v.n;
    while (i < n && bad == SIZE_MAX) {
        size_t at = i;
        UChar32 c;
        U8_NEXT(p, i, n, c);
        if (c <= 0) bad = at;
    }
    if (bad == SIZE_MAX) return NULL;
    char *out = malloc(n * 3 + 1);
    *size = 0;
    for (i = 0; out && i < n;) {
        size_t at = i;
        UChar32 c;
        U8_NEXT(p, i, n, c);
        size_t k = c <= 0 ? 3 : i - at;
        memcpy(out + *size, c <= 0 ? "\xEF\xBF\xBD" : v.p + at, k);
        *size += k;
    }
    return out;
}

static pg_value *value_at(pg_stmt *st, int at)
{
    if (st->result) {
        PQclear(st->result);
        st->result = NULL;
    }
    if (at >= st->n_values) return NULL;
    pg_value *v = &st->values[at];
    free(v->own);
    *v = (pg_value){0};
    return v;
}

static void bind_text(dem_stmt *base, int at, dem_str text)
{
    pg_value *v = value_at(stmt_of(base), at);
    if (!v || !text.n) return;
    size_t n = text.n;
    v->own = repaired(text, &n);
    v->p = v->own ? v->own : text.p;
    v->n = (int)(n > INT32_MAX ? INT32_MAX : n);
    v->binary = 1;
}

static void bind_blob(dem_stmt *base, int at, dem_str bytes)
{
    pg_value *v = value_at(stmt_of(base), at);
    if (!v) return;
    v->p = bytes.n ? bytes.p : "";
    v->n = (int)(bytes.n > INT32_MAX ? INT32_MAX : bytes.n);
    v->binary = 1;
}

static void bind_int(dem_stmt *base, int at, int64_t number)
{
    pg_value *v = value_at(stmt_of(base), at);
    if (!v) return;
    snprintf(v->number, sizeof v->number, "%lld", (long long)number);
    v->p = v->number;
}

static void bind_real(dem_stmt *base, int at, double number)
{
    pg_value *v = value_at(stmt_of(base), at);
    if (!v) return;
    dem_buf b = {0};
    dem_num_print(&b, number, 9, true); /* without the locale */
    snprintf(v->number, sizeof v->number, "%s", b.p ? b.p : "0");
    dem_buf_free(&b);
    v->p = v->number;
}

static void reset(dem_stmt *base)
{
    pg_stmt *st = stmt_of(base);
    PQclear(st->result);
    st->result = NULL;
}

static int run(pg_stmt *st, dem_error *err)
{
    for (int i = 0; i < st->n_values; i++) {
        st->p[i] = st->values[i].p;
        st->lengths[i] = st->values[i].n;
        st->formats[i] = st->values[i].binary;
    }
    PGresult *result = PQexecPrepared(st->store->conn, st->name, st->n_values, st->p, st->lengths, st->formats, 0);
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) return check(&st->store->base, result, err);
    st->result = result;
    st->row = -1;
    st->rows = PQntuples(result);
    return DEM_OK;
}

static int step(dem_stmt *base, bool *row, dem_error *err)
{
    pg_stmt *st = stmt_of(base);
    *row = false;
    int rc = st->result ? DEM_OK : run(st, err);
    if (rc != DEM_OK) return rc;
    *row = ++st->row < st->rows;
    if (!*row) reset(base);
    return DEM_OK;
}

static bool is_null(dem_stmt *base, int col)
{
    const pg_stmt *st = stmt_of(base);
    return PQgetisnull(st->result, st->row, col) != 0;
}

static dem_str text(dem_stmt *base, int col)
{
    const pg_stmt *st = stmt_of(base);
    if (PQgetisnull(st->result, st->row, col)) return DEM_STR_NONE;
    return (dem_str){PQgetvalue(st->result, st->row, col), (size_t)PQgetlength(st->result, st->row, col)};
}

static dem_str blob(dem_stmt *base, int col, dem_arena *a)
{
    size_t n = 0;
    dem_str coded = text(base, col);
    unsigned char *p = coded.p ? PQunescapeBytea((const unsigned char *)coded.p, &n) : NULL;
    dem_str out = p ? dem_str_dup(a, (dem_str){(const char *)p, n}) : DEM_STR_NONE;
    PQfreemem(p);
    return out;
}

static int64_t integer(dem_stmt *base, int col)
{
    const pg_stmt *st = stmt_of(base);
    return strtoll(PQgetvalue(st->result, st->row, col), NULL, 10);
}

/* Decimal text without the locale's point. */
static double real(dem_stmt *base, int col)
{
    const pg_stmt *st = stmt_of(base);
    const char *p = PQgetvalue(st->result, st->row, col);
    bool minus = *p == '-';
    double v = 0, scale = 1;
    bool point = false;
    for (p += minus; (*p >= '0' && *p <= '9') || (*p == '.' && !point); p++) {
        if (*p == '.') {
            point = true;
            continue;
        }
        v = v * 10 + (*p - '0');
        if (point) scale *= 10;
    }
    v /= scale;
    if (*p == 'e') {
        long e = strtol(p + 1, NULL, 10);
        for (; e < 0; e++) v /= 10;
        for (; e > 0; e--) v *= 10;
    }
    return minus ? -v : v;
}

static int begin(dem_store *s, bool write, dem_error *err)
{
    return exec(s, write ? "BEGIN" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", err);
}

/* ---- opening ---- */

static int one_number(dem_store *s, const char *sql, int64_t *out, dem_error *err)
{
    PGresult *result = PQexec(store_of(s)->conn, sql);
    if (PQresultStatus(result) != PGRES_TUPLES_OK) return check(s, result, err);
    *out = PQntuples(result) && !PQgetisnull(result, 0, 0) ? strtoll(PQgetvalue(result, 0, 0), NULL, 10) : 0;
    PQclear(result);
    return DEM_OK;
}

static int version(dem_store *s, int64_t *out, dem_error *err)
{
    int64_t there = 0;
    int rc = one_number(s, "SELECT count(to_regclass('schema_version'))", &there, err);
    if (rc != DEM_OK) return rc;
    if (there) {
        rc = one_number(s, "SELECT max(version) FROM schema_version", out, err);
        if (rc == DEM_OK && *out < 2) rc = dem_fail_at(err, DEM_EDATA, s->path, 0, -1, "the store has no schema version: it is damaged");
        return rc;
    }
    *out = 0;
    rc = one_number(s, "SELECT count(to_regclass('reports'))", &there, err);
    if (rc == DEM_OK && there) rc = dem_fail_at(err, DEM_EDATA, s->path, 0, -1, "the database holds tables of another program");
    return rc;
}

static int stamp(dem_store *s, dem_error *err)
{
    (void)s, (void)err;
    return DEM_OK;
}

static void close_store(dem_store *s)
{
    PQfinish(store_of(s)->conn);
    free(s);
}

static const dem_store_ops ops = {
    .dialect = DEM_DIALECT_POSTGRES,
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

/* Notices ("relation exists already") are no business of the user's. */
static void no_notice(void *ctx, const PGresult *result)
{
    (void)ctx, (void)result;
}

/* For messages: database and host, never the password that the argument may hold. */
static void name_store(pg_store *s)
{
    const char *db = PQdb(s->conn), *host = PQhost(s->conn);
    snprintf(s->base.path, sizeof s->base.path, "postgresql database %s%s%s", db ? db : "?", host && *host ? " on " : "", host ? host : "");
}

static int connect_store(pg_store *s, const char *where, bool create, dem_error *err)
{
    s->conn = PQconnectdb(where);
    if (!s->conn) return dem_fail(err, DEM_EMEMORY, "memory is out");
    name_store(s);
    if (PQstatus(s->conn) != CONNECTION_OK) return fail(&s->base, NULL, err);
    PQsetNoticeReceiver(s->conn, no_notice, NULL);
    const char *encoding = PQparameterStatus(s->conn, "server_encoding");
    if (!encoding || strcmp(encoding, "UTF8") != 0)
        return dem_fail_at(err, DEM_EDATA, s->base.path, 0, -1, "the database's encoding is %s and must be UTF8", encoding ? encoding : "unknown");
    if (PQsetClientEncoding(s->conn, "UTF8") != 0) return fail(&s->base, NULL, err);
    int rc = exec(&s->base, "SET standard_conforming_strings=on; SET extra_float_digits=1", err);
    return rc == DEM_OK ? dem_schema_settle(&s->base, create, err) : rc;
}

int dem_postgres_open(const char *where, bool create, dem_store **out, dem_error *err)
{
    pg_store *s = calloc(1, sizeof *s);
    if (!s) return dem_fail(err, DEM_EMEMORY, "memory is out");
    s->base.ops = &ops;
    s->base.doing = "cannot open the store";
    int rc = connect_store(s, where, create, err);
    if (rc != DEM_OK)
        dem_store_close(&s->base);
    else
        *out = &s->base;
    return rc;
}
