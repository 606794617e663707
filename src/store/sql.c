/* SPDX-License-Identifier: Apache-2.0 */
/* Statements over both back ends: binding in order, reading in order, the statements that a store keeps. */
#include "store/sql.h"

#include <math.h>
#include <stdlib.h>

int dem_sql_open(dem_store *s, dem_str sql, dem_stmt **out, dem_error *err)
{
    *out = NULL;
    if (s->trace) {
        dem_buf_str(s->trace, sql);
        dem_buf_ch(s->trace, '\n');
    }
    int rc = s->ops->prepare(s, sql, out, err);
    if (rc == DEM_OK) (*out)->store = s;
    return rc;
}

void dem_sql_free(dem_stmt *st)
{
    if (st) st->store->ops->finalize(st);
}

int dem_sql_kept(dem_store *s, const char *sql, dem_stmt **out, dem_error *err)
{
    size_t at = 0;
    while (at < s->n_kept && s->kept[at].sql != sql) at++;
    if (at == s->n_kept) /* the same words may stand in another place of the program */
        for (at = 0; at < s->n_kept && strcmp(s->kept[at].sql, sql) != 0;) at++;
    if (at < s->n_kept) {
        *out = s->kept[at].st;
        dem_sql_reset(*out);
        return DEM_OK;
    }
    dem_kept *more = realloc(s->kept, (s->n_kept + 1) * sizeof *more);
    if (!more) return dem_fail(err, DEM_EMEMORY, "memory is out");
    s->kept = more;
    int rc = dem_sql_open(s, dem_str_c(sql), out, err);
    if (rc == DEM_OK) s->kept[s->n_kept++] = (dem_kept){sql, *out};
    return rc;
}

int dem_sql_exec(dem_store *s, const char *sql, dem_error *err)
{
    return s->ops->exec(s, sql, err);
}

void dem_sql_text(dem_stmt *st, dem_str v)
{
    st->store->ops->bind_text(st, st->at++, v);
}

void dem_sql_blob(dem_stmt *st, dem_str v)
{
    st->store->ops->bind_blob(st, st->at++, v);
}

void dem_sql_int(dem_stmt *st, int64_t v)
{
    st->store->ops->bind_int(st, st->at++, v);
}

void dem_sql_count(dem_stmt *st, int64_t v)
{
    if (v < 0)
        dem_sql_text(st, DEM_STR_NONE);
    else
        dem_sql_int(st, v);
}

void dem_sql_real(dem_stmt *st, double v, bool there)
{
    if (!there || !isfinite(v))
        dem_sql_text(st, DEM_STR_NONE);
    else
        st->store->ops->bind_real(st, st->at++, v);
}

int dem_sql_step(dem_stmt *st, bool *row, dem_error *err)
{
    st->col = 0;
    int rc = st->store->ops->step(st, row, err);
    if (rc != DEM_OK || !*row) st->at = 0;
    return rc;
}

void dem_sql_reset(dem_stmt *st)
{
    st->store->ops->reset(st);
    st->at = st->col = 0;
}

int dem_sql_run(dem_stmt *st, dem_error *err)
{
    bool row = true;
    int rc = DEM_OK;
    while (rc == DEM_OK && row) rc = dem_sql_step(st, &row, err);
    return rc;
}

int dem_sql_run_key(dem_stmt *st, int64_t *key, dem_error *err)
{
    bool row;
    int rc = dem_sql_step(st, &row, err);
    *key = -1;
    if (rc != DEM_OK || !row) return rc;
    *key = dem_col_int(st, -1);
    return dem_sql_run(st, err);
}

dem_str dem_col_text(dem_stmt *st, dem_arena *a)
{
    dem_str v = st->store->ops->text(st, st->col++);
    return v.n ? dem_str_dup(a, v) : DEM_STR_NONE;
}

dem_str dem_col_blob(dem_stmt *st, dem_arena *a)
{
    return st->store->ops->blob(st, st->col++, a);
}

int64_t dem_col_int(dem_stmt *st, int64_t absent)
{
    int col = st->col++;
    return st->store->ops->is_null(st, col) ? absent : st->store->ops->integer(st, col);
}

double dem_col_real(dem_stmt *st, bool *there)
{
    int col = st->col++;
    bool null = st->store->ops->is_null(st, col);
    if (there) *there = !null;
    return null ? 0 : st->store->ops->real(st, col);
}

/* ---- transactions ---- */

int dem_store_begin(dem_store *s, bool write, dem_error *err)
{
    s->conflict = false;
    if (s->batch == DEM_BATCH_OPEN) return DEM_OK;
    if (s->batch == DEM_BATCH_LOST) return dem_fail_at(err, DEM_ESTORE, s->path, 0, -1, "%s: one before it in its batch has failed", s->doing);
    int rc = s->ops->begin(s, write, err);
    s->conflict = false; /* the other writer has been waited for: that is not to be done again and again */
    if (rc == DEM_OK && s->batch == DEM_BATCH_WAITS) s->batch = DEM_BATCH_OPEN;
    return rc;
}

int dem_store_commit(dem_store *s, dem_error *err)
{
    return s->batch == DEM_BATCH_OPEN ? DEM_OK : s->ops->exec(s, "COMMIT", err);
}

void dem_store_rollback(dem_store *s)
{
    bool conflict = s->conflict;
    (void)s->ops->exec(s, "ROLLBACK", NULL);
    s->coding = 0; /* it may have been entered in this transaction */
    if (s->batch == DEM_BATCH_OPEN) s->batch = DEM_BATCH_LOST;
    s->conflict = conflict && s->batch != DEM_BATCH_LOST; /* trying again would not bring the others back */
}

/* Where several write at once a batch would hold rows that others wait for, and wait for theirs. */
int dem_store_batch_begin(dem_store *s, dem_error *err)
{
    (void)err;
    if (s->ops->dialect == DEM_DIALECT_SQLITE) s->batch = DEM_BATCH_WAITS;
    return DEM_OK;
}

int dem_store_batch_end(dem_store *s, dem_error *err)
{
    dem_batch was = s->batch;
    s->batch = DEM_BATCH_NONE;
    s->doing = "the last reports were not stored";
    if (was == DEM_BATCH_LOST) return dem_fail_at(err, DEM_ESTORE, s->path, 0, -1, "%s: one of them has failed", s->doing);
    int rc = was == DEM_BATCH_OPEN ? dem_store_commit(s, err) : DEM_OK;
    if (rc != DEM_OK) dem_store_rollback(s);
    return rc;
}

bool dem_store_conflict(const dem_store *s)
{
    return s->conflict;
}
