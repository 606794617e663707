/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the brief. Stored rows become TELLS (one thing that happened, however many reports tell it); tells, claims and what the
   stories stage has linked become VIEWS (initiatives with answers, positions, tolls, disagreements); views are written by a DOC, which
   knows plain text, markdown and HTML. A line of a doc is text with marks; texts of reports never hold a mark, because all of them go
   through dem_text_line. */
#ifndef DEM_BRIEF_MODEL_H
#define DEM_BRIEF_MODEL_H

#include "brief/brief.h"

#include <jansson.h>

/* ---- words (words.c) ---- */

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
    DEM_STANCE_GROUND   /* threats and force */
} dem_stance;

typedef struct dem_phrase {
    dem_str code;  /* prefix of the CAMEO code it is for */
    dem_str verb;  /* "offered to mediate" */
    dem_str link;  /* before the recipients: "between", "with", "" */
    dem_stance stance;
} dem_phrase;

typedef struct dem_word {
    dem_str kind, key, text;
} dem_word;

typedef struct dem_words {
    DEM_VEC(dem_phrase) phrases;
    DEM_VEC(dem_word) words;
    dem_phrase other; /* for a code without a phrase */
} dem_words;

int dem_words_read(dem_str text, dem_arena *a, dem_words *out, dem_error *err);
/* The phrase with the longest prefix of the code; never NULL. */
const dem_phrase *dem_phrase_of(const dem_words *w, dem_str cameo);
/* "stance", "accepts" -> "accepts"; the key itself where the table has none. */
dem_str dem_word_of(const dem_words *w, const char *kind, dem_str key);

/* "30 January 2012" */
void dem_day_words(const dem_words *w, dem_str iso, dem_buf *out);
/* "30 January 2012 to 2 February 2012"; "February 2012" for the whole of a month, "2012" for that of a year. `last` may be empty. */
void dem_span_words(const dem_words *w, dem_str first, dem_str last, dem_buf *out);
/* A source in the middle of a line: "the military", "a rebel spokesman", whatever their sentences began with. */
void dem_source_words(dem_str name, size_t max, dem_buf *out);
/* "Syria (government)", "Burhan Ghalioun". */
void dem_party_words(const dem_words *w, const dem_party_row *p, dem_buf *out);
/* "Syria: opposition", whom an actor of this code acts for, less what its name says already; nothing when that is all. True: something. */
bool dem_side_words(const dem_words *w, dem_str code, dem_str country, dem_str name, dem_buf *out);
/* "Syria" for SYR; the code where there is no such country. */
void dem_country_words(dem_str code, dem_buf *out);
/* 12,000 */
void dem_number_words(int64_t n, dem_buf *out);
/* What makes two parties the same for the brief: the code (a country's government is the country), else the name folded. */
dem_str dem_party_key(const dem_party_row *p, dem_arena *a);

/* ---- tells (tells.c) ---- */

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
    bool fresh;         /* no report that tells it was in the last brief */
} dem_tell;

typedef DEM_VEC(dem_tell) dem_tells;
typedef DEM_VEC(dem_claim_row) dem_claims;
typedef DEM_VEC(dem_report_row) dem_reports;

/* ---- views ---- */

typedef struct dem_answer_view {
    dem_str who, key;  /* in words; what makes two the same */
    dem_str row;       /* what a row of such answers is called: "Syria: opposition", not one of its people */
    dem_str stance;    /* accepts refuses conditional opposes supports urges withdraws offers breaks */
    dem_str line;      /* with marks */
    dem_str day;
    bool fresh;
} dem_answer_view;

typedef struct dem_initiative_view {
    dem_str title, state, first, last; /* title with marks */
    dem_str proposer;  /* key of the first one who proposes */
    DEM_VEC(dem_answer_view) answers;
    dem_strs notes;    /* lines: venue, history */
    bool fresh;        /* the proposal itself is new */
} dem_initiative_view;

typedef struct dem_line_view {
    dem_str day, head, line;
    dem_strs lines;
    bool fresh;
} dem_line_view;

/* Offers and who answers them as the brief itself finds them where nothing has linked the reports. */
typedef struct dem_thread {
    dem_str proposer; /* key */
    dem_str first, last;
    dem_strs parties, reports;
    DEM_VEC(size_t) offers, responses; /* tells */
} dem_thread;
typedef DEM_VEC(dem_thread) dem_threads;

typedef struct dem_report_number {
    dem_str id;
    size_t number; /* 1-based place in `reports` */
    bool fresh;
} dem_report_number;

typedef struct dem_brief {
    dem_arena *a;
    dem_words words;
    const dem_filter *filter;
    bool since;        /* there was a brief before, or a day to begin with */
    dem_str since_day; /* empty: since the last brief */
    dem_tells tells;   /* by day */
    dem_claims claims;
    dem_reports reports;
    DEM_VEC(dem_report_number) numbers; /* by id */
    dem_threads threads;
    DEM_VEC(dem_initiative_view) initiatives;
    DEM_VEC(dem_line_view) positions, disagreements;
    bool linked;       /* initiatives and positions come from the stories stage */
    int64_t newest;    /* key of the newest report, for the next brief */
} dem_brief;

int dem_brief_load(dem_brief *b, dem_store *s, const dem_filter *f, const dem_brief_options *o, dem_error *err);
/* 0: not in this brief. */
size_t dem_report_number_of(const dem_brief *b, dem_str id, bool *fresh);
bool dem_reports_fresh(const dem_brief *b, const dem_strs *ids); /* all of them are new */
/* Offers of one proposer to the same parties within some days are one thread; whoever of the parties accepts or refuses talks
   in the days after, or answers the proposer, answers it. (threads.c) */
void dem_brief_link(dem_brief *b);
/* Views from the tables of the stories stage; those that are empty are filled from the tells. (linked.c) */
int dem_brief_linked(dem_brief *b, dem_store *s, dem_error *err);
void dem_brief_views(dem_brief *b); /* what is still empty, from tells (threads.c) */

/* ---- lines with marks (doc.c) ---- */

void dem_mark_strong(dem_buf *out, dem_str s);
void dem_mark_quote(dem_buf *out, dem_str s, size_t max);
void dem_mark_new(dem_buf *out, const dem_brief *b);
void dem_mark_reports(dem_buf *out, const dem_strs *reports);

/* "Iran offered to mediate between …" */
void dem_tell_sentence(const dem_brief *b, const dem_tell *t, dem_buf *out);
/* "; 30 January 2012; in Moscow; condition: "…"; said X [reports]" */
void dem_tell_details(const dem_brief *b, const dem_tell *t, bool day, dem_buf *out);

typedef enum dem_doc_kind { DEM_DOC_TEXT, DEM_DOC_MARKDOWN, DEM_DOC_HTML } dem_doc_kind;

typedef struct dem_doc {
    const dem_brief *b;
    dem_buf *out;
    dem_doc_kind kind;
    dem_buf line;   /* scratch of the writers */
    int depth;      /* lists that are open in HTML */
    bool item_open[3];
} dem_doc;
void dem_doc_begin(dem_doc *d, dem_str title);
void dem_doc_end(dem_doc *d);
/* `key` of the words; also the anchor in HTML. */
void dem_doc_section(dem_doc *d, const char *key);
/* `badge` may be empty: a state or the like, with its style. */
void dem_doc_heading(dem_doc *d, dem_str s, const char *style, dem_str badge);
void dem_doc_paragraph(dem_doc *d, const char *style, dem_str s);
/* A point of a list, depth 0 or 1; label may be empty; style names the label's colour in HTML. */
void dem_doc_item(dem_doc *d, int depth, dem_str label, const char *style, dem_str s);
/* A group that is not parted by a page's end. */
void dem_doc_open(dem_doc *d, const char *style, size_t number); /* number: its anchor is "i" and that */
void dem_doc_close(dem_doc *d);
/* Bytes of HTML, in HTML only. */
void dem_doc_raw(dem_doc *d, const char *html);
void dem_html(dem_buf *out, dem_str s); /* one line, escaped */
/* A text of the words table. */
dem_str dem_text_of_key(const dem_brief *b, const char *key);

/* The sections. */
void dem_brief_glance(const dem_brief *b, dem_doc *d);
void dem_brief_news(const dem_brief *b, dem_doc *d);
void dem_brief_offers(const dem_brief *b, dem_doc *d);
void dem_brief_positions(const dem_brief *b, dem_doc *d);
void dem_brief_ground(const dem_brief *b, dem_doc *d);
void dem_brief_disagreements(const dem_brief *b, dem_doc *d);
void dem_brief_timeline(const dem_brief *b, dem_doc *d);
void dem_brief_sources(const dem_brief *b, dem_doc *d);

/* ---- tolls (ground.c) ---- */
/* Adds the tolls of one thing that cannot all be true. */
void dem_brief_toll_differences(dem_brief *b);
dem_str dem_claim_day(const dem_claim_row *c);
dem_str dem_claim_place(const dem_claim_row *c);
void dem_claim_place_words(const dem_claim_row *c, dem_buf *out);
void dem_claim_count_words(const dem_claim_row *c, dem_buf *out); /* "60-80", "12,000+" */
int64_t dem_claim_low(const dem_claim_row *c);
int64_t dem_claim_high(const dem_claim_row *c);

/* ---- plots as SVG (plots.c): nothing is written where there is nothing to see ---- */
void dem_plot_timeline(const dem_brief *b, dem_buf *out);
void dem_plot_stances(const dem_brief *b, dem_buf *out);
void dem_plot_tolls(const dem_brief *b, dem_buf *out);
const char *dem_stance_style(dem_str stance);

#endif
