/* SPDX-License-Identifier: Apache-2.0 */
/* Reports of a gold folder, coded one after the other and added to a web of stories. */
#include "eval/web.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

static int keep(dem_bench *b, dem_gold_web *g, dem_error *err)
{
    dem_arena *a = dem_web_arena(g->web);
    dem_digest *d = DEM_NEW(a, dem_digest);
    dem_gold_sentences *s = DEM_PUSH(a, &g->reports);
    if (!d || !s) return dem_fail(err, DEM_EMEMORY, "memory is out");
    s->id = dem_str_dup(a, b->r->meta.id);
    for (size_t i = 0; i < b->r->sentences.n; i++) {
        dem_str *slot = DEM_PUSH(a, &s->sentences);
        if (slot) *slot = dem_str_dup(a, dem_text_of(b->r, b->r->sentences.items[i].span));
    }
    int rc = dem_engine_digest(b->engine, b->r, a, d, err);
    return rc == DEM_OK ? dem_web_add(g->web, d, err) : rc;
}

static int code_file(dem_bench *b, dem_gold_web *g, const char *path, dem_error *err)
{
    dem_ingest_options o = {.rules = b->engine->ingest};
    dem_source *s = NULL;
    int rc = dem_source_open(path, &o, &s, err);
    for (bool got = true; !rc && got;) {
        dem_error why = {.byte = -1};
        dem_report_reset(b->r);
        int failed = dem_source_next(s, b->r, &got, &why);
        if (failed) {
            got = failed != DEM_EIO; /* a report that is refused links with nothing */
        } else if (got) {
            rc = dem_worker_code(b->worker, b->r, DEM_DEPTH_FULL, err);
            if (!rc) rc = keep(b, g, err);
        }
    }
    dem_source_close(s);
    return rc;
}

static bool readable(const char *name)
{
    static const char *const endings[] = {".txt", ".html", ".htm", ".jsonl"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (dem_str_ends(dem_str_c(name), dem_str_c(endings[i]))) return true;
    return false;
}

static int code_path(dem_bench *b, dem_gold_web *g, const char *path, dem_error *err)
{
    struct stat st;
    if (stat(path, &st) != 0) return dem_fail_at(err, DEM_EIO, path, 0, -1, "is not there");
    if (!S_ISDIR(st.st_mode)) return code_file(b, g, path, err);
    struct dirent **list = NULL;
    int n = scandir(path, &list, NULL, alphasort), rc = n < 0 ? dem_fail_at(err, DEM_EIO, path, 0, -1, "cannot read the folder") : DEM_OK;
    for (int i = 0; i < n; i++) {
        char file[2200];
        snprintf(file, sizeof file, "%s/%s", path, list[i]->d_name);
        if (!rc && readable(list[i]->d_name)) rc = code_file(b, g, file, err);
        free(list[i]);
    }
    free(list);
    return rc;
}

static int reports_of(dem_bench *b, dem_gold_web *g, dem_error *err)
{
    const char *slash = strrchr(g->folder, '/'), *name = slash ? slash + 1 : g->folder, *data = getenv("DEMARCHE_DATA");
    char own[1300];
    struct stat is;
    snprintf(own, sizeof own, "%s/reports.jsonl", g->folder);
    if (stat(own, &is) == 0) return code_file(b, g, own, err); /* made for this gold */
    for (int where = 0; where < 3; where++) {
        char path[2200];
        struct stat st;
        if (where == 0) snprintf(path, sizeof path, "%s/../../../%s", g->folder, name);
        if (where == 1) snprintf(path, sizeof path, "%s/../%s", data ? data : "", name);
        if (where == 2) snprintf(path, sizeof path, "%s/../../../../shared/%s", g->folder, name);
        if ((where == 1 && !data) || stat(path, &st) != 0 || !S_ISDIR(st.st_mode)) continue;
        return code_path(b, g, path, err);
    }
    return DEM_OK;
}

int dem_gold_web_open(dem_bench *b, const char *const *paths, size_t n, const char *name, dem_gold_web *out, bool *there, dem_error *err)
{
    char file[1200];
    struct stat st;
    memset(out, 0, sizeof *out);
    *there = false;
    if (!n) return dem_fail(err, DEM_EUSAGE, "a folder of gold is expected");
    snprintf(out->folder, sizeof out->folder, "%s", paths[0]);
    size_t len = strlen(out->folder);
    while (len > 1 && out->folder[len - 1] == '/') out->folder[--len] = 0;
    snprintf(file, sizeof file, "%s/%s", out->folder, name);
    if (stat(file, &st) != 0) return dem_fail_at(err, DEM_EIO, file, 0, -1, "is not there");
    int rc = dem_web_new(b->engine->stories, &out->web, err);
    if (!rc) rc = reports_of(b, out, err);
    for (size_t i = 1; i < n && !rc; i++) rc = code_path(b, out, paths[i], err);
    *there = out->reports.n > 0;
    return rc;
}

void dem_gold_web_close(dem_gold_web *g)
{
    dem_web_free(g->web);
}

void dem_gold_web_skip(dem_bench *b, dem_gold_web *g, const char *kind)
{
    dem_figures f = {0};
    if (!b->o->json) fprintf(b->out, "%s: skipped, its reports were not found\n", g->folder);
    dem_figure(&f, "reports", 0);
    dem_figure(&f, "skipped", 1);
    dem_figures_print(b->out, &f, kind, b->o->json);
    dem_gold_web_close(g);
}

json_t *dem_gold_json(const dem_gold_web *g, const char *name, dem_error *err)
{
    char file[1200];
    json_error_t e;
    snprintf(file, sizeof file, "%s/%s", g->folder, name);
    json_t *v = json_load_file(file, JSON_REJECT_DUPLICATES, &e);
    if (!v) dem_fail_at(err, DEM_EFORMAT, file, e.line > 0 ? (size_t)e.line : 0, -1, "%s", e.text);
    return v;
}
