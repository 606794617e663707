/* SPDX-License-Identifier: Apache-2.0 */
/* Compiler of the lexicon: what the text files say -> the bytes of lexformat.h. */
#include "actors/fold.h"
#include "actors/lexmodel.h"

#include <stdlib.h>

typedef struct value {
    uint32_t node, order, entry, cases, line;
    uint8_t kind, flags, words;
} value;

typedef struct word {
    dem_str text;
    uint32_t hash, child; /* the root's */
} word;

typedef struct compiler {
    const dem_lex_model *m;
    dem_arena *a;
    DEM_VEC(char) strings;
    DEM_VEC(word) words;
    uint32_t *word_slots, *edge_slots;
    size_t n_word_slots, n_edge_slots, n_edges;
    DEM_VEC(uint32_t) edges; /* parent, word, child */
    uint32_t n_nodes;
    DEM_VEC(value) values;
} compiler;

/* A string's offset and length into p. */
static bool put_string(compiler *c, unsigned char *p, dem_str s)
{
    dem_put32(p, (uint32_t)c->strings.n);
    dem_put32(p + 4, (uint32_t)s.n);
    if (c->strings.n + s.n > c->strings.cap) {
        size_t cap = c->strings.cap ? c->strings.cap : 1 << 16;
        while (cap < c->strings.n + s.n) cap *= 2;
        char *fresh = dem_alloc(c->a, cap);
        if (!fresh || cap > UINT32_MAX) return false;
        if (c->strings.n) memcpy(fresh, c->strings.items, c->strings.n);
        c->strings.items = fresh;
        c->strings.cap = cap;
    }
    if (s.n) memcpy(c->strings.items + c->strings.n, s.p, s.n);
    c->strings.n += s.n;
    return true;
}

static bool grow_words(compiler *c)
{
    size_t n = c->n_word_slots ? c->n_word_slots * 2 : 1024;
    uint32_t *slots = DEM_NEW_N(c->a, uint32_t, n);
    if (!slots) return false;
    for (uint32_t w = 0; w < c->words.n; w++) {
        size_t at = c->words.items[w].hash & (n - 1);
        while (slots[at]) at = (at + 1) & (n - 1);
        slots[at] = w + 1;
    }
    c->word_slots = slots;
    c->n_word_slots = n;
    return true;
}

static bool intern_word(compiler *c, dem_str text, uint32_t *out)
{
    if (c->words.n * 2 >= c->n_word_slots && !grow_words(c)) return false;
    uint32_t hash = dem_lex_hash(text);
    size_t at = hash & (c->n_word_slots - 1);
    for (; c->word_slots[at]; at = (at + 1) & (c->n_word_slots - 1)) {
        *out = c->word_slots[at] - 1;
        if (dem_str_eq(c->words.items[*out].text, text)) return true;
    }
    word *slot = DEM_PUSH(c->a, &c->words);
    if (!slot) return false;
    *slot = (word){dem_str_dup(c->a, text), hash, 0};
    *out = (uint32_t)c->words.n - 1;
    c->word_slots[at] = *out + 1;
    return slot->text.p != NULL;
}

static void place_edge(uint32_t *slots, size_t n, const uint32_t *edges, uint32_t e)
{
    size_t at = dem_lex_edge_hash(edges[e * 3], edges[e * 3 + 1]) & (n - 1);
    while (slots[at]) at = (at + 1) & (n - 1);
    slots[at] = e + 1;
}

static bool grow_edges(compiler *c)
{
    size_t n = c->n_edge_slots ? c->n_edge_slots * 2 : 1024;
    uint32_t *slots = DEM_NEW_N(c->a, uint32_t, n);
    if (!slots) return false;
    for (uint32_t e = 0; e < c->n_edges; e++) place_edge(slots, n, c->edges.items, e);
    c->edge_slots = slots;
    c->n_edge_slots = n;
    return true;
}

static bool child_of(compiler *c, uint32_t parent, uint32_t w, uint32_t *child)
{
    if (parent == 0) {
        uint32_t *root = &c->words.items[w].child;
        if (!*root) *root = c->n_nodes++;
        *child = *root;
        return true;
    }
    if (c->n_edges * 2 >= c->n_edge_slots && !grow_edges(c)) return false;
    size_t at = dem_lex_edge_hash(parent, w) & (c->n_edge_slots - 1);
    for (; c->edge_slots[at]; at = (at + 1) & (c->n_edge_slots - 1)) {
        const uint32_t *e = &c->edges.items[(c->edge_slots[at] - 1) * 3];
        *child = e[2];
        if (e[0] == parent && e[1] == w) return true;
    }
    *child = c->n_nodes++;
    const uint32_t edge[3] = {parent, w, *child};
    for (int i = 0; i < 3; i++) {
        uint32_t *slot = DEM_PUSH(c->a, &c->edges);
        if (!slot) return false;
        *slot = edge[i];
    }
    c->edge_slots[at] = (uint32_t)++c->n_edges;
    return true;
}

static bool add_pieces(compiler *c, const dem_piece *p, size_t n, value v)
{
    uint32_t node = 0, w;
    for (size_t i = 0; i < n; i++) {
        if (!intern_word(c, dem_piece_key(&p[i]), &w) || !child_of(c, node, w, &node)) return false;
        v.cases |= (uint32_t)p[i].letter_case << (2 * i);
    }
    v.node = node;
    v.words = (uint8_t)n;
    v.order = (uint32_t)c->values.n;
    value *slot = DEM_PUSH(c->a, &c->values);
    if (slot) *slot = v;
    return slot != NULL;
}

/* Sana'a -> Sanaa, Mehman-Parast -> Mehmanparast: what is joined by a mark is also written as one word. */
static size_t close_up(const dem_piece *p, size_t n, dem_piece *out)
{
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        bool possessive = p[i].n == 1 && p[i].key[0] == 's';
        if (!p[i].joined || possessive || k == 0 || (size_t)out[k - 1].n + p[i].n > sizeof out[0].key) {
            out[k++] = p[i];
            continue;
        }
        memcpy(out[k - 1].key + out[k - 1].n, p[i].key, p[i].n);
        out[k - 1].n = (uint8_t)(out[k - 1].n + p[i].n);
        if (out[k - 1].letter_case == DEM_CASE_ALLCAPS) out[k - 1].letter_case = p[i].letter_case == DEM_CASE_ALLCAPS ? DEM_CASE_ALLCAPS : DEM_CASE_CAPITAL;
    }
    return k;
}

static bool add_phrase(compiler *c, dem_str text, value v)
{
    dem_piece raw[DEM_PIECES_MAX], shut[DEM_PIECES_MAX], *p = raw;
    bool more;
    size_t n = dem_fold(text, raw, DEM_PIECES_MAX, &more);
    if (n > 1 && dem_str_is(dem_piece_key(p), "the")) {
        p++;
        n--;
    }
    if (n == 0 || more) return true; /* longer than any name: never matched, and dem_lexicon_compile says so */
    /* "western powers" is written small as often as not */
    bool collective = v.kind == DEM_VALUE_NAME && n > 1 && c->m->entries.items[v.entry].type == DEM_TYPE_COLLECTIVE;
    bool anyhow = v.kind == DEM_VALUE_ROLE || v.kind == DEM_VALUE_LIST || collective;
    for (size_t i = 0; i < n && anyhow; i++) p[i].letter_case = DEM_CASE_LOWER;
    /* A dictionary in capitals does not say how its names are written: the first word with a capital, a short one alone in capitals. */
    if (v.kind == DEM_VALUE_NAME && c->m->entries.items[v.entry].case_unknown) {
        for (size_t i = 0; i < n; i++) p[i].letter_case = i ? DEM_CASE_LOWER : DEM_CASE_ANY;
        if (n == 1 && p->n > 1 && p->n <= 3) p->letter_case = DEM_CASE_ALLCAPS;
    }
    if (!add_pieces(c, p, n, v)) return false;
    size_t k = close_up(p, n, shut);
    return k == n || add_pieces(c, shut, k, v);
}

static int by_node(const void *pa, const void *pb)
{
    const value *a = pa, *b = pb;
    if (a->node != b->node) return a->node < b->node ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static dem_str by_string(compiler *c, uint32_t file, uint32_t line)
{
    const char *path = c->m->files[file].name, *slash = strrchr(path, '/');
    return dem_str_printf(c->a, "lexicon:%s:%u", slash ? slash + 1 : path, line);
}

static bool write_code(compiler *c, unsigned char *p, dem_str code, dem_day from, dem_day to, bool dated, dem_str by)
{
    dem_put32(p + CODE_FROM, (uint32_t)from);
    dem_put32(p + CODE_TO, (uint32_t)to);
    dem_put32(p + CODE_FLAGS, dated);
    return put_string(c, p + CODE_TEXT, code) && put_string(c, p + CODE_BY, by);
}

static bool is_country(dem_str code)
{
    static const char *const others[] = {"IGO", "NGO", "IMG", "MNC", "UNO", "EUR", "INT"};
    if (code.n < 3) return false;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (memcmp(code.p, others[i], 3) == 0) return false;
    return true;
}

static bool write_entry(compiler *c, const dem_lex_entry *e, unsigned char *p, unsigned char *codes, uint32_t *n_codes)
{
    dem_str by = by_string(c, e->file, e->line);
    if (!put_string(c, p + ENTRY_NAME, e->name) || !put_string(c, p + ENTRY_BY, by) || !put_string(c, p + ENTRY_REGION, e->region)) return false;
    dem_put32(p + ENTRY_CODES, *n_codes);
    if (e->kind == DEM_ENTRY_COUNTRY || e->kind == DEM_ENTRY_ROLE) {
        if (!write_code(c, codes + (size_t)(*n_codes)++ * CODE_SIZE, e->code, e->from, e->to, false, by)) return false;
    }
    for (size_t i = 0; i < e->codes.n; i++) {
        const dem_lex_code *k = &e->codes.items[i];
        if (!write_code(c, codes + (size_t)(*n_codes)++ * CODE_SIZE, k->code, k->from, k->to, k->dated, by_string(c, e->file, k->line))) return false;
    }
    dem_put32(p + ENTRY_NCODES, *n_codes - dem_get32(p + ENTRY_CODES));
    dem_str first = e->kind == DEM_ENTRY_COUNTRY ? e->code : e->codes.n ? e->codes.items[0].code : DEM_STR_NONE;
    if (is_country(first)) memcpy(p + ENTRY_COUNTRY, first.p, 3);
    p[ENTRY_KIND] = (unsigned char)e->kind;
    p[ENTRY_TYPE] = (unsigned char)e->type;
    p[ENTRY_FLAGS] = e->alone ? ENTRY_ALONE : 0;
    p[ENTRY_GENDER] = e->gender;
    dem_put32(p + ENTRY_FROM, (uint32_t)e->from);
    dem_put32(p + ENTRY_TO, (uint32_t)e->to);
    dem_put32(p + ENTRY_LINE, e->line);
    return true;
}

static bool write_place(compiler *c, const dem_lex_place *e, unsigned char *p)
{
    memcpy(p + PLACE_COUNTRY, e->country, 3);
    dem_put32(p + PLACE_LAT, (uint32_t)e->lat);
    dem_put32(p + PLACE_LON, (uint32_t)e->lon);
    dem_put64(p + PLACE_POPULATION, (uint64_t)e->population);
    p[PLACE_PRECISION] = e->precision;
    p[PLACE_LOCATED] = e->located;
    return put_string(c, p + PLACE_NAME, e->name) && put_string(c, p + PLACE_ADMIN, e->admin) &&
           put_string(c, p + PLACE_BY, by_string(c, e->file, e->line));
}

static bool add_all_names(compiler *c)
{
    for (uint32_t e = 0; e < c->m->entries.n; e++) {
        const dem_lex_entry *entry = &c->m->entries.items[e];
        for (size_t i = 0; i < entry->names.n; i++) {
            const dem_lex_name *n = &entry->names.items[i];
            value v = {.entry = e, .kind = (uint8_t)n->kind, .flags = n->flags, .line = n->line};
            if (!add_phrase(c, n->text, v)) return false;
        }
    }
    for (uint32_t i = 0; i < c->m->places.n; i++) {
        const dem_lex_place *place = &c->m->places.items[i];
        value v = {.entry = i, .kind = DEM_VALUE_PLACE, .line = place->line};
        if (!add_phrase(c, place->name, v)) return false;
        for (size_t k = 0; k < place->aliases.n; k++)
            if (!add_phrase(c, place->aliases.items[k], v)) return false;
    }
    return true;
}

typedef struct section {
    unsigned char *bytes;
    size_t n, size;
} section;

static bool write_words(compiler *c, section s[LEX_SECTIONS])
{
    unsigned char *filter = s[LEX_FILTER].bytes;
    for (size_t i = 0; i < c->words.n; i++) {
        const word *w = &c->words.items[i];
        unsigned char *p = s[LEX_WORDS].bytes + i * WORD_SIZE, *block = filter + (w->hash & (s[LEX_FILTER].n - 1)) * BLOCK_SIZE;
        if (!put_string(c, p, w->text)) return false;
        dem_put32(p + 8, w->child);
        if (w->child) dem_put64(block, dem_get64(block) | dem_lex_filter_bits(w->hash));
    }
    for (size_t i = 0; i < c->n_word_slots; i++) {
        if (!c->word_slots[i]) continue;
        dem_put32(s[LEX_WORDHASH].bytes + i * SLOT_SIZE, c->words.items[c->word_slots[i] - 1].hash);
        dem_put32(s[LEX_WORDHASH].bytes + i * SLOT_SIZE + 4, c->word_slots[i]);
    }
    return true;
}

/* Eight bits a word, in blocks of 64. */
static size_t filter_blocks(const compiler *c)
{
    size_t n = 1;
    while (n * 8 < c->words.n) n *= 2;
    return n;
}

static bool write_tables(compiler *c, section s[LEX_SECTIONS])
{
    size_t codes = 0;
    for (size_t i = 0; i < c->m->entries.n; i++) codes += c->m->entries.items[i].codes.n + 1;
    const size_t counts[LEX_SECTIONS] = {0, c->words.n, c->n_word_slots, c->n_edge_slots, c->n_nodes, c->values.n, c->m->entries.n, codes, c->m->places.n, filter_blocks(c)};
    const size_t sizes[LEX_SECTIONS] = {1, WORD_SIZE, SLOT_SIZE, EDGE_SIZE, NODE_SIZE, VALUE_SIZE, ENTRY_SIZE, CODE_SIZE, PLACE_SIZE, BLOCK_SIZE};
    for (int i = 1; i < LEX_SECTIONS; i++) {
        s[i] = (section){dem_alloc_n(c->a, counts[i] + 1, sizes[i]), counts[i], sizes[i]};
        if (!s[i].bytes) return false;
    }
    if (!write_words(c, s)) return false;
    for (size_t i = 0; i < c->n_edge_slots; i++)
        for (uint32_t k = 0; c->edge_slots[i] && k < 3; k++)
            dem_put32(s[LEX_EDGES].bytes + i * EDGE_SIZE + k * 4, c->edges.items[(c->edge_slots[i] - 1) * 3 + k]);
    if (c->values.n) qsort(c->values.items, c->values.n, sizeof *c->values.items, by_node);
    for (size_t i = 0; i < c->values.n; i++) {
        const value *v = &c->values.items[i];
        unsigned char *node = s[LEX_NODES].bytes + (size_t)v->node * NODE_SIZE, *p = s[LEX_VALUES].bytes + i * VALUE_SIZE;
        if (dem_get32(node + 4) == 0) dem_put32(node, (uint32_t)i);
        dem_put32(node + 4, dem_get32(node + 4) + 1);
        dem_put32(p + VALUE_ENTRY, v->entry);
        dem_put32(p + VALUE_CASES, v->cases);
        p[VALUE_KIND] = v->kind;
        p[VALUE_FLAGS] = v->flags;
        p[VALUE_WORDS] = v->words;
        dem_put32(p + VALUE_LINE, v->line);
    }
    uint32_t n_codes = 0;
    for (size_t i = 0; i < c->m->entries.n; i++)
        if (!write_entry(c, &c->m->entries.items[i], s[LEX_ENTRIES].bytes + i * ENTRY_SIZE, s[LEX_CODES].bytes, &n_codes)) return false;
    s[LEX_CODES].n = n_codes;
    for (size_t i = 0; i < c->m->places.n; i++)
        if (!write_place(c, &c->m->places.items[i], s[LEX_PLACES].bytes + i * PLACE_SIZE)) return false;
    s[LEX_STRINGS] = (section){(unsigned char *)c->strings.items, c->strings.n, 1};
    return true;
}

static bool join_sections(compiler *c, const section s[LEX_SECTIONS], dem_str *out)
{
    size_t at = DEM_LEX_HEADER + LEX_SECTIONS * DEM_LEX_SECTION, offsets[LEX_SECTIONS];
    for (int i = 0; i < LEX_SECTIONS; i++) {
        at = (at + 7) & ~(size_t)7;
        offsets[i] = at;
        at += s[i].n * s[i].size;
    }
    unsigned char *p = dem_alloc(c->a, at);
    if (!p) return false;
    memcpy(p, DEM_LEX_MAGIC, 8);
    dem_put32(p + 8, DEM_LEX_VERSION);
    dem_put32(p + 12, LEX_SECTIONS);
    dem_put64(p + 16, at);
    for (int i = 0; i < LEX_SECTIONS; i++) {
        unsigned char *d = p + DEM_LEX_HEADER + i * DEM_LEX_SECTION;
        dem_put64(d, offsets[i]);
        dem_put32(d + 8, (uint32_t)s[i].n);
        dem_put32(d + 12, (uint32_t)s[i].size);
        if (s[i].n) memcpy(p + offsets[i], s[i].bytes, s[i].n * s[i].size);
    }
    dem_put64(p + 24, dem_lex_checksum(p + DEM_LEX_HEADER, at - DEM_LEX_HEADER));
    *out = (dem_str){(char *)p, at};
    return true;
}

int dem_lex_write(const dem_lex_model *m, dem_str *out, dem_error *err)
{
    compiler c = {.m = m, .a = m->a, .n_nodes = 1};
    section s[LEX_SECTIONS] = {0};
    bool good = grow_words(&c) && grow_edges(&c) && add_all_names(&c) && write_tables(&c, s) && join_sections(&c, s, out);
    return good ? DEM_OK : dem_fail(err, DEM_EMEMORY, "memory is out while compiling the lexicon");
}

int dem_lexicon_compile(const dem_named_text *files, size_t n, dem_arena *a, dem_str *out,
                        void (*report_bad)(void *ctx, const dem_error *e), void *ctx, dem_error *err)
{
    dem_lex_model m = {.a = a, .files = files, .n_files = n, .report_bad = report_bad, .ctx = ctx, .err = err};
    for (size_t i = 0; i < n; i++) {
        bool places = dem_str_ends(dem_str_c(files[i].name), DEM_STR(".tsv"));
        int rc = places ? dem_lex_read_places(&m, i) : dem_lex_read_text(&m, i);
        if (rc) return rc;
    }
    if (m.errors) return DEM_EFORMAT;
    return dem_lex_write(&m, out, err);
}
