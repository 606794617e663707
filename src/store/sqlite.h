/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the SQLite back end: the open database, binding and reading values, errors in words. */
#ifndef DEM_STORE_SQLITE_H
#define DEM_STORE_SQLITE_H

#include "store/store.h"

#include <sqlite3.h>

/* The statements that write, prepared once a store. */
typedef enum dem_put_statement {
    DEM_PUT_REPORT,
    DEM_PUT_FTS,
    DEM_PUT_EVENT,
    DEM_PUT_EVENT_ACTOR,
    DEM_PUT_CLAIM,
    DEM_PUT_CLAIM_ACTOR,
    DEM_PUT_STATEMENT,
    DEM_PUT_CONDITION,
    DEM_PUT_COUNT
} dem_put_statement;

typedef struct dem_sqlite {
    dem_store base; /* first: a dem_store of this back end is a dem_sqlite */
    sqlite3 *db;
    sqlite3_stmt *put[DEM_PUT_COUNT];
    char path[256]; /* for messages; cut when longer */
} dem_sqlite;

static inline dem_sqlite *dem_sqlite_of(dem_store *s)
{
    return (dem_sqlite *)s;
}

/* The failed call's reason as an error of ours, naming the database. `what` says what could not be done. */
int dem_sqlite_fail(const dem_sqlite *s, int rc, const char *what, dem_error *err);
int dem_sqlite_exec(const dem_sqlite *s, const char *sql, const char *what, dem_error *err);
int dem_sqlite_prepare(const dem_sqlite *s, const char *sql, size_t n, sqlite3_stmt **out, dem_error *err);

/* An empty string is NULL in the database. The bytes must outlive the statement's run. */
void dem_sqlite_bind(sqlite3_stmt *st, int *at, dem_str v);
void dem_sqlite_bind_int(sqlite3_stmt *st, int *at, int64_t v);

/* ops */
int dem_sqlite_put(dem_store *s, const dem_rows *rows, const dem_store_origin *origin, bool *added, dem_error *err);
int dem_sqlite_events(dem_store *s, const dem_filter *f, dem_arena *a, dem_each_event each, void *ctx, dem_error *err);
int dem_sqlite_claims(dem_store *s, const dem_filter *f, dem_arena *a, dem_each_claim each, void *ctx, dem_error *err);
int dem_sqlite_statements(dem_store *s, const dem_filter *f, dem_arena *a, dem_each_statement each, void *ctx, dem_error *err);
int dem_sqlite_reports(dem_store *s, const dem_filter *f, dem_arena *a, dem_each_report each, void *ctx, dem_error *err);

#endif
