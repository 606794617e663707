/* SPDX-License-Identifier: Apache-2.0 */
/* What eval stories and eval initiatives share: the reports that belong to a gold folder, coded and linked. */
#ifndef DEM_EVAL_WEB_H
#define DEM_EVAL_WEB_H

#include "eval/bench.h"

#include <jansson.h>

/* A sentence of a coded report, for locators. */
typedef struct dem_gold_sentences {
    dem_str id;
    dem_strs sentences;
} dem_gold_sentences;

typedef struct dem_gold_web {
    dem_web *web;
    DEM_VEC(dem_gold_sentences) reports; /* parallel to the web's */
    char folder[1024];
} dem_gold_web;

/* Codes and links the reports of the gold folder (its file NAME must be there): …/NAME for …/tests/gold/NAME, $DEMARCHE_DATA/../NAME or
   ../shared/NAME beside the repository; further paths are reports too. *there false: no reports were found. */
int dem_gold_web_open(dem_bench *b, const char *const *paths, size_t n, const char *name, dem_gold_web *out, bool *there, dem_error *err);
void dem_gold_web_close(dem_gold_web *g);
/* Says that the reports of the gold are not here, and closes. */
void dem_gold_web_skip(dem_bench *b, dem_gold_web *g, const char *kind);
/* The JSON file of that name in the gold folder; NULL with an error when it cannot be read. */
json_t *dem_gold_json(const dem_gold_web *g, const char *name, dem_error *err);

static inline const char *dem_gold_text(const json_t *v, const char *key)
{
    const char *s = json_string_value(json_object_get(v, key));
    return s ? s : "";
}

#endif
