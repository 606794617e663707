/* SPDX-License-Identifier: Apache-2.0 */
/* Fitting. L-BFGS after Nocedal and Wright, Numerical Optimization (2006), algorithm 7.5, with backtracking line search. */
#include "train/linear.h"

#include <math.h>
#include <stdlib.h>

enum { MEMORY = 7 };

typedef struct problem {
    const dem_set *set;
    const float *weights;
    size_t k, n_keys, dim; /* dim = n_keys * k + k biases */
    uint32_t *index;       /* per pooled feature: row, UINT32_MAX when left out */
    double l2;
} problem;

static int by_key(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static size_t find_row(const uint32_t *key, size_t n, uint32_t want)
{
    size_t lo = 0, hi = n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (key[mid] == want) return mid;
        if (key[mid] < want)
            lo = mid + 1;
        else
            hi = mid;
    }
    return SIZE_MAX;
}

/* The keys that enough of the examples have. */
static int choose_keys(const dem_set *set, const float *weights, int min_count, dem_arena *a, dem_weights *out, dem_error *err)
{
    uint32_t *all = dem_alloc_n(a, set->key.n + 1, sizeof *all);
    if (!all) return dem_fail(err, DEM_EMEMORY, "memory is out");
    size_t n = 0, kept = 0;
    for (size_t i = 0; i < set->examples.n; i++) {
        const dem_example *e = &set->examples.items[i];
        if (weights[i] <= 0) continue;
        for (size_t j = 0; j < e->n; j++) all[n++] = set->key.items[e->first + j];
    }
    if (n) qsort(all, n, sizeof *all, by_key);
    for (size_t i = 0; i < n;) {
        size_t j = i;
        while (j < n && all[j] == all[i]) j++;
        if (j - i >= (size_t)min_count) all[kept++] = all[i];
        i = j;
    }
    out->key = all;
    out->n_keys = kept;
    return DEM_OK;
}

static void softmax(const float *z, size_t k, double *p)
{
    float top = z[0];
    double sum = 0;
    for (size_t i = 1; i < k; i++) top = z[i] > top ? z[i] : top;
    for (size_t i = 0; i < k; i++) sum += p[i] = exp((double)(z[i] - top));
    for (size_t i = 0; i < k; i++) p[i] /= sum;
}

/* Loss and gradient. Where several classes are allowed, their joint probability counts. */
static double evaluate(const problem *p, const float *x, float *g)
{
    const size_t k = p->k;
    double loss = 0;
    for (size_t i = 0; i < p->n_keys * k; i++) {
        loss += 0.5 * p->l2 * (double)x[i] * (double)x[i];
        g[i] = (float)(p->l2 * (double)x[i]);
    }
    const float *bias = x + p->n_keys * k;
    float *gb = g + p->n_keys * k;
    memset(gb, 0, k * sizeof *gb);
    for (size_t i = 0; i < p->set->examples.n; i++) {
        const dem_example *e = &p->set->examples.items[i];
        if (p->weights[i] <= 0) continue;
        float z[DEM_LINEAR_CLASSES];
        memcpy(z, bias, k * sizeof *z);
        for (size_t j = e->first; j < e->first + e->n; j++) {
            if (p->index[j] == UINT32_MAX) continue;
            const float *w = x + (size_t)p->index[j] * k;
            float v = p->set->value.items[j];
            for (size_t c = 0; c < k; c++) z[c] += v * w[c];
        }
        double prob[DEM_LINEAR_CLASSES], good = 0;
        softmax(z, k, prob);
        for (size_t c = 0; c < k; c++)
            if (e->allowed >> c & 1) good += prob[c];
        if (good < 1e-30) good = 1e-30;
        loss -= (double)p->weights[i] * log(good);
        float d[DEM_LINEAR_CLASSES];
        for (size_t c = 0; c < k; c++) {
            double target = e->allowed >> c & 1 ? prob[c] / good : 0;
            d[c] = (float)((double)p->weights[i] * (prob[c] - target));
            gb[c] += d[c];
        }
        for (size_t j = e->first; j < e->first + e->n; j++) {
            if (p->index[j] == UINT32_MAX) continue;
            float *row = g + (size_t)p->index[j] * k, v = p->set->value.items[j];
            for (size_t c = 0; c < k; c++) row[c] += v * d[c];
        }
    }
    return loss;
}

static double dot(const float *a, const float *b, size_t n)
{
    double s = 0;
    for (size_t i = 0; i < n; i++) s += (double)a[i] * (double)b[i];
    return s;
}

typedef struct history {
    float *s[MEMORY], *y[MEMORY];
    double rho[MEMORY];
    int n, next;
} history;

/* dir = -H g */
static void direction(const history *h, const float *g, float *dir, size_t dim)
{
    double alpha[MEMORY] = {0};
    for (size_t i = 0; i < dim; i++) dir[i] = -g[i];
    for (int j = 0; j < h->n; j++) {
        int at = (h->next - 1 - j + 2 * MEMORY) % MEMORY;
        alpha[at] = h->rho[at] * dot(h->s[at], dir, dim);
        for (size_t i = 0; i < dim; i++) dir[i] -= (float)alpha[at] * h->y[at][i];
    }
    if (h->n) {
        int at = (h->next - 1 + MEMORY) % MEMORY;
        double gamma = 1.0 / (h->rho[at] * dot(h->y[at], h->y[at], dim));
        for (size_t i = 0; i < dim; i++) dir[i] *= (float)gamma;
    }
    for (int j = h->n - 1; j >= 0; j--) {
        int at = (h->next - 1 - j + 2 * MEMORY) % MEMORY;
        double beta = h->rho[at] * dot(h->y[at], dir, dim);
        for (size_t i = 0; i < dim; i++) dir[i] += (float)(alpha[at] - beta) * h->s[at][i];
    }
}

static bool remember(history *h, const float *x, const float *old_x, const float *g, const float *old_g, size_t dim)
{
    float *s = h->s[h->next], *y = h->y[h->next];
    for (size_t i = 0; i < dim; i++) {
        s[i] = x[i] - old_x[i];
        y[i] = g[i] - old_g[i];
    }
    double sy = dot(s, y, dim);
    if (sy <= 1e-12) return false;
    h->rho[h->next] = 1.0 / sy;
    h->next = (h->next + 1) % MEMORY;
    if (h->n < MEMORY) h->n++;
    return true;
}

static int minimise(const problem *p, float *x, int iterations, dem_error *err)
{
    const size_t dim = p->dim;
    float *room = calloc(dim * (4 + 2 * MEMORY), sizeof *room);
    if (!room) return dem_fail(err, DEM_EMEMORY, "memory is out");
    float *g = room, *dir = room + dim, *try_x = room + 2 * dim, *try_g = room + 3 * dim;
    history h = {0};
    for (int i = 0; i < MEMORY; i++) {
        h.s[i] = room + (4 + 2 * (size_t)i) * dim;
        h.y[i] = room + (5 + 2 * (size_t)i) * dim;
    }
    double loss = evaluate(p, x, g);
    for (int it = 0; it < iterations; it++) {
        direction(&h, g, dir, dim);
        double slope = dot(g, dir, dim), size = sqrt(dot(g, g, dim));
        if (size < 1e-3 || slope > -1e-9) break;
        double step = h.n ? 1.0 : 1.0 / size, next = loss;
        int tries = 0;
        for (; tries < 20; tries++) {
            for (size_t i = 0; i < dim; i++) try_x[i] = x[i] + (float)step * dir[i];
            next = evaluate(p, try_x, try_g);
            if (next <= loss + 1e-4 * step * slope) break;
            step *= 0.5;
        }
        if (tries == 20) break;
        remember(&h, try_x, x, try_g, g, dim);
        memcpy(x, try_x, dim * sizeof *x);
        memcpy(g, try_g, dim * sizeof *g);
        bool done = loss - next < 1e-5 * fabs(loss);
        loss = next;
        if (done) break;
    }
    free(room);
    return DEM_OK;
}

int dem_linear_fit(const dem_set *set, const float *weights, const dem_linear_options *o, dem_arena *a, dem_weights *out, dem_error *err)
{
    *out = (dem_weights){.n_classes = set->n_classes, .temperature = 1};
    int rc = choose_keys(set, weights, o->min_count, a, out, err);
    if (rc != DEM_OK) return rc;
    problem p = {.set = set, .weights = weights, .k = set->n_classes, .n_keys = out->n_keys, .l2 = o->l2};
    p.dim = (p.n_keys + 1) * p.k;
    p.index = dem_alloc_n(a, set->key.n + 1, sizeof *p.index);
    float *x = dem_alloc_n(a, p.dim, sizeof *x);
    if (!p.index || !x) return dem_fail(err, DEM_EMEMORY, "memory is out");
    for (size_t i = 0; i < set->key.n; i++) {
        size_t row = find_row(out->key, out->n_keys, set->key.items[i]);
        p.index[i] = row == SIZE_MAX ? UINT32_MAX : (uint32_t)row;
    }
    rc = minimise(&p, x, o->iterations, err);
    out->w = x;
    memcpy(out->bias, x + p.n_keys * p.k, p.k * sizeof *x);
    return rc;
}

void dem_linear_scores(const dem_weights *w, const dem_set *set, const dem_example *e, double *z)
{
    for (size_t c = 0; c < w->n_classes; c++) z[c] = (double)w->bias[c];
    for (size_t j = e->first; j < e->first + e->n; j++) {
        size_t row = find_row(w->key, w->n_keys, set->key.items[j]);
        if (row == SIZE_MAX) continue;
        for (size_t c = 0; c < w->n_classes; c++) z[c] += (double)set->value.items[j] * (double)w->w[row * w->n_classes + c];
    }
}

static double log_loss(const double *z, const int32_t *gold, size_t n, size_t k, double t)
{
    double loss = 0;
    for (size_t i = 0; i < n; i++) {
        if (gold[i] < 0) continue;
        double top = -INFINITY, sum = 0;
        for (size_t c = 0; c < k; c++) top = fmax(top, z[i * k + c] / t);
        for (size_t c = 0; c < k; c++) sum += exp(z[i * k + c] / t - top);
        loss -= z[i * k + (size_t)gold[i]] / t - top - log(sum);
    }
    return loss;
}

double dem_linear_temperature(const double *z, const int32_t *gold, size_t n, size_t k)
{
    double lo = 0.1, hi = 10;
    for (int i = 0; i < 60; i++) { /* ternary search: the loss has one valley */
        double a = lo + (hi - lo) / 3, b = hi - (hi - lo) / 3;
        if (log_loss(z, gold, n, k, a) < log_loss(z, gold, n, k, b))
            hi = b;
        else
            lo = a;
    }
    return (lo + hi) / 2;
}
