/* SPDX-License-Identifier: Apache-2.0 */
/* eval initiatives: initiatives and positions against initiatives.json and positions.json of a gold folder. An initiative of the gold is
   found when one of the program's has its kind, a proposer of its own and a report of its own; the best-fitting pairs first. */
#include "eval/records.h"
#include "eval/web.h"

#include <stdlib.h>

enum { MAX_GOLD = 500 };

typedef struct state {
    dem_bench *b;
    dem_gold_web *g;
    const dem_picture *p;
    dem_prf initiatives, responses, positions;
    size_t asked[8], agreed[8]; /* FIELD_* */
} state;
enum { FIELD_KIND, FIELD_PARTIES, FIELD_VENUE, FIELD_FIRST, FIELD_STATE, FIELD_REPORTS, FIELD_CONDITIONS, FIELD_DATE, FIELD_COUNT };
static const char *const field_names[] = {"kind", "parties", "venue", "first", "state", "all_reports", "conditions", "date"};

static void hit(dem_prf *c)
{
    c->hit++;
    c->gold++;
    c->found++;
}

/* The gold's value of `key`, or one of the list `also`. */
static bool one_of(const json_t *gold, const char *key, const char *also, dem_str have)
{
    size_t i;
    const json_t *v;
    if (dem_str_is(have, dem_gold_text(gold, key))) return true;
    json_array_foreach(json_object_get(gold, also), i, v) if (dem_str_is(have, json_string_value(v))) return true;
    return false;
}

/* IRN matches IRNGOV; SYRREB does not match SYROPP; a government is its country. */
static bool code_fits(const char *gold, dem_str code)
{
    dem_str want = dem_str_c(gold), head = dem_party_head(code), sector = dem_str_cut(want, 3, 6);
    if (dem_str_is(want, "UNO") || dem_str_is(want, "EUR")) return dem_str_eq(head, want);
    if (!dem_str_eq(dem_str_cut(want, 0, 3), dem_str_cut(code, 0, 3))) return false;
    if (!sector.n) return true;
    for (size_t i = 3; i + 3 <= code.n; i += 3)
        if (dem_str_eq(dem_str_cut(code, i, i + 3), sector)) return true;
    return dem_str_is(sector, "GOV") && code.n == 3;
}

static bool has_party(const dem_parties *v, const char *code)
{
    for (size_t i = 0; i < v->n; i++)
        if (code_fits(code, v->items[i].code)) return true;
    return false;
}

static bool has_str(const dem_strs *v, const char *s)
{
    for (size_t i = 0; i < v->n; i++)
        if (dem_str_is(v->items[i], s)) return true;
    return false;
}

static size_t held(const json_t *list, const dem_parties *v)
{
    size_t i, n = 0;
    const json_t *x;
    json_array_foreach(list, i, x) n += has_party(v, json_string_value(x));
    return n;
}

static size_t told_in(const json_t *list, const dem_strs *reports)
{
    size_t i, n = 0;
    const json_t *x;
    json_array_foreach(list, i, x) n += has_str(reports, json_string_value(x));
    return n;
}

static const dem_response_record *response_of(const dem_initiative_record *x, const json_t *want, bool stance)
{
    for (size_t i = 0; i < x->responses.n; i++) {
        const dem_response_record *r = &x->responses.items[i];
        if (code_fits(dem_gold_text(want, "actor"), r->actor.code) && (!stance || one_of(want, "stance", "also", r->stance))) return r;
    }
    return NULL;
}

/* 0: not the one meant. */
static int fit(const json_t *gold, const dem_initiative_record *x)
{
    size_t i, said = 0;
    const json_t *want;
    size_t owners = held(json_object_get(gold, "proposer"), &x->proposer) + held(json_object_get(gold, "also_proposer"), &x->proposer), reports = told_in(json_object_get(gold, "reports"), &x->reports);
    if (!owners || !reports || !one_of(gold, "kind", "also_kind", x->kind)) return 0;
    json_array_foreach(json_object_get(gold, "responses"), i, want) said += response_of(x, want, true) != NULL;
    return 1 + (int)reports * 4 + (int)owners * 2 + (int)said * 3 + (int)held(json_object_get(gold, "parties"), &x->parties) +
           (x->venue.n && dem_str_is(x->venue, dem_gold_text(gold, "venue")));
}

static void field(state *s, const char *id, int what, bool good, dem_str have)
{
    s->asked[what]++;
    s->agreed[what] += good;
    if (!good && !s->b->o->json) fprintf(s->b->out, "  %s: %s is %.*s\n", id, field_names[what], DEM_FMT(have.n ? have : DEM_STR("not given")));
}

static bool has_condition(const dem_response_record *r, const json_t *want)
{
    size_t i;
    const json_t *type;
    json_array_foreach(json_object_get(want, "conditions"), i, type)
        for (size_t k = 0; k < r->conditions.n; k++)
            if (dem_str_is(r->conditions.items[k].type, json_string_value(type))) return true;
    return false;
}

static bool on_day(const dem_response_record *r, const json_t *want)
{
    char iso[11];
    dem_day_print(r->day, iso);
    return strcmp(iso, dem_gold_text(want, "date")) == 0;
}

static void check_response(state *s, const char *id, const json_t *want, const dem_initiative_record *x)
{
    const dem_response_record *r = NULL;
    const char *actor = dem_gold_text(want, "actor"), *stance = dem_gold_text(want, "stance");
    int best = 0;
    for (size_t i = 0; i < x->responses.n; i++) { /* one country's answers may be several records: the one meant fits best */
        const dem_response_record *y = &x->responses.items[i];
        if (!code_fits(actor, y->actor.code) || !one_of(want, "stance", "also", y->stance)) continue;
        int now = 1 + has_condition(y, want) * 2 + on_day(y, want);
        if (now > best) best = now, r = y;
    }
    if (!r) {
        const dem_response_record *other = response_of(x, want, false);
        s->responses.gold++;
        if (!s->b->o->json)
            fprintf(s->b->out, "  %s: %s %s is missing%s%.*s\n", id, actor, stance, other ? ", found: " : "", DEM_FMT(other ? other->stance : DEM_STR_NONE));
        return;
    }
    hit(&s->responses);
    if (json_array_size(json_object_get(want, "conditions")))
        field(s, id, FIELD_CONDITIONS, has_condition(r, want), r->conditions.n ? r->conditions.items[0].type : DEM_STR_NONE);
    if (json_object_get(want, "date")) {
        char iso[11];
        dem_day_print(r->day, iso);
        field(s, id, FIELD_DATE, on_day(r, want), dem_str_c(iso));
    }
}

/* Answers the gold does not know. */
static void extra_responses(state *s, const char *id, const json_t *gold, const dem_initiative_record *x)
{
    for (size_t i = 0; i < x->responses.n; i++) {
        const dem_response_record *r = &x->responses.items[i];
        bool known = false;
        size_t k;
        const json_t *want;
        json_array_foreach(json_object_get(gold, "responses"), k, want) known =
            known || (code_fits(dem_gold_text(want, "actor"), r->actor.code) && one_of(want, "stance", "also", r->stance));
        json_array_foreach(json_object_get(gold, "optional_responses"), k, want) known =
            known || (code_fits(dem_gold_text(want, "actor"), r->actor.code) && one_of(want, "stance", "also", r->stance));
        /* Who makes a proposal with others accepts it, and who made it may withdraw it: that it was said is no mistake. */
        known = known || ((dem_str_is(r->stance, "accepts") || dem_str_is(r->stance, "withdraws")) && dem_parties_fit(&x->proposer, &(dem_parties){(dem_party *)(uintptr_t)&r->actor, 1, 1}) == 2);
        if (known) continue;
        s->responses.found++;
        if (!s->b->o->json)
            fprintf(s->b->out, "  %s: %.*s %.*s is not in the gold: \"%.*s\" [%.*s]\n", id, DEM_FMT(r->actor.code), DEM_FMT(r->stance),
                    DEM_FMT(dem_str_cut(r->quote, 0, 90)), DEM_FMT(r->why));
    }
}

static void check(state *s, const json_t *gold, const dem_initiative_record *x)
{
    const char *id = dem_gold_text(gold, "id");
    size_t i, n;
    const json_t *want;
    field(s, id, FIELD_KIND, one_of(gold, "kind", "also_kind", x->kind), x->kind);
    if ((n = json_array_size(json_object_get(gold, "parties"))) > 0)
        field(s, id, FIELD_PARTIES, held(json_object_get(gold, "parties"), &x->parties) == n, x->parties.n ? x->parties.items[0].code : DEM_STR_NONE);
    if (json_object_get(gold, "venue")) field(s, id, FIELD_VENUE, dem_str_ieq(x->venue, dem_str_c(dem_gold_text(gold, "venue"))), x->venue);
    if (json_object_get(gold, "first")) {
        char iso[11];
        dem_day_print(x->first, iso);
        field(s, id, FIELD_FIRST, strcmp(iso, dem_gold_text(gold, "first")) == 0, dem_str_c(iso));
    }
    field(s, id, FIELD_STATE, one_of(gold, "state", "also_state", x->state), x->state);
    n = json_array_size(json_object_get(gold, "reports"));
    field(s, id, FIELD_REPORTS, told_in(json_object_get(gold, "reports"), &x->reports) == n, x->reports.items[0]);
    json_array_foreach(json_object_get(gold, "responses"), i, want) check_response(s, id, want, x);
    extra_responses(s, id, gold, x);
}

static void missing(state *s, const json_t *gold)
{
    if (json_is_true(json_object_get(gold, "optional"))) return;
    s->initiatives.gold++;
    s->responses.gold += json_array_size(json_object_get(gold, "responses"));
    if (!s->b->o->json) fprintf(s->b->out, "  %s: missing\n", dem_gold_text(gold, "id"));
}

static void match(state *s, const json_t *gold)
{
    size_t n = json_array_size(gold) < MAX_GOLD ? json_array_size(gold) : MAX_GOLD, m = s->p->initiatives.n;
    bool done[MAX_GOLD] = {false}, *used = calloc(m + 1, 1);
    for (; used;) {
        size_t best_g = 0, best_x = 0;
        int best = 0;
        for (size_t i = 0; i < n; i++)
            for (size_t k = 0; k < m; k++) {
                int now = done[i] || used[k] ? 0 : fit(json_array_get(gold, i), &s->p->initiatives.items[k]);
                if (now > best) best = now, best_g = i, best_x = k;
            }
        if (!best) break;
        done[best_g] = used[best_x] = true;
        const json_t *v = json_array_get(gold, best_g);
        if (!json_is_true(json_object_get(v, "optional"))) hit(&s->initiatives);
        check(s, v, &s->p->initiatives.items[best_x]);
    }
    for (size_t i = 0; i < n; i++)
        if (!done[i]) missing(s, json_array_get(gold, i));
    for (size_t k = 0; used && k < m; k++) {
        const dem_initiative_record *x = &s->p->initiatives.items[k];
        if (used[k]) continue;
        s->initiatives.found++;
        if (s->b->o->json) continue;
        fprintf(s->b->out, "  not in the gold: %.*s by %.*s \"%.*s\" in %.*s [%.*s]; %zu answers\n", DEM_FMT(x->kind), DEM_FMT(x->proposer.items[0].code),
                DEM_FMT(x->name), DEM_FMT(x->reports.items[0]), DEM_FMT(x->why.n ? x->why.items[0] : DEM_STR_NONE), x->responses.n);
    }
    free(used);
}

/* ---- positions ---- */

/* Positions name their issue by the id of a gold initiative, found by its proposer and kind, or by the words of a demand. */
static const dem_position_record *position_of(state *s, const json_t *initiatives, const json_t *want)
{
    size_t k;
    const json_t *v;
    const char *issue = dem_gold_text(want, "issue");
    for (size_t i = 0; i < s->p->positions.n; i++) {
        const dem_position_record *x = &s->p->positions.items[i];
        if (!code_fits(dem_gold_text(want, "actor"), x->actor.code) || !one_of(want, "stance", "also", x->now.stance)) continue;
        if (dem_str_is(x->issue, issue)) return x;
        json_array_foreach(initiatives, k, v)
        {
            if (strcmp(dem_gold_text(v, "id"), issue) != 0) continue;
            for (size_t m = 0; m < s->p->initiatives.n; m++)
                if (dem_str_eq(s->p->initiatives.items[m].id, x->issue) && fit(v, &s->p->initiatives.items[m])) return x;
        }
    }
    return NULL;
}

static void positions(state *s, const json_t *gold, const json_t *initiatives)
{
    size_t i;
    const json_t *want;
    json_array_foreach(gold, i, want)
    {
        const dem_position_record *x = position_of(s, initiatives, want);
        const char *report = dem_gold_text(want, "report"), *since = dem_gold_text(want, "since");
        char iso[11] = "";
        if (x) dem_day_print(x->since, iso);
        bool good = x && (!*report || dem_str_is(x->now.report, report)) && (!*since || strcmp(iso, since) == 0) &&
                    (!json_object_get(want, "earlier") || x->earlier.n >= json_array_size(json_object_get(want, "earlier")));
        if (good)
            hit(&s->positions);
        else
            s->positions.gold++;
        if (!good && !s->b->o->json)
            fprintf(s->b->out, "  position %s on %s: %s%s%.*s %s\n", dem_gold_text(want, "actor"), dem_gold_text(want, "issue"), x ? "differs" : "missing", x ? ": " : "",
                    DEM_FMT(x ? x->now.report : DEM_STR_NONE), iso);
    }
}

static void print(state *s)
{
    dem_figures f = {0};
    dem_figure_prf(&f, "initiatives", s->initiatives);
    dem_figure_prf(&f, "responses", s->responses);
    for (int i = 0; i < FIELD_COUNT; i++)
        if (s->asked[i]) dem_figure(&f, field_names[i], (double)s->agreed[i] / (double)s->asked[i]);
    if (s->positions.gold) dem_figure(&f, "positions", (double)s->positions.hit / (double)s->positions.gold);
    dem_figures_print(s->b->out, &f, "initiatives", s->b->o->json);
}

int dem_eval_initiatives(dem_bench *b, const char *const *paths, size_t n, dem_error *err)
{
    dem_gold_web g;
    dem_picture p;
    bool there = false;
    int rc = dem_gold_web_open(b, paths, n, "initiatives.json", &g, &there, err);
    if (!rc && !there) {
        dem_gold_web_skip(b, &g, "initiatives");
        return DEM_OK;
    }
    json_t *gold = rc ? NULL : dem_gold_json(&g, "initiatives.json", err), *stands = NULL;
    if (!rc && !gold) rc = DEM_EFORMAT;
    if (!rc) rc = dem_web_picture(g.web, &p, err);
    if (!rc) {
        state s = {.b = b, .g = &g, .p = &p};
        match(&s, gold);
        stands = dem_gold_json(&g, "positions.json", NULL); /* a folder may have none */
        if (stands) positions(&s, stands, gold);
        print(&s);
    }
    json_decref(stands);
    json_decref(gold);
    dem_gold_web_close(&g);
    return rc;
}
