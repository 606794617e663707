/* SPDX-License-Identifier: Apache-2.0 */
/* The event coder: finds acts, climbs from each through the operators around it, and writes down what comes out.
   Frames are visited children first, so that an operator that has been climbed through is not coded a second time on its own. */
#include "events/compose.h"
#include "events/relations.h"

#include <stdlib.h>

/* How sure the model must be of an event that no rule has found: at this value it takes nothing from the precision of actor and recipient
   spans on sentences that it was not trained on, and adds to their recall. */
static const double MODEL_THRESHOLD = 0.95;

/* An offer or proposal made earlier in the report: "the offer" later on is this one. */
typedef struct offered {
    const dem_block *act;
    char country[4];
    dem_actors by;
    int32_t sentence, token; /* where it was made */
} offered;

typedef DEM_VEC(offered) offers;

typedef struct coder {
    const dem_rules *rules;
    dem_report *r;
    int32_t sentence;
    int32_t first, n; /* frames of the sentence */
    bool *consumed;   /* by frame - first */
    offers *made;
    bool unanswered;  /* something is answered of which no offer is known so far */
    dem_error *err;
} coder;

static int out_of_memory(const coder *c)
{
    return dem_fail(c->err, DEM_EMEMORY, "the report is over its memory limit");
}

static void note(const coder *c, const dem_when *w, int32_t frame, const char *why)
{
    if (!c->r->explain) return;
    dem_near_miss *m = DEM_PUSH(c->r->arena, &c->r->near_misses);
    if (m) *m = (dem_near_miss){c->sentence, frame, w->id, dem_str_c(why ? why : ""), !why};
}

/* More conditions win; among equals, a word that says something wins over one that only passes the act on. */
static bool better(const coder *c, const dem_when *w, const dem_when *than)
{
    if (w->specificity != than->specificity) return w->specificity > than->specificity;
    return c->rules->blocks.items[than->block].stance == DEM_STANCE_PASS && c->rules->blocks.items[w->block].stance != DEM_STANCE_PASS;
}

/* The best act (or operator that embeds the slot) of the frame. */
static const dem_when *best_when(const coder *c, int32_t frame, bool is_operator, const dem_str *slot)
{
    const dem_frame *f = &c->r->frames.items[frame];
    /* "the opposition", "the government": somebody, not something done. */
    int32_t m = dem_token_at(c->r, c->sentence, f->token)->mention;
    if ((f->flags & DEM_FRAME_NOMINAL) && !(f->flags & DEM_FRAME_COPULA) && m != DEM_NONE && c->r->mentions.items[m].code.n) return NULL;
    const dem_index_entry *e = dem_rules_candidates(c->rules, c->r, f);
    const dem_when *best = NULL;
    for (size_t i = 0; e && i < e->whens.n; i++) {
        const dem_when *w = &c->rules->whens.items[e->whens.items[i]];
        const dem_block *b = &c->rules->blocks.items[w->block];
        if (b->is_operator != is_operator) continue;
        if (slot) {
            const dem_strs *embeds = w->embeds.n ? &w->embeds : &b->embeds;
            bool embedded = false;
            for (size_t k = 0; k < embeds->n; k++) embedded |= dem_str_ieq(embeds->items[k], *slot);
            if (!embedded) continue;
        }
        if (best && !better(c, w, best)) continue;
        const char *miss = dem_pattern_miss(c->rules, c->r, f, &w->pattern, 0);
        note(c, w, frame, miss);
        if (!miss) best = w;
    }
    return best;
}

static dem_event *add_event(coder *c, const dem_item *item, dem_str code, dem_actors *actors, dem_actors *recipients)
{
    dem_event *e = DEM_PUSH(c->r->arena, &c->r->events);
    if (!e) return NULL;
    *e = (dem_event){.sentence = c->sentence}; /* the place may have held an event that was merged into another */
    e->frame = item->frame;
    e->actors.items = actors->items;
    e->actors.n = actors->n;
    e->recipients.items = recipients->items;
    e->recipients.n = recipients->n;
    e->trigger = dem_token_at(c->r, c->sentence, c->r->frames.items[item->frame].token)->span;
    memcpy(e->cameo, code.p, code.n < 4 ? code.n : 4);
    e->rule = item->rule;
    e->cluster = DEM_NONE;
    /* "will expel the envoy": a code that the act has for its intent as well leaves to the status that it is to come */
    bool to_come = item->stance == DEM_STANCE_INTENT && item->act && e->cameo[0] == '1' && strcmp(item->act->codes[DEM_STANCE_INTENT], item->act->codes[DEM_STANCE_DONE]) == 0;
    e->status = item->negated ? DEM_NEGATED : item->conditional || item->hypothetical ? DEM_HYPOTHETICAL : item->future || to_come ? DEM_FUTURE : DEM_ACTUAL;
    return e;
}

/* A thing cannot be done to oneself: drops recipients that are actors too. */
static void drop_shared(const dem_actors *actors, dem_actors *recipients)
{
    size_t n = 0;
    for (size_t i = 0; i < recipients->n; i++) {
        bool shared = false;
        for (size_t k = 0; k < actors->n; k++) {
            const dem_actor *a = &actors->items[k], *o = &recipients->items[i];
            shared |= a->mention == o->mention || (a->entity != DEM_NONE && a->entity == o->entity);
        }
        if (!shared) recipients->items[n++] = recipients->items[i];
    }
    recipients->n = n;
}

/* Told in passing: long over by the report's day, or what somebody has done again and again. */
static bool is_background(const coder *c, const dem_event *e)
{
    dem_day published = c->r->meta.published;
    if (published != DEM_DAY_NONE && e->date_to != DEM_DAY_NONE && e->date_to < published - 30) return true;
    const dem_frame *f = &c->r->frames.items[e->frame];
    for (int32_t t = dem_token_at(c->r, c->sentence, f->token)->first_child; t != DEM_NONE; t = dem_token_at(c->r, c->sentence, t)->next_sibling) {
        const dem_token *adverb = dem_token_at(c->r, c->sentence, t);
        bool alone = adverb->deprel == DEM_REL_advmod && adverb->first_child == DEM_NONE; /* not "as long as" */
        if (alone && dem_rules_in_class(c->rules, "habitual", adverb->lemma)) return true;
    }
    return false;
}

static double confidence_of(const dem_item *item, const dem_actors *actors, const dem_actors *recipients)
{
    double c = 0.5 + 0.05 * (item->specificity > 5 ? 5 : item->specificity);
    if (recipients->n) c += 0.15;
    if (!item->act) c -= 0.15;
    if (!actors->n) c -= 0.2;
    return c < 0.1 ? 0.1 : c > 0.95 ? 0.95 : c;
}

static bool same_actors(const dem_event *a, const dem_event *b)
{
    if (a->actors.n != b->actors.n) return false;
    for (size_t i = 0; i < a->actors.n; i++)
        if (!dem_str_eq(a->actors.items[i].code, b->actors.items[i].code)) return false;
    return true;
}

static bool same_recipients(const dem_event *a, const dem_event *b)
{
    if (a->recipients.n != b->recipients.n) return false;
    for (size_t i = 0; i < a->recipients.n; i++) {
        bool found = false;
        for (size_t k = 0; k < b->recipients.n; k++) found |= dem_str_eq(a->recipients.items[i].code, b->recipients.items[k].code);
        if (!found) return false;
    }
    return true;
}

static bool share_recipient(const dem_event *a, const dem_event *b)
{
    for (size_t i = 0; i < a->recipients.n; i++)
        for (size_t k = 0; k < b->recipients.n; k++)
            if (dem_str_eq(a->recipients.items[i].code, b->recipients.items[k].code)) return true;
    return !a->recipients.n || !b->recipients.n;
}

/* The same code of the same actors twice in a sentence is one event told in two words, and so are two shades of one stance
   under one word ("ready to facilitate and provide the conditions for talks"): the fuller one stays. */
static bool merge_with_earlier(coder *c, size_t first, dem_event *e)
{
    for (size_t i = first; i + 1 < c->r->events.n; i++) {
        dem_event *o = &c->r->events.items[i];
        bool root = strncmp(o->cameo, e->cameo, 2) == 0 && (strncmp(e->cameo, "03", 2) == 0 || strncmp(e->cameo, "04", 2) == 0);
        bool shade = root && o->trigger.start == e->trigger.start && same_recipients(o, e);
        if ((strcmp(o->cameo, e->cameo) != 0 && !shade) || !same_actors(o, e) || !share_recipient(o, e)) continue;
        bool vaguer = strcmp(o->cameo, "030") == 0 && strcmp(e->cameo, "030") != 0;
        bool as_clear = strcmp(e->cameo, "030") != 0 || strcmp(o->cameo, "030") == 0;
        bool fuller = e->recipients.n > o->recipients.n || (e->recipients.n == o->recipients.n && e->confidence > o->confidence);
        if (vaguer || (as_clear && fuller)) *o = *e;
        c->r->events.n--;
        return true;
    }
    return false;
}

static int remember_offer(coder *c, const dem_item *item, const char *cameo, const dem_actors *actors, const dem_actors *recipients)
{
    if (item->stance == DEM_STANCE_DONE && strncmp(cameo, "03", 2) != 0) return DEM_OK;
    bool offer = item->stance == DEM_STANCE_INTENT || item->stance == DEM_STANCE_PROPOSE || item->stance == DEM_STANCE_APPEAL ||
                 item->stance == DEM_STANCE_DONE;
    const dem_actors *by = offer ? actors : recipients; /* an answer tells whose offer it answers */
    if (!item->act || !by->n) return DEM_OK;
    offered *o = DEM_PUSH(c->r->arena, c->made);
    if (!o) return out_of_memory(c);
    o->act = item->act;
    o->by = *by;
    o->sentence = c->sentence;
    o->token = c->r->frames.items[item->frame].token;
    memcpy(o->country, by->items[0].country, sizeof o->country);
    return DEM_OK;
}

static bool made_before(const coder *c, const offered *o, int32_t frame)
{
    return o->sentence < c->sentence || o->token < c->r->frames.items[frame].token;
}

/* "accepted the invitation": it was somebody else's, named before. */
static bool answer_earlier(coder *c, const dem_item *item, const dem_actors *actors, dem_actors *recipients)
{
    dem_stance s = item->stance;
    bool answer = s == DEM_STANCE_ACCEPT || s == DEM_STANCE_REFUSE || s == DEM_STANCE_PRAISE || s == DEM_STANCE_CRITICISE;
    if (!answer || !item->act || recipients->n || !actors->n) return false;
    for (size_t i = c->made->n; i-- > 0;) {
        const offered *o = &c->made->items[i];
        bool self = dem_str_starts(o->by.items[0].code, actors->items[0].code) || dem_str_starts(actors->items[0].code, o->by.items[0].code) ||
                    (o->by.items[0].entity != DEM_NONE && o->by.items[0].entity == actors->items[0].entity);
        if (o->act != item->act || self || !made_before(c, o, item->frame)) continue;
        *recipients = o->by;
        return true;
    }
    c->unanswered = true;
    return false;
}

static bool has_sector(const dem_rules *rules, const char *cls, dem_str code)
{
    for (size_t at = 0; at + 3 <= code.n; at += 3)
        if (dem_rules_in_class(rules, cls, dem_str_cut(code, at, at + 3))) return true;
    return false;
}

/* "became the first leader to visit Kabul": told as done. */
static bool first_to_do(const coder *c, const dem_frame *f)
{
    const dem_frame *p = f->parent == DEM_NONE ? NULL : &c->r->frames.items[f->parent];
    if (!p || !(f->flags & DEM_FRAME_INFINITIVE) || !(p->flags & DEM_FRAME_NOMINAL)) return false;
    const dem_token *noun = dem_token_at(c->r, c->sentence, p->token);
    for (int32_t k = noun->first_child; k != DEM_NONE; k = dem_token_at(c->r, c->sentence, k)->next_sibling)
        if (dem_rules_in_class(c->rules, "ordinal", dem_token_at(c->r, c->sentence, k)->lemma)) return true;
    return dem_rules_in_class(c->rules, "ordinal", noun->lemma); /* "was the first to visit" */
}

/* "blamed each other", "fired at one another". */
static bool each_other(const coder *c, const dem_item *item)
{
    for (size_t i = 0; i < item->n_frames; i++) {
        const dem_frame *f = &c->r->frames.items[item->frames[i]];
        int32_t n = (int32_t)c->r->sentences.items[c->sentence].n;
        for (size_t k = 0; k < f->slots.n; k++) {
            int32_t t = f->slots.items[k].token;
            for (int32_t first = t > 0 ? t - 1 : 0; first <= t && first + 1 < n; first++) {
                dem_str a = dem_token_at(c->r, c->sentence, first)->form, b = dem_token_at(c->r, c->sentence, first + 1)->form;
                if ((dem_str_ieq(a, DEM_STR("each")) && dem_str_ieq(b, DEM_STR("other"))) || (dem_str_ieq(a, DEM_STR("one")) && dem_str_ieq(b, DEM_STR("another")))) return true;
            }
        }
    }
    return false;
}

/* "Police said 40 people were arrested": who says so of its own trade has done it. */
static bool own_trade(const coder *c, const dem_item *item, dem_str code, dem_actor *speaker)
{
    const dem_frame *f = &c->r->frames.items[item->act_frame];
    dem_span at = dem_token_at(c->r, c->sentence, f->token)->span;
    bool were = false;
    for (int32_t k = dem_token_at(c->r, c->sentence, f->token)->first_child; k != DEM_NONE; k = dem_token_at(c->r, c->sentence, k)->next_sibling)
        were |= dem_token_at(c->r, c->sentence, k)->deprel == DEM_REL_aux_pass;
    bool done_to = were && !dem_frame_slot(f, "subj") && dem_str_starts(code, DEM_STR("17")) && item->stance == DEM_STANCE_DONE;
    return done_to && dem_speaker_at(c->r, at, speaker) && has_sector(c->rules, "sectors-of-custody", speaker->code);
}

/* "in order to find a solution", "terms for ending the raids": what nobody offers, refuses or demands is only a purpose or a reason. */
static bool only_purpose(const coder *c, const dem_item *item)
{
    const dem_frame *f = &c->r->frames.items[item->frame];
    if (item->stance != DEM_STANCE_DONE && item->stance != DEM_STANCE_STOP) return false;
    if (first_to_do(c, f)) return false;
    if (f->flags & DEM_FRAME_INFINITIVE) return !(f->flags & DEM_FRAME_FUTURE); /* "is scheduled to visit" */
    const dem_frame *p = f->parent == DEM_NONE || !(f->flags & DEM_FRAME_PARTICIPLE) ? NULL : &c->r->frames.items[f->parent];
    for (size_t i = 0; p && i < p->slots.n; i++)
        if (p->slots.items[i].frame == item->frame && dem_str_is(p->slots.items[i].name, "for")) return true;
    return false;
}

static bool code_has(dem_str code, const char *sector)
{
    for (size_t at = 0; at + 3 <= code.n; at += 3)
        if (dem_str_is(dem_str_cut(code, at, at + 3), sector)) return true;
    return false;
}

/* People at large ("people", "women", "they") and private bodies: nobody whose diplomacy is followed. */
static bool at_large(const coder *c, const dem_actors *actors)
{
    for (size_t i = 0; i < actors->n; i++) {
        dem_str code = actors->items[i].code;
        if (code.n < 3 || !dem_rules_in_class(c->rules, "sectors-private", dem_str_cut(code, code.n - 3, code.n))) return false;
    }
    return actors->n > 0;
}

/* "ten people killed" of whom nobody is told to have done it to; protesters that arrest somebody: whoever does it in the tree is whom it is done to. */
static bool wrong_way_round(const coder *c, dem_str code, const dem_actors *actors, const dem_actors *recipients)
{
    bool crowd = actors->n > 0, people = actors->n > 0;
    for (size_t i = 0; i < actors->n; i++) {
        dem_str of = actors->items[i].code, last = of.n >= 3 ? dem_str_cut(of, of.n - 3, of.n) : of;
        crowd = crowd && dem_rules_in_class(c->rules, "sectors-of-crowd", last);
        people = people && dem_str_is(last, "CVL");
    }
    if (dem_str_starts(code, DEM_STR("173"))) return crowd;
    return people && !recipients->n && (dem_str_starts(code, DEM_STR("18")) || dem_str_starts(code, DEM_STR("20")));
}

/* What is too thin to be an event: private people who take a stance towards nothing known, or who talk, agree and want among themselves. */
static bool too_thin(const coder *c, const dem_item *item, dem_str code, const dem_actors *actors, const dem_actors *recipients)
{
    if (!at_large(c, actors)) return false;
    const dem_token *head = dem_token_at(c->r, c->sentence, c->r->frames.items[item->frame].token);
    bool describes = dem_rel_base((dem_rel)head->deprel) == DEM_REL_acl; /* "people visiting the town", "companies supporting the militia" */
    if (describes && (dem_str_starts(code, DEM_STR("042")) || dem_str_starts(code, DEM_STR("05")))) return true;
    if (!item->act && !recipients->n) return true;
    return dem_rules_in_class(c->rules, "roots-of-states", dem_str_cut(code, 0, 2)) && (!recipients->n || at_large(c, recipients));
}

/* What a party says of another's violence in its own words is an accusation. */
static bool is_reproach(const coder *c, const dem_item *item, dem_str code, const dem_actors *actors, dem_actor *speaker)
{
    bool violent = dem_rules_in_class(c->rules, "roots-of-force", dem_str_cut(code, 0, 2));
    if (!violent || item->stance != DEM_STANCE_DONE || item->negated || !actors->n) return false;
    int32_t id;
    dem_span span = dem_token_at(c->r, c->sentence, c->r->frames.items[item->frame].token)->span;
    if (!dem_statements_at(c->r, span, &id, 1) || !c->r->statements.items[id].direct) return false;
    if (!dem_speaker_at(c->r, span, speaker)) return false;
    bool coalition = dem_str_starts(actors->items[0].code, DEM_STR("IMG")) && code_has(actors->items[0].code, "MIL"); /* an army speaks of the strikes of those it is with */
    if (coalition && (code_has(speaker->code, "MIL") || code_has(speaker->code, "GOV") || code_has(speaker->code, "LEG"))) return false;
    return !has_sector(c->rules, "sectors-neutral", speaker->code) && !dem_str_eq(speaker->code, actors->items[0].code);
}

/* "hospitals that it supports": what only says who or which somebody is tells an event between states when it names both sides. */
static bool only_describes(const coder *c, const dem_item *item, dem_str code)
{
    const dem_token *t = dem_token_at(c->r, c->sentence, c->r->frames.items[item->frame].token);
    return t->deprel == DEM_REL_acl_relcl && item->stance == DEM_STANCE_DONE && dem_rules_in_class(c->rules, "roots-of-talk", dem_str_cut(code, 0, 2));
}

/* Of those whom no path of the rule led to: an office of no country ("agreed to send a delegation", "will send monitors") is no side, and one's own
   army is not whom one strikes or leaves ("strikes by its air force", "will withdraw troops"). */
static void drop_found_by_chance(dem_event *e)
{
    size_t n = 0;
    for (size_t i = 0; i < e->recipients.n; i++) {
        const dem_actor *x = &e->recipients.items[i];
        bool own = false;
        for (size_t k = 0; k < e->actors.n && x->code.n == 6 && code_has(x->code, "MIL"); k++) {
            dem_str by = e->actors.items[k].code;
            own = own || (dem_str_starts(x->code, dem_str_cut(by, 0, 3)) && (by.n == 3 || code_has(by, "GOV")));
        }
        if (!own && !dem_str_is(x->code, "GOV") && !dem_str_is(x->code, "IGO")) e->recipients.items[n++] = *x;
    }
    e->recipients.n = n;
}

static int emit(coder *c, const dem_item *item, size_t first_event)
{
    dem_str code = dem_item_code(c->rules, item);
    if (!code.n || item->conditional || only_purpose(c, item)) return DEM_OK;
    dem_actors actors = {0}, recipients = {0};
    dem_actor speaker;
    dem_span trigger = dem_token_at(c->r, c->sentence, c->r->frames.items[item->frame].token)->span;
    if (dem_role_actors(c->rules, c->r, c->sentence, &item->actor, &actors) != DEM_OK ||
        dem_role_actors(c->rules, c->r, c->sentence, &item->recipient, &recipients) != DEM_OK)
        return out_of_memory(c);
    if (!recipients.n && item->parties.n && dem_role_actors(c->rules, c->r, c->sentence, &item->parties, &recipients) != DEM_OK) return out_of_memory(c);
    if (!actors.n && item->actor.speaker && dem_speaker_at(c->r, trigger, &speaker)) {
        dem_actor *slot = DEM_PUSH(c->r->arena, &actors);
        if (!slot) return out_of_memory(c);
        *slot = speaker;
        /* "it did nothing", he said of something of his own side's: nobody is reproached */
        if (item->stance == DEM_STANCE_CRITICISE && recipients.n && dem_str_eq(recipients.items[0].code, speaker.code)) return DEM_OK;
    }
    dem_str searched = DEM_STR_NONE;
    if (!actors.n && dem_role_host(c->rules, c->r, item, code, &actors, &searched) != DEM_OK) return out_of_memory(c);
    bool shared = item->stance == DEM_STANCE_DONE || item->stance == DEM_STANCE_INTENT || item->stance == DEM_STANCE_ACCEPT;
    bool mutual = shared && ((item->act && item->act->mutual) || (item->outer && item->outer->mutual));
    if (!actors.n && own_trade(c, item, code, &speaker)) {
        dem_actor *slot = DEM_PUSH(c->r->arena, &actors);
        if (!slot) return out_of_memory(c);
        *slot = speaker;
    }
    bool together = mutual || (shared && item->act && item->act->joint) || (!recipients.n && actors.n > 1 && each_other(c, item));
    if (!actors.n && together && recipients.n > 1) {
        actors = recipients;
        recipients = (dem_actors){0};
    }
    bool force = code.p[0] == '2' || dem_str_starts(code, DEM_STR("19")) || dem_str_starts(code, DEM_STR("18"));
    force |= dem_str_starts(code, DEM_STR("042")); /* a visit to a town is one to its country */
    if (force && !recipients.n && dem_role_struck(c->rules, c->r, c->sentence, &item->recipient, &recipients) != DEM_OK) return out_of_memory(c);
    drop_shared(&actors, &recipients);
    bool inferred = answer_earlier(c, item, &actors, &recipients);
    if (!recipients.n && actors.n && !(together && actors.n > 1) &&
        dem_role_search(c->rules, c->r, item, code, &actors, &recipients, &searched) != DEM_OK)
        return out_of_memory(c);
    if (searched.n && recipients.n && at_large(c, &recipients) && dem_rules_in_class(c->rules, "roots-of-words", dem_str_cut(code, 0, 2))) {
        recipients = (dem_actors){0}; /* "voiced concern about schools" */
        searched = DEM_STR_NONE;
    }
    if (!actors.n || too_thin(c, item, code, &actors, &recipients) || wrong_way_round(c, code, &actors, &recipients)) return DEM_OK;
    bool weak = item->act ? item->act->weak : item->outer && item->outer->weak;
    /* A noun that nothing is done with ("his threats", "their talks") tells an event only when it names both sides. */
    bool bare_noun = item->n_frames == 1 && (c->r->frames.items[item->frame].flags & DEM_FRAME_NOMINAL) &&
                     !(c->r->frames.items[item->frame].flags & DEM_FRAME_COPULA);
    if ((weak || bare_noun || item->carried || only_describes(c, item, code)) && !recipients.n && !(together && actors.n > 1)) return DEM_OK;
    if (is_reproach(c, item, code, &actors, &speaker)) {
        dem_item said = *item;
        said.stance = DEM_STANCE_ACCUSE;
        code = dem_item_code(c->rules, &said);
        recipients = actors;
        actors = (dem_actors){0};
        dem_actor *slot = DEM_PUSH(c->r->arena, &actors);
        if (!slot || !code.n) return slot ? DEM_OK : out_of_memory(c);
        *slot = speaker;
    }
    dem_event *e = add_event(c, item, code, &actors, &recipients);
    if (!e) return out_of_memory(c);
    /* Who offers to talk to somebody does not do so for both; who agree among themselves do. */
    e->mutual = (mutual && recipients.n == 1 && item->stance == DEM_STANCE_DONE) || (together && !recipients.n && actors.n > 1);
    e->confidence = confidence_of(item, &actors, &recipients) - (inferred || searched.n ? 0.1 : 0);
    if (searched.n) e->rule = dem_str_printf(c->r->arena, "%.*s + %.*s", DEM_FMT(e->rule), DEM_FMT(searched));
    if (dem_event_bind(c->rules, c->r, item, e) != DEM_OK || dem_event_settle(c->rules, c->r, e) != DEM_OK) return out_of_memory(c);
    if (searched.n) drop_found_by_chance(e);
    if (e->status == DEM_ACTUAL && is_background(c, e)) e->status = DEM_BACKGROUND;
    char cameo[sizeof e->cameo];
    memcpy(cameo, e->cameo, sizeof cameo);
    merge_with_earlier(c, first_event, e);
    return remember_offer(c, item, cameo, &actors, &recipients);
}

/* One step up from the item's outermost frame to an operator over it; NULL when there is none. */
static const dem_when *operator_above(const coder *c, const dem_item *item, int32_t *at)
{
    int32_t p = c->r->frames.items[item->frame].parent;
    if (p == DEM_NONE) return NULL;
    const dem_frame *pf = &c->r->frames.items[p];
    for (size_t i = 0; i < pf->slots.n; i++) {
        if (pf->slots.items[i].frame != item->frame || pf->slots.items[i].inherited) continue;
        const dem_when *w = best_when(c, p, true, &pf->slots.items[i].name);
        if (w) {
            *at = p;
            return w;
        }
    }
    return NULL;
}

static bool asks_for(const dem_pattern *p, dem_str slot)
{
    for (size_t i = 0; i < p->constraints.n; i++) {
        const dem_constraint *c = &p->constraints.items[i];
        bool words = c->kind == DEM_FILL_WORDS || c->kind == DEM_FILL_NESTED;
        for (size_t k = 0; k < c->slots.n && words && !c->absent; k++)
            if (dem_str_ieq(c->slots.items[k], slot)) return true;
    }
    return false;
}

/* "host talks" is mediation: the frame above has an act of its own that names this one, and that act is the one to code. */
static bool absorbed(const coder *c, const dem_item *item)
{
    int32_t p = c->r->frames.items[item->frame].parent;
    if (p == DEM_NONE) return false;
    const dem_when *act = best_when(c, p, false, NULL);
    const dem_frame *pf = &c->r->frames.items[p];
    for (size_t i = 0; act && i < pf->slots.n; i++)
        if (pf->slots.items[i].frame == item->frame && !pf->slots.items[i].inherited && asks_for(&act->pattern, pf->slots.items[i].name)) return true;
    const dem_when *op = NULL;
    for (size_t i = 0; act && i < pf->slots.n && !op; i++)
        if (pf->slots.items[i].frame == item->frame && !pf->slots.items[i].inherited) op = best_when(c, p, true, &pf->slots.items[i].name);
    return op && act->specificity > op->specificity + 2; /* "discussed the truce by telephone" is a call */
}

/* "the plan proposed by the envoy" only says whose plan it is. */
static bool says_whose(const coder *c, int32_t frame, const dem_when *op)
{
    bool participle = (c->r->frames.items[frame].flags & (DEM_FRAME_PARTICIPLE | DEM_FRAME_PASSIVE)) == (DEM_FRAME_PARTICIPLE | DEM_FRAME_PASSIVE);
    return participle && c->rules->blocks.items[op->block].stance == DEM_STANCE_PROPOSE;
}

static int climb(coder *c, dem_item *item, size_t first_event);

/* "the offer, which they rejected", "a proposal rejected by Iran": operators that reach the item through a relative clause. */
static int climb_relatives(coder *c, const dem_item *item, size_t first_event)
{
    int32_t token = c->r->frames.items[item->frame].token;
    for (int32_t g = c->first; g < c->first + c->n; g++) {
        const dem_frame *f = &c->r->frames.items[g];
        if (g == item->frame || c->consumed[g - c->first]) continue;
        for (size_t i = 0; i < f->slots.n; i++) {
            if (!f->slots.items[i].inherited || f->slots.items[i].token != token) continue;
            const dem_when *w = best_when(c, g, true, &f->slots.items[i].name);
            dem_item copy = *item;
            if (w && says_whose(c, g, w)) {
                c->consumed[g - c->first] = true;
                continue;
            }
            if (!w || copy.n_frames > 8 || !dem_item_apply(c->r, c->rules, &copy, w, g)) continue;
            c->consumed[g - c->first] = true;
            int rc = climb(c, &copy, first_event);
            if (rc != DEM_OK) return rc;
            break;
        }
    }
    return DEM_OK;
}

static int climb(coder *c, dem_item *item, size_t first_event)
{
    for (int step = 0; step < 8; step++) {
        if (c->r->frames.items[item->frame].flags & DEM_FRAME_NOMINAL && item->n_frames < 6) {
            int rc = climb_relatives(c, item, first_event);
            if (rc != DEM_OK) return rc;
        }
        if (absorbed(c, item)) return DEM_OK;
        int32_t at = DEM_NONE;
        const dem_when *w = operator_above(c, item, &at);
        dem_item next = *item;
        if (!w || !dem_item_apply(c->r, c->rules, &next, w, at)) break;
        *item = next;
        c->consumed[at - c->first] = true;
    }
    return emit(c, item, first_event);
}

/* "rejected the Iranian offer": what was offered stands in an earlier sentence. */
static void recall_offer(coder *c, dem_item *item)
{
    const dem_frame *f = &c->r->frames.items[item->frame];
    bool asked = item->stance == DEM_STANCE_INTENT || item->stance == DEM_STANCE_PROPOSE || item->stance == DEM_STANCE_APPEAL || item->stance == DEM_STANCE_DEMAND;
    if (!(f->flags & DEM_FRAME_NOMINAL) || !asked) return;
    bool wish = item->stance == DEM_STANCE_APPEAL || item->stance == DEM_STANCE_DEMAND; /* "demands for autonomy" are about that */
    int32_t at = DEM_NONE;
    const dem_when *above = wish ? operator_above(c, item, &at) : NULL; /* "rejected the request", not "made a request" */
    dem_stance s = above ? c->rules->blocks.items[above->block].stance : DEM_STANCE_DONE;
    if (wish && s != DEM_STANCE_ACCEPT && s != DEM_STANCE_REFUSE && s != DEM_STANCE_PRAISE && s != DEM_STANCE_CRITICISE) return;
    if (wish && (dem_frame_slot(f, "for") || dem_frame_slot(f, "to") || dem_frame_slot(f, "that") || dem_frame_slot(f, "of"))) return;
    dem_actors who = {0};
    if (dem_role_actors(c->rules, c->r, c->sentence, &item->actor, &who) != DEM_OK) return;
    for (size_t i = c->made->n; i-- > 0 && !item->act;) {
        const offered *o = &c->made->items[i];
        if (!made_before(c, o, item->frame)) continue;
        if (!who.n || (who.items[0].country[0] && strcmp(who.items[0].country, o->country) == 0)) item->act = o->act;
    }
    if (!item->act) c->unanswered = true;
}

static dem_str bare_code(const dem_rules *rules, const dem_when *op)
{
    dem_str code = dem_str_c(op->bare[0] ? op->bare : rules->blocks.items[op->block].codes[DEM_STANCE_DONE]);
    return dem_str_is(code, "-") ? DEM_STR_NONE : code;
}

/* "asked who would come" wants to know, nothing else. */
static bool asks_question(const coder *c, int32_t frame)
{
    const dem_slot *that = dem_frame_slot(&c->r->frames.items[frame], "that");
    for (int32_t f = c->first; that && f < c->first + c->n; f++)
        if (c->r->frames.items[f].token == that->token) return c->r->frames.items[f].flags & DEM_FRAME_QUESTION;
    return false;
}

static int code_frame(coder *c, int32_t frame, size_t first_event)
{
    if (c->consumed[frame - c->first]) return DEM_OK;
    const dem_when *act = best_when(c, frame, false, NULL), *op = best_when(c, frame, true, NULL);
    if (act && op && op->specificity > act->specificity + 2) act = NULL;
    dem_item item;
    if (act) {
        dem_item_start(c->r, c->rules, act, frame, &item);
        return climb(c, &item, first_event);
    }
    bool says_nothing = !op || !bare_code(c->rules, op).n; /* "must do something", "must take care" */
    if (says_nothing && dem_item_obliged(c->r, c->rules, frame, &item)) return climb(c, &item, first_event);
    if (says_nothing || says_whose(c, frame, op) || asks_question(c, frame)) return DEM_OK;
    dem_item_start(c->r, c->rules, op, frame, &item);
    recall_offer(c, &item);
    return climb(c, &item, first_event);
}

/* An operator read without its act, whose act has been found to be elsewhere ("a truce, which the rebels demanded"), is said twice. */
static void drop_said_twice(coder *c, size_t first_event)
{
    size_t kept = first_event;
    for (size_t i = first_event; i < c->r->events.n; i++) {
        const dem_event *e = &c->r->events.items[i];
        bool twice = false;
        for (size_t k = first_event; k < c->r->events.n && !twice; k++) {
            const dem_event *o = &c->r->events.items[k];
            bool longer = k != i && o->rule.n > e->rule.n + 3 && dem_str_starts(o->rule, e->rule) && dem_str_starts(dem_str_cut(o->rule, e->rule.n, o->rule.n), DEM_STR(" + "));
            twice = longer && o->trigger.start == e->trigger.start && o->trigger.end == e->trigger.end;
        }
        if (!twice) c->r->events.items[kept++] = *e;
    }
    c->r->events.n = kept;
}

static int code_sentence(coder *c)
{
    size_t first_event = c->r->events.n;
    c->consumed = DEM_NEW_N(c->r->arena, bool, (size_t)c->n + 1);
    if (!c->consumed) return out_of_memory(c);
    for (int32_t f = c->first + c->n - 1; f >= c->first; f--) {
        int rc = code_frame(c, f, first_event);
        if (rc != DEM_OK) return rc;
    }
    drop_said_twice(c, first_event);
    return DEM_OK;
}

/* "has invited both sides, and one of them has accepted": words are read from the innermost outwards, so that an answer may be read
   before the offer that stands in front of it; then the sentence is read once more. */
static int code_answers(coder *c)
{
    size_t first_event = c->r->events.n, offers_before = c->made->n;
    int rc = code_sentence(c);
    if (rc != DEM_OK || !c->unanswered || c->made->n == offers_before) return rc;
    c->r->events.n = first_event;
    return code_sentence(c);
}

static int by_place(const void *a, const void *b)
{
    const dem_event *x = a, *y = b;
    if (x->trigger.start != y->trigger.start) return x->trigger.start < y->trigger.start ? -1 : 1;
    int c = strcmp(x->cameo, y->cameo);
    return c ? c : x->frame < y->frame ? -1 : x->frame > y->frame;
}

/* Events of one report with the same code and the same first actor and recipient country tell one thing. */
static void cluster(dem_report *r)
{
    int32_t next = 0;
    for (size_t i = 0; i < r->events.n; i++) {
        dem_event *e = &r->events.items[i];
        for (size_t k = 0; k < i && e->cluster == DEM_NONE; k++) {
            const dem_event *o = &r->events.items[k];
            bool days_agree = e->date_from == DEM_DAY_NONE || o->date_from == DEM_DAY_NONE || e->date_from == o->date_from;
            if (strcmp(o->cameo, e->cameo) == 0 && same_actors(o, e) && days_agree && o->status == e->status) e->cluster = o->cluster;
        }
        if (e->cluster == DEM_NONE) e->cluster = next++;
    }
}

int dem_events_report(const dem_rules *rules, const dem_lexicon *lex, dem_report *r, dem_error *err)
{
    (void)lex;
    int32_t at = 0, n = (int32_t)r->frames.n;
    for (int32_t i = 0; i < n; i++) dem_rules_mend_lemma(rules, r, &r->frames.items[i]);
    offers made = {0};
    while (at < n) {
        int32_t end = at, sentence = r->frames.items[at].sentence;
        while (end < n && r->frames.items[end].sentence == sentence) end++;
        coder c = {rules, r, sentence, at, end - at, NULL, &made, false, err};
        size_t before = r->events.n;
        int rc = code_answers(&c);
        if (rc == DEM_OK && r->events.n == before) rc = dem_learned_event(rules, r, sentence, MODEL_THRESHOLD, err);
        if (rc != DEM_OK) return rc;
        at = end;
    }
    if (r->events.n) qsort(r->events.items, r->events.n, sizeof *r->events.items, by_place);
    cluster(r);
    return DEM_OK;
}
