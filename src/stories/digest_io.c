/* SPDX-License-Identifier: Apache-2.0 */
/* A digest as bytes and back. One walk over the fields serves both directions, so that they cannot differ. Numbers are seven bits a byte,
   lowest first, the eighth says that more follow; strings and lists carry their length before them; a list never has more items than
   bytes are left. The first byte is the form's version. */
#include "stories/internal.h"

/* Form 1: words of events had no weights, so they are nobody's words now. */
enum { FORM = 2 };

typedef struct io {
    dem_buf *out;   /* writing, or NULL */
    dem_arena *a;   /* reading */
    dem_str in;
    size_t at;
    bool bad;
} io;

static void number(io *x, uint64_t *v)
{
    if (x->out) {
        uint64_t n = *v;
        for (; n >= 128; n >>= 7) dem_buf_ch(x->out, (char)(unsigned char)((n & 127) | 128));
        dem_buf_ch(x->out, (char)(unsigned char)n);
        return;
    }
    *v = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        if (x->at >= x->in.n) break;
        unsigned char c = (unsigned char)x->in.p[x->at++];
        *v |= (uint64_t)(c & 127) << shift;
        if (c < 128) return;
    }
    x->bad = true;
}

/* Small negative numbers stay small: 0 -1 1 -2 2 … */
static void integer(io *x, int64_t *v)
{
    uint64_t n = (uint64_t)*v << 1 ^ (*v < 0 ? UINT64_MAX : 0);
    number(x, &n);
    *v = (int64_t)(n >> 1) ^ -(int64_t)(n & 1);
}

static void day(io *x, dem_day *d)
{
    int64_t v = *d;
    integer(x, &v);
    if (v < INT32_MIN || v > INT32_MAX) x->bad = true;
    *d = x->bad ? DEM_DAY_NONE : (dem_day)v;
}

static void u32(io *x, uint32_t *v)
{
    uint64_t n = *v;
    number(x, &n);
    if (n > UINT32_MAX) x->bad = true;
    *v = (uint32_t)n;
}

static void boolean(io *x, bool *v)
{
    uint64_t n = *v;
    number(x, &n);
    *v = n != 0;
}

static void text(io *x, dem_str *s)
{
    uint64_t n = s->n;
    number(x, &n);
    if (x->out) {
        dem_buf_str(x->out, *s);
        return;
    }
    if (n > x->in.n - x->at) x->bad = true;
    *s = x->bad ? DEM_STR_NONE : dem_str_dup(x->a, dem_str_cut(x->in, x->at, x->at + (size_t)n));
    if (!x->bad) x->at += (size_t)n;
    if (!s->n) *s = DEM_STR_NONE;
}

/* The length of a list, and its room when reading. */
static size_t list(io *x, void **items, size_t *n, size_t *cap, size_t size)
{
    uint64_t count = *n;
    number(x, &count);
    if (x->out) return (size_t)count;
    if (x->bad || count > x->in.n - x->at) {
        x->bad = true;
        return 0;
    }
    *items = count ? dem_alloc_n(x->a, (size_t)count, size) : NULL;
    if (count && !*items) x->bad = true;
    *n = *cap = x->bad ? 0 : (size_t)count;
    return *n;
}
#define LIST(x, v, i)                                                                                          \
    void *items_##i = (v)->items;                                                                              \
    size_t n_##i = list((x), &items_##i, &(v)->n, &(v)->cap, sizeof *(v)->items);                              \
    (v)->items = items_##i;                                                                                    \
    for (size_t i = 0; i < n_##i && !(x)->bad; i++)

/* Sorted: the steps are smaller than the numbers. */
static void hashes(io *x, dem_hashes *v)
{
    uint32_t before = 0;
    LIST(x, v, i)
    {
        uint32_t step = v->items[i] - before;
        u32(x, &step);
        v->items[i] = before + step;
        before = v->items[i];
    }
}

static void terms(io *x, dem_terms *v)
{
    uint32_t before = 0;
    LIST(x, v, i)
    {
        uint32_t step = v->items[i].hash - before, weight;
        u32(x, &step);
        before = v->items[i].hash = before + step;
        memcpy(&weight, &v->items[i].weight, sizeof weight);
        u32(x, &weight);
        memcpy(&v->items[i].weight, &weight, sizeof weight);
        if (!(v->items[i].weight >= 0 && v->items[i].weight <= 1.0001F)) x->bad = true;
    }
}

static void party(io *x, dem_party *p)
{
    text(x, &p->name);
    text(x, &p->code);
    text(x, &p->country);
    uint32_t kind = p->kind;
    u32(x, &kind);
    p->kind = kind <= DEM_PARTY_PERSON ? (uint8_t)kind : DEM_PARTY_ANY;
}

static void parties(io *x, dem_parties *v)
{
    LIST(x, v, i) party(x, &v->items[i]);
}

static void event(io *x, dem_digest_event *e)
{
    int64_t index = e->index, same = e->same;
    uint32_t status = e->status;
    dem_str cameo = dem_str_c(e->cameo);
    text(x, &e->id);
    u32(x, &e->sentence);
    integer(x, &index);
    text(x, &cameo);
    if (!x->out) {
        if (cameo.n >= sizeof e->cameo) x->bad = true;
        if (!x->bad && cameo.n) memcpy(e->cameo, cameo.p, cameo.n);
        e->index = (int32_t)index;
    }
    u32(x, &status);
    e->status = (uint8_t)status;
    boolean(x, &e->mutual);
    boolean(x, &e->title);
    integer(x, &same);
    e->same = (int32_t)same;
    parties(x, &e->actors);
    parties(x, &e->recipients);
    day(x, &e->from);
    day(x, &e->to);
    text(x, &e->place);
    text(x, &e->country);
    text(x, &e->trigger);
    text(x, &e->speaker);
    hashes(x, &e->words);
}

static void claim(io *x, dem_digest_claim *c)
{
    text(x, &c->id);
    text(x, &c->kind);
    text(x, &c->place);
    text(x, &c->source);
    integer(x, &c->min);
    integer(x, &c->max);
    day(x, &c->from);
    day(x, &c->to);
    boolean(x, &c->lead);
}

static void answer(io *x, dem_answer *r)
{
    party(x, &r->actor);
    text(x, &r->stance);
    LIST(x, &r->conditions, i)
    {
        text(x, &r->conditions.items[i].type);
        text(x, &r->conditions.items[i].text);
    }
    day(x, &r->day);
    boolean(x, &r->dated);
    text(x, &r->event);
    text(x, &r->statement);
    text(x, &r->quote);
    text(x, &r->why);
}

static void bid(io *x, dem_bid *b)
{
    text(x, &b->kind);
    parties(x, &b->proposer);
    parties(x, &b->parties);
    text(x, &b->venue);
    text(x, &b->name);
    hashes(x, &b->words);
    day(x, &b->first);
    day(x, &b->last);
    boolean(x, &b->dated);
    boolean(x, &b->moved);
    text(x, &b->event);
    text(x, &b->why);
    LIST(x, &b->answers, i) answer(x, &b->answers.items[i]);
}

static void stand(io *x, dem_stand *s)
{
    party(x, &s->actor);
    text(x, &s->issue);
    text(x, &s->stance);
    day(x, &s->day);
    text(x, &s->event);
    text(x, &s->statement);
    text(x, &s->quote);
    text(x, &s->why);
}

static void digest(io *x, dem_digest *d)
{
    uint32_t form = FORM;
    u32(x, &form);
    if (form != 1 && form != FORM) x->bad = true;
    text(x, &d->id);
    text(x, &d->publisher);
    text(x, &d->via);
    text(x, &d->title);
    day(x, &d->published);
    LIST(x, &d->lead_days, i) day(x, &d->lead_days.items[i]);
    hashes(x, &d->lead_places);
    u32(x, &d->n_shingles);
    hashes(x, &d->sample);
    LIST(x, &d->signature, k) u32(x, &d->signature.items[k]);
    terms(x, &d->words);
    terms(x, &d->names);
    LIST(x, &d->events, m) event(x, &d->events.items[m]);
    for (size_t i = 0; i < d->events.n; i++)
        d->events.items[i].words.n = form == 1 ? 0 : d->events.items[i].words.n;
    for (size_t i = 0; i < d->events.n; i++)
        if (d->events.items[i].same < 0 || (size_t)d->events.items[i].same > i) x->bad = true;
    LIST(x, &d->claims, n) claim(x, &d->claims.items[n]);
    LIST(x, &d->bids, o) bid(x, &d->bids.items[o]);
    LIST(x, &d->stands, p) stand(x, &d->stands.items[p]);
}

void dem_digest_write(const dem_digest *d, dem_buf *out)
{
    dem_digest copy = *d; /* the walk writes nothing into it when it writes bytes */
    io x = {.out = out};
    digest(&x, &copy);
}

int dem_digest_read(dem_arena *a, dem_str bytes, dem_digest *out, dem_error *err)
{
    memset(out, 0, sizeof *out);
    io x = {.a = a, .in = bytes};
    digest(&x, out);
    if (dem_arena_failed(a)) return dem_fail(err, DEM_EMEMORY, "memory is out");
    if (x.bad || x.at != bytes.n) return dem_fail(err, DEM_EDATA, "the digest of a report is broken at byte %zu", x.at);
    dem_digest_acts(out);
    for (size_t i = 0; i < out->bids.n; i++)
        for (size_t k = 0; k < out->bids.items[i].answers.n; k++) out->bids.items[i].answers.items[k].report = out->id;
    return DEM_OK;
}

int dem_digest_index(const dem_story_rules *rules, dem_arena *a, dem_digest *d, dem_error *err)
{
    d->keys.n = d->probes.n = 0;
    return dem_digest_keys(rules, d, a) ? DEM_OK : dem_fail(err, DEM_EMEMORY, "memory is out");
}
