/* SPDX-License-Identifier: Apache-2.0 */
/* Kernels in plain C, and the choice between the kernels at hand. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("O3")
#endif
#include "parse/kernels.h"

#include <math.h>

#include "parse/kernels_body.h"

/* Unsigned sums: they wrap as the vector instructions do, whatever a foreign model holds. */
static void k_gemm(const int16_t *x, size_t ldx, size_t rows, size_t K, const int16_t *w, size_t N, const float *scale,
                   const float *bias, const float *row, float *out, size_t ldo)
{
    for (size_t c = 0; c < N; c += DEM_PANEL) {
        const int16_t *panel = w + c * K;
        for (size_t r = 0; r < rows; r++) {
            const int16_t *xr = x + r * ldx;
            uint32_t acc[DEM_PANEL] = {0};
            for (size_t k = 0; k < K; k += 2) {
                const int16_t *p = panel + k * DEM_PANEL;
                for (size_t j = 0; j < DEM_PANEL; j++)
                    acc[j] += (uint32_t)(xr[k] * p[2 * j]) + (uint32_t)(xr[k + 1] * p[2 * j + 1]);
            }
            float f = row ? row[r] : 1.0f;
            for (size_t j = 0; j < DEM_PANEL; j++)
                out[r * ldo + c + j] = (float)(int32_t)acc[j] * (scale[c + j] * f) + bias[c + j];
        }
    }
}

const dem_kernels dem_kernels_plain = {k_gemm, k_norm, k_quant, k_glu, k_add, k_embed, k_attend, k_dot, "plain"};

const dem_kernels *dem_kernels_best(void)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) return &dem_kernels_avx2;
#endif
    return &dem_kernels_plain;
}
