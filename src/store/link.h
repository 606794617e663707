/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the store: a batch of new reports being linked to those before. */
#ifndef DEM_STORE_LINK_H
#define DEM_STORE_LINK_H

#include "store/put.h"

typedef struct dem_event_key {
    dem_str id;
    int64_t key;
} dem_event_key;

typedef struct dem_linked {
    int64_t report;
    const dem_digest *d;
    bool fresh; /* not linked before */
    bool story; /* its story is all at hand, and written anew */
    bool events_read;
    DEM_VEC(dem_event_key) events; /* the current ones, once asked for */
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

/* Keys: the first column of every row. */
int dem_link_read_keys(dem_linking *l, dem_stmt *st, dem_report_keys *out);

/* ---- under what digests are found (link_keys.c) ---- */

/* Reports under one of the keys that the digest looks under, once each, in order. */
int dem_link_candidates(dem_linking *l, const dem_digest *d, dem_report_keys *out);
/* Enters the keys and demands of the new reports. */
int dem_link_enter_keys(dem_linking *l);
/* Enters the demands of all digests, for a store that had no table of them. */
int dem_link_enter_demands(dem_store *s, dem_error *err);

/* Writes the stories, clusters, initiatives and positions that the batch touches (link_write.c). */
int dem_link_write(dem_linking *l);

#endif
