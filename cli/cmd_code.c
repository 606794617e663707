/* SPDX-License-Identifier: Apache-2.0 */
/* demarche code: reports in, records out. */
#include "cli.h"

#include <string.h>

static int run(void *values, int argc, char **argv)
{
    static const struct {
        const char *name;
        dem_output output;
    } outputs[] = {{"jsonl", DEM_OUT_JSONL}, {"csv", DEM_OUT_CSV}, {"table", DEM_OUT_TABLE}, {"events", DEM_OUT_EVENTS}};
    const cli_run_values *v = values;
    dem_output output = DEM_OUT_JSONL;
    for (size_t i = 0; v->output && i < sizeof outputs / sizeof *outputs; i++)
        if (strcmp(outputs[i].name, v->output) == 0) output = outputs[i].output;
    if (v->stories && (output == DEM_OUT_CSV || output == DEM_OUT_TABLE)) return cli_misuse("code", "--stories prints records: it goes with --format jsonl and events");
    return cli_run_print(v, DEM_DEPTH_FULL, output, argc, argv);
}

static const cli_option options[] = {
    {"format", 'f', CLI_CHOICE, offsetof(cli_run_values, output), "jsonl|csv|table|events",
     "all records, or events alone as CSV, for reading, or without the report record"},
    {"input", 'i', CLI_CHOICE, offsetof(cli_run_values, format), "auto|text|html|jsonl|conllu", "what the files are (default: auto)"},
    {"stories", 0, CLI_FLAG, offsetof(cli_run_values, stories), NULL, "then what the reports have in common: stories, initiatives, positions"},
    CLI_THREADS_OPTION(cli_run_values),
    CLI_INPUT_OPTIONS,
    CLI_ENGINE_OPTIONS(cli_run_values),
    {0},
};

const cli_command cmd_code = {
    .name = "code",
    .args = "[FILE]...",
    .summary = "reports in; events, claims and statements out",
    .text = "Reads reports (text, HTML, JSON Lines; '-' or no FILE: standard input) and prints what they tell: one JSON\n"
            "object a line, in the order of the input. demarche-records(5) describes the records. A file that fails is\n"
            "named on standard error, the others are done, and the exit status is 1.",
    .examples = "  demarche code report.txt\n"
                "  demarche code -f table newsroom/*.txt\n"
                "  demarche code --stories newsroom/*.txt | grep '\"record\":\"initiative\"'\n"
                "  demarche code -j 4 -f csv reports.jsonl > events.csv\n"
                "  demarche code --lexicon my-actors.txt --published 2012-01-31 - < report.txt\n",
    .options = options,
    .values = sizeof(cli_run_values),
    .max_args = -1,
    .run = run,
};
