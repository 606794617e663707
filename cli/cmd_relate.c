/* SPDX-License-Identifier: Apache-2.0 */
/* demarche relate: the event between two given spans. */
#include "cli.h"

typedef struct relate_values {
    cli_engine_values engine;
    size_t threads;
} relate_values;

static int run(void *values, int argc, char **argv)
{
    const relate_values *v = values;
    dem_engine *engine = NULL;
    int rc = cli_engine_open(&v->engine, &engine);
    if (rc != CLI_GOOD) return rc;
    size_t failed = 0, n;
    const char *const *files = cli_files(argc, argv, &n);
    dem_run_options o = {.threads = (unsigned)v->threads, .on_error = cli_count_error, .ctx = &failed};
    for (size_t i = 0; i < n && !ferror(stdout); i++) {
        dem_error err = {.byte = -1};
        if (dem_relate_file(engine, files[i], stdout, &o, &err) == DEM_OK) continue;
        if (ferror(stdout))
            cli_output_failed(); /* main() says it */
        else
            cli_report_error(&err);
        failed++;
    }
    dem_engine_close(engine);
    return failed ? CLI_FAILED : CLI_GOOD;
}

static const cli_option options[] = {
    CLI_THREADS_OPTION(relate_values),
    CLI_ENGINE_OPTIONS(relate_values),
    {0},
};

const cli_command cmd_relate = {
    .name = "relate",
    .args = "[FILE]...",
    .summary = "the event between two given spans of a text",
    .text = "Reads JSON Lines {\"id\", \"text\", \"actor\": [[start, end]], \"recipient\": [[start, end]]}, spans in characters,\n"
            "end exclusive, and prints for each line the event that the text tells between the two: its root, CAMEO\n"
            "code, PLOVER type and quad class. There is always an answer.",
    .examples = "  demarche relate pairs.jsonl\n"
                "  echo '{\"id\":\"1\",\"text\":\"Iran accused Israel.\",\"actor\":[[0,4]],\"recipient\":[[13,19]]}' | demarche relate\n",
    .options = options,
    .values = sizeof(relate_values),
    .max_args = -1,
    .run = run,
};
