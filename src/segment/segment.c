/* SPDX-License-Identifier: Apache-2.0 */
/* The stage: walks a report's paragraphs; each becomes tokens, then sentences. */
#include "segment/segment_words.h"

#include <stdlib.h>
#include <unicode/ubrk.h>

int dem_segmenter_new(const dem_segment_rules *rules, dem_segmenter **out, dem_error *err)
{
    *out = calloc(1, sizeof **out);
    if (!*out) return dem_fail(err, DEM_EMEMORY, "out of memory");
    (*out)->rules = rules;
    return DEM_OK;
}

void dem_segmenter_free(dem_segmenter *s)
{
    if (!s) return;
    if (s->dense) ubrk_close(s->dense);
    free(s);
}

int dem_segment_report(dem_segmenter *s, dem_report *r, dem_error *err)
{
    s->r = r;
    s->full = false;
    r->tokens.n = r->sentences.n = 0;
    if (r->text.n > UINT32_MAX - 16) return dem_fail(err, DEM_ELIMIT, "the text is too long");
    if (!r->tokens.cap) { /* about as many as there will be: growing would clear and copy them all again and again */
        enum { BYTES_OF_TOKEN = 5 };
        r->tokens.cap = r->text.n / BYTES_OF_TOKEN + 16;
        r->tokens.items = DEM_NEW_N(r->arena, dem_token, r->tokens.cap);
        if (!r->tokens.items) return dem_fail(err, DEM_EMEMORY, "the report needs more memory than its limit");
    }
    dem_span whole = {0, (uint32_t)r->text.n};
    size_t n = r->paragraphs.n ? r->paragraphs.n : 1;
    uint32_t from = 0;
    for (size_t i = 0; i < n && !s->full; i++) {
        dem_span p = r->paragraphs.n ? r->paragraphs.items[i] : whole;
        if (p.end > whole.end) p.end = whole.end;
        if (p.start < from) p.start = from; /* paragraphs do not overlap */
        if (p.start >= p.end) continue;
        from = p.end;
        uint32_t first = (uint32_t)r->tokens.n;
        dem_tokenize(s, p);
        dem_split_sentences(s, first, (uint32_t)r->tokens.n, (uint32_t)i);
    }
    s->r = NULL;
    if (s->full) return dem_fail(err, DEM_EMEMORY, "the report needs more memory than its limit");
    return DEM_OK;
}
