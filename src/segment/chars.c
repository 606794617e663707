/* SPDX-License-Identifier: Apache-2.0 */
/* Character classes for the tokenizer beyond ASCII: by ICU's properties. */
#include "segment/segment_words.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

static bool is_dense(int32_t cp)
{
    if (cp < 0x0e00) return false;
    UErrorCode e = U_ZERO_ERROR;
    switch (uscript_getScript(cp, &e)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
        return true;
    default:
        return false;
    }
}

static dem_char_class class_of(int32_t cp)
{
    if (cp == 0x200b || cp == 0xfeff) return DEM_C_SPACE;
    switch (u_charType(cp)) {
    case U_UPPERCASE_LETTER:
    case U_LOWERCASE_LETTER:
    case U_TITLECASE_LETTER:
    case U_MODIFIER_LETTER:
    case U_OTHER_LETTER:
        return is_dense(cp) ? DEM_C_DENSE : DEM_C_LETTER;
    case U_NON_SPACING_MARK:
    case U_COMBINING_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
        return DEM_C_MARK;
    case U_DECIMAL_DIGIT_NUMBER:
        return DEM_C_DIGIT;
    case U_SPACE_SEPARATOR:
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
    case U_CONTROL_CHAR:
        return DEM_C_SPACE;
    default:
        return DEM_C_OTHER;
    }
}

dem_char dem_wide_char_at(const char *p, size_t i, size_t end)
{
    int32_t cp;
    size_t room = end - i < 4 ? end - i : 4;
    int32_t at = 0;
    U8_NEXT((const uint8_t *)p + i, at, (int32_t)room, cp);
    if (cp < 0) return (dem_char){-1, (uint32_t)(at > 0 ? at : 1), DEM_C_OTHER};
    return (dem_char){cp, (uint32_t)at, class_of(cp)};
}

bool dem_is_apostrophe(int32_t cp) { return cp == '\'' || cp == 0x2019 || cp == '`'; }

bool dem_is_dash(int32_t cp) { return cp == '-' || cp == 0x2010 || cp == 0x2011; }

bool dem_is_upper(int32_t cp)
{
    return cp > 0 && (cp < 0x80 ? cp >= 'A' && cp <= 'Z' : (bool)(u_isupper(cp) || u_istitle(cp)));
}

bool dem_is_lower(int32_t cp) { return cp > 0 && (cp < 0x80 ? cp >= 'a' && cp <= 'z' : (bool)u_islower(cp)); }
