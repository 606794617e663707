/* SPDX-License-Identifier: Apache-2.0 */
/* One report from one JSON object. */
#include "ingest/internal.h"

#include <jansson.h>

/* NUL is no character of a name, and not every reader of records lives through one. */
static dem_str take_string(dem_report *r, const json_t *v)
{
    return dem_blank_nul(dem_str_dup(r->arena, (dem_str){json_string_value(v), json_string_length(v)}));
}

/* Known keys go where they belong; the rest, and what could not be understood, is kept and given back with the report.
 */
static int take_keys(dem_report *r, json_t *object, const char *name, size_t line, const dem_ingest_options *o,
                     dem_error *err)
{
    const struct {
        const char *key;
        dem_str *field;
    } known[] = {{"id", &r->meta.id},         {"title", &r->meta.title}, {"publisher", &r->meta.publisher},
                 {"author", &r->meta.author}, {"url", &r->meta.url},     {"language", &r->meta.language}};
    json_t *extra = json_object();
    if (!extra) return dem_fail_at(err, DEM_EMEMORY, name, line, -1, "memory is out");
    const char *key;
    json_t *v;
    int rc = DEM_OK;
    json_object_foreach(object, key, v)
    {
        bool done = strcmp(key, "text") == 0 || json_is_null(v);
        for (size_t i = 0; i < sizeof known / sizeof *known && !done; i++) {
            if (strcmp(key, known[i].key) != 0) continue;
            char number[32];
            if (json_is_integer(v) && i == 0) {
                snprintf(number, sizeof number, "%lld", (long long)json_integer_value(v));
                *known[i].field = dem_str_dup(r->arena, dem_str_c(number));
            } else if (json_is_string(v)) {
                *known[i].field = dem_str_trim(take_string(r, v));
            } else {
                rc = dem_fail_at(err, DEM_EFORMAT, name, line, -1, "\"%s\" is not a string", key);
            }
            done = true;
        }
        if (!done && strcmp(key, "published") == 0 && json_is_string(v)) {
            r->meta.published = dem_day_of_meta(o->rules, r->arena, take_string(r, v));
            done = r->meta.published != DEM_DAY_NONE;
        }
        if (!done && json_object_set(extra, key, v) != 0)
            rc = dem_fail_at(err, DEM_EMEMORY, name, line, -1, "memory is out");
        if (rc) break;
    }
    if (!rc && json_object_size(extra))
        r->meta.extra = extra;
    else
        json_decref(extra);
    return rc;
}

int dem_ingest_json(dem_report *r, dem_str bytes, const char *name, size_t line, const dem_ingest_options *o,
                    dem_error *err)
{
    json_error_t e;
    if (err) *err = (dem_error){.byte = -1};
    if (dem_str_starts(bytes, DEM_STR("\xef\xbb\xbf"))) bytes = dem_str_cut(bytes, 3, bytes.n);
    json_t *object = json_loadb(bytes.p ? bytes.p : "", bytes.n, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &e);
    if (!object)
        return dem_fail_at(err, DEM_EFORMAT, name, line + (e.line > 1 ? (size_t)e.line - 1 : 0), e.position,
                           "not valid JSON: %s", e.text);
    const json_t *text = json_is_object(object) ? json_object_get(object, "text") : NULL;
    int rc = DEM_OK;
    if (!json_is_object(object))
        rc = dem_fail_at(err, DEM_EFORMAT, name, line, -1, "a JSON object is expected on each line");
    else if (!json_is_string(text))
        rc = dem_fail_at(err, DEM_EFORMAT, name, line, -1, text ? "\"text\" is not a string" : "\"text\" is missing");
    if (!rc) rc = take_keys(r, object, name, line, o, err);
    if (!rc) {
        dem_str t = {json_string_value(text), json_string_length(text)};
        rc = dem_take_text(r, t, false, o, err);
        if (rc && err && !err->file[0]) {
            dem_error copy = *err;
            dem_fail_at(err, (dem_status)rc, name, line, -1, "%s", copy.message);
        }
    }
    if (!rc && !r->meta.id.n)
        r->meta.id = dem_str_printf(r->arena, "%.*s:%zu", DEM_FMT(dem_id_of_name(r->arena, name)), line);
    if (!rc) rc = dem_finish(r, name, line, o, err);
    json_decref(object);
    return rc;
}
