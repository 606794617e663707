/* SPDX-License-Identifier: Apache-2.0 */
/* The lexicon: its text format and errors, the compiled form and its checks, look-ups on a date, folding, speed. */
#include "actors/actors.h"
#include "actors/lexformat.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static const char sample[] = "# a sample\n"
                             "actor Odran al-Veshti\n"
                             "  type person\n"
                             "  alias Odran Veshti; Veshti # short\n"
                             "  code NORELI ..2000-07-16\n"
                             "  code NORGOV 2000-07-17..2012-03\n"
                             "  title President\n"
                             "\n"
                             "actor Lake Alliance\n"
                             "  type organisation\n"
                             "  code IGOLAK\n"
                             "  code IGOOLD 1990..1999\n"
                             "\n"
                             "country NOR Norland\n"
                             "  name Kingdom of Norland\n"
                             "  adjective Norlandic\n"
                             "  demonym Norlander; Norlanders\n"
                             "  capital Vanna\n"
                             "  metonym Vanna\n"
                             "country USX United Shires\n"
                             "  name US; U.S.\n"
                             "  dates 1950-01-01..\n"
                             "role GOV\n"
                             "  term foreign minister; policeman; head of state; forces/forces; party; attorney general/attorneys general\n"
                             "role IMGWST alone\n"
                             "  term world power\n";
static const char places[] = "# name\tother names (;)\tcountry\tfirst-level division\tlatitude\tlongitude\tpopulation\n"
                             "Sana\xCA\xBE" "a\tOld Sana'a\tNOR\tMiddle\t15.355\t44.207\t1937451\n"
                             "Homs\t\tNOR\tHoms\t34.7\t-36.7\t775404\n"
                             "Homs\t\tUSX\t\t1\t2\t12\n";

typedef struct fixture {
    dem_arena *a;
    dem_str bytes;
    dem_lexicon *lex;
} fixture;

static int set_up(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    dem_error err = {0};
    const dem_named_text files[] = {{"dir/sample.txt", {sample, sizeof sample - 1}}, {"cities.tsv", {places, sizeof places - 1}}};
    f->a = dem_arena_new(0);
    if (dem_lexicon_compile(files, 2, f->a, &f->bytes, NULL, NULL, &err) != DEM_OK) return -1;
    if (dem_lexicon_open_memory(f->bytes.p, f->bytes.n, "sample", &f->lex, &err) != DEM_OK) return -1;
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

static void expect(const dem_lexicon *lex, const char *name, const char *day, const char *code, const char *by)
{
    dem_lexicon_hit hit;
    dem_day on = day ? dem_day_parse(dem_str_c(day)) : DEM_DAY_NONE;
    size_t n = dem_lexicon_lookup(lex, dem_str_c(name), on, &hit, 1);
    if (!code) {
        if (n != 0) fail_msg("\"%s\" is found as %.*s", name, DEM_FMT(hit.code));
        return;
    }
    if (n != 1) fail_msg("\"%s\" is not found", name);
    if (!dem_str_is(hit.code, code)) fail_msg("\"%s\": %.*s, not %s", name, DEM_FMT(hit.code), code);
    if (by && !dem_str_is(hit.by, by)) fail_msg("\"%s\": by %.*s, not %s", name, DEM_FMT(hit.by), by);
}

static void test_dates(void **state)
{
    const dem_lexicon *lex = ((fixture *)*state)->lex;
    expect(lex, "Odran al-Veshti", "1999-05-01", "NORELI", "lexicon:sample.txt:5");
    expect(lex, "Odran al-Veshti", "2000-07-16", "NORELI", NULL);
    expect(lex, "Odran al-Veshti", "2000-07-17", "NORGOV", "lexicon:sample.txt:6");
    expect(lex, "Odran al-Veshti", "2012-03-31", "NORGOV", NULL);
    expect(lex, "Odran al-Veshti", "2012-04-01", "NOR", NULL); /* no line covers the day: the state is left */
    expect(lex, "Odran al-Veshti", NULL, "NORGOV", NULL);      /* undated report: the latest */
    expect(lex, "Lake Alliance", "2012-01-01", "IGOLAK", NULL);
    expect(lex, "Lake Alliance", "1995-01-01", "IGOOLD", NULL);
    expect(lex, "Lake Alliance", NULL, "IGOLAK", NULL);
    expect(lex, "United Shires", "1949-12-31", NULL, NULL);
    expect(lex, "United Shires", "1950-01-01", "USX", NULL);
}

static void test_folding(void **state)
{
    const dem_lexicon *lex = ((fixture *)*state)->lex;
    expect(lex, "Odran Al-Veshti", NULL, "NORGOV", NULL);
    expect(lex, "Odran al Veshti", NULL, "NORGOV", NULL);
    expect(lex, "Odrán al\u2013V\u00E9shti", NULL, "NORGOV", NULL);
    expect(lex, "odran veshti", NULL, NULL, NULL);
    expect(lex, "the Lake Alliance", NULL, "IGOLAK", NULL);
    expect(lex, "US", NULL, "USX", NULL);
    expect(lex, "U.S.", NULL, "USX", NULL);
    expect(lex, "us", NULL, NULL, NULL);
    expect(lex, "Us", NULL, NULL, NULL);
    expect(lex, "Lake Alliance Fund", NULL, NULL, NULL);
    expect(lex, "Lake", NULL, NULL, NULL);
    expect(lex, "", NULL, NULL, NULL);
}

static void test_roles(void **state)
{
    const dem_lexicon *lex = ((fixture *)*state)->lex;
    static const char *const found[] = {"Foreign Minister", "foreign ministers", "policemen", "heads of state", "forces", "parties", "attorneys general"};
    for (size_t i = 0; i < sizeof found / sizeof *found; i++) expect(lex, found[i], NULL, "GOV", NULL);
    expect(lex, "force", NULL, NULL, NULL);
    expect(lex, "head of states", NULL, NULL, NULL);
    expect(lex, "world powers", NULL, "IMGWST", NULL);
}

static void test_flags(void **state)
{
    const dem_lexicon *lex = ((fixture *)*state)->lex;
    dem_lexicon_hit hits[4];
    assert_int_equal(dem_lexicon_lookup(lex, DEM_STR("Vanna"), DEM_DAY_NONE, hits, 4), 2);
    assert_true(hits[0].is_capital != hits[1].is_capital);
    assert_true(hits[0].is_metonym != hits[1].is_metonym);
    assert_int_equal(dem_lexicon_lookup(lex, DEM_STR("Norlandic"), DEM_DAY_NONE, hits, 4), 1);
    assert_true(hits[0].is_adjective);
    assert_string_equal(hits[0].country, "NOR");
    assert_int_equal(dem_lexicon_lookup(lex, DEM_STR("Norlanders"), DEM_DAY_NONE, hits, 4), 1);
    assert_true(hits[0].is_demonym);
    assert_int_equal(dem_lexicon_lookup(lex, DEM_STR("Lake Alliance"), DEM_DAY_NONE, hits, 4), 1);
    assert_int_equal(hits[0].type, DEM_MENTION_ORGANISATION);
    assert_string_equal(hits[0].country, "");
}

static void test_places(void **state)
{
    const dem_lexicon *lex = ((fixture *)*state)->lex;
    dem_gazetteer_hit hits[3];
    assert_int_equal(dem_gazetteer_lookup(lex, DEM_STR("Homs"), hits, 3), 2);
    assert_true(hits[0].population == 775404);
    assert_string_equal(hits[0].country, "NOR");
    assert_true(hits[0].lon < -36.69 && hits[0].lon > -36.71);
    assert_int_equal(hits[0].precision, 4);
    assert_true(dem_str_is(hits[0].by, "lexicon:cities.tsv:3"));
    assert_int_equal(dem_gazetteer_lookup(lex, DEM_STR("Sanaa"), hits, 3), 1);
    assert_int_equal(dem_gazetteer_lookup(lex, DEM_STR("Sana'a"), hits, 3), 1);
    assert_int_equal(dem_gazetteer_lookup(lex, DEM_STR("Old Sana\u2019a"), hits, 3), 1);
    assert_int_equal(dem_gazetteer_lookup(lex, DEM_STR("Nowhere"), hits, 3), 0);
}

static void test_user_text(void **state)
{
    fixture *f = *state;
    dem_error err = {0};
    dem_lexicon *lex;
    assert_int_equal(dem_lexicon_open_memory(f->bytes.p, f->bytes.n, "sample", &lex, &err), DEM_OK);
    dem_str mine = DEM_STR("actor Lake Alliance\n  code IGONEW\nactor Ursa Tolm\n  type person\n  code NOROPP\n");
    assert_int_equal(dem_lexicon_add_text(lex, mine, "mine.txt", &err), DEM_OK);
    expect(lex, "Lake Alliance", NULL, "IGONEW", "lexicon:mine.txt:2");
    expect(lex, "Ursa Tolm", NULL, "NOROPP", NULL);
    expect(lex, "Norland", NULL, "NOR", NULL);
    assert_int_equal(dem_lexicon_add_text(lex, DEM_STR("actor Lake Alliance\n  code IGOTOP\n"), "more.txt", &err), DEM_OK);
    expect(lex, "Lake Alliance", NULL, "IGOTOP", "lexicon:more.txt:2");
    expect(lex, "Ursa Tolm", NULL, "NOROPP", NULL);
    assert_int_equal(dem_lexicon_add_text(lex, DEM_STR("actor X\n  code nope\n"), "bad.txt", &err), DEM_EFORMAT);
    assert_string_equal(err.file, "bad.txt");
    assert_int_equal(err.line, 2);
    expect(lex, "Ursa Tolm", NULL, "NOROPP", NULL); /* a broken file changes nothing */
    dem_lexicon_close(lex);
}

/* Compiled files and texts of the user's in one stack: the later wins, neighbouring texts share a layer. */
static void test_user_files(void **state)
{
    fixture *f = *state;
    static const char *const texts[] = {"actor Lake Alliance\n  code IGOAAA\n", "actor Lake Alliance\n  code IGOBBB\n\nactor Ursa Tolm\n  code NOROPP\n"};
    dem_error err = {0};
    dem_lexicon *lex;
    char path[] = "/tmp/demarche-lexicon-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    dem_arena *a = dem_arena_new(0);
    dem_str bytes;
    const dem_named_text file = {"b.txt", dem_str_c(texts[1])};
    assert_int_equal(dem_lexicon_compile(&file, 1, a, &bytes, NULL, NULL, &err), DEM_OK);
    assert_int_equal(write(fd, bytes.p, bytes.n), bytes.n);
    close(fd);
    assert_int_equal(dem_lexicon_open_memory(f->bytes.p, f->bytes.n, "sample", &lex, &err), DEM_OK);
    assert_int_equal(dem_lexicon_add_text(lex, dem_str_c(texts[0]), "a.txt", &err), DEM_OK);
    assert_int_equal(dem_lexicon_add_file(lex, path, NULL, &err), DEM_OK);
    expect(lex, "Lake Alliance", NULL, "IGOBBB", "lexicon:b.txt:2");
    expect(lex, "Ursa Tolm", NULL, "NOROPP", NULL);
    expect(lex, "Norland", NULL, "NOR", NULL);
    assert_int_equal(dem_lexicon_add_text(lex, dem_str_c(texts[0]), "c.txt", &err), DEM_OK);
    expect(lex, "Lake Alliance", NULL, "IGOAAA", "lexicon:c.txt:2");
    for (int i = 0; i < 5; i++) assert_int_equal(dem_lexicon_add_file(lex, path, NULL, &err), DEM_OK);
    assert_int_equal(dem_lexicon_add_file(lex, path, NULL, &err), DEM_ELIMIT); /* a layer for each */
    expect(lex, "Lake Alliance", NULL, "IGOBBB", NULL);
    assert_int_equal(truncate(path, 60), 0);
    dem_lexicon_close(lex);
    assert_int_equal(dem_lexicon_open_memory(f->bytes.p, f->bytes.n, "sample", &lex, &err), DEM_OK);
    assert_int_equal(dem_lexicon_add_file(lex, path, NULL, &err), DEM_EDATA);
    expect(lex, "Lake Alliance", NULL, "IGOLAK", NULL);
    dem_lexicon_close(lex);
    remove(path);
    dem_arena_free(a);
}

static void test_no_code_and_no_case(void **state)
{
    fixture *f = *state;
    dem_error err = {0};
    dem_lexicon *lex;
    assert_int_equal(dem_lexicon_open_memory(f->bytes.p, f->bytes.n, "sample", &lex, &err), DEM_OK);
    dem_str mine = DEM_STR("actor Grey Lady\n  type person\n  code NORGOV 2001..2002\n  code -\n\n"
                           "actor Harbour Front Of Norland\n  case unknown\n  alias FHF; Seamen\n  code NORREB\n\nrole MIL\n  term sheep/\n");
    assert_int_equal(dem_lexicon_add_text(lex, mine, "mine.txt", &err), DEM_OK);
    expect(lex, "Grey Lady", "2001-05-05", "NORGOV", "lexicon:mine.txt:3");
    expect(lex, "Grey Lady", "2003-05-05", "", "lexicon:mine.txt:4");
    expect(lex, "Harbour front of Norland", NULL, "NORREB", NULL);
    expect(lex, "HARBOUR FRONT of Norland", NULL, "NORREB", NULL);
    expect(lex, "harbour front of Norland", NULL, NULL, NULL);
    expect(lex, "FHF", NULL, "NORREB", NULL);
    expect(lex, "Fhf", NULL, NULL, NULL);
    expect(lex, "Seamen", NULL, "NORREB", NULL);
    expect(lex, "sheep", NULL, "MIL", NULL);
    expect(lex, "sheeps", NULL, NULL, NULL);
    dem_lexicon_close(lex);
}

static void count_errors(void *ctx, const dem_error *e)
{
    *(size_t *)ctx += e->code == DEM_EFORMAT;
}

static void test_broken_lines(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t line;
        const char *message;
        size_t errors;
    } cases[] = {
        {"  code SYRGOV\n", 1, "column 3: a field before the first entry", 1},
        {"actor A\n  colour red\n", 2, "column 3: unknown field \"colour\"", 1},
        {"actor A\n  code SYRGO\n  code SYRGOV 2012-13\n", 2, "column 8: \"SYRGO\" is no actor code (capital letters in threes)", 2},
        {"actor A\n  code SYRGOV 2012-05..2012-04\n", 2, "column 15: the span \"2012-05..2012-04\" ends before it starts", 1},
        {"thing A\n  code SYRGOV\n", 1, "column 1: unknown entry \"thing\" (actor country role list)", 1},
        {"actor\n", 1, "column 6: the name is missing or longer than 400 bytes", 1},
        {"country SY Syria\n", 1, "column 9: \"SY\" is no code (capital letters in threes)", 1},
        {"role GOV sometimes\n", 1, "column 10: \"sometimes\": only \"alone\" may follow a role's code", 1},
        {"actor A\n  alias \xFF\n", 2, "column 9: not UTF-8", 1},
        {"actor A\n  case any\n", 2, "column 8: case: only \"unknown\" may follow", 1},
        {"actor A\n  type ship\n", 2, "column 8: unknown type \"ship\" (person organisation group country collective format)", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dem_arena *a = dem_arena_new(0);
        dem_error err = {0};
        dem_str out;
        size_t errors = 0;
        const dem_named_text file = {"bad.txt", dem_str_c(cases[i].text)};
        assert_int_equal(dem_lexicon_compile(&file, 1, a, &out, count_errors, &errors, &err), DEM_EFORMAT);
        assert_string_equal(err.message, cases[i].message);
        assert_int_equal(err.line, cases[i].line);
        assert_int_equal(errors, cases[i].errors);
        dem_arena_free(a);
    }
}

static void test_damage(void **state)
{
    const fixture *f = *state;
    dem_error err = {0};
    dem_lexicon *lex;
    unsigned char *copy = malloc(f->bytes.n);
    for (size_t cut = 0; cut < f->bytes.n; cut += 97)
        assert_int_equal(dem_lexicon_open_memory(f->bytes.p, cut, "cut", &lex, &err), DEM_EDATA);
    for (size_t at = 0; at < f->bytes.n; at += 31) {
        memcpy(copy, f->bytes.p, f->bytes.n);
        copy[at] ^= 0x40;
        if (at >= 32 && at < 40) continue;
        assert_int_equal(dem_lexicon_open_memory(copy, f->bytes.n, "bent", &lex, &err), DEM_EDATA);
        assert_null(lex);
    }
    /* With a checksum that fits, the damage is inside: any look-up must stay within the bytes. */
    for (size_t at = DEM_LEX_HEADER; at < f->bytes.n; at += 3) {
        memcpy(copy, f->bytes.p, f->bytes.n);
        copy[at] ^= 0xA5;
        dem_put64(copy + 24, dem_lex_checksum(copy + DEM_LEX_HEADER, f->bytes.n - DEM_LEX_HEADER));
        if (dem_lexicon_open_memory(copy, f->bytes.n, "bent", &lex, &err) != DEM_OK) continue;
        dem_lexicon_hit hits[4];
        dem_gazetteer_hit spots[4];
        dem_lexicon_lookup(lex, DEM_STR("Odran al-Veshti"), 11000, hits, 4);
        dem_lexicon_lookup(lex, DEM_STR("heads of state"), 11000, hits, 4);
        dem_gazetteer_lookup(lex, DEM_STR("Homs"), spots, 4);
        dem_lexicon_close(lex);
    }
    free(copy);
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void test_size(void **state)
{
    (void)state;
    enum { NAMES = 100000 };
    dem_arena *a = dem_arena_new(0);
    char *text = malloc((size_t)NAMES * 64);
    size_t n = 0;
    for (int i = 0; i < NAMES; i++) n += (size_t)sprintf(text + n, "actor Name%d Of%d\n  code NORGOV\n", i, i % 977);
    const dem_named_text file = {"big.txt", {text, n}};
    dem_error err = {0};
    dem_str out;
    dem_lexicon *lex;
    assert_int_equal(dem_lexicon_compile(&file, 1, a, &out, NULL, NULL, &err), DEM_OK);
    double t0 = seconds();
    assert_int_equal(dem_lexicon_open_memory(out.p, out.n, "big", &lex, &err), DEM_OK);
    double t1 = seconds();
    size_t found = 0;
    for (int i = 0; i < NAMES; i++) {
        char name[40];
        dem_lexicon_hit hit;
        int len = snprintf(name, sizeof name, "Name%d Of%d", i, i % 977);
        found += dem_lexicon_lookup(lex, (dem_str){name, (size_t)len}, DEM_DAY_NONE, &hit, 1);
    }
    double t2 = seconds();
    assert_int_equal(found, NAMES);
    printf("100,000 names: %zu bytes, open %.2f ms, look-up %.0f ns a word\n", out.n, (t1 - t0) * 1e3, (t2 - t1) / (2.0 * NAMES) * 1e9);
    dem_lexicon_close(lex);
    free(text);
    dem_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dates),        cmocka_unit_test(test_folding), cmocka_unit_test(test_roles),
        cmocka_unit_test(test_flags),        cmocka_unit_test(test_places),  cmocka_unit_test(test_user_text),
        cmocka_unit_test(test_user_files),   cmocka_unit_test(test_no_code_and_no_case),
        cmocka_unit_test(test_broken_lines), cmocka_unit_test(test_damage),  cmocka_unit_test(test_size),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
