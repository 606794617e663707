/* SPDX-License-Identifier: Apache-2.0 */
/* eval spans: who acts on whom, as spans of words. Gold: a word, a tab and its tag on each line, sentences apart by
   blank lines; S source (our actor), T target (our recipient), R reciprocal (either). Counted twice: spans whose head
   word is right, and spans that are the same from their first word to their last. */
#include "eval/bench.h"

#include "base/file.h"

enum { MAX_WORDS = 2048, MAX_FOUND = 64 };

typedef struct gold_span {
    char role;
    dem_span span; /* bytes of the text */
    bool head_hit, exact_hit;
} gold_span;

typedef struct sentence {
    DEM_VEC(char) text;
    DEM_VEC(gold_span) gold;
    size_t words;
    char open; /* role of the span that the last word ended */
} sentence;

typedef struct found_span {
    char role;
    dem_span span, head;
} found_span;

typedef struct tally {
    dem_prf head[3], exact[3]; /* S, T, R */
} tally;

static size_t role_index(char c) { return c == 'S' ? 0 : c == 'T' ? 1 : 2; }

static int add_word(dem_arena *a, sentence *s, dem_str word, dem_str tag)
{
    if (s->text.n) {
        char *c = DEM_PUSH(a, &s->text);
        if (!c) return DEM_EMEMORY;
        *c = ' ';
    }
    uint32_t from = (uint32_t)s->text.n;
    for (size_t i = 0; i < word.n; i++) {
        char *c = DEM_PUSH(a, &s->text);
        if (!c) return DEM_EMEMORY;
        *c = word.p[i];
    }
    char role = 0;
    if (tag.n == 3 && tag.p[1] == '-') role = tag.p[2];
    if (role && tag.p[0] == 'I' && s->open == role && s->gold.n) {
        s->gold.items[s->gold.n - 1].span.end = (uint32_t)s->text.n;
    } else if (role) {
        gold_span *g = DEM_PUSH(a, &s->gold);
        if (!g) return DEM_EMEMORY;
        *g = (gold_span){.role = role, .span = {from, (uint32_t)s->text.n}};
    }
    s->open = role;
    s->words++;
    return DEM_OK;
}

static size_t add_found(const dem_report *r, const dem_actor *actors, size_t n, char role, found_span *out, size_t have)
{
    for (size_t i = 0; i < n && have < MAX_FOUND; i++) {
        const dem_actor *x = &actors[i];
        dem_span head =
            x->mention >= 0 && (size_t)x->mention < r->mentions.n ? r->mentions.items[x->mention].head_span : x->span;
        if (x->span.end <= x->span.start) continue;
        bool again = false;
        for (size_t k = 0; k < have; k++)
            again |= out[k].role == role && out[k].span.start == x->span.start && out[k].span.end == x->span.end;
        if (!again) out[have++] = (found_span){role, x->span, head.end > head.start ? head : x->span};
    }
    return have;
}

static size_t spans_of_event(const dem_report *r, const dem_event *e, found_span *out, size_t have)
{
    have = add_found(r, e->actors.items, e->actors.n, e->mutual ? 'R' : 'S', out, have);
    return add_found(r, e->recipients.items, e->recipients.n, e->mutual ? 'R' : 'T', out, have);
}

/* A reciprocal counts for both sides. */
static bool same_role(char a, char b) { return a == b || a == 'R' || b == 'R'; }

static void score(sentence *s, const found_span *f, size_t n, tally *t)
{
    for (size_t g = 0; g < s->gold.n; g++) {
        t->head[role_index(s->gold.items[g].role)].gold++;
        t->exact[role_index(s->gold.items[g].role)].gold++;
    }
    for (size_t i = 0; i < n; i++) {
        size_t head_at = role_index(f[i].role), exact_at = head_at;
        bool head = false, exact = false;
        for (size_t g = 0; g < s->gold.n; g++) {
            gold_span *x = &s->gold.items[g];
            if (!same_role(x->role, f[i].role)) continue;
            if (!exact && !x->exact_hit && x->span.start == f[i].span.start && x->span.end == f[i].span.end) {
                exact = x->exact_hit = true;
                exact_at = role_index(x->role);
            }
            if (!head && !x->head_hit && dem_span_overlaps(x->span, f[i].head)) {
                head = x->head_hit = true;
                head_at = role_index(x->role);
            }
        }
        t->head[head_at].found++;
        t->head[head_at].hit += head;
        t->exact[exact_at].found++;
        t->exact[exact_at].hit += exact;
    }
}

static int end_sentence(dem_bench *b, sentence *s, tally *t, dem_error *err)
{
    if (!s->words) return DEM_OK;
    dem_str text = {s->text.items, s->text.n};
    int rc = dem_bench_code(b, text, DEM_STR("sentence"), DEM_DAY_NONE, DEM_DEPTH_FULL, err);
    found_span f[MAX_FOUND];
    size_t n = 0;
    int32_t main_event = rc ? DEM_NONE : dem_bench_main_event(b, DEM_NONE);
    if (main_event != DEM_NONE) n = spans_of_event(b->r, &b->r->events.items[main_event], f, 0);
    if (!rc) score(s, f, n, t);
    bool missed = false;
    for (size_t g = 0; g < s->gold.n; g++) missed |= !s->gold.items[g].head_hit;
    if (!rc && missed && dem_bench_worst(b)) {
        fprintf(b->out, "%.*s\n", DEM_FMT(text));
        for (size_t g = 0; g < s->gold.n; g++)
            fprintf(b->out, "    gold  %c %.*s\n", s->gold.items[g].role,
                    DEM_FMT(dem_str_cut(text, s->gold.items[g].span.start, s->gold.items[g].span.end)));
        for (size_t i = 0; i < n; i++)
            fprintf(b->out, "    given %c %.*s\n", f[i].role,
                    DEM_FMT(dem_str_cut(text, f[i].span.start, f[i].span.end)));
    }
    return rc;
}

static int one_file(dem_bench *b, const char *path, tally *t, dem_error *err)
{
    dem_arena *a = dem_arena_new(0);
    dem_str bytes;
    size_t at = 0;
    sentence s = {0};
    int rc = a ? dem_file_read(a, path, (size_t)1 << 30, &bytes, err) : dem_fail(err, DEM_EMEMORY, "memory is out");
    for (dem_str line; !rc && dem_str_split(&bytes, '\n', &line);) {
        at++;
        line = dem_str_trim(line);
        size_t tab = dem_str_find(line, DEM_STR("\t"), 0);
        if (!line.n) {
            rc = end_sentence(b, &s, t, err);
            s = (sentence){0};
        } else if (tab == SIZE_MAX || tab == 0 || s.words > MAX_WORDS) {
            rc = dem_fail_at(err, DEM_EFORMAT, path, at, -1, "a word, a tab and a tag are expected");
        } else if (add_word(a, &s, dem_str_cut(line, 0, tab), dem_str_cut(line, tab + 1, line.n))) {
            rc = dem_fail(err, DEM_EMEMORY, "memory is out");
        }
    }
    if (!rc) rc = end_sentence(b, &s, t, err);
    dem_arena_free(a);
    return rc;
}

int dem_eval_spans(dem_bench *b, const char *const *paths, size_t n, dem_error *err)
{
    tally t = {0};
    int rc = DEM_OK;
    for (size_t i = 0; i < n && !rc; i++) rc = one_file(b, paths[i], &t, err);
    if (rc) return rc;
    static const char *const names[] = {"source", "target", "reciprocal"};
    dem_figures f = {0};
    dem_prf head = {0}, exact = {0};
    for (size_t k = 0; k < 3; k++) {
        if (!b->o->json) dem_prf_print(b->out, names[k], t.head[k]);
        dem_prf_add(&head, t.head[k]);
        dem_prf_add(&exact, t.exact[k]);
        dem_figure_prf(&f, names[k], t.head[k]);
    }
    dem_figure_prf(&f, "head", head);
    dem_figure_prf(&f, "exact", exact);
    dem_figures_print(b->out, &f, "spans", b->o->json);
    return DEM_OK;
}
