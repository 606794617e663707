/* SPDX-License-Identifier: Apache-2.0 */
/* Whole files: mapped read-only (models, lexicons) or read with a limit (reports, data files). */
#ifndef DEM_BASE_FILE_H
#define DEM_BASE_FILE_H

#include "base/arena.h"
#include "base/error.h"

typedef struct dem_map {
    const unsigned char *p;
    size_t n;
} dem_map;

int dem_map_open(const char *path, dem_map *out, dem_error *err);
void dem_map_close(dem_map *m); /* a closed or zeroed map is a no-op */

/* Reads a file, or standard input for "-", into the arena with a NUL after it. Over `limit` bytes: DEM_ELIMIT.
   A directory, a missing file and an unreadable one are DEM_EIO with the reason. */
int dem_file_read(dem_arena *a, const char *path, size_t limit, dem_str *out, dem_error *err);

#endif
