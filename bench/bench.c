/* SPDX-License-Identifier: Apache-2.0 */
/* demarche-bench PROGRAM SECONDS FILE...: the speed of the whole pipeline and of each stage on one core, and the program's start-up
   time and peak memory. The files are coded round after round until SECONDS have passed; reading them is not counted, making
   reports of their bytes and writing JSON is. */
#include "bench.h"

#include "base/file.h"
#include "export/export.h"
#include "ingest/ingest.h"
#include "pipeline/engine.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_FILES = 4096, MAX_STAGES = 16, STARTS = 20 };

typedef struct tally {
    size_t rounds, reports, sentences, words, bytes, failed;
    double ingest, code, write;
    dem_strs seen; /* the words of the first round */
    dem_arena *kept;
} tally;

double bench_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int fail(const dem_error *err)
{
    char text[1024];
    dem_error_print(err, text, sizeof text);
    fprintf(stderr, "demarche-bench: %s\n", text);
    return 1;
}

/* One report from the bytes of one file; JSON Lines files are split by the caller. */
static void code_one(const dem_engine *e, dem_worker *w, dem_report *r, dem_str bytes, const char *name, dem_buf *out, tally *t)
{
    dem_error err = {.byte = -1};
    dem_report_reset(r);
    double a = bench_now();
    int rc = dem_ingest_bytes(r, bytes, name, &(dem_ingest_options){.rules = e->ingest}, &err);
    double b = bench_now();
    if (rc == DEM_OK) rc = dem_worker_code(w, r, DEM_DEPTH_FULL, &err);
    double c = bench_now();
    dem_buf_clear(out);
    if (rc == DEM_OK) rc = dem_export(r, e->rules, DEM_OUT_JSONL, false, out, &err);
    double d = bench_now();
    t->ingest += b - a;
    if (rc != DEM_OK) {
        t->failed++;
        return;
    }
    t->code += c - b;
    t->write += d - c;
    t->reports++;
    t->sentences += r->sentences.n;
    t->words += r->tokens.n;
    t->bytes += r->text.n;
    for (size_t i = 0; t->rounds == 0 && i < r->tokens.n; i++) {
        dem_str *slot = DEM_PUSH(t->kept, &t->seen);
        if (slot) *slot = dem_str_dup(t->kept, r->tokens.items[i].form);
    }
}

static int run_rounds(dem_engine *e, dem_worker *w, const dem_str *files, char **names, int n, double seconds, tally *t)
{
    dem_report *r = dem_report_new(DEM_REPORT_LIMIT);
    dem_buf out = {0};
    if (!r) return 1;
    for (double start = bench_now(); bench_now() - start < seconds; t->rounds++)
        for (int i = 0; i < n; i++) code_one(e, w, r, files[i], names[i], &out, t);
    dem_buf_free(&out);
    dem_report_free(r);
    return 0;
}

/* Runs the program with standard output thrown away; peak memory in MB, seconds. */
static double run_child(char *const argv[], double *peak_mb)
{
    double start = bench_now();
    pid_t pid = fork();
    if (pid == 0) {
        int null = open("/dev/null", O_WRONLY);
        if (null >= 0) dup2(null, STDOUT_FILENO), dup2(null, STDERR_FILENO);
        execv(argv[0], argv);
        _exit(127);
    }
    int status = 0;
    struct rusage use = {0};
    waitpid(pid, &status, 0);
    getrusage(RUSAGE_CHILDREN, &use); /* of the largest child so far */
    *peak_mb = (double)use.ru_maxrss / 1024;
    return bench_now() - start;
}

static double best_start(char *program)
{
    double best = 1e9, mb = 0;
    char *argv[] = {program, "--version", NULL};
    for (int i = 0; i < STARTS; i++) {
        double s = run_child(argv, &mb);
        if (s < best) best = s;
    }
    return best;
}

static double peak_memory(char *program, char **names, int n)
{
    char **argv = calloc((size_t)n + 4, sizeof *argv);
    double mb = 0;
    if (!argv) return mb;
    argv[0] = program, argv[1] = "code", argv[2] = "-j1";
    for (int i = 0; i < n; i++) argv[i + 3] = names[i];
    run_child(argv, &mb);
    free(argv);
    return mb;
}

static void print_tally(const dem_worker *w, const tally *t)
{
    double total = t->ingest + t->code + t->write;
    dem_stage_time times[MAX_STAGES];
    size_t n = dem_worker_times(w, times, MAX_STAGES);
    printf("input             %9zu reports, %zu sentences, %zu words, %zu times over\n", t->reports / t->rounds, t->sentences / t->rounds,
           t->words / t->rounds, t->rounds);
    if (t->failed) printf("refused           %9zu reports a round\n", t->failed / t->rounds);
    printf("sentences/s       %9.0f\nwords/s           %9.0f\nreports/s         %9.0f\n", (double)t->sentences / total,
           (double)t->words / total, (double)t->reports / total);
    printf("share of ingest   %8.1f %%\n", 100 * t->ingest / total);
    for (size_t i = 0; i < n && i < MAX_STAGES; i++) printf("share of %-8s %8.1f %%\n", times[i].stage, 100 * times[i].seconds / total);
    printf("share of export   %8.1f %%\n", 100 * t->write / total);
}

int main(int argc, char **argv)
{
    static dem_str files[MAX_FILES];
    dem_error err = {.byte = -1};
    if (argc < 4 || argc - 3 > MAX_FILES) {
        fprintf(stderr, "usage: demarche-bench PROGRAM SECONDS FILE...\n");
        return 2;
    }
    int n = argc - 3;
    char **names = argv + 3;
    /* Before this process grows: a child's peak counts what it was forked from. */
    double start = best_start(argv[1]), peak = peak_memory(argv[1], names, n);
    dem_arena *a = dem_arena_new(0);
    if (!a) return 1;
    for (int i = 0; i < n; i++)
        if (dem_file_read(a, names[i], DEM_LINE_LIMIT, &files[i], &err) != DEM_OK) return fail(&err);
    dem_engine *e = NULL;
    dem_worker *w = NULL;
    if (dem_engine_open(NULL, &e, &err) != DEM_OK || dem_worker_new(e, &w, &err) != DEM_OK) return fail(&err);
    tally t = {.kept = a};
    if (run_rounds(e, w, files, names, n, strtod(argv[2], NULL), &t) != 0) return 1;
    if (!t.reports) {
        fprintf(stderr, "demarche-bench: no report could be coded\n");
        return 1;
    }
    printf("demarche %s, model %s, one core\n", dem_version(), dem_engine_model_version(e));
    print_tally(w, &t);
    printf("start-up          %9.1f ms\npeak memory       %9.0f MB (one thread)\n", start * 1000, peak);
    if (!bench_lexicon(t.seen.items, t.seen.n)) fprintf(stderr, "demarche-bench: the lexicon could not be measured\n");
    if (!bench_stories(e->stories)) fprintf(stderr, "demarche-bench: linking could not be measured\n");
    dem_worker_free(w);
    dem_engine_close(e);
    dem_arena_free(a);
    return 0;
}
