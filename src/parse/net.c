/* SPDX-License-Identifier: Apache-2.0 */
/* The network, run layer by layer on the rows of a group. training/dmtrain/model.py is the same network for training. */
#include "parse/net.h"

#include <stdlib.h>

static void *block(size_t count, size_t size)
{
    size_t bytes = (count * size + 63) / 64 * 64;
    void *p = aligned_alloc(64, bytes);
    if (p) memset(p, 0, bytes);
    return p;
}

/* FEATS that were seen with each UPOS, one list after the other. */
static void list_fits(dem_net *n)
{
    size_t at = 0, feats = n->m->feats.n;
    for (size_t u = 0; u < n->m->upos.n && n->fit; u++) {
        n->fit_at[u] = (uint32_t)at;
        for (size_t f = 0; f < feats; f++)
            if (n->m->allowed[u * feats + f]) n->fit[at++] = (uint16_t)f;
        n->fit_at[u + 1] = (uint32_t)at;
    }
}

dem_net *dem_net_new(const dem_model *m)
{
    dem_net *n = calloc(1, sizeof *n);
    if (!n) return NULL;
    size_t rows = DEM_NET_ROWS + 6, att = (size_t)m->heads * m->hd, pad = (DEM_WINDOW + DEM_PANEL - 1) / DEM_PANEL * DEM_PANEL;
    size_t in = m->D > m->E ? m->D : m->E;
    in = att > in ? att : in;
    in = m->A > in ? m->A : in;
    in = m->L > in ? m->L : in;
    in = (in + DEM_PANEL - 1) / DEM_PANEL * DEM_PANEL;
    n->m = m;
    n->x = block(rows * in, sizeof *n->x);
    n->y = block(rows * (DEM_MODEL_OUT + DEM_PANEL), sizeof *n->y);
    n->z = block(rows * in, sizeof *n->z);
    n->b = block(rows * in, sizeof *n->b);
    n->tags = block(rows * in, sizeof *n->tags);
    n->row_scale = block(rows, sizeof *n->row_scale);
    n->kt = block((size_t)(m->A > m->hd ? m->A : m->hd) * pad, sizeof *n->kt);
    n->att = block(6 * pad, sizeof *n->att);
    n->arcs = block(DEM_WINDOW * pad, sizeof *n->arcs);
    n->scores = block((size_t)DEM_WINDOW * (DEM_WINDOW + 1), sizeof *n->scores);
    for (int i = 0; i < 3; i++) n->best[i] = block(rows, sizeof *n->best[i]);
    n->head = block(DEM_WINDOW, sizeof *n->head);
    n->rel = block(DEM_WINDOW, sizeof *n->rel);
    n->tree = dem_tree_new(DEM_WINDOW);
    n->fit = block((size_t)m->upos.n * m->feats.n, sizeof *n->fit);
    n->first = dem_first_new(m, rows);
    list_fits(n);
    if (!n->x || !n->y || !n->z || !n->b || !n->tags || !n->row_scale || !n->kt || !n->att ||
        !n->arcs || !n->scores || !n->best[0] || !n->best[1] || !n->best[2] || !n->head || !n->rel ||
        !n->tree || !n->fit || !n->first) {
        dem_net_free(n);
        return NULL;
    }
    return n;
}

void dem_net_free(dem_net *n)
{
    if (!n) return;
    free(n->x);
    free(n->y);
    free(n->z);
    free(n->b);
    free(n->tags);
    free(n->row_scale);
    free(n->kt);
    free(n->att);
    free(n->arcs);
    free(n->scores);
    for (int i = 0; i < 3; i++) free(n->best[i]);
    free(n->head);
    free(n->rel);
    dem_tree_free(n->tree);
    dem_first_free(n->first);
    free(n->fit);
    free(n);
}

static void empty_row(dem_net *n)
{
    memset(n->x + n->rows * n->m->E, 0, n->m->E * sizeof *n->x);
    dem_first_gap(n->first, n->rows++);
}

void dem_net_begin(dem_net *n)
{
    n->rows = 0;
    n->n_windows = 0;
    empty_row(n);
}

dem_window *dem_net_window(dem_net *n, int32_t sentence, uint32_t first, uint32_t tokens)
{
    size_t limit = n->n_windows ? DEM_GROUP_ROWS : DEM_NET_ROWS;
    if (tokens > DEM_WINDOW || n->rows + tokens + 1 > limit || n->n_windows == DEM_GROUP_WINDOWS) return NULL;
    dem_window *w = &n->window[n->n_windows++];
    *w = (dem_window){.sentence = sentence, .first = first, .n = tokens, .row = (uint32_t)n->rows};
    n->rows += tokens;
    empty_row(n);
    return w;
}

void dem_net_token(dem_net *n, const dem_window *w, size_t i, dem_str form, int kind)
{
    size_t row = w->row + i;
    dem_first_token(n->first, row, form, kind, i == 0, n->x + row * n->m->E);
}

/* The empty rows of b are nothing, whatever the layer before made of them. */
static void clear_gaps(dem_net *n, uint8_t *b, size_t D)
{
    memset(b, DEM_BYTE_ZERO, D);
    for (size_t i = 0; i < n->n_windows; i++) memset(b + (n->window[i].row + n->window[i].n) * D, DEM_BYTE_ZERO, D);
}

static void norm(dem_net *n, const dem_norm *ln, size_t D, uint8_t *b)
{
    n->m->k->norm(n->x, n->rows, D, ln->gain, ln->bias, b);
}

/* row: the scales of rows quantised one by one, NULL for those of a norm. */
static void product(dem_net *n, const dem_linear *l, const uint8_t *b, size_t ldb, size_t rows, const float *row, float *out)
{
    n->m->k->gemm(b, ldb, rows, l->K, l->w, l->Npad, l->start, l->scale, l->bias, row, out, l->Npad);
}

/* The gated half of a convolution's output onto x; a layer that changes the width starts x anew. */
static void add_gated(dem_net *n, const dem_block *b, const float *y, size_t from, size_t rows)
{
    const dem_model *m = n->m;
    if (b->din != m->D) memset(n->x, 0, n->rows * m->D * sizeof *n->x);
    m->k->glu(y, b->in.Npad, rows, m->D, b->din == m->D, n->x + from * m->D);
}

static void run_first(dem_net *n)
{
    dem_first_run(n->first, n->rows, n->x, n->y);
    add_gated(n, &n->m->block[0], n->y, 1, n->rows - 2);
}

static void run_conv(dem_net *n, const dem_block *b)
{
    norm(n, &b->ln, b->din, n->b);
    clear_gaps(n, n->b, b->din);
    size_t inner = n->rows - 2; /* rows 1 .. rows-2 have both neighbours */
    product(n, &b->in, n->b, b->din, inner, NULL, n->y);
    add_gated(n, b, n->y, 1, inner);
}

/* What comes of the empty rows is never read. */
static void run_attention(dem_net *n, const dem_block *b)
{
    const dem_model *m = n->m;
    size_t width = (size_t)m->heads * m->hd, ld = b->in.Npad;
    norm(n, &b->ln, m->D, n->b);
    product(n, &b->in, n->b, m->D, n->rows, NULL, n->y);
    for (size_t i = 0; i < n->n_windows; i++) {
        const dem_window *w = &n->window[i];
        for (size_t h = 0; h < m->heads; h++) {
            const float *q = n->y + w->row * ld + h * m->hd;
            m->k->attend(q, q + width, q + 2 * width, w->n, ld, m->hd, b->dist + h * (2 * m->dist + 1), m->dist, n->kt,
                         n->att, n->z + w->row * width + h * m->hd, width);
        }
    }
    m->k->quant(n->z, width, n->rows, width, 0, n->b, n->row_scale);
    product(n, &b->out, n->b, width, n->rows, n->row_scale, n->y);
    m->k->add(n->y, b->out.Npad, n->rows, m->D, n->x);
}

static void run_blocks(dem_net *n, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        const dem_block *b = &n->m->block[i];
        if (b->kind == 'a')
            run_attention(n, b);
        else
            run_conv(n, b);
    }
}

void dem_net_tags(dem_net *n)
{
    const dem_model *m = n->m;
    run_first(n);
    run_blocks(n, 1, m->n_low);
    const dem_linear *l = &m->tag;
    norm(n, &m->tag_ln, m->D, n->tags);
    product(n, l, n->tags, m->D, n->rows, NULL, n->y);
    for (size_t r = 0; r < n->rows; r++) {
        const float *y = n->y + r * l->Npad;
        n->best[0][r] = (uint16_t)m->k->argmax(y, m->upos.n);
        n->best[1][r] = (uint16_t)m->k->argmax(y + m->upos.n, m->xpos.n);
        /* Only FEATS that were seen with this UPOS. */
        const float *f = y + m->upos.n + m->xpos.n;
        uint32_t at = n->fit_at[n->best[0][r]], end = n->fit_at[n->best[0][r] + 1];
        uint16_t best = at < end ? n->fit[at] : 0;
        for (; at < end; at++)
            if (f[n->fit[at]] > f[best]) best = n->fit[at];
        n->best[2][r] = best;
    }
}

const float *dem_net_lemmas(dem_net *n, const uint32_t *rows, size_t count)
{
    const dem_model *m = n->m;
    for (size_t i = 0; i < count; i++) memcpy(n->b + i * m->D, n->tags + rows[i] * m->D, m->D);
    product(n, &m->lem, n->b, m->D, count, NULL, n->y);
    return n->y;
}

void dem_net_high(dem_net *n)
{
    const dem_model *m = n->m;
    run_blocks(n, m->n_low, m->n_blocks);
    norm(n, &m->top_ln, m->D, n->b);
    product(n, &m->top, n->b, m->D, n->rows, NULL, n->y);
}

/* scores[d][0]: the root, scores[d][1 + h]: token h as head of token d. y holds dependent | head | label parts. */
static void score_arcs(dem_net *n, const dem_window *w)
{
    const dem_model *m = n->m;
    size_t ld = m->top.Npad, A = m->A, ldz = m->arc_u.Npad, pad = ((size_t)w->n + 7) / 8 * 8;
    const float *top = n->y + w->row * ld;
    m->k->quant(top, ld, w->n, A, 1, n->b, n->row_scale);
    product(n, &m->arc_u, n->b, A, w->n, n->row_scale, n->z);
    m->k->match(n->z, ldz, top + A, ld, w->n, A, n->kt, n->arcs);
    for (size_t d = 0; d < w->n; d++) {
        float *s = n->scores + d * ((size_t)w->n + 1);
        s[0] = m->k->dot(n->z + d * ldz, m->arc_root, A);
        for (size_t h = 0; h < w->n; h++) {
            size_t at = h + m->dist < d ? 0 : h + m->dist - d;
            s[1 + h] = n->arcs[d * pad + h] + m->arc_dist[at > 2 * (size_t)m->dist ? 2 * (size_t)m->dist : at];
        }
        s[1 + d] = -1e9f;
    }
}

static void label_arcs(dem_net *n, const dem_window *w)
{
    const dem_model *m = n->m;
    size_t ld = m->top.Npad, L = m->L;
    const float *dep = n->y + w->row * ld + 2 * (size_t)m->A, *heads = dep + L;
    for (size_t d = 0; d < w->n; d++) {
        size_t h = n->head[d];
        const float *b = h ? heads + (h - 1) * ld : m->lab_root;
        ptrdiff_t far = h ? (ptrdiff_t)h - 1 - (ptrdiff_t)d : 0, most = (ptrdiff_t)m->ldist;
        far = far < -most ? -most : far > most ? most : far;
        const float *c = m->lab_dist + (size_t)(far + most) * L;
        m->k->sum(dep + d * ld, b, c, L, n->z + d * L);
    }
    m->k->quant(n->z, L, w->n, L, 1, n->b, n->row_scale);
    float *out = n->arcs; /* free again, and wide enough: a window is 256 tokens, a model has at most 256 labels */
    product(n, &m->lab, n->b, L, w->n, n->row_scale, out);
    for (size_t d = 0; d < w->n; d++) {
        float *y = out + d * m->lab.Npad;
        y[m->root_rel] = -1e30f;
        size_t best = m->k->argmax(y, m->rel.n);
        if (best == m->root_rel) best = best ? 0 : 1; /* only when no score is a number */
        n->rel[d] = (uint16_t)(n->head[d] ? best : m->root_rel);
    }
}

void dem_net_tree(dem_net *n, const dem_window *w)
{
    score_arcs(n, w);
    dem_tree_best(n->tree, n->scores, w->n, n->head);
    label_arcs(n, w);
}
