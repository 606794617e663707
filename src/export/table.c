/* SPDX-License-Identifier: Apache-2.0 */
/* Rows for reading in a terminal: aligned columns, conditions under the event or statement they belong to. */
#include "export/rows.h"

#include "base/table.h"

static bool gathered(dem_table *t, dem_buf *cell)
{
    bool ok = !cell->failed && dem_table_cell(t, dem_buf_view(cell));
    dem_buf_clear(cell);
    return ok;
}

static bool notes(dem_table *t, const dem_condition_rows *c, dem_buf *cell)
{
    bool ok = true;
    for (size_t i = 0; ok && i < c->n; i++) {
        dem_condition_print(&c->items[i], cell);
        ok = !cell->failed && dem_table_note(t, dem_buf_view(cell));
        dem_buf_clear(cell);
    }
    return ok;
}

/* "Name (via agency)" */
static bool speaker_cell(dem_table *t, const dem_source_row *s, dem_buf *cell)
{
    dem_buf_str(cell, s->speaker);
    if (s->via.n) dem_buf_printf(cell, "%s(via %.*s)", s->speaker.n ? " " : "", DEM_FMT(s->via));
    return gathered(t, cell);
}

static bool where_cell(dem_table *t, const dem_where_row *w, dem_buf *cell)
{
    dem_buf_str(cell, w->place);
    if (w->country.n && !dem_str_eq(w->place, w->country)) dem_buf_printf(cell, "%s%.*s", w->place.n ? ", " : "", DEM_FMT(w->country));
    return gathered(t, cell);
}

/* Where the record stands: "report:sentence". */
static bool source_cell(dem_table *t, const dem_source_row *s, bool report, dem_buf *cell)
{
    if (report) {
        dem_buf_str(cell, s->report);
        if (s->sentence_index >= 0) dem_buf_printf(cell, ":%lld", (long long)s->sentence_index);
    }
    return gathered(t, cell);
}

dem_table *dem_table_events(void)
{
    static const dem_column columns[] = {{"date", 21, false},      {"published", 0, false}, {"code", 0, false},   {"type", 24, false},
                                         {"actor", 40, false},     {"", 0, false},          {"recipient", 40, false},
                                         {"status", 0, false},     {"words", 24, false},    {"said by", 36, false},
                                         {"place", 24, false},     {"conf", 0, true},       {"report:sentence", 60, false}};
    return dem_table_new(columns, sizeof columns / sizeof *columns);
}

bool dem_table_add_event(dem_table *t, const dem_event_row *e, bool report)
{
    dem_buf cell = {0};
    bool ok = dem_table_row(t);
    dem_when_print(&e->when, &cell);
    ok = ok && gathered(t, &cell) && dem_table_cell(t, report ? e->src.published : DEM_STR_NONE) && dem_table_cell(t, e->cameo);
    dem_buf_str(&cell, e->type);
    if (e->mode.n) dem_buf_printf(&cell, ".%.*s", DEM_FMT(e->mode));
    ok = ok && gathered(t, &cell);
    dem_parties_print(&e->actors, true, &cell);
    ok = ok && gathered(t, &cell);
    ok = ok && dem_table_cell(t, e->mutual ? DEM_STR("<>") : e->recipients.n ? DEM_STR("->") : DEM_STR_NONE);
    dem_parties_print(&e->recipients, true, &cell);
    ok = ok && gathered(t, &cell) && dem_table_cell(t, e->status) && dem_table_cell(t, e->trigger);
    ok = ok && speaker_cell(t, &e->src, &cell) && where_cell(t, &e->where, &cell);
    dem_num_print(&cell, e->confidence, 2, false);
    ok = ok && gathered(t, &cell) && source_cell(t, &e->src, report, &cell) && notes(t, &e->conditions, &cell);
    dem_buf_free(&cell);
    return ok;
}

dem_table *dem_table_claims(void)
{
    static const dem_column columns[] = {{"kind", 0, false},      {"date", 21, false},    {"published", 0, false},
                                         {"place", 24, false},    {"low", 0, true},       {"high", 0, true},
                                         {"", 0, false},          {"whom", 36, false},    {"by whom", 30, false},
                                         {"according to", 40, false}, {"report:sentence", 60, false}};
    return dem_table_new(columns, sizeof columns / sizeof *columns);
}

bool dem_table_add_claim(dem_table *t, const dem_claim_row *c)
{
    dem_buf cell = {0};
    bool ok = dem_table_row(t) && dem_table_cell(t, c->kind);
    dem_when_print(&c->when, &cell);
    ok = ok && gathered(t, &cell) && dem_table_cell(t, c->src.published) && where_cell(t, &c->where, &cell);
    if (c->min >= 0) dem_buf_printf(&cell, "%lld", (long long)c->min);
    ok = ok && gathered(t, &cell);
    if (c->max >= 0) dem_buf_printf(&cell, "%lld", (long long)c->max);
    ok = ok && gathered(t, &cell);
    dem_buf_str(&cell, dem_qualifier_words(c->qualifier));
    if (c->total) dem_buf_c(&cell, cell.n ? ", total" : "total");
    if (c->negated) dem_buf_c(&cell, cell.n ? ", denied" : "denied");
    ok = ok && gathered(t, &cell);
    dem_parties_print(&c->victims, true, &cell);
    ok = ok && gathered(t, &cell);
    dem_parties_print(&c->perpetrators, true, &cell);
    ok = ok && gathered(t, &cell) && speaker_cell(t, &c->src, &cell) && source_cell(t, &c->src, true, &cell);
    dem_buf_free(&cell);
    return ok;
}

dem_table *dem_table_statements(void)
{
    static const dem_column columns[] = {{"published", 0, false}, {"speaker", 36, false}, {"code", 0, false},    {"cue", 20, false},
                                         {"content", 90, false},  {"via", 24, false},     {"report:sentence", 60, false}};
    return dem_table_new(columns, sizeof columns / sizeof *columns);
}

bool dem_table_add_statement(dem_table *t, const dem_statement_row *s)
{
    dem_buf cell = {0};
    bool ok = dem_table_row(t) && dem_table_cell(t, s->src.published) && dem_table_cell(t, s->src.speaker) &&
              dem_table_cell(t, s->src.speaker_code) && dem_table_cell(t, s->cue) && dem_table_cell(t, s->content) &&
              dem_table_cell(t, s->src.via) && source_cell(t, &s->src, true, &cell) && notes(t, &s->conditions, &cell);
    dem_buf_free(&cell);
    return ok;
}

dem_table *dem_table_reports(void)
{
    static const dem_column columns[] = {{"published", 0, false}, {"report", 60, false}, {"publisher", 30, false}, {"events", 0, true},
                                         {"claims", 0, true},     {"statements", 0, true}, {"title", 90, false}};
    return dem_table_new(columns, sizeof columns / sizeof *columns);
}

bool dem_table_add_report(dem_table *t, const dem_report_row *r)
{
    const int64_t counts[] = {r->n_events, r->n_claims, r->n_statements};
    dem_buf cell = {0};
    bool ok = dem_table_row(t) && dem_table_cell(t, r->published) && dem_table_cell(t, r->id) && dem_table_cell(t, r->publisher);
    for (size_t i = 0; i < 3; i++) {
        dem_buf_printf(&cell, "%lld", (long long)counts[i]);
        ok = ok && gathered(t, &cell);
    }
    ok = ok && dem_table_cell(t, r->title);
    dem_buf_free(&cell);
    return ok;
}

/* ---- the events of one report ---- */

static void heading(const dem_report *r, bool color, dem_buf *out)
{
    char day[11];
    dem_day_print(r->meta.published, day);
    if (color) dem_buf_c(out, "\033[1;36m");
    dem_text_line(out, r->meta.id, 60);
    if (color) dem_buf_c(out, "\033[0m");
    if (day[0]) dem_buf_printf(out, "  %s", day);
    if (r->meta.publisher.n) {
        dem_buf_c(out, "  ");
        dem_text_line(out, r->meta.publisher, 40);
    }
    if (r->meta.title.n) {
        dem_buf_c(out, "  ");
        dem_text_line(out, r->meta.title, 100);
    }
    dem_buf_ch(out, '\n');
}

int dem_write_table(dem_report *r, const dem_codebook *book, bool color, dem_buf *out, dem_error *err)
{
    heading(r, color, out);
    if (r->events.n == 0) {
        dem_buf_c(out, "  no events\n\n");
        return DEM_OK;
    }
    dem_rows rows;
    int rc = dem_rows_make(r, book, false, &rows, err);
    if (rc != DEM_OK) return rc;
    dem_table *t = dem_table_events();
    bool ok = t != NULL;
    for (size_t i = 0; ok && i < rows.events.n; i++) ok = dem_table_add_event(t, &rows.events.items[i], false);
    if (ok) dem_table_print(t, color, "  ", out);
    dem_buf_ch(out, '\n');
    dem_table_free(t);
    return ok ? DEM_OK : dem_fail(err, DEM_EMEMORY, "memory is out");
}
