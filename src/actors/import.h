/* SPDX-License-Identifier: Apache-2.0 */
/* Dictionaries of other coders -> the text format of the lexicon. A reader (import_dict.c, import_table.c) fills entries, the writer
   (import_write.c) prints them; what cannot be said in our format is reported with its line, and nothing is left out in silence. */
#ifndef DEM_ACTORS_IMPORT_H
#define DEM_ACTORS_IMPORT_H

#include "actors/actors.h"
#include "base/buf.h"

typedef enum dem_import_format { DEM_IMPORT_TABARI, DEM_IMPORT_PETRARCH, DEM_IMPORT_ICEWS, DEM_IMPORT_CSV, DEM_IMPORT_FORMATS } dem_import_format;

typedef struct dem_import_code {
    dem_str code;     /* empty: known to carry none */
    dem_str from, to; /* ISO, day, month or year; empty: open */
    bool dated;
} dem_import_code;

typedef enum dem_import_kind { DEM_IMPORT_ACTOR, DEM_IMPORT_ROLE, DEM_IMPORT_COMMENT } dem_import_kind;

/* A form of a role's term; many: its plural, empty with `no_plural`, else to be made by the rule. */
typedef struct dem_import_term {
    dem_str one, many;
    bool no_plural;
} dem_import_term;

typedef struct dem_import_entry {
    dem_import_kind kind;
    size_t file, line;
    dem_str note, type, gender; /* note: what the source says beside it; of a comment its text */
    dem_strs names;             /* of an actor; the first is its name */
    DEM_VEC(dem_import_code) codes;
    dem_str role; /* code of a role; "*": carries another's */
    bool alone;
    DEM_VEC(dem_import_term) terms;
} dem_import_entry;

typedef struct dem_import {
    dem_import_format format;
    const dem_named_text *files;
    size_t n_files;
    const dem_lexicon *base;    /* names of countries in ICEWS tables; may be NULL: their codes are then missing */
    dem_str icews_sectors;      /* icews-sectors.tsv */
    /* lost: something of the line is not in the output; else it is there in another form. `column` from 1. */
    void (*on_report)(void *ctx, const char *file, size_t line, size_t column, bool lost, const char *text);
    void *ctx;
    /* filled */
    size_t entries, names, codes, roles, terms, lost, changed, repeated;
    /* work */
    dem_arena *a;
    size_t file, line;
    dem_str whole; /* the line being read */
    DEM_VEC(dem_import_entry) items;
} dem_import;

/* Reads all files and appends the lexicon text to `out`. The return is DEM_OK also when lines were lost. */
int dem_import_run(dem_import *im, dem_buf *out, dem_error *err);

/* Longer lines are no dictionary's, and their time is not ours to give. */
enum { DEM_IMPORT_LINE = 16 << 10, DEM_IMPORT_NOTE = 2000, DEM_IMPORT_PARTS = 256 };

/* ---- between the parts ---- */
bool dem_import_dictionary(dem_import *im); /* false: memory is out */
bool dem_import_table(dem_import *im);
bool dem_import_write(dem_import *im, dem_buf *out);
void dem_import_say(dem_import *im, dem_str at, bool lost, const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* The text as UTF-8 without control characters; what had to be changed is reported. */
dem_str dem_import_clean(dem_import *im, dem_str line);
dem_import_entry *dem_import_add(dem_import *im, dem_import_kind kind);
/* A name as our files may hold it; empty (and reported) when it cannot. */
dem_str dem_import_name(dem_import *im, dem_str raw, dem_str at);
bool dem_import_name_to(dem_import *im, dem_import_entry *e, dem_str raw, dem_str at);
/* YYMMDD, YYYYMMDD or ISO; blanks inside are passed over. Empty when it is none. `changed`: there is no such day, the month or year is given. */
dem_str dem_import_day(dem_import *im, dem_str s, bool *changed);
bool dem_import_code_good(dem_str code);
/* Adds to what is said beside an entry; what goes over the length of a note is reported. */
void dem_import_note(dem_import *im, dem_import_entry *e, dem_str more);
dem_str dem_import_join(dem_arena *a, dem_str text, const char *sep, dem_str more);

#endif
