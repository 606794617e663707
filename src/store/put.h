/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the store: writing the rows of a report. */
#ifndef DEM_STORE_PUT_H
#define DEM_STORE_PUT_H

#include "store/sql.h"

typedef enum dem_put_result {
    DEM_PUT_NOTHING, /* this coding of this report is there */
    DEM_PUT_NEEDED,  /* not done: the rows are to be made (again) and put */
    DEM_PUT_NEW,
    DEM_PUT_ANEW,    /* the report was there, coded otherwise */
    DEM_PUT_REVIVED  /* this coding of it was there, and is the current one again */
} dem_put_result;

/* All rows in one transaction or none; DEM_PUT_NEEDED when another writer has taken the id meanwhile. `digest` may be NULL. */
int dem_put_rows(dem_store *s, const dem_rows *rows, const dem_digest *digest, const dem_store_origin *origin, dem_put_result *result,
                 dem_error *err);
/* The digest of a report, to be linked by the next dem_store_link; inside the report's transaction. */
int dem_put_digest(dem_store *s, int64_t report, int64_t coding, const dem_digest *d, dem_error *err);
/* Takes a linked report out of all that it belongs to, before its digest or its findings change: what it belonged to is linked again. */
int dem_put_loose(dem_store *s, int64_t report, dem_error *err);

/* The actors of a report: gathered, entered all at once, then asked for their keys. They are entered in one order by all writers, so that
   two that enter the same new actors wait for each other in one direction only. */
typedef struct dem_actor_entry {
    dem_str folded, name, code, country;
    int64_t key;
} dem_actor_entry;
typedef struct dem_known_actors {
    dem_arena *a;
    DEM_VEC(dem_actor_entry) entries; /* sorted by dem_known_enter */
} dem_known_actors;
int dem_known_add(dem_known_actors *k, const dem_party_row *p, dem_error *err);
int dem_known_enter(dem_store *s, dem_known_actors *k, dem_error *err);
int dem_known_actor(const dem_known_actors *k, const dem_party_row *p, int64_t *key, dem_error *err);

#endif
