/* SPDX-License-Identifier: Apache-2.0 */
/* What the text files of the lexicon say, before it is compiled: written by the reader (lextext.c), read by the compiler. */
#ifndef DEM_ACTORS_LEXMODEL_H
#define DEM_ACTORS_LEXMODEL_H

#include "actors/actors.h"
#include "actors/lexformat.h"

typedef struct dem_lex_code {
    dem_str code;
    dem_day from, to; /* DEM_DAY_MIN, DEM_DAY_MAX: open */
    dem_day to_first; /* first day of the month or year named as the end */
    uint32_t line;
    bool dated;
} dem_lex_code;

typedef struct dem_lex_name {
    dem_str text;
    dem_value_kind kind;
    uint8_t flags;
    uint32_t line;
} dem_lex_name;

typedef struct dem_lex_entry {
    dem_entry_kind kind;
    dem_actor_type type;
    dem_str name;   /* canonical name; a list's name; a role's code */
    dem_str code;   /* a country's or role's */
    dem_str region;
    uint32_t file, line;
    bool alone, typed;
    bool case_unknown; /* the names' capitals are not known */
    uint8_t gender;
    dem_day from, to; /* of a country */
    DEM_VEC(dem_lex_code) codes;
    DEM_VEC(dem_lex_name) names;
} dem_lex_entry;

typedef struct dem_lex_place {
    dem_str name, admin;
    char country[4];
    bool located;
    uint8_t precision;
    int32_t lat, lon; /* millionths of a degree */
    int64_t population;
    uint32_t file, line;
    DEM_VEC(dem_str) aliases;
} dem_lex_place;

typedef struct dem_lex_model {
    dem_arena *a;
    const dem_named_text *files;
    size_t n_files, errors;
    DEM_VEC(dem_lex_entry) entries;
    DEM_VEC(dem_lex_place) places;
    void (*report_bad)(void *ctx, const dem_error *e);
    void (*on_bad)(void *ctx, size_t file, size_t line, size_t column, const char *text); /* the same in parts, for the checker */
    void *ctx;
    dem_error *err; /* the first error */
} dem_lex_model;

/* Reads file `index` of the model; broken lines are counted and reported, the rest is kept. DEM_EMEMORY ends it. */
int dem_lex_read_text(dem_lex_model *m, size_t index);
int dem_lex_read_places(dem_lex_model *m, size_t index);
/* Counts and reports one broken line. */
void dem_lex_bad(dem_lex_model *m, size_t file, size_t line, size_t column, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));
/* Model -> bytes. */
int dem_lex_write(const dem_lex_model *m, dem_str *out, dem_error *err);

#endif
