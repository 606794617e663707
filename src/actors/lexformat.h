/* SPDX-License-Identifier: Apache-2.0 */
/* The compiled lexicon, byte by byte. All numbers are little-endian; nothing in it is a pointer, so it is mapped and read as it is.

   offset  size  what
   0       8     "DEMLEX\r\n"
   8       4     format version
   12      4     number of sections
   16      8     bytes in the whole file
   24      8     checksum of the bytes from 40 on
   32      8     zero
   40      16*n  sections: offset u64, number of records u32, bytes a record u32
   …             the sections, each on a multiple of 8

   section   record
   STRINGS   1 byte; strings are an offset and a length into it
   WORDS     12: string offset, length of a folded word; the root's child by that word, 0 when no phrase starts with it
   WORDHASH  8: dem_lex_hash() of the word, word + 1 (0 empty); open addressing, size a power of two
   EDGES     12: parent node, word, child node; child 0 is an empty slot; open addressing, size a power of two; the root's are in WORDS
   NODES     8: first value, number of values; node 0 is the root
   VALUES    16: entry u32, cases u32 (2 bits a word, first word lowest), kind u8, flags u8, words u8, 0, line of the name u32
   ENTRIES   64: see ENTRY_… below
   CODES     32: code offset, length (0: known to carry none); from, to (days); by offset, length; flags; 0
   PLACES    64: see PLACE_… below
   FILTER    8: blocks of a Bloom filter of the words that start a phrase, size a power of two: most words of a text start none,
             and that is told by one look at a table small enough for the processor's cache */
#ifndef DEM_ACTORS_LEXFORMAT_H
#define DEM_ACTORS_LEXFORMAT_H

#include "base/str.h"

#define DEM_LEX_MAGIC "DEMLEX\r\n"
enum { DEM_LEX_VERSION = 2, DEM_LEX_HEADER = 40, DEM_LEX_SECTION = 16 };

enum dem_lex_section { LEX_STRINGS, LEX_WORDS, LEX_WORDHASH, LEX_EDGES, LEX_NODES, LEX_VALUES, LEX_ENTRIES, LEX_CODES, LEX_PLACES, LEX_FILTER, LEX_SECTIONS };

enum {
    WORD_SIZE = 12, SLOT_SIZE = 8, EDGE_SIZE = 12, NODE_SIZE = 8, VALUE_SIZE = 16, ENTRY_SIZE = 64, CODE_SIZE = 32, PLACE_SIZE = 64,
    BLOCK_SIZE = 8
};

enum { VALUE_ENTRY = 0, VALUE_CASES = 4, VALUE_KIND = 8, VALUE_FLAGS = 9, VALUE_WORDS = 10, VALUE_LINE = 12 };
enum {
    ENTRY_NAME = 0, ENTRY_BY = 8, ENTRY_CODES = 16, ENTRY_NCODES = 20, ENTRY_COUNTRY = 24, ENTRY_KIND = 28, ENTRY_TYPE = 29,
    ENTRY_FLAGS = 30, ENTRY_GENDER = 31, ENTRY_FROM = 32, ENTRY_TO = 36, ENTRY_REGION = 40, ENTRY_LINE = 48
};
enum { CODE_TEXT = 0, CODE_FROM = 8, CODE_TO = 12, CODE_BY = 16, CODE_FLAGS = 24 };
enum {
    PLACE_NAME = 0, PLACE_ADMIN = 8, PLACE_BY = 16, PLACE_COUNTRY = 24, PLACE_LAT = 28, PLACE_LON = 32, PLACE_POPULATION = 40,
    PLACE_PRECISION = 48, PLACE_LOCATED = 49
};

/* How a phrase leads to its entry. */
typedef enum dem_value_kind {
    DEM_VALUE_NAME, DEM_VALUE_ADJECTIVE, DEM_VALUE_DEMONYM, DEM_VALUE_CAPITAL, DEM_VALUE_METONYM, DEM_VALUE_ROLE, DEM_VALUE_LIST,
    DEM_VALUE_PLACE, DEM_VALUE_TITLE, DEM_VALUE_KINDS
} dem_value_kind;
enum { VALUE_PLURAL = 1, VALUE_ALIAS = 2 };

typedef enum dem_entry_kind { DEM_ENTRY_ACTOR, DEM_ENTRY_COUNTRY, DEM_ENTRY_ROLE, DEM_ENTRY_LIST, DEM_ENTRY_KINDS } dem_entry_kind;
/* `type` of an actor. */
typedef enum dem_actor_type {
    DEM_TYPE_PERSON, DEM_TYPE_ORGANISATION, DEM_TYPE_GROUP, DEM_TYPE_COUNTRY, DEM_TYPE_COLLECTIVE, DEM_TYPE_FORMAT, DEM_TYPES
} dem_actor_type;
enum { ENTRY_ALONE = 1 };

static inline uint32_t dem_get32(const unsigned char *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}
static inline uint64_t dem_get64(const unsigned char *p)
{
    return dem_get32(p) | (uint64_t)dem_get32(p + 4) << 32;
}
static inline void dem_put32(unsigned char *p, uint32_t v)
{
    for (int i = 0; i < 4; i++) p[i] = (unsigned char)(v >> (8 * i));
}
static inline void dem_put64(unsigned char *p, uint64_t v)
{
    dem_put32(p, (uint32_t)v);
    dem_put32(p + 4, (uint32_t)(v >> 32));
}

/* The same on every machine, unlike dem_hash(). Eight bytes at a time: words are short, and every word of a text is hashed. */
static inline uint32_t dem_lex_hash(dem_str s)
{
    uint64_t h = 0x9e3779b97f4a7c15u ^ s.n, tail = 0;
    size_t i = 0;
    for (; s.n - i >= 8; i += 8) {
        h = (h ^ dem_get64((const unsigned char *)s.p + i)) * 0xbf58476d1ce4e5b9u;
        h ^= h >> 32;
    }
    for (unsigned shift = 0; i < s.n; i++, shift += 8) tail |= (uint64_t)(unsigned char)s.p[i] << shift;
    h = (h ^ tail) * 0xbf58476d1ce4e5b9u;
    h ^= h >> 29;
    return (uint32_t)(h * 0x94d049bb133111ebu >> 32);
}
/* The bits of a word in its block of the filter; the block is picked by other bits of the hash. */
static inline uint64_t dem_lex_filter_bits(uint32_t hash)
{
    return (uint64_t)1 << (hash >> 26) | (uint64_t)1 << (hash >> 20 & 63);
}
static inline uint32_t dem_lex_edge_hash(uint32_t parent, uint32_t word)
{
    uint64_t h = ((uint64_t)parent << 32 | word) * 0x9e3779b97f4a7c15u;
    return (uint32_t)(h >> 32) ^ (uint32_t)(h >> 13);
}
static inline uint64_t dem_lex_checksum(const unsigned char *p, size_t n)
{
    uint64_t a = 0x243f6a8885a308d3u ^ n, b = 0x13198a2e03707344u;
    size_t i = 0;
    for (; n - i >= 16; i += 16) { /* two chains, so that the multiplications overlap */
        a = (a ^ dem_get64(p + i)) * 0x9e3779b97f4a7c15u;
        a ^= a >> 29;
        b = (b ^ dem_get64(p + i + 8)) * 0xbf58476d1ce4e5b9u;
        b ^= b >> 31;
    }
    for (; i < n; i++) a = (a ^ p[i]) * 0x100000001b3u;
    return a ^ (b << 17 | b >> 47);
}

#endif
