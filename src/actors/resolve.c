/* SPDX-License-Identifier: Apache-2.0 */
/* Who each mention is: codes from the lexicon, from titles and descriptions, from what was said before; entities; the mention records. */
#include "actors/internal.h"

enum { DEPTH_MAX = 24, SUFFIX_MAX = 6 };

static dem_token *tokens_of(const dem_actors *x, int32_t sentence)
{
    return &x->r->tokens.items[x->r->sentences.items[sentence].first];
}

static dem_span span_of(const dem_actors *x, int32_t sentence, int32_t first, int32_t last)
{
    const dem_token *t = tokens_of(x, sentence);
    return (dem_span){t[first].span.start, t[last].span.end};
}

static dem_str words_of(const dem_actors *x, const dem_raw *m, int32_t first, int32_t last)
{
    return dem_text_of(x->r, span_of(x, m->sentence, first, last));
}

dem_raw *dem_raw_of(dem_actors *x, int32_t sentence, int32_t token)
{
    if (token < 0) return NULL;
    int32_t i = tokens_of(x, sentence)[token].mention;
    return i == DEM_NONE ? NULL : &x->raws.items[i];
}

static const dem_match *match_of(const dem_actors *x, int32_t k)
{
    return k == DEM_NONE ? NULL : &x->matches.items[k];
}

static dem_entity *entity_at(dem_actors *x, int32_t e)
{
    return e == DEM_NONE ? NULL : &x->r->entities.items[e];
}

static void set_country(char country[4], dem_str code)
{
    memset(country, 0, 4);
    if (dem_code_is_country(code)) memcpy(country, code.p, 3);
}

static int32_t new_entity(dem_actors *x, dem_str name, dem_mention_type type)
{
    dem_entity *e = DEM_PUSH(x->a, &x->r->entities);
    if (!e) return DEM_NONE;
    *e = (dem_entity){.name = name, .type = type};
    return (int32_t)x->r->entities.n - 1;
}

/* The entity under a key, made when there is none. */
static int32_t keyed_entity(dem_actors *x, dem_str key, dem_str name, dem_mention_type type)
{
    int32_t e = dem_key_get(x, key);
    if (e != DEM_NONE) return e;
    e = new_entity(x, name, type);
    if (e != DEM_NONE) dem_key_put(x, key, e);
    return e;
}

/* "Ali Akbar Salehi" is found again as "Akbar Salehi" and "Salehi"; "Syrian National Council" as "the council". */
static void put_short_names(dem_actors *x, dem_str name, dem_mention_type type, int32_t entity)
{
    dem_piece p[DEM_PIECES_MAX];
    size_t n = dem_fold(name, p, DEM_PIECES_MAX, NULL);
    if (n == 0) return;
    dem_key_put(x, dem_key_of(x, 'n', name), entity);
    if (type == DEM_MENTION_PERSON) {
        for (size_t i = 1; i < n && i <= SUFFIX_MAX; i++) {
            char text[DEM_PIECES_MAX * (DEM_PIECE_BYTES + 1)];
            size_t at = 0;
            for (size_t k = n - i; k < n; k++) {
                if (at) text[at++] = ' ';
                memcpy(text + at, p[k].key, p[k].n);
                at += p[k].n;
            }
            dem_str key = dem_key_of(x, 's', (dem_str){text, at});
            int32_t held = dem_key_get(x, key);
            /* A surname stays with the one it was first used for, unless that one is somebody the text never names in full. */
            if (held == DEM_NONE || held == entity) dem_key_put(x, key, entity);
        }
        /* "Ban" after "Ban Ki-moon": where the name of the family stands first. */
        dem_str first = dem_key_of(x, 'f', dem_piece_key(&p[0]));
        if (n > 1 && dem_key_get(x, first) == DEM_NONE) dem_key_put(x, first, entity);
    } else if (type == DEM_MENTION_ORGANISATION || type == DEM_MENTION_GROUP) {
        dem_key_put(x, dem_key_of(x, 'h', dem_piece_key(&p[n - 1])), entity);
    }
}

/* "Syrian National Council (SNC)": capitals in brackets right after the phrase. */
static void put_acronym(dem_actors *x, const dem_raw *m, int32_t entity)
{
    const dem_sentence *s = &x->r->sentences.items[m->sentence];
    const dem_token *t = tokens_of(x, m->sentence);
    int32_t at = m->name_last + 1;
    if (at + 2 >= (int32_t)s->n || !dem_str_is(t[at].form, "(") || !dem_str_is(t[at + 2].form, ")")) return;
    dem_piece p[2];
    if (dem_fold(t[at + 1].form, p, 2, NULL) != 1 || p[0].letter_case != DEM_CASE_ALLCAPS || p[0].n > 10) return;
    dem_key_put(x, dem_key_of(x, 'n', t[at + 1].form), entity);
}

static dem_str country_str(const dem_match *k)
{
    return k->has_place && k->place.country[0] ? (dem_str){k->place.country, 3} : DEM_STR_NONE;
}

/* ---- names of the lexicon ---- */

static dem_str entry_key(dem_actors *x, const dem_raw *m, const dem_match *k)
{
    if (k->kind == DEM_VALUE_PLACE) return dem_str_printf(x->a, "p:%.*s", DEM_FMT(k->place.by));
    if (k->entry.kind == DEM_ENTRY_COUNTRY) return dem_str_printf(x->a, "c:%.*s", DEM_FMT(k->code));
    bool government = k->entry.type != DEM_TYPE_PERSON && k->code.n == 6 && dem_code_is_country(k->code) && dem_has_sector(k->code, "GOV");
    if (government && m->gov_word) return dem_str_printf(x->a, "g:%.*s", DEM_FMT(k->code));
    return dem_str_printf(x->a, "e:%p:%u", (const void *)k->entry.layer, k->entry.entry);
}

static void resolve_place_name(dem_actors *x, dem_raw *m, const dem_match *k)
{
    bool seat = k->kind == DEM_VALUE_METONYM || k->kind == DEM_VALUE_CAPITAL;
    m->by = k->by;
    if (k->kind == DEM_VALUE_PLACE) {
        m->by = k->place.by;
        set_country(m->country_code, country_str(k));
        m->government = false;
        m->entity = keyed_entity(x, entry_key(x, m, k), k->place.name, DEM_MENTION_PLACE);
        return;
    }
    set_country(m->country_code, k->code);
    if (m->shared_role != DEM_NONE && dem_code_is_country(k->code)) {
        dem_str role = match_of(x, m->shared_role)->code;
        m->code = dem_join_code(x, dem_str_cut(k->code, 0, 3), role, false, false);
        m->by = dem_by(x, "role:", role, k->by);
        m->type = DEM_MENTION_NOMINAL;
        m->entity = keyed_entity(x, dem_str_printf(x->a, "ds:%.*s:%.*s", DEM_FMT(m->code), DEM_FMT(role)), words_of(x, m, m->first, m->last), m->type);
        return;
    }
    if (!seat) {
        m->code = k->code;
        m->government = m->government && k->entry.kind == DEM_ENTRY_COUNTRY;
        m->entity = keyed_entity(x, entry_key(x, m, k), k->entry.name, DEM_MENTION_PLACE);
        return;
    }
    if (m->acts) {
        m->code = dem_code_is_country(k->code) && k->code.n == 3 ? dem_str_printf(x->a, "%.*sGOV", DEM_FMT(k->code)) : k->code;
        m->government = true;
        m->entity = keyed_entity(x, dem_str_printf(x->a, "g:%.*s", DEM_FMT(m->code)), words_of(x, m, m->name_first, m->name_last), DEM_MENTION_PLACE);
    } else {
        dem_str name = words_of(x, m, m->name_first, m->name_last);
        m->government = false;
        m->entity = keyed_entity(x, dem_key_of(x, 'q', name), name, DEM_MENTION_PLACE);
    }
}

/* Title or apposition as a code; false when it names no state or body. */
static bool code_from_description(dem_actors *x, dem_raw *m, dem_str *code, dem_str *by);
static dem_str role_code(const dem_actors *x, const dem_raw *m);

/* "Davis" after "Jeff Davis": a place only where it stands as one. */
static bool surname_here(dem_actors *x, dem_raw *m, const dem_match *k)
{
    bool town = k->kind == DEM_VALUE_PLACE || (k->entry.kind == DEM_ENTRY_COUNTRY && k->kind == DEM_VALUE_NAME && m->subject);
    if (!town || m->locative || m->modifier || m->name_first != m->name_last) return false;
    int32_t e = dem_key_get(x, dem_key_of(x, 's', words_of(x, m, m->name_first, m->name_last)));
    if (e == DEM_NONE || entity_at(x, e)->type != DEM_MENTION_PERSON) return false;
    const dem_entity *p = entity_at(x, e);
    m->type = DEM_MENTION_PERSON;
    m->entity = e;
    m->code = p->code;
    m->by = dem_by(x, "coref:", p->name, p->by);
    m->government = m->acts = false;
    return true;
}

/* "Foreign Office minister Peter Hill", whom the lexicon knows as a member of parliament or of a party: the office counts, on this and on
   later mentions. */
static void office_of_member(dem_actors *x, dem_raw *m, dem_str known)
{
    dem_str sector = dem_str_cut(known, 3, known.n), code, by;
    if (m->former || !dem_code_is_country(known) || (!dem_str_is(sector, "LEG") && !dem_str_is(sector, "PTY"))) return;
    const dem_entity *e = entity_at(x, m->entity);
    bool served = e && e->code.n == 6 && memcmp(e->code.p, known.p, 3) == 0 && dem_has_sector(e->code, "GOV");
    const dem_raw *d = dem_raw_of(x, m->sentence, m->describes_me); /* "Peter Hill, Minister for Africa" */
    const dem_raw *office = m->titled ? m : d && d->role != DEM_NONE && !d->former ? d : NULL;
    dem_str word = office ? tokens_of(x, office->sentence)[match_of(x, office->role)->last].lemma : DEM_STR_NONE;
    bool titled = office && dem_str_is(role_code(x, office), "GOV") && (dem_str_ieq(word, DEM_STR("minister")) || dem_str_ieq(word, DEM_STR("secretary")));
    if (titled && code_from_description(x, m, &code, &by) && dem_code_is_country(code) && memcmp(code.p, known.p, 3) != 0) return;
    if (!served && !titled) return;
    m->code = dem_str_printf(x->a, "%.3sGOV", known.p);
    m->by = dem_by(x, "role:", DEM_STR("GOV"), m->by);
}

static void resolve_lexicon_name(dem_actors *x, dem_raw *m)
{
    const dem_match *k = match_of(x, m->name);
    if (m->type == DEM_MENTION_PLACE && surname_here(x, m, k)) return;
    if (m->type == DEM_MENTION_PLACE) {
        resolve_place_name(x, m, k);
        return;
    }
    m->code = k->code;
    m->by = k->by;
    bool person = m->type == DEM_MENTION_PERSON;
    dem_str key = entry_key(x, m, k), spoken = words_of(x, m, m->name_first, m->name_last);
    if (k->kind == DEM_VALUE_DEMONYM || k->kind == DEM_VALUE_ADJECTIVE) key = dem_str_printf(x->a, "%c:%.*s", m->modifier ? 'c' : 'd', DEM_FMT(k->code));
    m->entity = dem_key_get(x, key);
    /* "Clinton" after "Bill Clinton" is he, whomever the lexicon calls so, unless that one was named too. */
    int32_t here = person && m->entity == DEM_NONE ? dem_key_get(x, dem_key_of(x, 's', spoken)) : DEM_NONE;
    if (here != DEM_NONE) {
        const dem_entity *e = entity_at(x, here);
        m->entity = here;
        m->code = e->code;
        m->by = dem_by(x, "coref:", e->name, e->by);
        return;
    }
    /* Of whom the lexicon knows only the state, or no office on this day, the text may say more: "Malaysian Prime Minister Najib Razak". */
    bool retired = person && !m->former && dem_has_sector(k->code, "ELI") && m->titled; /* "African Union mediator Thabo Mbeki" */
    if ((k->lapsed || k->code.n == 3 || retired) && person) {
        dem_str code, by;
        if (code_from_description(x, m, &code, &by) && (k->lapsed || (retired && !dem_code_is_country(code)) || (code.n > 3 && dem_str_starts(code, k->code)))) {
            m->code = code;
            m->by = by;
        }
    }
    if (m->entity == DEM_NONE) m->entity = keyed_entity(x, key, k->entry.name, m->type);
    if (m->entity == DEM_NONE) return;
    if (person) office_of_member(x, m, k->code);
    dem_entity *e = entity_at(x, m->entity);
    if (!e->gender && k->entry.gender) e->gender = (uint8_t)k->entry.gender;
    put_short_names(x, k->entry.name, m->type, m->entity);
    put_short_names(x, spoken, m->type, m->entity);
    put_acronym(x, m, m->entity);
}

/* ---- names that only the report knows ---- */

/* A town inside an unknown name tells the name's country when it is large or where the report is about: no Zambia in "Northwestern University". */
static bool weighty(const dem_actors *x, const dem_match *k)
{
    enum { LARGE = 300000 };
    return k->place.population >= LARGE || (x->r->focus[0] && memcmp(x->r->focus, k->place.country, 3) == 0);
}

/* What a phrase's owner is: code and by. `body`: a named organisation or group. */
static bool owner_code(dem_actors *x, const dem_raw *m, dem_str *code, dem_str *by, bool *body)
{
    *body = false;
    const dem_match *k = match_of(x, m->owner);
    if (k) {
        bool place = k->kind == DEM_VALUE_PLACE;
        if (place && m->unknown_name && m->organisation && !weighty(x, k)) return false;
        *code = place ? country_str(k) : k->code;
        *by = place ? k->place.by : k->by;
        *body = k->entry.kind == DEM_ENTRY_ACTOR && k->entry.type != DEM_TYPE_PERSON && k->entry.type != DEM_TYPE_COUNTRY;
        return code->n > 0;
    }
    const dem_raw *o = dem_raw_of(x, m->sentence, m->owner_token);
    if (!o || o == m) return false;
    *code = o->code;
    *by = o->by;
    *body = o->type == DEM_MENTION_ORGANISATION || o->type == DEM_MENTION_GROUP;
    if (!code->n && o->country_code[0]) *code = dem_str_dup(x->a, (dem_str){o->country_code, 3});
    return code->n > 0;
}

static dem_str role_code(const dem_actors *x, const dem_raw *m)
{
    const dem_match *k = match_of(x, m->role);
    return k ? k->code : DEM_STR_NONE;
}

static bool belongs_of(const dem_raw *m)
{
    return m->belongs || (m->titled && (m->title_lists >> LIST_BELONGS & 1));
}

/* Does an adjective of a state, or its possessive, stand before a role that serves no state by itself? Not "the Syria mediator". */
static bool national(const dem_actors *x, const dem_raw *m, dem_str owner)
{
    const dem_match *k = match_of(x, m->owner);
    if (!dem_code_is_country(owner) || !dem_str_is(role_code(x, m), "IGO")) return false;
    if (k) return k->kind == DEM_VALUE_ADJECTIVE && k->last < m->name_first;
    return m->owner_token != DEM_NONE && m->owner_token < m->name_first && dem_rel_base((dem_rel)tokens_of(x, m->sentence)[m->owner_token].deprel) == DEM_REL_nmod;
}

static bool has_list(const dem_raw *m, enum dem_list list)
{
    return (m->lists | m->title_lists) >> list & 1;
}

/* "the minister for Africa", "envoy to the Middle East": the region is what he is charged with. */
static bool has_portfolio(dem_str title)
{
    static const char *const offices[] = {"minister", "secretary", "envoy", "adviser", "advisor", "commissioner", "director"};
    for (size_t i = 0; i < sizeof offices / sizeof *offices; i++)
        if (dem_str_ieq(title, dem_str_c(offices[i]))) return true;
    return false;
}

/* Role and owner of the phrase itself. */
static bool own_code(dem_actors *x, dem_raw *m, dem_str *code, dem_str *by)
{
    dem_str owner, owner_by, role = role_code(x, m);
    bool body;
    if (!owner_code(x, m, &owner, &owner_by, &body)) return false;
    if (!role.n && m->type == DEM_MENTION_NOMINAL && !belongs_of(m) && !m->country_noun) return false;
    if (m->owner_token != DEM_NONE && !m->plural && dem_str_starts(owner, DEM_STR("IMG")) && dem_str_is(role, "GOV") && has_portfolio(m->title)) return false;
    if (m->alone && national(x, m, owner)) {
        /* "Kenyan peacekeepers", "Qatari mediators": soldiers or servants of a state, whatever they are sent for */
        role = has_list(m, LIST_SOLDIER) ? DEM_STR("MIL") : DEM_STR("GOV");
        *code = dem_str_printf(x->a, "%.3s%.*s", owner.p, DEM_FMT(role));
        *by = dem_by(x, "role:", role, owner_by);
        return true;
    }
    if (m->alone) {
        /* "United Nations observers" are the organisation's; a state's are not coded as its own */
        *code = dem_code_is_country(owner) ? role : owner;
        *by = dem_by(x, "role:", role, dem_code_is_country(owner) ? DEM_STR_NONE : owner_by);
        return true;
    }
    if (m->country_noun && dem_code_is_country(owner)) owner = dem_str_cut(owner, 0, 3);
    *code = dem_join_code(x, owner, m->country_noun ? DEM_STR_NONE : role, belongs_of(m), body);
    *by = role.n && !m->country_noun ? dem_by(x, "role:", role, owner_by) : owner_by;
    if (m->former) *code = dem_former_code(x, *code);
    return true;
}

static bool code_from_description(dem_actors *x, dem_raw *m, dem_str *code, dem_str *by)
{
    dem_str own, own_by;
    if ((m->role != DEM_NONE || m->owner != DEM_NONE) && own_code(x, m, &own, &own_by)) {
        *code = own;
        *by = dem_by(x, "description:", own_by, DEM_STR_NONE);
        return true;
    }
    const dem_raw *d = dem_raw_of(x, m->sentence, m->describes_me);
    if (d && d->code.n) {
        *code = d->code;
        *by = dem_by(x, "description:", d->by, DEM_STR_NONE);
        return true;
    }
    return false;
}

static void resolve_unknown_name(dem_actors *x, size_t i)
{
    dem_raw *m = &x->raws.items[i];
    dem_str name = words_of(x, m, m->name_first, m->name_last), code = DEM_STR_NONE, by = DEM_STR_NONE;
    bool described = code_from_description(x, m, &code, &by);
    int32_t e = dem_key_get(x, dem_key_of(x, 'n', name));
    if (e == DEM_NONE && m->type != DEM_MENTION_ORGANISATION) e = dem_key_get(x, dem_key_of(x, 's', name));
    if (e == DEM_NONE && m->type != DEM_MENTION_PERSON) e = dem_key_get(x, dem_key_of(x, 's', name));
    if (e == DEM_NONE && m->definite && m->name_first == m->name_last) e = dem_key_get(x, dem_key_of(x, 'h', name)); /* "the League" */
    if (e == DEM_NONE && m->type == DEM_MENTION_PERSON && m->name_first == m->name_last) e = dem_key_get(x, dem_key_of(x, 'f', name));
    bool known = e != DEM_NONE;
    const dem_raw *d = dem_raw_of(x, m->sentence, m->describes_me);
    if (d && (d->role != DEM_NONE || d->belongs) && !d->plural && d->type == DEM_MENTION_NOMINAL && !(d->lists >> LIST_ORGANISATION & 1) && !m->organisation) m->type = DEM_MENTION_PERSON;
    if (!known) e = new_entity(x, name, m->type);
    if (e == DEM_NONE) return;
    dem_entity *entity = entity_at(x, e);
    m->entity = e;
    if (known && entity->code.n) {
        m->code = entity->code;
        m->by = dem_by(x, "coref:", entity->name, entity->by);
        m->type = entity->type;
    } else if (described) {
        m->code = code;
        m->by = by;
    } else if (m->organisation && m->role != DEM_NONE && !m->titled) {
        m->code = role_code(x, m); /* "Press TV": what it is, of no country that the text says */
        m->by = dem_by(x, "role:", m->code, DEM_STR_NONE);
    } else if (m->titled && m->role != DEM_NONE && dem_bare_role(x, i)) {
        m = &x->raws.items[i];
        m->by = dem_by(x, "description:", m->by, DEM_STR_NONE);
        m->entity = e;
    }
    if (known && entity->type != m->type && entity->type == DEM_MENTION_PERSON) m->type = DEM_MENTION_PERSON;
    put_short_names(x, name, m->type, e);
    put_acronym(x, m, e);
}

/* ---- nominals ---- */

/* "The Iranian official": the person of the same code who was named last, a sentence or two before. */
static int32_t person_before(const dem_actors *x, size_t i)
{
    const dem_raw *m = &x->raws.items[i];
    const uint32_t bodies = (uint32_t)1 << LIST_ORGANISATION | (uint32_t)1 << LIST_GOVERNMENT | (uint32_t)1 << LIST_CONFLICT;
    if (m->lists & bodies || m->code.n < 6) return DEM_NONE;
    for (size_t k = i, seen = 0; k-- > 0 && seen < 30; seen++) {
        const dem_raw *c = &x->raws.items[k];
        if (m->sentence - c->sentence > 2) break;
        if (c->sentence == m->sentence || c->type != DEM_MENTION_PERSON || c->entity == DEM_NONE) continue;
        if (c->code.n >= 6 && memcmp(c->code.p, m->code.p, 6) == 0) return c->entity;
    }
    return DEM_NONE;
}

/* "The envoy", "the mediator": whom no state sends, where the report has named such a one. */
static bool mediator_before(dem_actors *x, dem_raw *m, size_t i)
{
    bool mediates = dem_str_is(m->title, "envoy") || dem_str_is(m->title, "mediator");
    if (!mediates || !m->definite || m->plural || m->owner != DEM_NONE || m->owner_token != DEM_NONE) return false;
    for (size_t k = i, seen = 0; k-- > 0 && seen < 80; seen++) {
        const dem_raw *c = &x->raws.items[k];
        if (c->type != DEM_MENTION_PERSON || c->entity == DEM_NONE || c->pronoun || !dem_str_starts(c->code, DEM_STR("IGO"))) continue;
        const dem_entity *e = entity_at(x, c->entity);
        m->entity = c->entity;
        m->code = c->code;
        m->by = dem_by(x, "coref:", e->name, e->by);
        return true;
    }
    return false;
}

/* Which bodies a bare noun may take up: any that is no state's, or only such as states form. */
static bool stands_for(const dem_raw *m, const dem_raw *c)
{
    static const char *const of_states[] = {"bloc", "body"}, *const of_people[] = {"group", "movement", "militia", "faction", "organisation", "organization"};
    bool igo = dem_str_starts(c->code, DEM_STR("IGO")), state = c->code.n >= 6 && dem_code_is_country(c->code) && dem_str_is(dem_str_cut(c->code, 3, 6), "GOV");
    bool press = c->code.n >= 3 && dem_str_is(dem_str_cut(c->code, c->code.n - 3, c->code.n), "MED");
    for (size_t i = 0; i < sizeof of_states / sizeof *of_states; i++)
        if (dem_str_is(m->title, of_states[i])) return igo;
    for (size_t i = 0; i < sizeof of_people / sizeof *of_people; i++)
        if (dem_str_is(m->title, of_people[i])) return !state && !press && (!igo || i == 0 || i > 3);
    return false;
}

/* "The group", "the bloc", bare: the body named in this sentence or the one before, the sentence's subject rather than others. */
static bool body_before(dem_actors *x, dem_raw *m, size_t i)
{
    const dem_raw *best = NULL;
    bool several = false;
    if (!m->definite || m->plural || m->owner != DEM_NONE || m->owner_token != DEM_NONE || m->head != m->first + 1) return false;
    for (size_t k = i, seen = 0; k-- > 0 && seen < 40; seen++) {
        const dem_raw *c = &x->raws.items[k];
        if (m->sentence - c->sentence > 1 || (best && best->sentence != c->sentence)) break;
        bool named = (c->type == DEM_MENTION_GROUP || c->type == DEM_MENTION_ORGANISATION) && c->entity != DEM_NONE && c->code.n && !c->pronoun;
        if (!named || !stands_for(m, c)) continue;
        if (best && best->entity != c->entity) several = several || c->subject == best->subject;
        if (!best || (c->subject && !best->subject)) best = c;
    }
    if (!best || several) return false;
    m->entity = best->entity;
    m->code = best->code;
    m->by = dem_by(x, "coref:", entity_at(x, best->entity)->name, best->by);
    return true;
}

/* "the army", where the report has named one that serves no state: the Libyan National Army of a rebel, not that of the land. */
static bool army_before(dem_actors *x, dem_raw *m)
{
    if (!dem_str_is(m->title, "army") || !m->definite || m->owner != DEM_NONE || m->owner_token != DEM_NONE || m->head != m->first + 1) return false;
    int32_t named = dem_key_get(x, dem_key_of(x, 'h', m->title));
    const dem_entity *e = named == DEM_NONE ? NULL : entity_at(x, named);
    if (!e || !dem_str_is(dem_str_cut(e->code, 3, 6), "REB")) return false;
    bool spoken = false; /* by that name, not as "the rebels" */
    for (size_t k = 0; k < x->raws.n && !spoken; k++)
        spoken = x->raws.items[k].entity == named && x->raws.items[k].name != DEM_NONE && dem_str_ifind(words_of(x, &x->raws.items[k], x->raws.items[k].name_first, x->raws.items[k].name_last), m->title, 0) != SIZE_MAX;
    if (!spoken) return false;
    for (size_t k = 0; k < x->raws.n; k++) { /* where the other is named as well, "the army" may be either */
        const dem_raw *c = &x->raws.items[k];
        if (c->code.n >= 6 && memcmp(c->code.p, e->code.p, 3) == 0 && memcmp(c->code.p + 3, "MIL", 3) == 0) return false;
    }
    m->entity = named;
    m->code = e->code;
    m->by = dem_by(x, "coref:", e->name, e->by);
    return true;
}

/* "Davutoglu and his Qatari counterpart": the state before the word, the sector of the possessor. */
static void resolve_counterpart(dem_actors *x, dem_raw *m)
{
    const dem_match *k = match_of(x, m->owner);
    const dem_raw *o = dem_raw_of(x, m->sentence, m->owner_token);
    if (!k || !dem_code_is_country(k->code)) return;
    dem_str sectors = o && o->code.n > 3 && dem_code_is_country(o->code) ? dem_str_cut(o->code, 3, o->code.n) : DEM_STR_NONE;
    m->code = dem_str_printf(x->a, "%.3s%.*s", k->code.p, DEM_FMT(sectors));
    m->by = sectors.n ? dem_by(x, "role:", sectors, k->by) : k->by;
    m->entity = new_entity(x, words_of(x, m, m->first, m->last), m->type);
}

static void resolve_nominal(dem_actors *x, size_t i)
{
    dem_raw *m = &x->raws.items[i];
    dem_str code, by;
    const dem_raw *name = dem_raw_of(x, m->sentence, m->same_as);
    if (m->pair) {
        int32_t pair = dem_pair_entity(x, i);
        m = &x->raws.items[i];
        m->entity = pair;
        if (pair != DEM_NONE) m->by = DEM_STR("coref:pair");
        return;
    }
    if (m->lists >> LIST_COUNTERPART & 1) {
        resolve_counterpart(x, m);
        return;
    }
    if (m->maybe) {
        m->entity = m->owner == DEM_NONE && m->owner_token == DEM_NONE ? dem_key_get(x, dem_key_of(x, 'h', m->title)) : DEM_NONE;
        const dem_entity *e = entity_at(x, m->entity);
        if (!e && body_before(x, m, i)) return;
        if (!e) return;
        m->code = e->code;
        m->by = dem_by(x, "coref:", e->name, DEM_STR_NONE);
        return;
    }
    if (!name && (mediator_before(x, m, i) || body_before(x, m, i) || army_before(x, m))) return;
    const dem_match *known = name && !m->plural ? match_of(x, name->name) : NULL;
    const dem_raw *holder = dem_raw_of(x, m->sentence, m->owner_token);
    /* "its secretary-general, Yasir Arman": whose "its" is, is guessed; who he is, is known */
    bool surer = known && holder && holder->pronoun && m->owner == DEM_NONE && known->entry.type == DEM_TYPE_PERSON && !known->lapsed && known->code.n > 3;
    if (surer) {
        m->code = known->code;
        m->by = dem_by(x, "coref:", known->entry.name, known->by);
    } else if (own_code(x, m, &code, &by)) {
        m->code = code;
        m->by = by;
    } else if (name && name->done && name->code.n) {
        m->code = name->code;
        m->by = dem_by(x, "coref:", entity_at(x, name->entity) ? entity_at(x, name->entity)->name : DEM_STR_NONE, name->by);
    } else if (m->role != DEM_NONE) {
        dem_bare_role(x, i);
        m = &x->raws.items[i];
    }
    if (name && name->entity != DEM_NONE) m->entity = name->entity;
    if (m->entity != DEM_NONE || (name && !name->done)) return; /* the name brings its entity when it is resolved */
    if (m->indefinite || !m->code.n) {
        m->entity = m->role == DEM_NONE && !m->code.n ? DEM_NONE : new_entity(x, words_of(x, m, m->first, m->last), m->type);
        return;
    }
    int32_t person = !m->plural && !m->gov_word && (m->definite || m->owner != DEM_NONE) ? person_before(x, i) : DEM_NONE;
    if (person != DEM_NONE) {
        m->entity = person;
        return;
    }
    dem_str key = dem_str_printf(x->a, "d%s:%.*s:%.*s", m->plural ? "s" : "", DEM_FMT(m->code), DEM_FMT(m->title));
    if (m->gov_word) key = dem_str_printf(x->a, "g:%.*s", DEM_FMT(m->code));
    m->entity = keyed_entity(x, key, words_of(x, m, m->first, m->last), m->type);
}

static void resolve_pronoun(dem_actors *x, size_t i)
{
    int32_t e = dem_pronoun_entity(x, i);
    dem_raw *m = &x->raws.items[i];
    if (e == DEM_NONE) return;
    const dem_entity *entity = entity_at(x, e);
    m->entity = e;
    m->code = entity->code;
    m->by = dem_by(x, "coref:", entity->name, DEM_STR_NONE);
    dem_str form = tokens_of(x, m->sentence)[m->head].form;
    bool he = form.n > 1 && (form.p[0] == 'h' || form.p[0] == 'H') && (form.p[1] == 'e' || form.p[1] == 'i');
    bool she = form.n > 1 && (form.p[0] == 's' || form.p[0] == 'S');
    if (he && form.n > 2 && form.p[2] == 'r') she = !(he = false);
    if (entity->type == DEM_MENTION_PERSON && !entity->gender && (he || she)) entity_at(x, e)->gender = he ? 'm' : 'f';
}

static void resolve_one(dem_actors *x, size_t i)
{
    dem_raw *m = &x->raws.items[i];
    if (m->role != DEM_NONE) m->title = tokens_of(x, m->sentence)[match_of(x, m->role)->last].lemma;
    else m->title = tokens_of(x, m->sentence)[m->head].lemma;
    if (m->pronoun) resolve_pronoun(x, i);
    else if (m->name != DEM_NONE) resolve_lexicon_name(x, m);
    else if (m->unknown_name) resolve_unknown_name(x, i);
    else resolve_nominal(x, i);
    m = &x->raws.items[i];
    m->done = true;
    dem_entity *e = entity_at(x, m->entity);
    if (!e) return;
    dem_raw *d = m->type == DEM_MENTION_NOMINAL ? NULL : dem_raw_of(x, m->sentence, m->describes_me);
    if (d && d->former && m->unknown_name) m->former = true;
    if (d && d->done && d->entity == DEM_NONE) {
        d->entity = m->entity;
        if (!e->gender) e->gender = d->gender;
        dem_key_put(x, dem_key_of(x, 't', d->title), m->entity);
    }
    if (!e->code.n && m->code.n && (!m->pronoun)) {
        e->code = m->code;
        e->by = m->by;
        set_country(e->country, m->code);
    }
    if (!e->gender) e->gender = m->gender;
    if (!m->pronoun && !e->plural) e->plural = m->plural && m->type != DEM_MENTION_PERSON;
    if (m->type == DEM_MENTION_PERSON && m->titled) dem_key_put(x, dem_key_of(x, 't', m->title), m->entity);
    if (m->type == DEM_MENTION_NOMINAL && m->same_as != DEM_NONE && e->type == DEM_MENTION_PERSON) dem_key_put(x, dem_key_of(x, 't', m->title), m->entity);
    if (m->type == DEM_MENTION_NOMINAL && m->role != DEM_NONE && m->code.n > 3) dem_key_put(x, dem_key_of(x, 'r', m->title), (int32_t)i);
}

/* What must be known before raw i: its possessor or complement, and the description of an unknown name. */
static int32_t waits_for(dem_actors *x, const dem_raw *m)
{
    const int32_t needs[3] = {m->owner == DEM_NONE || m->lists >> LIST_COUNTERPART & 1 ? m->owner_token : DEM_NONE,
                              m->name == DEM_NONE || match_of(x, m->name)->lapsed ? m->describes_me : DEM_NONE,
                              m->owner == DEM_NONE && m->owner_token == DEM_NONE && m->name == DEM_NONE ? m->same_as : DEM_NONE};
    for (int k = 0; k < 3; k++) {
        const dem_raw *o = dem_raw_of(x, m->sentence, needs[k]);
        if (o && !o->done && !o->open) return (int32_t)(o - x->raws.items);
    }
    return DEM_NONE;
}

static void resolve_with_needs(dem_actors *x, size_t i)
{
    int32_t stack[DEPTH_MAX];
    int n = 0;
    stack[n++] = (int32_t)i;
    while (n > 0) {
        size_t at = (size_t)stack[n - 1];
        x->raws.items[at].open = true;
        int32_t need = n < DEPTH_MAX ? waits_for(x, &x->raws.items[at]) : DEM_NONE;
        if (need != DEM_NONE) {
            stack[n++] = need;
            continue;
        }
        if (!x->raws.items[at].done) resolve_one(x, at);
        n--;
    }
}

/* ---- the records ---- */

static void write_mention(dem_actors *x, const dem_raw *raw, dem_mention *m)
{
    const dem_entity *e = entity_at(x, raw->entity);
    *m = (dem_mention){.sentence = raw->sentence, .first = raw->first, .last = raw->last, .head = raw->head, .type = raw->type,
                       .span = span_of(x, raw->sentence, raw->first, raw->last),
                       .head_span = span_of(x, raw->sentence, raw->name_first, raw->name_last), .entity = raw->entity, .code = raw->code,
                       .by = raw->by, .plural = raw->plural, .possessive = raw->possessive, 
                       .government = raw->government && raw->type == DEM_MENTION_PLACE, .former = raw->former};
    m->refers = dem_refers(x, raw);
    if (e) m->name = e->name;
    else if (raw->name != DEM_NONE) m->name = match_of(x, raw->name)->entry.name;
    /* Known only later in the report ("Ghalioun … Burhan Ghalioun, head of …"). Places that do not act stay without code. */
    if (e && !m->code.n && e->code.n && raw->type != DEM_MENTION_PLACE) {
        m->code = e->code;
        m->by = dem_by(x, "coref:", e->name, e->by);
    }
    set_country(m->country, m->code);
    if (!m->country[0]) memcpy(m->country, raw->country_code, 4);
    if (raw->pronoun) {
        const dem_token *t = &tokens_of(x, raw->sentence)[raw->head];
        m->first_person = dem_str_find(t->feats, DEM_STR("Person=1"), 0) != SIZE_MAX;
        m->second_person = dem_str_find(t->feats, DEM_STR("Person=2"), 0) != SIZE_MAX;
        m->plural = dem_str_find(t->feats, DEM_STR("Number=Plur"), 0) != SIZE_MAX;
    }
}

/* "During his visit Boroujerdi met …": the subject that follows, when nobody was there before. */
static void look_ahead(dem_actors *x, size_t i)
{
    const dem_raw *m = &x->raws.items[i];
    const dem_token *t = &tokens_of(x, m->sentence)[m->head];
    bool he = dem_str_ieq(t->form, DEM_STR("his")) || dem_str_ieq(t->form, DEM_STR("her")), it = dem_str_ieq(t->form, DEM_STR("its"));
    if (!he && !it) return;
    for (size_t k = i + 1; k < x->raws.n && k < i + 6 && x->raws.items[k].sentence == m->sentence; k++) {
        const dem_raw *c = &x->raws.items[k];
        const dem_entity *e = entity_at(x, c->entity);
        if (!dem_raw_subject(c) || !e || c->pronoun) continue;
        if ((e->type == DEM_MENTION_PERSON) != he || c->plural) return;
        x->raws.items[i].entity = c->entity;
        x->raws.items[i].code = e->code;
        x->raws.items[i].by = dem_by(x, "coref:", e->name, DEM_STR_NONE);
        return;
    }
}

/* Nobody that the report or the lexicon knows: told, but no word leads to it, so that no record is made of it. */
static bool write_nobody(dem_actors *x, const dem_raw *raw)
{
    dem_mention_type refers = dem_refers(x, raw);
    bool known = raw->lists & ((uint32_t)1 << LIST_BODY | (uint32_t)1 << LIST_PEOPLE | (uint32_t)1 << LIST_SITE);
    if (refers == DEM_MENTION_NOMINAL || (raw->maybe && !known)) return true;
    dem_mention *m = DEM_PUSH(x->a, &x->r->mentions);
    if (!m) return false;
    *m = (dem_mention){.sentence = raw->sentence, .first = raw->first, .last = raw->last, .head = raw->head, .type = DEM_MENTION_NOMINAL,
                       .refers = refers, .span = span_of(x, raw->sentence, raw->first, raw->last),
                       .head_span = span_of(x, raw->sentence, raw->name_first, raw->name_last), .entity = DEM_NONE, .plural = raw->plural};
    return true;
}

/* The wide mentions that stand before the place. */
static bool write_wide(dem_actors *x, size_t *at, int32_t sentence, int32_t first)
{
    for (; *at < x->wides.n; ++*at) {
        const dem_wide *w = &x->wides.items[*at];
        if (w->sentence > sentence || (w->sentence == sentence && w->first >= first)) break;
        dem_mention *m = DEM_PUSH(x->a, &x->r->mentions);
        if (!m) return false;
        *m = (dem_mention){.sentence = w->sentence, .first = w->first, .last = w->last, .head = w->head, .type = DEM_MENTION_NOMINAL,
                           .refers = w->refers, .span = span_of(x, w->sentence, w->first, w->last),
                           .head_span = span_of(x, w->sentence, w->head, w->head), .entity = DEM_NONE, .plural = w->plural};
    }
    return true;
}

bool dem_resolve(dem_actors *x)
{
    for (size_t i = 0; i < x->raws.n; i++) tokens_of(x, x->raws.items[i].sentence)[x->raws.items[i].head].mention = (int32_t)i;
    if (!dem_agree_on_names(x)) return false;
    for (size_t i = 0; i < x->raws.n; i++) resolve_with_needs(x, i);
    for (size_t i = 0; i < x->raws.n; i++)
        if (x->raws.items[i].pronoun && x->raws.items[i].possessive && x->raws.items[i].entity == DEM_NONE) look_ahead(x, i);
    size_t wide = 0;
    for (size_t i = 0; i < x->raws.n; i++) {
        const dem_raw *raw = &x->raws.items[i];
        int32_t *slot = &tokens_of(x, raw->sentence)[raw->head].mention;
        *slot = DEM_NONE;
        bool nobody = raw->type == DEM_MENTION_NOMINAL && raw->role == DEM_NONE && !raw->code.n;
        if (!write_wide(x, &wide, raw->sentence, raw->first)) return false;
        if ((raw->maybe || nobody) && raw->entity == DEM_NONE) {
            if (!write_nobody(x, raw)) return false;
            continue;
        }
        dem_mention *m = DEM_PUSH(x->a, &x->r->mentions);
        if (!m) return false;
        *slot = (int32_t)x->r->mentions.n - 1;
        write_mention(x, raw, m);
        m->strange = raw->strange;
        dem_entity *e = entity_at(x, m->entity);
        int32_t *spoken = e ? DEM_PUSH(x->a, &e->mentions) : NULL;
        if (spoken) *spoken = *slot;
    }
    return write_wide(x, &wide, INT32_MAX, 0) && !dem_arena_failed(x->a);
}
