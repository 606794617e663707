/* SPDX-License-Identifier: Apache-2.0 */
/* Reads rule files: classes, acts, operators; resolves names and builds the index from head words to patterns. */
#include "events/rules.h"

#include <stdlib.h>

static const char *const stance_names[DEM_STANCE_COUNT] = {
    "done", "intent", "accept", "refuse", "appeal", "demand", "threat", "stop", "accuse", "criticise", "praise", "deny", "consider",
    "discuss", "propose", "pass", "fail"};

const char *dem_stance_name(dem_stance s)
{
    return stance_names[s];
}

static int stance_find(dem_str name)
{
    for (int i = 0; i < DEM_STANCE_COUNT; i++)
        if (dem_str_is(name, stance_names[i])) return i;
    return DEM_NONE;
}

typedef struct state {
    dem_rules *rules;
    const char *file;
    size_t line;
    dem_error *err;
    dem_class *cls;
    dem_block *block;
    dem_when *when;
    dem_search *search;
} state;

static int bad(const state *st, const char *what, dem_str where)
{
    return dem_fail_at(st->err, DEM_EDATA, st->file, st->line, -1, "%s: \"%.*s\"", what, DEM_FMT(where));
}

static int out_of_memory(const state *st)
{
    return dem_fail_at(st->err, DEM_EMEMORY, st->file, st->line, -1, "memory is out");
}

static int add_split(state *st, dem_strs *out, dem_str rest, char at)
{
    dem_str part;
    while (dem_str_split(&rest, at, &part)) {
        part = dem_str_trim(part);
        if (!part.n) continue;
        dem_str *w = DEM_PUSH(st->rules->arena, out);
        if (!w) return out_of_memory(st);
        *w = dem_str_dup(st->rules->arena, part);
    }
    return DEM_OK;
}

static int add_words(state *st, dem_strs *out, dem_str rest)
{
    return add_split(st, out, rest, ';');
}

/* "search 07 08": an entry for events of these codes. */
static int open_search(state *st, dem_str codes)
{
    dem_search *s = DEM_PUSH(st->rules->arena, &st->rules->searches);
    if (!s) return out_of_memory(st);
    if (!codes.n) return bad(st, "expected the beginnings of codes", codes);
    s->id = dem_str_printf(st->rules->arena, "search@%s:%zu", st->file, st->line);
    st->search = s;
    st->cls = NULL;
    st->block = NULL;
    return add_split(st, &s->codes, codes, ' ');
}

static int open_block(state *st, dem_str name, bool is_operator)
{
    if (!name.n) return bad(st, "the block has no name", name);
    for (size_t i = 0; i < st->rules->blocks.n; i++)
        if (st->rules->blocks.items[i].is_operator == is_operator && dem_str_eq(st->rules->blocks.items[i].name, name))
            return bad(st, "this name is taken", name);
    dem_block *b = DEM_PUSH(st->rules->arena, &st->rules->blocks);
    if (!b) return out_of_memory(st);
    b->is_operator = is_operator;
    b->name = dem_str_dup(st->rules->arena, name);
    b->file = dem_str_dup(st->rules->arena, dem_str_c(st->file));
    b->line = st->line;
    st->block = b;
    st->cls = NULL;
    st->when = NULL;
    st->search = NULL;
    return DEM_OK;
}

/* "done=046 intent=036 stop=>ceasefire" */
static int read_codes(state *st, dem_str rest)
{
    dem_str item;
    while (dem_str_split(&rest, ' ', &item)) {
        if (!item.n) continue;
        size_t eq = dem_str_find(item, DEM_STR("="), 0);
        int stance = eq == SIZE_MAX ? DEM_NONE : stance_find(dem_str_cut(item, 0, eq));
        if (stance == DEM_NONE) return bad(st, "expected STANCE=CODE", item);
        dem_str value = dem_str_cut(item, eq + 1, item.n);
        if (value.n && value.p[0] == '>') {
            st->block->turns[stance] = dem_str_dup(st->rules->arena, dem_str_cut(value, 1, value.n));
            continue;
        }
        dem_ontology_entry e;
        if (value.n > 4 || (!dem_str_is(value, "-") && st->rules->ontology && !dem_ontology_lookup(st->rules, value, &e)))
            return bad(st, "not a CAMEO code", value);
        memcpy(st->block->codes[stance], value.p, value.n);
    }
    return DEM_OK;
}

static int read_when(state *st, dem_str rest)
{
    dem_when *w = DEM_PUSH(st->rules->arena, &st->rules->whens);
    if (!w) return out_of_memory(st);
    w->block = (int32_t)(st->block - st->rules->blocks.items);
    w->line = st->line;
    w->id = dem_str_printf(st->rules->arena, "%s:%.*s@%s:%zu", st->block->is_operator ? "op" : "act", DEM_FMT(st->block->name), st->file,
                           st->line);
    st->when = w;
    return dem_pattern_read(st->rules, rest, st->file, st->line, &w->pattern, st->err);
}

static int read_block_line(state *st, dem_str key, dem_str rest)
{
    dem_block *b = st->block;
    if (dem_str_is(key, "when")) return read_when(st, rest);
    if (dem_str_is(key, "actor")) return dem_paths_read(st->rules, rest, st->file, st->line, st->when ? &st->when->actor : &b->actor, st->err);
    if (dem_str_is(key, "recipient"))
        return dem_paths_read(st->rules, rest, st->file, st->line, st->when ? &st->when->recipient : &b->recipient, st->err);
    if (dem_str_is(key, "embeds")) {
        if (st->when) return add_words(st, &st->when->embeds, rest);
        return add_words(st, &b->embeds, rest);
    }
    if (dem_str_is(key, "codes") || dem_str_is(key, "bare")) {
        if (dem_str_is(key, "codes") == b->is_operator) return bad(st, "acts have codes, operators a bare code", key);
        if (!b->is_operator) return read_codes(st, rest);
        if (!rest.n || rest.n > 4) return bad(st, "not a CAMEO code", rest);
        memcpy(st->when ? st->when->bare : b->codes[DEM_STANCE_DONE], rest.p, rest.n);
        return DEM_OK;
    }
    if (dem_str_is(key, "stance")) {
        int s = stance_find(rest);
        if (s == DEM_NONE || !b->is_operator) return bad(st, "not a stance of an operator", rest);
        b->stance = (dem_stance)s;
        return DEM_OK;
    }
    if (dem_str_is(key, "is")) {
        b->mutual |= dem_str_find(rest, DEM_STR("mutual"), 0) != SIZE_MAX;
        b->joint |= dem_str_find(rest, DEM_STR("joint"), 0) != SIZE_MAX;
        b->venue |= dem_str_find(rest, DEM_STR("venue"), 0) != SIZE_MAX;
        b->named |= dem_str_find(rest, DEM_STR("named"), 0) != SIZE_MAX;
        b->weak |= dem_str_find(rest, DEM_STR("weak"), 0) != SIZE_MAX;
        return DEM_OK;
    }
    if (dem_str_is(key, "yes") || dem_str_is(key, "no")) return DEM_OK; /* tests of the rule, run by the test program */
    return bad(st, "there is no such field", key);
}

static int read_line(state *st, dem_str line)
{
    size_t blank = dem_str_find(line, DEM_STR(" "), 0);
    dem_str key = blank == SIZE_MAX ? line : dem_str_cut(line, 0, blank);
    dem_str rest = blank == SIZE_MAX ? DEM_STR_NONE : dem_str_trim(dem_str_cut(line, blank, line.n));
    if (dem_str_is(key, "third")) return add_words(st, &st->rules->third, rest);
    if (dem_str_is(key, "home")) return add_words(st, &st->rules->home, rest);
    if (dem_str_is(key, "owners")) return add_words(st, &st->rules->owners, rest);
    if (dem_str_is(key, "search")) return open_search(st, rest);
    if (dem_str_is(key, "act") || dem_str_is(key, "operator")) return open_block(st, rest, dem_str_is(key, "operator"));
    if (dem_str_is(key, "class")) {
        int32_t c = dem_class_find(st->rules, rest, true);
        if (!rest.n || c == DEM_NONE) return bad(st, "the class has no name", rest);
        st->cls = &st->rules->classes.items[c];
        st->cls->line = st->line;
        st->block = NULL;
        st->search = NULL;
        return DEM_OK;
    }
    if (st->search) {
        if (dem_str_is(key, "slots")) return add_words(st, &st->search->slots, rest);
        if (dem_str_is(key, "places")) return add_words(st, &st->search->places, rest);
        if (dem_str_is(key, "clauses")) return add_words(st, &st->search->clauses, rest);
        if (dem_str_is(key, "doers")) return add_words(st, &st->search->doers, rest);
        return bad(st, "a search has only slots, places, clauses and doers lines", key);
    }
    if (st->cls) {
        if (dem_str_is(key, "verb")) return add_words(st, &st->cls->words.verb, rest);
        if (dem_str_is(key, "noun")) return add_words(st, &st->cls->words.noun, rest);
        if (dem_str_is(key, "adj")) return add_words(st, &st->cls->words.adj, rest);
        return bad(st, "a class has only verb, noun and adj lines", key);
    }
    if (!st->block) return bad(st, "the line stands before the first class, act or operator", line);
    return read_block_line(st, key, rest);
}

int dem_rules_read(dem_rules *rules, dem_str text, const char *name, dem_error *err)
{
    state st = {.rules = rules, .file = name, .err = err};
    dem_str line;
    while (dem_str_split(&text, '\n', &line)) {
        st.line++;
        line = dem_str_trim(line);
        if (!line.n || line.p[0] == '#') continue;
        int rc = read_line(&st, line);
        if (rc != DEM_OK) return rc;
    }
    return DEM_OK;
}

/* ---- after the last file ---- */

static uint64_t word_hash(const dem_rules *rules, dem_str word)
{
    char low[64];
    size_t n = word.n < sizeof low ? word.n : sizeof low;
    for (size_t i = 0; i < n; i++) low[i] = (char)(word.p[i] >= 'A' && word.p[i] <= 'Z' ? word.p[i] + 32 : word.p[i]);
    return dem_hash((dem_str){low, n}, rules->seed);
}

static dem_index_entry *index_slot(const dem_rules *rules, dem_str word)
{
    size_t i = word_hash(rules, word) & (rules->index_size - 1);
    while (rules->index[i].word.p && !dem_str_ieq(rules->index[i].word, word)) i = (i + 1) & (rules->index_size - 1);
    return &rules->index[i];
}

static int index_word(dem_rules *rules, dem_str word, int32_t when)
{
    dem_index_entry *e = index_slot(rules, word);
    e->word = word;
    if (e->whens.n && e->whens.items[e->whens.n - 1] == when) return DEM_OK;
    int32_t *slot = DEM_PUSH(rules->arena, &e->whens);
    if (!slot) return DEM_EMEMORY;
    *slot = when;
    return DEM_OK;
}

static int index_words(dem_rules *rules, const dem_strs *w, int32_t when)
{
    int rc = DEM_OK;
    for (size_t i = 0; i < w->n && rc == DEM_OK; i++) rc = index_word(rules, w->items[i], when);
    return rc;
}

static int index_when(dem_rules *rules, int32_t when)
{
    const dem_pattern *p = &rules->whens.items[when].pattern;
    int rc = DEM_OK;
    for (size_t i = 0; i < p->head.n && rc == DEM_OK; i++) {
        const dem_word_ref *w = &p->head.items[i];
        if (w->cls == DEM_NONE) {
            rc = index_word(rules, w->word, when);
            continue;
        }
        const dem_words *words = &rules->classes.items[w->cls].words;
        if (!w->pos || w->pos == 'v') rc = index_words(rules, &words->verb, when);
        if (rc == DEM_OK && (!w->pos || w->pos == 'n')) rc = index_words(rules, &words->noun, when);
        if (rc == DEM_OK && (!w->pos || w->pos == 'a')) rc = index_words(rules, &words->adj, when);
    }
    return rc;
}

static int specificity(const dem_pattern *p)
{
    int n = 0;
    for (size_t i = 0; i < p->constraints.n; i++) {
        const dem_constraint *c = &p->constraints.items[i];
        if (c->optional) continue;
        n += c->kind == DEM_FILL_NESTED ? 2 + specificity(c->nested) : c->kind == DEM_FILL_WORDS ? 3 : c->kind == DEM_FILL_ANY ? 1 : 2;
    }
    return n + (p->on || p->off);
}

static size_t count_words(const dem_rules *rules)
{
    size_t n = 0;
    for (size_t i = 0; i < rules->classes.n; i++) {
        const dem_words *w = &rules->classes.items[i].words;
        n += w->verb.n + w->noun.n + w->adj.n;
    }
    for (size_t i = 0; i < rules->whens.n; i++) n += rules->whens.items[i].pattern.head.n;
    return n;
}

static int resolve_turns(dem_rules *rules, dem_block *b, dem_error *err)
{
    for (int s = 0; s < DEM_STANCE_COUNT; s++) {
        b->turn_block[s] = DEM_NONE;
        if (!b->turns[s].n) continue;
        for (size_t i = 0; i < rules->blocks.n; i++)
            if (!rules->blocks.items[i].is_operator && dem_str_eq(rules->blocks.items[i].name, b->turns[s])) b->turn_block[s] = (int32_t)i;
        if (b->turn_block[s] == DEM_NONE)
            return dem_fail_at(err, DEM_EDATA, b->file.p, b->line, -1, "there is no act called \"%.*s\"", DEM_FMT(b->turns[s]));
    }
    return DEM_OK;
}

int dem_rules_finish(dem_rules *rules, dem_error *err)
{
    for (size_t i = 0; i < rules->classes.n; i++) {
        const dem_class *c = &rules->classes.items[i];
        if (!c->line) return dem_fail(err, DEM_EDATA, "rules: class @%.*s is used and nowhere defined", DEM_FMT(c->name));
    }
    for (size_t i = 0; i < rules->blocks.n; i++) {
        int rc = resolve_turns(rules, &rules->blocks.items[i], err);
        if (rc != DEM_OK) return rc;
    }
    rules->anything = rules->support = DEM_NONE;
    for (size_t i = 0; i < rules->blocks.n; i++) {
        const dem_block *b = &rules->blocks.items[i];
        if (!b->is_operator && dem_str_is(b->name, "anything")) rules->anything = (int32_t)i;
        if (!b->is_operator && dem_str_is(b->name, "support")) rules->support = (int32_t)i;
    }
    rules->index_size = 64;
    while (rules->index_size < 2 * count_words(rules)) rules->index_size *= 2;
    rules->index = DEM_NEW_N(rules->arena, dem_index_entry, rules->index_size);
    if (!rules->index) return dem_fail(err, DEM_EMEMORY, "memory is out");
    for (size_t i = 0; i < rules->whens.n; i++) {
        rules->whens.items[i].specificity = specificity(&rules->whens.items[i].pattern);
        if (index_when(rules, (int32_t)i) != DEM_OK) return dem_fail(err, DEM_EMEMORY, "memory is out");
    }
    return dem_class_index_build(rules, err);
}

const dem_index_entry *dem_rules_candidates(const dem_rules *rules, const dem_report *r, const dem_frame *f)
{
    (void)r;
    const dem_index_entry *e = index_slot(rules, f->lemma);
    return e->word.p ? e : NULL;
}

int dem_rules_load(const dem_named_text *files, size_t n, dem_rules **out, dem_error *err)
{
    *out = NULL;
    dem_rules *rules = calloc(1, sizeof *rules);
    if (rules) rules->arena = dem_arena_new(0);
    if (!rules || !rules->arena) {
        free(rules);
        return dem_fail(err, DEM_EMEMORY, "memory is out");
    }
    rules->seed = (uint64_t)(uintptr_t)rules * 0x9e3779b97f4a7c15u;
    int rc = DEM_OK;
    /* Tables first: rules are checked against them. */
    for (size_t i = 0; i < n && rc == DEM_OK; i++)
        if (dem_str_ends(dem_str_c(files[i].name), DEM_STR(".tsv"))) rc = dem_ontology_read(rules, files[i].text, files[i].name, err);
    for (size_t i = 0; i < n && rc == DEM_OK; i++)
        if (dem_str_ends(dem_str_c(files[i].name), DEM_STR(".rules"))) rc = dem_rules_read(rules, files[i].text, files[i].name, err);
    if (rc == DEM_OK) rc = dem_rules_finish(rules, err);
    if (rc != DEM_OK) {
        dem_rules_free(rules);
        return rc;
    }
    *out = rules;
    return DEM_OK;
}

void dem_rules_free(dem_rules *rules)
{
    if (!rules) return;
    dem_arena_free(rules->arena);
    free(rules);
}
