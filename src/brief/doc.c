/* SPDX-License-Identifier: Apache-2.0 */
/* The brief's three shapes: plain text wrapped for a terminal or a mail, markdown, and a page of HTML. Texts of reports are data in all of
   them: control characters are folded away, and nothing of them is taken as markup. */
#include "brief/model.h"

#include "brief/page.h"

enum { WIDTH = 100 };

/* Marks in a line. Bytes that dem_text_line never leaves in a text. */
enum { STRONG = 1, END = 2, REPORT = 3, QUOTE = 4, NEWS = 5, REPORTS = 6, REPORTS_END = 7 };

void dem_mark_strong(dem_buf *out, dem_str s)
{
    dem_buf_ch(out, STRONG);
    dem_text_line(out, s, 120);
    dem_buf_ch(out, END);
}

void dem_mark_quote(dem_buf *out, dem_str s, size_t max)
{
    dem_buf_ch(out, QUOTE);
    dem_text_line(out, s, max);
    dem_buf_ch(out, END);
}

void dem_mark_new(dem_buf *out, const dem_brief *b)
{
    dem_buf_ch(out, NEWS);
    dem_buf_str(out, dem_text_of_key(b, "new"));
    dem_buf_ch(out, END);
}

void dem_mark_reports(dem_buf *out, const dem_strs *reports)
{
    if (reports->n == 0) return;
    dem_buf_ch(out, REPORTS);
    for (size_t i = 0; i < reports->n; i++) {
        dem_buf_ch(out, REPORT);
        dem_text_line(out, reports->items[i], 200);
        dem_buf_ch(out, END);
    }
    dem_buf_ch(out, REPORTS_END);
}

dem_str dem_text_of_key(const dem_brief *b, const char *key)
{
    return dem_word_of(&b->words, "text", dem_str_c(key));
}

/* ---- plain text and markdown ---- */

static void escaped(dem_buf *out, dem_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] && strchr("\\`*_[]<>|#&~", s.p[i])) dem_buf_ch(out, '\\');
        dem_buf_ch(out, s.p[i]);
    }
}

/* The line with its marks turned into what the two formats have for them. */
static void plain(const dem_doc *d, dem_str s, dem_buf *out)
{
    bool markdown = d->kind == DEM_DOC_MARKDOWN;
    bool first = true;
    char open[8];
    size_t depth = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        switch (c) {
        case REPORTS: dem_buf_c(out, markdown ? " \\[" : " ["), first = true; break;
        case REPORTS_END: dem_buf_c(out, markdown ? "\\]" : "]"); break;
        case STRONG:
        case QUOTE:
        case NEWS:
        case REPORT:
            if (c == REPORT && !first) dem_buf_c(out, ", ");
            if (c == REPORT) first = false;
            if (c == STRONG && markdown) dem_buf_c(out, "**");
            if (c == QUOTE) dem_buf_ch(out, '"');
            if (c == NEWS) dem_buf_c(out, markdown ? "**" : "");
            if (depth < sizeof open) open[depth++] = c;
            break;
        case END: {
            char was = depth ? open[--depth] : REPORT;
            if (was == QUOTE) dem_buf_ch(out, '"');
            if (markdown && (was == STRONG || was == NEWS)) dem_buf_c(out, "**");
            if (was == NEWS) dem_buf_c(out, ": ");
            break;
        }
        default:
            if (markdown)
                escaped(out, dem_str_cut(s, i, i + 1));
            else
                dem_buf_ch(out, c);
        }
    }
}

/* Wrapped at blanks; `used` cells of the first line are taken already, later lines start with `indent` blanks. */
static void wrapped(dem_buf *out, dem_str s, size_t used, size_t indent)
{
    dem_str word;
    bool first = true;
    while (dem_str_split(&s, ' ', &word)) {
        if (word.n == 0) continue;
        size_t w = dem_text_width(word);
        if (!first && used + 1 + w > WIDTH) {
            dem_buf_ch(out, '\n');
            dem_buf_repeat(out, ' ', indent);
            used = indent;
        } else if (!first) {
            dem_buf_ch(out, ' ');
            used++;
        }
        dem_buf_str(out, word);
        used += w;
        first = false;
    }
}

static void put(dem_doc *d, dem_str s, size_t used, size_t indent)
{
    dem_buf line = {0};
    plain(d, s, &line);
    if (d->kind == DEM_DOC_MARKDOWN)
        dem_buf_str(d->out, dem_buf_view(&line));
    else
        wrapped(d->out, dem_buf_view(&line), used, indent);
    if (line.failed) d->out->failed = true;
    dem_buf_free(&line);
    dem_buf_ch(d->out, '\n');
}

/* ---- HTML ---- */

static void html_byte(dem_buf *out, char c)
{
    switch (c) {
    case '&': dem_buf_c(out, "&amp;"); break;
    case '<': dem_buf_c(out, "&lt;"); break;
    case '>': dem_buf_c(out, "&gt;"); break;
    case '"': dem_buf_c(out, "&quot;"); break;
    case '\'': dem_buf_c(out, "&#39;"); break;
    default: dem_buf_ch(out, c);
    }
}

void dem_html(dem_buf *out, dem_str s)
{
    dem_buf line = {0};
    dem_text_line(&line, s, 0);
    for (size_t i = 0; i < line.n; i++) html_byte(out, line.p[i]);
    if (line.failed) out->failed = true;
    dem_buf_free(&line);
}

/* The report as its number, linked to the list of reports; one that is not in the list by its id. */
static void html_report(const dem_doc *d, dem_str id)
{
    size_t n = dem_report_number_of(d->b, id, NULL);
    if (n == 0) {
        dem_buf_c(d->out, "<span class=\"ref\">");
        dem_html(d->out, id);
        dem_buf_c(d->out, "</span>");
        return;
    }
    dem_buf_printf(d->out, "<a class=\"ref\" href=\"#r%zu\" title=\"", n);
    dem_html(d->out, id);
    dem_buf_printf(d->out, "\">%zu</a>", n);
}

static void html_line(const dem_doc *d, dem_str s)
{
    static const char *const tags[] = {[STRONG] = "strong", [QUOTE] = "q", [NEWS] = "b"};
    char open[8];
    size_t depth = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == REPORT) {
            size_t end = i + 1;
            while (end < s.n && s.p[end] != END) end++;
            if (s.p[i - 1] != REPORTS) dem_buf_c(d->out, "<wbr>"); /* a long row of them may break, and its first stays with the line's last word */
            html_report(d, dem_str_cut(s, i + 1, end));
            i = end;
        } else if (c == REPORTS) {
            dem_buf_c(d->out, "&#160;<span class=\"refs\">");
        } else if (c == REPORTS_END) {
            dem_buf_c(d->out, "</span>");
        } else if (c == STRONG || c == QUOTE || c == NEWS) {
            dem_buf_printf(d->out, c == NEWS ? "<%s class=\"new\">" : "<%s>", tags[(int)c]);
            if (depth < sizeof open) open[depth++] = c;
        } else if (c == END) {
            if (depth) dem_buf_printf(d->out, "</%s>", tags[(int)open[--depth]]);
        } else {
            html_byte(d->out, c);
        }
    }
}

/* Lists are opened and closed as the depth of the items asks for. */
static void html_depth(dem_doc *d, int depth)
{
    while (d->depth > depth) {
        d->depth--;
        if (d->item_open[d->depth]) dem_buf_c(d->out, "</li>\n");
        d->item_open[d->depth] = false;
        dem_buf_c(d->out, "</ul>\n");
    }
    while (d->depth < depth) {
        dem_buf_c(d->out, "<ul>\n");
        d->item_open[d->depth++] = false;
    }
}

/* ---- blocks ---- */

void dem_doc_begin(dem_doc *d, dem_str title)
{
    if (d->kind == DEM_DOC_HTML) {
        dem_buf_c(d->out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                          "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
                          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
        dem_html(d->out, title);
        dem_buf_c(d->out, "</title>\n<style>\n");
        dem_buf_c(d->out, dem_page_style);
        dem_buf_c(d->out, dem_page_media);
        dem_buf_c(d->out, "</style>\n</head>\n<body>\n<header>\n<h1>");
        html_line(d, title);
        dem_buf_c(d->out, "</h1>\n</header>\n<main>\n");
        return;
    }
    if (d->kind == DEM_DOC_MARKDOWN) dem_buf_c(d->out, "# ");
    put(d, title, 0, 0);
    dem_buf_ch(d->out, '\n');
}

void dem_doc_end(dem_doc *d)
{
    if (d->kind != DEM_DOC_HTML) return;
    html_depth(d, 0);
    dem_buf_c(d->out, "</section>\n</main>\n</body>\n</html>\n");
}

void dem_doc_section(dem_doc *d, const char *key)
{
    dem_str s = dem_text_of_key(d->b, key);
    if (d->kind == DEM_DOC_HTML) {
        html_depth(d, 0);
        dem_buf_c(d->out, strcmp(key, "glance") == 0 ? "" : "</section>\n");
        dem_buf_printf(d->out, "<section id=\"%s\">\n<h2>", key);
        dem_html(d->out, s);
        dem_buf_c(d->out, "</h2>\n");
        return;
    }
    dem_buf_printf(d->out, d->kind == DEM_DOC_MARKDOWN ? "\n## %.*s\n\n" : "\n\n%.*s\n", DEM_FMT(s));
    if (d->kind == DEM_DOC_MARKDOWN) return;
    dem_buf_repeat(d->out, '=', dem_text_width(s));
    dem_buf_c(d->out, "\n\n");
}

void dem_doc_heading(dem_doc *d, dem_str s, const char *style, dem_str badge)
{
    if (d->kind == DEM_DOC_HTML) {
        html_depth(d, 0);
        dem_buf_c(d->out, "<h3>");
        html_line(d, s);
        if (badge.n) {
            dem_buf_printf(d->out, " <span class=\"state %s\">", style);
            dem_html(d->out, badge);
            dem_buf_c(d->out, "</span>");
        }
        dem_buf_c(d->out, "</h3>\n");
        return;
    }
    dem_buf both = {0};
    dem_buf_str(&both, s);
    if (badge.n) dem_buf_printf(&both, " - %.*s", DEM_FMT(badge));
    dem_buf_c(d->out, d->kind == DEM_DOC_MARKDOWN ? "\n### " : "\n");
    put(d, dem_buf_view(&both), 0, 3);
    if (d->kind == DEM_DOC_MARKDOWN) dem_buf_ch(d->out, '\n');
    if (both.failed) d->out->failed = true;
    dem_buf_free(&both);
}

void dem_doc_paragraph(dem_doc *d, const char *style, dem_str s)
{
    if (d->kind == DEM_DOC_HTML) {
        html_depth(d, 0);
        dem_buf_printf(d->out, style[0] ? "<p class=\"%s\">" : "<p>", style);
        html_line(d, s);
        dem_buf_c(d->out, "</p>\n");
        return;
    }
    put(d, s, 0, 0);
    if (d->kind == DEM_DOC_MARKDOWN) dem_buf_ch(d->out, '\n');
}

void dem_doc_item(dem_doc *d, int depth, dem_str label, const char *style, dem_str s)
{
    if (d->kind == DEM_DOC_HTML) {
        html_depth(d, depth + 1);
        if (d->item_open[depth]) dem_buf_c(d->out, "</li>\n");
        d->item_open[depth] = true;
        dem_buf_c(d->out, "<li>");
        if (label.n) {
            dem_buf_printf(d->out, "<span class=\"label %s\">", style);
            dem_html(d->out, label);
            dem_buf_c(d->out, "</span> ");
        }
        html_line(d, s);
        return;
    }
    size_t indent = (size_t)depth * 2;
    dem_buf_repeat(d->out, ' ', indent);
    dem_buf_c(d->out, "- ");
    if (label.n) dem_buf_printf(d->out, d->kind == DEM_DOC_MARKDOWN ? "**%.*s:** " : "%.*s: ", DEM_FMT(label));
    put(d, s, indent + 2 + (label.n ? dem_text_width(label) + 2 : 0), indent + 2);
}

void dem_doc_open(dem_doc *d, const char *style, size_t number)
{
    if (d->kind != DEM_DOC_HTML) return;
    html_depth(d, 0);
    dem_buf_printf(d->out, "<div class=\"%s\" id=\"i%zu\">\n", style, number);
}

void dem_doc_close(dem_doc *d)
{
    if (d->kind != DEM_DOC_HTML) return;
    html_depth(d, 0);
    dem_buf_c(d->out, "</div>\n");
}

void dem_doc_raw(dem_doc *d, const char *html)
{
    if (d->kind != DEM_DOC_HTML) return;
    html_depth(d, 0);
    dem_buf_c(d->out, html);
}
