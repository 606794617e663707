/* SPDX-License-Identifier: Apache-2.0 */
/* Export: a coded report -> the formats it is printed in. Reads: all layers. Writes: nothing of the report but the code-point table and the
   ids, which are built on demand in its arena. Same report and same codebook give the same bytes. */
#ifndef DEM_EXPORT_EXPORT_H
#define DEM_EXPORT_EXPORT_H

#include "base/buf.h"
#include "base/json_out.h"
#include "demarche/demarche.h"
#include "events/events.h"

/* What the codes mean: type, mode, quad class, Goldstein value. `lookup` may be NULL: then only the codes are printed. */
typedef struct dem_codebook {
    bool (*lookup)(const void *ctx, dem_str cameo, dem_ontology_entry *out);
    const void *ctx;
} dem_codebook;

/* ---- for the pipeline ---- */

/* Appends what `output` makes of the report. Works at every depth: layers that were not filled are left out. */
int dem_export(dem_report *r, const dem_rules *rules, dem_output output, bool color, dem_buf *out, dem_error *err);
/* Appends what stands once before the first report: the header line of DEM_OUT_CSV, nothing for other formats. */
void dem_export_begin(dem_output output, dem_buf *out);

/* ---- single writers, for the store, for evaluation and for tests ---- */

/* The codebook of loaded rules; `rules` NULL gives an empty one. */
dem_codebook dem_codebook_of(const dem_rules *rules);
bool dem_codebook_find(const dem_codebook *book, const char *cameo, dem_ontology_entry *out);

/* Ids of a report's records: a hash of the report's id and text and of what the record says, not of its place in the output. */
typedef struct dem_ids {
    uint64_t *statements, *events, *claims; /* parallel to the report's vectors; unique in the report */
    uint64_t *clusters;                     /* per event: id of the first event of its cluster, 0 when it stands alone */
    int32_t *first_condition, *next_condition; /* per statement, per condition: those that bind no event, as linked lists */
} dem_ids;
int dem_ids_make(dem_report *r, dem_ids *out, dem_error *err);
typedef struct dem_id_text {
    char c[24];
} dem_id_text;
dem_id_text dem_id_statement(const dem_ids *ids, size_t i);
dem_id_text dem_id_event(const dem_ids *ids, size_t i);
dem_id_text dem_id_claim(const dem_ids *ids, size_t i);
/* The cluster of event i, written as the id of the cluster's first event; empty when it stands alone. */
dem_id_text dem_id_cluster(const dem_ids *ids, size_t i);

/* One JSON object each, without a newline. */
void dem_record_report(dem_json *j, dem_report *r);
void dem_record_statement(dem_json *j, dem_report *r, const dem_ids *ids, size_t i);
void dem_record_event(dem_json *j, dem_report *r, const dem_codebook *book, const dem_ids *ids, size_t i);
void dem_record_claim(dem_json *j, dem_report *r, const dem_ids *ids, size_t i);

void dem_write_records(dem_report *r, const dem_codebook *book, const dem_ids *ids, bool with_report, dem_buf *out);
void dem_write_annotate(dem_report *r, const dem_codebook *book, const dem_ids *ids, dem_buf *out);
int dem_write_table(dem_report *r, const dem_codebook *book, bool color, dem_buf *out, dem_error *err);
void dem_write_csv_header(dem_buf *out);
int dem_write_csv(dem_report *r, const dem_codebook *book, dem_buf *out, dem_error *err);
void dem_write_text(dem_report *r, dem_buf *out);
void dem_write_explain(dem_report *r, const dem_codebook *book, bool color, dem_buf *out);

/* ---- what several writers share ---- */

/* The words for an actor: its canonical name, else the words in the text. */
dem_str dem_actor_label(const dem_report *r, const dem_actor *a);
/* A code's parts: "SYRGOVMIL" -> country SYR (when `country` says so), sectors GOV, MIL. Returns how many sectors were written. */
size_t dem_code_sectors(dem_str code, const char *country, dem_str *out, size_t max);
/* What is said of a statement's speaker, "" when it names none. */
dem_str dem_speaker_label(const dem_report *r, const dem_statement *s);
dem_str dem_qualifier_words(dem_str qualifier); /* at_least -> "at least" */

#endif
