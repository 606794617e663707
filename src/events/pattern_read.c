/* SPDX-License-Identifier: Apache-2.0 */
/* Reads patterns ("v:hold obj:@talks !with") and role paths ("subj, obj.with + between"). */
#include "events/rules.h"

enum { MAX_DEPTH = 6 };

typedef struct reader {
    dem_rules *rules;
    const char *file;
    size_t line;
    dem_error *err;
} reader;

static int bad(const reader *rd, const char *what, dem_str where)
{
    return dem_fail_at(rd->err, DEM_EDATA, rd->file, rd->line, -1, "%s: \"%.*s\"", what, DEM_FMT(where));
}

int32_t dem_class_find(dem_rules *rules, dem_str name, bool add)
{
    for (size_t i = 0; i < rules->classes.n; i++)
        if (dem_str_eq(rules->classes.items[i].name, name)) return (int32_t)i;
    if (!add) return DEM_NONE;
    dem_class *c = DEM_PUSH(rules->arena, &rules->classes);
    if (!c) return DEM_NONE;
    c->name = dem_str_dup(rules->arena, name);
    return (int32_t)rules->classes.n - 1;
}

/* Cuts the next blank-separated item off; a parenthesis keeps its blanks. */
static bool next_item(dem_str *rest, dem_str *item)
{
    *rest = dem_str_trim(*rest);
    if (!rest->n) return false;
    size_t i = 0;
    int open = 0;
    for (; i < rest->n && (open > 0 || rest->p[i] != ' '); i++) open += rest->p[i] == '(' ? 1 : rest->p[i] == ')' ? -1 : 0;
    *item = dem_str_cut(*rest, 0, i);
    *rest = dem_str_cut(*rest, i, rest->n);
    return true;
}

static dem_str drop_pos(dem_str w, char *pos)
{
    if (w.n > 2 && w.p[1] == ':' && (w.p[0] == 'v' || w.p[0] == 'n' || w.p[0] == 'a')) {
        *pos = w.p[0];
        return dem_str_cut(w, 2, w.n);
    }
    return w;
}

static int read_words(reader *rd, dem_str text, dem_word_refs *out)
{
    char pos = 0;
    dem_str rest = drop_pos(text, &pos), part;
    while (dem_str_split(&rest, '|', &part)) {
        char own = pos;
        part = drop_pos(part, &own);
        if (!part.n) return bad(rd, "an alternative is empty", text);
        if (dem_str_find(part, DEM_STR("("), 0) != SIZE_MAX || dem_str_find(part, DEM_STR(" "), 0) != SIZE_MAX) return bad(rd, "a pattern cannot be one of several words", text);
        if (dem_str_is(part, "actor") || dem_str_is(part, "person") || dem_str_is(part, "named") || dem_str_is(part, "clause"))
            return bad(rd, "a kind of filler cannot be one of several words", text);
        dem_word_ref *w = DEM_PUSH(rd->rules->arena, out);
        if (!w) return dem_fail(rd->err, DEM_EMEMORY, "memory is out");
        w->cls = DEM_NONE;
        w->pos = own;
        if (part.p[0] == '@')
            w->cls = dem_class_find(rd->rules, dem_str_cut(part, 1, part.n), true);
        else
            w->word = dem_str_dup(rd->rules->arena, part);
    }
    return DEM_OK;
}

static int read_pattern(reader *rd, dem_str text, dem_pattern *out, int depth);

static int read_filler(reader *rd, dem_str f, dem_constraint *c, int depth)
{
    if (dem_str_is(f, "*")) {
        c->kind = DEM_FILL_ANY;
    } else if (dem_str_is(f, "actor")) {
        c->kind = DEM_FILL_ACTOR;
    } else if (dem_str_is(f, "person")) {
        c->kind = DEM_FILL_PERSON;
    } else if (dem_str_is(f, "named")) {
        c->kind = DEM_FILL_NAMED;
    } else if (dem_str_is(f, "armed")) {
        c->kind = DEM_FILL_ARMED;
    } else if (dem_str_is(f, "place")) {
        c->kind = DEM_FILL_PLACE;
    } else if (dem_str_is(f, "clause")) {
        c->kind = DEM_FILL_CLAUSE;
    } else if (f.n > 1 && f.p[0] == '(' && f.p[f.n - 1] == ')') {
        c->kind = DEM_FILL_NESTED;
        c->nested = DEM_NEW(rd->rules->arena, dem_pattern);
        if (!c->nested) return dem_fail(rd->err, DEM_EMEMORY, "memory is out");
        return read_pattern(rd, dem_str_cut(f, 1, f.n - 1), c->nested, depth + 1);
    } else {
        c->kind = DEM_FILL_WORDS;
        return read_words(rd, f, &c->words);
    }
    return DEM_OK;
}

static const struct {
    const char *name;
    uint32_t flag;
} flag_names[] = {{"negated", DEM_FRAME_NEGATED},   {"passive", DEM_FRAME_PASSIVE},       {"future", DEM_FRAME_FUTURE},
                  {"modal", DEM_FRAME_MODAL},       {"past", DEM_FRAME_PAST},             {"perfect", DEM_FRAME_PERFECT},
                  {"copula", DEM_FRAME_COPULA},     {"nominal", DEM_FRAME_NOMINAL},       {"infinitive", DEM_FRAME_INFINITIVE},
                  {"participle", DEM_FRAME_PARTICIPLE}, {"progressive", DEM_FRAME_PROGRESSIVE}};

static int read_flag(reader *rd, dem_str item, dem_pattern *out)
{
    for (size_t i = 0; i < sizeof flag_names / sizeof *flag_names; i++) {
        if (!dem_str_is(dem_str_cut(item, 1, item.n), flag_names[i].name)) continue;
        if (item.p[0] == '+')
            out->on |= flag_names[i].flag;
        else
            out->off |= flag_names[i].flag;
        return DEM_OK;
    }
    return bad(rd, "there is no such flag", item);
}

static int read_constraint(reader *rd, dem_str item, dem_pattern *out, int depth)
{
    dem_constraint *c = DEM_PUSH(rd->rules->arena, &out->constraints);
    if (!c) return dem_fail(rd->err, DEM_EMEMORY, "memory is out");
    if (item.p[0] == '!' || item.p[0] == '?') {
        c->absent = item.p[0] == '!';
        c->optional = item.p[0] == '?';
        item = dem_str_cut(item, 1, item.n);
    }
    size_t colon = dem_str_find(item, DEM_STR(":"), 0);
    dem_str slots = colon == SIZE_MAX ? item : dem_str_cut(item, 0, colon), part;
    dem_str filler = colon == SIZE_MAX ? DEM_STR("*") : dem_str_cut(item, colon + 1, item.n);
    while (dem_str_split(&slots, '|', &part)) {
        dem_str *s = part.n ? DEM_PUSH(rd->rules->arena, &c->slots) : NULL;
        if (!s) return bad(rd, "a slot has no name", item);
        *s = dem_str_dup(rd->rules->arena, part);
    }
    if (!filler.n) return bad(rd, "nothing stands behind the colon", item);
    return read_filler(rd, filler, c, depth);
}

static int read_pattern(reader *rd, dem_str text, dem_pattern *out, int depth)
{
    if (depth > MAX_DEPTH) return bad(rd, "patterns are nested too deeply", text);
    dem_str item;
    if (!next_item(&text, &item)) return bad(rd, "the pattern is empty", text);
    int rc = read_words(rd, item, &out->head);
    while (rc == DEM_OK && next_item(&text, &item)) {
        if (item.p[0] == '+' || item.p[0] == '-')
            rc = read_flag(rd, item, out);
        else
            rc = read_constraint(rd, item, out, depth);
    }
    return rc;
}

int dem_pattern_read(dem_rules *rules, dem_str text, const char *file, size_t line, dem_pattern *out, dem_error *err)
{
    reader rd = {rules, file, line, err};
    return read_pattern(&rd, text, out, 0);
}

static int add_path(reader *rd, dem_str text, bool join, dem_paths *out)
{
    text = dem_str_trim(text);
    if (!text.n) return bad(rd, "a path is empty", text);
    dem_role_path *p = DEM_PUSH(rd->rules->arena, &out->items);
    if (!p) return dem_fail(rd->err, DEM_EMEMORY, "memory is out");
    p->join = join;
    dem_str step;
    while (dem_str_split(&text, '.', &step)) {
        dem_str *s = DEM_PUSH(rd->rules->arena, &p->path.steps);
        if (!s) return dem_fail(rd->err, DEM_EMEMORY, "memory is out");
        *s = dem_str_dup(rd->rules->arena, dem_str_trim(step));
    }
    return DEM_OK;
}

int dem_paths_read(dem_rules *rules, dem_str text, const char *file, size_t line, dem_paths *out, dem_error *err)
{
    reader rd = {rules, file, line, err};
    *out = (dem_paths){.given = true};
    if (dem_str_is(dem_str_trim(text), "none")) return DEM_OK;
    dem_str group, one;
    while (dem_str_split(&text, ',', &group)) {
        bool join = false;
        while (dem_str_split(&group, '+', &one)) {
            int rc = add_path(&rd, one, join, out);
            if (rc != DEM_OK) return rc;
            join = true;
        }
    }
    return DEM_OK;
}
