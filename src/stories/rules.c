/* SPDX-License-Identifier: Apache-2.0 */
/* Reads data/stories: lists of words with values, weights, and the table of word frequencies. */
#include "stories/internal.h"

#include <stddef.h>
#include <stdlib.h>

static const char *const list_names[DEM_STORY_LIST_COUNT] = {
    "weight",       "name-weight", "event-family", "word-class", "seat", "answer-again", "kind-noun",       "echo-noun",  "kind-modifier", "kind-class",  "proposal-verb", "invite-verb", "ask-verb", "withdraw-verb", "solve-noun", "settle-verb",
    "talks-noun",   "host-verb",   "answer-operator", "answer-act", "answer-code",   "answer-verb", "answer-phrase", "conditional-yes", "demand-code", "past-modifier",
    "talks-echo",   "settle-noun", "question-word", "keep-verb",       "bind-verb", "break-verb", "answer-noun",  "answer-deed", "say-verb", "say-no-verb", "reserve-verb",
    "come-verb",    "ready-word", "yes-verb",    "collective", "other-matter", "mass-noun", "talk-verb", "sponsor-verb", "words"};

static const struct {
    const char *name;
    size_t at;
} weights[] = {
#define W(name, field) {name, offsetof(dem_story_weights, field)}
    W("copy-contained", copy_contained), W("copy-shared", copy_shared), W("story-words", story_words), W("story-names", story_names),
    W("story-day", story_day), W("story-other-day", story_other_day), W("story-other-place", story_other_place),
    W("story-other-toll", story_other_toll), W("story-no-event", story_no_event), W("story-threshold", story_threshold), W("story-undated", story_undated), W("story-least-words", story_least_words),
    W("event-code", tell[DEM_TELL_CODE]), W("event-root", tell[DEM_TELL_ROOT]), W("event-family", tell[DEM_TELL_FAMILY]),
    W("event-actor", tell[DEM_TELL_ACTOR]), W("event-sides", tell[DEM_TELL_SIDES]), W("event-recipient", tell[DEM_TELL_RECIPIENT]),
    W("event-words", tell[DEM_TELL_WORDS]), W("event-names", tell[DEM_TELL_NAMES]), W("event-speaker", tell[DEM_TELL_SPEAKER]),
    W("event-same-day", tell[DEM_TELL_SAME_DAY]), W("event-answer", tell[DEM_TELL_ANSWER]), W("event-only", tell[DEM_TELL_ONLY]),
    W("event-other-recipient", tell[DEM_TELL_OTHER_RECIPIENT]), W("event-no-words", tell[DEM_TELL_NO_WORDS]),
    W("event-busy", tell[DEM_TELL_BUSY]), W("event-other-names", tell[DEM_TELL_OTHER_NAMES]), W("event-other-speaker", tell[DEM_TELL_OTHER_SPEAKER]),
    W("event-other-person", tell[DEM_TELL_OTHER_PERSON]), W("event-other-day", tell[DEM_TELL_OTHER_DAY]), W("event-other-place", tell[DEM_TELL_OTHER_PLACE]),
    W("event-other-answer", tell[DEM_TELL_OTHER_ANSWER]), W("event-threshold", event_threshold),
    W("initiative-days", initiative_days)
#undef W
};
enum { N_WEIGHTS = sizeof weights / sizeof *weights };

/* strtod would read a comma where the locale says so. */
static bool read_number(dem_str s, double *out)
{
    double v = 0, step = 0;
    if (!s.n) return false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '.' && step == 0) {
            step = 1;
        } else if (s.p[i] >= '0' && s.p[i] <= '9') {
            v = v * 10 + (s.p[i] - '0');
            step *= 10;
        } else {
            return false;
        }
    }
    *out = step > 1 ? v / step : v;
    return true;
}

/* A slot is a part of the hash and the entry's number: most words are in no list, and are told from those that are without a look at them. */
static size_t slot_of(const dem_story_rules *r, dem_story_list list, dem_str text, uint32_t *tag)
{
    uint64_t hash = dem_hash(text, (uint64_t)list + 1);
    size_t at = hash & (r->size - 1);
    *tag = (uint32_t)(hash >> 32);
    for (; r->table[at].entry; at = (at + 1) & (r->size - 1)) {
        if (r->table[at].tag != *tag) continue;
        const dem_story_entry *e = &r->entries.items[r->table[at].entry - 1];
        if (e->list == list && dem_str_eq(e->text, text)) break;
    }
    return at;
}

const dem_story_entry *dem_story_find(const dem_story_rules *r, dem_story_list list, dem_str text)
{
    uint32_t tag, at = r->table[slot_of(r, list, text, &tag)].entry;
    return at ? &r->entries.items[at - 1] : NULL;
}

dem_str dem_story_value(const dem_story_rules *r, dem_story_list list, dem_str text)
{
    const dem_story_entry *e = dem_story_find(r, list, text);
    return e ? e->value : DEM_STR_NONE;
}

const dem_story_entry *dem_story_by_code(const dem_story_rules *r, dem_story_list list, dem_str code)
{
    for (size_t n = code.n; n >= 2; n--) {
        const dem_story_entry *e = dem_story_find(r, list, dem_str_cut(code, 0, n));
        if (e) return e;
    }
    return NULL;
}

double dem_story_rarity(const dem_story_rules *r, dem_str lower)
{
    const dem_story_entry *e = dem_story_find(r, DEM_STORY_WORDS, lower);
    return e ? e->number : 9;
}

static int add_entry(dem_story_rules *r, dem_story_list list, dem_str text, dem_str value, const char *file, size_t line, dem_error *err)
{
    dem_story_entry *e = DEM_PUSH(r->arena, &r->entries);
    if (!e) return dem_fail(err, DEM_EMEMORY, "memory is out");
    *e = (dem_story_entry){.text = text, .value = value, .list = list};
    if (list != DEM_STORY_WORDS) e->where = dem_str_printf(r->arena, "%s:%zu", file, line);
    bool number = read_number(value, &e->number);
    if (!number && (list == DEM_STORY_WEIGHT || list == DEM_STORY_NAME_WEIGHT || list == DEM_STORY_WORDS))
        return dem_fail_at(err, DEM_EDATA, file, line, -1, "\"%.*s\" needs a number", DEM_FMT(text));
    return DEM_OK;
}

static int read_list(dem_story_rules *r, const dem_named_text *f, const char *base, dem_error *err)
{
    dem_str rest = f->text, line, part;
    int list = DEM_NONE, rc = DEM_OK;
    for (size_t number = 1; !rc && dem_str_split(&rest, '\n', &line); number++) {
        line = dem_str_trim(line);
        if (!line.n || line.p[0] == '#') continue;
        if (dem_str_starts(line, DEM_STR("list "))) {
            dem_str name = dem_str_trim(dem_str_cut(line, 5, line.n));
            list = DEM_NONE;
            for (int i = 0; i < DEM_STORY_WORDS; i++)
                if (dem_str_is(name, list_names[i])) list = i;
            if (list == DEM_NONE) return dem_fail_at(err, DEM_EDATA, f->name, number, -1, "there is no list called \"%.*s\"", DEM_FMT(name));
            continue;
        }
        if (list == DEM_NONE) return dem_fail_at(err, DEM_EDATA, f->name, number, -1, "an entry before the first \"list\"");
        while (!rc && dem_str_split(&line, ';', &part)) {
            size_t eq = dem_str_find(part, DEM_STR(" = "), 0);
            dem_str text = dem_str_trim(eq == SIZE_MAX ? part : dem_str_cut(part, 0, eq));
            dem_str value = eq == SIZE_MAX ? DEM_STR_NONE : dem_str_trim(dem_str_cut(part, eq + 3, part.n));
            if (text.n) rc = add_entry(r, (dem_story_list)list, text, value, base, number, err);
        }
    }
    return rc;
}

static int read_words(dem_story_rules *r, const dem_named_text *f, const char *base, dem_error *err)
{
    dem_str rest = f->text, line;
    int rc = DEM_OK;
    for (size_t number = 1; !rc && dem_str_split(&rest, '\n', &line); number++) {
        line = dem_str_trim(line);
        if (!line.n || line.p[0] == '#') continue;
        size_t tab = dem_str_find(line, DEM_STR("\t"), 0);
        if (tab == SIZE_MAX) return dem_fail_at(err, DEM_EDATA, f->name, number, -1, "a word, a tab and a number are expected");
        rc = add_entry(r, DEM_STORY_WORDS, dem_str_cut(line, 0, tab), dem_str_cut(line, tab + 1, line.n), base, number, err);
    }
    return rc;
}

static int finish(dem_story_rules *r, dem_error *err)
{
    for (r->size = 64; r->size < r->entries.n * 2;) r->size *= 2;
    r->table = DEM_NEW_N(r->arena, dem_story_slot, r->size);
    if (!r->table) return dem_fail(err, DEM_EMEMORY, "memory is out");
    for (size_t i = 0; i < r->entries.n; i++) {
        const dem_story_entry *e = &r->entries.items[i];
        uint32_t tag;
        size_t at = slot_of(r, e->list, e->text, &tag);
        r->table[at] = (dem_story_slot){(uint32_t)i + 1, tag}; /* the later line wins */
    }
    for (size_t i = 0; i < N_WEIGHTS; i++) {
        const dem_story_entry *e = dem_story_find(r, DEM_STORY_WEIGHT, dem_str_c(weights[i].name));
        if (!e) return dem_fail(err, DEM_EDATA, "stories/links.txt: the weight \"%s\" is missing", weights[i].name);
        memcpy((char *)&r->w + weights[i].at, &e->number, sizeof e->number);
    }
    return DEM_OK;
}

int dem_story_rules_load(const dem_named_text *files, size_t n, dem_story_rules **out, dem_error *err)
{
    *out = NULL;
    dem_arena *a = dem_arena_new(0);
    dem_story_rules *r = a ? DEM_NEW(a, dem_story_rules) : NULL;
    if (!r) {
        dem_arena_free(a);
        return dem_fail(err, DEM_EMEMORY, "memory is out");
    }
    r->arena = a;
    int rc = DEM_OK;
    for (size_t i = 0; i < n && !rc; i++) {
        const char *slash = strrchr(files[i].name, '/'), *base = slash ? slash + 1 : files[i].name;
        rc = dem_str_ends(dem_str_c(base), DEM_STR(".tsv")) ? read_words(r, &files[i], base, err) : read_list(r, &files[i], base, err);
    }
    if (!rc) rc = finish(r, err);
    if (rc) {
        dem_story_rules_free(r);
        return rc;
    }
    *out = r;
    return DEM_OK;
}

void dem_story_rules_free(dem_story_rules *r)
{
    if (r) dem_arena_free(r->arena);
}
