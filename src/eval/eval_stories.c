/* SPDX-License-Identifier: Apache-2.0 */
/* eval stories: which reports are copies or tell the same news, and which of their events are one event, against clusters.json of a gold
   folder. Every pair of gold reports is judged, and every pair of gold events of two reports; tests/gold/README.md says how. */
#include "eval/records.h"
#include "eval/web.h"

#include <stdlib.h>

enum { MAX_REPORTS = 1000, MAX_MEMBERS = 4000 };

typedef struct gold_report {
    const char *id;
    bool seed;          /* its events are not all annotated */
    size_t at;          /* in the web; SIZE_MAX: not there */
    long story, copies; /* -1: none */
} gold_report;

typedef struct member {
    const char *report, *sentence, *cameo;
    size_t at, event; /* SIZE_MAX: not found */
    int fit;
    long cluster;
    bool optional;
} member;

typedef struct state {
    dem_bench *b;
    dem_gold_web *g;
    gold_report *reports;
    member *members;
    size_t n_reports, n_members;
    long n_stories, n_copies, n_clusters;
} state;

static void add_report(state *s, const char *id, long story, bool seed)
{
    size_t at = dem_web_find(s->g->web, dem_str_c(id));
    if (at != SIZE_MAX && s->n_reports < MAX_REPORTS) s->reports[s->n_reports++] = (gold_report){id, seed, at, story, -1};
}

static void add_copies(state *s, const json_t *groups)
{
    size_t i, k;
    const json_t *group, *id;
    json_array_foreach(groups, i, group)
    {
        json_array_foreach(group, k, id)
            for (size_t r = 0; r < s->n_reports; r++)
                if (strcmp(s->reports[r].id, json_string_value(id)) == 0) s->reports[r].copies = s->n_copies;
        s->n_copies++;
    }
}

/* The event of the located sentence whose code is nearest to the gold's. */
static size_t locate(const state *s, member *m)
{
    const dem_digest *d = dem_web_digest(s->g->web, m->at);
    const dem_gold_sentences *text = &s->g->reports.items[m->at];
    size_t best = SIZE_MAX;
    m->fit = 0;
    for (size_t i = 0; i < d->events.n; i++) {
        const dem_digest_event *e = &d->events.items[i];
        char sentence[4096];
        if ((size_t)e->index >= text->sentences.n) continue;
        snprintf(sentence, sizeof sentence, "%.*s", DEM_FMT(text->sentences.items[e->index]));
        if (!dem_holds(sentence, m->sentence)) continue;
        int now = strcmp(e->cameo, m->cameo) == 0 ? 4 : strncmp(e->cameo, m->cameo, 3) == 0 ? 3 : strncmp(e->cameo, m->cameo, 2) == 0 ? 2 : 0;
        /* Two of one code in a sentence, or another code than the gold's: the locator's words say which is meant. */
        char trigger[256];
        snprintf(trigger, sizeof trigger, "%.*s", DEM_FMT(e->trigger));
        if (dem_holds(m->sentence, trigger)) now += now ? 3 : 1;
        if (now > m->fit) m->fit = now, best = i;
    }
    return best;
}

static void add_members(state *s, const json_t *list, const json_t *event)
{
    size_t i, k;
    const json_t *v, *skip;
    json_array_foreach(list, i, v)
    {
        if (s->n_members == MAX_MEMBERS) return;
        member m = {dem_gold_text(v, "report"), dem_gold_text(v, "sentence"), dem_gold_text(v, "cameo"), 0, SIZE_MAX, 0, s->n_clusters, false};
        m.at = dem_web_find(s->g->web, dem_str_c(m.report));
        if (m.at == SIZE_MAX) continue;
        const json_t *optional = json_object_get(event, "optional");
        m.optional = json_is_true(optional) || json_is_true(json_object_get(v, "optional"));
        json_array_foreach(optional, k, skip) m.optional = m.optional || strcmp(json_string_value(skip), m.report) == 0;
        m.event = locate(s, &m);
        /* One event of the program is one of the gold's. */
        for (size_t o = 0; o < s->n_members; o++) {
            member *x = &s->members[o];
            if (x->at != m.at || x->event != m.event || m.event == SIZE_MAX || x->cluster == m.cluster) continue;
            if (x->fit >= m.fit)
                m.event = SIZE_MAX;
            else
                x->event = SIZE_MAX;
        }
        s->members[s->n_members++] = m;
    }
}

static void read_gold(state *s, const json_t *gold)
{
    size_t i, k;
    const json_t *v, *x;
    json_array_foreach(json_object_get(gold, "stories"), i, v)
    {
        json_array_foreach(json_object_get(v, "reports"), k, x) add_report(s, json_string_value(x), s->n_stories, false);
        json_array_foreach(json_object_get(v, "seeds"), k, x) add_report(s, json_string_value(x), s->n_stories, true);
        add_copies(s, json_object_get(v, "copies"));
        json_array_foreach(json_object_get(v, "events"), k, x)
        {
            add_members(s, json_object_get(x, "members"), x);
            add_members(s, json_object_get(x, "seeds"), x);
            s->n_clusters++;
        }
        s->n_stories++;
    }
    json_array_foreach(json_object_get(gold, "singletons"), i, v) add_report(s, json_string_value(v), s->n_stories++, false);
    /* Events of their own: what a program might take for one of the others. */
    json_array_foreach(json_object_get(gold, "lone_events"), i, v)
    {
        json_t *one = json_pack("[O]", v);
        add_members(s, one, v);
        json_decref(one);
        s->n_clusters++;
    }
}

/* ---- reports ---- */

typedef struct report_tally {
    dem_prf linked, copies;
    size_t pairs, hard, hard_right;
} report_tally;

static bool follows(const json_t *gold, const char *a, const char *b)
{
    size_t i;
    const json_t *v;
    json_array_foreach(json_object_get(gold, "follow_ups"), i, v)
    {
        const char *x = json_string_value(json_array_get(v, 0)), *y = json_string_value(json_array_get(v, 1));
        if (x && y && ((!strcmp(x, a) && !strcmp(y, b)) || (!strcmp(x, b) && !strcmp(y, a)))) return true;
    }
    return false;
}

static void count(dem_prf *c, bool want, bool got)
{
    c->hit += want && got;
    c->gold += want;
    c->found += got;
}

/* With what the two are to each other by themselves: they may be joined through a third. */
static void print_pair(state *s, const gold_report *x, const gold_report *y, const char *got, const char *want)
{
    dem_link link;
    dem_arena *a = dem_arena_new(0);
    const char *why = "";
    if (a && dem_link_digests(s->b->engine->stories, dem_web_digest(s->g->web, x->at), dem_web_digest(s->g->web, y->at), a, &link, NULL) == DEM_OK) why = link.why;
    fprintf(s->b->out, "  %s, %s: %s, expected %s (%s)\n", x->id, y->id, got, want, why);
    dem_arena_free(a);
}

static void judge_reports(state *s, const json_t *gold, report_tally *t)
{
    static const char *const kin_words[] = {"nothing", "one story", "copies"};
    for (size_t i = 0; i < s->n_reports; i++)
        for (size_t k = i + 1; k < s->n_reports; k++) {
            const gold_report *x = &s->reports[i], *y = &s->reports[k];
            bool story = x->story == y->story, copy = story && x->copies >= 0 && x->copies == y->copies;
            dem_kin kin = dem_web_kin(s->g->web, x->at, y->at);
            t->pairs++;
            count(&t->linked, story, kin != DEM_KIN_NONE);
            count(&t->copies, copy, kin == DEM_KIN_COPY);
            if (follows(gold, x->id, y->id)) t->hard++, t->hard_right += kin == DEM_KIN_NONE;
            dem_kin want = copy ? DEM_KIN_COPY : story ? DEM_KIN_STORY : DEM_KIN_NONE;
            if (!s->b->o->json && kin != want) print_pair(s, x, y, kin_words[kin], kin_words[want]);
        }
}

/* ---- events ---- */

typedef struct event_tally {
    dem_prf found, all; /* pairs of events the program has found; of all that the gold names */
    size_t pairs, members, located;
} event_tally;

static void print_event(state *s, const char *what, const member *x, const member *y)
{
    if (s->b->o->json) return;
    fprintf(s->b->out, "  %s: %s %s \"%s\" and %s %s \"%s\"\n", what, x->report, x->cameo, x->sentence, y->report, y->cameo, y->sentence);
}

static void judge_members(state *s, event_tally *t)
{
    for (size_t i = 0; i < s->n_members; i++) {
        const member *x = &s->members[i];
        if (!x->optional) t->members++, t->located += x->event != SIZE_MAX;
        if (!x->optional && x->event == SIZE_MAX && !s->b->o->json)
            fprintf(s->b->out, "  not coded: %s %s \"%s\"\n", x->report, x->cameo, x->sentence);
        for (size_t k = i + 1; k < s->n_members; k++) {
            const member *y = &s->members[k];
            if (x->at == y->at || x->optional || y->optional) continue;
            bool want = x->cluster == y->cluster, found = x->event != SIZE_MAX && y->event != SIZE_MAX;
            bool got = found && dem_web_same_event(s->g->web, x->at, x->event, y->at, y->event);
            count(&t->all, want, got);
            if (!found) continue;
            t->pairs++;
            count(&t->found, want, got);
            if (want != got) print_event(s, want ? "apart" : "joined", x, y);
        }
    }
}

static const member *gold_of(const state *s, size_t at, size_t event, bool *optional)
{
    const member *first = NULL;
    *optional = false;
    for (size_t i = 0; i < s->n_members; i++) {
        if (s->members[i].at != at || s->members[i].event != event) continue;
        *optional = *optional || s->members[i].optional;
        if (!first) first = &s->members[i];
    }
    return first;
}

/* Events joined of which the gold names at most one: wrong, unless one sentence stands in two copies of a text. */
static void judge_unlisted(state *s, event_tally *t)
{
    for (size_t i = 0; i < s->n_reports; i++)
        for (size_t k = i + 1; k < s->n_reports; k++) {
            size_t a = s->reports[i].at, b = s->reports[k].at;
            if (s->reports[i].seed || s->reports[k].seed) continue;
            const dem_digest *x = dem_web_digest(s->g->web, a), *y = dem_web_digest(s->g->web, b);
            for (size_t m = 0; m < x->events.n; m++)
                for (size_t n = 0; n < y->events.n; n++) {
                    bool skip_x, skip_y;
                    if (!dem_web_same_event(s->g->web, a, m, b, n) || x->events.items[m].sentence == y->events.items[n].sentence) continue;
                    if (x->events.items[m].title || y->events.items[n].title) continue; /* headlines are not annotated */
                    const member *gx = gold_of(s, a, m, &skip_x), *gy = gold_of(s, b, n, &skip_y);
                    if ((gx && gy) || skip_x || skip_y) continue;
                    t->found.found++;
                    t->all.found++;
                    t->pairs++;
                    if (!s->b->o->json)
                        fprintf(s->b->out, "  joined, not in the gold: %s %s \"%.*s\" and %s %s \"%.*s\"\n", s->reports[i].id, x->events.items[m].cameo,
                                DEM_FMT(x->events.items[m].trigger), s->reports[k].id, y->events.items[n].cameo, DEM_FMT(y->events.items[n].trigger));
                }
        }
}

static int measure(state *s, const json_t *gold)
{
    report_tally r = {.pairs = 0};
    event_tally e = {.pairs = 0};
    dem_figures f = {0};
    judge_reports(s, gold, &r);
    judge_members(s, &e);
    judge_unlisted(s, &e);
    dem_figure(&f, "reports", (double)s->n_reports);
    dem_figure(&f, "report_pairs", (double)r.pairs);
    dem_figure(&f, "follow_ups", (double)r.hard);
    dem_figure(&f, "follow_ups_right", (double)r.hard_right);
    dem_figure_prf(&f, "stories", r.linked);
    dem_figure_prf(&f, "copies", r.copies);
    dem_figure(&f, "events", (double)e.members);
    dem_figure(&f, "events_coded", (double)e.located);
    dem_figure(&f, "event_pairs", (double)e.pairs);
    dem_figure_prf(&f, "events", e.found);
    dem_figure_prf(&f, "events_all", e.all);
    dem_figures_print(s->b->out, &f, "stories", s->b->o->json);
    return DEM_OK;
}

int dem_eval_stories(dem_bench *b, const char *const *paths, size_t n, dem_error *err)
{
    dem_gold_web g;
    bool there = false;
    int rc = dem_gold_web_open(b, paths, n, "clusters.json", &g, &there, err);
    if (!rc && !there) {
        dem_gold_web_skip(b, &g, "stories");
        return DEM_OK;
    }
    json_t *gold = rc ? NULL : dem_gold_json(&g, "clusters.json", err);
    state s = {.b = b, .g = &g, .reports = calloc(MAX_REPORTS, sizeof *s.reports), .members = calloc(MAX_MEMBERS, sizeof *s.members)};
    if (!rc && !gold) rc = DEM_EFORMAT;
    if (!rc && (!s.reports || !s.members)) rc = dem_fail(err, DEM_EMEMORY, "memory is out");
    if (!rc) read_gold(&s, gold);
    if (!rc) rc = measure(&s, gold);
    free(s.reports);
    free(s.members);
    json_decref(gold);
    dem_gold_web_close(&g);
    return rc;
}
