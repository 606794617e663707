/* SPDX-License-Identifier: Apache-2.0 */
/* demarche explain: why a sentence is coded as it is. */
#include "cli.h"

#include <string.h>

typedef struct explain_values {
    cli_engine_values engine;
    const char *published;
} explain_values;

static int print_text(void *ctx, dem_report *report, const char *text, size_t n, dem_error *err)
{
    (void)ctx, (void)report, (void)err;
    fwrite(text, 1, n, stdout); /* main() looks at the stream's error */
    return DEM_OK;
}

static int run(void *values, int argc, char **argv)
{
    (void)argc;
    const explain_values *v = values;
    dem_engine *engine = NULL;
    int rc = cli_engine_open(&v->engine, &engine);
    if (rc != CLI_GOOD) return rc;
    size_t failed = 0;
    dem_run_options o = {
        .depth = DEM_DEPTH_FULL,
        .output = DEM_OUT_EXPLAIN,
        .verbatim = true,
        .any_language = true, /* one sentence is too little to tell its language from */
        .format = "text",
        .published = v->published,
        .color = cli_color(),
        .on_report = print_text,
        .on_error = cli_count_error,
        .ctx = &failed,
    };
    dem_error err = {.byte = -1};
    int lib = dem_run_text(engine, argv[0], strlen(argv[0]), &o, &err);
    dem_engine_close(engine);
    if (lib != DEM_OK) return cli_fail(&err);
    return failed ? CLI_FAILED : CLI_GOOD;
}

static const cli_option options[] = {
    {"published", 0, CLI_DAY, offsetof(explain_values, published), "DAY", "the day the sentence was published (YYYY-MM-DD)"},
    CLI_ENGINE_OPTIONS(explain_values),
    {0},
};

const cli_command cmd_explain = {
    .name = "explain",
    .args = "SENTENCE",
    .summary = "parse tree, mentions, rules that fired or nearly did, records",
    .text = "Shows how a sentence is read: its tree, whom its names stand for and why, the rules that fired, the ones\n"
            "that nearly did and what kept them from it, and the records that come of it.",
    .examples = "  demarche explain \"Iran offered to host talks between the government and the rebels.\"\n"
                "  demarche explain --published 2012-01-31 \"The council refused on Monday.\"\n",
    .options = options,
    .values = sizeof(explain_values),
    .min_args = 1,
    .max_args = 1,
    .run = run,
};
