/* SPDX-License-Identifier: Apache-2.0 */
/* demarche annotate: every layer of a report as one JSON object. */
#include "cli.h"

static int run(void *values, int argc, char **argv)
{
    return cli_run_print(values, DEM_DEPTH_FULL, DEM_OUT_ANNOTATE, argc, argv);
}

static const cli_option options[] = {
    {"input", 'i', CLI_CHOICE, offsetof(cli_run_values, format), "auto|text|html|jsonl|conllu", "what the files are (default: auto)"},
    CLI_THREADS_OPTION(cli_run_values),
    CLI_INPUT_OPTIONS,
    CLI_ENGINE_OPTIONS(cli_run_values),
    {0},
};

const cli_command cmd_annotate = {
    .name = "annotate",
    .args = "[FILE]...",
    .summary = "one JSON object a report with every layer",
    .text = "Prints sentences, tokens with their tree, mentions, times, statements, events and claims of each report.\n"
            "Offsets are characters (Unicode code points) of the cleaned text, end exclusive.",
    .examples = "  demarche annotate report.txt\n"
                "  demarche annotate --verbatim reports.jsonl > annotated.jsonl\n",
    .options = options,
    .values = sizeof(cli_run_values),
    .max_args = -1,
    .run = run,
};
