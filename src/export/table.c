/* SPDX-License-Identifier: Apache-2.0 */
/* Events for reading in a terminal: a block a report, a heading and aligned columns, conditions under the event they bind. */
#include "export/words.h"

#include "base/table.h"

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

static bool gathered(dem_table *t, dem_buf *cell)
{
    bool ok = !cell->failed && dem_table_cell(t, dem_buf_view(cell));
    dem_buf_clear(cell);
    return ok;
}

static bool event_row(dem_table *t, const dem_report *r, const dem_codebook *book, const dem_event *e, dem_buf *cell)
{
    dem_ontology_entry o;
    dem_codebook_find(book, e->cameo, &o);
    bool ok = dem_table_row(t);
    dem_words_date(e, cell);
    ok = ok && gathered(t, cell) && dem_table_cell(t, dem_str_c(e->cameo));
    dem_buf_str(cell, o.type);
    if (o.mode.n) dem_buf_printf(cell, ".%.*s", DEM_FMT(o.mode));
    ok = ok && gathered(t, cell);
    dem_words_actors(r, e->actors.items, e->actors.n, true, cell);
    ok = ok && gathered(t, cell) && dem_table_cell(t, e->mutual ? DEM_STR("<>") : DEM_STR("->"));
    dem_words_actors(r, e->recipients.items, e->recipients.n, true, cell);
    ok = ok && gathered(t, cell);
    ok = ok && dem_table_cell(t, dem_str_c(dem_event_status_name(e->status)));
    ok = ok && dem_table_cell(t, dem_text_of(r, e->trigger));
    dem_words_said_by(r, e, cell);
    ok = ok && gathered(t, cell);
    dem_num_print(cell, e->confidence, 2, false);
    ok = ok && gathered(t, cell);
    for (size_t i = 0; ok && i < e->conditions.n; i++) {
        dem_words_condition(r, &r->conditions.items[e->conditions.items[i]], cell);
        ok = !cell->failed && dem_table_note(t, dem_buf_view(cell));
        dem_buf_clear(cell);
    }
    return ok;
}

void dem_write_table(dem_report *r, const dem_codebook *book, bool color, dem_buf *out)
{
    static const dem_column columns[] = {{"date", 21, false},      {"code", 0, false},     {"type", 24, false},
                                         {"actor", 40, false},     {"", 0, false},         {"recipient", 40, false},
                                         {"status", 0, false},     {"words", 24, false},   {"said by", 32, false},
                                         {"conf", 0, true}};
    heading(r, color, out);
    if (r->events.n == 0) {
        dem_buf_c(out, "  no events\n\n");
        return;
    }
    dem_table *t = dem_table_new(columns, sizeof columns / sizeof *columns);
    dem_buf cell = {0};
    bool ok = t != NULL;
    for (size_t i = 0; ok && i < r->events.n; i++) ok = event_row(t, r, book, &r->events.items[i], &cell);
    if (ok)
        dem_table_print(t, color, "  ", out);
    else
        out->failed = true;
    dem_buf_ch(out, '\n');
    dem_buf_free(&cell);
    dem_table_free(t);
}
