/* SPDX-License-Identifier: Apache-2.0 */
/* A coded report's digest with the ids that its records are printed with: the stories stage knows no ids, the writers make them. */
#include "export/export.h"
#include "pipeline/engine.h"

typedef struct id_maker {
    dem_arena *a;
    dem_ids ids;
} id_maker;

static dem_str event_id(void *ctx, size_t i)
{
    id_maker *m = ctx;
    dem_id_text t = dem_id_event(&m->ids, i);
    return dem_str_dup(m->a, dem_str_c(t.c));
}

static dem_str statement_id(void *ctx, size_t i)
{
    id_maker *m = ctx;
    dem_id_text t = dem_id_statement(&m->ids, i);
    return dem_str_dup(m->a, dem_str_c(t.c));
}

static dem_str claim_id(void *ctx, size_t i)
{
    id_maker *m = ctx;
    dem_id_text t = dem_id_claim(&m->ids, i);
    return dem_str_dup(m->a, dem_str_c(t.c));
}

int dem_engine_digest(const dem_engine *engine, dem_report *r, dem_arena *a, dem_digest *out, dem_error *err)
{
    id_maker m = {.a = r->arena};
    int rc = dem_ids_make(r, &m.ids, err);
    if (rc != DEM_OK) return rc;
    dem_digest_ids ids = {event_id, statement_id, claim_id, &m};
    return dem_digest_make(engine->stories, r, &ids, a, out, err);
}
