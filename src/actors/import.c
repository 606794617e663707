/* SPDX-License-Identifier: Apache-2.0 */
/* Importing dictionaries: what the readers share (encoding, names, days, reports), and the run itself. */
#include "actors/import.h"

#include "actors/fold.h"

#include <stdarg.h>
#include <stdio.h>

enum { NAME_LIMIT = 400 };

void dem_import_say(dem_import *im, dem_str at, bool lost, const char *fmt, ...)
{
    char text[400];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    for (char *c = text; *c; c++)
        if ((unsigned char)*c < 32) *c = ' ';
    if (lost) im->lost++;
    else im->changed++;
    bool inside = at.p && im->whole.p && at.p >= im->whole.p && at.p <= im->whole.p + im->whole.n;
    if (im->on_report) im->on_report(im->ctx, im->files[im->file].name, im->line, inside ? (size_t)(at.p - im->whole.p) + 1 : 1, lost, text);
}

/* Windows-1252, the code page of most files that are no UTF-8: 0x80 to 0x9F by table, 0 where the page has nothing. */
static unsigned from_1252(unsigned char c)
{
    static const unsigned short high[32] = {0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
                                            0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178};
    return c < 0x80 || c >= 0xA0 ? c : high[c - 0x80];
}

static size_t put_utf8(char *out, unsigned c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 63));
        return 2;
    }
    out[0] = (char)(0xE0 | c >> 12);
    out[1] = (char)(0x80 | (c >> 6 & 63));
    out[2] = (char)(0x80 | (c & 63));
    return 3;
}

dem_str dem_import_clean(dem_import *im, dem_str line)
{
    bool broken = dem_utf8_broken(line) != SIZE_MAX, control = false;
    for (size_t i = 0; i < line.n; i++) control = control || ((unsigned char)line.p[i] < 32 && line.p[i] != '\t') || line.p[i] == 127;
    if (!broken && !control) return line;
    char *out = dem_alloc(im->a, line.n * 3 + 1);
    size_t n = 0;
    if (!out) return DEM_STR_NONE;
    for (size_t i = 0; i < line.n; i++) {
        unsigned char c = (unsigned char)line.p[i];
        if ((c < 32 && c != '\t') || c == 127) continue;
        unsigned u = broken ? from_1252(c) : 0;
        if (!broken) out[n++] = (char)c;
        else if (u) n += put_utf8(out + n, u);
    }
    im->whole = (dem_str){out, n};
    if (broken) dem_import_say(im, im->whole, false, "not UTF-8: read as windows-1252");
    if (control) dem_import_say(im, im->whole, false, "control characters are left out");
    return im->whole;
}

dem_import_entry *dem_import_add(dem_import *im, dem_import_kind kind)
{
    dem_import_entry *e = DEM_PUSH(im->a, &im->items);
    if (e) *e = (dem_import_entry){.kind = kind, .file = im->file, .line = im->line};
    return e;
}

dem_str dem_import_join(dem_arena *a, dem_str text, const char *sep, dem_str more)
{
    if (!more.n) return text;
    if (!text.n) return more;
    return dem_str_printf(a, "%.*s%s%.*s", DEM_FMT(text), sep, DEM_FMT(more));
}

void dem_import_note(dem_import *im, dem_import_entry *e, dem_str more)
{
    if (e->note.n + more.n > DEM_IMPORT_NOTE) dem_import_say(im, more, true, "the notes of the entry have more than %d bytes: this one is left out", DEM_IMPORT_NOTE);
    else e->note = dem_import_join(im->a, e->note, ", ", more);
}

/* '_' and white space are one blank; ';' separates values with us and '#' after a blank begins a comment. */
static dem_str squeeze(dem_import *im, dem_str raw)
{
    char *out = dem_alloc(im->a, raw.n + 1);
    size_t n = 0;
    if (!out) return DEM_STR_NONE;
    for (size_t i = 0; i < raw.n; i++) {
        char c = raw.p[i];
        if (c == '_' || c == '\t') c = ' ';
        if (c == ';') c = ',';
        if (c == '#' && (n == 0 || out[n - 1] == ' ')) continue;
        if (c == ' ' && (n == 0 || out[n - 1] == ' ')) continue;
        out[n++] = c;
    }
    while (n && out[n - 1] == ' ') n--;
    return (dem_str){out, n};
}

dem_str dem_import_name(dem_import *im, dem_str raw, dem_str at)
{
    dem_piece p[DEM_PIECES_MAX];
    bool more;
    dem_str name = squeeze(im, raw);
    size_t n = dem_fold(name, p, DEM_PIECES_MAX, &more);
    if (n == 0) {
        dem_import_say(im, at, true, "\"%.*s\" has no letters or digits: not imported", DEM_FMT(raw));
        return DEM_STR_NONE;
    }
    if (more || name.n > NAME_LIMIT) {
        dem_import_say(im, at, true, "\"%.*s\" has more than %d words: not imported", DEM_FMT(name), DEM_PIECES_MAX);
        return DEM_STR_NONE;
    }
    return name;
}

bool dem_import_name_to(dem_import *im, dem_import_entry *e, dem_str raw, dem_str at)
{
    dem_str name = dem_import_name(im, raw, at);
    if (!name.n) return !dem_arena_failed(im->a);
    bool capitals = im->format == DEM_IMPORT_TABARI || im->format == DEM_IMPORT_PETRARCH; /* whose case says nothing */
    for (size_t i = 0; i < e->names.n && i < 512; i++)
        if (dem_str_eq(e->names.items[i], name) || (capitals && dem_str_ieq(e->names.items[i], name))) {
            im->repeated++;
            return true;
        }
    dem_str *slot = DEM_PUSH(im->a, &e->names);
    if (slot) *slot = name;
    return slot != NULL;
}

static dem_str iso_of(dem_import *im, int y, int m, int d, bool *changed)
{
    *changed = false;
    if (y < 1 || y > 9999) return DEM_STR_NONE;
    if (dem_day_of(y, m, d) != DEM_DAY_NONE) return dem_str_printf(im->a, "%04d-%02d-%02d", y, m, d);
    *changed = true;
    return m >= 1 && m <= 12 ? dem_str_printf(im->a, "%04d-%02d", y, m) : dem_str_printf(im->a, "%04d", y);
}

static int number(const char *p, size_t n)
{
    int v = 0;
    for (size_t i = 0; i < n; i++) v = v * 10 + (p[i] - '0');
    return v;
}

dem_str dem_import_day(dem_import *im, dem_str s, bool *changed)
{
    char digit[9];
    size_t n = 0, dashes = 0;
    s = dem_str_trim(s);
    *changed = false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == ' ' || s.p[i] == '\t') continue;
        if (s.p[i] == '-' && n >= 4) {
            dashes++;
            continue;
        }
        if (s.p[i] < '0' || s.p[i] > '9' || n == 8) return DEM_STR_NONE;
        digit[n++] = s.p[i];
    }
    if (dashes == 2 && n == 8) return iso_of(im, number(digit, 4), number(digit + 4, 2), number(digit + 6, 2), changed);
    if (dashes == 1 && n == 6) return number(digit + 4, 2) >= 1 && number(digit + 4, 2) <= 12 ? dem_str_printf(im->a, "%.4s-%.2s", digit, digit + 4) : DEM_STR_NONE;
    if (dashes) return DEM_STR_NONE;
    if (n == 4) return dem_str_printf(im->a, "%.4s", digit);
    if (n == 8) return iso_of(im, number(digit, 4), number(digit + 4, 2), number(digit + 6, 2), changed);
    if (n != 6) return DEM_STR_NONE;
    int y = number(digit, 2);
    return iso_of(im, y <= 30 ? 2000 + y : 1900 + y, number(digit + 2, 2), number(digit + 4, 2), changed);
}

bool dem_import_code_good(dem_str code)
{
    if (code.n < 3 || code.n > 30 || code.n % 3) return false;
    for (size_t i = 0; i < code.n; i++)
        if (!((code.p[i] >= 'A' && code.p[i] <= 'Z') || (i > 2 && code.p[i] >= '0' && code.p[i] <= '9'))) return false;
    return true;
}

int dem_import_run(dem_import *im, dem_buf *out, dem_error *err)
{
    im->a = dem_arena_new(0);
    if (!im->a) return dem_fail(err, DEM_EMEMORY, "memory is out");
    bool table = im->format == DEM_IMPORT_ICEWS || im->format == DEM_IMPORT_CSV, good = true;
    for (im->file = 0; im->file < im->n_files && good; im->file++) {
        im->line = 0;
        good = table ? dem_import_table(im) : dem_import_dictionary(im);
    }
    size_t start = out->n;
    good = good && dem_import_write(im, out);
    int rc = good && !out->failed && !dem_arena_failed(im->a) ? DEM_OK : dem_fail(err, DEM_EMEMORY, "memory is out while importing");
    if (rc == DEM_OK) {
        /* What is written must load; anything else is a mistake of the importer and is better told here. */
        dem_named_text text = {"imported", {out->p + start, out->n - start}};
        dem_str bytes;
        if (out->n > start) rc = dem_lexicon_compile(&text, 1, im->a, &bytes, NULL, NULL, err);
    }
    dem_arena_free(im->a);
    im->a = NULL;
    im->items.n = im->items.cap = 0;
    im->items.items = NULL;
    return rc;
}
