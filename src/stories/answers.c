/* SPDX-License-Identifier: Apache-2.0 */
/* Who answers the proposals of a report, and how. An event answers a proposal when its words hold the noun that names it, when it
   addresses whoever made it, or when it passes between those it was made to; which of these it was is kept. */
#include "frames/frames.h"
#include "stories/answers.h"

static bool is(dem_str s, const char *c)
{
    return dem_str_is(s, c);
}

/* ---- which bid ---- */

/* Does the way down from `top` lead through another predicate beside it: "condemned the attacks and demanded that all respect the pause"? */
static bool beside(const dem_report *r, int32_t sentence, int32_t token, int32_t top)
{
    for (int guard = 0; token != DEM_NONE && token != top && guard < 512; guard++) {
        const dem_token *t = dem_token_at(r, sentence, token);
        if (t->upos == DEM_VERB && dem_rel_base((dem_rel)t->deprel) == DEM_REL_conj) return true;
        token = t->head;
    }
    return false;
}

/* The reference among the words of the predicate: below it, or above it as in "the plan, which Syria rejected". */
static int32_t by_words(const dem_bid_work *w, int32_t sentence, int32_t top, int32_t at)
{
    int32_t best = DEM_NONE, gap = INT32_MAX;
    for (size_t i = 0; i < w->refs.n; i++) {
        const dem_ref *ref = &w->refs.items[i];
        if (ref->bid == DEM_NONE || ref->sentence != sentence || ref->event != DEM_NONE || ref->act || ref->asked) continue;
        if (!dem_token_below(w->r, sentence, ref->token, top) && !dem_token_below(w->r, sentence, top, ref->token)) continue;
        if (beside(w->r, sentence, ref->token, top)) continue;
        int32_t d = ref->token > at ? ref->token - at : at - ref->token;
        if (d < gap) best = ref->bid, gap = d;
    }
    return best;
}

/* Is the bid first spoken of well after this sentence? */
bool dem_bid_yet_to_come(const dem_bid_work *w, int32_t bid, int32_t sentence)
{
    for (size_t i = 0; i < w->refs.n; i++)
        if (w->refs.items[i].bid == bid && w->refs.items[i].sentence <= sentence + 1) return false;
    return true;
}

int32_t dem_sentences_to_bid(const dem_bid_work *w, int32_t bid, int32_t sentence)
{
    int32_t best = INT32_MAX;
    for (size_t i = 0; i < w->refs.n; i++) {
        if (w->refs.items[i].bid != bid) continue;
        int32_t d = sentence - w->refs.items[i].sentence;
        if (d < 0) d = -d * 2;
        if (d < best) best = d;
    }
    return best;
}

bool dem_is_bid_party(const dem_bid_work *w, const dem_bid *b, const dem_parties *who)
{
    int fit = dem_parties_fit(&b->parties, who);
    if (fit == 2 || (fit == 1 && b->parties.n == 1)) return true; /* of two sides the words may name one only */
    for (size_t i = 0; i < who->n && !b->parties.n; i++)
        if (w->r->focus[0] && dem_str_is(who->items[i].country, w->r->focus)) return true;
    return false;
}

bool dem_bid_is_talks(const dem_bid_work *w, const dem_bid *b)
{
    return is(dem_story_value(w->rules, DEM_STORY_KIND_CLASS, b->kind), "talks") || is(b->kind, "invitation");
}

enum { MAX_STANDS = 200 };

/* "ruled out any concessions": the thing refused has a name, and it is not the proposal's. */
static bool about_something_else(const dem_bid_work *w, const dem_answer_of *x)
{
    if (!x->event || x->event->frame < 0) return false;
    const dem_frame *f = &w->r->frames.items[x->event->frame];
    for (size_t i = 0; i < f->slots.n; i++) {
        const dem_token *t = dem_token_at(w->r, f->sentence, f->slots.items[i].token);
        if (is(f->slots.items[i].name, "obj") && !f->slots.items[i].inherited && (t->upos == DEM_NOUN || t->upos == DEM_PROPN)) return true;
    }
    return false;
}

/* "urged the rebels to sign" */
static bool to_say_yes(const dem_bid_work *w, const dem_answer_of *x)
{
    if (!x->event || x->event->frame < 0) return false;
    const dem_frame *f = &w->r->frames.items[x->event->frame];
    for (size_t i = 0; i < f->slots.n; i++) {
        const dem_slot *slot = &f->slots.items[i];
        bool clause = (is(slot->name, "to") || is(slot->name, "that")) && slot->frame != DEM_NONE;
        if (clause && dem_story_find(w->rules, DEM_STORY_YES_VERB, w->r->frames.items[slot->frame].lemma)) return true;
    }
    return false;
}

/* Whoever has said yes in the same report does not take it back by a refusal that names neither the proposal nor anybody. */
static bool has_said_yes(const dem_bid *b, const dem_parties *who)
{
    for (size_t i = 0; i < b->answers.n; i++)
        if (is(b->answers.items[i].stance, "accepts") && dem_parties_fit(&(dem_parties){(dem_party *)(uintptr_t)&b->answers.items[i].actor, 1, 1}, who) == 2) return true;
    return false;
}

static int32_t by_people(const dem_bid_work *w, const dem_answer_of *x, const dem_parties *recipients, const char **why)
{
    int32_t best = DEM_NONE, gap = INT32_MAX;
    bool yes_no = is(x->stance, "accepts") || is(x->stance, "refuses") || is(x->stance, "conditional");
    dem_str code = x->event ? dem_str_c(x->event->cameo) : DEM_STR_NONE;
    bool of_talks = dem_str_starts(code, DEM_STR("125")) || dem_str_starts(code, DEM_STR("126")) || dem_str_starts(code, DEM_STR("036")) ||
                    dem_str_starts(code, DEM_STR("038")) || dem_str_starts(code, DEM_STR("134"));
    for (size_t i = 0; i < w->out->bids.n; i++) {
        const dem_bid *b = &w->out->bids.items[i];
        int32_t d = dem_sentences_to_bid(w, (int32_t)i, x->sentence);
        const char *how = NULL;
        bool own = dem_parties_fit(&b->proposer, &x->actors) == 2;
        if (d == INT32_MAX || own || dem_bid_yet_to_come(w, (int32_t)i, x->sentence)) continue;
        if (is(x->stance, "urges") && recipients->n == 1 && dem_parties_fit(&b->proposer, recipients) == 2) continue; /* who made it is urged to something else */
        if (!is(x->stance, "urges") && dem_parties_fit(&b->proposer, recipients) == 2 && (yes_no || d <= 1 || (recipients->n > 1 && d <= DEM_ANSWER_NEAR)) && (!of_talks || dem_bid_is_talks(w, b)))
            how = "addresses the proposer";
        else if (!recipients->n && is(x->stance, "refuses") && has_said_yes(b, &x->actors))
            continue;
        else if (yes_no && of_talks && dem_bid_is_talks(w, b) && dem_is_bid_party(w, b, &x->actors) && (!recipients->n || dem_parties_fit(&b->parties, recipients)))
            how = "passes between the parties";
        else if (yes_no && !recipients->n && !of_talks && d <= DEM_ANSWER_NEAR && dem_is_bid_party(w, b, &x->actors) && !about_something_else(w, x))
            how = "follows the proposal";
        else if (is(x->stance, "supports") && d <= DEM_ANSWER_NEAR && b->proposer.n && dem_parties_fit(&b->proposer, recipients) == 2 &&
                 (!b->proposer.items[0].country.n || (is(b->kind, "mediate") && !dem_str_is(b->proposer.items[0].country, w->r->focus))))
            how = "stands by the mediator";
        else if (is(x->stance, "urges") && (b->moved || !is(b->kind, "any")) && d <= DEM_ANSWER_NEAR && dem_is_bid_party(w, b, recipients) && !dem_parties_fit(&b->parties, &x->actors) && to_say_yes(w, x))
            how = "urges those it is made to";
        else if (is(x->stance, "urges") && !recipients->n && b->moved && d <= DEM_ANSWER_NEAR && !dem_parties_fit(&b->parties, &x->actors) && to_say_yes(w, x))
            how = "urges those it is made to";
        else if (is(x->stance, "conditional") && dem_bid_is_talks(w, b) && d <= 1)
            how = "follows the proposal";
        else if (is(x->stance, "refuses") && is(b->kind, "invitation") && recipients->n && d <= DEM_ANSWER_NEAR && dem_parties_fit(&b->parties, recipients) == 2)
            how = "addresses who was invited";
        if (!how || d >= gap) continue;
        best = (int32_t)i;
        gap = d;
        *why = how;
    }
    return best;
}

/* "it", "such a text", "such pressure" */
bool dem_points_back(const dem_bid_work *w, int32_t sentence, int32_t token)
{
    const dem_token *t = dem_token_at(w->r, sentence, token);
    if (dem_str_ieq(t->form, DEM_STR("it")) || dem_str_ieq(t->form, DEM_STR("this")) || dem_str_ieq(t->form, DEM_STR("one"))) return true;
    for (int32_t c = t->first_child; c != DEM_NONE; c = dem_token_at(w->r, sentence, c)->next_sibling)
        if (dem_str_ieq(dem_token_at(w->r, sentence, c)->form, DEM_STR("such"))) return true;
    return false;
}

/* A country that "it" was taken for: what one accepts, rejects or backs in the next breath is what that country proposed. */
static bool may_be_proposal(const dem_bid_work *w, const dem_ref *ref, int32_t sentence, int32_t token)
{
    int32_t m = dem_token_at(w->r, sentence, token)->mention;
    if (m == DEM_NONE || !w->r->mentions.items[m].code.n) return true;
    const dem_mention *x = &w->r->mentions.items[m];
    return x->type == DEM_MENTION_PRONOUN && sentence - ref->sentence <= 1;
}

/* "spoke out against the attack, calling it …": the thing named right before is meant. */
static bool stands_for_other(const dem_bid_work *w, const dem_frame *f, int32_t pronoun)
{
    const dem_token *verb = dem_token_at(w->r, f->sentence, f->token);
    if (dem_rel_base((dem_rel)verb->deprel) != DEM_REL_advcl || verb->head == DEM_NONE || verb->head > f->token) return false;
    for (int32_t c = dem_token_at(w->r, f->sentence, verb->head)->first_child; c != DEM_NONE; c = dem_token_at(w->r, f->sentence, c)->next_sibling) {
        const dem_token *t = dem_token_at(w->r, f->sentence, c);
        dem_rel rel = dem_rel_base((dem_rel)t->deprel);
        if (c > pronoun || t->upos != DEM_NOUN || (rel != DEM_REL_obj && rel != DEM_REL_obl) || t->mention != DEM_NONE) continue;
        bool ref = false, certain = false;
        for (size_t i = 0; i < w->refs.n; i++) ref = ref || (w->refs.items[i].sentence == f->sentence && w->refs.items[i].token == c);
        for (int32_t k = t->first_child; k != DEM_NONE; k = dem_token_at(w->r, f->sentence, k)->next_sibling)
            certain = certain || dem_token_at(w->r, f->sentence, k)->upos == DEM_DET;
        if (!ref && certain) return true;
    }
    return false;
}

/* The proposal last spoken of before the predicate; rather one that was proposed there than one named by the way. */
int32_t dem_last_named(const dem_bid_work *w, const dem_frame *f, int32_t token)
{
    const dem_ref *best = NULL;
    for (size_t i = 0; i < w->refs.n; i++) {
        const dem_ref *ref = &w->refs.items[i];
        bool before = ref->sentence < f->sentence || (ref->sentence == f->sentence && ref->token < f->token);
        if (ref->bid != DEM_NONE && !ref->talks && before && f->sentence - ref->sentence <= 2 && may_be_proposal(w, ref, f->sentence, token) &&
            !(best && best->sentence == ref->sentence && best->proposed && !ref->proposed)) best = ref;
    }
    return best ? best->bid : DEM_NONE;
}

/* "welcomed it": the proposal last spoken of, in this sentence or the one before. */
int32_t dem_bid_by_pronoun(const dem_bid_work *w, const dem_frame *f)
{
    for (size_t k = 0; k < f->slots.n; k++) {
        const dem_slot *slot = &f->slots.items[k];
        bool object = dem_str_is(slot->name, "obj"), clause = dem_str_is(slot->name, "to") || dem_str_is(slot->name, "ing");
        const dem_frame *inner = clause && slot->frame != DEM_NONE ? &w->r->frames.items[slot->frame] : NULL;
        int32_t token = object ? slot->token : DEM_NONE;
        for (size_t i = 0; inner && i < inner->slots.n && token == DEM_NONE; i++)
            if (dem_str_is(inner->slots.items[i].name, "obj")) token = inner->slots.items[i].token;
        if (token == DEM_NONE || !dem_points_back(w, f->sentence, token)) continue;
        int32_t bid = stands_for_other(w, f, token) ? DEM_NONE : dem_last_named(w, f, token);
        if (bid != DEM_NONE) return bid;
    }
    return DEM_NONE;
}

/* A word that belongs to the proposal itself: "a resolution backing the plan" answers nothing. */
bool dem_inside_proposal(const dem_bid_work *w, int32_t sentence, int32_t token)
{
    const dem_token *t = dem_token_at(w->r, sentence, token);
    if (dem_rel_base((dem_rel)t->deprel) != DEM_REL_acl || t->deprel == DEM_REL_acl_relcl) return false;
    for (size_t i = 0; i < w->refs.n; i++)
        if (w->refs.items[i].sentence == sentence && w->refs.items[i].token == t->head && w->refs.items[i].event == DEM_NONE && !w->refs.items[i].asked && !w->refs.items[i].act) return true;
    return false;
}

/* ---- the answer ---- */

static dem_str statement_id(dem_bid_work *w, const dem_event *e)
{
    if (!e || !e->attribution.n || !w->ids || !w->ids->statement) return DEM_STR_NONE;
    return dem_str_dup(w->a, w->ids->statement(w->ids->ctx, (size_t)e->attribution.items[0]));
}

/* "threatened to veto the text unless …": the condition stands on the verb that the answer is the infinitive of. */
static bool raised_to(const dem_bid_work *w, const dem_answer_of *x, int32_t governs)
{
    const dem_frame *f = governs == DEM_NONE ? NULL : dem_frame_of(w->r, x->sentence, governs);
    if (!f) return false;
    for (int guard = 0; guard < 4; guard++) {
        const dem_slot *to = dem_frame_slot(f, "to");
        if (!to || to->frame == DEM_NONE) return false;
        f = &w->r->frames.items[to->frame];
        if (f->token == x->token) return true;
    }
    return false;
}

/* "rejected the plan, saying it would not talk until they left": what is said with the answer binds it. */
static bool said_with(const dem_bid_work *w, const dem_answer_of *x, int32_t governs)
{
    for (int guard = 0; governs != DEM_NONE && governs != x->token && guard < 64; guard++) {
        const dem_token *t = dem_token_at(w->r, x->sentence, governs);
        bool participle = dem_rel_base((dem_rel)t->deprel) == DEM_REL_advcl && t->head == x->token && dem_str_is(t->xpos, "VBG");
        if (participle) return dem_story_find(w->rules, DEM_STORY_SAY_VERB, t->lemma) != NULL;
        governs = t->head;
    }
    return false;
}

static void conditions_of(dem_bid_work *w, const dem_answer_of *x, dem_answer *out)
{
    bool yes_no = is(x->stance, "accepts") || is(x->stance, "refuses") || is(x->stance, "conditional");
    for (size_t i = 0; x->event && yes_no && i < w->r->conditions.n; i++) {
        const dem_condition *c = &w->r->conditions.items[i];
        if (c->sentence != x->sentence || !said_with(w, x, c->governs)) continue;
        dem_term_of_offer *t = DEM_PUSH(w->a, &out->conditions);
        if (t) *t = (dem_term_of_offer){dem_str_c(dem_condition_type_name(c->type)), dem_str_dup(w->a, dem_text_of(w->r, c->span))};
    }
    for (size_t i = 0; x->event && i < x->event->conditions.n; i++) {
        const dem_condition *c = &w->r->conditions.items[x->event->conditions.items[i]];
        dem_term_of_offer *t = DEM_PUSH(w->a, &out->conditions);
        if (t) *t = (dem_term_of_offer){dem_str_c(dem_condition_type_name(c->type)), dem_str_dup(w->a, dem_text_of(w->r, c->span))};
    }
    for (size_t i = 0; !x->event && i < w->r->conditions.n; i++) { /* no event bound them: those of this sentence on this predicate */
        const dem_condition *c = &w->r->conditions.items[i];
        if (c->sentence != x->sentence || (c->governs != x->token && !raised_to(w, x, c->governs))) continue;
        dem_term_of_offer *t = DEM_PUSH(w->a, &out->conditions);
        if (t) *t = (dem_term_of_offer){dem_str_c(dem_condition_type_name(c->type)), dem_str_dup(w->a, dem_text_of(w->r, c->span))};
    }
}

static bool starts_so(dem_bid_work *w, dem_str text)
{
    dem_str word;
    return dem_str_split(&text, ' ', &word) && dem_story_find(w->rules, DEM_STORY_CONDITIONAL_YES, dem_lower(w->r->arena, word));
}

static bool binds(dem_bid_work *w, const dem_answer *x)
{
    for (size_t i = 0; i < x->conditions.n; i++)
        if (dem_story_find(w->rules, DEM_STORY_CONDITIONAL_YES, x->conditions.items[i].type) || starts_so(w, x->conditions.items[i].text)) return true;
    return false;
}

bool dem_same_term(const dem_answer *x, const dem_term_of_offer *c)
{
    for (size_t i = 0; i < x->conditions.n; i++)
        if (dem_str_eq(x->conditions.items[i].type, c->type) && dem_str_eq(x->conditions.items[i].text, c->text)) return true;
    return false;
}

/* The same answer in the same sentence, to which the conditions of this telling are added. */
static bool known(dem_bid *b, const dem_answer *x, int32_t sentence, const dem_bid_work *w)
{
    dem_str quote = dem_text_of(w->r, w->r->sentences.items[sentence].span);
    for (size_t i = 0; i < b->answers.n; i++) {
        dem_answer *y = &b->answers.items[i];
        if (dem_party_fit(&y->actor, &x->actor) < 2 || !dem_str_eq(y->stance, x->stance) || !dem_str_eq(y->quote, quote)) continue;
        for (size_t k = 0; k < x->conditions.n; k++) {
            dem_term_of_offer *t = dem_same_term(y, &x->conditions.items[k]) ? NULL : DEM_PUSH(w->a, &y->conditions);
            if (t) *t = x->conditions.items[k];
        }
        return true;
    }
    return false;
}

/* The same answer in the headline, whose place the text's own sentence takes. */
static dem_answer *from_headline(const dem_bid_work *w, dem_bid *b, const dem_answer *x)
{
    for (size_t i = 0; i < b->answers.n; i++) {
        dem_answer *y = &b->answers.items[i];
        if (dem_party_fit(&y->actor, &x->actor) < 2 || !dem_str_eq(y->stance, x->stance) || y->conditions.n) continue;
        for (size_t s = 0; s < w->r->sentences.n && s < 3; s++) {
            const dem_sentence *t = &w->r->sentences.items[s];
            if (t->kind == DEM_SENTENCE_TITLE && dem_str_eq(y->quote, dem_text_of(w->r, t->span))) return y;
        }
    }
    return NULL;
}

/* Blame for what one has refused, and praise for what one has accepted, say nothing new. */
static bool weaker(const dem_bid *b, const dem_answer *x)
{
    bool no = is(x->stance, "opposes"), yes = is(x->stance, "supports");
    for (size_t i = 0; i < b->answers.n && (no || yes); i++) {
        const dem_answer *y = &b->answers.items[i];
        bool same = dem_party_fit(&y->actor, &x->actor) == 2;
        if (same && ((no && is(y->stance, "refuses")) || (yes && is(y->stance, "accepts")))) return true;
    }
    return false;
}

/* "will consider sanctions if the truce fails": not the truce is considered. */
static bool only_in_condition(const dem_bid_work *w, const dem_answer_of *x, int32_t bid)
{
    for (size_t i = 0; i < w->refs.n; i++) {
        const dem_ref *ref = &w->refs.items[i];
        if (ref->bid != bid || ref->sentence != x->sentence) continue;
        bool inside = false;
        for (size_t k = 0; k < w->r->conditions.n; k++) {
            const dem_condition *c = &w->r->conditions.items[k];
            inside = inside || (c->sentence == x->sentence && c->head >= 0 && dem_token_below(w->r, x->sentence, ref->token, c->head));
        }
        if (!inside) return false;
    }
    return true;
}

/* Sectors under which many groups stand. */
static bool of_many(dem_str code)
{
    dem_str sector = dem_str_cut(code, 3, 6);
    return is(sector, "REB") || is(sector, "OPP") || is(sector, "PTY") || is(sector, "SEP") || is(sector, "INS");
}

/* Of two rebel groups one has signed: the other, named, says no to what it has not made. So may the parliament to what the government has. */
static bool another_of_them(const dem_bid *b, const dem_answer_of *x, const dem_party *p)
{
    bool house = is(dem_str_cut(p->code, 3, 6), "LEG") && (is(x->stance, "refuses") || is(x->stance, "opposes"));
    for (size_t i = 0; i < b->proposer.n; i++) house = house && !is(dem_str_cut(b->proposer.items[i].code, 3, 6), "LEG");
    if (house) return true;
    if (!is(x->stance, "refuses") || !of_many(p->code) || p->kind != DEM_PARTY_BODY || !p->name.n) return false;
    for (size_t i = 0; i < b->proposer.n; i++)
        if (dem_party_fit(&b->proposer.items[i], p) == 2 && dem_str_ieq(b->proposer.items[i].name, p->name)) return false;
    return true;
}

/* What two states have agreed on is made to nobody else, whoever at home is against it. */
static bool between_states(const dem_bid *b, dem_str country)
{
    bool own = false, other = false;
    for (size_t i = 0; i < b->proposer.n; i++) {
        own = own || dem_str_eq(b->proposer.items[i].country, country);
        other = other || (b->proposer.items[i].country.n && !dem_str_eq(b->proposer.items[i].country, country));
    }
    return own && other;
}

/* Sides of the land the report is about are those a plan for it is made to, named in it or not. */
static bool at_home(const dem_bid_work *w, const dem_bid *b, const dem_party *p)
{
    static const char *const sides[] = {"GOV", "LEG", "MIL", "REB", "OPP", "SEP"};
    bool takes = p->code.n == 3;
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) takes = takes || is(dem_str_cut(p->code, 3, 6), sides[i]);
    if (!takes || !w->r->focus[0] || !dem_str_is(p->country, w->r->focus) || is(b->kind, "invitation") || between_states(b, p->country)) return false;
    for (size_t i = 0; i < b->parties.n; i++)
        if (dem_str_eq(b->parties.items[i].country, p->country)) return true;
    return false;
}

void dem_add_answer(dem_bid_work *w, int32_t bid, const dem_answer_of *x, const char *how)
{
    dem_bid *b = &w->out->bids.items[bid];
    for (size_t i = 0; i < x->actors.n; i++) {
        dem_answer a = {.actor = x->actors.items[i], .stance = x->stance};
        dem_parties one = {0};
        if (!dem_party_add(&one, &a.actor, w->r->arena)) return;
        bool own = dem_parties_fit(&b->proposer, &one) == 2 && !another_of_them(b, x, &a.actor);
        bool party = dem_is_bid_party(w, b, &one) || at_home(w, b, &a.actor);
        conditions_of(w, x, &a);
        if (is(a.stance, "if-bound") && (!binds(w, &a) || only_in_condition(w, x, bid))) continue;
        if (is(a.stance, "if-bound")) a.stance = DEM_STR("conditional");
        if (own != is(x->stance, "withdraws")) continue; /* who made it can take it back, nobody else */
        if (weaker(b, &a)) continue;
        if (!own && is(a.stance, "accepts") && binds(w, &a)) a.stance = DEM_STR("conditional");
        /* Whoever a proposal is not made to can be for it or against it, but not take it. */
        if (!own && !party && b->parties.n && is(a.stance, "accepts")) a.stance = DEM_STR("supports");
        if (!own && !party && b->parties.n && is(a.stance, "refuses") && !is(b->kind, "resolution")) a.stance = DEM_STR("opposes");
        if (known(b, &a, x->sentence, w)) continue;
        dem_day said = x->event ? x->event->date_from : x->day;
        a.dated = said != DEM_DAY_NONE;
        a.day = a.dated ? said : w->r->meta.published;
        a.event = x->index != DEM_NONE && w->ids && w->ids->event ? dem_str_dup(w->a, w->ids->event(w->ids->ctx, (size_t)x->index)) : DEM_STR_NONE;
        a.statement = statement_id(w, x->event);
        a.quote = dem_str_dup(w->a, dem_text_of(w->r, w->r->sentences.items[x->sentence].span));
        a.report = w->out->id;
        dem_bid_party_name(w, &a.actor, false);
        dem_str rule = x->event ? x->event->rule : DEM_STR_NONE;
        a.why = dem_str_printf(w->a, "%.*s%s%.*s; %s", DEM_FMT(rule), rule.n ? " " : "", DEM_FMT(x->how), how);
        dem_answer *slot = from_headline(w, b, &a);
        if (!slot) slot = DEM_PUSH(w->a, &b->answers);
        if (slot) *slot = a;
        if (!slot) w->failed = true;
        if (a.day != DEM_DAY_NONE && (b->last == DEM_DAY_NONE || a.day > b->last)) b->last = a.day;
    }
}

/* ---- events ---- */

static bool stance_of(dem_bid_work *w, const dem_event *e, dem_answer_of *out)
{
    dem_str op = dem_rule_part(e->rule, "op:"), act = dem_rule_part(e->rule, "act:");
    const dem_story_entry *x = op.n ? dem_story_find(w->rules, DEM_STORY_ANSWER_OPERATOR, op) : NULL;
    if (!x && act.n && !op.n) x = dem_story_find(w->rules, DEM_STORY_ANSWER_ACT, act);
    if (!x) x = dem_story_by_code(w->rules, DEM_STORY_ANSWER_CODE, dem_str_c(e->cameo));
    if (!x || (e->status == DEM_HYPOTHETICAL && !e->conditions.n)) return false; /* "would refuse it if it came" is a stance */
    dem_str verb = w->r->frames.items[e->frame].lemma;
    if (is(op, "intend") && (is(verb, "offer") || is(verb, "propose")) && is(x->value, "accepts")) return false; /* "offered to help them reach a settlement" */
    out->stance = x->value;
    out->how = x->where;
    if (is(act, "withdraw-invitation") && dem_str_starts(dem_str_c(e->cameo), DEM_STR("125"))) out->stance = DEM_STR("withdraws");
    /* An acceptance of something the code calls a refusal ("refused", under an operator of approval that is denied) is none. */
    const dem_story_entry *c = dem_story_by_code(w->rules, DEM_STORY_ANSWER_CODE, dem_str_c(e->cameo));
    if (c && op.n && is(c->value, "refuses") && (is(x->value, "accepts") || is(x->value, "supports")))
        out->stance = is(x->value, "supports") ? DEM_STR("opposes") : DEM_STR("refuses");
    if (e->status == DEM_NEGATED) {
        if (is(out->stance, "accepts"))
            out->stance = DEM_STR("refuses");
        else if (is(out->stance, "supports"))
            out->stance = DEM_STR("opposes");
        else
            return false;
    }
    return true;
}

/* "would not come …, three days after it accepted the invitation": an older answer whose day is not told must not pass for the last. */
bool dem_said_before(const dem_bid_work *w, int32_t sentence, int32_t token)
{
    for (int guard = 0; token != DEM_NONE && guard < 64; guard++) {
        const dem_token *t = dem_token_at(w->r, sentence, token);
        bool after = false;
        for (int32_t c = t->first_child; c != DEM_NONE; c = dem_token_at(w->r, sentence, c)->next_sibling)
            after = after || (dem_rel_base((dem_rel)dem_token_at(w->r, sentence, c)->deprel) == DEM_REL_mark && dem_str_ieq(dem_token_at(w->r, sentence, c)->form, DEM_STR("after")));
        if (after) return true;
        token = t->head;
    }
    return false;
}

/* "which has boycotted earlier talks": not those of now. */
static bool of_the_past(const dem_bid_work *w, const dem_event *e)
{
    const dem_frame *f = &w->r->frames.items[e->frame];
    for (size_t i = 0; i < f->slots.n; i++) {
        if (!is(f->slots.items[i].name, "obj")) continue;
        for (int32_t c = dem_token_at(w->r, f->sentence, f->slots.items[i].token)->first_child; c != DEM_NONE; c = dem_token_at(w->r, f->sentence, c)->next_sibling)
            if (dem_story_find(w->rules, DEM_STORY_PAST_MODIFIER, dem_lower(w->r->arena, dem_token_at(w->r, f->sentence, c)->form))) return true;
    }
    return false;
}

/* Does the clause itself tell the event's day? */
static bool own_day(const dem_bid_work *w, const dem_event *e, int32_t token)
{
    return e->time != DEM_NONE && w->r->times.items[e->time].head >= 0 && dem_token_below(w->r, e->sentence, w->r->times.items[e->time].head, token);
}

/* "We will not meet them," a spokesman said, of whom no more is told, right behind an answer: he speaks for who gave it. */
static bool spokesman_of_nobody(const dem_bid_work *w, const dem_event *e)
{
    const dem_actor *x = e->actors.n == 1 ? &e->actors.items[0] : NULL;
    return x && !x->country[0] && dem_str_is(x->code, "GOV") && dem_str_find(dem_lower(w->r->arena, x->name), DEM_STR("spokes"), 0) != SIZE_MAX;
}

/* "a resolution that called for a truce", "lacked a call for the withdrawal of Russian troops": what the proposal itself does, and what only those
   do for whom something is asked, answers nothing. */
static bool done_by_itself(const dem_bid_work *w, const dem_event *e)
{
    const dem_frame *f = &w->r->frames.items[e->frame];
    for (size_t k = 0; k < f->slots.n; k++) {
        const dem_slot *slot = &f->slots.items[k];
        for (size_t i = 0; is(slot->name, "subj") && i < w->refs.n; i++)
            if (w->refs.items[i].sentence == f->sentence && w->refs.items[i].token == slot->token && w->refs.items[i].event == DEM_NONE && !w->refs.items[i].talks) return true;
        if (!(f->flags & DEM_FRAME_NOMINAL) || !is(slot->name, "for") || e->actors.n != 1 || e->actors.items[0].mention < 0) continue;
        const dem_mention *m = &w->r->mentions.items[e->actors.items[0].mention];
        if (m->sentence == f->sentence && dem_token_below(w->r, f->sentence, m->head, slot->token)) return true;
    }
    return false;
}

static void event_answers(dem_bid_work *w)
{
    dem_parties last = {0};
    int32_t last_sentence = -2;
    for (size_t i = 0; i < w->r->events.n; i++) {
        const dem_event *e = &w->r->events.items[i];
        dem_answer_of x = {.event = e, .index = (int32_t)i, .sentence = e->sentence};
        if (w->spent[i] || e->frame < 0 || (size_t)e->frame >= w->r->frames.n || !stance_of(w, e, &x)) continue;
        x.token = w->r->frames.items[e->frame].token;
        dem_parties recipients = {0};
        if (spokesman_of_nobody(w, e)) {
            if (e->sentence - last_sentence == 1) x.actors = last;
        } else {
            dem_party_actors(w->r, e, &x.actors, w->a);
        }
        for (size_t k = 0; k < e->recipients.n; k++) {
            dem_party p = dem_party_of(w->r, &e->recipients.items[k], w->a);
            bool nobody = p.code.n == 3 && !p.country.n && !dem_str_starts(p.code, DEM_STR("I")); /* "an envoy" of we do not know whom */
            if (!nobody) dem_party_add(&recipients, &p, w->a);
        }
        if (!x.actors.n) continue;
        if (done_by_itself(w, e) || dem_inside_proposal(w, e->sentence, x.token) || (!own_day(w, e, x.token) && dem_said_before(w, e->sentence, x.token))) continue;
        const char *how = "names the proposal";
        if (dem_about_a_no(w, e->sentence, x.token) && !is(x.stance, "refuses") && !is(x.stance, "accepts")) continue;
        int32_t bid = by_words(w, e->sentence, x.token, x.token);
        if (bid == DEM_NONE && (bid = dem_bid_by_pronoun(w, &w->r->frames.items[e->frame])) != DEM_NONE) how = "speaks of the proposal last named";
        if (bid == DEM_NONE && !of_the_past(w, e)) bid = by_people(w, &x, &recipients, &how);
        /* "dismissed the truce": the verb may say no where the code says blame. */
        dem_str verb = dem_story_value(w->rules, DEM_STORY_ANSWER_VERB, w->r->frames.items[e->frame].lemma);
        if (is(x.stance, "opposes") && is(verb, "refuses") && e->status != DEM_NEGATED) x.stance = verb;
        if (bid != DEM_NONE) dem_add_answer(w, bid, &x, how);
        if (bid != DEM_NONE) last = x.actors, last_sentence = e->sentence;
    }
}

/* Those of the land the report is about who take a stance are whom the proposal is for; where nobody is named, so is whoever says yes or no. */
static void parties_from_answers(dem_bid_work *w)
{
    for (size_t i = 0; i < w->out->bids.n; i++) {
        dem_bid *b = &w->out->bids.items[i];
        bool none = !b->parties.n && !is(b->kind, "resolution");
        for (size_t k = 0; k < b->answers.n; k++) {
            const dem_answer *x = &b->answers.items[k];
            bool at_home = w->r->focus[0] && dem_str_is(x->actor.country, w->r->focus) && !is(x->stance, "withdraws");
            bool asked = none && (is(x->stance, "accepts") || is(x->stance, "refuses") || is(x->stance, "conditional"));
            if ((at_home || asked) && dem_parties_fit(&b->proposer, &(dem_parties){(dem_party *)(uintptr_t)&x->actor, 1, 1}) < 2) dem_party_add(&b->parties, &x->actor, w->a);
        }
    }
}

/* Is what several agreed to do called an agreement later on? */
static bool taken_up(const dem_bid_work *w, const dem_ref *ref)
{
    for (size_t i = 0; i < w->refs.n; i++) {
        const dem_ref *x = &w->refs.items[i];
        if (x->bid == ref->bid && x != ref && !x->asked && !x->talks) return true;
    }
    return false;
}

/* "agreed to leave, in exchange for safe passage" */
static void conditions_below(dem_bid_work *w, const dem_ref *ref, dem_answer *out)
{
    for (size_t i = 0; i < w->r->conditions.n; i++) {
        const dem_condition *c = &w->r->conditions.items[i];
        if (c->sentence != ref->sentence || c->governs == DEM_NONE || !dem_token_below(w->r, c->sentence, c->governs, ref->token)) continue;
        dem_term_of_offer *t = DEM_PUSH(w->a, &out->conditions);
        if (t) *t = (dem_term_of_offer){dem_str_c(dem_condition_type_name(c->type)), dem_str_dup(w->a, dem_text_of(w->r, c->span))};
    }
}

static void settled_answers(dem_bid_work *w)
{
    for (size_t i = 0; i < w->refs.n; i++) {
        const dem_ref *ref = &w->refs.items[i];
        if (!ref->settled || ref->bid == DEM_NONE || (ref->agreed && !taken_up(w, ref))) continue;
        dem_bid *b = &w->out->bids.items[ref->bid];
        const dem_parties *who = ref->settlers.n ? &ref->settlers : &ref->owners;
        for (size_t k = 0; k < who->n; k++) { /* powers and bodies agree on what binds others */
            if (who->items[k].country.n) dem_party_add(&b->parties, &who->items[k], w->a);
            dem_answer a = {.actor = who->items[k], .stance = DEM_STR("accepts"), .day = b->first, .dated = b->dated, .event = b->event, .report = w->out->id};
            a.quote = dem_str_dup(w->a, dem_text_of(w->r, w->r->sentences.items[ref->sentence].span));
            a.why = DEM_STR("settle-verb; made it with others");
            if (ref->agreed) conditions_below(w, ref, &a);
            dem_answer *slot = known(b, &a, ref->sentence, w) ? NULL : DEM_PUSH(w->a, &b->answers);
            if (slot) *slot = a;
        }
    }
}

/* ---- demands ---- */

static void demands(dem_bid_work *w)
{
    for (size_t i = 0; i < w->r->events.n; i++) {
        const dem_event *e = &w->r->events.items[i];
        const dem_story_entry *x = dem_story_by_code(w->rules, DEM_STORY_DEMAND_CODE, dem_str_c(e->cameo));
        if (w->out->stands.n == MAX_STANDS) return;
        if (!x || !e->actors.n || e->status == DEM_NEGATED || e->status == DEM_HYPOTHETICAL) continue;
        dem_stand s = {.actor = dem_party_of(w->r, &e->actors.items[0], w->a), .stance = DEM_STR("demands"), .day = dem_event_day(w->r, e)};
        dem_str of = e->recipients.n ? dem_str_c(e->recipients.items[0].country) : dem_str_c(w->r->focus);
        s.issue = of.n ? dem_str_printf(w->a, "%.*s: %.*s", DEM_FMT(x->value), DEM_FMT(of)) : x->value;
        if (!s.actor.code.n) continue;
        s.event = w->ids && w->ids->event ? dem_str_dup(w->a, w->ids->event(w->ids->ctx, i)) : DEM_STR_NONE;
        s.statement = statement_id(w, e);
        s.quote = dem_str_dup(w->a, dem_text_of(w->r, w->r->sentences.items[e->sentence].span));
        s.why = dem_str_printf(w->a, "%.*s %.*s", DEM_FMT(e->rule), DEM_FMT(x->where));
        dem_stand *slot = DEM_PUSH(w->a, &w->out->stands);
        if (slot) *slot = s;
    }
}

bool dem_bid_answers(dem_bid_work *w)
{
    settled_answers(w);
    event_answers(w);
    dem_answers_without_event(w);
    parties_from_answers(w);
    demands(w);
    return !w->failed && !dem_arena_failed(w->a);
}
