/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the store: a SELECT that grows from a filter, fixed pieces of SQL with the values beside it, and the keys it gives. */
#ifndef DEM_STORE_QUERY_H
#define DEM_STORE_QUERY_H

#include "store/sql.h"

enum { DEM_QUERY_VALUES = 64 };

typedef struct dem_value {
    enum { DEM_VALUE_TEXT, DEM_VALUE_INT, DEM_VALUE_REAL } kind;
    dem_str text;
    int64_t integer;
    double real;
} dem_value;

typedef struct dem_query {
    dem_store *s;
    dem_arena *a; /* texts made for values */
    dem_buf sql;
    dem_value values[DEM_QUERY_VALUES];
    size_t n;
    bool failed;
} dem_query;

/* The kinds of rows that lists and totals know. */
typedef enum dem_kind {
    DEM_KIND_EVENTS,
    DEM_KIND_CLAIMS,
    DEM_KIND_STATEMENTS,
    DEM_KIND_REPORTS,
    DEM_KIND_STORIES,
    DEM_KIND_INITIATIVES,
    DEM_KIND_POSITIONS,
    DEM_KIND_ACTORS,
    DEM_KIND_COUNT
} dem_kind;

int dem_query_begin(dem_query *q, dem_store *s, dem_error *err);
void dem_query_free(dem_query *q);

/* SQL with one "?" for the value, or none. */
void dem_query_add(dem_query *q, const char *sql);
void dem_query_text(dem_query *q, const char *sql, dem_str v);
void dem_query_int(dem_query *q, const char *sql, int64_t v);
void dem_query_real(dem_query *q, const char *sql, double v);

/* " AND ..." for all that the filter asks of this kind of row, whose table has the alias x; an error when it asks what the kind has not. */
int dem_query_filter(dem_query *q, dem_kind kind, const dem_filter *f, dem_error *err);
/* "(SELECT a.key FROM actors a WHERE ...)": those whose code begins so or whose name holds it. */
void dem_query_actors(dem_query *q, const char *who);
/* Are both days given, and not more than about a year apart? */
bool dem_query_few_days(const dem_filter *f);
/* Before a list: sets the store up for reading much of it, once. */
int dem_query_read_once(dem_store *s, dem_error *err);
/* The table of the kind. */
const char *dem_kind_table(dem_kind kind);

/* Prepared and bound. */
int dem_query_open(dem_query *q, dem_stmt **out, dem_error *err);

/* Keys of the rows that pass, in the order of the list. */
typedef DEM_VEC(int64_t) dem_row_keys;
int dem_query_keys(dem_store *s, dem_kind kind, const dem_filter *f, dem_arena *a, dem_row_keys *out, dem_error *err);

/* ---- rows of events, claims, statements and reports (read.c) ---- */

/* What is read of them: all; all but the record and the text; the record and nothing else. */
typedef enum dem_row_part { DEM_ROWS_WHOLE, DEM_ROWS_FLAT, DEM_ROWS_RECORD } dem_row_part;

/* Whom a row is given to: the one of its kind. */
typedef struct dem_receiver {
    dem_each_event event;
    dem_each_claim claim;
    dem_each_statement statement;
    dem_each_report report;
    void *ctx;
} dem_receiver;

/* As dem_store_events and its like, of one part of the rows. */
int dem_rows_read(dem_store *s, dem_kind kind, dem_row_part part, const dem_filter *f, dem_arena *a, const dem_receiver *to, dem_error *err);

#endif
