/* SPDX-License-Identifier: Apache-2.0 */
/* How a sentence was read, for people who ask why: the tree, who is mentioned and by what that was decided, the frames with their slots,
   the rules that fired and nearly fired, then the records in words. */
#include "export/words.h"

#include "base/table.h"

enum { MAX_DEPTH = 40 }; /* deeper tokens are drawn at this depth: a tree of a hostile sentence must not fill the disk */

typedef struct view {
    const dem_report *r;
    const dem_codebook *book;
    bool color;
    dem_buf *out;
    dem_buf scratch;
} view;

static void on(const view *v, const char *style)
{
    if (v->color) dem_buf_printf(v->out, "\033[%sm", style);
}

static void off(const view *v)
{
    if (v->color) dem_buf_c(v->out, "\033[0m");
}

static void section(const view *v, const char *name)
{
    dem_buf_c(v->out, "\n  ");
    on(v, "1;4");
    dem_buf_c(v->out, name);
    off(v);
    dem_buf_ch(v->out, '\n');
}

static dem_str form_of(const dem_report *r, const dem_token *t)
{
    return t->form.n ? t->form : dem_text_of(r, t->span);
}

/* ---- the tree ---- */

static size_t depth_of(const dem_token *t, int32_t at)
{
    size_t d = 0;
    while (t[at].head >= 0 && d < MAX_DEPTH) {
        at = t[at].head;
        d++;
    }
    return d;
}

/* The lines that lead to a token: a bar for each ancestor that has more children to come. */
static void branch(dem_buf *out, const dem_token *t, int32_t at)
{
    int32_t path[MAX_DEPTH];
    size_t n = 0;
    for (int32_t a = at; t[a].head >= 0 && n < MAX_DEPTH; a = t[a].head) path[n++] = a;
    for (size_t i = n; i-- > 0;) {
        bool more = t[path[i]].next_sibling != DEM_NONE;
        if (i > 0)
            dem_buf_c(out, more ? "\xE2\x94\x82  " : "   ");
        else
            dem_buf_c(out, more ? "\xE2\x94\x9C\xE2\x94\x80 " : "\xE2\x94\x94\xE2\x94\x80 ");
    }
}

/* The token after `at` when the tree is walked from each head to its children; DEM_NONE at the end. */
static int32_t walk(const dem_token *t, int32_t at)
{
    if (t[at].first_child != DEM_NONE) return t[at].first_child;
    while (at >= 0 && t[at].next_sibling == DEM_NONE) at = t[at].head;
    return at >= 0 ? t[at].next_sibling : DEM_NONE;
}

static void tree_line(const view *v, const dem_token *t, int32_t at, size_t column)
{
    dem_str form = form_of(v->r, &t[at]);
    size_t used = depth_of(t, at) * 3 + dem_text_width(form);
    dem_buf_c(v->out, "  ");
    branch(v->out, t, at);
    if (t[at].mention != DEM_NONE) on(v, "36");
    if (t[at].frame != DEM_NONE) on(v, "1");
    dem_text_line(v->out, form, 0);
    off(v);
    dem_buf_repeat(v->out, ' ', (column > used ? column - used : 0) + 2);
    const char *upos = dem_upos_name((dem_upos)t[at].upos);
    dem_buf_printf(v->out, "%-6s", upos);
    on(v, "2");
    dem_buf_c(v->out, dem_rel_name((dem_rel)t[at].deprel));
    off(v);
    dem_buf_ch(v->out, '\n');
}

static void tree(const view *v, const dem_sentence *s)
{
    const dem_token *t = v->r->tokens.items + s->first;
    if (!s->parsed || s->root < 0) {
        dem_buf_c(v->out, "  ");
        for (uint32_t i = 0; i < s->n; i++) {
            if (i) dem_buf_c(v->out, " | ");
            dem_text_line(v->out, form_of(v->r, &t[i]), 0);
        }
        dem_buf_c(v->out, "\n  (not parsed)\n");
        return;
    }
    size_t column = 0;
    for (int32_t at = s->root; at != DEM_NONE; at = walk(t, at)) {
        size_t w = depth_of(t, at) * 3 + dem_text_width(form_of(v->r, &t[at]));
        if (w > column) column = w;
    }
    for (int32_t at = s->root; at != DEM_NONE; at = walk(t, at)) tree_line(v, t, at, column);
}

/* ---- mentions ---- */

static bool row_end(dem_table *t, bool ok, dem_buf *cell)
{
    ok = ok && !cell->failed && dem_table_cell(t, dem_buf_view(cell));
    dem_buf_clear(cell);
    return ok;
}

static void mentions(view *v, int32_t s)
{
    static const dem_column columns[] = {{"words", 44, false}, {"type", 0, false}, {"code", 0, false},
                                         {"name", 36, false},  {"entity", 0, true}, {"by", 0, false}};
    dem_table *t = dem_table_new(columns, 6);
    bool ok = t != NULL;
    for (size_t i = 0; ok && i < v->r->mentions.n; i++) {
        const dem_mention *m = &v->r->mentions.items[i];
        if (m->sentence != s) continue;
        ok = dem_table_row(t) && dem_table_cell(t, dem_text_of(v->r, m->span)) &&
             dem_table_cell(t, dem_str_c(dem_mention_type_name(m->type))) && dem_table_cell(t, m->code) &&
             dem_table_cell(t, m->name);
        if (m->entity >= 0) dem_buf_printf(&v->scratch, "%d", m->entity);
        ok = row_end(t, ok, &v->scratch) && dem_table_cell(t, m->by);
    }
    if (ok && dem_table_rows(t)) {
        section(v, "mentions");
        dem_table_print(t, v->color, "  ", v->out);
    }
    if (!ok) v->out->failed = true;
    dem_table_free(t);
}

/* ---- frames ---- */

static void flag_words(uint32_t flags, dem_buf *out)
{
    static const struct {
        uint32_t flag;
        const char *word;
    } words[] = {{DEM_FRAME_NEGATED, "negated"},         {DEM_FRAME_PASSIVE, "passive"},
                 {DEM_FRAME_FUTURE, "future"},           {DEM_FRAME_MODAL, "modal"},
                 {DEM_FRAME_PAST, "past"},               {DEM_FRAME_PERFECT, "perfect"},
                 {DEM_FRAME_PROGRESSIVE, "progressive"}, {DEM_FRAME_QUESTION, "question"},
                 {DEM_FRAME_CONDITIONAL, "conditional"}, {DEM_FRAME_NOMINAL, "noun"},
                 {DEM_FRAME_COPULA, "copula"},           {DEM_FRAME_INFINITIVE, "infinitive"},
                 {DEM_FRAME_PLUPERFECT, "pluperfect"},   {DEM_FRAME_IMPERATIVE, "imperative"},
                 {DEM_FRAME_PARTICIPLE, "participle"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (flags & words[i].flag) dem_buf_printf(out, " %s", words[i].word);
}

static void frame(const view *v, const dem_frame *f)
{
    dem_buf_c(v->out, "  ");
    on(v, "1");
    dem_buf_str(v->out, f->lemma);
    off(v);
    dem_buf_ch(v->out, ' ');
    on(v, "2");
    flag_words(f->flags, v->out);
    if (f->modal.n) dem_buf_printf(v->out, " (%.*s)", DEM_FMT(f->modal));
    off(v);
    dem_buf_ch(v->out, '\n');
    for (size_t i = 0; i < f->slots.n; i++) {
        const dem_slot *slot = &f->slots.items[i];
        const dem_token *t = dem_token_at(v->r, f->sentence, slot->token);
        dem_buf_printf(v->out, "      %.*s%s: ", DEM_FMT(slot->name), slot->inherited ? "*" : "");
        /* The mention the slot's head stands for says more than its one word. */
        if (t->mention >= 0 && (size_t)t->mention < v->r->mentions.n) {
            const dem_mention *m = &v->r->mentions.items[t->mention];
            dem_text_line(v->out, dem_text_of(v->r, m->span), 60);
            if (m->code.n) dem_buf_printf(v->out, " [%.*s]", DEM_FMT(m->code));
        } else {
            dem_text_line(v->out, form_of(v->r, t), 60);
        }
        dem_buf_ch(v->out, '\n');
    }
}

static void frames(const view *v, int32_t s)
{
    bool any = false;
    for (size_t i = 0; i < v->r->frames.n; i++) {
        if (v->r->frames.items[i].sentence != s) continue;
        if (!any) section(v, "frames (* filled through control, coordination or a relative clause)");
        any = true;
        frame(v, &v->r->frames.items[i]);
    }
}

/* ---- rules ---- */

static void rules(const view *v, int32_t s)
{
    bool any = false;
    for (size_t i = 0; i < v->r->near_misses.n; i++) {
        const dem_near_miss *m = &v->r->near_misses.items[i];
        if (m->sentence != s) continue;
        if (!any) section(v, "rules");
        any = true;
        dem_buf_c(v->out, "  ");
        on(v, m->fired ? "32" : "33");
        dem_buf_c(v->out, m->fired ? "fired   " : "missed  ");
        off(v);
        dem_buf_str(v->out, m->rule);
        if (m->frame >= 0 && (size_t)m->frame < v->r->frames.n)
            dem_buf_printf(v->out, "  on \"%.*s\"", DEM_FMT(v->r->frames.items[m->frame].lemma));
        if (m->why.n) {
            dem_buf_c(v->out, "  ");
            dem_text_line(v->out, m->why, 0);
        }
        dem_buf_ch(v->out, '\n');
    }
}

/* ---- records in words ---- */

static void words(const view *v, const char *label, dem_str value)
{
    if (value.n == 0) return;
    dem_buf_printf(v->out, "      %-11s ", label);
    dem_text_line(v->out, value, 0);
    dem_buf_ch(v->out, '\n');
}

static void gathered(view *v, const char *label)
{
    words(v, label, dem_buf_view(&v->scratch));
    if (v->scratch.failed) v->out->failed = true;
    dem_buf_clear(&v->scratch);
}

static void attribution(view *v, const int32_t *chain, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const dem_statement *s = &v->r->statements.items[chain[i]];
        dem_buf_str(&v->scratch, dem_speaker_label(v->r, s));
        if (s->has_speaker && s->speaker.code.n) dem_buf_printf(&v->scratch, " [%.*s]", DEM_FMT(s->speaker.code));
        if (s->cue.end > s->cue.start) {
            dem_buf_c(&v->scratch, ", cue \"");
            dem_buf_str(&v->scratch, dem_text_of(v->r, s->cue));
            dem_buf_ch(&v->scratch, '"');
        }
        if (s->direct) dem_buf_c(&v->scratch, ", direct speech");
        if (s->via.n) dem_buf_printf(&v->scratch, ", via %.*s", DEM_FMT(s->via));
        gathered(v, i ? "passed on by" : "said by");
    }
}

static void place(view *v, int32_t index)
{
    if (index < 0 || (size_t)index >= v->r->places.n) return;
    const dem_place *p = &v->r->places.items[index];
    dem_buf_str(&v->scratch, p->name.n ? p->name : dem_text_of(v->r, p->span));
    if (p->country[0]) dem_buf_printf(&v->scratch, " (%s)", p->country);
    gathered(v, "place");
}

static void record_title(const view *v, const char *kind)
{
    dem_buf_c(v->out, "  ");
    on(v, "1;32");
    dem_buf_c(v->out, kind);
    off(v);
    dem_buf_ch(v->out, ' ');
}

static void event(view *v, const dem_event *e)
{
    dem_ontology_entry o;
    dem_codebook_find(v->book, e->cameo, &o);
    record_title(v, "event");
    dem_buf_c(v->out, e->cameo);
    if (o.name.n) dem_buf_printf(v->out, " %.*s", DEM_FMT(o.name));
    if (o.type.n) dem_buf_printf(v->out, "  %.*s", DEM_FMT(o.type));
    if (o.mode.n) dem_buf_printf(v->out, ".%.*s", DEM_FMT(o.mode));
    dem_buf_ch(v->out, '\n');
    dem_words_actors(v->r, e->actors.items, e->actors.n, true, &v->scratch);
    gathered(v, e->mutual ? "actors" : "actor");
    dem_words_actors(v->r, e->recipients.items, e->recipients.n, true, &v->scratch);
    gathered(v, "recipient");
    words(v, "words", dem_text_of(v->r, e->trigger));
    words(v, "status", dem_str_c(dem_event_status_name(e->status)));
    for (size_t i = 0; i < e->conditions.n; i++) {
        dem_words_condition(v->r, &v->r->conditions.items[e->conditions.items[i]], &v->scratch);
        gathered(v, "");
    }
    attribution(v, e->attribution.items, e->attribution.n);
    dem_words_date(e, &v->scratch);
    if (v->scratch.n) dem_buf_printf(&v->scratch, " (%s)", dem_time_basis_name(e->date_basis));
    gathered(v, "date");
    place(v, e->place);
    words(v, "venue", e->venue);
    words(v, "rule", e->rule);
    dem_num_print(&v->scratch, e->confidence, 2, false);
    gathered(v, "confidence");
}

static void count_words(const dem_report *r, const dem_claim *c, dem_buf *out)
{
    if (c->min >= 0 && c->max >= 0 && c->min != c->max)
        dem_buf_printf(out, "%lld-%lld", (long long)c->min, (long long)c->max);
    else if (c->min >= 0 || c->max >= 0)
        dem_buf_printf(out, "%lld", (long long)(c->min >= 0 ? c->min : c->max));
    if (c->count_span.end > c->count_span.start) {
        dem_buf_c(out, out->n ? " (\"" : "\"");
        dem_buf_str(out, dem_text_of(r, c->count_span));
        dem_buf_c(out, c->min >= 0 || c->max >= 0 ? "\")" : "\"");
    }
}

static void claim(view *v, const dem_claim *c)
{
    record_title(v, "claim");
    dem_buf_str(v->out, c->kind);
    if (c->negated) dem_buf_c(v->out, " (denied)");
    dem_buf_ch(v->out, '\n');
    dem_str q = dem_qualifier_words(c->qualifier);
    count_words(v->r, c, &v->scratch);
    if (q.n) dem_buf_printf(&v->scratch, ", %.*s", DEM_FMT(q));
    gathered(v, "count");
    dem_words_actors(v->r, c->victims.items, c->victims.n, true, &v->scratch);
    if (v->scratch.n == 0) dem_buf_str(&v->scratch, c->victim_text);
    gathered(v, "victims");
    dem_words_actors(v->r, c->perpetrators.items, c->perpetrators.n, true, &v->scratch);
    gathered(v, "by");
    attribution(v, c->attribution.items, c->attribution.n);
    place(v, c->place);
    words(v, "rule", c->rule);
}

static void statement(view *v, const dem_statement *s)
{
    record_title(v, "statement");
    dem_str who = dem_speaker_label(v->r, s);
    dem_text_line(v->out, who.n ? who : DEM_STR("speaker not named"), 0);
    dem_buf_ch(v->out, '\n');
    words(v, "cue", dem_text_of(v->r, s->cue));
    for (size_t i = 0; i < s->content.n; i++) words(v, i ? "" : "content", dem_text_of(v->r, s->content.items[i]));
    words(v, "speech", s->deed ? DEM_STR("none, a deed") : s->stance ? DEM_STR("none, a stance") : s->direct ? DEM_STR("direct") : s->mixed ? DEM_STR("mixed") : DEM_STR("indirect"));
    words(v, "via", s->via);
    words(v, "rule", s->rule);
}

static void records(view *v, int32_t s)
{
    const dem_report *r = v->r;
    section(v, "records");
    size_t before = v->out->n;
    for (size_t i = 0; i < r->statements.n; i++)
        if (r->statements.items[i].sentence == s) statement(v, &r->statements.items[i]);
    for (size_t i = 0; i < r->events.n; i++)
        if (r->events.items[i].sentence == s) event(v, &r->events.items[i]);
    for (size_t i = 0; i < r->claims.n; i++)
        if (r->claims.items[i].sentence == s) claim(v, &r->claims.items[i]);
    if (v->out->n == before) dem_buf_c(v->out, "  none\n");
}

void dem_write_explain(dem_report *r, const dem_codebook *book, bool color, dem_buf *out)
{
    view v = {.r = r, .book = book, .color = color, .out = out};
    for (size_t s = 0; s < r->sentences.n; s++) {
        const dem_sentence *st = &r->sentences.items[s];
        if (s) dem_buf_ch(out, '\n');
        on(&v, "1");
        dem_text_line(out, dem_text_of(r, st->span), 0);
        off(&v);
        dem_buf_c(out, "\n\n");
        tree(&v, st);
        mentions(&v, (int32_t)s);
        frames(&v, (int32_t)s);
        rules(&v, (int32_t)s);
        records(&v, (int32_t)s);
    }
    dem_buf_free(&v.scratch);
}
