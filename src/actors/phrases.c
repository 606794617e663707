/* SPDX-License-Identifier: Apache-2.0 */
/* Noun phrases from the tree: for every token the run of words that is its phrase, without preposition, coordination,
   apposition and clauses. One pass over the tree, whatever its shape. */
#include "actors/internal.h"

/* Heads before dependents; tokens that hang on no root (a damaged tree) are left out and keep themselves as phrase. */
static int32_t top_down(dem_actors *x)
{
    int32_t n = 0, root = x->r->sentences.items[x->s].root;
    if (root < 0 || root >= x->n) return 0;
    x->order[n++] = root;
    for (int32_t i = 0; i < n; i++)
        for (int32_t c = x->t[x->order[i]].first_child; c >= 0 && c < x->n && n < x->n; c = x->t[c].next_sibling) x->order[n++] = c;
    return n;
}

static bool inside_phrase(const dem_actors *x, int32_t child)
{
    if (dem_is_list(x, child, LIST_CALENDAR) && dem_rel_of(x, child) != DEM_REL_compound && dem_rel_of(x, child) != DEM_REL_flat) return false;
    switch (dem_rel_of(x, child)) {
    case DEM_REL_case: case DEM_REL_cc: case DEM_REL_conj: case DEM_REL_appos: case DEM_REL_acl: case DEM_REL_advcl: case DEM_REL_parataxis:
    case DEM_REL_punct: case DEM_REL_cop: case DEM_REL_nsubj: case DEM_REL_csubj: case DEM_REL_aux: case DEM_REL_mark: case DEM_REL_obl:
    case DEM_REL_discourse: case DEM_REL_vocative: case DEM_REL_list: case DEM_REL_dep: case DEM_REL_ccomp: case DEM_REL_xcomp:
    case DEM_REL_obj: case DEM_REL_expl: case DEM_REL_orphan: case DEM_REL_root: return false;
    default: return true;
    }
}

bool dem_phrases(dem_actors *x)
{
    int32_t n = top_down(x);
    for (int32_t t = 0; t < x->n; t++) x->lo[t] = x->hi[t] = t;
    for (int32_t i = n; i-- > 0;) {
        int32_t h = x->order[i], lo = h, hi = h, left = -1, right = x->n;
        for (int32_t c = x->t[h].first_child; c >= 0; c = x->t[c].next_sibling) {
            bool in = inside_phrase(x, c);
            if (!in && dem_rel_of(x, c) != DEM_REL_punct) {
                /* what is left out bounds the phrase; a conjunction's comma is bounded with it */
                if (c > h && c < right) right = c;
                if (c < h && c > left) left = c;
            } else if (in) {
                int32_t with = x->lo[c] - 1; /* "at least 14": the preposition of what stands before belongs to the phrase */
                bool led = c < h && with >= 0 && dem_rel_of(x, with) == DEM_REL_case && x->t[with].head == c;
                if (x->lo[c] < lo) lo = led ? with : x->lo[c];
                if (x->hi[c] > hi) hi = x->hi[c];
            }
        }
        /* An adposition of a dependent ("of Syria") belongs to the phrase around it. */
        if (left >= 0 && lo <= left && dem_rel_of(x, left) != DEM_REL_case && dem_rel_of(x, left) != DEM_REL_cc) lo = left + 1;
        if (left >= 0 && lo <= left) lo = left + 1;
        if (right < x->n && hi >= right) hi = right - 1;
        while (hi > h && ((x->t[hi].upos == DEM_PUNCT && !dem_str_is(x->t[hi].form, ")")) || x->t[hi].upos == DEM_CCONJ || x->t[hi].upos == DEM_ADP)) hi--;
        while (lo < h && x->t[lo].upos == DEM_PUNCT) lo++;
        x->lo[h] = lo > h ? h : lo;
        x->hi[h] = hi < h ? h : hi;
    }
    return true;
}

bool dem_has_case(const dem_actors *x, int32_t token, int32_t *which)
{
    for (int32_t c = x->t[token].first_child; c >= 0; c = x->t[c].next_sibling) {
        if (dem_rel_of(x, c) != DEM_REL_case || x->t[c].upos == DEM_PART) continue;
        *which = c;
        return true;
    }
    *which = DEM_NONE;
    return false;
}

int32_t dem_top_of(const dem_actors *x, int32_t first, int32_t last)
{
    for (int32_t t = first; t <= last; t++) {
        int32_t h = x->t[t].head;
        /* "Eritrean and ETHIOPIAN FORCES": the second adjective hangs on the first */
        if (t < last && dem_rel_of(x, t) == DEM_REL_conj && x->t[t].upos == DEM_ADJ && x->t[last].upos == DEM_NOUN) continue;
        if ((h < first || h > last) && x->t[t].upos != DEM_PUNCT && dem_rel_of(x, t) != DEM_REL_case && dem_rel_of(x, t) != DEM_REL_det &&
            dem_rel_of(x, t) != DEM_REL_punct)
            return t;
    }
    return last;
}
