/* SPDX-License-Identifier: Apache-2.0 */
/* Showing what the lexicon knows of a name on a day, what it takes it for and why, and what else it could have been. */
#ifndef DEM_ACTORS_LEXSHOW_H
#define DEM_ACTORS_LEXSHOW_H

#include "actors/actors.h"
#include "base/buf.h"

/* Appends it as text, or as JSON Lines, one object for each reading with the one that is taken first. Gives the number of readings. */
size_t dem_lexicon_show(const dem_lexicon *lex, dem_str name, dem_day on, bool jsonl, dem_buf *out);

#endif
