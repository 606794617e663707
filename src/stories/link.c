/* SPDX-License-Identifier: Apache-2.0 */
/* Two digests: is one a copy of the other, do they tell the same news, and which of their events are one event.
   Only what stands in the two decides, so the answer does not change with what else was read, or when. */
#include "stories/internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static double dot(const dem_terms *a, const dem_terms *b)
{
    double sum = 0;
    for (size_t i = 0, k = 0; i < a->n && k < b->n;) {
        if (a->items[i].hash < b->items[k].hash) {
            i++;
        } else if (a->items[i].hash > b->items[k].hash) {
            k++;
        } else {
            sum += (double)a->items[i++].weight * (double)b->items[k++].weight;
        }
    }
    return sum;
}

static double contained(const dem_digest *a, const dem_digest *b, size_t *shared)
{
    size_t least = a->sample.n < b->sample.n ? a->sample.n : b->sample.n;
    *shared = dem_sorted_shared(a->sample.items, a->sample.n, b->sample.items, b->sample.n);
    return least ? (double)*shared / (double)least : 0;
}

/* -1: not known of one of them. */
static int days_apart(const dem_digest *a, const dem_digest *b)
{
    if (a->published == DEM_DAY_NONE || b->published == DEM_DAY_NONE) return -1;
    int64_t d = (int64_t)a->published - b->published;
    if (d < 0) d = -d;
    return d > 10000 ? 10000 : (int)d;
}

static bool share_day(const dem_digest *a, const dem_digest *b)
{
    for (size_t i = 0; i < a->lead_days.n; i++)
        for (size_t k = 0; k < b->lead_days.n; k++)
            if (a->lead_days.items[i] == b->lead_days.items[k]) return true;
    return false;
}

static bool other_days(const dem_digest *a, const dem_digest *b)
{
    return a->lead_days.n && b->lead_days.n && !share_day(a, b);
}

static bool other_places(const dem_digest *a, const dem_digest *b)
{
    return a->lead_places.n && b->lead_places.n &&
           !dem_sorted_shared(a->lead_places.items, a->lead_places.n, b->lead_places.items, b->lead_places.n);
}

/* ---- events ---- */

static bool comparable(const dem_digest_event *e)
{
    return e->cameo[0] && e->actors.n > 0;
}

static double code_score(const dem_story_rules *rules, const dem_digest_event *x, const dem_digest_event *y)
{
    const dem_story_weights *w = &rules->w;
    if (strcmp(x->cameo, y->cameo) == 0) return w->event_code;
    if (memcmp(x->cameo, y->cameo, 2) == 0) return w->event_root;
    const dem_story_entry *a = dem_story_by_code(rules, DEM_STORY_EVENT_FAMILY, dem_str_c(x->cameo));
    const dem_story_entry *b = dem_story_by_code(rules, DEM_STORY_EVENT_FAMILY, dem_str_c(y->cameo));
    return a && b && dem_str_eq(a->value, b->value) ? w->event_family : -1;
}

static bool settled(uint8_t status)
{
    return status == DEM_ACTUAL || status == DEM_BACKGROUND;
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
static int actors_fit(const dem_digest_event *x, const dem_digest_event *y)
{
    int best = 0;
    for (size_t i = 0; i < x->actors.n; i++)
        for (size_t k = 0; k < y->actors.n; k++) {
            const dem_party *a = &x->actors.items[i], *b = &y->actors.items[k];
            int fit = dem_party_fit(a, b);
            if (fit == 2 && a->body && b->body && !dem_str_ieq(a->name, b->name)) fit = 1;
            if (fit == 1 && (against(a, b) || against(b, a))) fit = 0;
            if (fit > best) best = fit;
        }
    return best;
}

static double event_score(const dem_story_rules *rules, const dem_digest_event *x, const dem_digest_event *y)
{
    const dem_story_weights *w = &rules->w;
    if (!comparable(x) || !comparable(y)) return -1;
    double score = code_score(rules, x, y);
    int actors = actors_fit(x, y), recipients = dem_parties_fit(&x->recipients, &y->recipients);
    /* A refusal that is denied is not the refusal. */
    if (score < 0 || !actors || (x->status != y->status && !(settled(x->status) && settled(y->status)))) return -1;
    score += w->event_actor * actors / 2;
    if (x->recipients.n && y->recipients.n) score += recipients ? w->event_recipient * recipients / 2 : -w->event_other_recipient;
    size_t least = x->words.n < y->words.n ? x->words.n : y->words.n;
    size_t shared = dem_sorted_shared(x->words.items, x->words.n, y->words.items, y->words.n);
    if (least) score += w->event_words * (double)shared / (double)least;
    /* One code and one actor are not yet one act. */
    if (!recipients && !(least && shared) && (x->from == DEM_DAY_NONE || y->from == DEM_DAY_NONE)) score -= w->event_words / 2;
    if (x->speaker.n && y->speaker.n && !dem_str_ieq(x->speaker, y->speaker)) score -= w->event_other_speaker;
    if (x->from != DEM_DAY_NONE && y->from != DEM_DAY_NONE) {
        bool overlap = x->from <= y->to && y->from <= x->to;
        score += overlap ? w->event_same_day : -w->event_other_day;
    }
    return score;
}

/* Some event that both may tell; statements and appeals are too common to count. */
static bool share_event(const dem_story_rules *rules, const dem_digest *a, const dem_digest *b)
{
    for (size_t i = 0; i < a->events.n; i++)
        for (size_t k = 0; k < b->events.n; k++) {
            const dem_digest_event *x = &a->events.items[i], *y = &b->events.items[k];
            if (memcmp(x->cameo, "02", 2) != 0 && event_score(rules, x, y) >= rules->w.event_threshold) return true;
        }
    return !a->events.n || !b->events.n;
}

/* Tolls of one kind that are of other places: another bomb with as many dead. */
static bool other_tolls(const dem_digest *a, const dem_digest *b)
{
    bool other = false;
    for (size_t i = 0; i < a->claims.n; i++)
        for (size_t k = 0; k < b->claims.n; k++) {
            const dem_digest_claim *x = &a->claims.items[i], *y = &b->claims.items[k];
            if (!x->lead || !y->lead || !x->place.n || !y->place.n || !dem_str_eq(x->kind, y->kind)) continue;
            if (dem_str_ieq(x->place, y->place)) return false;
            other = true;
        }
    return other;
}

static void judge(const dem_story_rules *rules, const dem_digest *a, const dem_digest *b, dem_link *out)
{
    const dem_story_weights *w = &rules->w;
    size_t shared;
    double part = contained(a, b, &shared);
    /* Every sampled run stands for DEM_SAMPLE_STEP of the text. */
    if (part >= w->copy_contained && (double)(shared * DEM_SAMPLE_STEP) >= w->copy_shared) {
        out->kin = DEM_KIN_COPY;
        out->score = part;
        snprintf(out->why, sizeof out->why, "%d%% of the shorter text stands in the longer", (int)(part * 100 + 0.5));
        return;
    }
    int apart = days_apart(a, b);
    if (apart > DEM_STORY_DAYS) return;
    double words = dot(&a->words, &b->words), names = dot(&a->names, &b->names);
    bool days = other_days(a, b), places = other_places(a, b), tolls = other_tolls(a, b), events = share_event(rules, a, b);
    out->score = words * w->story_words + names * w->story_names - (apart > 0 ? apart * w->story_day : 0) -
                 (days ? w->story_other_day : 0) - (places ? w->story_other_place : 0) - (tolls ? w->story_other_toll : 0) - (events ? 0 : w->story_no_event);
    bool same = words >= w->story_least_words && out->score >= (apart < 0 ? w->story_undated : w->story_threshold);
    out->kin = same ? DEM_KIN_STORY : DEM_KIN_NONE;
    char gap[32];
    if (apart < 0)
        snprintf(gap, sizeof gap, "undated");
    else
        snprintf(gap, sizeof gap, "%d day%s apart", apart, apart == 1 ? "" : "s");
    snprintf(out->why, sizeof out->why, "words %.2f, names %.2f, %s%s%s%s%s: %.2f", words, names, gap, days ? ", other days" : "",
             places ? ", other places" : "", tolls ? ", tolls of other places" : "", events ? "" : ", no event in both", out->score);
}

static int best_first(const void *p, const void *q)
{
    const dem_index_pair *x = p, *y = q;
    if (x->score != y->score) return x->score > y->score ? -1 : 1;
    if (x->a != y->a) return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

enum { MAX_PAIRS = 4096 };

/* What an event is to the initiatives of its report: which one, and as what. */
typedef struct part {
    int32_t bid;
    dem_str as; /* "proposal" or a stance; empty: nothing */
} part;

static part part_of(const dem_digest *d, dem_str id)
{
    for (size_t i = 0; i < d->bids.n && id.n; i++) {
        const dem_bid *b = &d->bids.items[i];
        if (dem_str_eq(b->event, id)) return (part){(int32_t)i, DEM_STR("proposal")};
        for (size_t k = 0; k < b->answers.n; k++)
            if (dem_str_eq(b->answers.items[k].event, id)) return (part){(int32_t)i, b->answers.items[k].stance};
    }
    return (part){DEM_NONE, DEM_STR_NONE};
}

static bool same_part(const dem_link *l, part x, part y)
{
    if (!x.as.n || !dem_str_eq(x.as, y.as)) return false;
    for (size_t i = 0; i < l->bids.n; i++)
        if ((int32_t)l->bids.items[i].a == x.bid && (int32_t)l->bids.items[i].b == y.bid) return true;
    return false;
}

static bool parts_of(const dem_digest *d, dem_arena *arena, part **out)
{
    *out = DEM_NEW_N(arena, part, d->events.n + 1);
    for (size_t i = 0; *out && i < d->events.n; i++) (*out)[i] = part_of(d, d->events.items[i].id);
    return *out != NULL;
}

/* Headlines say again what the text says, in words too few to tell one refusal from another; where there is no text they must do. */
static bool linkable(const dem_digest *d, const dem_digest_event *e)
{
    for (size_t i = 0; i < d->events.n && e->title; i++)
        if (!d->events.items[i].title) return false;
    return true;
}

/* The pairs that fit best, one to one: an event of one report is at most one event of the other. */
bool dem_link_events(const dem_story_rules *rules, const dem_digest *a, const dem_digest *b, dem_kin kin, dem_arena *arena, dem_link *out)
{
    DEM_VEC(dem_index_pair) pairs = {0};
    part *in_a = NULL, *in_b = NULL;
    if (kin == DEM_KIN_NONE) return true;
    if (!parts_of(a, arena, &in_a) || !parts_of(b, arena, &in_b)) return false;
    for (uint32_t i = 0; i < a->events.n; i++)
        for (uint32_t k = 0; k < b->events.n && pairs.n < MAX_PAIRS; k++) {
            const dem_digest_event *x = &a->events.items[i], *y = &b->events.items[k];
            if (!linkable(a, x) || !linkable(b, y)) continue;
            double score = event_score(rules, x, y);
            if (score > 0 && same_part(out, in_a[i], in_b[k])) score += rules->w.event_answer;
            /* The same sentence reprinted tells the same event, whatever its codes became in another surrounding. */
            if (x->sentence == y->sentence && strcmp(x->cameo, y->cameo) == 0 && dem_str_eq(x->trigger, y->trigger)) score += 2;
            if (score < rules->w.event_threshold) continue;
            dem_index_pair *p = DEM_PUSH(arena, &pairs);
            if (!p) return false;
            *p = (dem_index_pair){i, k, score};
        }
    if (!pairs.n) return true;
    qsort(pairs.items, pairs.n, sizeof *pairs.items, best_first);
    bool *left = DEM_NEW_N(arena, bool, a->events.n), *right = DEM_NEW_N(arena, bool, b->events.n);
    if (!left || !right) return false;
    for (size_t i = 0; i < pairs.n; i++) {
        const dem_index_pair *p = &pairs.items[i];
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

static void turn(dem_index_pair *items, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t a = items[i].a;
        items[i].a = items[i].b;
        items[i].b = a;
    }
}

int dem_link_digests(const dem_story_rules *rules, const dem_digest *a, const dem_digest *b, dem_arena *arena, dem_link *out, dem_error *err)
{
    memset(out, 0, sizeof *out);
    /* One order for both calls, so that ties fall the same way. */
    bool turned = dem_str_cmp(a->id, b->id) > 0;
    const dem_digest *x = turned ? b : a, *y = turned ? a : b;
    judge(rules, x, y, out);
    if (!dem_link_bids(rules, x, y, out->kin, arena, out) || !dem_link_events(rules, x, y, out->kin, arena, out))
        return dem_fail(err, DEM_EMEMORY, "memory is out");
    if (turned) {
        turn(out->events.items, out->events.n);
        turn(out->bids.items, out->bids.n);
    }
    return DEM_OK;
}
