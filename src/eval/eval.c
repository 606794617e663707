/* SPDX-License-Identifier: Apache-2.0 */
/* dem_eval: the table of kinds of gold, and what of the engine each measure takes. */
#include "eval/bench.h"
#include "eval/eval_attribution.h"
#include "eval/eval_learned.h"
#include "eval/eval_parse.h"
#include "eval/eval_segment.h"
#include "eval/eval_webpages.h"

typedef int (*measure)(dem_engine *e, const char *const *paths, size_t n, const dem_eval_options *o, FILE *out,
                       dem_error *err);

static int eval_parse(dem_engine *e, const char *const *paths, size_t n, const dem_eval_options *o, FILE *out,
                      dem_error *err)
{
    return dem_eval_parse(e->model, e->segment, paths, n, o, out, err);
}

static int eval_segment(dem_engine *e, const char *const *paths, size_t n, const dem_eval_options *o, FILE *out,
                        dem_error *err)
{
    return dem_eval_segment(e->segment, paths, n, o, out, err);
}

static int eval_webpages(dem_engine *e, const char *const *paths, size_t n, const dem_eval_options *o, FILE *out,
                         dem_error *err)
{
    return dem_eval_webpages(e->ingest, paths, n, o, out, err);
}

static int cross_relate(dem_engine *e, const char *const *paths, size_t n, const dem_eval_options *o, FILE *out, dem_error *err)
{
    return dem_cross_relate(e, paths, n, o, out, err);
}

static int cross_class(dem_engine *e, const char *const *paths, size_t n, const dem_eval_options *o, FILE *out, dem_error *err)
{
    return dem_cross_class(e, paths, n, o, out, err);
}

/* Either run, or one that codes the gold's texts on a bench; `cross`: what cross-validation takes. */
static const struct kind {
    const char *name;
    measure run;
    int (*on_bench)(dem_bench *b, const char *const *paths, size_t n, dem_error *err);
    measure cross;
} kinds[] = {
    {"parse", eval_parse, NULL, NULL},
    {"segment", eval_segment, NULL, NULL},
    {"webpages", eval_webpages, NULL, NULL},
    {"mentions", NULL, dem_eval_mentions, NULL},
    {"actors", NULL, dem_eval_actors, NULL},
    {"attribution", NULL, dem_eval_attribution, dem_cross_attribution},
    {"times", NULL, dem_eval_times, NULL},
    {"relate", NULL, dem_eval_relate, cross_relate},
    {"class", NULL, dem_eval_class, cross_class},
    {"spans", NULL, dem_eval_spans, NULL},
    {"gsr", NULL, dem_eval_gsr, NULL},
    {"records", NULL, dem_eval_records, NULL},
    {"stories", NULL, dem_eval_stories, NULL},
    {"initiatives", NULL, dem_eval_initiatives, NULL},
};
enum { N_KINDS = sizeof kinds / sizeof *kinds };

static int unknown(const char *kind, dem_error *err)
{
    char list[256] = "";
    size_t at = 0;
    for (size_t i = 0; i < N_KINDS && at < sizeof list; i++)
        at += (size_t)snprintf(list + at, sizeof list - at, "%s%s", i ? ", " : "", kinds[i].name);
    return dem_fail(err, DEM_EUSAGE, "there is no measure %s; there are %s", kind, list);
}

static int run_on_bench(const struct kind *k, dem_engine *engine, const char *const *paths, size_t n,
                        const dem_eval_options *o, FILE *out, dem_error *err)
{
    dem_bench b;
    int rc = dem_bench_open(&b, engine, o, out, err);
    if (rc == DEM_OK) rc = k->on_bench(&b, paths, n, err);
    dem_bench_close(&b);
    return rc;
}

int dem_eval(dem_engine *engine, const char *kind, const char *const *paths, size_t n_paths,
             const dem_eval_options *options, FILE *out, dem_error *err)
{
    static const dem_eval_options defaults = {0};
    const dem_eval_options *o = options ? options : &defaults;
    for (size_t i = 0; i < N_KINDS; i++) {
        if (strcmp(kinds[i].name, kind) != 0) continue;
        if (o->folds > 1 && !kinds[i].cross) return dem_fail(err, DEM_EUSAGE, "%s has no part that learns: there is nothing to cross-validate", kind);
        if (o->folds > 1) return kinds[i].cross(engine, paths, n_paths, o, out, err);
        return kinds[i].run ? kinds[i].run(engine, paths, n_paths, o, out, err)
                            : run_on_bench(&kinds[i], engine, paths, n_paths, o, out, err);
    }
    return unknown(kind, err);
}
