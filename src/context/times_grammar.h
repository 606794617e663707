/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the time grammar share: the state, its small readers, and one matcher for each form of expression.
   A reader gives the word after what it read, or the word it began at when nothing fits. */
#ifndef DEM_CONTEXT_TIMES_GRAMMAR_H
#define DEM_CONTEXT_TIMES_GRAMMAR_H

#include "context/times_internal.h"

/* The words of one sentence under the matchers. */
typedef struct dem_grammar {
    dem_ctx *c;
    dem_toks s;
    const dem_tword *w;
    int32_t n;
} dem_grammar;

static inline bool dem_tg_is(const dem_grammar *g, int32_t i, const char *word)
{
    return i >= 0 && i < g->n && dem_str_ieq(g->w[i].form, dem_str_c(word));
}
const dem_cue *dem_tg_in(const dem_grammar *g, int32_t i, dem_list list);
int32_t dem_tg_past_hyphen(const dem_grammar *g, int32_t i);
bool dem_tg_is_year(const dem_grammar *g, int32_t i);
bool dem_tg_is_day_number(const dem_grammar *g, int32_t i);
bool dem_tg_is_ordinal_end(const dem_grammar *g, int32_t i);
int32_t dem_tg_read_ordinal(const dem_grammar *g, int32_t i, int *out);
int32_t dem_tg_read_day(const dem_grammar *g, int32_t i, int *out);
int32_t dem_tg_read_month(const dem_grammar *g, int32_t i, int *out);
int32_t dem_tg_read_weekday(const dem_grammar *g, int32_t i, int *out);
int32_t dem_tg_read_count(const dem_grammar *g, int32_t i, int64_t *out);
int32_t dem_tg_read_unit(const dem_grammar *g, int32_t i, char *unit, bool *plural);
bool dem_tg_by_age(const dem_grammar *g, int32_t after);
bool dem_tg_done(dem_tx *x, dem_tx_kind kind, int32_t after, const char *rule);
/* The longest entry of the list that stands at i; the word after it, or i. */
int32_t dem_tg_phrase(const dem_grammar *g, int32_t i, dem_list list, const dem_cue **entry);
/* "last year", "of this year" after a month or a quarter: L T N. */
int32_t dem_tg_read_year_of(const dem_grammar *g, int32_t i, char *which);
/* The word is a common noun, adjective, … by its tag. */
dem_upos dem_tg_upos(const dem_grammar *g, int32_t i);
bool dem_tg_match_iso(const dem_grammar *g, int32_t i, dem_tx *x);
bool dem_tg_match_numeric(const dem_grammar *g, int32_t i, dem_tx *x);
int32_t dem_tg_read_year_after(const dem_grammar *g, int32_t i, int *year);
bool dem_tg_match_month_first(const dem_grammar *g, int32_t i, dem_tx *x);
bool dem_tg_match_day_first(const dem_grammar *g, int32_t i, dem_tx *x);
bool dem_tg_match_decade(const dem_grammar *g, int32_t i, dem_tx *x);
bool dem_tg_match_quarter(const dem_grammar *g, int32_t i, dem_tx *x);
bool dem_tg_match_year(const dem_grammar *g, int32_t i, dem_tx *x);
bool dem_tg_match_holiday(const dem_grammar *g, int32_t i, dem_tx *x);
bool dem_tg_match_weekday(const dem_grammar *g, int32_t i, dem_tx *x);
bool dem_tg_match_day_word(const dem_grammar *g, int32_t i, dem_tx *x);
bool dem_tg_match_ref_word(const dem_grammar *g, int32_t i, dem_tx *x);
bool dem_tg_match_directed(const dem_grammar *g, int32_t i, dem_tx *x);
bool dem_tg_match_shifted(const dem_grammar *g, int32_t i, dem_tx *x);
bool dem_tg_match_weekend(const dem_grammar *g, int32_t i, dem_tx *x);
bool dem_tg_match_season(const dem_grammar *g, int32_t i, dem_tx *x);
bool dem_tg_match_running_unit(const dem_grammar *g, int32_t i, dem_tx *x);
bool dem_tg_match_set(const dem_grammar *g, int32_t i, dem_tx *x);
bool dem_tg_match_duration(const dem_grammar *g, int32_t i, dem_tx *x);
bool dem_tg_match_clock(const dem_grammar *g, int32_t i, dem_tx *x);
bool dem_tg_match_daypart(const dem_grammar *g, int32_t i, dem_tx *x);
bool dem_tg_match_month_day(const dem_grammar *g, int32_t i, dem_tx *x);
bool dem_tg_match_half(const dem_grammar *g, int32_t i, dem_tx *x);
bool dem_tg_match_age(const dem_grammar *g, int32_t i, dem_tx *x);
bool dem_tg_match_ref_phrase(const dem_grammar *g, int32_t i, dem_tx *x);
bool dem_tg_match_year_ago(const dem_grammar *g, int32_t i, dem_tx *x);
bool dem_tg_match_year_end(const dem_grammar *g, int32_t i, dem_tx *x);
bool dem_tg_match_unit_long(const dem_grammar *g, int32_t i, dem_tx *x);
bool dem_tg_match_bare_units(const dem_grammar *g, int32_t i, dem_tx *x);
bool dem_tg_match_whole_unit(const dem_grammar *g, int32_t i, dem_tx *x);
bool dem_tg_match_hour_words(const dem_grammar *g, int32_t i, dem_tx *x);
bool dem_tg_match_that(const dem_grammar *g, int32_t i, dem_tx *x);
bool dem_tg_match_year_quarter(const dem_grammar *g, int32_t i, dem_tx *x);
bool dem_tg_match_week_of(const dem_grammar *g, int32_t i, dem_tx *x);

#endif
