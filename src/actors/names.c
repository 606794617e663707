/* SPDX-License-Identifier: Apache-2.0 */
/* What kind of name a run of capitalised words is that the lexicon does not know: by its words and shape, then by how it stands. */
#include "actors/internal.h"

static bool digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

static bool has_digit(dem_str f)
{
    for (size_t i = 0; i < f.n; i++)
        if (digit((unsigned char)f.p[i])) return true;
    return false;
}

/* "CJTF", "OIR": no person; "IV" and initials may stand in a person's name. */
static bool acronym(dem_str f)
{
    bool roman = true;
    if (f.n < 2) return false;
    for (size_t i = 0; i < f.n; i++) {
        if (f.p[i] < 'A' || f.p[i] > 'Z') return false;
        roman = roman && (f.p[i] == 'I' || f.p[i] == 'V' || f.p[i] == 'X');
    }
    return !roman;
}

static bool personal_shape(const dem_actors *x, const dem_name_shape *n)
{
    for (int32_t t = n->first; t <= n->last; t++)
        if (has_digit(x->t[t].form) || (!x->shout && acronym(x->t[t].form))) return false;
    return true;
}

/* "Security Council Resolution 2254", "Operation Inherent Resolve". */
static bool thing(const dem_actors *x, const dem_name_shape *n)
{
    int32_t last = n->last;
    while (last > n->first && has_digit(x->t[last].form)) last--;
    if (dem_is_list(x, last, LIST_ORGANISATION)) return false;
    return dem_is_list(x, last, LIST_THING_NAME) || dem_is_list(x, n->first, LIST_THING_NAME);
}

bool dem_guess_name(const dem_actors *x, const dem_name_shape *n, dem_mention_type *type)
{
    bool many = n->last > n->first, given = dem_is_list(x, n->first, LIST_GIVEN_NAME);
    *type = DEM_MENTION_ORGANISATION;
    if (n->organisation) return true;
    if (!n->titled && thing(x, n) && !(many && given)) return false;
    bool place = many && !given && (dem_is_list(x, n->last, LIST_PLACE_NAME) || dem_is_list(x, n->first, LIST_PLACE_NAME));
    if (n->titled) *type = DEM_MENTION_PERSON;
    else if (place) *type = DEM_MENTION_PLACE;
    else if (!personal_shape(x, n)) *type = DEM_MENTION_ORGANISATION;
    else if (many && given && !n->the) *type = DEM_MENTION_PERSON;
    else if (n->locative && !n->the) *type = DEM_MENTION_PLACE;
    else if (n->flat && !n->the) *type = DEM_MENTION_PERSON;
    else if (!n->the && (n->subject || (n->possessive && !many))) *type = DEM_MENTION_PERSON;
    return true;
}
