/* SPDX-License-Identifier: Apache-2.0 */
/* Reports of a file or folder, coded and printed by the program's own writers: what is compared is what a user would
 * read. */
#include "eval/records.h"

#include "export/export.h"
#include "ingest/ingest.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

/* The printed lines of one report, parsed again. */
static int keep_report(dem_bench *b, dem_coded *c, dem_error *err)
{
    dem_buf out = {0};
    int rc = dem_export(b->r, b->engine->rules, DEM_OUT_JSONL, false, &out, err);
    json_t *records = rc ? NULL : json_array();
    dem_str rest = rc ? DEM_STR_NONE : (dem_str){out.p, out.n}; /* what dem_export printed */
    for (dem_str line; records && dem_str_split(&rest, '\n', &line);) {
        json_t *v = line.n ? json_loadb(line.p, line.n, 0, NULL) : NULL;
        if (v) json_array_append_new(records, v);
    }
    char id[256];
    snprintf(id, sizeof id, "%.*s", DEM_FMT(b->r->meta.id));
    if (records) json_object_set_new(c->reports, id, records);
    dem_buf_free(&out);
    return rc;
}

static int code_file(dem_bench *b, dem_coded *c, const char *path, dem_error *err)
{
    dem_ingest_options o = {.rules = b->engine->ingest};
    dem_source *s = NULL;
    int rc = dem_source_open(path, &o, &s, err);
    for (bool got = true; !rc && got;) {
        dem_error why = {.byte = -1};
        dem_report_reset(b->r);
        int failed = dem_source_next(s, b->r, &got, &why);
        if (failed == DEM_ELANGUAGE) {
            char id[256];
            snprintf(id, sizeof id, "%.*s", DEM_FMT(b->r->meta.id));
            json_object_set_new(c->reports, id, json_string("language"));
            got = true;
        } else if (failed) {
            char text[800];
            dem_error_print(&why, text, sizeof text);
            if (!b->o->json) fprintf(b->out, "%s\n", text); /* the report counts as not there */
            got = failed != DEM_EIO;
        } else if (got) {
            rc = dem_worker_code(b->worker, b->r, DEM_DEPTH_FULL, err);
            if (!rc) rc = keep_report(b, c, err);
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

int dem_coded_add(dem_bench *b, dem_coded *c, const char *path, dem_error *err)
{
    struct stat st;
    if (stat(path, &st) != 0) return dem_fail_at(err, DEM_EIO, path, 0, -1, "is not there");
    if (!S_ISDIR(st.st_mode)) return code_file(b, c, path, err);
    struct dirent **list = NULL;
    int n = scandir(path, &list, NULL, alphasort),
        rc = n < 0 ? dem_fail_at(err, DEM_EIO, path, 0, -1, "cannot read the folder") : DEM_OK;
    for (int i = 0; i < n; i++) {
        char file[2048];
        snprintf(file, sizeof file, "%s/%s", path, list[i]->d_name);
        if (!rc && readable(list[i]->d_name)) rc = code_file(b, c, file, err);
        free(list[i]);
    }
    free(list);
    return rc;
}
