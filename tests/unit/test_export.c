/* SPDX-License-Identifier: Apache-2.0 */
/* The writers: field names and nesting, offsets in code points, absent fields absent, ids stable, hostile bytes harmless. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <jansson.h>

#include "build_report.h"

static json_t *parse(const dem_buf *b)
{
    json_error_t e;
    json_t *v = json_loadb(b->p, b->n, JSON_REJECT_DUPLICATES, &e);
    if (!v) fail_msg("not JSON: %s at byte %d: %.*s", e.text, e.position, (int)b->n, b->p);
    return v;
}

static const char *str(json_t *o, const char *key)
{
    const char *s = json_string_value(json_object_get(o, key));
    return s ? s : "(absent)";
}

static json_t *event_json(dem_report *r, size_t i)
{
    dem_codebook book = test_book();
    dem_ids ids;
    assert_int_equal(dem_ids_make(r, &ids, NULL), DEM_OK);
    dem_buf b = {0};
    dem_json j = {&b, false};
    dem_record_event(&j, r, &book, &ids, i);
    json_t *v = parse(&b);
    dem_buf_free(&b);
    return v;
}

static void event_has_the_fields_of_the_schema(void **state)
{
    (void)state;
    dem_report *r = offer_report();
    json_t *e = event_json(r, 0);
    assert_string_equal(str(e, "record"), "event");
    assert_string_equal(str(e, "report"), "offer-1");
    assert_string_equal(str(e, "cameo"), "039");
    assert_string_equal(str(e, "status"), "actual");
    assert_string_equal(str(json_object_get(e, "plover"), "type"), "AGREE");
    assert_null(json_object_get(json_object_get(e, "plover"), "mode"));
    assert_int_equal(json_integer_value(json_object_get(e, "quad")), 1);
    json_t *actor = json_array_get(json_object_get(e, "actor"), 0);
    assert_string_equal(str(actor, "code"), "IRNGOV");
    assert_string_equal(str(actor, "country"), "IRN");
    assert_string_equal(json_string_value(json_array_get(json_object_get(actor, "sector"), 0)), "GOV");
    json_t *recipient = json_array_get(json_object_get(e, "recipient"), 0);
    assert_null(json_object_get(recipient, "sector"));
    json_t *said = json_array_get(json_object_get(e, "attribution"), 0);
    assert_string_equal(str(said, "name"), "Ali Akbar Salehi");
    assert_string_equal(str(said, "cue"), "said");
    assert_true(json_is_false(json_object_get(said, "direct")));
    assert_string_equal(str(json_array_get(json_object_get(e, "conditions"), 0), "type"), "unless");
    assert_string_equal(str(json_object_get(e, "date"), "start"), "2012-07-15");
    assert_null(json_object_get(e, "place"));
    assert_null(json_object_get(e, "event_cluster"));
    assert_true(json_real_value(json_object_get(e, "confidence")) == 0.91);
    json_decref(e);
    dem_report_free(r);
}

static void offsets_are_code_points(void **state)
{
    (void)state;
    dem_report *r = offer_report();
    json_t *e = event_json(r, 0), *t = json_object_get(e, "trigger");
    json_int_t start = json_integer_value(json_object_get(t, "start"));
    /* Two characters before it take two bytes each. */
    assert_int_equal(start, span_of(r, "offered").start - 2);
    assert_int_equal(json_integer_value(json_object_get(t, "end")), start + 7);
    json_decref(e);
    dem_report_free(r);
}

static void a_day_that_was_not_resolved_is_no_date(void **state)
{
    (void)state;
    dem_report *r = new_report("undated", "Talks on Tuesday.", NULL);
    add_sentence(r, "Talks on Tuesday.");
    dem_time *t = DEM_PUSH(r->arena, &r->times);
    *t = (dem_time){.span = span_of(r, "Tuesday"), .from = DEM_DAY_NONE, .to = DEM_DAY_NONE};
    dem_event *e = add_event(r, 0, "046", "Talks", NULL);
    e->time = 0;
    json_t *o = event_json(r, 0);
    assert_null(json_object_get(o, "date"));
    json_decref(o);
    e->date_from = e->date_to = dem_day_parse(DEM_STR("2012-01-31"));
    o = event_json(r, 0);
    assert_string_equal(str(json_object_get(o, "date"), "text"), "Tuesday");
    json_decref(o);
    dem_report_free(r);
}

static void nothing_found_is_absent(void **state)
{
    (void)state;
    dem_report *r = new_report("bare", "Talks.", NULL);
    add_sentence(r, "Talks.");
    dem_event *e = add_event(r, 0, "9999", "Talks", NULL);
    e->confidence = 0;
    e->rule = DEM_STR_NONE;
    json_t *o = event_json(r, 0);
    static const char *const absent[] = {"actor", "recipient", "plover", "quad", "goldstein", "conditions",
                                         "attribution", "date", "place", "rule", "venue", "event_cluster"};
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++) assert_null(json_object_get(o, absent[i]));
    json_decref(o);
    dem_report_free(r);
}

/* No value anywhere below v is null, "" or []. */
static void no_empty_values(json_t *v)
{
    const char *key;
    json_t *x;
    size_t i;
    assert_false(json_is_null(v));
    if (json_is_string(v)) assert_true(json_string_length(v) > 0);
    if (json_is_object(v)) {
        assert_true(json_object_size(v) > 0);
        json_object_foreach(v, key, x) no_empty_values(x);
    }
    if (json_is_array(v)) {
        assert_true(json_array_size(v) > 0);
        json_array_foreach(v, i, x) no_empty_values(x);
    }
}

static void json_lines_are_objects_without_empty_values(void **state)
{
    (void)state;
    dem_report *r = offer_report();
    r->meta.extra = json_pack("{s:s,s:[i,i],s:s}", "desk", "foreign", "pages", 1, 2, "text", "not ours to overwrite");
    dem_codebook book = test_book();
    dem_ids ids;
    assert_int_equal(dem_ids_make(r, &ids, NULL), DEM_OK);
    dem_buf b = {0};
    dem_write_records(r, &book, &ids, true, &b);
    dem_str rest = dem_buf_view(&b), line;
    const char *const kinds[] = {"report", "statement", "statement", "event", "claim"};
    size_t n = 0;
    while (dem_str_split(&rest, '\n', &line)) {
        if (line.n == 0) continue;
        json_t *v = json_loadb(line.p, line.n, JSON_REJECT_DUPLICATES, NULL);
        assert_non_null(v);
        assert_true(n < 5);
        assert_string_equal(str(v, "record"), kinds[n]);
        no_empty_values(v);
        if (n == 0) {
            assert_string_equal(str(v, "desk"), "foreign");
            assert_int_equal(strlen(str(v, "text")), r->text.n);
        }
        json_decref(v);
        n++;
    }
    assert_int_equal(n, 5);
    dem_buf_free(&b);
    dem_report_free(r);
}

static void a_claim_keeps_an_open_count_open(void **state)
{
    (void)state;
    dem_report *r = offer_report();
    dem_ids ids;
    assert_int_equal(dem_ids_make(r, &ids, NULL), DEM_OK);
    dem_buf b = {0};
    dem_json j = {&b, false};
    dem_record_claim(&j, r, &ids, 0);
    json_t *c = parse(&b), *count = json_object_get(c, "count");
    assert_int_equal(json_integer_value(json_object_get(count, "min")), 200);
    assert_null(json_object_get(count, "max"));
    assert_string_equal(str(count, "qualifier"), "at_least");
    assert_string_equal(str(json_array_get(json_object_get(c, "victims"), 0), "text"), "people");
    assert_string_equal(str(json_array_get(json_object_get(c, "attribution"), 0), "name"), "Activists");
    json_decref(c);
    dem_buf_free(&b);
    dem_report_free(r);
}

static void an_unbound_condition_stands_on_its_statement(void **state)
{
    (void)state;
    dem_report *r = offer_report();
    dem_ids ids;
    dem_buf b = {0};
    for (int bound = 1; bound >= 0; bound--) {
        r->events.items[0].conditions.n = (size_t)bound;
        assert_int_equal(dem_ids_make(r, &ids, NULL), DEM_OK);
        dem_json j = {&b, false};
        dem_buf_clear(&b);
        dem_record_statement(&j, r, &ids, 0);
        json_t *s = parse(&b);
        assert_int_equal(json_array_size(json_object_get(s, "conditions")), bound ? 0 : 1);
        json_decref(s);
    }
    dem_buf_free(&b);
    dem_report_free(r);
}

static void ids_are_stable_and_unique(void **state)
{
    (void)state;
    dem_report *a = offer_report(), *b = offer_report();
    dem_ids x, y;
    /* An exact double of the event in b must not change the first id, and must get one of its own. */
    dem_event copy = b->events.items[0];
    *DEM_PUSH(b->arena, &b->events) = copy;
    assert_int_equal(dem_ids_make(a, &x, NULL), DEM_OK);
    assert_int_equal(dem_ids_make(b, &y, NULL), DEM_OK);
    assert_string_equal(dem_id_event(&x, 0).c, dem_id_event(&y, 0).c);
    assert_string_not_equal(dem_id_event(&y, 0).c, dem_id_event(&y, 1).c);
    assert_string_not_equal(dem_id_statement(&x, 0).c, dem_id_statement(&x, 1).c);
    b->meta.id = DEM_STR("offer-2");
    assert_int_equal(dem_ids_make(b, &y, NULL), DEM_OK);
    assert_string_not_equal(dem_id_event(&x, 0).c, dem_id_event(&y, 0).c);
    dem_report_free(a);
    dem_report_free(b);
}

static void clusters_are_named_by_their_first_event(void **state)
{
    (void)state;
    dem_report *r = offer_report();
    add_event(r, 1, "036", "host", "2012-07-15")->cluster = 0;
    add_event(r, 1, "106", "talks", "2012-07-15")->cluster = 2;
    r->events.items[0].cluster = 0;
    dem_ids ids;
    assert_int_equal(dem_ids_make(r, &ids, NULL), DEM_OK);
    assert_string_equal(dem_id_cluster(&ids, 0).c, dem_id_event(&ids, 0).c);
    assert_string_equal(dem_id_cluster(&ids, 1).c, dem_id_event(&ids, 0).c);
    assert_string_equal(dem_id_cluster(&ids, 2).c, "");
    dem_report_free(r);
}

static void annotate_prints_the_layers_that_are_there(void **state)
{
    (void)state;
    dem_report *r = offer_report();
    add_token(r, 2, "Activists", "activist", "NOUN", "nsubj", 1);
    add_token(r, 2, "counted", "count", "VERB", "root", DEM_NONE);
    dem_codebook book = test_book();
    dem_ids ids;
    assert_int_equal(dem_ids_make(r, &ids, NULL), DEM_OK);
    dem_buf b = {0};
    dem_write_annotate(r, &book, &ids, &b);
    json_t *v = parse(&b);
    json_t *tokens = json_object_get(json_array_get(json_object_get(v, "sentences"), 2), "tokens");
    assert_int_equal(json_array_size(tokens), 2);
    assert_int_equal(json_integer_value(json_object_get(json_array_get(tokens, 0), "head")), 2);
    assert_int_equal(json_integer_value(json_object_get(json_array_get(tokens, 1), "head")), 0);
    assert_string_equal(str(json_array_get(tokens, 1), "deprel"), "root");
    assert_null(json_object_get(json_array_get(tokens, 1), "xpos"));
    assert_int_equal(json_array_size(json_object_get(v, "events")), 1);
    assert_string_equal(str(json_array_get(json_object_get(v, "conditions"), 0), "stance"), "sets");
    json_decref(v);
    dem_buf_free(&b);
    dem_report_free(r);
}

static size_t count_of(dem_str s, const char *what)
{
    size_t n = 0;
    for (size_t at = 0; (at = dem_str_find(s, dem_str_c(what), at)) != SIZE_MAX; at++) n++;
    return n;
}

static void csv_is_rfc_4180(void **state)
{
    (void)state;
    dem_report *r = offer_report();
    r->events.items[0].venue = DEM_STR("a \"hall\"");
    dem_codebook book = test_book();
    dem_buf b = {0};
    dem_write_csv_header(&b);
    assert_int_equal(dem_write_csv(r, &book, &b, NULL), DEM_OK);
    dem_str all = dem_buf_view(&b);
    assert_int_equal(count_of(all, "\r\n"), 2);
    assert_true(dem_str_find(all, DEM_STR(",\"a \"\"hall\"\"\","), 0) != SIZE_MAX);
    assert_true(dem_str_find(all, DEM_STR(",039,Express intent to mediate,AGREE,,diplomatic,1,5.0,actual,"), 0) != SIZE_MAX);
    /* Both records have the same number of fields: commas outside of quotes. */
    size_t fields[2] = {0, 0}, line = 0;
    bool quoted = false;
    for (size_t i = 0; i < all.n && line < 2; i++) {
        if (all.p[i] == '"') quoted = !quoted;
        if (all.p[i] == ',' && !quoted) fields[line]++;
        if (all.p[i] == '\n' && !quoted) line++;
    }
    assert_int_equal(fields[0], fields[1]);
    dem_buf_free(&b);
    dem_report_free(r);
}

static void table_and_text_and_explain_read_well(void **state)
{
    (void)state;
    dem_report *r = offer_report();
    r->meta.title = DEM_STR("bad \033[31mtitle\nhere");
    add_token(r, 2, "Activists", "activist", "NOUN", "nsubj", 1);
    add_token(r, 2, "counted", "count", "VERB", "root", DEM_NONE);
    add_token(r, 2, "dead", "dead", "ADJ", "obj", 1);
    r->sentences.items[2].parsed = true;
    dem_sentence_link(r, 2);
    dem_codebook book = test_book();
    dem_buf b = {0};
    assert_int_equal(dem_write_table(r, &book, false, &b, NULL), DEM_OK);
    dem_str all = dem_buf_view(&b);
    assert_true(dem_str_find(all, DEM_STR("Iran [IRNGOV]"), 0) != SIZE_MAX);
    assert_true(dem_str_find(all, DEM_STR("condition (unless): unless shelling went on"), 0) != SIZE_MAX);
    assert_true(dem_str_find(all, DEM_STR("\033"), 0) == SIZE_MAX);
    assert_true(dem_str_find(all, DEM_STR("bad [31mtitle here"), 0) != SIZE_MAX);
    dem_buf_clear(&b);
    dem_write_text(r, &b);
    assert_true(dem_str_starts(dem_buf_view(&b), DEM_STR("id: offer-1\ntitle: bad")));
    assert_true(dem_str_find(dem_buf_view(&b), DEM_STR("published: 2012-07-15\n"), 0) != SIZE_MAX);
    dem_buf_clear(&b);
    dem_write_explain(r, &book, false, &b);
    all = dem_buf_view(&b);
    assert_true(dem_str_find(all, DEM_STR("\xE2\x94\x9C\xE2\x94\x80 Activists  NOUN  nsubj"), 0) != SIZE_MAX);
    assert_true(dem_str_find(all, DEM_STR("\xE2\x94\x94\xE2\x94\x80 dead       ADJ   obj"), 0) != SIZE_MAX);
    assert_true(dem_str_find(all, DEM_STR("said by     Ali Akbar Salehi [IRNGOV], cue \"said\""), 0) != SIZE_MAX);
    assert_true(dem_str_find(all, DEM_STR("200 (\"at least 200\"), at least"), 0) != SIZE_MAX);
    dem_buf_free(&b);
    dem_report_free(r);
}

static void hostile_bytes_stay_valid_json(void **state)
{
    (void)state;
    static const struct {
        const char *in, *out;
    } cases[] = {{"a\"b\\c\n\t\x01", "\"a\\\"b\\\\c\\n\\t\\u0001\""},
                 {"\xff\xc3", "\"\xEF\xBF\xBD\xEF\xBF\xBD\""},
                 {"\xed\xa0\x80", "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""}, /* a surrogate in UTF-8 */
                 {"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", "\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\""},
                 {"", "\"\""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dem_buf b = {0};
        dem_json j = {&b, false};
        dem_json_str(&j, dem_str_c(cases[i].in));
        assert_string_equal(b.p, cases[i].out);
        dem_buf_free(&b);
    }
}

static void numbers_do_not_depend_on_the_locale(void **state)
{
    (void)state;
    static const struct {
        double v;
        int decimals;
        bool trim;
        const char *out;
    } cases[] = {{0.906, 2, false, "0.91"}, {-5, 1, false, "-5.0"},   {55.75, 5, true, "55.75"}, {-0.5, 5, true, "-0.5"},
                 {36, 5, true, "36"},       {-0.001, 2, false, "0.00"}, {1.995e9, 1, false, "null"}, {7.4, 0, false, "7"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dem_buf b = {0};
        dem_num_print(&b, cases[i].v, cases[i].decimals, cases[i].trim);
        assert_string_equal(b.p, cases[i].out);
        dem_buf_free(&b);
    }
}

static void codes_split_into_sectors(void **state)
{
    (void)state;
    dem_str s[4];
    assert_int_equal(dem_code_sectors(DEM_STR("SYRGOVMIL"), "SYR", s, 4), 2);
    assert_true(dem_str_is(s[1], "MIL"));
    assert_int_equal(dem_code_sectors(DEM_STR("UNO"), "", s, 4), 0);
    assert_int_equal(dem_code_sectors(DEM_STR("REB"), "", s, 4), 1);
    assert_int_equal(dem_code_sectors(DEM_STR(""), "", s, 4), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(event_has_the_fields_of_the_schema),
        cmocka_unit_test(offsets_are_code_points),
        cmocka_unit_test(a_day_that_was_not_resolved_is_no_date),
        cmocka_unit_test(nothing_found_is_absent),
        cmocka_unit_test(json_lines_are_objects_without_empty_values),
        cmocka_unit_test(a_claim_keeps_an_open_count_open),
        cmocka_unit_test(an_unbound_condition_stands_on_its_statement),
        cmocka_unit_test(ids_are_stable_and_unique),
        cmocka_unit_test(clusters_are_named_by_their_first_event),
        cmocka_unit_test(annotate_prints_the_layers_that_are_there),
        cmocka_unit_test(csv_is_rfc_4180),
        cmocka_unit_test(table_and_text_and_explain_read_well),
        cmocka_unit_test(hostile_bytes_stay_valid_json),
        cmocka_unit_test(numbers_do_not_depend_on_the_locale),
        cmocka_unit_test(codes_split_into_sectors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
