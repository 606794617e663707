/* SPDX-License-Identifier: Apache-2.0 */
/* The main text of a page: paragraphs vote for the elements that hold them, by length and against links (after the idea
   of Arc90's Readability); the blocks of the winner that are running text are the report's. */
#include "ingest/html.h"

#include <stdlib.h>

/* What is known of an element; hung on node->_private. */
typedef struct info {
    size_t text, links; /* bytes of text below it, of that in links */
    size_t order, end;  /* elements below it are numbered order + 1 … end */
    double score;
    unsigned flags; /* DEM_HTML_* of its class, id, role */
    bool skip;
} info;

typedef struct block {
    dem_str text;
    size_t links;
    xmlNode *owner; /* the element it stands in */
    char tag;       /* p, h, l (li), q (blockquote), t (td), d (div and others) */
    uint8_t level;  /* of a heading */
} block;

typedef struct page {
    const dem_ingest_rules *rules;
    dem_arena *a;
    xmlNode *root;
    info *none;
    DEM_VEC(block) blocks;
    size_t total; /* bytes of text outside of links on the page */
    bool full;
} page;

static bool any_tag(const xmlNode *n, const char *const *list)
{
    for (; *list; list++)
        if (dem_dom_is(n, *list)) return true;
    return false;
}

static bool is_dead(const xmlNode *n)
{
    static const char *const dead[] = {"script",   "style",      "noscript", "template", "head",   "svg",    "math",
                                       "iframe",   "object",     "embed",    "select",   "option", "button", "input",
                                       "textarea", "label",      "form",     "audio",    "video",  "canvas", "map",
                                       "applet",   "figcaption", "nav",      "footer",   "menu",   "dialog", NULL};
    return any_tag(n, dead);
}

static bool is_inline(const xmlNode *n)
{
    static const char *const inl[] = {"a",   "b",    "i",    "em",   "strong", "span",    "u",     "s",      "small",
                                      "big", "sub",  "sup",  "font", "abbr",   "acronym", "cite",  "code",   "kbd",
                                      "q",   "mark", "time", "ins",  "del",    "tt",      "var",   "wbr",    "bdi",
                                      "bdo", "dfn",  "img",  "nobr", "strike", "data",    "label", "center", NULL};
    return any_tag(n, inl);
}

static info *info_of(page *k, const xmlNode *n) { return n && n->_private ? n->_private : k->none; }

/* ---- class, id, role ---- */

static unsigned word_flags(const page *k, const char *p, size_t n)
{
    char low[40];
    if (!n || n > sizeof low) return 0;
    for (size_t i = 0; i < n; i++) low[i] = p[i] >= 'A' && p[i] <= 'Z' ? (char)(p[i] + 32) : p[i];
    return dem_html_word(k->rules, (dem_str){low, n});
}

/* A name such as "relatedStories comment-list": each name whole, and its parts. */
static unsigned name_flags(const page *k, dem_str s)
{
    unsigned flags = 0;
    for (size_t i = 0; i < s.n && i < 400;) {
        while (i < s.n && strchr(" \t\r\n", s.p[i])) i++;
        size_t from = i;
        while (i < s.n && !strchr(" \t\r\n", s.p[i])) i++;
        flags |= word_flags(k, s.p + from, i - from);
        if (flags & DEM_HTML_GOOD) flags &= ~(unsigned)DEM_HTML_SKIP;
        for (size_t a = from; a < i;) {
            size_t b = a + 1;
            while (b < i && !strchr("-_:", s.p[b]) &&
                   !(s.p[b] >= 'A' && s.p[b] <= 'Z' && s.p[b - 1] >= 'a' && s.p[b - 1] <= 'z'))
                b++;
            size_t start = a;
            while (start < b && strchr("-_:", s.p[start])) start++;
            flags |= word_flags(k, s.p + start, b - start) & (DEM_HTML_SKIP | DEM_HTML_COMMENT);
            a = b;
        }
    }
    return flags;
}

static bool is_hidden(page *k, const xmlNode *n)
{
    dem_str style = dem_dom_attr(k->a, n, "style");
    if (style.n && (dem_str_ifind(style, DEM_STR("display:none"), 0) != SIZE_MAX ||
                    dem_str_ifind(style, DEM_STR("display: none"), 0) != SIZE_MAX))
        return true;
    return xmlHasProp(n, (const xmlChar *)"hidden") != NULL ||
           dem_str_ieq(dem_dom_attr(k->a, n, "aria-hidden"), DEM_STR("true"));
}

/* ---- pass 1: sizes ---- */

static size_t text_bytes(const char *s)
{
    size_t n = 0;
    bool space = true;
    for (; *s; s++) {
        bool sp = strchr(" \t\r\n\f", *s) != NULL;
        n += !sp || !space;
        space = sp;
    }
    return n;
}

static bool inside_link(const xmlNode *n)
{
    for (int up = 0; n && up < 6; n = n->parent, up++)
        if (dem_dom_is(n, "a")) return true;
    return false;
}

/* Text counts upwards are added on the way back: each element once, so deep nesting stays linear. */
static void measure(page *k)
{
    xmlNode *n = k->root;
    size_t order = 0;
    while (n) {
        bool enter = n->type == XML_ELEMENT_NODE && !is_dead(n);
        if (n->type == XML_ELEMENT_NODE) {
            info *i = DEM_NEW(k->a, info);
            if (!i) {
                k->full = true;
                return;
            }
            n->_private = i;
            i->order = i->end = ++order;
            i->flags = name_flags(k, dem_dom_attr(k->a, n, "class")) | name_flags(k, dem_dom_attr(k->a, n, "id")) |
                       name_flags(k, dem_dom_attr(k->a, n, "role"));
            i->skip = !enter || dem_dom_is(n, "aside") || is_hidden(k, n);
        } else if (n->type == XML_TEXT_NODE && n->content && n->parent && n->parent->_private) {
            size_t bytes = text_bytes((const char *)n->content);
            info *i = n->parent->_private;
            i->text += bytes;
            if (inside_link(n->parent)) i->links += bytes;
        }
        if (enter && n->children) {
            n = n->children;
            continue;
        }
        while (n != k->root && !n->next) {
            n = n->parent;
            ((info *)n->_private)->end = order;
            if (n != k->root && n->parent && n->parent->_private && n->_private) {
                ((info *)n->parent->_private)->text += ((info *)n->_private)->text;
                ((info *)n->parent->_private)->links += ((info *)n->_private)->links;
            }
        }
        if (n == k->root) break;
        n = n->next;
    }
    const info *all = info_of(k, k->root);
    k->total = all->text - all->links;
}

/* ---- pass 2: blocks ---- */

typedef struct run {
    DEM_VEC(char) text;
    size_t links;
    bool space;
} run;

static void run_add(page *k, run *r, const char *s, bool link)
{
    for (; *s; s++) {
        if (strchr(" \t\r\n\f", *s)) {
            r->space = true;
            continue;
        }
        char *p;
        if (r->space && r->text.n && (p = DEM_PUSH(k->a, &r->text))) *p = ' ';
        r->space = false;
        if (!(p = DEM_PUSH(k->a, &r->text))) {
            k->full = true;
            return;
        }
        *p = *s;
        r->links += link;
    }
}

static char kind_of(const xmlNode *owner, uint8_t *level)
{
    *level = 0;
    for (int up = 0; owner && up < 4; owner = owner->parent, up++) {
        if (dem_dom_is(owner, "p") || dem_dom_is(owner, "pre")) return 'p';
        if (dem_dom_is(owner, "li") || dem_dom_is(owner, "dd") || dem_dom_is(owner, "dt")) return 'l';
        if (dem_dom_is(owner, "blockquote")) return 'q';
        if (dem_dom_is(owner, "td") || dem_dom_is(owner, "th")) return 't';
        if (owner->name && (owner->name[0] | 32) == 'h' && owner->name[1] >= '1' && owner->name[1] <= '6' &&
            !owner->name[2]) {
            *level = (uint8_t)(owner->name[1] - '0');
            return 'h';
        }
        if (!is_inline(owner)) break;
    }
    return 'd';
}

static void run_end(page *k, run *r, xmlNode *owner)
{
    dem_str s;
    dem_error ignored;
    if (r->text.n && !k->full && dem_normalise(k->a, (dem_str){r->text.items, r->text.n}, &s, &ignored) == DEM_OK &&
        (s = dem_str_trim(s)).n) {
        block *b = DEM_PUSH(k->a, &k->blocks);
        if (b) {
            *b = (block){.text = s, .links = r->links, .owner = owner};
            b->tag = kind_of(owner, &b->level);
        } else {
            k->full = true;
        }
    }
    memset(r, 0, sizeof *r);
}

/* Not part of the text by its names, unless it holds so much of the page that the name must mean something else. */
static bool skipped(page *k, xmlNode *n)
{
    const info *i = info_of(k, n);
    size_t own = i->text - i->links;
    if (i->skip) return !(dem_dom_is(n, "form") && own * 2 > k->total);
    if (dem_dom_is(n, "body") || dem_dom_is(n, "html") || dem_dom_is(n, "article") || dem_dom_is(n, "main"))
        return false;
    if (i->flags & DEM_HTML_COMMENT) return own * 10 < k->total * 8;
    if (i->flags & DEM_HTML_SKIP) return own * 10 < k->total * 4;
    if (dem_dom_is(n, "header")) return own * 10 < k->total * 3 && own > 400;
    return false;
}

static void collect(page *k)
{
    run r = {0};
    xmlNode *n = k->root, *owner = k->root;
    int link = 0;
    while (n && !k->full) {
        bool element = n->type == XML_ELEMENT_NODE, enter = element && !skipped(k, n);
        bool inl = element && is_inline(n);
        if (n->type == XML_TEXT_NODE && n->content) run_add(k, &r, (const char *)n->content, link > 0);
        if (dem_dom_is(n, "br")) {
            /* One break is a space, two end a paragraph. */
            xmlNode *next = n->next;
            while (next && next->type == XML_TEXT_NODE && next->content && text_bytes((const char *)next->content) == 0)
                next = next->next;
            if (dem_dom_is(next, "br"))
                run_end(k, &r, owner);
            else
                r.space = true;
        } else if (element && !inl) {
            run_end(k, &r, owner);
        }
        if (enter && n->children) {
            link += dem_dom_is(n, "a");
            if (!inl) owner = n;
            n = n->children;
            continue;
        }
        while (n != k->root && !n->next) {
            n = n->parent;
            link -= dem_dom_is(n, "a");
            if (!is_inline(n)) {
                run_end(k, &r, owner);
                owner = n->parent ? n->parent : n;
                for (int up = 0; up < 64 && owner->parent && is_inline(owner) && owner != k->root; up++)
                    owner = owner->parent;
            }
        }
        if (n == k->root) break;
        n = n->next;
    }
    run_end(k, &r, owner);
}

/* ---- votes ---- */

static bool is_prose(const block *b) { return b->text.n >= 40 && b->links * 2 < b->text.n && b->tag != 'h'; }

static double weight(const block *b)
{
    size_t commas = 0;
    for (size_t i = 0; i < b->text.n; i++) commas += b->text.p[i] == ',' || b->text.p[i] == '.';
    double size = (double)(b->text.n - b->links) / 100.0,
           w = 1 + (double)(commas > 8 ? 8 : commas) * 0.3 + (size > 4 ? 4 : size);
    return b->tag == 'p' || b->tag == 'q' ? w : b->tag == 'd' ? w * 0.8 : w * 0.5;
}

static double element_factor(const page *k, const xmlNode *n, const info *i)
{
    (void)k;
    double f = i->flags & DEM_HTML_GOOD ? 1.25 : 1;
    if (dem_dom_is(n, "article") || dem_dom_is(n, "main")) f *= 1.25;
    if (i->text) f *= 1 - (double)i->links / (double)i->text;
    return f;
}

static xmlNode *best_element(page *k)
{
    for (size_t b = 0; b < k->blocks.n; b++) {
        const block *x = &k->blocks.items[b];
        if (!is_prose(x)) continue;
        double w = weight(x);
        xmlNode *n = x->tag == 'd' ? x->owner : x->owner->parent;
        for (int up = 0; n && n->type == XML_ELEMENT_NODE && up < 5; n = n->parent, up++) {
            info_of(k, n)->score += w;
            w *= 0.6;
        }
    }
    xmlNode *best = NULL;
    double top = 0;
    for (xmlNode *n = k->root; n; n = dem_dom_next(k->root, n, true)) {
        if (n->type != XML_ELEMENT_NODE || !n->_private) continue;
        info *i = n->_private;
        double s = i->score * element_factor(k, n, i);
        if (s > top) {
            top = s;
            best = n;
        }
    }
    return best;
}

static bool below(page *k, const xmlNode *n, const xmlNode *top)
{
    const info *t = info_of(k, top);
    size_t at = info_of(k, n)->order;
    return t->order <= at && at <= t->end;
}

static size_t prose_below(page *k, const xmlNode *top)
{
    size_t n = 0;
    for (size_t b = 0; b < k->blocks.n; b++)
        if (k->blocks.items[b].tag != 'l' && is_prose(&k->blocks.items[b]) && below(k, k->blocks.items[b].owner, top))
            n += k->blocks.items[b].text.n;
    return n;
}

enum { FEW = 400 }; /* bytes of running text that may be a stray box */

/* The highest ancestor that still gains running text without being mostly links: an article in several pieces, with
   wrappers and advertisements between them. */
static xmlNode *widen(page *k, xmlNode *best)
{
    size_t have = prose_below(k, best);
    xmlNode *at = best;
    for (int up = 0; up < 7 && at->parent && at->parent->type == XML_ELEMENT_NODE && at != k->root; up++) {
        at = at->parent;
        size_t more = prose_below(k, at);
        const info *i = info_of(k, at);
        bool page_wide = dem_dom_is(at, "body") || dem_dom_is(at, "html");
        bool gains = more * 100 > have * 115 && i->links * 3 < i->text && !page_wide;
        if (gains || (have < FEW && more > have * 2)) {
            best = at;
            have = more;
        }
    }
    return best;
}

/* ---- choosing blocks ---- */

static bool ends_like_text(dem_str s)
{
    while (s.n && strchr("\"')]", s.p[s.n - 1])) s.n--;
    while (s.n >= 3 && (unsigned char)s.p[s.n - 3] == 0xe2 && (unsigned char)s.p[s.n - 2] == 0x80) s.n -= 3;
    return s.n && strchr(".!?:;,", s.p[s.n - 1]);
}

static bool wanted(const block *b)
{
    size_t n = b->text.n;
    bool linked = b->links * 2 > n;
    switch (b->tag) {
    case 'h':
        return !linked || n > 20;
    case 'p':
    case 'q':
        return !linked || (b->links * 10 < n * 8 && n > 80);
    case 'l':
        return !linked && (n >= 20 || ends_like_text(b->text));
    case 't':
        return !linked && n >= 60 && ends_like_text(b->text);
    default:
        return b->links * 3 < n && (n >= 50 || ends_like_text(b->text));
    }
}

static bool push_block(page *k, dem_blocks *out, const block *b)
{
    dem_block *o = DEM_PUSH(k->a, out);
    if (!o) return false;
    *o = (dem_block){.text = b->text, .gap = true, .heading = b->tag == 'h', .quote = b->tag == 'q'};
    return true;
}

/* Inside the winner what looks like text; in the wider element around it only running text and headings: its lists are
 * of other things. */
static bool taken(page *k, const block *b, const xmlNode *core, const xmlNode *top)
{
    if (below(k, b->owner, core)) return wanted(b);
    return below(k, b->owner, top) && wanted(b) && (b->tag == 'h' || (is_prose(b) && b->tag != 'l'));
}

static int choose(page *k, const xmlNode *core, const xmlNode *top, dem_str title, dem_blocks *out, dem_error *err)
{
    size_t last = 0;
    bool ok = true;
    for (size_t i = 0; i < k->blocks.n; i++)
        if (k->blocks.items[i].tag != 'h' && taken(k, &k->blocks.items[i], core, top)) last = i + 1;
    for (size_t i = 0; i < k->blocks.n && ok; i++) {
        const block *b = &k->blocks.items[i];
        if (title.n && b->tag == 'h' && dem_str_ieq(b->text, title)) continue; /* it goes first, once */
        if (i < last && taken(k, b, core, top)) ok = push_block(k, out, b);
    }
    return ok && !k->full ? DEM_OK : dem_fail(err, DEM_EMEMORY, "the page needs more memory than the limit");
}

int dem_html_main(const dem_ingest_rules *rules, dem_report *r, xmlNode *root, dem_blocks *out, dem_error *err)
{
    page k = {.rules = rules, .a = r->arena, .root = root, .none = DEM_NEW(r->arena, info)};
    if (!k.none) return dem_fail(err, DEM_EMEMORY, "the page needs more memory than the limit");
    measure(&k);
    if (!k.full) collect(&k);
    if (k.full) return dem_fail(err, DEM_EMEMORY, "the page needs more memory than the limit");
    xmlNode *core = best_element(&k);
    if (!core) core = root;
    const xmlNode *top = widen(&k, core);
    /* The headline is part of the page's text: it comes first, as a paragraph of its own. */
    if (r->meta.title.n) {
        dem_block *t = DEM_PUSH(r->arena, out);
        if (!t) return dem_fail(err, DEM_EMEMORY, "the page needs more memory than the limit");
        dem_str s;
        int rc = dem_normalise(r->arena, r->meta.title, &s, err);
        if (rc) return rc;
        r->meta.title = s;
        *t = (dem_block){.text = s, .gap = true, .heading = true};
    }
    int rc = choose(&k, core, top, r->meta.title, out, err);
    if (!rc && out->n == (r->meta.title.n ? 1u : 0u)) out->n = 0; /* a title alone is no text */
    return rc;
}
