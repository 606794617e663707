/* SPDX-License-Identifier: Apache-2.0 */
/* Events counted by who and whom: country dyads by period as CSV, and the network of actors as GraphML. An event told often counts
   once. The list of all formats. */
#include "export/formats.h"

#include "base/json_out.h"
#include "base/table.h"

#include <stdlib.h>

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

/* ---- dyads by period ---- */

enum { ROOTS = 21, QUADS = 5 };

typedef struct dyad_row {
    dem_str period, actor, recipient;
    size_t events, quads[QUADS], roots[ROOTS], scaled;
    double goldstein;
} dyad_row;
typedef DEM_VEC(dyad_row) dyad_rows;

/* Countries by their code; what has a prefix instead by prefix and group: IGOUNO. Empty: no code, and no row. */
static dem_str unit_of(const dem_xparty *p, dem_arena *a)
{
    dem_code_parts c;
    if (!p) return DEM_STR_NONE;
    dem_code_split(p->code, p->country, &c);
    if (c.country.n) return c.country;
    return c.prefix.n ? dem_str_printf(a, "%.*s%.*s", DEM_FMT(c.prefix), DEM_FMT(c.group)) : DEM_STR_NONE;
}

/* "2012-01-31", its Monday "2012-01-30", "2012-01", "2012". */
static dem_str period_of(dem_str day, dem_period by, dem_arena *a)
{
    if (by == DEM_BY_MONTH) return dem_str_cut(day, 0, 7);
    if (by == DEM_BY_YEAR) return dem_str_cut(day, 0, 4);
    if (by == DEM_BY_DAY || !day.n) return day;
    char iso[11];
    dem_day d = dem_day_parse(day);
    dem_day_print(d - dem_day_weekday(d), iso);
    return dem_str_dup(a, dem_str_c(iso));
}

static int row_order(const void *a, const void *b)
{
    const dyad_row *x = a, *y = b;
    int c = dem_str_cmp(x->period, y->period);
    if (c == 0) c = dem_str_cmp(x->actor, y->actor);
    return c ? c : dem_str_cmp(x->recipient, y->recipient);
}

static void count(dyad_row *r, const dem_xevent *e)
{
    r->events++;
    r->quads[e->quad]++;
    r->roots[dem_cameo_root(e->cameo)]++;
    if (!e->scaled) return;
    r->scaled++;
    r->goldstein += e->goldstein;
}

static void print_int(dem_buf *out, bool *first, size_t v)
{
    dem_buf b = {0};
    dem_buf_printf(&b, "%zu", v);
    dem_csv_field(out, first, dem_buf_view(&b));
    if (b.failed) out->failed = true;
    dem_buf_free(&b);
}

static void print_rows(dem_exporter *x, const dyad_rows *rows)
{
    static const char *const quads[] = {"verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict", "no_class"};
    bool first = true;
    const char *const head[] = {"period", "actor", "recipient", "events"};
    for (size_t i = 0; i < 4; i++) dem_csv_field(&x->out, &first, dem_str_c(head[i]));
    for (size_t i = 1; x->roots && i < ROOTS; i++) {
        char name[8] = {'r', 'o', 'o', 't', (char)('0' + i / 10), (char)('0' + i % 10), '\0'};
        dem_csv_field(&x->out, &first, dem_str_c(name));
    }
    for (size_t i = 0; !x->roots && i < QUADS; i++) dem_csv_field(&x->out, &first, dem_str_c(quads[i]));
    dem_csv_field(&x->out, &first, DEM_STR("goldstein_mean"));
    dem_csv_end(&x->out, &first);
    for (size_t k = 0; k < rows->n; k++) {
        const dyad_row *r = &rows->items[k];
        first = true;
        dem_csv_field(&x->out, &first, r->period);
        dem_csv_field(&x->out, &first, r->actor);
        dem_csv_field(&x->out, &first, r->recipient);
        print_int(&x->out, &first, r->events);
        for (size_t i = 1; x->roots && i < ROOTS; i++) print_int(&x->out, &first, r->roots[i]);
        for (size_t i = 1; !x->roots && i <= QUADS; i++) print_int(&x->out, &first, r->quads[i % QUADS]);
        dem_buf cell = {0};
        if (r->scaled) dem_num_print(&cell, r->goldstein / (double)r->scaled, 2, false);
        dem_csv_field(&x->out, &first, dem_buf_view(&cell));
        dem_buf_free(&cell);
        dem_csv_end(&x->out, &first);
    }
}

/* One event counts once for a dyad of countries, also when two of a country act. */
static bool seen_before(const dem_xgroup *g, size_t part, dem_str actor, dem_str recipient, dem_arena *a)
{
    for (size_t i = 0; i < part; i++)
        if (dem_str_eq(unit_of(g->dyads.items[i].actor, a), actor) && dem_str_eq(unit_of(g->dyads.items[i].recipient, a), recipient))
            return true;
    return false;
}

static int end_dyads(dem_exporter *x, dem_error *err)
{
    dem_xgroups *g = x->state;
    dem_arena *a = x->kept;
    dem_places_of index = {0};
    dyad_rows rows = {0};
    if (!g) return dem_fail(err, DEM_EMEMORY, "memory is out");
    dem_xgroups_close(g, a);
    for (size_t i = 0; i < g->items.n; i++) {
        const dem_xgroup *group = &g->items.items[i];
        bool own;
        dem_str period = period_of(dem_xevent_day(group->best, &own), x->by, a);
        for (size_t k = 0; k < group->dyads.n; k++) {
            dem_str actor = unit_of(group->dyads.items[k].actor, a), recipient = unit_of(group->dyads.items[k].recipient, a);
            if (!actor.n || !recipient.n || seen_before(group, k, actor, recipient, a)) continue;
            bool fresh;
            dem_str key = dem_str_printf(a, "%.*s|%.*s|%.*s", DEM_FMT(period), DEM_FMT(actor), DEM_FMT(recipient));
            size_t at = dem_place_of(&index, a, key, &fresh);
            dyad_row *r = at == SIZE_MAX ? NULL : fresh ? DEM_PUSH(a, &rows) : &rows.items[at];
            if (!r) return dem_fail(err, DEM_EMEMORY, "memory is out");
            if (fresh) *r = (dyad_row){.period = period, .actor = actor, .recipient = recipient};
            count(r, group->best);
        }
    }
    if (rows.n) qsort(rows.items, rows.n, sizeof *rows.items, row_order);
    print_rows(x, &rows);
    return DEM_OK;
}

/* ---- GraphML ---- */

typedef struct node {
    const dem_xparty *party;
    size_t events, counted; /* counted: number of the event that was counted last */
} node;

typedef struct edge {
    size_t from, to, events, quads[QUADS], scaled;
    double goldstein;
    dem_str first, last;
} edge;

typedef struct graph {
    dem_places_of node_index, edge_index;
    DEM_VEC(node) nodes;
    DEM_VEC(edge) edges;
} graph;

/* Text of an element or attribute. What XML cannot hold at all becomes U+FFFD. */
static void xml(dem_buf *out, dem_str s)
{
    dem_buf line = {0};
    dem_text_line(&line, s, 0);
    for (size_t i = 0; i < line.n; i++) {
        bool none = i + 2 < line.n && (unsigned char)line.p[i] == 0xEF && (unsigned char)line.p[i + 1] == 0xBF &&
                    (unsigned char)line.p[i + 2] >= 0xBE; /* U+FFFE, U+FFFF */
        switch (line.p[i]) {
        case '&': dem_buf_c(out, "&amp;"); break;
        case '<': dem_buf_c(out, "&lt;"); break;
        case '>': dem_buf_c(out, "&gt;"); break;
        case '"': dem_buf_c(out, "&quot;"); break;
        default:
            if (none) {
                dem_buf_c(out, "\xEF\xBF\xBD");
                i += 2;
            } else
                dem_buf_ch(out, line.p[i]);
        }
    }
    if (line.failed) out->failed = true;
    dem_buf_free(&line);
}

/* One node for one code; for one name where there is no code. */
static size_t node_of(graph *g, dem_arena *a, const dem_xparty *p)
{
    dem_str label = p->name.n ? p->name : p->text;
    dem_str key = p->code.n ? p->code : dem_str_printf(a, "=%.*s", DEM_FMT(label));
    bool fresh;
    size_t at = dem_place_of(&g->node_index, a, key, &fresh);
    if (fresh) {
        node *n = DEM_PUSH(a, &g->nodes);
        if (!n) return SIZE_MAX;
        *n = (node){.party = p};
    }
    return at;
}

static void count_node(graph *g, size_t at, size_t number)
{
    if (at == SIZE_MAX || g->nodes.items[at].counted == number) return;
    g->nodes.items[at].counted = number;
    g->nodes.items[at].events++;
}

static int add_edge(graph *g, dem_arena *a, const dem_dyad *d, const dem_xevent *e, size_t number, dem_error *err)
{
    size_t from = d->actor ? node_of(g, a, d->actor) : SIZE_MAX, to = d->recipient ? node_of(g, a, d->recipient) : SIZE_MAX;
    if (dem_arena_failed(a)) return dem_fail(err, DEM_EMEMORY, "memory is out");
    count_node(g, from, number);
    count_node(g, to, number);
    if (from == SIZE_MAX || to == SIZE_MAX) return DEM_OK;
    bool fresh, own;
    size_t at = dem_place_of(&g->edge_index, a, dem_str_printf(a, "%zu|%zu", from, to), &fresh);
    edge *x = at == SIZE_MAX ? NULL : fresh ? DEM_PUSH(a, &g->edges) : &g->edges.items[at];
    if (!x) return dem_fail(err, DEM_EMEMORY, "memory is out");
    if (fresh) *x = (edge){.from = from, .to = to};
    x->events++;
    x->quads[e->quad]++;
    if (e->scaled) x->goldstein += e->goldstein, x->scaled++;
    dem_str day = dem_xevent_day(e, &own);
    if (day.n && (!x->first.n || dem_str_cmp(day, x->first) < 0)) x->first = day;
    if (day.n && (!x->last.n || dem_str_cmp(day, x->last) > 0)) x->last = day;
    return DEM_OK;
}

static void data(dem_buf *out, const char *key, dem_str value)
{
    if (!value.n) return;
    dem_buf_printf(out, "      <data key=\"%s\">", key);
    xml(out, value);
    dem_buf_c(out, "</data>\n");
}

static void data_int(dem_buf *out, const char *key, size_t v)
{
    dem_buf_printf(out, "      <data key=\"%s\">%zu</data>\n", key, v);
}

static void graph_head(dem_buf *out)
{
    static const char *const keys[][3] = {{"node", "name", "string"},
                                          {"node", "code", "string"},
                                          {"node", "country", "string"},
                                          {"node", "events", "int"},
                                          {"edge", "weight", "int"},
                                          {"edge", "verbal_cooperation", "int"},
                                          {"edge", "material_cooperation", "int"},
                                          {"edge", "verbal_conflict", "int"},
                                          {"edge", "material_conflict", "int"},
                                          {"edge", "goldstein_mean", "double"},
                                          {"edge", "first", "string"},
                                          {"edge", "last", "string"}};
    dem_buf_c(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                   "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        dem_buf_printf(out, "  <key id=\"%s.%s\" for=\"%s\" attr.name=\"%s\" attr.type=\"%s\"/>\n", keys[i][0], keys[i][1], keys[i][0],
                       keys[i][1], keys[i][2]);
    dem_buf_c(out, "  <graph id=\"events\" edgedefault=\"directed\">\n");
}

/* A code that is a state with sectors is called so, whoever stood for it first; any other code by that first name. */
static dem_str node_name(const dem_exporter *x, const dem_xparty *p)
{
    dem_code_parts c;
    dem_str first = p->name.n ? p->name : p->text.n ? p->text : p->code;
    dem_code_split(p->code, p->country, &c);
    const dem_state_row *s = dem_state_of(x->tables, c.country);
    if (!s) return first;
    dem_str name = s->name;
    for (size_t i = 0; i < c.n_rest; i++) {
        dem_str sector = dem_sector_name(x->tables, c.rest[i]);
        if (!sector.n) return first;
        name = dem_str_printf(x->kept, "%.*s%s%.*s", DEM_FMT(name), i ? ", " : ": ", DEM_FMT(sector));
    }
    return name;
}

static void graph_print(dem_exporter *x, const graph *g)
{
    dem_buf *out = &x->out;
    graph_head(out);
    for (size_t i = 0; i < g->nodes.n; i++) {
        const node *n = &g->nodes.items[i];
        dem_buf_printf(out, "    <node id=\"n%zu\">\n", i);
        data(out, "node.name", node_name(x, n->party));
        data(out, "node.code", n->party->code);
        data(out, "node.country", n->party->country);
        data_int(out, "node.events", n->events);
        dem_buf_c(out, "    </node>\n");
    }
    for (size_t i = 0; i < g->edges.n; i++) {
        const edge *e = &g->edges.items[i];
        dem_buf_printf(out, "    <edge id=\"e%zu\" source=\"n%zu\" target=\"n%zu\">\n", i, e->from, e->to);
        data_int(out, "edge.weight", e->events);
        data_int(out, "edge.verbal_cooperation", e->quads[1]);
        data_int(out, "edge.material_cooperation", e->quads[2]);
        data_int(out, "edge.verbal_conflict", e->quads[3]);
        data_int(out, "edge.material_conflict", e->quads[4]);
        if (e->scaled) {
            dem_buf_c(out, "      <data key=\"edge.goldstein_mean\">");
            dem_num_print(out, e->goldstein / (double)e->scaled, 2, false);
            dem_buf_c(out, "</data>\n");
        }
        data(out, "edge.first", e->first);
        data(out, "edge.last", e->last);
        dem_buf_c(out, "    </edge>\n");
    }
    dem_buf_c(out, "  </graph>\n</graphml>\n");
}

static int end_graph(dem_exporter *x, dem_error *err)
{
    dem_xgroups *g = x->state;
    graph net = {0};
    if (!g) return dem_fail(err, DEM_EMEMORY, "memory is out");
    dem_xgroups_close(g, x->kept);
    int rc = DEM_OK;
    for (size_t i = 0; rc == DEM_OK && i < g->items.n; i++)
        for (size_t k = 0; rc == DEM_OK && k < g->items.items[i].dyads.n; k++)
            rc = add_edge(&net, x->kept, &g->items.items[i].dyads.items[k], g->items.items[i].best, i + 1, err);
    if (rc == DEM_OK) graph_print(x, &net);
    return rc;
}

const dem_export_format dem_format_dyads = {"dyads", true, begin, event, end_dyads};
const dem_export_format dem_format_graphml = {"graphml", true, begin, event, end_graph};

const dem_export_format *dem_export_format_of(const char *name)
{
    static const dem_export_format *const all[] = {&dem_format_gdelt,    &dem_format_gdelt2,  &dem_format_gdelt_mentions,
                                                   &dem_format_petrarch, &dem_format_phoenix, &dem_format_icews,
                                                   &dem_format_polecat,  &dem_format_ngec,    &dem_format_plover,
                                                   &dem_format_csv,      &dem_format_dyads,   &dem_format_graphml};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (strcmp(all[i]->name, name) == 0) return all[i];
    return NULL;
}
