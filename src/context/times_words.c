/* SPDX-License-Identifier: Apache-2.0 */
/* The words of a sentence as the time grammar sees them, and its small readers: numbers, months, weekdays, units. */
#include "context/times_grammar.h"

static bool is_digit(char ch)
{
    return ch >= '0' && ch <= '9';
}
static bool is_alpha(char ch)
{
    return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (unsigned char)ch >= 0x80;
}

static void finish_word(dem_tword *w)
{
    w->upper = w->form.p[0] >= 'A' && w->form.p[0] <= 'Z';
    w->value = -1;
    for (size_t k = 0; k < w->form.n; k++)
        if (!is_digit(w->form.p[k])) return;
    if (w->form.n > 9) return;
    w->digits = (int32_t)w->form.n;
    w->value = 0;
    for (size_t k = 0; k < w->form.n; k++) w->value = w->value * 10 + (w->form.p[k] - '0');
}

/* Where a form may be divided at all: nearly every word is letters and no more. */
static bool letters_only(dem_str form)
{
    for (size_t k = 0; k < form.n; k++)
        if (!is_alpha(form.p[k])) return false;
    return true;
}

/* Adds the parts of one token; returns the new count. */
int32_t dem_time_split_form(dem_str form, dem_span span, int32_t token, bool glued, dem_tword *out, int32_t n)
{
    size_t from = 0;
    for (size_t k = letters_only(form) && form.n ? form.n : 1; k <= form.n && n < DEM_TIME_WORDS; k++) {
        bool cut = k == form.n;
        if (!cut) {
            char a = form.p[k - 1], b = form.p[k];
            bool sep_a = a == '-' || a == '/' || a == ':', sep_b = b == '-' || b == '/' || b == ':';
            bool stops = form.n >= 8 && (is_digit(a) || is_digit(b)) && (a == '.' || b == '.');
            cut = sep_a || sep_b || (is_digit(a) && is_alpha(b)) || stops;
        }
        if (!cut) continue;
        dem_tword *w = &out[n++];
        *w = (dem_tword){.form = dem_str_cut(form, from, k), .token = token, .glued = from > 0 || glued};
        w->span = (dem_span){span.start + (uint32_t)from, span.start + (uint32_t)k};
        finish_word(w);
        from = k;
    }
    return n;
}

int32_t dem_time_words(const dem_ctx *c, dem_toks s, dem_tword *out)
{
    int32_t n = 0;
    for (int32_t i = 0; i < s.n && n < DEM_TIME_WORDS; i++) {
        dem_span span = s.t[i].span;
        bool glued = i > 0 && s.t[i - 1].span.end == span.start;
        int32_t from = n;
        n = dem_time_split_form(dem_text_of(c->r, span), span, i, glued, out, n);
        for (int32_t k = from; k < n; k++) {
            dem_str bare = dem_tg_bare(out[k].form);
            out[k].cues = dem_str_eq(bare, s.t[i].form) ? dem_ctx_cues(c, s, i)->form : dem_cue_word_of(c->rules, bare);
        }
    }
    return n;
}

/* Without the stop of an abbreviation. */
dem_str dem_tg_bare(dem_str form)
{
    return form.n > 1 && form.p[form.n - 1] == '.' ? dem_str_cut(form, 0, form.n - 1) : form;
}

const dem_cue *dem_tg_in(const dem_grammar *g, int32_t i, dem_list list)
{
    return i >= 0 && i < g->n ? dem_cue_of_word(g->w[i].cues, list) : NULL;
}

/* Past one hyphen between words: "mid-June", "two-day". */
int32_t dem_tg_past_hyphen(const dem_grammar *g, int32_t i)
{
    return dem_tg_is(g, i, "-") || dem_tg_is(g, i, "–") ? i + 1 : i;
}

static int32_t past_stop(const dem_grammar *g, int32_t i)
{
    /* The stop at the sentence's end is the sentence's. */
    return dem_tg_is(g, i, ".") && g->w[i].glued && i + 1 < g->n && g->w[i - 1].form.n <= 5 ? i + 1 : i;
}

bool dem_tg_is_year(const dem_grammar *g, int32_t i)
{
    return i >= 0 && i < g->n && g->w[i].digits == 4 && g->w[i].value >= 1000 && g->w[i].value <= 2199;
}

bool dem_tg_is_day_number(const dem_grammar *g, int32_t i)
{
    return i >= 0 && i < g->n && g->w[i].digits >= 1 && g->w[i].digits <= 2 && g->w[i].value >= 1 && g->w[i].value <= 31;
}

bool dem_tg_is_ordinal_end(const dem_grammar *g, int32_t i)
{
    return (dem_tg_is(g, i, "st") || dem_tg_is(g, i, "nd") || dem_tg_is(g, i, "rd") || dem_tg_is(g, i, "th")) && g->w[i].glued;
}

int32_t dem_tg_read_ordinal(const dem_grammar *g, int32_t i, int *out)
{
    if (dem_tg_is_day_number(g, i) && dem_tg_is_ordinal_end(g, i + 1)) {
        *out = g->w[i].value;
        return i + 2;
    }
    const dem_cue *e = dem_tg_in(g, i, DEM_CUE_ORDINAL);
    if (!e) {
        const dem_cue *tens = dem_tg_in(g, i, DEM_CUE_NUMBER);
        const dem_cue *ones = dem_tg_is(g, i + 1, "-") ? dem_tg_in(g, i + 2, DEM_CUE_ORDINAL) : NULL;
        if (!tens || !ones || tens->number < 20 || ones->number > 9) return i;
        *out = (int)(tens->number + ones->number);
        return i + 3;
    }
    *out = (int)e->number;
    return i + 1;
}

/* Day of a month: number or ordinal. */
int32_t dem_tg_read_day(const dem_grammar *g, int32_t i, int *out)
{
    int32_t after = dem_tg_read_ordinal(g, i, out);
    if (after > i) return *out <= 31 ? after : i;
    if (!dem_tg_is_day_number(g, i)) return i;
    if (dem_tg_is(g, i + 1, ":") && g->w[i + 1].glued) return i;
    *out = g->w[i].value;
    return i + 1;
}

/* "january", "Jan.", with its stop. Small-letter forms of ambiguous names are never months. */
int32_t dem_tg_read_month(const dem_grammar *g, int32_t i, int *out)
{
    const dem_cue *e = dem_tg_in(g, i, DEM_CUE_MONTH);
    if (!e || (!g->w[i].upper && dem_tg_in(g, i, DEM_CUE_AMBIGUOUS_MONTH))) return i;
    *out = (int)e->number;
    return past_stop(g, i + 1);
}

int32_t dem_tg_read_weekday(const dem_grammar *g, int32_t i, int *out)
{
    const dem_cue *e = dem_tg_in(g, i, DEM_CUE_WEEKDAY);
    if (!e) return i;
    int32_t after = past_stop(g, i + 1);
    bool stop = after > i + 1 || g->w[i].form.p[g->w[i].form.n - 1] == '.';
    if (dem_tg_in(g, i, DEM_CUE_AMBIGUOUS_WEEKDAY) && !stop && !(dem_tg_is(g, after, ",") && g->w[i].upper)) return i;
    *out = (int)e->number;
    return after;
}

/* A cardinal of units: digits or words; -1 for "several", "a few". */
int32_t dem_tg_read_count(const dem_grammar *g, int32_t i, int64_t *out)
{
    if (i >= g->n) return i;
    int64_t v;
    bool decimal;
    const dem_cue *e;
    if (g->w[i].value >= 0) {
        *out = g->w[i].value;
        return i + 1;
    }
    if (dem_ctx_parse_digits(g->w[i].form, &v, &decimal) && !decimal) {
        *out = v;
        return i + 1;
    }
    if ((e = dem_tg_in(g, i, DEM_CUE_NUMBER))) {
        *out = e->number;
        int32_t k = dem_tg_past_hyphen(g, i + 1);
        const dem_cue *ones = e->number >= 20 ? dem_tg_in(g, k, DEM_CUE_NUMBER) : NULL;
        if (ones && ones->number < 10) {
            *out += ones->number;
            return k + 1;
        }
        const dem_cue *m = dem_tg_in(g, i + 1, DEM_CUE_MULTIPLIER);
        if (m && m->number >= 12 && m->number <= 1000) {
            *out *= m->number;
            return i + 2;
        }
        return i + 1;
    }
    *out = -1;
    if (dem_tg_is(g, i, "a") && (dem_tg_is(g, i + 1, "few") || dem_tg_is(g, i + 1, "couple"))) i++;
    else if (dem_tg_is(g, i, "a") && dem_tg_is(g, i + 1, "dozen")) {
        *out = 12;
        return i + 2;
    }
    if (dem_tg_in(g, i, DEM_CUE_VAGUE)) return dem_tg_is(g, i + 1, "of") ? i + 2 : i + 1;
    if (dem_tg_is(g, i, "dozen")) {
        *out = 12;
        return i + 1;
    }
    return i;
}

int32_t dem_tg_read_unit(const dem_grammar *g, int32_t i, char *unit, bool *plural)
{
    const dem_cue *e = dem_tg_in(g, i, DEM_CUE_UNIT);
    *plural = false;
    if (!e) {
        e = dem_tg_in(g, i, DEM_CUE_UNITS);
        *plural = true;
    }
    if (!e) return i;
    *unit = e->value.p[0];
    return i + 1;
}

bool dem_tg_by_age(const dem_grammar *g, int32_t after)
{
    return dem_tg_in(g, dem_tg_past_hyphen(g, after), DEM_CUE_AGE_WORD) != NULL;
}

bool dem_tg_done(dem_tx *x, dem_tx_kind kind, int32_t after, const char *rule)
{
    x->kind = kind;
    x->after = after;
    x->rule = dem_str_c(rule);
    return true;
}

