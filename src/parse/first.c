/* SPDX-License-Identifier: Apache-2.0 */
/* One slot per hash value; a newcomer takes the slot of the form before it, once the group that may still read it is through. */
#include "parse/first.h"

#include "parse/features.h"

#include <stdlib.h>

enum { SLOTS = 4096, LONGEST = 22 /* bytes of a form that is remembered */ };

typedef struct slot {
    uint8_t n; /* 0: free */
    uint8_t kind;
    char form[LONGEST];
} slot;

typedef struct missing {
    size_t row;
    slot key; /* n is 0 when the form is not to be remembered */
} missing;

struct dem_first {
    const dem_model *m;
    size_t N;     /* columns of one tap: what a row adds to the row after it, to itself, to the row before it */
    size_t wide;  /* floats of a slot: E of the input row, then three taps */
    int8_t *w;    /* the taps side by side, packed for K = E */
    int32_t *start;
    float *one, *zero; /* scales and biases of sums that stay as they are; zero is also an empty row's taps */
    slot *slot;
    float *kept;        /* SLOTS rows, touched slot by slot as forms come */
    const float **taps; /* of each row of the group: in `kept`, in `fresh` or zero */
    missing *missing;
    size_t n_missing;
    uint8_t *b;   /* input rows of the missing in bytes */
    float *fresh; /* their taps */
};

/* The weights of three rows side by side become those of one row with three outputs. */
static void split_taps(dem_first *f)
{
    size_t E = f->m->E, panels = f->N / DEM_PANEL, part = E * DEM_PANEL;
    for (size_t t = 0; t < 3; t++)
        for (size_t p = 0; p < panels; p++)
            memcpy(f->w + (t * panels + p) * part, f->m->block[0].in.w + (3 * p + t) * part, part);
    for (size_t p = 0; p < 3 * panels; p++)
        for (size_t k = 0; k < E; k += 4)
            for (size_t i = 0; i < 4 * (size_t)DEM_PANEL; i++)
                f->start[p * DEM_PANEL + i / 4] -= DEM_BYTE_ZERO * f->w[p * part + k * DEM_PANEL + i];
}

dem_first *dem_first_new(const dem_model *m, size_t rows)
{
    dem_first *f = calloc(1, sizeof *f);
    if (!f) return NULL;
    size_t E = m->E;
    f->m = m;
    f->N = m->block[0].in.Npad;
    f->wide = E + 3 * f->N;
    f->w = malloc(3 * f->N * E);
    f->start = calloc(3 * f->N, sizeof *f->start);
    f->one = malloc(3 * f->N * sizeof *f->one);
    f->zero = calloc(3 * f->N, sizeof *f->zero);
    f->slot = calloc(SLOTS, sizeof *f->slot);
    f->kept = malloc(SLOTS * f->wide * sizeof *f->kept);
    f->taps = calloc(rows, sizeof *f->taps);
    f->missing = malloc(rows * sizeof *f->missing);
    f->b = malloc(rows * E);
    f->fresh = malloc(rows * 3 * f->N * sizeof *f->fresh);
    if (!f->w || !f->start || !f->one || !f->zero || !f->slot || !f->kept || !f->taps || !f->missing || !f->b || !f->fresh) {
        dem_first_free(f);
        return NULL;
    }
    for (size_t i = 0; i < 3 * f->N; i++) f->one[i] = 1.0f;
    split_taps(f);
    return f;
}

void dem_first_free(dem_first *f)
{
    if (!f) return;
    free(f->w);
    free(f->start);
    free(f->one);
    free(f->zero);
    free(f->slot);
    free(f->kept);
    free(f->taps);
    free(f->missing);
    free(f->b);
    free(f->fresh);
    free(f);
}

void dem_first_gap(dem_first *f, size_t row)
{
    f->taps[row] = f->zero;
}

static void add_rows(const dem_model *m, const uint64_t *keys, size_t n, float *x)
{
    for (size_t i = 0; i < n; i++) dem_keys_fetch(&m->rows, keys[i]);
    for (size_t i = 0; i < n; i++) {
        uint32_t at = dem_keys_find(&m->rows, keys[i]);
        if (at != UINT32_MAX) m->k->embed(m->emb + (size_t)at * m->E, m->emb_scale[at], m->E, x);
    }
}

static void sum_features(const dem_model *m, dem_str form, int kind, bool opens, float *x)
{
    uint64_t keys[DEM_FORM_KEYS + 2];
    char of_kind = (char)(kind + 1);
    size_t n = dem_parse_form_keys(form, keys);
    keys[n++] = dem_parse_key('k', &of_kind, 1);
    if (opens) keys[n++] = dem_parse_key('b', &of_kind, 1);
    memset(x, 0, m->E * sizeof *x);
    add_rows(m, keys, n, x);
}

static slot *slot_of(const dem_first *f, const slot *key)
{
    return &f->slot[(dem_parse_key('c', key->form, key->n) + 97u * key->kind) % SLOTS];
}

static float *kept_of(const dem_first *f, const slot *s)
{
    return f->kept + (size_t)(s - f->slot) * f->wide;
}

void dem_first_token(dem_first *f, size_t row, dem_str form, int kind, bool opens, float *x)
{
    const dem_model *m = f->m;
    slot key = {.kind = (uint8_t)(2 * kind + opens)};
    if (form.n && form.n <= LONGEST) {
        key.n = (uint8_t)form.n;
        memcpy(key.form, form.p, form.n);
        slot *s = slot_of(f, &key);
        if (memcmp(s, &key, sizeof key) == 0) {
            const float *kept = kept_of(f, s);
            memcpy(x, kept, m->E * sizeof *x);
            f->taps[row] = kept + m->E;
            return;
        }
    }
    sum_features(m, form, kind, opens, x);
    m->k->norm(x, 1, m->E, m->block[0].ln.gain, m->block[0].ln.bias, f->b + f->n_missing * m->E);
    f->taps[row] = f->fresh + f->n_missing * 3 * f->N;
    f->missing[f->n_missing++] = (missing){row, key};
}

void dem_first_run(dem_first *f, size_t rows, const float *x, float *y)
{
    const dem_model *m = f->m;
    const dem_linear *l = &m->block[0].in;
    m->k->gemm(f->b, m->E, f->n_missing, m->E, f->w, 3 * f->N, f->start, f->one, f->zero, NULL, f->fresh, 3 * f->N);
    for (size_t r = 1; r + 1 < rows; r++)
        m->k->meet(f->taps[r - 1], f->taps[r] + f->N, f->taps[r + 1] + 2 * f->N, f->N, l->scale, l->bias, y + (r - 1) * f->N);
    for (size_t i = 0; i < f->n_missing; i++) {
        const missing *miss = &f->missing[i];
        if (!miss->key.n) continue;
        slot *s = slot_of(f, &miss->key);
        float *kept = kept_of(f, s);
        *s = miss->key;
        memcpy(kept, x + miss->row * m->E, m->E * sizeof *kept);
        memcpy(kept + m->E, f->fresh + i * 3 * f->N, 3 * f->N * sizeof *kept);
    }
    f->n_missing = 0;
}
