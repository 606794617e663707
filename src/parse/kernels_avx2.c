/* SPDX-License-Identifier: Apache-2.0 */
/* Kernels for x86-64 with AVX2. FMA stays off: a fused sum would differ from the plain one. */
#if defined(__x86_64__)
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#else
#pragma GCC optimize("O3", "no-trapping-math", "no-math-errno")
#pragma GCC target("avx2")
#endif
#include "parse/kernels.h"

#include <immintrin.h>
#include <math.h>
#include <string.h>

/* Eight numbers; never an argument or a result, which would be another ABI. */
typedef float vector __attribute__((vector_size(32), aligned(4), may_alias));
typedef int32_t integers __attribute__((vector_size(32)));

static inline void at_least(vector *v, float least)
{
    *v = (vector)_mm256_max_ps((__m256)*v, _mm256_set1_ps(least));
}

static inline void at_most(vector *v, float most)
{
    *v = (vector)_mm256_min_ps((__m256)*v, _mm256_set1_ps(most));
}

static inline void no_less_than(vector *v, const vector *other)
{
    *v = (vector)_mm256_max_ps((__m256)*v, (__m256)*other);
}

#include "parse/kernels_body.h"

enum { TILE = 3 /* rows at a time: 6 sums, 6 of products, 2 weights, an input and a product are the 16 registers */ };

/* As intrinsics gcc 12 spills and copies the sums, at a third of the speed. */
static inline __attribute__((always_inline)) void first_bytes(__m256i *s, __m256i v, __m256i w)
{
    __asm__("vpmaddubsw %2, %1, %0" : "=x"(*s) : "x"(v), "x"(w));
}

static inline __attribute__((always_inline)) void more_bytes(__m256i *s, __m256i v, __m256i w)
{
    __m256i t;
    __asm__("vpmaddubsw %3, %2, %1\n\tvpaddw %1, %0, %0" : "+x"(*s), "=&x"(t) : "x"(v), "x"(w));
}

static inline __attribute__((always_inline)) void add_sums(__m256i *acc, __m256i s, const __m256i *ones)
{
    __asm__("vpmaddwd %2, %1, %1\n\tvpaddd %1, %0, %0" : "+x"(*acc), "+x"(s) : "m"(*ones));
}

static inline __m256i four_of(const uint8_t *x)
{
    int32_t four;
    memcpy(&four, x, sizeof four);
    return _mm256_set1_epi32(four);
}

/* Four inputs of each row into the int16 sums; `first` starts them. */
static inline __attribute__((always_inline)) void four_products(__m256i sum[TILE][2], const uint8_t *x, size_t ldx, int rows,
                                                                const int8_t *p, bool first)
{
    __m256i w0 = _mm256_loadu_si256((const void *)p), w1 = _mm256_loadu_si256((const void *)(p + 32));
#pragma GCC unroll 3
    for (int r = 0; r < rows; r++) {
        __m256i v = four_of(x + (size_t)r * ldx);
        if (first) {
            first_bytes(&sum[r][0], v, w0);
            first_bytes(&sum[r][1], v, w1);
        } else {
            more_bytes(&sum[r][0], v, w0);
            more_bytes(&sum[r][1], v, w1);
        }
    }
}

static inline void store(float *out, __m256i acc, __m256 scale, __m256 bias, float f)
{
    __m256 s = _mm256_mul_ps(scale, _mm256_set1_ps(f));
    _mm256_storeu_ps(out, _mm256_add_ps(_mm256_mul_ps(_mm256_cvtepi32_ps(acc), s), bias));
}

/* `rows` (at most TILE, a constant where it is inlined) rows of one panel. */
static inline __attribute__((always_inline)) void tile(const uint8_t *x, size_t ldx, int rows, size_t K,
                                                            const int8_t *panel, const int32_t *start, const float *scale,
                                                            const float *bias, const float *row, float *out, size_t ldo)
{
    static const union {
        int16_t each[16];
        __m256i all;
    } ones = {{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}};
    __m256i acc[TILE][2], sum[TILE][2];
    for (int r = 0; r < rows; r++) {
        acc[r][0] = _mm256_loadu_si256((const void *)start);
        acc[r][1] = _mm256_loadu_si256((const void *)(start + 8));
    }
    for (size_t k = 0; k < K; k += 4 * DEM_BYTE_DEEP) {
        const int8_t *p = panel + k * DEM_PANEL;
        size_t deep = K - k < 4 * DEM_BYTE_DEEP ? (K - k) / 4 : DEM_BYTE_DEEP;
        four_products(sum, x + k, ldx, rows, p, true);
        if (deep == DEM_BYTE_DEEP) { /* the usual case, unrolled */
            four_products(sum, x + k + 4, ldx, rows, p + 64, false);
            four_products(sum, x + k + 8, ldx, rows, p + 128, false);
            four_products(sum, x + k + 12, ldx, rows, p + 192, false);
        } else {
            for (size_t i = 1; i < deep; i++) four_products(sum, x + k + 4 * i, ldx, rows, p + 64 * i, false);
        }
#pragma GCC unroll 3
        for (int r = 0; r < rows; r++) {
            add_sums(&acc[r][0], sum[r][0], &ones.all);
            add_sums(&acc[r][1], sum[r][1], &ones.all);
        }
    }
    __m256 s0 = _mm256_loadu_ps(scale), s1 = _mm256_loadu_ps(scale + 8);
    __m256 b0 = _mm256_loadu_ps(bias), b1 = _mm256_loadu_ps(bias + 8);
#pragma GCC unroll 3
    for (int r = 0; r < rows; r++) {
        float f = row ? row[r] : 1.0f;
        store(out + (size_t)r * ldo, acc[r][0], s0, b0, f);
        store(out + (size_t)r * ldo + 8, acc[r][1], s1, b1, f);
    }
}

/* A block of rows stays in the first cache while all panels pass over it. */
enum { BLOCK = 48 };

static void k_gemm(const uint8_t *x, size_t ldx, size_t rows, size_t K, const int8_t *w, size_t N, const int32_t *start,
                   const float *scale, const float *bias, const float *row, float *out, size_t ldo)
{
    for (size_t from = 0; from < rows; from += BLOCK) {
        size_t to = from + BLOCK < rows ? from + BLOCK : rows;
        for (size_t c = 0; c < N; c += DEM_PANEL) {
            const int8_t *p = w + c * K;
            const float *s = scale + c, *b = bias + c;
            size_t r = from;
            for (; r + TILE <= to; r += TILE)
                tile(x + r * ldx, ldx, TILE, K, p, start + c, s, b, row ? row + r : NULL, out + r * ldo + c, ldo);
            for (; r < to; r++)
                tile(x + r * ldx, ldx, 1, K, p, start + c, s, b, row ? row + r : NULL, out + r * ldo + c, ldo);
        }
    }
}

const dem_kernels dem_kernels_avx2 = {k_gemm, k_norm, k_quant, k_glu, k_add, k_embed, k_attend, k_match, k_meet, k_sum, k_argmax, k_dot, "avx2"};

#if defined(__clang__)
#pragma clang attribute pop
#endif
#else
typedef int dem_kernels_avx2_unused; /* an empty file is not C */
#endif
