/* SPDX-License-Identifier: Apache-2.0 */
/* Mentions, codes and coreference on trees written down by hand, with an invented country or two. */
#include "actors/actors.h"
#include "actors_table.h"
#include "base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static const char sample[] =
    "country NLD Norland\n  name Kingdom of Norland\n  adjective Norlandic\n  capital Vanna\n  metonym Vanna\n"
    "country SYR Sunder\n  adjective Sundish\n  demonym Sunderer; Sunderers\n  capital Harb\n"
    "actor Sunder People's Council\n  type group\n  code SYROPP\n"
    "actor Bel Vashti\n  type person\n  alias Vashti\n  code SYRELI ..2000-07-16\n  code SYRGOV 2000-07-17..2024-12-08\n  gender m\n"
    "actor Western states\n  type collective\n  code IMGWST\n"
    "role GOV\n  term government; authority; regime; foreign minister; minister; diplomat\n"
    "role OPP\n  term opposition; protester\n"
    "role REB\n  term rebel\n"
    "role LEG\n  term parliamentary committee\n"
    "role MIL\n  term army\n";

static const char offer[] =
    "Norland Norland PROPN NNP 3 nsubj Number=Sing\n"
    "has have AUX VBZ 3 aux Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin\n"
    "offered offer VERB VBN 0 root Tense=Past|VerbForm=Part\n"
    "to to PART TO 5 mark\n"
    "host host VERB VB 3 xcomp VerbForm=Inf\n"
    "talks talk NOUN NNS 5 obj Number=Plur\n"
    "between between ADP IN 10 case\n"
    "Sunder Sunder PROPN NNP 10 nmod:poss Number=Sing\n"
    "~'s 's PART POS 8 case\n"
    "government government NOUN NN 6 nmod Number=Sing\n"
    "and and CCONJ CC 12 cc\n"
    "opposition opposition NOUN NN 10 conj Number=Sing\n"
    "in in ADP IN 14 case\n"
    "Vanna Vanna PROPN NNP 10 nmod Number=Sing\n"
    "~, , PUNCT , 19 punct\n"
    "its its PRON PRP$ 18 nmod:poss Case=Gen|Gender=Neut|Number=Sing|Person=3|Poss=Yes|PronType=Prs\n"
    "foreign foreign ADJ JJ 18 amod Degree=Pos\n"
    "minister minister NOUN NN 19 nsubj Number=Sing\n"
    "said say VERB VBD 3 parataxis Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin\n"
    "~. . PUNCT . 3 punct\n"
    "\n";

static const char apposition[] =
    "Foreign foreign ADJ JJ 2 amod Degree=Pos\n"
    "Minister Minister PROPN NNP 3 nmod:desc Number=Sing\n"
    "Ola Ola PROPN NNP 6 nsubj Number=Sing\n"
    "Brand Brand PROPN NNP 3 flat Number=Sing\n"
    "Tessik Tessik PROPN NNP 3 flat Number=Sing\n"
    "met meet VERB VBD 0 root Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin\n"
    "Burr Burr PROPN NNP 6 obj Number=Sing\n"
    "Galion Galion PROPN NNP 7 flat Number=Sing\n"
    "~, , PUNCT , 10 punct\n"
    "head head NOUN NN 7 appos Number=Sing\n"
    "of of ADP IN 17 case\n"
    "the the DET DT 17 det Definite=Def|PronType=Art\n"
    "opposition opposition NOUN NN 17 compound Number=Sing\n"
    "Sunder Sunder PROPN NNP 15 compound Number=Sing\n"
    "People People PROPN NNP 17 nmod:poss Number=Plur\n"
    "~'s 's PART POS 15 case\n"
    "Council Council PROPN NNP 10 nmod Number=Sing\n"
    "~. . PUNCT . 6 punct\n"
    "\n";

static const char board_member[] =
    "Tessik Tessik PROPN NNP 2 nsubj Number=Sing\n"
    "told tell VERB VBD 0 root Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin\n"
    "an a DET DT 6 det Definite=Ind|PronType=Art\n"
    "executive executive ADJ JJ 6 amod Degree=Pos\n"
    "board board NOUN NN 6 compound Number=Sing\n"
    "member member NOUN NN 2 obj Number=Sing\n"
    "of of ADP IN 13 case\n"
    "the the DET DT 13 det Definite=Def|PronType=Art\n"
    "exile exile NOUN NN 13 compound Number=Sing\n"
    "Sunder Sunder PROPN NNP 11 compound Number=Sing\n"
    "People People PROPN NNP 13 nmod:poss Number=Plur\n"
    "~'s 's PART POS 11 case\n"
    "Council Council PROPN NNP 6 nmod Number=Sing\n"
    "that that SCONJ IN 16 mark\n"
    "Vanna Vanna PROPN NNP 16 nsubj Number=Sing\n"
    "rejected reject VERB VBD 2 ccomp Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin\n"
    "the the DET DT 19 det Definite=Def|PronType=Art\n"
    "Sundish Sundish ADJ JJ 19 amod Degree=Pos\n"
    "offer offer NOUN NN 16 obj Number=Sing\n"
    "~. . PUNCT . 2 punct\n"
    "\n";

static const char apart[] =
    "Anti-government anti-government ADJ JJ 2 amod Degree=Pos\n"
    "protesters protester NOUN NNS 8 nsubj Number=Plur\n"
    "and and CCONJ CC 7 cc\n"
    "Norland Norland PROPN NNP 6 compound Number=Sing\n"
    "~- - PUNCT HYPH 4 punct\n"
    "~backed back VERB VBN 7 amod Tense=Past|VerbForm=Part|Voice=Pass\n"
    "rebels rebel NOUN NNS 2 conj Number=Plur\n"
    "left leave VERB VBD 0 root Mood=Ind|Number=Plur|Person=3|Tense=Past|VerbForm=Fin\n"
    "the the DET DT 10 det Definite=Def|PronType=Art\n"
    "capital capital NOUN NN 8 obj Number=Sing\n"
    "~. . PUNCT . 8 punct\n"
    "\n";

static const char former[] =
    "The the DET DT 3 det Definite=Def|PronType=Art\n"
    "former former ADJ JJ 3 amod Degree=Pos\n"
    "minister minister NOUN NN 4 nsubj Number=Sing\n"
    "flew fly VERB VBD 0 root Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin\n"
    "to to ADP IN 6 case\n"
    "Vanna Vanna PROPN NNP 4 obl Number=Sing\n"
    "~. . PUNCT . 4 punct\n"
    "\n";

static const char adjectives[] =
    "Sundish Sundish ADJ JJ 2 amod Degree=Pos\n"
    "authorities authority NOUN NNS 7 nsubj Number=Plur\n"
    "and and CCONJ CC 6 cc\n"
    "the the DET DT 6 det Definite=Def|PronType=Art\n"
    "Vanna Vanna PROPN NNP 6 compound Number=Sing\n"
    "regime regime NOUN NN 2 conj Number=Sing\n"
    "blamed blame VERB VBD 0 root Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin\n"
    "Norlandic Norlandic ADJ NNP 11 amod Degree=Pos\n"
    "and and CCONJ CC 10 cc\n"
    "Sundish Sundish ADJ JJ 8 conj Degree=Pos\n"
    "diplomats diplomat NOUN NNS 7 obj Number=Plur\n"
    "~. . PUNCT . 7 punct\n"
    "\n";

static const char sides[] =
    "The the DET DT 3 det Definite=Def|PronType=Art\n"
    "two two NUM CD 3 nummod NumForm=Word|NumType=Card\n"
    "sides side NOUN NNS 5 nsubj Number=Plur\n"
    "will will AUX MD 5 aux VerbForm=Fin\n"
    "meet meet VERB VB 0 root VerbForm=Inf\n"
    "again again ADV RB 5 advmod\n"
    "~, , PUNCT , 10 punct\n"
    "and and CCONJ CC 10 cc\n"
    "they they PRON PRP 10 nsubj Case=Nom|Number=Plur|Person=3|PronType=Prs\n"
    "expect expect VERB VBP 5 conj Mood=Ind|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin\n"
    "guarantees guarantee NOUN NNS 10 obj Number=Plur\n"
    "~. . PUNCT . 5 punct\n"
    "\n";

static const char possessor[] =
    "Vashti Vashti PROPN NNP 4 nmod:poss Number=Sing\n"
    "~'s 's PART POS 1 case\n"
    "foreign foreign ADJ JJ 4 amod Degree=Pos\n"
    "minister minister NOUN NN 5 nsubj Number=Sing\n"
    "met meet VERB VBD 0 root Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin\n"
    "fourteen fourteen NUM CD 8 nummod NumForm=Word|NumType=Card\n"
    "western western ADJ JJ 8 amod Degree=Pos\n"
    "states state NOUN NNS 5 obj Number=Plur\n"
    "~. . PUNCT . 5 punct\n"
    "\n";

static const char acronym[] =
    "The the DET DT 3 det Definite=Def|PronType=Art\n"
    "Sunder Sunder PROPN NNP 3 compound Number=Sing\n"
    "People People PROPN NNP 5 nmod:poss Number=Plur\n"
    "~'s 's PART POS 3 case\n"
    "Council Council PROPN NNP 9 nsubj Number=Sing\n"
    "( ( PUNCT -LRB- 7 punct\n"
    "~SPC SPC PROPN NNP 5 appos Number=Sing\n"
    "~) ) PUNCT -RRB- 7 punct\n"
    "refused refuse VERB VBD 0 root Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin\n"
    "~. . PUNCT . 9 punct\n"
    "\n";

static const char acronym_again[] =
    "SPC spc NOUN NN 2 nsubj Number=Sing\n"
    "wants want VERB VBZ 0 root Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin\n"
    "a a DET DT 4 det Definite=Ind|PronType=Art\n"
    "truce truce NOUN NN 2 obj Number=Sing\n"
    "~. . PUNCT . 2 punct\n"
    "\n";

static const char council[] =
    "The the DET DT 2 det Definite=Def|PronType=Art\n"
    "council council NOUN NN 4 nsubj Number=Sing\n"
    "will will AUX MD 4 aux VerbForm=Fin\n"
    "wait wait VERB VB 0 root VerbForm=Inf\n"
    "~. . PUNCT . 4 punct\n"
    "\n";

static const char chairman[] =
    "The the DET DT 2 det Definite=Def|PronType=Art\n"
    "chairman chairman NOUN NN 12 nsubj Number=Sing\n"
    "of of ADP IN 7 case\n"
    "Norland Norland PROPN NNP 7 nmod:poss Number=Sing\n"
    "~'s 's PART POS 4 case\n"
    "parliamentary parliamentary ADJ JJ 7 amod Degree=Pos\n"
    "committee committee NOUN NN 2 nmod Number=Sing\n"
    "~, , PUNCT , 9 punct\n"
    "Tor Tor PROPN NNP 10 compound Number=Sing\n"
    "Lind Lind PROPN NNP 7 appos Number=Sing\n"
    "~, , PUNCT , 2 punct\n"
    "said say VERB VBD 0 root Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin\n"
    "he he PRON PRP 15 nsubj Case=Nom|Gender=Masc|Number=Sing|Person=3|PronType=Prs\n"
    "was be AUX VBD 15 cop Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin\n"
    "ready ready ADJ JJ 12 ccomp Degree=Pos\n"
    "~. . PUNCT . 12 punct\n"
    "\n";

static const char bare_roles[] =
    "The the DET DT 2 det Definite=Def|PronType=Art\n"
    "opposition opposition NOUN NN 6 nsubj Number=Sing\n"
    "and and CCONJ CC 5 cc\n"
    "the the DET DT 5 det Definite=Def|PronType=Art\n"
    "army army NOUN NN 2 conj Number=Sing\n"
    "clashed clash VERB VBN 0 root Tense=Past|VerbForm=Part|Voice=Pass\n"
    "in in ADP IN 8 case\n"
    "Harb Harb PROPN NNP 6 obl Number=Sing\n"
    "~. . PUNCT . 6 punct\n"
    "\n";

static const char counterpart[] =
    "Karen Karen PROPN NNP 3 nsubj Number=Sing\n"
    "Voss Voss PROPN NNP 1 flat Number=Sing\n"
    "said say VERB VBD 0 root Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin\n"
    "she she PRON PRP 6 nsubj Case=Nom|Gender=Fem|Number=Sing|Person=3|PronType=Prs\n"
    "would would AUX MD 6 aux VerbForm=Fin\n"
    "call call VERB VB 3 ccomp VerbForm=Inf\n"
    "her her PRON PRP$ 9 nmod:poss Case=Gen|Gender=Fem|Number=Sing|Person=3|Poss=Yes|PronType=Prs\n"
    "Sundish Sundish ADJ JJ 9 amod Degree=Pos\n"
    "counterpart counterpart NOUN NN 6 obj Number=Sing\n"
    "~. . PUNCT . 3 punct\n"
    "\n";

static const char regime[] =
    "The the DET DT 2 det Definite=Def|PronType=Art\n"
    "regime regime NOUN NN 3 nsubj Number=Sing\n"
    "refused refuse VERB VBD 0 root Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin\n"
    "~. . PUNCT . 3 punct\n"
    "\n";

typedef struct fixture {
    dem_arena *a;
    dem_lexicon *lex;
} fixture;

static int set_up(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    dem_error err = {0};
    dem_str bytes;
    dem_named_text files[] = {{"sample.txt", {sample, sizeof sample - 1}}, {"words.txt", {NULL, 0}}};
    f->a = dem_arena_new(0);
    if (dem_file_read(f->a, DEM_SOURCE_DIR "/data/actors/words.txt", 1 << 20, &files[1].text, &err)) return -1;
    if (dem_lexicon_compile(files, 2, f->a, &bytes, NULL, NULL, &err) != DEM_OK) return -1;
    if (dem_lexicon_open_memory(bytes.p, bytes.n, "sample", &f->lex, &err) != DEM_OK) return -1;
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    dem_lexicon_close(f->lex);
    dem_arena_free(f->a);
    free(f);
    return 0;
}

static char joined[1 << 16];

/* The trees one after the other as a report of `day`. */
static dem_report *read_trees(void **state, const char *day, const char *const *trees)
{
    joined[0] = 0;
    for (; *trees; trees++) strcat(joined, *trees);
    dem_report *r = table_report(joined, day);
    dem_error err = {0};
    assert_int_equal(dem_actors_report(((fixture *)*state)->lex, r, &err), DEM_OK);
    for (size_t i = 0; i < r->mentions.n; i++) {
        const dem_mention *m = &r->mentions.items[i];
        assert_int_equal(dem_token_at(r, m->sentence, m->head)->mention, i);
        if (i) assert_true(m->sentence > m[-1].sentence || m->span.start >= m[-1].span.start);
        assert_true(m->first <= m->head && m->head <= m->last);
    }
    return r;
}

#define READ(day, ...) read_trees(state, day, (const char *const[]){__VA_ARGS__, NULL})

/* The n-th mention (1-based) whose phrase is `text`. */
static const dem_mention *find(const dem_report *r, const char *text, int n)
{
    for (size_t i = 0; i < r->mentions.n; i++)
        if (dem_str_is(dem_text_of(r, r->mentions.items[i].span), text) && --n == 0) return &r->mentions.items[i];
    return NULL;
}

static const dem_mention *expect(const dem_report *r, const char *text, dem_mention_type type, const char *code, const char *by)
{
    const dem_mention *m = find(r, text, 1);
    if (!m) {
        for (size_t i = 0; i < r->mentions.n; i++)
            print_message("[%.*s] %.*s\n", DEM_FMT(dem_text_of(r, r->mentions.items[i].span)), DEM_FMT(r->mentions.items[i].code));
        fail_msg("no mention \"%s\"", text);
    }
    if (m->type != type) fail_msg("\"%s\" is a %s", text, dem_mention_type_name(m->type));
    if (!dem_str_is(m->code, code)) fail_msg("\"%s\": %.*s (%.*s), not %s", text, DEM_FMT(m->code), DEM_FMT(m->by), code);
    if (by && !dem_str_starts(m->by, dem_str_c(by))) fail_msg("\"%s\": by %.*s, not %s", text, DEM_FMT(m->by), by);
    return m;
}

static void test_offer(void **state)
{
    dem_report *r = READ("2012-07-15", offer);
    assert_string_equal(r->focus, "SYR");
    const dem_mention *m = expect(r, "Norland", DEM_MENTION_PLACE, "NLD", "lexicon:sample.txt:1");
    assert_true(m->government);
    expect(r, "Sunder's government", DEM_MENTION_NOMINAL, "SYRGOV", "role:GOV+lexicon:sample.txt:");
    expect(r, "opposition", DEM_MENTION_NOMINAL, "SYROPP", "role:OPP+lexicon:");
    m = expect(r, "Vanna", DEM_MENTION_PLACE, "", "lexicon:");
    assert_string_equal(m->country, "NLD");
    assert_false(m->government);
    expect(r, "its foreign minister", DEM_MENTION_NOMINAL, "NLDGOV", "role:GOV+coref:Norland");
    m = expect(r, "its", DEM_MENTION_PRONOUN, "NLD", "coref:Norland");
    assert_true(m->possessive);
    m = expect(r, "Sunder", DEM_MENTION_PLACE, "SYR", NULL);
    assert_true(m->possessive);
    dem_report_free(r);
}

static void test_names_by_description(void **state)
{
    dem_report *r = READ("2012-07-15", offer, apposition, board_member);
    const dem_mention *m = expect(r, "Foreign Minister Ola Brand Tessik", DEM_MENTION_PERSON, "NLDGOV", "description:coref:its foreign minister");
    assert_true(dem_str_is(dem_text_of(r, m->head_span), "Ola Brand Tessik"));
    const dem_mention *again = expect(r, "Tessik", DEM_MENTION_PERSON, "NLDGOV", "coref:Ola Brand Tessik");
    assert_int_equal(again->entity, m->entity);
    m = expect(r, "Burr Galion", DEM_MENTION_PERSON, "SYROPP", "description:lexicon:sample.txt:");
    again = expect(r, "head of the opposition Sunder People's Council", DEM_MENTION_NOMINAL, "SYROPP", NULL);
    assert_int_equal(again->entity, m->entity);
    expect(r, "the opposition Sunder People's Council", DEM_MENTION_GROUP, "SYROPP", "lexicon:");
    expect(r, "an executive board member of the exile Sunder People's Council", DEM_MENTION_NOMINAL, "SYROPP", NULL);
    m = expect(r, "Sundish", DEM_MENTION_PLACE, "SYR", "lexicon:"); /* before an event noun */
    assert_true(m->possessive);
    m = find(r, "Vanna", 2);
    assert_non_null(m);
    assert_true(dem_str_is(m->code, "NLDGOV") && m->government); /* a capital that rejects */
    dem_report_free(r);
}

static void test_set_apart(void **state)
{
    dem_report *r = READ("2012-07-15", offer, apart);
    expect(r, "Anti-government protesters", DEM_MENTION_NOMINAL, "SYROPP", "focus:SYR");
    expect(r, "Norland-backed rebels", DEM_MENTION_NOMINAL, "SYRREB", "focus:SYR");
    dem_report_free(r);
}

static void test_former_and_places(void **state)
{
    dem_report *r = READ("2012-07-15", former);
    const dem_mention *m = find(r, "The former minister", 1);
    assert_non_null(m);
    assert_true(m->former);
    expect(r, "Vanna", DEM_MENTION_PLACE, "", NULL);
    dem_report_free(r);
}

static void test_adjectives_and_metonyms(void **state)
{
    dem_report *r = READ("2012-07-15", adjectives, sides);
    expect(r, "Sundish authorities", DEM_MENTION_NOMINAL, "SYRGOV", "role:GOV+lexicon:");
    expect(r, "the Vanna regime", DEM_MENTION_NOMINAL, "NLDGOV", "role:GOV+lexicon:");
    expect(r, "Norlandic and Sundish diplomats", DEM_MENTION_NOMINAL, "NLDGOV", "role:GOV+lexicon:");
    expect(r, "Sundish", DEM_MENTION_NOMINAL, "SYRGOV", "role:GOV+lexicon:");
    const dem_mention *m = find(r, "The two sides", 1);
    assert_non_null(m);
    dem_actor both[3];
    assert_int_equal(dem_actors_of(r, (int32_t)(m - r->mentions.items), both, 3), 2);
    assert_true((dem_str_is(both[0].code, "SYRGOV") && dem_str_is(both[1].code, "NLDGOV")));
    const dem_mention *they = find(r, "they", 1);
    assert_non_null(they);
    dem_report_free(r);
}

static void test_dated_possessor(void **state)
{
    dem_report *r = READ("2012-07-15", possessor);
    expect(r, "Vashti", DEM_MENTION_PERSON, "SYRGOV", "lexicon:sample.txt:");
    expect(r, "Vashti's foreign minister", DEM_MENTION_NOMINAL, "SYRGOV", "role:GOV+lexicon:");
    expect(r, "fourteen western states", DEM_MENTION_GROUP, "IMGWST", "lexicon:");
    dem_report_free(r);
    r = READ("1999-07-15", possessor);
    expect(r, "Vashti", DEM_MENTION_PERSON, "SYRELI", NULL);
    dem_report_free(r);
    r = READ("2025-01-15", possessor);
    expect(r, "Vashti", DEM_MENTION_PERSON, "SYR", NULL);
    dem_report_free(r);
}

static void test_short_names(void **state)
{
    dem_report *r = READ("2012-07-15", acronym, acronym_again, council);
    const dem_mention *full = expect(r, "The Sunder People's Council", DEM_MENTION_GROUP, "SYROPP", "lexicon:");
    const dem_mention *m = expect(r, "SPC", DEM_MENTION_GROUP, "SYROPP", NULL);
    assert_int_equal(m->entity, full->entity);
    m = find(r, "SPC", 2);
    assert_non_null(m);
    assert_int_equal(m->entity, full->entity);
    m = expect(r, "The council", DEM_MENTION_NOMINAL, "SYROPP", "coref:Sunder People's Council");
    assert_int_equal(m->entity, full->entity);
    dem_report_free(r);
    r = READ("2012-07-15", council);
    assert_null(find(r, "The council", 1)); /* of nobody that was named */
    dem_report_free(r);
}

static void test_complements(void **state)
{
    dem_report *r = READ("2012-07-15", chairman);
    const dem_mention *m = expect(r, "The chairman of Norland's parliamentary committee", DEM_MENTION_NOMINAL, "NLDLEG", NULL);
    const dem_mention *name = expect(r, "Tor Lind", DEM_MENTION_PERSON, "NLDLEG", "description:");
    assert_int_equal(m->entity, name->entity);
    m = expect(r, "he", DEM_MENTION_PRONOUN, "NLDLEG", "coref:Tor Lind");
    assert_int_equal(m->entity, name->entity);
    dem_report_free(r);
}

static void test_bare_roles(void **state)
{
    dem_report *r = READ("2012-07-15", offer, bare_roles, regime);
    expect(r, "The opposition", DEM_MENTION_NOMINAL, "SYROPP", "coref:opposition");
    expect(r, "the army", DEM_MENTION_NOMINAL, "SYRMIL", "focus:SYR");
    expect(r, "The regime", DEM_MENTION_NOMINAL, "SYRGOV", "coref:");
    dem_report_free(r);
    r = READ("2012-07-15", regime); /* nobody near and no focus: the role alone, no invented state */
    expect(r, "The regime", DEM_MENTION_NOMINAL, "GOV", "role:GOV");
    assert_string_equal(r->focus, "");
    dem_report_free(r);
}

static void test_pronouns_and_counterparts(void **state)
{
    dem_report *r = READ("2012-07-15", chairman, counterpart);
    const dem_mention *voss = expect(r, "Karen Voss", DEM_MENTION_PERSON, "", NULL), *she = find(r, "she", 1), *her = find(r, "her", 1);
    assert_non_null(she);
    assert_int_equal(she->entity, voss->entity);
    assert_non_null(her);
    assert_int_equal(her->entity, voss->entity);
    expect(r, "her Sundish counterpart", DEM_MENTION_NOMINAL, "SYR", NULL);
    dem_report_free(r);
}

static void test_no_tree(void **state)
{
    dem_report *r = table_report(offer, NULL);
    dem_error err = {0};
    r->sentences.items[0].parsed = false;
    assert_int_equal(dem_actors_report(((fixture *)*state)->lex, r, &err), DEM_OK);
    expect(r, "Norland", DEM_MENTION_PLACE, "NLD", NULL);
    dem_report_free(r);
}

/* Trees of any shape: heads by a little generator, labels and tags likewise. */
static void test_any_tree(void **state)
{
    uint64_t seed = 88172645463325252u;
    for (int round = 0; round < 300; round++) {
        dem_report *r = table_report(joined, round % 2 ? "2012-07-15" : NULL);
        for (size_t s = 0; s < r->sentences.n; s++) {
            dem_sentence *sn = &r->sentences.items[s];
            for (uint32_t t = 0; t < sn->n; t++) {
                dem_token *k = &r->tokens.items[sn->first + t];
                seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
                k->head = t == 0 ? DEM_NONE : round % 3 ? (int32_t)(seed % t) : (int32_t)t - 1;
                if (seed >> 20 & 1) k->deprel = (uint8_t)(1 + (seed >> 24) % (DEM_REL_COUNT - 1));
                if (seed >> 21 & 1) k->upos = (uint8_t)(1 + (seed >> 40) % (DEM_UPOS_COUNT - 1));
            }
            dem_sentence_link(r, (int32_t)s);
        }
        dem_error err = {0};
        assert_int_equal(dem_actors_report(((fixture *)*state)->lex, r, &err), DEM_OK);
        dem_report_free(r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_offer),
        cmocka_unit_test(test_names_by_description),
        cmocka_unit_test(test_set_apart),
        cmocka_unit_test(test_former_and_places),
        cmocka_unit_test(test_adjectives_and_metonyms),
        cmocka_unit_test(test_dated_possessor),
        cmocka_unit_test(test_short_names),
        cmocka_unit_test(test_complements),
        cmocka_unit_test(test_bare_roles),
        cmocka_unit_test(test_pronouns_and_counterparts),
        cmocka_unit_test(test_no_tree),
        cmocka_unit_test(test_any_tree),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
