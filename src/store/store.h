/* SPDX-License-Identifier: Apache-2.0 */
/* Store: coded reports kept in a database, listed and briefed without coding them again. Reads: rows (export/rows.h). Writes: a database.
   A back end is a dem_store_ops table; sqlite.c is the one there is. Lists and the brief know only rows. */
#ifndef DEM_STORE_STORE_H
#define DEM_STORE_STORE_H

#include "export/rows.h"

/* Which program, model and lexicon coded a report; kept beside it. Members may be NULL. */
typedef struct dem_store_origin {
    const char *version, *model, *lexicon;
} dem_store_origin;

/* Called for each row in order; strings live until the arena given to the query is reset. Non-zero ends the query with that code. */
typedef int (*dem_each_event)(void *ctx, const dem_event_row *row, dem_error *err);
typedef int (*dem_each_claim)(void *ctx, const dem_claim_row *row, dem_error *err);
typedef int (*dem_each_statement)(void *ctx, const dem_statement_row *row, dem_error *err);
typedef int (*dem_each_report)(void *ctx, const dem_report_row *row, dem_error *err);

typedef struct dem_store_ops {
    void (*close)(dem_store *s);
    /* True when a report with this text from this publisher is there. */
    int (*has)(dem_store *s, dem_str sha256, dem_str publisher, bool *there, dem_error *err);
    /* True when a report of this id is there. */
    int (*has_id)(dem_store *s, dem_str id, bool *there, dem_error *err);
    /* All rows or none; *added false when the text is there already. */
    int (*put)(dem_store *s, const dem_rows *rows, const dem_store_origin *origin, bool *added, dem_error *err);
    /* Rows that pass the filter: events and statements by day, report and sentence; claims by kind, place, day, low and high count and
       source; reports by day. `a` gets the strings. */
    int (*events)(dem_store *s, const dem_filter *f, dem_arena *a, dem_each_event each, void *ctx, dem_error *err);
    int (*claims)(dem_store *s, const dem_filter *f, dem_arena *a, dem_each_claim each, void *ctx, dem_error *err);
    int (*statements)(dem_store *s, const dem_filter *f, dem_arena *a, dem_each_statement each, void *ctx, dem_error *err);
    int (*reports)(dem_store *s, const dem_filter *f, dem_arena *a, dem_each_report each, void *ctx, dem_error *err);
} dem_store_ops;

struct dem_store {
    const dem_store_ops *ops;
};

int dem_sqlite_open(const char *path, bool create, dem_store **out, dem_error *err);

/* What dem_store_add does once the pipeline has taken the codebook out of the engine: rows of the report in one transaction.
   A report whose text is there from the same publisher is left alone. Another text under an id that is taken gets the id with "~2",
   "~3" … after it: nothing is overwritten and every id names one report. */
int dem_store_put(dem_store *s, const dem_codebook *book, const dem_store_origin *origin, dem_report *r, bool *added, dem_error *err);

/* Finds `needle` in `text` at the start of a word, case and accents folded: "syr" in "the Syrian army", not "usa" in "Jerusalem". */
bool dem_store_word_match(dem_str text, dem_str needle);

#endif
