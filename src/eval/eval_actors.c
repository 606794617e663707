/* SPDX-License-Identifier: Apache-2.0 */
/* eval actors: made-up reports with the country, and where only one is right the whole code, of the mentions in them
   (tests/gold/actors says the format). */
#include "eval/bench.h"

#include "base/file.h"

typedef struct wanted {
    dem_str words, country, code;
    size_t line;
} wanted;

typedef struct gold_report {
    dem_str id, text;
    dem_day day;
    DEM_VEC(wanted) mentions;
} gold_report;

typedef struct tally {
    size_t n, countries, coded, codes, absent;
} tally;

static bool letter(dem_str t, size_t i)
{
    unsigned char c = i < t.n ? (unsigned char)t.p[i] : ' ';
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 0x80;
}

/* The next place of the words that does not cut a longer word. */
static size_t next_place(dem_str text, dem_str words, size_t at)
{
    while ((at = dem_str_find(text, words, at)) != SIZE_MAX) {
        if ((at == 0 || !letter(text, at - 1)) && !letter(text, at + words.n)) return at;
        at++;
    }
    return SIZE_MAX;
}

/* Where the words stand in the text; "WORDS#2": the second time. */
static dem_span locate(const dem_report *r, dem_str words)
{
    size_t nth = 1, at = 0;
    if (words.n > 2 && words.p[words.n - 2] == '#' && words.p[words.n - 1] >= '1' && words.p[words.n - 1] <= '9') {
        nth = (size_t)(words.p[words.n - 1] - '0');
        words = dem_str_cut(words, 0, words.n - 2);
    }
    for (; nth > 0; nth--) {
        at = next_place(r->text, words, at);
        if (at == SIZE_MAX) return (dem_span){0, 0};
        if (nth > 1) at += words.n;
    }
    return (dem_span){(uint32_t)at, (uint32_t)(at + words.n)};
}

/* The token of the span that hangs on none of the span's own. */
static const dem_token *head_of(const dem_report *r, dem_span span)
{
    for (size_t s = 0; s < r->sentences.n; s++) {
        const dem_sentence *st = &r->sentences.items[s];
        for (uint32_t t = st->first; t < st->first + st->n; t++) {
            const dem_token *k = &r->tokens.items[t];
            if (!dem_span_contains(span, k->span) || k->upos == DEM_PUNCT || k->upos == DEM_DET || k->upos == DEM_PART) continue;
            const dem_token *h = k->head == DEM_NONE ? NULL : &r->tokens.items[st->first + (uint32_t)k->head];
            if (!h || !dem_span_contains(span, h->span)) return k;
        }
    }
    return NULL;
}

/* The mention that the words are: the one around the head of the words, else the longest inside them. */
static const dem_mention *mention_of(const dem_report *r, dem_span span)
{
    const dem_token *head = head_of(r, span);
    const dem_mention *best = NULL;
    int best_rank = -1;
    for (size_t i = 0; i < r->mentions.n; i++) {
        const dem_mention *m = &r->mentions.items[i];
        if (!dem_span_overlaps(m->span, span)) continue;
        bool same = m->span.start == span.start && m->span.end == span.end, name = m->head_span.start == span.start && m->head_span.end == span.end;
        bool heads = head && dem_span_contains(m->head_span, head->span), inside = dem_span_contains(span, m->head_span);
        int rank = same && heads ? 4 : name ? 3 : heads && inside ? 2 : heads && dem_span_contains(m->head_span, span) ? 1 : -1;
        if (rank > best_rank) {
            best_rank = rank;
            best = m;
        }
    }
    return best;
}

static dem_str country_of(const dem_report *r, const dem_mention *m)
{
    dem_actor a = dem_actor_of(r, (int32_t)(m - r->mentions.items));
    dem_str code = m->code.n ? m->code : a.code;
    if (m->country[0]) return dem_str_c(m->country);
    return code.n >= 3 ? dem_str_cut(code, 0, 3) : DEM_STR("-");
}

static int score(dem_bench *b, const gold_report *g, tally *t, dem_error *err)
{
    int rc = dem_bench_code(b, g->text, g->id, g->day, DEM_DEPTH_FULL, err);
    for (size_t i = 0; i < g->mentions.n && !rc; i++) {
        const wanted *w = &g->mentions.items[i];
        dem_span span = locate(b->r, w->words);
        if (span.end == 0) return dem_fail_at(err, DEM_EFORMAT, NULL, w->line, -1, "\"%.*s\" does not stand in the report", DEM_FMT(w->words));
        const dem_mention *m = mention_of(b->r, span);
        dem_str country = m ? country_of(b->r, m) : DEM_STR("-"), code = m ? m->code : DEM_STR_NONE;
        bool sector = dem_str_eq(country, w->country), whole = sector && (!w->code.n || dem_str_eq(code, w->code));
        t->n++;
        t->absent += !m;
        t->countries += sector;
        t->coded += w->code.n > 0;
        t->codes += w->code.n > 0 && whole;
        if (!whole && dem_bench_worst(b))
            fprintf(b->out, "%s:%zu: %-9s %.*s: %.*s %.*s, not %.*s %.*s\n", "line", w->line, m ? sector ? "code" : "country" : "no mention", DEM_FMT(w->words),
                    DEM_FMT(country), DEM_FMT(code), DEM_FMT(w->country), DEM_FMT(w->code));
    }
    return rc;
}

static int add_wanted(dem_arena *a, gold_report *g, dem_str line, size_t at, const char *path, dem_error *err)
{
    wanted w = {.line = at};
    dem_str rest = line;
    dem_str_split(&rest, '\t', &w.words);
    if (!g->text.n || !dem_str_split(&rest, '\t', &w.country)) return dem_fail_at(err, DEM_EFORMAT, path, at, -1, "neither report nor text nor a mention with a tab and its country");
    dem_str_split(&rest, '\t', &w.code);
    wanted *slot = DEM_PUSH(a, &g->mentions);
    if (!slot) return dem_fail(err, DEM_EMEMORY, "memory is out");
    *slot = w;
    return DEM_OK;
}

static int read_day(dem_str word, dem_day *day, size_t at, const char *path, dem_error *err)
{
    *day = DEM_DAY_NONE;
    if (dem_str_is(word, "-")) return DEM_OK;
    *day = dem_day_parse(word);
    return *day != DEM_DAY_NONE ? DEM_OK : dem_fail_at(err, DEM_EFORMAT, path, at, -1, "\"%.*s\" is no date", DEM_FMT(word));
}

static int one_file(dem_bench *b, const char *path, tally *t, dem_error *err)
{
    dem_arena *a = dem_arena_new(0);
    dem_str bytes, line;
    size_t at = 0;
    int rc = a ? dem_file_read(a, path, (size_t)1 << 24, &bytes, err) : dem_fail(err, DEM_EMEMORY, "memory is out");
    gold_report g = {.day = DEM_DAY_NONE};
    while (!rc && dem_str_split(&bytes, '\n', &line)) {
        at++;
        line = dem_str_trim(line);
        if (!line.n || line.p[0] == '#') continue;
        if (dem_str_starts(line, DEM_STR("report "))) {
            if (g.mentions.n) rc = score(b, &g, t, err);
            g = (gold_report){.id = dem_str_printf(a, "%s:%zu", path, at)};
            if (!rc) rc = read_day(dem_str_cut(line, 7, line.n), &g.day, at, path, err);
        } else if (dem_str_starts(line, DEM_STR("text "))) {
            dem_str text = dem_str_cut(line, 5, line.n);
            g.text = g.text.n ? dem_str_printf(a, "%.*s\n\n%.*s", DEM_FMT(g.text), DEM_FMT(text)) : text;
        } else {
            rc = add_wanted(a, &g, line, at, path, err);
        }
    }
    if (!rc && g.mentions.n) rc = score(b, &g, t, err);
    dem_arena_free(a);
    return rc;
}

int dem_eval_actors(dem_bench *b, const char *const *paths, size_t n, dem_error *err)
{
    tally t = {0};
    int rc = DEM_OK;
    for (size_t i = 0; i < n && !rc; i++) rc = one_file(b, paths[i], &t, err);
    if (rc) return rc;
    dem_figures f = {0};
    if (!b->o->json) fprintf(b->out, "countries right of %zu of %zu mentions, codes of %zu of %zu; %zu are no mentions\n", t.countries, t.n, t.codes, t.coded, t.absent);
    dem_figure(&f, "mentions", (double)t.n);
    dem_figure(&f, "countries", t.n ? (double)t.countries / (double)t.n : 0);
    dem_figure(&f, "codes", t.coded ? (double)t.codes / (double)t.coded : 0);
    dem_figures_print(b->out, &f, "actors", b->o->json);
    return DEM_OK;
}
