/* SPDX-License-Identifier: Apache-2.0 */
/* eval webpages: the main text found in web pages, against the text of the articles. */
#ifndef DEM_EVAL_EVAL_WEBPAGES_H
#define DEM_EVAL_EVAL_WEBPAGES_H

#include "demarche/demarche.h"
#include "ingest/ingest.h"

/* paths: folders with ground-truth.json ({"ID": {"articleBody": "…"}}) and ID.html or ID.html.gz beside it. */
int dem_eval_webpages(const dem_ingest_rules *rules, const char *const *paths, size_t n_paths,
                      const dem_eval_options *o, FILE *out, dem_error *err);

#endif
