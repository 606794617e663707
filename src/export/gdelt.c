/* SPDX-License-Identifier: Apache-2.0 */
/* GDELT: events 1.0 (58 columns) and 2.0 (61), mentions 2.0 (16). Tab-separated, no header line, columns in the order of the GDELT
   codebooks. One row a dyad of an event; tellings of one event are counted in its row and listed in the mentions. What demarche does
   not know (tone, where the actors are) stays empty. */
#include "export/formats.h"

#include <stdio.h>

static void begin(dem_exporter *x)
{
    x->state = DEM_NEW(x->kept, dem_xgroups);
}

static int event(dem_exporter *x, const dem_xevent *e, dem_arena *row, dem_error *err)
{
    (void)row;
    if (!x->state) return dem_fail(err, DEM_EMEMORY, "memory is out");
    return dem_xgroups_add(x->state, x->kept, e, err);
}

/* "2012-01-31" -> "20120131" and what `tail` adds. */
static void day_cell(dem_buf *out, bool *first, dem_str iso, const char *tail)
{
    char c[32] = "";
    if (iso.n >= 10) snprintf(c, sizeof c, "%.4s%.2s%.2s%s", iso.p, iso.p + 5, iso.p + 8, tail);
    dem_cell(out, first, dem_str_c(c));
}

/* SQLDATE, MonthYear, Year, FractionDate. */
static void date_cells(dem_buf *out, bool *first, dem_str iso)
{
    day_cell(out, first, iso, "");
    dem_day d = dem_day_parse(iso);
    int y = 0, m = 0, day = 0;
    if (d != DEM_DAY_NONE) dem_day_split(d, &y, &m, &day);
    dem_cell_int(out, first, y * 100 + m, d != DEM_DAY_NONE);
    dem_cell_int(out, first, y, d != DEM_DAY_NONE);
    dem_cell_num(out, first, y + (m * 30 + day) / 365.0, 4, d != DEM_DAY_NONE);
}

static void actor_cells(dem_buf *out, bool *first, const dem_xparty *p, dem_arena *a)
{
    dem_code_parts c = {0};
    dem_str code = DEM_STR_NONE;
    if (p) {
        code = dem_code_cameo(p->code, a);
        dem_code_split(code, p->country, &c);
    }
    dem_cell(out, first, code);
    dem_cell(out, first, !p ? DEM_STR_NONE : p->name.n ? p->name : p->text);
    dem_cell(out, first, c.country);
    dem_cell(out, first, c.group);
    dem_cell(out, first, c.ethnic);
    dem_cell(out, first, c.religion[0]);
    dem_cell(out, first, c.religion[1]);
    /* A prefix such as IGO is the first type where there is no country. */
    size_t at = 0;
    for (size_t k = 0; k < 3; k++) {
        dem_str t = k == 0 && c.prefix.n ? c.prefix : at < c.n_roles ? c.roles[at++] : DEM_STR_NONE;
        dem_cell(out, first, t);
    }
}

static void no_place(dem_buf *out, bool *first, bool two)
{
    for (int i = 0; i < (two ? 8 : 7); i++) dem_cell(out, first, DEM_STR_NONE);
}

/* Geo_Type, FullName, CountryCode (FIPS), ADM1Code, [ADM2Code,] Lat, Long, FeatureID. */
static void place_cells(const dem_exporter *x, dem_buf *out, bool *first, const dem_xevent *e, dem_arena *a, bool two)
{
    if (!e->place.n) {
        no_place(out, first, two);
        return;
    }
    const dem_state_row *s = dem_state_of(x->tables, e->place_country);
    bool usa = dem_str_is(e->place_country, "USA"), country = e->resolution == 1 || (s && dem_str_eq(s->name, e->place));
    int type = country ? 1 : e->resolution == 4 ? (usa ? 3 : 4) : e->resolution == 2 ? (usa ? 2 : 5) : 0;
    dem_cell_int(out, first, type, type > 0);
    dem_str full = e->place;
    if (!country && e->place_admin.n && !dem_str_eq(e->place_admin, e->place))
        full = dem_str_printf(a, "%.*s, %.*s", DEM_FMT(full), DEM_FMT(e->place_admin));
    if (!country && s) full = dem_str_printf(a, "%.*s, %.*s", DEM_FMT(full), DEM_FMT(s->name));
    dem_cell(out, first, full);
    dem_str fips = s ? s->fips : DEM_STR_NONE;
    dem_cell(out, first, fips);
    dem_cell(out, first, country ? fips : DEM_STR_NONE); /* ADM1 of a country is the country */
    if (two) dem_cell(out, first, DEM_STR_NONE);
    dem_cell_num(out, first, e->lat, 5, e->located);
    dem_cell_num(out, first, e->lon, 5, e->located);
    dem_cell(out, first, country ? fips : DEM_STR_NONE); /* so GDELT: the feature of a country is its FIPS code */
}

static dem_str first_published(const dem_xgroup *g)
{
    dem_str day = DEM_STR_NONE;
    for (size_t i = 0; i < g->tellings.n; i++) {
        dem_str d = g->tellings.items[i]->from->published;
        if (d.n && (!day.n || dem_str_cmp(d, day) < 0)) day = d;
    }
    return day;
}

static void code_cells(const dem_exporter *x, dem_buf *out, bool *first, const dem_xevent *e)
{
    /* IsRootEvent: 1 when the sentence stands in the first paragraph; unknown without the report's text. */
    bool known = e->from->lead_end >= 0 && e->sentence_start >= 0;
    dem_cell_int(out, first, known && e->sentence_start < e->from->lead_end, known);
    dem_cell(out, first, e->cameo);
    dem_cell(out, first, dem_str_cut(e->cameo, 0, 3));
    dem_cell(out, first, dem_str_cut(e->cameo, 0, 2));
    int root = dem_cameo_root(e->cameo);
    dem_cell_int(out, first, x->tables->gdelt[root], root && x->tables->gdelt[root] != 255);
    dem_cell_num(out, first, e->goldstein, 1, e->scaled);
}

static void event_row(dem_exporter *x, const dem_xgroup *g, size_t part, dem_arena *a, bool two)
{
    dem_buf *out = &x->out;
    bool first = true, own;
    const dem_xevent *e = g->best;
    dem_cell_int(out, &first, dem_xnumber(e->cluster.n ? e->cluster : e->id, part), true);
    date_cells(out, &first, dem_xevent_day(e, &own));
    actor_cells(out, &first, g->dyads.items[part].actor, a);
    actor_cells(out, &first, g->dyads.items[part].recipient, a);
    code_cells(x, out, &first, e);
    size_t reports, publishers;
    dem_xgroup_counts(g, a, &reports, &publishers);
    dem_cell_int(out, &first, (int64_t)g->tellings.n, true);
    dem_cell_int(out, &first, (int64_t)publishers, true);
    dem_cell_int(out, &first, (int64_t)reports, true);
    dem_cell(out, &first, DEM_STR_NONE); /* AvgTone */
    no_place(out, &first, two);
    no_place(out, &first, two);
    place_cells(x, out, &first, e, a, two);
    day_cell(out, &first, first_published(g), two ? "000000" : "");
    dem_cell(out, &first, e->from->url);
    dem_buf_ch(out, '\n');
}

static int end_events(dem_exporter *x, bool two, dem_error *err)
{
    dem_xgroups *g = x->state;
    if (!g) return dem_fail(err, DEM_EMEMORY, "memory is out");
    dem_xgroups_close(g, x->kept);
    dem_arena *row = dem_arena_new(0);
    if (!row) return dem_fail(err, DEM_EMEMORY, "memory is out");
    for (size_t i = 0; i < g->items.n; i++) {
        for (size_t k = 0; k < g->items.items[i].dyads.n; k++) event_row(x, &g->items.items[i], k, row, two);
        dem_arena_reset(row);
    }
    bool failed = dem_arena_failed(row);
    dem_arena_free(row);
    return failed ? dem_fail(err, DEM_EMEMORY, "memory is out") : DEM_OK;
}

static int end_one(dem_exporter *x, dem_error *err)
{
    return end_events(x, false, err);
}

static int end_two(dem_exporter *x, dem_error *err)
{
    return end_events(x, true, err);
}

/* ---- mentions ---- */

/* The telling's own party that stands for the party of the event's row: by code, else by name. */
static int64_t offset_of(const dem_xparties *list, const dem_xparties *also, const dem_xparty *p)
{
    if (!p) return -1;
    for (size_t k = 0; k < 2; k++) {
        const dem_xparties *l = k ? also : list;
        for (size_t i = 0; i < l->n; i++)
            if (p->code.n ? dem_str_eq(l->items[i].code, p->code) : dem_str_eq(l->items[i].name, p->name)) return l->items[i].start;
    }
    return -1;
}

static void mention_row(dem_exporter *x, const dem_xgroup *g, size_t part, const dem_xevent *e, dem_str seen)
{
    dem_buf *out = &x->out;
    bool first = true;
    const dem_dyad *d = &g->dyads.items[part];
    dem_cell_int(out, &first, dem_xnumber(g->best->cluster.n ? g->best->cluster : g->best->id, part), true);
    day_cell(out, &first, seen, "000000");
    day_cell(out, &first, e->from->published, "000000");
    dem_cell_int(out, &first, e->from->url.n ? 1 : 2, true); /* 1 WEB, 2 CITATIONONLY: the identifier is the report's id */
    dem_cell(out, &first, e->from->publisher);
    dem_cell(out, &first, e->from->url.n ? e->from->url : e->report);
    dem_cell_int(out, &first, e->sentence_index + 1, e->sentence_index >= 0);
    int64_t at = offset_of(&e->actors, &e->recipients, d->actor);
    dem_cell_int(out, &first, at, at >= 0);
    at = offset_of(&e->recipients, &e->actors, d->recipient);
    dem_cell_int(out, &first, at, at >= 0);
    dem_cell_int(out, &first, e->trigger_start, e->trigger_start >= 0);
    dem_cell_int(out, &first, 1, true); /* InRawText: every event of demarche is found in the text as it is */
    dem_cell_int(out, &first, (int64_t)(e->confidence * 100 + 0.5), e->confidence >= 0);
    dem_cell_int(out, &first, e->from->length, e->from->length >= 0);
    dem_cell(out, &first, DEM_STR_NONE); /* MentionDocTone */
    dem_cell(out, &first, DEM_STR_NONE); /* MentionDocTranslationInfo: nothing is translated */
    dem_cell(out, &first, DEM_STR_NONE); /* Extras */
    dem_buf_ch(out, '\n');
}

static int end_mentions(dem_exporter *x, dem_error *err)
{
    dem_xgroups *g = x->state;
    if (!g) return dem_fail(err, DEM_EMEMORY, "memory is out");
    dem_xgroups_close(g, x->kept);
    for (size_t i = 0; i < g->items.n; i++) {
        const dem_xgroup *x_group = &g->items.items[i];
        dem_str seen = first_published(x_group);
        for (size_t part = 0; part < x_group->dyads.n; part++)
            for (size_t k = 0; k < x_group->tellings.n; k++) mention_row(x, x_group, part, x_group->tellings.items[k], seen);
    }
    return DEM_OK;
}

const dem_export_format dem_format_gdelt = {"gdelt", true, begin, event, end_one};
const dem_export_format dem_format_gdelt2 = {"gdelt2", true, begin, event, end_two};
const dem_export_format dem_format_gdelt_mentions = {"gdelt-mentions", true, begin, event, end_mentions};
