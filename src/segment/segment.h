/* SPDX-License-Identifier: Apache-2.0 */
/* Segment: text -> sentences and tokens. Reads: text, paragraphs, title_span. Writes: sentences, tokens (span, form,
 * space_after). */
#ifndef DEM_SEGMENT_SEGMENT_H
#define DEM_SEGMENT_SEGMENT_H

#include "report/report.h"

/* Abbreviations and break rules; read-only after loading, shared by threads. */
typedef struct dem_segment_rules dem_segment_rules;
/* `text`: the contents of data/lang/en/abbreviations.txt. */
int dem_segment_rules_load(dem_str text, const char *name, dem_segment_rules **out, dem_error *err);
void dem_segment_rules_free(dem_segment_rules *rules);

/* Working memory of one thread (ICU iterators). */
typedef struct dem_segmenter dem_segmenter;
int dem_segmenter_new(const dem_segment_rules *rules, dem_segmenter **out, dem_error *err);
void dem_segmenter_free(dem_segmenter *s);

int dem_segment_report(dem_segmenter *s, dem_report *r, dem_error *err);

#endif
