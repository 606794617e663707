/* SPDX-License-Identifier: Apache-2.0 */
/* What the measures share: a worker and a report, texts coded one after the other; small questions about coded reports.
 */
#ifndef DEM_EVAL_BENCH_H
#define DEM_EVAL_BENCH_H

#include "eval/score.h"
#include "pipeline/engine.h"

typedef struct dem_bench {
    dem_engine *engine;
    dem_worker *worker;
    dem_report *r; /* the text coded last */
    const dem_eval_options *o;
    FILE *out;
    int worst; /* cases still to be listed */
} dem_bench;

int dem_bench_open(dem_bench *b, dem_engine *engine, const dem_eval_options *o, FILE *out, dem_error *err);
void dem_bench_close(dem_bench *b);
/* b->r holds the text as it is (its lines are paragraphs; "= " before the first marks a headline), coded to `depth`. */
int dem_bench_code(dem_bench *b, dem_str text, dem_str id, dem_day published, dem_depth depth, dem_error *err);
/* Is this case to be listed? Counts it. */
bool dem_bench_worst(dem_bench *b);

/* Quad class of an event, 0 when its code is unknown. */
int dem_bench_quad(const dem_bench *b, const dem_event *e);
/* The event that says what the sentence is about: highest in the tree, not a mere statement, first. DEM_NONE without
 * one. */
int32_t dem_bench_main_event(const dem_bench *b, int32_t sentence); /* DEM_NONE as sentence: any */
/* Country triple or international prefix of a code; IGOUNO is UNO, IGOEUR is EUR. */
dem_str dem_code_head(dem_str code);

/* One function for each kind; all print to b->out. */
int dem_eval_times(dem_bench *b, const char *const *paths, size_t n, dem_error *err);
int dem_eval_relate(dem_bench *b, const char *const *paths, size_t n, dem_error *err);
int dem_eval_class(dem_bench *b, const char *const *paths, size_t n, dem_error *err);
int dem_eval_spans(dem_bench *b, const char *const *paths, size_t n, dem_error *err);
int dem_eval_mentions(dem_bench *b, const char *const *paths, size_t n, dem_error *err);
int dem_eval_actors(dem_bench *b, const char *const *paths, size_t n, dem_error *err);
int dem_eval_attribution(dem_bench *b, const char *const *paths, size_t n, dem_error *err);
int dem_eval_gsr(dem_bench *b, const char *const *paths, size_t n, dem_error *err);
int dem_eval_records(dem_bench *b, const char *const *paths, size_t n, dem_error *err);
int dem_eval_stories(dem_bench *b, const char *const *paths, size_t n, dem_error *err);
int dem_eval_initiatives(dem_bench *b, const char *const *paths, size_t n, dem_error *err);

#endif
