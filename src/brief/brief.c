/* SPDX-License-Identifier: Apache-2.0 */
/* The brief as a whole: what it was made from, its sections in order, and the note of what it has shown. */
#include "brief/model.h"

#include "store/sql.h"

typedef struct outlet {
    dem_str name;
    size_t reports;
} outlet;
typedef DEM_VEC(outlet) outlets_list;

static void count_outlets(const dem_brief *b, outlets_list *outlets, size_t *unnamed)
{
    for (size_t i = 0; i < b->reports.n; i++) {
        const dem_report_row *r = &b->reports.items[i];
        size_t k = 0;
        if (r->publisher.n == 0) {
            ++*unnamed;
            continue;
        }
        while (k < outlets->n && !dem_str_ieq(outlets->items[k].name, r->publisher)) k++;
        outlet *o = k < outlets->n ? &outlets->items[k] : DEM_PUSH(b->a, outlets);
        if (!o) return;
        /* "NORTHGATE WIRE" over one report and "Northgate Wire" over another are one outlet; capitals alone sort first. */
        if (!o->name.n || dem_str_cmp(r->publisher, o->name) > 0) o->name = r->publisher;
        o->reports++;
    }
}

static void title(const dem_brief *b, dem_doc *d)
{
    dem_str first = DEM_STR_NONE, last = DEM_STR_NONE;
    for (size_t i = 0; i < b->reports.n; i++) {
        dem_str day = b->reports.items[i].published;
        if (!day.n) continue;
        if (!first.n || dem_str_cmp(day, first) < 0) first = day;
        if (!last.n || dem_str_cmp(day, last) > 0) last = day;
    }
    dem_buf_clear(&d->line);
    dem_buf_str(&d->line, dem_text_of_key(b, "title"));
    if (b->filter->country && b->filter->country[0]) {
        char code[4] = "";
        for (size_t i = 0; i < 3 && b->filter->country[i]; i++)
            code[i] = (char)(b->filter->country[i] >= 'a' && b->filter->country[i] <= 'z' ? b->filter->country[i] - 32 : b->filter->country[i]);
        dem_buf_c(&d->line, ": ");
        dem_country_words(dem_str_c(code), &d->line);
    }
    if (first.n) {
        dem_buf_c(&d->line, ", ");
        dem_day_words(&b->words, first, &d->line);
        if (!dem_str_eq(first, last)) {
            dem_buf_c(&d->line, " to ");
            dem_day_words(&b->words, last, &d->line);
        }
    }
    dem_doc_begin(d, dem_str_dup(b->a, dem_buf_view(&d->line)));
}

static void made_from(const dem_brief *b, const outlets_list *outlets, size_t unnamed, dem_doc *d)
{
    size_t undated = 0;
    for (size_t i = 0; i < b->reports.n; i++) undated += b->reports.items[i].published.n == 0;
    dem_buf_clear(&d->line);
    dem_buf_printf(&d->line, "%zu report%s", b->reports.n, b->reports.n == 1 ? "" : "s");
    if (undated) dem_buf_printf(&d->line, " (%zu %.*s)", undated, DEM_FMT(dem_text_of_key(b, "undated_reports")));
    for (size_t i = 0; i < outlets->n; i++) {
        if (i == 0) dem_buf_printf(&d->line, "; %.*s: ", DEM_FMT(dem_text_of_key(b, "outlets")));
        if (i) dem_buf_c(&d->line, ", ");
        dem_text_line(&d->line, outlets->items[i].name, 60);
        dem_buf_printf(&d->line, " (%zu)", outlets->items[i].reports);
    }
    if (unnamed) dem_buf_printf(&d->line, "; %zu %.*s", unnamed, DEM_FMT(dem_text_of_key(b, "names_none")));
    dem_buf_ch(&d->line, '.');
    dem_doc_paragraph(d, "", dem_buf_view(&d->line));
    dem_doc_paragraph(d, "soft", dem_text_of_key(b, d->kind == DEM_DOC_HTML ? "how_html" : "how"));
}

static void fact(const dem_brief *b, dem_doc *d, size_t n, const char *key)
{
    dem_buf_printf(d->out, "<div class=\"fact\"><b>%zu</b><span>", n);
    dem_html(d->out, dem_text_of_key(b, key));
    dem_buf_c(d->out, "</span></div>\n");
}

static void facts(const dem_brief *b, size_t outlets, dem_doc *d)
{
    static const char *const anchors[] = {"news", "offers", "other", "positions", "ground", "differ", "timeline", "sources"};
    size_t open = 0, fresh = 0;
    for (size_t i = 0; i < b->initiatives.n; i++) open += dem_str_is(b->initiatives.items[i].state, "open");
    for (size_t i = 0; i < b->numbers.n; i++) fresh += b->numbers.items[i].fresh;
    dem_doc_raw(d, "<div class=\"cards\">\n");
    fact(b, d, b->reports.n, "fact_reports");
    fact(b, d, outlets, "fact_outlets");
    fact(b, d, b->tells.n, "fact_events");
    fact(b, d, b->initiatives.n, "fact_initiatives");
    if (open) fact(b, d, open, "fact_open");
    if (b->disagreements.n) fact(b, d, b->disagreements.n, "fact_differ");
    if (b->since) fact(b, d, fresh, "fact_new");
    dem_doc_raw(d, "</div>\n<nav>");
    for (size_t i = b->since ? 0 : 1; i < sizeof anchors / sizeof *anchors; i++) {
        dem_buf_printf(d->out, "<a href=\"#%s\">", anchors[i]);
        dem_html(d->out, dem_text_of_key(b, anchors[i]));
        dem_buf_c(d->out, "</a> ");
    }
    dem_doc_raw(d, "</nav>\n");
}

static void write_all(dem_brief *b, dem_doc *d)
{
    outlets_list outlets = {0};
    size_t unnamed = 0;
    count_outlets(b, &outlets, &unnamed);
    title(b, d);
    if (d->kind == DEM_DOC_HTML) {
        dem_doc_section(d, "glance");
        made_from(b, &outlets, unnamed, d);
        facts(b, outlets.n, d);
    } else {
        made_from(b, &outlets, unnamed, d);
    }
    dem_brief_news(b, d);
    dem_brief_offers(b, d);
    dem_brief_positions(b, d);
    dem_brief_ground(b, d);
    dem_brief_disagreements(b, d);
    dem_brief_timeline(b, d);
    dem_brief_sources(b, d);
    dem_doc_end(d);
}

/* What the next brief of this focus calls old. */
static int note_shown(const dem_brief *b, dem_store *s, dem_error *err)
{
    dem_stmt *st = NULL;
    s->doing = "it cannot be noted what was shown";
    int rc = dem_store_begin(s, true, err);
    if (rc != DEM_OK) return rc;
    rc = dem_sql_open(s, DEM_STR("INSERT INTO briefs(focus, newest) VALUES(?,?)"), &st, err);
    if (rc == DEM_OK) {
        dem_sql_text(st, b->filter->country && b->filter->country[0] ? dem_str_c(b->filter->country) : DEM_STR("*"));
        dem_sql_int(st, b->newest < 0 ? 0 : b->newest);
        rc = dem_sql_run(st, err);
    }
    dem_sql_free(st);
    if (rc == DEM_OK) rc = dem_store_commit(s, err);
    if (rc != DEM_OK) dem_store_rollback(s);
    return rc;
}

static bool kind_named(const char *format, dem_doc_kind *out)
{
    static const char *const names[] = {"text", "markdown", "html"};
    for (size_t i = 0; i < 3; i++)
        if (strcmp(format, names[i]) == 0) {
            *out = (dem_doc_kind)i;
            return true;
        }
    return false;
}

int dem_brief_write(dem_store *s, dem_str words, const dem_filter *filter, const dem_brief_options *o, FILE *out, dem_error *err)
{
    const dem_filter none = {0};
    const char *format = o->format ? o->format : "text";
    dem_doc_kind kind;
    if (!kind_named(format, &kind)) return dem_fail(err, DEM_EUSAGE, "a brief is printed as text, markdown or html, not as %s", format);
    if (o->since && o->since[0] && dem_day_parse(dem_str_c(o->since)) == DEM_DAY_NONE)
        return dem_fail(err, DEM_EUSAGE, "the day to begin with must be a day as YYYY-MM-DD");
    dem_brief b = {.a = dem_arena_new(0)};
    if (!b.a) return dem_fail(err, DEM_EMEMORY, "memory is out");
    dem_buf text = {0};
    dem_doc d = {.b = &b, .out = &text, .kind = kind};
    int rc = dem_words_read(words, b.a, &b.words, err);
    if (rc == DEM_OK) rc = dem_brief_load(&b, s, filter ? filter : &none, o, err);
    if (rc == DEM_OK) rc = dem_brief_linked(&b, s, err);
    if (rc == DEM_OK) {
        dem_brief_views(&b);
        write_all(&b, &d);
        if (text.failed || d.line.failed || dem_arena_failed(b.a)) rc = dem_fail(err, DEM_EMEMORY, "memory is out");
    }
    if (rc == DEM_OK && text.n && fwrite(text.p, 1, text.n, out) != text.n) rc = dem_fail(err, DEM_EIO, "the output cannot be written");
    if (rc == DEM_OK && o->since_last) rc = note_shown(&b, s, err);
    dem_buf_free(&text);
    dem_buf_free(&d.line);
    dem_arena_free(b.a);
    return rc;
}
