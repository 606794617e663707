/* SPDX-License-Identifier: Apache-2.0 */
/* Cues of one sentence: verbs (cues.c), and here the nouns, adjectives, phrases, colons and headlines that introduce what somebody said. */
#include "context/attribution_internal.h"

/* "the claim that …", "his warning of …", "Western calls for …" */
static void noun_cue(dem_ctx *c, dem_toks s, int32_t n)
{
    const dem_cue *e = dem_ctx_lemma_in(c, s, n, DEM_CUE_SAY_NOUN);
    if (!e) return;
    int32_t content = DEM_NONE;
    for (int32_t k = s.t[n].first_child; k != DEM_NONE; k = s.t[k].next_sibling) {
        dem_rel rel = dem_ctx_rel(s, k);
        if ((rel != DEM_REL_acl && rel != DEM_REL_ccomp) || k < n || s.t[k].deprel == DEM_REL_acl_relcl) continue;
        if (dem_ctx_has_case(s, k, DEM_STR("that")) || (rel == DEM_REL_ccomp && !dem_ctx_has_case(s, k, DEM_STR("to")))) content = k;
        /* "a statement saying" is the verb's */
    }
    if (content == DEM_NONE && dem_ctx_form(s, n + 1, "that") && dem_ctx_rel(s, n + 1) == DEM_REL_mark) {
        int32_t clause = s.t[n + 1].head; /* the clause hung elsewhere */
        if (clause > n + 1 && !dem_ctx_under(s, n, clause)) content = clause;
    }
    if (content == DEM_NONE) return;
    dem_statement *st = dem_ctx_new_statement(c, s.index, n, n, n);
    if (!st) return;
    dem_ctx_add_clause(c, st, s.index, content, DEM_NONE);
    int32_t before = s.t[n].mention; /* the noun itself is not the speaker, its owner is */
    dem_statement probe = {0};
    dem_ctx_set_speaker(c, &probe, s.index, n);
    (void)before;
    bool owner = probe.has_speaker && !(probe.speaker.span.start <= s.t[n].span.start && s.t[n].span.end <= probe.speaker.span.end);
    if (!owner && probe.has_speaker && probe.speaker.span.start < s.t[n].span.start && dem_ctx_child(s, n, DEM_REL_nmod) != DEM_NONE &&
        s.t[dem_ctx_child(s, n, DEM_REL_nmod)].deprel == DEM_REL_nmod_poss)
        owner = true;
    int32_t own = dem_ctx_child(s, n, DEM_REL_nsubj);
    if (own != DEM_NONE && own < n && dem_ctx_nominal(s, own)) {
        dem_ctx_set_speaker(c, st, s.index, own); /* "The ad claims …", the verb taken for a noun */
    } else if (owner) {
        st->speaker = probe.speaker;
        st->has_speaker = true;
    } else if (dem_ctx_rel(s, n) == DEM_REL_obj && s.t[n].head != DEM_NONE) {
        int32_t subj = dem_ctx_subject(c->r, s.index, s.t[n].head);
        if (subj != DEM_NONE) dem_ctx_set_speaker(c, st, s.index, subj);
    }
    st->rule = dem_ctx_rule(c, "say-noun", e);
    /* "said in a statement that …": the verb has told it, and nobody else is named */
    int32_t up = s.t[n].head;
    if (!st->has_speaker && dem_ctx_rel(s, n) == DEM_REL_obl && up != DEM_NONE && up < n && dem_ctx_verb_in(c, s, up, DEM_CUE_SAY_VERB)) c->r->statements.n--;
}

static void adjective_cue(dem_ctx *c, dem_toks s, int32_t a)
{
    const dem_cue *e = dem_ctx_lemma_in(c, s, a, DEM_CUE_SAY_ADJECTIVE);
    int32_t content = e ? dem_ctx_child(s, a, DEM_REL_ccomp) : DEM_NONE;
    int32_t subj = content != DEM_NONE ? dem_ctx_subject(c->r, s.index, a) : DEM_NONE;
    if (subj == DEM_NONE || s.t[subj].deprel == DEM_REL_expl) return;
    dem_statement *st = dem_ctx_new_statement(c, s.index, a, a, a);
    if (!st) return;
    dem_ctx_add_clause(c, st, s.index, content, DEM_NONE);
    dem_ctx_set_speaker(c, st, s.index, subj);
    st->rule = dem_ctx_rule(c, "say-adjective", e);
    if (dem_ctx_own_words(c, s, st, a, NULL)) c->r->statements.n--;
}

/* "According to a witness, Ann Brown, it burned": whoever stands behind the phrase, not what the tree found further on. */
static int32_t before_comma(dem_toks s, int32_t from, int32_t source)
{
    int32_t comma = DEM_NONE;
    for (int32_t k = from + 1; k < source && comma == DEM_NONE; k++)
        if (s.t[k].upos == DEM_PUNCT && !dem_ctx_form(s, k, "-") && !dem_ctx_form(s, k, "(")) comma = k;
    if (comma == DEM_NONE || !dem_ctx_nominal(s, comma - 1)) return source;
    int32_t k = comma - 1;
    for (int steps = 0; steps < 8; steps++) {
        int32_t h = s.t[k].head;
        if (h == DEM_NONE || h < from || h >= comma || !dem_ctx_nominal(s, h)) break;
        k = h;
    }
    return k;
}

/* "…, according to X." and "According to X, …": the rest of the sentence is what is told, whatever part of it the phrase hangs on. */
static void take_whole(dem_ctx *c, dem_statement *st, dem_toks s, int32_t i)
{
    if (!st->has_speaker || s.n < 4) return;
    int32_t after = dem_token_at_byte(c->r, s.index, st->speaker.span.end > st->cue.end ? st->speaker.span.end : st->cue.end), first = 0, last = s.n - 1;
    while (first < s.n - 1 && (s.t[first].upos == DEM_PUNCT || s.t[first].upos == DEM_CCONJ)) first++;
    while (last > 0 && s.t[last].upos == DEM_PUNCT) last--;
    bool ends = after == DEM_NONE || after > last;
    bool put_in = !ends && i > first + 2 && dem_ctx_form(s, i - 1, ",") && dem_ctx_form(s, after, ","); /* "…, according to X, but …" */
    if ((ends || put_in) && i > first + 2) {
        int32_t from = i; /* back to a semicolon or a mark that parts */
        while (from > first && !dem_ctx_form(s, from - 1, ";") && !dem_ctx_in_quote(c, s.t[from - 1].span.start)) from--;
        if (from > i - 3) return;
        st->content.n = 0;
        dem_ctx_add_piece(c, st, dem_ctx_span(s, from, i - 1));
    } else if (i == first && !ends && dem_ctx_form(s, after, ",") && last > after + 1) {
        st->content.n = 0;
        dem_ctx_add_piece(c, st, dem_ctx_span(s, after + 1, last));
    }
}

/* "according to X": what it hangs on, without itself. */
static void phrase_cue(dem_ctx *c, dem_toks s, int32_t i)
{
    int32_t len = 0;
    const dem_cue *e = dem_ctx_match(c, s, i, DEM_CUE_SAY_PHRASE, &len);
    if (!e || i + len >= s.n) return;
    /* The source: the noun the phrase is the case of, else the first nominal after it whose head is before or outside. */
    int32_t source = s.t[i].head;
    if (source == DEM_NONE || source < i + len || s.t[source].upos == DEM_VERB) { /* "according to people involved", hung on the participle */
        source = DEM_NONE;
        for (int32_t k = i + len; k < s.n && k < i + len + 12; k++)
            if ((s.t[k].upos == DEM_NOUN || s.t[k].upos == DEM_PROPN || s.t[k].upos == DEM_PRON) &&
                (s.t[k].head == DEM_NONE || s.t[k].head < i + len || s.t[k].head > k || s.t[s.t[k].head].upos == DEM_VERB)) {
                source = k;
                if (s.t[k].head == DEM_NONE || s.t[k].head < i + len) break;
            }
    }
    if (source == DEM_NONE || s.t[source].upos == DEM_VERB) return;
    source = before_comma(s, i + len, source);
    int32_t host = s.t[source].head;
    if (host != DEM_NONE && host >= i && host < i + len) host = s.t[host].head;
    if (host == DEM_NONE) return;
    dem_statement *st = dem_ctx_new_statement(c, s.index, i, i + len - 1, i);
    if (!st) return;
    /* A noun inside a clause: the clause is what is said ("with 80 people killed, according to activists"). */
    for (int steps = 0; steps < 12; steps++) {
        dem_rel rel = dem_ctx_rel(s, host);
        bool clause = s.t[host].upos == DEM_VERB || s.t[host].upos == DEM_AUX || dem_ctx_child(s, host, DEM_REL_cop) != DEM_NONE ||
                      rel == DEM_REL_root;
        if (clause || s.t[host].head == DEM_NONE) break;
        if (rel == DEM_REL_appos || rel == DEM_REL_list || rel == DEM_REL_parataxis) break;
        host = s.t[host].head;
    }
    dem_ctx_add_clause(c, st, s.index, host, source);
    for (size_t p = st->content.n; p-- > 0 && source > i;) { /* the phrase itself, hung on something that was said */
        dem_span *piece = &st->content.items[p];
        if (piece->end <= st->cue.start || piece->start > st->cue.start) continue;
        uint32_t end = st->cue.start;
        while (end > piece->start && strchr(" ,", c->r->text.p[end - 1])) end--;
        if (end > piece->start) piece->end = end;
    }
    dem_ctx_set_speaker(c, st, s.index, source);
    take_whole(c, st, s, i);
    dem_ctx_find_via(c, st, s.index, source);
    st->rule = dem_ctx_rule(c, "say-phrase", e);
}

static bool has_verb(dem_toks s, int32_t from, int32_t to)
{
    for (int32_t i = from; i < to; i++)
        if (s.t[i].upos == DEM_VERB && !dem_str_is(s.t[i].xpos, "VBN") && !dem_str_is(s.t[i].xpos, "VBG")) return true;
    return false;
}

static int32_t nominal_head(dem_toks s, int32_t from, int32_t to)
{
    for (int32_t i = from; i < to; i++) {
        bool noun = s.t[i].upos == DEM_NOUN || s.t[i].upos == DEM_PROPN;
        if (noun && (s.t[i].head == DEM_NONE || s.t[i].head < from || s.t[i].head >= to)) return i;
    }
    for (int32_t i = to - 1; i >= from; i--)
        if (s.t[i].upos == DEM_NOUN || s.t[i].upos == DEM_PROPN) return i;
    return DEM_NONE;
}

/* "Truce to hold: minister", "UN: thousands flee", "RICE: We said so." */
static void colon_cue(dem_ctx *c, dem_toks s)
{
    const dem_sentence *sent = &c->r->sentences.items[s.index];
    bool title = sent->kind == DEM_SENTENCE_TITLE;
    int32_t colon = DEM_NONE;
    for (int32_t i = 1; i < s.n - 1 && colon == DEM_NONE; i++)
        if (dem_ctx_form(s, i, ":")) colon = i;
    if (colon == DEM_NONE) return;
    int32_t end = s.n;
    while (end > colon + 1 && s.t[end - 1].upos == DEM_PUNCT) end--;
    bool before = colon <= 6 && !has_verb(s, 0, colon) && (end - colon > 2 || has_verb(s, colon + 1, end));
    bool after = title && end - colon - 1 <= 5 && !has_verb(s, colon + 1, end) && colon > 2;
    int32_t from = before ? 0 : colon + 1, to = before ? colon : end;
    if (before && !title) {
        /* In running text only a name in capitals or a person's name at a paragraph's start. */
        int32_t name = nominal_head(s, 0, colon);
        bool person = name != DEM_NONE && s.t[name].mention != DEM_NONE && c->r->mentions.items[s.t[name].mention].type == DEM_MENTION_PERSON;
        bool capitals = s.t[0].form.n > 1 && s.t[0].form.p[1] >= 'A' && s.t[0].form.p[1] <= 'Z';
        before = (person || capitals) && (s.index == 0 || c->r->sentences.items[s.index - 1].paragraph != sent->paragraph);
    }
    if (!before && !after) return;
    int32_t who = nominal_head(s, from, to);
    if (who == DEM_NONE) return;
    bool actor = s.t[who].mention != DEM_NONE || s.t[who].upos == DEM_PROPN;
    if (!actor && title && before) return;
    dem_statement *st = dem_ctx_new_statement(c, s.index, colon, colon, colon);
    if (!st) return;
    dem_ctx_add_piece(c, st, before ? dem_ctx_span(s, colon + 1, end - 1) : dem_ctx_span(s, 0, colon - 1));
    dem_ctx_set_speaker(c, st, s.index, who);
    st->rule = DEM_STR("colon");
}

/* "Talks to resume, says envoy": a headline's last words name who says the rest. */
static void title_cue(dem_ctx *c, dem_toks s)
{
    if (c->r->sentences.items[s.index].kind != DEM_SENTENCE_TITLE) return;
    int32_t v = DEM_NONE, end = s.n;
    while (end > 0 && s.t[end - 1].upos == DEM_PUNCT) end--;
    for (int32_t i = 2; i < end - 1 && v == DEM_NONE; i++)
        if (dem_ctx_form(s, i - 1, ",") && dem_ctx_verb_in(c, s, i, DEM_CUE_SAY_VERB) && dem_ctx_finite(&s.t[i]) && end - i <= 6 && !has_verb(s, i + 1, end)) v = i;
    for (size_t i = 0; v != DEM_NONE && i < c->r->statements.n; i++)
        if (c->r->statements.items[i].sentence == s.index && c->r->statements.items[i].cue_token == v) return;
    int32_t who = v == DEM_NONE ? DEM_NONE : nominal_head(s, v + 1, end);
    dem_statement *st = who == DEM_NONE ? NULL : dem_ctx_new_statement(c, s.index, v, v, v);
    if (!st) return;
    dem_ctx_add_piece(c, st, dem_ctx_span(s, 0, v - 2));
    dem_ctx_set_speaker(c, st, s.index, who);
    st->rule = DEM_STR("title");
}

int dem_ctx_sentence_cues(dem_ctx *c, int32_t sentence)
{
    dem_toks s = dem_toks_of(c->r, sentence);
    if (!c->r->sentences.items[sentence].parsed) return DEM_OK;
    for (int32_t i = 0; i < s.n; i++) {
        if (s.t[i].upos == DEM_VERB) dem_ctx_verb_cue(c, s, i);
        else if (s.t[i].upos == DEM_NOUN) noun_cue(c, s, i);
        else if (s.t[i].upos == DEM_ADJ) adjective_cue(c, s, i);
        if (s.t[i].upos != DEM_NOUN && s.t[i].upos != DEM_PROPN) phrase_cue(c, s, i);
    }
    colon_cue(c, s);
    title_cue(c, s);
    return dem_arena_failed(c->r->arena) ? DEM_EMEMORY : DEM_OK;
}
