/* SPDX-License-Identifier: Apache-2.0 */
/* Opening the engine: the data built into the library, or a folder laid out like data/ in its place; model; the user's lexicons. */
#include "pipeline/engine.h"

#include "base/file.h"
#include "pipeline/embedded.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { MAX_DATA_FILE = 256 << 20 };

typedef DEM_VEC(dem_named_text) text_list;

/* The parts of the data, each taken from --data-dir when the folder has it, else from the library. */
static const struct part {
    const char *folder, *suffix;
} ingest_part = {"ingest", ".txt"}, segment_part = {"lang/en", "abbreviations.txt"}, frames_part = {"lang/en", "frames.txt"}, cues_part = {"cues", ".txt"},
  rules_parts[] = {{"rules", ".rules"}, {"ontology", ".tsv"}}, stories_parts[] = {{"stories", ".txt"}, {"stories", ".tsv"}},
  lexicon_parts[] = {{"actors", ".txt"}, {"places", ".txt"}, {"places", ".tsv"}};

static int by_name(const void *a, const void *b)
{
    return strcmp(((const dem_named_text *)a)->name, ((const dem_named_text *)b)->name);
}

static int add_text(dem_engine *e, text_list *list, const char *name, dem_str text, dem_error *err)
{
    dem_named_text *t = DEM_PUSH(e->arena, list);
    if (!t) return dem_fail(err, DEM_EMEMORY, "memory is out");
    *t = (dem_named_text){name, text};
    e->rules_hash = dem_hash(text, e->rules_hash);
    return DEM_OK;
}

static bool has_suffix(const char *name, const char *suffix)
{
    return dem_str_ends(dem_str_c(name), dem_str_c(suffix));
}

/* Files of a part in a folder on disk; *found false when the folder has no such part. */
static int list_folder(dem_engine *e, const char *dir, const struct part *p, text_list *list, bool *found, dem_error *err)
{
    *found = false;
    dem_str folder = dem_str_printf(e->arena, "%s/%s", dir, p->folder);
    if (!folder.p) return dem_fail(err, DEM_EMEMORY, "memory is out");
    DIR *d = opendir(folder.p);
    if (!d && errno == ENOENT) return DEM_OK;
    if (!d) return dem_fail_at(err, DEM_EIO, folder.p, 0, -1, "cannot read the folder");
    int rc = DEM_OK;
    size_t first = list->n;
    for (const struct dirent *de; rc == DEM_OK && (de = readdir(d));) {
        if (de->d_name[0] == '.' || !has_suffix(de->d_name, p->suffix)) continue;
        dem_str path = dem_str_printf(e->arena, "%s/%s", folder.p, de->d_name), text;
        rc = path.p ? dem_file_read(e->arena, path.p, MAX_DATA_FILE, &text, err) : dem_fail(err, DEM_EMEMORY, "memory is out");
        if (rc == DEM_OK) rc = add_text(e, list, path.p, text, err);
    }
    closedir(d);
    /* readdir's order is the file system's own; rules and lexicons must not depend on it. */
    if (list->n > first) qsort(list->items + first, list->n - first, sizeof *list->items, by_name);
    *found = list->n > first;
    return rc;
}

static int list_embedded(dem_engine *e, const struct part *p, text_list *list, dem_error *err)
{
    dem_str folder = dem_str_c(p->folder);
    for (const dem_embedded *f = dem_embedded_table; f->name; f++) {
        dem_str name = dem_str_c(f->name);
        if (!dem_str_starts(name, folder) || name.p[folder.n] != '/' || !has_suffix(f->name, p->suffix)) continue;
        int rc = add_text(e, list, f->name, (dem_str){f->bytes, f->n}, err);
        if (rc != DEM_OK) return rc;
    }
    return DEM_OK;
}

static int list_part(dem_engine *e, const char *dir, const struct part *p, text_list *list, dem_error *err)
{
    bool found = false;
    if (dir) {
        int rc = list_folder(e, dir, p, list, &found, err);
        if (rc != DEM_OK) return rc;
    }
    return found ? DEM_OK : list_embedded(e, p, list, err);
}

/* One file that a loader wants by itself. */
static int one_text(dem_engine *e, const char *dir, const struct part *p, dem_named_text *out, dem_error *err)
{
    text_list list = {0};
    int rc = list_part(e, dir, p, &list, err);
    if (rc != DEM_OK) return rc;
    if (list.n == 0) return dem_fail(err, DEM_EDATA, "the data file %s/%s is missing", p->folder, p->suffix);
    *out = list.items[0];
    return DEM_OK;
}

static const char RELATIONS[] = "models/relate.dem", WEIGHTS[] = "models/attribution.weights";

static int open_model(dem_engine *e, const char *path, dem_error *err)
{
    if (path) return dem_model_open_file(path, &e->model, err);
    for (const dem_embedded *f = dem_embedded_table; f->name; f++)
        if (dem_str_starts(dem_str_c(f->name), DEM_STR("models/")) && strcmp(f->name, RELATIONS) != 0 && strcmp(f->name, WEIGHTS) != 0)
            return dem_model_open_memory(f->bytes, f->n, f->name, &e->model, err);
    return DEM_OK;
}

/* Learned beside the parser's model; a program built without it has the rules alone. */
static int open_relations(dem_engine *e, dem_error *err)
{
    for (const dem_embedded *f = dem_embedded_table; f->name; f++) {
        if (strcmp(f->name, RELATIONS) != 0) continue;
        int rc = dem_relations_open_memory(f->bytes, f->n, f->name, &e->relations, err);
        if (rc == DEM_OK && e->rules) dem_rules_use_relations(e->rules, e->relations);
        return rc;
    }
    return DEM_OK;
}

/* Learned too: which words make a statement. Without it the rules of attribution stand alone. */
static int open_weights(dem_engine *e, dem_error *err)
{
    for (const dem_embedded *f = dem_embedded_table; f->name; f++) {
        if (strcmp(f->name, WEIGHTS) != 0) continue;
        dem_named_text text = {f->name, {(const char *)f->bytes, f->n}};
        return dem_context_rules_weigh(e->context, &text, err);
    }
    return DEM_OK;
}

int dem_engine_built_in_lexicon(dem_lexicon **out, dem_error *err)
{
    for (const dem_embedded *f = dem_embedded_table; f->name; f++)
        if (strcmp(f->name, "lexicon.bin") == 0) return dem_lexicon_open_memory(f->bytes, f->n, f->name, out, err);
    return dem_fail(err, DEM_EDATA, "this program was built without a lexicon");
}

/* The compiled lexicon of the library, or the texts of --data-dir compiled on the spot. */
static int open_lexicon(dem_engine *e, const char *dir, dem_error *err)
{
    text_list list = {0};
    bool found = false;
    for (size_t i = 0; dir && i < sizeof lexicon_parts / sizeof *lexicon_parts; i++) {
        bool some;
        int rc = list_folder(e, dir, &lexicon_parts[i], &list, &some, err);
        if (rc != DEM_OK) return rc;
        found |= some;
    }
    if (found) {
        dem_str bytes;
        int rc = dem_lexicon_compile(list.items, list.n, e->arena, &bytes, NULL, NULL, err);
        return rc == DEM_OK ? dem_lexicon_open_memory(bytes.p, bytes.n, dir, &e->lexicon, err) : rc;
    }
    return dem_engine_built_in_lexicon(&e->lexicon, err);
}

static int add_lexicons(dem_engine *e, const dem_engine_options *o, dem_error *err)
{
    for (size_t i = 0; i < o->n_lexicons; i++) {
        int rc = dem_lexicon_add_file(e->lexicon, o->lexicons[i], &e->rules_hash, err);
        if (rc != DEM_OK) return rc;
    }
    return DEM_OK;
}

static int open_ingest(dem_engine *e, const char *dir, dem_error *err)
{
    text_list list = {0};
    int rc = list_part(e, dir, &ingest_part, &list, err);
    dem_str *texts = DEM_NEW_N(e->arena, dem_str, list.n + 1);
    const char **names = DEM_NEW_N(e->arena, const char *, list.n + 1);
    if (rc == DEM_OK && (!texts || !names)) rc = dem_fail(err, DEM_EMEMORY, "memory is out");
    for (size_t i = 0; rc == DEM_OK && i < list.n; i++) {
        texts[i] = list.items[i].text;
        names[i] = list.items[i].name;
    }
    return rc == DEM_OK ? dem_ingest_rules_load(texts, names, list.n, &e->ingest, err) : rc;
}

static int open_rules(dem_engine *e, const char *dir, dem_error *err)
{
    dem_named_text text = {0};
    int rc = open_ingest(e, dir, err);
    if (rc == DEM_OK) rc = one_text(e, dir, &segment_part, &text, err);
    if (rc == DEM_OK) rc = dem_segment_rules_load(text.text, text.name, &e->segment, err);
    if (rc == DEM_OK) rc = one_text(e, dir, &frames_part, &text, err);
    if (rc == DEM_OK) rc = dem_frame_rules_load(text.text, text.name, &e->frames, err);
    text_list list = {0};
    if (rc == DEM_OK) rc = list_part(e, dir, &cues_part, &list, err);
    if (rc == DEM_OK) rc = dem_context_rules_load(list.items, list.n, &e->context, err);
    list.n = 0;
    for (size_t i = 0; rc == DEM_OK && i < sizeof rules_parts / sizeof *rules_parts; i++)
        rc = list_part(e, dir, &rules_parts[i], &list, err);
    if (rc == DEM_OK) rc = dem_rules_load(list.items, list.n, &e->rules, err);
    list.n = 0;
    for (size_t i = 0; rc == DEM_OK && i < sizeof stories_parts / sizeof *stories_parts; i++)
        rc = list_part(e, dir, &stories_parts[i], &list, err);
    if (rc == DEM_OK) rc = dem_story_rules_load(list.items, list.n, &e->stories, err);
    return rc;
}

static int check_data_dir(const char *dir, dem_error *err)
{
    struct stat st;
    if (dir && (stat(dir, &st) != 0 || !S_ISDIR(st.st_mode))) return dem_fail_at(err, DEM_EIO, dir, 0, -1, "is not a folder");
    return DEM_OK;
}

int dem_engine_open(const dem_engine_options *options, dem_engine **out, dem_error *err)
{
    static const dem_engine_options defaults = {0};
    const dem_engine_options *o = options ? options : &defaults;
    *out = NULL;
    int rc = dem_stages_check(err);
    if (rc == DEM_OK) rc = check_data_dir(o->data_dir, err);
    if (rc != DEM_OK) return rc;
    dem_engine *e = calloc(1, sizeof *e);
    if (!e || !(e->arena = dem_arena_new(0))) {
        free(e);
        return dem_fail(err, DEM_EMEMORY, "memory is out");
    }
    rc = open_rules(e, o->data_dir, err);
    if (rc == DEM_OK) rc = open_model(e, o->model, err);
    if (rc == DEM_OK) rc = open_relations(e, err);
    if (rc == DEM_OK) rc = open_weights(e, err);
    if (rc == DEM_OK) rc = open_lexicon(e, o->data_dir, err);
    if (rc == DEM_OK) rc = add_lexicons(e, o, err);
    if (rc != DEM_OK) {
        dem_engine_close(e);
        return rc;
    }
    snprintf(e->rules_version, sizeof e->rules_version, "%016llx", (unsigned long long)e->rules_hash);
    *out = e;
    return DEM_OK;
}

void dem_engine_close(dem_engine *e)
{
    if (!e) return;
    dem_ingest_rules_free(e->ingest);
    dem_segment_rules_free(e->segment);
    dem_frame_rules_free(e->frames);
    dem_context_rules_free(e->context);
    dem_rules_free(e->rules);
    dem_story_rules_free(e->stories);
    dem_model_close(e->model);
    dem_relations_close(e->relations);
    dem_lexicon_close(e->lexicon);
    dem_arena_free(e->arena);
    free(e);
}

const char *dem_version(void)
{
    return DEM_VERSION;
}

const char *dem_engine_model_version(const dem_engine *e)
{
    return e->model ? dem_model_version(e->model) : "none";
}

const char *dem_engine_lexicon_version(const dem_engine *e)
{
    return dem_lexicon_version(e->lexicon);
}

const char *dem_engine_rules_version(const dem_engine *e)
{
    return e->rules_version;
}
