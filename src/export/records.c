/* SPDX-License-Identifier: Apache-2.0 */
/* The records: report, statement, event, claim as JSON objects. Offsets are code points of the cleaned text, end exclusive.
   A field without a finding is left out: no empty strings, no nulls, no empty lists. */
#include "export/export.h"

#include <jansson.h>
#include <stdlib.h>

static bool has_span(dem_span s)
{
    return s.end > s.start;
}

static void offsets(dem_json *j, dem_report *r, dem_span s)
{
    if (!has_span(s)) return;
    dem_json_member_int(j, "start", (long long)dem_report_codepoint(r, s.start));
    dem_json_member_int(j, "end", (long long)dem_report_codepoint(r, s.end));
}

/* {"text":…,"start":…,"end":…} */
static void span_object(dem_json *j, dem_report *r, const char *key, dem_span s)
{
    if (!has_span(s)) return;
    dem_json_member_open(j, key, '{');
    dem_json_member(j, "text", dem_text_of(r, s));
    offsets(j, r, s);
    dem_json_close(j, '}');
}

static void day_member(dem_json *j, const char *key, dem_day d)
{
    char iso[11];
    dem_day_print(d, iso);
    dem_json_member(j, key, dem_str_c(iso));
}

dem_str dem_actor_label(const dem_report *r, const dem_actor *a)
{
    return a->name.n ? a->name : dem_text_of(r, a->span);
}

dem_str dem_speaker_label(const dem_report *r, const dem_statement *s)
{
    return s->has_speaker ? dem_actor_label(r, &s->speaker) : DEM_STR_NONE;
}

/* The prefixes of the codebook that stand where a country would, and are no sector. */
static bool is_prefix(dem_str triple)
{
    static const char *const prefixes[] = {"IGO", "IMG", "INT", "ISM", "MNC", "NGM", "NGO", "UIS", "UNO", "EUR"};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (dem_str_is(triple, prefixes[i])) return true;
    return false;
}

size_t dem_code_sectors(dem_str code, const char *country, dem_str *out, size_t max)
{
    size_t n = 0, at = 0;
    dem_str first = dem_str_cut(code, 0, 3);
    if ((country[0] && dem_str_is(first, country)) || is_prefix(first)) at = 3;
    for (; at + 3 <= code.n && n < max; at += 3) out[n++] = dem_str_cut(code, at, at + 3);
    return n;
}

enum { MAX_SECTORS = 8 };

static void coded_members(dem_json *j, dem_str name, dem_str code, const char *country)
{
    dem_json_member(j, "name", name);
    dem_json_member(j, "code", code);
    dem_json_member(j, "country", dem_str_c(country));
    dem_str sectors[MAX_SECTORS];
    size_t n = dem_code_sectors(code, country, sectors, MAX_SECTORS);
    if (n == 0) return;
    dem_json_member_open(j, "sector", '[');
    for (size_t i = 0; i < n; i++) dem_json_str(j, sectors[i]);
    dem_json_close(j, ']');
}

static void actor_object(dem_json *j, dem_report *r, const dem_actor *a)
{
    dem_json_open(j, '{');
    dem_json_member(j, "text", dem_text_of(r, a->span));
    coded_members(j, a->name, a->code, a->country);
    offsets(j, r, a->span);
    dem_json_member(j, "by", a->by);
    dem_json_close(j, '}');
}

static void actor_list(dem_json *j, dem_report *r, const char *key, const dem_actor *a, size_t n)
{
    if (n == 0) return;
    dem_json_member_open(j, key, '[');
    for (size_t i = 0; i < n; i++) actor_object(j, r, &a[i]);
    dem_json_close(j, ']');
}

static void sentence_object(dem_json *j, dem_report *r, int32_t s)
{
    if (s < 0 || (size_t)s >= r->sentences.n) return;
    dem_span span = r->sentences.items[s].span;
    dem_json_member_open(j, "sentence", '{');
    dem_json_member_int(j, "index", s);
    offsets(j, r, span);
    dem_json_member(j, "text", dem_text_of(r, span));
    dem_json_close(j, '}');
}

static void condition_object(dem_json *j, dem_report *r, const dem_condition *c)
{
    static const char *const stances[] = {"sets", "meets", "rejects"};
    dem_json_open(j, '{');
    dem_json_member(j, "type", dem_str_c(dem_condition_type_name(c->type)));
    /* A condition named to say that it is met or refused must not read as one that is set. */
    if (c->stance != DEM_COND_SETS) dem_json_member(j, "stance", dem_str_c(stances[c->stance]));
    dem_json_member(j, "text", dem_text_of(r, c->span));
    offsets(j, r, c->span);
    dem_json_close(j, '}');
}

static void attribution_list(dem_json *j, dem_report *r, const int32_t *chain, size_t n)
{
    if (n == 0) return;
    dem_json_member_open(j, "attribution", '[');
    for (size_t i = 0; i < n; i++) {
        const dem_statement *s = &r->statements.items[chain[i]];
        dem_json_open(j, '{');
        dem_json_member(j, "name", dem_speaker_label(r, s));
        if (s->has_speaker) dem_json_member(j, "code", s->speaker.code);
        dem_json_member(j, "cue", dem_text_of(r, s->cue));
        dem_json_member_bool(j, "direct", s->direct);
        dem_json_member(j, "via", s->via);
        if (s->has_speaker) offsets(j, r, s->speaker.span);
        dem_json_close(j, '}');
    }
    dem_json_close(j, ']');
}

static void date_object(dem_json *j, dem_report *r, const char *key, dem_day from, dem_day to, dem_span span,
                        dem_time_basis basis)
{
    if (from == DEM_DAY_NONE && to == DEM_DAY_NONE) return; /* "Tuesday" in an undated report is no date */
    dem_json_member_open(j, key, '{');
    day_member(j, "start", from);
    day_member(j, "end", to);
    dem_json_member(j, "text", dem_text_of(r, span));
    dem_json_member(j, "basis", dem_str_c(dem_time_basis_name(basis)));
    dem_json_close(j, '}');
}

static void place_object(dem_json *j, dem_report *r, int32_t place)
{
    if (place < 0 || (size_t)place >= r->places.n) return;
    const dem_place *p = &r->places.items[place];
    dem_json_member_open(j, "place", '{');
    dem_json_member(j, "name", p->name.n ? p->name : dem_text_of(r, p->span));
    dem_json_member(j, "admin", p->admin);
    dem_json_member(j, "country", dem_str_c(p->country));
    if (p->precision) dem_json_member_int(j, "resolution", p->precision);
    if (p->located) {
        dem_json_member_num(j, "lat", p->lat, 5, true);
        dem_json_member_num(j, "lon", p->lon, 5, true);
    }
    offsets(j, r, p->span);
    dem_json_close(j, '}');
}

static void head(dem_json *j, dem_report *r, const char *record, dem_id_text id, int32_t sentence)
{
    dem_json_open(j, '{');
    dem_json_member(j, "record", dem_str_c(record));
    dem_json_member(j, "id", dem_str_c(id.c));
    dem_json_member(j, "report", r->meta.id);
    sentence_object(j, r, sentence);
}

/* Keys of the input that are not ours come back as they were. */
static void extra_members(dem_json *j, json_t *extra)
{
    static const char *const ours[] = {"record",   "id",  "title",    "publisher", "author", "published",
                                       "dateline", "url", "language", "text",      "sha256"};
    const char *key;
    json_t *value;
    json_object_foreach(extra, key, value)
    {
        bool taken = false;
        for (size_t i = 0; i < sizeof ours / sizeof *ours; i++) taken = taken || strcmp(key, ours[i]) == 0;
        char *dump = taken ? NULL : json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
        if (!dump) continue;
        dem_json_str(j, dem_str_c(key));
        dem_buf_ch(j->out, ':');
        j->comma = false;
        dem_json_raw(j, dem_str_c(dump));
        free(dump);
    }
}

void dem_record_report(dem_json *j, dem_report *r)
{
    const dem_meta *m = &r->meta;
    dem_json_open(j, '{');
    dem_json_member(j, "record", DEM_STR("report"));
    dem_json_member(j, "id", m->id);
    dem_json_member(j, "title", m->title);
    dem_json_member(j, "publisher", m->publisher);
    dem_json_member(j, "author", m->author);
    day_member(j, "published", m->published);
    if (m->dateline_place.n || m->dateline_date.n) {
        dem_json_member_open(j, "dateline", '{');
        dem_json_member(j, "place", m->dateline_place);
        dem_json_member(j, "date", m->dateline_date);
        dem_json_close(j, '}');
    }
    dem_json_member(j, "url", m->url);
    dem_json_member(j, "language", m->language);
    dem_json_member(j, "text", r->text);
    dem_json_member(j, "sha256", dem_str_c(m->sha256));
    if (m->extra) extra_members(j, m->extra);
    dem_json_close(j, '}');
}

void dem_record_statement(dem_json *j, dem_report *r, const dem_ids *ids, size_t i)
{
    const dem_statement *s = &r->statements.items[i];
    head(j, r, "statement", dem_id_statement(ids, i), s->sentence);
    if (s->has_speaker) {
        dem_json_key(j, "speaker");
        actor_object(j, r, &s->speaker);
    }
    span_object(j, r, "cue", s->cue);
    if (s->content.n) {
        dem_json_member_open(j, "content", '[');
        for (size_t k = 0; k < s->content.n; k++) {
            dem_json_open(j, '{');
            dem_json_member(j, "text", dem_text_of(r, s->content.items[k]));
            offsets(j, r, s->content.items[k]);
            dem_json_close(j, '}');
        }
        dem_json_close(j, ']');
    }
    dem_json_member_bool(j, "direct", s->direct);
    if (s->mixed) dem_json_member_bool(j, "mixed", true);
    if (s->stance) dem_json_member_bool(j, "stance", true);
    if (s->deed) dem_json_member_bool(j, "deed", true);
    dem_json_member(j, "via", s->via);
    if (ids->first_condition[i] != DEM_NONE) {
        dem_json_member_open(j, "conditions", '[');
        for (int32_t k = ids->first_condition[i]; k != DEM_NONE; k = ids->next_condition[k])
            condition_object(j, r, &r->conditions.items[k]);
        dem_json_close(j, ']');
    }
    dem_json_member(j, "rule", s->rule);
    dem_json_close(j, '}');
}

static void codebook_members(dem_json *j, const dem_codebook *book, const char *cameo)
{
    dem_json_member(j, "cameo", dem_str_c(cameo));
    dem_ontology_entry o;
    if (!dem_codebook_find(book, cameo, &o)) return;
    if (o.type.n) {
        dem_json_member_open(j, "plover", '{');
        dem_json_member(j, "type", o.type);
        dem_json_member(j, "mode", o.mode);
        if (o.n_contexts) {
            dem_json_member_open(j, "context", '[');
            for (size_t i = 0; i < o.n_contexts; i++) dem_json_str(j, o.contexts[i]);
            dem_json_close(j, ']');
        }
        dem_json_close(j, '}');
    }
    if (o.quad) dem_json_member_int(j, "quad", o.quad);
    dem_json_member_num(j, "goldstein", o.goldstein, 1, false);
}

void dem_record_event(dem_json *j, dem_report *r, const dem_codebook *book, const dem_ids *ids, size_t i)
{
    const dem_event *e = &r->events.items[i];
    head(j, r, "event", dem_id_event(ids, i), e->sentence);
    actor_list(j, r, "actor", e->actors.items, e->actors.n);
    actor_list(j, r, "recipient", e->recipients.items, e->recipients.n);
    dem_json_member_bool(j, "mutual", e->mutual);
    span_object(j, r, "trigger", e->trigger);
    codebook_members(j, book, e->cameo);
    dem_json_member(j, "status", dem_str_c(dem_event_status_name(e->status)));
    if (e->conditions.n) {
        dem_json_member_open(j, "conditions", '[');
        for (size_t k = 0; k < e->conditions.n; k++) condition_object(j, r, &r->conditions.items[e->conditions.items[k]]);
        dem_json_close(j, ']');
    }
    attribution_list(j, r, e->attribution.items, e->attribution.n);
    dem_span when = e->time >= 0 && (size_t)e->time < r->times.n ? r->times.items[e->time].span : (dem_span){0, 0};
    date_object(j, r, "date", e->date_from, e->date_to, when, e->date_basis);
    place_object(j, r, e->place);
    dem_json_member(j, "venue", e->venue);
    dem_json_member(j, "rule", e->rule);
    dem_json_member_num(j, "confidence", e->confidence, 2, false);
    dem_json_member(j, "event_cluster", dem_str_c(dem_id_cluster(ids, i).c));
    dem_json_close(j, '}');
}

static void count_object(dem_json *j, dem_report *r, const dem_claim *c)
{
    if (c->min < 0 && c->max < 0 && !has_span(c->count_span)) return;
    dem_json_member_open(j, "count", '{');
    if (c->min >= 0) dem_json_member_int(j, "min", c->min);
    if (c->max >= 0) dem_json_member_int(j, "max", c->max);
    dem_json_member(j, "text", dem_text_of(r, c->count_span));
    dem_json_member(j, "qualifier", c->qualifier);
    offsets(j, r, c->count_span);
    dem_json_close(j, '}');
}

static void victims_list(dem_json *j, dem_report *r, const dem_claim *c)
{
    if (c->victims.n) {
        actor_list(j, r, "victims", c->victims.items, c->victims.n);
    } else if (c->victim_text.n) { /* "civilians", "people": words without a code */
        dem_json_member_open(j, "victims", '[');
        dem_json_open(j, '{');
        dem_json_member(j, "text", c->victim_text);
        dem_json_close(j, '}');
        dem_json_close(j, ']');
    }
}

void dem_record_claim(dem_json *j, dem_report *r, const dem_ids *ids, size_t i)
{
    const dem_claim *c = &r->claims.items[i];
    head(j, r, "claim", dem_id_claim(ids, i), c->sentence);
    dem_json_member(j, "kind", c->kind);
    count_object(j, r, c);
    victims_list(j, r, c);
    actor_list(j, r, "perpetrator", c->perpetrators.items, c->perpetrators.n);
    const dem_time *t = c->period.value.n ? &c->period : NULL;
    if (!t && c->time >= 0 && (size_t)c->time < r->times.n) t = &r->times.items[c->time];
    if (t) date_object(j, r, "period", t->from, t->to, t->span, t->basis);
    place_object(j, r, c->place);
    attribution_list(j, r, c->attribution.items, c->attribution.n);
    if (c->total) dem_json_member_bool(j, "total", true);
    if (c->negated) dem_json_member_bool(j, "negated", true);
    if (has_span(c->span)) {
        dem_json_member(j, "text", dem_text_of(r, c->span));
        offsets(j, r, c->span);
    }
    dem_json_member(j, "rule", c->rule);
    dem_json_close(j, '}');
}

void dem_write_records(dem_report *r, const dem_codebook *book, const dem_ids *ids, bool with_report, dem_buf *out)
{
    dem_json j = {out, false};
    if (with_report) {
        dem_record_report(&j, r);
        dem_buf_ch(out, '\n');
    }
    for (size_t i = 0; i < r->statements.n; i++) {
        j.comma = false;
        dem_record_statement(&j, r, ids, i);
        dem_buf_ch(out, '\n');
    }
    for (size_t i = 0; i < r->events.n; i++) {
        j.comma = false;
        dem_record_event(&j, r, book, ids, i);
        dem_buf_ch(out, '\n');
    }
    for (size_t i = 0; i < r->claims.n; i++) {
        j.comma = false;
        dem_record_claim(&j, r, ids, i);
        dem_buf_ch(out, '\n');
    }
}
