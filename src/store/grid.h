/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the store: rows of a SELECT printed as they come, where no struct of export's stands between. */
#ifndef DEM_STORE_GRID_H
#define DEM_STORE_GRID_H

#include "store/query.h"

typedef enum dem_list_format { DEM_LIST_TABLE, DEM_LIST_CSV, DEM_LIST_JSONL } dem_list_format;
/* False for a name that is none of table, csv, jsonl. */
bool dem_list_format_of(const char *name, dem_list_format *out);

typedef struct dem_grid_column {
    const char *name, *head; /* in CSV and JSON; in the table, NULL: not shown there */
    enum { DEM_GRID_TEXT, DEM_GRID_WHOLE, DEM_GRID_REAL } kind;
    size_t max;              /* widest in the table; 0: no limit */
} dem_grid_column;

enum { DEM_GRID_COLUMNS = 20 };
typedef struct dem_grid {
    const dem_grid_column *columns; /* as the SELECT has them */
    size_t n;
    bool record;         /* one more column follows: the JSON object */
    const char *kind;    /* without it: "record" of the object that is made of the columns */
    const char *none;    /* what there is none of when the table stays empty */
} dem_grid;

/* Runs the query and prints what comes. */
int dem_grid_print(dem_query *q, const dem_grid *g, dem_list_format format, FILE *out, dem_error *err);

/* "no events": what a reader of tables sees where nothing is found. */
void dem_grid_nothing(dem_buf *out, const char *what);

/* stories, initiatives, positions, actors */
int dem_list_links(dem_store *s, dem_kind kind, const dem_filter *f, dem_list_format format, FILE *out, dem_error *err);

#endif
