/* SPDX-License-Identifier: Apache-2.0 */
/* eval records: hand-written expectations (ID.expected.jsonl, see tests/gold/README.md) against what the program prints
   of the reports. Arguments are gold files or folders; other files and folders hold the reports. Without them the
   reports of gold in …/tests/gold/NAME are looked for in …/NAME, in $DEMARCHE_DATA/../NAME and in ../shared/NAME beside
   the repository. */
#include "eval/records.h"

#include "base/file.h"

#include <dirent.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { MAX_RECORDS = 512, MAX_GOLD = 1024, N_KINDS = 3 };

static const struct {
    const char *name, *plural;
    dem_agreement (*match)(const json_t *gold, const json_t *found, const char *text);
} kinds[N_KINDS] = {{"event", "events", dem_match_event},
                    {"claim", "claims", dem_match_claim},
                    {"statement", "statements", dem_match_statement}};

static const char *const field_note[] = {"status of",     "speaker of", "date of", "place of",
                                         "conditions of", "count of",   "code of"};

typedef struct tally {
    size_t required[N_KINDS], found[N_KINDS], full[N_KINDS]; /* of the gold; core right; every field right */
    size_t given[N_KINDS], right[N_KINDS];                   /* printed outside headlines; of them claimed by gold */
    size_t asked[N_KINDS][6], agreed[N_KINDS][6];
    size_t checks, passed; /* meta, text, none, refused */
    size_t conditions, told, told_span, speakers, told_speaker; /* of the gold; printed with their type; with their words; with who sets them */
    size_t reports, skipped;
    dem_reliability sure; /* of the events; last, because all before it are sizes */
} tally;

typedef struct gold_list {
    char (*path)[1024];
    size_t n;
    dem_coded coded;
} gold_list;

static const char *str(const json_t *v, const char *key)
{
    const char *s = json_string_value(json_object_get(v, key));
    return s ? s : "";
}

static bool is_kind(const json_t *v, const char *kind) { return strcmp(str(v, "record"), kind) == 0; }

static void print_codes(FILE *out, const json_t *actors)
{
    size_t i;
    const json_t *a;
    json_array_foreach(actors, i, a) fprintf(out, "%s%s", i ? "+" : "",
                                             json_is_string(a) ? json_string_value(a)
                                             : *str(a, "code") ? str(a, "code")
                                                               : "?");
    if (!json_array_size(actors)) fputs(actors ? "nobody" : "-", out);
}

/* One line for a gold or a printed record: what it says, where, and the rule that made it. All are listed, or the first
 * N of --worst. */
static void note(dem_bench *b, const char *id, const char *what, const char *kind, const json_t *v)
{
    if (b->o->json || (b->o->worst > 0 && !dem_bench_worst(b))) return;
    const json_t *sentence = json_object_get(v, "sentence"), *count = json_object_get(v, "count"),
                 *speaker = json_object_get(v, "speaker");
    fprintf(b->out, "  %s: %s %s  ", id, what, kind);
    if (*str(v, "cameo")) {
        fprintf(b->out, "%s ", str(v, "cameo"));
        print_codes(b->out, json_object_get(v, "actor"));
        fputs(" > ", b->out);
        print_codes(b->out, json_object_get(v, "recipient"));
        const json_t *trigger = json_object_get(v, "trigger");
        fprintf(b->out, " %s \"%s\"", str(v, "status"),
                json_is_string(trigger) ? json_string_value(trigger) : str(trigger, "text"));
    }
    if (*str(v, "kind")) {
        if (!count) count = v;
        fprintf(b->out, "%s %lld-%lld %s", str(v, "kind"), (long long)json_integer_value(json_object_get(count, "min")),
                (long long)json_integer_value(json_object_get(count, "max")), str(count, "qualifier"));
    }
    if (speaker) fprintf(b->out, " by %s", json_is_string(speaker) ? json_string_value(speaker) : str(speaker, "name"));
    if (is_kind(v, "condition")) fprintf(b->out, " %s \"%s\"", str(v, "type"), str(v, "text"));
    if (is_kind(v, "meta") || is_kind(v, "text")) {
        char *s = json_dumps(v, JSON_COMPACT | JSON_SORT_KEYS);
        fprintf(b->out, "%.300s", s ? s : "");
        free(s);
    }
    fprintf(b->out, " | %s%s%s\n", json_is_string(sentence) ? json_string_value(sentence) : str(sentence, "text"),
            *str(v, "rule") ? " | " : "", str(v, "rule"));
}

/* ---- one kind of record in one report ---- */

typedef struct side {
    const json_t *item[MAX_RECORDS];
    bool used[MAX_RECORDS];
    size_t n;
} side;

static void collect(const json_t *records, const char *kind, const char *title, side *out)
{
    size_t i;
    const json_t *v;
    out->n = 0;
    json_array_foreach(records, i, v)
    {
        const char *sentence = str(json_object_get(v, "sentence"), "text");
        if (!is_kind(v, kind) || out->n == MAX_RECORDS) continue;
        if (title && *title && *sentence && dem_holds(title, sentence)) continue; /* headlines are not annotated */
        out->used[out->n] = false;
        out->item[out->n++] = v;
    }
}

static bool optional(const json_t *gold) { return json_is_true(json_object_get(gold, "optional")); }

static void count_pair(tally *t, size_t k, const json_t *gold, const dem_agreement *a)
{
    bool full = true;
    t->right[k]++;
    for (size_t f = 0; f < 6; f++) {
        if (!a->asks[f]) continue;
        full &= a->agrees[f];
        t->asked[k][f]++;
        t->agreed[k][f] += a->agrees[f];
    }
    if (optional(gold)) return;
    t->found[k]++;
    t->full[k] += full;
}

static void match_kind(dem_bench *b, const char *id, size_t k, side *gold, side *own, const char *text, tally *t)
{
    for (size_t g = 0; g < gold->n; g++) t->required[k] += !optional(gold->item[g]);
    t->given[k] += own->n;
    for (;;) { /* the pair that fits best, required before optional, until none is left */
        size_t best_g = 0, best_o = 0;
        int best = 0;
        dem_agreement agreed = {0};
        for (size_t g = 0; g < gold->n; g++)
            for (size_t o = 0; o < own->n; o++) {
                if (gold->used[g] || own->used[o] || !dem_same_sentence(gold->item[g], own->item[o])) continue;
                dem_agreement a = kinds[k].match(gold->item[g], own->item[o], text);
                int fit = a.core ? a.fit * 2 + !optional(gold->item[g]) : 0;
                if (fit <= best) continue;
                best = fit;
                best_g = g;
                best_o = o;
                agreed = a;
            }
        if (!best) break;
        gold->used[best_g] = own->used[best_o] = true;
        count_pair(t, k, gold->item[best_g], &agreed);
        for (size_t f = 0; f < 6; f++)
            if (agreed.asks[f] && !agreed.agrees[f])
                note(b, id, field_note[k == 2 && f == DEM_FIELD_STATUS ? 6 : f], kinds[k].name, gold->item[best_g]);
    }
    for (size_t g = 0; g < gold->n; g++)
        if (!gold->used[g] && !optional(gold->item[g])) note(b, id, "missing", kinds[k].name, gold->item[g]);
    for (size_t o = 0; o < own->n && k < 2; o++)
        if (!own->used[o]) note(b, id, "wrong", kinds[k].name, own->item[o]);
    for (size_t o = 0; o < own->n && k == 0; o++) {
        const json_t *sure = json_object_get(own->item[o], "confidence");
        if (json_is_number(sure)) dem_reliability_add(&t->sure, json_number_value(sure), own->used[o]);
    }
}

/* ---- conditions ---- */

/* The record that prints the gold's condition: of several the one that agrees in most. */
static void match_condition(dem_bench *b, const char *id, const json_t *gold, const json_t *own, const char *text, tally *t)
{
    size_t i, k;
    const json_t *v, *c;
    dem_told best = {false, false, false};
    json_array_foreach(own, i, v)
    {
        if (!json_array_size(json_object_get(v, "conditions")) || !dem_same_sentence(gold, v)) continue;
        json_array_foreach(json_object_get(v, "conditions"), k, c)
        {
            dem_told told = dem_match_condition(gold, v, c, text);
            if (told.type + told.span + told.speaker > best.type + best.span + best.speaker) best = told;
        }
    }
    bool asks = *str(gold, "speaker") != 0;
    t->conditions++;
    t->told += best.type;
    t->told_span += best.type && best.span;
    t->speakers += asks;
    t->told_speaker += best.type && asks && best.speaker;
    if (!best.type) note(b, id, "missing", "condition", gold);
    else if (!best.span) note(b, id, "words of", "condition", gold);
    else if (asks && !best.speaker) note(b, id, "speaker of", "condition", gold);
}

/* ---- single checks ---- */

static bool meta_agrees(const json_t *report, const json_t *gold)
{
    static const char *const keys[] = {"title", "published", "publisher", "author", "url", "dateline"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const json_t *want = json_object_get(gold, keys[i]);
        const char *have =
            strcmp(keys[i], "dateline") == 0 ? str(json_object_get(report, "dateline"), "place") : str(report, keys[i]);
        if (!want) continue;
        if (json_is_null(want)) {
            if (*have) return false;
        } else if (!dem_holds(have, str(gold, keys[i]))) {
            return false;
        }
    }
    return true;
}

static bool check_agrees(const json_t *gold, const json_t *report, const side *events)
{
    if (is_kind(gold, "meta")) return meta_agrees(report, gold);
    if (is_kind(gold, "text") && *str(gold, "absent")) return !strstr(str(report, "text"), str(gold, "absent"));
    if (is_kind(gold, "text")) return strstr(str(report, "text"), str(gold, "present")) != NULL;
    for (size_t i = 0; i < events->n; i++)
        if (dem_same_sentence(gold, events->item[i])) return false;
    return true; /* none */
}

/* A condition stands on the event it binds, else on the statement: events are shown those of the statements of their sentence. */
static void share_conditions(const json_t *own)
{
    size_t i, k;
    json_t *event;
    const json_t *v;
    json_array_foreach(own, i, event)
    {
        json_t *all = is_kind(event, "event") ? json_array() : NULL;
        if (!all) continue;
        json_array_extend(all, json_object_get(event, "conditions"));
        json_array_foreach(own, k, v)
        {
            const json_t *a = json_object_get(json_object_get(v, "sentence"), "index"), *e = json_object_get(json_object_get(event, "sentence"), "index");
            if (is_kind(v, "statement") && json_integer_value(a) == json_integer_value(e)) json_array_extend(all, json_object_get(v, "conditions"));
        }
        json_object_set_new(event, "conditions_of_sentence", all);
    }
}

static void match_report(dem_bench *b, const char *id, const json_t *gold, const json_t *own, tally *t)
{
    side gold_side, own_side, events; /* some 14 kB together */
    const json_t *report = json_array_get(own, 0), *v;
    size_t i;
    const char *title = str(report, "title");
    if (!is_kind(report, "report")) report = NULL;
    share_conditions(own);
    for (size_t k = 0; k < N_KINDS; k++) {
        collect(gold, kinds[k].name, NULL, &gold_side);
        collect(own, kinds[k].name, title, &own_side);
        match_kind(b, id, k, &gold_side, &own_side, str(report, "text"), t);
    }
    collect(own, "event", title, &events);
    json_array_foreach(gold, i, v) if (is_kind(v, "condition")) match_condition(b, id, v, own, str(report, "text"), t);
    json_array_foreach(gold, i, v)
    {
        if (!is_kind(v, "meta") && !is_kind(v, "text") && !is_kind(v, "none") && !is_kind(v, "refused")) continue;
        bool good = is_kind(v, "refused") ? json_is_string(own) : check_agrees(v, report, &events);
        t->checks++;
        t->passed += good;
        if (!good) note(b, id, "fails", str(v, "record"), v);
    }
}

/* ---- gold files ---- */

static int read_gold(dem_arena *a, const char *path, json_t **out, dem_error *err)
{
    dem_str bytes;
    size_t at = 0;
    *out = json_array();
    int rc = *out ? dem_file_read(a, path, (size_t)64 << 20, &bytes, err) : dem_fail(err, DEM_EMEMORY, "memory is out");
    for (dem_str line; !rc && dem_str_split(&bytes, '\n', &line);) {
        json_error_t e;
        at++;
        line = dem_str_trim(line);
        if (!line.n) continue;
        json_t *v = json_loadb(line.p, line.n, JSON_REJECT_DUPLICATES, &e);
        if (!json_is_object(v) || !*str(v, "record"))
            rc = dem_fail_at(err, DEM_EFORMAT, path, at, -1, "a JSON object with \"record\" is expected%s%s",
                             v ? "" : ": ", v ? "" : e.text);
        if (v) json_array_append_new(*out, v);
    }
    return rc;
}

static int one_gold(dem_bench *b, const char *path, const dem_coded *coded, tally *t, dem_error *err)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    char id[512];
    snprintf(id, sizeof id, "%.*s", (int)(strlen(name) - strlen(".expected.jsonl")), name);
    const json_t *own = json_object_get(coded->reports, id);
    if (!own) {
        t->skipped++;
        if (!b->o->json) fprintf(b->out, "%s: skipped, its report was not found\n", id);
        return DEM_OK;
    }
    dem_arena *a = dem_arena_new(0);
    json_t *gold = NULL;
    tally one = {.reports = 1};
    int rc = a ? read_gold(a, path, &gold, err) : dem_fail(err, DEM_EMEMORY, "memory is out");
    if (!rc) match_report(b, id, gold, own, &one);
    json_decref(gold);
    dem_arena_free(a);
    if (rc) return rc;
    if (!b->o->json)
        fprintf(b->out,
                "%-34s events %zu of %zu, %zu wrong; claims %zu of %zu, %zu wrong; statements %zu of %zu; checks %zu "
                "of %zu\n",
                id, one.found[0], one.required[0], one.given[0] - one.right[0], one.found[1], one.required[1],
                one.given[1] - one.right[1], one.found[2], one.required[2], one.passed, one.checks);
    /* A tally is sizes up to its last member: added number by number. */
    for (size_t i = 0; i < offsetof(tally, sure) / sizeof(size_t); i++) ((size_t *)t)[i] += ((const size_t *)&one)[i];
    dem_reliability_join(&t->sure, &one.sure);
    return DEM_OK;
}

static bool is_gold(const char *name) { return dem_str_ends(dem_str_c(name), DEM_STR(".expected.jsonl")); }

static int add_gold_file(gold_list *g, const char *path, dem_error *err)
{
    if (g->n == MAX_GOLD) return dem_fail(err, DEM_ELIMIT, "more than %d gold files", MAX_GOLD);
    snprintf(g->path[g->n++], sizeof *g->path, "%s", path);
    return DEM_OK;
}

/* Gold files of a folder, and of the folders in it; *some when there were any. */
static int add_gold_folder(gold_list *g, const char *path, int depth, bool *some, dem_error *err)
{
    struct dirent **list = NULL;
    int n = scandir(path, &list, NULL, alphasort),
        rc = n < 0 ? dem_fail_at(err, DEM_EIO, path, 0, -1, "cannot read the folder") : DEM_OK;
    for (int i = 0; i < n; i++) {
        char file[1024];
        struct stat st;
        int len = snprintf(file, sizeof file, "%s/%s", path, list[i]->d_name);
        bool named = len < (int)sizeof file && list[i]->d_name[0] != '.';
        if (!rc && named && is_gold(list[i]->d_name)) {
            *some = true;
            rc = add_gold_file(g, file, err);
        } else if (!rc && named && depth > 0 && stat(file, &st) == 0 && S_ISDIR(st.st_mode)) {
            rc = add_gold_folder(g, file, depth - 1, some, err);
        }
        free(list[i]);
    }
    free(list);
    return rc;
}

/* Reports that belong to the gold file's folder, once for each folder. */
static int default_reports(dem_bench *b, gold_list *g, dem_error *err)
{
    char done[1024] = "";
    for (size_t i = 0; i < g->n; i++) {
        char folder[1024], path[2200];
        snprintf(folder, sizeof folder, "%s", g->path[i]);
        char *slash = strrchr(folder, '/');
        if (slash)
            *slash = 0;
        else
            snprintf(folder, sizeof folder, ".");
        if (strcmp(folder, done) == 0) continue;
        snprintf(done, sizeof done, "%s", folder);
        const char *name = strrchr(folder, '/') ? strrchr(folder, '/') + 1 : folder, *data = getenv("DEMARCHE_DATA");
        for (int where = 0; where < 3; where++) {
            struct stat st;
            if (where == 0) snprintf(path, sizeof path, "%s/../../../%s", folder, name);
            if (where == 1) snprintf(path, sizeof path, "%s/../%s", data ? data : "", name);
            if (where == 2) snprintf(path, sizeof path, "%s/../../../../shared/%s", folder, name);
            if ((where == 1 && !data) || stat(path, &st) != 0 || !S_ISDIR(st.st_mode)) continue;
            int rc = dem_coded_add(b, &g->coded, path, err);
            if (rc) return rc;
            break;
        }
    }
    return DEM_OK;
}

static int sort_paths(dem_bench *b, const char *const *paths, size_t n, gold_list *g, dem_error *err)
{
    bool reports = false;
    int rc = DEM_OK;
    for (size_t i = 0; i < n && !rc; i++) {
        struct stat st;
        bool some = false;
        if (stat(paths[i], &st) != 0) return dem_fail_at(err, DEM_EIO, paths[i], 0, -1, "is not there");
        if (S_ISDIR(st.st_mode))
            rc = add_gold_folder(g, paths[i], 2, &some, err);
        else if (is_gold(paths[i]))
            rc = add_gold_file(g, paths[i], err), some = true;
        if (!rc && !some) {
            reports = true;
            rc = dem_coded_add(b, &g->coded, paths[i], err);
        }
    }
    if (!rc && !g->n) rc = dem_fail(err, DEM_EEMPTY, "no ID.expected.jsonl among the files given");
    return rc || reports ? rc : default_reports(b, g, err);
}

static void print_figures(dem_bench *b, const tally *t)
{
    dem_figures f = {0};
    dem_figure(&f, "reports", (double)t->reports);
    dem_figure(&f, "skipped", (double)t->skipped);
    for (size_t k = 0; k < N_KINDS; k++) {
        char name[48];
        double found = t->required[k] ? (double)t->found[k] / (double)t->required[k] : 0,
               right = t->given[k] ? (double)t->right[k] / (double)t->given[k] : 0;
        snprintf(name, sizeof name, "%s_recall", kinds[k].plural);
        dem_figure(&f, name, found);
        if (k < 2) { /* statements are not annotated in full: what the gold lacks is not wrong */
            snprintf(name, sizeof name, "%s_precision", kinds[k].plural);
            dem_figure(&f, name, right);
            snprintf(name, sizeof name, "%s_f1", kinds[k].plural);
            dem_figure(&f, name, found + right > 0 ? 2 * found * right / (found + right) : 0);
        }
        snprintf(name, sizeof name, "%s_full_recall", kinds[k].plural);
        dem_figure(&f, name, t->required[k] ? (double)t->full[k] / (double)t->required[k] : 0);
        for (size_t x = 0; x < 6; x++) {
            if (!t->asked[k][x]) continue;
            snprintf(name, sizeof name, "%s_%s", kinds[k].plural,
                     k == 2 && x == DEM_FIELD_STATUS ? "code" : dem_field_names[x]);
            dem_figure(&f, name, (double)t->agreed[k][x] / (double)t->asked[k][x]);
        }
    }
    if (t->conditions) { /* each with its type; also with its words; also with who sets it */
        dem_figure(&f, "conditions", (double)t->conditions);
        dem_figure(&f, "conditions_recall", (double)t->told / (double)t->conditions);
        dem_figure(&f, "conditions_words", (double)t->told_span / (double)t->conditions);
        dem_figure(&f, "conditions_speaker", t->speakers ? (double)t->told_speaker / (double)t->speakers : 1);
    }
    dem_figure(&f, "checks", t->checks ? (double)t->passed / (double)t->checks : 0);
    if (!b->o->json)
        fprintf(b->out,
                "\nevents: %zu of %zu required found, %zu with every field right; %zu of %zu printed are wrong\n",
                t->found[0], t->required[0], t->full[0], t->given[0] - t->right[0], t->given[0]);
    if (!b->o->json) {
        fputc('\n', b->out);
        dem_reliability_print(b->out, &t->sure);
        fputc('\n', b->out);
    }
    dem_figure(&f, "calibration_error", dem_reliability_error(&t->sure));
    dem_figures_print(b->out, &f, "records", b->o->json);
}

int dem_eval_records(dem_bench *b, const char *const *paths, size_t n, dem_error *err)
{
    gold_list g = {.path = calloc(MAX_GOLD, sizeof *g.path), .coded = {json_object()}};
    tally t = {.reports = 0};
    int rc = g.path && g.coded.reports ? sort_paths(b, paths, n, &g, err) : dem_fail(err, DEM_EMEMORY, "memory is out");
    for (size_t i = 0; i < g.n && !rc; i++) rc = one_gold(b, g.path[i], &g.coded, &t, err);
    if (!rc) print_figures(b, &t);
    json_decref(g.coded.reports);
    free(g.path);
    return rc;
}
