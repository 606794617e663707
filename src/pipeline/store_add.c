/* SPDX-License-Identifier: Apache-2.0 */
/* dem_store_add and its questions: the store knows rows, not engines; here the codebook and the versions are taken out of the engine. */
#include "pipeline/engine.h"
#include "store/store.h"

static int make_digest(void *ctx, dem_report *r, dem_arena *a, dem_digest *out, dem_error *err)
{
    return dem_engine_digest(ctx, r, a, out, err);
}

static dem_store_origin origin_of(dem_engine *engine, const dem_digester *digester)
{
    return (dem_store_origin){dem_version(), dem_engine_model_version(engine), dem_engine_lexicon_version(engine),
                              dem_engine_rules_version(engine), digester};
}

int dem_store_add(dem_store *store, dem_engine *engine, dem_report *report, bool *added, dem_error *err)
{
    dem_codebook book = dem_codebook_of(engine->rules);
    dem_digester digester = {make_digest, engine};
    dem_store_origin origin = origin_of(engine, &digester);
    bool is_new = false;
    int rc = report->passed_over ? DEM_OK : dem_store_put(store, &book, &origin, report, &is_new, err);
    if (added) *added = is_new;
    return rc;
}

int dem_store_known(dem_store *store, dem_engine *engine, const dem_report *report, bool *known, dem_error *err)
{
    dem_store_origin origin = origin_of(engine, NULL);
    return dem_store_coded(store, &origin, report, known, err);
}

int dem_store_check_links(dem_store *store, dem_engine *engine, void (*found)(void *ctx, const char *problem), void *ctx, dem_store_counts *counts,
                          dem_error *err)
{
    dem_store_origin origin = origin_of(engine, NULL);
    return dem_check_links(store, engine->stories, &origin, found, ctx, counts, err);
}

int dem_store_settle(dem_store *store, dem_engine *engine, dem_error *err)
{
    return dem_store_link(store, engine->stories, err);
}

int dem_store_settle_due(dem_store *store, dem_engine *engine, dem_error *err)
{
    return dem_store_link_due(store, engine->stories, err);
}
