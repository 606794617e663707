/* SPDX-License-Identifier: Apache-2.0 */
/* Mentions of a sentence from its tree: which tokens head one, what its name is, and how it stands (subject, possessor, place). */
#include "actors/internal.h"

#include <stdlib.h>

enum { CHAIN_MAX = 16 };

static bool is_rel(const dem_actors *x, int32_t t, dem_rel r)
{
    return x->t[t].deprel == r;
}

/* The relation under which a coordination hangs, and its governor. */
static dem_rel relation_of(const dem_actors *x, int32_t t, int32_t *top, int32_t *governor)
{
    for (int i = 0; i < CHAIN_MAX && dem_rel_of(x, t) == DEM_REL_conj && x->t[t].head >= 0; i++) t = x->t[t].head;
    *top = t;
    *governor = x->t[t].head;
    return (dem_rel)x->t[t].deprel;
}

static bool nominal_relation(const dem_actors *x, int32_t t)
{
    switch (dem_rel_of(x, t)) {
    case DEM_REL_nsubj: case DEM_REL_obj: case DEM_REL_iobj: case DEM_REL_obl: case DEM_REL_nmod: case DEM_REL_appos: case DEM_REL_conj:
    case DEM_REL_root: case DEM_REL_vocative: case DEM_REL_dislocated: case DEM_REL_parataxis: case DEM_REL_list: case DEM_REL_dep:
    case DEM_REL_ccomp: case DEM_REL_xcomp: case DEM_REL_advcl: case DEM_REL_acl: case DEM_REL_orphan: case DEM_REL_advmod:
        return true;
    default: return false;
    }
}

/* "offered to mediate in person" */
static bool in_person(const dem_actors *x, int32_t t)
{
    return t > x->lo[t] && dem_str_ieq(x->t[t].form, DEM_STR("person")) && dem_str_ieq(x->t[t - 1].form, DEM_STR("in"));
}

static bool heads_phrase(const dem_actors *x, int32_t t)
{
    uint8_t u = x->t[t].upos;
    if (u != DEM_NOUN && u != DEM_PROPN && u != DEM_X && u != DEM_ADJ && u != DEM_SYM) return false;
    return nominal_relation(x, t);
}

static bool capital(const dem_actors *x, int32_t t)
{
    dem_str f = x->t[t].form;
    return f.n && ((f.p[0] >= 'A' && f.p[0] <= 'Z') || (unsigned char)f.p[0] >= 0xC3);
}

static bool title_word(const dem_actors *x, int32_t t)
{
    return x->role_at[t] != DEM_NONE || dem_is_list(x, t, LIST_HONORIFIC);
}

static bool name_word(const dem_actors *x, int32_t t)
{
    return x->t[t].upos == DEM_PROPN || ((x->t[t].upos == DEM_ADJ || x->t[t].upos == DEM_NOUN || x->t[t].upos == DEM_X) && capital(x, t) && t > 0);
}

/* A bridge inside a name: "al - Assad", "Jean - Pierre". */
static bool hyphen(const dem_actors *x, int32_t t)
{
    return t >= 0 && t < x->n && (dem_str_is(x->t[t].form, "-") || dem_str_is(x->t[t].form, "\u2013"));
}

static bool weekday(const dem_actors *x, int32_t t)
{
    return dem_is_list(x, t, LIST_CALENDAR) && x->t[t].form.n > 5 && dem_str_ends(x->t[t].form, DEM_STR("day"));
}

/* The last token of the name that starts at t: flat dependents (also of each other), and what a parser hangs beside instead of below. */
static int32_t flat_end(const dem_actors *x, int32_t t)
{
    int32_t end = t;
    for (int32_t j = t + 1; j < x->n && j <= end + 2 && j - t < CHAIN_MAX; j++) {
        int32_t h = x->t[j].head;
        if (weekday(x, j)) break; /* "Reuters Tuesday" */
        bool below = dem_rel_of(x, j) == DEM_REL_flat && h >= t && h < j;
        bool beside = j == end + 1 && x->t[j].upos == DEM_PROPN && x->t[t].upos == DEM_PROPN && h == x->t[t].head && h >= 0 &&
                      x->t[j].deprel == x->t[t].deprel && x->name_at[j] == DEM_NONE && dem_rel_of(x, j) != DEM_REL_compound;
        if (below || beside) end = j;
        else if (j == end + 2) break;
        else if (j == end + 1 && !hyphen(x, j) && !title_word(x, j) && !dem_str_is(x->t[j].form, ".") && !dem_str_is(x->t[j].form, "'") && !dem_str_is(x->t[j].form, "\u2019")) break;
    }
    return end;
}

/* Is the word kept apart by "anti-" before or "-backed" after a hyphen? Also in one token: "anti-government" is no match then. */
static bool set_apart(const dem_actors *x, int32_t first, int32_t last)
{
    if (hyphen(x, first - 1) && first > 1 && dem_is_list(x, first - 2, LIST_AGAINST)) return true;
    if (hyphen(x, last + 1) && last + 2 < x->n && dem_is_list(x, last + 2, LIST_BACKED)) return true;
    return false;
}

static dem_raw *add_raw(dem_actors *x, int32_t head)
{
    dem_raw *m = DEM_PUSH(x->a, &x->raws);
    if (!m) return NULL;
    *m = (dem_raw){.sentence = x->s, .head = head, .first = x->lo[head], .last = x->hi[head], .name_first = head, .name_last = head,
                   .name = DEM_NONE, .role = DEM_NONE, .owner = DEM_NONE, .owner_token = DEM_NONE, .shared_role = DEM_NONE, .owner_name = DEM_NONE, .same_as = DEM_NONE,
                   .describes_me = DEM_NONE, .lists = x->lists[head], .quoted = x->quoted[head]};
    x->taken[head] = true;
    return m;
}

static bool has_det(const dem_actors *x, int32_t t, bool *indefinite, bool *both)
{
    bool definite = false;
    *indefinite = *both = false;
    for (int32_t c = x->t[t].first_child; c >= 0; c = x->t[c].next_sibling) {
        if (dem_rel_of(x, c) == DEM_REL_nummod && c < t) *indefinite = *indefinite || !definite;
        if (dem_rel_of(x, c) != DEM_REL_det) continue;
        dem_str l = x->t[c].lemma.n ? x->t[c].lemma : x->t[c].form;
        if (dem_str_ieq(l, DEM_STR("the")) || dem_str_ieq(l, DEM_STR("this")) || dem_str_ieq(l, DEM_STR("that"))) definite = true;
        else if (dem_str_ieq(l, DEM_STR("both"))) *both = definite = true;
        else *indefinite = true;
    }
    if (definite) *indefinite = false;
    return definite;
}

static bool plural_token(const dem_token *t)
{
    return dem_str_find(t->feats, DEM_STR("Number=Plur"), 0) != SIZE_MAX || dem_str_is(t->xpos, "NNS") || dem_str_is(t->xpos, "NNPS");
}

static bool is_former(const dem_actors *x, int32_t first, int32_t last)
{
    for (int32_t t = first; t <= last; t++)
        if (dem_is_list(x, t, LIST_FORMER) && (x->t[t].upos == DEM_ADJ || x->t[t].upos == DEM_VERB || x->t[t].upos == DEM_X || hyphen(x, t + 1) ||
                                               dem_str_ieq(x->t[t].form, DEM_STR("ex"))))
            return true;
    return false;
}

/* Standing in the sentence. */
static void read_position(dem_actors *x, dem_raw *m)
{
    int32_t top, gov, which;
    bool both;
    dem_rel rel = relation_of(x, m->head, &top, &gov);
    dem_rel base = dem_rel_base(rel);
    m->coordinated = top != m->head;
    m->top = top;
    m->entity = DEM_NONE;
    m->subject = base == DEM_REL_nsubj;
    m->says = m->subject && gov >= 0 && dem_is_list(x, gov, LIST_SAY);
    m->agent = rel == DEM_REL_obl_agent;
    m->possessive = is_rel(x, m->head, DEM_REL_nmod_poss) || m->modifier || rel == DEM_REL_nmod_poss;
    m->definite = has_det(x, m->head, &m->indefinite, &both);
    m->plural = m->type != DEM_MENTION_PLACE && m->type != DEM_MENTION_PERSON && m->type != DEM_MENTION_ORGANISATION && (plural_token(&x->t[m->head]) || (m->role != DEM_NONE && x->matches.items[m->role].plural));
    m->bare_plural = m->plural && !m->definite && !m->indefinite;
    m->former = is_former(x, m->first, m->name_last);
    m->title_case = capital(x, m->head);
    if (!dem_has_case(x, m->head, &which) && top != m->head) dem_has_case(x, top, &which);
    if (which != DEM_NONE && !m->modifier && dem_is_list(x, which, LIST_LOCATIVE)) {
        bool to = dem_str_ieq(x->t[which].form, DEM_STR("to")), from = dem_str_ieq(x->t[which].form, DEM_STR("from"));
        bool addressed = to && dem_is_list(x, gov, LIST_ADDRESSED);
        bool sent = from && gov >= 0 && x->t[gov].upos == DEM_NOUN;
        m->locative = !addressed && !sent;
    }
    if (gov >= 0 && dem_is_list(x, gov, LIST_CONFLICT) && (m->modifier || m->possessive || m->locative || which != DEM_NONE)) m->lists |= (uint32_t)1 << LIST_CONFLICT;
    /* Does a city or country act here as the government that sits in it? */
    bool verb = gov >= 0 && x->t[gov].upos == DEM_VERB, happens = gov >= 0 && dem_is_list(x, gov, LIST_PLACE_VERB), suffers = gov >= 0 && dem_is_list(x, gov, LIST_PLACE_SUBJECT);
    if (m->modifier) m->acts = dem_is_list(x, gov, LIST_ADDRESSED); /* "the Moscow offer", not "the Minsk talks" */
    else if (base == DEM_REL_nsubj) m->acts = !suffers && (rel != DEM_REL_nsubj_pass || (verb && !happens));
    else if (m->agent) m->acts = true;
    else if (m->possessive) m->acts = gov >= 0 && !dem_is_list(x, gov, LIST_PLACE_NOUN);
    else if (base == DEM_REL_obj || base == DEM_REL_iobj) m->acts = !happens;
    else if (base == DEM_REL_obl || base == DEM_REL_nmod) m->acts = which != DEM_NONE && !m->locative && !happens;
    else m->acts = base == DEM_REL_xcomp || base == DEM_REL_appos ? false : dem_is_list(x, gov, LIST_SAY);
    m->government = m->acts && !m->modifier && (m->subject || m->agent || (m->possessive && dem_rel_of(x, m->head) == DEM_REL_nmod));
}

static uint8_t gender_of(const dem_actors *x, int32_t first, int32_t last)
{
    uint32_t lists = 0;
    for (int32_t t = first; t <= last; t++) lists |= x->lists[t];
    bool male = lists >> LIST_MALE & 1, female = lists >> LIST_FEMALE & 1;
    return male == female ? 0 : male ? 'm' : 'f';
}

/* ---- names ---- */

static dem_mention_type type_of_match(const dem_match *k)
{
    if (k->kind == DEM_VALUE_PLACE || k->entry.kind == DEM_ENTRY_COUNTRY) return k->kind == DEM_VALUE_DEMONYM ? DEM_MENTION_GROUP : DEM_MENTION_PLACE;
    if (k->kind == DEM_VALUE_METONYM || k->kind == DEM_VALUE_CAPITAL) return DEM_MENTION_PLACE;
    switch (k->entry.type) {
    case DEM_TYPE_PERSON: return DEM_MENTION_PERSON;
    case DEM_TYPE_COUNTRY: return DEM_MENTION_PLACE;
    case DEM_TYPE_GROUP: case DEM_TYPE_COLLECTIVE: return DEM_MENTION_GROUP;
    default: return DEM_MENTION_ORGANISATION;
    }
}

/* Words of the same flat name outside the match, titles apart: then another person bears the name. */
static bool part_of_longer_name(const dem_actors *x, const dem_match *k, int32_t top)
{
    int32_t start = top;
    if (dem_rel_of(x, top) == DEM_REL_flat && x->t[top].head >= 0) start = x->t[top].head;
    int32_t end = flat_end(x, start);
    for (int32_t t = start; t <= end; t++)
        if ((t < k->first || t > k->last) && x->t[t].upos == DEM_PROPN && !title_word(x, t) && x->name_at[t] == DEM_NONE) return true;
    for (int32_t t = k->first - 1; t >= 0 && t >= x->lo[start] && x->t[t].upos == DEM_PROPN && dem_rel_of(x, t) == DEM_REL_compound; t--)
        if (!title_word(x, t) && x->name_at[t] == DEM_NONE && !hyphen(x, t + 1)) return k->entry.type == DEM_TYPE_PERSON;
    return false;
}

static bool consumes(const dem_actors *x, int32_t governor);

static int32_t role_headed_by(const dem_actors *x, int32_t t);

/* "Russian and Chinese officials": the role that the second adjective shares. */
static int32_t shared_role(const dem_actors *x, int32_t t)
{
    for (int i = 0; i < CHAIN_MAX && t >= 0 && (dem_rel_of(x, t) == DEM_REL_conj || dem_rel_of(x, t) == DEM_REL_amod); i++) t = x->t[t].head;
    int32_t role = t >= 0 ? role_headed_by(x, t) : DEM_NONE;
    return role != DEM_NONE && !x->matches.items[role].entry.alone ? role : DEM_NONE;
}

static bool add_match(dem_actors *x, int32_t t, int32_t match)
{
    const dem_match *k = &x->matches.items[match];
    dem_rel base = dem_rel_of(x, t);
    bool adjective = k->kind == DEM_VALUE_ADJECTIVE || x->t[t].upos == DEM_ADJ;
    bool modifier = base == DEM_REL_amod || base == DEM_REL_compound || is_rel(x, t, DEM_REL_nmod_desc) || base == DEM_REL_flat ||
                    (adjective && base == DEM_REL_conj && x->t[t].head >= 0 && dem_rel_of(x, x->t[t].head) == DEM_REL_amod);
    bool person = k->kind == DEM_VALUE_NAME && k->entry.type == DEM_TYPE_PERSON;
    int32_t above = x->t[t].head >= 0 ? x->name_at[x->t[t].head] : DEM_NONE; /* "ERITREAN and Ethiopian forces": the name is another's */
    bool beside = adjective && base == DEM_REL_amod && above != DEM_NONE && x->matches.items[above].first > t + 1;
    if (modifier && !beside && consumes(x, x->t[t].head) && (adjective || k->entry.kind == DEM_ENTRY_COUNTRY || k->kind == DEM_VALUE_METONYM || k->kind == DEM_VALUE_CAPITAL) &&
        !set_apart(x, k->first, k->last) && base != DEM_REL_conj)
        return true;
    dem_raw *m = add_raw(x, t);
    if (!m) return false;
    m->name = match;
    m->modifier = modifier;
    m->shared_role = modifier && base == DEM_REL_conj ? shared_role(x, t) : DEM_NONE;
    m->type = type_of_match(k);
    m->name_first = k->first;
    m->name_last = k->last;
    if (modifier || x->lo[t] > k->first || x->hi[t] < k->last) {
        m->first = modifier || x->lo[t] > k->first ? k->first : x->lo[t];
        m->last = modifier || x->hi[t] < k->last ? k->last : x->hi[t];
    }
    m->gov_word = dem_is_list(x, k->last, LIST_GOVERNMENT);
    m->unknown_name = person && part_of_longer_name(x, k, t);
    if (m->unknown_name) {
        m->name = DEM_NONE;
        m->name_last = flat_end(x, t);
        m->name_first = t < k->first ? t : k->first;
        while (m->name_first > m->first && x->t[m->name_first - 1].upos == DEM_PROPN && !title_word(x, m->name_first - 1)) m->name_first--;
        if (m->last < m->name_last) m->last = m->name_last;
    }
    read_position(x, m);
    if (k->kind == DEM_VALUE_PLACE && m->says && k->first == k->last && !m->locative) {
        /* "Davis said": towns do not speak, somebody of that surname does */
        m->name = DEM_NONE;
        m->unknown_name = m->sure = true;
        m->type = DEM_MENTION_PERSON;
        m->acts = m->government = false;
    }
    m->gender = gender_of(x, m->first, m->name_last);
    return true;
}

/* "CJTF-OIR": capitals joined by a hyphen without a space, wherever the second half hangs. */
static int32_t joined_end(const dem_actors *x, int32_t last)
{
    while (last + 2 < x->n && hyphen(x, last + 1) && !x->t[last].space_after && !x->t[last + 1].space_after && x->t[last + 2].upos == DEM_PROPN &&
           x->name_at[last + 2] == DEM_NONE && capital(x, last + 2))
        last += 2;
    return last;
}

/* "3rd Battalion", "158th Fighter Wing" */
static bool ordinal(const dem_actors *x, int32_t t)
{
    dem_str f = x->t[t].form;
    return f.n >= 3 && f.p[0] >= '0' && f.p[0] <= '9' &&
           (dem_str_ends(f, DEM_STR("th")) || dem_str_ends(f, DEM_STR("st")) || dem_str_ends(f, DEM_STR("nd")) || dem_str_ends(f, DEM_STR("rd")));
}

/* "Sunshine Coast Rugby Union" is no trade union. */
static int32_t org_role(const dem_actors *x, int32_t role)
{
    const dem_match *k = &x->matches.items[role];
    return k->first == k->last && dem_str_ieq(x->t[k->last].lemma, DEM_STR("union")) ? DEM_NONE : role;
}

/* A name that the lexicon does not know: the run of name words around its head. */
static bool add_unknown_name(dem_actors *x, int32_t t)
{
    int32_t first = t, last = flat_end(x, t);
    bool person = last > t;
    while (first > x->lo[t]) {
        int32_t p = first - 1;
        if (hyphen(x, p) && p > x->lo[t] && name_word(x, p - 1)) {
            first = p - 1;
            continue;
        }
        bool mark = p > x->lo[t] && name_word(x, p - 1) && x->t[p].upos == DEM_PART && dem_is_list(x, t, LIST_ORGANISATION);
        if (mark) {
            first = p - 1; /* "Students' News Agency" */
            continue;
        }
        bool title = title_word(x, p) && !dem_is_list(x, t, LIST_ORGANISATION);
        if (!name_word(x, p) || title || (person && x->name_at[p] != DEM_NONE) || dem_is_list(x, p, LIST_CALENDAR)) break;
        first = p;
    }
    if (dem_is_list(x, t, LIST_CALENDAR) && first == t) return true;
    last = joined_end(x, last);
    while (first > 0 && first > x->lo[t] && ordinal(x, first - 1) && (dem_is_list(x, t, LIST_ORGANISATION) || dem_is_list(x, last, LIST_ORGANISATION))) first--;
    bool org = dem_is_list(x, last, LIST_ORGANISATION) || dem_is_list(x, t, LIST_ORGANISATION);
    bool both, indefinite, the = has_det(x, t, &indefinite, &both), titled = false;
    for (int32_t p = x->lo[t] < first ? x->lo[t] : first; p < first; p++) titled = titled || title_word(x, p);
    dem_raw *m = add_raw(x, t);
    if (!m) return false;
    m->unknown_name = true;
    m->name_first = first;
    m->name_last = last;
    if (m->last < last) m->last = last;
    if (m->first > first) m->first = first;
    m->organisation = org && !titled;
    read_position(x, m);
    dem_name_shape shape = {.head = t, .first = first, .last = last, .flat = person, .titled = titled, .the = the, .locative = m->locative,
                            .subject = m->subject, .possessive = m->possessive, .organisation = m->organisation};
    if (!dem_guess_name(x, &shape, &m->type, &m->sure)) {
        x->raws.n--;
        x->taken[t] = false;
        return true;
    }
    if (m->type == DEM_MENTION_ORGANISATION && x->role_at[last] != DEM_NONE && x->matches.items[x->role_at[last]].last == last)
        m->role = org_role(x, x->role_at[last]); /* "Fars News Agency" */
    for (int32_t p = first; p <= last && (m->type == DEM_MENTION_PERSON || p > t); p++) x->taken[p] = true;
    m->titled = titled;
    m->gender = gender_of(x, m->first, first);
    return true;
}

/* ---- nominals ---- */

static int32_t role_headed_by(const dem_actors *x, int32_t t)
{
    int32_t role = x->role_at[t];
    if (role == DEM_NONE || set_apart(x, x->matches.items[role].first, x->matches.items[role].last)) return DEM_NONE;
    int32_t h = x->t[t].head;
    bool inner = h >= x->matches.items[role].first && h <= x->matches.items[role].last;
    return inner ? DEM_NONE : role; /* "state" in "secretary of state" heads nothing */
}

/* Will the phrase headed by this token take a state before it into its own code? */
static bool consumes(const dem_actors *x, int32_t g)
{
    if (g < 0) return false;
    for (int i = 0; i < 3 && (dem_rel_of(x, g) == DEM_REL_amod || dem_rel_of(x, g) == DEM_REL_compound || dem_rel_of(x, g) == DEM_REL_conj ||
                              is_rel(x, g, DEM_REL_nmod_desc)) && x->role_at[g] == DEM_NONE && x->t[g].upos != DEM_NOUN && x->t[g].head >= 0; i++)
        g = x->t[g].head;
    int32_t role = role_headed_by(x, g);
    if (role != DEM_NONE && x->matches.items[role].entry.alone) return false;
    if (role != DEM_NONE || dem_is_list(x, g, LIST_COUNTERPART)) return true;
    if (is_rel(x, g, DEM_REL_nmod_desc) || dem_rel_of(x, g) == DEM_REL_compound) return false;
    /* "Russian Vladimir Putin", "the Syrian Arab Army": the state belongs to the name */
    return x->t[g].upos == DEM_PROPN;
}

static bool add_nominal(dem_actors *x, int32_t t, int32_t role)
{
    dem_raw *m = add_raw(x, t);
    if (!m) return false;
    m->role = role;
    m->type = DEM_MENTION_NOMINAL;
    m->belongs = dem_is_list(x, t, LIST_BELONGS);
    m->gov_word = dem_is_list(x, t, LIST_GOVERNMENT);
    /* "opposition parties" are a role of their own, not the parties spoken of */
    bool longer = role != DEM_NONE && x->matches.items[role].last > x->matches.items[role].first && x->matches.items[role].code.n;
    m->pair = !longer && dem_is_list(x, t, LIST_PAIR);
    m->sides = !longer && dem_is_list(x, t, LIST_SIDES);
    m->country_noun = dem_is_list(x, t, LIST_COUNTRY);
    if (role != DEM_NONE) {
        const dem_match *k = &x->matches.items[role];
        m->alone = k->entry.alone;
        m->name_first = k->first;
        m->name_last = k->last;
        if (m->first > k->first) m->first = k->first;
        if (m->last < k->last) m->last = k->last;
        m->belongs = m->belongs || dem_is_list(x, k->last, LIST_BELONGS);
        m->gov_word = m->gov_word || dem_is_list(x, k->last, LIST_GOVERNMENT);
    }
    read_position(x, m);
    m->gender = gender_of(x, m->name_first, m->name_last);
    return true;
}

/* A name of the lexicon right after a role, hanging on it: "President/head Assad", "the opposition/head Syrian National Council". */
static int32_t name_after(const dem_actors *x, int32_t t, int32_t role)
{
    int32_t next = x->matches.items[role].last + 1, which;
    if (next >= x->n || x->name_at[next] == DEM_NONE || t > next) return DEM_NONE;
    int32_t k = x->name_at[next];
    const dem_match *match = &x->matches.items[k];
    int32_t top = dem_top_of(x, match->first, match->last);
    bool name = match->kind == DEM_VALUE_NAME && match->entry.kind == DEM_ENTRY_ACTOR;
    int32_t h = x->t[top].head, from = x->matches.items[role].first;
    if (!name || match->first != next || (h != t && (h < from || h >= next)) || dem_rel_of(x, top) == DEM_REL_conj) return DEM_NONE;
    /* "Secretary of State Hillary Clinton" with the "of" hung on Hillary: a preposition counts only between role and name */
    if (dem_has_case(x, top, &which) && which >= next) return DEM_NONE;
    return k;
}

static bool add_titled_match(dem_actors *x, int32_t t, int32_t role, int32_t match)
{
    const dem_match *k = &x->matches.items[match];
    dem_raw *m = add_raw(x, t);
    if (!m) return false;
    m->name = match;
    m->name_first = k->first;
    m->name_last = k->last;
    m->role = role;
    m->titled = true;
    m->type = type_of_match(k);
    if (m->last < k->last) m->last = k->last;
    x->taken[dem_top_of(x, k->first, k->last)] = true;
    read_position(x, m);
    m->gender = gender_of(x, m->first, k->last);
    return true;
}

static bool personal(const dem_token *t)
{
    return dem_str_starts(t->xpos, DEM_STR("PRP")) || dem_str_is(t->xpos, "WP$") || dem_str_find(t->feats, DEM_STR("PronType=Prs"), 0) != SIZE_MAX;
}

/* "said it was ready to talk": the parser takes "it" for nobody, and only somebody can be ready. */
static bool minded_it(const dem_actors *x, int32_t t)
{
    int32_t g = x->t[t].head;
    return dem_rel_of(x, t) == DEM_REL_expl && g >= 0 && x->t[g].upos == DEM_ADJ && dem_is_list(x, g, LIST_MINDED);
}

static bool add_pronoun(dem_actors *x, int32_t t)
{
    if (minded_it(x, t)) x->t[t].deprel = DEM_REL_nsubj;
    if (!personal(&x->t[t]) || dem_rel_of(x, t) == DEM_REL_expl) return true;
    dem_raw *m = add_raw(x, t);
    if (!m) return false;
    m->pronoun = true;
    m->type = DEM_MENTION_PRONOUN;
    m->first = m->last = t;
    read_position(x, m);
    m->possessive = m->possessive || dem_str_is(x->t[t].xpos, "PRP$") || dem_str_is(x->t[t].xpos, "WP$");
    return true;
}

/* "SPC" tagged as a common noun; not in a sentence that is all capitals. */
static bool acronym(const dem_actors *x, int32_t t)
{
    dem_str f = x->t[t].form;
    if (x->shout || x->t[t].upos != DEM_NOUN || f.n < 2 || f.n > 6 || x->role_at[t] != DEM_NONE) return false;
    for (size_t i = 0; i < f.n; i++)
        if (f.p[i] < 'A' || f.p[i] > 'Z') return false;
    return true;
}

static bool mention_at(dem_actors *x, int32_t t)
{
    int32_t name = x->name_at[t], role = role_headed_by(x, t);
    if (x->taken[t]) return true;
    if (name != DEM_NONE) {
        const dem_match *k = &x->matches.items[name];
        int32_t top = dem_top_of(x, k->first, k->last);
        bool lone_place = k->kind == DEM_VALUE_PLACE && (flat_end(x, top) > k->last || dem_rel_of(x, top) == DEM_REL_flat);
        /* "American Civil Liberties Union": no town called Union */
        bool body = k->kind == DEM_VALUE_PLACE && k->first == t && k->last == t && dem_is_list(x, t, LIST_ORGANISATION) && t > x->lo[t] &&
                    name_word(x, t - 1) && t == top;
        if (body) return add_unknown_name(x, t);
        if (!lone_place) return t != top || add_match(x, t, name);
    }
    if (in_person(x, t)) return true;
    if (x->t[t].upos == DEM_PRON) return add_pronoun(x, t);
    if (x->role_at[t] != DEM_NONE && role == DEM_NONE) return true; /* inside a role: "the opposition in exile" */
    if (!heads_phrase(x, t) || is_rel(x, t, DEM_REL_nmod_desc)) return true;
    if (x->t[t].upos == DEM_PROPN || acronym(x, t)) {
        int32_t end = flat_end(x, t);
        bool title = role != DEM_NONE && x->matches.items[role].last >= t;
        bool longer = end > t && title && end > x->matches.items[role].last;
        if (title && !longer) {
            /* "the Foreign Ministry" is a nominal; "the Houthi Supreme Political Council" has more name before its role */
            int32_t before = x->matches.items[role].first - 1;
            bool known = before >= 0 && x->name_at[before] != DEM_NONE && x->matches.items[x->name_at[before]].kind != DEM_VALUE_PLACE;
            bool more = before >= x->lo[t] && (x->t[before].upos == DEM_PROPN || dem_str_starts(x->t[before].form, DEM_STR("'"))) && !known;
            more = more && dem_is_list(x, t, LIST_ORGANISATION);
            if (name_after(x, t, role) != DEM_NONE) return add_titled_match(x, t, role, name_after(x, t, role));
            if (!more) return add_nominal(x, t, role);
        }
        if (!longer) return add_unknown_name(x, t);
    }
    int32_t after = role != DEM_NONE ? name_after(x, t, role) : DEM_NONE;
    if (after != DEM_NONE) return add_titled_match(x, t, role, after);
    if (role != DEM_NONE) {
        int32_t end = flat_end(x, t);
        const dem_match *k = &x->matches.items[role];
        if (end > k->last && end > t) {
            /* a title that heads its name: "spokesman/nsubj Ramin/flat Parast/flat" */
            dem_raw *m = add_raw(x, t);
            if (!m) return false;
            m->unknown_name = m->titled = true;
            m->role = role;
            m->type = DEM_MENTION_PERSON;
            m->name_first = k->last + 1;
            while (m->name_first < end && title_word(x, m->name_first)) m->name_first++; /* "Navy Capt. Jeff Davis" */
            m->name_last = end;
            if (m->last < end) m->last = end;
            read_position(x, m);
            m->gender = gender_of(x, m->first, k->last);
            return true;
        }
        return add_nominal(x, t, role);
    }
    if (x->t[t].upos == DEM_NOUN && dem_is_list(x, t, LIST_COUNTERPART)) return add_nominal(x, t, DEM_NONE);
    if (x->t[t].upos == DEM_NOUN && dem_is_list(x, t, LIST_ORGANISATION) && !dem_is_list(x, t, LIST_BELONGS)) {
        bool indefinite, both;
        if (!has_det(x, t, &indefinite, &both) || plural_token(&x->t[t])) return true;
        if (!add_nominal(x, t, DEM_NONE)) return false;
        x->raws.items[x->raws.n - 1].maybe = true; /* "the council": only when one was named before */
        return true;
    }
    if (x->t[t].upos == DEM_NOUN && (dem_is_list(x, t, LIST_BELONGS) || dem_is_list(x, t, LIST_PAIR) || dem_is_list(x, t, LIST_COUNTRY)))
        return add_nominal(x, t, DEM_NONE);
    return true;
}

/* Words inside an organisation's unknown name are part of it: no "students" in "Students' News Agency". A country nobody possesses is
   nobody either. */
static void drop_inner(dem_actors *x, size_t from)
{
    int32_t *inside = x->order; /* nobody needs the order any more */
    for (int32_t t = 0; t < x->n; t++) inside[t] = DEM_NONE;
    for (size_t i = from; i < x->raws.n; i++) {
        const dem_raw *m = &x->raws.items[i];
        for (int32_t t = m->name_first; t <= m->name_last && m->unknown_name; t++)
            if (t != m->head) inside[t] = m->head;
    }
    size_t kept = from;
    for (size_t i = from; i < x->raws.n; i++) {
        const dem_raw *m = &x->raws.items[i];
        bool inner = inside[m->head] != DEM_NONE && (m->name == DEM_NONE || m->type == DEM_MENTION_PERSON);
        if (inner) x->taken[m->head] = false;
        else x->raws.items[kept++] = *m;
    }
    x->raws.n = kept;
}

static int by_place(const void *pa, const void *pb)
{
    const dem_raw *a = pa, *b = pb;
    if (a->first != b->first) return a->first < b->first ? -1 : 1;
    if (a->last != b->last) return a->last > b->last ? -1 : 1;
    return a->head < b->head ? -1 : a->head > b->head;
}

/* "Syria's government and opposition": the second conjunct, bare as it is, has the possessor of the first. */
static void share_owner(dem_actors *x, size_t from, dem_raw *m)
{
    if (m->type != DEM_MENTION_NOMINAL || !m->coordinated || m->owner != DEM_NONE || m->owner_token != DEM_NONE || m->definite || m->indefinite) return;
    for (size_t i = from; i < x->raws.n; i++) {
        const dem_raw *first = &x->raws.items[i];
        if (first->head != m->top || first->type != DEM_MENTION_NOMINAL) continue;
        int32_t token = first->owner_token;
        /* what hangs on a conjunct by a preposition ("members of the council and officials") is its own */
        if (token != DEM_NONE && x->t[token].deprel != DEM_REL_nmod_poss) return;
        m->owner = first->owner;
        m->owner_token = token;
        m->owner_name = first->owner_name;
        return;
    }
}

/* "the country", "many countries": nobody, as long as nobody possesses it and no role says more. */
static void drop_countries(dem_actors *x, size_t from)
{
    size_t kept = from;
    for (size_t i = from; i < x->raws.n; i++) {
        const dem_raw *m = &x->raws.items[i];
        bool nobody = m->country_noun && !m->pair && m->role == DEM_NONE && m->owner == DEM_NONE && m->owner_token == DEM_NONE;
        if (nobody) x->taken[m->head] = false;
        else x->raws.items[kept++] = *m;
    }
    x->raws.n = kept;
}

bool dem_find_mentions(dem_actors *x)
{
    size_t from = x->raws.n;
    for (int32_t t = 0; t < x->n; t++)
        if (!mention_at(x, t)) return false;
    drop_inner(x, from);
    if (x->raws.n > from) qsort(x->raws.items + from, x->raws.n - from, sizeof *x->raws.items, by_place);
    for (size_t i = from; i < x->raws.n; i++) dem_find_owner(x, &x->raws.items[i], x->raws.items[i].head);
    for (size_t i = from; i < x->raws.n; i++) share_owner(x, from, &x->raws.items[i]);
    drop_countries(x, from);
    dem_link_descriptions(x, from);
    return dem_find_wide(x);
}

bool dem_find_names(dem_actors *x)
{
    for (int32_t end = 0; end < x->n; end++) {
        int32_t k = x->name_at[end];
        if (k == DEM_NONE || x->matches.items[k].last != end) continue;
        const dem_match *match = &x->matches.items[k];
        for (int32_t t = match->first; t <= match->last; t++) x->lo[t] = x->hi[t] = t;
        dem_raw *m = add_raw(x, match->last);
        if (!m) return false;
        m->name = k;
        m->type = type_of_match(match);
        m->first = m->name_first = match->first;
        m->top = m->head;
        m->entity = DEM_NONE;
        m->modifier = match->kind == DEM_VALUE_ADJECTIVE;
        m->possessive = m->modifier;
        m->locative = true; /* nothing says that it acts */
    }
    return true;
}
