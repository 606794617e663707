/* SPDX-License-Identifier: Apache-2.0 */
/* The CoNLL-U reader. */
#include "parse/conllu.h"

#include "base/buf.h"
#include "parse/tree.h"

#include <stdlib.h>

enum { COLUMNS = 10, ID = 0, FORM, LEMMA, UPOS, XPOS, FEATS, HEAD, DEPREL, DEPS, MISC, MAX_WORDS = 60000 };

typedef struct reader {
    dem_report *r;
    const char *name;
    size_t line;
    dem_error *err;
    dem_buf text;
    const char *comments; /* of the sentence being read; NULL none */
    size_t comments_n;
    bool new_paragraph, in_sentence, has_heads;
    bool space;           /* between the word before and the next one */
    /* the multiword token whose words are being read */
    uint32_t range_last;  /* 0 none */
    uint32_t range_start; /* where its surface starts in the text */
    bool range_space;
    dem_str range_form;
    size_t range_used;    /* bytes of it that its words have taken; SIZE_MAX when they do not add up to it */
} reader;

static int fail(reader *x, const char *why, dem_str what)
{
    return dem_fail_at(x->err, DEM_EFORMAT, x->name, x->line, -1, "%s: '%.*s'", why, (int)(what.n > 80 ? 80 : what.n),
                       what.p ? what.p : "");
}

static int no_memory(reader *x)
{
    return dem_fail_at(x->err, DEM_EMEMORY, x->name, x->line, -1, "the file does not fit into the report's memory");
}

static bool number(dem_str s, uint32_t *out)
{
    if (s.n == 0 || s.n > 9) return false;
    uint32_t v = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') return false;
        v = v * 10 + (uint32_t)(s.p[i] - '0');
    }
    *out = v;
    return true;
}

static bool has_misc(dem_str misc, const char *what)
{
    dem_str rest = misc, part;
    while (dem_str_split(&rest, '|', &part))
        if (dem_str_is(part, what)) return true;
    return false;
}

static dem_str or_none(dem_str s)
{
    return dem_str_is(s, "_") ? DEM_STR_NONE : s;
}

static int close_paragraph(reader *x)
{
    if (x->r->paragraphs.n) x->r->paragraphs.items[x->r->paragraphs.n - 1].end = (uint32_t)x->text.n;
    return DEM_OK;
}

static int open_sentence(reader *x)
{
    dem_report *r = x->r;
    if (x->new_paragraph || r->paragraphs.n == 0) {
        close_paragraph(x);
        if (x->text.n) dem_buf_c(&x->text, "\n\n");
        dem_span *p = DEM_PUSH(r->arena, &r->paragraphs);
        if (!p) return no_memory(x);
        *p = (dem_span){(uint32_t)x->text.n, (uint32_t)x->text.n};
        x->new_paragraph = false;
    } else if (x->text.n && x->space) {
        dem_buf_ch(&x->text, ' ');
    }
    dem_sentence *s = DEM_PUSH(r->arena, &r->sentences);
    if (!s) return no_memory(x);
    s->first = (uint32_t)r->tokens.n;
    s->paragraph = (uint32_t)r->paragraphs.n - 1;
    s->root = DEM_NONE;
    s->span = (dem_span){(uint32_t)x->text.n, (uint32_t)x->text.n};
    if (x->comments) s->comments = (dem_str){x->comments, x->comments_n};
    x->comments = NULL;
    x->in_sentence = x->has_heads = true;
    x->range_last = 0;
    x->space = false;
    return DEM_OK;
}

/* A tree only when every word has a head and the heads make one with a single root. */
static int close_sentence(reader *x)
{
    dem_report *r = x->r;
    if (!x->in_sentence) return DEM_OK;
    x->in_sentence = false;
    int32_t index = (int32_t)r->sentences.n - 1;
    dem_sentence *s = &r->sentences.items[index];
    s->span.end = (uint32_t)x->text.n;
    dem_token *t = r->tokens.items + s->first;
    uint16_t *head = calloc((size_t)s->n * 2 + 2, sizeof *head);
    if (!head) return no_memory(x);
    for (uint32_t i = 0; i < s->n; i++)
        head[i] = (uint16_t)(t[i].head >= (int32_t)s->n ? 0 : t[i].head + 1);
    bool tree = x->has_heads && s->n && dem_tree_single_rooted(head, s->n, head + s->n);
    for (uint32_t i = 0; i < s->n && x->has_heads; i++) tree &= t[i].head < (int32_t)s->n;
    free(head);
    if (tree) {
        dem_sentence_link(r, index);
        s->parsed = true;
        return DEM_OK;
    }
    for (uint32_t i = 0; i < s->n; i++) t[i].head = DEM_NONE;
    return DEM_OK;
}

static int read_range(reader *x, const dem_str *col, dem_str id)
{
    dem_report *r = x->r;
    dem_str rest = id, from;
    dem_str_split(&rest, '-', &from);
    uint32_t a, b, next = r->sentences.items[r->sentences.n - 1].n + 1;
    if (!number(from, &a) || !number(rest, &b) || a != next || b < a || b - a > 1000 || x->range_last)
        return fail(x, "this multiword token's range does not fit", id);
    if (x->space) dem_buf_ch(&x->text, ' ');
    dem_multiword *m = DEM_PUSH(r->arena, &r->multiwords);
    if (!m) return no_memory(x);
    *m = (dem_multiword){(uint32_t)r->sentences.n - 1, a - 1, b - a + 1, col[FORM], col[MISC]};
    x->range_last = b;
    x->range_start = (uint32_t)x->text.n;
    x->range_form = col[FORM];
    x->range_used = 0;
    x->range_space = !has_misc(col[MISC], "SpaceAfter=No");
    dem_buf_str(&x->text, col[FORM]);
    return DEM_OK;
}

/* The words of a multiword token share its characters out when they add up to it; else each has all of them. */
static dem_span span_in_range(reader *x, dem_str form, uint32_t id)
{
    dem_span all = {x->range_start, x->range_start + (uint32_t)x->range_form.n}, out = all;
    if (x->range_used != SIZE_MAX) {
        dem_str left = dem_str_cut(x->range_form, x->range_used, x->range_form.n);
        if (dem_str_starts(left, form) && form.n) {
            out.start = x->range_start + (uint32_t)x->range_used;
            out.end = out.start + (uint32_t)form.n;
            x->range_used += form.n;
            if (id == x->range_last) out.end = all.end;
        } else {
            x->range_used = SIZE_MAX;
        }
    }
    return out;
}

static int read_word(reader *x, const dem_str *col)
{
    dem_report *r = x->r;
    dem_sentence *s = &r->sentences.items[r->sentences.n - 1];
    uint32_t id, head = 0;
    if (!number(col[ID], &id) || id != s->n + 1) return fail(x, "word ids must count up from 1", col[ID]);
    if (id > MAX_WORDS) return dem_fail_at(x->err, DEM_ELIMIT, x->name, x->line, -1, "a sentence of over %d words", MAX_WORDS);
    if (dem_str_is(col[HEAD], "_"))
        x->has_heads = false;
    else if (!number(col[HEAD], &head))
        return fail(x, "the head is no number", col[HEAD]);
    dem_token *t = DEM_PUSH(r->arena, &r->tokens);
    if (!t) return no_memory(x);
    t->form = col[FORM];
    t->lemma = dem_str_is(col[FORM], "_") ? col[LEMMA] : or_none(col[LEMMA]);
    t->xpos = or_none(col[XPOS]);
    t->feats = or_none(col[FEATS]);
    t->upos = (uint8_t)dem_upos_parse(col[UPOS]);
    t->deprel = (uint8_t)dem_rel_parse(col[DEPREL]);
    t->head = (int32_t)head - 1;
    t->first_child = t->next_sibling = t->mention = t->frame = DEM_NONE;
    s->n++;
    if (x->range_last) {
        t->span = span_in_range(x, col[FORM], id);
        t->space_after = id == x->range_last && x->range_space;
        if (id == x->range_last) {
            x->range_last = 0;
            x->space = x->range_space;
        }
        return DEM_OK;
    }
    if (x->space) dem_buf_ch(&x->text, ' ');
    t->span.start = (uint32_t)x->text.n;
    dem_buf_str(&x->text, col[FORM]);
    t->span.end = (uint32_t)x->text.n;
    x->space = t->space_after = !has_misc(col[MISC], "SpaceAfter=No");
    return DEM_OK;
}

static int read_comment(reader *x, dem_str line, dem_str whole)
{
    if (!x->comments) {
        x->comments = line.p;
        x->comments_n = 0;
    }
    x->comments_n = (size_t)(line.p - x->comments) + line.n;
    if (x->comments + x->comments_n < whole.p + whole.n) x->comments_n++; /* the newline */
    dem_str key = dem_str_trim(dem_str_cut(line, 1, line.n));
    if (dem_str_starts(key, DEM_STR("newpar")) || dem_str_starts(key, DEM_STR("newdoc"))) x->new_paragraph = true;
    return DEM_OK;
}

static int read_line(reader *x, dem_str line, dem_str whole)
{
    if (line.n && line.p[line.n - 1] == '\r') line.n--;
    if (line.n == 0) {
        if (x->range_last) return fail(x, "the sentence ends inside a multiword token", x->range_form);
        return close_sentence(x);
    }
    if (line.p[0] == '#' && !x->in_sentence) return read_comment(x, line, whole);
    dem_str col[COLUMNS], rest = line;
    size_t n = 0;
    while (n < COLUMNS && dem_str_split(&rest, '\t', &col[n])) n++;
    if (n != COLUMNS || rest.p) return fail(x, "a line must have 10 columns", line);
    if (col[FORM].n == 0) return fail(x, "an empty form", line);
    if (dem_str_find(col[ID], DEM_STR("."), 0) != SIZE_MAX) return DEM_OK; /* an empty node */
    int rc = x->in_sentence ? DEM_OK : open_sentence(x);
    if (rc != DEM_OK) return rc;
    if (x->text.n + line.n > UINT32_MAX / 2) return no_memory(x);
    if (dem_str_find(col[ID], DEM_STR("-"), 0) != SIZE_MAX) return read_range(x, col, col[ID]);
    return read_word(x, col);
}

int dem_conllu_read(dem_report *r, dem_str bytes, const char *name, dem_error *err)
{
    dem_str mine = dem_str_dup(r->arena, bytes);
    reader x = {.r = r, .name = name, .err = err, .new_paragraph = true, .space = true};
    if (!mine.p) return no_memory(&x);
    if (mine.n >= 3 && memcmp(mine.p, "\xEF\xBB\xBF", 3) == 0) mine = dem_str_cut(mine, 3, mine.n);
    dem_str rest = mine, line;
    int rc = DEM_OK;
    while (rc == DEM_OK && dem_str_split(&rest, '\n', &line)) {
        x.line++;
        rc = read_line(&x, line, mine);
    }
    if (rc == DEM_OK && x.range_last) rc = fail(&x, "the file ends inside a multiword token", x.range_form);
    if (rc == DEM_OK) rc = close_sentence(&x);
    close_paragraph(&x);
    r->text = dem_str_dup(r->arena, dem_buf_view(&x.text));
    if (rc == DEM_OK && (x.text.failed || dem_arena_failed(r->arena))) rc = no_memory(&x);
    dem_buf_free(&x.text);
    return rc;
}
