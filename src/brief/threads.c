/* SPDX-License-Identifier: Apache-2.0 */
/* Tells -> threads: offers and who answers them. The brief's own, for a database whose reports the stories stage has not linked. */
#include "brief/model.h"

/* Days from a to b; a large number when one is not known. */
static int64_t days_between(dem_str a, dem_str b)
{
    dem_day x = dem_day_parse(a), y = dem_day_parse(b);
    return x == DEM_DAY_NONE || y == DEM_DAY_NONE ? INT32_MAX : (int64_t)y - x;
}

enum { OFFER_DAYS = 7, ANSWER_DAYS = 14 };

static bool happened(const dem_tell *t)
{
    return dem_str_is(t->first.status, "actual") || dem_str_is(t->first.status, "future");
}

static void add_strs(dem_strs *to, const dem_strs *from, dem_arena *a)
{
    for (size_t i = 0; i < from->n; i++) dem_keys_add(to, from->items[i], a);
}

static void add_offer(dem_brief *b, size_t tell)
{
    dem_tell *t = &b->tells.items[tell];
    dem_thread *found = NULL;
    for (size_t i = b->threads.n; i-- > 0 && !found;) {
        dem_thread *x = &b->threads.items[i];
        bool near = days_between(x->last, t->day) <= OFFER_DAYS || dem_keys_meet(&x->reports, &t->reports);
        bool parties = x->parties.n == 0 || t->recipients.n == 0 || dem_keys_meet(&x->parties, &t->recipients);
        if (dem_str_eq(x->proposer, t->actors.items[0]) && near && parties) found = x;
    }
    if (!found) {
        found = DEM_PUSH(b->a, &b->threads);
        if (!found) return;
        *found = (dem_thread){.proposer = t->actors.items[0], .first = t->day};
    }
    found->last = t->day;
    add_strs(&found->parties, &t->recipients, b->a);
    add_strs(&found->reports, &t->reports, b->a);
    size_t *slot = DEM_PUSH(b->a, &found->offers);
    if (slot) *slot = tell;
    t->initiative = (int32_t)(found - b->threads.items);
}

/* An actor that is a party's or comes from a party's country: who speaks for a side is seldom named as the offer named it. */
static bool same_country(const dem_strs *parties, const dem_strs *actors)
{
    for (size_t i = 0; i < actors->n; i++)
        for (size_t k = 0; k < parties->n; k++) {
            dem_str a = actors->items[i], p = parties->items[k];
            if (dem_str_eq(a, p) || (a.n >= 3 && a.p[0] != '=' && dem_str_eq(dem_str_cut(a, 0, 3), dem_str_cut(p, 0, 3)))) return true;
        }
    return false;
}

/* Who answers: an acceptance, refusal, call, endorsement or break that addresses the proposer, or passes between the parties. */
static bool answers(const dem_thread *x, const dem_tell *t)
{
    if (t->actors.n == 0 || dem_str_eq(x->proposer, t->actors.items[0])) return false;
    int64_t days = days_between(x->first, t->day);
    if (!((days >= 0 && days_between(x->last, t->day) <= ANSWER_DAYS) || (days == INT32_MAX && dem_keys_meet(&x->reports, &t->reports))))
        return false;
    bool to_proposer = dem_keys_has(&t->recipients, x->proposer);
    bool of_party = same_country(&x->parties, &t->actors);
    if (t->phrase->stance == DEM_STANCE_TALK) return to_proposer && dem_str_starts(t->first.cameo, DEM_STR("05"));
    if (to_proposer || (of_party && dem_keys_meet(&x->parties, &t->recipients))) return true;
    /* "turned it down": an answer of a party's side that addresses nobody, in a report that tells of the offer. */
    return of_party && t->recipients.n == 0 && t->phrase->stance != DEM_STANCE_BREAK && dem_keys_meet(&x->reports, &t->reports);
}

static void add_answer(dem_brief *b, size_t tell)
{
    dem_tell *t = &b->tells.items[tell];
    for (size_t i = b->threads.n; i-- > 0;) {
        dem_thread *x = &b->threads.items[i];
        if (!answers(x, t)) continue;
        size_t *slot = DEM_PUSH(b->a, &x->responses);
        if (slot) *slot = tell;
        t->initiative = (int32_t)i;
        return;
    }
}

/* Offers to mediate or host; readiness declared towards two parties at once is one too, whatever the words were. */
static bool offers(const dem_tell *t)
{
    if (t->actors.n == 0 || t->first.mutual) return false;
    if (t->phrase->stance == DEM_STANCE_OFFER) return true;
    bool ready = dem_str_is(t->first.cameo, "030") || dem_str_is(t->first.cameo, "032") || dem_str_is(t->first.cameo, "036");
    return ready && t->recipients.n >= 2;
}

void dem_brief_link(dem_brief *b)
{
    for (size_t i = 0; i < b->tells.n; i++) {
        const dem_tell *t = &b->tells.items[i];
        if (offers(t) && happened(t)) add_offer(b, i);
    }
    for (size_t i = 0; i < b->tells.n; i++) {
        const dem_tell *t = &b->tells.items[i];
        if (t->initiative != DEM_NONE) continue;
        bool answer = t->phrase->stance == DEM_STANCE_ACCEPT || t->phrase->stance == DEM_STANCE_REFUSE ||
                      t->phrase->stance == DEM_STANCE_TALK || t->phrase->stance == DEM_STANCE_BREAK;
        if (answer && happened(t)) add_answer(b, i);
    }
}

/* ---- views ---- */

static dem_str kept(const dem_brief *b, dem_buf *line)
{
    dem_str s = dem_str_dup(b->a, dem_buf_view(line));
    dem_buf_clear(line);
    return s;
}

static const char *state_of(const dem_brief *b, const dem_thread *x)
{
    bool accepted = false, refused = false, conditional = false;
    for (size_t i = 0; i < x->responses.n; i++) {
        const dem_tell *t = &b->tells.items[x->responses.items[i]];
        accepted = accepted || t->phrase->stance == DEM_STANCE_ACCEPT;
        refused = refused || t->phrase->stance == DEM_STANCE_REFUSE || t->phrase->stance == DEM_STANCE_BREAK;
        conditional = conditional || (t->phrase->stance == DEM_STANCE_ACCEPT && t->conditions.n);
    }
    if (accepted && refused) return "split";
    if (accepted) return conditional ? "conditional" : "accepted";
    return refused ? "refused" : "open";
}

static const char *stance_of(const dem_tell *t)
{
    switch (t->phrase->stance) {
    case DEM_STANCE_OFFER: return "offers";
    case DEM_STANCE_ACCEPT: return t->conditions.n ? "conditional" : "accepts";
    case DEM_STANCE_REFUSE: return "refuses";
    case DEM_STANCE_BREAK: return "breaks";
    default: return "supports";
    }
}

static void add_view(dem_brief *b, dem_initiative_view *v, size_t tell, const char *stance)
{
    const dem_tell *t = &b->tells.items[tell];
    dem_answer_view *a = DEM_PUSH(b->a, &v->answers);
    dem_buf line = {0};
    if (!a) return;
    *a = (dem_answer_view){.stance = dem_str_c(stance), .day = t->day, .fresh = t->fresh};
    a->key = t->actors.n ? t->actors.items[0] : DEM_STR_NONE;
    if (t->first.actors.n) dem_party_words(&b->words, &t->first.actors.items[0], &line);
    a->who = a->row = kept(b, &line);
    dem_tell_sentence(b, t, &line);
    dem_tell_details(b, t, true, &line);
    a->line = kept(b, &line);
    dem_buf_free(&line);
}

static void thread_view(dem_brief *b, const dem_thread *x)
{
    dem_initiative_view *v = DEM_PUSH(b->a, &b->initiatives);
    dem_buf line = {0};
    if (!v) return;
    const dem_tell *offer = &b->tells.items[x->offers.items[0]];
    /* The fullest telling names it. */
    for (size_t i = 1; i < x->offers.n; i++) {
        const dem_tell *t = &b->tells.items[x->offers.items[i]];
        if (t->recipients.n > offer->recipients.n) offer = t;
    }
    *v = (dem_initiative_view){.state = dem_str_c(state_of(b, x)), .first = x->first, .last = x->last, .proposer = x->proposer};
    v->fresh = b->since && dem_reports_fresh(b, &x->reports);
    dem_tell_sentence(b, offer, &line);
    v->title = kept(b, &line);
    dem_buf_free(&line);
    for (size_t i = 0; i < x->offers.n; i++) add_view(b, v, x->offers.items[i], "offers");
    for (size_t i = 0; i < x->responses.n; i++) add_view(b, v, x->responses.items[i], stance_of(&b->tells.items[x->responses.items[i]]));
}

static bool takes_a_position(const dem_tell *t)
{
    dem_stance s = t->phrase->stance;
    bool spoken = s == DEM_STANCE_OFFER || s == DEM_STANCE_ACCEPT || s == DEM_STANCE_REFUSE || s == DEM_STANCE_CALL ||
                  s == DEM_STANCE_BREAK || s == DEM_STANCE_BLAME;
    return (spoken || dem_str_starts(t->first.cameo, DEM_STR("05"))) && t->actors.n > 0 && dem_str_is(t->first.status, "actual");
}

/* The latest word of each. */
static void position_views(dem_brief *b)
{
    dem_strs done = {0};
    dem_buf line = {0};
    /* From the end: the first tell of an actor that is met is its latest. Those without a day cannot be the latest of anybody. */
    for (size_t i = b->tells.n; i-- > 0;) {
        const dem_tell *t = &b->tells.items[i];
        if (t->day.n == 0 || !takes_a_position(t)) continue;
        bool news = false;
        for (size_t k = 0; k < t->actors.n; k++) news = news || !dem_keys_has(&done, t->actors.items[k]);
        for (size_t k = 0; k < t->actors.n; k++) dem_keys_add(&done, t->actors.items[k], b->a);
        dem_line_view *v = news ? DEM_PUSH(b->a, &b->positions) : NULL;
        if (!v) continue;
        dem_tell_sentence(b, t, &line);
        dem_tell_details(b, t, true, &line);
        *v = (dem_line_view){.day = t->day, .line = kept(b, &line), .fresh = t->fresh};
    }
    dem_buf_free(&line);
}

void dem_brief_views(dem_brief *b)
{
    if (b->initiatives.n == 0) {
        dem_brief_link(b);
        for (size_t i = 0; i < b->threads.n; i++) thread_view(b, &b->threads.items[i]);
    }
    if (b->positions.n == 0) position_views(b);
    dem_brief_toll_differences(b);
}
