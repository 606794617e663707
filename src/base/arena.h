/* SPDX-License-Identifier: Apache-2.0 */
/* A bump allocator: one arena owns all memory of a report, freed in one call.
   An allocation failure is sticky: the call returns NULL and dem_arena_failed() stays true, so a stage may check once. */
#ifndef DEM_BASE_ARENA_H
#define DEM_BASE_ARENA_H

#include "base/str.h"

typedef struct dem_arena dem_arena;

/* `limit`: the most bytes it will ever hold (0: no limit). NULL when memory is out. */
dem_arena *dem_arena_new(size_t limit);
void dem_arena_free(dem_arena *a); /* NULL is a no-op */
/* Forgets everything, keeps the first block for reuse. */
void dem_arena_reset(dem_arena *a);
bool dem_arena_failed(const dem_arena *a);
size_t dem_arena_used(const dem_arena *a);

/* Zeroed memory, aligned for any type. */
void *dem_alloc(dem_arena *a, size_t size);
void *dem_alloc_n(dem_arena *a, size_t count, size_t size); /* NULL on overflow */
/* A copy with a NUL after it (not counted in n). */
dem_str dem_str_dup(dem_arena *a, dem_str s);
dem_str dem_str_printf(dem_arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#define DEM_NEW(arena, type) ((type *)dem_alloc((arena), sizeof(type)))
#define DEM_NEW_N(arena, type, count) ((type *)dem_alloc_n((arena), (count), sizeof(type)))

#endif
