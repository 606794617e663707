/* SPDX-License-Identifier: Apache-2.0 */
/* The float kernels, written so that the compiler vectorises them without changing the order of any sum: sums run in
   eight lanes that are added in a fixed tree. Included once per instruction set, whose file defines `vector` and the two
   kinds of limits on it that no loop is turned into. */

typedef float lanes[8];

static inline float lanes_sum(const float *l)
{
    return ((l[0] + l[4]) + (l[2] + l[6])) + ((l[1] + l[5]) + (l[3] + l[7]));
}

static float k_dot(const float *a, const float *b, size_t n)
{
    lanes s = {0};
    for (size_t i = 0; i < n; i += 8)
        for (size_t j = 0; j < 8; j++) s[j] += a[i + j] * b[i + j];
    return lanes_sum(s);
}

/* Adding 1.5 * 2^23 to |x| < 2^22 leaves the nearest integer in the low bits. */
static const float ROUND = 12582912.0f;
enum { ROUND_BITS = 0x4B400000 };

/* A float's bits; for numbers that are not negative they are in the numbers' order, and integers have a vector maximum. */
static inline int32_t bits_of(float x)
{
    union {
        float f;
        int32_t i;
    } u = {x};
    return u.i;
}

static inline float float_of(int32_t bits)
{
    union {
        int32_t i;
        float f;
    } u = {bits};
    return u.f;
}

/* The bits of ROUND and a number as the byte of an input. */
static inline uint8_t input_byte(int32_t bits)
{
    return (uint8_t)((uint32_t)bits - ROUND_BITS + DEM_BYTE_ZERO);
}

/* exp(x) to about 1e-7 relative, x clipped to -87..88. */
static inline __attribute__((always_inline)) void exp_in_place(vector *x)
{
    at_least(x, -87.0f);
    at_most(x, 88.0f);
    vector near = *x * 1.44269504f + ROUND, n = near - ROUND;
    vector r = *x - n * 0.693359375f;
    r = r + n * 2.12194440e-4f;
    vector p = 1.9875691500e-4f * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * r * r + r + 1.0f;
    integers power = ((integers)near - ROUND_BITS + 127) << 23;
    *x = p * (vector)power;
}

static void moments(const float *x, size_t D, float *mean, float *inv)
{
    lanes s = {0}, v = {0};
    for (size_t i = 0; i < D; i += 8)
        for (size_t j = 0; j < 8; j++) s[j] += x[i + j];
    float m = lanes_sum(s) / (float)D;
    for (size_t i = 0; i < D; i += 8)
        for (size_t j = 0; j < 8; j++) {
            float d = x[i + j] - m;
            v[j] += d * d;
        }
    *mean = m;
    *inv = 1.0f / sqrtf(lanes_sum(v) / (float)D + 1e-5f);
}

static void k_norm(const float *x, size_t rows, size_t D, const float *gain, const float *bias, uint8_t *out)
{
    const int32_t least = ROUND_BITS - DEM_BYTE_TOP, most = ROUND_BITS + DEM_BYTE_TOP;
    for (size_t r = 0; r < rows; r++, x += D, out += D) {
        float mean, inv;
        moments(x, D, &mean, &inv);
        for (size_t i = 0; i < D; i++) {
            float y = (x[i] - mean) * inv * gain[i] + bias[i];
            int32_t b = bits_of(y + ROUND); /* rounded; limits on integers are one instruction for eight */
            b = b > least ? b : least;
            b = b < most ? b : most;
            out[i] = input_byte(b);
        }
    }
}

static void k_quant(const float *x, size_t ldx, size_t rows, size_t D, int relu, uint8_t *out, float *row)
{
    const float limit = (float)DEM_BYTE_TOP;
    int32_t keep = relu ? 0 : -1; /* negative numbers: all bits or none */
    for (size_t r = 0; r < rows; r++, x += ldx, out += D) {
        int32_t m[8] = {0};
        for (size_t i = 0; i < D; i += 8)
            for (size_t j = 0; j < 8; j++) {
                int32_t b = bits_of(x[i + j]);
                b &= (b >> 31 & keep) | ~(b >> 31);
                b &= INT32_MAX;
                m[j] = b > m[j] ? b : m[j];
            }
        int32_t most = bits_of(1e-20f);
        for (size_t j = 0; j < 8; j++) most = m[j] > most ? m[j] : most;
        float top = float_of(most), f = limit / top;
        row[r] = top / limit;
        for (size_t i = 0; i < D; i++) {
            int32_t b = bits_of(x[i]);
            float y = float_of(b & ((b >> 31 & keep) | ~(b >> 31))) * f;
            out[i] = input_byte(bits_of(y + ROUND));
        }
    }
}

static void k_glu(const float *y, size_t ldy, size_t rows, size_t D, int add, float *x)
{
    float keep = add ? 1.0f : 0.0f;
    for (size_t r = 0; r < rows; r++, y += ldy, x += D) {
        for (size_t i = 0; i < D; i += 8) {
            vector e = -*(const vector *)(y + D + i), *to = (vector *)(x + i);
            exp_in_place(&e);
            *to = *to * keep + *(const vector *)(y + i) / (1.0f + e);
        }
    }
}

static void k_add(const float *y, size_t ldy, size_t rows, size_t D, float *x)
{
    for (size_t r = 0; r < rows; r++, y += ldy, x += D)
        for (size_t i = 0; i < D; i++) x[i] += y[i];
}

static void k_embed(const int8_t *row, float scale, size_t E, float *out)
{
    for (size_t i = 0; i < E; i++) out[i] += scale * (float)row[i];
}

static void k_meet(const float *a, const float *b, const float *c, size_t N, const float *scale, const float *bias, float *out)
{
    for (size_t i = 0; i < N; i += 8)
        *(vector *)(out + i) = (*(const vector *)(a + i) + *(const vector *)(b + i) + *(const vector *)(c + i)) *
                                   *(const vector *)(scale + i) + *(const vector *)(bias + i);
}

static void k_sum(const float *a, const float *b, const float *c, size_t n, float *out)
{
    for (size_t i = 0; i < n; i += 8)
        *(vector *)(out + i) = *(const vector *)(a + i) + *(const vector *)(b + i) + *(const vector *)(c + i);
}

static size_t k_argmax(const float *v, size_t n)
{
    float most = v[0];
    size_t i = 0;
    if (n >= 8) {
        lanes m;
        memcpy(m, v, sizeof m);
        for (i = 8; i + 8 <= n; i += 8)
            for (size_t j = 0; j < 8; j++) m[j] = v[i + j] > m[j] ? v[i + j] : m[j];
        for (size_t j = 0; j < 8; j++) most = m[j] > most ? m[j] : most;
    }
    for (; i < n; i++) most = v[i] > most ? v[i] : most;
    for (i = 0; i < n; i++)
        if (v[i] == most) return i;
    return 0;
}

/* s -> exp(s - max); returns one over their sum. The padding, npad > n, becomes 0. */
static float soften(float *s, size_t n, size_t npad)
{
    for (size_t j = n; j < npad; j++) s[j] = -1e30f;
    vector most = *(const vector *)s, sum = {0};
    for (size_t j = 8; j < npad; j += 8) no_less_than(&most, (const vector *)(s + j));
    float top = most[0];
    for (size_t l = 1; l < 8; l++) top = most[l] > top ? most[l] : top;
    for (size_t j = 0; j < npad; j += 8) {
        vector *e = (vector *)(s + j);
        *e -= top;
        exp_in_place(e);
        for (size_t l = n; l < j + 8; l++) s[l] = 0.0f;
        sum += *e;
    }
    lanes each;
    memcpy(each, &sum, sizeof each);
    return 1.0f / lanes_sum(each);
}

enum { ROWS = 4 /* of queries at a time: their sums do not wait for each other */ };

/* Sums over D of q's rows and the columns j .. j+7 of kt. */
static inline __attribute__((always_inline)) void row_sums(vector sum[ROWS], size_t rows, const float *q, size_t ldq, size_t D,
                                                           const float *kt, size_t npad, size_t j)
{
    for (size_t r = 0; r < rows; r++) sum[r] = (vector){0};
    for (size_t d = 0; d < D; d++) {
        vector key = *(const vector *)(kt + d * npad + j);
        for (size_t r = 0; r < rows; r++) sum[r] += q[r * ldq + d] * key;
    }
}

static inline __attribute__((always_inline)) void match_rows(size_t rows, const float *q, size_t ldq, size_t D, const float *kt,
                                                             size_t npad, float *out)
{
    for (size_t j = 0; j < npad; j += 8) {
        vector sum[ROWS];
        row_sums(sum, rows, q, ldq, D, kt, npad, j);
        for (size_t r = 0; r < rows; r++) *(vector *)(out + r * npad + j) = sum[r];
    }
}

static void k_match(const float *q, size_t ldq, const float *k, size_t ldk, size_t n, size_t D, float *kt, float *out)
{
    size_t npad = (n + 7) & ~(size_t)7, i = 0;
    for (size_t j = 0; j < npad; j++)
        for (size_t d = 0; d < D; d++) kt[d * npad + j] = j < n && k[j * ldk + d] > 0.0f ? k[j * ldk + d] : 0.0f;
    for (; i + ROWS <= n; i += ROWS) match_rows(ROWS, q + i * ldq, ldq, D, kt, npad, out + i * npad);
    for (; i < n; i++) match_rows(1, q + i * ldq, ldq, D, kt, npad, out + i * npad);
}

static inline __attribute__((always_inline)) void attend_rows(size_t rows, const float *q, const float *v, size_t n,
                                                              size_t ld, size_t hd, const float *far, const float *kt,
                                                              float *s, float *out, size_t ldo)
{
    size_t npad = (n + 7) & ~(size_t)7;
    float inv[ROWS];
    for (size_t j = 0; j < npad; j += 8) {
        vector sum[ROWS];
        row_sums(sum, rows, q, ld, hd, kt, npad, j);
        for (size_t r = 0; r < rows; r++) *(vector *)(s + r * npad + j) = sum[r] + *(const vector *)(far - r + j);
    }
    for (size_t r = 0; r < rows; r++) inv[r] = soften(s + r * npad, n, npad);
    for (size_t d = 0; d < hd; d += 8) {
        vector sum[ROWS] = {{0}};
        for (size_t j = 0; j < n; j++) {
            vector value = *(const vector *)(v + j * ld + d);
            for (size_t r = 0; r < rows; r++) sum[r] += s[r * npad + j] * value;
        }
        for (size_t r = 0; r < rows; r++) *(vector *)(out + r * ldo + d) = sum[r] * inv[r];
    }
}

static void k_attend(const float *q, const float *k, const float *v, size_t n, size_t ld, size_t hd, const float *bias,
                     size_t dist, float *kt, float *s, float *out, size_t ldo)
{
    size_t npad = (n + 7) & ~(size_t)7;
    float root = 1.0f / sqrtf((float)hd);
    float *far = s + ROWS * npad; /* far[n + j - i]: the bias of that distance */
    for (size_t at = 0; at < 2 * npad; at++) {
        size_t b = at + dist < n ? 0 : at + dist - n;
        far[at] = bias[b > 2 * dist ? 2 * dist : b];
    }
    for (size_t j = 0; j < npad; j++)
        for (size_t d = 0; d < hd; d++) kt[d * npad + j] = j < n ? k[j * ld + d] * root : 0.0f;
    size_t i = 0;
    for (; i + ROWS <= n; i += ROWS)
        attend_rows(ROWS, q + i * ld, v, n, ld, hd, far + n - i, kt, s, out + i * ldo, ldo);
    for (; i < n; i++) attend_rows(1, q + i * ld, v, n, ld, hd, far + n - i, kt, s, out + i * ldo, ldo);
}
