/* SPDX-License-Identifier: Apache-2.0 */
/* Mends attachments that the parser gets wrong and that the words decide. */
#include "frames/frames_internal.h"

static bool is_above(dem_sent s, int32_t upper, int32_t lower)
{
    for (int32_t steps = 0; lower != DEM_NONE && steps < s.n; steps++) {
        if (lower == upper) return true;
        lower = s.t[lower].head;
    }
    return false;
}

/* "resisted calls to withdraw": the infinitive belongs to the noun right before it. */
static bool infinitive_to_noun(const dem_frame_rules *rules, dem_sent s, int32_t i)
{
    dem_token *t = &s.t[i];
    if (t->head == DEM_NONE || (t->deprel != DEM_REL_advcl && t->deprel != DEM_REL_xcomp)) return false;
    int32_t to = dem_child(s, i, DEM_REL_mark);
    if (to <= 0 || !dem_str_is(s.t[to].lemma, "to")) return false;
    int32_t noun = to - 1;
    if (noun == t->head || s.t[noun].upos != DEM_NOUN || !dem_frame_listed(rules, DEM_LIST_INFINITIVE_NOUN, s.t[noun].lemma)) return false;
    if (is_above(s, i, noun)) return false;
    t->head = noun;
    t->deprel = DEM_REL_acl;
    return true;
}

void dem_frames_repair(const dem_frame_rules *rules, dem_report *r, int32_t sentence)
{
    dem_sent s = dem_sent_of(r, sentence);
    bool changed = false;
    for (int32_t i = 0; i < s.n; i++) changed |= infinitive_to_noun(rules, s, i);
    if (changed) dem_sentence_link(r, sentence);
}
