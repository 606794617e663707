/* SPDX-License-Identifier: Apache-2.0 */
/* The sections about what was said and done between the parties: initiatives with their answers, what is new, positions, disagreements,
   timeline. */
#include "brief/model.h"

#define LOW_CONFIDENCE 0.5

/* ---- one tell in words ---- */

static void parties(const dem_brief *b, const dem_party_rows *p, dem_buf *out)
{
    for (size_t i = 0; i < p->n; i++) {
        if (i) dem_buf_c(out, i + 1 == p->n ? " and " : ", ");
        dem_party_words(&b->words, &p->items[i], out);
    }
}

void dem_tell_sentence(const dem_brief *b, const dem_tell *t, dem_buf *out)
{
    const dem_event_row *e = &t->first;
    size_t start = out->n;
    if (e->actors.n == 0) dem_buf_str(out, dem_text_of_key(b, "somebody"));
    parties(b, &e->actors, out);
    if (out->n > start && out->p[start] >= 'a' && out->p[start] <= 'z') out->p[start] = (char)(out->p[start] - 32);
    dem_buf_printf(out, " %.*s", DEM_FMT(t->phrase->verb));
    /* The report's own word, where the code's is another. */
    if (e->trigger.n && dem_str_ifind(t->phrase->verb, e->trigger, 0) == SIZE_MAX) {
        dem_buf_c(out, " (");
        dem_mark_quote(out, e->trigger, 40);
        dem_buf_c(out, ")");
    }
    if (e->recipients.n) {
        bool between = dem_str_is(t->phrase->link, "for") && e->recipients.n > 1;
        if (t->phrase->link.n) dem_buf_ch(out, ' '), dem_buf_str(out, between ? dem_text_of_key(b, "between") : t->phrase->link);
        dem_buf_ch(out, ' ');
        parties(b, &e->recipients, out);
    } else if (e->mutual && e->actors.n > 1) {
        dem_buf_printf(out, " (%.*s)", DEM_FMT(dem_text_of_key(b, "together")));
    }
    if (!dem_str_is(e->status, "actual")) dem_buf_printf(out, " (%.*s)", DEM_FMT(dem_word_of(&b->words, "status", e->status)));
}

static void tell_day(const dem_brief *b, const dem_tell *t, dem_buf *out)
{
    if (t->day.n == 0) {
        dem_buf_str(out, dem_text_of_key(b, "no_day"));
        return;
    }
    if (!t->dated) dem_buf_printf(out, "%.*s ", DEM_FMT(dem_text_of_key(b, "reported")));
    dem_span_words(&b->words, t->day, t->until.n ? t->until : t->retold, out);
}

static void conditions(const dem_brief *b, const dem_condition_rows *c, dem_buf *out)
{
    for (size_t i = 0; i < c->n; i++) {
        const dem_condition_row *x = &c->items[i];
        const char *what = dem_str_is(x->type, "without_preconditions") ? "cond_none"
                           : dem_str_is(x->stance, "rejects")           ? "cond_refused"
                           : dem_str_is(x->stance, "meets")             ? "cond_met"
                                                                        : "cond";
        dem_buf_printf(out, "; %.*s: ", DEM_FMT(dem_text_of_key(b, what)));
        dem_mark_quote(out, x->text, 200);
    }
}

void dem_tell_details(const dem_brief *b, const dem_tell *t, bool day, dem_buf *out)
{
    if (day) {
        dem_buf_c(out, "; ");
        tell_day(b, t, out);
    }
    if (t->venues.n) {
        dem_buf_printf(out, "; %.*s ", DEM_FMT(dem_text_of_key(b, "venue")));
        dem_text_line(out, t->venues.items[0], 80);
    }
    conditions(b, &t->conditions, out);
    for (size_t i = 0; i < t->speakers.n; i++) {
        if (i == 0) dem_buf_printf(out, "; %.*s ", DEM_FMT(dem_text_of_key(b, "said")));
        if (i) dem_buf_c(out, ", ");
        dem_source_words(t->speakers.items[i], 80, out);
    }
    if (t->confidence < LOW_CONFIDENCE) dem_buf_printf(out, "; %.*s", DEM_FMT(dem_text_of_key(b, "low_confidence")));
    dem_mark_reports(out, &t->reports);
}

static void tell_item(dem_doc *d, int depth, dem_str label, const char *style, const dem_tell *t)
{
    dem_buf_clear(&d->line);
    if (t->fresh) dem_mark_new(&d->line, d->b);
    dem_tell_sentence(d->b, t, &d->line);
    dem_tell_details(d->b, t, true, &d->line);
    dem_doc_item(d, depth, label, style, dem_buf_view(&d->line));
}

/* ---- initiatives ---- */

const char *dem_stance_style(dem_str stance)
{
    if (dem_str_is(stance, "accepts") || dem_str_is(stance, "supports") || dem_str_is(stance, "accepted")) return "accept";
    if (dem_str_is(stance, "refuses") || dem_str_is(stance, "opposes") || dem_str_is(stance, "refused") || dem_str_is(stance, "withdraws") ||
        dem_str_is(stance, "breaks"))
        return "refuse";
    if (dem_str_is(stance, "conditional") || dem_str_is(stance, "split")) return "cond";
    if (dem_str_is(stance, "urges") || dem_str_is(stance, "demands") || dem_str_is(stance, "offers")) return "urge";
    return "";
}

static void answer_item(dem_doc *d, const dem_answer_view *x)
{
    dem_buf_clear(&d->line);
    if (x->fresh) dem_mark_new(&d->line, d->b);
    dem_buf_str(&d->line, x->line);
    dem_doc_item(d, 0, dem_word_of(&d->b->words, "stance", x->stance), dem_stance_style(x->stance), dem_buf_view(&d->line));
}

static void initiative(dem_doc *d, const dem_initiative_view *x, size_t number)
{
    dem_doc_open(d, "card", number);
    dem_buf_clear(&d->line);
    dem_buf_printf(&d->line, "%zu. ", number);
    if (x->fresh) dem_mark_new(&d->line, d->b);
    dem_buf_str(&d->line, x->title);
    dem_str title = dem_str_dup(d->b->a, dem_buf_view(&d->line));
    dem_doc_heading(d, title, dem_stance_style(x->state), dem_word_of(&d->b->words, "state", x->state));
    for (size_t i = 0; i < x->notes.n; i++) dem_doc_paragraph(d, "soft", x->notes.items[i]);
    for (size_t i = 0; i < x->answers.n; i++) answer_item(d, &x->answers.items[i]);
    dem_doc_close(d);
}

/* What belongs to no initiative, by stance. */
static void others(const dem_brief *b, dem_doc *d, dem_stance stance, const char *heading)
{
    bool any = false;
    for (size_t i = 0; i < b->tells.n; i++) {
        const dem_tell *t = &b->tells.items[i];
        if (t->phrase->stance != stance || t->initiative != DEM_NONE) continue;
        if (!any) dem_doc_heading(d, dem_text_of_key(b, heading), "", DEM_STR_NONE);
        any = true;
        tell_item(d, 0, DEM_STR_NONE, "", t);
    }
}

static void plot(dem_doc *d, void (*make)(const dem_brief *, dem_buf *))
{
    if (d->kind != DEM_DOC_HTML) return;
    dem_buf svg = {0};
    make(d->b, &svg);
    if (svg.n) dem_doc_raw(d, svg.p);
    if (svg.failed) d->out->failed = true;
    dem_buf_free(&svg);
}

void dem_brief_offers(const dem_brief *b, dem_doc *d)
{
    dem_doc_section(d, "offers");
    if (b->initiatives.n == 0)
        dem_doc_paragraph(d, "", dem_text_of_key(b, "no_offers"));
    else if (!b->linked)
        dem_doc_paragraph(d, "soft", dem_text_of_key(b, "offers_how"));
    plot(d, dem_plot_stances);
    for (size_t i = 0; i < b->initiatives.n; i++) initiative(d, &b->initiatives.items[i], i + 1);
    dem_doc_section(d, "other");
    others(b, d, DEM_STANCE_OFFER, "other_offers");
    others(b, d, DEM_STANCE_ACCEPT, "other_accepts");
    others(b, d, DEM_STANCE_REFUSE, "other_refusals");
    others(b, d, DEM_STANCE_CALL, "other_calls");
    others(b, d, DEM_STANCE_BREAK, "other_breaks");
    others(b, d, DEM_STANCE_TALK, "other_talks");
}

/* ---- positions ---- */

void dem_brief_positions(const dem_brief *b, dem_doc *d)
{
    dem_doc_section(d, "positions");
    dem_doc_paragraph(d, "soft", dem_text_of_key(b, "positions_how"));
    for (size_t i = 0; i < b->positions.n; i++) {
        const dem_line_view *x = &b->positions.items[i];
        dem_buf_clear(&d->line);
        if (x->fresh) dem_mark_new(&d->line, b);
        dem_buf_str(&d->line, x->line);
        dem_doc_item(d, 0, DEM_STR_NONE, "", dem_buf_view(&d->line));
        for (size_t k = 0; k < x->lines.n; k++) dem_doc_item(d, 1, DEM_STR_NONE, "", x->lines.items[k]);
    }
    if (b->positions.n == 0) dem_doc_paragraph(d, "", dem_text_of_key(b, "none"));
}

/* ---- what sources disagree on ---- */

void dem_brief_disagreements(const dem_brief *b, dem_doc *d)
{
    dem_doc_section(d, "differ");
    if (b->disagreements.n == 0) dem_doc_paragraph(d, "", dem_text_of_key(b, "no_differences"));
    for (size_t i = 0; i < b->disagreements.n; i++) {
        const dem_line_view *x = &b->disagreements.items[i];
        dem_doc_item(d, 0, DEM_STR_NONE, "", x->line);
        for (size_t k = 0; k < x->lines.n; k++) dem_doc_item(d, 1, DEM_STR_NONE, "", x->lines.items[k]);
    }
}

/* ---- new since ---- */

static bool worth_telling(const dem_tell *t)
{
    dem_stance s = t->phrase->stance;
    return s != DEM_STANCE_NONE && s != DEM_STANCE_BLAME;
}

void dem_brief_news(const dem_brief *b, dem_doc *d)
{
    if (!b->since) return;
    dem_doc_section(d, "news");
    size_t reports = 0, lines = 0;
    for (size_t i = 0; i < b->numbers.n; i++) reports += b->numbers.items[i].fresh;
    dem_buf_clear(&d->line);
    dem_buf_printf(&d->line, "%zu ", reports);
    dem_buf_str(&d->line, dem_text_of_key(b, reports == 1 ? "new_report" : "new_reports"));
    if (b->since_day.n) {
        dem_buf_printf(&d->line, " %.*s ", DEM_FMT(dem_text_of_key(b, "since")));
        dem_day_words(&b->words, b->since_day, &d->line);
    } else {
        dem_buf_printf(&d->line, " %.*s", DEM_FMT(dem_text_of_key(b, "since_last")));
    }
    dem_buf_ch(&d->line, '.');
    dem_doc_paragraph(d, "", dem_buf_view(&d->line));
    for (size_t i = 0; i < b->initiatives.n; i++) {
        const dem_initiative_view *x = &b->initiatives.items[i];
        bool heading = x->fresh;
        if (x->fresh) dem_doc_item(d, 0, dem_text_of_key(b, "new_initiative"), "urge", x->title), lines++;
        for (size_t k = 0; k < x->answers.n; k++) {
            if (!x->answers.items[k].fresh || (x->fresh && dem_str_is(x->answers.items[k].stance, "offers"))) continue;
            if (!heading) dem_doc_item(d, 0, dem_text_of_key(b, "news_on"), "", x->title);
            heading = true;
            const dem_answer_view *y = &x->answers.items[k];
            dem_doc_item(d, 1, dem_word_of(&b->words, "stance", y->stance), dem_stance_style(y->stance), y->line);
            lines++;
        }
    }
    for (size_t i = 0; i < b->tells.n; i++) {
        const dem_tell *t = &b->tells.items[i];
        if (!t->fresh || t->initiative != DEM_NONE || !worth_telling(t)) continue;
        dem_buf_clear(&d->line);
        dem_tell_sentence(b, t, &d->line);
        dem_tell_details(b, t, true, &d->line);
        dem_doc_item(d, 0, DEM_STR_NONE, "", dem_buf_view(&d->line));
        lines++;
    }
    if (lines == 0) dem_doc_paragraph(d, "", dem_text_of_key(b, "nothing_new"));
}

/* ---- timeline ---- */

void dem_brief_timeline(const dem_brief *b, dem_doc *d)
{
    dem_str day = {NULL, 1};
    dem_doc_section(d, "timeline");
    if (b->tells.n == 0) dem_doc_paragraph(d, "", dem_text_of_key(b, "no_events"));
    plot(d, dem_plot_timeline);
    for (size_t i = 0; i < b->tells.n; i++) {
        const dem_tell *t = &b->tells.items[i];
        if (t->phrase->stance == DEM_STANCE_NONE) continue;
        if (day.p == NULL || !dem_str_eq(day, t->day)) {
            dem_buf_clear(&d->line);
            if (t->day.n)
                dem_day_words(&b->words, t->day, &d->line);
            else
                dem_buf_str(&d->line, dem_text_of_key(b, "undated"));
            dem_doc_heading(d, dem_buf_view(&d->line), "", DEM_STR_NONE);
            day = t->day.n ? t->day : DEM_STR("");
        }
        dem_buf_clear(&d->line);
        if (t->fresh) dem_mark_new(&d->line, b);
        dem_tell_sentence(b, t, &d->line);
        if (t->day.n && !t->dated) dem_buf_printf(&d->line, "; %.*s", DEM_FMT(dem_text_of_key(b, "report_day")));
        if (t->until.n) dem_buf_c(&d->line, "; "), dem_span_words(&b->words, t->day, t->until, &d->line);
        dem_mark_reports(&d->line, &t->reports);
        dem_doc_item(d, 0, DEM_STR_NONE, "", dem_buf_view(&d->line));
    }
}

/* ---- the reports themselves ---- */

static void report_line(const dem_brief *b, const dem_report_row *r, dem_buf *out)
{
    if (r->published.n)
        dem_day_words(&b->words, r->published, out);
    else
        dem_buf_str(out, dem_text_of_key(b, "no_day"));
    if (r->publisher.n) dem_buf_c(out, ", "), dem_text_line(out, r->publisher, 80);
    if (r->title.n) dem_buf_c(out, ": "), dem_mark_quote(out, r->title, 160);
}

/* Where the report says on what page of the web it stands, its title leads there. */
static void html_title(const dem_report_row *r, dem_buf *out)
{
    bool web = dem_str_istarts(r->url, DEM_STR("http://")) || dem_str_istarts(r->url, DEM_STR("https://"));
    if (web) dem_buf_c(out, "<a rel=\"noreferrer\" href=\""), dem_html(out, r->url), dem_buf_c(out, "\">");
    dem_html(out, r->title.n ? r->title : r->id);
    if (web) dem_buf_c(out, "</a>");
}

void dem_brief_sources(const dem_brief *b, dem_doc *d)
{
    dem_doc_section(d, "sources");
    dem_doc_raw(d, "<table>\n");
    for (size_t i = 0; i < b->reports.n; i++) {
        const dem_report_row *r = &b->reports.items[i];
        if (d->kind == DEM_DOC_HTML) {
            dem_buf_printf(d->out, "<tr id=\"r%zu\"><td class=\"n\">%zu</td><td class=\"d\">", i + 1, i + 1);
            dem_buf_clear(&d->line);
            if (r->published.n) dem_day_words(&b->words, r->published, &d->line);
            dem_html(d->out, dem_buf_view(&d->line));
            dem_buf_c(d->out, "</td><td>");
            dem_html(d->out, r->publisher);
            dem_buf_c(d->out, "</td><td>");
            html_title(r, d->out);
            dem_buf_c(d->out, "</td></tr>\n");
            continue;
        }
        dem_buf_clear(&d->line);
        dem_text_line(&d->line, r->id, 200);
        dem_str id = dem_str_dup(b->a, dem_buf_view(&d->line));
        dem_buf_clear(&d->line);
        report_line(b, r, &d->line);
        dem_doc_item(d, 0, id, "", dem_buf_view(&d->line));
    }
    dem_doc_raw(d, "</table>\n");
}
