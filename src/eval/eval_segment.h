/* SPDX-License-Identifier: Apache-2.0 */
/* eval segment: words and sentences found in raw text, against CoNLL-U gold. */
#ifndef DEM_EVAL_EVAL_SEGMENT_H
#define DEM_EVAL_EVAL_SEGMENT_H

#include "demarche/demarche.h"
#include "segment/segment.h"

/* A line for each genre of each file, and their sum; with `worst`, that many wrong places. */
int dem_eval_segment(const dem_segment_rules *rules, const char *const *paths, size_t n_paths,
                     const dem_eval_options *o, FILE *out, dem_error *err);

#endif
