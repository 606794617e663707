/* SPDX-License-Identifier: Apache-2.0 */
/* The network at work on a group of windows. A window is a sentence, or a piece of a very long one. The rows of the
   group's matrices are the tokens of its windows. An empty row stands before, between and after the windows, so that
   convolutions read their neighbours in place. */
#ifndef DEM_PARSE_NET_H
#define DEM_PARSE_NET_H

#include "parse/first.h"
#include "parse/model.h"
#include "parse/tree.h"

enum {
    DEM_WINDOW = 256,    /* tokens of the longest window */
    DEM_GROUP_WINDOWS = 128,
    DEM_GROUP_ROWS = 128 /* a group is closed before it has more rows, unless one window alone has */
};
#define DEM_NET_ROWS ((size_t)DEM_WINDOW + 2)

typedef struct dem_window {
    int32_t sentence;
    uint32_t first; /* token index in the sentence */
    uint32_t n;     /* tokens, at most DEM_WINDOW */
    uint32_t row;   /* of its first token */
} dem_window;

typedef struct dem_net {
    const dem_model *m;
    size_t rows; /* in use, the closing empty row included */
    dem_window window[DEM_GROUP_WINDOWS];
    size_t n_windows;
    float *x, *y, *z;   /* [rows][D], [rows][widest output], [rows][D] */
    uint8_t *b, *tags;  /* rows in bytes; tags: those of the tag layer */
    float *row_scale;   /* of rows quantised one by one */
    float *kt, *att;    /* scratch of attention and of the heads' products */
    float *arcs;
    float *scores;      /* n rows of n + 1 columns for the tree */
    uint16_t *best[3];  /* model indexes of UPOS, XPOS, FEATS per row */
    uint16_t *head;     /* per token of the window last decoded: 0 root, else 1-based in the window */
    uint16_t *rel;      /* model index */
    dem_tree *tree;
    dem_first *first;
    uint16_t *fit;        /* FEATS seen with UPOS u: fit[fit_at[u]] .. fit[fit_at[u + 1]] */
    uint32_t fit_at[65];
} dem_net;

dem_net *dem_net_new(const dem_model *m);
void dem_net_free(dem_net *n);

/* Starts an empty group. */
void dem_net_begin(dem_net *n);
/* Room for a window of n tokens; NULL when the group is full. */
dem_window *dem_net_window(dem_net *n, int32_t sentence, uint32_t first, uint32_t tokens);
/* Token i of a window, which is of a kind; each token of each window once. */
void dem_net_token(dem_net *n, const dem_window *w, size_t i, dem_str form, int kind);
/* The lower layers and best[] for all rows. */
void dem_net_tags(dem_net *n);
/* Script scores for `count` rows into y, one row of y (m->lem.Npad wide) each. Only right after dem_net_tags(). */
const float *dem_net_lemmas(dem_net *n, const uint32_t *rows, size_t count);
/* The upper layers. */
void dem_net_high(dem_net *n);
/* head[] and rel[] of one window. Only after dem_net_high(). */
void dem_net_tree(dem_net *n, const dem_window *w);

#endif
