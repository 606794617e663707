/* SPDX-License-Identifier: Apache-2.0 */
/* The brief: offers with their answers and conditions, tellings merged, tolls side by side, hostile text harmless. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <unistd.h>

#include "build_report.h"
#include "store/brief.h"

/* Stores the reports (and frees them) and gives what the brief prints. */
static char *brief(dem_report **reports, size_t n, const char *format, const dem_filter *f)
{
    char dir[] = "/tmp/dem-brief-XXXXXX", path[64];
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/t.db", dir);
    dem_store *s;
    assert_int_equal(dem_store_open(path, true, &s, NULL), DEM_OK);
    dem_codebook book = test_book();
    dem_store_origin origin = {0};
    for (size_t i = 0; i < n; i++) {
        bool added;
        assert_int_equal(dem_store_put(s, &book, &origin, reports[i], &added, NULL), DEM_OK);
        assert_true(added);
        dem_report_free(reports[i]);
    }
    char *p = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&p, &size);
    dem_error err = {0};
    if (dem_store_brief(s, f, format, out, &err) != DEM_OK) fail_msg("%s", err.message);
    fclose(out);
    dem_store_close(s);
    unlink(path);
    rmdir(dir);
    return p;
}

/* Wrapping is not what these tests are about: each run of white space is one blank. */
static char *flat(char *p)
{
    char *to = p;
    for (char *c = p; *c; c++) {
        bool blank = *c == ' ' || *c == '\n';
        if (blank && to > p && to[-1] == ' ') continue;
        *to++ = blank ? ' ' : *c;
    }
    *to = '\0';
    return p;
}

static void expect(const char *text, const char *words)
{
    if (!strstr(text, words)) fail_msg("not found: %s\nin: %s", words, text);
}

/* A report of one act: actors and recipients are {words, code, country} until a NULL. */
typedef struct act {
    const char *id, *text, *published, *cameo, *trigger, *day, *actor[3], *recipients[2][3], *condition;
} act;

static dem_report *act_report(const act *x)
{
    dem_report *r = new_report(x->id, x->text, x->published);
    r->meta.publisher = DEM_STR("Northgate Wire");
    add_sentence(r, x->text);
    dem_event *e = add_event(r, 0, x->cameo, x->trigger, x->day);
    *DEM_PUSH(r->arena, &e->actors) = make_actor(r, x->actor[0], x->actor[0], x->actor[1], x->actor[2]);
    for (size_t i = 0; i < 2 && x->recipients[i][0]; i++) {
        const char *const *p = x->recipients[i];
        *DEM_PUSH(r->arena, &e->recipients) = make_actor(r, p[0], p[0], p[1], p[2]);
    }
    if (x->condition) {
        dem_condition *c = DEM_PUSH(r->arena, &r->conditions);
        *c = (dem_condition){.type = DEM_COND_UNLESS, .span = span_of(r, x->condition), .statement = DEM_NONE};
        *DEM_PUSH(r->arena, &e->conditions) = 0;
    }
    return r;
}

static const act offer = {"offer", "Russia offered talks to Damascus and the Council.", "2012-01-30", "039", "offered", "2012-01-30",
                          {"Russia", "RUS", "RUS"}, {{"Damascus", "SYRGOV", "SYR"}, {"the Council", "SYROPP", "SYR"}}, NULL};
static const act again = {"again", "Moscow, or Russia, offered talks to Damascus and the Council.", "2012-01-31", "039", "offered",
                          "2012-01-30", {"Russia", "RUSGOV", "RUS"},
                          {{"Damascus", "SYR", "SYR"}, {"the Council", "SYROPP", "SYR"}}, NULL};
static const act accepts = {"accepts", "Damascus agreed to meet, Russia heard.", "2012-01-30", "036", "agreed", "2012-01-30",
                            {"Damascus", "SYRGOV", "SYR"}, {{"Russia", "RUS", "RUS"}}, NULL};
static const act refuses = {"refuses", "The Council will not talk to Damascus unless Assad goes.", "2012-01-31", "125", "not talk",
                            "2012-01-31", {"The Council", "SYROPP", "SYR"}, {{"Damascus", "SYRGOV", "SYR"}}, "unless Assad goes"};
static const act elsewhere = {"elsewhere", "Bogota rejected talks with the rebels.", "2012-01-31", "125", "rejected", "2012-01-31",
                              {"Bogota", "COLGOV", "COL"}, {{"the rebels", "COLREB", "COL"}}, NULL};

static void answers_stand_under_their_offer(void **state)
{
    (void)state;
    dem_report *r[] = {act_report(&offer), act_report(&again), act_report(&accepts), act_report(&refuses), act_report(&elsewhere)};
    char *p = flat(brief(r, 5, "text", NULL));
    expect(p, "Brief, 30 January 2012 to 31 January 2012");
    expect(p, "5 reports; outlets: Northgate Wire (5).");
    expect(p, "1. Russia offered to mediate or host talks between Damascus and the Council - accepted by some, refused by others");
    /* Two reports, RUS and RUSGOV: one tell. */
    expect(p, "- offers: Russia offered to mediate or host talks between Damascus and the Council; 30 January 2012 [offer, again]");
    expect(p, "- accepts: Damascus declared readiness to meet or negotiate (\"agreed\") with Russia; 30 January 2012 [accepts]");
    expect(p, "- refuses: The Council refused to meet or negotiate (\"not talk\") with Damascus; 31 January 2012; "
              "condition: \"unless Assad goes\" [refuses]");
    expect(p, "Refusals of other proposals - Bogota refused to meet or negotiate");
    assert_null(strstr(p, "2. "));
    free(p);
}

static void an_answer_long_after_or_to_others_is_not_put_to_the_offer(void **state)
{
    (void)state;
    act late = refuses;
    late.day = late.published = "2012-06-01";
    dem_report *r[] = {act_report(&offer), act_report(&late)};
    char *p = flat(brief(r, 2, "text", NULL));
    expect(p, "between Damascus and the Council - no answer in these reports");
    expect(p, "Refusals of other proposals - The Council refused");
    free(p);
}

static void acts_without_a_day_are_marked(void **state)
{
    (void)state;
    act one = elsewhere, two = elsewhere, three = elsewhere;
    one.day = two.day = three.day = NULL;
    two.id = "told-again";
    two.text = "Then Bogota rejected talks with the rebels.";
    two.published = "2012-02-01";
    three.id = "undated";
    three.text = "Once Bogota rejected talks with the rebels.";
    three.published = NULL;
    dem_report *r[] = {act_report(&one), act_report(&two), act_report(&three)};
    char *p = flat(brief(r, 3, "text", NULL));
    expect(p, "; reported 31 January 2012 to 1 February 2012 [elsewhere, told-again]");
    expect(p, "; no date given [undated]");
    expect(p, "(1 without a date)");
    expect(p, "Without a date - Bogota refused");
    free(p);
}

static dem_report *toll(const char *id, const char *source, const char *text, const char *count, int64_t n)
{
    dem_report *r = new_report(id, text, "2012-07-15");
    add_sentence(r, text);
    dem_claim *c = add_claim(r, 0, "killed", count, n, n);
    c->victim_text = DEM_STR("people");
    *DEM_PUSH(r->arena, &c->attribution) = add_statement(r, 0, make_actor(r, source, source, "", ""), "say", text);
    return r;
}

static void tolls_are_shown_side_by_side(void **state)
{
    (void)state;
    dem_report *r[] = {toll("a", "Activists", "Activists say 200 died.", "200", 200), toll("b", "Officials", "Officials say 39 died.", "39", 39),
                       toll("c", "Activists", "Activists still say that 200 died.", "200", 200)};
    char *p = flat(brief(r, 3, "text", NULL));
    expect(p, "killed, reported 15 July 2012: from 39 to 200 - 39 people, according to Officials [b] "
              "- 200 people, according to Activists [a, c]");
    free(p);
}

static void markdown_takes_no_markup_from_reports(void **state)
{
    (void)state;
    act x = elsewhere;
    x.text = "<script>alert(1)</script> [x](y) *Bogota* rejected talks with the rebels.";
    x.actor[0] = "<script>alert(1)</script> [x](y) *Bogota*";
    dem_report *r[] = {act_report(&x)};
    char *p = brief(r, 1, "markdown", NULL);
    expect(p, "# Brief, 31 January 2012\n");
    expect(p, "## Offers and initiatives\n");
    expect(p, "\\<script\\>alert(1)\\</script\\> \\[x\\](y) \\*Bogota\\*");
    assert_null(strstr(p, "<script>"));
    assert_null(strstr(p, " [x]"));
    free(p);
}

static void an_empty_store_has_an_honest_brief(void **state)
{
    (void)state;
    char *p = flat(brief(NULL, 0, "text", &(dem_filter){.from = "2012-01-01", .country = "SYR", .min_confidence = 0.3}));
    expect(p, "0 reports");
    expect(p, "No offer to mediate or to host talks in these reports.");
    expect(p, "No tolls in these reports.");
    free(p);
}

static void every_code_has_words(void **state)
{
    (void)state;
    static const char *const codes[] = {"010", "0256", "036", "0874", "094", "1056", "1125", "1246", "139", "145", "154", "166", "175", "186",
                                        "196", "2042"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        const dem_phrase *p = dem_phrase_of(dem_str_c(codes[i]));
        assert_true(p->code[0] && dem_str_starts(dem_str_c(codes[i]), dem_str_c(p->code)));
    }
    assert_string_equal(dem_phrase_of(DEM_STR("0333"))->verb, "promised humanitarian aid");
    assert_string_equal(dem_phrase_of(DEM_STR("0332"))->verb, "promised aid");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_stand_under_their_offer),
        cmocka_unit_test(an_answer_long_after_or_to_others_is_not_put_to_the_offer),
        cmocka_unit_test(acts_without_a_day_are_marked),
        cmocka_unit_test(tolls_are_shown_side_by_side),
        cmocka_unit_test(markdown_takes_no_markup_from_reports),
        cmocka_unit_test(an_empty_store_has_an_honest_brief),
        cmocka_unit_test(every_code_has_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
