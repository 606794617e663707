/* SPDX-License-Identifier: Apache-2.0 */
/* Folding of names: the form under which the lexicon keys a word and the text is looked up. Case, diacritics, dots and the many
   hyphens and apostrophes fall away; how a word was cased is kept beside it, because it decides between "US" and "us". */
#ifndef DEM_ACTORS_FOLD_H
#define DEM_ACTORS_FOLD_H

#include "base/str.h"

enum { DEM_PIECE_BYTES = 60, DEM_PIECES_MAX = 16 };

typedef enum dem_case {
    DEM_CASE_ANY = 0,    /* of a text: no letters that have case; of the lexicon: a capital, alone or not, is all that is asked */
    DEM_CASE_LOWER = 1,  /* starts small */
    DEM_CASE_CAPITAL = 2,
    DEM_CASE_ALLCAPS = 3 /* two or more letters, all large */
} dem_case;

typedef struct dem_piece {
    char key[DEM_PIECE_BYTES]; /* folded, small, not NUL-terminated */
    uint8_t n;
    uint8_t letter_case; /* dem_case */
    bool joined;         /* an apostrophe or hyphen stands between it and the piece before */
} dem_piece;

/* Cuts `text` at white space, hyphens, apostrophes and other punctuation into folded pieces. Words longer than a piece are cut
   short, invalid UTF-8 separates. Gives how many there are, at most `max`; *more (may be NULL) says that there were more. */
size_t dem_fold(dem_str text, dem_piece *out, size_t max, bool *more);

/* Where the first byte stands that is no UTF-8; SIZE_MAX when all is. */
size_t dem_utf8_broken(dem_str s);

static inline dem_str dem_piece_key(const dem_piece *p)
{
    return (dem_str){p->key, p->n};
}

/* May a word cased like `text` stand for a lexicon word cased like `lexicon`? `shout`: the sentence is all capitals. */
bool dem_case_fits(unsigned lexicon, unsigned text, size_t letters, bool shout);

#endif
