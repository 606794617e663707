/* SPDX-License-Identifier: Apache-2.0 */
/* demarche help [COMMAND]. */
#include "cli.h"

static int run(void *values, int argc, char **argv)
{
    (void)values;
    const cli_command *c = argc > 0 ? cli_find(argv[0]) : NULL;
    if (argc > 0 && !c) return cli_misuse(NULL, "there is no command '%s'", argv[0]);
    if (c)
        cli_print_help(c, stdout);
    else
        cli_print_overview(stdout);
    return CLI_GOOD;
}

const cli_command cmd_help = {
    .name = "help",
    .args = "[COMMAND]",
    .summary = "what a command does and its options",
    .text = "Prints the commands, or what one command does.",
    .examples = "  demarche help\n"
                "  demarche help code\n",
    .max_args = 1,
    .run = run,
};
