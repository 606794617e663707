/* SPDX-License-Identifier: Apache-2.0 */
/* eval attribution: PolNeAR in brat's standoff (a folder with attributions/NAME_MARK.ann and text/NAME.txt): who is
   quoted, by which cue. A statement is right when its cue and its speaker overlap those of one gold attribution.
   Attributions without a source in the text are left out of the pairs; they count for the cues. */
#include "eval/bench.h"

#include "base/file.h"

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

enum { MAX_PARTS = 8 };

typedef struct piece {
    size_t start[MAX_PARTS], end[MAX_PARTS], n; /* code points; several when interrupted */
} piece;

typedef struct note {
    long id;
    char kind; /* C cue, S source, O content */
    piece at;
} note;

typedef struct attribution {
    const note *cue, *source;
    bool pair_hit, cue_hit;
} attribution;

typedef struct gold {
    DEM_VEC(note) notes;
    DEM_VEC(attribution) list;
} gold;

typedef struct tally {
    dem_prf pairs, cues;
} tally;

/* "Cue 386 392" or "Content 10 20;25 30" */
static bool read_note(dem_str body, note *out)
{
    size_t space = dem_str_find(body, DEM_STR(" "), 0);
    if (space == SIZE_MAX) return false;
    dem_str kind = dem_str_cut(body, 0, space), rest = dem_str_cut(body, space + 1, body.n), part;
    out->kind = dem_str_is(kind, "Cue")       ? 'C'
                : dem_str_is(kind, "Source")  ? 'S'
                : dem_str_is(kind, "Content") ? 'O'
                                              : 0;
    while (out->at.n < MAX_PARTS && dem_str_split(&rest, ';', &part)) {
        char buf[64];
        snprintf(buf, sizeof buf, "%.*s", DEM_FMT(part));
        /* NOLINTNEXTLINE(cert-err34-c): a number too large for a position only meets no span */
        if (sscanf(buf, "%zu %zu", &out->at.start[out->at.n], &out->at.end[out->at.n]) != 2) return false;
        out->at.n++;
    }
    return true;
}

static const note *find_note(const gold *g, long id)
{
    for (size_t i = 0; i < g->notes.n; i++)
        if (g->notes.items[i].id == id) return &g->notes.items[i];
    return NULL;
}

/* "Attribution:T4 Source:T3 Content:T2 Cue:T1": roles may carry a number. */
static bool read_relation(dem_arena *a, gold *g, dem_str body)
{
    attribution *x = DEM_PUSH(a, &g->list);
    if (!x) return false;
    for (dem_str part; dem_str_split(&body, ' ', &part);) {
        size_t colon = dem_str_find(part, DEM_STR(":T"), 0);
        if (colon == SIZE_MAX) continue;
        const note *n = find_note(g, strtol(part.p + colon + 2, NULL, 10));
        if (!n) continue;
        if (n->kind == 'C' && !x->cue) x->cue = n;
        if (n->kind == 'S' && !x->source) x->source = n;
    }
    return true;
}

static int read_gold(dem_arena *a, const char *path, gold *g, dem_error *err)
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
                note *n = DEM_PUSH(a, &g->notes);
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

static bool overlaps(dem_report *r, dem_span s, const note *n)
{
    size_t a = dem_report_codepoint(r, s.start), b = dem_report_codepoint(r, s.end);
    for (size_t i = 0; n && i < n->at.n; i++)
        if (a < n->at.end[i] && n->at.start[i] < b) return true;
    return false;
}

static void score(dem_bench *b, const char *name, gold *g, tally *t)
{
    dem_report *r = b->r;
    for (size_t i = 0; i < g->list.n; i++) {
        t->cues.gold += g->list.items[i].cue != NULL;
        t->pairs.gold += g->list.items[i].cue && g->list.items[i].source;
    }
    for (size_t i = 0; i < r->statements.n; i++) {
        const dem_statement *s = &r->statements.items[i];
        bool speaker = s->has_speaker && s->speaker.span.end > s->speaker.span.start, cue = false, pair = false;
        for (size_t k = 0; k < g->list.n; k++) {
            attribution *x = &g->list.items[k];
            if (!x->cue || !overlaps(r, s->cue, x->cue)) continue;
            if (!cue && !x->cue_hit) cue = x->cue_hit = true;
            if (!pair && !x->pair_hit && speaker && overlaps(r, s->speaker.span, x->source)) pair = x->pair_hit = true;
        }
        t->cues.found++;
        t->cues.hit += cue;
        t->pairs.found += speaker;
        t->pairs.hit += pair;
        if (speaker && !pair && dem_bench_worst(b))
            fprintf(b->out, "%s: wrong   %.*s | %.*s\n", name, DEM_FMT(dem_text_of(r, s->speaker.span)),
                    DEM_FMT(dem_text_of(r, s->cue)));
    }
    for (size_t k = 0; k < g->list.n; k++) {
        const attribution *x = &g->list.items[k];
        if (!x->cue || !x->source || x->pair_hit || !dem_bench_worst(b)) continue;
        dem_span src = {dem_report_byte(r, x->source->at.start[0]), dem_report_byte(r, x->source->at.end[0])},
                 cue = {dem_report_byte(r, x->cue->at.start[0]), dem_report_byte(r, x->cue->at.end[0])};
        fprintf(b->out, "%s: missing %.*s | %.*s\n", name, DEM_FMT(dem_text_of(r, src)), DEM_FMT(dem_text_of(r, cue)));
    }
}

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

/* Names without ending of the .ann files, sorted. */
static int list_folder(dem_arena *a, const char *folder, char ***out, size_t *n, dem_error *err)
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

static int one_article(dem_bench *b, const char *folder, const char *name, tally *t, dem_error *err)
{
    char path[1200];
    dem_str text;
    gold g = {0};
    dem_arena *a = dem_arena_new(0);
    if (!a) return dem_fail(err, DEM_EMEMORY, "memory is out");
    snprintf(path, sizeof path, "%s/attributions/%s.ann", folder, name);
    int rc = read_gold(a, path, &g, err);
    /* The annotator's mark at the end of the name is not part of the text's. */
    const char *mark = strrchr(name, '_');
    snprintf(path, sizeof path, "%s/text/%s.txt", folder, name);
    if (access(path, R_OK) != 0 && mark)
        snprintf(path, sizeof path, "%s/text/%.*s.txt", folder, (int)(mark - name), name);
    if (!rc) rc = dem_file_read(a, path, (size_t)64 << 20, &text, err);
    if (!rc) rc = dem_bench_code(b, text, dem_str_c(name), DEM_DAY_NONE, DEM_DEPTH_FULL, err);
    if (!rc) score(b, name, &g, t);
    dem_arena_free(a);
    return rc;
}

int dem_eval_attribution(dem_bench *b, const char *const *paths, size_t n, dem_error *err)
{
    tally t = {{0}, {0}};
    int rc = DEM_OK;
    for (size_t i = 0; i < n && !rc; i++) {
        dem_arena *a = dem_arena_new(0);
        char **names = NULL;
        size_t count = 0;
        rc = a ? list_folder(a, paths[i], &names, &count, err) : dem_fail(err, DEM_EMEMORY, "memory is out");
        for (size_t k = 0; k < count && !rc; k++) rc = one_article(b, paths[i], names[k], &t, err);
        dem_arena_free(a);
    }
    if (rc) return rc;
    dem_figures f = {0};
    dem_figure_prf(&f, "pairs", t.pairs);
    dem_figure_prf(&f, "cues", t.cues);
    dem_figures_print(b->out, &f, "attribution", b->o->json);
    return DEM_OK;
}
