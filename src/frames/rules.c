/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the word lists that frames need. */
#include "frames/frames_internal.h"

#include <stdlib.h>

static const char *const list_names[DEM_LIST_COUNT] = {"subject-control", "light-verb", "negator", "negative-determiner",
                                                       "modal", "future", "future-raising", "addressee-control", "conditional",
                                                       "transitive", "infinitive-noun", "that-noun", "that-verb", "saying",
                                                       "object-infinitive", "time-noun", "adjectival", "time-complement", "part-of", "infinitive-verb", "phrasal", "phrasal-object", "two-objects", "irregular-form", "accusing", "duration", "verb-or-adjective",
                                                       "blaming", "naming", "needs-object", "destination-verb", "asking", "to-noun", "willed"};

/* In any case. */
static size_t place_of(dem_str word)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < word.n; i++) h = (h ^ (unsigned char)(word.p[i] >= 'A' && word.p[i] <= 'Z' ? word.p[i] + 32 : word.p[i])) * 0x100000001b3u;
    return (size_t)(h ^ h >> 32);
}

static dem_frame_word *slot_of(dem_frame_word *words, size_t size, dem_str word)
{
    size_t i = place_of(word) & (size - 1);
    while (words[i].text.p && !dem_str_ieq(words[i].text, word)) i = (i + 1) & (size - 1);
    return &words[i];
}

static int make_room(dem_frame_rules *rules)
{
    if (rules->n_words * 2 < rules->size) return DEM_OK;
    size_t size = rules->size ? rules->size * 2 : 1024;
    dem_frame_word *fresh = DEM_NEW_N(rules->arena, dem_frame_word, size);
    if (!fresh) return DEM_EMEMORY;
    for (size_t i = 0; i < rules->size; i++)
        if (rules->words[i].text.p) *slot_of(fresh, size, rules->words[i].text) = rules->words[i];
    rules->words = fresh;
    rules->size = size;
    return DEM_OK;
}

static int add_words(dem_frame_rules *rules, int list, dem_str line)
{
    dem_str part;
    while (dem_str_split(&line, ';', &part)) {
        part = dem_str_trim(part);
        if (!part.n) continue;
        if (make_room(rules) != DEM_OK) return DEM_EMEMORY;
        part = dem_str_dup(rules->arena, part);
        if (!part.p) return DEM_EMEMORY;
        size_t equals = list == DEM_LIST_IRREGULAR_FORM ? dem_str_find(part, DEM_STR("="), 0) : SIZE_MAX;
        dem_str word = dem_str_cut(part, 0, equals);
        dem_frame_word *w = slot_of(rules->words, rules->size, word);
        if (!w->text.p) rules->n_words++;
        w->text = word;
        if (equals != SIZE_MAX && !w->lemma.p) w->lemma = dem_str_cut(part, equals + 1, part.n);
        w->lists |= (uint64_t)1 << list;
    }
    return DEM_OK;
}

static int find_list(dem_str name)
{
    for (int i = 0; i < DEM_LIST_COUNT; i++)
        if (dem_str_is(name, list_names[i])) return i;
    return DEM_NONE;
}

static int read_lists(dem_frame_rules *rules, dem_str text, const char *name, dem_error *err)
{
    dem_str line;
    size_t number = 0;
    int list = DEM_NONE;
    while (dem_str_split(&text, '\n', &line)) {
        number++;
        line = dem_str_trim(line);
        if (!line.n || line.p[0] == '#') continue;
        if (dem_str_starts(line, DEM_STR("list "))) {
            list = find_list(dem_str_trim(dem_str_cut(line, 5, line.n)));
            if (list == DEM_NONE)
                return dem_fail_at(err, DEM_EDATA, name, number, -1, "there is no list called \"%.*s\"",
                                   DEM_FMT(dem_str_cut(line, 5, line.n)));
            continue;
        }
        if (list == DEM_NONE) return dem_fail_at(err, DEM_EDATA, name, number, -1, "words before the first \"list\" line");
        if (add_words(rules, list, line) != DEM_OK) return dem_fail_at(err, DEM_EMEMORY, name, number, -1, "memory is out");
    }
    return DEM_OK;
}

int dem_frame_rules_load(dem_str text, const char *name, dem_frame_rules **out, dem_error *err)
{
    *out = NULL;
    dem_frame_rules *rules = calloc(1, sizeof *rules);
    if (rules) rules->arena = dem_arena_new(0);
    if (!rules || !rules->arena) {
        free(rules);
        return dem_fail(err, DEM_EMEMORY, "memory is out");
    }
    int rc = read_lists(rules, text, name, err);
    if (rc != DEM_OK) {
        dem_frame_rules_free(rules);
        return rc;
    }
    *out = rules;
    return DEM_OK;
}

void dem_frame_rules_free(dem_frame_rules *rules)
{
    if (!rules) return;
    dem_arena_free(rules->arena);
    free(rules);
}

dem_str dem_frame_lemma(const dem_frame_rules *rules, dem_str form)
{
    return rules->size ? slot_of(rules->words, rules->size, form)->lemma : DEM_STR_NONE;
}

bool dem_frame_listed(const dem_frame_rules *rules, dem_frame_list list, dem_str word)
{
    return rules->size && slot_of(rules->words, rules->size, word)->lists >> list & 1;
}
