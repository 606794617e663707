/* SPDX-License-Identifier: Apache-2.0 */
/* Reading the compiled lexicon from inside actors/: layers (built in, the user's), the walk over words, entries and their codes.
   Every number in the bytes is checked where it is used: a damaged file gives misses, never a wild read. */
#ifndef DEM_ACTORS_LEXICON_H
#define DEM_ACTORS_LEXICON_H

#include "actors/actors.h"
#include "actors/fold.h"
#include "actors/lexformat.h"

enum { DEM_LAYERS = 9 }; /* the built-in one and the user's */

typedef struct dem_lex_table {
    const unsigned char *p;
    uint32_t n;
} dem_lex_table;

typedef struct dem_lex_layer {
    dem_lex_table t[LEX_SECTIONS];
} dem_lex_layer;

/* The user's layers stand last and win. */
size_t dem_lex_layers(const dem_lexicon *lex, const dem_lex_layer **first);

/* The walk along the words of a phrase, each with its dem_lex_hash(): the node after the first word (0: no phrase starts with it; one
   look at the filter in most cases), then from node to node. */
uint32_t dem_lex_first(const dem_lex_layer *l, uint32_t hash, dem_str key);
bool dem_lex_step(const dem_lex_layer *l, uint32_t *node, uint32_t hash, dem_str key);

typedef struct dem_lex_value {
    const dem_lex_layer *layer;
    uint32_t entry, cases, line; /* line: of the name in the entry's file */
    uint8_t kind, flags, words;
} dem_lex_value;
uint32_t dem_lex_values(const dem_lex_layer *l, uint32_t node, uint32_t *first);
bool dem_lex_value_at(const dem_lex_layer *l, uint32_t i, dem_lex_value *out);

typedef struct dem_lex_info {
    const dem_lex_layer *layer;
    uint32_t entry, codes, n_codes;
    dem_str name, by;
    dem_entry_kind kind;
    dem_actor_type type;
    bool alone;
    char gender;
    char country[4];
    dem_day from, to;
} dem_lex_info;
bool dem_lex_entry_at(const dem_lex_layer *l, uint32_t entry, dem_lex_info *out);

typedef struct dem_lex_coded {
    dem_str code, by;
    dem_day from, to;
    bool dated;  /* a line with dates covers the day */
    bool lapsed; /* no line covers the day: only the country is left of the code */
} dem_lex_coded;
/* The code on a day; false when the entry has none at all. */
bool dem_lex_code_on(const dem_lex_info *e, dem_day on, dem_lex_coded *out);

/* Its i-th line, as it stands. */
bool dem_lex_code_at(const dem_lex_info *e, uint32_t i, dem_lex_coded *out);

bool dem_lex_place_at(const dem_lex_layer *l, uint32_t i, dem_gazetteer_hit *out);

/* A whole phrase: folded without a leading "the" (0 pieces: too long or empty), and its node in a layer (0: not there). */
size_t dem_lex_fold_phrase(dem_str name, dem_piece buf[DEM_PIECES_MAX], dem_piece **p);
uint32_t dem_lex_walk(const dem_lex_layer *l, const dem_piece *p, size_t n);

/* Which of the things that share a name is meant: the smaller, the likelier. */
int dem_lex_rank(dem_value_kind kind, bool lapsed);

/* The cases of the phrase's words against those of the text. */
bool dem_lex_fits(const dem_lex_value *v, const dem_piece *text, bool shout);
bool dem_code_is_country(dem_str code);

#endif
