/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes to reports: character sets, metadata, what is kept out of the text, bad input. Texts are written for these
 * tests. */
#include "base/file.h"
#include "ingest/ingest.h"
#include "ingest/sha256.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>

static dem_ingest_rules *rules;
static dem_arena *data;
static char folder[] = "test-ingest-XXXXXX"; /* in the folder the test runs in */

static int setup(void **state)
{
    (void)state;
    static const char *const names[] = {DEM_SOURCE_DIR "/data/ingest/lines.txt",
                                        DEM_SOURCE_DIR "/data/ingest/names.txt", DEM_SOURCE_DIR "/data/ingest/html.txt",
                                        DEM_SOURCE_DIR "/data/ingest/languages.txt"};
    dem_str texts[4];
    dem_error err = {0};
    data = dem_arena_new(0);
    for (int i = 0; i < 4; i++)
        if (dem_file_read(data, names[i], 1 << 20, &texts[i], &err)) return 1;
    return !mkdtemp(folder) || dem_ingest_rules_load(texts, names, 4, &rules, &err);
}

static int teardown(void **state)
{
    (void)state;
    dem_ingest_rules_free(rules);
    dem_arena_free(data);
    return rmdir(folder);
}

static dem_report *report;
static dem_error error;

static int ingest_n(const char *bytes, size_t n, const char *name, dem_ingest_options o)
{
    dem_report_free(report);
    report = dem_report_new((size_t)512 << 20);
    assert_non_null(report);
    o.rules = rules;
    return dem_ingest_bytes(report, (dem_str){bytes, n}, name, &o, &error);
}

static int ingest(const char *text, const char *name)
{
    return ingest_n(text, strlen(text), name, (dem_ingest_options){0});
}

static void check_str(dem_str got, const char *want)
{
    char buf[4096];
    snprintf(buf, sizeof buf, "%.*s", DEM_FMT(got));
    assert_string_equal(buf, want);
}

static void check_day(dem_day got, const char *want)
{
    char buf[11];
    dem_day_print(got, buf);
    assert_string_equal(buf, want);
}

static int drop(void **state)
{
    (void)state;
    dem_report_free(report);
    report = NULL;
    return 0;
}

#define BODY "The envoy said on Monday that both sides had agreed to meet again in the spring."
#define MORE "A spokesman for the government said that it would study the offer before it replied."

/* ---- plain text ---- */

static void head_of_a_wire_report(void **state)
{
    (void)state;
    assert_int_equal(ingest("Envoy says talks will resume\nTuesday, March 6, 2012\nBy Our Correspondent\n\nGENEVA, "
                            "March 5 (Northgate Wire) -- " BODY "\n\n" MORE "\n",
                            "a/talks.v1.txt"),
                     DEM_OK);
    check_str(report->text, "Envoy says talks will resume\n\n" BODY "\n\n" MORE);
    check_str(report->meta.id, "talks.v1");
    check_str(report->meta.title, "Envoy says talks will resume");
    check_str(dem_text_of(report, report->title_span), "Envoy says talks will resume");
    check_day(report->meta.published, "2012-03-06");
    check_str(report->meta.author, "Our Correspondent");
    check_str(report->meta.dateline_place, "Geneva");
    check_str(report->meta.dateline_date, "2012-03-05");
    check_str(report->meta.via, "Northgate Wire");
    check_str(report->meta.language, "en");
    assert_int_equal(report->paragraphs.n, 3);
    assert_int_equal(strlen(report->meta.sha256), 64);
}

static void a_dateline_without_a_year_is_no_date(void **state)
{
    (void)state;
    assert_int_equal(ingest("Talks resume\n\nUNITED NATIONS, Jan. 5 (Reuters) - " BODY "\n\n" MORE, "x.txt"), DEM_OK);
    assert_int_equal(report->meta.published, DEM_DAY_NONE);
    assert_int_equal(report->meta.dateline_date.n, 0);
    check_str(report->meta.dateline_place, "United Nations");
    check_str(report->meta.via, "Reuters");
    assert_int_equal(ingest("Talks resume\n\nGENEVA, Aug 2, 2012 (Northgate Wire) -- " BODY "\n\n" MORE, "x.txt"),
                     DEM_OK);
    check_day(report->meta.published, "2012-08-02");
    check_str(report->meta.dateline_date, "2012-08-02");
    /* The year turns between the dateline and the paper. */
    assert_int_equal(ingest("Talks resume\n1 January 2013\n\nMOSCOW, Dec 31 -- " BODY "\n\n" MORE, "x.txt"), DEM_OK);
    check_str(report->meta.dateline_date, "2012-12-31");
}

static void datelines_of_many_shapes(void **state)
{
    (void)state;
    static const struct {
        const char *head, *place, *via;
    } cases[] = {
        {"(Xinhuanet) -- ", "", "Xinhua"},
        {"DAMASCUS \xe2\x80\x94 ", "Damascus", ""},
        {"Beirut (AFP) - ", "Beirut", "AFP"},
        {"MONTREUX, Switzerland (Meridian Evening Post) -- ", "Montreux, Switzerland", "Meridian Evening Post"},
        {"BEIRUT/DAMASCUS (Reuters) - ", "Beirut/Damascus", "Reuters"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[1024];
        snprintf(text, sizeof text, "Talks resume at last\n\n%s" BODY "\n\n" MORE, cases[i].head);
        assert_int_equal(ingest(text, "x.txt"), DEM_OK);
        check_str(report->text, "Talks resume at last\n\n" BODY "\n\n" MORE);
        check_str(report->meta.dateline_place, cases[i].place);
        check_str(report->meta.via, cases[i].via);
    }
    /* These are sentences. */
    static const char *const none[] = {
        "The envoy - a former minister - said on Monday that both sides had agreed to meet again.",
        "Senator Hale (R-Utah) - who had met him on Monday - said that both sides had agreed.",
        "Rep. Mora Hale (R-S.C.): I have not heard that both sides had agreed to it.",
        "NATO forces - all of them - left the city on Monday after the two sides had agreed to it."};
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(ingest(none[i], "x.txt"), DEM_OK);
        check_str(report->text, none[i]);
    }
}

static void outlets_and_date_lines(void **state)
{
    (void)state;
    assert_int_equal(
        ingest("EASTMARK DISPATCH\nEnvoy leaves for the capital\n19 February 2015\n\n" BODY "\n\n" MORE, "x.txt"),
        DEM_OK);
    check_str(report->meta.title, "Envoy leaves for the capital");
    check_str(report->meta.publisher, "Eastmark Dispatch");
    check_day(report->meta.published, "2015-02-19");
    assert_int_equal(ingest("Envoy leaves\n\nThe Saltmarsh Chronicle, 21 January 2014\n" BODY "\n\n" MORE, "x.txt"),
                     DEM_OK);
    check_str(report->meta.publisher, "The Saltmarsh Chronicle");
    check_day(report->meta.published, "2014-01-21");
    check_str(report->text, "Envoy leaves\n\n" BODY "\n\n" MORE);
}

static void a_labelled_head(void **state)
{
    (void)state;
    assert_int_equal(ingest("Title: Envoy leaves\nDate: 2015-02-19\nSource: Eastmark Dispatch\n\n" BODY "\n\n" MORE, "x.txt"), DEM_OK);
    check_str(report->meta.title, "Envoy leaves");
    check_str(report->meta.publisher, "Eastmark Dispatch");
    check_day(report->meta.published, "2015-02-19");
    check_str(report->text, "Envoy leaves\n\n" BODY "\n\n" MORE);
    /* Not in the head, it is text. */
    assert_int_equal(ingest("Envoy leaves\n\n" BODY "\n\nTitle: none of the drafts had one.\n\n" MORE, "x.txt"), DEM_OK);
    check_str(report->meta.title, "Envoy leaves");
    check_str(report->text, "Envoy leaves\n\n" BODY "\n\nTitle: none of the drafts had one.\n\n" MORE);
}

static void noise_is_left_out(void **state)
{
    (void)state;
    assert_int_equal(ingest("Crowds greet the envoy in the capi\nCrowds greet the envoy in the capiReuters\n\n" BODY
                            "\n\nPhoto: The envoy waves. Credit: Harbour Courier\n\nAdvertisement\n\n" MORE
                            "\n\n* * *\n\nSent from my telephone\n\nNo comments:\n\nPost a Comment\n",
                            "x.txt"),
                     DEM_OK);
    check_str(report->text, BODY "\n\n" MORE);
    assert_int_equal(report->title_span.end, 0);
    assert_int_equal(report->meta.title.n, 0);
    assert_int_equal(ingest("Envoy leaves\nEnvoy leaves\n\n" BODY "\n\n" MORE, "x.txt"), DEM_OK);
    check_str(report->text, "Envoy leaves\n\n" BODY "\n\n" MORE);
}

static void wrapped_lines_are_joined(void **state)
{
    (void)state;
    assert_int_equal(
        ingest(
            "Envoy leaves for talks\n\nThe envoy of the league left for talks in the capital\non Monday, a day after "
            "the two sides had said\nthat they would meet him in the palace. He will\nstay there for two days.\n\nA "
            "spokesman for the army said that its troops\nwould hold their fire for as long as he is there.\n",
            "x.txt"),
        DEM_OK);
    assert_int_equal(report->paragraphs.n, 3);
    check_str(dem_text_of(report, report->paragraphs.items[2]),
              "A spokesman for the army said that its troops would hold their fire for as long as he is there.");
}

static void one_line_is_text(void **state)
{
    (void)state;
    assert_int_equal(ingest("Iran offers to host talks", "x.txt"), DEM_OK);
    check_str(report->text, "Iran offers to host talks");
    assert_int_equal(report->title_span.end, 0);
}

static void characters(void **state)
{
    (void)state;
    assert_int_equal(
        ingest("The\xc2\xa0"
               "envoy\xe2\x80\x99s pla\xc2\xadne \x01left, e\xcc\x81migre\xcc\x81s said.\r\nA second line.\r",
               "x.txt"),
        DEM_OK);
    check_str(report->text, "The envoy\xe2\x80\x99s plane left, \xc3\xa9migr\xc3\xa9s said.\n\nA second line.");
}

static void verbatim_is_untouched(void **state)
{
    (void)state;
    const char *text = "Talks resume\n\nGENEVA, May 5 (AFP) --  " BODY " \n\nAdvertisement\n";
    assert_int_equal(ingest_n(text, strlen(text), "x.txt", (dem_ingest_options){.verbatim = true}), DEM_OK);
    check_str(report->text, text);
    assert_int_equal(report->paragraphs.n, 3);
    check_str(dem_text_of(report, report->paragraphs.items[2]), "Advertisement");
}

/* ---- character sets ---- */

static void character_sets(void **state)
{
    (void)state;
    const char *want = "Caf\xc3\xa9 owners said on Monday that they had met the envoy and his aides.";
    static const char latin[] = "Caf\xe9 owners said on Monday that they had met the envoy and his aides.";
    assert_int_equal(ingest(latin, "x.txt"), DEM_OK);
    check_str(report->text, want);
    assert_int_equal(
        ingest("The envoy\x92s plane, said \x93officials\x94 on Monday, was late when it came to the city.", "x.txt"),
        DEM_OK);
    check_str(report->text, "The envoy\xe2\x80\x99s plane, said \xe2\x80\x9cofficials\xe2\x80\x9d on Monday, was late "
                            "when it came to the city.");
    char wide[512];
    for (int order = 0; order < 2; order++)
        for (size_t mark = 0; mark < 2; mark++) {
            size_t n = 0;
            if (mark) memcpy(wide, order ? "\xff\xfe" : "\xfe\xff", n = 2);
            for (const char *c = latin; *c; c++) {
                wide[n + (size_t)order] = 0; /* order 1: little-endian, the letter first */
                wide[n + 1 - (size_t)order] = *c;
                n += 2;
            }
            assert_int_equal(ingest_n(wide, n, "x.txt", (dem_ingest_options){0}), DEM_OK);
            check_str(report->text, want);
        }
    char marked[256];
    snprintf(marked, sizeof marked, "\xef\xbb\xbf%s", want);
    assert_int_equal(ingest(marked, "x.txt"), DEM_OK);
    check_str(report->text, want);
}

/* ---- JSON Lines ---- */

static void json_keys(void **state)
{
    (void)state;
    assert_int_equal(
        ingest("{\"id\":\"r-1\",\"title\":\"A title\",\"published\":\"2013-09-10T10:00:00Z\",\"publisher\":\"Northgate "
               "Wire\",\"author\":\"Staff\",\"url\":\"https://wire.example/1\","
               "\"desk\":\"world\",\"n\":3,\"text\":\"" BODY "\"}",
               "x.jsonl"),
        DEM_OK);
    check_str(report->meta.id, "r-1");
    check_str(report->meta.title, "A title");
    check_str(report->meta.publisher, "Northgate Wire");
    check_str(report->meta.url, "https://wire.example/1");
    check_day(report->meta.published, "2013-09-10");
    check_str(report->text, BODY);
    assert_int_equal(report->title_span.end, 0);
    assert_int_equal(json_object_size(report->meta.extra), 2);
    assert_string_equal(json_string_value(json_object_get(report->meta.extra, "desk")), "world");
}

static void json_faults(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "{\"text\":\"cut", "[]", "{\"id\":\"x\"}", "{\"text\":5}", "{\"text\":\"" BODY "\",\"title\":[]}", "nonsense"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(ingest(bad[i], "x.jsonl"), DEM_EFORMAT);
        assert_string_equal(error.file, "x.jsonl");
        assert_int_equal(error.line, 1);
    }
    assert_int_equal(ingest("{\"text\":\"  \"}", "x.jsonl"), DEM_EEMPTY);
    /* A date that is none is given back, not guessed. */
    assert_int_equal(ingest("{\"text\":\"" BODY "\",\"published\":\"last week\"}", "x.jsonl"), DEM_OK);
    assert_int_equal(report->meta.published, DEM_DAY_NONE);
    assert_non_null(json_object_get(report->meta.extra, "published"));
}

/* ---- HTML ---- */

#define P1                                                                                                             \
    "<p>The envoy said on Monday, after two days of talks in the palace, that both sides had agreed to meet again in " \
    "the spring.</p>"
#define P2                                                                                                             \
    "<p>A spokesman for the government said, without giving a date, that it would study the offer before it replied "  \
    "to the envoy.</p>"

static void a_page(void **state)
{
    (void)state;
    assert_int_equal(
        ingest("<!DOCTYPE html><html lang='en'><head><title>Envoy: talks to resume | Harbour Courier</title><meta "
               "property='og:site_name' content='Harbour Courier'>"
               "<meta property='article:published_time' content='2012-03-28T06:40:00Z'><meta name='author' "
               "content='Foreign Desk'><script>var a = 'no';</script></head><body>"
               "<nav><a href='/'>Home</a></nav><div class='cookie-bar'><p>We use cookies to improve your visit, as you "
               "may know by now.</p></div><article><h1>Envoy: talks to resume</h1>" P1
               "<figure><figcaption>The envoy, seen here in the palace with his aides on "
               "Monday.</figcaption></figure><h2>An offer</h2>" P2
               "<blockquote>We shall come back, whatever is said, and we shall listen to all.</blockquote><ul><li>The "
               "talks are to last for three days.</li></ul></article>"
               "<aside class='related'><p>Turkey, it is said, will host a meeting of ministers, as it did last "
               "year.</p></aside><section id='comments'><p>I was there, and it was not at all like this, believe me, "
               "friends.</p></section>"
               "<footer><p>All rights reserved, here as anywhere else in the world.</p></footer></body></html>",
               "page.html"),
        DEM_OK);
    check_str(report->meta.title, "Envoy: talks to resume");
    check_str(report->meta.publisher, "Harbour Courier");
    check_str(report->meta.author, "Foreign Desk");
    check_day(report->meta.published, "2012-03-28");
    check_str(dem_text_of(report, report->title_span), "Envoy: talks to resume");
    assert_int_equal(report->paragraphs.n, 6);
    check_str(dem_text_of(report, report->paragraphs.items[2]), "An offer");
    check_str(dem_text_of(report, report->paragraphs.items[5]), "The talks are to last for three days.");
}

static void page_metadata_in_json(void **state)
{
    (void)state;
    assert_int_equal(ingest("<html><head><script "
                            "type='application/ld+json'>{\"@graph\":[{\"@type\":\"NewsArticle\",\"headline\":\"Envoy "
                            "leaves\",\"datePublished\":\"2014-05-03\",\"author\":[{\"name\":\"Staff\"}],"
                            "\"publisher\":{\"name\":\"Eastmark Dispatch\"}}]}</script></head><body><div>" P1 P2
                            "</div></body></html>",
                            "p.html"),
                     DEM_OK);
    check_str(report->meta.title, "Envoy leaves");
    check_str(report->meta.author, "Staff");
    check_str(report->meta.publisher, "Eastmark Dispatch");
    check_day(report->meta.published, "2014-05-03");
}

static void page_character_set(void **state)
{
    (void)state;
    assert_int_equal(
        ingest("<html><head><meta charset=iso-8859-1></head><body><p>The caf\xe9 of the envoy\x92s hotel was shut on "
               "Monday, and the talks, officials said, were held in the street.</p></body></html>",
               "p.html"),
        DEM_OK);
    check_str(report->text, "The caf\xc3\xa9 of the envoy\xe2\x80\x99s hotel was shut on Monday, and the talks, "
                            "officials said, were held in the street.");
}

static void deep_nesting(void **state)
{
    (void)state;
    enum { DEPTH = 10000 };
    static const char *const tags[] = {"<div>", "<b>", "<table><tr><td>", "<ul><li>"};
    for (size_t t = 0; t < 4; t++) {
        size_t len = strlen(tags[t]), n = 0;
        char *buf = malloc(DEPTH * len + 8192);
        assert_non_null(buf);
        for (size_t i = 0; i < DEPTH; i++, n += len) memcpy(buf + n, tags[t], len);
        n += (size_t)sprintf(buf + n, "%s", P1 P2);
        int rc = ingest_n(buf, n, "deep.html", (dem_ingest_options){0});
        assert_true(rc == DEM_OK || rc == DEM_EEMPTY ||
                    rc == DEM_EFORMAT); /* libxml2 may refuse the depth; it must not fall over */
        free(buf);
    }
}

static void pages_without_text(void **state)
{
    (void)state;
    assert_int_equal(
        ingest("<html><head><title>Nothing</title></head><body><script>1</script></body></html>", "p.html"),
        DEM_EEMPTY);
    assert_int_equal(ingest("<html></html>", "p.html"), DEM_EEMPTY);
    assert_string_equal(error.file, "p.html");
}

/* ---- bad input ---- */

static void bad_bytes(void **state)
{
    (void)state;
    assert_int_equal(ingest("", "x.txt"), DEM_EEMPTY);
    assert_int_equal(ingest(" \n\t\n", "x.txt"), DEM_EEMPTY);
    assert_int_equal(ingest_n("a\0b\0\0\0\1\2\3xyz", 12, "x.txt", (dem_ingest_options){0}), DEM_EFORMAT);
    assert_int_equal(ingest("%PDF-1.4 and so on", "x.txt"), DEM_EFORMAT);
    assert_non_null(strstr(error.message, "PDF"));
    /* UTF-8 with one broken sequence is damaged UTF-8, and nothing else. */
    assert_int_equal(ingest("\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9 and \xc3 more of it", "x.txt"),
                     DEM_EFORMAT);
    assert_int_equal(error.byte, 17);
}

static void other_languages(void **state)
{
    (void)state;
    const char *french = "Le gouvernement a annonc\xc3\xa9 lundi que les pourparlers de paix reprendront dans la "
                         "capitale au printemps, selon un porte-parole du ministre.";
    assert_int_equal(ingest(french, "x.txt"), DEM_ELANGUAGE);
    assert_non_null(strstr(error.message, "French"));
    assert_int_equal(ingest_n(french, strlen(french), "x.txt", (dem_ingest_options){.any_language = true}), DEM_OK);
    check_str(report->meta.language, "fr");
    assert_int_equal(ingest("\xd0\x9f\xd1\x80\xd0\xb0\xd0\xb2\xd0\xb8\xd1\x82\xd0\xb5\xd0\xbb\xd1\x8c\xd1\x81\xd1\x82"
                            "\xd0\xb2\xd0\xbe \xd0\xb7\xd0\xb0\xd1\x8f\xd0\xb2\xd0\xb8\xd0\xbb\xd0\xbe",
                            "x.txt"),
                     DEM_ELANGUAGE);
    assert_int_equal(ingest("Iran offers talks", "x.txt"), DEM_OK); /* too short to tell */
}

/* ---- files ---- */

static const char *path_of(const char *name)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static const char *write_file(const char *name, const char *bytes, size_t n, bool gz)
{
    const char *path = path_of(name);
    gzFile f = gzopen(path, gz ? "wb" : "wbT");
    assert_non_null(f);
    assert_int_equal(gzwrite(f, bytes, (unsigned)n), (int)n);
    assert_int_equal(gzclose(f), Z_OK);
    return path;
}

static void a_stream_of_records(void **state)
{
    (void)state;
    const char *lines =
        "\xef\xbb\xbf{\"id\":\"1\",\"text\":\"" BODY "\"}\n\n{\"id\":\"2\",\"te\n{\"text\":\"" MORE "\"}";
    for (int gz = 0; gz < 2; gz++) {
        const char *path = write_file(gz ? "s.jsonl.gz" : "s.jsonl", lines, strlen(lines), gz);
        dem_ingest_options o = {.rules = rules};
        dem_source *s = NULL;
        dem_report *r = dem_report_new(0);
        bool got = false;
        assert_int_equal(dem_source_open(path, &o, &s, &error), DEM_OK);
        assert_int_equal(dem_source_next(s, r, &got, &error), DEM_OK);
        assert_true(got);
        check_str(r->meta.id, "1");
        dem_report_reset(r);
        assert_int_equal(dem_source_next(s, r, &got, &error), DEM_EFORMAT);
        assert_int_equal(error.line, 3);
        assert_false(got);
        dem_report_reset(r);
        assert_int_equal(dem_source_next(s, r, &got, &error), DEM_OK);
        assert_true(got);
        check_str(r->meta.id, "s:4");
        dem_report_reset(r);
        assert_int_equal(dem_source_next(s, r, &got, &error), DEM_OK);
        assert_false(got);
        dem_source_close(s);
        dem_report_free(r);
        unlink(path);
    }
}

static void a_line_over_the_limit(void **state)
{
    (void)state;
    const char *path = path_of("big.jsonl");
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    enum { BLOCK = 1 << 20 };
    char *block = malloc(BLOCK);
    memset(block, 'a', BLOCK);
    fputs("{\"id\":\"1\",\"text\":\"" BODY "\"}\n{\"text\":\"", f);
    for (size_t n = 0; n < DEM_LINE_LIMIT + DEM_LINE_LIMIT / 2; n += BLOCK) fwrite(block, 1, BLOCK, f);
    fputs("\"}\n{\"id\":\"3\",\"text\":\"" MORE "\"}\n", f);
    fclose(f);
    free(block);
    dem_ingest_options o = {.rules = rules};
    dem_source *s = NULL;
    dem_report *r = dem_report_new(0);
    bool got = false;
    assert_int_equal(dem_source_open(path, &o, &s, &error), DEM_OK);
    assert_int_equal(dem_source_next(s, r, &got, &error), DEM_OK);
    dem_report_reset(r);
    assert_int_equal(dem_source_next(s, r, &got, &error), DEM_ELIMIT);
    assert_int_equal(error.line, 2);
    assert_int_equal(dem_source_next(s, r, &got, &error), DEM_OK);
    assert_true(got);
    check_str(r->meta.id, "3");
    dem_source_close(s);
    dem_report_free(r);
    unlink(path);
}

static void files_that_cannot_be_read(void **state)
{
    (void)state;
    dem_source *s = NULL;
    assert_int_equal(dem_source_open(path_of("absent.txt"), NULL, &s, &error), DEM_EIO);
    assert_null(s);
    assert_int_equal(dem_source_open(folder, NULL, &s, &error), DEM_EIO);
    const char *path = write_file("e.jsonl", "", 0, false);
    dem_report *r = dem_report_new(0);
    bool got = true;
    assert_int_equal(dem_source_open(path, NULL, &s, &error), DEM_OK);
    assert_int_equal(dem_source_next(s, r, &got, &error), DEM_EEMPTY);
    dem_source_close(s);
    unlink(path);
    /* gzip data cut in the middle */
    path = write_file("c.txt.gz", BODY MORE BODY MORE, strlen(BODY MORE BODY MORE), true);
    assert_int_equal(truncate(path, 60), 0);
    int rc = dem_source_open(path, NULL, &s, &error);
    if (rc == DEM_OK) rc = dem_source_next(s, r, &got, &error);
    assert_int_equal(rc, DEM_EIO);
    dem_source_close(s);
    unlink(path);
    dem_report_free(r);
}

static void rules_file_errors(void **state)
{
    (void)state;
    static const char *const bad[] = {"drop", "perhaps x", "language fr", "script xx Name : X", "month Brumaire"};
    const char *name = "r.txt";
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        dem_ingest_rules *r = NULL;
        dem_str text = dem_str_c(bad[i]);
        assert_int_equal(dem_ingest_rules_load(&text, &name, 1, &r, &error), DEM_EDATA);
        assert_null(r);
        assert_int_equal(error.line, 1);
    }
}

static void sha256(void **state)
{
    (void)state;
    char hex[65], a[56 + 1];
    dem_sha256_hex(DEM_STR(""), hex);
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    dem_sha256_hex(DEM_STR("abc"), hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    memcpy(a, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 57);
    dem_sha256_hex(dem_str_c(a), hex);
    assert_string_equal(hex, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

int main(void)
{
#define T(f) cmocka_unit_test_teardown(f, drop)
    const struct CMUnitTest tests[] = {
        T(head_of_a_wire_report),
        T(a_dateline_without_a_year_is_no_date),
        T(datelines_of_many_shapes),
        T(outlets_and_date_lines),
        T(a_labelled_head),
        T(noise_is_left_out),
        T(wrapped_lines_are_joined),
        T(one_line_is_text),
        T(characters),
        T(verbatim_is_untouched),
        T(character_sets),
        T(json_keys),
        T(json_faults),
        T(a_page),
        T(page_metadata_in_json),
        T(page_character_set),
        T(deep_nesting),
        T(pages_without_text),
        T(bad_bytes),
        T(other_languages),
        T(a_stream_of_records),
        T(a_line_over_the_limit),
        T(files_that_cannot_be_read),
        T(rules_file_errors),
        T(sha256),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
