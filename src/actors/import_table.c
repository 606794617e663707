/* SPDX-License-Identifier: Apache-2.0 */
/* Reader of tables with a header: our own CSV or TSV, and the tables of ICEWS (a row for each affiliation of an actor, with its days).
   Quoting is that of RFC 4180; the separator is the one that the header holds most of. */
#include "actors/import.h"
#include "actors/lexicon.h"

#include <ctype.h>

enum { CELLS_MAX = 64 };

typedef enum column { COL_NAME, COL_AGENT, COL_ALIAS, COL_TYPE, COL_CODE, COL_FROM, COL_TO, COL_GENDER, COL_NOTE, COL_KIND, COL_PLURAL, COL_AFFILIATION,
                      COL_COUNTRY, COL_SECTOR, COLUMNS } column;

static const char *const heads[COLUMNS][6] = {
    {"name", "actor name", "actor", "phrase"}, {"agent name", "agent", "role"}, {"alias", "aliases", "name aliases", "synonyms", "alternate names"},
    {"type", "actor type"}, {"code", "cameo code", "actor code", "cameo"}, {"from", "start", "start date", "affiliation start date"},
    {"to", "end", "end date", "affiliation end date"}, {"gender"}, {"note", "notes", "comment"}, {"kind"}, {"plural"},
    {"affiliation", "affiliation to", "affiliations"}, {"country", "country name"}, {"sector", "sectors", "affiliation sector"}};

typedef struct known_name {
    dem_str name;
    size_t index; /* entry + 1 */
} known_name;

typedef struct table {
    dem_import *im;
    dem_str rest;
    char sep;
    dem_str cells[CELLS_MAX];
    size_t n, lines; /* cells of the row; lines it took */
    int where[COLUMNS];
    known_name *slots;
    size_t n_slots, n_used;
} table;

/* ---- rows ---- */

/* A quoted cell may hold separators, line ends and doubled quotes. */
static bool quoted_cell(table *t, size_t *at, dem_str *out)
{
    dem_str s = t->rest;
    size_t i = *at + 1, n = 0;
    bool doubled = false;
    for (; i < s.n; i++) {
        if (s.p[i] == '\n') t->lines++;
        if (s.p[i] != '"') continue;
        if (i + 1 >= s.n || s.p[i + 1] != '"') break;
        doubled = true;
        i++;
    }
    *out = dem_str_cut(s, *at + 1, i);
    bool shut = i < s.n;
    *at = shut ? i + 1 : i;
    if (!doubled) return shut;
    char *copy = dem_alloc(t->im->a, out->n + 1);
    if (!copy) return false;
    for (size_t k = 0; k < out->n; k++) {
        copy[n++] = out->p[k];
        if (out->p[k] == '"') k++;
    }
    *out = (dem_str){copy, n};
    return shut;
}

/* The next row into cells. False: no more. */
static bool next_row(table *t)
{
    size_t at = 0;
    t->n = 0;
    t->lines = 1;
    if (!t->rest.n) return false;
    for (bool more = true; more;) {
        dem_str cell;
        if (at < t->rest.n && t->rest.p[at] == '"') {
            if (!quoted_cell(t, &at, &cell)) dem_import_say(t->im, cell, true, "the quotation mark is not closed: the rest of the file is one cell");
        } else {
            size_t from = at;
            while (at < t->rest.n && t->rest.p[at] != t->sep && t->rest.p[at] != '\n') at++;
            cell = dem_str_cut(t->rest, from, at);
        }
        while (at < t->rest.n && t->rest.p[at] != t->sep && t->rest.p[at] != '\n') at++; /* after the closing quote */
        if (t->n < CELLS_MAX) t->cells[t->n++] = dem_str_trim(cell);
        else if (cell.n) dem_import_say(t->im, cell, true, "more than %d cells in the row: \"%.*s\" is not imported", CELLS_MAX, DEM_FMT(cell));
        more = at < t->rest.n && t->rest.p[at] == t->sep;
        if (at < t->rest.n) at++;
    }
    t->rest = dem_str_cut(t->rest, at, t->rest.n);
    return true;
}

static char separator_of(dem_str head)
{
    static const char marks[] = "\t,;|";
    size_t best = 0, counts[4] = {0};
    for (size_t i = 0; i < head.n; i++)
        for (size_t k = 0; k < 4; k++) counts[k] += head.p[i] == marks[k];
    for (size_t k = 1; k < 4; k++)
        if (counts[k] > counts[best]) best = k;
    return marks[best];
}

static bool read_head(table *t)
{
    bool any = false;
    for (int c = 0; c < COLUMNS; c++) t->where[c] = -1;
    for (size_t i = 0; i < t->n; i++) {
        bool known = false;
        for (int c = 0; c < COLUMNS; c++)
            for (int k = 0; k < 6 && heads[c][k]; k++)
                if (dem_str_ieq(t->cells[i], dem_str_c(heads[c][k])) && t->where[c] < 0) t->where[c] = (int)i, known = true;
        if (!known && t->cells[i].n) dem_import_say(t->im, t->cells[i], true, "column \"%.*s\" is not known: not imported", DEM_FMT(t->cells[i]));
    }
    any = t->where[COL_NAME] >= 0 || t->where[COL_AGENT] >= 0;
    if (!any) dem_import_say(t->im, DEM_STR_NONE, true, "the first line is no header with a column \"name\": the file is not imported");
    return any;
}

static dem_str cell(table *t, column c)
{
    int at = t->where[c];
    dem_str s = at >= 0 && (size_t)at < t->n ? t->cells[at] : DEM_STR_NONE;
    if (s.n > DEM_IMPORT_LINE) {
        dem_import_say(t->im, DEM_STR_NONE, true, "a cell has more than %d bytes: not imported", DEM_IMPORT_LINE);
        return DEM_STR_NONE;
    }
    return s.n ? dem_import_clean(t->im, s) : DEM_STR_NONE;
}

/* ---- entries by name ---- */

static bool grow(table *t)
{
    size_t n = t->n_slots ? t->n_slots * 2 : 1024;
    known_name *fresh = DEM_NEW_N(t->im->a, known_name, n);
    if (!fresh) return false;
    for (size_t i = 0; i < t->n_slots; i++) {
        if (!t->slots[i].index) continue;
        size_t at = dem_hash(t->slots[i].name, (uintptr_t)t->im) & (n - 1);
        while (fresh[at].index) at = (at + 1) & (n - 1);
        fresh[at] = t->slots[i];
    }
    t->slots = fresh;
    t->n_slots = n;
    return true;
}

static dem_import_entry *entry_of(table *t, dem_str name, dem_import_kind kind)
{
    dem_import *im = t->im;
    if (kind == DEM_IMPORT_ROLE) return dem_import_add(im, kind);
    if (t->n_used * 2 >= t->n_slots && !grow(t)) return NULL;
    size_t at = dem_hash(name, (uintptr_t)im) & (t->n_slots - 1);
    for (; t->slots[at].index; at = (at + 1) & (t->n_slots - 1))
        if (dem_str_eq(t->slots[at].name, name)) return &im->items.items[t->slots[at].index - 1];
    dem_import_entry *e = dem_import_add(im, kind);
    if (!e) return NULL;
    t->slots[at] = (known_name){name, im->items.n};
    t->n_used++;
    return e;
}

/* ---- codes ---- */

static dem_str country_code(table *t, dem_str name)
{
    dem_lexicon_hit hit;
    name = dem_str_trim(name);
    if (dem_import_code_good(name) && name.n == 3) return name;
    if (t->im->base && dem_lexicon_lookup(t->im->base, name, DEM_DAY_NONE, &hit, 1) && hit.code.n == 3 && !hit.is_role) return hit.code;
    return DEM_STR_NONE;
}

static dem_str sector_code(table *t, dem_str name)
{
    dem_str rest = t->im->icews_sectors, line, word;
    name = dem_str_trim(name);
    while (dem_str_split(&rest, '\n', &line)) {
        if (!line.n || line.p[0] == '#' || !dem_str_split(&line, '\t', &word) || !line.p) continue;
        if (dem_str_ieq(word, name)) return dem_str_trim(line);
    }
    return DEM_STR_NONE;
}

/* Adds triples that the code does not have yet. */
static dem_str add_triples(table *t, dem_str code, dem_str more)
{
    for (size_t i = 0; i + 3 <= more.n; i += 3) {
        bool there = false;
        for (size_t k = 0; k + 3 <= code.n; k += 3) there = there || memcmp(code.p + k, more.p + i, 3) == 0;
        if (!there) code = dem_import_join(t->im->a, code, "", dem_str_cut(more, i, i + 3));
    }
    return code;
}

static dem_str with_sectors(table *t, dem_str code, dem_str names)
{
    dem_str part, whole = sector_code(t, names);
    if (whole.n) return add_triples(t, code, whole);
    char sep = dem_str_find(names, DEM_STR(";"), 0) != SIZE_MAX ? ';' : ',';
    for (int n = 0; names.n && n < CELLS_MAX && dem_str_split(&names, sep, &part); n++) {
        dem_str triples = sector_code(t, part);
        part = dem_str_trim(part);
        if (triples.n) code = add_triples(t, code, triples);
        else if (part.n) dem_import_say(t->im, part, true, "sector \"%.*s\" is not in icews-sectors.tsv: not imported", DEM_FMT(part));
    }
    if (names.n) dem_import_say(t->im, names, true, "more than %d sectors: the rest is not imported", CELLS_MAX);
    return code;
}

/* "Government (Syria)", "Syria", "Ministry of Defence (Syria)". */
static dem_str affiliation_code(table *t, dem_str s)
{
    size_t open = SIZE_MAX;
    for (size_t at = 0; (at = dem_str_find(s, DEM_STR("("), at)) != SIZE_MAX; at++) open = at;
    if (open == SIZE_MAX || !dem_str_ends(s, DEM_STR(")"))) return country_code(t, s);
    dem_str country = country_code(t, dem_str_cut(s, open + 1, s.n - 1)), what = dem_str_trim(dem_str_cut(s, 0, open));
    if (!country.n) return DEM_STR_NONE;
    dem_str triples = sector_code(t, what);
    dem_lexicon_hit hit;
    if (!triples.n && t->im->base && dem_lexicon_lookup(t->im->base, what, DEM_DAY_NONE, &hit, 1) && hit.is_role) triples = hit.code;
    if (!triples.n) dem_import_say(t->im, s, true, "what \"%.*s\" is of its country is not known: the country alone is imported", DEM_FMT(what));
    return add_triples(t, country, triples);
}

/* The code of the row; *said: it gave something to make one of. */
static dem_str row_code(table *t, bool *said)
{
    dem_str code = cell(t, COL_CODE), affiliation = cell(t, COL_AFFILIATION), country = cell(t, COL_COUNTRY), sector = cell(t, COL_SECTOR);
    *said = code.n || affiliation.n || country.n || sector.n;
    if (code.n) return code;
    dem_str made = country.n ? country_code(t, country) : DEM_STR_NONE;
    if (country.n && !made.n) {
        dem_import_say(t->im, country, true, "country \"%.*s\" is not known", DEM_FMT(country));
        return DEM_STR_NONE; /* a sector without its state would be another's */
    }
    if (affiliation.n && !made.n) {
        made = affiliation_code(t, affiliation);
        if (!made.n) {
            dem_import_say(t->im, affiliation, true, "affiliation \"%.*s\" names no country", DEM_FMT(affiliation));
            if (!sector.n) return DEM_STR_NONE;
        }
    }
    return sector.n ? with_sectors(t, made, sector) : made;
}

static bool read_day(table *t, column c, dem_str *out, bool *good)
{
    dem_str s = cell(t, c);
    bool changed;
    *good = true;
    if (!s.n || dem_str_ieq(s, DEM_STR("beginning of time")) || dem_str_ieq(s, DEM_STR("end of time"))) return false;
    *out = dem_import_day(t->im, s, &changed);
    if (!out->n) {
        dem_import_say(t->im, s, true, "\"%.*s\" is no day (YYYY-MM-DD): the code is not imported", DEM_FMT(s));
        *good = false;
        return false;
    }
    if (changed) dem_import_say(t->im, s, false, "there is no day \"%.*s\": read as %.*s", DEM_FMT(s), DEM_FMT(*out));
    return true;
}

static bool add_code(table *t, size_t index, dem_str code)
{
    dem_import_code c = {.code = code};
    bool good_from, good_to, from = read_day(t, COL_FROM, &c.from, &good_from), to = read_day(t, COL_TO, &c.to, &good_to);
    if (!good_from || !good_to) return true;
    c.dated = from || to;
    bool none = dem_str_is(code, "-") || dem_str_is(code, "---");
    if (none) c.code = DEM_STR_NONE;
    if (!none && !dem_import_code_good(code)) {
        dem_import_say(t->im, code, true, "\"%.*s\" is no actor code (capital letters in threes): not imported", DEM_FMT(code));
        return true;
    }
    if (from && to && dem_str_cmp(c.to, dem_str_cut(c.from, 0, c.to.n)) < 0) {
        dem_import_say(t->im, code, true, "the span %.*s..%.*s ends before it starts: not imported", DEM_FMT(c.from), DEM_FMT(c.to));
        return true;
    }
    dem_import_entry *e = &t->im->items.items[index];
    for (size_t i = 0; i < e->codes.n && i < 256; i++) {
        const dem_import_code *o = &e->codes.items[i];
        if (dem_str_eq(o->code, c.code) && o->dated == c.dated && dem_str_eq(o->from, c.from) && dem_str_eq(o->to, c.to)) return true;
    }
    dem_import_code *slot = DEM_PUSH(t->im->a, &e->codes);
    if (slot) *slot = c;
    return slot != NULL;
}

/* Aliases are separated by "||", '|' or ';'. */
static bool add_aliases(table *t, size_t index, dem_str s)
{
    while (s.n) {
        size_t i = 0;
        while (i < s.n && s.p[i] != '|' && s.p[i] != ';') i++;
        dem_str part = dem_str_trim(dem_str_cut(s, 0, i));
        if (part.n && !dem_import_name_to(t->im, &t->im->items.items[index], part, part)) return false;
        s = dem_str_cut(s, i + 1, s.n);
    }
    return true;
}

static dem_str type_of(table *t, dem_str s)
{
    static const char *const ours[][2] = {{"person", "person"}, {"individual", "person"}, {"organisation", "organisation"}, {"organization", "organisation"},
                                          {"group", "group"}, {"country", "country"}, {"collective", "collective"}, {"format", "format"}};
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        if (dem_str_ieq(s, dem_str_c(ours[i][0]))) return dem_str_c(ours[i][1]);
    if (s.n) dem_import_say(t->im, s, true, "type \"%.*s\" is none of ours: not imported", DEM_FMT(s));
    return DEM_STR_NONE;
}

static bool add_role(table *t, dem_str name, dem_str code)
{
    dem_import *im = t->im;
    dem_str plural = cell(t, COL_PLURAL), one = dem_import_name(im, name, name), many = plural.n ? dem_import_name(im, plural, plural) : DEM_STR_NONE;
    if (!one.n) return !dem_arena_failed(im->a);
    if (!dem_import_code_good(code)) {
        dem_import_say(im, name, true, "\"%.*s\" has no code that a role may have: not imported", DEM_FMT(name));
        return true;
    }
    dem_import_entry *e = entry_of(t, name, DEM_IMPORT_ROLE);
    if (!e) return false;
    e->role = code;
    dem_import_note(im, e, cell(t, COL_NOTE));
    dem_str aliases = cell(t, COL_ALIAS), forms[2] = {one, many};
    for (bool first = true; first || aliases.n; first = false) {
        if (!first) {
            size_t i = 0;
            while (i < aliases.n && aliases.p[i] != '|' && aliases.p[i] != ';') i++;
            dem_str part = dem_str_trim(dem_str_cut(aliases, 0, i));
            aliases = dem_str_cut(aliases, i + 1, aliases.n);
            forms[0] = part.n ? dem_import_name(im, part, part) : DEM_STR_NONE;
            forms[1] = DEM_STR_NONE;
            if (!forms[0].n) continue;
        }
        dem_import_term *term = DEM_PUSH(im->a, &e->terms);
        if (!term) return false;
        for (int k = 0; k < 2; k++) {
            forms[k] = dem_str_dup(im->a, forms[k]);
            for (size_t i = 0; i < forms[k].n; i++) {
                char *c = (char *)(uintptr_t)forms[k].p + i;
                *c = *c == '/' ? ' ' : (char)tolower((unsigned char)*c);
            }
        }
        *term = (dem_import_term){.one = forms[0], .many = forms[1]};
    }
    return !dem_arena_failed(im->a);
}

static bool read_row(table *t)
{
    dem_import *im = t->im;
    dem_str name = cell(t, COL_NAME), agent = cell(t, COL_AGENT);
    bool role = (!name.n && agent.n) || dem_str_ieq(cell(t, COL_KIND), DEM_STR("role")), said;
    if (!name.n) name = agent;
    if (!name.n) {
        dem_import_say(im, DEM_STR_NONE, true, "the row has no name: not imported");
        return true;
    }
    dem_str code = row_code(t, &said);
    if (role) return add_role(t, name, code);
    dem_import_entry *e = entry_of(t, name, DEM_IMPORT_ACTOR);
    if (!e) return false;
    size_t index = (size_t)(e - im->items.items);
    bool fresh = e->names.n == 0;
    if (fresh && !dem_import_name_to(im, e, name, name)) return false;
    if (!e->type.n) e->type = type_of(t, cell(t, COL_TYPE));
    dem_str gender = cell(t, COL_GENDER), note = cell(t, COL_NOTE);
    if (gender.n == 1 && strchr("mfn", gender.p[0])) e->gender = gender;
    else if (gender.n) dem_import_say(im, gender, true, "gender is m, f or n");
    if (note.n) dem_import_note(im, e, note);
    if (!add_aliases(t, index, cell(t, COL_ALIAS))) return false;
    return !code.n || add_code(t, index, code);
}

/* Without any code an entry says nothing. */
static void close_entries(table *t, size_t from)
{
    for (size_t i = from; i < t->im->items.n; i++) {
        dem_import_entry *e = &t->im->items.items[i];
        if (e->kind != DEM_IMPORT_ACTOR || (e->codes.n && e->names.n)) continue;
        t->im->line = e->line;
        if (e->names.n) dem_import_say(t->im, DEM_STR_NONE, true, "\"%.*s\" has no code: not imported, with %zu names", DEM_FMT(e->names.items[0]), e->names.n);
        *e = (dem_import_entry){.kind = DEM_IMPORT_COMMENT, .file = e->file, .line = e->line};
    }
}

bool dem_import_table(dem_import *im)
{
    table t = {.im = im, .rest = im->files[im->file].text};
    size_t from = im->items.n, line = 1;
    if (dem_str_starts(t.rest, DEM_STR("\xEF\xBB\xBF"))) t.rest = dem_str_cut(t.rest, 3, t.rest.n);
    bool head = false;
    while (t.rest.n) {
        im->line = line;
        dem_str first = dem_str_cut(t.rest, 0, dem_str_find(t.rest, DEM_STR("\n"), 0));
        im->whole = first;
        if (first.n > DEM_IMPORT_LINE && first.p[0] == '#') {
            dem_import_say(im, first, true, "the line has more than %d bytes: not imported", DEM_IMPORT_LINE);
            first = dem_str_cut(first, 0, 0);
            t.rest = dem_str_cut(t.rest, im->whole.n, t.rest.n);
        }
        if (dem_str_trim(first).n == 0 || first.p[0] == '#') { /* comments and blank lines */
            t.rest = dem_str_cut(t.rest, first.n + 1, t.rest.n);
            line++;
            if (first.n && first.p[0] == '#') {
                dem_import_entry *e = dem_import_add(im, DEM_IMPORT_COMMENT);
                if (!e) return false;
                e->note = dem_import_clean(im, dem_str_trim(dem_str_cut(first, 1, first.n)));
            }
            continue;
        }
        if (!head) t.sep = separator_of(first);
        if (!next_row(&t)) break;
        if (!head && !read_head(&t)) return !dem_arena_failed(im->a);
        if (head && !read_row(&t)) return false;
        head = true;
        line += t.lines;
    }
    close_entries(&t, from);
    return !dem_arena_failed(im->a);
}
