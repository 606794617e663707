/* SPDX-License-Identifier: Apache-2.0 */
/* The trained model as it lies in its file: tables of names, feature keys, and the tensors of the network.

   File (little endian): a header of 64 bytes
     0 "DEMPARSE"   8 u32 0x01020304   12 u32 version   16 u64 file size   24 u32 CRC-32 of all bytes from 28 on
     28 u32 number of sections   32 char[32] version name
   then one entry of 64 bytes per section
     0 char[32] name   32 u64 offset (multiple of 64)   40 u64 bytes
   then the sections. training/dmtrain/export.py writes it and says what each section holds. */
#ifndef DEM_PARSE_MODEL_H
#define DEM_PARSE_MODEL_H

#include "base/file.h"
#include "parse/kernels.h"
#include "parse/parse.h"

enum {
    DEM_MODEL_BLOCKS = 12,
    DEM_MODEL_DIM = DEM_WIDEST, /* widest row of any tensor's input */
    DEM_MODEL_OUT = 1024,   /* widest row of any tensor's output */
    DEM_MODEL_NAMES = 4096, /* longest table of names */
    DEM_MODEL_DIST = 64
};

typedef struct dem_names {
    uint32_t n;
    const uint32_t *offset; /* n + 1 */
    const char *bytes;
} dem_names;

static inline dem_str dem_name_at(const dem_names *t, size_t i)
{
    return (dem_str){t->bytes + t->offset[i], t->offset[i + 1] - t->offset[i]};
}

/* Open addressing, linear probing, a power of two slots; key 0 is free. */
typedef struct dem_keys {
    size_t mask;
    const uint64_t *key;
    const uint32_t *value;
} dem_keys;

/* Has the memory that dem_keys_find() will look at come nearer. */
static inline void dem_keys_fetch(const dem_keys *t, uint64_t key)
{
    __builtin_prefetch(t->key + (key & t->mask));
    __builtin_prefetch(t->value + (key & t->mask));
}

/* UINT32_MAX when the key is not there. */
static inline uint32_t dem_keys_find(const dem_keys *t, uint64_t key)
{
    for (size_t i = key & t->mask; t->key[i]; i = (i + 1) & t->mask)
        if (t->key[i] == key) return t->value[i];
    return UINT32_MAX;
}

typedef struct dem_linear {
    size_t K, N, Npad;
    const int8_t *w;
    const int32_t *start; /* Npad each */
    const float *scale, *bias;
} dem_linear;

typedef struct dem_norm {
    const float *gain, *bias;
} dem_norm;

typedef struct dem_block {
    char kind; /* 'c' convolution, 'a' attention */
    size_t din;
    dem_norm ln;
    dem_linear in, out; /* out: attention only */
    const float *dist;  /* attention: heads * (2 * DIST + 1) */
} dem_block;

struct dem_model {
    dem_map map; /* when opened from a file */
    char version[48];
    uint32_t E, D, A, L, heads, hd, n_low, n_blocks, dist, ldist;
    dem_names upos, xpos, feats, rel, script, lexscript;
    uint8_t upos_id[64], rel_id[256]; /* model index -> dem_upos, dem_rel */
    uint32_t root_rel;
    const uint8_t *allowed; /* upos.n * feats.n */
    dem_keys rows, lexicon;
    uint32_t n_rows;
    const int8_t *emb;
    const float *emb_scale;
    dem_block block[DEM_MODEL_BLOCKS];
    dem_norm tag_ln, top_ln;
    dem_linear tag, lem, top, arc_u, lab;
    const float *arc_root, *arc_dist, *lab_root, *lab_dist;
    const dem_kernels *k;
};

#endif
