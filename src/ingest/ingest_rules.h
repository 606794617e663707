/* SPDX-License-Identifier: Apache-2.0 */
/* Inside ingest: what the files of data/ingest/ say. */
#ifndef DEM_INGEST_INGEST_RULES_H
#define DEM_INGEST_INGEST_RULES_H

#include "ingest/ingest.h"

typedef enum dem_line_kind {
    DEM_LINE_BODY,
    DEM_LINE_DROP,
    DEM_LINE_TAIL,
    DEM_LINE_CAPTION,
    DEM_LINE_BYLINE,
    DEM_LINE_SOURCE,
    DEM_LINE_TITLE
} dem_line_kind;

/* What a whole line is; for a byline or source *star is what its pattern's star stands for. */
dem_line_kind dem_line_classify(const dem_ingest_rules *rules, dem_str line, dem_str *star);

/* The usual name of an agency named exactly so; empty when there is none. */
dem_str dem_agency(const dem_ingest_rules *rules, dem_str name);
/* The agency glued to the end of a caption ("…in HomsReuters"): bytes of its name, 0 when there is none. */
size_t dem_glued_agency(const dem_ingest_rules *rules, dem_str line);
bool dem_is_outlet_word(const dem_ingest_rules *rules, dem_str word);
int dem_month(const dem_ingest_rules *rules, dem_str word); /* 1-12, 0 */
bool dem_is_weekday(const dem_ingest_rules *rules, dem_str word);

enum { DEM_HTML_SKIP = 1, DEM_HTML_GOOD = 2, DEM_HTML_COMMENT = 4 };
/* Flags of a word of a class, id or role attribute, lower case. */
unsigned dem_html_word(const dem_ingest_rules *rules, dem_str word);

/* The language of a text: code and name; empty when the text is too short to tell. */
typedef struct dem_language {
    dem_str code, name;
} dem_language;
dem_language dem_language_of(const dem_ingest_rules *rules, dem_str text);

#endif
