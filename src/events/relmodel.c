/* SPDX-License-Identifier: Apache-2.0 */
/* Opening the relation model and scoring with it. Every size is checked here once; scoring trusts them. */
#include "base/file.h"
#include "events/relations.h"

#include <math.h>
#include <stdlib.h>
#include <zlib.h>

enum { HEADER = 64, VERSION = 1, MAX_HEADS = 8, MAX_KEYS = 1 << 22, NAME = 16 };

typedef struct head {
    dem_str name, classes[DEM_HEAD_CLASSES];
    size_t k, n;
    float temperature;
    float bias[DEM_HEAD_CLASSES], scale[DEM_HEAD_CLASSES];
    const unsigned char *keys; /* n x u32 */
    const int8_t *weights;     /* n x k */
} head;

struct dem_relations {
    dem_map map; /* when opened from a file */
    char version[33];
    size_t n_heads;
    head heads[MAX_HEADS];
};

static uint32_t u32_at(const unsigned char *p)
{
    uint32_t x;
    memcpy(&x, p, sizeof x);
    return x;
}

static float f32_at(const unsigned char *p)
{
    float x;
    memcpy(&x, p, sizeof x);
    return x;
}

static int damaged(dem_error *err, const char *name, size_t at, const char *why)
{
    return dem_fail_at(err, DEM_EDATA, name, 0, (long long)at, "the relation model is damaged: %s", why);
}

/* A name of up to 16 bytes, filled up with NULs. */
static dem_str name_at(const unsigned char *p)
{
    size_t n = 0;
    while (n < NAME && p[n]) n++;
    return (dem_str){(const char *)p, n};
}

static int read_head(const unsigned char *p, size_t n, size_t *at, head *h, const char *name, dem_error *err)
{
    size_t i = *at;
    if (n - i < NAME + 16) return damaged(err, name, i, "it ends early");
    h->name = name_at(p + i);
    h->k = u32_at(p + i + NAME);
    h->n = u32_at(p + i + NAME + 4);
    h->temperature = f32_at(p + i + NAME + 8);
    i += NAME + 16;
    if (h->k < 2 || h->k > DEM_HEAD_CLASSES || h->n > MAX_KEYS) return damaged(err, name, *at, "a head has a wrong size");
    if (!(h->temperature > 0.01f && h->temperature < 100.0f)) return damaged(err, name, *at, "a head has no temperature");
    size_t weights = (h->n * h->k + 3) / 4 * 4, need = h->k * (NAME + 8) + h->n * 4 + weights;
    if (n - i < need) return damaged(err, name, i, "it ends early");
    for (size_t k = 0; k < h->k; k++) h->classes[k] = name_at(p + i + k * NAME);
    i += h->k * NAME;
    for (size_t k = 0; k < h->k; k++) {
        h->bias[k] = f32_at(p + i + 4 * k);
        h->scale[k] = f32_at(p + i + 4 * (h->k + k));
        if (!isfinite(h->bias[k]) || !isfinite(h->scale[k])) return damaged(err, name, i, "a weight is not a number");
    }
    i += h->k * 8;
    h->keys = p + i;
    for (size_t k = 1; k < h->n; k++)
        if (u32_at(h->keys + 4 * k) <= u32_at(h->keys + 4 * k - 4)) return damaged(err, name, i + 4 * k, "keys are out of order");
    i += h->n * 4;
    h->weights = (const int8_t *)(p + i);
    *at = i + weights;
    return DEM_OK;
}

static int read_all(dem_relations *m, const unsigned char *p, size_t n, const char *name, dem_error *err)
{
    if (n < HEADER || memcmp(p, "DEMRELAT", 8) != 0) return dem_fail_at(err, DEM_EDATA, name, 0, 0, "not a relation model");
    if (u32_at(p + 8) != 0x01020304u) return damaged(err, name, 8, "written on a machine of another byte order");
    if (u32_at(p + 12) != VERSION) return dem_fail_at(err, DEM_EDATA, name, 0, 12, "the relation model has version %u, not %d", u32_at(p + 12), VERSION);
    uint64_t size;
    memcpy(&size, p + 16, sizeof size);
    if (size != n) return damaged(err, name, 16, "its size is not the one it was written with");
    if (n > UINT32_MAX || (uint32_t)crc32(0, p + HEADER, (uInt)(n - HEADER)) != u32_at(p + 24)) return damaged(err, name, 24, "its checksum is wrong");
    m->n_heads = u32_at(p + 28);
    if (m->n_heads > MAX_HEADS) return damaged(err, name, 28, "it has too many heads");
    memcpy(m->version, p + 32, 32);
    size_t at = HEADER;
    for (size_t i = 0; i < m->n_heads; i++) {
        int rc = read_head(p, n, &at, &m->heads[i], name, err);
        if (rc != DEM_OK) return rc;
    }
    return at == n ? DEM_OK : damaged(err, name, at, "there are bytes after its end");
}

int dem_relations_open_memory(const void *bytes, size_t n, const char *name, dem_relations **out, dem_error *err)
{
    *out = NULL;
    dem_relations *m = calloc(1, sizeof *m);
    if (!m) return dem_fail(err, DEM_EMEMORY, "memory is out");
    int rc = read_all(m, bytes, n, name, err);
    if (rc != DEM_OK) {
        free(m);
        return rc;
    }
    *out = m;
    return DEM_OK;
}

int dem_relations_open_file(const char *path, dem_relations **out, dem_error *err)
{
    *out = NULL;
    dem_map map = {0};
    int rc = dem_map_open(path, &map, err);
    if (rc == DEM_OK) rc = dem_relations_open_memory(map.p, map.n, path, out, err);
    if (rc == DEM_OK)
        (*out)->map = map;
    else
        dem_map_close(&map);
    return rc;
}

void dem_relations_close(dem_relations *m)
{
    if (!m) return;
    dem_map_close(&m->map);
    free(m);
}

const char *dem_relations_version(const dem_relations *m)
{
    return m->version;
}

void dem_rules_use_relations(dem_rules *rules, const dem_relations *m)
{
    rules->relations = m;
}

static size_t find_key(const head *h, uint32_t key)
{
    size_t lo = 0, hi = h->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        uint32_t k = u32_at(h->keys + 4 * mid);
        if (k == key) return mid;
        if (k < key)
            lo = mid + 1;
        else
            hi = mid;
    }
    return SIZE_MAX;
}

bool dem_relations_score(const dem_relations *m, const char *name, const dem_features *f, dem_verdict *out)
{
    const head *h = NULL;
    for (size_t i = 0; m && i < m->n_heads && !h; i++)
        if (dem_str_is(m->heads[i].name, name)) h = &m->heads[i];
    if (!h) return false;
    double z[DEM_HEAD_CLASSES] = {0}, norm = 0;
    for (size_t i = 0; i < f->n; i++) {
        size_t at = find_key(h, f->key[i]);
        if (at == SIZE_MAX) continue;
        for (size_t k = 0; k < h->k; k++) z[k] += (double)f->value[i] * h->weights[at * h->k + k];
    }
    out->n = h->k;
    out->best = 0;
    for (size_t k = 0; k < h->k; k++) {
        z[k] = ((double)h->bias[k] + (double)h->scale[k] * z[k]) / (double)h->temperature;
        if (z[k] > z[out->best]) out->best = k;
    }
    for (size_t k = 0; k < h->k; k++) norm += out->p[k] = exp(z[k] - z[out->best]);
    for (size_t k = 0; k < h->k; k++) {
        out->p[k] /= norm;
        out->name[k] = h->classes[k];
    }
    /* The best is what its number says even where two scores differ by less than the division keeps. */
    for (size_t k = 0; k < h->k; k++)
        if (out->p[k] > out->p[out->best]) out->best = k;
    return true;
}
