/* SPDX-License-Identifier: Apache-2.0 */
/* Error codes and the caller-owned error record of libdemarche. */
#ifndef DEMARCHE_ERROR_H
#define DEMARCHE_ERROR_H

#include <stddef.h>

#if defined(__GNUC__)
#define DEM_API __attribute__((visibility("default")))
#else
#define DEM_API
#endif

typedef enum dem_status {
    DEM_OK = 0,
    DEM_EMEMORY,    /* memory is out, or a report is over its memory limit */
    DEM_EIO,        /* a file could not be read or written */
    DEM_EFORMAT,    /* bytes are not what their format promises */
    DEM_EEMPTY,     /* nothing to read: no text in the input */
    DEM_ELANGUAGE,  /* the text is in a language that is not supported */
    DEM_ELIMIT,     /* larger than a documented limit */
    DEM_EDATA,      /* a data file, model or lexicon is damaged, foreign or of another version */
    DEM_ESTORE,     /* the store refused */
    DEM_EUSAGE      /* called with arguments that make no sense */
} dem_status;

/* Owned by the caller; the library only writes into it. */
typedef struct dem_error {
    dem_status code;
    char message[512]; /* one sentence, no newline */
    char file[256];    /* file or report id; empty when none */
    size_t line;       /* 1-based; 0 when not known */
    long long byte;    /* 0-based byte offset, -1 when not known */
} dem_error;

/* "file:line: message" or "file: byte N: message" into buf, cut to size. */
DEM_API void dem_error_print(const dem_error *err, char *buf, size_t size);

#endif
