/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as TimeML: refused, or read with every span inside the text, in order, and every paragraph inside it too. */
#include "eval/timeml.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    dem_timeml doc;
    dem_arena *a = dem_arena_new((size_t)1 << 28);
    if (a && dem_timeml_read(a, (dem_str){(const char *)data, size}, "fuzz", &doc, NULL) == DEM_OK) {
        for (size_t i = 0; i < doc.times.n; i++) {
            dem_span s = doc.times.items[i].span;
            if (s.start >= s.end || s.end > doc.text.n || (i && s.start < doc.times.items[i - 1].span.end)) abort();
        }
        for (size_t i = 0; i < doc.paragraphs.n; i++)
            if (doc.paragraphs.items[i].start >= doc.paragraphs.items[i].end || doc.paragraphs.items[i].end > doc.text.n) abort();
    }
    dem_arena_free(a);
    return 0;
}
