/* SPDX-License-Identifier: Apache-2.0 */
/* Plain text -> paragraphs. A text whose lines were broken at a width is joined again; in others each line stands by
 * itself. */
#include "ingest/internal.h"

enum { MAX_WIDTH = 132, MIN_WIDTH = 40 };

typedef struct lines {
    DEM_VEC(dem_str) l; /* not trimmed at the left; blank ones are empty */
    size_t width;       /* of a hard-wrapped text, 0 when it is none */
} lines;

/* Bytes that are no continuation: close enough to columns. */
static size_t columns(dem_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
    return n;
}

static dem_str trim_line(dem_str s)
{
    for (;;) {
        dem_str t = dem_str_trim(s);
        if (t.n >= 2 && memcmp(t.p, "\xc2\xa0", 2) == 0) t = dem_str_cut(t, 2, t.n);
        if (t.n >= 2 && memcmp(t.p + t.n - 2, "\xc2\xa0", 2) == 0) t.n -= 2;
        if (t.n == s.n) return t;
        s = t;
    }
}

static bool ends_sentence(dem_str s)
{
    while (s.n && strchr("\"')]", s.p[s.n - 1])) s.n--;
    while (s.n >= 3 && (unsigned char)s.p[s.n - 3] == 0xe2 && (unsigned char)s.p[s.n - 2] == 0x80) s.n -= 3;
    return s.n && strchr(".!?:", s.p[s.n - 1]);
}

static bool read_lines(dem_arena *a, dem_str text, lines *out)
{
    size_t longest = 0, inner = 0, open = 0, full = 0;
    for (dem_str line; dem_str_split(&text, '\n', &line);) {
        dem_str *l = DEM_PUSH(a, &out->l);
        if (!l) return false;
        *l = trim_line(line);
        size_t n = columns(*l);
        if (n > longest) longest = n;
    }
    out->width = 0;
    if (longest > MAX_WIDTH || longest < MIN_WIDTH) return true;
    /* Wrapped: lines with a line below them mostly reach close to the width and mostly do not end a sentence. */
    for (size_t i = 0; i + 1 < out->l.n; i++) {
        if (!out->l.items[i].n || !out->l.items[i + 1].n) continue;
        inner++;
        open += !ends_sentence(out->l.items[i]);
        full += columns(out->l.items[i]) * 4 >= longest * 3;
    }
    if (inner >= 2 && open * 2 >= inner && full * 2 >= inner) out->width = longest;
    return true;
}

/* Does line i go on in line i + 1? */
static bool joins(const dem_ingest_rules *rules, dem_arena *a, const lines *k, size_t i)
{
    dem_str line = k->l.items[i], next = k->l.items[i + 1], rest, star;
    dem_found_date d;
    if (!k->width || !line.n || !next.n) return false;
    if (next.n < 100 && ((dem_find_date(rules, a, next, &d, &rest) && !rest.n) ||
                         dem_line_classify(rules, next, &star) != DEM_LINE_BODY))
        return false;
    if (line.n < 100 && ((dem_find_date(rules, a, line, &d, &rest) && !rest.n) ||
                         dem_line_classify(rules, line, &star) != DEM_LINE_BODY))
        return false;
    size_t word = dem_str_find(next, DEM_STR(" "), 0);
    dem_str first = word == SIZE_MAX ? next : dem_str_cut(next, 0, word);
    bool had_room = columns(line) + 1 + columns(first) + 3 <= k->width;
    bool low = next.p[0] >= 'a' && next.p[0] <= 'z';
    return !had_room || (low && !ends_sentence(line));
}

static bool push_joined(dem_arena *a, const lines *k, size_t from, size_t to, bool gap, dem_blocks *out)
{
    size_t n = 0;
    for (size_t i = from; i < to; i++) n += k->l.items[i].n + 1;
    char *p = dem_alloc(a, n + 1);
    dem_block *b = p ? DEM_PUSH(a, out) : NULL;
    if (!b) return false;
    n = 0;
    for (size_t i = from; i < to; i++) {
        dem_str l = k->l.items[i];
        bool hyphen = n > 1 && p[n - 1] == '-' && p[n - 2] != ' ' && p[n - 2] != '-';
        if (n && !hyphen) p[n++] = ' ';
        memcpy(p + n, l.p, l.n);
        n += l.n;
    }
    *b = (dem_block){.text = {p, n}, .gap = gap};
    return true;
}

int dem_blocks_of_text(const dem_ingest_rules *rules, dem_arena *a, dem_str text, dem_blocks *out, dem_error *err)
{
    lines k = {0};
    bool ok = read_lines(a, text, &k), gap = true;
    for (size_t i = 0; ok && i < k.l.n; i++) {
        if (!k.l.items[i].n) {
            gap = true;
            continue;
        }
        size_t to = i + 1;
        while (to < k.l.n && joins(rules, a, &k, to - 1)) to++;
        ok = push_joined(a, &k, i, to, gap, out);
        gap = false;
        i = to - 1;
    }
    return ok ? DEM_OK : dem_fail(err, DEM_EMEMORY, "the text needs more memory than the limit");
}

int dem_paragraphs_verbatim(const dem_ingest_rules *rules, dem_report *r, dem_error *err)
{
    lines k = {0};
    bool ok = read_lines(r->arena, r->text, &k);
    for (size_t i = 0; ok && i < k.l.n; i++) {
        if (!k.l.items[i].n) continue;
        size_t to = i + 1;
        while (to < k.l.n && joins(rules, r->arena, &k, to - 1)) to++;
        dem_span *p = DEM_PUSH(r->arena, &r->paragraphs);
        ok = p != NULL;
        dem_str last = k.l.items[to - 1];
        if (ok) *p = (dem_span){(uint32_t)(k.l.items[i].p - r->text.p), (uint32_t)(last.p + last.n - r->text.p)};
        i = to - 1;
    }
    return ok ? DEM_OK : dem_fail(err, DEM_EMEMORY, "the text needs more memory than the limit");
}
