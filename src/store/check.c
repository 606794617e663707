/* SPDX-License-Identifier: Apache-2.0 */
/* dem_store_check: is the store what it says it is? The back end's own check, rows that refer to nothing, marks that contradict each other,
   texts against their hashes, findings against the text that they were cut from, and the full-text index against the texts. */
#include "store/check.h"

#include "ingest/sha256.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdlib.h>

enum { BATCH = 50, MAX_DEPTH = 16 };

void dem_check_problem(dem_check *c, const char *fmt, ...)
{
    char line[600];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(line, sizeof line, fmt, ap);
    va_end(ap);
    c->n->problems++;
    if (c->found) c->found(c->ctx, line);
}

/* ---- what SQL can tell ---- */

/* Each must give no row; its first column names the culprit. */
static const struct {
    const char *sql, *what, *says;
} rules[] = {
    {"SELECT r.id FROM reports r WHERE (SELECT count(*) FROM report_codings c WHERE c.report=r.key AND c.current=1)<>1",
     "report", ": not exactly one of its codings is the current one"},
    {"SELECT r.id FROM reports r WHERE EXISTS(SELECT 1 FROM reports o WHERE o.key<>r.key AND o.sha256=r.sha256"
     " AND coalesce(o.publisher, '')=coalesce(r.publisher, ''))",
     "report", ": its text is there twice"},
    {"SELECT x.id FROM events x LEFT JOIN report_codings c ON c.report=x.report AND c.coding=x.coding WHERE c.current IS NULL OR c.current<>x.current",
     "event", ": its coding is not one of its report's, or its mark of the current one is wrong"},
    {"SELECT x.id FROM claims x LEFT JOIN report_codings c ON c.report=x.report AND c.coding=x.coding WHERE c.current IS NULL OR c.current<>x.current",
     "claim", ": its coding is not one of its report's, or its mark of the current one is wrong"},
    {"SELECT x.id FROM statements x LEFT JOIN report_codings c ON c.report=x.report AND c.coding=x.coding"
     " WHERE c.current IS NULL OR c.current<>x.current",
     "statement", ": its coding is not one of its report's, or its mark of the current one is wrong"},
    {"SELECT x.id FROM event_actors p JOIN events x ON x.key=p.event WHERE p.current<>x.current OR coalesce(p.day, '')<>coalesce(x.day, '')"
     " OR coalesce(p.until, '')<>coalesce(x.until, '') OR p.report<>x.report",
     "event", ": its actors stand under another report, day or coding"},
    {"SELECT x.id FROM claim_actors p JOIN claims x ON x.key=p.claim WHERE p.current<>x.current OR coalesce(p.day, '')<>coalesce(x.day, '')"
     " OR coalesce(p.until, '')<>coalesce(x.until, '')",
     "claim", ": its actors stand under another day or coding"},
    {"SELECT x.id FROM event_actors p JOIN events x ON x.key=p.event JOIN actors a ON a.key=p.actor"
     " WHERE coalesce(p.head, '')<>coalesce(substr(a.code, 1, 3), '')",
     "event", ": an actor does not have the code that it stands under"},
    {"SELECT x.id FROM event_actors p JOIN events x ON x.key=p.event WHERE p.acts<>CASE WHEN p.role='actor' OR x.mutual=1 THEN 1 ELSE 0 END"
     " OR p.receives<>CASE WHEN p.role='recipient' OR x.mutual=1 THEN 1 ELSE 0 END",
     "event", ": of an actor it is marked wrongly who acts and who receives"},
    {"SELECT r.id FROM report_codings c JOIN reports r ON r.key=c.report"
     " WHERE c.events<>(SELECT count(*) FROM events x WHERE x.report=c.report AND x.coding=c.coding)",
     "report", ": a coding of it has found another number of events than are there"},
    {"SELECT r.id FROM report_codings c JOIN reports r ON r.key=c.report"
     " WHERE c.claims<>(SELECT count(*) FROM claims x WHERE x.report=c.report AND x.coding=c.coding)",
     "report", ": a coding of it has found another number of claims than are there"},
    {"SELECT r.id FROM report_codings c JOIN reports r ON r.key=c.report"
     " WHERE c.statements<>(SELECT count(*) FROM statements x WHERE x.report=c.report AND x.coding=c.coding)",
     "report", ": a coding of it has found another number of statements than are there"},
    {"SELECT r.id FROM report_codings c JOIN reports r ON r.key=c.report LEFT JOIN digests d ON d.report=c.report"
     " WHERE c.current=1 AND c.digest=1 AND (d.report IS NULL OR d.coding<>c.coding)",
     "report", ": its digest is not there, or is another coding's"},
    {"SELECT x.id FROM initiatives x WHERE x.positions<>(SELECT count(*) FROM positions p WHERE p.issue=x.id AND p.latest=1)",
     "initiative", ": another number of positions was taken on it than are there"},
    {"SELECT x.id FROM stories x WHERE NOT EXISTS(SELECT 1 FROM story_reports p WHERE p.story=x.key)", "story", " has no reports"},
    {"SELECT x.id FROM initiatives x WHERE NOT EXISTS(SELECT 1 FROM initiative_bids p WHERE p.initiative=x.key)", "initiative", " has no reports"},
    {"SELECT x.id FROM event_clusters x WHERE NOT EXISTS(SELECT 1 FROM cluster_events p WHERE p.cluster=x.key)",
     "event cluster", " has no events"},
    {"SELECT x.id FROM positions x WHERE x.latest=1 AND EXISTS(SELECT 1 FROM positions o WHERE o.actor=x.actor AND o.issue=x.issue"
     " AND o.latest=1 AND o.key<>x.key)",
     "position", ": another one is the latest of its actor and issue, too"},
};

static int check_rule(dem_check *c, const char *sql, const char *what, const char *says)
{
    dem_stmt *st;
    bool row = true;
    int rc = dem_sql_open(c->s, dem_str_c(sql), &st, c->err);
    if (rc != DEM_OK) return rc;
    while ((rc = dem_sql_step(st, &row, c->err)) == DEM_OK && row) {
        dem_str who = dem_str_cut(dem_col_text(st, c->a), 0, 200);
        dem_check_problem(c, "%s %.*s%s", what, DEM_FMT(who), says);
        dem_arena_reset(c->a);
    }
    dem_sql_free(st);
    return rc;
}

/* The name in "CREATE UNIQUE INDEX name ON ...", "CREATE TABLE name(...". */
static dem_str made_by(dem_str statement)
{
    static const char *const words[] = {"CREATE", "UNIQUE", "VIRTUAL", "TABLE", "INDEX"};
    enum { N = sizeof words / sizeof *words };
    dem_str word = DEM_STR_NONE;
    for (bool key = true; key && dem_str_split(&statement, ' ', &word);) {
        key = false;
        for (size_t i = 0; i < N; i++) key = key || dem_str_is(word, words[i]);
    }
    size_t end = dem_str_find(word, DEM_STR("("), 0);
    return end < word.n ? dem_str_cut(word, 0, end) : word;
}

/* Is every table and index there? A lost one is not missed before it is slow, or lets in what it should keep out. */
static int check_tables(dem_check *c)
{
    static const char *const ask[] = {[DEM_DIALECT_SQLITE] = "SELECT count(*) FROM sqlite_schema WHERE name=?",
                                      [DEM_DIALECT_POSTGRES] = "SELECT count(to_regclass(?))"};
    dem_buf sql = {0};
    dem_schema_print(c->s->ops->dialect, &sql);
    dem_str rest = dem_buf_view(&sql), statement;
    int rc = sql.failed ? dem_fail(c->err, DEM_EMEMORY, "memory is out") : DEM_OK;
    while (rc == DEM_OK && dem_str_split(&rest, ';', &statement)) {
        if (!dem_str_starts(statement, DEM_STR("CREATE"))) continue;
        dem_str name = made_by(statement);
        dem_stmt *st;
        int64_t there = 0;
        rc = dem_sql_kept(c->s, ask[c->s->ops->dialect], &st, c->err);
        if (rc != DEM_OK) break;
        dem_sql_text(st, name);
        rc = dem_sql_run_key(st, &there, c->err);
        if (rc == DEM_OK && there < 1) dem_check_problem(c, "the store has no %.*s", DEM_FMT(name));
    }
    dem_buf_free(&sql);
    return rc;
}

/* What refers to what; the back ends see to it, unless somebody has told them not to. */
static const struct {
    const char *table, *column, *to;
} references[] = {{"report_codings", "report", "reports"},   {"report_codings", "coding", "codings"},
                  {"events", "report", "reports"},           {"events", "coding", "codings"},
                  {"events", "speaker_actor", "actors"},     {"event_actors", "event", "events"},
                  {"event_actors", "actor", "actors"},       {"claims", "report", "reports"},
                  {"claims", "coding", "codings"},           {"claims", "speaker_actor", "actors"},
                  {"claim_actors", "claim", "claims"},       {"claim_actors", "actor", "actors"},
                  {"statements", "report", "reports"},       {"statements", "coding", "codings"},
                  {"statements", "speaker_actor", "actors"}, {"conditions", "event", "events"},
                  {"conditions", "statement", "statements"}, {"digests", "report", "reports"},
                  {"digests", "coding", "codings"},          {"digest_keys", "report", "reports"},
                  {"demands", "report", "reports"},
                  {"story_reports", "story", "stories"},     {"story_reports", "report", "reports"},
                  {"story_reports", "copy_of", "reports"},   {"cluster_events", "cluster", "event_clusters"},
                  {"cluster_events", "event", "events"},     {"initiatives", "superseded_by", "initiatives"},
                  {"initiative_actors", "initiative", "initiatives"}, {"initiative_actors", "actor", "actors"},
                  {"initiative_events", "initiative", "initiatives"}, {"initiative_events", "event", "events"},
                  {"initiative_bids", "report", "reports"},  {"initiative_bids", "initiative", "initiatives"},
                  {"responses", "initiative", "initiatives"}, {"responses", "actor", "actors"},
                  {"responses", "event", "events"},          {"responses", "report", "reports"},
                  {"positions", "actor", "actors"},          {"positions", "report", "reports"},
                  {"positions", "event", "events"},          {"positions", "previous", "positions"}};

static int check_reference(dem_check *c, size_t i)
{
    char sql[256];
    int64_t n = 0;
    dem_stmt *st;
    snprintf(sql, sizeof sql, "SELECT count(*) FROM %s c WHERE c.%s IS NOT NULL AND NOT EXISTS(SELECT 1 FROM %s p WHERE p.key=c.%s)",
             references[i].table, references[i].column, references[i].to, references[i].column);
    int rc = dem_sql_open(c->s, dem_str_c(sql), &st, c->err);
    if (rc != DEM_OK) return rc;
    rc = dem_sql_run_key(st, &n, c->err);
    dem_sql_free(st);
    if (n > 0)
        dem_check_problem(c, "%lld rows of %s refer to %s that are not there", (long long)n, references[i].table, references[i].to);
    return rc;
}

/* ---- a report and what was found in it ---- */

/* Where each code point of the text starts. */
static int index_text(dem_check *c)
{
    if (c->text.n + 1 > c->room) {
        uint32_t *more = realloc(c->bytes, (c->text.n + 1) * sizeof *more);
        if (!more) return dem_fail(c->err, DEM_EMEMORY, "memory is out");
        c->bytes = more;
        c->room = c->text.n + 1;
    }
    c->points = 0;
    for (size_t i = 0; i < c->text.n; i++)
        if (((unsigned char)c->text.p[i] & 0xc0) != 0x80) c->bytes[c->points++] = (uint32_t)i;
    c->bytes[c->points] = (uint32_t)c->text.n;
    return DEM_OK;
}

static bool cuts(const dem_check *c, int64_t start, int64_t end, dem_str words)
{
    if (start < 0 || end < start || (uint64_t)end > c->points) return false;
    return dem_str_eq(dem_str_cut(c->text, c->bytes[start], c->bytes[end]), words);
}

/* The first object with text, start and end whose words do not stand there; NULL: none. */
static const json_t *wrong_span(const dem_check *c, const json_t *v, int depth)
{
    if (depth > MAX_DEPTH) return NULL;
    const json_t *wrong = NULL, *item;
    const char *key;
    size_t i;
    json_t *child;
    if (json_is_array(v)) {
        json_array_foreach(v, i, item)
            if ((wrong = wrong_span(c, item, depth + 1))) return wrong;
        return NULL;
    }
    if (!json_is_object(v)) return NULL;
    const json_t *text = json_object_get(v, "text"), *start = json_object_get(v, "start"), *end = json_object_get(v, "end");
    if (json_is_string(text) && json_is_integer(start) && json_is_integer(end) &&
        !cuts(c, json_integer_value(start), json_integer_value(end), (dem_str){json_string_value(text), json_string_length(text)}))
        return v;
    json_object_foreach((json_t *)v, key, child)
        if ((wrong = wrong_span(c, child, depth + 1))) return wrong;
    return NULL;
}

static dem_str text_of(const json_t *v)
{
    return json_is_string(v) ? (dem_str){json_string_value(v), json_string_length(v)} : DEM_STR_NONE;
}

static void check_record(dem_check *c, const char *kind, dem_str id, dem_str record)
{
    json_t *o = json_loadb(record.p ? record.p : "", record.n, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
    const json_t *own = json_object_get(o, "id"), *report = json_object_get(o, "report");
    if (!dem_str_eq(text_of(own), id) || !dem_str_eq(text_of(report), c->report)) {
        dem_check_problem(c, "%s %.*s of report %.*s: its record is damaged or another one's", kind, DEM_FMT(id), DEM_FMT(c->report));
    } else {
        const json_t *wrong = wrong_span(c, o, 0);
        if (wrong)
            dem_check_problem(c, "%s %.*s of report %.*s: \"%.60s\" is not what stands at %lld-%lld of the text", kind, DEM_FMT(id), DEM_FMT(c->report),
                    json_string_value(json_object_get(wrong, "text")), (long long)json_integer_value(json_object_get(wrong, "start")),
                    (long long)json_integer_value(json_object_get(wrong, "end")));
    }
    json_decref(o);
}

static int check_findings(dem_check *c, const char *sql, const char *kind, int64_t report)
{
    dem_stmt *st;
    bool row = true;
    int rc = dem_sql_kept(c->s, sql, &st, c->err);
    if (rc != DEM_OK) return rc;
    dem_sql_int(st, report);
    while ((rc = dem_sql_step(st, &row, c->err)) == DEM_OK && row) {
        dem_str id = dem_col_text(st, c->a);
        int64_t start = dem_col_int(st, -1), end = dem_col_int(st, -1);
        dem_str sentence = dem_col_text(st, c->a), record = dem_col_text(st, c->a);
        c->n->findings++;
        if (start >= 0 && !cuts(c, start, end, sentence))
            dem_check_problem(c, "%s %.*s of report %.*s: its sentence is not what stands at %lld-%lld of the text", kind, DEM_FMT(id),
                    DEM_FMT(c->report), (long long)start, (long long)end);
        check_record(c, kind, id, record);
    }
    return rc;
}

static void check_text(dem_check *c, dem_str sha256, dem_str record)
{
    char sum[65];
    dem_sha256_hex(c->text, sum);
    if (!dem_str_is(sha256, sum)) dem_check_problem(c, "report %.*s: its text does not have the hash that it came with", DEM_FMT(c->report));
    json_t *o = json_loadb(record.p ? record.p : "", record.n, JSON_ALLOW_NUL, NULL);
    const json_t *text = json_object_get(o, "text");
    if (!json_is_string(text) || !dem_str_eq(c->text, (dem_str){json_string_value(text), json_string_length(text)}))
        dem_check_problem(c, "report %.*s: its record is damaged or holds another text", DEM_FMT(c->report));
    json_decref(o);
}

#define FINDINGS(table) "SELECT id, sentence_start, sentence_end, sentence, record FROM " table " WHERE report=?"
static int check_report(dem_check *c, int64_t key, dem_str title, dem_str sha256, dem_str record)
{
    c->n->reports++;
    int rc = index_text(c);
    if (rc != DEM_OK) return rc;
    check_text(c, sha256, record);
    rc = check_findings(c, FINDINGS("events"), "event", key);
    if (rc == DEM_OK) rc = check_findings(c, FINDINGS("claims"), "claim", key);
    if (rc == DEM_OK) rc = check_findings(c, FINDINGS("statements"), "statement", key);
    bool found = true;
    if (rc == DEM_OK) rc = dem_store_text_found(c->s, key, title, c->text, &found, c->err);
    if (!found) dem_check_problem(c, "report %.*s: the full-text index does not hold its words", DEM_FMT(c->report));
    return rc;
}

typedef struct report_row {
    int64_t key;
    dem_str id, title, sha256, text, record;
} report_row;

/* The next reports after the key; read whole before anything else is asked, for kept statements have one user at a time. */
static int next_reports(dem_check *c, int64_t after, report_row *rows, size_t *n)
{
    dem_stmt *st;
    bool row = true;
    int rc = dem_sql_kept(c->s, "SELECT key, id, title, sha256, text, record FROM reports WHERE key>? ORDER BY key LIMIT 50", &st, c->err);
    *n = 0;
    if (rc != DEM_OK) return rc;
    dem_sql_int(st, after);
    while ((rc = dem_sql_step(st, &row, c->err)) == DEM_OK && row && *n < BATCH) {
        report_row *r = &rows[(*n)++];
        r->key = dem_col_int(st, 0);
        dem_str *texts[] = {&r->id, &r->title, &r->sha256, &r->text, &r->record};
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) *texts[i] = dem_col_text(st, c->a);
    }
    if (rc == DEM_OK && dem_arena_failed(c->a)) rc = dem_fail(c->err, DEM_EMEMORY, "memory is out");
    return rc;
}

static int check_reports(dem_check *c)
{
    report_row rows[BATCH];
    size_t n = 1;
    int64_t after = INT64_MIN;
    int rc = DEM_OK;
    while (rc == DEM_OK && n) {
        rc = next_reports(c, after, rows, &n);
        for (size_t i = 0; rc == DEM_OK && i < n; i++) {
            c->report = rows[i].id;
            c->text = rows[i].text;
            after = rows[i].key;
            rc = check_report(c, rows[i].key, rows[i].title, rows[i].sha256, rows[i].record);
        }
        dem_arena_reset(c->a);
    }
    return rc;
}

/* SQLite reads its whole file; a PostgreSQL server sees to its own. */
static int check_file(dem_check *c)
{
    if (c->s->ops->dialect != DEM_DIALECT_SQLITE) return DEM_OK;
    dem_stmt *st;
    bool row = true;
    int rc = dem_sql_open(c->s, DEM_STR("PRAGMA integrity_check(20)"), &st, c->err);
    if (rc != DEM_OK) return rc;
    while ((rc = dem_sql_step(st, &row, c->err)) == DEM_OK && row) {
        dem_str says = dem_col_text(st, c->a);
        if (!dem_str_is(says, "ok")) dem_check_problem(c, "SQLite says: %.*s", DEM_FMT(dem_str_cut(says, 0, 400)));
    }
    dem_sql_free(st);
    return rc;
}

int dem_store_check(dem_store *s, void (*found)(void *ctx, const char *problem), void *ctx, dem_store_counts *counts, dem_error *err)
{
    dem_store_counts own = {0};
    dem_check c = {.s = s, .found = found, .ctx = ctx, .n = counts ? counts : &own, .a = dem_arena_new(0), .err = err};
    *c.n = (dem_store_counts){0};
    if (!c.a) return dem_fail(err, DEM_EMEMORY, "memory is out");
    s->doing = "the store cannot be checked";
    int rc = dem_store_begin(s, false, err);
    bool begun = rc == DEM_OK;
    if (rc == DEM_OK) rc = check_file(&c);
    if (rc == DEM_OK) rc = check_tables(&c);
    for (size_t i = 0; rc == DEM_OK && i < sizeof references / sizeof *references; i++) rc = check_reference(&c, i);
    for (size_t i = 0; rc == DEM_OK && i < sizeof rules / sizeof *rules; i++) rc = check_rule(&c, rules[i].sql, rules[i].what, rules[i].says);
    if (rc == DEM_OK) rc = check_reports(&c);
    if (rc == DEM_OK) rc = dem_check_derived(&c);
    if (begun) dem_store_rollback(s);
    if (rc == DEM_OK) {
        bool in_step = true;
        rc = dem_store_index_check(s, &in_step, err);
        if (!in_step) dem_check_problem(&c, "the full-text index is not in step with the reports");
    }
    free(c.bytes);
    dem_arena_free(c.a);
    return rc;
}
