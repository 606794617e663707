/* SPDX-License-Identifier: Apache-2.0 */
/* Imported entries as text of the lexicon's own format: one name a line, so that a look-up can name it, and where each came from. */
#include "actors/import.h"
#include "actors/lexicon.h"

#include <ctype.h>

enum { SHORT_NAME = 3 };

typedef struct writer {
    dem_import *im;
    dem_buf *out;
    dem_strs acronyms; /* names of two or three letters that stand alone in the source */
} writer;

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static bool any_small(dem_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (islower((unsigned char)s.p[i]) || (unsigned char)s.p[i] >= 0x80) return true;
    return false;
}

static bool is_acronym(const writer *w, dem_str word)
{
    bool dots = false, vowel = false;
    for (size_t i = 0; i < word.n; i++) {
        dots = dots || (word.p[i] == '.' && i + 1 < word.n);
        vowel = vowel || strchr("AEIOUY", word.p[i]) != NULL;
    }
    if (dots || (!vowel && word.n > 1)) return true;
    for (size_t i = 0; i < w->acronyms.n; i++)
        if (dem_str_eq(w->acronyms.items[i], word)) return true;
    return false;
}

static bool is_small_word(dem_str word)
{
    static const char *const words[] = {"OF", "AND", "THE", "IN", "FOR", "ON", "TO", "DE", "LA", "LE", "DU", "DES", "DA", "DO", "DOS", "DEL", "EL", "Y",
                                        "BIN", "IBN", "VON", "VAN", "DER", NULL};
    for (size_t i = 0; words[i]; i++)
        if (dem_str_is(word, words[i])) return true;
    return false;
}

/* "BAN KI-MOON" for reading: "Ban Ki-Moon". How it is matched does not depend on it ("case unknown"). */
static void put_name(writer *w, dem_str name)
{
    dem_str rest = name, word;
    bool first = true;
    if (any_small(name)) {
        dem_buf_str(w->out, name);
        return;
    }
    while (dem_str_split(&rest, ' ', &word)) {
        if (!first) dem_buf_ch(w->out, ' ');
        bool keep = is_acronym(w, word), small = !first && is_small_word(word), start = true;
        bool alone = first && !rest.p && word.n <= SHORT_NAME;
        for (size_t i = 0; i < word.n; i++) {
            char c = word.p[i];
            dem_buf_ch(w->out, keep || alone || (start && !small) ? c : (char)tolower((unsigned char)c));
            start = !isalnum((unsigned char)c) && c != '\'';
        }
        first = false;
    }
}

static const char *type_of(const dem_import_entry *e)
{
    static const char *const bodies[] = {"IGO", "NGO", "MNC", "UNO", "EUR", "INT"};
    if (e->type.n) return e->type.p;
    for (size_t i = 0; i < e->codes.n; i++)
        if (e->codes.items[i].dated) return "person";
    dem_str code = e->codes.items[0].code;
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        if (dem_str_starts(code, dem_str_c(bodies[i]))) return "organisation";
    return code.n == 3 && dem_code_is_country(code) ? "country" : "group";
}

static void put_text(writer *w, dem_str s)
{
    for (size_t i = 0; i < s.n; i++) dem_buf_ch(w->out, s.p[i] == '\t' ? ' ' : s.p[i]);
}

/* Where it was read, and what was said there. */
static void put_source(writer *w, const dem_import_entry *e)
{
    dem_buf_printf(w->out, "%s:%zu", base_name(w->im->files[e->file].name), e->line);
    if (!e->note.n) return;
    dem_buf_c(w->out, ", ");
    put_text(w, e->note);
}

static void put_actor(writer *w, const dem_import_entry *e)
{
    bool unknown = w->im->format == DEM_IMPORT_TABARI || w->im->format == DEM_IMPORT_PETRARCH;
    dem_buf_c(w->out, "actor ");
    put_name(w, e->names.items[0]);
    dem_buf_printf(w->out, "\n  type %s\n", type_of(e));
    if (unknown) dem_buf_c(w->out, "  case unknown\n");
    if (e->gender.n) dem_buf_printf(w->out, "  gender %.*s\n", DEM_FMT(e->gender));
    for (size_t i = 1; i < e->names.n; i++) {
        dem_buf_c(w->out, "  alias ");
        put_name(w, e->names.items[i]);
        dem_buf_ch(w->out, '\n');
    }
    for (size_t i = 0; i < e->codes.n; i++) {
        const dem_import_code *c = &e->codes.items[i];
        dem_buf_printf(w->out, "  code %.*s", c->code.n ? (int)c->code.n : 1, c->code.n ? c->code.p : "-");
        if (c->dated) dem_buf_printf(w->out, " %.*s..%.*s", DEM_FMT(c->from), DEM_FMT(c->to));
        dem_buf_ch(w->out, '\n');
    }
    dem_buf_c(w->out, "  note ");
    put_source(w, e);
    dem_buf_c(w->out, "\n\n");
    w->im->entries++;
    w->im->names += e->names.n;
    w->im->codes += e->codes.n;
}

/* Neighbours with the same code are one entry. */
static void put_role(writer *w, const dem_import_entry *e, const dem_import_entry *before)
{
    bool same = before && before->kind == DEM_IMPORT_ROLE && dem_str_eq(before->role, e->role) && before->alone == e->alone;
    if (!same) {
        dem_buf_printf(w->out, "%srole %.*s%s\n", before && before->kind == DEM_IMPORT_ROLE ? "\n" : "", DEM_FMT(e->role), e->alone ? " alone" : "");
        w->im->roles++;
    }
    for (size_t i = 0; i < e->terms.n; i++) {
        const dem_import_term *t = &e->terms.items[i];
        dem_buf_printf(w->out, "  term %.*s", DEM_FMT(t->one));
        if (t->many.n || t->no_plural) dem_buf_printf(w->out, "/%.*s", DEM_FMT(t->many));
        dem_buf_c(w->out, "  # ");
        put_source(w, e);
        dem_buf_ch(w->out, '\n');
    }
    w->im->terms += e->terms.n;
}

static void put_comment(writer *w, const dem_import_entry *e)
{
    if (!e->note.n) return;
    dem_buf_c(w->out, "# ");
    put_text(w, e->note);
    dem_buf_ch(w->out, '\n');
}

static bool find_acronyms(writer *w)
{
    for (size_t i = 0; i < w->im->items.n; i++)
        for (size_t k = 0; k < w->im->items.items[i].names.n && w->acronyms.n < 256; k++) {
            dem_str name = w->im->items.items[i].names.items[k];
            if (name.n < 2 || name.n > SHORT_NAME || any_small(name)) continue;
            dem_str *slot = DEM_PUSH(w->im->a, &w->acronyms);
            if (!slot) return false;
            *slot = name;
        }
    return true;
}

bool dem_import_write(dem_import *im, dem_buf *out)
{
    static const char *const formats[DEM_IMPORT_FORMATS] = {"tabari", "petrarch", "icews", "csv"};
    writer w = {.im = im, .out = out};
    if (!find_acronyms(&w)) return false;
    for (size_t i = 0; i < im->n_files; i++)
        dem_buf_printf(out, "# Imported from %s by demarche lexicon import --from %s; the rights in the source are its authors'.\n", base_name(im->files[i].name),
                       formats[im->format]);
    const dem_import_entry *before = NULL;
    for (size_t i = 0; i < im->items.n; i++) {
        const dem_import_entry *e = &im->items.items[i];
        if (e->kind == DEM_IMPORT_ROLE) {
            put_role(&w, e, before);
        } else {
            if (before && before->kind == DEM_IMPORT_ROLE) dem_buf_ch(out, '\n');
            if (e->kind == DEM_IMPORT_ACTOR && before && before->kind == DEM_IMPORT_COMMENT) dem_buf_ch(out, '\n');
            if (e->kind == DEM_IMPORT_ACTOR) put_actor(&w, e);
            else put_comment(&w, e);
        }
        before = e;
    }
    return !out->failed;
}
