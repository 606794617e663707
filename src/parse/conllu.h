/* SPDX-License-Identifier: Apache-2.0 */
/* CoNLL-U in and out. */
#ifndef DEM_PARSE_CONLLU_H
#define DEM_PARSE_CONLLU_H

#include "report/report.h"

#include <stdio.h>

/* Appends all sentences of CoNLL-U `bytes` to the empty report r: text is rebuilt from forms and SpaceAfter=No.
   Multiword tokens are read as their words and remembered; empty nodes are passed over; comments are kept. Errors name the
   line. Trees are linked when they are trees (and `sentence.parsed` is set), else left without heads. */
int dem_conllu_read(dem_report *r, dem_str bytes, const char *name, dem_error *err);
/* Sentences that came from CoNLL-U get their own comments back, others "# sent_id" and "# text". */
int dem_conllu_write(const dem_report *r, FILE *out, dem_error *err);

#endif
