/* SPDX-License-Identifier: Apache-2.0 */
/* Life of a report, offsets in code points, walking its trees. */
#include "report/report.h"

#include <jansson.h>
#include <stdlib.h>

dem_report *dem_report_new(size_t limit)
{
    dem_report *r = calloc(1, sizeof *r);
    if (!r) return NULL;
    r->arena = dem_arena_new(limit);
    if (!r->arena) {
        free(r);
        return NULL;
    }
    r->meta.published = DEM_DAY_NONE;
    return r;
}

static void drop_extra(dem_report *r)
{
    if (r->meta.extra) json_decref(r->meta.extra);
}

void dem_report_free(dem_report *r)
{
    if (!r) return;
    drop_extra(r);
    dem_arena_free(r->arena);
    free(r);
}

void dem_report_reset(dem_report *r)
{
    drop_extra(r);
    dem_arena *a = r->arena;
    dem_arena_reset(a);
    *r = (dem_report){.arena = a};
    r->meta.published = DEM_DAY_NONE;
}

enum { CP_STEP = 64 };

static bool is_start(char c)
{
    return ((unsigned char)c & 0xc0) != 0x80;
}

static bool build_codepoints(dem_report *r)
{
    if (r->codepoints) return true;
    size_t n = r->text.n / CP_STEP + 1;
    uint32_t *t = DEM_NEW_N(r->arena, uint32_t, n);
    if (!t) return false;
    uint32_t count = 0;
    for (size_t i = 0; i < r->text.n; i++) {
        if (i % CP_STEP == 0) t[i / CP_STEP] = count;
        count += is_start(r->text.p[i]);
    }
    if (r->text.n % CP_STEP == 0) t[r->text.n / CP_STEP] = count;
    r->codepoints = t;
    return true;
}

size_t dem_report_codepoint(dem_report *r, uint32_t byte)
{
    size_t b = byte < r->text.n ? byte : r->text.n, from = 0, count = 0;
    if (build_codepoints(r)) {
        from = b / CP_STEP * CP_STEP;
        count = r->codepoints[b / CP_STEP];
    }
    for (size_t i = from; i < b; i++) count += is_start(r->text.p[i]);
    return count;
}

uint32_t dem_report_byte(dem_report *r, size_t cp)
{
    size_t byte = 0, count = 0;
    if (build_codepoints(r)) {
        size_t lo = 0, hi = r->text.n / CP_STEP;
        while (lo < hi) {
            size_t mid = (lo + hi + 1) / 2;
            if (r->codepoints[mid] <= cp)
                lo = mid;
            else
                hi = mid - 1;
        }
        byte = lo * CP_STEP;
        count = r->codepoints[lo];
    }
    while (byte < r->text.n && (count < cp || !is_start(r->text.p[byte]))) {
        if (is_start(r->text.p[byte])) count++;
        byte++;
        while (byte < r->text.n && !is_start(r->text.p[byte])) byte++;
    }
    return (uint32_t)byte;
}

void dem_sentence_link(dem_report *r, int32_t s)
{
    dem_sentence *st = &r->sentences.items[s];
    dem_token *t = r->tokens.items + st->first;
    st->root = DEM_NONE;
    for (uint32_t i = 0; i < st->n; i++) t[i].first_child = t[i].next_sibling = DEM_NONE;
    for (uint32_t k = st->n; k-- > 0;) {
        int32_t h = t[k].head;
        if (h < 0 || (uint32_t)h >= st->n) {
            st->root = (int32_t)k;
            continue;
        }
        t[k].next_sibling = t[h].first_child;
        t[h].first_child = (int32_t)k;
    }
}

int32_t dem_sentence_at_byte(const dem_report *r, uint32_t byte)
{
    size_t lo = 0, hi = r->sentences.n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (r->sentences.items[mid].span.end <= byte)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < r->sentences.n && r->sentences.items[lo].span.start <= byte ? (int32_t)lo : DEM_NONE;
}

int32_t dem_token_at_byte(const dem_report *r, int32_t s, uint32_t byte)
{
    const dem_sentence *st = &r->sentences.items[s];
    const dem_token *t = r->tokens.items + st->first;
    for (uint32_t i = 0; i < st->n; i++)
        if (t[i].span.start >= byte || t[i].span.end > byte) return (int32_t)i;
    return DEM_NONE;
}

void dem_subtree(const dem_report *r, int32_t s, int32_t token, int32_t *first, int32_t *last)
{
    const dem_sentence *st = &r->sentences.items[s];
    const dem_token *t = r->tokens.items + st->first;
    *first = *last = token;
    /* Depth-first without a stack: down to the first child, else to the next sibling of the nearest ancestor below `token`. */
    int32_t at = token;
    for (;;) {
        if (at < *first) *first = at;
        if (at > *last) *last = at;
        if (t[at].first_child != DEM_NONE) {
            at = t[at].first_child;
            continue;
        }
        while (at != token && t[at].next_sibling == DEM_NONE) at = t[at].head;
        if (at == token) return;
        at = t[at].next_sibling;
    }
}

const char *dem_mention_type_name(dem_mention_type t)
{
    static const char *const names[] = {"person", "organisation", "place", "group", "nominal", "pronoun"};
    return names[t];
}

const char *dem_time_type_name(dem_time_type t)
{
    static const char *const names[] = {"DATE", "TIME", "DURATION", "SET"};
    return names[t];
}

const char *dem_time_basis_name(dem_time_basis b)
{
    static const char *const names[] = {"explicit", "relative", "published"};
    return names[b];
}

const char *dem_condition_type_name(dem_condition_type t)
{
    static const char *const names[] = {"unless",     "until",       "before",
                                        "once",       "if",          "only_if",
                                        "as_long_as", "in_exchange", "without_preconditions",
                                        "precondition", "other"};
    return names[t];
}

const char *dem_event_status_name(dem_event_status s)
{
    static const char *const names[] = {"actual", "future", "hypothetical", "negated", "background"};
    return names[s];
}
