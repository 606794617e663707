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

#include "parse/kernels_body.h"

enum { TILE = 6 /* rows at a time: 12 sums, 2 weights, an input and a product are the 16 registers */ };

static inline __m256i pair_of(const int16_t *x)
{
    int32_t two;
    memcpy(&two, x, sizeof two);
    return _mm256_set1_epi32(two);
}

/* acc += the pairwise products. As intrinsics gcc 12 spills and copies the sums, at a third of the speed. */
static inline __attribute__((always_inline)) void add_products(__m256i *acc, __m256i v, __m256i w)
{
    __m256i t;
    __asm__("vpmaddwd %3, %2, %1\n\tvpaddd %1, %0, %0" : "+x"(*acc), "=&x"(t) : "x"(v), "x"(w));
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
            add_products(&acc[r][0], v, w0);
            add_products(&acc[r][1], v, w1);
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

/* A block of rows stays in the first cache while all panels pass over it. */
enum { BLOCK = 48 };

static void k_gemm(const int16_t *x, size_t ldx, size_t rows, size_t K, const int16_t *w, size_t N, const float *scale,
                   const float *bias, const float *row, float *out, size_t ldo)
{
    for (size_t from = 0; from < rows; from += BLOCK) {
        size_t to = from + BLOCK < rows ? from + BLOCK : rows;
        for (size_t c = 0; c < N; c += DEM_PANEL) {
            const int16_t *p = w + c * K;
            const float *s = scale + c, *b = bias + c;
            size_t r = from;
            for (; r + TILE <= to; r += TILE)
                tile(x + r * ldx, ldx, TILE, K, p, s, b, row ? row + r : NULL, out + r * ldo + c, ldo);
            for (; r < to; r++) tile(x + r * ldx, ldx, 1, K, p, s, b, row ? row + r : NULL, out + r * ldo + c, ldo);
        }
    }
}

enum { TILE8 = 4 /* rows at a time: 8 sums, 4 weights, an input and 2 products */ };

/* acc += the products of eight inputs; p0 and p1 stay below 2^15 each and together. */
static inline __attribute__((always_inline)) void add_bytes(__m256i *acc, __m256i v0, __m256i w0, __m256i v1, __m256i w1,
                                                            __m256i ones)
{
    __m256i s, t;
    __asm__("vpmaddubsw %4, %3, %1\n\tvpmaddubsw %6, %5, %2\n\tvpaddw %2, %1, %1\n\tvpmaddwd %7, %1, %1\n\tvpaddd %1, %0, %0"
            : "+x"(*acc), "=&x"(s), "=&x"(t)
            : "x"(v0), "x"(w0), "x"(v1), "x"(w1), "xm"(ones));
}

static inline __m256i four_of(const uint8_t *x)
{
    int32_t four;
    memcpy(&four, x, sizeof four);
    return _mm256_set1_epi32(four);
}

static inline __attribute__((always_inline)) void byte_tile(const uint8_t *x, size_t ldx, int rows, size_t K,
                                                            const int8_t *panel, const int32_t *start, const float *scale,
                                                            const float *bias, float *out, size_t ldo)
{
    const __m256i ones = _mm256_set1_epi16(1);
    __m256i acc[TILE8][2];
    for (int r = 0; r < rows; r++) {
        acc[r][0] = _mm256_loadu_si256((const void *)start);
        acc[r][1] = _mm256_loadu_si256((const void *)(start + 8));
    }
    for (size_t k = 0; k < K; k += 8) {
        const int8_t *p = panel + k * DEM_PANEL;
        __m256i w00 = _mm256_loadu_si256((const void *)p), w01 = _mm256_loadu_si256((const void *)(p + 32));
        __m256i w10 = _mm256_loadu_si256((const void *)(p + 64)), w11 = _mm256_loadu_si256((const void *)(p + 96));
#pragma GCC unroll 4
        for (int r = 0; r < rows; r++) {
            __m256i v0 = four_of(x + (size_t)r * ldx + k), v1 = four_of(x + (size_t)r * ldx + k + 4);
            add_bytes(&acc[r][0], v0, w00, v1, w10, ones);
            add_bytes(&acc[r][1], v0, w01, v1, w11, ones);
        }
    }
    __m256 s0 = _mm256_loadu_ps(scale), s1 = _mm256_loadu_ps(scale + 8);
    __m256 b0 = _mm256_loadu_ps(bias), b1 = _mm256_loadu_ps(bias + 8);
#pragma GCC unroll 4
    for (int r = 0; r < rows; r++) {
        float *o = out + (size_t)r * ldo;
        _mm256_storeu_ps(o, _mm256_add_ps(_mm256_mul_ps(_mm256_cvtepi32_ps(acc[r][0]), s0), b0));
        _mm256_storeu_ps(o + 8, _mm256_add_ps(_mm256_mul_ps(_mm256_cvtepi32_ps(acc[r][1]), s1), b1));
    }
}

static void k_gemm8(const uint8_t *x, size_t ldx, size_t rows, size_t K, const int8_t *w, size_t N, const int32_t *start,
                    const float *scale, const float *bias, float *out, size_t ldo)
{
    for (size_t from = 0; from < rows; from += BLOCK) {
        size_t to = from + BLOCK < rows ? from + BLOCK : rows;
        for (size_t c = 0; c < N; c += DEM_PANEL) {
            const int8_t *p = w + c * K;
            size_t r = from;
            for (; r + TILE8 <= to; r += TILE8)
                byte_tile(x + r * ldx, ldx, TILE8, K, p, start + c, scale + c, bias + c, out + r * ldo + c, ldo);
            for (; r < to; r++)
                byte_tile(x + r * ldx, ldx, 1, K, p, start + c, scale + c, bias + c, out + r * ldo + c, ldo);
        }
    }
}

const dem_kernels dem_kernels_avx2 = {k_gemm, k_gemm8, k_norm, k_norm_f32, k_depthwise, k_quant, k_glu, k_add, k_embed,
                                       k_attend, k_dot, "avx2"};

#if defined(__clang__)
#pragma clang attribute pop
#endif
#else
typedef int dem_kernels_avx2_unused; /* an empty file is not C */
#endif
