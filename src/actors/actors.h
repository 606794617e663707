/* SPDX-License-Identifier: Apache-2.0 */
/* Actors: tree -> mentions, coreference, codes on the day of the report. Reads: meta.published, sentences, tokens.
   Writes: mentions, entities, token.mention, focus. */
#ifndef DEM_ACTORS_ACTORS_H
#define DEM_ACTORS_ACTORS_H

#include "report/report.h"

/* The compiled lexicon: read-only, shared by threads. */
typedef struct dem_lexicon dem_lexicon;
/* Opens the compiled form (made by dem_lexicon_compile). `bytes` must outlive the lexicon and be 8-byte aligned. */
int dem_lexicon_open_memory(const void *bytes, size_t n, const char *name, dem_lexicon **out, dem_error *err);
int dem_lexicon_open_file(const char *path, dem_lexicon **out, dem_error *err);
/* Adds a text file of the user's on top: later wins. */
int dem_lexicon_add_text(dem_lexicon *lex, dem_str text, const char *name, dem_error *err);
/* The same for a file, which may be text or compiled; the compiled one is mapped read-only. *hash (may be NULL) takes
   the bytes in. */
int dem_lexicon_add_file(dem_lexicon *lex, const char *path, uint64_t *hash, dem_error *err);
void dem_lexicon_close(dem_lexicon *lex);
const char *dem_lexicon_version(const dem_lexicon *lex);

/* Text files of data/actors and data/places -> compiled bytes in the arena. All broken lines are reported through `report_bad`
   (may be NULL); the first is in *err. */
typedef struct dem_named_text {
    const char *name;
    dem_str text;
} dem_named_text;
int dem_lexicon_compile(const dem_named_text *files, size_t n, dem_arena *a, dem_str *out,
                        void (*report_bad)(void *ctx, const dem_error *e), void *ctx, dem_error *err);

/* What a name is on a day (DEM_DAY_NONE: undated line or, failing that, the latest). The strings live as long as the lexicon. */
typedef struct dem_lexicon_hit {
    dem_str name, code, by; /* by: "lexicon:FILE:LINE" */
    char country[4];
    dem_mention_type type;
    dem_day from, to;
    bool is_capital, is_metonym, is_role, is_adjective, is_demonym;
} dem_lexicon_hit;
size_t dem_lexicon_lookup(const dem_lexicon *lex, dem_str name, dem_day on, dem_lexicon_hit *hits, size_t max);

/* The gazetteer: places called `name`, most populous first. */
typedef struct dem_gazetteer_hit {
    dem_str name, admin, by;
    double lat, lon;
    int64_t population;
    char country[4];
    uint8_t precision; /* as dem_place.precision */
} dem_gazetteer_hit;
size_t dem_gazetteer_lookup(const dem_lexicon *lex, dem_str name, dem_gazetteer_hit *hits, size_t max);

int dem_actors_report(const dem_lexicon *lex, dem_report *r, dem_error *err);

/* The actor a mention stands for, from the mention and its entity. */
dem_actor dem_actor_of(const dem_report *r, int32_t mention);
/* The same for one that may stand for several ("the two sides", "they" after "A and B"): each with the mention's span and its own
   name and code. Gives how many, at most `max`; 1 for an ordinary mention. */
size_t dem_actors_of(const dem_report *r, int32_t mention, dem_actor *out, size_t max);

#endif
