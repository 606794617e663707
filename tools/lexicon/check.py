#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Check data/actors/*.txt and data/places/*: syntax, codes, dates, duplicate names, overlapping terms.

Prints FILE:LINE: error|warning: MESSAGE for each finding and a summary; exits 1 when there is an error, 2 on misuse.
"""
import argparse
import collections
import json
import os
import re
import sys

KINDS = ("actor", "country", "role", "list")
TYPES = ("person", "organisation", "group", "country", "collective", "format")
FIELDS = {
    "actor": ("type", "alias", "code", "title", "metonym", "gender", "note"),
    "country": ("name", "adjective", "demonym", "capital", "metonym", "region", "dates"),
    "role": ("term",),
    "list": ("term",),
}
PREFIXES = ("IGO", "NGO", "IMG", "MNC", "UNO", "EUR", "INT", "NGM")
SECTORS = set("GOV MIL REB OPP PTY COP JUD LEG SPY CVL REF JRN ELI BUS EDU HLH LAB REL UAF PRM CRM AGR SOC MED PRE UNK "
              "DEV ENV HRI INS SEP MOD RAD".split())
ISO = "/usr/share/iso-codes/json/iso_3166-1.json"
DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")
LATEST = (2026, 12, 31)


class Check:
    """Findings, counted by severity."""

    def __init__(self):
        self.errors = 0
        self.warnings = 0

    def error(self, where, text):
        self.errors += 1
        print(f"{where[0]}:{where[1]}: error: {text}")

    def warning(self, where, text):
        self.warnings += 1
        print(f"{where[0]}:{where[1]}: warning: {text}")


class Entry:
    def __init__(self, kind, name, where):
        self.kind, self.name, self.where = kind, name, where
        self.fields = collections.defaultdict(list)   # field -> [(value, where)]

    def values(self, field):
        for text, where in self.fields[field]:
            for part in text.split(";"):
                yield part.strip(), where

    def first(self, field):
        return self.fields[field][0][0] if self.fields[field] else None


def read(path, check):
    """Entries of one file; what cannot be read is reported and skipped."""
    entries, entry = [], None
    with open(path, "rb") as f:
        raw = f.read()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as e:
        check.error((path, raw[:e.start].count(b"\n") + 1), f"not UTF-8 at byte {e.start}")
        return entries
    lines = text.split("\n")
    if not lines[0].startswith("#"):
        check.error((path, 1), "the file does not start with a comment that says where its facts come from")
    for n, line in enumerate(lines, 1):
        where = (path, n)
        if "\t" in line or line != line.rstrip():
            check.error(where, "tab or trailing space")
        body = re.sub(r"(^|\s)#.*$", "", line).rstrip()
        if not body:
            if not line.strip():
                entry = None
            continue
        if body.startswith("  "):
            word, _, value = body.strip().partition(" ")
            if entry is None:
                check.error(where, "field outside an entry")
            elif word not in FIELDS[entry.kind]:
                check.error(where, f"unknown field '{word}' in {entry.kind}")
            elif not value.strip():
                check.error(where, f"empty field '{word}'")
            else:
                entry.fields[word].append((value.strip(), where))
        else:
            word, _, value = body.partition(" ")
            if word not in KINDS or not value.strip():
                check.error(where, f"'{body}' starts no entry (actor, country, role, list)")
                entry = None
                continue
            if entry is not None:
                check.error(where, "no blank line before this entry")
            entry = Entry(word, value.strip(), where)
            entries.append(entry)
    return entries


def day(text, last):
    """A date or part of one as (y, m, d), or None; last: the end of the month or year it names."""
    m = DATE.match(text)
    if not m:
        return None
    y, mo, d = int(m[1]), int(m[2] or 0), int(m[3] or 0)
    if not 1800 <= y <= LATEST[0] or mo > 12 or d > 31 or (m[2] and mo == 0) or (m[3] and d == 0):
        return None
    return (y, mo or (12 if last else 1), d or (31 if last else 1))


def span(text, where, check):
    """[from..to] -> first day, last day, first day of the last month or year named; None when wrong."""
    a, sep, b = text.partition("..")
    lo = day(a, False) if a else (0, 0, 0)
    hi = day(b, True) if b else (9999, 12, 31)
    early = day(b, False) if b else hi
    if not sep or lo is None or hi is None:
        check.error(where, f"not a span of dates: '{text}'")
        return None
    if lo > hi:
        check.error(where, f"the span is empty: '{text}'")
        return None
    return lo, hi, early


def check_code(code, where, states, triples, check):
    if not re.fullmatch(r"(?:[A-Z]{3}){1,6}", code):
        check.error(where, f"'{code}' is not made of capital triples")
        return
    parts = [code[i:i + 3] for i in range(0, len(code), 3)]
    if parts[0] not in states and parts[0] not in PREFIXES and parts[0] not in SECTORS:
        check.error(where, f"unknown first triple '{parts[0]}' in '{code}'")
    for p in parts[1:]:
        if p not in states and p not in triples and p not in SECTORS:
            check.error(where, f"unknown triple '{p}' in '{code}' (README.md lists them)")


def readme_triples(path):
    """The triples that README.md documents: table rows that start with | XXX |."""
    found = set()
    with open(path, encoding="utf-8") as f:
        for line in f:
            m = re.match(r"\|\s*((?:[A-Z]{3}(?:,\s*)?)+)\s*\|", line)
            if m:
                found.update(re.findall(r"[A-Z]{3}", m[1]))
    return found


def overlap(a, b):
    return a[0] <= b[1] and b[0] <= a[1]


def check_actor(e, states, triples, check):
    """Returns the spans of the entry's dated codes, or [always]."""
    kind = e.first("type")
    if kind is None:
        check.error(e.where, f"actor '{e.name}' has no type")
    elif kind not in TYPES:
        check.error(e.where, f"unknown type '{kind}'")
    spans, undated, always = [], 0, ((0, 0, 0), (9999, 12, 31))
    for text, where in e.fields["code"]:
        parts = text.split()
        check_code(parts[0], where, states, triples, check)
        if len(parts) == 1:
            undated += 1
            if undated > 1:
                check.error(where, f"second undated code for '{e.name}'")
        elif len(parts) == 2:
            s = span(parts[1], where, check)
            if s:
                for other, at in spans:
                    if s[0] < other[2] and other[0] < s[2]:
                        check.error(where, f"the span overlaps that of line {at[1]}")
                spans.append((s, where))
        else:
            check.error(where, "code: CODE [from..to]")
    if not e.fields["code"]:
        check.error(e.where, f"actor '{e.name}' has no code")
    return [always] if undated or not spans else [s for s, _ in spans]


def add_name(table, name, entry, where, spans, check):
    key = name.replace("\u2019", "'")
    if not name:
        check.error(where, "empty name between two ';'")
        return
    if name != " ".join(name.split()):
        check.error(where, f"doubled space in '{name}'")
    for other, at, their in table[key]:
        if other is entry:
            check.error(where, f"'{name}' twice in '{entry.name}' (line {at[1]})")
            return
        if any(overlap(a, b) for a in spans for b in their):
            check.error(where, f"'{name}' ({entry.name}) is already '{other.name}' at {os.path.basename(at[0])}:{at[1]}")
            return
    table[key].append((entry, where, spans))


def check_country(e, names, metonyms, codes, check):
    code, _, name = e.name.partition(" ")
    if not re.fullmatch(r"[A-Z]{3}", code) or not name:
        check.error(e.where, "country CODE Name")
        return
    if code in codes:
        check.error(e.where, f"second entry for {code}")
    codes.add(code)
    spans = [((0, 0, 0), (9999, 12, 31))]
    for text, where in e.fields["dates"]:
        s = span(text, where, check)
        if s:
            spans = [s]
    add_name(names["name"], name, e, e.where, spans, check)
    for field in ("name", "adjective", "demonym"):
        for value, where in e.values(field):
            add_name(names[field], value, e, where, spans, check)
    for value, where in e.values("metonym"):
        add_name(metonyms, value, e, where, spans, check)
    for value, where in e.values("region"):
        if not re.fullmatch(r"[A-Z]{3}", value):
            check.error(where, f"region '{value}' is not a triple")


def check_role(e, terms, triples, check):
    parts = e.name.split()
    if len(parts) > 2 or (len(parts) == 2 and parts[1] != "alone"):
        check.error(e.where, "role CODE [alone]")
    code = parts[0]
    for p in [code[i:i + 3] for i in range(0, len(code), 3)]:
        if p not in SECTORS and p not in PREFIXES and p not in triples:
            check.error(e.where, f"unknown triple '{p}' in role '{code}'")
    for value, where in e.values("term"):
        forms = value.split("/")
        if len(forms) > 2 or not all(f.strip() == f and f for f in forms):
            check.error(where, f"term '{value}': SINGULAR or SINGULAR/PLURAL")
        for form in forms:
            key = form.lower()
            if key in terms and terms[key][0] != e.where:
                check.error(where, f"'{form}' ({e.name}) is already {terms[key][1]} at {os.path.basename(terms[key][2][0])}:{terms[key][2][1]}")
            elif key in terms and len(set(forms)) > 1:
                check.error(where, f"'{form}' twice in role {e.name}")
            elif key in terms and forms[0] != forms[-1] or key in terms and len(forms) == 1:
                check.error(where, f"'{form}' twice in role {e.name} (line {terms[key][2][1]})")
            terms[key] = (e.where, e.name, where)


def check_cities(path, states, check):
    """name, other names, country, admin1, lat, lon, population"""
    with open(path, encoding="utf-8") as f:
        for n, line in enumerate(f, 1):
            if line.startswith("#"):
                continue
            cells = line.rstrip("\n").split("\t")
            if len(cells) != 7:
                check.error((path, n), f"{len(cells)} cells instead of 7")
                continue
            if cells[2] and cells[2] not in states:
                check.error((path, n), f"unknown country '{cells[2]}'")
            try:
                if not (-90 <= float(cells[4]) <= 90 and -180 <= float(cells[5]) <= 180):
                    raise ValueError
            except ValueError:
                check.error((path, n), f"not a position: {cells[4]}, {cells[5]}")
            if cells[6] and not cells[6].isdigit():
                check.error((path, n), f"not a population: '{cells[6]}'")


def main():
    root = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
    ap = argparse.ArgumentParser(description="Check the actor and place data.")
    ap.add_argument("root", nargs="?", default=os.path.relpath(root), help="root of the source tree")
    args = ap.parse_args()
    actors = os.path.join(args.root, "data", "actors")
    places = os.path.join(args.root, "data", "places")
    if not os.path.isdir(actors):
        print(f"check.py: no folder {actors}", file=sys.stderr)
        return 2

    check = Check()
    entries = []
    for name in sorted(os.listdir(actors)):
        if name.endswith(".txt"):
            entries += read(os.path.join(actors, name), check)
    triples = readme_triples(os.path.join(actors, "README.md"))
    states = {e.name.split()[0] for e in entries if e.kind == "country"}
    if os.path.exists(ISO):
        with open(ISO, encoding="utf-8") as f:
            for row in json.load(f)["3166-1"]:
                if row["alpha_3"] not in states:
                    check.error((os.path.join(actors, "countries.txt"), 1), f"no entry for {row['alpha_3']} {row['name']}")

    names, metonyms, terms = collections.defaultdict(lambda: collections.defaultdict(list)), collections.defaultdict(list), {}
    count, codes, actors_by_name = collections.Counter(), set(), {}
    for e in entries:
        count[e.kind] += 1
        if e.kind == "actor":
            count[e.first("type")] += 1
            spans = check_actor(e, states, triples, check)
            for value, where in [(e.name, e.where)] + list(e.values("alias")):
                add_name(names["actor"], value, e, where, spans, check)
                count["aliases"] += 1
            for value, where in e.values("metonym"):
                add_name(metonyms, value, e, where, spans, check)
        elif e.kind == "country":
            check_country(e, names, metonyms, codes, check)
        elif e.kind == "role":
            check_role(e, terms, triples, check)
    for value in sorted(set(names["actor"]) & set(names["name"])):
        e, where, _ = names["actor"][value][0]
        check.error(where, f"'{value}' ({e.name}) is also a country's name")
    for value in sorted(set(names["actor"]) & (set(names["adjective"]) | set(names["demonym"]))):
        e, where, _ = names["actor"][value][0]
        check.error(where, f"'{value}' ({e.name}) is also an adjective or demonym of a country")
    for value in sorted(names["actor"]):
        if value.lower() in terms:
            e, where, _ = names["actor"][value][0]
            check.error(where, f"'{value}' ({e.name}) is also a term of role {terms[value.lower()][1]}")

    if os.path.isdir(places):
        for name in sorted(os.listdir(places)):
            if name.endswith(".tsv"):
                check_cities(os.path.join(places, name), states, check)
    print("entries: " + ", ".join(f"{k} {v}" for k, v in sorted(count.items(), key=lambda kv: str(kv[0]))) + f", role terms {len(terms)}")
    print(f"{check.errors} errors, {check.warnings} warnings")
    return 1 if check.errors else 0


if __name__ == "__main__":
    sys.exit(main())
