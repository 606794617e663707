/* SPDX-License-Identifier: Apache-2.0 */
/* An event while it is being put together: an act, and the stances taken towards it on the way up the frames. */
#ifndef DEM_EVENTS_COMPOSE_H
#define DEM_EVENTS_COMPOSE_H

#include "events/rules.h"

enum { DEM_MAX_ROLE = 24 };

/* Tokens (of one sentence) that fill a role. */
typedef struct dem_role {
    int32_t tokens[DEM_MAX_ROLE];
    size_t n;
    bool speaker; /* whoever says it */
} dem_role;

typedef struct dem_item {
    int32_t sentence, act_frame, frame; /* the act's own frame; the outermost one */
    const dem_block *act;               /* NULL: a bare operator */
    const dem_block *outer;             /* the last operator, NULL */
    dem_stance stance;
    dem_role actor, recipient, parties; /* parties: the act's own recipients, kept for mediation */
    bool negated, conditional, hypothetical, future, contrary; /* contrary: the act is asked not to happen */
    bool carried;                       /* the outermost verb only carries a noun's stance: "voiced concern" */
    int32_t frames[12];                 /* all frames on the way, innermost first */
    size_t n_frames;
    dem_str bare;                       /* of the last operator's pattern, where it has a code of its own */
    dem_str rule;
    int specificity;
} dem_item;

/* roles.c */
void dem_role_find(const dem_report *r, const dem_frame *f, const dem_paths *given, const dem_paths *fallback, dem_role *out);
/* Whether one of the role's tokens is somebody with a code or leads to one. */
bool dem_role_known(const dem_report *r, int32_t sentence, const dem_role *role);
/* The actors behind a role's tokens, appended to v without repeating an entity. */
typedef DEM_VEC(dem_actor) dem_actors;
int dem_role_actors(const dem_rules *rules, dem_report *r, int32_t sentence, const dem_role *role, dem_actors *out);
int dem_role_struck(const dem_rules *rules, dem_report *r, int32_t sentence, const dem_role *role, dem_actors *out);
/* Nobody was found by the rule's own paths: looks through the frames on the way for one that the code's "search" allows. `id` gets the search's. */
int dem_role_search(const dem_rules *rules, dem_report *r, const dem_item *item, dem_str code, const dem_actors *actors, dem_actors *out, dem_str *id);
/* A passive that names nobody as doing it, in a place: its country, where the code's search says so. */
int dem_role_host(const dem_rules *rules, dem_report *r, const dem_item *item, dem_str code, dem_actors *out, dem_str *id);
/* Countries for the event's bare agents. Only after its place is bound. */
int dem_event_settle(const dem_rules *rules, dem_report *r, dem_event *e);
/* The speaker of the innermost statement around the span; false when there is none. */
bool dem_speaker_at(const dem_report *r, dem_span span, dem_actor *out);

/* compose.c */
void dem_item_start(dem_report *r, const dem_rules *rules, const dem_when *w, int32_t frame, dem_item *out);
/* "the government must protect them": whatever it is, who says so demands it. False when the frame is not of that kind. */
bool dem_item_obliged(dem_report *r, const dem_rules *rules, int32_t frame, dem_item *out);
/* Puts the operator on top; false when the two make no sense together. */
bool dem_item_apply(dem_report *r, const dem_rules *rules, dem_item *item, const dem_when *op, int32_t frame);
/* Tense, modality and polarity of the frame the item has just reached. */
void dem_item_flags(dem_report *r, const dem_rules *rules, dem_item *item, int32_t frame);
/* The CAMEO code of the item; empty when there is none. */
dem_str dem_item_code(const dem_rules *rules, const dem_item *item);

/* bind.c: attribution, conditions, date, place of a finished event. */
int dem_event_bind(const dem_rules *rules, dem_report *r, const dem_item *item, dem_event *e);

#endif
