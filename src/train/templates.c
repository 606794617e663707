/* SPDX-License-Identifier: Apache-2.0 */
/* Sentences from templates: "CODE <tab> {A:kind} (met|saw) {R:kind}" with "fill kind = a|b". The draw is seeded by the template's line. */
#include "train/train.h"

typedef struct fill {
    dem_str name, body;
} fill;

typedef struct maker {
    dem_arena *arena;
    const char *file;
    size_t line;
    DEM_VEC(fill) fills;
    dem_buf out;
    uint64_t seed;
    dem_span actor, recipient;
    dem_error *err;
} maker;

enum { MAX_NEST = 12, MAX_SENTENCE = 2000 };

static uint64_t draw(maker *m)
{
    /* splitmix64 */
    uint64_t z = m->seed += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static int bad(const maker *m, const char *what)
{
    return dem_fail_at(m->err, DEM_EDATA, m->file, m->line, -1, "%s", what);
}

/* Where the bracket opened at `at` closes. */
static size_t closing(dem_str s, size_t at)
{
    char open = s.p[at], close = open == '(' ? ')' : '}';
    int depth = 0;
    for (size_t i = at; i < s.n; i++) {
        if (s.p[i] == open) depth++;
        if (s.p[i] == close && --depth == 0) return i;
    }
    return SIZE_MAX;
}

/* One of the alternatives between bars that are in no bracket. */
static dem_str choose(maker *m, dem_str s)
{
    size_t n = 1, depth = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '(' || s.p[i] == '{') depth++;
        if ((s.p[i] == ')' || s.p[i] == '}') && depth) depth--;
        if (s.p[i] == '|' && !depth) n++;
    }
    size_t want = draw(m) % n, from = 0, at = 0;
    depth = 0;
    for (size_t i = 0; i <= s.n; i++) {
        if (i < s.n && (s.p[i] == '(' || s.p[i] == '{')) depth++;
        if (i < s.n && (s.p[i] == ')' || s.p[i] == '}') && depth) depth--;
        if (i < s.n && (s.p[i] != '|' || depth)) continue;
        if (at++ == want) return dem_str_cut(s, from, i);
        from = i + 1;
    }
    return DEM_STR_NONE;
}

static const fill *find_fill(const maker *m, dem_str name)
{
    for (size_t i = 0; i < m->fills.n; i++)
        if (dem_str_eq(m->fills.items[i].name, name)) return &m->fills.items[i];
    return NULL;
}

static int expand(maker *m, dem_str s, int depth);

static int expand_brace(maker *m, dem_str inner, int depth)
{
    dem_span *span = NULL;
    if (dem_str_starts(inner, DEM_STR("A:"))) span = &m->actor;
    if (dem_str_starts(inner, DEM_STR("R:"))) span = &m->recipient;
    if (span) inner = dem_str_cut(inner, 2, inner.n);
    uint32_t start = (uint32_t)m->out.n;
    if (inner.n && inner.p[0] == '(') {
        /* Bare words in a span's list may be kinds: "{A:(troop|rebel)}". */
        dem_str one = choose(m, dem_str_cut(inner, 1, inner.n - 1));
        const fill *f = find_fill(m, one);
        int rc = expand(m, f ? choose(m, f->body) : one, depth + 1);
        if (rc != DEM_OK) return rc;
    } else {
        const fill *f = find_fill(m, inner);
        if (!f) return dem_fail_at(m->err, DEM_EDATA, m->file, m->line, -1, "nothing fills \"%.*s\"", DEM_FMT(inner));
        int rc = expand(m, choose(m, f->body), depth + 1);
        if (rc != DEM_OK) return rc;
    }
    if (span) *span = (dem_span){start, (uint32_t)m->out.n};
    return DEM_OK;
}

static int expand(maker *m, dem_str s, int depth)
{
    if (depth > MAX_NEST || m->out.n > MAX_SENTENCE) return bad(m, "the template nests too deep");
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != '(' && s.p[i] != '{') {
            dem_buf_ch(&m->out, s.p[i]);
            continue;
        }
        size_t end = closing(s, i);
        if (end == SIZE_MAX) return bad(m, "a bracket is not closed");
        dem_str inner = dem_str_cut(s, i + 1, end);
        int rc = s.p[i] == '{' ? expand_brace(m, inner, depth) : expand(m, choose(m, inner), depth + 1);
        if (rc != DEM_OK) return rc;
        i = end;
    }
    return DEM_OK;
}

static int one_sentence(maker *m, dem_str code, dem_str body, dem_template_sentences *out)
{
    dem_buf_clear(&m->out);
    m->actor = m->recipient = (dem_span){0, 0};
    int rc = expand(m, body, 0);
    if (rc != DEM_OK) return rc;
    if (m->out.failed || !m->out.n) return bad(m, "memory is out or the template is empty");
    if (m->out.p[0] >= 'a' && m->out.p[0] <= 'z') m->out.p[0] = (char)(m->out.p[0] - 32);
    dem_template_sentence *s = DEM_PUSH(m->arena, out);
    if (!s) return dem_fail(m->err, DEM_EMEMORY, "memory is out");
    *s = (dem_template_sentence){code, dem_str_dup(m->arena, dem_buf_view(&m->out)), m->actor, m->recipient};
    return DEM_OK;
}

static int read_fill(maker *m, dem_str line)
{
    dem_str rest = dem_str_cut(line, 5, line.n), name;
    if (!dem_str_split(&rest, '=', &name) || !rest.p) return bad(m, "expected \"fill NAME = words\"");
    fill *f = DEM_PUSH(m->arena, &m->fills);
    if (!f) return dem_fail(m->err, DEM_EMEMORY, "memory is out");
    /* The first blank after "=" is not the filler's: a filler may begin with one. */
    if (rest.n && rest.p[0] == ' ') rest = dem_str_cut(rest, 1, rest.n);
    *f = (fill){dem_str_trim(name), rest};
    return DEM_OK;
}

int dem_templates_expand(dem_arena *a, dem_str bytes, const char *name, int per_template, dem_template_sentences *out, dem_error *err)
{
    maker m = {.arena = a, .file = name, .err = err};
    dem_str line;
    int rc = DEM_OK;
    while (rc == DEM_OK && dem_str_split(&bytes, '\n', &line)) {
        m.line++;
        if (!line.n || line.p[0] == '#') continue;
        if (dem_str_starts(line, DEM_STR("fill "))) {
            rc = read_fill(&m, line);
            continue;
        }
        dem_str body = line, code;
        if (!dem_str_split(&body, '\t', &code) || !body.n) rc = bad(&m, "expected \"CODE <tab> template\"");
        m.seed = dem_hash(body, 7);
        for (int i = 0; i < per_template && rc == DEM_OK; i++) rc = one_sentence(&m, code, body, out);
    }
    dem_buf_free(&m.out);
    return rc;
}
