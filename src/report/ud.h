/* SPDX-License-Identifier: Apache-2.0 */
/* Universal Dependencies as enums: part-of-speech tags and relations (with subtypes). */
#ifndef DEM_REPORT_UD_H
#define DEM_REPORT_UD_H

#include "base/str.h"

typedef enum dem_upos {
    DEM_UPOS_NONE = 0,
#define UPOS(name) DEM_##name,
#include "report/ud.def"
#undef UPOS
    DEM_UPOS_COUNT
} dem_upos;

typedef enum dem_rel {
    DEM_REL_NONE = 0,
#define REL(id, label, base) DEM_REL_##id,
#include "report/ud.def"
#undef REL
    DEM_REL_COUNT
} dem_rel;

/* Unknown names give NONE; an unknown subtype of a known relation gives the relation. */
dem_upos dem_upos_parse(dem_str name);
dem_rel dem_rel_parse(dem_str label);
const char *dem_upos_name(dem_upos u); /* "_" for NONE */
const char *dem_rel_name(dem_rel r);
/* The relation without its subtype: nsubj:pass -> nsubj. */
dem_rel dem_rel_base(dem_rel r);

#endif
