/* SPDX-License-Identifier: Apache-2.0 */
/* The dictionary of actors: who occurs in the store, once each, so that a filter by code or name looks at it and not at every event. */
#include "store/put.h"

#include <stdlib.h>

/* An index entry has a limit on PostgreSQL, and a name that long is none. Cut between characters. */
static dem_str cut(dem_str s)
{
    enum { MAX_NAME = 400 };
    if (s.n <= MAX_NAME) return s;
    size_t n = MAX_NAME;
    while (n && ((unsigned char)s.p[n] & 0xc0) == 0x80) n--;
    return dem_str_cut(s, 0, n);
}

static bool entry_of(const dem_party_row *p, dem_buf *folded, dem_actor_entry *e)
{
    dem_buf_clear(folded);
    dem_store_fold(p->name.n ? p->name : p->text, folded);
    *e = (dem_actor_entry){cut(dem_buf_view(folded)), cut(p->name), cut(p->code), p->country, -1};
    return !folded->failed;
}

static void bind_entry(dem_stmt *st, const dem_actor_entry *e)
{
    dem_sql_text(st, e->folded);
    dem_sql_text(st, e->name);
    dem_sql_text(st, e->code);
    dem_sql_text(st, e->country);
}

static int select_entry(dem_store *s, dem_actor_entry *e, dem_error *err)
{
    dem_stmt *st;
    int rc = dem_sql_kept(s,
                          "SELECT key FROM actors WHERE coalesce(folded, '')=coalesce(?, '') AND coalesce(name, '')=coalesce(?, '')"
                          " AND coalesce(code, '')=coalesce(?, '') AND coalesce(country, '')=coalesce(?, '')",
                          &st, err);
    if (rc != DEM_OK) return rc;
    bind_entry(st, e);
    return dem_sql_run_key(st, &e->key, err);
}

static int enter(dem_store *s, dem_actor_entry *e, dem_error *err)
{
    int rc = select_entry(s, e, err);
    if (rc != DEM_OK || e->key >= 0) return rc;
    dem_stmt *st;
    rc = dem_sql_kept(s, "INSERT INTO actors(folded, name, code, country) VALUES(?,?,?,?) ON CONFLICT DO NOTHING RETURNING key", &st, err);
    if (rc != DEM_OK) return rc;
    bind_entry(st, e);
    rc = dem_sql_run_key(st, &e->key, err);
    /* Another writer entered it in between. */
    return rc == DEM_OK && e->key < 0 ? select_entry(s, e, err) : rc;
}

int dem_store_actor(dem_store *s, const dem_party_row *p, int64_t *key, dem_error *err)
{
    dem_buf folded = {0};
    dem_actor_entry e;
    int rc = entry_of(p, &folded, &e) ? enter(s, &e, err) : dem_fail(err, DEM_EMEMORY, "memory is out");
    dem_buf_free(&folded);
    *key = e.key;
    return rc;
}

/* ---- those of a report ---- */

static int by_identity(const void *a, const void *b)
{
    const dem_actor_entry *x = a, *y = b;
    int c = dem_str_cmp(x->folded, y->folded);
    if (!c) c = dem_str_cmp(x->name, y->name);
    if (!c) c = dem_str_cmp(x->code, y->code);
    return c ? c : dem_str_cmp(x->country, y->country);
}

int dem_known_add(dem_known_actors *k, const dem_party_row *p, dem_error *err)
{
    dem_buf folded = {0};
    dem_actor_entry e, *slot = NULL;
    if (entry_of(p, &folded, &e) && (slot = DEM_PUSH(k->a, &k->entries))) {
        e.folded = dem_str_dup(k->a, e.folded);
        *slot = e;
    }
    dem_buf_free(&folded);
    return slot && !dem_arena_failed(k->a) ? DEM_OK : dem_fail(err, DEM_EMEMORY, "memory is out");
}

int dem_known_enter(dem_store *s, dem_known_actors *k, dem_error *err)
{
    if (k->entries.n > 1) qsort(k->entries.items, k->entries.n, sizeof *k->entries.items, by_identity);
    int rc = DEM_OK;
    for (size_t i = 0; rc == DEM_OK && i < k->entries.n; i++) {
        dem_actor_entry *e = &k->entries.items[i];
        if (i && by_identity(e, e - 1) == 0)
            e->key = e[-1].key;
        else
            rc = enter(s, e, err);
    }
    return rc;
}

int dem_known_actor(const dem_known_actors *k, const dem_party_row *p, int64_t *key, dem_error *err)
{
    dem_buf folded = {0};
    dem_actor_entry e;
    const dem_actor_entry *found = NULL;
    if (entry_of(p, &folded, &e) && k->entries.n)
        found = bsearch(&e, k->entries.items, k->entries.n, sizeof *k->entries.items, by_identity);
    dem_buf_free(&folded);
    *key = found ? found->key : -1;
    return found ? DEM_OK : dem_fail(err, DEM_EMEMORY, "memory is out");
}
