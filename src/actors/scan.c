/* SPDX-License-Identifier: Apache-2.0 */
/* Finds the lexicon's phrases in a sentence: names (leftmost, longest), roles, and the word lists that steer the passes. */
#include "actors/internal.h"

#define NAME(text) {text, sizeof(text) - 1}
static const dem_str list_names[LISTS] = {
    NAME("belongs"), NAME("locative"), NAME("addressed"), NAME("former"), NAME("against"), NAME("backed"), NAME("government-word"),
    NAME("country-noun"), NAME("calendar"), NAME("organisation-head"), NAME("place-noun"), NAME("place-verb"), NAME("place-subject"),
    NAME("conflict"), NAME("pair"), NAME("male"), NAME("female"), NAME("honorific"), NAME("say"), NAME("counterpart"), NAME("site"),
    NAME("body"), NAME("people"), NAME("place-name"), NAME("thing-name"), NAME("given-name"), NAME("soldier"), NAME("minded"),
    NAME("sides")};
#undef NAME

typedef struct scan {
    dem_actors *x;
    dem_piece *pieces;
    int32_t *first_piece;
    bool *bridge;
} scan;

static uint32_t list_bit(const dem_lex_info *e)
{
    for (int i = 0; i < LISTS; i++)
        if (dem_str_eq(e->name, list_names[i])) return (uint32_t)1 << i;
    return 0;
}

static bool is_bridge(dem_str form)
{
    static const char *const wide[] = {"\u2019", "\u2018", "\u2010", "\u2011", "\u2013", "\u02BC", NULL};
    if (form.n == 1) return strchr("-'.&/`", form.p[0]) && form.p[0];
    for (size_t i = 0; wide[i]; i++)
        if (dem_str_is(form, wide[i])) return true;
    return false;
}

static void prepare(scan *s)
{
    dem_actors *x = s->x;
    size_t n = (size_t)x->n, at = 0, shouted = 0, spoken = 0;
    s->pieces = x->pieces;
    s->first_piece = x->first_piece;
    s->bridge = x->bridge;
    for (size_t i = 0; i < n; i++) {
        s->first_piece[i] = (int32_t)at;
        size_t k = dem_fold(x->t[i].form, s->pieces + at, DEM_TOKEN_PIECES, NULL);
        for (size_t p = at; p < at + k; p++) {
            x->hashes[p] = dem_lex_hash(dem_piece_key(&s->pieces[p]));
            if (s->pieces[p].letter_case == DEM_CASE_ALLCAPS) shouted++;
            else if (s->pieces[p].letter_case != DEM_CASE_ANY && s->pieces[p].n > 1) spoken++;
        }
        s->bridge[i] = k == 0 && is_bridge(x->t[i].form);
        at += k;
    }
    s->first_piece[n] = (int32_t)at;
    x->shout = shouted >= 3 && shouted > spoken * 5;
}

/* Of places with one name the larger; a province without its number of people goes before a town. */
static int64_t weight_of(const dem_gazetteer_hit *p)
{
    enum { REGION = 2, REGION_PEOPLE = 400000 };
    return p->population ? p->population : p->precision == REGION ? REGION_PEOPLE : 0;
}

/* Without a day an office is a choice, and the record says so. */
static dem_str undated_by(dem_actors *x, dem_str by, bool in_period)
{
    char day[11];
    if (!in_period) return dem_by(x, "undated:", by, DEM_STR_NONE);
    dem_day_print(x->period, day);
    return dem_str_printf(x->a, "period:%.4s:%.*s", day, DEM_FMT(by));
}

/* Takes a value into the match under construction. */
static void take(dem_actors *x, dem_match *m, const dem_lex_value *v)
{
    uint32_t bit = (uint32_t)1 << v->kind;
    if (v->kind == DEM_VALUE_PLACE) {
        dem_gazetteer_hit place;
        if (!dem_lex_place_at(v->layer, v->entry, &place)) return;
        if (m->has_place && weight_of(&m->place) >= weight_of(&place)) return;
        m->place = place;
        m->has_place = true;
        if (!m->kinds) m->kind = DEM_VALUE_PLACE;
        m->kinds |= bit;
        return;
    }
    dem_lex_info e;
    dem_lex_coded c = {0};
    if (!dem_lex_entry_at(v->layer, v->entry, &e)) return;
    if (e.kind == DEM_ENTRY_COUNTRY && x->day != DEM_DAY_NONE && (x->day < e.from || x->day > e.to)) return;
    bool undated = x->day == DEM_DAY_NONE && e.kind == DEM_ENTRY_ACTOR && e.n_codes > 1;
    if (!dem_lex_code_on(&e, undated ? x->period : x->day, &c) || (undated && !c.dated)) dem_lex_code_on(&e, x->day, &c);
    bool better = !(m->kinds & ~((uint32_t)1 << DEM_VALUE_PLACE)) || dem_lex_rank((dem_value_kind)v->kind, c.lapsed) < dem_lex_rank(m->kind, m->lapsed);
    bool same = !better && e.entry == m->entry.entry && e.layer == m->entry.layer;
    if (better) {
        m->entry = e;
        m->kind = (dem_value_kind)v->kind;
        m->code = c.code;
        m->by = c.by.n ? c.by : e.by;
        if (undated) m->by = undated_by(x, m->by, c.dated);
        m->lapsed = c.lapsed;
        m->plural = (v->flags & VALUE_PLURAL) != 0;
        m->kinds &= (uint32_t)1 << DEM_VALUE_PLACE;
    }
    if (better || same) m->kinds |= bit;
}

typedef struct best {
    dem_match name, role;
} best;

/* "TURKEY CAR BOMB", "POLICE SAY WHO": among capitals a short acronym is told from a word only by what the parser takes it for. */
static bool shouted_word(const dem_actors *x, const dem_lex_value *v, int32_t token)
{
    if (!x->shout || v->words != 1 || (v->cases & 3) != DEM_CASE_ALLCAPS || x->t[token].form.n > 3) return false;
    return x->t[token].upos != DEM_PROPN && x->t[token].upos != DEM_X;
}

static void read_node(scan *s, const dem_lex_layer *l, uint32_t node, int32_t first, int32_t last, best *b)
{
    dem_actors *x = s->x;
    uint32_t at = 0, n = dem_lex_values(l, node, &at);
    dem_match name = {.first = first, .last = last}, role = name;
    const dem_piece *text = s->pieces + s->first_piece[first];
    size_t words = (size_t)(s->first_piece[last + 1] - s->first_piece[first]);
    for (uint32_t i = 0; i < n && i < 64; i++) {
        dem_lex_value v;
        if (!dem_lex_value_at(l, at + i, &v) || v.words != words || !dem_lex_fits(&v, text, x->shout) || shouted_word(x, &v, first)) continue;
        if (v.kind == DEM_VALUE_LIST) {
            dem_lex_info e;
            if (dem_lex_entry_at(l, v.entry, &e)) x->lists[last] |= list_bit(&e);
        } else {
            take(x, v.kind == DEM_VALUE_ROLE ? &role : &name, &v);
        }
    }
    /* Longer wins; of two layers the later one, which is asked first. */
    if (name.kinds && (!b->name.kinds || last > b->name.last)) b->name = name;
    if (role.kinds && (!b->role.kinds || last > b->role.last)) b->role = role;
}

static bool step(const dem_actors *x, const dem_lex_layer *l, uint32_t *node, int32_t piece)
{
    dem_str key = dem_piece_key(&x->pieces[piece]);
    if (*node) return dem_lex_step(l, node, x->hashes[piece], key);
    *node = dem_lex_first(l, x->hashes[piece], key);
    return *node != 0;
}

static void walk_from(scan *s, int32_t first, best *b)
{
    dem_actors *x = s->x;
    const dem_lex_layer *layers;
    for (size_t l = dem_lex_layers(x->lex, &layers); l-- > 0;) {
        uint32_t node = 0;
        for (int32_t t = first; t < x->n; t++) {
            int32_t from = s->first_piece[t], to = s->first_piece[t + 1];
            if (from == to && (!s->bridge[t] || t == first)) break;
            if (to - s->first_piece[first] > DEM_PIECES_MAX) break;
            bool on = true;
            for (int32_t p = from; p < to && on; p++) on = step(x, &layers[l], &node, p);
            if (!on) break;
            if (from < to) read_node(s, &layers[l], node, first, t, b);
        }
    }
}

/* A lone place name that is an everyday word, or part of a longer unknown name, is not taken. */
static bool name_stands(const dem_actors *x, const dem_match *m)
{
    if (m->kind != DEM_VALUE_PLACE) return true;
    if (m->first == m->last && (x->lists[m->last] >> LIST_CALENDAR & 1)) return false; /* "last March" */
    for (int32_t t = m->first; t <= m->last; t++)
        if (x->t[t].upos == DEM_PROPN) return true;
    return false;
}

static bool keep(dem_actors *x, const dem_match *m, int32_t *at)
{
    dem_match *slot = DEM_PUSH(x->a, &x->matches);
    if (!slot) return false;
    *slot = *m;
    for (int32_t t = m->first; t <= m->last; t++) at[t] = (int32_t)x->matches.n - 1;
    return true;
}

/* Single words are looked up by lemma too: "said" is on the list as "say". */
static void list_lemmas(dem_actors *x)
{
    const dem_lex_layer *layers;
    size_t n_layers = dem_lex_layers(x->lex, &layers);
    for (int32_t t = 0; t < x->n; t++) {
        if (dem_str_eq(x->t[t].lemma, x->t[t].form)) continue;
        dem_piece p[2];
        if (dem_fold(x->t[t].lemma, p, 2, NULL) != 1) continue;
        for (size_t l = 0; l < n_layers; l++) {
            uint32_t at = 0, node = dem_lex_first(&layers[l], dem_lex_hash(dem_piece_key(p)), dem_piece_key(p));
            uint32_t n = node ? dem_lex_values(&layers[l], node, &at) : 0;
            for (uint32_t i = 0; i < n && i < 64; i++) {
                dem_lex_value v;
                dem_lex_info e;
                if (dem_lex_value_at(&layers[l], at + i, &v) && v.kind == DEM_VALUE_LIST && v.words == 1 &&
                    dem_lex_entry_at(&layers[l], v.entry, &e))
                    x->lists[t] |= list_bit(&e);
            }
        }
    }
}

bool dem_scan_sentence(dem_actors *x)
{
    scan s = {.x = x};
    prepare(&s);
    int32_t name_end = -1, role_end = -1;
    for (int32_t t = 0; t < x->n; t++) {
        best b; /* a match without kinds is none, whatever else is in it */
        b.name.kinds = b.role.kinds = 0;
        walk_from(&s, t, &b);
        if (b.name.kinds && t > name_end && name_stands(x, &b.name)) {
            if (!keep(x, &b.name, x->name_at)) return false;
            name_end = b.name.last;
        }
        if (b.role.kinds && b.role.last > role_end) {
            if (t <= role_end) continue;
            if (!keep(x, &b.role, x->role_at)) return false;
            role_end = b.role.last;
        }
    }
    list_lemmas(x);
    return true;
}

bool dem_scan_phrase(dem_actors *x, dem_str text, dem_match *out)
{
    dem_lexicon_hit hit;
    *out = (dem_match){0};
    if (dem_lexicon_lookup(x->lex, text, x->day, &hit, 1) == 0 || hit.is_role) return false;
    out->code = hit.code;
    out->by = hit.by;
    out->entry.name = hit.name;
    out->kinds = 1;
    return hit.code.n > 0;
}
