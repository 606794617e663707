/* SPDX-License-Identifier: Apache-2.0 */
/* Frames: tree -> predicates with logical slots (voice, control, relatives, coordination, light verbs and event nouns undone).
   Reads: sentences, tokens, mentions. Writes: frames, token.frame; dem_frames_mend() before it: the trees. */
#ifndef DEM_FRAMES_FRAMES_H
#define DEM_FRAMES_FRAMES_H

#include "report/report.h"

/* Word lists that frames need (event nouns, light verbs, raising and object-control verbs): data/lang/en/frames.txt. */
typedef struct dem_frame_rules dem_frame_rules;
int dem_frame_rules_load(dem_str text, const char *name, dem_frame_rules **out, dem_error *err);
void dem_frame_rules_free(dem_frame_rules *rules);

/* Mends attachments of the trees that the words decide against the parser; before the mentions, which stand on the trees. */
void dem_frames_mend(const dem_frame_rules *rules, dem_report *r);
int dem_frames_report(const dem_frame_rules *rules, dem_report *r, dem_error *err);

/* First filler of the slot; NULL when empty. */
const dem_slot *dem_frame_slot(const dem_frame *f, const char *name);
/* The frame headed by this token, NULL when it heads none. */
dem_frame *dem_frame_of(const dem_report *r, int32_t sentence, int32_t token);
/* The sentence's first frame, or where it would stand: frames stand in the order of their sentences. */
size_t dem_frames_from(const dem_report *r, int32_t sentence);

#endif
