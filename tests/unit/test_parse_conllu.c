/* SPDX-License-Identifier: Apache-2.0 */
/* CoNLL-U: what goes in comes out, and damage is named with its line. */
#include "parse/conllu.h"
#include "parse/parse_score.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define W(id, form, lemma, upos, xpos, feats, head, rel, misc) \
    id "\t" form "\t" lemma "\t" upos "\t" xpos "\t" feats "\t" head "\t" rel "\t_\t" misc "\n"

static const char sample[] =
    "# newpar\n# sent_id = a-1\n# text = They can't agree.\n"
    W("1", "They", "they", "PRON", "PRP", "Case=Nom", "4", "nsubj", "_")
    "2-3\tcan't\t_\t_\t_\t_\t_\t_\t_\t_\n"
    W("2", "ca", "can", "AUX", "MD", "VerbForm=Fin", "4", "aux", "_")
    W("3", "n't", "not", "PART", "RB", "_", "4", "advmod", "_")
    W("4", "agree", "agree", "VERB", "VB", "VerbForm=Inf", "0", "root", "SpaceAfter=No")
    W("5", ".", ".", "PUNCT", ".", "_", "4", "punct", "_")
    "\n# sent_id = a-2\n"
    W("1", "Talks", "talk", "NOUN", "NNS", "Number=Plur", "0", "root", "_")
    "\n";

static dem_report *read(const char *text, dem_error *err)
{
    dem_report *r = dem_report_new(0);
    *err = (dem_error){0};
    if (dem_conllu_read(r, dem_str_c(text), "sample", err) == DEM_OK) return r;
    dem_report_free(r);
    return NULL;
}

static char *write(const dem_report *r)
{
    char *out = NULL;
    size_t n = 0;
    FILE *f = open_memstream(&out, &n);
    assert_int_equal(dem_conllu_write(r, f, NULL), DEM_OK);
    fclose(f);
    return out;
}

static void round_trip(void **state)
{
    (void)state;
    dem_error err;
    dem_report *r = read(sample, &err);
    assert_non_null(r);
    char *out = write(r);
    assert_string_equal(out, sample);
    free(out);
    dem_report_free(r);
}

static void text_and_spans(void **state)
{
    (void)state;
    dem_error err;
    dem_report *r = read(sample, &err);
    assert_true(dem_str_is(r->text, "They can't agree. Talks"));
    assert_int_equal(r->sentences.n, 2);
    assert_int_equal(r->paragraphs.n, 1);
    const dem_token *t = r->tokens.items;
    assert_true(dem_str_is(dem_text_of(r, t[1].span), "ca"));
    assert_true(dem_str_is(dem_text_of(r, t[2].span), "n't"));
    assert_true(dem_str_is(dem_text_of(r, t[4].span), "."));
    assert_true(r->sentences.items[0].parsed);
    assert_int_equal(r->sentences.items[0].root, 3);
    assert_int_equal(t[3].first_child, 0);
    assert_int_equal(t[3].head, DEM_NONE);
    dem_report_free(r);
}

static void no_tree_no_heads(void **state)
{
    (void)state;
    const char *cases[] = {
        W("1", "a", "_", "X", "_", "_", "2", "dep", "_") W("2", "b", "_", "X", "_", "_", "1", "dep", "_") "\n", /* cycle */
        W("1", "a", "_", "X", "_", "_", "0", "root", "_") W("2", "b", "_", "X", "_", "_", "0", "root", "_") "\n",
        W("1", "a", "_", "X", "_", "_", "0", "root", "_") W("2", "b", "_", "X", "_", "_", "7", "dep", "_") "\n",
        W("1", "a", "_", "X", "_", "_", "_", "_", "_") "\n",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dem_error err;
        dem_report *r = read(cases[i], &err);
        assert_non_null(r);
        assert_false(r->sentences.items[0].parsed);
        assert_int_equal(r->tokens.items[0].head, DEM_NONE);
        dem_report_free(r);
    }
}

static void empty_nodes_and_line_ends(void **state)
{
    (void)state;
    dem_error err;
    dem_report *r = read("1\tGo\tgo\tVERB\tVB\t_\t0\troot\t_\t_\r\n1.1\tyou\tyou\tPRON\tPRP\t_\t_\t_\t_\t_\r\n\r\n", &err);
    assert_non_null(r);
    assert_int_equal(r->tokens.n, 1);
    assert_true(r->sentences.items[0].parsed);
    dem_report_free(r);
}

static void damage_names_its_line(void **state)
{
    (void)state;
    const struct {
        const char *text;
        size_t line;
    } cases[] = {
        {"1\tonly\tthree\n", 1},
        {"# c\n" W("2", "a", "_", "X", "_", "_", "0", "root", "_"), 2},
        {W("1", "a", "_", "X", "_", "_", "x", "root", "_"), 1},
        {W("1", "a", "_", "X", "_", "_", "0", "root", "_") W("1", "b", "_", "X", "_", "_", "1", "dep", "_"), 2},
        {"2-3\tab\t_\t_\t_\t_\t_\t_\t_\t_\n", 1},
        {"1-2\tab\t_\t_\t_\t_\t_\t_\t_\t_\n" W("1", "a", "_", "X", "_", "_", "0", "root", "_") "\n", 3},
        {"1\t\t_\tX\t_\t_\t0\troot\t_\t_\n", 1},
        {"1\ta\t_\tX\t_\t_\t99999999999\troot\t_\t_\n", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dem_error err;
        assert_null(read(cases[i].text, &err));
        assert_int_equal(err.code, DEM_EFORMAT);
        assert_int_equal(err.line, cases[i].line);
    }
}

static void scores(void **state)
{
    (void)state;
    dem_error err;
    dem_report *g = read(sample, &err), *s = read(sample, &err);
    dem_parse_score sum = {0};
    s->tokens.items[0].deprel = DEM_REL_nsubj_pass; /* a wrong subtype counts only in las_sub */
    s->tokens.items[1].head = 0;
    s->tokens.items[4].upos = DEM_SYM;
    assert_int_equal(dem_parse_score_add(&sum, g, s, &err), DEM_OK);
    assert_int_equal(sum.words, 6);
    assert_int_equal(sum.sentences, 2);
    assert_int_equal(sum.upos, 5);
    assert_int_equal(sum.uas, 5);
    assert_int_equal(sum.las, 5);
    assert_int_equal(sum.las_sub, 4);
    assert_int_equal(sum.rel[DEM_REL_nsubj].las, 1);
    assert_int_equal(sum.rel[DEM_REL_aux].las, 0);
    dem_report_free(g);
    dem_report_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(round_trip),
        cmocka_unit_test(text_and_spans),
        cmocka_unit_test(no_tree_no_heads),
        cmocka_unit_test(empty_nodes_and_line_ends),
        cmocka_unit_test(damage_names_its_line),
        cmocka_unit_test(scores),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
