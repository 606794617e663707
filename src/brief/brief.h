/* SPDX-License-Identifier: Apache-2.0 */
/* Brief: what the stored reports tell, for people, as plain text, markdown or a page of HTML. Reads: the store. Writes: text, and when
   asked which reports it has shown. */
#ifndef DEM_BRIEF_BRIEF_H
#define DEM_BRIEF_BRIEF_H

#include "store/store.h"

/* What dem_store_brief does once the pipeline has found `words`: the text of data/lang/LANGUAGE/brief.txt. */
int dem_brief_write(dem_store *s, dem_str words, const dem_filter *filter, const dem_brief_options *options, FILE *out, dem_error *err);

#endif
