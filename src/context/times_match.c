/* SPDX-License-Identifier: Apache-2.0 */
/* The grammar of time expressions: durations, sets, times of day, modifiers, and the choice of the longest match. */
#include "context/times_grammar.h"

/* ---- durations, sets, times of day ---- */

bool dem_tg_match_set(const dem_grammar *g, int32_t i, dem_tx *x)
{
    const dem_cue *e;
    char unit;
    bool plural;
    int wd;
    if ((e = dem_tg_in(g, i, DEM_CUE_FREQUENCY))) {
        x->code = e->value;
        x->kind = DEM_TX_SET;
        x->after = i + 1;
        x->rule = e->id;
        return true;
    }
    if (dem_tg_in(g, i, DEM_CUE_EVERY)) {
        int64_t count = 1;
        int32_t k = i + 1;
        if (dem_tg_is(g, k, "other")) {
            count = 2;
            k++;
        } else {
            int32_t number = dem_tg_read_count(g, k, &count);
            if (number == k) count = 1;
            k = number;
        }
        int32_t after = dem_tg_read_unit(g, k, &unit, &plural);
        if (after > k) {
            if (dem_tg_is(g, after, "of")) return false;
            x->unit = unit;
            x->count = count;
            return dem_tg_done(x, DEM_TX_SET, after, "every-unit");
        }
        if ((after = dem_tg_read_weekday(g, k, &wd)) > k) {
            x->weekday = wd;
            x->code = DEM_STR("weekday");
            return dem_tg_done(x, DEM_TX_SET, after, "every-weekday");
        }
        if ((e = dem_tg_in(g, k, DEM_CUE_DAYPART))) {
            x->code = DEM_STR("daypart");
            x->clock = e->value;
            return dem_tg_done(x, DEM_TX_SET, k + 1, "every-daypart");
        }
        return false;
    }
    /* "twice a week", "three times a day", "a day" after a number */
    int32_t k = i;
    if (dem_tg_is(g, k, "once") || dem_tg_is(g, k, "twice") || dem_tg_is(g, k, "thrice")) {
        k++;
    } else {
        int64_t times;
        int32_t t = dem_tg_read_count(g, k, &times);
        if (t == k || !dem_tg_is(g, t, "times")) return false;
        k = t + 1;
    }
    if (!dem_tg_is(g, k, "a") && !dem_tg_is(g, k, "an") && !dem_tg_is(g, k, "every") && !dem_tg_is(g, k, "per") && !dem_tg_is(g, k, "each")) return false;
    int32_t after = dem_tg_read_unit(g, k + 1, &unit, &plural);
    if (after == k + 1 || plural) return false;
    x->unit = unit;
    x->count = 1;
    return dem_tg_done(x, DEM_TX_SET, after, "times-a-unit");
}

static bool rate_before(const dem_grammar *g, int32_t i)
{
    if (i == 0) return false;
    const dem_token *p = &g->s.t[g->w[i - 1].token];
    return p->upos == DEM_NUM || p->upos == DEM_NOUN || p->upos == DEM_SYM || dem_tg_is(g, i - 1, "per");
}

/* "three months", "two-day", "a week", "half an hour"; "for months". */
bool dem_tg_match_duration(const dem_grammar *g, int32_t i, dem_tx *x)
{
    int64_t count = 1;
    char unit;
    bool plural;
    int32_t k = i;
    bool article = dem_tg_is(g, i, "a") || dem_tg_is(g, i, "an");
    if (dem_tg_is(g, i - 1, "$") || dem_tg_in(g, i - 1, DEM_CUE_NO_TIME_LEAD)) return false;
    if (dem_tg_is(g, i, "half") && (dem_tg_is(g, i + 1, "a") || dem_tg_is(g, i + 1, "an") || dem_tg_is(g, i + 1, "-")) && dem_tg_is(g, i + 2, "hour")) {
        x->unit = 'M';
        x->count = 30;
        return dem_tg_done(x, DEM_TX_DURATION, i + 3, "half-hour");
    }
    k = dem_tg_read_count(g, i, &count);
    if (k == i) count = 1;
    if (k == i && article) {
        k = i + 1;
        if (dem_tg_is(g, k, "full") || dem_tg_is(g, k, "whole")) k++;
    }
    if (k == i) {
        /* bare plural: only after words that measure */
        bool measured = dem_tg_is(g, i - 1, "for") || dem_tg_is(g, i - 1, "in") || dem_tg_is(g, i - 1, "within") || dem_tg_is(g, i - 1, "over") || dem_tg_is(g, i - 1, "after") ||
                        dem_tg_is(g, i - 1, "of");
        int32_t after = dem_tg_read_unit(g, i, &unit, &plural);
        if (after == i || !plural || !measured || unit == 'S') return false;
        x->unit = unit;
        x->count = -1;
        return dem_tg_done(x, DEM_TX_DURATION, after, "units");
    }
    int32_t u = dem_tg_past_hyphen(g, k);
    if (dem_tg_is(g, u, "full") || dem_tg_is(g, u, "long") || dem_tg_is(g, u, "consecutive") || dem_tg_is(g, u, "straight") || dem_tg_is(g, u, "more") || dem_tg_is(g, u, "whole")) u++;
    int32_t after = dem_tg_read_unit(g, u, &unit, &plural);
    if (after == u || dem_tg_by_age(g, after)) return false;
    if (unit == 'S' && !plural) return false; /* "a second" */
    if (article && k == i + 1 && !plural && rate_before(g, i)) {
        x->unit = unit;
        x->count = 1;
        return dem_tg_done(x, DEM_TX_SET, after, "a-unit-rate");
    }
    if (article && unit == 'M' && !plural) return false; /* "a minute" */
    if (dem_tg_is(g, after, "and") && dem_tg_is(g, after + 1, "a") && dem_tg_is(g, after + 2, "half")) after += 3;
    else if (dem_tg_is(g, dem_tg_past_hyphen(g, after), "long") && dem_tg_past_hyphen(g, after) > after) after = dem_tg_past_hyphen(g, after) + 1;
    x->unit = unit;
    x->count = count;
    x->dir = DEM_TX_TENSE;
    return dem_tg_done(x, DEM_TX_DURATION, after, "duration");
}

static int32_t read_meridiem(const dem_grammar *g, int32_t i, int *add)
{
    static const char *const am[] = {"am", "a.m.", "a.m"}, *const pm[] = {"pm", "p.m.", "p.m"};
    for (size_t k = 0; k < 3; k++) {
        if (dem_tg_is(g, i, am[k])) {
            *add = 0;
            return i + 1;
        }
        if (dem_tg_is(g, i, pm[k])) {
            *add = 12;
            return i + 1;
        }
    }
    return i;
}

static void set_clock(dem_ctx *c, dem_tx *x, int h, int m)
{
    x->clock = dem_str_printf(c->r->arena, "%02d:%02d", h, m);
}

/* "3 p.m.", "3:30 pm", "15:30", "0300 GMT" */
bool dem_tg_match_clock(const dem_grammar *g, int32_t i, dem_tx *x)
{
    int h, m = 0, add = 0;
    if (i >= g->n || g->w[i].digits == 0) return false;
    if (g->w[i].digits == 4 && dem_tg_in(g, i + 1, DEM_CUE_TIMEZONE)) {
        h = g->w[i].value / 100;
        m = g->w[i].value % 100;
        if (h > 24 || m > 59) return false;
        set_clock(g->c, x, h, m);
        return dem_tg_done(x, DEM_TX_CLOCK, i + 2, "clock");
    }
    if (g->w[i].digits > 2) return false;
    h = g->w[i].value;
    int32_t k = i + 1;
    bool minutes = dem_tg_is(g, k, ":") && g->w[k].glued && k + 1 < g->n && g->w[k + 1].digits == 2 && g->w[k + 1].glued;
    if (minutes) {
        m = g->w[k + 1].value;
        k += 2;
    }
    int32_t after = read_meridiem(g, k, &add);
    bool zone = dem_tg_in(g, after, DEM_CUE_TIMEZONE) != NULL;
    if (after == k && !(minutes && (zone || dem_tg_is(g, i - 1, "at") || dem_tg_is(g, i - 1, "by") || dem_tg_is(g, i - 1, "around") || g->w[i].digits == 2)))
        return false;
    if (after > k && h == 12) h = 0;
    h += add;
    if (h > 24 || m > 59) return false;
    if (zone) after++;
    set_clock(g->c, x, h, m);
    return dem_tg_done(x, DEM_TX_CLOCK, after, "clock");
}

/* "noon", "midnight", "dawn", "in the morning", "overnight" */
bool dem_tg_match_daypart(const dem_grammar *g, int32_t i, dem_tx *x)
{
    int32_t k = dem_tg_is(g, i, "the") ? i + 1 : i;
    const dem_cue *e = dem_tg_in(g, k, DEM_CUE_DAYPART);
    if (!e) return false;
    dem_upos u = (dem_upos)g->s.t[g->w[k].token].upos;
    if (u == DEM_VERB) return false;
    bool lead = k > i ? dem_tg_is(g, i - 1, "in") || dem_tg_is(g, i - 1, "during") || dem_tg_is(g, i - 1, "of")
                      : dem_tg_is(g, i - 1, "at") || dem_tg_is(g, i - 1, "before") || dem_tg_is(g, i - 1, "after") || dem_tg_is(g, i - 1, "by") || dem_tg_is(g, i - 1, "until") ||
                            dem_tg_is(g, i - 1, "since") || dem_tg_is(g, i - 1, "around") || dem_tg_is(g, k, "overnight");
    if (!lead) return false;
    x->clock = e->value;
    return dem_tg_done(x, DEM_TX_CLOCK, k + 1, "daypart");
}

typedef bool matcher(const dem_grammar *, int32_t, dem_tx *);

static void try_match(const dem_grammar *g, int32_t i, matcher *f, dem_tx *best)
{
    dem_tx x = {.first = i};
    if (f(g, i, &x) && x.after > best->after) *best = x;
}

/* A part of day or an hour after a day: "Monday morning", "yesterday evening", "Friday at 3 p.m." */
static void add_clock(const dem_grammar *g, dem_tx *x)
{
    bool day = x->kind == DEM_TX_WEEKDAY || (x->kind == DEM_TX_DAY && !x->clock.n) || (x->kind == DEM_TX_CALENDAR && x->day) ||
               (x->kind == DEM_TX_SHIFT && x->unit == 'D');
    if (!day || x->clock.n) return;
    const dem_cue *e = dem_tg_in(g, x->after, DEM_CUE_DAYPART);
    if (e) {
        x->clock = e->value;
        x->after++;
        return;
    }
    dem_tx clock = {0};
    if (dem_tg_is(g, x->after, "at") && (dem_tg_match_clock(g, x->after + 1, &clock) || dem_tg_match_daypart(g, x->after + 1, &clock)) && clock.after > x->after + 1) {
        x->clock = clock.clock;
        x->after = clock.after;
    }
}

/* A day after an hour: "3 p.m. on Monday", "midnight Saturday" */
static void add_day(const dem_grammar *g, dem_tx *x)
{
    if (x->kind != DEM_TX_CLOCK) return;
    int32_t k = dem_tg_is(g, x->after, "on") || dem_tg_is(g, x->after, ",") ? x->after + 1 : x->after;
    dem_tx day = {.first = x->first};
    bool got = dem_tg_match_weekday(g, k, &day) && day.kind != DEM_TX_SET;
    if (!got) {
        day = (dem_tx){.first = x->first};
        got = dem_tg_match_day_word(g, k, &day);
    }
    if (!got) {
        day = (dem_tx){.first = x->first};
        got = (dem_tg_match_month_first(g, k, &day) || dem_tg_match_day_first(g, k, &day)) && day.day;
    }
    if (!got) return;
    day.clock = x->clock;
    day.first = x->first;
    *x = day;
}

static bool match_plain(const dem_grammar *g, int32_t i, dem_tx *best)
{
    static matcher *const all[] = {dem_tg_match_iso,      dem_tg_match_numeric,  dem_tg_match_month_first, dem_tg_match_day_first, dem_tg_match_decade,  dem_tg_match_quarter,
                                   dem_tg_match_year,     dem_tg_match_holiday,  dem_tg_match_weekday,     dem_tg_match_day_word,  dem_tg_match_ref_word, dem_tg_match_directed,
                                   dem_tg_match_shifted,  dem_tg_match_weekend,  dem_tg_match_season,      dem_tg_match_set,       dem_tg_match_duration, dem_tg_match_clock,
                                   dem_tg_match_daypart};
    *best = (dem_tx){.first = i, .after = i};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) try_match(g, i, all[k], best);
    if (best->kind == DEM_TX_NONE) return false;
    add_clock(g, best);
    add_day(g, best);
    best->first = i;
    return true;
}

/* "early June", "late on Monday", "the start of January", "mid-2011", "earlier this week", "the end of the year" */
static bool match_modified(const dem_grammar *g, int32_t i, dem_tx *x)
{
    int32_t k = dem_tg_is(g, i, "the") ? i + 1 : i;
    const dem_cue *e = dem_tg_in(g, k, DEM_CUE_EARLY);
    bool comparative = dem_tg_is(g, k, "earlier") || dem_tg_is(g, k, "later");
    if (!e && !comparative) return false;
    int32_t d = dem_tg_past_hyphen(g, k + 1);
    if (dem_tg_is(g, d, "of") || dem_tg_is(g, d, "in") || dem_tg_is(g, d, "on")) d++;
    dem_tx inner;
    bool got = match_plain(g, d, &inner) && inner.kind != DEM_TX_DURATION && inner.kind != DEM_TX_SET && inner.kind != DEM_TX_REF &&
               inner.kind != DEM_TX_CLOCK;
    if (!got && e) {
        inner = (dem_tx){.first = d, .after = d};
        got = dem_tg_match_running_unit(g, d, &inner);
    }
    /* "late last night", "early 2011": a bare year after its modifier is a year */
    if (!got && e && dem_tg_is_year(g, d) && g->w[d].value >= 1500) {
        inner = (dem_tx){.kind = DEM_TX_CALENDAR, .year = g->w[d].value, .after = d + 1, .rule = DEM_STR("year")};
        got = true;
    }
    if (!got) return false;
    *x = inner;
    x->first = i;
    x->mod = e ? e->value : DEM_STR_NONE;
    return true;
}

bool dem_time_match(dem_ctx *c, dem_toks s, const dem_tword *w, int32_t n, int32_t i, dem_tx *out)
{
    dem_grammar g = {c, s, w, n};
    dem_tx plain, modified = {0};
    bool a = match_plain(&g, i, &plain), b = match_modified(&g, i, &modified);
    if (!a && !b) return false;
    *out = b && (!a || modified.after >= plain.after) ? modified : plain;
    return true;
}
