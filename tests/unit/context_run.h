/* SPDX-License-Identifier: Apache-2.0 */
/* Runs a text through all stages with the built-in model and data, for tests of the context stage. */
#ifndef TEST_CONTEXT_RUN_H
#define TEST_CONTEXT_RUN_H

#include "base/file.h"
#include "pipeline/engine.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct runner {
    dem_engine *engine;
    dem_worker *worker;
    dem_report *report;
    dem_error err;
} runner;

/* While the stages' functions are weak in the engine, naming them here links them. */
static inline bool runner_links(void)
{
    int (*const context)(const dem_context_rules *, const dem_lexicon *, dem_report *, dem_error *) = dem_context_report;
    int (*const actors)(const dem_lexicon *, dem_report *, dem_error *) = dem_actors_report;
    void (*const mend)(const dem_frame_rules *, dem_report *) = dem_frames_mend;
    int (*const frames)(const dem_frame_rules *, dem_report *, dem_error *) = dem_frames_report;
    int (*const segment)(dem_segmenter *, dem_report *, dem_error *) = dem_segment_report;
    int (*const parse)(dem_parser *, dem_report *, dem_error *) = dem_parse_report;
    int (*const events)(const dem_rules *, const dem_lexicon *, dem_report *, dem_error *) = dem_events_report;
    return context && actors && mend && frames && segment && parse && events;
}

static inline int runner_open(runner *u)
{
    memset(u, 0, sizeof *u);
    if (!runner_links() || dem_engine_open(NULL, &u->engine, &u->err) != DEM_OK) return -1;
    if (dem_worker_new(u->engine, &u->worker, &u->err) != DEM_OK) return -1;
    u->report = dem_report_new(0);
    return u->report ? 0 : -1;
}

static inline void runner_close(runner *u)
{
    dem_report_free(u->report);
    dem_worker_free(u->worker);
    dem_engine_close(u->engine);
}

/* Paragraphs are lines; "= " before the first marks it as the headline. */
static inline int runner_code(runner *u, dem_str text, const char *published)
{
    dem_report *r = u->report;
    dem_report_reset(r);
    r->text = dem_str_dup(r->arena, text);
    r->meta.id = DEM_STR("test");
    r->meta.language = DEM_STR("en");
    r->meta.published = published && *published ? dem_day_parse(dem_str_c(published)) : DEM_DAY_NONE;
    uint32_t at = 0;
    for (uint32_t i = 0; i <= r->text.n; i++) {
        if (i < r->text.n && r->text.p[i] != '\n') continue;
        if (at == 0 && dem_str_starts(r->text, DEM_STR("= "))) r->title_span = (dem_span){at = 2, i};
        if (i > at) {
            dem_span *p = DEM_PUSH(r->arena, &r->paragraphs);
            if (p) *p = (dem_span){at, i};
        }
        at = i + 1;
    }
    return dem_worker_code(u->worker, r, DEM_DEPTH_FULL, &u->err);
}

#endif
