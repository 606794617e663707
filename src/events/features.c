/* SPDX-License-Identifier: Apache-2.0 */
/* The list of features of one decision: strings hashed to 32-bit keys, the same at training and at run time. */
#include "events/relations.h"

void dem_features_clear(dem_features *f)
{
    f->n = 0;
    memset(f->slot, 0, sizeof f->slot);
}

enum { MAX_NAME = 192 };

static void add_key(dem_features *f, uint32_t key, float value)
{
    enum { MASK = 2 * DEM_MAX_FEATURES - 1 };
    uint32_t i = key & MASK;
    for (; f->slot[i]; i = (i + 1) & MASK) {
        uint16_t at = (uint16_t)(f->slot[i] - 1);
        if (f->key[at] != key) continue;
        if (value > f->value[at]) f->value[at] = value;
        return;
    }
    if (f->n == DEM_MAX_FEATURES) return;
    f->key[f->n] = key;
    f->value[f->n] = value;
    f->slot[i] = (uint16_t)++f->n;
}

void dem_feature(dem_features *f, float value, const char *kind, const dem_str *parts, size_t n)
{
    char name[MAX_NAME];
    size_t at = 0;
    while (at < 16 && kind[at]) {
        name[at] = kind[at];
        at++;
    }
    for (size_t i = 0; i < n; i++) {
        if (at < MAX_NAME - 1) name[at++] = ' ';
        for (size_t k = 0; k < parts[i].n && at < MAX_NAME - 1; k++) {
            char c = parts[i].p[k];
            name[at++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
        }
    }
    name[at] = '\0';
    add_key(f, (uint32_t)(dem_hash((dem_str){name, at}, 1) >> 32), value);
    if (f->watch) f->watch(f->ctx, name, value);
}
