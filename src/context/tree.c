/* SPDX-License-Identifier: Apache-2.0 */
/* Looking around in a sentence's tree: children, subjects, negation, spans, list matches. */
#include "context/context_internal.h"

dem_toks dem_toks_of(const dem_report *r, int32_t sentence)
{
    const dem_sentence *s = &r->sentences.items[sentence];
    return (dem_toks){s->n ? &r->tokens.items[s->first] : NULL, (int32_t)s->n, sentence};
}

dem_rel dem_ctx_rel(dem_toks s, int32_t token)
{
    return dem_rel_base((dem_rel)s.t[token].deprel);
}

int32_t dem_ctx_child(dem_toks s, int32_t token, dem_rel base)
{
    for (int32_t c = s.t[token].first_child; c != DEM_NONE; c = s.t[c].next_sibling)
        if (dem_ctx_rel(s, c) == base) return c;
    return DEM_NONE;
}

static bool denies(dem_toks s, int32_t token)
{
    static const char *const words[] = {"not", "n't", "n’t", "never", "no", "neither", "nor", "nobody", "none", "nothing", "hardly"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (dem_ctx_form(s, token, words[i])) return true;
    return false;
}

bool dem_ctx_negated(dem_toks s, int32_t token)
{
    for (int32_t c = s.t[token].first_child; c != DEM_NONE; c = s.t[c].next_sibling) {
        dem_rel rel = dem_ctx_rel(s, c);
        if (rel == DEM_REL_advmod || rel == DEM_REL_det || rel == DEM_REL_aux) {
            if (denies(s, c) && !dem_ctx_form(s, c + 1, "only")) return true;
            if (dem_ctx_form(s, c, "longer") && dem_ctx_form(s, c - 1, "no")) return true;
        }
        if (rel == DEM_REL_nsubj || rel == DEM_REL_obj) {
            int32_t det = dem_ctx_child(s, c, DEM_REL_det);
            if (denies(s, c) || (det != DEM_NONE && (dem_ctx_form(s, det, "no") || dem_ctx_form(s, det, "neither")))) return true;
        }
    }
    return false;
}

const dem_token *dem_ctx_aux(dem_toks s, int32_t token, const char *lemma)
{
    for (int32_t c = s.t[token].first_child; c != DEM_NONE; c = s.t[c].next_sibling)
        if ((dem_ctx_rel(s, c) == DEM_REL_aux || dem_ctx_rel(s, c) == DEM_REL_cop) &&
            (dem_ctx_lemma(s, c, lemma) || dem_ctx_form(s, c, lemma)))
            return &s.t[c];
    return NULL;
}

bool dem_ctx_under(dem_toks s, int32_t token, int32_t ancestor)
{
    for (int32_t steps = 0; token != DEM_NONE && steps <= s.n; steps++, token = s.t[token].head)
        if (token == ancestor) return true;
    return false;
}

static int32_t tree_subject(dem_toks s, int32_t token)
{
    for (int32_t steps = 0; steps < 8; steps++) {
        int32_t subj = dem_ctx_child(s, token, DEM_REL_nsubj);
        if (subj == DEM_NONE) subj = dem_ctx_child(s, token, DEM_REL_csubj);
        if (subj != DEM_NONE) return subj;
        dem_rel rel = dem_ctx_rel(s, token);
        int32_t head = s.t[token].head;
        if (head == DEM_NONE) return DEM_NONE;
        if (rel == DEM_REL_acl) return head;
        if (rel != DEM_REL_conj && rel != DEM_REL_xcomp && rel != DEM_REL_advcl && rel != DEM_REL_parataxis) return DEM_NONE;
        token = head;
    }
    return DEM_NONE;
}

int32_t dem_ctx_subject(const dem_report *r, int32_t sentence, int32_t token)
{
    dem_frame *f = dem_frame_of(r, sentence, token);
    if (f) {
        const dem_slot *subj = dem_frame_slot(f, "subj");
        if (subj) return subj->token;
    }
    dem_toks s = dem_toks_of(r, sentence);
    int32_t own = dem_ctx_child(s, token, DEM_REL_nsubj);
    if (own != DEM_NONE) return s.t[own].deprel == DEM_REL_nsubj_pass ? DEM_NONE : own;
    dem_rel rel = dem_ctx_rel(s, token);
    bool handed = rel == DEM_REL_advcl || rel == DEM_REL_conj || rel == DEM_REL_acl || rel == DEM_REL_xcomp || rel == DEM_REL_parataxis;
    return f && !handed ? DEM_NONE : tree_subject(s, token);
}

/* The words of `text` stand from token `at` on, each as form or lemma. */
static bool words_stand(dem_toks s, int32_t at, dem_str text, uint32_t words)
{
    if (at + (int32_t)words > s.n) return false;
    dem_str word;
    for (int32_t i = at; dem_str_split(&text, ' ', &word); i++)
        if (!dem_str_ieq(s.t[i].form, word) && !dem_str_ieq(s.t[i].lemma, word)) return false;
    return true;
}

static const dem_cue *match_from(const dem_cue_word *w, dem_toks s, int32_t at, dem_list list)
{
    if (!w || !dem_in_lists(w->begins, list)) return NULL;
    for (const dem_cue *e = w->first; e; e = e->next)
        if (e->list == list && words_stand(s, at, e->text, e->words)) return e;
    return NULL;
}

const dem_cue *dem_ctx_match(const dem_ctx *c, dem_toks s, int32_t at, dem_list list, int32_t *len)
{
    if (at < 0 || at >= s.n) return NULL;
    const dem_token_cues *known = dem_ctx_cues(c, s, at);
    const dem_cue *e = match_from(known->form, s, at, list);
    const dem_cue *l = known->lemma == known->form ? NULL : match_from(known->lemma, s, at, list);
    if (l && (!e || l->words > e->words)) e = l;
    if (e && len) *len = (int32_t)e->words;
    return e;
}

const dem_cue *dem_ctx_verb_in(const dem_ctx *c, dem_toks s, int32_t token, dem_list list)
{
    const dem_token_cues *known = dem_ctx_cues(c, s, token);
    const dem_cue_word *w = known->lemma;
    int32_t prt = w && dem_in_lists(w->begins, list) ? dem_ctx_child(s, token, DEM_REL_compound) : DEM_NONE;
    if (prt != DEM_NONE && s.t[prt].deprel == DEM_REL_compound_prt)
        for (const dem_cue *e = w->first; e; e = e->next)
            if (e->list == list && e->words == 2 && dem_str_ieq(dem_str_cut(e->text, w->text.n + 1, e->text.n), s.t[prt].lemma)) return e;
    const dem_cue *e = dem_cue_of_word(w, list);
    /* a form stands in a list where lemmatisers err ("fled") */
    return e ? e : dem_cue_of_word(known->form, list);
}

static bool trims(const dem_token *t)
{
    return t->upos == DEM_PUNCT && t->form.n == 1 && strchr(",.;:-", t->form.p[0]);
}

dem_span dem_ctx_span(dem_toks s, int32_t first, int32_t last)
{
    while (first < last && trims(&s.t[first])) first++;
    while (last > first && trims(&s.t[last])) last--;
    return (dem_span){s.t[first].span.start, s.t[last].span.end};
}

dem_span dem_ctx_subtree_span(const dem_report *r, int32_t sentence, int32_t token)
{
    int32_t first, last;
    dem_subtree(r, sentence, token, &first, &last);
    return dem_ctx_span(dem_toks_of(r, sentence), first, last);
}

dem_span dem_ctx_np_span(const dem_report *r, int32_t sentence, int32_t token)
{
    dem_toks s = dem_toks_of(r, sentence);
    int32_t first = token, last = token, f, l;
    for (int32_t c = s.t[token].first_child; c != DEM_NONE; c = s.t[c].next_sibling) {
        dem_rel rel = dem_ctx_rel(s, c);
        bool keep = c < token ? rel != DEM_REL_case && rel != DEM_REL_cc && rel != DEM_REL_punct && rel != DEM_REL_mark &&
                                    rel != DEM_REL_nsubj && rel != DEM_REL_cop && rel != DEM_REL_aux && rel != DEM_REL_advcl
                              : rel == DEM_REL_flat || rel == DEM_REL_compound || rel == DEM_REL_nmod || rel == DEM_REL_fixed ||
                                    rel == DEM_REL_goeswith;
        if (!keep) continue;
        dem_subtree(r, sentence, c, &f, &l);
        if (f < first) first = f;
        if (l > last) last = l;
    }
    return dem_ctx_span(s, first, last);
}

dem_str dem_ctx_rule(dem_ctx *c, const char *mechanism, const dem_cue *cue)
{
    if (!cue) return dem_str_c(mechanism);
    return dem_str_printf(c->r->arena, "%s:%.*s", mechanism, DEM_FMT(cue->id));
}

dem_actor dem_ctx_actor(dem_ctx *c, int32_t sentence, int32_t token)
{
    dem_toks s = dem_toks_of(c->r, sentence);
    if (s.t[token].mention != DEM_NONE) return dem_actor_of(c->r, s.t[token].mention);
    dem_actor a = {.mention = DEM_NONE, .entity = DEM_NONE};
    a.span = dem_ctx_np_span(c->r, sentence, token);
    a.name = dem_text_of(c->r, a.span);
    a.by = DEM_STR("words");
    return a;
}
