/* SPDX-License-Identifier: Apache-2.0 */
/* What the passes of actors/ share: the lexicon's matches in a sentence, the mentions under construction, the report-wide state. */
#ifndef DEM_ACTORS_INTERNAL_H
#define DEM_ACTORS_INTERNAL_H

#include "actors/lexicon.h"

/* Word lists of the lexicon that the passes ask for, by name ("list NAME" in data/actors/words.txt). */
enum dem_list {
    LIST_BELONGS, LIST_LOCATIVE, LIST_ADDRESSED, LIST_FORMER, LIST_AGAINST, LIST_BACKED, LIST_GOVERNMENT, LIST_COUNTRY, LIST_CALENDAR,
    LIST_ORGANISATION, LIST_PLACE_NOUN, LIST_PLACE_VERB, LIST_PLACE_SUBJECT, LIST_CONFLICT, LIST_PAIR, LIST_MALE, LIST_FEMALE, LIST_HONORIFIC, LIST_SAY, LIST_COUNTERPART,
    LIST_SITE, LIST_BODY, LIST_PEOPLE, LIST_PLACE_NAME, LIST_THING_NAME, LIST_GIVEN_NAME, LIST_SOLDIER, LIST_MINDED, LIST_SIDES, LISTS
};

enum { DEM_TOKEN_PIECES = 6 };

/* A phrase of the lexicon in the sentence. */
typedef struct dem_match {
    int32_t first, last; /* tokens, last inclusive */
    dem_lex_info entry;
    dem_value_kind kind; /* the best of `kinds` */
    uint32_t kinds;      /* 1 << dem_value_kind of everything that the phrase is */
    bool plural, has_place;
    dem_gazetteer_hit place;
    dem_str code, by; /* on the day of the report */
    bool lapsed;
} dem_match;

/* One mention while it is made; parallel to the dem_mention of the same place. */
typedef struct dem_raw {
    int32_t sentence, head;
    int32_t first, last;           /* the noun phrase */
    int32_t name_first, name_last; /* the name or head words in it */
    int32_t name, role;            /* matches, DEM_NONE */
    bool titled;                   /* a name whose role is its title */
    int32_t owner;                 /* match that gives a nominal its state or organisation, DEM_NONE */
    int32_t owner_token;           /* token of the noun phrase that does (possessor, complement), DEM_NONE */
    int32_t owner_name;            /* match that names that token, DEM_NONE */
    int32_t same_as;               /* token of the name this describes (apposition, copula), DEM_NONE */
    int32_t describes_me;          /* token of a description of this name, DEM_NONE */
    dem_mention_type type;
    bool definite, bare_plural, indefinite, plural, possessive, subject, agent, quoted, former, locative, government, pronoun, pair, sides, acts;
    bool belongs, gov_word, alone, country_noun, unknown_name, modifier, coordinated, title_case, organisation;
    bool sure;                     /* of an unknown name: its words tell its kind */
    bool says;                     /* the subject of a verb of saying or deciding */
    bool maybe;                    /* a mention only when it is resolved */
    bool strange;                  /* a name that nobody knows says whose it is */
    int32_t shared_role;           /* of an adjective: "Russian and CHINESE officials" */
    bool open, done;               /* resolution: being worked on, finished */
    uint8_t gender;
    uint32_t lists;
    int32_t top;                   /* first conjunct of its coordination, or its head */
    int32_t entity;
    uint32_t title_lists;          /* lists of the title's last word */
    char country_code[4];          /* of a place, which has no code */
    dem_str title, code, by;       /* title: lemma of the role's head word */
} dem_raw;

/* A common noun that stands for somebody or some place and that no later pass works on: printed, but without code and entity. */
typedef struct dem_wide {
    int32_t sentence, head, first, last;
    dem_mention_type refers;
    bool plural;
} dem_wide;

typedef struct dem_key_slot {
    dem_str key;
    int32_t value;
} dem_key_slot;

typedef struct dem_actors {
    const dem_lexicon *lex;
    dem_report *r;
    dem_arena *a;
    dem_day day;
    dem_day period; /* of a report without a day: one on which the most persons named in it held the offices that the lexicon knows */
    /* one sentence */
    int32_t s, n;
    dem_token *t;
    int32_t *name_at, *role_at; /* token -> match */
    uint32_t *lists;            /* token -> 1 << dem_list of the phrase that ends there, by form or lemma */
    int32_t *lo, *hi;           /* token -> its noun phrase */
    int32_t *order;             /* tokens, heads before dependents */
    bool *quoted, *taken, *bridge; /* bridge: a token without letters that may stand inside a name */
    dem_piece *pieces;             /* folded words, DEM_TOKEN_PIECES a token at most */
    int32_t *first_piece;          /* token -> its first piece; n + 1 of them */
    uint32_t *hashes;              /* of the pieces: dem_lex_hash() */
    bool shout;
    DEM_VEC(dem_match) matches;
    bool in_quote;
    /* the report */
    DEM_VEC(dem_raw) raws;
    DEM_VEC(dem_wide) wides;
    int32_t *sentence_first;    /* sentence -> its first raw; one more than there are sentences */
    dem_key_slot *keys;
    size_t n_keys, cap_keys;
} dem_actors;

void dem_start_sentence(dem_actors *x, int32_t sentence);
/* scan.c: name_at, role_at, lists, matches of the sentence. False: memory is out. */
bool dem_scan_sentence(dem_actors *x);
bool dem_find_period(dem_actors *x);
/* The best match of the words of `text`, which stands nowhere in the sentence ("European" … "nations"). */
bool dem_scan_phrase(dem_actors *x, dem_str text, dem_match *out);

/* phrases.c */
bool dem_phrases(dem_actors *x); /* lo, hi, order */
bool dem_has_case(const dem_actors *x, int32_t token, int32_t *which);
static inline dem_rel dem_rel_of(const dem_actors *x, int32_t token)
{
    return dem_rel_base((dem_rel)x->t[token].deprel);
}
static inline bool dem_is_list(const dem_actors *x, int32_t token, enum dem_list list)
{
    return token >= 0 && (x->lists[token] >> list & 1);
}
int32_t dem_top_of(const dem_actors *x, int32_t first, int32_t last);

/* mentions.c: the raws of the sentence, in text order. */
bool dem_find_mentions(dem_actors *x);
bool dem_find_names(dem_actors *x); /* of a sentence without a tree: the lexicon's names only */
/* names.c: what kind of name a run of name words is; false when it names nobody and no place ("Resolution 2254", "Operation X"). */
typedef struct dem_name_shape {
    int32_t head, first, last;
    bool flat, titled, the, locative, subject, possessive, organisation;
} dem_name_shape;
/* `sure`: the words say so, not only the place in the sentence. */
bool dem_guess_name(const dem_actors *x, const dem_name_shape *n, dem_mention_type *type, bool *sure);
/* Names of which only their place in the sentence told the kind: what the words or most places of the same name in the report say. */
bool dem_agree_on_names(dem_actors *x);
/* wide.c */
bool dem_find_wide(dem_actors *x);
dem_mention_type dem_refers(dem_actors *x, const dem_raw *m); /* DEM_MENTION_NOMINAL: not known */
/* codes.c */
/* Code of a role that belongs to an owner: state + sector, or the owner's own code. `body`: the owner is a named organisation or group. */
dem_str dem_join_code(dem_actors *x, dem_str owner, dem_str role, bool belongs, bool body);
dem_str dem_former_code(dem_actors *x, dem_str code);
bool dem_has_sector(dem_str code, const char *sector);
dem_str dem_by(dem_actors *x, const char *how, dem_str what, dem_str more);
/* keys.c: what a folded name leads to. */
bool dem_key_put(dem_actors *x, dem_str key, int32_t value);
int32_t dem_key_get(const dem_actors *x, dem_str key); /* DEM_NONE */
dem_str dem_key_of(dem_actors *x, char space, dem_str text); /* "space:folded words" */
/* describe.c: who owns a nominal, what describes a name. */
void dem_find_owner(dem_actors *x, dem_raw *m, int32_t head);
void dem_link_descriptions(dem_actors *x, size_t from);

/* focus.c */
void dem_find_focus(dem_actors *x);
/* "Florida, Ohio and Georgia" in a report about the United States: a state's name that is also a province of the focus country, where
   other provinces are named and nothing else of that state is. */
void dem_find_provinces(dem_actors *x);
/* resolve.c */
bool dem_resolve(dem_actors *x);
dem_raw *dem_raw_of(dem_actors *x, int32_t sentence, int32_t token); /* NULL: the token heads no mention */
/* Working on raw i: the code of a nominal that names no owner. False when nothing decides. */
bool dem_bare_role(dem_actors *x, size_t i);
/* pronouns.c: entity that the pronoun or pair stands for, DEM_NONE. */
int32_t dem_pronoun_entity(dem_actors *x, size_t i);
int32_t dem_pair_entity(dem_actors *x, size_t i);

static inline bool dem_raw_subject(const dem_raw *m)
{
    return m->subject || m->agent;
}

#endif
