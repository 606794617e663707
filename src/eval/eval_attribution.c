/* SPDX-License-Identifier: Apache-2.0 */
/* eval attribution: PolNeAR in brat's standoff (a folder with attributions/NAME_MARK.ann and text/NAME.txt): who is
   quoted, by which cue. A statement is right when its cue and its speaker overlap those of one gold attribution.
   Attributions without a source in the text are left out of the pairs; they count for the cues.
   A direct quote is an attribution with a source whose content stands in quotation marks from end to end; its speaker is right
   when the statement that holds most of it has a speaker that overlaps the source. A quote that nothing holds is wrong.
   A .tsv file is the project's own gold of statements: see eval_statements.c. */
#include "eval/eval_attribution.h"

#include "base/file.h"

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

enum { MAX_PARTS = 8 };

typedef struct piece {
    size_t start[MAX_PARTS], end[MAX_PARTS], n; /* code points; several when interrupted */
} piece;

typedef struct note {
    long id;
    char kind; /* C cue, S source, O content */
    piece at;
} note;

typedef struct attribution {
    const note *cue, *source, *content;
    bool pair_hit, cue_hit;
} attribution;

typedef struct gold {
    DEM_VEC(note) notes;
    DEM_VEC(attribution) list;
} gold;

/* "Cue 386 392" or "Content 10 20;25 30" */
static bool read_note(dem_str body, note *out)
{
    size_t space = dem_str_find(body, DEM_STR(" "), 0);
    if (space == SIZE_MAX) return false;
    dem_str kind = dem_str_cut(body, 0, space), rest = dem_str_cut(body, space + 1, body.n), part;
    out->kind = dem_str_is(kind, "Cue")       ? 'C'
                : dem_str_is(kind, "Source")  ? 'S'
                : dem_str_is(kind, "Content") ? 'O'
                                              : 0;
    while (out->at.n < MAX_PARTS && dem_str_split(&rest, ';', &part)) {
        char buf[64];
        snprintf(buf, sizeof buf, "%.*s", DEM_FMT(part));
        /* NOLINTNEXTLINE(cert-err34-c): a number too large for a position only meets no span */
        if (sscanf(buf, "%zu %zu", &out->at.start[out->at.n], &out->at.end[out->at.n]) != 2) return false;
        out->at.n++;
    }
    return true;
}

static const note *find_note(const gold *g, long id)
{
    for (size_t i = 0; i < g->notes.n; i++)
        if (g->notes.items[i].id == id) return &g->notes.items[i];
    return NULL;
}

/* "Attribution:T4 Source:T3 Content:T2 Cue:T1": roles may carry a number. */
static bool read_relation(dem_arena *a, gold *g, dem_str body)
{
    attribution *x = DEM_PUSH(a, &g->list);
    if (!x) return false;
    for (dem_str part; dem_str_split(&body, ' ', &part);) {
        size_t colon = dem_str_find(part, DEM_STR(":T"), 0);
        if (colon == SIZE_MAX) continue;
        const note *n = find_note(g, strtol(part.p + colon + 2, NULL, 10));
        if (!n) continue;
        if (n->kind == 'C' && !x->cue) x->cue = n;
        if (n->kind == 'S' && !x->source) x->source = n;
        if (n->kind == 'O' && !x->content) x->content = n;
    }
    return true;
}

static int read_gold(dem_arena *a, const char *path, gold *g, dem_error *err)
{
    dem_str bytes, all;
    int rc = dem_file_read(a, path, (size_t)64 << 20, &bytes, err);
    all = bytes;
    for (int pass = 0; pass < 2 && !rc; pass++) { /* relations may stand before what they name */
        size_t at = 0;
        bytes = all;
        for (dem_str line; !rc && dem_str_split(&bytes, '\n', &line);) {
            at++;
            if (line.n < 3 || (line.p[0] != 'T' && line.p[0] != 'E')) continue;
            size_t tab = dem_str_find(line, DEM_STR("\t"), 0);
            bool ok = tab != SIZE_MAX;
            dem_str body = dem_str_trim(dem_str_cut(line, tab + 1, line.n));
            if (ok && pass == 0 && line.p[0] == 'T') {
                size_t text = dem_str_find(body, DEM_STR("\t"), 0);
                note *n = DEM_PUSH(a, &g->notes);
                if (!n) return dem_fail(err, DEM_EMEMORY, "memory is out");
                n->id = strtol(line.p + 1, NULL, 10);
                ok = read_note(text == SIZE_MAX ? body : dem_str_cut(body, 0, text), n);
            } else if (ok && pass == 1 && line.p[0] == 'E') {
                ok = read_relation(a, g, body);
            }
            if (!ok) rc = dem_fail_at(err, DEM_EFORMAT, path, at, -1, "not a line of brat's standoff format");
        }
    }
    return rc;
}

static bool overlaps(dem_report *r, dem_span s, const note *n)
{
    size_t a = dem_report_codepoint(r, s.start), b = dem_report_codepoint(r, s.end);
    for (size_t i = 0; n && i < n->at.n; i++)
        if (a < n->at.end[i] && n->at.start[i] < b) return true;
    return false;
}

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

static size_t covered(dem_report *r, const dem_statement *s, const note *content)
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
static const dem_statement *holder_of(dem_report *r, const note *content)
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

static void score_quotes(dem_bench *b, const char *name, const gold *g, dem_attribution_tally *t)
{
    dem_report *r = b->r;
    for (size_t k = 0; k < g->list.n; k++) {
        const attribution *x = &g->list.items[k];
        if (!x->source || !x->content) continue;
        const note *o = x->content;
        dem_span at = {dem_report_byte(r, o->at.start[0]), dem_report_byte(r, o->at.end[o->at.n - 1])};
        if (!is_direct(dem_text_of(r, at))) continue;
        const dem_statement *s = holder_of(r, o);
        bool right = s && s->has_speaker && overlaps(r, s->speaker.span, x->source);
        t->quotes++;
        t->quotes_right += right;
        if (right || !dem_bench_worst(b)) continue;
        dem_span src = {dem_report_byte(r, x->source->at.start[0]), dem_report_byte(r, x->source->at.end[0])};
        fprintf(b->out, "%s: quote   %.*s | gold %.*s | %.*s\n", name, DEM_FMT(dem_text_of(r, at)), DEM_FMT(dem_text_of(r, src)),
                DEM_FMT(s && s->has_speaker ? dem_text_of(r, s->speaker.span) : DEM_STR("-")));
    }
}

static void score(dem_bench *b, const char *name, gold *g, dem_attribution_tally *t)
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
            attribution *x = &g->list.items[k];
            if (!x->cue || !overlaps(r, s->cue, x->cue)) continue;
            if (!cue && !x->cue_hit) cue = x->cue_hit = true;
            if (!pair && !x->pair_hit && speaker && overlaps(r, s->speaker.span, x->source)) pair = x->pair_hit = true;
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
        const attribution *x = &g->list.items[k];
        if (!x->cue || !x->source || x->pair_hit || !dem_bench_worst(b)) continue;
        dem_span src = {dem_report_byte(r, x->source->at.start[0]), dem_report_byte(r, x->source->at.end[0])},
                 cue = {dem_report_byte(r, x->cue->at.start[0]), dem_report_byte(r, x->cue->at.end[0])};
        fprintf(b->out, "%s: missing %.*s | %.*s\n", name, DEM_FMT(dem_text_of(r, src)), DEM_FMT(dem_text_of(r, cue)));
    }
}

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

/* Names without ending of the .ann files, sorted. */
static int list_folder(dem_arena *a, const char *folder, char ***out, size_t *n, dem_error *err)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/attributions", folder);
    DIR *d = opendir(path);
    if (!d) return dem_fail_at(err, DEM_EIO, path, 0, -1, "cannot read the folder");
    DEM_VEC(char *) names = {0};
    for (const struct dirent *e; (e = readdir(d));) {
        dem_str s = dem_str_c(e->d_name);
        if (!dem_str_ends(s, DEM_STR(".ann"))) continue;
        char **slot = DEM_PUSH(a, &names);
        if (slot) *slot = (char *)(uintptr_t)dem_str_dup(a, dem_str_cut(s, 0, s.n - 4)).p;
    }
    closedir(d);
    if (dem_arena_failed(a)) return dem_fail(err, DEM_EMEMORY, "memory is out");
    if (names.n) qsort(names.items, names.n, sizeof *names.items, by_name);
    *out = names.items;
    *n = names.n;
    return names.n ? DEM_OK : dem_fail_at(err, DEM_EEMPTY, path, 0, -1, "no .ann file in it");
}

static int one_article(dem_bench *b, const char *folder, const char *name, dem_attribution_tally *t, dem_error *err)
{
    char path[1200];
    dem_str text;
    gold g = {0};
    dem_arena *a = dem_arena_new(0);
    if (!a) return dem_fail(err, DEM_EMEMORY, "memory is out");
    snprintf(path, sizeof path, "%s/attributions/%s.ann", folder, name);
    int rc = read_gold(a, path, &g, err);
    /* The annotator's mark at the end of the name is not part of the text's. */
    const char *mark = strrchr(name, '_');
    snprintf(path, sizeof path, "%s/text/%s.txt", folder, name);
    if (access(path, R_OK) != 0 && mark)
        snprintf(path, sizeof path, "%s/text/%.*s.txt", folder, (int)(mark - name), name);
    if (!rc) rc = dem_file_read(a, path, (size_t)64 << 20, &text, err);
    if (!rc) rc = dem_bench_code(b, text, dem_str_c(name), DEM_DAY_NONE, DEM_DEPTH_FULL, err);
    if (!rc) score(b, name, &g, t);
    if (!rc) score_quotes(b, name, &g, t);
    dem_arena_free(a);
    return rc;
}

static int one_folder(dem_bench *b, const char *folder, dem_attribution_tally *t, dem_error *err)
{
    dem_arena *a = dem_arena_new(0);
    char **names = NULL;
    size_t count = 0;
    int rc = a ? list_folder(a, folder, &names, &count, err) : dem_fail(err, DEM_EMEMORY, "memory is out");
    for (size_t k = 0; k < count && !rc; k++) rc = one_article(b, folder, names[k], t, err);
    dem_arena_free(a);
    return rc;
}

int dem_eval_attribution(dem_bench *b, const char *const *paths, size_t n, dem_error *err)
{
    dem_attribution_tally t = {0};
    for (size_t i = 0; i < n; i++) {
        bool own = dem_str_ends(dem_str_c(paths[i]), DEM_STR(".tsv"));
        int rc = own ? dem_eval_statements(b, paths[i], &t, err) : one_folder(b, paths[i], &t, err);
        if (rc) return rc;
    }
    dem_figures f = {0};
    dem_figure_prf(&f, "pairs", t.pairs);
    dem_figure_prf(&f, "cues", t.cues);
    dem_figure(&f, "quotes", (double)t.quotes);
    dem_figure(&f, "quotes_speaker_right", t.quotes ? (double)t.quotes_right / (double)t.quotes : 0);
    dem_figures_print(b->out, &f, "attribution", b->o->json);
    return DEM_OK;
}
