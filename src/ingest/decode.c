/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes of any character set -> UTF-8 by ICU's converters and detector; and the normal form of the text. */
#include "ingest/internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

/* ---- is it UTF-8? ---- */

typedef struct utf8_look {
    size_t first_bad, good, bad; /* multi-byte sequences */
} utf8_look;

static utf8_look look_utf8(dem_str s)
{
    utf8_look l = {.first_bad = SIZE_MAX};
    for (size_t i = 0; i < s.n;) {
        if ((unsigned char)s.p[i] < 0x80) {
            i++;
            continue;
        }
        int32_t at = 0, cp, room = (int32_t)(s.n - i < 4 ? s.n - i : 4);
        U8_NEXT((const uint8_t *)s.p + i, at, room, cp);
        if (cp < 0) {
            if (l.first_bad == SIZE_MAX) l.first_bad = i;
            l.bad++;
            i++;
        } else {
            l.good++;
            i += (size_t)at;
        }
    }
    return l;
}

/* ---- converting ---- */

static bool same_bytes(dem_str s, const char *magic, size_t n) { return s.n >= n && memcmp(s.p, magic, n) == 0; }

/* DEM_EFORMAT with the byte where the bytes are no text of this charset. */
static int convert(dem_arena *a, dem_str s, const char *charset, const char *name, dem_str *out, dem_error *err)
{
    UErrorCode e = U_ZERO_ERROR;
    UConverter *from = ucnv_open(charset, &e), *to = U_SUCCESS(e) ? ucnv_open("UTF-8", &e) : NULL;
    if (U_SUCCESS(e)) ucnv_setToUCallBack(from, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &e);
    size_t cap = s.n * 3 + 16;
    char *buf = U_SUCCESS(e) ? malloc(cap) : NULL;
    int rc = DEM_OK;
    if (!buf) {
        rc = U_SUCCESS(e) ? dem_fail_at(err, DEM_EMEMORY, name, 0, -1, "memory is out")
                          : dem_fail_at(err, DEM_EFORMAT, name, 0, -1, "unknown character set \"%.40s\"", charset);
    } else {
        const char *src = s.p;
        char *dst = buf;
        UChar pivot[2048], *ps = pivot, *pt = pivot;
        ucnv_convertEx(to, from, &dst, buf + cap, &src, s.p + s.n, pivot, &ps, &pt, pivot + 2048, true, true, &e);
        if (e == U_BUFFER_OVERFLOW_ERROR)
            rc = dem_fail_at(err, DEM_ELIMIT, name, 0, -1, "the text grows too much when decoded");
        else if (U_FAILURE(e))
            rc = dem_fail_at(err, DEM_EFORMAT, name, 0, (long long)(src - s.p), "not valid %s", charset);
        else if (!(*out = dem_str_dup(a, (dem_str){buf, (size_t)(dst - buf)})).p)
            rc = dem_fail_at(err, DEM_EMEMORY, name, 0, -1, "the text needs more memory than the limit");
    }
    free(buf);
    if (from) ucnv_close(from);
    if (to) ucnv_close(to);
    return rc;
}

/* The charset named in the first bytes of a page. */
static bool declared_charset(dem_str s, char out[64])
{
    dem_str head = dem_str_cut(s, 0, 4096);
    for (size_t at = 0; (at = dem_str_ifind(head, DEM_STR("charset"), at)) != SIZE_MAX;) {
        at += 7;
        while (at < head.n && strchr(" \t=\"'", head.p[at])) at++;
        size_t n = 0;
        while (at + n < head.n && n < 63 && !strchr(" \t\r\n\"'/>;,", head.p[at + n])) n++;
        if (n > 1) {
            memcpy(out, head.p + at, n);
            out[n] = 0;
            return true;
        }
    }
    if (dem_str_starts(head, DEM_STR("<?xml"))) {
        size_t at = dem_str_find(head, DEM_STR("encoding="), 0);
        size_t n = 0;
        if (at == SIZE_MAX) return false;
        for (at += 10; at < head.n && n < 63 && !strchr(" \t\r\n\"'?>", head.p[at]); at++) out[n++] = head.p[at];
        out[n] = 0;
        return n > 1;
    }
    return false;
}

/* ICU's best guess that decodes without a fault. Windows-1252 is what most files that claim Latin-1 are. */
static int detect(dem_arena *a, dem_str s, const char *name, utf8_look look, dem_str *out, dem_error *err)
{
    UErrorCode e = U_ZERO_ERROR;
    UCharsetDetector *d = ucsdet_open(&e);
    int32_t n = 0;
    const UCharsetMatch **m = NULL;
    dem_str head = dem_str_cut(s, 0, 65536);
    if (U_SUCCESS(e)) ucsdet_setText(d, head.p, (int32_t)head.n, &e);
    if (U_SUCCESS(e)) m = ucsdet_detectAll(d, &n, &e);
    int rc = DEM_EFORMAT;
    for (int32_t i = 0; U_SUCCESS(e) && i < n && i < 8 && rc == DEM_EFORMAT; i++) {
        UErrorCode e2 = U_ZERO_ERROR;
        const char *charset = ucsdet_getName(m[i], &e2);
        if (U_FAILURE(e2) || ucsdet_getConfidence(m[i], &e2) < 10 || strncmp(charset, "UTF-", 4) == 0) continue;
        if (strcmp(charset, "ISO-8859-1") == 0) charset = "windows-1252";
        rc = convert(a, s, charset, name, out, NULL);
    }
    if (rc == DEM_EFORMAT) rc = convert(a, s, "windows-1252", name, out, NULL);
    if (d) ucsdet_close(d);
    if (rc == DEM_EFORMAT)
        return dem_fail_at(err, DEM_EFORMAT, name, 0, (long long)look.first_bad,
                           "not valid UTF-8, nor text of another character set that could be recognised");
    return rc ? dem_fail_at(err, (dem_status)rc, name, 0, -1, "the text needs more memory than the limit") : DEM_OK;
}

/* UTF-16 without a mark: zero bytes on one side only. */
static const char *bare_utf16(dem_str s)
{
    size_t zero[2] = {0, 0}, n = s.n < 4096 ? s.n : 4096;
    for (size_t i = 0; i < n; i++) zero[i & 1] += s.p[i] == 0;
    if (n >= 4 && s.n % 2 == 0 && zero[1] > n / 4 && zero[0] < n / 50) return "UTF-16LE";
    if (n >= 4 && s.n % 2 == 0 && zero[0] > n / 4 && zero[1] < n / 50) return "UTF-16BE";
    return NULL;
}

static const char *binary_kind(dem_str s)
{
    static const struct {
        const char *magic, *what;
        size_t n;
    } known[] = {{"%PDF-", "a PDF file", 5},
                 {"PK\3\4", "a ZIP archive or office document", 4},
                 {"\x1f\x8b", "a gzip file", 2},
                 {"\xd0\xcf\x11\xe0", "an office document", 4},
                 {"\x89PNG", "an image", 4},
                 {"\xff\xd8\xff", "an image", 3},
                 {"GIF8", "an image", 4},
                 {"\x7f"
                  "ELF",
                  "a program", 4},
                 {"{\\rtf", "an RTF document", 5},
                 {"SQLite format 3", "a database", 15}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (same_bytes(s, known[i].magic, known[i].n)) return known[i].what;
    size_t odd = 0, n = s.n < 65536 ? s.n : 65536;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        odd += c < 0x20 && !strchr("\t\n\r\f\v\x1b\x1a\x08", c);
        odd += c == 0 ? n / 64 : 0; /* a zero byte weighs more */
    }
    return odd > n / 20 ? "binary data" : NULL;
}

int dem_decode(dem_arena *a, dem_str s, bool html, const char *name, dem_str *out, dem_error *err)
{
    if (!s.n) return dem_fail_at(err, DEM_EEMPTY, name, 0, -1, "the file is empty");
    if (same_bytes(s, "\xff\xfe\0\0", 4)) return convert(a, dem_str_cut(s, 4, s.n), "UTF-32LE", name, out, err);
    if (same_bytes(s, "\0\0\xfe\xff", 4)) return convert(a, dem_str_cut(s, 4, s.n), "UTF-32BE", name, out, err);
    if (same_bytes(s, "\xff\xfe", 2)) return convert(a, dem_str_cut(s, 2, s.n), "UTF-16LE", name, out, err);
    if (same_bytes(s, "\xfe\xff", 2)) return convert(a, dem_str_cut(s, 2, s.n), "UTF-16BE", name, out, err);
    bool marked = same_bytes(s, "\xef\xbb\xbf", 3);
    if (marked) s = dem_str_cut(s, 3, s.n);
    const char *wide = bare_utf16(s);
    if (wide) return convert(a, s, wide, name, out, err);
    const char *kind = binary_kind(s);
    if (kind) return dem_fail_at(err, DEM_EFORMAT, name, 0, 0, "not a text: %s", kind);
    utf8_look look = look_utf8(s);
    if (look.first_bad == SIZE_MAX) {
        *out = s;
        return DEM_OK;
    }
    if (marked || look.good > look.bad * 4)
        return dem_fail_at(err, DEM_EFORMAT, name, 0, (long long)look.first_bad + (marked ? 3 : 0), "not valid UTF-8");
    char charset[64];
    if (html && declared_charset(s, charset)) {
        /* As browsers do: what is declared Latin-1 is read as Windows-1252. */
        const char *as = dem_str_ieq(dem_str_c(charset), DEM_STR("iso-8859-1")) ? "windows-1252" : charset;
        if (!dem_str_ieq(dem_str_c(charset), DEM_STR("utf-8")) && convert(a, s, as, name, out, NULL) == DEM_OK)
            return DEM_OK;
    }
    return detect(a, s, name, look, out, err);
}

/* ---- normal form ---- */

/* The character as it stays: 0 drops it, '\n' ends a line. */
static int32_t clean_char(int32_t cp)
{
    if (cp == '\n' || cp == 0x2028 || cp == 0x2029 || cp == 0x85 || cp == '\f' || cp == '\v') return '\n';
    if (cp == '\t') return ' ';
    if (cp < 0x20 || (cp >= 0x7f && cp <= 0x9f)) return 0;
    if (cp < 0x80) return cp;
    if (cp == 0xad || cp == 0xfeff || (cp >= 0x200b && cp <= 0x200f) || (cp >= 0x202a && cp <= 0x202e) ||
        (cp >= 0x2060 && cp <= 0x206f) || cp == 0xfffc)
        return 0;
    if ((cp & 0xfffe) == 0xfffe || (cp >= 0xfdd0 && cp <= 0xfdef)) return 0;
    return u_charType(cp) == U_SPACE_SEPARATOR ? ' ' : cp;
}

static int to_nfc(dem_arena *a, char *p, size_t n, dem_str *out, dem_error *err)
{
    UErrorCode e = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&e);
    int32_t units = 0, made = 0, bytes = 0;
    UChar *u = malloc((n + 1) * sizeof *u), *v = NULL;
    if (u) u_strFromUTF8(u, (int32_t)n + 1, &units, p, (int32_t)n, &e);
    bool done = u && U_SUCCESS(e) && unorm2_isNormalized(nfc, u, units, &e);
    if (done) {
        *out = (dem_str){p, n};
    } else if (u && U_SUCCESS(e)) {
        size_t cap = (size_t)units * 3 + 16; /* NFC of a UTF-16 text is at most three times as long */
        v = malloc(cap * sizeof *v);
        if (v) made = unorm2_normalize(nfc, u, units, v, (int32_t)cap, &e);
        char *q = v && U_SUCCESS(e) ? dem_alloc(a, (size_t)made * 3 + 1) : NULL;
        if (q) u_strToUTF8(q, made * 3 + 1, &bytes, v, made, &e);
        *out = (dem_str){q, (size_t)bytes};
    }
    free(u);
    free(v);
    if (!out->p || U_FAILURE(e)) return dem_fail(err, DEM_EMEMORY, "the text needs more memory than the limit");
    return DEM_OK;
}

int dem_normalise(dem_arena *a, dem_str s, dem_str *out, dem_error *err)
{
    char *p = dem_alloc(a, s.n + 1);
    if (!p) return dem_fail(err, DEM_EMEMORY, "the text needs more memory than the limit");
    size_t n = 0;
    bool ascii = true;
    for (size_t i = 0; i < s.n;) {
        if ((s.p[i] >= 0x20 && s.p[i] < 0x7f) || s.p[i] == '\n') {
            p[n++] = s.p[i++];
            continue;
        }
        int32_t at = 0, cp, room = (int32_t)(s.n - i < 4 ? s.n - i : 4);
        U8_NEXT((const uint8_t *)s.p + i, at, room, cp);
        i += (size_t)at;
        if (cp == '\r') cp = i < s.n && s.p[i] == '\n' ? 0 : '\n';
        cp = cp < 0 ? 0 : clean_char(cp);
        if (!cp) continue;
        ascii &= cp < 0x80;
        int32_t k = 0;
        uint8_t u[4];
        U8_APPEND_UNSAFE(u, k, (uint32_t)cp);
        memcpy(p + n, u, (size_t)k);
        n += (size_t)k;
    }
    *out = (dem_str){p, n};
    return ascii ? DEM_OK : to_nfc(a, p, n, out, err);
}
