/* SPDX-License-Identifier: Apache-2.0 */
/* Does a printed record say what the gold expects? Only what the gold states is compared. The rules stand in
 * tests/gold/README.md. */
#include "eval/records.h"

#include <stdlib.h>

const char *const dem_field_names[6] = {"status", "speaker", "date", "place", "conditions", "count"};

static const char *str(const json_t *v, const char *key)
{
    const char *s = json_string_value(json_object_get(v, key));
    return s ? s : "";
}

/* Lower case, runs of white space as one space; both ends trimmed. */
static char *folded(const char *s)
{
    char *d = malloc(strlen(s) + 1);
    size_t n = 0;
    bool space = false;
    for (; d && *s; s++) {
        if (strchr(" \t\r\n", *s)) {
            space = true;
            continue;
        }
        if (space && n) d[n++] = ' ';
        space = false;
        d[n++] = *s >= 'A' && *s <= 'Z' ? (char)(*s + 32) : *s;
    }
    if (d) d[n] = 0;
    return d;
}

bool dem_holds(const char *whole, const char *part)
{
    char *w = folded(whole), *p = folded(part);
    bool yes = w && p && *p && strstr(w, p);
    free(w);
    free(p);
    return yes;
}

bool dem_same_sentence(const json_t *gold, const json_t *found)
{
    return dem_holds(str(json_object_get(found, "sentence"), "text"), str(gold, "sentence"));
}

static const char *last_word(const char *s)
{
    const char *space = strrchr(s, ' ');
    return space ? space + 1 : s;
}

/* Without vowels and doubled letters, but for the first: transliterations of one name differ in them. Returns the letters kept. */
static size_t skeleton(char *s)
{
    size_t n = 0;
    for (const char *c = s; *c; c++)
        if (c == s || (!strchr("aeiou'", *c) && (!n || s[n - 1] != *c))) s[n++] = *c;
    s[n] = 0;
    return n;
}

static bool same_name(const char *a, const char *b)
{
    if (!*a || !*b) return false;
    if (dem_holds(a, b) || dem_holds(b, a)) return true;
    char *x = folded(last_word(a)), *y = folded(last_word(b));
    bool same = x && y && *x && (strcmp(x, y) == 0 || (skeleton(x) >= 2 && skeleton(y) >= 2 && strcmp(x, y) == 0));
    free(x);
    free(y);
    return same;
}

/* The characters [start, end) of the text, as the record's own offsets say. */
static bool span_text(const json_t *v, const char *text, char *out, size_t size)
{
    json_int_t a = json_integer_value(json_object_get(v, "start")), b = json_integer_value(json_object_get(v, "end")),
               at = 0;
    size_t n = 0;
    if (b <= a) return false;
    for (const char *c = text; *c && at <= b; c++) {
        if (((unsigned char)*c & 0xc0) != 0x80) at++;
        if (at > a && at <= b && n + 1 < size) out[n++] = *c;
    }
    out[n] = 0;
    return n > 0;
}

static bool is_speaker(const json_t *link, const char *want, const char *text)
{
    char own[512];
    return same_name(str(link, "name"), want) || same_name(str(link, "text"), want) ||
           (span_text(link, text, own, sizeof own) && same_name(own, want));
}

static bool speaker_agrees(const json_t *found, const char *want, const char *text)
{
    size_t i;
    const json_t *link;
    json_array_foreach(json_object_get(found, "attribution"), i, link) if (is_speaker(link, want, text)) return true;
    return false;
}

/* ---- codes ---- */

/* "SYRREB" wants the country SYR and among the sectors REB. */
static bool code_agrees(const char *want, const char *have)
{
    dem_str w = dem_str_c(want), h = dem_str_c(have), head = dem_code_head(w);
    if (!w.n || !h.n || !dem_str_eq(head, dem_code_head(h))) return false;
    size_t skip_w = (size_t)(head.p - w.p) + head.n, skip_h = (size_t)(dem_code_head(h).p - h.p) + 3;
    for (size_t i = skip_w; i + 3 <= w.n; i += 3) {
        bool there = false;
        for (size_t k = skip_h; k + 3 <= h.n; k += 3)
            there |= dem_str_eq(dem_str_cut(w, i, i + 3), dem_str_cut(h, k, k + 3));
        if (!there) return false;
    }
    return true;
}

static bool any_code(const json_t *actors, const char *want)
{
    size_t i;
    const json_t *a;
    json_array_foreach(actors, i, a) if (code_agrees(want, str(a, "code"))) return true;
    return false;
}

/* Every code of the list among the record's; an empty list wants none. `also`: a second list to look in, may be NULL.
 */
static bool list_agrees(const json_t *want, const json_t *have, const json_t *also)
{
    size_t i;
    const json_t *w;
    if (!want) return true;
    if (json_array_size(want) == 0) return json_array_size(have) == 0;
    json_array_foreach(want, i, w)
    {
        const char *code = json_string_value(w);
        if (code && !any_code(have, code) && !any_code(also, code)) return false;
    }
    return true;
}

static bool in_list(const json_t *list, const char *s)
{
    size_t i;
    const json_t *v;
    json_array_foreach(list, i, v) if (json_string_value(v) && strcmp(json_string_value(v), s) == 0) return true;
    return false;
}

/* ---- fields ---- */

static void ask(dem_agreement *a, int field, bool agrees)
{
    a->asks[field] = true;
    a->agrees[field] = agrees;
    a->fit += agrees;
}

static void match_date(dem_agreement *a, const json_t *gold, const char *start)
{
    const json_t *want = json_object_get(gold, "date");
    if (want) ask(a, DEM_FIELD_DATE, json_is_null(want) ? !*start : strcmp(start, str(gold, "date")) == 0);
}

static void match_place(dem_agreement *a, const json_t *gold, const json_t *found)
{
    const json_t *place = json_object_get(found, "place");
    const char *want = str(gold, "place");
    if (*want)
        ask(a, DEM_FIELD_PLACE, strcmp(str(place, "country"), want) == 0 || same_name(str(place, "name"), want) || dem_holds(str(place, "admin"), want));
}

/* A condition counts where it stands in the event's sentence; a record alone brings its own. */
static bool conditions_agree(const json_t *want, const json_t *found)
{
    const json_t *given = json_object_get(found, "conditions_of_sentence");
    if (!given) given = json_object_get(found, "conditions");
    size_t i, k;
    const json_t *w, *c;
    json_array_foreach(want, i, w)
    {
        bool there = false;
        json_array_foreach(given, k, c) there |=
            strcmp(str(c, "type"), json_string_value(w) ? json_string_value(w) : "") == 0;
        if (!there) return false;
    }
    return true;
}

dem_agreement dem_match_event(const json_t *gold, const json_t *found, const char *text)
{
    dem_agreement a = {0};
    const json_t *actors = json_object_get(found, "actor"), *recipients = json_object_get(found, "recipient");
    bool mutual = json_is_true(json_object_get(gold, "mutual"));
    a.code = strcmp(str(gold, "cameo"), str(found, "cameo")) == 0 ||
             in_list(json_object_get(gold, "also"), str(found, "cameo"));
    a.actor = list_agrees(json_object_get(gold, "actor"), actors, mutual ? recipients : NULL);
    a.recipient = mutual || list_agrees(json_object_get(gold, "recipient"), recipients, NULL);
    a.core = a.code && a.actor && a.recipient;
    a.fit = a.code * 8 + a.actor * 4 + a.recipient * 4;
    if (strcmp(str(gold, "cameo"), str(found, "cameo")) == 0) a.fit += 2;
    const char *trigger = str(gold, "trigger");
    if (*trigger && dem_holds(str(json_object_get(found, "trigger"), "text"), trigger)) a.fit += 6;
    if (*str(gold, "status")) ask(&a, DEM_FIELD_STATUS, strcmp(str(gold, "status"), str(found, "status")) == 0);
    if (*str(gold, "speaker")) ask(&a, DEM_FIELD_SPEAKER, speaker_agrees(found, str(gold, "speaker"), text));
    match_date(&a, gold, str(json_object_get(found, "date"), "start"));
    match_place(&a, gold, found);
    if (json_object_get(gold, "conditions"))
        ask(&a, DEM_FIELD_CONDITIONS, conditions_agree(json_object_get(gold, "conditions"), found));
    return a;
}

dem_agreement dem_match_claim(const json_t *gold, const json_t *found, const char *text)
{
    dem_agreement a = {.recipient = true};
    const json_t *count = json_object_get(found, "count");
    static const char *const numbers[] = {"min", "max"};
    a.code = strcmp(str(gold, "kind"), str(found, "kind")) == 0;
    a.actor = true; /* the figure itself */
    for (size_t i = 0; i < 2; i++) {
        const json_t *want = json_object_get(gold, numbers[i]), *have = json_object_get(count, numbers[i]);
        if (want) a.actor &= json_is_integer(have) && json_integer_value(have) == json_integer_value(want);
    }
    a.core = a.code && a.actor;
    a.fit = a.code * 8 + a.actor * 8;
    if (*str(gold, "qualifier")) ask(&a, DEM_FIELD_COUNT, strcmp(str(gold, "qualifier"), str(count, "qualifier")) == 0);
    if (*str(gold, "speaker")) ask(&a, DEM_FIELD_SPEAKER, speaker_agrees(found, str(gold, "speaker"), text));
    const char *start = str(json_object_get(found, "date"), "start");
    match_date(&a, gold, *start ? start : str(json_object_get(found, "period"), "start"));
    match_place(&a, gold, found);
    return a;
}

dem_agreement dem_match_statement(const json_t *gold, const json_t *found, const char *text)
{
    dem_agreement a = {.actor = true, .recipient = true};
    const json_t *speaker = json_object_get(found, "speaker");
    a.code = !*str(gold, "speaker") || is_speaker(speaker, str(gold, "speaker"), text) ||
             (*str(gold, "code") && code_agrees(str(gold, "code"), str(speaker, "code")));
    a.actor = !*str(gold, "cue") || dem_holds(str(json_object_get(found, "cue"), "text"), str(gold, "cue"));
    a.core = a.code && a.actor;
    a.fit = a.code * 8 + a.actor * 8;
    if (*str(gold, "speaker")) ask(&a, DEM_FIELD_SPEAKER, is_speaker(speaker, str(gold, "speaker"), text));
    if (*str(gold, "code")) ask(&a, DEM_FIELD_STATUS, code_agrees(str(gold, "code"), str(speaker, "code")));
    return a;
}

static bool same_words(const char *a, const char *b) { return dem_holds(a, b) && dem_holds(b, a); }

dem_told dem_match_condition(const json_t *gold, const json_t *found, const json_t *condition, const char *text)
{
    dem_told t = {strcmp(str(gold, "type"), str(condition, "type")) == 0, same_words(str(gold, "text"), str(condition, "text")), false};
    const char *want = str(gold, "speaker");
    if (!*want) return t;
    size_t i;
    const json_t *a;
    t.speaker = is_speaker(json_object_get(found, "speaker"), want, text) || speaker_agrees(found, want, text);
    json_array_foreach(json_object_get(found, "actor"), i, a) t.speaker |= is_speaker(a, want, text);
    return t;
}
