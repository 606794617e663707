/* SPDX-License-Identifier: Apache-2.0 */
/* The streaming JSON writer. */
#include "base/json_out.h"

#include <math.h>
#include <unicode/utf8.h>

static void separate(dem_json *j)
{
    if (j->comma) dem_buf_ch(j->out, ',');
    j->comma = true;
}

void dem_json_open(dem_json *j, char bracket)
{
    separate(j);
    dem_buf_ch(j->out, bracket);
    j->comma = false;
}

void dem_json_close(dem_json *j, char bracket)
{
    dem_buf_ch(j->out, bracket);
    j->comma = true;
}

void dem_json_key(dem_json *j, const char *key)
{
    separate(j);
    dem_buf_ch(j->out, '"');
    dem_buf_c(j->out, key);
    dem_buf_add(j->out, "\":", 2);
    j->comma = false;
}

static void escape(dem_buf *b, unsigned char c)
{
    switch (c) {
    case '"': dem_buf_add(b, "\\\"", 2); break;
    case '\\': dem_buf_add(b, "\\\\", 2); break;
    case '\n': dem_buf_add(b, "\\n", 2); break;
    case '\r': dem_buf_add(b, "\\r", 2); break;
    case '\t': dem_buf_add(b, "\\t", 2); break;
    default: dem_buf_printf(b, "\\u%04x", c);
    }
}

/* Length of the valid sequence at s[i], 0 when it is not valid UTF-8. */
static size_t sequence(dem_str s, size_t i)
{
    UChar32 c;
    int32_t at = 0, n = (int32_t)(s.n - i < 4 ? s.n - i : 4);
    const uint8_t *p = (const uint8_t *)s.p + i;
    U8_NEXT(p, at, n, c);
    return c < 0 ? 0 : (size_t)at;
}

void dem_json_str(dem_json *j, dem_str s)
{
    separate(j);
    dem_buf *b = j->out;
    dem_buf_ch(b, '"');
    size_t from = 0, i = 0;
    while (i < s.n) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= ' ' && c < 127 && c != '"' && c != '\\') {
            i++;
            continue;
        }
        size_t n = c < 128 ? 0 : sequence(s, i);
        if (n) {
            i += n;
            continue;
        }
        dem_buf_add(b, s.p + from, i - from);
        if (c < 128)
            escape(b, c);
        else
            dem_buf_add(b, "\xEF\xBF\xBD", 3);
        from = ++i;
    }
    dem_buf_add(b, s.p ? s.p + from : "", i - from);
    dem_buf_ch(b, '"');
}

/* printf twice a number (once to measure) was most of the cost of a record. At least `width` digits. */
static void put_int(dem_buf *b, unsigned long long u, int width)
{
    char digits[24];
    int n = 0;
    do {
        digits[23 - n++] = (char)('0' + u % 10);
        u /= 10;
    } while (u || n < width);
    dem_buf_add(b, digits + 24 - n, (size_t)n);
}

void dem_json_int(dem_json *j, long long v)
{
    separate(j);
    if (v < 0) dem_buf_ch(j->out, '-');
    put_int(j->out, v < 0 ? 0 - (unsigned long long)v : (unsigned long long)v, 1);
}

void dem_json_bool(dem_json *j, bool v)
{
    separate(j);
    dem_buf_c(j->out, v ? "true" : "false");
}

void dem_num_print(dem_buf *b, double v, int decimals, bool trim)
{
    if (!isfinite(v) || fabs(v) > 1e9) {
        dem_buf_c(b, "null");
        return;
    }
    if (decimals < 0) decimals = 0;
    if (decimals > 9) decimals = 9;
    long long scale = 1;
    for (int i = 0; i < decimals; i++) scale *= 10;
    long long x = llround(v * (double)scale);
    if (x < 0) {
        dem_buf_ch(b, '-');
        x = -x;
    }
    put_int(b, (unsigned long long)(x / scale), 1);
    if (decimals == 0) return;
    dem_buf_ch(b, '.');
    put_int(b, (unsigned long long)(x % scale), decimals);
    if (!trim) return;
    while (b->n && b->p[b->n - 1] == '0') b->n--;
    if (b->n && b->p[b->n - 1] == '.') b->n--;
    if (b->p) b->p[b->n] = '\0';
}

void dem_json_num(dem_json *j, double v, int decimals, bool trim)
{
    separate(j);
    dem_num_print(j->out, v, decimals, trim);
}

void dem_json_raw(dem_json *j, dem_str json)
{
    separate(j);
    dem_buf_str(j->out, json);
}

void dem_json_member(dem_json *j, const char *key, dem_str value)
{
    if (value.n == 0) return;
    dem_json_key(j, key);
    dem_json_str(j, value);
}

void dem_json_member_int(dem_json *j, const char *key, long long v)
{
    dem_json_key(j, key);
    dem_json_int(j, v);
}

void dem_json_member_bool(dem_json *j, const char *key, bool v)
{
    dem_json_key(j, key);
    dem_json_bool(j, v);
}

void dem_json_member_num(dem_json *j, const char *key, double v, int decimals, bool trim)
{
    dem_json_key(j, key);
    dem_json_num(j, v, decimals, trim);
}

void dem_json_member_open(dem_json *j, const char *key, char bracket)
{
    dem_json_key(j, key);
    dem_json_open(j, bracket);
}
