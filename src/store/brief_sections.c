/* SPDX-License-Identifier: Apache-2.0 */
/* The sections about what was said and done between the parties: offers with their answers, positions, timeline. */
#include "store/brief.h"

#define LOW_CONFIDENCE 0.5

static void parties(const dem_party_rows *p, dem_buf *out)
{
    for (size_t i = 0; i < p->n; i++) {
        if (i) dem_buf_c(out, i + 1 == p->n ? " and " : ", ");
        dem_party_words(&p->items[i], out);
    }
}

void dem_tell_sentence(const dem_tell *t, dem_buf *out)
{
    const dem_event_row *e = &t->first;
    size_t start = out->n;
    if (e->actors.n == 0) dem_buf_c(out, "Somebody not named");
    parties(&e->actors, out);
    if (out->n > start && out->p[start] >= 'a' && out->p[start] <= 'z') out->p[start] = (char)(out->p[start] - 32);
    dem_buf_printf(out, " %s", t->phrase->verb);
    /* The report's own word, where the code's is another. */
    if (e->trigger.n && dem_str_ifind(dem_str_c(t->phrase->verb), e->trigger, 0) == SIZE_MAX) {
        dem_buf_c(out, " (\"");
        dem_text_line(out, e->trigger, 40);
        dem_buf_c(out, "\")");
    }
    if (e->recipients.n) {
        bool between = strcmp(t->phrase->link, "for") == 0 && e->recipients.n > 1;
        if (t->phrase->link[0]) dem_buf_printf(out, " %s", between ? "between" : t->phrase->link);
        dem_buf_ch(out, ' ');
        parties(&e->recipients, out);
    } else if (e->mutual && e->actors.n > 1) {
        dem_buf_c(out, " (together)");
    }
    if (dem_str_is(e->status, "actual")) return;
    const char *how = dem_str_is(e->status, "future")         ? "planned"
                      : dem_str_is(e->status, "negated")      ? "did not happen"
                      : dem_str_is(e->status, "hypothetical") ? "only considered"
                                                              : "told as background";
    dem_buf_printf(out, " (%s)", how);
}

void dem_reports_words(const dem_strs *reports, dem_buf *out)
{
    dem_buf_c(out, " [");
    for (size_t i = 0; i < reports->n; i++) {
        if (i) dem_buf_c(out, ", ");
        dem_buf_str(out, reports->items[i]);
    }
    dem_buf_ch(out, ']');
}

static void tell_day(const dem_tell *t, dem_buf *out)
{
    if (t->day.n == 0) {
        dem_buf_c(out, "no date given");
        return;
    }
    if (!t->dated) dem_buf_c(out, "reported ");
    dem_day_words(t->day, out);
    dem_str last = t->until.n ? t->until : t->retold;
    if (!last.n) return;
    dem_buf_c(out, " to ");
    dem_day_words(last, out);
}

static void conditions(const dem_condition_rows *c, dem_buf *out)
{
    for (size_t i = 0; i < c->n; i++) {
        const dem_condition_row *x = &c->items[i];
        const char *what = dem_str_is(x->type, "without_preconditions") ? "without preconditions"
                           : dem_str_is(x->stance, "rejects")           ? "condition refused"
                           : dem_str_is(x->stance, "meets")             ? "condition met"
                                                                        : "condition";
        dem_buf_printf(out, "; %s: \"", what);
        dem_text_line(out, x->text, 200);
        dem_buf_ch(out, '"');
    }
}

void dem_tell_details(const dem_tell *t, bool day, dem_buf *out)
{
    if (day) {
        dem_buf_c(out, "; ");
        tell_day(t, out);
    }
    if (t->venues.n) dem_buf_printf(out, "; venue %.*s", DEM_FMT(t->venues.items[0]));
    conditions(&t->conditions, out);
    for (size_t i = 0; i < t->speakers.n; i++) {
        dem_buf_c(out, i ? ", " : "; said ");
        dem_text_line(out, t->speakers.items[i], 80);
    }
    if (t->confidence < LOW_CONFIDENCE) dem_buf_c(out, "; low confidence");
    dem_reports_words(&t->reports, out);
}

static void tell_item(dem_doc *d, int depth, const char *label, const dem_tell *t)
{
    dem_buf_clear(&d->line);
    dem_tell_sentence(t, &d->line);
    dem_tell_details(t, true, &d->line);
    dem_doc_item(d, depth, label, dem_buf_view(&d->line));
}

/* ---- offers ---- */

static const char *state_of(const dem_brief *b, const dem_initiative *x)
{
    bool accepted = false, refused = false, conditional = false;
    for (size_t i = 0; i < x->responses.n; i++) {
        const dem_tell *t = &b->tells.items[x->responses.items[i]];
        accepted = accepted || t->phrase->stance == DEM_STANCE_ACCEPT;
        refused = refused || t->phrase->stance == DEM_STANCE_REFUSE || t->phrase->stance == DEM_STANCE_BREAK;
        conditional = conditional || (t->phrase->stance == DEM_STANCE_ACCEPT && t->conditions.n);
    }
    if (accepted && refused) return "accepted by some, refused by others";
    if (accepted) return conditional ? "accepted with conditions" : "accepted";
    return refused ? "refused" : "no answer in these reports";
}

static const char *answer_label(const dem_tell *t)
{
    switch (t->phrase->stance) {
    case DEM_STANCE_ACCEPT: return t->conditions.n ? "accepts with conditions" : "accepts";
    case DEM_STANCE_REFUSE: return "refuses";
    case DEM_STANCE_BREAK: return "breaks off";
    default: return "supports";
    }
}

static void initiative(const dem_brief *b, size_t number, dem_doc *d)
{
    const dem_initiative *x = &b->initiatives.items[number];
    const dem_tell *offer = &b->tells.items[x->offers.items[0]];
    /* The fullest telling names the initiative. */
    for (size_t i = 1; i < x->offers.n; i++) {
        const dem_tell *t = &b->tells.items[x->offers.items[i]];
        if (t->recipients.n > offer->recipients.n) offer = t;
    }
    dem_buf_clear(&d->line);
    dem_buf_printf(&d->line, "%zu. ", number + 1);
    dem_tell_sentence(offer, &d->line);
    dem_buf_printf(&d->line, " - %s", state_of(b, x));
    dem_doc_heading(d, dem_buf_view(&d->line));
    for (size_t i = 0; i < x->offers.n; i++) tell_item(d, 0, "offers", &b->tells.items[x->offers.items[i]]);
    for (size_t i = 0; i < x->responses.n; i++) {
        const dem_tell *t = &b->tells.items[x->responses.items[i]];
        tell_item(d, 0, answer_label(t), t);
    }
}

/* What belongs to no offer, by stance. */
static void others(const dem_brief *b, dem_doc *d, dem_stance stance, const char *heading)
{
    bool any = false;
    for (size_t i = 0; i < b->tells.n; i++) {
        const dem_tell *t = &b->tells.items[i];
        if (t->phrase->stance != stance || t->initiative != DEM_NONE) continue;
        if (!any) dem_doc_heading(d, dem_str_c(heading));
        any = true;
        tell_item(d, 0, NULL, t);
    }
}

void dem_brief_offers(const dem_brief *b, dem_doc *d)
{
    dem_doc_section(d, "Offers and initiatives");
    if (b->initiatives.n)
        dem_doc_paragraph(d, DEM_STR("Answers are put to an offer by whom they address, or by the report where they address nobody."));
    if (b->initiatives.n == 0) dem_doc_paragraph(d, DEM_STR("No offer to mediate or to host talks in these reports."));
    for (size_t i = 0; i < b->initiatives.n; i++) initiative(b, i, d);
    others(b, d, DEM_STANCE_OFFER, "Offers planned, denied or only considered");
    others(b, d, DEM_STANCE_ACCEPT, "Readiness declared on other matters");
    others(b, d, DEM_STANCE_REFUSE, "Refusals of other proposals");
    others(b, d, DEM_STANCE_CALL, "Appeals and demands");
    others(b, d, DEM_STANCE_BREAK, "Talks halted, relations cut, measures taken");
    others(b, d, DEM_STANCE_TALK, "Talks, agreements, support, concessions");
}

/* ---- positions ---- */

static bool takes_a_position(const dem_tell *t)
{
    dem_stance s = t->phrase->stance;
    bool spoken = s == DEM_STANCE_OFFER || s == DEM_STANCE_ACCEPT || s == DEM_STANCE_REFUSE || s == DEM_STANCE_CALL ||
                  s == DEM_STANCE_BREAK || s == DEM_STANCE_BLAME;
    return (spoken || dem_str_starts(t->first.cameo, DEM_STR("05"))) && t->actors.n > 0 && dem_str_is(t->first.status, "actual");
}

void dem_brief_positions(const dem_brief *b, dem_doc *d)
{
    dem_strs done = {0};
    bool any = false;
    dem_doc_section(d, "Positions");
    dem_doc_paragraph(d, DEM_STR("The latest word of each, newest first."));
    /* From the end: the first tell of an actor that is met is its latest. Those without a day cannot be the latest of anybody. */
    for (size_t i = b->tells.n; i-- > 0;) {
        const dem_tell *t = &b->tells.items[i];
        if (t->day.n == 0 || !takes_a_position(t)) continue;
        bool news = false;
        for (size_t k = 0; k < t->actors.n; k++) news = news || !dem_keys_has(&done, t->actors.items[k]);
        for (size_t k = 0; k < t->actors.n; k++) dem_keys_add(&done, t->actors.items[k], b->a);
        if (news) tell_item(d, 0, NULL, t);
        any = any || news;
    }
    if (!any) dem_doc_paragraph(d, DEM_STR("None."));
}

/* ---- timeline ---- */

void dem_brief_timeline(const dem_brief *b, dem_doc *d)
{
    dem_str day = {NULL, 1};
    dem_doc_section(d, "Timeline");
    if (b->tells.n == 0) dem_doc_paragraph(d, DEM_STR("No events."));
    for (size_t i = 0; i < b->tells.n; i++) {
        const dem_tell *t = &b->tells.items[i];
        if (t->phrase->stance == DEM_STANCE_NONE) continue;
        if (day.p == NULL || !dem_str_eq(day, t->day)) {
            dem_buf_clear(&d->line);
            if (t->day.n)
                dem_day_words(t->day, &d->line);
            else
                dem_buf_c(&d->line, "Without a date");
            dem_doc_heading(d, dem_buf_view(&d->line));
            day = t->day.n ? t->day : DEM_STR("");
        }
        dem_buf_clear(&d->line);
        dem_tell_sentence(t, &d->line);
        if (t->day.n && !t->dated) dem_buf_c(&d->line, "; day of the report");
        dem_reports_words(&t->reports, &d->line);
        dem_doc_item(d, 0, NULL, dem_buf_view(&d->line));
    }
}
