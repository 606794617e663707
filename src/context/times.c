/* SPDX-License-Identifier: Apache-2.0 */
/* Time expressions of a report: finds them, asks the verb they belong to for its tense, resolves them against the day of the
   report (or of its dateline), and keeps the day last spoken of for "a day earlier". */
#include "context/times_internal.h"

/* Tense of the predicate: -1 past, 1 ahead, 0 not told. */
static int own_tense(const dem_ctx *c, dem_toks s, int32_t v, bool title)
{
    if (dem_ctx_aux(s, v, "will") || dem_ctx_aux(s, v, "shall") || dem_ctx_aux(s, v, "'ll") || dem_ctx_aux(s, v, "would") ||
        dem_ctx_aux(s, v, "wo"))
        return 1;
    if (dem_ctx_aux(s, v, "should") || dem_ctx_aux(s, v, "must") || dem_ctx_aux(s, v, "may") || dem_ctx_aux(s, v, "might") ||
        dem_ctx_aux(s, v, "can") || dem_ctx_aux(s, v, "could"))
        return dem_ctx_aux(s, v, "have") ? -1 : 1;
    dem_str x = s.t[v].xpos;
    for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling) {
        if (dem_ctx_rel(s, k) != DEM_REL_aux && dem_ctx_rel(s, k) != DEM_REL_cop) continue;
        if (dem_str_is(s.t[k].xpos, "VBD")) {
            /* "was meeting", "was killed", "had met"; "was to meet" is an infinitive below */
            return -1;
        }
        if (dem_ctx_lemma(s, k, "have")) return -1;
        if (dem_ctx_lemma(s, k, "be") && (dem_str_is(s.t[k].xpos, "VBZ") || dem_str_is(s.t[k].xpos, "VBP"))) return title ? -1 : 1;
    }
    if (dem_str_is(x, "VBD") || dem_str_is(x, "VBN")) return -1;
    /* a form that is not the lemma's own was tagged wrong: "shook" */
    if (dem_str_is(x, "VBP") && !dem_str_ieq(s.t[v].form, s.t[v].lemma) && !dem_ctx_lemma(s, v, "be")) return -1;
    if (dem_str_is(x, "VBZ") || dem_str_is(x, "VBP")) {
        const dem_cue *say = dem_ctx_lemma_in(c, s, v, DEM_CUE_SAY_VERB); /* "begins" says only beside a quote */
        bool says = (say && !dem_str_is(say->value, "quote")) || dem_ctx_lemma_in(c, s, v, DEM_CUE_SAY_ALSO);
        return title || says ? -1 : 1;
    }
    return 0;
}

static bool is_infinitive(dem_toks s, int32_t v)
{
    for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
        if (dem_ctx_rel(s, k) == DEM_REL_mark && dem_ctx_form(s, k, "to")) return true;
    return false;
}

/* "planned for Sunday", "was scheduled for Monday": what "for" names here lies ahead. */
static bool planned_for(const dem_ctx *c, dem_toks s, int32_t v, int32_t token)
{
    if (!dem_ctx_lemma_in(c, s, v, DEM_CUE_PROSPECTIVE) || !(dem_str_is(s.t[v].xpos, "VBN") || dem_str_is(s.t[v].xpos, "VBD") || s.t[v].upos == DEM_ADJ))
        return false;
    for (int32_t k = s.t[token].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
        if (dem_ctx_rel(s, k) == DEM_REL_case && dem_ctx_form(s, k, "for")) return true;
    return false;
}

/* "ahead of Tuesday's vote", "before Christmas": under what has been so far, it lies ahead. */
static bool comes_before(dem_toks s, int32_t token)
{
    for (int32_t k = s.t[token].first_child; k != DEM_NONE; k = s.t[k].next_sibling) {
        if (dem_ctx_rel(s, k) != DEM_REL_case) continue;
        if (dem_ctx_form(s, k, "before") || dem_ctx_form(s, k, "until") || dem_ctx_form(s, k, "by") || dem_ctx_form(s, k, "ahead") || dem_ctx_form(s, k, "till") || dem_ctx_form(s, k, "through"))
            return true;
    }
    return token >= 2 && dem_ctx_form(s, token - 1, "of") && dem_ctx_form(s, token - 2, "ahead");
}

/* "called for a march on Tuesday", "put off to Wednesday" */
static bool looks_ahead(const dem_ctx *c, dem_toks s, int32_t v, int32_t token, bool of_noun)
{
    if (of_noun && dem_ctx_verb_in(c, s, v, DEM_CUE_PLAN_VERB)) return true;
    bool calls = dem_ctx_lemma(s, v, "call"), plans = dem_ctx_lemma(s, v, "plan") || dem_ctx_lemma(s, v, "schedule");
    for (int32_t k = s.t[v].first_child; (calls || plans) && k != DEM_NONE && k < token; k = s.t[k].next_sibling) {
        int32_t mark = dem_ctx_child(s, k, DEM_REL_case);
        if (k > v && s.t[k].upos == DEM_NOUN && (calls ? mark != DEM_NONE && dem_ctx_form(s, mark, "for") : dem_ctx_rel(s, k) == DEM_REL_obj)) return true;
    }
    if (!dem_ctx_verb_in(c, s, v, DEM_CUE_POSTPONE_VERB)) return false;
    for (int32_t k = s.t[token].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
        if (dem_ctx_rel(s, k) == DEM_REL_case && (dem_ctx_form(s, k, "to") || dem_ctx_form(s, k, "until") || dem_ctx_form(s, k, "till"))) return true;
    return false;
}

/* "has risen", "have been pressing" */
static bool perfect(dem_toks s, int32_t v)
{
    for (int32_t k = s.t[v].first_child; k != DEM_NONE; k = s.t[k].next_sibling)
        if (dem_ctx_rel(s, k) == DEM_REL_aux && dem_ctx_lemma(s, k, "have") && (dem_str_is(s.t[k].xpos, "VBZ") || dem_str_is(s.t[k].xpos, "VBP"))) return true;
    return false;
}

/* "It is rare for governments - she took office in July - to resign": the verb before it in its own words, whatever it hangs on. */
static bool past_before(dem_toks s, int32_t token)
{
    for (int32_t k = token - 1; k >= 0 && k > token - 8; k--) {
        if (s.t[k].upos == DEM_PUNCT) return false;
        if (dem_str_is(s.t[k].xpos, "VBD")) return true;
        if (s.t[k].upos == DEM_VERB) return false;
    }
    return false;
}

/* Climbs from the expression to its verb and asks for the tense; infinitives look ahead unless their verb says it happened. */
static int governing_tense(const dem_ctx *c, dem_toks s, int32_t token)
{
    bool title = c->r->sentences.items[s.index].kind == DEM_SENTENCE_TITLE;
    if (!c->r->sentences.items[s.index].parsed) return -1;
    int32_t v = s.t[token].head;
    bool before = comes_before(s, token), of_noun = false;
    if (dem_ctx_child(s, token, DEM_REL_cop) != DEM_NONE) return own_tense(c, s, token, title); /* "the game is Friday" */
    for (int32_t k = token + 1; k < s.n && k < token + 10 && token > 1 && (dem_ctx_form(s, token - 1, "from") || dem_ctx_form(s, token - 2, "from")); k++)
        if (dem_ctx_form(s, k, "would") || dem_ctx_form(s, k, "will")) return 1; /* "announced that from June 15, masks would be worn" */
    for (int32_t k = token - 1; k >= 0 && k >= token - 2; k--) /* "the quarter ending June 30", whatever the tree says */
        if (dem_ctx_form(s, k, "ending") || dem_ctx_form(s, k, "beginning") || dem_ctx_form(s, k, "starting")) return 1;
    for (int steps = 0; v != DEM_NONE && steps < 40; steps++, v = s.t[v].head) {
        const dem_token *t = &s.t[v];
        if (planned_for(c, s, v, token)) return 1;
        if (steps == 0 && dem_str_is(t->xpos, "VBG") && (dem_ctx_lemma(s, v, "end") || dem_ctx_lemma(s, v, "begin") || dem_ctx_lemma(s, v, "start"))) return 1;
        if (steps == 0 && t->upos == DEM_NOUN && dem_ctx_lemma_in(c, s, v, DEM_CUE_PLAN_NOUN)) return 1;
        bool predicate = t->upos == DEM_VERB || t->upos == DEM_AUX || dem_ctx_child(s, v, DEM_REL_cop) != DEM_NONE;
        if (dem_ctx_lemma_in(c, s, v, DEM_CUE_PROSPECTIVE) && !predicate && t->upos != DEM_NOUN) return 1;
        if (!predicate) {
            before = before || comes_before(s, v);
            of_noun = of_noun || t->upos == DEM_NOUN;
            continue;
        }
        if (is_infinitive(s, v)) {
            if (v > token && past_before(s, token)) return -1;
            int32_t up = t->head;
            if (up == DEM_NONE || dem_ctx_rel(s, v) == DEM_REL_acl || dem_ctx_rel(s, v) == DEM_REL_advcl) return 1;
            if (dem_ctx_lemma_in(c, s, up, DEM_CUE_IMPLICATIVE)) continue;
            return 1;
        }
        if (looks_ahead(c, s, v, token, of_noun)) return 1;
        int tense = own_tense(c, s, v, title);
        if (tense < 0 && !title && perfect(s, v) && before) return 1;
        /* what a noun carries under a verb of now may have been or be still to come: the nearer */
        bool now = tense > 0 && !dem_ctx_aux(s, v, "will") && !dem_ctx_aux(s, v, "would") && (dem_str_is(t->xpos, "VBZ") || dem_str_is(t->xpos, "VBP"));
        if (of_noun && (now || (tense < 0 && perfect(s, v)))) return DEM_TENSE_NEARER;
        if (tense) return tense;
        /* a gerund or a bare form: what it hangs on tells */
    }
    return -1;
}

/* Told of all days: "the office opens at nine", "used to be quiet in the evening". */
static bool told_always(dem_toks s, int32_t token)
{
    int32_t v = s.t[token].head;
    for (int steps = 0; v != DEM_NONE && steps < 6; steps++, v = s.t[v].head) {
        const dem_token *t = &s.t[v];
        if (dem_ctx_rel(s, v) == DEM_REL_xcomp && t->head != DEM_NONE && dem_ctx_lemma(s, t->head, "use")) return true;
        int32_t cop = dem_ctx_child(s, v, DEM_REL_cop);
        if (cop != DEM_NONE) return dem_str_is(s.t[cop].xpos, "VBZ") || dem_str_is(s.t[cop].xpos, "VBP");
        if (t->upos != DEM_VERB) continue;
        return (dem_str_is(t->xpos, "VBZ") || dem_str_is(t->xpos, "VBP")) && dem_ctx_child(s, v, DEM_REL_aux) == DEM_NONE;
    }
    return false;
}

/* "first-quarter results" are those of the quarter last gone. */
static bool of_results(const dem_ctx *c, dem_toks s, int32_t token)
{
    int32_t h = s.t[token].head;
    return h != DEM_NONE && h > token && dem_ctx_lemma_in(c, s, h, DEM_CUE_LATEST_NOUN);
}

/* The token that heads the expression: the one whose head lies outside. */
static int32_t head_of(dem_toks s, int32_t first, int32_t last)
{
    for (int32_t i = first; i <= last; i++)
        if (s.t[i].head == DEM_NONE || s.t[i].head < first || s.t[i].head > last)
            if (s.t[i].upos != DEM_PUNCT && s.t[i].upos != DEM_DET && s.t[i].upos != DEM_ADP) return i;
    return last;
}

/* A month or day inside somebody's or something's name is no time. */
static bool inside_name(const dem_ctx *c, int32_t sentence, dem_span span)
{
    for (size_t i = 0; i < c->r->mentions.n; i++) {
        const dem_mention *m = &c->r->mentions.items[i];
        if (m->sentence != sentence || m->type == DEM_MENTION_NOMINAL || m->type == DEM_MENTION_PRONOUN) continue;
        dem_span name = m->head_span;
        if (dem_span_contains(name, span) && name.end - name.start > span.end - span.start) return true;
        if (m->type == DEM_MENTION_PERSON && dem_span_contains(name, span)) return true;
    }
    return false;
}

static bool needs_tense(const dem_tx *x)
{
    return x->kind == DEM_TX_HALF || x->kind == DEM_TX_MONTHDAY || x->kind == DEM_TX_RUNNING || x->kind == DEM_TX_WEEKDAY || x->kind == DEM_TX_SEASON || x->kind == DEM_TX_QUARTER || (x->kind == DEM_TX_CALENDAR && !x->year) ||
           (x->kind == DEM_TX_UNIT && x->unit == 'K');
}

static int tense_of(const dem_ctx *c, dem_toks s, const dem_tx *x, int32_t head)
{
    if (x->kind == DEM_TX_CLOCK) {
        if (!c->r->sentences.items[s.index].parsed) return 0;
        return told_always(s, head) ? DEM_TENSE_ALWAYS : governing_tense(c, s, head);
    }
    if (!needs_tense(x)) return 0;
    bool of_time = x->kind == DEM_TX_QUARTER || (x->kind == DEM_TX_CALENDAR && !x->year && !x->day);
    if (of_time && c->r->sentences.items[s.index].parsed && of_results(c, s, head)) return -1;
    int tense = governing_tense(c, s, head);
    /* "was put off until December": a month that ends something is the nearer */
    return of_time && tense < 0 && c->r->sentences.items[s.index].parsed && comes_before(s, head) ? DEM_TENSE_NEARER : tense;
}

/* What later expressions count from. */
static void remember(dem_spoken *spoken, const dem_tx *x, const dem_time *t)
{
    if (t->type == DEM_TIME_SET) spoken->often = true;
    if (t->from == DEM_DAY_NONE || t->type == DEM_TIME_DURATION || dem_str_is(t->rule, "overnight")) return;
    int y, m, d;
    dem_day_split(t->from, &y, &m, &d);
    spoken->from = t->from;
    spoken->to = t->to;
    spoken->sentence = t->sentence;
    if (t->from == t->to) spoken->day = t->from, spoken->day_sentence = t->sentence;
    spoken->minutes = -1;
    if (t->from == t->to && x->clock.n == 5 && x->clock.p[2] == ':')
        spoken->minutes = ((x->clock.p[0] - '0') * 10 + x->clock.p[1] - '0') * 60 + (x->clock.p[3] - '0') * 10 + x->clock.p[4] - '0';
    if (x->kind == DEM_TX_QUARTER || (x->kind == DEM_TX_UNIT && x->unit == 'Q')) {
        spoken->quarter_year = y;
        spoken->quarter = (m - 1) / 3 + 1;
    }
}

/* A word without which no expression is one: figures, names of months and days, units, words for times. */
static bool is_core(const dem_tword *w)
{
    static const dem_list lists[] = {DEM_CUE_TIME_CORE, DEM_CUE_MONTH, DEM_CUE_WEEKDAY, DEM_CUE_WEEKDAYS, DEM_CUE_UNIT, DEM_CUE_UNITS, DEM_CUE_WEEKEND, DEM_CUE_DAYPART,
                                     DEM_CUE_SEASON, DEM_CUE_DAY_WORD, DEM_CUE_PAST_WORD, DEM_CUE_PRESENT_WORD, DEM_CUE_FUTURE_WORD, DEM_CUE_FREQUENCY, DEM_CUE_UNIT_LONG,
                                     DEM_CUE_REF_ADJECTIVE, DEM_CUE_REF_PHRASE};
    for (size_t i = 0; i < w->form.n; i++)
        if (w->form.p[i] >= '0' && w->form.p[i] <= '9') return true;
    if (!w->cues) return false;
    if (dem_in_lists(w->cues->begins, DEM_CUE_HOLIDAY) && !dem_str_is(w->cues->text, "the")) return true;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (dem_in_lists(w->cues->alone, lists[i])) return true;
    return false;
}

enum { REACH = 7 }; /* words from the first of an expression to the first core word in it, at most */

/* The matchers are many: they are asked only shortly before a core word. near[i]: there is one from word i on. */
static bool mark_near(const dem_tword *w, int32_t n, bool *near)
{
    int32_t next = n + REACH + 1;
    bool any = false;
    for (int32_t i = n; i-- > 0;) {
        if (is_core(&w[i])) next = i, any = true;
        near[i] = next - i <= REACH;
    }
    return any;
}

static int sentence_times(dem_ctx *c, int32_t index, dem_tword *w, dem_spoken *spoken)
{
    dem_toks s = dem_toks_of(c->r, index);
    int32_t n = dem_time_words(c, s, w);
    bool near[DEM_TIME_WORDS];
    spoken->often = false;
    if (!mark_near(w, n, near)) return DEM_OK;
    for (int32_t i = 0; i < n; i++) {
        dem_tx x;
        if (!near[i] || !dem_time_match(c, s, w, n, i, &x)) continue;
        dem_span span = {w[x.first].span.start, w[x.after - 1].span.end};
        if (inside_name(c, index, span)) continue;
        dem_time t = {.sentence = index, .span = span};
        t.head = head_of(s, w[x.first].token, w[x.after - 1].token);
        dem_time_resolve(c, &x, tense_of(c, s, &x, t.head), spoken, &t);
        if (!t.value.n) continue;
        t.mod = x.mod;
        t.rule = x.rule;
        dem_time *slot = DEM_PUSH(c->r->arena, &c->r->times);
        if (!slot) return DEM_EMEMORY;
        *slot = t;
        remember(spoken, &x, &t);
        i = x.after - 1;
    }
    return DEM_OK;
}

/* The day the report's relative words count from: its dateline's when that is a day shortly before publication. */
static dem_day anchor_of(dem_ctx *c, dem_tword *w)
{
    dem_day published = c->r->meta.published;
    dem_str line = c->r->meta.dateline_date;
    c->anchor = published;
    if (!line.n || line.n > 60) return published;
    /* The dateline is no sentence of its own: read it as loose words. */
    dem_str rest = line, part;
    dem_token tokens[12] = {0};
    int32_t n = 0;
    while (n < 12 && dem_str_split(&rest, ' ', &part)) {
        bool comma = part.n > 1 && part.p[part.n - 1] == ',';
        if (comma) part.n--;
        if (!part.n) continue;
        tokens[n++] = (dem_token){.form = part, .lemma = part, .head = DEM_NONE, .upos = DEM_PROPN, .mention = DEM_NONE, .frame = DEM_NONE};
        if (comma && n < 12) tokens[n++] = (dem_token){.form = DEM_STR(","), .lemma = DEM_STR(","), .head = DEM_NONE, .upos = DEM_PUNCT};
    }
    int32_t words = 0;
    for (int32_t i = 0; i < n; i++) words = dem_time_split_form(tokens[i].form, (dem_span){0, 0}, i, false, w, words);
    for (int32_t i = 0; i < words; i++) w[i].cues = dem_cue_word_of(c->rules, dem_tg_bare(w[i].form));
    dem_tx x;
    dem_time t = {.from = DEM_DAY_NONE};
    dem_toks s = {tokens, n, 0};
    const dem_spoken none = {.from = DEM_DAY_NONE, .to = DEM_DAY_NONE, .day = DEM_DAY_NONE, .minutes = -1};
    if (words && dem_time_match(c, s, w, words, 0, &x)) dem_time_resolve(c, &x, -1, &none, &t);
    if (t.from == DEM_DAY_NONE || t.from != t.to) return published;
    if (published == DEM_DAY_NONE) return t.basis == DEM_BASIS_EXPLICIT ? t.from : DEM_DAY_NONE;
    return t.from <= published && published - t.from <= 7 ? t.from : published;
}

int dem_times_report(dem_ctx *c, dem_error *err)
{
    dem_tword *w = DEM_NEW_N(c->r->arena, dem_tword, DEM_TIME_WORDS);
    if (!w) return dem_fail(err, DEM_EMEMORY, "memory is out");
    c->anchor = anchor_of(c, w);
    dem_spoken spoken = {.from = DEM_DAY_NONE, .to = DEM_DAY_NONE, .day = DEM_DAY_NONE, .sentence = -100, .minutes = -1};
    for (size_t i = 0; i < c->r->sentences.n; i++)
        if (sentence_times(c, (int32_t)i, w, &spoken) != DEM_OK) return dem_fail(err, DEM_EMEMORY, "memory is out");
    return DEM_OK;
}
