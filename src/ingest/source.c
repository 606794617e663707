/* SPDX-License-Identifier: Apache-2.0 */
/* A file as a sequence of reports, read through zlib, which passes plain files on as they are. JSON Lines are a stream:
   memory is bounded by the longest record that is let in. */
#include "ingest/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

enum { CHUNK = 1 << 16 };

struct dem_source {
    dem_ingest_options o;
    char *name;
    gzFile file;
    dem_format format;
    char *buf; /* bytes read and not yet given: buf[from .. to) */
    size_t cap, from, to;
    size_t line; /* of the record that starts at buf[from] */
    bool ended, done;
};

static int fail_errno(dem_error *err, const char *name, const char *what, int code)
{
    char text[128];
    if (strerror_r(code, text, sizeof text) != 0) snprintf(text, sizeof text, "error %d", code);
    return dem_fail_at(err, DEM_EIO, name, 0, -1, "%s: %s", what, text);
}

/* More bytes into the buffer; false at the end of the file or at an error (*rc). */
static bool fill(dem_source *s, int *rc, dem_error *err)
{
    if (s->ended) return false;
    if (s->from && s->from == s->to) s->from = s->to = 0;
    if (s->from > s->cap / 2) {
        memmove(s->buf, s->buf + s->from, s->to - s->from);
        s->to -= s->from;
        s->from = 0;
    }
    if (s->cap - s->to < CHUNK) {
        size_t cap = s->cap ? s->cap * 2 : 4 * CHUNK;
        char *more = realloc(s->buf, cap);
        if (!more) {
            *rc = dem_fail_at(err, DEM_EMEMORY, s->name, s->line, -1, "memory is out");
            s->ended = true;
            return false;
        }
        s->buf = more;
        s->cap = cap;
    }
    int n = gzread(s->file, s->buf + s->to, CHUNK);
    if (n > 0) {
        s->to += (size_t)n;
        return true;
    }
    s->ended = true;
    int code = Z_OK;
    const char *text = gzerror(s->file, &code);
    if (n < 0 || (code != Z_OK && code != Z_STREAM_END))
        *rc = code == Z_ERRNO ? fail_errno(err, s->name, "cannot read", errno)
                              : dem_fail_at(err, DEM_EIO, s->name, 0, -1, "damaged gzip data: %s", text);
    return false;
}

static gzFile open_file(const char *path, dem_error *err, int *rc)
{
    int fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    if (fd < 0) {
        *rc = fail_errno(err, path, "cannot open", errno);
        return NULL;
    }
    if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
        close(fd);
        *rc = fail_errno(err, path, "cannot read", EISDIR);
        return NULL;
    }
    gzFile f = gzdopen(fd, "rb");
    if (!f) {
        close(fd);
        *rc = dem_fail_at(err, DEM_EMEMORY, path, 0, -1, "memory is out");
        return NULL;
    }
    gzbuffer(f, 1 << 17);
    return f;
}

int dem_source_open(const char *path, const dem_ingest_options *o, dem_source **out, dem_error *err)
{
    *out = NULL;
    int rc = DEM_OK;
    gzFile file = open_file(path, err, &rc);
    if (!file) return rc;
    dem_source *s = calloc(1, sizeof *s);
    if (!s || !(s->name = strdup(path))) {
        free(s);
        gzclose(file);
        return dem_fail_at(err, DEM_EMEMORY, path, 0, -1, "memory is out");
    }
    s->file = file;
    s->line = 1;
    if (o) s->o = *o;
    fill(s, &rc, err);
    s->format = s->o.format == DEM_FORMAT_AUTO ? dem_sniff(path, (dem_str){s->buf, s->to}) : s->o.format;
    if (rc) {
        dem_source_close(s);
        return rc;
    }
    *out = s;
    return DEM_OK;
}

void dem_source_close(dem_source *s)
{
    if (!s) return;
    gzclose(s->file);
    free(s->buf);
    free(s->name);
    free(s);
}

/* A whole file as one report. */
static int whole_file(dem_source *s, dem_report *r, dem_error *err)
{
    int rc = DEM_OK;
    s->done = true;
    while (s->to - s->from <= DEM_LINE_LIMIT && fill(s, &rc, err)) {
    }
    if (rc) return rc;
    if (s->to - s->from > DEM_LINE_LIMIT)
        return dem_fail_at(err, DEM_ELIMIT, s->name, 0, -1, "the file is larger than %zu bytes", DEM_LINE_LIMIT);
    dem_ingest_options o = s->o;
    o.format = s->format;
    return dem_ingest_bytes(r, (dem_str){s->buf ? s->buf : "", s->to - s->from}, s->name, &o, err);
}

/* Passes over the rest of a line that is too long. */
static void skip_line(dem_source *s)
{
    int rc = DEM_OK;
    for (;;) {
        const char *nl = s->to > s->from ? memchr(s->buf + s->from, '\n', s->to - s->from) : NULL;
        if (nl) {
            s->from = (size_t)(nl - s->buf) + 1;
            s->line++;
            return;
        }
        s->from = s->to = 0;
        if (!fill(s, &rc, NULL)) return;
    }
}

/* The next line that is not blank, without its line end; false at the end. */
static bool next_line(dem_source *s, dem_str *out, size_t *number, int *rc, dem_error *err)
{
    size_t looked = 0;
    for (;;) {
        const char *nl =
            s->to - s->from > looked ? memchr(s->buf + s->from + looked, '\n', s->to - s->from - looked) : NULL;
        if (!nl && !s->ended) {
            looked = s->to - s->from;
            if (looked > DEM_LINE_LIMIT) {
                *number = s->line;
                *rc = dem_fail_at(err, DEM_ELIMIT, s->name, s->line, -1, "the line is longer than %zu bytes",
                                  DEM_LINE_LIMIT);
                skip_line(s);
                return false;
            }
            fill(s, rc, err);
            if (*rc) return false;
            continue;
        }
        size_t n = nl ? (size_t)(nl - s->buf) - s->from : s->to - s->from;
        *out = (dem_str){s->buf ? s->buf + s->from : NULL, n};
        *number = s->line;
        s->from += n + (nl != NULL);
        if (nl) s->line++;
        looked = 0;
        if (dem_str_trim(*out).n) return true;
        if (!nl) return false;
    }
}

int dem_source_next(dem_source *s, dem_report *r, bool *got, dem_error *err)
{
    int rc = DEM_OK;
    *got = false;
    if (err) *err = (dem_error){.byte = -1};
    if (s->done) return DEM_OK;
    if (s->format != DEM_FORMAT_JSONL) {
        rc = whole_file(s, r, err);
        *got = rc == DEM_OK;
        return rc;
    }
    dem_str line;
    size_t number = 0;
    if (!next_line(s, &line, &number, &rc, err)) {
        if (rc != DEM_ELIMIT) s->done = true;
        if (!rc && s->line == 1 && !s->to) return dem_fail_at(err, DEM_EEMPTY, s->name, 0, -1, "the file is empty");
        return rc;
    }
    rc = dem_ingest_json(r, line, s->name, number, &s->o, err);
    *got = rc == DEM_OK;
    return rc;
}
