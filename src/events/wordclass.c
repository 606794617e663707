/* SPDX-License-Identifier: Apache-2.0 */
/* From a word to the classes of data/rules that hold it: a table built once, when the rules have been read. */
#include "events/relations.h"

typedef struct entry {
    dem_str word;
    int32_t cls;
    char pos;
} entry;

typedef struct dem_class_index {
    size_t mask;
    entry *slots; /* linear probing: all entries of a word stand in one run */
} dem_class_index;

static uint64_t hash_of(dem_str w)
{
    return dem_hash(w, 0x5eed);
}

static void insert(dem_class_index *ix, dem_str word, int32_t cls, char pos)
{
    size_t i = hash_of(word) & ix->mask;
    for (; ix->slots[i].word.p; i = (i + 1) & ix->mask)
        if (ix->slots[i].cls == cls && ix->slots[i].pos == pos && dem_str_eq(ix->slots[i].word, word)) return;
    ix->slots[i] = (entry){word, cls, pos};
}

static void insert_all(dem_class_index *ix, const dem_strs *words, int32_t cls, char pos)
{
    for (size_t i = 0; i < words->n; i++) insert(ix, words->items[i], cls, pos);
}

int dem_class_index_build(dem_rules *rules, dem_error *err)
{
    size_t words = 0, size = 64;
    for (size_t i = 0; i < rules->classes.n; i++) {
        const dem_words *w = &rules->classes.items[i].words;
        words += w->verb.n + w->noun.n + w->adj.n;
    }
    while (size < 2 * words) size *= 2;
    dem_class_index *ix = DEM_NEW(rules->arena, dem_class_index);
    if (ix) ix->slots = DEM_NEW_N(rules->arena, entry, size);
    if (!ix || !ix->slots) return dem_fail(err, DEM_EMEMORY, "memory is out");
    ix->mask = size - 1;
    for (size_t i = 0; i < rules->classes.n; i++) {
        const dem_words *w = &rules->classes.items[i].words;
        insert_all(ix, &w->verb, (int32_t)i, 'v');
        insert_all(ix, &w->noun, (int32_t)i, 'n');
        insert_all(ix, &w->adj, (int32_t)i, 'a');
    }
    rules->class_index = ix;
    return DEM_OK;
}

/* A participle may be tagged as verb or adjective, and a name of a kind ("Police") as a proper noun. */
static bool pos_fits(char pos, uint8_t upos)
{
    switch (upos) {
    case DEM_VERB:
    case DEM_AUX:
        return pos != 'n';
    case DEM_NOUN:
    case DEM_PROPN:
        return pos == 'n';
    case DEM_ADJ:
        return pos != 'n';
    default:
        return false;
    }
}

void dem_classes_of(const dem_rules *rules, dem_str lemma, uint8_t upos, dem_word_classes *out)
{
    const dem_class_index *ix = rules->class_index;
    out->n = 0;
    char lower[64];
    if (!ix || !lemma.n || lemma.n > sizeof lower) return;
    for (size_t i = 0; i < lemma.n; i++) lower[i] = (char)(lemma.p[i] >= 'A' && lemma.p[i] <= 'Z' ? lemma.p[i] + 32 : lemma.p[i]);
    dem_str word = {lower, lemma.n};
    for (size_t i = hash_of(word) & ix->mask; ix->slots[i].word.p; i = (i + 1) & ix->mask) {
        const entry *e = &ix->slots[i];
        if (!dem_str_eq(e->word, word) || !pos_fits(e->pos, upos) || out->n == sizeof out->cls / sizeof *out->cls) continue;
        const dem_class *c = &rules->classes.items[e->cls];
        if (out->n && out->cls[out->n - 1] == c) continue;
        out->cls[out->n++] = c;
    }
}

bool dem_class_type(const dem_class *c, dem_str *type, dem_str *code)
{
    if (!dem_str_starts(c->name, DEM_STR("voc-"))) return false;
    dem_str rest = dem_str_cut(c->name, 4, c->name.n);
    return dem_str_split(&rest, '-', type) && dem_str_split(&rest, '-', code);
}
