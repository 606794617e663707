/* SPDX-License-Identifier: Apache-2.0 */
/* Ingest: bytes of a file -> reports with cleaned text and metadata. Reads: nothing. Writes: meta, text, title_span,
 * paragraphs. */
#ifndef DEM_INGEST_INGEST_H
#define DEM_INGEST_INGEST_H

#include "report/report.h"

typedef enum dem_format { DEM_FORMAT_AUTO, DEM_FORMAT_TEXT, DEM_FORMAT_HTML, DEM_FORMAT_JSONL } dem_format;

/* What data/ingest/ says of lines, names, pages and languages; read-only after loading, shared by threads. */
typedef struct dem_ingest_rules dem_ingest_rules;
/* The files of data/ingest/ in any order: texts[i] is named names[i]. */
int dem_ingest_rules_load(const dem_str *texts, const char *const *names, size_t n, dem_ingest_rules **out,
                          dem_error *err);
void dem_ingest_rules_free(dem_ingest_rules *rules);

typedef struct dem_ingest_options {
    const dem_ingest_rules *rules; /* NULL: text is decoded and split into paragraphs, nothing is recognised */
    dem_format format;
    bool verbatim;     /* the text is clean: nothing is cut, offsets are the caller's */
    bool any_language; /* do not refuse other languages than English */
} dem_ingest_options;

/* Limits, stated in the man page. */
#define DEM_LINE_LIMIT ((size_t)64 << 20) /* bytes of one JSON Lines record, or of one text or HTML file */
#define DEM_TEXT_LIMIT ((size_t)4 << 20)  /* bytes of one report's cleaned text */

/* One report from the bytes of a text or HTML file; `name` is the file's path (for the id and for errors). */
int dem_ingest_bytes(dem_report *r, dem_str bytes, const char *name, const dem_ingest_options *o, dem_error *err);
/* One report from a JSON object's line. `line` is its number in the file. */
int dem_ingest_json(dem_report *r, dem_str line_bytes, const char *name, size_t line, const dem_ingest_options *o,
                    dem_error *err);

/* A file (or "-"), gzipped or not, as a sequence of reports. JSON Lines are read as a stream of any length. */
typedef struct dem_source dem_source;
int dem_source_open(const char *path, const dem_ingest_options *o, dem_source **out, dem_error *err);
/* *got false: no more. On an error the failed record is passed over and the source can be read on. */
int dem_source_next(dem_source *s, dem_report *r, bool *got, dem_error *err);
void dem_source_close(dem_source *s);

#endif
