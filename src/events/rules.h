/* SPDX-License-Identifier: Apache-2.0 */
/* Rules as read from data/rules: word classes, acts, operators and their patterns over frames. The language is in demarche-rules(5).

   An ACT is what may be done (meet, withdraw, attack …) with one CAMEO code for each stance towards it.
   An OPERATOR is a word that takes a stance towards the act it embeds: offering, refusing, demanding, threatening …
   So "refused to attend the talks" is operator refuse over act meet: code 125. */
#ifndef DEM_EVENTS_RULES_H
#define DEM_EVENTS_RULES_H

#include "events/events.h"

/* Stances an operator, a negation, a tense or a modal verb may take towards an act. */
typedef enum dem_stance {
    DEM_STANCE_DONE,     /* it is done */
    DEM_STANCE_INTENT,   /* offered, promised, agreed */
    DEM_STANCE_ACCEPT,   /* another's offer or demand is taken up */
    DEM_STANCE_REFUSE,
    DEM_STANCE_APPEAL,
    DEM_STANCE_DEMAND,
    DEM_STANCE_THREAT,
    DEM_STANCE_STOP,     /* broken off, ended */
    DEM_STANCE_ACCUSE,   /* somebody is said to do it, as a reproach */
    DEM_STANCE_CRITICISE,
    DEM_STANCE_PRAISE,
    DEM_STANCE_DENY,
    DEM_STANCE_CONSIDER,
    DEM_STANCE_DISCUSS,
    DEM_STANCE_PROPOSE,  /* put forward for others to do */
    DEM_STANCE_PASS,     /* aspect and support verbs: begin, hold, try, help */
    DEM_STANCE_FAIL,     /* tried and not done */
    DEM_STANCE_COUNT
} dem_stance;

const char *dem_stance_name(dem_stance s);

typedef struct dem_words {
    dem_strs verb, noun, adj;
} dem_words;

typedef struct dem_class {
    dem_str name;
    dem_words words;
    size_t line;
} dem_class;

struct dem_pattern;

/* One word alternative of a head or filler: a literal lemma or a class; pos 0: any, else 'v' 'n' 'a'. */
typedef struct dem_word_ref {
    dem_str word;
    int32_t cls;
    char pos;
} dem_word_ref;

typedef DEM_VEC(dem_word_ref) dem_word_refs;

typedef enum dem_filler { DEM_FILL_ANY, DEM_FILL_WORDS, DEM_FILL_ACTOR, DEM_FILL_PERSON, DEM_FILL_NAMED, DEM_FILL_ARMED, DEM_FILL_PLACE, DEM_FILL_CLAUSE, DEM_FILL_NESTED } dem_filler;

typedef struct dem_constraint {
    dem_strs slots; /* alternatives */
    bool absent, optional;
    dem_filler kind;
    dem_word_refs words;
    struct dem_pattern *nested;
} dem_constraint;

typedef struct dem_pattern {
    dem_word_refs head;
    DEM_VEC(dem_constraint) constraints;
    uint32_t on, off; /* frame flags that must be set or clear */
} dem_pattern;

/* A way from a frame to fillers: slot names walked one after the other. */
typedef struct dem_path {
    dem_strs steps;
} dem_path;

/* Paths in order of preference; `join` adds to what the one before found instead of standing in for it. */
typedef struct dem_role_path {
    dem_path path;
    bool join;
} dem_role_path;

typedef struct dem_paths {
    DEM_VEC(dem_role_path) items;
    bool given;
} dem_paths;

typedef struct dem_when {
    dem_pattern pattern;
    dem_paths actor, recipient;
    dem_strs embeds; /* operators: the slots the act may stand in */
    int32_t block;           /* the act or operator it belongs to */
    size_t line;
    int specificity;
    char bare[5];            /* operators: the bare code of this pattern; "-": none; empty: the block's */
    dem_str id;              /* "act:meet@diplomacy.rules:31" */
} dem_when;

typedef struct dem_block {
    bool is_operator;
    dem_str name, file;
    size_t line;
    dem_stance stance;                    /* operators */
    char codes[DEM_STANCE_COUNT][5];      /* acts: code per stance; operators: [DONE] is the bare code */
    dem_str turns[DEM_STANCE_COUNT];      /* acts: the stance makes it another act ("stop=>ceasefire") */
    int32_t turn_block[DEM_STANCE_COUNT];
    dem_paths actor, recipient;
    dem_strs embeds;
    bool mutual;        /* both sides do it when they stand together */
    bool joint;         /* several who do it do it to each other when nobody else is named */
    bool venue;         /* a place inside its phrase is where it would be held */
    bool named;         /* who does it must be named with it: whoever announces a resignation is not who resigns */
    bool weak;          /* only coded when both actor and recipient are known */
} dem_block;

/* Where the other side is looked for when a pattern's own paths find nobody: the slots, best first, of the frames of an event whose code
   begins with one of the prefixes. */
typedef struct dem_search {
    dem_strs codes, slots;
    dem_strs places;  /* slots in which a place stands for its country */
    dem_strs doers;   /* slots of a passive in which the country of a place does what nobody is named for ("was arrested in Kenya") */
    dem_strs clauses; /* slots of the outermost frame whose clauses are looked into as well */
    dem_str id;
} dem_search;

typedef struct dem_index_entry {
    dem_str word;
    DEM_VEC(int32_t) whens;
} dem_index_entry;

struct dem_rules {
    dem_arena *arena;
    DEM_VEC(dem_class) classes;
    DEM_VEC(dem_block) blocks;
    DEM_VEC(dem_when) whens;
    DEM_VEC(dem_search) searches;
    dem_strs home;          /* sectors that belong to a country even when it is not named beside them */
    dem_strs third;         /* codes, by their beginnings, of those who step between two sides */
    dem_strs owners;        /* slots of a noun in which who stands behind it is named, best first */
    dem_index_entry *index; /* open addressing by lower-case head word */
    size_t index_size;
    uint64_t seed;
    struct dem_ontology *ontology;
    int32_t support;        /* the act of standing behind somebody, which an endorsement asked for is; DEM_NONE */
    int32_t anything;       /* the act that holds each stance's general code, DEM_NONE */
    struct dem_class_index *class_index;    /* wordclass.c */
    const struct dem_relations *relations;  /* borrowed; NULL: rules alone */
};

/* rules_read.c */
int dem_rules_read(dem_rules *rules, dem_str text, const char *name, dem_error *err);
/* After the last file: resolves classes and turned acts, builds the index. */
int dem_rules_finish(dem_rules *rules, dem_error *err);
/* ontology.c */
int dem_ontology_read(dem_rules *rules, dem_str text, const char *name, dem_error *err);
/* wordclass.c: from words to the classes that hold them; called when all classes are known. */
int dem_class_index_build(dem_rules *rules, dem_error *err);
/* pattern_read.c */
int dem_pattern_read(dem_rules *rules, dem_str text, const char *file, size_t line, dem_pattern *out, dem_error *err);
int dem_paths_read(dem_rules *rules, dem_str text, const char *file, size_t line, dem_paths *out, dem_error *err);
int32_t dem_class_find(dem_rules *rules, dem_str name, bool add);

/* match.c */
bool dem_rules_in_class(const dem_rules *rules, const char *name, dem_str lemma);
/* Head candidates of a frame: whens whose head word is its lemma. */
const dem_index_entry *dem_rules_candidates(const dem_rules *rules, const dem_report *r, const dem_frame *f);

/* Gives a verb that no rule knows the spelling under which one does (lemmas.c). */
void dem_rules_mend_lemma(const dem_rules *rules, dem_report *r, dem_frame *f);
/* NULL when the pattern matches, else which constraint failed ("obj:@talks"), in static or arena memory. */
const char *dem_pattern_miss(const dem_rules *rules, const dem_report *r, const dem_frame *f, const dem_pattern *p, int depth);
/* Tokens found by all of the paths from the frame, at most max. */
size_t dem_paths_tokens(const dem_report *r, const dem_frame *f, const dem_paths *paths, int32_t *out, size_t max);

#endif
