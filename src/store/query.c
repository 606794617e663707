/* SPDX-License-Identifier: Apache-2.0 */
/* Filters as SQL. Values are always bound, never written into the text. The conditions are shaped so that an index answers each: a
   filter on actors goes from the dictionary of actors to the rows of the day range, not from every event to its actors. */
#include "store/query.h"

int dem_query_begin(dem_query *q, dem_store *s, dem_error *err)
{
    *q = (dem_query){.s = s, .a = dem_arena_new(0)};
    return q->a ? DEM_OK : dem_fail(err, DEM_EMEMORY, "memory is out");
}

void dem_query_free(dem_query *q)
{
    dem_buf_free(&q->sql);
    dem_arena_free(q->a);
}

void dem_query_add(dem_query *q, const char *sql)
{
    dem_buf_c(&q->sql, sql);
}

static dem_value *add_value(dem_query *q, const char *sql)
{
    dem_buf_c(&q->sql, sql);
    if (q->n < DEM_QUERY_VALUES) return &q->values[q->n++];
    q->failed = true;
    return NULL;
}

void dem_query_text(dem_query *q, const char *sql, dem_str v)
{
    dem_value *x = add_value(q, sql);
    if (x) *x = (dem_value){.kind = DEM_VALUE_TEXT, .text = v};
}

void dem_query_int(dem_query *q, const char *sql, int64_t v)
{
    dem_value *x = add_value(q, sql);
    if (x) *x = (dem_value){.kind = DEM_VALUE_INT, .integer = v};
}

void dem_query_real(dem_query *q, const char *sql, double v)
{
    dem_value *x = add_value(q, sql);
    if (x) *x = (dem_value){.kind = DEM_VALUE_REAL, .real = v};
}

int dem_query_open(dem_query *q, dem_stmt **out, dem_error *err)
{
    if (q->failed) return dem_fail(err, DEM_EUSAGE, "too many filters at once");
    if (q->sql.failed || dem_arena_failed(q->a)) return dem_fail(err, DEM_EMEMORY, "memory is out");
    int rc = dem_sql_open(q->s, dem_buf_view(&q->sql), out, err);
    for (size_t i = 0; rc == DEM_OK && i < q->n; i++) {
        const dem_value *v = &q->values[i];
        if (v->kind == DEM_VALUE_TEXT) dem_sql_text(*out, v->text);
        if (v->kind == DEM_VALUE_INT) dem_sql_int(*out, v->integer);
        if (v->kind == DEM_VALUE_REAL) dem_sql_real(*out, v->real, true);
    }
    return rc;
}

/* ---- filters ---- */

static bool given(const char *v)
{
    return v && v[0];
}

static dem_str upper(dem_query *q, const char *v)
{
    dem_str s = dem_str_dup(q->a, dem_str_c(v));
    char *p = s.p ? dem_alloc(q->a, s.n + 1) : NULL;
    if (!p) return DEM_STR_NONE;
    for (size_t i = 0; i < s.n; i++) p[i] = (char)(s.p[i] >= 'a' && s.p[i] <= 'z' ? s.p[i] - 'a' + 'A' : s.p[i]);
    return (dem_str){p, s.n};
}

/* " AND COLUMN>=? AND COLUMN<?": texts that begin with the value, as a range that an index knows. */
static void prefix_range(dem_query *q, const char *column, dem_str v)
{
    char sql[64];
    snprintf(sql, sizeof sql, "%s>=?", column);
    dem_query_text(q, sql, v);
    char *end = dem_alloc(q->a, v.n + 1);
    if (!end || !v.n) return;
    memcpy(end, v.p, v.n);
    end[v.n - 1]++; /* ASCII: checked by who asks */
    snprintf(sql, sizeof sql, " AND %s<?", column);
    dem_query_text(q, sql, (dem_str){end, v.n});
}

static bool is_number(const char *v)
{
    return v[strspn(v, "0123456789")] == '\0';
}

static bool is_code(const char *v)
{
    for (; *v; v++)
        if (!((*v >= 'a' && *v <= 'z') || (*v >= 'A' && *v <= 'Z') || (*v >= '0' && *v <= '9'))) return false;
    return true;
}

/* "% word%": names folded, at the start of a word. Empty when nothing is left of it. */
static dem_str like(dem_query *q, const char *v)
{
    dem_buf b = {0};
    dem_buf_ch(&b, '%');
    dem_store_fold(dem_str_c(v), &b);
    bool any = b.n > 1;
    dem_buf_ch(&b, '%');
    dem_str s = b.failed ? DEM_STR_NONE : dem_str_dup(q->a, dem_buf_view(&b));
    if (b.failed) q->sql.failed = true;
    dem_buf_free(&b);
    return any ? s : DEM_STR("\x01"); /* no text holds it */
}

/* A plain word is compared with codes as a prefix, and with names at the start of a word. */
void dem_query_actors(dem_query *q, const char *who)
{
    dem_query_add(q, "(SELECT a.key FROM actors a WHERE ");
    if (is_code(who)) {
        dem_query_add(q, "(");
        prefix_range(q, "a.code", upper(q, who));
        dem_query_add(q, ") OR ");
    }
    dem_query_text(q, "a.folded LIKE ?)", like(q, who));
}

/* Which rows of a coding are looked at: the newest of each report, or those of one coding. `alias` has a column `current`. */
static void newest(dem_query *q, const dem_filter *f, const char *alias)
{
    if (f->coding) return;
    dem_query_add(q, " AND ");
    dem_query_add(q, alias);
    dem_query_add(q, "current=1");
}

/* Before a column that is to be compared row by row, not looked up in an index for each of thousands of actors. */
static const char *one_by_one(const dem_query *q)
{
    return q->s->ops->dialect == DEM_DIALECT_SQLITE ? "+" : "";
}

/* How to come from an actor to the rows of a table p: "SELECT p.KEY FROM TABLE p WHERE ...". */
typedef struct through {
    const char *key, *table;
    const char *actor;  /* column: the actor's key */
    const char *head;   /* expression: the first three letters of its code */
    const char *code;   /* column: its code; NULL: in the table of actors only */
    const char *also;   /* " AND p.acts=1" */
    bool spans;         /* the table has `until` */
} through;

/* The days of the filter. A row that lasts is found twice over: by its first day and, when that is before the first day asked for, by its
   last (`late`). "+" keeps SQLite from looking by first days there, of which there are many. */
static void through_days(dem_query *q, const dem_filter *f, bool late)
{
    if (late) {
        dem_query_text(q, " AND p.until>=?", dem_str_c(f->from));
        dem_query_text(q, q->s->ops->dialect == DEM_DIALECT_SQLITE ? " AND +p.day<?" : " AND p.day<?", dem_str_c(f->from));
        return;
    }
    if (given(f->from)) dem_query_text(q, " AND p.day>=?", dem_str_c(f->from));
    if (given(f->to)) dem_query_text(q, " AND p.day<=?", dem_str_c(f->to));
}

/* Whose code begins with `who`, three letters at least: a country may have thousands of names, so its rows are found by the head of the
   code and the day, and only then looked at one by one. */
static void through_code(dem_query *q, const dem_filter *f, const through *t, const char *who, bool late)
{
    char sql[200];
    dem_str code = upper(q, who);
    snprintf(sql, sizeof sql, "SELECT p.%s FROM %s p WHERE %s=?", t->key, t->table, t->head);
    dem_query_text(q, sql, dem_str_cut(code, 0, 3));
    through_days(q, f, late);
    newest(q, f, "p.");
    dem_query_add(q, t->also);
    if (code.n == 3) return;
    dem_query_add(q, " AND ");
    if (t->code) {
        prefix_range(q, t->code, code);
        return;
    }
    snprintf(sql, sizeof sql, "%sp.%s IN (SELECT a.key FROM actors a WHERE ", one_by_one(q), t->actor);
    dem_query_add(q, sql);
    prefix_range(q, "a.code", code);
    dem_query_add(q, ")");
}

/* Whose name holds `who`; with `also_code` whose code begins so, too, else only those whose code does not: they are found by code. */
static void through_name(dem_query *q, const dem_filter *f, const through *t, const char *who, bool also_code, bool late)
{
    char sql[160];
    snprintf(sql, sizeof sql, "SELECT p.%s FROM %s p WHERE p.%s IN ", t->key, t->table, t->actor);
    dem_query_add(q, sql);
    if (also_code) {
        dem_query_actors(q, who);
    } else {
        dem_query_text(q, "(SELECT a.key FROM actors a WHERE a.folded LIKE ?", like(q, who));
        dem_query_add(q, " AND NOT (a.code IS NOT NULL AND ");
        prefix_range(q, "a.code", upper(q, who));
        dem_query_add(q, "))");
    }
    through_days(q, f, late);
    newest(q, f, "p.");
    dem_query_add(q, t->also);
}

static void through_actor(dem_query *q, const dem_filter *f, const through *t, const char *who)
{
    bool by_code = is_code(who) && strlen(who) >= 3;
    for (int late = 0; late < (t->spans && given(f->from) ? 2 : 1); late++) {
        if (late) dem_query_add(q, " UNION ALL ");
        if (by_code) through_code(q, f, t, who, late);
        if (by_code) dem_query_add(q, " UNION ALL ");
        through_name(q, f, t, who, !by_code, late);
    }
}

#define SPEAKER_HEAD "substr(p.speaker_code, 1, 3)" /* as the index has it */

static void event_actor(dem_query *q, const dem_filter *f, const char *who, bool acts)
{
    const through t = {"event", "event_actors", "actor", "p.head", NULL, acts ? " AND p.acts=1" : " AND p.receives=1", true};
    dem_query_add(q, " AND x.key IN (");
    through_actor(q, f, &t, who);
    dem_query_add(q, ")");
}

/* Whoever speaks, suffers or does it. */
static void claim_actor(dem_query *q, const dem_filter *f)
{
    const through speaker = {"key", "claims", "speaker_actor", SPEAKER_HEAD, "p.speaker_code", "", true},
                  party = {"claim", "claim_actors", "actor", "p.head", NULL, "", true};
    dem_query_add(q, " AND x.key IN (");
    through_actor(q, f, &speaker, f->actor);
    dem_query_add(q, " UNION ALL ");
    through_actor(q, f, &party, f->actor);
    dem_query_add(q, ")");
}

static void statement_actor(dem_query *q, const dem_filter *f)
{
    const through speaker = {"key", "statements", "speaker_actor", SPEAKER_HEAD, "p.speaker_code", "", false};
    dem_query_add(q, " AND x.key IN (");
    through_actor(q, f, &speaker, f->actor);
    dem_query_add(q, ")");
}

/* " AND LAST>=from AND FIRST<=to" */
static void between(dem_query *q, const dem_filter *f, const char *first, const char *last)
{
    char sql[48];
    snprintf(sql, sizeof sql, " AND %s>=?", last);
    if (given(f->from)) dem_query_text(q, sql, dem_str_c(f->from));
    snprintf(sql, sizeof sql, " AND %s<=?", first);
    if (given(f->to)) dem_query_text(q, sql, dem_str_c(f->to));
}

/* The days of the filter for rows that no actor led to. Those of actors are counted in links.c. */
static void days(dem_query *q, dem_kind kind, const dem_filter *f)
{
    if (kind == DEM_KIND_ACTORS) return;
    if (kind == DEM_KIND_REPORTS) {
        between(q, f, "x.published", "x.published");
        return;
    }
    if (kind == DEM_KIND_STORIES || kind == DEM_KIND_INITIATIVES) {
        between(q, f, "x.first", "x.last");
        return;
    }
    if (kind == DEM_KIND_POSITIONS) {
        between(q, f, "x.day", "x.day");
        if (!given(f->from) && !given(f->to)) dem_query_add(q, " AND x.latest=1");
        return;
    }
    newest(q, f, "x.");
    if (given(f->to)) dem_query_text(q, " AND x.day<=?", dem_str_c(f->to));
    if (!given(f->from)) return;
    if (kind == DEM_KIND_STATEMENTS) {
        dem_query_text(q, " AND x.day>=?", dem_str_c(f->from));
        return;
    }
    char sql[96];
    snprintf(sql, sizeof sql, " AND x.key IN (SELECT d.key FROM %s d WHERE d.day>=?", dem_kind_table(kind));
    dem_query_text(q, sql, dem_str_c(f->from));
    newest(q, f, "d.");
    if (given(f->to)) dem_query_text(q, " AND d.day<=?", dem_str_c(f->to));
    snprintf(sql, sizeof sql, " UNION ALL SELECT d.key FROM %s d WHERE d.until>=?", dem_kind_table(kind));
    dem_query_text(q, sql, dem_str_c(f->from));
    dem_query_text(q, " AND d.day<?", dem_str_c(f->from));
    dem_query_add(q, ")");
}

static int check_day(const char *name, const char *v, dem_error *err)
{
    if (!given(v) || dem_day_parse(dem_str_c(v)) != DEM_DAY_NONE) return DEM_OK;
    return dem_fail(err, DEM_EUSAGE, "%s must be a day as YYYY-MM-DD", name);
}

enum {
    EVENTS = 1 << DEM_KIND_EVENTS,
    CLAIMS = 1 << DEM_KIND_CLAIMS,
    STATEMENTS = 1 << DEM_KIND_STATEMENTS,
    REPORTS = 1 << DEM_KIND_REPORTS,
    INITIATIVES = 1 << DEM_KIND_INITIATIVES,
    POSITIONS = 1 << DEM_KIND_POSITIONS,
    ACTORS = 1 << DEM_KIND_ACTORS
};

/* A filter that says nothing about this kind of row is refused rather than passed over. */
static int check(dem_kind kind, const dem_filter *f, dem_error *err)
{
    const struct {
        const char *name;
        bool is_given;
        int kinds; /* that it says something about */
    } all[] = {{"code", given(f->code), EVENTS},
               {"root", given(f->root), EVENTS},
               {"type", given(f->type), EVENTS},
               {"status", given(f->status), EVENTS | INITIATIVES | POSITIONS},
               {"recipient", given(f->recipient), EVENTS},
               {"confidence", f->min_confidence > 0, EVENTS},
               {"kind", given(f->kind), CLAIMS | INITIATIVES},
               {"place", given(f->place), EVENTS | CLAIMS | INITIATIVES},
               {"once", f->once, EVENTS},
               {"coding", f->coding != 0, EVENTS | CLAIMS | STATEMENTS},
               {"outlet", given(f->outlet), ~ACTORS},
               {"report", given(f->report), ~ACTORS},
               {"text", given(f->text), ~ACTORS}};
    int rc = check_day("the first day", f->from, err);
    if (rc == DEM_OK) rc = check_day("the last day", f->to, err);
    if (rc == DEM_OK && given(f->from) && given(f->to) && strcmp(f->from, f->to) > 0) rc = dem_fail(err, DEM_EUSAGE, "the first day is after the last");
    if (rc == DEM_OK && given(f->country) && (strlen(f->country) != 3 || !is_code(f->country)))
        rc = dem_fail(err, DEM_EUSAGE, "a country is its three letters (SYR), not \"%.80s\"", f->country);
    if (rc == DEM_OK && given(f->code) && (strlen(f->code) > 4 || !is_number(f->code)))
        rc = dem_fail(err, DEM_EUSAGE, "a CAMEO code has up to four digits, and is not \"%.80s\"", f->code);
    if (rc == DEM_OK && given(f->root) && (strlen(f->root) != 2 || !is_number(f->root)))
        rc = dem_fail(err, DEM_EUSAGE, "a CAMEO root has two digits (03), and is not \"%.80s\"", f->root);
    static const char *const orders[] = {"oldest", "newest", "most"};
    bool known = !given(f->order);
    for (size_t i = 0; !known && i < sizeof orders / sizeof *orders; i++) known = strcmp(f->order, orders[i]) == 0;
    if (rc == DEM_OK && !known) rc = dem_fail(err, DEM_EUSAGE, "the order is oldest, newest or most, not \"%.80s\"", f->order);
    for (size_t i = 0; rc == DEM_OK && i < sizeof all / sizeof *all; i++)
        if (all[i].is_given && !(all[i].kinds & 1 << kind))
            rc = dem_fail(err, DEM_EUSAGE, "%s cannot be filtered by %s", dem_kind_table(kind), all[i].name);
    return rc;
}

/* How a row hangs on reports: `key` is one's key; behind `lead` what is said of it is closed by ")". `by` is the same the other way round, for
   rows that are found by their reports. */
static const struct {
    const char *lead, *key, *by;
} hangs[DEM_KIND_COUNT] = {
    [DEM_KIND_EVENTS] = {"", "x.report", "x.report"},
    [DEM_KIND_CLAIMS] = {"", "x.report", "x.report"},
    [DEM_KIND_STATEMENTS] = {"", "x.report", "x.report"},
    [DEM_KIND_REPORTS] = {"", "x.key", "x.key"},
    [DEM_KIND_STORIES] = {"EXISTS(SELECT 1 FROM story_reports l WHERE l.story=x.key AND ", "l.report",
                          "x.key IN (SELECT l.story FROM story_reports l WHERE l.report"},
    [DEM_KIND_INITIATIVES] = {"EXISTS(SELECT 1 FROM initiative_bids l WHERE l.initiative=x.key AND ", "l.report",
                              "x.key IN (SELECT l.initiative FROM initiative_bids l WHERE l.report"},
    [DEM_KIND_POSITIONS] = {"", "x.report", "x.report"},
};

static bool nests(dem_kind kind)
{
    return kind == DEM_KIND_STORIES || kind == DEM_KIND_INITIATIVES;
}

enum { FEW_DAYS = 370 };

bool dem_query_few_days(const dem_filter *f)
{
    if (!given(f->from) || !given(f->to)) return false;
    return (int64_t)dem_day_parse(dem_str_c(f->to)) - dem_day_parse(dem_str_c(f->from)) <= FEW_DAYS;
}

/* Do actors or days leave so few rows that each may be asked for its reports? Else rows are found by the reports. */
static bool narrow(const dem_filter *f)
{
    return given(f->actor) || given(f->recipient) || dem_query_few_days(f);
}

/* " AND x.report" or what it is for this kind; behind it stands " IN (...)", then `end_of_report`. */
static void of_report(dem_query *q, dem_kind kind, bool each)
{
    dem_query_add(q, " AND ");
    dem_query_add(q, each ? hangs[kind].lead : "");
    dem_query_add(q, each ? one_by_one(q) : "");
    dem_query_add(q, each ? hangs[kind].key : hangs[kind].by);
}

static void end_of_report(dem_query *q, dem_kind kind)
{
    if (nests(kind)) dem_query_add(q, ")");
}

static int text_condition(dem_query *q, dem_kind kind, const dem_filter *f, dem_error *err)
{
    dem_buf words = {0};
    dem_text_expression(q->s->ops->dialect, dem_str_c(f->text), &words);
    dem_str kept = words.failed ? DEM_STR_NONE : dem_str_dup(q->a, dem_buf_view(&words));
    bool failed = words.failed;
    dem_buf_free(&words);
    if (failed) return dem_fail(err, DEM_EMEMORY, "memory is out");
    if (!kept.n) return dem_fail(err, DEM_EUSAGE, "the text to look for holds no word");
    of_report(q, kind, narrow(f));
    dem_query_text(q, dem_text_condition(q->s->ops->dialect), kept);
    end_of_report(q, kind);
    return DEM_OK;
}

/* Looking through the publishers of all reports means reading all reports. */
static void outlet_condition(dem_query *q, dem_kind kind, const dem_filter *f)
{
    if (!narrow(f)) {
        of_report(q, kind, false);
        dem_query_text(q, " IN (SELECT r.key FROM reports r WHERE r.publisher_folded LIKE ?)", like(q, f->outlet));
    } else {
        dem_query_add(q, " AND ");
        dem_query_add(q, hangs[kind].lead);
        dem_query_add(q, "EXISTS(SELECT 1 FROM reports r WHERE r.key=");
        dem_query_add(q, hangs[kind].key);
        dem_query_text(q, " AND r.publisher_folded LIKE ?)", like(q, f->outlet));
    }
    end_of_report(q, kind);
}

static int report_conditions(dem_query *q, dem_kind kind, const dem_filter *f, dem_error *err)
{
    if (given(f->report)) {
        of_report(q, kind, false);
        dem_query_text(q, " IN (SELECT r.key FROM reports r WHERE r.id=?)", dem_str_c(f->report));
        end_of_report(q, kind);
    }
    if (given(f->outlet)) outlet_condition(q, kind, f);
    return given(f->text) ? text_condition(q, kind, f, err) : DEM_OK;
}

static void country(dem_query *q, dem_kind kind, const dem_filter *f)
{
    dem_str c = upper(q, f->country);
    switch (kind) {
    case DEM_KIND_EVENTS:
        dem_query_text(q, " AND (x.place_country=?", c);
        dem_query_text(q, " OR EXISTS(SELECT 1 FROM event_actors p JOIN actors a ON a.key=p.actor WHERE p.event=x.key AND a.country=?))", c);
        break;
    case DEM_KIND_CLAIMS:
        dem_query_text(q, " AND (x.place_country=?", c);
        dem_query_text(q, " OR EXISTS(SELECT 1 FROM claim_actors p JOIN actors a ON a.key=p.actor WHERE p.claim=x.key AND a.country=?))", c);
        break;
    case DEM_KIND_STATEMENTS: dem_query_text(q, " AND x.speaker_country=?", c); break;
    case DEM_KIND_ACTORS: dem_query_text(q, " AND x.country=?", c); break;
    case DEM_KIND_POSITIONS: dem_query_text(q, " AND x.actor IN (SELECT a.key FROM actors a WHERE a.country=?)", c); break;
    case DEM_KIND_INITIATIVES:
        dem_query_text(q, " AND EXISTS(SELECT 1 FROM initiative_actors p JOIN actors a ON a.key=p.actor WHERE p.initiative=x.key AND a.country=?)", c);
        break;
    case DEM_KIND_STORIES:
        dem_query_text(q,
                       " AND EXISTS(SELECT 1 FROM story_reports l JOIN events e ON e.report=l.report JOIN event_actors p ON p.event=e.key"
                       " JOIN actors a ON a.key=p.actor WHERE l.story=x.key AND e.current=1 AND a.country=?)",
                       c);
        break;
    default:
        dem_query_text(q,
                       " AND EXISTS(SELECT 1 FROM events e JOIN event_actors p ON p.event=e.key JOIN actors a ON a.key=p.actor"
                       " WHERE e.report=x.key AND e.current=1 AND a.country=?)",
                       c);
        break;
    }
}

static int count_rows(dem_query *q, int64_t *n, dem_error *err)
{
    dem_stmt *st = NULL;
    int rc = dem_query_open(q, &st, err);
    if (rc == DEM_OK) rc = dem_sql_run_key(st, n, err);
    dem_sql_free(st);
    dem_query_free(q);
    return rc;
}

/* Reports and stories can be looked through by day, asking each for its actors, or by actor, asking each row for its day. Which is less?
   A list with a limit that goes by day ends early, the sooner the more often the actor occurs. */
static int few_rows(dem_store *s, const dem_filter *f, bool *few, dem_error *err)
{
    dem_query q;
    int64_t reports = 0, rows = 0;
    int rc = dem_query_begin(&q, s, err);
    if (rc != DEM_OK) return rc;
    dem_query_add(&q, "SELECT count(*) FROM reports x WHERE 1=1");
    between(&q, f, "x.published", "x.published");
    rc = count_rows(&q, &reports, err);
    if (rc == DEM_OK) rc = dem_query_begin(&q, s, err);
    if (rc != DEM_OK) return rc;
    dem_query_add(&q, "SELECT count(*) FROM (SELECT 1 FROM event_actors p WHERE p.current=1 AND p.actor IN ");
    dem_query_actors(&q, f->actor);
    dem_query_int(&q, " LIMIT ?) n", reports + 1);
    rc = count_rows(&q, &rows, err);
    *few = f->limit ? rows / 2 * rows <= (int64_t)(f->limit > INT16_MAX ? INT16_MAX : f->limit) * reports : rows * 2 <= reports;
    return rc;
}

/* Reports in which an event or a statement of theirs is found. */
static void report_actor(dem_query *q, const dem_filter *f, bool few)
{
    const char *const ways[2][3] = {
        {" AND (EXISTS(SELECT 1 FROM event_actors p WHERE p.report=x.key AND p.current=1 AND ",
         ") OR EXISTS(SELECT 1 FROM statements p WHERE p.report=x.key AND p.current=1 AND ", "))"},
        {" AND x.key IN (SELECT p.report FROM event_actors p WHERE p.current=1 AND ",
         " UNION ALL SELECT p.report FROM statements p WHERE p.current=1 AND ", ")"}};
    dem_query_add(q, ways[few][0]);
    dem_query_add(q, few ? "" : one_by_one(q));
    dem_query_add(q, "p.actor IN ");
    dem_query_actors(q, f->actor);
    dem_query_add(q, ways[few][1]);
    dem_query_add(q, few ? "" : one_by_one(q));
    dem_query_add(q, "p.speaker_actor IN ");
    dem_query_actors(q, f->actor);
    dem_query_add(q, ways[few][2]);
}

/* Stories in whose reports an event of theirs is told. */
static void story_actor(dem_query *q, const dem_filter *f, bool few)
{
    dem_query_add(q, few ? " AND x.key IN (SELECT l.story FROM event_actors p JOIN story_reports l ON l.report=p.report WHERE p.current=1 AND "
                         : " AND EXISTS(SELECT 1 FROM story_reports l JOIN event_actors p ON p.report=l.report WHERE l.story=x.key AND p.current=1"
                           " AND ");
    dem_query_add(q, few ? "" : one_by_one(q));
    dem_query_add(q, "p.actor IN ");
    dem_query_actors(q, f->actor);
    dem_query_add(q, ")");
}

/* Whoever proposes, is a party or answers. */
static void initiative_actor(dem_query *q, const dem_filter *f)
{
    dem_query_add(q, " AND x.key IN (SELECT p.initiative FROM initiative_actors p WHERE p.actor IN ");
    dem_query_actors(q, f->actor);
    dem_query_add(q, " UNION ALL SELECT p.initiative FROM responses p WHERE p.actor IN ");
    dem_query_actors(q, f->actor);
    dem_query_add(q, ")");
}

static int actor_conditions(dem_query *q, dem_kind kind, const dem_filter *f, dem_error *err)
{
    bool few = false;
    if ((kind == DEM_KIND_REPORTS || kind == DEM_KIND_STORIES) && given(f->actor)) {
        int rc = few_rows(q->s, f, &few, err);
        if (rc != DEM_OK) return rc;
    }
    if (kind == DEM_KIND_EVENTS && given(f->actor)) event_actor(q, f, f->actor, true);
    if (kind == DEM_KIND_EVENTS && given(f->recipient)) event_actor(q, f, f->recipient, false);
    if (kind == DEM_KIND_CLAIMS && given(f->actor)) claim_actor(q, f);
    if (kind == DEM_KIND_STATEMENTS && given(f->actor)) statement_actor(q, f);
    if (kind == DEM_KIND_REPORTS && given(f->actor)) report_actor(q, f, few);
    if (kind == DEM_KIND_STORIES && given(f->actor)) story_actor(q, f, few);
    if (kind == DEM_KIND_INITIATIVES && given(f->actor)) initiative_actor(q, f);
    if (kind == DEM_KIND_POSITIONS && given(f->actor)) {
        dem_query_add(q, " AND x.actor IN ");
        dem_query_actors(q, f->actor);
    }
    return DEM_OK;
}

static void event_conditions(dem_query *q, const dem_filter *f)
{
    if (given(f->code)) {
        dem_query_add(q, " AND ");
        prefix_range(q, "x.cameo", dem_str_c(f->code));
    }
    if (given(f->root)) dem_query_text(q, " AND substr(x.cameo,1,2)=?", dem_str_c(f->root));
    if (given(f->type)) dem_query_text(q, " AND x.type=?", upper(q, f->type));
    if (given(f->status)) dem_query_text(q, " AND x.status=?", dem_str_c(f->status));
    if (f->min_confidence > 0) dem_query_real(q, " AND x.confidence>=?", f->min_confidence);
    /* A cluster has the id of its first event. */
    if (f->once) dem_query_add(q, " AND NOT EXISTS(SELECT 1 FROM cluster_events k JOIN event_clusters g ON g.key=k.cluster WHERE k.event=x.key AND g.id<>x.id)");
}

/* Found by the reports that the coding has read: old findings have no index of their own that every new one would have to enter. */
static void of_coding(dem_query *q, int64_t coding)
{
    dem_query_int(q, " AND x.coding=?", coding);
    dem_query_int(q, " AND x.report IN (SELECT c.report FROM report_codings c WHERE c.coding=?)", coding);
}

int dem_query_filter(dem_query *q, dem_kind kind, const dem_filter *f, dem_error *err)
{
    int rc = check(kind, f, err);
    if (rc != DEM_OK) return rc;
    bool led = kind <= DEM_KIND_STATEMENTS && (given(f->actor) || given(f->recipient));
    rc = actor_conditions(q, kind, f, err);
    if (rc != DEM_OK) return rc;
    if (!led) days(q, kind, f);
    if (f->coding) of_coding(q, f->coding > INT32_MAX ? INT32_MAX : (int64_t)f->coding);
    rc = report_conditions(q, kind, f, err);
    if (rc != DEM_OK) return rc;
    if (given(f->country)) country(q, kind, f);
    if (given(f->place) && kind != DEM_KIND_INITIATIVES) dem_query_text(q, " AND x.place_folded LIKE ?", like(q, f->place));
    if (given(f->place) && kind == DEM_KIND_INITIATIVES) { /* venues are not kept folded, and few */
        dem_query_text(q, " AND (lower(x.venue)=lower(?)", dem_str_c(f->place));
        dem_query_text(q, " OR ' ' || lower(x.venue) LIKE ?)", like(q, f->place));
    }
    if (kind == DEM_KIND_EVENTS) event_conditions(q, f);
    if (given(f->status) && kind == DEM_KIND_INITIATIVES) dem_query_text(q, " AND x.state=?", dem_str_c(f->status));
    if (given(f->status) && kind == DEM_KIND_POSITIONS) dem_query_text(q, " AND x.stance=?", dem_str_c(f->status));
    if (given(f->kind)) dem_query_text(q, " AND x.kind=?", dem_str_c(f->kind));
    return DEM_OK;
}

const char *dem_kind_table(dem_kind kind)
{
    static const char *const tables[DEM_KIND_COUNT] = {"events",  "claims",      "statements", "reports",
                                                     "stories", "initiatives", "positions",  "actors"};
    return tables[kind];
}

/* ---- keys ---- */

static const char *order_of(dem_kind kind, const dem_filter *f)
{
    bool newest_first = f->order && strcmp(f->order, "newest") == 0, oldest = f->order && strcmp(f->order, "oldest") == 0;
    if (kind == DEM_KIND_REPORTS) return newest_first ? " ORDER BY x.published DESC NULLS LAST, x.key" : " ORDER BY x.published NULLS LAST, x.key";
    /* What is counted together stands together, from the lowest count to the highest. */
    if (kind == DEM_KIND_CLAIMS && !newest_first && !oldest)
        return " ORDER BY x.kind, x.total, x.place_country NULLS FIRST, x.place NULLS FIRST, x.day NULLS LAST, coalesce(x.low, x.high) NULLS"
               " FIRST, coalesce(x.high, x.low) NULLS FIRST, x.speaker NULLS FIRST, x.report, x.key";
    return newest_first ? " ORDER BY x.day DESC NULLS LAST, x.report, x.key" : " ORDER BY x.day NULLS LAST, x.report, x.key";
}

/* Pages of a list are read once or twice; to keep more of them than a few costs more time than it saves. */
int dem_query_read_once(dem_store *s, dem_error *err)
{
    return s->ops->dialect == DEM_DIALECT_SQLITE ? dem_sql_exec(s, "PRAGMA cache_size=-8192", err) : DEM_OK;
}

int dem_query_keys(dem_store *s, dem_kind kind, const dem_filter *f, dem_arena *a, dem_row_keys *out, dem_error *err)
{
    dem_query q;
    dem_stmt *st = NULL;
    char sql[64];
    int rc = dem_query_begin(&q, s, err);
    if (rc != DEM_OK) return rc;
    snprintf(sql, sizeof sql, "SELECT x.key FROM %s x WHERE 1=1", dem_kind_table(kind));
    dem_query_add(&q, sql);
    rc = dem_query_filter(&q, kind, f, err);
    dem_query_add(&q, order_of(kind, f));
    if (f->limit) dem_query_int(&q, " LIMIT ?", f->limit > INT32_MAX ? INT32_MAX : (int64_t)f->limit);
    if (rc == DEM_OK) rc = dem_query_open(&q, &st, err);
    bool row = true;
    while (rc == DEM_OK && (rc = dem_sql_step(st, &row, err)) == DEM_OK && row) {
        int64_t *slot = DEM_PUSH(a, out);
        if (!slot) rc = dem_fail(err, DEM_EMEMORY, "memory is out");
        if (slot) *slot = dem_col_int(st, 0);
    }
    dem_sql_free(st);
    dem_query_free(&q);
    return rc;
}
