/* SPDX-License-Identifier: Apache-2.0 */
/* The learned judgement beside the rules: traits of a statement (its word, what it governs, who its subject is) carry weights, and their
   sum decides which findings of the rules are none, and which verbs, adjectives and nouns of wishing, siding and holding are stances
   worth a statement. Without weights the rules stand alone. */
#include "context/attribution_internal.h"

#include <stdlib.h>

enum { MAX_TRAITS = 96, TRAIT_BYTES = 64, MAX_WORD = 24 };

typedef struct traits {
    dem_str item[MAX_TRAITS];
    char bytes[MAX_TRAITS][TRAIT_BYTES];
    size_t n;
} traits;

typedef struct judge {
    dem_ctx *c;
    traits t;
    uint8_t *cue, *content; /* of each token of the report: in a cue, in a content of the rules */
} judge;

/* "kind=a" or "kind=a|b", in lower case, words cut to their first 24 bytes. */
static void trait(traits *t, const char *kind, dem_str a, dem_str b)
{
    if (t->n == MAX_TRAITS) return;
    char *out = t->bytes[t->n];
    size_t n = 0;
    for (const char *k = kind; *k && n < 8; k++) out[n++] = *k;
    const dem_str part[2] = {a, b};
    for (int k = 0; k < 2; k++) {
        if (!part[k].n) continue;
        out[n++] = k ? '|' : '=';
        for (size_t i = 0; i < part[k].n && i < MAX_WORD; i++) {
            char ch = part[k].p[i];
            out[n++] = (char)(ch >= 'A' && ch <= 'Z' ? ch + 32 : ch == '\t' || ch == '\n' ? ' ' : ch);
        }
    }
    t->item[t->n++] = (dem_str){out, n};
}

static void mark(traits *t, const char *kind, const char *a) { trait(t, kind, dem_str_c(a), DEM_STR_NONE); }

/* ---- what the word governs ---- */

typedef struct complements {
    dem_str first; /* the weightiest: a clause, an infinitive, an object, a preposition */
    int32_t object;
    int rank;
} complements;

static dem_str case_of(dem_toks s, int32_t token)
{
    for (int32_t k = s.t[token].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
        if (dem_ctx_rel(s, k) == DEM_REL_case || dem_ctx_rel(s, k) == DEM_REL_mark) return s.t[k].lemma;
    return DEM_STR_NONE;
}

static void add_complement(judge *j, dem_str lemma, complements *all, const char *kind, dem_str word, int rank)
{
    char buf[40];
    size_t n = 0;
    for (; kind[n]; n++) buf[n] = kind[n];
    for (size_t i = 0; i < word.n && i < MAX_WORD; i++) buf[n++] = word.p[i];
    trait(&j->t, "x", (dem_str){buf, n}, DEM_STR_NONE);
    trait(&j->t, "lx", lemma, (dem_str){buf, n});
    if (rank > all->rank) {
        all->rank = rank;
        all->first = j->t.n ? dem_str_cut(j->t.item[j->t.n - 1], j->t.item[j->t.n - 1].n - n, SIZE_MAX) : DEM_STR_NONE;
    }
}

static complements look_at_complements(judge *j, dem_toks s, int32_t v, int32_t source, dem_str lemma)
{
    complements all = {DEM_STR("none"), DEM_NONE, 0};
    for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling) {
        switch (dem_ctx_rel(s, k)) {
        case DEM_REL_ccomp: add_complement(j, lemma, &all, "ccomp", DEM_STR_NONE, 9); break;
        case DEM_REL_xcomp: add_complement(j, lemma, &all, s.t[k].upos == DEM_VERB ? "xcomp" : "xcompn", DEM_STR_NONE, 8); break;
        case DEM_REL_obj:
            all.object = k;
            add_complement(j, lemma, &all, "obj", DEM_STR_NONE, 7);
            break;
        case DEM_REL_acl: add_complement(j, lemma, &all, "acl", DEM_STR_NONE, 6); break;
        case DEM_REL_obl:
        case DEM_REL_nmod:
            if (k > v && k != source) add_complement(j, lemma, &all, "p:", case_of(s, k), 5);
            break;
        case DEM_REL_advcl:
            if (k > v) add_complement(j, lemma, &all, "advcl", DEM_STR_NONE, 3);
            break;
        case DEM_REL_parataxis: add_complement(j, lemma, &all, "para", DEM_STR_NONE, 2); break;
        case DEM_REL_iobj: add_complement(j, lemma, &all, "iobj", DEM_STR_NONE, 1); break;
        default: break;
        }
    }
    return all;
}

/* ---- traits ---- */

static void trait_of_lists(judge *j, dem_str lemma, dem_str complement)
{
    static const dem_list lists[] = {DEM_CUE_SAY_VERB, DEM_CUE_SAY_ALSO, DEM_CUE_SAY_OBJECT, DEM_CUE_SAY_ABOUT, DEM_CUE_SAY_AS, DEM_CUE_NO_SPEAKER,
                                     DEM_CUE_SAY_NOUN, DEM_CUE_SAY_ADJECTIVE, DEM_CUE_ISSUE_VERB, DEM_CUE_STANCE_WANT, DEM_CUE_STANCE_SUPPORT,
                                     DEM_CUE_STANCE_OPPOSE, DEM_CUE_STANCE_SPEAK, DEM_CUE_STANCE_THINK, DEM_CUE_STANCE_SHOW, DEM_CUE_STANCE_DO,
                                     DEM_CUE_STANCE_NOUN, DEM_CUE_STANCE_ADJECTIVE};
    bool any = false;
    const dem_cue_word *known = dem_cue_word_of(j->c->rules, lemma);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        if (!dem_cue_of_word(known, lists[i])) continue;
        char name[3] = {(char)('a' + (int)i), 0, 0};
        mark(&j->t, "k", name);
        trait(&j->t, "kc", dem_str_c(name), complement);
        any = true;
    }
    if (!any) mark(&j->t, "k", "0");
}

static void traits_of_source(judge *j, dem_toks s, int32_t source, dem_str lemma, dem_str complement, const char *pos)
{
    int32_t m = s.t[source].mention;
    const dem_mention *mention = m == DEM_NONE ? NULL : &j->c->r->mentions.items[m];
    dem_str own = s.t[source].lemma;
    dem_str type = s.t[source].upos == DEM_PRON ? own : mention ? dem_str_c(dem_mention_type_name(mention->type)) : DEM_STR("none");
    trait(&j->t, "s", type, DEM_STR_NONE);
    trait(&j->t, "sp", type, dem_str_c(pos));
    trait(&j->t, "sc", type, complement);
    if (s.t[source].upos == DEM_NOUN) trait(&j->t, "sl", own, DEM_STR_NONE);
    if (dem_ctx_lemma_in(j->c, s, source, DEM_CUE_SAY_NOUN)) {
        mark(&j->t, "ssay", "");
        trait(&j->t, "ssl", lemma, DEM_STR_NONE);
        trait(&j->t, "ssc", complement, DEM_STR_NONE);
    }
    if (mention && mention->code.n) mark(&j->t, "coded", "");
    if (mention && mention->plural) mark(&j->t, "plural", "");
}

static void traits_around(judge *j, dem_toks s, int32_t v, int32_t source, const char *pos)
{
    trait(&j->t, "xp", s.t[v].xpos, DEM_STR_NONE);
    trait(&j->t, "dr", dem_str_c(dem_rel_name((dem_rel)s.t[v].deprel)), dem_str_c(pos));
    for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling) {
        dem_rel rel = dem_ctx_rel(s, k);
        if (rel == DEM_REL_aux || rel == DEM_REL_cop) trait(&j->t, "aux", s.t[k].lemma, DEM_STR_NONE);
        if (rel == DEM_REL_advmod) trait(&j->t, "adv", s.t[k].lemma, DEM_STR_NONE);
        if (rel == DEM_REL_nsubj && k < v) mark(&j->t, "own", pos);
        if (rel == DEM_REL_det) trait(&j->t, "det", s.t[k].lemma, DEM_STR_NONE);
    }
    if (dem_ctx_negated(s, v)) mark(&j->t, "neg", "");
    if (dem_ctx_is_passive(s, v)) {
        mark(&j->t, "passive", dem_ctx_under(s, source, v) && dem_ctx_rel(s, source) == DEM_REL_nsubj ? "subj" : "agent");
        trait(&j->t, "lpass", s.t[v].lemma, dem_str_c(dem_ctx_rel(s, source) == DEM_REL_nsubj ? "subj" : "agent"));
    }
    if (s.t[v].head != DEM_NONE) trait(&j->t, "h", s.t[s.t[v].head].lemma, DEM_STR_NONE);
    if (j->c->r->sentences.items[s.index].kind == DEM_SENTENCE_TITLE) mark(&j->t, "title", "");
}

/* Somebody's very words are told. */
static bool holds_quote(const dem_ctx *c, const dem_statement *st)
{
    if (dem_ctx_in_quote(c, st->cue.start)) return false;
    for (size_t k = 0; k < c->quotes.n; k++)
        for (size_t p = 0; p < st->content.n; p++)
            if (dem_span_overlaps(c->quotes.items[k].span, st->content.items[p])) return true;
    return false;
}

static void traits_of_rule(judge *j, const dem_statement *st, dem_toks s, int32_t source, dem_str lemma, dem_str complement, bool nested)
{
    size_t colon = dem_str_find(st->rule, DEM_STR(":"), 0);
    dem_str rule = dem_str_cut(st->rule, 0, colon);
    bool quoted = dem_ctx_in_quote(j->c, st->cue.start);
    trait(&j->t, "R", rule, DEM_STR_NONE);
    trait(&j->t, "Rl", lemma, DEM_STR_NONE);
    trait(&j->t, "Rk", rule, complement);
    mark(&j->t, "Rn", nested ? "1" : "0");
    mark(&j->t, "Rq", quoted ? "1" : "0");
    mark(&j->t, "Rh", holds_quote(j->c, st) ? "1" : "0");
    if (nested) trait(&j->t, "Rnl", lemma, DEM_STR_NONE);
    if (quoted) trait(&j->t, "Rql", lemma, DEM_STR_NONE);
    trait(&j->t, "Rw", s.t[source].lemma, DEM_STR_NONE);
}

/* The noun that speaks: of the speaker's words the one that hangs on something outside them. */
static int32_t source_token(dem_toks s, const dem_statement *st)
{
    for (int32_t i = 0; i < s.n; i++) {
        if (s.t[i].span.start < st->speaker.span.start || s.t[i].span.end > st->speaker.span.end) continue;
        int32_t h = s.t[i].head;
        if (h == DEM_NONE || s.t[h].span.start < st->speaker.span.start || s.t[h].span.end > st->speaker.span.end) return i;
    }
    return DEM_NONE;
}

static dem_str lemma_of(dem_toks s, int32_t v, char buf[64])
{
    int32_t prt = dem_ctx_child(s, v, DEM_REL_compound);
    dem_str l = s.t[v].lemma;
    if (prt == DEM_NONE || s.t[prt].deprel != DEM_REL_compound_prt || l.n + s.t[prt].lemma.n > 60) return l;
    memcpy(buf, l.p, l.n);
    buf[l.n] = ' ';
    memcpy(buf + l.n + 1, s.t[prt].lemma.p, s.t[prt].lemma.n);
    return (dem_str){buf, l.n + 1 + s.t[prt].lemma.n};
}

static void describe(judge *j, const dem_statement *st, dem_toks s, int32_t v, int32_t source, bool by_rule, bool nested)
{
    char buf[64];
    dem_str lemma = lemma_of(s, v, buf);
    const char *pos = s.t[v].upos == DEM_VERB ? "v" : s.t[v].upos == DEM_ADJ ? "a" : s.t[v].upos == DEM_NOUN ? "n" : "o";
    j->t.n = 0;
    mark(&j->t, "bias", "");
    mark(&j->t, "pos", pos);
    trait(&j->t, "l", lemma, DEM_STR_NONE);
    complements all = look_at_complements(j, s, v, source, lemma);
    trait(&j->t, "c", all.first, DEM_STR_NONE);
    trait(&j->t, "lc", lemma, all.first);
    trait(&j->t, "pc", dem_str_c(pos), all.first);
    trait_of_lists(j, lemma, all.first);
    if (all.object != DEM_NONE) {
        dem_str o = s.t[all.object].lemma;
        trait(&j->t, "o", o, DEM_STR_NONE);
        trait(&j->t, "lo", lemma, o);
        if (dem_ctx_lemma_in(j->c, s, all.object, DEM_CUE_SAY_NOUN) || dem_ctx_lemma_in(j->c, s, all.object, DEM_CUE_STANCE_NOUN)) trait(&j->t, "osay", lemma, DEM_STR_NONE);
        if (dem_ctx_lemma_in(j->c, s, all.object, DEM_CUE_SAY_NOUN)) mark(&j->t, "on", "");
    }
    traits_of_source(j, s, source, lemma, all.first, pos);
    traits_around(j, s, v, source, pos);
    if (by_rule) traits_of_rule(j, st, s, source, lemma, all.first, nested);
    else if (nested) mark(&j->t, "nest", "");
}

/* ---- deciding ---- */

static bool passes(judge *j, const dem_statement *st, bool by_rule)
{
    const dem_cue_weights *w = dem_weights_of(j->c->rules);
    if (w->watch) {
        w->watch(w->self, j->c->r, st, by_rule, j->t.item, j->t.n);
        return by_rule;
    }
    float sum = 0;
    for (size_t i = 0; i < j->t.n; i++) sum += dem_weight(w, j->t.item[i]);
    return sum >= (by_rule ? w->drop : w->add);
}

static uint8_t *at_token(const judge *j, uint8_t *marks, int32_t sentence, int32_t token)
{
    return &marks[j->c->r->sentences.items[sentence].first + (uint32_t)token];
}

static void mark_tokens(judge *j, uint8_t *marks, dem_span span)
{
    int32_t from = dem_sentence_at_byte(j->c->r, span.start);
    for (size_t i = from == DEM_NONE ? 0 : (size_t)from; i < j->c->r->sentences.n && j->c->r->sentences.items[i].span.start < span.end; i++) {
        dem_toks s = dem_toks_of(j->c->r, (int32_t)i);
        for (int32_t t = 0; t < s.n; t++)
            if (dem_span_overlaps(span, s.t[t].span)) *at_token(j, marks, (int32_t)i, t) = 1;
    }
}

/* Stands the cue in the content of another statement of its sentence? */
static bool is_nested(const dem_ctx *c, size_t self, dem_span cue)
{
    int32_t sentence = c->r->statements.items[self].sentence;
    size_t i = self; /* they stand in the order of their sentences */
    while (i > 0 && c->r->statements.items[i - 1].sentence == sentence) i--;
    for (; i < c->r->statements.n && c->r->statements.items[i].sentence == sentence; i++) {
        const dem_statement *st = &c->r->statements.items[i];
        if (i == self) continue;
        for (size_t p = 0; p < st->content.n; p++)
            if (dem_span_contains(st->content.items[p], cue)) return true;
    }
    return false;
}

/* What the learning data does not hold is not judged by it: tolls, what agencies pass on, and chains, which its annotators left out
   ("the agency reported that the minister said …"). */
static bool certain(const dem_ctx *c, const dem_statement *st, bool nested)
{
    bool rule = dem_str_starts(st->rule, DEM_STR("count")) || dem_str_starts(st->rule, DEM_STR("quoted-as")) || dem_str_starts(st->rule, DEM_STR("said-to"));
    return rule || (nested && !dem_ctx_in_quote(c, st->cue.start));
}

static void judge_rules(judge *j)
{
    dem_ctx *c = j->c;
    uint8_t *drop = DEM_NEW_N(c->r->arena, uint8_t, c->r->statements.n + 1);
    if (!drop) return;
    for (size_t i = 0; i < c->r->statements.n; i++) {
        const dem_statement *st = &c->r->statements.items[i];
        dem_toks s = dem_toks_of(c->r, st->sentence);
        drop[i] = 0;
        mark_tokens(j, j->cue, st->cue);
        for (size_t p = 0; p < st->content.n; p++) mark_tokens(j, j->content, st->content.items[p]);
        int32_t source = st->has_speaker && st->cue_token != DEM_NONE ? source_token(s, st) : DEM_NONE;
        bool nested = source != DEM_NONE && is_nested(c, i, st->cue);
        if (source == DEM_NONE || certain(c, st, nested)) continue;
        describe(j, st, s, st->cue_token, source, true, nested);
        drop[i] = !passes(j, st, true) && !holds_quote(c, st);
    }
    size_t n = 0;
    for (size_t i = 0; i < c->r->statements.n; i++)
        if (!drop[i]) c->r->statements.items[n++] = c->r->statements.items[i];
    c->r->statements.n = n;
}

/* ---- stances ---- */

static bool is_complement(dem_toks s, int32_t v, int32_t k, int32_t source, bool aside)
{
    dem_rel rel = dem_ctx_rel(s, k);
    bool own = rel == DEM_REL_obl || rel == DEM_REL_nmod || rel == DEM_REL_acl || rel == DEM_REL_obj || rel == DEM_REL_xcomp || rel == DEM_REL_ccomp ||
               rel == DEM_REL_iobj;
    if (rel == DEM_REL_advcl && k > v && dem_ctx_has_case(s, k, DEM_STR("to"))) own = true; /* "called on the army to withdraw" */
    return k > v && k != source && (aside ? rel == DEM_REL_advcl || rel == DEM_REL_parataxis : own);
}

/* What the position is about: everything the word governs to its right, else the noun of its relative clause. */
static dem_span content_of(const dem_ctx *c, dem_toks s, int32_t v, int32_t source)
{
    int32_t first = DEM_NONE, last = DEM_NONE, f, l;
    for (int turn = 0; turn < 2 && first == DEM_NONE; turn++) /* ", saying …" belongs to it only when nothing else does */
        for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling) {
            if (!is_complement(s, v, k, source, turn)) continue;
            dem_subtree(c->r, s.index, k, &f, &l);
            if (f <= v) continue;
            if (first == DEM_NONE || f < first) first = f;
            if (l > last) last = l;
        }
    if (first != DEM_NONE) return dem_ctx_span(s, first, last);
    int32_t noun = s.t[v].head, passive = dem_ctx_is_passive(s, v) ? dem_ctx_child(s, v, DEM_REL_nsubj) : DEM_NONE;
    if (passive != DEM_NONE && passive != source) return dem_ctx_subtree_span(c->r, s.index, passive); /* "the plan was criticised by X" */
    if (s.t[v].deprel == DEM_REL_acl_relcl && noun != DEM_NONE && noun != source) return dem_ctx_np_span(c->r, s.index, noun);
    return (dem_span){0, 0};
}

static int32_t owner_of(dem_toks s, int32_t noun)
{
    int32_t by = DEM_NONE;
    for (int32_t k = s.t[noun].first_child; k != DEM_NONE; k = s.t[k].next_sibling) {
        if (s.t[k].deprel == DEM_REL_nmod_poss) return k;
        dem_str word = case_of(s, k);
        if (dem_ctx_rel(s, k) == DEM_REL_nmod && (dem_str_is(word, "by") || dem_str_is(word, "from"))) by = k;
    }
    return by;
}

static int32_t subject_of_adjective(const dem_ctx *c, dem_toks s, int32_t a)
{
    dem_rel rel = dem_ctx_rel(s, a);
    bool predicate = dem_ctx_child(s, a, DEM_REL_cop) != DEM_NONE || rel == DEM_REL_xcomp || rel == DEM_REL_conj || rel == DEM_REL_acl || rel == DEM_REL_advcl;
    return predicate ? dem_ctx_subject(c->r, s.index, a) : DEM_NONE;
}

/* "declined to comment", "sought to press her on it": one cue of two verbs. The first of them is told. */
static bool told_already(judge *j, dem_toks s, int32_t v)
{
    if (dem_ctx_child(s, v, DEM_REL_nsubj) == DEM_NONE && dem_ctx_rel(s, v) == DEM_REL_xcomp && s.t[v].head != DEM_NONE && s.t[v].head < v &&
        *at_token(j, j->cue, s.index, s.t[v].head))
        return true;
    for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
        if (dem_ctx_rel(s, k) == DEM_REL_xcomp && s.t[k].upos == DEM_VERB && *at_token(j, j->cue, s.index, k)) return true;
    return false;
}

/* Attacked, signed, published: a word of the list, or of none that says, wishes, backs, opposes or thinks. A clause of its own tells what is held. */
static bool is_deed(const dem_ctx *c, dem_toks s, int32_t v)
{
    static const dem_list held[] = {DEM_CUE_SAY_VERB, DEM_CUE_SAY_ALSO, DEM_CUE_SAY_OBJECT, DEM_CUE_SAY_ABOUT, DEM_CUE_SAY_AS, DEM_CUE_SAY_NOUN, DEM_CUE_SAY_ADJECTIVE,
                                    DEM_CUE_STANCE_WANT, DEM_CUE_STANCE_SUPPORT, DEM_CUE_STANCE_OPPOSE, DEM_CUE_STANCE_SPEAK, DEM_CUE_STANCE_THINK,
                                    DEM_CUE_STANCE_NOUN, DEM_CUE_STANCE_ADJECTIVE};
    if (dem_ctx_child(s, v, DEM_REL_ccomp) != DEM_NONE) return false;
    if (dem_ctx_verb_in(c, s, v, DEM_CUE_DEED)) return true;
    for (size_t i = 0; i < sizeof held / sizeof *held; i++)
        if (dem_ctx_verb_in(c, s, v, held[i])) return false;
    return true;
}

/* Somebody, some body, or something written: a rat and a star hold nothing. */
static bool can_hold(const dem_ctx *c, dem_toks s, int32_t source)
{
    const dem_token *t = &s.t[source];
    const dem_mention *m = t->mention == DEM_NONE ? NULL : &c->r->mentions.items[t->mention];
    if (t->upos == DEM_PRON || t->upos == DEM_PROPN || (m && (m->code.n || m->type == DEM_MENTION_PERSON || m->type == DEM_MENTION_GROUP || m->type == DEM_MENTION_ORGANISATION)))
        return true;
    static const dem_list kinds[] = {DEM_CUE_SAY_NOUN, DEM_CUE_POLL_NOUN, DEM_CUE_PERSON_NOUN, DEM_CUE_BODY_NOUN, DEM_CUE_OUTLET};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (dem_ctx_lemma_in(c, s, source, kinds[i])) return true;
    return m && m->plural;
}

static void stance_at(judge *j, dem_toks s, int32_t v)
{
    dem_ctx *c = j->c;
    if (!dem_weights_of(c->rules)->watch && told_already(j, s, v)) return;
    if (*at_token(j, j->cue, s.index, v) || dem_ctx_in_quote(c, s.t[v].span.start)) return;
    dem_upos upos = (dem_upos)s.t[v].upos;
    if (upos == DEM_VERB && (dem_ctx_rel(s, v) == DEM_REL_amod || dem_ctx_rel(s, v) == DEM_REL_compound)) return;
    int32_t noun = upos == DEM_NOUN ? owner_of(s, v) : upos == DEM_ADJ ? subject_of_adjective(c, s, v) : DEM_NONE;
    if (upos != DEM_VERB && noun == DEM_NONE) return;
    int32_t prt = dem_ctx_child(s, v, DEM_REL_compound);
    int32_t last = prt != DEM_NONE && s.t[prt].deprel == DEM_REL_compound_prt && prt > v && prt <= v + 2 ? prt : v;
    dem_statement *st = dem_ctx_new_statement(c, s.index, v, last, v);
    if (!st) return;
    st->stance = true;
    if (upos == DEM_VERB) dem_ctx_speaker_of_verb(c, st, s, v);
    else dem_ctx_set_speaker(c, st, s.index, noun);
    if (!st->has_speaker && upos == DEM_VERB && dem_ctx_is_passive(s, v)) /* "officials were angered by the deal" */
        dem_ctx_set_speaker(c, st, s.index, dem_ctx_child(s, v, DEM_REL_nsubj));
    int32_t source = st->has_speaker ? source_token(s, st) : DEM_NONE;
    dem_upos who = source == DEM_NONE ? DEM_VERB : (dem_upos)s.t[source].upos;
    bool nominal = who == DEM_NOUN || who == DEM_PROPN || who == DEM_PRON || who == DEM_NUM || who == DEM_DET || who == DEM_ADJ;
    dem_span content = nominal && source != v ? content_of(c, s, v, source) : (dem_span){0, 0};
    if (content.end > content.start) {
        dem_ctx_add_piece(c, st, content);
        st->rule = DEM_STR("stance:attribution.weights");
        describe(j, st, s, v, source, false, *at_token(j, j->content, s.index, v));
        if (passes(j, st, false)) {
            st->deed = is_deed(c, s, v) || !can_hold(c, s, source);
            *at_token(j, j->cue, s.index, v) = 1;
            return;
        }
    }
    c->r->statements.n--;
}

/* "In the poll, he leads by ten points", "to many villagers, the army is the law": the phrase names whose view it is. */
static void view_at(judge *j, dem_toks s, int32_t n)
{
    dem_ctx *c = j->c;
    int32_t by = dem_ctx_child(s, n, DEM_REL_case), host = s.t[n].head, first, last;
    if (by == DEM_NONE || by > n || host == DEM_NONE || *at_token(j, j->cue, s.index, by) || dem_ctx_in_quote(c, s.t[by].span.start)) return;
    if (dem_ctx_rel(s, n) != DEM_REL_obl && dem_ctx_rel(s, n) != DEM_REL_nmod) return;
    bool counted = dem_ctx_lemma_in(c, s, n, DEM_CUE_POLL_NOUN) && (dem_ctx_form(s, by, "in") || dem_ctx_form(s, by, "under") || dem_ctx_form(s, by, "by"));
    dem_subtree(c->r, s.index, n, &first, &last);
    bool fronted = by == 0 && first == 0 && dem_ctx_form(s, last + 1, ",") && (dem_ctx_form(s, by, "to") || dem_ctx_form(s, by, "for"));
    if (!counted && !fronted) return;
    dem_statement *st = dem_ctx_new_statement(c, s.index, by, by, by);
    if (!st) return;
    st->stance = true;
    for (int steps = 0; steps < 12 && s.t[host].upos != DEM_VERB && s.t[host].head != DEM_NONE && dem_ctx_child(s, host, DEM_REL_cop) == DEM_NONE; steps++)
        host = s.t[host].head;
    dem_ctx_add_clause(c, st, s.index, host, n);
    dem_ctx_set_speaker(c, st, s.index, n);
    st->rule = DEM_STR("view:attribution.weights");
    if (st->content.n && st->has_speaker) {
        j->t.n = 0;
        mark(&j->t, "bias", "");
        trait(&j->t, "v", s.t[by].lemma, DEM_STR_NONE);
        trait(&j->t, "v", s.t[by].lemma, s.t[n].lemma);
        trait(&j->t, "vl", s.t[n].lemma, DEM_STR_NONE);
        trait(&j->t, "vh", s.t[host].lemma, DEM_STR_NONE);
        if (by == 0) mark(&j->t, "vf", "");
        if (fronted) mark(&j->t, "vc", s.t[n].mention != DEM_NONE ? "actor" : "");
        if (dem_ctx_child(s, n, DEM_REL_nmod) != DEM_NONE) mark(&j->t, "vn", "");
        if (passes(j, st, false)) return;
    }
    c->r->statements.n--;
}

int dem_ctx_judge(dem_ctx *c)
{
    const dem_cue_weights *w = dem_weights_of(c->rules);
    if (!w->slots && !w->watch) return DEM_OK;
    judge *j = DEM_NEW(c->r->arena, judge);
    if (!j) return DEM_EMEMORY;
    j->c = c;
    j->cue = DEM_NEW_N(c->r->arena, uint8_t, c->r->tokens.n + 1);
    j->content = DEM_NEW_N(c->r->arena, uint8_t, c->r->tokens.n + 1);
    if (!j->cue || !j->content) return DEM_EMEMORY;
    memset(j->cue, 0, c->r->tokens.n + 1);
    memset(j->content, 0, c->r->tokens.n + 1);
    judge_rules(j);
    for (size_t i = 0; i < c->r->sentences.n; i++) {
        dem_toks s = dem_toks_of(c->r, (int32_t)i);
        if (!c->r->sentences.items[i].parsed) continue;
        for (int32_t t = 0; t < s.n; t++) {
            if (s.t[t].upos == DEM_VERB || s.t[t].upos == DEM_ADJ || s.t[t].upos == DEM_NOUN) stance_at(j, s, t);
            if (s.t[t].upos == DEM_NOUN || s.t[t].upos == DEM_PROPN) view_at(j, s, t);
        }
    }
    return dem_arena_failed(c->r->arena) ? DEM_EMEMORY : DEM_OK;
}
