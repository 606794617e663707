/* SPDX-License-Identifier: Apache-2.0 */
/* dem_store_brief: what the stored reports tell, for people: header, offers with who stands where, positions, tolls, timeline. */
#include "store/brief.h"

typedef struct outlet {
    dem_str name;
    size_t reports;
} outlet;

static void header(const dem_brief *b, dem_doc *d)
{
    DEM_VEC(outlet) outlets = {0};
    dem_str first = DEM_STR_NONE, last = DEM_STR_NONE;
    size_t undated = 0, unnamed = 0;
    for (size_t i = 0; i < b->reports.n; i++) {
        const dem_report_row *r = &b->reports.items[i];
        if (r->published.n == 0)
            undated++;
        else {
            if (!first.n || dem_str_cmp(r->published, first) < 0) first = r->published;
            if (!last.n || dem_str_cmp(r->published, last) > 0) last = r->published;
        }
        if (r->publisher.n == 0) {
            unnamed++;
            continue;
        }
        size_t k = 0;
        while (k < outlets.n && !dem_str_ieq(outlets.items[k].name, r->publisher)) k++;
        outlet *o = k < outlets.n ? &outlets.items[k] : DEM_PUSH(b->a, &outlets);
        if (!o) break;
        /* "NORTHGATE WIRE" over one report and "Northgate Wire" over another are one outlet; capitals alone sort first. */
        if (!o->name.n || dem_str_cmp(r->publisher, o->name) > 0) o->name = r->publisher;
        o->reports++;
    }
    dem_buf_clear(&d->line);
    dem_buf_c(&d->line, "Brief");
    if (first.n) {
        dem_buf_c(&d->line, ", ");
        dem_day_words(first, &d->line);
        if (!dem_str_eq(first, last)) {
            dem_buf_c(&d->line, " to ");
            dem_day_words(last, &d->line);
        }
    }
    dem_doc_title(d, dem_buf_view(&d->line));
    dem_buf_clear(&d->line);
    dem_buf_printf(&d->line, "%zu report%s", b->reports.n, b->reports.n == 1 ? "" : "s");
    if (undated) dem_buf_printf(&d->line, " (%zu without a date)", undated);
    for (size_t i = 0; i < outlets.n; i++) {
        dem_buf_c(&d->line, i ? ", " : "; outlets: ");
        dem_text_line(&d->line, outlets.items[i].name, 60);
        dem_buf_printf(&d->line, " (%zu)", outlets.items[i].reports);
    }
    if (unnamed) dem_buf_printf(&d->line, "%s %zu name%s none", outlets.n ? ";" : "; outlets:", unnamed, unnamed == 1 ? "s" : "");
    dem_buf_ch(&d->line, '.');
    dem_doc_paragraph(d, dem_buf_view(&d->line));
    dem_doc_paragraph(d, DEM_STR("Made by a program from what the reports say. Days are those of the events as the reports give them; "
                                 "\"reported\" marks the day of the report where they give none. The reports of a line stand in brackets."));
}

int dem_store_brief(dem_store *s, const dem_filter *filter, const char *format, FILE *out, dem_error *err)
{
    const dem_filter none = {0};
    bool markdown = strcmp(format, "markdown") == 0;
    if (!markdown && strcmp(format, "text") != 0)
        return dem_fail(err, DEM_EUSAGE, "a brief is printed as text or markdown, not as %s", format);
    dem_brief b = {.a = dem_arena_new(0)};
    if (!b.a) return dem_fail(err, DEM_EMEMORY, "memory is out");
    dem_buf text = {0};
    dem_doc d = {.out = &text, .markdown = markdown};
    int rc = dem_brief_load(&b, s, filter ? filter : &none, err);
    if (rc == DEM_OK) {
        dem_brief_link(&b);
        header(&b, &d);
        dem_brief_offers(&b, &d);
        dem_brief_positions(&b, &d);
        dem_brief_ground(&b, &d);
        dem_brief_timeline(&b, &d);
        if (text.failed || d.line.failed || dem_arena_failed(b.a)) rc = dem_fail(err, DEM_EMEMORY, "memory is out");
    }
    if (rc == DEM_OK && text.n && fwrite(text.p, 1, text.n, out) != text.n) rc = dem_fail(err, DEM_EIO, "the output cannot be written");
    dem_buf_free(&text);
    dem_buf_free(&d.line);
    dem_arena_free(b.a);
    return rc;
}
