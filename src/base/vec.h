/* SPDX-License-Identifier: Apache-2.0 */
/* Growing arrays in an arena: DEM_VEC(type) is {items, n, cap}; dem_push gives the place of the new, zeroed item. */
#ifndef DEM_BASE_VEC_H
#define DEM_BASE_VEC_H

#include "base/arena.h"

#define DEM_VEC(type)      \
    struct {               \
        type *items;       \
        size_t n, cap;     \
    }

typedef DEM_VEC(dem_str) dem_strs;

/* Makes room for one more; old storage stays in the arena. NULL when the arena is full. */
static inline void *dem_vec_grow(dem_arena *a, void *items, size_t n, size_t *cap, size_t size)
{
    if (n < *cap) return items;
    size_t want = *cap ? *cap * 2 : 8;
    void *fresh = dem_alloc_n(a, want, size);
    if (!fresh) return NULL;
    if (n) memcpy(fresh, items, n * size);
    *cap = want;
    return fresh;
}

/* `type *slot = DEM_PUSH(arena, &vec)`: NULL when memory is out, and the vector is as it was. */
#define DEM_PUSH(arena, v)                                                                                     \
    (__extension__({                                                                                           \
        void *grown_ = dem_vec_grow((arena), (v)->items, (v)->n, &(v)->cap, sizeof *(v)->items);               \
        if (grown_) (v)->items = grown_;                                                                       \
        grown_ ? &(v)->items[(v)->n++] : NULL;                                                                 \
    }))

#endif
