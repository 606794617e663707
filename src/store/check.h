/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the store: a check under way. */
#ifndef DEM_STORE_CHECK_H
#define DEM_STORE_CHECK_H

#include "store/sql.h"

typedef struct dem_check {
    dem_store *s;
    void (*found)(void *ctx, const char *problem);
    void *ctx;
    dem_arena *a;      /* strings of the report or row at hand */
    dem_store_counts *n;
    dem_str report, text;
    uint32_t *bytes;   /* of the text: where each code point starts, and the end */
    size_t points, room;
    dem_error *err;
} dem_check;

void dem_check_problem(dem_check *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Do columns say what records say? Then dem_check_digests. (check_derived.c) */
int dem_check_derived(dem_check *c);
/* Can digests be read, and is all there that follows from those that are linked? (check_digests.c) */
int dem_check_digests(dem_check *c);

#endif
