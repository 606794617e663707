/* SPDX-License-Identifier: Apache-2.0 */
/* Multinomial logistic regression with an L2 penalty, fitted by L-BFGS: no randomness, so the same data give the same weights. */
#ifndef DEM_TRAIN_LINEAR_H
#define DEM_TRAIN_LINEAR_H

#include "base/arena.h"
#include "base/error.h"
#include "base/vec.h"

enum { DEM_LINEAR_CLASSES = 32 };

typedef struct dem_example {
    size_t first, n;     /* its features: set->key[first .. first + n) */
    uint32_t allowed;    /* bit per class that may be the truth: one bit where the class is known */
    float weight;
    uint64_t text;       /* hash of the letters of its text: two copies of a sentence share it */
    uint64_t group;      /* hash of the lemma of its root */
    int32_t gold;        /* class it is scored on, -1: never scored */
    int32_t fold;        /* -1: in no held-out part */
    dem_str id;
} dem_example;

typedef struct dem_set {
    dem_arena *arena;
    size_t n_classes;
    DEM_VEC(dem_example) examples;
    DEM_VEC(uint32_t) key;
    DEM_VEC(float) value;
} dem_set;

typedef struct dem_linear_options {
    double l2;          /* penalty per weight */
    int iterations;
    int min_count;      /* features seen in fewer examples are left out */
} dem_linear_options;

typedef struct dem_weights {
    size_t n_keys, n_classes;
    uint32_t *key;   /* ascending */
    float *w;        /* n_keys x n_classes */
    float bias[DEM_LINEAR_CLASSES];
    double temperature;
} dem_weights;

/* Examples with a weight of 0 are left out. All memory is the arena's. */
int dem_linear_fit(const dem_set *set, const float *weights, const dem_linear_options *o, dem_arena *a, dem_weights *out, dem_error *err);
/* Raw scores of an example. */
void dem_linear_scores(const dem_weights *w, const dem_set *set, const dem_example *e, double *z);
/* The temperature that makes probabilities honest: minimises the log loss of gold classes. z: n x k */
double dem_linear_temperature(const double *z, const int32_t *gold, size_t n, size_t k);

#endif
