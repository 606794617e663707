/* SPDX-License-Identifier: Apache-2.0 */
/* "On the ground": acts of force, and tolls. Tolls of one kind, place and day stand together from low to high, each with its source:
   where they disagree the disagreement is shown, never settled. */
#include "brief/model.h"

#include <stdlib.h>

static void acts(const dem_brief *b, dem_doc *d)
{
    bool any = false;
    for (size_t i = 0; i < b->tells.n; i++) {
        const dem_tell *t = &b->tells.items[i];
        if (t->phrase->stance != DEM_STANCE_GROUND) continue;
        if (!any) dem_doc_heading(d, dem_text_of_key(b, "force"), "", DEM_STR_NONE);
        any = true;
        dem_buf_clear(&d->line);
        if (t->fresh) dem_mark_new(&d->line, b);
        dem_tell_sentence(b, t, &d->line);
        if (t->first.where.place.n) {
            dem_buf_c(&d->line, ", in ");
            dem_text_line(&d->line, t->first.where.place, 60);
        }
        dem_tell_details(b, t, true, &d->line);
        dem_doc_item(d, 0, DEM_STR_NONE, "", dem_buf_view(&d->line));
    }
    if (!any) dem_doc_paragraph(d, "", dem_text_of_key(b, "no_force"));
}

dem_str dem_claim_day(const dem_claim_row *c)
{
    return c->when.start.n ? c->when.start : c->when.end.n ? c->when.end : c->src.published;
}

dem_str dem_claim_place(const dem_claim_row *c)
{
    return c->where.place.n ? c->where.place : c->where.country;
}

void dem_claim_place_words(const dem_claim_row *c, dem_buf *out)
{
    if (c->where.place.n && !dem_str_eq(c->where.place, c->where.country))
        dem_text_line(out, c->where.place, 60);
    else
        dem_country_words(c->where.country, out);
}

void dem_claim_count_words(const dem_claim_row *c, dem_buf *out)
{
    if (c->min < 0 && c->max >= 0) dem_buf_c(out, "up to ");
    dem_number_words(c->min >= 0 ? c->min : c->max, out);
    if (c->min >= 0 && c->max < 0) dem_buf_ch(out, '+');
    if (c->min >= 0 && c->max > c->min) dem_buf_ch(out, '-'), dem_number_words(c->max, out);
}

int64_t dem_claim_low(const dem_claim_row *c)
{
    return c->min >= 0 ? c->min : c->max;
}

int64_t dem_claim_high(const dem_claim_row *c)
{
    return c->max >= 0 ? c->max : c->min;
}

/* Same kind, day and place, and both running totals or both not. */
static int group_order(const dem_claim_row *x, const dem_claim_row *y)
{
    if (x->total != y->total) return x->total - y->total;
    int c = dem_str_cmp(dem_claim_day(x), dem_claim_day(y));
    if (c == 0) c = dem_str_cmp(x->kind, y->kind);
    return c ? c : dem_str_cmp(dem_claim_place(x), dem_claim_place(y));
}

static int claim_order(const void *a, const void *b)
{
    const dem_claim_row *x = *(const dem_claim_row *const *)a, *y = *(const dem_claim_row *const *)b;
    int c = group_order(x, y);
    if (c) return c;
    if (dem_claim_low(x) != dem_claim_low(y)) return dem_claim_low(x) < dem_claim_low(y) ? -1 : 1;
    if (dem_claim_high(x) != dem_claim_high(y)) return dem_claim_high(x) < dem_claim_high(y) ? -1 : 1;
    c = dem_str_cmp(x->src.speaker, y->src.speaker);
    if (c == 0) c = dem_str_cmp(x->src.report, y->src.report);
    return c ? c : dem_str_cmp(x->src.id, y->src.id);
}

static bool same_line(const dem_claim_row *x, const dem_claim_row *y)
{
    return x->min == y->min && x->max == y->max && x->negated == y->negated && dem_str_eq(x->src.speaker, y->src.speaker) &&
           dem_str_eq(x->src.via, y->src.via) && dem_str_eq(x->qualifier, y->qualifier);
}

static void group_words(const dem_brief *b, const dem_claim_row *const *c, size_t n, dem_buf *out)
{
    const dem_claim_row *x = c[0];
    int64_t low = -1, high = -1;
    for (size_t i = 0; i < n; i++) {
        if (c[i]->negated) continue;
        if (low < 0 || (dem_claim_low(c[i]) >= 0 && dem_claim_low(c[i]) < low)) low = dem_claim_low(c[i]);
        if (dem_claim_high(c[i]) > high) high = dem_claim_high(c[i]);
    }
    dem_text_line(out, x->kind, 30);
    if (x->total) dem_buf_printf(out, " %.*s", DEM_FMT(dem_text_of_key(b, "in_all")));
    if (dem_claim_place(x).n) {
        dem_buf_c(out, ", ");
        dem_claim_place_words(x, out);
    }
    dem_str day = dem_claim_day(x), last = x->when.start.n ? x->when.end : DEM_STR_NONE;
    for (size_t i = 1; i < n && last.n; i++) /* what is counted from one day on, up to different ones */
        if (dem_str_cmp(c[i]->when.end, last) > 0) last = c[i]->when.end;
    if (day.n) {
        dem_buf_c(out, ", ");
        if (!x->when.start.n && !x->when.end.n) dem_buf_printf(out, "%.*s ", DEM_FMT(dem_text_of_key(b, "reported")));
        dem_span_words(&b->words, day, last, out);
    }
    if (low < 0 || high <= low) return;
    dem_buf_c(out, ": from ");
    dem_number_words(low, out);
    dem_buf_c(out, " to ");
    dem_number_words(high, out);
}

/* "2,000 soldiers" is "soldiers" where the number stands before it already, and "a driver" the driver where that is one. */
static dem_str without_count(const dem_claim_row *c, size_t victim)
{
    dem_str whom = dem_party_label(&c->victims.items[victim]), count = c->count_text;
    size_t article = dem_str_istarts(whom, DEM_STR("a ")) ? 2 : dem_str_istarts(whom, DEM_STR("an ")) ? 3 : 0;
    if (article && c->min == 1 && c->max == 1) return dem_str_cut(whom, article, whom.n);
    size_t at = count.n ? dem_str_ifind(whom, count, 0) : SIZE_MAX;
    if (at != SIZE_MAX) return dem_str_trim(dem_str_cut(whom, at + count.n, whom.n));
    bool digits = whom.n && whom.p[0] >= '0' && whom.p[0] <= '9'; /* the number of another telling */
    at = digits ? dem_str_find(whom, DEM_STR(" "), 0) : SIZE_MAX;
    return at == SIZE_MAX ? whom : dem_str_trim(dem_str_cut(whom, at, whom.n));
}

static void claim_words(const dem_brief *b, const dem_claim_row *c, const dem_strs *reports, dem_buf *out)
{
    if (b->since && dem_reports_fresh(b, reports)) dem_mark_new(out, b);
    dem_str q = dem_qualifier_words(c->qualifier);
    bool open = c->min >= 0 && c->max < 0;
    if (c->min >= 0 || c->max >= 0) {
        if (q.n && !(c->min < 0 && c->max >= 0)) dem_buf_printf(out, "%.*s ", DEM_FMT(q));
        if (open && q.n)
            dem_number_words(c->min, out); /* the words say already that it is open above */
        else
            dem_claim_count_words(c, out);
    } else {
        dem_buf_str(out, dem_text_of_key(b, "no_number"));
        if (c->count_text.n) {
            dem_buf_c(out, " (");
            dem_mark_quote(out, c->count_text, 40);
            dem_buf_c(out, ")");
        }
    }
    for (size_t i = 0; i < c->victims.n; i++) {
        dem_str whom = without_count(c, i);
        if (whom.n == 0) continue;
        dem_buf_c(out, i ? ", " : " ");
        dem_text_line(out, whom, 60);
    }
    if (c->negated) dem_buf_printf(out, " (%.*s)", DEM_FMT(dem_text_of_key(b, "denied")));
    for (size_t i = 0; i < c->perpetrators.n; i++) {
        dem_buf_c(out, i ? "; " : ", by ");
        dem_source_words(dem_party_label(&c->perpetrators.items[i]), 80, out);
    }
    dem_buf_printf(out, ", %.*s", DEM_FMT(dem_text_of_key(b, c->src.speaker.n ? "according" : "no_source")));
    if (c->src.speaker.n) dem_buf_ch(out, ' '), dem_source_words(c->src.speaker, 80, out);
    if (c->src.via.n) dem_buf_c(out, " (via "), dem_source_words(c->src.via, 60, out), dem_buf_c(out, ")");
    dem_mark_reports(out, reports);
}

static dem_str kept(const dem_brief *b, dem_buf *line)
{
    dem_str s = dem_str_dup(b->a, dem_buf_view(line));
    dem_buf_clear(line);
    return s;
}

static bool anybody(dem_str whom)
{
    return whom.n == 0 || dem_str_ieq(whom, DEM_STR("people")) || dem_str_ieq(whom, DEM_STR("persons"));
}

/* Of the same people, as far as the words tell: soldiers and civilians of one day are two tolls. */
static bool same_people(const dem_claim_row *x, const dem_claim_row *y)
{
    dem_str a = x->victims.n ? without_count(x, 0) : DEM_STR_NONE;
    dem_str b = y->victims.n ? without_count(y, 0) : DEM_STR_NONE;
    return (anybody(a) && anybody(b)) || dem_str_ieq(a, b);
}

/* They cannot both be true: one is denied, or their ranges do not meet. */
static bool at_odds(const dem_claim_row *x, const dem_claim_row *y)
{
    if (!same_people(x, y)) return false;
    if (x->negated != y->negated) return true;
    bool counted = (x->min >= 0 || x->max >= 0) && (y->min >= 0 || y->max >= 0);
    return counted && ((x->max >= 0 && y->min > x->max) || (y->max >= 0 && x->min > y->max));
}

enum { PAIRS = 64 }; /* so many claims of one toll are compared with each other */

static bool disagree(const dem_claim_row *const *c, size_t n)
{
    if (n > PAIRS) n = PAIRS;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < i; k++)
            if (at_odds(c[i], c[k])) return true;
    return false;
}

/* Groups of claims, in order; each line of a group with the reports that give it. Those that disagree are views of their own as well. */
typedef void each_group(void *ctx, dem_str head, const dem_strs *lines, bool differ);

static void groups(const dem_brief *b, each_group *each, void *ctx)
{
    size_t n = b->claims.n;
    const dem_claim_row **c = DEM_NEW_N(b->a, const dem_claim_row *, n + 1);
    dem_buf line = {0};
    if (!c) return;
    for (size_t i = 0; i < n; i++) c[i] = &b->claims.items[i];
    if (n) qsort(c, n, sizeof *c, claim_order);
    for (size_t i = 0, end; i < n; i = end) {
        dem_strs lines = {0};
        for (end = i + 1; end < n && group_order(c[i], c[end]) == 0;) end++;
        group_words(b, c + i, end - i, &line);
        dem_str head = kept(b, &line);
        for (size_t k = i; k < end;) {
            dem_strs reports = {0};
            size_t first = k;
            for (; k < end && same_line(c[first], c[k]); k++) dem_keys_add(&reports, c[k]->src.report, b->a);
            claim_words(b, c[first], &reports, &line);
            dem_str *slot = DEM_PUSH(b->a, &lines);
            if (slot) *slot = kept(b, &line);
        }
        each(ctx, head, &lines, disagree(c + i, end - i));
    }
    dem_buf_free(&line);
}

static void write_group(void *ctx, dem_str head, const dem_strs *lines, bool differ)
{
    (void)differ;
    dem_doc *d = ctx;
    dem_doc_item(d, 0, DEM_STR_NONE, "", head);
    for (size_t i = 0; i < lines->n; i++) dem_doc_item(d, 1, DEM_STR_NONE, "", lines->items[i]);
}

static void keep_difference(void *ctx, dem_str head, const dem_strs *lines, bool differ)
{
    dem_brief *b = ctx;
    dem_line_view *v = differ ? DEM_PUSH(b->a, &b->disagreements) : NULL;
    if (v) *v = (dem_line_view){.line = head, .lines = *lines};
}

void dem_brief_toll_differences(dem_brief *b)
{
    groups(b, keep_difference, b);
}

void dem_brief_ground(const dem_brief *b, dem_doc *d)
{
    dem_doc_section(d, "ground");
    acts(b, d);
    dem_doc_heading(d, dem_text_of_key(b, "tolls"), "", DEM_STR_NONE);
    if (b->claims.n == 0) dem_doc_paragraph(d, "", dem_text_of_key(b, "no_tolls"));
    if (d->kind == DEM_DOC_HTML) {
        dem_buf svg = {0};
        dem_plot_tolls(b, &svg);
        if (svg.n) dem_doc_raw(d, svg.p);
        if (svg.failed) d->out->failed = true;
        dem_buf_free(&svg);
    }
    groups(b, write_group, d);
}
