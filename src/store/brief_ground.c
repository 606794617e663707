/* SPDX-License-Identifier: Apache-2.0 */
/* "On the ground": acts of force, and tolls. Tolls of one kind, place and day stand together from low to high, each with its source:
   where they disagree the disagreement is shown, never settled. */
#include "store/brief.h"

#include <stdlib.h>

static void acts(const dem_brief *b, dem_doc *d)
{
    bool any = false;
    for (size_t i = 0; i < b->tells.n; i++) {
        const dem_tell *t = &b->tells.items[i];
        if (t->phrase->stance != DEM_STANCE_GROUND) continue;
        if (!any) dem_doc_heading(d, DEM_STR("Threats and force"));
        any = true;
        dem_buf_clear(&d->line);
        dem_tell_sentence(t, &d->line);
        if (t->first.where.place.n) {
            dem_buf_c(&d->line, ", in ");
            dem_text_line(&d->line, t->first.where.place, 60);
        }
        dem_tell_details(t, true, &d->line);
        dem_doc_item(d, 0, NULL, dem_buf_view(&d->line));
    }
    if (!any) dem_doc_paragraph(d, DEM_STR("No threats or acts of force in these reports."));
}

static dem_str claim_day(const dem_claim_row *c)
{
    return c->when.start.n ? c->when.start : c->when.end.n ? c->when.end : c->src.published;
}

static dem_str claim_place(const dem_claim_row *c)
{
    return c->where.place.n ? c->where.place : c->where.country;
}

static int64_t low_of(const dem_claim_row *c)
{
    return c->min >= 0 ? c->min : c->max;
}

static int64_t high_of(const dem_claim_row *c)
{
    return c->max >= 0 ? c->max : c->min;
}

/* Same kind, day and place, and both running totals or both not. */
static int group_order(const dem_claim_row *x, const dem_claim_row *y)
{
    if (x->total != y->total) return x->total - y->total;
    int c = dem_str_cmp(claim_day(x), claim_day(y));
    if (c == 0) c = dem_str_cmp(x->kind, y->kind);
    return c ? c : dem_str_cmp(claim_place(x), claim_place(y));
}

static int claim_order(const void *a, const void *b)
{
    const dem_claim_row *x = *(const dem_claim_row *const *)a, *y = *(const dem_claim_row *const *)b;
    int c = group_order(x, y);
    if (c) return c;
    if (low_of(x) != low_of(y)) return low_of(x) < low_of(y) ? -1 : 1;
    if (high_of(x) != high_of(y)) return high_of(x) < high_of(y) ? -1 : 1;
    c = dem_str_cmp(x->src.speaker, y->src.speaker);
    if (c == 0) c = dem_str_cmp(x->src.report, y->src.report);
    return c ? c : dem_str_cmp(x->src.id, y->src.id);
}

static bool same_line(const dem_claim_row *x, const dem_claim_row *y)
{
    return x->min == y->min && x->max == y->max && x->negated == y->negated && dem_str_eq(x->src.speaker, y->src.speaker) &&
           dem_str_eq(x->src.via, y->src.via) && dem_str_eq(x->qualifier, y->qualifier);
}

static void group_heading(const dem_claim_row *const *c, size_t n, dem_doc *d)
{
    const dem_claim_row *x = c[0];
    int64_t low = -1, high = -1;
    for (size_t i = 0; i < n; i++) {
        if (c[i]->negated) continue;
        if (low < 0 || (low_of(c[i]) >= 0 && low_of(c[i]) < low)) low = low_of(c[i]);
        if (high_of(c[i]) > high) high = high_of(c[i]);
    }
    dem_buf_clear(&d->line);
    dem_text_line(&d->line, x->kind, 30);
    if (x->total) dem_buf_c(&d->line, " in all");
    dem_str place = claim_place(x);
    if (place.n) {
        dem_buf_c(&d->line, ", ");
        dem_text_line(&d->line, place, 60);
    }
    dem_str day = claim_day(x);
    if (day.n) {
        dem_buf_c(&d->line, x->when.start.n || x->when.end.n ? ", " : ", reported ");
        dem_day_words(day, &d->line);
    }
    if (low >= 0 && high > low) dem_buf_printf(&d->line, ": from %lld to %lld", (long long)low, (long long)high);
    dem_doc_item(d, 0, NULL, dem_buf_view(&d->line));
}

/* "2,000 soldiers" is "soldiers" where the number stands before it already. */
static dem_str without_count(dem_str whom, dem_str count)
{
    size_t at = count.n ? dem_str_ifind(whom, count, 0) : SIZE_MAX;
    return at == SIZE_MAX ? whom : dem_str_trim(dem_str_cut(whom, at + count.n, whom.n));
}

static void claim_line(const dem_claim_row *c, const dem_strs *reports, dem_doc *d)
{
    dem_buf *out = &d->line;
    dem_buf_clear(out);
    dem_str q = dem_qualifier_words(c->qualifier);
    bool open = c->min >= 0 && c->max < 0;
    if (c->min >= 0 || c->max >= 0) {
        if (q.n && !(c->min < 0 && c->max >= 0)) dem_buf_printf(out, "%.*s ", DEM_FMT(q));
        if (open && q.n)
            dem_buf_printf(out, "%lld", (long long)c->min); /* the words say already that it is open above */
        else
            dem_count_print(c, out);
    } else {
        dem_buf_c(out, "no number");
        if (c->count_text.n) {
            dem_buf_c(out, " (\"");
            dem_text_line(out, c->count_text, 40);
            dem_buf_c(out, "\")");
        }
    }
    for (size_t i = 0; i < c->victims.n; i++) {
        dem_str whom = without_count(dem_party_label(&c->victims.items[i]), c->count_text);
        if (whom.n == 0) continue;
        dem_buf_c(out, i ? ", " : " ");
        dem_text_line(out, whom, 60);
    }
    if (c->negated) dem_buf_c(out, " (denied)");
    if (c->perpetrators.n) {
        dem_buf_c(out, ", by ");
        dem_parties_print(&c->perpetrators, false, out);
    }
    dem_buf_c(out, c->src.speaker.n ? ", according to " : ", source not named");
    dem_text_line(out, c->src.speaker, 80);
    if (c->src.via.n) dem_buf_printf(out, " (via %.*s)", DEM_FMT(c->src.via));
    dem_reports_words(reports, out);
    dem_doc_item(d, 1, NULL, dem_buf_view(out));
}

static void tolls(const dem_brief *b, dem_doc *d)
{
    size_t n = b->claims.n;
    const dem_claim_row **c = DEM_NEW_N(b->a, const dem_claim_row *, n);
    if (!c) {
        d->out->failed = true;
        return;
    }
    for (size_t i = 0; i < n; i++) c[i] = &b->claims.items[i];
    if (n) qsort(c, n, sizeof *c, claim_order);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && group_order(c[i], c[end]) == 0;) end++;
        group_heading(c + i, end - i, d);
        for (size_t k = i; k < end;) {
            dem_strs reports = {0};
            size_t first = k;
            for (; k < end && same_line(c[first], c[k]); k++) dem_keys_add(&reports, c[k]->src.report, b->a);
            claim_line(c[first], &reports, d);
        }
    }
}

void dem_brief_ground(const dem_brief *b, dem_doc *d)
{
    dem_doc_section(d, "On the ground");
    acts(b, d);
    dem_doc_heading(d, DEM_STR("Tolls, by source"));
    if (b->claims.n == 0) dem_doc_paragraph(d, DEM_STR("No tolls in these reports."));
    tolls(b, d);
}
