/* SPDX-License-Identifier: Apache-2.0 */
/* Rows -> tells: the same day, actors, recipients and kind of act told by several reports is one tell with all its reports.
   Tells -> initiatives. Thin on purpose: what links two different tellings beyond that is the stories stage's work. */
#include "store/brief.h"

#include <stdlib.h>

void dem_keys_add(dem_strs *v, dem_str s, dem_arena *a)
{
    if (s.n == 0 || dem_keys_has(v, s)) return;
    dem_str *slot = DEM_PUSH(a, v);
    if (slot) *slot = s;
}

bool dem_keys_has(const dem_strs *v, dem_str s)
{
    for (size_t i = 0; i < v->n; i++)
        if (dem_str_eq(v->items[i], s)) return true;
    return false;
}

bool dem_keys_meet(const dem_strs *a, const dem_strs *b)
{
    for (size_t i = 0; i < a->n; i++)
        if (dem_keys_has(b, a->items[i])) return true;
    return false;
}

static int by_bytes(const void *a, const void *b)
{
    return dem_str_cmp(*(const dem_str *)a, *(const dem_str *)b);
}

typedef struct loader {
    dem_brief *b;
    uint32_t *table; /* open addressing: index + 1 of a tell */
    size_t size;
    DEM_VEC(dem_str) keys; /* parallel to the tells */
} loader;

static void party_keys(dem_strs *out, const dem_party_rows *rows, dem_arena *a)
{
    for (size_t i = 0; i < rows->n; i++) dem_keys_add(out, dem_party_key(&rows->items[i], a), a);
    if (out->n > 1) qsort(out->items, out->n, sizeof *out->items, by_bytes);
}

static dem_str tell_key(const dem_tell *t, dem_arena *a)
{
    dem_buf b = {0};
    dem_buf_printf(&b, "%.*s|%s|%.*s|%d|", DEM_FMT(t->day), t->phrase->verb, DEM_FMT(t->first.status), t->first.mutual);
    for (size_t i = 0; i < t->actors.n; i++) dem_buf_printf(&b, "%.*s,", DEM_FMT(t->actors.items[i]));
    dem_buf_ch(&b, '>');
    for (size_t i = 0; i < t->recipients.n; i++) dem_buf_printf(&b, "%.*s,", DEM_FMT(t->recipients.items[i]));
    dem_str key = dem_str_dup(a, dem_buf_view(&b));
    dem_buf_free(&b);
    return key;
}

static bool grow(loader *l)
{
    dem_arena *a = l->b->a;
    size_t size = l->size ? l->size * 2 : 256;
    uint32_t *table = DEM_NEW_N(a, uint32_t, size);
    if (!table) return false;
    for (size_t i = 0; i < l->keys.n; i++) {
        size_t at = dem_hash(l->keys.items[i], 1) & (size - 1);
        while (table[at]) at = (at + 1) & (size - 1);
        table[at] = (uint32_t)i + 1;
    }
    l->table = table;
    l->size = size;
    return true;
}

/* The tell with this key, a copy of `fresh` when it is the first. */
static dem_tell *find(loader *l, dem_str key, const dem_tell *fresh)
{
    dem_arena *a = l->b->a;
    if (l->keys.n * 2 >= l->size && !grow(l)) return NULL;
    size_t at = dem_hash(key, 1) & (l->size - 1);
    for (; l->table[at]; at = (at + 1) & (l->size - 1))
        if (dem_str_eq(l->keys.items[l->table[at] - 1], key)) return &l->b->tells.items[l->table[at] - 1];
    dem_tell *t = DEM_PUSH(a, &l->b->tells);
    dem_str *k = DEM_PUSH(a, &l->keys);
    size_t b_n = l->b->tells.n;
    if (!t || !k) return NULL;
    *t = *fresh;
    t->order = b_n - 1;
    *k = key;
    l->table[at] = (uint32_t)l->keys.n;
    return t;
}

static void merge_conditions(dem_tell *t, const dem_condition_rows *rows, dem_arena *a)
{
    for (size_t i = 0; i < rows->n; i++) {
        bool there = false;
        for (size_t k = 0; k < t->conditions.n; k++) there = there || dem_str_eq(t->conditions.items[k].text, rows->items[i].text);
        dem_condition_row *c = there ? NULL : DEM_PUSH(a, &t->conditions);
        if (c) *c = rows->items[i];
    }
}

static dem_str speaker_words(const dem_source_row *s, dem_arena *a)
{
    if (s->via.n && s->speaker.n) return dem_str_printf(a, "%.*s (via %.*s)", DEM_FMT(s->speaker), DEM_FMT(s->via));
    return s->speaker.n ? s->speaker : s->via;
}

static int each_event(void *ctx, const dem_event_row *e, dem_error *err)
{
    loader *l = ctx;
    dem_arena *a = l->b->a;
    dem_str own = e->when.start.n ? e->when.start : e->when.end;
    dem_tell fresh = {.day = own.n ? own : e->src.published,
                      .dated = own.n > 0,
                      .phrase = dem_phrase_of(e->cameo),
                      .first = *e,
                      .initiative = DEM_NONE};
    if (e->when.end.n && !dem_str_eq(e->when.end, own)) fresh.until = e->when.end;
    party_keys(&fresh.actors, &e->actors, a);
    party_keys(&fresh.recipients, &e->recipients, a);
    dem_tell *t = find(l, tell_key(&fresh, a), &fresh);
    if (!t) return dem_fail(err, DEM_EMEMORY, "memory is out");
    t->dated = t->dated || fresh.dated;
    if (e->confidence > t->confidence) t->confidence = e->confidence;
    dem_keys_add(&t->speakers, speaker_words(&e->src, a), a);
    dem_keys_add(&t->reports, e->src.report, a);
    dem_keys_add(&t->venues, e->venue, a);
    merge_conditions(t, &e->conditions, a);
    return DEM_OK;
}

static int each_claim(void *ctx, const dem_claim_row *c, dem_error *err)
{
    dem_brief *b = ctx;
    dem_claim_row *row = DEM_PUSH(b->a, &b->claims);
    if (!row) return dem_fail(err, DEM_EMEMORY, "memory is out");
    *row = *c;
    return DEM_OK;
}

static int each_report(void *ctx, const dem_report_row *r, dem_error *err)
{
    dem_brief *b = ctx;
    dem_report_row *row = DEM_PUSH(b->a, &b->reports);
    if (!row) return dem_fail(err, DEM_EMEMORY, "memory is out");
    *row = *r;
    return DEM_OK;
}

/* Days from a to b; a large number when one is not known. */
static int64_t days_between(dem_str a, dem_str b)
{
    dem_day x = dem_day_parse(a), y = dem_day_parse(b);
    return x == DEM_DAY_NONE || y == DEM_DAY_NONE ? INT32_MAX : (int64_t)y - x;
}

static bool same_keys(const dem_strs *a, const dem_strs *b)
{
    if (a->n != b->n) return false;
    for (size_t i = 0; i < a->n; i++)
        if (!dem_str_eq(a->items[i], b->items[i])) return false;
    return true;
}

static bool same_act(const dem_tell *x, const dem_tell *y)
{
    return x->phrase == y->phrase && x->first.mutual == y->first.mutual && dem_str_eq(x->first.status, y->first.status) &&
           same_keys(&x->actors, &y->actors) && same_keys(&x->recipients, &y->recipients);
}

enum { RETOLD_DAYS = 2, RETOLD_WINDOW = 400 };

/* Where reports give no day for the event, the same act told again a day or two later is the same act. Sorted by day. */
static void merge_retold(dem_brief *b)
{
    size_t kept = 0;
    for (size_t i = 0; i < b->tells.n; i++) {
        dem_tell *t = &b->tells.items[i], *old = NULL;
        for (size_t k = kept; !t->dated && t->day.n && t->actors.n && k-- > 0 && kept - k < RETOLD_WINDOW;) {
            dem_tell *x = &b->tells.items[k];
            if (days_between(x->retold.n ? x->retold : x->day, t->day) > RETOLD_DAYS) break;
            if (!x->dated && same_act(x, t)) {
                old = x;
                break;
            }
        }
        if (!old) {
            b->tells.items[kept++] = *t;
            continue;
        }
        old->retold = t->day;
        if (t->confidence > old->confidence) old->confidence = t->confidence;
        for (size_t k = 0; k < t->speakers.n; k++) dem_keys_add(&old->speakers, t->speakers.items[k], b->a);
        for (size_t k = 0; k < t->reports.n; k++) dem_keys_add(&old->reports, t->reports.items[k], b->a);
        for (size_t k = 0; k < t->venues.n; k++) dem_keys_add(&old->venues, t->venues.items[k], b->a);
        merge_conditions(old, &t->conditions, b->a);
    }
    b->tells.n = kept;
}

/* By day, those without one last; in the order they were told within a day. */
static int tell_order(const void *a, const void *b)
{
    const dem_tell *x = a, *y = b;
    if ((x->day.n == 0) != (y->day.n == 0)) return x->day.n == 0 ? 1 : -1;
    int c = dem_str_cmp(x->day, y->day);
    if (c) return c;
    return x->order < y->order ? -1 : 1;
}

int dem_brief_load(dem_brief *b, dem_store *s, const dem_filter *f, dem_error *err)
{
    loader l = {.b = b};
    /* What a filter cannot say about claims or reports is left out for them. */
    dem_filter events = *f, claims = *f, reports = *f;
    events.limit = claims.limit = reports.limit = 0;
    events.kind = NULL;
    claims.code = claims.type = claims.status = claims.recipient = NULL;
    reports.code = reports.type = reports.status = reports.recipient = reports.actor = reports.kind = NULL;
    claims.min_confidence = reports.min_confidence = 0;
    int rc = dem_store_events(s, &events, b->a, each_event, &l, err);
    if (rc == DEM_OK && b->tells.n) qsort(b->tells.items, b->tells.n, sizeof *b->tells.items, tell_order);
    if (rc == DEM_OK) merge_retold(b);
    if (rc == DEM_OK) rc = dem_store_claims(s, &claims, b->a, each_claim, b, err);
    if (rc == DEM_OK) rc = dem_store_reports(s, &reports, b->a, each_report, b, err);
    return rc;
}

/* ---- initiatives ---- */

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
    dem_initiative *found = NULL;
    for (size_t i = b->initiatives.n; i-- > 0 && !found;) {
        dem_initiative *x = &b->initiatives.items[i];
        bool near = days_between(x->last, t->day) <= OFFER_DAYS || dem_keys_meet(&x->reports, &t->reports);
        bool parties = x->parties.n == 0 || t->recipients.n == 0 || dem_keys_meet(&x->parties, &t->recipients);
        if (dem_str_eq(x->proposer, t->actors.items[0]) && near && parties) found = x;
    }
    if (!found) {
        found = DEM_PUSH(b->a, &b->initiatives);
        if (!found) return;
        *found = (dem_initiative){.proposer = t->actors.items[0], .first = t->day};
    }
    found->last = t->day;
    add_strs(&found->parties, &t->recipients, b->a);
    add_strs(&found->reports, &t->reports, b->a);
    size_t *slot = DEM_PUSH(b->a, &found->offers);
    if (slot) *slot = tell;
    t->initiative = (int32_t)(found - b->initiatives.items);
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
static bool answers(const dem_initiative *x, const dem_tell *t)
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
    for (size_t i = b->initiatives.n; i-- > 0;) {
        dem_initiative *x = &b->initiatives.items[i];
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
