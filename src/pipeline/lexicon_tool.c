/* SPDX-License-Identifier: Apache-2.0 */
/* The public side of the lexicon's tools: look-up, check, import and compile, from files to streams. */
#include "actors/import.h"
#include "actors/lexcheck.h"
#include "actors/lexshow.h"
#include "base/file.h"
#include "pipeline/embedded.h"
#include "pipeline/engine.h"

#include <stdlib.h>

enum { FILE_LIMIT = 256 << 20 };

static int write_all(FILE *out, const char *p, size_t n, dem_error *err)
{
    return n == 0 || fwrite(p, 1, n, out) == n ? DEM_OK : dem_fail(err, DEM_EIO, "cannot write the output");
}

/* ---- look-up ---- */

int dem_lexicon_print(const dem_engine *engine, const char *name, const char *on, const char *format, FILE *out, size_t *found, dem_error *err)
{
    bool jsonl = format && strcmp(format, "jsonl") == 0;
    dem_day day = on ? dem_day_parse(dem_str_c(on)) : DEM_DAY_NONE;
    if (format && !jsonl && strcmp(format, "text") != 0) return dem_fail(err, DEM_EUSAGE, "format \"%s\": text or jsonl", format);
    if (on && day == DEM_DAY_NONE) return dem_fail(err, DEM_EUSAGE, "there is no day \"%s\"", on);
    dem_buf text = {0};
    size_t n = dem_lexicon_show(engine->lexicon, dem_str_c(name), day, jsonl, &text);
    if (found) *found = n;
    int rc = text.failed ? dem_fail(err, DEM_EMEMORY, "memory is out") : write_all(out, text.p, text.n, err);
    dem_buf_free(&text);
    return rc;
}

/* ---- files ---- */

typedef struct file_list {
    dem_arena *a;
    dem_named_text *files;
    size_t n;
} file_list;

static void close_files(file_list *l)
{
    dem_arena_free(l->a);
    free(l->files);
    *l = (file_list){0};
}

static int read_files(file_list *l, const char *const *paths, size_t n, dem_error *err)
{
    *l = (file_list){.a = dem_arena_new(0), .files = calloc(n + 1, sizeof *l->files)};
    int rc = l->a && l->files ? DEM_OK : dem_fail(err, DEM_EMEMORY, "memory is out");
    for (; rc == DEM_OK && l->n < n; l->n++) {
        l->files[l->n].name = strcmp(paths[l->n], "-") == 0 ? "(standard input)" : paths[l->n];
        rc = dem_file_read(l->a, paths[l->n], FILE_LIMIT, &l->files[l->n].text, err);
    }
    if (rc != DEM_OK) close_files(l);
    return rc;
}

/* A table of actors/ from the data folder when it is there, else the one built in. */
static dem_str read_table(dem_arena *a, const char *data_dir, const char *name)
{
    dem_str text, path = data_dir ? dem_str_printf(a, "%s/%s", data_dir, name) : DEM_STR_NONE;
    if (path.p && dem_file_read(a, path.p, FILE_LIMIT, &text, NULL) == DEM_OK) return text;
    for (const dem_embedded *f = dem_embedded_table; f->name; f++)
        if (strcmp(f->name, name) == 0) return (dem_str){f->bytes, f->n};
    return DEM_STR_NONE;
}

/* ---- check ---- */

static void print_finding(void *ctx, const dem_lex_finding *f)
{
    fprintf(ctx, "%s:%zu:%zu: %s: %s\n", f->file, f->line, f->column, f->warning ? "warning" : "error", f->text);
}

int dem_lexicon_check(const char *const *paths, size_t n_paths, const char *data_dir, bool overlay, FILE *out, dem_lexicon_counts *counts, dem_error *err)
{
    file_list l;
    dem_lexicon *base = NULL;
    int rc = read_files(&l, paths, n_paths, err);
    if (rc != DEM_OK) return rc;
    rc = dem_engine_built_in_lexicon(&base, err);
    dem_lex_check c = {.codes = read_table(l.a, data_dir, "actors/codes.tsv"), .base = base, .overlay = overlay, .on_finding = print_finding, .ctx = out};
    if (rc == DEM_OK) rc = dem_lexicon_check_texts(&c, l.files, l.n, err);
    if (rc == DEM_OK && counts)
        *counts = (dem_lexicon_counts){c.errors, c.warnings, c.actors, c.countries, c.roles, c.lists, c.names, c.terms, c.places};
    if (rc == DEM_OK && ferror(out)) rc = dem_fail(err, DEM_EIO, "cannot write the output");
    dem_lexicon_close(base);
    close_files(&l);
    return rc;
}

/* ---- import ---- */

static void print_report(void *ctx, const char *file, size_t line, size_t column, bool lost, const char *text)
{
    if (ctx) fprintf(ctx, "%s:%zu:%zu: %s: %s\n", file, line, column, lost ? "lost" : "changed", text);
}

int dem_lexicon_import(const char *from, const char *const *paths, size_t n_paths, FILE *out, FILE *report, dem_import_counts *counts, dem_error *err)
{
    static const char *const formats[DEM_IMPORT_FORMATS] = {"tabari", "petrarch", "icews", "csv"};
    int format = 0;
    while (format < DEM_IMPORT_FORMATS && strcmp(from, formats[format]) != 0) format++;
    if (format == DEM_IMPORT_FORMATS) return dem_fail(err, DEM_EUSAGE, "\"%s\" cannot be imported: tabari, petrarch, icews or csv", from);
    file_list l;
    dem_lexicon *base = NULL;
    dem_buf text = {0};
    int rc = read_files(&l, paths, n_paths, err);
    if (rc != DEM_OK) return rc;
    rc = dem_engine_built_in_lexicon(&base, err);
    dem_import im = {.format = (dem_import_format)format, .files = l.files, .n_files = l.n, .base = base,
                     .icews_sectors = read_table(l.a, NULL, "actors/icews-sectors.tsv"), .on_report = print_report, .ctx = report};
    if (rc == DEM_OK) rc = dem_import_run(&im, &text, err);
    if (rc == DEM_OK) rc = write_all(out, text.p, text.n, err);
    if (rc == DEM_OK && report && ferror(report)) rc = dem_fail(err, DEM_EIO, "cannot write the report");
    if (counts) *counts = (dem_import_counts){im.entries, im.names, im.codes, im.roles, im.terms, im.lost, im.changed, im.repeated};
    dem_buf_free(&text);
    dem_lexicon_close(base);
    close_files(&l);
    return rc;
}

/* ---- compile ---- */

int dem_lexicon_build(const char *const *paths, size_t n_paths, FILE *out, void (*on_error)(void *ctx, const dem_error *err), void *ctx, dem_error *err)
{
    file_list l;
    dem_str bytes;
    int rc = read_files(&l, paths, n_paths, err);
    if (rc != DEM_OK) return rc;
    /* The newest first: on equal names the later file wins, as with --lexicon. */
    for (size_t i = 0; i < l.n / 2; i++) {
        dem_named_text swap = l.files[i];
        l.files[i] = l.files[l.n - 1 - i];
        l.files[l.n - 1 - i] = swap;
    }
    rc = dem_lexicon_compile(l.files, l.n, l.a, &bytes, on_error, ctx, err);
    if (rc == DEM_OK) rc = write_all(out, bytes.p, bytes.n, err);
    close_files(&l);
    return rc;
}
