/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a model: refused, or a model that can parse without harm. The size and checksum are put right first, so
   that the fuzzer gets behind them. */
#include "parse/model.h"

#include <stdlib.h>
#include <zlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void parse_something(const dem_model *m)
{
    dem_parser *p;
    if (dem_parser_new(m, &p, NULL) != DEM_OK) return;
    dem_report *r = dem_report_new(1 << 20);
    static const char *const words[] = {"The", "envoys", "did", "n't", "meet", "in", "Ruritania", "."};
    dem_sentence *s = DEM_PUSH(r->arena, &r->sentences);
    if (s) s->n = 8;
    for (size_t i = 0; s && i < 8; i++) {
        dem_token *t = DEM_PUSH(r->arena, &r->tokens);
        if (t) t->form = dem_str_c(words[i]);
    }
    if (s) dem_parse_report(p, r, NULL);
    dem_report_free(r);
    dem_parser_free(p);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    unsigned char *copy = aligned_alloc(64, size / 64 * 64 + 64);
    if (!copy) return 0;
    if (size) memcpy(copy, data, size);
    for (int pass = 0; pass < 2; pass++) {
        dem_model *m;
        if (dem_model_open_memory(copy, size, "fuzz", &m, NULL) == DEM_OK) {
            parse_something(m);
            dem_model_close(m);
        }
        if (size < 64) break;
        uint64_t n = size;
        memcpy(copy, "DEMPARSE\4\3\2\1\1\0\0", 16);
        memcpy(copy + 16, &n, sizeof n);
        uint32_t sum = (uint32_t)crc32_z(0, copy + 28, size - 28);
        memcpy(copy + 24, &sum, sizeof sum);
    }
    free(copy);
    return 0;
}
