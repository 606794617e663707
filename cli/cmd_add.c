/* SPDX-License-Identifier: Apache-2.0 */
/* demarche add: codes reports and stores them; may be repeated and interrupted. */
#include "cli.h"

#include <signal.h>
#include <time.h>
#include <unistd.h>

typedef struct add_run {
    size_t failed; /* first: cli_count_error counts it */
    size_t coded, added, done, files;
    dem_store *store, *seen; /* written to; asked what is known, from the threads that read and code */
    dem_engine *engine;
    bool progress;
    dem_error lost; /* why the last reports were not stored */
    struct timespec start, shown;
} add_run;

/* The only state outside main's stack: a signal handler has nothing else to write to. */
static volatile sig_atomic_t interrupted;

static void on_interrupt(int signal)
{
    (void)signal;
    interrupted = 1;
}

static double seconds_since(const struct timespec *t)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - t->tv_sec) + (double)(now.tv_nsec - t->tv_nsec) / 1e9;
}

static void clear_progress(const add_run *a)
{
    if (a->progress) fputs("\r\033[K", stderr);
}

static void show_progress(add_run *a)
{
    enum { WIDTH = 30 };
    if (!a->progress || (a->coded > 1 && seconds_since(&a->shown) < 0.1)) return;
    clock_gettime(CLOCK_MONOTONIC, &a->shown);
    double s = seconds_since(&a->start);
    int full = a->files ? (int)(a->done * WIDTH / a->files) : 0;
    fprintf(stderr, "\r[%.*s%*s] %zu/%zu files, %zu reports, %zu new, %.0f/s\033[K", full, "##############################",
            WIDTH - full, "", a->done, a->files, a->coded, a->added, s > 0 ? (double)a->coded / s : 0.0);
}

static void on_progress(void *ctx, size_t done, size_t files)
{
    add_run *a = ctx;
    a->done = done;
    a->files = files;
    show_progress(a);
}

static int store_report(void *ctx, dem_report *report, const char *text, size_t n, dem_error *err)
{
    (void)text, (void)n;
    add_run *a = ctx;
    bool added = false;
    int rc = dem_store_add(a->store, a->engine, report, &added, err);
    if (rc != DEM_OK) {
        a->lost = *err;
        return rc;
    }
    a->coded++;
    a->added += added;
    show_progress(a);
    /* The report's transaction is done: the one place where stopping loses nothing. */
    return interrupted ? DEM_EIO : DEM_OK;
}

static bool wanted(void *ctx, const dem_report *report)
{
    add_run *a = ctx;
    bool known = false;
    /* A store that cannot answer will say why when the report is added. */
    return dem_store_known(a->seen, a->engine, report, &known, NULL) != DEM_OK || !known;
}

static int on_batch(void *ctx, bool begin, dem_error *err)
{
    add_run *a = ctx;
    if (begin) return dem_store_batch_begin(a->store, err);
    dem_error why = {.byte = -1};
    int rc = dem_store_batch_end(a->store, &why);
    /* Linked beside the threads that code as well: at the end few are left. */
    if (rc == DEM_OK && !interrupted) rc = dem_store_settle_due(a->store, a->engine, &why);
    if (rc == DEM_OK) return rc;
    if (a->lost.code == DEM_OK) a->lost = why; /* else it follows from that */
    if (err) *err = a->lost;
    return rc;
}

static void count_error(void *ctx, const dem_error *err)
{
    clear_progress(ctx);
    cli_count_error(ctx, err);
}

typedef struct add_values {
    cli_run_values run;
    bool progress, again;
} add_values;

static int add_all(add_run *a, const add_values *v, int argc, char **argv)
{
    dem_run_options o = {
        .threads = (unsigned)v->run.threads,
        .depth = DEM_DEPTH_FULL,
        .output = DEM_OUT_NONE,
        .verbatim = v->run.verbatim,
        .any_language = v->run.any_language,
        .format = v->run.format,
        .published = v->run.published,
        .wanted = v->again ? NULL : wanted,
        .on_report = store_report,
        .on_batch = on_batch,
        .on_error = count_error,
        .on_progress = on_progress,
        .ctx = a,
    };
    struct sigaction act = {.sa_handler = on_interrupt, .sa_flags = (int)SA_RESETHAND}; /* a second Ctrl-C ends at once */
    sigemptyset(&act.sa_mask);
    sigaction(SIGINT, &act, NULL);
    sigaction(SIGTERM, &act, NULL);
    clock_gettime(CLOCK_MONOTONIC, &a->start);
    a->progress = v->progress || isatty(STDERR_FILENO);
    dem_store_replace(a->store, v->again);
    dem_error err = {.byte = -1};
    int lib = dem_run(a->engine, (const char *const *)argv, (size_t)argc, &o, &err);
    clear_progress(a);
    /* Also after an interruption: what was added is linked, and a second signal ends at once. */
    if (lib == DEM_OK || (interrupted && a->lost.code == DEM_OK)) {
        int settled = dem_store_settle(a->store, a->engine, interrupted ? NULL : &err);
        if (!interrupted) lib = settled;
    }
    if (a->lost.code != DEM_OK) return cli_fail(&a->lost);
    if (interrupted) {
        cli_say("interrupted after %zu reports; the same command goes on from here", a->coded);
        return CLI_INTERRUPTED;
    }
    if (lib != DEM_OK) return cli_fail(&err);
    printf("%zu reports, %zu new, ", a->coded, a->added);
    if (dem_store_recoded(a->store)) printf("%zu coded anew, ", dem_store_recoded(a->store));
    printf("%zu failed\n", a->failed);
    return a->failed ? CLI_FAILED : CLI_GOOD;
}

static int run(void *values, int argc, char **argv)
{
    const add_values *v = values;
    add_run a = {0};
    dem_error err = {.byte = -1};
    int rc = cli_engine_open(&v->run.engine, &a.engine);
    if (rc != CLI_GOOD) return rc;
    if (dem_store_open(argv[0], true, &a.store, &err) == DEM_OK && dem_store_open(argv[0], false, &a.seen, &err) == DEM_OK)
        rc = add_all(&a, v, argc - 1, argv + 1);
    else
        rc = cli_fail(&err);
    dem_store_close(a.seen);
    dem_store_close(a.store);
    dem_engine_close(a.engine);
    return rc;
}

/* The run's values are the first member: its offsets are add_values' too. */
static const cli_option options[] = {
    {"input", 'i', CLI_CHOICE, offsetof(cli_run_values, format), "auto|text|html|jsonl", "what the files are (default: auto)"},
    CLI_THREADS_OPTION(cli_run_values),
    CLI_INPUT_OPTIONS,
    CLI_ENGINE_OPTIONS(cli_run_values),
    {"again", 0, CLI_FLAG, offsetof(add_values, again), NULL, "code and store anew what is stored already"},
    {"progress", 0, CLI_FLAG, offsetof(add_values, progress), NULL, "show progress though standard error is no terminal"},
    {0},
};

const cli_command cmd_add = {
    .name = "add",
    .args = "DB FILE...",
    .summary = "codes reports and stores them in a database",
    .text = "Codes the files and adds their reports to DB: a SQLite file, which is made when it is not there, or a PostgreSQL\n"
            "database (postgresql://...). A report whose text is stored already is left alone, so the command may be repeated, and\n"
            "interrupted at any time; coded by another version of program, model, lexicon or rules, it is coded anew and the old coding kept.",
    .examples = "  demarche add my.db newsroom/*\n"
                "  demarche add postgresql://desk@localhost/news newsroom/*\n"
                "  demarche add --published 2012-01-31 my.db report.txt\n",
    .options = options,
    .values = sizeof(add_values),
    .min_args = 2,
    .max_args = -1,
    .run = run,
};
