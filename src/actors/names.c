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
    while (last > n->first && (has_digit(x->t[last].form) || dem_str_is(x->t[last].form, "II") || dem_str_is(x->t[last].form, "III"))) last--;
    if (dem_is_list(x, last, LIST_ORGANISATION)) return false;
    return dem_is_list(x, last, LIST_THING_NAME) || dem_is_list(x, n->first, LIST_THING_NAME);
}

/* "mid-September", "s", "https://…" */
static bool no_name(const dem_actors *x, const dem_name_shape *n)
{
    bool capital = false, month = false;
    for (int32_t t = n->first; t <= n->last; t++) {
        dem_str f = x->t[t].form;
        unsigned char c = f.n ? (unsigned char)f.p[0] : 0;
        capital = capital || (c >= 'A' && c <= 'Z') || c >= 0xC3 || has_digit(f);
        month = month || dem_is_list(x, t, LIST_CALENDAR);
        if (dem_str_find(f, DEM_STR("://"), 0) != SIZE_MAX) return true;
    }
    dem_str f = x->t[n->first].form;
    bool part = dem_str_ieq(f, DEM_STR("mid")) || dem_str_ieq(f, DEM_STR("late")) || dem_str_ieq(f, DEM_STR("early"));
    return !capital || (month && part);
}

bool dem_guess_name(const dem_actors *x, const dem_name_shape *n, dem_mention_type *type, bool *sure)
{
    *sure = true;
    if (no_name(x, n)) return false;
    bool many = n->last > n->first, given = dem_is_list(x, n->first, LIST_GIVEN_NAME);
    *type = DEM_MENTION_ORGANISATION;
    if (n->organisation) return true;
    if (!n->titled && thing(x, n) && !(many && given)) return false;
    bool place = many && !given && (dem_is_list(x, n->last, LIST_PLACE_NAME) || dem_is_list(x, n->first, LIST_PLACE_NAME));
    if (n->titled) *type = DEM_MENTION_PERSON;
    else if (place) *type = DEM_MENTION_PLACE;
    else if (!personal_shape(x, n)) *type = DEM_MENTION_ORGANISATION;
    else if (many && given && !n->the) *type = DEM_MENTION_PERSON;
    else *sure = false;
    if (*sure) return true;
    if (n->locative && !n->the) *type = DEM_MENTION_PLACE;
    else if (n->flat && !n->the) *type = DEM_MENTION_PERSON;
    else if (!n->the && (n->subject || (n->possessive && !many))) *type = DEM_MENTION_PERSON;
    return true;
}

/* ---- one name, one kind ---- */

typedef struct ballot {
    uint32_t votes[DEM_MENTION_PRONOUN + 1];
    dem_mention_type sure;
    bool decided;
} ballot;

static dem_str name_key(dem_actors *x, const dem_raw *m)
{
    const dem_token *t = &x->r->tokens.items[x->r->sentences.items[m->sentence].first];
    return dem_key_of(x, 'u', dem_text_of(x->r, (dem_span){t[m->name_first].span.start, t[m->name_last].span.end}));
}

bool dem_agree_on_names(dem_actors *x)
{
    DEM_VEC(ballot) box = {0};
    for (size_t i = 0; i < x->raws.n; i++) {
        const dem_raw *m = &x->raws.items[i];
        if (!m->unknown_name) continue;
        dem_str key = name_key(x, m);
        int32_t at = dem_key_get(x, key);
        if (at == DEM_NONE) {
            ballot *b = DEM_PUSH(x->a, &box);
            at = (int32_t)box.n - 1;
            if (!b || !dem_key_put(x, key, at)) return false;
            *b = (ballot){.decided = false};
        }
        ballot *b = &box.items[at];
        b->votes[m->type]++;
        if (m->sure && !b->decided) {
            b->decided = true;
            b->sure = m->type;
        }
    }
    for (size_t i = 0; i < x->raws.n; i++) {
        dem_raw *m = &x->raws.items[i];
        int32_t at = m->unknown_name && !m->sure ? dem_key_get(x, name_key(x, m)) : DEM_NONE;
        if (at == DEM_NONE) continue;
        const ballot *b = &box.items[at];
        dem_mention_type best = m->type;
        for (int k = 0; k <= DEM_MENTION_PRONOUN; k++)
            if (b->votes[k] > b->votes[best]) best = (dem_mention_type)k;
        m->type = b->decided ? b->sure : best;
    }
    return true;
}
