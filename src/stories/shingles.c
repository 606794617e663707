/* SPDX-License-Identifier: Apache-2.0 */
/* Runs of words as hashes: what tells a copy, also a trimmed or retitled one, from a retelling. And the keys under which digests meet. */
#include "stories/internal.h"

#include <stdlib.h>

uint32_t dem_hash32(dem_str s, uint32_t seed)
{
    uint64_t h = dem_hash(s, seed);
    return (uint32_t)(h ^ h >> 32);
}

uint32_t dem_word_hash(dem_str lower, double rarity, bool named)
{
    double says = rarity - 2;
    uint32_t weight = says < 1 ? 1 : says > 7 ? 7 : (uint32_t)says;
    return (dem_hash32(lower, 1) & ~(uint32_t)15) | weight | (named ? 8U : 0U);
}

static uint64_t mix(uint64_t x)
{
    x ^= x >> 31;
    x *= 0x9e3779b97f4a7c15u;
    x ^= x >> 29;
    x *= 0xbf58476d1ce4e5b9u;
    return x ^ x >> 32;
}

dem_str dem_lower(dem_arena *a, dem_str s)
{
    dem_str out = dem_str_dup(a, s);
    char *c = (char *)(uintptr_t)out.p;
    for (size_t i = 0; i < out.n; i++)
        if (c[i] >= 'A' && c[i] <= 'Z') c[i] = (char)(c[i] + 32);
    return out;
}

static int by32(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static int by64(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

size_t dem_sort_unique32(uint32_t *v, size_t n)
{
    size_t kept = 0;
    if (n > 1) qsort(v, n, sizeof *v, by32);
    for (size_t i = 0; i < n; i++)
        if (!kept || v[kept - 1] != v[i]) v[kept++] = v[i];
    return kept;
}

size_t dem_sort_unique64(uint64_t *v, size_t n)
{
    size_t kept = 0;
    if (n > 1) qsort(v, n, sizeof *v, by64);
    for (size_t i = 0; i < n; i++)
        if (!kept || v[kept - 1] != v[i]) v[kept++] = v[i];
    return kept;
}

size_t dem_sorted_shared(const uint32_t *a, size_t na, const uint32_t *b, size_t nb)
{
    size_t i = 0, k = 0, n = 0;
    while (i < na && k < nb) {
        if (a[i] < b[k]) {
            i++;
        } else if (a[i] > b[k]) {
            k++;
        } else {
            n++;
            i++;
            k++;
        }
    }
    return n;
}

static bool is_word(const dem_token *t)
{
    return t->upos != DEM_PUNCT && t->upos != DEM_SYM && t->form.n > 0;
}

/* The body's words in order: the headline is what a reprint changes first. */
static size_t body_words(const dem_report *r, uint64_t *out)
{
    size_t n = 0;
    char low[64];
    for (size_t s = 0; s < r->sentences.n; s++) {
        const dem_sentence *sent = &r->sentences.items[s];
        for (uint32_t i = 0; sent->kind != DEM_SENTENCE_TITLE && i < sent->n; i++) {
            const dem_token *t = &r->tokens.items[sent->first + i];
            if (!is_word(t)) continue;
            size_t len = t->form.n < sizeof low ? t->form.n : sizeof low;
            for (size_t k = 0; k < len; k++) low[k] = (char)(t->form.p[k] >= 'A' && t->form.p[k] <= 'Z' ? t->form.p[k] + 32 : t->form.p[k]);
            out[n++] = dem_hash((dem_str){low, len}, 7);
        }
    }
    return n;
}

bool dem_digest_shingles(const dem_report *r, dem_arena *a, dem_digest *out)
{
    uint64_t *words = DEM_NEW_N(r->arena, uint64_t, r->tokens.n + 1);
    uint32_t *sample = DEM_NEW_N(r->arena, uint32_t, r->tokens.n + 1);
    out->signature.items = DEM_NEW_N(a, uint32_t, DEM_SIGNATURE);
    if (!words || !sample || !out->signature.items) return false;
    size_t n = body_words(r, words), taken = 0;
    for (size_t i = 0; i < DEM_SIGNATURE; i++) out->signature.items[i] = UINT32_MAX;
    for (size_t i = 0; i + DEM_SHINGLE_WORDS <= n; i++) {
        uint64_t h = 0;
        for (size_t k = 0; k < DEM_SHINGLE_WORDS; k++) h = mix(h ^ words[i + k]);
        if ((uint32_t)h % DEM_SAMPLE_STEP == 0) sample[taken++] = (uint32_t)h;
        for (uint64_t k = 0; k < DEM_SIGNATURE; k++) {
            uint32_t x = (uint32_t)mix(h + k * 0x632be59bd9b4e019u);
            if (x < out->signature.items[k]) out->signature.items[k] = x;
        }
        out->n_shingles++;
    }
    out->signature.n = out->n_shingles ? DEM_SIGNATURE : 0;
    /* Of a very long text the smallest hashes stand for all. */
    taken = dem_sort_unique32(sample, taken);
    if (taken > DEM_MAX_SAMPLE) taken = DEM_MAX_SAMPLE;
    out->sample.items = DEM_NEW_N(a, uint32_t, taken);
    if (!out->sample.items) return false;
    if (taken) memcpy(out->sample.items, sample, taken * sizeof *sample);
    out->sample.n = taken;
    return true;
}

/* ---- keys ---- */

enum {
    KEY_BAND = 1,
    KEY_RUN,
    KEY_DAY,
    KEY_ANY,
    KEY_UNDATED,
    KEY_BID,
    BAND_ROWS = 2,
    RUN_STEP = 32,
    MAX_RUN_KEYS = 64,
    TOP_TERMS = 7,
    TOP_ANY = 4,
    BID_BUCKET = 15 /* days; a little more than the window of initiatives */
};

static uint64_t key_of(uint64_t kind, uint64_t a, uint64_t b, uint64_t c)
{
    return mix(mix(mix(mix(kind) ^ a) ^ b) ^ c);
}

static bool push(dem_arena *a, dem_story_keys *v, uint64_t key)
{
    uint64_t *slot = DEM_PUSH(a, v);
    if (slot) *slot = key;
    return slot != NULL;
}

static int heavier(const void *x, const void *y)
{
    const dem_term *a = x, *b = y;
    if (a->weight != b->weight) return a->weight > b->weight ? -1 : 1;
    return a->hash < b->hash ? -1 : a->hash > b->hash;
}

static size_t top_terms(const dem_digest *d, dem_term out[TOP_TERMS])
{
    size_t n = 0;
    for (size_t i = 0; i < d->words.n + d->names.n; i++) {
        dem_term t = i < d->words.n ? d->words.items[i] : d->names.items[i - d->words.n];
        size_t at = n;
        while (at > 0 && heavier(&t, &out[at - 1]) < 0) at--;
        if (at == TOP_TERMS) continue;
        if (n < TOP_TERMS) n++;
        memmove(&out[at + 1], &out[at], (n - 1 - at) * sizeof *out);
        out[at] = t;
    }
    return n;
}

static int64_t bucket(dem_day day, int64_t width)
{
    int64_t d = day;
    return d >= 0 ? d / width : -((-d + width - 1) / width);
}

/* Two of the heaviest words and names together, with the days around the report's: reports of one news share such a pair. */
static bool story_keys(dem_digest *d, dem_arena *a)
{
    dem_term top[TOP_TERMS];
    size_t n = top_terms(d, top);
    bool ok = true, dated = d->published != DEM_DAY_NONE;
    int64_t day = dated ? bucket(d->published, DEM_STORY_DAYS + 1) : 0;
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n && ok; k++) {
            uint64_t x = top[i].hash, y = top[k].hash;
            uint64_t pair = x < y ? x << 32 | y : y << 32 | x;
            bool any = k < TOP_ANY; /* without a day only the heaviest few: such lists grow with the years */
            if (!dated) {
                ok = push(a, &d->keys, key_of(KEY_UNDATED, pair, 0, 0)) && push(a, &d->probes, key_of(KEY_UNDATED, pair, 0, 0)) &&
                     push(a, &d->probes, key_of(KEY_ANY, pair, 0, 0));
                continue;
            }
            ok = push(a, &d->keys, key_of(KEY_DAY, pair, (uint64_t)day, 0));
            for (int64_t b = -1; b <= 1; b++) ok = ok && push(a, &d->probes, key_of(KEY_DAY, pair, (uint64_t)(day + b), 0));
            if (any) ok = ok && push(a, &d->keys, key_of(KEY_ANY, pair, 0, 0)) && push(a, &d->probes, key_of(KEY_UNDATED, pair, 0, 0));
        }
    return ok;
}

static bool copy_keys(dem_digest *d, dem_arena *a)
{
    bool ok = true;
    for (size_t i = 0; i + BAND_ROWS <= d->signature.n && ok; i += BAND_ROWS) {
        uint64_t key = key_of(KEY_BAND, i, d->signature.items[i], d->signature.items[i + 1]);
        ok = push(a, &d->keys, key) && push(a, &d->probes, key);
    }
    size_t runs = 0;
    for (size_t i = 0; i < d->sample.n && runs < MAX_RUN_KEYS && ok; i++) {
        if (d->sample.items[i] % RUN_STEP != 0) continue;
        uint64_t key = key_of(KEY_RUN, d->sample.items[i], 0, 0);
        ok = push(a, &d->keys, key) && push(a, &d->probes, key);
        runs++;
    }
    return ok;
}

enum { MAX_CLASSES = 8 };

/* The classes under which a bid is looked for: its own and, as "the offer" of a report that says no more may be of any, that of no kind. */
static size_t classes_of(const dem_story_rules *rules, dem_str kind, uint32_t out[MAX_CLASSES])
{
    static const char *const all[] = {"talks", "invitation", "plan", "resolution", "visit"};
    dem_str own = dem_story_value(rules, DEM_STORY_KIND_CLASS, kind);
    size_t n = 0;
    out[n++] = dem_hash32(own, 3);
    if (own.n) out[n++] = dem_hash32(DEM_STR_NONE, 3);
    for (size_t i = 0; !own.n && i < sizeof all / sizeof *all; i++) out[n++] = dem_hash32(dem_str_c(all[i]), 3);
    return n;
}

static bool bid_key(dem_digest *d, const uint32_t *classes, size_t n, uint64_t who, int64_t at, dem_arena *a)
{
    bool ok = push(a, &d->keys, key_of(KEY_BID, who, classes[0], (uint64_t)at));
    for (size_t i = 0; i < n && ok; i++)
        for (int64_t x = -1; x <= 1; x++) ok = ok && push(a, &d->probes, key_of(KEY_BID, who, classes[i], (uint64_t)(at + x)));
    return ok;
}

/* An initiative is looked for by who makes it or where, what class it is of, and the weeks around. */
static bool bid_keys(const dem_story_rules *rules, dem_digest *d, dem_arena *a)
{
    bool ok = true;
    for (size_t i = 0; i < d->bids.n && ok; i++) {
        const dem_bid *b = &d->bids.items[i];
        dem_day day = b->first != DEM_DAY_NONE ? b->first : d->published;
        uint32_t classes[MAX_CLASSES];
        if (day == DEM_DAY_NONE) continue;
        size_t n = classes_of(rules, b->kind, classes);
        int64_t at = bucket(day, BID_BUCKET);
        if (b->venue.n) ok = bid_key(d, classes, n, dem_hash32(b->venue, 5), at, a);
        for (size_t k = 0; k < b->proposer.n && ok; k++) ok = bid_key(d, classes, n, dem_hash32(dem_party_head(b->proposer.items[k].code), 4), at, a);
    }
    return ok;
}

bool dem_digest_keys(const dem_story_rules *rules, dem_digest *d, dem_arena *a)
{
    if (!story_keys(d, a) || !copy_keys(d, a) || !bid_keys(rules, d, a)) return false;
    d->keys.n = dem_sort_unique64(d->keys.items, d->keys.n);
    d->probes.n = dem_sort_unique64(d->probes.items, d->probes.n);
    return true;
}
