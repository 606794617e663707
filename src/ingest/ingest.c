/* SPDX-License-Identifier: Apache-2.0 */
/* One report from the bytes of one file: the steps in their order. */
#include "ingest/internal.h"

#include "ingest/sha256.h"

static bool has_ending(dem_str name, const char *ending)
{
    dem_str e = dem_str_c(ending);
    return name.n > e.n && dem_str_ieq(dem_str_cut(name, name.n - e.n, name.n), e);
}

dem_str dem_id_of_name(dem_arena *a, const char *name)
{
    dem_str s = dem_str_c(name);
    if (dem_str_is(s, "-")) return DEM_STR("stdin");
    for (size_t i = s.n; i > 0; i--)
        if (s.p[i - 1] == '/') {
            s = dem_str_cut(s, i, s.n);
            break;
        }
    if (has_ending(s, ".gz")) s.n -= 3;
    for (size_t i = s.n; i > 1; i--)
        if (s.p[i - 1] == '.') {
            s.n = i - 1;
            break;
        }
    return dem_str_dup(a, s);
}

dem_format dem_sniff(const char *name, dem_str head)
{
    dem_str s = dem_str_c(name);
    if (has_ending(s, ".gz")) s.n -= 3;
    if (has_ending(s, ".jsonl") || has_ending(s, ".ndjson") || has_ending(s, ".json")) return DEM_FORMAT_JSONL;
    if (has_ending(s, ".html") || has_ending(s, ".htm") || has_ending(s, ".xhtml")) return DEM_FORMAT_HTML;
    if (has_ending(s, ".txt")) return DEM_FORMAT_TEXT;
    if (dem_str_starts(head, DEM_STR("\xef\xbb\xbf"))) head = dem_str_cut(head, 3, head.n);
    head = dem_str_trim(head);
    if (dem_str_starts(head, DEM_STR("{")) &&
        dem_str_find(dem_str_cut(head, 0, 65536), DEM_STR("\"text\""), 0) != SIZE_MAX)
        return DEM_FORMAT_JSONL;
    dem_str start = dem_str_cut(head, 0, 2048);
    if (dem_str_starts(head, DEM_STR("<")) && (dem_str_ifind(start, DEM_STR("<!doctype html"), 0) != SIZE_MAX ||
                                               dem_str_ifind(start, DEM_STR("<html"), 0) != SIZE_MAX ||
                                               dem_str_ifind(start, DEM_STR("<head"), 0) != SIZE_MAX ||
                                               dem_str_ifind(start, DEM_STR("<body"), 0) != SIZE_MAX))
        return DEM_FORMAT_HTML;
    return DEM_FORMAT_TEXT;
}

static bool is_english(dem_str code)
{
    return dem_str_ieq(dem_str_cut(code, 0, 2), DEM_STR("en")) && (code.n == 2 || code.p[2] == '-' || code.p[2] == '_');
}

/* The language given, else the one recognised. Refused: another than English. */
static int check_language(dem_report *r, const char *name, size_t line, const dem_ingest_options *o, dem_error *err)
{
    dem_language l = dem_language_of(o->rules, r->text);
    dem_str said = r->meta.language;
    if (!l.code.n && said.n && !is_english(said)) l = (dem_language){said, said};
    if (!said.n || (l.code.n && is_english(said) != is_english(l.code)))
        r->meta.language = l.code; /* what the text shows counts */
    if (o->any_language || !l.code.n || is_english(l.code)) return DEM_OK;
    return dem_fail_at(err, DEM_ELANGUAGE, name, line, -1,
                       "the text is in %.*s, and only English is read so far; it was left out", DEM_FMT(l.name));
}

int dem_finish(dem_report *r, const char *name, size_t line, const dem_ingest_options *o, dem_error *err)
{
    if (r->text.n > DEM_TEXT_LIMIT)
        return dem_fail_at(err, DEM_ELIMIT, name, line, -1, "the text is longer than %zu bytes", DEM_TEXT_LIMIT);
    bool some = false;
    for (size_t i = 0; i < r->text.n && !some; i++) some = (unsigned char)r->text.p[i] > ' ';
    if (!some) return dem_fail_at(err, DEM_EEMPTY, name, line, -1, "there is no text in it");
    if (!r->meta.id.n) r->meta.id = dem_id_of_name(r->arena, name);
    dem_sha256_hex(r->text, r->meta.sha256);
    return check_language(r, name, line, o, err);
}

/* Text of ours, changed in its place: all offsets stay. */
dem_str dem_blank_nul(dem_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!s.p[i]) ((char *)(uintptr_t)s.p)[i] = ' ';
    return s;
}

static int take_verbatim(dem_report *r, dem_str utf8, const dem_ingest_options *o, dem_error *err)
{
    if (utf8.n > DEM_TEXT_LIMIT) return dem_fail(err, DEM_ELIMIT, "the text is longer than %zu bytes", DEM_TEXT_LIMIT);
    r->text = dem_blank_nul(dem_str_dup(r->arena, utf8));
    if (!r->text.p) return dem_fail(err, DEM_EMEMORY, "the text needs more memory than the limit");
    return dem_paragraphs_verbatim(o->rules, r, err);
}

/* Text as text: the title is among its lines unless metadata gave it. */
int dem_take_text(dem_report *r, dem_str utf8, bool headline, const dem_ingest_options *o, dem_error *err)
{
    if (o->verbatim) return take_verbatim(r, utf8, o, err);
    dem_str clean;
    dem_blocks blocks = {0};
    int rc = dem_normalise(r->arena, utf8, &clean, err);
    if (!rc) rc = dem_blocks_of_text(o->rules, r->arena, clean, &blocks, err);
    return rc ? rc : dem_compose(o->rules, r, &blocks, headline, err);
}

/* An error that does not yet say where. */
static int name_error(int rc, const char *name, size_t line, dem_error *err)
{
    if (rc && err && !err->file[0]) {
        dem_error copy = *err;
        dem_fail_at(err, (dem_status)rc, name, line, copy.byte, "%s", copy.message);
    }
    return rc;
}

int dem_ingest_bytes(dem_report *r, dem_str bytes, const char *name, const dem_ingest_options *o, dem_error *err)
{
    static const dem_ingest_options defaults = {0};
    if (!o) o = &defaults;
    dem_format format = o->format == DEM_FORMAT_AUTO ? dem_sniff(name, bytes) : o->format;
    if (err) *err = (dem_error){.byte = -1};
    if (format == DEM_FORMAT_JSONL) return dem_ingest_json(r, bytes, name, 1, o, err);
    dem_str utf8;
    dem_blocks blocks = {0};
    int rc = dem_decode(r->arena, bytes, format == DEM_FORMAT_HTML, name, &utf8, err);
    if (!rc && format == DEM_FORMAT_HTML) {
        rc = dem_html_blocks(o->rules, r, utf8, name, &blocks, err);
        if (!rc) rc = dem_compose(o->rules, r, &blocks, !r->meta.title.n, err);
    } else if (!rc) {
        rc = dem_take_text(r, utf8, true, o, err);
    }
    if (!rc) rc = dem_finish(r, name, 0, o, err);
    return name_error(rc, name, 0, err);
}
