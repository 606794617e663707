/* SPDX-License-Identifier: Apache-2.0 */
/* How far two analyses of one text agree, counted as in the CoNLL 2018 shared task: words are aligned by their
   characters, relations are compared without subtypes (and once with them). */
#ifndef DEM_PARSE_PARSE_SCORE_H
#define DEM_PARSE_PARSE_SCORE_H

#include "report/report.h"

typedef struct dem_rel_score {
    size_t gold, system, las; /* las: relation and head are right */
} dem_rel_score;

typedef struct dem_parse_score {
    size_t gold_words, system_words, words;                /* words: aligned */
    size_t gold_sentences, system_sentences, sentences;
    size_t upos, xpos, feats, lemmas, uas, las, las_sub;   /* right among the aligned; las_sub: subtype as well */
    dem_rel_score rel[DEM_REL_COUNT];                      /* by relation without its subtype */
} dem_parse_score;

/* Adds the comparison of two reports with the same text. */
int dem_parse_score_add(dem_parse_score *s, const dem_report *gold, const dem_report *system, dem_error *err);
double dem_parse_f1(size_t right, size_t gold, size_t system); /* percent */

#endif
