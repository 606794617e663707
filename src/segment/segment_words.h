/* SPDX-License-Identifier: Apache-2.0 */
/* Inside segment: what the rules know of a word, character classes, and the two passes over a paragraph. */
#ifndef DEM_SEGMENT_SEGMENT_WORDS_H
#define DEM_SEGMENT_SEGMENT_WORDS_H

#include "segment/segment.h"

typedef enum dem_word_kind {
    DEM_WORD_NEVER = 1 << 0,
    DEM_WORD_END = 1 << 1,
    DEM_WORD_NUMBER = 1 << 2,
    DEM_WORD_STARTER = 1 << 3,
    DEM_WORD_KEEP = 1 << 4,
    DEM_WORD_WHOLE = 1 << 5,
    DEM_WORD_SPLIT = 1 << 6,
    DEM_WORD_UNIT = 1 << 7,
    DEM_WORD_DOMAIN = 1 << 8,
    DEM_WORD_SPEECH = 1 << 9,
    DEM_WORD_SMILE = 1 << 10
} dem_word_kind;

typedef struct dem_word {
    dem_str text;
    unsigned kinds;
    uint8_t cut; /* bytes before the bar of a split word */
} dem_word;

/* NULL when the word is not in the table. Case matters. */
const dem_word *dem_word_find(const dem_segment_rules *rules, dem_str word);
/* Kinds of the word, and of its ASCII lower-case form, together. */
unsigned dem_word_kinds(const dem_segment_rules *rules, dem_str word);
/* Does the exact word, or for `lower` its lower-case form, have this kind? */
bool dem_word_is(const dem_segment_rules *rules, dem_str word, dem_word_kind kind, bool lower);

typedef enum dem_char_class {
    DEM_C_SPACE,
    DEM_C_LETTER,
    DEM_C_DIGIT,
    DEM_C_MARK,
    DEM_C_DENSE,
    DEM_C_OTHER
} dem_char_class;

typedef struct dem_char {
    int32_t cp; /* -1: not UTF-8 */
    uint32_t len;
    dem_char_class cls;
} dem_char;

/* The character at byte i (i < end). DENSE: letters of scripts written without spaces. */
dem_char dem_wide_char_at(const char *p, size_t i, size_t end);
static inline dem_char dem_char_at(const char *p, size_t i, size_t end)
{
    unsigned char c = (unsigned char)p[i];
    if (c >= 0x80) return dem_wide_char_at(p, i, end);
    dem_char_class cls = (c | 32) >= 'a' && (c | 32) <= 'z' ? DEM_C_LETTER
                         : c >= '0' && c <= '9'             ? DEM_C_DIGIT
                         : c <= ' ' || c == 0x7f            ? DEM_C_SPACE
                                                            : DEM_C_OTHER;
    return (dem_char){c, 1, cls};
}
bool dem_is_apostrophe(int32_t cp);
bool dem_is_dash(int32_t cp);
bool dem_is_upper(int32_t cp);
bool dem_is_lower(int32_t cp);

struct dem_segmenter {
    const dem_segment_rules *rules;
    void *dense; /* UBreakIterator for DENSE runs */
    dem_report *r;
    bool full; /* memory was out */
};

/* Appends the tokens of text[span]. */
void dem_tokenize(dem_segmenter *s, dem_span span);
/* Groups tokens [first, end) of one paragraph into sentences. */
void dem_split_sentences(dem_segmenter *s, uint32_t first, uint32_t end, uint32_t paragraph);

#endif
