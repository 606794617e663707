/* SPDX-License-Identifier: Apache-2.0 */
/* demarche brief: what the reports of a database tell, for people. */
#include "cli.h"

typedef struct brief_values {
    dem_filter filter;
    dem_brief_options brief;
    const char *output, *db;
} brief_values;

static int print_brief(const void *values, FILE *out, dem_error *err)
{
    const brief_values *v = values;
    dem_store *store = NULL;
    int rc = dem_store_open(v->db, false, &store, err);
    if (rc == DEM_OK) rc = dem_store_brief(store, &v->filter, &v->brief, out, err);
    dem_store_close(store);
    return rc;
}

static int run(void *values, int argc, char **argv)
{
    (void)argc;
    brief_values *v = values;
    if (v->brief.since && v->brief.since_last) return cli_misuse("brief", "--since and --since-last exclude each other");
    v->db = argv[0];
    return cli_write(v->output, print_brief, v);
}

#define AT(member) offsetof(brief_values, filter.member)
static const cli_option options[] = {
    {"format", 'f', CLI_CHOICE, offsetof(brief_values, brief.format), "text|markdown|html", "how it is printed (default: text)"},
    {"output", 'o', CLI_TEXT, offsetof(brief_values, output), "FILE", "write there (default: standard output)"},
    {"from", 0, CLI_DAY, AT(from), "DAY", "from this day on (YYYY-MM-DD)"},
    {"to", 0, CLI_DAY, AT(to), "DAY", "up to this day, inclusive (YYYY-MM-DD)"},
    {"focus", 0, CLI_TEXT, AT(country), "ISO3", "only what involves this country (SYR)"},
    {"since", 0, CLI_DAY, offsetof(brief_values, brief.since), "DAY", "mark as new what was first reported from this day on"},
    {"since-last", 0, CLI_FLAG, offsetof(brief_values, brief.since_last), NULL,
     "mark as new what was stored since the last brief made with this option; DB remembers"},
    {"min-confidence", 0, CLI_SHARE, AT(min_confidence), "P", "only events of at least this confidence, 0 to 1"},
    {0},
};

const cli_command cmd_brief = {
    .name = "brief",
    .args = "DB",
    .summary = "a readable brief: who offered, accepted, refused; tolls with sources",
    .text = "Prints what the reports in DB tell: initiatives and who stands where, what is new, positions, tolls by source, what\n"
            "sources disagree on, a timeline; each line with its reports. As HTML it is one page that needs nothing else,\n"
            "for the screen and for paper.",
    .examples = "  demarche brief my.db\n"
                "  demarche brief my.db --from 2012-01-01 --to 2012-02-29 -f markdown > brief.md\n"
                "  demarche brief my.db --focus SYR --since-last -f html -o brief.html\n",
    .options = options,
    .values = sizeof(brief_values),
    .min_args = 1,
    .max_args = 1,
    .run = run,
};
