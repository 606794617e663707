/* SPDX-License-Identifier: Apache-2.0 */
/* What the features of a pair and of a sentence share: words with their classes, frames with their fillers. */
#ifndef DEM_EVENTS_RELFEAT_H
#define DEM_EVENTS_RELFEAT_H

#include "events/relations.h"

enum { MAX_LABELS = 16 };

typedef struct word_labels {
    size_t n;
    dem_str label[MAX_LABELS]; /* TYPE of a voc- class, the name of any other class */
} word_labels;

typedef struct feature_context {
    const dem_rules *rules;
    const dem_report *r;
    dem_features *f;
    int32_t sentence;
    const dem_token *t; /* of the sentence */
    int32_t n;
} feature_context;

static inline void feature1(feature_context *c, const char *kind, dem_str a)
{
    dem_feature(c->f, 1, kind, &a, 1);
}
static inline void feature2(feature_context *c, const char *kind, dem_str a, dem_str b)
{
    dem_feature(c->f, 1, kind, (dem_str[]){a, b}, 2);
}
static inline void feature3(feature_context *c, const char *kind, dem_str a, dem_str b, dem_str d)
{
    dem_feature(c->f, 1, kind, (dem_str[]){a, b, d}, 3);
}

/* The lemma with its particle when the token heads a frame; numbers are one word. */
dem_str dem_feat_lemma(const feature_context *c, int32_t token);
void dem_feat_labels(const feature_context *c, int32_t token, word_labels *out);
/* A word that carries meaning by itself: no names, no articles, no punctuation. */
bool dem_feat_word(const dem_token *t);
/* Polarity, tense and voice of a frame, short: "nf" negated future. */
dem_str dem_feat_flags(const dem_frame *f);
/* The frame's word, flags, fillers, and the complements it governs, two levels deep; names begin with `tag`. */
void dem_feat_frame(feature_context *c, int32_t frame, const char *tag);
/* Which types the words from token `from` to `to` (exclusive) speak for. `skip` may be NULL. */
void dem_feat_votes(feature_context *c, const char *kind, const bool *skip);
/* The context of the sentence. */
bool dem_feat_begin(feature_context *c, const dem_rules *rules, const dem_report *r, int32_t sentence, dem_features *f);

#endif
