/* SPDX-License-Identifier: Apache-2.0 */
/* TimeML documents as TempEval-3 hands them out: the text, its day of creation, and the TIMEX3 elements in it. */
#ifndef DEM_EVAL_TIMEML_H
#define DEM_EVAL_TIMEML_H

#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"
#include "base/vec.h"
#include "report/report.h"

typedef struct dem_timex {
    dem_span span; /* bytes of the text */
    dem_str type, value;
} dem_timex;

typedef struct dem_timeml {
    dem_str text;
    dem_day created; /* DEM_DAY_NONE where no document creation time is given */
    DEM_VEC(dem_timex) times;
    DEM_VEC(dem_span) paragraphs; /* blocks between blank or indented lines */
} dem_timeml;

/* Without entity expansion, network or nesting beyond a few hundred elements. Empty TIMEX3 elements are left out. */
int dem_timeml_read(dem_arena *a, dem_str bytes, const char *name, dem_timeml *out, dem_error *err);

#endif
