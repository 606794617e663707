/* SPDX-License-Identifier: Apache-2.0 */
/* A coded report -> rows. */
#include "export/rows.h"

static dem_str iso_day(dem_report *r, dem_day d)
{
    char iso[11];
    dem_day_print(d, iso);
    return iso[0] ? dem_str_dup(r->arena, dem_str_c(iso)) : DEM_STR_NONE;
}

static void party(dem_report *r, dem_party_rows *out, const dem_actor *a)
{
    dem_party_row *p = DEM_PUSH(r->arena, out);
    if (!p) return;
    *p = (dem_party_row){a->name, a->code, dem_str_c(a->country), dem_text_of(r, a->span), DEM_STR_NONE};
    if (a->mention >= 0 && (size_t)a->mention < r->mentions.n)
        p->type = dem_str_c(dem_mention_type_name(r->mentions.items[a->mention].type));
}

static void parties(dem_report *r, dem_party_rows *out, const dem_actor *a, size_t n)
{
    for (size_t i = 0; i < n; i++) party(r, out, &a[i]);
}

static void condition(dem_report *r, dem_condition_rows *out, int32_t index)
{
    static const char *const stances[] = {"sets", "meets", "rejects"};
    const dem_condition *c = &r->conditions.items[index];
    dem_condition_row *row = DEM_PUSH(r->arena, out);
    if (row)
        *row = (dem_condition_row){dem_str_c(dem_condition_type_name(c->type)), dem_str_c(stances[c->stance]),
                                   dem_text_of(r, c->span)};
}

static void source(dem_report *r, dem_source_row *s, dem_id_text id, int32_t sentence, dem_str rule, dem_str published)
{
    s->id = dem_str_dup(r->arena, dem_str_c(id.c));
    s->report = r->meta.id;
    s->publisher = r->meta.publisher;
    s->published = published;
    s->rule = rule;
    s->sentence_index = s->sentence_start = s->sentence_end = -1;
    if (sentence < 0 || (size_t)sentence >= r->sentences.n) return;
    dem_span span = r->sentences.items[sentence].span;
    s->sentence_index = sentence;
    s->sentence_start = (int64_t)dem_report_codepoint(r, span.start);
    s->sentence_end = (int64_t)dem_report_codepoint(r, span.end);
    s->sentence = dem_text_of(r, span);
}

/* The innermost statement that names its speaker; `via` also from one that does not. */
static void speaker(const dem_report *r, dem_source_row *s, const int32_t *chain, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const dem_statement *st = &r->statements.items[chain[i]];
        if (s->via.n == 0) s->via = st->via;
        if (s->speaker.n || !st->has_speaker) continue;
        s->speaker = dem_speaker_label(r, st);
        s->speaker_code = st->speaker.code;
        s->speaker_name = st->speaker.name;
        s->speaker_country = dem_str_c(st->speaker.country);
    }
}

static void where(const dem_report *r, dem_where_row *w, int32_t index)
{
    if (index < 0 || (size_t)index >= r->places.n) return;
    const dem_place *p = &r->places.items[index];
    w->place = p->name.n ? p->name : dem_text_of(r, p->span);
    w->country = dem_str_c(p->country);
    w->located = p->located;
    w->lat = p->lat;
    w->lon = p->lon;
}

static void when(dem_report *r, dem_when_row *w, dem_day from, dem_day to, dem_time_basis basis)
{
    if (from == DEM_DAY_NONE && to == DEM_DAY_NONE) return;
    w->start = iso_day(r, from);
    w->end = iso_day(r, to);
    w->basis = dem_str_c(dem_time_basis_name(basis));
}

static dem_str joined_contexts(dem_report *r, const dem_ontology_entry *o)
{
    if (o->n_contexts == 0) return DEM_STR_NONE;
    dem_str all = o->contexts[0];
    for (size_t i = 1; i < o->n_contexts; i++)
        all = dem_str_printf(r->arena, "%.*s; %.*s", DEM_FMT(all), DEM_FMT(o->contexts[i]));
    return all;
}

static void event_row(dem_report *r, const dem_codebook *book, const dem_ids *ids, size_t i, dem_event_row *row, dem_str published)
{
    const dem_event *e = &r->events.items[i];
    dem_ontology_entry o;
    source(r, &row->src, dem_id_event(ids, i), e->sentence, e->rule, published);
    speaker(r, &row->src, e->attribution.items, e->attribution.n);
    when(r, &row->when, e->date_from, e->date_to, e->date_basis);
    where(r, &row->where, e->place);
    parties(r, &row->actors, e->actors.items, e->actors.n);
    parties(r, &row->recipients, e->recipients.items, e->recipients.n);
    row->mutual = e->mutual;
    row->cameo = dem_str_c(e->cameo);
    row->scaled = dem_codebook_find(book, e->cameo, &o);
    row->cameo_name = o.name;
    row->type = o.type;
    row->mode = o.mode;
    row->context = joined_contexts(r, &o);
    row->quad = o.quad;
    row->goldstein = o.goldstein;
    row->status = dem_str_c(dem_event_status_name(e->status));
    row->trigger = dem_text_of(r, e->trigger);
    row->venue = e->venue;
    row->confidence = e->confidence;
    row->cluster = dem_str_dup(r->arena, dem_str_c(dem_id_cluster(ids, i).c));
    for (size_t k = 0; k < e->conditions.n; k++) condition(r, &row->conditions, e->conditions.items[k]);
}

static void claim_row(dem_report *r, const dem_ids *ids, size_t i, dem_claim_row *row, dem_str published)
{
    const dem_claim *c = &r->claims.items[i];
    source(r, &row->src, dem_id_claim(ids, i), c->sentence, c->rule, published);
    speaker(r, &row->src, c->attribution.items, c->attribution.n);
    const dem_time *t = c->period.value.n ? &c->period : NULL;
    if (!t && c->time >= 0 && (size_t)c->time < r->times.n) t = &r->times.items[c->time];
    if (t) when(r, &row->when, t->from, t->to, t->basis);
    where(r, &row->where, c->place);
    row->kind = c->kind;
    row->count_text = dem_text_of(r, c->count_span);
    row->qualifier = c->qualifier;
    row->min = c->min;
    row->max = c->max;
    parties(r, &row->victims, c->victims.items, c->victims.n);
    if (c->victims.n == 0 && c->victim_text.n) {
        dem_party_row *p = DEM_PUSH(r->arena, &row->victims);
        if (p) p->text = c->victim_text;
    }
    parties(r, &row->perpetrators, c->perpetrators.items, c->perpetrators.n);
    row->total = c->total;
    row->negated = c->negated;
}

static void statement_row(dem_report *r, const dem_ids *ids, size_t i, dem_statement_row *row, dem_str published)
{
    const dem_statement *s = &r->statements.items[i];
    source(r, &row->src, dem_id_statement(ids, i), s->sentence, s->rule, published);
    row->src.speaker = dem_speaker_label(r, s);
    row->src.via = s->via;
    if (s->has_speaker) {
        row->src.speaker_code = s->speaker.code;
        row->country = row->src.speaker_country = dem_str_c(s->speaker.country);
        row->src.speaker_name = s->speaker.name;
    }
    row->cue = dem_text_of(r, s->cue);
    row->direct = s->direct;
    for (size_t k = 0; k < s->content.n; k++) {
        dem_str piece = dem_text_of(r, s->content.items[k]);
        row->content = k ? dem_str_printf(r->arena, "%.*s \xE2\x80\xA6 %.*s", DEM_FMT(row->content), DEM_FMT(piece)) : piece;
    }
    for (int32_t k = ids->first_condition[i]; k != DEM_NONE; k = ids->next_condition[k]) condition(r, &row->conditions, k);
}

/* A deed is a stance to those who annotate stances, and no statement to those who list statements, unless a condition stands on it. */
static bool unlisted(const dem_report *r, const dem_ids *ids, size_t i)
{
    return r->statements.items[i].deed && ids->first_condition[i] == DEM_NONE;
}

static void report_row(dem_report *r, dem_report_row *row)
{
    const dem_meta *m = &r->meta;
    *row = (dem_report_row){.id = m->id,
                            .sha256 = dem_str_c(m->sha256),
                            .title = m->title,
                            .publisher = m->publisher,
                            .author = m->author,
                            .published = iso_day(r, m->published),
                            .url = m->url,
                            .language = m->language,
                            .dateline_place = m->dateline_place,
                            .text = r->text,
                            .via = m->via,
                            .n_events = (int64_t)r->events.n,
                            .n_claims = (int64_t)r->claims.n};
}

/* What the writer left in the buffer, kept in the arena. */
static dem_str keep(dem_report *r, dem_buf *b)
{
    dem_str s = b->failed ? DEM_STR_NONE : dem_str_dup(r->arena, dem_buf_view(b));
    dem_buf_clear(b);
    return s;
}

static bool add_records(dem_report *r, const dem_codebook *book, const dem_ids *ids, dem_rows *out)
{
    dem_buf b = {0};
    dem_json j = {&b, false};
    dem_record_report(&j, r);
    out->report.record = keep(r, &b);
    for (size_t i = 0; i < out->events.n; i++) {
        j.comma = false;
        dem_record_event(&j, r, book, ids, i);
        out->events.items[i].src.record = keep(r, &b);
    }
    for (size_t i = 0; i < out->claims.n; i++) {
        j.comma = false;
        dem_record_claim(&j, r, ids, i);
        out->claims.items[i].src.record = keep(r, &b);
    }
    for (size_t i = 0; i < out->statements.n; i++) {
        j.comma = false;
        dem_record_statement(&j, r, ids, out->statements.items[i].statement);
        out->statements.items[i].src.record = keep(r, &b);
    }
    bool ok = !b.failed;
    dem_buf_free(&b);
    return ok;
}

int dem_rows_make(dem_report *r, const dem_codebook *book, bool records, dem_rows *out, dem_error *err)
{
    *out = (dem_rows){0};
    dem_ids ids;
    int rc = dem_ids_make(r, &ids, err);
    if (rc != DEM_OK) return rc;
    report_row(r, &out->report);
    bool ok = true;
    for (size_t i = 0; ok && i < r->events.n; i++) {
        dem_event_row *row = DEM_PUSH(r->arena, &out->events);
        ok = row != NULL;
        if (!ok) break;
        *row = (dem_event_row){0};
        event_row(r, book, &ids, i, row, out->report.published);
    }
    for (size_t i = 0; ok && i < r->claims.n; i++) {
        dem_claim_row *row = DEM_PUSH(r->arena, &out->claims);
        ok = row != NULL;
        if (!ok) break;
        *row = (dem_claim_row){0};
        claim_row(r, &ids, i, row, out->report.published);
    }
    for (size_t i = 0; ok && i < r->statements.n; i++) {
        if (unlisted(r, &ids, i)) continue;
        dem_statement_row *row = DEM_PUSH(r->arena, &out->statements);
        ok = row != NULL;
        if (!ok) break;
        *row = (dem_statement_row){.statement = i};
        statement_row(r, &ids, i, row, out->report.published);
    }
    out->report.n_statements = (int64_t)out->statements.n;
    if (ok && records) ok = add_records(r, book, &ids, out);
    if (!ok || dem_arena_failed(r->arena)) return dem_fail(err, DEM_EMEMORY, "the report is over its memory limit");
    return DEM_OK;
}

dem_str dem_party_label(const dem_party_row *p)
{
    return p->name.n ? p->name : p->text.n ? p->text : p->code;
}

void dem_parties_print(const dem_party_rows *p, bool codes, dem_buf *out)
{
    for (size_t i = 0; i < p->n; i++) {
        const dem_party_row *x = &p->items[i];
        if (i) dem_buf_c(out, "; ");
        dem_str label = dem_party_label(x);
        dem_buf_str(out, label);
        if (codes && x->code.n && label.p != x->code.p) dem_buf_printf(out, " [%.*s]", DEM_FMT(x->code));
    }
}

void dem_when_print(const dem_when_row *w, dem_buf *out)
{
    dem_buf_str(out, w->start.n ? w->start : w->end);
    if (w->start.n && w->end.n && !dem_str_eq(w->start, w->end)) dem_buf_printf(out, "/%.*s", DEM_FMT(w->end));
}

void dem_count_print(const dem_claim_row *c, dem_buf *out)
{
    if (c->min >= 0 && c->max >= 0 && c->min != c->max)
        dem_buf_printf(out, "%lld-%lld", (long long)c->min, (long long)c->max);
    else if (c->min >= 0)
        dem_buf_printf(out, c->max < 0 ? "%lld+" : "%lld", (long long)c->min);
    else if (c->max >= 0)
        dem_buf_printf(out, "up to %lld", (long long)c->max);
}

void dem_condition_print(const dem_condition_row *c, dem_buf *out)
{
    const char *what = dem_str_is(c->stance, "meets")     ? "condition met"
                       : dem_str_is(c->stance, "rejects") ? "condition rejected"
                                                          : "condition";
    dem_buf_printf(out, "%s (%.*s): ", what, DEM_FMT(c->type));
    dem_buf_str(out, c->text);
}
