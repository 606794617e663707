/* SPDX-License-Identifier: Apache-2.0 */
/* demarche train: learns the relation model or the weights of attribution from gold files. */
#include "cli.h"

typedef struct train_values {
    cli_engine_values engine;
    const char *output, *version;
    size_t folds;
} train_values;

static int run(void *values, int argc, char **argv)
{
    const train_values *v = values;
    if (!v->output) return cli_misuse("train", "no file to write: give one with --output");
    dem_engine *engine = NULL;
    int rc = cli_engine_open(&v->engine, &engine);
    if (rc != CLI_GOOD) return rc;
    dem_train_options o = {.folds = (int)v->folds, .version = v->version};
    dem_error err = {.byte = -1};
    int lib = dem_train(engine, argv[0], (const char *const *)argv + 1, (size_t)argc - 1, &o, v->output, stdout, &err);
    dem_engine_close(engine);
    return lib == DEM_OK ? CLI_GOOD : cli_fail(&err);
}

static const cli_option options[] = {
    {"output", 'o', CLI_TEXT, offsetof(train_values, output), "FILE", "the model file to write"},
    {"name", 0, CLI_TEXT, offsetof(train_values, version), "NAME", "the version name written into it"},
    {"folds", 0, CLI_COUNT, offsetof(train_values, folds), "N", "folds of the cross-validation that sets the temperature (default 5)"},
    CLI_ENGINE_OPTIONS(train_values),
    {0},
};

const cli_command cmd_train = {
    .name = "train",
    .args = "relations|attribution FILE...",
    .summary = "learn the relation model or the weights of attribution from gold files",
    .text = "Learns a model that stands beside the rules and writes it to a file. attribution: one folder in PolNeAR's\n"
            "format. relations: sentences with spans and roots\n"
            "(.jsonl), sentences with classes (.tsv), tokens with span tags or sentence templates (.txt). The same files\n"
            "give the same bytes. The parser has a trainer of its own in training/.",
    .examples = "  demarche train relations -o models/relate.dem pairs.jsonl training/relate/templates.txt\n"
                "  demarche train attribution -o models/attribution.weights ../shared/data/polnear\n",
    .options = options,
    .values = sizeof(train_values),
    .min_args = 2,
    .max_args = -1,
    .run = run,
};
