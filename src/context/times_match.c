/* SPDX-License-Identifier: Apache-2.0 */
/* The grammar of time expressions over the words of a sentence. Each matcher reads from word i and says where it ended. */
#include "context/times_internal.h"

static bool is_digit(char ch)
{
    return ch >= '0' && ch <= '9';
}
static bool is_alpha(char ch)
{
    return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (unsigned char)ch >= 0x80;
}

static void finish_word(dem_tword *w)
{
    w->upper = w->form.p[0] >= 'A' && w->form.p[0] <= 'Z';
    w->value = -1;
    for (size_t k = 0; k < w->form.n; k++)
        if (!is_digit(w->form.p[k])) return;
    if (w->form.n > 9) return;
    w->digits = (int32_t)w->form.n;
    w->value = 0;
    for (size_t k = 0; k < w->form.n; k++) w->value = w->value * 10 + (w->form.p[k] - '0');
}

/* Adds the parts of one token; returns the new count. */
int32_t dem_time_split_form(dem_str form, dem_span span, int32_t token, bool glued, dem_tword *out, int32_t n)
{
    size_t from = 0;
    for (size_t k = 1; k <= form.n && n < DEM_TIME_WORDS; k++) {
        bool cut = k == form.n;
        if (!cut) {
            char a = form.p[k - 1], b = form.p[k];
            bool sep_a = a == '-' || a == '/' || a == ':', sep_b = b == '-' || b == '/' || b == ':';
            bool stops = form.n >= 8 && (is_digit(a) || is_digit(b)) && (a == '.' || b == '.');
            cut = sep_a || sep_b || (is_digit(a) && is_alpha(b)) || stops;
        }
        if (!cut) continue;
        dem_tword *w = &out[n++];
        *w = (dem_tword){.form = dem_str_cut(form, from, k), .token = token, .glued = from > 0 || glued};
        w->span = (dem_span){span.start + (uint32_t)from, span.start + (uint32_t)k};
        finish_word(w);
        from = k;
    }
    return n;
}

int32_t dem_time_words(const dem_ctx *c, dem_toks s, dem_tword *out)
{
    int32_t n = 0;
    for (int32_t i = 0; i < s.n && n < DEM_TIME_WORDS; i++) {
        dem_span span = s.t[i].span;
        bool glued = i > 0 && s.t[i - 1].span.end == span.start;
        n = dem_time_split_form(dem_text_of(c->r, span), span, i, glued, out, n);
    }
    return n;
}

/* The grammar's state: shorthand for the functions below. */
typedef struct grammar {
    dem_ctx *c;
    dem_toks s;
    const dem_tword *w;
    int32_t n;
} grammar;

static bool is(const grammar *g, int32_t i, const char *word)
{
    return i >= 0 && i < g->n && dem_str_ieq(g->w[i].form, dem_str_c(word));
}

/* Without the stop of an abbreviation. */
static dem_str bare(dem_str form)
{
    return form.n > 1 && form.p[form.n - 1] == '.' ? dem_str_cut(form, 0, form.n - 1) : form;
}

static const dem_cue *in(const grammar *g, int32_t i, dem_list list)
{
    return i >= 0 && i < g->n ? dem_cue_in(g->c->rules, list, bare(g->w[i].form)) : NULL;
}

/* Past one hyphen between words: "mid-June", "two-day". */
static int32_t past_hyphen(const grammar *g, int32_t i)
{
    return is(g, i, "-") || is(g, i, "–") ? i + 1 : i;
}

static int32_t past_stop(const grammar *g, int32_t i)
{
    /* The stop at the sentence's end is the sentence's. */
    return is(g, i, ".") && g->w[i].glued && i + 1 < g->n && g->w[i - 1].form.n <= 5 ? i + 1 : i;
}

static bool is_year(const grammar *g, int32_t i)
{
    return i >= 0 && i < g->n && g->w[i].digits == 4 && g->w[i].value >= 1000 && g->w[i].value <= 2199;
}

static bool is_day_number(const grammar *g, int32_t i)
{
    return i >= 0 && i < g->n && g->w[i].digits >= 1 && g->w[i].digits <= 2 && g->w[i].value >= 1 && g->w[i].value <= 31;
}

static bool is_ordinal_end(const grammar *g, int32_t i)
{
    return (is(g, i, "st") || is(g, i, "nd") || is(g, i, "rd") || is(g, i, "th")) && g->w[i].glued;
}

static int32_t read_ordinal(const grammar *g, int32_t i, int *out)
{
    if (is_day_number(g, i) && is_ordinal_end(g, i + 1)) {
        *out = g->w[i].value;
        return i + 2;
    }
    const dem_cue *e = in(g, i, DEM_CUE_ORDINAL);
    if (!e) {
        const dem_cue *tens = in(g, i, DEM_CUE_NUMBER);
        const dem_cue *ones = is(g, i + 1, "-") ? in(g, i + 2, DEM_CUE_ORDINAL) : NULL;
        if (!tens || !ones || tens->number < 20 || ones->number > 9) return i;
        *out = (int)(tens->number + ones->number);
        return i + 3;
    }
    *out = (int)e->number;
    return i + 1;
}

/* Day of a month: number or ordinal. */
static int32_t read_day(const grammar *g, int32_t i, int *out)
{
    int32_t after = read_ordinal(g, i, out);
    if (after > i) return *out <= 31 ? after : i;
    if (!is_day_number(g, i)) return i;
    if (is(g, i + 1, ":") && g->w[i + 1].glued) return i;
    *out = g->w[i].value;
    return i + 1;
}

/* "january", "Jan.", with its stop. Small-letter forms of ambiguous names are never months. */
static int32_t read_month(const grammar *g, int32_t i, int *out)
{
    const dem_cue *e = in(g, i, DEM_CUE_MONTH);
    if (!e || (!g->w[i].upper && in(g, i, DEM_CUE_AMBIGUOUS_MONTH))) return i;
    *out = (int)e->number;
    return past_stop(g, i + 1);
}

static int32_t read_weekday(const grammar *g, int32_t i, int *out)
{
    const dem_cue *e = in(g, i, DEM_CUE_WEEKDAY);
    if (!e) return i;
    int32_t after = past_stop(g, i + 1);
    bool stop = after > i + 1 || g->w[i].form.p[g->w[i].form.n - 1] == '.';
    if (in(g, i, DEM_CUE_AMBIGUOUS_WEEKDAY) && !stop && !(is(g, after, ",") && g->w[i].upper)) return i;
    *out = (int)e->number;
    return after;
}

/* A cardinal of units: digits or words; -1 for "several", "a few". */
static int32_t read_count(const grammar *g, int32_t i, int64_t *out)
{
    if (i >= g->n) return i;
    int64_t v;
    bool decimal;
    const dem_cue *e;
    if (g->w[i].value >= 0) {
        *out = g->w[i].value;
        return i + 1;
    }
    if (dem_ctx_parse_digits(g->w[i].form, &v, &decimal) && !decimal) {
        *out = v;
        return i + 1;
    }
    if ((e = in(g, i, DEM_CUE_NUMBER))) {
        *out = e->number;
        int32_t k = past_hyphen(g, i + 1);
        const dem_cue *ones = e->number >= 20 ? in(g, k, DEM_CUE_NUMBER) : NULL;
        if (ones && ones->number < 10) {
            *out += ones->number;
            return k + 1;
        }
        const dem_cue *m = in(g, i + 1, DEM_CUE_MULTIPLIER);
        if (m && m->number >= 12 && m->number <= 1000) {
            *out *= m->number;
            return i + 2;
        }
        return i + 1;
    }
    *out = -1;
    if (is(g, i, "a") && (is(g, i + 1, "few") || is(g, i + 1, "couple"))) i++;
    else if (is(g, i, "a") && is(g, i + 1, "dozen")) {
        *out = 12;
        return i + 2;
    }
    if (in(g, i, DEM_CUE_VAGUE)) return is(g, i + 1, "of") ? i + 2 : i + 1;
    if (is(g, i, "dozen")) {
        *out = 12;
        return i + 1;
    }
    return i;
}

static int32_t read_unit(const grammar *g, int32_t i, char *unit, bool *plural)
{
    const dem_cue *e = in(g, i, DEM_CUE_UNIT);
    *plural = false;
    if (!e) {
        e = in(g, i, DEM_CUE_UNITS);
        *plural = true;
    }
    if (!e) return i;
    *unit = e->value.p[0];
    return i + 1;
}

static bool by_age(const grammar *g, int32_t after)
{
    return in(g, past_hyphen(g, after), DEM_CUE_AGE_WORD) != NULL;
}

static bool done(dem_tx *x, dem_tx_kind kind, int32_t after, const char *rule)
{
    x->kind = kind;
    x->after = after;
    x->rule = dem_str_c(rule);
    return true;
}

/* ---- calendar dates ---- */

static bool match_iso(const grammar *g, int32_t i, dem_tx *x)
{
    if (!is_year(g, i) || !is(g, i + 1, "-") || !is_day_number(g, i + 2) || !g->w[i + 1].glued || !g->w[i + 2].glued) return false;
    if (g->w[i + 2].digits != 2) return false;
    x->year = g->w[i].value;
    x->month = g->w[i + 2].value;
    if (x->month > 12) return false;
    if (!is(g, i + 3, "-") || !is_day_number(g, i + 4) || !g->w[i + 3].glued) return done(x, DEM_TX_CALENDAR, i + 3, "iso-month");
    x->day = g->w[i + 4].value;
    return done(x, DEM_TX_CALENDAR, i + 5, "iso");
}

/* "1/31/2012", "31.01.2012": month first unless that is no month (news in English), day first with stops. */
static bool match_numeric(const grammar *g, int32_t i, dem_tx *x)
{
    if (!is_day_number(g, i)) return false;
    bool slash = is(g, i + 1, "/"), dot = is(g, i + 1, ".");
    if ((!slash && !dot) || !is_day_number(g, i + 2)) return false;
    if (!is(g, i + 3, slash ? "/" : ".") || i + 4 >= g->n || (g->w[i + 4].digits != 4 && g->w[i + 4].digits != 2)) return false;
    for (int32_t k = i + 1; k <= i + 4; k++)
        if (!g->w[k].glued) return false;
    int a = g->w[i].value, b = g->w[i + 2].value, y = g->w[i + 4].value;
    bool day_first = dot || a > 12;
    x->day = day_first ? a : b;
    x->month = day_first ? b : a;
    x->year = g->w[i + 4].digits == 4 ? y : y < 50 ? 2000 + y : 1900 + y;
    if (x->month > 12) return false;
    return done(x, DEM_TX_CALENDAR, i + 5, "numeric");
}

static int32_t read_year_after(const grammar *g, int32_t i, int *year)
{
    int32_t k = is(g, i, ",") ? i + 1 : i;
    if (is(g, k, "of") || is(g, k, "in")) k++;
    /* "January 31, 2012 people": a year is not followed by what it counts, which a tree would tell; commas and dates are clear enough. */
    if (!is_year(g, k) || g->w[k].value < 1500) return i;
    *year = g->w[k].value;
    return k + 1;
}

static int32_t read_range_end(const grammar *g, int32_t i, int *last)
{
    bool words = (is(g, i, "to") && is(g, i - 2, "from")) || (is(g, i, "and") && is(g, i - 2, "between"));
    if (!words && !is(g, i, "-") && !is(g, i, "–") && !is(g, i, "/")) return i;
    int d;
    int32_t after = read_day(g, i + 1, &d);
    if (after == i + 1) return i;
    *last = d;
    return after;
}

/* "January 31, 2012", "Jan. 31", "January the 31st", "January 2012", "January" */
static bool match_month_first(const grammar *g, int32_t i, dem_tx *x)
{
    int d = 0;
    int32_t k = read_month(g, i, &x->month);
    if (k == i) return false;
    int32_t day_at = is(g, k, "the") ? k + 1 : k;
    int32_t after = read_day(g, day_at, &d);
    bool third_word = day_at > k && !is_ordinal_end(g, after - 1) && g->w[day_at].digits == 0;
    if (after > day_at && !(is_year(g, day_at)) && !third_word && !by_age(g, after)) {
        x->day = d;
        int32_t range = read_range_end(g, after, &x->last_day);
        int32_t end = read_year_after(g, range, &x->year);
        return done(x, DEM_TX_CALENDAR, end, "month-day");
    }
    after = read_year_after(g, k, &x->year);
    if (after > k) return done(x, DEM_TX_CALENDAR, after, "month-year");
    if (is(g, k, "'") && k + 1 < g->n && g->w[k + 1].digits == 2) return false;
    if (in(g, i, DEM_CUE_AMBIGUOUS_MONTH) && !in(g, i - 1, DEM_CUE_MONTH_LEAD)) {
        bool by_the = is(g, i - 1, "-") && in(g, i - 2, DEM_CUE_EARLY);
        if (!by_the) return false;
    }
    dem_upos u = (dem_upos)g->s.t[g->w[i].token].upos;
    if (in(g, i, DEM_CUE_AMBIGUOUS_MONTH) && (u == DEM_VERB || u == DEM_AUX)) return false;
    return done(x, DEM_TX_CALENDAR, k, "month");
}

/* "31 January 2012", "31st of January", "the 18th of August" */
static bool match_day_first(const grammar *g, int32_t i, dem_tx *x)
{
    int d = 0;
    int32_t k = is(g, i, "the") ? i + 1 : i;
    int32_t after = read_day(g, k, &d);
    if (after == k) return false;
    x->day = d;
    int last = 0;
    int32_t range = read_range_end(g, after, &last);
    int32_t m = is(g, range, "of") ? range + 1 : range;
    int32_t end = read_month(g, m, &x->month);
    if (end == m) return false;
    if (m == range && k > i && g->w[k].digits == 0) return false; /* "the first May day" */
    x->last_day = last;
    end = read_year_after(g, end, &x->year);
    return done(x, DEM_TX_CALENDAR, end, "day-month");
}

static bool match_decade(const grammar *g, int32_t i, dem_tx *x)
{
    int32_t k = is(g, i, "the") ? i + 1 : i;
    if (is_year(g, k) && g->w[k].value % 10 == 0 && is(g, k + 1, "s") && g->w[k + 1].glued) {
        x->year = g->w[k].value;
        return done(x, DEM_TX_DECADE, k + 2, "decade");
    }
    int v;
    int32_t o = read_ordinal(g, k, &v);
    if (o > k && (is(g, past_hyphen(g, o), "century"))) {
        x->count = v;
        return done(x, DEM_TX_CENTURY, past_hyphen(g, o) + 1, "century");
    }
    return false;
}

static bool match_quarter(const grammar *g, int32_t i, dem_tx *x)
{
    int v;
    int32_t k = is(g, i, "the") ? i + 1 : i;
    int32_t o = read_ordinal(g, k, &v);
    if (o == k || v > 4) return false;
    int32_t q = past_hyphen(g, o);
    if (!is(g, q, "quarter")) return false;
    x->count = v;
    int32_t end = read_year_after(g, q + 1, &x->year);
    return done(x, DEM_TX_QUARTER, end, "quarter");
}

/* A bare year: where a year stands, before nothing it could count. */
static bool match_year(const grammar *g, int32_t i, dem_tx *x)
{
    if (!is_year(g, i) || g->w[i].value < 1500 || by_age(g, i + 1)) return false;
    if (i + 1 < g->n && (is(g, i + 1, "-") || is(g, i + 1, "/") || is(g, i + 1, ":")) && g->w[i + 1].glued && g->w[i + 1].token == g->w[i].token) {
        if (!(i + 2 < g->n && (g->w[i + 2].digits == 4 || g->w[i + 2].digits == 2))) return false;
    }
    const dem_token *t = &g->s.t[g->w[i].token];
    bool paren = is(g, i - 1, "(") && is(g, i + 1, ")");
    bool lead = in(g, i - 1, DEM_CUE_YEAR_LEAD) != NULL || i == 0 || paren || is(g, i - 1, "-") || is(g, i - 1, "–") || is(g, i - 1, "/");
    if (!lead) {
        /* "its 2003 invasion": before a singular noun */
        if (t->head == DEM_NONE || t->head <= g->w[i].token) return false;
        if (!dem_str_is(g->s.t[t->head].xpos, "NN")) return false;
    }
    if (is(g, i - 1, "of") && t->head > g->w[i].token && t->deprel == DEM_REL_nummod) return false;
    if (t->deprel == DEM_REL_nummod && t->head > g->w[i].token && dem_str_is(g->s.t[t->head].xpos, "NNS") && !is(g, i - 1, "the")) return false;
    if (i + 1 < g->n && g->w[i + 1].upper && t->head == g->w[i + 1].token && !in(g, i - 1, DEM_CUE_YEAR_LEAD)) return false;
    x->year = g->w[i].value;
    return done(x, DEM_TX_CALENDAR, i + 1, "year");
}

/* A token that is a date as a whole though it was divided: "9/11". */
static bool match_named_token(const grammar *g, int32_t i, dem_tx *x)
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

static bool match_holiday(const grammar *g, int32_t i, dem_tx *x)
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
            end = read_year_after(g, k, &x->year);
        }
        x->kind = DEM_TX_CALENDAR;
        x->after = end;
        x->rule = e->id;
        return true;
    }
    return false;
}

/* ---- relative ---- */

/* "Monday", "last Monday", "Monday, January 31, 2012", "Monday morning", "Mondays" */
static bool match_weekday(const grammar *g, int32_t i, dem_tx *x)
{
    int wd = 0;
    int32_t k = read_weekday(g, i, &wd);
    if (k == i) {
        const dem_cue *e = in(g, i, DEM_CUE_WEEKDAYS);
        if (!e || !g->w[i].upper) return false;
        x->weekday = (int)e->number;
        x->code = DEM_STR("weekday");
        return done(x, DEM_TX_SET, i + 1, "weekdays");
    }
    x->weekday = wd;
    int32_t d = is(g, k, ",") ? k + 1 : k;
    dem_tx date = {0};
    bool day = match_day_first(g, d, &date) || (date = (dem_tx){0}, match_month_first(g, d, &date));
    if (day && date.day) {
        date.first = x->first;
        date.weekday = wd;
        *x = date;
        x->rule = DEM_STR("weekday-date");
        return true;
    }
    int ord;
    if (is(g, d, "the") && read_ordinal(g, d + 1, &ord) > d + 1 && g->w[d + 1].digits) k = read_ordinal(g, d + 1, &ord);
    return done(x, DEM_TX_WEEKDAY, k, "weekday");
}

static bool match_day_word(const grammar *g, int32_t i, dem_tx *x)
{
    const dem_cue *e = in(g, i, DEM_CUE_DAY_WORD);
    if (!e) {
        bool article = is(g, i, "the") && is(g, i + 1, "day");
        if (article && (is(g, i + 2, "before") || is(g, i + 2, "after")) && (is(g, i + 3, "yesterday") || is(g, i + 3, "tomorrow"))) {
            x->offset = is(g, i + 2, "before") ? -2 : 2;
            return done(x, DEM_TX_DAY, i + 4, "day-word");
        }
        return false;
    }
    x->offset = e->number;
    if (is(g, i, "tonight")) x->clock = DEM_STR("NI");
    return done(x, DEM_TX_DAY, i + 1, "day-word");
}

static bool match_ref_word(const grammar *g, int32_t i, dem_tx *x)
{
    static const struct {
        dem_list list;
        const char *ref;
    } refs[] = {{DEM_CUE_PAST_WORD, "PAST_REF"}, {DEM_CUE_PRESENT_WORD, "PRESENT_REF"}, {DEM_CUE_FUTURE_WORD, "FUTURE_REF"}};
    for (size_t k = 0; k < 3; k++) {
        const dem_cue *e = in(g, i, refs[k].list);
        if (!e) continue;
        /* "shortly before dawn", "soon after": how near, not when */
        if (is(g, i + 1, "after") || is(g, i + 1, "before") || is(g, i + 1, "as")) return false;
        x->code = dem_str_c(refs[k].ref);
        x->kind = DEM_TX_REF;
        x->after = i + 1;
        x->rule = e->id;
        return true;
    }
    return false;
}

/* What "last", "this", "next" may stand before. */
static bool match_directed_noun(const grammar *g, int32_t k, dem_tx_dir dir, bool recent, dem_tx *x)
{
    char unit = 0;
    bool plural = false;
    int month = 0, wd = 0;
    const dem_cue *e;
    int32_t after = read_unit(g, k, &unit, &plural);
    if (after > k) {
        x->unit = unit;
        if (by_age(g, after)) return false;
        if (plural) {
            x->count = -1;
            x->dir = dir;
            return dir != DEM_TX_THIS && done(x, DEM_TX_DURATION, after, recent ? "recent-units" : "directed-units");
        }
        if (unit == 'S' || (recent && dir == DEM_TX_LAST)) return false;
        x->offset = dir == DEM_TX_LAST ? -1 : dir == DEM_TX_NEXT;
        x->dir = dir;
        return done(x, DEM_TX_UNIT, after, "directed-unit");
    }
    if (in(g, k, DEM_CUE_WEEKEND)) {
        x->unit = 'K';
        x->dir = dir;
        x->offset = dir == DEM_TX_LAST ? -1 : dir == DEM_TX_NEXT;
        return done(x, DEM_TX_UNIT, k + 1, "directed-weekend");
    }
    if ((e = in(g, k, DEM_CUE_SEASON))) {
        x->code = e->value;
        x->dir = dir;
        return done(x, DEM_TX_SEASON, read_year_after(g, k + 1, &x->year), "directed-season");
    }
    if ((e = in(g, k, DEM_CUE_DAYPART)) && (dir == DEM_TX_THIS || (dir == DEM_TX_LAST && is(g, k, "night")) || dir == DEM_TX_LAST)) {
        x->clock = e->value;
        x->offset = dir == DEM_TX_LAST ? -1 : dir == DEM_TX_NEXT;
        return done(x, DEM_TX_DAY, k + 1, "directed-daypart");
    }
    if ((after = read_weekday(g, k, &wd)) > k) {
        x->weekday = wd;
        x->dir = dir;
        return done(x, DEM_TX_WEEKDAY, after, "directed-weekday");
    }
    if ((after = read_month(g, k, &month)) > k) {
        int d = 0;
        int32_t day = read_day(g, after, &d);
        x->month = month;
        x->day = day > after ? d : 0;
        x->dir = dir;
        return done(x, DEM_TX_CALENDAR, day, "directed-month");
    }
    if (is(g, k, "quarter")) {
        x->unit = 'Q';
        x->offset = dir == DEM_TX_LAST ? -1 : dir == DEM_TX_NEXT;
        return done(x, DEM_TX_UNIT, k + 1, "directed-quarter");
    }
    return false;
}

/* "last week", "the past three weeks", "next few days", "this month", "the following day", "the same day" */
static bool match_directed(const grammar *g, int32_t i, dem_tx *x)
{
    int32_t k = is(g, i, "the") || is(g, i, "its") || is(g, i, "their") ? i + 1 : i;
    bool article = k > i;
    if (article && !is(g, i, "the") && !in(g, k, DEM_CUE_LAST_WORD) && !in(g, k, DEM_CUE_NEXT_WORD)) return false;
    if (article && is(g, k, "same")) {
        char unit;
        bool plural;
        int32_t after = read_unit(g, k + 1, &unit, &plural);
        const dem_cue *part = in(g, k + 1, DEM_CUE_DAYPART);
        if (part) {
            x->unit = 'D';
            x->clock = part->value;
            return done(x, DEM_TX_SHIFT, k + 2, "same-daypart");
        }
        if (after == k + 1 || plural || unit == 'S') return false;
        x->unit = unit;
        return done(x, DEM_TX_SHIFT, after, "same-unit");
    }
    dem_tx_dir dir = in(g, k, DEM_CUE_LAST_WORD) ? DEM_TX_LAST : in(g, k, DEM_CUE_NEXT_WORD) ? DEM_TX_NEXT : in(g, k, DEM_CUE_THIS_WORD) ? DEM_TX_THIS : DEM_TX_TENSE;
    if (dir == DEM_TX_TENSE) return false;
    bool recent = is(g, k, "recent");
    /* "the next day", "the previous week", "the following month": from the day spoken of. */
    bool spoken = (article && is(g, k, "next")) || is(g, k, "following") || is(g, k, "previous") || is(g, k, "preceding");
    int32_t num = k + 1;
    if (recent || dir != DEM_TX_TENSE) {
        int64_t count = 0;
        int32_t after = read_count(g, num, &count);
        char unit;
        bool plural;
        int32_t u = past_hyphen(g, after);
        int32_t end = after > num ? read_unit(g, u, &unit, &plural) : after;
        if (after > num && end > u && dir != DEM_TX_THIS) {
            if (by_age(g, end)) return false;
            x->count = count;
            x->unit = unit;
            x->dir = dir;
            return done(x, DEM_TX_DURATION, end, "directed-duration");
        }
    }
    if (!match_directed_noun(g, num, dir, recent, x)) return false;
    /* "the last day of the talks" is a place in a row, not the day before the report. */
    if (x->kind == DEM_TX_UNIT && article && dir == DEM_TX_LAST && !spoken && (is(g, x->after, "of") || x->unit == 'D')) return false;
    if (x->kind == DEM_TX_UNIT && spoken) {
        x->kind = DEM_TX_SHIFT;
        x->rule = DEM_STR("spoken-unit");
    }
    return true;
}

/* "two years ago", "a day earlier", "two days before", "a week later", "the day before", "days after" */
static bool match_shifted(const grammar *g, int32_t i, dem_tx *x)
{
    int64_t count = 1;
    char unit;
    bool plural, the_day = false, half = false;
    int32_t k = i;
    if (is(g, i, "a") || is(g, i, "an") || is(g, i, "one")) k = i + 1;
    else if (is(g, i, "the") && (is(g, i + 1, "day") || is(g, i + 1, "night") || is(g, i + 1, "week") || is(g, i + 1, "year") || is(g, i + 1, "month"))) {
        k = i + 1;
        the_day = true;
    } else if (is(g, i, "half") && (is(g, i + 1, "a") || is(g, i + 1, "an"))) {
        k = i + 2;
        half = true;
    } else {
        k = read_count(g, i, &count);
    }
    if (k == i) count = -1; /* "days later", "months ago" */
    if (k > i && (is(g, k, "few") || is(g, k, "couple"))) {
        count = -1;
        k++;
        if (is(g, k, "of")) k++;
    }
    int32_t u = past_hyphen(g, k);
    int32_t after = the_day && is(g, k, "night") ? k + 1 : read_unit(g, u, &unit, &plural);
    if (the_day && is(g, k, "night")) unit = 'D', plural = false;
    if (after == u || half) return false;
    if (k == i && !plural) return false;
    if (is(g, after, "and") && is(g, after + 1, "a") && is(g, after + 2, "half")) after += 3;
    x->unit = unit;
    x->count = count;
    bool ago = in(g, after, DEM_CUE_AGO_WORD) != NULL, later = in(g, after, DEM_CUE_LATER_WORD) != NULL;
    if (is(g, after, "from") && is(g, after + 1, "now")) {
        x->offset = count < 0 ? INT32_MAX : count;
        return done(x, DEM_TX_UNIT, after + 2, "from-now");
    }
    if (!ago && !later) return false;
    x->offset = count < 0 ? (ago ? INT32_MIN : INT32_MAX) : ago ? -count : count;
    return done(x, is(g, after, "ago") ? DEM_TX_UNIT : DEM_TX_SHIFT, after + 1, is(g, after, "ago") ? "ago" : "shift");
}

/* "the weekend", "over the weekend" */
static bool match_weekend(const grammar *g, int32_t i, dem_tx *x)
{
    int32_t k = is(g, i, "the") ? i + 1 : i;
    if (!is(g, k, "weekend") || (k == i && !is(g, i - 1, "at") && !is(g, i - 1, "over"))) return false;
    x->unit = 'K';
    x->offset = 0;
    x->dir = DEM_TX_TENSE;
    return done(x, DEM_TX_UNIT, k + 1, "weekend");
}

/* "spring 2011", "the summer of 2011", "in the winter" */
static bool match_season(const grammar *g, int32_t i, dem_tx *x)
{
    int32_t k = is(g, i, "the") ? i + 1 : i;
    const dem_cue *e = in(g, k, DEM_CUE_SEASON);
    if (!e) return false;
    x->code = e->value;
    int32_t end = read_year_after(g, k + 1, &x->year);
    bool in_the = is(g, i - 1, "in") || is(g, i - 1, "of") || is(g, i - 1, "since") || is(g, i - 1, "by") || is(g, i - 1, "during");
    if (end == k + 1 && (!in_the || (e->value.p[0] == 'F' && k == i) || is(g, k, "fall") || is(g, k + 1, "of"))) return false;
    return done(x, DEM_TX_SEASON, end, "season");
}

/* "the year", "the month" after "the end of": the running one. */
static bool match_running_unit(const grammar *g, int32_t i, dem_tx *x)
{
    int32_t k = is(g, i, "the") ? i + 1 : i;
    char unit;
    bool plural;
    int32_t after = read_unit(g, k, &unit, &plural);
    if (k == i || after == k || plural || !(unit == 'W' || unit == 'N' || unit == 'Y' || unit == 'E' || unit == 'D')) return false;
    if (is(g, after, "of") || unit == 'D') return false;
    x->unit = unit;
    x->offset = 0;
    x->dir = DEM_TX_THIS;
    return done(x, DEM_TX_UNIT, after, "running-unit");
}

/* ---- durations, sets, times of day ---- */

static bool match_set(const grammar *g, int32_t i, dem_tx *x)
{
    const dem_cue *e;
    char unit;
    bool plural;
    int wd;
    if ((e = in(g, i, DEM_CUE_FREQUENCY))) {
        x->code = e->value;
        x->kind = DEM_TX_SET;
        x->after = i + 1;
        x->rule = e->id;
        return true;
    }
    if (in(g, i, DEM_CUE_EVERY)) {
        int64_t count = 1;
        int32_t k = i + 1;
        if (is(g, k, "other")) {
            count = 2;
            k++;
        } else {
            int32_t number = read_count(g, k, &count);
            if (number == k) count = 1;
            k = number;
        }
        int32_t after = read_unit(g, k, &unit, &plural);
        if (after > k) {
            if (is(g, after, "of")) return false;
            x->unit = unit;
            x->count = count;
            return done(x, DEM_TX_SET, after, "every-unit");
        }
        if ((after = read_weekday(g, k, &wd)) > k) {
            x->weekday = wd;
            x->code = DEM_STR("weekday");
            return done(x, DEM_TX_SET, after, "every-weekday");
        }
        if ((e = in(g, k, DEM_CUE_DAYPART))) {
            x->code = DEM_STR("daypart");
            x->clock = e->value;
            return done(x, DEM_TX_SET, k + 1, "every-daypart");
        }
        return false;
    }
    /* "twice a week", "three times a day", "a day" after a number */
    int32_t k = i;
    if (is(g, k, "once") || is(g, k, "twice") || is(g, k, "thrice")) {
        k++;
    } else {
        int64_t times;
        int32_t t = read_count(g, k, &times);
        if (t == k || !is(g, t, "times")) return false;
        k = t + 1;
    }
    if (!is(g, k, "a") && !is(g, k, "an") && !is(g, k, "every") && !is(g, k, "per") && !is(g, k, "each")) return false;
    int32_t after = read_unit(g, k + 1, &unit, &plural);
    if (after == k + 1 || plural) return false;
    x->unit = unit;
    x->count = 1;
    return done(x, DEM_TX_SET, after, "times-a-unit");
}

static bool rate_before(const grammar *g, int32_t i)
{
    if (i == 0) return false;
    const dem_token *p = &g->s.t[g->w[i - 1].token];
    return p->upos == DEM_NUM || p->upos == DEM_NOUN || p->upos == DEM_SYM || is(g, i - 1, "per");
}

/* "three months", "two-day", "a week", "half an hour"; "for months". */
static bool match_duration(const grammar *g, int32_t i, dem_tx *x)
{
    int64_t count = 1;
    char unit;
    bool plural;
    int32_t k = i;
    bool article = is(g, i, "a") || is(g, i, "an");
    if (is(g, i - 1, "$") || in(g, i - 1, DEM_CUE_NO_TIME_LEAD)) return false;
    if (is(g, i, "half") && (is(g, i + 1, "a") || is(g, i + 1, "an") || is(g, i + 1, "-")) && is(g, i + 2, "hour")) {
        x->unit = 'M';
        x->count = 30;
        return done(x, DEM_TX_DURATION, i + 3, "half-hour");
    }
    k = read_count(g, i, &count);
    if (k == i) count = 1;
    if (k == i && article) {
        k = i + 1;
        if (is(g, k, "full") || is(g, k, "whole")) k++;
    }
    if (k == i) {
        /* bare plural: only after words that measure */
        bool measured = is(g, i - 1, "for") || is(g, i - 1, "in") || is(g, i - 1, "within") || is(g, i - 1, "over") || is(g, i - 1, "after") ||
                        is(g, i - 1, "of");
        int32_t after = read_unit(g, i, &unit, &plural);
        if (after == i || !plural || !measured || unit == 'S') return false;
        x->unit = unit;
        x->count = -1;
        return done(x, DEM_TX_DURATION, after, "units");
    }
    int32_t u = past_hyphen(g, k);
    if (is(g, u, "full") || is(g, u, "long") || is(g, u, "consecutive") || is(g, u, "straight") || is(g, u, "more") || is(g, u, "whole")) u++;
    int32_t after = read_unit(g, u, &unit, &plural);
    if (after == u || by_age(g, after)) return false;
    if (unit == 'S' && !plural) return false; /* "a second" */
    if (article && k == i + 1 && !plural && rate_before(g, i)) {
        x->unit = unit;
        x->count = 1;
        return done(x, DEM_TX_SET, after, "a-unit-rate");
    }
    if (article && unit == 'M' && !plural) return false; /* "a minute" */
    if (is(g, after, "and") && is(g, after + 1, "a") && is(g, after + 2, "half")) after += 3;
    else if (is(g, past_hyphen(g, after), "long") && past_hyphen(g, after) > after) after = past_hyphen(g, after) + 1;
    x->unit = unit;
    x->count = count;
    x->dir = DEM_TX_TENSE;
    return done(x, DEM_TX_DURATION, after, "duration");
}

static int32_t read_meridiem(const grammar *g, int32_t i, int *add)
{
    static const char *const am[] = {"am", "a.m.", "a.m"}, *const pm[] = {"pm", "p.m.", "p.m"};
    for (size_t k = 0; k < 3; k++) {
        if (is(g, i, am[k])) {
            *add = 0;
            return i + 1;
        }
        if (is(g, i, pm[k])) {
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
static bool match_clock(const grammar *g, int32_t i, dem_tx *x)
{
    int h, m = 0, add = 0;
    if (i >= g->n || g->w[i].digits == 0) return false;
    if (g->w[i].digits == 4 && in(g, i + 1, DEM_CUE_TIMEZONE)) {
        h = g->w[i].value / 100;
        m = g->w[i].value % 100;
        if (h > 24 || m > 59) return false;
        set_clock(g->c, x, h, m);
        return done(x, DEM_TX_CLOCK, i + 2, "clock");
    }
    if (g->w[i].digits > 2) return false;
    h = g->w[i].value;
    int32_t k = i + 1;
    bool minutes = is(g, k, ":") && g->w[k].glued && k + 1 < g->n && g->w[k + 1].digits == 2 && g->w[k + 1].glued;
    if (minutes) {
        m = g->w[k + 1].value;
        k += 2;
    }
    int32_t after = read_meridiem(g, k, &add);
    bool zone = in(g, after, DEM_CUE_TIMEZONE) != NULL;
    if (after == k && !(minutes && (zone || is(g, i - 1, "at") || is(g, i - 1, "by") || is(g, i - 1, "around") || g->w[i].digits == 2)))
        return false;
    if (after > k && h == 12) h = 0;
    h += add;
    if (h > 24 || m > 59) return false;
    if (zone) after++;
    set_clock(g->c, x, h, m);
    return done(x, DEM_TX_CLOCK, after, "clock");
}

/* "noon", "midnight", "dawn", "in the morning", "overnight" */
static bool match_daypart(const grammar *g, int32_t i, dem_tx *x)
{
    int32_t k = is(g, i, "the") ? i + 1 : i;
    const dem_cue *e = in(g, k, DEM_CUE_DAYPART);
    if (!e) return false;
    dem_upos u = (dem_upos)g->s.t[g->w[k].token].upos;
    if (u == DEM_VERB) return false;
    bool lead = k > i ? is(g, i - 1, "in") || is(g, i - 1, "during") || is(g, i - 1, "of")
                      : is(g, i - 1, "at") || is(g, i - 1, "before") || is(g, i - 1, "after") || is(g, i - 1, "by") || is(g, i - 1, "until") ||
                            is(g, i - 1, "since") || is(g, i - 1, "around") || is(g, k, "overnight");
    if (!lead) return false;
    x->clock = e->value;
    return done(x, DEM_TX_CLOCK, k + 1, "daypart");
}

typedef bool matcher(const grammar *, int32_t, dem_tx *);

static void try_match(const grammar *g, int32_t i, matcher *f, dem_tx *best)
{
    dem_tx x = {.first = i};
    if (f(g, i, &x) && x.after > best->after) *best = x;
}

/* A part of day or an hour after a day: "Monday morning", "yesterday evening", "Friday at 3 p.m." */
static void add_clock(const grammar *g, dem_tx *x)
{
    bool day = x->kind == DEM_TX_WEEKDAY || (x->kind == DEM_TX_DAY && !x->clock.n) || (x->kind == DEM_TX_CALENDAR && x->day) ||
               (x->kind == DEM_TX_SHIFT && x->unit == 'D');
    if (!day || x->clock.n) return;
    const dem_cue *e = in(g, x->after, DEM_CUE_DAYPART);
    if (e) {
        x->clock = e->value;
        x->after++;
        return;
    }
    dem_tx clock = {0};
    if (is(g, x->after, "at") && (match_clock(g, x->after + 1, &clock) || match_daypart(g, x->after + 1, &clock)) && clock.after > x->after + 1) {
        x->clock = clock.clock;
        x->after = clock.after;
    }
}

/* A day after an hour: "3 p.m. on Monday", "midnight Saturday" */
static void add_day(const grammar *g, dem_tx *x)
{
    if (x->kind != DEM_TX_CLOCK) return;
    int32_t k = is(g, x->after, "on") || is(g, x->after, ",") ? x->after + 1 : x->after;
    dem_tx day = {.first = x->first};
    bool got = match_weekday(g, k, &day) && day.kind != DEM_TX_SET;
    if (!got) {
        day = (dem_tx){.first = x->first};
        got = match_day_word(g, k, &day);
    }
    if (!got) {
        day = (dem_tx){.first = x->first};
        got = (match_month_first(g, k, &day) || match_day_first(g, k, &day)) && day.day;
    }
    if (!got) return;
    day.clock = x->clock;
    day.first = x->first;
    *x = day;
}

static bool match_plain(const grammar *g, int32_t i, dem_tx *best)
{
    static matcher *const all[] = {match_iso,      match_numeric,  match_month_first, match_day_first, match_decade,  match_quarter,
                                   match_year,     match_holiday,  match_weekday,     match_day_word,  match_ref_word, match_directed,
                                   match_shifted,  match_weekend,  match_season,      match_set,       match_duration, match_clock,
                                   match_daypart};
    *best = (dem_tx){.first = i, .after = i};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) try_match(g, i, all[k], best);
    if (best->kind == DEM_TX_NONE) return false;
    add_clock(g, best);
    add_day(g, best);
    best->first = i;
    return true;
}

/* "early June", "late on Monday", "the start of January", "mid-2011", "earlier this week", "the end of the year" */
static bool match_modified(const grammar *g, int32_t i, dem_tx *x)
{
    int32_t k = is(g, i, "the") ? i + 1 : i;
    const dem_cue *e = in(g, k, DEM_CUE_EARLY);
    bool comparative = is(g, k, "earlier") || is(g, k, "later");
    if (!e && !comparative) return false;
    int32_t d = past_hyphen(g, k + 1);
    if (is(g, d, "of") || is(g, d, "in") || is(g, d, "on")) d++;
    dem_tx inner;
    bool got = match_plain(g, d, &inner) && inner.kind != DEM_TX_DURATION && inner.kind != DEM_TX_SET && inner.kind != DEM_TX_REF &&
               inner.kind != DEM_TX_CLOCK;
    if (!got && e) {
        inner = (dem_tx){.first = d, .after = d};
        got = match_running_unit(g, d, &inner);
    }
    /* "late last night", "early 2011": a bare year after its modifier is a year */
    if (!got && e && is_year(g, d) && g->w[d].value >= 1500) {
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
    grammar g = {c, s, w, n};
    dem_tx plain, modified = {0};
    bool a = match_plain(&g, i, &plain), b = match_modified(&g, i, &modified);
    if (!a && !b) return false;
    *out = b && (!a || modified.after >= plain.after) ? modified : plain;
    return true;
}
