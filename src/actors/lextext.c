/* SPDX-License-Identifier: Apache-2.0 */
/* Reader of the lexicon's text files: actors, countries, roles and word lists. The format is described in data/actors/README.md. */
#include "actors/fold.h"
#include "actors/lexmodel.h"

#include <stdarg.h>
#include <stdio.h>

enum { LINE_MAX_BYTES = 64 * 1024, NAME_MAX_BYTES = 400 };

void dem_lex_bad(dem_lex_model *m, size_t file, size_t line, size_t column, const char *fmt, ...)
{
    char text[300];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    for (char *c = text; *c; c++)
        if ((unsigned char)*c < 32) *c = ' ';
    dem_error e;
    dem_fail_at(&e, DEM_EFORMAT, m->files[file].name, line, -1, "column %zu: %s", column, text);
    if (m->errors == 0 && m->err) *m->err = e;
    m->errors++;
    if (m->on_bad) m->on_bad(m->ctx, file, line, column, text);
    else if (m->report_bad) m->report_bad(m->ctx, &e);
}

typedef struct reader {
    dem_lex_model *m;
    size_t file, line;
    dem_str whole;        /* the line */
    dem_lex_entry *entry; /* being read */
    bool skipping;        /* its header was broken */
} reader;

static size_t column_of(const reader *r, dem_str part)
{
    return part.p >= r->whole.p ? (size_t)(part.p - r->whole.p) + 1 : 1;
}

static dem_str first_word(dem_str *rest)
{
    size_t i = 0;
    while (i < rest->n && rest->p[i] != ' ' && rest->p[i] != '\t') i++;
    dem_str word = dem_str_cut(*rest, 0, i);
    *rest = dem_str_trim(dem_str_cut(*rest, i, rest->n));
    return word;
}

/* YYYY, YYYY-MM or YYYY-MM-DD; `end`: the last day of what is said, else the first. */
static dem_day read_day(dem_str s, bool end)
{
    char iso[11];
    if (s.n != 4 && s.n != 7 && s.n != 10) return DEM_DAY_NONE;
    memcpy(iso, "0001-01-01", 11);
    memcpy(iso, s.p, s.n);
    dem_day d = dem_day_parse((dem_str){iso, 10});
    if (d == DEM_DAY_NONE || !end || s.n == 10) return d;
    int y, mo, day;
    dem_day_split(d, &y, &mo, &day);
    if (s.n == 4) mo = 12;
    return dem_day_of(y, mo, dem_days_in_month(y, mo));
}

/* "from..to", each end may be missing; a single date is that day, month or year. */
static bool read_range(reader *r, dem_str s, dem_day *from, dem_day *to, dem_day *to_first)
{
    size_t dots = dem_str_find(s, DEM_STR(".."), 0);
    dem_str a = dots == SIZE_MAX ? s : dem_str_cut(s, 0, dots), b = dots == SIZE_MAX ? s : dem_str_cut(s, dots + 2, s.n);
    *from = a.n ? read_day(a, false) : DEM_DAY_MIN;
    *to = b.n ? read_day(b, true) : DEM_DAY_MAX;
    *to_first = b.n ? read_day(b, false) : DEM_DAY_MAX;
    if (*from == DEM_DAY_NONE || *to == DEM_DAY_NONE || (a.n == 0 && b.n == 0)) {
        dem_lex_bad(r->m, r->file, r->line, column_of(r, s), "\"%.*s\" is no span of dates (2011-03-15..2012-08, ends may be open)", DEM_FMT(s));
        return false;
    }
    if (*from > *to) {
        dem_lex_bad(r->m, r->file, r->line, column_of(r, s), "the span \"%.*s\" ends before it starts", DEM_FMT(s));
        return false;
    }
    return true;
}

static bool good_code(dem_str s)
{
    if (s.n < 3 || s.n > 30 || s.n % 3) return false;
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= 'A' && s.p[i] <= 'Z') || (i > 2 && s.p[i] >= '0' && s.p[i] <= '9'))) return false;
    return true;
}

static bool add_name(reader *r, dem_str text, dem_value_kind kind, unsigned flags)
{
    text = dem_str_trim(text);
    if (text.n == 0) return true;
    if (text.n > NAME_MAX_BYTES) {
        dem_lex_bad(r->m, r->file, r->line, column_of(r, text), "the name has more than %d bytes", NAME_MAX_BYTES);
        return true;
    }
    dem_lex_name *n = DEM_PUSH(r->m->a, &r->entry->names);
    if (!n) return false;
    *n = (dem_lex_name){text, kind, (uint8_t)flags, (uint32_t)r->line};
    return true;
}

static bool add_names(reader *r, dem_str values, dem_value_kind kind, unsigned flags)
{
    dem_str part;
    bool any = false;
    while (dem_str_split(&values, ';', &part)) {
        part = dem_str_trim(part);
        any = any || part.n;
        if (!add_name(r, part, kind, flags)) return false;
    }
    if (!any) dem_lex_bad(r->m, r->file, r->line, r->whole.n + 1, "a value is missing");
    return true;
}

static bool ends_any(dem_str s, const char *const *ends)
{
    for (; *ends; ends++)
        if (dem_str_ends(s, dem_str_c(*ends))) return true;
    return false;
}

/* The regular English plural of the last word of `s`. */
static dem_str plural_of(dem_arena *a, dem_str s)
{
    static const char *const es[] = {"s", "x", "z", "ch", "sh", NULL};
    static const char *const vowels[] = {"ay", "ey", "oy", "uy", NULL};
    if (dem_str_ends(s, DEM_STR("man")) && !dem_str_ends(s, DEM_STR("human")) && !dem_str_ends(s, DEM_STR("german")))
        return dem_str_printf(a, "%.*smen", DEM_FMT(dem_str_cut(s, 0, s.n - 3)));
    if (dem_str_ends(s, DEM_STR("y")) && !ends_any(s, vowels)) return dem_str_printf(a, "%.*sies", DEM_FMT(dem_str_cut(s, 0, s.n - 1)));
    if (ends_any(s, es)) return dem_str_printf(a, "%.*ses", DEM_FMT(s));
    return dem_str_printf(a, "%.*ss", DEM_FMT(s));
}

/* "head of state" -> "heads of state" */
static dem_str plural_before_preposition(dem_arena *a, dem_str s)
{
    static const char *const preps[] = {" of ", " in ", " for ", " to ", " at ", "-in-", NULL};
    for (size_t i = 0; preps[i]; i++) {
        size_t at = dem_str_find(s, dem_str_c(preps[i]), 0);
        if (at == SIZE_MAX || at == 0) continue;
        dem_str head = plural_of(a, dem_str_cut(s, 0, at));
        return dem_str_printf(a, "%.*s%.*s", DEM_FMT(head), DEM_FMT(dem_str_cut(s, at, s.n)));
    }
    return DEM_STR_NONE;
}

static bool add_terms(reader *r, dem_str values)
{
    dem_str part;
    bool any = false, role = r->entry->kind == DEM_ENTRY_ROLE;
    dem_value_kind kind = role ? DEM_VALUE_ROLE : DEM_VALUE_LIST;
    while (dem_str_split(&values, ';', &part)) {
        part = dem_str_trim(part);
        if (part.n == 0) continue;
        any = true;
        size_t slash = dem_str_find(part, DEM_STR("/"), 0);
        dem_str one = dem_str_trim(slash == SIZE_MAX ? part : dem_str_cut(part, 0, slash)), many = DEM_STR_NONE;
        if (slash != SIZE_MAX) many = dem_str_trim(dem_str_cut(part, slash + 1, part.n));
        else if (role) many = plural_before_preposition(r->m->a, one);
        if (role && !many.n && slash == SIZE_MAX) many = plural_of(r->m->a, one);
        bool only_many = many.n && dem_str_eq(one, many); /* "forces/forces" */
        if ((!only_many && !add_name(r, one, kind, 0)) || (many.n && !add_name(r, many, kind, VALUE_PLURAL))) return false;
    }
    if (!any) dem_lex_bad(r->m, r->file, r->line, r->whole.n + 1, "a term is missing");
    return !dem_arena_failed(r->m->a);
}

static bool read_type(reader *r, dem_str value)
{
    static const char *const names[DEM_TYPES] = {"person", "organisation", "group", "country", "collective", "format"};
    for (size_t i = 0; i < DEM_TYPES; i++) {
        if (!dem_str_is(value, names[i])) continue;
        r->entry->type = (dem_actor_type)i;
        r->entry->typed = true;
        return true;
    }
    dem_lex_bad(r->m, r->file, r->line, column_of(r, value), "unknown type \"%.*s\" (person organisation group country collective format)", DEM_FMT(value));
    return true;
}

static bool read_code(reader *r, dem_str value)
{
    dem_str code = first_word(&value);
    dem_lex_code c = {.code = code, .from = DEM_DAY_MIN, .to = DEM_DAY_MAX, .to_first = DEM_DAY_MAX, .line = (uint32_t)r->line};
    if (dem_str_is(code, "-")) {
        c.code.n = 0; /* known, and known to carry no code */
    } else if (!good_code(code)) {
        dem_lex_bad(r->m, r->file, r->line, column_of(r, code), "\"%.*s\" is no actor code (capital letters in threes)", DEM_FMT(code));
        return true;
    }
    if (value.n) {
        c.dated = true;
        if (!read_range(r, value, &c.from, &c.to, &c.to_first)) return true;
    }
    dem_lex_code *slot = DEM_PUSH(r->m->a, &r->entry->codes);
    if (slot) *slot = c;
    return slot != NULL;
}

/* One field of the entry. False: memory is out. */
static bool read_field(reader *r, dem_str rest)
{
    dem_str key = first_word(&rest);
    dem_lex_entry *e = r->entry;
    bool names = e->kind == DEM_ENTRY_ACTOR || e->kind == DEM_ENTRY_COUNTRY;
    if (dem_str_is(key, "note")) return true;
    if (!names) {
        if (dem_str_is(key, "term")) return add_terms(r, rest);
    } else {
        if (dem_str_is(key, "alias") || dem_str_is(key, "name")) return add_names(r, rest, DEM_VALUE_NAME, VALUE_ALIAS);
        if (dem_str_is(key, "metonym")) return add_names(r, rest, DEM_VALUE_METONYM, 0);
        if (dem_str_is(key, "region")) {
            e->region = rest;
            return true;
        }
        if (dem_str_is(key, "adjective")) return add_names(r, rest, DEM_VALUE_ADJECTIVE, 0);
        if (dem_str_is(key, "demonym")) return add_names(r, rest, DEM_VALUE_DEMONYM, 0);
    }
    if (e->kind == DEM_ENTRY_ACTOR) {
        if (dem_str_is(key, "type")) return read_type(r, rest);
        if (dem_str_is(key, "code")) return read_code(r, rest);
        if (dem_str_is(key, "case")) {
            e->case_unknown = dem_str_is(rest, "unknown");
            if (!e->case_unknown) dem_lex_bad(r->m, r->file, r->line, column_of(r, rest), "case: only \"unknown\" may follow");
            return true;
        }
        if (dem_str_is(key, "title")) return true; /* for the reader of the file; the text's own words decide */
        if (dem_str_is(key, "gender")) {
            if (rest.n == 1 && strchr("mfn", rest.p[0])) e->gender = (uint8_t)rest.p[0];
            else dem_lex_bad(r->m, r->file, r->line, column_of(r, rest), "gender is m, f or n");
            return true;
        }
    }
    if (e->kind == DEM_ENTRY_COUNTRY) {
        if (dem_str_is(key, "capital")) return add_names(r, rest, DEM_VALUE_CAPITAL, 0);
        if (dem_str_is(key, "dates")) {
            dem_day unused;
            read_range(r, rest, &e->from, &e->to, &unused);
            return true;
        }
    }
    dem_lex_bad(r->m, r->file, r->line, column_of(r, key), "unknown field \"%.*s\"", DEM_FMT(key));
    return true;
}

static bool start_entry(reader *r, dem_str rest)
{
    dem_str key = first_word(&rest);
    dem_lex_entry e = {.file = (uint32_t)r->file, .line = (uint32_t)r->line, .from = DEM_DAY_MIN, .to = DEM_DAY_MAX,
                       .type = DEM_TYPE_ORGANISATION};
    r->skipping = true;
    r->entry = NULL;
    if (dem_str_is(key, "actor")) {
        e.kind = DEM_ENTRY_ACTOR;
        e.name = rest;
    } else if (dem_str_is(key, "country")) {
        e.kind = DEM_ENTRY_COUNTRY;
        e.type = DEM_TYPE_COUNTRY;
        e.code = first_word(&rest);
        e.name = rest;
    } else if (dem_str_is(key, "role")) {
        e.kind = DEM_ENTRY_ROLE;
        e.code = first_word(&rest);
        e.name = e.code;
        e.alone = dem_str_is(rest, "alone");
        if (rest.n && !e.alone) {
            dem_lex_bad(r->m, r->file, r->line, column_of(r, rest), "\"%.*s\": only \"alone\" may follow a role's code", DEM_FMT(rest));
            return true;
        }
    } else if (dem_str_is(key, "list")) {
        e.kind = DEM_ENTRY_LIST;
        e.name = rest;
    } else {
        dem_lex_bad(r->m, r->file, r->line, column_of(r, key), "unknown entry \"%.*s\" (actor country role list)", DEM_FMT(key));
        return true;
    }
    bool any_code = e.kind == DEM_ENTRY_ROLE && dem_str_is(e.code, "*");
    if (e.code.p && !any_code && !good_code(e.code)) {
        dem_lex_bad(r->m, r->file, r->line, column_of(r, e.code), "\"%.*s\" is no code (capital letters in threes)", DEM_FMT(e.code));
        return true;
    }
    if (e.name.n == 0 || e.name.n > NAME_MAX_BYTES) {
        dem_lex_bad(r->m, r->file, r->line, column_of(r, e.name), "the name is missing or longer than %d bytes", NAME_MAX_BYTES);
        return true;
    }
    r->entry = DEM_PUSH(r->m->a, &r->m->entries);
    if (!r->entry) return false;
    *r->entry = e;
    r->skipping = false;
    if (e.kind == DEM_ENTRY_ACTOR || e.kind == DEM_ENTRY_COUNTRY) return add_name(r, e.name, DEM_VALUE_NAME, 0);
    return true;
}

/* Without a comment: '#' at the start or after white space. */
static dem_str without_comment(dem_str line)
{
    for (size_t i = 0; i < line.n; i++)
        if (line.p[i] == '#' && (i == 0 || line.p[i - 1] == ' ' || line.p[i - 1] == '\t')) return dem_str_cut(line, 0, i);
    return line;
}

int dem_lex_read_text(dem_lex_model *m, size_t index)
{
    reader r = {.m = m, .file = index};
    dem_str rest = m->files[index].text, line;
    if (dem_str_starts(rest, DEM_STR("\xEF\xBB\xBF"))) rest = dem_str_cut(rest, 3, rest.n);
    while (dem_str_split(&rest, '\n', &line)) {
        r.line++;
        r.whole = line;
        if (line.n > LINE_MAX_BYTES) {
            dem_lex_bad(m, index, r.line, 1, "the line has more than %d bytes", LINE_MAX_BYTES);
            continue;
        }
        if (line.n && memchr(line.p, 0, line.n)) {
            dem_lex_bad(m, index, r.line, 1, "the line holds a zero byte");
            continue;
        }
        size_t broken = dem_utf8_broken(line);
        if (broken != SIZE_MAX) {
            dem_lex_bad(m, index, r.line, broken + 1, "not UTF-8");
            continue;
        }
        line = without_comment(line);
        dem_str words = dem_str_trim(line);
        if (words.n == 0) continue;
        bool good = true;
        if (words.p == line.p) {
            good = start_entry(&r, words);
        } else if (!r.entry) {
            if (!r.skipping) dem_lex_bad(m, index, r.line, column_of(&r, words), "a field before the first entry");
        } else {
            good = read_field(&r, words);
        }
        if (!good) return dem_fail_at(m->err, DEM_EMEMORY, m->files[index].name, r.line, -1, "memory is out");
    }
    return DEM_OK;
}
