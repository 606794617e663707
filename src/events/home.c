/* SPDX-License-Identifier: Apache-2.0 */
/* Whose rebels, police or opposition? A bare agent takes its country from the place of the event, from what the report is
   about, or from the other side. */
#include "events/compose.h"

/* "foreign ministers", "presidents": a country has one, so several are of several countries. */
static bool several_states(const dem_rules *rules, const dem_report *r, const dem_mention *m)
{
    if (m->type != DEM_MENTION_NOMINAL || !m->plural || m->head == DEM_NONE) return false;
    const dem_token *head = dem_token_at(r, m->sentence, m->head);
    if (dem_rules_in_class(rules, "sole-office", head->lemma)) return true;
    if (!dem_rules_in_class(rules, "office-of-portfolio", head->lemma)) return false;
    for (int32_t c = head->first_child; c != DEM_NONE; c = dem_token_at(r, m->sentence, c)->next_sibling)
        if (dem_rules_in_class(rules, "portfolio", dem_token_at(r, m->sentence, c)->lemma)) return true;
    return false;
}

/* The actor itself, or whom a pronoun stands for. */
static bool of_several_states(const dem_rules *rules, const dem_report *r, const dem_actor *a)
{
    if (a->mention != DEM_NONE && several_states(rules, r, &r->mentions.items[a->mention])) return true;
    for (size_t i = 0; i < r->mentions.n && a->entity != DEM_NONE; i++)
        if (r->mentions.items[i].entity == a->entity && several_states(rules, r, &r->mentions.items[i])) return true;
    return false;
}

/* A code of sectors that the rules call domestic, without a country before them. */
static bool is_bare(const dem_rules *rules, const dem_report *r, const dem_actor *a)
{
    if (a->mention != DEM_NONE && r->mentions.items[a->mention].strange) return false;
    if (!a->code.n || a->code.n % 3 || a->country[0]) return false;
    for (size_t at = 0; at < a->code.n; at += 3) {
        bool known = false;
        for (size_t i = 0; i < rules->home.n; i++) known |= dem_str_eq(dem_str_cut(a->code, at, at + 3), rules->home.items[i]);
        if (!known) return false;
    }
    return !of_several_states(rules, r, a);
}

/* The one country of a side; none when it has several. */
static dem_str country_of(const dem_actor *side, size_t n)
{
    const char *one = "";
    for (size_t i = 0; i < n; i++) {
        if (!side[i].country[0]) continue;
        if (one[0] && strcmp(one, side[i].country) != 0) return DEM_STR_NONE;
        one = side[i].country;
    }
    return dem_str_c(one);
}

/* The only country that the report names. */
static dem_str only_country(const dem_report *r)
{
    const char *one = "";
    for (size_t i = 0; i < r->mentions.n; i++) {
        const char *c = r->mentions.items[i].country;
        if (!c[0] || strcmp(c, one) == 0) continue;
        if (one[0]) return DEM_STR_NONE;
        one = c;
    }
    return dem_str_c(one);
}

static int give(dem_report *r, dem_actor *a, dem_str country, const char *from)
{
    a->code = dem_str_printf(r->arena, "%.*s%.*s", DEM_FMT(country), DEM_FMT(a->code));
    a->by = dem_str_printf(r->arena, "%.*s + %s:%.*s", DEM_FMT(a->by), from, DEM_FMT(country));
    memcpy(a->country, country.p, 3);
    a->country[3] = 0;
    return a->code.p && a->by.p ? DEM_OK : DEM_EMEMORY;
}

static bool has_sector(const dem_actor *a, const char *sector)
{
    for (size_t at = 0; at + 3 <= a->code.n; at += 3)
        if (dem_str_is(dem_str_cut(a->code, at, at + 3), sector)) return true;
    return false;
}

/* "Iran offered to mediate between the government and the rebels": who steps between two sides is neither, and a state does not
   call its own government "the government". */
static bool third_party(const dem_rules *rules, const dem_report *r, const dem_event *e, const dem_actor *side, size_t n, const dem_actor *other, size_t n_other)
{
    for (size_t i = 0; i < rules->third.n; i++)
        if (dem_str_starts(dem_str_c(e->cameo), rules->third.items[i])) return true;
    bool governs = false, at_home = false;
    for (size_t i = 0; i < n; i++) governs |= is_bare(rules, r, &side[i]) && has_sector(&side[i], "GOV");
    for (size_t i = 0; i < n_other; i++) at_home |= other[i].code.n > 3 && !has_sector(&other[i], "GOV") && !has_sector(&other[i], "MIL");
    return governs && n_other && !at_home;
}

/* Whose "our" it is, before somebody whose country is not named; NULL when nobody known says so. */
static const dem_mention *first_person_owner(const dem_report *r, const dem_actor *a)
{
    const dem_mention *m = a->mention == DEM_NONE ? NULL : &r->mentions.items[a->mention];
    if (!m || m->type != DEM_MENTION_NOMINAL || m->head == DEM_NONE) return NULL;
    for (int32_t c = dem_token_at(r, m->sentence, m->head)->first_child; c != DEM_NONE; c = dem_token_at(r, m->sentence, c)->next_sibling) {
        const dem_token *t = dem_token_at(r, m->sentence, c);
        if (t->deprel != DEM_REL_nmod_poss || t->mention == DEM_NONE) continue;
        const dem_mention *owner = &r->mentions.items[t->mention];
        if (owner->first_person && owner->code.n) return owner;
    }
    return NULL;
}

/* "Our forces will hold their fire," the rebel leader said: they are the rebels'. */
static int give_to_speaker(const dem_rules *rules, dem_report *r, dem_actor *a)
{
    const dem_mention *owner = first_person_owner(r, a);
    bool guessed = dem_str_find(a->by, DEM_STR("focus:"), 0) != SIZE_MAX;
    if (!owner || !(guessed || is_bare(rules, r, a))) return DEM_OK;
    dem_str own = a->country[0] ? dem_str_cut(a->code, 3, a->code.n) : a->code;
    dem_str tail = owner->code.n > 3 ? dem_str_cut(owner->code, owner->code.n - 3, owner->code.n) : owner->code;
    if (dem_str_is(own, "MIL") && dem_rules_in_class(rules, "sectors-armed", tail))
        a->code = dem_str_dup(r->arena, owner->code);
    else if (owner->country[0])
        a->code = dem_str_printf(r->arena, "%s%.*s", owner->country, DEM_FMT(own));
    else
        return DEM_OK;
    a->by = dem_str_printf(r->arena, "%.*s + speaker:%.*s", DEM_FMT(a->by), DEM_FMT(owner->code));
    memcpy(a->country, owner->country, sizeof a->country);
    return a->code.p && a->by.p ? DEM_OK : DEM_EMEMORY;
}

static int settle(const dem_rules *rules, dem_report *r, const dem_event *e, dem_actor *side, size_t n, dem_str other, bool third)
{
    dem_str place = e->place == DEM_NONE ? DEM_STR_NONE : dem_str_c(r->places.items[e->place].country);
    dem_str only = only_country(r), focus = dem_str_c(r->focus);
    for (size_t i = 0; i < n; i++) {
        dem_actor *a = &side[i];
        if (give_to_speaker(rules, r, a) != DEM_OK) return DEM_EMEMORY;
        if (!is_bare(rules, r, a)) continue;
        int rc = DEM_OK;
        if (third)
            rc = focus.n == 3 && !dem_str_eq(focus, other) ? give(r, a, focus, "focus") : DEM_OK;
        else if (place.n == 3 && !e->venue.n && !dem_rules_in_class(rules, "roots-of-venue", dem_str_cut(dem_str_c(e->cameo), 0, 2))) /* who talks in Geneva is not of Geneva */
            rc = give(r, a, place, "place");
        else if (focus.n == 3)
            rc = give(r, a, focus, "focus");
        else if (other.n == 3)
            rc = give(r, a, other, "counterpart");
        else if (only.n == 3)
            rc = give(r, a, only, "only");
        if (rc) return rc;
    }
    return DEM_OK;
}

int dem_event_settle(const dem_rules *rules, dem_report *r, dem_event *e)
{
    dem_actor *a = e->actors.items, *b = e->recipients.items;
    size_t na = e->actors.n, nb = e->recipients.n;
    dem_str actors = country_of(a, na), recipients = country_of(b, nb);
    bool third_a = third_party(rules, r, e, a, na, b, nb), third_b = third_party(rules, r, e, b, nb, a, na);
    int rc = settle(rules, r, e, a, na, recipients, third_a);
    return rc ? rc : settle(rules, r, e, b, nb, actors, third_b);
}
