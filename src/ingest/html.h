/* SPDX-License-Identifier: Apache-2.0 */
/* Inside ingest: a parsed page. */
#ifndef DEM_INGEST_HTML_H
#define DEM_INGEST_HTML_H

#include "ingest/internal.h"

#include <libxml/HTMLparser.h>

/* Depth-first over the elements and texts below root, without recursion. `enter` false: its children are passed over.
 */
xmlNode *dem_dom_next(const xmlNode *root, xmlNode *at, bool enter);
bool dem_dom_is(const xmlNode *n, const char *tag);
/* An attribute's value in the arena; empty when there is none. */
dem_str dem_dom_attr(dem_arena *a, const xmlNode *n, const char *name);
/* All text below the node with its white space collapsed. */
dem_str dem_dom_text(dem_arena *a, const xmlNode *n);

/* Title, author, publisher, date, address and language from <meta>, <title>, <time>, <link>, <html lang> and JSON-LD.
 */
void dem_html_meta(const dem_ingest_rules *rules, dem_report *r, const xmlNode *root);
/* The main text as blocks. */
int dem_html_main(const dem_ingest_rules *rules, dem_report *r, xmlNode *root, dem_blocks *out, dem_error *err);

#endif
