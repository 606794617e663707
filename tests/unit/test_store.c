/* SPDX-License-Identifier: Apache-2.0 */
/* The store: adding once, listing with filters, refusing what is not ours, and nothing half done when writing fails. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "ingest/sha256.h"
#include "store/sql.h"
#include "store_fixture.h"
#include "story_rules.h"

/* A second report: a refusal a day later, a higher toll from another side. */
static dem_report *refusal_report(void)
{
    dem_report *r = new_report("refusal-1", "The council rejected talks with Iran, Samir Nashar said. The government counted 39 dead.",
                               "2012-07-16");
    r->meta.publisher = DEM_STR("The Harbour Courier");
    int32_t s = add_sentence(r, "The council rejected talks with Iran, Samir Nashar said.");
    int32_t toll = add_sentence(r, "The government counted 39 dead.");
    dem_event *e = add_event(r, s, "125", "rejected", "2012-07-16");
    e->confidence = 0.5;
    *DEM_PUSH(r->arena, &e->actors) = make_actor(r, "The council", "Syrian National Council", "SYROPP", "SYR");
    *DEM_PUSH(r->arena, &e->recipients) = make_actor(r, "Iran", "Iran", "IRNGOV", "IRN");
    *DEM_PUSH(r->arena, &e->attribution) =
        add_statement(r, s, make_actor(r, "Samir Nashar", "Samir Nashar", "SYROPP", "SYR"), "said", "The council rejected talks with Iran");
    dem_claim *c = add_claim(r, toll, "killed", "39", 39, 39);
    *DEM_PUSH(r->arena, &c->attribution) =
        add_statement(r, toll, make_actor(r, "The government", "Syria", "SYRGOV", "SYR"), "counted", "39 dead");
    return r;
}

static void exec(const char *path, const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void adding_twice_adds_once(void **state)
{
    fixture *f = fixture_of(state);
    assert_true(put(f->store, offer_report()));
    assert_false(put(f->store, offer_report()));
    assert_true(put(f->store, refusal_report()));
    assert_int_equal(lines(f->store, "reports", (dem_filter){0}), 2);
    assert_int_equal(lines(f->store, "events", (dem_filter){0}), 2);
    assert_int_equal(lines(f->store, "statements", (dem_filter){0}), 4);
    assert_int_equal(lines(f->store, "claims", (dem_filter){0}), 2);
}

static void copies_of_other_outlets_and_reused_ids_are_kept(void **state)
{
    fixture *f = fixture_of(state);
    assert_true(put(f->store, offer_report()));
    dem_report *copy = offer_report();
    copy->meta.publisher = DEM_STR("Copperhill Observer");
    assert_true(put(f->store, copy)); /* the same words under the same id, from elsewhere */
    dem_report *other = new_report("offer-1", "Another text.", NULL);
    add_sentence(other, "Another text.");
    assert_true(put(f->store, other));
    assert_int_equal(lines(f->store, "reports", (dem_filter){.report = "offer-1"}), 1);
    assert_int_equal(lines(f->store, "reports", (dem_filter){.report = "offer-1~2"}), 1);
    assert_int_equal(lines(f->store, "events", (dem_filter){.report = "offer-1~2"}), 1);
    assert_int_equal(lines(f->store, "reports", (dem_filter){.report = "offer-1~3"}), 1);
}

static void a_newer_coding_stands_before_the_old_one(void **state)
{
    fixture *f = fixture_of(state);
    assert_true(put_by(f->store, offer_report(), "rules 1"));
    dem_report *r = offer_report();
    r->claims.n = 0; /* the newer rules no longer find it */
    assert_false(put_by(f->store, r, "rules 2"));
    assert_int_equal(dem_store_recoded(f->store), 1);
    assert_int_equal(lines(f->store, "reports", (dem_filter){0}), 1);
    assert_int_equal(lines(f->store, "events", (dem_filter){0}), 1);
    assert_int_equal(lines(f->store, "events", (dem_filter){.actor = "IRN"}), 1);
    assert_int_equal(lines(f->store, "claims", (dem_filter){0}), 0);
    assert_int_equal(lines(f->store, "claims", (dem_filter){.coding = 1}), 1);
    assert_int_equal(lines(f->store, "events", (dem_filter){.coding = 1, .actor = "IRN", .from = "2012-07-01"}), 1);
    assert_int_equal(lines(f->store, "claims", (dem_filter){.coding = 2}), 0);
    assert_int_equal(lines(f->store, "events", (dem_filter){.coding = 3}), 0);
    /* Back to the first: nothing is written again, it only counts as the newest. */
    assert_false(put_by(f->store, offer_report(), "rules 1"));
    assert_int_equal(dem_store_recoded(f->store), 1);
    assert_int_equal(lines(f->store, "claims", (dem_filter){0}), 1);
    assert_int_equal(lines(f->store, "claims", (dem_filter){.actor = "activists"}), 1);
    assert_int_equal(lines(f->store, "events", (dem_filter){0}), 1);
}

static void what_is_known_need_not_be_coded(void **state)
{
    fixture *f = fixture_of(state);
    dem_store_origin origin = {.version = "0", .model = "model", .lexicon = "lexicon", .rules = "rules"}, newer = origin;
    newer.rules = "newer rules";
    bool known = true;
    dem_report *r = offer_report();
    assert_int_equal(dem_store_coded(f->store, &origin, r, &known, NULL), DEM_OK);
    assert_false(known);
    assert_true(put(f->store, offer_report()));
    assert_int_equal(dem_store_coded(f->store, &origin, r, &known, NULL), DEM_OK);
    assert_true(known);
    assert_int_equal(dem_store_coded(f->store, &newer, r, &known, NULL), DEM_OK);
    assert_false(known);
    r->meta.publisher = DEM_STR("Copperhill Observer");
    assert_int_equal(dem_store_coded(f->store, &origin, r, &known, NULL), DEM_OK);
    assert_false(known);
    dem_report_free(r);
    assert_false(put_by(f->store, offer_report(), "newer rules")); /* what was current is no longer */
    r = offer_report();
    assert_int_equal(dem_store_coded(f->store, &origin, r, &known, NULL), DEM_OK);
    assert_false(known);
    dem_report_free(r);
}

static dem_report *with_its_hash(dem_report *r)
{
    dem_sha256_hex(r->text, r->meta.sha256);
    return r;
}

static void a_report_may_be_put_in_its_own_place(void **state)
{
    fixture *f = fixture_of(state);
    assert_true(put(f->store, with_its_hash(offer_report())));
    assert_true(put(f->store, with_its_hash(refusal_report())));
    dem_store_replace(f->store, true);
    dem_report *r = with_its_hash(offer_report());
    r->claims.n = 0;
    r->meta.title = DEM_STR("Zanzibar heard of it");
    r->meta.published = dem_day_of(2012, 8, 1);
    assert_false(put(f->store, r));
    assert_int_equal(dem_store_recoded(f->store), 1);
    assert_int_equal(lines(f->store, "reports", (dem_filter){0}), 2);
    assert_int_equal(lines(f->store, "reports", (dem_filter){.text = "zanzibar", .from = "2012-08-01"}), 1);
    assert_int_equal(lines(f->store, "events", (dem_filter){0}), 2);
    assert_int_equal(lines(f->store, "claims", (dem_filter){0}), 1);
    assert_sound(f->store);
    assert_false(put(f->store, with_its_hash(offer_report()))); /* and back */
    assert_int_equal(lines(f->store, "reports", (dem_filter){.text = "zanzibar"}), 0);
    assert_int_equal(lines(f->store, "claims", (dem_filter){0}), 2);
    assert_sound(f->store);
}

static int try_put(dem_store *s, dem_report *r, dem_error *err)
{
    dem_codebook book = test_book();
    dem_store_origin origin = {.version = "0", .model = "model", .lexicon = "lexicon", .rules = "rules"};
    bool added;
    int rc = dem_store_put(s, &book, &origin, r, &added, err);
    dem_report_free(r);
    return rc;
}

static void a_batch_is_there_as_a_whole_or_not_at_all(void **state)
{
    fixture *f = fixture_of(state);
    dem_store *other;
    dem_error err = {0};
    assert_int_equal(dem_store_open(f->path, false, &other, NULL), DEM_OK);
    assert_int_equal(dem_store_batch_begin(f->store, NULL), DEM_OK);
    assert_true(put(f->store, offer_report()));
    assert_true(put(f->store, refusal_report()));
    assert_false(put(f->store, offer_report()));
    assert_int_equal(lines(other, "reports", (dem_filter){0}), 0);
    assert_int_equal(dem_store_batch_end(f->store, NULL), DEM_OK);
    assert_int_equal(lines(other, "reports", (dem_filter){0}), 2);
    /* One that fails takes the others of its batch with it, and says so. */
    exec(f->path, "CREATE TRIGGER trip BEFORE INSERT ON reports WHEN NEW.title='trip' BEGIN SELECT RAISE(ABORT, 'tripped'); END");
    assert_int_equal(dem_store_batch_begin(f->store, NULL), DEM_OK);
    assert_true(put_by(f->store, new_report("a", "A text.", NULL), "new rules"));
    dem_report *bad = new_report("b", "Another text.", NULL);
    bad->meta.title = DEM_STR("trip");
    assert_int_not_equal(try_put(f->store, bad, &err), DEM_OK);
    assert_non_null(strstr(err.message, "tripped"));
    assert_int_not_equal(try_put(f->store, new_report("c", "A third text.", NULL), &err), DEM_OK);
    assert_int_not_equal(dem_store_batch_end(f->store, &err), DEM_OK);
    assert_int_equal(lines(other, "reports", (dem_filter){0}), 2);
    assert_true(put_by(f->store, new_report("a", "A text.", NULL), "new rules"));
    assert_int_equal(lines(other, "reports", (dem_filter){0}), 3);
    dem_store_close(other);
}

static void records_come_back_as_they_were_printed(void **state)
{
    fixture *f = fixture_of(state);
    dem_report *r = offer_report();
    dem_codebook book = test_book();
    dem_ids ids;
    dem_buf b = {0};
    assert_int_equal(dem_ids_make(r, &ids, NULL), DEM_OK);
    dem_json j = {&b, false};
    dem_record_event(&j, r, &book, &ids, 0);
    dem_buf_ch(&b, '\n');
    dem_buf csv = {0};
    dem_write_csv_header(&csv);
    assert_int_equal(dem_write_csv(r, &book, &csv, NULL), DEM_OK);
    assert_true(put(f->store, r));
    char *jsonl = list(f->store, "events", NULL, "jsonl", NULL), *rows = list(f->store, "events", NULL, "csv", NULL);
    assert_string_equal(jsonl, b.p);
    assert_string_equal(rows, csv.p);
    free(jsonl);
    free(rows);
    dem_buf_free(&b);
    dem_buf_free(&csv);
}

static void filters_choose(void **state)
{
    fixture *f = fixture_of(state);
    put(f->store, offer_report());
    put(f->store, refusal_report());
    const struct {
        const char *what;
        dem_filter filter;
        size_t n;
    } cases[] = {{"events", {.from = "2012-07-16"}, 1},
                 {"events", {.to = "2012-07-15"}, 1},
                 {"events", {.from = "2012-07-17"}, 0},
                 {"events", {.actor = "IRN"}, 1},
                 {"events", {.actor = "iran"}, 1},
                 {"events", {.actor = "national council"}, 1},
                 {"events", {.actor = "ran"}, 0},
                 {"events", {.recipient = "IRNGOV"}, 1},
                 {"events", {.code = "12"}, 1},
                 {"events", {.code = "0"}, 1},
                 {"events", {.type = "reject"}, 1},
                 {"events", {.status = "future"}, 0},
                 {"events", {.country = "SYR"}, 2},
                 {"events", {.country = "FRA"}, 0},
                 {"events", {.min_confidence = 0.6}, 1},
                 {"events", {.outlet = "harbour"}, 1},
                 {"events", {.text = "teheran"}, 1}, /* accents fold */
                 {"events", {.text = "\"host talks\""}, 1},
                 {"events", {.text = "talks host*"}, 1},
                 {"events", {.text = "talks AND (\""}, 0}, /* syntax of the index is only words here */
                 {"events", {.report = "refusal-1"}, 1},
                 {"events", {.root = "12"}, 1},
                 {"events", {.root = "03", .actor = "IRN", .from = "2012-07-15", .to = "2012-07-15"}, 1},
                 {"events", {.actor = "IRN", .from = "2012-07-16"}, 0},
                 {"events", {.actor = "IRN", .recipient = "SYR"}, 1},
                 {"events", {.order = "newest", .limit = 1, .code = "125"}, 1},
                 {"events", {.place = "geneva"}, 0},
                 {"reports", {.actor = "SYROPP"}, 1},
                 {"reports", {.actor = "council", .to = "2012-07-15"}, 0},
                 {"events", {.limit = 1}, 1},
                 {"claims", {.kind = "killed"}, 2},
                 {"claims", {.kind = "wounded"}, 0},
                 {"claims", {.actor = "activists"}, 1},
                 {"statements", {.actor = "SYROPP"}, 1},
                 {"statements", {.country = "irn"}, 1},
                 {"reports", {.text = "rejected", .outlet = "courier"}, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t n = lines(f->store, cases[i].what, cases[i].filter);
        if (n != cases[i].n) fail_msg("case %zu: %zu lines, not %zu", i, n, cases[i].n);
    }
}

static void wrong_questions_are_usage_errors(void **state)
{
    fixture *f = fixture_of(state);
    const struct {
        const char *what, *format;
        dem_filter filter;
    } cases[] = {{"events", "jsonl", {.from = "yesterday"}}, {"events", "jsonl", {.to = "2012-13-01"}}, {"events", "jsonl", {.kind = "killed"}},
                 {"claims", "jsonl", {.code = "039"}},       {"reports", "csv", {.status = "actual"}},   {"nonsense", "csv", {0}},
                 {"events", "xml", {0}},                     {"events", "csv", {.text = "\"\""}}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int rc = 0;
        free(list(f->store, cases[i].what, &cases[i].filter, cases[i].format, &rc));
        if (rc != DEM_EUSAGE) fail_msg("case %zu gives %d", i, rc);
    }
}

static void claims_show_who_disagrees(void **state)
{
    fixture *f = fixture_of(state);
    put(f->store, offer_report());
    put(f->store, refusal_report());
    char *p = list(f->store, "claims", &(dem_filter){.kind = "killed"}, "table", NULL);
    assert_non_null(strstr(p, "low  high"));
    assert_non_null(strstr(p, "200"));
    assert_non_null(strstr(p, "at least"));
    assert_non_null(strstr(p, "Activists"));
    assert_non_null(strstr(p, "refusal-1:1"));
    free(p);
}

/* Opening the file as it is gives this code and says these words. */
static void refuses(const char *path, bool create, int code, const char *words)
{
    dem_store *s = NULL;
    dem_error err = {0};
    int rc = dem_store_open(path, create, &s, &err);
    if (rc != code || !strstr(err.message, words)) fail_msg("code %d: %s", rc, err.message);
    assert_null(s);
}

static void foreign_files_are_refused_and_left_alone(void **state)
{
    fixture *f = *state;
    char path[96];
    snprintf(path, sizeof path, "%s/other", f->dir);
    refuses(path, false, DEM_EIO, "no such store");
    refuses(f->dir, true, DEM_EIO, "not a regular file");
    FILE *w = fopen(path, "w");
    fclose(w);
    refuses(path, false, DEM_EDATA, "empty");
    w = fopen(path, "w");
    for (int i = 0; i < 500; i++) fputs("a letter, not a database\n", w);
    fclose(w);
    refuses(path, true, DEM_EDATA, "not a database");
    unlink(path);
    exec(path, "CREATE TABLE mine(x)");
    refuses(path, true, DEM_EDATA, "another program");
    unlink(path);
    dem_store_close(f->store);
    f->store = NULL;
    exec(f->path, "PRAGMA user_version=99");
    refuses(f->path, true, DEM_EDATA, "newer demarche");
}

/* Nobody can make files in the folder: what is there is read, nothing is written, and what is not there is not made. */
static void a_folder_that_may_not_be_written_to_is_read(void **state)
{
    fixture *f = fixture_of(state);
    assert_true(put(f->store, offer_report()));
    dem_store_close(f->store);
    f->store = NULL;
    assert_int_equal(chmod(f->path, 0444) | chmod(f->dir, 0555), 0);
    pid_t child = fork();
    if (child == 0) {
        dem_store *s;
        dem_error err = {0};
        char other[96];
        snprintf(other, sizeof other, "%s/other.db", f->dir);
        if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) _exit(2); /* root may write anywhere */
        if (dem_store_open(f->path, false, &s, &err) != DEM_OK || lines(s, "events", (dem_filter){.actor = "IRN"}) != 1) _exit(3);
        dem_store_close(s);
        if (dem_store_open(f->path, true, &s, &err) == DEM_OK && try_put(s, refusal_report(), &err) == DEM_OK) _exit(4);
        if (!strstr(err.message, "may not be written to")) _exit(5);
        if (dem_store_open(other, true, &s, &err) != DEM_EIO || !strstr(err.message, "Permission denied")) _exit(6);
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    assert_int_equal(chmod(f->dir, 0755), 0);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    chmod(f->path, 0644);
    assert_int_equal(dem_store_open(f->path, false, &f->store, NULL), DEM_OK);
    assert_int_equal(lines(f->store, "reports", (dem_filter){0}), 1);
}

static char *read_text(const char *path)
{
    FILE *in = fopen(path, "rb");
    if (!in) fail_msg("cannot open %s", path);
    char *p = calloc(1, 1 << 20);
    if (fread(p, 1, (1 << 20) - 1, in) == 0) fail_msg("cannot read %s", path);
    fclose(in);
    return p;
}

/* ---- linking ---- */

static int empty_digest(void *ctx, dem_report *r, dem_arena *a, dem_digest *out, dem_error *err)
{
    (void)ctx, (void)a, (void)err;
    *out = (dem_digest){.id = r->meta.id, .publisher = r->meta.publisher, .published = r->meta.published};
    return DEM_OK;
}

static void put_digests(dem_store *s, int from, int to)
{
    dem_codebook book = test_book();
    dem_digester digester = {empty_digest, NULL};
    dem_store_origin origin = {.version = "0", .digester = &digester};
    dem_error err = {0};
    for (int i = from; i < to; i++) {
        char id[16];
        bool added;
        snprintf(id, sizeof id, "n-%d", i);
        dem_report *r = new_report(id, id, "2012-01-01");
        dem_sha256_hex(r->text, r->meta.sha256);
        if (dem_store_put(s, &book, &origin, r, &added, &err) != DEM_OK) fail_msg("%s", err.message);
        dem_report_free(r);
    }
}

static int64_t linked(dem_store *s)
{
    dem_stmt *st;
    int64_t n = -1;
    assert_int_equal(dem_sql_kept(s, "SELECT count(*) FROM digests WHERE linked=1", &st, NULL), DEM_OK);
    assert_int_equal(dem_sql_run_key(st, &n, NULL), DEM_OK);
    return n;
}

/* In a long run reports are linked when many are new, and the more there are of them the more that is. */
static void few_new_reports_wait_to_be_linked(void **state)
{
    static const struct {
        int reports, linked;
    } steps[] = {{63, 0}, {64, 64}, {127, 64}, {128, 128}, {800, 800}, {899, 800}, {1000, 1000}};
    fixture *f = fixture_of(state);
    dem_arena *a = dem_arena_new(0);
    dem_story_rules *rules = load_story_rules(a);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        put_digests(f->store, i ? steps[i - 1].reports : 0, steps[i].reports);
        assert_int_equal(dem_store_link_due(f->store, rules, NULL), DEM_OK);
        assert_int_equal(linked(f->store), steps[i].linked);
    }
    put_digests(f->store, 1000, 1001);
    assert_int_equal(dem_store_link(f->store, rules, NULL), DEM_OK);
    assert_int_equal(linked(f->store), 1001);
    dem_story_rules_free(rules);
    dem_arena_free(a);
}

/* The store's file becomes one that the SQL makes; it is closed. */
static void replace_by(fixture *f, const char *path)
{
    dem_store_close(f->store);
    f->store = NULL;
    remove_store(f);
    char *sql = read_text(path);
    exec(f->path, sql);
    free(sql);
}

static void a_store_of_schema_1_is_brought_up_to_date(void **state)
{
    fixture *f = fixture_of(state);
    replace_by(f, DEM_SOURCE_DIR "/tests/unit/data/store-1.sql");
    for (int i = 0; i < 2; i++) { /* the second time there is nothing to be done */
        assert_int_equal(dem_store_open(f->path, false, &f->store, NULL), DEM_OK);
        assert_int_equal(lines(f->store, "reports", (dem_filter){0}), 2);
        assert_int_equal(lines(f->store, "events", (dem_filter){0}), 12);
        assert_int_equal(lines(f->store, "events", (dem_filter){.actor = "RUS", .from = "2012-01-01"}), 2);
        assert_int_equal(lines(f->store, "events", (dem_filter){.recipient = "SYR"}), 4);
        assert_int_equal(lines(f->store, "claims", (dem_filter){0}), 1);
        assert_true(lines(f->store, "statements", (dem_filter){.actor = "SYROPP"}) > 0);
        assert_int_equal(lines(f->store, "reports", (dem_filter){.text = "Moscow", .outlet = "monitor"}), 1);
        if (i == 0) assert_sound(f->store);
        assert_true(i == 1 || put(f->store, offer_report()));
        if (i == 0) dem_store_close(f->store);
        exec(f->path, "PRAGMA foreign_keys=ON; DELETE FROM reports WHERE id='offer-1'");
    }
}

static void a_store_of_schema_2_is_brought_up_to_date(void **state)
{
    fixture *f = fixture_of(state);
    replace_by(f, DEM_SOURCE_DIR "/tests/unit/data/store-2.sql");
    assert_int_equal(dem_store_open(f->path, false, &f->store, NULL), DEM_OK);
    static const struct {
        const char *what;
        size_t n;
    } lists[] = {{"reports", 2}, {"events", 19}, {"claims", 2}, {"statements", 17}, {"stories", 1}, {"initiatives", 2}, {"positions", 3}};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) assert_int_equal(lines(f->store, lists[i].what, (dem_filter){0}), lists[i].n);
    assert_int_equal(lines(f->store, "events", (dem_filter){.coding = 1}), 19);
    assert_sound(f->store);
    /* What is lost afterwards is missed. */
    exec(f->path, "DELETE FROM statements WHERE key=(SELECT min(key) FROM statements)");
    dem_store_counts counts;
    assert_int_equal(dem_store_check(f->store, NULL, NULL, &counts, NULL), DEM_OK);
    assert_true(counts.problems > 0);
}

/* The child adds reports until the file may not grow; the store must hold whole reports only, and take more afterwards. */
static void a_full_disk_leaves_no_half_report(void **state)
{
    fixture *f = fixture_of(state);
    dem_store_close(f->store);
    f->store = NULL;
    pid_t child = fork();
    if (child == 0) {
        signal(SIGXFSZ, SIG_IGN);
        struct rlimit limit = {1 << 20, 1 << 20};
        dem_store *s;
        dem_error err = {0};
        if (setrlimit(RLIMIT_FSIZE, &limit) != 0 || dem_store_open(f->path, true, &s, NULL) != DEM_OK) _exit(2);
        int failures = 0;
        for (int i = 0; i < 5000; i++) {
            char id[16];
            snprintf(id, sizeof id, "r%d", i);
            dem_report *r = offer_report();
            r->meta.id = dem_str_dup(r->arena, dem_str_c(id));
            snprintf(r->meta.sha256, sizeof r->meta.sha256, "%064d", i);
            dem_codebook book = test_book();
            dem_store_origin origin = {0};
            bool added;
            int rc = dem_store_put(s, &book, &origin, r, &added, &err);
            dem_report_free(r);
            if (rc == DEM_OK) continue;
            if (rc != DEM_EIO || added || !strstr(err.message, "not stored") || i < 3) _exit(3);
            /* The second one must fail as cleanly: no transaction was left open. */
            if (++failures == 2) _exit(0);
        }
        _exit(4);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_int_equal(dem_store_open(f->path, false, &f->store, NULL), DEM_OK);
    size_t reports = lines(f->store, "reports", (dem_filter){0});
    assert_true(reports >= 3);
    assert_int_equal(lines(f->store, "events", (dem_filter){0}), reports);
    assert_int_equal(lines(f->store, "claims", (dem_filter){0}), reports);
    assert_int_equal(lines(f->store, "statements", (dem_filter){0}), 2 * reports);
    assert_true(put(f->store, refusal_report()));
}

static void a_killed_writer_leaves_whole_reports(void **state)
{
    fixture *f = fixture_of(state);
    dem_store_close(f->store);
    f->store = NULL;
    for (int round = 0; round < 3; round++) {
        pid_t child = fork();
        if (child == 0) {
            dem_store *s;
            if (dem_store_open(f->path, true, &s, NULL) != DEM_OK) _exit(2);
            for (int i = 0;; i++) {
                dem_report *r = offer_report();
                char id[32];
                snprintf(id, sizeof id, "r%d-%d", round, i);
                r->meta.id = dem_str_dup(r->arena, dem_str_c(id));
                snprintf(r->meta.sha256, sizeof r->meta.sha256, "%032d%032d", round, i);
                put(s, r);
            }
        }
        struct timespec wait = {0, 150000000 + round * 31000000};
        nanosleep(&wait, NULL);
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
    }
    assert_int_equal(dem_store_open(f->path, false, &f->store, NULL), DEM_OK);
    size_t reports = lines(f->store, "reports", (dem_filter){0});
    assert_true(reports > 0);
    assert_int_equal(lines(f->store, "events", (dem_filter){0}), reports);
    assert_int_equal(lines(f->store, "statements", (dem_filter){0}), 2 * reports);
}

static void two_writers_take_turns(void **state)
{
    fixture *f = fixture_of(state);
    dem_store_close(f->store);
    f->store = NULL;
    if (!f->postgres) remove_store(f);
    enum { EACH = 40 };
    pid_t child[2];
    for (int c = 0; c < 2; c++) {
        child[c] = fork();
        if (child[c] != 0) continue;
        dem_store *s; /* both create it at once */
        dem_error err = {0};
        if (dem_store_open(f->path, true, &s, &err) != DEM_OK) {
            fprintf(stderr, "%s\n", err.message);
            _exit(2);
        }
        for (int i = 0; i < EACH; i++) {
            dem_report *r = offer_report();
            char id[32];
            snprintf(id, sizeof id, "w%d-%d", c, i);
            r->meta.id = dem_str_dup(r->arena, dem_str_c(id));
            snprintf(r->meta.sha256, sizeof r->meta.sha256, "%032d%032d", c, i);
            put(s, r);
        }
        dem_store_close(s);
        _exit(0);
    }
    for (int c = 0; c < 2; c++) {
        int status = 0;
        waitpid(child[c], &status, 0);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    assert_int_equal(dem_store_open(f->path, false, &f->store, NULL), DEM_OK);
    assert_int_equal(lines(f->store, "reports", (dem_filter){0}), 2 * EACH);
}

/* Does a step of the statement's plan read a large table, or an index of it, from end to end? *step: which. */
static bool scans(sqlite3 *db, const char *sql, char step[256])
{
    static const char *const large[] = {"events", "event_actors", "claims", "claim_actors", "statements", "reports", "x", "p", "e", "t", "r", "d", "l"};
    char explain[8192];
    sqlite3_stmt *st;
    bool found = false;
    snprintf(explain, sizeof explain, "EXPLAIN QUERY PLAN %s", sql);
    if (sqlite3_prepare_v2(db, explain, -1, &st, NULL) != SQLITE_OK) fail_msg("%s: %s", sqlite3_errmsg(db), sql);
    while (!found && sqlite3_step(st) == SQLITE_ROW) {
        snprintf(step, 256, "%s", (const char *)sqlite3_column_text(st, 3));
        for (size_t i = 0; !found && i < sizeof large / sizeof *large; i++) {
            char scan[64];
            int n = snprintf(scan, sizeof scan, "SCAN %s", large[i]);
            found = strncmp(step, scan, (size_t)n) == 0 && (step[n] == '\0' || step[n] == ' ');
        }
    }
    sqlite3_finalize(st);
    return found;
}

static void lists_by_actor_day_and_report_use_indices(void **state)
{
    fixture *f = fixture_of(state);
    static const char *const kinds[] = {"events", "claims", "statements", "reports", "stories", "initiatives", "positions", "actors"};
    char step[256];
    sqlite3 *db;
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    assert_true(scans(db, "SELECT key FROM events x WHERE x.words='offered' ORDER BY x.day, x.report", step)); /* it knows one when it sees it */
    static const dem_filter filters[] = {{.actor = "SYR"}, {0}, {.actor = "SYR", .outlet = "wire"}, {.outlet = "wire"}, {.actor = "SYR", .text = "talks"}, {.text = "talks"}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds * (sizeof filters / sizeof *filters); i++) {
        dem_buf sql = {0};
        dem_filter one = filters[i % (sizeof filters / sizeof *filters)];
        const char *kind = kinds[i / (sizeof filters / sizeof *filters)];
        if (strcmp(kind, "actors") == 0 && (one.outlet || one.text)) continue;
        one.from = "2012-01-01";
        one.to = "2012-01-31";
        f->store->trace = &sql;
        free(list(f->store, kind, &one, "csv", NULL));
        f->store->trace = NULL;
        size_t n = 0;
        for (char *line = strtok(sql.p, "\n"); line; line = strtok(NULL, "\n"), n++)
            if (scans(db, line, step)) fail_msg("%s: %s\n%s", kind, step, line);
        assert_true(n > 0);
        dem_buf_free(&sql);
    }
    sqlite3_close(db);
}

static void folds_to(const char *text, const char *want)
{
    dem_buf b = {0};
    dem_store_fold(dem_str_c(text), &b);
    assert_string_equal(b.p ? b.p : "", want);
    dem_buf_free(&b);
}

static void names_fold_to_words(void **state)
{
    (void)state;
    folds_to("the Syrian army", " the syrian army");
    folds_to("Al-\xC3\x89toile d'Orient", " al etoile d orient");
    folds_to("  Ahmet Davuto\xC4\x9Flu!", " ahmet davutoglu");
    folds_to("...", "");
    folds_to("", "");
}

static int on_sqlite(void)
{
    const struct CMUnitTest tests[] = {
        WITH_STORE(adding_twice_adds_once),
        WITH_STORE(copies_of_other_outlets_and_reused_ids_are_kept),
        WITH_STORE(a_newer_coding_stands_before_the_old_one),
        WITH_STORE(what_is_known_need_not_be_coded),
        WITH_STORE(a_report_may_be_put_in_its_own_place),
        WITH_STORE(a_batch_is_there_as_a_whole_or_not_at_all),
        WITH_STORE(records_come_back_as_they_were_printed),
        WITH_STORE(filters_choose),
        WITH_STORE(wrong_questions_are_usage_errors),
        WITH_STORE(claims_show_who_disagrees),
        WITH_STORE(foreign_files_are_refused_and_left_alone),
        WITH_STORE(a_store_of_schema_1_is_brought_up_to_date),
        WITH_STORE(a_store_of_schema_2_is_brought_up_to_date),
        WITH_STORE(a_folder_that_may_not_be_written_to_is_read),
        WITH_STORE(a_full_disk_leaves_no_half_report),
        WITH_STORE(a_killed_writer_leaves_whole_reports),
        WITH_STORE(two_writers_take_turns),
        WITH_STORE(few_new_reports_wait_to_be_linked),
        WITH_STORE(lists_by_actor_day_and_report_use_indices),
        cmocka_unit_test(names_fold_to_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

static int on_postgres(void)
{
    const struct CMUnitTest tests[] = {
        WITH_POSTGRES(adding_twice_adds_once),
        WITH_POSTGRES(copies_of_other_outlets_and_reused_ids_are_kept),
        WITH_POSTGRES(a_newer_coding_stands_before_the_old_one),
        WITH_POSTGRES(what_is_known_need_not_be_coded),
        WITH_POSTGRES(a_report_may_be_put_in_its_own_place),
        WITH_POSTGRES(records_come_back_as_they_were_printed),
        WITH_POSTGRES(filters_choose),
        WITH_POSTGRES(wrong_questions_are_usage_errors),
        WITH_POSTGRES(claims_show_who_disagrees),
        WITH_POSTGRES(a_killed_writer_leaves_whole_reports),
        WITH_POSTGRES(two_writers_take_turns),
        WITH_POSTGRES(few_new_reports_wait_to_be_linked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

int main(int argc, char **argv)
{
    return argc > 1 && strcmp(argv[1], "--postgres") == 0 ? on_postgres() : on_sqlite();
}
