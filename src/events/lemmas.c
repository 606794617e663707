/* SPDX-License-Identifier: Apache-2.0 */
/* The parser guesses the lemma of a form it has not met: "revoked" becomes "revok", "expelled" "expell", "freed" "fre".
   A verb that no rule knows takes the spelling under which one does. */
#include "events/rules.h"

enum { MAX_LEMMA = 128 }; /* no rule has a longer word */

static bool known(const dem_rules *rules, const dem_report *r, dem_frame *f, dem_str lemma)
{
    dem_str was = f->lemma;
    f->lemma = lemma;
    bool found = dem_rules_candidates(rules, r, f) != NULL;
    f->lemma = was;
    return found;
}

/* The stem ("expell"), what ends its lemma instead of the last `cut` letters, and the particle ("_up") behind it. */
static bool try_ending(const dem_rules *rules, dem_report *r, dem_frame *f, dem_str stem, size_t cut, const char *end, dem_str particle)
{
    if (stem.n < cut + 2) return false;
    char buf[MAX_LEMMA];
    size_t kept = stem.n - cut, more = strlen(end), n = kept + more + particle.n;
    if (n > sizeof buf) return false;
    memcpy(buf, stem.p, kept);
    memcpy(buf + kept, end, more);
    if (particle.n) memcpy(buf + kept + more, particle.p, particle.n);
    dem_str lemma = {buf, n};
    if (!known(rules, r, f, lemma)) return false;
    lemma = dem_str_dup(r->arena, lemma);
    if (lemma.p) f->lemma = lemma;
    return true;
}

void dem_rules_mend_lemma(const dem_rules *rules, dem_report *r, dem_frame *f)
{
    if ((f->flags & DEM_FRAME_NOMINAL) || f->lemma.n < 3 || known(rules, r, f, f->lemma)) return;
    size_t bar = dem_str_find(f->lemma, DEM_STR("_"), 0);
    dem_str stem = bar == SIZE_MAX ? f->lemma : dem_str_cut(f->lemma, 0, bar);
    dem_str particle = bar == SIZE_MAX ? DEM_STR_NONE : dem_str_cut(f->lemma, bar, f->lemma.n);
    if (stem.n < 3) return;
    char last = stem.p[stem.n - 1];
    if (last == stem.p[stem.n - 2] && try_ending(rules, r, f, stem, 1, "", particle)) return; /* expell */
    if (last == 'i' && try_ending(rules, r, f, stem, 1, "y", particle)) return;               /* occupi */
    if (last == 'e' && stem.n > 4 && try_ending(rules, r, f, stem, 1, "", particle)) return;  /* condemne */
    char again[2] = {last, 0};
    if (try_ending(rules, r, f, stem, 0, again, particle)) return;                            /* shel, boycot */
    if (dem_str_ends(stem, DEM_STR("ie")) && try_ending(rules, r, f, stem, 2, "y", particle)) return; /* mutinie */
    try_ending(rules, r, f, stem, 0, "e", particle);                                          /* revok, fre */
}
