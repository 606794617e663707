/* SPDX-License-Identifier: Apache-2.0 */
/* What the two kinds of gold statements share: PolNeAR's folders and the project's own sentences. */
#ifndef DEM_EVAL_ATTRIBUTION_H
#define DEM_EVAL_ATTRIBUTION_H

#include "eval/bench.h"

typedef struct dem_attribution_tally {
    dem_prf pairs, cues;
    size_t quotes, quotes_right; /* direct quotes with a speaker in the gold; those whose speaker is right */
} dem_attribution_tally;

/* tests/gold/context/statements.tsv, format in the README beside it: all found statements must be expected ones. */
int dem_eval_statements(dem_bench *b, const char *path, dem_attribution_tally *t, dem_error *err);

/* Weights learned from the other folds judge the articles of each. */
int dem_cross_attribution(dem_engine *engine, const char *const *paths, size_t n, const dem_eval_options *o, FILE *out, dem_error *err);

#endif
