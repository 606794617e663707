/* SPDX-License-Identifier: Apache-2.0 */
/* Threads. A ring of slots, each with a report of its own, stands between the workers and the thread that called dem_run:
   a worker takes the next slot of the ring and the next record of the input under the reading lock, codes and renders it
   without it, and marks it done; the caller's thread delivers the slots in the order they were taken. The ring's size bounds
   the memory: a worker that is ahead of the delivery by a whole ring waits. */
#include "pipeline/run.h"

#include "base/file.h"
#include "parse/conllu.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { SLOTS_PER_THREAD = 4, MAX_THREADS = 256, BATCH = 16, BATCH_WAIT_MS = 200 };

/* A report that grew past this is given back to the system and not kept for the next one. */
static const size_t KEEP_MEMORY = (size_t)32 << 20;

typedef enum slot_state { SLOT_FREE, SLOT_BUSY, SLOT_DONE } slot_state;

typedef struct slot {
    slot_state state;
    dem_report *report;
    dem_buf text;
    size_t path; /* index of the path it came from */
    int rc;
    dem_error err;
} slot;

typedef struct run {
    dem_engine *engine;
    const dem_run_options *o;
    dem_render render;
    dem_ingest_options ingest;
    bool conllu;
    dem_day published;
    const char *const *paths;
    size_t n_paths;
    size_t shown_path; /* the last one that on_progress was called for; the delivering thread's own */

    pthread_mutex_t reading; /* taken before `lock` when both are */
    size_t next_path;        /* index of the path that `source` reads, or of the next one to open */
    dem_source *source;

    pthread_mutex_t lock; /* guards all below */
    pthread_cond_t changed;
    slot *slots;
    size_t n_slots, taken, delivered; /* running counts; slot = count % n_slots */
    dem_report **spare;               /* delivered, to be used again: the last one first, for its memory is warm */
    size_t n_spare;
    bool ended, stop;                 /* no more input; the caller wants no more */
    int start_rc;                     /* a worker could not be made */
    dem_error start_err;
} run;

/* ---- reading: under the reading lock ---- */

static const char *shown(const char *path)
{
    return strcmp(path, "-") == 0 ? "(standard input)" : path;
}

static int read_conllu(run *x, dem_report *r, const char *path, dem_error *err)
{
    dem_str bytes;
    int rc = dem_file_read(r->arena, path, DEM_LINE_LIMIT, &bytes, err);
    if (rc == DEM_OK) rc = dem_conllu_read(r, bytes, shown(path), err);
    /* Who asks for trees wants new ones; who asks for records may bring trees of another parser. */
    for (size_t i = 0; x->o->depth == DEM_DEPTH_PARSE && i < r->sentences.n; i++) r->sentences.items[i].parsed = false;
    x->next_path++;
    return rc;
}

static void end_source(run *x)
{
    dem_source_close(x->source);
    x->source = NULL;
    x->next_path++;
}

/* The next record into the slot: true when there is one, be it a report or an error. */
static bool read_next(run *x, slot *s)
{
    while (x->next_path < x->n_paths) {
        const char *path = x->paths[x->next_path];
        s->path = x->next_path;
        if (x->conllu) {
            s->rc = read_conllu(x, s->report, path, &s->err);
            return true;
        }
        if (!x->source) {
            s->rc = dem_source_open(path, &x->ingest, &x->source, &s->err);
            if (s->rc != DEM_OK) {
                x->source = NULL;
                x->next_path++;
                return true;
            }
        }
        bool got = false;
        s->rc = dem_source_next(x->source, s->report, &got, &s->err);
        if (s->rc != DEM_OK) {
            /* A record that fails is passed over; a file that cannot be read any further is done. */
            if (s->rc == DEM_EIO) end_source(x);
            return true;
        }
        if (got) return true;
        end_source(x);
    }
    return false;
}

static bool fresh_report(slot *s)
{
    if (s->report && dem_arena_used(s->report->arena) > KEEP_MEMORY) {
        dem_report_free(s->report);
        s->report = NULL;
    }
    if (s->report)
        dem_report_reset(s->report);
    else
        s->report = dem_report_new(DEM_REPORT_LIMIT);
    return s->report != NULL;
}

/* A free slot of the ring, when there is one to be had. */
static slot *wait_for_slot(run *x)
{
    pthread_mutex_lock(&x->lock);
    while (!x->ended && !x->stop && x->taken - x->delivered >= x->n_slots) pthread_cond_wait(&x->changed, &x->lock);
    slot *s = x->ended || x->stop ? NULL : &x->slots[x->taken % x->n_slots];
    if (s && !s->report && x->n_spare) s->report = x->spare[--x->n_spare];
    pthread_mutex_unlock(&x->lock);
    return s;
}

/* Takes a slot and fills it with the next record; NULL when the run is over. */
static slot *take(run *x)
{
    pthread_mutex_lock(&x->reading);
    slot *s = wait_for_slot(x);
    bool got = false, last = false;
    if (s) {
        s->err = (dem_error){.byte = -1};
        s->rc = DEM_OK;
        if (fresh_report(s)) {
            got = read_next(x, s);
            s->report->passed_over = got && s->rc == DEM_OK && x->o->wanted && !x->o->wanted(x->o->ctx, s->report);
        } else {
            s->path = x->next_path;
            s->rc = dem_fail(&s->err, DEM_EMEMORY, "memory is out");
            got = last = true;
        }
        pthread_mutex_lock(&x->lock);
        if (got) {
            s->state = SLOT_BUSY;
            x->taken++;
        }
        if (!got || last) x->ended = true;
        pthread_cond_broadcast(&x->changed);
        pthread_mutex_unlock(&x->lock);
    }
    pthread_mutex_unlock(&x->reading);
    return got ? s : NULL;
}

/* ---- coding: without locks ---- */

static void name_error(const run *x, slot *s)
{
    if (strcmp(s->err.file, "-") == 0) s->err.file[0] = '\0';
    if (s->err.file[0] || s->path >= x->n_paths) return;
    dem_str id = s->report ? s->report->meta.id : DEM_STR_NONE;
    const char *path = shown(x->paths[s->path]);
    if (id.n)
        snprintf(s->err.file, sizeof s->err.file, "%s (%.*s)", path, DEM_FMT(id));
    else
        snprintf(s->err.file, sizeof s->err.file, "%s", path);
}

static void code_slot(run *x, dem_worker *w, slot *s)
{
    dem_report *r = s->report;
    if (s->rc == DEM_OK && r->passed_over) return;
    if (s->rc == DEM_OK) {
        if (r->meta.published == DEM_DAY_NONE) r->meta.published = x->published;
        r->explain = x->o->output == DEM_OUT_EXPLAIN;
        s->rc = dem_worker_code(w, r, x->o->depth, &s->err);
    }
    if (s->rc == DEM_OK) s->rc = x->render(x->engine, r, x->o, &s->text, &s->err);
    if (s->rc != DEM_OK) name_error(x, s);
}

static void *work(void *arg)
{
    run *x = arg;
    dem_worker *w = NULL;
    dem_error err;
    int rc = dem_worker_new(x->engine, &w, &err);
    if (rc != DEM_OK) {
        pthread_mutex_lock(&x->lock);
        x->start_rc = rc;
        x->start_err = err;
        x->stop = true;
        pthread_cond_broadcast(&x->changed);
        pthread_mutex_unlock(&x->lock);
        return NULL;
    }
    for (slot *s; (s = take(x));) {
        code_slot(x, w, s);
        pthread_mutex_lock(&x->lock);
        s->state = SLOT_DONE;
        pthread_cond_broadcast(&x->changed);
        pthread_mutex_unlock(&x->lock);
    }
    dem_worker_free(w);
    return NULL;
}

/* ---- delivering: in the caller's thread ---- */

static int deliver(run *x, slot *s, bool *any, dem_error *err)
{
    int rc = DEM_OK;
    if (x->o->on_progress && s->path != x->shown_path) x->o->on_progress(x->o->ctx, s->path, x->n_paths);
    x->shown_path = s->path;
    if (s->rc != DEM_OK) {
        if (x->o->on_error) x->o->on_error(x->o->ctx, &s->err);
    } else if (x->o->on_report) {
        dem_buf head = {0}, *text = &s->text;
        if (!*any) dem_export_begin(x->o->output, &head);
        *any = true;
        if (head.n > 0) {
            dem_buf_add(&head, s->text.p, s->text.n);
            text = &head;
        }
        if (text->failed)
            rc = dem_fail(err, DEM_EMEMORY, "memory is out");
        else
            rc = x->o->on_report(x->o->ctx, s->report, text->p ? text->p : "", text->n, err);
        dem_buf_free(&head);
    }
    dem_buf_clear(&s->text);
    return rc;
}

/* How many slots that come next are done, as far as that is of interest. */
static size_t ready(const run *x, size_t most)
{
    size_t n = 0;
    while (n < most && x->delivered + n < x->taken && x->slots[(x->delivered + n) % x->n_slots].state == SLOT_DONE) n++;
    return n;
}

static struct timespec from_now(long ms)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    t.tv_sec += (t.tv_nsec + ms * 1000000) / 1000000000;
    t.tv_nsec = (t.tv_nsec + ms * 1000000) % 1000000000;
    return t;
}

/* Waits for a batch; a smaller one at the end, and when the next report is slow to come. 0: the run is over. */
static size_t wait_for_batch(run *x)
{
    size_t want = x->o->on_batch ? BATCH : 1, n = 0;
    struct timespec until = {0};
    bool late = false;
    while (!x->stop) {
        n = ready(x, want);
        if (n == want || late || (x->ended && x->delivered + n == x->taken)) break;
        if (n && !until.tv_sec) until = from_now(BATCH_WAIT_MS);
        if (until.tv_sec)
            late = pthread_cond_timedwait(&x->changed, &x->lock, &until) == ETIMEDOUT;
        else
            pthread_cond_wait(&x->changed, &x->lock);
    }
    return x->stop ? 0 : n;
}

static int deliver_batch(run *x, size_t n, bool *any, dem_error *err)
{
    int rc = x->o->on_batch ? x->o->on_batch(x->o->ctx, true, err) : DEM_OK;
    if (rc != DEM_OK) return rc;
    for (size_t i = 0; rc == DEM_OK && i < n; i++) {
        slot *s = &x->slots[x->delivered % x->n_slots]; /* only this thread counts them */
        rc = deliver(x, s, any, err);
        pthread_mutex_lock(&x->lock);
        s->state = SLOT_FREE;
        if (s->report) x->spare[x->n_spare++] = s->report;
        s->report = NULL;
        x->delivered++;
        pthread_cond_broadcast(&x->changed);
        pthread_mutex_unlock(&x->lock);
    }
    /* Also when the last one failed: those before it are in. */
    int end = x->o->on_batch ? x->o->on_batch(x->o->ctx, false, rc == DEM_OK ? err : NULL) : DEM_OK;
    return rc == DEM_OK ? end : rc;
}

static int deliver_all(run *x, dem_error *err)
{
    int rc = DEM_OK;
    bool any = false;
    pthread_mutex_lock(&x->lock);
    for (size_t n; rc == DEM_OK && (n = wait_for_batch(x)) > 0;) {
        pthread_mutex_unlock(&x->lock);
        rc = deliver_batch(x, n, &any, err);
        pthread_mutex_lock(&x->lock);
    }
    x->stop = x->stop || rc != DEM_OK;
    pthread_cond_broadcast(&x->changed);
    pthread_mutex_unlock(&x->lock);
    return rc;
}

/* One thread: no ring, no other threads. */
static int run_alone(run *x, dem_error *err)
{
    dem_worker *w = NULL;
    int rc = dem_worker_new(x->engine, &w, err);
    bool any = false;
    for (slot *s; rc == DEM_OK && (s = take(x));) {
        code_slot(x, w, s);
        rc = deliver(x, s, &any, err);
        x->delivered++;
    }
    dem_worker_free(w);
    return rc;
}

static int run_threads(run *x, unsigned n, dem_error *err)
{
    pthread_t *threads = calloc(n, sizeof *threads);
    if (!threads) return dem_fail(err, DEM_EMEMORY, "memory is out");
    unsigned started = 0;
    while (started < n && pthread_create(&threads[started], NULL, work, x) == 0) started++;
    int rc = started ? deliver_all(x, err) : dem_fail(err, DEM_EMEMORY, "no thread could be started");
    for (unsigned i = 0; i < started; i++) pthread_join(threads[i], NULL);
    free(threads);
    if (rc == DEM_OK && x->start_rc != DEM_OK) {
        if (err) *err = x->start_err;
        rc = x->start_rc;
    }
    return rc;
}

static unsigned threads_wanted(const dem_run_options *o)
{
    long n = o->threads ? (long)o->threads : sysconf(_SC_NPROCESSORS_ONLN);
    if (n < 1) n = 1;
    return n > MAX_THREADS ? MAX_THREADS : (unsigned)n;
}

static int read_format(const dem_run_options *o, dem_ingest_options *out, bool *conllu, dem_error *err)
{
    static const struct {
        const char *name;
        dem_format format;
    } formats[] = {{"auto", DEM_FORMAT_AUTO}, {"text", DEM_FORMAT_TEXT}, {"html", DEM_FORMAT_HTML}, {"jsonl", DEM_FORMAT_JSONL}};
    *out = (dem_ingest_options){.verbatim = o->verbatim, .any_language = o->any_language};
    *conllu = o->format && strcmp(o->format, "conllu") == 0;
    if (!o->format || *conllu) return DEM_OK;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (strcmp(formats[i].name, o->format) != 0) continue;
        out->format = formats[i].format;
        return DEM_OK;
    }
    return dem_fail(err, DEM_EUSAGE, "unknown input format %s: auto, text, html, jsonl or conllu", o->format);
}

static int read_options(run *x, dem_error *err)
{
    x->published = DEM_DAY_NONE;
    if (x->o->published) {
        x->published = dem_day_parse(dem_str_c(x->o->published));
        if (x->published == DEM_DAY_NONE)
            return dem_fail(err, DEM_EUSAGE, "%s is not a day of the calendar written YYYY-MM-DD", x->o->published);
    }
    int rc = read_format(x->o, &x->ingest, &x->conllu, err);
    x->ingest.rules = x->engine->ingest;
    return rc;
}

int dem_run_with(dem_engine *engine, const char *const *paths, size_t n_paths, const dem_run_options *o, dem_render render,
                 dem_error *err)
{
    run x = {.engine = engine, .o = o, .render = render, .paths = paths, .n_paths = n_paths, .shown_path = SIZE_MAX};
    int rc = read_options(&x, err);
    if (rc != DEM_OK) return rc;
    unsigned n = threads_wanted(o);
    bool alone = n == 1 && !o->on_batch;
    x.n_slots = alone ? 1 : (size_t)n * SLOTS_PER_THREAD + (o->on_batch ? BATCH : 0);
    x.slots = calloc(x.n_slots, sizeof *x.slots);
    x.spare = calloc(x.n_slots, sizeof *x.spare); /* no more reports than slots */
    if (!x.slots || !x.spare) {
        free(x.slots);
        free(x.spare);
        return dem_fail(err, DEM_EMEMORY, "memory is out");
    }
    pthread_mutex_init(&x.reading, NULL);
    pthread_mutex_init(&x.lock, NULL);
    pthread_cond_init(&x.changed, NULL);
    rc = alone ? run_alone(&x, err) : run_threads(&x, n, err);
    dem_source_close(x.source);
    for (size_t i = 0; i < x.n_slots; i++) {
        dem_report_free(x.slots[i].report);
        dem_buf_free(&x.slots[i].text);
    }
    for (size_t i = 0; i < x.n_spare; i++) dem_report_free(x.spare[i]);
    free(x.spare);
    free(x.slots);
    pthread_cond_destroy(&x.changed);
    pthread_mutex_destroy(&x.lock);
    pthread_mutex_destroy(&x.reading);
    return rc;
}

static int render_output(const dem_engine *engine, dem_report *r, const dem_run_options *o, dem_buf *out, dem_error *err)
{
    return o->output == DEM_OUT_NONE ? DEM_OK : dem_export(r, engine->rules, o->output, o->color, out, err);
}

int dem_run(dem_engine *engine, const char *const *paths, size_t n_paths, const dem_run_options *options, dem_error *err)
{
    return dem_run_with(engine, paths, n_paths, options, render_output, err);
}

int dem_run_text(dem_engine *engine, const char *text, size_t n, const dem_run_options *o, dem_error *err)
{
    static const char *const name[] = {"(text)"};
    run x = {.engine = engine, .o = o, .render = render_output, .paths = name, .n_paths = 1, .shown_path = SIZE_MAX};
    slot s = {.err = {.byte = -1}};
    dem_worker *w = NULL;
    int rc = read_options(&x, err);
    if (rc == DEM_OK && x.conllu) rc = dem_fail(err, DEM_EUSAGE, "a single text cannot be CoNLL-U");
    if (rc == DEM_OK) rc = dem_worker_new(engine, &w, err);
    if (rc == DEM_OK && !fresh_report(&s)) rc = dem_fail(err, DEM_EMEMORY, "memory is out");
    if (rc == DEM_OK) {
        bool any = false;
        s.rc = dem_ingest_bytes(s.report, (dem_str){text, n}, "(text)", &x.ingest, &s.err);
        code_slot(&x, w, &s);
        rc = deliver(&x, &s, &any, err);
    }
    dem_report_free(s.report);
    dem_buf_free(&s.text);
    dem_worker_free(w);
    return rc;
}
