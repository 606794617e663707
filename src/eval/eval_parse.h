/* SPDX-License-Identifier: Apache-2.0 */
/* eval parse: tags, lemmas and trees against CoNLL-U gold, counted as in the CoNLL 2018 shared task. */
#ifndef DEM_EVAL_EVAL_PARSE_H
#define DEM_EVAL_EVAL_PARSE_H

#include "demarche/demarche.h"
#include "parse/parse.h"
#include "segment/segment.h"

/* For each file the measures, then a line for each relation. From the gold's words, or (o->raw) from its raw text, which
   takes the segmenter's rules. `worst`: that many sentences with the most wrong heads. */
int dem_eval_parse(const dem_model *model, const dem_segment_rules *rules, const char *const *paths, size_t n_paths,
                   const dem_eval_options *o, FILE *out, dem_error *err);

#endif
