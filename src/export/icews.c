/* SPDX-License-Identifier: Apache-2.0 */
/* ICEWS (20 columns) and POLECAT (40 columns), tab-separated with a header line, and the CSV of dyads of demarche's own. One row a
   dyad of a telling: none of them merges tellings. */
#include "export/formats.h"

#include "base/json_out.h"
#include "base/table.h"

static void header(dem_buf *out, const char *const *names, size_t n)
{
    bool first = true;
    for (size_t i = 0; i < n; i++) dem_cell(out, &first, dem_str_c(names[i]));
    dem_buf_ch(out, '\n');
}

/* ---- ICEWS ---- */

static const char *const icews_columns[] = {"Event ID",       "Event Date",      "Source Name",     "Source Sectors", "Source Country",
                                            "Event Text",     "CAMEO Code",      "Intensity",       "Target Name",    "Target Sectors",
                                            "Target Country", "Story ID",        "Sentence Number", "Publisher",      "City",
                                            "District",       "Province",        "Country",         "Latitude",       "Longitude"};

static void icews_begin(dem_exporter *x)
{
    header(&x->out, icews_columns, sizeof icews_columns / sizeof *icews_columns);
}

/* The names of a code's sectors, joined; of those only that have one. */
static void sectors_cell(const dem_exporter *x, dem_buf *out, bool *first, const dem_xparty *p, const char *between)
{
    dem_code_parts c = {0};
    dem_cell(out, first, DEM_STR_NONE);
    if (!p) return;
    dem_code_split(p->code, p->country, &c);
    dem_str name = dem_sector_name(x->tables, c.prefix);
    bool any = name.n > 0;
    dem_buf_str(out, name);
    for (size_t i = 0; i < c.n_rest; i++) {
        name = dem_sector_name(x->tables, c.rest[i]);
        if (!name.n) continue;
        if (any) dem_buf_c(out, between);
        dem_buf_str(out, name);
        any = true;
    }
}

static dem_str label_of(const dem_xparty *p)
{
    return !p ? DEM_STR_NONE : p->name.n ? p->name : p->text.n ? p->text : p->code;
}

static dem_str country_name(const dem_exporter *x, dem_str iso3)
{
    const dem_state_row *s = dem_state_of(x->tables, iso3);
    return s ? s->name : DEM_STR_NONE;
}

static void icews_actor(const dem_exporter *x, dem_buf *out, bool *first, const dem_xparty *p)
{
    dem_cell(out, first, label_of(p));
    sectors_cell(x, out, first, p, ",");
    dem_cell(out, first, p ? country_name(x, p->country) : DEM_STR_NONE);
}

/* City, District, Province, and with a name the Country: the place stands in the column of its kind. */
static void place_columns(dem_buf *out, bool *first, const dem_xevent *e, dem_str country)
{
    bool city = e->resolution == 4 || e->resolution == 5;
    dem_cell(out, first, city ? e->place : DEM_STR_NONE);
    dem_cell(out, first, e->resolution == 3 ? e->place : DEM_STR_NONE);
    dem_cell(out, first, e->resolution == 2 ? e->place : city ? e->place_admin : DEM_STR_NONE);
    dem_cell(out, first, country);
    dem_cell_num(out, first, e->lat, 5, e->located);
    dem_cell_num(out, first, e->lon, 5, e->located);
}

static int icews_event(dem_exporter *x, const dem_xevent *e, dem_arena *row, dem_error *err)
{
    (void)err;
    dem_buf *out = &x->out;
    dem_dyads dyads;
    dem_xevent_dyads(e, row, &dyads);
    for (size_t i = 0; i < dyads.n; i++) {
        bool first = true, own;
        dem_cell_int(out, &first, dem_xnumber(e->id, i), true);
        dem_cell(out, &first, dem_xevent_day(e, &own));
        icews_actor(x, out, &first, dyads.items[i].actor);
        dem_cell(out, &first, dem_cameo_name(x->tables, e->cameo));
        dem_cell(out, &first, e->cameo);
        dem_cell_num(out, &first, e->goldstein, 1, e->scaled);
        icews_actor(x, out, &first, dyads.items[i].recipient);
        dem_cell(out, &first, e->report);
        dem_cell_int(out, &first, e->sentence_index + 1, e->sentence_index >= 0);
        dem_cell(out, &first, e->from->publisher);
        place_columns(out, &first, e, country_name(x, e->place_country));
        dem_buf_ch(out, '\n');
    }
    return DEM_OK;
}

/* ---- POLECAT ---- */

static const char *const polecat_columns[] = {
    "Event ID",        "Event Date",       "Event Type",           "Event Mode",        "Intensity",          "Quad Code",
    "Contexts",        "Actor Name",       "Actor Country",        "Actor COW",         "Primary Actor Sector", "Actor Sectors",
    "Actor Title",     "Actor Name Raw",   "Wikipedia Actor ID",   "Recipient Name",    "Recipient Country",  "Recipient COW",
    "Primary Recipient Sector", "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename",
    "City",            "District",         "Province",             "Country",           "Latitude",           "Longitude",
    "GeoNames ID",     "Raw Placename",    "Feature Type",         "Source",            "Publication Date",   "Story People",
    "Story Organizations", "Story Locations", "Language",          "Version"};

static void polecat_begin(dem_exporter *x)
{
    header(&x->out, polecat_columns, sizeof polecat_columns / sizeof *polecat_columns);
}

/* Name, Country, COW, Primary Sector, Sectors, Title, Name Raw, Wikipedia ID. */
static void polecat_actor(const dem_exporter *x, dem_buf *out, bool *first, const dem_xparty *p)
{
    dem_code_parts c = {0};
    if (p) dem_code_split(p->code, p->country, &c);
    const dem_state_row *s = p ? dem_state_of(x->tables, p->country) : NULL;
    dem_cell(out, first, label_of(p));
    dem_cell(out, first, c.country.n ? c.country : c.prefix);
    dem_cell(out, first, s ? s->cow : DEM_STR_NONE);
    dem_str primary = DEM_STR_NONE;
    for (size_t i = 0; i < c.n_rest && !primary.n; i++)
        if (dem_sector_name(x->tables, c.rest[i]).n) primary = c.rest[i];
    dem_cell(out, first, primary);
    dem_cell(out, first, DEM_STR_NONE);
    bool any = false;
    for (size_t i = 0; i < c.n_rest; i++) {
        if (!dem_sector_name(x->tables, c.rest[i]).n) continue;
        if (any) dem_buf_ch(out, ';');
        dem_buf_str(out, c.rest[i]);
        any = true;
    }
    dem_cell(out, first, DEM_STR_NONE); /* Title */
    dem_cell(out, first, p ? p->text : DEM_STR_NONE);
    dem_cell(out, first, DEM_STR_NONE); /* Wikipedia */
}

static void contexts_cell(dem_buf *out, bool *first, const dem_xevent *e)
{
    dem_cell(out, first, DEM_STR_NONE);
    for (size_t i = 0; i < e->contexts.n; i++) {
        if (i) dem_buf_ch(out, ';');
        dem_text_line(out, e->contexts.items[i], 0);
    }
}

static void polecat_row(const dem_exporter *x, dem_buf *out, const dem_xevent *e, const dem_dyad *d, dem_str id)
{
    bool first = true, own;
    double score = 0;
    bool scored = dem_plover_score(x->tables, e->type, e->mode, &score);
    dem_cell(out, &first, id);
    dem_cell(out, &first, dem_xevent_day(e, &own));
    dem_cell(out, &first, e->type);
    dem_cell(out, &first, e->mode);
    dem_cell_num(out, &first, score, 1, scored);
    dem_cell_int(out, &first, e->quad, e->quad != 0);
    contexts_cell(out, &first, e);
    polecat_actor(x, out, &first, d->actor);
    polecat_actor(x, out, &first, d->recipient);
    dem_cell(out, &first, e->place);
    place_columns(out, &first, e, e->place_country);
    dem_cell(out, &first, DEM_STR_NONE); /* GeoNames ID */
    dem_cell(out, &first, DEM_STR_NONE); /* Raw Placename */
    dem_cell(out, &first, DEM_STR_NONE); /* Feature Type */
    dem_cell(out, &first, e->from->publisher);
    dem_cell(out, &first, e->from->published);
    dem_cell(out, &first, DEM_STR_NONE); /* Story People, Organizations, Locations: only what events name is stored */
    dem_cell(out, &first, DEM_STR_NONE);
    dem_cell(out, &first, DEM_STR_NONE);
    dem_cell(out, &first, e->from->language);
    dem_cell(out, &first, x->version ? dem_str_c(x->version) : DEM_STR_NONE);
    dem_buf_ch(out, '\n');
}

static dem_str part_id(const dem_xevent *e, size_t part, dem_arena *a)
{
    return part ? dem_str_printf(a, "%.*s.%zu", DEM_FMT(e->id), part + 1) : e->id;
}

static int polecat_event(dem_exporter *x, const dem_xevent *e, dem_arena *row, dem_error *err)
{
    (void)err;
    if (!e->type.n) return DEM_OK; /* PLOVER has no statements */
    dem_dyads dyads;
    dem_xevent_dyads(e, row, &dyads);
    for (size_t i = 0; i < dyads.n; i++) polecat_row(x, &x->out, e, &dyads.items[i], part_id(e, i, row));
    return DEM_OK;
}

/* ---- CSV, one row a dyad ---- */

static void csv_begin(dem_exporter *x)
{
    static const char *const names[] = {"event_id",       "event_cluster",     "date",     "date_basis", "actor",          "actor_code", "actor_country",
                                        "recipient",      "recipient_code",    "recipient_country",      "mutual",         "cameo",      "cameo_root",
                                        "plover_type",    "plover_mode",       "quad",     "goldstein",  "status",         "place",      "place_country",
                                        "lat",            "lon",               "confidence", "report",   "publisher",      "published",  "url"};
    bool first = true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) dem_csv_field(&x->out, &first, dem_str_c(names[i]));
    dem_csv_end(&x->out, &first);
}

static void csv_num(dem_buf *out, bool *first, double v, int decimals, bool there)
{
    dem_buf cell = {0};
    if (there) dem_num_print(&cell, v, decimals, false);
    dem_csv_field(out, first, dem_buf_view(&cell));
    if (cell.failed) out->failed = true;
    dem_buf_free(&cell);
}

static void csv_actor(dem_buf *out, bool *first, const dem_xparty *p)
{
    dem_csv_field(out, first, label_of(p));
    dem_csv_field(out, first, p ? p->code : DEM_STR_NONE);
    dem_csv_field(out, first, p ? p->country : DEM_STR_NONE);
}

static void csv_row(dem_buf *out, const dem_xevent *e, const dem_dyad *d, dem_str id)
{
    bool first = true, own;
    dem_str day = dem_xevent_day(e, &own);
    dem_csv_field(out, &first, id);
    dem_csv_field(out, &first, e->cluster);
    dem_csv_field(out, &first, day);
    dem_csv_field(out, &first, !day.n ? DEM_STR_NONE : own ? e->basis : DEM_STR("report"));
    csv_actor(out, &first, d->actor);
    csv_actor(out, &first, d->recipient);
    dem_csv_field(out, &first, e->mutual ? DEM_STR("true") : DEM_STR("false"));
    dem_csv_field(out, &first, e->cameo);
    dem_csv_field(out, &first, dem_str_cut(e->cameo, 0, 2));
    dem_csv_field(out, &first, e->type);
    dem_csv_field(out, &first, e->mode);
    csv_num(out, &first, e->quad, 0, e->quad != 0);
    csv_num(out, &first, e->goldstein, 1, e->scaled);
    dem_csv_field(out, &first, e->status);
    dem_csv_field(out, &first, e->place);
    dem_csv_field(out, &first, e->place_country);
    csv_num(out, &first, e->lat, 5, e->located);
    csv_num(out, &first, e->lon, 5, e->located);
    csv_num(out, &first, e->confidence, 2, e->confidence >= 0);
    dem_csv_field(out, &first, e->report);
    dem_csv_field(out, &first, e->from->publisher);
    dem_csv_field(out, &first, e->from->published);
    dem_csv_field(out, &first, e->from->url);
    dem_csv_end(out, &first);
}

static int csv_event(dem_exporter *x, const dem_xevent *e, dem_arena *row, dem_error *err)
{
    (void)err;
    dem_dyads dyads;
    dem_xevent_dyads(e, row, &dyads);
    for (size_t i = 0; i < dyads.n; i++) csv_row(&x->out, e, &dyads.items[i], part_id(e, i, row));
    return DEM_OK;
}

static int nothing(dem_exporter *x, dem_error *err)
{
    (void)x, (void)err;
    return DEM_OK;
}

const dem_export_format dem_format_icews = {"icews", false, icews_begin, icews_event, nothing};
const dem_export_format dem_format_polecat = {"polecat", false, polecat_begin, polecat_event, nothing};
const dem_export_format dem_format_csv = {"csv", false, csv_begin, csv_event, nothing};
