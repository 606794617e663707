# SPDX-License-Identifier: Apache-2.0
"""The data files' own checks: `demarche lexicon check`, all states of ISO 3166, where facts come from, and the gold list of names.

tests/gold/names.tsv holds NAME, DAY, CODE and the report that names it, tab-separated, written by hand: look-ups must give the code, and
so must the mentions of the report where they are the name and no more.
"""
import collections
import html
import json
import os
import pathlib
import re
import subprocess

from suites.cli import environment

ISO = pathlib.Path("/usr/share/iso-codes/json/iso_3166-1.json")


def check_problem(root, build, env):
    files = [str(p.relative_to(root)) for d, kind in (("actors", "*.txt"), ("places", "*.tsv")) for p in sorted((root / "data" / d).glob(kind))]
    out = subprocess.run([str(build / "demarche"), "lexicon", "check", "--strict", "--data-dir", "data", *files], cwd=root, env=env,
                         capture_output=True, text=True, check=False)
    return out.stdout[-3000:] + out.stderr[-3000:] if out.returncode else None


def states_problem(root):
    known = set(re.findall(r"^country ([A-Z]{3}) ", (root / "data" / "actors" / "countries.txt").read_text(), re.M))
    rows = json.loads(ISO.read_text())["3166-1"]
    return "\n".join(f"no entry for {r['alpha_3']} {r['name']}" for r in rows if r["alpha_3"] not in known)


def sources_problem(root):
    files = sorted((root / "data" / "actors").glob("*.t*"))
    return "\n".join(f"{p.name} does not start with a comment that says where its facts come from" for p in files if not p.read_text().startswith("#"))


def gold_rows(path):
    for line in path.read_text().split("\n"):
        if line and not line.startswith("#"):
            yield line.split("\t")


def text_of(path):
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("windows-1252")
    return " ".join(html.unescape(text).replace("\u2019", "'").split())


def look_up(build, env, day, names):
    on = [] if day == "-" else ["--on", day]
    out = subprocess.run([str(build / "demarche"), "lexicon", "lookup", "-f", "jsonl", *on, *names], env=env, capture_output=True,
                         text=True, check=False)
    records = [json.loads(line) for line in out.stdout.split("\n") if line]
    return {r["name"]: r for r in records if r["chosen"]}


def codes_of(report, name):
    """Codes, and for places countries, of the mentions that hold the name and are headed by a word of it."""
    text = report["text"].replace("\u2019", "'")
    for m in report["mentions"]:
        said = text[m["start"]:m["end"]]
        if name in said and text[m["head"]["start"]:m["head"]["end"]] in name:
            yield from (m[k] for k in ("code", "country") if k in m)


def mentions(root, build, env, seeds, results):
    """The same names as the reports' mentions are coded, without being told the day."""
    rows, files = list(gold_rows(root / "tests" / "gold" / "names.tsv")), {}
    for _, _, _, report in rows:
        path = seeds / report[5:] if report.startswith("seed:") else root / "newsroom" / report
        if path.exists():
            files[report] = path
    out = subprocess.run([str(build / "demarche"), "annotate", *map(str, files.values())], env=env, capture_output=True, text=True, check=False)
    coded = [json.loads(line) for line in out.stdout.split("\n") if line]
    asked = 0
    for name, day, code, report in rows:
        if report not in files:
            continue
        jsonl = report.endswith(".jsonl")
        here = [r for r in coded if (r.get("published") == day if jsonl else r["report"] == files[report].stem)]
        have = [c for r in here for c in codes_of(r, name)]
        asked += bool(have)
        if have:
            results.check(f"lexicon: {name} in {report}", None if code in have else f"{' '.join(sorted(set(have)))}, not {code}")
    results.check("lexicon: the names are mentions", None if asked * 10 >= len([r for r in rows if r[3] in files]) * 8 else f"only {asked} of {len(rows)}")


def gold(root, build, env, seeds, results):
    """Each name on its day, a run of the program for each day."""
    days = collections.defaultdict(dict)
    for name, day, code, report in gold_rows(root / "tests" / "gold" / "names.tsv"):
        days[day].setdefault(name, (code, report))
        folder = root / "newsroom"
        if report.startswith("seed:"):
            folder, report = seeds, report[5:]
            if not folder.is_dir():
                results.skipped(f"lexicon: {report} names {name}", f"no {folder}")
                continue
        results.check(f"lexicon: {report} names {name}", None if name in text_of(folder / report) else f"\"{name}\" is not in {report}")
    for day, names in sorted(days.items()):
        got = look_up(build, env, day, list(names))
        for name, (code, _) in names.items():
            r = got.get(name)
            have = r.get("code", "no code") if r else "nothing"
            results.check(f"lexicon: {name} on {day}", None if code in (have, r and r.get("acting_code")) else f"{have} ({r.get('by') if r else ''}), not {code}")


def run(root, build, results, word):
    if word:
        return
    env = environment(root, build, "/tmp")
    results.check("lexicon: demarche lexicon check", check_problem(root, build, env))
    results.check("lexicon: sources of facts", sources_problem(root))
    if ISO.exists():
        results.check("lexicon: every state of ISO 3166-1 has its entry", states_problem(root))
    else:
        results.skipped("lexicon: every state of ISO 3166-1 has its entry", f"no {ISO}")
    seeds = pathlib.Path(os.environ.get("DEMARCHE_DATA", root.parent / "shared" / "data")).parent / "seeds"
    gold(root, build, env, seeds, results)
    mentions(root, build, env, seeds, results)
