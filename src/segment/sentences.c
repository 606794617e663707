/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens of a paragraph -> sentences: at stops, by what stands before and after them. One pass. */
#include "segment/segment_words.h"

enum { MAX_SENTENCE = 1000 }; /* tokens; a longer one is cut */

typedef struct pass {
    dem_segmenter *s;
    dem_token *t;        /* of the report; not growing any more */
    uint32_t end, start; /* of the paragraph; of the sentence */
    bool quoted;         /* an ASCII quote is open */
} pass;

static bool one_of(dem_str f, const char *const *list)
{
    for (; *list; list++)
        if (dem_str_is(f, *list)) return true;
    return false;
}

static bool is_stop(dem_str f)
{
    if (dem_str_is(f, "\xe2\x80\xa6") || dem_str_is(f, "\xe3\x80\x82") || dem_str_is(f, "\xef\xbc\x9f") ||
        dem_str_is(f, "\xef\xbc\x81"))
        return true;
    if (!f.n) return false;
    for (size_t i = 0; i < f.n; i++)
        if (!strchr(".!?", f.p[i]) || !f.p[i]) return false;
    return true;
}

static bool is_ellipsis(dem_str f)
{
    return dem_str_is(f, "\xe2\x80\xa6") || (f.n > 1 && f.p[0] == '.' && f.p[1] == '.' && f.p[f.n - 1] == '.');
}

static dem_char first_char(dem_str f) { return f.n ? dem_char_at(f.p, 0, f.n) : (dem_char){0, 0, DEM_C_OTHER}; }

static bool word_like(dem_str f)
{
    dem_char c = first_char(f);
    return c.cls == DEM_C_LETTER || c.cls == DEM_C_DIGIT || c.cls == DEM_C_DENSE;
}

static bool is_closer(dem_str f)
{
    static const char *const closers[] = {
        "\"", "'", "''", ")", "]", "}", "\xe2\x80\x9d", "\xe2\x80\x99", "\xc2\xbb", "\xe2\x80\x99\xe2\x80\x99",
        "*",  NULL};
    return one_of(f, closers);
}

static bool is_quote(dem_str f)
{
    static const char *const quotes[] = {"\"", "'", "''", "\xe2\x80\x9d", "\xe2\x80\x99", "\xc2\xbb", NULL};
    return one_of(f, quotes);
}

static bool is_abbreviation(dem_str f) { return f.n > 1 && f.p[f.n - 1] == '.' && word_like(f); }

static bool kind(const pass *p, dem_str f, dem_word_kind k, bool lower)
{
    return dem_word_is(p->s->rules, f, k, lower);
}

/* `"Will it hold?" Annan asked`: a verb of saying within four tokens, only names before it. */
static bool speech_follows(const pass *p, uint32_t i)
{
    for (uint32_t n = 0; i < p->end && n < 5; i++, n++) {
        dem_str f = p->t[i].form;
        if (kind(p, f, DEM_WORD_SPEECH, false)) return true;
        dem_char c = first_char(f);
        bool name = dem_is_upper(c.cp) || is_abbreviation(f) || dem_str_is(f, "-") || dem_str_is(f, "the") ||
                    dem_str_is(f, "al");
        if (!name || (n > 0 && is_stop(f))) return false;
    }
    return false;
}

static bool never_after(dem_str f)
{
    static const char *const list[] = {".", ",", ";", ":", ")", "]", "}", "-", "--", "\xe2\x80\x94", "\xe2\x80\x93",
                                       "/", "%", "&", NULL};
    return one_of(f, list);
}

/* A list's number at the start of the sentence: "1." "(2)." */
static bool is_enumerator(const pass *p, uint32_t k)
{
    if (k - p->start > 2 || k == p->start) return false;
    dem_str f = p->t[k - 1].form;
    if (k - p->start == 2 && word_like(p->t[k - 2].form)) return false;
    for (size_t i = 0; i < f.n; i++)
        if (f.p[i] < '0' || f.p[i] > '9') return f.n == 1 && word_like(f);
    return f.n <= 3;
}

/* Does a sentence end at the stop k, whose closing signs end before j? */
static bool ends_here(const pass *p, uint32_t k, uint32_t j)
{
    dem_str stop = p->t[k].form, next = p->t[j].form;
    bool quote = false, bracket = false, spaced = p->t[j - 1].space_after;
    for (uint32_t i = k + 1; i < j; i++) {
        quote |= is_quote(p->t[i].form);
        bracket |= dem_str_is(p->t[i].form, ")");
    }
    if (never_after(next)) return false;
    uint32_t w = j;
    while (w < p->end && w - j < 4 && !word_like(p->t[w].form)) w++;
    if (w == p->end) return spaced;
    dem_str word = p->t[w].form;
    dem_char c = first_char(word);
    bool lower = dem_is_lower(c.cp);
    if (lower && bracket) return false;
    if (is_abbreviation(stop)) {
        if (kind(p, stop, DEM_WORD_NEVER, false) || lower || !spaced) return false;
        if (kind(p, word, DEM_WORD_STARTER, false)) return !(word.n == 1 && word.p[0] == 'A' && stop.n == 2);
        return quote && dem_is_upper(c.cp);
    }
    if (!spaced) {
        /* "…the war.The envoy": a missing space */
        return !quote && dem_str_is(stop, ".") && k > p->start && dem_is_lower(first_char(p->t[k - 1].form).cp) &&
               dem_is_upper(c.cp) && word.n > 1;
    }
    if (is_ellipsis(stop)) return !lower && (quote || w == j || p->t[w].span.start > p->t[j].span.start);
    if (dem_str_is(stop, ".")) {
        if (is_enumerator(p, k)) return false;
        return !(lower && quote);
    }
    if (lower) return !quote;
    if (w == j && (quote || dem_str_is(next, "I")) && dem_is_upper(c.cp) && speech_follows(p, w)) return false;
    return true;
}

static void add_sentence(pass *p, uint32_t first, uint32_t end, uint32_t paragraph)
{
    dem_report *r = p->s->r;
    while (first < end) {
        uint32_t cut = end - first > MAX_SENTENCE ? first + MAX_SENTENCE : end;
        dem_sentence *st = DEM_PUSH(r->arena, &r->sentences);
        if (!st) {
            p->s->full = true;
            return;
        }
        *st = (dem_sentence){.span = {p->t[first].span.start, p->t[cut - 1].span.end},
                             .first = first,
                             .n = cut - first,
                             .paragraph = paragraph,
                             .root = DEM_NONE};
        if (r->title_span.end > r->title_span.start && dem_span_overlaps(st->span, r->title_span))
            st->kind = DEM_SENTENCE_TITLE;
        first = cut;
    }
}

/* After the stop at k: quotes, brackets and note marks that belong to the sentence. */
static uint32_t absorb(pass *p, uint32_t k)
{
    uint32_t j = k + 1;
    bool quoted = p->quoted;
    while (j < p->end && j - k < 8) {
        dem_str f = p->t[j].form;
        bool ascii = dem_str_is(f, "\"");
        if (!p->t[j - 1].space_after && is_closer(f) && !(ascii && !quoted && !p->t[j].space_after)) {
            if (ascii) quoted = !quoted;
            j++;
        } else if (p->t[j - 1].space_after && ascii && quoted && p->t[j].space_after) {
            quoted = false;
            j++;
        } else if (dem_str_is(f, "[") && j + 2 < p->end && dem_str_is(p->t[j + 2].form, "]") &&
                   first_char(p->t[j + 1].form).cls == DEM_C_DIGIT) {
            j += 3; /* a note's mark: [12] */
        } else if (kind(p, f, DEM_WORD_SMILE, false) && !word_like(f)) {
            j++;
        } else {
            break;
        }
    }
    return j < p->end ? j : p->end;
}

static bool is_capitals(dem_str f)
{
    size_t letters = 0;
    for (size_t i = 0; i < f.n;) {
        dem_char c = dem_char_at(f.p, i, f.n);
        if (dem_is_lower(c.cp)) return false;
        letters += dem_is_upper(c.cp);
        i += c.len;
    }
    return letters >= 2;
}

/* A dateline at the start of a paragraph is a sentence of its own, as in the treebanks: "MOSCOW, Jan. 31 (Wire) -",
   "(Wire) --". Gives the token after it, or `first`. */
static uint32_t dateline_end(const pass *p, uint32_t first)
{
    enum { MAX_DATELINE = 24 };
    bool bracket = false, agency = false;
    if (first == p->end || !(is_capitals(p->t[first].form) || dem_str_is(p->t[first].form, "("))) return first;
    for (uint32_t i = first; i < p->end && i - first < MAX_DATELINE; i++) {
        dem_str f = p->t[i].form;
        bool dash =
            dem_str_is(f, "-") || dem_str_is(f, "--") || dem_str_is(f, "\xe2\x80\x94") || dem_str_is(f, "\xe2\x80\x93");
        if (dash && !bracket && i > first && (p->t[i - 1].space_after || agency) && i + 1 < p->end) {
            uint32_t w = i + 1;
            while (w < p->end && w - i < 3 && !word_like(p->t[w].form)) w++;
            return w < p->end && dem_is_upper(first_char(p->t[w].form).cp) &&
                           (w + 1 >= p->end || !is_capitals(p->t[w].form) || !is_capitals(p->t[w + 1].form))
                       ? i + 1
                       : first;
        }
        if (dem_str_is(f, "(")) bracket = true;
        if (dem_str_is(f, ")")) {
            bracket = false;
            agency = true;
        }
        if (!bracket && word_like(f) && dem_is_lower(first_char(f).cp)) return first;
        if (!bracket && !word_like(f) && !dem_str_is(f, ",") && !dem_str_is(f, ")") && !dem_str_is(f, "/") &&
            !dem_str_is(f, "-"))
            return first;
    }
    return first;
}

void dem_split_sentences(dem_segmenter *s, uint32_t first, uint32_t end, uint32_t paragraph)
{
    pass p = {.s = s, .t = s->r->tokens.items, .end = end, .start = first};
    uint32_t dateline = dateline_end(&p, first);
    if (dateline > first) {
        add_sentence(&p, first, dateline, paragraph);
        p.start = dateline;
    }
    for (uint32_t k = dateline; k < end;) {
        dem_str f = p.t[k].form;
        if (dem_str_is(f, "\"")) p.quoted = !p.quoted;
        if (!is_stop(f) && !is_abbreviation(f)) {
            k++;
            continue;
        }
        uint32_t j = absorb(&p, k);
        for (uint32_t i = k + 1; i < j; i++)
            if (dem_str_is(p.t[i].form, "\"")) p.quoted = !p.quoted;
        if (j < end && ends_here(&p, k, j)) {
            add_sentence(&p, p.start, j, paragraph);
            p.start = j;
        }
        k = j;
    }
    add_sentence(&p, p.start, end, paragraph);
}
