/* SPDX-License-Identifier: Apache-2.0 */
/* HTML by libxml2's forgiving parser: metadata, then the main text. */
#include "ingest/html.h"

xmlNode *dem_dom_next(const xmlNode *root, xmlNode *at, bool enter)
{
    if (enter && at->type == XML_ELEMENT_NODE && at->children) return at->children;
    while (at != root) {
        if (at->next) return at->next;
        at = at->parent;
        if (!at) return NULL;
    }
    return NULL;
}

bool dem_dom_is(const xmlNode *n, const char *tag)
{
    return n && n->type == XML_ELEMENT_NODE && n->name && xmlStrcasecmp(n->name, (const xmlChar *)tag) == 0;
}

dem_str dem_dom_attr(dem_arena *a, const xmlNode *n, const char *name)
{
    if (n->type != XML_ELEMENT_NODE) return DEM_STR_NONE;
    for (const xmlAttr *at = n->properties; at; at = at->next) {
        if (xmlStrcasecmp(at->name, (const xmlChar *)name) != 0) continue;
        if (!at->children || at->children->type != XML_TEXT_NODE || !at->children->content) return DEM_STR_NONE;
        if (!at->children->next) return dem_str_trim(dem_str_dup(a, dem_str_c((const char *)at->children->content)));
        xmlChar *all = xmlNodeListGetString(n->doc, at->children, 1);
        dem_str s = all ? dem_str_trim(dem_str_dup(a, dem_str_c((const char *)all))) : DEM_STR_NONE;
        xmlFree(all);
        return s;
    }
    return DEM_STR_NONE;
}

dem_str dem_dom_text(dem_arena *a, const xmlNode *n)
{
    DEM_VEC(char) out = {0};
    bool space = false;
    for (xmlNode *at = (xmlNode *)(uintptr_t)n; at; at = dem_dom_next(n, at, true)) {
        if (dem_dom_is(at, "br")) space = true;
        if (at->type != XML_TEXT_NODE || !at->content) continue;
        for (const char *c = (const char *)at->content; *c; c++) {
            if (strchr(" \t\r\n\f", *c)) {
                space = true;
                continue;
            }
            char *p;
            if (space && out.n && (p = DEM_PUSH(a, &out))) *p = ' ';
            space = false;
            if (!(p = DEM_PUSH(a, &out))) return DEM_STR_NONE;
            *p = *c;
        }
    }
    return (dem_str){out.items, out.n};
}

int dem_html_blocks(const dem_ingest_rules *rules, dem_report *r, dem_str utf8, const char *name, dem_blocks *out,
                    dem_error *err)
{
    if (utf8.n > INT32_MAX) return dem_fail_at(err, DEM_ELIMIT, name, 0, -1, "the page is too large");
    /* NUL bytes would end the page for libxml2: a page that holds them is cleaned first. */
    dem_str clean = utf8;
    if (utf8.n && memchr(utf8.p, 0, utf8.n)) {
        int rc = dem_normalise(r->arena, utf8, &clean, err);
        if (rc) return rc;
    }
    htmlDocPtr doc = htmlReadMemory(clean.p, (int)clean.n, NULL, "UTF-8",
                                    HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                        HTML_PARSE_COMPACT);
    xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    int rc = DEM_OK;
    if (!root) {
        rc = dem_fail_at(err, DEM_EEMPTY, name, 0, -1, "there is no text in the page");
    } else {
        dem_html_meta(rules, r, root);
        rc = dem_html_main(rules, r, root, out, err);
    }
    if (doc) xmlFreeDoc(doc);
    if (!rc && !out->n) rc = dem_fail_at(err, DEM_EEMPTY, name, 0, -1, "there is no text in the page");
    return rc;
}
