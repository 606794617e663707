/* SPDX-License-Identifier: Apache-2.0 */
/* Events as CSV (RFC 4180): one line an event, lists joined with "; ", the same columns whatever is found. */
#include "export/words.h"

#include "base/table.h"

static const char *const columns[] = {
    "id",          "report",         "publisher",      "published",         "date_start",  "date_end",
    "date_basis",  "actor",          "actor_code",     "actor_country",     "recipient",   "recipient_code",
    "recipient_country", "mutual",   "cameo",          "cameo_name",        "plover_type", "plover_mode",
    "plover_context", "quad",        "goldstein",      "status",            "trigger",     "conditions",
    "speaker",     "speaker_code",   "via",            "place",             "place_country", "lat",
    "lon",         "venue",          "sentence_index", "sentence_start",    "sentence_end", "sentence",
    "rule",        "confidence",     "event_cluster"};

void dem_write_csv_header(dem_buf *out)
{
    bool first = true;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) dem_csv_field(out, &first, dem_str_c(columns[i]));
    dem_csv_end(out, &first);
}

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

static void day(line *l, dem_day d)
{
    char iso[11];
    dem_day_print(d, iso);
    field(l, dem_str_c(iso));
}

static void number(line *l, double v, int decimals, bool trim)
{
    dem_num_print(&l->cell, v, decimals, trim);
    gathered(l);
}

static void actors(line *l, const dem_report *r, const dem_actor *a, size_t n)
{
    dem_words_actors(r, a, n, false, &l->cell);
    gathered(l);
    for (size_t i = 0; i < n; i++) {
        if (i) dem_buf_c(&l->cell, "; ");
        dem_buf_str(&l->cell, a[i].code);
    }
    gathered(l);
    for (size_t i = 0; i < n; i++) {
        if (i) dem_buf_c(&l->cell, "; ");
        dem_buf_c(&l->cell, a[i].country);
    }
    gathered(l);
}

static void coded(line *l, const dem_codebook *book, const dem_event *e)
{
    dem_ontology_entry o;
    bool known = dem_codebook_find(book, e->cameo, &o);
    field(l, dem_str_c(e->cameo));
    field(l, o.name);
    field(l, o.type);
    field(l, o.mode);
    for (size_t i = 0; i < o.n_contexts; i++) {
        if (i) dem_buf_c(&l->cell, "; ");
        dem_buf_str(&l->cell, o.contexts[i]);
    }
    gathered(l);
    if (known && o.quad) dem_buf_printf(&l->cell, "%d", o.quad);
    gathered(l);
    if (known) dem_num_print(&l->cell, o.goldstein, 1, false);
    gathered(l);
}

static void conditions(line *l, const dem_report *r, const dem_event *e)
{
    for (size_t i = 0; i < e->conditions.n; i++) {
        if (i) dem_buf_c(&l->cell, "; ");
        dem_buf_str(&l->cell, dem_text_of(r, r->conditions.items[e->conditions.items[i]].span));
    }
    gathered(l);
}

/* The innermost statement that names its speaker. */
static void speaker(line *l, const dem_report *r, const dem_event *e)
{
    const dem_statement *said = NULL;
    for (size_t i = 0; i < e->attribution.n && !said; i++) {
        const dem_statement *s = &r->statements.items[e->attribution.items[i]];
        if (s->has_speaker) said = s;
    }
    field(l, said ? dem_speaker_label(r, said) : DEM_STR_NONE);
    field(l, said ? said->speaker.code : DEM_STR_NONE);
    field(l, said ? said->via : DEM_STR_NONE);
}

static void place(line *l, const dem_report *r, int32_t index)
{
    const dem_place *p = index >= 0 && (size_t)index < r->places.n ? &r->places.items[index] : NULL;
    field(l, p ? (p->name.n ? p->name : dem_text_of(r, p->span)) : DEM_STR_NONE);
    field(l, p ? dem_str_c(p->country) : DEM_STR_NONE);
    if (p && p->located) {
        number(l, p->lat, 5, true);
        number(l, p->lon, 5, true);
    } else {
        field(l, DEM_STR_NONE);
        field(l, DEM_STR_NONE);
    }
}

static void sentence(line *l, dem_report *r, int32_t s)
{
    dem_span span = {0, 0};
    bool there = s >= 0 && (size_t)s < r->sentences.n;
    if (there) span = r->sentences.items[s].span;
    if (there) dem_buf_printf(&l->cell, "%d", s);
    gathered(l);
    if (there) dem_buf_printf(&l->cell, "%zu", dem_report_codepoint(r, span.start));
    gathered(l);
    if (there) dem_buf_printf(&l->cell, "%zu", dem_report_codepoint(r, span.end));
    gathered(l);
    field(l, dem_text_of(r, span));
}

void dem_write_csv(dem_report *r, const dem_codebook *book, const dem_ids *ids, dem_buf *out)
{
    line record = {.out = out, .first = true}, *l = &record;
    for (size_t i = 0; i < r->events.n; i++) {
        const dem_event *e = &r->events.items[i];
        bool dated = e->date_from != DEM_DAY_NONE || e->date_to != DEM_DAY_NONE;
        field(l, dem_str_c(dem_id_event(ids, i).c));
        field(l, r->meta.id);
        field(l, r->meta.publisher);
        day(l, r->meta.published);
        day(l, e->date_from);
        day(l, e->date_to);
        field(l, dated ? dem_str_c(dem_time_basis_name(e->date_basis)) : DEM_STR_NONE);
        actors(l, r, e->actors.items, e->actors.n);
        actors(l, r, e->recipients.items, e->recipients.n);
        field(l, e->mutual ? DEM_STR("true") : DEM_STR("false"));
        coded(l, book, e);
        field(l, dem_str_c(dem_event_status_name(e->status)));
        field(l, dem_text_of(r, e->trigger));
        conditions(l, r, e);
        speaker(l, r, e);
        place(l, r, e->place);
        field(l, e->venue);
        sentence(l, r, e->sentence);
        field(l, e->rule);
        number(l, e->confidence, 2, false);
        field(l, dem_str_c(dem_id_cluster(ids, i).c));
        dem_csv_end(out, &record.first);
    }
    dem_buf_free(&record.cell);
}
