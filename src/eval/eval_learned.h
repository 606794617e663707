/* SPDX-License-Identifier: Apache-2.0 */
/* eval relate and eval class with folds: the learned decisions on gold by models that have not seen it. */
#ifndef DEM_EVAL_EVAL_LEARNED_H
#define DEM_EVAL_EVAL_LEARNED_H

#include "demarche/demarche.h"
#include "pipeline/engine.h"

/* `paths`: the gold first; further files only teach (gold of other kinds, templates). */
int dem_cross_relate(const dem_engine *engine, const char *const *paths, size_t n_paths, const dem_eval_options *o, FILE *out, dem_error *err);
int dem_cross_class(const dem_engine *engine, const char *const *paths, size_t n_paths, const dem_eval_options *o, FILE *out, dem_error *err);

#endif
