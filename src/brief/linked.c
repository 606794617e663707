/* SPDX-License-Identifier: Apache-2.0 */
/* Views from what the stories stage has linked across reports: initiatives, positions, and what tellings of one event differ in. The
   records are read as demarche-records(5) describes them; a key that is missing is passed over. */
#include "brief/model.h"

#include "store/sql.h"

#include <stdlib.h>

typedef struct tell_id {
    dem_str event; /* by which the tell is known */
    size_t tell;
} tell_id;

typedef struct linking {
    dem_brief *b;
    dem_buf line;
    tell_id *ids; /* of all tells, sorted */
} linking;

static int id_order(const void *a, const void *b)
{
    return dem_str_cmp(((const tell_id *)a)->event, ((const tell_id *)b)->event);
}

static bool index_tells(linking *l)
{
    size_t n = l->b->tells.n;
    l->ids = DEM_NEW_N(l->b->a, tell_id, n + 1);
    if (!l->ids) return false;
    for (size_t i = 0; i < n; i++) l->ids[i] = (tell_id){l->b->tells.items[i].first.src.id, i};
    if (n) qsort(l->ids, n, sizeof *l->ids, id_order);
    return true;
}

/* The tell whose first telling is this event; NULL when there is none. */
static dem_tell *tell_of_event(const linking *l, const json_t *id)
{
    tell_id want = {.event = json_is_string(id) ? (dem_str){json_string_value(id), json_string_length(id)} : DEM_STR_NONE};
    const tell_id *hit = want.event.n && l->b->tells.n ? bsearch(&want, l->ids, l->b->tells.n, sizeof want, id_order) : NULL;
    return hit ? &l->b->tells.items[hit->tell] : NULL;
}

static dem_str text_of(const json_t *o, const char *key)
{
    const json_t *v = json_object_get(o, key);
    return json_is_string(v) ? (dem_str){json_string_value(v), json_string_length(v)} : DEM_STR_NONE;
}

static dem_str kept(linking *l)
{
    dem_str s = dem_str_dup(l->b->a, dem_buf_view(&l->line));
    dem_buf_clear(&l->line);
    return s;
}

static dem_party_row party_of(const json_t *o)
{
    return (dem_party_row){.name = text_of(o, "name"), .code = text_of(o, "code"), .country = text_of(o, "country")};
}

static void party_list(linking *l, const json_t *list, dem_buf *out)
{
    size_t i, n = json_array_size(list);
    json_t *o;
    json_array_foreach(list, i, o)
    {
        dem_party_row p = party_of(o);
        if (i) dem_buf_c(out, i + 1 == n ? " and " : ", ");
        dem_party_words(&l->b->words, &p, out);
    }
}

/* "Syria: opposition": whom the actor speaks for; nothing when it is a state, or the sector has no words. */
static bool speaks_for(linking *l, const dem_party_row *p, dem_buf *out)
{
    dem_str sector = p->country.n == 3 && dem_str_starts(p->code, p->country) ? dem_str_cut(p->code, 3, 6) : DEM_STR_NONE;
    bool known = sector.n == 3 && !dem_str_eq(dem_word_of(&l->b->words, "sector", sector), sector);
    return known && dem_side_words(&l->b->words, p->code, p->country, DEM_STR_NONE, out);
}

/* "Burhan Ghalioun (Syria: opposition)" */
static void actor_words(linking *l, const dem_party_row *p, dem_buf *out)
{
    dem_buf side = {0};
    dem_party_words(&l->b->words, p, out);
    if (speaks_for(l, p, &side)) {
        dem_buf_clear(&side);
        if (dem_side_words(&l->b->words, p->code, p->country, p->name, &side)) dem_buf_printf(out, " (%.*s)", DEM_FMT(dem_buf_view(&side)));
    }
    if (side.failed) out->failed = true;
    dem_buf_free(&side);
}

/* At the head of a line. */
static void mark_head(linking *l, dem_str who)
{
    dem_buf head = {0};
    dem_buf_str(&head, who);
    if (head.n && head.p[0] >= 'a' && head.p[0] <= 'z') head.p[0] = (char)(head.p[0] - 32);
    dem_mark_strong(&l->line, dem_buf_view(&head));
    if (head.failed) l->line.failed = true;
    dem_buf_free(&head);
}

/* What makes two actors one row: a state's bodies by sector, of an organisation each body by itself. */
static dem_str actor_key(linking *l, const dem_party_row *p)
{
    bool body = p->code.n > 6 && p->country.n != 3;
    return dem_str_dup(l->b->a, body ? p->code : dem_party_key(p, l->b->a));
}

/* "reports": a list, or "report": one. */
static dem_strs reports_of(linking *l, const json_t *o)
{
    dem_strs out = {0};
    size_t i;
    json_t *v;
    json_array_foreach(json_object_get(o, "reports"), i, v)
        if (json_is_string(v)) dem_keys_add(&out, dem_str_dup(l->b->a, (dem_str){json_string_value(v), json_string_length(v)}), l->b->a);
    dem_keys_add(&out, dem_str_dup(l->b->a, text_of(o, "report")), l->b->a);
    return out;
}

/* What stands under an initiative is not told again among the other moves. */
static void spend(linking *l, const json_t *list)
{
    size_t i;
    json_t *v;
    json_array_foreach(list, i, v)
    {
        dem_tell *t = tell_of_event(l, v);
        if (t) t->initiative = 0;
    }
}

/* Condition, quote, reports: what stands behind a stance. */
static void stance_details(linking *l, const json_t *o, const dem_strs *reports)
{
    size_t i;
    json_t *c;
    if (text_of(o, "date").n) {
        dem_buf_c(&l->line, "; ");
        dem_day_words(&l->b->words, text_of(o, "date"), &l->line);
    }
    json_array_foreach(json_object_get(o, "conditions"), i, c)
    {
        bool none = dem_str_is(text_of(c, "type"), "without_preconditions");
        dem_buf_printf(&l->line, "; %.*s: ", DEM_FMT(dem_text_of_key(l->b, none ? "cond_none" : "cond")));
        dem_mark_quote(&l->line, text_of(c, "text"), 200);
    }
    dem_str quote = text_of(o, "quote");
    if (!quote.n) quote = text_of(o, "statement_text");
    if (quote.n) {
        dem_buf_c(&l->line, "; ");
        dem_mark_quote(&l->line, quote, 260);
    }
    dem_mark_reports(&l->line, reports);
}

static void answer(linking *l, dem_initiative_view *v, const json_t *o)
{
    dem_answer_view *a = DEM_PUSH(l->b->a, &v->answers);
    if (!a) return;
    dem_party_row p = party_of(json_object_get(o, "actor"));
    dem_strs reports = reports_of(l, o);
    *a = (dem_answer_view){.stance = dem_str_dup(l->b->a, text_of(o, "stance")), .day = dem_str_dup(l->b->a, text_of(o, "date"))};
    a->fresh = l->b->since && dem_reports_fresh(l->b, &reports);
    a->key = actor_key(l, &p);
    actor_words(l, &p, &l->line);
    a->who = a->row = kept(l);
    if (speaks_for(l, &p, &l->line)) a->row = kept(l);
    mark_head(l, a->who);
    stance_details(l, o, &reports);
    a->line = kept(l);
    spend(l, json_object_get(o, "events"));
}

static void initiative_title(linking *l, const json_t *o)
{
    dem_str kind = text_of(o, "kind"), name = text_of(o, "name"), venue = text_of(o, "venue");
    party_list(l, json_object_get(o, "proposer"), &l->line);
    if (l->line.n) dem_buf_c(&l->line, ": ");
    /* A name that says what it is needs no other word for it; of a resolution the kind says that it is a draft, unless its name does. */
    dem_str what = dem_word_of(&l->b->words, "kind", kind);
    bool draft = dem_str_is(kind, "resolution") && dem_str_ifind(name, DEM_STR("draft"), 0) == SIZE_MAX;
    bool says = !draft && dem_str_ifind(name, kind, 0) != SIZE_MAX, alone = dem_str_find(name, DEM_STR(" "), 0) == SIZE_MAX || dem_str_ieq(name, what);
    if (!says || alone) dem_buf_str(&l->line, what);
    if (!says && name.n) dem_buf_ch(&l->line, ' ');
    if (name.n && !(says && alone)) dem_mark_quote(&l->line, name, 80);
    if (venue.n) dem_buf_c(&l->line, ", "), dem_text_line(&l->line, venue, 80);
    if (json_array_size(json_object_get(o, "parties"))) {
        dem_buf_c(&l->line, " (");
        party_list(l, json_object_get(o, "parties"), &l->line);
        dem_buf_c(&l->line, ")");
    }
    if (l->line.n && l->line.p[0] >= 'a' && l->line.p[0] <= 'z') l->line.p[0] = (char)(l->line.p[0] - 32);
}

static void initiative(linking *l, const json_t *o)
{
    dem_brief *b = l->b;
    dem_initiative_view *v = DEM_PUSH(b->a, &b->initiatives);
    if (!v) return;
    dem_strs reports = reports_of(l, o);
    dem_str state = text_of(o, "state");
    /* Nothing came after it: its own maker took it back. */
    if (dem_str_is(state, "superseded") && !text_of(o, "superseded_by").n) state = DEM_STR("withdrawn");
    *v = (dem_initiative_view){.state = dem_str_dup(b->a, state), .first = dem_str_dup(b->a, text_of(o, "first")),
                               .last = dem_str_dup(b->a, text_of(o, "last")), .fresh = b->since && dem_reports_fresh(b, &reports)};
    const json_t *proposer = json_array_get(json_object_get(o, "proposer"), 0);
    dem_party_row p = party_of(proposer);
    v->proposer = proposer ? actor_key(l, &p) : DEM_STR_NONE;
    initiative_title(l, o);
    v->title = kept(l);
    if (v->first.n) {
        dem_day_words(&b->words, v->first, &l->line);
        if (v->last.n && !dem_str_eq(v->first, v->last)) {
            dem_buf_c(&l->line, " to ");
            dem_day_words(&b->words, v->last, &l->line);
        }
    }
    dem_mark_reports(&l->line, &reports);
    dem_str *note = l->line.n ? DEM_PUSH(b->a, &v->notes) : NULL;
    if (note) *note = kept(l);
    size_t i;
    json_t *r;
    json_array_foreach(json_object_get(o, "responses"), i, r) answer(l, v, r);
    spend(l, json_object_get(o, "events"));
}

/* "change of leadership: SYR" */
static void about_words(dem_str about, dem_buf *out)
{
    bool code = about.n > 5 && dem_str_eq(dem_str_cut(about, about.n - 5, about.n - 3), DEM_STR(": "));
    for (size_t i = about.n - 3; code && i < about.n; i++) code = about.p[i] >= 'A' && about.p[i] <= 'Z';
    dem_text_line(out, code ? dem_str_cut(about, 0, about.n - 5) : about, 160);
    if (!code) return;
    dem_buf_c(out, " (");
    dem_country_words(dem_str_cut(about, about.n - 3, about.n), out);
    dem_buf_ch(out, ')');
}

static void position(linking *l, const json_t *o)
{
    dem_brief *b = l->b;
    dem_line_view *v = DEM_PUSH(b->a, &b->positions);
    if (!v) return;
    dem_party_row p = party_of(json_object_get(o, "actor"));
    dem_strs reports = reports_of(l, o);
    *v = (dem_line_view){.day = dem_str_dup(b->a, text_of(o, "date").n ? text_of(o, "date") : text_of(o, "since")),
                         .fresh = b->since && dem_reports_fresh(b, &reports)};
    dem_buf who = {0};
    actor_words(l, &p, &who);
    mark_head(l, dem_buf_view(&who));
    dem_buf_free(&who);
    dem_buf_ch(&l->line, ' ');
    dem_text_line(&l->line, dem_word_of(&b->words, "stance", text_of(o, "stance")), 60);
    dem_str about = text_of(o, "about").n ? text_of(o, "about") : text_of(o, "issue");
    if (about.n) dem_buf_c(&l->line, ": "), about_words(about, &l->line);
    stance_details(l, o, &reports);
    v->line = kept(l);
    size_t i;
    json_t *e;
    json_array_foreach(json_object_get(o, "earlier"), i, e)
    {
        dem_strs before = reports_of(l, e);
        dem_buf_printf(&l->line, "%.*s: ", DEM_FMT(dem_text_of_key(b, "earlier")));
        dem_text_line(&l->line, dem_word_of(&b->words, "stance", text_of(e, "stance")), 60);
        stance_details(l, e, &before);
        dem_str *slot = DEM_PUSH(b->a, &v->lines);
        if (slot) *slot = kept(l);
    }
}

/* Each part of the shorter list ("SYR+SYRREB") is in the longer one, or begins a part of it: one telling says more, not otherwise. */
static bool within(dem_str a, dem_str b)
{
    dem_str part, other;
    while (dem_str_split(&a, '+', &part)) {
        dem_str rest = b;
        bool found = false;
        while (!found && dem_str_split(&rest, '+', &other)) found = dem_str_starts(other, part) || dem_str_starts(part, other);
        if (!found) return false;
    }
    return true;
}

/* Tellings that only say more or less than each other, or that differ in the code's last digits, are not at odds. */
static bool at_odds(dem_str what, const json_t *tellings)
{
    size_t i, k;
    json_t *x, *y;
    json_array_foreach(tellings, i, x)
    json_array_foreach(tellings, k, y)
    {
        dem_str a = text_of(x, "value"), b = text_of(y, "value");
        if (k >= i) break;
        if (dem_str_is(what, "code") ? !dem_str_eq(dem_str_cut(a, 0, 2), dem_str_cut(b, 0, 2)) : !within(a, b) && !within(b, a)) return true;
    }
    return false;
}

/* What tellings of one event differ in. */
static void differences(linking *l, const json_t *o, dem_str head)
{
    dem_brief *b = l->b;
    size_t i, k;
    json_t *d, *t;
    json_array_foreach(json_object_get(o, "differences"), i, d)
    {
        dem_str what = text_of(d, "what");
        dem_line_view *v = at_odds(what, json_object_get(d, "tellings")) ? DEM_PUSH(b->a, &b->disagreements) : NULL;
        if (!v) continue;
        dem_buf_str(&l->line, head);
        dem_buf_c(&l->line, ": ");
        dem_text_line(&l->line, dem_word_of(&b->words, "differ", what), 60);
        *v = (dem_line_view){.line = kept(l)};
        json_array_foreach(json_object_get(d, "tellings"), k, t)
        {
            dem_strs reports = reports_of(l, t);
            dem_str value = text_of(t, "value");
            dem_text_line(&l->line, dem_str_is(what, "code") ? dem_phrase_of(&b->words, value)->verb : value, 120);
            dem_mark_reports(&l->line, &reports);
            dem_str *slot = DEM_PUSH(b->a, &v->lines);
            if (slot) *slot = kept(l);
        }
    }
}

static bool of_country(const json_t *list, dem_str country)
{
    size_t i;
    json_t *o;
    json_array_foreach(list, i, o)
        if (dem_str_ieq(text_of(o, "country"), country)) return true;
    return false;
}

/* Days of the brief and its focus, asked of a record. */
static bool passes(const dem_brief *b, const json_t *o)
{
    const dem_filter *f = b->filter;
    dem_str first = text_of(o, "first"), last = text_of(o, "last");
    if (!first.n) first = text_of(o, "date");
    if (!last.n) last = first;
    if (f->from && f->from[0] && last.n && dem_str_cmp(last, dem_str_c(f->from)) < 0) return false;
    if (f->to && f->to[0] && first.n && dem_str_cmp(first, dem_str_c(f->to)) > 0) return false;
    if (!f->country || !f->country[0]) return true;
    dem_str c = dem_str_c(f->country);
    if (of_country(json_object_get(o, "proposer"), c) || of_country(json_object_get(o, "parties"), c)) return true;
    if (dem_str_ieq(text_of(json_object_get(o, "actor"), "country"), c)) return true;
    size_t i;
    json_t *r;
    json_array_foreach(json_object_get(o, "responses"), i, r)
        if (dem_str_ieq(text_of(json_object_get(r, "actor"), "country"), c)) return true;
    return dem_str_ieq(text_of(o, "country"), c);
}

/* Hands each record of the query over; the second column, when there is one, is words for it. */
static int each(linking *l, dem_store *s, const char *sql, void (*take)(linking *, const json_t *, dem_str), dem_error *err)
{
    dem_stmt *st;
    int rc = dem_sql_open(s, dem_str_c(sql), &st, err);
    if (rc != DEM_OK) return rc;
    for (bool row; (rc = dem_sql_step(st, &row, err)) == DEM_OK && row;) {
        dem_str record = dem_col_text(st, l->b->a), words = dem_col_text(st, l->b->a);
        json_t *o = record.n ? json_loadb(record.p, record.n, 0, NULL) : NULL;
        if (o && passes(l->b, o)) take(l, o, words);
        json_decref(o);
    }
    dem_sql_free(st);
    return rc;
}

static void take_initiative(linking *l, const json_t *o, dem_str words)
{
    (void)words;
    initiative(l, o);
}

static void take_position(linking *l, const json_t *o, dem_str words)
{
    (void)words;
    position(l, o);
}

static void take_cluster(linking *l, const json_t *o, dem_str words)
{
    const dem_tell *t = NULL;
    dem_buf head = {0};
    size_t i;
    json_t *v;
    json_array_foreach(json_object_get(o, "events"), i, v)
        if (!t) t = tell_of_event(l, v);
    if (t)
        dem_tell_sentence(l->b, t, &head);
    else
        dem_buf_str(&head, dem_phrase_of(&l->b->words, words)->verb);
    if (text_of(o, "place").n) dem_buf_c(&head, ", "), dem_text_line(&head, text_of(o, "place"), 60);
    if (text_of(o, "first").n) dem_buf_c(&head, ", "), dem_day_words(&l->b->words, text_of(o, "first"), &head);
    differences(l, o, dem_buf_view(&head));
    if (head.failed) l->line.failed = true;
    dem_buf_free(&head);
}

int dem_brief_linked(dem_brief *b, dem_store *s, dem_error *err)
{
    linking l = {.b = b};
    if (!index_tells(&l)) return dem_fail(err, DEM_EMEMORY, "memory is out");
    int rc = each(&l, s, "SELECT record, '' FROM initiatives ORDER BY first IS NULL, first, key", take_initiative, err);
    if (rc == DEM_OK)
        rc = each(&l, s, "SELECT record, '' FROM positions WHERE latest=1 ORDER BY day IS NULL, day DESC, key", take_position, err);
    if (rc == DEM_OK) rc = each(&l, s, "SELECT record, cameo FROM event_clusters ORDER BY day IS NULL, day, key", take_cluster, err);
    b->linked = b->initiatives.n > 0;
    if (rc == DEM_OK && (l.line.failed || dem_arena_failed(b->a))) rc = dem_fail(err, DEM_EMEMORY, "memory is out");
    dem_buf_free(&l.line);
    return rc;
}
