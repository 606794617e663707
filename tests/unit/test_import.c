/* SPDX-License-Identifier: Apache-2.0 */
/* Importing dictionaries: every name, code and span of a source is found again by a look-up on a day in the span, or its line is in the
   report. The sources are read a second time here, by a plain reader of the test's own. */
#include "actors/import.h"
#include "base/file.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { LINES_MAX = 100000 };

typedef struct run {
    dem_arena *a;
    dem_buf text;
    dem_import im;
    dem_lexicon *lex;
    bool *lost; /* line -> reported as lost, of one file */
    char last[400];
    size_t reports;
} run;

static void on_report(void *ctx, const char *file, size_t line, size_t column, bool lost, const char *text)
{
    run *r = ctx;
    assert_true(line > 0 && column > 0 && *file && *text);
    if (lost && line < LINES_MAX) r->lost[line] = true;
    snprintf(r->last, sizeof r->last, "%zu:%zu: %s: %s", line, column, lost ? "lost" : "changed", text);
    r->reports++;
}

static run *import(dem_import_format format, const dem_named_text *file, const dem_lexicon *base)
{
    run *r = calloc(1, sizeof *r);
    dem_error err = {0};
    dem_str bytes;
    r->a = dem_arena_new(0);
    r->lost = calloc(LINES_MAX, sizeof *r->lost);
    r->im = (dem_import){.format = format, .files = file, .n_files = 1, .base = base, .on_report = on_report, .ctx = r,
                         .icews_sectors = DEM_STR("Government\tGOV\nRebel\tREB\n")};
    if (dem_import_run(&r->im, &r->text, &err) != DEM_OK) fail_msg("%s", err.message);
    const dem_named_text out = {"out.txt", dem_buf_view(&r->text)};
    if (dem_lexicon_compile(&out, 1, r->a, &bytes, NULL, NULL, &err) != DEM_OK) fail_msg("line %zu: %s", err.line, err.message);
    assert_int_equal(dem_lexicon_open_memory(bytes.p, bytes.n, "out", &r->lex, &err), DEM_OK);
    return r;
}

static run *import_text(dem_import_format format, const char *text)
{
    const dem_named_text file = {"dir/source.txt", dem_str_c(text)};
    return import(format, &file, NULL);
}

static void end(run *r)
{
    dem_lexicon_close(r->lex);
    dem_arena_free(r->a);
    dem_buf_free(&r->text);
    free(r->lost);
    free(r);
}

static void expect(const run *r, const char *name, const char *day, const char *code)
{
    dem_lexicon_hit hit;
    dem_day on = day ? dem_day_parse(dem_str_c(day)) : DEM_DAY_NONE;
    size_t n = dem_lexicon_lookup(r->lex, dem_str_c(name), on, &hit, 1);
    if (!code) {
        if (n) fail_msg("\"%s\" is found as %.*s", name, DEM_FMT(hit.code));
        return;
    }
    if (!n) fail_msg("\"%s\" is not found in\n%s", name, r->text.p);
    if (!dem_str_is(hit.code, code)) fail_msg("\"%s\" on %s: %.*s, not %s", name, day ? day : "no day", DEM_FMT(hit.code), code);
}

static void has(const run *r, const char *line)
{
    if (!r->text.p || !strstr(r->text.p, line)) fail_msg("no \"%s\" in\n%s", line, r->text.p ? r->text.p : "");
}

static const char actors[] = "# terms of the source\n"
                             "\n"
                             "NORLAND_ [NOR]\n"
                             "+NORLANDIC_\n"
                             "+KINGDOM_OF_NORLAND_ +NORLANDIA_\n"
                             "ODRAN_AL-VESHTI_  # the president\n"
                             "+PRESIDENT_VESHTI_\n"
                             "+President_Veshti_\t# twice\n"
                             "\t[NORELI <000717]\n"
                             "\t[NORGOV 20000717-120331]\n"
                             "\t[NOROPP > 120401] # left\n"
                             "LAKE_ALLIANCE_\t[IGOLAK 900101-991231][IGOOLD]\n"
                             "UN_ [IGOUNO]\n"
                             "BOROM_ [---]\n"
                             "STRAY_NAME_\n"
                             "TWICE_ [NORMIL 010931-020101]\n"
                             "BADDAY_ [NORMIL 9008223-911221]\n";

static void test_actors(void **state)
{
    (void)state;
    run *r = import_text(DEM_IMPORT_PETRARCH, actors);
    expect(r, "Norland", NULL, "NOR");
    expect(r, "NORLAND", NULL, "NOR");
    expect(r, "norland", NULL, NULL);
    expect(r, "Norlandic", NULL, "NOR");
    expect(r, "Norlandia", NULL, "NOR");
    expect(r, "Kingdom of Norland", NULL, "NOR");
    expect(r, "Odran al-Veshti", "2000-07-16", "NORELI");
    expect(r, "Odran Al-Veshti", "2000-07-17", "NORGOV");
    expect(r, "President Veshti", "2012-03-31", "NORGOV");
    expect(r, "president Veshti", "2012-03-31", NULL);
    expect(r, "President Veshti", "2012-04-01", "NOR"); /* ">d" is after that day */
    expect(r, "President Veshti", "2012-04-02", "NOROPP");
    expect(r, "Lake Alliance", "1995-01-01", "IGOLAK");
    expect(r, "Lake Alliance", "2005-01-01", "IGOOLD");
    expect(r, "UN", NULL, "IGOUNO");
    expect(r, "Un", NULL, NULL); /* a short name alone is written in capitals */
    expect(r, "Borom", NULL, "");
    expect(r, "Stray Name", NULL, NULL);
    expect(r, "Twice", "2001-09-05", "NORMIL"); /* there is no 31 September: the month */
    expect(r, "Badday", "1991-01-05", NULL);
    has(r, "# terms of the source");
    has(r, "  note source.txt:6, the president, twice, left");
    assert_int_equal(r->im.repeated, 1);
    has(r, "  code -\n");
    assert_int_equal(r->im.lost, 3);
    assert_true(r->lost[15] && r->lost[17]);
    assert_int_equal(r->im.entries, 6);
    end(r);
}

static void test_tabari(void **state)
{
    (void)state;
    run *r = import_text(DEM_IMPORT_TABARI, "NORLAND_ [NOR] ; a comment\nSTEM [NORGOV]\n+REST_ ;x\n+ [NOR\n");
    expect(r, "Norland", NULL, "NOR");
    expect(r, "Stem", NULL, "NORGOV");
    expect(r, "Stems", NULL, NULL);
    expect(r, "Rest", NULL, "NORGOV");
    assert_true(r->im.changed >= 1); /* the stem */
    has(r, "a comment");
    end(r);
}

static void test_agents(void **state)
{
    (void)state;
    run *r = import_text(DEM_IMPORT_PETRARCH, "!PERSON! = MAN, MEN, PERSON\n"
                                              "!MINIST! = MINISTER, MINISTERS, MINISTRY, MINISTRIES\n"
                                              "FARMER [~AGR]\n"
                                              "FAIRY [~SOC]\n"
                                              "CHAMBER_OF_TRADE {CHAMBERS_OF_TRADE} [~BUS]\n"
                                              "POLICE {} [ ~COP]\n"
                                              "SWORDS!PERSON! [~MIL] # old\n"
                                              "!MINIST!_OF_FISH [~GOVAGR]\n"
                                              "RELIEF_BODY [NGO~]\n"
                                              "NOBODY [~gov\n"
                                              "ODD [~GO]\n"
                                              "!NOSET!_MAN [~GOV]\n");
    static const struct {
        const char *name, *code;
    } found[] = {{"farmers", "AGR"}, {"fairies", "SOC"}, {"chambers of trade", "BUS"}, {"police", "COP"}, {"swordsmen", "MIL"}, {"swordsperson", "MIL"},
                 {"Minister of Fish", "GOVAGR"}, {"ministries of fish", "GOVAGR"}, {"relief body", "NGO"}, {"nobody", "GOV"}};
    static const char *const absent[] = {"chamber of trades", "polices", "swordspersons", "ministeries of fish", "odd", "noset man"};
    for (size_t i = 0; i < sizeof found / sizeof *found; i++) expect(r, found[i].name, NULL, found[i].code);
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++) expect(r, absent[i], NULL, NULL);
    has(r, "role NGO alone");
    has(r, "# source.txt:7, old");
    assert_true(r->lost[9] && r->lost[11] && r->lost[12] && !r->lost[10]);
    end(r);
}

static void test_bytes(void **state)
{
    (void)state;
    run *r = import_text(DEM_IMPORT_PETRARCH, "\xEF\xBB\xBF" "C\xD4TE_D'OR_ [FRA]\r\nZ\x1a" "EROUAL_ [DZA]\n<!-- NOT_THIS_ [NOR]\nNOR_THIS_ [NOR] --> \n__ [NOR]\n"
                                              "A_B_C_D_E_F_G_H_I_J_K_L_M_N_O_P_Q_ [NOR]\n+ORPHAN_\n\t[NOR]\nA;B_ [NOR]\nWEST_#_5_ [NOR]\nENDS_ [NOR");
    expect(r, "C\u00D4TE D'OR", NULL, "FRA");
    expect(r, "Cote d'Or", NULL, "FRA");
    expect(r, "Zeroual", NULL, "DZA");
    expect(r, "Not this", NULL, NULL);
    expect(r, "Nor this", NULL, NULL);
    expect(r, "A, B", NULL, "NOR");
    expect(r, "Ends", NULL, "NOR");
    assert_true(r->lost[5] && r->lost[6]);
    end(r);
}

/* Long lines and many parts are refused with a word, and cost no more than their length. */
static void test_long(void **state)
{
    (void)state;
    enum { N = 200000 };
    char *text = malloc(N * 2 + 100);
    memset(text, '[', N);
    size_t n = N + (size_t)sprintf(text + N, "\nA_ [NOR]\n# ");
    memset(text + n, 'x', N / 2);
    n += N / 2;
    n += (size_t)sprintf(text + n, "\nB_");
    for (int i = 0; i < 1000; i++) n += (size_t)sprintf(text + n, "[NOR]");
    n += (size_t)sprintf(text + n, "\n");
    for (int i = 0; i < 500; i++) n += (size_t)sprintf(text + n, "\t# a comment below\n");
    run *r = import_text(DEM_IMPORT_PETRARCH, text);
    expect(r, "A", NULL, "NOR");
    expect(r, "B", NULL, "NOR");
    assert_true(r->lost[1] && r->lost[3] && r->lost[4] && r->lost[400]);
    end(r);
    n = (size_t)sprintf(text, "name,code\nA,NOR\n");
    for (int i = 0; i < 100; i++) text[n++] = ',';
    n += (size_t)sprintf(text + n, "x\n");
    memset(text + n, 'y', N);
    memcpy(text + n + N, ",NOR\nC,NOR\n", 12);
    r = import_text(DEM_IMPORT_CSV, text);
    expect(r, "A", NULL, "NOR");
    expect(r, "C", NULL, "NOR");
    assert_true(r->lost[3] && r->lost[4]);
    end(r);
    free(text);
}

static void test_csv(void **state)
{
    (void)state;
    run *r = import_text(DEM_IMPORT_CSV, "# a list\nname,alias,type,code,from,to,gender,note,kind,plural,colour\n"
                                         "\"Veshti, Odran\",Odran Veshti; O. Veshti,person,NORGOV,2001,2004-05,f,\"said \"\"no\"\"\",,,red\n"
                                         "\"Veshti, Odran\",,,NOROPP,2004-06,,,,,,\n"
                                         "Lake Alliance,,format,IGOLAK,,,,,,,\n"
                                         "harbour master,,,GOV,,,,,role,harbour masters,\n"
                                         "Nameless,,,,,,,,,,\n"
                                         "Late,,person,NORGOV,2004,2003,,,,,\n"
                                         ",,,NORGOV,,,,,,,\n");
    expect(r, "Odran Veshti", "2004-05-31", "NORGOV");
    expect(r, "Veshti, Odran", "2004-06-01", "NOROPP");
    expect(r, "Lake Alliance", NULL, "IGOLAK");
    expect(r, "lake alliance", NULL, NULL); /* a table says how names are written */
    expect(r, "Harbour Masters", NULL, "GOV");
    expect(r, "Nameless", NULL, NULL);
    has(r, "  gender f");
    has(r, "said \"no\"");
    has(r, "  type format");
    assert_int_equal(r->im.entries, 2);
    assert_true(r->lost[2] && r->lost[7] && r->lost[8] && r->lost[9]);
    end(r);
    r = import_text(DEM_IMPORT_CSV, "title;thing\na;b\n");
    assert_true(r->im.lost >= 1 && r->im.entries == 0);
    end(r);
}

static void test_icews(void **state)
{
    (void)state;
    dem_arena *a = dem_arena_new(0);
    dem_error err;
    dem_str bytes;
    dem_lexicon *base;
    const dem_named_text countries = {"c.txt", DEM_STR("country NOR Norland\n\nrole GOV\n  term foreign ministry\n")};
    assert_int_equal(dem_lexicon_compile(&countries, 1, a, &bytes, NULL, NULL, &err), DEM_OK);
    assert_int_equal(dem_lexicon_open_memory(bytes.p, bytes.n, "c", &base, &err), DEM_OK);
    const dem_named_text file = {"t.tsv", DEM_STR("Actor Name\tActor Type\tAliases\tAffiliation To\tAffiliation Start Date\tAffiliation End Date\tCountry\tSector\n"
                                                  "Ursa Tolm\tIndividual\tU. Tolm||Tolm the Elder\tGovernment (Norland)\tbeginning of time\t2004-01-31\t\t\n"
                                                  "Ursa Tolm\tIndividual\t\t\t2004-02-01\tend of time\tNorland\tRebel\n"
                                                  "Fish Board\tOrganization\t\tForeign Ministry (Norland)\t\t\t\t\n"
                                                  "Stranger\tIndividual\t\tGovernment (Nowhere)\t\t\t\t\n"
                                                  "Kin\tIndividual\t\t\t\t\tNOR\tBaker\n")};
    run *r = import(DEM_IMPORT_ICEWS, &file, base);
    expect(r, "Ursa Tolm", "2004-01-31", "NORGOV");
    expect(r, "Tolm the Elder", "2004-02-01", "NORREB");
    expect(r, "Fish Board", NULL, "NORGOV");
    expect(r, "Stranger", NULL, NULL);
    expect(r, "Kin", NULL, "NOR");
    assert_true(r->lost[5] && r->lost[6]);
    end(r);
    r = import_text(DEM_IMPORT_ICEWS, "Agent Name\tAliases\tSectors\nwarlord\tbandit chief\tRebel\n");
    expect(r, "warlords", NULL, "REB");
    expect(r, "bandit chief", NULL, "REB");
    end(r);
    dem_lexicon_close(base);
    dem_arena_free(a);
}

/* ---- whole dictionaries, read again ---- */

typedef struct source_code {
    char code[40];
    dem_day from, to;
    bool dated;
} source_code;

typedef struct source {
    dem_str names[2048];
    size_t name_lines[2048];
    source_code codes[256];
    size_t n_names, n_codes, line;
    size_t checked, missing;
} source;

static dem_day source_day(const char *p)
{
    char digits[16];
    int n = 0;
    for (; *p && n < 15; p++)
        if (isdigit((unsigned char)*p)) digits[n++] = *p;
    digits[n] = '\0';
    if (n != 6 && n != 8) return DEM_DAY_NONE;
    int d = atoi(digits + n - 2), m = (digits[n - 4] - '0') * 10 + digits[n - 3] - '0', y = atoi(digits) / 10000;
    if (n == 6) y += y <= 30 ? 2000 : 1900;
    return dem_day_of(y, m, d);
}

/* One "CODE days" as the source has it. False: nothing that the test can check. */
static bool source_read(const char *s, source_code *c)
{
    char days[64] = "";
    *c = (source_code){.from = DEM_DAY_MIN, .to = DEM_DAY_MAX};
    if (sscanf(s, " %39[A-Z0-9-] %63[^]]", c->code, days) < 1) return false;
    c->dated = days[0] != '\0';
    char *dash = strchr(days, '-');
    dem_day first = dash && days[0] != '<' && days[0] != '>' ? DEM_DAY_NONE : 0, last = 0;
    if (days[0] == '<') {
        last = source_day(days + 1);
        c->to = last == DEM_DAY_NONE ? last : last - 1;
    } else if (days[0] == '>') {
        first = source_day(days + 1);
        c->from = first == DEM_DAY_NONE ? first : first + 1;
    } else if (dash) {
        c->to = last = source_day(dash + 1);
        *dash = '\0';
        c->from = first = source_day(days);
    } else if (c->dated) {
        return false;
    }
    return !c->dated || (first != DEM_DAY_NONE && last != DEM_DAY_NONE && c->from <= c->to);
}

/* Does another code of the entry hold on that day as well, or stand before it as the default? */
static bool shadowed(const source *s, size_t i, dem_day on)
{
    for (size_t k = 0; k < s->n_codes; k++) {
        const source_code *o = &s->codes[k];
        if (k == i) continue;
        if (s->codes[i].dated ? o->dated && o->from <= on && on <= o->to : o->dated ? o->from <= on && on <= o->to : k < i) return true;
    }
    return false;
}

static void source_check(source *s, const run *r)
{
    for (size_t i = 0; i < s->n_codes; i++) {
        const source_code *c = &s->codes[i];
        const char *code = strcmp(c->code, "---") == 0 ? "" : c->code;
        dem_day days[3] = {c->from == DEM_DAY_MIN ? c->to - 30 : c->from, c->to == DEM_DAY_MAX ? c->from + 30 : c->to, 0};
        if (!c->dated) days[0] = days[1] = dem_day_of(1895, 1, 1);
        days[2] = days[0] + (days[1] - days[0]) / 2;
        for (size_t n = 0; n < s->n_names; n++) {
            for (int d = 0; d < 3; d++) {
                dem_lexicon_hit hits[64];
                bool found = shadowed(s, i, days[d]);
                size_t m = found ? 0 : dem_lexicon_lookup(r->lex, s->names[n], days[d], hits, 64);
                for (size_t k = 0; k < m && !found; k++) found = dem_str_is(hits[k].code, code);
                s->checked++;
                if (found || r->lost[s->name_lines[n]]) continue;
                if (s->missing++ < 5) print_message("line %zu: \"%.*s\" is not [%s]\n", s->name_lines[n], DEM_FMT(s->names[n]), c->code);
            }
        }
    }
    s->n_names = s->n_codes = 0;
}

static void source_line(source *s, const run *r, dem_str line, size_t number)
{
    char buf[2000];
    size_t hash = dem_str_find(line, DEM_STR("#"), 0);
    snprintf(buf, sizeof buf, "%.*s", (int)(hash == SIZE_MAX ? line.n : hash), line.p ? line.p : "");
    char *p = buf + strspn(buf, " \t\r"), *bracket = strchr(buf, '[');
    if (!*p) return;
    size_t len = bracket ? (size_t)(bracket - p) : strlen(p);
    while (len && isspace((unsigned char)p[len - 1])) len--;
    char *second = strstr(p, " +"); /* two synonyms on one line: the first is checked */
    bool plus = *p == '+';
    if (plus && second && (size_t)(second - p) < len) len = (size_t)(second - p);
    if (*p != '[' && !plus) source_check(s, r);
    if (*p != '[' && s->n_names < 2048) {
        char *copy = dem_alloc(r->a, len + 1);
        size_t n = 0;
        for (size_t i = plus; i < len; i++)
            if (p[i] == '_' || p[i] == '\t' || (unsigned char)p[i] >= 32) copy[n++] = p[i] == '_' ? ' ' : p[i];
        s->names[s->n_names] = (dem_str){copy, n};
        s->name_lines[s->n_names++] = number;
    }
    for (; bracket; bracket = strchr(bracket + 1, '['))
        if (!r->lost[number] && s->n_codes < 256 && source_read(bracket + 1, &s->codes[s->n_codes])) s->n_codes++;
}

static void round_trip(const char *path)
{
    dem_arena *a = dem_arena_new(0);
    dem_error err;
    dem_named_text file = {path, DEM_STR_NONE};
    assert_int_equal(dem_file_read(a, path, 0, &file.text, &err), DEM_OK);
    run *r = import(DEM_IMPORT_PETRARCH, &file, NULL);
    static source s;
    dem_str rest = file.text, line;
    size_t number = 0;
    s = (source){0};
    while (dem_str_split(&rest, '\n', &line)) source_line(&s, r, line, ++number);
    source_check(&s, r);
    print_message("%s: %zu names with %zu codes, %zu look-ups, %zu of them wrong, %zu lost and %zu changed by the report\n", strrchr(path, '/') + 1, r->im.names,
                  r->im.codes, s.checked, s.missing, r->im.lost, r->im.changed);
    assert_true(s.checked > 10);
    assert_int_equal(s.missing, 0);
    end(r);
    dem_arena_free(a);
}

static void test_round_trip(void **state)
{
    (void)state;
    round_trip(DEM_SOURCE_DIR "/tests/unit/data/sample.actors.txt");
}

static void test_round_trip_shared(void **state)
{
    (void)state;
    static const char *const names[] = {"Phoenix.Countries.actors.txt", "Phoenix.International.actors.txt", "Phoenix.MilNonState.actors.txt"};
    const char *data = getenv("DEMARCHE_DATA");
    char path[600];
    for (size_t i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/petrarch/dictionaries/%s", data ? data : DEM_SOURCE_DIR "/../shared/data", names[i]);
        FILE *f = fopen(path, "rb");
        if (!f) skip();
        fclose(f);
        round_trip(path);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_actors), cmocka_unit_test(test_tabari), cmocka_unit_test(test_agents),     cmocka_unit_test(test_bytes), cmocka_unit_test(test_long),
        cmocka_unit_test(test_csv),    cmocka_unit_test(test_icews),  cmocka_unit_test(test_round_trip), cmocka_unit_test(test_round_trip_shared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
