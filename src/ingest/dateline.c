/* SPDX-License-Identifier: Apache-2.0 */
/* Datelines: place, date and agency before a dash, at the start of a paragraph. */
#include "ingest/dateline.h"

#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

enum { MAX_HEAD = 110, MAX_PARTS = 6, MAX_PLACE_WORDS = 5 };

/* The dash that ends the head: its first byte and the byte after it and its spaces. */
static bool find_dash(dem_str p, size_t *head, size_t *body)
{
    size_t limit = p.n < MAX_HEAD ? p.n : MAX_HEAD;
    int depth = 0;
    for (size_t i = 1; i < limit; i++) {
        size_t n = 0;
        depth += p.p[i] == '(';
        depth -= p.p[i] == ')';
        if (depth > 0) continue;
        bool before = p.p[i - 1] == ' ' || p.p[i - 1] == ')';
        if (p.p[i] == '-' && i + 1 < p.n && p.p[i + 1] == '-')
            n = 2;
        else if (p.p[i] == '-' && before && i + 1 < p.n && (p.p[i + 1] == ' ' || p.p[i - 1] == ')'))
            n = 1;
        else if (p.p[i] == '_' && (before || p.p[i - 1] == '.'))
            n = 1;
        else if (i + 2 < p.n && memcmp(p.p + i, "\xe2\x80", 2) == 0 &&
                 ((unsigned char)p.p[i + 2] == 0x93 || (unsigned char)p.p[i + 2] == 0x94))
            n = 3;
        if (!n) continue;
        *head = i;
        *body = i + n;
        while (*body < p.n && strchr(" -", p.p[*body])) (*body)++;
        return *body < p.n;
    }
    return false;
}

/* Words of a place: how many, whether all are capitals, whether all begin with one ("al-", "de" apart). */
static bool place_words(dem_str s, bool *capitals)
{
    size_t count = 0, letters = 0;
    *capitals = true;
    for (dem_str rest = s, w; dem_str_split(&rest, ' ', &w);) {
        if (!w.n) continue;
        int32_t cp, at = 0, n = (int32_t)w.n;
        U8_NEXT((const uint8_t *)w.p, at, n, cp);
        bool small = dem_str_is(w, "al") || dem_str_is(w, "de") || dem_str_is(w, "el") || dem_str_is(w, "of") ||
                     dem_str_is(w, "the") || dem_str_is(w, "and") || dem_str_starts(w, DEM_STR("al-"));
        if (cp < 0 || (!u_isupper(cp) && !small)) return false;
        for (at = 0; at < n;) {
            U8_NEXT((const uint8_t *)w.p, at, n, cp);
            if (cp < 0 || u_isdigit(cp)) return false;
            if (u_islower(cp) && !small) *capitals = false;
            letters += u_isalpha(cp) != 0;
        }
        count++;
    }
    return count >= 1 && count <= MAX_PLACE_WORDS && letters >= 2;
}

dem_str dem_undo_capitals(dem_arena *a, dem_str s, bool acronyms)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] >= 'a' && s.p[i] <= 'z') return s;
    dem_str d = dem_str_dup(a, s);
    char *p = (char *)(uintptr_t)d.p;
    bool start = true;
    for (size_t i = 0; p && i < d.n; i++) {
        bool upper = p[i] >= 'A' && p[i] <= 'Z',
             letter = upper || (p[i] >= 'a' && p[i] <= 'z') || (unsigned char)p[i] >= 0x80;
        bool dotted = i + 1 < d.n && p[i + 1] == '.'; /* "U.S." */
        size_t from = i, to = i;
        while (from > 0 && p[from - 1] != ' ' && p[from - 1] != '/') from--;
        while (to < d.n && p[to] != ' ' && p[to] != '/') to++;
        if (upper && !start && !dotted && (!acronyms || to - from > 3)) p[i] = (char)(p[i] + 32);
        start = !letter && p[i] != '\'';
    }
    return d;
}

static bool all_space(dem_str s) { return dem_str_trim(s).n == 0; }

static bool has_outlet_word(const dem_ingest_rules *rules, dem_str s)
{
    for (dem_str w; dem_str_split(&s, ' ', &w);)
        if (dem_is_outlet_word(rules, w)) return true;
    return false;
}

/* The bracket at the end of the head: agency or outlet. */
static bool take_bracket(const dem_ingest_rules *rules, dem_arena *a, dem_str *head, dem_dateline *out)
{
    *head = dem_str_trim(*head);
    if (!head->n || head->p[head->n - 1] != ')') return false;
    size_t open = head->n;
    while (open > 0 && head->p[open - 1] != '(') open--;
    if (!open) return false;
    dem_str name = dem_str_trim(dem_str_cut(*head, open, head->n - 1));
    if (name.n < 2 || name.n > 48) return false;
    dem_str known = dem_agency(rules, name);
    /* "(AFP/Reuters)", "(Xinhua, via …)": the first name. */
    if (!known.n) {
        size_t cut = 0;
        while (cut < name.n && !strchr("/,;", name.p[cut])) cut++;
        known = dem_agency(rules, dem_str_trim(dem_str_cut(name, 0, cut)));
    }
    bool capital = name.p[0] >= 'A' && name.p[0] <= 'Z';
    if (!known.n && !capital) return false;
    out->via = known.n ? known : dem_str_dup(a, name);
    *head = dem_str_trim(dem_str_cut(*head, 0, open - 1));
    return true;
}

bool dem_find_dateline(const dem_ingest_rules *rules, dem_arena *a, dem_str p, dem_dateline *out)
{
    *out = (dem_dateline){0};
    size_t end, body;
    if (!rules || !find_dash(p, &end, &body)) return false;
    dem_str head = dem_str_cut(p, 0, end), place = DEM_STR_NONE, region = DEM_STR_NONE;
    bool bracket = take_bracket(rules, a, &head, out), capitals = false;
    out->length = body;
    if (!head.n) return bracket;
    dem_str rest = head, part;
    for (size_t n = 0; dem_str_split(&rest, ',', &part); n++) {
        part = dem_str_trim(part);
        if (n == MAX_PARTS || !part.n) return false;
        dem_str left;
        dem_found_date d;
        bool caps;
        int year = 0;
        if (n == 0 && place_words(part, &caps)) {
            place = part;
            capitals = caps;
        } else if (out->date.month && !out->date.year && part.n == 4 &&
                   (year = (int)strtol(dem_str_dup(a, part).p, NULL, 10)) > 1800) {
            out->date.year = year;
        } else if (dem_find_date(rules, a, part, &d, &left) && all_space(left)) {
            out->date = d;
        } else if (n > 0 && place_words(part, &caps)) {
            if (!region.n && !dem_agency(rules, part).n) region = part;
            if (dem_agency(rules, part).n) {
                out->via = dem_agency(rules, part);
                bracket = true;
            }
        } else {
            return false;
        }
    }
    /* A name before a dash is not yet a dateline: capitals, a date or an agency must say so ("Senator Hale (R-Utah) -"
     * is none). */
    bool agency = bracket && (dem_agency(rules, out->via).n || has_outlet_word(rules, out->via));
    if (!place.n || !(capitals || agency || out->date.month)) return false;
    if (capitals && !bracket && !out->date.month && dem_str_trim(dem_str_cut(p, body, p.n)).n < 40) return false;
    out->place = capitals ? dem_undo_capitals(a, place, false) : dem_str_dup(a, place);
    if (region.n) out->place = dem_str_printf(a, "%.*s, %.*s", DEM_FMT(out->place), DEM_FMT(region));
    return out->place.p != NULL;
}
