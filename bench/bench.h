/* SPDX-License-Identifier: Apache-2.0 */
/* Parts of demarche-bench. */
#ifndef DEM_BENCH_H
#define DEM_BENCH_H

#include "base/arena.h"
#include "base/vec.h"
#include "stories/stories.h"

double bench_now(void);
/* Prints how long a lexicon of 100,000 names takes to load and what a look-up costs for each of the words. False when something failed. */
bool bench_lexicon(const dem_str *words, size_t n);

/* Prints how linking reports grows with their number. False when something failed. */
bool bench_stories(const dem_story_rules *rules);

#endif
