/* SPDX-License-Identifier: Apache-2.0 */
/* Claims that count the same, put beside each other: groups by what befell whom, where and when, with each source's figure. */
#ifndef DEM_STORE_COMPARE_H
#define DEM_STORE_COMPARE_H

#include "store/grid.h"

/* What one source says of a group. An open bound is -1. */
typedef struct dem_figure_row {
    dem_str source, code;   /* who gives it: the speaker, else the outlet in its own words */
    int64_t low, high;
    dem_str text;           /* "200+", "80-100" */
    bool about;
    DEM_VEC(dem_str) reports, claims;
    dem_str last;           /* the report it was taken from: its day, then its id and sentence */
    int64_t sentence;
    size_t apart;           /* figures of others that cannot be true together with it */
    bool lower, higher;     /* than one of those */
} dem_figure_row;

typedef struct dem_comparison {
    dem_str kind, place, country, start, end; /* days */
    bool reported;          /* the day is that of the report: the claim gives none */
    bool total;             /* a count of all so far, not of one incident */
    DEM_VEC(dem_figure_row) figures;
    size_t claims;
    int64_t low, high;      /* the least and the most that is claimed; -1: nothing bounds it */
    size_t apart;           /* pairs of sources that cannot both be right */
} dem_comparison;

typedef struct dem_comparisons {
    dem_arena *a;
    DEM_VEC(dem_comparison) rows; /* by first day, kind, place */
} dem_comparisons;

/* All claims that pass the filter; `out` is freed by dem_comparisons_free also after a failure. */
int dem_compare_claims(dem_store *s, const dem_filter *f, dem_comparisons *out, dem_error *err);
void dem_comparisons_free(dem_comparisons *c);

/* Can both be true? Figures "about" a number are given a tenth. */
bool dem_figures_agree(const dem_figure_row *a, const dem_figure_row *b);

#endif
