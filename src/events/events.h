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
    int quad;                 /* 1..4 */
    double goldstein;
} dem_ontology_entry;
bool dem_ontology_lookup(const dem_rules *rules, dem_str cameo, dem_ontology_entry *out);

/* The event between two spans: always answers. `out` is as an event of the report, not added to it. */
int dem_relate(const dem_rules *rules, dem_report *r, const dem_span *actor, size_t n_actor, const dem_span *recipient,
               size_t n_recipient, dem_event *out, dem_str *root, dem_error *err);

#endif
