/* SPDX-License-Identifier: Apache-2.0 */
/* The stage: times, places, quotes, statements, conditions, claims, in the order one needs the other. */
#include "context/context_internal.h"

int dem_context_report(const dem_context_rules *rules, const dem_lexicon *lex, dem_report *r, dem_error *err)
{
    dem_ctx c = {.rules = rules, .lex = lex, .r = r, .anchor = DEM_DAY_NONE, .cues = dem_cues_of_tokens(rules, r)};
    if (!c.cues) return dem_fail(err, DEM_EMEMORY, "memory is out");
    int rc = dem_times_report(&c, err);
    if (rc == DEM_OK) rc = dem_places_report(&c, err);
    if (rc == DEM_OK) rc = dem_quotes_report(&c, err);
    if (rc == DEM_OK) rc = dem_attribution_report(&c, err);
    if (rc == DEM_OK) rc = dem_conditions_report(&c, err);
    if (rc == DEM_OK) rc = dem_claims_report(&c, err);
    return rc;
}
