/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by the files of frames/: the word lists and the builder's state. */
#ifndef DEM_FRAMES_INTERNAL_H
#define DEM_FRAMES_INTERNAL_H

#include "frames/frames.h"

typedef enum dem_frame_list {
    DEM_LIST_SUBJECT_CONTROL,
    DEM_LIST_LIGHT_VERB,
    DEM_LIST_NEGATOR,
    DEM_LIST_NEGATIVE_DETERMINER,
    DEM_LIST_MODAL,
    DEM_LIST_FUTURE,
    DEM_LIST_FUTURE_RAISING,
    DEM_LIST_ADDRESSEE_CONTROL,
    DEM_LIST_CONDITIONAL,
    DEM_LIST_TRANSITIVE,
    DEM_LIST_INFINITIVE_NOUN,
    DEM_LIST_THAT_NOUN,
    DEM_LIST_THAT_VERB,
    DEM_LIST_SAYING,
    DEM_LIST_OBJECT_INFINITIVE,
    DEM_LIST_TIME_NOUN,
    DEM_LIST_ADJECTIVAL,
    DEM_LIST_TIME_COMPLEMENT,
    DEM_LIST_PART_OF,
    DEM_LIST_INFINITIVE_VERB,
    DEM_LIST_PHRASAL,
    DEM_LIST_PHRASAL_OBJECT,
    DEM_LIST_TWO_OBJECTS,
    DEM_LIST_IRREGULAR_FORM,
    DEM_LIST_ACCUSING,
    DEM_LIST_DURATION,
    DEM_LIST_VERB_OR_ADJECTIVE,
    DEM_LIST_BLAMING,
    DEM_LIST_NAMING,
    DEM_LIST_NEEDS_OBJECT,
    DEM_LIST_DESTINATION_VERB,
    DEM_LIST_ASKING,
    DEM_LIST_TO_NOUN,
    DEM_LIST_WILLED,
    DEM_LIST_COUNT
} dem_frame_list;

/* A word and the lists it stands in, a bit each. */
typedef struct dem_frame_word {
    dem_str text; /* p is NULL in an empty place */
    dem_str lemma; /* of an irregular form */
    uint64_t lists;
} dem_frame_word;
_Static_assert(DEM_LIST_COUNT <= 64, "a word has a bit for each list");

struct dem_frame_rules {
    dem_arena *arena;
    dem_frame_word *words; /* hashed in lower case, half full at most */
    size_t size, n_words;
};

bool dem_frame_listed(const dem_frame_rules *rules, dem_frame_list list, dem_str word);
/* Of a form in the list FORM=LEMMA; empty when it is not there. */
dem_str dem_frame_lemma(const dem_frame_rules *rules, dem_str form);

/* Tense, mood, voice, polarity of the frame from the words around its head (flags.c). */
void dem_frame_set_flags(const dem_frame_rules *rules, const dem_report *r, dem_frame *f);

/* Token helpers over one sentence. */
typedef struct dem_sent {
    const dem_report *r;
    int32_t index;
    dem_token *t;
    int32_t n;
} dem_sent;

static inline dem_sent dem_sent_of(const dem_report *r, int32_t sentence)
{
    const dem_sentence *s = &r->sentences.items[sentence];
    return (dem_sent){r, sentence, r->tokens.items + s->first, (int32_t)s->n};
}
/* First child with the relation (subtypes count), DEM_NONE. */
int32_t dem_child(dem_sent s, int32_t token, dem_rel base);
/* Is `upper` the token `lower` or above it in the tree? */
bool dem_above(dem_sent s, int32_t upper, int32_t lower);
/* The last comma before the token, DEM_NONE. */
int32_t dem_comma_before(dem_sent s, int32_t i);
/* repair_nouns.c: the part of the mending that is about nouns, for token i; true when it changed something. */
bool dem_repair_nouns(const dem_frame_rules *rules, dem_sent s, int32_t i);
/* repair_clauses.c: the same of clauses. */
bool dem_repair_clauses(const dem_frame_rules *rules, dem_sent s, int32_t i);
/* For token i, when mentions are known. */
bool dem_repair_speaker(const dem_frame_rules *rules, dem_sent s, int32_t i);
/* What only mentions can tell, when they are known. */
void dem_repair_with_names(const dem_frame_rules *rules, dem_report *r, int32_t sentence);

#endif
