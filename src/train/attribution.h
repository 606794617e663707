/* SPDX-License-Identifier: Apache-2.0 */
/* Learning the weights of a statement's traits from PolNeAR: which findings of the rules are none, which stances are statements. */
#ifndef DEM_TRAIN_ATTRIBUTION_H
#define DEM_TRAIN_ATTRIBUTION_H

#include "base/buf.h"
#include "pipeline/engine.h"

typedef struct dem_attribution_learner dem_attribution_learner;

/* Codes the articles of the folder and keeps the traits of every candidate with its truth. The engine's weights are not asked. */
int dem_attribution_learner_read(dem_engine *engine, const char *folder, int folds, dem_attribution_learner **out, dem_error *err);
void dem_attribution_learner_free(dem_attribution_learner *l);
/* The text of a weights file, fitted to all articles but those of `fold` (-1: to all). */
int dem_attribution_learner_write(dem_attribution_learner *l, int fold, dem_buf *out, dem_error *err);

#endif
