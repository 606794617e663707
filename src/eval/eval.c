/* SPDX-License-Identifier: Apache-2.0 */
/* dem_eval: the table of kinds of gold, and what of the engine each measure takes. */
#include "eval/eval_parse.h"
#include "eval/eval_segment.h"
#include "eval/eval_webpages.h"
#include "pipeline/engine.h"

typedef int (*measure)(dem_engine *e, const char *const *paths, size_t n, const dem_eval_options *o, FILE *out, dem_error *err);

static int eval_parse(dem_engine *e, const char *const *paths, size_t n, const dem_eval_options *o, FILE *out, dem_error *err)
{
    return dem_eval_parse(e->model, e->segment, paths, n, o, out, err);
}

static int eval_segment(dem_engine *e, const char *const *paths, size_t n, const dem_eval_options *o, FILE *out, dem_error *err)
{
    return dem_eval_segment(e->segment, paths, n, o, out, err);
}

static int eval_webpages(dem_engine *e, const char *const *paths, size_t n, const dem_eval_options *o, FILE *out, dem_error *err)
{
    return dem_eval_webpages(e->ingest, paths, n, o, out, err);
}

static const struct kind {
    const char *name;
    measure run;
} kinds[] = {
    {"parse", eval_parse},
    {"segment", eval_segment},
    {"webpages", eval_webpages},
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

int dem_eval(dem_engine *engine, const char *kind, const char *const *paths, size_t n_paths, const dem_eval_options *options, FILE *out,
             dem_error *err)
{
    static const dem_eval_options defaults = {0};
    for (size_t i = 0; i < N_KINDS; i++)
        if (strcmp(kinds[i].name, kind) == 0) return kinds[i].run(engine, paths, n_paths, options ? options : &defaults, out, err);
    return unknown(kind, err);
}
