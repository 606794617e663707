/* SPDX-License-Identifier: Apache-2.0 */
/* From arc scores to the best tree with one root. */
#ifndef DEM_PARSE_TREE_H
#define DEM_PARSE_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Working memory for sentences of up to `max` tokens. NULL when memory is out. */
typedef struct dem_tree dem_tree;
dem_tree *dem_tree_new(size_t max);
void dem_tree_free(dem_tree *t);

/* scores: n rows (dependents) of n + 1 columns (0 the root, j the j-th token). head[i]: 0 the root, else 1-based.
   Whatever the scores are (NaN too), the heads form a tree with exactly one root. n is at most `max`. */
void dem_tree_best(dem_tree *t, const float *scores, size_t n, uint16_t *head);
/* True when the heads (same form) are a tree with exactly one root. seen is room for n + 1. */
bool dem_tree_single_rooted(const uint16_t *head, size_t n, uint16_t *seen);

#endif
