/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the cue lists of data/cues: "list NAME", then entries "words" or "words = value" separated by ';'. */
#include "context/context_internal.h"

#include <stdlib.h>

static const char *const list_names[DEM_CUE_COUNT] = {
#define LIST(id, name) name,
#include "context/lists.def"
#undef LIST
};

enum { MAX_WORD = 64 };

struct dem_context_rules {
    dem_arena *arena;
    dem_cue_word **slots; /* chains, a power of two */
    size_t n_slots;
    uint64_t seed;
    dem_cue_weights weights;
};

static size_t lower_to(char out[MAX_WORD], dem_str word)
{
    if (word.n > MAX_WORD) return 0;
    for (size_t i = 0; i < word.n; i++) {
        char ch = word.p[i];
        out[i] = (char)(ch >= 'A' && ch <= 'Z' ? ch + 32 : ch);
    }
    return word.n;
}

static dem_str first_word(dem_str text)
{
    size_t space = dem_str_find(text, DEM_STR(" "), 0);
    return space == SIZE_MAX ? text : dem_str_cut(text, 0, space);
}

/* `key` in lower case. */
static dem_cue_word *find_word(const dem_context_rules *rules, dem_str key)
{
    dem_cue_word *w = rules->slots[dem_hash(key, rules->seed) & (rules->n_slots - 1)];
    while (w && !dem_str_eq(w->text, key)) w = w->next;
    return w;
}

const dem_cue_word *dem_cue_word_of(const dem_context_rules *rules, dem_str text)
{
    char buf[MAX_WORD];
    size_t n = lower_to(buf, text);
    return n ? find_word(rules, (dem_str){buf, n}) : NULL;
}

const dem_cue *dem_cues_of(const dem_context_rules *rules, dem_str text)
{
    const dem_cue_word *w = dem_cue_word_of(rules, text);
    return w ? w->first : NULL;
}

const dem_cue *dem_cue_alone(const dem_cue_word *w, dem_list list)
{
    const dem_cue *e = w->first;
    while (e && (e->list != list || e->words != 1)) e = e->next;
    return e;
}

const dem_cue *dem_cue_in(const dem_context_rules *rules, dem_list list, dem_str text)
{
    return dem_cue_of_word(dem_cue_word_of(rules, text), list);
}

dem_token_cues *dem_cues_of_tokens(const dem_context_rules *rules, dem_report *r)
{
    dem_token_cues *cues = DEM_NEW_N(r->arena, dem_token_cues, r->tokens.n);
    for (size_t i = 0; cues && i < r->tokens.n; i++) {
        const dem_token *t = &r->tokens.items[i];
        cues[i].form = dem_cue_word_of(rules, t->form);
        cues[i].lemma = dem_str_ieq(t->form, t->lemma) ? cues[i].form : dem_cue_word_of(rules, t->lemma);
    }
    return cues;
}

static void read_number(dem_cue *e)
{
    int64_t v = 0;
    bool negative = e->value.n && e->value.p[0] == '-';
    for (size_t i = negative; i < e->value.n; i++) {
        if (e->value.p[i] < '0' || e->value.p[i] > '9' || v > INT64_MAX / 16) return;
        v = v * 10 + (e->value.p[i] - '0');
    }
    if (e->value.n > (size_t)negative) e->number = negative ? -v : v;
}

/* The word's place, made when there is none. */
static dem_cue_word *word_of(dem_context_rules *rules, dem_str text)
{
    dem_cue_word *w = find_word(rules, text);
    if (w) return w;
    w = DEM_NEW(rules->arena, dem_cue_word);
    if (!w) return NULL;
    dem_cue_word **slot = &rules->slots[dem_hash(text, rules->seed) & (rules->n_slots - 1)];
    *w = (dem_cue_word){.text = text, .next = *slot};
    *slot = w;
    return w;
}

static int add_entry(dem_context_rules *rules, dem_list list, dem_str part, const char *file, size_t line)
{
    size_t eq = dem_str_find(part, DEM_STR(" = "), 0);
    dem_str text = dem_str_trim(eq == SIZE_MAX ? part : dem_str_cut(part, 0, eq));
    if (!text.n) return DEM_OK;
    dem_cue *e = DEM_NEW(rules->arena, dem_cue);
    char *low = dem_alloc(rules->arena, text.n + 1);
    if (!e || !low) return DEM_EMEMORY;
    e->words = 1;
    for (size_t i = 0; i < text.n; i++) {
        low[i] = (char)(text.p[i] >= 'A' && text.p[i] <= 'Z' ? text.p[i] + 32 : text.p[i]);
        e->words += low[i] == ' ';
    }
    e->text = (dem_str){low, text.n};
    e->value = eq == SIZE_MAX ? DEM_STR_NONE : dem_str_dup(rules->arena, dem_str_trim(dem_str_cut(part, eq + 3, part.n)));
    e->list = list;
    e->id = dem_str_printf(rules->arena, "%s:%zu", file, line);
    read_number(e);
    dem_cue_word *w = word_of(rules, first_word(e->text));
    if (!w) return DEM_EMEMORY;
    w->begins[list / 64] |= (uint64_t)1 << list % 64;
    if (e->words == 1) w->alone[list / 64] |= (uint64_t)1 << list % 64;
    dem_cue **at = &w->first;
    while (*at && (*at)->words > e->words) at = &(*at)->next;
    e->next = *at;
    *at = e;
    return dem_arena_failed(rules->arena) ? DEM_EMEMORY : DEM_OK;
}

const dem_cue_weights *dem_weights_of(const dem_context_rules *rules) { return &rules->weights; }

void dem_context_rules_watch(dem_context_rules *rules, dem_judge_watch *watch, void *self)
{
    rules->weights.watch = watch;
    rules->weights.self = self;
}

int dem_context_rules_weigh(dem_context_rules *rules, const dem_named_text *weights, dem_error *err)
{
    return dem_weights_read(rules->arena, weights, &rules->weights, err);
}

static int find_list(dem_str name)
{
    for (int i = 0; i < DEM_CUE_COUNT; i++)
        if (dem_str_is(name, list_names[i])) return i;
    return DEM_NONE;
}

static int read_file(dem_context_rules *rules, const dem_named_text *file, dem_error *err)
{
    const char *slash = strrchr(file->name, '/');
    const char *base = slash ? slash + 1 : file->name;
    dem_str rest = file->text, line, part;
    int list = DEM_NONE;
    for (size_t number = 1; dem_str_split(&rest, '\n', &line); number++) {
        line = dem_str_trim(line);
        if (!line.n || line.p[0] == '#') continue;
        if (dem_str_starts(line, DEM_STR("list "))) {
            dem_str name = dem_str_trim(dem_str_cut(line, 5, line.n));
            list = find_list(name);
            if (list == DEM_NONE)
                return dem_fail_at(err, DEM_EDATA, file->name, number, -1, "there is no list called \"%.*s\"", DEM_FMT(name));
            continue;
        }
        if (list == DEM_NONE) return dem_fail_at(err, DEM_EDATA, file->name, number, -1, "words before the first \"list\" line");
        while (dem_str_split(&line, ';', &part)) {
            part = dem_str_trim(part);
            if (part.n > MAX_WORD * 4)
                return dem_fail_at(err, DEM_EDATA, file->name, number, -1, "an entry is longer than %d bytes", MAX_WORD * 4);
            if (add_entry(rules, (dem_list)list, part, base, number) != DEM_OK)
                return dem_fail_at(err, DEM_EMEMORY, file->name, number, -1, "memory is out");
        }
    }
    return DEM_OK;
}

int dem_context_rules_load(const dem_named_text *files, size_t n, dem_context_rules **out, dem_error *err)
{
    *out = NULL;
    dem_context_rules *rules = calloc(1, sizeof *rules);
    if (rules) rules->arena = dem_arena_new(0);
    if (rules && rules->arena) {
        rules->n_slots = 4096;
        rules->seed = 0x9e3779b97f4a7c15u;
        rules->slots = DEM_NEW_N(rules->arena, dem_cue_word *, rules->n_slots);
    }
    if (!rules || !rules->arena || !rules->slots) {
        dem_context_rules_free(rules);
        return dem_fail(err, DEM_EMEMORY, "memory is out");
    }
    for (size_t i = 0; i < n; i++) {
        int rc = read_file(rules, &files[i], err);
        if (rc != DEM_OK) {
            dem_context_rules_free(rules);
            return rc;
        }
    }
    *out = rules;
    return DEM_OK;
}

void dem_context_rules_free(dem_context_rules *rules)
{
    if (!rules) return;
    dem_arena_free(rules->arena);
    free(rules);
}
