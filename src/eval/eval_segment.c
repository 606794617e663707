/* SPDX-License-Identifier: Apache-2.0 */
/* eval segment: F1 of words and of sentences by genre, and the places where they differ. */
#include "eval/eval_segment.h"

#include "base/file.h"
#include "eval/raw.h"

enum { MAX_GENRES = 64 };

typedef struct tally {
    struct {
        dem_str genre;
        dem_prf words, sentences;
    } row[MAX_GENRES];
    size_t n;
    dem_prf words, sentences;
    int worst;
} tally;

static void count(tally *t, dem_str genre, dem_prf words, dem_prf sentences)
{
    size_t i = 0;
    while (i < t->n && !dem_str_eq(t->row[i].genre, genre)) i++;
    if (i == t->n && t->n < MAX_GENRES) t->row[t->n++].genre = genre;
    if (i < t->n) {
        dem_prf_add(&t->row[i].words, words);
        dem_prf_add(&t->row[i].sentences, sentences);
    }
    dem_prf_add(&t->words, words);
    dem_prf_add(&t->sentences, sentences);
}

static void print_around(FILE *out, dem_str text, uint32_t at)
{
    uint32_t a = at > 40 ? at - 40 : 0, b = at + 40 < text.n ? at + 40 : (uint32_t)text.n;
    while (a < at && ((unsigned char)text.p[a] & 0xc0) == 0x80) a++;
    while (b < text.n && ((unsigned char)text.p[b] & 0xc0) == 0x80) b++;
    for (uint32_t i = a; i < b; i++) {
        if (i == at)
            fputs("\xe2\x9f\xa8"
                  "here"
                  "\xe2\x9f\xa9",
                  out);
        fputc(text.p[i] == '\n' ? ' ' : text.p[i], out);
    }
    fputc('\n', out);
}

/* Sentence starts that only one side has, then word starts or ends. */
static void print_worst(tally *t, FILE *out, const dem_raw_doc *d, const dem_report *r)
{
    size_t g = 0, f = 0;
    while (t->worst > 0 && (g < d->sentences.n || f < r->sentences.n)) {
        uint32_t a = g < d->sentences.n ? d->sentences.items[g].start : UINT32_MAX,
                 b = f < r->sentences.n ? r->sentences.items[f].span.start : UINT32_MAX;
        if (a != b) {
            fprintf(out, "%s sentence, %.*s: ", a < b ? "missed" : "extra ", DEM_FMT(d->id));
            print_around(out, d->text, a < b ? a : b);
            t->worst--;
        }
        if (a <= b) g++;
        if (b <= a) f++;
    }
    for (g = f = 0; t->worst > 0 && (g < d->words.n || f < r->tokens.n);) {
        uint32_t a = g < d->words.n ? d->words.items[g].end : UINT32_MAX,
                 b = f < r->tokens.n ? r->tokens.items[f].span.end : UINT32_MAX;
        if (a != b) {
            fprintf(out, "%s word end, %.*s: ", a < b ? "missed" : "extra ", DEM_FMT(d->id));
            print_around(out, d->text, a < b ? a : b);
            t->worst--;
        }
        if (a <= b) g++;
        if (b <= a) f++;
    }
}

static int one_file(dem_segmenter *s, const char *path, tally *t, FILE *out, dem_arena *a, dem_error *err)
{
    dem_str bytes;
    dem_raw_docs docs = {0};
    int rc = dem_file_read(a, path, (size_t)1 << 30, &bytes, err);
    if (!rc) rc = dem_raw_read(a, bytes, path, &docs, err);
    dem_report *r = rc ? NULL : dem_report_new(0);
    if (!rc && !r) rc = dem_fail(err, DEM_EMEMORY, "out of memory");
    for (size_t i = 0; i < docs.n && !rc; i++) {
        dem_report_reset(r);
        rc = dem_raw_fill(&docs.items[i], r, err);
        if (!rc) rc = dem_segment_report(s, r, err);
        if (rc) break;
        count(t, docs.items[i].genre, dem_raw_score_words(&docs.items[i], r),
              dem_raw_score_sentences(&docs.items[i], r));
        print_worst(t, out, &docs.items[i], r);
    }
    dem_report_free(r);
    return rc;
}

int dem_eval_segment(const dem_segment_rules *rules, const char *const *paths, size_t n_paths,
                     const dem_eval_options *o, FILE *out, dem_error *err)
{
    dem_segmenter *s = NULL;
    int rc = dem_segmenter_new(rules, &s, err);
    for (size_t i = 0; i < n_paths && !rc; i++) {
        tally t = {.worst = o ? o->worst : 0};
        dem_arena *a = dem_arena_new(0);
        rc = a ? one_file(s, paths[i], &t, out, a, err) : dem_fail(err, DEM_EMEMORY, "out of memory");
        if (!rc) {
            if (o && o->json) {
                dem_figures f = {0};
                dem_figure(&f, "words", dem_f1(t.words));
                dem_figure(&f, "sentences", dem_f1(t.sentences));
                dem_figures_print(out, &f, "segment", true);
                t.n = 0;
            } else {
                fprintf(out, "%s\n", paths[i]);
            }
            for (size_t g = 0; g < t.n; g++) {
                char name[64];
                snprintf(name, sizeof name, "words, %.*s", DEM_FMT(t.row[g].genre));
                dem_prf_print(out, name, t.row[g].words);
                snprintf(name, sizeof name, "sentences, %.*s", DEM_FMT(t.row[g].genre));
                dem_prf_print(out, name, t.row[g].sentences);
            }
            if (!o || !o->json) {
                dem_prf_print(out, "words", t.words);
                dem_prf_print(out, "sentences", t.sentences);
            }
        }
        dem_arena_free(a);
    }
    dem_segmenter_free(s);
    return rc;
}
