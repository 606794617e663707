/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a lexicon: as text (compiled, opened, looked up), as places, and as the compiled form with a checksum made to fit. */
#include "actors/actors.h"
#include "actors/lexformat.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look_up(const dem_lexicon *lex, const uint8_t *data, size_t size)
{
    dem_lexicon_hit hits[8];
    dem_gazetteer_hit places[8];
    size_t n = size < 80 ? size : 80;
    static const char *const names[] = {"a", "Syria", "the West", "foreign ministers", "al-Assad"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) dem_lexicon_lookup(lex, dem_str_c(names[i]), 12000, hits, 8);
    for (size_t at = 0; at < n; at += 7) dem_lexicon_lookup(lex, (dem_str){(const char *)data + at, n - at}, DEM_DAY_NONE, hits, 8);
    dem_gazetteer_lookup(lex, (dem_str){(const char *)data, n}, places, 8);
}

static void as_text(const char *name, const uint8_t *data, size_t size)
{
    dem_arena *a = dem_arena_new((size_t)64 << 20);
    dem_error err;
    dem_str out;
    dem_lexicon *lex;
    const dem_named_text file = {name, {(const char *)data, size}};
    if (a && dem_lexicon_compile(&file, 1, a, &out, NULL, NULL, &err) == DEM_OK) {
        if (dem_lexicon_open_memory(out.p, out.n, "fuzz", &lex, &err) != DEM_OK) abort(); /* what was compiled must open */
        look_up(lex, data, size);
        dem_lexicon_add_text(lex, file.text, name, &err);
        look_up(lex, data, size);
        dem_lexicon_close(lex);
    }
    dem_arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    as_text("fuzz.txt", data, size);
    as_text("fuzz.tsv", data, size);
    unsigned char *copy = malloc(size + 1);
    dem_error err;
    dem_lexicon *lex;
    if (!copy) return 0;
    memcpy(copy, data, size);
    if (size > DEM_LEX_HEADER) {
        memcpy(copy, DEM_LEX_MAGIC, 8);
        dem_put32(copy + 8, DEM_LEX_VERSION);
        dem_put32(copy + 12, LEX_SECTIONS);
        dem_put64(copy + 16, size);
        dem_put64(copy + 24, dem_lex_checksum(copy + DEM_LEX_HEADER, size - DEM_LEX_HEADER));
    }
    if (dem_lexicon_open_memory(copy, size, "fuzz", &lex, &err) == DEM_OK) {
        look_up(lex, data, size);
        dem_lexicon_close(lex);
    }
    free(copy);
    return 0;
}
