/* SPDX-License-Identifier: Apache-2.0 */
/* Names of Universal Dependencies tags and relations. */
#include "report/ud.h"

static const char *const upos_names[DEM_UPOS_COUNT] = {
    "_",
#define UPOS(name) #name,
#include "report/ud.def"
#undef UPOS
};

static const char *const rel_names[DEM_REL_COUNT] = {
    "_",
#define REL(id, label, base) label,
#include "report/ud.def"
#undef REL
};

static const unsigned char rel_bases[DEM_REL_COUNT] = {
    DEM_REL_NONE,
#define REL(id, label, base) DEM_REL_##base,
#include "report/ud.def"
#undef REL
};

dem_upos dem_upos_parse(dem_str name)
{
    for (int i = 1; i < DEM_UPOS_COUNT; i++)
        if (dem_str_is(name, upos_names[i])) return (dem_upos)i;
    return DEM_UPOS_NONE;
}

dem_rel dem_rel_parse(dem_str label)
{
    for (int i = 1; i < DEM_REL_COUNT; i++)
        if (dem_str_is(label, rel_names[i])) return (dem_rel)i;
    size_t colon = dem_str_find(label, DEM_STR(":"), 0);
    if (colon == SIZE_MAX) return DEM_REL_NONE;
    return dem_rel_parse(dem_str_cut(label, 0, colon));
}

const char *dem_upos_name(dem_upos u)
{
    return (unsigned)u < DEM_UPOS_COUNT ? upos_names[u] : "_";
}

const char *dem_rel_name(dem_rel r)
{
    return (unsigned)r < DEM_REL_COUNT ? rel_names[r] : "_";
}

dem_rel dem_rel_base(dem_rel r)
{
    return (unsigned)r < DEM_REL_COUNT ? (dem_rel)rel_bases[r] : DEM_REL_NONE;
}
