/* SPDX-License-Identifier: Apache-2.0 */
/* Writers that are killed at any instant, and several at once: what was finished is there, once, and nothing half done. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "ingest/sha256.h"
#include "store_fixture.h"

/* A small report with a text, actors and numbers of its own; the same for the same number. Some actors are in many reports, some in one. */
static dem_report *numbered_report(size_t i)
{
    static const char *const countries[] = {"IRN", "SYR", "RUS", "TUR", "FRA", "GBR", "COL", "CUB"};
    char id[32], text[256], envoy[48], toll[16];
    snprintf(id, sizeof id, "n-%zu", i);
    snprintf(envoy, sizeof envoy, "Envoy %zu", i % 97 == 0 ? i : i % 31);
    snprintf(toll, sizeof toll, "%zu", i % 500 + 1);
    snprintf(text, sizeof text, "%s offered to host talks for group %zu unless shelling went on. %s counted %s dead.", envoy, i, envoy, toll);
    char day[11];
    dem_day_print(dem_day_of(2012, 1, 1) + (dem_day)(i % 700), day);
    dem_report *r = new_report(id, text, day);
    dem_sha256_hex(r->text, r->meta.sha256);
    r->meta.publisher = DEM_STR("Northgate Wire");
    size_t end = dem_str_find(r->text, DEM_STR(". "), 0) + 1;
    for (int k = 0; k < 2; k++) {
        dem_sentence *s = DEM_PUSH(r->arena, &r->sentences);
        s->span = k == 0 ? (dem_span){0, (uint32_t)end} : (dem_span){(uint32_t)end + 1, (uint32_t)r->text.n};
        s->root = DEM_NONE;
    }
    const char *country = countries[i % 8];
    char code[8];
    snprintf(code, sizeof code, "%sGOV", country);
    dem_str code_kept = dem_str_dup(r->arena, dem_str_c(code)), name = dem_str_dup(r->arena, dem_str_c(envoy));
    dem_event *e = add_event(r, 0, "039", "offered", i % 3 ? day : NULL);
    *DEM_PUSH(r->arena, &e->actors) = make_actor(r, envoy, name.p, code_kept.p, country);
    *DEM_PUSH(r->arena, &e->recipients) = make_actor(r, "group", "", "", "");
    dem_condition *c = DEM_PUSH(r->arena, &r->conditions);
    *c = (dem_condition){.type = DEM_COND_UNLESS, .span = span_of(r, "unless shelling went on"), .statement = DEM_NONE};
    *DEM_PUSH(r->arena, &e->conditions) = 0;
    dem_claim *k = add_claim(r, 1, "killed", toll, (int64_t)(i % 500) + 1, -1);
    k->count_span = k->span = span_after(r, toll, end + strlen(envoy));
    *DEM_PUSH(r->arena, &k->attribution) =
        add_statement(r, 1, make_actor(r, envoy, name.p, code_kept.p, country), "counted", "dead");
    return r;
}

static size_t number(const char *variable, size_t otherwise)
{
    const char *v = getenv(variable);
    return v ? (size_t)strtoul(v, NULL, 10) : otherwise;
}

/* ---- killed ---- */

/* Adds reports from number `from` on and tells each that is finished through the pipe. */
static void write_until_killed(const fixture *f, uint32_t from, int finished)
{
    dem_store *s;
    if (dem_store_open(f->path, true, &s, NULL) != DEM_OK) _exit(2);
    for (uint32_t i = from;; i++) {
        put(s, numbered_report(i));
        if (write(finished, &i, sizeof i) != sizeof i) _exit(3);
    }
}

/* A new life of the writer, ended at a random instant of the window (nanoseconds); how far all lives together have come. */
static uint32_t one_life(const fixture *f, uint32_t done, long window, unsigned *seed)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        write_until_killed(f, done, ends[1]);
    }
    close(ends[1]);
    nanosleep(&(struct timespec){0, rand_r(seed) % window}, NULL);
    kill(child, SIGKILL);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    for (uint32_t i; read(ends[0], &i, sizeof i) == sizeof i;) done = i + 1;
    close(ends[0]);
    return done;
}

static void killed_at_any_instant_it_keeps_what_was_finished(void **state)
{
    fixture *f = fixture_of(state);
    size_t lives = number("DEMARCHE_KILLS", 100);
    if (lives == 0) skip();
    dem_store_close(f->store);
    f->store = NULL;
    unsigned seed = 20120131;
    uint32_t done = 0;
    long window = f->postgres ? 60000000 : 12000000;
    for (size_t i = 0; i < lives; i++) {
        uint32_t before = done;
        done = one_life(f, done, window, &seed);
        if (done == before && window < 400000000) window = window * 5 / 4; /* a slow machine: let it come to write */
        if (i % 10 != 9) continue;
        dem_error err = {0};
        if (dem_store_open(f->path, false, &f->store, &err) != DEM_OK) fail_msg("%s", err.message);
        size_t reports = lines(f->store, "reports", (dem_filter){0});
        assert_true(reports == done || reports == done + 1); /* the last may be finished without having told so */
        if (i + 1 < lives) {
            dem_store_close(f->store);
            f->store = NULL;
        }
    }
    assert_true(done > lives / 10); /* it did come to write */
    size_t reports = lines(f->store, "reports", (dem_filter){0});
    assert_int_equal(lines(f->store, "events", (dem_filter){0}), reports);
    assert_int_equal(lines(f->store, "claims", (dem_filter){0}), reports);
    assert_int_equal(lines(f->store, "statements", (dem_filter){0}), reports);
    for (uint32_t i = 0; i < done; i += done / 20 + 1) assert_false(put(f->store, numbered_report(i)));
    assert_sound(f->store);
}

/* ---- several at once ---- */

enum { WRITERS = 4 };

/* Each goes through all reports its own way: two from the start, one from the end, one from the middle. */
static size_t way(size_t writer, size_t i, size_t n)
{
    return writer == 2 ? n - 1 - i : writer == 3 ? (i + n / 2) % n : i;
}

static void write_all(const char *path, size_t writer, size_t n)
{
    dem_store *s;
    dem_error err = {0};
    if (dem_store_open(path, true, &s, &err) != DEM_OK) {
        fprintf(stderr, "%s\n", err.message);
        _exit(2);
    }
    for (size_t i = 0; i < n; i++) put(s, numbered_report(way(writer, i, n)));
    dem_store_close(s);
    _exit(0);
}

static int by_line(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The lines of a list, sorted: keys differ from store to store, and with them the order of what is told on the same day. */
static char **sorted_lines(dem_store *s, const char *what, const char *format, size_t *n, char **text)
{
    *text = list(s, what, &(dem_filter){0}, format, NULL);
    *n = 0;
    for (char *c = *text; *c; c++) *n += *c == '\n';
    char **out = calloc(*n + 1, sizeof *out);
    size_t k = 0;
    for (char *c = *text; *c && k < *n; c++) {
        out[k++] = c;
        c = strchr(c, '\n');
        *c = '\0';
    }
    qsort(out, *n, sizeof *out, by_line);
    return out;
}

static void assert_same_lines(dem_store *a, dem_store *b, const char *what, const char *format)
{
    size_t n, m;
    char *x, *y, **p = sorted_lines(a, what, format, &n, &x), **q = sorted_lines(b, what, format, &m, &y);
    assert_int_equal(n, m);
    for (size_t i = 0; i < n; i++) assert_string_equal(p[i], q[i]);
    free(p);
    free(q);
    free(x);
    free(y);
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void four_writers_end_like_one(void **state)
{
    fixture *f = fixture_of(state);
    dem_store_close(f->store);
    f->store = NULL;
    fixture *alone = NULL;
    assert_int_equal(f->postgres ? setup_postgres((void **)&alone) : setup((void **)&alone), 0);
    size_t n = number("DEMARCHE_REPORTS", f->postgres ? 1000 : 100);
    double start = seconds();
    for (size_t i = 0; i < n; i++) put(alone->store, numbered_report(i));
    double one = seconds() - start;
    pid_t child[WRITERS];
    for (size_t w = 0; w < WRITERS; w++)
        if ((child[w] = fork()) == 0) write_all(f->path, w, n);
    for (size_t w = 0; w < WRITERS; w++) {
        int status = 0;
        waitpid(child[w], &status, 0);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    printf("%zu reports: %.1f s by one writer, %.1f s by each of %d at once\n", n, one, seconds() - start - one, WRITERS);
    assert_int_equal(dem_store_open(f->path, false, &f->store, NULL), DEM_OK);
    static const char *const kinds[] = {"reports", "events", "claims", "statements"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        assert_same_lines(f->store, alone->store, kinds[i], "jsonl");
        assert_same_lines(f->store, alone->store, kinds[i], "csv");
    }
    assert_int_equal(lines(f->store, "reports", (dem_filter){0}), n);
    assert_sound(f->store);
    teardown((void **)&alone);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest sqlite[] = {WITH_STORE(killed_at_any_instant_it_keeps_what_was_finished), WITH_STORE(four_writers_end_like_one)};
    const struct CMUnitTest postgres[] = {WITH_POSTGRES(killed_at_any_instant_it_keeps_what_was_finished),
                                          WITH_POSTGRES(four_writers_end_like_one)};
    return argc > 1 && strcmp(argv[1], "--postgres") == 0 ? cmocka_run_group_tests(postgres, NULL, NULL)
                                                           : cmocka_run_group_tests(sqlite, NULL, NULL);
}
