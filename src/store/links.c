/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of what is linked across reports, and of the actors: stories, initiatives, positions, actors. */
#include "store/grid.h"

static const dem_grid_column story_columns[] = {{"id", NULL, DEM_GRID_TEXT, 0},
                                                {"first", "first", DEM_GRID_TEXT, 0},
                                                {"last", "last", DEM_GRID_TEXT, 0},
                                                {"outlets", "outlets", DEM_GRID_WHOLE, 0},
                                                {"reports", "reports", DEM_GRID_WHOLE, 0},
                                                {"copies", "copies", DEM_GRID_WHOLE, 0},
                                                {"first_report", "first report", DEM_GRID_TEXT, 48},
                                                {"title", "title", DEM_GRID_TEXT, 90}};
/* The earliest report tells what it is about. */
static const char story_sql[] =
    "SELECT x.id, x.first, x.last, x.outlets, (SELECT count(*) FROM story_reports p WHERE p.story=x.key),"
    " (SELECT count(*) FROM story_reports p WHERE p.story=x.key AND p.kind='copy'), r.id, r.title, x.record"
    " FROM stories x LEFT JOIN story_reports f ON f.story=x.key AND f.kind='first' LEFT JOIN reports r ON r.key=f.report WHERE 1=1";

static const dem_grid_column initiative_columns[] = {{"id", NULL, DEM_GRID_TEXT, 0},
                                                     {"first", "first", DEM_GRID_TEXT, 0},
                                                     {"last", "last", DEM_GRID_TEXT, 0},
                                                     {"kind", "kind", DEM_GRID_TEXT, 0},
                                                     {"name", "name", DEM_GRID_TEXT, 40},
                                                     {"state", "state", DEM_GRID_TEXT, 0},
                                                     {"proposer", "proposer", DEM_GRID_TEXT, 40},
                                                     {"parties", "parties", DEM_GRID_TEXT, 60},
                                                     {"venue", "venue", DEM_GRID_TEXT, 24},
                                                     {"accepts", "accepted by", DEM_GRID_TEXT, 40},
                                                     {"refuses", "refused by", DEM_GRID_TEXT, 40},
                                                     {"conditional", "on conditions", DEM_GRID_TEXT, 30},
                                                     {"supports", "supported by", DEM_GRID_TEXT, 30},
                                                     {"opposes", "opposed by", DEM_GRID_TEXT, 30},
                                                     {"responses", "answers", DEM_GRID_WHOLE, 0},
                                                     {"reports", "reports", DEM_GRID_WHOLE, 0}};
/* What the dialects call one thing: names joined with "; ". */
static const char *joined(dem_dialect d)
{
    return d == DEM_DIALECT_POSTGRES ? "string_agg(" : "group_concat(";
}

/* A text of the record that no column has. */
static void of_record(dem_query *q, const char *member)
{
    char sql[128];
    snprintf(sql, sizeof sql,
             q->s->ops->dialect == DEM_DIALECT_POSTGRES ? "CAST(x.record AS json)->>'%s'" : "CASE WHEN json_valid(x.record) THEN json_extract(x.record, '$.%s') END",
             member);
    dem_query_add(q, sql);
}

/* Who answers so, in the order in which they did. */
static void answered_by(dem_query *q, const char *stance)
{
    dem_query_add(q, ", (SELECT ");
    dem_query_add(q, joined(q->s->ops->dialect));
    dem_query_add(q, "n.who, '; ') FROM (SELECT coalesce(a.name, a.code, ltrim(a.folded)) AS who FROM responses p JOIN actors a ON a.key=p.actor"
                     " WHERE p.initiative=x.key AND p.stance='");
    dem_query_add(q, stance);
    dem_query_add(q, "' GROUP BY 1 ORDER BY min(p.key)) n)");
}

static void initiative_sql(dem_query *q)
{
    static const char *const roles[] = {"proposer", "party"}, *const stances[] = {"accepts", "refuses", "conditional", "supports", "opposes"};
    dem_query_add(q, "SELECT x.id, x.first, x.last, x.kind, ");
    of_record(q, "name");
    dem_query_add(q, ", x.state");
    for (size_t i = 0; i < 2; i++) {
        dem_query_add(q, ", (SELECT ");
        dem_query_add(q, joined(q->s->ops->dialect));
        dem_query_add(q, "n.who, '; ') FROM (SELECT coalesce(a.name, a.code, ltrim(a.folded)) AS who FROM initiative_actors p"
                         " JOIN actors a ON a.key=p.actor WHERE p.initiative=x.key AND p.role='");
        dem_query_add(q, roles[i]);
        dem_query_add(q, "' ORDER BY p.position) n)");
    }
    dem_query_add(q, ", x.venue");
    for (size_t i = 0; i < sizeof stances / sizeof *stances; i++) answered_by(q, stances[i]);
    dem_query_add(q, ", (SELECT count(*) FROM responses p WHERE p.initiative=x.key),"
                     " (SELECT count(DISTINCT p.report) FROM initiative_bids p WHERE p.initiative=x.key),"
                     " x.record FROM initiatives x WHERE 1=1");
}

static const dem_grid_column position_columns[] = {{"id", NULL, DEM_GRID_TEXT, 0},
                                                   {"date", "date", DEM_GRID_TEXT, 0},
                                                   {"actor", "actor", DEM_GRID_TEXT, 40},
                                                   {"code", "code", DEM_GRID_TEXT, 0},
                                                   {"issue", NULL, DEM_GRID_TEXT, 0},
                                                   {"about", "about", DEM_GRID_TEXT, 60},
                                                   {"stance", "stance", DEM_GRID_TEXT, 0},
                                                   {"before", "before", DEM_GRID_TEXT, 0},
                                                   {"quote", "quote", DEM_GRID_TEXT, 90},
                                                   {"report", "report", DEM_GRID_TEXT, 48}};
/* The latest of each actor and issue; with days, the latest stance is looked for among all that were taken in them. */
static void position_sql(dem_query *q)
{
    dem_query_add(q, "SELECT x.id, x.day, coalesce(a.name, a.code, ltrim(a.folded)), a.code, x.issue, ");
    of_record(q, "about");
    dem_query_add(q, ", x.stance, b.stance, x.quote, r.id, x.record FROM positions x JOIN actors a ON a.key=x.actor"
                     " JOIN reports r ON r.key=x.report LEFT JOIN positions b ON b.key=x.previous WHERE 1=1");
}

static const dem_grid_column actor_columns[] = {{"code", "code", DEM_GRID_TEXT, 0},
                                                {"name", "name", DEM_GRID_TEXT, 60},
                                                {"country", "country", DEM_GRID_TEXT, 0},
                                                {"acts", "acts", DEM_GRID_WHOLE, 0},
                                                {"receives", "receives", DEM_GRID_WHOLE, 0},
                                                {"speaks", "speaks", DEM_GRID_WHOLE, 0},
                                                {"first", "first", DEM_GRID_TEXT, 0},
                                                {"last", "last", DEM_GRID_TEXT, 0}};

static void within(dem_query *q, const char *day, const dem_filter *f)
{
    char sql[64];
    snprintf(sql, sizeof sql, " AND %s>=?", day);
    if (f->from && f->from[0]) dem_query_text(q, sql, dem_str_c(f->from));
    snprintf(sql, sizeof sql, " AND %s<=?", day);
    if (f->to && f->to[0]) dem_query_text(q, sql, dem_str_c(f->to));
}

/* One pass over the events' actors and one over the statements' speakers, both by the days of the filter; names without a code stand as
   they are written in the text. Nobody's actors are found by day but through their events. */
static void actor_sql(dem_query *q, const dem_filter *f)
{
    bool some = f->actor && f->actor[0], by_day = !some && dem_query_few_days(f);
    dem_query_add(q, "SELECT x.code, coalesce(x.name, ltrim(x.folded)), x.country, sum(n.acts), sum(n.receives), sum(n.speaks), min(n.first),"
                     " max(n.last) FROM (SELECT p.actor, count(DISTINCT CASE WHEN p.acts=1 THEN p.event END) AS acts,"
                     " count(DISTINCT CASE WHEN p.receives=1 THEN p.event END) AS receives, 0 AS speaks, min(p.day) AS first, max(p.day) AS last"
                     " FROM ");
    dem_query_add(q, by_day ? "events e JOIN event_actors p ON p.event=e.key WHERE e.current=1" : "event_actors p WHERE p.current=1");
    if (some) {
        dem_query_add(q, " AND p.actor IN ");
        dem_query_actors(q, f->actor);
    }
    within(q, by_day ? "e.day" : "p.day", f);
    dem_query_add(q, " GROUP BY p.actor UNION ALL SELECT t.speaker_actor, 0, 0, count(*), min(t.day), max(t.day) FROM statements t"
                     " WHERE t.current=1 AND t.speaker_actor IS NOT NULL");
    if (some) {
        dem_query_add(q, " AND t.speaker_actor IN ");
        dem_query_actors(q, f->actor);
    }
    within(q, "t.day", f);
    dem_query_add(q, " GROUP BY t.speaker_actor) n JOIN actors x ON x.key=n.actor WHERE 1=1");
}

static const dem_grid grids[] = {
    [DEM_KIND_STORIES] = {story_columns, sizeof story_columns / sizeof *story_columns, true, NULL, "stories"},
    [DEM_KIND_INITIATIVES] = {initiative_columns, sizeof initiative_columns / sizeof *initiative_columns, true, NULL, "initiatives"},
    [DEM_KIND_POSITIONS] = {position_columns, sizeof position_columns / sizeof *position_columns, true, NULL, "positions"},
    [DEM_KIND_ACTORS] = {actor_columns, sizeof actor_columns / sizeof *actor_columns, false, "actor", "actors"},
};

#define ACTOR_GROUPS " GROUP BY x.key, x.code, x.name, x.folded, x.country ORDER BY "

static const char *order_of(dem_kind kind, const dem_filter *f)
{
    bool newest = f->order && strcmp(f->order, "newest") == 0, most = f->order && strcmp(f->order, "most") == 0;
    switch (kind) {
    case DEM_KIND_STORIES:
    case DEM_KIND_INITIATIVES: return newest ? " ORDER BY x.first DESC NULLS LAST, x.id" : " ORDER BY x.first NULLS LAST, x.id";
    case DEM_KIND_POSITIONS:
        return newest ? " ORDER BY x.day DESC NULLS LAST, x.issue, x.id" : " ORDER BY a.code NULLS LAST, 3, x.issue, x.day NULLS LAST, x.id";
    default:
        if (most) return ACTOR_GROUPS "sum(n.acts)+sum(n.receives)+sum(n.speaks) DESC, x.code NULLS LAST, 2, x.country NULLS FIRST";
        return newest ? ACTOR_GROUPS "8 DESC NULLS LAST, x.code NULLS LAST, 2" : ACTOR_GROUPS "x.code NULLS LAST, 2, x.country NULLS FIRST";
    }
}

int dem_list_links(dem_store *s, dem_kind kind, const dem_filter *f, dem_list_format format, FILE *out, dem_error *err)
{
    dem_query q;
    int rc = dem_query_begin(&q, s, err);
    if (rc != DEM_OK) return rc;
    if (kind == DEM_KIND_STORIES) dem_query_add(&q, story_sql);
    if (kind == DEM_KIND_INITIATIVES) initiative_sql(&q);
    if (kind == DEM_KIND_POSITIONS) position_sql(&q);
    if (kind == DEM_KIND_ACTORS) actor_sql(&q, f);
    rc = dem_query_filter(&q, kind, f, err);
    dem_query_add(&q, order_of(kind, f));
    if (f->limit) dem_query_int(&q, " LIMIT ?", f->limit > INT32_MAX ? INT32_MAX : (int64_t)f->limit);
    s->doing = "cannot read the store";
    if (rc == DEM_OK) rc = dem_grid_print(&q, &grids[kind], format, out, err);
    dem_query_free(&q);
    return rc;
}
