/* SPDX-License-Identifier: Apache-2.0 */
/* Stored or printed records read back for the formats of other programs: events with what their report says, compound actors
   expanded into dyads, codes taken apart. Absent stays absent: empty strings, -1, false. */
#ifndef DEM_EXPORT_XEVENT_H
#define DEM_EXPORT_XEVENT_H

#include "base/buf.h"
#include "base/date.h"
#include "base/error.h"
#include "base/vec.h"

#include <jansson.h>

typedef struct dem_xreport {
    dem_str id, title, publisher, published, url, language;
    int64_t length;                /* code points of the text, -1: the text is not known */
    int64_t lead_start, lead_end;  /* the first paragraph below the title, code points; -1: not known */
} dem_xreport;

typedef struct dem_xparty {
    dem_str name, text, code, country;
    int64_t start, end; /* -1: not in the text */
} dem_xparty;
typedef DEM_VEC(dem_xparty) dem_xparties;

typedef struct dem_xevent {
    const dem_xreport *from; /* never NULL; without a report record it knows the id only */
    dem_str id, report, cluster;
    int64_t sentence_index, sentence_start, sentence_end;
    dem_str sentence;
    dem_xparties actors, recipients;
    bool mutual;
    dem_str trigger;
    int64_t trigger_start, trigger_end;
    dem_str cameo, type, mode, status, rule;
    dem_strs contexts;
    int quad;    /* PLOVER's; 0: none */
    bool scaled; /* goldstein is known */
    double goldstein, confidence;
    dem_str date, date_end, date_text, basis; /* ISO days, the event's own */
    dem_str place, place_admin, place_country;
    int resolution; /* PLOVER's: 4 city, 3 district, 2 province, 1 country; 0 not known */
    bool located;
    double lat, lon;
    const json_t *record; /* only while the event is handed over, not when it is kept */
} dem_xevent;

/* Into the arena. `reports` may be asked for the report; false when the object is no event. */
void dem_xreport_read(const json_t *record, dem_arena *a, dem_xreport *out);
void dem_xevent_read(const json_t *record, const dem_xreport *from, dem_arena *a, dem_xevent *out);

/* The event's own day; else that of the report's publication (*own false), which is how the formats define the day of an event that
   tells none; else empty. */
dem_str dem_xevent_day(const dem_xevent *e, bool *own);

/* ---- dyads ---- */

/* Who to whom; a side that is absent is NULL. */
typedef struct dem_dyad {
    const dem_xparty *actor, *recipient;
} dem_dyad;
typedef DEM_VEC(dem_dyad) dem_dyads;
/* Each actor with each recipient, in both directions when they act together; of those who act together without a recipient each with
   each other. */
void dem_xevent_dyads(const dem_xevent *e, dem_arena *a, dem_dyads *out);

/* ---- codes ---- */

enum { DEM_CODE_TRIPLES = 8 };
/* A code taken apart as CAMEO means it. */
typedef struct dem_code_parts {
    dem_str country;                                /* ISO 3166-1 alpha-3 */
    dem_str prefix;                                 /* IGO, NGO, MNC, IMG, ... where a country would stand */
    dem_str group, ethnic, religion[2], roles[3];   /* a known group, an ethnic group, religions, role codes */
    dem_str rest[DEM_CODE_TRIPLES];                 /* all triples behind country or prefix, in order */
    size_t n_rest, n_religions, n_roles;
} dem_code_parts;
void dem_code_split(dem_str code, dem_str country, dem_code_parts *out);
/* CAMEO's spelling of PLOVER's triples: JRN is MED there, PLOVER's UNO is IGOUNO. In `a`. */
dem_str dem_code_cameo(dem_str code, dem_arena *a);

/* ---- tables ---- */

/* Facts about states, and what other systems make of codes; the texts of data/exports/states.tsv, sectors.tsv, plover.tsv and quads.tsv. */
typedef struct dem_state_row {
    dem_str iso3, fips, cow, name;
} dem_state_row;
typedef struct dem_scale_row {
    dem_str type, mode;
    double score;
} dem_scale_row;
typedef struct dem_tables {
    DEM_VEC(dem_state_row) states;
    struct {
        dem_str code, name;
    } sectors[64];
    size_t n_sectors;
    DEM_VEC(dem_scale_row) scale;
    uint8_t gdelt[21], phoenix[21]; /* by root; 255: none */
    DEM_VEC(dem_state_row) cameo;   /* iso3: a CAMEO code, name: what it means */
} dem_tables;
typedef struct dem_table_texts {
    dem_str states, sectors, plover, quads, cameo;
} dem_table_texts;
int dem_tables_read(const dem_table_texts *texts, dem_arena *a, dem_tables *out, dem_error *err);
const dem_state_row *dem_state_of(const dem_tables *t, dem_str iso3); /* NULL: none */
dem_str dem_sector_name(const dem_tables *t, dem_str triple);         /* empty: none */
/* PLOVER's score of the mode, else of the type; false when there is none. */
bool dem_plover_score(const dem_tables *t, dem_str type, dem_str mode, double *out);
dem_str dem_cameo_name(const dem_tables *t, dem_str code);
int dem_cameo_root(dem_str code); /* 1..20; 0: no CAMEO code */

/* The number that formats with whole-number ids get: from the id's hash, the same in every run; `part`: which dyad of the event. */
int64_t dem_xnumber(dem_str id, size_t part);

/* ---- cells ---- */

/* A text in a line of tab-separated cells: white space and control characters become one blank. */
void dem_cell(dem_buf *out, bool *first, dem_str s);
void dem_cell_int(dem_buf *out, bool *first, int64_t v, bool there);
void dem_cell_num(dem_buf *out, bool *first, double v, int decimals, bool there);

/* ---- texts to places in a vector ---- */
typedef struct dem_places_of {
    uint32_t *slots; /* index + 1; open addressing */
    size_t size, n;
    DEM_VEC(dem_str) keys;
} dem_places_of;
/* The index of the key, in order of arrival; *fresh when it is new (the key is copied). SIZE_MAX: memory is out. */
size_t dem_place_of(dem_places_of *m, dem_arena *a, dem_str key, bool *fresh);
size_t dem_place_find(const dem_places_of *m, dem_str key); /* SIZE_MAX: not there */

#endif
