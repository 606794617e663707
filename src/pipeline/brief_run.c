/* SPDX-License-Identifier: Apache-2.0 */
/* dem_store_brief: the brief wants its words; here they are taken out of the data built in. */
#include "brief/brief.h"
#include "pipeline/embedded.h"

int dem_store_brief(dem_store *s, const dem_filter *filter, const dem_brief_options *options, FILE *out, dem_error *err)
{
    for (const dem_embedded *f = dem_embedded_table; f->name; f++)
        if (strcmp(f->name, "lang/en/brief.txt") == 0) return dem_brief_write(s, (dem_str){f->bytes, f->n}, filter, options, out, err);
    return dem_fail(err, DEM_EDATA, "this program was built without the words of the brief");
}
