/* SPDX-License-Identifier: Apache-2.0 */
/* From a command's table of options: parsing by getopt_long, the usage line, the help. */
#include "cli.h"

#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_OPTIONS = 48, LONG_ONLY = 256, HELP_COLUMN = 26 };

/* A command's options: its own table, or its part of a shared one. */
typedef struct table {
    cli_option items[MAX_OPTIONS];
    size_t n;
} table;

static table options_of(const cli_command *c)
{
    table t = {.n = 0};
    if (c->fill) t.n = c->fill(t.items, MAX_OPTIONS);
    for (size_t i = 0; c->options && c->options[i].name && t.n < MAX_OPTIONS; i++) t.items[t.n++] = c->options[i];
    return t;
}

/* One entry of the list: "  -f, --format jsonl|csv    text". */
static void print_option(FILE *out, char letter, const char *name, const char *arg, const char *help)
{
    char left[128], key[8] = "    ";
    if (letter) snprintf(key, sizeof key, "-%c, ", letter);
    int n = snprintf(left, sizeof left, "  %s--%s%s%s", key, name, arg ? " " : "", arg ? arg : "");
    if (n >= HELP_COLUMN)
        fprintf(out, "%s\n%*s%s\n", left, HELP_COLUMN, "", help);
    else
        fprintf(out, "%-*s%s\n", HELP_COLUMN, left, help);
}

void cli_print_help(const cli_command *c, FILE *out)
{
    const table t = options_of(c);
    fprintf(out, "usage: demarche %s%s%s%s\n\n%s\n\noptions:\n", c->name, t.n ? " [options]" : "", *c->args ? " " : "", c->args, c->text);
    for (size_t i = 0; i < t.n; i++) print_option(out, t.items[i].letter, t.items[i].name, t.items[i].arg, t.items[i].help);
    print_option(out, 'h', "help", NULL, "print this and exit");
    fprintf(out, "\nexamples:\n%s", c->examples);
}

void cli_print_overview(FILE *out)
{
    fputs("usage: demarche COMMAND [options] [arguments]\n\n"
          "Reads news reports about conflicts and keeps the sourced record of the diplomacy in them.\n\ncommands:\n",
          out);
    for (size_t i = 0; cli_commands[i]; i++) fprintf(out, "  %-12s%s\n", cli_commands[i]->name, cli_commands[i]->summary);
    fputs("\n'demarche COMMAND --help' says more; 'demarche --version' prints the versions of program, model and lexicon.\n\n"
          "examples:\n"
          "  demarche code report.txt\n"
          "  demarche explain \"Iran offered to host the talks.\"\n"
          "  demarche add my.db newsroom/*.txt && demarche brief my.db\n",
          out);
}

static bool is_choice(const char *choices, const char *value)
{
    size_t n = strlen(value);
    while (n) {
        if (strncmp(choices, value, n) == 0 && (choices[n] == '|' || choices[n] == '\0')) return true;
        const char *bar = strchr(choices, '|');
        if (!bar) return false;
        choices = bar + 1;
    }
    return false;
}

/* The form only; whether the calendar has the day is the library's to say. */
static bool is_day(const char *s)
{
    static const char form[] = "dddd-dd-dd";
    size_t i = 0;
    for (; s[i] && form[i]; i++)
        if (form[i] == 'd' ? !isdigit((unsigned char)s[i]) : s[i] != '-') return false;
    return !s[i] && !form[i];
}

/* NULL, or what is wrong with the value. */
static const char *store_value(const cli_option *o, void *values, const char *text)
{
    void *at = (char *)values + o->at;
    char *end;
    errno = 0;
    switch (o->kind) {
    case CLI_FLAG: *(bool *)at = true; return NULL;
    case CLI_TEXT: *(const char **)at = text; return NULL;
    case CLI_DAY: *(const char **)at = text; return is_day(text) ? NULL : "is not a day written YYYY-MM-DD";
    case CLI_CHOICE: *(const char **)at = text; return is_choice(o->arg, text) ? NULL : "is none of";
    case CLI_COUNT: {
        unsigned long n = strtoul(text, &end, 10);
        *(size_t *)at = n;
        return isdigit((unsigned char)*text) && !*end && !errno && n <= 1000000000UL ? NULL : "is not a whole number";
    }
    case CLI_SHARE: {
        double v = strtod(text, &end);
        *(double *)at = v;
        return end != text && !*end && v >= 0 && v <= 1 ? NULL : "is not a number from 0 to 1";
    }
    case CLI_LIST: {
        cli_list *l = at;
        if (l->n == CLI_LIST_MAX) return "is one too many";
        l->items[l->n++] = text;
        return NULL;
    }
    }
    return NULL;
}

/* Fills getopt's two tables; val of the i-th option is LONG_ONLY + i, its letter is looked up. */
static void make_tables(const table *t, struct option *longs, char *shorts)
{
    size_t n = t->n;
    size_t s = 0;
    shorts[s++] = ':'; /* a missing value is told from an unknown option */
    shorts[s++] = 'h';
    for (size_t i = 0; i < n; i++) {
        const cli_option *o = &t->items[i];
        longs[i] = (struct option){o->name, o->arg ? required_argument : no_argument, NULL, LONG_ONLY + (int)i};
        if (!o->letter) continue;
        shorts[s++] = o->letter;
        if (o->arg) shorts[s++] = ':';
    }
    longs[n] = (struct option){"help", no_argument, NULL, 'h'};
    longs[n + 1] = (struct option){0};
    shorts[s] = '\0';
}

static const cli_option *option_of(const table *t, int val)
{
    if (val >= LONG_ONLY) return (size_t)(val - LONG_ONLY) < t->n ? &t->items[val - LONG_ONLY] : NULL;
    for (size_t i = 0; i < t->n; i++)
        if (t->items[i].letter && t->items[i].letter == val) return &t->items[i];
    return NULL;
}

/* CLI_GOOD, or the exit code; *help: --help was asked for. */
static int parse(const cli_command *c, void *values, int argc, char **argv, bool *help)
{
    struct option longs[MAX_OPTIONS + 2];
    char shorts[2 * MAX_OPTIONS + 4];
    const table t = options_of(c);
    make_tables(&t, longs, shorts);
    opterr = 0;
    for (int val; (val = getopt_long(argc, argv, shorts, longs, NULL)) != -1;) {
        if (val == 'h') {
            *help = true;
            return CLI_GOOD;
        }
        if (val == ':') return cli_misuse(c->name, "option '%s' needs a value", argv[optind - 1]);
        if (val == '?' && optopt && optopt < LONG_ONLY) return cli_misuse(c->name, "there is no option '-%c'", optopt);
        const cli_option *o = val == '?' ? NULL : option_of(&t, val);
        if (!o) return cli_misuse(c->name, "there is no option '%s', or it takes no value", argv[optind - 1]);
        const char *wrong = store_value(o, values, optarg);
        if (wrong)
            return cli_misuse(c->name, "--%s: '%s' %s%s%s", o->name, optarg, wrong, o->kind == CLI_CHOICE ? " " : "",
                              o->kind == CLI_CHOICE ? o->arg : "");
    }
    return CLI_GOOD;
}

int cli_run_command(const cli_command *c, int argc, char **argv)
{
    void *values = calloc(1, c->values ? c->values : 1);
    if (!values) return cli_fail(&(dem_error){.code = DEM_EMEMORY, .message = "memory is out", .byte = -1});
    bool help = false;
    int rc = parse(c, values, argc, argv, &help), left = argc - optind;
    if (rc == CLI_GOOD && help)
        cli_print_help(c, stdout);
    else if (rc == CLI_GOOD && left < c->min_args)
        rc = cli_misuse(c->name, "an argument is missing: demarche %s %s", c->name, c->args);
    else if (rc == CLI_GOOD && c->max_args >= 0 && left > c->max_args)
        rc = cli_misuse(c->name, "one argument too many: '%s'", argv[optind + c->max_args]);
    else if (rc == CLI_GOOD)
        rc = c->run(values, left, argv + optind);
    free(values);
    return rc;
}
