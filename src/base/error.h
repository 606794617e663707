/* SPDX-License-Identifier: Apache-2.0 */
/* Errors: a return code (0 is good) and a caller-owned struct with message and position. No global "last error". */
#ifndef DEM_BASE_ERROR_H
#define DEM_BASE_ERROR_H

#include "demarche/error.h"

/* Fills *err (when not NULL) and gives `code` back: `return dem_fail(err, DEM_EFORMAT, "…", …);` */
int dem_fail(dem_error *err, dem_status code, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* The same, naming file and line (1-based; 0: not known) and column or byte (-1: not known). */
int dem_fail_at(dem_error *err, dem_status code, const char *file, size_t line, long long byte, const char *fmt, ...)
    __attribute__((format(printf, 6, 7)));

#endif
