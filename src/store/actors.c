/* SPDX-License-Identifier: Apache-2.0 */
/* The dictionary of actors: who occurs in the store, once each, so that a filter by code or name looks at it and not at every event. */
#include "store/sql.h"

static int select_actor(dem_store *s, const dem_party_row *p, dem_str folded, int64_t *key, dem_error *err)
{
    dem_stmt *st;
    int rc = dem_sql_kept(s,
                          "SELECT key FROM actors WHERE coalesce(folded, '')=coalesce(?, '') AND coalesce(name, '')=coalesce(?, '')"
                          " AND coalesce(code, '')=coalesce(?, '') AND coalesce(country, '')=coalesce(?, '')",
                          &st, err);
    if (rc != DEM_OK) return rc;
    dem_sql_text(st, folded);
    dem_sql_text(st, p->name);
    dem_sql_text(st, p->code);
    dem_sql_text(st, p->country);
    return dem_sql_run_key(st, key, err);
}

static int find_or_enter(dem_store *s, const dem_party_row *p, dem_str folded, int64_t *key, dem_error *err)
{
    int rc = select_actor(s, p, folded, key, err);
    if (rc != DEM_OK || *key >= 0) return rc;
    dem_stmt *st;
    rc = dem_sql_kept(s, "INSERT INTO actors(folded, name, code, country) VALUES(?,?,?,?) ON CONFLICT DO NOTHING RETURNING key", &st, err);
    if (rc != DEM_OK) return rc;
    dem_sql_text(st, folded);
    dem_sql_text(st, p->name);
    dem_sql_text(st, p->code);
    dem_sql_text(st, p->country);
    rc = dem_sql_run_key(st, key, err);
    /* Another writer entered it in between. */
    return rc == DEM_OK && *key < 0 ? select_actor(s, p, folded, key, err) : rc;
}

/* An index entry has a limit on PostgreSQL, and a name that long is none. Cut between characters. */
static dem_str cut(dem_str s)
{
    enum { MAX_NAME = 400 };
    if (s.n <= MAX_NAME) return s;
    size_t n = MAX_NAME;
    while (n && ((unsigned char)s.p[n] & 0xc0) == 0x80) n--;
    return dem_str_cut(s, 0, n);
}

int dem_store_actor(dem_store *s, const dem_party_row *p, int64_t *key, dem_error *err)
{
    dem_buf folded = {0};
    dem_store_fold(p->name.n ? p->name : p->text, &folded);
    int rc = folded.failed ? dem_fail(err, DEM_EMEMORY, "memory is out")
                           : find_or_enter(s, &(dem_party_row){.name = cut(p->name), .code = cut(p->code), .country = p->country},
                                           cut(dem_buf_view(&folded)), key, err);
    dem_buf_free(&folded);
    return rc;
}
