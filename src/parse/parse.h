/* SPDX-License-Identifier: Apache-2.0 */
/* Parse: tokens -> tags, lemmas, dependency tree. Reads: sentences, tokens. Writes: lemma upos xpos feats head deprel, links, root. */
#ifndef DEM_PARSE_PARSE_H
#define DEM_PARSE_PARSE_H

#include "report/report.h"

/* The trained model: read-only, shared by threads. */
typedef struct dem_model dem_model;
int dem_model_open_file(const char *path, dem_model **out, dem_error *err);
/* `bytes` must outlive the model and be 64-byte aligned. */
int dem_model_open_memory(const void *bytes, size_t n, const char *name, dem_model **out, dem_error *err);
void dem_model_close(dem_model *m);
const char *dem_model_version(const dem_model *m);

/* Working memory of one thread. */
typedef struct dem_parser dem_parser;
int dem_parser_new(const dem_model *m, dem_parser **out, dem_error *err);
void dem_parser_free(dem_parser *p);

/* All sentences; every one gets a single-rooted tree whatever its tokens are. */
int dem_parse_report(dem_parser *p, dem_report *r, dem_error *err);
int dem_parse_sentence(dem_parser *p, dem_report *r, int32_t sentence, dem_error *err);

#endif
