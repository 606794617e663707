/* SPDX-License-Identifier: Apache-2.0 */
/* Building actor codes (state and sector triples) and the "by" strings that say what decided. */
#include "actors/internal.h"

bool dem_has_sector(dem_str code, const char *sector)
{
    for (size_t i = 0; i + 3 <= code.n; i += 3)
        if (memcmp(code.p + i, sector, 3) == 0) return true;
    return false;
}

dem_str dem_join_code(dem_actors *x, dem_str owner, dem_str role, bool belongs, bool body)
{
    if (!owner.n) return role;
    if (!role.n || dem_str_is(role, "*")) return owner;
    if (!dem_code_is_country(owner)) return owner;
    if (owner.n > 3 && (belongs || body)) return owner;
    /* the rebels' commander is a rebel, the government's is an officer */
    bool opposed = dem_has_sector(owner, "REB") || dem_has_sector(owner, "OPP");
    if (opposed && (dem_has_sector(role, "MIL") || dem_has_sector(role, "GOV"))) return owner;
    return dem_str_printf(x->a, "%.3s%.*s", owner.p, DEM_FMT(role));
}

dem_str dem_former_code(dem_actors *x, dem_str code)
{
    if (!dem_has_sector(code, "GOV")) return code;
    if (!dem_code_is_country(code)) return DEM_STR("ELI");
    return dem_str_printf(x->a, "%.3sELI", code.p);
}

dem_str dem_by(dem_actors *x, const char *how, dem_str what, dem_str more)
{
    if (!more.n) return dem_str_printf(x->a, "%s%.*s", how, DEM_FMT(what));
    return dem_str_printf(x->a, "%s%.*s+%.*s", how, DEM_FMT(what), DEM_FMT(more));
}
