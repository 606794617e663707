/* SPDX-License-Identifier: Apache-2.0 */
/* Features of words and frames. */
#include "events/relfeat.h"

bool dem_feat_begin(feature_context *c, const dem_rules *rules, const dem_report *r, int32_t sentence, dem_features *f)
{
    if (sentence == DEM_NONE || (size_t)sentence >= r->sentences.n) return false;
    const dem_sentence *s = &r->sentences.items[sentence];
    *c = (feature_context){rules, r, f, sentence, r->tokens.items + s->first, s->n > 400 ? 400 : (int32_t)s->n};
    return true;
}

dem_str dem_feat_lemma(const feature_context *c, int32_t token)
{
    const dem_token *t = &c->t[token];
    if (t->upos == DEM_NUM) return DEM_STR("#");
    return t->frame != DEM_NONE ? c->r->frames.items[t->frame].lemma : t->lemma;
}

static void add_label(word_labels *out, dem_str label)
{
    for (size_t i = 0; i < out->n; i++)
        if (dem_str_eq(out->label[i], label)) return;
    if (out->n < MAX_LABELS) out->label[out->n++] = label;
}

static void add_labels(const feature_context *c, dem_str lemma, uint8_t upos, word_labels *out)
{
    dem_word_classes k;
    dem_classes_of(c->rules, lemma, upos, &k);
    for (size_t i = 0; i < k.n; i++) {
        dem_str type, code;
        add_label(out, dem_class_type(k.cls[i], &type, &code) ? type : k.cls[i]->name);
    }
}

void dem_feat_labels(const feature_context *c, int32_t token, word_labels *out)
{
    const dem_token *t = &c->t[token];
    out->n = 0;
    dem_str full = dem_feat_lemma(c, token);
    add_labels(c, full, t->upos, out);
    if (!out->n && full.p != t->lemma.p) add_labels(c, t->lemma, t->upos, out);
}

bool dem_feat_word(const dem_token *t)
{
    switch (t->upos) {
    case DEM_PROPN:
    case DEM_DET:
    case DEM_PUNCT:
    case DEM_SYM:
    case DEM_X:
    case DEM_INTJ:
        return false;
    default:
        return true;
    }
}

dem_str dem_feat_flags(const dem_frame *f)
{
    static const char *const names[16] = {"-", "n", "f", "nf", "m", "nm", "fm", "nfm", "-p", "np", "fp", "nfp", "mp", "nmp", "fmp", "nfmp"};
    unsigned i = (f->flags & DEM_FRAME_NEGATED ? 1u : 0) + (f->flags & DEM_FRAME_FUTURE ? 2u : 0) + (f->flags & DEM_FRAME_MODAL ? 4u : 0) +
                 (f->flags & DEM_FRAME_PASSIVE ? 8u : 0);
    return dem_str_c(names[i]);
}

static const char *kind_of(char *room, const char *tag, const char *kind)
{
    size_t n = 0;
    while (*tag && n < 6) room[n++] = *tag++;
    while (*kind && n < 15) room[n++] = *kind++;
    room[n] = '\0';
    return room;
}

/* A word under a word: by lemmas, by labels, and by each of both. */
static void pair(feature_context *c, const char *tag, int32_t upper, dem_str slot, int32_t lower)
{
    char room[16];
    dem_str a = dem_feat_lemma(c, upper), b = dem_feat_lemma(c, lower);
    word_labels la, lb;
    dem_feat_labels(c, upper, &la);
    dem_feat_labels(c, lower, &lb);
    if (dem_feat_word(&c->t[lower])) {
        feature3(c, kind_of(room, tag, "wsw"), a, slot, b);
        feature2(c, kind_of(room, tag, "ww"), a, b);
        for (size_t i = 0; i < la.n; i++) feature2(c, kind_of(room, tag, "lw"), la.label[i], b);
    }
    for (size_t k = 0; k < lb.n; k++) feature2(c, kind_of(room, tag, "wl"), a, lb.label[k]);
    for (size_t i = 0; i < la.n; i++)
        for (size_t k = 0; k < lb.n; k++) feature2(c, kind_of(room, tag, "ll"), la.label[i], lb.label[k]);
}

static bool is_complement(const dem_slot *s, const dem_report *r)
{
    if (s->frame == DEM_NONE || s->inherited) return false;
    static const char *const names[] = {"to", "that", "ing", "say", "obj", "in", "on", "of", "pred", "for", "purpose", "into", "from", "against", "at", "over"};
    (void)r;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (dem_str_is(s->name, names[i])) return true;
    return false;
}

static void frame_word(feature_context *c, const dem_frame *f, const char *tag)
{
    char room[16];
    dem_str lemma = f->lemma, flags = dem_feat_flags(f);
    feature1(c, kind_of(room, tag, "w"), lemma);
    feature2(c, kind_of(room, tag, "wf"), lemma, flags);
    feature1(c, kind_of(room, tag, "f"), flags);
    if (f->modal.n) feature1(c, kind_of(room, tag, "mod"), f->modal);
    if (f->flags & DEM_FRAME_NOMINAL) feature1(c, kind_of(room, tag, "nom"), DEM_STR("1"));
    word_labels l;
    dem_feat_labels(c, f->token, &l);
    for (size_t i = 0; i < l.n; i++) {
        feature1(c, kind_of(room, tag, "l"), l.label[i]);
        feature2(c, kind_of(room, tag, "lf"), l.label[i], flags);
    }
    dem_word_classes k;
    dem_classes_of(c->rules, lemma, c->t[f->token].upos, &k);
    for (size_t i = 0; i < k.n; i++) feature1(c, kind_of(room, tag, "c"), k.cls[i]->name);
}

void dem_feat_frame(feature_context *c, int32_t frame, const char *tag)
{
    const dem_frame *f = &c->r->frames.items[frame];
    char room[16];
    frame_word(c, f, tag);
    for (size_t i = 0; i < f->slots.n && i < 12; i++) {
        const dem_slot *s = &f->slots.items[i];
        if (s->token >= c->n || s->token == f->token) continue;
        feature2(c, kind_of(room, tag, "s"), f->lemma, s->name);
        if (dem_str_is(s->name, "subj") || dem_str_is(s->name, "prt")) continue;
        pair(c, tag, f->token, s->name, s->token);
        if (!is_complement(s, c->r)) continue;
        const dem_frame *g = &c->r->frames.items[s->frame];
        if (g == f || g->sentence != c->sentence) continue;
        char below[8] = {0};
        kind_of(room, tag, "+");
        memcpy(below, room, 7);
        frame_word(c, g, below);
        for (size_t k = 0; k < g->slots.n && k < 8; k++) {
            const dem_slot *u = &g->slots.items[k];
            if (u->token >= c->n || u->inherited || u->token == f->token || u->token == g->token || dem_str_is(u->name, "subj")) continue;
            pair(c, below, g->token, u->name, u->token);
            word_labels top, low;
            dem_feat_labels(c, f->token, &top);
            dem_feat_labels(c, u->token, &low);
            for (size_t a = 0; a < top.n; a++)
                for (size_t b = 0; b < low.n; b++) feature2(c, kind_of(room, tag, "l+l"), top.label[a], low.label[b]);
        }
    }
}

void dem_feat_votes(feature_context *c, const char *kind, const bool *skip)
{
    struct {
        dem_str label;
        int n;
    } votes[64];
    size_t n = 0;
    for (int32_t i = 0; i < c->n; i++) {
        if (skip && skip[i]) continue;
        word_labels l;
        dem_feat_labels(c, i, &l);
        for (size_t k = 0; k < l.n; k++) {
            size_t v = 0;
            while (v < n && !dem_str_eq(votes[v].label, l.label[k])) v++;
            if (v == n && n < 64) votes[n++].label = l.label[k], votes[v].n = 0;
            if (v < n) votes[v].n++;
        }
    }
    for (size_t v = 0; v < n; v++) dem_feature(c->f, votes[v].n > 3 ? 1.5f : 0.5f * (float)votes[v].n, kind, &votes[v].label, 1);
}
