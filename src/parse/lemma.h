/* SPDX-License-Identifier: Apache-2.0 */
/* Lemmas: edit scripts "<case><cut>|<add>" or "=<lemma>", see training/dmtrain/lemma.py. */
#ifndef DEM_PARSE_LEMMA_H
#define DEM_PARSE_LEMMA_H

#include "base/arena.h"
#include "parse/model.h"

/* False when the script does not fit the form. *out lies in the arena or is the form; it is empty only when memory is out. */
bool dem_lemma_apply(dem_arena *a, dem_str script, dem_str form, dem_str *out);
/* The lexicon's script for a form with this XPOS; false when it has none. */
bool dem_lemma_lookup(const dem_model *m, dem_str form, dem_str xpos, dem_str *script);

#endif
