/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as CoNLL-U: refused, or read, written, and read back with the same words. */
#include "parse/conllu.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    dem_report *r = dem_report_new((size_t)1 << 28), *again = dem_report_new((size_t)1 << 28);
    char *out = NULL;
    size_t n = 0;
    if (r && again && dem_conllu_read(r, (dem_str){(const char *)data, size}, "fuzz", NULL) == DEM_OK) {
        FILE *f = open_memstream(&out, &n);
        if (f && dem_conllu_write(r, f, NULL) == DEM_OK && fclose(f) == 0) {
            if (dem_conllu_read(again, (dem_str){out, n}, "again", NULL) != DEM_OK) abort();
            if (again->tokens.n != r->tokens.n || again->sentences.n != r->sentences.n) abort();
        }
    }
    free(out);
    dem_report_free(r);
    dem_report_free(again);
    return 0;
}
