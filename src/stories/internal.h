/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the stories stage: lists and weights, hashes, party comparison, and the steps of making and linking digests. */
#ifndef DEM_STORIES_INTERNAL_H
#define DEM_STORIES_INTERNAL_H

#include "stories/stories.h"

typedef enum dem_story_list {
    DEM_STORY_WEIGHT,
    DEM_STORY_NAME_WEIGHT,
    DEM_STORY_EVENT_FAMILY,
    DEM_STORY_WORD_CLASS,
    DEM_STORY_SEAT,
    DEM_STORY_ANSWER_AGAIN,
    DEM_STORY_KIND_NOUN,
    DEM_STORY_ECHO_NOUN,
    DEM_STORY_KIND_MODIFIER,
    DEM_STORY_KIND_CLASS,
    DEM_STORY_PROPOSAL_VERB,
    DEM_STORY_INVITE_VERB,
    DEM_STORY_ASK_VERB,
    DEM_STORY_WITHDRAW_VERB,
    DEM_STORY_SOLVE_NOUN,
    DEM_STORY_SETTLE_VERB,
    DEM_STORY_TALKS_NOUN,
    DEM_STORY_HOST_VERB,
    DEM_STORY_ANSWER_OPERATOR,
    DEM_STORY_ANSWER_ACT,
    DEM_STORY_ANSWER_CODE,
    DEM_STORY_ANSWER_VERB,
    DEM_STORY_ANSWER_PHRASE,
    DEM_STORY_CONDITIONAL_YES,
    DEM_STORY_DEMAND_CODE,
    DEM_STORY_PAST_MODIFIER,
    DEM_STORY_TALKS_ECHO,
    DEM_STORY_SETTLE_NOUN,
    DEM_STORY_QUESTION_WORD,
    DEM_STORY_KEEP_VERB,
    DEM_STORY_BIND_VERB,
    DEM_STORY_BREAK_VERB,
    DEM_STORY_ANSWER_NOUN,
    DEM_STORY_ANSWER_DEED,
    DEM_STORY_SAY_VERB,
    DEM_STORY_SAY_NO_VERB,
    DEM_STORY_RESERVE_VERB,
    DEM_STORY_COME_VERB,
    DEM_STORY_READY_WORD,
    DEM_STORY_YES_VERB,
    DEM_STORY_COLLECTIVE,
    DEM_STORY_OTHER_MATTER,
    DEM_STORY_MASS_NOUN,
    DEM_STORY_TALK_VERB,
    DEM_STORY_SPONSOR_VERB,
    DEM_STORY_WORDS, /* words.tsv */
    DEM_STORY_LIST_COUNT
} dem_story_list;

typedef struct dem_story_entry {
    dem_str text, value;
    double number;
    dem_story_list list;
    dem_str where; /* "initiatives.txt:12" */
} dem_story_entry;

/* What speaks for (and from DEM_TELL_AGAINST on against) two events being one. */
typedef enum dem_tell {
    DEM_TELL_CODE,            /* same code, else same root of code, else of one family */
    DEM_TELL_ROOT,
    DEM_TELL_FAMILY,
    DEM_TELL_ACTOR,           /* 1: the same, 0.5: of one country */
    DEM_TELL_SIDES,           /* two or more act together, the same in both */
    DEM_TELL_RECIPIENT,
    DEM_TELL_WORDS,           /* the part of the words shared, weighted by rarity */
    DEM_TELL_NAMES,           /* a name that is no actor's is among them */
    DEM_TELL_SPEAKER,
    DEM_TELL_SAME_DAY,
    DEM_TELL_ANSWER,          /* the proposal of one initiative, or the same answer to it */
    DEM_TELL_ONLY,            /* nothing else in either report could be it by code and actor; less, the more there is */
    DEM_TELL_AGAINST,
    DEM_TELL_OTHER_RECIPIENT = DEM_TELL_AGAINST,
    DEM_TELL_NO_WORDS,        /* both have words, none in common */
    DEM_TELL_BUSY,            /* how much one of the reports tells of the actor */
    DEM_TELL_OTHER_NAMES,     /* names in both, none in common */
    DEM_TELL_OTHER_SPEAKER,
    DEM_TELL_OTHER_PERSON,    /* acts of people with names, another in each */
    DEM_TELL_OTHER_DAY,
    DEM_TELL_OTHER_PLACE,
    DEM_TELL_OTHER_ANSWER,    /* parts of other initiatives, or other parts of one */
    DEM_TELLS
} dem_tell;

typedef struct dem_story_weights {
    double copy_contained, copy_shared, story_words, story_names, story_day, story_other_day, story_other_place, story_other_toll, story_no_event, story_threshold,
        story_undated, story_least_words, event_threshold, initiative_days, tell[DEM_TELLS];
} dem_story_weights;

typedef struct dem_story_slot {
    uint32_t entry; /* its index + 1 */
    uint32_t tag;
} dem_story_slot;

struct dem_story_rules {
    dem_arena *arena;
    DEM_VEC(dem_story_entry) entries;
    dem_story_slot *table; /* open addressing */
    size_t size;
    dem_story_weights w;
};

/* NULL when the list does not hold the text (lower case). */
const dem_story_entry *dem_story_find(const dem_story_rules *rules, dem_story_list list, dem_str text);
/* The value, empty when it is not there or has none. */
dem_str dem_story_value(const dem_story_rules *rules, dem_story_list list, dem_str text);
/* By the longest beginning of a code that the list holds. */
const dem_story_entry *dem_story_by_code(const dem_story_rules *rules, dem_story_list list, dem_str code);
/* How rare a word is: 1 (in half of all news) to 9 (not among the common ones). */
double dem_story_rarity(const dem_story_rules *rules, dem_str lower);

/* ---- hashes (shingles.c) ---- */

uint32_t dem_hash32(dem_str s, uint32_t seed);
/* Words of events carry in the lowest bits of their hash how much they say (0 to 7) and whether they name something. */
enum { DEM_WORD_BITS = 4 };
uint32_t dem_word_hash(dem_str lower, double rarity, bool named);
static inline uint32_t dem_word_weight(uint32_t hash)
{
    return hash & 7;
}
static inline bool dem_word_named(uint32_t hash)
{
    return (hash & 8) != 0;
}
/* Lower case, ASCII letters only; into `a`. */
dem_str dem_lower(dem_arena *a, dem_str s);
/* Shingles of the body: n_shingles, sample, signature. */
bool dem_digest_shingles(const dem_report *r, dem_arena *a, dem_digest *out);
enum { DEM_SIGNATURE = 16, DEM_SHINGLE_WORDS = 4, DEM_SAMPLE_STEP = 4, DEM_MAX_SAMPLE = 4096 };

/* Keys of a digest from what else stands in it. */
bool dem_digest_keys(const dem_story_rules *rules, dem_digest *d, dem_arena *a);

/* ---- parties ---- */

dem_party dem_party_of(const dem_report *r, const dem_actor *x, dem_arena *a);
/* Adds an event's actors that have a code; all its recipients. False when memory is out. */
bool dem_party_actors(const dem_report *r, const dem_event *e, dem_parties *v, dem_arena *a);
bool dem_party_recipients(const dem_report *r, const dem_event *e, dem_parties *v, dem_arena *a);
/* SYRGOV -> SYR, IGOUNO -> UNO; what makes two actors one in records of initiatives and positions. */
dem_str dem_party_key_of(const dem_party *p, dem_arena *a);

/* As actors of events: 0 strangers, 1 of one country or organisation, 2 the same. Two bodies of one code are two. */
int dem_teller_fit(const dem_party *a, const dem_party *b);

/* Some of them are more than "an envoy". */
bool dem_parties_known(const dem_parties *v);
/* Counts what each actor does in the report. */
void dem_digest_acts(dem_digest *d);
/* Both are acts of people with names, and none is the same person. */
bool dem_other_people(const dem_digest_event *x, const dem_digest_event *y);
/* Which initiative of its report an event is part of, and as what. */
typedef struct dem_part {
    int32_t bid; /* DEM_NONE */
    dem_str as;  /* "proposal" or a stance; empty: nothing */
} dem_part;
dem_part dem_part_of(const dem_digest *d, dem_str event_id);

/* Sorts and drops what stands twice; returns how many are left. */
size_t dem_sort_unique32(uint32_t *v, size_t n);
size_t dem_sort_unique64(uint64_t *v, size_t n);
size_t dem_sorted_shared(const uint32_t *a, size_t na, const uint32_t *b, size_t nb);

/* ---- initiatives of one report: bids.c finds proposals, answers.c who answers them ---- */

/* A noun that names a proposal, or an event that makes one. */
typedef struct dem_ref {
    int32_t sentence, token;
    int32_t event;       /* of the proposal, DEM_NONE */
    dem_str kind;        /* "any" when the words do not say */
    dem_parties owners, parties;
    dem_parties settlers; /* those of the owners who signed or agreed to it, where another has drafted it; empty: all */
    dem_str venue;
    bool proposed;       /* the proposal is told as an act */
    bool echo;           /* stands for one named before */
    bool settled;        /* owners agree to it in making it */
    bool act;            /* a verb of inviting without an event */
    bool asked;          /* no more than a request so far */
    bool agreed;         /* several agree to do something: a proposal once "the agreement" takes it up */
    bool talks;          /* "the talks": what an offer to host or an invitation is to */
    bool his;            /* "his mediation" */
    bool closed;         /* "an earlier truce": not what is proposed now */
    bool again;          /* "made the offer": tells who made what has been named */
    bool past;           /* proposed long before the report: another one than that of now */
    dem_parties of;      /* of an echo: whose decision it is */
    dem_day day;         /* of the proposing, as its words say; DEM_DAY_NONE */
    int32_t bid;
} dem_ref;

typedef struct dem_bid_work {
    const dem_story_rules *rules;
    dem_report *r;
    const dem_digest_ids *ids;
    dem_arena *a;
    dem_digest *out;
    DEM_VEC(dem_ref) refs; /* in text order */
    bool *spent;           /* per event: it makes a proposal */
    bool failed;
} dem_bid_work;

bool dem_digest_bids(const dem_story_rules *rules, dem_report *r, const dem_digest_ids *ids, dem_arena *a, dem_digest *out);
/* bid_refs.c: what refers to a proposal; "the agreement" and the like are what several have settled. */
void dem_bid_refs(dem_bid_work *w);
bool dem_ref_settles(dem_bid_work *w, const dem_ref *ref);
bool dem_bid_answers(dem_bid_work *w);
/* May a thing of kind `a` be meant by words of kind `b`? */
bool dem_kinds_meet(const dem_story_rules *rules, dem_str a, dem_str b);
/* The name of the first operator ("op:") or act ("act:") of an event's rule; empty when there is none. */
dem_str dem_rule_part(dem_str rule, const char *prefix);
dem_str dem_lemma_low(dem_bid_work *w, const dem_token *t);
/* Is `token` below `top` in the tree, or itself? */
bool dem_token_below(const dem_report *r, int32_t sentence, int32_t token, int32_t top);
bool dem_actors_at(dem_bid_work *w, int32_t sentence, int32_t token, dem_parties *out);
/* The town named below a predicate, that of the talks first; one below the token `not_under` comes last. */
dem_str dem_bid_place_of(dem_bid_work *w, int32_t sentence, int32_t top, int32_t not_under);
bool dem_bid_has_case(const dem_report *r, int32_t sentence, int32_t token, const char *const *words, size_t n);
/* After the proposals: whom they are made to and where, from what the report says of them; and who is left when it does not. */
/* A name for a side: of "his fighters" that of the group, and when `body` is set of its leader the body's or the land's. */
void dem_bid_party_name(dem_bid_work *w, dem_party *p, bool body);
void dem_bid_sides(dem_bid_work *w);
void dem_bid_last_sides(dem_bid_work *w);
/* The one day named below a predicate; DEM_DAY_NONE. */
dem_day dem_frame_day(const dem_report *r, const dem_frame *f);
/* The day of an event, else of the report. */
dem_day dem_event_day(const dem_report *r, const dem_event *e);

/* ---- links ---- */

bool dem_link_events(const dem_story_rules *rules, const dem_digest *a, const dem_digest *b, dem_arena *arena, dem_link *out);
bool dem_link_bids(const dem_story_rules *rules, const dem_digest *a, const dem_digest *b, dem_kin kin, dem_arena *arena, dem_link *out);

#endif
