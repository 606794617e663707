/* SPDX-License-Identifier: Apache-2.0 */
/* The relation model: what it answers, what it refuses to open, how it is learned. */
#include "events/relations.h"
#include "pipeline/engine.h"
#include "train/train.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>
#include <cmocka.h>

static dem_engine *engine;
static dem_worker *worker;
static dem_report *report;

static int setup(void **state)
{
    (void)state;
    dem_error err = {0};
    if (dem_engine_open(NULL, &engine, &err) || dem_worker_new(engine, &worker, &err)) return 1;
    return !(report = dem_report_new(0));
}

static int teardown(void **state)
{
    (void)state;
    dem_report_free(report);
    dem_worker_free(worker);
    dem_engine_close(engine);
    return 0;
}

/* "[A rebels] shelled [R a town]" -> the text without marks, and the two spans. */
static void relate(const char *marked, dem_event *e, char root[32])
{
    char text[512];
    size_t n = 0;
    dem_span actor = {0, 0}, recipient = {0, 0}, *open = NULL;
    for (const char *p = marked; *p; p++) {
        if (*p == '[') {
            open = p[1] == 'A' ? &actor : &recipient;
            open->start = (uint32_t)n;
            p += 2;
        } else if (*p == ']') {
            open->end = (uint32_t)n;
        } else {
            text[n++] = *p;
        }
    }
    dem_error err = {0};
    dem_report_reset(report);
    report->text = dem_str_dup(report->arena, (dem_str){text, n});
    dem_span *paragraph = DEM_PUSH(report->arena, &report->paragraphs);
    *paragraph = (dem_span){0, (uint32_t)n};
    assert_int_equal(dem_worker_code(worker, report, DEM_DEPTH_FULL, &err), DEM_OK);
    dem_str r;
    assert_int_equal(dem_relate(engine->rules, report, &actor, 1, &recipient, 1, e, &r, &err), DEM_OK);
    snprintf(root, 32, "%.*s", DEM_FMT(r));
}

static void test_answers(void **state)
{
    (void)state;
    if (!engine->relations) skip();
    static const char *const cases[][2] = {
        {"[A The Norwegian government] accused [R the junta] of burning villages.", "ACCUSE"},
        {"[A The junta] refused to talk to [R the mediators].", "REJECT"},
        {"[A The union] threatened to sue [R the ministry].", "THREATEN"},
        {"[A Gunmen] ambushed [R a patrol] near the dam.", "ASSAULT"},
        {"[A Norway] will send medicine to [R the islands].", "AGREE"},
        {"[A Norway] sent medicine to [R the islands].", "AID"},
        {"[R The poet] was set free by [A the junta].", "YIELD"},
        {"[A Police] jailed [R the poet].", "COERCE"},
    };
    size_t right = 0, n = sizeof cases / sizeof *cases;
    for (size_t i = 0; i < n; i++) {
        dem_event e;
        char root[32];
        relate(cases[i][0], &e, root);
        right += strcmp(root, cases[i][1]) == 0;
        assert_true(e.cameo[0] != '\0');
        assert_true(e.confidence > 0 && e.confidence <= 1);
    }
    assert_true(right >= n - 1);
}

/* A speaker is no actor of what he tells, and a pair in a question is no event: the model adds nothing there. */
static void test_adds_with_care(void **state)
{
    (void)state;
    if (!engine->relations) skip();
    static const char *const cases[] = {"[A Norway] said Kenya's army had killed two people in [R Peru].", "Did [A Norway] ever help [R Kenya]?"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dem_event e;
        char root[32];
        relate(cases[i], &e, root);
        for (size_t k = 0; k < report->events.n; k++) {
            const dem_event *x = &report->events.items[k];
            if (dem_str_is(x->rule, "model:relate")) assert_false(dem_str_is(x->actors.items[0].country[0] ? dem_str_c(x->actors.items[0].country) : DEM_STR(""), "NOR"));
        }
    }
}

static void test_always_answers(void **state)
{
    (void)state;
    if (!engine->relations) skip();
    static const char *const cases[] = {"[A x] [R y]", "[A Norway]. [R Kenya].", "[A ...] and [R ,,,]", "Of [A the] and [R a]"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dem_event e;
        char root[32];
        relate(cases[i], &e, root);
        assert_true(root[0] != '\0');
        assert_true(e.cameo[0] != '\0');
    }
}

/* ---- the file ---- */

static void tiny_model(dem_buf *out)
{
    static uint32_t keys[] = {5, 9};
    static float w[2 * 5] = {1, 0, 0, 0, 0, 0, 0, 0, 0, 2};
    dem_weights weights = {.n_keys = 2, .n_classes = 5, .key = keys, .w = w, .temperature = 1};
    const dem_task *task = &dem_task_class;
    assert_int_equal(dem_model_bytes(&task, &weights, 1, "tiny", out, NULL), DEM_OK);
}

static void test_model_round_trip(void **state)
{
    (void)state;
    dem_buf b = {0};
    tiny_model(&b);
    dem_relations *m = NULL;
    dem_error err = {0};
    assert_int_equal(dem_relations_open_memory(b.p, b.n, "tiny", &m, &err), DEM_OK);
    assert_string_equal(dem_relations_version(m), "tiny");
    dem_features *f = calloc(1, sizeof *f);
    assert_non_null(f);
    f->n = 1;
    f->key[0] = 9;
    f->value[0] = 3;
    dem_verdict v;
    assert_true(dem_relations_score(m, "class", f, &v));
    assert_int_equal(v.best, 4);
    double sum = 0;
    for (size_t i = 0; i < v.n; i++) sum += v.p[i];
    assert_true(sum > 0.999 && sum < 1.001);
    assert_false(dem_relations_score(m, "relate", f, &v));
    free(f);
    dem_relations_close(m);
    dem_buf_free(&b);
}

static void test_model_damage(void **state)
{
    (void)state;
    dem_buf b = {0};
    tiny_model(&b);
    dem_relations *m = NULL;
    dem_error err = {0};
    for (size_t n = 0; n < b.n; n++) assert_int_equal(dem_relations_open_memory(b.p, n, "cut", &m, &err), DEM_EDATA);
    for (size_t i = 0; i < b.n; i++) {
        if (i >= 32 && i < 64) continue; /* the version's name is the writer's own */
        b.p[i] = (char)(b.p[i] ^ 0x40);
        assert_int_equal(dem_relations_open_memory(b.p, b.n, "changed", &m, &err), DEM_EDATA);
        b.p[i] = (char)(b.p[i] ^ 0x40);
    }
    dem_buf_free(&b);
}

/* ---- learning ---- */

static void add_example(dem_set *s, uint32_t key, uint32_t allowed)
{
    dem_example *e = DEM_PUSH(s->arena, &s->examples);
    *e = (dem_example){.first = s->key.n, .n = 1, .allowed = allowed, .weight = 1, .gold = -1};
    uint32_t *k = DEM_PUSH(s->arena, &s->key);
    float *v = DEM_PUSH(s->arena, &s->value);
    *k = key;
    *v = 1;
}

static void test_fit(void **state)
{
    (void)state;
    dem_set s = {.arena = dem_arena_new(0), .n_classes = 3};
    for (int i = 0; i < 6; i++) {
        add_example(&s, 10, 1);
        add_example(&s, 20, 2);
        add_example(&s, 30, 4);
        add_example(&s, 30, 6); /* either of two: must not pull away from the known one */
    }
    float weights[24];
    for (size_t i = 0; i < 24; i++) weights[i] = 1;
    dem_linear_options o = {0.1, 100, 2};
    dem_weights w, again;
    assert_int_equal(dem_linear_fit(&s, weights, &o, s.arena, &w, NULL), DEM_OK);
    assert_int_equal(w.n_keys, 3);
    for (size_t c = 0; c < 3; c++) {
        double z[3];
        dem_linear_scores(&w, &s, &s.examples.items[c], z);
        for (size_t k = 0; k < 3; k++) assert_true(k == c || z[c] > z[k] + 1);
    }
    assert_int_equal(dem_linear_fit(&s, weights, &o, s.arena, &again, NULL), DEM_OK);
    assert_memory_equal(w.w, again.w, w.n_keys * 3 * sizeof *w.w);
    dem_arena_free(s.arena);
}

static void test_templates(void **state)
{
    (void)state;
    dem_arena *a = dem_arena_new(0);
    dem_error err = {0};
    dem_template_sentences s = {0};
    static const char text[] = "fill who = norway|kenya\n190\t{A:who} (shelled|bombed) {R:(a town|who)}.\n";
    assert_int_equal(dem_templates_expand(a, DEM_STR(text), "t", 5, &s, &err), DEM_OK);
    assert_int_equal(s.n, 5);
    for (size_t i = 0; i < s.n; i++) {
        assert_true(dem_str_is(s.items[i].code, "190"));
        dem_str who = dem_str_cut(s.items[i].text, s.items[i].actor.start, s.items[i].actor.end);
        assert_true(dem_str_is(who, "Norway") || dem_str_is(who, "Kenya"));
        assert_true(s.items[i].recipient.end == s.items[i].text.n - 1);
    }
    static const char *const broken[] = {"190\t{A:nobody} left.\n", "190\t(a|b.\n", "190 no tab\n", "fill x = {x}\n190\t{x}\n"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
        assert_int_equal(dem_templates_expand(a, dem_str_c(broken[i]), "t", 1, &s, &err), DEM_EDATA);
    dem_arena_free(a);
}

static void test_word_classes(void **state)
{
    (void)state;
    dem_word_classes k;
    dem_str type, code;
    bool found = false;
    dem_classes_of(engine->rules, DEM_STR("Kidnap"), DEM_VERB, &k);
    for (size_t i = 0; i < k.n; i++) found |= dem_class_type(k.cls[i], &type, &code) && dem_str_is(type, "ASSAULT") && dem_str_is(code, "180");
    assert_true(found);
    dem_classes_of(engine->rules, DEM_STR("kidnap"), DEM_ADV, &k);
    assert_int_equal(k.n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answers), cmocka_unit_test(test_adds_with_care), cmocka_unit_test(test_always_answers), cmocka_unit_test(test_model_round_trip),
        cmocka_unit_test(test_model_damage), cmocka_unit_test(test_fit), cmocka_unit_test(test_templates), cmocka_unit_test(test_word_classes),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
