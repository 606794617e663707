/* SPDX-License-Identifier: Apache-2.0 */
/* Kernels for x86-64 with AVX2. FMA stays off: a fused sum would differ from the plain one. */
#if defined(__x86_64__)
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#else
#pragma GCC optimize("O3")
#pragma GCC target("avx2")
#endif
#include "parse/kernels.h"

#include <immintrin.h>
#include <math.h>
#include <string.h>

#include "parse/kernels_body.h"

enum { TILE = 6 /* rows at a time: 12 accumulators, 2 weights, 1 input fill the 16 registers */ };

static inline __m256i pair_of(const int16_t *x)
{
    int32_t two;
    memcpy(&two, x, sizeof two);
    return _mm256_set1_epi32(two);
}

static inline void store(float *out, __m256i acc, __m256 scale, __m256 bias, float f)
{
    __m256 s = _mm256_mul_ps(scale, _mm256_set1_ps(f));
    _mm256_storeu_ps(out, _mm256_add_ps(_mm256_mul_ps(_mm256_cvtepi32_ps(acc), s), bias));
}

/* `rows` (at most TILE, a constant where it is inlined) rows of one panel. */
static inline __attribute__((always_inline)) void tile(const int16_t *x, size_t ldx, int rows, size_t K,
                                                       const int16_t *panel, const float *scale, const float *bias,
                                                       const float *row, float *out, size_t ldo)
{
    __m256i acc[TILE][2];
    for (int r = 0; r < rows; r++) acc[r][0] = acc[r][1] = _mm256_setzero_si256();
    for (size_t k = 0; k < K; k += 2) {
        __m256i w0 = _mm256_loadu_si256((const void *)(panel + k * DEM_PANEL));
        __m256i w1 = _mm256_loadu_si256((const void *)(panel + k * DEM_PANEL + DEM_PANEL));
#pragma GCC unroll 6
        for (int r = 0; r < rows; r++) {
            __m256i v = pair_of(x + (size_t)r * ldx + k);
            acc[r][0] = _mm256_add_epi32(acc[r][0], _mm256_madd_epi16(v, w0));
            acc[r][1] = _mm256_add_epi32(acc[r][1], _mm256_madd_epi16(v, w1));
        }
    }
    __m256 s0 = _mm256_loadu_ps(scale), s1 = _mm256_loadu_ps(scale + 8);
    __m256 b0 = _mm256_loadu_ps(bias), b1 = _mm256_loadu_ps(bias + 8);
#pragma GCC unroll 6
    for (int r = 0; r < rows; r++) {
        float f = row ? row[r] : 1.0f;
        store(out + (size_t)r * ldo, acc[r][0], s0, b0, f);
        store(out + (size_t)r * ldo + 8, acc[r][1], s1, b1, f);
    }
}

static void k_gemm(const int16_t *x, size_t ldx, size_t rows, size_t K, const int16_t *w, size_t N, const float *scale,
                   const float *bias, const float *row, float *out, size_t ldo)
{
    for (size_t c = 0; c < N; c += DEM_PANEL) {
        const int16_t *panel = w + c * K;
        size_t r = 0;
        for (; r + TILE <= rows; r += TILE)
            tile(x + r * ldx, ldx, TILE, K, panel, scale + c, bias + c, row ? row + r : NULL, out + r * ldo + c, ldo);
        for (; r + 2 <= rows; r += 2)
            tile(x + r * ldx, ldx, 2, K, panel, scale + c, bias + c, row ? row + r : NULL, out + r * ldo + c, ldo);
        if (r < rows)
            tile(x + r * ldx, ldx, 1, K, panel, scale + c, bias + c, row ? row + r : NULL, out + r * ldo + c, ldo);
    }
}

const dem_kernels dem_kernels_avx2 = {k_gemm, k_norm, k_quant, k_glu, k_add, k_embed, k_attend, k_dot, "avx2"};

#if defined(__clang__)
#pragma clang attribute pop
#endif
#else
typedef int dem_kernels_avx2_unused; /* an empty file is not C */
#endif
