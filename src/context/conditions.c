/* SPDX-License-Identifier: Apache-2.0 */
/* Conditions: clauses and phrases that say on what an act depends, the predicate they bind, and whether somebody sets, meets or
   rejects them. Markers that also tell time ("until", "before", "once") count only where the predicate above binds. */
#include "context/attribution_internal.h"

typedef struct found {
    dem_condition_type type;
    int32_t first, last, head, governs;
    dem_condition_stance stance;
    const char *rule;
    const dem_cue *cue;
} found;

static bool type_of(dem_str value, dem_condition_type *out, bool *time)
{
    dem_str rest = value, word = DEM_STR_NONE;
    dem_str_split(&rest, ' ', &word);
    *time = dem_str_is(rest, "time");
    for (int t = 0; t <= DEM_COND_OTHER; t++)
        if (dem_str_is(word, dem_condition_type_name((dem_condition_type)t))) {
            *out = (dem_condition_type)t;
            return true;
        }
    return false;
}

/* "in exchange for safe passage, activists said": who says it is not among the words, wherever the tree hung him. */
static dem_span without_speaker(const dem_ctx *c, dem_toks s, dem_span span)
{
    for (size_t i = 0; i < c->r->statements.n; i++) {
        const dem_statement *st = &c->r->statements.items[i];
        dem_span who = st->speaker.span;
        if (st->sentence != s.index || !st->has_speaker || who.start <= span.start || who.start >= span.end || st->cue.start < span.end) continue;
        uint32_t end = who.start;
        while (end > span.start && c->r->text.p[end - 1] == ' ') end--;
        if (end > span.start + 1 && c->r->text.p[end - 1] == ',') span.end = end - 1;
    }
    return span;
}

static int32_t told_in(const dem_ctx *c, dem_toks s, int32_t token)
{
    return c->inner ? c->inner[c->r->sentences.items[s.index].first + (uint32_t)token] : DEM_NONE;
}

static void stretch_over(const dem_ctx *c, dem_statement *st, dem_span span)
{
    for (size_t p = 0; p < st->content.n; p++) {
        dem_span *piece = &st->content.items[p];
        uint32_t at = piece->end;
        while (at < span.start && strchr(" ,", c->r->text.p[at])) at++;
        if (at == span.start && span.end > piece->end) piece->end = span.end;
    }
}

static int add(dem_ctx *c, dem_toks s, const found *f)
{
    dem_span span = without_speaker(c, s, dem_ctx_span(s, f->first, f->last));
    for (size_t i = 0; i < c->r->conditions.n; i++) {
        const dem_condition *o = &c->r->conditions.items[i];
        if (o->sentence == s.index && o->head == f->head && dem_span_overlaps(o->span, span)) return DEM_OK;
    }
    dem_condition *cond = DEM_PUSH(c->r->arena, &c->r->conditions);
    if (!cond) return DEM_EMEMORY;
    *cond = (dem_condition){.sentence = s.index, .type = f->type, .span = span, .head = f->head, .governs = f->governs};
    cond->stance = f->stance;
    cond->statement = told_in(c, s, f->head);
    if (cond->statement == DEM_NONE && f->governs != DEM_NONE) { /* the clause hung above what was said, whose end it is */
        cond->statement = told_in(c, s, f->governs);
        if (cond->statement != DEM_NONE) stretch_over(c, &c->r->statements.items[cond->statement], span);
        for (size_t i = 0; i < c->r->statements.n && cond->statement == DEM_NONE; i++) /* "in return they promised …": of the promise itself */
            if (c->r->statements.items[i].sentence == s.index && c->r->statements.items[i].cue_token == f->governs) cond->statement = (int32_t)i;
    }
    cond->rule = dem_ctx_rule(c, f->rule, f->cue);
    return DEM_OK;
}

static bool quote_mark(const dem_token *t)
{
    return dem_str_is(t->form, "\"") || dem_str_is(t->form, "”") || dem_str_is(t->form, "''") || dem_str_is(t->form, "’");
}

/* "if the army did and demanded that …", told by somebody above: a second verb of saying goes on with his words, not with the clause. */
static bool goes_on_saying(const dem_ctx *c, dem_toks s, int32_t head, int32_t k)
{
    int32_t cc = dem_ctx_child(s, k, DEM_REL_cc);
    return dem_ctx_rel(s, k) == DEM_REL_conj && s.t[k].head == head && cc != DEM_NONE && cc == k - 1 && dem_str_is(s.t[k].xpos, "VBD") &&
           dem_ctx_child(s, k, DEM_REL_nsubj) == DEM_NONE && dem_ctx_child(s, k, DEM_REL_ccomp) != DEM_NONE && dem_ctx_verb_in(c, s, k, DEM_CUE_SAY_VERB);
}

/* Last token of the clause, without an inserted "…, he said" and closing marks. */
static int32_t clause_end(const dem_ctx *c, dem_toks s, int32_t head, int32_t at_least)
{
    int32_t first, last, f, l;
    dem_subtree(c->r, s.index, head, &first, &last);
    for (int32_t k = s.t[head].first_child; k != DEM_NONE; k = s.t[k].next_sibling) {
        if (goes_on_saying(c, s, head, k) && k - 2 > at_least && k - 2 < last) last = k - 2;
        if (dem_ctx_rel(s, k) != DEM_REL_parataxis || k < at_least) continue;
        dem_subtree(c->r, s.index, k, &f, &l);
        if (l >= last && f - 1 > at_least) last = f - 1;
    }
    while (last > at_least && (s.t[last].upos == DEM_PUNCT || quote_mark(&s.t[last]))) last--;
    return last;
}

/* "before the fight had been dealt with", cut after the noun that was taken for the whole: on to the comma. */
static int32_t run_on(dem_toks s, int32_t last)
{
    if (last + 1 >= s.n || (s.t[last + 1].upos != DEM_AUX && !dem_str_is(s.t[last + 1].xpos, "VBZ") && !dem_str_is(s.t[last + 1].xpos, "VBD"))) return last;
    int32_t k = last + 1;
    while (k + 1 < s.n && s.t[k + 1].upos != DEM_PUNCT && s.t[k + 1].upos != DEM_CCONJ) k++;
    return k;
}

static bool finite_past(dem_toks s, int32_t v)
{
    if (dem_str_is(s.t[v].xpos, "VBD")) return true;
    for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
        if ((dem_ctx_rel(s, k) == DEM_REL_aux || dem_ctx_rel(s, k) == DEM_REL_cop) && dem_str_is(s.t[k].xpos, "VBD")) return true;
    return false;
}

static bool modal(dem_toks s, int32_t v)
{
    for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
        if (dem_ctx_rel(s, k) == DEM_REL_aux && dem_str_is(s.t[k].xpos, "MD")) return true;
    return false;
}

static bool strong_modal(dem_toks s, int32_t v)
{
    return dem_ctx_aux(s, v, "must") || dem_ctx_aux(s, v, "should") || dem_ctx_lemma(s, v, "need") || dem_ctx_lemma(s, v, "have");
}

static bool only_near(dem_toks s, int32_t v, int32_t marker)
{
    int32_t k = marker - 1;
    if (dem_ctx_form(s, k, "only")) return true;
    for (k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
        if (dem_ctx_rel(s, k) == DEM_REL_advmod && dem_ctx_form(s, k, "only")) return true;
    return false;
}

/* Does what stands above make a time a condition? `weak`: a plain future is enough ("once", "until" with a clause). */
static bool binds(const dem_ctx *c, dem_toks s, int32_t v, int32_t marker, bool weak)
{
    for (int steps = 0; v != DEM_NONE && steps < 4; steps++) {
        const dem_token *t = &s.t[v];
        if (dem_ctx_negated(s, v) || only_near(s, v, marker)) return true;
        bool listed = dem_ctx_verb_in(c, s, v, DEM_CUE_BINDING_PREDICATE) != NULL;
        if (listed && (weak || !finite_past(s, v) || steps > 0 || t->upos != DEM_VERB)) return true;
        if (listed && (dem_ctx_lemma(s, v, "refuse") || dem_ctx_lemma(s, v, "reject") || dem_ctx_lemma(s, v, "rule") || dem_ctx_lemma(s, v, "demand") ||
                       dem_ctx_lemma(s, v, "insist") || dem_ctx_lemma(s, v, "require")))
            return true;
        if (strong_modal(s, v)) return true;
        if (weak && modal(s, v)) return true;
        dem_rel rel = dem_ctx_rel(s, v);
        bool up = rel == DEM_REL_xcomp || rel == DEM_REL_ccomp || rel == DEM_REL_obj || rel == DEM_REL_nmod || rel == DEM_REL_obl ||
                  rel == DEM_REL_acl || rel == DEM_REL_conj;
        if (!up) return false;
        /* What a saying verb reports binds itself; the saying does not. */
        if (rel == DEM_REL_ccomp && !dem_ctx_verb_in(c, s, t->head, DEM_CUE_BINDING_PREDICATE)) return false;
        v = t->head;
    }
    return false;
}

static bool time_in(const dem_report *r, dem_span span)
{
    for (size_t i = 0; i < r->times.n; i++)
        if (dem_span_overlaps(r->times.items[i].span, span)) return true;
    return false;
}

static bool is_clause(dem_toks s, int32_t head)
{
    dem_rel rel = dem_ctx_rel(s, head);
    if (s.t[head].upos == DEM_VERB || s.t[head].upos == DEM_AUX) return true;
    return dem_ctx_child(s, head, DEM_REL_cop) != DEM_NONE || rel == DEM_REL_advcl || dem_ctx_child(s, head, DEM_REL_nsubj) != DEM_NONE;
}

static bool holds_finite(dem_toks s, int32_t from, int32_t to)
{
    for (int32_t k = from + 1; k <= to; k++)
        if ((dem_str_is(s.t[k].xpos, "VBD") || dem_str_is(s.t[k].xpos, "VBZ") || dem_str_is(s.t[k].xpos, "VBP")) && dem_ctx_rel(s, k) != DEM_REL_acl) return true;
    return false;
}

/* A clause hung too low ("for talks due to start on Tuesday until …"): the denied or refused predicate above is what it binds. */
static int32_t bound_above(const dem_ctx *c, dem_toks s, int32_t governs)
{
    int32_t v = governs;
    for (int steps = 0; v != DEM_NONE && steps < 8; steps++) {
        if (dem_ctx_negated(s, v)) return v;
        if (steps == 0 && (modal(s, v) || dem_ctx_verb_in(c, s, v, DEM_CUE_BINDING_PREDICATE))) return governs;
        if (dem_ctx_rel(s, v) == DEM_REL_ccomp || s.t[v].deprel == DEM_REL_acl_relcl) return governs;
        v = s.t[v].head;
    }
    return governs;
}

/* "until", "before", "once": time or condition? */
static bool temporal(const dem_ctx *c, dem_toks s, const found *f, int32_t marker)
{
    if (f->governs == DEM_NONE) return true;
    bool clause = is_clause(s, f->head) || holds_finite(s, marker, f->last);
    bool before = f->type == DEM_COND_BEFORE;
    if (!clause) {
        if (dem_ctx_form(s, marker, "once")) return true; /* "once a week", "once president" */
        if (time_in(c->r, dem_ctx_span(s, marker, f->last))) return true;
        if (s.t[f->head].upos != DEM_NOUN) return true;
        return !binds(c, s, f->governs, marker, false);
    }
    if (before && time_in(c->r, (dem_span){s.t[marker > 1 ? marker - 2 : 0].span.start, s.t[marker].span.start})) return true; /* "two days before he fled" */
    if (dem_ctx_form(s, marker - 1, "shortly") || dem_ctx_form(s, marker - 1, "just") || dem_ctx_form(s, marker - 1, "even") ||
        dem_ctx_form(s, marker - 1, "long"))
        return true;
    /* "had lived there until the army came": past below past, nothing denied */
    if (!binds(c, s, f->governs, marker, !before)) return true;
    bool gerund = dem_str_is(s.t[f->head].xpos, "VBG") && dem_ctx_child(s, f->head, DEM_REL_aux) == DEM_NONE;
    if (gerund && !binds(c, s, f->governs, marker, false)) return true;
    bool main_past = finite_past(s, f->governs) && !modal(s, f->governs);
    if (main_past && finite_past(s, f->head) && !dem_ctx_verb_in(c, s, f->governs, DEM_CUE_BINDING_PREDICATE)) return true;
    return false;
}

/* "asked if", "it is unclear if", "the question if": whether, not on condition. */
static bool means_whether(const dem_ctx *c, dem_toks s, int32_t clause, int32_t marker)
{
    dem_rel rel = dem_ctx_rel(s, clause);
    int32_t head = s.t[clause].head;
    if (rel == DEM_REL_csubj) return true;
    if (head == DEM_NONE || head > clause) return false;
    bool says = dem_ctx_lemma(s, head, "say") || dem_ctx_lemma(s, head, "tell");
    bool listed = dem_ctx_verb_in(c, s, head, DEM_CUE_WHETHER_VERB) != NULL;
    if (rel == DEM_REL_ccomp || rel == DEM_REL_xcomp || rel == DEM_REL_acl) return listed && !(says && dem_ctx_negated(s, head) == false);
    if (head < marker - 4) return false;
    return listed && !says && !dem_ctx_form(s, marker - 1, ",");
}

/* From the marker's words to the clause or phrase they introduce and what it hangs on. */
static bool locate(const dem_ctx *c, dem_toks s, int32_t at, int32_t len, found *f)
{
    int32_t top = at, first, last;
    for (int32_t i = at; i < at + len; i++)
        if (s.t[i].head == DEM_NONE || s.t[i].head < at || s.t[i].head >= at + len) top = i;
    /* Several words may hang outside each on its own ("as" + "long" + "as"): take the one that carries the rest. */
    for (int32_t i = at; i < at + len; i++) {
        dem_subtree(c->r, s.index, i, &first, &last);
        if (last >= at + len && (s.t[i].head == DEM_NONE || s.t[i].head < at || s.t[i].head >= at + len) && first >= at) {
            f->head = i;
            f->first = at;
            f->last = clause_end(c, s, i, at + len - 1);
            f->governs = s.t[i].head;
            /* the clause below is the better head: "provided" + its clause */
            for (int32_t k = s.t[i].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
                if (k >= at + len && (dem_ctx_rel(s, k) == DEM_REL_advcl || dem_ctx_rel(s, k) == DEM_REL_ccomp || dem_ctx_rel(s, k) == DEM_REL_acl ||
                                      dem_ctx_rel(s, k) == DEM_REL_nmod)) {
                    f->head = k;
                    break;
                }
            return f->governs != DEM_NONE;
        }
    }
    int32_t h = s.t[top].head;
    if (h == DEM_NONE) return false;
    /* the marker hung on the clause's subject: "before a final agreement is signed" */
    if (h > at && dem_ctx_rel(s, h) == DEM_REL_nsubj && s.t[h].head > h) h = s.t[h].head;
    if (h > at + len - 1) {
        f->head = h;
        f->first = at;
        f->last = clause_end(c, s, h, at + len);
        f->governs = s.t[h].head;
        /* "talks that can begin once …" hang on the predicate; a marked clause below a copula hangs on its predicate already. */
        return f->governs != DEM_NONE || dem_ctx_rel(s, h) == DEM_REL_root;
    }
    /* Attached backwards: what follows up to the next comma belongs to it. */
    int32_t end = at + len;
    while (end < s.n && !(s.t[end].upos == DEM_PUNCT && s.t[end].form.n == 1 && strchr(",.;", s.t[end].form.p[0])) && !quote_mark(&s.t[end])) end++;
    if (end <= at + len) return false;
    f->head = at + len;
    for (int32_t i = at + len; i < end; i++)
        if (s.t[i].head == DEM_NONE || s.t[i].head < at + len || s.t[i].head >= end) f->head = i;
    f->first = at;
    f->last = end - 1;
    f->governs = h;
    return true;
}

/* "introduced a resolution threatening measures if …": a past act is not what hangs on the condition; the threat, offer or refusal
   that stands nearer is. */
static int32_t nearer_act(const dem_ctx *c, dem_toks s, int32_t governs, int32_t marker)
{
    if (governs == DEM_NONE || governs > marker || !finite_past(s, governs) || modal(s, governs)) return governs;
    if (dem_ctx_verb_in(c, s, governs, DEM_CUE_BINDING_PREDICATE)) return governs;
    for (int32_t i = marker - 1; i > governs; i--) {
        bool act = (s.t[i].upos == DEM_VERB || s.t[i].upos == DEM_NOUN || s.t[i].upos == DEM_ADJ) && dem_ctx_verb_in(c, s, i, DEM_CUE_BINDING_PREDICATE);
        if ((act || (s.t[i].upos == DEM_VERB && modal(s, i))) && dem_ctx_under(s, i, governs)) return i;
    }
    return governs;
}

/* "Provided that both sides hold their fire, aid will come": the marker taken for the root, both clauses below it. */
static bool leading_clause(const dem_ctx *c, dem_toks s, int32_t i, found *f)
{
    int32_t first = DEM_NONE, main = DEM_NONE;
    if (s.t[i].head != DEM_NONE || s.t[i].upos != DEM_VERB) return false;
    for (int32_t k = s.t[i].first_child; k != DEM_NONE; k = s.t[k].next_sibling) {
        dem_rel rel = dem_ctx_rel(s, k);
        if (k < i || (rel != DEM_REL_ccomp && rel != DEM_REL_parataxis)) continue;
        if (first == DEM_NONE) first = k;
        else main = k;
    }
    if (first == DEM_NONE || main == DEM_NONE) return false;
    f->head = first;
    f->first = i;
    f->last = clause_end(c, s, first, first);
    f->governs = main;
    return true;
}

/* "refuses to reopen the border until …", "ready to meet them if …": what is refused or offered, not the act alone. */
static int32_t offered(const dem_ctx *c, dem_toks s, int32_t governs)
{
    if (governs == DEM_NONE || dem_ctx_rel(s, governs) != DEM_REL_xcomp || s.t[governs].head == DEM_NONE) return governs;
    int32_t up = s.t[governs].head;
    return up < governs && dem_ctx_verb_in(c, s, up, DEM_CUE_BINDING_PREDICATE) ? up : governs;
}

/* "there can be no talks while he rules": what is denied hangs on what lasts; a past denial only tells what went on beside it. */
static bool lasting_denial(dem_toks s, found *f, int32_t marker)
{
    if (dem_ctx_rel(s, marker) != DEM_REL_mark || !is_clause(s, f->head)) return false;
    for (int32_t v = marker - 1; v >= 0; v--) {
        if (s.t[v].upos != DEM_VERB && !(s.t[v].upos == DEM_AUX && dem_ctx_rel(s, v) != DEM_REL_aux)) continue;
        int32_t p = s.t[v].upos == DEM_AUX && dem_ctx_rel(s, v) == DEM_REL_cop ? s.t[v].head : v;
        if (!dem_ctx_finite(&s.t[v]) && !modal(s, p)) continue; /* "refused to speak while" */
        if (!dem_ctx_negated(s, p)) return false;
        bool there = dem_ctx_child(s, p, DEM_REL_expl) != DEM_NONE;
        if (finite_past(s, p) && !modal(s, p)) return false;
        if (dem_ctx_aux(s, p, "could") && !there) return false; /* "could not flee while": was not able to */
        f->governs = p;
        return true;
    }
    return false;
}

/* "In return the rebels promised …": what it is given for was told before; the words themselves are all there is. */
static int32_t bare_exchange(dem_ctx *c, dem_toks s, int32_t i, int32_t len, const dem_cue *e)
{
    int32_t noun = i + len - 1, v = s.t[noun].head;
    if (v == DEM_NONE || s.t[v].upos != DEM_VERB || (i > 0 && s.t[i - 1].upos != DEM_PUNCT && s.t[i - 1].upos != DEM_CCONJ && noun + 1 < s.n && s.t[noun + 1].upos != DEM_PUNCT)) return 1;
    for (int32_t k = s.t[noun].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
        if (k > noun && s.t[k].upos != DEM_PUNCT) return 1;
    if (!dem_ctx_verb_in(c, s, v, DEM_CUE_BINDING_PREDICATE) && !modal(s, v)) return 1; /* "In return, the crowd threw stones" */
    found f = {.type = DEM_COND_IN_EXCHANGE, .first = i, .last = noun, .head = noun, .governs = v, .rule = "bare-exchange", .cue = e};
    add(c, s, &f);
    return len;
}

static int32_t marker_condition(dem_ctx *c, dem_toks s, int32_t i)
{
    int32_t len = 0;
    bool time = false, phrase = true;
    const dem_cue *e = dem_ctx_match(c, s, i, DEM_CUE_CONDITION_PHRASE, &len);
    if (!e) {
        e = dem_ctx_match(c, s, i, DEM_CUE_CONDITION_MARKER, &len);
        phrase = false;
    }
    if (!e) return 1;
    found f = {.rule = phrase ? "condition-phrase" : "condition-marker", .cue = e, .governs = DEM_NONE};
    if (!type_of(e->value, &f.type, &time)) return 1;
    if (f.type == DEM_COND_IN_EXCHANGE && !dem_ctx_form(s, i + len - 1, "for")) return bare_exchange(c, s, i, len, e);
    dem_rel rel = dem_ctx_rel(s, i);
    bool single = len == 1;
    /* "provided" as a plain verb, "before" as an adverb */
    if (single && dem_ctx_form(s, i, "provided") && !(rel == DEM_REL_mark || dem_ctx_child(s, i, DEM_REL_ccomp) != DEM_NONE)) return 1;
    if (single && dem_ctx_form(s, i, "providing") && rel != DEM_REL_mark && dem_ctx_child(s, i, DEM_REL_ccomp) == DEM_NONE) return 1;
    bool clause_of_verb = single && s.t[i].upos == DEM_VERB && dem_ctx_child(s, i, DEM_REL_ccomp) != DEM_NONE && dem_ctx_form(s, i - 1, ",");
    if (single && !clause_of_verb && rel != DEM_REL_mark && rel != DEM_REL_case && rel != DEM_REL_advcl && rel != DEM_REL_advmod && rel != DEM_REL_cc) return 1;
    if (single && rel == DEM_REL_advmod && s.t[i].head < i) return 1;
    if (phrase && dem_ctx_form(s, i + len, "anonymity")) return len;
    if (!locate(c, s, i, len, &f) && !leading_clause(c, s, i, &f)) return 1;
    if (dem_ctx_form(s, i, "if") && single) {
        if (dem_ctx_form(s, i - 1, "even") || dem_ctx_form(s, i - 1, "as") || (dem_ctx_form(s, i - 1, "what") && s.t[i - 1].head == f.head)) return 1;
        if (i + 1 < s.n && dem_ctx_form_in(c, s, i + 1, DEM_CUE_IF_IDIOM) && f.last - i <= 2) return 1;
        if (means_whether(c, s, f.head, i)) return 1;
    }
    if (f.type == DEM_COND_AS_LONG_AS && !is_clause(s, f.head)) return 1; /* "as long as the winter" */
    for (int steps = 0; f.governs >= f.first && f.governs <= f.last && f.governs != DEM_NONE && steps < 8; steps++) f.governs = s.t[f.governs].head;
    if (dem_ctx_form(s, i, "while") && !(single && lasting_denial(s, &f, i))) return 1;
    if (dem_ctx_form(s, i - 1, "even") && f.type != DEM_COND_BEFORE) return 1;
    if (f.type == DEM_COND_UNTIL || f.type == DEM_COND_BEFORE || f.type == DEM_COND_UNLESS) f.governs = bound_above(c, s, f.governs);
    /* "will begin if the truce holds, he added": the clause belongs to what was said */
    if (f.governs > f.last && dem_ctx_verb_in(c, s, f.governs, DEM_CUE_SAY_VERB)) {
        int32_t said = dem_ctx_child(s, f.governs, DEM_REL_ccomp);
        if (said != DEM_NONE && said < f.governs) f.governs = said;
    }
    if (time && temporal(c, s, &f, i)) return 1;
    if (f.first <= i && s.t[f.head].upos == DEM_NOUN && dem_ctx_child(s, f.head, DEM_REL_cop) == DEM_NONE) f.last = run_on(s, f.last);
    if (f.type == DEM_COND_IF && dem_ctx_form(s, i - 1, "only")) f.type = DEM_COND_ONLY_IF;
    if (dem_ctx_form(s, i - 1, "only")) f.first = i - 1;
    if (f.type == DEM_COND_OTHER && phrase && !dem_ctx_form(s, i, "not")) {
        /* "only after": of what is to come, not of what came */
        bool past = f.governs != DEM_NONE && finite_past(s, f.governs) && !modal(s, f.governs);
        if (past || time_in(c->r, dem_ctx_span(s, i + len, f.last))) return 1;
    }
    bool to_noun = f.governs != DEM_NONE && phrase && s.t[f.governs].upos == DEM_NOUN && s.t[f.governs].head != DEM_NONE;
    if (to_noun && s.t[s.t[f.governs].head].upos == DEM_VERB && f.type == DEM_COND_PRECONDITION) f.governs = s.t[f.governs].head;
    if (f.governs != DEM_NONE && s.t[f.governs].upos == DEM_NOUN && dem_ctx_rel(s, f.governs) == DEM_REL_obj &&
        dem_ctx_verb_in(c, s, s.t[f.governs].head, DEM_CUE_BINDING_PREDICATE))
        f.governs = s.t[f.governs].head; /* "rejects talks until": the rejection lasts, not the talks */
    f.governs = offered(c, s, nearer_act(c, s, f.governs, f.first));
    add(c, s, &f);
    return len;
}

/* "Were the army to enter the city, …" with the noun taken for the predicate. */
static void inverted_were(dem_ctx *c, dem_toks s)
{
    if (s.n < 4 || !dem_ctx_form(s, 0, "were") || dem_ctx_form(s, s.n - 1, "?")) return;
    int32_t h = s.t[0].head, clause = DEM_NONE, main = DEM_NONE;
    for (int32_t k = h == DEM_NONE ? DEM_NONE : s.t[h].first_child; k != DEM_NONE; k = s.t[k].next_sibling) {
        if (k > h && s.t[k].upos == DEM_VERB && clause == DEM_NONE) clause = k;
        else if (k > h && clause != DEM_NONE && modal(s, k)) main = k;
    }
    if (main == DEM_NONE) return;
    found f = {.type = DEM_COND_IF, .first = 0, .last = clause_end(c, s, clause, clause), .head = clause, .governs = main, .rule = "inverted-if"};
    add(c, s, &f);
}

/* "Should the rebels refuse, …": the auxiliary before its subject, the clause before the main one. */
static void inverted_condition(dem_ctx *c, dem_toks s, int32_t i)
{
    if (!dem_ctx_form(s, i, "should") && !dem_ctx_form(s, i, "were") && !dem_ctx_form(s, i, "had")) return;
    if (s.t[i].upos != DEM_AUX || dem_ctx_form(s, s.n - 1, "?")) return;
    if (i > 0 && s.t[i - 1].upos != DEM_PUNCT && s.t[i - 1].upos != DEM_CCONJ && s.t[i - 1].upos != DEM_SCONJ) return;
    for (int32_t k = i + 1; k < s.n && k < i + 10 && s.t[k].upos != DEM_VERB; k++) {
        int32_t h = s.t[k].head;
        if (dem_ctx_rel(s, k) != DEM_REL_nsubj || h == DEM_NONE || h < k || dem_ctx_rel(s, h) != DEM_REL_advcl) continue;
        if (dem_ctx_child(s, h, DEM_REL_mark) != DEM_NONE) return;
        found f = {.type = DEM_COND_IF, .first = i, .last = clause_end(c, s, h, h), .head = h, .governs = s.t[h].head, .rule = "inverted-if"};
        add(c, s, &f);
        return;
    }
}

static bool plain_condition(dem_toks s, int32_t n)
{
    return dem_ctx_lemma(s, n, "condition") || dem_ctx_lemma(s, n, "requirement");
}

/* What it is a condition for: "for talks", "to talks", "of peace"; DEM_NONE. */
static int32_t bound_noun(dem_toks s, int32_t n)
{
    for (int32_t k = s.t[n].first_child; k != DEM_NONE; k = s.t[k].next_sibling) {
        dem_rel rel = dem_ctx_rel(s, k);
        if (k < n || (rel != DEM_REL_nmod && rel != DEM_REL_obl && rel != DEM_REL_acl && rel != DEM_REL_advcl)) continue;
        for (int32_t m = s.t[k].first_child; m != DEM_NONE; m = s.t[m].next_sibling)
            if (m < k && (dem_ctx_form(s, m, "for") || dem_ctx_form(s, m, "to") || dem_ctx_form(s, m, "of"))) return k;
    }
    return DEM_NONE;
}

static int32_t case_of(dem_toks s, int32_t n, const char *word)
{
    for (int32_t k = s.t[n].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
        if (dem_ctx_rel(s, k) == DEM_REL_case && dem_ctx_form(s, k, word)) return k;
    return DEM_NONE;
}

static bool denied_noun(dem_toks s, int32_t n)
{
    int32_t det = dem_ctx_child(s, n, DEM_REL_det);
    return det != DEM_NONE && (dem_ctx_form(s, det, "no") || dem_ctx_form(s, det, "neither"));
}

static void set_subtree(const dem_ctx *c, dem_toks s, int32_t token, found *f)
{
    dem_subtree(c->r, s.index, token, &f->first, &f->last);
    f->last = clause_end(c, s, token, token);
    f->head = token;
}

/* "X is the condition for Y", "X cannot be a precondition" */
static bool predicate_noun(dem_ctx *c, dem_toks s, int32_t n, const dem_cue *e)
{
    int32_t subj = dem_ctx_child(s, n, DEM_REL_nsubj);
    if (subj == DEM_NONE) subj = dem_ctx_child(s, n, DEM_REL_csubj);
    if (dem_ctx_child(s, n, DEM_REL_cop) == DEM_NONE || subj == DEM_NONE || case_of(s, n, "in") != DEM_NONE) return false;
    int32_t y = bound_noun(s, n);
    if (dem_ctx_form(s, subj, "there") || dem_str_is(s.t[subj].xpos, "EX")) return false;
    if (plain_condition(s, n) && y == DEM_NONE && dem_ctx_child(s, n, DEM_REL_det) == DEM_NONE && dem_ctx_child(s, n, DEM_REL_nmod) == DEM_NONE)
        return false;
    found f = {.type = DEM_COND_PRECONDITION, .governs = y != DEM_NONE ? y : n, .rule = "is-condition", .cue = e};
    set_subtree(c, s, subj, &f);
    f.stance = dem_ctx_negated(s, n) ? DEM_COND_REJECTS : DEM_COND_SETS;
    add(c, s, &f);
    return true;
}

/* "the condition for talks is that …", "the main condition is a withdrawal" */
static bool subject_noun(dem_ctx *c, dem_toks s, int32_t n, const dem_cue *e)
{
    int32_t head = s.t[n].head;
    if (dem_ctx_rel(s, n) != DEM_REL_nsubj || head == DEM_NONE || head < n) return false;
    int32_t content = DEM_NONE, y = bound_noun(s, n);
    if (dem_ctx_child(s, head, DEM_REL_cop) != DEM_NONE && (s.t[head].upos == DEM_NOUN || s.t[head].upos == DEM_PROPN || s.t[head].upos == DEM_VERB)) content = head;
    if (content == DEM_NONE && dem_ctx_lemma(s, head, "be")) content = dem_ctx_child(s, head, DEM_REL_ccomp);
    if (content == DEM_NONE || (plain_condition(s, n) && y == DEM_NONE && dem_ctx_child(s, n, DEM_REL_amod) == DEM_NONE &&
                                dem_ctx_child(s, n, DEM_REL_nmod) == DEM_NONE))
        return false;
    int32_t from = content;
    for (int32_t k = s.t[content].first_child; k != DEM_NONE; k = s.t[k].next_sibling) {
        int32_t a, b;
        dem_subtree(c->r, s.index, k, &a, &b);
        if (a > n && a < from && dem_ctx_rel(s, k) != DEM_REL_cop && dem_ctx_rel(s, k) != DEM_REL_punct) from = a;
    }
    found f = {.type = DEM_COND_PRECONDITION, .first = from, .head = content, .governs = y != DEM_NONE ? y : n, .rule = "condition-is", .cue = e};
    f.last = clause_end(c, s, content, content);
    f.stance = dem_ctx_negated(s, content) ? DEM_COND_REJECTS : DEM_COND_SETS;
    add(c, s, &f);
    return true;
}

/* "made his departure a condition for talks", "set a withdrawal as a precondition" */
static bool made_condition(dem_ctx *c, dem_toks s, int32_t n, const dem_cue *e)
{
    int32_t v = s.t[n].head;
    if (v == DEM_NONE || s.t[v].upos != DEM_VERB) return false;
    dem_rel rel = dem_ctx_rel(s, n);
    bool as = rel == DEM_REL_obl && case_of(s, n, "as") != DEM_NONE;
    bool made = (rel == DEM_REL_xcomp || rel == DEM_REL_obj) && dem_ctx_lemma(s, v, "make");
    if (!as && !made) return false;
    int32_t x = DEM_NONE;
    for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling) {
        dem_rel kr = dem_ctx_rel(s, k);
        if (k != n && k < n && (kr == DEM_REL_obj || kr == DEM_REL_iobj || s.t[k].deprel == DEM_REL_nsubj_pass || kr == DEM_REL_xcomp || kr == DEM_REL_ccomp)) x = k;
    }
    if (x == DEM_NONE) return false;
    int32_t y = bound_noun(s, n);
    found f = {.type = DEM_COND_PRECONDITION, .governs = y != DEM_NONE ? y : v, .rule = "made-condition", .cue = e};
    set_subtree(c, s, x, &f);
    bool rejects = dem_ctx_negated(s, v) || dem_ctx_verb_in(c, s, v, DEM_CUE_REJECT_VERB);
    f.stance = rejects ? DEM_COND_REJECTS : DEM_COND_SETS;
    add(c, s, &f);
    return true;
}

static void noun_condition(dem_ctx *c, dem_toks s, int32_t n)
{
    const dem_cue *e = dem_ctx_lemma_in(c, s, n, DEM_CUE_CONDITION_NOUN);
    if (!e) return;
    int32_t v = s.t[n].head;
    int32_t without = case_of(s, n, "without");
    bool none = denied_noun(s, n);
    if (without != DEM_NONE || none) {
        /* "without (any) preconditions", "attached no preconditions": what it qualifies is what they hang on */
        if (plain_condition(s, n) && (dem_ctx_child(s, n, DEM_REL_compound) != DEM_NONE || dem_ctx_lemma(s, n, "requirement"))) return;
        found f = {.type = DEM_COND_WITHOUT_PRECONDITIONS, .head = n, .governs = v, .rule = "without-preconditions", .cue = e};
        f.first = without != DEM_NONE ? without : dem_ctx_child(s, n, DEM_REL_det);
        f.last = n;
        if (dem_ctx_form(s, f.first - 1, "without")) f.first--;
        add(c, s, &f);
        return;
    }
    if (predicate_noun(c, s, n, e) || subject_noun(c, s, n, e) || made_condition(c, s, n, e)) return;
    if (v == DEM_NONE || s.t[v].upos != DEM_VERB) return;
    dem_rel rel = dem_ctx_rel(s, n);
    bool object = rel == DEM_REL_obj || s.t[n].deprel == DEM_REL_nsubj_pass || (rel == DEM_REL_obl && case_of(s, n, "to") != DEM_NONE) ||
                  (rel == DEM_REL_obl && case_of(s, n, "with") != DEM_NONE);
    if (!object) return;
    bool meets = dem_ctx_verb_in(c, s, v, DEM_CUE_MEET_VERB) != NULL, rejects = dem_ctx_verb_in(c, s, v, DEM_CUE_REJECT_VERB) != NULL;
    bool sets = dem_ctx_verb_in(c, s, v, DEM_CUE_SET_VERB) || (dem_ctx_lemma(s, v, "have") && !plain_condition(s, n));
    if (plain_condition(s, n) && dem_ctx_child(s, n, DEM_REL_compound) != DEM_NONE) return;
    if (!meets && !rejects && !sets) return;
    found f = {.type = DEM_COND_PRECONDITION, .governs = v, .rule = "condition-object", .cue = e};
    set_subtree(c, s, n, &f);
    int32_t prep = dem_ctx_child(s, n, DEM_REL_case);
    if (prep != DEM_NONE && prep == f.first && prep < n) f.first++; /* "agreed to the conditions" */
    bool denied = dem_ctx_negated(s, v);
    f.stance = sets ? (denied ? DEM_COND_REJECTS : DEM_COND_SETS) : meets ? (denied ? DEM_COND_REJECTS : DEM_COND_MEETS) : denied ? DEM_COND_SETS : DEM_COND_REJECTS;
    add(c, s, &f);
}

/* "conditional on a ceasefire", "depends on the regime's answer" */
static void adjective_condition(dem_ctx *c, dem_toks s, int32_t a)
{
    const dem_cue *e = dem_ctx_lemma_in(c, s, a, DEM_CUE_CONDITION_ADJECTIVE);
    if (!e || s.t[a].upos == DEM_NOUN) return;
    bool subject = dem_ctx_lemma(s, a, "subject");
    dem_condition_type type;
    bool time;
    if (!type_of(e->value, &type, &time)) return;
    for (int32_t k = s.t[a].first_child; k != DEM_NONE; k = s.t[k].next_sibling) {
        dem_rel rel = dem_ctx_rel(s, k);
        if (k < a || (rel != DEM_REL_obl && rel != DEM_REL_advcl && rel != DEM_REL_nmod && rel != DEM_REL_ccomp)) continue;
        bool on = false;
        for (int32_t m = s.t[k].first_child; m != DEM_NONE; m = s.t[m].next_sibling)
            on |= m < k && (subject ? dem_ctx_form(s, m, "to") : dem_ctx_form(s, m, "on") || dem_ctx_form(s, m, "upon"));
        if (!on) continue;
        int32_t y = dem_ctx_subject(c->r, s.index, a);
        if (y == DEM_NONE) {
            int32_t obj = dem_ctx_child(s, a, DEM_REL_obj);
            y = obj != DEM_NONE ? obj : dem_ctx_rel(s, a) == DEM_REL_amod || dem_ctx_rel(s, a) == DEM_REL_acl ? s.t[a].head : a;
        }
        if (subject && y != DEM_NONE && s.t[y].upos == DEM_PRON) return;
        /* "the town depends on fishing": things and people live on things; acts hang on conditions */
        if (s.t[a].upos == DEM_VERB && y != DEM_NONE && (s.t[y].mention != DEM_NONE || dem_ctx_lemma_in(c, s, y, DEM_CUE_LIVES_ON))) return;
        found f = {.type = type, .head = k, .governs = y, .first = a, .rule = "conditional-on", .cue = e};
        f.last = clause_end(c, s, k, k);
        add(c, s, &f);
        return;
    }
}

/* "no dialogue without his departure" */
static void without_condition(dem_ctx *c, dem_toks s, int32_t i)
{
    if (!dem_ctx_form(s, i, "without") || (dem_ctx_rel(s, i) != DEM_REL_case && dem_ctx_rel(s, i) != DEM_REL_mark)) return;
    int32_t n = s.t[i].head;
    if (n == DEM_NONE || n < i || dem_ctx_lemma_in(c, s, n, DEM_CUE_CONDITION_NOUN)) return;
    int32_t v = s.t[n].head;
    if (v == DEM_NONE || v > i || !(dem_ctx_negated(s, v) || dem_ctx_lemma(s, v, "impossible") || dem_ctx_lemma(s, v, "unthinkable") || dem_ctx_lemma(s, v, "inconceivable")))
        return;
    /* only of what is talked about as possible: a present, a modal, or a bare noun; "he did not leave without a fight" tells a past */
    if (finite_past(s, v) && !modal(s, v)) return;
    found f = {.type = DEM_COND_UNLESS, .first = i, .head = n, .governs = v, .rule = "not-without"};
    f.last = clause_end(c, s, n, n);
    add(c, s, &f);
}

static void unconditional(dem_ctx *c, dem_toks s, int32_t i)
{
    int32_t len = 0;
    const dem_cue *e = dem_ctx_match(c, s, i, DEM_CUE_NO_STRINGS, &len);
    if (e) {
        int32_t out = DEM_NONE;
        for (int32_t k = i; k < i + len; k++)
            if (s.t[k].head != DEM_NONE && (s.t[k].head < i || s.t[k].head >= i + len)) out = s.t[k].head;
        found f = {.type = DEM_COND_WITHOUT_PRECONDITIONS, .first = i, .last = i + len - 1, .head = i + len - 1, .governs = out, .rule = "no-strings", .cue = e};
        if (out != DEM_NONE) add(c, s, &f);
        return;
    }
    if (!dem_ctx_lemma(s, i, "unconditional") && !dem_ctx_lemma(s, i, "unconditionally")) return;
    int32_t h = s.t[i].head;
    found f = {.type = DEM_COND_WITHOUT_PRECONDITIONS, .first = i, .last = i, .head = i, .governs = h, .rule = "unconditional"};
    if (h != DEM_NONE) add(c, s, &f);
}

int dem_conditions_report(dem_ctx *c, dem_error *err)
{
    for (size_t k = 0; k < c->r->sentences.n; k++) {
        if (!c->r->sentences.items[k].parsed) continue;
        dem_toks s = dem_toks_of(c->r, (int32_t)k);
        inverted_were(c, s);
        for (int32_t i = 0; i < s.n;) {
            inverted_condition(c, s, i);
            noun_condition(c, s, i);
            adjective_condition(c, s, i);
            without_condition(c, s, i);
            unconditional(c, s, i);
            i += marker_condition(c, s, i);
        }
    }
    return dem_arena_failed(c->r->arena) ? dem_fail(err, DEM_EMEMORY, "memory is out") : DEM_OK;
}
