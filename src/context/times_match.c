/* SPDX-License-Identifier: Apache-2.0 */
/* The grammar of time expressions: durations, sets, times of day, modifiers, and the choice of the longest match. */
#include "context/times_grammar.h"

/* ---- durations, sets, times of day ---- */

static bool plain_decimal(dem_str form)
{
    bool point = false;
    for (size_t i = 0; i < form.n; i++) {
        if (form.p[i] == '.' && !point && i > 0 && i + 1 < form.n) point = true;
        else if (form.p[i] < '0' || form.p[i] > '9') return false;
    }
    return point && form.n <= 6;
}

/* "two", "2.5", "2 1/2", "two and a half"; x->amount where it is no whole number. */
static int32_t read_amount(const dem_grammar *g, int32_t i, dem_tx *x)
{
    if (i < g->n && plain_decimal(g->w[i].form)) {
        x->amount = g->w[i].form;
        x->count = 1;
        return i + 1;
    }
    int32_t k = dem_tg_read_count(g, i, &x->count);
    if (k == i || x->count < 0) return k;
    /* "four or five months", "two to three years": the more */
    int64_t more = 0;
    int32_t second = dem_tg_is(g, k, "or") || dem_tg_is(g, k, "to") ? dem_tg_read_count(g, k + 1, &more) : k;
    if (second > k + 1 && more > x->count && (dem_tg_in(g, second, DEM_CUE_UNITS) || dem_tg_is(g, second, "nights"))) {
        x->count = more;
        return second;
    }
    bool fraction = dem_tg_is(g, k, "1") && dem_tg_is(g, k + 1, "/") && dem_tg_is(g, k + 2, "2") && !g->w[k].glued;
    bool words = dem_tg_is(g, k, "and") && dem_tg_is(g, k + 1, "a") && dem_tg_is(g, k + 2, "half") && dem_tg_in(g, k + 3, DEM_CUE_UNITS);
    if (!fraction && !words) return k;
    x->amount = dem_str_printf(g->c->r->arena, "%lld.5", (long long)x->count);
    return k + 3;
}

bool dem_tg_match_set(const dem_grammar *g, int32_t i, dem_tx *x)
{
    const dem_cue *e;
    char unit;
    bool plural;
    int wd;
    if ((e = dem_tg_in(g, i, DEM_CUE_FREQUENCY))) {
        /* "the Daily Telegraph", "People's Daily" */
        if (g->w[i].upper && i > 0 && (dem_tg_upos(g, i) == DEM_PROPN || dem_tg_upos(g, i + 1) == DEM_PROPN)) return false;
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
            dem_tx many = {.count = 1};
            int32_t number = read_amount(g, k, &many);
            count = number == k || many.amount.n ? 1 : many.count;
            if (many.amount.n) number = k;
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
        if ((e = dem_tg_in(g, k, DEM_CUE_SEASON))) {
            x->code = DEM_STR("season");
            x->clock = e->value;
            return dem_tg_done(x, DEM_TX_SET, k + 1, "every-season");
        }
        if ((after = dem_tg_read_month(g, k, &x->month)) > k) {
            int day = 0;
            int32_t end = dem_tg_read_day(g, after, &day);
            x->code = DEM_STR("month");
            x->day = end > after ? day : 0;
            return dem_tg_done(x, DEM_TX_SET, end, "every-month");
        }
        if (dem_tg_is(g, k, "weekend")) {
            x->code = DEM_STR("XXXX-WXX-WE");
            return dem_tg_done(x, DEM_TX_SET, k + 1, "every-weekend");
        }
        if (dem_tg_is(g, k, "quarter")) {
            x->code = DEM_STR("P3M");
            return dem_tg_done(x, DEM_TX_SET, k + 1, "every-quarter");
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
    if (dem_tg_is(g, k, "per")) {
        int32_t after = dem_tg_read_unit(g, k + 1, &unit, &plural);
        if (after == k + 1 || plural || unit == 'S') return false;
        x->unit = unit;
        x->count = 1;
        return dem_tg_done(x, DEM_TX_SET, after, "per-unit");
    }
    if (dem_tg_is(g, k, "once") || dem_tg_is(g, k, "twice") || dem_tg_is(g, k, "thrice")) {
        k++;
    } else {
        int64_t times;
        int32_t t = dem_tg_read_count(g, k, &times);
        if (t == k || !dem_tg_is(g, t, "times")) return false;
        k = t + 1;
    }
    if (!dem_tg_is(g, k, "a") && !dem_tg_is(g, k, "an") && !dem_tg_is(g, k, "every") && !dem_tg_is(g, k, "per") && !dem_tg_is(g, k, "each")) return false;
    int64_t each = 1;
    int32_t number = dem_tg_is(g, k, "every") ? dem_tg_read_count(g, k + 1, &each) : k + 1;
    int32_t after = dem_tg_read_unit(g, number, &unit, &plural);
    if (after == number || (plural && number == k + 1)) return false;
    x->unit = unit;
    x->count = number > k + 1 ? each : 1;
    return dem_tg_done(x, DEM_TX_SET, after, "times-a-unit");
}

/* "$5 an hour", "9,000 tons a day": a figure right before, or with the noun that it counts. */
static bool rate_before(const dem_grammar *g, int32_t i)
{
    dem_upos u = dem_tg_upos(g, i - 1);
    if (u == DEM_NUM || u == DEM_SYM) return i > 0;
    if (i == 0 || (u != DEM_NOUN && u != DEM_PROPN)) return false;
    for (int32_t k = i - 2; k >= 0 && k > i - 6; k--) {
        if (dem_tg_upos(g, k) == DEM_NUM || dem_tg_upos(g, k) == DEM_SYM) return true;
        if (dem_tg_upos(g, k) == DEM_VERB || dem_tg_upos(g, k) == DEM_PUNCT) return false;
    }
    return false;
}

static bool half_of(const dem_grammar *g, int32_t i, dem_tx *x)
{
    static const struct {
        const char *word, *amount;
        char unit;
    } halves[] = {{"hour", "30", 'M'}, {"day", "12", 'H'}, {"month", "0.5", 'N'}, {"year", "6", 'N'}, {"decade", "5", 'Y'}, {"century", "50", 'Y'}};
    int32_t k = i;
    int32_t quarter = dem_tg_is(g, i, "a") ? i + 1 : i;
    if (dem_tg_is(g, quarter, "quarter")) {
        bool of = dem_tg_is(g, quarter + 1, "of") && dem_tg_is(g, quarter + 2, "a");
        int32_t c = of ? quarter + 3 : quarter + 2;
        if (!dem_tg_is(g, c, "century") || !(of || dem_tg_is(g, quarter + 1, "-"))) return false;
        x->unit = 'Y';
        x->count = 25;
        return dem_tg_done(x, DEM_TX_DURATION, c + 1, "quarter-century");
    }
    if (dem_tg_is(g, i, "half") && (dem_tg_is(g, i + 1, "a") || dem_tg_is(g, i + 1, "an") || dem_tg_is(g, i + 1, "-"))) k = i + 2;
    else if (dem_tg_is(g, i, "a") && dem_tg_is(g, i + 1, "half")) k = dem_tg_past_hyphen(g, i + 2);
    else return false;
    for (size_t h = 0; h < sizeof halves / sizeof *halves; h++) {
        if (!dem_tg_is(g, k, halves[h].word)) continue;
        x->unit = halves[h].unit;
        x->count = 1;
        x->amount = dem_str_c(halves[h].amount);
        return dem_tg_done(x, DEM_TX_DURATION, k + 1, "half-unit");
    }
    return false;
}

static bool stretch_word(const dem_grammar *g, int32_t i)
{
    static const char *const words[] = {"full", "long", "consecutive", "straight", "more", "whole", "additional", "further", "extra", "solid",
                                        "successive", "business", "working", "trading", "calendar", "further", "short", "entire"};
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (dem_tg_is(g, i, words[k])) return true;
    return false;
}

/* "three nights" are as many days, "two quarters" keep their own unit. */
static int32_t read_length_unit(const dem_grammar *g, int32_t i, char *unit, bool *plural)
{
    if (dem_tg_is(g, i, "nights")) *unit = 'D';
    else if (dem_tg_is(g, i, "quarters") && !dem_tg_is(g, i + 1, "of")) *unit = 'Q';
    else return dem_tg_read_unit(g, i, unit, plural);
    *plural = true;
    return i + 1;
}

/* What may stand before the number and belongs to the phrase: "another", "the first", "the". */
static int32_t length_lead(const dem_grammar *g, int32_t i)
{
    if (dem_tg_is(g, i, "another")) return i + 1;
    int32_t k = dem_tg_is(g, i, "the") || dem_tg_is(g, i, "its") || dem_tg_is(g, i, "their") || dem_tg_is(g, i, "his") || dem_tg_is(g, i, "her") ||
                        dem_tg_is(g, i, "those") || dem_tg_is(g, i, "these") || dem_tg_is(g, i, "an")
                    ? i + 1
                    : i;
    if (dem_tg_is(g, k, "first") || dem_tg_is(g, k, "final") || dem_tg_is(g, k, "initial") || (k > i && stretch_word(g, k))) return k + 1;
    return dem_tg_is(g, i, "an") ? i : k;
}

/* "three months", "two-day", "a week", "half an hour", "the first nine months", "another 30 days". */
bool dem_tg_match_duration(const dem_grammar *g, int32_t i, dem_tx *x)
{
    char unit = 0;
    bool plural = false, article = dem_tg_is(g, i, "a") || dem_tg_is(g, i, "an");
    if (dem_tg_is(g, i - 1, "$") || dem_tg_in(g, i - 1, DEM_CUE_NO_TIME_LEAD)) return false;
    if (half_of(g, i, x)) return true;
    x->count = 1;
    int32_t lead = length_lead(g, i), k = read_amount(g, lead, x);
    if (k == lead && lead > i) return false;
    if (k == i) {
        if (!article) return false;
        x->count = 1;
        k = i + 1;
    }
    int32_t u = dem_tg_past_hyphen(g, k);
    bool hyphen = u > k;
    if (stretch_word(g, u)) u++;
    int32_t after = read_length_unit(g, u, &unit, &plural);
    if (after == u) return false;
    if (lead > i && (hyphen || !plural) && !dem_tg_is(g, i, "another")) return false; /* "the 30-year bond": the number begins it */
    if (unit == 'S' && !plural) return false;                                         /* "a second" */
    bool indefinite = article && k == i + 1;
    if (indefinite && !plural && dem_tg_is(g, i - 1, "-") && hyphen) {
        x->unit = unit; /* "$15-an-hour" */
        return dem_tg_done(x, DEM_TX_SET, after, "a-unit-rate");
    }
    if (indefinite && !plural && rate_before(g, i)) {
        x->unit = unit;
        return dem_tg_done(x, DEM_TX_SET, after, "a-unit-rate");
    }
    if (indefinite && unit == 'M' && !plural) return false; /* "a minute" */
    if (dem_tg_is(g, after, "and") && dem_tg_is(g, after + 1, "a") && dem_tg_is(g, after + 2, "half")) {
        if (x->count >= 0) x->amount = dem_str_printf(g->c->r->arena, "%lld.5", (long long)x->count);
        after += 3;
    } else if (dem_tg_past_hyphen(g, after) > after && (dem_tg_is(g, after + 1, "long"))) {
        after += 2;
    }
    x->unit = unit;
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
    if (dem_tg_is(g, k, ":") && k + 1 < g->n && g->w[k + 1].digits == 2 && g->w[k].glued) k += 2; /* seconds */
    int32_t after = read_meridiem(g, k, &add);
    bool zone = dem_tg_in(g, after, DEM_CUE_TIMEZONE) != NULL;
    if (after == k && !(minutes && (zone || dem_tg_is(g, i - 1, "at") || dem_tg_is(g, i - 1, "by") || dem_tg_is(g, i - 1, "around") || g->w[i].digits == 2)))
        return false;
    if (after > k && h == 12) h = 0;
    h += add;
    if (h > 24 || m > 59) return false;
    if (zone) after += dem_tg_is(g, after, "local") && dem_tg_is(g, after + 1, "time") ? 2 : 1;
    set_clock(g->c, x, h, m);
    return dem_tg_done(x, DEM_TX_CLOCK, after, "clock");
}

/* "10.30 am": one word with its stop. */
static bool match_clock_stop(const dem_grammar *g, int32_t i, dem_tx *x)
{
    int add = 0;
    if (i >= g->n || g->w[i].form.n < 4 || g->w[i].form.n > 5 || !plain_decimal(g->w[i].form)) return false;
    int32_t after = read_meridiem(g, i + 1, &add);
    size_t stop = g->w[i].form.n - 3;
    const char *p = g->w[i].form.p;
    if (after == i + 1 || p[stop] != '.') return false;
    int h = stop == 2 ? (p[0] - '0') * 10 + p[1] - '0' : p[0] - '0', m = (p[stop + 1] - '0') * 10 + p[stop + 2] - '0';
    h = (h == 12 ? 0 : h) + add;
    if (h > 24 || m > 59) return false;
    set_clock(g->c, x, h, m);
    return dem_tg_done(x, DEM_TX_CLOCK, after, "clock");
}

static bool any_of(const dem_grammar *g, int32_t i, const char *const *words, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (dem_tg_is(g, i, words[k])) return true;
    return false;
}

/* "noon", "midnight", "dawn", "in the morning", "overnight", "early morning" */
bool dem_tg_match_daypart(const dem_grammar *g, int32_t i, dem_tx *x)
{
    static const char *const with[] = {"in", "during", "of", "through", "by", "throughout", "late"},
                             *const bare[] = {"at", "before", "after", "by", "until", "till", "since", "around", "from", "to", "past", "between", "and", "about"};
    int32_t k = dem_tg_is(g, i, "the") ? i + 1 : i;
    const dem_cue *e = dem_tg_in(g, k, DEM_CUE_DAYPART);
    if (!e || dem_tg_upos(g, k) == DEM_VERB) return false;
    bool hour = dem_tg_is(g, k, "noon") || dem_tg_is(g, k, "midnight");
    bool lead = k > i ? any_of(g, i - 1, with, sizeof with / sizeof *with)
                      : hour || dem_tg_is(g, k, "overnight") || any_of(g, i - 1, bare, sizeof bare / sizeof *bare);
    if (!lead || (k > i && dem_tg_is(g, k + 1, "of"))) return false;
    /* "overnight flights", "night shift": what they are, not when */
    if (k + 1 < g->n && dem_tg_upos(g, k) == DEM_ADJ && dem_tg_upos(g, k + 1) == DEM_NOUN) return false;
    x->clock = e->value;
    return dem_tg_done(x, DEM_TX_CLOCK, k + 1, dem_tg_is(g, k, "overnight") ? "overnight" : "daypart");
}

/* "the evening of 28 January", "the early hours of Sunday", "the morning of the same day" */
static bool match_daypart_of(const dem_grammar *g, int32_t i, dem_tx *x)
{
    int32_t k = dem_tg_is(g, i, "the") ? i + 1 : i;
    const dem_cue *early = dem_tg_in(g, k, DEM_CUE_EARLY);
    bool small = dem_tg_is(g, k, "wee") || dem_tg_is(g, k, "small") || dem_tg_is(g, k, "early") || dem_tg_is(g, k, "predawn");
    if (early || small) k++;
    const dem_cue *part = dem_tg_in(g, k, DEM_CUE_DAYPART);
    dem_str code = part ? part->value : DEM_STR("MO");
    bool hours = dem_tg_is(g, k, "hours");
    if (!part && !(hours && small)) return false;
    if (part && dem_tg_is(g, k + 1, "hours")) k++;
    int32_t d = k + 1;
    if (dem_tg_is(g, d, "of") || dem_tg_is(g, d, "on")) d++;
    else if (!hours) return false;
    dem_tx day = {.first = x->first};
    bool got = dem_tg_match_weekday(g, d, &day) && day.kind == DEM_TX_WEEKDAY;
    if (!got) day = (dem_tx){.first = x->first}, got = dem_tg_match_month_first(g, d, &day) && day.day;
    if (!got) day = (dem_tx){.first = x->first}, got = dem_tg_match_day_first(g, d, &day) && day.day;
    if (!got) day = (dem_tx){.first = x->first}, got = dem_tg_match_directed(g, d, &day) && day.kind == DEM_TX_SHIFT && day.unit == 'D';
    if (!got || day.clock.n) return false;
    *x = day;
    x->clock = code;
    if (early) x->mod = early->value;
    else if (small) x->mod = DEM_STR("START");
    x->rule = DEM_STR("daypart-of");
    return true;
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
               (x->kind == DEM_TX_SHIFT && x->unit == 'D') || (x->kind == DEM_TX_SET && dem_str_is(x->code, "weekday"));
    if (!day || x->clock.n) return;
    const dem_cue *e = dem_tg_in(g, x->after, DEM_CUE_DAYPART);
    if (e && x->kind == DEM_TX_WEEKDAY && dem_str_ends(g->w[x->after].form, DEM_STR("s"))) {
        x->kind = DEM_TX_SET; /* "Monday nights" */
        x->code = DEM_STR("weekday");
    }
    if (e && e->value.n == 2 && dem_tg_upos(g, x->after) != DEM_VERB) {
        x->clock = e->value;
        x->after++;
        return;
    }
    dem_tx clock = {0};
    if (x->kind != DEM_TX_SET && dem_tg_is(g, x->after, "at") && (dem_tg_match_clock(g, x->after + 1, &clock) || dem_tg_match_daypart(g, x->after + 1, &clock)) && clock.after > x->after + 1) {
        x->clock = clock.clock;
        x->after = clock.after;
    }
}

/* A day after an hour: "3 p.m. on Monday", "midnight Saturday" */
static void add_day(const dem_grammar *g, dem_tx *x)
{
    if (x->kind != DEM_TX_CLOCK) return;
    int32_t own = x->after, beside = own; /* "2 p.m. (1800 GMT) on Saturday": the day of both, in words of its own */
    if (dem_tg_is(g, own, "("))
        while (beside < own + 7 && beside < g->n && !dem_tg_is(g, beside, ")")) beside++;
    bool apart = dem_tg_is(g, beside, ")") && dem_tg_is(g, beside + 1, "on");
    int32_t from = apart ? beside + 1 : own;
    int32_t k = dem_tg_is(g, from, "on") || dem_tg_is(g, from, ",") ? from + 1 : from;
    dem_tx day = {.first = x->first};
    bool got = dem_tg_match_weekday(g, k, &day) && day.kind != DEM_TX_SET;
    if (!got) {
        day = (dem_tx){.first = x->first};
        got = dem_tg_match_day_word(g, k, &day);
    }
    if (!got) {
        day = (dem_tx){.first = x->first};
        got = dem_tg_match_directed(g, k, &day) && day.kind == DEM_TX_WEEKDAY; /* "midnight last Friday" */
    }
    if (!got) {
        day = (dem_tx){.first = x->first};
        got = (dem_tg_match_month_first(g, k, &day) || dem_tg_match_day_first(g, k, &day)) && day.day;
    }
    if (!got) return;
    bool evening = dem_str_is(x->rule, "hour-words") && dem_str_is(day.clock, "NI") && x->clock.n == 5 && x->clock.p[0] == '0' && x->clock.p[1] > '4';
    if (evening) set_clock(g->c, x, 12 + (x->clock.p[1] - '0'), (x->clock.p[3] - '0') * 10 + x->clock.p[4] - '0'); /* "8 o'clock tonight" */
    day.clock = x->clock;
    day.first = x->first;
    *x = day;
    if (apart) x->after = own;
}

static bool match_plain(const dem_grammar *g, int32_t i, dem_tx *best)
{
    static matcher *const all[] = {dem_tg_match_half,      dem_tg_match_age,      dem_tg_match_ref_phrase,  dem_tg_match_year_ago,   dem_tg_match_year_end, dem_tg_match_unit_long,
                                   dem_tg_match_bare_units, dem_tg_match_whole_unit, dem_tg_match_hour_words, dem_tg_match_that,     dem_tg_match_week_of,  dem_tg_match_month_day,
                                   match_daypart_of,        match_clock_stop,        dem_tg_match_running_unit, dem_tg_match_year_quarter,
                                   dem_tg_match_iso,      dem_tg_match_numeric,  dem_tg_match_month_first, dem_tg_match_day_first, dem_tg_match_decade,  dem_tg_match_quarter,
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
    if (e && dem_tg_upos(g, k) == DEM_VERB) return false; /* "was to end in August" */
    int32_t d = dem_tg_past_hyphen(g, k + 1);
    /* "the end of June", but not "beginning Jan. 1" */
    bool direct = comparative || dem_tg_is(g, k, "early") || dem_tg_is(g, k, "late") || dem_tg_is(g, k, "mid") || d > k + 1;
    if (!direct && !dem_tg_is(g, d, "of") && !dem_tg_is(g, d, "in")) return false;
    if (dem_tg_is(g, d, "of") || dem_tg_is(g, d, "in") || dem_tg_is(g, d, "on")) d++;
    dem_tx inner;
    bool got = match_plain(g, d, &inner) && inner.kind != DEM_TX_DURATION && inner.kind != DEM_TX_SET && inner.kind != DEM_TX_REF &&
               inner.kind != DEM_TX_CLOCK;
    if (!got) {
        inner = (dem_tx){.first = d, .after = d};
        got = dem_tg_match_running_unit(g, d, &inner);
    }
    if (!got && e && d == k + 1) { /* "by late afternoon", "since early morning" */
        const dem_cue *part = dem_tg_in(g, d, DEM_CUE_DAYPART);
        bool lead = dem_tg_is(g, i - 1, "by") || dem_tg_is(g, i - 1, "in") || dem_tg_is(g, i - 1, "since") || dem_tg_is(g, i - 1, "until") || dem_tg_is(g, i - 1, "from");
        bool hours = dem_tg_is(g, d + 1, "hours");
        if (part && part->value.n == 2 && lead && (hours || dem_tg_upos(g, d + 1) != DEM_NOUN)) {
            inner = (dem_tx){.kind = DEM_TX_CLOCK, .clock = part->value, .after = hours ? d + 2 : d + 1, .rule = DEM_STR("early-daypart")};
            got = true;
        }
    }
    if (!got && e && dem_tg_is(g, d - 1, "in")) got = dem_tg_match_daypart(g, d, &inner); /* "late in the afternoon" */
    if (!got && dem_tg_is(g, d - 1, "in") && dem_tg_is(g, d, "the") && dem_tg_is(g, d + 1, "day")) {
        inner = (dem_tx){.kind = DEM_TX_RUNNING, .unit = 'D', .after = d + 2, .rule = DEM_STR("in-the-day")};
        got = true;
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

/* "about two hours", "at least three years", "around 2 a.m.", "nearly a year ago" */
static bool match_qualified(const dem_grammar *g, int32_t i, dem_tx *x)
{
    const dem_cue *e = NULL;
    int32_t k = dem_tg_phrase(g, i, DEM_CUE_TIME_QUALIFIER, &e);
    dem_tx inner;
    if (k == i || !match_plain(g, k, &inner)) return false;
    bool measured = inner.kind == DEM_TX_DURATION && !dem_str_is(inner.rule, "units") && !dem_str_is(inner.rule, "age") && inner.dir == DEM_TX_TENSE;
    bool ago = (inner.kind == DEM_TX_UNIT || inner.kind == DEM_TX_SHIFT) && inner.count > 0 && inner.offset != 0;
    bool clock = inner.kind == DEM_TX_CLOCK || (inner.clock.n > 2 && inner.kind != DEM_TX_DAY);
    if (!measured && !ago && !clock) return false;
    *x = inner;
    x->first = i;
    x->mod = e->value;
    return true;
}

bool dem_time_match(dem_ctx *c, dem_toks s, const dem_tword *w, int32_t n, int32_t i, dem_tx *out)
{
    dem_grammar g = {c, s, w, n};
    dem_tx found[3] = {{0}};
    bool got[3] = {match_plain(&g, i, &found[0]), match_modified(&g, i, &found[1]), match_qualified(&g, i, &found[2])};
    int best = -1;
    for (int k = 0; k < 3; k++)
        if (got[k] && (best < 0 || found[k].after >= found[best].after)) best = k;
    if (best < 0) return false;
    *out = found[best];
    return true;
}
