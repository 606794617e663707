/* SPDX-License-Identifier: Apache-2.0 */
/* Trees for tests, written by hand: a line a token, "form lemma UPOS XPOS head deprel [feats]", head 1-based, 0 the root; an empty line
   ends a sentence; "# title" makes the next one the headline, "# paragraph" starts a paragraph. A form with "~" before it has no
   space before it. */
#ifndef DEM_TESTS_ACTORS_TABLE_H
#define DEM_TESTS_ACTORS_TABLE_H

#include "report/report.h"

#include <stdlib.h>

static dem_str table_word(dem_str *rest)
{
    size_t i = 0, j;
    while (i < rest->n && (rest->p[i] == ' ' || rest->p[i] == '\t')) i++;
    j = i;
    while (j < rest->n && rest->p[j] != ' ' && rest->p[j] != '\t') j++;
    dem_str word = dem_str_cut(*rest, i, j);
    *rest = dem_str_cut(*rest, j, rest->n);
    return word;
}

static bool table_title;

static void table_close(dem_report *r, uint32_t first, uint32_t paragraph)
{
    if (r->tokens.n == first) return;
    dem_sentence *s = DEM_PUSH(r->arena, &r->sentences);
    *s = (dem_sentence){.span = {r->tokens.items[first].span.start, r->tokens.items[r->tokens.n - 1].span.end}, .first = first,
                        .n = (uint32_t)r->tokens.n - first, .paragraph = paragraph, .root = DEM_NONE, .parsed = true,
                        .kind = table_title ? DEM_SENTENCE_TITLE : DEM_SENTENCE_BODY};
    dem_sentence_link(r, (int32_t)r->sentences.n - 1);
    table_title = false;
}

/* A report with the trees of `table`; the caller frees it. */
static dem_report *table_report(const char *table, const char *day)
{
    dem_report *r = dem_report_new(0);
    char *text = dem_alloc(r->arena, strlen(table) + 16);
    size_t at = 0;
    uint32_t first = 0, paragraph = 0;
    dem_str rest = dem_str_c(table), line;
    table_title = false;
    while (dem_str_split(&rest, '\n', &line)) {
        if (dem_str_trim(line).n == 0) {
            table_close(r, first, paragraph);
            first = (uint32_t)r->tokens.n;
            continue;
        }
        if (line.p[0] == '#' && line.n > 1 && line.p[1] == ' ') {
            if (dem_str_find(line, DEM_STR("title"), 0) != SIZE_MAX) table_title = true;
            else paragraph++;
            continue;
        }
        dem_str form = table_word(&line);
        bool glued = form.n > 1 && form.p[0] == '~';
        if (glued) form = dem_str_cut(form, 1, form.n);
        if (at && !glued) text[at++] = ' ';
        dem_token *t = DEM_PUSH(r->arena, &r->tokens);
        memcpy(text + at, form.p, form.n);
        *t = (dem_token){.span = {(uint32_t)at, (uint32_t)(at + form.n)}, .form = {text + at, form.n}, .mention = DEM_NONE, .frame = DEM_NONE,
                         .first_child = DEM_NONE, .next_sibling = DEM_NONE, .space_after = true};
        at += form.n;
        t->lemma = dem_str_dup(r->arena, table_word(&line));
        t->upos = (uint8_t)dem_upos_parse(table_word(&line));
        t->xpos = dem_str_dup(r->arena, table_word(&line));
        dem_str head = dem_str_dup(r->arena, table_word(&line));
        t->head = head.n ? (int32_t)strtol(head.p, NULL, 10) - 1 : DEM_NONE;
        t->deprel = (uint8_t)dem_rel_parse(table_word(&line));
        t->feats = dem_str_dup(r->arena, table_word(&line));
    }
    table_close(r, first, paragraph);
    r->text = (dem_str){text, at};
    r->meta.published = day ? dem_day_parse(dem_str_c(day)) : DEM_DAY_NONE;
    return r;
}

#endif
