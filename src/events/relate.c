/* SPDX-License-Identifier: Apache-2.0 */
/* The event between two given spans. The relation model says which root it is; the rules, where they found an event of that root between
   the spans, say the rest: the code in full, the trigger, the status. Without a model the rules answer alone. */
#include "events/compose.h"
#include "events/relations.h"

#include <stdlib.h>

static bool any_overlap(const dem_span *spans, size_t n, const dem_actor *actors, size_t n_actors)
{
    for (size_t i = 0; i < n_actors; i++)
        for (size_t k = 0; k < n; k++)
            if (dem_span_overlaps(spans[k], actors[i].span)) return true;
    return false;
}

typedef struct pair {
    const dem_span *actor, *recipient;
    size_t n_actor, n_recipient;
} pair;

static double fit(const dem_event *e, const pair *p)
{
    bool a = any_overlap(p->actor, p->n_actor, e->actors.items, e->actors.n);
    bool t = any_overlap(p->recipient, p->n_recipient, e->recipients.items, e->recipients.n);
    bool both = e->mutual && any_overlap(p->recipient, p->n_recipient, e->actors.items, e->actors.n);
    return (a ? 4 : 0) + (t || (a && both) ? 3 : 0) + e->confidence * 0.5;
}

dem_str dem_root_of(dem_str cameo)
{
    static const char *const roots[] = {"",       "",       "REQUEST",  "AGREE",   "CONSULT",  "SUPPORT",  "COOPERATE", "AID",     "YIELD",   "ACCUSE", "REQUEST",
                                        "ACCUSE", "REJECT", "THREATEN", "PROTEST", "MOBILIZE", "SANCTION", "COERCE",    "ASSAULT", "ASSAULT", "ASSAULT"};
    /* Where PLOVER leaves CAMEO's roots: sanctions, blockades and occupations coerce. */
    if (dem_str_starts(cameo, DEM_STR("163")) || dem_str_starts(cameo, DEM_STR("191")) || dem_str_starts(cameo, DEM_STR("192"))) return DEM_STR("COERCE");
    if (cameo.n < 2 || cameo.p[0] < '0' || cameo.p[0] > '2' || cameo.p[1] < '0' || cameo.p[1] > '9') return DEM_STR_NONE;
    size_t i = (size_t)(cameo.p[0] - '0') * 10 + (size_t)(cameo.p[1] - '0');
    return i < sizeof roots / sizeof *roots && roots[i][0] ? dem_str_c(roots[i]) : DEM_STR_NONE;
}

/* The rules' event that fits the spans best, of the root when one is given; NULL when there is none. */
static const dem_event *best_event(const dem_report *r, const pair *p, dem_str root)
{
    const dem_event *best = NULL;
    double best_score = 0;
    for (size_t i = 0; i < r->events.n; i++) {
        const dem_event *e = &r->events.items[i];
        if (root.n && !dem_str_eq(dem_root_of(dem_str_c(e->cameo)), root)) continue;
        double score = fit(e, p);
        if (best && score <= best_score) continue;
        best = e;
        best_score = score;
    }
    return best;
}

/* The most general code of a root, for pairs in which no word says more. */
static const char *general_code(dem_str root)
{
    static const char *const codes[][2] = {{"ACCUSE", "110"},   {"AGREE", "030"},    {"AID", "070"},     {"ASSAULT", "190"},  {"COERCE", "170"},
                                           {"CONSULT", "040"},  {"COOPERATE", "060"}, {"MOBILIZE", "150"}, {"PROTEST", "140"},  {"REJECT", "120"},
                                           {"REQUEST", "020"},  {"SANCTION", "160"}, {"SUPPORT", "050"}, {"THREATEN", "130"}, {"YIELD", "080"}};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (dem_str_is(root, codes[i][0])) return codes[i][1];
    return "";
}

/* The code that the frame's word stands for in the vocabulary, under the root; false when it stands for none. */
static bool code_of_frame(const dem_rules *rules, const dem_report *r, const dem_frame *f, dem_str root, dem_event *out)
{
    dem_word_classes k;
    dem_classes_of(rules, f->lemma, dem_token_at(r, f->sentence, f->token)->upos, &k);
    for (size_t i = 0; i < k.n; i++) {
        dem_str type, code;
        dem_ontology_entry o;
        if (!dem_class_type(k.cls[i], &type, &code) || !dem_str_eq(type, root) || code.n > 4 || !dem_ontology_lookup(rules, code, &o)) continue;
        memset(out->cameo, 0, sizeof out->cameo);
        memcpy(out->cameo, code.p, code.n);
        return true;
    }
    return false;
}

/* The frames of the pair's sentence from left to right, those that hold the actor first. */
static void find_words(const dem_rules *rules, const dem_report *r, const pair *p, dem_str root, dem_event *out)
{
    const dem_frame *first = NULL;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = dem_frames_from(r, out->sentence); i < r->frames.n && r->frames.items[i].sentence == out->sentence; i++) {
            const dem_frame *f = &r->frames.items[i];
            bool holds = false;
            for (size_t k = 0; k < f->slots.n && !holds; k++) {
                dem_span s = dem_token_at(r, f->sentence, f->slots.items[k].token)->span;
                for (size_t a = 0; a < p->n_actor; a++) holds |= dem_span_overlaps(p->actor[a], s);
            }
            if (!holds && pass == 0) continue;
            if (!first) first = f;
            if (!code_of_frame(rules, r, f, root, out)) continue;
            out->frame = (int32_t)i;
            return;
        }
    }
    memset(out->cameo, 0, sizeof out->cameo);
    memcpy(out->cameo, general_code(root), 3);
    out->frame = first ? (int32_t)(first - r->frames.items) : DEM_NONE;
}

static void from_words(const dem_rules *rules, const dem_report *r, const pair *p, dem_str root, dem_event *out)
{
    *out = (dem_event){.frame = DEM_NONE, .cluster = DEM_NONE, .rule = DEM_STR("model:relate"), .status = DEM_ACTUAL};
    out->date_from = out->date_to = DEM_DAY_NONE;
    out->sentence = p->n_actor ? dem_sentence_at_byte(r, p->actor[0].start) : DEM_NONE;
    find_words(rules, r, p, root, out);
    if (out->frame == DEM_NONE) return;
    const dem_frame *f = &r->frames.items[out->frame];
    out->trigger = dem_token_at(r, f->sentence, f->token)->span;
    bool stance = dem_str_is(root, "REJECT") || dem_str_is(root, "THREATEN") || dem_str_is(root, "AGREE") || dem_str_is(root, "REQUEST");
    if (f->flags & DEM_FRAME_CONDITIONAL) out->status = DEM_HYPOTHETICAL;
    if (f->flags & DEM_FRAME_FUTURE && !stance) out->status = DEM_FUTURE;
    if (f->flags & DEM_FRAME_NEGATED && !stance) out->status = DEM_NEGATED;
}

/* The model's answer; false when there is no model. */
static bool ask_model(const dem_rules *rules, const dem_report *r, const pair *p, dem_str *root, double *confidence)
{
    dem_verdict v;
    dem_features *f = rules->relations ? malloc(sizeof *f) : NULL;
    if (!f) return false;
    f->watch = NULL;
    dem_relation_features(rules, r, p->actor, p->n_actor, p->recipient, p->n_recipient, f);
    bool good = dem_relations_score(rules->relations, "relate", f, &v);
    free(f);
    if (!good) return false;
    *root = v.name[v.best];
    *confidence = v.p[v.best];
    return true;
}

int dem_relate(const dem_rules *rules, dem_report *r, const dem_span *actor, size_t n_actor, const dem_span *recipient, size_t n_recipient,
               dem_event *out, dem_str *root, dem_error *err)
{
    (void)err;
    pair p = {actor, recipient, n_actor, n_recipient};
    double confidence = 0;
    *root = DEM_STR_NONE;
    bool asked = ask_model(rules, r, &p, root, &confidence);
    const dem_event *e = best_event(r, &p, *root);
    if (e)
        *out = *e;
    else if (asked)
        from_words(rules, r, &p, *root, out);
    if (e && !asked) *root = dem_root_of(dem_str_c(e->cameo));
    if (asked) out->confidence = confidence;
    return DEM_OK;
}

bool dem_sentence_class(const dem_rules *rules, const dem_report *r, int32_t sentence, int *cls, double *confidence)
{
    dem_verdict v;
    dem_features *f = rules->relations ? malloc(sizeof *f) : NULL;
    if (!f) return false;
    f->watch = NULL;
    dem_class_features(rules, r, sentence, f);
    bool good = dem_relations_score(rules->relations, "class", f, &v);
    free(f);
    if (!good || v.name[v.best].n != 1) return false;
    *cls = v.name[v.best].p[0] - '0';
    *confidence = v.p[v.best];
    return true;
}

/* ---- pairs that no rule covers ---- */

typedef struct candidate {
    int32_t frame, actor, recipient; /* mentions */
    double p;
    dem_str root;
} candidate;

static bool coded(const dem_report *r, int32_t mention)
{
    return mention != DEM_NONE && dem_actor_of(r, mention).code.n >= 3;
}

static int32_t mention_at(const dem_report *r, int32_t sentence, int32_t token)
{
    int32_t m = dem_token_at(r, sentence, token)->mention;
    return coded(r, m) ? m : DEM_NONE;
}

/* The first actor among the frame's fillers that are no subjects, and among the fillers of these. What is only told in a clause of
   its own is no deed of the one who tells it. */
static int32_t other_side(const dem_report *r, const dem_frame *f, int32_t actor, int depth)
{
    for (size_t i = 0; i < f->slots.n; i++) {
        const dem_slot *s = &f->slots.items[i];
        if (dem_str_is(s->name, "subj") || s->inherited || s->token == f->token) continue;
        if (dem_str_is(s->name, "that") || dem_str_is(s->name, "say")) continue;
        int32_t m = mention_at(r, f->sentence, s->token);
        if (m == DEM_NONE && depth < 2 && s->frame != DEM_NONE && &r->frames.items[s->frame] != f)
            m = other_side(r, &r->frames.items[s->frame], actor, depth + 1);
        if (m == DEM_NONE || m == actor || dem_span_overlaps(r->mentions.items[m].span, r->mentions.items[actor].span)) continue;
        if (r->mentions.items[m].entity == DEM_NONE || r->mentions.items[m].entity != r->mentions.items[actor].entity) return m;
    }
    return DEM_NONE;
}

/* The surest pair of a subject and another actor below its verb. */
static bool surest_pair(const dem_rules *rules, const dem_report *r, int32_t sentence, candidate *best)
{
    best->p = 0;
    for (size_t g = dem_frames_from(r, sentence); g < r->frames.n && r->frames.items[g].sentence == sentence; g++) {
        const dem_frame *f = &r->frames.items[g];
        if (f->flags & (DEM_FRAME_NOMINAL | DEM_FRAME_CONDITIONAL | DEM_FRAME_QUESTION | DEM_FRAME_NEGATED)) continue;
        const dem_slot *subj = dem_frame_slot(f, "subj");
        if (!subj || subj->inherited) continue;
        candidate c = {.frame = (int32_t)g, .actor = mention_at(r, sentence, subj->token)};
        if (c.actor == DEM_NONE || (c.recipient = other_side(r, f, c.actor, 0)) == DEM_NONE) continue;
        pair p = {&r->mentions.items[c.actor].span, &r->mentions.items[c.recipient].span, 1, 1};
        if (ask_model(rules, r, &p, &c.root, &c.p) && c.p > best->p) *best = c;
    }
    return best->p > 0;
}

/* The sentence as a whole must tell an event of that kind, and not merely hold two actors. */
static bool sentence_agrees(const dem_rules *rules, const dem_report *r, int32_t sentence, dem_str root)
{
    static const char *const of_class[5] = {"", "AGREE CONSULT SUPPORT", "COOPERATE AID YIELD", "ACCUSE REJECT REQUEST THREATEN SANCTION",
                                            "PROTEST MOBILIZE COERCE ASSAULT SANCTION"};
    int cls;
    double sure;
    return dem_sentence_class(rules, r, sentence, &cls, &sure) && cls >= 0 && cls <= 4 &&
           dem_str_find(dem_str_c(of_class[cls]), root, 0) != SIZE_MAX;
}

/* Between people, hospitals and the like, and inside one country unless somebody is harmed or blamed, two names in a sentence are no event. */
static bool among_private(const dem_rules *rules, const dem_report *r, const candidate *c)
{
    static const char *const kind[] = {"AID", "COOPERATE", "YIELD", "CONSULT", "SUPPORT", "AGREE"};
    dem_actor side[2] = {dem_actor_of(r, c->actor), dem_actor_of(r, c->recipient)};
    bool friendly = false;
    for (size_t i = 0; i < sizeof kind / sizeof *kind; i++) friendly = friendly || dem_str_is(c->root, kind[i]);
    for (size_t i = 0; i < 2; i++) {
        dem_str code = side[i].code;
        if (code.n > 3 && friendly && dem_rules_in_class(rules, "sectors-private", dem_str_cut(code, code.n - 3, code.n))) return true;
    }
    bool people = side[0].code.n >= 3 && dem_str_is(dem_str_cut(side[0].code, side[0].code.n - 3, side[0].code.n), "CVL");
    if (people && dem_str_is(c->root, "ASSAULT")) return true; /* "ten people killed": it was done to them */
    return friendly && side[0].country[0] && strcmp(side[0].country, side[1].country) == 0;
}

int dem_learned_event(const dem_rules *rules, dem_report *r, int32_t sentence, double threshold, dem_error *err)
{
    candidate c = {.frame = DEM_NONE};
    if (!rules->relations || !surest_pair(rules, r, sentence, &c) || c.p < threshold) return DEM_OK;
    if (!sentence_agrees(rules, r, sentence, c.root) || among_private(rules, r, &c)) return DEM_OK;
    dem_event *e = DEM_PUSH(r->arena, &r->events);
    if (!e) return dem_fail(err, DEM_EMEMORY, "the report is over its memory limit");
    pair p = {&r->mentions.items[c.actor].span, &r->mentions.items[c.recipient].span, 1, 1};
    from_words(rules, r, &p, c.root, e);
    e->confidence = c.p;
    dem_item item = {.sentence = sentence, .act_frame = c.frame, .frame = c.frame, .frames = {c.frame}, .n_frames = 1};
    dem_actor *a = DEM_PUSH(r->arena, &e->actors), *t = DEM_PUSH(r->arena, &e->recipients);
    if (!a || !t || dem_event_bind(rules, r, &item, e) != DEM_OK) return dem_fail(err, DEM_EMEMORY, "the report is over its memory limit");
    *a = dem_actor_of(r, c.actor);
    *t = dem_actor_of(r, c.recipient);
    return DEM_OK;
}
