/* SPDX-License-Identifier: Apache-2.0 */
/* Store: coded reports kept in a database, listed and briefed without coding them again. Reads: rows (export/rows.h). Writes: a database.
   A back end is a dem_store_ops table; the SQL above it serves all of them (sql.h). Lists and the brief know only rows. */
#ifndef DEM_STORE_STORE_H
#define DEM_STORE_STORE_H

#include "export/rows.h"
#include "stories/stories.h"

#include "base/arena.h"

/* Which program, model and lexicon coded a report; kept beside it. Members may be NULL. */
typedef struct dem_store_origin {
    const char *version, *model, *lexicon, *rules;
    const struct dem_digester *digester;
} dem_store_origin;

/* Makes the digest by which a stored report is linked to others; without one reports are stored and not linked. */
typedef struct dem_digester {
    int (*make)(void *ctx, dem_report *r, dem_arena *a, dem_digest *out, dem_error *err);
    void *ctx;
} dem_digester;

/* Called for each row in order. Strings live in the arena given to the list, or, without one, as long as the call. Non-zero ends the list
   with that code. The store must not be written to meanwhile. */
typedef int (*dem_each_event)(void *ctx, const dem_event_row *row, dem_error *err);
typedef int (*dem_each_claim)(void *ctx, const dem_claim_row *row, dem_error *err);
typedef int (*dem_each_statement)(void *ctx, const dem_statement_row *row, dem_error *err);
typedef int (*dem_each_report)(void *ctx, const dem_report_row *row, dem_error *err);

/* Lists. Rows that pass the filter: events and statements by day, report and sentence; claims by kind, place, day, low and high count and
   source; reports by day. `a`, which may be NULL, gets the strings. */
int dem_store_events(dem_store *s, const dem_filter *f, dem_arena *a, dem_each_event each, void *ctx, dem_error *err);
int dem_store_claims(dem_store *s, const dem_filter *f, dem_arena *a, dem_each_claim each, void *ctx, dem_error *err);
int dem_store_statements(dem_store *s, const dem_filter *f, dem_arena *a, dem_each_statement each, void *ctx, dem_error *err);
int dem_store_reports(dem_store *s, const dem_filter *f, dem_arena *a, dem_each_report each, void *ctx, dem_error *err);

/* ---- back ends ---- */

typedef enum dem_dialect { DEM_DIALECT_SQLITE, DEM_DIALECT_POSTGRES } dem_dialect;
typedef struct dem_stmt dem_stmt;

/* What a back end does; all SQL stands above it and goes through sql.h. Places and columns count from 0. */
typedef struct dem_store_ops {
    dem_dialect dialect;
    void (*close)(dem_store *s);
    int (*exec)(dem_store *s, const char *sql, dem_error *err);
    int (*prepare)(dem_store *s, dem_str sql, dem_stmt **out, dem_error *err);
    void (*finalize)(dem_stmt *st);
    void (*bind_text)(dem_stmt *st, int at, dem_str v); /* empty: NULL */
    void (*bind_blob)(dem_stmt *st, int at, dem_str v); /* never NULL */
    void (*bind_int)(dem_stmt *st, int at, int64_t v);
    void (*bind_real)(dem_stmt *st, int at, double v);
    int (*step)(dem_stmt *st, bool *row, dem_error *err); /* false: the end, and it may be bound anew */
    void (*reset)(dem_stmt *st);
    bool (*is_null)(dem_stmt *st, int col);
    dem_str (*text)(dem_stmt *st, int col); /* lives until the next step */
    dem_str (*blob)(dem_stmt *st, int col, dem_arena *a); /* a copy in the arena */
    int64_t (*integer)(dem_stmt *st, int col);
    double (*real)(dem_stmt *st, int col);
    int (*begin)(dem_store *s, bool write, dem_error *err);
    /* The schema's version; 0: the database is empty. Fails for a database of somebody else's. */
    int (*version)(dem_store *s, int64_t *version, dem_error *err);
    /* Writes the version down where the back end keeps it beside the table schema_version. */
    int (*stamp)(dem_store *s, dem_error *err);
} dem_store_ops;

typedef struct dem_kept {
    const char *sql;
    dem_stmt *st;
} dem_kept;

/* A transaction of several reports: there is none, it has yet to begin, it has begun, one of its reports has failed and the rest with it. */
typedef enum dem_batch { DEM_BATCH_NONE, DEM_BATCH_WAITS, DEM_BATCH_OPEN, DEM_BATCH_LOST } dem_batch;

/* Back ends put their own members behind these. */
struct dem_store {
    const dem_store_ops *ops;
    const char *doing;  /* "the report was not stored": begins the messages of errors */
    bool conflict;      /* the last failure was another writer's doing */
    char path[256];     /* for messages; cut when longer, without a password */
    dem_buf *trace;     /* for tests: gets the text of each statement that is prepared, a line each; NULL */
    dem_kept *kept;
    size_t n_kept;
    int64_t coding;     /* key of the coding last used, with its text below; 0: none */
    char coding_text[512];
    size_t recoded;
    bool replace;       /* dem_store_replace */
    dem_batch batch;
};

int dem_sqlite_open(const char *path, bool create, dem_store **out, dem_error *err);
/* `where`: a connection string of libpq, as a URI or as "host=... dbname=...". */
int dem_postgres_open(const char *where, bool create, dem_store **out, dem_error *err);

/* What dem_store_add does once the pipeline has taken the codebook out of the engine: rows of the report in one transaction.
   A report whose text is there from the same publisher is left alone. Another text under an id that is taken gets the id with "~2",
   "~3" … after it: nothing is overwritten and every id names one report. */
int dem_store_put(dem_store *s, const dem_codebook *book, const dem_store_origin *origin, dem_report *r, bool *added, dem_error *err);

/* Is this text of this publisher there, coded as `origin` says, and that coding the current one? */
int dem_store_coded(dem_store *s, const dem_store_origin *origin, const dem_report *r, bool *known, dem_error *err);

/* Links the reports that were put since the last call: stories, event clusters, initiatives and positions with their records. In batches,
   each one transaction; whatever ends it, the next call goes on. One writer links at a time, and the result does not depend on the order in
   which reports were put. */
int dem_store_link(dem_store *s, const dem_story_rules *rules, dem_error *err);
/* The same when enough is new. What a new report joins is linked anew as a whole: were a story of thousands to be linked again for every few
   that join it, the time would grow with the square of their number. */
int dem_store_link_due(dem_store *s, const dem_story_rules *rules, dem_error *err);

/* Of the reports that `origin`'s program and rules have coded and linked: is all there that linking them makes? Adds to the counts. */
int dem_check_links(dem_store *s, const dem_story_rules *rules, const dem_store_origin *origin, void (*found)(void *ctx, const char *problem), void *ctx,
                    dem_store_counts *counts, dem_error *err);

/* Lower case without accents, words apart by one blank and one before the first: LIKE '% syr%' finds "syr" in "the Syrian army" and "usa"
   not in "Jerusalem". */
void dem_store_fold(dem_str s, dem_buf *out);
/* The same question of two texts. */
bool dem_store_word_match(dem_str text, dem_str needle);

#endif
