/* SPDX-License-Identifier: Apache-2.0 */
/* The timeline as SVG: what is told of each day (week, month, where there are many), stacked by quad class, with offers, acceptances and
   refusals as marks above. */
#include "brief/model.h"

enum { WIDE = 960, HIGH = 150, LEFT = 36, TOP = 40, MAX_BINS = 140, BEFORE = 14 };

typedef struct bin {
    size_t quads[5], offers, accepts, refusals;
} bin;

typedef struct days_plot {
    dem_day from, to;
    int unit;      /* days a bin */
    size_t n, most, outside;
    bin bins[MAX_BINS];
} days_plot;

static const char *const colours[5] = {"#c3c9d1", "#8fb8de", "#1f6f8b", "#e0a458", "#a3312a"};

/* From some days before the first report to the last day told of: what is told of years before would leave no room for the days at hand. */
static bool span_of(const dem_brief *b, days_plot *p)
{
    dem_day first = DEM_DAY_NONE, last = DEM_DAY_NONE;
    for (size_t i = 0; i < b->reports.n; i++) {
        dem_day d = dem_day_parse(b->reports.items[i].published);
        if (d == DEM_DAY_NONE) continue;
        if (first == DEM_DAY_NONE || d < first) first = d;
        if (last == DEM_DAY_NONE || d > last) last = d;
    }
    if (first == DEM_DAY_NONE) return false;
    p->from = DEM_DAY_MAX;
    p->to = DEM_DAY_NONE;
    for (size_t i = 0; i < b->tells.n; i++) {
        dem_day d = dem_day_parse(b->tells.items[i].day);
        if (d == DEM_DAY_NONE || d < first - BEFORE || d > last + BEFORE) continue;
        if (d < p->from) p->from = d;
        if (d > p->to) p->to = d;
    }
    if (p->to == DEM_DAY_NONE) return false;
    int64_t days = (int64_t)p->to - p->from + 1;
    p->unit = days <= MAX_BINS ? 1 : days <= 7 * MAX_BINS ? 7 : days <= 30 * MAX_BINS ? 30 : (int)(days / MAX_BINS + 1);
    p->n = (size_t)((days + p->unit - 1) / p->unit);
    return p->n >= 2;
}

static void fill(const dem_brief *b, days_plot *p)
{
    for (size_t i = 0; i < b->tells.n; i++) {
        const dem_tell *t = &b->tells.items[i];
        dem_day d = dem_day_parse(t->day);
        if (d == DEM_DAY_NONE) continue;
        if (d < p->from || d > p->to) {
            p->outside++;
            continue;
        }
        bin *x = &p->bins[(d - p->from) / p->unit];
        int64_t q = t->first.quad;
        x->quads[q >= 1 && q <= 4 ? q : 0]++;
        bool actual = dem_str_is(t->first.status, "actual");
        x->offers += actual && t->phrase->stance == DEM_STANCE_OFFER;
        x->accepts += actual && t->phrase->stance == DEM_STANCE_ACCEPT;
        x->refusals += actual && t->phrase->stance == DEM_STANCE_REFUSE;
        size_t sum = 0;
        for (int k = 0; k < 5; k++) sum += x->quads[k];
        if (sum > p->most) p->most = sum;
    }
}

static void day_of_bin(const dem_brief *b, const days_plot *p, size_t i, dem_buf *out)
{
    char iso[11];
    dem_day_print(p->from + (dem_day)i * p->unit, iso);
    dem_day_words(&b->words, dem_str_c(iso), out);
}

static void mark(dem_buf *out, double x, double y, int which)
{
    if (which == 0) dem_buf_printf(out, "<path d=\"M%.1f %.1fl5 5l-5 5l-5-5z\" fill=\"#2f5f9e\"/>", x, y - 5);
    if (which == 1) dem_buf_printf(out, "<path d=\"M%.1f %.1fl3 4l6-8\" fill=\"none\" stroke=\"#1b6e53\" stroke-width=\"2.2\"/>", x - 4, y);
    if (which == 2)
        dem_buf_printf(out, "<path d=\"M%.1f %.1fl8 8m0-8l-8 8\" fill=\"none\" stroke=\"#a3312a\" stroke-width=\"2.2\"/>", x - 4, y - 4);
}

static void bar(const dem_brief *b, const days_plot *p, size_t i, double wide, dem_buf *out)
{
    const bin *x = &p->bins[i];
    double left = LEFT + (double)i * wide, y = TOP + HIGH;
    size_t sum = 0;
    for (int k = 0; k < 5; k++) sum += x->quads[k];
    if (sum == 0) return;
    dem_buf_c(out, "<g><title>");
    day_of_bin(b, p, i, out);
    for (int k = 1; k <= 5; k++) {
        char key[8];
        snprintf(key, sizeof key, "quad%d", k % 5);
        if (x->quads[k % 5]) dem_buf_printf(out, "; %zu ", x->quads[k % 5]), dem_html(out, dem_text_of_key(b, key));
    }
    dem_buf_c(out, "</title>");
    for (int k = 1; k <= 5; k++) {
        double high = (double)x->quads[k % 5] / (double)p->most * HIGH;
        y -= high;
        if (high > 0)
            dem_buf_printf(out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>", left + wide * 0.1, y, wide * 0.8, high,
                           colours[k % 5]);
    }
    dem_buf_c(out, "</g>\n");
    const size_t counts[3] = {x->offers, x->accepts, x->refusals};
    for (int k = 0, row = 0; k < 3; k++)
        if (counts[k]) mark(out, left + wide / 2, TOP - 6 - 11 * row++, k);
}

static void axes(const dem_brief *b, const days_plot *p, double wide, dem_buf *out)
{
    for (int i = 0; i <= 1; i++) {
        double y = TOP + (i ? 0 : HIGH);
        dem_buf_printf(out, "<line class=\"%s\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>\n", i ? "grid" : "axis", LEFT, WIDE, y, y);
        dem_buf_printf(out, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" class=\"s\">%zu</text>\n", LEFT - 6, y + 4, i ? p->most : 0);
    }
    size_t labels = p->n < 6 ? p->n : 6;
    for (size_t k = 0; k < labels; k++) {
        size_t i = labels > 1 ? k * (p->n - 1) / (labels - 1) : 0;
        dem_buf_printf(out, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\" class=\"s\">", LEFT + ((double)i + 0.5) * wide, TOP + HIGH + 16,
                       k == 0 ? "start" : k + 1 == labels ? "end" : "middle");
        day_of_bin(b, p, i, out);
        dem_buf_c(out, "</text>\n");
    }
}

static void legend(const dem_brief *b, dem_buf *out)
{
    static const char *const keys[] = {"quad1", "quad2", "quad3", "quad4", "quad0"};
    static const char *const marks[] = {"mark_offer", "mark_accept", "mark_refuse"};
    double x = LEFT, y = TOP + HIGH + 38;
    for (int k = 0; k < 8; k++) {
        dem_str words = dem_text_of_key(b, k < 5 ? keys[k] : marks[k - 5]);
        if (k < 5)
            dem_buf_printf(out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"10\" height=\"10\" fill=\"%s\"/>", x, y - 9, colours[(k + 1) % 5]);
        else
            mark(out, x + 5, y - 4, k - 5);
        dem_buf_printf(out, "<text x=\"%.1f\" y=\"%.1f\" class=\"s\">", x + 15, y);
        dem_html(out, words);
        dem_buf_c(out, "</text>\n");
        x += 32 + 6.1 * (double)words.n;
    }
}

void dem_plot_timeline(const dem_brief *b, dem_buf *out)
{
    days_plot p = {0};
    if (!span_of(b, &p)) return;
    fill(b, &p);
    if (p.most == 0) return;
    double wide = (double)(WIDE - LEFT) / (double)p.n;
    dem_buf_printf(out, "<figure><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"", WIDE, TOP + HIGH + 46);
    dem_html(out, dem_text_of_key(b, "plot_timeline"));
    dem_buf_c(out, "\">\n");
    axes(b, &p, wide, out);
    for (size_t i = 0; i < p.n; i++) bar(b, &p, i, wide > 40 ? 40 : wide, out);
    legend(b, out);
    dem_buf_c(out, "</svg>\n<figcaption>");
    dem_html(out, dem_text_of_key(b, p.unit == 1 ? "plot_timeline" : "plot_timeline_bins"));
    if (p.unit > 1) dem_buf_printf(out, " %d.", p.unit);
    if (p.outside) {
        dem_buf_ch(out, ' ');
        dem_html(out, dem_text_of_key(b, "plot_outside"));
        dem_buf_printf(out, " %zu.", p.outside);
    }
    dem_buf_c(out, "</figcaption></figure>\n");
}
