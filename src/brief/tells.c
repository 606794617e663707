/* SPDX-License-Identifier: Apache-2.0 */
/* Rows -> tells: the same day, actors, recipients and kind of act told by several reports is one tell with all its reports.
   So are tellings that the stories stage has found to be of one event. */
#include "brief/model.h"

#include "store/sql.h"

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
    DEM_VEC(dem_str) told; /* events that several reports tell, sorted, with their cluster behind each */
} loader;

static void party_keys(dem_strs *out, const dem_party_rows *rows, dem_arena *a)
{
    for (size_t i = 0; i < rows->n; i++) dem_keys_add(out, dem_party_key(&rows->items[i], a), a);
    if (out->n > 1) qsort(out->items, out->n, sizeof *out->items, by_bytes);
}

static dem_str tell_key(const dem_tell *t, dem_arena *a)
{
    dem_buf b = {0};
    dem_buf_printf(&b, "%.*s|%.*s|%.*s|%d|", DEM_FMT(t->day), DEM_FMT(t->phrase->verb), DEM_FMT(t->first.status), t->first.mutual);
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

/* The cluster's id of an event that several reports tell. `told` is sorted by event. */
static dem_str cluster_of(const loader *l, dem_str event)
{
    size_t low = 0, high = l->told.n / 2;
    while (low < high) {
        size_t mid = (low + high) / 2;
        int c = dem_str_cmp(l->told.items[2 * mid], event);
        if (c == 0) return l->told.items[2 * mid + 1];
        if (c < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return DEM_STR_NONE;
}

static int load_told(loader *l, dem_store *s, dem_error *err)
{
    dem_stmt *st;
    dem_arena *a = l->b->a;
    int rc = dem_sql_open(s, DEM_STR("SELECT e.id, c.id FROM cluster_events x JOIN events e ON e.key=x.event"
                                     " JOIN event_clusters c ON c.key=x.cluster WHERE e.current=1 ORDER BY e.id"), &st, err);
    if (rc != DEM_OK) return rc;
    for (bool row; (rc = dem_sql_step(st, &row, err)) == DEM_OK && row;) {
        dem_str *event = DEM_PUSH(a, &l->told);
        if (event) *event = dem_col_text(st, a);
        dem_str *cluster = event ? DEM_PUSH(a, &l->told) : NULL;
        if (cluster) *cluster = dem_col_text(st, a);
    }
    dem_sql_free(st);
    return rc;
}

static int each_event(void *ctx, const dem_event_row *e, dem_error *err)
{
    loader *l = ctx;
    dem_arena *a = l->b->a;
    dem_str own = e->when.start.n ? e->when.start : e->when.end;
    dem_tell fresh = {.day = own.n ? own : e->src.published,
                      .dated = own.n > 0,
                      .phrase = dem_phrase_of(&l->b->words, e->cameo),
                      .first = *e,
                      .initiative = DEM_NONE};
    if (e->when.end.n && !dem_str_eq(e->when.end, own)) fresh.until = e->when.end;
    party_keys(&fresh.actors, &e->actors, a);
    party_keys(&fresh.recipients, &e->recipients, a);
    dem_str cluster = cluster_of(l, e->src.id);
    dem_tell *t = find(l, cluster.n ? cluster : tell_key(&fresh, a), &fresh);
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

/* ---- what is new ---- */

static int number_order(const void *a, const void *b)
{
    return dem_str_cmp(((const dem_report_number *)a)->id, ((const dem_report_number *)b)->id);
}

static const dem_report_number *number_of(const dem_brief *b, dem_str id)
{
    dem_report_number want = {.id = id};
    if (b->numbers.n == 0) return NULL;
    return bsearch(&want, b->numbers.items, b->numbers.n, sizeof want, number_order);
}

size_t dem_report_number_of(const dem_brief *b, dem_str id, bool *fresh)
{
    const dem_report_number *n = number_of(b, id);
    if (fresh) *fresh = n && n->fresh;
    return n ? n->number : 0;
}

bool dem_reports_fresh(const dem_brief *b, const dem_strs *ids)
{
    for (size_t i = 0; i < ids->n; i++) {
        const dem_report_number *n = number_of(b, ids->items[i]);
        if (!n || !n->fresh) return false;
    }
    return ids->n > 0;
}

/* The newest report that the last brief of this focus has seen; -1: there was none. */
static int last_brief(dem_store *s, const char *focus, int64_t *seen, dem_error *err)
{
    dem_stmt *st;
    int rc = dem_sql_open(s, DEM_STR("SELECT max(newest) FROM briefs WHERE focus=?"), &st, err);
    if (rc != DEM_OK) return rc;
    dem_sql_text(st, focus && focus[0] ? dem_str_c(focus) : DEM_STR("*"));
    rc = dem_sql_run_key(st, seen, err);
    dem_sql_free(st);
    return rc;
}

/* Ids of the reports that were stored after the one with this key, sorted; and the newest key of all. */
static int stored_after(dem_brief *b, dem_store *s, int64_t seen, dem_strs *ids, dem_error *err)
{
    dem_stmt *st;
    int rc = dem_sql_open(s, DEM_STR("SELECT key, id FROM reports WHERE key>? ORDER BY id"), &st, err);
    if (rc != DEM_OK) return rc;
    dem_sql_int(st, seen);
    for (bool row; (rc = dem_sql_step(st, &row, err)) == DEM_OK && row;) {
        int64_t key = dem_col_int(st, 0);
        if (key > b->newest) b->newest = key;
        dem_str *slot = DEM_PUSH(b->a, ids);
        if (slot) *slot = dem_col_text(st, b->a);
    }
    dem_sql_free(st);
    return rc;
}

static int number_reports(dem_brief *b, dem_store *s, const dem_brief_options *o, dem_error *err)
{
    int64_t seen = -1;
    dem_strs stored = {0};
    int rc = o->since_last ? last_brief(s, b->filter->country, &seen, err) : DEM_OK;
    b->newest = seen;
    if (rc == DEM_OK && o->since_last) rc = stored_after(b, s, seen, &stored, err);
    if (rc != DEM_OK) return rc;
    b->since = (o->since_last && seen >= 0) || (o->since && o->since[0]);
    if (o->since) b->since_day = dem_str_c(o->since);
    for (size_t i = 0; i < b->reports.n; i++) {
        const dem_report_row *r = &b->reports.items[i];
        dem_report_number *n = DEM_PUSH(b->a, &b->numbers);
        if (!n) return dem_fail(err, DEM_EMEMORY, "memory is out");
        *n = (dem_report_number){.id = r->id, .number = i + 1};
        if (b->since_day.n) n->fresh = dem_str_cmp(r->published, b->since_day) >= 0;
        if (o->since_last && seen >= 0)
            n->fresh = stored.n && bsearch(&r->id, stored.items, stored.n, sizeof r->id, by_bytes) != NULL;
    }
    if (b->numbers.n) qsort(b->numbers.items, b->numbers.n, sizeof *b->numbers.items, number_order);
    return DEM_OK;
}

int dem_brief_load(dem_brief *b, dem_store *s, const dem_filter *f, const dem_brief_options *o, dem_error *err)
{
    loader l = {.b = b};
    /* What a filter cannot say about claims or reports is left out for them. */
    dem_filter events = *f, claims = *f, reports = *f;
    events.limit = claims.limit = reports.limit = 0;
    events.kind = NULL;
    claims.code = claims.type = claims.status = claims.recipient = NULL;
    reports.code = reports.type = reports.status = reports.recipient = reports.actor = reports.kind = NULL;
    claims.min_confidence = reports.min_confidence = 0;
    b->filter = f;
    int rc = dem_store_reports(s, &reports, b->a, each_report, b, err);
    if (rc == DEM_OK) rc = number_reports(b, s, o, err);
    if (rc == DEM_OK) rc = load_told(&l, s, err);
    if (rc == DEM_OK) rc = dem_store_events(s, &events, b->a, each_event, &l, err);
    if (rc == DEM_OK && b->tells.n) qsort(b->tells.items, b->tells.n, sizeof *b->tells.items, tell_order);
    if (rc == DEM_OK) merge_retold(b);
    if (rc == DEM_OK) rc = dem_store_claims(s, &claims, b->a, each_claim, b, err);
    for (size_t i = 0; i < b->tells.n; i++) b->tells.items[i].fresh = b->since && dem_reports_fresh(b, &b->tells.items[i].reports);
    if (rc == DEM_OK && dem_arena_failed(b->a)) rc = dem_fail(err, DEM_EMEMORY, "memory is out");
    return rc;
}
