#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times the list commands on a large store: bench/store.py PROGRAM [--events N] [--db FILE] [--runs N]

Fills a SQLite store with N (1,000,000) synthetic events in N/10 reports over twelve years, with their actors, statements, claims, stories,
initiatives and positions, all made by SQL, and prints how long each list command takes with a date and an actor filter: the fastest of a
few runs, start of the program included. The file is kept when --db names it, and filled only when it is not there.
"""
import argparse
import os
import resource
import sqlite3
import subprocess
import tempfile
import time

NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {}) "
# 200 countries; Syria's, Russia's and Iran's codes are among them and frequent, as they are in the news of a conflict.
COUNTRY = ("CASE WHEN {0} % 10 < 2 THEN 'SYR' WHEN {0} % 10 = 2 THEN 'RUS' WHEN {0} % 10 = 3 THEN 'IRN' ELSE"
           " 'Z' || char(65 + {0} / 14 % 14) || char(65 + {0} % 14) END")
SECTOR = "CASE {0} % 7 WHEN 0 THEN '' WHEN 1 THEN 'GOV' WHEN 2 THEN 'OPP' WHEN 3 THEN 'REB' WHEN 4 THEN 'MIL' WHEN 5 THEN 'CVL' ELSE 'GOVMIL' END"
ACTORS = 20000
WORDS = ("'The envoy of ' || ({0} % 977) || ' offered on day ' || {0} || ' to host talks between the sides unless the shelling of district '"
         " || ({0} % 131) || ' went on, and the council said that it would not come before its prisoners were free.'")


def head(i):
    """The first three letters of the code of an actor."""
    return COUNTRY.format(i)


def fill(db, n):
    reports = max(n // 10, 1)
    day = f"date('2000-01-01', '+' || (i * 4383 / {reports}) || ' days')"
    event_day = f"date('2000-01-01', '+' || (i / 10 * 4383 / {reports}) || ' days')"
    run = db.execute
    run("INSERT INTO codings(key, program, model) VALUES(99, 'synthetic', 'none')")
    run(NUMBERS.format(ACTORS) + f"INSERT INTO actors(key, name, code, country, folded) SELECT 1000 + i, 'Name ' || i, {COUNTRY.format('i')} ||"
        f" {SECTOR.format('i')}, {COUNTRY.format('i')}, ' name ' || i FROM n")
    text = " || ' ' || ".join(WORDS.format(f"(i * 5 + {k})") for k in range(5))
    run(NUMBERS.format(reports) + "INSERT INTO reports(key, id, sha256, title, publisher, publisher_folded, published, language, text, record)"
        f" SELECT 1000 + i, 'synthetic-' || i, printf('%064x', i), 'Talks ' || i, 'Outlet ' || (i % 40), ' outlet ' || (i % 40), {day}, 'en', {text},"
        f" json_object('record', 'report', 'id', 'synthetic-' || i, 'text', {text}) FROM n")
    run("INSERT INTO report_codings(report, coding, current, events, claims, statements) SELECT key, 99, 1, 10, 2, 5 FROM reports WHERE key >= 1000")
    record = ("json_object('record', '{0}', 'id', '{0}-' || i, 'report', 'synthetic-' || (i * {1} / 10), 'sentence', json_object('index', i % 10, 'start', 0,"
              " 'end', 160, 'text', " + WORDS.format("i") + "), 'trigger', json_object('text', 'offered', 'start', 30, 'end', 37), 'confidence', 0.8,"
              " 'actor', json_array(json_object('text', 'The envoy', 'name', 'Name 1', 'code', 'SYRGOV', 'country', 'SYR', 'start', 0, 'end', 9)))")
    source = ("id, report, coding, current, day, sentence_index, sentence_start, sentence_end, sentence, speaker, speaker_actor, speaker_code, rule, record")
    # {1}: how far apart the findings stand, counted in events
    event_day = event_day.replace("i / 10", "i * {1} / 10")
    values = ("'{0}-' || i, 1000 + i * {1} / 10, 99, 1, " + event_day + ", i % 10, 0, 160, " + WORDS.format("i") + ", 'Name', 1000 + i * 31 % " + str(ACTORS) +
              ", " + COUNTRY.format(f"(i * 31 % {ACTORS})") + " || " + SECTOR.format(f"(i * 31 % {ACTORS})") + ", 'rule', " + record)
    run(NUMBERS.format(n) + f"INSERT INTO events(key, {source}, until, date_start, place, place_folded, place_country, mutual, cameo, cameo_name, type, quad,"
        f" goldstein, status, words, confidence) SELECT 1000 + i, {values.format('event', 1)}, CASE WHEN i % 20 = 0 THEN date({event_day.format('', 1)}, '+2 days') END,"
        f" {event_day.format('', 1)}, 'Place ' || (i % 300), ' place ' || (i % 300), {COUNTRY.format('i')}, i % 9 = 0, printf('%03d', 10 + i * 7 % 195), 'name',"
        " 'AGREE', i % 4 + 1, 1.0, 'actual', 'offered', 0.8 FROM n")
    for role, salt, acts in (("actor", 7919, 1), ("recipient", 104729, 0)):
        run("INSERT INTO event_actors(event, role, position, actor, head, words, type, day, until, current, report, acts, receives)"
            f" SELECT key, '{role}', 0, 1000 + key * {salt} % {ACTORS}, {head(f'(key * {salt} % {ACTORS})')}, 'the envoy', 'person', day, until, 1, report, max(mutual, {acts}), max(mutual, {1 - acts})"
            " FROM events WHERE key >= 1000")
    run(NUMBERS.format(n // 2) + f"INSERT INTO statements(key, {source}, speaker_country, cue, content, direct)"
        f" SELECT 1000 + i, {values.format('statement', 2)}, 'SYR', 'said', {WORDS.format('i')}, 0 FROM n")
    run(NUMBERS.format(n // 5) + f"INSERT INTO claims(key, {source}, kind, count_text, low, total, negated)"
        f" SELECT 1000 + i, {values.format('claim', 5)}, 'killed', i % 90, i % 90, 0, 0 FROM n")
    run("INSERT INTO claim_actors(claim, role, position, actor, head, words, type, day, current)"
        f" SELECT key, 'victim', 0, 1000 + key * 31 % {ACTORS}, {head(f'(key * 31 % {ACTORS})')}, 'people', 'group', day, 1 FROM claims WHERE key >= 1000")
    run(NUMBERS.format(reports // 2) + f"INSERT INTO stories(key, id, first, last, outlets, record) SELECT 1000 + i, 'story-' || i,"
        f" date('2000-01-01', '+' || (i * 2 * 4383 / {reports}) || ' days'), date('2000-01-02', '+' || (i * 2 * 4383 / {reports}) || ' days'), 2,"
        " json_object('record', 'story', 'id', 'story-' || i) FROM n")
    run("INSERT INTO story_reports(story, report, kind, independent) SELECT 1000 + (key - 1000) / 2, key, CASE WHEN key % 2 THEN 'copy' ELSE 'first' END,"
        " 1 - key % 2 FROM reports WHERE key >= 1000 AND (key - 1000) / 2 IN (SELECT key - 1000 FROM stories)")
    run(NUMBERS.format(max(n // 100, 1)) + "INSERT INTO initiatives(key, id, kind, first, last, state, record) SELECT 1000 + i, 'initiative-' || i, 'host',"
        f" date('2000-01-01', '+' || (i * 4383 / {max(n // 100, 1)}) || ' days'), date('2000-01-05', '+' || (i * 4383 / {max(n // 100, 1)}) || ' days'),"
        " 'open', json_object('record', 'initiative', 'id', 'initiative-' || i) FROM n")
    run("INSERT INTO initiative_actors(initiative, role, position, actor)"
        f" SELECT key, 'proposer', 0, 1000 + key * 37 % {ACTORS} FROM initiatives WHERE key >= 1000")
    run("INSERT INTO initiative_events(initiative, event, role) SELECT key, 1000 + (key - 1000) * 100, 'proposal' FROM initiatives WHERE key >= 1000")
    run("INSERT INTO initiative_bids(report, bid, initiative) SELECT e.report, p.initiative, p.initiative FROM initiative_events p JOIN events e"
        " ON e.key=p.event WHERE p.initiative>=1000")
    run(NUMBERS.format(max(n // 20, 1)) + "INSERT INTO positions(key, id, actor, issue, stance, quote, day, latest, report, record)"
        f" SELECT 1000 + i, 'position-' || i, 1000 + i * 41 % {ACTORS}, 'issue ' || i, 'refuses', {WORDS.format('i')},"
        f" date('2000-01-01', '+' || (i * 4383 / {max(n // 20, 1)}) || ' days'), 1, 1000 + i * 2 % {reports}, json_object('record', 'position') FROM n")
    run("INSERT INTO reports_fts(rowid, title, text) SELECT key, title, text FROM reports WHERE key >= 1000")
    db.commit()


def make(program, path, n):
    """The program makes the tables; a report of its own goes in first, so that a changed schema is noticed."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as f:
        f.write("Russia invited the Syrian government to talks in Moscow.\n")
        f.flush()
        subprocess.run([program, "add", "--published", "1999-12-31", path, f.name], check=True, stdout=subprocess.DEVNULL)
    db = sqlite3.connect(path)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-1000000", "temp_store=MEMORY"):
        db.execute("PRAGMA " + pragma)
    start = time.monotonic()
    fill(db, n)
    db.execute("PRAGMA journal_mode=WAL")
    db.close()
    print(f"{n} events in {n // 10} reports, {os.path.getsize(path) / 1e9:.2f} GB, filled in {time.monotonic() - start:.0f} s", flush=True)


def best(command, runs):
    """Wall and processor time of the fastest run, in milliseconds, and how many lines it printed."""
    fastest, lines = None, 0
    for _ in range(runs):
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        out = subprocess.run(command, check=True, capture_output=True)
        wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        fastest = min(fastest or (wall, cpu), (wall, cpu))
        lines = out.stdout.count(b"\n")
    return fastest[0] * 1000, fastest[1] * 1000, lines


def report(program, path, command, runs):
    wall, cpu, lines = best([program, command[0], path, *command[1:]], runs)
    print(f"{' '.join(command):66} {wall:6.0f} {cpu:6.0f} {lines:7}", flush=True)


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("program")
    p.add_argument("--events", type=int, default=1000000)
    p.add_argument("--db")
    p.add_argument("--runs", type=int, default=5)
    args = p.parse_args()
    with tempfile.TemporaryDirectory(prefix="demarche-bench-") as folder:
        path = args.db or folder + "/large.db"
        if not os.path.exists(path):
            make(args.program, path, args.events)
        month = ["--from", "2006-03-01", "--to", "2006-03-31"]
        year = ["--from", "2006-01-01", "--to", "2006-12-31"]
        twelve = ["--from", "2000-01-01", "--to", "2011-12-31"]
        print(f"{'command':66} {'ms':>6} {'cpu ms':>6} {'lines':>7}")
        for what in ("events", "claims", "statements", "stories", "initiatives", "positions", "reports", "actors"):
            for days, who, form in ((month, "SYR", "table"), (month, "RUSGOV", "table"), (year, "RUSGOV", "jsonl"), (year, "RUSGOV", "csv"), (year, "RUSGOV", "table"),
                                    (twelve, "ZBC", "table")):
                report(args.program, path, [what, *days, "--actor", who, "-f", form], args.runs)
            if what == "actors": continue
            report(args.program, path, [what, *year, "--actor", "RUSGOV", "--outlet", "outlet 7"], args.runs)
            report(args.program, path, [what, *year, "--actor", "RUSGOV", "--text", "envoy", "-n", "20"], args.runs)
        for command in (["events", *month, "--actor", "SYR", "--by", "week", "--dyad"], ["events", *year, "--actor", "RUSGOV", "--count"],
                        ["events", *month, "--actor", "name 77"], ["events", "--actor", "SYR", "--order", "newest", "-n", "20"],
                        ["events", "--order", "newest", "-n", "20"], ["events", *month, "--text", "envoy", "-n", "20"],
                        ["events", *month, "--recipient", "SYR", "--root", "19"], ["events", *month, "--outlet", "outlet 7"], ["actors", *month],
                        ["events", *year, "--actor", "SYR", "-f", "table"], ["events", *year, "--actor", "SYR", "-f", "jsonl"]):
            report(args.program, path, command, args.runs)


if __name__ == "__main__":
    main()
