/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a text, a page and a JSON Lines record: a report that is whole, or an error. The first byte chooses. */
#include "ingest/ingest.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const dem_report *r)
{
    uint32_t end = 0;
    if (!r->text.n || !r->paragraphs.n || r->title_span.end > r->text.n) abort();
    for (size_t i = 0; i < r->paragraphs.n; i++) {
        dem_span p = r->paragraphs.items[i];
        if (p.start < end || p.end <= p.start || p.end > r->text.n) abort();
        end = p.end;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const dem_str texts[] = {{"drop advertisement\ndrop * | *\ntail no comments\ncaption photo: *\nbyline by "
                                     "*\nsource source: *\nagency AFP\nagency Reuters\noutlet News\n"
                                     "month January Jan.\nmonth May\nweekday Monday\nskip related nav\ngood "
                                     "article\ncomment comments\nlanguage en English : the of and\n"
                                     "language fr French : le la les\nscript ru Russian : U+0400 U+052F\n",
                                     0}};
    static const char *const name = "rules";
    static const dem_format formats[] = {DEM_FORMAT_AUTO, DEM_FORMAT_TEXT, DEM_FORMAT_HTML, DEM_FORMAT_JSONL};
    if (!size) return 0;
    dem_str text = dem_str_c(texts[0].p);
    dem_ingest_rules *rules = NULL;
    dem_report *r = dem_report_new((size_t)256 << 20);
    if (r && dem_ingest_rules_load(&text, &name, 1, &rules, NULL) == DEM_OK) {
        dem_ingest_options o = {.rules = data[0] & 16 ? NULL : rules,
                                .format = formats[data[0] & 3],
                                .verbatim = (data[0] & 4) != 0,
                                .any_language = (data[0] & 8) != 0};
        if (dem_ingest_bytes(r, (dem_str){(const char *)data + 1, size - 1}, "input", &o, NULL) == DEM_OK) check(r);
    }
    dem_ingest_rules_free(rules);
    dem_report_free(r);
    return 0;
}
