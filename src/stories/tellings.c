/* SPDX-License-Identifier: Apache-2.0 */
/* Which events of two reports are one event. What speaks for and against a pair is put into numbers, weighed (data/stories/links.txt)
   and summed; the pairs that fit best are taken, one to one. Only the two digests are looked at. */
#include "stories/internal.h"

#include <math.h>
#include <stdlib.h>

static bool comparable(const dem_digest_event *e)
{
    return e->cameo[0] && e->actors.n > 0;
}

static bool settled(uint8_t status)
{
    return status == DEM_ACTUAL || status == DEM_BACKGROUND;
}

/* A refusal that is denied is not the refusal. */
static bool status_fits(const dem_digest_event *x, const dem_digest_event *y)
{
    return x->status == y->status || (settled(x->status) && settled(y->status));
}

/* The rebels of a country do nothing that its government does. */
static bool against(const dem_party *state, const dem_party *other)
{
    static const char *const rulers[] = {"", "GOV", "MIL", "LEG"}, *const foes[] = {"OPP", "REB", "SEP", "INS"};
    dem_str x = dem_str_cut(state->code, 3, 6), y = dem_str_cut(other->code, 3, 6);
    bool rules = false, fights = false;
    for (size_t i = 0; i < 4; i++) {
        rules = rules || dem_str_is(x, rulers[i]);
        fights = fights || dem_str_is(y, foes[i]);
    }
    return state->country.n && rules && fights;
}

/* Two bodies of one code are two, a council and a coalition, as long as nobody else stands for them. */
int dem_teller_fit(const dem_party *a, const dem_party *b)
{
    int fit = dem_party_fit(a, b);
    if (fit == 2 && a->kind == DEM_PARTY_BODY && b->kind == DEM_PARTY_BODY && !dem_str_ieq(a->name, b->name)) fit = 1;
    return fit == 1 && (against(a, b) || against(b, a)) ? 0 : fit;
}

static int actors_fit(const dem_digest_event *x, const dem_digest_event *y)
{
    int best = 0;
    for (size_t i = 0; i < x->actors.n; i++)
        for (size_t k = 0; k < y->actors.n; k++) {
            int fit = dem_teller_fit(&x->actors.items[i], &y->actors.items[k]);
            if (fit > best) best = fit;
        }
    return best;
}

/* "any mediators", "a delegation": of whom, nobody says. */
bool dem_parties_known(const dem_parties *v)
{
    for (size_t i = 0; i < v->n; i++)
        if (v->items[i].country.n || v->items[i].code.n > 3 || v->items[i].kind != DEM_PARTY_ANY || dem_str_is(v->items[i].code, "UNO")) return true;
    return false;
}

static dem_str last_word(dem_str name)
{
    for (size_t i = name.n; i-- > 0;)
        if (name.p[i] == ' ') return dem_str_cut(name, i + 1, name.n);
    return name;
}

/* Both are acts of people with names, and none is the same person. */
bool dem_other_people(const dem_digest_event *x, const dem_digest_event *y)
{
    bool people = false;
    for (size_t i = 0; i < x->actors.n; i++)
        for (size_t k = 0; k < y->actors.n; k++) {
            const dem_party *a = &x->actors.items[i], *b = &y->actors.items[k];
            if (a->kind != DEM_PARTY_PERSON || b->kind != DEM_PARTY_PERSON) continue;
            if (dem_str_ieq(last_word(a->name), last_word(b->name))) return false;
            people = true;
        }
    return people;
}

/* Two or more act together in both, and two of them are the same. */
static bool same_sides(const dem_digest_event *x, const dem_digest_event *y)
{
    size_t found = 0;
    for (size_t i = 0; i < x->actors.n && x->mutual && y->mutual; i++)
        for (size_t k = 0, there = 0; k < y->actors.n && !there; k++) {
            there = dem_teller_fit(&x->actors.items[i], &y->actors.items[k]) == 2;
            found += there;
        }
    return found > 1;
}

/* A code may be of several families: "readiness invitation". */
static bool families_meet(dem_str a, dem_str b)
{
    dem_str x, y;
    while (dem_str_split(&a, ' ', &x))
        for (dem_str rest = b; dem_str_split(&rest, ' ', &y);)
            if (x.n && dem_str_eq(x, y)) return true;
    return false;
}

/* How the codes are kin, as a feature; -1: they are not. */
static int code_kin(const dem_digest_event *x, dem_str family_x, const dem_digest_event *y, dem_str family_y)
{
    if (memcmp(x->cameo, y->cameo, 2) == 0) return strcmp(x->cameo, y->cameo) == 0 ? DEM_TELL_CODE : DEM_TELL_ROOT;
    return families_meet(family_x, family_y) ? DEM_TELL_FAMILY : -1;
}

/* Weights of the words two events share, and of those of the one that has less. */
static void words_shared(const dem_hashes *a, const dem_hashes *b, double *shared, double *least, bool *names, bool *other_names)
{
    double x = 0, y = 0;
    size_t na = 0, nb = 0, both = 0;
    for (size_t i = 0; i < a->n; i++) x += dem_word_weight(a->items[i]), na += dem_word_named(a->items[i]);
    for (size_t k = 0; k < b->n; k++) y += dem_word_weight(b->items[k]), nb += dem_word_named(b->items[k]);
    *shared = 0;
    for (size_t i = 0, k = 0; i < a->n && k < b->n;) {
        uint32_t p = a->items[i] >> DEM_WORD_BITS, q = b->items[k] >> DEM_WORD_BITS;
        if (p < q) {
            i++;
        } else if (p > q) {
            k++;
        } else {
            *shared += dem_word_weight(a->items[i]);
            both += dem_word_named(a->items[i]) && dem_word_named(b->items[k]);
            i++, k++;
        }
    }
    *least = x < y ? x : y;
    *names = both > 0;
    *other_names = na && nb && !both;
}

/* ---- what an event is to the initiatives of its report ---- */

dem_part dem_part_of(const dem_digest *d, dem_str id)
{
    for (size_t i = 0; i < d->bids.n && id.n; i++) {
        const dem_bid *b = &d->bids.items[i];
        if (dem_str_eq(b->event, id)) return (dem_part){(int32_t)i, DEM_STR("proposal")};
        for (size_t k = 0; k < b->answers.n; k++)
            if (dem_str_eq(b->answers.items[k].event, id)) return (dem_part){(int32_t)i, b->answers.items[k].stance};
    }
    return (dem_part){DEM_NONE, DEM_STR_NONE};
}

/* ---- pairs ---- */

/* A digest has at most 500 events; of bytes that say otherwise not all is looked at. */
enum { MAX_PAIRS = 4096, MAX_CANDIDATES = 500 * 500, MAX_EVENTS = 1000, ENOUGH_WORDS = 12 };

/* The events of one report, with what is asked of them for every pair. */
typedef struct side {
    const dem_digest *d;
    dem_part *parts;
    dem_str *families;
    bool *linkable;
    uint32_t *rivals; /* how many events of the other report may be it by code and actor */
} side;

typedef struct candidate {
    uint32_t a, b;
    int kin;
} candidate;

typedef struct matcher {
    const dem_story_rules *rules;
    side a, b;
    const dem_link *link; /* of the bids */
    DEM_VEC(candidate) candidates;
    DEM_VEC(dem_index_pair) pairs;
} matcher;

static bool bids_linked(const matcher *m, int32_t x, int32_t y)
{
    for (size_t i = 0; i < m->link->bids.n; i++)
        if ((int32_t)m->link->bids.items[i].a == x && (int32_t)m->link->bids.items[i].b == y) return true;
    return false;
}

/* The bid (of b when `right`) is another one's. */
static bool bid_taken(const matcher *m, int32_t bid, bool right)
{
    for (size_t i = 0; i < m->link->bids.n; i++)
        if ((int32_t)(right ? m->link->bids.items[i].b : m->link->bids.items[i].a) == bid) return true;
    return false;
}

/* Headlines say again what the text says, in words too few to tell one refusal from another; where there is no text they must do. */
static bool side_of(const dem_story_rules *rules, const dem_digest *d, dem_arena *arena, side *out)
{
    bool text = false;
    *out = (side){d, DEM_NEW_N(arena, dem_part, d->events.n + 1), DEM_NEW_N(arena, dem_str, d->events.n + 1), DEM_NEW_N(arena, bool, d->events.n + 1),
                  DEM_NEW_N(arena, uint32_t, d->events.n + 1)};
    if (!out->parts || !out->families || !out->linkable || !out->rivals) return false;
    for (size_t i = 0; i < d->events.n && !text; i++) text = !d->events.items[i].title;
    for (size_t i = 0; i < d->events.n; i++) {
        const dem_digest_event *e = &d->events.items[i];
        const dem_story_entry *family = dem_story_by_code(rules, DEM_STORY_EVENT_FAMILY, dem_str_c(e->cameo));
        out->parts[i] = dem_part_of(d, e->id);
        out->families[i] = family ? family->value : DEM_STR_NONE;
        out->linkable[i] = comparable(e) && !(e->title && text);
    }
    return true;
}

static bool dated(const dem_digest_event *e)
{
    return e->from != DEM_DAY_NONE;
}

static void features(const matcher *m, candidate c, double f[DEM_TELLS])
{
    const dem_digest_event *x = &m->a.d->events.items[c.a], *y = &m->b.d->events.items[c.b];
    for (size_t n = 0; n < DEM_TELLS; n++) f[n] = 0;
    f[c.kin] = 1;
    f[DEM_TELL_ACTOR] = actors_fit(x, y) / 2.0;
    f[DEM_TELL_OTHER_PERSON] = dem_other_people(x, y);
    f[DEM_TELL_SIDES] = same_sides(x, y);
    int recipients = dem_parties_fit(&x->recipients, &y->recipients);
    f[DEM_TELL_RECIPIENT] = recipients / 2.0;
    double shared, least;
    bool names, other_names;
    words_shared(&x->words, &y->words, &shared, &least, &names, &other_names);
    f[DEM_TELL_WORDS] = shared / (least + 4);
    f[DEM_TELL_NAMES] = names;
    f[DEM_TELL_OTHER_NAMES] = other_names;
    f[DEM_TELL_NO_WORDS] = shared > 0 ? 0 : least < ENOUGH_WORDS ? least / ENOUGH_WORDS : 1;
    f[DEM_TELL_SPEAKER] = x->speaker.n && dem_str_ieq(x->speaker, y->speaker);
    f[DEM_TELL_OTHER_SPEAKER] = x->speaker.n && y->speaker.n && !dem_str_ieq(x->speaker, y->speaker);
    bool overlap = x->from <= y->to && y->from <= x->to;
    f[DEM_TELL_SAME_DAY] = dated(x) && dated(y) && overlap;
    f[DEM_TELL_OTHER_DAY] = dated(x) && dated(y) && !overlap;
    f[DEM_TELL_OTHER_PLACE] = x->place.n && y->place.n && !dem_str_ieq(x->place, y->place);
    dem_part p = m->a.parts[c.a], q = m->b.parts[c.b];
    bool parts = p.as.n && q.as.n, linked = parts && bids_linked(m, p.bid, q.bid);
    bool one_answer = linked && dem_str_eq(p.as, q.as);
    f[DEM_TELL_ANSWER] = one_answer;
    /* Who refuses to come refuses the host as well as those who were to sit there. */
    f[DEM_TELL_OTHER_RECIPIENT] = dem_parties_known(&x->recipients) && dem_parties_known(&y->recipients) && !recipients && !one_answer;
    f[DEM_TELL_OTHER_ANSWER] = linked ? !one_answer : parts && (bid_taken(m, p.bid, false) || bid_taken(m, q.bid, true));
    uint32_t rivals = m->a.rivals[c.a] > m->b.rivals[c.b] ? m->a.rivals[c.a] : m->b.rivals[c.b], acts = x->acts > y->acts ? x->acts : y->acts;
    f[DEM_TELL_ONLY] = rivals ? 1.0 / rivals : 1;
    f[DEM_TELL_BUSY] = acts > 1 ? 1 - 1 / sqrt(acts) : 0;
}

static double weigh(const dem_story_rules *rules, const double f[DEM_TELLS])
{
    double sum = 0;
    for (size_t n = 0; n < DEM_TELLS; n++) sum += n >= DEM_TELL_AGAINST ? -rules->w.tell[n] * f[n] : rules->w.tell[n] * f[n];
    return sum;
}

static int best_first(const void *p, const void *q)
{
    const dem_index_pair *x = p, *y = q;
    if (x->score != y->score) return x->score > y->score ? -1 : 1;
    if (x->a != y->a) return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

/* Of whom a report tells much, it tells much that is alike. */
void dem_digest_acts(dem_digest *d)
{
    for (size_t i = 0; i < d->events.n && i < MAX_EVENTS; i++) {
        dem_digest_event *x = &d->events.items[i];
        x->acts = 0;
        for (size_t k = 0; k < d->events.n && k < MAX_EVENTS; k++) {
            const dem_digest_event *y = &d->events.items[k];
            x->acts += y->same == (int32_t)k && !y->title && comparable(y) && actors_fit(x, y) == 2;
        }
    }
}

static bool find_candidates(matcher *m, dem_arena *arena)
{
    for (uint32_t i = 0; i < m->a.d->events.n; i++)
        for (uint32_t k = 0; m->a.linkable[i] && k < m->b.d->events.n && m->candidates.n < MAX_CANDIDATES; k++) {
            const dem_digest_event *x = &m->a.d->events.items[i], *y = &m->b.d->events.items[k];
            int kin = m->b.linkable[k] && status_fits(x, y) ? code_kin(x, m->a.families[i], y, m->b.families[k]) : -1;
            if (kin < 0 || !actors_fit(x, y)) continue;
            candidate *c = DEM_PUSH(arena, &m->candidates);
            if (!c) return false;
            *c = (candidate){i, k, kin};
            /* What is told twice is one rival. */
            m->a.rivals[i] += y->same == (int32_t)k;
            m->b.rivals[k] += x->same == (int32_t)i;
        }
    return true;
}

static bool weigh_candidates(matcher *m, dem_arena *arena)
{
    for (size_t i = 0; i < m->candidates.n && m->pairs.n < MAX_PAIRS; i++) {
        candidate c = m->candidates.items[i];
        const dem_digest_event *x = &m->a.d->events.items[c.a], *y = &m->b.d->events.items[c.b];
        double f[DEM_TELLS];
        features(m, c, f);
        double score = weigh(m->rules, f);
        /* The same sentence reprinted tells the same event, whatever its codes became in another surrounding. */
        if (x->sentence == y->sentence && strcmp(x->cameo, y->cameo) == 0 && dem_str_eq(x->trigger, y->trigger)) score += 2;
        if (score < m->rules->w.event_threshold) continue;
        dem_index_pair *p = DEM_PUSH(arena, &m->pairs);
        if (!p) return false;
        *p = (dem_index_pair){c.a, c.b, score};
    }
    return true;
}

/* The pairs that fit best, one to one: an event of one report is at most one event of the other. */
bool dem_link_events(const dem_story_rules *rules, const dem_digest *a, const dem_digest *b, dem_arena *arena, dem_link *out)
{
    matcher m = {.rules = rules, .link = out};
    if (!side_of(rules, a, arena, &m.a) || !side_of(rules, b, arena, &m.b) || !find_candidates(&m, arena) || !weigh_candidates(&m, arena)) return false;
    out->events.n = 0;
    if (!m.pairs.n) return true;
    qsort(m.pairs.items, m.pairs.n, sizeof *m.pairs.items, best_first);
    bool *left = DEM_NEW_N(arena, bool, a->events.n), *right = DEM_NEW_N(arena, bool, b->events.n);
    if (!left || !right) return false;
    for (size_t i = 0; i < m.pairs.n; i++) {
        const dem_index_pair *p = &m.pairs.items[i];
        /* What one report tells twice counts as one. */
        int32_t x = a->events.items[p->a].same, y = b->events.items[p->b].same;
        if (left[x] || right[y]) continue;
        left[x] = right[y] = true;
        dem_index_pair *slot = DEM_PUSH(arena, &out->events);
        if (!slot) return false;
        *slot = *p;
    }
    return true;
}
