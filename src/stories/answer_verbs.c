/* SPDX-License-Identifier: Apache-2.0 */
/* Answers to proposals of which no event tells: verbs and nouns of a stance, backing given to who proposed, whoever comes where he was asked to,
   conditions that bind a yes. */
#include "stories/answers.h"

#include "frames/frames.h"

static bool is(dem_str s, const char *c)
{
    return dem_str_is(s, c);
}

/* Who stands there; behind "they" perhaps several countries ("Britain and France said they would vote for it"), each of which answers. */
static void add_sides_at(dem_bid_work *w, int32_t sentence, int32_t token, dem_parties *out)
{
    if (dem_actors_at(w, sentence, token, out) || dem_token_at(w->r, sentence, token)->upos != DEM_PRON) return;
    for (size_t i = w->r->statements.n; i-- > 0;) {
        const dem_statement *s = &w->r->statements.items[i];
        const dem_frame *said = s->sentence == sentence && s->cue_token != DEM_NONE && s->cue_token < token ? dem_frame_of(w->r, sentence, s->cue_token) : NULL;
        for (size_t k = 0; said && k < said->slots.n; k++)
            if (is(said->slots.items[k].name, "subj")) dem_actors_at(w, sentence, said->slots.items[k].token, out);
        if (said && out->n) return;
    }
}

static void flip(dem_answer_of *x)
{
    x->stance = is(x->stance, "accepts") ? DEM_STR("refuses") : is(x->stance, "supports") ? DEM_STR("opposes") : DEM_STR_NONE;
}

/* "urged them to accept it": they have not yet. */
static bool only_asked_for(const dem_bid_work *w, const dem_frame *f)
{
    if (!(f->flags & DEM_FRAME_INFINITIVE) || f->parent == DEM_NONE) return false;
    const dem_frame *above = &w->r->frames.items[f->parent];
    for (size_t i = 0; i < above->slots.n && above->sentence == f->sentence; i++)
        for (size_t k = 0; k < f->slots.n; k++)
            if (is(f->slots.items[k].name, "subj") && !is(above->slots.items[i].name, "subj") && above->slots.items[i].token == f->slots.items[k].token) return true;
    return false;
}

/* "is under pressure to accept it": what only a noun tells of is an answer below nouns of readiness or refusal alone. */
static bool under_other_noun(const dem_bid_work *w, const dem_frame *f)
{
    if (!(f->flags & DEM_FRAME_INFINITIVE) || f->parent == DEM_NONE) return false;
    const dem_frame *above = &w->r->frames.items[f->parent];
    if (!(above->flags & DEM_FRAME_NOMINAL) || above->sentence != f->sentence) return false;
    return !dem_story_find(w->rules, DEM_STORY_READY_WORD, above->lemma) && !dem_story_find(w->rules, DEM_STORY_SAY_NO_VERB, above->lemma);
}

/* "provided that the rebels sign it": they have not yet. */
static bool is_condition(const dem_bid_work *w, const dem_frame *f)
{
    for (size_t i = 0; i < w->r->conditions.n; i++)
        if (w->r->conditions.items[i].sentence == f->sentence && w->r->conditions.items[i].head == f->token) return true;
    return false;
}

/* "refuses to back a deal" */
static bool under_refusal(const dem_bid_work *w, const dem_frame *f)
{
    for (int32_t at = f->parent, guard = 0; at != DEM_NONE && guard < 8; guard++) {
        const dem_frame *above = &w->r->frames.items[at];
        if (above->sentence == f->sentence && dem_story_find(w->rules, DEM_STORY_SAY_NO_VERB, above->lemma)) return true;
        at = above->parent;
    }
    return false;
}

/* "sent envoys in support of the draft": the noun of a stance above the proposal, its holder the subject of the verb above that. */
static void noun_answers(dem_bid_work *w)
{
    static const char *const in_words[] = {"in"}, *const of_words[] = {"of", "for", "to"};
    for (size_t i = 0; i < w->refs.n; i++) {
        const dem_ref *ref = &w->refs.items[i];
        if (ref->bid == DEM_NONE || ref->event != DEM_NONE || ref->asked || ref->act || !dem_bid_has_case(w->r, ref->sentence, ref->token, of_words, 3)) continue;
        int32_t noun = dem_token_at(w->r, ref->sentence, ref->token)->head;
        if (noun == DEM_NONE) continue;
        const dem_token *t = dem_token_at(w->r, ref->sentence, noun);
        const dem_story_entry *v = t->upos == DEM_NOUN ? dem_story_find(w->rules, DEM_STORY_ANSWER_NOUN, dem_lemma_low(w, t)) : NULL;
        if (!v || !dem_bid_has_case(w->r, ref->sentence, noun, in_words, 1)) continue;
        int32_t top = t->head;
        for (int guard = 0; top != DEM_NONE && guard < 64 && dem_token_at(w->r, ref->sentence, top)->upos != DEM_VERB; guard++) top = dem_token_at(w->r, ref->sentence, top)->head;
        const dem_frame *f = top == DEM_NONE ? NULL : dem_frame_of(w->r, ref->sentence, top);
        if (!f || f->flags & (DEM_FRAME_NEGATED | DEM_FRAME_QUESTION | DEM_FRAME_CONDITIONAL)) continue;
        dem_answer_of x = {.stance = v->value, .how = v->where, .index = DEM_NONE, .sentence = f->sentence, .token = f->token, .day = dem_frame_day(w->r, f)};
        for (size_t k = 0; k < f->slots.n; k++)
            if (dem_str_is(f->slots.items[k].name, "subj")) dem_actors_at(w, f->sentence, f->slots.items[k].token, &x.actors);
        if (x.actors.n) dem_add_answer(w, ref->bid, &x, "stands for it");
    }
}

/* The noun of an answer between the predicate and the proposal: "criticised the rejection of the plan". */
static const dem_story_entry *deed_above(dem_bid_work *w, const dem_ref *ref, int32_t *noun)
{
    static const char *const of_words[] = {"of"};
    if (ref->event != DEM_NONE || ref->asked || ref->act || !dem_bid_has_case(w->r, ref->sentence, ref->token, of_words, 1)) return NULL;
    *noun = dem_token_at(w->r, ref->sentence, ref->token)->head;
    const dem_token *t = *noun == DEM_NONE ? NULL : dem_token_at(w->r, ref->sentence, *noun);
    return t && t->upos == DEM_NOUN ? dem_story_find(w->rules, DEM_STORY_ANSWER_DEED, dem_lemma_low(w, t)) : NULL;
}

/* "Haftar's acceptance of the plan" */
static void deed_answers(dem_bid_work *w)
{
    for (size_t i = 0; i < w->refs.n; i++) {
        const dem_ref *ref = &w->refs.items[i];
        int32_t noun = DEM_NONE;
        const dem_story_entry *v = ref->bid == DEM_NONE ? NULL : deed_above(w, ref, &noun);
        if (!v) continue;
        dem_answer_of x = {.stance = v->value, .how = v->where, .index = DEM_NONE, .sentence = ref->sentence, .token = noun, .day = DEM_DAY_NONE};
        for (int32_t c = dem_token_at(w->r, ref->sentence, noun)->first_child; c != DEM_NONE; c = dem_token_at(w->r, ref->sentence, c)->next_sibling)
            if (dem_token_at(w->r, ref->sentence, c)->deprel == DEM_REL_nmod_poss || dem_rel_base((dem_rel)dem_token_at(w->r, ref->sentence, c)->deprel) == DEM_REL_amod)
                dem_actors_at(w, ref->sentence, c, &x.actors);
        if (x.actors.n) dem_add_answer(w, ref->bid, &x, "its answer as a noun");
    }
}

/* Does the event speak of a no to the proposal rather than of the proposal? */
bool dem_about_a_no(dem_bid_work *w, int32_t sentence, int32_t top)
{
    for (size_t i = 0; i < w->refs.n; i++) {
        int32_t noun = DEM_NONE;
        const dem_ref *ref = &w->refs.items[i];
        const dem_story_entry *v = ref->bid == DEM_NONE || ref->sentence != sentence ? NULL : deed_above(w, ref, &noun);
        if (v && is(v->value, "refuses") && noun != top) return true;
    }
    return false;
}

/* "promised him Russia's full backing": the stance given to who made the proposal. */
static void backing_answers(dem_bid_work *w)
{
    for (size_t i = 0; i < w->r->frames.n; i++) {
        const dem_frame *f = &w->r->frames.items[i];
        const dem_story_entry *v = NULL;
        dem_parties to = {0};
        dem_answer_of x = {.index = DEM_NONE, .sentence = f->sentence, .token = f->token, .day = DEM_DAY_NONE};
        if (f->flags & (DEM_FRAME_NEGATED | DEM_FRAME_NEGATED_ARGUMENT | DEM_FRAME_QUESTION | DEM_FRAME_CONDITIONAL | DEM_FRAME_NOMINAL)) continue;
        for (size_t k = 0; k < f->slots.n; k++) {
            const dem_slot *slot = &f->slots.items[k];
            const dem_token *t = dem_token_at(w->r, f->sentence, slot->token);
            if (is(slot->name, "obj") && t->upos == DEM_NOUN && !v) v = dem_story_find(w->rules, DEM_STORY_ANSWER_NOUN, dem_lemma_low(w, t));
            else if (is(slot->name, "iobj") || is(slot->name, "obj") || is(slot->name, "to")) dem_actors_at(w, f->sentence, slot->token, &to);
            else if (is(slot->name, "subj")) dem_actors_at(w, f->sentence, slot->token, &x.actors);
        }
        if (!v || !to.n || !x.actors.n) continue;
        x.stance = v->value;
        x.how = v->where;
        x.day = dem_frame_day(w->r, f);
        for (size_t b = 0; b < w->out->bids.n; b++) {
            if (dem_parties_fit(&w->out->bids.items[b].proposer, &to) < 2 || dem_sentences_to_bid(w, (int32_t)b, f->sentence) > DEM_ANSWER_NEAR + 1 || dem_bid_yet_to_come(w, (int32_t)b, f->sentence)) continue;
            dem_add_answer(w, (int32_t)b, &x, "backs who proposed it");
            break;
        }
    }
}

static const dem_statement *statement_of(const dem_bid_work *w, const dem_condition *c)
{
    for (size_t i = w->r->statements.n; i-- > 0;) {
        const dem_statement *s = &w->r->statements.items[i];
        if (s->has_speaker && s->speaker.code.n && s->sentence == c->sentence) return s;
    }
    return NULL;
}

/* Is the destination the town of the talks, or in the land of who invites? */
static bool goes_to(const dem_bid_work *w, const dem_frame *f, const dem_bid *b)
{
    for (size_t k = 0; k < f->slots.n; k++) {
        if (!is(f->slots.items[k].name, "to")) continue;
        for (size_t i = 0; i < w->r->mentions.n; i++) {
            const dem_mention *m = &w->r->mentions.items[i];
            if (m->sentence != f->sentence || m->type != DEM_MENTION_PLACE || !dem_token_below(w->r, f->sentence, m->head, f->slots.items[k].token)) continue;
            if ((b->venue.n && dem_str_ieq(m->name, b->venue)) || (m->country[0] && b->proposer.n && dem_str_is(b->proposer.items[0].country, m->country))) return true;
        }
    }
    return false;
}

/* The town that somebody goes to. */
static dem_str town_of(const dem_bid_work *w, const dem_frame *f)
{
    for (size_t k = 0; k < f->slots.n; k++)
        for (size_t i = 0; i < w->r->places.n && is(f->slots.items[k].name, "to"); i++) {
            const dem_place *p = &w->r->places.items[i];
            if (p->sentence == f->sentence && p->token == f->slots.items[k].token && p->precision >= 3) return p->name;
        }
    return DEM_STR_NONE;
}

/* A condition for a yes that was said before. */
static void add_reservation(dem_bid_work *w, int32_t bid, const dem_parties *who, const dem_condition *c)
{
    dem_bid *b = &w->out->bids.items[bid];
    dem_term_of_offer term = {dem_str_c(dem_condition_type_name(c->type)), dem_str_dup(w->a, dem_text_of(w->r, c->span))};
    for (size_t k = 0; k < b->answers.n; k++) {
        dem_answer *x = &b->answers.items[k];
        bool yes = is(x->stance, "accepts") && dem_parties_fit(who, &(dem_parties){&x->actor, 1, 1}) == 2;
        dem_term_of_offer *slot = !yes || dem_same_term(x, &term) ? NULL : DEM_PUSH(w->a, &x->conditions);
        if (slot) *slot = term;
    }
}

/* "but reserved the right to answer if it was attacked" */
static void reservations(dem_bid_work *w)
{
    for (size_t i = 0; i < w->r->conditions.n; i++) {
        const dem_condition *c = &w->r->conditions.items[i];
        dem_parties who = {0};
        for (size_t k = 0; k < w->r->frames.n; k++) {
            const dem_frame *f = &w->r->frames.items[k];
            if (f->sentence != c->sentence || !dem_story_find(w->rules, DEM_STORY_RESERVE_VERB, f->lemma) || !dem_token_below(w->r, c->sentence, c->head, f->token)) continue;
            for (size_t m = 0; m < f->slots.n; m++)
                if (is(f->slots.items[m].name, "subj")) dem_actors_at(w, f->sentence, f->slots.items[m].token, &who);
        }
        for (size_t b = 0; b < w->out->bids.n && who.n; b++)
            if (dem_sentences_to_bid(w, (int32_t)b, c->sentence) <= DEM_ANSWER_NEAR) add_reservation(w, (int32_t)b, &who, c);
    }
}

/* The verb behind "or" below another. */
static int32_t or_else(const dem_bid_work *w, int32_t sentence, int32_t top)
{
    for (uint32_t i = 0; i < w->r->sentences.items[sentence].n; i++) {
        const dem_token *t = dem_token_at(w->r, sentence, (int32_t)i);
        if (!dem_str_ieq(t->form, DEM_STR("or")) || t->head == DEM_NONE) continue;
        const dem_token *verb = dem_token_at(w->r, sentence, t->head);
        if (verb->upos == DEM_VERB && dem_rel_base((dem_rel)verb->deprel) == DEM_REL_conj && dem_token_below(w->r, sentence, t->head, top)) return t->head;
    }
    return DEM_NONE;
}

/* "demanded that Iran support the text or lose its seat": a demand on who was invited, with what follows if he does not heed it. */
static void ultimatums(dem_bid_work *w)
{
    for (size_t i = 0; i < w->r->events.n; i++) {
        const dem_event *e = &w->r->events.items[i];
        dem_answer_of x = {.stance = DEM_STR("conditional"), .how = DEM_STR("demand"), .event = e, .index = (int32_t)i, .sentence = e->sentence};
        if (!dem_str_starts(dem_str_c(e->cameo), DEM_STR("10")) || e->status == DEM_NEGATED || e->status == DEM_HYPOTHETICAL || e->frame < 0) continue;
        x.token = w->r->frames.items[e->frame].token;
        int32_t other = or_else(w, e->sentence, x.token);
        dem_parties to = {0};
        dem_party_actors(w->r, e, &x.actors, w->a);
        dem_party_recipients(w->r, e, &to, w->a);
        for (size_t b = 0; b < w->out->bids.n && other != DEM_NONE && x.actors.n; b++) {
            const dem_bid *bid = &w->out->bids.items[b];
            if (!is(bid->kind, "invitation") || dem_sentences_to_bid(w, (int32_t)b, e->sentence) > DEM_ANSWER_NEAR || dem_parties_fit(&bid->parties, &to) < 2) continue;
            dem_add_answer(w, (int32_t)b, &x, "demands something of who was invited");
            break;
        }
    }
}

/* "would come", with no word where to. */
static bool comes_as_asked(const dem_frame *f)
{
    return dem_str_is(f->lemma, "come") && !dem_frame_slot(f, "to") && !dem_frame_slot(f, "from") && !dem_frame_slot(f, "in") && !dem_frame_slot(f, "into");
}

/* "is prepared to come" */
static bool ready_to(const dem_bid_work *w, const dem_frame *f)
{
    const dem_frame *above = f->parent == DEM_NONE || !(f->flags & DEM_FRAME_INFINITIVE) ? NULL : &w->r->frames.items[f->parent];
    return above && !(above->flags & DEM_FRAME_NEGATED) && dem_story_find(w->rules, DEM_STORY_READY_WORD, above->lemma);
}

/* "confirmed that its foreign minister would travel to the Russian capital": who comes where he was asked to, accepts. */
static void coming_answers(dem_bid_work *w)
{
    for (size_t i = 0; i < w->r->frames.n; i++) {
        const dem_frame *f = &w->r->frames.items[i];
        bool will = ready_to(w, f) || f->flags & DEM_FRAME_FUTURE || (f->flags & DEM_FRAME_MODAL && (is(f->modal, "would") || is(f->modal, "will")));
        const dem_story_entry *v = dem_story_find(w->rules, DEM_STORY_COME_VERB, f->lemma);
        if (!will || !v || f->flags & (DEM_FRAME_QUESTION | DEM_FRAME_CONDITIONAL | DEM_FRAME_NEGATED)) continue;
        dem_answer_of x = {.stance = DEM_STR("accepts"), .how = v->where, .index = DEM_NONE, .sentence = f->sentence, .token = f->token, .day = DEM_DAY_NONE};
        for (size_t k = 0; k < f->slots.n; k++)
            if (is(f->slots.items[k].name, "subj")) dem_actors_at(w, f->sentence, f->slots.items[k].token, &x.actors);
        for (size_t b = 0; b < w->out->bids.n && x.actors.n; b++) {
            const dem_bid *bid = &w->out->bids.items[b];
            if (!dem_bid_is_talks(w, bid) || dem_sentences_to_bid(w, (int32_t)b, f->sentence) > 1 || dem_parties_fit(&bid->parties, &x.actors) < 2 || (!comes_as_asked(f) && !goes_to(w, f, bid))) continue;
            if (!bid->venue.n) w->out->bids.items[b].venue = dem_str_dup(w->a, town_of(w, f));
            dem_add_answer(w, (int32_t)b, &x, "goes where it was asked to");
            break;
        }
    }
}

/* "said there would be no further meetings if Kiev broke the agreement": whoever binds his part to the other's keeping it. */
static void condition_answers(dem_bid_work *w)
{
    for (size_t i = 0; i < w->r->conditions.n; i++) {
        const dem_condition *c = &w->r->conditions.items[i];
        const dem_statement *s = statement_of(w, c);
        if (!s || c->type != DEM_COND_IF || c->head < 0) continue;
        const dem_frame *f = dem_frame_of(w->r, c->sentence, c->head);
        if (!f || !dem_story_find(w->rules, DEM_STORY_BREAK_VERB, f->lemma)) continue;
        dem_answer_of x = {.stance = DEM_STR("conditional"), .how = DEM_STR("condition"), .index = DEM_NONE, .sentence = c->sentence, .token = c->governs, .day = DEM_DAY_NONE};
        dem_party p = dem_party_of(w->r, &s->speaker, w->a);
        dem_party_add(&x.actors, &p, w->a);
        for (size_t k = 0; k < w->refs.n; k++) {
            const dem_ref *ref = &w->refs.items[k];
            bool object = false; /* "if the truce fails" is nobody's condition for keeping it */
            for (size_t m = 0; m < f->slots.n; m++) object = object || (is(f->slots.items[m].name, "obj") && f->slots.items[m].token == ref->token);
            if (ref->bid == DEM_NONE || ref->sentence != c->sentence || !object) continue;
            dem_bid *b = &w->out->bids.items[ref->bid];
            if (dem_parties_fit(&b->proposer, &x.actors) == 2) add_reservation(w, ref->bid, &x.actors, c);
            else if (dem_is_bid_party(w, b, &x.actors)) dem_add_answer(w, ref->bid, &x, "only while the other side keeps it");
            break;
        }
    }
}

/* The proposal that fills this slot of the frame, by its noun or by "it". */
static int32_t bid_in_slot(const dem_bid_work *w, const dem_frame *f, const dem_slot *slot)
{
    for (size_t m = 0; m < w->refs.n; m++) {
        const dem_ref *ref = &w->refs.items[m];
        if (ref->bid != DEM_NONE && ref->event == DEM_NONE && ref->sentence == f->sentence && ref->token == slot->token) return ref->bid;
    }
    return DEM_NONE;
}

/* "would vote for the resolution", "object to the draft": verb and preposition say it together. */
static const dem_story_entry *phrase_answer(const dem_bid_work *w, const dem_frame *f, int32_t *bid)
{
    for (size_t k = 0; k < f->slots.n; k++) {
        const dem_slot *slot = &f->slots.items[k];
        dem_str both = dem_str_printf(w->r->arena, "%.*s_%.*s", DEM_FMT(f->lemma), DEM_FMT(slot->name));
        const dem_story_entry *v = dem_story_find(w->rules, DEM_STORY_ANSWER_PHRASE, both);
        if (!v) continue;
        *bid = bid_in_slot(w, f, slot);
        if (*bid == DEM_NONE && dem_points_back(w, f->sentence, slot->token)) *bid = dem_last_named(w, f, slot->token);
        if (*bid != DEM_NONE) return v;
    }
    return NULL;
}

static void verb_answers(dem_bid_work *w)
{
    for (size_t i = 0; i < w->r->frames.n; i++) {
        const dem_frame *f = &w->r->frames.items[i];
        int32_t bid = DEM_NONE;
        if (f->flags & (DEM_FRAME_QUESTION | DEM_FRAME_CONDITIONAL | DEM_FRAME_NOMINAL | DEM_FRAME_IMPERATIVE)) continue;
        const dem_story_entry *v = dem_story_find(w->rules, DEM_STORY_ANSWER_VERB, f->lemma), *phrase = phrase_answer(w, f, &bid);
        const dem_story_entry *back = v ? NULL : dem_story_find(w->rules, DEM_STORY_WITHDRAW_VERB, f->lemma);
        if (back) v = back;
        if (phrase) v = phrase;
        if (!v) continue;
        dem_answer_of x = {.stance = back && !phrase ? DEM_STR("withdraws") : v->value, .how = v->where, .index = DEM_NONE, .sentence = f->sentence, .token = f->token, .day = dem_frame_day(w->r, f)};
        if (f->flags & (DEM_FRAME_NEGATED | DEM_FRAME_NEGATED_ARGUMENT)) flip(&x);
        if (under_refusal(w, f)) flip(&x);
        if (only_asked_for(w, f) || under_other_noun(w, f) || is_condition(w, f)) continue;
        if (!phrase && dem_frame_day(w->r, f) == DEM_DAY_NONE && dem_said_before(w, f->sentence, f->token)) continue;
        if (!phrase) bid = dem_inside_proposal(w, f->sentence, f->token) ? DEM_NONE : dem_bid_by_pronoun(w, f);
        for (size_t k = 0; k < f->slots.n; k++) {
            const dem_slot *slot = &f->slots.items[k];
            if (dem_str_is(slot->name, "subj")) add_sides_at(w, f->sentence, slot->token, &x.actors);
            if (phrase || (!dem_str_is(slot->name, "obj") && !dem_str_is(slot->name, "to"))) continue;
            int32_t named = bid_in_slot(w, f, slot);
            if (named != DEM_NONE) bid = named;
        }
        bool ordered = f->flags & DEM_FRAME_MODAL && !is(f->modal, "will") && !is(f->modal, "can") && !is(f->modal, "would");
        if (bid != DEM_NONE && x.stance.n && x.actors.n && !ordered) dem_add_answer(w, bid, &x, "has the proposal as its object");
    }
}

void dem_answers_without_event(dem_bid_work *w)
{
    verb_answers(w);
    noun_answers(w);
    deed_answers(w);
    backing_answers(w);
    reservations(w);
    coming_answers(w);
    ultimatums(w);
    condition_answers(w);
}
