/* SPDX-License-Identifier: Apache-2.0 */
/* The cleaned text under its metadata: a header of "key: value" lines, an empty line, the text whose offsets the records count in. */
#include "export/export.h"

#include "base/table.h"

static void field(dem_buf *out, const char *key, dem_str value)
{
    if (value.n == 0) return;
    dem_buf_printf(out, "%s: ", key);
    dem_text_line(out, value, 0);
    dem_buf_ch(out, '\n');
}

void dem_write_text(dem_report *r, dem_buf *out)
{
    const dem_meta *m = &r->meta;
    char day[11];
    dem_day_print(m->published, day);
    field(out, "id", m->id);
    field(out, "title", m->title);
    field(out, "publisher", m->publisher);
    field(out, "author", m->author);
    field(out, "published", dem_str_c(day));
    field(out, "dateline-place", m->dateline_place);
    field(out, "dateline-date", m->dateline_date);
    field(out, "via", m->via);
    field(out, "url", m->url);
    field(out, "language", m->language);
    field(out, "sha256", dem_str_c(m->sha256));
    dem_buf_ch(out, '\n');
    dem_buf_str(out, r->text);
    if (r->text.n == 0 || r->text.p[r->text.n - 1] != '\n') dem_buf_ch(out, '\n');
    dem_buf_ch(out, '\n');
}
