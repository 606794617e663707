/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the store: a batch of new reports being linked to those before. */
#ifndef DEM_STORE_LINK_H
#define DEM_STORE_LINK_H

#include "store/put.h"

typedef struct dem_linked {
    int64_t report;
    const dem_digest *d;
    bool fresh; /* not linked before */
    bool story; /* its story is all at hand, and written anew */
    bool bids;  /* all its bids' initiatives are at hand */
} dem_linked;

typedef struct dem_bid_key {
    int64_t report, bid;
} dem_bid_key;

typedef DEM_VEC(int64_t) dem_report_keys;

typedef struct dem_linking {
    dem_store *s;
    const dem_story_rules *rules;
    dem_error *err;
    dem_arena *a;
    DEM_VEC(dem_linked) all; /* parallel to the web's reports; the new ones first */
    size_t n_fresh;
    uint32_t *table;         /* report keys -> place in `all` + 1 */
    size_t table_size;
    DEM_VEC(dem_bid_key) bids; /* of older reports whose initiative a new report joins */
    dem_web *web;
    dem_picture picture;
} dem_linking;

/* Writes the stories, clusters, initiatives and positions that the batch touches (link_write.c). */
int dem_link_write(dem_linking *l);

#endif
