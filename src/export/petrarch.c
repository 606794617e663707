/* SPDX-License-Identifier: Apache-2.0 */
/* PETRARCH's tab output (one row a story, source, target, code and day) and the Phoenix daily file (one a day, 26 columns). Neither
   has a header line. */
#include "base/table.h"
#include "export/formats.h"

#include <stdio.h>

/* One row to be: its first event, and what later ones add. */
typedef struct row {
    const dem_xevent *e;
    dem_str source, target; /* CAMEO codes */
    dem_xparty actor, recipient;
    dem_str day;
    dem_strs sentences, urls, publishers;
} row;

typedef struct rows {
    dem_places_of index;
    DEM_VEC(row) items;
} rows;

static void begin(dem_exporter *x)
{
    x->state = DEM_NEW(x->kept, rows);
}

static void add_once(dem_strs *v, dem_arena *a, dem_str s)
{
    if (!s.n) return;
    for (size_t i = 0; i < v->n; i++)
        if (dem_str_eq(v->items[i], s)) return;
    dem_str *slot = DEM_PUSH(a, v);
    if (slot) *slot = s;
}

static dem_str sentence_id(const dem_xevent *e, dem_arena *a)
{
    if (e->sentence_index < 0) return e->report;
    return dem_str_printf(a, "%.*s_%lld", DEM_FMT(e->report), (long long)e->sentence_index + 1);
}

static int add(dem_exporter *x, const dem_xevent *e, bool by_story, dem_error *err)
{
    rows *r = x->state;
    dem_arena *a = x->kept;
    if (!r) return dem_fail(err, DEM_EMEMORY, "memory is out");
    bool own;
    dem_str day = dem_xevent_day(e, &own);
    dem_dyads dyads;
    dem_xevent_dyads(e, a, &dyads);
    for (size_t i = 0; i < dyads.n; i++) {
        const dem_xparty none = {.start = -1, .end = -1}, *p = dyads.items[i].actor, *q = dyads.items[i].recipient;
        dem_str source = p ? dem_code_cameo(p->code, a) : DEM_STR_NONE, target = q ? dem_code_cameo(q->code, a) : DEM_STR_NONE;
        dem_str key = dem_str_printf(a, "%.*s|%.*s|%.*s|%.*s|%.*s", DEM_FMT(day), DEM_FMT(source), DEM_FMT(target), DEM_FMT(e->cameo),
                                     DEM_FMT(by_story ? e->report : DEM_STR_NONE));
        /* Two parties that have no code are not the same party. */
        if (!source.n && p) key = dem_str_printf(a, "%.*s|%.*s", DEM_FMT(key), DEM_FMT(p->name.n ? p->name : p->text));
        if (!target.n && q) key = dem_str_printf(a, "%.*s|>%.*s", DEM_FMT(key), DEM_FMT(q->name.n ? q->name : q->text));
        bool fresh;
        size_t at = dem_place_of(&r->index, a, key, &fresh);
        row *o = at == SIZE_MAX ? NULL : fresh ? DEM_PUSH(a, &r->items) : &r->items.items[at];
        if (!o) return dem_fail(err, DEM_EMEMORY, "memory is out");
        if (fresh) *o = (row){.e = e, .source = source, .target = target, .actor = p ? *p : none, .recipient = q ? *q : none, .day = day};
        add_once(&o->sentences, a, sentence_id(e, a));
        add_once(&o->urls, a, e->from->url);
        add_once(&o->publishers, a, e->from->publisher);
    }
    return DEM_OK;
}

static int petrarch_event(dem_exporter *x, const dem_xevent *e, dem_arena *row_arena, dem_error *err)
{
    (void)row_arena;
    return add(x, e, true, err);
}

static int phoenix_event(dem_exporter *x, const dem_xevent *e, dem_arena *row_arena, dem_error *err)
{
    (void)row_arena;
    return add(x, e, false, err);
}

static void joined(dem_buf *out, bool *first, const dem_strs *v)
{
    dem_cell(out, first, DEM_STR_NONE);
    for (size_t i = 0; i < v->n; i++) {
        if (i) dem_buf_ch(out, ';');
        dem_text_line(out, v->items[i], 0);
    }
}

static dem_str compact(dem_str iso, char out[16])
{
    if (iso.n < 10) return DEM_STR_NONE;
    snprintf(out, 16, "%.4s%.2s%.2s", iso.p, iso.p + 5, iso.p + 8);
    return dem_str_c(out);
}

static int petrarch_end(dem_exporter *x, dem_error *err)
{
    rows *r = x->state;
    if (!r) return dem_fail(err, DEM_EMEMORY, "memory is out");
    dem_buf *out = &x->out;
    for (size_t i = 0; i < r->items.n; i++) {
        const row *o = &r->items.items[i];
        char day[16];
        bool first = true;
        dem_cell(out, &first, compact(o->day, day));
        dem_cell(out, &first, o->source.n ? o->source : DEM_STR("---"));
        dem_cell(out, &first, o->target.n ? o->target : DEM_STR("---"));
        dem_cell(out, &first, o->e->cameo);
        dem_cell(out, &first, DEM_STR_NONE); /* Issues: demarche counts none */
        joined(out, &first, &o->sentences);
        if (o->urls.n) dem_cell(out, &first, o->urls.items[0]); /* only where the story has one, as PETRARCH does */
        dem_cell(out, &first, o->publishers.n ? o->publishers.items[0] : DEM_STR("NULL"));
        dem_buf_ch(out, '\n');
    }
    return DEM_OK;
}

/* The full code; its first three letters; the next three when they are a role of Phoenix's list; the other triples. */
static void phoenix_actor(dem_buf *out, bool *first, dem_str code)
{
    static const char *const roles = "GOV MIL REB OPP PTY COP JUD SPY MED EDU BUS CRM CVL";
    dem_cell(out, first, code);
    dem_cell(out, first, dem_str_cut(code, 0, 3));
    size_t at = 3;
    dem_str role = dem_str_cut(code, 3, 6);
    bool known = role.n == 3 && dem_str_find(dem_str_c(roles), role, 0) != SIZE_MAX;
    dem_cell(out, first, known ? role : DEM_STR_NONE);
    if (known) at = 6;
    dem_cell(out, first, DEM_STR_NONE);
    for (size_t k = at; k < code.n; k += 3) {
        if (k > at) dem_buf_ch(out, ';');
        dem_text_line(out, dem_str_cut(code, k, k + 3), 0);
    }
}

static void phoenix_row(const dem_exporter *x, dem_buf *out, const row *o, size_t number)
{
    char day[16], id[64];
    bool first = true;
    const dem_xevent *e = o->e;
    snprintf(id, sizeof id, "%zu_%.40s", number, x->version ? x->version : "");
    dem_cell(out, &first, dem_str_c(id));
    dem_str d = compact(o->day, day);
    dem_cell(out, &first, d);
    dem_cell(out, &first, dem_str_cut(d, 0, 4));
    dem_cell(out, &first, dem_str_cut(d, 4, 6));
    dem_cell(out, &first, dem_str_cut(d, 6, 8));
    phoenix_actor(out, &first, o->source);
    phoenix_actor(out, &first, o->target);
    dem_cell(out, &first, e->cameo);
    dem_cell(out, &first, dem_str_cut(e->cameo, 0, 2));
    int root = dem_cameo_root(e->cameo);
    dem_cell_int(out, &first, x->tables->phoenix[root], root && x->tables->phoenix[root] != 255);
    dem_cell_num(out, &first, e->goldstein, 1, e->scaled);
    dem_cell(out, &first, DEM_STR_NONE); /* Issues */
    dem_cell_num(out, &first, e->lat, 5, e->located);
    dem_cell_num(out, &first, e->lon, 5, e->located);
    dem_cell(out, &first, e->place);
    dem_cell(out, &first, e->place_admin);
    dem_cell(out, &first, e->place_country);
    joined(out, &first, &o->sentences);
    joined(out, &first, &o->urls);
    joined(out, &first, &o->publishers);
    dem_buf_ch(out, '\n');
}

static int phoenix_end(dem_exporter *x, dem_error *err)
{
    rows *r = x->state;
    if (!r) return dem_fail(err, DEM_EMEMORY, "memory is out");
    for (size_t i = 0; i < r->items.n; i++) phoenix_row(x, &x->out, &r->items.items[i], i + 1);
    return DEM_OK;
}

const dem_export_format dem_format_petrarch = {"petrarch", true, begin, petrarch_event, petrarch_end};
const dem_export_format dem_format_phoenix = {"phoenix", true, begin, phoenix_event, phoenix_end};
