/* SPDX-License-Identifier: Apache-2.0 */
/* Surface features of tokens as 64-bit keys; the trainer (training/dmtrain/features.py) computes the same keys. */
#ifndef DEM_PARSE_FEATURES_H
#define DEM_PARSE_FEATURES_H

#include "base/str.h"

enum {
    DEM_FORM_KEYS = 12, /* whole word, 4 prefixes, 5 suffixes, shape, flags */
    DEM_KEY_MAX_CP = 48 /* longer words have no whole-word key */
};

/* Reads one code point at s.p[*at] and moves *at; a byte that is no UTF-8 gives U+FFFD. *at < s.n. */
uint32_t dem_parse_decode(dem_str s, size_t *at);
/* Writes the code point as UTF-8, returns its bytes (1 to 4). */
size_t dem_parse_encode(uint32_t cp, char out[4]);
uint32_t dem_parse_lower_wide(uint32_t cp); /* beyond ASCII */
static inline uint32_t dem_parse_lower(uint32_t cp)
{
    if (cp >= 0x80) return dem_parse_lower_wide(cp);
    return cp >= 'A' && cp <= 'Z' ? cp + 32 : cp;
}

/* Quotes, dashes and the ellipsis as ASCII: up to 3 code points for one. */
size_t dem_parse_fold(uint32_t cp, uint32_t out[3]);
/* The two in one: the code points that stand for the one at *at. */
static inline size_t dem_parse_next(dem_str s, size_t *at, uint32_t out[3])
{
    unsigned char c = (unsigned char)s.p[*at];
    if (c >= 0x80 || c == '`') return dem_parse_fold(dem_parse_decode(s, at), out);
    out[0] = c;
    ++*at;
    return 1;
}

/* One key of a kind and a text. Never 0. */
uint64_t dem_parse_key(char kind, const char *text, size_t n);
/* The keys of a form; returns how many. */
size_t dem_parse_form_keys(dem_str form, uint64_t keys[DEM_FORM_KEYS]);

/* Case of a form: 0 no letter, 1 lower, 2 capitalised, 3 all capitals, 4 mixed. */
int dem_parse_casing(dem_str form);
/* True when the form's last (folded) code point is a letter or a digit. */
bool dem_parse_ends_in_word(dem_str form);

#endif
