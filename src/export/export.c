/* SPDX-License-Identifier: Apache-2.0 */
/* Which writer an output format has, and the codebook that the rules carry. */
#include "export/export.h"

#include "parse/conllu.h"

#include <stdlib.h>

static bool rules_lookup(const void *ctx, dem_str cameo, dem_ontology_entry *out)
{
    return dem_ontology_lookup(ctx, cameo, out);
}

dem_codebook dem_codebook_of(const dem_rules *rules)
{
    return (dem_codebook){rules ? rules_lookup : NULL, rules};
}

static int write_conllu(const dem_report *r, dem_buf *out, dem_error *err)
{
    char *p = NULL;
    size_t n = 0;
    FILE *f = open_memstream(&p, &n);
    if (!f) return dem_fail(err, DEM_EMEMORY, "memory is out");
    int rc = dem_conllu_write(r, f, err);
    if (fclose(f) != 0 && rc == DEM_OK) rc = dem_fail(err, DEM_EMEMORY, "memory is out");
    if (rc == DEM_OK) dem_buf_add(out, p, n);
    free(p);
    return rc;
}

void dem_export_begin(dem_output output, dem_buf *out)
{
    if (output == DEM_OUT_CSV) dem_write_csv_header(out);
}

int dem_export(dem_report *r, const dem_rules *rules, dem_output output, bool color, dem_buf *out, dem_error *err)
{
    dem_codebook book = dem_codebook_of(rules);
    dem_ids ids = {0};
    int rc = DEM_OK;
    if (output == DEM_OUT_JSONL || output == DEM_OUT_EVENTS || output == DEM_OUT_ANNOTATE)
        rc = dem_ids_make(r, &ids, err);
    if (rc != DEM_OK) return rc;
    switch (output) {
    case DEM_OUT_NONE: break;
    case DEM_OUT_JSONL: dem_write_records(r, &book, &ids, true, out); break;
    case DEM_OUT_EVENTS: dem_write_records(r, &book, &ids, false, out); break;
    case DEM_OUT_CSV: rc = dem_write_csv(r, &book, out, err); break;
    case DEM_OUT_TABLE: rc = dem_write_table(r, &book, color, out, err); break;
    case DEM_OUT_ANNOTATE: dem_write_annotate(r, &book, &ids, out); break;
    case DEM_OUT_CONLLU: rc = write_conllu(r, out, err); break;
    case DEM_OUT_TEXT: dem_write_text(r, out); break;
    case DEM_OUT_EXPLAIN: dem_write_explain(r, &book, color, out); break;
    }
    if (rc == DEM_OK && out->failed) rc = dem_fail(err, DEM_EMEMORY, "memory is out");
    return rc;
}
