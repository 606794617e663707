/* SPDX-License-Identifier: Apache-2.0 */
/* demarche parse: tags, lemmas and dependency trees as CoNLL-U. */
#include "cli.h"

static int run(void *values, int argc, char **argv)
{
    return cli_run_print(values, DEM_DEPTH_PARSE, DEM_OUT_CONLLU, argc, argv);
}

static const cli_option options[] = {
    {"input", 'i', CLI_CHOICE, offsetof(cli_run_values, format), "auto|text|html|jsonl|conllu", "what the files are (default: auto)"},
    CLI_THREADS_OPTION(cli_run_values),
    CLI_INPUT_OPTIONS,
    CLI_ENGINE_OPTIONS(cli_run_values),
    {0},
};

const cli_command cmd_parse = {
    .name = "parse",
    .args = "[FILE]...",
    .summary = "text or CoNLL-U in, Universal Dependencies trees out",
    .text = "Splits text into sentences and words and prints their tags, lemmas and dependency trees as CoNLL-U.\n"
            "With -i conllu the sentences and words of the input are kept and get new tags and trees.",
    .examples = "  echo 'Moscow offered to host the talks.' | demarche parse\n"
                "  demarche parse -i conllu gold.conllu > parsed.conllu\n",
    .options = options,
    .values = sizeof(cli_run_values),
    .max_args = -1,
    .run = run,
};
