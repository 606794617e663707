/* SPDX-License-Identifier: Apache-2.0 */
/* Features of a pair: what stands before, between and after the spans, what their heads depend on, the way from one to the other
   through frames and tree, and what the rules found there. */
#include "events/relfeat.h"

typedef struct pair_context {
    feature_context c;
    const dem_span *actor, *recipient;
    size_t n_actor, n_recipient;
    char where[400];             /* per token: 'A' 'R' in the spans, 'b' 'm' 'a' before, between, after */
    bool in_span[400];
    int32_t a_head, r_head;      /* token in the sentence, DEM_NONE */
    int32_t first_end, second_start;
    const char *order;
} pair_context;

static bool covered(const dem_span *spans, size_t n, dem_span s)
{
    for (size_t i = 0; i < n; i++)
        if (dem_span_overlaps(spans[i], s)) return true;
    return false;
}

/* The token of the spans that the rest of the sentence hangs the span on. */
static int32_t head_of(const pair_context *p, char mark)
{
    int32_t best = DEM_NONE;
    for (int32_t i = 0; i < p->c.n; i++) {
        const dem_token *t = &p->c.t[i];
        if (p->where[i] != mark || t->upos == DEM_PUNCT) continue;
        bool outside = t->head == DEM_NONE || t->head >= p->c.n || p->where[t->head] != mark;
        bool nominal = t->upos == DEM_NOUN || t->upos == DEM_PROPN || t->upos == DEM_PRON;
        if (outside && nominal) return i;
        if (outside && (best == DEM_NONE || t->upos == DEM_VERB)) best = i;
    }
    return best;
}

static void place_tokens(pair_context *p)
{
    int32_t first = p->c.n, last = -1;
    for (int32_t i = 0; i < p->c.n; i++) {
        bool a = covered(p->actor, p->n_actor, p->c.t[i].span), r = !a && covered(p->recipient, p->n_recipient, p->c.t[i].span);
        p->where[i] = a ? 'A' : r ? 'R' : 0;
        p->in_span[i] = a || r;
        if (!(a || r)) continue;
        if (first == p->c.n) first = i;
        last = i;
    }
    for (int32_t i = 0; i < p->c.n; i++)
        if (!p->where[i]) p->where[i] = i < first ? 'b' : i > last ? 'a' : 'm';
    p->order = first < p->c.n && p->where[first] == 'R' ? "ra" : "ar";
    p->second_start = last + 1;
    p->first_end = first;
    p->a_head = head_of(p, 'A');
    p->r_head = head_of(p, 'R');
}

static dem_str where_str(const pair_context *p, int32_t i)
{
    return (dem_str){&p->where[i], 1};
}

static void word_features(pair_context *p)
{
    feature_context *c = &p->c;
    for (int32_t i = 0; i < c->n; i++) {
        const dem_token *t = &c->t[i];
        dem_str lemma = dem_feat_lemma(c, i), where = where_str(p, i);
        bool far = (p->where[i] == 'b' && i < p->first_end - 12) || (p->where[i] == 'a' && i > p->second_start + 14);
        word_labels l;
        dem_feat_labels(c, i, &l);
        for (size_t k = 0; k < l.n && !far; k++) feature2(c, "l", where, l.label[k]);
        if (!dem_feat_word(t)) continue;
        feature2(c, "w", where, lemma);
        if (p->in_span[i]) continue;
        feature1(c, "w*", lemma);
        if (i + 1 >= c->n || p->in_span[i + 1] || far) continue;
        int32_t j = i + 1;
        while (j + 1 < c->n && (c->t[j].upos == DEM_DET || c->t[j].upos == DEM_PUNCT) && !p->in_span[j + 1]) j++;
        if (dem_feat_word(&c->t[j])) feature2(c, "bg", lemma, dem_feat_lemma(c, j));
        word_labels m;
        dem_feat_labels(c, j, &m);
        for (size_t k = 0; k < m.n; k++) feature2(c, "bgl", lemma, m.label[k]);
    }
    feature1(c, "order", dem_str_c(p->order));
}

static void head_features(pair_context *p, int32_t head, const char *w, const char *ent)
{
    feature_context *c = &p->c;
    if (head == DEM_NONE) return;
    const dem_token *t = &c->t[head];
    if (t->upos != DEM_PROPN) feature1(c, w, t->lemma);
    if (t->mention == DEM_NONE) return;
    const dem_mention *m = &c->r->mentions.items[t->mention];
    feature1(c, ent, dem_str_c(dem_mention_type_name(m->type)));
    if (m->code.n >= 6) feature1(c, ent, dem_str_cut(m->code, 3, 6));
}

/* The rules' words on a token: names of acts and operators that it may head. */
static void block_features(pair_context *p, int32_t frame, const char *kind)
{
    const dem_index_entry *e = dem_rules_candidates(p->c.rules, p->c.r, &p->c.r->frames.items[frame]);
    for (size_t i = 0; e && i < e->whens.n && i < 24; i++) {
        const dem_block *b = &p->c.rules->blocks.items[p->c.rules->whens.items[e->whens.items[i]].block];
        feature1(&p->c, kind, b->name);
    }
}

static bool fills(const dem_frame *f, const pair_context *p, char mark, dem_str *slot)
{
    for (size_t i = 0; i < f->slots.n; i++) {
        int32_t t = f->slots.items[i].token;
        if (t >= p->c.n || p->where[t] != mark) continue;
        *slot = f->slots.items[i].name;
        return true;
    }
    return false;
}

/* The frame that the actor does: subject of it by its own right, else by control, else in any slot. */
static int32_t frame_of(const pair_context *p, char mark)
{
    int32_t best = DEM_NONE;
    int rank = 0;
    for (size_t g = dem_frames_from(p->c.r, p->c.sentence); g < p->c.r->frames.n && p->c.r->frames.items[g].sentence == p->c.sentence; g++) {
        const dem_frame *f = &p->c.r->frames.items[g];
        for (size_t i = 0; i < f->slots.n; i++) {
            const dem_slot *s = &f->slots.items[i];
            if (s->token >= p->c.n || p->where[s->token] != mark || f->token >= p->c.n || p->in_span[f->token]) continue;
            int k = (dem_str_is(s->name, "subj") ? 4 : 1) + (s->inherited ? 0 : 2);
            if (k > rank) {
                rank = k;
                best = (int32_t)g;
            }
        }
    }
    return best;
}

/* From the recipient up to the frame that has the actor in it. */
static int32_t climb(pair_context *p, int32_t from)
{
    feature_context *c = &p->c;
    int32_t g = from;
    dem_str slot = DEM_STR_NONE;
    for (int step = 0; step < 6 && g != DEM_NONE; step++) {
        const dem_frame *f = &c->r->frames.items[g];
        if (f->token < c->n) {
            feature1(c, "up", f->lemma);
            feature2(c, "upf", f->lemma, dem_feat_flags(f));
            block_features(p, g, "upk");
            word_labels l;
            dem_feat_labels(c, f->token, &l);
            for (size_t i = 0; i < l.n; i++) feature1(c, "upl", l.label[i]);
        }
        if (fills(f, p, 'A', &slot)) return g;
        g = f->parent;
    }
    return DEM_NONE;
}

static void slot_features(pair_context *p, int32_t frame, char mark, const char *kind)
{
    if (frame == DEM_NONE) return;
    const dem_frame *f = &p->c.r->frames.items[frame];
    dem_str slot;
    if (!fills(f, p, mark, &slot)) return;
    feature2(&p->c, kind, slot, f->lemma);
    feature1(&p->c, kind, slot);
    word_labels l;
    dem_feat_labels(&p->c, f->token, &l);
    for (size_t i = 0; i < l.n; i++) feature2(&p->c, kind, slot, l.label[i]);
}

static void frame_features(pair_context *p)
{
    int32_t a = frame_of(p, 'A'), b = frame_of(p, 'R');
    if (a != DEM_NONE) {
        dem_feat_frame(&p->c, a, "a.");
        block_features(p, a, "a.k");
        slot_features(p, a, 'A', "a.slot");
        slot_features(p, a, 'R', "a.rslot");
        int32_t up = p->c.r->frames.items[a].parent;
        if (up != DEM_NONE && p->c.r->frames.items[up].token < p->c.n) feature1(&p->c, "a.up", p->c.r->frames.items[up].lemma);
    }
    if (b != DEM_NONE) {
        dem_feat_frame(&p->c, b, "r.");
        block_features(p, b, "r.k");
        slot_features(p, b, 'R', "r.slot");
        int32_t top = climb(p, b);
        if (top != DEM_NONE && top != b && top != a) dem_feat_frame(&p->c, top, "t.");
        if (top != DEM_NONE && top == a) feature1(&p->c, "joined", top == b ? DEM_STR("same") : DEM_STR("path"));
    }
    /* Nouns of a frame may hold the recipient deep inside: what the recipient's head hangs on in the tree. */
    int32_t t = p->r_head;
    for (int step = 0; step < 4 && t != DEM_NONE; step++) {
        t = p->c.t[t].head;
        if (t == DEM_NONE || t >= p->c.n) break;
        if (p->in_span[t]) continue;
        feature1(&p->c, "gov", dem_feat_lemma(&p->c, t));
        if (step == 0 || p->where[t] != 'R') feature2(&p->c, "gov1", dem_str_c(dem_rel_name(dem_rel_base((dem_rel)p->c.t[p->r_head].deprel))), dem_feat_lemma(&p->c, t));
        word_labels l;
        dem_feat_labels(&p->c, t, &l);
        for (size_t i = 0; i < l.n; i++) feature1(&p->c, "govl", l.label[i]);
    }
    for (int32_t ch = p->r_head == DEM_NONE ? DEM_NONE : p->c.t[p->r_head].first_child; ch != DEM_NONE && ch < p->c.n; ch = p->c.t[ch].next_sibling)
        if (p->c.t[ch].deprel == DEM_REL_case) feature1(&p->c, "r.case", p->c.t[ch].lemma);
}

/* Depth of a token; the tree may be absent. */
static int depth_of(const pair_context *p, int32_t t)
{
    int d = 0;
    while (t != DEM_NONE && t < p->c.n && d < 60) t = p->c.t[t].head, d++;
    return d;
}

static void path_features(pair_context *p)
{
    feature_context *c = &p->c;
    int32_t a = p->a_head, b = p->r_head;
    if (a == DEM_NONE || b == DEM_NONE) return;
    char rels[96];
    size_t n = 0;
    int da = depth_of(p, a), db = depth_of(p, b);
    for (int step = 0; step < 24 && a != b && a != DEM_NONE && b != DEM_NONE && a < c->n && b < c->n; step++) {
        bool up = da >= db;
        int32_t *at = up ? &a : &b;
        const char *rel = dem_rel_name(dem_rel_base((dem_rel)c->t[*at].deprel));
        if (n + 8 < sizeof rels) {
            rels[n++] = up ? '<' : '>';
            for (int k = 0; k < 6 && rel[k]; k++) rels[n++] = rel[k];
        }
        *at = c->t[*at].head;
        if (up) da--; else db--;
        if (*at == DEM_NONE || *at >= c->n || p->in_span[*at]) continue;
        feature1(c, "p", dem_feat_lemma(c, *at));
        word_labels l;
        dem_feat_labels(c, *at, &l);
        for (size_t i = 0; i < l.n; i++) feature1(c, "pl", l.label[i]);
    }
    dem_str path = {rels, n};
    feature1(c, "path", path);
    if (a != b || a == DEM_NONE || a >= c->n) return;
    feature2(c, "pathw", path, dem_feat_lemma(c, a));
    feature1(c, "top", dem_feat_lemma(c, a));
    word_labels l;
    dem_feat_labels(c, a, &l);
    for (size_t i = 0; i < l.n; i++) feature2(c, "topl", path, l.label[i]);
}

static void event_features(pair_context *p)
{
    feature_context *c = &p->c;
    for (size_t i = 0; i < c->r->events.n; i++) {
        const dem_event *e = &c->r->events.items[i];
        if (e->sentence != c->sentence) continue;
        bool a = false, b = false;
        for (size_t k = 0; k < e->actors.n; k++) {
            a |= covered(p->actor, p->n_actor, e->actors.items[k].span);
            b |= e->mutual && covered(p->recipient, p->n_recipient, e->actors.items[k].span);
        }
        for (size_t k = 0; k < e->recipients.n; k++) b |= covered(p->recipient, p->n_recipient, e->recipients.items[k].span);
        dem_ontology_entry o;
        dem_str code = dem_str_c(e->cameo), fit = dem_str_c(a && b ? "ab" : a ? "a" : b ? "b" : "-");
        if (!dem_ontology_lookup(c->rules, code, &o)) continue;
        /* A side that was looked for is a weaker witness than one that the rule's own paths led to. */
        if (dem_str_find(e->rule, DEM_STR("search@"), 0) != SIZE_MAX) {
            feature2(c, "evx", fit, o.type);
            fit = dem_str_c(a ? "a" : "-");
        }
        feature2(c, "ev", fit, o.type);
        feature2(c, "evc", fit, dem_str_cut(code, 0, 3));
        feature2(c, "evr", fit, dem_str_cut(code, 0, 2));
        feature3(c, "evs", fit, o.type, dem_str_c(dem_event_status_name(e->status)));
        feature1(c, "ev*", o.type);
    }
}

static int32_t sentence_of(const dem_report *r, const dem_span *spans, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        int32_t s = dem_sentence_at_byte(r, spans[i].start);
        if (s != DEM_NONE) return s;
    }
    return DEM_NONE;
}

static void sentence_features(pair_context *p)
{
    place_tokens(p);
    word_features(p);
    head_features(p, p->a_head, "ah", "ae");
    head_features(p, p->r_head, "rh", "re");
    frame_features(p);
    path_features(p);
    event_features(p);
    dem_feat_votes(&p->c, "v", p->in_span);
}

void dem_relation_features(const dem_rules *rules, const dem_report *r, const dem_span *actor, size_t n_actor, const dem_span *recipient,
                           size_t n_recipient, dem_features *out)
{
    dem_features_clear(out);
    pair_context p = {.actor = actor, .recipient = recipient, .n_actor = n_actor, .n_recipient = n_recipient};
    int32_t a = sentence_of(r, actor, n_actor), b = sentence_of(r, recipient, n_recipient);
    if (a == DEM_NONE) a = b;
    if (a == DEM_NONE && r->sentences.n) a = 0;
    if (dem_feat_begin(&p.c, rules, r, a, out)) sentence_features(&p);
    /* The spans stand in two sentences, or what is one sentence was cut in two. */
    if (b != DEM_NONE && b != a && dem_feat_begin(&p.c, rules, r, b, out)) sentence_features(&p);
}

static void class_words(feature_context *c)
{
    for (int32_t i = 0; i < c->n; i++) {
        dem_str lemma = dem_feat_lemma(c, i);
        if (!dem_feat_word(&c->t[i])) continue;
        feature1(c, "w*", lemma);
        int32_t j = i + 1;
        while (j + 1 < c->n && (c->t[j].upos == DEM_DET || c->t[j].upos == DEM_PUNCT)) j++;
        if (j >= c->n) continue;
        if (dem_feat_word(&c->t[j])) feature2(c, "bg", lemma, dem_feat_lemma(c, j));
        word_labels m;
        dem_feat_labels(c, j, &m);
        for (size_t k = 0; k < m.n; k++) feature2(c, "bgl", lemma, m.label[k]);
    }
}

void dem_class_features(const dem_rules *rules, const dem_report *r, int32_t sentence, dem_features *out)
{
    dem_features_clear(out);
    size_t from = sentence == DEM_NONE ? 0 : (size_t)sentence, to = sentence == DEM_NONE ? 4 : from + 1;
    for (size_t s = from; s < r->sentences.n && s < to; s++) {
        feature_context c;
        if (!dem_feat_begin(&c, rules, r, (int32_t)s, out)) continue;
        class_words(&c);
        dem_feat_votes(&c, "v", NULL);
        int32_t root = r->sentences.items[s].root;
        if (root != DEM_NONE && root < c.n && c.t[root].frame != DEM_NONE) {
            const dem_frame *f = &r->frames.items[c.t[root].frame];
            dem_feat_frame(&c, c.t[root].frame, "a.");
            const dem_slot *subj = dem_frame_slot(f, "subj");
            if (subj && subj->token < c.n && c.t[subj->token].upos != DEM_PROPN) feature1(&c, "ah", c.t[subj->token].lemma);
            for (size_t i = 0; i < f->slots.n && i < 12; i++) {
                const dem_slot *u = &f->slots.items[i];
                bool clause = dem_str_is(u->name, "that") || dem_str_is(u->name, "say") || dem_str_is(u->name, "to") || dem_str_is(u->name, "ing");
                if (clause && u->frame != DEM_NONE && !u->inherited) dem_feat_frame(&c, u->frame, "r.");
            }
        }
        for (size_t i = 0; i < r->events.n; i++) {
            const dem_event *e = &r->events.items[i];
            dem_ontology_entry o;
            if (e->sentence != (int32_t)s || !dem_ontology_lookup(rules, dem_str_c(e->cameo), &o)) continue;
            bool main_one = root != DEM_NONE && e->frame != DEM_NONE && r->frames.items[e->frame].token == root;
            feature2(&c, "ev", dem_str_c(main_one ? "main" : "-"), o.type);
            feature2(&c, "evq", dem_str_c(main_one ? "main" : "-"), (dem_str){&"01234"[o.quad >= 0 && o.quad <= 4 ? o.quad : 0], 1});
            feature3(&c, "evs", dem_str_c(main_one ? "main" : "-"), o.type, dem_str_c(dem_event_status_name(e->status)));
        }
    }
}
