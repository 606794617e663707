/* SPDX-License-Identifier: Apache-2.0 */
/* What a page says about itself. Earlier sources win: Open Graph and article tags, JSON-LD, then plain meta, <title>,
 * <h1>, <time>. */
#include "ingest/html.h"

#include <jansson.h>

typedef struct found {
    dem_str og_title, ld_title, tag_title, h1, og_site, ld_site, author, ld_author, url, canonical, lang;
    dem_day published, ld_published, time_published;
} found;

static void keep(dem_str *field, dem_str value)
{
    if (!field->n && value.n && value.n < 1000) *field = value;
}

static void keep_day(dem_day *field, dem_day value)
{
    if (*field == DEM_DAY_NONE) *field = value;
}

static bool is_any(dem_str s, const char *const *list)
{
    for (; *list; list++)
        if (dem_str_ieq(s, dem_str_c(*list))) return true;
    return false;
}

static void read_meta(const dem_ingest_rules *rules, dem_arena *a, const xmlNode *n, found *f)
{
    static const char *const titles[] = {"og:title",      "twitter:title",  "dc.title", "dcterms.title",
                                         "parsely-title", "sailthru.title", NULL};
    static const char *const sites[] = {"og:site_name", "application-name", "dc.publisher", "publisher", NULL};
    static const char *const authors[] = {"author", "article:author", "dc.creator",      "dcterms.creator",
                                          "byl",    "parsely-author", "sailthru.author", "byline",
                                          NULL};
    static const char *const dates[] = {"article:published_time",
                                        "article:published",
                                        "datepublished",
                                        "date",
                                        "pubdate",
                                        "publishdate",
                                        "publish-date",
                                        "publication_date",
                                        "dc.date",
                                        "dc.date.issued",
                                        "dcterms.date",
                                        "dcterms.created",
                                        "og:published_time",
                                        "parsely-pub-date",
                                        "sailthru.date",
                                        "ptime",
                                        "displaydate",
                                        "article_date_original",
                                        "cxenseparse:recs:publishtime",
                                        "originalpublicationdate",
                                        NULL};
    dem_str key = dem_dom_attr(a, n, "property"), content = dem_dom_attr(a, n, "content");
    if (!key.n) key = dem_dom_attr(a, n, "name");
    if (!key.n) key = dem_dom_attr(a, n, "itemprop");
    if (!key.n || !content.n) return;
    if (is_any(key, titles)) keep(&f->og_title, content);
    if (is_any(key, sites)) keep(&f->og_site, content);
    if (is_any(key, authors) && !dem_str_starts(content, DEM_STR("http"))) keep(&f->author, content);
    if (is_any(key, dates)) keep_day(&f->published, dem_day_of_meta(rules, a, content));
    if (dem_str_ieq(key, DEM_STR("og:url"))) keep(&f->url, content);
}

static dem_str ld_string(dem_arena *a, const json_t *v, int depth)
{
    if (json_is_string(v)) return dem_str_trim(dem_str_dup(a, (dem_str){json_string_value(v), json_string_length(v)}));
    if (depth > 3) return DEM_STR_NONE;
    if (json_is_array(v)) return ld_string(a, json_array_get(v, 0), depth + 1);
    if (json_is_object(v)) return ld_string(a, json_object_get(v, "name"), depth + 1);
    return DEM_STR_NONE;
}

static void read_ld(const dem_ingest_rules *rules, dem_arena *a, const json_t *v, found *f, int depth)
{
    if (depth > 4) return;
    size_t i;
    const json_t *item;
    json_array_foreach(v, i, item) if (i < 50) read_ld(rules, a, item, f, depth + 1);
    if (!json_is_object(v)) return;
    read_ld(rules, a, json_object_get(v, "@graph"), f, depth + 1);
    const json_t *type = json_object_get(v, "@type");
    if (json_is_array(type)) type = json_array_get(type, 0);
    const char *name = json_string_value(type);
    if (!name || !(strstr(name, "Article") || strstr(name, "Posting") || strstr(name, "Report"))) return;
    keep(&f->ld_title, ld_string(a, json_object_get(v, "headline"), 0));
    keep(&f->ld_author, ld_string(a, json_object_get(v, "author"), 0));
    keep(&f->ld_site, ld_string(a, json_object_get(v, "publisher"), 0));
    dem_str day = ld_string(a, json_object_get(v, "datePublished"), 0);
    if (day.n) keep_day(&f->ld_published, dem_day_of_meta(rules, a, day));
}

static void read_script(const dem_ingest_rules *rules, dem_arena *a, const xmlNode *n, found *f)
{
    if (!dem_str_ieq(dem_dom_attr(a, n, "type"), DEM_STR("application/ld+json")) || !n->children ||
        !n->children->content)
        return;
    json_t *v = json_loads((const char *)n->children->content, 0, NULL);
    if (!v) return;
    read_ld(rules, a, v, f, 0);
    json_decref(v);
}

/* "Headline | Outlet": without the outlet when the page names it elsewhere, or when what is left is long enough. */
static dem_str without_site(dem_str title, dem_str site)
{
    static const char *const seps[] = {" | ",        " - ",  " \xe2\x80\x93 ", " \xe2\x80\x94 ",
                                       " \xc2\xbb ", " :: ", " \xc2\xb7 "};
    for (size_t s = 0; s < sizeof seps / sizeof *seps; s++) {
        dem_str sep = dem_str_c(seps[s]);
        size_t at = SIZE_MAX;
        for (size_t i = 0; (i = dem_str_find(title, sep, i)) != SIZE_MAX; i += sep.n) at = i;
        if (at == SIZE_MAX) continue;
        dem_str left = dem_str_trim(dem_str_cut(title, 0, at)),
                right = dem_str_trim(dem_str_cut(title, at + sep.n, title.n));
        if (site.n ? dem_str_ifind(right, site, 0) != SIZE_MAX || dem_str_ifind(site, right, 0) != SIZE_MAX
                   : s == 0 && left.n > right.n)
            return left;
    }
    return title;
}

/* Is this element inside one that is no part of the article? */
static bool in_article(const xmlNode *n)
{
    for (const xmlNode *p = n->parent; p; p = p->parent)
        if (dem_dom_is(p, "aside") || dem_dom_is(p, "footer") || dem_dom_is(p, "nav")) return false;
    return true;
}

void dem_html_meta(const dem_ingest_rules *rules, dem_report *r, const xmlNode *root)
{
    dem_arena *a = r->arena;
    found f = {.published = DEM_DAY_NONE, .ld_published = DEM_DAY_NONE, .time_published = DEM_DAY_NONE};
    size_t times = 0;
    for (xmlNode *n = (xmlNode *)(uintptr_t)root; n; n = dem_dom_next(root, n, true)) {
        if (n->type != XML_ELEMENT_NODE) continue;
        if (dem_dom_is(n, "meta"))
            read_meta(rules, a, n, &f);
        else if (dem_dom_is(n, "script"))
            read_script(rules, a, n, &f);
        else if (dem_dom_is(n, "title") && !f.tag_title.n)
            keep(&f.tag_title, dem_dom_text(a, n));
        else if (dem_dom_is(n, "h1") && !f.h1.n)
            keep(&f.h1, dem_dom_text(a, n));
        else if (dem_dom_is(n, "html"))
            keep(&f.lang, dem_dom_attr(a, n, "lang"));
        else if (dem_dom_is(n, "link") && dem_str_ieq(dem_dom_attr(a, n, "rel"), DEM_STR("canonical")))
            keep(&f.canonical, dem_dom_attr(a, n, "href"));
        else if (dem_dom_is(n, "time") && times++ < 20 && in_article(n))
            keep_day(&f.time_published, dem_day_of_meta(rules, a, dem_dom_attr(a, n, "datetime")));
    }
    dem_meta *m = &r->meta;
    keep(&m->publisher, f.og_site);
    keep(&m->publisher, f.ld_site);
    keep(&m->title, without_site(f.og_title, m->publisher));
    keep(&m->title, f.ld_title);
    keep(&m->title, without_site(f.tag_title, m->publisher));
    keep(&m->title, f.h1);
    keep(&m->author, f.author);
    keep(&m->author, f.ld_author);
    keep(&m->url, f.canonical);
    keep(&m->url, f.url);
    keep_day(&m->published, f.published);
    keep_day(&m->published, f.ld_published);
    keep_day(&m->published, f.time_published);
    if (f.lang.n && !m->language.n) m->language = f.lang;
    /* The headline as the page shows it, when it is the same but for signs at its ends. */
    if (f.h1.n && m->title.n && dem_str_ifind(f.h1, m->title, 0) == 0 && f.h1.n < m->title.n + 4) m->title = f.h1;
}
