/* SPDX-License-Identifier: Apache-2.0 */
/* SQL for both back ends, written once: statements with "?" for each value, rows back one by one. Values are always bound, never part
   of the text. What the back ends do not share is behind dem_store_ops (store.h); what SQL they do not share is behind dem_dialect. */
#ifndef DEM_STORE_SQL_H
#define DEM_STORE_SQL_H

#include "store/store.h"

#include "base/arena.h"

/* A prepared statement. Back ends put their own members behind these. */
struct dem_stmt {
    dem_store *store;
    int at;  /* place of the next value bound, from 0 */
    int col; /* next column read, from 0 */
};

/* A statement of its own: dem_sql_free it. */
int dem_sql_open(dem_store *s, dem_str sql, dem_stmt **out, dem_error *err);
void dem_sql_free(dem_stmt *st); /* NULL is a no-op */
/* A statement that the store keeps for the next call with the same text; do not free it. One user at a time. */
int dem_sql_kept(dem_store *s, const char *sql, dem_stmt **out, dem_error *err);
/* Several statements without values. */
int dem_sql_exec(dem_store *s, const char *sql, dem_error *err);

/* Each binds the next "?". The bytes of a text must live until the statement has run; an empty text is NULL. */
void dem_sql_text(dem_stmt *st, dem_str v);
void dem_sql_blob(dem_stmt *st, dem_str v); /* any bytes; never NULL */
void dem_sql_int(dem_stmt *st, int64_t v);
void dem_sql_count(dem_stmt *st, int64_t v); /* below 0: NULL */
void dem_sql_real(dem_stmt *st, double v, bool there);

/* The next row; *row false at the end, and the statement is ready to be bound anew. */
int dem_sql_step(dem_stmt *st, bool *row, dem_error *err);
/* All of it, rows passed over. */
int dem_sql_run(dem_stmt *st, dem_error *err);
/* The first column of the first row as a number, -1 when there is no row or it is NULL: "INSERT ... RETURNING key", "SELECT key ...". */
int dem_sql_run_key(dem_stmt *st, int64_t *key, dem_error *err);
/* Ready to be bound anew before all rows were read. */
void dem_sql_reset(dem_stmt *st);

/* Each reads the next column of the row at hand. The text is a copy in the arena, empty for NULL. */
dem_str dem_col_text(dem_stmt *st, dem_arena *a);
dem_str dem_col_blob(dem_stmt *st, dem_arena *a);
int64_t dem_col_int(dem_stmt *st, int64_t absent);
double dem_col_real(dem_stmt *st, bool *there); /* `there` may be NULL */

/* Transactions; they do not nest. A write transaction takes its lock at the start where the back end has one lock. A read transaction sees
   one state of the store until its end. */
int dem_store_begin(dem_store *s, bool write, dem_error *err);
int dem_store_commit(dem_store *s, dem_error *err);
void dem_store_rollback(dem_store *s);
/* True when the last failure was a conflict with another writer: rolled back and tried again, the same may succeed. */
bool dem_store_conflict(const dem_store *s);

/* ---- the dictionary of actors (actors.c) ---- */

/* The key of the actor in the table `actors`, entered when it is new; inside a write transaction. `name` may be empty: then `words` tell. */
int dem_store_actor(dem_store *s, const dem_party_row *p, int64_t *key, dem_error *err);

/* ---- full text (text.c) ---- */

/* Enters a new report into the index. */
int dem_store_index_text(dem_store *s, int64_t report, dem_str title, dem_str text, dem_error *err);
/* Takes a report out of it, before its title changes. */
int dem_store_unindex_text(dem_store *s, int64_t report, dem_error *err);
/* Does the index hold the report's words? For a back end that keeps them by report; the other is asked for all of it. */
int dem_store_text_found(dem_store *s, int64_t report, dem_str title, dem_str text, bool *found, dem_error *err);
int dem_store_index_check(dem_store *s, bool *in_step, dem_error *err);
/* The user's words as an expression of the back end's index that cannot be malformed: every word and every "quoted phrase" is required,
   cease* finds words that begin so. Empty when there is no word. */
void dem_text_expression(dem_dialect dialect, dem_str words, dem_buf *out);
/* " IN (SELECT ... ?)", the keys of reports whose text matches the expression. */
const char *dem_text_condition(dem_dialect dialect);

/* ---- the schema (schema.c) ---- */

/* The schema's text for a dialect (schema.c). */
void dem_schema_print(dem_dialect dialect, dem_buf *out);
/* Makes the tables of an empty database, or brings those of an older version up to this one. */
int dem_schema_settle(dem_store *s, bool create, dem_error *err);
enum { DEM_SCHEMA = 3 };

#endif
