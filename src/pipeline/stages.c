/* SPDX-License-Identifier: Apache-2.0 */
/* The worker: walks one report through the table of stages. */
#include "pipeline/engine.h"

#include <stdlib.h>
#include <time.h>

enum layer { TEXT = 1, TOKENS = 2, TREE = 4, MENTIONS = 8, FRAMES = 16, CONTEXT = 32, EVENTS = 64, MENDED = 128 };

enum {
#define STAGE(name, depth, requires, assigns) STAGE_##name,
#include "pipeline/stages.def"
#undef STAGE
    N_STAGES
};

struct dem_worker {
    const dem_engine *engine;
    dem_segmenter *segmenter;
    dem_parser *parser; /* made when the first report needs it */
    double seconds[N_STAGES];
};

static int run_segment(dem_worker *w, dem_report *r, dem_error *err)
{
    return dem_segment_report(w->segmenter, r, err);
}

static int run_parse(dem_worker *w, dem_report *r, dem_error *err)
{
    if (!w->engine->model) return dem_fail(err, DEM_EDATA, "this program was built without a model: give one with --model");
    if (!w->parser) {
        int rc = dem_parser_new(w->engine->model, &w->parser, err);
        if (rc != DEM_OK) return rc;
    }
    return dem_parse_report(w->parser, r, err);
}

static int run_mend(dem_worker *w, dem_report *r, dem_error *err)
{
    (void)err;
    dem_frames_mend(w->engine->frames, r);
    return DEM_OK;
}

static int run_actors(dem_worker *w, dem_report *r, dem_error *err)
{
    return dem_actors_report(w->engine->lexicon, r, err);
}

static int run_frames(dem_worker *w, dem_report *r, dem_error *err)
{
    return dem_frames_report(w->engine->frames, r, err);
}

static int run_context(dem_worker *w, dem_report *r, dem_error *err)
{
    return dem_context_report(w->engine->context, w->engine->lexicon, r, err);
}

static int run_events(dem_worker *w, dem_report *r, dem_error *err)
{
    return dem_events_report(w->engine->rules, w->engine->lexicon, r, err);
}

static const struct stage {
    const char *name;
    dem_depth depth;
    unsigned requires, assigns;
    int (*run)(dem_worker *w, dem_report *r, dem_error *err);
} stages[] = {
#define STAGE(name, depth, requires, assigns) {#name, depth, requires, assigns, run_##name},
#include "pipeline/stages.def"
#undef STAGE
};

int dem_stages_check(dem_error *err)
{
    unsigned have = TEXT;
    dem_depth depth = DEM_DEPTH_TEXT;
    for (size_t i = 0; i < N_STAGES; i++) {
        const struct stage *s = &stages[i];
        if (s->requires & ~have) return dem_fail(err, DEM_EDATA, "stage %s stands before the stages it reads from", s->name);
        if (s->assigns & have) return dem_fail(err, DEM_EDATA, "stage %s writes a layer that an earlier stage owns", s->name);
        if (s->depth < depth) return dem_fail(err, DEM_EDATA, "stage %s stands after deeper stages", s->name);
        have |= s->assigns;
        depth = s->depth;
    }
    return DEM_OK;
}

int dem_worker_new(const dem_engine *engine, dem_worker **out, dem_error *err)
{
    *out = NULL;
    dem_worker *w = calloc(1, sizeof *w);
    if (!w) return dem_fail(err, DEM_EMEMORY, "memory is out");
    w->engine = engine;
    int rc = dem_segmenter_new(engine->segment, &w->segmenter, err);
    if (rc != DEM_OK) {
        free(w);
        return rc;
    }
    *out = w;
    return DEM_OK;
}

void dem_worker_free(dem_worker *w)
{
    if (!w) return;
    dem_segmenter_free(w->segmenter);
    dem_parser_free(w->parser);
    free(w);
}

/* What the input brought along. */
static unsigned layers_of(const dem_report *r)
{
    unsigned have = TEXT;
    if (r->sentences.n == 0) return have;
    have |= TOKENS | TREE;
    for (size_t i = 0; i < r->sentences.n; i++)
        if (!r->sentences.items[i].parsed) have &= ~(unsigned)TREE;
    return have;
}

size_t dem_worker_times(const dem_worker *w, dem_stage_time *out, size_t max)
{
    for (size_t i = 0; i < N_STAGES && i < max; i++) out[i] = (dem_stage_time){stages[i].name, w->seconds[i]};
    return N_STAGES;
}

static double seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int dem_worker_code(dem_worker *w, dem_report *r, dem_depth depth, dem_error *err)
{
    unsigned have = layers_of(r);
    for (size_t i = 0; i < N_STAGES && stages[i].depth <= depth; i++) {
        const struct stage *s = &stages[i];
        if ((have & s->assigns) == s->assigns) continue;
        double start = seconds_now();
        int rc = s->run(w, r, err);
        w->seconds[i] += seconds_now() - start;
        if (rc == DEM_OK && dem_arena_failed(r->arena))
            rc = dem_fail(err, DEM_EMEMORY, "the report needs more than the limit of %zu MiB in stage %s", DEM_REPORT_LIMIT >> 20,
                          s->name);
        if (rc != DEM_OK) return rc;
        have |= s->assigns;
    }
    return DEM_OK;
}
