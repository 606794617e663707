/* SPDX-License-Identifier: Apache-2.0 */
/* Whom the proposals of a report are made to, and where. What stands below the noun says it ("a plan under which the president would hand
   over"), or what the proposal does ("it asks the army"), or who is told to keep it; talks are between those whom the report shows at odds. */
#include "stories/internal.h"

static bool is(dem_str s, const char *c)
{
    return dem_str_is(s, c);
}

/* ---- where ---- */

static bool is_talks_word(dem_bid_work *w, int32_t s, int32_t token)
{
    return token != DEM_NONE && dem_story_find(w->rules, DEM_STORY_TALKS_NOUN, dem_lemma_low(w, dem_token_at(w->r, s, token)));
}

/* The talks, meeting or ceremony above a place: "after ten hours of talks in Moscow". */
static bool below_talks(dem_bid_work *w, int32_t s, int32_t token, int32_t top)
{
    for (int guard = 0; token != DEM_NONE && token != top && guard < 512; guard++) {
        token = dem_token_at(w->r, s, token)->head;
        if (is_talks_word(w, s, token)) return true;
    }
    return false;
}

/* "in Homs", "in the old city of Homs" */
static bool stands_in(const dem_report *r, int32_t s, int32_t token)
{
    static const char *const in_words[] = {"in", "at"}, *const of_words[] = {"of"};
    if (dem_bid_has_case(r, s, token, in_words, 2)) return true;
    int32_t above = dem_token_at(r, s, token)->head;
    return above != DEM_NONE && dem_bid_has_case(r, s, token, of_words, 1) && !(dem_token_at(r, s, above)->mention != DEM_NONE && r->mentions.items[dem_token_at(r, s, above)->mention].code.n) && dem_bid_has_case(r, s, above, in_words, 2);
}

dem_str dem_bid_place_of(dem_bid_work *w, int32_t s, int32_t top, int32_t not_under)
{
    dem_str best = DEM_STR_NONE;
    int rank = 0;
    for (size_t i = 0; i < w->r->places.n; i++) {
        const dem_place *p = &w->r->places.items[i];
        if (p->sentence != s || p->precision < 3 || !stands_in(w->r, s, p->token) || !dem_token_below(w->r, s, p->token, top)) continue;
        int now = below_talks(w, s, p->token, top) ? 3 : not_under != DEM_NONE && dem_token_below(w->r, s, p->token, not_under) ? 1 : 2;
        if (now <= rank) continue;
        rank = now;
        best = p->name;
    }
    return best;
}

enum { LEAD = 3 };

/* Is the dateline's town spoken of as where things happen: "at a ceremony in Havana", "in the Cuban capital"? */
static bool town_in_text(const dem_bid_work *w, dem_str town)
{
    static const char *const in_words[] = {"in", "at"};
    for (size_t i = 0; i < w->r->places.n; i++) {
        const dem_place *p = &w->r->places.items[i];
        if (dem_str_ieq(p->name, town) && dem_bid_has_case(w->r, p->sentence, p->token, in_words, 2)) return true;
    }
    return false;
}

static bool talks_in_lead(dem_bid_work *w)
{
    for (int32_t s = 0; s < (int32_t)w->r->sentences.n && s < LEAD; s++)
        for (uint32_t i = 0; i < w->r->sentences.items[s].n; i++)
            if (is_talks_word(w, s, (int32_t)i)) return true;
    return false;
}

/* What the lead tells of as agreed or proposed at talks was agreed or proposed where the report was written. */
static void venue_from_dateline(dem_bid_work *w, const dem_ref *ref)
{
    dem_bid *b = &w->out->bids.items[ref->bid];
    dem_str town = w->r->meta.dateline_place;
    bool act = ref->proposed || ref->settled || (ref->asked && ref->day != DEM_DAY_NONE);
    if (b->venue.n || !town.n || !act || ref->sentence >= LEAD || (!is(b->kind, "plan") && !is(b->kind, "ceasefire"))) return;
    if (town_in_text(w, town) || talks_in_lead(w)) b->venue = dem_str_dup(w->a, town);
}

/* ---- whom ---- */

static bool of_focus(const dem_bid_work *w, const dem_party *p)
{
    return w->r->focus[0] && dem_str_is(p->country, w->r->focus);
}

/* People in need and those who help them are nobody's party. */
static bool takes_sides(const dem_party *p)
{
    static const char *const sectors[] = {"GOV", "MIL", "OPP", "REB", "SEP", "PTY", "LEG", "ELI", "INS"};
    for (size_t i = 0; i < sizeof sectors / sizeof *sectors; i++)
        if (dem_str_eq(dem_str_cut(p->code, 3, 6), dem_str_c(sectors[i]))) return true;
    return p->code.n == 3;
}

static bool owns(const dem_bid *b, const dem_party *p)
{
    return dem_parties_fit(&b->proposer, &(dem_parties){(dem_party *)(uintptr_t)p, 1, 1}) == 2;
}

/* The land as a place ("a transition in Syria") says which conflict, not who; it counts when nobody else is named. */
static bool only_a_place(const dem_bid_work *w, const dem_mention *m)
{
    static const char *const in_words[] = {"in", "across", "inside", "of", "from", "over", "at"};
    return m->type == DEM_MENTION_PLACE && (m->possessive || dem_bid_has_case(w->r, m->sentence, m->head, in_words, sizeof in_words / sizeof *in_words));
}

/* Actors of the land the report is about, named below `top`. */
static void named_below(dem_bid_work *w, dem_bid *b, int32_t sentence, int32_t top, bool places)
{
    for (size_t i = 0; i < w->r->mentions.n; i++) {
        const dem_mention *m = &w->r->mentions.items[i];
        dem_parties who = {0};
        if (m->sentence != sentence || m->head == top || only_a_place(w, m) != places || !dem_token_below(w->r, sentence, m->head, top)) continue;
        if (!dem_actors_at(w, sentence, m->head, &who)) continue;
        for (size_t k = 0; k < who.n; k++)
            if (of_focus(w, &who.items[k]) && takes_sides(&who.items[k]) && !owns(b, &who.items[k])) dem_party_add(&b->parties, &who.items[k], w->a);
    }
}

/* "demands that Rwanda withdraw", "calls on both armies to stop": who is to act, of whatever land. */
static void named_to_act(dem_bid_work *w, dem_bid *b, const dem_frame *f)
{
    for (size_t k = 0; k < f->slots.n; k++) {
        const dem_slot *slot = &f->slots.items[k];
        const dem_frame *g = (is(slot->name, "that") || is(slot->name, "to")) && slot->frame != DEM_NONE ? &w->r->frames.items[slot->frame] : NULL;
        for (size_t i = 0; g && i < g->slots.n; i++) {
            dem_parties who = {0};
            if (!is(g->slots.items[i].name, "subj")) continue;
            dem_actors_at(w, g->sentence, g->slots.items[i].token, &who);
            for (size_t m = 0; m < who.n; m++)
                if (takes_sides(&who.items[m]) && !owns(b, &who.items[m])) dem_party_add(&b->parties, &who.items[m], w->a);
        }
    }
}

/* "The plan asks the army to pull back", "which calls on Assad to stand down": what the proposal itself does. */
static void named_as_object(dem_bid_work *w, dem_bid *b, const dem_ref *ref, bool places)
{
    for (size_t i = 0; i < w->r->frames.n; i++) {
        const dem_frame *f = &w->r->frames.items[i];
        bool subject = false;
        if (f->sentence != ref->sentence || (f->flags & DEM_FRAME_NOMINAL)) continue;
        for (size_t k = 0; k < f->slots.n; k++) subject = subject || (is(f->slots.items[k].name, "subj") && f->slots.items[k].token == ref->token);
        if (subject && !places && dem_story_find(w->rules, DEM_STORY_BIND_VERB, f->lemma)) named_to_act(w, b, f);
        for (size_t k = 0; k < f->slots.n && subject; k++)
            if (!is(f->slots.items[k].name, "subj")) named_below(w, b, f->sentence, f->slots.items[k].token, places);
        for (size_t k = 0; k < f->slots.n && subject; k++)
            if (!is(f->slots.items[k].name, "subj") && !places) {
                dem_parties who = {0};
                dem_actors_at(w, f->sentence, f->slots.items[k].token, &who);
                for (size_t m = 0; m < who.n; m++)
                    if (of_focus(w, &who.items[m]) && takes_sides(&who.items[m]) && !owns(b, &who.items[m])) dem_party_add(&b->parties, &who.items[m], w->a);
            }
    }
}

/* "if the government fails to comply with the plan" */
static void who_keeps(dem_bid_work *w, dem_bid *b, const dem_ref *ref)
{
    for (size_t i = 0; i < w->r->frames.n; i++) {
        const dem_frame *f = &w->r->frames.items[i];
        bool about = false;
        if (f->sentence != ref->sentence || !dem_story_find(w->rules, DEM_STORY_KEEP_VERB, f->lemma)) continue;
        for (size_t k = 0; k < f->slots.n; k++) about = about || f->slots.items[k].token == ref->token;
        for (size_t k = 0; k < f->slots.n && about; k++) {
            dem_parties who = {0};
            if (!is(f->slots.items[k].name, "subj")) continue;
            dem_actors_at(w, f->sentence, f->slots.items[k].token, &who);
            for (size_t m = 0; m < who.n; m++)
                if (of_focus(w, &who.items[m]) && takes_sides(&who.items[m]) && !owns(b, &who.items[m])) dem_party_add(&b->parties, &who.items[m], w->a);
        }
    }
}

/* "an offer to mediate in its dispute with Pakistan" */
static void named_between(dem_bid_work *w, dem_bid *b, const dem_ref *ref)
{
    static const char *const between[] = {"between", "with"};
    bool talks = is(dem_story_value(w->rules, DEM_STORY_KIND_CLASS, b->kind), "talks");
    for (size_t i = 0; i < w->r->mentions.n; i++) {
        const dem_mention *m = &w->r->mentions.items[i];
        dem_parties who = {0};
        if (m->sentence != ref->sentence || !dem_token_below(w->r, ref->sentence, m->head, ref->token)) continue;
        int32_t first = m->head, above = dem_token_at(w->r, m->sentence, first)->head;
        if (dem_rel_base((dem_rel)dem_token_at(w->r, m->sentence, first)->deprel) == DEM_REL_conj && above != DEM_NONE) first = above;
        bool side = dem_bid_has_case(w->r, m->sentence, first, between, talks ? 2 : 1) || (talks && m->type == DEM_MENTION_PRONOUN && m->possessive);
        if (!side || !dem_actors_at(w, m->sentence, m->head, &who)) continue;
        for (size_t k = 0; k < who.n; k++)
            if (takes_sides(&who.items[k]) && !owns(b, &who.items[k])) dem_party_add(&b->parties, &who.items[k], w->a);
    }
}

void dem_bid_sides(dem_bid_work *w)
{
    for (size_t i = 0; i < w->refs.n; i++) { /* "a plan for peace between Serbia and Kosovo" says more than any other words */
        const dem_ref *ref = &w->refs.items[i];
        dem_bid *b = ref->bid == DEM_NONE || ref->talks ? NULL : &w->out->bids.items[ref->bid];
        if (b && ref->event == DEM_NONE && !ref->asked && !ref->act && is(b->kind, "plan")) named_between(w, b, ref);
    }
    for (int places = 0; places < 2; places++)
        for (size_t i = 0; i < w->refs.n; i++) {
            const dem_ref *ref = &w->refs.items[i];
            if (ref->bid == DEM_NONE || ref->talks) continue;
            dem_bid *b = &w->out->bids.items[ref->bid];
            bool noun = ref->event == DEM_NONE && !ref->asked && !ref->act;
            bool made_to = is(b->kind, "invitation") || (b->parties.n && is(dem_story_value(w->rules, DEM_STORY_KIND_CLASS, b->kind), "talks"));
            if (!places) venue_from_dateline(w, ref);
            if ((noun || ref->proposed) && !b->parties.n && is(dem_story_value(w->rules, DEM_STORY_KIND_CLASS, b->kind), "talks")) named_between(w, b, ref);
            if (!noun || made_to || (places && b->parties.n)) continue;
            named_below(w, b, ref->sentence, ref->token, places);
            named_as_object(w, b, ref, places);
            if (!places) who_keeps(w, b, ref);
        }
}

/* ---- names ---- */

static bool of_pronoun(dem_str name)
{
    static const char *const words[] = {"his ", "her ", "its ", "their ", "our ", "my "};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (name.n > strlen(words[i]) && dem_str_ieq(dem_str_cut(name, 0, strlen(words[i])), dem_str_c(words[i]))) return true;
    return false;
}

/* How well a mention names a side: a body or a land, then "the rebels", nobody's name otherwise. */
static int names_side(const dem_mention *m, dem_str text)
{
    if (!m->name.n || of_pronoun(m->name)) return 0;
    if (m->type == DEM_MENTION_ORGANISATION || m->type == DEM_MENTION_GROUP) return 3;
    if (m->type == DEM_MENTION_PLACE) return m->code.n == 3 ? 4 : 2;
    bool the = text.n > 4 && dem_str_ieq(dem_str_cut(text, 0, 4), DEM_STR("the "));
    return m->type == DEM_MENTION_NOMINAL && (the || m->plural) ? 1 : 0;
}

void dem_bid_party_name(dem_bid_work *w, dem_party *p, bool body)
{
    int best = 0, own = 0;
    dem_str name = DEM_STR_NONE;
    if (!body && !of_pronoun(p->name)) return;
    for (size_t i = 0; i < w->r->mentions.n; i++) {
        const dem_mention *m = &w->r->mentions.items[i];
        dem_party x = {.name = m->name, .code = m->code, .country = dem_str_c(m->country)};
        if (!m->code.n || dem_party_fit(&x, p) < 2) continue;
        int now = names_side(m, dem_text_of(w->r, m->span));
        if (dem_str_ieq(m->name, p->name) && now > own) own = now;
        if (now <= best) continue;
        best = now;
        name = m->name;
    }
    if (best && !own) p->name = dem_str_dup(w->a, name);
}

/* ---- who is left ---- */

/* Those of the land whom the report shows talking, fighting or refusing each other: the sides between whom somebody offers to mediate. */
static void sides_of_report(dem_bid_work *w, dem_bid *b)
{
    for (size_t i = 0; i < w->r->events.n && !b->parties.n; i++) {
        const dem_event *e = &w->r->events.items[i];
        dem_parties one = {0}, other = {0};
        for (size_t k = 0; k < e->actors.n; k++) {
            dem_party p = dem_party_of(w->r, &e->actors.items[k], w->a);
            if (of_focus(w, &p) && p.code.n > 3) dem_party_add(&one, &p, w->r->arena);
        }
        for (size_t k = 0; k < e->recipients.n; k++) {
            dem_party p = dem_party_of(w->r, &e->recipients.items[k], w->a);
            if (of_focus(w, &p) && p.code.n > 3) dem_party_add(&other, &p, w->r->arena);
        }
        if (!one.n || !other.n || dem_parties_fit(&one, &other) == 2) continue;
        for (size_t k = 0; k < one.n; k++) dem_party_add(&b->parties, &one.items[k], w->a);
        for (size_t k = 0; k < other.n; k++) dem_party_add(&b->parties, &other.items[k], w->a);
    }
}

/* Who offers a place for talks beside another's proposal offers it to those to whom that is made. */
static void sides_of_other_bid(dem_bid_work *w, dem_bid *b)
{
    for (size_t i = 0; i < w->out->bids.n && !b->parties.n; i++) {
        const dem_bid *x = &w->out->bids.items[i];
        bool own = false;
        if (x == b || x->parties.n != 2) continue; /* of many it is not known which are meant */
        for (size_t k = 0; k < x->parties.n; k++) own = own || owns(b, &x->parties.items[k]) || !x->parties.items[k].country.n;
        for (size_t k = 0; k < x->parties.n && !own; k++) dem_party_add(&b->parties, &x->parties.items[k], w->a);
    }
}

/* A draft of the Security Council is about the land its report is about: the land where it is named, else its government. */
static void land_of_report(dem_bid_work *w, dem_bid *b)
{
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < w->r->mentions.n && !b->parties.n; i++) {
            const dem_mention *m = &w->r->mentions.items[i];
            bool land = m->type == DEM_MENTION_PLACE && m->code.n == 3, state = pass == 1 && m->code.n == 6 && is(dem_str_cut(m->code, 3, 6), "GOV");
            if ((!land && !state) || !m->name.n || !w->r->focus[0] || strcmp(m->country, w->r->focus) != 0) continue;
            dem_party p = {dem_str_dup(w->a, m->name), dem_str_dup(w->a, m->code), dem_str_dup(w->a, dem_str_c(w->r->focus)), false};
            if (!owns(b, &p)) dem_party_add(&b->parties, &p, w->a);
        }
}

static bool is_army(const dem_party *p)
{
    return p->country.n == 3 && is(dem_str_cut(p->code, 3, 6), "MIL");
}

/* Does the government of that land do something to or for another side: "the government would allow the fighters to keep their arms"? */
static bool government_deals(dem_bid_work *w, const dem_bid *b, const dem_party *army, dem_party *government)
{
    for (size_t i = 0; i < w->r->frames.n; i++) {
        const dem_frame *f = &w->r->frames.items[i];
        dem_parties who = {0}, whom = {0};
        for (size_t k = 0; k < f->slots.n; k++)
            dem_actors_at(w, f->sentence, f->slots.items[k].token, is(f->slots.items[k].name, "subj") ? &who : &whom);
        for (size_t k = 0; k < who.n; k++) {
            dem_parties *sides[] = {&(dem_parties){b->parties.items, b->parties.n, 0}, &(dem_parties){b->proposer.items, b->proposer.n, 0}};
            const dem_party *p = &who.items[k];
            bool theirs = dem_str_eq(p->country, army->country) && is(dem_str_cut(p->code, 3, 6), "GOV");
            for (size_t m = 0; m < whom.n && theirs; m++) {
                dem_parties one = {&whom.items[m], 1, 1};
                if (dem_party_fit(&whom.items[m], army) == 2 || (dem_parties_fit(sides[0], &one) < 2 && dem_parties_fit(sides[1], &one) < 2)) continue;
                *government = *p;
                return true;
            }
        }
    }
    return false;
}

/* An army named by the way ("the return of the army") stands for its government, where that deals with the other side. */
static void army_is_government(dem_bid_work *w, dem_bid *b)
{
    for (size_t i = 0; i < b->parties.n; i++) {
        dem_party government;
        bool answers = false;
        for (size_t k = 0; k < b->answers.n; k++) answers = answers || dem_str_eq(b->answers.items[k].actor.code, b->parties.items[i].code);
        if (is_army(&b->parties.items[i]) && !answers && government_deals(w, b, &b->parties.items[i], &government)) b->parties.items[i] = government;
    }
}

void dem_bid_last_sides(dem_bid_work *w)
{
    for (size_t i = 0; i < w->out->bids.n; i++) {
        dem_bid *b = &w->out->bids.items[i];
        bool talks = is(dem_story_value(w->rules, DEM_STORY_KIND_CLASS, b->kind), "talks");
        army_is_government(w, b);
        if (!b->parties.n && talks) sides_of_report(w, b);
        if (!b->parties.n && talks) sides_of_other_bid(w, b);
        if (!b->parties.n && is(b->kind, "resolution")) land_of_report(w, b);
        for (size_t k = 0; k < b->parties.n; k++) dem_bid_party_name(w, &b->parties.items[k], true);
    }
}
