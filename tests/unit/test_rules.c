/* SPDX-License-Identifier: Apache-2.0 */
/* Runs the sentences that stand under the rules: "yes SENTENCE | [ACTORS] CODE [RECIPIENTS]" must give that event,
   "no SENTENCE" must give none by that rule. Known failures are counted in tests/rules/known-failures and may only fall. */
#include "demarche/demarche.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

typedef struct sink {
    json_t *events;
} sink;

static int keep(void *ctx, dem_report *report, const char *text, size_t n, dem_error *err)
{
    (void)report;
    (void)err;
    sink *s = ctx;
    size_t at = 0;
    while (at < n) {
        const char *nl = memchr(text + at, '\n', n - at);
        size_t len = nl ? (size_t)(nl - text) - at : n - at;
        json_t *o = json_loadb(text + at, len, 0, NULL);
        const char *kind = json_string_value(json_object_get(o, "record"));
        if (kind && strcmp(kind, "event") == 0) json_array_append(s->events, o);
        json_decref(o);
        at += len + 1;
    }
    return 0;
}

static json_t *code(dem_engine *engine, const char *sentence)
{
    sink s = {json_array()};
    dem_run_options o = {.threads = 1, .depth = DEM_DEPTH_FULL, .output = DEM_OUT_EVENTS, .verbatim = true, .any_language = true, .on_report = keep, .ctx = &s};
    dem_error err = {0};
    int rc = dem_run_text(engine, sentence, strlen(sentence), &o, &err);
    if (rc != DEM_OK) print_error("%s: %s\n", sentence, err.message);
    assert_int_equal(rc, DEM_OK);
    return s.events;
}

/* Every code of "NOR+KEN" is part of some actor's code: "REB" is found in "SYRREB". */
static int roles_match(json_t *actors, const char *want)
{
    char copy[128];
    snprintf(copy, sizeof copy, "%s", want);
    for (char *save = NULL, *c = strtok_r(copy, "+", &save); c; c = strtok_r(NULL, "+", &save)) {
        int found = 0;
        size_t i;
        json_t *a;
        json_array_foreach(actors, i, a)
        {
            const char *have = json_string_value(json_object_get(a, "code"));
            found |= have && strstr(have, c) != NULL;
        }
        if (!found) return 0;
    }
    return 1;
}

static int event_found(json_t *events, const char *expected)
{
    char copy[256], *part[3] = {NULL, NULL, NULL}, *code_word = NULL, *actors = NULL, *recipients = NULL;
    snprintf(copy, sizeof copy, "%s", expected);
    int n = 0;
    for (char *save = NULL, *w = strtok_r(copy, " ", &save); w && n < 3; w = strtok_r(NULL, " ", &save)) part[n++] = w;
    for (int i = 0; i < n; i++) {
        if (part[i][0] >= '0' && part[i][0] <= '9')
            code_word = part[i];
        else if (code_word)
            recipients = part[i];
        else
            actors = part[i];
    }
    size_t i;
    json_t *e;
    json_array_foreach(events, i, e)
    {
        const char *have = json_string_value(json_object_get(e, "cameo"));
        if (!have || !code_word || strcmp(have, code_word) != 0) continue;
        if (actors && !roles_match(json_object_get(e, "actor"), actors)) continue;
        if (recipients && !roles_match(json_object_get(e, "recipient"), recipients)) continue;
        return 1;
    }
    return 0;
}

static int fired(json_t *events, const char *block)
{
    size_t i;
    json_t *e;
    json_array_foreach(events, i, e)
    {
        const char *rule = json_string_value(json_object_get(e, "rule"));
        if (rule && strstr(rule, block)) return 1;
    }
    return 0;
}

typedef struct tally {
    int ran, failed, bare; /* bare: acts and operators without a sentence of each kind */
} tally;

static void run_line(dem_engine *engine, const char *file, int line, const char *block, char *text, tally *t)
{
    bool yes = strncmp(text, "yes ", 4) == 0;
    char *sentence = text + (yes ? 4 : 3), *bar = yes ? strstr(sentence, " | ") : NULL;
    if (bar) *bar = '\0';
    json_t *events = code(engine, sentence);
    int good = yes ? bar && event_found(events, bar + 3) : !fired(events, block);
    t->ran++;
    if (!good) {
        char *got = json_dumps(events, JSON_COMPACT);
        print_message("%s:%d: %s %s | %s\n   got %.600s\n", file, line, yes ? "yes" : "no", sentence, bar ? bar + 3 : block, got);
        free(got);
        t->failed++;
    }
    json_decref(events);
}

/* "anything" is no act: it holds the codes of the stances. */
static void count_bare(const char *path, const char *block, int yes, int no, tally *t)
{
    if (!*block || strcmp(block, "act:anything@") == 0 || (yes && no)) return;
    print_message("%s: %s has no \"%s\" sentence\n", path, block, yes ? "no" : "yes");
    t->bare++;
}

static void run_file(dem_engine *engine, const char *path, tally *t)
{
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    char buf[4096], block[128] = "";
    int yes = 0, no = 0;
    for (int line = 1; fgets(buf, sizeof buf, f); line++) {
        char *s = buf + strspn(buf, " ");
        s[strcspn(s, "\n")] = '\0';
        bool heads = strncmp(s, "act ", 4) == 0 || strncmp(s, "operator ", 9) == 0 || strncmp(s, "class ", 6) == 0 || strncmp(s, "search ", 7) == 0;
        if (heads) {
            count_bare(path, block, yes, no, t);
            block[0] = '\0';
            yes = no = 0;
        }
        yes += strncmp(s, "yes ", 4) == 0;
        no += strncmp(s, "no ", 3) == 0;
        if (strncmp(s, "act ", 4) == 0) snprintf(block, sizeof block, "act:%.100s@", s + 4);
        if (strncmp(s, "operator ", 9) == 0) snprintf(block, sizeof block, "op:%.100s@", s + 9);
        if (strncmp(s, "yes ", 4) == 0 || strncmp(s, "no ", 3) == 0) run_line(engine, path, line, block, s, t);
    }
    count_bare(path, block, yes, no, t);
    fclose(f);
}

static void rules_do_what_they_say(void **state)
{
    (void)state;
    dem_engine *engine = NULL;
    dem_error err = {0};
    int rc = dem_engine_open(&(dem_engine_options){0}, &engine, &err);
    if (rc != DEM_OK) print_error("%s: %s\n", err.file, err.message);
    assert_int_equal(rc, DEM_OK);
    tally t = {0};
    DIR *d = opendir(DEM_SOURCE_DIR "/data/rules");
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));) {
        char path[4096];
        size_t n = strlen(e->d_name);
        if (n < 7 || strcmp(e->d_name + n - 6, ".rules") != 0) continue;
        snprintf(path, sizeof path, "%s/%s", DEM_SOURCE_DIR "/data/rules", e->d_name);
        run_file(engine, path, &t);
    }
    closedir(d);
    dem_engine_close(engine);
    int allowed = 0;
    FILE *known = fopen(DEM_SOURCE_DIR "/tests/rules/known-failures", "r");
    if (known) {
        assert_int_equal(fscanf(known, "%d", &allowed), 1);
        fclose(known);
    }
    print_message("%d sentences under rules, %d failed, %d known\n", t.ran, t.failed, allowed);
    assert_true(t.ran > 0);
    assert_true(t.failed <= allowed);
    assert_int_equal(t.bare, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(rules_do_what_they_say)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
