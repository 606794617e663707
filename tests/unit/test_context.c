/* SPDX-License-Identifier: Apache-2.0 */
/* The context stage's parts by themselves: cue lists and their errors, numbers, quotes over paragraphs, who "we" is, hostile text. */
#include "context/context_internal.h"
#include "context_run.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

static void expect_bad(const char *text, size_t line)
{
    dem_named_text file = {"cues/test.txt", dem_str_c(text)};
    dem_context_rules *rules = NULL;
    dem_error err = {0};
    assert_int_equal(dem_context_rules_load(&file, 1, &rules, &err), DEM_EDATA);
    assert_null(rules);
    assert_int_equal(err.line, line);
}

static void test_lists(void **state)
{
    (void)state;
    expect_bad("# fine\nlist no-such-list\n  word\n", 2);
    expect_bad("word; other\n", 1);
    dem_named_text file = {"cues/test.txt", DEM_STR("list unit\n  day = D; Week = W\nlist age-word\n  of age; old\n")};
    dem_context_rules *rules = NULL;
    assert_int_equal(dem_context_rules_load(&file, 1, &rules, NULL), DEM_OK);
    const dem_cue *e = dem_cue_in(rules, DEM_CUE_UNIT, DEM_STR("WEEK"));
    assert_non_null(e);
    assert_true(dem_str_is(e->value, "W") && dem_str_is(e->id, "test.txt:2"));
    assert_null(dem_cue_in(rules, DEM_CUE_UNIT, DEM_STR("old")));
    assert_null(dem_cue_in(rules, DEM_CUE_AGE_WORD, DEM_STR("of"))); /* two words are not one */
    dem_context_rules_free(rules);
    dem_context_rules_free(NULL);
}

/* The number that begins the words, by the built-in lists. */
static bool number(runner *u, const char *words, dem_number *out)
{
    dem_report *r = u->report;
    dem_report_reset(r);
    dem_str rest = dem_str_c(words), part;
    dem_sentence *s = DEM_PUSH(r->arena, &r->sentences);
    while (dem_str_split(&rest, ' ', &part)) {
        dem_token *t = DEM_PUSH(r->arena, &r->tokens);
        assert_non_null(t);
        *t = (dem_token){.form = part, .lemma = part, .head = DEM_NONE};
    }
    assert_non_null(s);
    s->n = (uint32_t)r->tokens.n;
    dem_ctx c = {.rules = u->engine->context, .r = r, .cues = dem_cues_of_tokens(u->engine->context, r)};
    return dem_ctx_number_at(&c, dem_toks_of(r, 0), 0, out);
}

static void expect_number(runner *u, const char *words, int64_t min, int64_t max, const char *qualifier)
{
    dem_number n;
    if (!number(u, words, &n)) fail_msg("no number in \"%s\"", words);
    if (n.min != min || n.max != max || !dem_str_is(n.qualifier, qualifier))
        fail_msg("\"%s\": %lld..%lld %.*s", words, (long long)n.min, (long long)n.max, DEM_FMT(n.qualifier));
}

static void test_numbers(void **state)
{
    runner *u = *state;
    dem_number n;
    expect_number(u, "5,400 deaths", 5400, 5400, "exactly");
    expect_number(u, "twenty-one men", 21, 21, "exactly");
    expect_number(u, "three hundred and twelve men", 312, 312, "exactly");
    expect_number(u, "two thousand soldiers", 2000, 2000, "exactly");
    expect_number(u, "1.5 million people", 1500000, 1500000, "exactly");
    expect_number(u, "half a million people", 500000, 500000, "exactly");
    expect_number(u, "a hundred people", 100, 100, "exactly");
    expect_number(u, "two dozen men", 24, 24, "exactly");
    expect_number(u, "at least 12 people", 12, -1, "at_least");
    expect_number(u, "more than 1,000 people", 1000, -1, "at_least");
    expect_number(u, "up to 40 men", -1, 40, "up_to");
    expect_number(u, "between 20 and 30 men", 20, 30, "about");
    expect_number(u, "two to three hundred men", 200, 300, "about");
    expect_number(u, "20-30 men", 20, 30, "about");
    expect_number(u, "dozens of men", 12, -1, "at_least");
    expect_number(u, "tens of thousands of men", 10000, -1, "at_least");
    expect_number(u, "hundreds of thousands of men", 100000, -1, "at_least");
    expect_number(u, "30 or more men", 30, -1, "at_least");
    assert_false(number(u, "between friends", &n));
    assert_false(number(u, "3.5 kilos", &n));
    assert_false(number(u, "999999999999999999999 men", &n));
    assert_false(number(u, "million", &n));
}

static const dem_mention *mention_at(const dem_report *r, const char *words)
{
    for (size_t i = 0; i < r->mentions.n; i++)
        if (dem_str_is(dem_text_of(r, r->mentions.items[i].span), words)) return &r->mentions.items[i];
    return NULL;
}

static void test_we_is_the_speaker(void **state)
{
    runner *u = *state;
    assert_int_equal(runner_code(u, DEM_STR("\"We will not attend the talks,\" Russian Foreign Minister Sergei Lavrov said."), "2014-03-12"), DEM_OK);
    const dem_mention *we = mention_at(u->report, "We");
    assert_non_null(we);
    assert_true(dem_str_is(we->by, "quote:speaker"));
    assert_true(memcmp(we->country, "RUS", 3) == 0);
    assert_int_equal(u->report->statements.n, 1);
    assert_int_equal(we->entity, u->report->statements.items[0].speaker.entity);
}

static void test_quote_runs_over_paragraphs(void **state)
{
    runner *u = *state;
    const char *text = "The minister said: \"The offer stands.\n\"It will not be repeated.\"";
    assert_int_equal(runner_code(u, dem_str_c(text), ""), DEM_OK);
    assert_true(u->report->statements.n >= 1);
    const dem_statement *s = &u->report->statements.items[0];
    dem_span last = s->content.items[s->content.n - 1];
    assert_true(s->direct);
    assert_true(dem_str_ifind(dem_text_of(u->report, last), DEM_STR("repeated"), 0) != SIZE_MAX);
}

/* What press offices print behind "said:" without any marks is the speaker's, as long as he speaks of himself. */
static void test_words_behind_a_colon(void **state)
{
    runner *u = *state;
    const char *text = "The British minister for Africa said:\n\nWe are worried and call on all parties to respect the ceasefire in Somalia.\n\nThe fighting began in May.";
    assert_int_equal(runner_code(u, dem_str_c(text), "2016-03-10"), DEM_OK);
    assert_true(u->report->statements.n >= 1);
    const dem_statement *s = &u->report->statements.items[0];
    assert_true(s->direct && s->has_speaker && dem_str_is(s->speaker.code, "GBRGOV"));
    assert_int_equal(s->content.n, 1);
    assert_true(dem_str_ends(dem_text_of(u->report, s->content.items[0]), DEM_STR("in Somalia.")));
    assert_true(dem_str_is(mention_at(u->report, "We")->code, "GBRGOV"));
}

/* Who an actor is when only the event or the speaker tells: an event's first actor of the code, or an empty string. */
static dem_str doer(runner *u, const char *text, const char *root)
{
    assert_int_equal(runner_code(u, dem_str_c(text), "2016-03-10"), DEM_OK);
    for (size_t i = 0; i < u->report->events.n; i++) {
        const dem_event *e = &u->report->events.items[i];
        if (dem_str_starts(dem_str_c(e->cameo), dem_str_c(root)) && e->actors.n) return e->actors.items[0].code;
    }
    return DEM_STR_NONE;
}

static void test_whose_agents(void **state)
{
    runner *u = *state;
    assert_true(dem_str_is(doer(u, "Foreign ministers gathered in Cairo on Monday. They denounced the pact between Turkey and Libya.", "111"), "GOV"));
    assert_true(dem_str_is(doer(u, "Ministers in Cairo resigned on Monday.", "083"), "EGYGOV"));
    assert_true(dem_str_is(doer(u, "Nepal buried the dead on Monday. \"Our forces will not carry out any offensive,\" the Maoist rebel leader said.", "124"), "NPLREB"));
    assert_true(dem_str_is(doer(u, "Kenya's government and the rebels fight in Kenya. The rebels of Kenya met the United Nations envoy in Geneva.", "046"), "KENREB"));
}

static size_t coded(runner *u, const char *text, const char *root)
{
    size_t n = 0;
    assert_int_equal(runner_code(u, dem_str_c(text), "2016-03-10"), DEM_OK);
    for (size_t i = 0; i < u->report->events.n; i++) n += dem_str_starts(dem_str_c(u->report->events.items[i].cameo), dem_str_c(root));
    return n;
}

static void test_what_is_not_done(void **state)
{
    runner *u = *state;
    assert_int_equal(coded(u, "There would be no talks until Ethiopia withdrew its troops, the rebels said.", "087"), 0);
    assert_int_equal(coded(u, "\"Russia must now work to support a ceasefire,\" the British foreign secretary said.", "051"), 0);
    assert_int_equal(coded(u, "\"Russia must now work to support a ceasefire,\" the British foreign secretary said.", "102"), 1);
    assert_int_equal(coded(u, "Kenya's government has agreed to send a delegation.", "036"), 1);
    assert_int_equal(u->report->events.items[0].recipients.n, 0);
    assert_int_equal(coded(u, "Norway's minister spoke on Monday of Syria. In Syria, the Syrian army shelled Homs. \"The regime must deliver on its promises,\" the Norwegian minister said.", "10"), 1);
    for (size_t i = 0; i < u->report->events.n; i++)
        if (u->report->events.items[i].recipients.n) assert_true(memcmp(u->report->events.items[i].recipients.items[0].country, "NOR", 3) != 0);
}

/* The codes of the recipients of the first event with the root, joined. */
static dem_str whom(runner *u, const char *text, const char *root)
{
    dem_str all = DEM_STR_NONE;
    assert_true(doer(u, text, root).n);
    for (size_t i = 0; i < u->report->events.n; i++) {
        const dem_event *e = &u->report->events.items[i];
        if (!dem_str_starts(dem_str_c(e->cameo), dem_str_c(root)) || !e->actors.n) continue;
        for (size_t k = 0; k < e->recipients.n; k++) all = dem_str_printf(u->report->arena, "%.*s%s%.*s", DEM_FMT(all), k ? "+" : "", DEM_FMT(e->recipients.items[k].code));
        return all;
    }
    return all;
}

static void test_other_sides(void **state)
{
    runner *u = *state;
    assert_true(dem_str_is(whom(u, "The Kenyan government accused opposition leader Raila Odinga of treason.", "112"), "KENOPP"));
    assert_true(dem_str_is(whom(u, "Kenya suspended the talks over Ugandan sanctions.", "164"), ""));
    assert_true(dem_str_is(whom(u, "The rebels walked out of talks in Geneva.", "164"), ""));
    assert_true(dem_str_is(whom(u, "Kenya will never accept a Middle East peace plan unveiled by Norway.", "127"), "NOR"));
    assert_true(dem_str_is(whom(u, "Indonesia will withdraw its troops.", "087"), ""));
    assert_true(dem_str_is(whom(u, "Kenya accepted a peace plan for Somalia.", "037"), ""));
    assert_true(dem_str_is(doer(u, "The United Nations has confirmed reports that the Houthis killed two Kenyan soldiers.", "180"), "YEMREB"));
    assert_true(dem_str_is(doer(u, "The government of Chad and 14 armed groups reached a peace agreement after talks in Sudan, Chad said. Chad is at war.", "057"), "TCDGOV"));
    for (size_t i = 0; i < u->report->events.n; i++)
        for (size_t k = 0; k < u->report->events.items[i].actors.n; k++) assert_true(memcmp(u->report->events.items[i].actors.items[k].country, "SDN", 3) != 0);
    assert_true(dem_str_is(whom(u, "The Norwegian president and the Kenyan president Uhuru Kenyatta met the Ugandan premier in Oslo.", "046"), "UGAGOV"));
    assert_int_equal(coded(u, "The army and the rebels in Kenya signed a ceasefire brokered by NATO.", "0871"), 1);
}

/* He who speaks in a paragraph is of that paragraph, known or not; both sides are not whoever urges or hosts them. */
static void test_he_and_both_sides(void **state)
{
    runner *u = *state;
    const char *two = "Minni Minnawi, who leads the larger wing of the Sudan Liberation Army, accepted the document.\n\n"
                      "Omar Juma, head of a rival faction, turned it down, saying it did not offer enough. \"I refuse the plan,\" he told reporters.";
    assert_int_equal(coded(u, two, "12"), 0);
    assert_true(dem_str_is(whom(u, "Israel's army shelled Gaza and Hamas fired rockets. The European Union called it a tragedy. Britain urged both sides to be patient.", "02"), "ISR+PSEREBHMS") ||
                dem_str_is(whom(u, "Israel's army shelled Gaza and Hamas fired rockets. The European Union called it a tragedy. Britain urged both sides to be patient.", "02"), "ISRMIL+PSEREBHMS"));
    assert_int_equal(coded(u, "Hundreds of demonstrators in Kenya arrested a bride.", "173"), 0);
    assert_int_equal(coded(u, "It was an attack on Kenya, with at least ten people killed.", "18"), 0);
}

/* A day without its year, of an act of the past that speaks of what is ahead. */
static void test_days_soon_ahead(void **state)
{
    runner *u = *state;
    assert_int_equal(runner_code(u, DEM_STR("Uganda invited both sides to a meeting on January 6."), "2015-12-30"), DEM_OK);
    assert_int_equal(u->report->times.n, 1);
    assert_int_equal(u->report->times.items[0].from, dem_day_of(2016, 1, 6));
    assert_int_equal(runner_code(u, DEM_STR("The two sides had accepted an invitation to a meeting on November 18."), "2008-10-15"), DEM_OK);
    assert_int_equal(u->report->times.items[0].from, dem_day_of(2008, 11, 18));
    assert_int_equal(runner_code(u, DEM_STR("The two sides met on April 18."), "2008-10-15"), DEM_OK);
    assert_int_equal(u->report->times.items[0].from, dem_day_of(2008, 4, 18));
}

/* Weights are read with their place on error; a stance is told, but is in nobody's attribution. */
static void test_weights(void **state)
{
    runner *u = *state;
    dem_named_text cues = {"cues/test.txt", DEM_STR("list unit\n  day = D\n")}, good = {"w", DEM_STR("# fine\n@add\t-400\nl=want\t1200\n")};
    static const char *const bad[] = {"l=want\n", "\t12\n", "l=want\tmuch\n", "l=want\t-\n", "l=want\t99999999999\n"};
    dem_context_rules *rules = NULL;
    assert_int_equal(dem_context_rules_load(&cues, 1, &rules, NULL), DEM_OK);
    assert_int_equal(dem_context_rules_weigh(rules, &good, NULL), DEM_OK);
    const dem_cue_weights *w = dem_weights_of(rules);
    assert_true(dem_weight(w, DEM_STR("l=want")) > 1.19F && dem_weight(w, DEM_STR("l=want")) < 1.21F);
    assert_true(dem_weight(w, DEM_STR("l=wan")) == 0 && w->add < -0.39F);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        dem_error err = {0};
        dem_named_text text = {"w", dem_str_c(bad[i])};
        assert_int_equal(dem_context_rules_weigh(rules, &text, &err), DEM_EDATA);
        assert_int_equal(err.line, 1);
    }
    dem_context_rules_free(rules);
    assert_int_equal(runner_code(u, DEM_STR("Iran supports the peace plan of the United Nations."), "2012-01-31"), DEM_OK);
    const dem_report *r = u->report;
    int32_t id;
    assert_int_equal(r->statements.n, 1);
    assert_true(r->statements.items[0].stance && dem_str_is(dem_text_of(r, r->statements.items[0].speaker.span), "Iran"));
    assert_int_equal(dem_statements_at(r, r->statements.items[0].content.items[0], &id, 1), 0);
}

static void test_frames_know_their_statement(void **state)
{
    runner *u = *state;
    assert_int_equal(runner_code(u, DEM_STR("The army said on Monday that rebels had attacked the base."), ""), DEM_OK);
    const dem_report *r = u->report;
    bool seen = false;
    for (size_t i = 0; i < r->frames.n; i++) {
        if (dem_str_is(r->frames.items[i].lemma, "attack")) seen = r->frames.items[i].statement == 0;
        if (dem_str_is(r->frames.items[i].lemma, "say")) assert_int_equal(r->frames.items[i].statement, DEM_NONE);
    }
    assert_true(seen);
}

/* Thousands of marks, cues and markers: it ends, and spans stay inside the text. */
static void test_hostile(void **state)
{
    runner *u = *state;
    static const char *const pieces[] = {"\" ", "he said \"", "unless ", "5 dead ", "on Monday ", "'", "\n", "according to ", "\xff\xc3", "2012-99-99 ", "until once if ", "\xe2\x80\x9c"};
    enum { SIZE = 6000 };
    char *text = malloc(SIZE + 32);
    assert_non_null(text);
    for (unsigned seed = 1; seed <= 4; seed++) {
        size_t n = 0;
        unsigned x = seed;
        while (n < SIZE) {
            x = x * 1103515245u + 12345u;
            const char *p = pieces[(x >> 16) % (sizeof pieces / sizeof *pieces)];
            memcpy(text + n, p, strlen(p));
            n += strlen(p);
        }
        assert_int_equal(runner_code(u, (dem_str){text, n}, "2012-01-31"), DEM_OK);
        for (size_t i = 0; i < u->report->statements.n; i++)
            for (size_t k = 0; k < u->report->statements.items[i].content.n; k++)
                assert_true(u->report->statements.items[i].content.items[k].end <= u->report->text.n);
    }
    free(text);
}

static int open_all(void **state)
{
    static runner u;
    *state = &u;
    return runner_open(&u);
}
static int close_all(void **state)
{
    runner_close(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_lists),
                                       cmocka_unit_test(test_numbers),
                                       cmocka_unit_test(test_we_is_the_speaker),
                                       cmocka_unit_test(test_quote_runs_over_paragraphs),
                                       cmocka_unit_test(test_words_behind_a_colon),
                                       cmocka_unit_test(test_whose_agents),
                                       cmocka_unit_test(test_what_is_not_done),
                                       cmocka_unit_test(test_other_sides),
                                       cmocka_unit_test(test_he_and_both_sides),
                                       cmocka_unit_test(test_days_soon_ahead),
                                       cmocka_unit_test(test_weights),
                                       cmocka_unit_test(test_frames_know_their_statement),
                                       cmocka_unit_test(test_hostile)};
    return cmocka_run_group_tests(tests, open_all, close_all);
}
