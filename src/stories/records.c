/* SPDX-License-Identifier: Apache-2.0 */
/* Stories, event clusters, initiatives and positions as JSON objects, as demarche-records(5) describes them. A field without a finding
   is left out. */
#include "stories/stories.h"

static void day_member(dem_json *j, const char *key, dem_day d)
{
    char iso[11];
    if (d == DEM_DAY_NONE || d == DEM_DAY_MAX) return;
    dem_day_print(d, iso);
    dem_json_member(j, key, dem_str_c(iso));
}

static void list(dem_json *j, const char *key, const dem_strs *v)
{
    if (!v->n) return;
    dem_json_member_open(j, key, '[');
    for (size_t i = 0; i < v->n; i++) dem_json_str(j, v->items[i]);
    dem_json_close(j, ']');
}

static void party(dem_json *j, const dem_party *p)
{
    dem_json_open(j, '{');
    dem_json_member(j, "name", p->name);
    dem_json_member(j, "code", p->code);
    dem_json_member(j, "country", p->country);
    dem_json_close(j, '}');
}

static void parties(dem_json *j, const char *key, const dem_parties *v)
{
    if (!v->n) return;
    dem_json_member_open(j, key, '[');
    for (size_t i = 0; i < v->n; i++) party(j, &v->items[i]);
    dem_json_close(j, ']');
}

static void differences(dem_json *j, const dem_differences *v)
{
    if (!v->n) return;
    dem_json_member_open(j, "differences", '[');
    for (size_t i = 0; i < v->n; i++) {
        dem_json_open(j, '{');
        dem_json_member(j, "what", v->items[i].what);
        dem_json_member_open(j, "tellings", '[');
        for (size_t k = 0; k < v->items[i].tellings.n; k++) {
            dem_json_open(j, '{');
            dem_json_member(j, "value", v->items[i].tellings.items[k].value);
            list(j, "reports", &v->items[i].tellings.items[k].reports);
            dem_json_close(j, '}');
        }
        dem_json_close(j, ']');
        dem_json_close(j, '}');
    }
    dem_json_close(j, ']');
}

static void head(dem_json *j, const char *record, dem_str id)
{
    dem_json_open(j, '{');
    dem_json_member(j, "record", dem_str_c(record));
    dem_json_member(j, "id", id);
}

void dem_record_story(dem_json *j, const dem_story_record *s)
{
    head(j, "story", s->id);
    dem_json_member(j, "title", s->title);
    list(j, "reports", &s->reports);
    if (s->copies.n) {
        dem_json_member_open(j, "copies", '[');
        for (size_t i = 0; i < s->copies.n; i++) {
            dem_json_open(j, '[');
            for (size_t k = 0; k < s->copies.items[i].reports.n; k++) dem_json_str(j, s->copies.items[i].reports.items[k]);
            dem_json_close(j, ']');
        }
        dem_json_close(j, ']');
    }
    dem_json_member_int(j, "outlets", (long long)s->outlets);
    day_member(j, "first", s->first);
    day_member(j, "last", s->last);
    differences(j, &s->differences);
    list(j, "why", &s->why);
    dem_json_close(j, '}');
}

void dem_record_cluster(dem_json *j, const dem_cluster_record *c)
{
    head(j, "cluster", c->id);
    list(j, "events", &c->events);
    list(j, "reports", &c->reports);
    dem_json_member_int(j, "outlets", (long long)c->outlets);
    dem_json_member(j, "cameo", dem_str_c(c->cameo));
    day_member(j, "first", c->from);
    day_member(j, "last", c->to);
    dem_json_member(j, "place", c->place);
    dem_json_member(j, "country", c->country);
    differences(j, &c->differences);
    dem_json_close(j, '}');
}

static void conditions(dem_json *j, const dem_terms_of_offer *v)
{
    if (!v->n) return;
    dem_json_member_open(j, "conditions", '[');
    for (size_t i = 0; i < v->n; i++) {
        dem_json_open(j, '{');
        dem_json_member(j, "type", v->items[i].type);
        dem_json_member(j, "text", v->items[i].text);
        dem_json_close(j, '}');
    }
    dem_json_close(j, ']');
}

static void response(dem_json *j, const dem_response_record *r)
{
    dem_json_open(j, '{');
    dem_json_key(j, "actor");
    party(j, &r->actor);
    dem_json_member(j, "stance", r->stance);
    conditions(j, &r->conditions);
    day_member(j, "date", r->day);
    list(j, "events", &r->events);
    list(j, "statements", &r->statements);
    list(j, "reports", &r->reports);
    dem_json_member(j, "quote", r->quote);
    dem_json_member(j, "why", r->why);
    dem_json_close(j, '}');
}

void dem_record_initiative(dem_json *j, const dem_initiative_record *x)
{
    head(j, "initiative", x->id);
    dem_json_member(j, "kind", x->kind);
    dem_json_member(j, "name", x->name);
    parties(j, "proposer", &x->proposer);
    parties(j, "parties", &x->parties);
    dem_json_member(j, "venue", x->venue);
    day_member(j, "first", x->first);
    day_member(j, "last", x->last);
    dem_json_member(j, "state", x->state);
    if (x->history.n) {
        dem_json_member_open(j, "history", '[');
        for (size_t i = 0; i < x->history.n; i++) {
            dem_json_open(j, '{');
            day_member(j, "date", x->history.items[i].day);
            dem_json_member(j, "state", x->history.items[i].state);
            dem_json_close(j, '}');
        }
        dem_json_close(j, ']');
    }
    dem_json_member(j, "superseded_by", x->superseded_by);
    list(j, "reports", &x->reports);
    dem_json_member_int(j, "outlets", (long long)x->outlets);
    list(j, "events", &x->events);
    if (x->responses.n) {
        dem_json_member_open(j, "responses", '[');
        for (size_t i = 0; i < x->responses.n; i++) response(j, &x->responses.items[i]);
        dem_json_close(j, ']');
    }
    list(j, "why", &x->why);
    dem_json_close(j, '}');
}

static void stance(dem_json *j, const dem_answer *a)
{
    dem_json_member(j, "stance", a->stance);
    conditions(j, &a->conditions);
    day_member(j, "date", a->day);
    dem_json_member(j, "quote", a->quote);
    dem_json_member(j, "event", a->event);
    dem_json_member(j, "statement", a->statement);
    dem_json_member(j, "report", a->report);
    dem_json_member(j, "why", a->why);
}

void dem_record_position(dem_json *j, const dem_position_record *p)
{
    head(j, "position", p->id);
    dem_json_key(j, "actor");
    party(j, &p->actor);
    dem_json_member(j, "issue", p->issue);
    dem_json_member(j, "about", p->about);
    day_member(j, "since", p->since);
    stance(j, &p->now);
    if (p->earlier.n) {
        dem_json_member_open(j, "earlier", '[');
        for (size_t i = 0; i < p->earlier.n; i++) {
            dem_json_open(j, '{');
            stance(j, &p->earlier.items[i]);
            dem_json_close(j, '}');
        }
        dem_json_close(j, ']');
    }
    dem_json_close(j, '}');
}
