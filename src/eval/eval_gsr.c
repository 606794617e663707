/* SPDX-License-Identifier: Apache-2.0 */
/* eval gsr: PETRARCH validation records (XML: Sentence, EventCoding, Text in a row). An event is country of the source,
   root of the code, country of the target; ours count once for each pair of actor and recipient, and once each way for those
   who do it to each other ("Norway and Kenya met"). */
#include "eval/bench.h"

#include "base/file.h"

#include <libxml/HTMLparser.h>

enum { MAX_EVENTS = 64 };

typedef struct triple {
    char source[4], root[3], target[4];
    bool hit;
} triple;

typedef struct record {
    char id[64];
    dem_day day;
    triple gold[MAX_EVENTS];
    size_t n_gold;
    bool open;
    bool targetless; /* of the file */
} record;

typedef struct tally {
    dem_prf triples, roots, sources, targets;
    size_t sentences;
} tally;

/* The country of a code, or the prefix that stands in its place for international bodies; "---" for an actor of no country, be he written
   "---REB" or "REB". */
static void copy_head(char out[4], dem_str code)
{
    static const char *const roles[] = {"GOV", "MIL", "REB", "OPP", "PTY", "COP", "JUD", "SPY", "MED", "EDU", "BUS", "CRM", "CVL", "LEG", "LAB",
                                        "REF", "ELI", "SEP", "UAF", "INS", "AGR", "JRN", "REL", "SOC", "HLH", "HRI", "DEV", "ENV", "MOD", "RAD"};
    dem_str h = dem_code_head(code);
    bool role = h.n != 3;
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) role |= dem_str_is(h, roles[i]);
    bool body = dem_str_is(h, "UNO") || dem_str_is(h, "EUR"); /* PLOVER's prefixes of CAMEO's IGOUNO and IGOEUR… */
    memcpy(out, role ? "---" : body ? "IGO" : h.p, 3);
    out[3] = 0;
}

static void read_attr(const xmlNode *n, const char *name, char *out, size_t size)
{
    xmlChar *v = xmlGetProp(n, (const xmlChar *)name);
    snprintf(out, size, "%s", v ? (const char *)v : "");
    xmlFree(v);
}

static void begin(record *k, const xmlNode *n)
{
    char date[16];
    *k = (record){.open = true, .day = DEM_DAY_NONE, .targetless = k->targetless};
    read_attr(n, "id", k->id, sizeof k->id);
    read_attr(n, "date", date, sizeof date);
    int y, m, d;
    /* NOLINTNEXTLINE(cert-err34-c): the format bounds the digits, dem_day_of the values */
    if (sscanf(date, "%4d%2d%2d", &y, &m, &d) == 3) k->day = dem_day_of(y, m, d);
}

static void add_gold(record *k, const xmlNode *n)
{
    char code[16], source[32], target[32];
    read_attr(n, "eventcode", code, sizeof code);
    read_attr(n, "sourcecode", source, sizeof source);
    read_attr(n, "targetcode", target, sizeof target);
    if (k->n_gold == MAX_EVENTS || strlen(code) < 2) return; /* noevents="true" */
    triple *t = &k->gold[k->n_gold++];
    copy_head(t->source, dem_str_c(source));
    copy_head(t->target, dem_str_c(target));
    snprintf(t->root, sizeof t->root, "%.2s", code);
}

/* Whether the file codes events that are done to nobody (a target "---"): where it does not, ours without one are not counted either. */
static bool codes_targetless(const xmlNode *root)
{
    for (const xmlNode *n = root; n;) {
        char target[32];
        if (n->type == XML_ELEMENT_NODE && xmlStrcasecmp(n->name, (const xmlChar *)"eventcoding") == 0) {
            read_attr(n, "targetcode", target, sizeof target);
            if (strcmp(target, "---") == 0) return true;
        }
        if (n->children) {
            n = n->children;
            continue;
        }
        while (n && n != root && !n->next) n = n->parent;
        n = n && n != root ? n->next : NULL;
    }
    return false;
}

static void add_own(triple *out, size_t *n, const char *cameo, dem_str source, dem_str target)
{
    triple k = {.hit = false};
    copy_head(k.source, source);
    copy_head(k.target, target);
    snprintf(k.root, sizeof k.root, "%.2s", cameo);
    for (size_t j = 0; j < *n; j++)
        if (!strcmp(out[j].source, k.source) && !strcmp(out[j].root, k.root) && !strcmp(out[j].target, k.target)) return;
    if (*n < MAX_EVENTS) out[(*n)++] = k;
}

static size_t own_triples(const dem_report *r, bool targetless, triple *out)
{
    size_t n = 0;
    for (size_t i = 0; i < r->events.n; i++) {
        const dem_event *e = &r->events.items[i];
        bool each_other = e->mutual && !e->recipients.n;
        const dem_actor *targets = each_other ? e->actors.items : e->recipients.items;
        size_t n_targets = each_other ? e->actors.n : e->recipients.n;
        for (size_t a = 0; a < e->actors.n; a++) {
            const dem_actor *x = &e->actors.items[a];
            if (!n_targets && targetless) add_own(out, &n, e->cameo, x->code, DEM_STR("---"));
            for (size_t t = 0; t < n_targets; t++)
                if (x != &targets[t] && x->code.n && targets[t].code.n) add_own(out, &n, e->cameo, x->code, targets[t].code);
        }
    }
    return n;
}

/* One to one on the parts that are asked for: 1 source, 2 root, 4 target. */
static void match(triple *gold, size_t n_gold, const triple *own, size_t n_own, int parts, dem_prf *t)
{
    t->gold += n_gold;
    t->found += n_own;
    for (size_t g = 0; g < n_gold; g++) gold[g].hit = false;
    for (size_t i = 0; i < n_own; i++)
        for (size_t g = 0; g < n_gold; g++) {
            if (gold[g].hit || ((parts & 1) && strcmp(gold[g].source, own[i].source) != 0) ||
                ((parts & 2) && strcmp(gold[g].root, own[i].root) != 0) ||
                ((parts & 4) && strcmp(gold[g].target, own[i].target) != 0))
                continue;
            gold[g].hit = true;
            t->hit++;
            break;
        }
}

static int end(dem_bench *b, record *k, const char *text, tally *t, dem_error *err)
{
    char line[8192];
    size_t n = 0;
    for (const char *c = text; *c && n + 1 < sizeof line; c++) line[n++] = *c == '\n' || *c == '\t' ? ' ' : *c;
    int rc = dem_bench_code(b, dem_str_trim((dem_str){line, n}), dem_str_c(k->id), k->day, DEM_DEPTH_FULL, err);
    if (rc) return rc;
    triple own[MAX_EVENTS];
    size_t n_own = own_triples(b->r, k->targetless, own);
    t->sentences++;
    match(k->gold, k->n_gold, own, n_own, 1, &t->sources);
    match(k->gold, k->n_gold, own, n_own, 2, &t->roots);
    match(k->gold, k->n_gold, own, n_own, 4, &t->targets);
    size_t before = t->triples.hit;
    match(k->gold, k->n_gold, own, n_own, 7, &t->triples);
    if (t->triples.hit - before < k->n_gold && dem_bench_worst(b)) {
        fprintf(b->out, "%s: %.*s\n", k->id, DEM_FMT(b->r->text));
        for (size_t i = 0; i < k->n_gold; i++)
            fprintf(b->out, "    gold  %s %s %s%s\n", k->gold[i].source, k->gold[i].root, k->gold[i].target,
                    k->gold[i].hit ? "" : "  missing");
        for (size_t i = 0; i < n_own; i++)
            fprintf(b->out, "    given %s %s %s\n", own[i].source, own[i].root, own[i].target);
    }
    return DEM_OK;
}

static int one_file(dem_bench *b, const char *path, tally *t, dem_error *err)
{
    dem_arena *a = dem_arena_new(0);
    dem_str bytes = DEM_STR_NONE;
    int rc = a ? dem_file_read(a, path, (size_t)256 << 20, &bytes, err) : dem_fail(err, DEM_EMEMORY, "memory is out");
    /* The files are not well formed (a closing tag after an empty element): the HTML parser reads them all the same. */
    htmlDocPtr doc =
        rc ? NULL
           : htmlReadMemory(bytes.p, (int)bytes.n, NULL, "UTF-8",
                            HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_RECOVER);
    const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    if (!rc && !root) rc = dem_fail_at(err, DEM_EFORMAT, path, 0, -1, "not XML");
    record k = {.targetless = root && codes_targetless(root)};
    size_t before = t->sentences;
    for (const xmlNode *n = root; n && !rc;) {
        if (n->type == XML_ELEMENT_NODE && xmlStrcasecmp(n->name, (const xmlChar *)"sentence") == 0) begin(&k, n);
        if (n->type == XML_ELEMENT_NODE && xmlStrcasecmp(n->name, (const xmlChar *)"eventcoding") == 0 && k.open)
            add_gold(&k, n);
        if (n->type == XML_ELEMENT_NODE && xmlStrcasecmp(n->name, (const xmlChar *)"text") == 0 && k.open) {
            xmlChar *text = xmlNodeGetContent(n);
            if (text) rc = end(b, &k, (const char *)text, t, err);
            xmlFree(text);
            k.open = false;
        }
        if (n->children && n->type == XML_ELEMENT_NODE) {
            n = n->children;
            continue;
        }
        while (n && n != root && !n->next) n = n->parent;
        n = n && n != root ? n->next : NULL;
    }
    if (!rc && t->sentences == before) rc = dem_fail_at(err, DEM_EFORMAT, path, 0, -1, "no Sentence with a Text in it");
    if (doc) xmlFreeDoc(doc);
    dem_arena_free(a);
    return rc;
}

int dem_eval_gsr(dem_bench *b, const char *const *paths, size_t n, dem_error *err)
{
    tally t = {.sentences = 0};
    int rc = DEM_OK;
    for (size_t i = 0; i < n && !rc; i++) rc = one_file(b, paths[i], &t, err);
    if (rc) return rc;
    dem_figures f = {0};
    dem_figure(&f, "sentences", (double)t.sentences);
    dem_figure_prf(&f, "triples", t.triples);
    dem_figure_prf(&f, "roots", t.roots);
    dem_figure_prf(&f, "sources", t.sources);
    dem_figure_prf(&f, "targets", t.targets);
    dem_figure(&f, "countries_where_found", t.roots.hit ? (double)t.triples.hit / (double)t.roots.hit : 0);
    dem_figures_print(b->out, &f, "gsr", b->o->json);
    return DEM_OK;
}
