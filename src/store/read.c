/* SPDX-License-Identifier: Apache-2.0 */
/* Rows back as export's structs. The keys of the list come first, in its order; then the rows and what hangs on them are read by
   batches of keys, so that a list of any length costs three statements a batch and no sorting of wide rows. */
#include "store/query.h"

#include <stdlib.h>

enum { BATCH = 128 };

/* A statement "... IN (?,?,...)" for BATCH keys; `sql` holds it up to "IN ", and is freed. */
static int open_batch(dem_store *s, dem_buf *sql, const char *after, dem_stmt **out, dem_error *err)
{
    for (int i = 0; i < BATCH; i++) dem_buf_c(sql, i ? ",?" : "(?");
    dem_buf_ch(sql, ')');
    dem_buf_c(sql, after);
    int rc = sql->failed ? dem_fail(err, DEM_EMEMORY, "memory is out") : dem_sql_open(s, dem_buf_view(sql), out, err);
    dem_buf_free(sql);
    return rc;
}

/* The last batch is filled up with its last key. */
static void bind_batch(dem_stmt *st, const int64_t *keys, size_t n)
{
    dem_sql_reset(st);
    for (size_t i = 0; i < BATCH; i++) dem_sql_int(st, keys[i < n ? i : n - 1]);
}

/* The batch's keys sorted, with where they stand in the list. */
typedef struct place {
    int64_t key;
    size_t at;
} place;

static int by_key(const void *a, const void *b)
{
    int64_t x = ((const place *)a)->key, y = ((const place *)b)->key;
    return x < y ? -1 : x > y;
}

typedef struct batch {
    place places[BATCH];
    size_t n;
} batch;

static void sort_batch(batch *b, const int64_t *keys, size_t n)
{
    b->n = n;
    for (size_t i = 0; i < n; i++) b->places[i] = (place){keys[i], i};
    qsort(b->places, n, sizeof *b->places, by_key);
}

/* SIZE_MAX for a key that is none of the batch's. */
static size_t place_of(const batch *b, int64_t key)
{
    const place *p = bsearch(&(place){.key = key}, b->places, b->n, sizeof *b->places, by_key);
    return p ? p->at : SIZE_MAX;
}

/* ---- columns ---- */

#define SOURCE_COLUMNS                                                                                                       \
    "x.key, x.id, r.id, r.publisher, r.published, x.sentence_index, x.sentence_start, x.sentence_end, x.sentence, x.speaker," \
    " x.speaker_code, x.via, x.rule"
#define PLACE_COLUMNS "x.date_start, x.date_end, x.date_basis, x.place, x.place_country, x.lat, x.lon"

/* The key, read before, is not among them. */
static void read_source(dem_stmt *st, dem_arena *a, dem_source_row *s)
{
    s->id = dem_col_text(st, a);
    s->report = dem_col_text(st, a);
    s->publisher = dem_col_text(st, a);
    s->published = dem_col_text(st, a);
    s->sentence_index = dem_col_int(st, -1);
    s->sentence_start = dem_col_int(st, -1);
    s->sentence_end = dem_col_int(st, -1);
    s->sentence = dem_col_text(st, a);
    s->speaker = dem_col_text(st, a);
    s->speaker_code = dem_col_text(st, a);
    s->via = dem_col_text(st, a);
    s->rule = dem_col_text(st, a);
}

static void read_place(dem_stmt *st, dem_arena *a, dem_when_row *w, dem_where_row *where)
{
    w->start = dem_col_text(st, a);
    w->end = dem_col_text(st, a);
    w->basis = dem_col_text(st, a);
    where->place = dem_col_text(st, a);
    where->country = dem_col_text(st, a);
    bool lat, lon;
    where->lat = dem_col_real(st, &lat);
    where->lon = dem_col_real(st, &lon);
    where->located = lat && lon;
}

static void read_event(dem_stmt *st, dem_arena *a, void *row)
{
    dem_event_row *e = row;
    read_source(st, a, &e->src);
    read_place(st, a, &e->when, &e->where);
    e->mutual = dem_col_int(st, 0) != 0;
    e->cameo = dem_col_text(st, a);
    e->cameo_name = dem_col_text(st, a);
    e->type = dem_col_text(st, a);
    e->mode = dem_col_text(st, a);
    e->context = dem_col_text(st, a);
    e->quad = dem_col_int(st, 0);
    e->goldstein = dem_col_real(st, &e->scaled);
    e->status = dem_col_text(st, a);
    e->trigger = dem_col_text(st, a);
    e->venue = dem_col_text(st, a);
    e->confidence = dem_col_real(st, NULL);
    e->cluster = dem_col_text(st, a);
    e->src.record = dem_col_text(st, a);
}

static void read_claim(dem_stmt *st, dem_arena *a, void *row)
{
    dem_claim_row *c = row;
    read_source(st, a, &c->src);
    read_place(st, a, &c->when, &c->where);
    c->kind = dem_col_text(st, a);
    c->count_text = dem_col_text(st, a);
    c->qualifier = dem_col_text(st, a);
    c->min = dem_col_int(st, -1);
    c->max = dem_col_int(st, -1);
    c->total = dem_col_int(st, 0) != 0;
    c->negated = dem_col_int(st, 0) != 0;
    c->src.record = dem_col_text(st, a);
}

static void read_statement(dem_stmt *st, dem_arena *a, void *row)
{
    dem_statement_row *x = row;
    read_source(st, a, &x->src);
    x->country = dem_col_text(st, a);
    x->cue = dem_col_text(st, a);
    x->content = dem_col_text(st, a);
    x->direct = dem_col_int(st, 0) != 0;
    x->src.record = dem_col_text(st, a);
}

static void read_report(dem_stmt *st, dem_arena *a, void *row)
{
    dem_report_row *r = row;
    dem_str *texts[] = {&r->id, &r->sha256, &r->title, &r->publisher, &r->author, &r->via, &r->published, &r->url, &r->language, &r->dateline_place};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) *texts[i] = dem_col_text(st, a);
    r->n_events = dem_col_int(st, 0);
    r->n_claims = dem_col_int(st, 0);
    r->n_statements = dem_col_int(st, 0);
    r->record = dem_col_text(st, a);
    r->text = dem_col_text(st, a);
}

/* Where nothing but the records is asked for. */
static void record_alone(dem_kind kind, void *row, dem_str record)
{
    switch (kind) {
    case DEM_KIND_EVENTS: ((dem_event_row *)row)->src.record = record; break;
    case DEM_KIND_CLAIMS: ((dem_claim_row *)row)->src.record = record; break;
    case DEM_KIND_STATEMENTS: ((dem_statement_row *)row)->src.record = record; break;
    default: ((dem_report_row *)row)->record = record; break;
    }
}

/* ---- what hangs on a row ---- */

static dem_party_rows *event_parties(void *row, bool first)
{
    dem_event_row *e = row;
    return first ? &e->actors : &e->recipients;
}

static dem_party_rows *claim_parties(void *row, bool first)
{
    dem_claim_row *c = row;
    return first ? &c->victims : &c->perpetrators;
}

static dem_condition_rows *event_conditions(void *row)
{
    return &((dem_event_row *)row)->conditions;
}

static dem_condition_rows *statement_conditions(void *row)
{
    return &((dem_statement_row *)row)->conditions;
}

/* Where the events stand in lists they are named as one across reports; whole rows have what the record says. */
#define CLUSTER "coalesce((SELECT g.id FROM cluster_events k JOIN event_clusters g ON g.key=k.cluster WHERE k.event=x.key), x.cluster)"

/* What is read for a kind of row, from which statements. */
typedef struct shape {
    size_t size;
    const char *columns, *wide; /* wide: the last columns of whole rows; those of flat ones are `flat` */
    const char *flat, *from;    /* from: up to "IN " */
    const char *parties, *conditions; /* up to "IN "; NULL: it has none */
    const char *first_role;
    void (*read)(dem_stmt *st, dem_arena *a, void *row);
    dem_party_rows *(*party_list)(void *row, bool first);
    dem_condition_rows *(*condition_list)(void *row);
} shape;

#define NAMED "a.name, a.code, a.country, p.words, p.type"
static const shape shapes[] = {
    [DEM_KIND_EVENTS] = {sizeof(dem_event_row),
                         SOURCE_COLUMNS ", " PLACE_COLUMNS ", x.mutual, x.cameo, x.cameo_name, x.type, x.mode, x.context, x.quad,"
                                        " x.goldstein, x.status, x.words, x.venue, x.confidence",
                         ", x.cluster, x.record", ", " CLUSTER ", NULL", " FROM events x JOIN reports r ON r.key=x.report WHERE x.key IN ",
                         "SELECT p.event, p.role, " NAMED " FROM event_actors p JOIN actors a ON a.key=p.actor WHERE p.event IN ",
                         "SELECT c.event, c.type, c.stance, c.words FROM conditions c WHERE c.event IN ", "actor", read_event, event_parties,
                         event_conditions},
    [DEM_KIND_CLAIMS] = {sizeof(dem_claim_row),
                         SOURCE_COLUMNS ", " PLACE_COLUMNS ", x.kind, x.count_text, x.qualifier, x.low, x.high, x.total, x.negated", ", x.record",
                         ", NULL", " FROM claims x JOIN reports r ON r.key=x.report WHERE x.key IN ",
                         "SELECT p.claim, p.role, " NAMED " FROM claim_actors p JOIN actors a ON a.key=p.actor WHERE p.claim IN ", NULL,
                         "victim", read_claim, claim_parties, NULL},
    [DEM_KIND_STATEMENTS] = {sizeof(dem_statement_row), SOURCE_COLUMNS ", x.speaker_country, x.cue, x.content, x.direct", ", x.record", ", NULL",
                             " FROM statements x JOIN reports r ON r.key=x.report WHERE x.key IN ", NULL,
                             "SELECT c.statement, c.type, c.stance, c.words FROM conditions c WHERE c.statement IN ", NULL, read_statement,
                             NULL, statement_conditions},
    [DEM_KIND_REPORTS] = {sizeof(dem_report_row),
                          "x.key, x.id, x.sha256, x.title, x.publisher, x.author, x.via, x.published, x.url, x.language, x.dateline_place,"
                          " c.events, c.claims, c.statements",
                          ", x.record, x.text", ", NULL, NULL",
                          " FROM reports x LEFT JOIN report_codings c ON c.report=x.key AND c.current=1 WHERE x.key IN ", NULL, NULL, NULL, read_report, NULL, NULL},
};

typedef struct reader {
    dem_store *s;
    dem_kind kind;
    dem_row_part part;
    const shape *shape;
    dem_arena *a;
    dem_stmt *rows, *parties, *conditions;
    batch batch;
    char *items;      /* BATCH rows of shape->size bytes */
    bool there[BATCH];
    dem_error *err;
} reader;

static int open_rows(reader *r)
{
    dem_buf sql = {0};
    if (r->part == DEM_ROWS_RECORD) {
        dem_buf_printf(&sql, "SELECT x.key, x.record FROM %s x WHERE x.key IN ", dem_kind_table(r->kind));
    } else {
        dem_buf_c(&sql, "SELECT ");
        dem_buf_c(&sql, r->shape->columns);
        dem_buf_c(&sql, r->part == DEM_ROWS_WHOLE ? r->shape->wide : r->shape->flat);
        dem_buf_c(&sql, r->shape->from);
    }
    return open_batch(r->s, &sql, "", &r->rows, r->err);
}

static int open_more(reader *r, const char *select, const char *order, dem_stmt **out)
{
    dem_buf sql = {0};
    if (!select || r->part == DEM_ROWS_RECORD) return DEM_OK;
    dem_buf_c(&sql, select);
    return open_batch(r->s, &sql, order, out, r->err);
}

static int open_reader(reader *r)
{
    r->items = calloc(BATCH, r->shape->size);
    if (!r->items) return dem_fail(r->err, DEM_EMEMORY, "memory is out");
    int rc = open_rows(r);
    if (rc == DEM_OK) rc = open_more(r, r->shape->parties, " ORDER BY 1, p.role, p.position", &r->parties);
    return rc == DEM_OK ? open_more(r, r->shape->conditions, " ORDER BY c.key", &r->conditions) : rc;
}

static int read_rows(reader *r)
{
    bool row = true;
    int rc = DEM_OK;
    while (rc == DEM_OK && (rc = dem_sql_step(r->rows, &row, r->err)) == DEM_OK && row) {
        size_t at = place_of(&r->batch, dem_col_int(r->rows, -1));
        if (at == SIZE_MAX) continue;
        char *item = r->items + at * r->shape->size;
        if (r->part == DEM_ROWS_RECORD)
            record_alone(r->kind, item, dem_col_text(r->rows, r->a));
        else
            r->shape->read(r->rows, r->a, item);
        r->there[at] = true;
    }
    return rc;
}

static int read_parties(reader *r)
{
    bool row = true;
    int rc = DEM_OK;
    while (rc == DEM_OK && (rc = dem_sql_step(r->parties, &row, r->err)) == DEM_OK && row) {
        size_t at = place_of(&r->batch, dem_col_int(r->parties, -1));
        if (at == SIZE_MAX) continue;
        bool first = dem_str_is(dem_col_text(r->parties, r->a), r->shape->first_role);
        dem_party_row *p = DEM_PUSH(r->a, r->shape->party_list(r->items + at * r->shape->size, first));
        if (!p) break;
        p->name = dem_col_text(r->parties, r->a);
        p->code = dem_col_text(r->parties, r->a);
        p->country = dem_col_text(r->parties, r->a);
        p->text = dem_col_text(r->parties, r->a);
        p->type = dem_col_text(r->parties, r->a);
    }
    return rc;
}

static int read_conditions(reader *r)
{
    bool row = true;
    int rc = DEM_OK;
    while (rc == DEM_OK && (rc = dem_sql_step(r->conditions, &row, r->err)) == DEM_OK && row) {
        size_t at = place_of(&r->batch, dem_col_int(r->conditions, -1));
        if (at == SIZE_MAX) continue;
        dem_condition_row *c = DEM_PUSH(r->a, r->shape->condition_list(r->items + at * r->shape->size));
        if (!c) break;
        c->type = dem_col_text(r->conditions, r->a);
        c->stance = dem_col_text(r->conditions, r->a);
        c->text = dem_col_text(r->conditions, r->a);
    }
    return rc;
}

static int read_batch(reader *r, const int64_t *keys, size_t n)
{
    sort_batch(&r->batch, keys, n);
    memset(r->items, 0, BATCH * r->shape->size);
    memset(r->there, 0, sizeof r->there);
    bind_batch(r->rows, keys, n);
    int rc = read_rows(r);
    if (rc == DEM_OK && r->parties) {
        bind_batch(r->parties, keys, n);
        rc = read_parties(r);
    }
    if (rc == DEM_OK && r->conditions) {
        bind_batch(r->conditions, keys, n);
        rc = read_conditions(r);
    }
    return rc == DEM_OK && dem_arena_failed(r->a) ? dem_fail(r->err, DEM_EMEMORY, "memory is out") : rc;
}

static int give(const dem_receiver *to, dem_kind kind, const void *row, dem_error *err)
{
    switch (kind) {
    case DEM_KIND_EVENTS: return to->event ? to->event(to->ctx, row, err) : DEM_OK;
    case DEM_KIND_CLAIMS: return to->claim ? to->claim(to->ctx, row, err) : DEM_OK;
    case DEM_KIND_STATEMENTS: return to->statement ? to->statement(to->ctx, row, err) : DEM_OK;
    default: return to->report ? to->report(to->ctx, row, err) : DEM_OK;
    }
}

static int read_list(reader *r, const dem_row_keys *keys, bool keep, const dem_receiver *to)
{
    int rc = keys->n ? open_reader(r) : DEM_OK;
    for (size_t i = 0; rc == DEM_OK && i < keys->n; i += BATCH) {
        size_t n = keys->n - i < BATCH ? keys->n - i : BATCH;
        rc = read_batch(r, keys->items + i, n);
        for (size_t k = 0; rc == DEM_OK && k < n; k++)
            if (r->there[k]) rc = give(to, r->kind, r->items + k * r->shape->size, r->err);
        if (!keep) dem_arena_reset(r->a);
    }
    dem_sql_free(r->rows);
    dem_sql_free(r->parties);
    dem_sql_free(r->conditions);
    free(r->items);
    return rc;
}

int dem_rows_read(dem_store *s, dem_kind kind, dem_row_part part, const dem_filter *f, dem_arena *a, const dem_receiver *to, dem_error *err)
{
    dem_arena *own = a ? NULL : dem_arena_new(0), *for_keys = dem_arena_new(0);
    dem_row_keys keys = {0};
    reader r = {.s = s, .kind = kind, .part = part, .shape = &shapes[kind], .a = a ? a : own, .err = err};
    s->doing = "cannot read the store";
    int rc = r.a && for_keys ? dem_store_begin(s, false, err) : dem_fail(err, DEM_EMEMORY, "memory is out");
    bool begun = rc == DEM_OK;
    if (rc == DEM_OK) rc = dem_query_keys(s, kind, f, for_keys, &keys, err);
    if (rc == DEM_OK) rc = read_list(&r, &keys, a != NULL, to);
    if (begun) dem_store_rollback(s);
    dem_arena_free(own);
    dem_arena_free(for_keys);
    return rc;
}

int dem_store_events(dem_store *s, const dem_filter *f, dem_arena *a, dem_each_event each, void *ctx, dem_error *err)
{
    return dem_rows_read(s, DEM_KIND_EVENTS, DEM_ROWS_WHOLE, f, a, &(dem_receiver){.event = each, .ctx = ctx}, err);
}

int dem_store_claims(dem_store *s, const dem_filter *f, dem_arena *a, dem_each_claim each, void *ctx, dem_error *err)
{
    return dem_rows_read(s, DEM_KIND_CLAIMS, DEM_ROWS_WHOLE, f, a, &(dem_receiver){.claim = each, .ctx = ctx}, err);
}

int dem_store_statements(dem_store *s, const dem_filter *f, dem_arena *a, dem_each_statement each, void *ctx, dem_error *err)
{
    return dem_rows_read(s, DEM_KIND_STATEMENTS, DEM_ROWS_WHOLE, f, a, &(dem_receiver){.statement = each, .ctx = ctx}, err);
}

int dem_store_reports(dem_store *s, const dem_filter *f, dem_arena *a, dem_each_report each, void *ctx, dem_error *err)
{
    return dem_rows_read(s, DEM_KIND_REPORTS, DEM_ROWS_WHOLE, f, a, &(dem_receiver){.report = each, .ctx = ctx}, err);
}
