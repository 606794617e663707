/* SPDX-License-Identifier: Apache-2.0 */
/* demarche eval: measures a stage on gold data. */
#include "cli.h"

typedef struct eval_values {
    cli_engine_values engine;
    size_t threads, worst, folds;
    bool raw, json;
} eval_values;

static int run(void *values, int argc, char **argv)
{
    const eval_values *v = values;
    dem_engine *engine = NULL;
    int rc = cli_engine_open(&v->engine, &engine);
    if (rc != CLI_GOOD) return rc;
    dem_eval_options o = {
        .raw = v->raw, .worst = (int)v->worst, .folds = (int)v->folds, .json = v->json, .threads = (unsigned)v->threads};
    dem_error err = {.byte = -1};
    int lib = dem_eval(engine, argv[0], (const char *const *)argv + 1, (size_t)argc - 1, &o, stdout, &err);
    dem_engine_close(engine);
    return lib == DEM_OK ? CLI_GOOD : cli_fail(&err);
}

static const cli_option options[] = {
    {"raw", 0, CLI_FLAG, offsetof(eval_values, raw), NULL, "parse: from raw text, not from gold sentences and words"},
    {"worst", 0, CLI_COUNT, offsetof(eval_values, worst), "N", "list the N worst cases"},
    {"folds", 0, CLI_COUNT, offsetof(eval_values, folds), "N", "cross-validate a learned part in N folds"},
    {"json", 0, CLI_FLAG, offsetof(eval_values, json), NULL, "print the figures as one JSON object"},
    CLI_THREADS_OPTION(eval_values),
    CLI_ENGINE_OPTIONS(eval_values),
    {0},
};

const cli_command cmd_eval = {
    .name = "eval",
    .args = "KIND GOLD...",
    .summary = "precision, recall and F1 of a stage on gold data",
    .text = "Measures a stage against files in the format that the field uses for it. KIND is one of parse, segment,\n"
            "webpages, mentions, actors, attribution, times, relate, class, spans, gsr, records; demarche-eval(1) says what\n"
            "each reads.",
    .examples = "  demarche eval parse en_ewt-ud-dev.conllu\n"
                "  demarche eval records tests/gold/newsroom\n",
    .options = options,
    .values = sizeof(eval_values),
    .min_args = 2,
    .max_args = -1,
    .run = run,
};
