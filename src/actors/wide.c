/* SPDX-License-Identifier: Apache-2.0 */
/* Persons, bodies and places that only a common noun names ("a bridge", "tactical units"), and what any nominal or pronoun stands for. */
#include "actors/internal.h"

static bool any(uint32_t lists, enum dem_list list)
{
    return lists >> list & 1;
}

static bool plural_noun(const dem_token *t)
{
    return dem_str_is(t->xpos, "NNS") || dem_str_is(t->xpos, "NNPS") || dem_str_find(t->feats, DEM_STR("Number=Plur"), 0) != SIZE_MAX;
}

static bool heads_phrase(const dem_actors *x, int32_t t)
{
    if (x->t[t].upos != DEM_NOUN && x->t[t].upos != DEM_PROPN) return false;
    switch (dem_rel_of(x, t)) {
    case DEM_REL_nsubj: case DEM_REL_obj: case DEM_REL_iobj: case DEM_REL_obl: case DEM_REL_nmod: case DEM_REL_appos: case DEM_REL_conj:
    case DEM_REL_root: case DEM_REL_vocative: case DEM_REL_dislocated: case DEM_REL_parataxis: case DEM_REL_list: case DEM_REL_xcomp:
        return x->t[t].deprel != DEM_REL_nmod_desc;
    default: return false;
    }
}

/* What a noun on the lists stands for; DEM_MENTION_NOMINAL: nothing known. */
static dem_mention_type noun_class(uint32_t lists, bool plural)
{
    if (any(lists, LIST_BODY)) return DEM_MENTION_ORGANISATION;
    if (any(lists, LIST_PEOPLE)) return plural ? DEM_MENTION_GROUP : DEM_MENTION_PERSON;
    if (any(lists, LIST_SITE)) return DEM_MENTION_PLACE;
    return DEM_MENTION_NOMINAL;
}

bool dem_find_wide(dem_actors *x)
{
    size_t from = x->wides.n;
    for (int32_t t = 0; t < x->n; t++) {
        if (x->taken[t] || x->name_at[t] != DEM_NONE || !heads_phrase(x, t)) continue;
        bool plural = plural_noun(&x->t[t]);
        dem_mention_type refers = noun_class(x->lists[t], plural);
        if (refers == DEM_MENTION_NOMINAL) continue;
        if (!DEM_PUSH(x->a, &x->wides)) return false;
        size_t at = x->wides.n - 1;
        for (; at > from && x->wides.items[at - 1].first > x->lo[t]; at--) x->wides.items[at] = x->wides.items[at - 1];
        x->wides.items[at] = (dem_wide){.sentence = x->s, .head = t, .first = x->lo[t], .last = x->hi[t], .refers = refers, .plural = plural};
    }
    return true;
}

static dem_mention_type pronoun_class(const dem_actors *x, const dem_raw *m)
{
    static const char *const one[] = {"i", "me", "my", "mine", "myself", "he", "him", "his", "himself", "she", "her", "hers", "herself", NULL};
    static const char *const many[] = {"we", "us", "our", "ours", "ourselves", "they", "them", "their", "theirs", "themselves", NULL};
    dem_str f = x->r->tokens.items[x->r->sentences.items[m->sentence].first + (uint32_t)m->head].form;
    for (int i = 0; one[i]; i++)
        if (dem_str_ieq(f, dem_str_c(one[i]))) return DEM_MENTION_PERSON;
    for (int i = 0; many[i]; i++)
        if (dem_str_ieq(f, dem_str_c(many[i]))) return DEM_MENTION_GROUP;
    return DEM_MENTION_PRONOUN;
}

dem_mention_type dem_refers(dem_actors *x, const dem_raw *m)
{
    if (m->type != DEM_MENTION_NOMINAL && m->type != DEM_MENTION_PRONOUN) return m->type;
    const dem_entity *e = m->entity == DEM_NONE ? NULL : &x->r->entities.items[m->entity];
    if (m->pronoun) {
        dem_mention_type t = pronoun_class(x, m);
        if (t != DEM_MENTION_PRONOUN || !e) return t;
        return e->type == DEM_MENTION_NOMINAL || e->type == DEM_MENTION_PERSON ? DEM_MENTION_ORGANISATION : e->type;
    }
    const dem_raw *of = m->role == DEM_NONE && m->belongs ? dem_raw_of(x, m->sentence, m->owner_token) : NULL;
    bool counted = m->role == DEM_NONE && m->belongs && !any(m->lists, LIST_PEOPLE) && !any(m->lists, LIST_BODY);
    if (counted && !m->code.n) return of && of != m ? noun_class(of->lists, of->plural) : DEM_MENTION_NOMINAL; /* "dozens of villages" */
    if (any(m->lists, LIST_THING_NAME) && !m->gov_word) return DEM_MENTION_NOMINAL; /* "a tank" shells, and is nobody */
    const uint32_t bodies = (uint32_t)1 << LIST_ORGANISATION | (uint32_t)1 << LIST_GOVERNMENT;
    if (m->gov_word || m->pair || (m->lists & bodies && !any(m->lists, LIST_PEOPLE))) return DEM_MENTION_ORGANISATION;
    if (e && e->type == DEM_MENTION_PERSON && !m->plural) return DEM_MENTION_PERSON;
    dem_mention_type t = noun_class(m->lists, m->plural);
    if (any(m->lists, LIST_PEOPLE)) t = m->plural ? DEM_MENTION_GROUP : DEM_MENTION_PERSON;
    if (t != DEM_MENTION_NOMINAL) return t;
    return m->plural ? DEM_MENTION_GROUP : DEM_MENTION_PERSON;
}
