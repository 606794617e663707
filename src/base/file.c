/* SPDX-License-Identifier: Apache-2.0 */
/* Mapping and reading whole files. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static int fail_io(dem_error *err, const char *path, const char *what, int code)
{
    char text[128];
    /* The POSIX form of strerror_r: thread-safe. */
    if (strerror_r(code, text, sizeof text) != 0) snprintf(text, sizeof text, "error %d", code);
    return dem_fail_at(err, DEM_EIO, path, 0, -1, "%s: %s", what, text);
}

int dem_map_open(const char *path, dem_map *out, dem_error *err)
{
    *out = (dem_map){0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return fail_io(err, path, "cannot open", errno);
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        close(fd);
        return dem_fail_at(err, DEM_EIO, path, 0, -1, "not a regular file");
    }
    if (st.st_size == 0) {
        close(fd);
        return dem_fail_at(err, DEM_EDATA, path, 0, 0, "the file is empty");
    }
    void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    int code = errno;
    close(fd);
    if (p == MAP_FAILED) return fail_io(err, path, "cannot map", code);
    *out = (dem_map){p, (size_t)st.st_size};
    return DEM_OK;
}

void dem_map_close(dem_map *m)
{
    if (m->p) munmap((void *)(uintptr_t)m->p, m->n);
    *m = (dem_map){0};
}

static int read_fd(dem_arena *a, int fd, const char *name, size_t hint, size_t limit, dem_str *out, dem_error *err)
{
    size_t cap = hint + 1 < 4096 ? 4096 : hint + 1, n = 0;
    char *buf = malloc(cap);
    if (!buf) return dem_fail_at(err, DEM_EMEMORY, name, 0, -1, "memory is out");
    int rc = DEM_OK;
    for (;;) {
        if (n == cap) {
            char *more = cap > SIZE_MAX / 2 ? NULL : realloc(buf, cap * 2);
            if (!more) {
                rc = dem_fail_at(err, DEM_EMEMORY, name, 0, -1, "memory is out");
                break;
            }
            buf = more;
            cap *= 2;
        }
        ssize_t got = read(fd, buf + n, cap - n);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) {
            rc = fail_io(err, name, "cannot read", errno);
            break;
        }
        if (got == 0) break;
        n += (size_t)got;
        if (limit && n > limit) {
            rc = dem_fail_at(err, DEM_ELIMIT, name, 0, (long long)limit, "larger than the limit of %zu bytes", limit);
            break;
        }
    }
    if (rc == DEM_OK) {
        *out = dem_str_dup(a, (dem_str){buf, n});
        if (!out->p) rc = dem_fail_at(err, DEM_EMEMORY, name, 0, -1, "memory is out");
    }
    free(buf);
    return rc;
}

int dem_file_read(dem_arena *a, const char *path, size_t limit, dem_str *out, dem_error *err)
{
    *out = DEM_STR_NONE;
    if (strcmp(path, "-") == 0) return read_fd(a, STDIN_FILENO, "(standard input)", 0, limit, out, err);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return fail_io(err, path, "cannot open", errno);
    struct stat st;
    int rc;
    if (fstat(fd, &st) != 0)
        rc = fail_io(err, path, "cannot read", errno);
    else if (S_ISDIR(st.st_mode))
        rc = dem_fail_at(err, DEM_EIO, path, 0, -1, "is a directory");
    else if (S_ISREG(st.st_mode) && limit && (size_t)st.st_size > limit)
        rc = dem_fail_at(err, DEM_ELIMIT, path, 0, (long long)limit, "larger than the limit of %zu bytes", limit);
    else
        rc = read_fd(a, fd, path, S_ISREG(st.st_mode) ? (size_t)st.st_size : 0, limit, out, err);
    close(fd);
    return rc;
}
