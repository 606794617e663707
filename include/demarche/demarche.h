/* SPDX-License-Identifier: Apache-2.0 */
/* libdemarche: news reports in, the sourced record of the diplomacy in them out.

   An engine holds the model, the lexicon and the rules; it is read-only once opened and may be shared by threads.
   A run reads files and codes their reports on several threads; results come in input order.
   Functions return a dem_status (0 is good) and fill a caller-owned dem_error, which may be NULL. *_close and *_free take NULL. */
#ifndef DEMARCHE_DEMARCHE_H
#define DEMARCHE_DEMARCHE_H

#include "demarche/error.h"

#include <stdbool.h>
#include <stdio.h>

typedef struct dem_report dem_report;
typedef struct dem_engine dem_engine;
typedef struct dem_store dem_store;

typedef struct dem_engine_options {
    const char *data_dir;              /* NULL: the data built into the library; else a folder laid out like data/ */
    const char *model;                 /* NULL: the model built in */
    const char *const *lexicons;       /* the user's own actor files, later wins */
    size_t n_lexicons;
} dem_engine_options;

DEM_API int dem_engine_open(const dem_engine_options *options, dem_engine **out, dem_error *err);
DEM_API void dem_engine_close(dem_engine *engine);
DEM_API const char *dem_version(void);
DEM_API const char *dem_engine_model_version(const dem_engine *engine);
DEM_API const char *dem_engine_lexicon_version(const dem_engine *engine);
/* A hash of the rules and cues in use and of the user's lexicons. */
DEM_API const char *dem_engine_rules_version(const dem_engine *engine);

/* How far a report is taken. */
typedef enum dem_depth { DEM_DEPTH_TEXT, DEM_DEPTH_TOKENS, DEM_DEPTH_PARSE, DEM_DEPTH_FULL } dem_depth;
/* What is printed of it. */
typedef enum dem_output {
    DEM_OUT_NONE,
    DEM_OUT_JSONL,    /* report, statements, events, claims: one object a line */
    DEM_OUT_EVENTS,   /* events, claims and statements, without the report record */
    DEM_OUT_CSV,      /* events, a header first */
    DEM_OUT_TABLE,    /* events, aligned, for reading */
    DEM_OUT_ANNOTATE, /* one object a report, all layers */
    DEM_OUT_CONLLU,
    DEM_OUT_TEXT,     /* the cleaned text and its metadata */
    DEM_OUT_EXPLAIN   /* tree, mentions, rules that fired and nearly did, records */
} dem_output;

typedef struct dem_run_options {
    unsigned threads;      /* 0: one for each core */
    dem_depth depth;
    dem_output output;
    bool verbatim, any_language;
    const char *format;    /* NULL or "auto", "text", "html", "jsonl", "conllu" */
    const char *published; /* ISO date for reports that give none; NULL: leave absent */
    bool color;            /* DEM_OUT_EXPLAIN, DEM_OUT_TABLE */
    /* May be NULL. Asked of each report as soon as it is read, one at a time and from any thread: is it to be coded? One that is not goes
       to on_report in its turn, with nothing found in it; dem_store_add leaves it alone. */
    bool (*wanted)(void *ctx, const dem_report *report);
    /* Called in input order from the thread that called dem_run. `text` is what the output format made of the report.
       A non-zero return ends the run with that code. */
    int (*on_report)(void *ctx, dem_report *report, const char *text, size_t n, dem_error *err);
    /* May be NULL. Then reports are handed over several in a row, with a call before and after them, and are coded beside the thread that
       called dem_run also when `threads` is 1. None waits longer than a fifth of a second for those that follow. */
    int (*on_batch)(void *ctx, bool begin, dem_error *err);
    void (*on_error)(void *ctx, const dem_error *err); /* a file or a record failed; the run goes on */
    /* May be NULL. Called in input order, before the first report or error of each file: how many of the files are done. */
    void (*on_progress)(void *ctx, size_t done, size_t files);
    void *ctx;
} dem_run_options;

/* Codes the files ("-": standard input). The return is DEM_OK also when on_error was called. */
DEM_API int dem_run(dem_engine *engine, const char *const *paths, size_t n_paths, const dem_run_options *options, dem_error *err);

/* What the reports of a run have to do with each other: copies, stories, events told several times, initiatives, positions. Reports are
   added as on_report gets them; the records are printed as JSON Lines. */
typedef struct dem_linker dem_linker;
DEM_API int dem_linker_open(dem_engine *engine, dem_linker **out, dem_error *err);
DEM_API int dem_linker_add(dem_linker *linker, dem_report *report, dem_error *err);
DEM_API int dem_linker_print(dem_linker *linker, FILE *out, dem_error *err);
DEM_API void dem_linker_close(dem_linker *linker);

/* One text as one report (explain, bindings). */
DEM_API int dem_run_text(dem_engine *engine, const char *text, size_t n, const dem_run_options *options, dem_error *err);

/* JSON Lines {"id","text","actor":[[s,e]],"recipient":[[s,e]]} (code points) -> one JSON object a line with the event between the spans. */
DEM_API int dem_relate_file(dem_engine *engine, const char *path, FILE *out, const dem_run_options *options, dem_error *err);

/* Measures a stage on gold of the field's own format: kind is parse, relate, class, spans, mentions, attribution, records, … */
typedef struct dem_eval_options {
    bool raw;          /* parse: from raw text */
    int worst;         /* how many worst cases are listed */
    int folds;         /* cross-validation of a learned part */
    bool json;
    unsigned threads;
} dem_eval_options;
DEM_API int dem_eval(dem_engine *engine, const char *kind, const char *const *paths, size_t n_paths, const dem_eval_options *options,
                     FILE *out, dem_error *err);

/* Learns the relation model ("relations") from gold files and templates and writes it to `model`; `log` (may be NULL) gets the figures of
   cross-validation. demarche-train(1) says which files it reads. */
typedef struct dem_train_options {
    int folds;           /* 0: 5 */
    const char *version; /* name written into the model; NULL: the program's version */
} dem_train_options;
DEM_API int dem_train(dem_engine *engine, const char *kind, const char *const *paths, size_t n_paths, const dem_train_options *options,
                      const char *model, FILE *log, dem_error *err);

/* ---- the lexicon as a tool; demarche-lexicon(1) describes what is printed ---- */
/* What a name is on a day ("YYYY-MM-DD", NULL: none given), why, and what else it could be; format "text" or "jsonl". *found (may be
   NULL): how many readings the lexicon has for it. */
DEM_API int dem_lexicon_print(const dem_engine *engine, const char *name, const char *on, const char *format, FILE *out, size_t *found,
                              dem_error *err);
/* Findings go to `out`, a line each; the return is DEM_OK also when there are errors. data_dir as for an engine; overlay: also names
   that the files take over from the built-in lexicon. */
typedef struct dem_lexicon_counts {
    size_t errors, warnings, actors, countries, roles, lists, names, terms, places;
} dem_lexicon_counts;
DEM_API int dem_lexicon_check(const char *const *paths, size_t n_paths, const char *data_dir, bool overlay, FILE *out, dem_lexicon_counts *counts,
                              dem_error *err);
/* Dictionaries of other coders -> lexicon text on `out`, `report` (may be NULL) gets a line for all that could not be kept as it was.
   from: "tabari" "petrarch" "icews" "csv". */
typedef struct dem_import_counts {
    size_t entries, names, codes, roles, terms; /* written */
    size_t lost, changed, repeated;             /* lines of the report; names given twice in one entry, written once */
} dem_import_counts;
DEM_API int dem_lexicon_import(const char *from, const char *const *paths, size_t n_paths, FILE *out, FILE *report, dem_import_counts *counts,
                               dem_error *err);
/* Lexicon texts -> the compiled form, which loads without being read. Broken lines go to on_error (may be NULL). */
DEM_API int dem_lexicon_build(const char *const *paths, size_t n_paths, FILE *out, void (*on_error)(void *ctx, const dem_error *err), void *ctx,
                              dem_error *err);

/* ---- the store ---- */
DEM_API int dem_store_open(const char *path, bool create, dem_store **out, dem_error *err);
DEM_API void dem_store_close(dem_store *store);
/* Adds a coded report in one transaction. A report whose text is there already, coded by the same versions, is left alone; coded by others,
   its new findings stand before the old ones, which are kept (*added is false for both). */
DEM_API int dem_store_add(dem_store *store, dem_engine *engine, dem_report *report, bool *added, dem_error *err);

/* Is the report's text there already, coded by the same versions? Only what was read of the report is asked for: not coded yet, it need not
   be. */
DEM_API int dem_store_known(dem_store *store, dem_engine *engine, const dem_report *report, bool *known, dem_error *err);
/* From now on dem_store_add takes in also what is known: its findings, and what is told of the report, in the place of those that the same
   versions found before. */
DEM_API void dem_store_replace(dem_store *store, bool replace);
/* Reports added from here to the end of the batch share a transaction where the database has one writer (SQLite), which saves half of the
   time. When one fails, or the program is killed, none of them is there. */
DEM_API int dem_store_batch_begin(dem_store *store, dem_error *err);
DEM_API int dem_store_batch_end(dem_store *store, dem_error *err);

/* Links the reports added since the last call to those before: copies, stories, events told several times, initiatives and positions.
   Call it after the last dem_store_add; what a killed program left undone is done by the next call. */
DEM_API int dem_store_settle(dem_store *store, dem_engine *engine, dem_error *err);
/* The same, if so many reports are new that it pays, else nothing: to be called in the course of a long run, so that little is left for its
   end. */
DEM_API int dem_store_settle_due(dem_store *store, dem_engine *engine, dem_error *err);

/* How many reports this handle has coded anew: stored before, by another version of program, model, lexicon or rules. */
DEM_API size_t dem_store_recoded(const dem_store *store);

/* Is the store sound? Calls `found` with a line for each problem; the return is DEM_OK also when there are some. */
typedef struct dem_store_counts {
    size_t reports, findings, problems;
    size_t passed_over; /* reports that another version has coded and linked: dem_store_check_links leaves them out */
} dem_store_counts;
DEM_API int dem_store_check(dem_store *store, void (*found)(void *ctx, const char *problem), void *ctx, dem_store_counts *counts,
                            dem_error *err);
/* After it: are the stories, event clusters and initiatives there that the engine makes of the reports? Adds to the counts. */
DEM_API int dem_store_check_links(dem_store *store, dem_engine *engine, void (*found)(void *ctx, const char *problem), void *ctx,
                                  dem_store_counts *counts, dem_error *err);

typedef struct dem_filter {
    const char *from, *to;        /* ISO days, inclusive */
    const char *actor, *recipient, *code, *type, *status, *country, *text, *outlet, *report, *kind;
    /* status: of events; the state of initiatives, the stance of positions. kind: of claims and initiatives. */
    double min_confidence;
    size_t limit;
    const char *root;             /* first two digits of the CAMEO code */
    const char *place;            /* a place's name, or how a word of it begins */
    const char *order;            /* "oldest" "newest", of actors and totals also "most"; NULL: the list's own */
    size_t coding;                /* a key of the table codings; 0: the newest coding of each report */
    bool once;                    /* of events that are one event, told several times, only the first telling */
} dem_filter;
/* what: "events" "claims" "statements" "reports" "stories" "initiatives" "positions" "actors"; format: "table" "csv" "jsonl". */
DEM_API int dem_store_list(dem_store *store, const char *what, const dem_filter *filter, const char *format, FILE *out, dem_error *err);

/* Events in the formats of other programs. Without filter->status only actual ones. */
typedef struct dem_export_options {
    const char *format; /* "gdelt" "gdelt2" "gdelt-mentions" "petrarch" "phoenix" "icews" "polecat" "ngec" "plover" "csv" "dyads" "graphml" */
    const char *by;     /* dyads: "day" "week" "month" "year"; NULL: month */
    bool roots;         /* dyads: count by CAMEO root, not by quad class */
} dem_export_options;
DEM_API int dem_store_export(dem_store *store, const dem_filter *filter, const dem_export_options *options, FILE *out, dem_error *err);
/* The same from the records that `demarche code` prints, one JSON object a line; "-" is standard input. */
DEM_API int dem_records_export(const char *path, const dem_filter *filter, const dem_export_options *options, FILE *out, dem_error *err);

/* How many events, claims, statements or reports pass the filter. */
typedef struct dem_totals {
    const char *by; /* "day" "week" (its Monday) "month" "year"; NULL: all together */
    bool dyad;      /* for each pair of actor and recipient; events only */
} dem_totals;
DEM_API int dem_store_totals(dem_store *store, const char *what, const dem_filter *filter, const dem_totals *totals, const char *format,
                             FILE *out, dem_error *err);
/* Claims that count the same, beside each other: who gives which figure, the lowest and the highest, and whether they can be true together.
   by: NULL, or "source" or "day" "week" "month" "year" to count over all of them; filter->limit is of lines printed. */
DEM_API int dem_store_compare(dem_store *store, const dem_filter *filter, const char *by, const char *format, FILE *out, dem_error *err);
/* What the reports tell, for people. filter->country is the focus. */
typedef struct dem_brief_options {
    const char *format; /* "text" "markdown" "html"; NULL: text */
    const char *since;  /* an ISO day: what was first reported from then on is marked as new; NULL: nothing is */
    bool since_last;    /* new is what was stored after the last brief of this focus that was made so; this one is noted in its turn */
} dem_brief_options;
DEM_API int dem_store_brief(dem_store *store, const dem_filter *filter, const dem_brief_options *options, FILE *out, dem_error *err);

#endif
