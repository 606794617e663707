/* SPDX-License-Identifier: Apache-2.0 */
/* Binds what context found to an event: who says it, on which conditions, when, where. */
#include "events/compose.h"

static bool on_the_way(const dem_report *r, const dem_item *item, int32_t token)
{
    for (size_t i = 0; i < item->n_frames; i++)
        if (r->frames.items[item->frames[i]].token == token) return true;
    return false;
}

static int bind_attribution(dem_report *r, dem_event *e)
{
    int32_t ids[6];
    size_t n = dem_statements_at(r, e->trigger, ids, 6);
    for (size_t i = 0; i < n; i++) {
        int32_t *slot = DEM_PUSH(r->arena, &e->attribution);
        if (!slot) return DEM_EMEMORY;
        *slot = ids[i];
    }
    return DEM_OK;
}

static int bind_conditions(dem_report *r, const dem_item *item, dem_event *e)
{
    for (size_t i = 0; i < r->conditions.n; i++) {
        const dem_condition *c = &r->conditions.items[i];
        if (c->sentence != item->sentence || c->governs == DEM_NONE || !on_the_way(r, item, c->governs)) continue;
        int32_t *slot = DEM_PUSH(r->arena, &e->conditions);
        if (!slot) return DEM_EMEMORY;
        *slot = (int32_t)i;
    }
    return DEM_OK;
}

/* The nearest frame above the token, itself included. */
static int32_t frame_above(const dem_report *r, int32_t sentence, int32_t token)
{
    for (int steps = 0; token != DEM_NONE && steps < 64; steps++) {
        const dem_token *t = dem_token_at(r, sentence, token);
        if (t->frame != DEM_NONE) return t->frame;
        token = t->head;
    }
    return DEM_NONE;
}

/* The frame a phrase belongs to: the one above its head's governor. */
static int32_t phrase_frame(const dem_report *r, int32_t sentence, int32_t head)
{
    int32_t governor = dem_token_at(r, sentence, head)->head;
    return governor == DEM_NONE ? DEM_NONE : frame_above(r, sentence, governor);
}

/* How near the frame is to the event's outermost one: 1 is that one, 0 is "not on its way". A noun inside the event's phrase
   ("hold talks in Moscow") counts as the frame it stands in. */
static int rank_of(const dem_report *r, const dem_item *item, int32_t frame, dem_span phrase)
{
    for (int up = 0; frame != DEM_NONE && up < 4; up++) {
        for (size_t i = item->n_frames; i-- > 0;)
            if (item->frames[i] == frame) return (int)(item->n_frames - i) + up;
        const dem_frame *f = &r->frames.items[frame];
        int32_t m = dem_token_at(r, f->sentence, f->token)->mention;
        /* "the commander in Iraq held talks": where the subject is said to belong is not where he acts. Behind the verb it may be. */
        bool part_of_name = m != DEM_NONE && r->mentions.items[m].code.n && phrase.end <= dem_token_at(r, f->sentence, r->frames.items[item->frame].token)->span.start;
        if (!(f->flags & DEM_FRAME_NOMINAL) || part_of_name) return 0;
        frame = r->frames.items[frame].parent;
    }
    return 0;
}

/* The verb that reports the event, when it stands in the same sentence. */
static int32_t cue_frame(const dem_report *r, const dem_event *e)
{
    if (!e->attribution.n) return DEM_NONE;
    const dem_statement *st = &r->statements.items[e->attribution.items[0]];
    if (st->sentence != e->sentence || st->cue_token == DEM_NONE) return DEM_NONE;
    return frame_above(r, st->sentence, st->cue_token);
}

/* What is said rather than done. */
static bool is_verbal(const dem_rules *rules, const char *cameo)
{
    return dem_rules_in_class(rules, "roots-of-speech", dem_str_cut(dem_str_c(cameo), 0, 2));
}

static bool is_event_time(const dem_time *t)
{
    return t->type == DEM_TIME_DATE || t->type == DEM_TIME_TIME;
}

static void bind_time(const dem_rules *rules, dem_report *r, const dem_item *item, dem_event *e)
{
    int32_t cue = cue_frame(r, e), best = DEM_NONE;
    int best_rank = 100;
    for (size_t i = 0; i < r->times.n; i++) {
        const dem_time *t = &r->times.items[i];
        if (t->sentence != item->sentence || t->head == DEM_NONE || !is_event_time(t)) continue;
        int32_t f = phrase_frame(r, t->sentence, t->head);
        if (f == DEM_NONE) continue;
        int rank = rank_of(r, item, f, t->span);
        /* A stance is taken when it is voiced; an act reported is not when the report is. */
        if (rank > 1 && item->stance != DEM_STANCE_DONE) continue; /* the day of what is offered is not that of the offer */
        bool ahead = r->meta.published != DEM_DAY_NONE && t->from != DEM_DAY_NONE && t->to > r->meta.published;
        bool stance = item->stance == DEM_STANCE_INTENT || item->stance == DEM_STANCE_ACCEPT || item->stance == DEM_STANCE_REFUSE;
        if (ahead && rank && stance && e->status == DEM_ACTUAL) continue; /* nor is "this autumn", however near it stands */
        if (!rank && f == cue && is_verbal(rules, e->cameo)) rank = 20;
        if (!rank || rank >= best_rank) continue;
        best = (int32_t)i;
        best_rank = rank;
    }
    e->time = best;
    if (best == DEM_NONE) return;
    e->date_from = r->times.items[best].from;
    e->date_to = r->times.items[best].to;
    e->date_basis = r->times.items[best].basis;
}

/* "in", "at", "near" and the like make a place of a name; "of" and "by" do not ("the ministers of Norway"). */
static bool locative(const dem_rules *rules, const dem_report *r, const dem_place *p)
{
    const dem_sentence *st = &r->sentences.items[p->sentence];
    const dem_token *t = r->tokens.items + st->first;
    int32_t at = p->token;
    if (t[at].deprel == DEM_REL_conj && t[at].head != DEM_NONE) at = t[at].head;
    for (int32_t c = t[at].first_child; c != DEM_NONE; c = t[c].next_sibling) {
        if (dem_rel_base((dem_rel)t[c].deprel) == DEM_REL_case && dem_rules_in_class(rules, "words-of-place", t[c].form)) return true;
    }
    return false;
}

static bool takes_part(const dem_event *e, const dem_place *p)
{
    for (size_t i = 0; i < e->actors.n; i++)
        if (p->mention != DEM_NONE && e->actors.items[i].mention == p->mention) return true;
    for (size_t i = 0; i < e->recipients.n; i++)
        if (p->mention != DEM_NONE && e->recipients.items[i].mention == p->mention) return true;
    return false;
}

static void bind_place(const dem_rules *rules, dem_report *r, const dem_item *item, dem_event *e)
{
    int best_rank = 100;
    for (size_t i = 0; i < r->places.n; i++) {
        const dem_place *p = &r->places.items[i];
        if (p->sentence != item->sentence || p->token == DEM_NONE) continue;
        int32_t f = phrase_frame(r, p->sentence, p->token);
        /* a country that takes part is no scene; a town that is visited or left is one as well */
        int rank = f == DEM_NONE || (takes_part(e, p) && p->precision < 2) ? 0 : rank_of(r, item, f, p->span);
        /* "a meeting on Cyprus in Geneva": where people meet is the town */
        bool town = rank == best_rank && item->act && item->act->venue && p->precision >= 3 && e->place != DEM_NONE && r->places.items[e->place].precision < 3;
        if (!rank || (rank >= best_rank && !town)) continue;
        const dem_token *t = dem_token_at(r, p->sentence, p->token);
        dem_rel rel = dem_rel_base((dem_rel)t->deprel);
        /* "visited the district", "shelled the Damascus suburbs": a town or less as what the act is done to */
        bool object = p->precision >= 3 && (rel == DEM_REL_obj || rel == DEM_REL_compound);
        if (!object && ((rel != DEM_REL_obl && rel != DEM_REL_nmod && rel != DEM_REL_conj) || !locative(rules, r, p))) continue;
        e->place = (int32_t)i;
        best_rank = rank;
    }
}

int dem_event_bind(const dem_rules *rules, dem_report *r, const dem_item *item, dem_event *e)
{
    e->time = e->place = DEM_NONE;
    e->date_from = e->date_to = DEM_DAY_NONE;
    if (bind_attribution(r, e) != DEM_OK || bind_conditions(r, item, e) != DEM_OK) return DEM_EMEMORY;
    bind_time(rules, r, item, e);
    bind_place(rules, r, item, e);
    if (item->act && item->act->venue && e->place != DEM_NONE) e->venue = r->places.items[e->place].name;
    return DEM_OK;
}
