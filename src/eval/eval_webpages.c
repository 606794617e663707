/* SPDX-License-Identifier: Apache-2.0 */
/* eval webpages: precision and recall of runs of four words, averaged over pages, as article-extraction-benchmark
 * scores them. */
#include "eval/eval_webpages.h"

#include "base/file.h"
#include "eval/score.h"

#include <jansson.h>
#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>
#include <unistd.h>

enum { RUN = 4 };

typedef struct shingles {
    uint64_t *h;
    size_t n;
} shingles;

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* Sorted hashes of all runs of four words; a shorter text is one run. */
static bool make_shingles(dem_str text, shingles *out)
{
    size_t cap = text.n / 2 + 2, n = 0;
    uint64_t *words = malloc(cap * sizeof *words);
    out->h = malloc(cap * sizeof *out->h);
    out->n = 0;
    if (!words || !out->h) {
        free(words);
        return false;
    }
    int32_t at = 0, len = (int32_t)text.n, from = -1, was = 0;
    while (at <= len) {
        int32_t cp = ' ';
        was = at;
        if (at < len)
            U8_NEXT((const uint8_t *)text.p, at, len, cp);
        else
            at++;
        bool in = cp == '_' || (cp > 0 && u_isalnum(cp));
        if (in && from < 0) from = was;
        if (!in && from >= 0) {
            words[n++] = dem_hash(dem_str_cut(text, (size_t)from, (size_t)was), 7);
            from = -1;
        }
    }
    size_t runs = n >= RUN ? n - RUN + 1 : n ? 1 : 0, width = n >= RUN ? RUN : n;
    for (size_t i = 0; i < runs; i++)
        out->h[out->n++] = dem_hash((dem_str){(const char *)(words + i), width * sizeof *words}, 11);
    qsort(out->h, out->n, sizeof *out->h, by_value);
    free(words);
    return true;
}

static dem_prf compare(const shingles *gold, const shingles *found)
{
    dem_prf c = {.gold = gold->n, .found = found->n};
    for (size_t g = 0, f = 0; g < gold->n && f < found->n;) {
        if (gold->h[g] == found->h[f])
            c.hit++, g++, f++;
        else if (gold->h[g] < found->h[f])
            g++;
        else
            f++;
    }
    return c;
}

typedef struct page_score {
    const char *id;
    dem_prf c;
} page_score;

static int worst_first(const void *a, const void *b)
{
    double x = dem_f1(((const page_score *)a)->c), y = dem_f1(((const page_score *)b)->c);
    return x < y ? -1 : x > y;
}

/* The article's text, its headline left out as in the gold. */
static int read_page(const dem_ingest_rules *rules, const char *folder, const char *id, dem_report *r, dem_str *text,
                     dem_error *err)
{
    static const char *const endings[] = {"html.gz", "html"};
    dem_ingest_options o = {.rules = rules, .format = DEM_FORMAT_HTML, .any_language = true};
    char path[1024] = "";
    for (size_t i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "%s/%s.%s", folder, id, endings[i]);
        if (access(path, R_OK) == 0) break;
    }
    dem_source *s = NULL;
    bool got = false;
    int rc = dem_source_open(path, &o, &s, err);
    if (!rc) rc = dem_source_next(s, r, &got, err);
    dem_source_close(s);
    if (!rc) *text = r->title_span.end ? dem_str_cut(r->text, r->title_span.end, r->text.n) : r->text;
    return rc;
}

static void print_summary(page_score *pages, size_t n, const dem_eval_options *o, FILE *out)
{
    double p = 0, r = 0;
    size_t np = 0, nr = 0;
    for (size_t i = 0; i < n; i++) {
        if (pages[i].c.found) p += dem_precision(pages[i].c), np++;
        if (pages[i].c.gold) r += dem_recall(pages[i].c), nr++;
    }
    p = np ? p / (double)np : 0;
    r = nr ? r / (double)nr : 0;
    dem_figures figures = {0};
    dem_figure(&figures, "pages", (double)n);
    dem_figure(&figures, "precision", p);
    dem_figure(&figures, "recall", r);
    dem_figure(&figures, "f1", p + r > 0 ? 2 * p * r / (p + r) : 0);
    dem_figures_print(out, &figures, "webpages", o && o->json);
    if (!o || o->worst <= 0 || o->json) return;
    qsort(pages, n, sizeof *pages, worst_first);
    for (size_t i = 0; i < n && i < (size_t)o->worst; i++) dem_prf_print(out, pages[i].id, pages[i].c);
}

static int one_folder(const dem_ingest_rules *rules, const char *folder, const dem_eval_options *o, FILE *out,
                      dem_error *err)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/ground-truth.json", folder);
    json_error_t e;
    json_t *gold = json_load_file(path, 0, &e);
    if (!gold)
        return dem_fail_at(err, e.line > 0 ? DEM_EFORMAT : DEM_EIO, path, e.line > 0 ? (size_t)e.line : 0, -1, "%s",
                           e.text);
    page_score *pages = calloc(json_object_size(gold) + 1, sizeof *pages);
    dem_report *r = dem_report_new(0);
    int rc = pages && r ? DEM_OK : dem_fail(err, DEM_EMEMORY, "memory is out");
    size_t n = 0;
    const char *id;
    json_t *v;
    json_object_foreach(gold, id, v)
    {
        const json_t *body = json_object_get(v, "articleBody");
        if (rc) break;
        if (!json_is_string(body)) {
            rc = dem_fail_at(err, DEM_EFORMAT, path, 0, -1, "\"articleBody\" of %s is missing", id);
            break;
        }
        shingles g = {0}, f = {0};
        dem_str text = DEM_STR_NONE;
        dem_error why = {.byte = -1};
        dem_report_reset(r);
        if (read_page(rules, folder, id, r, &text, &why) != DEM_OK && !(o && o->json))
            fprintf(out, "%s: %s\n", id, why.message); /* counts as nothing found */
        if (!make_shingles((dem_str){json_string_value(body), json_string_length(body)}, &g) ||
            !make_shingles(text, &f))
            rc = dem_fail(err, DEM_EMEMORY, "memory is out");
        if (!rc) pages[n++] = (page_score){id, compare(&g, &f)};
        free(g.h);
        free(f.h);
    }
    if (!rc) print_summary(pages, n, o, out);
    free(pages);
    dem_report_free(r);
    json_decref(gold);
    return rc;
}

int dem_eval_webpages(const dem_ingest_rules *rules, const char *const *paths, size_t n_paths,
                      const dem_eval_options *o, FILE *out, dem_error *err)
{
    int rc = DEM_OK;
    for (size_t i = 0; i < n_paths && !rc; i++) rc = one_folder(rules, paths[i], o, out, err);
    return rc;
}
