/* SPDX-License-Identifier: Apache-2.0 */
/* demarche text: the cleaned text and the metadata of a report. */
#include "cli.h"

static int run(void *values, int argc, char **argv)
{
    return cli_run_print(values, DEM_DEPTH_TEXT, DEM_OUT_TEXT, argc, argv);
}

static const cli_option options[] = {
    {"input", 'i', CLI_CHOICE, offsetof(cli_run_values, format), "auto|text|html|jsonl", "what the files are (default: auto)"},
    CLI_THREADS_OPTION(cli_run_values),
    CLI_INPUT_OPTIONS,
    CLI_ENGINE_OPTIONS(cli_run_values),
    {0},
};

const cli_command cmd_text = {
    .name = "text",
    .args = "[FILE]...",
    .summary = "the cleaned text and the metadata of a report",
    .text = "Prints the text that is coded: without menus, captions, signatures and other matter around the report. The\n"
            "offsets of all records count the characters of this text.",
    .examples = "  demarche text page.html\n"
                "  demarche text -i html - < page.html\n",
    .options = options,
    .values = sizeof(cli_run_values),
    .max_args = -1,
    .run = run,
};
