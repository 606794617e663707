/* SPDX-License-Identifier: Apache-2.0 */
/* A name on a day: the readings that the lexicon has for it, in the order in which the scanner of reports would take them. */
#include "actors/lexshow.h"

#include "actors/lexicon.h"
#include "base/json_out.h"

#include <stdlib.h>

enum { READINGS_MAX = 64, ALIKE_MAX = 10 };

typedef struct reading {
    dem_lex_value value;
    dem_lex_info entry;
    dem_lex_coded code;
    dem_gazetteer_hit place;
    bool is_place, has_code, dated, closed; /* closed: a state that was not there on the day */
    int rank;
    size_t layer, order;
} reading;

static const char *const kind_names[DEM_VALUE_KINDS] = {"name", "adjective", "demonym", "capital", "metonym", "role", "list", "place", "title"};
static const char *const type_names[DEM_TYPES] = {"person", "organisation", "group", "country", "collective", "format"};

static const char *kind_of(const reading *r)
{
    return r->value.kind == DEM_VALUE_NAME && r->value.flags & VALUE_ALIAS ? "alias" : kind_names[r->value.kind];
}

static const char *type_of(const reading *r)
{
    if (r->is_place) return "place";
    if (r->entry.kind == DEM_ENTRY_ROLE) return "role";
    if (r->entry.kind == DEM_ENTRY_LIST) return "word list";
    return type_names[r->entry.type];
}

/* Names before roles and word lists, the user's later files before earlier ones, then as dem_lex_rank() says. */
static int by_choice(const void *pa, const void *pb)
{
    const reading *a = pa, *b = pb;
    bool a_word = a->value.kind == DEM_VALUE_ROLE || a->value.kind == DEM_VALUE_LIST, b_word = b->value.kind == DEM_VALUE_ROLE || b->value.kind == DEM_VALUE_LIST;
    if (a->closed != b->closed) return a->closed ? 1 : -1;
    if (a_word != b_word) return a_word ? 1 : -1;
    if (a->layer != b->layer) return a->layer > b->layer ? -1 : 1;
    if (a->rank != b->rank) return a->rank < b->rank ? -1 : 1;
    if (a->is_place && b->is_place && a->place.population != b->place.population) return a->place.population > b->place.population ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static bool read_value(const dem_lex_value *v, dem_day on, reading *r)
{
    *r = (reading){.value = *v};
    if (v->kind == DEM_VALUE_PLACE) {
        r->is_place = dem_lex_place_at(v->layer, v->entry, &r->place);
        r->rank = dem_lex_rank(DEM_VALUE_PLACE, false);
        return r->is_place;
    }
    if (!dem_lex_entry_at(v->layer, v->entry, &r->entry)) return false;
    r->closed = r->entry.kind == DEM_ENTRY_COUNTRY && on != DEM_DAY_NONE && (on < r->entry.from || on > r->entry.to);
    r->has_code = dem_lex_code_on(&r->entry, on, &r->code);
    for (uint32_t i = 0; i < r->entry.n_codes && r->has_code; i++) {
        dem_lex_coded c;
        if (dem_lex_code_at(&r->entry, i, &c) && dem_str_eq(c.by, r->code.by)) r->dated = c.dated;
    }
    r->rank = dem_lex_rank((dem_value_kind)v->kind, r->code.lapsed);
    return true;
}

/* "Alvaro" and "Álvaro" are one name to the matcher: an entry is told once for each of its kinds. */
static bool told_already(const reading *r, size_t n, const dem_lex_value *v)
{
    for (size_t i = 0; i < n; i++)
        if (r[i].value.layer == v->layer && r[i].value.entry == v->entry && r[i].value.kind == v->kind) return true;
    return false;
}

static size_t gather(const dem_lexicon *lex, dem_str name, dem_day on, reading *out)
{
    dem_piece pieces[DEM_PIECES_MAX], *p;
    const dem_lex_layer *layers;
    size_t n = dem_lex_fold_phrase(name, pieces, &p), found = 0;
    for (size_t k = dem_lex_layers(lex, &layers); n && k-- > 0;) {
        uint32_t first = 0, node = dem_lex_walk(&layers[k], p, n), count = node ? dem_lex_values(&layers[k], node, &first) : 0;
        for (uint32_t i = 0; i < count && found < READINGS_MAX; i++) {
            dem_lex_value v;
            if (!dem_lex_value_at(&layers[k], first + i, &v) || v.words != n || !dem_lex_fits(&v, p, v.kind == DEM_VALUE_PLACE)) continue;
            if (told_already(out, found, &v) || !read_value(&v, on, &out[found])) continue;
            out[found].layer = k;
            out[found].order = found;
            found++;
        }
    }
    if (found) qsort(out, found, sizeof *out, by_choice);
    return found;
}

/* ---- text ---- */

static dem_str short_by(dem_str by)
{
    return dem_str_starts(by, DEM_STR("lexicon:")) ? dem_str_cut(by, 8, by.n) : by;
}

static void print_span(dem_buf *out, dem_day from, dem_day to)
{
    char a[11] = "", b[11] = "";
    if (from != DEM_DAY_MIN) dem_day_print(from, a);
    if (to != DEM_DAY_MAX) dem_day_print(to, b);
    dem_buf_printf(out, "%s..%s", a, b);
}

/* The file of an entry with the line of the name that was found. */
static void print_term_place(dem_buf *out, const reading *r)
{
    dem_str by = short_by(r->is_place ? r->place.by : r->entry.by);
    size_t n = by.n;
    while (n && by.p[n - 1] != ':') n--;
    if (n && r->value.line) dem_buf_printf(out, "%.*s%u", (int)n, by.p, r->value.line);
    else dem_buf_str(out, by);
}

static void print_code(dem_buf *out, dem_str code)
{
    if (code.n) dem_buf_str(out, code);
    else dem_buf_c(out, "no code");
}

/* A capital or a metonym is the government where it acts, as resolving does in a report. */
static bool is_seat(const reading *r)
{
    bool seat = r->value.kind == DEM_VALUE_METONYM || r->value.kind == DEM_VALUE_CAPITAL;
    return seat && !r->closed && r->code.code.n == 3 && dem_code_is_country(r->code.code);
}

static void print_why(dem_buf *out, const reading *r, dem_day on)
{
    char day[11] = "";
    dem_day_print(on, day);
    if (r->closed) {
        dem_buf_printf(out, "there was no such state on %s: ", day);
        print_span(out, r->entry.from, r->entry.to);
    } else if (!r->has_code) {
        dem_buf_c(out, "the entry has no code");
    } else if (r->code.lapsed) {
        dem_buf_printf(out, "no line covers %s: of its codes only the country is left", day);
    } else if (!r->dated) {
        dem_buf_c(out, r->entry.kind == DEM_ENTRY_ACTOR ? "the code without days" : "the code of the entry");
        if (on != DEM_DAY_NONE && r->entry.n_codes > 1) dem_buf_printf(out, "; no dated one covers %s", day);
    } else {
        dem_buf_c(out, on == DEM_DAY_NONE ? "no day was given: the last office of its dated codes" : "its span covers the day");
        dem_buf_c(out, ", ");
        print_span(out, r->code.from, r->code.to);
    }
    if (r->has_code && !r->closed) dem_buf_printf(out, "; %.*s", DEM_FMT(short_by(r->code.by)));
}

static void print_other_codes(dem_buf *out, const reading *r)
{
    for (uint32_t i = 0; i < r->entry.n_codes; i++) {
        dem_lex_coded c;
        if (!dem_lex_code_at(&r->entry, i, &c) || (!r->code.lapsed && dem_str_eq(c.by, r->code.by))) continue;
        dem_buf_c(out, "  else      ");
        print_code(out, c.code);
        dem_buf_c(out, ", ");
        if (c.dated) print_span(out, c.from, c.to);
        else dem_buf_c(out, "without days");
        dem_buf_printf(out, "; %.*s\n", DEM_FMT(short_by(c.by)));
    }
}

static void print_place(dem_buf *out, const reading *r)
{
    dem_buf_printf(out, "%.*s, place", DEM_FMT(r->place.name));
    if (r->place.admin.n) dem_buf_printf(out, " in %.*s", DEM_FMT(r->place.admin));
    if (r->place.country[0]) dem_buf_printf(out, ", %s", r->place.country);
    if (r->place.population) dem_buf_printf(out, ", %lld people", (long long)r->place.population);
}

static void print_first(dem_buf *out, dem_str name, dem_day on, const reading *r)
{
    char day[11] = "";
    dem_day_print(on, day);
    dem_buf_printf(out, "%.*s%s%s: ", DEM_FMT(name), *day ? " on " : "", day);
    if (r->is_place) {
        dem_buf_c(out, "a place\n  place     ");
        print_place(out, r);
        dem_buf_c(out, "\n  term      ");
        print_term_place(out, r);
        dem_buf_ch(out, '\n');
        return;
    }
    print_code(out, r->closed ? DEM_STR_NONE : r->code.code);
    if (is_seat(r)) dem_buf_printf(out, "; %.3sGOV where it acts", r->code.code.p);
    dem_buf_printf(out, "\n  %-9s %.*s%s%s\n  term      %s, ", r->entry.kind == DEM_ENTRY_ACTOR ? "actor" : type_of(r), DEM_FMT(r->entry.name),
                   r->entry.kind == DEM_ENTRY_ACTOR ? ", " : "", r->entry.kind == DEM_ENTRY_ACTOR ? type_of(r) : "", kind_of(r));
    print_term_place(out, r);
    if (r->entry.kind != DEM_ENTRY_LIST) {
        dem_buf_c(out, "\n  why       ");
        print_why(out, r, on);
    }
    dem_buf_ch(out, '\n');
    print_other_codes(out, r);
}

static void print_rest(dem_buf *out, const reading *r, size_t n, dem_day on)
{
    for (size_t i = 1; i < n; i++) {
        dem_buf_c(out, "  or        ");
        if (r[i].is_place) {
            print_place(out, &r[i]);
        } else {
            print_code(out, r[i].closed ? DEM_STR_NONE : r[i].code.code);
            dem_buf_printf(out, ", %.*s, %s, %s", DEM_FMT(r[i].entry.name), type_of(&r[i]), kind_of(&r[i]));
            if (r[i].entry.kind != DEM_ENTRY_LIST) dem_buf_c(out, ": ");
            if (r[i].entry.kind != DEM_ENTRY_LIST) print_why(out, &r[i], on);
        }
        dem_buf_c(out, "; ");
        print_term_place(out, &r[i]);
        dem_buf_ch(out, '\n');
    }
}

/* Names that hold all the words asked for: a surname is not in the lexicon by itself. */
static void print_alike(dem_buf *out, const dem_lexicon *lex, dem_str name)
{
    dem_piece want[DEM_PIECES_MAX], have[DEM_PIECES_MAX];
    const dem_lex_layer *layers;
    size_t n = dem_fold(name, want, DEM_PIECES_MAX, NULL), told = 0, all = 0;
    for (size_t k = dem_lex_layers(lex, &layers); n && k-- > 0;)
        for (uint32_t i = 0; i < layers[k].t[LEX_ENTRIES].n; i++) {
            dem_lex_info e;
            if (!dem_lex_entry_at(&layers[k], i, &e) || e.kind == DEM_ENTRY_LIST) continue;
            size_t m = dem_fold(e.name, have, DEM_PIECES_MAX, NULL), hits = 0;
            for (size_t w = 0; w < n; w++)
                for (size_t h = 0; h < m; h++)
                    if (dem_str_eq(dem_piece_key(&want[w]), dem_piece_key(&have[h]))) {
                        hits++;
                        break;
                    }
            if (hits < n || all++ >= ALIKE_MAX) continue;
            dem_buf_printf(out, "%s%.*s (%.*s)\n", told++ ? "            " : "  see       ", DEM_FMT(e.name), DEM_FMT(short_by(e.by)));
        }
    if (all > ALIKE_MAX) dem_buf_printf(out, "            and %zu more\n", all - ALIKE_MAX);
}

/* The longest names that a longer phrase is made of, from left to right: "Syrian" and "foreign minister". */
static void print_parts(dem_buf *out, const dem_lexicon *lex, dem_str name, dem_day on)
{
    size_t starts[DEM_PIECES_MAX], ends[DEM_PIECES_MAX], n = 0, told = 0;
    for (size_t i = 0; i < name.n && n < DEM_PIECES_MAX;) {
        while (i < name.n && name.p[i] == ' ') i++;
        starts[n] = i;
        while (i < name.n && name.p[i] != ' ') i++;
        ends[n] = i;
        n += ends[n] > starts[n];
    }
    for (size_t i = 0; i < n; i++)
        for (size_t k = n; k > i; k--) {
            reading r[READINGS_MAX];
            dem_str part = dem_str_cut(name, starts[i], ends[k - 1]);
            if (k - i == n || !gather(lex, part, on, r) || r[0].is_place || r[0].entry.kind == DEM_ENTRY_LIST) continue;
            dem_buf_printf(out, "%s%.*s: ", told++ ? "            " : "  parts     ", DEM_FMT(part));
            print_code(out, r[0].closed ? DEM_STR_NONE : r[0].code.code);
            dem_buf_printf(out, ", %s, ", kind_of(&r[0]));
            print_term_place(out, &r[0]);
            dem_buf_ch(out, '\n');
            i = k - 1;
            break;
        }
}

/* ---- JSON Lines ---- */

static void json_day(dem_json *j, const char *key, dem_day d)
{
    char iso[11];
    if (d == DEM_DAY_NONE || d == DEM_DAY_MIN || d == DEM_DAY_MAX) return;
    dem_day_print(d, iso);
    dem_json_member(j, key, dem_str_c(iso));
}

static void json_reading(dem_buf *out, dem_str name, dem_day on, const reading *r, bool chosen)
{
    dem_json j = {.out = out};
    dem_json_open(&j, '{');
    dem_json_member(&j, "record", DEM_STR("lookup"));
    dem_json_member(&j, "name", name);
    json_day(&j, "on", on);
    dem_json_member_bool(&j, "chosen", chosen);
    dem_json_member(&j, "actor", r->is_place ? r->place.name : r->entry.name);
    dem_json_member(&j, "type", dem_str_c(type_of(r)));
    dem_json_member(&j, "term", dem_str_c(kind_of(r)));
    dem_buf place = {0};
    print_term_place(&place, r);
    dem_json_member(&j, "term_by", dem_buf_view(&place));
    dem_buf_free(&place);
    if (r->is_place) {
        dem_json_member(&j, "country", (dem_str){r->place.country, strlen(r->place.country)});
        dem_json_member_num(&j, "lat", r->place.lat, 5, true);
        dem_json_member_num(&j, "lon", r->place.lon, 5, true);
    } else if (r->has_code && !r->closed) {
        dem_json_member(&j, "code", r->code.code);
        if (is_seat(r)) {
            char acting[7] = "xxxGOV";
            memcpy(acting, r->code.code.p, 3);
            dem_json_member(&j, "acting_code", dem_str_c(acting));
        }
        dem_json_member(&j, "basis", dem_str_c(r->code.lapsed ? "lapsed" : !r->dated ? "default" : on == DEM_DAY_NONE ? "last" : "dated"));
        if (r->dated && !r->code.lapsed) json_day(&j, "from", r->code.from), json_day(&j, "to", r->code.to);
        dem_json_member(&j, "by", short_by(r->code.by));
    }
    if (!r->is_place && r->entry.n_codes) {
        dem_json_member_open(&j, "codes", '[');
        for (uint32_t i = 0; i < r->entry.n_codes; i++) {
            dem_lex_coded c;
            if (!dem_lex_code_at(&r->entry, i, &c)) continue;
            dem_json_open(&j, '{');
            dem_json_member(&j, "code", c.code);
            if (c.dated) json_day(&j, "from", c.from), json_day(&j, "to", c.to);
            dem_json_member_bool(&j, "dated", c.dated);
            dem_json_member(&j, "by", short_by(c.by));
            dem_json_close(&j, '}');
        }
        dem_json_close(&j, ']');
    }
    dem_json_close(&j, '}');
    dem_buf_ch(out, '\n');
}

size_t dem_lexicon_show(const dem_lexicon *lex, dem_str name, dem_day on, bool jsonl, dem_buf *out)
{
    reading r[READINGS_MAX];
    size_t n = gather(lex, name, on, r);
    for (size_t i = 0; i < n && jsonl; i++) json_reading(out, name, on, &r[i], i == 0);
    if (jsonl) return n;
    if (n == 0) {
        dem_buf_printf(out, "%.*s: no entry has this name\n", DEM_FMT(name));
        print_parts(out, lex, name, on);
        print_alike(out, lex, name);
        return 0;
    }
    print_first(out, name, on, &r[0]);
    print_rest(out, r, n, on);
    return n;
}
