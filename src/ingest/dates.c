/* SPDX-License-Identifier: Apache-2.0 */
/* Calendar days written out in date lines, datelines and metadata. Dates in prose are context's job. */
#include "ingest/internal.h"

enum { MAX_WORDS = 24, MAX_LINE = 160 };

typedef struct words {
    dem_str w[MAX_WORDS];
    bool used[MAX_WORDS];
    size_t n;
} words;

static bool split_words(dem_str line, words *out)
{
    out->n = 0;
    for (size_t i = 0; i < line.n;) {
        while (i < line.n && strchr(" ,;|()[]", line.p[i])) i++;
        size_t from = i;
        while (i < line.n && !strchr(" ,;|()[]", line.p[i])) i++;
        if (i == from) break;
        if (out->n == MAX_WORDS) return false;
        out->used[out->n] = false;
        out->w[out->n++] = dem_str_cut(line, from, i);
    }
    return true;
}

/* Digits only, 1 to 4 of them; an ordinal's ending may follow ("31st"). -1 otherwise. */
static int number(dem_str s, bool ordinal)
{
    int v = 0;
    size_t i = 0;
    while (s.n && strchr(".:", s.p[s.n - 1])) s.n--;
    for (; i < s.n && i < 5 && s.p[i] >= '0' && s.p[i] <= '9'; i++) v = v * 10 + (s.p[i] - '0');
    if (!i || i > 4) return -1;
    dem_str tail = dem_str_cut(s, i, s.n);
    if (!tail.n) return v;
    bool ending = dem_str_ieq(tail, DEM_STR("st")) || dem_str_ieq(tail, DEM_STR("nd")) ||
                  dem_str_ieq(tail, DEM_STR("rd")) || dem_str_ieq(tail, DEM_STR("th"));
    return ordinal && ending && i <= 2 ? v : -1;
}

static int year_of(dem_str s)
{
    int y = number(s, false);
    return y >= 1800 && y <= 2200 ? y : 0;
}

static int day_of(dem_str s)
{
    int d = number(s, true);
    return d >= 1 && d <= 31 ? d : 0;
}

/* "2012-01-31", also with a time after it; 2012/01/31. */
static bool iso_date(dem_str s, dem_found_date *out)
{
    if (s.n < 10 || (s.n > 10 && s.p[10] >= '0' && s.p[10] <= '9')) return false;
    char sep = s.p[4];
    if ((sep != '-' && sep != '/') || s.p[7] != sep) return false;
    int y = year_of(dem_str_cut(s, 0, 4)), m = number(dem_str_cut(s, 5, 7), false),
        d = number(dem_str_cut(s, 8, 10), false);
    if (!y || dem_day_of(y, m, d) == DEM_DAY_NONE) return false;
    *out = (dem_found_date){y, m, d};
    return true;
}

/* At word i: how many words the date takes, 0 when there is none. */
static size_t date_at(const dem_ingest_rules *rules, const words *k, size_t i, dem_found_date *out)
{
    if (iso_date(k->w[i], out)) return 1;
    int month = dem_month(rules, k->w[i]), day = day_of(k->w[i]);
    if (month && i + 1 < k->n) {
        int d = day_of(k->w[i + 1]), y = i + 2 < k->n ? year_of(k->w[i + 2]) : 0;
        *out = (dem_found_date){y, month, d};
        return d ? (y ? 3 : 2) : 0;
    }
    if (day && i + 1 < k->n) {
        size_t of = i + 2 < k->n && dem_str_ieq(k->w[i + 1], DEM_STR("of"));
        int m = dem_month(rules, k->w[i + 1 + of]), y = i + 2 + of < k->n ? year_of(k->w[i + 2 + of]) : 0;
        *out = (dem_found_date){y, m, day};
        return m ? 2 + of + (y != 0) : 0;
    }
    return 0;
}

/* Words that go with a date and say nothing else. */
static bool filler(dem_str w)
{
    static const char *const list[] = {
        "on",       "at",   "date",  "date:",   "posted", "posted:", "published", "published:",   "updated",
        "updated:", "last", "gmt",   "utc",     "est",    "edt",     "et",        "pst",          "pdt",
        "bst",      "cet",  "a.m.",  "p.m.",    "am",     "pm",      "-",         "\xe2\x80\x93", "\xe2\x80\x94",
        "|",        "time", "local", "created", "issued", "first",   NULL};
    char low[16];
    if (w.n > sizeof low) return false;
    for (size_t i = 0; i < w.n; i++) low[i] = w.p[i] >= 'A' && w.p[i] <= 'Z' ? (char)(w.p[i] + 32) : w.p[i];
    for (size_t i = 0; list[i]; i++)
        if (dem_str_is((dem_str){low, w.n}, list[i])) return true;
    return false;
}

static bool clock_time(dem_str w)
{
    size_t digits = 0, colons = 0;
    for (size_t i = 0; i < w.n; i++) {
        digits += w.p[i] >= '0' && w.p[i] <= '9';
        colons += w.p[i] == ':';
    }
    return colons >= 1 && digits >= 3 && w.n <= 10;
}

bool dem_find_date(const dem_ingest_rules *rules, dem_arena *a, dem_str line, dem_found_date *out, dem_str *rest)
{
    words k;
    *rest = DEM_STR_NONE;
    if (line.n > MAX_LINE || !split_words(line, &k)) return false;
    size_t at = 0, n = 0;
    while (at < k.n && !(n = date_at(rules, &k, at, out))) at++;
    if (!n) return false;
    char buf[MAX_LINE + MAX_WORDS];
    size_t len = 0;
    for (size_t i = 0; i < k.n; i++) {
        if ((i >= at && i < at + n) || dem_is_weekday(rules, k.w[i]) || clock_time(k.w[i])) continue;
        if (filler(k.w[i]) && !(len && i + 1 < at)) continue;
        if (len) buf[len++] = ' ';
        memcpy(buf + len, k.w[i].p, k.w[i].n);
        len += k.w[i].n;
    }
    *rest = dem_str_dup(a, (dem_str){buf, len});
    return rest->p != NULL;
}

dem_day dem_found_day(dem_found_date d) { return d.year ? dem_day_of(d.year, d.month, d.day) : DEM_DAY_NONE; }

dem_day dem_day_of_meta(const dem_ingest_rules *rules, dem_arena *a, dem_str s)
{
    dem_found_date d;
    dem_str rest;
    s = dem_str_trim(s);
    if (iso_date(s, &d)) return dem_found_day(d);
    return dem_find_date(rules, a, s, &d, &rest) ? dem_found_day(d) : DEM_DAY_NONE;
}
