/* SPDX-License-Identifier: Apache-2.0 */
/* demarche lexicon: check, import, look up and compile the files that say who is who. */
#include "cli.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

typedef struct lexicon_values {
    cli_engine_values engine;
    const char *on, *format, *from, *output, *report;
    bool overlay, strict;
} lexicon_values;

/* ---- files that are written ---- */

static FILE *open_output(const char *path)
{
    FILE *f = path && strcmp(path, "-") != 0 ? fopen(path, "wb") : stdout;
    if (!f) cli_say("%s: cannot write: %s", path, strerror(errno));
    return f;
}

/* The exit code; main() looks at standard output itself. */
static int close_output(FILE *f, const char *path, int rc)
{
    if (f == stdout || !f) return rc;
    bool failed = ferror(f) != 0;
    if (fclose(f) == 0 && !failed) return rc;
    cli_say("%s: cannot write: %s", path, strerror(errno));
    return CLI_FAILED;
}

/* Half a lexicon is none. A device or a pipe is not ours to take away. */
static void remove_file(const char *path)
{
    struct stat st;
    if (lstat(path, &st) == 0 && S_ISREG(st.st_mode)) remove(path);
}

/* ---- look-up ---- */

static int look_up(const lexicon_values *v, int argc, char **argv)
{
    dem_engine *engine = NULL;
    int rc = cli_engine_open(&v->engine, &engine);
    if (rc != CLI_GOOD) return rc;
    dem_error err = {.byte = -1};
    for (int i = 0; i < argc && rc != CLI_MISUSE; i++) {
        size_t found = 0;
        if (dem_lexicon_print(engine, argv[i], v->on, v->format, stdout, &found, &err) != DEM_OK) rc = ferror(stdout) ? CLI_FAILED : cli_fail(&err);
        else if (!found) rc = CLI_FAILED;
        if (rc == CLI_FAILED && !found && v->format && strcmp(v->format, "jsonl") == 0) cli_say("%s: no entry has this name", argv[i]);
    }
    dem_engine_close(engine);
    return rc;
}

/* ---- check ---- */

static int check(const lexicon_values *v, int argc, char **argv)
{
    dem_lexicon_counts n = {0};
    dem_error err = {.byte = -1};
    if (dem_lexicon_check((const char *const *)argv, (size_t)argc, v->engine.data_dir, v->overlay, stdout, &n, &err) != DEM_OK)
        return ferror(stdout) ? CLI_FAILED : cli_fail(&err);
    printf("%zu actors, %zu countries, %zu roles, %zu word lists, %zu places; %zu names, %zu terms\n", n.actors, n.countries, n.roles, n.lists, n.places, n.names,
           n.terms);
    printf("%zu errors, %zu warnings\n", n.errors, n.warnings);
    return n.errors || (v->strict && n.warnings) ? CLI_FAILED : CLI_GOOD;
}

/* ---- import ---- */

static int import(const lexicon_values *v, int argc, char **argv)
{
    dem_error err = {.byte = -1};
    dem_import_counts n = {0};
    FILE *report = v->report ? open_output(v->report) : stderr;
    FILE *out = report ? open_output(v->output) : NULL;
    if (!out) return close_output(report == stderr ? NULL : report, v->report, CLI_FAILED);
    int rc = CLI_GOOD;
    if (dem_lexicon_import(v->from, (const char *const *)argv, (size_t)argc, out, report, &n, &err) != DEM_OK) rc = cli_fail(&err);
    if (rc == CLI_GOOD)
        cli_say("imported %zu actors with %zu names and %zu codes, %zu roles with %zu terms; %zu things lost, %zu changed, each reported; %zu names were there twice",
                n.entries, n.names, n.codes, n.roles, n.terms, n.lost, n.changed, n.repeated);
    rc = close_output(out, v->output, rc);
    return report == stderr ? rc : close_output(report, v->report, rc);
}

/* ---- compile ---- */

static int compile(const lexicon_values *v, int argc, char **argv)
{
    dem_error err = {.byte = -1};
    size_t failed = 0;
    FILE *out = open_output(v->output);
    if (!out) return CLI_FAILED;
    int rc = CLI_GOOD;
    if (dem_lexicon_build((const char *const *)argv, (size_t)argc, out, cli_count_error, &failed, &err) != DEM_OK) rc = failed ? CLI_FAILED : cli_fail(&err);
    rc = close_output(out, v->output, rc);
    if (rc != CLI_GOOD && out != stdout) remove_file(v->output);
    return rc;
}

static const struct verb {
    const char *name;
    int (*run)(const lexicon_values *v, int argc, char **argv);
} verbs[] = {{"lookup", look_up}, {"check", check}, {"import", import}, {"compile", compile}};

/* An option that the verb has no use for is a mistake of the caller's. */
static const char *unused_option(const lexicon_values *v, const char *verb)
{
    bool lookup = strcmp(verb, "lookup") == 0, checks = strcmp(verb, "check") == 0, imports = strcmp(verb, "import") == 0;
    if (v->on && !lookup) return "on";
    if (v->format && !lookup) return "format";
    if (v->engine.lexicons.n && !lookup) return "lexicon";
    if (v->engine.model && !lookup) return "model";
    if (v->engine.data_dir && !lookup && !checks) return "data-dir";
    if (v->overlay && !checks) return "overlay";
    if (v->strict && !checks) return "strict";
    if (v->from && !imports) return "from";
    if (v->report && !imports) return "report";
    if (v->output && (lookup || checks)) return "output";
    return NULL;
}

static int run(void *values, int argc, char **argv)
{
    const lexicon_values *v = values;
    const char *verb = argv[0];
    size_t i = 0, n = sizeof verbs / sizeof *verbs;
    while (i < n && strcmp(verbs[i].name, verb) != 0) i++;
    if (i == n) return cli_misuse("lexicon", "'%s' is none of lookup, check, import, compile", verb);
    if (argc < 2) return cli_misuse("lexicon", "an argument is missing: demarche lexicon %s %s", verb, i == 0 ? "NAME..." : "FILE...");
    const char *unused = unused_option(v, verb);
    if (unused) return cli_misuse("lexicon", "%s has no option '--%s'", verb, unused);
    if (strcmp(verb, "import") == 0 && !v->from) return cli_misuse("lexicon", "import needs --from tabari|petrarch|icews|csv");
    if (strcmp(verb, "compile") == 0 && !v->output) return cli_misuse("lexicon", "compile needs --output FILE");
    return verbs[i].run(v, argc - 1, argv + 1);
}

static const cli_option options[] = {
    {"on", 0, CLI_DAY, offsetof(lexicon_values, on), "DAY", "lookup: the day (YYYY-MM-DD); without it the last office counts"},
    {"format", 'f', CLI_CHOICE, offsetof(lexicon_values, format), "text|jsonl", "lookup: how it is printed"},
    {"from", 0, CLI_CHOICE, offsetof(lexicon_values, from), "tabari|petrarch|icews|csv", "import: the format of the files"},
    {"output", 'o', CLI_TEXT, offsetof(lexicon_values, output), "FILE", "import, compile: write here"},
    {"report", 0, CLI_TEXT, offsetof(lexicon_values, report), "FILE", "import: what could not be kept, here and not on standard error"},
    {"overlay", 0, CLI_FLAG, offsetof(lexicon_values, overlay), NULL, "check: also name what the files take over from the built-in lexicon"},
    {"strict", 0, CLI_FLAG, offsetof(lexicon_values, strict), NULL, "check: warnings count as errors"},
    CLI_ENGINE_OPTIONS(lexicon_values),
    {0},
};

const cli_command cmd_lexicon = {
    .name = "lexicon",
    .args = "lookup NAME... | check FILE... | import FILE... | compile FILE...",
    .summary = "who a name is on a day; check, import and compile actor files",
    .text = "lookup   says which code a name has on a day, which line gave it and why, and what else it could be;\n"
            "         exit status 1 when the lexicon does not have it\n"
            "check    reads actor and place files and names duplicates, overlaps, unknown codes and broken lines\n"
            "import   turns dictionaries of TABARI, PETRARCH and Phoenix, ICEWS, and tables into an actor file\n"
            "compile  makes actor files into the form that loads at once, for --lexicon of any command",
    .examples = "  demarche lexicon lookup \"Kofi Annan\" --on 2012-03-28\n"
                "  demarche lexicon check mine.txt\n"
                "  demarche lexicon import --from petrarch Phoenix.Countries.actors.txt -o phoenix.txt\n"
                "  demarche lexicon import --from csv actors.csv -o mine.txt --report lost.txt\n"
                "  demarche lexicon compile mine.txt -o mine.lex && demarche code --lexicon mine.lex report.txt\n",
    .options = options,
    .values = sizeof(lexicon_values),
    .min_args = 1,
    .max_args = -1,
    .run = run,
};
