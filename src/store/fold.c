/* SPDX-License-Identifier: Apache-2.0 */
/* Names compared as people type them: case and accents do not count, words do. */
#include "store/store.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/utf8.h>

enum { MAX_BYTES = 8 << 20 };

void dem_store_fold(dem_str s, dem_buf *out)
{
    UErrorCode found = U_ZERO_ERROR;
    const UNormalizer2 *nfd = unorm2_getNFDInstance(&found);
    if (U_FAILURE(found)) {
        out->failed = true;
        return;
    }
    const uint8_t *p = (const uint8_t *)s.p;
    int32_t n = (int32_t)(s.n > MAX_BYTES ? MAX_BYTES : s.n), i = 0;
    bool gap = true;
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
            gap = true;
            continue;
        }
        if (gap) dem_buf_ch(out, ' ');
        gap = false;
        uint8_t b[U8_MAX_LENGTH];
        int32_t len = 0;
        UBool failed = 0;
        U8_APPEND(b, len, U8_MAX_LENGTH, (uint32_t)u_foldCase(c, U_FOLD_CASE_DEFAULT), failed);
        if (!failed) dem_buf_add(out, (const char *)b, (size_t)len);
    }
}

bool dem_store_word_match(dem_str text, dem_str needle)
{
    dem_buf hay = {0}, want = {0};
    dem_store_fold(text, &hay);
    dem_store_fold(needle, &want);
    bool found = want.n && !hay.failed && !want.failed && dem_str_find(dem_buf_view(&hay), dem_buf_view(&want), 0) != SIZE_MAX;
    dem_buf_free(&hay);
    dem_buf_free(&want);
    return found;
}
