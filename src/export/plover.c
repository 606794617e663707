/* SPDX-License-Identifier: Apache-2.0 */
/* PLOVER JSON Lines (the manual's chapter "Data Fields") and NGEC JSON Lines: one object a telling, actors and recipients as lists.
   CAMEO's statements (01), which PLOVER does not have, are left out. Keys without a value are left out too. */
#include "export/formats.h"

#include "base/json_out.h"

static void begin(dem_exporter *x)
{
    (void)x;
}

static int end(dem_exporter *x, dem_error *err)
{
    (void)x, (void)err;
    return DEM_OK;
}

/* ---- PLOVER ---- */

static void plover_entity(const dem_exporter *x, dem_json *j, const dem_xparty *p)
{
    dem_code_parts c;
    dem_code_split(p->code, p->country, &c);
    dem_json_open(j, '{');
    dem_json_member(j, "code", c.country.n ? c.country : c.prefix);
    dem_str sector = DEM_STR_NONE;
    for (size_t i = 0; i < c.n_rest && !sector.n; i++)
        if (dem_sector_name(x->tables, c.rest[i]).n) sector = c.rest[i];
    dem_json_member(j, "sector", sector);
    dem_json_member(j, "entity_text", p->text.n ? p->text : p->name);
    /* The whole code, as the identifier of the actor in demarche's lexicon. */
    dem_json_member(j, "identifier_id", p->code);
    dem_json_member(j, "identifier_text", p->name);
    dem_json_member(j, "religion", c.religion[0]);
    dem_json_close(j, '}');
}

static void plover_side(const dem_exporter *x, dem_json *j, const char *key, const dem_xparties *list)
{
    if (list->n == 0 && key[0] != 'a') return; /* actor is required: an empty list says that none is known */
    dem_json_member_open(j, key, '[');
    for (size_t i = 0; i < list->n; i++) plover_entity(x, j, &list->items[i]);
    dem_json_close(j, ']');
}

static void one_of_list(dem_json *j, const char *key, dem_str s)
{
    if (!s.n) return;
    dem_json_member_open(j, key, '[');
    dem_json_str(j, s);
    dem_json_close(j, ']');
}

static void string_list(dem_json *j, const char *key, const dem_strs *v)
{
    if (v->n == 0) return;
    dem_json_member_open(j, key, '[');
    for (size_t i = 0; i < v->n; i++) dem_json_str(j, v->items[i]);
    dem_json_close(j, ']');
}

static void plover_location(const dem_exporter *x, dem_json *j, const dem_xevent *e)
{
    if (!e->place.n) return;
    const dem_state_row *s = dem_state_of(x->tables, e->place_country);
    dem_json_member_open(j, "event_loc", '{');
    dem_json_member(j, "resolved_place", e->place);
    if (e->located) {
        dem_json_member_num(j, "lat", e->lat, 5, true);
        dem_json_member_num(j, "lon", e->lon, 5, true);
    }
    if (e->resolution == 4) dem_json_member(j, "city", e->place);
    if (e->resolution == 3) dem_json_member(j, "district", e->place);
    dem_json_member(j, "province", e->resolution == 2 ? e->place : e->place_admin);
    if (s) dem_json_member(j, "country", s->name);
    dem_json_member(j, "country_code", e->place_country);
    if (e->resolution) dem_json_member_int(j, "resolution", e->resolution);
    dem_json_close(j, '}');
}

/* What PLOVER has no field for, in its field for remarks. */
static void plover_comment(dem_json *j, const dem_xevent *e, bool own_day)
{
    dem_buf b = {0};
    if (!dem_str_is(e->status, "actual")) dem_buf_printf(&b, "status: %.*s", DEM_FMT(e->status));
    if (!own_day) dem_buf_printf(&b, "%sdate: of the report", b.n ? "; " : "");
    if (e->mutual) dem_buf_printf(&b, "%sactors act together", b.n ? "; " : "");
    dem_json_member(j, "comment", dem_buf_view(&b));
    if (b.failed) j->out->failed = true;
    dem_buf_free(&b);
}

static int plover_event(dem_exporter *x, const dem_xevent *e, dem_arena *row, dem_error *err)
{
    (void)row, (void)err;
    if (!e->type.n) return DEM_OK;
    bool own;
    dem_json j = {&x->out, false};
    dem_str day = dem_xevent_day(e, &own);
    dem_json_open(&j, '{');
    dem_json_member(&j, "id", e->id);
    dem_json_member(&j, "date", day);
    if (own && e->date_end.n && !dem_str_eq(e->date_end, e->date)) dem_json_member(&j, "enddate", e->date_end);
    dem_json_member_bool(&j, "has_event", true);
    plover_side(x, &j, "actor", &e->actors);
    plover_side(x, &j, "recipient", &e->recipients);
    one_of_list(&j, "event", e->type);
    one_of_list(&j, "event_text", e->trigger);
    plover_location(x, &j, e);
    if (e->quad) dem_json_member_int(&j, "quad_code", e->quad);
    double score;
    if (dem_plover_score(x->tables, e->type, e->mode, &score)) dem_json_member_num(&j, "event_scale", score, 1, false);
    one_of_list(&j, "mode", e->mode);
    string_list(&j, "context", &e->contexts);
    dem_json_member(&j, "text", e->sentence);
    if (e->sentence_index >= 0) {
        dem_json_member_open(&j, "text_info", '{');
        dem_json_member_int(&j, "sequence", e->sentence_index + 1);
        if (e->sentence_start >= 0) dem_json_member_int(&j, "start", e->sentence_start);
        if (e->sentence_end >= 0) dem_json_member_int(&j, "end", e->sentence_end);
        dem_json_close(&j, '}');
    }
    dem_json_member_open(&j, "cite_info", '{');
    dem_json_member(&j, "citation", e->report);
    dem_json_member(&j, "url", e->from->url);
    dem_json_member(&j, "title", e->from->title);
    dem_json_member(&j, "language", e->from->language);
    dem_json_member(&j, "publication", e->from->publisher);
    dem_json_member(&j, "version", x->version ? dem_str_c(x->version) : DEM_STR_NONE);
    dem_json_close(&j, '}');
    dem_json_member(&j, "coder", DEM_STR("demarche"));
    plover_comment(&j, e, own);
    dem_json_close(&j, '}');
    dem_buf_ch(&x->out, '\n');
    return DEM_OK;
}

/* ---- NGEC ---- */

static void ngec_side(const dem_exporter *x, dem_json *j, const char *key, const dem_xparties *list)
{
    dem_json_member_open(j, key, '[');
    for (size_t i = 0; i < list->n; i++) {
        const dem_xparty *p = &list->items[i];
        const dem_state_row *s = dem_state_of(x->tables, p->country);
        dem_code_parts c;
        dem_code_split(p->code, p->country, &c);
        dem_str codes[2] = {DEM_STR_NONE, DEM_STR_NONE};
        for (size_t k = 0, n = 0; k < c.n_rest && n < 2; k++)
            if (dem_sector_name(x->tables, c.rest[k]).n) codes[n++] = c.rest[k];
        dem_json_open(j, '{');
        dem_json_member(j, "text", p->text.n ? p->text : p->name);
        if (p->start >= 0) dem_json_member_int(j, "qa_start_char", p->start);
        if (p->end >= 0) dem_json_member_int(j, "qa_end_char", p->end);
        dem_json_member(j, "country", c.country.n ? c.country : c.prefix);
        if (s) dem_json_member(j, "country_name", s->name);
        dem_json_member(j, "code_1", codes[0]);
        dem_json_member(j, "code_2", codes[1]);
        dem_json_close(j, '}');
    }
    dem_json_close(j, ']');
}

static void ngec_text(dem_json *j, const char *key, dem_str text, const json_t *span)
{
    dem_json_member_open(j, key, '[');
    if (text.n) {
        const json_t *start = json_object_get(span, "start"), *last = json_object_get(span, "end");
        dem_json_open(j, '{');
        dem_json_member(j, "text", text);
        if (json_is_integer(start)) dem_json_member_int(j, "qa_start_char", json_integer_value(start));
        if (json_is_integer(last)) dem_json_member_int(j, "qa_end_char", json_integer_value(last));
        dem_json_close(j, '}');
    }
    dem_json_close(j, ']');
}

static void ngec_place(dem_json *j, const dem_xevent *e)
{
    static const char *const features[] = {"", "PCLI", "ADM1", "ADM2", "PPL"};
    if (!e->place.n) return;
    dem_json_member_open(j, "event_geolocation", '{');
    dem_json_member(j, "reason", DEM_STR("the place that the event's sentence names for it"));
    dem_json_member_open(j, "geo", '{');
    dem_json_member(j, "resolved_placename", e->place);
    if (e->located) {
        dem_json_member_num(j, "lat", e->lat, 5, true);
        dem_json_member_num(j, "lon", e->lon, 5, true);
    }
    /* GeoNames' classes for PLOVER's resolutions. */
    if (e->resolution >= 1 && e->resolution <= 4) {
        dem_json_member(j, "feature_class", e->resolution == 4 ? DEM_STR("P") : DEM_STR("A"));
        dem_json_member(j, "feature_code", dem_str_c(features[e->resolution]));
    }
    dem_json_member(j, "country_code3", e->place_country);
    dem_json_member(j, "admin1_name", e->resolution == 2 ? e->place : e->place_admin);
    dem_json_close(j, '}');
    dem_json_close(j, '}');
}

static int ngec_event(dem_exporter *x, const dem_xevent *e, dem_arena *row, dem_error *err)
{
    (void)row, (void)err;
    if (!e->type.n) return DEM_OK;
    dem_json j = {&x->out, false};
    dem_json_open(&j, '{');
    dem_json_member(&j, "id", e->id);
    dem_json_member(&j, "story_id", e->report);
    dem_json_member(&j, "headline", e->from->title);
    dem_json_member(&j, "event_text", e->sentence);
    dem_json_member(&j, "publisher", e->from->publisher);
    dem_json_member(&j, "pub_date", e->from->published);
    bool own;
    dem_json_member(&j, "date", dem_xevent_day(e, &own));
    dem_json_member(&j, "version", x->version ? dem_str_c(x->version) : DEM_STR_NONE);
    dem_json_member(&j, "event_type", e->type);
    dem_json_member_open(&j, "event_mode", '[');
    if (e->mode.n) dem_json_str(&j, e->mode);
    dem_json_close(&j, ']');
    dem_json_member_open(&j, "contexts", '[');
    for (size_t i = 0; i < e->contexts.n; i++) dem_json_str(&j, e->contexts.items[i]);
    dem_json_close(&j, ']');
    dem_json_member_open(&j, "attributes", '{');
    ngec_side(x, &j, "ACTOR", &e->actors);
    ngec_side(x, &j, "RECIP", &e->recipients);
    ngec_text(&j, "LOC", e->place, json_object_get(e->record, "place"));
    ngec_text(&j, "DATE", e->date_text, NULL);
    dem_json_close(&j, '}');
    dem_json_member(&j, "date_resolved", e->date);
    dem_json_member(&j, "date_raw", e->date_text);
    ngec_place(&j, e);
    dem_json_close(&j, '}');
    dem_buf_ch(&x->out, '\n');
    return DEM_OK;
}

const dem_export_format dem_format_plover = {"plover", false, begin, plover_event, end};
const dem_export_format dem_format_ngec = {"ngec", false, begin, ngec_event, end};
