/* SPDX-License-Identifier: Apache-2.0 */
/* The public store: which back end a path means, and putting a coded report into it. */
#include "store/put.h"

#include <stdlib.h>

int dem_store_open(const char *path, bool create, dem_store **out, dem_error *err)
{
    *out = NULL;
    if (!path || !path[0]) return dem_fail(err, DEM_EUSAGE, "no database is named");
    dem_str where = dem_str_c(path);
    if (dem_str_istarts(where, DEM_STR("postgres://")) || dem_str_istarts(where, DEM_STR("postgresql://")))
        return dem_postgres_open(path, create, out, err);
    if (dem_str_istarts(where, DEM_STR("postgres:"))) return dem_postgres_open(path + strlen("postgres:"), create, out, err);
    return dem_sqlite_open(path, create, out, err);
}

void dem_store_close(dem_store *s)
{
    if (!s) return;
    for (size_t i = 0; i < s->n_kept; i++) dem_sql_free(s->kept[i].st);
    free(s->kept);
    s->ops->close(s);
}

void dem_store_replace(dem_store *s, bool replace)
{
    s->replace = replace;
}

size_t dem_store_recoded(const dem_store *s)
{
    return s->recoded;
}

enum { MAX_SAME_ID = 100000, MAX_TRIES = 20 };

/* True when a report of this id is there. */
static int id_taken(dem_store *s, dem_str id, bool *taken, dem_error *err)
{
    dem_stmt *st;
    int64_t key = -1;
    int rc = dem_sql_kept(s, "SELECT key FROM reports WHERE id=?", &st, err);
    if (rc != DEM_OK) return rc;
    dem_sql_text(st, id);
    rc = dem_sql_run_key(st, &key, err);
    *taken = key >= 0;
    return rc;
}

/* The id under which this text of this publisher is stored; empty when it is not. */
static int stored_id(dem_store *s, dem_report *r, dem_str *id, dem_error *err)
{
    dem_stmt *st;
    bool row;
    *id = DEM_STR_NONE;
    int rc = dem_sql_kept(s, "SELECT id FROM reports WHERE sha256=? AND coalesce(publisher, '')=coalesce(?, '')", &st, err);
    if (rc != DEM_OK) return rc;
    dem_sql_text(st, dem_str_c(r->meta.sha256));
    dem_sql_text(st, r->meta.publisher);
    rc = dem_sql_step(st, &row, err);
    if (rc != DEM_OK || !row) return rc;
    *id = dem_col_text(st, r->arena);
    dem_sql_reset(st);
    return DEM_OK;
}

static int free_id(dem_store *s, dem_report *r, dem_error *err)
{
    dem_str id = r->meta.id;
    for (int i = 2; i < MAX_SAME_ID; i++) {
        bool taken;
        int rc = id_taken(s, r->meta.id, &taken, err);
        if (rc != DEM_OK || !taken) return rc;
        r->meta.id = dem_str_printf(r->arena, "%.*s~%d", DEM_FMT(id), i);
        if (!r->meta.id.p) return dem_fail(err, DEM_EMEMORY, "the report is over its memory limit");
    }
    return dem_fail(err, DEM_ELIMIT, "too many reports with the id \"%.*s\"", DEM_FMT(dem_str_cut(id, 0, 100)));
}

/* The report's rows under the id that it has or gets in the store, in one transaction. */
static int put_once(dem_store *s, const dem_codebook *book, const dem_store_origin *origin, dem_report *r, dem_put_result *result,
                    dem_error *err)
{
    dem_str id;
    dem_rows rows;
    bool known = false;
    int rc = s->replace ? DEM_OK : dem_store_coded(s, origin, r, &known, err);
    *result = known ? DEM_PUT_NOTHING : DEM_PUT_NEEDED;
    if (rc != DEM_OK || known) return rc;
    s->doing = "the report was not stored";
    rc = stored_id(s, r, &id, err);
    if (rc == DEM_OK && id.n) r->meta.id = id;
    if (rc == DEM_OK && !id.n) rc = free_id(s, r, err);
    if (rc == DEM_OK) rc = dem_rows_make(r, book, true, &rows, err);
    dem_digest digest;
    const dem_digester *maker = origin->digester;
    if (rc == DEM_OK && maker) rc = maker->make(maker->ctx, r, r->arena, &digest, err);
    return rc == DEM_OK ? dem_put_rows(s, &rows, maker ? &digest : NULL, origin, result, err) : rc;
}

int dem_store_put(dem_store *s, const dem_codebook *book, const dem_store_origin *origin, dem_report *r, bool *added, dem_error *err)
{
    *added = false;
    if (!r->meta.id.n) return dem_fail(err, DEM_EUSAGE, "a report without an id cannot be stored");
    if (!r->meta.sha256[0]) return dem_fail(err, DEM_EUSAGE, "a report without the hash of its text cannot be stored");
    dem_str given = r->meta.id;
    dem_put_result result = DEM_PUT_NOTHING;
    int rc = DEM_OK;
    /* Another writer may take the id, or enter the same report, between the question and the answer: then all is asked again. */
    for (int i = 0; i < MAX_TRIES; i++) {
        r->meta.id = given;
        s->conflict = false;
        rc = put_once(s, book, origin, r, &result, err);
        if (rc == DEM_OK ? result != DEM_PUT_NEEDED : !s->conflict) break;
    }
    r->meta.id = given;
    *added = rc == DEM_OK && result == DEM_PUT_NEW;
    s->recoded += rc == DEM_OK && result == DEM_PUT_ANEW;
    return rc;
}
