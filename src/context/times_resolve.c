/* SPDX-License-Identifier: Apache-2.0 */
/* From what a time expression says to its TIMEX3 value and the days it covers. What the report's day is needed for
   and is not known stays open in the value (XXXX) and has no days. */
#include "context/times_internal.h"

#include <stdio.h>
#include <string.h>

typedef struct resolver {
    dem_ctx *c;
    const dem_tx *x;
    int tense;
    const dem_spoken *spoken;
    dem_time *out;
} resolver;

static void put(resolver *v, dem_str value, dem_day from, dem_day to, dem_time_basis basis)
{
    v->out->value = value;
    v->out->from = from;
    v->out->to = to;
    v->out->basis = basis;
}

static dem_str print_day(resolver *v, dem_day d)
{
    char buf[11];
    dem_day_print(d, buf);
    return dem_str_dup(v->c->r->arena, dem_str_c(buf));
}

static void put_open(resolver *v, dem_str value)
{
    put(v, value, DEM_DAY_NONE, DEM_DAY_NONE, DEM_BASIS_RELATIVE);
}

static void put_ref(resolver *v, int64_t direction)
{
    put_open(v, direction < 0 ? DEM_STR("PAST_REF") : direction > 0 ? DEM_STR("FUTURE_REF") : DEM_STR("PRESENT_REF"));
}

static void put_day(resolver *v, dem_day d, dem_time_basis basis)
{
    dem_str value = print_day(v, d);
    if (v->x->clock.n) {
        value = dem_str_printf(v->c->r->arena, "%.*sT%.*s", DEM_FMT(value), DEM_FMT(v->x->clock));
        v->out->type = DEM_TIME_TIME;
    }
    put(v, value, d, d, basis);
}

/* ISO week: the Monday that begins it, its number and the year it belongs to. */
static dem_day week_start(dem_day d)
{
    return d - dem_day_weekday(d);
}

static dem_str week_value(resolver *v, dem_day monday)
{
    int y, m, d;
    dem_day_split(monday + 3, &y, &m, &d); /* the week belongs to its Thursday's year */
    int week = (int)(monday + 3 - dem_day_of(y, 1, 1)) / 7 + 1;
    return dem_str_printf(v->c->r->arena, "%04d-W%02d", y, week);
}

static bool year_ok(int y)
{
    return y >= 1 && y <= 9999;
}

static void put_month(resolver *v, int y, int m, dem_time_basis basis)
{
    if (!year_ok(y)) return;
    put(v, dem_str_printf(v->c->r->arena, "%04d-%02d", y, m), dem_day_of(y, m, 1), dem_day_of(y, m, dem_days_in_month(y, m)), basis);
}

static void put_year(resolver *v, int y, dem_time_basis basis)
{
    if (!year_ok(y)) return;
    put(v, dem_str_printf(v->c->r->arena, "%04d", y), dem_day_of(y, 1, 1), dem_day_of(y, 12, 31), basis);
}

static dem_tx_dir direction(const resolver *v)
{
    if (v->x->dir != DEM_TX_TENSE) return v->x->dir;
    return v->tense > 0 ? DEM_TX_NEXT : DEM_TX_TENSE;
}

/* The year of a month (and day) that stands without one. */
static int pick_year(resolver *v, int month, int day)
{
    int y, m, d;
    dem_day_split(v->c->anchor, &y, &m, &d);
    if (v->x->dir == DEM_TX_TENSE && v->tense == DEM_TENSE_NEARER) {
        int ahead = (month - m + 12) % 12;
        return ahead <= 5 ? (month >= m ? y : y + 1) : (month > m ? y - 1 : y);
    }
    bool same_month = month == m, later = month > m || (same_month && day && day > d);
    switch (direction(v)) {
    case DEM_TX_LAST:
        return month >= m && !(same_month && day && day < d) ? y - 1 : y;
    case DEM_TX_NEXT:
        if (v->x->dir == DEM_TX_NEXT) return month > m || (same_month && day > d) ? y : y + 1;
        /* "urged them to leave in its January 3 alert": a day just gone is nearer than the same a year ahead */
        if (!later && day && dem_day_of(y, month, day) != DEM_DAY_NONE && v->c->anchor - dem_day_of(y, month, day) <= 30) return y;
        return month < m || (same_month && day && day < d) ? y + 1 : y;
    case DEM_TX_THIS:
        return y;
    case DEM_TX_TENSE:
    default:
        /* A day soon after the report's own is rather ahead than a year back, whatever the verb says. */
        if (later && day && dem_day_of(y, month, day) != DEM_DAY_NONE && dem_day_of(y, month, day) - v->c->anchor <= 60) return y;
        if (!later && day && dem_day_of(y + 1, month, day) != DEM_DAY_NONE && dem_day_of(y + 1, month, day) - v->c->anchor <= 60) return y + 1;
        return later ? y - 1 : y;
    }
}

/* "last year" after a month or a quarter. */
static int named_year(const resolver *v)
{
    int y, m, d;
    dem_day_split(v->c->anchor, &y, &m, &d);
    return v->x->year_of == 'L' ? y - 1 : v->x->year_of == 'N' ? y + 1 : y;
}

/* "Easter", "Thanksgiving": the year is chosen by about where the day falls. */
static void resolve_feast(resolver *v)
{
    const dem_tx *x = v->x;
    if (!x->year && v->c->anchor == DEM_DAY_NONE) return; /* on which day it fell is not known */
    int y = x->year ? x->year : pick_year(v, x->month, x->day);
    dem_day day = year_ok(y) ? dem_time_feast(x->code, y) : DEM_DAY_NONE;
    if (day != DEM_DAY_NONE) put_day(v, day, x->year ? DEM_BASIS_EXPLICIT : DEM_BASIS_RELATIVE);
}

static void resolve_calendar(resolver *v)
{
    const dem_tx *x = v->x;
    int y = x->year, m = x->month, d = x->day;
    dem_time_basis basis = y ? DEM_BASIS_EXPLICIT : DEM_BASIS_RELATIVE;
    if (x->code.n) {
        resolve_feast(v);
        return;
    }
    if (!m) {
        put_year(v, y, basis);
        return;
    }
    if (!y) {
        if (v->c->anchor == DEM_DAY_NONE) {
            put_open(v, d ? dem_str_printf(v->c->r->arena, "XXXX-%02d-%02d", m, d) : dem_str_printf(v->c->r->arena, "XXXX-%02d", m));
            return;
        }
        y = x->year_of ? named_year(v) : pick_year(v, m, d);
    }
    if (!d) {
        put_month(v, y, m, basis);
        return;
    }
    dem_day day = dem_day_of(y, m, d);
    if (day == DEM_DAY_NONE) return; /* no such day: not a date */
    if (x->week_of) {
        dem_day monday = week_start(day);
        put(v, week_value(v, monday), monday, monday + 6, basis);
        return;
    }
    put_day(v, day, basis);
    dem_day last = x->last_day > d ? dem_day_of(y, m, x->last_day) : DEM_DAY_NONE;
    if (last != DEM_DAY_NONE) v->out->to = last;
}

static void resolve_weekday(resolver *v)
{
    int wd = v->x->weekday - 1;
    if (v->c->anchor == DEM_DAY_NONE) {
        dem_str value = dem_str_printf(v->c->r->arena, "XXXX-WXX-%d", wd + 1);
        if (v->x->clock.n) {
            value = dem_str_printf(v->c->r->arena, "%.*sT%.*s", DEM_FMT(value), DEM_FMT(v->x->clock));
            v->out->type = DEM_TIME_TIME;
        }
        put_open(v, value);
        return;
    }
    int today = dem_day_weekday(v->c->anchor);
    if (v->x->week_of) {
        int weeks = v->x->week_of == 'L' ? -1 : v->x->week_of == 'N';
        put_day(v, week_start(v->c->anchor) + weeks * 7 + wd, DEM_BASIS_RELATIVE);
        return;
    }
    int back = (today - wd + 7) % 7, ahead = (wd - today + 7) % 7;
    dem_day d = v->c->anchor;
    switch (v->x->dir) {
    case DEM_TX_LAST:
        d -= back ? back : 7;
        break;
    case DEM_TX_NEXT:
        d += ahead ? ahead : 7;
        break;
    case DEM_TX_THIS:
        d = v->tense < 0 ? d - back : d + ahead;
        break;
    case DEM_TX_TENSE:
    default:
        d = v->tense > 0 ? d + ahead : d - back;
        break;
    }
    if (v->x->ago_week) d += (dem_day)v->x->offset * 7;
    put_day(v, d, DEM_BASIS_RELATIVE);
}

static void add_months(int *y, int *m, int64_t n)
{
    int64_t k = (int64_t)*y * 12 + (*m - 1) + n;
    if (k < 12 || k >= 120000) {
        *y = 0;
        return;
    }
    *y = (int)(k / 12);
    *m = (int)(k % 12) + 1;
}

static void put_weekend(resolver *v, dem_day monday)
{
    dem_str week = week_value(v, monday);
    put(v, dem_str_printf(v->c->r->arena, "%.*s-WE", DEM_FMT(week)), monday + 5, monday + 6, DEM_BASIS_RELATIVE);
}

static int64_t weekend_offset(resolver *v, dem_day from)
{
    int wd = dem_day_weekday(from);
    if (v->x->dir == DEM_TX_LAST) return -1;
    if (v->x->dir == DEM_TX_NEXT) return 1;
    /* the weekend just gone, unless what is told lies ahead or it is weekend */
    return v->tense > 0 || wd >= 5 ? 0 : -1;
}

static void put_quarter(resolver *v, int64_t k)
{
    int y = (int)(k / 4), q = (int)(k % 4) + 1;
    if (k > 0 && year_ok(y))
        put(v, dem_str_printf(v->c->r->arena, "%04d-Q%d", y, q), dem_day_of(y, q * 3 - 2, 1), dem_day_of(y, q * 3, dem_days_in_month(y, q * 3)),
            DEM_BASIS_RELATIVE);
}

static void put_unit(resolver *v, dem_day from, char unit, int64_t offset)
{
    int y, m, d;
    if (offset < -20000 || offset > 20000) {
        put_ref(v, offset);
        return;
    }
    dem_day_split(from, &y, &m, &d);
    switch (unit) {
    case 'D':
        put_day(v, from + (dem_day)offset, DEM_BASIS_RELATIVE);
        return;
    case 'F':
        offset *= 2; /* fall through: a fortnight is two weeks */
        __attribute__((fallthrough));
    case 'W': {
        dem_day monday = week_start(from) + (dem_day)offset * 7;
        put(v, week_value(v, monday), monday, monday + 6, DEM_BASIS_RELATIVE);
        return;
    }
    case 'K':
        put_weekend(v, week_start(from) + (dem_day)weekend_offset(v, from) * 7);
        return;
    case 'N':
        add_months(&y, &m, offset);
        put_month(v, y, m, DEM_BASIS_RELATIVE);
        return;
    case 'Q': {
        put_quarter(v, (int64_t)y * 4 + (m - 1) / 3 + offset);
        return;
    }
    case 'Y':
        put_year(v, y + (int)offset, DEM_BASIS_RELATIVE);
        return;
    case 'E': {
        int dec = y / 10 + (int)offset;
        if (dec >= 1 && dec <= 999)
            put(v, dem_str_printf(v->c->r->arena, "%03d", dec), dem_day_of(dec * 10, 1, 1), dem_day_of(dec * 10 + 9, 12, 31), DEM_BASIS_RELATIVE);
        return;
    }
    case 'C':
        if (y / 100 + offset >= 1 && y / 100 + offset <= 98)
            put(v, dem_str_printf(v->c->r->arena, "%02d", y / 100 + (int)offset), dem_day_of((y / 100 + (int)offset) * 100, 1, 1),
                dem_day_of((y / 100 + (int)offset) * 100 + 99, 12, 31), DEM_BASIS_RELATIVE);
        return;
    default: /* hours, minutes: the day is not told by them */
        v->out->type = DEM_TIME_TIME;
        put_ref(v, offset);
        return;
    }
}

static void resolve_unit(resolver *v)
{
    if (v->c->anchor == DEM_DAY_NONE) {
        int64_t dir = v->x->unit == 'K' && v->x->dir == DEM_TX_TENSE ? (v->tense > 0 ? 1 : -1) : v->x->offset;
        put_ref(v, dir);
        return;
    }
    put_unit(v, v->c->anchor, v->x->unit, v->x->offset);
}

static int rank_of(char unit)
{
    const char *order = "DKWFNQYEC", *at = unit ? strchr(order, unit) : NULL;
    return at ? (int)(at - order) : -1;
}

/* How fine the date spoken of is. */
static int spoken_rank(const dem_spoken *s)
{
    int64_t days = (int64_t)s->to - s->from;
    return rank_of(days == 0 ? 'D' : days < 8 ? 'W' : days < 32 ? 'N' : days < 93 ? 'Q' : days < 367 ? 'Y' : 'E');
}

static dem_str duration_value(resolver *v, char unit, int64_t count);

/* "13 hours later": from the hour last told, a sentence or two back; a length where none was. */
static void resolve_hours(resolver *v)
{
    const dem_spoken *s = v->spoken;
    int64_t per = v->x->unit == 'H' ? 60 : 1, at = s->minutes + v->x->offset * per;
    if (s->minutes < 0 || s->day == DEM_DAY_NONE || v->out->sentence - s->day_sentence > 2 || v->x->count > 1000) {
        put_open(v, duration_value(v, v->x->unit, v->x->count));
        v->out->type = DEM_TIME_DURATION;
        return;
    }
    int64_t days = at >= 0 ? at / 1440 : -((1439 - at) / 1440), minute = at - days * 1440;
    dem_day d = s->day + (dem_day)days;
    put(v, dem_str_printf(v->c->r->arena, "%.*sT%02d:%02d", DEM_FMT(print_day(v, d)), (int)(minute / 60), (int)(minute % 60)), d, d, DEM_BASIS_RELATIVE);
    v->out->type = DEM_TIME_TIME;
}

/* "a day earlier", "two years later": from the date last spoken of, where that is as fine as the unit. Years and months may count
   from the report; which day a day counts from is not guessed. */
static void resolve_shift(resolver *v)
{
    const dem_tx *x = v->x;
    int unit = rank_of(x->unit);
    if (unit < 0) {
        resolve_hours(v);
        return;
    }
    if (v->spoken->from != DEM_DAY_NONE && unit >= spoken_rank(v->spoken)) {
        put_unit(v, v->spoken->from, x->unit, x->offset);
        return;
    }
    if (unit == 0 && v->spoken->day != DEM_DAY_NONE && v->out->sentence - v->spoken->day_sentence <= 3) {
        put_unit(v, v->spoken->day, x->unit, x->offset);
        return;
    }
    bool decade = v->spoken->from != DEM_DAY_NONE && spoken_rank(v->spoken) == rank_of('E') && x->unit == 'Y' && v->spoken->to - v->spoken->from < 3700;
    if (decade && x->offset > 0) { /* "In the mid-1980s …; ten years later": from its middle */
        put_unit(v, (v->spoken->from + v->spoken->to) / 2, x->unit, x->offset);
        return;
    }
    if (v->c->anchor != DEM_DAY_NONE && unit >= rank_of('W') && x->offset <= 0) { /* what is later than nobody says what is not later than the report */
        put_unit(v, v->c->anchor, x->unit, x->offset);
        return;
    }
    if (x->offset > 0 && x->count > 0) {
        put_ref(v, -1);
        return;
    }
    put_ref(v, x->offset ? x->offset : -1);
}

/* "the quarter", "the year-earlier quarter": of the quarter last spoken of; else, of what is past, the one before the report's. */
static void resolve_running_quarter(resolver *v)
{
    const dem_spoken *s = v->spoken;
    int y, m, d;
    if (!s->quarter && v->c->anchor == DEM_DAY_NONE) {
        put_ref(v, v->x->offset);
        return;
    }
    int64_t k = (int64_t)s->quarter_year * 4 + s->quarter - 1;
    if (!s->quarter) {
        dem_day_split(v->c->anchor, &y, &m, &d);
        k = (int64_t)y * 4 + (m - 1) / 3 - (v->tense < 0);
    }
    if (v->x->year) k = (int64_t)v->x->year * 4 + k % 4;
    else if (v->x->year_of && v->c->anchor != DEM_DAY_NONE) k = (int64_t)named_year(v) * 4 + k % 4;
    put_quarter(v, k + v->x->offset);
}

static void resolve_running(resolver *v)
{
    const dem_spoken *s = v->spoken;
    char unit = v->x->unit;
    if (unit == 'Q') resolve_running_quarter(v);
    else if (unit == 'Y' && s->quarter && v->tense <= 0) put_year(v, s->quarter_year, DEM_BASIS_RELATIVE);
    else if (unit == 'D' && s->from != DEM_DAY_NONE && s->from == s->to) put_day(v, s->from, DEM_BASIS_RELATIVE);
    else if (v->c->anchor == DEM_DAY_NONE) put_ref(v, 0);
    else put_unit(v, v->c->anchor, unit, 0);
}

static dem_str duration_value(resolver *v, char unit, int64_t count)
{
    static const struct {
        char unit;
        const char *prefix, *suffix;
    } names[] = {{'S', "PT", "S"}, {'M', "PT", "M"}, {'H', "PT", "H"}, {'D', "P", "D"},  {'W', "P", "W"},
                 {'N', "P", "M"},  {'Q', "P", "Q"}, {'Y', "P", "Y"},  {'E', "P", "DE"}, {'C', "P", "CE"}, {'F', "P", "W"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (names[i].unit != unit) continue;
        if (v->x->amount.n) return dem_str_printf(v->c->r->arena, "%s%.*s%s", names[i].prefix, DEM_FMT(v->x->amount), names[i].suffix);
        if (count < 0) return dem_str_printf(v->c->r->arena, "%sX%s", names[i].prefix, names[i].suffix);
        return dem_str_printf(v->c->r->arena, "%s%lld%s", names[i].prefix, (long long)(unit == 'F' ? count * 2 : count), names[i].suffix);
    }
    return DEM_STR_NONE;
}

/* "the past three weeks" covers days, where the report's own is known. */
static void resolve_duration(resolver *v)
{
    const dem_tx *x = v->x;
    put(v, duration_value(v, x->unit, x->count), DEM_DAY_NONE, DEM_DAY_NONE, DEM_BASIS_RELATIVE);
    v->out->type = DEM_TIME_DURATION;
    if (x->dir == DEM_TX_TENSE || x->dir == DEM_TX_THIS || x->count <= 0 || x->count > 1000 || v->c->anchor == DEM_DAY_NONE) return;
    int y, m, d;
    dem_day other = DEM_DAY_NONE;
    int64_t sign = x->dir == DEM_TX_LAST ? -1 : 1;
    dem_day_split(v->c->anchor, &y, &m, &d);
    if (x->unit == 'D') other = v->c->anchor + (dem_day)(sign * x->count);
    else if (x->unit == 'W' || x->unit == 'F') other = v->c->anchor + (dem_day)(sign * x->count * (x->unit == 'F' ? 14 : 7));
    else if (x->unit == 'N' || x->unit == 'Y') {
        add_months(&y, &m, sign * x->count * (x->unit == 'Y' ? 12 : 1));
        if (year_ok(y)) other = dem_day_of(y, m, d < dem_days_in_month(y, m) ? d : dem_days_in_month(y, m));
    }
    if (other == DEM_DAY_NONE) return;
    v->out->from = sign < 0 ? other : v->c->anchor;
    v->out->to = sign < 0 ? v->c->anchor : other;
}

static void resolve_season(resolver *v)
{
    const dem_tx *x = v->x;
    static const struct {
        char code[3];
        int first;
    } starts[] = {{"SP", 3}, {"SU", 6}, {"FA", 9}, {"WI", 12}};
    int first = 0, y = x->year;
    for (size_t i = 0; i < 4; i++)
        if (dem_str_is(x->code, starts[i].code)) first = starts[i].first;
    if (!first) return;
    if (!y && v->c->anchor == DEM_DAY_NONE) {
        put_open(v, dem_str_printf(v->c->r->arena, "XXXX-%.*s", DEM_FMT(x->code)));
        return;
    }
    if (!y) y = x->year_of ? named_year(v) : pick_year(v, first == 12 ? 1 : first, 0);
    if (!year_ok(y) || !year_ok(y - 1) || !year_ok(y + 1)) return;
    /* Northern seasons by whole months; "winter 2011" begins in December of that year. */
    if (first == 12 && !x->year && !x->year_of) y--;
    int end_y = first == 12 ? y + 1 : y, end_m = (first + 1) % 12 + 1;
    put(v, dem_str_printf(v->c->r->arena, "%04d-%.*s", y, DEM_FMT(x->code)), dem_day_of(y, first, 1),
        dem_day_of(end_y, end_m, dem_days_in_month(end_y, end_m)), x->year ? DEM_BASIS_EXPLICIT : DEM_BASIS_RELATIVE);
}

/* Of months that run together the year counts by the last when what is told lies ahead, else by the first. */
static int x_year(resolver *v, int first, int last)
{
    return v->x->year_of ? named_year(v) : pick_year(v, v->tense > 0 ? last : first, 0);
}

static void resolve_half(resolver *v)
{
    int y = v->x->year, h = (int)v->x->count;
    if (!y && v->c->anchor == DEM_DAY_NONE) {
        put_open(v, dem_str_printf(v->c->r->arena, "XXXX-H%d", h));
        return;
    }
    if (!y) y = x_year(v, h * 6 - 5, h * 6);
    if (year_ok(y))
        put(v, dem_str_printf(v->c->r->arena, "%04d-H%d", y, h), dem_day_of(y, h * 6 - 5, 1), dem_day_of(y, h * 6, h == 1 ? 30 : 31),
            v->x->year ? DEM_BASIS_EXPLICIT : DEM_BASIS_RELATIVE);
}

/* "the 15th": of the report's month, or of the one next to it on the side the verb looks to. */
static void resolve_month_day(resolver *v)
{
    int y, m, d, day = v->x->day;
    if (v->c->anchor == DEM_DAY_NONE) {
        put_open(v, dem_str_printf(v->c->r->arena, "XXXX-XX-%02d", day));
        return;
    }
    dem_day_split(v->c->anchor, &y, &m, &d);
    if (v->tense > 0 && day < d) add_months(&y, &m, 1);
    else if (v->tense <= 0 && day > d) add_months(&y, &m, -1);
    dem_day at = y ? dem_day_of(y, m, day) : DEM_DAY_NONE;
    if (at != DEM_DAY_NONE) put_day(v, at, DEM_BASIS_RELATIVE);
}

static void resolve_quarter(resolver *v)
{
    int y = v->x->year, q = (int)v->x->count;
    if (!y) {
        if (v->c->anchor == DEM_DAY_NONE) {
            put_open(v, dem_str_printf(v->c->r->arena, "XXXX-Q%d", q));
            return;
        }
        y = x_year(v, q * 3 - 2, q * 3);
    }
    if (year_ok(y))
        put(v, dem_str_printf(v->c->r->arena, "%04d-Q%d", y, q), dem_day_of(y, q * 3 - 2, 1),
            dem_day_of(y, q * 3, dem_days_in_month(y, q * 3)), v->x->year ? DEM_BASIS_EXPLICIT : DEM_BASIS_RELATIVE);
}

static void resolve_set(resolver *v)
{
    const dem_tx *x = v->x;
    v->out->type = DEM_TIME_SET;
    if (dem_str_is(x->code, "weekday"))
        put_open(v, dem_str_printf(v->c->r->arena, "XXXX-WXX-%d%s%.*s", x->weekday, x->clock.n ? "T" : "", DEM_FMT(x->clock)));
    else if (dem_str_is(x->code, "season"))
        put_open(v, dem_str_printf(v->c->r->arena, "XXXX-%.*s", DEM_FMT(x->clock)));
    else if (dem_str_is(x->code, "month"))
        put_open(v, x->day ? dem_str_printf(v->c->r->arena, "XXXX-%02d-%02d", x->month, x->day) : dem_str_printf(v->c->r->arena, "XXXX-%02d", x->month));
    else if (dem_str_is(x->code, "daypart"))
        put_open(v, dem_str_printf(v->c->r->arena, "XXXX-XX-XXT%.*s", DEM_FMT(x->clock)));
    else
        put_open(v, x->code.n ? x->code : duration_value(v, x->unit, x->count));
}

static void resolve_day(resolver *v)
{
    if (v->c->anchor == DEM_DAY_NONE) put_ref(v, v->x->offset);
    else put_day(v, v->c->anchor + (dem_day)v->x->offset, DEM_BASIS_RELATIVE);
}

/* A time of day belongs to the day spoken of shortly before, else to the report's; what is told of every day to none. */
static void resolve_clock(resolver *v)
{
    const dem_spoken *s = v->spoken;
    int32_t near = v->out->sentence - s->sentence;
    const dem_sentence *all = v->c->r->sentences.items;
    bool apart = near > 0 && s->sentence >= 0 && all[v->out->sentence].paragraph != all[s->sentence].paragraph;
    /* what was cannot be on a day to come, nor what will be on one gone */
    bool astray = v->c->anchor != DEM_DAY_NONE && ((v->tense < 0 && s->from > v->c->anchor) || (v->tense > 0 && v->tense != DEM_TENSE_ALWAYS && s->from < v->c->anchor));
    bool day = s->from != DEM_DAY_NONE && s->from == s->to && !(astray && near > 0), always = s->often || (v->tense == DEM_TENSE_ALWAYS && near > 0);
    v->out->type = DEM_TIME_TIME;
    if (always || (v->tense == DEM_TENSE_ALWAYS && !day)) put_open(v, dem_str_printf(v->c->r->arena, "T%.*s", DEM_FMT(v->x->clock)));
    else if (dem_str_is(v->x->rule, "overnight") && v->tense <= 0 && v->c->anchor != DEM_DAY_NONE && (!day || s->from == v->c->anchor))
        put_day(v, v->c->anchor - 1, DEM_BASIS_RELATIVE);
    else if (day && near <= 1 && !apart) put_day(v, s->from, DEM_BASIS_RELATIVE);
    else if (v->c->anchor != DEM_DAY_NONE) put_day(v, v->c->anchor, DEM_BASIS_RELATIVE);
    else put_open(v, dem_str_printf(v->c->r->arena, "T%.*s", DEM_FMT(v->x->clock)));
}

void dem_time_resolve(dem_ctx *c, const dem_tx *x, int tense, const dem_spoken *spoken, dem_time *out)
{
    resolver v = {c, x, tense, spoken, out};
    out->type = DEM_TIME_DATE;
    out->from = out->to = DEM_DAY_NONE;
    out->value = DEM_STR_NONE;
    switch (x->kind) {
    case DEM_TX_CALENDAR: resolve_calendar(&v); break;
    case DEM_TX_DECADE:
        put(&v, dem_str_printf(c->r->arena, "%03d", x->year / 10), dem_day_of(x->year, 1, 1), dem_day_of(x->year + 9, 12, 31), DEM_BASIS_EXPLICIT);
        break;
    case DEM_TX_CENTURY:
        if (x->count >= 2 && x->count <= 30)
            put(&v, dem_str_printf(c->r->arena, "%02d", (int)x->count - 1), dem_day_of(((int)x->count - 1) * 100, 1, 1),
                dem_day_of(((int)x->count - 1) * 100 + 99, 12, 31), DEM_BASIS_EXPLICIT);
        break;
    case DEM_TX_QUARTER: resolve_quarter(&v); break;
    case DEM_TX_WEEKDAY: resolve_weekday(&v); break;
    case DEM_TX_SEASON: resolve_season(&v); break;
    case DEM_TX_DAY: resolve_day(&v); break;
    case DEM_TX_UNIT: resolve_unit(&v); break;
    case DEM_TX_SHIFT: resolve_shift(&v); break;
    case DEM_TX_DURATION: resolve_duration(&v); break;
    case DEM_TX_SET: resolve_set(&v); break;
    case DEM_TX_REF: put_open(&v, x->code); break;
    case DEM_TX_CLOCK: resolve_clock(&v); break;
    case DEM_TX_HALF: resolve_half(&v); break;
    case DEM_TX_RUNNING: resolve_running(&v); break;
    case DEM_TX_MONTHDAY: resolve_month_day(&v); break;
    case DEM_TX_NONE: break;
    }
}
