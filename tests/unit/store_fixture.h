/* SPDX-License-Identifier: Apache-2.0 */
/* A store of its own for each test, in a SQLite file or in a schema of the PostgreSQL server that tests/with_postgres has started. */
#ifndef TEST_STORE_FIXTURE_H
#define TEST_STORE_FIXTURE_H

#include "build_report.h"
#include "store/store.h"

#include <libpq-fe.h>
#include <unistd.h>

typedef struct fixture {
    char dir[64], path[256];
    bool postgres;
    dem_store *store;
} fixture;

static inline void remove_store(fixture *f)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    char path[300];
    for (size_t i = 0; i < 4; i++) {
        snprintf(path, sizeof path, "%s%s", f->path, ends[i]);
        unlink(path);
    }
}

static inline int setup(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    strcpy(f->dir, "/tmp/dem-store-XXXXXX");
    if (!mkdtemp(f->dir)) return -1;
    snprintf(f->path, sizeof f->path, "%s/t.db", f->dir);
    *state = f;
    return dem_store_open(f->path, true, &f->store, NULL);
}

/* Several statements on the server itself. */
static inline void server_exec(const char *sql)
{
    PGconn *c = PQconnectdb(getenv("DEMARCHE_POSTGRES"));
    PGresult *r = PQexec(c, sql);
    if (PQresultStatus(r) != PGRES_COMMAND_OK) fail_msg("%s: %s", sql, PQerrorMessage(c));
    PQclear(r);
    PQfinish(c);
}

static inline int setup_postgres(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    *state = f;
    f->postgres = true;
    const char *server = getenv("DEMARCHE_POSTGRES"), *why = getenv("DEMARCHE_NO_POSTGRES");
    if (!server) {
        printf("skip: %s\n", why ? why : "no server is given");
        return 0;
    }
    static int n;
    char sql[64];
    snprintf(sql, sizeof sql, "CREATE SCHEMA t%d", ++n);
    server_exec(sql);
    snprintf(f->path, sizeof f->path, "%s&options=-csearch_path%%3Dt%d", server, n);
    return dem_store_open(f->path, true, &f->store, NULL);
}

static inline int teardown(void **state)
{
    fixture *f = *state;
    dem_store_close(f->store);
    if (!f->postgres) remove_store(f);
    rmdir(f->dir);
    free(f);
    return 0;
}

/* The fixture; a test on PostgreSQL ends here when there is none. */
static inline fixture *fixture_of(void **state)
{
    fixture *f = *state;
    if (f->postgres && !f->store) skip(); /* cmocka leaves the test */
    return f;
}

static inline bool put_by(dem_store *s, dem_report *r, const char *rules)
{
    dem_codebook book = test_book();
    dem_store_origin origin = {.version = "0", .model = "model", .lexicon = "lexicon", .rules = rules};
    bool added = false;
    dem_error err = {0};
    if (dem_store_put(s, &book, &origin, r, &added, &err) != DEM_OK) fail_msg("%s", err.message);
    dem_report_free(r);
    return added;
}

static inline bool put(dem_store *s, dem_report *r)
{
    return put_by(s, r, "rules");
}

/* What the list prints; "" and the error's code in *rc when it fails. */
static inline char *list(dem_store *s, const char *what, const dem_filter *f, const char *format, int *rc)
{
    char *p = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&p, &n);
    dem_error err = {0};
    int code = dem_store_list(s, what, f, format, out, &err);
    fclose(out);
    if (rc)
        *rc = code;
    else if (code != DEM_OK)
        fail_msg("%s", err.message);
    return p;
}

static inline size_t lines(dem_store *s, const char *what, dem_filter f)
{
    char *p = list(s, what, &f, "jsonl", NULL);
    size_t n = 0;
    for (const char *c = p; *c; c++) n += *c == '\n';
    free(p);
    return n;
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
#define WITH_POSTGRES(test) {"postgres_" #test, test, setup_postgres, teardown, NULL}

static inline void print_problem(void *ctx, const char *problem)
{
    (void)ctx;
    fprintf(stderr, "%s\n", problem);
}

/* Fails when the store is not sound. */
static inline void assert_sound(dem_store *s)
{
    dem_store_counts n;
    dem_error err = {0};
    if (dem_store_check(s, print_problem, NULL, &n, &err) != DEM_OK) fail_msg("%s", err.message);
    assert_int_equal(n.problems, 0);
}

#endif
