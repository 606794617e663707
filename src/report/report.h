/* SPDX-License-Identifier: Apache-2.0 */
/* The report: the one type that walks through all stages, with its layers of annotation.
   A report owns an arena; every pointer below lives in it (or in the model, lexicon or rules, which outlive all reports)
   and is freed with the report in one call. Layers are filled by the stage named beside them and read-only afterwards
   unless that is said. Offsets inside the program are BYTES of `text` (UTF-8), end exclusive; records count code points,
   dem_report_codepoint() translates. Indexes are 0-based; -1 (DEM_NONE) is "none". */
#ifndef DEM_REPORT_REPORT_H
#define DEM_REPORT_REPORT_H

#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"
#include "base/vec.h"
#include "report/ud.h"

enum { DEM_NONE = -1 };

typedef struct dem_span {
    uint32_t start, end;
} dem_span;

/* ---- ingest ---- */
typedef struct dem_meta {
    dem_str id, title, publisher, author, url, language;
    dem_day published; /* DEM_DAY_NONE when the report does not say */
    dem_str dateline_place, dateline_date;
    dem_str via;       /* wire agency credited in byline or dateline */
    char sha256[65];   /* of the cleaned text, lower-case hex */
    void *extra;       /* json_t of unknown JSON Lines keys, borrowed by the writer; freed by dem_report_free */
} dem_meta;

/* ---- segment, parse ---- */
typedef struct dem_token {
    dem_span span;
    dem_str form, lemma, xpos, feats; /* form may differ from the text under the span only in white space */
    uint8_t upos, deprel;             /* dem_upos, dem_rel */
    bool space_after;
    int32_t head;                     /* token index in its sentence; DEM_NONE: root */
    int32_t first_child, next_sibling; /* children from left to right; filled by dem_sentence_link() */
    int32_t mention;                  /* the innermost mention whose head this token is; filled by actors */
    int32_t frame;                    /* the frame this token heads; filled by frames */
} dem_token;

typedef enum dem_sentence_kind {
    DEM_SENTENCE_BODY,
    DEM_SENTENCE_TITLE /* the headline: present tense may mean past */
} dem_sentence_kind;

typedef struct dem_sentence {
    dem_span span;
    uint32_t first, n;   /* its tokens: report->tokens.items[first .. first+n) */
    uint32_t paragraph;  /* 0-based */
    dem_sentence_kind kind;
    int32_t root;        /* token index in the sentence, DEM_NONE before parse */
    dem_str comments;    /* "# ..." lines of a CoNLL-U input, newlines included; empty for text */
    bool parsed;
} dem_sentence;

/* A multiword token of a CoNLL-U input. */
typedef struct dem_multiword {
    uint32_t sentence, first, n; /* its words: token indexes in the sentence */
    dem_str form, misc;
} dem_multiword;

/* ---- actors ---- */
typedef enum dem_mention_type {
    DEM_MENTION_PERSON,
    DEM_MENTION_ORGANISATION,
    DEM_MENTION_PLACE,
    DEM_MENTION_GROUP,   /* peoples, armed groups, parties without organisation's name, collectives */
    DEM_MENTION_NOMINAL, /* "the regime", "rebels", "its foreign minister" */
    DEM_MENTION_PRONOUN
} dem_mention_type;

/* What a code says: ISO alpha-3 or IGO/NGO/IMG/MNC/UNO/EUR prefix, then sector triples: "SYRGOV". Empty: not an actor we can code. */
typedef struct dem_mention {
    int32_t sentence, first, last, head; /* token indexes in the sentence, last inclusive */
    dem_span span, head_span;            /* the full noun phrase; its head word(s) (the name inside it) */
    dem_mention_type type;
    dem_mention_type refers; /* what a nominal or pronoun stands for: person, organisation, place, group; its own type when that is not known */
    int32_t entity;      /* coreference: index into entities, DEM_NONE when not resolved */
    dem_str name, code, by; /* canonical name; code on the day of the report; what decided ("lexicon:people-mideast.txt:12", "role:GOV", "coref:…", "focus:SYR") */
    char country[4];     /* code's first triple when it is a country, else "" */
    bool plural, possessive; /* possessive: it stands as "X's" or "its" before another noun */
    bool government;     /* a place or country named as the actor its government is */
    bool former;         /* "former minister", "the late", "ex-" */
    bool first_person, second_person; /* pronouns */
    bool strange;        /* a role before which a name stands that nobody knows ("the Qasim regime"): its country is not guessed */
} dem_mention;

typedef struct dem_entity {
    dem_str name, code, by;
    char country[4];
    dem_mention_type type;
    DEM_VEC(int32_t) mentions;
    DEM_VEC(int32_t) members; /* entities that it is a set of: "the two sides"; empty else */
    bool plural;
    uint8_t gender; /* 'm', 'f', 'n' (thing or organisation), 0 unknown */
} dem_entity;

/* ---- frames: predicates and what fills their slots, with voice, control and coordination undone ---- */
typedef enum dem_frame_flag {
    DEM_FRAME_NEGATED = 1 << 0,
    DEM_FRAME_PASSIVE = 1 << 1,
    DEM_FRAME_FUTURE = 1 << 2,     /* will, shall, going to, about to */
    DEM_FRAME_MODAL = 1 << 3,      /* may, might, could, would, should, must: see .modal */
    DEM_FRAME_PAST = 1 << 4,
    DEM_FRAME_PERFECT = 1 << 5,
    DEM_FRAME_PROGRESSIVE = 1 << 6,
    DEM_FRAME_QUESTION = 1 << 7,
    DEM_FRAME_CONDITIONAL = 1 << 8, /* inside an if/unless clause */
    DEM_FRAME_NOMINAL = 1 << 9,     /* an event noun: "talks", "the refusal" */
    DEM_FRAME_COPULA = 1 << 10,     /* "is ready", "was the condition" */
    DEM_FRAME_INFINITIVE = 1 << 11,
    DEM_FRAME_PLUPERFECT = 1 << 12,
    DEM_FRAME_IMPERATIVE = 1 << 13,
    DEM_FRAME_PARTICIPLE = 1 << 14, /* a reduced relative or adverbial participle */
    DEM_FRAME_NEGATED_ARGUMENT = 1 << 15 /* negated only by its subject's or object's determiner: "held no talks" */
} dem_frame_flag;

/* A slot's name is the logical role or the preposition or the clause marker that introduces it:
   "subj" "obj" "iobj" — after undoing passives ("by" agents become subj), relatives and control;
   "with" "for" "against" "between" … — oblique and nominal complements by their (lower-case) preposition, "of" included;
   "to" (infinitive), "that" (finite clause, also without "that"), "ing" (gerund), "say" (direct-speech complement);
   "if" "unless" "until" "after" "before" "once" "because" … — adverbial clauses by their marker; "adv" an unmarked one;
   "prt" the particle; "mod" an adjective or compound noun before an event noun; "poss" its possessor; "pred" a copula's predicate noun;
   "time" an unmarked time expression. */
typedef struct dem_slot {
    dem_str name;
    int32_t token;   /* head token of the filler, index in the sentence */
    int32_t frame;   /* the filler's own frame, DEM_NONE when it heads none */
    int32_t marker;  /* the preposition's or marker's token, DEM_NONE */
    bool inherited;  /* filled by control, coordination or relativisation, not by a direct dependent */
} dem_slot;

typedef struct dem_frame {
    int32_t sentence, token; /* the predicate's head token */
    dem_str lemma;           /* with its particle: "call_off", "step_down" */
    uint32_t flags;
    dem_str modal;           /* lemma of the modal verb */
    DEM_VEC(dem_slot) slots;
    int32_t parent;          /* the frame whose slot this one fills, DEM_NONE */
    int32_t statement;       /* innermost statement whose content holds it; filled by context, DEM_NONE */
} dem_frame;

/* ---- context ---- */
typedef enum dem_time_type { DEM_TIME_DATE, DEM_TIME_TIME, DEM_TIME_DURATION, DEM_TIME_SET } dem_time_type;
typedef enum dem_time_basis { DEM_BASIS_EXPLICIT, DEM_BASIS_RELATIVE, DEM_BASIS_PUBLISHED } dem_time_basis;

typedef struct dem_time {
    int32_t sentence, head; /* head token in the sentence */
    dem_span span;
    dem_time_type type;
    dem_str value;          /* TIMEX3 value: 2012-01-30, 2012-W04, PAST_REF, P2D, … */
    dem_day from, to;       /* inclusive days it covers when resolved, else DEM_DAY_NONE */
    dem_time_basis basis;
    dem_str mod;            /* TIMEX3 mod: START MID END; from..to stay those of the whole unit */
    dem_str rule;
} dem_time;

typedef struct dem_place {
    int32_t sentence, token;
    dem_span span;
    dem_str name, admin;
    char country[4];
    double lat, lon;
    bool located;     /* lat and lon are known */
    uint8_t precision; /* PLOVER's resolution: 4 city, 3 district, 2 province, 1 country; 0 unknown */
    dem_str by;
    int32_t mention;  /* the place mention it comes from, DEM_NONE */
} dem_place;

/* Who is behind a record. Built from a mention, or from a name in the by-line ("via"). */
typedef struct dem_actor {
    dem_span span;    /* the words in the text; start == end when implied */
    dem_str name, code, by;
    char country[4];
    int32_t mention, entity;
} dem_actor;

typedef struct dem_statement {
    int32_t sentence;      /* where the cue stands */
    dem_actor speaker;     /* speaker.code may be empty: still a speaker */
    bool has_speaker;
    dem_span cue;
    int32_t cue_token;     /* in the cue's sentence, DEM_NONE */
    DEM_VEC(dem_span) content;
    bool direct, mixed;
    bool deed;             /* a stance told by what somebody does; left out of lists */
    bool stance;           /* a position, wish or view of the speaker: his words are not told */
    dem_str via;           /* "AFP", "Press TV": who passed it on; empty when none */
    dem_actor via_actor;
    int32_t parent;        /* statement inside whose content this one stands */
    dem_str rule;
} dem_statement;

typedef enum dem_condition_type {
    DEM_COND_UNLESS, DEM_COND_UNTIL, DEM_COND_BEFORE, DEM_COND_ONCE, DEM_COND_IF, DEM_COND_ONLY_IF, DEM_COND_AS_LONG_AS,
    DEM_COND_IN_EXCHANGE, DEM_COND_WITHOUT_PRECONDITIONS, DEM_COND_PRECONDITION, DEM_COND_OTHER
} dem_condition_type;

/* What its speaker does with the condition. */
typedef enum dem_condition_stance { DEM_COND_SETS, DEM_COND_MEETS, DEM_COND_REJECTS } dem_condition_stance;

typedef struct dem_condition {
    int32_t sentence;
    dem_condition_type type;
    dem_span span;
    int32_t head;        /* head token of the condition clause or phrase */
    int32_t governs;     /* token of the predicate it is a condition of, DEM_NONE */
    dem_condition_stance stance;
    int32_t statement;   /* in whose content it stands */
    dem_str rule;
} dem_condition;

typedef struct dem_claim {
    int32_t sentence;
    dem_str kind;         /* killed wounded displaced refugees detained abducted missing released affected … */
    dem_span span, count_span;
    int64_t min, max;     /* -1: open */
    dem_str qualifier;    /* exactly at_least about up_to more_than … */
    DEM_VEC(dem_actor) victims, perpetrators;
    dem_str victim_text;
    int32_t trigger;      /* token */
    int32_t time, place;  /* index into times / places, DEM_NONE */
    dem_time period;      /* value empty when absent */
    bool total;           /* a running total, not one incident */
    bool negated;
    DEM_VEC(int32_t) attribution; /* statements, innermost first */
    dem_str rule;
} dem_claim;

/* ---- events ---- */
typedef enum dem_event_status { DEM_ACTUAL, DEM_FUTURE, DEM_HYPOTHETICAL, DEM_NEGATED, DEM_BACKGROUND } dem_event_status;

typedef struct dem_event {
    int32_t sentence, frame;
    DEM_VEC(dem_actor) actors, recipients;
    bool mutual;
    dem_span trigger;
    char cameo[5];            /* 3-4 digits */
    dem_event_status status;
    DEM_VEC(int32_t) conditions;  /* into conditions */
    DEM_VEC(int32_t) attribution; /* into statements, innermost first */
    int32_t time, place;      /* into times / places, DEM_NONE */
    dem_time_basis date_basis;
    dem_day date_from, date_to; /* DEM_DAY_NONE when absent */
    dem_str rule;
    double confidence;        /* 0..1 */
    int32_t cluster;          /* events of one report that tell one thing share it */
    dem_str venue;            /* where the talks offered are to be, when the event is an offer or a meeting */
} dem_event;

/* A rule that nearly fired, kept only when the report is coded for `explain`. */
typedef struct dem_near_miss {
    int32_t sentence, frame;
    dem_str rule, why;
    bool fired;
} dem_near_miss;

typedef struct dem_report {
    dem_arena *arena;
    dem_meta meta;
    dem_str text;                    /* cleaned UTF-8, title included as its first paragraph when there is one */
    dem_span title_span;             /* the headline inside text; empty when none */
    DEM_VEC(dem_span) paragraphs;
    DEM_VEC(dem_token) tokens;
    DEM_VEC(dem_sentence) sentences;
    DEM_VEC(dem_multiword) multiwords; /* in order; only from CoNLL-U */
    DEM_VEC(dem_mention) mentions;   /* in text order */
    DEM_VEC(dem_entity) entities;
    char focus[4];                   /* focus country of the report; "" when none; filled by actors */
    DEM_VEC(dem_frame) frames;
    DEM_VEC(dem_time) times;
    DEM_VEC(dem_place) places;
    DEM_VEC(dem_statement) statements;
    DEM_VEC(dem_condition) conditions;
    DEM_VEC(dem_claim) claims;
    DEM_VEC(dem_event) events;
    bool passed_over;                /* read and, as its reader wished, not coded */
    bool explain;                    /* keep near misses */
    DEM_VEC(dem_near_miss) near_misses;
    uint32_t *codepoints;            /* codepoints[i]: code points before byte 64*i; built on demand */
} dem_report;

/* NULL when memory is out. `limit`: the most bytes its arena holds (0: none). */
dem_report *dem_report_new(size_t limit);
void dem_report_free(dem_report *r); /* NULL is a no-op */
/* Forgets all layers and the text, keeps the memory for the next report. */
void dem_report_reset(dem_report *r);

static inline dem_token *dem_token_at(const dem_report *r, int32_t sentence, int32_t token)
{
    return &r->tokens.items[r->sentences.items[sentence].first + (uint32_t)token];
}
static inline dem_str dem_text_of(const dem_report *r, dem_span s)
{
    return dem_str_cut(r->text, s.start, s.end);
}
static inline bool dem_span_contains(dem_span outer, dem_span inner)
{
    return outer.start <= inner.start && inner.end <= outer.end;
}
static inline bool dem_span_overlaps(dem_span a, dem_span b)
{
    return a.start < b.end && b.start < a.end;
}

/* Code points before byte `byte` of the text: what records print as offset. */
size_t dem_report_codepoint(dem_report *r, uint32_t byte);
/* The byte of code point `cp` (clamped to the text's end). */
uint32_t dem_report_byte(dem_report *r, size_t cp);

/* Fills first_child and next_sibling and root from heads. Heads must form a single-rooted tree (parse guarantees it). */
void dem_sentence_link(dem_report *r, int32_t sentence);
/* Token index of the first token of sentence s that starts at or after byte, DEM_NONE. */
int32_t dem_token_at_byte(const dem_report *r, int32_t sentence, uint32_t byte);
/* Sentence that holds the byte, DEM_NONE. */
int32_t dem_sentence_at_byte(const dem_report *r, uint32_t byte);
/* First and last token of the subtree of `token` (bounded, iterative). */
void dem_subtree(const dem_report *r, int32_t sentence, int32_t token, int32_t *first, int32_t *last);

const char *dem_mention_type_name(dem_mention_type t);
const char *dem_time_type_name(dem_time_type t);
const char *dem_time_basis_name(dem_time_basis b);
const char *dem_condition_type_name(dem_condition_type t);
const char *dem_event_status_name(dem_event_status s);

#endif
