/* SPDX-License-Identifier: Apache-2.0 */
/* What the features of a form add up to, remembered for the forms last seen: most words of a text are among them, and
   neither their features nor the rows of the embedding need be looked up again. */
#ifndef DEM_PARSE_FORMS_H
#define DEM_PARSE_FORMS_H

#include "parse/model.h"

typedef struct dem_forms dem_forms;

dem_forms *dem_forms_new(const dem_model *m); /* NULL when memory is out */
void dem_forms_free(dem_forms *f);
/* x[E], which is zero, becomes the sum of the form's rows: the same bits, remembered or not. */
void dem_forms_sum(dem_forms *f, dem_str form, float *x);

#endif
