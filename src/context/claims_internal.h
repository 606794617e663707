/* SPDX-License-Identifier: Apache-2.0 */
/* Claims: what finding what befell the counted and building the record share. */
#ifndef DEM_CONTEXT_CLAIMS_INTERNAL_H
#define DEM_CONTEXT_CLAIMS_INTERNAL_H

#include "context/context_internal.h"

/* What makes a number a toll. */
typedef struct dem_hit {
    int32_t trigger;
    dem_str kind;
    const dem_cue *cue;
    const char *rule;
    bool total;
    bool shared, part; /* the trigger is another figure's; this one is part of that ("including 11 children") */
} dem_hit;

bool dem_ctx_find_hit(const dem_ctx *c, dem_toks s, int32_t counted, int depth, dem_hit *h);
int32_t dem_ctx_counted(dem_toks s, const dem_number *n);
int32_t dem_ctx_people(const dem_ctx *c, dem_toks s, int32_t counted);

bool dem_ctx_are_people(const dem_ctx *c, dem_toks s, int32_t token);
bool dem_ctx_befalls_people(const dem_ctx *c, dem_toks s, int32_t counted, const dem_hit *h);

#endif
