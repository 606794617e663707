/* SPDX-License-Identifier: Apache-2.0 */
/* The full-layer object: one JSON object a report with every layer that was filled. */
#include "export/export.h"

static void offsets(dem_json *j, dem_report *r, dem_span s)
{
    dem_json_member_int(j, "start", (long long)dem_report_codepoint(r, s.start));
    dem_json_member_int(j, "end", (long long)dem_report_codepoint(r, s.end));
}

static void token_object(dem_json *j, dem_report *r, const dem_token *t, size_t number)
{
    dem_json_open(j, '{');
    dem_json_member_int(j, "id", (long long)number);
    dem_json_member(j, "form", t->form.n ? t->form : dem_text_of(r, t->span));
    dem_json_member(j, "lemma", t->lemma);
    if (t->upos != DEM_UPOS_NONE) dem_json_member(j, "upos", dem_str_c(dem_upos_name((dem_upos)t->upos)));
    dem_json_member(j, "xpos", t->xpos);
    if (!dem_str_is(t->feats, "_")) dem_json_member(j, "feats", t->feats);
    if (t->deprel != DEM_REL_NONE) {
        dem_json_member_int(j, "head", t->head + 1); /* DEM_NONE is -1: the root's head is 0 */
        dem_json_member(j, "deprel", dem_str_c(dem_rel_name((dem_rel)t->deprel)));
    }
    offsets(j, r, t->span);
    dem_json_close(j, '}');
}

static void sentences(dem_json *j, dem_report *r)
{
    dem_json_member_open(j, "sentences", '[');
    for (size_t s = 0; s < r->sentences.n; s++) {
        const dem_sentence *st = &r->sentences.items[s];
        dem_json_open(j, '{');
        offsets(j, r, st->span);
        dem_json_member_open(j, "tokens", '[');
        for (uint32_t i = 0; i < st->n; i++) token_object(j, r, &r->tokens.items[st->first + i], i + 1);
        dem_json_close(j, ']');
        dem_json_close(j, '}');
    }
    dem_json_close(j, ']');
}

static void mentions(dem_json *j, dem_report *r)
{
    dem_json_member_open(j, "mentions", '[');
    for (size_t i = 0; i < r->mentions.n; i++) {
        const dem_mention *m = &r->mentions.items[i];
        dem_json_open(j, '{');
        offsets(j, r, m->span);
        dem_json_member_open(j, "head", '{');
        offsets(j, r, m->head_span);
        dem_json_close(j, '}');
        dem_json_member(j, "type", dem_str_c(dem_mention_type_name(m->type)));
        if (m->refers != m->type) dem_json_member(j, "refers", dem_str_c(dem_mention_type_name(m->refers)));
        if (m->entity >= 0) dem_json_member_int(j, "entity", m->entity);
        dem_json_member(j, "name", m->name);
        dem_json_member(j, "code", m->code);
        dem_json_member(j, "country", dem_str_c(m->country));
        dem_json_member(j, "by", m->by);
        dem_json_close(j, '}');
    }
    dem_json_close(j, ']');
}

static void times(dem_json *j, dem_report *r)
{
    dem_json_member_open(j, "times", '[');
    for (size_t i = 0; i < r->times.n; i++) {
        const dem_time *t = &r->times.items[i];
        dem_json_open(j, '{');
        offsets(j, r, t->span);
        dem_json_member(j, "type", dem_str_c(dem_time_type_name(t->type)));
        dem_json_member(j, "value", t->value);
        dem_json_close(j, '}');
    }
    dem_json_close(j, ']');
}

static void conditions(dem_json *j, dem_report *r)
{
    static const char *const stances[] = {"sets", "meets", "rejects"};
    dem_json_member_open(j, "conditions", '[');
    for (size_t i = 0; i < r->conditions.n; i++) {
        const dem_condition *c = &r->conditions.items[i];
        dem_json_open(j, '{');
        dem_json_member(j, "type", dem_str_c(dem_condition_type_name(c->type)));
        dem_json_member(j, "stance", dem_str_c(stances[c->stance]));
        dem_json_member(j, "text", dem_text_of(r, c->span));
        offsets(j, r, c->span);
        dem_json_member(j, "rule", c->rule);
        dem_json_close(j, '}');
    }
    dem_json_close(j, ']');
}

void dem_write_annotate(dem_report *r, const dem_codebook *book, const dem_ids *ids, dem_buf *out)
{
    dem_json json = {out, false}, *j = &json;
    char iso[11];
    dem_day_print(r->meta.published, iso);
    dem_json_open(j, '{');
    dem_json_member(j, "report", r->meta.id);
    dem_json_member(j, "title", r->meta.title);
    dem_json_member(j, "published", dem_str_c(iso));
    dem_json_member(j, "language", r->meta.language);
    dem_json_member(j, "text", r->text);
    sentences(j, r);
    mentions(j, r);
    times(j, r);
    conditions(j, r);
    dem_json_member_open(j, "statements", '[');
    for (size_t i = 0; i < r->statements.n; i++) dem_record_statement(j, r, ids, i);
    dem_json_close(j, ']');
    dem_json_member_open(j, "events", '[');
    for (size_t i = 0; i < r->events.n; i++) dem_record_event(j, r, book, ids, i);
    dem_json_close(j, ']');
    dem_json_member_open(j, "claims", '[');
    for (size_t i = 0; i < r->claims.n; i++) dem_record_claim(j, r, ids, i);
    dem_json_close(j, ']');
    dem_json_close(j, '}');
    dem_buf_ch(out, '\n');
}
