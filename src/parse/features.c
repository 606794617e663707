/* SPDX-License-Identifier: Apache-2.0 */
/* Surface features of tokens. training/dmtrain/features.py is the twin of this file: change both or neither. */
#include "parse/features.h"

enum { BAD_CP = 0xFFFD, SHAPE_MAX = 12, SUFFIX_MAX = 5, PREFIX_MAX = 4 };

uint32_t dem_parse_decode(dem_str s, size_t *at)
{
    const unsigned char *p = (const unsigned char *)s.p + *at;
    size_t left = s.n - *at;
    uint32_t c = p[0];
    size_t len = c < 0x80 ? 1 : c >= 0xC2 && c < 0xE0 ? 2 : c >= 0xE0 && c < 0xF0 ? 3 : c >= 0xF0 && c < 0xF5 ? 4 : 0;
    if (len == 1) {
        *at += 1;
        return c;
    }
    if (len == 0 || len > left) {
        *at += 1;
        return BAD_CP;
    }
    c &= 0xFFu >> (len + 1);
    for (size_t i = 1; i < len; i++) {
        if ((p[i] & 0xC0) != 0x80) {
            *at += 1;
            return BAD_CP;
        }
        c = c << 6 | (p[i] & 0x3Fu);
    }
    *at += len;
    return c;
}

size_t dem_parse_encode(uint32_t cp, char out[4])
{
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    if (cp < 0x800) {
        out[0] = (char)(0xC0 | cp >> 6);
        out[1] = (char)(0x80 | (cp & 0x3F));
        return 2;
    }
    if (cp < 0x10000) {
        out[0] = (char)(0xE0 | cp >> 12);
        out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
        out[2] = (char)(0x80 | (cp & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | (cp >> 18 & 7));
    out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
    out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
    out[3] = (char)(0x80 | (cp & 0x3F));
    return 4;
}

size_t dem_parse_fold(uint32_t cp, uint32_t out[3])
{
    out[0] = cp;
    switch (cp) {
    case 0x2018: case 0x2019: case 0x201B: case 0x02BC: case 0x60: case 0xB4:
        out[0] = '\'';
        return 1;
    case 0x201C: case 0x201D: case 0x201E: case 0xAB: case 0xBB:
        out[0] = '"';
        return 1;
    case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2212:
        out[0] = '-';
        return 1;
    case 0x2014: case 0x2015:
        out[0] = out[1] = '-';
        return 2;
    case 0x2026:
        out[0] = out[1] = out[2] = '.';
        return 3;
    case 0xA0: case 0x202F:
        out[0] = ' ';
        return 1;
    default:
        return 1;
    }
}

uint32_t dem_parse_lower_wide(uint32_t c)
{
    if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 32;
    if (c >= 0x100 && c <= 0x177 && c != 0x130 && c != 0x131 && c != 0x138 && c != 0x149) {
        if (c >= 0x139 && c <= 0x148) return c & 1 ? c + 1 : c;
        return c & 1 ? c : c + 1;
    }
    if (c == 0x178) return 0xFF;
    if (c >= 0x179 && c <= 0x17E) return c & 1 ? c + 1 : c;
    if (c >= 0x391 && c <= 0x3A9 && c != 0x3A2) return c + 32;
    if (c >= 0x410 && c <= 0x42F) return c + 32;
    if (c >= 0x400 && c <= 0x40F) return c + 80;
    return c;
}

static bool is_upper(uint32_t c)
{
    return dem_parse_lower(c) != c;
}

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_alpha(uint32_t c)
{
    if (c < 0x80) return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    return c >= 0xC0 && c != 0xD7 && c != 0xF7 && !(c >= 0x2000 && c <= 0x2BFF) && !(c >= 0x3000 && c <= 0x303F) &&
           !(c >= 0xFE00 && c <= 0xFE0F) && c < 0x1F000;
}

uint64_t dem_parse_key(char kind, const char *text, size_t n)
{
    uint64_t h = 0xCBF29CE484222325u;
    h = (h ^ (unsigned char)kind) * 0x100000001B3u;
    for (size_t i = 0; i < n; i++) h = (h ^ (unsigned char)text[i]) * 0x100000001B3u;
    h ^= h >> 32;
    h *= 0x9E3779B97F4A7C15u;
    h ^= h >> 29;
    return h ? h : 1;
}

/* What one pass over a form gathers. */
typedef struct scan {
    uint32_t head[DEM_KEY_MAX_CP];  /* the first code points, lower-cased, digits as 0 */
    uint32_t tail[SUFFIX_MAX];      /* ring of the last ones */
    size_t n;                       /* code points in all, after folding */
    uint32_t shape[SHAPE_MAX];
    size_t shape_n;
    size_t letters, uppers;
    bool first_letter_upper, digit, hyphen, dot, apostrophe;
    uint32_t last;
} scan;

static void count_letter(scan *s, uint32_t c)
{
    if (!is_alpha(c)) return;
    if (is_upper(c)) {
        if (!s->letters) s->first_letter_upper = true;
        s->uppers++;
    }
    s->letters++;
}

static void scan_cp(scan *s, uint32_t c, uint32_t *run_of, int *run)
{
    uint32_t kind = is_digit(c) ? 'd' : is_upper(c) ? 'X' : is_alpha(c) ? 'x' : c;
    *run = kind == *run_of && s->n ? *run + 1 : 1;
    *run_of = kind;
    if (*run <= 3 && s->shape_n < SHAPE_MAX) s->shape[s->shape_n++] = kind;
    count_letter(s, c);
    s->digit |= is_digit(c);
    s->hyphen |= c == '-';
    s->dot |= c == '.';
    s->apostrophe |= c == '\'';
    uint32_t low = is_digit(c) ? '0' : dem_parse_lower(c);
    if (s->n < DEM_KEY_MAX_CP) s->head[s->n] = low;
    s->tail[s->n % SUFFIX_MAX] = low;
    s->last = c;
    s->n++;
}

static void scan_form(dem_str form, scan *s)
{
    memset(s, 0, sizeof *s);
    uint32_t run_of = 0;
    int run = 0;
    for (size_t at = 0; at < form.n;) {
        uint32_t out[3];
        size_t k = dem_parse_next(form, &at, out);
        for (size_t i = 0; i < k; i++) scan_cp(s, out[i], &run_of, &run);
    }
}

static int casing_of(const scan *s)
{
    if (s->letters == 0) return 0;
    if (s->uppers == 0) return 1;
    if (s->uppers == s->letters && s->uppers >= 2) return 3;
    if (s->uppers == 1 && s->first_letter_upper) return 2;
    return 4;
}

static uint64_t key_of(char kind, const uint32_t *cps, size_t n)
{
    char text[DEM_KEY_MAX_CP * 4];
    size_t bytes = 0;
    for (size_t i = 0; i < n; i++) bytes += dem_parse_encode(cps[i], text + bytes);
    return dem_parse_key(kind, text, bytes);
}

size_t dem_parse_form_keys(dem_str form, uint64_t keys[DEM_FORM_KEYS])
{
    scan s;
    scan_form(form, &s);
    size_t k = 0;
    if (s.n <= DEM_KEY_MAX_CP) keys[k++] = key_of('w', s.head, s.n);
    for (size_t i = 1; i <= PREFIX_MAX && i <= s.n; i++) keys[k++] = key_of((char)('0' + i), s.head, i);
    for (size_t i = 1; i <= SUFFIX_MAX && i <= s.n; i++) {
        uint32_t suffix[SUFFIX_MAX];
        for (size_t j = 0; j < i; j++) suffix[j] = s.tail[(s.n - i + j) % SUFFIX_MAX];
        keys[k++] = key_of((char)('A' + i - 1), suffix, i);
    }
    keys[k++] = key_of('s', s.shape, s.shape_n);
    int flags = casing_of(&s) + 8 * s.digit + 16 * s.hyphen + 32 * s.dot + 64 * s.apostrophe;
    char flag = (char)(flags + 1);
    keys[k++] = dem_parse_key('f', &flag, 1);
    return k;
}

int dem_parse_casing(dem_str form)
{
    scan s = {.n = 0}; /* no more of it than casing_of asks for: every token comes by here */
    for (size_t at = 0; at < form.n;) {
        uint32_t out[3];
        size_t k = dem_parse_next(form, &at, out);
        for (size_t i = 0; i < k; i++) count_letter(&s, out[i]);
    }
    return casing_of(&s);
}

bool dem_parse_ends_in_word(dem_str form)
{
    scan s;
    scan_form(form, &s);
    return s.n && (is_alpha(s.last) || is_digit(s.last));
}
