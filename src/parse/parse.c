/* SPDX-License-Identifier: Apache-2.0 */
/* The parse stage: groups sentences for the network, writes tags, lemmas and trees into the report. */
#include "parse/parse.h"

#include "parse/features.h"
#include "parse/lemma.h"
#include "parse/net.h"

#include <stdlib.h>

enum { LEMMA_TRIES = 4 };

struct dem_parser {
    const dem_model *m;
    dem_net *net;
};

int dem_parser_new(const dem_model *m, dem_parser **out, dem_error *err)
{
    *out = NULL;
    dem_parser *p = calloc(1, sizeof *p);
    if (!p) return dem_fail(err, DEM_EMEMORY, "memory is out");
    p->m = m;
    p->net = dem_net_new(m);
    if (!p->net) {
        dem_parser_free(p);
        return dem_fail(err, DEM_EMEMORY, "memory is out");
    }
    *out = p;
    return DEM_OK;
}

void dem_parser_free(dem_parser *p)
{
    if (!p) return;
    dem_net_free(p->net);
    free(p);
}

static dem_token *token_of(dem_report *r, const dem_window *w, size_t i)
{
    return &r->tokens.items[r->sentences.items[w->sentence].first + w->first + i];
}

/* 0 usual, 1 mostly capitals, 2 mostly capitalised words; 4 more when it does not end in a mark. */
static int window_kind(dem_report *r, const dem_window *w)
{
    size_t n = 0, caps = 0, title = 0;
    for (size_t i = 0; i < w->n; i++) {
        int c = dem_parse_casing(token_of(r, w, i)->form);
        n += c != 0;
        caps += c == 3;
        title += c == 2 || c == 3;
    }
    int kind = n >= 3 && caps * 10 >= n * 7 ? 1 : n >= 3 && title * 10 >= n * 7 ? 2 : 0;
    if (w->n && dem_parse_ends_in_word(token_of(r, w, w->n - 1)->form)) kind += 4;
    return kind;
}

static void fill_window(dem_parser *p, dem_report *r, const dem_window *w)
{
    int kind = window_kind(r, w);
    for (size_t i = 0; i < w->n; i++) dem_net_token(p->net, w, i, token_of(r, w, i)->form, kind);
}

/* A script's place among the best that fits the form. */
static dem_str lemma_by_score(dem_parser *p, dem_report *r, dem_str form, const float *scores)
{
    size_t tried[LEMMA_TRIES];
    for (size_t k = 0; k < LEMMA_TRIES && k < p->m->script.n; k++) {
        size_t best = SIZE_MAX;
        for (size_t i = 0; i < p->m->script.n; i++) {
            if (best != SIZE_MAX && !(scores[i] > scores[best])) continue;
            bool done = false;
            for (size_t j = 0; j < k; j++) done |= tried[j] == i;
            if (!done) best = i;
        }
        dem_str lemma;
        if (dem_lemma_apply(r->arena, dem_name_at(&p->m->script, best), form, &lemma)) return lemma;
        tried[k] = best;
    }
    return form;
}

/* Tags of all tokens, lemmas of those the lexicon has; the others are left to the network in batches. */
static void write_tags(dem_parser *p, dem_report *r)
{
    dem_net *net = p->net;
    const dem_model *m = p->m;
    uint32_t rows[DEM_WINDOW + 2];
    dem_token *open[DEM_WINDOW + 2];
    size_t n_open = 0;
    for (size_t k = 0; k < net->n_windows; k++) {
        const dem_window *w = &net->window[k];
        if (w->first == 0) {
            r->sentences.items[w->sentence].root = DEM_NONE;
            r->sentences.items[w->sentence].parsed = false;
        }
        for (size_t i = 0; i < w->n; i++) {
            dem_token *t = token_of(r, w, i);
            size_t row = w->row + i;
            t->head = t->first_child = t->next_sibling = DEM_NONE;
            t->deprel = DEM_REL_NONE;
            t->upos = m->upos_id[net->best[0][row]];
            t->xpos = dem_name_at(&m->xpos, net->best[1][row]);
            t->feats = dem_name_at(&m->feats, net->best[2][row]);
            if (dem_str_is(t->feats, "_")) t->feats = DEM_STR_NONE;
            dem_str script;
            if (dem_lemma_lookup(m, t->form, t->xpos, &script) && dem_lemma_apply(r->arena, script, t->form, &t->lemma))
                continue;
            open[n_open] = t;
            rows[n_open++] = (uint32_t)row;
        }
    }
    if (!n_open) return;
    const float *scores = dem_net_lemmas(net, rows, n_open);
    for (size_t i = 0; i < n_open; i++)
        open[i]->lemma = lemma_by_score(p, r, open[i]->form, scores + i * m->lem.Npad);
}

/* A window's tree into the report. The pieces of an over-long sentence are chained: the root of each hangs on the root
   of the piece before it by "dep". */
static void write_tree(dem_parser *p, dem_report *r, const dem_window *w)
{
    dem_sentence *s = &r->sentences.items[w->sentence];
    int32_t root = DEM_NONE;
    for (size_t i = 0; i < w->n; i++) {
        dem_token *t = token_of(r, w, i);
        uint16_t h = p->net->head[i];
        if (h) {
            t->head = (int32_t)(w->first + h) - 1;
            t->deprel = p->m->rel_id[p->net->rel[i]];
            continue;
        }
        root = (int32_t)(w->first + i);
        t->head = w->first ? s->root : DEM_NONE;
        t->deprel = w->first ? DEM_REL_dep : DEM_REL_root;
    }
    s->root = root; /* of the piece just written; dem_sentence_link sets the sentence's own */
    if (w->first + w->n == s->n) {
        dem_sentence_link(r, w->sentence);
        s->parsed = true;
    }
}

static int run_group(dem_parser *p, dem_report *r, dem_error *err)
{
    dem_net *net = p->net;
    for (size_t i = 0; i < net->n_windows; i++) fill_window(p, r, &net->window[i]);
    dem_net_tags(net);
    write_tags(p, r);
    if (dem_arena_failed(r->arena)) return dem_fail(err, DEM_EMEMORY, "the report is over its memory limit");
    dem_net_high(net);
    for (size_t i = 0; i < net->n_windows; i++) {
        dem_net_tree(net, &net->window[i]);
        write_tree(p, r, &net->window[i]);
    }
    dem_net_begin(net);
    return DEM_OK;
}

static int parse_range(dem_parser *p, dem_report *r, size_t from, size_t to, dem_error *err)
{
    int rc = DEM_OK;
    dem_net_begin(p->net);
    for (size_t s = from; s < to && rc == DEM_OK; s++) {
        uint32_t n = r->sentences.items[s].n;
        for (uint32_t at = 0; at < n && rc == DEM_OK;) {
            uint32_t piece = n - at > DEM_WINDOW ? DEM_WINDOW : n - at;
            if (dem_net_window(p->net, (int32_t)s, at, piece))
                at += piece;
            else
                rc = run_group(p, r, err);
        }
    }
    if (rc == DEM_OK && p->net->n_windows) rc = run_group(p, r, err);
    return rc;
}

int dem_parse_report(dem_parser *p, dem_report *r, dem_error *err)
{
    return parse_range(p, r, 0, r->sentences.n, err);
}

int dem_parse_sentence(dem_parser *p, dem_report *r, int32_t sentence, dem_error *err)
{
    if (sentence < 0 || (size_t)sentence >= r->sentences.n) return dem_fail(err, DEM_EUSAGE, "no sentence %d", sentence);
    return parse_range(p, r, (size_t)sentence, (size_t)sentence + 1, err);
}
