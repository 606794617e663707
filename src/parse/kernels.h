/* SPDX-License-Identifier: Apache-2.0 */
/* The arithmetic of the network, once in plain C and once for AVX2; which one runs is decided when the model is opened.
   Matrix products are exact integer sums and all float work is done in one fixed order without fused operations, so
   that both give the same bits. */
#ifndef DEM_PARSE_KERNELS_H
#define DEM_PARSE_KERNELS_H

#include <stddef.h>
#include <stdint.h>

enum {
    DEM_PANEL = 16,  /* columns of a packed weight panel: [N/16][K/2][16][2], of bytes [N/16][K/4][16][4] */
    DEM_WIDEST = 512, /* of rows */
    DEM_BYTE_TOP = 63, /* of weights and inputs in bytes: four products of them fit an int16 */
    DEM_BYTE_ZERO = 64 /* what an input byte of nothing is */
};

typedef struct dem_kernels {
    /* out[r][c] = sum_k x[r][k] * w[k][c] * scale[c] * row[r] + bias[c]; K is even, N a multiple of 16, row may be NULL. */
    void (*gemm)(const int16_t *x, size_t ldx, size_t rows, size_t K, const int16_t *w, size_t N, const float *scale,
                 const float *bias, const float *row, float *out, size_t ldo);
    /* The same of bytes: x is DEM_BYTE_ZERO more than it stands for, start[c] what that adds up to, negated. K is a multiple
       of 8, no weight beyond DEM_BYTE_TOP. */
    void (*gemm8)(const uint8_t *x, size_t ldx, size_t rows, size_t K, const int8_t *w, size_t N, const int32_t *start,
                  const float *scale, const float *bias, float *out, size_t ldo);
    /* LayerNorm of each row as input bytes. D is a multiple of 8. */
    void (*norm)(const float *x, size_t rows, size_t D, const float *gain, const float *bias, uint8_t *out);
    void (*norm_f32)(const float *x, size_t rows, size_t D, const float *gain, const float *bias, float *out);
    /* out[r] = sum_k x[r + k - width / 2] * w[k], element by element; rows outside 0..n are nothing. */
    void (*depthwise)(const float *x, size_t n, size_t D, const float *w, size_t width, float *out);
    /* Each row by its own scale into -limit..limit; row[r] undoes it. relu: negative values are 0. */
    void (*quant)(const float *x, size_t ldx, size_t rows, size_t D, int relu, float limit, int16_t *out, float *row);
    /* x = (add ? x : 0) + a * sigmoid(g), a and g the halves of y's rows. */
    void (*glu)(const float *y, size_t ldy, size_t rows, size_t D, int add, float *x);
    void (*add)(const float *y, size_t ldy, size_t rows, size_t D, float *x);
    /* out += scale * row */
    void (*embed)(const int8_t *row, float scale, size_t E, float *out);
    /* One head of one sentence: q, k, v are n rows of `ld` floats; kt is room for hd * npad floats, s for 6 * npad; npad is
       n rounded up to 8. bias[dist + j - i], clipped. out has n rows of ldo. */
    void (*attend)(const float *q, const float *k, const float *v, size_t n, size_t ld, size_t hd, const float *bias,
                   size_t dist, float *kt, float *s, float *out, size_t ldo);
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
