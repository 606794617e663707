/* SPDX-License-Identifier: Apache-2.0 */
/* eval mentions: re3d folders (documents.json, entities.json: one object a line). Organisation, Person and Location,
   named or nominal; a mention is right when its head stands in the gold's span and the type is the same. */
#include "eval/bench.h"

#include "base/file.h"

#include <jansson.h>

enum { ORGANISATION, PERSON, LOCATION, N_TYPES };
static const char *const types[] = {"Organisation", "Person", "Location"};

typedef struct gold {
    size_t begin, end; /* code points */
    size_t type;
    int64_t head; /* its head word, a token of the report; -1: none */
    bool hit;
} gold;

typedef DEM_VEC(gold) golds;

/* re3d's habits, which hold for what is found, never for the gold: adjectives of states are Nationality and not of the three; "it" and
   possessive pronouns are not marked; a state that acts as its government is marked as a Location and as an Organisation. */
static bool marked(const dem_report *r, const dem_mention *m)
{
    const dem_token *t = dem_token_at(r, m->sentence, m->head);
    if (m->type == DEM_MENTION_PLACE && t->upos == DEM_ADJ) return false;
    if (m->type != DEM_MENTION_PRONOUN) return true;
    return t->deprel != DEM_REL_nmod_poss && !dem_str_is(t->xpos, "PRP$") && !dem_str_ieq(t->form, DEM_STR("it")) &&
           !dem_str_ieq(t->form, DEM_STR("itself"));
}

/* Types of a mention in re3d's terms, N_TYPES: none; the number of them. */
static size_t types_of(const dem_report *r, const dem_mention *m, size_t out[2])
{
    if (!marked(r, m)) return 0;
    switch (m->refers) {
    case DEM_MENTION_PERSON:
        out[0] = PERSON;
        return 1;
    case DEM_MENTION_PLACE:
        out[0] = LOCATION;
        out[1] = ORGANISATION;
        return m->government ? 2 : 1;
    case DEM_MENTION_ORGANISATION:
    case DEM_MENTION_GROUP:
        out[0] = ORGANISATION;
        return 1;
    default:
        return 0;
    }
}

/* The token of the span that hangs on none of the span's own. */
static int64_t head_of(dem_report *r, size_t begin, size_t end)
{
    size_t from = dem_report_byte(r, begin), to = dem_report_byte(r, end);
    for (size_t s = 0; s < r->sentences.n; s++) {
        const dem_sentence *st = &r->sentences.items[s];
        int64_t best = -1;
        if (st->span.end <= from || st->span.start >= to) continue;
        for (uint32_t t = st->first; t < st->first + st->n; t++) {
            const dem_token *k = &r->tokens.items[t];
            if (k->span.end <= from || k->span.start >= to || k->upos == DEM_PUNCT || k->upos == DEM_DET) continue;
            const dem_token *h = k->head == DEM_NONE ? NULL : &r->tokens.items[st->first + (uint32_t)k->head];
            if (h && h->span.end > from && h->span.start < to) continue;
            if (best < 0) best = (int64_t)t;
        }
        if (best >= 0) return best;
    }
    return -1;
}

/* re3d marks "[the [Coalition]]" twice: spans of one type with one head are one mention, the inner span stands for both. */
static void add_gold(dem_report *r, golds *g, size_t begin, size_t end, size_t type)
{
    gold x = {begin, end, type, head_of(r, begin, end), false};
    for (size_t i = 0; i < g->n && x.head >= 0; i++) {
        gold *o = &g->items[i];
        if (o->type != type || o->head != x.head) continue;
        if (end - begin < o->end - o->begin) *o = x;
        return;
    }
    gold *slot = DEM_PUSH(r->arena, g);
    if (slot) *slot = x;
}

/* The smallest gold span of the type that the head words stand in and that no mention has yet. */
static bool take_gold(golds *g, size_t type, size_t at, size_t end)
{
    gold *best = NULL;
    for (size_t k = 0; k < g->n; k++) {
        gold *x = &g->items[k];
        if (x->hit || x->type != type || end <= x->begin || at >= x->end) continue;
        if (!best || x->end - x->begin < best->end - best->begin) best = x;
    }
    if (best) best->hit = true;
    return best != NULL;
}

static void score(dem_bench *b, const char *id, golds *g, dem_prf *t)
{
    dem_report *r = b->r;
    for (size_t i = 0; i < g->n; i++) t[g->items[i].type].gold++;
    for (size_t i = 0; i < r->mentions.n; i++) {
        const dem_mention *m = &r->mentions.items[i];
        size_t of[2], n = types_of(r, m, of);
        for (size_t k = 0; k < n; k++) {
            bool right = take_gold(g, of[k], dem_report_codepoint(r, m->head_span.start), dem_report_codepoint(r, m->head_span.end));
            t[of[k]].found++;
            t[of[k]].hit += right;
            if (!right && dem_bench_worst(b))
                fprintf(b->out, "%s: wrong   %-12s %.*s\n", id, types[of[k]], DEM_FMT(dem_text_of(r, m->span)));
        }
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
            add_gold(b->r, &g, (size_t)json_integer_value(json_object_get(e, "begin")),
                     (size_t)json_integer_value(json_object_get(e, "end")), k);
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
