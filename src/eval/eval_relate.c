/* SPDX-License-Identifier: Apache-2.0 */
/* eval relate: sentences with the actor's and the recipient's spans and the PLOVER root between them (15 classes) and
 * its quad. */
#include "eval/bench.h"

#include "base/file.h"

#include <jansson.h>

static const char *const roots[] = {"AGREE",   "CONSULT",  "SUPPORT",  "COOPERATE", "AID",
                                    "YIELD",   "REQUEST",  "ACCUSE",   "REJECT",    "THREATEN",
                                    "PROTEST", "SANCTION", "MOBILIZE", "COERCE",    "ASSAULT"};
static const int quad_of_root[] = {1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4};
static const char *const quads[] = {"1", "2", "3", "4"};
enum { N_ROOTS = 15, MAX_SPANS = 32 };

static size_t root_index(dem_str s)
{
    if (dem_str_is(s, "CONCEDE") || dem_str_is(s, "RETREAT")) s = DEM_STR("YIELD");
    for (size_t i = 0; i < N_ROOTS; i++)
        if (dem_str_is(s, roots[i])) return i;
    return SIZE_MAX;
}

static size_t read_spans(dem_report *r, const json_t *list, dem_span *out)
{
    size_t n = 0, i;
    const json_t *p;
    json_array_foreach(list, i, p)
    {
        json_int_t a = json_integer_value(json_array_get(p, 0)), b = json_integer_value(json_array_get(p, 1));
        if (n < MAX_SPANS && a >= 0 && b > a)
            out[n++] = (dem_span){dem_report_byte(r, (size_t)a), dem_report_byte(r, (size_t)b)};
    }
    return n;
}

static int one_record(dem_bench *b, const json_t *v, dem_confusion *root, dem_confusion *quad, dem_reliability *sure,
                      dem_error *err)
{
    const char *text = json_string_value(json_object_get(v, "text")), *id = json_string_value(json_object_get(v, "id")),
               *gold = json_string_value(json_object_get(v, "root"));
    size_t g = gold ? root_index(dem_str_c(gold)) : SIZE_MAX;
    if (!text || g == SIZE_MAX) return dem_fail(err, DEM_EFORMAT, "\"text\" and a known \"root\" are expected");
    int rc = dem_bench_code(b, dem_str_c(text), dem_str_c(id ? id : ""), DEM_DAY_NONE, DEM_DEPTH_FULL, err);
    if (rc) return rc;
    dem_span actor[MAX_SPANS], recipient[MAX_SPANS];
    size_t na = read_spans(b->r, json_object_get(v, "actor"), actor),
           nr = read_spans(b->r, json_object_get(v, "recipient"), recipient);
    dem_event e = {0};
    dem_str said = DEM_STR_NONE;
    rc = dem_relate(b->engine->rules, b->r, actor, na, recipient, nr, &e, &said, err);
    if (rc) return rc;
    size_t got = root_index(said);
    dem_confusion_add(root, g, got);
    dem_confusion_add(quad, (size_t)quad_of_root[g] - 1, got == SIZE_MAX ? SIZE_MAX : (size_t)quad_of_root[got] - 1);
    if (got != SIZE_MAX) dem_reliability_add(sure, e.confidence, got == g);
    if (got != g && dem_bench_worst(b))
        fprintf(b->out, "%s: gold %s, given %.*s by %.*s: %s\n", id ? id : "?", gold, DEM_FMT(said), DEM_FMT(e.rule),
                text);
    return DEM_OK;
}

int dem_eval_relate(dem_bench *b, const char *const *paths, size_t n, dem_error *err)
{
    dem_arena *a = dem_arena_new(0);
    dem_confusion root, quad;
    dem_reliability sure = {0};
    int rc = a ? DEM_OK : dem_fail(err, DEM_EMEMORY, "memory is out");
    if (!rc) rc = dem_confusion_init(&root, a, roots, N_ROOTS, err);
    if (!rc) rc = dem_confusion_init(&quad, a, quads, 4, err);
    for (size_t i = 0; i < n && !rc; i++) {
        dem_str bytes;
        size_t at = 0;
        rc = dem_file_read(a, paths[i], (size_t)1 << 30, &bytes, err);
        for (dem_str line; !rc && dem_str_split(&bytes, '\n', &line);) {
            at++;
            if (!dem_str_trim(line).n) continue;
            json_error_t e;
            json_t *v = json_loadb(line.p, line.n, 0, &e);
            rc = v ? one_record(b, v, &root, &quad, &sure, err) : dem_fail(err, DEM_EFORMAT, "not valid JSON: %s", e.text);
            json_decref(v);
            if (rc && err && !err->line) {
                dem_error copy = *err;
                dem_fail_at(err, (dem_status)rc, paths[i], at, -1, "%s", copy.message);
            }
        }
    }
    if (!rc) {
        dem_figures f = {0};
        if (!b->o->json) {
            dem_confusion_print(b->out, &root);
            fputc('\n', b->out);
            dem_reliability_print(b->out, &sure);
            fputc('\n', b->out);
        }
        dem_figure(&f, "root_macro_f1", dem_confusion_macro_f1(&root));
        dem_figure(&f, "root_accuracy", dem_confusion_accuracy(&root));
        dem_figure(&f, "quad_macro_f1", dem_confusion_macro_f1(&quad));
        dem_figure(&f, "quad_accuracy", dem_confusion_accuracy(&quad));
        dem_figure(&f, "calibration_error", dem_reliability_error(&sure));
        dem_figures_print(b->out, &f, "relate", b->o->json);
    }
    dem_arena_free(a);
    return rc;
}
