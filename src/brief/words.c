/* SPDX-License-Identifier: Apache-2.0 */
/* The brief's words: a verb phrase a code, days and parties as people write them. All of them stand in data/lang/LANGUAGE/brief.txt. */
#include "brief/model.h"

#include <unicode/uloc.h>
#include <unicode/ustring.h>

static int read_line(dem_words *w, dem_arena *a, const dem_str *c, size_t n, size_t number, dem_error *err)
{
    static const char *const stances[] = {"none", "offer", "accept", "refuse", "call", "talk", "break", "blame", "ground"};
    if (n == 5 && dem_str_is(c[0], "phrase")) {
        size_t s = 0;
        while (s < sizeof stances / sizeof *stances && !dem_str_is(c[2], stances[s])) s++;
        if (s == sizeof stances / sizeof *stances)
            return dem_fail_at(err, DEM_EDATA, "lang/en/brief.txt", number, -1, "there is no such stance");
        dem_phrase *p = DEM_PUSH(a, &w->phrases);
        if (p) *p = (dem_phrase){c[1], c[4], dem_str_is(c[3], "-") ? DEM_STR_NONE : c[3], (dem_stance)s};
        return DEM_OK;
    }
    if (n != 3) return dem_fail_at(err, DEM_EDATA, "lang/en/brief.txt", number, -1, "a line must have three cells, a phrase five");
    dem_word *x = DEM_PUSH(a, &w->words);
    if (x) *x = (dem_word){c[0], c[1], c[2]};
    return DEM_OK;
}

int dem_words_read(dem_str text, dem_arena *a, dem_words *out, dem_error *err)
{
    *out = (dem_words){.other = {.verb = DEM_STR("acted"), .link = DEM_STR("towards")}};
    dem_str line;
    for (size_t number = 1; dem_str_split(&text, '\n', &line); number++) {
        if (line.n == 0 || line.p[0] == '#') continue;
        dem_str c[5] = {{0}};
        size_t n = 0;
        while (n < 5 && dem_str_split(&line, '\t', &c[n])) n++;
        int rc = read_line(out, a, c, n, number, err);
        if (rc != DEM_OK) return rc;
    }
    return dem_arena_failed(a) ? dem_fail(err, DEM_EMEMORY, "memory is out") : DEM_OK;
}

const dem_phrase *dem_phrase_of(const dem_words *w, dem_str cameo)
{
    const dem_phrase *best = &w->other;
    for (size_t i = 0; i < w->phrases.n; i++)
        if (dem_str_starts(cameo, w->phrases.items[i].code) && w->phrases.items[i].code.n > best->code.n) best = &w->phrases.items[i];
    return best;
}

static const dem_word *find_word(const dem_words *w, const char *kind, dem_str key)
{
    for (size_t i = 0; i < w->words.n; i++)
        if (dem_str_eq(w->words.items[i].key, key) && dem_str_is(w->words.items[i].kind, kind)) return &w->words.items[i];
    return NULL;
}

dem_str dem_word_of(const dem_words *w, const char *kind, dem_str key)
{
    const dem_word *x = find_word(w, kind, key);
    return x ? x->text : key;
}

void dem_day_words(const dem_words *w, dem_str iso, dem_buf *out)
{
    dem_day d = dem_day_parse(iso);
    if (d == DEM_DAY_NONE) {
        dem_text_line(out, iso, 40);
        return;
    }
    int y, m, day;
    dem_day_split(d, &y, &m, &day);
    char key[12];
    snprintf(key, sizeof key, "%d", m);
    dem_str month = dem_word_of(w, "month", dem_str_c(key));
    dem_buf_printf(out, "%d %.*s %d", day, DEM_FMT(month), y);
}

void dem_span_words(const dem_words *w, dem_str first, dem_str last, dem_buf *out)
{
    dem_day from = dem_day_parse(first), to = dem_day_parse(last);
    if (from != DEM_DAY_NONE && to != DEM_DAY_NONE && from < to && to < DEM_DAY_MAX) {
        int y, m, d, y_after, m_after, d_after;
        char key[12];
        dem_day_split(from, &y, &m, &d);
        dem_day_split(to + 1, &y_after, &m_after, &d_after);
        bool whole = d == 1 && d_after == 1;
        if (whole && m == 1 && m_after == 1 && y_after == y + 1) {
            dem_buf_printf(out, "%d", y);
            return;
        }
        if (whole && y_after * 12 + m_after == y * 12 + m + 1) {
            snprintf(key, sizeof key, "%d", m);
            dem_buf_printf(out, "%.*s %d", DEM_FMT(dem_word_of(w, "month", dem_str_c(key))), y);
            return;
        }
    }
    dem_day_words(w, first, out);
    if (!last.n || dem_str_eq(first, last)) return;
    dem_buf_c(out, " to ");
    dem_day_words(w, last, out);
}

void dem_source_words(dem_str name, size_t max, dem_buf *out)
{
    static const char *const articles[] = {"The ", "A ", "An "};
    size_t at = out->n;
    dem_text_line(out, name, max);
    for (size_t i = 0; i < sizeof articles / sizeof *articles && !out->failed; i++)
        if (dem_str_starts(name, dem_str_c(articles[i]))) out->p[at] = (char)(name.p[0] + 32);
}

static dem_str sector_words(const dem_words *w, dem_str code, dem_str country)
{
    if (country.n != 3 || !dem_str_starts(code, country)) return DEM_STR_NONE;
    const dem_word *x = find_word(w, "sector", dem_str_cut(code, 3, 6));
    return x ? x->text : DEM_STR_NONE;
}

void dem_country_words(dem_str code, dem_buf *out)
{
    char locale[16], utf8[160];
    UChar name[80];
    int32_t n = 0;
    UErrorCode status = U_ZERO_ERROR;
    if (code.n == 3) {
        snprintf(locale, sizeof locale, "und_%.*s", DEM_FMT(code));
        int32_t len = uloc_getDisplayCountry(locale, "en", name, sizeof name / sizeof *name, &status);
        if (status == U_ZERO_ERROR && len > 3) u_strToUTF8(utf8, sizeof utf8, &n, name, len, &status); /* not what stands for "unknown" */
    }
    if (n > 0 && status == U_ZERO_ERROR)
        dem_buf_add(out, utf8, (size_t)n);
    else
        dem_text_line(out, code, 24);
}

void dem_number_words(int64_t n, dem_buf *out)
{
    char digits[32];
    int len = snprintf(digits, sizeof digits, "%lld", (long long)n);
    for (int i = 0; i < len; i++) {
        if (i && digits[i - 1] != '-' && (len - i) % 3 == 0) dem_buf_ch(out, ',');
        dem_buf_ch(out, digits[i]);
    }
}

/* "Syrian" and "Syria's" tell Syria. */
static bool tells_country(dem_str name, dem_str country)
{
    return country.n >= 4 && dem_str_ifind(name, dem_str_cut(country, 0, country.n > 6 ? country.n - 2 : 4), 0) != SIZE_MAX;
}

bool dem_side_words(const dem_words *w, dem_str code, dem_str country, dem_str name, dem_buf *out)
{
    dem_str sector = sector_words(w, code, country);
    dem_buf land = {0};
    size_t before = out->n;
    if (country.n == 3 && dem_str_starts(code, country)) dem_country_words(country, &land);
    if (tells_country(name, dem_buf_view(&land))) dem_buf_clear(&land);
    if (sector.n && dem_str_ifind(name, sector, 0) != SIZE_MAX) sector = DEM_STR_NONE;
    dem_buf_str(out, dem_buf_view(&land));
    if (land.n && sector.n) dem_buf_c(out, ": ");
    dem_buf_str(out, sector);
    if (land.failed) out->failed = true;
    dem_buf_free(&land);
    return out->n > before;
}

/* A long noun phrase up to what hangs on it: "its opponents", not "its opponents to talks in the capital". */
static dem_str core(dem_str s)
{
    static const char *const ends[] = {" to ", " in ", " on ", " at ", " from ", " who ", " that ", " which ", ", "};
    if (s.n <= 24) return s;
    size_t cut = s.n;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t at = dem_str_find(s, dem_str_c(ends[i]), 4);
        if (at < cut) cut = at;
    }
    return dem_str_cut(s, 0, cut);
}

/* What an international code says, or the code itself: "the mediators (international organisation)". */
static dem_str body_words(const dem_words *w, dem_str code)
{
    const dem_word *best = NULL;
    for (size_t i = 0; i < w->words.n; i++) {
        const dem_word *x = &w->words.items[i];
        if (dem_str_is(x->kind, "body") && dem_str_starts(code, x->key) && (!best || x->key.n > best->key.n)) best = x;
    }
    return best ? best->text : code;
}

static void side_in_brackets(const dem_words *w, const dem_party_row *p, dem_str label, dem_buf *out)
{
    dem_buf side = {0};
    bool state = p->country.n == 3 && dem_str_starts(p->code, p->country);
    if (!state)
        dem_text_line(&side, body_words(w, p->code), 48);
    else
        dem_side_words(w, p->code, p->country, label, &side);
    if (side.n) dem_buf_printf(out, " (%.*s)", DEM_FMT(dem_buf_view(&side)));
    if (side.failed) out->failed = true;
    dem_buf_free(&side);
}

void dem_party_words(const dem_words *w, const dem_party_row *p, dem_buf *out)
{
    bool noun = dem_str_is(p->type, "nominal") || dem_str_is(p->type, "pronoun"); /* its name may be no more than its words */
    bool named = p->name.n > 0 && !(noun && dem_str_ieq(p->name, p->text));
    dem_str label = named && !noun ? p->name : core(dem_party_label(p));
    bool the = dem_str_starts(label, DEM_STR("The "));
    if (the) dem_buf_c(out, "the ");
    dem_text_line(out, the ? dem_str_cut(label, 4, label.n) : label, 80);
    /* A place alone does not say which of its actors is meant, "the government" not whose; a person's name needs neither. */
    dem_str words = sector_words(w, p->code, p->country);
    if (words.n && dem_str_is(p->type, "place") && dem_str_ifind(label, words, 0) == SIZE_MAX)
        dem_buf_printf(out, " (%.*s)", DEM_FMT(words));
    else if (!named && p->code.n && p->text.n)
        side_in_brackets(w, p, label, out);
}

dem_str dem_party_key(const dem_party_row *p, dem_arena *a)
{
    if (p->code.n) {
        bool government = p->code.n >= 6 && p->country.n == 3 && dem_str_starts(p->code, p->country) &&
                          dem_str_is(dem_str_cut(p->code, 3, 6), "GOV");
        return dem_str_cut(p->code, 0, government ? 3 : 6); /* parties and religions below the sector do not part two tellings */
    }
    dem_str key = dem_str_printf(a, "=%.*s", DEM_FMT(dem_party_label(p)));
    if (!key.p) return key;
    char *c = (char *)(uintptr_t)key.p;
    for (size_t i = 0; i < key.n; i++)
        if (c[i] >= 'A' && c[i] <= 'Z') c[i] = (char)(c[i] + 32);
    return key;
}
