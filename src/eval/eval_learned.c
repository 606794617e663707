/* SPDX-License-Identifier: Apache-2.0 */
/* Macro-F1, confusion, reliability of the probabilities and the surest mistakes of the learned decisions. */
#include "eval/eval_learned.h"

#include "eval/score.h"
#include "train/train.h"

#include <math.h>
#include <stdlib.h>

typedef struct answer {
    const dem_example *example;
    size_t gold, got;
    double p;
} answer;

typedef struct answers {
    const dem_task *task;
    size_t n, k;
    answer *items;
    double *p; /* n x k */
} answers;

static int take_held_out(dem_trainer *t, answers *out, dem_error *err)
{
    dem_held_out h;
    int rc = dem_trainer_cross(t, &h, err);
    if (rc != DEM_OK) return rc;
    *out = (answers){t->task, h.n, h.k, dem_alloc_n(t->set.arena, h.n + 1, sizeof(answer)), h.z};
    if (!out->items) return dem_fail(err, DEM_EMEMORY, "memory is out");
    for (size_t i = 0; i < h.n; i++) {
        double *z = h.z + i * h.k, sum = 0;
        size_t best = 0;
        for (size_t c = 1; c < h.k; c++) best = z[c] > z[best] ? c : best;
        double top = z[best];
        for (size_t c = 0; c < h.k; c++) sum += z[c] = exp((z[c] - top) / h.temperature);
        for (size_t c = 0; c < h.k; c++) z[c] /= sum;
        out->items[i] = (answer){h.example[i], (size_t)h.gold[i], best, z[best]};
    }
    return DEM_OK;
}

static dem_reliability reliability(const answers *a)
{
    dem_reliability r = {0};
    for (size_t i = 0; i < a->n; i++) dem_reliability_add(&r, a->items[i].p, a->items[i].got == a->items[i].gold);
    return r;
}

static int by_sureness(const void *x, const void *y)
{
    const answer *a = x, *b = y;
    bool wrong_a = a->got != a->gold, wrong_b = b->got != b->gold;
    if (wrong_a != wrong_b) return wrong_a ? -1 : 1;
    if (a->p != b->p) return a->p > b->p ? -1 : 1;
    return a->example->first < b->example->first ? -1 : 1;
}

static void print_worst(FILE *out, answers *a, int worst)
{
    if (a->n) qsort(a->items, a->n, sizeof *a->items, by_sureness);
    for (size_t i = 0; i < a->n && i < (size_t)worst && a->items[i].got != a->items[i].gold; i++)
        fprintf(out, "%.*s: gold %s, found %s (%.2f)\n", DEM_FMT(a->items[i].example->id), a->task->classes[a->items[i].gold],
                a->task->classes[a->items[i].got], a->items[i].p);
}

static const char *const quad_names[] = {"1", "2", "3", "4"};

static size_t quad_of(const char *root)
{
    return strcmp(root, "AGREE") == 0 || strcmp(root, "CONSULT") == 0 || strcmp(root, "SUPPORT") == 0 ? 0
         : strcmp(root, "COOPERATE") == 0 || strcmp(root, "AID") == 0 || strcmp(root, "YIELD") == 0   ? 1
         : strcmp(root, "ACCUSE") == 0 || strcmp(root, "REJECT") == 0 || strcmp(root, "REQUEST") == 0 || strcmp(root, "THREATEN") == 0 ? 2
                                                                                                                                      : 3;
}

/* The same with all sentences of a main predicate in one fold: words that training has not shown. */
static int print_unseen(dem_trainer *t, FILE *out, dem_error *err)
{
    answers a;
    dem_confusion c;
    t->by_predicate = true;
    int rc = take_held_out(t, &a, err);
    if (rc == DEM_OK) rc = dem_confusion_init(&c, t->set.arena, a.task->classes, a.k, err);
    if (rc != DEM_OK) return rc;
    for (size_t i = 0; i < a.n; i++) dem_confusion_add(&c, a.items[i].gold, a.items[i].got);
    fprintf(out, "%s, main predicates held out: macro-F1 %.3f, accuracy %.3f\n", a.task->head, dem_confusion_macro_f1(&c),
            dem_confusion_accuracy(&c));
    return DEM_OK;
}

static int print_all(dem_trainer *t, answers *a, const dem_eval_options *o, FILE *out, dem_error *err)
{
    dem_confusion c, q;
    int rc = dem_confusion_init(&c, t->set.arena, a->task->classes, a->k, err);
    if (rc == DEM_OK) rc = dem_confusion_init(&q, t->set.arena, quad_names, 4, err);
    if (rc != DEM_OK) return rc;
    bool relate = a->task == &dem_task_relate;
    const dem_reliability sure = reliability(a);
    for (size_t i = 0; i < a->n; i++) {
        dem_confusion_add(&c, a->items[i].gold, a->items[i].got);
        if (relate) dem_confusion_add(&q, quad_of(a->task->classes[a->items[i].gold]), quad_of(a->task->classes[a->items[i].got]));
    }
    if (o->json) {
        fprintf(out, "{\"kind\":\"%s\",\"n\":%zu,\"folds\":%d,\"macro_f1\":%.4f,\"accuracy\":%.4f", a->task->head, a->n, o->folds,
                dem_confusion_macro_f1(&c), dem_confusion_accuracy(&c));
        if (relate) fprintf(out, ",\"quad_macro_f1\":%.4f", dem_confusion_macro_f1(&q));
        fprintf(out, ",\"calibration_error\":%.4f", dem_reliability_error(&sure));
        fputs("}\n", out);
        return DEM_OK;
    }
    dem_confusion_print(out, &c);
    fputc('\n', out);
    dem_reliability_print(out, &sure);
    fprintf(out, "\n%s: %zu sentences, held out, macro-F1 %.3f, accuracy %.3f", a->task->head, a->n,
            dem_confusion_macro_f1(&c), dem_confusion_accuracy(&c));
    if (relate) fprintf(out, ", quad macro-F1 %.3f", dem_confusion_macro_f1(&q));
    fputc('\n', out);
    print_worst(out, a, o->worst);
    return print_unseen(t, out, err);
}

static int evaluate(const dem_engine *engine, const dem_task *task, const char *const *paths, size_t n, const dem_eval_options *o, FILE *out,
                    dem_error *err)
{
    dem_trainer t;
    answers a;
    int rc = dem_trainer_open(&t, engine, task, err);
    if (rc != DEM_OK) return rc;
    if (o->folds > 1) t.folds = o->folds;
    rc = dem_trainer_read(&t, paths, n, err);
    if (rc == DEM_OK) rc = take_held_out(&t, &a, err);
    if (rc == DEM_OK) rc = print_all(&t, &a, o, out, err);
    dem_trainer_close(&t);
    return rc;
}

int dem_cross_relate(const dem_engine *engine, const char *const *paths, size_t n_paths, const dem_eval_options *o, FILE *out, dem_error *err)
{
    return evaluate(engine, &dem_task_relate, paths, n_paths, o, out, err);
}

int dem_cross_class(const dem_engine *engine, const char *const *paths, size_t n_paths, const dem_eval_options *o, FILE *out, dem_error *err)
{
    return evaluate(engine, &dem_task_class, paths, n_paths, o, out, err);
}
