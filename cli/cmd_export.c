/* SPDX-License-Identifier: Apache-2.0 */
/* demarche export: events in the formats of other programs. */
#include "cli.h"

#include <string.h>

typedef struct export_values {
    dem_filter filter;
    const char *format, *output, *by, *count, *source;
} export_values;

/* A database begins with SQLite's sixteen bytes or is an address; all else is read as records. */
static bool is_store(const char *path)
{
    if (strncmp(path, "postgres:", 9) == 0 || strncmp(path, "postgresql:", 11) == 0) return true;
    FILE *f = strcmp(path, "-") == 0 ? NULL : fopen(path, "rb");
    if (!f) return false;
    char head[16];
    bool store = fread(head, 1, sizeof head, f) == sizeof head && memcmp(head, "SQLite format 3", 16) == 0;
    fclose(f);
    return store;
}

static int write_events(const void *values, FILE *out, dem_error *err)
{
    const export_values *v = values;
    dem_export_options o = {.format = v->format, .by = v->by, .roots = v->count && strcmp(v->count, "root") == 0};
    if (!is_store(v->source)) return dem_records_export(v->source, &v->filter, &o, out, err);
    dem_store *store = NULL;
    int rc = dem_store_open(v->source, false, &store, err);
    if (rc == DEM_OK) rc = dem_store_export(store, &v->filter, &o, out, err);
    dem_store_close(store);
    return rc;
}

static int run(void *values, int argc, char **argv)
{
    (void)argc;
    export_values *v = values;
    if (!v->format) return cli_misuse("export", "--format is missing");
    if ((v->by || v->count) && strcmp(v->format, "dyads") != 0) return cli_misuse("export", "--by and --count are for --format dyads");
    v->source = argv[0];
    return cli_write(v->output, write_events, v);
}

#define AT(member) offsetof(export_values, filter.member)
static const cli_option options[] = {
    {"format", 'f', CLI_CHOICE, offsetof(export_values, format),
     "gdelt|gdelt2|gdelt-mentions|petrarch|phoenix|icews|polecat|ngec|plover|csv|dyads|graphml", "whose format; required"},
    {"output", 'o', CLI_TEXT, offsetof(export_values, output), "FILE", "write there (default: standard output)"},
    {"by", 0, CLI_CHOICE, offsetof(export_values, by), "day|week|month|year", "dyads: what is counted together (default: month)"},
    {"count", 0, CLI_CHOICE, offsetof(export_values, count), "quad|root", "dyads: by quad class (default) or by CAMEO root"},
    {"from", 0, CLI_DAY, AT(from), "DAY", "from this day on (YYYY-MM-DD)"},
    {"to", 0, CLI_DAY, AT(to), "DAY", "up to this day, inclusive (YYYY-MM-DD)"},
    {"actor", 0, CLI_TEXT, AT(actor), "WHO", "the actor's code begins with WHO, or its name holds it"},
    {"recipient", 0, CLI_TEXT, AT(recipient), "WHO", "the same for the recipient"},
    {"country", 0, CLI_TEXT, AT(country), "ISO3", "a country is involved (SYR)"},
    {"code", 0, CLI_TEXT, AT(code), "CAMEO", "the CAMEO code begins with this"},
    {"root", 0, CLI_TEXT, AT(root), "NN", "the first two digits of the CAMEO code"},
    {"place", 0, CLI_TEXT, AT(place), "NAME", "the event's place, or how a word of it begins"},
    {"type", 0, CLI_TEXT, AT(type), "TYPE", "the PLOVER type (AGREE, REJECT, ...)"},
    {"status", 0, CLI_CHOICE, AT(status), "actual|future|hypothetical|negated|background", "what the event is said to be (default: actual)"},
    {"min-confidence", 0, CLI_SHARE, AT(min_confidence), "P", "confidence at least this, 0 to 1"},
    {"outlet", 0, CLI_TEXT, AT(outlet), "NAME", "the publisher"},
    {"report", 0, CLI_TEXT, AT(report), "ID", "one report"},
    {0},
};

const cli_command cmd_export = {
    .name = "export",
    .args = "DB|RECORDS",
    .summary = "events in the formats of other programs: GDELT, ICEWS, PLOVER, ...",
    .text = "Writes the events of a database, or of the records that 'demarche code' prints ('-': standard input), in the\n"
            "format of another program, with compound actors as one row for each pair. Only what happened, unless --status\n"
            "says otherwise. What demarche does not know stays empty.",
    .examples = "  demarche export my.db -f gdelt -o events.CSV\n"
                "  demarche export my.db -f dyads --by month --from 2012-01-01 -o dyads.csv\n"
                "  demarche export my.db -f graphml --country SYR -o syria.graphml\n"
                "  demarche code reports.jsonl | demarche export - -f plover\n",
    .options = options,
    .values = sizeof(export_values),
    .min_args = 1,
    .max_args = 1,
    .run = run,
};
