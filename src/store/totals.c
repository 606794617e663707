/* SPDX-License-Identifier: Apache-2.0 */
/* How many rows pass a filter: in all, by day, week, month or year, and for each pair of actors. */
#include "store/grid.h"

static const dem_grid_column event_counts[] = {{"events", "events", DEM_GRID_WHOLE, 0},
                                               {"verbal_cooperation", "verbal coop.", DEM_GRID_WHOLE, 0},
                                               {"material_cooperation", "material coop.", DEM_GRID_WHOLE, 0},
                                               {"verbal_conflict", "verbal confl.", DEM_GRID_WHOLE, 0},
                                               {"material_conflict", "material confl.", DEM_GRID_WHOLE, 0},
                                               {"goldstein_mean", "Goldstein", DEM_GRID_REAL, 0}};
static const char event_sql[] = "count(*), sum(CASE WHEN x.quad=1 THEN 1 ELSE 0 END), sum(CASE WHEN x.quad=2 THEN 1 ELSE 0 END),"
                                " sum(CASE WHEN x.quad=3 THEN 1 ELSE 0 END), sum(CASE WHEN x.quad=4 THEN 1 ELSE 0 END), avg(x.goldstein)";
/* Claims are never added up: what they count may be the same dead. */
static const dem_grid_column claim_counts[] = {{"kind", "kind", DEM_GRID_TEXT, 0},
                                               {"claims", "claims", DEM_GRID_WHOLE, 0},
                                               {"lowest", "lowest", DEM_GRID_WHOLE, 0},
                                               {"highest", "highest", DEM_GRID_WHOLE, 0}};
static const char claim_sql[] = "x.kind, count(*), min(coalesce(x.low, x.high)), max(coalesce(x.high, x.low))";
static const dem_grid_column statement_counts[] = {{"statements", "statements", DEM_GRID_WHOLE, 0},
                                                   {"speakers", "speakers", DEM_GRID_WHOLE, 0}};
static const char statement_sql[] = "count(*), count(DISTINCT x.speaker_actor)";
static const dem_grid_column report_counts[] = {{"reports", "reports", DEM_GRID_WHOLE, 0}, {"outlets", "outlets", DEM_GRID_WHOLE, 0}};
static const char report_sql[] = "count(*), count(DISTINCT x.publisher_folded)";

static const struct {
    const dem_grid_column *columns;
    size_t n;
    const char *sql, *day, *group;
} shapes[] = {[DEM_KIND_EVENTS] = {event_counts, sizeof event_counts / sizeof *event_counts, event_sql, "x.day", NULL},
              [DEM_KIND_CLAIMS] = {claim_counts, sizeof claim_counts / sizeof *claim_counts, claim_sql, "x.day", "x.kind"},
              [DEM_KIND_STATEMENTS] = {statement_counts, sizeof statement_counts / sizeof *statement_counts, statement_sql, "x.day", NULL},
              [DEM_KIND_REPORTS] = {report_counts, sizeof report_counts / sizeof *report_counts, report_sql, "x.published", NULL}};

/* The day itself, the Monday of its week, its month, its year. NULL: no such period. */
static const char *period(dem_dialect dialect, const char *by, const char *day, char *sql, size_t size)
{
    if (strcmp(by, "day") == 0) return day;
    if (strcmp(by, "month") == 0 || strcmp(by, "year") == 0) {
        snprintf(sql, size, "substr(%s, 1, %d)", day, *by == 'm' ? 7 : 4);
        return sql;
    }
    if (strcmp(by, "week") != 0) return NULL;
    if (dialect == DEM_DIALECT_POSTGRES)
        snprintf(sql, size, "to_char(date_trunc('week', CAST(%s AS timestamp)), 'YYYY-MM-DD')", day);
    else
        snprintf(sql, size, "date(%s, 'weekday 0', '-6 days')", day);
    return sql;
}

#define WHO(a) "coalesce(" a ".code, " a ".name, ltrim(" a ".folded))"

typedef struct layout {
    dem_grid_column columns[DEM_GRID_COLUMNS];
    size_t n;
    dem_buf group; /* expressions to group and sort by */
} layout;

static void add_key(dem_query *q, layout *l, const char *name, const char *expression)
{
    l->columns[l->n++] = (dem_grid_column){name, name, DEM_GRID_TEXT, 48};
    dem_query_add(q, expression);
    dem_query_add(q, ", ");
    dem_buf_printf(&l->group, "%s%s", l->group.n ? ", " : "", expression);
}

static void select_totals(dem_query *q, dem_kind kind, const dem_totals *t, const char *by, layout *l)
{
    dem_query_add(q, "SELECT ");
    if (by) add_key(q, l, "period", by);
    if (t->dyad) {
        add_key(q, l, "actor", WHO("a"));
        add_key(q, l, "recipient", WHO("b"));
    }
    for (size_t i = 0; i < shapes[kind].n; i++) l->columns[l->n++] = shapes[kind].columns[i];
    if (shapes[kind].group) dem_buf_printf(&l->group, "%s%s", l->group.n ? ", " : "", shapes[kind].group);
    dem_query_add(q, shapes[kind].sql);
    dem_query_add(q, " FROM ");
    dem_query_add(q, dem_kind_table(kind));
    dem_query_add(q, " x");
    /* Each pair of an event once; of a mutual one the pair stands in the order of the codes. */
    if (t->dyad)
        dem_query_add(q, " JOIN event_actors p ON p.event=x.key AND p.acts=1 JOIN event_actors o ON o.event=x.key AND o.receives=1"
                         " JOIN actors a ON a.key=p.actor JOIN actors b ON b.key=o.actor");
    dem_query_add(q, " WHERE 1=1");
    if (t->dyad) dem_query_add(q, " AND p.actor<>o.actor AND (x.mutual=0 OR " WHO("a") "<" WHO("b") ")");
}

int dem_store_totals(dem_store *s, const char *what, const dem_filter *filter, const dem_totals *t, const char *format, FILE *out,
                     dem_error *err)
{
    const dem_filter none = {0}, *f = filter ? filter : &none;
    dem_list_format form;
    char sql[128];
    dem_kind kind = DEM_KIND_EVENTS;
    while (kind < DEM_KIND_COUNT && strcmp(dem_kind_table(kind), what) != 0) kind++;
    if (kind > DEM_KIND_REPORTS) return dem_fail(err, DEM_EUSAGE, "%s cannot be counted", what);
    if (!dem_list_format_of(format, &form)) return dem_fail(err, DEM_EUSAGE, "lists are printed as table, csv or jsonl, not as %s", format);
    if (t->dyad && kind != DEM_KIND_EVENTS) return dem_fail(err, DEM_EUSAGE, "%s have no pairs of actors", what);
    const char *by = t->by ? period(s->ops->dialect, t->by, shapes[kind].day, sql, sizeof sql) : NULL;
    if (t->by && !by) return dem_fail(err, DEM_EUSAGE, "totals are by day, week, month or year, not by %s", t->by);
    dem_query q;
    layout l = {.n = 0};
    int rc = dem_query_read_once(s, err);
    if (rc == DEM_OK) rc = dem_query_begin(&q, s, err);
    if (rc != DEM_OK) return rc;
    select_totals(&q, kind, t, by, &l);
    rc = dem_query_filter(&q, kind, f, err);
    if (l.group.n) {
        dem_query_add(&q, " GROUP BY ");
        dem_query_add(&q, l.group.p);
        dem_query_add(&q, " ORDER BY ");
        if (f->order && strcmp(f->order, "most") == 0) dem_query_add(&q, "count(*) DESC, ");
        if (by) dem_query_add(&q, by);
        if (by) dem_query_add(&q, f->order && strcmp(f->order, "newest") == 0 ? " DESC NULLS LAST, " : " NULLS LAST, ");
        dem_query_add(&q, l.group.p);
    }
    if (f->limit) dem_query_int(&q, " LIMIT ?", f->limit > INT32_MAX ? INT32_MAX : (int64_t)f->limit);
    if (l.group.failed) q.sql.failed = true;
    s->doing = "cannot read the store";
    const dem_grid grid = {l.columns, l.n, false, "total", what};
    if (rc == DEM_OK) rc = dem_grid_print(&q, &grid, form, out, err);
    dem_buf_free(&l.group);
    dem_query_free(&q);
    return rc;
}
