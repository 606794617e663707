/* SPDX-License-Identifier: Apache-2.0 */
/* Counting hits and misses, and printing them: precision, recall, F1 tables and confusion tables. */
#ifndef DEM_EVAL_SCORE_H
#define DEM_EVAL_SCORE_H

#include "base/arena.h"
#include "base/error.h"

#include <stdio.h>

typedef struct dem_prf {
    size_t hit, gold, found; /* true positives; in the gold; given by the system */
} dem_prf;

double dem_precision(dem_prf c); /* 0 when nothing was found */
double dem_recall(dem_prf c);
double dem_f1(dem_prf c);
void dem_prf_add(dem_prf *sum, dem_prf c);
/* "name   P 0.912  R 0.901  F1 0.906  (hit/found/gold)" */
void dem_prf_print(FILE *out, const char *name, dem_prf c);

/* The figures a measure ends with: printed as lines, or as one JSON object. */
enum { DEM_MAX_FIGURES = 64 };
typedef struct dem_figures {
    struct {
        char name[48];
        double value;
    } figure[DEM_MAX_FIGURES];
    size_t n;
} dem_figures;
void dem_figure(dem_figures *f, const char *name, double value);
/* "NAME_p", "NAME_r", "NAME_f1" */
void dem_figure_prf(dem_figures *f, const char *name, dem_prf c);
void dem_figures_print(FILE *out, const dem_figures *f, const char *kind, bool json);

/* Gold class x system class. */
typedef struct dem_confusion {
    dem_arena *arena;
    size_t n;
    const char *const *names;
    size_t *cell; /* n x (n + 1): the last column is "no answer" */
} dem_confusion;

int dem_confusion_init(dem_confusion *c, dem_arena *a, const char *const *names, size_t n, dem_error *err);
/* `got` outside 0 … n-1: no answer. */
void dem_confusion_add(dem_confusion *c, size_t gold, size_t got);
dem_prf dem_confusion_class(const dem_confusion *c, size_t k);
/* Mean F1 over the classes that the gold holds. */
double dem_confusion_macro_f1(const dem_confusion *c);
double dem_confusion_accuracy(const dem_confusion *c);
void dem_confusion_print(FILE *out, const dem_confusion *c);

/* How far confidences can be trusted: answers by tenths of confidence, and the share of them that is right. */
enum { DEM_TENTHS = 10 };
typedef struct dem_reliability {
    size_t n[DEM_TENTHS], right[DEM_TENTHS];
    double sum[DEM_TENTHS];
} dem_reliability;
void dem_reliability_add(dem_reliability *r, double confidence, bool right);
void dem_reliability_join(dem_reliability *r, const dem_reliability *more);
/* Expected calibration error: the mean distance of a tenth's confidence from its share right, weighted by its answers. */
double dem_reliability_error(const dem_reliability *r);
void dem_reliability_print(FILE *out, const dem_reliability *r);

#endif
