/* SPDX-License-Identifier: Apache-2.0 */
/* Events: frames + context -> events, by rules of data/rules and, where no rule speaks, by the relation model.
   Reads: everything before. Writes: events, near_misses. */
#ifndef DEM_EVENTS_EVENTS_H
#define DEM_EVENTS_EVENTS_H

#include "context/context.h"

/* Rules and ontology tables, read-only after loading, shared by threads. `files`: all of data/rules and data/ontology. */
typedef struct dem_rules dem_rules;
int dem_rules_load(const dem_named_text *files, size_t n, dem_rules **out, dem_error *err);
void dem_rules_free(dem_rules *rules);

int dem_events_report(const dem_rules *rules, const dem_lexicon *lex, dem_report *r, dem_error *err);

/* What follows from a CAMEO code, by the tables in data/ontology; false for an unknown code. */
typedef struct dem_ontology_entry {
    dem_str name;             /* the code's name in CAMEO */
    dem_str type, mode;       /* PLOVER; mode may be empty */
    dem_str contexts[4];
    size_t n_contexts;
    int quad;                 /* 1..4; 0: a statement or an appeal */
    double goldstein;
} dem_ontology_entry;
bool dem_ontology_lookup(const dem_rules *rules, dem_str cameo, dem_ontology_entry *out);

/* The root of a code among the fifteen that gold with given spans uses: by its first two digits, CONCEDE and RETREAT as YIELD, 02 as
   REQUEST, 09 as ACCUSE, 18 to 20 as ASSAULT. Empty for statements (01). */
dem_str dem_root_of(dem_str cameo);

/* The quad class of a PLOVER type, or of YIELD, which stands for CONCEDE and RETREAT; 0 for none. */
int dem_root_quad(dem_str root);

/* The event between two spans: always answers. `out` is as an event of the report, not added to it. */
int dem_relate(const dem_rules *rules, dem_report *r, const dem_span *actor, size_t n_actor, const dem_span *recipient,
               size_t n_recipient, dem_event *out, dem_str *root, dem_error *err);

/* The class of the main event of a sentence (DEM_NONE: of a short text), by the model: 0 none or neutral, 1 verbal cooperation, 2 material cooperation,
   3 verbal conflict, 4 material conflict. False when the program has no model for it. */
bool dem_sentence_class(const dem_rules *rules, const dem_report *r, int32_t sentence, int *cls, double *confidence);

#endif
