/* SPDX-License-Identifier: Apache-2.0 */
/* Text of a paragraph -> tokens, after the conventions of the Universal Dependencies treebanks of English:
   contractions, the possessive, hyphenated words and units are split, abbreviations keep their dot, addresses stay
   whole. One scan from left to right; every look-ahead is bounded or done once for a chunk between white space. */
#include "segment/segment_words.h"

#include <unicode/ubrk.h>
#include <unicode/utext.h>

enum { MAX_ADDRESS = 4096 }; /* a longer chunk is not searched for addresses: the search starts again after each */

typedef struct scan {
    dem_segmenter *s;
    const char *p;
    size_t end;       /* of the paragraph */
    size_t chunk_end; /* of the run without white space */
} scan;

static dem_str text_of(const scan *k, size_t a, size_t b) { return (dem_str){k->p + a, b - a}; }

static void push(scan *k, size_t a, size_t b)
{
    if (a >= b) return;
    dem_report *r = k->s->r;
    dem_token *t = DEM_PUSH(r->arena, &r->tokens);
    if (!t) {
        k->s->full = true;
        return;
    }
    t->span = (dem_span){(uint32_t)a, (uint32_t)b};
    t->form = text_of(k, a, b);
    t->head = t->first_child = t->next_sibling = t->mention = t->frame = DEM_NONE;
    t->space_after = b >= k->chunk_end;
}

static dem_char at(const scan *k, size_t i)
{
    if (i >= k->chunk_end) return (dem_char){0, 0, DEM_C_SPACE};
    return dem_char_at(k->p, i, k->chunk_end);
}

static bool alnum(dem_char c) { return c.cls == DEM_C_LETTER || c.cls == DEM_C_DIGIT; }

static bool is(const scan *k, size_t a, size_t b, dem_word_kind kind, bool lower)
{
    return dem_word_is(k->s->rules, text_of(k, a, b), kind, lower);
}

/* ---- what follows: bounded look-ahead ---- */

/* The first word after byte i, over white space and opening punctuation; empty at the end of the paragraph. */
static dem_str next_word(const scan *k, size_t i, dem_char *first)
{
    *first = (dem_char){0, 0, DEM_C_SPACE};
    for (int steps = 0; i < k->end && steps < 64; steps++) {
        dem_char c = dem_char_at(k->p, i, k->end);
        if (alnum(c) || c.cls == DEM_C_DENSE) {
            *first = c;
            break;
        }
        i += c.len;
    }
    size_t b = i;
    while (b < k->end && b - i < 40) {
        dem_char c = dem_char_at(k->p, b, k->end);
        if (!alnum(c)) break;
        b += c.len;
    }
    return first->len ? text_of(k, i, b) : DEM_STR_NONE;
}

/* Is the dot at `dot` part of the word [a,dot)? */
static bool dot_belongs(const scan *k, size_t a, size_t dot)
{
    if (dot + 1 < k->chunk_end && k->p[dot + 1] == '.' && !is(k, a, dot + 1, DEM_WORD_END, false)) {
        bool two = dot + 2 >= k->chunk_end || k->p[dot + 2] != '.'; /* "with CCGM, L.P.." */
        if (!two || !memchr(k->p + a, '.', dot - a)) return false;
    }
    dem_char first;
    if (is(k, a, dot + 1, DEM_WORD_NEVER, false) || is(k, a, dot + 1, DEM_WORD_END, false)) return true;
    dem_str word = next_word(k, dot + 1, &first);
    dem_char c = at(k, a);
    if (is(k, a, dot + 1, DEM_WORD_NUMBER, false) && (first.cls == DEM_C_DIGIT || dot - a > 1))
        return first.cls == DEM_C_DIGIT;
    if (c.cls == DEM_C_LETTER && a + c.len == dot) {
        /* An initial: a capital with a name after it. */
        return dem_is_upper(c.cp) && first.len &&
               (word.n == 1 || !dem_word_is(k->s->rules, word, DEM_WORD_STARTER, false));
    }
    if (dot - a > 24) return false;
    bool letters = false;
    for (size_t i = a; i < dot; i++) {
        if (k->p[i] == '.' && letters) return true; /* "U.S", "a.m" came as one run */
        dem_char x = at(k, i);
        letters = x.cls == DEM_C_LETTER;
        i += x.len - 1;
    }
    return false;
}

/* ---- addresses ---- */

static bool address_char(char c)
{
    return (unsigned char)c > ' ' && c != '"' && c != '<' && c != '>' && c != '[' && c != ']' && c != '{' && c != '}';
}

static size_t trim_address(const scan *k, size_t a, size_t b)
{
    bool open = false;
    for (size_t i = a; i < b; i++) open |= k->p[i] == '(';
    while (b > a) {
        char c = k->p[b - 1];
        if (!strchr(".,;:!?'*", c) && !(c == ')' && !open)) {
            /* A curly quote at the end: three bytes e2 80 98..9f. */
            if (b - a > 3 && (unsigned char)k->p[b - 3] == 0xe2 && (unsigned char)k->p[b - 2] == 0x80 &&
                (unsigned char)c >= 0x98 && (unsigned char)c <= 0x9f) {
                b -= 3;
                continue;
            }
            break;
        }
        b--;
    }
    return b;
}

static bool mail_char(char c)
{
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || strchr("._%+-", c);
}

/* No address is without one of these. */
static bool of_address(int32_t cp) { return cp == '@' || cp == ':' || cp == '.'; }

/* The first address in [from, chunk end): false when there is none. */
static bool find_address(const scan *k, size_t from, size_t *a, size_t *b)
{
    dem_str rest = text_of(k, from, k->chunk_end);
    size_t scheme = dem_str_find(rest, DEM_STR("://"), 0), www = dem_str_ifind(rest, DEM_STR("www."), 0);
    size_t mail = dem_str_find(rest, DEM_STR("@"), 0);
    size_t best = scheme < www ? scheme : www;
    if (best != SIZE_MAX && (mail == SIZE_MAX || best < mail)) {
        size_t s = from + best;
        if (best == scheme)
            while (s > from && (k->p[s - 1] | 32) >= 'a' && (k->p[s - 1] | 32) <= 'z') s--;
        size_t e = from + best + 3;
        while (e < k->chunk_end && address_char(k->p[e])) e++;
        *a = s;
        *b = trim_address(k, s, e);
        return *b > from + best + 3;
    }
    if (mail == SIZE_MAX) return false;
    size_t s = from + mail, e = s + 1;
    while (s > from && mail_char(k->p[s - 1])) s--;
    if (s > from + 6 && memcmp(k->p + s - 7, "mailto:", 7) == 0) s -= 7;
    while (e < k->chunk_end && mail_char(k->p[e])) e++;
    e = trim_address(k, s, e);
    if (e <= from + mail + 1) return false;
    *a = s;
    *b = e;
    return true;
}

/* ---- inside a word ---- */

/* s d m, ll re ve */
static bool clitic(const scan *k, size_t i, size_t b)
{
    if (b <= i || b - i > 2) return false;
    char first = (char)(k->p[i] | 32), last = (char)(k->p[b - 1] | 32);
    if (b - i == 1) return first == 's' || first == 'd' || first == 'm';
    return first == 'l' ? last == 'l' : (first == 'r' || first == 'v') && last == 'e';
}

/* Where the last clitic of [a,b) starts; b when there is none. */
static size_t clitic_start(const scan *k, size_t a, size_t b)
{
    /* n't */
    if (b - a > 3 && (k->p[b - 1] | 32) == 't') {
        size_t n = k->p[b - 2] == '\'' ? b - 3 : b - a > 5 && memcmp(k->p + b - 4, "\xe2\x80\x99", 3) == 0 ? b - 5 : b;
        if (n < b && n > a && (k->p[n] | 32) == 'n') return n;
    }
    for (size_t back = 1; back <= 2 && b - a > back + 1; back++) {
        size_t i = b - back;
        size_t n = k->p[i - 1] == '\'' || k->p[i - 1] == '`'                   ? i - 1
                   : i - a > 3 && memcmp(k->p + i - 3, "\xe2\x80\x99", 3) == 0 ? i - 3
                                                                               : b;
        if (n == b || n == a || !clitic(k, i, b)) continue;
        /* "the 1980's" is one word */
        if (back == 1 && (k->p[i] | 32) == 's' && k->p[n - 1] >= '0' && k->p[n - 1] <= '9' &&
            (k->p[n - 1] == '0' || n - a == 2))
            return b;
        return n;
    }
    return b;
}

/* A run of letters and digits, its dot (if any) included: contractions, units and numbers come apart. */
static void push_word(scan *k, size_t a, size_t b)
{
    if (is(k, a, b, DEM_WORD_WHOLE, false)) {
        push(k, a, b);
        return;
    }
    const dem_word *w = dem_word_find(k->s->rules, text_of(k, a, b));
    if (w && w->cut) {
        push(k, a, a + w->cut);
        push(k, a + w->cut, b);
        return;
    }
    size_t ends[4], n = 0;
    ends[n++] = b;
    for (size_t c; n < 4 && (c = clitic_start(k, a, ends[n - 1])) < ends[n - 1];) ends[n++] = c;
    size_t stem = ends[n - 1], digits = a;
    while (digits < stem &&
           ((k->p[digits] >= '0' && k->p[digits] <= '9') || (digits > a && strchr(".,:", k->p[digits]))))
        digits++;
    bool money = k->s->r->tokens.n && k->s->r->tokens.items[k->s->r->tokens.n - 1].span.end == a && a > 0 &&
                 (k->p[a - 1] == '$' || (unsigned char)k->p[a - 1] >= 0x80);
    if (digits > a && digits < stem && k->p[digits - 1] != '.' &&
        (is(k, digits, stem, DEM_WORD_UNIT, true) || (money && stem - digits <= 2))) {
        push(k, a, digits);
        a = digits;
    }
    while (n-- > 0) {
        push(k, a, ends[n]);
        a = ends[n];
    }
}

static bool digits_only(const scan *k, size_t a, size_t b)
{
    for (size_t i = a; i < b; i++)
        if (k->p[i] < '0' || k->p[i] > '9') return false;
    return b > a;
}

/* Does the hyphen at i, after the piece [a,i), stay inside the word? */
static bool hyphen_joins(const scan *k, size_t a, size_t i)
{
    if (i - a > 32) return false;
    dem_char next = at(k, i + 1);
    if (next.cls == DEM_C_LETTER) return is(k, a, i, DEM_WORD_KEEP, true);
    if (next.cls == DEM_C_DIGIT && is(k, a, i, DEM_WORD_KEEP, true) && i - a >= 3) return true; /* mid-1980s */
    if (next.cls != DEM_C_DIGIT || !digits_only(k, a, i)) return false;
    size_t b = i + 1;
    while (b < k->chunk_end && b - i < 8 && k->p[b] >= '0' && k->p[b] <= '9') b++;
    size_t left = i - a, right = b - i - 1;
    bool more = b + 1 < k->chunk_end && k->p[b] == '-' && k->p[b + 1] >= '0' && k->p[b + 1] <= '9';
    bool inside = a > 0 && k->p[a - 1] == '-'; /* a later part of a number joined already */
    if (more) return (left == 4 && right == 2) || (left <= 2 && right <= 3) || (left == 3 && right == 3);
    return (left == 3 && right == 4) || (inside && left <= 3 && right <= 4);
}

/* What may stand between two word characters without splitting: returns the bytes of it, 0 when the run ends at i. */
static size_t connector(const scan *k, size_t run, size_t piece, size_t i, dem_char c)
{
    dem_char next = at(k, i + c.len), prev = at(k, i - 1);
    if (i == piece || !(alnum(next) || next.cls == DEM_C_MARK)) return 0;
    bool digit_before = k->p[i - 1] >= '0' && k->p[i - 1] <= '9', digit_after = next.cls == DEM_C_DIGIT;
    (void)prev;
    switch (c.cp) {
    case '.': {
        if (digit_before && digit_after) return 1;
        if (digit_before || digit_after)
            return is(k, run, i + 1, DEM_WORD_END, false) || is(k, run, i + 1, DEM_WORD_NEVER, false) ? 0
                   : digit_before && run != piece                                                     ? 1
                                                                                                      : 0;
        size_t b = i + 1;
        while (b < k->chunk_end && b - i < 8 && ((k->p[b] | 32) >= 'a' && (k->p[b] | 32) <= 'z')) b++;
        if (is(k, run, b + 1 <= k->chunk_end ? b + 1 : b, DEM_WORD_END, false) || is(k, run, b, DEM_WORD_END, false))
            return 1;
        if (i - piece <= 2 && b - i - 1 <= 2)
            return !(i - piece == 2 && dem_is_upper(next.cp) && dem_is_lower(k->p[i - 1]));
        return is(k, i + 1, b, DEM_WORD_DOMAIN, false) && i - piece > 1 && !(b < k->chunk_end && alnum(at(k, b))) ? 1
                                                                                                                  : 0;
    }
    case ',':
        /* a thousand's comma: three digits and no fourth */
        if (!digit_before || !digit_after || i + 3 >= k->chunk_end || !digits_only(k, i + 1, i + 4)) return 0;
        return i + 4 < k->chunk_end && k->p[i + 4] >= '0' && k->p[i + 4] <= '9' ? 0 : 1;
    case ':':
        return digit_before && digit_after ? 1 : 0;
    case '/':
        if (digit_before && digit_after) return 1;
        return i - piece == 1 && (i + 2 == k->chunk_end || !alnum(at(k, i + 2))) && !digit_before && !digit_after ? 1
                                                                                                                  : 0;
    case '&':
        return i - piece <= 3 && dem_is_upper(k->p[i - 1]) == dem_is_upper(next.cp) && !digit_before && !digit_after
                   ? 1
                   : 0;
    case '_':
    case '*':
        return 1;
    case 0xb7:
        return c.len;
    default:
        if (dem_is_apostrophe(c.cp)) return c.len;
        if (dem_is_dash(c.cp) && c.cp == '-') return hyphen_joins(k, piece, i) ? 1 : 0;
        return 0;
    }
}

/* The word that starts at a; gives the byte after it. */
static size_t scan_word(scan *k, size_t a)
{
    size_t i = a, piece = a;
    while (i < k->chunk_end) {
        dem_char c = at(k, i);
        if (alnum(c) || c.cls == DEM_C_MARK) {
            i += c.len;
            continue;
        }
        size_t n = c.cls == DEM_C_OTHER ? connector(k, a, piece, i, c) : 0;
        if (!n) break;
        i += n;
        piece = i;
    }
    if (i < k->chunk_end && k->p[i] == '.' && dot_belongs(k, a, i)) {
        i++;
    } else if (i < k->chunk_end && k->p[i] == '$' && i - a <= 3 && dem_is_upper(k->p[a])) {
        push(k, a, i + 1); /* US$ */
        return i + 1;
    } else if (i < k->chunk_end && k->p[i] == '!' && is(k, a, i + 1, DEM_WORD_WHOLE, false)) {
        push(k, a, i + 1);
        return i + 1;
    }
    push_word(k, a, i);
    return i;
}

/* ---- punctuation ---- */

/* Letters of scripts without spaces: ICU's dictionary break iterator. */
static size_t scan_dense(scan *k, size_t a)
{
    size_t b = a;
    while (b < k->chunk_end) {
        dem_char c = at(k, b);
        if (c.cls != DEM_C_DENSE && c.cls != DEM_C_MARK) break;
        b += c.len;
    }
    UErrorCode e = U_ZERO_ERROR;
    UText text = UTEXT_INITIALIZER;
    utext_openUTF8(&text, k->p + a, (int64_t)(b - a), &e);
    if (!k->s->dense) k->s->dense = ubrk_open(UBRK_WORD, "en", NULL, 0, &e);
    if (U_SUCCESS(e)) ubrk_setUText(k->s->dense, &text, &e);
    if (U_SUCCESS(e)) {
        int32_t from = 0;
        for (int32_t to; (to = ubrk_next(k->s->dense)) != UBRK_DONE; from = to)
            push(k, a + (size_t)from, a + (size_t)to);
        if (a + (size_t)from < b) push(k, a + (size_t)from, b);
    } else {
        push(k, a, b);
    }
    utext_close(&text);
    return b;
}

/* Signs that come as one token when repeated. */
static bool repeats(int32_t cp)
{
    return cp > 0 && cp < 0x80 ? strchr("-*=_+~#<>^|'`$", (int)cp) != NULL : cp == 0x2014 || cp == 0x2026;
}

static size_t scan_sign(scan *k, size_t a)
{
    dem_char c = at(k, a);
    size_t b = a + c.len;
    if (c.cp == '.' || c.cp == '!' || c.cp == '?') {
        if (c.cp == '.' && at(k, b).cls == DEM_C_DIGIT && (a == 0 || !alnum(dem_char_at(k->p, a - 1, k->end)))) {
            while (b < k->chunk_end && at(k, b).cls == DEM_C_DIGIT) b++;
        } else {
            while (b < k->chunk_end && strchr(".!?", k->p[b]) && k->p[b]) b++;
        }
    } else if (dem_is_apostrophe(c.cp)) {
        /* 's after a token that ended before it; '60s, '72, 'em. */
        size_t e = b;
        while (e < k->chunk_end && e - b < 6 && alnum(at(k, e))) e += at(k, e).len;
        bool ends = e >= k->chunk_end || !alnum(at(k, e));
        bool glued = k->s->r->tokens.n && k->s->r->tokens.items[k->s->r->tokens.n - 1].span.end == a;
        if (ends && ((clitic(k, b, e) && (glued || e == k->chunk_end)) || is(k, a, e, DEM_WORD_WHOLE, true) ||
                     (e - b >= 2 && e - b <= 3 && digits_only(k, b, b + 2) && (e - b == 2 || k->p[e - 1] == 's') &&
                      c.cp != '`' && !(e < k->chunk_end && dem_is_apostrophe(at(k, e).cp)))))
            b = e;
        else
            while (b < k->chunk_end && at(k, b).cp == c.cp) b += c.len;
    } else if (c.cp == '@' && alnum(at(k, b))) {
        while (b < k->chunk_end && (alnum(at(k, b)) || k->p[b] == '_')) b += at(k, b).len;
    } else if (c.cp == '#' && at(k, b).cls == DEM_C_LETTER) {
        while (b < k->chunk_end && (alnum(at(k, b)) || k->p[b] == '_')) b += at(k, b).len;
    } else if (c.cp == 0x2018 && at(k, b).cp == 0x2019) {
        b += at(k, b).len; /* two single quotes for a double one */
    } else if (repeats(c.cp)) {
        for (dem_char n; b < k->chunk_end && (n = at(k, b)).cp == c.cp; b += n.len) {
        }
    }
    while (b < k->chunk_end && at(k, b).cls == DEM_C_MARK) b += at(k, b).len;
    push(k, a, b);
    return b;
}

/* [a,b) inside one chunk; no addresses left in it. */
static void scan_plain(scan *k, size_t a, size_t b)
{
    while (a < b) {
        dem_char c = at(k, a);
        if (b - a <= 4 && b == k->chunk_end && (c.cls == DEM_C_OTHER) && is(k, a, b, DEM_WORD_SMILE, false)) {
            push(k, a, b);
            return;
        }
        if (alnum(c) || c.cls == DEM_C_MARK)
            a = scan_word(k, a);
        else if (c.cls == DEM_C_DENSE)
            a = scan_dense(k, a);
        else if (c.cls == DEM_C_SPACE)
            a += c.len ? c.len : 1;
        else
            a = scan_sign(k, a);
    }
}

static void scan_chunk(scan *k, size_t a, size_t b, bool address)
{
    k->chunk_end = b;
    for (size_t from, to; address && b - a <= MAX_ADDRESS && a < b && find_address(k, a, &from, &to);) {
        k->chunk_end = from;
        scan_plain(k, a, from);
        if (k->s->r->tokens.n && from > a) k->s->r->tokens.items[k->s->r->tokens.n - 1].space_after = false;
        k->chunk_end = b;
        push(k, from, to);
        a = to;
    }
    scan_plain(k, a, b);
}

void dem_tokenize(dem_segmenter *s, dem_span span)
{
    scan k = {.s = s, .p = s->r->text.p, .end = span.end};
    size_t i = span.start;
    while (i < span.end && !s->full) {
        dem_char c = dem_char_at(k.p, i, span.end);
        if (c.cls == DEM_C_SPACE) {
            i += c.len;
            continue;
        }
        size_t b = i;
        bool address = false;
        for (; b < span.end; b += c.len) {
            c = dem_char_at(k.p, b, span.end);
            if (c.cls == DEM_C_SPACE) break;
            address |= of_address(c.cp);
        }
        scan_chunk(&k, i, b, address);
        i = b;
    }
}
