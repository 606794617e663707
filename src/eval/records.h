/* SPDX-License-Identifier: Apache-2.0 */
/* Inside eval records: reports coded and printed as the program prints them, and whether one printed record is what the
 * gold expects. */
#ifndef DEM_EVAL_RECORDS_H
#define DEM_EVAL_RECORDS_H

#include "eval/bench.h"

#include <jansson.h>

/* All records of the reports found, by report id. */
typedef struct dem_coded {
    json_t *reports; /* id -> [records]; a report that was refused: id -> "language" */
} dem_coded;

/* Codes every report of a file or folder into c. */
int dem_coded_add(dem_bench *b, dem_coded *c, const char *path, dem_error *err);

/* What a pair of gold and found record agrees in. */
typedef struct dem_agreement {
    bool code, actor, recipient; /* the core; true where the gold does not ask */
    bool core;
    bool asks[6], agrees[6]; /* DEM_FIELD_* */
    int fit;                 /* for choosing the best pairs first */
} dem_agreement;
enum { DEM_FIELD_STATUS, DEM_FIELD_SPEAKER, DEM_FIELD_DATE, DEM_FIELD_PLACE, DEM_FIELD_CONDITIONS, DEM_FIELD_COUNT };
extern const char *const dem_field_names[6];

/* `text` is the report's text. */
dem_agreement dem_match_event(const json_t *gold, const json_t *found, const char *text);
dem_agreement dem_match_claim(const json_t *gold, const json_t *found, const char *text);
dem_agreement dem_match_statement(const json_t *gold, const json_t *found, const char *text);
/* One condition printed on the record `found`: its type, its words (white space and case folded), and who sets it: who says the
   statement, one link of the event's attribution, or the event's actor. */
typedef struct dem_told {
    bool type, span, speaker;
} dem_told;
dem_told dem_match_condition(const json_t *gold, const json_t *found, const json_t *condition, const char *text);
/* Does the record's sentence hold the gold's locator, white space folded? */
bool dem_same_sentence(const json_t *gold, const json_t *found);
/* Case folded, white space folded: is `part` in `whole`? */
bool dem_holds(const char *whole, const char *part);

#endif
