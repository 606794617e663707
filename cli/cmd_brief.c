/* SPDX-License-Identifier: Apache-2.0 */
/* demarche brief: what a database tells, for people. */
#include "cli.h"

typedef struct brief_values {
    dem_filter filter;
    const char *format;
} brief_values;

static int run(void *values, int argc, char **argv)
{
    (void)argc;
    const brief_values *v = values;
    dem_store *store = NULL;
    dem_error err = {.byte = -1};
    int rc = dem_store_open(argv[0], false, &store, &err);
    if (rc == DEM_OK) rc = dem_store_brief(store, &v->filter, v->format ? v->format : "text", stdout, &err);
    if (ferror(stdout)) cli_output_failed();
    dem_store_close(store);
    if (rc == DEM_OK) return CLI_GOOD;
    return ferror(stdout) ? CLI_FAILED : cli_fail(&err);
}

#define AT(member) offsetof(brief_values, filter.member)
static const cli_option options[] = {
    {"format", 'f', CLI_CHOICE, offsetof(brief_values, format), "text|markdown", "how it is printed (default: text)"},
    {"from", 0, CLI_DAY, AT(from), "DAY", "from this day on (YYYY-MM-DD)"},
    {"to", 0, CLI_DAY, AT(to), "DAY", "up to this day, inclusive (YYYY-MM-DD)"},
    {"country", 0, CLI_TEXT, AT(country), "ISO3", "a country is involved (SYR)"},
    {"min-confidence", 0, CLI_SHARE, AT(min_confidence), "P", "only events of at least this confidence, 0 to 1"},
    {0},
};

const cli_command cmd_brief = {
    .name = "brief",
    .args = "DB",
    .summary = "a readable brief: who offered, accepted, refused; tolls with sources",
    .text = "Prints what the reports in DB tell: offers and who stands where, a timeline, tolls with their sources.",
    .examples = "  demarche brief my.db\n"
                "  demarche brief my.db --from 2012-01-01 --to 2012-02-29 -f markdown > brief.md\n",
    .options = options,
    .values = sizeof(brief_values),
    .min_args = 1,
    .max_args = 1,
    .run = run,
};
