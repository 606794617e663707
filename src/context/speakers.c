/* SPDX-License-Identifier: Apache-2.0 */
/* Who speaks: the subject of the cue, the owner of a statement, the agent of a passive; and who passed it on. */
#include "context/attribution_internal.h"

static bool preposition_is(dem_toks s, int32_t token, const char *const *words, size_t n)
{
    for (int32_t k = s.t[token].first_child; k != DEM_NONE; k = s.t[k].next_sibling) {
        if (dem_ctx_rel(s, k) != DEM_REL_case) continue;
        for (size_t i = 0; i < n; i++)
            if (dem_ctx_form(s, k, words[i])) return true;
    }
    return false;
}

/* "a statement by the ministry", "the president's remarks", "a report from activists": whose it is. */
static int32_t owner_of(const dem_ctx *c, dem_toks s, int32_t noun)
{
    static const char *const owns[] = {"by", "from", "of"};
    if (!dem_ctx_lemma_in(c, s, noun, DEM_CUE_SAY_NOUN)) return DEM_NONE;
    for (int32_t k = s.t[noun].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
        if (s.t[k].deprel == DEM_REL_nmod_poss) return k;
    for (int32_t k = s.t[noun].first_child; k != DEM_NONE; k = s.t[k].next_sibling) {
        dem_rel rel = dem_ctx_rel(s, k);
        if ((rel == DEM_REL_nmod || rel == DEM_REL_obl) && preposition_is(s, k, owns, 3)) {
            /* "a report of attacks" is about attacks: only an actor owns by "of". */
            bool actor = s.t[k].mention != DEM_NONE || s.t[k].upos == DEM_PROPN || preposition_is(s, k, owns, 2);
            if (actor) return k;
        }
        if (rel == DEM_REL_acl && dem_ctx_verb_in(c, s, k, DEM_CUE_ISSUE_VERB)) {
            for (int32_t a = s.t[k].first_child; a != DEM_NONE; a = s.t[a].next_sibling)
                if (dem_ctx_rel(s, a) == DEM_REL_obl && preposition_is(s, a, owns, 1)) return a;
        }
    }
    /* "issued a statement saying", "ran a piece that noted": who issued it */
    int32_t v = s.t[noun].head;
    if (v != DEM_NONE && dem_ctx_rel(s, noun) == DEM_REL_obj && v < noun && dem_ctx_verb_in(c, s, v, DEM_CUE_ISSUE_VERB)) {
        int32_t subj = dem_ctx_subject(c->r, s.index, v);
        if (subj != DEM_NONE && subj < v) return subj;
    }
    return DEM_NONE;
}

/* "Russia on Monday": the day belongs to the saying. */
static void cut_time(const dem_ctx *c, dem_span *span)
{
    for (size_t i = 0; i < c->r->times.n; i++) {
        dem_span t = c->r->times.items[i].span;
        if (t.end != span->end || t.start <= span->start) continue;
        dem_str before = dem_str_trim(dem_str_cut(c->r->text, span->start, t.start));
        size_t n = before.n;
        while (n && before.p[n - 1] != ' ') n--;
        dem_str last = dem_str_cut(before, n, before.n);
        if (dem_str_is(last, "on") || dem_str_is(last, "in") || dem_str_is(last, "late") || dem_str_is(last, "since")) before = dem_str_trim(dem_str_cut(before, 0, n));
        if (before.n) span->end = (uint32_t)(before.p + before.n - c->r->text.p);
    }
}

/* "sources close to the talks", "officials familiar with the plan": what they are near to is who they are. */
static void stretch_over_nearness(const dem_ctx *c, dem_toks s, int32_t token, dem_actor *who)
{
    static const char *const near[] = {"close", "familiar", "privy", "briefed", "involved", "knowledgeable"};
    for (int32_t k = token + 1; k <= token + 2 && k < s.n; k++) {
        bool is_near = false;
        for (size_t i = 0; i < sizeof near / sizeof *near; i++) is_near |= dem_ctx_form(s, k, near[i]);
        int32_t first, last;
        dem_subtree(c->r, s.index, k, &first, &last);
        if (is_near && last == k && k + 2 < s.n && s.t[k + 1].upos == DEM_ADP && s.t[k + 1].head > k) /* its phrase hung elsewhere */
            dem_subtree(c->r, s.index, s.t[k + 1].head, &first, &last), first = k;
        if (!is_near || first <= token || last <= k || who->span.end >= s.t[last].span.end) continue;
        who->span.end = s.t[last].span.end;
        if (!who->code.n) who->name = dem_text_of(c->r, who->span);
        return;
    }
}

void dem_ctx_set_speaker(dem_ctx *c, dem_statement *st, int32_t sentence, int32_t token)
{
    dem_toks s = dem_toks_of(c->r, sentence);
    if (token == DEM_NONE) return;
    if (s.t[token].deprel == DEM_REL_expl) return;
    if (dem_ctx_form(s, token, "it") && dem_ctx_rel(s, token) == DEM_REL_expl) return;
    /* "one of the officials", "a number of activists": who counts is the noun below */
    int32_t owner = owner_of(c, s, token);
    if (owner != DEM_NONE) token = owner;
    st->speaker = dem_ctx_actor(c, sentence, token);
    st->has_speaker = true;
    stretch_over_nearness(c, s, token, &st->speaker);
    cut_time(c, &st->speaker.span);
}

bool dem_ctx_is_outlet(const dem_ctx *c, dem_toks s, int32_t token)
{
    int32_t m = s.t[token].mention;
    if (m != DEM_NONE && s.t[token].upos == DEM_PROPN) { /* "told reporters" passes nothing on */
        dem_str code = c->r->mentions.items[m].code;
        for (size_t i = 3; i + 3 <= code.n; i += 3)
            if (memcmp(code.p + i, "JRN", 3) == 0) return true;
    }
    int32_t first, last, len;
    dem_subtree(c->r, s.index, token, &first, &last);
    if (first < token - 6) first = token - 6;
    if (last > token + 8) last = token + 8;
    for (int32_t i = first; i <= last; i++) {
        if (i != token && (s.t[i].head == DEM_NONE || !dem_ctx_under(s, i, token))) continue;
        /* Only the noun's own words, not those of clauses and prepositional phrases below it. */
        dem_rel rel = dem_ctx_rel(s, i);
        bool own = i == token || rel == DEM_REL_compound || rel == DEM_REL_flat || rel == DEM_REL_amod || rel == DEM_REL_appos || rel == DEM_REL_nmod;
        const dem_cue *e = dem_ctx_match(c, s, i, DEM_CUE_OUTLET, &len);
        if (own && e && (s.t[i].upos == DEM_PROPN || s.t[i].upos == DEM_NOUN || e->words > 1)) {
            bool common = s.t[i].upos == DEM_NOUN && e->words == 1;
            if (common && i != token) continue;
            if (dem_ctx_rel(s, i) == DEM_REL_nmod && i != token) continue;
            return true;
        }
    }
    return false;
}

/* Its name, unless the mention was taken for a place ("SANA", "Petra"). */
dem_str dem_ctx_via_name(const dem_report *r, const dem_actor *a)
{
    bool place = a->mention != DEM_NONE && r->mentions.items[a->mention].type == DEM_MENTION_PLACE;
    return a->name.n && !place ? a->name : dem_text_of(r, a->span);
}

static void set_via(dem_ctx *c, dem_statement *st, int32_t sentence, int32_t token)
{
    if (st->via.n) return;
    st->via_actor = dem_ctx_actor(c, sentence, token);
    st->via = dem_ctx_via_name(c->r, &st->via_actor);
}

/* Outlets among the nominal dependents below the cue, two levels deep ("in an interview with CNN", "in remarks carried by SANA"). */
static void via_below(dem_ctx *c, dem_statement *st, dem_toks s, int32_t token, int depth)
{
    static const char *const passes[] = {"by", "with", "on", "to", "via", "through", "in"};
    for (int32_t k = s.t[token].first_child; k != DEM_NONE; k = s.t[k].next_sibling) {
        dem_rel rel = dem_ctx_rel(s, k);
        bool receiver = (rel == DEM_REL_iobj || rel == DEM_REL_obj) && depth == 0;
        bool oblique = (rel == DEM_REL_obl || rel == DEM_REL_nmod) && preposition_is(s, k, passes, sizeof passes / sizeof *passes);
        if ((receiver || oblique) && dem_ctx_is_outlet(c, s, k)) {
            set_via(c, st, s.index, k);
            return;
        }
        bool carried = rel == DEM_REL_advcl && k < token && dem_ctx_verb_in(c, s, k, DEM_CUE_ISSUE_VERB); /* "In remarks carried by SANA, he said" */
        bool deeper = oblique || carried || (rel == DEM_REL_acl && depth > 0);
        if (deeper && depth < 3) via_below(c, st, s, k, depth + 1);
        if (st->via.n) return;
    }
}

void dem_ctx_find_via(dem_ctx *c, dem_statement *st, int32_t sentence, int32_t cue)
{
    dem_toks s = dem_toks_of(c->r, sentence);
    via_below(c, st, s, cue, 0);
    /* "The Syrian official quoted by SANA said": beside the speaker */
    if (st->via.n || !st->has_speaker) return;
    int32_t subj = dem_ctx_subject(c->r, sentence, cue);
    if (subj == DEM_NONE) return;
    for (int32_t k = s.t[subj].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
        if (dem_ctx_rel(s, k) == DEM_REL_acl && dem_ctx_verb_in(c, s, k, DEM_CUE_SAY_PASSIVE)) via_below(c, st, s, k, 1);
}
