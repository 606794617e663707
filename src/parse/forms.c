/* SPDX-License-Identifier: Apache-2.0 */
/* One slot per hash value; a newcomer takes the slot of the form before it. */
#include "parse/forms.h"

#include "parse/features.h"

#include <stdlib.h>

enum { SLOTS = 4096, LONGEST = 23 /* bytes of a form that is remembered */ };

typedef struct slot {
    uint8_t n; /* 0: free */
    char form[LONGEST];
} slot;

struct dem_forms {
    const dem_model *m;
    slot *slot;
    float *sum; /* SLOTS rows of E */
};

dem_forms *dem_forms_new(const dem_model *m)
{
    dem_forms *f = calloc(1, sizeof *f);
    if (!f) return NULL;
    f->m = m;
    f->slot = calloc(SLOTS, sizeof *f->slot);
    f->sum = malloc((size_t)SLOTS * m->E * sizeof *f->sum); /* touched slot by slot as forms come */
    if (f->slot && f->sum) return f;
    dem_forms_free(f);
    return NULL;
}

void dem_forms_free(dem_forms *f)
{
    if (!f) return;
    free(f->slot);
    free(f->sum);
    free(f);
}

static void add_rows(const dem_model *m, dem_str form, float *x)
{
    uint64_t keys[DEM_FORM_KEYS];
    size_t n = dem_parse_form_keys(form, keys);
    for (size_t i = 0; i < n; i++) {
        uint32_t at = dem_keys_find(&m->rows, keys[i]);
        if (at != UINT32_MAX) m->k->embed(m->emb + (size_t)at * m->E, m->emb_scale[at], m->E, x);
    }
}

void dem_forms_sum(dem_forms *f, dem_str form, float *x)
{
    size_t E = f->m->E;
    if (form.n == 0 || form.n > LONGEST) {
        add_rows(f->m, form, x);
        return;
    }
    size_t at = dem_parse_key('c', form.p, form.n) % SLOTS;
    slot *s = &f->slot[at];
    float *sum = f->sum + at * E;
    if (s->n == form.n && memcmp(s->form, form.p, form.n) == 0) {
        memcpy(x, sum, E * sizeof *x);
        return;
    }
    add_rows(f->m, form, x);
    memcpy(sum, x, E * sizeof *x);
    memcpy(s->form, form.p, form.n);
    s->n = (uint8_t)form.n;
}
