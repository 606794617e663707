/* SPDX-License-Identifier: Apache-2.0 */
/* Precision, recall, F1, confusion tables. */
#include "eval/score.h"

double dem_precision(dem_prf c) { return c.found ? (double)c.hit / (double)c.found : 0; }

double dem_recall(dem_prf c) { return c.gold ? (double)c.hit / (double)c.gold : 0; }

double dem_f1(dem_prf c) { return c.found + c.gold ? 2 * (double)c.hit / (double)(c.found + c.gold) : 0; }

void dem_prf_add(dem_prf *sum, dem_prf c)
{
    sum->hit += c.hit;
    sum->gold += c.gold;
    sum->found += c.found;
}

void dem_prf_print(FILE *out, const char *name, dem_prf c)
{
    fprintf(out, "%-28s P %.4f  R %.4f  F1 %.4f  (%zu of %zu found, %zu gold)\n", name, dem_precision(c), dem_recall(c),
            dem_f1(c), c.hit, c.found, c.gold);
}

void dem_figure(dem_figures *f, const char *name, double value)
{
    if (f->n == DEM_MAX_FIGURES) return;
    snprintf(f->figure[f->n].name, sizeof f->figure[f->n].name, "%s", name);
    f->figure[f->n++].value = value;
}

void dem_figure_prf(dem_figures *f, const char *name, dem_prf c)
{
    static const char *const ends[] = {"p", "r", "f1"};
    const double values[] = {dem_precision(c), dem_recall(c), dem_f1(c)};
    for (size_t i = 0; i < 3; i++) {
        char key[48];
        snprintf(key, sizeof key, "%s_%s", name, ends[i]);
        dem_figure(f, key, values[i]);
    }
}

void dem_figures_print(FILE *out, const dem_figures *f, const char *kind, bool json)
{
    if (json) fprintf(out, "{\"eval\":\"%s\"", kind);
    for (size_t i = 0; i < f->n; i++) {
        bool whole = f->figure[i].value == (double)(long long)f->figure[i].value && f->figure[i].value > 1;
        if (json)
            fprintf(out, ",\"%s\":%.*f", f->figure[i].name, whole ? 0 : 4, f->figure[i].value);
        else
            fprintf(out, "%-28s %.*f\n", f->figure[i].name, whole ? 0 : 4, f->figure[i].value);
    }
    if (json) fputs("}\n", out);
}

int dem_confusion_init(dem_confusion *c, dem_arena *a, const char *const *names, size_t n, dem_error *err)
{
    *c = (dem_confusion){.arena = a, .n = n, .names = names, .cell = DEM_NEW_N(a, size_t, n * (n + 1))};
    return c->cell ? DEM_OK : dem_fail(err, DEM_EMEMORY, "out of memory");
}

void dem_confusion_add(dem_confusion *c, size_t gold, size_t got)
{
    if (gold < c->n) c->cell[gold * (c->n + 1) + (got < c->n ? got : c->n)]++;
}

dem_prf dem_confusion_class(const dem_confusion *c, size_t k)
{
    dem_prf r = {0};
    for (size_t i = 0; i < c->n; i++) {
        r.found += c->cell[i * (c->n + 1) + k];
        r.gold += c->cell[k * (c->n + 1) + i];
    }
    r.gold += c->cell[k * (c->n + 1) + c->n];
    r.hit = c->cell[k * (c->n + 1) + k];
    return r;
}

double dem_confusion_macro_f1(const dem_confusion *c)
{
    double sum = 0;
    size_t n = 0;
    for (size_t k = 0; k < c->n; k++) {
        dem_prf r = dem_confusion_class(c, k);
        if (!r.gold) continue;
        sum += dem_f1(r);
        n++;
    }
    return n ? sum / (double)n : 0;
}

double dem_confusion_accuracy(const dem_confusion *c)
{
    size_t hit = 0, all = 0;
    for (size_t i = 0; i < c->n; i++)
        for (size_t j = 0; j <= c->n; j++) {
            all += c->cell[i * (c->n + 1) + j];
            if (i == j) hit += c->cell[i * (c->n + 1) + j];
        }
    return all ? (double)hit / (double)all : 0;
}

void dem_confusion_print(FILE *out, const dem_confusion *c)
{
    for (size_t k = 0; k < c->n; k++) {
        dem_prf r = dem_confusion_class(c, k);
        if (r.gold + r.found) dem_prf_print(out, c->names[k], r);
    }
    fprintf(out, "\ngold \\ given");
    for (size_t j = 0; j < c->n; j++) fprintf(out, " %6.6s", c->names[j]);
    fprintf(out, "   none\n");
    for (size_t i = 0; i < c->n; i++) {
        fprintf(out, "%-12.12s", c->names[i]);
        for (size_t j = 0; j <= c->n; j++) fprintf(out, " %6zu", c->cell[i * (c->n + 1) + j]);
        fputc('\n', out);
    }
}

void dem_reliability_add(dem_reliability *r, double confidence, bool right)
{
    int at = confidence >= 1 ? DEM_TENTHS - 1 : confidence > 0 ? (int)(confidence * DEM_TENTHS) : 0;
    r->n[at]++;
    r->right[at] += right;
    r->sum[at] += confidence;
}

void dem_reliability_join(dem_reliability *r, const dem_reliability *more)
{
    for (int i = 0; i < DEM_TENTHS; i++) {
        r->n[i] += more->n[i];
        r->right[i] += more->right[i];
        r->sum[i] += more->sum[i];
    }
}

double dem_reliability_error(const dem_reliability *r)
{
    double sum = 0, all = 0;
    for (int i = 0; i < DEM_TENTHS; i++) {
        double apart = r->sum[i] - (double)r->right[i];
        sum += apart < 0 ? -apart : apart;
        all += (double)r->n[i];
    }
    return all > 0 ? sum / all : 0;
}

void dem_reliability_print(FILE *out, const dem_reliability *r)
{
    fputs("reliability   answers   mean confidence   right\n", out);
    for (int i = 0; i < DEM_TENTHS; i++)
        if (r->n[i])
            fprintf(out, "%.1f to %.1f    %7zu   %15.3f   %.3f\n", i / 10.0, (i + 1) / 10.0, r->n[i], r->sum[i] / (double)r->n[i],
                    (double)r->right[i] / (double)r->n[i]);
    fprintf(out, "calibration error %.3f\n", dem_reliability_error(r));
}
