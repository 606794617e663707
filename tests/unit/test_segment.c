/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens and sentences: one behaviour a test, on sentences written for it. Words are shown with '|', sentences with
 * '||'. */
#include "base/file.h"
#include "segment/segment.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static dem_segment_rules *rules;
static dem_arena *data;

static int setup(void **state)
{
    (void)state;
    dem_error err = {0};
    dem_str text;
    data = dem_arena_new(0);
    if (dem_file_read(data, DEM_SOURCE_DIR "/data/lang/en/abbreviations.txt", 1 << 20, &text, &err)) return 1;
    return dem_segment_rules_load(text, "abbreviations.txt", &rules, &err);
}

static int teardown(void **state)
{
    (void)state;
    dem_segment_rules_free(rules);
    dem_arena_free(data);
    return 0;
}

static dem_report *segment(dem_str text)
{
    dem_segmenter *s = NULL;
    dem_error err = {0};
    dem_report *r = dem_report_new(0);
    assert_non_null(r);
    r->text = text;
    assert_int_equal(dem_segmenter_new(rules, &s, &err), DEM_OK);
    assert_int_equal(dem_segment_report(s, r, &err), DEM_OK);
    dem_segmenter_free(s);
    uint32_t next = 0, end = 0;
    for (size_t i = 0; i < r->sentences.n; i++) { /* every token in exactly one sentence, in order, none empty */
        assert_int_equal(r->sentences.items[i].first, next);
        assert_true(r->sentences.items[i].n > 0);
        next += r->sentences.items[i].n;
    }
    assert_int_equal(next, r->tokens.n);
    for (size_t i = 0; i < r->tokens.n; i++) {
        assert_true(r->tokens.items[i].span.start >= end &&
                    r->tokens.items[i].span.end > r->tokens.items[i].span.start);
        end = r->tokens.items[i].span.end;
    }
    assert_true(end <= text.n);
    return r;
}

static void check(const char *text, const char *want)
{
    dem_report *r = segment(dem_str_c(text));
    char got[2048] = "";
    size_t n = 0;
    for (size_t s = 0; s < r->sentences.n; s++)
        for (uint32_t i = 0; i < r->sentences.items[s].n; i++)
            n += (size_t)snprintf(got + n, sizeof got - n, "%s%.*s",
                                  i   ? "|"
                                  : s ? "||"
                                      : "",
                                  DEM_FMT(dem_token_at(r, (int32_t)s, (int32_t)i)->form));
    assert_string_equal(got, want);
    dem_report_free(r);
}

static void contractions(void **state)
{
    (void)state;
    check("They don't and can't.", "They|do|n't|and|ca|n't|.");
    check("We cannot wait; it's late, we're done.", "We|can|not|wait|;|it|'s|late|,|we|'re|done|.");
    check("Moscow\xe2\x80\x99s envoy wouldn\xe2\x80\x99t", "Moscow|\xe2\x80\x99s|envoy|would|n\xe2\x80\x99t");
    check("the ministers' talks in the 1990's", "the|ministers|'|talks|in|the|1990's");
    check("Sana'a, Shi'ite, d'Ivoire", "Sana'a|,|Shi'ite|,|d'Ivoire");
    check("the U.N.'s plan", "the|U.N.|'s|plan");
}

static void hyphens(void **state)
{
    (void)state;
    check("a well-known U.N.-Arab envoy", "a|well|-|known|U.N.|-|Arab|envoy");
    check("pro-government anti-tank non-Muslim", "pro-government|anti-tank|non-Muslim");
    check("Bashar al-Assad in the mid-1980s", "Bashar|al|-|Assad|in|the|mid-1980s");
    check("call 555-0123 by 2012-01-30", "call|555-0123|by|2012-01-30");
    check("talks -- at last -- began\xe2\x80\x94late", "talks|--|at|last|--|began|\xe2\x80\x94|late");
}

static void numbers(void **state)
{
    (void)state;
    check("$1,250.50 or 12% of 3.5m", "$|1,250.50|or|12|%|of|3.5|m");
    check("the 20th at 9:30am, 5km off", "the|20th|at|9:30|am|,|5|km|off");
    check("items [1,2] of 04/30/2001", "items|[|1|,|2|]|of|04/30/2001");
}

static void addresses(void **state)
{
    (void)state;
    check("See http://news.example/a?b=1, or mail desk@wire.example.",
          "See|http://news.example/a?b=1|,|or|mail|desk@wire.example|.");
    check("(www.paper.example)", "(|www.paper.example|)");
}

static void abbreviations(void **state)
{
    (void)state;
    check("Gen. J. K. Marsh met U.S. President Hale.", "Gen.|J.|K.|Marsh|met|U.S.|President|Hale|.");
    check("It is in the U.S. The rest is not.", "It|is|in|the|U.S.||The|rest|is|not|.");
    check("Under No. 5 of Jan. 31 it ended. No. It went on.", "Under|No.|5|of|Jan.|31|it|ended|.||No|.||It|went|on|.");
    check("He met GEN. HALE at 5 p.m. in D.C.", "He|met|GEN.|HALE|at|5|p.m.|in|D.C.");
    check("Guns, tents, etc. were found.", "Guns|,|tents|,|etc.|were|found|.");
}

static void stops(void **state)
{
    (void)state;
    check("\"We will not go.\" He left.", "\"|We|will|not|go|.|\"||He|left|.");
    check("\"Will it hold?\" Annan asked. \"No!\" they said.",
          "\"|Will|it|hold|?|\"|Annan|asked|.||\"|No|!|\"|they|said|.");
    check("Well... maybe. Yahoo! rose.", "Well|...|maybe|.||Yahoo!|rose|.");
    check("They signed.The guns fell silent.", "They|signed|.||The|guns|fell|silent|.");
    check("It ended (they say.) Nobody saw it.", "It|ended|(|they|say|.|)||Nobody|saw|it|.");
    check("Is it so?! Yes.", "Is|it|so|?!||Yes|.");
}

static void datelines(void **state)
{
    (void)state;
    check("MOSCOW, Jan. 31 (Northgate Wire) - Russia spoke.", "MOSCOW|,|Jan.|31|(|Northgate|Wire|)|-||Russia|spoke|.");
    check("(Eastmark) -- Iran spoke.", "(|Eastmark|)|--||Iran|spoke|.");
    check("The U.N. - once more - spoke.", "The|U.N.|-|once|more|-|spoke|.");
    check("NATO spoke - in vain.", "NATO|spoke|-|in|vain|.");
}

static void paragraphs_and_title(void **state)
{
    (void)state;
    const char *text = "Talks open\n\nThey began\n\non Monday.";
    dem_report *r = dem_report_new(0);
    dem_error err = {0};
    r->text = dem_str_c(text);
    dem_span spans[] = {{0, 10}, {12, 22}, {24, 34}};
    for (size_t i = 0; i < 3; i++) *DEM_PUSH(r->arena, &r->paragraphs) = spans[i];
    r->title_span = spans[0];
    dem_segmenter *s = NULL;
    assert_int_equal(dem_segmenter_new(rules, &s, &err), DEM_OK);
    assert_int_equal(dem_segment_report(s, r, &err), DEM_OK);
    assert_int_equal(r->sentences.n, 3);
    assert_int_equal(r->sentences.items[0].kind, DEM_SENTENCE_TITLE);
    assert_int_equal(r->sentences.items[1].kind, DEM_SENTENCE_BODY);
    assert_int_equal(r->sentences.items[2].paragraph, 2);
    assert_false(r->tokens.items[5].space_after); /* the stop after "Monday" is glued to it */
    dem_segmenter_free(s);
    dem_report_free(r);
}

static void any_bytes(void **state)
{
    (void)state;
    check("", "");
    check(" \n\t ", "");
    check("a\xff\xfe"
          "b \xc3",
          "a|\xff|\xfe|b|\xc3");
    check("\xe5\x8c\x97\xe4\xba\xac\xe6\x97\xb6\xe9\x97\xb4", "\xe5\x8c\x97\xe4\xba\xac|\xe6\x97\xb6\xe9\x97\xb4");
    check("a\xc2\xa0"
          "b",
          "a|b");
}

/* Two million characters without a space, of each awkward kind: linear, or this test takes hours. */
static void long_runs(void **state)
{
    (void)state;
    static const char *const pieces[] = {"a.",  "a@b,", "'s",   "1,",           "-",    "http://a,",
                                         "..!", "\"(",  "a-b/", "\xe2\x80\x99", "U.S.", "x'"};
    enum { N = 2000000 };
    char *buf = malloc(N);
    assert_non_null(buf);
    for (size_t p = 0; p < sizeof pieces / sizeof *pieces; p++) {
        size_t len = strlen(pieces[p]);
        for (size_t i = 0; i < N; i++) buf[i] = pieces[p][i % len];
        dem_report *r = segment((dem_str){buf, N});
        assert_true(r->tokens.n > 0);
        dem_report_free(r);
    }
    free(buf);
}

static void long_sentences_are_cut(void **state)
{
    (void)state;
    enum { N = 5000 };
    char buf[N];
    for (size_t i = 0; i < N; i++) buf[i] = i % 2 ? ' ' : 'a';
    dem_report *r = segment((dem_str){buf, N});
    assert_int_equal(r->sentences.n, 3);
    assert_int_equal(r->sentences.items[0].n, 1000);
    dem_report_free(r);
}

static void rules_file_errors(void **state)
{
    (void)state;
    dem_segment_rules *bad = NULL;
    dem_error err = {0};
    assert_int_equal(dem_segment_rules_load(DEM_STR("never Mr.\nsometimes Dr.\n"), "x.txt", &bad, &err), DEM_EDATA);
    assert_int_equal(err.line, 2);
    assert_null(bad);
    assert_int_equal(dem_segment_rules_load(DEM_STR("split cannot\n"), "x.txt", &bad, &err), DEM_EDATA);
    assert_int_equal(dem_segment_rules_load(DEM_STR(""), "x.txt", &bad, &err), DEM_OK);
    dem_segment_rules_free(bad);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contractions),
        cmocka_unit_test(hyphens),
        cmocka_unit_test(numbers),
        cmocka_unit_test(addresses),
        cmocka_unit_test(abbreviations),
        cmocka_unit_test(stops),
        cmocka_unit_test(datelines),
        cmocka_unit_test(paragraphs_and_title),
        cmocka_unit_test(any_bytes),
        cmocka_unit_test(long_runs),
        cmocka_unit_test(long_sentences_are_cut),
        cmocka_unit_test(rules_file_errors),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
