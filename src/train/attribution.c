/* SPDX-License-Identifier: Apache-2.0 */
/* Candidates of PolNeAR's articles -> a logistic regression over their traits -> the text of a weights file. */
#include "train/attribution.h"

#include "train/linear.h"
#include "train/polnear.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { MIN_COUNT = 3, ITERATIONS = 120 };
static const double L2 = 5.0;
/* A finding of the rules is dropped below the first, a stance is told from the second on. */
static const double DROP = 0.25, ADD = 0.42;

struct dem_attribution_learner {
    dem_arena *arena;
    dem_set set;
    dem_str *names;     /* of each trait id */
    uint32_t *slots;    /* open addressing: trait id + 1 */
    size_t n, cap, mask;
    int folds, fold;
    dem_polnear *gold;  /* of the article being read */
    dem_report *report;
    bool failed;
};

static uint32_t *find(const dem_attribution_learner *l, dem_str name)
{
    size_t i = (size_t)dem_hash(name, 1) & l->mask;
    while (l->slots[i] && !dem_str_eq(l->names[l->slots[i] - 1], name)) i = (i + 1) & l->mask;
    return &l->slots[i];
}

static bool grow(dem_attribution_learner *l)
{
    size_t cap = l->cap ? l->cap * 2 : 1 << 14;
    dem_str *names = realloc(l->names, cap * sizeof *names);
    if (names) l->names = names;
    uint32_t *slots = calloc(cap * 4, sizeof *slots);
    if (!names || !slots) {
        free(slots);
        return false;
    }
    free(l->slots);
    l->slots = slots;
    l->cap = cap;
    l->mask = cap * 4 - 1;
    for (size_t i = 0; i < l->n; i++) *find(l, l->names[i]) = (uint32_t)i + 1;
    return true;
}

static bool trait_id(dem_attribution_learner *l, dem_str name, uint32_t *out)
{
    if (l->n == l->cap && !grow(l)) return false;
    uint32_t *slot = find(l, name);
    if (!*slot) {
        l->names[l->n] = dem_str_dup(l->arena, name);
        if (!l->names[l->n].p) return false;
        *slot = (uint32_t)++l->n;
    }
    *out = *slot - 1;
    return true;
}

static bool is_true(dem_attribution_learner *l, const dem_statement *st)
{
    for (size_t i = 0; i < l->gold->list.n; i++) {
        const dem_polnear_attribution *x = &l->gold->list.items[i];
        if (x->cue && x->source && dem_polnear_overlaps(l->report, st->cue, x->cue) && dem_polnear_overlaps(l->report, st->speaker.span, x->source)) return true;
    }
    return false;
}

static void take(void *self, const dem_report *r, const dem_statement *st, bool by_rule, const dem_str *traits, size_t n)
{
    (void)r;
    (void)by_rule;
    dem_attribution_learner *l = self;
    dem_example *e = DEM_PUSH(l->set.arena, &l->set.examples);
    if (!e) {
        l->failed = true;
        return;
    }
    bool truth = is_true(l, st);
    *e = (dem_example){.first = l->set.key.n, .allowed = truth ? 2 : 1, .weight = 1, .gold = truth, .fold = l->fold};
    for (size_t i = 0; i < n; i++) {
        uint32_t id = 0;
        uint32_t *key = DEM_PUSH(l->set.arena, &l->set.key);
        float *value = DEM_PUSH(l->set.arena, &l->set.value);
        if (!key || !value || !trait_id(l, traits[i], &id)) {
            l->failed = true;
            return;
        }
        *key = id;
        *value = 1;
        e->n++;
    }
}

static int code(dem_worker *w, dem_report *r, dem_str text, dem_error *err)
{
    dem_report_reset(r);
    r->text = dem_str_dup(r->arena, text);
    r->meta.id = DEM_STR("article");
    r->meta.published = DEM_DAY_NONE;
    for (size_t i = 0; i < text.n;) {
        size_t nl = dem_str_find(text, DEM_STR("\n"), i), end = nl == SIZE_MAX ? text.n : nl;
        dem_str line = dem_str_trim(dem_str_cut(text, i, end));
        dem_span *p = line.n ? DEM_PUSH(r->arena, &r->paragraphs) : NULL;
        if (p) p->start = (uint32_t)(line.p - text.p), p->end = p->start + (uint32_t)line.n;
        i = end + 1;
    }
    if (!r->text.p || dem_arena_failed(r->arena)) return dem_fail(err, DEM_EMEMORY, "memory is out");
    return dem_worker_code(w, r, DEM_DEPTH_FULL, err);
}

static int read_articles(dem_attribution_learner *l, dem_worker *w, const char *folder, dem_error *err)
{
    dem_arena *a = dem_arena_new(0);
    char **names = NULL;
    size_t n = 0;
    int rc = a ? dem_polnear_names(a, folder, &names, &n, err) : dem_fail(err, DEM_EMEMORY, "memory is out");
    for (size_t i = 0; i < n && rc == DEM_OK; i++) {
        dem_polnear g;
        dem_arena *one = dem_arena_new(0);
        if (!one) rc = dem_fail(err, DEM_EMEMORY, "memory is out");
        if (rc == DEM_OK) rc = dem_polnear_read(one, folder, names[i], &g, err);
        l->gold = &g;
        l->fold = l->folds > 1 ? (int)(i % (size_t)l->folds) : 0;
        if (rc == DEM_OK) rc = code(w, l->report, g.text, err);
        if (rc == DEM_OK && l->failed) rc = dem_fail(err, DEM_EMEMORY, "memory is out");
        dem_arena_free(one);
    }
    l->gold = NULL;
    dem_arena_free(a);
    return rc;
}

int dem_attribution_learner_read(dem_engine *engine, const char *folder, int folds, dem_attribution_learner **out, dem_error *err)
{
    *out = NULL;
    dem_attribution_learner *l = calloc(1, sizeof *l);
    dem_worker *w = NULL;
    if (!l) return dem_fail(err, DEM_EMEMORY, "memory is out");
    l->folds = folds;
    l->arena = dem_arena_new(0);
    l->report = dem_report_new(DEM_REPORT_LIMIT);
    int rc = l->arena && l->report ? dem_worker_new(engine, &w, err) : dem_fail(err, DEM_EMEMORY, "memory is out");
    l->set.arena = l->arena;
    l->set.n_classes = 2;
    dem_context_rules_watch(engine->context, take, l);
    if (rc == DEM_OK) rc = read_articles(l, w, folder, err);
    dem_context_rules_watch(engine->context, NULL, NULL);
    dem_worker_free(w);
    if (rc != DEM_OK) {
        dem_attribution_learner_free(l);
        return rc;
    }
    *out = l;
    return DEM_OK;
}

void dem_attribution_learner_free(dem_attribution_learner *l)
{
    if (!l) return;
    dem_arena_free(l->arena);
    dem_report_free(l->report);
    free(l->names);
    free(l->slots);
    free(l);
}

typedef struct line {
    dem_str name;
    long thousandths;
} line;

static int by_name(const void *a, const void *b) { return dem_str_cmp(((const line *)a)->name, ((const line *)b)->name); }

static long thousandths(double x) { return lround(x * 1000); }

int dem_attribution_learner_write(dem_attribution_learner *l, int fold, dem_buf *out, dem_error *err)
{
    static const dem_linear_options fit = {.l2 = L2, .iterations = ITERATIONS, .min_count = MIN_COUNT};
    dem_arena *a = dem_arena_new(0);
    size_t n = l->set.examples.n, kept = 0;
    float *weights = a ? dem_alloc_n(a, n + 1, sizeof *weights) : NULL;
    line *lines = a ? dem_alloc_n(a, l->n + 1, sizeof *lines) : NULL;
    dem_weights w;
    int rc = weights && lines ? DEM_OK : dem_fail(err, DEM_EMEMORY, "memory is out");
    for (size_t i = 0; i < n && rc == DEM_OK; i++) weights[i] = l->set.examples.items[i].fold == fold ? 0 : 1;
    if (rc == DEM_OK) rc = dem_linear_fit(&l->set, weights, &fit, a, &w, err);
    for (size_t i = 0; rc == DEM_OK && i < w.n_keys; i++) {
        dem_str name = l->names[w.key[i]];
        double x = (double)w.w[2 * i + 1] - (double)w.w[2 * i];
        if (dem_str_is(name, "bias")) x += (double)w.bias[1] - (double)w.bias[0];
        if (labs(thousandths(x)) >= 5) lines[kept++] = (line){name, thousandths(x)};
    }
    if (rc == DEM_OK) {
        if (kept) qsort(lines, kept, sizeof *lines, by_name);
        dem_buf_c(out, "# SPDX-License-Identifier: Apache-2.0\n# Written by \"demarche train attribution\"; see ATTRIBUTION.md. A trait, a tab, its weight in thousandths.\n");
        dem_buf_printf(out, "@drop\t%ld\n@add\t%ld\n", thousandths(log(DROP / (1 - DROP))), thousandths(log(ADD / (1 - ADD))));
        for (size_t i = 0; i < kept; i++) dem_buf_printf(out, "%.*s\t%ld\n", DEM_FMT(lines[i].name), lines[i].thousandths);
        if (out->failed) rc = dem_fail(err, DEM_EMEMORY, "memory is out");
    }
    dem_arena_free(a);
    return rc;
}
