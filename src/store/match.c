/* SPDX-License-Identifier: Apache-2.0 */
/* Names compared as people type them: case and accents do not count, words do. */
#include "store/store.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/utf8.h>

/* Lower case without accents; every run of other characters than letters and digits is one blank. */
static void fold(dem_str s, const UNormalizer2 *nfd, dem_buf *out)
{
    const uint8_t *p = (const uint8_t *)s.p;
    int32_t n = (int32_t)(s.n > 1 << 20 ? 1 << 20 : s.n), i = 0;
    while (i < n) {
        UChar32 c;
        U8_NEXT_OR_FFFD(p, i, n, c);
        UChar parts[16];
        UErrorCode status = U_ZERO_ERROR;
        int32_t k = c < 128 ? -1 : unorm2_getDecomposition(nfd, c, parts, 16, &status);
        if (k > 0 && U_SUCCESS(status)) {
            c = parts[0]; /* the base letter; marks follow it */
            if (U16_IS_LEAD(parts[0]) && k > 1) c = (UChar32)U16_GET_SUPPLEMENTARY((uint32_t)parts[0], (uint32_t)parts[1]);
        }
        if (u_charType(c) == U_NON_SPACING_MARK) continue;
        if (!u_isalnum(c)) {
            if (out->n && out->p[out->n - 1] != ' ') dem_buf_ch(out, ' ');
            continue;
        }
        uint8_t b[U8_MAX_LENGTH];
        int32_t len = 0;
        UBool failed = 0;
        U8_APPEND(b, len, U8_MAX_LENGTH, (uint32_t)u_foldCase(c, U_FOLD_CASE_DEFAULT), failed);
        if (!failed) dem_buf_add(out, (const char *)b, (size_t)len);
    }
    if (out->n && out->p[out->n - 1] == ' ') out->n--;
}

bool dem_store_word_match(dem_str text, dem_str needle)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfd = unorm2_getNFDInstance(&status);
    if (U_FAILURE(status) || text.n == 0) return false;
    dem_buf hay = {0}, want = {0};
    fold(text, nfd, &hay);
    fold(needle, nfd, &want);
    bool found = false;
    dem_str h = dem_buf_view(&hay);
    for (size_t at = 0; want.n && !found && (at = dem_str_find(h, dem_buf_view(&want), at)) != SIZE_MAX; at++)
        found = at == 0 || h.p[at - 1] == ' ';
    dem_buf_free(&hay);
    dem_buf_free(&want);
    return found;
}
