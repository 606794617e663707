/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the web: digests, the sets they are joined in, and the table of keys. */
#ifndef DEM_STORIES_WEB_H
#define DEM_STORIES_WEB_H

#include "stories/internal.h"

typedef dem_hashes dem_sets; /* union-find: the parent of each; the root is the smallest */
uint32_t dem_set_find(dem_sets *s, uint32_t x);
void dem_set_join(dem_sets *s, uint32_t x, uint32_t y);

typedef struct dem_key_slot {
    uint64_t key; /* 0: free */
    dem_hashes reports;
} dem_key_slot;

typedef struct dem_web_item {
    const dem_digest *d;
    uint32_t first_event, first_bid;
    dem_hashes copies; /* reports that this one is a copy of, or that are copies of it */
} dem_web_item;

typedef struct dem_web_link {
    uint32_t a, b;
    dem_kin kin;
    double score;
    dem_str why;
} dem_web_link;

typedef struct dem_event_link {
    uint32_t a, b; /* of all events */
    double score;
} dem_event_link;

struct dem_web {
    dem_arena *a, *scratch;
    const dem_story_rules *rules;
    DEM_VEC(dem_web_item) items;
    DEM_VEC(dem_web_link) links;
    DEM_VEC(dem_event_link) event_links;
    dem_sets stories, copies, bids;
    dem_sets events; /* made anew from event_links when reports have come since (events.c) */
    size_t n_events, settled; /* settled: of how many reports `events` speaks */
    dem_key_slot *table;
    size_t size, used, compared;
    uint32_t *ids; /* reports by id, open addressing: place + 1 */
    size_t ids_size;
};

/* Members of each set of two or more (or of all), as lists in a fixed order; see picture.c. */
typedef struct dem_group {
    uint32_t root;
    dem_hashes members;
} dem_group;
typedef DEM_VEC(dem_group) dem_groups;
bool dem_set_groups(dem_web *w, dem_sets *s, size_t least, dem_groups *out);

/* Joins events, the best links first, as long as no set then holds two events of one report. */
bool dem_web_settle(dem_web *w);
uint32_t dem_report_of_event(const dem_web *w, uint32_t event);
const dem_digest_event *dem_event_at(const dem_web *w, uint32_t event, uint32_t *report);

/* Outlets that tell it by themselves: copies of one text count once, and so does an outlet that tells it twice. Only these reports are
   looked at: an initiative's may be copies of others that are not at hand. */
size_t dem_outlets(const dem_web *w, const uint32_t *reports, size_t n);
/* By day, then id; undated last. */
void dem_sort_reports(const dem_web *w, uint32_t *reports, size_t n);

bool dem_picture_initiatives(dem_web *w, dem_picture *out);
bool dem_picture_positions(dem_web *w, dem_picture *out);
/* "in-0123456789abcdef" of the parts hashed one after the other. */
dem_str dem_record_id(dem_web *w, const char *prefix, const dem_str *parts, size_t n);

#endif
