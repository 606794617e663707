/* SPDX-License-Identifier: Apache-2.0 */
/* Matching patterns against frames and walking role paths. */
#include "events/rules.h"

enum { MAX_DEPTH = 8 };

static bool in_words(const dem_strs *w, dem_str lemma)
{
    for (size_t i = 0; i < w->n; i++)
        if (dem_str_ieq(w->items[i], lemma)) return true;
    return false;
}

bool dem_rules_in_class(const dem_rules *rules, const char *name, dem_str lemma)
{
    for (size_t i = 0; i < rules->classes.n; i++) {
        const dem_class *c = &rules->classes.items[i];
        if (!dem_str_is(c->name, name)) continue;
        return in_words(&c->words.verb, lemma) || in_words(&c->words.noun, lemma) || in_words(&c->words.adj, lemma);
    }
    return false;
}

static char pos_of(uint8_t upos)
{
    switch (upos) {
    case DEM_VERB:
    case DEM_AUX:
        return 'v';
    case DEM_NOUN:
    case DEM_PROPN:
        return 'n';
    case DEM_ADJ:
        return 'a';
    case DEM_ADV:
        return 'r'; /* "are back at work" */
    default:
        return 0;
    }
}

static bool word_matches(const dem_rules *rules, const dem_word_ref *w, dem_str lemma, char pos)
{
    if (w->cls == DEM_NONE) return dem_str_ieq(w->word, lemma) && (!w->pos || !pos || w->pos == pos);
    const dem_words *words = &rules->classes.items[w->cls].words;
    if ((!w->pos || w->pos == 'v') && pos != 'n' && in_words(&words->verb, lemma)) return true;
    if ((!w->pos || w->pos == 'n') && pos != 'v' && in_words(&words->noun, lemma)) return true;
    /* "were prepared", "committed": tagged as verb or as adjective. */
    return (!w->pos || w->pos == 'a') && pos != 'n' && in_words(&words->adj, lemma);
}

static bool token_in(const dem_rules *rules, const dem_report *r, int32_t sentence, int32_t token, const dem_word_refs *words)
{
    const dem_token *t = dem_token_at(r, sentence, token);
    const dem_frame *f = t->frame == DEM_NONE ? NULL : &r->frames.items[t->frame];
    char pos = pos_of(t->upos);
    for (size_t i = 0; i < words->n; i++) {
        if (word_matches(rules, &words->items[i], t->lemma, pos)) return true;
        if (f && f->lemma.p != t->lemma.p && word_matches(rules, &words->items[i], f->lemma, pos)) return true;
    }
    return false;
}

/* Somebody under arms, by the sectors of the code. */
static bool armed(const dem_rules *rules, dem_str code)
{
    for (size_t at = 0; at + 3 <= code.n; at += 3)
        if (dem_rules_in_class(rules, "sectors-armed", dem_str_cut(code, at, at + 3))) return true;
    return false;
}

/* A human being or several: a name, or a description of somebody; not a state, a body or a place. */
static bool is_person(const dem_report *r, const dem_token *t)
{
    if (t->mention == DEM_NONE) return false;
    const dem_mention *m = &r->mentions.items[t->mention];
    return m->type == DEM_MENTION_PERSON || m->type == DEM_MENTION_NOMINAL;
}

static bool filler_matches(const dem_rules *rules, const dem_report *r, const dem_frame *f, const dem_constraint *c, const dem_slot *slot, int depth);

/* "thousands of troops" are troops. */
static bool counted_matches(const dem_rules *rules, const dem_report *r, const dem_frame *f, const dem_constraint *c, const dem_slot *slot, int depth)
{
    const dem_frame *q = slot->frame == DEM_NONE || depth > MAX_DEPTH ? NULL : &r->frames.items[slot->frame];
    if (!q || q == f || !(q->flags & DEM_FRAME_NOMINAL)) return false;
    size_t of = 0; /* the noun is asked only if it is "of" something: the list of such nouns is long */
    while (of < q->slots.n && !dem_str_is(q->slots.items[of].name, "of")) of++;
    if (of == q->slots.n || !dem_rules_in_class(rules, "quantity", q->lemma)) return false;
    for (size_t i = of; i < q->slots.n; i++)
        if (dem_str_is(q->slots.items[i].name, "of") && filler_matches(rules, r, q, c, &q->slots.items[i], depth + 1)) return true;
    return false;
}

static bool filler_matches(const dem_rules *rules, const dem_report *r, const dem_frame *f, const dem_constraint *c, const dem_slot *slot, int depth)
{
    const dem_token *t = dem_token_at(r, f->sentence, slot->token);
    switch (c->kind) {
    case DEM_FILL_ANY:
        return true;
    case DEM_FILL_WORDS:
        return token_in(rules, r, f->sentence, slot->token, &c->words) || counted_matches(rules, r, f, c, slot, depth);
    case DEM_FILL_ACTOR:
        return t->mention != DEM_NONE && r->mentions.items[t->mention].code.n > 0;
    case DEM_FILL_PERSON:
        return is_person(r, t);
    case DEM_FILL_NAMED:
        return t->mention != DEM_NONE && r->mentions.items[t->mention].type == DEM_MENTION_PERSON;
    case DEM_FILL_ARMED:
        return t->mention != DEM_NONE && armed(rules, r->mentions.items[t->mention].code);
    case DEM_FILL_PLACE:
        return t->mention != DEM_NONE && r->mentions.items[t->mention].type == DEM_MENTION_PLACE;
    case DEM_FILL_CLAUSE:
        return slot->frame != DEM_NONE && !(r->frames.items[slot->frame].flags & DEM_FRAME_NOMINAL);
    case DEM_FILL_NESTED:
        return slot->frame != DEM_NONE && slot->frame != (int32_t)(f - r->frames.items) &&
               (!dem_pattern_miss(rules, r, &r->frames.items[slot->frame], c->nested, depth + 1) || counted_matches(rules, r, f, c, slot, depth));
    }
    return false;
}

static bool slot_named(const dem_constraint *c, dem_str name)
{
    for (size_t i = 0; i < c->slots.n; i++)
        if (dem_str_ieq(c->slots.items[i], name)) return true;
    return false;
}

static bool constraint_holds(const dem_rules *rules, const dem_report *r, const dem_frame *f, const dem_constraint *c, int depth)
{
    bool found = false;
    for (size_t i = 0; i < f->slots.n && !found; i++)
        found = slot_named(c, f->slots.items[i].name) && filler_matches(rules, r, f, c, &f->slots.items[i], depth);
    return c->optional || found != c->absent;
}

const char *dem_pattern_miss(const dem_rules *rules, const dem_report *r, const dem_frame *f, const dem_pattern *p, int depth)
{
    if (depth > MAX_DEPTH) return "nested too deeply";
    char pos = pos_of(dem_token_at(r, f->sentence, f->token)->upos);
    bool head = false;
    for (size_t i = 0; i < p->head.n && !head; i++) head = word_matches(rules, &p->head.items[i], f->lemma, pos);
    if (!head && !token_in(rules, r, f->sentence, f->token, &p->head)) return "the head word";
    if ((f->flags & p->on) != p->on || (f->flags & p->off)) return "voice, mood or polarity";
    for (size_t i = 0; i < p->constraints.n; i++) {
        const dem_constraint *c = &p->constraints.items[i];
        if (!constraint_holds(rules, r, f, c, depth)) return c->slots.items[0].p;
    }
    return NULL;
}

/* ---- role paths ---- */

static bool has_token(const int32_t *out, size_t n, int32_t token)
{
    for (size_t i = 0; i < n; i++)
        if (out[i] == token) return true;
    return false;
}

static size_t walk(const dem_report *r, const dem_frame *f, const dem_path *path, size_t step, int32_t *out, size_t n, size_t max)
{
    for (size_t i = 0; i < f->slots.n && n < max; i++) {
        const dem_slot *slot = &f->slots.items[i];
        if (!dem_str_ieq(slot->name, path->steps.items[step])) continue;
        if (step + 1 == path->steps.n) {
            if (!has_token(out, n, slot->token)) out[n++] = slot->token;
        } else if (slot->frame != DEM_NONE && step < MAX_DEPTH) {
            n = walk(r, &r->frames.items[slot->frame], path, step + 1, out, n, max);
        }
    }
    return n;
}

/* "above": "on a visit to Riyadh, the minister urged …": who does what the noun only accompanies. */
static size_t doer_above(const dem_report *r, const dem_frame *f, int32_t *out, size_t n, size_t max)
{
    static const char *const beside[] = {"on", "during", "after", "before", "in", "at"};
    const dem_frame *p = f->parent == DEM_NONE ? NULL : &r->frames.items[f->parent];
    if (!p || (p->flags & DEM_FRAME_NOMINAL)) return n;
    bool accompanies = false;
    for (size_t i = 0; i < p->slots.n; i++) {
        if (p->slots.items[i].token != f->token || p->slots.items[i].inherited) continue;
        for (size_t k = 0; k < sizeof beside / sizeof *beside; k++) accompanies |= dem_str_is(p->slots.items[i].name, beside[k]);
    }
    for (size_t i = 0; accompanies && i < p->slots.n && n < max; i++)
        if (dem_str_is(p->slots.items[i].name, "subj") && !has_token(out, n, p->slots.items[i].token)) out[n++] = p->slots.items[i].token;
    return n;
}

size_t dem_paths_tokens(const dem_report *r, const dem_frame *f, const dem_paths *paths, int32_t *out, size_t max)
{
    size_t n = 0;
    for (size_t i = 0; i < paths->items.n; i++) {
        const dem_path *path = &paths->items.items[i].path;
        bool self = dem_str_is(path->steps.items[0], "self");
        if (self && n < max && !has_token(out, n, f->token)) out[n++] = f->token;
        if (!self) n = dem_str_is(path->steps.items[0], "above") ? doer_above(r, f, out, n, max) : walk(r, f, path, 0, out, n, max);
    }
    return n;
}
