/* SPDX-License-Identifier: Apache-2.0 */
/* The public store: which back end a path means, and putting a coded report into it. */
#include "store/store.h"

int dem_store_open(const char *path, bool create, dem_store **out, dem_error *err)
{
    *out = NULL;
    if (!path || !path[0]) return dem_fail(err, DEM_EUSAGE, "no database is named");
    if (dem_str_istarts(dem_str_c(path), DEM_STR("postgres://")) || dem_str_istarts(dem_str_c(path), DEM_STR("postgresql://")))
        return dem_fail_at(err, DEM_EUSAGE, path, 0, -1, "this build keeps stores in SQLite files only");
    return dem_sqlite_open(path, create, out, err);
}

void dem_store_close(dem_store *s)
{
    if (s) s->ops->close(s);
}

enum { MAX_SAME_ID = 100000 };

static int free_id(dem_store *s, dem_report *r, dem_error *err)
{
    dem_str id = r->meta.id;
    for (int i = 2; i < MAX_SAME_ID; i++) {
        bool taken;
        int rc = s->ops->has_id(s, r->meta.id, &taken, err);
        if (rc != DEM_OK || !taken) return rc;
        r->meta.id = dem_str_printf(r->arena, "%.*s~%d", DEM_FMT(id), i);
        if (!r->meta.id.p) return dem_fail(err, DEM_EMEMORY, "the report is over its memory limit");
    }
    return dem_fail(err, DEM_ELIMIT, "too many reports with the id \"%.*s\"", DEM_FMT(dem_str_cut(id, 0, 100)));
}

int dem_store_put(dem_store *s, const dem_codebook *book, const dem_store_origin *origin, dem_report *r, bool *added, dem_error *err)
{
    *added = false;
    if (!r->meta.id.n) return dem_fail(err, DEM_EUSAGE, "a report without an id cannot be stored");
    if (!r->meta.sha256[0]) return dem_fail(err, DEM_EUSAGE, "a report without the hash of its text cannot be stored");
    bool there;
    int rc = s->ops->has(s, dem_str_c(r->meta.sha256), r->meta.publisher, &there, err);
    if (rc != DEM_OK || there) return rc;
    dem_str given = r->meta.id;
    dem_rows rows;
    rc = free_id(s, r, err);
    if (rc == DEM_OK) rc = dem_rows_make(r, book, true, &rows, err);
    if (rc == DEM_OK) rc = s->ops->put(s, &rows, origin, added, err);
    r->meta.id = given;
    return rc;
}
