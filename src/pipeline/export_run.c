/* SPDX-License-Identifier: Apache-2.0 */
/* dem_store_export, dem_records_export: events of a database, or of the records that `demarche code` prints, handed one by one to a
   format's writer. */
#include "export/formats.h"
#include "pipeline/embedded.h"
#include "store/sql.h"

#include <errno.h>
#include <stdlib.h>

enum { FLUSH = 1 << 16, MAX_LINE = 1 << 28 };

typedef struct job {
    dem_exporter x;
    dem_tables tables;
    dem_arena *row; /* strings of the event at hand */
    FILE *out;
    dem_places_of index; /* reports by id */
    DEM_VEC(dem_xreport *) reports;
    dem_places_of told;  /* events that other reports tell too, by id */
    dem_strs clusters;   /* of each of them */
} job;

static dem_str embedded(const char *name)
{
    for (const dem_embedded *f = dem_embedded_table; f->name; f++)
        if (strcmp(f->name, name) == 0) return (dem_str){f->bytes, f->n};
    return DEM_STR_NONE;
}

static int flush(job *j, dem_error *err)
{
    dem_buf *b = &j->x.out;
    if (b->failed || dem_arena_failed(j->row) || dem_arena_failed(j->x.kept)) return dem_fail(err, DEM_EMEMORY, "memory is out");
    bool ok = b->n == 0 || fwrite(b->p, 1, b->n, j->out) == b->n;
    dem_buf_clear(b);
    return ok ? DEM_OK : dem_fail(err, DEM_EIO, "the output cannot be written");
}

static bool period_named(const char *name, dem_period *out)
{
    static const char *const names[] = {"day", "week", "month", "year"};
    for (size_t i = 0; i < 4; i++)
        if (strcmp(names[i], name) == 0) {
            *out = (dem_period)i;
            return true;
        }
    return false;
}

static int begin(job *j, const dem_export_options *o, FILE *out, dem_error *err)
{
    j->out = out;
    j->x.format = o->format ? dem_export_format_of(o->format) : NULL;
    if (!j->x.format) return dem_fail(err, DEM_EUSAGE, "there is no export format %s", o->format ? o->format : "given");
    j->x.by = DEM_BY_MONTH;
    if (o->by && !period_named(o->by, &j->x.by)) return dem_fail(err, DEM_EUSAGE, "dyads are counted by day, week, month or year");
    j->x.roots = o->roots;
    j->x.version = dem_version();
    j->x.tables = &j->tables;
    j->row = dem_arena_new(0);
    j->x.kept = dem_arena_new(0);
    if (!j->row || !j->x.kept) return dem_fail(err, DEM_EMEMORY, "memory is out");
    dem_table_texts texts = {embedded("exports/states.tsv"), embedded("exports/sectors.tsv"), embedded("exports/plover.tsv"),
                             embedded("exports/quads.tsv"), embedded("ontology/cameo.tsv")};
    int rc = dem_tables_read(&texts, j->x.kept, &j->tables, err);
    if (rc == DEM_OK) j->x.format->begin(&j->x);
    return rc;
}

static int finish(job *j, int rc, dem_error *err)
{
    if (rc == DEM_OK) rc = j->x.format->end(&j->x, err);
    if (rc == DEM_OK) rc = flush(j, err);
    dem_buf_free(&j->x.out);
    dem_arena_free(j->row);
    dem_arena_free(j->x.kept);
    return rc;
}

/* The report of this id; one that is not known yet has nothing but the id. */
static dem_xreport *report_of(job *j, dem_str id)
{
    bool fresh;
    size_t at = dem_place_of(&j->index, j->x.kept, id, &fresh);
    if (at == SIZE_MAX) return NULL;
    if (!fresh) return j->reports.items[at];
    dem_xreport **slot = DEM_PUSH(j->x.kept, &j->reports);
    dem_xreport *r = slot ? DEM_NEW(j->x.kept, dem_xreport) : NULL;
    if (!r) return NULL;
    *r = (dem_xreport){.id = j->index.keys.items[at], .length = -1, .lead_start = -1, .lead_end = -1};
    *slot = r;
    return r;
}

static int take_report(job *j, const json_t *record, dem_error *err)
{
    const json_t *id = json_object_get(record, "id");
    dem_xreport *r = json_is_string(id) ? report_of(j, (dem_str){json_string_value(id), json_string_length(id)}) : NULL;
    if (r) dem_xreport_read(record, j->x.kept, r);
    return dem_arena_failed(j->x.kept) ? dem_fail(err, DEM_EMEMORY, "memory is out") : DEM_OK;
}

/* Reads the event where the format wants it; NULL: memory is out. */
static dem_xevent *read_event(job *j, const json_t *record)
{
    dem_arena *a = j->x.format->keeps ? j->x.kept : j->row;
    dem_xevent *e = DEM_NEW(a, dem_xevent);
    const json_t *id = json_object_get(record, "report");
    dem_str name = json_is_string(id) ? (dem_str){json_string_value(id), json_string_length(id)} : DEM_STR("");
    const dem_xreport *from = report_of(j, name);
    if (!e || !from) return NULL;
    dem_xevent_read(record, from, a, e);
    return dem_arena_failed(a) ? NULL : e;
}

static int hand_over(job *j, dem_xevent *e, dem_error *err)
{
    int rc = j->x.format->event(&j->x, e, j->row, err);
    e->record = NULL;
    if (rc == DEM_OK && j->x.out.n > FLUSH) rc = flush(j, err);
    dem_arena_reset(j->row);
    return rc;
}

/* ---- from a database ---- */

static int each_report(void *ctx, const dem_report_row *r, dem_error *err)
{
    job *j = ctx;
    json_t *o = json_loadb(r->record.p ? r->record.p : "", r->record.n, JSON_ALLOW_NUL, NULL);
    int rc = o ? take_report(j, o, err) : dem_fail(err, DEM_EDATA, "the record of report %.*s is damaged", DEM_FMT(dem_str_cut(r->id, 0, 100)));
    json_decref(o);
    dem_arena_reset(j->row);
    return rc;
}

static int each_event(void *ctx, const dem_event_row *row, dem_error *err)
{
    job *j = ctx;
    json_t *o = json_loadb(row->src.record.p ? row->src.record.p : "", row->src.record.n, JSON_ALLOW_NUL, NULL);
    if (!o) return dem_fail(err, DEM_EDATA, "the record of event %.*s is damaged", DEM_FMT(dem_str_cut(row->src.id, 0, 100)));
    dem_arena *a = j->x.format->keeps ? j->x.kept : j->row;
    dem_xevent *e = read_event(j, o);
    int rc = DEM_OK;
    if (e) {
        /* The database knows tellings of other reports, the record only its own. */
        size_t at = dem_place_find(&j->told, e->id);
        e->cluster = at == SIZE_MAX ? dem_str_dup(a, row->cluster) : j->clusters.items[at];
        e->report = e->from->id;
    }
    rc = e ? hand_over(j, e, err) : dem_fail(err, DEM_EMEMORY, "memory is out");
    json_decref(o);
    return rc;
}

/* Which events are one with events of other reports. */
static int load_clusters(job *j, dem_store *s, dem_error *err)
{
    dem_stmt *st;
    dem_arena *a = j->x.kept;
    int rc = dem_sql_open(s, DEM_STR("SELECT e.id, c.id FROM cluster_events x JOIN events e ON e.key=x.event"
                                     " JOIN event_clusters c ON c.key=x.cluster ORDER BY c.key, e.key"), &st, err);
    if (rc != DEM_OK) return rc;
    for (bool row; (rc = dem_sql_step(st, &row, err)) == DEM_OK && row;) {
        bool fresh;
        dem_str id = dem_col_text(st, a), cluster = dem_col_text(st, a);
        size_t at = dem_place_of(&j->told, a, id, &fresh);
        dem_str *slot = at == SIZE_MAX ? NULL : fresh ? DEM_PUSH(a, &j->clusters) : &j->clusters.items[at];
        if (!slot) {
            rc = dem_fail(err, DEM_EMEMORY, "memory is out");
            break;
        }
        *slot = cluster;
    }
    dem_sql_free(st);
    return rc;
}

int dem_store_export(dem_store *s, const dem_filter *filter, const dem_export_options *options, FILE *out, dem_error *err)
{
    job j = {0};
    dem_filter events = filter ? *filter : (dem_filter){0}, reports = {.outlet = events.outlet, .report = events.report};
    if (!events.status) events.status = "actual";
    int rc = begin(&j, options, out, err);
    if (rc == DEM_OK) rc = dem_store_reports(s, &reports, NULL, each_report, &j, err);
    if (rc == DEM_OK && j.x.format->keeps) rc = load_clusters(&j, s, err);
    if (rc == DEM_OK) rc = dem_store_events(s, &events, NULL, each_event, &j, err);
    return finish(&j, rc, err);
}

/* ---- from records ---- */

static bool given(const char *v)
{
    return v && v[0];
}

/* A word of the text begins so, case and accents folded: what the database's LIKE finds. */
static bool word_match(dem_str text, const char *words)
{
    dem_buf t = {0}, w = {0};
    dem_store_fold(text, &t);
    dem_store_fold(dem_str_c(words), &w);
    bool found = t.n && w.n && dem_str_find(dem_buf_view(&t), dem_buf_view(&w), 0) != SIZE_MAX;
    dem_buf_free(&t);
    dem_buf_free(&w);
    return found;
}

static bool party_passes(const dem_xparties *list, const char *who)
{
    for (size_t i = 0; i < list->n; i++) {
        const dem_xparty *p = &list->items[i];
        if (dem_str_starts(p->code, dem_str_c(who)) || word_match(p->name.n ? p->name : p->text, who)) return true;
    }
    return false;
}

static bool country_passes(const dem_xevent *e, const char *country)
{
    dem_str c = dem_str_c(country);
    for (size_t i = 0; i < e->actors.n; i++)
        if (dem_str_ieq(e->actors.items[i].country, c)) return true;
    for (size_t i = 0; i < e->recipients.n; i++)
        if (dem_str_ieq(e->recipients.items[i].country, c)) return true;
    return dem_str_ieq(e->place_country, c);
}

/* The same questions as the database's, asked of one event. */
static bool passes(const dem_filter *f, const dem_xevent *e)
{
    bool own;
    dem_str first = dem_xevent_day(e, &own), last = own && e->date_end.n ? e->date_end : first;
    if (given(f->from) && (!last.n || dem_str_cmp(last, dem_str_c(f->from)) < 0)) return false;
    if (given(f->to) && (!first.n || dem_str_cmp(first, dem_str_c(f->to)) > 0)) return false;
    if (!dem_str_is(e->status, given(f->status) ? f->status : "actual")) return false;
    if (given(f->code) && !dem_str_starts(e->cameo, dem_str_c(f->code))) return false;
    if (given(f->root) && !dem_str_is(dem_str_cut(e->cameo, 0, 2), f->root)) return false;
    if (given(f->place) && !word_match(e->place, f->place)) return false;
    if (given(f->type) && !dem_str_ieq(e->type, dem_str_c(f->type))) return false;
    if (f->min_confidence > 0 && e->confidence < f->min_confidence) return false;
    if (given(f->report) && !dem_str_is(e->report, f->report)) return false;
    if (given(f->outlet) && !word_match(e->from->publisher, f->outlet)) return false;
    if (given(f->actor) && !party_passes(&e->actors, f->actor) && !(e->mutual && party_passes(&e->recipients, f->actor))) return false;
    if (given(f->recipient) && !party_passes(&e->recipients, f->recipient) && !(e->mutual && party_passes(&e->actors, f->recipient)))
        return false;
    return !given(f->country) || country_passes(e, f->country);
}

static int take_record(job *j, const dem_filter *f, const json_t *o, dem_error *err)
{
    const char *kind = json_string_value(json_object_get(o, "record"));
    if (!kind) return dem_fail(err, DEM_EFORMAT, "the line is no record of demarche: it has no \"record\"");
    if (strcmp(kind, "report") == 0) return take_report(j, o, err);
    if (strcmp(kind, "event") != 0) return DEM_OK;
    dem_xevent *e = read_event(j, o);
    if (!e) return dem_fail(err, DEM_EMEMORY, "memory is out");
    if (passes(f, e)) return hand_over(j, e, err);
    dem_arena_reset(j->row);
    return DEM_OK;
}

static int take_lines(job *j, const dem_filter *f, FILE *in, const char *name, dem_error *err)
{
    char *line = NULL;
    size_t cap = 0, number = 0;
    int rc = DEM_OK;
    for (ssize_t n; rc == DEM_OK && (n = getline(&line, &cap, in)) >= 0;) {
        number++;
        if (dem_str_trim((dem_str){line, (size_t)n}).n == 0) continue;
        json_error_t why;
        json_t *o = n > MAX_LINE ? NULL : json_loadb(line, (size_t)n, JSON_ALLOW_NUL, &why);
        if (!o)
            rc = dem_fail_at(err, DEM_EFORMAT, name, number, -1, "%s", n > MAX_LINE ? "the line is too long" : why.text);
        else
            rc = take_record(j, f, o, err);
        if (rc == DEM_EFORMAT && err && !err->line) {
            char text[sizeof err->message];
            memcpy(text, err->message, sizeof text);
            dem_fail_at(err, DEM_EFORMAT, name, number, -1, "%s", text);
        }
        json_decref(o);
    }
    if (rc == DEM_OK && ferror(in)) rc = dem_fail_at(err, DEM_EIO, name, 0, -1, "cannot be read: %s", strerror(errno));
    free(line);
    return rc;
}

int dem_records_export(const char *path, const dem_filter *filter, const dem_export_options *options, FILE *out, dem_error *err)
{
    job j = {0};
    const dem_filter none = {0};
    bool standard = strcmp(path, "-") == 0;
    if (filter && given(filter->text)) return dem_fail(err, DEM_EUSAGE, "records cannot be filtered by text: export from a database");
    FILE *in = standard ? stdin : fopen(path, "rb");
    if (!in) return dem_fail_at(err, DEM_EIO, path, 0, -1, "cannot be opened: %s", strerror(errno));
    int rc = begin(&j, options, out, err);
    if (rc == DEM_OK) rc = take_lines(&j, filter ? filter : &none, in, standard ? "standard input" : path, err);
    if (!standard) fclose(in);
    return finish(&j, rc, err);
}
