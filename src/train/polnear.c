/* SPDX-License-Identifier: Apache-2.0 */
/* Reading PolNeAR: sources, cues, contents and the relations that join them. */
#include "train/polnear.h"

#include "base/file.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* "Cue 386 392" or "Content 10 20;25 30" */
static bool read_note(dem_str body, dem_polnear_note *out)
{
    size_t space = dem_str_find(body, DEM_STR(" "), 0);
    if (space == SIZE_MAX) return false;
    dem_str kind = dem_str_cut(body, 0, space), rest = dem_str_cut(body, space + 1, body.n), part;
    out->kind = dem_str_is(kind, "Cue")       ? 'C'
                : dem_str_is(kind, "Source")  ? 'S'
                : dem_str_is(kind, "Content") ? 'O'
                                              : 0;
    while (out->at.n < DEM_POLNEAR_PARTS && dem_str_split(&rest, ';', &part)) {
        char buf[64];
        snprintf(buf, sizeof buf, "%.*s", DEM_FMT(part));
        /* NOLINTNEXTLINE(cert-err34-c): a number too large for a position only meets no span */
        if (sscanf(buf, "%zu %zu", &out->at.start[out->at.n], &out->at.end[out->at.n]) != 2) return false;
        out->at.n++;
    }
    return true;
}

static const dem_polnear_note *find_note(const dem_polnear *g, long id)
{
    for (size_t i = 0; i < g->notes.n; i++)
        if (g->notes.items[i].id == id) return &g->notes.items[i];
    return NULL;
}

/* "Attribution:T4 Source:T3 Content:T2 Cue:T1": roles may carry a number. */
static bool read_relation(dem_arena *a, dem_polnear *g, dem_str body)
{
    dem_polnear_attribution *x = DEM_PUSH(a, &g->list);
    if (!x) return false;
    for (dem_str part; dem_str_split(&body, ' ', &part);) {
        size_t colon = dem_str_find(part, DEM_STR(":T"), 0);
        if (colon == SIZE_MAX) continue;
        const dem_polnear_note *n = find_note(g, strtol(part.p + colon + 2, NULL, 10));
        if (!n) continue;
        if (n->kind == 'C' && !x->cue) x->cue = n;
        if (n->kind == 'S' && !x->source) x->source = n;
        if (n->kind == 'O' && !x->content) x->content = n;
    }
    return true;
}

static int read_gold(dem_arena *a, const char *path, dem_polnear *g, dem_error *err)
{
    dem_str bytes, all;
    int rc = dem_file_read(a, path, (size_t)64 << 20, &bytes, err);
    all = bytes;
    for (int pass = 0; pass < 2 && !rc; pass++) { /* relations may stand before what they name */
        size_t at = 0;
        bytes = all;
        for (dem_str line; !rc && dem_str_split(&bytes, '\n', &line);) {
            at++;
            if (line.n < 3 || (line.p[0] != 'T' && line.p[0] != 'E')) continue;
            size_t tab = dem_str_find(line, DEM_STR("\t"), 0);
            bool ok = tab != SIZE_MAX;
            dem_str body = dem_str_trim(dem_str_cut(line, tab + 1, line.n));
            if (ok && pass == 0 && line.p[0] == 'T') {
                size_t text = dem_str_find(body, DEM_STR("\t"), 0);
                dem_polnear_note *n = DEM_PUSH(a, &g->notes);
                if (!n) return dem_fail(err, DEM_EMEMORY, "memory is out");
                n->id = strtol(line.p + 1, NULL, 10);
                ok = read_note(text == SIZE_MAX ? body : dem_str_cut(body, 0, text), n);
            } else if (ok && pass == 1 && line.p[0] == 'E') {
                ok = read_relation(a, g, body);
            }
            if (!ok) rc = dem_fail_at(err, DEM_EFORMAT, path, at, -1, "not a line of brat's standoff format");
        }
    }
    return rc;
}

bool dem_polnear_overlaps(dem_report *r, dem_span span, const dem_polnear_note *note)
{
    size_t a = dem_report_codepoint(r, span.start), b = dem_report_codepoint(r, span.end);
    for (size_t i = 0; note && i < note->at.n; i++)
        if (a < note->at.end[i] && note->at.start[i] < b) return true;
    return false;
}

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

int dem_polnear_names(dem_arena *a, const char *folder, char ***out, size_t *n, dem_error *err)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/attributions", folder);
    DIR *d = opendir(path);
    if (!d) return dem_fail_at(err, DEM_EIO, path, 0, -1, "cannot read the folder");
    DEM_VEC(char *) names = {0};
    for (const struct dirent *e; (e = readdir(d));) {
        dem_str s = dem_str_c(e->d_name);
        if (!dem_str_ends(s, DEM_STR(".ann"))) continue;
        char **slot = DEM_PUSH(a, &names);
        if (slot) *slot = (char *)(uintptr_t)dem_str_dup(a, dem_str_cut(s, 0, s.n - 4)).p;
    }
    closedir(d);
    if (dem_arena_failed(a)) return dem_fail(err, DEM_EMEMORY, "memory is out");
    if (names.n) qsort(names.items, names.n, sizeof *names.items, by_name);
    *out = names.items;
    *n = names.n;
    return names.n ? DEM_OK : dem_fail_at(err, DEM_EEMPTY, path, 0, -1, "no .ann file in it");
}

int dem_polnear_read(dem_arena *a, const char *folder, const char *name, dem_polnear *out, dem_error *err)
{
    char path[1200];
    *out = (dem_polnear){0};
    snprintf(path, sizeof path, "%s/attributions/%s.ann", folder, name);
    int rc = read_gold(a, path, out, err);
    /* The annotator's mark at the end of the name is not part of the text's. */
    const char *mark = strrchr(name, '_');
    snprintf(path, sizeof path, "%s/text/%s.txt", folder, name);
    if (access(path, R_OK) != 0 && mark) snprintf(path, sizeof path, "%s/text/%.*s.txt", folder, (int)(mark - name), name);
    return rc ? rc : dem_file_read(a, path, (size_t)64 << 20, &out->text, err);
}
