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

/* Is the state of the match spoken of by any other word: its capital, its people, a person of it? */
static bool spoken_of(const dem_actors *x, const dem_match *doubtful)
{
    for (size_t i = 0; i < x->raws.n; i++) {
        const dem_raw *m = &x->raws.items[i];
        const dem_match *k = m->name != DEM_NONE ? &x->matches.items[m->name] : m->owner != DEM_NONE ? &x->matches.items[m->owner] : NULL;
        if (!k || k->code.n < 3 || memcmp(k->code.p, doubtful->code.p, 3) != 0) continue;
        if (k->entry.entry != doubtful->entry.entry || k->entry.layer != doubtful->entry.layer || k->kind != doubtful->kind) return true;
    }
    return false;
}

/* How many provinces of the country the report names. */
static int provinces(const dem_actors *x, const char *country)
{
    enum { PROVINCE = 2 };
    int n = 0;
    for (size_t i = 0; i < x->raws.n; i++) {
        const dem_raw *m = &x->raws.items[i];
        const dem_match *k = m->name == DEM_NONE ? NULL : &x->matches.items[m->name];
        n += k && k->kind == DEM_VALUE_PLACE && k->place.precision == PROVINCE && memcmp(k->place.country, country, 3) == 0;
    }
    return n;
}

void dem_find_provinces(dem_actors *x)
{
    if (!x->r->focus[0] || provinces(x, x->r->focus) < 2) return;
    for (size_t i = 0; i < x->matches.n; i++) {
        dem_match *k = &x->matches.items[i];
        bool state = k->entry.kind == DEM_ENTRY_COUNTRY && k->kind == DEM_VALUE_NAME && k->has_place && k->code.n >= 3;
        if (!state || memcmp(k->place.country, x->r->focus, 3) != 0 || memcmp(k->code.p, x->r->focus, 3) == 0 || spoken_of(x, k)) continue;
        k->kind = DEM_VALUE_PLACE;
        k->code = DEM_STR_NONE;
        k->by = k->place.by;
    }
}
