/* SPDX-License-Identifier: Apache-2.0 */
/* The first layer, a convolution, form by form. Its input row of a token is made by the token's form and its window's kind
   alone, so what a row adds to its own output row and to the two beside it is remembered for the forms last seen: most
   words of a text are among them, and cost neither a look at the embedding nor a product. */
#ifndef DEM_PARSE_FIRST_H
#define DEM_PARSE_FIRST_H

#include "parse/model.h"

typedef struct dem_first dem_first;

/* For groups of at most `rows` rows; NULL when memory is out. */
dem_first *dem_first_new(const dem_model *m, size_t rows);
void dem_first_free(dem_first *f);
/* The group's row is that of an empty place between windows. */
void dem_first_gap(dem_first *f, size_t row);
/* The group's row is that of a token in a window of a kind (below 64); `opens`: it is the window's first. x[E] becomes the
   sum of its features: the same bits, remembered or not. */
void dem_first_token(dem_first *f, size_t row, dem_str form, int kind, bool opens, float *x);
/* The layer's output of rows 1 .. rows-2 into y, row 1 first; x holds the input rows. Starts the next group. */
void dem_first_run(dem_first *f, size_t rows, const float *x, float *y);

#endif
