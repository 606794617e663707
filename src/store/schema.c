/* SPDX-License-Identifier: Apache-2.0 */
/* The tables, written once as SQLite takes them; for PostgreSQL a few words are exchanged. demarche-store(5) describes them. */
#include "store/link.h"

typedef struct piece {
    int dialect; /* a dem_dialect, or ALL */
    const char *sql;
} piece;
enum { ALL = -1 };

/* What all findings have, and what events and claims have besides. `current` is 1 for the newest coding of the report. `day` is what a row
   is sorted and filtered by, its own first day or else the report's; `until` its last day when that is another one. */
#define FINDING \
    "key INTEGER PRIMARY KEY, id TEXT NOT NULL, report INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE," \
    " coding INTEGER NOT NULL REFERENCES codings, current INTEGER NOT NULL, day TEXT, until TEXT, sentence_index INTEGER," \
    " sentence_start INTEGER, sentence_end INTEGER, sentence TEXT, speaker TEXT, speaker_code TEXT," \
    " speaker_actor INTEGER REFERENCES actors, via TEXT, rule TEXT,"
#define PLACED " date_start TEXT, date_end TEXT, date_basis TEXT, place TEXT, place_folded TEXT, place_country TEXT, lat REAL, lon REAL,"
#define PARTY " position INTEGER NOT NULL, actor INTEGER NOT NULL REFERENCES actors, head TEXT, words TEXT, type TEXT, day TEXT, until TEXT," \
    " current INTEGER NOT NULL,"

/* Of digests: which reports make a demand that is no answer to an initiative. */
#define DEMANDS \
    "CREATE TABLE demands(issue TEXT NOT NULL, report INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE," \
    " PRIMARY KEY(issue, report)) WITHOUT ROWID;" \
    "CREATE INDEX demands_report ON demands(report);"
#define EVENTS_REPORT "CREATE UNIQUE INDEX events_report ON events(report, current, coding, id);"
#define CLAIMS_REPORT "CREATE UNIQUE INDEX claims_report ON claims(report, current, coding, id);"
#define STATEMENTS_REPORT "CREATE UNIQUE INDEX statements_report ON statements(report, current, speaker_actor, coding, id);"
#define POSITIONS_COUNT " positions INTEGER NOT NULL DEFAULT 0"

static const piece pieces[] = {
    {ALL, "CREATE TABLE schema_version(version INTEGER NOT NULL);"},

    /* ---- reports and what coded them ---- */
    {ALL, "CREATE TABLE codings(key INTEGER PRIMARY KEY, program TEXT, model TEXT, lexicon TEXT, rules TEXT);"
          "CREATE UNIQUE INDEX codings_all ON codings(coalesce(program, ''), coalesce(model, ''), coalesce(lexicon, ''), coalesce(rules, ''));"
          "CREATE TABLE reports(key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL, title TEXT, publisher TEXT,"
          " publisher_folded TEXT, author TEXT, via TEXT, published TEXT, url TEXT, language TEXT, dateline_place TEXT, text TEXT NOT NULL,"
          " record TEXT NOT NULL);"
          "CREATE UNIQUE INDEX reports_text ON reports(sha256, coalesce(publisher, ''));"
          "CREATE INDEX reports_day ON reports(published);"
          "CREATE TABLE report_codings(report INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE,"
          " coding INTEGER NOT NULL REFERENCES codings, current INTEGER NOT NULL, events INTEGER NOT NULL DEFAULT 0,"
          " claims INTEGER NOT NULL DEFAULT 0, statements INTEGER NOT NULL DEFAULT 0, digest INTEGER NOT NULL DEFAULT 0,"
          " PRIMARY KEY(report, coding)) WITHOUT ROWID;"
          "CREATE INDEX report_codings_coding ON report_codings(coding);"},
    {DEM_DIALECT_SQLITE, "CREATE VIRTUAL TABLE reports_fts USING fts5(title, text, content='reports', content_rowid='key',"
                         " tokenize='unicode61 remove_diacritics 2');"},
    {DEM_DIALECT_POSTGRES, "ALTER TABLE reports ADD COLUMN words tsvector;"
                           "CREATE INDEX reports_words ON reports USING gin(words);"},

    /* ---- findings ---- */
    {ALL, "CREATE TABLE actors(key INTEGER PRIMARY KEY, name TEXT, code TEXT, country TEXT, folded TEXT);"
          "CREATE UNIQUE INDEX actors_all ON actors(coalesce(folded, ''), coalesce(name, ''), coalesce(code, ''), coalesce(country, ''));"
          "CREATE INDEX actors_code ON actors(code);"
          "CREATE TABLE events(" FINDING PLACED " mutual INTEGER NOT NULL, cameo TEXT NOT NULL, cameo_name TEXT, type TEXT, mode TEXT,"
          " context TEXT, quad INTEGER, goldstein REAL, status TEXT NOT NULL, words TEXT, venue TEXT, confidence REAL NOT NULL,"
          " cluster TEXT, record TEXT NOT NULL);"
          EVENTS_REPORT
          "CREATE INDEX events_day ON events(day, report) WHERE current=1;"
          "CREATE INDEX events_until ON events(until, day) WHERE until IS NOT NULL;"
          "CREATE TABLE event_actors(event INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,"
          " role TEXT NOT NULL CHECK(role IN ('actor','recipient')), report INTEGER NOT NULL, acts INTEGER NOT NULL,"
          " receives INTEGER NOT NULL," PARTY
          " PRIMARY KEY(event, role, position)) WITHOUT ROWID;"
          "CREATE INDEX event_actors_actor ON event_actors(actor, day, event, acts, receives, current) WHERE current=1;"
          "CREATE INDEX event_actors_report ON event_actors(report, actor, current);"
          "CREATE INDEX event_actors_until ON event_actors(actor, until, day, event, acts, receives, current) WHERE until IS NOT NULL;"
          "CREATE INDEX event_actors_head ON event_actors(head, day, event, actor, acts, receives, current) WHERE current=1;"
          "CREATE INDEX event_actors_head_until ON event_actors(head, until, day, event, actor, acts, receives, current) WHERE until IS NOT NULL;"},
    {ALL, "CREATE TABLE claims(" FINDING PLACED " kind TEXT NOT NULL, count_text TEXT, qualifier TEXT, low INTEGER, high INTEGER,"
          " total INTEGER NOT NULL, negated INTEGER NOT NULL, record TEXT NOT NULL);"
          CLAIMS_REPORT
          "CREATE INDEX claims_day ON claims(day, report) WHERE current=1;"
          "CREATE INDEX claims_until ON claims(until, day) WHERE until IS NOT NULL;"
          "CREATE INDEX claims_speaker ON claims(speaker_actor, day) WHERE current=1;"
          "CREATE INDEX claims_head_until ON claims(substr(speaker_code, 1, 3), until, day) WHERE until IS NOT NULL;"
          "CREATE INDEX claims_head ON claims(substr(speaker_code, 1, 3), day, speaker_code) WHERE current=1;"
          "CREATE TABLE claim_actors(claim INTEGER NOT NULL REFERENCES claims ON DELETE CASCADE,"
          " role TEXT NOT NULL CHECK(role IN ('victim','perpetrator'))," PARTY " PRIMARY KEY(claim, role, position)) WITHOUT ROWID;"
          "CREATE INDEX claim_actors_actor ON claim_actors(actor, day, claim, current) WHERE current=1;"
          "CREATE INDEX claim_actors_until ON claim_actors(actor, until) WHERE until IS NOT NULL;"
          "CREATE INDEX claim_actors_head ON claim_actors(head, day, claim, actor, current) WHERE current=1;"
          "CREATE INDEX claim_actors_head_until ON claim_actors(head, until, day, claim, actor, current) WHERE until IS NOT NULL;"},
    {ALL, "CREATE TABLE statements(" FINDING " speaker_country TEXT, cue TEXT, content TEXT, direct INTEGER NOT NULL, record TEXT NOT NULL);"
          STATEMENTS_REPORT
          "CREATE INDEX statements_day ON statements(day, report) WHERE current=1;"
          "CREATE INDEX statements_speaker ON statements(speaker_actor, day) WHERE current=1;"
          "CREATE INDEX statements_head ON statements(substr(speaker_code, 1, 3), day, speaker_code) WHERE current=1;"
          "CREATE TABLE conditions(key INTEGER PRIMARY KEY, event INTEGER REFERENCES events ON DELETE CASCADE,"
          " statement INTEGER REFERENCES statements ON DELETE CASCADE, type TEXT NOT NULL, stance TEXT NOT NULL, words TEXT,"
          " CHECK((event IS NULL) <> (statement IS NULL)));"
          "CREATE INDEX conditions_event ON conditions(event) WHERE event IS NOT NULL;"
          "CREATE INDEX conditions_statement ON conditions(statement) WHERE statement IS NOT NULL;"},

    /* ---- what is linked across reports ---- */
    {ALL, "CREATE TABLE digests(report INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE, coding INTEGER NOT NULL REFERENCES codings,"
          " linked INTEGER NOT NULL, keys INTEGER NOT NULL DEFAULT 0, bytes BLOB NOT NULL, PRIMARY KEY(report));"
          "CREATE INDEX digests_new ON digests(report) WHERE linked=0;"
          "CREATE TABLE digest_keys(hash INTEGER NOT NULL, report INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE,"
          " PRIMARY KEY(hash, report)) WITHOUT ROWID;"
          "CREATE INDEX digest_keys_report ON digest_keys(report);"
          DEMANDS
          "CREATE TABLE stories(key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, first TEXT, last TEXT, outlets INTEGER NOT NULL,"
          " record TEXT NOT NULL);"
          "CREATE INDEX stories_first ON stories(first);"
          "CREATE INDEX stories_last ON stories(last);"
          "CREATE TABLE story_reports(story INTEGER NOT NULL REFERENCES stories ON DELETE CASCADE,"
          " report INTEGER NOT NULL UNIQUE REFERENCES reports ON DELETE CASCADE,"
          " kind TEXT NOT NULL CHECK(kind IN ('first','copy','retelling')), copy_of INTEGER REFERENCES reports ON DELETE CASCADE,"
          " independent INTEGER NOT NULL, PRIMARY KEY(story, report)) WITHOUT ROWID;"
          "CREATE INDEX story_reports_copy ON story_reports(copy_of) WHERE copy_of IS NOT NULL;"},
    {ALL, "CREATE TABLE event_clusters(key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, day TEXT, until TEXT, cameo TEXT, place TEXT,"
          " place_country TEXT, reports INTEGER NOT NULL, outlets INTEGER NOT NULL, record TEXT NOT NULL);"
          "CREATE INDEX event_clusters_day ON event_clusters(day);"
          "CREATE TABLE cluster_events(cluster INTEGER NOT NULL REFERENCES event_clusters ON DELETE CASCADE,"
          " event INTEGER NOT NULL UNIQUE REFERENCES events ON DELETE CASCADE, PRIMARY KEY(cluster, event)) WITHOUT ROWID;"
          "CREATE TABLE initiatives(key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, venue TEXT, first TEXT, last TEXT,"
          " state TEXT NOT NULL, superseded_by INTEGER REFERENCES initiatives ON DELETE SET NULL," POSITIONS_COUNT ", record TEXT NOT NULL);"
          "CREATE INDEX initiatives_first ON initiatives(first);"
          "CREATE INDEX initiatives_last ON initiatives(last);"
          "CREATE INDEX initiatives_superseded ON initiatives(superseded_by) WHERE superseded_by IS NOT NULL;"
          "CREATE TABLE initiative_actors(initiative INTEGER NOT NULL REFERENCES initiatives ON DELETE CASCADE,"
          " role TEXT NOT NULL CHECK(role IN ('proposer','party')), position INTEGER NOT NULL, actor INTEGER NOT NULL REFERENCES actors,"
          " PRIMARY KEY(initiative, role, position)) WITHOUT ROWID;"
          "CREATE INDEX initiative_actors_actor ON initiative_actors(actor);"
          "CREATE TABLE initiative_bids(report INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE, bid INTEGER NOT NULL,"
          " initiative INTEGER NOT NULL REFERENCES initiatives ON DELETE CASCADE, PRIMARY KEY(report, bid)) WITHOUT ROWID;"
          "CREATE INDEX initiative_bids_initiative ON initiative_bids(initiative);"
          "CREATE TABLE initiative_events(initiative INTEGER NOT NULL REFERENCES initiatives ON DELETE CASCADE,"
          " event INTEGER NOT NULL REFERENCES events ON DELETE CASCADE, role TEXT NOT NULL, PRIMARY KEY(initiative, event)) WITHOUT ROWID;"
          "CREATE INDEX initiative_events_event ON initiative_events(event);"},
    {ALL, "CREATE TABLE briefs(key INTEGER PRIMARY KEY, focus TEXT NOT NULL, newest INTEGER NOT NULL);"},
    {ALL, "CREATE TABLE responses(key INTEGER PRIMARY KEY, initiative INTEGER NOT NULL REFERENCES initiatives ON DELETE CASCADE,"
          " actor INTEGER NOT NULL REFERENCES actors, stance TEXT NOT NULL, condition TEXT, day TEXT,"
          " event INTEGER REFERENCES events ON DELETE CASCADE, report INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE);"
          "CREATE INDEX responses_initiative ON responses(initiative);"
          "CREATE INDEX responses_actor ON responses(actor, day);"
          "CREATE INDEX responses_event ON responses(event) WHERE event IS NOT NULL;"
          "CREATE INDEX responses_report ON responses(report);"
          "CREATE TABLE positions(key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, actor INTEGER NOT NULL REFERENCES actors,"
          " issue TEXT NOT NULL, stance TEXT NOT NULL, quote TEXT, day TEXT, latest INTEGER NOT NULL,"
          " report INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE, event INTEGER REFERENCES events ON DELETE CASCADE,"
          " previous INTEGER REFERENCES positions ON DELETE SET NULL, record TEXT NOT NULL);"
          "CREATE INDEX positions_actor ON positions(actor, issue, day);"
          "CREATE INDEX positions_issue ON positions(issue);"
          "CREATE INDEX positions_day ON positions(day);"
          "CREATE INDEX positions_report ON positions(report);"
          "CREATE INDEX positions_event ON positions(event) WHERE event IS NOT NULL;"
          "CREATE INDEX positions_previous ON positions(previous) WHERE previous IS NOT NULL;"},
};

/* The longer phrase stands first. "C": order and ranges by bytes, as SQLite has them. */
static const struct {
    const char *ours, *postgres;
} words[] = {{"INTEGER PRIMARY KEY", "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"},
             {"INTEGER", "BIGINT"},
             {"TEXT", "TEXT COLLATE \"C\""},
             {"REAL", "DOUBLE PRECISION"},
             {"BLOB", "BYTEA"},
             {" WITHOUT ROWID", ""}};

static void print_postgres(const char *sql, dem_buf *out)
{
    while (*sql) {
        size_t i = 0;
        while (i < sizeof words / sizeof *words && strncmp(sql, words[i].ours, strlen(words[i].ours)) != 0) i++;
        if (i < sizeof words / sizeof *words) {
            dem_buf_c(out, words[i].postgres);
            sql += strlen(words[i].ours);
        } else {
            dem_buf_ch(out, *sql++);
        }
    }
}

void dem_schema_print(dem_dialect dialect, dem_buf *out)
{
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        if (pieces[i].dialect != ALL && pieces[i].dialect != (int)dialect) continue;
        if (dialect == DEM_DIALECT_POSTGRES)
            print_postgres(pieces[i].sql, out);
        else
            dem_buf_c(out, pieces[i].sql);
    }
}

/* ---- making and bringing up to date ---- */

/* Schema 1 had one coding a report, in the report's own row, and no table of actors. Only SQLite ever had it. */
static const char *const from_1[] = {
    "INSERT INTO codings(program, model, lexicon) SELECT DISTINCT version, model, lexicon FROM reports_1;"
    "INSERT INTO reports(key, id, sha256, title, publisher, publisher_folded, author, published, url, language, dateline_place, text, record)"
    " SELECT key, id, sha256, title, publisher, fold(publisher), author, published, url, language, dateline_place, text, record"
    " FROM reports_1;"
    "INSERT INTO report_codings(report, coding, current) SELECT r.key, c.key, 1 FROM reports_1 r JOIN codings c"
    " ON c.program IS r.version AND c.model IS r.model AND c.lexicon IS r.lexicon;"
    "INSERT INTO reports_fts(reports_fts) VALUES('rebuild');"
    "CREATE TEMP VIEW named_1 AS SELECT name, code, country, fold(coalesce(name, words)) AS folded FROM event_actors_1"
    " UNION SELECT name, code, country, fold(coalesce(name, words)) FROM claim_actors_1"
    " UNION SELECT speaker, speaker_code, NULL, fold(speaker) FROM events_1 WHERE speaker IS NOT NULL"
    " UNION SELECT speaker, speaker_code, NULL, fold(speaker) FROM claims_1 WHERE speaker IS NOT NULL"
    " UNION SELECT speaker, speaker_code, NULL, fold(speaker) FROM statements_1 WHERE speaker IS NOT NULL;"
    "INSERT INTO actors(name, code, country, folded) SELECT name, code, country, folded FROM named_1;"
    "DROP VIEW named_1;",
#define MOVE_FINDING "key, id, report, coding, current, day, until, sentence_index, sentence_start, sentence_end, sentence, speaker," \
    " speaker_code, speaker_actor, via, rule, record"
#define FROM_FINDING(until) "x.key, x.id, x.report, c.coding, 1, x.day, " until ", x.sentence_index, x.sentence_start, x.sentence_end," \
    " x.sentence, x.speaker, x.speaker_code, (SELECT a.key FROM actors a WHERE coalesce(a.folded, '')=coalesce(fold(x.speaker), '')" \
    " AND coalesce(a.name, '')=x.speaker AND coalesce(a.code, '')=coalesce(x.speaker_code, '') AND coalesce(a.country, '')='')," \
    " x.via, x.rule, x.record"
#define MOVE_PLACED ", date_start, date_end, date_basis, place, place_country, lat, lon"
#define UNTIL "CASE WHEN x.date_end>x.day THEN x.date_end END"
#define FROM_PARTY " p.role, p.position, (SELECT a.key FROM actors a WHERE coalesce(a.folded, '')=coalesce(fold(coalesce(p.name, p.words)), '')" \
    " AND coalesce(a.name, '')=coalesce(p.name, '') AND coalesce(a.code, '')=coalesce(p.code, '')" \
    " AND coalesce(a.country, '')=coalesce(p.country, '')), substr(p.code, 1, 3), p.words, p.type, x.day, x.until, 1"
    "INSERT INTO events(" MOVE_FINDING MOVE_PLACED ", mutual, cameo, cameo_name, type, mode, context, quad, goldstein, status, words, venue,"
    " confidence, cluster) SELECT " FROM_FINDING(UNTIL) MOVE_PLACED ", mutual, cameo, cameo_name, type, mode, context, quad, goldstein, status,"
    " words, venue, confidence, cluster FROM events_1 x JOIN report_codings c ON c.report=x.report;"
    "INSERT INTO event_actors(event, report, acts, receives, role, position, actor, head, words, type, day, until, current)"
    " SELECT p.event, x.report, p.role='actor' OR x.mutual, p.role='recipient' OR x.mutual," FROM_PARTY " FROM event_actors_1 p JOIN events x ON x.key=p.event;",
    "INSERT INTO claims(" MOVE_FINDING MOVE_PLACED ", kind, count_text, qualifier, low, high, total, negated)"
    " SELECT " FROM_FINDING(UNTIL) MOVE_PLACED ", kind, count_text, qualifier, low, high, total, negated"
    " FROM claims_1 x JOIN report_codings c ON c.report=x.report;"
    "INSERT INTO claim_actors(claim, role, position, actor, head, words, type, day, until, current)"
    " SELECT p.claim," FROM_PARTY " FROM claim_actors_1 p JOIN claims x ON x.key=p.claim;",
    "INSERT INTO statements(" MOVE_FINDING ", speaker_country, cue, content, direct)"
    " SELECT " FROM_FINDING("NULL") ", x.speaker_country, x.cue, x.content, x.direct FROM statements_1 x JOIN report_codings c ON c.report=x.report;"
    "UPDATE events SET place_folded=fold(place) WHERE place IS NOT NULL;UPDATE claims SET place_folded=fold(place) WHERE place IS NOT NULL;"
    "INSERT INTO conditions(key, event, statement, type, stance, words) SELECT key, event, statement, type, stance, words FROM conditions_1;"};

/* Schema 2 counted nothing and kept more indices. Which demands a report makes is in its digest. */
static const char *const from_2[] = {
    "DROP INDEX events_coding;DROP INDEX events_id;DROP INDEX events_report;DROP INDEX claims_coding;DROP INDEX claims_id;"
    "DROP INDEX claims_report;DROP INDEX statements_coding;DROP INDEX statements_id;DROP INDEX statements_report;DROP INDEX digests_coding;"
    "ALTER TABLE report_codings ADD COLUMN events INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE report_codings ADD COLUMN claims INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE report_codings ADD COLUMN statements INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE report_codings ADD COLUMN digest INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE digests ADD COLUMN keys INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE initiatives ADD COLUMN" POSITIONS_COUNT ";",
    DEMANDS EVENTS_REPORT CLAIMS_REPORT STATEMENTS_REPORT};

/* What stands there is taken for all that there is. */
static const char count_all[] =
    "UPDATE report_codings SET"
    " events=(SELECT count(*) FROM events x WHERE x.report=report_codings.report AND x.coding=report_codings.coding),"
    " claims=(SELECT count(*) FROM claims x WHERE x.report=report_codings.report AND x.coding=report_codings.coding),"
    " statements=(SELECT count(*) FROM statements x WHERE x.report=report_codings.report AND x.coding=report_codings.coding),"
    " digest=(SELECT count(*) FROM digests x WHERE x.report=report_codings.report AND x.coding=report_codings.coding);"
    "UPDATE digests SET keys=(SELECT count(*) FROM digest_keys k WHERE k.report=digests.report);"
    "UPDATE initiatives SET positions=(SELECT count(*) FROM positions p WHERE p.issue=initiatives.id AND p.latest=1);";

static const char *const tables_1[] = {"conditions", "statements", "claim_actors", "claims", "event_actors", "events", "reports"};

static int migrate_1(dem_store *s, dem_buf *sql, dem_error *err)
{
    enum { N = sizeof tables_1 / sizeof *tables_1 };
    static const char *const indices[] = {"reports_text", "reports_day", "events_report", "events_day", "claims_report", "claims_day",
                                          "statements_report", "statements_day", "conditions_event", "conditions_statement"};
    for (size_t i = 0; i < sizeof indices / sizeof *indices; i++) dem_buf_printf(sql, "DROP INDEX %s;", indices[i]);
    dem_buf_c(sql, "DROP TABLE reports_fts;");
    for (size_t i = 0; i < N; i++) dem_buf_printf(sql, "ALTER TABLE %s RENAME TO %s_1;", tables_1[i], tables_1[i]);
    dem_schema_print(s->ops->dialect, sql);
    for (size_t i = 0; i < sizeof from_1 / sizeof *from_1; i++) dem_buf_c(sql, from_1[i]);
    for (size_t i = 0; i < N; i++) dem_buf_printf(sql, "DROP TABLE %s_1;", tables_1[i]);
    dem_buf_c(sql, count_all);
    return sql->failed ? dem_fail(err, DEM_EMEMORY, "memory is out") : dem_sql_exec(s, sql->p, err);
}

static int migrate_2(dem_store *s, dem_buf *sql, dem_error *err)
{
    for (size_t i = 0; i < sizeof from_2 / sizeof *from_2; i++) {
        if (s->ops->dialect == DEM_DIALECT_POSTGRES)
            print_postgres(from_2[i], sql);
        else
            dem_buf_c(sql, from_2[i]);
    }
    dem_buf_c(sql, count_all);
    int rc = sql->failed ? dem_fail(err, DEM_EMEMORY, "memory is out") : dem_sql_exec(s, sql->p, err);
    return rc == DEM_OK ? dem_link_enter_demands(s, err) : rc;
}

static int make_tables(dem_store *s, int64_t from, dem_buf *sql, dem_error *err)
{
    if (from == 1) return migrate_1(s, sql, err);
    if (from == 2) return migrate_2(s, sql, err);
    dem_schema_print(s->ops->dialect, sql);
    return sql->failed ? dem_fail(err, DEM_EMEMORY, "memory is out") : dem_sql_exec(s, sql->p, err);
}

static int settle_locked(dem_store *s, dem_error *err)
{
    /* Another process may have done it while this one waited for the lock. */
    int64_t v = 0;
    int rc = DEM_OK;
    if (s->ops->dialect == DEM_DIALECT_POSTGRES) rc = dem_sql_exec(s, "SELECT pg_advisory_xact_lock(1684368433)", err);
    if (rc == DEM_OK) rc = s->ops->version(s, &v, err);
    if (rc != DEM_OK || v == DEM_SCHEMA) return rc;
    dem_buf sql = {0};
    rc = make_tables(s, v, &sql, err);
    dem_buf_free(&sql);
    char version[64];
    snprintf(version, sizeof version, "INSERT INTO schema_version(version) VALUES(%d)", DEM_SCHEMA);
    if (rc == DEM_OK) rc = dem_sql_exec(s, version, err);
    return rc == DEM_OK ? s->ops->stamp(s, err) : rc;
}

int dem_schema_settle(dem_store *s, bool create, dem_error *err)
{
    int64_t v;
    int rc = s->ops->version(s, &v, err);
    if (rc != DEM_OK || v == DEM_SCHEMA) return rc;
    if (v > DEM_SCHEMA)
        return dem_fail_at(err, DEM_EDATA, s->path, 0, -1, "the store was made by a newer demarche (schema %lld, this one knows %d)",
                           (long long)v, DEM_SCHEMA);
    if (v == 0 && !create) return dem_fail_at(err, DEM_EDATA, s->path, 0, -1, "the database is empty: not a store");
    s->doing = v ? "cannot bring the store up to date" : "cannot create the store";
    bool lite = s->ops->dialect == DEM_DIALECT_SQLITE;
    /* Tables that refer to each other are moved: what refers to what is checked again afterwards, by SQLite for every later row. */
    if (lite) rc = dem_sql_exec(s, "PRAGMA foreign_keys=OFF", err);
    if (rc == DEM_OK) rc = dem_store_begin(s, true, err);
    if (rc != DEM_OK) return rc;
    rc = settle_locked(s, err);
    if (rc == DEM_OK) rc = dem_store_commit(s, err);
    if (rc != DEM_OK) dem_store_rollback(s);
    if (rc == DEM_OK && lite) rc = dem_sql_exec(s, "PRAGMA foreign_keys=ON", err);
    return rc;
}
