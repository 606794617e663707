/* SPDX-License-Identifier: Apache-2.0 */
/* The maximum spanning tree of Chu-Liu and Edmonds on a dense matrix, O(n^2); most sentences need only the check
   that their best heads are a tree already. */
#include "parse/tree.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Added to every arc from the root: the best tree then has as few of them as possible, which is one. Scores are clipped to
   1e6, so that no sum of 256 of them outweighs it. */
#define ROOT_COST 1e10

typedef struct contraction {
    uint16_t slot;         /* where the new node lives */
    uint16_t node;         /* its id */
    uint32_t first, count; /* its members in the member list */
} contraction;

struct dem_tree {
    size_t max;
    size_t stride;          /* of the sentence at work: its slots lie close together */
    double *w;              /* w[h * stride + d] */
    uint16_t *src, *dst;    /* the real arc behind it */
    uint16_t *best;         /* best head slot of a slot */
    uint16_t *id;           /* node id of a slot */
    uint16_t *up;           /* node id -> the contraction's node it went into, 0 none */
    uint16_t *seen, *members;
    uint16_t *in_src, *in_dst; /* node id -> the chosen real arc into it */
    bool *dead;
    contraction *done;
};

dem_tree *dem_tree_new(size_t max)
{
    dem_tree *t = calloc(1, sizeof *t);
    if (!t) return NULL;
    size_t s = max + 1, nodes = 2 * s + 2;
    t->max = max;
    t->w = malloc(s * s * sizeof *t->w);
    t->src = malloc(s * s * sizeof *t->src);
    t->dst = malloc(s * s * sizeof *t->dst);
    t->best = malloc(s * sizeof *t->best);
    t->id = malloc(s * sizeof *t->id);
    t->up = malloc(nodes * sizeof *t->up);
    t->seen = malloc(nodes * sizeof *t->seen);
    t->members = malloc(nodes * sizeof *t->members);
    t->in_src = malloc(nodes * sizeof *t->in_src);
    t->in_dst = malloc(nodes * sizeof *t->in_dst);
    t->dead = malloc(s * sizeof *t->dead);
    t->done = malloc(s * sizeof *t->done);
    if (!t->w || !t->src || !t->dst || !t->best || !t->id || !t->up || !t->seen || !t->members || !t->in_src ||
        !t->in_dst || !t->dead || !t->done) {
        dem_tree_free(t);
        return NULL;
    }
    return t;
}

void dem_tree_free(dem_tree *t)
{
    if (!t) return;
    free(t->w);
    free(t->src);
    free(t->dst);
    free(t->best);
    free(t->id);
    free(t->up);
    free(t->seen);
    free(t->members);
    free(t->in_src);
    free(t->in_dst);
    free(t->dead);
    free(t->done);
    free(t);
}

bool dem_tree_single_rooted(const uint16_t *head, size_t n, uint16_t *seen)
{
    size_t roots = 0;
    memset(seen, 0, (n + 1) * sizeof *seen);
    for (size_t i = 1; i <= n; i++) {
        if (head[i - 1] > n) return false;
        roots += head[i - 1] == 0;
        size_t at = i;
        while (at && !seen[at]) {
            seen[at] = (uint16_t)i;
            at = head[at - 1];
        }
        if (at && seen[at] == i) return false; /* a cycle of this walk */
    }
    return roots == 1;
}

static void best_head(dem_tree *t, size_t slots, size_t d)
{
    size_t s = t->stride, best = d == 1 ? 0 : 1;
    double top = -INFINITY;
    bool any = false;
    for (size_t h = 0; h < slots; h++) {
        if (h == d || t->dead[h]) continue;
        double x = t->w[h * s + d];
        if (!any || x > top) {
            top = x;
            best = h;
            any = true;
        }
    }
    t->best[d] = (uint16_t)best;
}

/* Any slot on a cycle of best heads, 0 when there is none. */
static size_t find_cycle(dem_tree *t, size_t slots)
{
    memset(t->seen, 0, slots * sizeof *t->seen);
    for (size_t i = 1; i < slots; i++) {
        if (t->dead[i]) continue;
        size_t at = i;
        while (at && !t->seen[at]) {
            t->seen[at] = (uint16_t)i;
            at = t->best[at];
        }
        if (at && t->seen[at] == i) return at;
    }
    return 0;
}

static void contract(dem_tree *t, size_t slots, size_t on, contraction *c, uint16_t node, uint32_t first)
{
    size_t s = t->stride, slot = on;
    *c = (contraction){.slot = (uint16_t)slot, .node = node, .first = first};
    /* Mark the members with in_cycle through `seen`, which find_cycle rebuilds anyway. */
    memset(t->seen, 0, slots * sizeof *t->seen);
    for (size_t at = on;;) {
        t->seen[at] = 1;
        t->members[first + c->count++] = t->id[at];
        t->up[t->id[at]] = node;
        size_t b = t->best[at];
        t->in_src[t->id[at]] = t->src[b * s + at];
        t->in_dst[t->id[at]] = t->dst[b * s + at];
        at = b;
        if (at == on) break;
    }
    for (size_t u = 0; u < slots; u++) {
        if (t->dead[u] || t->seen[u]) continue;
        double top_in = -INFINITY, top_out = -INFINITY;
        size_t in = on, out = on;
        for (size_t at = on;;) {
            double x = t->w[u * s + at] - t->w[t->best[at] * s + at];
            if (x > top_in) top_in = x, in = at;
            if (u && t->w[at * s + u] > top_out) top_out = t->w[at * s + u], out = at;
            at = t->best[at];
            if (at == on) break;
        }
        uint16_t in_s = t->src[u * s + in], in_d = t->dst[u * s + in];
        uint16_t out_s = t->src[out * s + u], out_d = t->dst[out * s + u];
        t->w[u * s + slot] = top_in;
        t->src[u * s + slot] = in_s, t->dst[u * s + slot] = in_d;
        t->w[slot * s + u] = top_out;
        t->src[slot * s + u] = out_s, t->dst[slot * s + u] = out_d;
        if (u && t->seen[t->best[u]]) t->best[u] = (uint16_t)slot;
    }
    for (size_t at = t->best[on]; at != on; at = t->best[at]) t->dead[at] = true;
    t->id[slot] = node;
    best_head(t, slots, slot);
}

/* The arcs into the nodes that are left are known; undo the contractions, the last one first. */
static void expand(dem_tree *t, size_t n_done)
{
    while (n_done--) {
        const contraction *c = &t->done[n_done];
        uint16_t src = t->in_src[c->node], dst = t->in_dst[c->node], at = dst;
        while (t->up[at] != c->node) at = t->up[at];
        t->in_src[at] = src;
        t->in_dst[at] = dst;
    }
}

static void edmonds(dem_tree *t, const float *scores, size_t n, uint16_t *head)
{
    const size_t s = n + 1;
    size_t slots = s, n_done = 0;
    uint16_t next = (uint16_t)(n + 1);
    uint32_t members = 0;
    t->stride = s;
    memset(t->up, 0, (2 * s + 2) * sizeof *t->up);
    for (size_t d = 0; d < slots; d++) {
        t->dead[d] = false;
        t->id[d] = (uint16_t)d;
        for (size_t h = 0; h < slots; h++) {
            float x = d ? scores[(d - 1) * slots + h] : 0.0f;
            double y = x > -1e6f ? x < 1e6f ? (double)x : 1e6 : -1e6; /* NaN is low as well */
            t->w[h * s + d] = h ? y : y - ROOT_COST;
            t->src[h * s + d] = (uint16_t)h;
            t->dst[h * s + d] = (uint16_t)d;
        }
    }
    for (size_t d = 1; d < slots; d++) best_head(t, slots, d);
    for (size_t on; (on = find_cycle(t, slots)) != 0; n_done++, next++) {
        contract(t, slots, on, &t->done[n_done], next, members);
        members += t->done[n_done].count;
    }
    for (size_t d = 1; d < slots; d++) {
        if (t->dead[d]) continue;
        t->in_src[t->id[d]] = t->src[t->best[d] * s + d];
        t->in_dst[t->id[d]] = t->dst[t->best[d] * s + d];
    }
    expand(t, n_done);
    for (size_t d = 1; d < slots; d++) head[d - 1] = t->in_src[d];
}

void dem_tree_best(dem_tree *t, const float *scores, size_t n, uint16_t *head)
{
    for (size_t i = 0; i < n; i++) {
        const float *row = scores + i * (n + 1);
        size_t best = i == 0 ? (n > 1 ? 2 : 0) : 1;
        float top = row[best];
        for (size_t h = 0; h <= n; h++) {
            if (!(row[h] > top) || h == i + 1) continue;
            best = h;
            top = row[h];
        }
        head[i] = (uint16_t)best;
    }
    if (!dem_tree_single_rooted(head, n, t->seen)) edmonds(t, scores, n, head);
}
