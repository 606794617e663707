/* SPDX-License-Identifier: Apache-2.0 */
/* Kernels in plain C, and the choice between the kernels at hand. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("O3", "no-trapping-math", "no-math-errno")
#endif
#include "parse/kernels.h"

#include <math.h>
#include <string.h>

/* Eight numbers; never an argument or a result, which would be another ABI. */
typedef float vector __attribute__((vector_size(32), aligned(4), may_alias));
typedef int32_t integers __attribute__((vector_size(32)));

static inline void at_least(vector *v, float least)
{
    for (size_t i = 0; i < 8; i++) (*v)[i] = (*v)[i] > least ? (*v)[i] : least;
}

static inline void at_most(vector *v, float most)
{
    for (size_t i = 0; i < 8; i++) (*v)[i] = (*v)[i] < most ? (*v)[i] : most;
}

static inline void no_less_than(vector *v, const vector *other)
{
    for (size_t i = 0; i < 8; i++) (*v)[i] = (*v)[i] > (*other)[i] ? (*v)[i] : (*other)[i];
}

#include "parse/kernels_body.h"

#if defined(__SSE2__) && !defined(DEM_NO_SSE2)
#include <emmintrin.h>

/* Every x86-64 has SSE2. */
static __m128i halves_sum(__m128i a, __m128i b)
{
    __m128 x = _mm_castsi128_ps(a), y = _mm_castsi128_ps(b);
    return _mm_add_epi32(_mm_castps_si128(_mm_shuffle_ps(x, y, _MM_SHUFFLE(2, 0, 2, 0))),
                         _mm_castps_si128(_mm_shuffle_ps(x, y, _MM_SHUFFLE(3, 1, 3, 1))));
}

static void panel_row(const uint8_t *x, size_t K, const int8_t *panel, uint32_t acc[DEM_PANEL])
{
    __m128i sum[8], zero = _mm_setzero_si128();
    for (size_t j = 0; j < 8; j++) sum[j] = zero; /* of two columns each, a column's four products in two sums */
    for (size_t k = 0; k < K; k += 4) {
        int32_t four;
        memcpy(&four, x + k, sizeof four);
        __m128i v = _mm_unpacklo_epi8(_mm_set1_epi32(four), zero);
        for (size_t j = 0; j < 4; j++) {
            __m128i w = _mm_loadu_si128((const void *)(panel + k * DEM_PANEL + 16 * j));
            __m128i lo = _mm_srai_epi16(_mm_unpacklo_epi8(w, w), 8), hi = _mm_srai_epi16(_mm_unpackhi_epi8(w, w), 8);
            sum[2 * j] = _mm_add_epi32(sum[2 * j], _mm_madd_epi16(v, lo));
            sum[2 * j + 1] = _mm_add_epi32(sum[2 * j + 1], _mm_madd_epi16(v, hi));
        }
    }
    for (size_t j = 0; j < 4; j++) {
        __m128i both = halves_sum(sum[2 * j], sum[2 * j + 1]);
        memcpy(acc + 4 * j, &both, sizeof both);
    }
}
#else
static void panel_row(const uint8_t *x, size_t K, const int8_t *panel, uint32_t acc[DEM_PANEL])
{
    memset(acc, 0, DEM_PANEL * sizeof *acc);
    for (size_t k = 0; k < K; k += 4)
        for (size_t j = 0; j < DEM_PANEL; j++)
            for (size_t i = 0; i < 4; i++) acc[j] += (uint32_t)(x[k + i] * panel[k * DEM_PANEL + 4 * j + i]);
}
#endif

static void k_gemm(const uint8_t *x, size_t ldx, size_t rows, size_t K, const int8_t *w, size_t N, const int32_t *start,
                   const float *scale, const float *bias, const float *row, float *out, size_t ldo)
{
    for (size_t c = 0; c < N; c += DEM_PANEL)
        for (size_t r = 0; r < rows; r++) {
            uint32_t acc[DEM_PANEL];
            panel_row(x + r * ldx, K, w + c * K, acc);
            float f = row ? row[r] : 1.0f;
            for (size_t j = 0; j < DEM_PANEL; j++)
                out[r * ldo + c + j] = (float)(int32_t)(acc[j] + (uint32_t)start[c + j]) * (scale[c + j] * f) + bias[c + j];
        }
}

const dem_kernels dem_kernels_plain = {k_gemm, k_norm, k_quant, k_glu, k_add, k_embed, k_attend, k_match, k_meet, k_sum, k_argmax, k_dot, "plain"};

const dem_kernels *dem_kernels_best(void)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) return &dem_kernels_avx2;
#endif
    return &dem_kernels_plain;
}
