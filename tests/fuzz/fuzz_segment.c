/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a report's text: tokens must lie inside it, in order, each in one sentence. */
#include "segment/segment.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char table[] = "never Mr. Gen.\nend U.S. p.m.\nnumber No.\nstarter The\nkeep pro\nwhole "
                                "o'clock\nsplit can|not\nunit km\ndomain com\nspeech asked\nsmile :)\n";
    dem_segment_rules *rules = NULL;
    dem_segmenter *s = NULL;
    dem_report *r = dem_report_new((size_t)256 << 20);
    if (r && dem_segment_rules_load(DEM_STR(table), "table", &rules, NULL) == DEM_OK &&
        dem_segmenter_new(rules, &s, NULL) == DEM_OK) {
        r->text = (dem_str){(const char *)data, size};
        if (dem_segment_report(s, r, NULL) == DEM_OK) {
            uint32_t end = 0;
            size_t n = 0;
            for (size_t i = 0; i < r->tokens.n; i++) {
                if (r->tokens.items[i].span.start < end || r->tokens.items[i].span.end > size) abort();
                end = r->tokens.items[i].span.end;
            }
            for (size_t i = 0; i < r->sentences.n; i++) n += r->sentences.items[i].n;
            if (n != r->tokens.n) abort();
        }
    }
    dem_segmenter_free(s);
    dem_segment_rules_free(rules);
    dem_report_free(r);
    return 0;
}
