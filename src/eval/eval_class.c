/* SPDX-License-Identifier: Apache-2.0 */
/* eval class: sentences with the class of their main event: 0 none or neutral, 1 verbal cooperation, 2 material
   cooperation, 3 verbal conflict, 4 material conflict. One a line: text, tab, class. */
#include "eval/bench.h"

#include "base/file.h"

static const char *const classes[] = {"0", "1", "2", "3", "4"};

/* The model's answer; without one, the quad of the main event that the rules found. */
static size_t class_of(const dem_bench *b)
{
    int cls;
    double sure;
    if (dem_sentence_class(b->engine->rules, b->r, DEM_NONE, &cls, &sure) && cls >= 0 && cls <= 4) return (size_t)cls;
    int32_t i = dem_bench_main_event(b, DEM_NONE);
    if (i == DEM_NONE) return 0;
    const dem_event *e = &b->r->events.items[i];
    if (e->cameo[0] == '0' && e->cameo[1] == '1') return 0;
    int quad = dem_bench_quad(b, e);
    return quad < 0 || quad > 4 ? 0 : (size_t)quad;
}

int dem_eval_class(dem_bench *b, const char *const *paths, size_t n, dem_error *err)
{
    dem_arena *a = dem_arena_new(0);
    dem_confusion c;
    int rc = a ? dem_confusion_init(&c, a, classes, 5, err) : dem_fail(err, DEM_EMEMORY, "memory is out");
    for (size_t i = 0; i < n && !rc; i++) {
        dem_str bytes;
        size_t at = 0;
        rc = dem_file_read(a, paths[i], (size_t)1 << 30, &bytes, err);
        for (dem_str line; !rc && dem_str_split(&bytes, '\n', &line);) {
            at++;
            line = dem_str_trim(line);
            size_t tab = dem_str_find(line, DEM_STR("\t"), 0);
            if (!line.n) continue;
            if (tab == SIZE_MAX || tab + 2 != line.n || line.p[tab + 1] < '0' || line.p[tab + 1] > '4') {
                rc = dem_fail_at(err, DEM_EFORMAT, paths[i], at, -1,
                                 "a text, a tab and a class from 0 to 4 are expected");
                break;
            }
            rc = dem_bench_code(b, dem_str_cut(line, 0, tab), DEM_STR("sentence"), DEM_DAY_NONE, DEM_DEPTH_FULL, err);
            if (rc) break;
            size_t gold = (size_t)(line.p[tab + 1] - '0'), got = class_of(b);
            dem_confusion_add(&c, gold, got);
            if (gold != got && dem_bench_worst(b)) {
                int32_t m = dem_bench_main_event(b, DEM_NONE);
                const dem_event *e = m == DEM_NONE ? NULL : &b->r->events.items[m];
                dem_str rule = e ? e->rule : DEM_STR_NONE;
                fprintf(b->out, "line %zu: gold %zu, given %zu %s %.*s: %.*s\n", at, gold, got, e ? e->cameo : "-",
                        DEM_FMT(rule), DEM_FMT(dem_str_cut(line, 0, tab)));
            }
        }
    }
    if (!rc) {
        dem_figures f = {0};
        if (!b->o->json) dem_confusion_print(b->out, &c);
        dem_figure(&f, "macro_f1", dem_confusion_macro_f1(&c));
        dem_figure(&f, "accuracy", dem_confusion_accuracy(&c));
        dem_figures_print(b->out, &f, "class", b->o->json);
    }
    dem_arena_free(a);
    return rc;
}
