/* SPDX-License-Identifier: Apache-2.0 */
/* Pointer + length strings. A dem_str borrows its bytes; who owns them is said where it is kept. */
#ifndef DEM_BASE_STR_H
#define DEM_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct dem_str {
    const char *p;
    size_t n;
} dem_str;

#define DEM_STR(lit) ((dem_str){(lit), sizeof(lit) - 1})
#define DEM_STR_NONE ((dem_str){NULL, 0})
/* For printf("%.*s"): lengths over INT_MAX are cut. */
#define DEM_FMT(s) (int)((s).n > 0x7fffffff ? 0x7fffffff : (s).n), ((s).p ? (s).p : "")

static inline dem_str dem_str_c(const char *c)
{
    return (dem_str){c, c ? strlen(c) : 0};
}
static inline dem_str dem_str_cut(dem_str s, size_t from, size_t to)
{
    if (to > s.n) to = s.n;
    if (from > to) from = to;
    return (dem_str){s.p ? s.p + from : NULL, to - from};
}
static inline bool dem_str_eq(dem_str a, dem_str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}
static inline bool dem_str_is(dem_str a, const char *c)
{
    return dem_str_eq(a, dem_str_c(c));
}
static inline bool dem_str_starts(dem_str a, dem_str prefix)
{
    return a.n >= prefix.n && (prefix.n == 0 || memcmp(a.p, prefix.p, prefix.n) == 0);
}
static inline bool dem_str_ends(dem_str a, dem_str suffix)
{
    return a.n >= suffix.n && (suffix.n == 0 || memcmp(a.p + a.n - suffix.n, suffix.p, suffix.n) == 0);
}

/* Byte order, shorter first on equal prefixes. */
int dem_str_cmp(dem_str a, dem_str b);
/* ASCII-only case folding: enough for ids, keywords and codes; names go through dem_fold (fold.h). */
bool dem_str_same_fold(const char *a, const char *b, size_t n);
static inline bool dem_str_ieq(dem_str a, dem_str b)
{
    return a.n == b.n && dem_str_same_fold(a.p, b.p, a.n);
}
bool dem_str_istarts(dem_str a, dem_str prefix);
/* Offset of `needle` at or after `from`; SIZE_MAX when it is not there. */
size_t dem_str_find(dem_str s, dem_str needle, size_t from);
size_t dem_str_ifind(dem_str s, dem_str needle, size_t from);
/* Without ASCII white space at both ends. */
dem_str dem_str_trim(dem_str s);
/* Splits the text before the first `sep` off `*rest`; false when *rest is used up (rest->p is NULL then). */
bool dem_str_split(dem_str *rest, char sep, dem_str *part);
/* Seeded hash of the bytes (wyhash-like mixing); pass dem_hash_seed() kept by the table's owner. */
uint64_t dem_hash(dem_str s, uint64_t seed);

#endif
