/* SPDX-License-Identifier: Apache-2.0 */
/* JSON records -> what the formats of other programs need; dyads; cells of tab-separated lines. */
#include "export/xevent.h"

#include "base/json_out.h"
#include "base/table.h"

/* ---- reading ---- */

static dem_str text_of(const json_t *o, const char *key, dem_arena *a)
{
    const json_t *v = json_object_get(o, key);
    return json_is_string(v) ? dem_str_dup(a, (dem_str){json_string_value(v), json_string_length(v)}) : DEM_STR_NONE;
}

static int64_t int_of(const json_t *o, const char *key)
{
    const json_t *v = json_object_get(o, key);
    return json_is_integer(v) && json_integer_value(v) >= 0 ? json_integer_value(v) : -1;
}

static bool real_of(const json_t *o, const char *key, double *out)
{
    const json_t *v = json_object_get(o, key);
    if (!json_is_number(v)) return false;
    *out = json_number_value(v);
    return true;
}

static int64_t codepoints(dem_str s)
{
    int64_t n = 0;
    for (size_t i = 0; i < s.n; i++) n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return n;
}

/* Paragraphs are parted by an empty line; the title, when there is one, is the first. */
static void find_lead(dem_str text, dem_xreport *out)
{
    size_t start = 0, end;
    if (out->title.n && dem_str_starts(text, out->title)) {
        start = dem_str_find(text, DEM_STR("\n\n"), 0);
        if (start == SIZE_MAX) return;
        start += 2;
    }
    end = dem_str_find(text, DEM_STR("\n\n"), start);
    if (end == SIZE_MAX) end = text.n;
    out->lead_start = codepoints(dem_str_cut(text, 0, start));
    out->lead_end = out->lead_start + codepoints(dem_str_cut(text, start, end));
}

void dem_xreport_read(const json_t *record, dem_arena *a, dem_xreport *out)
{
    *out = (dem_xreport){.length = -1, .lead_start = -1, .lead_end = -1};
    out->id = text_of(record, "id", a);
    out->title = text_of(record, "title", a);
    out->publisher = text_of(record, "publisher", a);
    out->published = text_of(record, "published", a);
    out->url = text_of(record, "url", a);
    out->language = text_of(record, "language", a);
    const json_t *text = json_object_get(record, "text");
    if (!json_is_string(text)) return;
    dem_str t = {json_string_value(text), json_string_length(text)};
    out->length = codepoints(t);
    find_lead(t, out);
}

static void read_parties(const json_t *list, dem_arena *a, dem_xparties *out)
{
    size_t i;
    json_t *o;
    json_array_foreach(list, i, o)
    {
        dem_xparty *p = DEM_PUSH(a, out);
        if (!p) return;
        *p = (dem_xparty){text_of(o, "name", a), text_of(o, "text", a),   text_of(o, "code", a),
                          text_of(o, "country", a), int_of(o, "start"), int_of(o, "end")};
    }
}

static void read_place(const json_t *o, dem_arena *a, dem_xevent *e)
{
    e->place = text_of(o, "name", a);
    e->place_admin = text_of(o, "admin", a);
    e->place_country = text_of(o, "country", a);
    int64_t r = int_of(o, "resolution");
    e->resolution = r >= 1 && r <= 5 ? (int)r : 0;
    e->located = real_of(o, "lat", &e->lat) && real_of(o, "lon", &e->lon);
}

void dem_xevent_read(const json_t *record, const dem_xreport *from, dem_arena *a, dem_xevent *e)
{
    *e = (dem_xevent){.from = from, .record = record};
    e->id = text_of(record, "id", a);
    e->report = text_of(record, "report", a);
    e->cluster = text_of(record, "event_cluster", a);
    const json_t *s = json_object_get(record, "sentence"), *t = json_object_get(record, "trigger");
    e->sentence_index = int_of(s, "index");
    e->sentence_start = int_of(s, "start");
    e->sentence_end = int_of(s, "end");
    e->sentence = text_of(s, "text", a);
    e->trigger = text_of(t, "text", a);
    e->trigger_start = int_of(t, "start");
    e->trigger_end = int_of(t, "end");
    read_parties(json_object_get(record, "actor"), a, &e->actors);
    read_parties(json_object_get(record, "recipient"), a, &e->recipients);
    e->mutual = json_is_true(json_object_get(record, "mutual"));
    e->cameo = text_of(record, "cameo", a);
    const json_t *plover = json_object_get(record, "plover"), *c;
    e->type = text_of(plover, "type", a);
    e->mode = text_of(plover, "mode", a);
    size_t i;
    json_array_foreach(json_object_get(plover, "context"), i, c)
    {
        dem_str *slot = json_is_string(c) ? DEM_PUSH(a, &e->contexts) : NULL;
        if (slot) *slot = dem_str_dup(a, (dem_str){json_string_value(c), json_string_length(c)});
    }
    int64_t quad = int_of(record, "quad");
    e->quad = quad >= 1 && quad <= 4 ? (int)quad : 0;
    e->scaled = real_of(record, "goldstein", &e->goldstein);
    e->status = text_of(record, "status", a);
    e->rule = text_of(record, "rule", a);
    if (!real_of(record, "confidence", &e->confidence)) e->confidence = -1;
    const json_t *d = json_object_get(record, "date");
    e->date = text_of(d, "start", a);
    e->date_end = text_of(d, "end", a);
    if (!e->date.n) e->date = e->date_end;
    e->date_text = text_of(d, "text", a);
    e->basis = text_of(d, "basis", a);
    read_place(json_object_get(record, "place"), a, e);
}

dem_str dem_xevent_day(const dem_xevent *e, bool *own)
{
    dem_str day = e->date.n ? e->date : e->from->published;
    *own = e->date.n > 0;
    return dem_day_parse(day) == DEM_DAY_NONE ? DEM_STR_NONE : day;
}

/* ---- dyads ---- */

static void push_dyad(dem_dyads *out, dem_arena *a, const dem_xparty *x, const dem_xparty *y)
{
    dem_dyad *d = DEM_PUSH(a, out);
    if (d) *d = (dem_dyad){x, y};
}

void dem_xevent_dyads(const dem_xevent *e, dem_arena *a, dem_dyads *out)
{
    const dem_xparties *x = &e->actors, *y = &e->recipients;
    *out = (dem_dyads){0};
    if (e->mutual && y->n == 0 && x->n > 1) {
        for (size_t i = 0; i < x->n; i++)
            for (size_t k = 0; k < x->n; k++)
                if (i != k) push_dyad(out, a, &x->items[i], &x->items[k]);
        return;
    }
    for (size_t i = 0; i < (x->n ? x->n : 1); i++)
        for (size_t k = 0; k < (y->n ? y->n : 1); k++)
            push_dyad(out, a, x->n ? &x->items[i] : NULL, y->n ? &y->items[k] : NULL);
    for (size_t i = 0; e->mutual && i < x->n; i++)
        for (size_t k = 0; k < y->n; k++) push_dyad(out, a, &y->items[k], &x->items[i]);
}

int64_t dem_xnumber(dem_str id, size_t part)
{
    uint64_t h = dem_hash(id, 0x6e756d626572 + part);
    return (int64_t)(h >> 2) + 1; /* positive, and short of what a signed 64-bit column holds */
}

/* ---- cells ---- */

static void next_cell(dem_buf *out, bool *first)
{
    if (!*first) dem_buf_ch(out, '\t');
    *first = false;
}

void dem_cell(dem_buf *out, bool *first, dem_str s)
{
    next_cell(out, first);
    dem_text_line(out, s, 0);
}

void dem_cell_int(dem_buf *out, bool *first, int64_t v, bool there)
{
    next_cell(out, first);
    if (there) dem_buf_printf(out, "%lld", (long long)v);
}

void dem_cell_num(dem_buf *out, bool *first, double v, int decimals, bool there)
{
    next_cell(out, first);
    if (there) dem_num_print(out, v, decimals, false);
}

/* ---- texts to places ---- */

static size_t slot_of(const dem_places_of *m, dem_str key)
{
    size_t at = dem_hash(key, 7) & (m->size - 1);
    while (m->slots[at] && !dem_str_eq(m->keys.items[m->slots[at] - 1], key)) at = (at + 1) & (m->size - 1);
    return at;
}

static bool grow(dem_places_of *m, dem_arena *a)
{
    size_t size = m->size ? m->size * 2 : 8;
    uint32_t *slots = DEM_NEW_N(a, uint32_t, size);
    if (!slots) return false;
    m->slots = slots;
    m->size = size;
    for (size_t i = 0; i < m->keys.n; i++) m->slots[slot_of(m, m->keys.items[i])] = (uint32_t)i + 1;
    return true;
}

size_t dem_place_of(dem_places_of *m, dem_arena *a, dem_str key, bool *fresh)
{
    *fresh = false;
    if (m->keys.n * 2 >= m->size && !grow(m, a)) return SIZE_MAX;
    size_t at = slot_of(m, key);
    if (m->slots[at]) return m->slots[at] - 1;
    dem_str *k = m->keys.n < UINT32_MAX - 1 ? DEM_PUSH(a, &m->keys) : NULL;
    if (!k) return SIZE_MAX;
    *k = dem_str_dup(a, key);
    m->slots[at] = (uint32_t)m->keys.n;
    *fresh = true;
    return m->keys.n - 1;
}

size_t dem_place_find(const dem_places_of *m, dem_str key)
{
    if (m->size == 0) return SIZE_MAX;
    size_t at = slot_of(m, key);
    return m->slots[at] ? m->slots[at] - 1 : SIZE_MAX;
}
