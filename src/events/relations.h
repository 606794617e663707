/* SPDX-License-Identifier: Apache-2.0 */
/* The learned side of the coder: a linear model over hashed features of a pair of spans (which event stands between them) and of a
   sentence (which class its main event has). The rules are one of its witnesses, not its replacement.

   File (little endian): a header of 64 bytes
     0 "DEMRELAT"   8 u32 0x01020304   12 u32 version   16 u64 file size   24 u32 CRC-32 of all bytes from 64 on
     28 u32 number of heads   32 char[32] version name
   then for each head
     char[16] name   u32 classes K   u32 keys N   f32 temperature   u32 0
     K x char[16] class names   K x f32 bias   K x f32 scale
     N x u32 keys, ascending    N x K x i8 weights, padded to a multiple of 4 bytes
   The score of class k is bias + scale * sum of value * weight; probabilities are softmax of score / temperature. */
#ifndef DEM_EVENTS_RELATIONS_H
#define DEM_EVENTS_RELATIONS_H

#include "events/rules.h"

enum { DEM_HEAD_CLASSES = 32, DEM_MAX_FEATURES = 2048 };

typedef struct dem_relations dem_relations;
int dem_relations_open_file(const char *path, dem_relations **out, dem_error *err);
/* `bytes` must outlive the model. Damaged, cut or foreign files are refused. */
int dem_relations_open_memory(const void *bytes, size_t n, const char *name, dem_relations **out, dem_error *err);
void dem_relations_close(dem_relations *m);
const char *dem_relations_version(const dem_relations *m);
/* From now on dem_relate and the coder ask the model too; NULL takes it away. The model must outlive the rules. */
void dem_rules_use_relations(dem_rules *rules, const dem_relations *m);

/* Features: distinct keys with values; what is over DEM_MAX_FEATURES is dropped. */
typedef struct dem_features {
    size_t n;
    uint32_t key[DEM_MAX_FEATURES];
    float value[DEM_MAX_FEATURES];
    uint16_t slot[2 * DEM_MAX_FEATURES]; /* by key: index + 1 */
    void (*watch)(void *ctx, const char *name, float value); /* each feature's name, for people; may be NULL */
    void *ctx;
} dem_features;

void dem_features_clear(dem_features *f);
/* "KIND part part …": the strings are joined with a blank, lower case. A key that is there already keeps the larger value. */
void dem_feature(dem_features *f, float value, const char *kind, const dem_str *parts, size_t n);

/* The relation between two sets of spans; a sentence alone (DEM_NONE: the first four as one). Both read every layer up to events. */
void dem_relation_features(const dem_rules *rules, const dem_report *r, const dem_span *actor, size_t n_actor, const dem_span *recipient,
                           size_t n_recipient, dem_features *out);
void dem_class_features(const dem_rules *rules, const dem_report *r, int32_t sentence, dem_features *out);

/* For a sentence in which the rules found nothing: adds the event between the surest pair of actors when the model is at least this sure
   of it; its rule is "model:relate". */
int dem_learned_event(const dem_rules *rules, dem_report *r, int32_t sentence, double threshold, dem_error *err);

typedef struct dem_verdict {
    size_t n, best;
    double p[DEM_HEAD_CLASSES];
    dem_str name[DEM_HEAD_CLASSES];
} dem_verdict;
/* False when the model has no such head. */
bool dem_relations_score(const dem_relations *m, const char *head, const dem_features *f, dem_verdict *out);

/* wordclass.c: the classes of data/rules a word is in. */
typedef struct dem_word_classes {
    size_t n;
    const dem_class *cls[12];
} dem_word_classes;
void dem_classes_of(const dem_rules *rules, dem_str lemma, uint8_t upos, dem_word_classes *out);
/* "voc-ACCUSE-112" -> "ACCUSE", "112"; false for other classes. */
bool dem_class_type(const dem_class *c, dem_str *type, dem_str *code);

#endif
