/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the brief: stored rows are merged into tells (one thing that happened, however many reports tell it), tells into initiatives,
   and both are written as plain text or markdown. */
#ifndef DEM_STORE_BRIEF_H
#define DEM_STORE_BRIEF_H

#include "store/store.h"

/* ---- words (brief_words.c) ---- */

/* What the brief does with a code. */
typedef enum dem_stance {
    DEM_STANCE_NONE,
    DEM_STANCE_OFFER,   /* offers to mediate or host */
    DEM_STANCE_ACCEPT,  /* agrees to talk, to settle, to mediation */
    DEM_STANCE_REFUSE,
    DEM_STANCE_CALL,    /* appeals and demands */
    DEM_STANCE_TALK,    /* meetings, agreements, endorsements */
    DEM_STANCE_BREAK,   /* halts talks, breaks relations */
    DEM_STANCE_BLAME,   /* criticises, accuses */
    DEM_STANCE_GROUND   /* threats and force: roots 13 to 20 */
} dem_stance;

typedef struct dem_phrase {
    const char *code;  /* prefix of the CAMEO code it is for */
    const char *verb;  /* "offered to mediate" */
    const char *link;  /* before the recipients: "between", "with", "" */
    dem_stance stance;
} dem_phrase;
/* The phrase with the longest prefix of the code; never NULL for a code of digits 01..20. */
const dem_phrase *dem_phrase_of(dem_str cameo);

/* "30 January 2012" */
void dem_day_words(dem_str iso, dem_buf *out);
/* "Syria (government)", "Burhan Ghalioun". */
void dem_party_words(const dem_party_row *p, dem_buf *out);
/* What makes two parties the same for the brief: the code (a country's government is the country), else the name folded. */
dem_str dem_party_key(const dem_party_row *p, dem_arena *a);

/* ---- tells (brief_tells.c) ---- */

void dem_keys_add(dem_strs *v, dem_str s, dem_arena *a); /* once */
bool dem_keys_has(const dem_strs *v, dem_str s);
bool dem_keys_meet(const dem_strs *a, const dem_strs *b);

typedef struct dem_tell {
    dem_str day;       /* the event's, else the report's; empty when neither is known */
    bool dated;        /* day is the event's own */
    dem_str until;     /* last day when it took more than one */
    dem_str retold;    /* last day it was reported, when it has none of its own and was told again */
    const dem_phrase *phrase;
    dem_event_row first; /* as the first report tells it */
    dem_strs actors, recipients; /* keys */
    dem_strs speakers, reports, venues;
    dem_condition_rows conditions;
    double confidence;  /* the highest of its reports' */
    size_t order;
    int32_t initiative; /* DEM_NONE */
} dem_tell;

typedef DEM_VEC(dem_tell) dem_tells;
typedef DEM_VEC(dem_claim_row) dem_claims;
typedef DEM_VEC(dem_report_row) dem_reports;

typedef struct dem_initiative {
    dem_str proposer; /* key */
    dem_str first, last;
    dem_strs parties, reports;
    DEM_VEC(size_t) offers, responses; /* tells */
} dem_initiative;
typedef DEM_VEC(dem_initiative) dem_initiatives;

typedef struct dem_brief {
    dem_arena *a;
    dem_tells tells; /* by day */
    dem_claims claims;
    dem_reports reports;
    dem_initiatives initiatives;
} dem_brief;

int dem_brief_load(dem_brief *b, dem_store *s, const dem_filter *f, dem_error *err);
/* Offers of one proposer to the same parties within some days are one initiative; whoever of the parties accepts or refuses talks
   in the days after, or answers the proposer, answers it. */
void dem_brief_link(dem_brief *b);

/* ---- writing (brief_doc.c) ---- */

typedef struct dem_doc {
    dem_buf *out;
    bool markdown;
    dem_buf line; /* scratch of the writers: filled, then handed to one of the calls below with dem_doc_take */
} dem_doc;
void dem_doc_title(dem_doc *d, dem_str s);
void dem_doc_section(dem_doc *d, const char *s);
void dem_doc_heading(dem_doc *d, dem_str s);
void dem_doc_paragraph(dem_doc *d, dem_str s);
/* A point of a list, depth 0 or 1; label may be NULL. */
void dem_doc_item(dem_doc *d, int depth, const char *label, dem_str s);

/* The sections. */
void dem_brief_offers(const dem_brief *b, dem_doc *d);
void dem_brief_positions(const dem_brief *b, dem_doc *d);
void dem_brief_ground(const dem_brief *b, dem_doc *d);
void dem_brief_timeline(const dem_brief *b, dem_doc *d);

/* "Iran offered to mediate between …" */
void dem_tell_sentence(const dem_tell *t, dem_buf *out);
/* "; 30 January 2012; in Moscow; condition: "…"; said X [reports]" */
void dem_tell_details(const dem_tell *t, bool day, dem_buf *out);
void dem_reports_words(const dem_strs *reports, dem_buf *out);

#endif
