/* SPDX-License-Identifier: Apache-2.0 */
/* demarche check: is a database sound? */
#include "cli.h"

static void print_problem(void *ctx, const char *problem)
{
    (void)ctx;
    printf("%s\n", problem);
}

typedef struct check_values {
    cli_engine_values engine;
} check_values;

static int run(void *values, int argc, char **argv)
{
    (void)argc;
    const check_values *v = values;
    dem_store *store = NULL;
    dem_engine *engine = NULL;
    dem_store_counts n = {0};
    dem_error err = {.byte = -1};
    int given = cli_engine_open(&v->engine, &engine);
    if (given != CLI_GOOD) return given;
    int rc = dem_store_open(argv[0], false, &store, &err);
    if (rc == DEM_OK) rc = dem_store_check(store, print_problem, NULL, &n, &err);
    if (rc == DEM_OK) rc = dem_store_check_links(store, engine, print_problem, NULL, &n, &err);
    dem_store_close(store);
    dem_engine_close(engine);
    if (rc != DEM_OK) return cli_fail(&err);
    if (n.passed_over) printf("%zu report%s coded by another version, whose links were not compared\n", n.passed_over, n.passed_over == 1 ? "" : "s");
    printf("%zu reports, %zu findings, %zu problems\n", n.reports, n.findings, n.problems);
    if (ferror(stdout)) cli_output_failed();
    return n.problems ? CLI_FAILED : CLI_GOOD;
}

static const cli_option options[] = {
    {"lexicon", 0, CLI_LIST, offsetof(check_values, engine.lexicons), "FILE", "actors of your own that DB was filled with; repeatable"},
    {"data-dir", 0, CLI_TEXT, offsetof(check_values, engine.data_dir), "DIR", "rules, cues and names that DB was filled with"},
    {0},
};

const cli_command cmd_check = {
    .name = "check",
    .args = "DB",
    .summary = "is a database sound: offsets, hashes, links, index",
    .text = "Checks that DB is what it says it is: every text has its hash, every finding stands where its offsets say,\n"
            "nothing refers to what is not there, each report has one current coding, the full-text index is in step, and the\n"
            "stories, event clusters and initiatives are there that its reports make.\n"
            "Prints a line for each problem; the exit status is 1 when there is one.",
    .examples = "  demarche check my.db\n",
    .options = options,
    .values = sizeof(check_values),
    .min_args = 1,
    .max_args = 1,
    .run = run,
};
