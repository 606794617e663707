/* SPDX-License-Identifier: Apache-2.0 */
/* Paragraphs -> the report: what stands before the first sentence of the body (headline, byline, date, outlet) and what
   is no part of it (captions, credits, buttons, comment forms) is recognised by the patterns of data/ingest/ and kept
   out of the text. */
#include "ingest/dateline.h"

#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

enum { MAX_FRONT = 14, MAX_TITLE = 300 };

typedef enum block_kind { BODY, TITLE, GONE } block_kind;

typedef struct composer {
    const dem_ingest_rules *rules;
    dem_report *r;
    const dem_blocks *in;
    block_kind *kind;
    dem_str *text; /* of each block, its dateline cut */
    bool headline;
    size_t title, outlet; /* block indexes, SIZE_MAX: none */
    dem_found_date dateline;
    dem_str house; /* what the dateline had in brackets, when it is no agency */
} composer;

static size_t count_words(dem_str s)
{
    size_t n = 0;
    bool in = false;
    for (size_t i = 0; i < s.n; i++) {
        bool space = s.p[i] == ' ';
        n += !space && !in;
        in = !space;
    }
    return n;
}

static bool has_letter_or_digit(dem_str s)
{
    for (int32_t i = 0, n = (int32_t)s.n; i < n;) {
        int32_t cp;
        U8_NEXT((const uint8_t *)s.p, i, n, cp);
        if (cp > 0 && u_isalnum(cp)) return true;
    }
    return false;
}

static char last_char(dem_str s)
{
    while (s.n && strchr("\"')]", s.p[s.n - 1])) s.n--;
    while (s.n >= 3 && (unsigned char)s.p[s.n - 3] == 0xe2 && (unsigned char)s.p[s.n - 2] == 0x80 &&
           (unsigned char)s.p[s.n - 1] != 0xa6)
        s.n -= 3;
    return s.n ? s.p[s.n - 1] : 0;
}

/* A paragraph of running text, not a line of the head. */
static bool is_prose(const composer *k, dem_str s)
{
    dem_dateline d;
    size_t words = count_words(s);
    if (s.n > 200 || (words >= 10 && strchr(".:", last_char(s)) && last_char(s))) return true;
    return dem_find_dateline(k->rules, k->r->arena, s, &d) && (d.via.n || d.date.month || s.n > 120);
}

static void set(dem_str *field, dem_str value)
{
    if (!field->n && value.n) *field = value;
}

/* ---- outlets ---- */

/* Words that begin with capitals, one of them an outlet's. */
static bool names_outlet(const composer *k, dem_str s)
{
    bool outlet = false;
    if (s.n > 70 || count_words(s) > 6) return false;
    for (dem_str rest = s, w; dem_str_split(&rest, ' ', &w);) {
        if (!w.n) continue;
        unsigned char c = (unsigned char)w.p[0];
        static const char *const small[] = {"of",  "the", "and", "de",           "du",           "la",       "le", "in",
                                            "for", "-",   "|",   "\xe2\x80\x93", "\xe2\x80\x94", "\xc2\xb7", NULL};
        bool ok = (c >= 'A' && c <= 'Z') || c >= 0x80;
        for (size_t i = 0; small[i]; i++) ok |= dem_str_is(w, small[i]);
        if (!ok) return false;
        while (w.n && strchr(",.:", w.p[w.n - 1])) w.n--;
        outlet |= dem_is_outlet_word(k->rules, w);
    }
    return outlet;
}

/* "Copperhill Observer - World": the part with the outlet's word. */
static dem_str outlet_part(const composer *k, dem_str s)
{
    static const char *const seps[] = {" - ", " | ", " \xe2\x80\x93 ", " \xe2\x80\x94 ", " \xc2\xb7 ", " : "};
    for (size_t i = 0; i < sizeof seps / sizeof *seps; i++) {
        dem_str sep = dem_str_c(seps[i]);
        size_t at = dem_str_find(s, sep, 0);
        if (at == SIZE_MAX) continue;
        dem_str left = dem_str_trim(dem_str_cut(s, 0, at)), right = dem_str_trim(dem_str_cut(s, at + sep.n, s.n));
        return names_outlet(k, left) || !names_outlet(k, right) ? left : right;
    }
    return s;
}

static void set_publisher(composer *k, dem_str s)
{
    dem_str agency = dem_agency(k->rules, s);
    if (agency.n) set(&k->r->meta.via, agency);
    set(&k->r->meta.publisher, agency.n ? agency : dem_undo_capitals(k->r->arena, outlet_part(k, s), true));
}

/* "the foreign staff of the Meridian Evening Post": the name inside, empty when there is none. */
static dem_str outlet_inside(const composer *k, dem_str s)
{
    for (size_t from = 0; from < s.n; from++) {
        bool starts = from == 0 || s.p[from - 1] == ' ', capital = s.p[from] >= 'A' && s.p[from] <= 'Z';
        if (!starts || !capital) continue;
        size_t end = from, stop = from; /* over words with capitals; up to the last that outlets have in their names */
        while (end < s.n && s.p[end] >= 'A' && s.p[end] <= 'Z') {
            size_t b = end;
            while (b < s.n && s.p[b] != ' ') b++;
            if (dem_is_outlet_word(k->rules, dem_str_cut(s, end, b)) && end > from) stop = b;
            end = b < s.n ? b + 1 : b;
        }
        if (stop > from) return dem_str_cut(s, from, stop);
        from = end > from ? end - 1 : from;
    }
    return DEM_STR_NONE;
}

/* ---- the head ---- */

static bool is_date_line(composer *k, dem_str s)
{
    dem_found_date d;
    dem_str rest;
    if (s.n > 120 || !dem_find_date(k->rules, k->r->arena, s, &d, &rest)) return false;
    if (!rest.n) {
        if (k->r->meta.published == DEM_DAY_NONE) k->r->meta.published = dem_found_day(d);
        return true;
    }
    /* With the outlet's name beside it. */
    if (!d.year || !(names_outlet(k, rest) || dem_agency(k->rules, rest).n)) return false;
    if (k->r->meta.published == DEM_DAY_NONE) k->r->meta.published = dem_found_day(d);
    set_publisher(k, rest);
    return true;
}

/* "By the Middle East Desk, The Harbour Courier": what stands after the last comma may be the outlet. */
static void set_author(composer *k, dem_str who)
{
    size_t comma = SIZE_MAX;
    for (size_t i = 0; i < who.n; i++)
        if (who.p[i] == ',') comma = i;
    if (comma != SIZE_MAX) {
        dem_str tail = dem_str_trim(dem_str_cut(who, comma + 1, who.n));
        if (names_outlet(k, tail) || dem_agency(k->rules, tail).n) {
            set_publisher(k, tail);
            who = dem_str_trim(dem_str_cut(who, 0, comma));
        }
    }
    dem_str inside = outlet_inside(k, who);
    if (inside.n && count_words(inside) > 1) set(&k->r->meta.publisher, inside);
    set(&k->r->meta.author, who);
}

static bool is_byline(composer *k, dem_str s)
{
    dem_str star;
    if (s.n > 120 || dem_line_classify(k->rules, s, &star) != DEM_LINE_BYLINE || !star.n || count_words(star) > 14)
        return false;
    if (last_char(s) == '.' && count_words(star) > 4) return false;
    set_author(k, star);
    return true;
}

/* A line that repeats the one before, with or without an agency glued to it. */
static bool repeats(const composer *k, dem_str s, dem_str earlier, bool *glued)
{
    size_t n = dem_glued_agency(k->rules, s);
    *glued = n && dem_str_eq(dem_str_trim(dem_str_cut(s, 0, s.n - n)), earlier);
    return *glued || dem_str_ieq(s, earlier);
}

static bool may_be_title(dem_str s)
{
    char c = last_char(s);
    return s.n <= MAX_TITLE && count_words(s) >= 2 && c != ',' && c != ':' &&
           (c != '.' || (s.n >= 3 && dem_str_ends(s, DEM_STR("..."))) || count_words(s) <= 3);
}

/* Blocks before the first prose: gives their number. */
static size_t read_front(composer *k)
{
    size_t i = 0;
    for (; i < k->in->n && i < MAX_FRONT; i++) {
        dem_str s = k->in->items[i].text, star;
        bool glued = false;
        if (k->kind[i] == GONE) continue;
        if (k->title == SIZE_MAX && k->headline && dem_line_classify(k->rules, s, &star) == DEM_LINE_TITLE && star.n) {
            k->title = i;
            k->text[i] = star;
            continue;
        }
        if (is_date_line(k, s) || is_byline(k, s)) {
            k->kind[i] = GONE;
            continue;
        }
        if (k->title != SIZE_MAX && repeats(k, s, k->text[k->title], &glued)) {
            k->kind[i] = GONE;
            if (glued) { /* the picture's caption, once plain and once with its credit */
                k->kind[k->title] = GONE;
                k->title = SIZE_MAX;
            }
            continue;
        }
        if (dem_glued_agency(k->rules, s) && s.n < 220) {
            k->kind[i] = GONE;
            continue;
        }
        if (is_prose(k, s) || k->in->items[i].quote) break;
        if (dem_agency(k->rules, s).n) {
            set_publisher(k, s);
            k->kind[i] = GONE;
        } else if (names_outlet(k, s) && (k->outlet == SIZE_MAX || k->title != SIZE_MAX)) {
            k->outlet = i;
        } else if (k->title == SIZE_MAX && k->headline && may_be_title(s)) {
            k->title = i;
        }
    }
    return i;
}

static void settle_front(composer *k, size_t front)
{
    /* The only line that could be a headline is one, though it sounds like an outlet's name. */
    bool body = false;
    for (size_t i = front; i < k->in->n; i++) body |= k->kind[i] == BODY;
    if (k->title == SIZE_MAX && k->outlet != SIZE_MAX && k->headline && may_be_title(k->in->items[k->outlet].text)) {
        k->title = k->outlet;
        k->outlet = SIZE_MAX;
    }
    if (!body && k->title != SIZE_MAX) k->title = SIZE_MAX; /* a single line is the text */
    if (k->title != SIZE_MAX) {
        k->kind[k->title] = TITLE;
        set(&k->r->meta.title, k->text[k->title]);
    }
    if (k->outlet != SIZE_MAX && (k->title != SIZE_MAX || !k->headline) && k->outlet < front) {
        k->kind[k->outlet] = GONE;
        set_publisher(k, k->in->items[k->outlet].text);
    }
}

/* ---- the body ---- */

static void drop_boilerplate(composer *k)
{
    size_t total = 0, seen = 0;
    for (size_t i = 0; i < k->in->n; i++) total += k->in->items[i].text.n;
    for (size_t i = 0; i < k->in->n; i++) {
        dem_str s = k->in->items[i].text, star;
        seen += s.n;
        if (!has_letter_or_digit(s)) {
            k->kind[i] = GONE;
            continue;
        }
        dem_line_kind kind = dem_line_classify(k->rules, s, &star);
        dem_found_date d;
        if (kind == DEM_LINE_DROP && i < MAX_FRONT && k->r->meta.published == DEM_DAY_NONE) is_date_line(k, s);
        if (kind == DEM_LINE_TAIL && seen * 2 > total) {
            while (i < k->in->n) k->kind[i++] = GONE;
            return;
        }
        if (kind == DEM_LINE_SOURCE && star.n && star.n < 60) set_publisher(k, star);
        bool credit = dem_glued_agency(k->rules, s) && s.n < 220 && i >= 1 &&
                      !(dem_find_date(k->rules, k->r->arena, s, &d, &star));
        if (kind == DEM_LINE_DROP || kind == DEM_LINE_CAPTION || kind == DEM_LINE_SOURCE) k->kind[i] = GONE;
        if (credit && !(k->title == SIZE_MAX && i < 3)) k->kind[i] = GONE;
    }
}

/* The dateline of the first paragraphs of the body, and a credit at the end of the last. */
static void cut_dateline(composer *k, size_t front)
{
    size_t tried = 0;
    for (size_t i = front; i < k->in->n && tried < 3; i++) {
        dem_dateline d;
        if (k->kind[i] != BODY) continue;
        tried++;
        if (!dem_find_dateline(k->rules, k->r->arena, k->text[i], &d)) continue;
        set(&k->r->meta.dateline_place, d.place);
        set(&k->r->meta.via, d.via);
        if (!dem_agency(k->rules, d.via).n) k->house = d.via; /* no agency that others print: the outlet's own name */
        if (d.date.month) k->dateline = d.date;
        k->text[i] = dem_str_cut(k->text[i], d.length, k->text[i].n);
        return;
    }
}

/* A dateline's day: with its own year, or with the one of the publication when that is known. */
static void settle_dates(composer *k)
{
    dem_meta *m = &k->r->meta;
    dem_found_date d = k->dateline;
    if (!d.month) return;
    if (d.year && m->published == DEM_DAY_NONE) m->published = dem_found_day(d);
    dem_day day = dem_found_day(d);
    if (!d.year && m->published != DEM_DAY_NONE) {
        int y, mo, dd;
        dem_day_split(m->published, &y, &mo, &dd);
        for (int back = -1; back <= 1; back++) { /* the year that brings it next to the publication */
            dem_day c = dem_day_of(y + back, d.month, d.day);
            if (c != DEM_DAY_NONE && c - m->published <= 2 && m->published - c <= 180) day = c;
        }
    }
    char iso[11];
    dem_day_print(day, iso);
    if (iso[0]) m->dateline_date = dem_str_dup(k->r->arena, dem_str_c(iso));
}

/* ---- the text ---- */

static int build_text(composer *k, dem_error *err)
{
    dem_report *r = k->r;
    size_t n = 0;
    for (size_t i = 0; i < k->in->n; i++) n += k->text[i].n + 2;
    if (n > DEM_TEXT_LIMIT + 2 * k->in->n)
        return dem_fail(err, DEM_ELIMIT, "the text is longer than %zu bytes", DEM_TEXT_LIMIT);
    char *p = dem_alloc(r->arena, n + 1);
    if (!p) return dem_fail(err, DEM_EMEMORY, "the text needs more memory than the limit");
    n = 0;
    for (size_t i = 0; i < k->in->n; i++) {
        dem_str s = dem_str_trim(k->text[i]);
        if (k->kind[i] == GONE || !s.n) continue;
        if (n) n += 2, p[n - 2] = p[n - 1] = '\n';
        dem_span *span = DEM_PUSH(r->arena, &r->paragraphs);
        if (!span) return dem_fail(err, DEM_EMEMORY, "the text needs more memory than the limit");
        *span = (dem_span){(uint32_t)n, (uint32_t)(n + s.n)};
        if (k->kind[i] == TITLE) r->title_span = *span;
        memcpy(p + n, s.p, s.n);
        n += s.n;
    }
    r->text = (dem_str){p, n};
    return DEM_OK;
}

/* A title that came as metadata and stands in the text as well; and paragraphs that repeat the title. */
static void match_title(composer *k)
{
    dem_str title = k->r->meta.title;
    size_t looked = 0;
    for (size_t i = 0; title.n && i < k->in->n && looked < 4; i++) {
        if (k->kind[i] == GONE || i == k->title) continue;
        looked++;
        if (!dem_str_ieq(k->in->items[i].text, title)) continue;
        if (k->title == SIZE_MAX) {
            k->title = i;
            k->kind[i] = TITLE;
        } else {
            k->kind[i] = GONE;
        }
    }
}

int dem_compose(const dem_ingest_rules *rules, dem_report *r, const dem_blocks *blocks, bool headline, dem_error *err)
{
    composer k = {.rules = rules, .r = r, .in = blocks, .headline = headline, .title = SIZE_MAX, .outlet = SIZE_MAX};
    k.kind = DEM_NEW_N(r->arena, block_kind, blocks->n + 1);
    k.text = DEM_NEW_N(r->arena, dem_str, blocks->n + 1);
    if (!k.kind || !k.text) return dem_fail(err, DEM_EMEMORY, "the text needs more memory than the limit");
    for (size_t i = 0; i < blocks->n; i++) k.text[i] = blocks->items[i].text;
    size_t front = 0;
    if (rules) {
        drop_boilerplate(&k);
        match_title(&k);
        front = read_front(&k);
        settle_front(&k, front);
        match_title(&k);
        cut_dateline(&k, front < blocks->n ? front : 0);
        settle_dates(&k);
        set(&r->meta.publisher, k.house);
    }
    return build_text(&k, err);
}
