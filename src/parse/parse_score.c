/* SPDX-License-Identifier: Apache-2.0 */
/* Counts agreement between a gold and a system analysis. */
#include "parse/parse_score.h"

#include <stdlib.h>

typedef struct words {
    const dem_report *r;
    int32_t *head; /* index of the head in the report's tokens, -1 root, -2 none */
} words;

static int32_t *heads_of(const dem_report *r)
{
    int32_t *h = calloc(r->tokens.n + 1, sizeof *h);
    for (size_t s = 0; h && s < r->sentences.n; s++) {
        const dem_sentence *st = &r->sentences.items[s];
        for (uint32_t i = 0; i < st->n; i++) {
            int32_t head = r->tokens.items[st->first + i].head;
            h[st->first + i] = !st->parsed ? -2 : head < 0 ? -1 : (int32_t)st->first + head;
        }
    }
    return h;
}

double dem_parse_f1(size_t right, size_t gold, size_t system)
{
    return gold + system ? 200.0 * (double)right / (double)(gold + system) : 0.0;
}

/* to[i]: the system word aligned to gold word i, -1 none. */
static int32_t *align(const dem_report *g, const dem_report *s)
{
    int32_t *to = malloc((g->tokens.n + 1) * sizeof *to);
    if (!to) return NULL;
    for (size_t i = 0; i < g->tokens.n; i++) to[i] = -1;
    for (size_t i = 0, j = 0; i < g->tokens.n && j < s->tokens.n;) {
        dem_span a = g->tokens.items[i].span, b = s->tokens.items[j].span;
        if (a.start == b.start && a.end == b.end)
            to[i++] = (int32_t)j++;
        else if (a.start <= b.start)
            i++;
        else
            j++;
    }
    return to;
}

static void count_sentences(dem_parse_score *s, const dem_report *g, const dem_report *y)
{
    s->gold_sentences += g->sentences.n;
    s->system_sentences += y->sentences.n;
    for (size_t i = 0, j = 0; i < g->sentences.n && j < y->sentences.n;) {
        dem_span a = g->sentences.items[i].span, b = y->sentences.items[j].span;
        if (a.start == b.start && a.end == b.end) s->sentences++;
        if (a.start <= b.start) i++;
        if (b.start <= a.start) j++;
    }
}

static void count_word(dem_parse_score *s, const dem_token *a, const dem_token *b, bool head)
{
    s->words++;
    s->upos += a->upos == b->upos;
    s->xpos += dem_str_eq(a->xpos, b->xpos);
    s->feats += dem_str_eq(a->feats, b->feats);
    s->lemmas += a->lemma.n == 0 || dem_str_eq(a->lemma, b->lemma); /* gold without a lemma asks for none */
    if (!head) return;
    s->uas++;
    s->las_sub += a->deprel == b->deprel;
    dem_rel rel = dem_rel_base((dem_rel)a->deprel);
    if (rel != dem_rel_base((dem_rel)b->deprel)) return;
    s->las++;
    s->rel[rel].las++;
}

int dem_parse_score_add(dem_parse_score *s, const dem_report *gold, const dem_report *system, dem_error *err)
{
    if (!dem_str_eq(gold->text, system->text)) return dem_fail(err, DEM_EUSAGE, "the two analyses are of different texts");
    int32_t *to = align(gold, system), *gh = heads_of(gold), *sh = heads_of(system);
    if (!to || !gh || !sh) {
        free(to);
        free(gh);
        free(sh);
        return dem_fail(err, DEM_EMEMORY, "memory is out");
    }
    s->gold_words += gold->tokens.n;
    s->system_words += system->tokens.n;
    count_sentences(s, gold, system);
    for (size_t i = 0; i < gold->tokens.n; i++)
        s->rel[dem_rel_base((dem_rel)gold->tokens.items[i].deprel)].gold++;
    for (size_t i = 0; i < system->tokens.n; i++)
        s->rel[dem_rel_base((dem_rel)system->tokens.items[i].deprel)].system++;
    for (size_t i = 0; i < gold->tokens.n; i++) {
        if (to[i] < 0) continue;
        int32_t a = gh[i], b = sh[to[i]];
        bool head = a == -1 ? b == -1 : a >= 0 && b >= 0 && to[a] == b;
        count_word(s, &gold->tokens.items[i], &system->tokens.items[to[i]], head);
    }
    free(to);
    free(gh);
    free(sh);
    return DEM_OK;
}
