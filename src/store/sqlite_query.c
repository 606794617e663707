/* SPDX-License-Identifier: Apache-2.0 */
/* Reading: filters as prepared statements (values are always bound, never written into the SQL), rows back as export's structs. */
#include "store/sqlite.h"

enum { MAX_BOUND = 24 };

/* A SELECT that grows: fixed pieces of SQL, values beside it. */
typedef struct query {
    dem_buf sql;
    struct {
        dem_str text;
        double real;
        enum { BIND_TEXT, BIND_REAL } kind;
    } bound[MAX_BOUND];
    size_t n;
    dem_buf words; /* the full-text expression */
} query;

static void add_text(query *q, const char *sql, dem_str v)
{
    dem_buf_c(&q->sql, sql);
    if (q->n >= MAX_BOUND) {
        q->sql.failed = true;
        return;
    }
    q->bound[q->n].text = v;
    q->bound[q->n++].kind = BIND_TEXT;
}

static void add_real(query *q, const char *sql, double v)
{
    add_text(q, sql, DEM_STR_NONE);
    if (q->sql.failed) return;
    q->bound[q->n - 1].real = v;
    q->bound[q->n - 1].kind = BIND_REAL;
}

/* A plain word is compared with codes as a prefix, and with names at the start of a word. The value is bound three times. */
static void add_who(query *q, const char *sql, dem_str who)
{
    add_text(q, sql, who);
    add_text(q, "=substr(p.code,1,length(?", who); /* the first ? opened: ?=substr(code,1,length(?)) */
    add_text(q, ")) OR has(p.name,?", who);
    add_text(q, ") OR has(p.words,?", who);
    dem_buf_c(&q->sql, ")))");
}

static void add_term(query *q, dem_str term, bool prefix)
{
    if (term.n == 0) return;
    if (q->words.n) dem_buf_ch(&q->words, ' ');
    dem_buf_ch(&q->words, '"');
    dem_buf_str(&q->words, term);
    dem_buf_c(&q->words, prefix ? "\"*" : "\"");
}

/* The user's words as an expression that cannot be malformed: every word and every "quoted phrase" a quoted term, all required;
   cease* finds words that begin so. */
static void match_words(query *q, dem_str text)
{
    bool phrase = false;
    dem_str part, word;
    while (dem_str_split(&text, '"', &part)) { /* every other part stands between quotes */
        if (phrase) {
            add_term(q, dem_str_trim(part), false);
        } else {
            while (dem_str_split(&part, ' ', &word)) {
                word = dem_str_trim(word);
                bool prefix = word.n > 1 && word.p[word.n - 1] == '*';
                add_term(q, dem_str_cut(word, 0, word.n - prefix), prefix);
            }
        }
        phrase = !phrase;
    }
}

static bool given(const char *v)
{
    return v && v[0];
}

static int check_day(const char *name, const char *v, dem_error *err)
{
    if (!given(v) || dem_day_parse(dem_str_c(v)) != DEM_DAY_NONE) return DEM_OK;
    return dem_fail(err, DEM_EUSAGE, "%s must be a day as YYYY-MM-DD", name);
}

/* Conditions on the report and the day, the same for all kinds. x: alias of the kind's table; r: reports. */
static int common(query *q, const dem_filter *f, const char *last_day, const char *first_day, dem_error *err)
{
    int rc = check_day("the first day", f->from, err);
    if (rc == DEM_OK) rc = check_day("the last day", f->to, err);
    if (rc != DEM_OK) return rc;
    if (given(f->from)) {
        dem_buf_printf(&q->sql, " AND %s>=", last_day);
        add_text(q, "?", dem_str_c(f->from));
    }
    if (given(f->to)) {
        dem_buf_printf(&q->sql, " AND %s<=", first_day);
        add_text(q, "?", dem_str_c(f->to));
    }
    if (given(f->report)) add_text(q, " AND r.id=?", dem_str_c(f->report));
    if (given(f->outlet)) {
        add_text(q, " AND has(r.publisher,?", dem_str_c(f->outlet));
        dem_buf_ch(&q->sql, ')');
    }
    if (given(f->text)) {
        match_words(q, dem_str_c(f->text));
        if (q->words.n == 0) return dem_fail(err, DEM_EUSAGE, "the text to look for holds no word");
        add_text(q, " AND r.key IN (SELECT rowid FROM reports_fts WHERE reports_fts MATCH ?", dem_buf_view(&q->words));
        dem_buf_ch(&q->sql, ')');
    }
    return DEM_OK;
}

/* A filter that says nothing about this kind of row is refused rather than passed over. */
static int refuse(const char *what, const char *name, bool is_given, dem_error *err)
{
    return is_given ? dem_fail(err, DEM_EUSAGE, "%s cannot be filtered by %s", what, name) : DEM_OK;
}

/* ---- running ---- */

static int start(const dem_sqlite *s, query *q, const dem_filter *f, const char *order, sqlite3_stmt **st, dem_error *err)
{
    dem_buf_c(&q->sql, order);
    if (f->limit) dem_buf_c(&q->sql, " LIMIT ?");
    if (q->sql.failed || q->words.failed) return dem_fail(err, DEM_EMEMORY, "memory is out");
    int rc = dem_sqlite_prepare(s, q->sql.p, q->sql.n, st, err), at = 1;
    if (rc != DEM_OK) return rc;
    for (size_t i = 0; i < q->n; i++) {
        if (q->bound[i].kind == BIND_REAL)
            sqlite3_bind_double(*st, at++, q->bound[i].real);
        else
            dem_sqlite_bind(*st, &at, q->bound[i].text);
    }
    if (f->limit) dem_sqlite_bind_int(*st, &at, f->limit > INT64_MAX ? INT64_MAX : (int64_t)f->limit);
    return DEM_OK;
}

static void finish(query *q, sqlite3_stmt *st)
{
    sqlite3_finalize(st);
    dem_buf_free(&q->sql);
    dem_buf_free(&q->words);
}

static int ended(const dem_sqlite *s, int rc, int step, dem_error *err)
{
    if (rc != DEM_OK || step == SQLITE_DONE) return rc;
    return dem_sqlite_fail(s, step, "cannot read the store", err);
}

static dem_str column(sqlite3_stmt *st, int *at, dem_arena *a)
{
    int i = (*at)++;
    const char *p = (const char *)sqlite3_column_text(st, i);
    return p ? dem_str_dup(a, (dem_str){p, (size_t)sqlite3_column_bytes(st, i)}) : DEM_STR_NONE;
}

static int64_t column_int(sqlite3_stmt *st, int *at, int64_t absent)
{
    int i = (*at)++;
    return sqlite3_column_type(st, i) == SQLITE_NULL ? absent : sqlite3_column_int64(st, i);
}

static double column_real(sqlite3_stmt *st, int *at, bool *there)
{
    int i = (*at)++;
    *there = sqlite3_column_type(st, i) != SQLITE_NULL;
    return sqlite3_column_double(st, i);
}

#define SOURCE_COLUMNS                                                                                                       \
    "x.key, x.id, r.id, r.publisher, r.published, x.sentence_index, x.sentence_start, x.sentence_end, x.sentence, x.speaker," \
    " x.speaker_code, x.via, x.rule, x.record"
#define PLACE_COLUMNS "x.date_start, x.date_end, x.date_basis, x.place, x.place_country, x.lat, x.lon"

static int64_t read_source(sqlite3_stmt *st, int *at, dem_arena *a, dem_source_row *s)
{
    int64_t key = column_int(st, at, 0);
    s->id = column(st, at, a);
    s->report = column(st, at, a);
    s->publisher = column(st, at, a);
    s->published = column(st, at, a);
    s->sentence_index = column_int(st, at, -1);
    s->sentence_start = column_int(st, at, -1);
    s->sentence_end = column_int(st, at, -1);
    s->sentence = column(st, at, a);
    s->speaker = column(st, at, a);
    s->speaker_code = column(st, at, a);
    s->via = column(st, at, a);
    s->rule = column(st, at, a);
    s->record = column(st, at, a);
    return key;
}

static void read_place(sqlite3_stmt *st, int *at, dem_arena *a, dem_when_row *w, dem_where_row *where)
{
    w->start = column(st, at, a);
    w->end = column(st, at, a);
    w->basis = column(st, at, a);
    where->place = column(st, at, a);
    where->country = column(st, at, a);
    bool lat, lon;
    where->lat = column_real(st, at, &lat);
    where->lon = column_real(st, at, &lon);
    where->located = lat && lon;
}

/* Children of one row: their statement is prepared once and run for each. */
static void read_parties(sqlite3_stmt *st, int64_t key, const char *role, dem_arena *a, dem_party_rows *out)
{
    int at = 1;
    dem_sqlite_bind_int(st, &at, key);
    dem_sqlite_bind(st, &at, dem_str_c(role));
    while (sqlite3_step(st) == SQLITE_ROW) {
        dem_party_row *p = DEM_PUSH(a, out);
        if (!p) break;
        at = 0;
        p->name = column(st, &at, a);
        p->code = column(st, &at, a);
        p->country = column(st, &at, a);
        p->text = column(st, &at, a);
        p->type = column(st, &at, a);
    }
    sqlite3_reset(st);
}

static void read_conditions(sqlite3_stmt *st, int64_t key, dem_arena *a, dem_condition_rows *out)
{
    int at = 1;
    dem_sqlite_bind_int(st, &at, key);
    while (sqlite3_step(st) == SQLITE_ROW) {
        dem_condition_row *c = DEM_PUSH(a, out);
        if (!c) break;
        at = 0;
        c->type = column(st, &at, a);
        c->stance = column(st, &at, a);
        c->text = column(st, &at, a);
    }
    sqlite3_reset(st);
}

static int prepare_text(const dem_sqlite *s, const char *sql, sqlite3_stmt **out, dem_error *err)
{
    return dem_sqlite_prepare(s, sql, strlen(sql), out, err);
}

/* ---- events ---- */

static int event_query(query *q, const dem_filter *f, dem_error *err)
{
    dem_buf_c(&q->sql, "SELECT " SOURCE_COLUMNS ", " PLACE_COLUMNS ", x.mutual, x.cameo, x.cameo_name, x.type, x.mode, x.context,"
                       " x.quad, x.goldstein, x.status, x.words, x.venue, x.confidence, x.cluster"
                       " FROM events x JOIN reports r ON r.key=x.report WHERE 1");
    int rc = refuse("events", "kind", given(f->kind), err);
    if (rc == DEM_OK) rc = common(q, f, "ifnull(x.date_end, x.day)", "x.day", err);
    if (rc != DEM_OK) return rc;
    if (given(f->actor))
        add_who(q, " AND EXISTS(SELECT 1 FROM event_actors p WHERE p.event=x.key AND (p.role='actor' OR x.mutual) AND (?",
                dem_str_c(f->actor));
    if (given(f->recipient))
        add_who(q, " AND EXISTS(SELECT 1 FROM event_actors p WHERE p.event=x.key AND (p.role='recipient' OR x.mutual) AND (?",
                dem_str_c(f->recipient));
    if (given(f->code)) {
        add_text(q, " AND substr(x.cameo,1,length(?", dem_str_c(f->code));
        add_text(q, "))=?", dem_str_c(f->code));
    }
    if (given(f->type)) add_text(q, " AND x.type=upper(?)", dem_str_c(f->type));
    if (given(f->status)) add_text(q, " AND x.status=?", dem_str_c(f->status));
    if (given(f->country)) {
        add_text(q, " AND (x.place_country=upper(?", dem_str_c(f->country));
        add_text(q, ") OR EXISTS(SELECT 1 FROM event_actors p WHERE p.event=x.key AND p.country=upper(?", dem_str_c(f->country));
        dem_buf_c(&q->sql, ")))");
    }
    if (f->min_confidence > 0) add_real(q, " AND x.confidence>=?", f->min_confidence);
    return DEM_OK;
}

static void read_event(sqlite3_stmt *st, sqlite3_stmt *actors, sqlite3_stmt *conditions, dem_arena *a, dem_event_row *e)
{
    int at = 0;
    bool there;
    int64_t key = read_source(st, &at, a, &e->src);
    read_place(st, &at, a, &e->when, &e->where);
    e->mutual = column_int(st, &at, 0) != 0;
    e->cameo = column(st, &at, a);
    e->cameo_name = column(st, &at, a);
    e->type = column(st, &at, a);
    e->mode = column(st, &at, a);
    e->context = column(st, &at, a);
    e->quad = column_int(st, &at, 0);
    e->goldstein = column_real(st, &at, &e->scaled);
    e->status = column(st, &at, a);
    e->trigger = column(st, &at, a);
    e->venue = column(st, &at, a);
    e->confidence = column_real(st, &at, &there);
    e->cluster = column(st, &at, a);
    read_parties(actors, key, "actor", a, &e->actors);
    read_parties(actors, key, "recipient", a, &e->recipients);
    read_conditions(conditions, key, a, &e->conditions);
}

int dem_sqlite_events(dem_store *base, const dem_filter *f, dem_arena *a, dem_each_event each, void *ctx, dem_error *err)
{
    const dem_sqlite *s = dem_sqlite_of(base);
    query q = {0};
    sqlite3_stmt *st = NULL, *actors = NULL, *conditions = NULL;
    int step = SQLITE_DONE, rc = event_query(&q, f, err);
    if (rc == DEM_OK) rc = start(s, &q, f, " ORDER BY x.day IS NULL, x.day, x.report, x.sentence_start, x.key", &st, err);
    if (rc == DEM_OK)
        rc = prepare_text(s, "SELECT name, code, country, words, type FROM event_actors WHERE event=? AND role=? ORDER BY position", &actors, err);
    if (rc == DEM_OK) rc = prepare_text(s, "SELECT type, stance, words FROM conditions WHERE event=? ORDER BY key", &conditions, err);
    while (rc == DEM_OK && (step = sqlite3_step(st)) == SQLITE_ROW) {
        dem_event_row row = {0};
        read_event(st, actors, conditions, a, &row);
        rc = dem_arena_failed(a) ? dem_fail(err, DEM_EMEMORY, "memory is out") : each(ctx, &row, err);
    }
    rc = ended(s, rc, step, err);
    sqlite3_finalize(actors);
    sqlite3_finalize(conditions);
    finish(&q, st);
    return rc;
}

/* ---- claims ---- */

static int claim_query(query *q, const dem_filter *f, dem_error *err)
{
    dem_buf_c(&q->sql, "SELECT " SOURCE_COLUMNS ", " PLACE_COLUMNS ", x.kind, x.count_text, x.qualifier, x.low, x.high, x.total, x.negated"
                       " FROM claims x JOIN reports r ON r.key=x.report WHERE 1");
    int rc = refuse("claims", "code", given(f->code), err);
    if (rc == DEM_OK) rc = refuse("claims", "type", given(f->type), err);
    if (rc == DEM_OK) rc = refuse("claims", "status", given(f->status), err);
    if (rc == DEM_OK) rc = refuse("claims", "recipient", given(f->recipient), err);
    if (rc == DEM_OK) rc = refuse("claims", "confidence", f->min_confidence > 0, err);
    if (rc == DEM_OK) rc = common(q, f, "ifnull(x.date_end, x.day)", "x.day", err);
    if (rc != DEM_OK) return rc;
    if (given(f->kind)) add_text(q, " AND x.kind=?", dem_str_c(f->kind));
    if (given(f->actor)) {
        add_text(q, " AND (has(x.speaker,?", dem_str_c(f->actor));
        add_text(q, ") OR ?", dem_str_c(f->actor));
        add_text(q, "=substr(x.speaker_code,1,length(?))", dem_str_c(f->actor));
        add_who(q, " OR EXISTS(SELECT 1 FROM claim_actors p WHERE p.claim=x.key AND (?", dem_str_c(f->actor));
        dem_buf_ch(&q->sql, ')');
    }
    if (given(f->country)) {
        add_text(q, " AND (x.place_country=upper(?", dem_str_c(f->country));
        add_text(q, ") OR EXISTS(SELECT 1 FROM claim_actors p WHERE p.claim=x.key AND p.country=upper(?", dem_str_c(f->country));
        dem_buf_c(&q->sql, ")))");
    }
    return DEM_OK;
}

static void read_claim(sqlite3_stmt *st, sqlite3_stmt *actors, dem_arena *a, dem_claim_row *c)
{
    int at = 0;
    int64_t key = read_source(st, &at, a, &c->src);
    read_place(st, &at, a, &c->when, &c->where);
    c->kind = column(st, &at, a);
    c->count_text = column(st, &at, a);
    c->qualifier = column(st, &at, a);
    c->min = column_int(st, &at, -1);
    c->max = column_int(st, &at, -1);
    c->total = column_int(st, &at, 0) != 0;
    c->negated = column_int(st, &at, 0) != 0;
    read_parties(actors, key, "victim", a, &c->victims);
    read_parties(actors, key, "perpetrator", a, &c->perpetrators);
}

int dem_sqlite_claims(dem_store *base, const dem_filter *f, dem_arena *a, dem_each_claim each, void *ctx, dem_error *err)
{
    const dem_sqlite *s = dem_sqlite_of(base);
    query q = {0};
    sqlite3_stmt *st = NULL, *actors = NULL;
    int step = SQLITE_DONE, rc = claim_query(&q, f, err);
    /* What is counted together stands together, from the lowest count to the highest. */
    if (rc == DEM_OK)
        rc = start(s, &q, f,
                   " ORDER BY x.kind, x.total, x.place_country, x.place, x.day IS NULL, x.day, ifnull(x.low, x.high), ifnull(x.high, x.low), x.speaker,"
                   " x.report, x.key",
                   &st, err);
    if (rc == DEM_OK)
        rc = prepare_text(s, "SELECT name, code, country, words, type FROM claim_actors WHERE claim=? AND role=? ORDER BY position", &actors, err);
    while (rc == DEM_OK && (step = sqlite3_step(st)) == SQLITE_ROW) {
        dem_claim_row row = {0};
        read_claim(st, actors, a, &row);
        rc = dem_arena_failed(a) ? dem_fail(err, DEM_EMEMORY, "memory is out") : each(ctx, &row, err);
    }
    rc = ended(s, rc, step, err);
    sqlite3_finalize(actors);
    finish(&q, st);
    return rc;
}

/* ---- statements ---- */

static int statement_query(query *q, const dem_filter *f, dem_error *err)
{
    dem_buf_c(&q->sql, "SELECT " SOURCE_COLUMNS ", x.speaker_country, x.cue, x.content, x.direct"
                       " FROM statements x JOIN reports r ON r.key=x.report WHERE 1");
    int rc = refuse("statements", "code", given(f->code), err);
    if (rc == DEM_OK) rc = refuse("statements", "type", given(f->type), err);
    if (rc == DEM_OK) rc = refuse("statements", "status", given(f->status), err);
    if (rc == DEM_OK) rc = refuse("statements", "recipient", given(f->recipient), err);
    if (rc == DEM_OK) rc = refuse("statements", "kind", given(f->kind), err);
    if (rc == DEM_OK) rc = refuse("statements", "confidence", f->min_confidence > 0, err);
    if (rc == DEM_OK) rc = common(q, f, "x.day", "x.day", err);
    if (rc != DEM_OK) return rc;
    if (given(f->actor)) {
        add_text(q, " AND (has(x.speaker,?", dem_str_c(f->actor));
        add_text(q, ") OR ?", dem_str_c(f->actor));
        add_text(q, "=substr(x.speaker_code,1,length(?)))", dem_str_c(f->actor));
    }
    if (given(f->country)) add_text(q, " AND x.speaker_country=upper(?)", dem_str_c(f->country));
    return DEM_OK;
}

int dem_sqlite_statements(dem_store *base, const dem_filter *f, dem_arena *a, dem_each_statement each, void *ctx, dem_error *err)
{
    const dem_sqlite *s = dem_sqlite_of(base);
    query q = {0};
    sqlite3_stmt *st = NULL, *conditions = NULL;
    int step = SQLITE_DONE, rc = statement_query(&q, f, err);
    if (rc == DEM_OK) rc = start(s, &q, f, " ORDER BY x.day IS NULL, x.day, x.report, x.sentence_start, x.key", &st, err);
    if (rc == DEM_OK) rc = prepare_text(s, "SELECT type, stance, words FROM conditions WHERE statement=? ORDER BY key", &conditions, err);
    while (rc == DEM_OK && (step = sqlite3_step(st)) == SQLITE_ROW) {
        dem_statement_row row = {0};
        int at = 0;
        int64_t key = read_source(st, &at, a, &row.src);
        row.country = column(st, &at, a);
        row.cue = column(st, &at, a);
        row.content = column(st, &at, a);
        row.direct = column_int(st, &at, 0) != 0;
        read_conditions(conditions, key, a, &row.conditions);
        rc = dem_arena_failed(a) ? dem_fail(err, DEM_EMEMORY, "memory is out") : each(ctx, &row, err);
    }
    rc = ended(s, rc, step, err);
    sqlite3_finalize(conditions);
    finish(&q, st);
    return rc;
}

/* ---- reports ---- */

static int report_query(query *q, const dem_filter *f, dem_error *err)
{
    dem_buf_c(&q->sql, "SELECT r.id, r.sha256, r.title, r.publisher, r.author, r.published, r.url, r.language, r.dateline_place, r.text,"
                       " r.record, (SELECT count(*) FROM events e WHERE e.report=r.key),"
                       " (SELECT count(*) FROM claims c WHERE c.report=r.key),"
                       " (SELECT count(*) FROM statements s WHERE s.report=r.key) FROM reports r WHERE 1");
    int rc = refuse("reports", "code", given(f->code), err);
    if (rc == DEM_OK) rc = refuse("reports", "type", given(f->type), err);
    if (rc == DEM_OK) rc = refuse("reports", "status", given(f->status), err);
    if (rc == DEM_OK) rc = refuse("reports", "actor", given(f->actor), err);
    if (rc == DEM_OK) rc = refuse("reports", "recipient", given(f->recipient), err);
    if (rc == DEM_OK) rc = refuse("reports", "kind", given(f->kind), err);
    if (rc == DEM_OK) rc = refuse("reports", "confidence", f->min_confidence > 0, err);
    if (rc == DEM_OK) rc = common(q, f, "r.published", "r.published", err);
    if (rc == DEM_OK && given(f->country)) {
        add_text(q, " AND EXISTS(SELECT 1 FROM events e JOIN event_actors p ON p.event=e.key WHERE e.report=r.key AND p.country=upper(?",
                 dem_str_c(f->country));
        dem_buf_c(&q->sql, "))");
    }
    return rc;
}

int dem_sqlite_reports(dem_store *base, const dem_filter *f, dem_arena *a, dem_each_report each, void *ctx, dem_error *err)
{
    const dem_sqlite *s = dem_sqlite_of(base);
    query q = {0};
    sqlite3_stmt *st = NULL;
    int step = SQLITE_DONE, rc = report_query(&q, f, err);
    if (rc == DEM_OK) rc = start(s, &q, f, " ORDER BY r.published IS NULL, r.published, r.key", &st, err);
    while (rc == DEM_OK && (step = sqlite3_step(st)) == SQLITE_ROW) {
        dem_report_row row = {0};
        int at = 0;
        dem_str *texts[] = {&row.id,  &row.sha256,   &row.title,          &row.publisher, &row.author, &row.published,
                            &row.url, &row.language, &row.dateline_place, &row.text,      &row.record};
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) *texts[i] = column(st, &at, a);
        row.n_events = column_int(st, &at, 0);
        row.n_claims = column_int(st, &at, 0);
        row.n_statements = column_int(st, &at, 0);
        rc = dem_arena_failed(a) ? dem_fail(err, DEM_EMEMORY, "memory is out") : each(ctx, &row, err);
    }
    rc = ended(s, rc, step, err);
    finish(&q, st);
    return rc;
}
