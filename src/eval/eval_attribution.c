/* SPDX-License-Identifier: Apache-2.0 */
/* eval attribution: PolNeAR in brat's standoff (a folder with attributions/NAME_MARK.ann and text/NAME.txt): who is
   quoted, by which cue. A statement is right when its cue and its speaker overlap those of one gold attribution.
   Attributions without a source in the text are left out of the pairs; they count for the cues.
   A direct quote is an attribution with a source whose content stands in quotation marks from end to end; its speaker is right
   when the statement that holds most of it has a speaker that overlaps the source. A quote that nothing holds is wrong.
   A .tsv file is the project's own gold of statements: see eval_statements.c. */
#include "eval/eval_attribution.h"

#include "train/attribution.h"
#include "train/polnear.h"

/* ---- direct quotes ---- */

static bool mark_at(dem_str t, size_t i, size_t *len)
{
    static const char *const marks[] = {"\"", "\xe2\x80\x9c", "\xe2\x80\x9d", "\xe2\x80\x98", "\xe2\x80\x99", "''", "``"};
    for (size_t k = 0; k < sizeof marks / sizeof *marks; k++) {
        *len = strlen(marks[k]);
        if (i + *len <= t.n && memcmp(t.p + i, marks[k], *len) == 0) return true;
    }
    return false;
}

/* From mark to mark, with nothing outside them; two words at least, since a single one may only be in scare quotes. */
static bool is_direct(dem_str t)
{
    size_t len = 0, last = 0, words = 0;
    bool open = false, out = false;
    for (size_t i = 0; i < t.n; i += len) {
        if (mark_at(t, i, &len) && !(open && t.p[i] != '"' && len == 3 && i + 3 < t.n && t.p[i + 3] > ' ' && i > 0 && t.p[i - 1] > ' ')) {
            open = !open;
            last = i + len;
            continue;
        }
        len = 1;
        bool space = t.p[i] == ' ' || t.p[i] == '\n';
        out |= !open && !space && !strchr(",.;:", t.p[i]);
        words += space;
    }
    return last && !out && words >= 1;
}

static size_t covered(dem_report *r, const dem_statement *s, const dem_polnear_note *content)
{
    size_t sum = 0;
    for (size_t p = 0; p < s->content.n; p++) {
        size_t a = dem_report_codepoint(r, s->content.items[p].start), e = dem_report_codepoint(r, s->content.items[p].end);
        for (size_t i = 0; i < content->at.n; i++) {
            size_t from = a > content->at.start[i] ? a : content->at.start[i], to = e < content->at.end[i] ? e : content->at.end[i];
            sum += to > from ? to - from : 0;
        }
    }
    return sum;
}

/* The quote's own statement is the one that holds most of it, and holds least beside it. */
static const dem_statement *holder_of(dem_report *r, const dem_polnear_note *content)
{
    const dem_statement *best = NULL;
    size_t best_in = 0, best_size = 0;
    for (size_t i = 0; i < r->statements.n; i++) {
        const dem_statement *s = &r->statements.items[i];
        size_t in = covered(r, s, content), size = 0;
        for (size_t p = 0; p < s->content.n; p++) size += s->content.items[p].end - s->content.items[p].start;
        if (!in || in < best_in || (in == best_in && size >= best_size)) continue;
        best = s;
        best_in = in;
        best_size = size;
    }
    return best;
}

static void score_quotes(dem_bench *b, const char *name, const dem_polnear *g, dem_attribution_tally *t)
{
    dem_report *r = b->r;
    for (size_t k = 0; k < g->list.n; k++) {
        const dem_polnear_attribution *x = &g->list.items[k];
        if (!x->source || !x->content) continue;
        const dem_polnear_note *o = x->content;
        dem_span at = {dem_report_byte(r, o->at.start[0]), dem_report_byte(r, o->at.end[o->at.n - 1])};
        if (!is_direct(dem_text_of(r, at))) continue;
        const dem_statement *s = holder_of(r, o);
        bool right = s && s->has_speaker && dem_polnear_overlaps(r, s->speaker.span, x->source);
        t->quotes++;
        t->quotes_right += right;
        if (right || !dem_bench_worst(b)) continue;
        dem_span src = {dem_report_byte(r, x->source->at.start[0]), dem_report_byte(r, x->source->at.end[0])};
        fprintf(b->out, "%s: quote   %.*s | gold %.*s | %.*s\n", name, DEM_FMT(dem_text_of(r, at)), DEM_FMT(dem_text_of(r, src)),
                DEM_FMT(s && s->has_speaker ? dem_text_of(r, s->speaker.span) : DEM_STR("-")));
    }
}

static void score(dem_bench *b, const char *name, dem_polnear *g, dem_attribution_tally *t)
{
    dem_report *r = b->r;
    for (size_t i = 0; i < g->list.n; i++) {
        t->cues.gold += g->list.items[i].cue != NULL;
        t->pairs.gold += g->list.items[i].cue && g->list.items[i].source;
    }
    for (size_t i = 0; i < r->statements.n; i++) {
        const dem_statement *s = &r->statements.items[i];
        bool speaker = s->has_speaker && s->speaker.span.end > s->speaker.span.start, cue = false, pair = false;
        for (size_t k = 0; k < g->list.n; k++) {
            dem_polnear_attribution *x = &g->list.items[k];
            if (!x->cue || !dem_polnear_overlaps(r, s->cue, x->cue)) continue;
            if (!cue && !x->cue_hit) cue = x->cue_hit = true;
            if (!pair && !x->pair_hit && speaker && dem_polnear_overlaps(r, s->speaker.span, x->source)) pair = x->pair_hit = true;
        }
        t->cues.found++;
        t->cues.hit += cue;
        t->pairs.found += speaker;
        t->pairs.hit += pair;
        if (speaker && !pair && dem_bench_worst(b))
            fprintf(b->out, "%s: wrong   %.*s | %.*s\n", name, DEM_FMT(dem_text_of(r, s->speaker.span)),
                    DEM_FMT(dem_text_of(r, s->cue)));
    }
    for (size_t k = 0; k < g->list.n; k++) {
        const dem_polnear_attribution *x = &g->list.items[k];
        if (!x->cue || !x->source || x->pair_hit || !dem_bench_worst(b)) continue;
        dem_span src = {dem_report_byte(r, x->source->at.start[0]), dem_report_byte(r, x->source->at.end[0])},
                 cue = {dem_report_byte(r, x->cue->at.start[0]), dem_report_byte(r, x->cue->at.end[0])};
        fprintf(b->out, "%s: missing %.*s | %.*s\n", name, DEM_FMT(dem_text_of(r, src)), DEM_FMT(dem_text_of(r, cue)));
    }
}

static int one_article(dem_bench *b, const char *folder, const char *name, dem_attribution_tally *t, dem_error *err)
{
    dem_polnear g;
    dem_arena *a = dem_arena_new(0);
    if (!a) return dem_fail(err, DEM_EMEMORY, "memory is out");
    int rc = dem_polnear_read(a, folder, name, &g, err);
    if (!rc) rc = dem_bench_code(b, g.text, dem_str_c(name), DEM_DAY_NONE, DEM_DEPTH_FULL, err);
    if (!rc) score(b, name, &g, t);
    if (!rc) score_quotes(b, name, &g, t);
    dem_arena_free(a);
    return rc;
}

/* Articles whose number leaves `fold` when divided by `folds`; all of them without folds. */
static int one_folder(dem_bench *b, const char *folder, int fold, int folds, dem_attribution_tally *t, dem_error *err)
{
    dem_arena *a = dem_arena_new(0);
    char **names = NULL;
    size_t count = 0;
    int rc = a ? dem_polnear_names(a, folder, &names, &count, err) : dem_fail(err, DEM_EMEMORY, "memory is out");
    for (size_t k = 0; k < count && !rc; k++)
        if (folds < 2 || (int)(k % (size_t)folds) == fold) rc = one_article(b, folder, names[k], t, err);
    dem_arena_free(a);
    return rc;
}

static int print(const dem_bench *b, const dem_attribution_tally *t)
{
    dem_figures f = {0};
    dem_figure_prf(&f, "pairs", t->pairs);
    dem_figure_prf(&f, "cues", t->cues);
    dem_figure(&f, "quotes", (double)t->quotes);
    dem_figure(&f, "quotes_speaker_right", t->quotes ? (double)t->quotes_right / (double)t->quotes : 0);
    dem_figures_print(b->out, &f, "attribution", b->o->json);
    return DEM_OK;
}

int dem_eval_attribution(dem_bench *b, const char *const *paths, size_t n, dem_error *err)
{
    dem_attribution_tally t = {0};
    for (size_t i = 0; i < n; i++) {
        bool own = dem_str_ends(dem_str_c(paths[i]), DEM_STR(".tsv"));
        int rc = own ? dem_eval_statements(b, paths[i], &t, err) : one_folder(b, paths[i], 0, 0, &t, err);
        if (rc) return rc;
    }
    return print(b, &t);
}

int dem_cross_attribution(dem_engine *engine, const char *const *paths, size_t n, const dem_eval_options *o, FILE *out, dem_error *err)
{
    dem_bench b = {0};
    dem_attribution_tally t = {0};
    dem_attribution_learner *l = NULL;
    if (n != 1) return dem_fail(err, DEM_EUSAGE, "folds are cut from one folder");
    int rc = dem_attribution_learner_read(engine, paths[0], o->folds, &l, err);
    if (!rc) rc = dem_bench_open(&b, engine, o, out, err);
    for (int fold = 0; fold < o->folds && !rc; fold++) {
        dem_buf text = {0};
        rc = dem_attribution_learner_write(l, fold, &text, err);
        dem_named_text weights = {"held out", {text.p, text.n}};
        if (!rc) rc = dem_context_rules_weigh(engine->context, &weights, err);
        dem_buf_free(&text);
        if (!rc) rc = one_folder(&b, paths[0], fold, o->folds, &t, err);
    }
    if (!rc) rc = print(&b, &t);
    dem_bench_close(&b);
    dem_attribution_learner_free(l);
    return rc;
}
