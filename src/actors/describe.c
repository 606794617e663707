/* SPDX-License-Identifier: Apache-2.0 */
/* What stands around a head: the state or body that a nominal belongs to, the title before a name, the apposition after it. */
#include "actors/internal.h"

enum { PATH_MAX_STEPS = 8 };

static bool set_apart(const dem_actors *x, const dem_match *k)
{
    static const char *const marks[] = {"-", "\u2013", "\u2010"};
    for (int i = 0; i < 3; i++) {
        if (k->first > 1 && dem_str_is(x->t[k->first - 1].form, marks[i]) && dem_is_list(x, k->first - 2, LIST_AGAINST)) return true;
        if (k->last + 2 < x->n && dem_str_is(x->t[k->last + 1].form, marks[i]) && dem_is_list(x, k->last + 2, LIST_BACKED)) return true;
    }
    return false;
}

/* Does the modifier `t` hang on `head` by links of one noun phrase only? */
static bool modifies(const dem_actors *x, int32_t t, int32_t head)
{
    for (int i = 0; i < PATH_MAX_STEPS && t >= 0; i++) {
        if (t == head) return true;
        dem_rel base = dem_rel_of(x, t);
        bool link = base == DEM_REL_amod || base == DEM_REL_compound || base == DEM_REL_flat || base == DEM_REL_conj || base == DEM_REL_nummod ||
                    base == DEM_REL_advmod || x->t[t].deprel == DEM_REL_nmod_desc || x->t[t].deprel == DEM_REL_nmod_unmarked ||
                    x->t[t].deprel == DEM_REL_nmod_npmod || base == DEM_REL_dep;
        if (!link) return false;
        t = x->t[t].head;
    }
    return t == head;
}

/* A name before the head inside its phrase: "Syrian", "Damascus", "U.S.", "Assad". */
static int32_t owner_before(const dem_actors *x, const dem_raw *m, int32_t head)
{
    int32_t found = DEM_NONE;
    for (int32_t t = m->first; t < m->last; t++) {
        int32_t k = x->name_at[t];
        if (k == DEM_NONE || k == m->name || k == found || t >= m->name_last) continue;
        const dem_match *match = &x->matches.items[k];
        if (match->last >= head && !m->titled && !m->unknown_name) continue;
        int32_t top = dem_top_of(x, match->first, match->last);
        if (top == head || set_apart(x, match) || !modifies(x, top, head) || (match->kind == DEM_VALUE_PLACE && !m->organisation)) continue;
        if (found == DEM_NONE) found = k;
    }
    return found;
}

static bool is_case(const dem_actors *x, int32_t t, const char *const *words, int32_t *rank)
{
    int32_t which;
    if (!dem_has_case(x, t, &which)) return false;
    for (int32_t i = 0; words[i]; i++) {
        if (!dem_str_ieq(x->t[which].form, dem_str_c(words[i]))) continue;
        *rank = i;
        return true;
    }
    return false;
}

/* The phrase of the role itself ("head of state") owns nothing. */
static bool in_role(const dem_actors *x, const dem_raw *m, int32_t t)
{
    if (m->role == DEM_NONE) return false;
    const dem_match *k = &x->matches.items[m->role];
    return t >= k->first && t <= k->last;
}

/* "talks with the opposition in Barbados": behind such a noun a place says where they talk. */
static bool talked_with(const dem_actors *x, int32_t head)
{
    static const char *const with[] = {"with", NULL}, *const talks[] = {"talk", "talks", "negotiation", "dialogue", "meeting", "round", "contact", "discussion"};
    int32_t rank, above = x->t[head].head;
    if (above < 0 || !is_case(x, head, with, &rank)) return false;
    for (size_t i = 0; i < sizeof talks / sizeof *talks; i++)
        if (dem_str_ieq(x->t[above].lemma, dem_str_c(talks[i]))) return true;
    return false;
}

static int32_t owner_around(const dem_actors *x, const dem_raw *m, int32_t head)
{
    static const char *const all[] = {"of", "for", "from", "at", "with", "in", "within", "inside", NULL}, *const no_place[] = {"of", "for", "from", "with", NULL};
    const char *const *words = talked_with(x, head) ? no_place : all;
    int32_t best = DEM_NONE, best_rank = 99;
    for (int32_t c = x->t[head].first_child; c >= 0; c = x->t[c].next_sibling) {
        int32_t rank;
        if (in_role(x, m, c)) continue;
        if (x->t[c].deprel == DEM_REL_nmod_poss) return c;
        if (dem_rel_of(x, c) != DEM_REL_nmod && dem_rel_of(x, c) != DEM_REL_obl) continue;
        if (!is_case(x, c, words, &rank) || rank >= best_rank) continue;
        best = c;
        best_rank = rank;
    }
    /* "minister of foreign affairs of Syria": the complement hangs on the last noun of the role */
    if (best == DEM_NONE && m->role != DEM_NONE) {
        const dem_match *k = &x->matches.items[m->role];
        for (int32_t t = k->first; t <= k->last; t++)
            for (int32_t c = x->t[t].first_child; c >= 0 && t != head; c = x->t[c].next_sibling) {
                int32_t rank;
                if (c <= k->last || dem_rel_of(x, c) != DEM_REL_nmod || !is_case(x, c, words, &rank) || rank >= best_rank) continue;
                best_rank = rank;
                best = c;
            }
    }
    return best;
}

/* A state named somewhere in a complement that is no actor itself: "head of Iran's nuclear programme". */
static int32_t name_inside(const dem_actors *x, int32_t t)
{
    for (int32_t i = x->lo[t]; i <= x->hi[t]; i++) {
        int32_t k = x->name_at[i];
        int32_t which; /* "invited the leaders of both camps to Doha": where to, not whose */
        if (k == DEM_NONE || x->matches.items[k].kind == DEM_VALUE_PLACE || set_apart(x, &x->matches.items[k])) continue;
        if (dem_has_case(x, i, &which) && dem_str_ieq(x->t[which].form, DEM_STR("to"))) continue;
        return k;
    }
    return DEM_NONE;
}

/* The title before a name: the role whose words stand in the name's phrase before the name. */
static int32_t title_before(const dem_actors *x, const dem_raw *m)
{
    for (int32_t t = m->name_first - 1; t >= m->first; t--) {
        int32_t k = x->role_at[t];
        if (k == DEM_NONE) continue;
        if (modifies(x, t, m->head) || t == m->head || x->t[t].head == m->head) return k;
    }
    return DEM_NONE;
}

void dem_find_owner(dem_actors *x, dem_raw *m, int32_t head)
{
    if (m->pronoun || m->modifier) return;
    bool name = m->name != DEM_NONE || m->unknown_name;
    if (name && m->role == DEM_NONE) {
        m->role = title_before(x, m);
        if (m->role != DEM_NONE) m->titled = true;
    }
    if (m->role != DEM_NONE) {
        m->title_lists = x->lists[x->matches.items[m->role].last];
    }
    if (name && m->role == DEM_NONE && !m->unknown_name) return;
    m->owner = owner_before(x, m, head);
    if (m->owner != DEM_NONE && m->lists >> LIST_COUNTERPART & 1) m->owner_token = owner_around(x, m, head);
    /* "Iran's U.N. envoy" is Iran's */
    if (m->owner != DEM_NONE && !dem_code_is_country(x->matches.items[m->owner].code)) {
        int32_t possessor = owner_around(x, m, head);
        int32_t state = possessor != DEM_NONE && x->t[possessor].deprel == DEM_REL_nmod_poss ? x->name_at[possessor] : DEM_NONE;
        if (state != DEM_NONE && dem_code_is_country(x->matches.items[state].code)) m->owner = state;
    }
    if (m->owner != DEM_NONE) return;
    m->owner_token = owner_around(x, m, head);
    if (m->owner_token != DEM_NONE) m->owner_name = x->name_at[m->owner_token];
    if (m->owner_token != DEM_NONE && !x->taken[m->owner_token]) m->owner = name_inside(x, m->owner_token);
    if (m->owner_token == DEM_NONE && m->titled && m->role != DEM_NONE) {
        /* "Iran's foreign minister Ali Akbar Salehi": the possessor may hang on the title */
        const dem_match *k = &x->matches.items[m->role];
        m->owner_token = owner_around(x, m, dem_top_of(x, k->first, k->last));
    }
}

static bool names(const dem_raw *m)
{
    return m->name != DEM_NONE || m->unknown_name;
}

static void link(dem_raw *name, dem_raw *description)
{
    if (name->describes_me == DEM_NONE) name->describes_me = description->head;
    description->same_as = name->head;
}

static void link_pair(dem_raw *head, dem_raw *other)
{
    /* "Salehi, the minister" and "the minister, Salehi" */
    if (names(head) && other->type == DEM_MENTION_NOMINAL && head->type != DEM_MENTION_PLACE) link(head, other);
    else if (names(other) && head->type == DEM_MENTION_NOMINAL && other->type != DEM_MENTION_PLACE) link(other, head);
    else if (head->type == DEM_MENTION_NOMINAL && other->type == DEM_MENTION_NOMINAL && head->plural == other->plural && other->first > head->last + 1)
        other->same_as = head->head;
}

/* The mention that ends right before the comma before mention i: what an apposition means, wherever a parser hangs it. */
static dem_raw *before_comma(dem_actors *x, size_t from, size_t i)
{
    const dem_raw *m = &x->raws.items[i];
    if (m->first < 2 || !dem_str_is(x->t[m->first - 1].form, ",")) return NULL;
    dem_raw *best = NULL;
    for (size_t k = i; k-- > from;) {
        dem_raw *c = &x->raws.items[k];
        if (i - k > 12) break;
        if (c->last != m->first - 2 || c->pronoun || c->type == DEM_MENTION_PLACE) continue;
        /* the person rather than the state or body named inside its phrase */
        if (!best || c->first < best->first) best = c;
    }
    return best;
}

/* "Syrian President, Bashar Assad, …": a coordination without a conjunction of a singular role and a name. */
static bool unlinked_pair(const dem_actors *x, const dem_raw *a, const dem_raw *b)
{
    if (dem_rel_of(x, b->head) != DEM_REL_conj || names(a) == names(b) || a->plural || b->plural) return false;
    if (!(names(a) ? a->type == DEM_MENTION_PERSON : names(b) && b->type == DEM_MENTION_PERSON)) return false;
    int32_t top = b->top;
    for (int32_t t = top; t >= 0 && t < x->n && t <= b->last + 3; t++)
        if (x->t[t].upos == DEM_CCONJ) return false;
    return true;
}

/* "… by Kofi Annan, the envoy to Syria, …" with the envoy hung elsewhere, but under no preposition and as nobody's subject. */
static bool hung_elsewhere(const dem_actors *x, const dem_raw *name, const dem_raw *m)
{
    int32_t which;
    if (!names(name) || name->type != DEM_MENTION_PERSON || m->type != DEM_MENTION_NOMINAL || m->plural || dem_has_case(x, m->head, &which)) return false;
    switch (dem_rel_of(x, m->head)) {
    case DEM_REL_obj: case DEM_REL_dep: case DEM_REL_parataxis: case DEM_REL_list: case DEM_REL_obl: case DEM_REL_nmod: case DEM_REL_orphan: return true;
    default: return false;
    }
}

void dem_link_descriptions(dem_actors *x, size_t from)
{
    /* token -> raw, by the scratch array that nobody needs any more */
    for (int32_t t = 0; t < x->n; t++) x->order[t] = DEM_NONE;
    for (size_t i = from; i < x->raws.n; i++) x->order[x->raws.items[i].head] = (int32_t)i;
    for (size_t i = from; i < x->raws.n; i++) {
        dem_raw *m = &x->raws.items[i];
        int32_t h = x->t[m->head].head;
        if (m->pronoun || h < 0) continue;
        dem_raw *beside = before_comma(x, from, i);
        if (beside && (dem_rel_of(x, m->head) == DEM_REL_appos || unlinked_pair(x, beside, m) || hung_elsewhere(x, beside, m))) {
            link_pair(beside, m);
        } else if (dem_rel_of(x, m->head) == DEM_REL_appos) {
            if (x->order[h] != DEM_NONE) link_pair(&x->raws.items[x->order[h]], m);
        } else if (dem_rel_of(x, m->head) == DEM_REL_nsubj && names(m) && x->order[h] != DEM_NONE) {
            /* "Salehi is the foreign minister of Iran" */
            dem_raw *p = &x->raws.items[x->order[h]];
            bool copula = false, negated = false;
            for (int32_t c = x->t[h].first_child; c >= 0; c = x->t[c].next_sibling) {
                copula = copula || dem_rel_of(x, c) == DEM_REL_cop;
                negated = negated || dem_str_ieq(x->t[c].lemma, DEM_STR("not")) || dem_str_ieq(x->t[c].lemma, DEM_STR("no"));
            }
            if (copula && !negated && p->type == DEM_MENTION_NOMINAL && m->type == DEM_MENTION_PERSON) link(m, p);
        }
    }
}
