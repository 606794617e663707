/* SPDX-License-Identifier: Apache-2.0 */
/* The checker of lexicon files: what the reader refuses, and what it reads but a careful author would not have meant. */
#ifndef DEM_ACTORS_LEXCHECK_H
#define DEM_ACTORS_LEXCHECK_H

#include "actors/actors.h"

typedef struct dem_lex_finding {
    const char *file;
    size_t line, column;
    bool warning; /* worth a look; else an error: the line is not read, or names no one thing */
    const char *text;
} dem_lex_finding;

typedef struct dem_lex_check {
    dem_str codes;           /* codes.tsv: the triples that codes are made of */
    const dem_lexicon *base; /* countries known beside those of the files; with `overlay` also names that the files take over */
    bool overlay;
    void (*on_finding)(void *ctx, const dem_lex_finding *f);
    void *ctx;
    /* filled */
    size_t errors, warnings, actors, countries, roles, lists, names, terms, places;
} dem_lex_check;

/* Checks the files together. The return is DEM_OK also when there are errors; findings come file by file, in the order of the lines. */
int dem_lexicon_check_texts(dem_lex_check *c, const dem_named_text *files, size_t n, dem_error *err);

#endif
