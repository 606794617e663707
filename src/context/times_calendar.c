/* SPDX-License-Identifier: Apache-2.0 */
/* Dates of the calendar: ISO, numeric, with names of months, years, decades, quarters, days with a name of their own. */
#include "context/times_grammar.h"

/* ---- calendar dates ---- */

bool dem_tg_match_iso(const dem_grammar *g, int32_t i, dem_tx *x)
{
    if (!dem_tg_is_year(g, i) || !dem_tg_is(g, i + 1, "-") || !dem_tg_is_day_number(g, i + 2) || !g->w[i + 1].glued || !g->w[i + 2].glued) return false;
    if (g->w[i + 2].digits != 2) return false;
    x->year = g->w[i].value;
    x->month = g->w[i + 2].value;
    if (x->month > 12) return false;
    if (!dem_tg_is(g, i + 3, "-") || !dem_tg_is_day_number(g, i + 4) || !g->w[i + 3].glued) return dem_tg_done(x, DEM_TX_CALENDAR, i + 3, "iso-month");
    x->day = g->w[i + 4].value;
    return dem_tg_done(x, DEM_TX_CALENDAR, i + 5, "iso");
}

/* "1/31/2012", "31.01.2012": month first unless that is no month (news in English), day first with stops. */
bool dem_tg_match_numeric(const dem_grammar *g, int32_t i, dem_tx *x)
{
    if (!dem_tg_is_day_number(g, i)) return false;
    bool slash = dem_tg_is(g, i + 1, "/"), dot = dem_tg_is(g, i + 1, ".");
    if ((!slash && !dot) || !dem_tg_is_day_number(g, i + 2)) return false;
    if (!dem_tg_is(g, i + 3, slash ? "/" : ".") || i + 4 >= g->n || (g->w[i + 4].digits != 4 && g->w[i + 4].digits != 2)) return false;
    for (int32_t k = i + 1; k <= i + 4; k++)
        if (!g->w[k].glued) return false;
    int a = g->w[i].value, b = g->w[i + 2].value, y = g->w[i + 4].value;
    bool day_first = dot || a > 12;
    x->day = day_first ? a : b;
    x->month = day_first ? b : a;
    x->year = g->w[i + 4].digits == 4 ? y : y < 50 ? 2000 + y : 1900 + y;
    if (x->month > 12) return false;
    return dem_tg_done(x, DEM_TX_CALENDAR, i + 5, "numeric");
}

int32_t dem_tg_read_year_after(const dem_grammar *g, int32_t i, int *year)
{
    int32_t k = dem_tg_is(g, i, ",") ? i + 1 : i;
    if (dem_tg_is(g, k, "of") || dem_tg_is(g, k, "in")) k++;
    /* "January 31, 2012 people": a year is not followed by what it counts, which a tree would tell; commas and dates are clear enough. */
    if (!dem_tg_is_year(g, k) || g->w[k].value < 1500) return i;
    *year = g->w[k].value;
    return k + 1;
}

static int32_t read_range_end(const dem_grammar *g, int32_t i, int *last)
{
    bool words = (dem_tg_is(g, i, "to") && dem_tg_is(g, i - 2, "from")) || (dem_tg_is(g, i, "and") && dem_tg_is(g, i - 2, "between"));
    if (!words && !dem_tg_is(g, i, "-") && !dem_tg_is(g, i, "–") && !dem_tg_is(g, i, "/")) return i;
    int d;
    int32_t after = dem_tg_read_day(g, i + 1, &d);
    if (after == i + 1) return i;
    *last = d;
    return after;
}

/* "January 31, 2012", "Jan. 31", "January the 31st", "January 2012", "January" */
bool dem_tg_match_month_first(const dem_grammar *g, int32_t i, dem_tx *x)
{
    int d = 0;
    int32_t k = dem_tg_read_month(g, i, &x->month);
    if (k == i) return false;
    int32_t day_at = dem_tg_is(g, k, "the") ? k + 1 : k;
    int32_t after = dem_tg_read_day(g, day_at, &d);
    bool third_word = day_at > k && !dem_tg_is_ordinal_end(g, after - 1) && g->w[day_at].digits == 0;
    if (after > day_at && !(dem_tg_is_year(g, day_at)) && !third_word && !dem_tg_by_age(g, after)) {
        x->day = d;
        int32_t range = read_range_end(g, after, &x->last_day);
        int32_t end = dem_tg_read_year_after(g, range, &x->year);
        return dem_tg_done(x, DEM_TX_CALENDAR, end, "month-day");
    }
    after = dem_tg_read_year_after(g, k, &x->year);
    if (after > k) return dem_tg_done(x, DEM_TX_CALENDAR, after, "month-year");
    if (dem_tg_is(g, k, "'") && k + 1 < g->n && g->w[k + 1].digits == 2) return false;
    if (dem_tg_in(g, i, DEM_CUE_AMBIGUOUS_MONTH) && !dem_tg_in(g, i - 1, DEM_CUE_MONTH_LEAD)) {
        bool by_the = dem_tg_is(g, i - 1, "-") && dem_tg_in(g, i - 2, DEM_CUE_EARLY);
        if (!by_the) return false;
    }
    dem_upos u = (dem_upos)g->s.t[g->w[i].token].upos;
    if (dem_tg_in(g, i, DEM_CUE_AMBIGUOUS_MONTH) && (u == DEM_VERB || u == DEM_AUX)) return false;
    return dem_tg_done(x, DEM_TX_CALENDAR, k, "month");
}

/* "31 January 2012", "31st of January", "the 18th of August" */
bool dem_tg_match_day_first(const dem_grammar *g, int32_t i, dem_tx *x)
{
    int d = 0;
    int32_t k = dem_tg_is(g, i, "the") ? i + 1 : i;
    int32_t after = dem_tg_read_day(g, k, &d);
    if (after == k) return false;
    x->day = d;
    int last = 0;
    int32_t range = read_range_end(g, after, &last);
    int32_t m = dem_tg_is(g, range, "of") ? range + 1 : range;
    int32_t end = dem_tg_read_month(g, m, &x->month);
    if (end == m) return false;
    if (m == range && k > i && g->w[k].digits == 0) return false; /* "the first May day" */
    x->last_day = last;
    end = dem_tg_read_year_after(g, end, &x->year);
    return dem_tg_done(x, DEM_TX_CALENDAR, end, "day-month");
}

bool dem_tg_match_decade(const dem_grammar *g, int32_t i, dem_tx *x)
{
    int32_t k = dem_tg_is(g, i, "the") ? i + 1 : i;
    if (dem_tg_is_year(g, k) && g->w[k].value % 10 == 0 && dem_tg_is(g, k + 1, "s") && g->w[k + 1].glued) {
        x->year = g->w[k].value;
        return dem_tg_done(x, DEM_TX_DECADE, k + 2, "decade");
    }
    int v;
    int32_t o = dem_tg_read_ordinal(g, k, &v);
    if (o > k && (dem_tg_is(g, dem_tg_past_hyphen(g, o), "century"))) {
        x->count = v;
        return dem_tg_done(x, DEM_TX_CENTURY, dem_tg_past_hyphen(g, o) + 1, "century");
    }
    return false;
}

bool dem_tg_match_quarter(const dem_grammar *g, int32_t i, dem_tx *x)
{
    int v;
    int32_t k = dem_tg_is(g, i, "the") ? i + 1 : i;
    int32_t o = dem_tg_read_ordinal(g, k, &v);
    if (o == k || v > 4) return false;
    int32_t q = dem_tg_past_hyphen(g, o);
    if (!dem_tg_is(g, q, "quarter")) return false;
    x->count = v;
    int32_t end = dem_tg_read_year_after(g, q + 1, &x->year);
    return dem_tg_done(x, DEM_TX_QUARTER, end, "quarter");
}

/* A bare year: where a year stands, before nothing it could count. */
bool dem_tg_match_year(const dem_grammar *g, int32_t i, dem_tx *x)
{
    if (!dem_tg_is_year(g, i) || g->w[i].value < 1500 || dem_tg_by_age(g, i + 1)) return false;
    if (i + 1 < g->n && (dem_tg_is(g, i + 1, "-") || dem_tg_is(g, i + 1, "/") || dem_tg_is(g, i + 1, ":")) && g->w[i + 1].glued && g->w[i + 1].token == g->w[i].token) {
        if (!(i + 2 < g->n && (g->w[i + 2].digits == 4 || g->w[i + 2].digits == 2))) return false;
    }
    const dem_token *t = &g->s.t[g->w[i].token];
    bool paren = dem_tg_is(g, i - 1, "(") && dem_tg_is(g, i + 1, ")");
    bool lead = dem_tg_in(g, i - 1, DEM_CUE_YEAR_LEAD) != NULL || i == 0 || paren || dem_tg_is(g, i - 1, "-") || dem_tg_is(g, i - 1, "–") || dem_tg_is(g, i - 1, "/");
    if (!lead) {
        /* "its 2003 invasion": before a singular noun */
        if (t->head == DEM_NONE || t->head <= g->w[i].token) return false;
        if (!dem_str_is(g->s.t[t->head].xpos, "NN")) return false;
    }
    if (dem_tg_is(g, i - 1, "of") && t->head > g->w[i].token && t->deprel == DEM_REL_nummod) return false;
    if (t->deprel == DEM_REL_nummod && t->head > g->w[i].token && dem_str_is(g->s.t[t->head].xpos, "NNS") && !dem_tg_is(g, i - 1, "the")) return false;
    if (i + 1 < g->n && g->w[i + 1].upper && t->head == g->w[i + 1].token && !dem_tg_in(g, i - 1, DEM_CUE_YEAR_LEAD)) return false;
    x->year = g->w[i].value;
    return dem_tg_done(x, DEM_TX_CALENDAR, i + 1, "year");
}

/* A token that is a date as a whole though it was divided: "9/11". */
static bool match_named_token(const dem_grammar *g, int32_t i, dem_tx *x)
{
    if (i > 0 && g->w[i - 1].token == g->w[i].token) return false;
    int32_t after = i;
    while (after < g->n && g->w[after].token == g->w[i].token) after++;
    const dem_cue *e = after > i + 1 ? dem_cue_in(g->c->rules, DEM_CUE_HOLIDAY, g->s.t[g->w[i].token].form) : NULL;
    if (!e || e->value.n != 10) return false;
    dem_day_split(dem_day_parse(e->value), &x->year, &x->month, &x->day);
    x->kind = DEM_TX_CALENDAR;
    x->after = after;
    x->rule = e->id;
    return x->year > 0;
}

bool dem_tg_match_holiday(const dem_grammar *g, int32_t i, dem_tx *x)
{
    if (match_named_token(g, i, x)) return true;
    for (const dem_cue *e = dem_cues_of(g->c->rules, g->w[i].form); e; e = e->next) {
        if (e->list != DEM_CUE_HOLIDAY) continue;
        dem_str rest = e->text, word;
        int32_t k = i;
        bool all = true;
        while (all && dem_str_split(&rest, ' ', &word)) {
            all = k < g->n && dem_str_ieq(g->w[k].form, word);
            if (!all && k + 1 < g->n && dem_str_istarts(word, g->w[k].form) && g->w[k + 1].form.p[0] == '\'') all = true, k++;
            k++;
        }
        if (!all) continue;
        int32_t end = k;
        dem_str v = e->value;
        if (v.n == 10) {
            dem_day_split(dem_day_parse(v), &x->year, &x->month, &x->day);
        } else if (v.n == 5) {
            x->month = (v.p[0] - '0') * 10 + v.p[1] - '0';
            x->day = (v.p[3] - '0') * 10 + v.p[4] - '0';
            end = dem_tg_read_year_after(g, k, &x->year);
        }
        x->kind = DEM_TX_CALENDAR;
        x->after = end;
        x->rule = e->id;
        return true;
    }
    return false;
}

