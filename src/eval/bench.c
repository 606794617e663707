/* SPDX-License-Identifier: Apache-2.0 */
/* Coding the texts of gold data, and what the measures ask of a coded report. */
#include "eval/bench.h"

int dem_bench_open(dem_bench *b, dem_engine *engine, const dem_eval_options *o, FILE *out, dem_error *err)
{
    static const dem_eval_options defaults = {0};
    *b = (dem_bench){.engine = engine, .o = o ? o : &defaults, .out = out};
    b->worst = b->o->json ? 0 : b->o->worst;
    int rc = dem_worker_new(engine, &b->worker, err);
    if (rc == DEM_OK && !(b->r = dem_report_new(DEM_REPORT_LIMIT))) rc = dem_fail(err, DEM_EMEMORY, "memory is out");
    return rc;
}

void dem_bench_close(dem_bench *b)
{
    dem_worker_free(b->worker);
    dem_report_free(b->r);
}

int dem_bench_code(dem_bench *b, dem_str text, dem_str id, dem_day published, dem_depth depth, dem_error *err)
{
    dem_report *r = b->r;
    dem_report_reset(r);
    r->text = dem_str_dup(r->arena, text);
    r->meta.id = dem_str_dup(r->arena, id);
    r->meta.published = published;
    for (size_t i = 0; i < text.n;) {
        size_t nl = dem_str_find(text, DEM_STR("\n"), i), end = nl == SIZE_MAX ? text.n : nl;
        dem_str line = dem_str_trim(dem_str_cut(text, i, end));
        dem_span *p = line.n ? DEM_PUSH(r->arena, &r->paragraphs) : NULL;
        if (p) p->start = (uint32_t)(line.p - text.p), p->end = p->start + (uint32_t)line.n;
        if (p && i == 0 && dem_str_starts(line, DEM_STR("= "))) p->start += 2, r->title_span = *p;
        i = end + 1;
    }
    if (!r->text.p || dem_arena_failed(r->arena)) return dem_fail(err, DEM_EMEMORY, "memory is out");
    return dem_worker_code(b->worker, r, depth, err);
}

bool dem_bench_worst(dem_bench *b)
{
    if (b->worst <= 0) return false;
    b->worst--;
    return true;
}

int dem_bench_quad(const dem_bench *b, const dem_event *e)
{
    dem_ontology_entry entry;
    return dem_ontology_lookup(b->engine->rules, dem_str_c(e->cameo), &entry) ? entry.quad : 0;
}

static int depth_of(const dem_report *r, const dem_event *e)
{
    if (e->frame < 0 || (size_t)e->frame >= r->frames.n) return 1000;
    int depth = 0;
    for (int32_t t = r->frames.items[e->frame].token; t >= 0 && depth < 1000; depth++)
        t = dem_token_at(r, e->sentence, t)->head;
    return depth;
}

int32_t dem_bench_main_event(const dem_bench *b, int32_t sentence)
{
    int32_t best = DEM_NONE;
    int best_rank = 0;
    for (size_t i = 0; i < b->r->events.n; i++) {
        const dem_event *e = &b->r->events.items[i];
        if (sentence != DEM_NONE && e->sentence != sentence) continue;
        int rank = depth_of(b->r, e) + (e->cameo[0] == '0' && e->cameo[1] == '1' ? 2000 : 0) +
                   (e->status == DEM_NEGATED ? 4000 : 0);
        if (best == DEM_NONE || rank < best_rank) {
            best = (int32_t)i;
            best_rank = rank;
        }
    }
    return best;
}

dem_str dem_code_head(dem_str code)
{
    if (dem_str_starts(code, DEM_STR("IGOUNO")) || dem_str_starts(code, DEM_STR("IGOEUR")))
        return dem_str_cut(code, 3, 6);
    return dem_str_cut(code, 0, 3);
}
