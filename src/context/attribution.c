/* SPDX-License-Identifier: Apache-2.0 */
/* Statements of a report: cues of every sentence, contents stretched over the quotes they begin, quotes that run on without a cue,
   nesting, who passed it on, and first-person pronouns resolved to who speaks. */
#include "context/attribution_internal.h"

#include <stdlib.h>

enum { MAX_STATEMENTS = 20000 }; /* a report has a few dozen; more is no prose */

dem_statement *dem_ctx_new_statement(dem_ctx *c, int32_t sentence, int32_t cue_first, int32_t cue_last, int32_t cue_token)
{
    if (c->r->statements.n >= MAX_STATEMENTS) return NULL;
    dem_statement *st = DEM_PUSH(c->r->arena, &c->r->statements);
    if (!st) return NULL;
    dem_toks s = dem_toks_of(c->r, sentence);
    memset(st, 0, sizeof *st); /* the place of one that was taken back is not empty */
    st->sentence = sentence;
    st->cue = (dem_span){s.t[cue_first].span.start, s.t[cue_last].span.end};
    st->cue_token = cue_token;
    st->parent = DEM_NONE;
    st->speaker.mention = st->speaker.entity = DEM_NONE;
    st->via_actor.mention = st->via_actor.entity = DEM_NONE;
    return st;
}

void dem_ctx_add_piece(dem_ctx *c, dem_statement *st, dem_span piece)
{
    if (piece.start >= piece.end) return;
    for (size_t i = 0; i < st->content.n; i++) {
        dem_span *p = &st->content.items[i];
        if (!dem_span_overlaps(*p, piece)) continue;
        if (piece.start < p->start) p->start = piece.start;
        if (piece.end > p->end) p->end = piece.end;
        return;
    }
    dem_span *p = DEM_PUSH(c->r->arena, &st->content);
    if (p) *p = piece;
}

static bool bare_punctuation(dem_toks s, int32_t from, int32_t to)
{
    for (int32_t i = from; i <= to; i++)
        if (s.t[i].upos != DEM_PUNCT) return false;
    return true;
}

/* "that", "whether", "of", "as" in front of the clause are its frame, not its words. */
static int32_t past_marker(dem_toks s, int32_t token, int32_t from, int32_t to)
{
    while (from < to) {
        const dem_token *t = &s.t[from];
        dem_rel rel = dem_ctx_rel(s, from);
        bool preposition = rel == DEM_REL_mark && (dem_ctx_form(s, from, "as") || dem_ctx_form(s, from, "of") || dem_ctx_form(s, from, "for") ||
                                                   dem_ctx_form(s, from, "about") || dem_ctx_form(s, from, "against") || dem_ctx_form(s, from, "on"));
        bool that = dem_ctx_form(s, from, "that") && (rel == DEM_REL_mark || dem_str_is(t->xpos, "IN") || dem_str_is(t->xpos, "WDT"));
        bool frame = that || (t->head == token && (preposition || rel == DEM_REL_case));
        bool comma = t->upos == DEM_PUNCT && t->form.n == 1 && strchr(",:;", t->form.p[0]);
        if (!frame && !comma) break;
        from++;
    }
    return from;
}

void dem_ctx_add_complement(dem_ctx *c, dem_statement *st, int32_t sentence, int32_t token, int32_t without)
{
    dem_toks s = dem_toks_of(c->r, sentence);
    int32_t first, last;
    dem_subtree(c->r, sentence, token, &first, &last);
    /* A complement after its verb is one stretch of words, whatever its tree leaves out. */
    if (without != DEM_NONE || st->cue_token == DEM_NONE || first <= st->cue_token) {
        dem_ctx_add_clause(c, st, sentence, token, without);
        return;
    }
    first = past_marker(s, token, first, last);
    dem_ctx_add_piece(c, st, dem_ctx_span(s, first, last));
}

void dem_ctx_add_clause(dem_ctx *c, dem_statement *st, int32_t sentence, int32_t token, int32_t without)
{
    dem_toks s = dem_toks_of(c->r, sentence);
    if (token == DEM_NONE) return;
    int32_t first, last, run = DEM_NONE;
    dem_subtree(c->r, sentence, token, &first, &last);
    for (int32_t i = first; i <= last + 1; i++) {
        bool in = i <= last && dem_ctx_under(s, i, token) && (without == DEM_NONE || !dem_ctx_under(s, i, without));
        if (in && run == DEM_NONE) run = i;
        if (in || run == DEM_NONE) continue;
        int32_t from = past_marker(s, token, run, i - 1);
        if (!bare_punctuation(s, from, i - 1)) dem_ctx_add_piece(c, st, dem_ctx_span(s, from, i - 1));
        run = DEM_NONE;
    }
}

/* ---- quotes ---- */

static bool worth_a_source(const dem_ctx *c, const dem_quote *q)
{
    return dem_ctx_words(dem_text_of(c->r, q->inner)) >= 4;
}

/* Contents that begin or end inside a quote take all of it; the cue stands outside. */
static void stretch_over_quotes(dem_ctx *c)
{
    for (size_t i = 0; i < c->r->statements.n; i++) {
        dem_statement *st = &c->r->statements.items[i];
        for (size_t k = 0; k < c->quotes.n; k++) {
            dem_quote *q = &c->quotes.items[k];
            if (dem_span_overlaps(q->span, st->cue)) continue;
            for (size_t p = 0; p < st->content.n; p++) {
                dem_span *piece = &st->content.items[p];
                if (!dem_span_overlaps(*piece, q->span)) continue;
                bool cue_between = st->cue.start >= (piece->start < q->span.start ? piece->start : q->span.start) &&
                                   st->cue.end <= (piece->end > q->span.end ? piece->end : q->span.end);
                if (cue_between) continue;
                if (q->span.start < piece->start) piece->start = q->span.start;
                if (q->span.end > piece->end) piece->end = q->span.end;
                if (q->statement == DEM_NONE) q->statement = (int32_t)i;
            }
        }
    }
}

static int32_t paragraph_of_byte(const dem_ctx *c, uint32_t byte)
{
    int32_t s = dem_sentence_at_byte(c->r, byte);
    return s == DEM_NONE ? DEM_NONE : (int32_t)c->r->sentences.items[s].paragraph;
}

/* The last statement whose cue or content ends before the byte, in this paragraph or the one before. */
static int32_t statement_before(const dem_ctx *c, uint32_t byte, int32_t paragraph, int32_t *gap)
{
    int32_t best = DEM_NONE;
    for (size_t i = 0; i < c->r->statements.n; i++) {
        const dem_statement *st = &c->r->statements.items[i];
        if (st->cue.start >= byte || !st->has_speaker || st->parent != DEM_NONE) continue;
        if (best == DEM_NONE || st->cue.start > c->r->statements.items[best].cue.start) best = (int32_t)i;
    }
    if (best == DEM_NONE) return DEM_NONE;
    *gap = paragraph - (int32_t)c->r->sentences.items[c->r->statements.items[best].sentence].paragraph;
    return *gap >= 0 && *gap <= 1 ? best : DEM_NONE;
}

static bool starts_sentence(const dem_ctx *c, dem_span quote)
{
    int32_t s = dem_sentence_at_byte(c->r, quote.start);
    return s != DEM_NONE && quote.start <= c->r->sentences.items[s].span.start + 1;
}

/* '"Nobody asked," the mayor said. "Nobody will."': even a short quote goes on after the words that parted it. */
static bool goes_on(const dem_ctx *c, size_t quote, int32_t statement)
{
    return quote > 0 && c->quotes.items[quote - 1].statement == statement &&
           c->quotes.items[quote].span.start > c->r->statements.items[statement].cue.end &&
           c->quotes.items[quote].span.start - c->r->statements.items[statement].cue.end < 60;
}

/* Another verb of saying in the sentence before already speaks for somebody else: the quote is not its. */
static void attach_rest(dem_ctx *c)
{
    for (size_t k = 0; k < c->quotes.n; k++) {
        dem_quote *q = &c->quotes.items[k];
        if (q->statement != DEM_NONE) continue;
        if (q->follows != DEM_NONE && c->quotes.items[q->follows].statement != DEM_NONE) {
            q->statement = c->quotes.items[q->follows].statement;
            dem_ctx_add_piece(c, &c->r->statements.items[q->statement], q->span);
            continue;
        }
        if (!starts_sentence(c, q->span)) continue;
        int32_t gap = 0, paragraph = paragraph_of_byte(c, q->span.start);
        int32_t st = statement_before(c, q->span.start, paragraph, &gap);
        if (st == DEM_NONE) continue;
        const dem_statement *before = &c->r->statements.items[st];
        if (!worth_a_source(c, q) && !(gap == 0 && goes_on(c, k, st))) continue;
        /* Only when nothing but that statement's sentence, or other quotes of its, stands between. */
        int32_t here = dem_sentence_at_byte(c->r, q->span.start);
        bool near = here - before->sentence <= 1 || (k > 0 && c->quotes.items[k - 1].statement == st &&
                                                       here - dem_sentence_at_byte(c->r, c->quotes.items[k - 1].span.end - 1) <= 1);
        if (!near) continue;
        if (gap == 0) {
            q->statement = st;
            dem_ctx_add_piece(c, &c->r->statements.items[st], q->span);
            continue;
        }
        dem_statement copy = *before;
        dem_statement *fresh = dem_ctx_new_statement(c, here, 0, 0, DEM_NONE);
        if (!fresh) return;
        fresh->cue = (dem_span){q->span.start, q->span.start};
        fresh->speaker = copy.speaker;
        fresh->has_speaker = true;
        fresh->rule = DEM_STR("quote-run");
        q->statement = (int32_t)c->r->statements.n - 1;
        dem_ctx_add_piece(c, fresh, q->span);
    }
}

/* '"…," Susan Rice, the ambassador, has said.' read as one clause: what stands between the closing mark and the cue is who speaks. */
static void free_swallowed_speakers(dem_ctx *c)
{
    for (size_t i = 0; i < c->r->statements.n; i++) {
        dem_statement *st = &c->r->statements.items[i];
        if (!st->content.n) continue;
        dem_span *piece = &st->content.items[0];
        for (size_t k = 0; st->has_speaker && k < c->quotes.n; k++) {
            dem_span q = c->quotes.items[k].span;
            bool behind = q.start == piece->start && q.end <= st->speaker.span.start && st->speaker.span.end <= piece->end;
            if (behind && !dem_ctx_in_quote(c, st->speaker.span.start)) piece->end = q.end;
        }
        if (st->has_speaker) continue;
        for (size_t k = 0; k < c->quotes.n; k++) {
            dem_span q = c->quotes.items[k].span;
            if (q.start != piece->start || q.end >= piece->end || q.end >= st->cue.start || st->cue.start - q.end > 200) continue;
            int32_t from = dem_token_at_byte(c->r, st->sentence, q.end);
            dem_toks s = dem_toks_of(c->r, st->sentence);
            for (int32_t t = from; t != DEM_NONE && t < s.n && s.t[t].span.start < st->cue.start; t++) {
                if (s.t[t].mention == DEM_NONE) continue;
                piece->end = q.end;
                st->content.n = 1;
                dem_ctx_set_speaker(c, st, st->sentence, t);
                break;
            }
            break;
        }
    }
}

/* ---- order, nesting ---- */

static int by_cue(const void *a, const void *b)
{
    const dem_statement *x = a, *y = b;
    if (x->cue.start != y->cue.start) return x->cue.start < y->cue.start ? -1 : 1;
    return x->cue.end < y->cue.end ? -1 : x->cue.end > y->cue.end;
}

static int by_start(const void *a, const void *b)
{
    const dem_span *x = a, *y = b;
    return x->start < y->start ? -1 : x->start > y->start;
}

static size_t quoted_bytes(const dem_ctx *c, dem_span piece)
{
    size_t n = 0;
    for (size_t k = 0; k < c->quotes.n; k++) {
        dem_span q = c->quotes.items[k].span;
        if (q.start >= piece.end) break;
        if (!dem_span_overlaps(q, piece)) continue;
        n += (q.end < piece.end ? q.end : piece.end) - (q.start > piece.start ? q.start : piece.start);
    }
    return n;
}

static bool words_outside(const dem_ctx *c, const dem_statement *st)
{
    for (size_t p = 0; p < st->content.n; p++) {
        uint32_t at = st->content.items[p].start, end = st->content.items[p].end;
        for (size_t k = 0; k <= c->quotes.n; k++) { /* quotes are in order: what stands before each, and behind the last */
            bool last = k == c->quotes.n || c->quotes.items[k].span.start >= end;
            dem_span q = last ? (dem_span){end, end} : c->quotes.items[k].span;
            for (uint32_t i = at; i < q.start && i < end; i++)
                if (c->r->text.p[i] >= 'A' || (c->r->text.p[i] >= '0' && c->r->text.p[i] <= '9')) return true;
            if (q.end > at) at = q.end;
            if (last) break;
        }
    }
    return false;
}

static int quote_order(const void *a, const void *b)
{
    const dem_quote *x = a, *y = b;
    return x->span.start < y->span.start ? -1 : x->span.start > y->span.start;
}

/* Direct when all of it stands in marks; mixed when some does. */
static void set_directness(dem_ctx *c)
{
    if (c->quotes.n) qsort(c->quotes.items, c->quotes.n, sizeof *c->quotes.items, quote_order);
    for (size_t i = 0; i < c->r->statements.n; i++) {
        dem_statement *st = &c->r->statements.items[i];
        size_t total = 0, quoted = 0;
        for (size_t p = 0; p < st->content.n; p++) {
            total += st->content.items[p].end - st->content.items[p].start;
            quoted += quoted_bytes(c, st->content.items[p]);
        }
        st->direct = quoted && (quoted == total || !words_outside(c, st));
        st->mixed = quoted && !st->direct;
    }
}

static uint32_t content_size(const dem_statement *st)
{
    uint32_t n = 0;
    for (size_t p = 0; p < st->content.n; p++) n += st->content.items[p].end - st->content.items[p].start;
    return n;
}

/* Paints each token with the innermost statement whose content covers it: large contents first, small ones over them. */
typedef struct order {
    uint32_t size;
    int32_t statement;
} order;

static int larger_first(const void *a, const void *b)
{
    const order *x = a, *y = b;
    if (x->size != y->size) return x->size > y->size ? -1 : 1;
    return x->statement - y->statement;
}

static void paint(dem_ctx *c, int32_t statement, dem_span piece)
{
    int32_t from = dem_sentence_at_byte(c->r, piece.start);
    if (from == DEM_NONE) from = 0;
    for (size_t s = (size_t)from; s < c->r->sentences.n && c->r->sentences.items[s].span.start < piece.end; s++) {
        const dem_sentence *sent = &c->r->sentences.items[s];
        for (uint32_t t = 0; t < sent->n; t++)
            if (dem_span_contains(piece, c->r->tokens.items[sent->first + t].span)) c->inner[sent->first + t] = statement;
    }
}

static int paint_all(dem_ctx *c)
{
    size_t n = c->r->statements.n;
    c->inner = DEM_NEW_N(c->r->arena, int32_t, c->r->tokens.n + 1);
    order *o = DEM_NEW_N(c->r->arena, order, n + 1);
    if (!c->inner || !o) return DEM_EMEMORY;
    for (size_t i = 0; i < c->r->tokens.n; i++) c->inner[i] = DEM_NONE;
    for (size_t i = 0; i < n; i++) o[i] = (order){content_size(&c->r->statements.items[i]), (int32_t)i};
    if (n) qsort(o, n, sizeof *o, larger_first);
    for (size_t i = 0; i < n; i++) {
        const dem_statement *st = &c->r->statements.items[o[i].statement];
        for (size_t p = 0; !st->stance && p < st->content.n; p++) paint(c, o[i].statement, st->content.items[p]);
    }
    return DEM_OK;
}

static void set_parents(dem_ctx *c)
{
    for (size_t i = 0; i < c->r->statements.n; i++) {
        dem_statement *st = &c->r->statements.items[i];
        if (st->cue_token == DEM_NONE) continue;
        int32_t up = c->inner[c->r->sentences.items[st->sentence].first + (uint32_t)st->cue_token];
        if (up == (int32_t)i) continue;
        /* A chain that came back to itself would be none: contents shrink along it. */
        if (up != DEM_NONE && content_size(&c->r->statements.items[up]) <= content_size(st)) {
            bool cue_inside = false;
            for (size_t p = 0; p < st->content.n; p++) cue_inside |= dem_span_contains(st->content.items[p], c->r->statements.items[up].cue);
            if (cue_inside) continue;
        }
        st->parent = up;
    }
    /* Break what still is a ring. */
    for (size_t i = 0; i < c->r->statements.n; i++) {
        int32_t up = c->r->statements.items[i].parent;
        for (int steps = 0; up != DEM_NONE && steps < 64; steps++) {
            if (up == (int32_t)i) {
                c->r->statements.items[i].parent = DEM_NONE;
                break;
            }
            up = c->r->statements.items[up].parent;
        }
    }
}

static bool speaker_is_outlet(dem_ctx *c, const dem_statement *st)
{
    if (!st->has_speaker || st->cue_token == DEM_NONE) return false;
    int32_t head = dem_token_at_byte(c->r, st->sentence, st->speaker.span.start);
    if (st->speaker.mention != DEM_NONE && c->r->mentions.items[st->speaker.mention].sentence == st->sentence)
        head = c->r->mentions.items[st->speaker.mention].head;
    return head != DEM_NONE && dem_ctx_is_outlet(c, dem_toks_of(c->r, st->sentence), head);
}

/* "Salehi said …, Press TV reported": the outlet passed it on. */
static void set_via_of_nested(dem_ctx *c)
{
    for (size_t i = 0; i < c->r->statements.n; i++) {
        dem_statement *st = &c->r->statements.items[i];
        if (st->parent == DEM_NONE || st->via.n) continue;
        dem_statement *up = &c->r->statements.items[st->parent];
        if (!speaker_is_outlet(c, up)) continue;
        st->via_actor = up->speaker;
        st->via = dem_ctx_via_name(c->r, &up->speaker);
    }
}

/* ---- pronouns ---- */

static bool first_person(const dem_ctx *c, const dem_statement *st)
{
    return st->has_speaker && st->speaker.mention != DEM_NONE && c->r->mentions.items[st->speaker.mention].first_person;
}

/* Who really speaks: "we believe" inside a quote is the one quoted. */
static int32_t real_statement(const dem_ctx *c, int32_t st)
{
    for (int steps = 0; st != DEM_NONE && steps < 64 && first_person(c, &c->r->statements.items[st]); steps++)
        st = c->r->statements.items[st].parent;
    return st;
}

static bool inside_quote(const dem_ctx *c, dem_span span)
{
    for (size_t k = 0; k < c->quotes.n; k++)
        if (dem_span_contains(c->quotes.items[k].span, span)) return true;
    return false;
}

static void resolve_first_person(dem_ctx *c)
{
    for (size_t i = 0; i < c->r->mentions.n; i++) {
        dem_mention *m = &c->r->mentions.items[i];
        if (!m->first_person || m->type != DEM_MENTION_PRONOUN || !inside_quote(c, m->head_span)) continue;
        int32_t st = real_statement(c, c->inner[c->r->sentences.items[m->sentence].first + (uint32_t)m->head]);
        if (st == DEM_NONE) continue;
        const dem_statement *by = &c->r->statements.items[st];
        if (!by->has_speaker || (by->speaker.entity == DEM_NONE && !by->speaker.code.n && !by->speaker.name.n)) continue;
        m->entity = by->speaker.entity;
        m->name = by->speaker.name;
        m->code = by->speaker.code;
        memcpy(m->country, by->speaker.country, sizeof m->country);
        m->by = DEM_STR("quote:speaker");
    }
    for (size_t i = 0; i < c->r->statements.n; i++) {
        dem_statement *st = &c->r->statements.items[i];
        if (!first_person(c, st)) continue;
        dem_span words = st->speaker.span;
        st->speaker = dem_actor_of(c->r, st->speaker.mention);
        st->speaker.span = words;
    }
}

/* ---- pronoun speakers ---- */

static int32_t last_mention_before(const dem_ctx *c, int32_t entity, uint32_t byte)
{
    int32_t best = DEM_NONE;
    for (size_t i = 0; i < c->r->mentions.n; i++) {
        const dem_mention *m = &c->r->mentions.items[i];
        if (m->entity == entity && m->span.start < byte) best = (int32_t)i;
    }
    return best;
}

static bool content_holds(const dem_statement *st, dem_span span)
{
    for (size_t p = 0; p < st->content.n; p++)
        if (dem_span_contains(st->content.items[p], span)) return true;
    return false;
}

static bool agrees(const dem_ctx *c, const dem_mention *pronoun, const dem_actor *who)
{
    if (who->mention == DEM_NONE) return false;
    const dem_mention *m = &c->r->mentions.items[who->mention];
    dem_str p = dem_text_of(c->r, pronoun->head_span);
    bool they = dem_str_ieq(p, DEM_STR("they")), it = dem_str_ieq(p, DEM_STR("it"));
    bool person = m->type == DEM_MENTION_PERSON || (who->entity != DEM_NONE && c->r->entities.items[who->entity].type == DEM_MENTION_PERSON) ||
                  (who->entity != DEM_NONE && (c->r->entities.items[who->entity].gender == 'm' || c->r->entities.items[who->entity].gender == 'f'));
    if (they) return m->plural;
    if (it) return !person && !m->plural;
    char want = dem_str_ieq(p, DEM_STR("she")) ? 'f' : 'm';
    uint8_t gender = who->entity != DEM_NONE ? c->r->entities.items[who->entity].gender : 0;
    return person || (m->type == DEM_MENTION_NOMINAL && !m->plural && gender != 'n' && (gender == 0 || gender == (uint8_t)want));
}

/* "…, the group said": who spoke last, when it is an organisation; the words name none themselves. */
static void resolve_body_speakers(dem_ctx *c)
{
    for (size_t i = 0; i < c->r->statements.n; i++) {
        dem_statement *st = &c->r->statements.items[i];
        if (!st->has_speaker || st->speaker.code.n) continue;
        int32_t the = dem_token_at_byte(c->r, st->sentence, st->speaker.span.start), gap = 0;
        dem_toks s = dem_toks_of(c->r, st->sentence);
        if (the == DEM_NONE || the + 1 >= s.n || s.t[the + 1].span.end != st->speaker.span.end) continue;
        if (!dem_ctx_form(s, the, "the") || !dem_ctx_lemma_in(c, s, the + 1, DEM_CUE_BODY_NOUN)) continue;
        int32_t before = statement_before(c, c->r->sentences.items[st->sentence].span.start, (int32_t)c->r->sentences.items[st->sentence].paragraph, &gap);
        if (before == DEM_NONE || st->sentence - c->r->statements.items[before].sentence > 3) continue;
        const dem_actor *who = &c->r->statements.items[before].speaker;
        if (who->mention == DEM_NONE) continue;
        dem_mention_type type = who->entity != DEM_NONE ? c->r->entities.items[who->entity].type : c->r->mentions.items[who->mention].type;
        if (type != DEM_MENTION_ORGANISATION && type != DEM_MENTION_GROUP) continue;
        dem_span words = st->speaker.span;
        st->speaker = *who;
        st->speaker.span = words;
        st->speaker.by = DEM_STR("quote:the-body");
    }
}

/* "He added": goes on with who spoke last in the paragraph and agrees with the pronoun. */
static int32_t speaks_on(const dem_ctx *c, const dem_statement *st, const dem_mention *pronoun)
{
    const dem_sentence *all = c->r->sentences.items;
    if (st->cue_token == DEM_NONE || !dem_cue_in(c->rules, DEM_CUE_SPEAKS_ON, dem_toks_of(c->r, st->sentence).t[st->cue_token].lemma)) return DEM_NONE;
    int32_t best = DEM_NONE;
    for (size_t i = 0; i < c->r->statements.n; i++) {
        const dem_statement *o = &c->r->statements.items[i];
        if (o->cue.start >= all[st->sentence].span.start || !o->has_speaker || o->stance || o->parent != DEM_NONE || st->sentence - o->sentence > 3) continue;
        if (all[o->sentence].paragraph != all[st->sentence].paragraph || o->speaker.entity == DEM_NONE || !agrees(c, pronoun, &o->speaker)) continue;
        if (best == DEM_NONE || o->cue.start > c->r->statements.items[best].cue.start) best = (int32_t)i;
    }
    return best;
}

/* "The envoy flew to New York. He said …": the one person whom the sentence before is about, when the pronoun was read as somebody of an earlier
   paragraph. DEM_NONE: as it was. */
static int32_t subject_before(const dem_ctx *c, const dem_statement *st, const dem_mention *pronoun)
{
    const dem_sentence *all = c->r->sentences.items;
    int32_t prev = st->sentence - 1, last = pronoun->entity == DEM_NONE ? DEM_NONE : last_mention_before(c, pronoun->entity, pronoun->span.start);
    bool he = dem_str_ieq(dem_text_of(c->r, pronoun->head_span), DEM_STR("he")) || dem_str_ieq(dem_text_of(c->r, pronoun->head_span), DEM_STR("she"));
    if (!he || prev < 0 || all[prev].paragraph != all[st->sentence].paragraph || pronoun->head != 0 || !all[prev].parsed) return DEM_NONE;
    if (last != DEM_NONE && all[c->r->mentions.items[last].sentence].paragraph == all[st->sentence].paragraph) return DEM_NONE;
    int32_t found = DEM_NONE;
    for (size_t i = 0; i < c->r->mentions.n; i++) {
        const dem_mention *m = &c->r->mentions.items[i];
        if (m->sentence != prev || m->type != DEM_MENTION_PERSON || m->entity == DEM_NONE) continue;
        if (found != DEM_NONE && c->r->mentions.items[found].entity != m->entity) return DEM_NONE;
        if (dem_ctx_rel(dem_toks_of(c->r, prev), m->head) == DEM_REL_nsubj || found == DEM_NONE) found = (int32_t)i;
    }
    if (found == DEM_NONE || dem_ctx_rel(dem_toks_of(c->r, prev), c->r->mentions.items[found].head) != DEM_REL_nsubj) return DEM_NONE;
    dem_actor who = dem_actor_of(c->r, found);
    return agrees(c, pronoun, &who) ? found : DEM_NONE;
}

/* "…," it said: nobody names himself inside his own words, and who spoke last speaks on when the other candidate was only spoken of. */
static void resolve_pronoun_speakers(dem_ctx *c)
{
    for (size_t i = 0; i < c->r->statements.n; i++) {
        dem_statement *st = &c->r->statements.items[i];
        int32_t p = st->has_speaker ? st->speaker.mention : DEM_NONE;
        if (p == DEM_NONE || st->parent != DEM_NONE) continue;
        dem_mention *m = &c->r->mentions.items[p];
        if (m->type != DEM_MENTION_PRONOUN || m->first_person || m->second_person) continue;
        int32_t gap = 0, before = DEM_NONE;
        uint32_t start = c->r->sentences.items[st->sentence].span.start;
        int32_t paragraph = (int32_t)c->r->sentences.items[st->sentence].paragraph;
        int32_t person = subject_before(c, st, m);
        if (person != DEM_NONE) {
            const dem_mention *of = &c->r->mentions.items[person];
            m->entity = of->entity;
            m->name = of->name;
            m->code = of->code;
            memcpy(m->country, of->country, sizeof m->country);
            m->by = DEM_STR("quote:subject-before");
            dem_span words = st->speaker.span;
            st->speaker = dem_actor_of(c->r, p);
            st->speaker.span = words;
            continue;
        }
        int32_t on = speaks_on(c, st, m);
        before = on != DEM_NONE ? on : statement_before(c, start, paragraph, &gap);
        if (before == DEM_NONE) continue;
        const dem_statement *prev = &c->r->statements.items[before];
        if (prev->speaker.entity == DEM_NONE || prev->speaker.entity == m->entity || st->sentence - prev->sentence > 3) continue;
        if (on == DEM_NONE && m->entity != DEM_NONE) {
            int32_t last = last_mention_before(c, m->entity, m->span.start);
            dem_span at = last == DEM_NONE ? (dem_span){0, 0} : c->r->mentions.items[last].span;
            bool spoken_of = last != DEM_NONE && (content_holds(st, at) || (content_holds(prev, at) && at.start > prev->cue.start));
            if (!spoken_of) continue;
        }
        if (!agrees(c, m, &prev->speaker)) continue;
        m->entity = prev->speaker.entity;
        m->name = prev->speaker.name;
        m->code = prev->speaker.code;
        memcpy(m->country, prev->speaker.country, sizeof m->country);
        m->by = DEM_STR("quote:speaks-on");
        dem_span words = st->speaker.span;
        st->speaker = dem_actor_of(c->r, p);
        st->speaker.span = words;
    }
}

int dem_attribution_report(dem_ctx *c, dem_error *err)
{
    dem_report *r = c->r;
    for (size_t i = 0; i < r->sentences.n; i++)
        if (dem_ctx_sentence_cues(c, (int32_t)i) != DEM_OK) return dem_fail(err, DEM_EMEMORY, "memory is out");
    if (dem_ctx_judge(c) != DEM_OK) return dem_fail(err, DEM_EMEMORY, "memory is out");
    if (r->statements.n) qsort(r->statements.items, r->statements.n, sizeof *r->statements.items, by_cue);
    free_swallowed_speakers(c);
    stretch_over_quotes(c);
    dem_ctx_quote_sources(c);
    attach_rest(c);
    if (r->statements.n) qsort(r->statements.items, r->statements.n, sizeof *r->statements.items, by_cue);
    for (size_t i = 0; i < r->statements.n; i++) {
        dem_statement *st = &r->statements.items[i];
        if (st->content.n > 1) qsort(st->content.items, st->content.n, sizeof *st->content.items, by_start);
    }
    set_directness(c);
    if (paint_all(c) != DEM_OK) return dem_fail(err, DEM_EMEMORY, "memory is out");
    set_parents(c);
    set_via_of_nested(c);
    resolve_pronoun_speakers(c);
    resolve_body_speakers(c);
    resolve_first_person(c);
    for (size_t i = 0; i < r->frames.n; i++) {
        dem_frame *f = &r->frames.items[i];
        f->statement = c->inner[r->sentences.items[f->sentence].first + (uint32_t)f->token];
    }
    return dem_arena_failed(r->arena) ? dem_fail(err, DEM_EMEMORY, "memory is out") : DEM_OK;
}

size_t dem_statements_at(const dem_report *r, dem_span span, int32_t *out, size_t max)
{
    int32_t best = DEM_NONE;
    uint32_t best_size = UINT32_MAX;
    for (size_t i = 0; i < r->statements.n; i++) {
        const dem_statement *st = &r->statements.items[i];
        if (st->stance) continue; /* who wants a thing does not tell it */
        bool in = false;
        for (size_t p = 0; p < st->content.n; p++) in |= dem_span_contains(st->content.items[p], span);
        if (in && content_size(st) < best_size) {
            best = (int32_t)i;
            best_size = content_size(st);
        }
    }
    size_t n = 0;
    for (; best != DEM_NONE && n < max; best = r->statements.items[best].parent) out[n++] = best;
    return n;
}
