/* SPDX-License-Identifier: Apache-2.0 */
/* Stories, event clusters, initiatives and positions as rows: the old ones of what a batch touches go, the new ones come. */
#include "store/link.h"

#include <jansson.h>
#include <stdlib.h>

static int run_ints(dem_linking *l, const char *sql, int64_t a, int64_t b)
{
    dem_stmt *st;
    int rc = dem_sql_kept(l->s, sql, &st, l->err);
    if (rc != DEM_OK) return rc;
    dem_sql_int(st, a);
    if (b >= 0) dem_sql_int(st, b);
    return dem_sql_run(st, l->err);
}

static dem_str day_text(dem_linking *l, dem_day d)
{
    char iso[11];
    dem_day_print(d, iso);
    return dem_str_dup(l->a, dem_str_c(iso));
}

static dem_linked *report_of(dem_linking *l, dem_str id)
{
    size_t at = dem_web_find(l->web, id);
    return at == SIZE_MAX ? NULL : &l->all.items[at];
}

/* All at once: one question a report and not one an event. */
static int read_events(dem_linking *l, dem_linked *x)
{
    dem_stmt *st;
    bool row = true;
    int rc = dem_sql_kept(l->s, "SELECT id, key FROM events WHERE report=? AND current=1", &st, l->err);
    if (rc != DEM_OK) return rc;
    dem_sql_int(st, x->report);
    while ((rc = dem_sql_step(st, &row, l->err)) == DEM_OK && row) {
        dem_event_key *slot = DEM_PUSH(l->a, &x->events);
        if (!slot) return dem_fail(l->err, DEM_EMEMORY, "memory is out");
        slot->id = dem_col_text(st, l->a);
        slot->key = dem_col_int(st, -1);
    }
    x->events_read = true;
    return rc;
}

/* Of an event of one of the reports; -1 when there is none. */
static int event_key(dem_linking *l, const dem_strs *reports, dem_str id, int64_t *key)
{
    int rc = DEM_OK;
    *key = -1;
    for (size_t i = 0; id.n && rc == DEM_OK && i < reports->n && *key < 0; i++) {
        dem_linked *x = report_of(l, reports->items[i]);
        if (!x) continue;
        if (!x->events_read) rc = read_events(l, x);
        for (size_t k = 0; rc == DEM_OK && k < x->events.n && *key < 0; k++)
            if (dem_str_eq(x->events.items[k].id, id)) *key = x->events.items[k].key;
    }
    return rc;
}

static int actor_key(dem_linking *l, const dem_party *p, int64_t *key)
{
    dem_party_row row = {.name = p->name, .code = p->code, .country = p->country, .text = p->name};
    return dem_store_actor(l->s, &row, key, l->err);
}

/* ---- stories ---- */

static int drop_stories(dem_linking *l)
{
    int rc = DEM_OK;
    for (size_t i = 0; rc == DEM_OK && i < l->all.n; i++) {
        int64_t report = l->all.items[i].report;
        if (!l->all.items[i].story) continue;
        rc = run_ints(l, "DELETE FROM event_clusters WHERE key IN (SELECT cluster FROM cluster_events WHERE event IN (SELECT key FROM events WHERE report=?))", report, -1);
        if (rc == DEM_OK) rc = run_ints(l, "DELETE FROM stories WHERE key IN (SELECT story FROM story_reports WHERE report=?)", report, -1);
    }
    return rc;
}

static int64_t copied(dem_linking *l, const dem_story_record *s, dem_str id)
{
    for (size_t i = 0; i < s->copies.n; i++)
        for (size_t k = 1; k < s->copies.items[i].reports.n; k++)
            if (dem_str_eq(s->copies.items[i].reports.items[k], id)) return report_of(l, s->copies.items[i].reports.items[0])->report;
    return -1;
}

static int put_story(dem_linking *l, const dem_story_record *s)
{
    dem_stmt *st;
    int64_t key;
    dem_buf record = {0};
    dem_json j = {&record, false};
    dem_record_story(&j, s);
    int rc = record.failed ? dem_fail(l->err, DEM_EMEMORY, "memory is out") : DEM_OK;
    if (rc == DEM_OK) rc = dem_sql_kept(l->s, "INSERT INTO stories(id, first, last, outlets, record) VALUES(?,?,?,?,?) RETURNING key", &st, l->err);
    if (rc == DEM_OK) {
        dem_sql_text(st, s->id);
        dem_sql_text(st, day_text(l, s->first));
        dem_sql_text(st, day_text(l, s->last));
        dem_sql_int(st, (int64_t)s->outlets);
        dem_sql_text(st, dem_buf_view(&record));
        rc = dem_sql_run_key(st, &key, l->err);
    }
    dem_buf_free(&record);
    for (size_t i = 0; rc == DEM_OK && i < s->reports.n; i++) {
        int64_t copy = copied(l, s, s->reports.items[i]);
        rc = dem_sql_kept(l->s, "INSERT INTO story_reports(story, report, kind, copy_of, independent) VALUES(?,?,?,?,?)", &st, l->err);
        if (rc != DEM_OK) return rc;
        dem_sql_int(st, key);
        dem_sql_int(st, report_of(l, s->reports.items[i])->report);
        dem_sql_text(st, i == 0 ? DEM_STR("first") : copy >= 0 ? DEM_STR("copy") : DEM_STR("retelling"));
        dem_sql_count(st, i == 0 ? -1 : copy);
        dem_sql_int(st, s->independent[i]);
        rc = dem_sql_run(st, l->err);
    }
    return rc;
}

static int put_cluster(dem_linking *l, const dem_cluster_record *c)
{
    dem_stmt *st;
    int64_t key;
    dem_buf record = {0};
    dem_json j = {&record, false};
    dem_record_cluster(&j, c);
    int rc = record.failed ? dem_fail(l->err, DEM_EMEMORY, "memory is out") : DEM_OK;
    if (rc == DEM_OK)
        rc = dem_sql_kept(l->s,
                          "INSERT INTO event_clusters(id, day, until, cameo, place, place_country, reports, outlets, record)"
                          " VALUES(?,?,?,?,?,?,?,?,?) RETURNING key",
                          &st, l->err);
    if (rc == DEM_OK) {
        dem_sql_text(st, c->id);
        dem_sql_text(st, day_text(l, c->from));
        dem_sql_text(st, c->to > c->from ? day_text(l, c->to) : DEM_STR_NONE);
        dem_sql_text(st, dem_str_c(c->cameo));
        dem_sql_text(st, c->place);
        dem_sql_text(st, c->country);
        dem_sql_int(st, (int64_t)c->reports.n);
        dem_sql_int(st, (int64_t)c->outlets);
        dem_sql_text(st, dem_buf_view(&record));
        rc = dem_sql_run_key(st, &key, l->err);
    }
    dem_buf_free(&record);
    for (size_t i = 0; rc == DEM_OK && i < c->events.n; i++) {
        int64_t event;
        rc = event_key(l, &c->reports, c->events.items[i], &event);
        if (rc == DEM_OK && event >= 0) rc = run_ints(l, "INSERT INTO cluster_events(cluster, event) VALUES(?,?)", key, event);
    }
    return rc;
}

static int write_stories(dem_linking *l)
{
    int rc = drop_stories(l);
    for (size_t i = 0; rc == DEM_OK && i < l->picture.stories.n; i++) {
        const dem_story_record *s = &l->picture.stories.items[i];
        if (report_of(l, s->reports.items[0])->story) rc = put_story(l, s);
    }
    for (size_t i = 0; rc == DEM_OK && i < l->picture.clusters.n; i++) {
        const dem_cluster_record *c = &l->picture.clusters.items[i];
        if (report_of(l, c->reports.items[0])->story) rc = put_cluster(l, c);
    }
    return rc;
}

/* ---- initiatives ---- */

static bool touched(const dem_linking *l, const dem_initiative_record *x)
{
    for (size_t i = 0; i < x->bids.n; i++) {
        const dem_linked *r = &l->all.items[x->bids.items[i].report];
        if (r->fresh) return true;
        for (size_t k = 0; k < l->bids.n; k++)
            if (l->bids.items[k].report == r->report && l->bids.items[k].bid == x->bids.items[i].bid) return true;
    }
    return false;
}

static int drop_initiative(dem_linking *l, const dem_initiative_record *x)
{
    int rc = DEM_OK;
    for (size_t i = 0; rc == DEM_OK && i < x->bids.n; i++) {
        int64_t report = l->all.items[x->bids.items[i].report].report, bid = x->bids.items[i].bid;
        rc = run_ints(l,
                      "DELETE FROM positions WHERE issue IN (SELECT id FROM initiatives WHERE key IN"
                      " (SELECT initiative FROM initiative_bids WHERE report=? AND bid=?))",
                      report, bid);
        if (rc == DEM_OK)
            rc = run_ints(l, "DELETE FROM initiatives WHERE key IN (SELECT initiative FROM initiative_bids WHERE report=? AND bid=?)", report, bid);
    }
    return rc;
}

static int put_sides(dem_linking *l, int64_t key, const char *role, const dem_parties *v)
{
    int rc = DEM_OK;
    for (size_t i = 0; rc == DEM_OK && i < v->n; i++) {
        dem_stmt *st;
        int64_t actor;
        rc = actor_key(l, &v->items[i], &actor);
        if (rc == DEM_OK) rc = dem_sql_kept(l->s, "INSERT INTO initiative_actors(initiative, role, position, actor) VALUES(?,?,?,?)", &st, l->err);
        if (rc != DEM_OK) return rc;
        dem_sql_int(st, key);
        dem_sql_text(st, dem_str_c(role));
        dem_sql_int(st, (int64_t)i);
        dem_sql_int(st, actor);
        rc = dem_sql_run(st, l->err);
    }
    return rc;
}

static int put_initiative_events(dem_linking *l, int64_t key, const dem_strs *reports, const dem_strs *ids, const char *role)
{
    int rc = DEM_OK;
    for (size_t i = 0; rc == DEM_OK && i < ids->n; i++) {
        dem_stmt *st;
        int64_t event;
        rc = event_key(l, reports, ids->items[i], &event);
        if (rc != DEM_OK || event < 0) continue;
        rc = dem_sql_kept(l->s, "INSERT INTO initiative_events(initiative, event, role) VALUES(?,?,?) ON CONFLICT DO NOTHING", &st, l->err);
        if (rc != DEM_OK) return rc;
        dem_sql_int(st, key);
        dem_sql_int(st, event);
        dem_sql_text(st, dem_str_c(role));
        rc = dem_sql_run(st, l->err);
    }
    return rc;
}

static dem_str conditions_text(dem_linking *l, const dem_terms_of_offer *v)
{
    dem_str out = DEM_STR_NONE;
    for (size_t i = 0; i < v->n; i++) out = i ? dem_str_printf(l->a, "%.*s; %.*s", DEM_FMT(out), DEM_FMT(v->items[i].text)) : v->items[i].text;
    return out;
}

static int put_response(dem_linking *l, int64_t key, const dem_response_record *r)
{
    int64_t actor, event = -1;
    dem_stmt *st;
    const dem_linked *report = r->reports.n ? report_of(l, r->reports.items[0]) : NULL;
    if (!report) return DEM_OK;
    int rc = actor_key(l, &r->actor, &actor);
    if (rc == DEM_OK && r->events.n) rc = event_key(l, &r->reports, r->events.items[0], &event);
    if (rc == DEM_OK)
        rc = dem_sql_kept(l->s, "INSERT INTO responses(initiative, actor, stance, condition, day, event, report) VALUES(?,?,?,?,?,?,?)", &st, l->err);
    if (rc != DEM_OK) return rc;
    dem_sql_int(st, key);
    dem_sql_int(st, actor);
    dem_sql_text(st, r->stance);
    dem_sql_text(st, conditions_text(l, &r->conditions));
    dem_sql_text(st, day_text(l, r->day));
    dem_sql_count(st, event);
    dem_sql_int(st, report->report);
    rc = dem_sql_run(st, l->err);
    return rc == DEM_OK ? put_initiative_events(l, key, &r->reports, &r->events, "response") : rc;
}

/* How many actors take one: a position that is lost is missed. */
static int64_t positions_on(const dem_linking *l, dem_str issue)
{
    int64_t n = 0;
    for (size_t k = 0; k < l->picture.positions.n; k++) n += dem_str_eq(l->picture.positions.items[k].issue, issue);
    return n;
}

static int put_initiative(dem_linking *l, const dem_initiative_record *x)
{
    dem_stmt *st;
    int64_t key = 0;
    dem_buf record = {0};
    dem_json j = {&record, false};
    dem_record_initiative(&j, x);
    int rc = record.failed ? dem_fail(l->err, DEM_EMEMORY, "memory is out") : DEM_OK;
    if (rc == DEM_OK)
        rc = dem_sql_kept(l->s, "INSERT INTO initiatives(positions, id, kind, venue, first, last, state, record) VALUES(?,?,?,?,?,?,?,?) RETURNING key", &st, l->err);
    if (rc == DEM_OK) {
        dem_sql_int(st, positions_on(l, x->id));
        const dem_str texts[] = {x->id, x->kind, x->venue, day_text(l, x->first), day_text(l, x->last), x->state, dem_buf_view(&record)};
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) dem_sql_text(st, texts[i]);
        rc = dem_sql_run_key(st, &key, l->err);
    }
    dem_buf_free(&record);
    if (rc == DEM_OK) rc = put_sides(l, key, "proposer", &x->proposer);
    if (rc == DEM_OK) rc = put_sides(l, key, "party", &x->parties);
    if (rc == DEM_OK) rc = put_initiative_events(l, key, &x->reports, &x->events, "proposal");
    for (size_t i = 0; rc == DEM_OK && i < x->responses.n; i++) rc = put_response(l, key, &x->responses.items[i]);
    for (size_t i = 0; rc == DEM_OK && i < x->bids.n; i++) {
        rc = dem_sql_kept(l->s, "INSERT INTO initiative_bids(report, bid, initiative) VALUES(?,?,?)", &st, l->err);
        if (rc != DEM_OK) return rc;
        dem_sql_int(st, l->all.items[x->bids.items[i].report].report);
        dem_sql_int(st, x->bids.items[i].bid);
        dem_sql_int(st, key);
        rc = dem_sql_run(st, l->err);
    }
    return rc;
}

/* ---- positions ---- */

static int put_position(dem_linking *l, dem_str id, const dem_position_record *p, const dem_answer *a, bool latest, int64_t previous, dem_str record, int64_t *key)
{
    dem_stmt *st;
    int64_t actor, event = -1;
    dem_str from = a->report;
    const dem_strs reports = {.items = &from, .n = 1};
    const dem_linked *report = report_of(l, a->report);
    *key = previous;
    if (!report) return DEM_OK;
    int rc = actor_key(l, &p->actor, &actor);
    if (rc == DEM_OK) rc = event_key(l, &reports, a->event, &event);
    if (rc == DEM_OK)
        rc = dem_sql_kept(l->s,
                          "INSERT INTO positions(id, actor, issue, stance, quote, day, latest, report, event, previous, record)"
                          " VALUES(?,?,?,?,?,?,?,?,?,?,?) RETURNING key",
                          &st, l->err);
    if (rc != DEM_OK) return rc;
    dem_sql_text(st, id);
    dem_sql_int(st, actor);
    dem_sql_text(st, p->issue);
    dem_sql_text(st, a->stance);
    dem_sql_text(st, a->quote);
    dem_sql_text(st, day_text(l, a->day));
    dem_sql_int(st, latest);
    dem_sql_int(st, report->report);
    dem_sql_count(st, event);
    dem_sql_count(st, previous);
    dem_sql_text(st, record);
    return dem_sql_run_key(st, key, l->err);
}

static dem_str position_json(dem_linking *l, const dem_position_record *p)
{
    dem_buf record = {0};
    dem_json j = {&record, false};
    dem_record_position(&j, p);
    dem_str out = dem_str_dup(l->a, dem_buf_view(&record));
    dem_buf_free(&record);
    return out;
}

/* The latest stance, and before it, as a chain, those it has taken the place of. */
static int put_positions(dem_linking *l, const dem_position_record *p)
{
    int64_t previous = -1;
    int rc = DEM_OK;
    for (size_t i = p->earlier.n; rc == DEM_OK && i-- > 0;) {
        dem_position_record old = *p;
        old.id = dem_str_printf(l->a, "%.*s~%zu", DEM_FMT(p->id), p->earlier.n - i);
        old.now = p->earlier.items[i];
        old.since = old.now.day;
        old.earlier.n = 0;
        rc = put_position(l, old.id, p, &old.now, false, previous, position_json(l, &old), &previous);
    }
    return rc == DEM_OK ? put_position(l, p->id, p, &p->now, true, previous, position_json(l, p), &previous) : rc;
}

static bool is_initiative(const dem_linking *l, dem_str issue)
{
    for (size_t i = 0; i < l->picture.initiatives.n; i++)
        if (dem_str_eq(l->picture.initiatives.items[i].id, issue)) return true;
    return false;
}

typedef struct stored_demand {
    bool there;
    dem_day day, since;
    dem_str report;
    json_t *record;
} stored_demand;

static int read_demand(dem_linking *l, dem_str id, stored_demand *out)
{
    dem_stmt *st;
    *out = (stored_demand){.day = DEM_DAY_NONE, .since = DEM_DAY_NONE};
    int rc = dem_sql_kept(l->s, "SELECT p.day, r.id, p.record FROM positions p JOIN reports r ON r.key=p.report WHERE p.id=?", &st, l->err);
    if (rc != DEM_OK) return rc;
    dem_sql_text(st, id);
    rc = dem_sql_step(st, &out->there, l->err);
    if (rc != DEM_OK || !out->there) return rc;
    out->day = dem_day_parse(dem_col_text(st, l->a));
    out->report = dem_col_text(st, l->a);
    dem_str record = dem_col_text(st, l->a);
    dem_sql_reset(st);
    out->record = json_loadb(record.p, record.n, 0, NULL);
    const char *since = json_string_value(json_object_get(out->record, "since"));
    out->since = since ? dem_day_parse(dem_str_c(since)) : DEM_DAY_NONE;
    return DEM_OK;
}

/* What stands is newer, but was first said in a report that came later. */
static int backdate(dem_linking *l, const dem_position_record *p, stored_demand *old)
{
    dem_stmt *st = NULL;
    char iso[11];
    dem_day_print(p->since, iso);
    json_object_set_new(old->record, "since", json_string(iso));
    char *text = json_dumps(old->record, JSON_COMPACT);
    int rc = text ? dem_sql_kept(l->s, "UPDATE positions SET record=? WHERE id=?", &st, l->err) : dem_fail(l->err, DEM_EMEMORY, "memory is out");
    if (rc == DEM_OK && st) {
        dem_sql_text(st, dem_str_c(text));
        dem_sql_text(st, p->id);
        rc = dem_sql_run(st, l->err);
    }
    free(text);
    return rc;
}

/* A demand is the same whenever it is made: the latest of the batch and of the store stands, since the first of them. */
static int put_demand(dem_linking *l, const dem_position_record *p)
{
    stored_demand old;
    dem_position_record x = *p;
    int64_t key;
    int rc = read_demand(l, p->id, &old);
    if (rc != DEM_OK) return rc;
    bool newer = old.there && old.day != DEM_DAY_NONE &&
                 (p->now.day == DEM_DAY_NONE || p->now.day < old.day || (p->now.day == old.day && dem_str_cmp(p->now.report, old.report) <= 0));
    bool before = p->since != DEM_DAY_NONE && (old.since == DEM_DAY_NONE || p->since < old.since);
    if (newer) {
        rc = before && old.record ? backdate(l, p, &old) : DEM_OK;
    } else {
        if (!before && old.since != DEM_DAY_NONE) x.since = old.since;
        dem_stmt *st;
        if (old.there) rc = dem_sql_kept(l->s, "DELETE FROM positions WHERE id=?", &st, l->err);
        if (old.there && rc == DEM_OK) {
            dem_sql_text(st, p->id);
            rc = dem_sql_run(st, l->err);
        }
        if (rc == DEM_OK) rc = put_position(l, x.id, &x, &x.now, true, -1, position_json(l, &x), &key);
    }
    json_decref(old.record);
    return rc;
}

static int write_initiatives(dem_linking *l)
{
    int rc = DEM_OK;
    for (size_t i = 0; rc == DEM_OK && i < l->picture.initiatives.n; i++) {
        const dem_initiative_record *x = &l->picture.initiatives.items[i];
        if (!touched(l, x)) continue;
        rc = drop_initiative(l, x);
        if (rc == DEM_OK) rc = put_initiative(l, x);
        for (size_t k = 0; rc == DEM_OK && k < l->picture.positions.n; k++)
            if (dem_str_eq(l->picture.positions.items[k].issue, x->id)) rc = put_positions(l, &l->picture.positions.items[k]);
    }
    for (size_t k = 0; rc == DEM_OK && k < l->picture.positions.n; k++)
        if (!is_initiative(l, l->picture.positions.items[k].issue)) rc = put_demand(l, &l->picture.positions.items[k]);
    return rc;
}

int dem_link_write(dem_linking *l)
{
    int rc = write_stories(l);
    return rc == DEM_OK ? write_initiatives(l) : rc;
}
