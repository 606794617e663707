/* SPDX-License-Identifier: Apache-2.0 */
/* Rows as CSV (RFC 4180): lists joined with "; ". Whether they come from a report or from the store, the bytes are the same. */
#include "export/rows.h"

#include "base/table.h"

typedef struct line {
    dem_buf *out, cell; /* cell: scratch of one field */
    bool first;
} line;

static void field(line *l, dem_str s)
{
    dem_csv_field(l->out, &l->first, s);
}

/* What was gathered in the scratch. */
static void gathered(line *l)
{
    field(l, dem_buf_view(&l->cell));
    if (l->cell.failed) l->out->failed = true;
    dem_buf_clear(&l->cell);
}

static void whole(line *l, int64_t v, bool there)
{
    if (there) dem_buf_printf(&l->cell, "%lld", (long long)v);
    gathered(l);
}

static void truth(line *l, bool v)
{
    field(l, v ? DEM_STR("true") : DEM_STR("false"));
}

static void end(line *l)
{
    dem_csv_end(l->out, &l->first);
    dem_buf_free(&l->cell);
}

static void header(dem_buf *out, const char *const *names, size_t n)
{
    bool first = true;
    for (size_t i = 0; i < n; i++) dem_csv_field(out, &first, dem_str_c(names[i]));
    dem_csv_end(out, &first);
}

/* ---- groups of columns ---- */

#define COLUMNS_REPORT "id", "report", "publisher", "published"
#define COLUMNS_DATE "date_start", "date_end", "date_basis"
#define COLUMNS_SPEAKER "speaker", "speaker_code", "via"
#define COLUMNS_PLACE "place", "place_country", "lat", "lon"
#define COLUMNS_SENTENCE "sentence_index", "sentence_start", "sentence_end", "sentence", "rule"

static void report_columns(line *l, const dem_source_row *s)
{
    field(l, s->id);
    field(l, s->report);
    field(l, s->publisher);
    field(l, s->published);
}

static void date_columns(line *l, const dem_when_row *w)
{
    field(l, w->start);
    field(l, w->end);
    field(l, w->basis);
}

static void speaker_columns(line *l, const dem_source_row *s)
{
    field(l, s->speaker);
    field(l, s->speaker_code);
    field(l, s->via);
}

static void place_columns(line *l, const dem_where_row *w)
{
    field(l, w->place);
    field(l, w->country);
    if (w->located) dem_num_print(&l->cell, w->lat, 5, true);
    gathered(l);
    if (w->located) dem_num_print(&l->cell, w->lon, 5, true);
    gathered(l);
}

static void sentence_columns(line *l, const dem_source_row *s)
{
    whole(l, s->sentence_index, s->sentence_index >= 0);
    whole(l, s->sentence_start, s->sentence_start >= 0);
    whole(l, s->sentence_end, s->sentence_end >= 0);
    field(l, s->sentence);
    field(l, s->rule);
}

/* name, code, country: parallel lists. */
static void party_columns(line *l, const dem_party_rows *p)
{
    dem_parties_print(p, false, &l->cell);
    gathered(l);
    bool any = false;
    for (size_t i = 0; i < p->n; i++) any = any || p->items[i].code.n;
    for (size_t i = 0; any && i < p->n; i++) {
        if (i) dem_buf_c(&l->cell, "; ");
        dem_buf_str(&l->cell, p->items[i].code);
    }
    gathered(l);
    any = false;
    for (size_t i = 0; i < p->n; i++) any = any || p->items[i].country.n;
    for (size_t i = 0; any && i < p->n; i++) {
        if (i) dem_buf_c(&l->cell, "; ");
        dem_buf_str(&l->cell, p->items[i].country);
    }
    gathered(l);
}

static void conditions_column(line *l, const dem_condition_rows *c)
{
    for (size_t i = 0; i < c->n; i++) {
        if (i) dem_buf_c(&l->cell, "; ");
        dem_buf_str(&l->cell, c->items[i].text);
    }
    gathered(l);
}

/* ---- the four kinds ---- */

static const char *const event_columns[] = {COLUMNS_REPORT, COLUMNS_DATE, "actor", "actor_code", "actor_country",
                                            "recipient", "recipient_code", "recipient_country", "mutual", "cameo", "cameo_name",
                                            "plover_type", "plover_mode", "plover_context", "quad", "goldstein", "status",
                                            "trigger", "conditions", COLUMNS_SPEAKER, COLUMNS_PLACE, "venue", COLUMNS_SENTENCE,
                                            "confidence", "event_cluster"};

void dem_csv_event_header(dem_buf *out)
{
    header(out, event_columns, sizeof event_columns / sizeof *event_columns);
}

void dem_csv_event(const dem_event_row *e, dem_buf *out)
{
    line record = {.out = out, .first = true}, *l = &record;
    report_columns(l, &e->src);
    date_columns(l, &e->when);
    party_columns(l, &e->actors);
    party_columns(l, &e->recipients);
    truth(l, e->mutual);
    field(l, e->cameo);
    field(l, e->cameo_name);
    field(l, e->type);
    field(l, e->mode);
    field(l, e->context);
    whole(l, e->quad, e->quad != 0);
    if (e->scaled) dem_num_print(&l->cell, e->goldstein, 1, false);
    gathered(l);
    field(l, e->status);
    field(l, e->trigger);
    conditions_column(l, &e->conditions);
    speaker_columns(l, &e->src);
    place_columns(l, &e->where);
    field(l, e->venue);
    sentence_columns(l, &e->src);
    dem_num_print(&l->cell, e->confidence, 2, false);
    gathered(l);
    field(l, e->cluster);
    end(l);
}

static const char *const claim_columns[] = {COLUMNS_REPORT, COLUMNS_DATE, "kind", "min", "max", "qualifier", "count",
                                            "victims", "victims_code", "victims_country", "perpetrator", "perpetrator_code",
                                            "perpetrator_country", "total", "negated", COLUMNS_SPEAKER, COLUMNS_PLACE, COLUMNS_SENTENCE};

void dem_csv_claim_header(dem_buf *out)
{
    header(out, claim_columns, sizeof claim_columns / sizeof *claim_columns);
}

void dem_csv_claim(const dem_claim_row *c, dem_buf *out)
{
    line record = {.out = out, .first = true}, *l = &record;
    report_columns(l, &c->src);
    date_columns(l, &c->when);
    field(l, c->kind);
    whole(l, c->min, c->min >= 0);
    whole(l, c->max, c->max >= 0);
    field(l, c->qualifier);
    field(l, c->count_text);
    party_columns(l, &c->victims);
    party_columns(l, &c->perpetrators);
    truth(l, c->total);
    truth(l, c->negated);
    speaker_columns(l, &c->src);
    place_columns(l, &c->where);
    sentence_columns(l, &c->src);
    end(l);
}

static const char *const statement_columns[] = {COLUMNS_REPORT, COLUMNS_SPEAKER, "speaker_country", "cue", "content", "direct",
                                                "conditions", COLUMNS_SENTENCE};

void dem_csv_statement_header(dem_buf *out)
{
    header(out, statement_columns, sizeof statement_columns / sizeof *statement_columns);
}

void dem_csv_statement(const dem_statement_row *s, dem_buf *out)
{
    line record = {.out = out, .first = true}, *l = &record;
    report_columns(l, &s->src);
    speaker_columns(l, &s->src);
    field(l, s->country);
    field(l, s->cue);
    field(l, s->content);
    truth(l, s->direct);
    conditions_column(l, &s->conditions);
    sentence_columns(l, &s->src);
    end(l);
}

static const char *const report_names[] = {"id", "published", "publisher", "title", "author", "url", "language", "dateline_place",
                                           "events", "claims", "statements", "sha256"};

void dem_csv_report_header(dem_buf *out)
{
    header(out, report_names, sizeof report_names / sizeof *report_names);
}

void dem_csv_report(const dem_report_row *r, dem_buf *out)
{
    line record = {.out = out, .first = true}, *l = &record;
    field(l, r->id);
    field(l, r->published);
    field(l, r->publisher);
    field(l, r->title);
    field(l, r->author);
    field(l, r->url);
    field(l, r->language);
    field(l, r->dateline_place);
    whole(l, r->n_events, true);
    whole(l, r->n_claims, true);
    whole(l, r->n_statements, true);
    field(l, r->sha256);
    end(l);
}

void dem_write_csv_header(dem_buf *out)
{
    dem_csv_event_header(out);
}

int dem_write_csv(dem_report *r, const dem_codebook *book, dem_buf *out, dem_error *err)
{
    dem_rows rows;
    int rc = dem_rows_make(r, book, false, &rows, err);
    if (rc != DEM_OK) return rc;
    for (size_t i = 0; i < rows.events.n; i++) dem_csv_event(&rows.events.items[i], out);
    return DEM_OK;
}
