/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the store: writing the rows of a report. */
#ifndef DEM_STORE_PUT_H
#define DEM_STORE_PUT_H

#include "store/sql.h"

typedef enum dem_put_result {
    DEM_PUT_NOTHING, /* this coding of this report is there */
    DEM_PUT_NEEDED,  /* not done: the rows are to be made (again) and put */
    DEM_PUT_NEW,
    DEM_PUT_ANEW     /* the report was there, coded otherwise */
} dem_put_result;

/* For a stored report: DEM_PUT_NOTHING when this coding of it is there (it becomes the current one), else DEM_PUT_NEEDED. */
int dem_put_known(dem_store *s, dem_str id, const dem_store_origin *origin, dem_put_result *result, dem_error *err);
/* All rows in one transaction or none; DEM_PUT_NEEDED when another writer has taken the id meanwhile. */
int dem_put_rows(dem_store *s, const dem_rows *rows, const dem_store_origin *origin, dem_put_result *result, dem_error *err);

#endif
