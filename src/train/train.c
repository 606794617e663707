/* SPDX-License-Identifier: Apache-2.0 */
/* dem_train: gold files in, a model file out. */
#include "train/train.h"

#include "demarche/demarche.h"
#include "train/attribution.h"

#include <math.h>

static void print_held_out(const dem_trainer *t, const dem_held_out *h, FILE *log)
{
    size_t right = 0;
    double loss = 0;
    for (size_t i = 0; i < h->n; i++) {
        const double *z = h->z + i * h->k;
        size_t best = 0;
        double sum = 0;
        for (size_t c = 1; c < h->k; c++) best = z[c] > z[best] ? c : best;
        for (size_t c = 0; c < h->k; c++) sum += exp((z[c] - z[best]) / h->temperature);
        right += (int32_t)best == h->gold[i];
        loss -= (z[h->gold[i]] - z[best]) / h->temperature - log2(sum) / log2(exp(1.0));
    }
    double n = h->n ? (double)h->n : 1;
    fprintf(log, "%s: %zu examples, %zu of them gold; held out in %d folds: accuracy %.3f, log loss %.3f at temperature %.2f\n", t->task->head,
            t->set.examples.n, h->n, t->folds, (double)right / n, loss / n, h->temperature);
}

static int train_head(const dem_engine *engine, const dem_task *task, const char *const *paths, size_t n, const dem_train_options *o, dem_trainer *t,
                      dem_weights *w, FILE *log, dem_error *err)
{
    dem_held_out h;
    int rc = dem_trainer_open(t, engine, task, err);
    if (rc != DEM_OK) return rc;
    if (o && o->folds > 1) t->folds = o->folds;
    rc = dem_trainer_read(t, paths, n, err);
    if (rc == DEM_OK) rc = dem_trainer_cross(t, &h, err);
    if (rc == DEM_OK && log) print_held_out(t, &h, log);
    if (rc == DEM_OK) rc = dem_trainer_fit(t, w, err);
    if (rc == DEM_OK) w->temperature = h.temperature;
    return rc;
}

static int write_file(const char *path, const dem_buf *b, dem_error *err)
{
    FILE *f = fopen(path, "wb");
    if (!f) return dem_fail_at(err, DEM_EIO, path, 0, -1, "cannot be written");
    bool good = fwrite(b->p, 1, b->n, f) == b->n;
    good = fclose(f) == 0 && good;
    return good ? DEM_OK : dem_fail_at(err, DEM_EIO, path, 0, -1, "could not be written");
}

static int train_attribution(dem_engine *engine, const char *const *paths, size_t n, const char *model, FILE *log, dem_error *err)
{
    if (n != 1) return dem_fail(err, DEM_EUSAGE, "attribution is learned from one folder");
    dem_attribution_learner *l = NULL;
    dem_buf bytes = {0};
    int rc = dem_attribution_learner_read(engine, paths[0], 0, &l, err);
    if (rc == DEM_OK) rc = dem_attribution_learner_write(l, -1, &bytes, err);
    if (rc == DEM_OK) rc = write_file(model, &bytes, err);
    if (rc == DEM_OK && log) fprintf(log, "%s: %zu bytes\n", model, bytes.n);
    dem_buf_free(&bytes);
    dem_attribution_learner_free(l);
    return rc;
}

int dem_train(dem_engine *engine, const char *kind, const char *const *paths, size_t n_paths, const dem_train_options *options, const char *model,
              FILE *log, dem_error *err)
{
    if (strcmp(kind, "attribution") == 0) return train_attribution(engine, paths, n_paths, model, log, err);
    if (strcmp(kind, "relations") != 0)
        return dem_fail(err, DEM_EUSAGE, "nothing called \"%s\" can be trained; \"relations\" and \"attribution\" can", kind);
    const dem_task *tasks[2];
    dem_trainer trainers[2] = {{0}, {0}};
    dem_weights weights[2];
    size_t n = 0;
    bool pairs = false, classes = false;
    for (size_t i = 0; i < n_paths; i++) {
        pairs |= dem_str_ends(dem_str_c(paths[i]), DEM_STR(".jsonl"));
        classes |= dem_str_ends(dem_str_c(paths[i]), DEM_STR(".tsv"));
    }
    if (pairs) tasks[n++] = &dem_task_relate;
    if (classes) tasks[n++] = &dem_task_class;
    int rc = n ? DEM_OK : dem_fail(err, DEM_EUSAGE, "none of the files is gold: sentences with spans (.jsonl) or with classes (.tsv)");
    for (size_t i = 0; i < n && rc == DEM_OK; i++)
        rc = train_head(engine, tasks[i], paths, n_paths, options, &trainers[i], &weights[i], log, err);
    dem_buf bytes = {0};
    if (rc == DEM_OK) rc = dem_model_bytes(tasks, weights, n, options && options->version ? options->version : dem_version(), &bytes, err);
    if (rc == DEM_OK) rc = write_file(model, &bytes, err);
    if (rc == DEM_OK && log) fprintf(log, "%s: %zu bytes\n", model, bytes.n);
    dem_buf_free(&bytes);
    for (size_t i = 0; i < n; i++) dem_trainer_close(&trainers[i]);
    return rc;
}
