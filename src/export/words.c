/* SPDX-License-Identifier: Apache-2.0 */
/* Small things several writers say in the same words. */
#include "export/words.h"

bool dem_codebook_find(const dem_codebook *book, const char *cameo, dem_ontology_entry *out)
{
    *out = (dem_ontology_entry){0};
    return book && book->lookup && book->lookup(book->ctx, dem_str_c(cameo), out);
}

dem_str dem_qualifier_words(dem_str q)
{
    if (dem_str_is(q, "at_least")) return DEM_STR("at least");
    if (dem_str_is(q, "more_than")) return DEM_STR("more than");
    if (dem_str_is(q, "up_to")) return DEM_STR("up to");
    if (dem_str_is(q, "less_than")) return DEM_STR("less than");
    if (dem_str_is(q, "nearly")) return DEM_STR("nearly");
    if (dem_str_is(q, "about")) return DEM_STR("about");
    return DEM_STR_NONE;
}

void dem_words_actors(const dem_report *r, const dem_actor *a, size_t n, bool codes, dem_buf *out)
{
    for (size_t i = 0; i < n; i++) {
        if (i) dem_buf_c(out, "; ");
        dem_str label = dem_actor_label(r, &a[i]);
        dem_buf_str(out, label);
        if (codes && a[i].code.n) dem_buf_printf(out, "%s%.*s%s", label.n ? " [" : "[", DEM_FMT(a[i].code), "]");
    }
}

void dem_words_date(const dem_event *e, dem_buf *out)
{
    char from[11], to[11];
    dem_day_print(e->date_from, from);
    dem_day_print(e->date_to, to);
    if (from[0] && to[0] && strcmp(from, to) != 0)
        dem_buf_printf(out, "%s/%s", from, to);
    else
        dem_buf_c(out, from[0] ? from : to);
}

void dem_words_condition(const dem_report *r, const dem_condition *c, dem_buf *out)
{
    static const char *const stances[] = {"condition", "condition met", "condition rejected"};
    dem_buf_printf(out, "%s (%s): ", stances[c->stance], dem_condition_type_name(c->type));
    dem_buf_str(out, dem_text_of(r, c->span));
}
