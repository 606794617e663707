/* SPDX-License-Identifier: Apache-2.0 */
/* What the commands share: one table of options drives parsing, usage and help; errors, output and exit codes in one place. */
#ifndef DEMARCHE_CLI_H
#define DEMARCHE_CLI_H

#include "demarche/demarche.h"

/* Exit codes. */
enum { CLI_GOOD = 0, CLI_FAILED = 1, CLI_MISUSE = 2, CLI_INTERRUPTED = 130 };

typedef enum cli_kind {
    CLI_FLAG,   /* bool */
    CLI_TEXT,   /* const char * */
    CLI_DAY,    /* const char *, checked to be YYYY-MM-DD */
    CLI_CHOICE, /* const char *, one of those in `arg` */
    CLI_COUNT,  /* size_t */
    CLI_SHARE,  /* double, 0 to 1 */
    CLI_LIST    /* cli_list */
} cli_kind;

enum { CLI_LIST_MAX = 64 };
typedef struct cli_list {
    const char *items[CLI_LIST_MAX];
    size_t n;
} cli_list;

typedef struct cli_option {
    const char *name; /* NULL ends the table */
    char letter;      /* 0: long form only */
    cli_kind kind;
    size_t at;        /* offsetof in the command's struct of values */
    const char *arg;  /* what stands for the value in help; a choice lists them: "jsonl|csv" */
    const char *help;
} cli_option;

typedef struct cli_command {
    const char *name, *args; /* args: "[FILE]..." */
    const char *summary;     /* one line, for the list of commands */
    const char *text;        /* what --help says below the usage line */
    const char *examples;
    const cli_option *options; /* ends in {0} */
    size_t (*fill)(cli_option *out, size_t max); /* instead, where commands share a table: how many there are */
    size_t values;             /* size of the struct that the options fill */
    int min_args, max_args;    /* max -1: any number */
    int (*run)(void *values, int argc, char **argv);
} cli_command;

/* The commands, in the order of the help; ends in NULL. */
extern const cli_command *const cli_commands[];
extern const cli_command cmd_check, cmd_code, cmd_relate, cmd_explain, cmd_parse, cmd_annotate, cmd_text, cmd_add, cmd_events, cmd_claims,
    cmd_statements, cmd_stories, cmd_initiatives, cmd_positions, cmd_actors, cmd_reports, cmd_brief, cmd_export,
    cmd_lexicon, cmd_eval, cmd_train, cmd_help;
const cli_command *cli_find(const char *name); /* NULL when there is none */

/* Parses, runs and gives the exit code. argv[0] is the command's name. */
int cli_run_command(const cli_command *c, int argc, char **argv);
void cli_print_help(const cli_command *c, FILE *out);
void cli_print_overview(FILE *out);

/* "demarche: ..." on standard error. cli_fail gives the exit code that the error asks for. */
void cli_say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void cli_report_error(const dem_error *err);
int cli_fail(const dem_error *err);
int cli_misuse(const char *command, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* To be called as soon as standard output has failed: keeps the reason for main(), which tells it. */
void cli_output_failed(void);
int cli_output_error(void); /* errno, 0 when nothing failed */

/* Has `write` write to the file, or to standard output when that is NULL or "-"; says what failed and gives the exit code. */
int cli_write(const char *path, int (*write)(const void *ctx, FILE *out, dem_error *err), const void *ctx);

bool cli_color(void);              /* standard output is a terminal and NO_COLOR is not set */
const char *const *cli_files(int argc, char **argv, size_t *n); /* the arguments, or "-" when there are none */
/* For dem_run_options.on_error; ctx begins with a size_t, the count of failures. */
void cli_count_error(void *ctx, const dem_error *err);

/* ---- the engine's options, shared by all commands that code ---- */
typedef struct cli_engine_values {
    const char *data_dir, *model;
    cli_list lexicons;
} cli_engine_values;
#define CLI_ENGINE_OPTIONS(type)                                                                                                      \
    {"lexicon", 0, CLI_LIST, offsetof(type, engine.lexicons), "FILE", "actors of your own, on top of the built-in ones; repeatable"}, \
        {"data-dir", 0, CLI_TEXT, offsetof(type, engine.data_dir), "DIR", "rules, cues and names from here, not the built-in ones"},  \
        {"model", 0, CLI_TEXT, offsetof(type, engine.model), "FILE", "parsing model from here, not the built-in one"}
int cli_engine_open(const cli_engine_values *v, dem_engine **out); /* says what is wrong; gives an exit code */

/* ---- a run that prints what each report becomes ---- */
typedef struct cli_run_values {
    cli_engine_values engine;
    size_t threads;
    const char *format, *output, *published;
    bool verbatim, any_language, stories;
} cli_run_values;
#define CLI_THREADS_OPTION(type) {"threads", 'j', CLI_COUNT, offsetof(type, threads), "N", "threads (default: one for each core)"}
#define CLI_INPUT_OPTIONS                                                                                                            \
    {"published", 0, CLI_DAY, offsetof(cli_run_values, published), "DAY", "publication day of reports that give none (YYYY-MM-DD)"}, \
        {"verbatim", 0, CLI_FLAG, offsetof(cli_run_values, verbatim), NULL, "the text is clean: cut nothing, offsets are the input's"}, \
        {"any-language", 0, CLI_FLAG, offsetof(cli_run_values, any_language), NULL, "do not refuse reports in other languages than English"}
int cli_run_print(const cli_run_values *v, dem_depth depth, dem_output output, int argc, char **argv);

#endif
