/* SPDX-License-Identifier: Apache-2.0 */
/* A growing buffer of bytes on the heap: what the writers of formats append to. A zeroed dem_buf is an empty one.
   A failed allocation is sticky: later calls do nothing and `failed` stays true, so a writer checks once at its end. */
#ifndef DEM_BASE_BUF_H
#define DEM_BASE_BUF_H

#include "base/str.h"

typedef struct dem_buf {
    char *p; /* n bytes and a NUL after them; NULL while nothing was added */
    size_t n, cap;
    bool failed;
} dem_buf;

void dem_buf_free(dem_buf *b);
/* Forgets the bytes, keeps the memory. */
void dem_buf_clear(dem_buf *b);
/* Room for n more bytes and a NUL; false when memory is out. */
bool dem_buf_reserve(dem_buf *b, size_t n);
void dem_buf_add(dem_buf *b, const char *p, size_t n);
void dem_buf_printf(dem_buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* `count` times the character. */
void dem_buf_repeat(dem_buf *b, char c, size_t count);

static inline void dem_buf_str(dem_buf *b, dem_str s)
{
    dem_buf_add(b, s.p, s.n);
}
static inline void dem_buf_c(dem_buf *b, const char *c)
{
    dem_buf_add(b, c, strlen(c));
}
static inline void dem_buf_ch(dem_buf *b, char c)
{
    if (b->cap - b->n > 1) {
        b->p[b->n++] = c;
        b->p[b->n] = '\0';
        return;
    }
    dem_buf_add(b, &c, 1);
}
static inline dem_str dem_buf_view(const dem_buf *b)
{
    return (dem_str){b->p, b->n};
}

#endif
