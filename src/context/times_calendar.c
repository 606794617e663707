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
    bool slash = dem_tg_is(g, i + 1, "/"), dot = dem_tg_is(g, i + 1, "."), dash = dem_tg_is(g, i + 1, "-");
    if ((!slash && !dot && !dash) || !dem_tg_is_day_number(g, i + 2)) return false;
    if (dash && (g->w[i].digits != 2 || g->w[i + 2].digits != 2)) return false; /* "3-2-10" may be a score */
    if (!dem_tg_is(g, i + 3, slash ? "/" : dot ? "." : "-") || i + 4 >= g->n || (g->w[i + 4].digits != 4 && g->w[i + 4].digits != 2)) return false;
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

/* "from January to September 2011", "between 3 March and 5 April 2012": the first has the year of the second, or the one before when it
   is the later month. */
static void year_of_range(const dem_grammar *g, int32_t after, dem_tx *x)
{
    bool link = dem_tg_is(g, after, "to") || dem_tg_is(g, after, "through") || dem_tg_is(g, after, "until") || dem_tg_is(g, after, "and") || dem_tg_is(g, after, "-") ||
                dem_tg_is(g, after, "–");
    dem_tx end = {0};
    int month = 0, day = 0;
    if (!link || x->year) return;
    int32_t k = dem_tg_read_month(g, after + 1, &month);
    if (k > after + 1) {
        int32_t d = dem_tg_read_day(g, k, &day);
        dem_tg_read_year_after(g, dem_tg_is_year(g, k) ? k : d, &end.year);
    } else if ((k = dem_tg_read_day(g, after + 1, &day)) > after + 1 && dem_tg_read_month(g, k, &month) > k) {
        dem_tg_read_year_after(g, dem_tg_read_month(g, k, &month), &end.year);
    }
    if (end.year && month) x->year = x->month > month ? end.year - 1 : end.year;
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
        if (end == range) end = dem_tg_read_year_of(g, range, &x->year_of);
        if (!x->last_day) year_of_range(g, end, x);
        return dem_tg_done(x, DEM_TX_CALENDAR, end, "month-day");
    }
    after = dem_tg_read_year_after(g, k, &x->year);
    if (after > k) return dem_tg_done(x, DEM_TX_CALENDAR, after, "month-year");
    after = dem_tg_read_year_of(g, k, &x->year_of);
    if (after > k) return dem_tg_done(x, DEM_TX_CALENDAR, after, "month-of-year");
    if (dem_tg_is(g, k, "'") && k + 1 < g->n && g->w[k + 1].digits == 2) return false;
    if (dem_tg_in(g, i, DEM_CUE_AMBIGUOUS_MONTH) && !dem_tg_in(g, i - 1, DEM_CUE_MONTH_LEAD)) {
        bool by_the = dem_tg_is(g, i - 1, "-") && dem_tg_in(g, i - 2, DEM_CUE_EARLY);
        if (!by_the) return false;
    }
    dem_upos u = (dem_upos)g->s.t[g->w[i].token].upos;
    if (dem_tg_in(g, i, DEM_CUE_AMBIGUOUS_MONTH) && (u == DEM_VERB || u == DEM_AUX)) return false;
    year_of_range(g, k, x);
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
    int32_t month_end = end;
    end = dem_tg_read_year_after(g, month_end, &x->year);
    if (end == month_end) end = dem_tg_read_year_of(g, month_end, &x->year_of);
    if (!last) year_of_range(g, end, x);
    /* "from 3 to 5 May": the first day is an expression of its own, the second follows */
    if (last && !dem_tg_is(g, after, "-") && !dem_tg_is(g, after, "–") && !dem_tg_is(g, after, "/")) end = after;
    return dem_tg_done(x, DEM_TX_CALENDAR, end, "day-month");
}

/* "the 1990s", "the '90s", "the eighties", "the 19th century" */
bool dem_tg_match_decade(const dem_grammar *g, int32_t i, dem_tx *x)
{
    static const char *const names[] = {"twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"};
    int32_t k = dem_tg_is(g, i, "the") ? i + 1 : i;
    bool lead = k > i || (i > 0 && (dem_tg_is(g, i - 1, "-") || dem_tg_in(g, i - 1, DEM_CUE_EARLY)));
    if (dem_tg_is_year(g, k) && g->w[k].value % 10 == 0 && dem_tg_is(g, k + 1, "s") && g->w[k + 1].glued) {
        x->year = g->w[k].value;
        return dem_tg_done(x, DEM_TX_DECADE, k + 2, "decade");
    }
    int32_t mark = dem_tg_is(g, k, "'") || dem_tg_is(g, k, "’") || dem_tg_is(g, k, "‘") ? k + 1 : k;
    if (mark == k && k < g->n && g->w[k].form.n >= 3 && g->w[k].digits == 0 && dem_tg_is(g, k + 1, "s") && g->w[k + 1].glued) {
        /* the mark in one word with the figures */
        dem_str two = dem_str_cut(g->w[k].form, g->w[k].form.n - 2, g->w[k].form.n), before = dem_str_cut(g->w[k].form, 0, g->w[k].form.n - 2);
        bool quote = dem_str_is(before, "'") || dem_str_is(before, "’") || dem_str_is(before, "‘");
        if (quote && two.p[0] >= '0' && two.p[0] <= '9' && two.p[1] == '0') {
            x->year = (two.p[0] < '3' ? 2000 : 1900) + (two.p[0] - '0') * 10;
            return dem_tg_done(x, DEM_TX_DECADE, k + 2, "decade");
        }
    }
    bool short_form = mark < g->n && g->w[mark].digits == 2 && g->w[mark].value % 10 == 0 && dem_tg_is(g, mark + 1, "s") && g->w[mark + 1].glued;
    if (short_form && (mark > k || lead)) {
        x->year = (g->w[mark].value < 30 ? 2000 : 1900) + g->w[mark].value;
        return dem_tg_done(x, DEM_TX_DECADE, mark + 2, "decade");
    }
    for (size_t d = 0; lead && d < sizeof names / sizeof *names; d++) {
        if (!dem_tg_is(g, k, names[d])) continue;
        x->year = 1920 + 10 * (int)d;
        return dem_tg_done(x, DEM_TX_DECADE, k + 1, "decade");
    }
    int v;
    int32_t o = dem_tg_read_ordinal(g, k, &v);
    if (o > k && (dem_tg_is(g, dem_tg_past_hyphen(g, o), "century"))) {
        x->count = v;
        return dem_tg_done(x, DEM_TX_CENTURY, dem_tg_past_hyphen(g, o) + 1, "century");
    }
    return false;
}

/* "2010", "fiscal 2010", "this year" before or after a quarter. */
static int32_t read_fiscal_year(const dem_grammar *g, int32_t i, bool before, int *year)
{
    int32_t k = before ? i : dem_tg_is(g, i, "of") || dem_tg_is(g, i, "in") || dem_tg_is(g, i, ",") ? i + 1 : i;
    if (dem_tg_is(g, k, "fiscal")) {
        k++;
        if (dem_tg_is(g, k, "year")) k++;
    } else if (k > i && dem_tg_is(g, i, ",")) {
        return i;
    }
    if (!dem_tg_is_year(g, k)) return i;
    *year = g->w[k].value;
    return k + 1;
}

/* "the third quarter", "third-quarter", "the 1989 third quarter", "the third quarter of fiscal 1990", "Q3 2009" */
bool dem_tg_match_quarter(const dem_grammar *g, int32_t i, dem_tx *x)
{
    int v = 0;
    int32_t k = dem_tg_is(g, i, "the") ? i + 1 : i;
    if (dem_tg_is(g, k, "Q") && k + 1 < g->n && g->w[k + 1].digits == 1 && g->w[k + 1].glued) return false;
    if (k < g->n && g->w[k].form.n == 2 && g->w[k].form.p[0] == 'Q' && g->w[k].form.p[1] >= '1' && g->w[k].form.p[1] <= '4') {
        x->count = g->w[k].form.p[1] - '0';
        int32_t end = dem_tg_read_year_after(g, k + 1, &x->year);
        if (end == k + 1) end = dem_tg_read_year_of(g, end, &x->year_of);
        return dem_tg_done(x, DEM_TX_QUARTER, end, "quarter");
    }
    if (dem_tg_is(g, k, "fiscal") && !dem_tg_is_year(g, k + 1) && !dem_tg_is(g, k + 1, "year")) k++;
    int32_t y = read_fiscal_year(g, k, true, &x->year);
    if (y > k) k = dem_tg_is(g, y, "'s") ? y + 1 : y;
    if (dem_tg_is(g, k, "fiscal")) k++;
    int32_t o = dem_tg_read_ordinal(g, k, &v);
    if (o == k || v > 4) return false;
    int32_t q = dem_tg_past_hyphen(g, o);
    bool period = q > o && dem_tg_is(g, q, "period"); /* "third-period net" */
    if (!dem_tg_is(g, q, "quarter") && !period) return false;
    x->count = v;
    int32_t end = x->year ? q + 1 : read_fiscal_year(g, q + 1, false, &x->year);
    if (end == q + 1 && !x->year) end = dem_tg_read_year_of(g, q + 1, &x->year_of);
    if (end == q + 1 && dem_tg_is(g, end, "of") && dem_tg_is(g, end + 1, "the") && !dem_tg_is(g, end + 2, "year")) return false; /* "the first quarter of the game" */
    return dem_tg_done(x, DEM_TX_QUARTER, end, "quarter");
}

/* A bare year: where a year stands, before nothing it could count. */
static bool dated_plural(const dem_grammar *g, const dem_token *t)
{
    return t->head != DEM_NONE && dem_cue_in(g->c->rules, DEM_CUE_YEAR_COUNTED, g->s.t[t->head].form) != NULL;
}

/* "1960, 1971 and 1980": a year in a row of years. */
static bool after_year(const dem_grammar *g, int32_t i)
{
    return (dem_tg_is(g, i - 1, ",") || dem_tg_is(g, i - 1, "and") || dem_tg_is(g, i - 1, "or")) && (dem_tg_is_year(g, i - 2) || (dem_tg_is(g, i - 2, ",") && dem_tg_is_year(g, i - 3)));
}

/* "nineteen ninety-eight", "two thousand four" */
static bool match_year_words(const dem_grammar *g, int32_t i, dem_tx *x)
{
    int64_t low = 0;
    bool century = dem_tg_is(g, i, "nineteen") || dem_tg_is(g, i, "eighteen");
    if (!century || (i > 0 && !dem_tg_in(g, i - 1, DEM_CUE_YEAR_LEAD))) return false;
    int32_t after = dem_tg_read_count(g, i + 1, &low);
    if (after == i + 1 || low < 10 || low > 99 || g->w[i + 1].digits) return false;
    x->year = (dem_tg_is(g, i, "nineteen") ? 1900 : 1800) + (int)low;
    return dem_tg_done(x, DEM_TX_CALENDAR, after, "year-words");
}

bool dem_tg_match_year(const dem_grammar *g, int32_t i, dem_tx *x)
{
    if (match_year_words(g, i, x)) return true;
    dem_str w = i < g->n ? g->w[i].form : DEM_STR_NONE;
    int64_t fy = 0;
    bool decimal = false;
    if (w.n == 6 && dem_str_starts(w, DEM_STR("FY")) && dem_ctx_parse_digits(dem_str_cut(w, 2, w.n), &fy, &decimal) && !decimal && fy >= 1900 && fy <= 2199) {
        x->year = (int)fy; /* "FY2012" */
        return dem_tg_done(x, DEM_TX_CALENDAR, i + 1, "fiscal-year");
    }
    if (dem_tg_is(g, i, "fiscal")) {
        int32_t end = read_fiscal_year(g, i, true, &x->year);
        return end > i && dem_tg_done(x, DEM_TX_CALENDAR, end, "fiscal-year");
    }
    if (!dem_tg_is_year(g, i) || g->w[i].value < 1500 || dem_tg_by_age(g, i + 1)) return false;
    if (i + 1 < g->n && (dem_tg_is(g, i + 1, "-") || dem_tg_is(g, i + 1, "/") || dem_tg_is(g, i + 1, ":")) && g->w[i + 1].glued && g->w[i + 1].token == g->w[i].token) {
        if (!(i + 2 < g->n && (g->w[i + 2].digits == 4 || g->w[i + 2].digits == 2))) return false;
    }
    const dem_token *t = &g->s.t[g->w[i].token];
    bool paren = dem_tg_is(g, i - 1, "(") && dem_tg_is(g, i + 1, ")");
    bool lead = dem_tg_in(g, i - 1, DEM_CUE_YEAR_LEAD) != NULL || i == 0 || paren || dem_tg_is(g, i - 1, "-") || dem_tg_is(g, i - 1, "–") || dem_tg_is(g, i - 1, "/") || after_year(g, i);
    if (!lead && !dated_plural(g, t)) {
        /* "its 2003 invasion": before a singular noun */
        if (t->head == DEM_NONE || t->head <= g->w[i].token) return false;
        if (!dem_str_is(g->s.t[t->head].xpos, "NN")) return false;
    }
    if (dem_tg_is(g, i - 1, "of") && t->head > g->w[i].token && t->deprel == DEM_REL_nummod && !dated_plural(g, t) && dem_tg_upos(g, i + 1) != DEM_NUM) return false;
    if (t->deprel == DEM_REL_nummod && t->head > g->w[i].token && dem_str_is(g->s.t[t->head].xpos, "NNS") && !dem_tg_is(g, i - 1, "the") && !dated_plural(g, t) &&
        dem_tg_upos(g, i + 1) != DEM_NUM)
        return false;
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

/* Day of Easter Sunday of the year (Gauss, as Butcher wrote it down). */
static dem_day easter(int y)
{
    int a = y % 19, b = y / 100, c = y % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
    int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
    return dem_day_of(y, (h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1);
}

/* The day that "easter-2" or "11/4/4" (month, which, weekday; 9: the last) stands for in this year. */
dem_day dem_time_feast(dem_str value, int y)
{
    if (dem_str_starts(value, DEM_STR("easter"))) {
        int n = 0;
        for (size_t i = 7; i < value.n && i < 10; i++) n = n * 10 + (value.p[i] - '0');
        return easter(y) + (value.n > 6 && value.p[6] == '-' ? -n : n);
    }
    if (value.n != 6) return DEM_DAY_NONE;
    int month = (value.p[0] - '0') * 10 + value.p[1] - '0', which = value.p[3] - '0', weekday = value.p[5] - '1';
    if (month < 1 || month > 12) return DEM_DAY_NONE;
    dem_day first = dem_day_of(y, month, 1), last = dem_day_of(y, month, dem_days_in_month(y, month));
    if (which == 9) return last - (dem_day_weekday(last) - weekday + 7) % 7;
    return first + (weekday - dem_day_weekday(first) + 7) % 7 + 7 * (which - 1);
}

/* Words of an entry; a mark may be glued to the word before it ("New Year's"). */
static int32_t feast_words(const dem_grammar *g, int32_t i, dem_str text)
{
    int32_t k = i;
    for (dem_str word; dem_str_split(&text, ' ', &word); k++) {
        if (k >= g->n) return i;
        if (dem_str_ieq(g->w[k].form, word)) continue;
        bool split = k + 1 < g->n && dem_str_istarts(word, g->w[k].form) && (g->w[k + 1].form.p[0] == '\'' || g->w[k + 1].form.n > 3) && g->w[k + 1].glued;
        if (!split) return i;
        k++;
    }
    return k;
}

bool dem_tg_match_holiday(const dem_grammar *g, int32_t i, dem_tx *x)
{
    if (match_named_token(g, i, x)) return true;
    if (i >= g->n) return false;
    int32_t best = i;
    const dem_cue *found = NULL;
    for (const dem_cue *e = dem_cues_of(g->c->rules, g->w[i].form); e; e = e->next) {
        int32_t k = e->list == DEM_CUE_HOLIDAY ? feast_words(g, i, e->text) : i;
        if (k <= best) continue;
        best = k;
        found = e;
    }
    /* names are written large, whatever the words mean else */
    if (!found || found->value.n < 5 || !(g->w[i].upper || g->w[best - 1].upper)) return false;
    int32_t end = best;
    dem_str v = found->value;
    if (v.n == 10) {
        dem_day_split(dem_day_parse(v), &x->year, &x->month, &x->day);
    } else {
        end = dem_tg_read_year_after(g, best, &x->year);
        if (v.n == 5) {
            x->month = (v.p[0] - '0') * 10 + v.p[1] - '0';
            x->day = (v.p[3] - '0') * 10 + v.p[4] - '0';
        } else {
            x->code = v;
            x->month = dem_str_starts(v, DEM_STR("easter")) ? 4 : (v.p[0] - '0') * 10 + v.p[1] - '0';
            x->day = 15; /* about where it falls, to choose the year by; the day itself follows from the year */
        }
    }
    x->kind = DEM_TX_CALENDAR;
    x->after = end;
    x->rule = found->id;
    return true;
}
