/* SPDX-License-Identifier: Apache-2.0 */
/* Reader of the dictionaries of TABARI, PETRARCH and Phoenix: actors with synonyms and dated codes, agents with plurals and
   substitution sets. One reader takes both kinds of files: a code with '~' is an agent's. */
#include "actors/import.h"

#include <ctype.h>

enum { SETS_MAX = 64, FORMS_MAX = 64 };

typedef struct set {
    dem_str name;
    dem_strs members;
} set;

typedef struct reader {
    dem_import *im;
    size_t index;            /* of the entry being read, SIZE_MAX: none */
    size_t noted;            /* the entry that a comment on its line belongs to */
    size_t head_line;
    dem_str head;            /* of an entry that has no code yet */
    bool in_comment;         /* between <!-- and --> */
    bool pending;            /* head read, neither codes nor agent's code yet */
    set sets[SETS_MAX];
    size_t n_sets;
} reader;

static bool tabari(const reader *r)
{
    return r->im->format == DEM_IMPORT_TABARI;
}

/* The comment is cut off the line and given back. */
static dem_str split_comment(reader *r, dem_str *line)
{
    for (size_t i = 0; i < line->n; i++) {
        if (line->p[i] != '#' && !(tabari(r) && line->p[i] == ';')) continue;
        dem_str note = dem_str_trim(dem_str_cut(*line, i + 1, line->n)), before = dem_str_cut(*line, 0, i);
        bool inside = i > 0 && isalnum((unsigned char)line->p[i - 1]) && i + 1 < line->n && !isspace((unsigned char)line->p[i + 1]);
        if (inside) dem_import_say(r->im, dem_str_cut(*line, i, line->n), true, "'%c' begins a comment inside a word: \"%.*s\" is not read", line->p[i], DEM_FMT(note));
        *line = before;
        while (note.n && note.p[0] == '#') note = dem_str_trim(dem_str_cut(note, 1, note.n));
        return note;
    }
    return DEM_STR_NONE;
}

/* XML comments, which PETRARCH's own files use, may go over lines. */
static dem_str without_xml_comment(reader *r, dem_str line)
{
    if (!r->in_comment && dem_str_find(line, DEM_STR("<!--"), 0) == SIZE_MAX) return line;
    char *out = dem_alloc(r->im->a, line.n + 1);
    size_t n = 0;
    while (out && line.n) {
        size_t at = dem_str_find(line, r->in_comment ? DEM_STR("-->") : DEM_STR("<!--"), 0), upto = at == SIZE_MAX ? line.n : at;
        for (size_t i = 0; i < upto && !r->in_comment; i++) out[n++] = line.p[i];
        if (at == SIZE_MAX) break;
        line = dem_str_cut(line, at + (r->in_comment ? 3 : 4), line.n);
        r->in_comment = !r->in_comment;
    }
    return (dem_str){out, n};
}

/* ---- codes in brackets ---- */

static dem_str upper(dem_import *im, dem_str s)
{
    dem_str copy = dem_str_dup(im->a, s);
    for (size_t i = 0; i < copy.n; i++) ((char *)(uintptr_t)copy.p)[i] = (char)toupper((unsigned char)copy.p[i]);
    return copy;
}

/* `>d` is after and `<d` before the day itself. */
static dem_str day_beside(dem_import *im, dem_str iso, int step)
{
    dem_day d = dem_day_parse(iso);
    char text[11];
    if (d == DEM_DAY_NONE) return iso; /* a month or year: as near as it goes */
    dem_day_print(d + step, text);
    return dem_str_dup(im->a, dem_str_c(text));
}

static dem_str read_day(reader *r, dem_str s)
{
    bool changed;
    dem_str day = dem_import_day(r->im, s, &changed);
    if (changed && day.n) dem_import_say(r->im, s, false, "there is no day \"%.*s\": read as %.*s", DEM_FMT(dem_str_trim(s)), DEM_FMT(day));
    return day;
}

/* "<d", ">d", "d1-d2" into the code's days. */
static bool read_days(reader *r, dem_str s, dem_import_code *c)
{
    s = dem_str_trim(s);
    c->dated = s.n > 0;
    if (!s.n) return true;
    if (s.p[0] == '<' || s.p[0] == '>') {
        dem_str day = read_day(r, dem_str_cut(s, 1, s.n));
        if (!day.n) return false;
        if (s.p[0] == '<') c->to = day_beside(r->im, day, -1);
        else c->from = day_beside(r->im, day, 1);
        return true;
    }
    size_t dash = dem_str_find(s, DEM_STR("-"), 0);
    if (dash == SIZE_MAX) return false;
    c->from = read_day(r, dem_str_cut(s, 0, dash));
    c->to = read_day(r, dem_str_cut(s, dash + 1, s.n));
    return c->from.n && c->to.n;
}

static bool ends_first(dem_str from, dem_str to)
{
    size_t n = from.n < to.n ? from.n : to.n;
    return n && memcmp(to.p, from.p, n) < 0;
}

static bool add_code(reader *r, dem_str inside)
{
    dem_import *im = r->im;
    dem_str s = dem_str_trim(inside);
    size_t n = 0;
    while (n < s.n && !isspace((unsigned char)s.p[n]) && s.p[n] != '<' && s.p[n] != '>') n++;
    dem_import_code c = {.code = upper(im, dem_str_cut(s, 0, n))};
    bool none = dem_str_is(c.code, "---");
    if (none) c.code = DEM_STR_NONE;
    if (!none && !dem_import_code_good(c.code)) {
        dem_import_say(im, inside, true, "\"%.*s\" is no actor code (capital letters in threes): not imported", DEM_FMT(s));
        return true;
    }
    if (!read_days(r, dem_str_cut(s, n, s.n), &c)) {
        dem_import_say(im, inside, true, "the days of \"%.*s\" cannot be read: not imported", DEM_FMT(s));
        return true;
    }
    if (c.dated && ends_first(c.from, c.to)) {
        dem_import_say(im, inside, true, "the span of \"%.*s\" ends before it starts: not imported", DEM_FMT(s));
        return true;
    }
    dem_import_code *slot = DEM_PUSH(im->a, &im->items.items[r->index].codes);
    if (slot) *slot = c;
    return slot != NULL;
}

/* The next [ … ] of the line. False: there is none. */
static bool next_bracket(reader *r, dem_str *rest, dem_str *inside)
{
    size_t open = dem_str_find(*rest, DEM_STR("["), 0);
    if (open == SIZE_MAX) return false;
    size_t shut = dem_str_find(*rest, DEM_STR("]"), open), next = dem_str_find(*rest, DEM_STR("["), open + 1), end = shut;
    if (shut == SIZE_MAX || next < shut) {
        end = next != SIZE_MAX ? next : rest->n;
        size_t brace = dem_str_find(*rest, DEM_STR("}"), open);
        if (brace < end) end = brace;
        dem_import_say(r->im, dem_str_cut(*rest, open, rest->n), false, "']' is missing: read as \"%.*s]\"", DEM_FMT(dem_str_trim(dem_str_cut(*rest, open, end))));
    }
    *inside = dem_str_cut(*rest, open + 1, end);
    size_t after = end < rest->n && rest->p[end] != '[' ? end + 1 : end;
    *rest = dem_str_cut(*rest, after, rest->n);
    return true;
}

/* All codes of a line; what stands beside them is kept as a note. */
static bool add_codes(reader *r, dem_str rest)
{
    dem_import *im = r->im;
    dem_str inside, left = DEM_STR_NONE;
    for (int n = 0;; n++) {
        if (n == DEM_IMPORT_PARTS) {
            dem_import_say(im, rest, true, "more than %d codes on one line: the rest is not imported", DEM_IMPORT_PARTS);
            return true;
        }
        size_t open = dem_str_find(rest, DEM_STR("["), 0);
        left = dem_import_join(im->a, left, " ", dem_str_trim(dem_str_cut(rest, 0, open == SIZE_MAX ? rest.n : open)));
        if (!next_bracket(r, &rest, &inside)) break;
        r->pending = false;
        if (!add_code(r, inside)) return false;
    }
    if (!left.n) return true;
    dem_import_say(im, rest, false, "\"%.*s\" after the code is kept as a note", DEM_FMT(left));
    dem_import_note(im, &im->items.items[r->index], left);
    return !dem_arena_failed(im->a);
}

/* ---- agents ---- */

static bool add_set(reader *r, dem_str line)
{
    size_t shut = dem_str_find(line, DEM_STR("!"), 1), equals = dem_str_find(line, DEM_STR("="), 0);
    if (r->n_sets == SETS_MAX) {
        dem_import_say(r->im, line, true, "more than %d substitution sets: not imported", SETS_MAX);
        return true;
    }
    set *s = &r->sets[r->n_sets++];
    *s = (set){.name = dem_str_cut(line, 1, shut)};
    dem_str rest = dem_str_cut(line, equals + 1, line.n), part;
    while (dem_str_split(&rest, ',', &part)) {
        part = dem_str_trim(part);
        while (part.n && part.p[part.n - 1] == '_') part.n--;
        if (!part.n) continue;
        dem_str *slot = DEM_PUSH(r->im->a, &s->members);
        if (!slot) return false;
        *slot = part;
    }
    return true;
}

static const set *find_set(const reader *r, dem_str name)
{
    for (size_t i = 0; i < r->n_sets; i++)
        if (dem_str_ieq(r->sets[i].name, name)) return &r->sets[i];
    return NULL;
}

/* The first !SET! of the phrase. */
static const set *set_in(reader *r, dem_str phrase, size_t *from, size_t *to, bool *unknown)
{
    *unknown = false;
    size_t open = dem_str_find(phrase, DEM_STR("!"), 0), shut = open == SIZE_MAX ? open : dem_str_find(phrase, DEM_STR("!"), open + 1);
    if (shut == SIZE_MAX) return NULL;
    const set *s = find_set(r, dem_str_cut(phrase, open + 1, shut));
    *unknown = !s;
    *from = open;
    *to = shut + 1;
    return s;
}

/* The phrase with each member of each of its sets. False: a set is not known, or memory is out. */
static bool expand(reader *r, dem_str phrase, dem_strs *out, int depth)
{
    size_t from, to;
    bool unknown;
    const set *s = set_in(r, phrase, &from, &to, &unknown);
    if (unknown || depth > 4) {
        dem_import_say(r->im, phrase, true, "\"%.*s\" has a substitution that is not defined, or too many: not imported", DEM_FMT(phrase));
        return false;
    }
    if (!s) {
        dem_str *slot = out->n < FORMS_MAX ? DEM_PUSH(r->im->a, out) : NULL;
        if (slot) *slot = phrase;
        return slot != NULL;
    }
    for (size_t i = 0; i < s->members.n; i++) {
        if (out->n == FORMS_MAX) {
            dem_import_say(r->im, phrase, true, "\"%.*s\" has more than %d forms: not imported", DEM_FMT(phrase), FORMS_MAX);
            return false;
        }
        dem_str form = dem_str_printf(r->im->a, "%.*s%.*s%.*s", (int)from, phrase.p, DEM_FMT(s->members.items[i]), DEM_FMT(dem_str_cut(phrase, to, phrase.n)));
        if (!form.p || !expand(r, form, out, depth + 1)) return false;
    }
    return true;
}

static dem_str lower(dem_import *im, dem_str s)
{
    dem_str copy = dem_str_dup(im->a, s);
    for (size_t i = 0; i < copy.n; i++) {
        char *c = (char *)(uintptr_t)copy.p + i;
        *c = *c == '/' ? ' ' : (char)tolower((unsigned char)*c); /* '/' stands before a plural with us */
    }
    return copy;
}

static dem_str term_text(reader *r, dem_str raw)
{
    dem_str name = dem_import_name(r->im, raw, raw);
    return name.n ? lower(r->im, name) : name;
}

/* Is `many` the plural of `one` as sets list them: MAN, MEN and MINISTRY, MINISTRIES. */
static bool is_plural(dem_str one, dem_str many)
{
    if (one.n > 2 && many.n == one.n && dem_str_ieq(dem_str_cut(one, one.n - 2, one.n), DEM_STR("an")))
        return dem_str_ieq(dem_str_cut(many, many.n - 2, many.n), DEM_STR("en")) && dem_str_ieq(dem_str_cut(one, 0, one.n - 2), dem_str_cut(many, 0, many.n - 2));
    if (many.n == one.n + 1 || many.n == one.n + 2) return dem_str_istarts(many, one) && (many.p[many.n - 1] == 'S' || many.p[many.n - 1] == 's');
    return false;
}

static bool ends_ies(dem_str one, dem_str many)
{
    return one.n > 1 && many.n == one.n + 2 && dem_str_ieq(dem_str_cut(many, many.n - 3, many.n), DEM_STR("ies")) &&
           dem_str_ieq(dem_str_cut(one, 0, one.n - 1), dem_str_cut(many, 0, many.n - 3));
}

static bool add_term(reader *r, dem_str one, dem_str many, bool no_plural)
{
    dem_import_term t = {.one = term_text(r, one), .no_plural = no_plural};
    if (many.n) t.many = term_text(r, many);
    if (!t.one.n) return !dem_arena_failed(r->im->a);
    dem_import_entry *e = &r->im->items.items[r->index];
    for (size_t i = 0; i < e->terms.n; i++)
        if (dem_str_eq(e->terms.items[i].one, t.one)) {
            r->im->repeated++;
            return true;
        }
    dem_import_term *slot = DEM_PUSH(r->im->a, &e->terms);
    if (slot) *slot = t;
    return slot != NULL;
}

/* PHRASE {PLURALS}; braces: what stood in them, NULL: there were none. */
static bool add_terms(reader *r, dem_str phrase, dem_str braces, bool braced)
{
    dem_strs forms = {0}, many = {0};
    if (!expand(r, phrase, &forms, 0)) return !dem_arena_failed(r->im->a);
    dem_str part;
    while (braces.n && dem_str_split(&braces, ',', &part))
        if (dem_str_trim(part).n && !expand(r, dem_str_trim(part), &many, 0)) return !dem_arena_failed(r->im->a);
    if (forms.n == 1) {
        if (!add_term(r, forms.items[0], many.n ? many.items[0] : DEM_STR_NONE, braced && !many.n)) return false;
        for (size_t i = 1; i < many.n; i++)
            if (!add_term(r, many.items[i], many.items[i], false)) return false;
        return true;
    }
    for (size_t i = 0; i < forms.n; i++) {
        bool pair = i + 1 < forms.n && (is_plural(forms.items[i], forms.items[i + 1]) || ends_ies(forms.items[i], forms.items[i + 1]));
        if (!add_term(r, forms.items[i], pair ? forms.items[i + 1] : DEM_STR_NONE, !pair)) return false;
        i += pair;
    }
    for (size_t i = 0; i < many.n; i++)
        if (!add_term(r, many.items[i], many.items[i], false)) return false;
    return true;
}

static bool add_agent(reader *r, dem_str phrase, dem_str code, dem_str rest)
{
    dem_import *im = r->im;
    dem_str braces = DEM_STR_NONE, inside = dem_str_trim(code);
    size_t open = dem_str_find(phrase, DEM_STR("{"), 0), tilde = dem_str_find(inside, DEM_STR("~"), 0);
    bool braced = open != SIZE_MAX, before = tilde > 0;
    if (braced) {
        size_t shut = dem_str_find(phrase, DEM_STR("}"), open);
        braces = dem_str_trim(dem_str_cut(phrase, open + 1, shut == SIZE_MAX ? phrase.n : shut));
        phrase = dem_str_cut(phrase, 0, open);
    }
    phrase = dem_str_trim(phrase);
    dem_str role = upper(im, before ? dem_str_cut(inside, 0, tilde) : dem_str_cut(inside, 1, inside.n));
    if (before && tilde + 1 < inside.n) role.n = 0;
    bool bare = !before && !role.n;
    if (bare) role = DEM_STR("*");
    if (!bare && !dem_import_code_good(role)) {
        dem_import_say(im, code, true, "\"%.*s\" is no agent code ([~GOV] or [NGO~]): not imported", DEM_FMT(inside));
        return true;
    }
    if (before) dem_import_say(im, code, true, "\"%.*s\": a state's code after %.*s cannot be said of a role; it is %.*s alone", DEM_FMT(inside), DEM_FMT(role), DEM_FMT(role));
    if (dem_str_trim(rest).n) dem_import_say(im, rest, true, "\"%.*s\": an agent has one code, the first; the rest is not imported", DEM_FMT(dem_str_trim(rest)));
    dem_import_entry *e = dem_import_add(im, DEM_IMPORT_ROLE);
    if (!e) return false;
    e->role = role;
    e->alone = before;
    r->index = r->noted = im->items.n - 1;
    bool good = add_terms(r, phrase, braces, braced);
    if (im->items.items[r->index].terms.n == 0) im->items.n--;
    r->index = SIZE_MAX;
    return good;
}

/* ---- lines ---- */

/* An entry that ended without a code has nothing to say. */
static void close_entry(reader *r)
{
    if (r->index != SIZE_MAX) {
        dem_import_entry *e = &r->im->items.items[r->index];
        if (!e->codes.n || !e->names.n) {
            size_t line = r->im->line;
            r->im->line = r->head_line;
            if (r->pending) dem_import_say(r->im, DEM_STR_NONE, true, "\"%.*s\" has no code: not imported, with %zu names", DEM_FMT(r->head), e->names.n);
            else dem_import_say(r->im, DEM_STR_NONE, true, "nothing of \"%.*s\" is left: not imported, with %zu names", DEM_FMT(r->head), e->names.n);
            r->im->line = line;
            e->kind = DEM_IMPORT_COMMENT;
            e->note = DEM_STR_NONE;
        }
    }
    r->index = SIZE_MAX;
}

static dem_str bare_name(reader *r, dem_str phrase)
{
    dem_import *im = r->im;
    phrase = dem_str_trim(phrase);
    size_t mark = dem_str_find(phrase, DEM_STR("]"), 0);
    if (mark != SIZE_MAX) {
        dem_import_say(im, dem_str_cut(phrase, mark, phrase.n), false, "a ']' inside the name is left out");
        phrase = dem_str_printf(im->a, "%.*s%.*s", (int)mark, phrase.p, DEM_FMT(dem_str_cut(phrase, mark + 1, phrase.n)));
    }
    if (tabari(r) && phrase.n && phrase.p[phrase.n - 1] != '_')
        dem_import_say(im, phrase, false, "\"%.*s\" does not end in '_' and began longer words too; it is imported as whole words", DEM_FMT(phrase));
    return phrase;
}

/* "+A_ +B_": two synonyms may stand on one line. */
static bool add_synonyms(reader *r, dem_str line)
{
    dem_import *im = r->im;
    size_t bracket = dem_str_find(line, DEM_STR("["), 0);
    dem_str names = dem_str_cut(line, 0, bracket == SIZE_MAX ? line.n : bracket);
    if (r->index == SIZE_MAX) {
        dem_import_say(im, line, true, "\"%.*s\" follows no phrase: not imported", DEM_FMT(dem_str_trim(line)));
        return true;
    }
    for (int n = 0; names.n; n++) {
        if (n == DEM_IMPORT_PARTS) {
            dem_import_say(im, names, true, "more than %d synonyms on one line: the rest is not imported", DEM_IMPORT_PARTS);
            return true;
        }
        size_t next = dem_str_find(names, DEM_STR(" +"), 1), tab = dem_str_find(names, DEM_STR("\t+"), 1);
        if (tab < next) next = tab;
        dem_str part = dem_str_cut(names, 1, next == SIZE_MAX ? names.n : next);
        if (!dem_import_name_to(im, &im->items.items[r->index], bare_name(r, part), part)) return false;
        if (next != SIZE_MAX) dem_import_say(im, dem_str_cut(names, next + 1, names.n), false, "two synonyms on one line are read as two");
        names = next == SIZE_MAX ? DEM_STR_NONE : dem_str_cut(names, next + 1, names.n);
    }
    return bracket == SIZE_MAX || add_codes(r, dem_str_cut(line, bracket, line.n));
}

static bool start_entry(reader *r, dem_str line)
{
    dem_import *im = r->im;
    size_t open = dem_str_find(line, DEM_STR("["), 0);
    dem_str phrase = dem_str_cut(line, 0, open == SIZE_MAX ? line.n : open), rest = dem_str_cut(line, phrase.n, line.n), inside;
    close_entry(r);
    dem_str ahead = rest;
    if (dem_str_find(rest, DEM_STR("~"), 0) != SIZE_MAX && next_bracket(r, &ahead, &inside)) return add_agent(r, phrase, inside, ahead);
    if (open == SIZE_MAX && dem_str_find(phrase, DEM_STR("{"), 0) != SIZE_MAX) phrase = dem_str_cut(phrase, 0, dem_str_find(phrase, DEM_STR("{"), 0));
    r->head = dem_str_trim(phrase);
    r->head_line = im->line;
    r->pending = true;
    dem_import_entry *e = dem_import_add(im, DEM_IMPORT_ACTOR);
    if (!e) return false;
    r->index = r->noted = im->items.n - 1;
    return dem_import_name_to(im, e, bare_name(r, phrase), phrase) && (open == SIZE_MAX || add_codes(r, rest));
}

static bool add_note(reader *r, dem_str note)
{
    dem_import *im = r->im;
    if (r->noted >= im->items.n || !note.n) return true;
    dem_import_note(im, &im->items.items[r->noted], note);
    return !dem_arena_failed(im->a);
}

static bool read_line(reader *r, dem_str line)
{
    dem_import *im = r->im;
    bool indented = line.n && (line.p[0] == ' ' || line.p[0] == '\t');
    dem_str note = split_comment(r, &line), body = dem_str_trim(line);
    if (!body.n) {
        if (indented || !note.n) return add_note(r, note);
        dem_import_entry *e = dem_import_add(im, DEM_IMPORT_COMMENT);
        if (e) e->note = note;
        return e != NULL;
    }
    bool good;
    if (body.p[0] == '!' && dem_str_find(body, DEM_STR("="), 0) != SIZE_MAX && dem_str_find(body, DEM_STR("!"), 1) != SIZE_MAX) {
        close_entry(r);
        good = add_set(r, body);
    } else if (body.p[0] == '+') {
        good = add_synonyms(r, body);
    } else if (body.p[0] == '[') {
        if (r->index == SIZE_MAX) dem_import_say(im, body, true, "a code without a phrase: \"%.*s\"", DEM_FMT(body));
        good = r->index == SIZE_MAX || add_codes(r, body);
    } else {
        good = start_entry(r, body);
    }
    return good && add_note(r, note);
}

bool dem_import_dictionary(dem_import *im)
{
    reader r = {.im = im, .index = SIZE_MAX, .noted = SIZE_MAX};
    dem_str rest = im->files[im->file].text, line;
    if (dem_str_starts(rest, DEM_STR("\xEF\xBB\xBF"))) rest = dem_str_cut(rest, 3, rest.n);
    while (dem_str_split(&rest, '\n', &line)) {
        im->line++;
        if (line.n && line.p[line.n - 1] == '\r') line.n--;
        im->whole = line;
        if (line.n > DEM_IMPORT_LINE) {
            dem_import_say(im, line, true, "the line has more than %d bytes: not imported", DEM_IMPORT_LINE);
            continue;
        }
        line = without_xml_comment(&r, dem_import_clean(im, line));
        if (dem_arena_failed(im->a) || !read_line(&r, line)) return false;
    }
    close_entry(&r);
    if (r.in_comment) dem_import_say(im, DEM_STR_NONE, true, "\"<!--\" is not closed: what follows it is not read");
    return true;
}
