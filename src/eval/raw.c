/* SPDX-License-Identifier: Apache-2.0 */
/* CoNLL-U gold -> raw documents, and the comparison of spans. */
#include "eval/raw.h"

enum { MAX_WORD_LINES = 100000 };

typedef struct reader {
    dem_arena *a;
    const char *name;
    dem_raw_docs *out;
    dem_raw_doc *doc;
    DEM_VEC(char) text;
    bool new_par, space; /* a paragraph break, a space before the next word */
    uint32_t mwt_left, mwt_pos, mwt_end;
    bool in_sentence;
    size_t line;
} reader;

static bool put(reader *k, dem_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char *c = DEM_PUSH(k->a, &k->text);
        if (!c) return false;
        *c = s.p[i];
    }
    return true;
}

static void close_doc(reader *k)
{
    if (!k->doc) return;
    k->doc->text = (dem_str){k->text.items, k->text.n};
    if (k->doc->paragraphs.n) k->doc->paragraphs.items[k->doc->paragraphs.n - 1].end = (uint32_t)k->text.n;
    memset(&k->text, 0, sizeof k->text);
    k->space = false;
}

static dem_str genre_of(dem_str id)
{
    size_t from = dem_str_starts(id, DEM_STR("GUM_")) ? 4 : 0, to = from;
    while (to < id.n && id.p[to] != '-' && id.p[to] != '_') to++;
    return dem_str_cut(id, from, to);
}

static bool open_doc(reader *k, dem_str id)
{
    close_doc(k);
    k->doc = DEM_PUSH(k->a, k->out);
    if (!k->doc) return false;
    k->doc->id = id;
    k->doc->genre = genre_of(id);
    k->new_par = true;
    return true;
}

static bool comment(reader *k, dem_str line)
{
    if (dem_str_starts(line, DEM_STR("# newdoc"))) {
        size_t eq = dem_str_find(line, DEM_STR("="), 0);
        return open_doc(k, eq == SIZE_MAX ? DEM_STR("document") : dem_str_trim(dem_str_cut(line, eq + 1, line.n)));
    }
    if (dem_str_starts(line, DEM_STR("# newpar")) && !dem_str_starts(line, DEM_STR("# newpar_block")))
        k->new_par = true;
    return true;
}

/* White space and structure due before the next word. */
static bool before_word(reader *k)
{
    if (!k->doc && !open_doc(k, DEM_STR("document"))) return false;
    if (k->new_par && !k->in_sentence) {
        uint32_t at = (uint32_t)k->text.n;
        if (k->doc->paragraphs.n) {
            k->doc->paragraphs.items[k->doc->paragraphs.n - 1].end = at;
            if (!put(k, DEM_STR("\n\n"))) return false;
        }
        dem_span *p = DEM_PUSH(k->a, &k->doc->paragraphs);
        if (!p) return false;
        p->start = (uint32_t)k->text.n;
        k->new_par = false;
    } else if (k->space && !put(k, DEM_STR(" "))) {
        return false;
    }
    k->space = false;
    if (!k->in_sentence) {
        dem_span *s = DEM_PUSH(k->a, &k->doc->sentences);
        uint32_t *l = DEM_PUSH(k->a, &k->doc->first_line);
        if (!s || !l) return false;
        s->start = (uint32_t)k->text.n;
        *l = (uint32_t)k->line;
        k->in_sentence = true;
    }
    return true;
}

static bool add_word(reader *k, uint32_t from, uint32_t to)
{
    dem_span *w = DEM_PUSH(k->a, &k->doc->words);
    if (!w) return false;
    *w = (dem_span){from, to};
    k->doc->sentences.items[k->doc->sentences.n - 1].end = to;
    return true;
}

static int word_line(reader *k, dem_str line, dem_error *err)
{
    dem_str col[10], rest = line;
    for (int i = 0; i < 10; i++)
        if (!dem_str_split(&rest, '\t', &col[i]))
            return dem_fail_at(err, DEM_EFORMAT, k->name, k->line, -1, "ten columns expected, %d found", i);
    if (dem_str_find(col[0], DEM_STR("."), 0) != SIZE_MAX) return DEM_OK; /* an empty node */
    size_t dash = dem_str_find(col[0], DEM_STR("-"), 0);
    bool space = dem_str_find(col[9], DEM_STR("SpaceAfter=No"), 0) == SIZE_MAX;
    bool ok = true;
    if (dash != SIZE_MAX) {
        long a = 0, b = 0;
        char range[32]; /* sscanf measures its whole string first: give it a short one */
        snprintf(range, sizeof range, "%.*s", DEM_FMT(col[0]));
        /* NOLINTNEXTLINE(cert-err34-c): the range is checked right here */
        if (sscanf(range, "%ld-%ld", &a, &b) != 2 || b <= a || b - a > 20)
            return dem_fail_at(err, DEM_EFORMAT, k->name, k->line, -1, "a range of words expected, not \"%.*s\"",
                               DEM_FMT(col[0]));
        ok = before_word(k);
        k->mwt_left = (uint32_t)(b - a + 1);
        k->mwt_pos = (uint32_t)k->text.n;
        ok = ok && put(k, col[1]);
        k->mwt_end = (uint32_t)k->text.n;
        k->space = space;
    } else if (k->mwt_left) {
        /* Words that do not spell out their token get what is left of it. */
        uint32_t to = k->mwt_pos + (uint32_t)col[1].n;
        if (--k->mwt_left == 0 || to > k->mwt_end) to = k->mwt_end;
        ok = add_word(k, k->mwt_pos, to);
        k->mwt_pos = to;
    } else {
        ok = before_word(k);
        uint32_t from = (uint32_t)k->text.n;
        ok = ok && put(k, col[1]) && add_word(k, from, (uint32_t)k->text.n);
        k->space = space;
    }
    return ok ? DEM_OK : dem_fail(err, DEM_EMEMORY, "out of memory");
}

int dem_raw_read(dem_arena *a, dem_str bytes, const char *name, dem_raw_docs *out, dem_error *err)
{
    reader k = {.a = a, .name = name, .out = out};
    for (dem_str line; dem_str_split(&bytes, '\n', &line);) {
        k.line++;
        if (line.n && line.p[line.n - 1] == '\r') line.n--;
        if (!line.n) {
            k.in_sentence = false;
            k.mwt_left = 0;
        } else if (line.p[0] == '#') {
            if (!comment(&k, line)) return dem_fail(err, DEM_EMEMORY, "out of memory");
        } else {
            int rc = word_line(&k, line, err);
            if (rc) return rc;
        }
    }
    close_doc(&k);
    return out->n ? DEM_OK : dem_fail_at(err, DEM_EEMPTY, name, 0, -1, "no sentence in it");
}

int dem_raw_fill(const dem_raw_doc *doc, dem_report *r, dem_error *err)
{
    r->text = doc->text;
    r->meta.id = doc->id;
    for (size_t i = 0; i < doc->paragraphs.n; i++) {
        dem_span *p = DEM_PUSH(r->arena, &r->paragraphs);
        if (!p) return dem_fail(err, DEM_EMEMORY, "out of memory");
        *p = doc->paragraphs.items[i];
    }
    return DEM_OK;
}

static dem_prf compare(const dem_span *gold, size_t n_gold, size_t n_found, dem_span (*nth)(const dem_report *, size_t),
                       const dem_report *r)
{
    dem_prf c = {.gold = n_gold, .found = n_found};
    for (size_t g = 0, f = 0; g < n_gold && f < n_found;) {
        dem_span s = nth(r, f);
        if (s.start == gold[g].start && s.end == gold[g].end) c.hit++;
        if (s.start < gold[g].start || (s.start == gold[g].start && s.end < gold[g].end))
            f++;
        else if (s.start == gold[g].start && s.end == gold[g].end)
            f++, g++;
        else
            g++;
    }
    return c;
}

static dem_span nth_word(const dem_report *r, size_t i) { return r->tokens.items[i].span; }

static dem_span nth_sentence(const dem_report *r, size_t i) { return r->sentences.items[i].span; }

dem_prf dem_raw_score_words(const dem_raw_doc *doc, const dem_report *r)
{
    return compare(doc->words.items, doc->words.n, r->tokens.n, nth_word, r);
}

dem_prf dem_raw_score_sentences(const dem_raw_doc *doc, const dem_report *r)
{
    return compare(doc->sentences.items, doc->sentences.n, r->sentences.n, nth_sentence, r);
}
