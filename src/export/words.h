/* SPDX-License-Identifier: Apache-2.0 */
/* Parts of a record in words, shared by the writers that are read by people. */
#ifndef DEM_EXPORT_WORDS_H
#define DEM_EXPORT_WORDS_H

#include "export/export.h"

/* "Iran [IRNGOV]; Syria [SYR]"; `codes` false leaves the brackets out. */
void dem_words_actors(const dem_report *r, const dem_actor *a, size_t n, bool codes, dem_buf *out);
/* "2012-01-30" or "2012-01-30/2012-02-01"; nothing when there is no date. */
void dem_words_date(const dem_event *e, dem_buf *out);
void dem_words_condition(const dem_report *r, const dem_condition *c, dem_buf *out);

#endif
