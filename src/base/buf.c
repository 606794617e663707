/* SPDX-License-Identifier: Apache-2.0 */
/* The growing byte buffer. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void dem_buf_free(dem_buf *b)
{
    free(b->p);
    *b = (dem_buf){0};
}

void dem_buf_clear(dem_buf *b)
{
    b->n = 0;
    if (b->p) b->p[0] = '\0';
}

bool dem_buf_reserve(dem_buf *b, size_t n)
{
    if (b->failed) return false;
    if (b->cap - b->n > n) return true;
    if (n > SIZE_MAX / 4 || b->n > SIZE_MAX / 4) goto fail;
    size_t want = b->cap ? b->cap : 256;
    while (want - b->n <= n) want *= 2;
    char *p = realloc(b->p, want);
    if (!p) goto fail;
    b->p = p;
    b->cap = want;
    return true;
fail:
    b->failed = true;
    return false;
}

void dem_buf_add(dem_buf *b, const char *p, size_t n)
{
    if (n == 0 || !dem_buf_reserve(b, n)) return;
    memcpy(b->p + b->n, p, n);
    b->n += n;
    b->p[b->n] = '\0';
}

void dem_buf_repeat(dem_buf *b, char c, size_t count)
{
    if (count == 0 || !dem_buf_reserve(b, count)) return;
    memset(b->p + b->n, c, count);
    b->n += count;
    b->p[b->n] = '\0';
}

void dem_buf_printf(dem_buf *b, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n < 0) {
        b->failed = true;
        return;
    }
    if (!dem_buf_reserve(b, (size_t)n)) return;
    va_start(ap, fmt);
    vsnprintf(b->p + b->n, (size_t)n + 1, fmt, ap);
    va_end(ap);
    b->n += (size_t)n;
}
