/* SPDX-License-Identifier: Apache-2.0 */
/* The brief's two shapes: plain text wrapped for a terminal or a mail, and markdown. Texts of reports are data in both: control
   characters are folded away, and in markdown nothing of them is taken as markup. */
#include "store/brief.h"

enum { WIDTH = 100 };

static void escaped(dem_buf *out, dem_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] && strchr("\\`*_[]<>|#&", s.p[i])) dem_buf_ch(out, '\\');
        dem_buf_ch(out, s.p[i]);
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
    dem_text_line(&line, s, 0);
    if (d->markdown)
        escaped(d->out, dem_buf_view(&line));
    else
        wrapped(d->out, dem_buf_view(&line), used, indent);
    if (line.failed) d->out->failed = true;
    dem_buf_free(&line);
    dem_buf_ch(d->out, '\n');
}

void dem_doc_title(dem_doc *d, dem_str s)
{
    if (d->markdown) dem_buf_c(d->out, "# ");
    put(d, s, 0, 0);
    dem_buf_ch(d->out, '\n');
}

void dem_doc_section(dem_doc *d, const char *s)
{
    dem_buf_printf(d->out, d->markdown ? "\n## %s\n\n" : "\n\n%s\n", s);
    if (d->markdown) return;
    dem_buf_repeat(d->out, '=', strlen(s));
    dem_buf_c(d->out, "\n\n");
}

void dem_doc_heading(dem_doc *d, dem_str s)
{
    dem_buf_c(d->out, d->markdown ? "\n### " : "\n");
    put(d, s, 0, 3);
    if (d->markdown) dem_buf_ch(d->out, '\n');
}

void dem_doc_paragraph(dem_doc *d, dem_str s)
{
    put(d, s, 0, 0);
    if (d->markdown) dem_buf_ch(d->out, '\n');
}

void dem_doc_item(dem_doc *d, int depth, const char *label, dem_str s)
{
    size_t indent = (size_t)depth * 2;
    dem_buf_repeat(d->out, ' ', indent);
    dem_buf_c(d->out, "- ");
    if (label) dem_buf_printf(d->out, d->markdown ? "**%s:** " : "%s: ", label);
    put(d, s, indent + 2 + (label ? strlen(label) + 2 : 0), indent + 2);
}
