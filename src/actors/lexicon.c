/* SPDX-License-Identifier: Apache-2.0 */
/* The compiled lexicon: opening, checking, walking, and the public look-ups. */
#include "actors/lexicon.h"

#include "actors/lexmodel.h"
#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>

enum { USER_LIMIT = 64 << 20, USER_FILES = 64 };

struct dem_lexicon {
    dem_lex_layer layers[DEM_LAYERS];
    dem_map maps[DEM_LAYERS];          /* of layers that are files */
    dem_arena *compiled[DEM_LAYERS];   /* of layers that are texts of the user's */
    size_t n_layers;
    dem_arena *texts;                  /* the user's texts; neighbours are compiled into one layer */
    dem_named_text user[USER_FILES];   /* those of the last layer when it is one of texts, the newest first */
    size_t n_user, n_texts;
    char version[32];
};

static const uint32_t record_sizes[LEX_SECTIONS] = {1, WORD_SIZE, SLOT_SIZE, EDGE_SIZE, NODE_SIZE, VALUE_SIZE, ENTRY_SIZE, CODE_SIZE, PLACE_SIZE,
                                                    BLOCK_SIZE};

static int open_layer(dem_lex_layer *l, const unsigned char *p, size_t n, const char *name, uint64_t *sum, dem_error *err)
{
    const size_t top = DEM_LEX_HEADER + LEX_SECTIONS * DEM_LEX_SECTION;
    if (n < top || memcmp(p, DEM_LEX_MAGIC, 8) != 0) return dem_fail_at(err, DEM_EDATA, name, 0, 0, "not a compiled lexicon");
    if (dem_get32(p + 8) != DEM_LEX_VERSION || dem_get32(p + 12) != LEX_SECTIONS)
        return dem_fail_at(err, DEM_EDATA, name, 0, 8, "lexicon of format %u, this program reads %d", dem_get32(p + 8), DEM_LEX_VERSION);
    if (dem_get64(p + 16) != n)
        return dem_fail_at(err, DEM_EDATA, name, 0, 16, "the lexicon has %zu bytes, its header says %llu", n, (unsigned long long)dem_get64(p + 16));
    *sum = dem_lex_checksum(p + DEM_LEX_HEADER, n - DEM_LEX_HEADER);
    if (dem_get64(p + 24) != *sum) return dem_fail_at(err, DEM_EDATA, name, 0, 24, "the lexicon's checksum does not fit its bytes");
    for (int i = 0; i < LEX_SECTIONS; i++) {
        const unsigned char *d = p + DEM_LEX_HEADER + i * DEM_LEX_SECTION;
        uint64_t at = dem_get64(d), count = dem_get32(d + 8), size = dem_get32(d + 12);
        bool fits = size == record_sizes[i] && at >= top && at <= n && count * size <= n - at;
        bool table = i != LEX_WORDHASH && i != LEX_EDGES && i != LEX_FILTER;
        if (!fits || (!table && (count == 0 || (count & (count - 1)) != 0)) || (i == LEX_NODES && count == 0))
            return dem_fail_at(err, DEM_EDATA, name, 0, (long long)(d - p), "section %d of the lexicon is damaged", i);
        l->t[i] = (dem_lex_table){p + at, (uint32_t)count};
    }
    return DEM_OK;
}

static int new_lexicon(dem_map map, const char *name, dem_lexicon **out, dem_error *err)
{
    uint64_t sum = 0;
    dem_lexicon *lex = calloc(1, sizeof *lex);
    if (!lex) return dem_fail(err, DEM_EMEMORY, "memory is out");
    int rc = open_layer(&lex->layers[0], map.p, map.n, name, &sum, err);
    if (rc) {
        free(lex);
        return rc;
    }
    lex->n_layers = 1;
    snprintf(lex->version, sizeof lex->version, "%d-%016llx", DEM_LEX_VERSION, (unsigned long long)sum);
    *out = lex;
    return DEM_OK;
}

int dem_lexicon_open_memory(const void *bytes, size_t n, const char *name, dem_lexicon **out, dem_error *err)
{
    *out = NULL;
    return new_lexicon((dem_map){bytes, n}, name, out, err);
}

int dem_lexicon_open_file(const char *path, dem_lexicon **out, dem_error *err)
{
    dem_map map;
    *out = NULL;
    int rc = dem_map_open(path, &map, err);
    if (rc) return rc;
    rc = new_lexicon(map, path, out, err);
    if (rc || !*out) {
        dem_map_close(&map);
        return rc;
    }
    (*out)->maps[0] = map;
    return DEM_OK;
}

static int no_room(const char *name, dem_error *err)
{
    return dem_fail_at(err, DEM_ELIMIT, name, 0, -1, "more than %d lexicon files of the user, or %d compiled ones", USER_FILES, DEM_LAYERS - 1);
}

int dem_lexicon_add_text(dem_lexicon *lex, dem_str text, const char *name, dem_error *err)
{
    bool same = lex->n_user > 0; /* the last layer takes one more */
    if (lex->n_texts == USER_FILES || (!same && lex->n_layers == DEM_LAYERS)) return no_room(name, err);
    if (!lex->texts && !(lex->texts = dem_arena_new(USER_LIMIT))) return dem_fail(err, DEM_EMEMORY, "memory is out");
    dem_arena *a = dem_arena_new(0);
    if (!a) return dem_fail(err, DEM_EMEMORY, "memory is out");
    dem_str kept = dem_str_dup(lex->texts, text), kept_name = dem_str_dup(lex->texts, dem_str_c(name)), bytes = DEM_STR_NONE;
    dem_lex_layer layer;
    uint64_t sum;
    int rc = kept.p && kept_name.p ? DEM_OK : dem_fail(err, DEM_ELIMIT, "the user's lexicon files have more than %d bytes", USER_LIMIT);
    if (rc == DEM_OK) {
        /* The newest first: on equal names the later file wins. */
        memmove(lex->user + 1, lex->user, lex->n_user * sizeof *lex->user);
        lex->user[0] = (dem_named_text){kept_name.p, kept};
        rc = dem_lexicon_compile(lex->user, lex->n_user + 1, a, &bytes, NULL, NULL, err);
        if (rc == DEM_OK) rc = open_layer(&layer, (const unsigned char *)bytes.p, bytes.n, name, &sum, err);
        if (rc) memmove(lex->user, lex->user + 1, lex->n_user * sizeof *lex->user);
    }
    if (rc) {
        dem_arena_free(a);
        return rc;
    }
    if (!same) lex->n_layers++;
    dem_arena_free(lex->compiled[lex->n_layers - 1]);
    lex->compiled[lex->n_layers - 1] = a;
    lex->layers[lex->n_layers - 1] = layer;
    lex->n_user++;
    lex->n_texts++;
    return DEM_OK;
}

int dem_lexicon_add_file(dem_lexicon *lex, const char *path, uint64_t *hash, dem_error *err)
{
    dem_map map = {0};
    dem_lex_layer layer;
    uint64_t sum;
    /* What cannot be mapped (a pipe, an empty file) is text, or is an error that reading it tells. */
    if (strcmp(path, "-") != 0 && dem_map_open(path, &map, NULL) == DEM_OK && map.n >= 8 && memcmp(map.p, DEM_LEX_MAGIC, 8) == 0) {
        int rc = lex->n_layers == DEM_LAYERS ? no_room(path, err) : open_layer(&layer, map.p, map.n, path, &sum, err);
        if (rc) {
            dem_map_close(&map);
            return rc;
        }
        if (hash) *hash = dem_hash((dem_str){(const char *)&sum, sizeof sum}, *hash);
        lex->maps[lex->n_layers] = map;
        lex->layers[lex->n_layers++] = layer;
        lex->n_user = 0;
        return DEM_OK;
    }
    dem_map_close(&map);
    dem_arena *a = dem_arena_new(0);
    if (!a) return dem_fail(err, DEM_EMEMORY, "memory is out");
    dem_str text;
    int rc = dem_file_read(a, path, USER_LIMIT, &text, err);
    if (rc == DEM_OK) rc = dem_lexicon_add_text(lex, text, path, err);
    if (rc == DEM_OK && hash) *hash = dem_hash(text, *hash);
    dem_arena_free(a);
    return rc;
}

void dem_lexicon_close(dem_lexicon *lex)
{
    if (!lex) return;
    for (size_t i = 0; i < DEM_LAYERS; i++) {
        dem_map_close(&lex->maps[i]);
        dem_arena_free(lex->compiled[i]);
    }
    dem_arena_free(lex->texts);
    free(lex);
}

const char *dem_lexicon_version(const dem_lexicon *lex)
{
    return lex->version;
}

size_t dem_lex_layers(const dem_lexicon *lex, const dem_lex_layer **first)
{
    *first = lex->layers;
    return lex->n_layers;
}

static const unsigned char *record(const dem_lex_layer *l, int section, uint32_t i)
{
    return i < l->t[section].n ? l->t[section].p + (size_t)i * record_sizes[section] : NULL;
}

static dem_str string_at(const dem_lex_layer *l, const unsigned char *p)
{
    uint32_t at = dem_get32(p), n = dem_get32(p + 4), size = l->t[LEX_STRINGS].n;
    if (at > size || n > size - at) return DEM_STR_NONE;
    return (dem_str){(const char *)l->t[LEX_STRINGS].p + at, n};
}

/* The word's record, NULL when no phrase has it. */
static const unsigned char *find_word(const dem_lex_layer *l, uint32_t hash, dem_str key, uint32_t *word)
{
    uint32_t size = l->t[LEX_WORDHASH].n, at = hash & (size - 1);
    for (uint32_t tries = 0; tries < size; tries++, at = (at + 1) & (size - 1)) {
        const unsigned char *slot = l->t[LEX_WORDHASH].p + (size_t)at * SLOT_SIZE;
        *word = dem_get32(slot + 4) - 1;
        if (*word == UINT32_MAX) return NULL;
        const unsigned char *w = dem_get32(slot) == hash ? record(l, LEX_WORDS, *word) : NULL;
        if (w && dem_str_eq(string_at(l, w), key)) return w;
    }
    return NULL;
}

uint32_t dem_lex_first(const dem_lex_layer *l, uint32_t hash, dem_str key)
{
    uint64_t bits = dem_lex_filter_bits(hash);
    uint32_t word, node;
    const unsigned char *block = l->t[LEX_FILTER].p + (size_t)(hash & (l->t[LEX_FILTER].n - 1)) * BLOCK_SIZE;
    if ((dem_get64(block) & bits) != bits) return 0;
    const unsigned char *w = find_word(l, hash, key, &word);
    node = w ? dem_get32(w + 8) : 0;
    return node < l->t[LEX_NODES].n ? node : 0;
}

bool dem_lex_step(const dem_lex_layer *l, uint32_t *node, uint32_t hash, dem_str key)
{
    uint32_t word;
    if (!find_word(l, hash, key, &word)) return false;
    uint32_t size = l->t[LEX_EDGES].n, at = dem_lex_edge_hash(*node, word) & (size - 1);
    for (uint32_t tries = 0; tries < size; tries++, at = (at + 1) & (size - 1)) {
        const unsigned char *e = l->t[LEX_EDGES].p + (size_t)at * EDGE_SIZE;
        uint32_t child = dem_get32(e + 8);
        if (child == 0) return false;
        if (dem_get32(e) != *node || dem_get32(e + 4) != word) continue;
        *node = child;
        return child < l->t[LEX_NODES].n;
    }
    return false;
}

uint32_t dem_lex_values(const dem_lex_layer *l, uint32_t node, uint32_t *first)
{
    const unsigned char *p = record(l, LEX_NODES, node);
    if (!p) return 0;
    *first = dem_get32(p);
    uint32_t n = dem_get32(p + 4), all = l->t[LEX_VALUES].n;
    if (*first > all || n > all - *first) return 0;
    return n;
}

bool dem_lex_value_at(const dem_lex_layer *l, uint32_t i, dem_lex_value *out)
{
    const unsigned char *p = record(l, LEX_VALUES, i);
    if (!p || p[VALUE_KIND] >= DEM_VALUE_KINDS || p[VALUE_WORDS] == 0 || p[VALUE_WORDS] > DEM_PIECES_MAX) return false;
    *out = (dem_lex_value){l, dem_get32(p + VALUE_ENTRY), dem_get32(p + VALUE_CASES), dem_get32(p + VALUE_LINE), p[VALUE_KIND], p[VALUE_FLAGS], p[VALUE_WORDS]};
    return true;
}

bool dem_lex_entry_at(const dem_lex_layer *l, uint32_t entry, dem_lex_info *out)
{
    const unsigned char *p = record(l, LEX_ENTRIES, entry);
    if (!p || p[ENTRY_KIND] >= DEM_ENTRY_KINDS || p[ENTRY_TYPE] >= DEM_TYPES) return false;
    *out = (dem_lex_info){.layer = l, .entry = entry, .codes = dem_get32(p + ENTRY_CODES), .n_codes = dem_get32(p + ENTRY_NCODES),
                          .name = string_at(l, p + ENTRY_NAME), .by = string_at(l, p + ENTRY_BY), .kind = (dem_entry_kind)p[ENTRY_KIND],
                          .type = (dem_actor_type)p[ENTRY_TYPE], .alone = (p[ENTRY_FLAGS] & ENTRY_ALONE) != 0, .gender = (char)p[ENTRY_GENDER],
                          .from = (dem_day)dem_get32(p + ENTRY_FROM), .to = (dem_day)dem_get32(p + ENTRY_TO)};
    if (p[ENTRY_COUNTRY]) memcpy(out->country, p + ENTRY_COUNTRY, 3);
    if (out->codes > l->t[LEX_CODES].n || out->n_codes > l->t[LEX_CODES].n - out->codes) out->n_codes = 0;
    return true;
}

bool dem_code_is_country(dem_str code)
{
    static const char others[] = "IGONGOIMGMNCUNOEURINTGOVMILREBOPPPTYCOPJUDLEGSPYUAFPRMCVLREFJRNELIBUSEDUHLHLABRELCRMAGRDEVENVHRISOC";
    if (code.n < 3) return false;
    for (size_t i = 0; i + 3 < sizeof others; i += 3)
        if (memcmp(code.p, others + i, 3) == 0) return false;
    return true;
}

bool dem_lex_code_at(const dem_lex_info *e, uint32_t i, dem_lex_coded *out)
{
    const unsigned char *p = i < e->n_codes ? record(e->layer, LEX_CODES, e->codes + i) : NULL;
    if (!p) return false;
    *out = (dem_lex_coded){.code = string_at(e->layer, p + CODE_TEXT), .by = string_at(e->layer, p + CODE_BY),
                           .from = (dem_day)dem_get32(p + CODE_FROM), .to = (dem_day)dem_get32(p + CODE_TO)};
    out->dated = dem_get32(p + CODE_FLAGS) & 1;
    return true;
}

static bool in_office(dem_str code)
{
    return dem_str_find(code, DEM_STR("GOV"), 0) != SIZE_MAX;
}

bool dem_lex_code_on(const dem_lex_info *e, dem_day on, dem_lex_coded *out)
{
    bool found = false, undated = false, some = false;
    dem_lex_coded best = {0}, plain = {0}, any = {0}, c;
    for (uint32_t i = 0; i < e->n_codes; i++) {
        if (!dem_lex_code_at(e, i, &c)) return false;
        /* Of a report without a day: somebody who was once in office is most often named for that. */
        bool office = on == DEM_DAY_NONE && some && in_office(c.code) != in_office(any.code);
        bool later = c.to > any.to || (c.to == any.to && c.from > any.from);
        if (!some || (office ? in_office(c.code) : later)) any = c;
        some = true;
        if (!c.dated) {
            if (!undated) plain = c;
            undated = true;
        } else if (on != DEM_DAY_NONE && c.from <= on && on <= c.to && (!found || c.from > best.from)) {
            best = c;
            found = true;
        }
    }
    if (!some) return false;
    bool office = in_office(any.code) || (any.code.n > plain.code.n && dem_str_starts(any.code, plain.code));
    *out = found ? best : undated && !(on == DEM_DAY_NONE && office) ? plain : any;
    out->dated = found;
    if (found || undated || on == DEM_DAY_NONE) return true;
    out->lapsed = true;
    out->code = dem_code_is_country(out->code) ? dem_str_cut(out->code, 0, 3) : DEM_STR_NONE;
    return true;
}

bool dem_lex_place_at(const dem_lex_layer *l, uint32_t i, dem_gazetteer_hit *out)
{
    const unsigned char *p = record(l, LEX_PLACES, i);
    if (!p) return false;
    *out = (dem_gazetteer_hit){.name = string_at(l, p + PLACE_NAME), .admin = string_at(l, p + PLACE_ADMIN), .by = string_at(l, p + PLACE_BY),
                               .population = (int64_t)dem_get64(p + PLACE_POPULATION), .precision = p[PLACE_PRECISION]};
    memcpy(out->country, p + PLACE_COUNTRY, 3);
    out->lat = (double)(int32_t)dem_get32(p + PLACE_LAT) / 1e6;
    out->lon = (double)(int32_t)dem_get32(p + PLACE_LON) / 1e6;
    return true;
}

int dem_lex_rank(dem_value_kind kind, bool lapsed)
{
    static const int ranks[DEM_VALUE_KINDS] = {[DEM_VALUE_NAME] = 0, [DEM_VALUE_ADJECTIVE] = 2, [DEM_VALUE_DEMONYM] = 3, [DEM_VALUE_METONYM] = 4,
                                               [DEM_VALUE_CAPITAL] = 5, [DEM_VALUE_PLACE] = 6, [DEM_VALUE_ROLE] = 7, [DEM_VALUE_LIST] = 8,
                                               [DEM_VALUE_TITLE] = 9};
    return ranks[kind] + (lapsed && kind == DEM_VALUE_NAME ? 1 : 0);
}

bool dem_lex_fits(const dem_lex_value *v, const dem_piece *text, bool shout)
{
    bool lists = v->kind == DEM_VALUE_ROLE || v->kind == DEM_VALUE_LIST;
    unsigned loud = 0;
    for (unsigned i = 0; i < v->words; i++) loud += text[i].letter_case == DEM_CASE_ALLCAPS;
    if (loud > 1 && loud == v->words) shout = true; /* "NEW YORK, Feb 5" */
    for (unsigned i = 0; i < v->words && !lists; i++)
        if (!dem_case_fits(v->cases >> (2 * i) & 3, text[i].letter_case, text[i].n, shout)) return false;
    return true;
}

/* ---- the public look-ups: a whole phrase ---- */

static dem_mention_type mention_type_of(const dem_lex_info *e)
{
    if (e->kind == DEM_ENTRY_COUNTRY || e->type == DEM_TYPE_COUNTRY) return DEM_MENTION_PLACE;
    if (e->type == DEM_TYPE_PERSON) return DEM_MENTION_PERSON;
    return e->type == DEM_TYPE_ORGANISATION || e->type == DEM_TYPE_FORMAT ? DEM_MENTION_ORGANISATION : DEM_MENTION_GROUP;
}

static bool fill_hit(const dem_lex_value *v, dem_day on, dem_lexicon_hit *hit)
{
    dem_lex_info e;
    dem_lex_coded c = {0};
    if (!dem_lex_entry_at(v->layer, v->entry, &e) || e.kind == DEM_ENTRY_LIST) return false;
    if (e.kind == DEM_ENTRY_COUNTRY && on != DEM_DAY_NONE && (on < e.from || on > e.to)) return false;
    dem_lex_code_on(&e, on, &c);
    *hit = (dem_lexicon_hit){.name = e.name, .code = c.code, .by = c.by.n ? c.by : e.by, .type = mention_type_of(&e), .from = c.from, .to = c.to,
                             .is_capital = v->kind == DEM_VALUE_CAPITAL, .is_metonym = v->kind == DEM_VALUE_METONYM, .is_role = v->kind == DEM_VALUE_ROLE,
                             .is_adjective = v->kind == DEM_VALUE_ADJECTIVE, .is_demonym = v->kind == DEM_VALUE_DEMONYM};
    if (hit->is_role) hit->type = DEM_MENTION_NOMINAL;
    if (dem_code_is_country(c.code)) memcpy(hit->country, c.code.p, 3);
    return true;
}

uint32_t dem_lex_walk(const dem_lex_layer *l, const dem_piece *p, size_t n)
{
    uint32_t node = dem_lex_first(l, dem_lex_hash(dem_piece_key(p)), dem_piece_key(p));
    for (size_t i = 1; i < n && node; i++)
        if (!dem_lex_step(l, &node, dem_lex_hash(dem_piece_key(&p[i])), dem_piece_key(&p[i]))) return 0;
    return node;
}

size_t dem_lex_fold_phrase(dem_str name, dem_piece buf[DEM_PIECES_MAX], dem_piece **p)
{
    bool more;
    size_t n = dem_fold(name, buf, DEM_PIECES_MAX, &more);
    *p = buf;
    if (n > 1 && dem_str_is(dem_piece_key(buf), "the")) {
        (*p)++;
        n--;
    }
    return more ? 0 : n;
}

size_t dem_lexicon_lookup(const dem_lexicon *lex, dem_str name, dem_day on, dem_lexicon_hit *hits, size_t max)
{
    dem_piece buf[DEM_PIECES_MAX], *p;
    size_t n = dem_lex_fold_phrase(name, buf, &p), found = 0;
    for (size_t k = lex->n_layers; n && k-- > 0;) {
        const dem_lex_layer *l = &lex->layers[k];
        uint32_t first = 0, count = dem_lex_values(l, dem_lex_walk(l, p, n), &first);
        for (uint32_t i = 0; i < count && found < max; i++) {
            dem_lex_value v;
            if (!dem_lex_value_at(l, first + i, &v) || v.kind == DEM_VALUE_PLACE || v.words != n || !dem_lex_fits(&v, p, false)) continue;
            found += fill_hit(&v, on, &hits[found]);
        }
    }
    return found;
}

size_t dem_gazetteer_lookup(const dem_lexicon *lex, dem_str name, dem_gazetteer_hit *hits, size_t max)
{
    dem_piece buf[DEM_PIECES_MAX], *p;
    size_t n = dem_lex_fold_phrase(name, buf, &p), found = 0;
    for (size_t k = lex->n_layers; n && k-- > 0;) {
        const dem_lex_layer *l = &lex->layers[k];
        uint32_t first = 0, count = dem_lex_values(l, dem_lex_walk(l, p, n), &first);
        for (uint32_t i = 0; i < count; i++) {
            dem_lex_value v;
            dem_gazetteer_hit hit;
            if (!dem_lex_value_at(l, first + i, &v) || v.kind != DEM_VALUE_PLACE || v.words != n || !dem_lex_fits(&v, p, true)) continue;
            if (!dem_lex_place_at(l, v.entry, &hit)) continue;
            /* Insertion by population: a handful of places share a name. The user's layer came first and stays first. */
            size_t at = found < max ? found++ : found;
            while (at > 0 && hits[at - 1].population < hit.population && k == 0) {
                if (at < found) hits[at] = hits[at - 1];
                at--;
            }
            if (at < found) hits[at] = hit;
        }
    }
    return found;
}
