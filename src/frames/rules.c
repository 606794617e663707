/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the word lists that frames need. */
#include "frames/frames_internal.h"

#include <stdlib.h>

static const char *const list_names[DEM_LIST_COUNT] = {"subject-control", "light-verb", "negator", "negative-determiner",
                                                       "modal", "future", "future-raising", "addressee-control", "conditional",
                                                       "transitive", "infinitive-noun", "that-noun", "that-verb", "saying",
                                                       "object-infinitive", "time-noun", "adjectival", "time-complement", "part-of", "infinitive-verb", "phrasal", "phrasal-object", "two-objects", "irregular-form", "accusing", "duration", "verb-or-adjective",
                                                       "blaming", "naming", "needs-object", "destination-verb"};

static int add_words(dem_frame_rules *rules, int list, dem_str line)
{
    dem_str part;
    while (dem_str_split(&line, ';', &part)) {
        part = dem_str_trim(part);
        if (!part.n) continue;
        dem_str *slot = DEM_PUSH(rules->arena, &rules->lists[list]);
        if (!slot) return DEM_EMEMORY;
        *slot = dem_str_dup(rules->arena, part);
        if (!slot->p) return DEM_EMEMORY;
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

bool dem_frame_listed(const dem_frame_rules *rules, dem_frame_list list, dem_str word)
{
    for (size_t i = 0; i < rules->lists[list].n; i++)
        if (dem_str_ieq(rules->lists[list].items[i], word)) return true;
    return false;
}
