/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the files of data/ingest/: line patterns, names, HTML words, languages; and answers questions about them. */
#include "ingest/ingest_rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

enum { SEED = 0x1261, MAX_LANGUAGES = 32, MAX_SCRIPTS = 32, DEFAULT_MAX = 160 };

/* One table for all words: each kind is a bit, months and languages carry values. */
typedef struct entry {
    dem_str word;
    bool agency, outlet, weekday;
    uint8_t month, html;
    uint32_t languages;
    dem_str name; /* usual name of an agency */
} entry;

typedef struct pattern {
    dem_line_kind kind;
    dem_str glob; /* lower case */
    uint64_t letters; /* letters_of(glob): a line that lacks one of them is another one */
    size_t max;
} pattern;

struct dem_ingest_rules {
    dem_arena *arena;
    entry *table;
    size_t mask, used;
    DEM_VEC(pattern) patterns;
    DEM_VEC(dem_str) agencies;
    dem_language languages[MAX_LANGUAGES], scripts[MAX_SCRIPTS];
    struct {
        int32_t from, to;
    } ranges[MAX_SCRIPTS];
    size_t n_languages, n_scripts;
};

static entry *slot(entry *table, size_t mask, dem_str word)
{
    size_t i = dem_hash(word, SEED) & mask;
    while (table[i].word.p && !dem_str_eq(table[i].word, word)) i = (i + 1) & mask;
    return &table[i];
}

static entry *put(dem_ingest_rules *r, dem_str word)
{
    if (r->used * 2 > r->mask) {
        size_t n = (r->mask + 1) * 2;
        entry *fresh = DEM_NEW_N(r->arena, entry, n);
        if (!fresh) return NULL;
        for (size_t i = 0; i <= r->mask; i++)
            if (r->table[i].word.p) *slot(fresh, n - 1, r->table[i].word) = r->table[i];
        r->table = fresh;
        r->mask = n - 1;
    }
    entry *e = slot(r->table, r->mask, word);
    if (!e->word.p) {
        e->word = dem_str_dup(r->arena, word);
        if (!e->word.p) return NULL;
        r->used++;
    }
    return e;
}

static const entry *get(const dem_ingest_rules *r, dem_str word)
{
    if (!r || !word.n) return NULL;
    const entry *e = slot(r->table, r->mask, word);
    return e->word.p ? e : NULL;
}

static dem_str lower(dem_arena *a, dem_str s)
{
    dem_str d = dem_str_dup(a, s);
    char *p = (char *)(uintptr_t)d.p;
    for (size_t i = 0; p && i < d.n; i++)
        if (p[i] >= 'A' && p[i] <= 'Z') p[i] = (char)(p[i] + 32);
    return d;
}

/* Which letters a to z stand in it, in either case. */
static uint64_t letters_of(dem_str s)
{
    uint64_t set = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)(s.p[i] | 32);
        if (c >= 'a' && c <= 'z') set |= (uint64_t)1 << (c - 'a');
    }
    return set;
}

/* ---- reading ---- */

static int add_pattern(dem_ingest_rules *r, dem_line_kind kind, size_t max, dem_str glob)
{
    pattern *p = DEM_PUSH(r->arena, &r->patterns);
    if (!p) return DEM_EMEMORY;
    *p = (pattern){kind, lower(r->arena, glob), letters_of(glob), max};
    return p->glob.p ? DEM_OK : DEM_EMEMORY;
}

static int add_agency(dem_ingest_rules *r, dem_str rest)
{
    size_t eq = dem_str_find(rest, DEM_STR(" = "), 0);
    dem_str name = eq == SIZE_MAX ? rest : dem_str_trim(dem_str_cut(rest, 0, eq));
    entry *e = put(r, name);
    if (!e) return DEM_EMEMORY;
    e->agency = true;
    e->name = eq == SIZE_MAX ? e->word : dem_str_dup(r->arena, dem_str_trim(dem_str_cut(rest, eq + 3, rest.n)));
    dem_str *known = DEM_PUSH(r->arena, &r->agencies);
    if (!known || !e->name.p) return DEM_EMEMORY;
    *known = e->word;
    return DEM_OK;
}

static int add_words(dem_ingest_rules *r, dem_str kind, dem_str rest)
{
    static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                         "July",    "August",   "September", "October", "November", "December"};
    uint8_t month = 0;
    for (dem_str word; dem_str_split(&rest, ' ', &word);) {
        word = dem_str_trim(word);
        if (!word.n) continue;
        if (dem_str_is(kind, "month") && !month) {
            while (month < 12 && !dem_str_is(word, months[month])) month++;
            if (month++ == 12) return DEM_EDATA;
        }
        for (int form = 0; form < 2; form++) { /* as written, and in lower case */
            entry *e = put(r, form ? lower(r->arena, word) : word);
            if (!e) return DEM_EMEMORY;
            if (month) e->month = month;
            if (dem_str_is(kind, "weekday")) e->weekday = true;
            if (dem_str_is(kind, "outlet")) e->outlet = true;
            if (dem_str_is(kind, "skip")) e->html |= DEM_HTML_SKIP;
            if (dem_str_is(kind, "comment")) e->html |= DEM_HTML_COMMENT;
            if (dem_str_is(kind, "good")) e->html |= DEM_HTML_GOOD;
        }
    }
    return DEM_OK;
}

/* "CODE NAME : rest" */
static bool split_language(dem_ingest_rules *r, dem_str *rest, dem_language *out)
{
    size_t space = dem_str_find(*rest, DEM_STR(" "), 0), colon = dem_str_find(*rest, DEM_STR(" : "), 0);
    if (space == SIZE_MAX || colon == SIZE_MAX || space >= colon) return false;
    out->code = dem_str_dup(r->arena, dem_str_cut(*rest, 0, space));
    out->name = dem_str_dup(r->arena, dem_str_trim(dem_str_cut(*rest, space, colon)));
    *rest = dem_str_cut(*rest, colon + 3, rest->n);
    return true;
}

static int add_language(dem_ingest_rules *r, dem_str rest)
{
    if (r->n_languages == MAX_LANGUAGES || !split_language(r, &rest, &r->languages[r->n_languages])) return DEM_EDATA;
    for (dem_str word; dem_str_split(&rest, ' ', &word);) {
        if (!word.n) continue;
        entry *e = put(r, word);
        if (!e) return DEM_EMEMORY;
        e->languages |= (uint32_t)1 << r->n_languages;
    }
    r->n_languages++;
    return DEM_OK;
}

static int add_script(dem_ingest_rules *r, dem_str rest)
{
    unsigned from = 0, to = 0;
    char buf[64];
    if (r->n_scripts == MAX_SCRIPTS || !split_language(r, &rest, &r->scripts[r->n_scripts])) return DEM_EDATA;
    snprintf(buf, sizeof buf, "%.*s", DEM_FMT(rest));
    /* NOLINTNEXTLINE(cert-err34-c): the two numbers are checked right here */
    if (sscanf(buf, "U+%x U+%x", &from, &to) != 2 || from > to || to > 0x10ffff) return DEM_EDATA;
    r->ranges[r->n_scripts].from = (int32_t)from;
    r->ranges[r->n_scripts++].to = (int32_t)to;
    return DEM_OK;
}

static int add_line(dem_ingest_rules *r, dem_str line)
{
    static const struct {
        const char *name;
        dem_line_kind kind;
    } kinds[] = {{"drop", DEM_LINE_DROP},
                 {"tail", DEM_LINE_TAIL},
                 {"caption", DEM_LINE_CAPTION},
                 {"byline", DEM_LINE_BYLINE},
                 {"source", DEM_LINE_SOURCE},
                 {"title", DEM_LINE_TITLE}};
    line = dem_str_trim(line);
    if (!line.n || line.p[0] == '#') return DEM_OK;
    size_t space = dem_str_find(line, DEM_STR(" "), 0);
    if (space == SIZE_MAX) return DEM_EDATA;
    dem_str kind = dem_str_cut(line, 0, space), rest = dem_str_trim(dem_str_cut(line, space, line.n));
    size_t max = DEFAULT_MAX, less = dem_str_find(kind, DEM_STR("<"), 0);
    if (less != SIZE_MAX) {
        max = (size_t)strtoul(kind.p + less + 1, NULL, 10);
        kind.n = less;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (dem_str_is(kind, kinds[i].name)) return add_pattern(r, kinds[i].kind, max, rest);
    if (dem_str_is(kind, "agency")) return add_agency(r, rest);
    if (dem_str_is(kind, "language")) return add_language(r, rest);
    if (dem_str_is(kind, "script")) return add_script(r, rest);
    static const char *const words[] = {"month", "weekday", "outlet", "skip", "good", "comment"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (dem_str_is(kind, words[i])) return add_words(r, kind, rest);
    return DEM_EDATA;
}

int dem_ingest_rules_load(const dem_str *texts, const char *const *names, size_t n, dem_ingest_rules **out,
                          dem_error *err)
{
    *out = NULL;
    dem_ingest_rules *r = calloc(1, sizeof *r);
    if (r) r->arena = dem_arena_new(0);
    if (r && r->arena) r->table = DEM_NEW_N(r->arena, entry, 2048);
    int rc = r && r->arena && r->table ? DEM_OK : DEM_EMEMORY;
    if (!rc) r->mask = 2047;
    for (size_t i = 0; i < n && !rc; i++) {
        dem_str rest = texts[i];
        size_t at = 0;
        for (dem_str line; !rc && dem_str_split(&rest, '\n', &line);) {
            at++;
            rc = add_line(r, line);
            if (rc == DEM_EDATA)
                dem_fail_at(err, DEM_EDATA, names[i], at, -1, "not understood: \"%.*s\"", DEM_FMT(line));
        }
    }
    if (rc == DEM_EMEMORY) dem_fail(err, DEM_EMEMORY, "memory is out");
    if (rc) {
        dem_ingest_rules_free(r);
        return rc;
    }
    *out = r;
    return DEM_OK;
}

void dem_ingest_rules_free(dem_ingest_rules *r)
{
    if (!r) return;
    dem_arena_free(r->arena);
    free(r);
}

/* ---- lines ---- */

static char fold(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Where what follows a star may begin, from byte i on; s.n when nowhere. */
static size_t after_star(dem_str g, size_t j, dem_str s, size_t i)
{
    if (j == g.n || g.p[j] == '*' || g.p[j] == '#') return i;
    while (i < s.n && fold(s.p[i]) != g.p[j]) i++;
    return i;
}

/* Greedy glob with one point of return: linear for one star, |s| x |g| at most. */
static bool glob_match(dem_str g, dem_str s, dem_str *star)
{
    size_t i = 0, j = 0, back_g = SIZE_MAX, back_s = 0;
    while (i < s.n) {
        if (j < g.n && g.p[j] == '*') {
            back_g = ++j;
            i = back_s = after_star(g, j, s, i);
        } else if (j < g.n && g.p[j] == '#' && is_digit(s.p[i])) {
            while (i < s.n && (is_digit(s.p[i]) || (s.p[i] == ',' && i + 1 < s.n && is_digit(s.p[i + 1])))) i++;
            j++;
        } else if (j < g.n && g.p[j] == fold(s.p[i])) {
            i++;
            j++;
        } else if (back_g != SIZE_MAX) {
            j = back_g;
            i = back_s = after_star(g, j, s, back_s + 1);
        } else {
            return false;
        }
    }
    while (j < g.n && g.p[j] == '*') j++;
    if (j < g.n) return false;
    size_t first = dem_str_find(g, DEM_STR("*"), 0);
    if (star) *star = first == SIZE_MAX ? DEM_STR_NONE : dem_str_trim(dem_str_cut(s, first, s.n));
    return true;
}

/* Without signs and brackets at both ends. */
static dem_str bare(dem_str s)
{
    while (s.n && strchr(" \t*|<>()[]{}:.!#~_=-\"'", s.p[0])) s = dem_str_cut(s, 1, s.n);
    while (s.n && strchr(" \t*|<>()[]{}:.!#~_=-\"'", s.p[s.n - 1])) s.n--;
    /* bullets and arrows: U+2022, U+00B7, U+00BB, U+25xx, U+2192 */
    while (s.n >= 3 && (unsigned char)s.p[0] == 0xe2 &&
           ((unsigned char)s.p[1] == 0x96 || (unsigned char)s.p[1] == 0x97 || memcmp(s.p + 1, "\x80\xa2", 2) == 0 ||
            memcmp(s.p + 1, "\x86\x92", 2) == 0))
        s = dem_str_trim(dem_str_cut(s, 3, s.n));
    while (s.n >= 2 && (unsigned char)s.p[0] == 0xc2 &&
           ((unsigned char)s.p[1] == 0xb7 || (unsigned char)s.p[1] == 0xbb))
        s = dem_str_trim(dem_str_cut(s, 2, s.n));
    return s;
}

dem_line_kind dem_line_classify(const dem_ingest_rules *r, dem_str line, dem_str *star)
{
    line = dem_str_trim(line);
    dem_str stripped = bare(line);
    if (!r || line.n > 500) return DEM_LINE_BODY;
    uint64_t letters = letters_of(line);
    for (size_t i = 0; i < r->patterns.n; i++) {
        const pattern *p = &r->patterns.items[i];
        if (line.n > p->max || (p->letters & ~letters)) continue;
        if (!glob_match(p->glob, line, star) && !glob_match(p->glob, stripped, star)) continue;
        bool sentence = line.n > 60 && line.p[line.n - 1] == '.';
        if ((p->kind == DEM_LINE_TAIL || p->kind == DEM_LINE_BYLINE) && sentence) continue;
        return p->kind;
    }
    return DEM_LINE_BODY;
}

/* ---- names ---- */

dem_str dem_agency(const dem_ingest_rules *r, dem_str name)
{
    const entry *e = get(r, name);
    return e && e->agency ? e->name : DEM_STR_NONE;
}

size_t dem_glued_agency(const dem_ingest_rules *r, dem_str line)
{
    for (size_t i = 0; r && i < r->agencies.n; i++) {
        dem_str a = r->agencies.items[i];
        if (!dem_str_ends(line, a) || line.n < a.n + 8) continue;
        char before = line.p[line.n - a.n - 1];
        if ((before >= 'a' && before <= 'z') || before == '.' || before == '/' || before == ')') return a.n;
    }
    return 0;
}

bool dem_is_outlet_word(const dem_ingest_rules *r, dem_str word)
{
    char buf[32];
    if (word.n > sizeof buf) return false;
    for (size_t i = 0; i < word.n; i++) buf[i] = fold(word.p[i]);
    const entry *e = get(r, (dem_str){buf, word.n});
    return e && e->outlet;
}

int dem_month(const dem_ingest_rules *r, dem_str word)
{
    char buf[16];
    if (word.n > sizeof buf) return 0;
    for (size_t i = 0; i < word.n; i++) buf[i] = fold(word.p[i]);
    const entry *e = get(r, (dem_str){buf, word.n});
    return e ? e->month : 0;
}

bool dem_is_weekday(const dem_ingest_rules *r, dem_str word)
{
    char buf[16];
    if (word.n > sizeof buf) return false;
    for (size_t i = 0; i < word.n; i++) buf[i] = fold(word.p[i]);
    const entry *e = get(r, (dem_str){buf, word.n});
    return e && e->weekday;
}

unsigned dem_html_word(const dem_ingest_rules *r, dem_str word)
{
    const entry *e = get(r, word);
    return e ? e->html : 0;
}

/* ---- languages ---- */

enum { MAX_WORDS = 3000, ENOUGH_WORDS = 12, ENOUGH_LETTERS = 20 };

typedef struct counts {
    size_t words, letters, hits[MAX_LANGUAGES], script[MAX_SCRIPTS];
} counts;

static void count_word(const dem_ingest_rules *r, counts *c, dem_str word)
{
    const entry *e = get(r, word);
    c->words++;
    for (size_t l = 0; e && e->languages && l < r->n_languages; l++)
        if (e->languages >> l & 1) c->hits[l]++;
}

static void count_text(const dem_ingest_rules *r, counts *c, dem_str text)
{
    char word[48];
    size_t n = 0;
    int32_t at = 0, len = (int32_t)(text.n < 200000 ? text.n : 200000);
    while (at < len && c->words < MAX_WORDS) {
        int32_t cp;
        unsigned char plain = (unsigned char)(text.p[at] | 32);
        if (plain >= 'a' && plain <= 'z') { /* nearly always */
            at++;
            c->letters++;
            if (n + 4 < sizeof word) word[n++] = (char)plain;
            continue;
        }
        U8_NEXT((const uint8_t *)text.p, at, len, cp);
        if (cp > 0 && u_isalpha(cp)) {
            c->letters++;
            for (size_t s = 0; cp >= 0x370 && s < r->n_scripts; s++)
                if (cp >= r->ranges[s].from && cp <= r->ranges[s].to) c->script[s]++;
            int32_t low = u_tolower(cp);
            if (n + 4 < sizeof word) {
                int32_t k = (int32_t)n;
                U8_APPEND_UNSAFE((uint8_t *)word, k, (uint32_t)low);
                n = (size_t)k;
            }
        } else if (n) {
            count_word(r, c, (dem_str){word, n});
            n = 0;
        }
    }
    if (n) count_word(r, c, (dem_str){word, n});
}

dem_language dem_language_of(const dem_ingest_rules *r, dem_str text)
{
    counts c = {0};
    if (!r) return (dem_language){0};
    count_text(r, &c, text);
    if (c.letters < ENOUGH_LETTERS) return (dem_language){0};
    for (size_t s = 0; s < r->n_scripts; s++)
        if (c.script[s] * 2 > c.letters) return r->scripts[s];
    if (c.words < ENOUGH_WORDS) return (dem_language){0};
    size_t best = 0, english = 0;
    for (size_t l = 0; l < r->n_languages; l++) {
        if (c.hits[l] > c.hits[best]) best = l;
        if (dem_str_is(r->languages[l].code, "en")) english = l;
    }
    /* English unless another language is clearly ahead and common enough to be one. */
    if (best == english || c.hits[best] * 10 < c.hits[english] * 13 || c.hits[best] * 100 < c.words * 12)
        return c.hits[english] * 100 >= c.words * 8 ? r->languages[english] : (dem_language){0};
    return r->languages[best];
}
