/* SPDX-License-Identifier: Apache-2.0 */
/* Reads data/lang/en/abbreviations.txt into one hash table: word -> kinds. */
#include "segment/segment_words.h"

#include <stdlib.h>

struct dem_segment_rules {
    dem_arena *arena;
    dem_word *table;
    size_t mask, used;
};

static const struct {
    const char *name;
    unsigned kind;
} kinds[] = {{"never", DEM_WORD_NEVER},     {"end", DEM_WORD_END},    {"number", DEM_WORD_NUMBER},
             {"starter", DEM_WORD_STARTER}, {"keep", DEM_WORD_KEEP},  {"whole", DEM_WORD_WHOLE},
             {"split", DEM_WORD_SPLIT},     {"unit", DEM_WORD_UNIT},  {"domain", DEM_WORD_DOMAIN},
             {"speech", DEM_WORD_SPEECH},   {"smile", DEM_WORD_SMILE}};

enum { SEED = 0x5e9, MAX_WORDS = 1 << 20 };

static dem_word *slot(dem_word *table, size_t mask, dem_str word)
{
    size_t i = dem_hash(word, SEED) & mask;
    while (table[i].text.p && !dem_str_eq(table[i].text, word)) i = (i + 1) & mask;
    return &table[i];
}

static bool grow(dem_segment_rules *r)
{
    size_t n = (r->mask + 1) * 2;
    dem_word *fresh = DEM_NEW_N(r->arena, dem_word, n);
    if (!fresh) return false;
    for (size_t i = 0; i <= r->mask; i++)
        if (r->table[i].text.p) *slot(fresh, n - 1, r->table[i].text) = r->table[i];
    r->table = fresh;
    r->mask = n - 1;
    return true;
}

static bool add(dem_segment_rules *r, dem_str word, unsigned kind)
{
    uint8_t cut = 0;
    if (kind == DEM_WORD_SPLIT) {
        /* "can|not": the form is kept without its bar. */
        size_t bar = dem_str_find(word, DEM_STR("|"), 0);
        if (bar == SIZE_MAX || bar == 0 || bar + 1 == word.n || bar > 64) return false;
        cut = (uint8_t)bar;
        word = dem_str_printf(r->arena, "%.*s%.*s", (int)bar, word.p, (int)(word.n - bar - 1), word.p + bar + 1);
    } else {
        word = dem_str_dup(r->arena, word);
    }
    if (!word.p || (r->used * 2 > r->mask && !grow(r))) return false;
    dem_word *w = slot(r->table, r->mask, word);
    if (!w->text.p) {
        w->text = word;
        r->used++;
    }
    w->kinds |= kind;
    if (cut) w->cut = cut;
    return r->used < MAX_WORDS;
}

/* Bulletins in capitals: "GEN." and "NO." as well. */
static bool add_capitals(dem_segment_rules *r, dem_str word, unsigned kind)
{
    char buf[32];
    if (word.n > sizeof buf || !(word.p[0] >= 'A' && word.p[0] <= 'Z')) return true;
    for (size_t i = 0; i < word.n; i++) {
        char c = word.p[i];
        buf[i] = c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
    }
    dem_str upper = {buf, word.n};
    return dem_str_eq(upper, word) || add(r, upper, kind);
}

static int read_line(dem_segment_rules *r, dem_str line, const char *name, size_t at, dem_error *err)
{
    unsigned kind = 0;
    line = dem_str_trim(line);
    if (!line.n || line.p[0] == '#') return DEM_OK;
    for (dem_str word; dem_str_split(&line, ' ', &word);) {
        word = dem_str_trim(word);
        if (!word.n) continue;
        if (!kind) {
            for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
                if (dem_str_is(word, kinds[k].name)) kind = kinds[k].kind;
            if (!kind) return dem_fail_at(err, DEM_EDATA, name, at, -1, "unknown kind of word \"%.*s\"", DEM_FMT(word));
        } else if (!add(r, word, kind) ||
                   ((kind & (DEM_WORD_NEVER | DEM_WORD_END | DEM_WORD_NUMBER)) && !add_capitals(r, word, kind))) {
            if (dem_arena_failed(r->arena)) return dem_fail(err, DEM_EMEMORY, "out of memory");
            return dem_fail_at(err, DEM_EDATA, name, at, -1, "a split word needs a bar inside it: \"%.*s\"",
                               DEM_FMT(word));
        }
    }
    return DEM_OK;
}

int dem_segment_rules_load(dem_str text, const char *name, dem_segment_rules **out, dem_error *err)
{
    *out = NULL;
    dem_segment_rules *r = calloc(1, sizeof *r);
    if (r) r->arena = dem_arena_new(0);
    if (r && r->arena) r->table = DEM_NEW_N(r->arena, dem_word, 1024);
    if (!r || !r->arena || !r->table) {
        dem_segment_rules_free(r);
        return dem_fail(err, DEM_EMEMORY, "out of memory");
    }
    r->mask = 1023;
    size_t at = 0;
    for (dem_str line; dem_str_split(&text, '\n', &line);) {
        int rc = read_line(r, line, name, ++at, err);
        if (rc) {
            dem_segment_rules_free(r);
            return rc;
        }
    }
    *out = r;
    return DEM_OK;
}

void dem_segment_rules_free(dem_segment_rules *r)
{
    if (!r) return;
    dem_arena_free(r->arena);
    free(r);
}

const dem_word *dem_word_find(const dem_segment_rules *r, dem_str word)
{
    const dem_word *w = slot(r->table, r->mask, word);
    return w->text.p ? w : NULL;
}

static unsigned lower_kinds(const dem_segment_rules *r, dem_str word)
{
    char buf[32];
    if (word.n > sizeof buf) return 0;
    for (size_t i = 0; i < word.n; i++) {
        char c = word.p[i];
        buf[i] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    const dem_word *w = dem_word_find(r, (dem_str){buf, word.n});
    return w ? w->kinds : 0;
}

unsigned dem_word_kinds(const dem_segment_rules *r, dem_str word)
{
    const dem_word *w = dem_word_find(r, word);
    return (w ? w->kinds : 0) | lower_kinds(r, word);
}

bool dem_word_is(const dem_segment_rules *r, dem_str word, dem_word_kind kind, bool lower)
{
    if (!word.n || word.n > 32) return false;
    const dem_word *w = dem_word_find(r, word);
    if (w && (w->kinds & kind)) return true;
    return lower && (lower_kinds(r, word) & kind);
}
