/* SPDX-License-Identifier: Apache-2.0 */
/* The trainer: opening, cross-validation, the last fit, and the model file. */
#include "train/train.h"

#include <math.h>
#include <stdlib.h>
#include <zlib.h>

int dem_trainer_open(dem_trainer *t, const dem_engine *engine, const dem_task *task, dem_error *err)
{
    *t = (dem_trainer){.task = task, .rules = engine->rules, .per_template = 24, .folds = 5, .gold_weight = 1, .aux_weight = 0.5f, .template_weight = 0.15f};
    int rc = dem_worker_new(engine, &t->worker, err);
    if (rc != DEM_OK) return rc;
    t->report = dem_report_new(DEM_REPORT_LIMIT);
    t->features = calloc(1, sizeof *t->features);
    t->set.arena = dem_arena_new(0);
    while (task->classes[t->set.n_classes]) t->set.n_classes++;
    if (t->report && t->features && t->set.arena) return DEM_OK;
    dem_trainer_close(t);
    return dem_fail(err, DEM_EMEMORY, "memory is out");
}

void dem_trainer_close(dem_trainer *t)
{
    dem_worker_free(t->worker);
    dem_report_free(t->report);
    free(t->features);
    dem_arena_free(t->set.arena);
    *t = (dem_trainer){0};
}

/* ---- folds ---- */

static int by_class_and_text(const void *a, const void *b)
{
    const dem_example *x = *(dem_example *const *)a, *y = *(dem_example *const *)b;
    if (x->gold != y->gold) return x->gold < y->gold ? -1 : 1;
    if (x->text != y->text) return x->text < y->text ? -1 : 1;
    return x < y ? -1 : x > y;
}

static int by_group(const void *a, const void *b)
{
    const dem_example *x = *(dem_example *const *)a, *y = *(dem_example *const *)b;
    if (x->group != y->group) return x->group < y->group ? -1 : 1;
    return x < y ? -1 : x > y;
}

/* Each class is spread evenly and copies of a text share a fold; or all sentences of a predicate share one. The order is that of a hash:
   fixed, and none of the file's. */
static int cut_folds(dem_trainer *t, dem_error *err)
{
    dem_set *s = &t->set;
    dem_example **order = dem_alloc_n(s->arena, s->examples.n + 1, sizeof *order);
    if (!order) return dem_fail(err, DEM_EMEMORY, "memory is out");
    size_t n = 0;
    for (size_t i = 0; i < s->examples.n; i++)
        if (s->examples.items[i].gold >= 0) order[n++] = &s->examples.items[i];
    if (n) qsort(order, n, sizeof *order, t->by_predicate ? by_group : by_class_and_text);
    int fold = 0;
    for (size_t i = 0; i < n; i++) {
        bool same = i && (t->by_predicate ? order[i]->group == order[i - 1]->group : order[i]->text == order[i - 1]->text);
        if (i && !same) fold = (fold + 1) % t->folds;
        order[i]->fold = fold;
    }
    return DEM_OK;
}

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* Weights of the examples that may teach when `fold` is held out: none of them, nor a copy of one of them. */
static void hold_out(const dem_set *s, int fold, uint64_t *texts, float *weights)
{
    size_t n = 0;
    for (size_t i = 0; i < s->examples.n; i++)
        if (s->examples.items[i].fold == fold) texts[n++] = s->examples.items[i].text;
    if (n) qsort(texts, n, sizeof *texts, by_value);
    for (size_t i = 0; i < s->examples.n; i++) {
        const dem_example *e = &s->examples.items[i];
        weights[i] = n && bsearch(&e->text, texts, n, sizeof *texts, by_value) ? 0 : e->weight;
    }
}

int dem_trainer_cross(dem_trainer *t, dem_held_out *out, dem_error *err)
{
    const dem_set *s = &t->set;
    size_t n = s->examples.n, k = s->n_classes;
    *out = (dem_held_out){.k = k};
    float *weights = dem_alloc_n(s->arena, n + 1, sizeof *weights);
    uint64_t *texts = dem_alloc_n(s->arena, n + 1, sizeof *texts);
    out->example = dem_alloc_n(s->arena, n + 1, sizeof *out->example);
    out->z = dem_alloc_n(s->arena, (n + 1) * k, sizeof *out->z);
    out->gold = dem_alloc_n(s->arena, n + 1, sizeof *out->gold);
    if (!weights || !texts || !out->example || !out->z || !out->gold) return dem_fail(err, DEM_EMEMORY, "memory is out");
    int rc = cut_folds(t, err);
    if (rc != DEM_OK) return rc;
    for (int fold = 0; fold < t->folds; fold++) {
        dem_arena *a = dem_arena_new(0);
        if (!a) return dem_fail(err, DEM_EMEMORY, "memory is out");
        dem_weights w;
        hold_out(s, fold, texts, weights);
        rc = dem_linear_fit(s, weights, &t->task->fit, a, &w, err);
        for (size_t i = 0; i < n && rc == DEM_OK; i++) {
            const dem_example *e = &s->examples.items[i];
            if (e->fold != fold) continue;
            out->example[out->n] = e;
            out->gold[out->n] = e->gold;
            dem_linear_scores(&w, s, e, out->z + out->n * k);
            out->n++;
        }
        dem_arena_free(a);
        if (rc != DEM_OK) return rc;
    }
    out->temperature = dem_linear_temperature(out->z, out->gold, out->n, k);
    return DEM_OK;
}

int dem_trainer_fit(dem_trainer *t, dem_weights *out, dem_error *err)
{
    float *weights = dem_alloc_n(t->set.arena, t->set.examples.n + 1, sizeof *weights);
    if (!weights) return dem_fail(err, DEM_EMEMORY, "memory is out");
    for (size_t i = 0; i < t->set.examples.n; i++) weights[i] = t->set.examples.items[i].weight;
    return dem_linear_fit(&t->set, weights, &t->task->fit, t->set.arena, out, err);
}

/* ---- the file ---- */

static void put_u32(dem_buf *b, uint32_t x)
{
    dem_buf_add(b, (const char *)&x, sizeof x);
}

static void put_f32(dem_buf *b, float x)
{
    dem_buf_add(b, (const char *)&x, sizeof x);
}

static void put_name(dem_buf *b, const char *name)
{
    char room[16] = {0};
    for (size_t i = 0; i < sizeof room && name[i]; i++) room[i] = name[i];
    dem_buf_add(b, room, sizeof room);
}

static void put_head(dem_buf *b, const dem_task *t, const dem_weights *w)
{
    size_t k = w->n_classes, kept = 0;
    float scale[DEM_LINEAR_CLASSES] = {0};
    for (size_t c = 0; c < k; c++) {
        float top = 1e-6f;
        for (size_t i = 0; i < w->n_keys; i++) top = fmaxf(top, fabsf(w->w[i * k + c]));
        scale[c] = top / 127.0f;
    }
    int8_t *q = calloc(w->n_keys * k + 1, 1);
    bool *keep = calloc(w->n_keys + 1, sizeof *keep);
    if (!q || !keep) b->failed = true;
    for (size_t i = 0; q && keep && i < w->n_keys; i++) {
        for (size_t c = 0; c < k; c++) {
            q[i * k + c] = (int8_t)lrintf(w->w[i * k + c] / scale[c]);
            keep[i] |= q[i * k + c] < -2 || q[i * k + c] > 2;
        }
        kept += keep[i];
    }
    put_name(b, t->head);
    put_u32(b, (uint32_t)k);
    put_u32(b, (uint32_t)kept);
    put_f32(b, (float)w->temperature);
    put_u32(b, 0);
    for (size_t c = 0; c < k; c++) put_name(b, t->classes[c]);
    for (size_t c = 0; c < k; c++) put_f32(b, w->bias[c]);
    for (size_t c = 0; c < k; c++) put_f32(b, scale[c]);
    for (size_t i = 0; q && keep && i < w->n_keys; i++)
        if (keep[i]) put_u32(b, w->key[i]);
    for (size_t i = 0; q && keep && i < w->n_keys; i++)
        if (keep[i]) dem_buf_add(b, (const char *)(q + i * k), k);
    for (size_t i = kept * k; i % 4; i++) dem_buf_add(b, "", 1);
    free(q);
    free(keep);
}

int dem_model_bytes(const dem_task *const *tasks, const dem_weights *weights, size_t n, const char *version, dem_buf *out, dem_error *err)
{
    dem_buf body = {0};
    for (size_t i = 0; i < n; i++) put_head(&body, tasks[i], &weights[i]);
    if (!body.failed) {
        uint64_t size = 64 + body.n;
        char room[32] = {0};
        dem_buf_add(out, "DEMRELAT", 8);
        put_u32(out, 0x01020304u);
        put_u32(out, 1);
        dem_buf_add(out, (const char *)&size, sizeof size);
        put_u32(out, (uint32_t)crc32(0, (const unsigned char *)body.p, (uInt)body.n));
        put_u32(out, (uint32_t)n);
        for (size_t i = 0; i < 31 && version[i]; i++) room[i] = version[i];
        dem_buf_add(out, room, 32);
        dem_buf_str(out, dem_buf_view(&body));
    }
    bool failed = body.failed || out->failed;
    dem_buf_free(&body);
    return failed ? dem_fail(err, DEM_EMEMORY, "memory is out") : DEM_OK;
}
