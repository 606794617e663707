/* SPDX-License-Identifier: Apache-2.0 */
/* Who is the same as whom: actors of different reports compared by their codes, and by name where there is no code. */
#include "stories/internal.h"

dem_str dem_party_head(dem_str code)
{
    if (dem_str_starts(code, DEM_STR("IGOUNO")) || dem_str_starts(code, DEM_STR("IGOEUR"))) return dem_str_cut(code, 3, 6);
    return dem_str_cut(code, 0, 3);
}

static bool is_country(const dem_party *p)
{
    return p->country.n == 3 && dem_str_starts(p->code, p->country);
}

/* A country, its government and those who speak for it are one; UN and Security Council are not. */
static dem_str folded(const dem_party *p)
{
    if (!is_country(p)) {
        dem_str head = dem_party_head(p->code);
        bool body = dem_str_is(head, "IGO") || dem_str_is(head, "IMG") || dem_str_is(head, "NGO"); /* of these there are many */
        return dem_str_starts(p->code, DEM_STR("IGOUNOSEC")) ? DEM_STR("UNOSEC") : body ? p->code : head;
    }
    dem_str sector = dem_str_cut(p->code, 3, 6);
    if (!sector.n || dem_str_is(sector, "GOV") || dem_str_is(sector, "MIL") || dem_str_is(sector, "LEG") || dem_str_is(sector, "ELI"))
        return p->country;
    return dem_str_cut(p->code, 0, 6);
}

static bool same_name(const dem_party *a, const dem_party *b)
{
    return a->name.n && dem_str_ieq(a->name, b->name);
}

int dem_party_fit(const dem_party *a, const dem_party *b)
{
    if (!a->code.n || !b->code.n) return same_name(a, b) ? 2 : 0;
    if (dem_str_eq(folded(a), folded(b)) || same_name(a, b)) return 2;
    dem_str x = dem_party_head(a->code), y = dem_party_head(b->code);
    /* An envoy of two organisations is coded as either's. */
    bool orgs = !is_country(a) && !is_country(b) && dem_str_starts(x, DEM_STR("IG")) != dem_str_starts(y, DEM_STR("IG")) &&
                (dem_str_is(x, "UNO") || dem_str_is(y, "UNO"));
    return dem_str_eq(x, y) || orgs ? 1 : 0;
}

int dem_parties_fit(const dem_parties *a, const dem_parties *b)
{
    int best = 0;
    for (size_t i = 0; i < a->n && best < 2; i++)
        for (size_t k = 0; k < b->n; k++) {
            int fit = dem_party_fit(&a->items[i], &b->items[k]);
            if (fit > best) best = fit;
        }
    return best;
}

bool dem_party_add(dem_parties *v, const dem_party *p, dem_arena *a)
{
    for (size_t i = 0; i < v->n; i++)
        if (dem_party_fit(&v->items[i], p) == 2) {
            /* The army and then its government: the government stands for both. */
            bool army = dem_str_is(dem_str_cut(v->items[i].code, 3, 6), "MIL");
            if (army && is_country(p) && (p->code.n == 3 || dem_str_is(dem_str_cut(p->code, 3, 6), "GOV"))) v->items[i] = *p;
            return true;
        }
    dem_party *slot = DEM_PUSH(a, v);
    if (slot) *slot = *p;
    return slot != NULL;
}

/* A pronoun and "the group" are what the name says that they stand for. */
static dem_mention_type named_as(const dem_report *r, const dem_mention *x)
{
    bool stands = x->type == DEM_MENTION_PRONOUN || x->type == DEM_MENTION_NOMINAL;
    if (!stands || x->entity < 0) return x->type;
    const dem_entity *e = &r->entities.items[x->entity];
    for (size_t i = 0; i < e->mentions.n; i++) {
        const dem_mention *y = &r->mentions.items[e->mentions.items[i]];
        if (y->type < DEM_MENTION_NOMINAL && y->name.n && dem_str_eq(y->name, x->name)) return y->type;
    }
    return x->type;
}

dem_party dem_party_of(const dem_report *r, const dem_actor *x, dem_arena *a)
{
    dem_str name = x->name.n ? x->name : dem_text_of(r, x->span);
    dem_party_kind kind = DEM_PARTY_ANY;
    if (x->mention >= 0 && (size_t)x->mention < r->mentions.n) {
        dem_mention_type type = named_as(r, &r->mentions.items[x->mention]);
        if (x->name.n && (type == DEM_MENTION_ORGANISATION || type == DEM_MENTION_GROUP)) kind = DEM_PARTY_BODY;
        if (x->name.n && type == DEM_MENTION_PERSON) kind = DEM_PARTY_PERSON;
    }
    return (dem_party){dem_str_dup(a, name), dem_str_dup(a, x->code), dem_str_dup(a, dem_str_c(x->country)), (uint8_t)kind};
}

bool dem_party_actors(const dem_report *r, const dem_event *e, dem_parties *v, dem_arena *a)
{
    bool kept = true;
    for (size_t k = 0; k < e->actors.n; k++) {
        dem_party p = dem_party_of(r, &e->actors.items[k], a);
        if (p.code.n) kept &= dem_party_add(v, &p, a);
    }
    return kept;
}

bool dem_party_recipients(const dem_report *r, const dem_event *e, dem_parties *v, dem_arena *a)
{
    bool kept = true;
    for (size_t k = 0; k < e->recipients.n; k++) {
        dem_party p = dem_party_of(r, &e->recipients.items[k], a);
        kept &= dem_party_add(v, &p, a);
    }
    return kept;
}

dem_str dem_party_key_of(const dem_party *p, dem_arena *a)
{
    if (p->code.n) return folded(p);
    return dem_str_printf(a, "=%.*s", DEM_FMT(dem_lower(a, p->name)));
}
