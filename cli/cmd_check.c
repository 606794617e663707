/* SPDX-License-Identifier: Apache-2.0 */
/* demarche check: is a database sound? */
#include "cli.h"

static void print_problem(void *ctx, const char *problem)
{
    (void)ctx;
    printf("%s\n", problem);
}

static int run(void *values, int argc, char **argv)
{
    (void)values, (void)argc;
    dem_store *store = NULL;
    dem_store_counts n = {0};
    dem_error err = {.byte = -1};
    int rc = dem_store_open(argv[0], false, &store, &err);
    if (rc == DEM_OK) rc = dem_store_check(store, print_problem, NULL, &n, &err);
    dem_store_close(store);
    if (rc != DEM_OK) return cli_fail(&err);
    printf("%zu reports, %zu findings, %zu problems\n", n.reports, n.findings, n.problems);
    if (ferror(stdout)) cli_output_failed();
    return n.problems ? CLI_FAILED : CLI_GOOD;
}

static const cli_option options[] = {{0}};

const cli_command cmd_check = {
    .name = "check",
    .args = "DB",
    .summary = "is a database sound: offsets, hashes, links, index",
    .text = "Checks that DB is what it says it is: every text has its hash, every finding stands where its offsets say,\n"
            "nothing refers to what is not there, each report has one current coding, the full-text index is in step.\n"
            "Prints a line for each problem; the exit status is 1 when there is one.",
    .examples = "  demarche check my.db\n",
    .options = options,
    .values = 0,
    .min_args = 1,
    .max_args = 1,
    .run = run,
};
