/* SPDX-License-Identifier: Apache-2.0 */
/* A hash table of one report: folded names, surnames and head words -> the entity they last stood for. */
#include "actors/internal.h"

#define SEED 0x6b65797300646d72u

static bool grow(dem_actors *x)
{
    size_t cap = x->cap_keys ? x->cap_keys * 2 : 256;
    dem_key_slot *fresh = DEM_NEW_N(x->a, dem_key_slot, cap);
    if (!fresh) return false;
    /* Seeded by an address too: names chosen to collide would have to be chosen anew for every run. */
    for (size_t i = 0; i < x->cap_keys; i++) {
        if (!x->keys[i].key.p) continue;
        size_t at = dem_hash(x->keys[i].key, SEED ^ (uintptr_t)x->r) & (cap - 1);
        while (fresh[at].key.p) at = (at + 1) & (cap - 1);
        fresh[at] = x->keys[i];
    }
    x->keys = fresh;
    x->cap_keys = cap;
    return true;
}

bool dem_key_put(dem_actors *x, dem_str key, int32_t value)
{
    if (!key.n) return !dem_arena_failed(x->a);
    if (x->n_keys * 2 >= x->cap_keys && !grow(x)) return false;
    size_t at = dem_hash(key, SEED ^ (uintptr_t)x->r) & (x->cap_keys - 1);
    while (x->keys[at].key.p && !dem_str_eq(x->keys[at].key, key)) at = (at + 1) & (x->cap_keys - 1);
    x->n_keys += !x->keys[at].key.p;
    x->keys[at] = (dem_key_slot){key, value};
    return true;
}

int32_t dem_key_get(const dem_actors *x, dem_str key)
{
    if (!key.n || !x->cap_keys) return DEM_NONE;
    size_t at = dem_hash(key, SEED ^ (uintptr_t)x->r) & (x->cap_keys - 1);
    for (; x->keys[at].key.p; at = (at + 1) & (x->cap_keys - 1))
        if (dem_str_eq(x->keys[at].key, key)) return x->keys[at].value;
    return DEM_NONE;
}

dem_str dem_key_of(dem_actors *x, char space, dem_str text)
{
    dem_piece p[DEM_PIECES_MAX];
    size_t n = dem_fold(text, p, DEM_PIECES_MAX, NULL), at = 2;
    char *key = dem_alloc(x->a, n * (DEM_PIECE_BYTES + 1) + 3);
    if (!key || !n) return DEM_STR_NONE;
    key[0] = space;
    key[1] = ':';
    for (size_t i = 0; i < n; i++) {
        if (i) key[at++] = ' ';
        memcpy(key + at, p[i].key, p[i].n);
        at += p[i].n;
    }
    return (dem_str){key, at};
}
