/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a dictionary of each format: what the importer writes must always load. */
#include "actors/import.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void count(void *ctx, const char *file, size_t line, size_t column, bool lost, const char *text)
{
    (void)file, (void)lost;
    if (!line || !column || !*text) abort();
    ++*(size_t *)ctx;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const dem_named_text file = {"fuzz", {(const char *)data, size}};
    for (int format = 0; format < DEM_IMPORT_FORMATS && size < 1 << 16; format++) {
        size_t reports = 0;
        dem_error err;
        dem_buf out = {0};
        dem_import im = {.format = (dem_import_format)format, .files = &file, .n_files = 1, .on_report = count, .ctx = &reports,
                         .icews_sectors = DEM_STR("Government\tGOV\n")};
        if (dem_import_run(&im, &out, &err) != DEM_OK) abort();
        if (reports != im.lost + im.changed) abort();
        dem_buf_free(&out);
    }
    return 0;
}
