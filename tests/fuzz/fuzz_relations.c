/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a relation model: refused, or a model that scores without harm. The size and checksum are put right on the second
   pass, so that the fuzzer gets behind them. */
#include "events/relations.h"

#include <stdlib.h>
#include <zlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_model(const unsigned char *bytes, size_t size)
{
    static const char *const heads[] = {"relate", "class", ""};
    dem_relations *m;
    if (dem_relations_open_memory(bytes, size, "fuzz", &m, NULL) != DEM_OK) return;
    dem_features *f = calloc(1, sizeof *f);
    for (uint32_t i = 0; f && i < 64; i++) {
        f->key[i] = i * i;
        f->value[i] = 1;
        f->n = i + 1;
    }
    dem_verdict v;
    for (size_t i = 0; f && i < 3; i++) dem_relations_score(m, heads[i], f, &v);
    free(f);
    dem_relations_close(m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    unsigned char *copy = calloc(size + 1, 1);
    if (!copy) return 0;
    if (size) memcpy(copy, data, size);
    try_model(copy, size);
    if (size >= 64) {
        uint64_t n = size;
        uint32_t crc = (uint32_t)crc32(0, copy + 64, (uInt)(size - 64));
        memcpy(copy + 16, &n, sizeof n);
        memcpy(copy + 24, &crc, sizeof crc);
        try_model(copy, size);
    }
    free(copy);
    return 0;
}
