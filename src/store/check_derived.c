/* SPDX-License-Identifier: Apache-2.0 */
/* For dem_store_check, what is derived: lists and filters go by columns and rows, records are what is printed; do both say the same? */
#include "store/check.h"

#include <jansson.h>

enum { PAGE = 500, MAX_COLUMNS = 8 };

/* A column, or a count of rows, and the member of the record that it must equal; of a list or an object its length. Counts of nothing are
   NULL, as the record has no empty lists. */
typedef struct column {
    const char *sql, *path;
} column;

#define ROWS(from) "nullif((SELECT count(*) FROM " from "), 0)"
static const struct {
    const char *table, *what;
    column columns[MAX_COLUMNS];
} tables[] = {
    {"reports", "report",
     {{"x.title", "title"}, {"x.publisher", "publisher"}, {"x.author", "author"}, {"x.published", "published"}, {"x.url", "url"},
      {"x.language", "language"}}},
    {"events", "event",
     {{"x.cameo", "cameo"}, {"x.status", "status"}, {"x.type", "plover.type"}, {"x.date_start", "date.start"}, {"x.place", "place.name"},
      {ROWS("event_actors p WHERE p.event=x.key AND p.role='actor'"), "actor"},
      {ROWS("event_actors p WHERE p.event=x.key AND p.role='recipient'"), "recipient"},
      {ROWS("conditions p WHERE p.event=x.key"), "conditions"}}},
    {"claims", "claim",
     {{"x.kind", "kind"}, {"x.low", "count.min"}, {"x.high", "count.max"}, {"x.qualifier", "count.qualifier"}, {"x.date_start", "period.start"},
      {"x.place", "place.name"}, {ROWS("claim_actors p WHERE p.claim=x.key AND p.role='victim'"), "victims"},
      {ROWS("claim_actors p WHERE p.claim=x.key AND p.role='perpetrator'"), "perpetrator"}}},
    {"statements", "statement",
     {{"x.speaker_code", "speaker.code"}, {"x.cue", "cue.text"}, {"x.direct", "direct"},
      {ROWS("conditions p WHERE p.statement=x.key"), "conditions"}}},
    {"stories", "story",
     {{"x.first", "first"}, {"x.last", "last"}, {"x.outlets", "outlets"}, {ROWS("story_reports p WHERE p.story=x.key"), "reports"}}},
    {"event_clusters", "event cluster",
     {{"x.cameo", "cameo"}, {"x.day", "first"}, {"x.outlets", "outlets"}, {ROWS("cluster_events p WHERE p.cluster=x.key"), "events"}}},
    {"initiatives", "initiative",
     {{"x.kind", "kind"}, {"x.state", "state"}, {"x.venue", "venue"}, {"x.first", "first"}, {"x.last", "last"},
      {ROWS("initiative_actors p WHERE p.initiative=x.key AND p.role='proposer'"), "proposer"},
      {ROWS("initiative_actors p WHERE p.initiative=x.key AND p.role='party'"), "parties"},
      {ROWS("responses p WHERE p.initiative=x.key"), "responses"}}},
    {"positions", "position", {{"x.issue", "issue"}, {"x.stance", "stance"}, {"x.day", "date"}, {"x.quote", "quote"},
      {ROWS("positions p WHERE x.latest=1 AND p.id>x.id || '~' AND p.id<x.id || '~a'"), "earlier"}}},
};

static const json_t *member(const json_t *o, const char *path)
{
    char name[32];
    while (o && *path) {
        size_t n = strcspn(path, ".");
        snprintf(name, sizeof name, "%.*s", (int)n, path);
        o = json_object_get(o, name);
        path += n + (path[n] == '.');
    }
    return o;
}

/* Is the value, as the database would print it, this text? */
static bool says(const json_t *v, dem_str text)
{
    char number[32] = "";
    if (json_is_string(v)) return dem_str_eq(text, (dem_str){json_string_value(v), json_string_length(v)});
    if (json_is_array(v)) snprintf(number, sizeof number, "%zu", json_array_size(v));
    if (json_is_integer(v)) snprintf(number, sizeof number, "%lld", (long long)json_integer_value(v));
    if (json_is_boolean(v)) snprintf(number, sizeof number, "%d", json_is_true(v));
    return dem_str_is(text, number);
}

/* The next page of rows after the key; *after is the last one's, *n how many there were. */
static int check_page(dem_check *c, dem_stmt *st, size_t table, int64_t *after, size_t *n)
{
    bool row = true;
    int rc = DEM_OK;
    dem_sql_int(st, *after);
    for (*n = 0; (rc = dem_sql_step(st, &row, c->err)) == DEM_OK && row; ++*n) {
        *after = dem_col_int(st, 0);
        dem_str id = dem_col_text(st, c->a), record = dem_col_text(st, c->a);
        json_t *o = json_loadb(record.p ? record.p : "", record.n, JSON_ALLOW_NUL, NULL);
        if (!o) dem_check_problem(c, "%s %.*s: its record is damaged", tables[table].what, DEM_FMT(id));
        for (const column *x = tables[table].columns; x < tables[table].columns + MAX_COLUMNS && x->sql; x++) {
            dem_str text = dem_col_text(st, c->a);
            if (o && !says(member(o, x->path), text))
                dem_check_problem(c, "%s %.*s: what the tables say of its \"%s\" is not what its record says", tables[table].what, DEM_FMT(id), x->path);
        }
        json_decref(o);
        dem_arena_reset(c->a);
    }
    return rc;
}

static int check_table(dem_check *c, size_t table)
{
    dem_buf sql = {0};
    dem_stmt *st = NULL;
    int64_t after = INT64_MIN;
    dem_buf_c(&sql, "SELECT x.key, x.id, x.record");
    for (const column *x = tables[table].columns; x < tables[table].columns + MAX_COLUMNS && x->sql; x++) dem_buf_printf(&sql, ", %s", x->sql);
    dem_buf_printf(&sql, " FROM %s x WHERE x.key>? ORDER BY x.key LIMIT %d", tables[table].table, PAGE);
    int rc = sql.failed ? dem_fail(c->err, DEM_EMEMORY, "memory is out") : dem_sql_open(c->s, dem_buf_view(&sql), &st, c->err);
    for (size_t n = PAGE; rc == DEM_OK && n == PAGE;) rc = check_page(c, st, table, &after, &n);
    dem_sql_free(st);
    dem_buf_free(&sql);
    return rc;
}

int dem_check_derived(dem_check *c)
{
    int rc = DEM_OK;
    for (size_t i = 0; rc == DEM_OK && i < sizeof tables / sizeof *tables; i++) rc = check_table(c, i);
    return rc == DEM_OK ? dem_check_digests(c) : rc;
}
