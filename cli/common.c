/* SPDX-License-Identifier: Apache-2.0 */
/* Errors, colour, the engine, and the run that prints: what several commands do alike. */
#include "cli.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void say(const char *fmt, va_list ap)
{
    fputs("demarche: ", stderr);
    vfprintf(stderr, fmt, ap);
    fputc('\n', stderr);
}

void cli_say(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    say(fmt, ap);
    va_end(ap);
}

void cli_report_error(const dem_error *err)
{
    char text[1024];
    dem_error_print(err, text, sizeof text);
    cli_say("%s", text);
}

int cli_fail(const dem_error *err)
{
    cli_report_error(err);
    return err->code == DEM_EUSAGE ? CLI_MISUSE : CLI_FAILED;
}

int cli_misuse(const char *command, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    say(fmt, ap);
    va_end(ap);
    fprintf(stderr, "Try 'demarche%s%s --help'.\n", command ? " " : "", command ? command : "");
    return CLI_MISUSE;
}

bool cli_color(void)
{
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    return isatty(STDOUT_FILENO) && !(no && *no) && !(term && strcmp(term, "dumb") == 0);
}

const char *const *cli_files(int argc, char **argv, size_t *n)
{
    static const char *const standard_input[] = {"-"};
    *n = argc > 0 ? (size_t)argc : 1;
    return argc > 0 ? (const char *const *)argv : standard_input;
}

void cli_count_error(void *ctx, const dem_error *err)
{
    ++*(size_t *)ctx;
    cli_report_error(err);
}

int cli_engine_open(const cli_engine_values *v, dem_engine **out)
{
    dem_engine_options o = {.data_dir = v->data_dir, .model = v->model, .lexicons = v->lexicons.items, .n_lexicons = v->lexicons.n};
    dem_error err = {.byte = -1};
    return dem_engine_open(&o, out, &err) == DEM_OK ? CLI_GOOD : cli_fail(&err);
}

static int output_error;

void cli_output_failed(void)
{
    if (!output_error) output_error = errno ? errno : EIO;
}

int cli_output_error(void)
{
    return output_error;
}

static int write_stdout(int (*write)(const void *ctx, FILE *out, dem_error *err), const void *ctx)
{
    dem_error err = {.byte = -1};
    errno = 0;
    int rc = write(ctx, stdout, &err);
    if (ferror(stdout)) cli_output_failed();
    if (rc == DEM_OK) return CLI_GOOD;
    return ferror(stdout) ? CLI_FAILED : cli_fail(&err); /* main() says why standard output failed, once */
}

int cli_write(const char *path, int (*write)(const void *ctx, FILE *out, dem_error *err), const void *ctx)
{
    if (!path || strcmp(path, "-") == 0) return write_stdout(write, ctx);
    FILE *out = fopen(path, "wb");
    if (!out) {
        cli_say("%s: cannot be written: %s", path, strerror(errno));
        return CLI_FAILED;
    }
    dem_error err = {.byte = -1};
    errno = 0;
    int rc = write(ctx, out, &err), why = errno;
    bool bad = ferror(out) != 0;
    if (fclose(out) != 0) {
        bad = true;
        why = errno;
    }
    if (!bad) return rc == DEM_OK ? CLI_GOOD : cli_fail(&err);
    cli_say("%s: cannot be written: %s", path, strerror(why ? why : EIO));
    return CLI_FAILED;
}

typedef struct print_run {
    size_t failed; /* first: cli_count_error counts here */
    dem_linker *linker; /* NULL: reports are printed and forgotten */
} print_run;

static int print_report(void *ctx, dem_report *report, const char *text, size_t n, dem_error *err)
{
    print_run *p = ctx;
    errno = 0;
    if (fwrite(text, 1, n, stdout) == n) return p->linker ? dem_linker_add(p->linker, report, err) : DEM_OK;
    cli_output_failed();
    *err = (dem_error){.code = DEM_EIO, .message = "cannot write the output", .byte = -1};
    return DEM_EIO;
}

int cli_run_print(const cli_run_values *v, dem_depth depth, dem_output output, int argc, char **argv)
{
    dem_engine *engine = NULL;
    int rc = cli_engine_open(&v->engine, &engine);
    if (rc != CLI_GOOD) return rc;
    size_t n;
    print_run p = {0};
    dem_error err = {.byte = -1};
    if (v->stories && dem_linker_open(engine, &p.linker, &err) != DEM_OK) {
        dem_engine_close(engine);
        return cli_fail(&err);
    }
    dem_run_options o = {
        .threads = (unsigned)v->threads,
        .depth = depth,
        .output = output,
        .verbatim = v->verbatim,
        .any_language = v->any_language,
        .format = v->format,
        .published = v->published,
        .color = cli_color(),
        .on_report = print_report,
        .on_error = cli_count_error,
        .ctx = &p,
    };
    const char *const *files = cli_files(argc, argv, &n);
    int lib = dem_run(engine, files, n, &o, &err);
    if (lib == DEM_OK && p.linker) lib = dem_linker_print(p.linker, stdout, &err);
    if (ferror(stdout)) cli_output_failed();
    dem_linker_close(p.linker);
    dem_engine_close(engine);
    /* main() says why standard output failed, once. */
    if (lib != DEM_OK && !ferror(stdout)) return cli_fail(&err);
    return p.failed || lib != DEM_OK ? CLI_FAILED : CLI_GOOD;
}
