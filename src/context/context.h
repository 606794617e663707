/* SPDX-License-Identifier: Apache-2.0 */
/* Context: who says it, on which conditions, when, where, how many. Reads: everything up to frames.
   Writes: statements, frame.statement, times, places, conditions, claims; resolves first-person pronouns inside quotes to their speaker. */
#ifndef DEM_CONTEXT_CONTEXT_H
#define DEM_CONTEXT_CONTEXT_H

#include "actors/actors.h"
#include "frames/frames.h"

/* Cue and keyword lists (the .txt files of data/cues), read-only after loading. */
typedef struct dem_context_rules dem_context_rules;
int dem_context_rules_load(const dem_named_text *files, size_t n, dem_context_rules **out, dem_error *err);
void dem_context_rules_free(dem_context_rules *rules);

/* Weights of the traits of a statement (models/attribution.weights), kept in `rules`; a second call replaces those of the first. */
int dem_context_rules_weigh(dem_context_rules *rules, const dem_named_text *weights, dem_error *err);
/* For learning: every statement that the weights decide on is shown with its traits, and none is dropped or added. NULL ends it. */
typedef void dem_judge_watch(void *self, const dem_report *r, const dem_statement *st, bool by_rule, const dem_str *traits, size_t n);
void dem_context_rules_watch(dem_context_rules *rules, dem_judge_watch *watch, void *self);

int dem_context_report(const dem_context_rules *rules, const dem_lexicon *lex, dem_report *r, dem_error *err);

/* Statements that hold the byte, innermost first; returns how many were written. */
size_t dem_statements_at(const dem_report *r, dem_span span, int32_t *out, size_t max);

#endif
