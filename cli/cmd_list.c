/* SPDX-License-Identifier: Apache-2.0 */
/* demarche events, claims, statements, stories, initiatives, positions, reports, actors: reading a database. One table of filters serves
   them all; each option says for which lists it is. */
#include "cli.h"

#include <string.h>

typedef struct list_values {
    dem_filter filter;
    dem_totals totals;
    const char *format;
    bool count, compare;
} list_values;

enum {
    EVENTS = 1,
    CLAIMS = 2,
    STATEMENTS = 4,
    STORIES = 8,
    INITIATIVES = 16,
    POSITIONS = 32,
    REPORTS = 64,
    ACTORS = 128,
    FINDINGS = EVENTS | CLAIMS | STATEMENTS,
    COUNTED = FINDINGS | REPORTS,
    ALL = 255
};

#define AT(member) offsetof(list_values, filter.member)
static const struct {
    int lists;
    cli_option option;
} filters[] = {
    {ALL, {"format", 'f', CLI_CHOICE, offsetof(list_values, format), "table|csv|jsonl", "how it is printed (default: table)"}},
    {ALL, {"from", 0, CLI_DAY, AT(from), "DAY", "from this day on (YYYY-MM-DD)"}},
    {ALL, {"to", 0, CLI_DAY, AT(to), "DAY", "up to this day, inclusive (YYYY-MM-DD)"}},
    {ALL, {"actor", 0, CLI_TEXT, AT(actor), "WHO", "who acts or speaks: the code begins with WHO, or the name holds it"}},
    {EVENTS, {"recipient", 0, CLI_TEXT, AT(recipient), "WHO", "to whom it is done, in the same way"}},
    {ALL, {"country", 0, CLI_TEXT, AT(country), "ISO3", "a country is involved (SYR)"}},
    {EVENTS, {"code", 0, CLI_TEXT, AT(code), "CAMEO", "the CAMEO code begins with this"}},
    {EVENTS, {"root", 0, CLI_TEXT, AT(root), "NN", "the two digits of the CAMEO root (12)"}},
    {EVENTS, {"type", 0, CLI_TEXT, AT(type), "TYPE", "the PLOVER type (AGREE, REJECT, ...)"}},
    {EVENTS, {"status", 0, CLI_CHOICE, AT(status), "actual|future|hypothetical|negated|background", "what the event is said to be"}},
    {INITIATIVES, {"state", 0, CLI_CHOICE, AT(status), "open|accepted|refused|conditional|split|superseded", "how it stands"}},
    {POSITIONS, {"stance", 0, CLI_TEXT, AT(status), "STANCE", "accepts, refuses, conditional, demands, ..."}},
    {CLAIMS, {"kind", 0, CLI_TEXT, AT(kind), "KIND", "killed, wounded, displaced, detained, ..."}},
    {INITIATIVES, {"kind", 0, CLI_CHOICE, AT(kind), "host|mediate|plan|ceasefire|resolution|invitation|visit", "what is proposed"}},
    {EVENTS | CLAIMS, {"place", 0, CLI_TEXT, AT(place), "NAME", "the name of the place holds this word"}},
    {INITIATIVES, {"place", 0, CLI_TEXT, AT(place), "NAME", "the name of the venue holds this word"}},
    {EVENTS, {"min-confidence", 0, CLI_SHARE, AT(min_confidence), "P", "confidence at least this, 0 to 1"}},
    {EVENTS, {"once", 0, CLI_FLAG, AT(once), NULL, "of an event that is told several times only the first telling"}},
    {ALL & ~ACTORS, {"outlet", 0, CLI_TEXT, AT(outlet), "NAME", "the publisher"}},
    {ALL & ~ACTORS, {"report", 0, CLI_TEXT, AT(report), "ID", "one report"}},
    {ALL & ~ACTORS, {"text", 0, CLI_TEXT, AT(text), "WORDS", "the report's text holds these words (\"a phrase\", begin*)"}},
    {FINDINGS, {"coding", 0, CLI_COUNT, AT(coding), "N", "those of an earlier coding, by its key (default: the newest)"}},
    {COUNTED | ACTORS, {"order", 0, CLI_CHOICE, AT(order), "oldest|newest|most", "which comes first; most: of actors and of what is counted"}},
    {ALL & ~(COUNTED | ACTORS), {"order", 0, CLI_CHOICE, AT(order), "oldest|newest", "which comes first"}},
    {ALL, {"limit", 'n', CLI_COUNT, AT(limit), "N", "at most so many lines (0: all)"}},
    {COUNTED, {"count", 'c', CLI_FLAG, offsetof(list_values, count), NULL, "only how many there are"}},
    {CLAIMS, {"compare", 0, CLI_FLAG, offsetof(list_values, compare), NULL, "who counts what: figures for the same, beside each other"}},
    {CLAIMS, {"by", 0, CLI_CHOICE, offsetof(list_values, totals.by), "day|week|month|year|source", "how many in each; source: with --compare"}},
    {COUNTED & ~CLAIMS, {"by", 0, CLI_CHOICE, offsetof(list_values, totals.by), "day|week|month|year", "how many in each (a week by its Monday)"}},
    {EVENTS, {"dyad", 0, CLI_FLAG, offsetof(list_values, totals.dyad), NULL, "how many for each pair of actor and recipient"}},
};

static size_t options_for(int list, cli_option *out, size_t max)
{
    size_t n = 0;
    for (size_t i = 0; i < sizeof filters / sizeof *filters && n < max; i++)
        if (filters[i].lists & list) out[n++] = filters[i].option;
    return n;
}

static int list(const char *what, const list_values *v, const char *path)
{
    dem_store *store = NULL;
    dem_error err = {.byte = -1};
    const char *format = v->format ? v->format : "table";
    if (v->compare && v->count) return cli_misuse(what, "--compare and --count exclude each other");
    if (v->compare && v->filter.order) return cli_misuse(what, "--compare and --order exclude each other");
    if (v->totals.by && !v->compare && strcmp(v->totals.by, "source") == 0) return cli_misuse(what, "--by source goes with --compare");
    int rc = dem_store_open(path, false, &store, &err);
    if (rc == DEM_OK && v->compare)
        rc = dem_store_compare(store, &v->filter, v->totals.by, format, stdout, &err);
    else if (rc == DEM_OK && (v->count || v->totals.by || v->totals.dyad))
        rc = dem_store_totals(store, what, &v->filter, &v->totals, format, stdout, &err);
    else if (rc == DEM_OK)
        rc = dem_store_list(store, what, &v->filter, format, stdout, &err);
    if (ferror(stdout)) cli_output_failed();
    dem_store_close(store);
    if (rc == DEM_OK) return CLI_GOOD;
    return ferror(stdout) ? CLI_FAILED : cli_fail(&err);
}

/* One command: its functions and what --help says. */
#define LIST_COMMAND(what, bit, about, longer, shown)                                              \
    static int run_##what(void *values, int argc, char **argv)                                     \
    {                                                                                              \
        (void)argc;                                                                                \
        return list(#what, values, argv[0]);                                                       \
    }                                                                                              \
    static size_t options_of_##what(cli_option *out, size_t max) { return options_for(bit, out, max); } \
    const cli_command cmd_##what = {                                                               \
        .name = #what,                                                                             \
        .args = "DB",                                                                              \
        .summary = about,                                                                          \
        .text = longer,                                                                            \
        .examples = shown,                                                                         \
        .fill = options_of_##what,                                                                 \
        .values = sizeof(list_values),                                                             \
        .min_args = 1,                                                                             \
        .max_args = 1,                                                                             \
        .run = run_##what,                                                                         \
    }

LIST_COMMAND(events, EVENTS, "events of a database: who did what to whom, who says so",
             "Lists the events stored in DB, by day; or counts them.",
             "  demarche events my.db --country SYR --from 2012-01-01 --to 2012-03-31\n"
             "  demarche events my.db --type REJECT -f csv > refusals.csv\n"
             "  demarche events my.db --root 19 --by month\n"
             "  demarche events my.db --once --dyad --order most -n 10\n");
LIST_COMMAND(claims, CLAIMS, "tolls and other counts, each with its source",
             "Lists the counts of killed, wounded, displaced and other people stored in DB, each with who gives it.",
             "  demarche claims my.db --kind killed\n"
             "  demarche claims my.db --country SYR -f jsonl\n"
             "  demarche claims my.db --kind killed --by week\n"
             "  demarche claims my.db --compare\n"
             "  demarche claims my.db --compare --by source -f csv\n");
LIST_COMMAND(statements, STATEMENTS, "who said what",
             "Lists the statements stored in DB: speaker, words of saying, content, and who passed it on.",
             "  demarche statements my.db --actor RUS\n"
             "  demarche statements my.db --text ceasefire -f csv\n");
LIST_COMMAND(stories, STORIES, "reports that tell the same news",
             "Lists the stories in DB: reports that tell the same news, how many of them are copies, and how many outlets tell it on\n"
             "their own.",
             "  demarche stories my.db --from 2012-01-30 --to 2012-02-05\n"
             "  demarche stories my.db --actor RUS -f jsonl\n");
LIST_COMMAND(initiatives, INITIATIVES, "offers, plans and calls, with who answers how",
             "Lists the initiatives in DB: who proposes what to whom, and how it stands. The records (-f jsonl) hold every answer with\n"
             "its conditions, day and reports.",
             "  demarche initiatives my.db --state open\n"
             "  demarche initiatives my.db --actor RUS --from 2012-01-01 -f jsonl\n");
LIST_COMMAND(positions, POSITIONS, "where each actor stands on each issue",
             "Lists the latest stance of each actor on each issue, with its words, day and report, and the stance before it. With --from\n"
             "or --to, all stances taken in those days.",
             "  demarche positions my.db --actor SYROPP\n"
             "  demarche positions my.db --stance refuses -f csv\n");
LIST_COMMAND(reports, REPORTS, "reports of a database",
             "Lists the reports stored in DB with day, publisher, title and how much was found in them.",
             "  demarche reports my.db\n"
             "  demarche reports my.db --outlet \"Northgate Wire\" -f jsonl\n"
             "  demarche reports my.db --actor IRN --by month\n");
LIST_COMMAND(actors, ACTORS, "who acts, receives and speaks, and how often",
             "Lists who occurs in DB: in how many events somebody acts or is acted upon, how many statements are theirs, from which day\n"
             "to which.",
             "  demarche actors my.db --actor SYR\n"
             "  demarche actors my.db --order most -n 20\n"
             "  demarche actors my.db --from 2012-01-01 --to 2012-01-31 -f csv\n");
