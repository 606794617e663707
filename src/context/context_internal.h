/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this stage share: the cue lists, a sentence's tokens, quotes, numbers, and the passes in their order. */
#ifndef DEM_CONTEXT_CONTEXT_INTERNAL_H
#define DEM_CONTEXT_CONTEXT_INTERNAL_H

#include "context/context.h"

typedef enum dem_list {
#define LIST(id, name) DEM_CUE_##id,
#include "context/lists.def"
#undef LIST
    DEM_CUE_COUNT
} dem_list;

/* One entry of a list: its words, lower case, one space between them. */
typedef struct dem_cue {
    dem_str text, value, id; /* id: "time.txt:12" */
    int64_t number;          /* value as a number when it is one */
    dem_list list;
    uint32_t words;
    struct dem_cue *next; /* entries that begin with the same word */
} dem_cue;

/* What the lists know of a word, looked up once for many questions: the entries that begin with it, longer ones first. */
enum { DEM_LIST_SETS = (DEM_CUE_COUNT + 63) / 64 };
typedef struct dem_cue_word {
    dem_str text;
    dem_cue *first;
    uint64_t alone[DEM_LIST_SETS], begins[DEM_LIST_SETS]; /* lists that hold the word by itself; that hold an entry it begins */
    struct dem_cue_word *next;
} dem_cue_word;
static inline bool dem_in_lists(const uint64_t sets[DEM_LIST_SETS], dem_list list)
{
    return sets[list / 64] >> list % 64 & 1;
}
/* In any case; NULL when they know nothing. */
const dem_cue_word *dem_cue_word_of(const dem_context_rules *rules, dem_str word);
/* Entries whose first word is `word` in any case, NULL when there are none. */
const dem_cue *dem_cues_of(const dem_context_rules *rules, dem_str word);
/* The one-word entry of this list; w may be NULL. */
const dem_cue *dem_cue_alone(const dem_cue_word *w, dem_list list);
static inline const dem_cue *dem_cue_of_word(const dem_cue_word *w, dem_list list)
{
    return w && dem_in_lists(w->alone, list) ? dem_cue_alone(w, list) : NULL;
}
/* Both in one. */
const dem_cue *dem_cue_in(const dem_context_rules *rules, dem_list list, dem_str word);

/* ---- weights.c ---- */
typedef struct dem_weight_slot {
    uint64_t key; /* 0: free */
    float w;
} dem_weight_slot;
typedef struct dem_cue_weights {
    dem_weight_slot *slots;
    size_t mask;
    float drop, add; /* the least score that keeps a statement of the rules, that makes one of a stance */
    dem_judge_watch *watch;
    void *self;
} dem_cue_weights;
const dem_cue_weights *dem_weights_of(const dem_context_rules *rules);
int dem_weights_read(dem_arena *a, const dem_named_text *text, dem_cue_weights *out, dem_error *err);
float dem_weight(const dem_cue_weights *w, dem_str trait);

/* One sentence's tokens. */
typedef struct dem_toks {
    dem_token *t;
    int32_t n, index;
} dem_toks;

/* A quoted stretch of the text, marks included; `inner` without them. */
typedef struct dem_quote {
    dem_span span, inner;
    bool continued;   /* the next paragraph opens with a mark again before this one closed */
    int32_t follows;  /* the quote it continues, DEM_NONE */
    int32_t statement;
} dem_quote;

/* What the lists know of a token; the same for both where form and lemma are one word. */
typedef struct dem_token_cues {
    const dem_cue_word *form, *lemma;
} dem_token_cues;
/* Of each token of the report; NULL when memory is out. */
dem_token_cues *dem_cues_of_tokens(const dem_context_rules *rules, dem_report *r);

typedef struct dem_ctx {
    const dem_context_rules *rules;
    const dem_lexicon *lex;
    dem_report *r;
    dem_token_cues *cues; /* of each token of the report */
    DEM_VEC(dem_quote) quotes;
    int32_t *inner;    /* of each token of the report: the innermost statement that holds it; filled by attribution */
    dem_day anchor;    /* the day relative words count from; DEM_DAY_NONE */
} dem_ctx;

/* ---- tree.c ---- */
dem_toks dem_toks_of(const dem_report *r, int32_t sentence);
int32_t dem_ctx_child(dem_toks s, int32_t token, dem_rel base);  /* first child with this relation, subtypes included */
/* What the lists know of a token, and its one-word entry of a list by form or by lemma. */
static inline const dem_token_cues *dem_ctx_cues(const dem_ctx *c, dem_toks s, int32_t token)
{
    return &c->cues[(size_t)c->r->sentences.items[s.index].first + (size_t)token];
}
static inline const dem_cue *dem_ctx_form_in(const dem_ctx *c, dem_toks s, int32_t token, dem_list list)
{
    return dem_cue_of_word(dem_ctx_cues(c, s, token)->form, list);
}
static inline const dem_cue *dem_ctx_lemma_in(const dem_ctx *c, dem_toks s, int32_t token, dem_list list)
{
    return dem_cue_of_word(dem_ctx_cues(c, s, token)->lemma, list);
}
/* ASCII case folded; false out of range. */
static inline bool dem_ctx_form(dem_toks s, int32_t token, const char *word)
{
    return token >= 0 && token < s.n && dem_str_ieq(s.t[token].form, dem_str_c(word));
}
static inline bool dem_ctx_lemma(dem_toks s, int32_t token, const char *word)
{
    return token >= 0 && token < s.n && dem_str_ieq(s.t[token].lemma, dem_str_c(word));
}
bool dem_ctx_negated(dem_toks s, int32_t token);                 /* not, never, no subject or object */
const dem_token *dem_ctx_aux(dem_toks s, int32_t token, const char *lemma);
bool dem_ctx_under(dem_toks s, int32_t token, int32_t ancestor); /* token is ancestor or below it */
int32_t dem_ctx_subject(const dem_report *r, int32_t sentence, int32_t token); /* logical subject through frames, else the tree */
dem_rel dem_ctx_rel(dem_toks s, int32_t token);                  /* base relation */
/* Entry of a list whose words stand at `at`, by form or lemma; *len tokens. The longest wins. */
const dem_cue *dem_ctx_match(const dem_ctx *c, dem_toks s, int32_t at, dem_list list, int32_t *len);
/* The verb's lemma, or with its particle ("turn down"), is in the list. */
const dem_cue *dem_ctx_verb_in(const dem_ctx *c, dem_toks s, int32_t token, dem_list list);
/* Bytes from the first to the last token of the subtree, without the commas and stops at its ends. */
dem_span dem_ctx_span(dem_toks s, int32_t first, int32_t last);
dem_span dem_ctx_subtree_span(const dem_report *r, int32_t sentence, int32_t token);
/* The noun phrase without clauses and appositions that follow it. */
dem_span dem_ctx_np_span(const dem_report *r, int32_t sentence, int32_t token);
dem_str dem_ctx_rule(dem_ctx *c, const char *mechanism, const dem_cue *cue);
/* The actor at a token: its mention's, else the bare words of the noun phrase. */
dem_actor dem_ctx_actor(dem_ctx *c, int32_t sentence, int32_t token);

/* ---- numbers.c ---- */
typedef struct dem_number {
    int32_t first, last; /* tokens, qualifier included */
    int32_t value_first, value_last;
    int64_t min, max;    /* -1 open */
    dem_str qualifier;
    bool none;           /* "no", "nobody" */
    bool vague;
} dem_number;
/* A number that begins at the token (qualifiers before it included). */
bool dem_ctx_number_at(const dem_ctx *c, dem_toks s, int32_t at, dem_number *out);
bool dem_ctx_parse_digits(dem_str s, int64_t *out, bool *decimal);

/* ---- the passes ---- */
int dem_times_report(dem_ctx *c, dem_error *err);
int dem_places_report(dem_ctx *c, dem_error *err);
int dem_quotes_report(dem_ctx *c, dem_error *err);
int dem_attribution_report(dem_ctx *c, dem_error *err);
int dem_conditions_report(dem_ctx *c, dem_error *err);
int dem_claims_report(dem_ctx *c, dem_error *err);

#endif
