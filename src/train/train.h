/* SPDX-License-Identifier: Apache-2.0 */
/* Making the relation model: gold files and templates -> coded reports -> examples -> weights -> a model file.
   The coder's own stages and the features of events/ do the reading, so what is learned is what is met at run time. */
#ifndef DEM_TRAIN_TRAIN_H
#define DEM_TRAIN_TRAIN_H

#include "base/buf.h"
#include "events/relations.h"
#include "pipeline/engine.h"
#include "train/linear.h"

typedef struct dem_task {
    const char *head;                 /* "relate", "class" */
    const char *const *classes;       /* NULL at the end */
    dem_linear_options fit;
} dem_task;

extern const dem_task dem_task_relate, dem_task_class;

typedef struct dem_trainer {
    const dem_task *task;
    dem_worker *worker;
    const dem_rules *rules;
    dem_report *report;   /* reused for each sentence */
    dem_features *features;
    dem_set set;
    int per_template;     /* sentences drawn from each template */
    int folds;
    bool by_predicate;    /* folds hold out all sentences of a main predicate: how well unseen words are read */
    float gold_weight, aux_weight, template_weight;
} dem_trainer;

int dem_trainer_open(dem_trainer *t, const dem_engine *engine, const dem_task *task, dem_error *err);
void dem_trainer_close(dem_trainer *t);
/* Reads a file by its kind: .jsonl sentences with spans and roots; .tsv sentences with classes; .txt templates or tokens with span tags.
   The first file of the task's own kind is the gold that folds are cut from; everything else only teaches. */
int dem_trainer_read(dem_trainer *t, const char *const *paths, size_t n, dem_error *err);

/* Cross-validation: scores of all gold examples by models that have not seen them (nor copies of them). */
typedef struct dem_held_out {
    size_t n, k;
    const dem_example **example;
    double *z;     /* n x k */
    int32_t *gold;
    double temperature;
} dem_held_out;
int dem_trainer_cross(dem_trainer *t, dem_held_out *out, dem_error *err);
int dem_trainer_fit(dem_trainer *t, dem_weights *out, dem_error *err);

/* The model file's bytes: see events/relations.h. Weights that round to zero for all classes are left out. */
int dem_model_bytes(const dem_task *const *tasks, const dem_weights *weights, size_t n, const char *version, dem_buf *out, dem_error *err);

/* class of a name, -1 */
int dem_task_class_find(const dem_task *t, dem_str name);

/* templates.c: the sentences of a template file, spans marked. */
typedef struct dem_template_sentence {
    dem_str code, text;
    dem_span actor, recipient;
} dem_template_sentence;
typedef DEM_VEC(dem_template_sentence) dem_template_sentences;
int dem_templates_expand(dem_arena *a, dem_str bytes, const char *name, int per_template, dem_template_sentences *out, dem_error *err);

/* The letters and digits of a text, hashed: copies with other white space or quotes are copies. */
uint64_t dem_text_letters(dem_str text);

#endif
