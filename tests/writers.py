#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Several writers and killed ones end with the rows of one: tests/writers.py PROGRAM [--postgres URI] [--reports N] [--writers N] [--kills N]

N reports (a quarter of them first news of an offer of talks, the others its copy, another outlet's telling and a later answer) are added
to one store by one process. Then several processes add all of them to a second store at once, each in an order of its own, linking
included; and a process that adds them to a third is killed with SIGKILL at random instants, again and again until it comes to its end, and so is one that links
what was added and is not linked yet. All lists of the stores must be equal, line for line, and `check` must find nothing.

With --kills 0 only writers at once are compared with one. SQLite in a temporary folder, or in schemas of its own of the PostgreSQL server at URI.
"""
import argparse
import concurrent.futures
import datetime
import json
import random
import sqlite3
import subprocess
import sys
import tempfile
import time

LISTS = ("reports", "events", "claims", "statements", "stories", "initiatives", "positions", "actors")
# 17 times 16 pairs: one comes again only after eight years, so that an initiative has the reports of few groups, as in the news
HOSTS = (("Russia", "Moscow"), ("Turkey", "Ankara"), ("Egypt", "Cairo"), ("Norway", "Oslo"), ("Qatar", "Doha"), ("Kenya", "Nairobi"), ("Iran", "Tehran"),
         ("Switzerland", "Geneva"), ("Austria", "Vienna"), ("Algeria", "Algiers"), ("Jordan", "Amman"), ("Oman", "Muscat"), ("Finland", "Helsinki"),
         ("Ethiopia", "Addis Ababa"), ("Kuwait", "Kuwait City"), ("Cuba", "Havana"), ("Indonesia", "Jakarta"))
SIDES = (("Syrian", "Damascus"), ("Sudanese", "Khartoum"), ("Yemeni", "Sanaa"), ("Libyan", "Tripoli"), ("Colombian", "Bogota"), ("Malian", "Bamako"),
         ("Somali", "Mogadishu"), ("Iraqi", "Baghdad"), ("Ukrainian", "Kiev"), ("Burundian", "Bujumbura"), ("Afghan", "Kabul"), ("Lebanese", "Beirut"),
         ("Venezuelan", "Caracas"), ("Georgian", "Tbilisi"), ("Nepalese", "Kathmandu"), ("Philippine", "Manila"))
MATTERS = ("prisoners grain fuel borders ports salaries schools wells bridges hospitals refugees mines pensions radio harbours courts taxes roads"
           " archives fishing railways passports cotton electricity vaccines pipelines museums customs barracks militias").split()
OUTLETS = ("Northgate Wire", "Copperhill Observer", "The Harbour Courier", "Eastmark Monitor")


def report(i):
    group, part = divmod(i, 4)
    host, city = HOSTS[group % len(HOSTS)]
    people, capital = SIDES[group % len(SIDES)]
    draw = random.Random(group)
    about = [" ".join(draw.sample(MATTERS, 9)) for _ in range(8)]
    agenda = " ".join(f"{a.capitalize()}." for a in about[:6])
    day = datetime.date(2012, 1, 2) + datetime.timedelta(days=group * 11 % 9000 + (0, 0, 1, 3)[part])
    weekday, toll = day.strftime("%A"), group % 70 + 2
    wire = (f"{host} invited the {people} government and the opposition to talks in {city} on {weekday}. The {people} government accepted the "
            f"invitation. The opposition refused to come unless the shelling of district {group} stopped. Envoy {group % 31} of {host} said that "
            f"the talks in {city} would begin next month without preconditions. {agenda}")
    texts = (f"{wire} At least {toll} people were killed in {capital} on {weekday}, activists said.", wire,
             f"The opposition in {capital} turned down the talks that {host} had offered to host in {city}, a spokesman said on {weekday}. It wants "
             f"the shelling of district {group} to stop first. The {people} government had accepted the invitation. Activists counted "
             f"{toll + part} dead. {agenda}",
             f"The {people} opposition accepted the invitation of {host} to talks on {about[6]} in {city} on {weekday}. The United Nations "
             f"offered to mediate about {about[7]} of district {group}.")
    return {"id": f"w-{i}", "published": day.isoformat(), "publisher": OUTLETS[part], "text": texts[part]}


def way(writer, n):
    """Two from the start, one from the end, one from the middle, the others shuffled."""
    order = list(range(n))
    if writer == 2:
        order.reverse()
    elif writer == 3:
        order = order[n // 2:] + order[:n // 2]
    elif writer > 3:
        random.Random(writer).shuffle(order)
    return order


class Stores:
    """Makes them, each with the argument that names it."""

    def __init__(self, folder, uri):
        self.folder, self.uri, self.n = folder, uri, 0

    def new(self):
        self.n += 1
        if not self.uri:
            return f"{self.folder}/{self.n}.db"
        schema = f"w{int(time.time() * 1000)}_{self.n}"
        subprocess.run(["psql", "-q", self.uri, "-c", f"CREATE SCHEMA {schema}"], check=True)
        return f"{self.uri}&options=-csearch_path%3D{schema}"


def lists(program, db):
    out = {}
    for what in LISTS:
        for form in ("csv", "jsonl"):
            r = subprocess.run([program, what, db, "-f", form], capture_output=True, check=True)
            out[f"{what} -f {form}"] = sorted(r.stdout.split(b"\n"))
    return out


def differences(program, db, want):
    bad = []
    got = lists(program, db)
    for k in want:
        if got[k] != want[k]:
            odd = sorted(set(got[k]) ^ set(want[k]))
            bad.append(f"{k}: {len(got[k])} lines, not {len(want[k])}; {len(odd)} differ, first {odd[:1]}")
    r = subprocess.run([program, "check", db], capture_output=True, text=True, check=False)
    if r.returncode or not r.stdout.rstrip().endswith(" 0 problems"):
        bad.append("check: " + r.stdout + r.stderr)
    return bad


def add(program, db, path):
    r = subprocess.run([program, "add", "-j", "1", db, path], capture_output=True, text=True, check=False)
    return "" if r.returncode == 0 else f"exit status {r.returncode}: {r.stderr}"


def killed(program, db, path, after):
    """One life of a writer, ended after so many seconds; False when it came to its end before."""
    p = subprocess.Popen([program, "add", "-j", "1", db, path], stdout=subprocess.DEVNULL)
    try:
        p.wait(after)
    except subprocess.TimeoutExpired:
        p.kill()
        p.wait()
    return p.returncode != 0


UNLINK = "UPDATE digests SET linked=0; DELETE FROM event_clusters; DELETE FROM positions; DELETE FROM initiatives; DELETE FROM stories"


def unlink(db, uri):
    """All reports are there and nothing is linked: as a writer leaves it that is killed before it links."""
    if uri:
        subprocess.run(["psql", "-q", db, "-c", UNLINK], check=True)
        return
    c = sqlite3.connect(db)
    c.execute("PRAGMA foreign_keys=ON")
    c.executescript(UNLINK)
    c.close()


class Trial:
    """Lives and deaths of writers, and what went wrong."""

    def __init__(self, program, want):
        self.program, self.want, self.bad = program, want, []

    def compare(self, what, db):
        self.bad += [f"{what}: {b}" for b in differences(self.program, db, self.want)]

    def kill(self, what, kills, path, span, renew):
        """Until so many were killed; whenever one comes to its end the store is compared, and renewed."""
        chance, dead, ends, db = random.Random(what), 0, 0, renew()
        while dead < kills and ends < 10 * kills + 10:
            if killed(self.program, db, path(dead), chance.uniform(*span)):
                dead += 1
                continue
            ends += 1
            self.compare(f"{what}, after {dead} kills", db)
            db = renew()
        self.bad += filter(None, [add(self.program, db, path(0))])
        self.compare(f"{what}, after {dead} kills", db)
        print(f"{what}: {dead} killed, {ends + 1} came to their end")
        if dead < kills:
            self.bad.append(f"{what}: too few could be killed")

    def end(self):
        for b in self.bad:
            print("FAILED " + b[:2000])
        return 1 if self.bad else 0


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("program")
    p.add_argument("--postgres", metavar="URI")
    p.add_argument("--reports", type=int, default=120)
    p.add_argument("--writers", type=int, default=4)
    p.add_argument("--kills", type=int, default=10)
    args = p.parse_args()
    with tempfile.TemporaryDirectory(prefix="dem-writers-") as folder:
        paths = []
        for w in range(args.writers):
            paths.append(f"{folder}/{w}.jsonl")
            with open(paths[w], "w", encoding="utf-8") as f:
                f.writelines(json.dumps(report(i)) + "\n" for i in way(w, args.reports))
        stores = Stores(folder, args.postgres)
        one = stores.new()
        start = time.monotonic()
        wrong = add(args.program, one, paths[0])
        alone = time.monotonic() - start
        trial = Trial(args.program, lists(args.program, one))
        trial.bad += filter(None, [wrong])
        print(f"{args.reports} reports: " + ", ".join(f"{len(trial.want[k + ' -f jsonl']) - 1} {k}" for k in LISTS[1:7]))
        trial.compare("one writer", one)

        several = stores.new()
        start = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(args.writers) as pool:
            trial.bad += filter(None, pool.map(lambda w: add(args.program, several, paths[w]), range(args.writers)))
        print(f"one writer {alone:.1f} s, {args.writers} at once {time.monotonic() - start:.1f} s")
        trial.compare(f"{args.writers} writers", several)

        if args.kills == 0:
            return trial.end()
        trial.kill("adding", args.kills, lambda k: paths[k % args.writers], (0, alone), stores.new)
        unlink(one, args.postgres)
        start = time.monotonic()
        trial.bad += filter(None, [add(args.program, one, paths[0])])
        trial.compare("linked anew", one)
        linking = time.monotonic() - start

        def unlinked():
            unlink(one, args.postgres)
            return one
        trial.kill("linking", args.kills, lambda k: paths[0], (0, linking), unlinked)
        return trial.end()


if __name__ == "__main__":
    sys.exit(main())
