/* SPDX-License-Identifier: Apache-2.0 */
/* eval mentions: re3d folders (documents.json, entities.json: one object a line). Organisation, Person and Location,
   named or nominal; a mention is right when its head stands in the gold's span and the type is the same. */
#include "eval/bench.h"

#include "base/file.h"

#include <jansson.h>

enum { N_TYPES = 3 };
static const char *const types[] = {"Organisation", "Person", "Location"};

typedef struct gold {
    size_t begin, end; /* code points */
    size_t type;
    bool hit;
} gold;

typedef DEM_VEC(gold) golds;

/* Type of a mention in re3d's terms; SIZE_MAX: none of the three. */
static size_t type_of(const dem_report *r, const dem_mention *m)
{
    dem_mention_type t = m->type;
    if (t == DEM_MENTION_PRONOUN) return SIZE_MAX;
    if (t == DEM_MENTION_NOMINAL && m->entity >= 0 && (size_t)m->entity < r->entities.n)
        t = r->entities.items[m->entity].type;
    switch (t) {
    case DEM_MENTION_PERSON:
        return 1;
    case DEM_MENTION_PLACE:
        return 2;
    case DEM_MENTION_ORGANISATION:
    case DEM_MENTION_GROUP:
        return 0;
    default:
        return m->plural ? 0 : 1;
    }
}

static void score(dem_bench *b, const char *id, golds *g, dem_prf *t)
{
    dem_report *r = b->r;
    for (size_t i = 0; i < g->n; i++) t[g->items[i].type].gold++;
    for (size_t i = 0; i < r->mentions.n; i++) {
        const dem_mention *m = &r->mentions.items[i];
        size_t type = type_of(r, m), at = dem_report_codepoint(r, m->head_span.start),
               end = dem_report_codepoint(r, m->head_span.end);
        if (type == SIZE_MAX) continue;
        gold *best = NULL;
        for (size_t k = 0; k < g->n; k++) {
            gold *x = &g->items[k];
            if (x->hit || x->type != type || end <= x->begin || at >= x->end) continue;
            if (!best || x->end - x->begin < best->end - best->begin) best = x;
        }
        t[type].found++;
        t[type].hit += best != NULL;
        if (best)
            best->hit = true;
        else if (dem_bench_worst(b))
            fprintf(b->out, "%s: wrong   %-12s %.*s\n", id, types[type], DEM_FMT(dem_text_of(r, m->span)));
    }
    for (size_t k = 0; k < g->n; k++)
        if (!g->items[k].hit && dem_bench_worst(b))
            fprintf(b->out, "%s: missing %-12s %.*s\n", id, types[g->items[k].type],
                    DEM_FMT(dem_str_cut(r->text, dem_report_byte(r, g->items[k].begin),
                                        dem_report_byte(r, g->items[k].end))));
}

/* JSON Lines of a file into an array. */
static int read_lines(dem_arena *a, const char *folder, const char *file, json_t **out, dem_error *err)
{
    char path[1024];
    dem_str bytes;
    size_t at = 0;
    snprintf(path, sizeof path, "%s/%s", folder, file);
    *out = json_array();
    int rc = *out ? dem_file_read(a, path, (size_t)1 << 30, &bytes, err) : dem_fail(err, DEM_EMEMORY, "memory is out");
    for (dem_str line; !rc && dem_str_split(&bytes, '\n', &line);) {
        json_error_t e;
        at++;
        line = dem_str_trim(line);
        if (!line.n) continue;
        json_t *v = json_loadb(line.p, line.n, 0, &e);
        if (!json_is_object(v)) rc = dem_fail_at(err, DEM_EFORMAT, path, at, -1, "not a JSON object: %s", e.text);
        if (v && json_array_append_new(*out, v) != 0) rc = dem_fail(err, DEM_EMEMORY, "memory is out");
    }
    return rc;
}

static int one_document(dem_bench *b, const json_t *doc, const json_t *entities, dem_prf *t, dem_error *err)
{
    const char *id = json_string_value(json_object_get(doc, "_id"));
    const json_t *text = json_object_get(doc, "text");
    if (!id || !json_is_string(text)) return dem_fail(err, DEM_EFORMAT, "a document without \"_id\" or \"text\"");
    int rc = dem_bench_code(b, (dem_str){json_string_value(text), json_string_length(text)}, dem_str_c(id),
                            DEM_DAY_NONE, DEM_DEPTH_FULL, err);
    golds g = {0};
    size_t i;
    const json_t *e;
    json_array_foreach(entities, i, e)
    {
        const char *of = json_string_value(json_object_get(e, "documentId")),
                   *type = json_string_value(json_object_get(e, "type"));
        if (rc || !of || !type || strcmp(of, id) != 0) continue;
        for (size_t k = 0; k < N_TYPES; k++) {
            if (strcmp(type, types[k]) != 0) continue;
            gold *x = DEM_PUSH(b->r->arena, &g);
            if (!x) return dem_fail(err, DEM_EMEMORY, "memory is out");
            *x = (gold){(size_t)json_integer_value(json_object_get(e, "begin")),
                        (size_t)json_integer_value(json_object_get(e, "end")), k, false};
        }
    }
    if (!rc) score(b, id, &g, t);
    return rc;
}

int dem_eval_mentions(dem_bench *b, const char *const *paths, size_t n, dem_error *err)
{
    dem_prf t[N_TYPES] = {{0}}, all = {0};
    int rc = DEM_OK;
    for (size_t i = 0; i < n && !rc; i++) {
        dem_arena *a = dem_arena_new(0);
        json_t *docs = NULL, *entities = NULL;
        rc = a ? read_lines(a, paths[i], "documents.json", &docs, err) : dem_fail(err, DEM_EMEMORY, "memory is out");
        if (!rc) rc = read_lines(a, paths[i], "entities.json", &entities, err);
        size_t d;
        const json_t *doc;
        json_array_foreach(docs, d, doc) if (!rc) rc = one_document(b, doc, entities, t, err);
        json_decref(docs);
        json_decref(entities);
        dem_arena_free(a);
    }
    if (rc) return rc;
    dem_figures f = {0};
    for (size_t k = 0; k < N_TYPES; k++) {
        if (!b->o->json) dem_prf_print(b->out, types[k], t[k]);
        dem_prf_add(&all, t[k]);
        dem_figure_prf(&f, types[k], t[k]);
    }
    dem_figure_prf(&f, "all", all);
    dem_figures_print(b->out, &f, "mentions", b->o->json);
    return DEM_OK;
}
