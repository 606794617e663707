/* SPDX-License-Identifier: Apache-2.0 */
/* Expressions with a word order of their own: ages, halves of years, "the past", "year-earlier", "the end of the week", hours in words,
   "the morning of 3 May", "that night", lengths told by a plural alone. */
#include "context/times_grammar.h"

dem_upos dem_tg_upos(const dem_grammar *g, int32_t i)
{
    return i >= 0 && i < g->n ? (dem_upos)g->s.t[g->w[i].token].upos : DEM_X;
}

int32_t dem_tg_phrase(const dem_grammar *g, int32_t i, dem_list list, const dem_cue **entry)
{
    if (i < 0 || i >= g->n) return i;
    int32_t best = i;
    for (const dem_cue *e = dem_cues_of(g->c->rules, g->w[i].form); e; e = e->next) {
        if (e->list != list) continue;
        dem_str rest = e->text, word;
        int32_t k = i;
        bool all = true;
        while (all && dem_str_split(&rest, ' ', &word)) {
            all = k < g->n && dem_str_ieq(g->w[k].form, word);
            k++;
        }
        if (!all || k <= best) continue;
        best = k;
        *entry = e;
    }
    return best;
}

int32_t dem_tg_read_year_of(const dem_grammar *g, int32_t i, char *which)
{
    int32_t k = dem_tg_is(g, i, "of") ? i + 1 : i;
    if (!dem_tg_is(g, k + 1, "year")) return i;
    if (dem_tg_is(g, k, "last")) *which = 'L';
    else if (dem_tg_is(g, k, "this")) *which = 'T';
    else if (dem_tg_is(g, k, "next")) *which = 'N';
    else return i;
    return k + 2;
}

/* "12-year-old", "12 years old", "year-old" */
bool dem_tg_match_age(const dem_grammar *g, int32_t i, dem_tx *x)
{
    int64_t count = 1;
    char unit = 0;
    bool plural;
    int32_t k = dem_tg_read_count(g, i, &count);
    if (k == i) count = -1;
    else if (dem_tg_is(g, k, "and") && dem_tg_is(g, k + 1, "a") && dem_tg_is(g, k + 2, "half")) k += 3;
    if (dem_tg_in(g, i - 1, DEM_CUE_NO_TIME_LEAD)) return false;
    int32_t u = k > i ? dem_tg_past_hyphen(g, k) : k;
    int32_t after = dem_tg_read_unit(g, u, &unit, &plural);
    if (after == u || unit == 'S' || unit == 'M' || unit == 'H') return false;
    int32_t old = dem_tg_past_hyphen(g, after);
    if (!dem_tg_is(g, old, "old") && !dem_tg_is(g, old, "olds")) return false;
    if (k == i && old == after) return false;
    if (k == i && !plural) count = 1;
    x->unit = unit;
    x->count = count;
    return dem_tg_done(x, DEM_TX_DURATION, old + 1, "age");
}

/* "the past", "at the moment", "these days"; "recent" and "current" before a noun. */
bool dem_tg_match_ref_phrase(const dem_grammar *g, int32_t i, dem_tx *x)
{
    const dem_cue *e = NULL;
    int32_t k = dem_tg_phrase(g, i, DEM_CUE_REF_PHRASE, &e);
    if (k > i) {
        /* "the past" is none before what it counts or describes: "the past three days", "the future king" */
        dem_upos u = dem_tg_upos(g, k), own = dem_tg_upos(g, k - 1);
        const dem_token *t = &g->s.t[g->w[k - 1].token];
        bool below = t->head != DEM_NONE && t->head > g->w[k - 1].token;
        bool goes_on = (below && (u == DEM_NOUN || u == DEM_PROPN || u == DEM_ADJ)) || u == DEM_NUM || (k < g->n && g->w[k].glued && dem_tg_is(g, k, "-"));
        if (goes_on && !dem_tg_is(g, i, "at") && !dem_tg_is(g, k - 1, "now") && !dem_tg_is(g, k - 1, "days") && own != DEM_ADV) return false;
        if (dem_tg_is(g, k, "of") && dem_tg_is(g, k - 1, "moment")) return false;
    } else {
        e = dem_tg_in(g, i, DEM_CUE_REF_ADJECTIVE);
        if (!e || (g->w[i].upper && i > 0) || dem_tg_upos(g, i) != DEM_ADJ || g->s.t[g->w[i].token].deprel != DEM_REL_amod) return false;
        k = i + 1;
    }
    x->code = e->value;
    x->kind = DEM_TX_REF;
    x->after = k;
    x->rule = e->id;
    return true;
}

/* "year-ago", "the year-earlier quarter" */
bool dem_tg_match_year_ago(const dem_grammar *g, int32_t i, dem_tx *x)
{
    int32_t k = dem_tg_is(g, i, "the") ? i + 1 : i;
    if (!dem_tg_is(g, k, "year") || !dem_tg_is(g, k + 1, "-") || !(dem_tg_is(g, k + 2, "ago") || dem_tg_is(g, k + 2, "earlier"))) return false;
    k += 3;
    bool quarter = dem_tg_is(g, k, "quarter");
    if (k - i > 3 && !quarter && !dem_tg_is(g, k, "period")) return false;
    if (quarter || dem_tg_is(g, k, "period")) k++;
    x->unit = quarter ? 'Q' : 'Y';
    x->offset = quarter ? -4 : -1;
    return dem_tg_done(x, quarter ? DEM_TX_RUNNING : DEM_TX_SHIFT, k, "year-ago");
}

/* "year-end", "mid-year", "month-end"; with its year where one follows. */
bool dem_tg_match_year_end(const dem_grammar *g, int32_t i, dem_tx *x)
{
    int32_t k = i;
    bool end = false;
    char unit = 'Y';
    if ((dem_tg_is(g, i, "year") || dem_tg_is(g, i, "month")) && dem_tg_is(g, i + 1, "-") && dem_tg_is(g, i + 2, "end")) {
        end = true;
        unit = dem_tg_is(g, i, "year") ? 'Y' : 'N';
        k = i + 3;
    } else if (dem_tg_is(g, i, "year") && (dem_tg_is(g, i + 1, "end") || (dem_tg_is(g, i + 1, "'s") && dem_tg_is(g, i + 2, "end")))) {
        end = true;
        k = dem_tg_is(g, i + 1, "end") ? i + 2 : i + 3;
    } else if (dem_tg_is(g, i, "mid") && dem_tg_is(g, i + 1, "-") && (dem_tg_is(g, i + 2, "year") || dem_tg_is(g, i + 2, "month") || dem_tg_is(g, i + 2, "week"))) {
        unit = dem_tg_is(g, i + 2, "year") ? 'Y' : dem_tg_is(g, i + 2, "week") ? 'W' : 'N';
        k = i + 3;
    } else if (dem_tg_is(g, i, "midyear")) {
        k = i + 1;
    } else {
        return false;
    }
    x->mod = end ? DEM_STR("END") : DEM_STR("MID");
    if (unit == 'Y' && dem_tg_is_year(g, k)) {
        x->year = g->w[k].value;
        return dem_tg_done(x, DEM_TX_CALENDAR, k + 1, "year-end");
    }
    x->unit = unit;
    x->dir = DEM_TX_THIS;
    return dem_tg_done(x, DEM_TX_UNIT, k, "year-end");
}

/* "week-long", "decades-long", "weeklong" */
bool dem_tg_match_unit_long(const dem_grammar *g, int32_t i, dem_tx *x)
{
    const dem_cue *e = dem_tg_in(g, i, DEM_CUE_UNIT_LONG);
    char unit = 0;
    bool plural = false;
    if (e) {
        x->unit = e->value.p[0];
        x->count = 1;
        x->kind = DEM_TX_DURATION;
        x->after = i + 1;
        x->rule = e->id;
        return true;
    }
    int32_t after = dem_tg_read_unit(g, i, &unit, &plural);
    if (after == i || unit == 'S' || !dem_tg_is(g, after, "-") || !dem_tg_is(g, after + 1, "long")) return false;
    x->unit = unit;
    x->count = plural ? -1 : 1;
    return dem_tg_done(x, DEM_TX_DURATION, after + 2, "unit-long");
}

/* "for weeks", "years of war", "the days after": a plural that nothing counts or describes. */
bool dem_tg_match_bare_units(const dem_grammar *g, int32_t i, dem_tx *x)
{
    int32_t k = dem_tg_is(g, i, "the") ? i + 1 : i;
    char unit = 0;
    bool plural = false;
    int32_t after = dem_tg_read_unit(g, k, &unit, &plural);
    if (after == k || !plural || unit == 'S' || dem_tg_upos(g, k) != DEM_NOUN) return false;
    if (k == i) {
        dem_upos u = dem_tg_upos(g, i - 1);
        if (u == DEM_ADJ || u == DEM_NUM || u == DEM_NOUN || u == DEM_PROPN || u == DEM_DET || dem_tg_is(g, i - 1, "-") || dem_tg_is(g, i - 1, "'s") ||
            (u == DEM_PRON && i > 0 && dem_str_is(g->s.t[g->w[i - 1].token].xpos, "PRP$")))
            return false;
    }
    if (dem_tg_is(g, after, "-")) return false;
    x->unit = unit;
    x->count = -1;
    return dem_tg_done(x, DEM_TX_DURATION, after, "units");
}

/* "all year", "the whole week", "an entire decade" */
bool dem_tg_match_whole_unit(const dem_grammar *g, int32_t i, dem_tx *x)
{
    char unit = 0;
    bool plural = false;
    int32_t k = i;
    if (dem_tg_is(g, i, "all")) {
        k = dem_tg_is(g, i + 1, "the") ? i : i + 1;
    } else {
        k = dem_tg_is(g, i, "the") || dem_tg_is(g, i, "a") || dem_tg_is(g, i, "an") ? i + 1 : i;
        if (k == i || !(dem_tg_is(g, k, "whole") || dem_tg_is(g, k, "entire"))) return false;
        k++;
    }
    if (k == i) return false;
    int32_t after = dem_tg_read_unit(g, k, &unit, &plural);
    if (after == k || plural || unit == 'S' || unit == 'M') return false;
    x->unit = unit;
    x->count = 1;
    return dem_tg_done(x, DEM_TX_DURATION, after, "whole-unit");
}

/* "that night", "that same week", "that year" */
bool dem_tg_match_that(const dem_grammar *g, int32_t i, dem_tx *x)
{
    char unit = 0;
    bool plural = false;
    if (!dem_tg_is(g, i, "that")) return false;
    int32_t k = dem_tg_is(g, i + 1, "same") ? i + 2 : i + 1;
    const dem_cue *part = dem_tg_in(g, k, DEM_CUE_DAYPART);
    if (part && dem_tg_upos(g, k) == DEM_NOUN) {
        x->unit = 'D';
        x->clock = part->value;
        return dem_tg_done(x, DEM_TX_SHIFT, k + 1, "that-daypart");
    }
    int32_t after = dem_tg_read_unit(g, k, &unit, &plural);
    if (after == k || plural || unit == 'S' || unit == 'M' || unit == 'H') return false;
    x->unit = unit;
    return dem_tg_done(x, DEM_TX_SHIFT, after, "that-unit");
}

/* Halves of a year: "the first half", "first-half", "the second half of 2010", "the first half of this year". */
bool dem_tg_match_half(const dem_grammar *g, int32_t i, dem_tx *x)
{
    int v = 0;
    int32_t k = dem_tg_is(g, i, "the") ? i + 1 : i;
    if (dem_tg_is(g, k, "half") && (dem_tg_is(g, k + 1, "-") ? dem_tg_is(g, k + 2, "year") : dem_tg_is(g, k + 1, "year"))) {
        x->unit = 'N';
        x->count = 6;
        return dem_tg_done(x, DEM_TX_DURATION, dem_tg_is(g, k + 1, "-") ? k + 3 : k + 2, "half-year");
    }
    int32_t o = dem_tg_read_ordinal(g, k, &v), h = dem_tg_past_hyphen(g, o);
    if (o == k || v > 2 || !dem_tg_is(g, h, "half")) return false;
    x->count = v;
    int32_t after = h + 1, end = dem_tg_read_year_after(g, after, &x->year);
    if (end == after) end = dem_tg_read_year_of(g, after, &x->year_of);
    if (end == after && dem_tg_is(g, after, "of")) {
        if (!dem_tg_is(g, after + 1, "the") || !dem_tg_is(g, after + 2, "year")) return false;
        end = after + 3;
        x->year_of = 'T';
    }
    bool hyphen = h > o, lead = k > i && (dem_tg_is(g, i - 1, "in") || dem_tg_is(g, i - 1, "for") || dem_tg_is(g, i - 1, "during"));
    if (end == after && !hyphen && !lead) return false;
    return dem_tg_done(x, DEM_TX_HALF, end, "half");
}

static void put_clock(const dem_grammar *g, dem_tx *x, int h, int m)
{
    x->clock = dem_str_printf(g->c->r->arena, "%02d:%02d", h, m);
}

/* "three o'clock", "6 in the morning", "half past ten" */
bool dem_tg_match_hour_words(const dem_grammar *g, int32_t i, dem_tx *x)
{
    int64_t h = 0;
    int m = 0;
    int32_t k = i;
    bool figures = i + 2 < g->n && dem_tg_is(g, i + 1, ":") && g->w[i + 1].glued && g->w[i + 2].digits == 2 && g->w[i].digits > 0 && g->w[i].digits <= 2;
    if (dem_tg_is(g, i, "half") && dem_tg_is(g, i + 1, "past")) m = 30, k = i + 2;
    int32_t after = dem_tg_read_count(g, k, &h);
    if (after == k || h < 1 || h > 12) return false;
    if (figures) {
        m = g->w[i + 2].value;
        after = i + 3;
        if (m > 59) return false;
    }
    bool oclock = dem_tg_is(g, after, "o'clock") || dem_tg_is(g, after, "o’clock");
    if (oclock) after++;
    bool in_the = (dem_tg_is(g, after, "in") || dem_tg_is(g, after, "this")) && (dem_tg_is(g, after + 1, "the") || dem_tg_is(g, after, "this"));
    const dem_cue *part = dem_tg_in(g, dem_tg_is(g, after, "this") ? after + 1 : after + 2, DEM_CUE_DAYPART);
    if (in_the && part && part->value.n == 2) {
        bool late = dem_str_is(part->value, "AF") || dem_str_is(part->value, "EV");
        after = dem_tg_is(g, after, "this") ? after : after + 3;
        h = h == 12 ? (late ? 12 : 0) : late ? h + 12 : h;
    } else if (dem_tg_is(g, after, "at") && dem_tg_is(g, after + 1, "night")) {
        h = h >= 6 && h < 12 ? h + 12 : h == 12 ? 0 : h;
        after += 2;
    } else if (!oclock && (!m || figures)) {
        return false;
    }
    put_clock(g, x, (int)h, m);
    return dem_tg_done(x, DEM_TX_CLOCK, after, "hour-words");
}

/* "the 1995 quarter": the same of another year. */
bool dem_tg_match_year_quarter(const dem_grammar *g, int32_t i, dem_tx *x)
{
    int32_t k = dem_tg_is(g, i, "the") ? i + 1 : i;
    if (!dem_tg_is_year(g, k) || !dem_tg_is(g, k + 1, "quarter")) return false;
    x->unit = 'Q';
    x->year = g->w[k].value;
    return dem_tg_done(x, DEM_TX_RUNNING, k + 2, "year-quarter");
}

/* "the 15th" where a day of the month stands. */
bool dem_tg_match_month_day(const dem_grammar *g, int32_t i, dem_tx *x)
{
    int d = 0;
    if (!dem_tg_is(g, i, "the") || !dem_tg_is_day_number(g, i + 1) || !dem_tg_is_ordinal_end(g, i + 2)) return false;
    if (!dem_tg_is(g, i - 1, "on") && !dem_tg_is(g, i - 1, "by") && !dem_tg_is(g, i - 1, "until")) return false;
    int32_t after = dem_tg_read_ordinal(g, i + 1, &d);
    dem_upos u = dem_tg_upos(g, after);
    if (u == DEM_NOUN || u == DEM_PROPN || u == DEM_ADJ || dem_tg_is(g, after, "of")) return false;
    x->day = d;
    return dem_tg_done(x, DEM_TX_MONTHDAY, after, "month-day-alone");
}

/* "the week of March 3", "the week ended Oct. 20" */
bool dem_tg_match_week_of(const dem_grammar *g, int32_t i, dem_tx *x)
{
    int32_t k = dem_tg_is(g, i, "the") ? i + 1 : i;
    if (!dem_tg_is(g, k, "week") || !dem_tg_is(g, k + 1, "of")) return false;
    dem_tx date = {.first = x->first};
    if (!(dem_tg_match_month_first(g, k + 2, &date) || dem_tg_match_day_first(g, k + 2, &date)) || !date.day) return false;
    *x = date;
    x->week_of = 'D';
    x->rule = DEM_STR("week-of");
    return true;
}
