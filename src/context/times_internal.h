/* SPDX-License-Identifier: Apache-2.0 */
/* Time expressions: what the matcher hands to the resolver. */
#ifndef DEM_CONTEXT_TIMES_INTERNAL_H
#define DEM_CONTEXT_TIMES_INTERNAL_H

#include "context/context_internal.h"

/* A token, or a part of one where hyphens, slashes or a change from digits to letters divide it ("two-day", "3pm", "1990s"). */
typedef struct dem_tword {
    dem_str form;
    dem_span span;
    int32_t token;
    bool glued; /* no space before it */
    bool upper; /* begins with a capital */
    int32_t digits; /* how many when it is all digits, else 0 */
    int32_t value;  /* of all digits (at most 9), else -1 */
    const dem_cue_word *cues; /* see dem_tg_bare */
} dem_tword;

enum { DEM_TENSE_ALWAYS = 2, DEM_TENSE_NEARER = 3 }; /* beside -1 past, 0 not told, 1 ahead */

enum { DEM_TIME_WORDS = 400 }; /* of one sentence; the rest is not read for times */

typedef enum dem_tx_kind {
    DEM_TX_NONE,
    DEM_TX_CALENDAR, /* year, month, day as far as given */
    DEM_TX_DECADE,
    DEM_TX_CENTURY,
    DEM_TX_QUARTER,
    DEM_TX_WEEKDAY,
    DEM_TX_SEASON,
    DEM_TX_DAY,      /* offset days from the day of the report */
    DEM_TX_UNIT,     /* offset units from it: last week, two years ago */
    DEM_TX_SHIFT,    /* offset units from the day spoken of: a day earlier, two weeks later */
    DEM_TX_DURATION,
    DEM_TX_SET,
    DEM_TX_REF,      /* PAST_REF PRESENT_REF FUTURE_REF */
    DEM_TX_CLOCK,    /* a time of day */
    DEM_TX_HALF,     /* half of a year */
    DEM_TX_RUNNING,  /* "the quarter", "the year": the one spoken of, else the report's */
    DEM_TX_MONTHDAY  /* "the 15th" */
} dem_tx_kind;

typedef enum dem_tx_dir { DEM_TX_TENSE, DEM_TX_LAST, DEM_TX_THIS, DEM_TX_NEXT } dem_tx_dir;

typedef struct dem_tx {
    dem_tx_kind kind;
    int32_t first, after;      /* words */
    int year, month, day;      /* 0: not given */
    int last_day;              /* of a range "3-5 May" */
    int weekday;               /* 1-7 */
    dem_tx_dir dir;
    char unit;                 /* S M H D W F N(month) Y E C K(weekend) Q */
    int64_t count;             /* of units; -1: not told */
    dem_str amount;            /* of units when it is no whole number: "2.5" */
    int64_t offset;
    char year_of;              /* L T N: "March last year", "the third quarter of this year" */
    char week_of;              /* the same of a weekday's week; D: the week of this date */
    bool ago_week;             /* `offset` weeks on top of a weekday: "a week from Friday" */
    dem_str code;              /* season, part of day, set value, reference */
    dem_str mod;               /* START MID END APPROX … */
    dem_str clock;             /* "15:00", "MO": adds to a day */
    dem_str rule;
} dem_tx;

/* The date last spoken of: what "two years later" and "that day" count from. */
typedef struct dem_spoken {
    dem_day from, to;
    int32_t sentence;
    dem_day day;               /* the last single day, which a month or a year may have followed */
    int32_t day_sentence;
    int quarter_year, quarter; /* last spoken of; 0 */
    int minutes;               /* of the day, where an hour was told with it; -1 */
    bool often;                /* this sentence tells how often: its hours belong to no day */
} dem_spoken;

/* Splits a sentence; returns the count. */
int32_t dem_time_words(const dem_ctx *c, dem_toks s, dem_tword *out);
/* Adds the parts of one token, without their cues; returns the new count. */
int32_t dem_time_split_form(dem_str form, dem_span span, int32_t token, bool glued, dem_tword *out, int32_t n);
/* Without the stop of an abbreviation: what a word's cues are looked up by. */
dem_str dem_tg_bare(dem_str form);
/* The longest time expression that begins at word i. */
bool dem_time_match(dem_ctx *c, dem_toks s, const dem_tword *w, int32_t n, int32_t i, dem_tx *out);
/* The day of a movable feast ("easter-2", "11/4/4") in a year. */
dem_day dem_time_feast(dem_str value, int y);
/* Value, days and basis; `tense` of the verb it belongs to. */
void dem_time_resolve(dem_ctx *c, const dem_tx *x, int tense, const dem_spoken *spoken, dem_time *out);

#endif
