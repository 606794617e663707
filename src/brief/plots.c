/* SPDX-License-Identifier: Apache-2.0 */
/* The brief's plots as SVG: who stands where, tolls by source. Each mark carries its words as a title; colour never speaks alone. */
#include "brief/model.h"

#include <math.h>
#include <stdlib.h>

enum { WIDE = 960 };

static void begin_figure(dem_buf *out, int height, dem_str label)
{
    dem_buf_printf(out, "<figure><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"", WIDE, height);
    dem_html(out, label);
    dem_buf_c(out, "\" preserveAspectRatio=\"xMidYMin meet\">\n");
}

static void end_figure(dem_buf *out, dem_str caption)
{
    dem_buf_c(out, "</svg>\n<figcaption>");
    dem_html(out, caption);
    dem_buf_c(out, "</figcaption></figure>\n");
}

static void svg_text(dem_buf *out, double x, double y, const char *more, dem_str s, size_t max)
{
    dem_buf cut = {0};
    dem_text_line(&cut, s, max);
    dem_buf_printf(out, "<text x=\"%.1f\" y=\"%.1f\"%s>", x, y, more);
    dem_html(out, dem_buf_view(&cut));
    dem_buf_c(out, "</text>\n");
    if (cut.failed) out->failed = true;
    dem_buf_free(&cut);
}

/* ---- who stands where ---- */

enum { MAX_ACTORS = 16, MAX_COLUMNS = 24, CELL = 26, LEFT = 270, TOP = 30 };

typedef struct actor_row {
    dem_str key, who;
    size_t answers, named; /* named: how often by the name at hand */
} actor_row;

typedef DEM_VEC(actor_row) actor_rows;

static int by_answers(const void *a, const void *b)
{
    const actor_row *x = a, *y = b;
    if (x->answers != y->answers) return x->answers < y->answers ? 1 : -1;
    return dem_str_cmp(x->key, y->key);
}

static actor_row *row_of(const dem_brief *b, actor_rows *rows, dem_str key)
{
    for (size_t r = 0; r < rows->n; r++)
        if (dem_str_eq(rows->items[r].key, key)) return &rows->items[r];
    actor_row *row = DEM_PUSH(b->a, rows);
    if (row) *row = (actor_row){.key = key};
    return row;
}

/* How often the actor of this key is called so. */
static size_t times_named(const dem_brief *b, size_t columns, dem_str key, dem_str name)
{
    size_t n = 0;
    for (size_t i = 0; i < columns; i++) {
        const dem_initiative_view *x = &b->initiatives.items[i];
        for (size_t k = 0; k < x->answers.n; k++)
            n += dem_str_eq(x->answers.items[k].key, key) && dem_str_eq(x->answers.items[k].row, name);
    }
    return n;
}

/* "Syria" goes before "Syria: government", that before "the government". */
static int rank(dem_str name)
{
    if (!name.n || (name.p[0] >= 'a' && name.p[0] <= 'z') || dem_str_starts(name, DEM_STR("His ")) || dem_str_starts(name, DEM_STR("Their ")))
        return 0;
    return dem_str_find(name, DEM_STR(": "), 0) != SIZE_MAX ? 1 : 2;
}

/* A row is called by the best name it has, of those by the most frequent. */
static void gather_actors(const dem_brief *b, size_t columns, actor_rows *rows, bool *all)
{
    for (size_t i = 0; i < columns; i++) {
        const dem_initiative_view *x = &b->initiatives.items[i];
        for (size_t k = 0; k < x->answers.n; k++) {
            const dem_answer_view *a = &x->answers.items[k];
            actor_row *row = a->key.n ? row_of(b, rows, a->key) : NULL;
            if (!row) continue;
            row->answers++;
            size_t named = times_named(b, columns, a->key, a->row);
            int better = rank(a->row) - rank(row->who);
            if (row->who.n && (better < 0 || (better == 0 && named <= row->named))) continue;
            row->who = a->row;
            row->named = named;
        }
    }
    if (rows->n) qsort(rows->items, rows->n, sizeof *rows->items, by_answers);
    *all = rows->n <= MAX_ACTORS && columns == b->initiatives.n;
    if (rows->n > MAX_ACTORS) rows->n = MAX_ACTORS;
}

typedef struct stance_mark {
    const char *stance, *fill, *sign;
} stance_mark;
static const stance_mark marks[] = {{"offers", "#2f5f9e", "\xE2\x97\x86"},      {"accepts", "#1b6e53", "\xE2\x9C\x93"},
                                    {"supports", "#5f9e86", "+"},               {"conditional", "#b98900", "~"},
                                    {"urges", "#6f93c4", "!"},                  {"opposes", "#cf7a6b", "\xE2\x80\x93"},
                                    {"refuses", "#a3312a", "\xE2\x9C\x95"},     {"breaks", "#7d1f19", "\xE2\x88\x85"},
                                    {"withdraws", "#7d1f19", "\xE2\x86\xA9"},   {"demands", "#6f93c4", "!"}};

static const stance_mark *mark_of(dem_str stance)
{
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (dem_str_is(stance, marks[i].stance)) return &marks[i];
    return NULL;
}

static void mark_box(dem_buf *out, double x, double y, const stance_mark *m)
{
    dem_buf_printf(out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%d\" height=\"%d\" rx=\"3\" fill=\"%s\"/>", x, y, CELL - 4, CELL - 6, m->fill);
    dem_buf_printf(out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" style=\"fill:#fff;font-weight:600\">%s</text>",
                   x + (CELL - 4) / 2.0, y + 14, m->sign);
}

/* The last answer of the actor to the initiative; NULL: none. */
static const dem_answer_view *last_answer(const dem_initiative_view *x, dem_str key)
{
    const dem_answer_view *last = NULL;
    for (size_t k = 0; k < x->answers.n; k++)
        if (dem_str_eq(x->answers.items[k].key, key) && mark_of(x->answers.items[k].stance)) last = &x->answers.items[k];
    return last;
}

static void stance_cell(const dem_brief *b, const dem_initiative_view *x, dem_str key, double left, double top, dem_buf *out)
{
    const dem_answer_view *a = last_answer(x, key);
    /* Who proposes it is shown as one who does, also where nobody says so in an answer. */
    bool proposes = !a && dem_str_eq(key, x->proposer);
    if (!a && !proposes) return;
    dem_str stance = a ? a->stance : DEM_STR("offers");
    dem_buf_c(out, "<g><title>");
    if (a) dem_html(out, a->who), dem_buf_ch(out, ' ');
    dem_html(out, dem_word_of(&b->words, "stance", stance));
    dem_buf_c(out, ": ");
    dem_html(out, x->title);
    dem_buf_c(out, "</title>");
    mark_box(out, left, top, mark_of(stance));
    dem_buf_c(out, "</g>\n");
}

static void stance_legend(const dem_brief *b, const bool *used, double y, dem_buf *out)
{
    double x = 0;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (!used[i]) continue;
        dem_str words = dem_word_of(&b->words, "stance", dem_str_c(marks[i].stance));
        mark_box(out, x, y, &marks[i]);
        svg_text(out, x + CELL + 2, y + 14, " class=\"s\"", words, 30);
        x += CELL + 18 + 6.2 * (double)words.n;
    }
}

void dem_plot_stances(const dem_brief *b, dem_buf *out)
{
    actor_rows rows = {0};
    size_t columns = b->initiatives.n < MAX_COLUMNS ? b->initiatives.n : MAX_COLUMNS;
    bool used[sizeof marks / sizeof *marks] = {false};
    bool all;
    gather_actors(b, columns, &rows, &all);
    if (rows.n < 2 || columns == 0) return;
    int height = TOP + (int)rows.n * CELL + 40;
    begin_figure(out, height, dem_text_of_key(b, "plot_stances"));
    for (size_t i = 0; i < columns; i++) {
        char n[24];
        snprintf(n, sizeof n, "%zu", i + 1);
        dem_buf_printf(out, "<a href=\"#i%zu\"><title>", i + 1);
        dem_html(out, b->initiatives.items[i].title);
        dem_buf_c(out, "</title>");
        svg_text(out, LEFT + (double)i * CELL + CELL / 2.0 - 2, TOP - 10, " text-anchor=\"middle\" class=\"s\"", dem_str_c(n), 0);
        dem_buf_c(out, "</a>\n");
    }
    for (size_t r = 0; r < rows.n; r++) {
        double y = TOP + (double)r * CELL;
        dem_buf_printf(out, "<line class=\"grid\" x1=\"0\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>\n", LEFT + (double)columns * CELL, y - 3, y - 3);
        svg_text(out, 0, y + 14, "", rows.items[r].who, 40);
        for (size_t i = 0; i < columns; i++) stance_cell(b, &b->initiatives.items[i], rows.items[r].key, LEFT + (double)i * CELL, y, out);
    }
    for (size_t i = 0; i < columns; i++) {
        const dem_initiative_view *x = &b->initiatives.items[i];
        for (size_t k = 0; k < x->answers.n; k++) {
            const stance_mark *m = mark_of(x->answers.items[k].stance);
            if (m) used[m - marks] = true;
        }
        if (x->proposer.n) used[0] = true;
    }
    stance_legend(b, used, TOP + (double)rows.n * CELL + 14, out);
    dem_buf caption = {0};
    dem_buf_str(&caption, dem_text_of_key(b, "plot_stances"));
    if (!all) dem_buf_ch(&caption, ' '), dem_buf_str(&caption, dem_text_of_key(b, "plot_some"));
    end_figure(out, dem_buf_view(&caption));
    dem_buf_free(&caption);
}

/* ---- tolls ---- */

enum { PANEL = 190, MAX_PANELS = 4, MAX_SOURCES = 8, PLOT_LEFT = 64, PLOT_RIGHT = WIDE - 12 };

typedef struct toll_panel {
    dem_str kind;
    bool total;
    size_t n;
    dem_day from, to;
    int64_t low, high;
} toll_panel;

typedef DEM_VEC(toll_panel) toll_panels;

/* What was counted over some time stands where the count ends. */
static bool plotted(const dem_claim_row *c, dem_day *day)
{
    *day = dem_day_parse(c->when.end.n ? c->when.end : dem_claim_day(c));
    return !c->negated && *day != DEM_DAY_NONE && dem_claim_low(c) >= 0;
}

static int by_claims(const void *a, const void *b)
{
    const toll_panel *x = a, *y = b;
    if (x->n != y->n) return x->n < y->n ? 1 : -1;
    int c = dem_str_cmp(x->kind, y->kind);
    return c ? c : x->total - y->total;
}

static void gather_panels(const dem_brief *b, toll_panels *panels)
{
    for (size_t i = 0; i < b->claims.n; i++) {
        const dem_claim_row *c = &b->claims.items[i];
        dem_day day;
        size_t p = 0;
        if (!plotted(c, &day)) continue;
        while (p < panels->n && !(dem_str_eq(panels->items[p].kind, c->kind) && panels->items[p].total == c->total)) p++;
        toll_panel *x = p < panels->n ? &panels->items[p] : DEM_PUSH(b->a, panels);
        if (!x) return;
        if (x->n == 0) *x = (toll_panel){.kind = c->kind, .total = c->total, .from = day, .to = day, .low = dem_claim_low(c), .high = 1};
        x->n++;
        if (day < x->from) x->from = day;
        if (day > x->to) x->to = day;
        if (dem_claim_low(c) < x->low) x->low = dem_claim_low(c);
        if (dem_claim_high(c) > x->high) x->high = dem_claim_high(c);
    }
    if (panels->n) qsort(panels->items, panels->n, sizeof *panels->items, by_claims);
    if (panels->n > MAX_PANELS) panels->n = MAX_PANELS;
}

/* Who is not named has no colour of its own. */
static dem_str source_of(const dem_brief *b, const dem_claim_row *c)
{
    return c->src.speaker.n ? c->src.speaker : dem_text_of_key(b, "no_source");
}

static size_t place_of_source(const dem_strs *sources, dem_str s)
{
    for (size_t i = 0; i < sources->n; i++)
        if (dem_str_ieq(sources->items[i], s)) return i;
    return MAX_SOURCES;
}

static const char *const source_colours[MAX_SOURCES + 1] = {"#1f4e79", "#b5532a", "#1b6e53", "#8a6100", "#6b4a86",
                                                            "#3d8fa8", "#a3312a", "#6a7b2c", "#8b95a1"};

/* Counts differ by orders of magnitude: a logarithmic scale where they do. */
typedef struct scale {
    bool logarithmic;
    double low, high, top;
} scale;

static double up(const scale *s, double v)
{
    double part = s->logarithmic ? (log10(v < 1 ? 1 : v) - s->low) / (s->high - s->low) : (v - s->low) / (s->high - s->low);
    return s->top + 24 + (1 - part) * (PANEL - 60);
}

static scale scale_of(const toll_panel *p, double top)
{
    scale s = {.logarithmic = p->high > 30 * (p->low > 0 ? p->low : 1), .top = top};
    s.low = s.logarithmic ? floor(log10(p->low > 0 ? (double)p->low : 1)) : 0;
    s.high = s.logarithmic ? ceil(log10((double)p->high)) : (double)p->high;
    if (s.high <= s.low) s.high = s.low + 1;
    return s;
}

static void grid(const scale *s, dem_buf *out)
{
    int lines = s->logarithmic ? (int)(s->high - s->low) : 4;
    for (int i = 0; i <= lines; i++) {
        double v = s->logarithmic ? pow(10, s->low + i) : s->low + (s->high - s->low) * i / lines;
        double y = up(s, v);
        dem_buf words = {0};
        dem_number_words((int64_t)(v + 0.5), &words);
        dem_buf_printf(out, "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>\n", PLOT_LEFT, PLOT_RIGHT, y, y);
        svg_text(out, PLOT_LEFT - 8, y + 4, " text-anchor=\"end\" class=\"s\"", dem_buf_view(&words), 0);
        dem_buf_free(&words);
    }
}

/* One axis of days for all panels, so that what stands below each other is of one time. */
static double across(const toll_panel *span, dem_day day)
{
    double days = span->to > span->from ? (double)(span->to - span->from) : 1;
    return PLOT_LEFT + 40 + (double)(day - span->from) / days * (PLOT_RIGHT - PLOT_LEFT - 80);
}

static void day_axis(const dem_brief *b, const toll_panel *span, double top, dem_buf *out)
{
    enum { TICKS = 5 };
    int32_t days = (int32_t)(span->to - span->from), ticks = days < TICKS ? days : TICKS;
    for (int32_t i = 0; i <= ticks; i++) {
        dem_buf words = {0};
        char iso[11];
        dem_day day = span->from + (ticks ? (dem_day)((int64_t)days * i / ticks) : 0);
        double x = across(span, day);
        dem_day_print(day, iso);
        dem_day_words(&b->words, dem_str_c(iso), &words);
        dem_buf_printf(out, "<line class=\"axis\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>\n", x, x, top + PANEL - 36, top + PANEL - 30);
        svg_text(out, x, top + PANEL - 18, " text-anchor=\"middle\" class=\"s\"", dem_buf_view(&words), 0);
        dem_buf_free(&words);
    }
}

static void claim_title(const dem_brief *b, const dem_claim_row *c, dem_buf *out)
{
    dem_buf words = {0};
    dem_claim_count_words(c, &words);
    dem_buf_c(out, "<title>");
    dem_html(out, dem_buf_view(&words));
    dem_buf_ch(out, ' ');
    dem_html(out, c->kind);
    dem_buf_c(out, ", ");
    dem_html(out, source_of(b, c));
    dem_buf_c(out, ", ");
    dem_html(out, dem_claim_day(c));
    if (dem_claim_place(c).n) {
        dem_buf place = {0};
        dem_claim_place_words(c, &place);
        dem_buf_c(out, ", ");
        dem_html(out, dem_buf_view(&place));
        dem_buf_free(&place);
    }
    dem_buf_c(out, " [");
    dem_html(out, c->src.report);
    dem_buf_c(out, "]</title>");
    if (words.failed) out->failed = true;
    dem_buf_free(&words);
}

static void claim_mark(const dem_brief *b, const dem_claim_row *c, const scale *s, double x, const char *colour, dem_buf *out)
{
    double low = up(s, (double)dem_claim_low(c)), high = up(s, (double)dem_claim_high(c)), open_to = c->max < 0 ? high - 14 : high;
    dem_buf_c(out, "<g>");
    claim_title(b, c, out);
    if (low > open_to + 0.5)
        dem_buf_printf(out, "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"2\"/>", x, x, low, open_to, colour);
    if (c->max < 0) /* at least so many */
        dem_buf_printf(out, "<path d=\"M%.1f %.1fl4 6h-8z\" fill=\"%s\"/>", x, open_to - 3, colour);
    dem_buf_printf(out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>", x, low, colour);
    if (c->max > c->min && c->min >= 0) dem_buf_printf(out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>", x, high, colour);
    dem_buf_c(out, "</g>\n");
}

static void panel(const dem_brief *b, const toll_panel *p, const toll_panel *span, const dem_strs *sources, double top, dem_buf *out)
{
    scale s = scale_of(p, top);
    dem_buf head = {0};
    dem_text_line(&head, p->kind, 40);
    if (p->total) dem_buf_printf(&head, " %.*s", DEM_FMT(dem_text_of_key(b, "in_all")));
    svg_text(out, 0, top + 12, " style=\"font-weight:600\"", dem_buf_view(&head), 0);
    grid(&s, out);
    day_axis(b, span, top, out);
    for (size_t i = 0; i < b->claims.n; i++) {
        const dem_claim_row *c = &b->claims.items[i];
        dem_day at;
        if (!plotted(c, &at) || !dem_str_eq(c->kind, p->kind) || c->total != p->total) continue;
        size_t k = place_of_source(sources, source_of(b, c));
        claim_mark(b, c, &s, across(span, at) + 6 * ((double)k - MAX_SOURCES / 2.0), source_colours[k], out);
    }
    dem_buf_free(&head);
}

/* Those who give the most numbers first; the others share one colour. */
static void gather_sources(const dem_brief *b, dem_strs *out)
{
    DEM_VEC(actor_row) all = {0};
    for (size_t i = 0; i < b->claims.n; i++) {
        dem_day day;
        if (!plotted(&b->claims.items[i], &day) || !b->claims.items[i].src.speaker.n) continue;
        dem_str s = source_of(b, &b->claims.items[i]);
        size_t k = 0;
        while (k < all.n && !dem_str_ieq(all.items[k].key, s)) k++;
        actor_row *row = k < all.n ? &all.items[k] : DEM_PUSH(b->a, &all);
        if (!row) return;
        row->key = s;
        row->answers++;
    }
    if (all.n) qsort(all.items, all.n, sizeof *all.items, by_answers);
    for (size_t i = 0; i < all.n && i < MAX_SOURCES; i++) dem_keys_add(out, all.items[i].key, b->a);
}

void dem_plot_tolls(const dem_brief *b, dem_buf *out)
{
    toll_panels panels = {0};
    dem_strs sources = {0};
    gather_panels(b, &panels);
    while (panels.n && panels.items[panels.n - 1].n < 2) panels.n--;
    if (panels.n == 0) return;
    gather_sources(b, &sources);
    double bottom = (double)panels.n * PANEL;
    int lines = (int)(sources.n + 4) / 4;
    begin_figure(out, (int)bottom + 18 * lines + 4, dem_text_of_key(b, "plot_tolls"));
    toll_panel span = panels.items[0];
    for (size_t i = 1; i < panels.n; i++) {
        if (panels.items[i].from < span.from) span.from = panels.items[i].from;
        if (panels.items[i].to > span.to) span.to = panels.items[i].to;
    }
    for (size_t i = 0; i < panels.n; i++) panel(b, &panels.items[i], &span, &sources, (double)i * PANEL, out);
    for (size_t i = 0; i <= sources.n; i++) {
        bool rest = i == sources.n;
        size_t line = i / 4;
        double x = (double)(i % 4) * 240, y = bottom + 12 + 18 * (double)line;
        dem_buf_printf(out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>", x + 4, y - 4, source_colours[rest ? MAX_SOURCES : i]);
        svg_text(out, x + 14, y, " class=\"s\"", rest ? dem_text_of_key(b, "other_sources") : sources.items[i], 34);
    }
    end_figure(out, dem_text_of_key(b, "plot_tolls"));
}
