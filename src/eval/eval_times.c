/* SPDX-License-Identifier: Apache-2.0 */
/* eval times: TimeML documents as in TempEval-3. The document creation time is given, the time expressions of the text are to be
   found: extents exactly (strict) or overlapping (relaxed), and among what overlaps the type and the value. As TempEval-3 scores
   them, a right type or value counts against all expressions of the gold and all that were found. */
#include "eval/bench.h"
#include "eval/timeml.h"

#include "base/file.h"

#include <dirent.h>
#include <stdlib.h>

enum { N_TYPES = 4 };
static const char *const type_names[N_TYPES] = {"DATE", "TIME", "DURATION", "SET"};

typedef struct tally {
    dem_prf strict, relaxed, type, value;
    dem_prf relaxed_of[N_TYPES], value_of[N_TYPES]; /* by the gold's type; what is too much, by its own */
} tally;

static int type_index(dem_str name)
{
    for (int i = 0; i < N_TYPES; i++)
        if (dem_str_is(name, type_names[i])) return i;
    return 0;
}

/* Of the expressions not yet taken, the one with the same extent, else the one that shares most with it. */
static int32_t partner(const dem_report *r, const bool *taken, dem_span gold)
{
    int32_t best = DEM_NONE;
    uint32_t most = 0;
    for (size_t i = 0; i < r->times.n; i++) {
        dem_span s = r->times.items[i].span;
        if (taken[i] || !dem_span_overlaps(s, gold)) continue;
        if (s.start == gold.start && s.end == gold.end) return (int32_t)i;
        uint32_t from = s.start > gold.start ? s.start : gold.start, to = s.end < gold.end ? s.end : gold.end;
        if (to - from > most) {
            most = to - from;
            best = (int32_t)i;
        }
    }
    return best;
}

static void list_case(dem_bench *b, const char *name, const char *what, const dem_timex *g, const dem_time *t)
{
    if (!dem_bench_worst(b)) return;
    const dem_report *r = b->r;
    fprintf(b->out, "%s: %-7s", name, what);
    if (g) fprintf(b->out, " \"%.*s\" %.*s %.*s", DEM_FMT(dem_text_of(r, g->span)), DEM_FMT(g->type), DEM_FMT(g->value));
    if (t)
        fprintf(b->out, "%s \"%.*s\" %s %.*s", g ? " | found" : "", DEM_FMT(dem_text_of(r, t->span)), dem_time_type_name(t->type), DEM_FMT(t->value));
    fputc('\n', b->out);
}

static void score_one(dem_bench *b, const char *name, tally *t, const dem_timex *g, const dem_time *found)
{
    int k = type_index(g->type);
    bool exact = found && found->span.start == g->span.start && found->span.end == g->span.end;
    bool type = found && dem_str_is(g->type, dem_time_type_name(found->type)), value = found && dem_str_eq(g->value, found->value);
    t->strict.hit += exact;
    t->relaxed.hit += found != NULL;
    t->relaxed_of[k].hit += found != NULL;
    t->relaxed_of[k].found += found != NULL, t->value_of[k].found += found != NULL;
    t->type.hit += type;
    t->value.hit += value;
    t->value_of[k].hit += value;
    if (!found) list_case(b, name, "missing", g, NULL);
    else if (!value) list_case(b, name, "value", g, found);
    else if (!type) list_case(b, name, "type", g, found);
    else if (!exact) list_case(b, name, "extent", g, found);
}

static int score(dem_bench *b, const char *name, const dem_timeml *gold, dem_arena *a, tally *t, dem_error *err)
{
    const dem_report *r = b->r;
    bool *taken = DEM_NEW_N(a, bool, r->times.n + 1);
    if (!taken) return dem_fail(err, DEM_EMEMORY, "memory is out");
    for (size_t i = 0; i < gold->times.n; i++) {
        const dem_timex *g = &gold->times.items[i];
        int32_t found = partner(r, taken, g->span);
        if (found != DEM_NONE) taken[found] = true;
        int k = type_index(g->type);
        t->strict.gold++;
        t->relaxed.gold++, t->type.gold++, t->value.gold++;
        t->relaxed_of[k].gold++, t->value_of[k].gold++;
        score_one(b, name, t, g, found == DEM_NONE ? NULL : &r->times.items[found]);
    }
    for (size_t i = 0; i < r->times.n; i++) {
        int k = type_index(dem_str_c(dem_time_type_name(r->times.items[i].type)));
        t->strict.found++;
        t->relaxed.found++, t->type.found++, t->value.found++;
        if (!taken[i]) t->relaxed_of[k].found++, t->value_of[k].found++;
        if (!taken[i]) list_case(b, name, "wrong", NULL, &r->times.items[i]);
    }
    return DEM_OK;
}

/* The report as the document gives it: its text untouched, its paragraphs, its day. */
static int code(dem_bench *b, const dem_timeml *gold, const char *name, dem_error *err)
{
    dem_report *r = b->r;
    dem_report_reset(r);
    r->text = dem_str_dup(r->arena, gold->text);
    r->meta.id = dem_str_dup(r->arena, dem_str_c(name));
    r->meta.published = gold->created;
    for (size_t i = 0; i < gold->paragraphs.n; i++) {
        dem_span *p = DEM_PUSH(r->arena, &r->paragraphs);
        if (p) *p = gold->paragraphs.items[i];
    }
    if (!r->text.p || dem_arena_failed(r->arena)) return dem_fail(err, DEM_EMEMORY, "memory is out");
    return dem_worker_code(b->worker, r, DEM_DEPTH_FULL, err);
}

static int one_document(dem_bench *b, const char *path, tally *t, dem_error *err)
{
    dem_str bytes;
    dem_timeml gold;
    dem_arena *a = dem_arena_new(0);
    if (!a) return dem_fail(err, DEM_EMEMORY, "memory is out");
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    int rc = dem_file_read(a, path, (size_t)16 << 20, &bytes, err);
    if (!rc) rc = dem_timeml_read(a, bytes, path, &gold, err);
    if (!rc) rc = code(b, &gold, name, err);
    if (!rc) rc = score(b, name, &gold, a, t, err);
    dem_arena_free(a);
    return rc;
}

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

/* All .tml files of a folder, in the order of their names. */
static int one_folder(dem_bench *b, DIR *d, const char *folder, tally *t, dem_error *err)
{
    DEM_VEC(char *) names = {0};
    dem_arena *a = dem_arena_new(0);
    if (!a) return dem_fail(err, DEM_EMEMORY, "memory is out");
    for (const struct dirent *e; (e = readdir(d));) {
        if (!dem_str_ends(dem_str_c(e->d_name), DEM_STR(".tml"))) continue;
        char **slot = DEM_PUSH(a, &names);
        if (slot) *slot = (char *)(uintptr_t)dem_str_printf(a, "%s/%s", folder, e->d_name).p;
    }
    int rc = dem_arena_failed(a) ? dem_fail(err, DEM_EMEMORY, "memory is out") : DEM_OK;
    if (!rc && !names.n) rc = dem_fail_at(err, DEM_EEMPTY, folder, 0, -1, "no .tml file in it");
    if (!rc) qsort(names.items, names.n, sizeof *names.items, by_name);
    for (size_t i = 0; i < names.n && !rc; i++) rc = one_document(b, names.items[i], t, err);
    dem_arena_free(a);
    return rc;
}

static void print(dem_bench *b, const tally *t)
{
    dem_figures f = {0};
    char name[48];
    dem_figure_prf(&f, "strict", t->strict);
    dem_figure_prf(&f, "relaxed", t->relaxed);
    dem_figure_prf(&f, "type", t->type);
    dem_figure_prf(&f, "value", t->value);
    dem_figure(&f, "value_accuracy", t->relaxed.hit ? (double)t->value.hit / (double)t->relaxed.hit : 0);
    for (int i = 0; i < N_TYPES; i++) {
        if (!t->relaxed_of[i].gold && !t->relaxed_of[i].found) continue;
        snprintf(name, sizeof name, "%s_relaxed", type_names[i]);
        dem_figure_prf(&f, name, t->relaxed_of[i]);
        snprintf(name, sizeof name, "%s_value", type_names[i]);
        dem_figure_prf(&f, name, t->value_of[i]);
    }
    dem_figures_print(b->out, &f, "times", b->o->json);
}

int dem_eval_times(dem_bench *b, const char *const *paths, size_t n, dem_error *err)
{
    tally t = {0};
    int rc = DEM_OK;
    for (size_t i = 0; i < n && !rc; i++) {
        DIR *d = opendir(paths[i]);
        rc = d ? one_folder(b, d, paths[i], &t, err) : one_document(b, paths[i], &t, err);
        if (d) closedir(d);
    }
    if (!rc) print(b, &t);
    return rc;
}
