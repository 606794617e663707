/* SPDX-License-Identifier: Apache-2.0 */
/* dem_relate_file: JSON Lines with a text and two lists of spans in, the event between the spans out, one object a line. */
#include "pipeline/run.h"

#include <jansson.h>

enum { MAX_SPANS = 64 };

/* [[start, end], …] in code points -> byte spans; `key` names it in errors. */
static int read_spans(dem_report *r, const json_t *extra, const char *key, dem_span *out, size_t *n, dem_error *err)
{
    const json_t *list = json_object_get(extra, key);
    size_t length = dem_report_codepoint(r, (uint32_t)r->text.n);
    *n = 0;
    if (!list) return DEM_OK;
    if (!json_is_array(list)) return dem_fail(err, DEM_EFORMAT, "\"%s\" is not a list of [start, end]", key);
    if (json_array_size(list) > MAX_SPANS) return dem_fail(err, DEM_ELIMIT, "\"%s\" has more than %d spans", key, MAX_SPANS);
    size_t i;
    const json_t *pair;
    json_array_foreach(list, i, pair)
    {
        const json_t *s = json_array_get(pair, 0), *e = json_array_get(pair, 1);
        if (json_array_size(pair) != 2 || !json_is_integer(s) || !json_is_integer(e))
            return dem_fail(err, DEM_EFORMAT, "\"%s\" is not a list of [start, end]", key);
        json_int_t from = json_integer_value(s), to = json_integer_value(e);
        if (from < 0 || to <= from || (unsigned long long)to > length)
            return dem_fail(err, DEM_EFORMAT, "\"%s\" has the span [%lld, %lld], and the text has %zu characters", key, (long long)from,
                            (long long)to, length);
        out[(*n)++] = (dem_span){dem_report_byte(r, (size_t)from), dem_report_byte(r, (size_t)to)};
    }
    return DEM_OK;
}

static void write_event(dem_report *r, const dem_rules *rules, const dem_event *e, dem_str root, dem_buf *out)
{
    dem_json j = {.out = out};
    dem_ontology_entry entry;
    dem_json_open(&j, '{');
    dem_json_member(&j, "id", r->meta.id);
    dem_json_member(&j, "root", root);
    dem_json_member(&j, "cameo", dem_str_c(e->cameo));
    if (dem_ontology_lookup(rules, dem_str_c(e->cameo), &entry)) {
        dem_json_member_open(&j, "plover", '{');
        dem_json_member(&j, "type", entry.type);
        dem_json_member(&j, "mode", entry.mode);
        dem_json_close(&j, '}');
        dem_json_member_num(&j, "goldstein", entry.goldstein, 1, false);
    }
    int quad = dem_root_quad(root);
    if (quad) dem_json_member_int(&j, "quad", quad);
    dem_json_member(&j, "status", dem_str_c(dem_event_status_name(e->status)));
    if (e->trigger.end > e->trigger.start) {
        dem_json_member_open(&j, "trigger", '{');
        dem_json_member(&j, "text", dem_text_of(r, e->trigger));
        dem_json_member_int(&j, "start", (long long)dem_report_codepoint(r, e->trigger.start));
        dem_json_member_int(&j, "end", (long long)dem_report_codepoint(r, e->trigger.end));
        dem_json_close(&j, '}');
    }
    dem_json_member(&j, "rule", e->rule);
    dem_json_member_num(&j, "confidence", e->confidence, 3, true);
    dem_json_close(&j, '}');
    dem_buf_ch(out, '\n');
}

static int render_relation(const dem_engine *engine, dem_report *r, const dem_run_options *o, dem_buf *out, dem_error *err)
{
    (void)o;
    dem_span actor[MAX_SPANS], recipient[MAX_SPANS];
    size_t n_actor, n_recipient;
    int rc = read_spans(r, r->meta.extra, "actor", actor, &n_actor, err);
    if (rc == DEM_OK) rc = read_spans(r, r->meta.extra, "recipient", recipient, &n_recipient, err);
    if (rc != DEM_OK) return rc;
    dem_event e = {0};
    dem_str root = DEM_STR_NONE;
    rc = dem_relate(engine->rules, r, actor, n_actor, recipient, n_recipient, &e, &root, err);
    if (rc == DEM_OK) write_event(r, engine->rules, &e, root, out);
    return rc;
}

typedef struct relate_run {
    FILE *out;
    const dem_run_options *caller;
} relate_run;

static int print_relation(void *ctx, dem_report *r, const char *text, size_t n, dem_error *err)
{
    (void)r;
    const relate_run *c = ctx;
    return fwrite(text, 1, n, c->out) == n ? DEM_OK : dem_fail(err, DEM_EIO, "cannot write the output");
}

static void pass_error(void *ctx, const dem_error *e)
{
    const relate_run *c = ctx;
    if (c->caller && c->caller->on_error) c->caller->on_error(c->caller->ctx, e);
}

int dem_relate_file(dem_engine *engine, const char *path, FILE *out, const dem_run_options *options, dem_error *err)
{
    relate_run c = {.out = out, .caller = options};
    dem_run_options o = {
        .threads = options ? options->threads : 1,
        .depth = DEM_DEPTH_FULL,
        .output = DEM_OUT_NONE,
        .verbatim = true, /* the spans count the caller's own characters */
        .any_language = true,
        .format = "jsonl",
        .on_report = print_relation,
        .on_error = pass_error,
        .ctx = &c,
    };
    return dem_run_with(engine, &path, 1, &o, render_relation, err);
}
