/* SPDX-License-Identifier: Apache-2.0 */
/* The time that a report without a day speaks of: the day on which the most of the persons it names held the offices that the lexicon
   knows. "Haider al-Abadi told Barack Obama" is of 2014 to 2017, whatever the two did later. */
#include "actors/internal.h"

enum { TERMS_MAX = 256 };

typedef struct term {
    dem_day from, to;
    const void *layer;
    uint32_t entry;
} term;

typedef struct terms {
    term items[TERMS_MAX];
    size_t n;
} terms;

/* `former`: of one who no longer is what he was, the time after it. */
static void add_terms(terms *all, const dem_lex_info *e, bool former)
{
    dem_lex_coded c;
    for (size_t i = 0; i < all->n; i++)
        if (all->items[i].entry == e->entry && all->items[i].layer == e->layer) return;
    for (uint32_t i = 0; dem_lex_code_at(e, i, &c) && all->n < TERMS_MAX; i++)
        if (c.dated && c.code.n > 3 && !dem_has_sector(c.code, "ELI") && !dem_has_sector(c.code, "OPP") && !(former && c.to == DEM_DAY_MAX))
            all->items[all->n++] = former ? (term){c.to + 1, DEM_DAY_MAX, e->layer, e->entry} : (term){c.from, c.to, e->layer, e->entry};
}

/* "former President Alvaro Uribe" */
static bool is_former(const dem_actors *x, int32_t first)
{
    for (int32_t t = first - 1; t >= 0 && t >= first - 3; t--)
        if (dem_is_list(x, t, LIST_FORMER)) return true;
    return false;
}

/* How many persons are in office on the day. */
static size_t in_office(const terms *all, dem_day day)
{
    size_t n = 0;
    for (size_t i = 0; i < all->n; i++) {
        bool seen = false;
        if (day < all->items[i].from || day > all->items[i].to) continue;
        for (size_t k = 0; k < i && !seen; k++)
            seen = all->items[k].entry == all->items[i].entry && all->items[k].layer == all->items[i].layer && day >= all->items[k].from && day <= all->items[k].to;
        n += !seen;
    }
    return n;
}

/* Of the days with the most persons the last: what is still open reaches to the day on which it began. */
static dem_day best_day(const terms *all)
{
    dem_day best = DEM_DAY_NONE;
    size_t most = 0;
    for (size_t i = 0; i < all->n; i++) {
        size_t n = in_office(all, all->items[i].from);
        if (n < most || (n == most && all->items[i].from < best)) continue;
        most = n;
        best = all->items[i].from;
    }
    return best;
}

bool dem_find_period(dem_actors *x)
{
    terms *all = DEM_NEW(x->a, terms);
    if (!all) return false;
    all->n = 0;
    for (size_t s = 0; s < x->r->sentences.n; s++) {
        size_t from = x->matches.n;
        dem_start_sentence(x, (int32_t)s);
        if (x->n > 0 && !dem_scan_sentence(x)) return false;
        for (size_t k = from; k < x->matches.n; k++) {
            const dem_match *m = &x->matches.items[k];
            if (m->kind == DEM_VALUE_NAME && m->entry.kind == DEM_ENTRY_ACTOR && m->entry.type == DEM_TYPE_PERSON) add_terms(all, &m->entry, is_former(x, m->first));
        }
        x->matches.n = from;
    }
    x->period = best_day(all);
    return true;
}
