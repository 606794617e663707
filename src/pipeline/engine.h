/* SPDX-License-Identifier: Apache-2.0 */
/* The engine: model, lexicon, rules, opened once and shared read-only by threads; and the worker, one thread's working memory that
   takes a report through the stages. Only pipeline/, eval/ and the public wrappers look inside. */
#ifndef DEM_PIPELINE_ENGINE_H
#define DEM_PIPELINE_ENGINE_H

#include "actors/actors.h"
#include "context/context.h"
#include "demarche/demarche.h"
#include "events/relations.h"
#include "frames/frames.h"
#include "ingest/ingest.h"
#include "parse/parse.h"
#include "segment/segment.h"
#include "stories/stories.h"

struct dem_engine {
    dem_arena *arena; /* owns the texts read from --data-dir and from the user's lexicon files */
    dem_ingest_rules *ingest;
    dem_segment_rules *segment;
    dem_model *model; /* NULL when the program was built without one: reports cannot be taken past their tokens */
    dem_lexicon *lexicon;
    dem_frame_rules *frames;
    dem_context_rules *context;
    dem_rules *rules;
    dem_story_rules *stories;
    dem_relations *relations; /* NULL when the program was built without */
    uint64_t rules_hash;      /* of all texts read: rules, cues, the user's lexicons */
    char rules_version[24];   /* the hash as text */
};

/* The lexicon alone, as it was built in. */
int dem_engine_built_in_lexicon(dem_lexicon **out, dem_error *err);

/* The most bytes one report and its layers may take; stated in demarche(1). */
#define DEM_REPORT_LIMIT ((size_t)512 << 20)

typedef struct dem_worker dem_worker;
int dem_worker_new(const dem_engine *engine, dem_worker **out, dem_error *err);
void dem_worker_free(dem_worker *w);

/* Runs the stages that the report still lacks, up to `depth`. Layers that came with the input (CoNLL-U tokens and trees) are kept. */
int dem_worker_code(dem_worker *w, dem_report *r, dem_depth depth, dem_error *err);

/* The digest of a coded report, with the ids that its records are printed with. */
int dem_engine_digest(const dem_engine *engine, dem_report *r, dem_arena *a, dem_digest *out, dem_error *err);

/* Seconds that this worker has spent in each stage so far; returns how many stages there are. */
typedef struct dem_stage_time {
    const char *stage;
    double seconds;
} dem_stage_time;
size_t dem_worker_times(const dem_worker *w, dem_stage_time *out, size_t max);

/* Every stage finds what it requires among what earlier ones assign; asked once by dem_engine_open. */
int dem_stages_check(dem_error *err);

#endif
