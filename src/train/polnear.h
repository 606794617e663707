/* SPDX-License-Identifier: Apache-2.0 */
/* PolNeAR in brat's standoff: a folder with attributions/NAME_MARK.ann and text/NAME.txt. */
#ifndef DEM_TRAIN_POLNEAR_H
#define DEM_TRAIN_POLNEAR_H

#include "base/error.h"
#include "base/vec.h"
#include "report/report.h"

enum { DEM_POLNEAR_PARTS = 8 };

typedef struct dem_polnear_span {
    size_t start[DEM_POLNEAR_PARTS], end[DEM_POLNEAR_PARTS], n; /* code points; several when interrupted */
} dem_polnear_span;

typedef struct dem_polnear_note {
    long id;
    char kind; /* C cue, S source, O content */
    dem_polnear_span at;
} dem_polnear_note;

typedef struct dem_polnear_attribution {
    const dem_polnear_note *cue, *source, *content; /* NULL: not annotated */
    bool pair_hit, cue_hit;                         /* the measure's own marks */
} dem_polnear_attribution;

typedef struct dem_polnear {
    dem_str text;
    DEM_VEC(dem_polnear_note) notes;
    DEM_VEC(dem_polnear_attribution) list;
} dem_polnear;

/* Names without ending of the .ann files, sorted. */
int dem_polnear_names(dem_arena *a, const char *folder, char ***out, size_t *n, dem_error *err);
int dem_polnear_read(dem_arena *a, const char *folder, const char *name, dem_polnear *out, dem_error *err);
bool dem_polnear_overlaps(dem_report *r, dem_span span, const dem_polnear_note *note);

#endif
