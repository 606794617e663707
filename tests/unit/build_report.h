/* SPDX-License-Identifier: Apache-2.0 */
/* Small coded reports made by hand, for tests of what comes after coding. Spans are given as the words they cover. */
#ifndef TEST_BUILD_REPORT_H
#define TEST_BUILD_REPORT_H

#include "export/export.h"

#include <stdlib.h>

/* The span of the first `words` at or after byte `from`; aborts when they are not there: the test is wrong then. */
static inline dem_span span_after(const dem_report *r, const char *words, size_t from)
{
    size_t at = dem_str_find(r->text, dem_str_c(words), from);
    if (at == SIZE_MAX) abort();
    return (dem_span){(uint32_t)at, (uint32_t)(at + strlen(words))};
}
static inline dem_span span_of(const dem_report *r, const char *words)
{
    return span_after(r, words, 0);
}

static inline dem_report *new_report(const char *id, const char *text, const char *published)
{
    dem_report *r = dem_report_new(0);
    if (!r) abort();
    r->text = dem_str_dup(r->arena, dem_str_c(text));
    r->meta.id = dem_str_dup(r->arena, dem_str_c(id));
    r->meta.published = published ? dem_day_parse(dem_str_c(published)) : DEM_DAY_NONE;
    for (int i = 0; i < 4; i++) {
        uint64_t h = dem_hash(r->text, (uint64_t)i + 1);
        for (int k = 0; k < 16; k++) r->meta.sha256[i * 16 + k] = "0123456789abcdef"[h >> (4 * k) & 15];
    }
    return r;
}

static inline int32_t add_sentence(dem_report *r, const char *words)
{
    dem_sentence *s = DEM_PUSH(r->arena, &r->sentences);
    s->span = span_of(r, words);
    s->first = (uint32_t)r->tokens.n;
    s->root = DEM_NONE;
    return (int32_t)r->sentences.n - 1;
}

/* head: token index in the sentence, DEM_NONE for the root. */
static inline void add_token(dem_report *r, int32_t sentence, const char *form, const char *lemma, const char *upos,
                             const char *rel, int32_t head)
{
    dem_sentence *s = &r->sentences.items[sentence];
    size_t from = s->n ? r->tokens.items[s->first + s->n - 1].span.end : s->span.start;
    dem_token *t = DEM_PUSH(r->arena, &r->tokens);
    t->span = span_after(r, form, from);
    t->form = dem_text_of(r, t->span);
    t->lemma = dem_str_dup(r->arena, dem_str_c(lemma));
    t->upos = (uint8_t)dem_upos_parse(dem_str_c(upos));
    t->deprel = (uint8_t)dem_rel_parse(dem_str_c(rel));
    t->head = head;
    t->mention = t->frame = DEM_NONE;
    s->n++;
}

/* words may be NULL: an implied actor. */
static inline dem_actor make_actor(const dem_report *r, const char *words, const char *name, const char *code,
                                   const char *country)
{
    dem_actor a = {.mention = DEM_NONE, .entity = DEM_NONE, .by = DEM_STR("lexicon:test.txt:1")};
    if (words) a.span = span_of(r, words);
    a.name = dem_str_c(name);
    a.code = dem_str_c(code);
    memcpy(a.country, country, strlen(country) + 1);
    return a;
}

static inline int32_t add_statement(dem_report *r, int32_t sentence, dem_actor speaker, const char *cue, const char *content)
{
    dem_statement *s = DEM_PUSH(r->arena, &r->statements);
    s->sentence = sentence;
    s->speaker = speaker;
    s->has_speaker = true;
    s->cue = span_of(r, cue);
    s->cue_token = s->parent = DEM_NONE;
    *DEM_PUSH(r->arena, &s->content) = span_of(r, content);
    s->rule = DEM_STR("cue:say");
    return (int32_t)r->statements.n - 1;
}

static inline dem_event *add_event(dem_report *r, int32_t sentence, const char *cameo, const char *trigger, const char *day)
{
    dem_event *e = DEM_PUSH(r->arena, &r->events);
    e->sentence = sentence;
    e->frame = e->time = e->place = e->cluster = DEM_NONE;
    e->trigger = span_of(r, trigger);
    memcpy(e->cameo, cameo, strlen(cameo) + 1);
    e->date_from = e->date_to = day ? dem_day_parse(dem_str_c(day)) : DEM_DAY_NONE;
    e->date_basis = DEM_BASIS_RELATIVE;
    e->rule = DEM_STR("rule:test");
    e->confidence = 0.906;
    return e;
}

static inline dem_claim *add_claim(dem_report *r, int32_t sentence, const char *kind, const char *count, int64_t min, int64_t max)
{
    dem_claim *c = DEM_PUSH(r->arena, &r->claims);
    c->sentence = sentence;
    c->kind = dem_str_c(kind);
    c->count_span = c->span = span_of(r, count);
    c->min = min;
    c->max = max;
    c->trigger = c->time = c->place = DEM_NONE;
    c->period.from = c->period.to = DEM_DAY_NONE;
    c->rule = DEM_STR("claim:test");
    return c;
}

/* A codebook of a few codes, so that these tests do not depend on the tables of data/. */
static inline bool small_book(const void *ctx, dem_str cameo, dem_ontology_entry *out)
{
    (void)ctx;
    static const struct {
        const char *code, *name, *type, *mode, *context;
        int quad;
        double goldstein;
    } codes[] = {{"039", "Express intent to mediate", "AGREE", "", "diplomatic", 1, 5.0},
                 {"038", "Express intent to accept mediation", "AGREE", "", "diplomatic", 1, 7.0},
                 {"036", "Express intent to meet or negotiate", "AGREE", "", "diplomatic", 1, 4.0},
                 {"125", "Reject proposal to meet, discuss, negotiate", "REJECT", "meet", "diplomatic", 3, -5.0},
                 {"106", "Demand meeting, negotiation", "REQUEST", "meet", "diplomatic", 3, -5.0},
                 {"1056", "Demand de-escalation of military engagement", "REQUEST", "yield", "military", 3, -5.0},
                 {"111", "Criticize or denounce", "ACCUSE", "disapprove", "", 3, -2.0},
                 {"190", "Use conventional military force", "ASSAULT", "", "military", 4, -10.0}};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        if (!dem_str_is(cameo, codes[i].code)) continue;
        *out = (dem_ontology_entry){.name = dem_str_c(codes[i].name),
                                    .type = dem_str_c(codes[i].type),
                                    .mode = dem_str_c(codes[i].mode),
                                    .contexts = {dem_str_c(codes[i].context)},
                                    .n_contexts = codes[i].context[0] != '\0',
                                    .quad = codes[i].quad,
                                    .goldstein = codes[i].goldstein};
        return true;
    }
    return false;
}

static inline dem_codebook test_book(void)
{
    return (dem_codebook){small_book, NULL};
}

/* One offer with a condition, said by a minister, and a toll; the é before all of it keeps bytes and code points apart. */
static inline dem_report *offer_report(void)
{
    dem_report *r = new_report("offer-1",
                               "T\xC3\xA9h\xC3\xA9ran news.\n\nIran offered to host talks for Syria unless shelling went on, "
                               "Salehi said.\n\nActivists counted at least 200 dead.\n",
                               "2012-07-15");
    r->meta.title = DEM_STR("Iran offers talks, \"again\"");
    r->meta.publisher = DEM_STR("Northgate Wire");
    r->meta.language = DEM_STR("en");
    add_sentence(r, "T\xC3\xA9h\xC3\xA9ran news.");
    int32_t s = add_sentence(r, "Iran offered to host talks for Syria unless shelling went on, Salehi said.");
    int32_t toll = add_sentence(r, "Activists counted at least 200 dead.");
    dem_actor salehi = make_actor(r, "Salehi", "Ali Akbar Salehi", "IRNGOV", "IRN");
    int32_t said = add_statement(r, s, salehi, "said", "Iran offered to host talks for Syria unless shelling went on");
    dem_condition *c = DEM_PUSH(r->arena, &r->conditions);
    *c = (dem_condition){.sentence = s, .type = DEM_COND_UNLESS, .span = span_of(r, "unless shelling went on"), .statement = said};
    dem_event *e = add_event(r, s, "039", "offered", "2012-07-15");
    *DEM_PUSH(r->arena, &e->actors) = make_actor(r, "Iran", "Iran", "IRNGOV", "IRN");
    *DEM_PUSH(r->arena, &e->recipients) = make_actor(r, "Syria", "Syria", "SYR", "SYR");
    *DEM_PUSH(r->arena, &e->attribution) = said;
    *DEM_PUSH(r->arena, &e->conditions) = 0;
    dem_actor activists = make_actor(r, "Activists", "", "", "");
    int32_t counted = add_statement(r, toll, activists, "counted", "at least 200 dead");
    dem_claim *k = add_claim(r, toll, "killed", "at least 200", 200, -1);
    k->qualifier = DEM_STR("at_least");
    k->victim_text = DEM_STR("people");
    *DEM_PUSH(r->arena, &k->attribution) = counted;
    return r;
}

#endif
