/* SPDX-License-Identifier: Apache-2.0 */
/* Aligned tables and CSV fields. */
#include "base/table.h"

#include "base/vec.h"

#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

/* The next code point, or U+FFFD for a broken byte. */
static UChar32 next(dem_str s, size_t *i)
{
    UChar32 c;
    int32_t at = 0, n = (int32_t)(s.n - *i < 4 ? s.n - *i : 4);
    const uint8_t *p = (const uint8_t *)s.p + *i;
    U8_NEXT_OR_FFFD(p, at, n, c);
    *i += (size_t)at;
    return c;
}

static size_t cells(UChar32 c)
{
    if (c >= ' ' && c < 127) return 1;
    int8_t type = u_charType(c);
    if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR) return 0;
    int width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

/* Characters that would act on the terminal or reorder the line instead of being shown. */
static bool is_control(UChar32 c)
{
    return c < ' ' || (c >= 127 && c < 160) || c == 0x2028 || c == 0x2029 || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

static bool is_blank(UChar32 c)
{
    if (c > ' ' && c < 127) return false;
    return is_control(c) || u_isUWhiteSpace(c);
}

/* Letters, digits, signs and single blanks between them: as many cells as bytes, and shown as it stands. */
static bool is_plain(dem_str s)
{
    bool blank = true;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c < ' ' || c >= 127 || (c == ' ' && blank)) return false;
        blank = c == ' ';
    }
    return !blank || s.n == 0;
}

size_t dem_text_width(dem_str s)
{
    size_t w = 0;
    if (is_plain(s)) return s.n;
    for (size_t i = 0; i < s.n;) w += cells(next(s, &i));
    return w;
}

static void add_char(dem_buf *out, UChar32 c)
{
    uint8_t b[U8_MAX_LENGTH];
    int32_t n = 0;
    UBool failed = 0;
    U8_APPEND(b, n, U8_MAX_LENGTH, (uint32_t)c, failed);
    if (!failed) dem_buf_add(out, (const char *)b, (size_t)n);
}

/* Writes s on one line while it fits into max cells; returns the cells written, SIZE_MAX when something did not fit. */
static size_t put_line(dem_buf *out, dem_str s, size_t max)
{
    size_t used = 0;
    bool gap = false;
    for (size_t i = 0; i < s.n;) {
        UChar32 c = next(s, &i);
        if (is_blank(c)) {
            gap = used > 0;
            continue;
        }
        size_t w = cells(c);
        if (max && used + gap + w > max) return SIZE_MAX;
        if (gap) dem_buf_ch(out, ' ');
        used += gap + w;
        gap = false;
        add_char(out, c);
    }
    return used;
}

void dem_text_line(dem_buf *out, dem_str s, size_t max)
{
    size_t mark = out->n;
    if (put_line(out, s, max) != SIZE_MAX || out->failed) return;
    out->n = mark;
    put_line(out, s, max > 1 ? max - 1 : 1);
    dem_buf_c(out, "\xE2\x80\xA6");
}

typedef struct row {
    dem_str *cells;
    size_t filled;
    DEM_VEC(dem_str) notes;
} row;

struct dem_table {
    dem_arena *arena;
    const dem_column *columns;
    size_t n;
    size_t *width;
    DEM_VEC(row) rows;
};

dem_table *dem_table_new(const dem_column *columns, size_t n_columns)
{
    dem_arena *a = dem_arena_new(0);
    dem_table *t = a ? DEM_NEW(a, dem_table) : NULL;
    if (t) {
        t->width = DEM_NEW_N(a, size_t, n_columns);
        t->arena = a;
        t->columns = columns;
        t->n = n_columns;
    }
    if (!t || !t->width) {
        dem_arena_free(a);
        return NULL;
    }
    return t;
}

void dem_table_free(dem_table *t)
{
    if (t) dem_arena_free(t->arena);
}

size_t dem_table_rows(const dem_table *t)
{
    return t->rows.n;
}

bool dem_table_row(dem_table *t)
{
    dem_str *c = DEM_NEW_N(t->arena, dem_str, t->n);
    row *r = c ? DEM_PUSH(t->arena, &t->rows) : NULL;
    if (!r) return false;
    *r = (row){.cells = c};
    return true;
}

static bool one_line(dem_table *t, dem_str s, size_t max, dem_str *out)
{
    dem_buf b = {0};
    if (!s.n) return true;
    if (is_plain(s) && (!max || s.n <= max)) {
        *out = dem_str_dup(t->arena, s);
        return out->p != NULL;
    }
    dem_text_line(&b, s, max);
    if (!b.failed) *out = dem_str_dup(t->arena, dem_buf_view(&b));
    bool ok = !b.failed && out->p;
    dem_buf_free(&b);
    return ok;
}

bool dem_table_cell(dem_table *t, dem_str s)
{
    row *r = &t->rows.items[t->rows.n - 1];
    if (r->filled >= t->n) return false;
    size_t i = r->filled++;
    if (!one_line(t, s, t->columns[i].max, &r->cells[i])) return false;
    size_t w = dem_text_width(r->cells[i]);
    if (w > t->width[i]) t->width[i] = w;
    return true;
}

bool dem_table_note(dem_table *t, dem_str s)
{
    row *r = &t->rows.items[t->rows.n - 1];
    dem_str *note = DEM_PUSH(t->arena, &r->notes);
    return note && one_line(t, s, 0, note);
}

static void print_cell(const dem_table *t, size_t i, dem_str s, bool last, dem_buf *out)
{
    size_t head = dem_text_width(dem_str_c(t->columns[i].head));
    size_t width = t->width[i] > head ? t->width[i] : head, used = dem_text_width(s);
    size_t pad = width > used ? width - used : 0;
    if (t->columns[i].right) dem_buf_repeat(out, ' ', pad);
    dem_buf_str(out, s);
    if (!last) dem_buf_repeat(out, ' ', (t->columns[i].right ? 0 : pad) + 2);
}

void dem_table_print(const dem_table *t, bool color, const char *indent, dem_buf *out)
{
    size_t last = t->n;
    for (size_t i = 0; i < t->n; i++)
        if (t->width[i]) last = i;
    if (last == t->n) return;
    dem_buf_c(out, indent);
    if (color) dem_buf_c(out, "\033[1m");
    for (size_t i = 0; i <= last; i++)
        if (t->width[i]) print_cell(t, i, dem_str_c(t->columns[i].head), i == last, out);
    if (color) dem_buf_c(out, "\033[0m");
    dem_buf_ch(out, '\n');
    for (size_t k = 0; k < t->rows.n; k++) {
        const row *r = &t->rows.items[k];
        dem_buf_c(out, indent);
        size_t end = last;
        while (end > 0 && (r->cells[end].n == 0 || !t->width[end])) end--;
        for (size_t i = 0; i <= end; i++)
            if (t->width[i]) print_cell(t, i, r->cells[i], i == end, out);
        dem_buf_ch(out, '\n');
        for (size_t n = 0; n < r->notes.n; n++) {
            dem_buf_c(out, indent);
            dem_buf_c(out, "    ");
            dem_buf_str(out, r->notes.items[n]);
            dem_buf_ch(out, '\n');
        }
    }
}

void dem_csv_field(dem_buf *out, bool *first, dem_str s)
{
    if (!*first) dem_buf_ch(out, ',');
    *first = false;
    bool quote = s.n && (s.p[0] == ' ' || s.p[s.n - 1] == ' ');
    for (size_t i = 0; i < s.n && !quote; i++)
        quote = s.p[i] == ',' || s.p[i] == '"' || s.p[i] == '\n' || s.p[i] == '\r';
    if (!quote) {
        dem_buf_str(out, s);
        return;
    }
    dem_buf_ch(out, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"') dem_buf_ch(out, '"');
        dem_buf_ch(out, s.p[i]);
    }
    dem_buf_ch(out, '"');
}

void dem_csv_end(dem_buf *out, bool *first)
{
    dem_buf_add(out, "\r\n", 2);
    *first = true;
}
