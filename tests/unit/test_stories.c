/* SPDX-License-Identifier: Apache-2.0 */
/* Stories: links that do not depend on the order of arrival, digests that survive their bytes, broken bytes refused, and the number of
   pairs compared as reports grow in number. Real reports are linked by eval stories; here digests are made by hand. */
#include "stories/internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "story_rules.h"

/* ---- made-up digests ---- */

static uint32_t rnd(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static int by_hash(const void *x, const void *y)
{
    const dem_term *a = x, *b = y;
    return a->hash < b->hash ? -1 : a->hash > b->hash;
}

/* Terms of a topic, some replaced by noise; unit length. */
static void terms(dem_arena *a, dem_terms *out, uint32_t topic, uint32_t noise, size_t n, uint32_t *state)
{
    for (size_t i = 0; i < n; i++) {
        dem_term *t = DEM_PUSH(a, out);
        uint32_t own = rnd(state) % 100 < noise;
        t->hash = own ? rnd(state) * 2 + 1 : (topic * 977 + (uint32_t)i * 31) * 2 + 2;
        t->weight = 1;
    }
    qsort(out->items, out->n, sizeof *out->items, by_hash);
    size_t kept = 0;
    for (size_t i = 0; i < out->n; i++)
        if (!kept || out->items[kept - 1].hash != out->items[i].hash) out->items[kept++] = out->items[i];
    out->n = kept;
    double sum = 0;
    for (size_t i = 0; i < kept; i++) {
        out->items[i].weight = 1.0F + (float)(out->items[i].hash % 7) / 10;
        sum += (double)out->items[i].weight * (double)out->items[i].weight;
    }
    double length = 1;
    for (int k = 0; k < 30; k++) length = (length + sum / length) / 2;
    for (size_t i = 0; i < kept; i++) out->items[i].weight /= (float)length;
}

static void text(dem_arena *a, dem_digest *d, uint32_t source, size_t from, size_t to)
{
    for (size_t i = 0; i < DEM_SIGNATURE; i++) {
        uint32_t *slot = DEM_PUSH(a, &d->signature);
        *slot = UINT32_MAX;
    }
    for (size_t i = from; i < to; i++) {
        uint32_t h = dem_hash32(dem_str_printf(a, "%u/%zu", source, i), 9);
        if (h % DEM_SAMPLE_STEP == 0) {
            uint32_t *slot = DEM_PUSH(a, &d->sample);
            *slot = h;
        }
        for (uint32_t k = 0; k < DEM_SIGNATURE; k++) {
            uint32_t x = (h ^ (k * 0x9e3779b9u)) * 0x85ebca6bu;
            if (x < d->signature.items[k]) d->signature.items[k] = x;
        }
        d->n_shingles++;
    }
    d->sample.n = dem_sort_unique32(d->sample.items, d->sample.n);
}

/* Report `i` tells news `topic` on `day`; its words are those of text `source` from..to. */
static dem_digest *digest(dem_story_rules *rules, dem_arena *a, const char *id, uint32_t topic, dem_day day, uint32_t source, size_t from, size_t to)
{
    dem_digest *d = DEM_NEW(a, dem_digest);
    uint32_t state = source * 7919 + topic;
    d->id = dem_str_dup(a, dem_str_c(id));
    d->publisher = dem_str_printf(a, "outlet %u", source % 40);
    d->published = day;
    terms(a, &d->words, topic, 40, 40, &state);
    terms(a, &d->names, topic + 500000, 25, 10, &state);
    text(a, d, source, from, to);
    dem_error err;
    assert_int_equal(dem_digest_index(rules, a, d, &err), DEM_OK);
    return d;
}

static dem_kin kin_of(dem_story_rules *rules, dem_arena *a, const dem_digest *x, const dem_digest *y)
{
    dem_link there, back;
    dem_error err;
    assert_int_equal(dem_link_digests(rules, x, y, a, &there, &err), DEM_OK);
    assert_int_equal(dem_link_digests(rules, y, x, a, &back, &err), DEM_OK);
    assert_int_equal(there.kin, back.kin);
    assert_true(there.score == back.score);
    return there.kin;
}

static void copies_and_retellings(void **unused)
{
    (void)unused;
    dem_arena *a = dem_arena_new(0);
    dem_story_rules *rules = load_story_rules(a);
    const dem_digest *whole = digest(rules, a, "whole", 1, 15000, 1, 0, 300);
    const dem_digest *cut = digest(rules, a, "cut", 1, 15001, 1, 100, 180);
    const dem_digest *other = digest(rules, a, "other", 1, 15001, 2, 0, 300);
    const dem_digest *late = digest(rules, a, "late", 1, 15006, 3, 0, 300);
    const dem_digest *else_ = digest(rules, a, "else", 77, 15000, 4, 0, 300);
    const dem_digest *reprint = digest(rules, a, "reprint", 1, 15400, 1, 0, 290);
    assert_int_equal(kin_of(rules, a, whole, cut), DEM_KIN_COPY);
    assert_int_equal(kin_of(rules, a, whole, other), DEM_KIN_STORY);
    assert_int_equal(kin_of(rules, a, whole, late), DEM_KIN_NONE);
    assert_int_equal(kin_of(rules, a, whole, else_), DEM_KIN_NONE);
    assert_int_equal(kin_of(rules, a, whole, reprint), DEM_KIN_COPY); /* a text reprinted a year later is still a copy */
    dem_story_rules_free(rules);
    dem_arena_free(a);
}

static dem_digest_event *event(dem_arena *a, dem_digest *d, const char *cameo, const char *name, const char *code, dem_party_kind kind)
{
    dem_party who = {dem_str_c(name), dem_str_c(code), DEM_STR_NONE, (uint8_t)kind};
    dem_digest_event *e = DEM_PUSH(a, &d->events);
    *e = (dem_digest_event){.sentence = dem_hash32(d->id, (uint32_t)d->events.n), .index = 2, .from = DEM_DAY_NONE, .to = DEM_DAY_NONE, .same = (int32_t)d->events.n - 1};
    e->id = dem_str_printf(a, "%.*s-%zu", DEM_FMT(d->id), d->events.n);
    snprintf(e->cameo, sizeof e->cameo, "%s", cameo);
    dem_party_add(&e->actors, &who, a);
    return e;
}

static size_t events_linked(dem_story_rules *rules, dem_arena *a, const dem_digest *x, const dem_digest *y)
{
    dem_link link;
    dem_error err;
    assert_int_equal(dem_link_digests(rules, x, y, a, &link, &err), DEM_OK);
    assert_int_equal(link.kin, DEM_KIN_STORY);
    return link.events.n;
}

/* Who welcomes one thing in both has welcomed the same; another person of one body, another code or another body has not. */
static void what_else_it_could_be(void **unused)
{
    (void)unused;
    dem_arena *a = dem_arena_new(0);
    dem_story_rules *rules = load_story_rules(a);
    dem_digest *x = digest(rules, a, "x", 1, 15001, 1, 0, 300), *y = digest(rules, a, "y", 1, 15001, 2, 0, 300);
    dem_digest_event *first = event(a, x, "051", "Amos", "IGOUNO", DEM_PARTY_PERSON);
    dem_digest_event *second = event(a, y, "051", "Valerie Amos", "IGOUNO", DEM_PARTY_PERSON);
    assert_int_equal(events_linked(rules, a, x, y), 1);
    second->actors.items[0].name = DEM_STR("Lakhdar Brahimi");
    *(uint32_t *)DEM_PUSH(a, &first->words) = dem_word_hash(DEM_STR("convoy"), 9, false);
    *(uint32_t *)DEM_PUSH(a, &second->words) = dem_word_hash(DEM_STR("envoy"), 9, false);
    first = event(a, x, "051", "United Nations", "IGOUNO", DEM_PARTY_BODY);
    second = event(a, y, "051", "United Nations", "IGOUNO", DEM_PARTY_BODY);
    *(uint32_t *)DEM_PUSH(a, &first->words) = dem_word_hash(DEM_STR("corridor"), 9, false);
    *(uint32_t *)DEM_PUSH(a, &second->words) = dem_word_hash(DEM_STR("corridor"), 9, false);
    dem_link link;
    dem_error err;
    assert_int_equal(dem_link_digests(rules, x, y, a, &link, &err), DEM_OK);
    assert_int_equal(link.events.n, 1);
    assert_int_equal(link.events.items[0].a, 1);
    assert_int_equal(link.events.items[0].b, 1);
    memcpy(y->events.items[1].cameo, "112", 4);
    y->events.items[0].actors.items[0].code = DEM_STR("RUSGOV");
    assert_int_equal(dem_link_digests(rules, x, y, a, &link, &err), DEM_OK);
    assert_int_equal(link.events.n, 0);
    dem_story_rules_free(rules);
    dem_arena_free(a);
}

/* What begins with a day on which the other one was out already tells something newer, whatever else it tells. */
static void newer_is_other_news(void **unused)
{
    (void)unused;
    dem_arena *a = dem_arena_new(0);
    dem_story_rules *rules = load_story_rules(a);
    dem_digest *x = digest(rules, a, "x", 1, 15001, 1, 0, 300), *y = digest(rules, a, "y", 1, 15002, 2, 0, 300);
    *(dem_day *)DEM_PUSH(a, &x->lead_days) = 15000;
    *(dem_day *)DEM_PUSH(a, &y->lead_days) = 15001;
    assert_int_equal(kin_of(rules, a, x, y), DEM_KIN_NONE);
    /* Both were out when it happened, and the later one tells of the first day too. */
    dem_digest_event *e = event(a, y, "190", "Mali", "MLIMIL", DEM_PARTY_ANY);
    e->from = e->to = 15000;
    assert_int_equal(kin_of(rules, a, x, y), DEM_KIN_STORY);
    y->lead_days.items[0] = 15002;
    assert_int_equal(kin_of(rules, a, x, y), DEM_KIN_NONE);
    dem_story_rules_free(rules);
    dem_arena_free(a);
}

/* Another first day in the text outweighs all likeness. */
static void other_day_is_other_news(void **unused)
{
    (void)unused;
    dem_arena *a = dem_arena_new(0);
    dem_story_rules *rules = load_story_rules(a);
    dem_digest *x = digest(rules, a, "x", 1, 15001, 1, 0, 300), *y = digest(rules, a, "y", 1, 15002, 2, 0, 300);
    assert_int_equal(kin_of(rules, a, x, y), DEM_KIN_STORY);
    *(dem_day *)DEM_PUSH(a, &x->lead_days) = 15001;
    *(dem_day *)DEM_PUSH(a, &y->lead_days) = 15002;
    assert_int_equal(kin_of(rules, a, x, y), DEM_KIN_NONE);
    y->lead_days.items[0] = 15001;
    assert_int_equal(kin_of(rules, a, x, y), DEM_KIN_STORY);
    dem_story_rules_free(rules);
    dem_arena_free(a);
}

/* ---- order ---- */

static char *print_stories(dem_story_rules *rules, dem_digest **list, const size_t *order, size_t n)
{
    dem_web *w;
    dem_picture p;
    dem_error err;
    dem_buf out = {0};
    assert_int_equal(dem_web_new(rules, &w, &err), DEM_OK);
    for (size_t i = 0; i < n; i++) assert_int_equal(dem_web_add(w, list[order[i]], &err), DEM_OK);
    assert_int_equal(dem_web_picture(w, &p, &err), DEM_OK);
    for (size_t i = 0; i < p.stories.n; i++) {
        dem_json j = {&out, DEM_PARTY_ANY};
        dem_record_story(&j, &p.stories.items[i]);
        dem_buf_ch(&out, '\n');
    }
    assert_true(p.stories.n > 0);
    dem_web_free(w);
    return out.p;
}

static void order_does_not_matter(void **unused)
{
    (void)unused;
    enum { N = 60 };
    dem_arena *a = dem_arena_new(0);
    dem_story_rules *rules = load_story_rules(a);
    dem_digest *list[N];
    size_t order[N];
    for (size_t i = 0; i < N; i++) {
        uint32_t topic = (uint32_t)i / 5, source = i % 5 == 4 ? (uint32_t)i - 1 : (uint32_t)i;
        dem_day day = i % 13 == 12 ? DEM_DAY_NONE : 15000 + (dem_day)(topic * 2 + i % 2);
        list[i] = digest(rules, a, dem_str_printf(a, "r%02zu", i).p, topic, day, source, 0, i % 5 == 4 ? 120 : 250);
        order[i] = i;
    }
    char *first = print_stories(rules, list, order, N);
    for (uint32_t seed = 1; seed < 6; seed++) {
        uint32_t state = seed;
        for (size_t i = N; i-- > 1;) {
            size_t k = rnd(&state) % (i + 1), t = order[i];
            order[i] = order[k];
            order[k] = t;
        }
        char *again = print_stories(rules, list, order, N);
        assert_string_equal(first, again);
        free(again);
    }
    free(first);
    dem_story_rules_free(rules);
    dem_arena_free(a);
}

/* ---- growth ---- */

/* Ten news a day, each told by four reports, one of them a trimmed copy. */
static size_t compared(dem_story_rules *rules, size_t n, size_t *stories)
{
    dem_arena *a = dem_arena_new(0);
    dem_web *w;
    dem_picture p;
    dem_error err;
    assert_int_equal(dem_web_new(rules, &w, &err), DEM_OK);
    for (size_t i = 0; i < n; i++) {
        uint32_t topic = (uint32_t)i / 4, source = i % 4 == 3 ? (uint32_t)i - 1 : (uint32_t)i;
        const dem_digest *d = digest(rules, a, dem_str_printf(a, "r%zu", i).p, topic, 15000 + (dem_day)(topic / 10), source, 0, i % 4 == 3 ? 60 : 120);
        assert_int_equal(dem_web_add(w, d, &err), DEM_OK);
    }
    assert_int_equal(dem_web_picture(w, &p, &err), DEM_OK);
    *stories = p.stories.n;
    size_t count = dem_web_compared(w);
    dem_web_free(w);
    dem_arena_free(a);
    return count;
}

static void pairs_grow_with_reports(void **unused)
{
    (void)unused;
    dem_arena *a = dem_arena_new(0);
    dem_story_rules *rules = load_story_rules(a);
    size_t stories[2], half = compared(rules, 5000, &stories[0]), all = compared(rules, 10000, &stories[1]);
    print_message("pairs compared: %zu for 5,000 reports, %zu for 10,000; %zu and %zu stories\n", half, all, stories[0], stories[1]);
    assert_true(all < half * 5 / 2);
    assert_true(all < 10000 * 20);
    /* 2,500 news: nearly all of them are one story each. */
    assert_in_range(stories[1], 2400, 2700);
    dem_story_rules_free(rules);
    dem_arena_free(a);
}

/* ---- bytes ---- */

static void add_findings(dem_arena *a, dem_digest *d)
{
    dem_party who = {DEM_STR("Norway"), DEM_STR("NORGOV"), DEM_STR("NOR"), DEM_PARTY_PERSON};
    dem_digest_event *e = DEM_PUSH(a, &d->events);
    *e = (dem_digest_event){.id = DEM_STR("ev-1"), .sentence = 77, .index = 3, .cameo = "0356", .from = 15000, .to = 15002, .place = DEM_STR("Oslo")};
    dem_party_add(&e->actors, &who, a);
    *(uint32_t *)DEM_PUSH(a, &e->words) = dem_word_hash(DEM_STR("truce"), 6, false);
    dem_digest_claim *c = DEM_PUSH(a, &d->claims);
    *c = (dem_digest_claim){.kind = DEM_STR("killed"), .min = 3, .max = -1, .from = DEM_DAY_NONE, .to = DEM_DAY_NONE};
    dem_bid *b = DEM_PUSH(a, &d->bids);
    *b = (dem_bid){.kind = DEM_STR("host"), .venue = DEM_STR("Oslo"), .first = 15000, .last = DEM_DAY_NONE, .moved = true};
    dem_party_add(&b->proposer, &who, a);
    dem_answer *r = DEM_PUSH(a, &b->answers);
    *r = (dem_answer){.actor = who, .stance = DEM_STR("refuses"), .day = 15001, .quote = DEM_STR("No.")};
    dem_term_of_offer *t = DEM_PUSH(a, &r->conditions);
    *t = (dem_term_of_offer){DEM_STR("until"), DEM_STR("until they leave")};
    dem_stand *s = DEM_PUSH(a, &d->stands);
    *s = (dem_stand){.actor = who, .issue = DEM_STR("release"), .stance = DEM_STR("demands"), .day = 14000};
}

static void bytes_keep_everything(void **unused)
{
    (void)unused;
    dem_arena *a = dem_arena_new(0);
    dem_story_rules *rules = load_story_rules(a);
    dem_digest *d = digest(rules, a, "a", 1, 15000, 1, 0, 300), read;
    dem_buf bytes = {0}, again = {0};
    dem_error err;
    add_findings(a, d);
    assert_int_equal(dem_digest_index(rules, a, d, &err), DEM_OK);
    dem_digest_write(d, &bytes);
    assert_int_equal(dem_digest_read(a, dem_buf_view(&bytes), &read, &err), DEM_OK);
    assert_int_equal(dem_digest_index(rules, a, &read, &err), DEM_OK);
    dem_digest_write(&read, &again);
    assert_int_equal(bytes.n, again.n);
    assert_memory_equal(bytes.p, again.p, bytes.n);
    assert_int_equal(read.keys.n, d->keys.n);
    assert_memory_equal(read.keys.items, d->keys.items, d->keys.n * sizeof *d->keys.items);
    assert_string_equal(read.events.items[0].cameo, "0356");
    assert_int_equal(read.events.items[0].actors.items[0].kind, DEM_PARTY_PERSON);
    assert_int_equal(read.events.items[0].words.n, 1);
    assert_int_equal(read.claims.items[0].max, -1);
    assert_int_equal(read.claims.items[0].from, DEM_DAY_NONE);
    assert_true(dem_str_is(read.bids.items[0].answers.items[0].conditions.items[0].type, "until"));
    assert_true(dem_str_is(read.bids.items[0].answers.items[0].report, "a"));
    /* What an earlier program wrote is read without the words, which it told apart otherwise. */
    bytes.p[0] = 1;
    assert_int_equal(dem_digest_read(a, dem_buf_view(&bytes), &read, &err), DEM_OK);
    assert_int_equal(read.events.items[0].words.n, 0);
    assert_string_equal(read.events.items[0].cameo, "0356");
    dem_buf_free(&bytes);
    dem_buf_free(&again);
    dem_story_rules_free(rules);
    dem_arena_free(a);
}

/* Every prefix is refused; changed bytes are refused or read, and never more than that. */
static void broken_bytes_are_refused(void **unused)
{
    (void)unused;
    dem_arena *a = dem_arena_new(0), *scratch = dem_arena_new(0);
    dem_story_rules *rules = load_story_rules(a);
    dem_digest *d = digest(rules, a, "a", 1, 15000, 1, 0, 60), read;
    dem_buf bytes = {0};
    dem_error err;
    add_findings(a, d);
    dem_digest_write(d, &bytes);
    for (size_t n = 0; n < bytes.n; n++) {
        dem_arena_reset(scratch);
        assert_int_equal(dem_digest_read(scratch, (dem_str){bytes.p, n}, &read, &err), DEM_EDATA);
    }
    uint32_t state = 5;
    for (int i = 0; i < 3000; i++) {
        size_t at = rnd(&state) % bytes.n;
        char old = bytes.p[at];
        bytes.p[at] = (char)rnd(&state);
        dem_arena_reset(scratch);
        int rc = dem_digest_read(scratch, dem_buf_view(&bytes), &read, &err);
        assert_true(rc == DEM_OK || rc == DEM_EDATA);
        if (rc == DEM_OK) {
            dem_link link;
            assert_int_equal(dem_digest_index(rules, scratch, &read, &err), DEM_OK);
            assert_int_equal(dem_link_digests(rules, d, &read, scratch, &link, &err), DEM_OK);
        }
        bytes.p[at] = old;
    }
    dem_buf_free(&bytes);
    dem_story_rules_free(rules);
    dem_arena_free(scratch);
    dem_arena_free(a);
}

/* ---- initiatives ---- */

static dem_digest *told(dem_story_rules *rules, dem_arena *a, const char *id, dem_day day, const char *who, const char *stance, dem_day when)
{
    dem_digest *d = digest(rules, a, id, (uint32_t)day, day, (uint32_t)day, 0, 100);
    dem_party norway = {DEM_STR("Norway"), DEM_STR("NOR"), DEM_STR("NOR"), DEM_PARTY_ANY};
    dem_bid *b = DEM_PUSH(a, &d->bids);
    *b = (dem_bid){.kind = DEM_STR("host"), .first = 15000, .last = when, .dated = true, .moved = true};
    dem_party_add(&b->proposer, &norway, a);
    dem_answer *r = DEM_PUSH(a, &b->answers);
    *r = (dem_answer){.actor = {dem_str_c(who), dem_str_c(who), dem_str_cut(dem_str_c(who), 0, 3), DEM_PARTY_ANY}, .stance = dem_str_c(stance), .day = when, .report = d->id};
    dem_party_add(&b->parties, &r->actor, a);
    dem_party kenya = {DEM_STR("Kenya"), DEM_STR("KENGOV"), DEM_STR("KEN"), DEM_PARTY_ANY};
    dem_party_add(&b->parties, &kenya, a);
    dem_error err;
    assert_int_equal(dem_digest_index(rules, a, d, &err), DEM_OK);
    return d;
}

static void answers_of_many_reports_are_one_initiative(void **unused)
{
    (void)unused;
    dem_arena *a = dem_arena_new(0);
    dem_story_rules *rules = load_story_rules(a);
    const dem_digest *list[] = {told(rules, a, "a", 15001, "KENGOV", "accepts", 15001), told(rules, a, "b", 15004, "KENREB", "refuses", 15004),
                                told(rules, a, "c", 15008, "KENREB", "accepts", 15008)};
    dem_web *w;
    dem_picture p;
    dem_error err;
    assert_int_equal(dem_web_new(rules, &w, &err), DEM_OK);
    for (size_t i = 0; i < 3; i++) assert_int_equal(dem_web_add(w, list[2 - i], &err), DEM_OK);
    assert_int_equal(dem_web_picture(w, &p, &err), DEM_OK);
    assert_int_equal(p.initiatives.n, 1);
    const dem_initiative_record *x = &p.initiatives.items[0];
    assert_int_equal(x->reports.n, 3);
    assert_true(dem_str_is(x->state, "accepted"));
    assert_int_equal(x->history.n, 3);
    assert_true(dem_str_is(x->history.items[0].state, "accepted"));
    assert_true(dem_str_is(x->history.items[1].state, "split"));
    assert_int_equal(x->history.items[1].day, 15004);
    assert_true(dem_str_is(x->history.items[2].state, "accepted"));
    /* The rebels' position: now yes, before that no. */
    size_t found = 0;
    for (size_t i = 0; i < p.positions.n; i++) {
        const dem_position_record *q = &p.positions.items[i];
        if (!dem_str_is(q->actor.code, "KENREB")) continue;
        found++;
        assert_true(dem_str_is(q->now.stance, "accepts"));
        assert_int_equal(q->since, 15008);
        assert_int_equal(q->earlier.n, 1);
        assert_true(dem_str_is(q->earlier.items[0].stance, "refuses"));
        assert_true(dem_str_is(q->earlier.items[0].report, "b"));
    }
    assert_int_equal(found, 1);
    dem_web_free(w);
    dem_story_rules_free(rules);
    dem_arena_free(a);
}

/* Ids are keys of the store. */
static void two_plans_of_one_party_have_two_ids(void **unused)
{
    (void)unused;
    dem_arena *a = dem_arena_new(0);
    dem_story_rules *rules = load_story_rules(a);
    dem_digest *d = told(rules, a, "a", 15001, "KENGOV", "accepts", 15001);
    dem_bid *second = DEM_PUSH(a, &d->bids), *third = DEM_PUSH(a, &d->bids);
    *second = *third = d->bids.items[0];
    third->kind = DEM_STR("plan");
    dem_web *w;
    dem_picture p;
    dem_error err;
    assert_int_equal(dem_web_new(rules, &w, &err), DEM_OK);
    assert_int_equal(dem_web_add(w, d, &err), DEM_OK);
    assert_int_equal(dem_web_picture(w, &p, &err), DEM_OK);
    assert_int_equal(p.initiatives.n, 3);
    for (size_t i = 0; i < p.initiatives.n; i++)
        for (size_t k = 0; k < i; k++) assert_false(dem_str_eq(p.initiatives.items[i].id, p.initiatives.items[k].id));
    for (size_t i = 0; i < p.positions.n; i++)
        for (size_t k = 0; k < i; k++) assert_false(dem_str_eq(p.positions.items[i].id, p.positions.items[k].id));
    dem_web_free(w);
    dem_story_rules_free(rules);
    dem_arena_free(a);
}

/* ---- rules ---- */

static void broken_lists_name_their_line(void **unused)
{
    (void)unused;
    static const struct {
        const char *text;
        size_t line;
    } cases[] = {{"list nothing\n", 1}, {"truce = ceasefire\n", 1}, {"# weights\nlist weight\n  story-words = much\n", 3}, {"list weight\n  story-words = 1\n", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dem_named_text file = {"stories/x.txt", dem_str_c(cases[i].text)};
        dem_story_rules *rules = NULL;
        dem_error err = {.byte = -1};
        assert_int_equal(dem_story_rules_load(&file, 1, &rules, &err), DEM_EDATA);
        assert_null(rules);
        if (cases[i].line) assert_int_equal(err.line, cases[i].line);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(copies_and_retellings),     cmocka_unit_test(other_day_is_other_news), cmocka_unit_test(newer_is_other_news), cmocka_unit_test(what_else_it_could_be),
        cmocka_unit_test(order_does_not_matter),     cmocka_unit_test(pairs_grow_with_reports),
        cmocka_unit_test(bytes_keep_everything),     cmocka_unit_test(broken_bytes_are_refused),
        cmocka_unit_test(broken_lists_name_their_line), cmocka_unit_test(answers_of_many_reports_are_one_initiative),
        cmocka_unit_test(two_plans_of_one_party_have_two_ids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
