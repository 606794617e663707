/* SPDX-License-Identifier: Apache-2.0 */
/* Folding of names. ASCII takes a short cut; the rest asks ICU for the compatibility decomposition and drops the marks. */
#include "actors/fold.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/utf8.h>

/* ICU's macros are not written for -Wconversion. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
static UChar32 next_char(dem_str s, size_t *at)
{
    UChar32 c;
    size_t i = *at;
    U8_NEXT(s.p, i, s.n, c);
    *at = i;
    return c;
}

static size_t encode(UChar32 c, char out[4])
{
    int32_t n = 0;
    U8_APPEND_UNSAFE(out, n, c);
    return (size_t)n;
}
#pragma GCC diagnostic pop

size_t dem_utf8_broken(dem_str s)
{
    for (size_t i = 0; i < s.n;) {
        if ((unsigned char)s.p[i] < 0x80) {
            i++;
            continue;
        }
        size_t at = i;
        if (next_char(s, &i) < 0) return at;
    }
    return SIZE_MAX;
}

typedef struct folder {
    dem_piece *out;
    size_t n, max;
    bool open, more, joined;
    unsigned upper, lower;
    bool first_upper, first_seen;
} folder;

static void close_piece(folder *f)
{
    if (!f->open) return;
    f->open = false;
    dem_piece *p = &f->out[f->n - 1];
    if (p->n == 0) {
        f->n--;
        return;
    }
    if (f->upper + f->lower == 0) p->letter_case = DEM_CASE_ANY;
    else if (f->lower == 0 && f->upper > 1) p->letter_case = DEM_CASE_ALLCAPS;
    else p->letter_case = f->first_upper ? DEM_CASE_CAPITAL : DEM_CASE_LOWER;
}

static bool open_piece(folder *f)
{
    if (f->open) return true;
    if (f->n == f->max) {
        f->more = true;
        return false;
    }
    dem_piece *p = &f->out[f->n++];
    p->n = 0;
    p->letter_case = DEM_CASE_ANY;
    p->joined = f->joined && f->n > 1;
    f->joined = false;
    f->open = true;
    f->upper = f->lower = 0;
    f->first_seen = f->first_upper = false;
    return true;
}

static void count_case(folder *f, bool upper)
{
    if (!f->first_seen) f->first_upper = upper;
    f->first_seen = true;
    if (upper) f->upper++;
    else f->lower++;
}

static void put(folder *f, const char *bytes, size_t n)
{
    dem_piece *p = &f->out[f->n - 1];
    if ((size_t)p->n + n > sizeof p->key) return;
    memcpy(p->key + p->n, bytes, n);
    p->n = (uint8_t)(p->n + n);
}

/* Letters that the decomposition leaves whole, as news agencies spell them without their stroke or ligature. */
static const char *plain_letters(UChar32 c)
{
    switch (c) {
    case 0x00D8: case 0x00F8: return "o";
    case 0x0141: case 0x0142: return "l";
    case 0x0110: case 0x0111: case 0x00D0: case 0x00F0: return "d";
    case 0x0131: return "i";
    case 0x00DF: return "ss";
    case 0x00C6: case 0x00E6: return "ae";
    case 0x0152: case 0x0153: return "oe";
    case 0x00DE: case 0x00FE: return "th";
    case 0x0126: case 0x0127: return "h";
    case 0x018F: case 0x0259: return "a";
    default: return NULL;
    }
}

static bool joins(UChar32 c)
{
    return c == '-' || c == '\'' || c == '`' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x2018 || c == 0x2019 ||
           c == 0x02BC || c == 0x02BB || c == 0x02BE || c == 0x02BF || c == 0x00B4;
}

static void put_letter(folder *f, UChar32 c)
{
    if (!open_piece(f)) return;
    if (u_isupper(c) || u_istitle(c)) count_case(f, true);
    else if (u_islower(c)) count_case(f, false);
    const char *plain = plain_letters(c);
    if (plain) {
        put(f, plain, strlen(plain));
        return;
    }
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *norm = unorm2_getNFKDInstance(&status);
    UChar parts[20] = {c <= 0xFFFF ? (UChar)c : 0};
    int32_t n = -1;
    if (U_SUCCESS(status)) n = unorm2_getDecomposition(norm, c, parts, 20, &status);
    char bytes[4];
    if (n < 0 || U_FAILURE(status)) {
        put(f, bytes, encode(u_tolower(c), bytes));
        return;
    }
    for (int32_t i = 0; i < n && i < 20;) {
        UChar32 part;
        part = parts[i++];
        bool pair = part >= 0xD800 && part < 0xDC00 && i < n && parts[i] >= 0xDC00 && parts[i] < 0xE000;
        if (pair) part = 0x10000 + ((part - 0xD800) * 0x400) + (parts[i++] - 0xDC00);
        if (!u_isalnum(part)) continue;
        put(f, bytes, encode(u_tolower(part), bytes));
    }
}

static bool is_plain(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* The letters and digits from `i` on, in one go: most words are nothing else. */
static size_t fold_run(folder *f, dem_str s, size_t i)
{
    if (!open_piece(f)) return i + 1;
    dem_piece *p = &f->out[f->n - 1];
    size_t n = p->n;
    for (; i < s.n && is_plain((unsigned char)s.p[i]); i++) {
        char c = s.p[i];
        if (c >= 'a') {
            f->first_seen = true;
            f->lower++;
        } else if (c >= 'A') {
            if (!f->first_seen) f->first_upper = f->first_seen = true;
            f->upper++;
            c = (char)(c + 32);
        }
        if (n < sizeof p->key) p->key[n++] = c;
    }
    p->n = (uint8_t)n;
    return i;
}

static void fold_mark(folder *f, char c)
{
    if (c == '.') return;
    if (f->open && joins(c)) f->joined = true;
    else if (!joins(c)) f->joined = false;
    close_piece(f);
}

size_t dem_fold(dem_str text, dem_piece *out, size_t max, bool *more)
{
    folder f = {.out = out, .max = max};
    size_t i = 0;
    while (i < text.n && !f.more) {
        unsigned char b = (unsigned char)text.p[i];
        if (is_plain(b)) {
            i = fold_run(&f, text, i);
            continue;
        }
        if (b < 0x80) {
            fold_mark(&f, text.p[i++]);
            continue;
        }
        UChar32 c = next_char(text, &i);
        if (c < 0) {
            close_piece(&f);
        } else if (joins(c)) {
            f.joined = f.open;
            close_piece(&f);
        } else if (u_isalnum(c)) {
            put_letter(&f, c);
        } else if (c == 0x00AD || u_charType(c) == U_NON_SPACING_MARK || c == 0x200B || c == 0x200D || c == 0x2060) {
            continue; /* soft hyphens, combining marks and invisible joiners are no part of a name */
        } else {
            f.joined = false;
            close_piece(&f);
        }
    }
    close_piece(&f);
    if (more) *more = f.more;
    return f.n;
}

bool dem_case_fits(unsigned lexicon, unsigned text, size_t letters, bool shout)
{
    if (lexicon == DEM_CASE_LOWER || text == DEM_CASE_ANY) return true;
    if (text == DEM_CASE_LOWER) return false;
    if (lexicon == DEM_CASE_ANY) return true;
    if (lexicon == DEM_CASE_CAPITAL) return text == DEM_CASE_CAPITAL || shout || letters > 3;
    /* An acronym: "Nato" and "Unesco" are read so too, "Us" and "Who" are not. */
    return text == DEM_CASE_ALLCAPS || letters > 3;
}
