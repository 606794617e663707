/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by the files that find answers to the proposals of a report: an answer being made, and which proposal it belongs to. */
#ifndef DEM_STORIES_ANSWERS_H
#define DEM_STORIES_ANSWERS_H

#include "stories/internal.h"

/* Sentences across which an answer still belongs to a proposal. */
enum { DEM_ANSWER_NEAR = 3 };

typedef struct dem_answer_of {
    dem_str stance, how; /* how: the list entry that says so */
    const dem_event *event;
    int32_t index;       /* of the event, DEM_NONE */
    int32_t sentence, token;
    dem_parties actors;
    dem_day day;         /* without an event: the one its words name */
} dem_answer_of;

/* ---- which proposal (answers.c) ---- */

/* "it", "such a text" */
bool dem_points_back(const dem_bid_work *w, int32_t sentence, int32_t token);
int32_t dem_last_named(const dem_bid_work *w, const dem_frame *f, int32_t token);
int32_t dem_bid_by_pronoun(const dem_bid_work *w, const dem_frame *f);
bool dem_inside_proposal(const dem_bid_work *w, int32_t sentence, int32_t token);
bool dem_bid_yet_to_come(const dem_bid_work *w, int32_t bid, int32_t sentence);
int32_t dem_sentences_to_bid(const dem_bid_work *w, int32_t bid, int32_t sentence);
bool dem_is_bid_party(const dem_bid_work *w, const dem_bid *b, const dem_parties *who);
bool dem_bid_is_talks(const dem_bid_work *w, const dem_bid *b);

/* ---- the answer ---- */

void dem_add_answer(dem_bid_work *w, int32_t bid, const dem_answer_of *x, const char *how);
bool dem_same_term(const dem_answer *x, const dem_term_of_offer *c);
/* In a clause with "after": told beside a newer answer. */
bool dem_said_before(const dem_bid_work *w, int32_t sentence, int32_t token);

/* ---- answers of which no event tells (answer_verbs.c) ---- */

void dem_answers_without_event(dem_bid_work *w);
/* Does the predicate speak of a no to the proposal ("criticised the rejection of the plan")? */
bool dem_about_a_no(dem_bid_work *w, int32_t sentence, int32_t top);

#endif
