/* SPDX-License-Identifier: Apache-2.0 */
/* Stories: what reports have to do with each other. Reads: coded reports. Writes: nothing of them.

   A report is boiled down to a DIGEST: everything that linking it to any other report needs, without its text. Two digests are
   linked by what stands in them and nothing else, so the links do not depend on the order in which reports arrive. What hangs
   together by links is one thing: one text (copies), one story (reports), one event told several times, one initiative.
   Which digests to compare is found by KEYS: two reports that are to be linked share one, hardly any others do.
   A WEB holds digests in memory and does all of it; a database keeps digest bytes and keys and asks for the pairs it needs. */
#ifndef DEM_STORIES_STORIES_H
#define DEM_STORIES_STORIES_H

#include "base/buf.h"
#include "base/json_out.h"
#include "events/events.h"

/* Word frequencies, thresholds, kinds of initiative and stances (data/stories), read-only after loading. */
typedef struct dem_story_rules dem_story_rules;
int dem_story_rules_load(const dem_named_text *files, size_t n, dem_story_rules **out, dem_error *err);
void dem_story_rules_free(dem_story_rules *rules);

/* ---- digests ---- */

typedef DEM_VEC(uint32_t) dem_hashes;
typedef DEM_VEC(dem_day) dem_days;
typedef DEM_VEC(uint64_t) dem_story_keys;

typedef struct dem_term {
    uint32_t hash;
    float weight;
} dem_term;

typedef DEM_VEC(dem_term) dem_terms;

typedef enum dem_party_kind {
    DEM_PARTY_ANY,
    DEM_PARTY_BODY,           /* an organisation or group: its name tells it from others of its code */
    DEM_PARTY_PERSON
} dem_party_kind;
typedef struct dem_party {
    dem_str name, code, country;
    uint8_t kind;             /* dem_party_kind */
} dem_party;
typedef DEM_VEC(dem_party) dem_parties;

/* Country triple or international prefix; IGOUNO is UNO, IGOEUR is EUR. */
dem_str dem_party_head(dem_str code);
/* 0 strangers, 1 of one country or organisation, 2 the same (a country and its government are). */
int dem_party_fit(const dem_party *a, const dem_party *b);
int dem_parties_fit(const dem_parties *a, const dem_parties *b); /* the best pair */
bool dem_party_add(dem_parties *v, const dem_party *p, dem_arena *a); /* unless the same is there */

typedef struct dem_term_of_offer {
    dem_str type, text; /* condition type as records print it */
} dem_term_of_offer;
typedef DEM_VEC(dem_term_of_offer) dem_terms_of_offer;

typedef struct dem_digest_event {
    dem_str id;
    uint32_t sentence;        /* hash of the sentence's words */
    int32_t index;            /* of the sentence */
    char cameo[5];
    uint8_t status;           /* dem_event_status */
    bool mutual, title;       /* title: told in the headline */
    int32_t same;             /* the first event of this report that tells the same; itself when there is none before */
    uint32_t acts;            /* events of this report by the same actor; counted anew when read */
    dem_parties actors, recipients;
    dem_day from, to;         /* its own date; DEM_DAY_NONE */
    dem_str place, country, trigger, speaker;
    dem_hashes words;         /* content words of its sentence without the names of actors, sorted */
} dem_digest_event;

/* A toll, for what tellings disagree on. */
typedef struct dem_digest_claim {
    dem_str id, kind, place, source;
    int64_t min, max;
    dem_day from, to;
    bool lead;                /* among the first sentences */
} dem_digest_claim;

/* How one actor answers an initiative. */
typedef struct dem_answer {
    dem_party actor;
    dem_str stance;           /* accepts refuses conditional opposes supports urges withdraws */
    dem_terms_of_offer conditions;
    dem_day day;              /* the event's own, else the report's */
    bool dated;               /* the event's own */
    dem_str event, statement; /* ids; either may be empty */
    dem_str quote;            /* the sentence */
    dem_str why;              /* what made it: rule of the event, and how it was tied to the initiative */
    dem_str report;           /* filled when read back into a web */
} dem_answer;
typedef DEM_VEC(dem_answer) dem_answers;

/* What one report tells of one initiative. */
typedef struct dem_bid {
    dem_str kind;             /* host mediate plan ceasefire resolution invitation visit */
    dem_parties proposer, parties;
    dem_str venue, name;      /* name: the words that name it: "six-point plan" */
    dem_hashes words;         /* hashes of the words that set it apart, sorted */
    dem_day first, last;
    bool dated, moved;        /* moved: the report tells of the proposal as an act, not only of a thing with a name */
    dem_str event;            /* of the proposal; may be empty */
    dem_str why;
    dem_answers answers;
} dem_bid;

/* A demand outside any initiative: an issue on which its speaker takes a position. */
typedef struct dem_stand {
    dem_party actor;
    dem_str issue, stance;    /* "change of leadership in SYR", "demands" */
    dem_day day;
    dem_str event, statement, quote, why;
} dem_stand;

typedef struct dem_digest {
    dem_str id, publisher, via, title;
    dem_day published;        /* DEM_DAY_NONE */
    dem_days lead_days;
    dem_hashes lead_places;
    uint32_t n_shingles;
    dem_hashes sample;           /* shingles (runs of 4 words) whose hash is divisible by 4, sorted, without repetition */
    dem_hashes signature; /* MinHash */
    dem_terms words, names; /* sorted by hash, of length 1 as vectors */
    dem_story_keys keys, probes; /* under which it is found, and those it looks under; sorted, without repetition */
    DEM_VEC(dem_digest_event) events;
    DEM_VEC(dem_digest_claim) claims;
    DEM_VEC(dem_bid) bids;
    DEM_VEC(dem_stand) stands;
} dem_digest;

/* Ids of the report's records, as the program prints them; NULL where there are none. */
typedef struct dem_digest_ids {
    dem_str (*event)(void *ctx, size_t i);
    dem_str (*statement)(void *ctx, size_t i);
    dem_str (*claim)(void *ctx, size_t i);
    void *ctx;
} dem_digest_ids;

/* Everything in `a`, nothing borrowed from the report. */
int dem_digest_make(const dem_story_rules *rules, dem_report *r, const dem_digest_ids *ids, dem_arena *a, dem_digest *out, dem_error *err);
/* A digest as bytes, for a database; read checks every length. Keys and probes are not among the bytes: they are looked up by. */
void dem_digest_write(const dem_digest *d, dem_buf *out);
int dem_digest_read(dem_arena *a, dem_str bytes, dem_digest *out, dem_error *err);
/* Keys and probes of a digest that was read. */
int dem_digest_index(const dem_story_rules *rules, dem_arena *a, dem_digest *d, dem_error *err);

/* Reports published further apart than this are not linked as one story. */
enum { DEM_STORY_DAYS = 3 };

/* ---- two digests ---- */

typedef enum dem_kin { DEM_KIN_NONE, DEM_KIN_STORY, DEM_KIN_COPY } dem_kin;

typedef struct dem_index_pair {
    uint32_t a, b;
    double score;
} dem_index_pair;

typedef struct dem_link {
    dem_kin kin;
    double score;      /* of the story link; of a copy the part of the shorter text that stands in the longer */
    char why[160];     /* "words 0.47, names 0.80, 1 day" */
    DEM_VEC(dem_index_pair) events; /* one event told in both */
    DEM_VEC(dem_index_pair) bids;   /* one initiative told in both */
} dem_link;

/* Symmetric: (a, b) and (b, a) give the same links. */
int dem_link_digests(const dem_story_rules *rules, const dem_digest *a, const dem_digest *b, dem_arena *arena, dem_link *out,
                     dem_error *err);

/* ---- many: the web ---- */

typedef struct dem_web dem_web;
int dem_web_new(const dem_story_rules *rules, dem_web **out, dem_error *err);
void dem_web_free(dem_web *w);
/* The digest is kept as given: its memory must outlive the web (dem_web_arena's does). */
dem_arena *dem_web_arena(dem_web *w);
int dem_web_add(dem_web *w, const dem_digest *d, dem_error *err);
/* Pairs compared so far: what makes it near-linear. */
size_t dem_web_compared(const dem_web *w);

/* Records, built anew by each call; strings live in the web's arena or in the digests. */
typedef struct dem_copy_group {
    dem_strs reports;
} dem_copy_group;

/* What tellings differ in: each value with the reports that give it. */
typedef struct dem_telling {
    dem_str value;
    dem_strs reports;
} dem_telling;
typedef struct dem_difference {
    dem_str what; /* code date place actor recipient; for stories a kind of toll */
    DEM_VEC(dem_telling) tellings;
} dem_difference;
typedef DEM_VEC(dem_difference) dem_differences;

typedef struct dem_story_record {
    dem_str id, title; /* title: of the first report that has one */
    dem_strs reports;  /* by day, then id */
    DEM_VEC(dem_copy_group) copies;
    size_t outlets;    /* independent: copies of one text count once */
    bool *independent; /* per report: is it one of those? */
    dem_day first, last;
    dem_strs why;      /* "a + b: words 0.47, …" for each link */
    dem_differences differences;
} dem_story_record;

typedef struct dem_cluster_record {
    dem_str id;        /* that of its first event */
    dem_strs events, reports;
    char cameo[5];     /* of its first event, as the following */
    dem_str place, country;
    size_t outlets;
    dem_day from, to;
    dem_differences differences;
} dem_cluster_record;

typedef struct dem_response_record {
    dem_party actor;
    dem_str stance;
    dem_terms_of_offer conditions;
    dem_day day;           /* the first; DEM_DAY_NONE */
    dem_strs events, statements, reports;
    dem_str quote, why;    /* of the first report */
} dem_response_record;

typedef struct dem_state_change {
    dem_day day;
    dem_str state;
} dem_state_change;

/* A bid of a report of the web. */
typedef struct dem_bid_place {
    uint32_t report, bid;
} dem_bid_place;

typedef struct dem_initiative_record {
    dem_str id, kind, state, venue, name;
    dem_parties proposer, parties;
    dem_day first, last;
    DEM_VEC(dem_bid_place) bids;
    dem_strs reports, events, why;
    size_t outlets;
    DEM_VEC(dem_response_record) responses; /* by day, actor and stance */
    DEM_VEC(dem_state_change) history;
    dem_str superseded_by;
} dem_initiative_record;

typedef struct dem_position_record {
    dem_str id;
    dem_party actor;
    dem_str issue;       /* the id of an initiative, or the words of a demand */
    dem_str about;       /* the issue in words */
    dem_answer now;      /* latest stance */
    dem_day since;       /* first day of that stance in a row */
    dem_answers earlier; /* the stances before it, latest first */
} dem_position_record;

typedef struct dem_picture {
    DEM_VEC(dem_story_record) stories;
    DEM_VEC(dem_cluster_record) clusters;
    DEM_VEC(dem_initiative_record) initiatives;
    DEM_VEC(dem_position_record) positions;
} dem_picture;
int dem_web_picture(dem_web *w, dem_picture *out, dem_error *err);
/* What the two reports have to do with each other once everything is joined. */
dem_kin dem_web_kin(dem_web *w, size_t a, size_t b);
/* The place of a report of this id; SIZE_MAX. */
size_t dem_web_find(const dem_web *w, dem_str id);
/* Are two events (by place in their digests) one event? */
bool dem_web_same_event(dem_web *w, size_t a, size_t event_a, size_t b, size_t event_b);
const dem_digest *dem_web_digest(const dem_web *w, size_t i);

/* One JSON object each, without a newline. */
void dem_record_story(dem_json *j, const dem_story_record *s);
void dem_record_cluster(dem_json *j, const dem_cluster_record *c);
void dem_record_initiative(dem_json *j, const dem_initiative_record *i);
void dem_record_position(dem_json *j, const dem_position_record *p);

#endif
