/* SPDX-License-Identifier: Apache-2.0 */
/* The tree decoder: the best single-rooted tree of small sentences, and some single-rooted tree of any scores. */
#include "parse/tree.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static uint32_t next(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static double total(const float *scores, const uint16_t *head, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += (double)scores[i * (n + 1) + head[i]];
    return sum;
}

/* All heads of n <= 5 tokens, by counting in base n + 1. */
static double brute_force(const float *scores, size_t n)
{
    uint16_t head[5] = {0}, seen[6];
    double best = -INFINITY;
    for (;;) {
        if (dem_tree_single_rooted(head, n, seen) && total(scores, head, n) > best) best = total(scores, head, n);
        size_t i = 0;
        while (i < n && ++head[i] > n) head[i++] = 0;
        if (i == n) return best;
    }
}

static void finds_the_best_tree(void **state)
{
    (void)state;
    dem_tree *t = dem_tree_new(16);
    uint32_t seed = 7;
    for (int round = 0; round < 600; round++) {
        size_t n = 1 + next(&seed) % 5;
        float scores[30];
        for (size_t i = 0; i < n * (n + 1); i++) scores[i] = (float)(next(&seed) % 2000) / 100.0f - 10.0f;
        for (size_t i = 0; i < n; i++) scores[i * (n + 1) + i + 1] = -1e9f;
        uint16_t head[5], seen[6];
        dem_tree_best(t, scores, n, head);
        assert_true(dem_tree_single_rooted(head, n, seen));
        assert_true(fabs(total(scores, head, n) - brute_force(scores, n)) < 1e-3);
    }
    dem_tree_free(t);
}

static void any_scores_give_a_tree(void **state)
{
    (void)state;
    enum { MAX = 120 };
    dem_tree *t = dem_tree_new(MAX);
    float *scores = malloc(MAX * (MAX + 1) * sizeof *scores);
    uint16_t head[MAX], seen[MAX + 1];
    uint32_t seed = 3;
    const float odd[] = {NAN, INFINITY, -INFINITY, 0.0f, 1e30f, -1e30f, 5.0f};
    for (int round = 0; round < 300; round++) {
        size_t n = 1 + next(&seed) % MAX;
        for (size_t i = 0; i < n * (n + 1); i++)
            scores[i] = round % 3 == 0 ? odd[next(&seed) % 7] : round % 3 == 1 ? 1.0f : (float)(next(&seed) % 100);
        dem_tree_best(t, scores, n, head);
        assert_true(dem_tree_single_rooted(head, n, seen));
    }
    free(scores);
    dem_tree_free(t);
}

static void knows_a_tree(void **state)
{
    (void)state;
    uint16_t seen[5];
    assert_true(dem_tree_single_rooted((const uint16_t[]){2, 0, 2, 3}, 4, seen));
    assert_false(dem_tree_single_rooted((const uint16_t[]){2, 1, 0, 3}, 4, seen));
    assert_false(dem_tree_single_rooted((const uint16_t[]){0, 0, 2, 3}, 4, seen));
    assert_false(dem_tree_single_rooted((const uint16_t[]){2, 3, 4, 2}, 4, seen));
    assert_false(dem_tree_single_rooted((const uint16_t[]){5, 0, 2, 3}, 4, seen));
    assert_false(dem_tree_single_rooted((const uint16_t[]){1, 0, 2, 3}, 4, seen));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_a_tree),
        cmocka_unit_test(finds_the_best_tree),
        cmocka_unit_test(any_scores_give_a_tree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
