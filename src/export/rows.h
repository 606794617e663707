/* SPDX-License-Identifier: Apache-2.0 */
/* Records as flat rows: what tables, CSV and the database hold. Made from a coded report here or read back by the store, printed by
   the same writers either way. Strings are empty, lists have n 0 and numbers say so where nothing was found. */
#ifndef DEM_EXPORT_ROWS_H
#define DEM_EXPORT_ROWS_H

#include "base/table.h"
#include "base/vec.h"
#include "export/export.h"

typedef struct dem_party_row {
    dem_str name, code, country, text;
    dem_str type; /* of the mention: person organisation place group nominal */
} dem_party_row;
typedef DEM_VEC(dem_party_row) dem_party_rows;

typedef struct dem_condition_row {
    dem_str type, stance, text; /* stance: sets meets rejects */
} dem_condition_row;
typedef DEM_VEC(dem_condition_row) dem_condition_rows;

/* What every finding has: where it stands, and the innermost named speaker with who passed the words on. */
typedef struct dem_source_row {
    dem_str id, report, publisher, published;
    int64_t sentence_index, sentence_start, sentence_end; /* -1: none */
    dem_str sentence, speaker, speaker_code, via, rule, record;
    dem_str speaker_name, speaker_country; /* the name alone, not its words; neither is read back from the store */
} dem_source_row;

typedef struct dem_when_row {
    dem_str start, end, basis; /* ISO days */
} dem_when_row;

typedef struct dem_where_row {
    dem_str place, country;
    bool located;
    double lat, lon;
} dem_where_row;

typedef struct dem_event_row {
    dem_source_row src;
    dem_when_row when;
    dem_where_row where;
    dem_party_rows actors, recipients;
    bool mutual;
    dem_str cameo, cameo_name, type, mode, context, status, trigger, venue, cluster;
    int64_t quad;     /* 0: none */
    bool scaled;      /* goldstein is known */
    double goldstein, confidence;
    dem_condition_rows conditions;
} dem_event_row;

typedef struct dem_claim_row {
    dem_source_row src;
    dem_when_row when;
    dem_where_row where;
    dem_str kind, count_text, qualifier;
    int64_t min, max; /* -1: open */
    dem_party_rows victims, perpetrators;
    bool total, negated;
} dem_claim_row;

typedef struct dem_statement_row {
    dem_source_row src;
    dem_str country; /* the speaker's */
    dem_str cue, content;
    bool direct;
    dem_condition_rows conditions;
    size_t statement; /* its place in the report */
} dem_statement_row;

typedef struct dem_report_row {
    dem_str id, sha256, title, publisher, author, published, url, language, dateline_place, text, record;
    dem_str via; /* the agency credited */
    int64_t n_events, n_claims, n_statements;
} dem_report_row;

typedef struct dem_rows {
    dem_report_row report;
    DEM_VEC(dem_event_row) events;
    DEM_VEC(dem_claim_row) claims;
    DEM_VEC(dem_statement_row) statements;
} dem_rows;

/* Rows in the report's arena. `records`: also their JSON. */
int dem_rows_make(dem_report *r, const dem_codebook *book, bool records, dem_rows *out, dem_error *err);

/* The canonical name, else the words, else the code. */
dem_str dem_party_label(const dem_party_row *p);
/* "Iran [IRNGOV]; Syria [SYR]"; `codes` false leaves the brackets out. */
void dem_parties_print(const dem_party_rows *p, bool codes, dem_buf *out);
/* "2012-01-30" or "2012-01-30/2012-02-01". */
void dem_when_print(const dem_when_row *w, dem_buf *out);
/* "200", "80-100", "200+" (open above), "up to 50" (open below); nothing when there is no number. */
void dem_count_print(const dem_claim_row *c, dem_buf *out);
/* "condition (unless): …" */
void dem_condition_print(const dem_condition_row *c, dem_buf *out);

/* CSV: the same columns whatever is found. */
void dem_csv_event_header(dem_buf *out);
void dem_csv_event(const dem_event_row *e, dem_buf *out);
void dem_csv_claim_header(dem_buf *out);
void dem_csv_claim(const dem_claim_row *c, dem_buf *out);
void dem_csv_statement_header(dem_buf *out);
void dem_csv_statement(const dem_statement_row *s, dem_buf *out);
void dem_csv_report_header(dem_buf *out);
void dem_csv_report(const dem_report_row *r, dem_buf *out);

/* Aligned tables of the four kinds; NULL or false when memory is out. `report`: with the columns that name the report's day, report and
   sentence. */
dem_table *dem_table_events(void);
bool dem_table_add_event(dem_table *t, const dem_event_row *e, bool report);
dem_table *dem_table_claims(void);
bool dem_table_add_claim(dem_table *t, const dem_claim_row *c);
dem_table *dem_table_statements(void);
bool dem_table_add_statement(dem_table *t, const dem_statement_row *s);
dem_table *dem_table_reports(void);
bool dem_table_add_report(dem_table *t, const dem_report_row *r);

#endif
