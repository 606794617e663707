/* SPDX-License-Identifier: Apache-2.0 */
/* demarche: finds the command and runs it. Standard output is closed here, so that a full disk is never a success. */
#include "cli.h"

#include <errno.h>
#include <string.h>

const cli_command *const cli_commands[] = {
    &cmd_code, &cmd_explain, &cmd_add, &cmd_brief, &cmd_events, &cmd_claims, &cmd_statements, &cmd_stories,
    &cmd_initiatives, &cmd_positions, &cmd_reports, &cmd_actors, &cmd_export, &cmd_check, &cmd_annotate, &cmd_parse,
    &cmd_text, &cmd_relate, &cmd_lexicon, &cmd_eval, &cmd_train, &cmd_help, NULL};

const cli_command *cli_find(const char *name)
{
    for (size_t i = 0; cli_commands[i]; i++)
        if (strcmp(cli_commands[i]->name, name) == 0) return cli_commands[i];
    return NULL;
}

static int print_version(void)
{
    dem_engine *engine = NULL;
    int rc = cli_engine_open(&(cli_engine_values){0}, &engine);
    if (rc != CLI_GOOD) return rc;
    printf("demarche %s\nmodel %s\nlexicon %s\n", dem_version(), dem_engine_model_version(engine), dem_engine_lexicon_version(engine));
    dem_engine_close(engine);
    return CLI_GOOD;
}

static int dispatch(int argc, char **argv)
{
    if (argc < 2) {
        cli_print_overview(stderr);
        return CLI_MISUSE;
    }
    if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0) return print_version();
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        cli_print_overview(stdout);
        return CLI_GOOD;
    }
    const cli_command *c = cli_find(argv[1]);
    if (!c) return cli_misuse(NULL, "there is no command '%s'", argv[1]);
    return cli_run_command(c, argc - 1, argv + 1);
}

int main(int argc, char **argv)
{
    int rc = dispatch(argc, argv);
    bool failed = ferror(stdout) != 0;
    errno = 0;
    if (fclose(stdout) != 0 || failed) cli_output_failed();
    int code = cli_output_error();
    if (code && code != EPIPE) cli_say("cannot write the output: %s", strerror(code)); /* a reader that went away has seen enough */
    return code && rc == CLI_GOOD ? CLI_FAILED : rc;
}
