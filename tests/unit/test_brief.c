/* SPDX-License-Identifier: Apache-2.0 */
/* The brief: offers with their answers and conditions, tellings merged, tolls side by side, hostile text harmless. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <unistd.h>

#include "build_report.h"
#include "base/file.h"
#include "brief/model.h"
#include "store/sql.h"

static void put_all(dem_store *s, dem_report **reports, size_t n)
{
    dem_codebook book = test_book();
    dem_store_origin origin = {0};
    for (size_t i = 0; i < n; i++) {
        bool added;
        assert_int_equal(dem_store_put(s, &book, &origin, reports[i], &added, NULL), DEM_OK);
        assert_true(added);
        dem_report_free(reports[i]);
    }
}

static char *print_brief(dem_store *s, const dem_filter *f, const dem_brief_options *o)
{
    char *p = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&p, &size);
    dem_error err = {0};
    if (dem_store_brief(s, f, o, out, &err) != DEM_OK) fail_msg("%s", err.message);
    fclose(out);
    return p;
}

static void remove_store(const char *dir)
{
    static const char *const files[] = {"t.db", "t.db-wal", "t.db-shm"};
    char path[96];
    for (size_t i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/%s", dir, files[i]);
        unlink(path);
    }
    rmdir(dir);
}

/* Stores the reports (and frees them) and gives what the brief prints. */
static char *brief_with(dem_report **reports, size_t n, const dem_filter *f, const dem_brief_options *o)
{
    char dir[] = "/tmp/dem-brief-XXXXXX", path[64];
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/t.db", dir);
    dem_store *s;
    assert_int_equal(dem_store_open(path, true, &s, NULL), DEM_OK);
    put_all(s, reports, n);
    char *p = print_brief(s, f, o);
    dem_store_close(s);
    remove_store(dir);
    return p;
}

static char *brief(dem_report **reports, size_t n, const char *format, const dem_filter *f)
{
    return brief_with(reports, n, f, &(dem_brief_options){.format = format});
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
    expect(p, "between Damascus and the Council - neither accepted nor refused in these reports");
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
    dem_arena *a = dem_arena_new(0);
    dem_words w;
    dem_str text;
    assert_int_equal(dem_file_read(a, DEM_SOURCE_DIR "/data/lang/en/brief.txt", 1 << 20, &text, NULL), DEM_OK);
    assert_int_equal(dem_words_read(text, a, &w, NULL), DEM_OK);
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        const dem_phrase *p = dem_phrase_of(&w, dem_str_c(codes[i]));
        assert_true(p->code.n && dem_str_starts(dem_str_c(codes[i]), p->code));
    }
    assert_true(dem_str_is(dem_phrase_of(&w, DEM_STR("0333"))->verb, "promised humanitarian aid"));
    assert_true(dem_str_is(dem_phrase_of(&w, DEM_STR("0332"))->verb, "promised aid"));
    assert_true(dem_str_is(dem_word_of(&w, "stance", DEM_STR("breaks")), "breaks off"));
    assert_true(dem_str_is(dem_word_of(&w, "stance", DEM_STR("never heard of")), "never heard of"));
    assert_int_equal(dem_words_read(DEM_STR("phrase\t01\tnonsense\t-\tx\n"), a, &w, NULL), DEM_EDATA);
    assert_int_equal(dem_words_read(DEM_STR("one cell\n"), a, &w, NULL), DEM_EDATA);
    dem_arena_free(a);
}

/* ---- HTML ---- */

static void a_page_takes_no_markup_from_reports(void **state)
{
    (void)state;
    static const char bad[] = "</q></li><script>alert('1')</script>\" onload=\"x\" &amp; \x01\x04";
    act x = elsewhere;
    x.text = "</q></li><script>alert('1')</script>\" onload=\"x\" &amp; \x01\x04 rejected talks with the rebels.";
    x.actor[0] = bad;
    x.id = "id\"><b>";
    dem_report *r = act_report(&x), *t = toll("t\"><b>", "<img src=x>", "<img src=x> say 5 died.", "5", 5);
    r->meta.publisher = DEM_STR("\"'><script>");
    r->meta.title = DEM_STR("<title></title>");
    dem_report *all[] = {r, t, toll("u", "A <b>bold</b> source", "A <b>bold</b> source say 9 died.", "9", 9)};
    char *p = brief(all, 3, "html", NULL);
    assert_null(strstr(p, "<script"));
    assert_null(strstr(p, "<img"));
    assert_null(strstr(p, "\" onload="));
    assert_null(strstr(p, "<b>bold"));
    assert_null(strstr(p, "id\"><b>"));
    assert_null(strchr(p, 1));
    expect(p, "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot; onload=&quot;x&quot; &amp;amp;");
    /* Nothing from outside, nothing that runs. */
    static const char *const outside[] = {"http://", "https://", "<link", "<iframe", "<object", "url(", "@import", "javascript:"};
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) assert_null(strstr(p, outside[i]));
    expect(p, "default-src 'none'");
    free(p);
}

static void a_page_has_its_plots_and_links_its_reports(void **state)
{
    (void)state;
    dem_report *r[] = {act_report(&offer), act_report(&again), act_report(&accepts), act_report(&refuses),
                       toll("a", "Activists", "Activists say 200 died.", "200", 200), toll("b", "Officials", "Officials say 39 died.", "39", 39)};
    char *p = brief(r, 6, "html", NULL);
    expect(p, "<!DOCTYPE html>");
    expect(p, "<tr id=\"r6\">");
    expect(p, "<a class=\"ref\" href=\"#r1\" title=\"offer\">1</a>");
    expect(p, "<title>the Council refuses: Russia offered to mediate or host talks between Damascus and the Council</title>");
    expect(p, "39 killed, Officials, 2012-07-15 [b]");
    expect(p, "What sources disagree on</h2>\n<ul>\n<li>killed, reported 15 July 2012: from 39 to 200<ul>");
    size_t figures = 0;
    for (char *f = p; (f = strstr(f, "<figure><svg")); f++) figures++;
    assert_int_equal(figures, 3);
    free(p);
}

/* ---- what is new ---- */

static void what_is_new_is_marked(void **state)
{
    (void)state;
    act late = refuses;
    late.published = "2012-02-02";
    dem_report *r[] = {act_report(&offer), act_report(&accepts), act_report(&late)};
    char *p = flat(brief_with(r, 3, NULL, &(dem_brief_options){.format = "text", .since = "2012-02-01"}));
    expect(p, "What is new =========== 1 report is new since 1 February 2012. - on: Russia offered to mediate or host talks between "
              "Damascus and the Council - refuses: The Council refused");
    expect(p, "- refuses: new: The Council refused");
    assert_null(strstr(p, "accepts: new"));
    free(p);
}

static void the_store_remembers_the_last_brief(void **state)
{
    (void)state;
    char dir[] = "/tmp/dem-brief-XXXXXX", path[64];
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/t.db", dir);
    dem_store *s;
    assert_int_equal(dem_store_open(path, true, &s, NULL), DEM_OK);
    const dem_brief_options last = {.format = "text", .since_last = true};
    put_all(s, (dem_report *[]){act_report(&offer)}, 1);
    char *p = flat(print_brief(s, NULL, &last));
    assert_null(strstr(p, "What is new")); /* there was none before it */
    free(p);
    put_all(s, (dem_report *[]){act_report(&accepts)}, 1);
    p = flat(print_brief(s, NULL, &(dem_brief_options){.format = "text"}));
    assert_null(strstr(p, "What is new"));
    free(p);
    p = flat(print_brief(s, NULL, &last));
    expect(p, "1 report is new since the last brief.");
    expect(p, "- accepts: new: Damascus");
    free(p);
    p = flat(print_brief(s, NULL, &last));
    expect(p, "0 reports are new since the last brief. Nothing new was found in them.");
    free(p);
    /* Another focus has its own memory. */
    p = flat(print_brief(s, &(dem_filter){.country = "SYR"}, &last));
    assert_null(strstr(p, "What is new"));
    free(p);
    dem_store_close(s);
    remove_store(dir);
}

/* ---- what the stories stage has linked ---- */

static void insert(dem_store *s, const char *sql, const char *id, const char *record)
{
    dem_stmt *st;
    assert_int_equal(dem_sql_open(s, dem_str_c(sql), &st, NULL), DEM_OK);
    dem_sql_text(st, dem_str_c(id));
    dem_sql_text(st, dem_str_c(record));
    assert_int_equal(dem_sql_run(st, NULL), DEM_OK);
    dem_sql_free(st);
}

static void linked_initiatives_go_before_the_briefs_own(void **state)
{
    (void)state;
    char dir[] = "/tmp/dem-brief-XXXXXX", path[64];
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/t.db", dir);
    dem_store *s;
    assert_int_equal(dem_store_open(path, true, &s, NULL), DEM_OK);
    put_all(s, (dem_report *[]){act_report(&offer), act_report(&accepts)}, 2);
    insert(s, "INSERT INTO initiatives(id, kind, first, state, record) VALUES(?, 'host', '2012-01-30', 'conditional', ?)", "in-1",
           "{\"record\":\"initiative\",\"id\":\"in-1\",\"kind\":\"host\",\"proposer\":[{\"name\":\"Russia\",\"code\":\"RUS\",\"country\":\"RUS\"}],"
           "\"venue\":\"Moscow\",\"first\":\"2012-01-30\",\"last\":\"2012-01-31\",\"state\":\"conditional\",\"reports\":[\"offer\",\"accepts\"],"
           "\"responses\":[{\"actor\":{\"name\":\"Damascus <b>\",\"code\":\"SYRGOV\",\"country\":\"SYR\"},\"stance\":\"conditional\","
           "\"conditions\":[{\"type\":\"if\",\"text\":\"if all come\"}],\"date\":\"2012-01-31\",\"quote\":\"We come if all come.\","
           "\"reports\":[\"accepts\"]}, 7, {\"actor\":[]}]}");
    insert(s, "INSERT INTO positions(id, actor, issue, stance, latest, report, record) VALUES(?, 1, 'x', 'demands', 1, 1, ?)", "po-1",
           "{\"record\":\"position\",\"actor\":{\"name\":\"The Council\",\"code\":\"SYROPP\",\"country\":\"SYR\"},\"about\":\"change of leadership\","
           "\"stance\":\"demands\",\"date\":\"2012-01-31\",\"report\":\"offer\",\"earlier\":[{\"stance\":\"urges\",\"date\":\"2012-01-02\","
           "\"report\":\"accepts\"}]}");
    insert(s, "INSERT INTO event_clusters(id, cameo, reports, outlets, record) VALUES(?, '039', 2, 2, ?)", "cl-1",
           "{\"record\":\"cluster\",\"differences\":[{\"what\":\"actor\",\"tellings\":[{\"value\":\"RUS+IRN\",\"reports\":[\"offer\"]},"
           "{\"value\":\"RUSGOV\",\"reports\":[\"accepts\"]}]},{\"what\":\"date\",\"tellings\":[{\"value\":\"2012-01-30\",\"reports\":[\"offer\"]},"
           "{\"value\":\"2012-01-29\",\"reports\":[\"accepts\"]}]}]}");
    insert(s, "INSERT INTO initiatives(id, kind, state, record) VALUES(?, 'plan', 'open', ?)", "in-2", "{broken");
    char *p = flat(print_brief(s, NULL, &(dem_brief_options){.format = "text"}));
    expect(p, "1. Russia: offer to host talks, Moscow - answered on conditions 30 January 2012 to 31 January 2012 [offer, accepts] "
              "- answers on conditions: Damascus <b> (Syria: government); 31 January 2012; condition: \"if all come\"; \"We come if all come.\" [accepts]");
    expect(p, "- The Council (Syria: opposition) demands: change of leadership; 31 January 2012 [offer] - earlier: urges; 2 January 2012 [accepts]");
    expect(p, "- offered to mediate or host talks: told of other days - 2012-01-30 [offer] - 2012-01-29 [accepts]");
    assert_null(strstr(p, "told as done by others")); /* one telling says more, not otherwise */
    assert_null(strstr(p, "2. "));
    free(p);
    p = print_brief(s, NULL, &(dem_brief_options){.format = "html"});
    assert_null(strstr(p, "Damascus <b>"));
    free(p);
    p = flat(print_brief(s, &(dem_filter){.country = "COL"}, &(dem_brief_options){.format = "text"}));
    expect(p, "No offer to mediate");
    free(p);
    dem_store_close(s);
    remove_store(dir);
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
        cmocka_unit_test(a_page_takes_no_markup_from_reports),
        cmocka_unit_test(a_page_has_its_plots_and_links_its_reports),
        cmocka_unit_test(what_is_new_is_marked),
        cmocka_unit_test(the_store_remembers_the_last_brief),
        cmocka_unit_test(linked_initiatives_go_before_the_briefs_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
