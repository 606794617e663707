/* SPDX-License-Identifier: Apache-2.0 */
/* The measures themselves: counting, confusion, raw text from CoNLL-U, and when a printed record is what the gold
 * expects. */
#include "eval/raw.h"
#include "eval/records.h"
#include "eval/score.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void close_to(double got, double want) { assert_true(got > want - 1e-9 && got < want + 1e-9); }

static void counting(void **state)
{
    (void)state;
    dem_prf c = {.hit = 3, .gold = 6, .found = 4};
    close_to(dem_precision(c), 0.75);
    close_to(dem_recall(c), 0.5);
    close_to(dem_f1(c), 0.6);
    close_to(dem_f1((dem_prf){0}), 0);
    close_to(dem_precision((dem_prf){.gold = 2}), 0);
}

static void confusion(void **state)
{
    (void)state;
    static const char *const names[] = {"a", "b", "c"};
    dem_arena *arena = dem_arena_new(0);
    dem_confusion c;
    assert_int_equal(dem_confusion_init(&c, arena, names, 3, NULL), DEM_OK);
    dem_confusion_add(&c, 0, 0);
    dem_confusion_add(&c, 0, 1);
    dem_confusion_add(&c, 1, 1);
    dem_confusion_add(&c, 1, SIZE_MAX); /* no answer: a miss, and nobody's mistake */
    dem_prf a = dem_confusion_class(&c, 0), b = dem_confusion_class(&c, 1);
    assert_int_equal(a.hit, 1);
    assert_int_equal(a.gold, 2);
    assert_int_equal(a.found, 1);
    assert_int_equal(b.found, 2);
    close_to(dem_confusion_macro_f1(&c), (2.0 / 3 + 0.5) / 2); /* class c is not in the gold */
    close_to(dem_confusion_accuracy(&c), 0.5);
    dem_arena_free(arena);
}

#define W(id, form, misc) id "\t" form "\t_\t_\t_\t_\t_\t_\t_\t" misc "\n"

static void raw_text(void **state)
{
    (void)state;
    static const char gold[] = "# newdoc id = GUM_news_x\n# newpar\n" W("1", "Talks", "_")
        W("2", "began", "SpaceAfter=No") W("3", ".", "_") "\n" W("1-2", "don't", "_") W("1", "do", "_")
            W("2", "n't", "_") W("2.1", "ghost", "_") W("3", "go", "_") "\n# newpar\n" W("1", "End", "_") "\n";
    dem_arena *a = dem_arena_new(0);
    dem_raw_docs docs = {0};
    dem_error err = {0};
    assert_int_equal(dem_raw_read(a, dem_str_c(gold), "g.conllu", &docs, &err), DEM_OK);
    assert_int_equal(docs.n, 1);
    const dem_raw_doc *d = &docs.items[0];
    assert_true(dem_str_is(d->text, "Talks began. don't go\n\nEnd"));
    assert_true(dem_str_is(d->genre, "news"));
    assert_int_equal(d->paragraphs.n, 2);
    assert_int_equal(d->sentences.n, 3);
    assert_int_equal(d->words.n, 7);
    assert_int_equal(d->words.items[4].start, 15); /* n't inside don't */
    /* A segmentation that misses one word boundary and one sentence. */
    dem_report *r = dem_report_new(0);
    assert_int_equal(dem_raw_fill(d, r, &err), DEM_OK);
    dem_span words[] = {{0, 5}, {6, 11}, {11, 12}, {13, 18}, {19, 21}, {23, 26}}, sentences[] = {{0, 21}, {23, 26}};
    for (size_t i = 0; i < 6; i++) DEM_PUSH(r->arena, &r->tokens)->span = words[i];
    for (size_t i = 0; i < 2; i++) DEM_PUSH(r->arena, &r->sentences)->span = sentences[i];
    dem_prf w = dem_raw_score_words(d, r), s = dem_raw_score_sentences(d, r);
    assert_int_equal(w.hit, 5);
    assert_int_equal(w.gold, 7);
    assert_int_equal(w.found, 6);
    assert_int_equal(s.hit, 1);
    dem_report_free(r);
    memset(&docs, 0, sizeof docs);
    assert_int_equal(dem_raw_read(a, DEM_STR("1\tx\n"), "g.conllu", &docs, &err), DEM_EFORMAT);
    assert_int_equal(err.line, 1);
    assert_int_equal(dem_raw_read(a, DEM_STR("\n"), "g.conllu", &docs, &err), DEM_EEMPTY);
    dem_arena_free(a);
}

static json_t *json(const char *text)
{
    json_t *v = json_loads(text, 0, NULL);
    assert_non_null(v);
    return v;
}

#define FOUND                                                                                                          \
    "{\"record\":\"event\",\"sentence\":{\"text\":\"The ministry said  Iran had refused the "                          \
    "plan.\"},\"cameo\":\"125\",\"status\":\"actual\","                                                                \
    "\"actor\":[{\"code\":\"IRNGOV\"},{\"code\":\"SYRREBOPP\"}],\"recipient\":[{\"code\":\"IGOUNO\"}],\"trigger\":{"   \
    "\"text\":\"refused\"},"                                                                                           \
    "\"attribution\":[{\"name\":\"Foreign "                                                                            \
    "Ministry\",\"start\":0,\"end\":12}],\"place\":{\"name\":\"Tehran\",\"country\":\"IRN\"},"                         \
    "\"conditions\":[{\"type\":\"unless\"}]}"

static dem_agreement match(const char *gold)
{
    json_t *g = json(gold), *f = json(FOUND);
    dem_agreement a = dem_match_event(g, f, "The ministry said  Iran had refused the plan.");
    json_decref(g);
    json_decref(f);
    return a;
}

static void events(void **state)
{
    (void)state;
    assert_true(
        match("{\"cameo\":\"125\",\"actor\":[\"IRN\"],\"recipient\":[\"UNO\"]}").core); /* IGOUNO counts as UNO */
    assert_true(match("{\"cameo\":\"127\",\"also\":[\"125\"],\"actor\":[\"SYROPP\",\"IRNGOV\"]}").core);
    assert_false(match("{\"cameo\":\"127\",\"actor\":[\"IRN\"]}").core);
    assert_false(match("{\"cameo\":\"125\",\"actor\":[\"IRNREB\"]}").core);
    assert_false(match("{\"cameo\":\"125\",\"recipient\":[]}").core); /* must be empty, is not */
    assert_true(match("{\"cameo\":\"125\",\"mutual\":true,\"actor\":[\"IRN\",\"UNO\"]}").core);
    dem_agreement a = match("{\"cameo\":\"125\",\"status\":\"future\",\"speaker\":\"the "
                            "ministry\",\"date\":null,\"place\":\"IRN\",\"conditions\":[\"unless\"]}");
    assert_true(a.core && a.asks[DEM_FIELD_STATUS] && !a.agrees[DEM_FIELD_STATUS]);
    assert_true(a.agrees[DEM_FIELD_SPEAKER] && a.agrees[DEM_FIELD_DATE] && a.agrees[DEM_FIELD_PLACE] &&
                a.agrees[DEM_FIELD_CONDITIONS]);
    a = match("{\"cameo\":\"125\",\"speaker\":\"Annan\",\"date\":\"2012-01-01\",\"place\":\"Homs\",\"conditions\":["
              "\"until\"]}");
    assert_false(a.agrees[DEM_FIELD_SPEAKER] || a.agrees[DEM_FIELD_DATE] || a.agrees[DEM_FIELD_PLACE] ||
                 a.agrees[DEM_FIELD_CONDITIONS]);
}

static void places_in_the_text(void **state)
{
    (void)state;
    json_t *f = json(FOUND), *here = json("{\"sentence\":\"said Iran had refused\"}"),
           *there = json("{\"sentence\":\"said Iraq had\"}");
    assert_true(dem_same_sentence(here, f));
    assert_false(dem_same_sentence(there, f));
    json_decref(f);
    json_decref(here);
    json_decref(there);
    assert_true(dem_holds("The  Foreign\nMinistry", "foreign ministry"));
    assert_false(dem_holds("anything", ""));
}

static void claims_and_statements(void **state)
{
    (void)state;
    json_t *f = json("{\"kind\":\"killed\",\"count\":{\"min\":5400,\"qualifier\":\"at_least\"},\"attribution\":[{"
                     "\"name\":\"United Nations\"}]}");
    json_t *g = json("{\"kind\":\"killed\",\"min\":5400,\"qualifier\":\"about\",\"speaker\":\"United Nations\"}"),
           *h = json("{\"kind\":\"killed\",\"min\":5400,\"max\":5400}");
    dem_agreement a = dem_match_claim(g, f, "");
    assert_true(a.core && !a.agrees[DEM_FIELD_COUNT] && a.agrees[DEM_FIELD_SPEAKER]);
    assert_false(dem_match_claim(h, f, "").core); /* open above is not exactly */
    json_decref(f);
    json_decref(g);
    json_decref(h);
    f = json("{\"speaker\":{\"name\":\"Burhan Ghalioun\",\"code\":\"SYROPP\"},\"cue\":{\"text\":\"had said\"}}");
    g = json("{\"speaker\":\"Ghalioun\",\"code\":\"SYROPP\",\"cue\":\"said\"}");
    h = json("{\"speaker\":\"Ghalioun\",\"cue\":\"warned\"}");
    assert_true(dem_match_statement(g, f, "").core);
    assert_false(dem_match_statement(h, f, "").core);
    json_decref(f);
    json_decref(g);
    json_decref(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counting), cmocka_unit_test(confusion),          cmocka_unit_test(raw_text),
        cmocka_unit_test(events),   cmocka_unit_test(places_in_the_text), cmocka_unit_test(claims_and_statements),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
