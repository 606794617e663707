/* SPDX-License-Identifier: Apache-2.0 */
/* Opening a model: every size and index is checked here once, so that the network may trust them afterwards. */
#include "parse/model.h"

#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

enum { HEADER = 64, ENTRY = 64, VERSION = 2, MAX_SECTIONS = 256 };

typedef struct reader {
    dem_str bytes;
    const char *name;
    uint32_t n_sections;
    dem_error *err;
    int rc; /* sticky */
} reader;

static uint32_t u32_at(const char *p)
{
    uint32_t x;
    memcpy(&x, p, sizeof x);
    return x;
}

static uint64_t u64_at(const char *p)
{
    uint64_t x;
    memcpy(&x, p, sizeof x);
    return x;
}

static void bad(reader *r, const char *section, const char *why)
{
    if (r->rc == DEM_OK)
        r->rc = dem_fail_at(r->err, DEM_EDATA, r->name, 0, -1, "the model is damaged: section '%s' %s", section, why);
}

/* The section's bytes; count * size of them, or any number when count is SIZE_MAX. */
static dem_str section(reader *r, const char *name, size_t count, size_t size)
{
    for (uint32_t i = 0; i < r->n_sections && r->rc == DEM_OK; i++) {
        const char *e = r->bytes.p + HEADER + (size_t)i * ENTRY;
        if (strncmp(e, name, 32) != 0) continue;
        uint64_t at = u64_at(e + 32), n = u64_at(e + 40);
        if (at % 64 || at > r->bytes.n || n > r->bytes.n - at)
            bad(r, name, "lies outside the file");
        else if (n % size || (count != SIZE_MAX && n / size != count))
            bad(r, name, "has a wrong size");
        else
            return (dem_str){r->bytes.p + at, n};
        break;
    }
    bad(r, name, "is missing");
    return DEM_STR_NONE;
}

static const float *floats(reader *r, const char *name, size_t count)
{
    return (const float *)(const void *)section(r, name, count, sizeof(float)).p;
}

static dem_names names(reader *r, const char *name)
{
    dem_names t = {0};
    dem_str s = section(r, name, SIZE_MAX, 1);
    if (r->rc != DEM_OK) return t;
    if (s.n < 8) {
        bad(r, name, "is too short");
        return t;
    }
    uint32_t n = u32_at(s.p);
    size_t table = ((size_t)n + 2) * 4;
    if (n == 0 || n > DEM_MODEL_NAMES || table > s.n) {
        bad(r, name, "has a wrong count");
        return t;
    }
    t = (dem_names){n, (const uint32_t *)(const void *)(s.p + 4), s.p + table};
    for (uint32_t i = 0; i <= n; i++)
        if (t.offset[i] > s.n - table || (i && t.offset[i] < t.offset[i - 1])) bad(r, name, "has an offset out of range");
    return t;
}

/* Values must be below `limit`, and at least one slot free, so that a search ends. */
static dem_keys keys(reader *r, const char *key_name, const char *value_name, size_t limit)
{
    dem_keys t = {0};
    dem_str k = section(r, key_name, SIZE_MAX, 8);
    size_t slots = k.n / 8;
    dem_str v = section(r, value_name, slots, 4);
    if (r->rc != DEM_OK) return t;
    if (slots == 0 || (slots & (slots - 1))) {
        bad(r, key_name, "is no power of two");
        return t;
    }
    t = (dem_keys){slots - 1, (const uint64_t *)(const void *)k.p, (const uint32_t *)(const void *)v.p};
    size_t used = 0;
    for (size_t i = 0; i < slots; i++) {
        if (!t.key[i]) continue;
        used++;
        if (t.value[i] >= limit) {
            bad(r, value_name, "has a value out of range");
            return t;
        }
    }
    if (used == slots) bad(r, key_name, "is full");
    return t;
}

/* NAME.w: packed weights; NAME.s: what the sums start with; NAME.q: output scales and biases; all of padded columns. */
static dem_linear linear(reader *r, const char *name, size_t K, size_t N)
{
    dem_linear l = {.K = K, .N = N, .Npad = (N + DEM_PANEL - 1) / DEM_PANEL * DEM_PANEL};
    char full[32];
    snprintf(full, sizeof full, "%s.q", name);
    const float *q = floats(r, full, 2 * l.Npad);
    snprintf(full, sizeof full, "%s.s", name);
    l.start = (const int32_t *)(const void *)section(r, full, l.Npad, sizeof(int32_t)).p;
    snprintf(full, sizeof full, "%s.w", name);
    l.w = (const int8_t *)section(r, full, K * l.Npad, 1).p;
    if (r->rc != DEM_OK) return l;
    l.scale = q;
    l.bias = q + l.Npad;
    bool beyond = false;
    for (size_t i = 0; i < K * l.Npad; i++) beyond |= l.w[i] > DEM_BYTE_WEIGHT || l.w[i] < -DEM_BYTE_WEIGHT;
    if (beyond) bad(r, full, "has a weight out of range");
    return l;
}

static dem_norm norm(reader *r, const char *name, size_t D)
{
    const float *p = floats(r, name, 2 * D);
    return (dem_norm){p, p ? p + D : NULL};
}

static void read_shape(reader *r, dem_model *m, uint32_t counts[6])
{
    dem_str s = section(r, "shape", 16, 4);
    if (r->rc != DEM_OK) return;
    uint32_t v[16];
    memcpy(v, s.p, sizeof v);
    m->E = v[0], m->D = v[1], m->A = v[2], m->L = v[3], m->heads = v[4], m->hd = v[5];
    m->n_low = v[6];
    m->n_blocks = v[7];
    memcpy(counts, v + 8, 6 * sizeof *counts); /* upos xpos feats script rel rows */
    m->n_rows = v[13];
    m->dist = v[14];
    m->ldist = v[15];
    const uint32_t dims[] = {m->E, m->D, m->A, m->L, m->hd};
    for (size_t i = 0; i < sizeof dims / sizeof *dims; i++)
        if (dims[i] == 0 || dims[i] % 8 || dims[i] > DEM_MODEL_DIM) bad(r, "shape", "has an impossible width");
    if (m->heads == 0 || m->heads > 64 || m->heads * m->hd * 3 > DEM_MODEL_OUT || m->heads * m->hd > DEM_MODEL_DIM ||
        2 * m->D > DEM_MODEL_OUT || 2 * (m->A + m->L) > DEM_MODEL_OUT)
        bad(r, "shape", "is too wide");
    if (m->n_blocks == 0 || m->n_blocks > DEM_MODEL_BLOCKS || m->n_low == 0 || m->n_low > m->n_blocks) bad(r, "shape", "is too deep");
    if (m->dist == 0 || m->dist > DEM_MODEL_DIST || m->ldist == 0 || m->ldist > DEM_MODEL_DIST)
        bad(r, "shape", "has an impossible distance");
    if (m->n_rows == 0 || m->n_rows > 1u << 24) bad(r, "shape", "has an impossible number of rows");
}

static void read_names(reader *r, dem_model *m, const uint32_t counts[6])
{
    m->upos = names(r, "upos");
    m->xpos = names(r, "xpos");
    m->feats = names(r, "feats");
    m->script = names(r, "script");
    m->rel = names(r, "rel");
    m->lexscript = names(r, "lexscript");
    if (r->rc != DEM_OK) return;
    const uint32_t got[5] = {m->upos.n, m->xpos.n, m->feats.n, m->script.n, m->rel.n};
    if (memcmp(got, counts, sizeof got) != 0) bad(r, "shape", "does not fit the tables of names");
    if (m->upos.n > 64 || m->rel.n > 256 || m->upos.n + m->xpos.n + m->feats.n > DEM_MODEL_OUT - DEM_PANEL ||
        m->script.n > DEM_MODEL_OUT - DEM_PANEL)
        bad(r, "shape", "has too many names");
    if (r->rc != DEM_OK) return;
    for (uint32_t i = 0; i < m->upos.n; i++) m->upos_id[i] = (uint8_t)dem_upos_parse(dem_name_at(&m->upos, i));
    m->root_rel = UINT32_MAX;
    for (uint32_t i = 0; i < m->rel.n; i++) {
        m->rel_id[i] = (uint8_t)dem_rel_parse(dem_name_at(&m->rel, i));
        if (m->rel_id[i] == DEM_REL_NONE) bad(r, "rel", "names a relation that is not known");
        if (m->rel_id[i] == DEM_REL_root) m->root_rel = i;
    }
    if (m->root_rel == UINT32_MAX || m->rel.n < 2) bad(r, "rel", "lacks the root");
}

static void read_blocks(reader *r, dem_model *m)
{
    dem_str plan = section(r, "plan", m->n_blocks, 1);
    size_t din = m->E;
    for (uint32_t i = 0; i < m->n_blocks && r->rc == DEM_OK; i++) {
        dem_block *b = &m->block[i];
        char name[32];
        b->kind = plan.p[i];
        b->din = din;
        if (!strchr("ca", b->kind) || !b->kind || (b->kind == 'a' && i == 0)) {
            bad(r, "plan", "has an impossible layer");
            return;
        }
        snprintf(name, sizeof name, "b%u.ln", i);
        b->ln = norm(r, name, din);
        snprintf(name, sizeof name, "b%u", i);
        if (b->kind == 'c') {
            b->in = linear(r, name, 3 * din, 2 * (size_t)m->D);
        } else {
            b->in = linear(r, name, din, 3 * (size_t)m->heads * m->hd);
            snprintf(name, sizeof name, "b%u.o", i);
            b->out = linear(r, name, (size_t)m->heads * m->hd, m->D);
            snprintf(name, sizeof name, "b%u.dist", i);
            b->dist = floats(r, name, (size_t)m->heads * (2 * m->dist + 1));
        }
        din = m->D;
    }
}

static int read_all(reader *r, dem_model *m)
{
    uint32_t counts[6] = {0};
    read_shape(r, m, counts);
    read_names(r, m, counts);
    if (r->rc != DEM_OK) return r->rc;
    m->allowed = (const uint8_t *)section(r, "allowed", (size_t)m->upos.n * m->feats.n, 1).p;
    m->rows = keys(r, "keys", "keyrow", m->n_rows);
    m->lexicon = keys(r, "lexkeys", "lexval", m->lexscript.n);
    m->emb = (const int8_t *)section(r, "emb", (size_t)m->n_rows * m->E, 1).p;
    m->emb_scale = floats(r, "embscale", m->n_rows);
    read_blocks(r, m);
    m->tag_ln = norm(r, "tag.ln", m->D);
    m->tag = linear(r, "tag", m->D, (size_t)m->upos.n + m->xpos.n + m->feats.n);
    m->lem = linear(r, "lem", m->D, m->script.n);
    m->top_ln = norm(r, "top.ln", m->D);
    m->top = linear(r, "top", m->D, 2 * ((size_t)m->A + m->L));
    m->arc_u = linear(r, "arcu", m->A, m->A);
    m->arc_root = floats(r, "arc.root", m->A);
    m->arc_dist = floats(r, "arc.dist", 2 * (size_t)m->dist + 1);
    m->lab_root = floats(r, "lab.root", m->L);
    m->lab_dist = floats(r, "lab.dist", (2 * (size_t)m->ldist + 1) * m->L);
    m->lab = linear(r, "labo", m->L, m->rel.n);
    return r->rc;
}

static int check_header(reader *r)
{
    dem_str b = r->bytes;
    if (b.n < HEADER || memcmp(b.p, "DEMPARSE", 8) != 0)
        return dem_fail_at(r->err, DEM_EDATA, r->name, 0, 0, "not a demarche parsing model");
    if (u32_at(b.p + 8) != 0x01020304)
        return dem_fail_at(r->err, DEM_EDATA, r->name, 0, 8, "the model was written for another byte order");
    if (u32_at(b.p + 12) != VERSION)
        return dem_fail_at(r->err, DEM_EDATA, r->name, 0, 12, "model format %u, this program reads format %d",
                           u32_at(b.p + 12), VERSION);
    if (u64_at(b.p + 16) != b.n)
        return dem_fail_at(r->err, DEM_EDATA, r->name, 0, 16, "the model is cut off or grown: %zu bytes instead of %llu",
                           b.n, (unsigned long long)u64_at(b.p + 16));
    r->n_sections = u32_at(b.p + 28);
    if (r->n_sections > MAX_SECTIONS || r->n_sections > (b.n - HEADER) / ENTRY)
        return dem_fail_at(r->err, DEM_EDATA, r->name, 0, 28, "the model is damaged: impossible number of sections");
    /* crc32_z takes a size_t. */
    uint32_t sum = (uint32_t)crc32_z(0, (const unsigned char *)b.p + 28, b.n - 28);
    if (sum != u32_at(b.p + 24))
        return dem_fail_at(r->err, DEM_EDATA, r->name, 0, 24, "the model is damaged: its checksum does not fit");
    return DEM_OK;
}

int dem_model_open_memory(const void *bytes, size_t n, const char *name, dem_model **out, dem_error *err)
{
    *out = NULL;
    if ((uintptr_t)bytes % 64) return dem_fail_at(err, DEM_EUSAGE, name, 0, -1, "the model's bytes are not aligned to 64");
    reader r = {.bytes = {bytes, n}, .name = name, .err = err};
    int rc = check_header(&r);
    if (rc != DEM_OK) return rc;
    dem_model *m = calloc(1, sizeof *m);
    if (!m) return dem_fail_at(err, DEM_EMEMORY, name, 0, -1, "memory is out");
    rc = read_all(&r, m);
    if (rc != DEM_OK) {
        free(m);
        return rc;
    }
    snprintf(m->version, sizeof m->version, "%.32s", r.bytes.p + 32);
    m->k = dem_kernels_best();
    *out = m;
    return DEM_OK;
}

int dem_model_open_file(const char *path, dem_model **out, dem_error *err)
{
    *out = NULL;
    dem_map map;
    int rc = dem_map_open(path, &map, err);
    if (rc != DEM_OK) return rc;
    rc = dem_model_open_memory(map.p, map.n, path, out, err);
    if (rc != DEM_OK)
        dem_map_close(&map);
    else
        (*out)->map = map;
    return rc;
}

void dem_model_close(dem_model *m)
{
    if (!m) return;
    dem_map_close(&m->map);
    free(m);
}

const char *dem_model_version(const dem_model *m)
{
    return m->version;
}
