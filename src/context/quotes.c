/* SPDX-License-Identifier: Apache-2.0 */
/* Quoted stretches of the text: straight and typographic double marks, typographic single ones, a mark at the head of every
   paragraph of a long quote. Straight single marks only around words, since they are apostrophes elsewhere. */
#include "context/attribution_internal.h"

typedef struct mark {
    uint32_t at, len;
    char kind; /* 'o' opens, 'c' closes, '?' either ("), 's' single opens, 'e' single closes */
} mark;

static bool has(dem_str t, size_t at, const char *bytes)
{
    size_t n = strlen(bytes);
    return at + n <= t.n && memcmp(t.p + at, bytes, n) == 0;
}

static bool space_or_edge(dem_str t, size_t at, size_t from, size_t to)
{
    return at < from || at >= to || t.p[at] == ' ' || t.p[at] == '\n' || t.p[at] == '\t' || t.p[at] == '(' || t.p[at] == '[' ||
           (unsigned char)t.p[at] == 0xa0;
}

static bool letter(char ch)
{
    return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || (unsigned char)ch >= 0xc3;
}

/* By the spaces around it: 'o' opens, 'c' closes, '?' either. */
static char side_of(dem_str t, size_t i, uint32_t len, dem_span p)
{
    bool before = i == p.start || space_or_edge(t, i - 1, p.start, p.end) || (i >= 3 && has(t, i - 3, "—"));
    bool after = i + len >= p.end || space_or_edge(t, i + len, p.start, p.end) || strchr(",.;:!?)]", t.p[i + len]);
    return before == after ? '?' : before ? 'o' : 'c';
}

/* The first byte of one of the marks below: nearly no byte of a text is. */
static bool begins_mark(char ch)
{
    return ch == '"' || ch == '\'' || ch == '`' || ch == '\xe2' || ch == '\xc2';
}

static mark mark_at(dem_str t, size_t i, dem_span p)
{
    mark m = {(uint32_t)i, 0, 0};
    if (t.p[i] == '"' || has(t, i, "''")) { /* two single ones stand for a double one, at either end */
        m.len = t.p[i] == '"' ? 1 : 2;
        m.kind = side_of(t, i, m.len, p);
    } else if (has(t, i, "“") || has(t, i, "„") || has(t, i, "«")) {
        m.len = has(t, i, "«") ? 2 : 3;
        m.kind = side_of(t, i, m.len, p) == 'c' ? 'c' : 'o'; /* the wrong one of the pair, typed by mistake */
    } else if (has(t, i, "”") || has(t, i, "»")) {
        m.len = has(t, i, "»") ? 2 : 3;
        m.kind = 'c';
    } else if (has(t, i, "‘")) {
        m.len = 3;
        m.kind = 's';
    } else if (has(t, i, "’")) {
        m.len = 3;
        /* an apostrophe when letters stand on both sides */
        m.kind = i > p.start && letter(t.p[i - 1]) && i + 3 < p.end && letter(t.p[i + 3]) ? 0 : 'e';
    } else if (has(t, i, "``")) {
        m.len = 2;
        m.kind = 'o';
    } else if (t.p[i] == '\'') {
        m.len = 1;
        bool before = i == p.start || space_or_edge(t, i - 1, p.start, p.end);
        m.kind = before && i + 1 < p.end && letter(t.p[i + 1]) ? 's' : i > p.start && !(i + 1 < p.end && letter(t.p[i + 1])) ? 'e' : 0;
    }
    return m;
}

static int add(dem_ctx *c, uint32_t start, uint32_t inner, uint32_t inner_end, uint32_t end)
{
    dem_quote *q = DEM_PUSH(c->r->arena, &c->quotes);
    if (!q) return DEM_EMEMORY;
    *q = (dem_quote){.span = {start, end}, .inner = {inner, inner_end}, .follows = DEM_NONE, .statement = DEM_NONE};
    return DEM_OK;
}

static size_t paragraph_count(const dem_ctx *c)
{
    return c->r->paragraphs.n ? c->r->paragraphs.n : 1;
}

/* A report read from trees has no paragraphs: its text is one. */
static dem_span paragraph_at(const dem_ctx *c, size_t i)
{
    return c->r->paragraphs.n ? c->r->paragraphs.items[i] : (dem_span){0, (uint32_t)c->r->text.n};
}

static bool opens_with_mark(const dem_ctx *c, size_t paragraph)
{
    if (paragraph >= paragraph_count(c)) return false;
    dem_span p = paragraph_at(c, paragraph);
    if (p.start >= p.end) return false;
    mark m = mark_at(c->r->text, p.start, p);
    return m.kind == 'o' || m.kind == '?';
}

/* Quotes of one paragraph. An open double quote at its end counts when the next paragraph opens with a mark again, or when the
   text lost its closing mark. */
static int paragraph_quotes(dem_ctx *c, size_t index, int32_t *continued)
{
    dem_span p = paragraph_at(c, index);
    dem_str t = c->r->text;
    mark open = {0, 0, 0}, single = {0, 0, 0};
    size_t first = c->quotes.n;
    for (size_t i = p.start; i < p.end && i < t.n; i++) {
        if (!begins_mark(t.p[i])) continue;
        mark m = mark_at(t, i, p);
        if (!m.kind) continue;
        i += m.len - 1;
        if (m.kind == 's') {
            if (!single.kind && !open.kind) single = m;
        } else if (m.kind == 'e') {
            if (!single.kind) continue;
            /* one word in single marks: a genitive or a contraction is likelier than a quote without a space */
            if (add(c, single.at, single.at + single.len, m.at, m.at + m.len)) return DEM_EMEMORY;
            single.kind = 0;
        } else if (!open.kind) {
            if (m.kind != 'c') open = m;
        } else if (m.kind == 'o') {
            /* a mark that opens inside an open quote: the close was lost, unless it is the same stretch again */
            continue;
        } else {
            if (add(c, open.at, open.at + open.len, m.at, m.at + m.len)) return DEM_EMEMORY;
            open.kind = 0;
        }
    }
    if (*continued != DEM_NONE && c->quotes.n > first && c->quotes.items[first].span.start == p.start)
        c->quotes.items[first].follows = *continued;
    int32_t before = *continued;
    *continued = DEM_NONE;
    if (!open.kind) return DEM_OK;
    uint32_t end = p.end;
    if (add(c, open.at, open.at + open.len, end, end)) return DEM_EMEMORY;
    dem_quote *q = &c->quotes.items[c->quotes.n - 1];
    if (open.at == p.start && before != DEM_NONE) q->follows = before;
    q->continued = opens_with_mark(c, index + 1);
    if (q->continued) *continued = (int32_t)c->quotes.n - 1;
    return DEM_OK;
}

/* Somebody speaks of himself in it. */
static bool first_person_in(const dem_ctx *c, dem_span p)
{
    for (size_t i = 0; i < c->r->mentions.n; i++)
        if (c->r->mentions.items[i].first_person && dem_span_contains(p, c->r->mentions.items[i].head_span)) return true;
    return false;
}

static bool quote_within(const dem_ctx *c, dem_span p)
{
    for (size_t k = 0; k < c->quotes.n; k++)
        if (dem_span_overlaps(c->quotes.items[k].span, p)) return true;
    return false;
}

/* "The minister said:", and then paragraphs in the first person without any marks, as press offices write. */
static int unmarked_quotes(dem_ctx *c)
{
    size_t n = paragraph_count(c);
    for (size_t i = 0; i + 1 < n; i++) {
        dem_span led = paragraph_at(c, i);
        if (led.start >= led.end || led.end > c->r->text.n || c->r->text.p[led.end - 1] != ':') continue;
        int32_t before = DEM_NONE;
        for (size_t k = i + 1; k < n; k++) {
            dem_span p = paragraph_at(c, k);
            if (opens_with_mark(c, k) || quote_within(c, p) || !first_person_in(c, p)) break;
            if (add(c, p.start, p.start, p.end, p.end)) return DEM_EMEMORY;
            c->quotes.items[c->quotes.n - 1].follows = before;
            before = (int32_t)c->quotes.n - 1;
        }
    }
    return DEM_OK;
}

size_t dem_ctx_words(dem_str t)
{
    size_t n = 0;
    for (size_t i = 0; i < t.n; i++) n += t.p[i] != ' ' && (i == 0 || t.p[i - 1] == ' ');
    return n;
}

int dem_quotes_report(dem_ctx *c, dem_error *err)
{
    int32_t continued = DEM_NONE;
    for (size_t i = 0; i < paragraph_count(c); i++)
        if (paragraph_quotes(c, i, &continued) != DEM_OK) return dem_fail(err, DEM_EMEMORY, "memory is out");
    if (unmarked_quotes(c) != DEM_OK) return dem_fail(err, DEM_EMEMORY, "memory is out");
    return DEM_OK;
}
