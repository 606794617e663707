/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers in prose: digits and words, magnitudes, vague amounts, ranges, qualifiers before them. */
#include "context/context_internal.h"

static const int64_t TOO_MUCH = 100000000000; /* no toll is larger; what is larger is no number of people */

/* "5,400", "5400", "5.4": digits with thousands separators; *scaled counts digits after a decimal point. */
bool dem_ctx_parse_digits(dem_str s, int64_t *out, bool *decimal)
{
    int64_t v = 0;
    size_t i = 0, group = 0;
    bool any = false, grouped = false;
    *decimal = false;
    for (; i < s.n; i++) {
        char ch = s.p[i];
        if (ch >= '0' && ch <= '9') {
            v = v * 10 + (ch - '0');
            if (v > TOO_MUCH) return false;
            any = true;
            group++;
        } else if (ch == ',' && any && (!grouped || group == 3)) {
            grouped = true;
            group = 0;
        } else {
            break;
        }
    }
    if (!any || (grouped && group != 3)) return false;
    if (i == s.n) {
        *out = v;
        return true;
    }
    if (s.p[i] != '.' || i + 1 == s.n) return false;
    for (size_t k = i + 1; k < s.n; k++)
        if (s.p[k] < '0' || s.p[k] > '9') return false;
    *decimal = true;
    *out = v;
    return true;
}

static int64_t fraction(dem_str s, int64_t scale)
{
    size_t dot = dem_str_find(s, DEM_STR("."), 0);
    int64_t v = 0;
    if (dot == SIZE_MAX) return 0;
    for (size_t i = dot + 1; i < s.n && scale >= 10; i++) {
        scale /= 10;
        v += (s.p[i] - '0') * scale;
    }
    return v;
}

typedef struct acc {
    int64_t total, part;
    bool any, vague, open;
} acc;

/* "twenty-one" as one token. */
static bool hyphenated(const dem_ctx *c, dem_str form, int64_t *out)
{
    size_t dash = dem_str_find(form, DEM_STR("-"), 0);
    if (dash == SIZE_MAX) return false;
    const dem_cue *a = dem_cue_in(c->rules, DEM_CUE_NUMBER, dem_str_cut(form, 0, dash));
    const dem_cue *b = dem_cue_in(c->rules, DEM_CUE_NUMBER, dem_str_cut(form, dash + 1, form.n));
    if (!a || !b || a->number < 20 || b->number > 9) return false;
    *out = a->number + b->number;
    return true;
}

static bool take_small(const dem_ctx *c, dem_toks s, int32_t i, acc *a)
{
    int64_t v;
    const dem_cue *e = dem_ctx_form_in(c, s, i, DEM_CUE_NUMBER);
    if (e) {
        if (a->part % 10 != 0 || (a->part % 100 && e->number >= 10)) return false;
        a->part += e->number;
    } else if (hyphenated(c, s.t[i].form, &v)) {
        if (a->part % 100) return false;
        a->part += v;
    } else {
        return false;
    }
    return true;
}

static bool scale_by(acc *a, int64_t m)
{
    if (!a->any) return false;
    if (a->part == 0) a->part = 1;
    if (a->part > TOO_MUCH / m) return false;
    if (m >= 1000) {
        a->total += a->part * m;
        a->part = 0;
    } else {
        a->part *= m;
    }
    return a->total <= TOO_MUCH;
}

/* A bare amount from token i on; returns the token after it, i when there is none. */
static int32_t read_amount(const dem_ctx *c, dem_toks s, int32_t i, acc *a)
{
    int32_t start = i;
    bool decimal = false;
    int64_t v;
    *a = (acc){0};
    if (i < s.n && dem_ctx_parse_digits(s.t[i].form, &v, &decimal)) {
        a->any = true;
        const dem_cue *m = i + 1 < s.n ? dem_ctx_form_in(c, s, i + 1, DEM_CUE_MULTIPLIER) : NULL;
        if (decimal && !m) return start;
        if (m && v <= TOO_MUCH / m->number) {
            a->total = v * m->number + fraction(s.t[i].form, m->number);
            return i + 2;
        }
        a->total = v;
        return i + 1;
    }
    for (; i < s.n; i++) {
        if (take_small(c, s, i, a)) {
            a->any = true;
            continue;
        }
        const dem_cue *m = dem_ctx_form_in(c, s, i, DEM_CUE_MULTIPLIER);
        if (m && m->text.n > 2 && scale_by(a, m->number)) continue;
        bool link = dem_ctx_form(s, i, "and") || dem_ctx_form(s, i, "-");
        if (link && a->any && i + 1 < s.n && i > start && (a->part >= 100 || a->total || dem_ctx_form(s, i, "-")) && a->part % 10 == 0) {
            acc probe = *a;
            if (dem_ctx_form(s, i, "and") && !dem_ctx_form_in(c, s, i - 1, DEM_CUE_MULTIPLIER)) break;
            if (take_small(c, s, i + 1, &probe)) continue;
        }
        break;
    }
    a->total += a->part;
    return a->any ? i : start;
}

/* "dozens", "tens of thousands", "a few hundred", "several dozen", "a hundred", "half a million", "two dozen". */
static int32_t read_vague(const dem_ctx *c, dem_toks s, int32_t i, acc *a)
{
    int32_t start = i;
    *a = (acc){0};
    if (dem_ctx_form(s, i, "half") && (dem_ctx_form(s, i + 1, "a") || dem_ctx_form(s, i + 1, "million"))) {
        int32_t k = dem_ctx_form(s, i + 1, "a") ? i + 2 : i + 1;
        const dem_cue *m = k < s.n ? dem_ctx_form_in(c, s, k, DEM_CUE_MULTIPLIER) : NULL;
        if (!m || m->number < 12) return start;
        *a = (acc){m->number / 2, 0, true, false, false};
        return k + 1;
    }
    bool article = dem_ctx_form(s, i, "a") || dem_ctx_form(s, i, "an");
    if (article) i++;
    if (i >= s.n) return start;
    const dem_cue *m = dem_ctx_form_in(c, s, i, DEM_CUE_MULTIPLIER);
    if (m && article && m->text.n > 2) {
        *a = (acc){m->number, 0, true, false, false};
        return i + 1;
    }
    if (dem_ctx_form(s, i, "tens") && dem_ctx_form(s, i + 1, "of")) {
        *a = (acc){10, 0, true, true, true};
        i += 2;
    } else {
        const dem_cue *v = dem_ctx_form_in(c, s, i, DEM_CUE_VAGUE);
        if (!v) return start;
        *a = (acc){v->number, 0, true, true, true};
        i++;
        if (dem_ctx_form(s, i, "of")) i++;
    }
    /* A measure after it: "hundreds of thousands", "a few hundred". */
    if (i < s.n) {
        m = dem_ctx_form_in(c, s, i, DEM_CUE_MULTIPLIER);
        const dem_cue *plural = m ? NULL : dem_ctx_form_in(c, s, i, DEM_CUE_VAGUE);
        int64_t by = m ? m->number : plural && plural->number >= 12 ? plural->number : 0;
        if (by) {
            a->total *= by;
            return i + 1;
        }
    }
    if (dem_ctx_form(s, i - 1, "of")) i--;
    return i;
}

static int32_t read_any(const dem_ctx *c, dem_toks s, int32_t i, acc *a)
{
    int32_t after = read_amount(c, s, i, a);
    return after > i ? after : read_vague(c, s, i, a);
}

static void set_bounds(dem_number *n, const acc *a)
{
    n->vague = a->vague;
    n->min = n->max = a->total;
    if (a->open) n->max = -1;
    if (dem_str_is(n->qualifier, "at_least")) n->max = -1;
    if (dem_str_is(n->qualifier, "up_to")) n->min = -1;
    if (!n->qualifier.n) n->qualifier = a->open ? DEM_STR("at_least") : DEM_STR("exactly");
}

static bool range_link(dem_toks s, int32_t i)
{
    return dem_ctx_form(s, i, "to") || dem_ctx_form(s, i, "and") || dem_ctx_form(s, i, "-") || dem_ctx_form(s, i, "–") || dem_ctx_form(s, i, "or");
}

/* "20-30" in one token. */
static bool joined_range(dem_str form, int64_t *lo, int64_t *hi)
{
    if (!form.n || form.p[0] < '0' || form.p[0] > '9') return false;
    size_t dash = dem_str_find(form, DEM_STR("-"), 0);
    size_t skip = 1;
    if (dash == SIZE_MAX) {
        dash = dem_str_find(form, DEM_STR("–"), 0);
        skip = 3;
    }
    bool decimal;
    if (dash == SIZE_MAX) return false;
    return dem_ctx_parse_digits(dem_str_cut(form, 0, dash), lo, &decimal) && !decimal &&
           dem_ctx_parse_digits(dem_str_cut(form, dash + skip, form.n), hi, &decimal) && !decimal && *lo < *hi;
}

bool dem_ctx_number_at(const dem_ctx *c, dem_toks s, int32_t at, dem_number *out)
{
    int32_t len = 0, i = at;
    acc a, b;
    *out = (dem_number){.first = at, .min = -1, .max = -1};
    const dem_cue *lead = dem_ctx_match(c, s, at, DEM_CUE_QUALIFIER, &len); /* "no fewer than 18" is not none */
    if (dem_ctx_form_in(c, s, at, DEM_CUE_NONE) && !(lead && len > 1)) {
        *out = (dem_number){at, at, at, at, 0, 0, DEM_STR("exactly"), true, false};
        return true;
    }
    bool between = (dem_ctx_form(s, at, "between") || dem_ctx_form(s, at, "from")) && at + 1 < s.n;
    if (between) {
        i++;
    } else {
        const dem_cue *q = dem_ctx_match(c, s, at, DEM_CUE_QUALIFIER, &len);
        if (q) {
            out->qualifier = q->value;
            i += len;
            const dem_cue *second = dem_ctx_match(c, s, i, DEM_CUE_QUALIFIER, &len);
            if (second) i += len; /* "at least some 20" */
        }
    }
    if (i >= s.n) return false;
    int64_t lo, hi;
    out->value_first = i;
    if (joined_range(s.t[i].form, &lo, &hi)) {
        out->min = lo;
        out->max = hi;
        out->last = out->value_last = i;
        if (!out->qualifier.n) out->qualifier = DEM_STR("about");
        return true;
    }
    int32_t after = read_any(c, s, i, &a);
    if (after == i) return false;
    if (after + 1 < s.n && range_link(s, after) && !a.open) {
        int32_t end = read_amount(c, s, after + 1, &b);
        bool joins = between || !dem_ctx_form(s, after, "and");
        if (end > after + 1 && joins) {
            /* "two to three hundred", "3 to 4 million": the measure belongs to both. */
            if (b.total > a.total * 50 && a.total < 100 && b.total % 100 == 0 && b.total >= 100 &&
                dem_ctx_form_in(c, s, end - 1, DEM_CUE_MULTIPLIER))
                a.total *= dem_ctx_form_in(c, s, end - 1, DEM_CUE_MULTIPLIER)->number;
            if (b.total > a.total) {
                out->min = a.total;
                out->max = b.total;
                out->last = out->value_last = end - 1;
                if (!out->qualifier.n) out->qualifier = DEM_STR("about");
                return true;
            }
        }
    }
    if (between) return false;
    out->last = out->value_last = after - 1;
    /* "30 or more", "12 or so" */
    if (dem_ctx_form(s, after, "or") && (dem_ctx_form(s, after + 1, "more") || dem_ctx_form(s, after + 1, "so"))) {
        out->qualifier = dem_ctx_form(s, after + 1, "more") ? DEM_STR("at_least") : DEM_STR("about");
        out->last = after + 1;
    }
    set_bounds(out, &a);
    return true;
}
