/* SPDX-License-Identifier: Apache-2.0 */
/* eval attribution on the project's own statements: "published<TAB>text<TAB>speaker|cue|content|form|via|not in content;…".
   A pair is right when speaker and cue are as expected; of the statements that are direct, the speakers are counted too. */
#include "eval/eval_attribution.h"

#include "base/file.h"

enum { MAX_FIELDS = 6, MAX_EXPECTED = 16 };

typedef struct expected {
    dem_str field[MAX_FIELDS]; /* speaker, cue, content, form, via, not in content */
    bool used, cue_used;
} expected;

static int split_expected(dem_str list, expected out[MAX_EXPECTED])
{
    int n = 0;
    dem_str part, field;
    if (dem_str_is(dem_str_trim(list), "-")) return 0;
    while (n < MAX_EXPECTED && dem_str_split(&list, ';', &part)) {
        expected *e = &out[n++];
        memset(e, 0, sizeof *e);
        for (int k = 0; k < MAX_FIELDS && dem_str_split(&part, '|', &field); k++) e->field[k] = dem_str_trim(field);
    }
    return n;
}

static bool nobody(const expected *e) { return dem_str_is(e->field[0], "-"); }

static bool speaker_is(const dem_report *r, const dem_statement *s, dem_str want)
{
    if (!s->has_speaker) return false;
    return dem_str_ifind(dem_text_of(r, s->speaker.span), want, 0) != SIZE_MAX || dem_str_ieq(s->speaker.name, want);
}

static bool content_holds(const dem_report *r, const dem_statement *s, dem_str want)
{
    if (!s->content.n) return false;
    dem_span all = {s->content.items[0].start, s->content.items[s->content.n - 1].end};
    return !want.n || dem_str_ifind(dem_text_of(r, all), want, 0) != SIZE_MAX;
}

static void score_pairs(dem_bench *b, expected *e, int n, dem_attribution_tally *t)
{
    const dem_report *r = b->r;
    for (int k = 0; k < n; k++) {
        t->cues.gold++;
        t->pairs.gold += !nobody(&e[k]);
    }
    for (size_t i = 0; i < r->statements.n; i++) {
        const dem_statement *s = &r->statements.items[i];
        bool cue = false, pair = false;
        for (int k = 0; k < n; k++) {
            if (!dem_str_ieq(dem_text_of(r, s->cue), e[k].field[1]) || !content_holds(r, s, e[k].field[2])) continue;
            if (!cue && !e[k].cue_used) cue = e[k].cue_used = true;
            if (!pair && !e[k].used && speaker_is(r, s, e[k].field[0])) pair = e[k].used = true;
        }
        bool counts = !s->stance || cue; /* a stance may be told, but need not */
        t->cues.found += counts;
        t->cues.hit += cue;
        t->pairs.found += s->has_speaker && counts;
        t->pairs.hit += pair;
        if (s->has_speaker && counts && !pair && dem_bench_worst(b))
            fprintf(b->out, "wrong   %.*s | %.*s\n", DEM_FMT(dem_text_of(r, s->speaker.span)), DEM_FMT(dem_text_of(r, s->cue)));
    }
    for (int k = 0; k < n; k++)
        if (!e[k].used && !nobody(&e[k]) && dem_bench_worst(b)) fprintf(b->out, "missing %.*s | %.*s\n", DEM_FMT(e[k].field[0]), DEM_FMT(e[k].field[1]));
}

static void score_quotes(dem_bench *b, const expected *e, int n, dem_attribution_tally *t)
{
    const dem_report *r = b->r;
    for (int k = 0; k < n; k++) {
        if (!dem_str_is(e[k].field[3], "direct") || nobody(&e[k]) || !e[k].field[2].n) continue;
        bool right = false;
        for (size_t i = 0; i < r->statements.n; i++) {
            const dem_statement *s = &r->statements.items[i];
            right |= s->direct && content_holds(r, s, e[k].field[2]) && speaker_is(r, s, e[k].field[0]);
        }
        t->quotes++;
        t->quotes_right += right;
        if (!right && dem_bench_worst(b)) fprintf(b->out, "quote   %.*s | %.*s\n", DEM_FMT(e[k].field[2]), DEM_FMT(e[k].field[0]));
    }
}

int dem_eval_statements(dem_bench *b, const char *path, dem_attribution_tally *t, dem_error *err)
{
    dem_arena *a = dem_arena_new(0);
    dem_str text = DEM_STR_NONE, line, column[3];
    int rc = a ? dem_file_read(a, path, (size_t)4 << 20, &text, err) : dem_fail(err, DEM_EMEMORY, "memory is out");
    for (size_t number = 1; !rc && dem_str_split(&text, '\n', &line); number++) {
        if (!dem_str_trim(line).n || line.p[0] == '#') continue;
        bool ok = true;
        for (int k = 0; k < 3 && ok; k++) ok = dem_str_split(&line, '\t', &column[k]);
        if (!ok) {
            rc = dem_fail_at(err, DEM_EFORMAT, path, number, -1, "three columns are needed: day, text, statements");
            break;
        }
        dem_str body = dem_str_dup(a, column[1]), day = dem_str_dup(a, dem_str_trim(column[0]));
        if (!body.p || !day.p) rc = dem_fail(err, DEM_EMEMORY, "memory is out");
        char *p = (char *)(uintptr_t)body.p;
        for (size_t i = 0; !rc && i + 4 <= body.n; i++)
            if (memcmp(p + i, " // ", 4) == 0) memcpy(p + i, "  \n ", 4); /* paragraphs */
        if (!rc) rc = dem_bench_code(b, body, DEM_STR("statements"), dem_str_is(day, "-") ? DEM_DAY_NONE : dem_day_parse(day), DEM_DEPTH_FULL, err);
        if (rc) break;
        expected e[MAX_EXPECTED];
        int n = split_expected(column[2], e);
        score_pairs(b, e, n, t);
        score_quotes(b, e, n, t);
    }
    dem_arena_free(a);
    return rc;
}
