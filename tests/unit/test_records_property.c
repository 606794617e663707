/* SPDX-License-Identifier: Apache-2.0 */
/* What must hold for the records of any text, whatever it is: offsets cut exactly the words that stand beside them out of the report's
   text, nothing refers outside its report, ids are unique. The texts are reports and sentences of the project, whole, and then broken
   by a seeded sequence of cuts, copies and strange bytes. */
#include "base/file.h"
#include "demarche/demarche.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

enum { MAX_TEXT = 1 << 16, MUTANTS = 16 };

static dem_engine *engine;

typedef struct view {
    const char *text;   /* of the report record */
    size_t *at, n;      /* byte of each code point; n of them */
    const char *id;
    json_t *ids, *report;
    size_t records, spans, statements;
} view;

static void set_text(view *v, json_t *report)
{
    v->report = json_incref(report);
    v->text = json_string_value(json_object_get(report, "text"));
    v->id = json_string_value(json_object_get(report, "id"));
    assert_non_null(v->text);
    size_t bytes = json_string_length(json_object_get(report, "text")); /* a text may hold NUL */
    v->at = malloc((bytes + 1) * sizeof *v->at);
    assert_non_null(v->at);
    for (size_t i = 0; i < bytes; i++)
        if (((unsigned char)v->text[i] & 0xc0) != 0x80) v->at[v->n++] = i;
    v->at[v->n] = bytes;
}

static void check_span(view *v, const json_t *o, size_t *start, size_t *end)
{
    json_int_t a = json_integer_value(json_object_get(o, "start")), b = json_integer_value(json_object_get(o, "end"));
    if (a < 0 || b < a || (size_t)b > v->n) fail_msg("%s: span %lld..%lld of a text of %zu", v->id, (long long)a, (long long)b, v->n);
    *start = (size_t)a;
    *end = (size_t)b;
    v->spans++;
    const json_t *text = json_object_get(o, "text");
    const char *words = json_string_value(text);
    size_t n = v->at[*end] - v->at[*start];
    if (words && (json_string_length(text) != n || memcmp(words, v->text + v->at[*start], n) != 0))
        fail_msg("%s: %lld..%lld is \"%.*s\", not \"%s\"", v->id, (long long)a, (long long)b, (int)n, v->text + v->at[*start], words);
}

static bool has_span(const json_t *o) { return json_is_integer(json_object_get(o, "start")) && json_is_integer(json_object_get(o, "end")); }

static void walk(view *v, const json_t *o, int depth)
{
    size_t start, end, i;
    const char *key;
    json_t *member;
    assert_true(depth < 12);
    if (json_is_array(o)) json_array_foreach(o, i, member) walk(v, member, depth + 1);
    if (!json_is_object(o)) return;
    if (has_span(o)) check_span(v, o, &start, &end);
    json_object_foreach((json_t *)(uintptr_t)o, key, member) walk(v, member, depth + 1);
}

/* A cue stands in its sentence, a content is not empty. */
static void check_statement(view *v, const json_t *o)
{
    size_t s, e, from, to, i;
    json_t *piece, *content = json_object_get(o, "content");
    const json_t *cue = json_object_get(o, "cue"), *sentence = json_object_get(o, "sentence");
    v->statements++;
    check_span(v, sentence, &from, &to);
    if (cue && has_span(cue)) {
        check_span(v, cue, &s, &e);
        assert_true(from <= s && e <= to);
    }
    assert_true(json_array_size(content) > 0);
    json_array_foreach(content, i, piece)
    {
        check_span(v, piece, &s, &e);
        assert_true(s < e);
    }
}

static void check_line(view *v, const char *line, size_t n)
{
    json_error_t err;
    json_t *o = json_loadb(line, n, JSON_ALLOW_NUL, &err);
    if (!o) fail_msg("no JSON: %s: %.*s", err.text, (int)n, line);
    const char *kind = json_string_value(json_object_get(o, "record")), *id = json_string_value(json_object_get(o, "id"));
    assert_non_null(kind);
    assert_non_null(id);
    v->records++;
    if (strcmp(kind, "report") == 0) {
        set_text(v, o);
        json_decref(o);
        return;
    }
    assert_non_null(v->text);
    assert_string_equal(json_string_value(json_object_get(o, "report")), v->id);
    if (json_object_get(v->ids, id)) fail_msg("%s: two records are called %s", v->id, id);
    json_object_set_new(v->ids, id, json_true());
    walk(v, o, 0);
    if (strcmp(kind, "statement") == 0) check_statement(v, o);
    json_decref(o);
}

typedef struct totals {
    size_t records, spans, statements;
} totals;

static int on_report(void *ctx, dem_report *report, const char *text, size_t n, dem_error *err)
{
    (void)report;
    (void)err;
    totals *sum = ctx;
    view v = {.ids = json_object()};
    for (const char *p = text, *stop = text + n; p < stop;) {
        const char *nl = memchr(p, '\n', (size_t)(stop - p)), *end = nl ? nl : stop;
        if (end > p) check_line(&v, p, (size_t)(end - p));
        p = end + 1;
    }
    sum->records += v.records;
    sum->spans += v.spans;
    sum->statements += v.statements;
    json_decref(v.report);
    json_decref(v.ids);
    free(v.at);
    return DEM_OK;
}

static void on_error(void *ctx, const dem_error *err)
{
    (void)ctx;
    (void)err; /* a text may be refused; what is printed must hold */
}

static void run(const char *text, size_t n, bool verbatim, totals *sum)
{
    dem_error err = {.byte = -1};
    dem_run_options o = {.threads = 1, .depth = DEM_DEPTH_FULL, .output = DEM_OUT_JSONL, .verbatim = verbatim, .any_language = true, .format = "text",
                         .published = "2012-01-31", .on_report = on_report, .on_error = on_error, .ctx = sum};
    int rc = dem_run_text(engine, text, n, &o, &err);
    if (rc != DEM_OK && rc != DEM_EFORMAT && rc != DEM_EEMPTY) fail_msg("%d: %s", rc, err.message);
}

/* ---- breaking a text ---- */

static uint32_t next(uint32_t *x)
{
    *x = *x * 1664525u + 1013904223u;
    return *x >> 8;
}

static size_t insert(char *t, size_t n, size_t at, const char *p, size_t len)
{
    if (n + len > MAX_TEXT) return n;
    memmove(t + at + len, t + at, n - at);
    memcpy(t + at, p, len);
    return n + len;
}

static size_t mutate(char *t, size_t n, uint32_t *x)
{
    static const char *const pieces[] = {"\"", "\xe2\x80\x9c", "\xe2\x80\x9d", "''", "'", " said ", ", he said, ", ": ", "\n\n", "\r\n", "\t", "\xff", "\xc3",
                                         "\xe2\x80", "\xc2\xa0", "\xf0\x9f\x95\x8a", "e\xcc\x81", " according to ", " told AFP ", " who ", " wants to ", " 40 dead ",
                                         " unless ", " on Monday ", "(", ")", ".", " - ", "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d ", "\xe2\x80\xae"};
    if (!n) return n;
    size_t at = next(x) % n, len = 1 + next(x) % 40;
    if (at + len > n) len = n - at;
    switch (next(x) % 4) {
    case 0:
        memmove(t + at, t + at + len, n - at - len);
        return n - len;
    case 1: {
        char copy[64];
        memcpy(copy, t + at, len);
        return insert(t, n, next(x) % n, copy, len);
    }
    case 2: {
        const char *p = pieces[next(x) % (sizeof pieces / sizeof *pieces)];
        return insert(t, n, at, p, strlen(p));
    }
    default: t[at] = (char)next(x); return n;
    }
}

static void check_text(dem_str whole, totals *sum)
{
    char *t = malloc(MAX_TEXT);
    assert_non_null(t);
    size_t all = whole.n < MAX_TEXT / 5 ? whole.n : MAX_TEXT / 5;
    for (uint32_t m = 0; m < MUTANTS; m++) {
        uint32_t x = m * 2654435761u + (uint32_t)all;
        size_t n = all;
        memcpy(t, whole.p, n);
        for (uint32_t k = 0; k < m * 3; k++) n = mutate(t, n, &x);
        run(t, n, m % 2, sum);
    }
    free(t);
}

static void check_file(const char *path, totals *sum)
{
    char full[512];
    dem_error err = {.byte = -1};
    dem_str text;
    dem_arena *a = dem_arena_new(0);
    assert_non_null(a);
    snprintf(full, sizeof full, DEM_SOURCE_DIR "/%s", path);
    if (dem_file_read(a, full, 1 << 22, &text, &err) != DEM_OK) fail_msg("%s", err.message);
    check_text(text, sum);
    dem_arena_free(a);
}

static void test_reports(void **state)
{
    (void)state;
    totals sum = {0};
    check_file("newsroom/2012-01-31-moscow-offer-courier.txt", &sum);
    check_file("newsroom/2012-10-27-eid-truce-fails.txt", &sum);
    print_message("%zu records, %zu spans, %zu statements\n", sum.records, sum.spans, sum.statements);
    assert_true(sum.records > 250 && sum.spans > 1200 && sum.statements > 120);
}

/* The gold sentences, as one report: their columns and marks are strange text by themselves. */
static void test_sentences(void **state)
{
    (void)state;
    totals sum = {0};
    check_file("tests/gold/context/statements.tsv", &sum);
    print_message("%zu records, %zu spans, %zu statements\n", sum.records, sum.spans, sum.statements);
    assert_true(sum.records > 300 && sum.statements > 300);
}

static void test_noise(void **state)
{
    (void)state;
    static const char *const words[] = {"\"", ".\n", ", ", "he ", "said ", "that ", "Iran ", "the rebels ", "who ", "told ", "and ", "wants ", "to ", "5 dead ",
                                        "Monday ", "unless ", "talks ", "according to ", ": ", "\xe2\x80\x9c", "The minister ", "rejected ", "it "};
    totals sum = {0};
    char t[4096];
    for (uint32_t seed = 1; seed <= 40; seed++) {
        uint32_t x = seed;
        size_t n = 64 + next(&x) % (sizeof t - 64);
        size_t used = 0;
        while (seed % 2 == 0 && used + 16 < n) {
            const char *w = words[next(&x) % (sizeof words / sizeof *words)];
            memcpy(t + used, w, strlen(w));
            used += strlen(w);
        }
        while (seed % 2 && used < n) t[used++] = (char)next(&x);
        run(t, used, seed % 3 == 0, &sum);
    }
    assert_true(sum.records > 0);
}

static int open_engine(void **state)
{
    (void)state;
    dem_error err = {.byte = -1};
    if (dem_engine_open(NULL, &engine, &err) == DEM_OK) return 0;
    print_error("%s\n", err.message);
    return -1;
}

static int close_engine(void **state)
{
    (void)state;
    dem_engine_close(engine);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_reports), cmocka_unit_test(test_sentences), cmocka_unit_test(test_noise)};
    return cmocka_run_group_tests(tests, open_engine, close_engine);
}
