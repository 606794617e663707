/* SPDX-License-Identifier: Apache-2.0 */
/* Attribution: what finding cues, finding speakers and laying out contents share. */
#ifndef DEM_CONTEXT_ATTRIBUTION_INTERNAL_H
#define DEM_CONTEXT_ATTRIBUTION_INTERNAL_H

#include "context/context_internal.h"

/* ---- speakers.c ---- */
/* Who speaks when `token` is the source noun: a statement's owner for "a statement by X", the noun itself otherwise. */
void dem_ctx_set_speaker(dem_ctx *c, dem_statement *st, int32_t sentence, int32_t token);
bool dem_ctx_is_outlet(const dem_ctx *c, dem_toks s, int32_t token);
/* "told AFP", "in an interview with CNN", "carried by SANA": fills via. */
void dem_ctx_find_via(dem_ctx *c, dem_statement *st, int32_t sentence, int32_t cue);

dem_str dem_ctx_via_name(const dem_report *r, const dem_actor *a);

/* ---- cue_phrases.c ---- */
int dem_ctx_sentence_cues(dem_ctx *c, int32_t sentence);

/* ---- cues.c ---- */
void dem_ctx_verb_cue(dem_ctx *c, dem_toks s, int32_t v);
bool dem_ctx_own_words(const dem_ctx *c, dem_toks s, const dem_statement *st, int32_t token, const dem_cue *say);
bool dem_ctx_in_quote(const dem_ctx *c, uint32_t byte);

/* ---- subjects.c ---- */
/* The subject of a verb, mended where trees err; no speaker when it has none or is passive without an agent. */
void dem_ctx_speaker_of_verb(dem_ctx *c, dem_statement *st, dem_toks s, int32_t verb);
bool dem_ctx_has_case(dem_toks s, int32_t token, dem_str words); /* one of the words, as preposition or marker */
bool dem_ctx_is_passive(dem_toks s, int32_t verb);
int32_t dem_ctx_agent_of(dem_toks s, int32_t verb);
bool dem_ctx_finite(const dem_token *t);
bool dem_ctx_nominal(dem_toks s, int32_t token);
/* "said X had died, and denied …": the conjunct goes on with the speaker of what is above. */
bool dem_ctx_says_on(const dem_ctx *c, dem_toks s, int32_t conjunct, int32_t cc);

/* ---- judge.c ---- */
/* Drops statements of the rules that are most likely none, adds the stances that most likely are statements. */
int dem_ctx_judge(dem_ctx *c);

/* ---- quotes.c ---- */
size_t dem_ctx_words(dem_str t);

/* ---- quote_sources.c ---- */
void dem_ctx_quote_sources(dem_ctx *c);

/* ---- attribution.c ---- */
dem_statement *dem_ctx_new_statement(dem_ctx *c, int32_t sentence, int32_t cue_first, int32_t cue_last, int32_t cue_token);
/* Adds what the subtree of `token` covers without the subtree of `without` (DEM_NONE) and without a leading marker. */
void dem_ctx_add_clause(dem_ctx *c, dem_statement *st, int32_t sentence, int32_t token, int32_t without);
/* The same for a complement that follows the cue: filled from its first word to its last. */
void dem_ctx_add_complement(dem_ctx *c, dem_statement *st, int32_t sentence, int32_t token, int32_t without);
void dem_ctx_add_piece(dem_ctx *c, dem_statement *st, dem_span piece);

#endif
