/* SPDX-License-Identifier: Apache-2.0 */
/* Verbs that introduce what somebody said, and the clause they introduce. Nouns, adjectives and phrases: cue_phrases.c. */
#include "context/attribution_internal.h"

typedef struct cue {
    int32_t token;
    const dem_cue *say, *also, *object;
} cue;

static bool is_question_clause(dem_toks s, int32_t clause)
{
    int32_t mark = dem_ctx_child(s, clause, DEM_REL_mark);
    return mark != DEM_NONE && (dem_ctx_form(s, mark, "whether") || dem_ctx_form(s, mark, "if"));
}

static int32_t quote_of(const dem_ctx *c, uint32_t byte)
{
    for (size_t i = 0; i < c->quotes.n; i++)
        if (c->quotes.items[i].span.start <= byte && byte < c->quotes.items[i].span.end) return (int32_t)i;
    return DEM_NONE;
}

bool dem_ctx_in_quote(const dem_ctx *c, uint32_t byte) { return quote_of(c, byte) != DEM_NONE; }

static bool in_quote(const dem_ctx *c, dem_toks s, int32_t token)
{
    return quote_of(c, s.t[token].span.start) != DEM_NONE;
}

static bool speaks_of_self(const dem_ctx *c, const dem_statement *st)
{
    if (!st->has_speaker) return false;
    dem_str w = dem_text_of(c->r, st->speaker.span);
    return dem_str_ieq(w, DEM_STR("I")) || dem_str_ieq(w, DEM_STR("we")) || dem_str_ieq(w, DEM_STR("you"));
}

/* Inside somebody's quoted words "I said", "you think" are his own words already, and what others think, want or show there is his
   telling of it; only that somebody said something else is a statement of its own. */
bool dem_ctx_own_words(const dem_ctx *c, dem_toks s, const dem_statement *st, int32_t token, const dem_cue *say)
{
    if (!in_quote(c, s, token)) return !say && speaks_of_self(c, st);
    return !say || !st->has_speaker || speaks_of_self(c, st) || st->speaker.mention == DEM_NONE;
}

static bool is_relativizer(dem_toks s, int32_t t)
{
    return dem_str_is(s.t[t].xpos, "WDT") || dem_str_is(s.t[t].xpos, "WP") || dem_str_is(s.t[t].xpos, "WRB");
}

static int32_t top_of(dem_toks s, int32_t token)
{
    for (int32_t steps = 0; s.t[token].head != DEM_NONE && steps < s.n; steps++) token = s.t[token].head;
    return token;
}

/* "…, Press TV reported." at the sentence's end, however the tree hangs it: a comma or closing mark, a subject, the verb, at most a
   time or an addressee after it. */
static bool final_cue(const dem_ctx *c, dem_toks s, int32_t v)
{
    if (s.t[v].head == DEM_NONE || s.t[v].head > v || !dem_ctx_verb_in(c, s, v, DEM_CUE_SAY_VERB)) return false;
    int32_t subj = dem_ctx_child(s, v, DEM_REL_nsubj), first, last;
    if (subj == DEM_NONE || subj > v || dem_ctx_child(s, v, DEM_REL_mark) != DEM_NONE || dem_ctx_child(s, v, DEM_REL_ccomp) != DEM_NONE) return false;
    dem_subtree(c->r, s.index, subj, &first, &last);
    if (first < 2 || s.t[first - 1].upos != DEM_PUNCT) return false;
    for (int32_t k = v + 1; k < s.n; k++) {
        if (s.t[k].upos == DEM_PUNCT) continue;
        if (!dem_ctx_under(s, k, v) || s.t[k].upos == DEM_VERB) return false;
    }
    return true;
}

/* "While the plan has failed, …" before the verb is no complement of it. */
static bool subordinate(dem_toks s, int32_t clause)
{
    static const char *const marks[] = {"while", "although", "though", "as", "if", "when", "since", "because", "after", "before", "until", "once", "unless"};
    int32_t mark = dem_ctx_child(s, clause, DEM_REL_mark);
    for (size_t i = 0; mark != DEM_NONE && i < sizeof marks / sizeof *marks; i++)
        if (dem_ctx_form(s, mark, marks[i])) return true;
    return false;
}

/* Another complement after the verb: one before it without a quote is something else ("Sources close to the army said …"). */
static bool later_complement(dem_toks s, int32_t v, int32_t clause)
{
    for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
        if (k > v && k != clause && dem_ctx_rel(s, k) == DEM_REL_ccomp && dem_ctx_child(s, k, DEM_REL_nsubj) != DEM_NONE) return true;
    return false;
}

/* Trees often hang the clause on the noun before it: "warned the opposition that …" as if the opposition were that; "said the plan
   crossed its red lines" as if a plan were said. */
static int32_t clause_below_noun(const dem_ctx *c, dem_toks s, int32_t v)
{
    if (!dem_ctx_verb_in(c, s, v, DEM_CUE_SAY_VERB)) return DEM_NONE;
    for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling) {
        dem_rel rel = dem_ctx_rel(s, k);
        if (k < v || (rel != DEM_REL_obj && rel != DEM_REL_iobj && rel != DEM_REL_obl)) continue;
        int32_t last = k; /* the addressees may be several */
        for (int32_t m = s.t[k].first_child; m != DEM_NONE; m = s.t[m].next_sibling)
            if (dem_ctx_rel(s, m) == DEM_REL_conj) last = m;
        for (int turn = 0; turn < 2; turn++) {
            int32_t noun = turn ? last : k;
            for (int32_t m = s.t[noun].first_child; m != DEM_NONE; m = s.t[m].next_sibling) {
                if (dem_ctx_rel(s, m) != DEM_REL_acl && dem_ctx_rel(s, m) != DEM_REL_ccomp) continue;
                int32_t subj = dem_ctx_child(s, m, DEM_REL_nsubj), first, end;
                dem_subtree(c->r, s.index, m, &first, &end);
                bool that = dem_ctx_form(s, first, "that") && subj != DEM_NONE && subj != first && s.t[noun].mention != DEM_NONE;
                if (that) return m;
                if (dem_ctx_lemma(s, v, "say") && rel == DEM_REL_obj && noun == k && m > k) return k;
            }
        }
    }
    return DEM_NONE;
}

/* "what the minister said was a plot": the predicate of "what" is what was said. */
static int32_t what_was_said(dem_toks s, int32_t v)
{
    int32_t what = s.t[v].head;
    if (what == DEM_NONE || dem_ctx_rel(s, v) != DEM_REL_acl || !dem_ctx_form(s, what, "what")) return DEM_NONE;
    for (int32_t k = s.t[what].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
        if (k > v && (dem_ctx_rel(s, k) == DEM_REL_acl || dem_ctx_rel(s, k) == DEM_REL_ccomp || dem_ctx_rel(s, k) == DEM_REL_conj)) return k;
    return DEM_NONE;
}

/* ", who runs a paper": tells who somebody is, whatever it hangs on. */
static bool aside(const dem_ctx *c, dem_toks s, int32_t clause)
{
    int32_t first, last;
    dem_subtree(c->r, s.index, clause, &first, &last);
    if (first + 1 < s.n && dem_ctx_form(s, first, ",")) first++;
    return dem_ctx_form(s, first - 1, ",") && (dem_ctx_form(s, first, "who") || dem_ctx_form(s, first, "whose"));
}

/* The clause a verb of saying governs: finite or quoted complement; parataxis after a colon or quote. */
static int32_t governed_clause(const dem_ctx *c, dem_toks s, int32_t v, bool infinitive)
{
    for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling) {
        dem_rel rel = dem_ctx_rel(s, k);
        if (rel == DEM_REL_ccomp && !(k < v && (subordinate(s, k) || later_complement(s, v, k))) && !(k > v && (final_cue(c, s, k) || aside(c, s, k)))) return k;
        if (rel == DEM_REL_csubj && s.t[k].deprel == DEM_REL_csubj_pass) return k;
        if (rel == DEM_REL_parataxis && k > v && (in_quote(c, s, k) || dem_ctx_form(s, v + 1, ":") || dem_ctx_form(s, v + 1, ",")) &&
            !dem_ctx_lemma_in(c, s, k, DEM_CUE_SAY_VERB))
            return k;
    }
    for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
        if (k > v && dem_ctx_rel(s, k) == DEM_REL_advcl && dem_ctx_has_case(s, k, DEM_STR("that")) && dem_ctx_child(s, k, DEM_REL_nsubj) != DEM_NONE &&
            dem_ctx_verb_in(c, s, v, DEM_CUE_SAY_VERB))
            return k; /* a complement read as an adverbial */
    int32_t below = clause_below_noun(c, s, v);
    if (below == DEM_NONE) below = what_was_said(s, v);
    if (below != DEM_NONE) return below;
    if (!infinitive) return DEM_NONE;
    int32_t x = dem_ctx_child(s, v, DEM_REL_xcomp);
    return x != DEM_NONE && s.t[x].upos != DEM_NOUN ? x : DEM_NONE;
}

/* The clause the cue is put into: "…, he said", "…, the ministry said, …". */
static int32_t host_clause(const dem_ctx *c, dem_toks s, int32_t v)
{
    int32_t head = s.t[v].head;
    if (head == DEM_NONE) return DEM_NONE;
    dem_rel rel = dem_ctx_rel(s, v);
    if (rel == DEM_REL_parataxis) {
        /* A full sentence after a semicolon is no inserted cue: it would have content of its own. */
        return head < v ? head : DEM_NONE;
    }
    if (rel == DEM_REL_advcl) {
        int32_t mark = dem_ctx_child(s, v, DEM_REL_mark);
        if (mark != DEM_NONE && dem_ctx_form(s, mark, "as") && dem_ctx_lemma_in(c, s, v, DEM_CUE_SAY_VERB) &&
            dem_ctx_child(s, v, DEM_REL_nsubj) != DEM_NONE && (dem_ctx_child(s, v, DEM_REL_obj) == DEM_NONE || dem_ctx_lemma(s, v, "put")))
            return head;
    }
    if (rel == DEM_REL_advcl && dem_ctx_child(s, v, DEM_REL_mark) == DEM_NONE && dem_ctx_form(s, v + 1, ",")) {
        /* "In the long run, many economists say, prices will fall" */
        int32_t subj = dem_ctx_child(s, v, DEM_REL_nsubj), first, last;
        if (subj != DEM_NONE && subj < v) {
            dem_subtree(c->r, s.index, subj, &first, &last);
            if (first > 0 && s.t[first - 1].upos == DEM_PUNCT) return head;
        }
    }
    if (final_cue(c, s, v)) return top_of(s, v);
    return DEM_NONE;
}

static int32_t cue_last(dem_toks s, int32_t v)
{
    int32_t prt = dem_ctx_child(s, v, DEM_REL_compound);
    if (dem_ctx_lemma(s, v, "go") && dem_ctx_form(s, v + 1, "on")) return v + 1;
    return prt != DEM_NONE && s.t[prt].deprel == DEM_REL_compound_prt && prt > v && prt <= v + 2 ? prt : v;
}

static bool opens_with_wh(const dem_ctx *c, dem_toks s, int32_t clause)
{
    int32_t first, last;
    dem_subtree(c->r, s.index, clause, &first, &last);
    return is_relativizer(s, first);
}

/* A quoted stretch that begins right after the cue's clause or ends right before it, in this sentence. */
static int32_t adjacent_quote(const dem_ctx *c, dem_toks s, int32_t v)
{
    dem_span sentence = c->r->sentences.items[s.index].span;
    uint32_t at = s.t[v].span.start;
    int32_t best = DEM_NONE;
    uint32_t best_gap = 160;
    for (size_t i = 0; i < c->quotes.n; i++) {
        dem_span q = c->quotes.items[i].span;
        if (!dem_span_overlaps(q, sentence)) continue;
        uint32_t gap = q.end <= at ? at - q.end : q.start >= at ? q.start - at : UINT32_MAX;
        if (gap >= best_gap) continue;
        best = (int32_t)i;
        best_gap = gap;
    }
    return best;
}

/* '"…," she joked.': a quote that ends with comma or stop, then only the cue's clause, is a quote whatever the verb. */
static bool quote_then_clause(const dem_ctx *c, dem_toks s, int32_t v, int32_t quote)
{
    dem_span q = c->quotes.items[quote].inner;
    if (q.end <= q.start) return false;
    char last = c->r->text.p[q.end - 1];
    bool ends = last == ',' || last == '?' || last == '!';
    bool near = c->quotes.items[quote].span.end <= s.t[v].span.start && s.t[v].span.start - c->quotes.items[quote].span.end < 60;
    return ends && near && dem_ctx_words(dem_text_of(c->r, q)) >= 3;
}

/* 'said: "…"', 'called it "…"': the quote begins right after the verb, its object or a colon, or is long enough to be speech. */
static bool opens_at(const dem_ctx *c, dem_toks s, int32_t v, int32_t quote)
{
    const dem_quote *q = &c->quotes.items[quote];
    if (q->span.start < s.t[v].span.end) return dem_ctx_words(dem_text_of(c->r, q->inner)) >= 4;
    return q->span.start - s.t[v].span.end <= 3 || dem_ctx_words(dem_text_of(c->r, q->inner)) >= 5;
}

/* "As the crowd chanted, she joked, …": the quote belongs to the verb of saying next to it. */
static bool nearer_verb(const dem_ctx *c, dem_toks s, int32_t v, dem_span quote)
{
    int32_t step = quote.start >= s.t[v].span.end ? 1 : -1;
    for (int32_t k = v + step; k >= 0 && k < s.n; k += step) {
        if (step > 0 ? s.t[k].span.start >= quote.start : s.t[k].span.end <= quote.end) return false;
        if (s.t[k].upos == DEM_VERB && !in_quote(c, s, k) && dem_ctx_verb_in(c, s, k, DEM_CUE_SAY_VERB) && (dem_ctx_finite(&s.t[k]) || dem_str_is(s.t[k].xpos, "VBG")))
            return true;
    }
    return false;
}

static void finish_verb(dem_ctx *c, dem_statement *st, dem_toks s, int32_t v, const char *rule, const dem_cue *by)
{
    if (!st->has_speaker) dem_ctx_speaker_of_verb(c, st, s, v);
    size_t n = 0; /* "the race will be tight, said Dan Gerstein, a consultant": who speaks behind the cue is not said */
    for (size_t p = 0; p < st->content.n; p++) {
        dem_span piece = st->content.items[p];
        bool behind = st->has_speaker && piece.start >= st->cue.end && piece.start <= st->speaker.span.start && st->speaker.span.end <= piece.end &&
                      st->speaker.span.start - st->cue.end <= 2 && st->content.n > 1;
        if (!behind) st->content.items[n++] = piece;
    }
    st->content.n = n;
    dem_ctx_find_via(c, st, s.index, v);
    st->rule = dem_ctx_rule(c, rule, by);
}

/* "X was quoted as saying by ISNA that …" */
static bool quoted_as_saying(dem_ctx *c, dem_toks s, int32_t v)
{
    if (!dem_ctx_verb_in(c, s, v, DEM_CUE_SAY_VERB)) return false;
    int32_t up = s.t[v].head;
    if (up == DEM_NONE || !dem_ctx_verb_in(c, s, up, DEM_CUE_SAY_PASSIVE) || !dem_ctx_has_case(s, v, DEM_STR("as"))) return false;
    bool passive = dem_ctx_is_passive(s, up) || dem_ctx_rel(s, up) == DEM_REL_acl;
    int32_t content = governed_clause(c, s, v, false);
    int32_t host = content == DEM_NONE ? host_clause(c, s, up) : DEM_NONE;
    if (content == DEM_NONE && host == DEM_NONE) content = governed_clause(c, s, up, false);
    int32_t quote = content == DEM_NONE && host == DEM_NONE ? adjacent_quote(c, s, up) : DEM_NONE;
    if (content == DEM_NONE && host == DEM_NONE && quote == DEM_NONE) return false;
    dem_statement *st = dem_ctx_new_statement(c, s.index, up, v, up);
    if (!st) return true;
    int32_t who = DEM_NONE;
    if (passive) who = dem_ctx_child(s, up, DEM_REL_nsubj);
    else who = dem_ctx_child(s, up, DEM_REL_obj);
    if (who == DEM_NONE && passive && dem_ctx_rel(s, up) == DEM_REL_acl) who = s.t[up].head;
    if (who == DEM_NONE && passive && dem_ctx_rel(s, up) == DEM_REL_conj) {
        int32_t first = s.t[up].head;
        who = first == DEM_NONE ? DEM_NONE : dem_ctx_child(s, first, DEM_REL_nsubj);
    }
    dem_ctx_set_speaker(c, st, s.index, who);
    if (quote != DEM_NONE) dem_ctx_add_piece(c, st, c->quotes.items[quote].span);
    else dem_ctx_add_clause(c, st, s.index, content != DEM_NONE ? content : host, host != DEM_NONE ? up : DEM_NONE);
    /* The agent is who passed it on: "by ISNA"; in the active, the subject: "SANA quoted him as saying". */
    int32_t agent = dem_ctx_agent_of(s, up);
    if (agent == DEM_NONE) agent = dem_ctx_agent_of(s, v);
    if (agent == DEM_NONE && dem_ctx_form(s, v + 1, "by") && s.t[v + 1].head != DEM_NONE && s.t[v + 1].head > v) agent = s.t[v + 1].head;
    if (!passive && agent == DEM_NONE) agent = dem_ctx_subject(c->r, s.index, up);
    if (agent != DEM_NONE) {
        st->via_actor = dem_ctx_actor(c, s.index, agent);
        st->via = dem_ctx_via_name(c->r, &st->via_actor);
    } else {
        dem_ctx_find_via(c, st, s.index, up);
    }
    st->rule = dem_ctx_rule(c, "quoted-as", dem_ctx_verb_in(c, s, up, DEM_CUE_SAY_PASSIVE));
    return true;
}

/* "is said to have fled", "are believed to be": content without a named source. */
static bool said_to(dem_ctx *c, dem_toks s, int32_t v)
{
    const dem_cue *e = dem_ctx_verb_in(c, s, v, DEM_CUE_NO_SPEAKER);
    if (!e || !dem_ctx_is_passive(s, v)) return false;
    int32_t x = dem_ctx_child(s, v, DEM_REL_xcomp);
    int32_t subj = dem_ctx_child(s, v, DEM_REL_nsubj);
    if (x == DEM_NONE || subj == DEM_NONE || !dem_ctx_has_case(s, x, DEM_STR("to"))) return false;
    dem_statement *st = dem_ctx_new_statement(c, s.index, v, v, v);
    if (!st) return true;
    dem_ctx_add_clause(c, st, s.index, subj, DEM_NONE);
    dem_ctx_add_clause(c, st, s.index, x, DEM_NONE);
    int32_t agent = dem_ctx_agent_of(s, v);
    if (agent != DEM_NONE) dem_ctx_set_speaker(c, st, s.index, agent);
    st->rule = dem_ctx_rule(c, "said-to", e);
    return true;
}

/* "accused him of lying", "warned of a famine", "called for a truce" */
static int32_t preposition_content(const dem_ctx *c, dem_toks s, int32_t v, const dem_cue **by)
{
    const dem_cue *e = dem_ctx_verb_in(c, s, v, DEM_CUE_SAY_ABOUT);
    if (!e) return DEM_NONE;
    for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling) {
        dem_rel rel = dem_ctx_rel(s, k);
        if ((rel == DEM_REL_obl || rel == DEM_REL_advcl || rel == DEM_REL_xcomp) && k > v && dem_ctx_has_case(s, k, e->value)) {
            *by = e;
            return k;
        }
        /* "accused the powers of meddling", the gerund hung on the noun */
        if (rel == DEM_REL_obj && k > v)
            for (int32_t m = s.t[k].first_child; m != DEM_NONE; m = s.t[m].next_sibling)
                if (m > k && (dem_ctx_rel(s, m) == DEM_REL_acl || (dem_ctx_rel(s, m) == DEM_REL_nmod && dem_ctx_lemma(s, v, "accuse"))) &&
                    dem_ctx_has_case(s, m, e->value)) {
                    *by = e;
                    return m;
                }
    }
    return DEM_NONE;
}

/* "described it as a plot" */
static bool described_as(dem_ctx *c, dem_toks s, int32_t v)
{
    const dem_cue *e = dem_ctx_verb_in(c, s, v, DEM_CUE_SAY_AS);
    if (!e || dem_ctx_is_passive(s, v)) return false;
    int32_t obj = dem_ctx_child(s, v, DEM_REL_obj);
    for (int32_t k = s.t[v].first_child; obj != DEM_NONE && k != DEM_NONE; k = s.t[k].next_sibling) {
        dem_rel rel = dem_ctx_rel(s, k);
        if ((rel != DEM_REL_obl && rel != DEM_REL_advcl && rel != DEM_REL_xcomp) || k < v || !dem_ctx_has_case(s, k, DEM_STR("as"))) continue;
        dem_statement *st = dem_ctx_new_statement(c, s.index, v, v, v);
        if (!st) return true;
        dem_ctx_add_clause(c, st, s.index, obj, DEM_NONE);
        dem_ctx_add_clause(c, st, s.index, k, DEM_NONE);
        finish_verb(c, st, s, v, "described-as", e);
        return true;
    }
    return false;
}

/* "calling it flagrant interference": object and complement. */
static bool called_it(dem_ctx *c, dem_toks s, int32_t v)
{
    if (!dem_ctx_lemma(s, v, "call") && !dem_ctx_lemma(s, v, "brand") && !dem_ctx_lemma(s, v, "label") && !dem_ctx_lemma(s, v, "deem")) return false;
    int32_t obj = dem_ctx_child(s, v, DEM_REL_obj), x = dem_ctx_child(s, v, DEM_REL_xcomp);
    /* the complement read as a second object */
    for (int32_t k = s.t[v].first_child; x == DEM_NONE && k != DEM_NONE; k = s.t[k].next_sibling)
        if (k > v && obj != DEM_NONE && k != obj && dem_ctx_rel(s, k) == DEM_REL_obj) x = k;
    for (int32_t k = obj == DEM_NONE ? DEM_NONE : s.t[obj].first_child; x == DEM_NONE && k != DEM_NONE; k = s.t[k].next_sibling)
        if (k > obj && (dem_ctx_rel(s, k) == DEM_REL_nmod || dem_ctx_rel(s, k) == DEM_REL_appos) && dem_ctx_child(s, k, DEM_REL_case) == DEM_NONE &&
            dem_ctx_child(s, k, DEM_REL_det) != DEM_NONE && s.t[k - 1].upos != DEM_PUNCT)
            x = k;
    if (obj == DEM_NONE || x == DEM_NONE || dem_ctx_is_passive(s, v) || dem_ctx_has_case(s, x, DEM_STR("to"))) return false;
    dem_statement *st = dem_ctx_new_statement(c, s.index, v, v, v);
    if (!st) return true;
    dem_ctx_add_clause(c, st, s.index, obj, DEM_NONE);
    dem_ctx_add_clause(c, st, s.index, x, DEM_NONE);
    finish_verb(c, st, s, v, "called-it", NULL);
    return true;
}

/* An object of a verb like "deny": the noun phrase, when the verb is active and somebody does it. */
static int32_t object_content(dem_toks s, int32_t v, const dem_cue *object)
{
    if (!object || dem_ctx_is_passive(s, v)) return DEM_NONE;
    int32_t obj = dem_ctx_child(s, v, DEM_REL_obj);
    if (obj == DEM_NONE || obj < v || is_relativizer(s, obj)) return DEM_NONE;
    return obj;
}

/* "says no" */
static int32_t yes_or_no(dem_toks s, int32_t v)
{
    for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
        if (k > v && (dem_ctx_form(s, k, "no") || dem_ctx_form(s, k, "yes")) && dem_ctx_lemma(s, v, "say")) return k;
    return DEM_NONE;
}

/* "reported X defected, but a statement denied it": the second clause says something itself and belongs beside the first. */
static int32_t other_voice(const dem_ctx *c, dem_toks s, int32_t content)
{
    if (in_quote(c, s, content)) return DEM_NONE;
    for (int32_t k = s.t[content].first_child; k != DEM_NONE; k = s.t[k].next_sibling) {
        int32_t cc = dem_ctx_child(s, k, DEM_REL_cc);
        if (dem_ctx_rel(s, k) == DEM_REL_conj && cc != DEM_NONE && dem_ctx_says_on(c, s, k, cc)) return k;
        if (dem_ctx_rel(s, k) == DEM_REL_conj && cc != DEM_NONE && dem_ctx_form(s, cc, "but") && dem_ctx_child(s, k, DEM_REL_nsubj) != DEM_NONE &&
            (dem_ctx_verb_in(c, s, k, DEM_CUE_SAY_VERB) || dem_ctx_verb_in(c, s, k, DEM_CUE_SAY_OBJECT)))
            return k;
    }
    return DEM_NONE;
}

/* "accused Moscow of …ing and said": the finite verb stands beside the first, not inside what was said. */
static int32_t finite_conjunct(dem_toks s, int32_t phrase)
{
    if (dem_str_is(s.t[phrase].xpos, "VBD")) return DEM_NONE;
    for (int32_t k = s.t[phrase].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
        if (dem_ctx_rel(s, k) == DEM_REL_conj && dem_str_is(s.t[k].xpos, "VBD")) return k;
    return DEM_NONE;
}

static bool counts_people(const dem_ctx *c, dem_toks s, int32_t token)
{
    int32_t first, last;
    bool number = false, toll = false;
    dem_subtree(c->r, s.index, token, &first, &last);
    if (last > first + 30) last = first + 30;
    for (int32_t i = first; i <= last; i++) {
        number |= s.t[i].upos == DEM_NUM || dem_ctx_form_in(c, s, i, DEM_CUE_VAGUE) != NULL;
        toll |= dem_ctx_lemma_in(c, s, i, DEM_CUE_TOLL_NOUN) || dem_ctx_form_in(c, s, i, DEM_CUE_TOLL_ADJECTIVE) ||
                dem_ctx_lemma_in(c, s, i, DEM_CUE_TOLL_TOTAL) || dem_ctx_verb_in(c, s, i, DEM_CUE_TOLL_VERB);
    }
    return number && toll;
}

/* "put the number of dead at 217", "counted 60 dead": a figure is what they say. */
static bool count_cue(dem_ctx *c, dem_toks s, int32_t v)
{
    const dem_cue *e = dem_ctx_verb_in(c, s, v, DEM_CUE_COUNT_VERB);
    if (!e || dem_ctx_is_passive(s, v) || dem_ctx_subject(c->r, s.index, v) == DEM_NONE) return false;
    int32_t first = DEM_NONE, last = DEM_NONE, f, l;
    bool people = false;
    for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling) {
        dem_rel rel = dem_ctx_rel(s, k);
        if (k < v || (rel != DEM_REL_obj && rel != DEM_REL_obl && rel != DEM_REL_nmod && rel != DEM_REL_advmod && rel != DEM_REL_xcomp)) continue;
        dem_subtree(c->r, s.index, k, &f, &l);
        people |= counts_people(c, s, k);
        if (first == DEM_NONE) first = f;
        last = l;
    }
    if (first == DEM_NONE || (!people && !counts_people(c, s, v))) return false;
    dem_statement *st = dem_ctx_new_statement(c, s.index, v, v, v);
    if (!st) return true;
    dem_ctx_add_piece(c, st, dem_ctx_span(s, first, last));
    finish_verb(c, st, s, v, "count", e);
    return true;
}

/* "The ministers proposed on Sunday that …", the verb read as a participle below its subject and the complement as the sentence. */
static bool reduced_main_verb(dem_ctx *c, dem_toks s, int32_t v)
{
    const dem_cue *say = dem_ctx_verb_in(c, s, v, DEM_CUE_SAY_VERB);
    int32_t noun = s.t[v].head;
    if (!say || noun == DEM_NONE || dem_ctx_rel(s, v) != DEM_REL_acl || dem_ctx_rel(s, noun) != DEM_REL_nsubj) return false;
    int32_t top = s.t[noun].head;
    if (top == DEM_NONE || top < v || dem_str_is(s.t[v].xpos, "VBG") || dem_ctx_child(s, v, DEM_REL_nsubj) != DEM_NONE) return false;
    int32_t that = DEM_NONE, first, last;
    for (int32_t k = s.t[top].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
        if (k > v && k < top && dem_ctx_rel(s, k) == DEM_REL_mark && dem_ctx_form(s, k, "that")) that = k;
    if (that == DEM_NONE) return false;
    dem_subtree(c->r, s.index, top, &first, &last);
    dem_statement *st = dem_ctx_new_statement(c, s.index, v, v, v);
    if (!st) return true;
    dem_ctx_add_piece(c, st, dem_ctx_span(s, that + 1, last));
    dem_ctx_set_speaker(c, st, s.index, noun);
    dem_ctx_find_via(c, st, s.index, v);
    st->rule = dem_ctx_rule(c, "say-reduced", say);
    return true;
}

static bool begins_noun(dem_toks s, int32_t k)
{
    dem_upos u = (dem_upos)s.t[k].upos;
    return u == DEM_DET || u == DEM_NOUN || u == DEM_PROPN || u == DEM_ADJ || dem_str_is(s.t[k].xpos, "PRP$");
}

/* The comma that parts "…, the minister, Ali Akbar Salehi, said" from what was said: the leftmost with no finite verb between. */
static int32_t comma_before_cue(dem_toks s, int32_t v)
{
    int32_t comma = DEM_NONE, commas = 0;
    for (int32_t k = v - 1; k > 0 && k > v - 20; k--) {
        if (dem_ctx_finite(&s.t[k]) && s.t[k].upos != DEM_AUX) break;
        if (s.t[k].upos == DEM_AUX && k < v - 2) break;
        if (dem_ctx_form(s, k, ",") && k < v - 1) {
            if (comma != DEM_NONE && (comma - k > 8 || !begins_noun(s, k + 1))) break; /* a second one parts an apposition: "the minister, Ali," */
            comma = k;
            if (++commas == 2) break;
        }
    }
    return comma;
}

static int32_t clause_start(dem_toks s, int32_t from)
{
    int32_t k = from;
    while (k > 0 && !(s.t[k - 1].upos == DEM_PUNCT && s.t[k - 1].form.n && strchr(";:)\"", s.t[k - 1].form.p[0]))) k--;
    return k;
}

/* No complement in the tree: "said a day earlier that …", or the whole sentence before a final "…, the group said on Monday". */
static bool surface_content(dem_ctx *c, dem_toks s, int32_t v, const dem_cue *say)
{
    if (!dem_ctx_finite(&s.t[v]) && dem_ctx_child(s, v, DEM_REL_aux) == DEM_NONE) return false;
    if (in_quote(c, s, v) || dem_ctx_is_passive(s, v)) return false;
    int32_t from = DEM_NONE, to = DEM_NONE;
    for (int32_t k = v + 1; k < s.n - 2 && k <= v + 7 && from == DEM_NONE; k++) {
        if (dem_ctx_finite(&s.t[k])) break;
        if (s.t[k].upos == DEM_CCONJ && dem_ctx_form(s, k + 1, "that")) return false; /* "agreed to it but that …": told by who is above */
        if (dem_ctx_form(s, k, "that") && !dem_str_is(s.t[k].xpos, "DT")) from = k + 1, to = s.n - 1;
    }
    int32_t speaker = DEM_NONE;
    if (from == DEM_NONE) {
        int32_t comma = comma_before_cue(s, v), end = v + 1;
        while (end < s.n && s.t[end].upos != DEM_PUNCT && !dem_ctx_finite(&s.t[end]) && s.t[end].upos != DEM_VERB && end < v + 8) end++;
        if (comma == DEM_NONE || (end < s.n && s.t[end].upos != DEM_PUNCT)) return false;
        bool verb = false;
        int32_t start = clause_start(s, comma);
        for (int32_t k = start; k < comma; k++) verb |= dem_ctx_finite(&s.t[k]);
        if (!verb || dem_ctx_child(s, v, DEM_REL_obj) > v) return false;
        for (int32_t k = comma + 1; k < v && speaker == DEM_NONE; k++)
            if (s.t[k].mention != DEM_NONE && (s.t[k].head == DEM_NONE || s.t[k].head < comma + 1 || s.t[k].head >= v || s.t[k].deprel == DEM_REL_conj)) speaker = k;
        for (int32_t k = comma + 1; k < v && speaker == DEM_NONE; k++)
            if (dem_ctx_nominal(s, k) && (s.t[k].head < comma + 1 || s.t[k].head >= v)) speaker = k;
        if (speaker == DEM_NONE) return false;
        from = start;
        to = comma - 1;
    }
    dem_statement *st = dem_ctx_new_statement(c, s.index, v, v, v);
    if (!st) return true;
    dem_ctx_add_piece(c, st, dem_ctx_span(s, from, to));
    if (speaker != DEM_NONE) dem_ctx_set_speaker(c, st, s.index, speaker);
    finish_verb(c, st, s, v, "say-surface", say);
    return true;
}

/* "As reported by the agency, the town has fallen" */
static bool as_reported(dem_ctx *c, dem_toks s, int32_t v)
{
    const dem_cue *say = dem_ctx_verb_in(c, s, v, DEM_CUE_SAY_VERB);
    int32_t host = s.t[v].head, agent = dem_ctx_agent_of(s, v);
    if (!say || !dem_str_is(s.t[v].xpos, "VBN") || host == DEM_NONE || agent == DEM_NONE || dem_ctx_rel(s, v) != DEM_REL_advcl || !dem_ctx_has_case(s, v, DEM_STR("as"))) return false;
    dem_statement *st = dem_ctx_new_statement(c, s.index, v, v, v);
    if (!st) return true;
    dem_ctx_add_clause(c, st, s.index, host, v);
    dem_ctx_set_speaker(c, st, s.index, agent);
    st->rule = dem_ctx_rule(c, "as-reported", say);
    return true;
}

/* "stressed the need for calm": the phrase behind the object belongs to it, wherever the tree hung it. Its last token. */
static int32_t phrase_of_object(const dem_ctx *c, dem_toks s, int32_t v, int32_t object)
{
    int32_t first, last, from, to;
    dem_subtree(c->r, s.index, object, &first, &last);
    for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling) {
        if (k < object || dem_ctx_rel(s, k) != DEM_REL_obl || !dem_ctx_has_case(s, k, DEM_STR("for of to about over"))) continue;
        dem_subtree(c->r, s.index, k, &from, &to);
        if (from == last + 1) return to;
    }
    return DEM_NONE;
}

/* "312 are dead, the agency said, and 600 are missing": the clause behind an inserted cue goes on with what was said. */
static void go_on_behind(dem_ctx *c, dem_statement *st, dem_toks s, int32_t v, int32_t content)
{
    if (content > v || !dem_ctx_form(s, v + 1, ",") || !(dem_ctx_form(s, v + 2, "and") || dem_ctx_form(s, v + 2, "but"))) return;
    for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling) {
        if (k < v || dem_ctx_rel(s, k) != DEM_REL_conj || dem_ctx_child(s, k, DEM_REL_nsubj) == DEM_NONE) continue;
        if (dem_ctx_verb_in(c, s, k, DEM_CUE_SAY_VERB) || dem_ctx_verb_in(c, s, k, DEM_CUE_SAY_ALSO)) return;
        int32_t first, last;
        dem_subtree(c->r, s.index, k, &first, &last);
        dem_ctx_add_piece(c, st, dem_ctx_span(s, v + 3, last));
        return;
    }
}

/* "will begin if the truce holds, he added": the clause hung on the saying stands before who says it, and ends what was said. */
static void take_back_clauses(dem_ctx *c, dem_statement *st, dem_toks s, int32_t v)
{
    int32_t subj = dem_ctx_child(s, v, DEM_REL_nsubj), from = v, first, last, end;
    if (subj != DEM_NONE && subj < v) dem_subtree(c->r, s.index, subj, &from, &end);
    for (int32_t k = s.t[v].first_child; k != DEM_NONE && st->content.n; k = s.t[k].next_sibling) {
        dem_rel rel = dem_ctx_rel(s, k);
        if (rel != DEM_REL_ccomp && rel != DEM_REL_advcl && rel != DEM_REL_obl) continue;
        dem_subtree(c->r, s.index, k, &first, &last);
        dem_span *piece = &st->content.items[st->content.n - 1];
        if (last >= from || first == 0 || piece->end != s.t[first - 1].span.end) continue;
        piece->end = dem_ctx_span(s, first, last).end;
    }
}

void dem_ctx_verb_cue(dem_ctx *c, dem_toks s, int32_t v)
{
    if (dem_ctx_rel(s, v) == DEM_REL_amod || dem_ctx_rel(s, v) == DEM_REL_compound) return; /* "the proposed resolution" */
    const dem_cue *say = dem_ctx_verb_in(c, s, v, DEM_CUE_SAY_VERB);
    const dem_cue *also = dem_ctx_verb_in(c, s, v, DEM_CUE_SAY_ALSO);
    const dem_cue *object = dem_ctx_verb_in(c, s, v, DEM_CUE_SAY_OBJECT);
    const dem_cue *about = NULL;
    for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
        if (k > v && dem_ctx_has_case(s, k, DEM_STR("as")) && dem_ctx_verb_in(c, s, k, DEM_CUE_SAY_VERB) && dem_ctx_verb_in(c, s, v, DEM_CUE_SAY_PASSIVE))
            return; /* "quoted as saying" is told at "saying" */
    if (as_reported(c, s, v)) return;
    bool participle = dem_str_is(s.t[v].xpos, "VBN") && dem_ctx_rel(s, v) == DEM_REL_advcl;
    bool leads = v == 0 && dem_ctx_rel(s, v) != DEM_REL_root && dem_ctx_child(s, v, DEM_REL_nsubj) == DEM_NONE && !dem_str_is(s.t[v].xpos, "VBG");
    if ((participle || leads) &&
        dem_ctx_child(s, v, DEM_REL_aux) == DEM_NONE && dem_ctx_child(s, v, DEM_REL_ccomp) == DEM_NONE && dem_ctx_agent_of(s, v) == DEM_NONE)
        return; /* "Asked about the plan, he said": nobody is named who asks */
    if (quoted_as_saying(c, s, v) || said_to(c, s, v) || called_it(c, s, v) || reduced_main_verb(c, s, v)) return;
    bool inf = say && dem_str_is(say->value, "inf");
    int32_t content = say || also ? governed_clause(c, s, v, inf) : DEM_NONE;
    if (content != DEM_NONE && !say && (is_question_clause(s, content) || opens_with_wh(c, s, content))) content = DEM_NONE;
    bool quote_only = say && dem_str_is(say->value, "quote");
    if (quote_only && content != DEM_NONE && !in_quote(c, s, content)) content = DEM_NONE;
    int32_t no = content == DEM_NONE && say ? yes_or_no(s, v) : DEM_NONE;
    int32_t host = content == DEM_NONE && no == DEM_NONE && say ? host_clause(c, s, v) : DEM_NONE;
    if (quote_only && host != DEM_NONE && !in_quote(c, s, host)) host = DEM_NONE;
    int32_t quote = DEM_NONE;
    if (content == DEM_NONE && host == DEM_NONE && no == DEM_NONE && !in_quote(c, s, v)) {
        quote = adjacent_quote(c, s, v);
        if (quote != DEM_NONE && nearer_verb(c, s, v, c->quotes.items[quote].span)) quote = DEM_NONE;
        if (quote != DEM_NONE && !say && !quote_then_clause(c, s, v, quote)) quote = DEM_NONE;
        if (quote != DEM_NONE && say && !quote_then_clause(c, s, v, quote) && !opens_at(c, s, v, quote)) quote = DEM_NONE;
        /* Only the verb closest to the quote, and not an auxiliary or one inside a noun phrase. */
        if (quote != DEM_NONE && !say && dem_ctx_rel(s, v) != DEM_REL_root && dem_ctx_rel(s, v) != DEM_REL_parataxis) quote = DEM_NONE;
    }
    if (content == DEM_NONE && host == DEM_NONE && (say || object) && described_as(c, s, v)) return;
    int32_t phrase = DEM_NONE;
    const char *rule = "say-verb";
    bool rule_is_object = false;
    if (content == DEM_NONE && host == DEM_NONE && quote == DEM_NONE) {
        phrase = preposition_content(c, s, v, &about);
        rule = "say-about";
        if (dem_ctx_lemma(s, v, "blame") && dem_ctx_has_case(s, v, DEM_STR("to"))) return; /* "is to blame for" accuses nobody of saying so */
        if (phrase != DEM_NONE && count_cue(c, s, v)) return; /* "spoke of 200 dead" */
        if (phrase == DEM_NONE) {
            phrase = object_content(s, v, object);
            for (size_t i = 0; phrase != DEM_NONE && i < c->r->times.n; i++) /* "had announced hours earlier that …" */
                if (c->r->times.items[i].sentence == s.index && dem_span_contains(c->r->times.items[i].span, s.t[phrase].span)) phrase = DEM_NONE;
            rule = "say-object";
            rule_is_object = true;
        }
        if (no != DEM_NONE) {
            phrase = no;
            rule = "say-no";
        }
        if (phrase == DEM_NONE) {
            if (!count_cue(c, s, v) && say && !quote_only) surface_content(c, s, v, say);
            return;
        }
    }
    dem_statement *st = dem_ctx_new_statement(c, s.index, v, cue_last(s, v), v);
    if (!st) return;
    if (content != DEM_NONE) {
        /* "Brahimi, who …, will fly to Moscow, his spokesman said": the clause's subject hung on the saying */
        int32_t far = content < v ? dem_ctx_child(s, v, DEM_REL_nsubj) : DEM_NONE;
        if (far != DEM_NONE && far < content && dem_ctx_child(s, content, DEM_REL_nsubj) == DEM_NONE) {
            int32_t from, end, last;
            dem_subtree(c->r, s.index, far, &from, &last);
            dem_subtree(c->r, s.index, content, &last, &end);
            dem_ctx_add_piece(c, st, dem_ctx_span(s, from, end));
        }
        int32_t taken = dem_ctx_child(s, v, DEM_REL_obj);
        /* "stressed the dialogue would be possible": the clause's subject hung on the verb */
        if (taken > v && taken < content && dem_ctx_rel(s, content) == DEM_REL_ccomp && dem_ctx_child(s, content, DEM_REL_nsubj) == DEM_NONE &&
            dem_ctx_child(s, content, DEM_REL_mark) == DEM_NONE) {
            int32_t first, last;
            dem_subtree(c->r, s.index, content, &first, &last);
            dem_subtree(c->r, s.index, taken, &first, &taken);
            dem_ctx_add_piece(c, st, dem_ctx_span(s, first, last));
        }
        if (content < v && !in_quote(c, s, content)) {
            int32_t comma = comma_before_cue(s, v), from, end;
            dem_subtree(c->r, s.index, content, &from, &end);
            if (comma > from && comma > content) dem_ctx_add_piece(c, st, dem_ctx_span(s, clause_start(s, from), comma - 1));
        }
        dem_ctx_add_complement(c, st, s.index, content, other_voice(c, s, content));
        for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling) /* "said that … but that …", the second beside the saying */
            if (k > content && (dem_ctx_rel(s, k) == DEM_REL_conj || dem_ctx_rel(s, k) == DEM_REL_ccomp) && dem_ctx_has_case(s, k, DEM_STR("that")) && dem_ctx_child(s, k, DEM_REL_nsubj) != DEM_NONE) {
                int32_t first, last;
                dem_subtree(c->r, s.index, k, &first, &last);
                if (st->content.n) st->content.items[st->content.n - 1].end = dem_ctx_span(s, first, last).end;
            }
        go_on_behind(c, st, s, v, content);
    } else if (host != DEM_NONE) {
        dem_ctx_add_clause(c, st, s.index, host, v);
        take_back_clauses(c, st, s, v);
    }
    else if (quote != DEM_NONE) dem_ctx_add_piece(c, st, c->quotes.items[quote].span);
    else {
        dem_ctx_add_clause(c, st, s.index, phrase, finite_conjunct(s, phrase));
        int32_t last = rule_is_object ? phrase_of_object(c, s, v, phrase) : DEM_NONE;
        if (last != DEM_NONE && st->content.n == 1) st->content.items[0].end = s.t[last].span.end;
    }
    if (quote != DEM_NONE) rule = say ? "say-quote" : "quote-verb";
    finish_verb(c, st, s, v, rule, about ? about : say ? say : also ? also : object);
    if (dem_ctx_own_words(c, s, st, v, say)) c->r->statements.n--;
}
