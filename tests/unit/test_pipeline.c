/* SPDX-License-Identifier: Apache-2.0 */
/* The pipeline through its public interface: order of the output whatever the threads, errors that do not end a run, stopping. */
#include "demarche/demarche.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { REPORTS = 40 };

typedef struct seen {
    char text[REPORTS + 8][32]; /* the first words of what came, in order; "!" and the line for errors */
    size_t n, stop_after, files, done;
} seen;

static int on_report(void *ctx, dem_report *report, const char *text, size_t n, dem_error *err)
{
    seen *s = ctx;
    assert_non_null(report);
    (void)n;
    if (s->n < REPORTS + 8) snprintf(s->text[s->n++], sizeof s->text[0], "%.20s", strstr(text, "Number ") ? strstr(text, "Number ") : "?");
    if (s->n == s->stop_after) {
        err->code = DEM_ESTORE;
        return DEM_ESTORE;
    }
    return DEM_OK;
}

static void on_error(void *ctx, const dem_error *err)
{
    seen *s = ctx;
    if (s->n < REPORTS + 8) snprintf(s->text[s->n++], sizeof s->text[0], "!%zu", err->line);
}

static void on_progress(void *ctx, size_t done, size_t files)
{
    ((seen *)ctx)->done = done;
    ((seen *)ctx)->files = files;
}

static dem_engine *engine;

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

/* REPORTS reports, the tenth line broken. */
static void write_input(char *path)
{
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    FILE *f = fdopen(fd, "w");
    assert_non_null(f);
    for (int i = 0; i < REPORTS; i++) {
        if (i == 9)
            fprintf(f, "broken\n");
        else
            fprintf(f, "{\"id\":\"r%d\",\"text\":\"Number %d is a report of the ministry. The minister met the envoy in Geneva.\"}\n", i, i);
    }
    assert_int_equal(fclose(f), 0);
}

static seen run_with(unsigned threads, size_t stop_after, int expect)
{
    char path[] = "/tmp/demarche-test-XXXXXX";
    write_input(path);
    seen s = {.stop_after = stop_after};
    dem_run_options o = {.threads = threads,
                         .depth = DEM_DEPTH_PARSE,
                         .output = DEM_OUT_TEXT,
                         .format = "jsonl",
                         .any_language = true,
                         .on_report = on_report,
                         .on_error = on_error,
                         .on_progress = on_progress,
                         .ctx = &s};
    const char *paths[] = {path};
    dem_error err = {.byte = -1};
    assert_int_equal(dem_run(engine, paths, 1, &o, &err), expect);
    unlink(path);
    return s;
}

static void output_has_the_order_of_the_input(void **state)
{
    (void)state;
    for (unsigned threads = 1; threads <= 7; threads += 3) {
        seen s = run_with(threads, 0, DEM_OK);
        assert_int_equal(s.n, REPORTS);
        for (int i = 0; i < REPORTS; i++) {
            char want[32];
            snprintf(want, sizeof want, "Number %d is", i);
            if (i == 9)
                assert_string_equal(s.text[i], "!10");
            else
                assert_int_equal(strncmp(s.text[i], want, strlen(want)), 0);
        }
        assert_int_equal(s.files, 1);
    }
}

static void a_callback_may_end_the_run(void **state)
{
    (void)state;
    assert_int_equal(run_with(1, 3, DEM_ESTORE).n, 3);
    assert_int_equal(run_with(4, 3, DEM_ESTORE).n, 3);
}

/* ---- batches, and reports that are not wanted ---- */

typedef struct batches {
    seen seen; /* first: the callbacks above see it */
    size_t asked, begun, ended, largest, within;
    bool open;
} batches;

static bool every_third(void *ctx, const dem_report *report)
{
    (void)report;
    return ((batches *)ctx)->asked++ % 3 == 0;
}

static int on_batch(void *ctx, bool begin, dem_error *err)
{
    batches *b = ctx;
    (void)err;
    assert_true(b->open != begin);
    b->open = begin;
    b->begun += begin;
    b->ended += !begin;
    b->within = 0;
    return DEM_OK;
}

static int in_batch(void *ctx, dem_report *report, const char *text, size_t n, dem_error *err)
{
    batches *b = ctx;
    assert_true(b->open);
    if (++b->within > b->largest) b->largest = b->within;
    return on_report(ctx, report, text, n, err);
}

static batches run_batches(unsigned threads, size_t stop_after, int expect)
{
    char path[] = "/tmp/demarche-test-XXXXXX";
    write_input(path);
    batches b = {.seen.stop_after = stop_after};
    dem_run_options o = {.threads = threads, .depth = DEM_DEPTH_TEXT, .output = DEM_OUT_TEXT, .format = "jsonl", .any_language = true,
                         .wanted = every_third, .on_batch = on_batch, .on_report = in_batch, .on_error = on_error, .ctx = &b};
    const char *paths[] = {path};
    dem_error err = {.byte = -1};
    assert_int_equal(dem_run(engine, paths, 1, &o, &err), expect);
    unlink(path);
    assert_false(b.open);
    assert_int_equal(b.begun, b.ended);
    return b;
}

static void reports_come_in_batches_and_unwanted_ones_uncoded(void **state)
{
    (void)state;
    for (unsigned threads = 1; threads <= 4; threads += 3) {
        batches b = run_batches(threads, 0, DEM_OK);
        assert_int_equal(b.seen.n, REPORTS);
        assert_int_equal(b.asked, REPORTS - 1); /* not of the broken line */
        assert_true(b.begun > 1 && b.largest > 1);
        for (size_t i = 0, asked = 0; i < REPORTS; i++) {
            char want[32];
            snprintf(want, sizeof want, "Number %zu ", i);
            bool coded = i != 9 && asked++ % 3 == 0;
            if (coded != (strncmp(b.seen.text[i], want, strlen(want)) == 0)) fail_msg("report %zu: %s", i, b.seen.text[i]);
        }
    }
    assert_int_equal(run_batches(1, 3, DEM_ESTORE).seen.n, 3);
}

static void files_that_fail_do_not_end_the_run(void **state)
{
    (void)state;
    char path[] = "/tmp/demarche-test-XXXXXX";
    write_input(path);
    const char *paths[] = {"/nowhere/a.jsonl", path, "/nowhere/b.jsonl"};
    seen s = {0};
    dem_run_options o = {.threads = 2, .depth = DEM_DEPTH_TEXT, .output = DEM_OUT_TEXT, .format = "jsonl", .any_language = true,
                         .on_report = on_report, .on_error = on_error, .on_progress = on_progress, .ctx = &s};
    assert_int_equal(dem_run(engine, paths, 3, &o, NULL), DEM_OK);
    unlink(path);
    assert_int_equal(s.n, REPORTS + 2);
    assert_string_equal(s.text[0], "!0");
    assert_string_equal(s.text[REPORTS + 1], "!0");
    assert_int_equal(s.done, 2);
}

static void wrong_options_are_refused(void **state)
{
    (void)state;
    const char *paths[] = {"/nowhere"};
    dem_error err = {.byte = -1};
    dem_run_options o = {.published = "2012-02-30"};
    assert_int_equal(dem_run(engine, paths, 1, &o, &err), DEM_EUSAGE);
    o = (dem_run_options){.format = "pdf"};
    assert_int_equal(dem_run(engine, paths, 1, &o, &err), DEM_EUSAGE);
    assert_non_null(strstr(err.message, "pdf"));
}

static void one_text_is_one_report(void **state)
{
    (void)state;
    seen s = {0};
    dem_run_options o = {.depth = DEM_DEPTH_FULL, .output = DEM_OUT_TEXT, .verbatim = true, .any_language = true,
                         .on_report = on_report, .on_error = on_error, .ctx = &s};
    static const char text[] = "Number 1 is a text.";
    assert_int_equal(dem_run_text(engine, text, sizeof text - 1, &o, NULL), DEM_OK);
    assert_int_equal(s.n, 1);
    assert_int_equal(dem_run_text(engine, "", 0, &o, NULL), DEM_OK);
    assert_int_equal(s.n, 2);
    assert_int_equal(s.text[1][0], '!');
}

static void versions_are_named(void **state)
{
    (void)state;
    assert_true(strlen(dem_version()) > 0);
    assert_true(strlen(dem_engine_model_version(engine)) > 0);
    assert_true(strlen(dem_engine_lexicon_version(engine)) > 0);
}

static void closing_nothing_is_allowed(void **state)
{
    (void)state;
    dem_engine_close(NULL);
    dem_store_close(NULL);
}

static void a_data_folder_must_be_one(void **state)
{
    (void)state;
    dem_engine *e = NULL;
    dem_error err = {.byte = -1};
    assert_int_equal(dem_engine_open(&(dem_engine_options){.data_dir = "/nowhere"}, &e, &err), DEM_EIO);
    assert_null(e);
    assert_string_equal(err.file, "/nowhere");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(output_has_the_order_of_the_input), cmocka_unit_test(a_callback_may_end_the_run),
        cmocka_unit_test(reports_come_in_batches_and_unwanted_ones_uncoded),
        cmocka_unit_test(files_that_fail_do_not_end_the_run), cmocka_unit_test(wrong_options_are_refused),
        cmocka_unit_test(one_text_is_one_report),             cmocka_unit_test(versions_are_named),
        cmocka_unit_test(closing_nothing_is_allowed),         cmocka_unit_test(a_data_folder_must_be_one),
    };
    return cmocka_run_group_tests(tests, open_engine, close_engine);
}
