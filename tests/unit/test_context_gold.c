/* SPDX-License-Identifier: Apache-2.0 */
/* Runs the sentences of tests/gold/context through all stages and counts what is found. Each file's first line gives the least
   number of sentences that must be entirely right: they go through the parser, which errs. DEMARCHE_SHOW=1 prints the others. */
#include "context_run.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

enum { MAX_FIELDS = 10 };

typedef struct expectation {
    dem_str fields[MAX_FIELDS];
    int n;
    bool used;
} expectation;

enum { MAX_EXPECTED = 16 };

static int split_expected(dem_str list, expectation out[MAX_EXPECTED])
{
    int n = 0;
    dem_str part, field;
    if (dem_str_is(dem_str_trim(list), "-")) return 0;
    while (n < MAX_EXPECTED && dem_str_split(&list, ';', &part)) {
        expectation *e = &out[n++];
        memset(e, 0, sizeof *e);
        while (e->n < MAX_FIELDS && dem_str_split(&part, '|', &field)) e->fields[e->n++] = dem_str_trim(field);
    }
    return n;
}

static bool same(dem_str got, dem_str want)
{
    return want.n == 0 || dem_str_ieq(got, want);
}

static bool number_is(int64_t got, dem_str want)
{
    char buf[24];
    snprintf(buf, sizeof buf, "%lld", (long long)got);
    return want.n == 0 || dem_str_is(want, got < 0 ? "-" : buf) || (got < 0 && dem_str_is(want, "open"));
}

static dem_str flag(bool on, const char *word)
{
    return on ? dem_str_c(word) : DEM_STR("");
}

/* words|TYPE|value */
static bool time_is(const dem_report *r, size_t i, const expectation *e)
{
    const dem_time *t = &r->times.items[i];
    return same(dem_text_of(r, t->span), e->fields[0]) && same(dem_str_c(dem_time_type_name(t->type)), e->fields[1]) && same(t->value, e->fields[2]);
}

/* type|first words of the condition|lemma of what it governs|stance */
static bool condition_is(const dem_report *r, size_t i, const expectation *e)
{
    static const char *const stances[] = {"sets", "meets", "rejects"};
    const dem_condition *c = &r->conditions.items[i];
    if (!same(dem_str_c(dem_condition_type_name(c->type)), e->fields[0])) return false;
    if (e->n > 1 && !dem_str_istarts(dem_text_of(r, c->span), e->fields[1])) return false;
    if (e->n > 2 && e->fields[2].n && (c->governs == DEM_NONE || !dem_str_ieq(dem_token_at(r, c->sentence, c->governs)->lemma, e->fields[2]))) return false;
    return e->n < 4 || same(dem_str_c(stances[c->stance]), e->fields[3]);
}

/* The words stand among those of one of the actors. */
static bool names(const dem_report *r, const dem_actor *list, size_t n, dem_str words)
{
    for (size_t i = 0; i < n; i++)
        if (dem_str_ifind(dem_text_of(r, list[i].span), words, 0) != SIZE_MAX || dem_str_ieq(list[i].name, words)) return true;
    return words.n == 0;
}

static bool told_by(const dem_report *r, const dem_claim *c, dem_str words)
{
    for (size_t i = 0; i < c->attribution.n; i++) {
        const dem_statement *s = &r->statements.items[c->attribution.items[i]];
        if (s->has_speaker && names(r, &s->speaker, 1, words)) return true;
    }
    return words.n == 0;
}

/* by whom|where|when|who says so */
static bool claim_frame_is(const dem_report *r, const dem_claim *c, const expectation *e)
{
    dem_str when = c->period.value.n ? c->period.value : c->time == DEM_NONE ? DEM_STR_NONE : r->times.items[c->time].value;
    dem_str where = c->place == DEM_NONE ? DEM_STR_NONE : r->places.items[c->place].name;
    return (e->n < 7 || names(r, c->perpetrators.items, c->perpetrators.n, e->fields[6])) && (e->n < 8 || same(where, e->fields[7])) &&
           (e->n < 9 || same(when, e->fields[8])) && (e->n < 10 || told_by(r, c, e->fields[9]));
}

/* kind|min|max|qualifier|victims|negated or total, then by whom|where|when|who says so */
static bool claim_is(const dem_report *r, size_t i, const expectation *e)
{
    const dem_claim *c = &r->claims.items[i];
    return same(c->kind, e->fields[0]) && number_is(c->min, e->fields[1]) && number_is(c->max, e->fields[2]) && same(c->qualifier, e->fields[3]) &&
           (e->n < 5 || !e->fields[4].n || dem_str_ifind(c->victim_text, e->fields[4], 0) != SIZE_MAX) &&
           (e->n < 6 || same(flag(c->negated, "negated"), e->fields[5]) || same(flag(c->total, "total"), e->fields[5])) && claim_frame_is(r, c, e);
}

static dem_str content_of(const dem_report *r, const dem_statement *s)
{
    return s->content.n ? dem_text_of(r, (dem_span){s->content.items[0].start, s->content.items[s->content.n - 1].end}) : DEM_STR("");
}

/* speaker words|cue|words the content holds|direct mixed indirect|via|words the content must not hold */
static bool statement_is(const dem_report *r, size_t i, const expectation *e)
{
    const dem_statement *s = &r->statements.items[i];
    dem_str speaker = dem_text_of(r, s->speaker.span), content = content_of(r, s);
    if (e->fields[0].n && dem_str_is(e->fields[0], "-") != !s->has_speaker) return false;
    if (e->fields[0].n && !dem_str_is(e->fields[0], "-") && dem_str_ifind(speaker, e->fields[0], 0) == SIZE_MAX && !dem_str_ieq(s->speaker.name, e->fields[0]))
        return false;
    if (!same(dem_text_of(r, s->cue), e->fields[1])) return false;
    if (e->n > 2 && e->fields[2].n && dem_str_ifind(content, e->fields[2], 0) == SIZE_MAX) return false;
    if (e->n > 3 && !same(dem_str_c(s->direct ? "direct" : s->mixed ? "mixed" : "indirect"), e->fields[3])) return false;
    if (e->n > 4 && e->fields[4].n && dem_str_ifind(s->via, e->fields[4], 0) == SIZE_MAX) return false;
    return e->n < 6 || !e->fields[5].n || dem_str_ifind(content, e->fields[5], 0) == SIZE_MAX;
}

typedef struct layer {
    const char *file;
    bool (*is)(const dem_report *, size_t, const expectation *);
    size_t (*count)(const dem_report *);
    void (*print)(const dem_report *, size_t);
} layer;

static size_t n_times(const dem_report *r) { return r->times.n; }
static size_t n_conditions(const dem_report *r) { return r->conditions.n; }
static size_t n_claims(const dem_report *r) { return r->claims.n; }
static size_t n_statements(const dem_report *r) { return r->statements.n; }

static void print_time(const dem_report *r, size_t i)
{
    const dem_time *t = &r->times.items[i];
    printf("    found: %.*s %.*s\n", DEM_FMT(dem_text_of(r, t->span)), DEM_FMT(t->value));
}

static void print_condition(const dem_report *r, size_t i)
{
    const dem_condition *c = &r->conditions.items[i];
    dem_str on = c->governs == DEM_NONE ? DEM_STR("?") : dem_token_at(r, c->sentence, c->governs)->lemma;
    printf("    found: %s | %.*s | %.*s | %d\n", dem_condition_type_name(c->type), DEM_FMT(dem_text_of(r, c->span)), DEM_FMT(on), (int)c->stance);
}

static void print_claim(const dem_report *r, size_t i)
{
    const dem_claim *c = &r->claims.items[i];
    printf("    found: %.*s %lld-%lld %.*s victims %.*s%s%s by %zu\n", DEM_FMT(c->kind), (long long)c->min, (long long)c->max, DEM_FMT(c->qualifier),
           DEM_FMT(c->victim_text), c->total ? " total" : "", c->negated ? " negated" : "", c->perpetrators.n);
}

static bool right(const layer *l, const dem_report *r, expectation *e, int n)
{
    size_t found = l->count(r), matched = 0, found_stances = 0; /* a stance may be told, but need not */
    for (size_t i = 0; i < found; i++)
        for (int k = 0; k < n; k++)
            if (!e[k].used && l->is(r, i, &e[k])) {
                e[k].used = true;
                matched++;
                break;
            }
    for (size_t i = 0; i < found && l->count == n_statements; i++) found_stances += r->statements.items[i].stance;
    return matched == (size_t)n && found <= matched + found_stances;
}

static void check_spans(const dem_report *r)
{
    for (size_t i = 0; i < r->times.n; i++)
        assert_true(dem_span_contains(r->sentences.items[r->times.items[i].sentence].span, r->times.items[i].span));
    for (size_t i = 0; i < r->conditions.n; i++)
        assert_true(dem_span_contains(r->sentences.items[r->conditions.items[i].sentence].span, r->conditions.items[i].span));
    for (size_t i = 0; i < r->claims.n; i++) {
        assert_true(dem_span_contains(r->sentences.items[r->claims.items[i].sentence].span, r->claims.items[i].span));
        assert_true(dem_span_contains(r->claims.items[i].span, r->claims.items[i].count_span));
    }
    for (size_t i = 0; i < r->statements.n; i++) {
        const dem_statement *s = &r->statements.items[i];
        assert_true(s->content.n > 0);
        for (size_t p = 0; p < s->content.n; p++) assert_true(s->content.items[p].start < s->content.items[p].end && s->content.items[p].end <= r->text.n);
        assert_true(s->rule.n > 0);
    }
}

/* A line that is not right: what was not found, and what was found for nothing. */
static void show(const layer *l, const dem_report *r, int number, dem_str body, const expectation *e, int n)
{
    printf("%s:%d: %.*s\n", l->file, number, DEM_FMT(body));
    for (int k = 0; k < n; k++)
        if (!e[k].used) printf("    not found: %.*s | %.*s\n", DEM_FMT(e[k].fields[0]), DEM_FMT(e[k].fields[1]));
    for (size_t i = 0; l->print && i < l->count(r); i++) l->print(r, i);
}

/* "published<TAB>text<TAB>expected"; in the text " // " parts paragraphs. */
static void run_layer(const layer *l)
{
    char path[512];
    runner u;
    dem_str text, line, column[3];
    snprintf(path, sizeof path, DEM_SOURCE_DIR "/tests/gold/context/%s", l->file);
    if (runner_open(&u) != 0) fail_msg("%s", u.err.message);
    dem_arena *a = dem_arena_new(0);
    if (dem_file_read(a, path, 1 << 22, &text, &u.err) != DEM_OK) fail_msg("%s", u.err.message);
    int total = 0, good = 0, floor_value = 0;
    for (int number = 1; dem_str_split(&text, '\n', &line); number++) {
        if (dem_str_starts(line, DEM_STR("# floor "))) floor_value = atoi(line.p + 8);
        if (!dem_str_trim(line).n || line.p[0] == '#') continue;
        for (int k = 0; k < 3; k++)
            if (!dem_str_split(&line, '\t', &column[k])) fail_msg("%s:%d: three columns are needed", l->file, number);
        dem_str body = dem_str_dup(a, column[1]), day = dem_str_dup(a, dem_str_trim(column[0]));
        char *p = (char *)(uintptr_t)body.p;
        for (size_t i = 0; i + 4 <= body.n; i++)
            if (memcmp(p + i, " // ", 4) == 0) memcpy(p + i, "  \n ", 4);
        expectation e[MAX_EXPECTED];
        int n = split_expected(column[2], e);
        if (runner_code(&u, body, dem_str_is(day, "-") ? "" : day.p) != DEM_OK) fail_msg("%s:%d: %s", l->file, number, u.err.message);
        check_spans(u.report);
        total++;
        if (right(l, u.report, e, n)) good++;
        else if (getenv("DEMARCHE_SHOW")) show(l, u.report, number, body, e, n);
    }
    printf("%s: %d of %d right, floor %d\n", l->file, good, total, floor_value);
    dem_arena_free(a);
    runner_close(&u);
    assert_true(floor_value > 0 && good >= floor_value);
}

static bool tells_a_year(dem_str text)
{
    for (size_t i = 0; i + 4 <= text.n; i++)
        if ((text.p[i] == '1' || text.p[i] == '2') && text.p[i + 1] >= '0' && text.p[i + 1] <= '9' && text.p[i + 2] >= '0' && text.p[i + 2] <= '9' &&
            text.p[i + 3] >= '0' && text.p[i + 3] <= '9')
            return true;
    return dem_str_ifind(text, DEM_STR("century"), 0) != SIZE_MAX || dem_str_ifind(text, DEM_STR("9/11"), 0) != SIZE_MAX ||
           dem_str_ifind(text, DEM_STR("0s"), 0) != SIZE_MAX;
}

/* No day out of nothing: where neither the report nor the sentence tells a year, no time, event or claim has days. */
static void undated_is_undated(const dem_report *r, const char *file, int number)
{
    for (size_t i = 0; i < r->times.n; i++)
        if (r->times.items[i].from != DEM_DAY_NONE) fail_msg("%s:%d: a day for \"%.*s\"", file, number, DEM_FMT(dem_text_of(r, r->times.items[i].span)));
    for (size_t i = 0; i < r->events.n; i++)
        if (r->events.items[i].date_from != DEM_DAY_NONE) fail_msg("%s:%d: a day for an event", file, number);
    for (size_t i = 0; i < r->claims.n; i++)
        if (r->claims.items[i].period.value.n && r->claims.items[i].period.from != DEM_DAY_NONE) fail_msg("%s:%d: a period for a claim", file, number);
}

static void test_undated(void **state)
{
    (void)state;
    static const char *const files[] = {"times.tsv", "claims.tsv", "conditions.tsv", "statements.tsv"};
    runner u;
    int checked = 0;
    if (runner_open(&u) != 0) fail_msg("%s", u.err.message);
    dem_arena *a = dem_arena_new(0);
    for (size_t f = 0; f < 4; f++) {
        char path[512];
        dem_str text, line, column;
        snprintf(path, sizeof path, DEM_SOURCE_DIR "/tests/gold/context/%s", files[f]);
        if (dem_file_read(a, path, 1 << 22, &text, &u.err) != DEM_OK) fail_msg("%s", u.err.message);
        for (int number = 1; dem_str_split(&text, '\n', &line); number++) {
            if (!dem_str_trim(line).n || line.p[0] == '#' || !dem_str_split(&line, '\t', &column) || !dem_str_split(&line, '\t', &column)) continue;
            if (tells_a_year(column)) continue;
            if (runner_code(&u, column, "") != DEM_OK) fail_msg("%s:%d: %s", files[f], number, u.err.message);
            undated_is_undated(u.report, files[f], number);
            checked++;
        }
    }
    printf("%d undated sentences\n", checked);
    dem_arena_free(a);
    runner_close(&u);
    assert_true(checked > 300);
}

static void test_times(void **state)
{
    (void)state;
    static const layer l = {"times.tsv", time_is, n_times, print_time};
    run_layer(&l);
}
static void test_conditions(void **state)
{
    (void)state;
    static const layer l = {"conditions.tsv", condition_is, n_conditions, print_condition};
    run_layer(&l);
}
static void test_claims(void **state)
{
    (void)state;
    static const layer l = {"claims.tsv", claim_is, n_claims, print_claim};
    run_layer(&l);
}
static void test_statements(void **state)
{
    (void)state;
    static const layer l = {"statements.tsv", statement_is, n_statements, NULL};
    run_layer(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_undated), cmocka_unit_test(test_times), cmocka_unit_test(test_conditions), cmocka_unit_test(test_claims),
                                       cmocka_unit_test(test_statements)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
