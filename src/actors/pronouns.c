/* SPDX-License-Identifier: Apache-2.0 */
/* Words that stand for somebody named before: pronouns, "the two sides", and roles without a state ("the opposition", "the regime").
   Everything here prefers to say nothing when nothing is near. */
#include "actors/internal.h"

enum { LOOK_BACK = 60, SENTENCES_BACK = 3, ROLE_SENTENCES_BACK = 5 };

typedef struct wanted {
    bool person, thing, plural, possessive;
    uint8_t gender;
} wanted;

static const dem_token *token_of(const dem_actors *x, const dem_raw *m)
{
    return &x->r->tokens.items[x->r->sentences.items[m->sentence].first + (uint32_t)m->head];
}

static bool read_pronoun(const dem_actors *x, const dem_raw *m, wanted *w)
{
    static const struct {
        const char *form;
        bool person, thing, plural, possessive;
        uint8_t gender;
    } forms[] = {{"he", true, false, false, false, 'm'}, {"him", true, false, false, false, 'm'}, {"his", true, false, false, true, 'm'},
                 {"himself", true, false, false, false, 'm'}, {"she", true, false, false, false, 'f'}, {"her", true, false, false, true, 'f'},
                 {"hers", true, false, false, true, 'f'}, {"herself", true, false, false, false, 'f'}, {"it", false, true, false, false, 0},
                 {"its", false, true, false, true, 0}, {"itself", false, true, false, false, 0}, {"they", true, true, true, false, 0},
                 {"them", true, true, true, false, 0}, {"their", true, true, true, true, 0}, {"themselves", true, true, true, false, 0}};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (!dem_str_ieq(token_of(x, m)->form, dem_str_c(forms[i].form))) continue;
        *w = (wanted){forms[i].person, forms[i].thing, forms[i].plural, forms[i].possessive, forms[i].gender};
        return true;
    }
    return false;
}

/* The verb a mention hangs on, through its coordination. */
static int32_t governor(const dem_actors *x, const dem_raw *m)
{
    const dem_token *t = &x->r->tokens.items[x->r->sentences.items[m->sentence].first];
    return t[m->top].head;
}

/* Does the entity stand beside the pronoun under the same verb? "Idris thanked him": not Idris. */
static bool co_argument(const dem_actors *x, const dem_raw *m, int32_t entity)
{
    for (int32_t k = x->sentence_first[m->sentence]; k < x->sentence_first[m->sentence + 1]; k++) {
        const dem_raw *o = &x->raws.items[k];
        if (o != m && o->entity == entity && o->top != m->top && governor(x, o) == governor(x, m) && governor(x, m) >= 0) return true;
        if (&x->raws.items[k] == m) break;
    }
    return false;
}

static bool agrees(const dem_actors *x, const dem_raw *c, const wanted *w)
{
    const dem_entity *e = c->entity == DEM_NONE ? NULL : &x->r->entities.items[c->entity];
    if (!e || c->modifier) return false;
    bool body = c->gov_word || c->country_noun || (c->lists >> LIST_ORGANISATION & 1) || dem_str_is(c->title, "opposition");
    bool role_person = c->type == DEM_MENTION_NOMINAL && !c->plural && !body;
    bool person = e->type == DEM_MENTION_PERSON || role_person;
    bool plural = c->plural;
    if (w->plural) {
        if (person) return false;
        return plural || c->type == DEM_MENTION_ORGANISATION || c->type == DEM_MENTION_GROUP || (c->type == DEM_MENTION_NOMINAL && body) || dem_has_sector(c->code, "OPP") ||
               dem_has_sector(c->code, "REB") || c->acts;
    }
    if (w->person) {
        if (plural || !person) return false;
        return !e->gender || e->gender == w->gender;
    }
    if (person || plural) return false;
    return c->type == DEM_MENTION_ORGANISATION || c->type == DEM_MENTION_PLACE || c->type == DEM_MENTION_NOMINAL || c->type == DEM_MENTION_GROUP;
}

/* "One of its leaders, John Smith, refused": the name that stands beside the subject. */
static bool beside_subject(const dem_actors *x, const dem_raw *c, int32_t *verb)
{
    const dem_token *t = &x->r->tokens.items[x->r->sentences.items[c->sentence].first];
    if (dem_rel_base((dem_rel)t[c->head].deprel) != DEM_REL_appos || t[c->head].head < 0) return false;
    const dem_token *above = &t[t[c->head].head];
    if (verb) *verb = above->head;
    return dem_rel_base((dem_rel)above->deprel) == DEM_REL_nsubj;
}

/* "He refused to sit down until the president left, and he also rejected …": the subject of the verb that this one is joined to. */
static bool joined_verbs(const dem_actors *x, const dem_raw *m, const dem_raw *c)
{
    const dem_token *t = &x->r->tokens.items[x->r->sentences.items[m->sentence].first];
    int32_t verb = governor(x, m), first = governor(x, c);
    beside_subject(x, c, &first);
    return verb >= 0 && first >= 0 && dem_rel_base((dem_rel)t[verb].deprel) == DEM_REL_conj && t[verb].head == first;
}

static int points(const dem_actors *x, const dem_raw *m, const dem_raw *c, const wanted *w)
{
    const dem_entity *e = &x->r->entities.items[c->entity];
    int p = -4 * (m->sentence - c->sentence);
    bool subject = dem_raw_subject(c) || beside_subject(x, c, NULL);
    if (subject) p += dem_raw_subject(m) || w->possessive || c->sentence != m->sentence ? 5 : 3;
    if (c->possessive) p -= 1;
    if (c->locative) p -= 3;
    if (c->quoted != m->quoted) p -= c->quoted && c->sentence == m->sentence ? 8 : 3;
    if (c->indefinite) p -= 2;
    if (e->type == DEM_MENTION_PERSON && w->person) p += 3;
    if (w->person && x->r->sentences.items[c->sentence].paragraph != x->r->sentences.items[m->sentence].paragraph) p -= 3; /* "he" is of this paragraph */
    if (w->gender && e->gender == w->gender) p += 2;
    if (w->plural && (c->plural || c->type == DEM_MENTION_GROUP)) p += 3;
    if (w->plural && c->coordinated) p += 1;
    if (w->thing && !w->plural && c->type == DEM_MENTION_PLACE && !c->acts) p -= 2;
    if (c->sentence == m->sentence && dem_raw_subject(m) && subject) p += 2; /* "X said it …": parallel subjects */
    if (c->sentence == m->sentence && dem_raw_subject(m) && subject && joined_verbs(x, m, c)) p += 4;
    if (m->says && c->says && !c->quoted && c->sentence != m->sentence) p += 4; /* who spoke goes on speaking */
    if (w->plural && c->type == DEM_MENTION_PLACE) p -= 5;
    return p;
}

/* "the opposition and its backers": the pronoun possesses a conjunct of the candidate. */
static bool joined_to(const dem_actors *x, const dem_raw *m, const dem_raw *c)
{
    if (m->sentence != c->sentence) return false;
    const dem_token *t = &x->r->tokens.items[x->r->sentences.items[m->sentence].first];
    int32_t owned = t[m->head].head;
    return owned >= 0 && dem_rel_base((dem_rel)t[owned].deprel) == DEM_REL_conj && t[owned].head == c->head;
}

/* "thanked Sweden for its offer", "blamed the rebels for their raid": what somebody is praised or blamed for is his own. */
static bool thanked_for(const dem_actors *x, const dem_raw *m, const dem_raw *c)
{
    if (m->sentence != c->sentence) return false;
    const dem_token *t = &x->r->tokens.items[x->r->sentences.items[m->sentence].first];
    int32_t owned = t[m->head].head, verb = owned >= 0 ? t[owned].head : -1;
    if (verb < 0 || t[c->head].head != verb || dem_rel_base((dem_rel)t[c->head].deprel) != DEM_REL_obj) return false;
    for (int32_t k = t[owned].first_child; k >= 0; k = t[k].next_sibling)
        if (dem_rel_base((dem_rel)t[k].deprel) == DEM_REL_case && dem_str_ieq(t[k].form, DEM_STR("for"))) return true;
    return false;
}

enum { SET_MAX = 6 };

/* The entities of the coordination that the candidate stands in: how many, and into `found` when it is not NULL. */
static int32_t conjuncts(const dem_actors *x, const dem_raw *c, int32_t *found)
{
    int32_t n = 0;
    for (int32_t k = x->sentence_first[c->sentence]; k < x->sentence_first[c->sentence + 1] && n < SET_MAX; k++) {
        const dem_raw *o = &x->raws.items[k];
        if (o->top != c->top || o->entity == DEM_NONE || o->pronoun || o->modifier || !o->code.n) continue;
        bool seen = false;
        for (int32_t j = 0; j < n && found; j++) seen = seen || found[j] == o->entity;
        if (seen) continue;
        if (found) found[n] = o->entity;
        n++;
    }
    return n;
}

static int32_t add_set(dem_actors *x, const int32_t *members, int32_t n)
{
    dem_entity *e = DEM_PUSH(x->a, &x->r->entities);
    if (!e) return DEM_NONE;
    int32_t at = (int32_t)x->r->entities.n - 1;
    *e = (dem_entity){.type = DEM_MENTION_GROUP, .plural = true, .by = DEM_STR("coref:set")};
    for (int32_t k = 0; k < n; k++) {
        dem_str name = x->r->entities.items[members[k]].name;
        e->name = k ? dem_str_printf(x->a, "%.*s and %.*s", DEM_FMT(e->name), DEM_FMT(name)) : name;
        int32_t *slot = DEM_PUSH(x->a, &e->members);
        if (slot) *slot = members[k];
    }
    return at;
}

/* The set of a coordination, made once. */
static int32_t set_entity(dem_actors *x, const dem_raw *c)
{
    int32_t found[SET_MAX], n = conjuncts(x, c, found);
    if (n < 2) return c->entity;
    dem_str key = dem_str_printf(x->a, "+%d", found[0]);
    for (int32_t k = 1; k < n; k++) key = dem_str_printf(x->a, "%.*s+%d", DEM_FMT(key), found[k]);
    int32_t e = dem_key_get(x, key);
    if (e != DEM_NONE) return e;
    e = add_set(x, found, n);
    if (e != DEM_NONE) dem_key_put(x, key, e);
    return e;
}

/* "It was the official's first visit": the subject of a noun stands for what follows. */
static bool says_nothing(const dem_actors *x, const dem_raw *m)
{
    const dem_token *t = &x->r->tokens.items[x->r->sentences.items[m->sentence].first];
    int32_t h = t[m->head].head;
    if (h < 0 || !m->subject) return false;
    bool copula = false, clause = false;
    for (int32_t c = t[h].first_child; c >= 0; c = t[c].next_sibling) {
        dem_rel base = dem_rel_base((dem_rel)t[c].deprel);
        copula = copula || base == DEM_REL_cop;
        clause = clause || base == DEM_REL_csubj || base == DEM_REL_ccomp;
    }
    return copula && (clause || t[h].upos == DEM_NOUN);
}

/* "Norway, whose troops …": what the relative clause belongs to. */
static int32_t owner_in_relative(const dem_actors *x, size_t i)
{
    const dem_raw *m = &x->raws.items[i];
    const dem_token *t = &x->r->tokens.items[x->r->sentences.items[m->sentence].first];
    int32_t at = m->head;
    for (int steps = 0; at != DEM_NONE && t[at].deprel != DEM_REL_acl_relcl && steps <= m->head; steps++) at = t[at].head;
    int32_t of = at == DEM_NONE || t[at].deprel != DEM_REL_acl_relcl ? DEM_NONE : t[at].head;
    for (size_t k = i; of != DEM_NONE && k-- > 0 && x->raws.items[k].sentence == m->sentence;) {
        const dem_raw *c = &x->raws.items[k];
        if (c->done && c->first <= of && of <= c->last && c->entity != DEM_NONE) return c->entity;
    }
    return DEM_NONE;
}

int32_t dem_pronoun_entity(dem_actors *x, size_t i)
{
    const dem_raw *m = &x->raws.items[i];
    wanted w;
    if (dem_str_ieq(token_of(x, m)->form, DEM_STR("whose"))) return owner_in_relative(x, i);
    if (!read_pronoun(x, m, &w)) return DEM_NONE;
    if (w.thing && !w.plural && !w.possessive && says_nothing(x, m)) return DEM_NONE;
    int32_t best = DEM_NONE, best_points = -100;
    const dem_raw *together = NULL;
    for (size_t k = i, seen = 0; k-- > 0 && seen < LOOK_BACK; seen++) {
        const dem_raw *c = &x->raws.items[k];
        if (m->sentence - c->sentence > SENTENCES_BACK) break;
        if (!c->done || !agrees(x, c, &w)) continue;
        if (c->sentence == m->sentence) {
            /* inside the same phrase, or beside it under the same verb: not the same one */
            const dem_str f = token_of(x, m)->form;
            bool reflexive = f.n > 4 && (dem_str_ends(f, DEM_STR("self")) || dem_str_ends(f, DEM_STR("selves")));
            bool inside = c->first <= m->head && m->head <= c->last;
            if (inside && reflexive) return c->entity; /* "the Syrians themselves" */
            if (inside) continue;
            if (!reflexive && !w.possessive && co_argument(x, m, c->entity)) continue;
            bool beside = governor(x, c) == governor(x, m) && !w.possessive;
            if (beside && !reflexive) continue;
        }
        /* "… rejected it": mostly a plan or a demand, unless somebody stands in the same sentence */
        if (w.thing && !w.plural && c->sentence != m->sentence && (!dem_raw_subject(c) || (!w.possessive && !dem_raw_subject(m)))) continue;
        if (c->sentence != m->sentence && !w.possessive && co_argument(x, m, c->entity)) continue;
        int p = points(x, m, c, &w);
        if (w.possessive && (joined_to(x, m, c) || thanked_for(x, m, c))) p += 6;
        bool group = w.plural && conjuncts(x, c, NULL) > 1;
        if (group) p += c->sentence == m->sentence ? 7 : 4;
        if (p > best_points) {
            best_points = p;
            best = c->entity;
            together = group ? c : NULL;
        }
    }
    if (best_points < -9) return DEM_NONE;
    return together ? set_entity(x, together) : best;
}

/* ---- "the two sides" ---- */

static dem_str country_in(const dem_raw *c)
{
    return dem_code_is_country(c->code) ? dem_str_cut(c->code, 0, 3) : DEM_STR_NONE;
}

/* "He said that the two sides had met": is the candidate subject of a verb above the one that the sides are subject of? */
static bool speaks_of(const dem_actors *x, const dem_raw *c, const dem_raw *m)
{
    const dem_token *t = &x->r->tokens.items[x->r->sentences.items[m->sentence].first];
    int32_t verb = governor(x, c), at = governor(x, m);
    if (c->sentence != m->sentence || !dem_raw_subject(c)) return false;
    if (!m->subject) return true;
    for (int32_t steps = 0; at >= 0 && steps <= m->last + 64; steps++) {
        at = t[at].head;
        if (at >= 0 && at == verb) return true;
    }
    return false;
}

/* lands: of "the two countries", for which it is enough to be named. */
static int32_t last_parties(const dem_actors *x, size_t i, bool leaders, bool lands, int32_t found[2])
{
    int32_t n = 0, speaks = DEM_NONE;
    const dem_raw *m = &x->raws.items[i];
    for (size_t k = i, seen = 0; k-- > 0 && seen < LOOK_BACK && n < 2; seen++) {
        const dem_raw *c = &x->raws.items[k];
        if (m->sentence - c->sentence > SENTENCES_BACK) break;
        if (!c->done || c->entity == DEM_NONE || c->code.n < 3 || (c->locative && !lands) || c->pronoun || c->pair) continue;
        if (speaks_of(x, c, m)) { /* who speaks of the sides is none of them */
            if (speaks == DEM_NONE) speaks = c->entity;
            if (!lands) continue;
        }
        if (c->entity == speaks) continue;
        if (leaders && c->type != DEM_MENTION_PERSON) continue;
        if (m->sides && dem_str_starts(c->code, DEM_STR("IGO"))) continue; /* unions and envoys stand between the sides */
        if (dem_has_sector(c->code, "JRN") || (c->type == DEM_MENTION_PLACE && !c->acts && !(lands && c->code.n == 3))) continue;
        if (lands && country_in(c).n < 3) continue;
        if (n == 1) {
            const dem_entity *a = &x->r->entities.items[found[0]], *b = &x->r->entities.items[c->entity];
            if (found[0] == c->entity || dem_str_eq(a->code, b->code) || (lands && dem_str_eq(dem_str_cut(a->code, 0, 3), dem_str_cut(b->code, 0, 3)))) continue;
        }
        found[n++] = c->entity;
    }
    return n;
}

/* A coordination of just two, close before: "… accused Moscow and Beijing … both governments …" */
static bool coordinated_before(const dem_actors *x, size_t i, bool lands, int32_t found[2])
{
    const dem_raw *m = &x->raws.items[i];
    for (size_t k = i, seen = 0; k-- > 0 && seen < (lands ? LOOK_BACK : LOOK_BACK / 3); seen++) {
        const dem_raw *c = &x->raws.items[k];
        int32_t all[SET_MAX];
        if (m->sentence - c->sentence > (lands ? SENTENCES_BACK : 1)) break;
        if (!c->done || !c->coordinated || c->locative || conjuncts(x, c, all) != 2) continue;
        if (lands && x->r->entities.items[all[0]].code.n + x->r->entities.items[all[1]].code.n != 6) continue;
        found[0] = all[1];
        found[1] = all[0];
        return true;
    }
    return false;
}

/* Were both named in one sentence just before? "Moscow and Washington agreed. The two sides …" */
static bool together_before(const dem_actors *x, size_t i, const int32_t found[2])
{
    int32_t s[2] = {-1, -2};
    const dem_raw *m = &x->raws.items[i];
    for (size_t k = i, seen = 0; k-- > 0 && seen < LOOK_BACK; seen++)
        for (int j = 0; j < 2; j++)
            if (x->raws.items[k].entity == found[j] && s[j] < 0) s[j] = x->raws.items[k].sentence;
    return s[0] == s[1] && m->sentence - s[0] == 1;
}

static bool of_country(const dem_actors *x, int32_t entity, dem_str country)
{
    return dem_str_starts(x->r->entities.items[entity].code, country);
}

typedef struct side {
    int32_t entity;
    int n; /* how often it was named before */
} side;

/* The one named more often; of two named as often the one named last, which comes first here. */
static void count_side(side *sides, size_t n, int32_t entity)
{
    size_t i = 0;
    while (i < n && sides[i].entity != DEM_NONE && sides[i].entity != entity) i++;
    if (i == n) return;
    sides[i].entity = entity;
    sides[i].n++;
}

static side most_named(const side *sides, size_t n)
{
    side best = {DEM_NONE, 0};
    for (size_t i = 0; i < n; i++)
        if (sides[i].n > best.n) best = sides[i];
    return best;
}

/* The government's or its army's and its opponents' side in the country that the report is about: of each the one that the report has named
   most often, for a ministry that counts the dead is no side, and who is under arms before who only opposes. */
static bool sides_of_focus(const dem_actors *x, size_t i, dem_str country, int32_t found[2])
{
    enum { SIDES = 8 };
    side states[SIDES], armies[SIDES], rebels[SIDES], others[SIDES];
    for (int k = 0; k < SIDES; k++) states[k] = armies[k] = rebels[k] = others[k] = (side){DEM_NONE, 0};
    const dem_raw *m = &x->raws.items[i];
    for (size_t k = i, seen = 0; k-- > 0 && seen < LOOK_BACK * 2; seen++) {
        const dem_raw *c = &x->raws.items[k];
        if (!c->done || c->entity == DEM_NONE || c->pair || country.n < 3 || c->code.n < 6 || memcmp(c->code.p, country.p, 3) != 0) continue;
        if (speaks_of(x, c, m)) continue;
        if (x->r->entities.items[c->entity].type == DEM_MENTION_PERSON) continue;
        bool armed = dem_has_sector(c->code, "REB"), opposes = armed || dem_has_sector(c->code, "OPP");
        if (opposes)
            count_side(armed ? rebels : others, SIDES, c->entity);
        else if (dem_has_sector(c->code, "GOV"))
            count_side(states, SIDES, c->entity);
        else if (dem_has_sector(c->code, "MIL"))
            count_side(armies, SIDES, c->entity);
    }
    side state = most_named(states, SIDES), army = most_named(armies, SIDES), rebel = most_named(rebels, SIDES), other = most_named(others, SIDES);
    if (army.n > state.n) state = army;
    if (rebel.n >= other.n) other = rebel;
    if (state.entity == DEM_NONE || other.entity == DEM_NONE) return false;
    found[0] = other.entity;
    found[1] = state.entity;
    return true;
}

int32_t dem_pair_entity(dem_actors *x, size_t i)
{
    int32_t found[2];
    const dem_raw *m = &x->raws.items[i];
    bool all = dem_str_ieq(x->r->tokens.items[x->r->sentences.items[m->sentence].first + (uint32_t)m->first].form, DEM_STR("all"));
    if (all) { /* "all parties": those of the land the report is about */
        if (!sides_of_focus(x, i, (dem_str){x->r->focus, x->r->focus[0] ? 3 : 0}, found)) return DEM_NONE;
        const int32_t both[2] = {found[1], found[0]};
        return add_set(x, both, 2);
    }
    if (!m->definite) return DEM_NONE;
    bool leaders = m->role != DEM_NONE && !m->gov_word && !(m->lists >> LIST_ORGANISATION & 1); /* "the two leaders" */
    dem_str focus = {x->r->focus, x->r->focus[0] ? 3 : 0};
    if (m->country_noun) { /* "the two countries": named together, or else one after the other */
        if (!coordinated_before(x, i, true, found) && last_parties(x, i, false, true, found) != 2) return DEM_NONE;
        const int32_t named[2] = {found[1], found[0]};
        return add_set(x, named, 2);
    }
    bool two = !leaders && m->owner == DEM_NONE && coordinated_before(x, i, false, found);
    if (two && m->sides && focus.n && !of_country(x, found[0], focus) && !of_country(x, found[1], focus))
        sides_of_focus(x, i, focus, found); /* whoever spoke together of a conflict is no party to it */
    if (!two && m->owner != DEM_NONE) two = sides_of_focus(x, i, x->matches.items[m->owner].code, found);
    else if (!two) {
        two = last_parties(x, i, leaders, false, found) == 2;
        bool inside = two && focus.n && (of_country(x, found[0], focus) || of_country(x, found[1], focus));
        if (!leaders && (!two || inside || !together_before(x, i, found))) two = sides_of_focus(x, i, focus, found) || two;
    }
    if (!two) return DEM_NONE;
    const int32_t in_order[2] = {found[1], found[0]};
    return add_set(x, in_order, 2);
}

/* ---- roles without a state ---- */

static bool set_from_country(dem_actors *x, dem_raw *m, dem_str country, dem_str by)
{
    dem_str role = x->matches.items[m->role].code;
    m->code = dem_join_code(x, dem_str_cut(country, 0, 3), role, false, false);
    if (m->former) m->code = dem_former_code(x, m->code);
    m->by = by;
    return true;
}

static bool from_entity(dem_actors *x, dem_raw *m, int32_t entity)
{
    const dem_entity *e = &x->r->entities.items[entity];
    if (!e->code.n) return false;
    m->entity = entity;
    m->code = e->code;
    m->by = dem_by(x, "coref:", e->name, DEM_STR_NONE);
    return true;
}

/* Whose government, ministry, president? Points for each state that was at work shortly before. */
static int government_points(const dem_actors *x, const dem_raw *m, const dem_raw *c, bool speaks)
{
    int p = 10 - 3 * (m->sentence - c->sentence);
    bool domestic = dem_has_sector(c->code, "OPP") || dem_has_sector(c->code, "REB") || dem_has_sector(c->code, "CVL");
    bool person = c->type == DEM_MENTION_PERSON, governs = dem_has_sector(c->code, "GOV");
    if (c->sentence == m->sentence && dem_raw_subject(c) && !domestic && !person) return -100; /* it would have said "its" */
    if (c->sentence == m->sentence && person && governs) p += dem_raw_subject(c) ? 6 : -3; /* "Lavrov will travel to Damascus, the ministry said" */
    if (c->quoted && !m->quoted) p -= 6;
    /* "Greek prime minister A and energy minister B" */
    if (m->titled && c->sentence == m->sentence && c->last + 2 == m->first && token_of(x, c)[c->last + 1 - c->head].upos == DEM_CCONJ) p += 20;
    if (c->sentence == m->sentence && domestic) p += 6;
    if (governs) p += 3;
    if (c->modifier) p -= 4;
    if (c->locative) p -= 3;
    if (dem_raw_subject(c) && c->sentence != m->sentence) p += speaks ? 5 : 2;
    if (memcmp(x->r->focus, c->code.p, 3) == 0) p += speaks ? 0 : 4;
    return p;
}

/* "The government and the opposition": both of the country that is torn. */
static bool beside_opposition(const dem_actors *x, const dem_raw *m)
{
    for (int32_t k = x->sentence_first[m->sentence]; k < x->sentence_first[m->sentence + 1]; k++) {
        const dem_raw *o = &x->raws.items[k];
        if (o == m || o->top != m->top || o->role == DEM_NONE) continue;
        dem_str role = x->matches.items[o->role].code;
        if (dem_has_sector(role, "OPP") || dem_has_sector(role, "REB")) return true;
    }
    return false;
}

static bool closest_government(dem_actors *x, size_t i)
{
    dem_raw *m = &x->raws.items[i];
    bool speaks = dem_raw_subject(m) && !m->gov_word;
    int best = -100;
    dem_str country = DEM_STR_NONE;
    const dem_raw *from = NULL;
    for (size_t k = i, seen = 0; k-- > 0 && seen < LOOK_BACK; seen++) {
        const dem_raw *c = &x->raws.items[k];
        if (m->sentence - c->sentence > SENTENCES_BACK) break;
        if (!c->done || !country_in(c).n || dem_has_sector(c->code, "JRN")) continue; /* "told AFP" names no government */
        int p = government_points(x, m, c, speaks);
        if (p <= best) continue;
        best = p;
        country = country_in(c);
        from = c;
    }
    if (!from || best < 0) return false;
    bool focus = memcmp(x->r->focus, country.p, 3) == 0;
    if (x->r->focus[0] && !focus && !speaks && (best < 5 || beside_opposition(x, m))) return false; /* too far: the report's country decides */
    const dem_entity *e = from->entity == DEM_NONE ? NULL : &x->r->entities.items[from->entity];
    return set_from_country(x, m, country, dem_by(x, "coref:", e ? e->name : country, DEM_STR_NONE));
}

/* The last mention of the same sector that has a state: "the Syrian rebels … the fighters". */
static bool same_role_before(dem_actors *x, size_t i)
{
    dem_raw *m = &x->raws.items[i];
    int32_t k = dem_key_get(x, dem_key_of(x, 'r', m->title));
    if (k == DEM_NONE || (size_t)k >= i) return false;
    const dem_raw *c = &x->raws.items[k];
    if (!country_in(c).n || m->sentence - c->sentence > ROLE_SENTENCES_BACK * 2) return false;
    dem_str role = x->matches.items[m->role].code, before = c->role == DEM_NONE ? DEM_STR_NONE : x->matches.items[c->role].code;
    if (!dem_str_eq(role, before)) return false;
    const dem_entity *e = c->entity == DEM_NONE ? NULL : &x->r->entities.items[c->entity];
    return set_from_country(x, m, country_in(c), dem_by(x, "coref:", e ? e->name : c->title, DEM_STR_NONE));
}

static bool has_any(dem_str code, const char *const *sectors)
{
    for (; *sectors; sectors++)
        if (dem_has_sector(code, *sectors)) return true;
    return false;
}

/* "the Qasim regime": whose it is has been said, in a name that the lexicon does not know. */
static bool strange_name(const dem_actors *x, const dem_raw *m)
{
    if (!m->gov_word || m->head <= m->first || m->head == 0 || x->r->sentences.items[m->sentence].kind == DEM_SENTENCE_TITLE) return false;
    const dem_token *name = dem_token_at(x->r, m->sentence, m->head - 1), *head = name + 1;
    if (name->upos != DEM_PROPN || name->head != m->head || !name->form.n || name->form.p[0] < 'A' || name->form.p[0] > 'Z') return false;
    /* a lexicon's word would have been a match of its own, and the role's words begin behind it */
    return m->name_first == m->head && head->upos == DEM_NOUN && m->head - 1 > 0;
}

/* "Foreign Secretary welcomes deal", above a report that goes on with "Foreign Secretary Peter Hill": his, if the lexicon knows him. */
static bool titled_later(dem_actors *x, size_t i)
{
    dem_raw *m = &x->raws.items[i];
    const dem_match *role = &x->matches.items[m->role];
    for (size_t k = i + 1; k < x->raws.n && k < i + LOOK_BACK; k++) {
        const dem_raw *c = &x->raws.items[k];
        if (!c->titled || c->role == DEM_NONE || c->name == DEM_NONE || c->former) continue;
        const dem_match *title = &x->matches.items[c->role], *name = &x->matches.items[c->name];
        dem_str lemma = dem_token_at(x->r, c->sentence, title->last)->lemma;
        if (!dem_str_eq(title->code, role->code) || !dem_str_ieq(lemma, m->title) || !dem_code_is_country(name->code)) continue;
        return set_from_country(x, m, dem_str_cut(name->code, 0, 3), dem_by(x, "ahead:", name->entry.name, name->by));
    }
    return false;
}

bool dem_bare_role(dem_actors *x, size_t i)
{
    static const char *const home[] = {"GOV", "OPP", "MIL", "REB", "COP", "SPY", "PRM", "LEG", "JUD", "UAF", "INS", "SEP", "CVL", "REF", "PTY", NULL};
    dem_raw *m = &x->raws.items[i];
    const dem_match *k = &x->matches.items[m->role];
    bool governs = dem_has_sector(k->code, "GOV"), headline = x->r->sentences.items[m->sentence].kind == DEM_SENTENCE_TITLE;
    m->code = k->code;
    m->by = dem_by(x, "role:", k->code, DEM_STR_NONE);
    if (k->entry.alone) return true;
    if (strange_name(x, m)) {
        m->strange = true;
        return true;
    }
    bool title_noun = m->title_case && !m->plural && !m->indefinite;
    const uint32_t bodies = (uint32_t)1 << LIST_ORGANISATION | (uint32_t)1 << LIST_GOVERNMENT | (uint32_t)1 << LIST_CONFLICT;
    bool body = m->lists & bodies && !m->plural && !m->indefinite; /* "Opposition says no": a body needs no article in a headline */
    bool definite = m->definite || m->titled || body || (headline && !m->indefinite) || title_noun;
    if (!has_any(k->code, home) || m->indefinite) return true;
    if (!definite && (!m->bare_plural || governs) && !(m->role != DEM_NONE && !m->plural && m->gov_word)) return true;
    if (!m->plural && !m->titled && !m->gov_word && m->definite && m->same_as == DEM_NONE) {
        int32_t titled = dem_key_get(x, dem_key_of(x, 't', m->title));
        if (titled != DEM_NONE && from_entity(x, m, titled)) return true;
    }
    if (!m->gov_word && m->definite && !m->plural && x->matches.items[m->role].code.n == 3) { /* "the Sudanese army … the army" */
        int32_t named = dem_key_get(x, dem_key_of(x, 'h', m->title));
        char sector[4] = {k->code.p[0], k->code.p[1], k->code.p[2], 0};
        if (named != DEM_NONE && dem_has_sector(x->r->entities.items[named].code, sector) && from_entity(x, m, named)) return true;
    }
    if (!m->gov_word && same_role_before(x, i)) return true;
    if (headline && !m->plural && !m->gov_word && titled_later(x, i)) return true;
    bool others = dem_str_ieq(m->title, DEM_STR("regime")) && x->r->focus[0]; /* nobody's own government: that of the land the report is about */
    if (governs && closest_government(x, i) && (!others || memcmp(x->raws.items[i].code.p, x->r->focus, 3) == 0)) return true;
    m = &x->raws.items[i];
    if (!governs && !m->definite && !m->bare_plural && !headline && !body) return true;
    if (dem_has_sector(k->code, "CVL") && !m->plural) return true; /* "the baby" is nobody's side */
    if (x->r->focus[0]) {
        dem_str focus = {x->r->focus, 3};
        return set_from_country(x, m, focus, dem_by(x, "focus:", focus, DEM_STR_NONE));
    }
    return true;
}
