/* SPDX-License-Identifier: Apache-2.0 */
/* The lexicon by itself: a file of 100,000 names is compiled, opened and closed; then the words of the reports are looked up as the
   scanner does it, longest phrase from each word on, in the built-in lexicon and with the large file on top. */
#include "actors/lexicon.h"
#include "bench.h"
#include "pipeline/engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { NAMES = 100000, OPENED = 20, LOOKED_UP = 2000000 };

/* Names of two and three made-up words, as persons and organisations have. */
static size_t make_names(char *text)
{
    static const char *const parts[] = {"ba", "ko", "re", "shi", "ta", "lu", "men", "do", "vi", "gar", "os", "nel", "fi", "ra", "ul", "zha"};
    size_t n = 0;
    uint32_t seed = 1;
    for (int i = 0; i < NAMES; i++) {
        n += (size_t)sprintf(text + n, "actor ");
        for (int w = 0; w < 2 + i % 2; w++) {
            size_t start = n;
            for (int k = 0; k < 3 + w % 2; k++) {
                seed = seed * 1664525u + 1013904223u;
                n += (size_t)sprintf(text + n, "%s", parts[seed >> 28]);
            }
            text[start] = (char)(text[start] - 32);
            text[n++] = ' ';
        }
        n += (size_t)sprintf(text + n - 1, "\n  type person\n  code NORGOV 2001..2010\n  code NOROPP\n\n") - 1;
    }
    return n;
}

static bool write_lexicon(const char *path, double *compile)
{
    dem_arena *a = dem_arena_new(0);
    char *text = malloc((size_t)NAMES * 128);
    dem_str bytes = DEM_STR_NONE;
    dem_error err;
    bool good = a && text;
    if (good) {
        const dem_named_text file = {"names.txt", {text, make_names(text)}};
        double start = bench_now();
        good = dem_lexicon_compile(&file, 1, a, &bytes, NULL, NULL, &err) == DEM_OK;
        *compile = bench_now() - start;
    }
    FILE *f = good ? fopen(path, "wb") : NULL;
    good = f && fwrite(bytes.p, 1, bytes.n, f) == bytes.n;
    if (f && fclose(f) != 0) good = false;
    free(text);
    dem_arena_free(a);
    return good;
}

/* The best of some openings: mapped, checksum and all. */
static double best_load(const char *path)
{
    double best = 1e9;
    for (int i = 0; i < OPENED; i++) {
        dem_lexicon *lex = NULL;
        double start = bench_now();
        if (dem_lexicon_open_file(path, &lex, NULL) != DEM_OK) return -1;
        double s = bench_now() - start;
        dem_lexicon_close(lex);
        if (s < best) best = s;
    }
    return best;
}

/* All phrases of all layers that start at word i; how many were found. */
static size_t look_up(const dem_lexicon *lex, const dem_str *words, size_t n, size_t i)
{
    dem_piece p[DEM_PIECES_MAX];
    const dem_lex_layer *layers;
    size_t found = 0, k = dem_fold(words[i], p, DEM_PIECES_MAX, NULL);
    if (k == 0) return 0;
    uint32_t hash = dem_lex_hash(dem_piece_key(p)), at;
    for (size_t l = dem_lex_layers(lex, &layers); l-- > 0;) {
        uint32_t node = dem_lex_first(&layers[l], hash, dem_piece_key(p));
        for (size_t piece = 1; node && piece < k; piece++)
            if (!dem_lex_step(&layers[l], &node, dem_lex_hash(dem_piece_key(&p[piece])), dem_piece_key(&p[piece]))) node = 0;
        for (size_t next = i + 1; node; next++) {
            found += dem_lex_values(&layers[l], node, &at) > 0;
            dem_piece q[DEM_PIECES_MAX];
            size_t m = next < n && next - i < DEM_PIECES_MAX ? dem_fold(words[next], q, DEM_PIECES_MAX, NULL) : 0;
            if (m == 0) break;
            for (size_t piece = 0; node && piece < m; piece++)
                if (!dem_lex_step(&layers[l], &node, dem_lex_hash(dem_piece_key(&q[piece])), dem_piece_key(&q[piece]))) node = 0;
        }
    }
    return found;
}

/* Nanoseconds a word, of the best round through the words. */
static double time_words(const dem_lexicon *lex, const dem_str *words, size_t n, size_t *found)
{
    double best = 1e9;
    for (size_t done = 0; done < LOOKED_UP; done += n) {
        double start = bench_now();
        *found = 0;
        for (size_t i = 0; i < n; i++) *found += look_up(lex, words, n, i);
        double s = bench_now() - start;
        if (s < best) best = s;
    }
    return best / (double)n * 1e9;
}

bool bench_lexicon(const dem_str *words, size_t n)
{
    char path[] = "/tmp/demarche-bench-XXXXXX";
    dem_lexicon *lex = NULL;
    size_t found;
    double compile = 0;
    int fd = n ? mkstemp(path) : -1;
    if (fd < 0) return false;
    close(fd);
    bool good = write_lexicon(path, &compile) && dem_engine_built_in_lexicon(&lex, NULL) == DEM_OK;
    if (good) {
        printf("lexicon load      %9.1f ms (100,000 names, compiled; %.0f ms from text)\n", best_load(path) * 1000, compile * 1000);
        double built_in = time_words(lex, words, n, &found);
        printf("lexicon look-up   %9.0f ns a word, %.2f phrases found a word\n", built_in, (double)found / (double)n);
        good = dem_lexicon_add_file(lex, path, NULL, NULL) == DEM_OK;
        if (good) printf("lexicon look-up   %9.0f ns a word with the 100,000 names on top\n", time_words(lex, words, n, &found));
    }
    dem_lexicon_close(lex);
    remove(path);
    return good;
}
