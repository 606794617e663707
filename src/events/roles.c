/* SPDX-License-Identifier: Apache-2.0 */
/* From role paths to the actors that fill them. */
#include "events/compose.h"

static bool coded(const dem_report *r, int32_t mention)
{
    if (mention == DEM_NONE) return false;
    dem_actor each[8];
    size_t n = dem_actors_of(r, mention, each, sizeof each / sizeof *each);
    for (size_t i = 0; i < n; i++)
        if (each[i].code.n) return true;
    return false;
}

/* Whether somebody known stands at the token, or before it ("the rebels' shelling"). */
static bool leads_to_actor(const dem_report *r, int32_t sentence, int32_t token)
{
    if (coded(r, dem_token_at(r, sentence, token)->mention)) return true;
    const dem_frame *f = dem_frame_of(r, sentence, token);
    if (!f || !(f->flags & DEM_FRAME_NOMINAL)) return false;
    for (size_t i = 0; i < f->slots.n; i++)
        if (coded(r, dem_token_at(r, sentence, f->slots.items[i].token)->mention)) return true;
    return false;
}

bool dem_role_known(const dem_report *r, int32_t sentence, const dem_role *role)
{
    for (size_t i = 0; i < role->n; i++)
        if (leads_to_actor(r, sentence, role->tokens[i])) return true;
    return false;
}

/* "a Middle East plan": what it is for, not whose it is. */
static bool only_region(const dem_report *r, int32_t sentence, int32_t token)
{
    const dem_token *t = dem_token_at(r, sentence, token);
    const dem_mention *m = t->mention == DEM_NONE ? NULL : &r->mentions.items[t->mention];
    return m && m->type == DEM_MENTION_PLACE && dem_str_starts(m->code, DEM_STR("IMG")) && dem_rel_base((dem_rel)t->deprel) == DEM_REL_compound;
}

/* Paths that lead nowhere known give way to the next; when none does, the first that leads anywhere stands. */
static size_t tokens_of(const dem_report *r, const dem_frame *f, const dem_paths *p, int32_t *out)
{
    size_t first_n = 0;
    int32_t first[DEM_MAX_ROLE];
    for (size_t at = 0; at < p->items.n;) {
        size_t end = at + 1;
        while (end < p->items.n && p->items.items[end].join) end++;
        dem_paths group = {.items = {p->items.items + at, end - at, end - at}, .given = true};
        size_t n = dem_paths_tokens(r, f, &group, out, DEM_MAX_ROLE);
        for (size_t i = 0; i < n; i++)
            if (leads_to_actor(r, f->sentence, out[i])) return n;
        if (n && !first_n) {
            first_n = n;
            memcpy(first, out, n * sizeof *out);
        }
        at = end;
    }
    memcpy(out, first, first_n * sizeof *out);
    return first_n;
}

void dem_role_find(const dem_report *r, const dem_frame *f, const dem_paths *given, const dem_paths *fallback, dem_role *out)
{
    const dem_paths *p = given->given ? given : fallback;
    *out = (dem_role){0};
    for (size_t i = 0; i < p->items.n; i++)
        if (dem_str_is(p->items.items[i].path.steps.items[0], "speaker")) out->speaker = true;
    out->n = tokens_of(r, f, p, out->tokens);
    if (out->n && out->speaker && !dem_str_is(p->items.items[0].path.steps.items[0], "speaker")) out->speaker = false;
}

static int add_one(dem_report *r, const dem_actor *a, dem_actors *out)
{
    for (size_t i = 0; i < out->n; i++) {
        const dem_actor *o = &out->items[i];
        bool same_entity = a->entity != DEM_NONE && a->entity == o->entity;
        if (same_entity && dem_str_eq(a->code, o->code)) return DEM_OK;
        if (a->mention == o->mention && dem_str_eq(a->code, o->code)) return DEM_OK;
    }
    dem_actor *slot = DEM_PUSH(r->arena, out);
    if (!slot) return DEM_EMEMORY;
    *slot = *a;
    return DEM_OK;
}

/* "the two sides" are as many actors as they stand for. */
static int add_actor(dem_report *r, int32_t mention, dem_actors *out)
{
    dem_actor each[8];
    size_t n = dem_actors_of(r, mention, each, sizeof each / sizeof *each);
    for (size_t i = 0; i < n; i++)
        if (each[i].code.n && add_one(r, &each[i], out) != DEM_OK) return DEM_EMEMORY;
    return DEM_OK;
}

/* "introduced a United Nations resolution threatening …": who introduced it threatens. */
static int add_maker(const dem_rules *rules, dem_report *r, int32_t sentence, const dem_frame *f, dem_actors *out)
{
    const dem_frame *above = f->parent == DEM_NONE ? NULL : &r->frames.items[f->parent];
    /* The parser may take "resolution threatening …" for a clause of its own. */
    if (above && !dem_rules_in_class(rules, "making", above->lemma)) above = above->parent == DEM_NONE ? NULL : &r->frames.items[above->parent];
    if (!above || !dem_rules_in_class(rules, "making", above->lemma)) return DEM_OK;
    for (size_t i = 0; i < above->slots.n; i++) {
        if (!dem_str_is(above->slots.items[i].name, "subj")) continue;
        int32_t m = dem_token_at(r, sentence, above->slots.items[i].token)->mention;
        if (coded(r, m) && add_actor(r, m, out) != DEM_OK) return DEM_EMEMORY;
    }
    return DEM_OK;
}

/* "the US State department", "Iraqi air force bases": whose it is stands before the word before it. */
static int add_inner(dem_report *r, int32_t sentence, const dem_frame *f, dem_actors *out)
{
    for (size_t i = 0; i < f->slots.n; i++) {
        const dem_token *mod = dem_token_at(r, sentence, f->slots.items[i].token);
        if (!dem_str_is(f->slots.items[i].name, "mod") || mod->mention != DEM_NONE) continue;
        for (int32_t c = mod->first_child; c != DEM_NONE; c = dem_token_at(r, sentence, c)->next_sibling) {
            dem_rel rel = dem_rel_base((dem_rel)dem_token_at(r, sentence, c)->deprel);
            int32_t m = dem_token_at(r, sentence, c)->mention;
            if ((rel == DEM_REL_compound || rel == DEM_REL_amod) && coded(r, m) && add_actor(r, m, out) != DEM_OK) return DEM_EMEMORY;
        }
    }
    return DEM_OK;
}

/* "the Arab League plan calls on …", "a statement from the ministry": who stands behind a thing that is no actor itself. */
static int add_owner(const dem_rules *rules, dem_report *r, int32_t sentence, int32_t token, dem_actors *out)
{
    const dem_frame *f = dem_frame_of(r, sentence, token);
    if (!f || !(f->flags & DEM_FRAME_NOMINAL)) return DEM_OK;
    size_t had = out->n;
    if (add_maker(rules, r, sentence, f, out) != DEM_OK) return DEM_EMEMORY;
    if (out->n > had) return DEM_OK;
    for (size_t k = 0; k < rules->owners.n; k++) {
        size_t before = out->n;
        for (size_t i = 0; i < f->slots.n; i++) {
            const dem_slot *slot = &f->slots.items[i];
            if (!dem_str_ieq(slot->name, rules->owners.items[k]) || (slot->inherited && dem_str_is(slot->name, "subj"))) continue;
            int32_t m = dem_token_at(r, sentence, slot->token)->mention;
            if (coded(r, m) && add_actor(r, m, out) != DEM_OK) return DEM_EMEMORY;
        }
        if (out->n > before) return DEM_OK;
    }
    if (add_inner(r, sentence, f, out) != DEM_OK) return DEM_EMEMORY;
    if (out->n > had) return DEM_OK;
    /* "the plan proposed by the envoy" */
    for (size_t i = 0; i < f->slots.n; i++) {
        const dem_slot *slot = &f->slots.items[i];
        if (!dem_str_is(slot->name, "acl") || slot->frame == DEM_NONE) continue;
        const dem_frame *made = &r->frames.items[slot->frame];
        const dem_slot *maker = made->flags & DEM_FRAME_PASSIVE ? dem_frame_slot(made, "subj") : NULL;
        int32_t m = maker ? dem_token_at(r, sentence, maker->token)->mention : DEM_NONE;
        if (coded(r, m)) return add_actor(r, m, out);
    }
    return DEM_OK;
}

/* "the foreign ministers of Norway and Kenya", "Norwegian and Kenyan ministers": one noun, an actor for each state it belongs to. */
static int add_states(dem_report *r, int32_t sentence, int32_t token, dem_actors *out)
{
    int32_t m = dem_token_at(r, sentence, token)->mention;
    const dem_frame *f = dem_frame_of(r, sentence, token);
    if (!f || (r->mentions.items[m].type != DEM_MENTION_NOMINAL && r->mentions.items[m].type != DEM_MENTION_ORGANISATION)) return DEM_OK;
    dem_actor base = dem_actor_of(r, m);
    if (!base.country[0] || base.code.n < 6) return DEM_OK;
    for (size_t i = 0; i < f->slots.n; i++) {
        dem_str slot_name = f->slots.items[i].name;
        if (!dem_str_is(slot_name, "of") && !dem_str_is(slot_name, "poss") && !dem_str_is(slot_name, "mod")) continue;
        int32_t sm = dem_token_at(r, sentence, f->slots.items[i].token)->mention;
        if (sm == DEM_NONE || !r->mentions.items[sm].country[0] || strcmp(r->mentions.items[sm].country, base.country) == 0) continue;
        /* "Israeli and Palestinian negotiators": the second adjective has taken their role as well */
        bool shares = dem_str_is(slot_name, "mod") && r->mentions.items[sm].type == DEM_MENTION_NOMINAL && dem_str_eq(dem_str_cut(r->mentions.items[sm].code, 3, r->mentions.items[sm].code.n), dem_str_cut(base.code, 3, base.code.n));
        if (shares && add_actor(r, sm, out) != DEM_OK) return DEM_EMEMORY;
        if (r->mentions.items[sm].type != DEM_MENTION_PLACE) continue;
        dem_actor *slot = DEM_PUSH(r->arena, out);
        if (!slot) return DEM_EMEMORY;
        *slot = base;
        slot->entity = DEM_NONE;
        slot->name = r->mentions.items[sm].name;
        memcpy(slot->country, r->mentions.items[sm].country, sizeof slot->country);
        slot->code = dem_str_printf(r->arena, "%s%.*s", slot->country, DEM_FMT(dem_str_cut(base.code, 3, base.code.n)));
    }
    return DEM_OK;
}

int dem_role_actors(const dem_rules *rules, dem_report *r, int32_t sentence, const dem_role *role, dem_actors *out)
{
    for (size_t i = 0; i < role->n; i++) {
        int32_t m = dem_token_at(r, sentence, role->tokens[i])->mention;
        if (only_region(r, sentence, role->tokens[i])) continue;
        int rc = coded(r, m) ? add_actor(r, m, out) : add_owner(rules, r, sentence, role->tokens[i], out);
        if (rc == DEM_OK && coded(r, m)) rc = add_states(r, sentence, role->tokens[i], out);
        if (rc != DEM_OK) return rc;
    }
    return DEM_OK;
}

bool dem_speaker_at(const dem_report *r, dem_span span, dem_actor *out)
{
    int32_t ids[4];
    size_t n = dem_statements_at(r, span, ids, 4);
    for (size_t i = 0; i < n; i++) {
        const dem_statement *st = &r->statements.items[ids[i]];
        if (!st->has_speaker || !st->speaker.code.n) continue;
        *out = st->speaker;
        return true;
    }
    return false;
}

/* Force that strikes a place strikes the country it lies in. */
int dem_role_struck(const dem_rules *rules, dem_report *r, int32_t sentence, const dem_role *role, dem_actors *out)
{
    for (size_t i = 0; i < role->n && !out->n; i++) {
        const dem_frame *f = dem_frame_of(r, sentence, role->tokens[i]);
        for (size_t k = 0; k <= (f ? f->slots.n : 0); k++) {
            int32_t token = k == 0 ? role->tokens[i] : f->slots.items[k - 1].token;
            if (k && !dem_rules_in_class(rules, "slots-of-place", f->slots.items[k - 1].name)) continue;
            int32_t m = dem_token_at(r, sentence, token)->mention;
            if (m == DEM_NONE || r->mentions.items[m].type != DEM_MENTION_PLACE || !r->mentions.items[m].country[0]) continue;
            dem_actor *slot = DEM_PUSH(r->arena, out);
            if (!slot) return DEM_EMEMORY;
            *slot = dem_actor_of(r, m);
            memcpy(slot->country, r->mentions.items[m].country, sizeof slot->country);
            slot->code = dem_str_dup(r->arena, dem_str_c(slot->country));
            break;
        }
    }
    return DEM_OK;
}

/* ---- the other side, where no path of the rule leads to it ---- */

typedef struct quest {
    const dem_rules *rules;
    dem_report *r;
    const dem_item *item;
    const dem_search *search;
    const dem_actors *actors;
    dem_actors *out;
} quest;

/* "its troops": the actor's own. */
static bool belongs(const quest *q, int32_t mention, const dem_actor *a)
{
    const dem_mention *m = &q->r->mentions.items[mention];
    if (!a->country[0] || strcmp(a->country, m->country) != 0) return false;
    for (int32_t i = 0; i < (int32_t)q->r->sentences.items[q->item->sentence].n; i++) {
        const dem_token *t = dem_token_at(q->r, q->item->sentence, i);
        bool inside = t->span.start >= m->span.start && t->span.end <= m->span.end;
        if (!inside || t->deprel != DEM_REL_nmod_poss || t->mention == DEM_NONE || t->upos != DEM_PRON) continue;
        if (t->head == DEM_NONE || dem_token_at(q->r, q->item->sentence, t->head)->mention != mention) continue;
        if (a->entity != DEM_NONE && q->r->mentions.items[t->mention].entity == a->entity) return true;
    }
    return false;
}

/* Whoever does it, or is named inside the name of who does it, is not the other side. */
static bool takes_part(const quest *q, int32_t mention)
{
    const dem_mention *m = &q->r->mentions.items[mention];
    for (size_t i = 0; i < q->actors->n; i++) {
        const dem_actor *a = &q->actors->items[i];
        bool inside = dem_span_overlaps(m->span, a->span);
        if (a->mention == mention || inside || (a->entity != DEM_NONE && a->entity == m->entity) || dem_str_eq(a->code, m->code)) return true;
    }
    return false;
}

static bool on_the_way(const dem_item *item, int32_t frame)
{
    for (size_t i = 0; i < item->n_frames; i++)
        if (frame != DEM_NONE && item->frames[i] == frame) return true;
    return false;
}

static int ask_token(quest *q, int32_t token, bool place, int depth);

/* "a peace plan for Kosovo": the land that a plan is for is not whose it is. */
static bool what_for(const quest *q, const dem_frame *f, const dem_slot *s)
{
    int32_t m = dem_token_at(q->r, q->item->sentence, s->token)->mention;
    bool land = m != DEM_NONE && q->r->mentions.items[m].type == DEM_MENTION_PLACE;
    const dem_slot *object = dem_frame_slot(f, "obj"); /* "for" may hang on the verb */
    dem_str plan = f->flags & DEM_FRAME_NOMINAL || !object ? f->lemma : dem_token_at(q->r, q->item->sentence, object->token)->lemma;
    return land && dem_str_is(s->name, "for") && dem_rules_in_class(q->rules, "settlement", plan);
}

static int ask_below(quest *q, const dem_frame *f, const dem_strs *slots, bool place, int depth)
{
    for (size_t k = 0; k < slots->n && !q->out->n; k++)
        for (size_t i = 0; i < f->slots.n; i++) {
            const dem_slot *s = &f->slots.items[i];
            if (s->inherited || !dem_str_ieq(s->name, slots->items[k]) || on_the_way(q->item, s->frame) || what_for(q, f, s)) continue;
            if (ask_token(q, s->token, place, depth) != DEM_OK) return DEM_EMEMORY;
        }
    return DEM_OK;
}

/* "the appeal filed by the minister", "talks by the government": who stands behind a noun. */
static int ask_owners(quest *q, const dem_frame *f, bool place, int depth)
{
    int rc = ask_below(q, f, &q->rules->owners, place, depth);
    for (size_t i = 0; i < f->slots.n && rc == DEM_OK && !q->out->n; i++) {
        const dem_slot *s = &f->slots.items[i];
        if (!dem_str_is(s->name, "acl") || s->frame == DEM_NONE || !(q->r->frames.items[s->frame].flags & DEM_FRAME_PASSIVE)) continue;
        const dem_slot *maker = dem_frame_slot(&q->r->frames.items[s->frame], "subj");
        if (maker) rc = ask_token(q, maker->token, false, depth);
    }
    return rc;
}

static int ask_token(quest *q, int32_t token, bool place, int depth)
{
    int32_t m = dem_token_at(q->r, q->item->sentence, token)->mention;
    if (only_region(q->r, q->item->sentence, token)) return DEM_OK;
    bool is_place = m != DEM_NONE && q->r->mentions.items[m].type == DEM_MENTION_PLACE;
    bool own = false; /* "its troops from Mali": whom they leave stands in their phrase */
    for (size_t i = 0; i < q->actors->n && m != DEM_NONE; i++) own |= belongs(q, m, &q->actors->items[i]);
    dem_str word = dem_token_at(q->r, q->item->sentence, token)->lemma;
    /* "sent envoys": they are whoever sends them */
    if (coded(q->r, m) && !q->r->mentions.items[m].country[0] && dem_rules_in_class(q->rules, "emissaries", word)) return DEM_OK;
    if (coded(q->r, m) && !own) return (is_place || !place) && !takes_part(q, m) ? add_actor(q->r, m, q->out) : DEM_OK;
    if (place && is_place && q->r->mentions.items[m].country[0]) {
        dem_role here = {.tokens = {token}, .n = 1};
        return takes_part(q, m) ? DEM_OK : dem_role_struck(q->rules, q->r, q->item->sentence, &here, q->out);
    }
    const dem_frame *f = dem_frame_of(q->r, q->item->sentence, token);
    if (!f || !(f->flags & DEM_FRAME_NOMINAL) || depth >= 3 || dem_rules_in_class(q->rules, "journeys", word)) return DEM_OK;
    int rc = ask_owners(q, f, place, depth + 1);
    if (rc == DEM_OK && !q->out->n) rc = ask_below(q, f, &q->search->slots, place, depth + 1);
    if (rc == DEM_OK && !q->out->n) rc = ask_below(q, f, &q->search->places, true, depth + 1);
    return rc;
}

static bool begins(const dem_strs *codes, dem_str code)
{
    for (size_t i = 0; i < codes->n; i++)
        if (dem_str_starts(code, codes->items[i])) return true;
    return false;
}

int dem_role_search(const dem_rules *rules, dem_report *r, const dem_item *item, dem_str code, const dem_actors *actors, dem_actors *out, dem_str *id)
{
    for (size_t k = 0; k < rules->searches.n && !out->n; k++) {
        const dem_search *s = &rules->searches.items[k];
        if (!begins(&s->codes, code)) continue;
        quest q = {rules, r, item, s, actors, out};
        /* "walked out of talks in Geneva": where talks are held is no side of them */
        bool host = item->act && item->act->venue && (dem_str_starts(code, DEM_STR("13")) || dem_str_starts(code, DEM_STR("16")));
        dem_str with_words[] = {DEM_STR("with"), DEM_STR("between")}; /* nor what they were broken off over */
        dem_strs sides = {with_words, 2, 2};
        for (size_t pass = 0; pass < (host ? 1 : 2); pass++)
            for (size_t i = 0; i < item->n_frames && !out->n; i++) {
                const dem_frame *f = &r->frames.items[item->frames[i]];
                if (ask_below(&q, f, pass ? &s->places : host ? &sides : &s->slots, pass > 0, 0) != DEM_OK) return DEM_EMEMORY;
                bool noun = (f->flags & DEM_FRAME_NOMINAL) && !pass && !out->n && !host;
                if (noun && ask_owners(&q, f, false, 0) != DEM_OK) return DEM_EMEMORY;
            }
        /* "pledged to work with China": the verb says only that, and whom with stands in the clause below it. */
        for (size_t at = item->n_frames; at-- > 0;)
            for (size_t k2 = 0; k2 < s->clauses.n; k2++) {
                const dem_frame *top = &r->frames.items[item->frames[at]];
                for (size_t i = 0; i < top->slots.n && !out->n; i++) {
                    const dem_slot *c = &top->slots.items[i];
                    bool clause = dem_str_ieq(c->name, s->clauses.items[k2]) && c->frame != DEM_NONE && !on_the_way(item, c->frame) &&
                                  !(r->frames.items[c->frame].flags & DEM_FRAME_NOMINAL);
                    if (clause && ask_below(&q, &r->frames.items[c->frame], &s->slots, false, 0) != DEM_OK) return DEM_EMEMORY;
                }
            }
        if (out->n) *id = s->id;
    }
    return DEM_OK;
}

static int add_country(dem_report *r, int32_t mention, dem_actors *out)
{
    const dem_mention *m = &r->mentions.items[mention];
    if (m->type != DEM_MENTION_PLACE || !m->country[0]) return DEM_OK;
    dem_actor *slot = DEM_PUSH(r->arena, out);
    if (!slot) return DEM_EMEMORY;
    *slot = dem_actor_of(r, mention);
    memcpy(slot->country, m->country, sizeof slot->country);
    slot->code = dem_str_dup(r->arena, dem_str_c(slot->country));
    return slot->code.p ? DEM_OK : DEM_EMEMORY;
}

int dem_role_host(const dem_rules *rules, dem_report *r, const dem_item *item, dem_str code, dem_actors *out, dem_str *id)
{
    const dem_frame *f = &r->frames.items[item->act_frame];
    const dem_slot *doer = dem_frame_slot(f, "subj");
    /* "thousands marched in Minsk": a crowd of nobody's in particular is of the country it is in */
    bool crowd = doer && dem_rules_in_class(rules, "crowd", dem_token_at(r, item->sentence, doer->token)->lemma);
    if (!crowd && (!(f->flags & DEM_FRAME_PASSIVE) || doer)) return DEM_OK;
    for (size_t k = 0; k < rules->searches.n && !out->n; k++) {
        const dem_search *s = &rules->searches.items[k];
        if (!s->doers.n || !begins(&s->codes, code)) continue;
        for (size_t d = 0; d < s->doers.n; d++)
            for (size_t i = 0; i < f->slots.n && !out->n; i++) {
                if (!dem_str_ieq(f->slots.items[i].name, s->doers.items[d])) continue;
                int32_t m = dem_token_at(r, item->sentence, f->slots.items[i].token)->mention;
                if (m != DEM_NONE && add_country(r, m, out) != DEM_OK) return DEM_EMEMORY;
            }
        if (out->n) *id = s->id;
    }
    return DEM_OK;
}
