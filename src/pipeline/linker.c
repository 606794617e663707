/* SPDX-License-Identifier: Apache-2.0 */
/* dem_linker: the web of stories over the reports of one run, printed as records. */
#include "pipeline/engine.h"

struct dem_linker {
    dem_engine *engine;
    dem_web *web;
};

int dem_linker_open(dem_engine *engine, dem_linker **out, dem_error *err)
{
    dem_web *web;
    *out = NULL;
    int rc = dem_web_new(engine->stories, &web, err);
    if (rc != DEM_OK) return rc;
    *out = DEM_NEW(dem_web_arena(web), dem_linker);
    if (!*out) {
        dem_web_free(web);
        return dem_fail(err, DEM_EMEMORY, "memory is out");
    }
    **out = (dem_linker){engine, web};
    return DEM_OK;
}

void dem_linker_close(dem_linker *l)
{
    if (l) dem_web_free(l->web); /* whose arena holds it */
}

int dem_linker_add(dem_linker *l, dem_report *report, dem_error *err)
{
    dem_digest *d = DEM_NEW(dem_web_arena(l->web), dem_digest);
    if (!d) return dem_fail(err, DEM_EMEMORY, "memory is out");
    int rc = dem_engine_digest(l->engine, report, dem_web_arena(l->web), d, err);
    return rc == DEM_OK ? dem_web_add(l->web, d, err) : rc;
}

static int print_line(dem_json *j, FILE *out, dem_error *err)
{
    dem_buf *b = j->out;
    dem_buf_ch(b, '\n');
    if (b->failed) return dem_fail(err, DEM_EMEMORY, "memory is out");
    bool ok = fwrite(b->p, 1, b->n, out) == b->n;
    dem_buf_clear(b);
    j->comma = false;
    return ok ? DEM_OK : dem_fail(err, DEM_EIO, "the output cannot be written");
}

int dem_linker_print(dem_linker *l, FILE *out, dem_error *err)
{
    dem_picture p;
    dem_buf b = {0};
    dem_json j = {&b, false};
    int rc = dem_web_picture(l->web, &p, err);
#define PRINT(list, record)                                                                                    \
    for (size_t i = 0; rc == DEM_OK && i < p.list.n; i++) {                                                    \
        record(&j, &p.list.items[i]);                                                                          \
        rc = print_line(&j, out, err);                                                                         \
    }
    PRINT(stories, dem_record_story)
    PRINT(clusters, dem_record_cluster)
    PRINT(initiatives, dem_record_initiative)
    PRINT(positions, dem_record_position)
#undef PRINT
    dem_buf_free(&b);
    return rc;
}
