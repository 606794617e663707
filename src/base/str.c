/* SPDX-License-Identifier: Apache-2.0 */
/* Pointer + length strings: comparing, searching, splitting, hashing. */
#include "base/str.h"

int dem_str_cmp(dem_str a, dem_str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    if (c) return c;
    return a.n < b.n ? -1 : a.n > b.n;
}

bool dem_str_same_fold(const char *a, const char *b, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (a[i] == b[i]) continue;
        char small = (char)(a[i] | 32); /* two cases of a letter differ in this bit alone */
        if ((a[i] ^ b[i]) != 32 || small < 'a' || small > 'z') return false;
    }
    return true;
}

bool dem_str_istarts(dem_str a, dem_str prefix)
{
    return a.n >= prefix.n && dem_str_same_fold(a.p, prefix.p, prefix.n);
}

size_t dem_str_find(dem_str s, dem_str needle, size_t from)
{
    if (needle.n == 0) return from <= s.n ? from : SIZE_MAX;
    for (size_t i = from; i < s.n && s.n - i >= needle.n; i++) {
        const char *hit = memchr(s.p + i, needle.p[0], s.n - i - needle.n + 1);
        if (!hit) return SIZE_MAX;
        i = (size_t)(hit - s.p);
        if (memcmp(hit, needle.p, needle.n) == 0) return i;
    }
    return SIZE_MAX;
}

size_t dem_str_ifind(dem_str s, dem_str needle, size_t from)
{
    for (size_t i = from; i <= s.n && s.n - i >= needle.n; i++)
        if (dem_str_same_fold(s.p + i, needle.p, needle.n)) return i;
    return SIZE_MAX;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

dem_str dem_str_trim(dem_str s)
{
    while (s.n && is_space(s.p[0])) {
        s.p++;
        s.n--;
    }
    while (s.n && is_space(s.p[s.n - 1])) s.n--;
    return s;
}

bool dem_str_split(dem_str *rest, char sep, dem_str *part)
{
    if (!rest->p) return false;
    const char *hit = rest->n ? memchr(rest->p, sep, rest->n) : NULL;
    if (!hit) {
        *part = *rest;
        *rest = DEM_STR_NONE;
        return true;
    }
    size_t n = (size_t)(hit - rest->p);
    *part = (dem_str){rest->p, n};
    *rest = (dem_str){hit + 1, rest->n - n - 1};
    return true;
}

static uint64_t mix(uint64_t a, uint64_t b)
{
    __extension__ typedef unsigned __int128 wide;
    wide w = (wide)a * b;
    return (uint64_t)w ^ (uint64_t)(w >> 64);
}

uint64_t dem_hash(dem_str s, uint64_t seed)
{
    const uint64_t k0 = 0x9e3779b97f4a7c15u, k1 = 0xbf58476d1ce4e5b9u;
    uint64_t h = mix(seed ^ k0, k1 ^ s.n);
    size_t i = 0;
    while (s.n - i >= 8) {
        uint64_t v;
        memcpy(&v, s.p + i, 8);
        h = mix(h ^ v, k0);
        i += 8;
    }
    /* the bytes left over, the first one lowest */
    uint64_t tail = 0;
    unsigned shift = 0;
    if (s.n & 4) {
        uint32_t v;
        memcpy(&v, s.p + i, 4);
        tail = v;
        i += 4;
        shift = 32;
    }
    if (s.n & 2) {
        uint16_t v;
        memcpy(&v, s.p + i, 2);
        tail |= (uint64_t)v << shift;
        i += 2;
        shift += 16;
    }
    if (s.n & 1) tail |= (uint64_t)(unsigned char)s.p[i] << shift;
    return mix(h ^ tail, k1);
}
