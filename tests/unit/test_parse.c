/* SPDX-License-Identifier: Apache-2.0 */
/* The parse stage with the model of models/: the trainer's own outputs, trees for any tokens, damaged models refused. */
#include "parse/conllu.h"
#include "parse/model.h"
#include "parse/net.h"
#include "parse/tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>
#include <zlib.h>

#define MODEL DEM_SOURCE_DIR "/models/english.dem"
#define REFERENCE DEM_SOURCE_DIR "/tests/unit/data/parse_reference.conllu"

static dem_model *model;
static dem_parser *parser;

static int open_model(void **state)
{
    (void)state;
    dem_error err = {0};
    if (dem_model_open_file(MODEL, &model, &err) != DEM_OK) {
        print_error("%s\n", err.message);
        return -1;
    }
    return dem_parser_new(model, &parser, &err) == DEM_OK ? 0 : -1;
}

static int close_model(void **state)
{
    (void)state;
    dem_parser_free(parser);
    dem_model_close(model);
    return 0;
}

static dem_report *read_reference(void)
{
    dem_error err = {0};
    dem_report *r = dem_report_new(0);
    dem_str bytes;
    assert_int_equal(dem_file_read(r->arena, REFERENCE, 1 << 20, &bytes, &err), DEM_OK);
    assert_int_equal(dem_conllu_read(r, bytes, REFERENCE, &err), DEM_OK);
    return r;
}

static char *print(const dem_report *r)
{
    char *out = NULL;
    size_t n = 0;
    FILE *f = open_memstream(&out, &n);
    assert_int_equal(dem_conllu_write(r, f, NULL), DEM_OK);
    fclose(f);
    return out;
}

/* The reference was printed by training/reference.py from the checkpoint, in floating point. */
static void same_as_the_trainer(void **state)
{
    (void)state;
    dem_report *want = read_reference(), *got = read_reference();
    assert_true(want->tokens.n > 100);
    assert_int_equal(dem_parse_report(parser, got, NULL), DEM_OK);
    char *a = print(want), *b = print(got);
    assert_string_equal(a, b);
    free(a);
    free(b);
    dem_report_free(want);
    dem_report_free(got);
}

static void same_on_every_machine(void **state)
{
    (void)state;
    dem_report *fast = read_reference(), *slow = read_reference();
    assert_int_equal(dem_parse_report(parser, fast, NULL), DEM_OK);
    dem_net *a = dem_net_new(model), *b = dem_net_new(model);
    const dem_kernels *usual = model->k;
    for (int pass = 0; pass < 2; pass++) {
        dem_net *n = pass ? b : a;
        model->k = pass ? &dem_kernels_plain : usual;
        dem_net_begin(n);
        dem_window *w = dem_net_window(n, 0, 0, 40);
        for (size_t i = 0; i < 40; i++) dem_net_token(n, w, i, fast->tokens.items[2 * i].form, 0);
        dem_net_tags(n);
        dem_net_high(n);
        dem_net_tree(n, w);
    }
    assert_memory_equal(a->scores, b->scores, 40 * 41 * sizeof *a->scores); /* to the last bit */
    assert_memory_equal(a->rel, b->rel, 40 * sizeof *a->rel);
    dem_parser *forgetful; /* the other one would remember what the fast kernels made of the forms */
    assert_int_equal(dem_parser_new(model, &forgetful, NULL), DEM_OK);
    assert_int_equal(dem_parse_report(forgetful, slow, NULL), DEM_OK);
    dem_parser_free(forgetful);
    model->k = usual;
    char *x = print(fast), *y = print(slow);
    assert_string_equal(x, y);
    free(x);
    free(y);
    dem_net_free(a);
    dem_net_free(b);
    dem_report_free(fast);
    dem_report_free(slow);
}

static uint32_t next(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* A report of sentences of the given lengths, every token some bytes of noise. */
static dem_report *noise(const uint32_t *lengths, size_t n, uint32_t *seed)
{
    dem_report *r = dem_report_new(0);
    for (size_t s = 0; s < n; s++) {
        dem_sentence *st = DEM_PUSH(r->arena, &r->sentences);
        *st = (dem_sentence){.first = (uint32_t)r->tokens.n, .n = lengths[s], .root = DEM_NONE};
        for (uint32_t i = 0; i < lengths[s]; i++) {
            char bytes[300];
            size_t len = next(seed) % 8 ? next(seed) % 12 : next(seed) % sizeof bytes;
            for (size_t k = 0; k < len; k++) bytes[k] = (char)next(seed);
            dem_token *t = DEM_PUSH(r->arena, &r->tokens);
            t->form = dem_str_dup(r->arena, (dem_str){bytes, len});
        }
    }
    return r;
}

static void assert_tree(const dem_report *r, size_t s)
{
    const dem_sentence *st = &r->sentences.items[s];
    uint16_t *head = calloc((size_t)st->n * 2 + 1, sizeof *head);
    for (uint32_t i = 0; i < st->n; i++) {
        const dem_token *t = &r->tokens.items[st->first + i];
        assert_in_range(t->head + 1, 0, st->n);
        assert_in_range(t->deprel, 1, DEM_REL_COUNT - 1);
        assert_int_equal(t->head == DEM_NONE, t->deprel == DEM_REL_root);
        assert_in_range(t->upos, 1, DEM_UPOS_COUNT - 1);
        if (t->head == DEM_NONE) assert_int_equal(st->root, i);
        head[i] = (uint16_t)(t->head + 1);
    }
    if (st->n) assert_true(dem_tree_single_rooted(head, st->n, head + st->n));
    assert_int_equal(st->parsed, st->n > 0);
    free(head);
}

static void garbage_gets_trees(void **state)
{
    (void)state;
    const uint32_t lengths[] = {1, 0, 2, 30, 255, 256, 257, 1, 700, 5, 60, 60, 60, 60, 60, 2000, 3};
    enum { N = sizeof lengths / sizeof *lengths };
    uint32_t seed = 11;
    for (int round = 0; round < 3; round++) {
        dem_report *r = noise(lengths, N, &seed);
        assert_int_equal(dem_parse_report(parser, r, NULL), DEM_OK);
        for (size_t s = 0; s < N; s++) assert_tree(r, s);
        dem_report_free(r);
    }
}

static void one_sentence_alone_is_the_same(void **state)
{
    (void)state;
    dem_report *all = read_reference(), *one = read_reference();
    assert_int_equal(dem_parse_report(parser, all, NULL), DEM_OK);
    for (int32_t s = 0; s < (int32_t)one->sentences.n; s++) assert_int_equal(dem_parse_sentence(parser, one, s, NULL), DEM_OK);
    assert_int_equal(dem_parse_sentence(parser, one, (int32_t)one->sentences.n, NULL), DEM_EUSAGE);
    char *a = print(all), *b = print(one);
    assert_string_equal(a, b);
    free(a);
    free(b);
    dem_report_free(all);
    dem_report_free(one);
}

/* The second time all forms are known already. */
static void known_forms_are_the_same(void **state)
{
    (void)state;
    dem_report *a = read_reference(), *b = read_reference();
    dem_parser *p;
    assert_int_equal(dem_parser_new(model, &p, NULL), DEM_OK);
    assert_int_equal(dem_parse_report(p, a, NULL), DEM_OK);
    assert_int_equal(dem_parse_report(p, b, NULL), DEM_OK);
    char *x = print(a), *y = print(b);
    assert_string_equal(x, y);
    free(x);
    free(y);
    dem_parser_free(p);
    dem_report_free(a);
    dem_report_free(b);
}

/* Such a weight could overflow the sums that are taken in 16 bits; the checksum is right. */
static void weights_out_of_range_are_refused(void **state)
{
    (void)state;
    dem_error err = {0};
    dem_map map;
    dem_model *m;
    assert_int_equal(dem_map_open(MODEL, &map, &err), DEM_OK);
    unsigned char *copy = aligned_alloc(64, (map.n + 63) / 64 * 64);
    memcpy(copy, map.p, map.n);
    ((int8_t *)copy)[(const char *)model->tag.w - (const char *)model->map.p] = DEM_BYTE_WEIGHT + 1;
    uint32_t sum = (uint32_t)crc32_z(0, copy + 28, map.n - 28);
    memcpy(copy + 24, &sum, sizeof sum);
    assert_int_equal(dem_model_open_memory(copy, map.n, "copy", &m, &err), DEM_EDATA);
    assert_non_null(strstr(err.message, "tag.w"));
    free(copy);
    dem_map_close(&map);
}

static void damaged_models_are_refused(void **state)
{
    (void)state;
    dem_error err = {0};
    dem_map map;
    dem_model *m;
    assert_int_equal(dem_map_open(MODEL, &map, &err), DEM_OK);
    unsigned char *copy = aligned_alloc(64, (map.n + 63) / 64 * 64);
    memcpy(copy, map.p, map.n);
    assert_int_equal(dem_model_open_memory(copy, map.n, "copy", &m, &err), DEM_OK);
    dem_model_close(m);
    assert_int_equal(dem_model_open_memory(copy + 1, map.n - 1, "copy", &m, &err), DEM_EUSAGE); /* not aligned */
    const size_t sizes[] = {0, 1, 63, 64, 1000, map.n - 1};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        assert_int_equal(dem_model_open_memory(copy, sizes[i], "copy", &m, &err), DEM_EDATA);
    const size_t places[] = {0, 8, 12, 16, 24, 28, 64, 100, 5000, map.n / 2, map.n - 1};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        copy[places[i]] ^= 0x41;
        assert_int_equal(dem_model_open_memory(copy, map.n, "copy", &m, &err), DEM_EDATA);
        assert_null(m);
        copy[places[i]] ^= 0x41;
    }
    free(copy);
    dem_map_close(&map);
    assert_int_equal(dem_model_open_file(REFERENCE, &m, &err), DEM_EDATA); /* another kind of file */
    assert_int_equal(dem_model_open_file(MODEL ".not", &m, &err), DEM_EIO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_as_the_trainer),     cmocka_unit_test(same_on_every_machine),
        cmocka_unit_test(garbage_gets_trees),      cmocka_unit_test(one_sentence_alone_is_the_same),
        cmocka_unit_test(known_forms_are_the_same), cmocka_unit_test(damaged_models_are_refused),
        cmocka_unit_test(weights_out_of_range_are_refused),
    };
    return cmocka_run_group_tests(tests, open_model, close_model);
}
