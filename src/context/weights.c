/* SPDX-License-Identifier: Apache-2.0 */
/* The weights of a statement's traits: "trait<TAB>thousandths" a line; "@drop" and "@add" are the two thresholds. */
#include "context/context_internal.h"

enum { MAX_WEIGHTS = 1 << 20 };
static const uint64_t SEED = 0x6a09e667f3bcc909u;

static uint64_t key_of(dem_str trait)
{
    uint64_t k = dem_hash(trait, SEED);
    return k ? k : 1;
}

static dem_weight_slot *slot_of(const dem_cue_weights *w, uint64_t key)
{
    size_t i = (size_t)key & w->mask;
    while (w->slots[i].key && w->slots[i].key != key) i = (i + 1) & w->mask;
    return &w->slots[i];
}

float dem_weight(const dem_cue_weights *w, dem_str trait)
{
    return w->slots ? slot_of(w, key_of(trait))->w : 0;
}

static bool read_thousandths(dem_str s, float *out)
{
    bool negative = s.n && s.p[0] == '-';
    long v = 0;
    if (s.n <= (size_t)negative || s.n > 9) return false;
    for (size_t i = negative; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') return false;
        v = v * 10 + (s.p[i] - '0');
    }
    *out = (float)(negative ? -v : v) / 1000.0F;
    return true;
}

int dem_weights_read(dem_arena *a, const dem_named_text *text, dem_cue_weights *out, dem_error *err)
{
    size_t lines = 1, n = 64, number = 0;
    for (size_t i = 0; i < text->text.n; i++) lines += text->text.p[i] == '\n';
    if (lines > MAX_WEIGHTS) return dem_fail_at(err, DEM_EDATA, text->name, 0, -1, "more than %d weights", MAX_WEIGHTS);
    while (n < 2 * lines) n *= 2;
    dem_cue_weights w = *out;
    w.slots = DEM_NEW_N(a, dem_weight_slot, n);
    if (!w.slots) return dem_fail(err, DEM_EMEMORY, "memory is out");
    memset(w.slots, 0, n * sizeof *w.slots);
    w.mask = n - 1;
    dem_str rest = text->text, line;
    while (dem_str_split(&rest, '\n', &line)) {
        number++;
        if (!dem_str_trim(line).n || line.p[0] == '#') continue;
        size_t tab = dem_str_find(line, DEM_STR("\t"), 0);
        dem_str trait = dem_str_cut(line, 0, tab);
        float v;
        if (tab == SIZE_MAX || !tab || !read_thousandths(dem_str_trim(dem_str_cut(line, tab + 1, line.n)), &v))
            return dem_fail_at(err, DEM_EDATA, text->name, number, -1, "not a trait, a tab and a weight in thousandths");
        if (dem_str_is(trait, "@drop")) w.drop = v;
        else if (dem_str_is(trait, "@add")) w.add = v;
        else *slot_of(&w, key_of(trait)) = (dem_weight_slot){key_of(trait), v};
    }
    *out = w;
    return DEM_OK;
}
