/* SPDX-License-Identifier: Apache-2.0 */
/* The checker of lexicon files: duplicates, overlapping terms, unknown codes, empty or overlapping dates. What the reader (lextext.c,
   lexplaces.c) refuses is reported among it. */
#include "actors/lexcheck.h"

#include "actors/lexicon.h"
#include "actors/lexmodel.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { SPANS_COMPARED = 256, NAMES_COMPARED = 64 };

typedef struct finding {
    size_t file, line, column, order;
    bool warning;
    dem_str text;
} finding;

/* What a name is to the checker: names of one kind may not say two things on one day. */
typedef enum space { SPACE_ACTOR, SPACE_COUNTRY, SPACE_ADJECTIVE, SPACE_DEMONYM, SPACE_METONYM, SPACE_TERM, SPACE_CODE, SPACE_NONE } space;

typedef struct named {
    dem_str key;
    space in;
    uint32_t entry, order;
    const dem_lex_name *name;
} named;

typedef struct checker {
    dem_lex_check *c;
    dem_lex_model m;
    dem_arena *a;
    DEM_VEC(finding) findings;
    DEM_VEC(named) names;
    DEM_VEC(dem_str) triples, prefixes, countries; /* sorted before they are asked */
} checker;

static void add(checker *k, size_t file, size_t line, size_t column, bool warning, const char *fmt, ...) __attribute__((format(printf, 6, 7)));
static void add(checker *k, size_t file, size_t line, size_t column, bool warning, const char *fmt, ...)
{
    char text[400];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    for (char *c = text; *c; c++)
        if ((unsigned char)*c < 32) *c = ' ';
    finding *f = DEM_PUSH(k->a, &k->findings);
    if (!f) return; /* told at the end: the arena remembers that it failed */
    *f = (finding){file, line, column, k->findings.n, warning, dem_str_dup(k->a, dem_str_c(text))};
    if (warning) k->c->warnings++;
    else k->c->errors++;
}

static void add_bad(void *ctx, size_t file, size_t line, size_t column, const char *text)
{
    add(ctx, file, line, column, false, "%s", text);
}

/* Else it was made by the reader: a regular plural. */
static bool stands_in(const checker *k, size_t file, dem_str part)
{
    dem_str text = k->m.files[file].text;
    return part.p && part.p >= text.p && part.p <= text.p + text.n;
}

static size_t column_in(const checker *k, size_t file, dem_str part)
{
    dem_str text = k->m.files[file].text;
    if (!stands_in(k, file, part)) return 1;
    const char *p = part.p;
    while (p > text.p && p[-1] != '\n') p--;
    return (size_t)(part.p - p) + 1;
}

static const char *base_name(const checker *k, size_t file)
{
    const char *slash = strrchr(k->m.files[file].name, '/');
    return slash ? slash + 1 : k->m.files[file].name;
}

/* ---- lines as such ---- */

static void check_lines(checker *k, size_t file)
{
    dem_str rest = k->m.files[file].text, line;
    bool open = false; /* inside an entry */
    for (size_t n = 1; dem_str_split(&rest, '\n', &line); n++) {
        if (line.n && line.p[line.n - 1] == '\r') line.n--;
        const char *tab = line.n ? memchr(line.p, '\t', line.n) : NULL;
        if (tab) add(k, file, n, (size_t)(tab - line.p) + 1, true, "a tab: fields are indented by two spaces");
        if (line.n && line.p[line.n - 1] == ' ') add(k, file, n, line.n, true, "white space at the end of the line");
        if (dem_str_trim(line).n == 0) open = false;
        else if (line.p[0] == '#') continue;
        else if (line.p[0] != ' ' && line.p[0] != '\t') {
            if (open) add(k, file, n, 1, true, "no blank line before this entry");
            open = true;
        }
    }
}

/* ---- codes ---- */

static int by_text(const void *a, const void *b)
{
    return dem_str_cmp(*(const dem_str *)a, *(const dem_str *)b);
}

static bool has(const dem_str *items, size_t n, dem_str s)
{
    return n && bsearch(&s, items, n, sizeof *items, by_text) != NULL;
}

static bool read_codes(checker *k)
{
    dem_str rest = k->c->codes, line, kind, triple;
    while (dem_str_split(&rest, '\n', &line)) {
        if (!line.n || line.p[0] == '#' || !dem_str_split(&line, '\t', &kind) || !dem_str_split(&line, '\t', &triple)) continue;
        bool first = dem_str_is(kind, "prefix") || dem_str_is(kind, "sector");
        dem_str *slot = DEM_PUSH(k->a, &k->triples), *prefix = first ? DEM_PUSH(k->a, &k->prefixes) : NULL;
        if (!slot || (first && !prefix)) return false;
        *slot = dem_str_trim(triple);
        if (prefix) *prefix = *slot;
    }
    for (size_t i = 0; i < k->m.entries.n; i++) {
        dem_str *slot = k->m.entries.items[i].kind == DEM_ENTRY_COUNTRY ? DEM_PUSH(k->a, &k->countries) : NULL;
        if (slot) *slot = k->m.entries.items[i].code;
    }
    const dem_lex_layer *layers;
    size_t n_layers = k->c->base ? dem_lex_layers(k->c->base, &layers) : 0;
    for (size_t l = 0; l < n_layers; l++)
        for (uint32_t i = 0; i < layers[l].t[LEX_ENTRIES].n; i++) {
            dem_lex_info e;
            if (!dem_lex_entry_at(&layers[l], i, &e) || e.kind != DEM_ENTRY_COUNTRY) continue;
            dem_str *slot = DEM_PUSH(k->a, &k->countries);
            if (slot) *slot = dem_str_dup(k->a, (dem_str){e.country, strlen(e.country)});
        }
    if (k->triples.n) qsort(k->triples.items, k->triples.n, sizeof(dem_str), by_text);
    if (k->prefixes.n) qsort(k->prefixes.items, k->prefixes.n, sizeof(dem_str), by_text);
    if (k->countries.n) qsort(k->countries.items, k->countries.n, sizeof(dem_str), by_text);
    return !dem_arena_failed(k->a);
}

static bool is_state(const checker *k, dem_str triple)
{
    return has(k->countries.items, k->countries.n, triple);
}

static void check_code(checker *k, size_t file, size_t line, dem_str code)
{
    for (size_t i = 0; i + 3 <= code.n; i += 3) {
        dem_str triple = dem_str_cut(code, i, i + 3);
        bool known = is_state(k, triple) || (i == 0 ? has(k->prefixes.items, k->prefixes.n, triple) : has(k->triples.items, k->triples.n, triple));
        if (!known) add(k, file, line, column_in(k, file, triple), false, "unknown %striple \"%.*s\" in \"%.*s\" (codes.tsv lists them)", i ? "" : "first ",
                        DEM_FMT(triple), DEM_FMT(code));
    }
}

/* ---- entries ---- */

static bool spans_meet(dem_day a_from, dem_day a_to, dem_day b_from, dem_day b_to)
{
    return a_from <= b_to && b_from <= a_to;
}

static void check_actor(checker *k, const dem_lex_entry *e)
{
    size_t undated = 0;
    size_t column = column_in(k, e->file, e->name);
    if (!e->typed) add(k, e->file, e->line, column, false, "\"%.*s\" has no type", DEM_FMT(e->name));
    if (!e->codes.n) add(k, e->file, e->line, column, false, "\"%.*s\" has no code", DEM_FMT(e->name));
    for (size_t i = 0; i < e->codes.n; i++) {
        const dem_lex_code *c = &e->codes.items[i];
        size_t at = column_in(k, e->file, c->code);
        check_code(k, e->file, c->line, c->code);
        if (!c->dated && undated++) add(k, e->file, c->line, at, false, "second code without days for \"%.*s\"", DEM_FMT(e->name));
        for (size_t o = i > SPANS_COMPARED ? i - SPANS_COMPARED : 0; o < i && c->dated; o++) {
            const dem_lex_code *other = &e->codes.items[o];
            /* they may share the month or year in which one ends and the other begins */
            if (other->dated && c->from < other->to_first && other->from < c->to_first)
                add(k, e->file, c->line, at, false, "the span overlaps that of line %u", other->line);
        }
    }
}

static void check_country(checker *k, const dem_lex_entry *e)
{
    dem_str rest = e->region, part;
    while (rest.n && dem_str_split(&rest, ';', &part)) {
        part = dem_str_trim(part);
        if (part.n && !has(k->triples.items, k->triples.n, part))
            add(k, e->file, e->line, 1, false, "unknown region \"%.*s\" (codes.tsv lists them)", DEM_FMT(part));
    }
}

static void check_role(checker *k, const dem_lex_entry *e)
{
    if (dem_str_is(e->code, "*")) return;
    for (size_t i = 0; i + 3 <= e->code.n; i += 3) {
        dem_str triple = dem_str_cut(e->code, i, i + 3);
        if (!has(k->triples.items, k->triples.n, triple) && !is_state(k, triple))
            add(k, e->file, e->line, column_in(k, e->file, triple), false, "unknown triple \"%.*s\" in role \"%.*s\" (codes.tsv lists them)", DEM_FMT(triple), DEM_FMT(e->code));
    }
}

/* ---- names ---- */

static space space_of(const dem_lex_entry *e, const dem_lex_name *n)
{
    if (n->kind == DEM_VALUE_METONYM) return SPACE_METONYM;
    if (e->kind == DEM_ENTRY_ROLE) return SPACE_TERM;
    if (e->kind == DEM_ENTRY_ACTOR) return n->kind == DEM_VALUE_NAME ? SPACE_ACTOR : SPACE_NONE;
    if (e->kind != DEM_ENTRY_COUNTRY) return SPACE_NONE;
    return n->kind == DEM_VALUE_NAME ? SPACE_COUNTRY : n->kind == DEM_VALUE_ADJECTIVE ? SPACE_ADJECTIVE : n->kind == DEM_VALUE_DEMONYM ? SPACE_DEMONYM : SPACE_NONE;
}

/* Written alike: the typographic apostrophe is the straight one; terms are matched in any case. */
static dem_str key_of(checker *k, dem_str text, bool small)
{
    dem_str key = dem_str_dup(k->a, text);
    if (!key.p) return key;
    char *p = (char *)(uintptr_t)key.p; /* our own copy */
    size_t n = 0;
    for (size_t i = 0; i < key.n; i++) {
        if (i + 3 <= key.n && memcmp(p + i, "\u2019", 3) == 0) {
            p[n++] = '\'';
            i += 2;
        } else {
            p[n++] = small && p[i] >= 'A' && p[i] <= 'Z' ? (char)(p[i] + 32) : p[i];
        }
    }
    key.n = n;
    return key;
}

static void check_name(checker *k, const dem_lex_entry *e, const dem_lex_name *n)
{
    dem_piece pieces[DEM_PIECES_MAX];
    bool more;
    size_t words = dem_fold(n->text, pieces, DEM_PIECES_MAX, &more), column = column_in(k, e->file, n->text);
    if (more) add(k, e->file, n->line, column, false, "\"%.*s\" has more than %d words: it is never found", DEM_FMT(n->text), DEM_PIECES_MAX);
    if (words == 0) add(k, e->file, n->line, column, false, "\"%.*s\" has no letters or digits: it is never found", DEM_FMT(n->text));
    if (dem_str_find(n->text, DEM_STR("  "), 0) != SIZE_MAX) add(k, e->file, n->line, column, true, "doubled space in \"%.*s\"", DEM_FMT(n->text));
}

static bool keep_name(checker *k, space in, uint32_t entry, const dem_lex_name *n)
{
    named *slot = DEM_PUSH(k->a, &k->names);
    if (!slot) return false;
    *slot = (named){key_of(k, n->text, in == SPACE_TERM), in, entry, (uint32_t)k->names.n, n};
    return slot->key.p != NULL;
}

static bool gather_names(checker *k)
{
    for (uint32_t i = 0; i < k->m.entries.n; i++) {
        const dem_lex_entry *e = &k->m.entries.items[i];
        for (size_t j = 0; j < e->names.n; j++) {
            const dem_lex_name *n = &e->names.items[j];
            check_name(k, e, n);
            space in = space_of(e, n);
            if (e->kind == DEM_ENTRY_LIST || in == SPACE_TERM) k->c->terms++;
            else k->c->names++;
            if (in != SPACE_NONE && stands_in(k, e->file, n->text) && !keep_name(k, in, i, n)) return false;
        }
        if (e->kind != DEM_ENTRY_COUNTRY) continue;
        dem_lex_name *code = DEM_NEW(k->a, dem_lex_name);
        if (!code) return false;
        *code = (dem_lex_name){.text = e->code, .line = e->line};
        if (!keep_name(k, SPACE_CODE, i, code)) return false;
    }
    return true;
}

static int by_key(const void *pa, const void *pb)
{
    const named *a = pa, *b = pb;
    int c = dem_str_cmp(a->key, b->key);
    return c ? c : a->order < b->order ? -1 : a->order > b->order;
}

/* May both say what they say on one day? */
static bool meet(const dem_lex_entry *a, const dem_lex_entry *b)
{
    const dem_lex_code always = {.from = DEM_DAY_MIN, .to = DEM_DAY_MAX};
    if (a->kind == DEM_ENTRY_COUNTRY && b->kind == DEM_ENTRY_COUNTRY) return spans_meet(a->from, a->to, b->from, b->to);
    bool a_open = a->codes.n == 0, b_open = b->codes.n == 0;
    for (size_t i = 0; i < a->codes.n; i++) a_open = a_open || !a->codes.items[i].dated;
    for (size_t i = 0; i < b->codes.n; i++) b_open = b_open || !b->codes.items[i].dated;
    const dem_lex_code *as = a_open ? &always : a->codes.items, *bs = b_open ? &always : b->codes.items;
    for (size_t i = 0; i < (a_open ? 1 : a->codes.n); i++)
        for (size_t j = 0; j < (b_open ? 1 : b->codes.n); j++)
            if (spans_meet(as[i].from, as[i].to, bs[j].from, bs[j].to)) return true;
    return false;
}

static void check_pair(checker *k, const named *first, const named *second)
{
    static const char *const words[] = {[SPACE_COUNTRY] = "name", [SPACE_ADJECTIVE] = "adjective", [SPACE_DEMONYM] = "demonym"};
    const dem_lex_entry *a = &k->m.entries.items[first->entry], *b = &k->m.entries.items[second->entry];
    const dem_lex_name *n = second->name;
    size_t column = column_in(k, b->file, n->text);
    if (first->in == second->in) {
        if (a == b) {
            if (first->name->flags == n->flags || first->in != SPACE_TERM)
                add(k, b->file, n->line, column, false, "\"%.*s\" twice in \"%.*s\" (line %u)", DEM_FMT(n->text), DEM_FMT(b->name), first->name->line);
        } else if (meet(a, b)) {
            bool same_code = first->in == SPACE_TERM && dem_str_eq(a->code, b->code);
            add(k, b->file, n->line, column, false, "\"%.*s\" is already %s\"%.*s\" at %s:%u", DEM_FMT(n->text), same_code ? "a term of " : "", DEM_FMT(a->name),
                base_name(k, a->file), first->name->line);
        }
        return;
    }
    bool actor_first = first->in == SPACE_ACTOR, actor_second = second->in == SPACE_ACTOR;
    space other = actor_first ? second->in : first->in;
    if (actor_first == actor_second || other == SPACE_METONYM || other == SPACE_TERM || other == SPACE_CODE) return;
    const named *actor = actor_first ? first : second;
    const dem_lex_entry *e = &k->m.entries.items[actor->entry], *country = &k->m.entries.items[actor_first ? second->entry : first->entry];
    add(k, e->file, actor->name->line, column_in(k, e->file, actor->name->text), false, "\"%.*s\" (%.*s) is also the %s of country %.*s", DEM_FMT(actor->name->text),
        DEM_FMT(e->name), words[other], DEM_FMT(country->code));
}

static void check_term_clash(checker *k, const named *actor)
{
    named want = {.key = key_of(k, actor->key, true)};
    if (!want.key.p) return;
    size_t lo = 0, hi = k->names.n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (dem_str_cmp(k->names.items[mid].key, want.key) < 0) lo = mid + 1;
        else hi = mid;
    }
    for (; lo < k->names.n && dem_str_eq(k->names.items[lo].key, want.key); lo++) {
        if (k->names.items[lo].in != SPACE_TERM) continue;
        const dem_lex_entry *e = &k->m.entries.items[actor->entry], *role = &k->m.entries.items[k->names.items[lo].entry];
        add(k, e->file, actor->name->line, column_in(k, e->file, actor->name->text), false, "\"%.*s\" (%.*s) is also a term of role %.*s", DEM_FMT(actor->name->text),
            DEM_FMT(e->name), DEM_FMT(role->name));
        return;
    }
}

static void check_overlay(checker *k, const named *n)
{
    const dem_lex_entry *e = &k->m.entries.items[n->entry];
    dem_lexicon_hit hit;
    if (!dem_lexicon_lookup(k->c->base, n->name->text, DEM_DAY_NONE, &hit, 1)) return;
    add(k, e->file, n->name->line, column_in(k, e->file, n->name->text), true, "\"%.*s\" is %.*s [%.*s] in the built-in lexicon (%.*s); this file's counts",
        DEM_FMT(n->name->text), DEM_FMT(hit.name), DEM_FMT(hit.code), DEM_FMT(hit.by));
}

static void check_names(checker *k)
{
    if (k->names.n) qsort(k->names.items, k->names.n, sizeof *k->names.items, by_key);
    for (size_t i = 0, j; i < k->names.n; i = j) {
        for (j = i + 1; j < k->names.n && dem_str_eq(k->names.items[i].key, k->names.items[j].key); j++)
            for (size_t o = i; o < j && j - o < NAMES_COMPARED; o++) check_pair(k, &k->names.items[o], &k->names.items[j]);
    }
    for (size_t i = 0; i < k->names.n; i++) {
        if (k->names.items[i].in == SPACE_ACTOR) check_term_clash(k, &k->names.items[i]);
        if (k->c->overlay && k->c->base) check_overlay(k, &k->names.items[i]);
    }
}

static int by_place(const void *pa, const void *pb)
{
    const finding *a = pa, *b = pb;
    if (a->file != b->file) return a->file < b->file ? -1 : 1;
    if (a->line != b->line) return a->line < b->line ? -1 : 1;
    if (a->column != b->column) return a->column < b->column ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static void check_entries(checker *k)
{
    for (size_t i = 0; i < k->m.entries.n; i++) {
        const dem_lex_entry *e = &k->m.entries.items[i];
        switch (e->kind) {
        case DEM_ENTRY_ACTOR: k->c->actors++, check_actor(k, e); break;
        case DEM_ENTRY_COUNTRY: k->c->countries++, check_country(k, e); break;
        case DEM_ENTRY_ROLE: k->c->roles++, check_role(k, e); break;
        default: k->c->lists++; break;
        }
    }
    for (size_t i = 0; i < k->m.places.n; i++) {
        const dem_lex_place *p = &k->m.places.items[i];
        k->c->places++;
        if (p->country[0] && !is_state(k, (dem_str){p->country, 3})) add(k, p->file, p->line, 1, false, "unknown country \"%.3s\"", p->country);
    }
}

int dem_lexicon_check_texts(dem_lex_check *c, const dem_named_text *files, size_t n, dem_error *err)
{
    dem_arena *a = dem_arena_new(0);
    if (!a) return dem_fail(err, DEM_EMEMORY, "memory is out");
    checker k = {.c = c, .a = a, .m = {.a = a, .files = files, .n_files = n}};
    k.m.on_bad = add_bad;
    k.m.ctx = &k;
    int rc = DEM_OK;
    for (size_t i = 0; i < n && rc == DEM_OK; i++) {
        bool places = dem_str_ends(dem_str_c(files[i].name), DEM_STR(".tsv"));
        rc = places ? dem_lex_read_places(&k.m, i) : dem_lex_read_text(&k.m, i);
        if (!places) check_lines(&k, i);
    }
    if (rc == DEM_OK && read_codes(&k)) {
        check_entries(&k);
        if (gather_names(&k)) check_names(&k);
    }
    if (dem_arena_failed(a)) rc = dem_fail(err, DEM_EMEMORY, "memory is out while checking the lexicon");
    if (k.findings.n && rc == DEM_OK) qsort(k.findings.items, k.findings.n, sizeof *k.findings.items, by_place);
    for (size_t i = 0; i < k.findings.n && rc == DEM_OK && c->on_finding; i++) {
        const finding *f = &k.findings.items[i];
        c->on_finding(c->ctx, &(dem_lex_finding){files[f->file].name, f->line, f->column, f->warning, f->text.p});
    }
    dem_arena_free(a);
    return rc;
}
