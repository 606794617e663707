/* SPDX-License-Identifier: Apache-2.0 */
/* The actors stage: mentions sentence by sentence, then the focus country, then who each mention is. */
#include "actors/internal.h"

static bool start_sentence(dem_actors *x, size_t most)
{
    if (x->name_at) return true;
    x->name_at = DEM_NEW_N(x->a, int32_t, most);
    x->role_at = DEM_NEW_N(x->a, int32_t, most);
    x->lists = DEM_NEW_N(x->a, uint32_t, most);
    x->lo = DEM_NEW_N(x->a, int32_t, most);
    x->hi = DEM_NEW_N(x->a, int32_t, most);
    x->order = DEM_NEW_N(x->a, int32_t, most);
    x->quoted = DEM_NEW_N(x->a, bool, most);
    x->taken = DEM_NEW_N(x->a, bool, most);
    x->bridge = DEM_NEW_N(x->a, bool, most);
    x->pieces = DEM_NEW_N(x->a, dem_piece, most * DEM_TOKEN_PIECES + 1);
    x->first_piece = DEM_NEW_N(x->a, int32_t, most + 1);
    x->hashes = DEM_NEW_N(x->a, uint32_t, most * DEM_TOKEN_PIECES + 1);
    return !dem_arena_failed(x->a);
}

/* Which tokens stand between quotation marks. A paragraph starts outside. */
static void mark_quotes(dem_actors *x)
{
    const dem_sentence *s = &x->r->sentences.items[x->s];
    if (x->s > 0 && s->paragraph != s[-1].paragraph) x->in_quote = false;
    for (int32_t t = 0; t < x->n; t++) {
        dem_str f = x->t[t].form;
        bool open = dem_str_is(f, "\u201C") || dem_str_is(f, "``"), shut = dem_str_is(f, "\u201D") || dem_str_is(f, "''");
        x->quoted[t] = x->in_quote;
        if (open || (dem_str_is(f, "\"") && !x->in_quote)) x->in_quote = true;
        else if (shut || dem_str_is(f, "\"")) x->in_quote = false;
    }
}

void dem_start_sentence(dem_actors *x, int32_t sentence)
{
    const dem_sentence *s = &x->r->sentences.items[sentence];
    x->s = sentence;
    x->n = (int32_t)s->n;
    x->t = &x->r->tokens.items[s->first];
    for (int32_t t = 0; t < x->n; t++) {
        x->name_at[t] = x->role_at[t] = DEM_NONE;
        x->lists[t] = 0;
        x->taken[t] = false;
        x->t[t].mention = DEM_NONE;
    }
}

static bool read_sentence(dem_actors *x, int32_t sentence)
{
    const dem_sentence *s = &x->r->sentences.items[sentence];
    dem_start_sentence(x, sentence);
    mark_quotes(x);
    if (x->n == 0) return true;
    if (!s->parsed) return dem_scan_sentence(x) && dem_find_names(x);
    return dem_scan_sentence(x) && dem_phrases(x) && dem_find_mentions(x);
}

int dem_actors_report(const dem_lexicon *lex, dem_report *r, dem_error *err)
{
    dem_actors x = {.lex = lex, .r = r, .a = r->arena, .day = r->meta.published};
    size_t most = 1;
    for (size_t i = 0; i < r->sentences.n; i++)
        if (r->sentences.items[i].n > most) most = r->sentences.items[i].n;
    bool good = start_sentence(&x, most);
    x.sentence_first = DEM_NEW_N(x.a, int32_t, r->sentences.n + 1);
    good = good && x.sentence_first;
    x.period = DEM_DAY_NONE;
    if (good && x.day == DEM_DAY_NONE) good = dem_find_period(&x);
    for (size_t i = 0; i < r->sentences.n && good; i++) {
        x.sentence_first[i] = (int32_t)x.raws.n;
        good = read_sentence(&x, (int32_t)i);
    }
    if (good) {
        x.sentence_first[r->sentences.n] = (int32_t)x.raws.n;
        dem_find_focus(&x);
        dem_find_provinces(&x);
        good = dem_resolve(&x);
    }
    if (good && !dem_arena_failed(x.a)) return DEM_OK;
    return dem_fail(err, DEM_EMEMORY, "memory is out while finding actors");
}

dem_actor dem_actor_of(const dem_report *r, int32_t mention)
{
    dem_actor a = {.mention = DEM_NONE, .entity = DEM_NONE};
    if (mention < 0 || (size_t)mention >= r->mentions.n) return a;
    const dem_mention *m = &r->mentions.items[mention];
    a.span = m->span;
    a.name = m->name;
    a.code = m->code;
    a.by = m->by;
    memcpy(a.country, m->country, sizeof a.country);
    a.mention = mention;
    a.entity = m->entity;
    if (m->entity != DEM_NONE && (size_t)m->entity < r->entities.n) {
        const dem_entity *e = &r->entities.items[m->entity];
        if (!a.name.n) a.name = e->name;
        if (!a.code.n && m->type != DEM_MENTION_PLACE) {
            a.code = e->code;
            a.by = e->by;
            memcpy(a.country, e->country, sizeof a.country);
        }
    }
    return a;
}

size_t dem_actors_of(const dem_report *r, int32_t mention, dem_actor *out, size_t max)
{
    if (mention < 0 || (size_t)mention >= r->mentions.n || max == 0) return 0;
    out[0] = dem_actor_of(r, mention);
    int32_t entity = out[0].entity;
    if (entity == DEM_NONE || (size_t)entity >= r->entities.n || r->entities.items[entity].members.n == 0) return 1;
    const dem_entity *set = &r->entities.items[entity];
    size_t n = 0;
    for (size_t i = 0; i < set->members.n && n < max; i++) {
        const dem_entity *e = &r->entities.items[set->members.items[i]];
        out[n] = (dem_actor){.span = out[0].span, .name = e->name, .code = e->code, .by = e->by, .mention = mention, .entity = set->members.items[i]};
        memcpy(out[n++].country, e->country, sizeof e->country);
    }
    return n;
}
