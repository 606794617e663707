/* SPDX-License-Identifier: Apache-2.0 */
/* Quotes that no cue of the tree took: who speaks is read off the words around them. '"…," Smith said in May', 'he told them, "…"',
   'Her answer was: "…"'. Trees of sentences that hold a quote err, the marks and the words next to them do not. */
#include "context/attribution_internal.h"

enum { FAR = 16 };

static bool says(const dem_ctx *c, dem_toks s, int32_t v)
{
    if (s.t[v].upos != DEM_VERB || dem_ctx_rel(s, v) == DEM_REL_amod) return false;
    if (dem_ctx_lemma(s, v, "go") && dem_ctx_form(s, v + 1, "on")) return true;
    return dem_ctx_verb_in(c, s, v, DEM_CUE_SAY_VERB) || dem_ctx_verb_in(c, s, v, DEM_CUE_STANCE_SPEAK);
}

static bool finite(dem_toks s, int32_t v)
{
    dem_str x = s.t[v].xpos;
    return dem_str_is(x, "VBD") || dem_str_is(x, "VBZ") || dem_str_is(x, "VBP") || dem_ctx_child(s, v, DEM_REL_aux) != DEM_NONE;
}

/* '…," Trump said in February', '…," said Ana Petrova': the first verb of saying behind the mark, in the words that go on there. */
static int32_t verb_after(const dem_ctx *c, dem_toks s, int32_t from)
{
    for (int32_t t = from; t < s.n && t < from + FAR; t++) {
        if (dem_ctx_in_quote(c, s.t[t].span.start) || dem_ctx_form(s, t, ";") || dem_ctx_form(s, t, ":")) return DEM_NONE;
        if (says(c, s, t) && finite(s, t)) return t;
        if (s.t[t].upos == DEM_VERB && finite(s, t) && s.t[t].deprel != DEM_REL_acl_relcl && dem_ctx_rel(s, t) != DEM_REL_acl) return DEM_NONE;
    }
    return DEM_NONE;
}

static int32_t verb_before(const dem_ctx *c, dem_toks s, int32_t to)
{
    for (int32_t t = to - 1; t >= 0 && t > to - 2 * FAR; t--) {
        if (dem_ctx_in_quote(c, s.t[t].span.start)) return DEM_NONE;
        if (says(c, s, t) && dem_ctx_rel(s, t) != DEM_REL_acl) return t;
    }
    return DEM_NONE;
}

static int32_t statement_at(const dem_ctx *c, int32_t sentence, int32_t token)
{
    for (size_t i = 0; i < c->r->statements.n; i++) {
        const dem_statement *st = &c->r->statements.items[i];
        if (st->sentence == sentence && st->cue_token == token && st->has_speaker) return (int32_t)i;
    }
    return DEM_NONE;
}

/* '…," the editorial read.', '…," the report notes.' with the verb taken for a noun: the last of a few words behind the quote, none of them a verb. */
static int32_t noun_for_verb(const dem_ctx *c, dem_toks s, int32_t from)
{
    int32_t last = s.n - 1;
    while (last > from && s.t[last].upos == DEM_PUNCT) last--;
    if (last <= from || last > from + 6 || s.t[last].upos != DEM_NOUN || !dem_ctx_lemma_in(c, s, last, DEM_CUE_SAY_VERB)) return DEM_NONE;
    for (int32_t k = from; k < last; k++)
        if (s.t[k].upos == DEM_VERB || s.t[k].upos == DEM_AUX || s.t[k].upos == DEM_PUNCT || s.t[k].upos == DEM_ADP) return DEM_NONE;
    return last;
}

/* The quote becomes a statement of whoever stands at `who`; NULL when that is nobody. */
static dem_statement *said_by(dem_ctx *c, dem_quote *q, dem_toks s, int32_t cue, int32_t who, dem_str rule)
{
    dem_statement *st = dem_ctx_new_statement(c, s.index, cue, cue, cue);
    if (!st) return NULL;
    dem_ctx_set_speaker(c, st, s.index, who);
    if (!st->has_speaker) {
        c->r->statements.n--;
        return NULL;
    }
    dem_ctx_add_piece(c, st, q->span);
    st->rule = rule;
    q->statement = (int32_t)c->r->statements.n - 1;
    return st;
}

static bool take_noun(dem_ctx *c, dem_quote *q, dem_toks s, int32_t from, int32_t verb)
{
    dem_statement *st = said_by(c, q, s, verb, verb - 1, DEM_STR("quote-noun"));
    if (!st) return false;
    st->speaker.span = dem_ctx_span(s, from, verb - 1);
    if (!st->speaker.code.n) st->speaker.name = dem_text_of(c->r, st->speaker.span);
    return true;
}

static bool take(dem_ctx *c, dem_quote *q, dem_toks s, int32_t v, const char *rule)
{
    int32_t at = statement_at(c, s.index, v);
    if (at == DEM_NONE) {
        bool on = dem_ctx_lemma(s, v, "go") && dem_ctx_form(s, v + 1, "on");
        dem_statement *st = dem_ctx_new_statement(c, s.index, v, on ? v + 1 : v, v);
        if (!st) return false;
        dem_ctx_speaker_of_verb(c, st, s, v);
        if (!st->has_speaker || dem_span_overlaps(st->speaker.span, q->span)) {
            c->r->statements.n--;
            return false;
        }
        dem_ctx_find_via(c, st, s.index, v);
        st->rule = dem_ctx_rule(c, rule, dem_ctx_verb_in(c, s, v, DEM_CUE_SAY_VERB));
        at = (int32_t)c->r->statements.n - 1;
    }
    dem_ctx_add_piece(c, &c->r->statements.items[at], q->span);
    c->r->statements.items[at].stance = false;
    q->statement = at;
    return true;
}

/* '"…" // Her answer was: "…"': nobody says, but a colon introduces; the subject of its sentence speaks. */
static bool take_colon(dem_ctx *c, dem_quote *q, dem_toks s, int32_t colon)
{
    int32_t root = c->r->sentences.items[s.index].root;
    if (root == DEM_NONE || root >= colon) return false;
    int32_t subj = dem_ctx_subject(c->r, s.index, root);
    if (subj == DEM_NONE || subj > colon || dem_ctx_in_quote(c, s.t[subj].span.start)) return false;
    return said_by(c, q, s, colon, subj, DEM_STR("quote-colon")) != NULL;
}

/* 'Rep. Ann Brown (R-S.C.): "…"', 'Analysts agree - Carl Brown: "…"': a name right before the colon, with no verb of its own. */
static bool take_name(dem_ctx *c, dem_quote *q, dem_toks s, int32_t colon)
{
    int32_t k = colon - 1, open = k;
    if (k > 0 && dem_ctx_form(s, k, ")")) {
        while (open > 0 && !dem_ctx_form(s, open, "(")) open--;
        k = open - 1;
    }
    if (k < 0 || s.t[k].upos != DEM_PROPN) return false;
    while (k > 0 && s.t[k - 1].upos == DEM_PROPN) k--;
    bool alone = k == 0 || (s.t[k - 1].upos == DEM_PUNCT && !dem_ctx_form(s, k - 1, ",")) || dem_ctx_form(s, k - 1, "from");
    int32_t back = k - 1; /* "Former secretary of state Ann Brown: …": a title, and no verb before it */
    while (back >= 0 && s.t[back].upos != DEM_VERB && s.t[back].upos != DEM_AUX && s.t[back].upos != DEM_PUNCT) back--;
    alone = alone || back < 0;
    while (s.t[k].head != DEM_NONE && s.t[k].head > k && s.t[k].head < colon && s.t[s.t[k].head].upos == DEM_PROPN) k = s.t[k].head;
    if (!alone) return false;
    return said_by(c, q, s, colon, k, DEM_STR("quote-name")) != NULL;
}

/* 'Ann Brown cracked, "…"': a finite verb right before the comma tells how it was said, whichever verb it is. */
static int32_t verb_at_comma(const dem_ctx *c, dem_toks s, int32_t open)
{
    int32_t v = open - 2;
    if (v < 1 || !dem_ctx_form(s, open - 1, ",") || s.t[v].upos != DEM_VERB || !dem_str_is(s.t[v].xpos, "VBD") || dem_ctx_in_quote(c, s.t[v].span.start)) return DEM_NONE;
    int32_t subj = dem_ctx_subject(c->r, s.index, v);
    return subj != DEM_NONE && subj < v && s.t[subj].mention != DEM_NONE && !dem_ctx_is_passive(s, v) ? v : DEM_NONE;
}

/* 'Ann Brown agreed. "…"': the sentence before is nothing but somebody and a verb of saying. */
static bool take_sentence_before(dem_ctx *c, dem_quote *q, int32_t here)
{
    if (here == 0 || c->r->sentences.items[here - 1].paragraph != c->r->sentences.items[here].paragraph) return false;
    dem_toks s = dem_toks_of(c->r, here - 1);
    int32_t v = c->r->sentences.items[here - 1].root;
    if (v == DEM_NONE || s.n > 14 || !says(c, s, v) || !finite(s, v) || dem_ctx_in_quote(c, s.t[v].span.start) || dem_ctx_child(s, v, DEM_REL_nsubj) == DEM_NONE) return false;
    for (int32_t k = v + 1; k < s.n; k++)
        if (s.t[k].upos != DEM_PUNCT && s.t[k].upos != DEM_ADV) return false;
    return take(c, q, s, v, "quote-before");
}

static char byte_before(const dem_ctx *c, uint32_t at)
{
    while (at > 0 && (c->r->text.p[at - 1] == ' ' || c->r->text.p[at - 1] == '\n')) at--;
    return at ? c->r->text.p[at - 1] : '\n';
}

static int32_t paragraph_of(const dem_ctx *c, int32_t sentence)
{
    return sentence == DEM_NONE ? DEM_NONE : (int32_t)c->r->sentences.items[sentence].paragraph;
}

static void source_of(dem_ctx *c, dem_quote *q)
{
    int32_t here = dem_sentence_at_byte(c->r, q->span.start), last = dem_sentence_at_byte(c->r, q->span.end > q->span.start ? q->span.end - 1 : q->span.end);
    if (here == DEM_NONE || last == DEM_NONE || q->inner.end <= q->inner.start) return;
    char led = byte_before(c, q->span.start), closed = c->r->text.p[q->inner.end - 1];
    dem_toks s = dem_toks_of(c->r, here);
    int32_t open = dem_token_at_byte(c->r, here, q->span.start);
    bool led_in = led == ':' || led == ',';
    if (led == ':' && open == 0 && here > 0) { /* the colon ended a sentence of its own, perhaps a paragraph */
        s = dem_toks_of(c->r, here - 1);
        open = s.n;
    }
    if (led_in && open > 0) {
        if (led == ':' && dem_ctx_form(s, open - 1, ":") && take_name(c, q, s, open - 1)) return;
        int32_t v = verb_before(c, s, open);
        if (v != DEM_NONE && take(c, q, s, v, "quote-before")) return;
        v = dem_ctx_words(dem_text_of(c->r, q->inner)) >= 4 ? verb_at_comma(c, s, open) : DEM_NONE;
        if (v != DEM_NONE && take(c, q, s, v, "quote-before")) return;
        if (led == ':' && take_colon(c, q, s, open - 1)) return;
    }
    if (open == 0 && take_sentence_before(c, q, here)) return;
    if (!strchr(",?!", closed) && !(q->span.end < c->r->text.n && c->r->text.p[q->span.end] == ',')) return;
    int32_t next = dem_token_at_byte(c->r, last, q->span.end);
    if (next == DEM_NONE && last + 1 < (int32_t)c->r->sentences.n && paragraph_of(c, last + 1) == paragraph_of(c, last)) {
        last++;
        next = 0;
    }
    if (next == DEM_NONE) return;
    s = dem_toks_of(c->r, last);
    while (next < s.n && s.t[next].upos == DEM_PUNCT && !dem_ctx_in_quote(c, s.t[next].span.start)) next++;
    int32_t v = next < s.n ? verb_after(c, s, next) : DEM_NONE;
    if (v != DEM_NONE && take(c, q, s, v, "quote-after")) return;
    int32_t noun = next < s.n ? noun_for_verb(c, s, next) : DEM_NONE;
    if (noun != DEM_NONE) take_noun(c, q, s, next, noun);
}

void dem_ctx_quote_sources(dem_ctx *c)
{
    for (size_t k = 0; k < c->quotes.n; k++) {
        dem_quote *q = &c->quotes.items[k];
        if (q->statement == DEM_NONE && q->follows == DEM_NONE && dem_ctx_words(dem_text_of(c->r, q->inner)) >= 2) source_of(c, q);
    }
}
