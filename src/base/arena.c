/* SPDX-License-Identifier: Apache-2.0 */
/* The bump allocator. Built with DEM_ARENA_MALLOC each allocation is a block of its own, so that ASan sees every overrun. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct block {
    struct block *next;
    size_t size, used;
    max_align_t data[];
} block;

struct dem_arena {
    block *head;
    size_t limit, used;
    bool failed;
};

enum { FIRST_BLOCK = 1 << 16 };

dem_arena *dem_arena_new(size_t limit)
{
    dem_arena *a = calloc(1, sizeof *a);
    if (a) a->limit = limit;
    return a;
}

static void free_blocks(block *b)
{
    while (b) {
        block *next = b->next;
        free(b);
        b = next;
    }
}

void dem_arena_free(dem_arena *a)
{
    if (!a) return;
    free_blocks(a->head);
    free(a);
}

void dem_arena_reset(dem_arena *a)
{
    block *keep = NULL;
    for (block *b = a->head, *next; b; b = next) {
        next = b->next;
        /* The largest block stays: the next report is probably of the same size. */
        if (!keep || b->size > keep->size) {
            free(keep);
            keep = b;
        } else {
            free(b);
        }
    }
    if (keep) {
        keep->next = NULL;
        keep->used = 0;
    }
    a->head = keep;
    a->used = 0;
    a->failed = false;
}

bool dem_arena_failed(const dem_arena *a)
{
    return a->failed;
}

size_t dem_arena_used(const dem_arena *a)
{
    return a->used;
}

static block *add_block(dem_arena *a, size_t need)
{
#ifdef DEM_ARENA_MALLOC
    size_t size = need;
#else
    size_t size = a->head ? a->head->size * 2 : FIRST_BLOCK;
    if (size > (size_t)1 << 24) size = (size_t)1 << 24;
    if (size < need) size = need;
#endif
    block *b = malloc(sizeof *b + size);
    if (!b) return NULL;
    b->size = size;
    b->used = 0;
    b->next = a->head;
    a->head = b;
    return b;
}

void *dem_alloc(dem_arena *a, size_t size)
{
    const size_t align = _Alignof(max_align_t);
    if (size > SIZE_MAX / 2) goto fail;
    size_t need = size ? (size + align - 1) / align * align : align;
    if (a->limit && need > a->limit - a->used) goto fail;
    block *b = a->head;
    if (!b || b->size - b->used < need) b = add_block(a, need);
    if (!b) goto fail;
    void *p = (char *)b->data + b->used;
    b->used += need;
    a->used += need;
    return memset(p, 0, need);
fail:
    a->failed = true;
    return NULL;
}

void *dem_alloc_n(dem_arena *a, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / 2 / size) {
        a->failed = true;
        return NULL;
    }
    return dem_alloc(a, count * size);
}

dem_str dem_str_dup(dem_arena *a, dem_str s)
{
    char *p = dem_alloc(a, s.n + 1);
    if (!p) return DEM_STR_NONE;
    if (s.n) memcpy(p, s.p, s.n);
    return (dem_str){p, s.n};
}

dem_str dem_str_printf(dem_arena *a, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n < 0) return DEM_STR_NONE;
    char *p = dem_alloc(a, (size_t)n + 1);
    if (!p) return DEM_STR_NONE;
    va_start(ap, fmt);
    vsnprintf(p, (size_t)n + 1, fmt, ap);
    va_end(ap);
    return (dem_str){p, (size_t)n};
}
