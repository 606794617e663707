/* SPDX-License-Identifier: Apache-2.0 */
/* The focus country of a report: the country whose conflict it is about. Being spoken of weighs, being torn weighs more, the title most. */
#include "actors/internal.h"

typedef struct tally {
    char country[4];
    int weight;
} tally;

enum { COUNTRIES_MAX = 300, TITLE_FACTOR = 3, STAGE = 2, TORN = 4, SIDE = 4 };

static int weigh(const dem_actors *x, const dem_raw *m)
{
    int w = dem_raw_subject(m) ? 1 : 2;
    if (m->locative) w += STAGE;
    dem_str code = m->role != DEM_NONE ? x->matches.items[m->role].code : m->name != DEM_NONE ? x->matches.items[m->name].code : DEM_STR_NONE;
    if (dem_has_sector(code, "OPP") || dem_has_sector(code, "REB")) w += SIDE;
    if (m->gov_word) w += 1;
    /* "the Syrian crisis", "the war in Syria": the list bit of the governor was kept when the mention was made */
    if (m->lists >> LIST_CONFLICT & 1) w += TORN;
    return x->r->sentences.items[m->sentence].kind == DEM_SENTENCE_TITLE ? w * TITLE_FACTOR : w;
}

static dem_str country_of(const dem_actors *x, const dem_raw *m)
{
    if (m->pronoun) return DEM_STR_NONE;
    int32_t k = m->name != DEM_NONE ? m->name : m->owner != DEM_NONE ? m->owner : m->owner_name;
    if (k == DEM_NONE) return DEM_STR_NONE;
    const dem_match *match = &x->matches.items[k];
    if (dem_code_is_country(match->code)) return dem_str_cut(match->code, 0, 3);
    if (!match->code.n && match->has_place) return (dem_str){match->place.country, match->place.country[0] ? 3 : 0};
    return DEM_STR_NONE;
}

void dem_find_focus(dem_actors *x)
{
    tally tallies[COUNTRIES_MAX];
    int n = 0, best = -1;
    for (size_t i = 0; i < x->raws.n; i++) {
        dem_str c = country_of(x, &x->raws.items[i]);
        int k = 0;
        if (c.n != 3) continue;
        while (k < n && memcmp(tallies[k].country, c.p, 3) != 0) k++;
        if (k == COUNTRIES_MAX) continue;
        if (k == n) {
            tallies[n++] = (tally){{0}, 0};
            memcpy(tallies[k].country, c.p, 3);
        }
        tallies[k].weight += weigh(x, &x->raws.items[i]);
    }
    for (int k = 0; k < n; k++)
        if (best < 0 || tallies[k].weight > tallies[best].weight) best = k;
    memset(x->r->focus, 0, sizeof x->r->focus);
    if (best >= 0 && tallies[best].weight > 2) memcpy(x->r->focus, tallies[best].country, 3);
}
