/* SPDX-License-Identifier: Apache-2.0 */
/* Inside ingest: the steps from bytes to a report, in the order they are taken. */
#ifndef DEM_INGEST_INTERNAL_H
#define DEM_INGEST_INTERNAL_H

#include "ingest/ingest_rules.h"

/* 1. Bytes of any character set -> UTF-8, without its byte order mark. `html`: a charset declared in the page counts.
   Never lossy: what cannot be decoded is DEM_EFORMAT with the byte. */
int dem_decode(dem_arena *a, dem_str bytes, bool html, const char *name, dem_str *out, dem_error *err);

/* 2. NFC, line ends as \n, no control characters, soft hyphens or zero-width marks; other spaces as a space. */
int dem_normalise(dem_arena *a, dem_str utf8, dem_str *out, dem_error *err);

/* 3. Lines and paragraphs, before anything is recognised. */
typedef struct dem_block {
    dem_str text;
    bool gap;     /* a blank line, or an element's end, stands before it */
    bool heading; /* an HTML heading */
    bool quote;
} dem_block;
typedef DEM_VEC(dem_block) dem_blocks;

/* Plain text -> paragraphs: hard-wrapped lines are joined again, each other line stands by itself. */
int dem_blocks_of_text(const dem_ingest_rules *rules, dem_arena *a, dem_str text, dem_blocks *out, dem_error *err);
/* The spans of those paragraphs in the untouched text. */
int dem_paragraphs_verbatim(const dem_ingest_rules *rules, dem_report *r, dem_error *err);

/* 4. Headline, byline, dateline, date, credits, boilerplate: into meta, or away; the rest becomes text and paragraphs.
   `headline`: the first line may be one. */
int dem_compose(const dem_ingest_rules *rules, dem_report *r, const dem_blocks *blocks, bool headline, dem_error *err);

/* A calendar day written out in a line: "Tuesday, January 31, 2012", "31 January 2012", "2012-01-31", "Jan. 31" (year
 *0). rest: the line without it, without weekdays and clock times. */
typedef struct dem_found_date {
    int year, month, day;
} dem_found_date;
bool dem_find_date(const dem_ingest_rules *rules, dem_arena *a, dem_str line, dem_found_date *out, dem_str *rest);
/* DEM_DAY_NONE when the date has no year or is no day. */
dem_day dem_found_day(dem_found_date d);
/* "2012-01-31", "2012-01-31T10:00:00Z", or written out with a year. */
dem_day dem_day_of_meta(const dem_ingest_rules *rules, dem_arena *a, dem_str s);

/* "UNITED NATIONS" -> "United Nations"; what has small letters already stays as it is. `acronyms`: words of up to three
 * letters stay. */
dem_str dem_undo_capitals(dem_arena *a, dem_str s, bool acronyms);

/* HTML -> blocks and meta. The page's title is the first block. */
int dem_html_blocks(const dem_ingest_rules *rules, dem_report *r, dem_str utf8, const char *name, dem_blocks *out,
                    dem_error *err);

/* NUL becomes a blank, in place. */
dem_str dem_blank_nul(dem_str s);
/* Decoded text that is no page: verbatim, or cleaned; `headline`: its first line may be one. */
int dem_take_text(dem_report *r, dem_str utf8, bool headline, const dem_ingest_options *o, dem_error *err);

/* 5. Limits, language, sha256; id from the name when there is none yet. */
int dem_finish(dem_report *r, const char *name, size_t line, const dem_ingest_options *o, dem_error *err);
/* The base name without extension (and without .gz). */
dem_str dem_id_of_name(dem_arena *a, const char *name);

/* What the bytes are, when the name does not say. */
dem_format dem_sniff(const char *name, dem_str head);

#endif
