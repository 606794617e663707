/* SPDX-License-Identifier: Apache-2.0 */
/* eval parse: reads gold, parses its words or its text again, compares. */
#include "eval/eval_parse.h"

#include "base/file.h"
#include "eval/score.h"
#include "parse/conllu.h"
#include "parse/parse_score.h"

#include <time.h>

typedef struct files {
    dem_report *gold, *system;
    double seconds; /* of processor time, parse stage alone */
} files;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* The gold's text and paragraphs without its words. */
static int fill_raw(const dem_report *gold, dem_report *r, dem_error *err)
{
    r->text = dem_str_dup(r->arena, gold->text);
    for (size_t i = 0; i < gold->paragraphs.n; i++) {
        dem_span *p = DEM_PUSH(r->arena, &r->paragraphs);
        if (!p) return dem_fail(err, DEM_EMEMORY, "memory is out");
        *p = gold->paragraphs.items[i];
    }
    return r->text.p ? DEM_OK : dem_fail(err, DEM_EMEMORY, "memory is out");
}

static int read_and_parse(files *f, const char *path, dem_parser *p, dem_segmenter *s, dem_error *err)
{
    dem_str bytes;
    int rc = dem_file_read(f->gold->arena, path, (size_t)1 << 30, &bytes, err);
    if (!rc) rc = dem_conllu_read(f->gold, bytes, path, err);
    if (!rc && s) {
        rc = fill_raw(f->gold, f->system, err);
        if (!rc) rc = dem_segment_report(s, f->system, err);
    } else if (!rc) {
        rc = dem_conllu_read(f->system, bytes, path, err);
    }
    double from = now();
    if (!rc) rc = dem_parse_report(p, f->system, err);
    f->seconds = now() - from;
    return rc;
}

static void measure(FILE *out, const char *name, size_t right, const dem_parse_score *s, bool json)
{
    double f1 = dem_parse_f1(right, s->gold_words, s->system_words);
    if (json)
        fprintf(out, ",\"%s\":%.2f", name, f1);
    else
        fprintf(out, "  %-24s %6.2f\n", name, f1);
}

static void print_scores(FILE *out, const char *path, const dem_parse_score *s, const files *f, bool json)
{
    if (json)
        fprintf(out, "{\"file\":\"%s\"", path);
    else
        fprintf(out, "%s\n", path);
    measure(out, "words", s->words, s, json);
    double sentences = dem_parse_f1(s->sentences, s->gold_sentences, s->system_sentences);
    fprintf(out, json ? ",\"sentences\":%.2f" : "  sentences                %6.2f\n", sentences);
    measure(out, "upos", s->upos, s, json);
    measure(out, "xpos", s->xpos, s, json);
    measure(out, "feats", s->feats, s, json);
    measure(out, "lemma", s->lemmas, s, json);
    measure(out, "uas", s->uas, s, json);
    measure(out, "las", s->las, s, json);
    measure(out, "las_with_subtypes", s->las_sub, s, json);
    double words = (double)f->system->tokens.n;
    if (json) {
        fputs("}\n", out);
        return;
    }
    if (f->seconds > 0)
        fprintf(out, "  parsed %.0f words in %.2f s of one core: %.0f sentences of 25 words a second\n", words, f->seconds,
                words / f->seconds / 25);
    for (int r = 1; r < DEM_REL_COUNT; r++) {
        const dem_rel_score *c = &s->rel[r];
        if (c->gold + c->system) dem_prf_print(out, dem_rel_name((dem_rel)r), (dem_prf){c->las, c->gold, c->system});
    }
}

static size_t wrong_heads(const files *f, size_t sentence)
{
    const dem_sentence *s = &f->gold->sentences.items[sentence];
    size_t wrong = 0;
    for (uint32_t i = s->first; i < s->first + s->n; i++)
        wrong += f->gold->tokens.items[i].head != f->system->tokens.items[i].head;
    return wrong;
}

/* Only with gold words, where sentences are the same on both sides. */
static void print_worst(FILE *out, const files *f, int worst)
{
    size_t limit = SIZE_MAX;
    for (int k = 0; k < worst;) {
        size_t top = 0;
        for (size_t s = 0; s < f->gold->sentences.n; s++) {
            size_t w = wrong_heads(f, s);
            if (w < limit && w > top) top = w;
        }
        if (!top) return;
        for (size_t s = 0; s < f->gold->sentences.n && k < worst; s++) {
            if (wrong_heads(f, s) != top) continue;
            const dem_sentence *st = &f->gold->sentences.items[s];
            fprintf(out, "%zu of %u heads wrong: %.*s\n", top, st->n, DEM_FMT(dem_text_of(f->gold, st->span)));
            k++;
        }
        limit = top;
    }
}

static int one_file(const char *path, dem_parser *p, dem_segmenter *s, const dem_eval_options *o, FILE *out, dem_error *err)
{
    files f = {dem_report_new(0), dem_report_new(0), 0};
    dem_parse_score score = {0};
    int rc = f.gold && f.system ? DEM_OK : dem_fail(err, DEM_EMEMORY, "memory is out");
    if (!rc) rc = read_and_parse(&f, path, p, s, err);
    if (!rc) rc = dem_parse_score_add(&score, f.gold, f.system, err);
    if (!rc) print_scores(out, path, &score, &f, o && o->json);
    if (!rc && !s && o) print_worst(out, &f, o->worst);
    dem_report_free(f.gold);
    dem_report_free(f.system);
    return rc;
}

int dem_eval_parse(const dem_model *model, const dem_segment_rules *rules, const char *const *paths, size_t n_paths,
                   const dem_eval_options *o, FILE *out, dem_error *err)
{
    dem_parser *p = NULL;
    dem_segmenter *s = NULL;
    if (!model) return dem_fail(err, DEM_EDATA, "there is no model to measure");
    int rc = dem_parser_new(model, &p, err);
    if (!rc && o && o->raw) rc = dem_segmenter_new(rules, &s, err);
    for (size_t i = 0; i < n_paths && !rc; i++) rc = one_file(paths[i], p, s, o, out, err);
    dem_segmenter_free(s);
    dem_parser_free(p);
    return rc;
}
