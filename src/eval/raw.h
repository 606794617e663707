/* SPDX-License-Identifier: Apache-2.0 */
/* Raw text rebuilt from CoNLL-U gold, with the gold's words and sentences as spans of it: what segment is measured on.
 */
#ifndef DEM_EVAL_RAW_H
#define DEM_EVAL_RAW_H

#include "eval/score.h"
#include "report/report.h"

typedef struct dem_raw_doc {
    dem_str id;
    dem_str genre; /* the id up to its first '-', or for GUM its second word */
    dem_str text;
    DEM_VEC(dem_span) paragraphs, sentences, words;
    DEM_VEC(uint32_t) first_line; /* of each sentence, in the gold file */
} dem_raw_doc;

typedef DEM_VEC(dem_raw_doc) dem_raw_docs;

/* Sentences follow each other with a space, paragraphs (newpar, newdoc) with a blank line. */
int dem_raw_read(dem_arena *a, dem_str bytes, const char *name, dem_raw_docs *out, dem_error *err);
/* An empty report takes the document's text and paragraphs. */
int dem_raw_fill(const dem_raw_doc *doc, dem_report *r, dem_error *err);
/* Spans that are the same in both, both in ascending order. */
dem_prf dem_raw_score_words(const dem_raw_doc *doc, const dem_report *r);
dem_prf dem_raw_score_sentences(const dem_raw_doc *doc, const dem_report *r);

#endif
