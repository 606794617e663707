/* SPDX-License-Identifier: Apache-2.0 */
/* How linking grows: made-up digests, ten news a day told by four reports each, one of them a trimmed copy; 5,000 and 10,000 of them. */
#include "bench.h"

#include "stories/internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static uint32_t rnd(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static int by_hash(const void *x, const void *y)
{
    const dem_term *a = x, *b = y;
    return a->hash < b->hash ? -1 : a->hash > b->hash;
}

static void add_terms(dem_arena *a, dem_terms *out, uint32_t topic, size_t n, uint32_t *state)
{
    for (size_t i = 0; i < n; i++) {
        dem_term *t = DEM_PUSH(a, out);
        if (!t) return;
        bool own = rnd(state) % 100 < 40;
        *t = (dem_term){own ? rnd(state) * 2 + 1 : (topic * 977 + (uint32_t)i * 31) * 2 + 2, 0.15F + (float)(i % 7) / 200};
    }
    qsort(out->items, out->n, sizeof *out->items, by_hash);
}

static void add_text(dem_arena *a, dem_digest *d, uint32_t source, size_t runs)
{
    for (size_t i = 0; i < DEM_SIGNATURE; i++) {
        uint32_t *slot = DEM_PUSH(a, &d->signature);
        if (slot) *slot = UINT32_MAX;
    }
    for (size_t i = 0; i < runs && d->signature.n; i++) {
        uint32_t h = (source * 2654435761u + (uint32_t)i) * 0x85ebca6bu;
        h ^= h >> 13;
        uint32_t *slot = h % DEM_SAMPLE_STEP == 0 ? DEM_PUSH(a, &d->sample) : NULL;
        if (slot) *slot = h;
        for (uint32_t k = 0; k < DEM_SIGNATURE; k++) {
            uint32_t x = (h ^ (k * 0x9e3779b9u)) * 0x85ebca6bu;
            if (x < d->signature.items[k]) d->signature.items[k] = x;
        }
    }
    d->sample.n = dem_sort_unique32(d->sample.items, d->sample.n);
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Processor time of linking n reports; below 0 when memory is out. */
static double link_many(const dem_story_rules *rules, size_t n, size_t *compared)
{
    dem_web *w;
    dem_picture p;
    if (dem_web_new(rules, &w, NULL) != DEM_OK) return -1;
    dem_arena *a = dem_web_arena(w);
    bool ok = true;
    double spent = 0;
    for (size_t i = 0; i < n && ok; i++) {
        uint32_t topic = (uint32_t)i / 4, source = i % 4 == 3 ? (uint32_t)i - 1 : (uint32_t)i, state = source * 7919 + topic;
        dem_digest *d = DEM_NEW(a, dem_digest);
        if (!d) break;
        d->id = dem_str_printf(a, "r%zu", i);
        d->published = 15000 + (dem_day)(topic / 10);
        add_terms(a, &d->words, topic, 40, &state);
        add_terms(a, &d->names, topic + 500000, 10, &state);
        add_text(a, d, source, i % 4 == 3 ? 60 : 120);
        double start = seconds();
        ok = dem_digest_index(rules, a, d, NULL) == DEM_OK && dem_web_add(w, d, NULL) == DEM_OK;
        spent += seconds() - start;
    }
    double start = seconds();
    ok = ok && dem_web_picture(w, &p, NULL) == DEM_OK;
    spent += seconds() - start;
    *compared = dem_web_compared(w);
    dem_web_free(w);
    return ok ? spent : -1;
}

bool bench_stories(const dem_story_rules *rules)
{
    size_t pairs_half = 0, pairs = 0;
    double half = link_many(rules, 5000, &pairs_half), all = link_many(rules, 10000, &pairs);
    if (half <= 0 || all <= 0) return false;
    printf("linking reports   %9.0f reports/s (10,000 made-up digests, %zu pairs compared); 5,000 to 10,000: %.2f times the time\n", 10000 / all, pairs,
           all / half);
    return true;
}
