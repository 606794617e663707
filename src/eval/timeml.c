/* SPDX-License-Identifier: Apache-2.0 */
/* TimeML by libxml2: walks the tree without recursion, and keeps the characters of TEXT with the TIMEX3 spans over them. */
#include "eval/timeml.h"

#include <libxml/parser.h>
#include <libxml/tree.h>

enum { MAX_TIMEML = 16 << 20 };

typedef struct reader {
    dem_arena *a;
    dem_timeml *out;
    DEM_VEC(char) text;
} reader;

static bool named(const xmlNode *n, const char *name)
{
    return n->type == XML_ELEMENT_NODE && xmlStrEqual(n->name, (const xmlChar *)name);
}

static dem_str attribute(dem_arena *a, const xmlNode *n, const char *name)
{
    xmlChar *v = xmlGetNoNsProp(n, (const xmlChar *)name);
    dem_str copy = v ? dem_str_dup(a, dem_str_trim(dem_str_c((const char *)v))) : DEM_STR_NONE;
    xmlFree(v);
    return copy;
}

/* The next node in the order of the document, below `root` only; `down`: into n's children. */
static xmlNode *next_node(xmlNode *n, const xmlNode *root, bool down)
{
    if (down && n->type == XML_ELEMENT_NODE && n->children) return n->children;
    while (n != root && !n->next) n = n->parent;
    return n == root ? NULL : n->next;
}

static xmlNode *find_element(xmlNode *root, const char *name)
{
    for (xmlNode *n = root; n; n = next_node(n, root, true))
        if (named(n, name)) return n;
    return NULL;
}

/* "1998-02-13", also before a time of day; or eight digits. */
static dem_day day_of(dem_str v)
{
    if (v.n >= 10) return dem_day_parse(dem_str_cut(v, 0, 10));
    int part[3] = {0, 0, 0};
    if (v.n != 8) return DEM_DAY_NONE;
    for (size_t i = 0; i < 8; i++) {
        if (v.p[i] < '0' || v.p[i] > '9') return DEM_DAY_NONE;
        int *p = &part[i < 4 ? 0 : i < 6 ? 1 : 2];
        *p = *p * 10 + (v.p[i] - '0');
    }
    return dem_day_of(part[0], part[1], part[2]);
}

/* The time expression that says when the document was made: in DCT, or marked as such anywhere. */
static void read_created(reader *k, xmlNode *root)
{
    k->out->created = DEM_DAY_NONE;
    for (xmlNode *n = root; n && k->out->created == DEM_DAY_NONE; n = next_node(n, root, true)) {
        if (!named(n, "TIMEX3")) continue;
        bool creation = dem_str_is(attribute(k->a, n, "functionInDocument"), "CREATION_TIME") || (n->parent && named(n->parent, "DCT"));
        if (creation) k->out->created = day_of(attribute(k->a, n, "value"));
    }
}

static bool put(reader *k, const xmlChar *s)
{
    for (; s && *s; s++) {
        char *c = DEM_PUSH(k->a, &k->text);
        if (!c) return false;
        *c = (char)*s;
    }
    return true;
}

static bool is_creation(reader *k, const xmlNode *n)
{
    return dem_str_is(attribute(k->a, n, "functionInDocument"), "CREATION_TIME");
}

/* Text and spans below `top`. A TIMEX3 is closed when the walk leaves it; inner ones (older TimeML) are left out. */
static bool read_text(reader *k, xmlNode *top)
{
    const xmlNode *open = NULL;
    uint32_t from = 0;
    for (xmlNode *n = top; n;) {
        if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) {
            if (!put(k, n->content)) return false;
        } else if (!open && named(n, "TIMEX3") && n->children && !is_creation(k, n)) {
            open = n;
            from = (uint32_t)k->text.n;
        }
        const xmlNode *was = open;
        xmlNode *next = next_node(n, top, true);
        bool left = was != NULL;
        for (const xmlNode *up = next; up && left; up = up->parent) left = up != was;
        if (left) {
            dem_timex *t = DEM_PUSH(k->a, &k->out->times);
            if (!t) return false;
            *t = (dem_timex){.span = {from, (uint32_t)k->text.n}, .type = attribute(k->a, was, "type"), .value = attribute(k->a, was, "value")};
            open = NULL;
        }
        n = next;
    }
    return true;
}

static bool white(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Marks may hold white space at their ends or nothing else. */
static void tidy(dem_timeml *out)
{
    size_t kept = 0;
    for (size_t i = 0; i < out->times.n; i++) {
        dem_timex t = out->times.items[i];
        while (t.span.start < t.span.end && white(out->text.p[t.span.start])) t.span.start++;
        while (t.span.end > t.span.start && white(out->text.p[t.span.end - 1])) t.span.end--;
        if (t.span.end > t.span.start) out->times.items[kept++] = t;
    }
    out->times.n = kept;
}

/* Blank lines part paragraphs, and so does a line that is indented after one that is not (agency copy). */
static bool split_paragraphs(reader *k)
{
    dem_timeml *out = k->out;
    dem_span *p = NULL;
    bool indented_before = true;
    for (size_t i = 0; i < out->text.n;) {
        size_t nl = dem_str_find(out->text, DEM_STR("\n"), i), end = nl == SIZE_MAX ? out->text.n : nl;
        dem_str line = dem_str_trim(dem_str_cut(out->text, i, end));
        bool indented = line.n && line.p - (out->text.p + i) >= 2;
        if (!line.n || (indented && !indented_before)) p = NULL;
        if (line.n) {
            uint32_t at = (uint32_t)(line.p - out->text.p);
            if (!p) {
                p = DEM_PUSH(k->a, &out->paragraphs);
                if (!p) return false;
                p->start = at;
            }
            p->end = at + (uint32_t)line.n;
            indented_before = indented;
        }
        i = end + 1;
    }
    return true;
}

static int read_tree(reader *k, xmlDoc *doc, const char *name, dem_error *err)
{
    xmlNode *root = xmlDocGetRootElement(doc);
    if (!root || !named(root, "TimeML")) return dem_fail_at(err, DEM_EFORMAT, name, 0, -1, "no TimeML element at the top");
    read_created(k, root);
    xmlNode *text = find_element(root, "TEXT");
    if (!read_text(k, text ? text : root)) return dem_fail(err, DEM_EMEMORY, "memory is out");
    k->out->text = (dem_str){k->text.items, k->text.n};
    tidy(k->out);
    if (!split_paragraphs(k)) return dem_fail(err, DEM_EMEMORY, "memory is out");
    return k->out->paragraphs.n ? DEM_OK : dem_fail_at(err, DEM_EEMPTY, name, 0, -1, "no text in it");
}

static void quiet(void *data, const char *msg, ...)
{
    (void)data;
    (void)msg;
}

int dem_timeml_read(dem_arena *a, dem_str bytes, const char *name, dem_timeml *out, dem_error *err)
{
    reader k = {.a = a, .out = out};
    memset(out, 0, sizeof *out);
    out->created = DEM_DAY_NONE;
    if (bytes.n > MAX_TIMEML) return dem_fail_at(err, DEM_ELIMIT, name, 0, -1, "more than %d MiB", MAX_TIMEML >> 20);
    xmlParserCtxt *x = xmlNewParserCtxt();
    if (!x) return dem_fail(err, DEM_EMEMORY, "memory is out");
    x->sax->error = quiet;
    x->sax->warning = quiet;
    xmlDoc *doc = xmlCtxtReadMemory(x, bytes.p ? bytes.p : "", (int)bytes.n, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    int rc;
    if (!doc || !x->wellFormed) {
        const xmlError *e = xmlCtxtGetLastError(x);
        dem_str why = e && e->message ? dem_str_trim(dem_str_c(e->message)) : DEM_STR("not XML");
        rc = dem_fail_at(err, DEM_EFORMAT, name, e && e->line > 0 ? (size_t)e->line : 0, -1, "%.*s", DEM_FMT(why));
    } else {
        rc = read_tree(&k, doc, name, err);
    }
    xmlFreeDoc(doc);
    xmlFreeParserCtxt(x);
    return rc;
}
