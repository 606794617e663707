/* SPDX-License-Identifier: Apache-2.0 */
/* The arithmetic of the network, once in plain C and once for AVX2; which one runs is decided when the model is opened.
   Matrix products are exact integer sums and all float work is done in one fixed order without fused operations, so
   that both give the same bits. */
#ifndef DEM_PARSE_KERNELS_H
#define DEM_PARSE_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    DEM_PANEL = 16, /* columns of a packed weight panel: [N/16][K/4][16][4] */
    DEM_WIDEST = 512, /* of rows */
    /* Of inputs and of weights in bytes: 2 * DEM_BYTE_DEEP products of them fit an int16. */
    DEM_BYTE_TOP = 63,
    DEM_BYTE_WEIGHT = 31,
    DEM_BYTE_DEEP = 4,
    DEM_BYTE_ZERO = 64 /* what an input byte of nothing is */
};

typedef struct dem_kernels {
    /* out[r][c] = sum_k x[r][k] * w[k][c] * scale[c] * row[r] + bias[c]. x is DEM_BYTE_ZERO more than it stands for, start[c]
       what that adds up to, negated. K is a multiple of 4, N of 16, no weight beyond DEM_BYTE_WEIGHT; row may be NULL. */
    void (*gemm)(const uint8_t *x, size_t ldx, size_t rows, size_t K, const int8_t *w, size_t N, const int32_t *start,
                 const float *scale, const float *bias, const float *row, float *out, size_t ldo);
    /* LayerNorm of each row as input bytes. D is a multiple of 8. */
    void (*norm)(const float *x, size_t rows, size_t D, const float *gain, const float *bias, uint8_t *out);
    /* Each row as input bytes by its own scale; row[r] undoes it. relu: negative values are 0. */
    void (*quant)(const float *x, size_t ldx, size_t rows, size_t D, int relu, uint8_t *out, float *row);
    /* x = (add ? x : 0) + a * sigmoid(g), a and g the halves of y's rows. */
    void (*glu)(const float *y, size_t ldy, size_t rows, size_t D, int add, float *x);
    void (*add)(const float *y, size_t ldy, size_t rows, size_t D, float *x);
    /* out += scale * row */
    void (*embed)(const int8_t *row, float scale, size_t E, float *out);
    /* One head of one sentence: q, k, v are n rows of `ld` floats; kt is room for hd * npad floats, s for 6 * npad; npad is
       n rounded up to 8. bias[dist + j - i], clipped. out has n rows of ldo. */
    void (*attend)(const float *q, const float *k, const float *v, size_t n, size_t ld, size_t hd, const float *bias,
                   size_t dist, float *kt, float *s, float *out, size_t ldo);
    /* out[i][j] = the product of rows i of q and j of k, k's negative numbers 0: n rows of D each. kt as above with D, out has
       rows of npad. */
    void (*match)(const float *q, size_t ldq, const float *k, size_t ldk, size_t n, size_t D, float *kt, float *out);
    /* out = (a + b + c) * scale + bias: the output row in which three taps meet. N is a multiple of 8. */
    void (*meet)(const float *a, const float *b, const float *c, size_t N, const float *scale, const float *bias, float *out);
    void (*sum)(const float *a, const float *b, const float *c, size_t n, float *out); /* n is a multiple of 8 */
    size_t (*argmax)(const float *v, size_t n); /* the first of the greatest; 0 when one is no number */
    float (*dot)(const float *a, const float *b, size_t n); /* n is a multiple of 8 */
    const char *name;
} dem_kernels;

extern const dem_kernels dem_kernels_plain;
#if defined(__x86_64__)
extern const dem_kernels dem_kernels_avx2;
#endif

/* The fastest this machine can run. */
const dem_kernels *dem_kernels_best(void);

#endif
