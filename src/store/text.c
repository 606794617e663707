/* SPDX-License-Identifier: Apache-2.0 */
/* Full text: SQLite's FTS5 beside the reports, PostgreSQL's tsvector in them. Both fold case and accents; on PostgreSQL we do that
   ourselves, so that no extension is needed. */
#include "store/sql.h"

/* A tsvector holds one megabyte at most: of longer texts the first part is found. */
enum { POSTGRES_BYTES = 256 << 10 };

/* Runs the statement, whose values are the folded words and the report's key. */
static int with_words(dem_store *s, const char *sql, int64_t report, dem_str title, dem_str text, int64_t *out, dem_error *err)
{
    dem_buf b = {0};
    dem_stmt *st;
    dem_store_fold(title, &b);
    dem_store_fold(text, &b);
    size_t n = b.n > POSTGRES_BYTES ? POSTGRES_BYTES : b.n;
    while (n && n < b.n && b.p[n] != ' ') n--;
    int rc = b.failed ? dem_fail(err, DEM_EMEMORY, "memory is out") : DEM_OK;
    if (rc == DEM_OK) rc = dem_sql_kept(s, sql, &st, err);
    if (rc == DEM_OK) {
        dem_sql_text(st, dem_str_cut(dem_buf_view(&b), 0, n));
        dem_sql_int(st, report);
        rc = dem_sql_run_key(st, out, err);
    }
    dem_buf_free(&b);
    return rc;
}

static int index_postgres(dem_store *s, int64_t report, dem_str title, dem_str text, dem_error *err)
{
    int64_t none;
    return with_words(s, "UPDATE reports SET words=to_tsvector('simple', coalesce(?, '')) WHERE key=?", report, title, text, &none, err);
}

/* SQLite compares the index with all texts at once, below; on PostgreSQL each report carries its own words. */
int dem_store_text_found(dem_store *s, int64_t report, dem_str title, dem_str text, bool *found, dem_error *err)
{
    int64_t same = -1;
    *found = true;
    if (s->ops->dialect != DEM_DIALECT_POSTGRES) return DEM_OK;
    int rc = with_words(s, "SELECT 1 FROM reports WHERE words=to_tsvector('simple', coalesce(?, '')) AND key=?", report, title, text, &same, err);
    *found = same == 1;
    return rc;
}

int dem_store_index_check(dem_store *s, bool *in_step, dem_error *err)
{
    *in_step = true;
    if (s->ops->dialect != DEM_DIALECT_SQLITE) return DEM_OK;
    dem_error why = {0};
    int rc = dem_sql_exec(s, "INSERT INTO reports_fts(reports_fts, rank) VALUES('integrity-check', 1)", &why);
    if (rc == DEM_EDATA) {
        *in_step = false;
        return DEM_OK;
    }
    if (rc != DEM_OK && err) *err = why;
    return rc;
}

int dem_store_index_text(dem_store *s, int64_t report, dem_str title, dem_str text, dem_error *err)
{
    if (s->ops->dialect == DEM_DIALECT_POSTGRES) return index_postgres(s, report, title, text, err);
    dem_stmt *st;
    int rc = dem_sql_kept(s, "INSERT INTO reports_fts(rowid, title, text) VALUES(?,?,?)", &st, err);
    if (rc != DEM_OK) return rc;
    dem_sql_int(st, report);
    dem_sql_text(st, title);
    dem_sql_text(st, text);
    return dem_sql_run(st, err);
}

/* SQLite's index has no texts of its own: it must be told which words go. */
int dem_store_unindex_text(dem_store *s, int64_t report, dem_error *err)
{
    dem_stmt *st;
    if (s->ops->dialect == DEM_DIALECT_POSTGRES) return DEM_OK;
    int rc = dem_sql_kept(s, "INSERT INTO reports_fts(reports_fts, rowid, title, text) SELECT 'delete', key, title, text FROM reports WHERE key=?",
                          &st, err);
    if (rc != DEM_OK) return rc;
    dem_sql_int(st, report);
    return dem_sql_run(st, err);
}

const char *dem_text_condition(dem_dialect dialect)
{
    return dialect == DEM_DIALECT_POSTGRES ? " IN (SELECT t.key FROM reports t WHERE t.words @@ to_tsquery('simple', ?))"
                                           : " IN (SELECT rowid FROM reports_fts WHERE reports_fts MATCH ?)";
}

/* "a phrase" or "word"* */
static void term_sqlite(dem_str term, bool prefix, dem_buf *out)
{
    if (term.n == 0) return;
    if (out->n) dem_buf_ch(out, ' ');
    dem_buf_ch(out, '"');
    dem_buf_str(out, term);
    dem_buf_c(out, prefix ? "\"*" : "\"");
}

/* ('a' <-> 'phrase') or 'word':*; folding leaves letters, digits and blanks only. */
static void term_postgres(dem_str term, bool prefix, dem_buf *out)
{
    dem_buf folded = {0};
    dem_store_fold(term, &folded);
    if (folded.failed) out->failed = true;
    dem_str rest = dem_buf_view(&folded), word;
    const char *between = out->n ? " & (" : "(";
    bool any = false;
    while (dem_str_split(&rest, ' ', &word)) {
        if (!word.n) continue;
        dem_buf_printf(out, "%s'%.*s'", any ? " <-> " : between, DEM_FMT(word));
        any = true;
    }
    if (any) dem_buf_c(out, prefix ? ":*)" : ")");
    dem_buf_free(&folded);
}

static void add_term(dem_dialect dialect, dem_str term, bool prefix, dem_buf *out)
{
    if (dialect == DEM_DIALECT_POSTGRES)
        term_postgres(term, prefix, out);
    else
        term_sqlite(term, prefix, out);
}

void dem_text_expression(dem_dialect dialect, dem_str text, dem_buf *out)
{
    bool phrase = false;
    dem_str part, word;
    while (dem_str_split(&text, '"', &part)) { /* every other part stands between quotes */
        if (phrase) {
            add_term(dialect, dem_str_trim(part), false, out);
        } else {
            while (dem_str_split(&part, ' ', &word)) {
                word = dem_str_trim(word);
                bool prefix = word.n > 1 && word.p[word.n - 1] == '*';
                add_term(dialect, dem_str_cut(word, 0, word.n - prefix), prefix, out);
            }
        }
        phrase = !phrase;
    }
}
