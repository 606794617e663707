/* SPDX-License-Identifier: Apache-2.0 */
/* The dateline a report's first paragraph opens with. */
#ifndef DEM_INGEST_DATELINE_H
#define DEM_INGEST_DATELINE_H

#include "ingest/internal.h"

typedef struct dem_dateline {
    dem_str place;       /* as written, capitals undone */
    dem_str via;         /* what stood in brackets: the usual name of an agency, else the words */
    dem_found_date date; /* month 0: none */
    size_t length;       /* bytes of the paragraph it takes */
} dem_dateline;

/* "MOSCOW, Jan. 31 (Reuters) - …", "(Xinhuanet) -- …", "Beirut (AFP) — …". False when the paragraph opens otherwise. */
bool dem_find_dateline(const dem_ingest_rules *rules, dem_arena *a, dem_str paragraph, dem_dateline *out);

#endif
