/* SPDX-License-Identifier: Apache-2.0 */
/* demarche events, claims, statements, reports: reading a database. */
#include "cli.h"

typedef struct list_values {
    dem_filter filter;
    const char *format;
} list_values;

static int list(const char *what, const list_values *v, char **argv)
{
    dem_store *store = NULL;
    dem_error err = {.byte = -1};
    int rc = dem_store_open(argv[0], false, &store, &err);
    if (rc == DEM_OK) rc = dem_store_list(store, what, &v->filter, v->format ? v->format : "table", stdout, &err);
    if (ferror(stdout)) cli_output_failed();
    dem_store_close(store);
    if (rc == DEM_OK) return CLI_GOOD;
    return ferror(stdout) ? CLI_FAILED : cli_fail(&err);
}

static int run_events(void *values, int argc, char **argv)
{
    (void)argc;
    return list("events", values, argv);
}

static int run_claims(void *values, int argc, char **argv)
{
    (void)argc;
    return list("claims", values, argv);
}

static int run_statements(void *values, int argc, char **argv)
{
    (void)argc;
    return list("statements", values, argv);
}

static int run_reports(void *values, int argc, char **argv)
{
    (void)argc;
    return list("reports", values, argv);
}

#define AT(member) offsetof(list_values, filter.member)
#define FORMAT_OPTION {"format", 'f', CLI_CHOICE, offsetof(list_values, format), "table|csv|jsonl", "how it is printed (default: table)"}
#define DAY_OPTIONS                                                                  \
    {"from", 0, CLI_DAY, AT(from), "DAY", "from this day on (YYYY-MM-DD)"},          \
        {"to", 0, CLI_DAY, AT(to), "DAY", "up to this day, inclusive (YYYY-MM-DD)"}
#define COUNTRY_OPTION {"country", 0, CLI_TEXT, AT(country), "ISO3", "a country is involved (SYR)"}
#define SOURCE_OPTIONS                                                                     \
    {"outlet", 0, CLI_TEXT, AT(outlet), "NAME", "the publisher"},                          \
        {"report", 0, CLI_TEXT, AT(report), "ID", "one report"},                           \
        {"text", 0, CLI_TEXT, AT(text), "WORDS", "the text holds these words"},            \
        {"limit", 'n', CLI_COUNT, AT(limit), "N", "at most so many lines (0: all)"}

static const cli_option event_options[] = {
    FORMAT_OPTION,
    DAY_OPTIONS,
    {"actor", 0, CLI_TEXT, AT(actor), "WHO", "the actor's code begins with WHO, or its name holds it"},
    {"recipient", 0, CLI_TEXT, AT(recipient), "WHO", "the same for the recipient"},
    COUNTRY_OPTION,
    {"code", 0, CLI_TEXT, AT(code), "CAMEO", "the CAMEO code begins with this"},
    {"type", 0, CLI_TEXT, AT(type), "TYPE", "the PLOVER type (AGREE, REJECT, ...)"},
    {"status", 0, CLI_CHOICE, AT(status), "actual|future|hypothetical|negated|background", "what the event is said to be"},
    {"min-confidence", 0, CLI_SHARE, AT(min_confidence), "P", "confidence at least this, 0 to 1"},
    SOURCE_OPTIONS,
    {0},
};

static const cli_option claim_options[] = {
    FORMAT_OPTION, DAY_OPTIONS, COUNTRY_OPTION, {"kind", 0, CLI_TEXT, AT(kind), "KIND", "killed, wounded, displaced, detained, ..."},
    SOURCE_OPTIONS, {0},
};

static const cli_option statement_options[] = {
    FORMAT_OPTION, DAY_OPTIONS, {"actor", 0, CLI_TEXT, AT(actor), "WHO", "the speaker's code begins with WHO, or the name holds it"},
    COUNTRY_OPTION, SOURCE_OPTIONS, {0},
};

static const cli_option report_options[] = {FORMAT_OPTION, DAY_OPTIONS, SOURCE_OPTIONS, {0}};

const cli_command cmd_events = {
    .name = "events",
    .args = "DB",
    .summary = "events of a database: who did what to whom, who says so",
    .text = "Lists the events stored in DB, by day.",
    .examples = "  demarche events my.db --country SYR --from 2012-01-01 --to 2012-03-31\n"
                "  demarche events my.db --type REJECT -f csv > refusals.csv\n",
    .options = event_options,
    .values = sizeof(list_values),
    .min_args = 1,
    .max_args = 1,
    .run = run_events,
};

const cli_command cmd_claims = {
    .name = "claims",
    .args = "DB",
    .summary = "tolls and other counts, each with its source",
    .text = "Lists the counts of killed, wounded, displaced and other people stored in DB, each with who gives it.",
    .examples = "  demarche claims my.db --kind killed\n"
                "  demarche claims my.db --country SYR -f jsonl\n",
    .options = claim_options,
    .values = sizeof(list_values),
    .min_args = 1,
    .max_args = 1,
    .run = run_claims,
};

const cli_command cmd_statements = {
    .name = "statements",
    .args = "DB",
    .summary = "who said what",
    .text = "Lists the statements stored in DB: speaker, words of saying, content, and who passed it on.",
    .examples = "  demarche statements my.db --actor RUS\n"
                "  demarche statements my.db --text ceasefire -f csv\n",
    .options = statement_options,
    .values = sizeof(list_values),
    .min_args = 1,
    .max_args = 1,
    .run = run_statements,
};

const cli_command cmd_reports = {
    .name = "reports",
    .args = "DB",
    .summary = "reports of a database",
    .text = "Lists the reports stored in DB with day, publisher, title and how much was found in them.",
    .examples = "  demarche reports my.db\n"
                "  demarche reports my.db --outlet \"Northgate Wire\" -f jsonl\n",
    .options = report_options,
    .values = sizeof(list_values),
    .min_args = 1,
    .max_args = 1,
    .run = run_reports,
};
