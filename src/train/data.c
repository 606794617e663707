/* SPDX-License-Identifier: Apache-2.0 */
/* From gold files and templates to examples: each sentence goes through the coder's stages once. */
#include "train/train.h"

#include "base/file.h"

#include <jansson.h>
#include <stdlib.h>

static const char *const relate_classes[] = {"ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONSULT", "COOPERATE", "MOBILIZE", "PROTEST", "REJECT", "REQUEST", "SANCTION", "SUPPORT", "THREATEN", "YIELD", NULL};
static const char *const class_classes[] = {"0", "1", "2", "3", "4", NULL};
const dem_task dem_task_relate = {"relate", relate_classes, {1.0, 120, 2}};
const dem_task dem_task_class = {"class", class_classes, {1.0, 120, 2}};

enum { MAX_GOLD_FILE = 256 << 20, MAX_GOLD_SPANS = 16 };

int dem_task_class_find(const dem_task *t, dem_str name)
{
    for (int i = 0; t->classes[i]; i++)
        if (dem_str_is(name, t->classes[i])) return i;
    return -1;
}

static uint32_t bit(const dem_task *t, const char *name)
{
    int i = dem_task_class_find(t, dem_str_c(name));
    return i < 0 ? 0 : 1u << i;
}

/* What a PLOVER root says about the task's classes. */
static uint32_t allowed_by_root(const dem_task *t, dem_str root)
{
    if (t == &dem_task_relate) {
        int i = dem_task_class_find(t, dem_str_is(root, "CONCEDE") || dem_str_is(root, "RETREAT") ? DEM_STR("YIELD") : root);
        return i < 0 ? 0 : 1u << i;
    }
    static const struct {
        const char *root, *a, *b;
    } map[] = {{"AGREE", "1", "1"}, {"CONSULT", "1", "0"}, {"SUPPORT", "1", "1"}, {"COOPERATE", "2", "2"}, {"AID", "2", "2"}, {"YIELD", "2", "2"},
               {"CONCEDE", "2", "2"}, {"RETREAT", "2", "2"}, {"REQUEST", "3", "0"}, {"ACCUSE", "3", "3"}, {"REJECT", "3", "3"},
               {"THREATEN", "3", "3"}, {"SANCTION", "3", "3"}, {"PROTEST", "4", "4"}, {"MOBILIZE", "4", "4"}, {"COERCE", "4", "3"}, {"ASSAULT", "4", "4"}};
    for (size_t i = 0; i < sizeof map / sizeof *map; i++)
        if (dem_str_is(root, map[i].root)) return bit(t, map[i].a) | bit(t, map[i].b);
    return 0;
}

/* What a sentence class says about roots: the types of its quad. */
static uint32_t allowed_by_class(const dem_task *t, dem_str cls)
{
    if (t == &dem_task_class) {
        int i = dem_task_class_find(t, cls);
        return i < 0 ? 0 : 1u << i;
    }
    if (dem_str_is(cls, "1")) return bit(t, "AGREE") | bit(t, "CONSULT") | bit(t, "SUPPORT");
    if (dem_str_is(cls, "2")) return bit(t, "COOPERATE") | bit(t, "AID") | bit(t, "YIELD");
    if (dem_str_is(cls, "3")) return bit(t, "REQUEST") | bit(t, "ACCUSE") | bit(t, "REJECT") | bit(t, "THREATEN") | bit(t, "SANCTION");
    if (dem_str_is(cls, "4")) return bit(t, "PROTEST") | bit(t, "MOBILIZE") | bit(t, "COERCE") | bit(t, "ASSAULT");
    return 0;
}

uint64_t dem_text_letters(dem_str text)
{
    char room[512];
    size_t n = 0;
    uint64_t h = 1;
    for (size_t i = 0; i <= text.n; i++) {
        if (i < text.n) {
            char c = text.p[i];
            if (c >= 'A' && c <= 'Z') c = (char)(c + 32);
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) room[n++] = c;
        }
        if (n == sizeof room || i == text.n) {
            h = dem_hash((dem_str){room, n}, h);
            n = 0;
        }
    }
    return h;
}

static int code_text(dem_trainer *t, dem_str text, dem_error *err)
{
    dem_report *r = t->report;
    dem_report_reset(r);
    r->text = dem_str_dup(r->arena, text);
    dem_span *p = DEM_PUSH(r->arena, &r->paragraphs);
    if (!r->text.p || !p) return dem_fail(err, DEM_EMEMORY, "memory is out");
    *p = (dem_span){0, (uint32_t)text.n};
    return dem_worker_code(t->worker, r, DEM_DEPTH_FULL, err);
}

typedef struct item {
    dem_str id, text;
    dem_span actor[MAX_GOLD_SPANS], recipient[MAX_GOLD_SPANS];
    size_t n_actor, n_recipient;
    uint32_t allowed;
    float weight;
    int32_t gold;
} item;

/* The predicate of the sentence: folds cut by it hold out words, not sentences. */
static uint64_t group_of(const dem_report *r)
{
    if (!r->sentences.n || r->sentences.items[0].root == DEM_NONE) return 0;
    return dem_hash(dem_token_at(r, 0, r->sentences.items[0].root)->lemma, 3) | 1;
}

static int add_item(dem_trainer *t, const item *x, dem_error *err)
{
    if (!x->allowed || !x->text.n) return DEM_OK;
    int rc = code_text(t, x->text, err);
    if (rc != DEM_OK) return rc;
    if (t->task == &dem_task_relate)
        dem_relation_features(t->rules, t->report, x->actor, x->n_actor, x->recipient, x->n_recipient, t->features);
    else
        dem_class_features(t->rules, t->report, DEM_NONE, t->features);
    dem_set *s = &t->set;
    dem_example *e = DEM_PUSH(s->arena, &s->examples);
    if (!e) return dem_fail(err, DEM_EMEMORY, "memory is out");
    *e = (dem_example){.first = s->key.n, .n = t->features->n, .allowed = x->allowed, .weight = x->weight,
                       .text = dem_text_letters(x->text), .group = group_of(t->report), .gold = x->gold, .fold = -1, .id = dem_str_dup(s->arena, x->id)};
    for (size_t i = 0; i < t->features->n; i++) {
        uint32_t *key = DEM_PUSH(s->arena, &s->key);
        float *value = DEM_PUSH(s->arena, &s->value);
        if (!key || !value) return dem_fail(err, DEM_EMEMORY, "memory is out");
        *key = t->features->key[i];
        *value = t->features->value[i];
    }
    return DEM_OK;
}

/* ---- sentences with spans and roots ---- */

static uint32_t byte_of(dem_str text, json_int_t cp)
{
    size_t i = 0;
    for (; i < text.n && cp >= 0; i++)
        if (((unsigned char)text.p[i] & 0xc0) != 0x80 && cp-- == 0) break;
    return (uint32_t)i;
}

static size_t read_spans(dem_str text, const json_t *list, dem_span *out)
{
    size_t n = 0, i;
    const json_t *pair;
    json_array_foreach(list, i, pair)
    {
        if (n == MAX_GOLD_SPANS) break;
        out[n++] = (dem_span){byte_of(text, json_integer_value(json_array_get(pair, 0))), byte_of(text, json_integer_value(json_array_get(pair, 1)))};
    }
    return n;
}

static int add_json(dem_trainer *t, const char *name, size_t number, dem_str line, bool is_gold, dem_error *err)
{
    json_error_t je;
    json_t *o = json_loadb(line.p, line.n, 0, &je);
    if (!json_is_object(o)) {
        json_decref(o);
        return dem_fail_at(err, DEM_EFORMAT, name, number, -1, "not a JSON object");
    }
    item x = {.weight = is_gold ? t->gold_weight : t->aux_weight, .gold = -1};
    x.id = dem_str_c(json_string_value(json_object_get(o, "id")));
    x.text = dem_str_c(json_string_value(json_object_get(o, "text")));
    x.n_actor = read_spans(x.text, json_object_get(o, "actor"), x.actor);
    x.n_recipient = read_spans(x.text, json_object_get(o, "recipient"), x.recipient);
    dem_str root = dem_str_c(json_string_value(json_object_get(o, "root")));
    x.allowed = allowed_by_root(t->task, root);
    if (is_gold) x.gold = dem_task_class_find(t->task, root);
    int rc = is_gold && x.gold < 0 ? dem_fail_at(err, DEM_EFORMAT, name, number, -1, "the root is not one of the fifteen")
                                   : add_item(t, &x, err);
    json_decref(o);
    return rc;
}

static int read_jsonl(dem_trainer *t, const char *name, dem_str bytes, bool is_gold, dem_error *err)
{
    dem_str line;
    int rc = DEM_OK;
    for (size_t number = 1; rc == DEM_OK && dem_str_split(&bytes, '\n', &line); number++)
        if (line.n) rc = add_json(t, name, number, line, is_gold, err);
    return rc;
}

/* ---- sentences with classes ---- */

static bool split_class(dem_str line, dem_str *text, dem_str *cls)
{
    size_t tab = line.n;
    while (tab && line.p[tab - 1] != '\t') tab--;
    if (!tab) return false;
    *text = dem_str_cut(line, 0, tab - 1);
    *cls = dem_str_trim(dem_str_cut(line, tab, line.n));
    return cls->n == 1;
}

static int read_classes(dem_trainer *t, const char *name, dem_str bytes, bool is_gold, dem_error *err)
{
    dem_str line, text, cls;
    int rc = DEM_OK;
    if (t->task != &dem_task_class) return DEM_OK; /* without spans they teach only together with the tagged file */
    for (size_t number = 1; rc == DEM_OK && dem_str_split(&bytes, '\n', &line); number++) {
        if (!line.n) continue;
        if (!split_class(line, &text, &cls)) return dem_fail_at(err, DEM_EFORMAT, name, number, -1, "expected \"sentence <tab> class\"");
        item x = {.text = text, .allowed = allowed_by_class(t->task, cls), .gold = -1};
        x.weight = is_gold ? t->gold_weight : t->aux_weight;
        if (is_gold) x.gold = dem_task_class_find(t->task, cls);
        x.id = dem_str_printf(t->set.arena, "%s:%zu", name, number);
        rc = add_item(t, &x, err);
    }
    return rc;
}

/* ---- tokens with S and T tags, classes from the class files ---- */

typedef struct class_entry {
    uint64_t text;
    char cls;
} class_entry;

typedef struct class_list {
    DEM_VEC(class_entry) items;
} class_list;

static int list_classes(dem_trainer *t, dem_str bytes, class_list *out, dem_error *err)
{
    dem_str line, text, cls;
    while (dem_str_split(&bytes, '\n', &line)) {
        if (!split_class(line, &text, &cls)) continue;
        class_entry *e = DEM_PUSH(t->set.arena, &out->items);
        if (!e) return dem_fail(err, DEM_EMEMORY, "memory is out");
        *e = (class_entry){dem_text_letters(text), cls.p[0]};
    }
    return DEM_OK;
}

static void add_token(dem_buf *text, item *x, dem_str form, char tag, char place)
{
    static const char *const left[] = {".", ",", "'s", "n't", ")", ";", ":", "%", "'", "?", "!"};
    bool glue = !text->n;
    for (size_t i = 0; i < sizeof left / sizeof *left; i++) glue |= dem_str_is(form, left[i]);
    if (!glue && text->p[text->n - 1] != '(') dem_buf_ch(text, ' ');
    uint32_t from = (uint32_t)text->n;
    dem_buf_str(text, form);
    dem_span *spans = tag == 'S' ? x->actor : tag == 'T' ? x->recipient : NULL;
    size_t *n = tag == 'S' ? &x->n_actor : &x->n_recipient;
    if (!spans) return;
    if (place == 'I' && *n)
        spans[*n - 1].end = (uint32_t)text->n;
    else if (*n < MAX_GOLD_SPANS)
        spans[(*n)++] = (dem_span){from, (uint32_t)text->n};
}

static int end_tagged(dem_trainer *t, const class_list *classes, dem_buf *text, item *x, dem_error *err)
{
    x->text = dem_buf_view(text);
    uint64_t letters = dem_text_letters(x->text);
    for (size_t i = 0; i < classes->items.n && text->n; i++) {
        if (classes->items.items[i].text != letters || !x->n_actor || !x->n_recipient) continue;
        x->allowed = allowed_by_class(t->task, (dem_str){&classes->items.items[i].cls, 1});
        x->weight = t->aux_weight;
        x->gold = -1;
        int rc = add_item(t, x, err);
        if (rc != DEM_OK) return rc;
        break;
    }
    dem_buf_clear(text);
    memset(x, 0, sizeof *x);
    return DEM_OK;
}

static int read_tagged(dem_trainer *t, dem_str bytes, const class_list *classes, dem_error *err)
{
    dem_str line, form;
    dem_buf text = {0};
    item x = {0};
    int rc = DEM_OK;
    while (rc == DEM_OK && dem_str_split(&bytes, '\n', &line)) {
        line = dem_str_trim(line);
        if (!line.n) {
            rc = end_tagged(t, classes, &text, &x, err);
            continue;
        }
        dem_str tag = line;
        if (!dem_str_split(&tag, '\t', &form) || !tag.p) continue;
        add_token(&text, &x, form, tag.n > 2 ? tag.p[2] : 'O', tag.n ? tag.p[0] : 'O');
    }
    if (rc == DEM_OK) rc = end_tagged(t, classes, &text, &x, err);
    dem_buf_free(&text);
    return rc;
}

/* ---- templates ---- */

/* "163" or "163,172": several codes leave the choice between their classes open. */
static uint32_t allowed_by_codes(const dem_task *t, dem_str codes)
{
    uint32_t allowed = 0;
    dem_str code;
    while (dem_str_split(&codes, ',', &code)) {
        dem_str root = dem_root_of(code);
        if (t == &dem_task_class && code.n > 1 && code.p[0] == '0' && (code.p[1] == '1' || code.p[1] == '2'))
            allowed |= 1u; /* statements and appeals: no event, or a neutral one */
        else if (root.n)
            allowed |= allowed_by_root(t, root);
    }
    return allowed;
}

static int read_templates(dem_trainer *t, const char *name, dem_str bytes, dem_error *err)
{
    dem_template_sentences s = {0};
    int rc = dem_templates_expand(t->set.arena, bytes, name, t->per_template, &s, err);
    for (size_t i = 0; i < s.n && rc == DEM_OK; i++) {
        const dem_template_sentence *m = &s.items[i];
        item x = {.id = dem_str_c(name), .text = m->text, .actor = {m->actor}, .recipient = {m->recipient}, .n_actor = 1, .n_recipient = 1,
                  .weight = t->template_weight, .gold = -1};
        x.allowed = allowed_by_codes(t->task, m->code);
        rc = add_item(t, &x, err);
    }
    return rc;
}

static bool ends(const char *path, const char *suffix)
{
    return dem_str_ends(dem_str_c(path), dem_str_c(suffix));
}

int dem_trainer_read(dem_trainer *t, const char *const *paths, size_t n, dem_error *err)
{
    class_list classes = {0};
    bool have_gold = false;
    dem_str *bytes = dem_alloc_n(t->set.arena, n + 1, sizeof *bytes);
    int rc = bytes ? DEM_OK : dem_fail(err, DEM_EMEMORY, "memory is out");
    for (size_t i = 0; i < n && rc == DEM_OK; i++) {
        rc = dem_file_read(t->set.arena, paths[i], MAX_GOLD_FILE, &bytes[i], err);
        if (rc == DEM_OK && ends(paths[i], ".tsv")) rc = list_classes(t, bytes[i], &classes, err);
    }
    for (size_t i = 0; i < n && rc == DEM_OK; i++) {
        bool own = t->task == &dem_task_relate ? ends(paths[i], ".jsonl") : ends(paths[i], ".tsv");
        bool gold = own && !have_gold;
        have_gold |= own;
        if (ends(paths[i], ".jsonl"))
            rc = read_jsonl(t, paths[i], bytes[i], gold, err);
        else if (ends(paths[i], ".tsv"))
            rc = read_classes(t, paths[i], bytes[i], gold, err);
        else if (dem_str_find(bytes[i], DEM_STR("\tB-"), 0) != SIZE_MAX)
            rc = t->task == &dem_task_relate ? read_tagged(t, bytes[i], &classes, err) : DEM_OK;
        else
            rc = read_templates(t, paths[i], bytes[i], err);
    }
    if (rc == DEM_OK && !have_gold) return dem_fail(err, DEM_EUSAGE, "none of the files is gold for %s", t->task->head);
    return rc;
}
