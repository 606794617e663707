/* SPDX-License-Identifier: Apache-2.0 */
/* Expressions that count from another day: weekdays, "last week", "two years ago", "a day earlier", seasons. */
#include "context/times_grammar.h"

/* ---- relative ---- */

/* "Monday", "last Monday", "Monday, January 31, 2012", "Monday morning", "Mondays" */
bool dem_tg_match_weekday(const dem_grammar *g, int32_t i, dem_tx *x)
{
    int wd = 0;
    int32_t k = dem_tg_read_weekday(g, i, &wd);
    if (k == i) {
        const dem_cue *e = dem_tg_in(g, i, DEM_CUE_WEEKDAYS);
        if (!e || !g->w[i].upper) return false;
        x->weekday = (int)e->number;
        x->code = DEM_STR("weekday");
        return dem_tg_done(x, DEM_TX_SET, i + 1, "weekdays");
    }
    /* "the Sunday Herald", "Black Friday" */
    const dem_token *t = &g->s.t[g->w[i].token];
    bool name = t->head != DEM_NONE && t->head > g->w[i].token && g->s.t[t->head].upos == DEM_PROPN && dem_tg_is(g, i - 1, "the") &&
                k < g->n && g->w[k].upper && dem_rel_base((dem_rel)t->deprel) == DEM_REL_compound && !dem_tg_in(g, k, DEM_CUE_MONTH);
    if (name) return false;
    x->weekday = wd;
    char which = 0;
    int32_t of = dem_tg_is(g, k, "of") ? k + 1 : k;
    if (dem_tg_is(g, of + 1, "week") && (dem_tg_is(g, of, "last") || dem_tg_is(g, of, "this") || dem_tg_is(g, of, "next"))) {
        which = dem_tg_is(g, of, "last") ? 'L' : dem_tg_is(g, of, "this") ? 'T' : 'N';
        x->week_of = which;
        return dem_tg_done(x, DEM_TX_WEEKDAY, of + 2, "weekday-of-week");
    }
    int32_t d = dem_tg_is(g, k, ",") ? k + 1 : k;
    dem_tx date = {0};
    bool day = dem_tg_match_day_first(g, d, &date) || (date = (dem_tx){0}, dem_tg_match_month_first(g, d, &date));
    if (day && date.day) {
        date.first = x->first;
        date.weekday = wd;
        *x = date;
        x->rule = DEM_STR("weekday-date");
        return true;
    }
    int ord;
    if (dem_tg_is(g, d, "the") && dem_tg_read_ordinal(g, d + 1, &ord) > d + 1 && g->w[d + 1].digits) k = dem_tg_read_ordinal(g, d + 1, &ord);
    return dem_tg_done(x, DEM_TX_WEEKDAY, k, "weekday");
}

bool dem_tg_match_day_word(const dem_grammar *g, int32_t i, dem_tx *x)
{
    const dem_cue *e = dem_tg_in(g, i, DEM_CUE_DAY_WORD);
    if (!e) {
        bool article = dem_tg_is(g, i, "the") && dem_tg_is(g, i + 1, "day");
        if (article && (dem_tg_is(g, i + 2, "before") || dem_tg_is(g, i + 2, "after")) && (dem_tg_is(g, i + 3, "yesterday") || dem_tg_is(g, i + 3, "tomorrow"))) {
            x->offset = dem_tg_is(g, i + 2, "before") ? -2 : 2;
            return dem_tg_done(x, DEM_TX_DAY, i + 4, "day-word");
        }
        return false;
    }
    if (i > 0 && g->w[i].upper && g->w[i - 1].upper && dem_tg_upos(g, i - 1) == DEM_PROPN && dem_tg_upos(g, i) == DEM_PROPN) return false; /* USA Today */
    x->offset = e->number;
    if (dem_tg_is(g, i, "tonight")) x->clock = DEM_STR("NI");
    return dem_tg_done(x, DEM_TX_DAY, i + 1, "day-word");
}

bool dem_tg_match_ref_word(const dem_grammar *g, int32_t i, dem_tx *x)
{
    static const struct {
        dem_list list;
        const char *ref;
    } refs[] = {{DEM_CUE_PAST_WORD, "PAST_REF"}, {DEM_CUE_PRESENT_WORD, "PRESENT_REF"}, {DEM_CUE_FUTURE_WORD, "FUTURE_REF"}};
    for (size_t k = 0; k < 3; k++) {
        const dem_cue *e = dem_tg_in(g, i, refs[k].list);
        if (!e) continue;
        /* "shortly before dawn", "soon after": how near, not when */
        if (dem_tg_is(g, i + 1, "after") || dem_tg_is(g, i + 1, "before") || dem_tg_is(g, i + 1, "as") || dem_tg_is(g, i + 1, "that")) return false;
        x->code = dem_str_c(refs[k].ref);
        x->kind = DEM_TX_REF;
        x->after = i + 1;
        x->rule = e->id;
        return true;
    }
    return false;
}

/* What "last", "this", "next" may stand before. */
static bool match_directed_noun(const dem_grammar *g, int32_t k, dem_tx_dir dir, bool recent, dem_tx *x)
{
    char unit = 0;
    bool plural = false;
    int month = 0, wd = 0;
    const dem_cue *e;
    int32_t after = dem_tg_read_unit(g, k, &unit, &plural);
    if (after > k) {
        x->unit = unit;
        if (dem_tg_by_age(g, after)) return false;
        bool coming = dem_tg_is(g, k - 1, "coming") || dem_tg_is(g, k - 1, "upcoming");
        if (plural) {
            if (dir == DEM_TX_THIS) return false;
            bool vague = recent || coming || dem_tg_is(g, k - 1, "past") || dem_tg_is(g, k - 1, "previous");
            x->count = -1;
            x->dir = dir;
            x->code = coming ? DEM_STR("FUTURE_REF") : DEM_STR("PAST_REF");
            if (vague) return dem_tg_done(x, DEM_TX_REF, after, recent ? "recent-units" : "vague-units");
            return dem_tg_done(x, DEM_TX_DURATION, after, "directed-units");
        }
        if (recent && dir == DEM_TX_LAST) return false;
        /* "the past month", "over the last year": a length; "last year" is the year */
        bool article = dem_tg_is(g, k - 2, "the"), span = dem_tg_is(g, k - 1, "past") || (article && dem_tg_is(g, k - 1, "last"));
        bool through = article && (dem_tg_is(g, k - 3, "over") || dem_tg_is(g, k - 3, "within") || dem_tg_is(g, k - 3, "during") || dem_tg_is(g, k - 3, "for"));
        if ((span || (through && (dem_tg_is(g, k - 1, "next") || coming))) && unit != 'D' && (unit == 'H' || !dem_tg_is(g, after, "of"))) {
            x->count = 1;
            x->dir = dir;
            bool half = dem_tg_is(g, after, "and") && dem_tg_is(g, after + 1, "a") && dem_tg_is(g, after + 2, "half");
            if (half) x->amount = DEM_STR("1.5");
            return dem_tg_done(x, DEM_TX_DURATION, half ? after + 3 : after, "directed-duration");
        }
        if (unit == 'S' || unit == 'M' || unit == 'H') return false; /* "last minute" */
        x->offset = dir == DEM_TX_LAST ? -1 : dir == DEM_TX_NEXT;
        x->dir = dir;
        return dem_tg_done(x, DEM_TX_UNIT, after, "directed-unit");
    }
    if (dem_tg_in(g, k, DEM_CUE_WEEKEND)) {
        x->unit = 'K';
        x->dir = dir;
        x->offset = dir == DEM_TX_LAST ? -1 : dir == DEM_TX_NEXT;
        return dem_tg_done(x, DEM_TX_UNIT, k + 1, "directed-weekend");
    }
    if ((e = dem_tg_in(g, k, DEM_CUE_SEASON))) {
        x->code = e->value;
        x->dir = dir;
        return dem_tg_done(x, DEM_TX_SEASON, dem_tg_read_year_after(g, k + 1, &x->year), "directed-season");
    }
    if ((e = dem_tg_in(g, k, DEM_CUE_DAYPART)) && (dir == DEM_TX_THIS || (dir == DEM_TX_LAST && dem_tg_is(g, k, "night")) || dir == DEM_TX_LAST)) {
        x->clock = e->value;
        x->offset = dir == DEM_TX_LAST ? -1 : dir == DEM_TX_NEXT;
        return dem_tg_done(x, DEM_TX_DAY, k + 1, "directed-daypart");
    }
    if ((after = dem_tg_read_weekday(g, k, &wd)) > k) {
        x->weekday = wd;
        x->dir = dir;
        return dem_tg_done(x, DEM_TX_WEEKDAY, after, "directed-weekday");
    }
    if ((after = dem_tg_read_month(g, k, &month)) > k) {
        int d = 0;
        int32_t day = dem_tg_read_day(g, after, &d);
        x->month = month;
        x->day = day > after ? d : 0;
        x->dir = dir;
        return dem_tg_done(x, DEM_TX_CALENDAR, day, "directed-month");
    }
    if (dem_tg_is(g, k, "quarter")) {
        if (dem_tg_is(g, k + 1, "-") || dem_tg_is(g, k + 1, "of")) return false;
        x->unit = 'Q';
        x->offset = dir == DEM_TX_LAST ? -1 : dir == DEM_TX_NEXT;
        return dem_tg_done(x, DEM_TX_UNIT, k + 1, "directed-quarter");
    }
    return false;
}

/* "last week", "the past three weeks", "next few days", "this month", "the following day", "the same day" */
bool dem_tg_match_directed(const dem_grammar *g, int32_t i, dem_tx *x)
{
    int32_t k = dem_tg_is(g, i, "the") || dem_tg_is(g, i, "its") || dem_tg_is(g, i, "their") ? i + 1 : i;
    bool article = k > i, fresh = false;
    if (!article && dem_tg_is(g, i, "this") && (dem_tg_is(g, i + 1, "past") || dem_tg_is(g, i + 1, "coming"))) {
        k = i + 1; /* "this past week" is last week, "this coming Friday" the next */
        fresh = true;
    }
    if (article && !dem_tg_is(g, i, "the") && !dem_tg_in(g, k, DEM_CUE_LAST_WORD) && !dem_tg_in(g, k, DEM_CUE_NEXT_WORD)) return false;
    if (article && dem_tg_is(g, k, "same")) {
        char unit = 0;
        bool plural;
        int32_t after = dem_tg_read_unit(g, k + 1, &unit, &plural);
        const dem_cue *part = dem_tg_in(g, k + 1, DEM_CUE_DAYPART);
        if (part) {
            x->unit = 'D';
            x->clock = part->value;
            return dem_tg_done(x, DEM_TX_SHIFT, k + 2, "same-daypart");
        }
        if (dem_tg_is(g, k + 1, "quarter")) {
            x->unit = 'Q';
            return dem_tg_done(x, DEM_TX_RUNNING, dem_tg_read_year_of(g, k + 2, &x->year_of), "same-quarter");
        }
        if (after == k + 1 || plural || unit == 'S') return false;
        x->unit = unit;
        return dem_tg_done(x, DEM_TX_SHIFT, after, "same-unit");
    }
    dem_tx_dir dir = dem_tg_in(g, k, DEM_CUE_LAST_WORD) ? DEM_TX_LAST : dem_tg_in(g, k, DEM_CUE_NEXT_WORD) ? DEM_TX_NEXT : dem_tg_in(g, k, DEM_CUE_THIS_WORD) ? DEM_TX_THIS : DEM_TX_TENSE;
    if (dir == DEM_TX_TENSE) return false;
    bool recent = dem_tg_is(g, k, "recent");
    if (dem_tg_is(g, k + 1, "fiscal") && dem_tg_is(g, k + 2, "year") && dir != DEM_TX_TENSE) {
        x->unit = 'Y';
        x->offset = dir == DEM_TX_LAST ? -1 : dir == DEM_TX_NEXT;
        return dem_tg_done(x, DEM_TX_UNIT, k + 3, "fiscal-year");
    }
    if (article && (dem_tg_is(g, k, "previous") || dem_tg_is(g, k, "prior") || dem_tg_is(g, k, "latest")) && dem_tg_is(g, k + 1, "quarter")) {
        x->unit = 'Q';
        x->offset = dem_tg_is(g, k, "latest") ? 0 : -1;
        return dem_tg_done(x, DEM_TX_RUNNING, k + 2, "spoken-quarter");
    }
    /* "the next morning", "the previous night" */
    const dem_cue *part = dem_tg_in(g, k + 1, DEM_CUE_DAYPART);
    if (article && part && part->value.n == 2 && (dem_tg_is(g, k, "next") || dem_tg_is(g, k, "following") || dem_tg_is(g, k, "previous") || dem_tg_is(g, k, "preceding"))) {
        x->unit = 'D';
        x->offset = dir == DEM_TX_LAST ? -1 : 1;
        x->clock = part->value;
        return dem_tg_done(x, DEM_TX_SHIFT, k + 2, "next-daypart");
    }
    /* "the next day", "the previous week", "the following month": from the day spoken of. */
    bool spoken = (article && dem_tg_is(g, k, "next")) || dem_tg_is(g, k, "following") || dem_tg_is(g, k, "previous") || dem_tg_is(g, k, "preceding");
    int32_t num = k + 1;
    if (recent || dir != DEM_TX_TENSE) {
        int64_t count = 0;
        int32_t after = dem_tg_read_count(g, num, &count);
        char unit = 0;
        bool plural;
        if (after > num && count > 0 && dem_tg_is(g, after, "and") && dem_tg_is(g, after + 1, "a") && dem_tg_is(g, after + 2, "half") && dem_tg_in(g, after + 3, DEM_CUE_UNITS)) {
            x->amount = dem_str_printf(g->c->r->arena, "%lld.5", (long long)count);
            after += 3;
        }
        int32_t u = dem_tg_past_hyphen(g, after);
        int32_t end = after > num ? dem_tg_read_unit(g, u, &unit, &plural) : after;
        if (after > num && end == u && dem_tg_is(g, u, "quarters")) unit = 'Q', end = u + 1; /* "the last four quarters" */
        if (after > num && end > u && dir != DEM_TX_THIS) {
            if (dem_tg_by_age(g, end)) return false;
            x->count = count;
            x->unit = unit;
            x->dir = dir;
            return dem_tg_done(x, DEM_TX_DURATION, end, "directed-duration");
        }
    }
    if (!match_directed_noun(g, num, dir, recent, x)) return false;
    if (fresh && x->kind == DEM_TX_DURATION) {
        x->kind = DEM_TX_UNIT;
        x->offset = dir == DEM_TX_LAST ? -1 : 1;
    }
    /* "the last day of the talks" is a place in a row, not the day before the report. */
    if (x->kind == DEM_TX_UNIT && article && dir == DEM_TX_LAST && !spoken && (dem_tg_is(g, x->after, "of") || x->unit == 'D')) return false;
    if (x->kind == DEM_TX_UNIT && spoken) {
        x->kind = DEM_TX_SHIFT;
        x->rule = DEM_STR("spoken-unit");
    }
    return true;
}

/* "two years ago", "a day earlier", "two days before", "a week later", "the day before", "days after" */
bool dem_tg_match_shifted(const dem_grammar *g, int32_t i, dem_tx *x)
{
    int64_t count = 1;
    char unit = 0;
    bool plural = false, the_day = false, half = false;
    int32_t k = i;
    if (dem_tg_is(g, i, "a") || dem_tg_is(g, i, "an") || dem_tg_is(g, i, "one")) k = i + 1;
    else if (dem_tg_is(g, i, "the") && (dem_tg_is(g, i + 1, "day") || dem_tg_is(g, i + 1, "night") || dem_tg_is(g, i + 1, "week") || dem_tg_is(g, i + 1, "year") || dem_tg_is(g, i + 1, "month"))) {
        k = i + 1;
        the_day = true;
    } else if (dem_tg_is(g, i, "half") && (dem_tg_is(g, i + 1, "a") || dem_tg_is(g, i + 1, "an"))) {
        k = i + 2;
        half = true;
    } else {
        k = dem_tg_read_count(g, i, &count);
    }
    if (k == i) count = -1; /* "days later", "months ago" */
    if (k > i && (dem_tg_is(g, k, "few") || dem_tg_is(g, k, "couple"))) {
        count = -1;
        k++;
        if (dem_tg_is(g, k, "of")) k++;
    }
    int32_t u = dem_tg_past_hyphen(g, k);
    int32_t after = the_day && dem_tg_is(g, k, "night") ? k + 1 : dem_tg_read_unit(g, u, &unit, &plural);
    if (the_day && dem_tg_is(g, k, "night")) unit = 'D', plural = false;
    if (after == u || half) return false;
    if (k == i && !plural) return false;
    if (k == i && (dem_tg_upos(g, i - 1) == DEM_NUM || dem_tg_is(g, i - 1, "-"))) return false;
    if (dem_tg_is(g, after, "and") && dem_tg_is(g, after + 1, "a") && dem_tg_is(g, after + 2, "half")) after += 3;
    x->unit = unit;
    x->count = count;
    bool ago = dem_tg_in(g, after, DEM_CUE_AGO_WORD) != NULL, later = dem_tg_in(g, after, DEM_CUE_LATER_WORD) != NULL;
    if (dem_tg_is(g, after, "from") && dem_tg_is(g, after + 1, "now")) {
        x->offset = count < 0 ? INT32_MAX : count;
        return dem_tg_done(x, DEM_TX_UNIT, after + 2, "from-now");
    }
    int wd = 0;
    int32_t base = dem_tg_is(g, after, "from") || dem_tg_is(g, after, "ago") ? dem_tg_read_weekday(g, after + 1, &wd) : after + 1;
    if (unit == 'W' && count > 0 && base > after + 1) {
        x->weekday = wd;
        x->ago_week = true;
        x->offset = dem_tg_is(g, after, "ago") ? -count : count;
        x->dir = dem_tg_is(g, after, "ago") ? DEM_TX_LAST : DEM_TX_NEXT;
        return dem_tg_done(x, DEM_TX_WEEKDAY, base, "week-from-weekday");
    }
    if (!ago && !later) return false;
    /* "a day after the vote": a length up to something told; at the end of its clause it is a day */
    if ((dem_tg_is(g, after, "before") || dem_tg_is(g, after, "after") || dem_tg_is(g, after, "prior")) && after + 1 < g->n && !dem_tg_is(g, after + 1, ",") &&
        !dem_tg_is(g, after + 1, ".") && !dem_tg_is(g, after + 1, ";") && !dem_tg_is(g, after + 1, "and") && !dem_tg_is(g, after + 1, ")") &&
        !dem_tg_is(g, after + 1, "in") && !dem_tg_is(g, after + 1, "on") && !dem_tg_is(g, after + 1, "at") && !dem_tg_is(g, after + 1, "but") &&
        !dem_tg_is(g, after + 1, "that"))
        return false;
    bool from_hour = (unit == 'H' || unit == 'M') && count > 0 && !dem_tg_is(g, after, "ago"); /* "two hours later": of the hour told before */
    if (from_hour) {
        x->offset = later ? count : -count;
        return dem_tg_done(x, DEM_TX_SHIFT, after + 1, "hours-from");
    }
    if (unit == 'S' || unit == 'M' || unit == 'H') return ago && dem_tg_is(g, after, "ago") && count > 0 ? (x->offset = -count, dem_tg_done(x, DEM_TX_UNIT, after + 1, "ago")) : false;
    x->offset = count < 0 ? (ago ? INT32_MIN : INT32_MAX) : ago ? -count : count;
    return dem_tg_done(x, dem_tg_is(g, after, "ago") ? DEM_TX_UNIT : DEM_TX_SHIFT, after + 1, dem_tg_is(g, after, "ago") ? "ago" : "shift");
}

/* "the weekend", "over the weekend" */
bool dem_tg_match_weekend(const dem_grammar *g, int32_t i, dem_tx *x)
{
    int32_t k = dem_tg_is(g, i, "the") ? i + 1 : i;
    if (!dem_tg_is(g, k, "weekend") || (k == i && !dem_tg_is(g, i - 1, "at") && !dem_tg_is(g, i - 1, "over"))) return false;
    if (dem_tg_is(g, k + 1, "of") && k > i) return false;
    x->unit = 'K';
    x->offset = 0;
    x->dir = DEM_TX_TENSE;
    return dem_tg_done(x, DEM_TX_UNIT, k + 1, "weekend");
}

/* "spring 2011", "the summer of 2011", "in the winter" */
bool dem_tg_match_season(const dem_grammar *g, int32_t i, dem_tx *x)
{
    int32_t k = dem_tg_is(g, i, "the") ? i + 1 : i;
    const dem_cue *e = dem_tg_in(g, k, DEM_CUE_SEASON);
    if (!e) return false;
    x->code = e->value;
    int32_t end = dem_tg_read_year_after(g, k + 1, &x->year);
    if (end == k + 1) end = dem_tg_read_year_of(g, k + 1, &x->year_of);
    bool in_the = dem_tg_is(g, i - 1, "in") || dem_tg_is(g, i - 1, "of") || dem_tg_is(g, i - 1, "since") || dem_tg_is(g, i - 1, "by") || dem_tg_is(g, i - 1, "during") ||
                  dem_tg_is(g, i - 1, "before") || dem_tg_is(g, i - 1, "after") || dem_tg_is(g, i - 1, "until") || dem_tg_is(g, i - 1, "through") ||
                  dem_tg_is(g, i - 1, "over") || dem_tg_is(g, i - 1, "for");
    if (end == k + 1 && (!in_the || (e->value.p[0] == 'F' && k == i) || (dem_tg_is(g, k, "fall") && k == i) || dem_tg_is(g, k + 1, "of"))) return false;
    if (end == k + 1 && k + 1 < g->n && dem_tg_upos(g, k + 1) == DEM_NOUN) return false;
    return dem_tg_done(x, DEM_TX_SEASON, end, "season");
}

/* "the year", "the quarter": the one spoken of, or the running one. Where nothing before it says that it is one, "in", "for" and
   the like must stand there. */
bool dem_tg_match_running_unit(const dem_grammar *g, int32_t i, dem_tx *x)
{
    static const char *const leads[] = {"in", "for", "of", "during", "over", "by", "through", "throughout", "within", "since", "until"};
    static const char *const told[] = {"before", "after", "since", "that", "when", "of", "-", "ago", "later"};
    if (!dem_tg_is(g, i, "the")) return false;
    int32_t k = i + 1;
    char unit = 0;
    bool plural = false, lead = false, ended = dem_tg_is(g, k + 1, "ended") || dem_tg_is(g, k + 1, "ending");
    int32_t after = dem_tg_read_unit(g, k, &unit, &plural);
    bool latest = dem_tg_is(g, k, "latest");
    if (latest && (dem_tg_is(g, k + 1, "quarter") || dem_tg_is(g, k + 1, "period"))) {
        x->unit = 'Q';
        return dem_tg_done(x, DEM_TX_RUNNING, k + 2, "latest-quarter");
    }
    if (dem_tg_is(g, k, "quarter")) unit = 'Q', after = k + 1, plural = false;
    if (after == k || plural || !(unit == 'W' || unit == 'N' || unit == 'Y' || unit == 'E' || unit == 'C' || unit == 'Q') || g->w[k].upper) return false;
    for (size_t w = 0; w < sizeof told / sizeof *told; w++)
        if (dem_tg_is(g, after, told[w])) return false;
    int month = 0; /* "in the year to June", "for the year through September": twelve months, of no calendar year */
    bool until = dem_tg_is(g, after, "to") || dem_tg_is(g, after, "through");
    if (unit == 'Y' && until && dem_tg_read_month(g, after + 1, &month) > after + 1) {
        x->unit = unit;
        x->count = 1;
        return dem_tg_done(x, DEM_TX_DURATION, after, "year-to-month");
    }
    for (size_t w = 0; w < sizeof leads / sizeof *leads; w++) lead = lead || dem_tg_is(g, i - 1, leads[w]);
    if (!lead && !ended && !dem_tg_is(g, after, "'s")) return false;
    if (!ended && (dem_tg_upos(g, after) == DEM_NOUN || dem_tg_upos(g, after) == DEM_NUM)) return false;
    x->unit = unit;
    x->dir = DEM_TX_THIS;
    return dem_tg_done(x, DEM_TX_RUNNING, after, "running-unit");
}
