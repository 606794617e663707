/* SPDX-License-Identifier: Apache-2.0 */
/* Filling and printing error records. */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int fill(dem_error *err, dem_status code, const char *file, size_t line, long long byte, const char *fmt, va_list ap)
{
    if (!err) return (int)code;
    err->code = code;
    err->line = line;
    err->byte = byte;
    err->file[0] = '\0';
    if (file) snprintf(err->file, sizeof err->file, "%s", file);
    vsnprintf(err->message, sizeof err->message, fmt, ap);
    /* A message is one line whatever the input put into it. */
    for (char *c = err->message; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 127) *c = '?';
    return (int)code;
}

int dem_fail(dem_error *err, dem_status code, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    int rc = fill(err, code, NULL, 0, -1, fmt, ap);
    va_end(ap);
    return rc;
}

int dem_fail_at(dem_error *err, dem_status code, const char *file, size_t line, long long byte, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    int rc = fill(err, code, file, line, byte, fmt, ap);
    va_end(ap);
    return rc;
}

void dem_error_print(const dem_error *err, char *buf, size_t size)
{
    const char *f = err->file, *colon = *f ? ": " : "";
    if (err->line)
        snprintf(buf, size, "%s%s%zu: %s", f, *f ? ":" : "line ", err->line, err->message);
    else if (err->byte >= 0)
        snprintf(buf, size, "%s%sbyte %lld: %s", f, colon, err->byte, err->message);
    else
        snprintf(buf, size, "%s%s%s", f, colon, err->message);
}
