#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The codebook: docs/codebook/*.md from docs/codebook/entries.txt and the tables in data/, and its sentences run.

tools/codebook.py --write              makes the pages
tools/codebook.py --check              says what is wrong: pages that are old, codes without an entry, codes that no rule gives
tools/codebook.py --run PROGRAM        codes every sentence and names those that come out otherwise
tools/codebook.py --limits PROGRAM     the same, and writes them to docs/codebook/known-limits.txt; then --write
"""
import collections
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "codebook"
QUADS = {"0": "none", "1": "1 verbal cooperation", "2": "2 material cooperation", "3": "3 verbal conflict", "4": "4 material conflict"}

Example = collections.namedtuple("Example", "key good sentence expected")


def tables():
    """CAMEO code -> its line in the ontology; PLOVER type -> [(mode, score)]."""
    codes, types = {}, collections.defaultdict(list)
    for line in (ROOT / "data/ontology/cameo.tsv").read_text().splitlines():
        if line and line[0] != "#":
            c = line.split("\t")
            codes[c[0]] = dict(zip("type mode contexts quad goldstein name".split(), ["" if x == "-" else x for x in c[1:]]))
    for line in (ROOT / "data/exports/plover.tsv").read_text().splitlines():
        if line and line[0] != "#":
            kind, mode, score = line.split("\t")
            types[kind].append(("" if mode == "-" else mode, score))
    return codes, types


def coded(codes):
    """The codes that some rule can give."""
    used = set()
    for path in sorted((ROOT / "data/rules").glob("*.rules")):
        for line in path.read_text().splitlines():
            if not re.match(r"\s*(yes |no |#)", line):
                used.update(m for m in re.findall(r"(?:=|\b)(\d{3,4})\b", line) if m in codes)
    return used


def entries():
    roots, types, codes, code = {}, {}, {}, None
    for number, line in enumerate((FOLDER / "entries.txt").read_text().splitlines(), 1):
        if not line.strip() or line[0] == "#":
            continue
        word, rest = line.split(" ", 1)
        if word in ("root", "type"):
            key, text = rest.split(" ", 1)
            (roots if word == "root" else types)[key] = text
        elif word == "code":
            code = rest
            codes[code] = {"means": "", "examples": []}
        elif word == "means":
            codes[code]["means"] = rest
        elif word in ("yes", "no"):
            sentence, _, expected = rest.partition(" | ")
            n = sum(e.good == (word == "yes") for e in codes[code]["examples"]) + 1
            codes[code]["examples"].append(Example(f"{code} {word} {n}", word == "yes", sentence, expected))
        else:
            raise ValueError(f"entries.txt:{number}: no line of an entry: {line}")
    return roots, types, codes


def limits():
    path = FOLDER / "known-limits.txt"
    return {line for line in path.read_text().splitlines() if line and line[0] != "#"} if path.exists() else set()


# ---- running ----

def sides(expected):
    words = expected.split()
    at = next((i for i, w in enumerate(words) if w[0].isdigit()), None)
    return ("", "", "") if at is None else (" ".join(words[:at]), words[at], " ".join(words[at + 1:]))


def holds(parties, want):
    """Every triple of "GOV+REB" is in some party's code."""
    return all(any(part in p.get("code", "") for p in parties) for part in want.split("+") if part)


def given(events, expected):
    actor, code, recipient = sides(expected)
    return any(e["cameo"] == code and holds(e.get("actor", []), actor) and
               (holds(e.get("recipient", []), recipient) or (e.get("mutual") and holds(e.get("actor", []), recipient))) for e in events)


def run(program):
    """[(example, codes that came out)] of those that do not come out as they should; how many were run."""
    examples = [e for code in entries()[2].values() for e in code["examples"]]
    lines = "".join(json.dumps({"id": e.key, "text": e.sentence, "published": "2012-01-31"}) + "\n" for e in examples)
    out = subprocess.run([program, "code", "-f", "events", "-i", "jsonl", "--verbatim", "--any-language", "-"], input=lines, text=True,
                         capture_output=True, check=True).stdout
    events = collections.defaultdict(list)
    for line in out.splitlines():
        record = json.loads(line)
        if record["record"] == "event":
            events[record["report"]].append(record)
    wrong = []
    for e in examples:
        got = events[e.key]
        own = e.key.split()[0]
        real = [x for x in got if x["status"] not in ("negated", "hypothetical")]
        good = given(got, e.expected) if e.good else not any(x["cameo"] == own for x in real) and (not e.expected or given(got, e.expected))
        if not good:
            wrong.append((e, got))
    return wrong, len(examples)


def shown(events):
    return "; ".join(f'{"+".join(p.get("code", "?") for p in e.get("actor", []))} {e["cameo"]} '
                     f'{"+".join(p.get("code", "?") for p in e.get("recipient", []))} ({e["status"]})' for e in events) or "nothing"


# ---- pages ----

def example_lines(examples, skip):
    out = []
    for e in examples:
        if e.key in skip:
            continue
        if e.good:
            out.append(f"- *{e.sentence}* `{e.expected}`")
        else:
            out.append(f"- not: *{e.sentence}*" + (f" `{e.expected}`" if e.expected else ""))
    return out


def follows(c):
    """What follows from the code."""
    parts = [c["type"] + (f" {c['mode']}" if c["mode"] else "")] if c["type"] else ["no PLOVER type"]
    if c["contexts"]:
        parts.append("context " + c["contexts"].replace(",", ", "))
    return "; ".join(parts + [f"quad class {QUADS[c['quad']]}", f"Goldstein {c['goldstein']}"])


HEAD = """<!-- Made by tools/codebook.py from docs/codebook/entries.txt and the tables in data/. Do not edit. -->
"""


def page_readme(codes, types, used, skip, total):
    rows = [f"| [{r}](cameo.md#root-{r}) | {text} |" for r, text in entries()[0].items()]
    return HEAD + f"""# Codebook

What the codes of demarche's events mean. The coder decides the [CAMEO code](cameo.md); the [PLOVER type](types.md), mode and contexts, the
quad class and the Goldstein value follow from it through `data/ontology/cameo.tsv`.

Each entry has a sentence that gets the code, with actor, code and recipient as demarche must give them (`REB 125 GOV`: an actor whose code
holds REB, a recipient whose code holds GOV), and a near miss that must not get it. `tests/run docs` runs all of them: {total - len(skip)} of
{total} come out as written; the other {len(skip)} are in [known-limits.txt](known-limits.txt) and are not shown. {len(used)} of the
{len(codes)} codes of the table can be given by a rule; the others are listed at the end of [cameo.md](cameo.md).

An act that is planned, only considered, told as background or denied has the code of the act and says so in `status`.
An offer is an intention (036, 039); who accepts an offer of talks agrees to meet (036) or to mediation (038), who turns it down refuses
(125, 126); a condition stands on the event it binds.

| root | |
|---|---|
""" + "\n".join(rows) + """

The definitions and sentences are this project's own; the names of codes are those of CAMEO, the types, modes and scores those of PLOVER
(see `data/ontology/cameo.tsv` and `data/exports/README.md`).
"""


def page_types(codes, types, texts, entry):
    out = [HEAD + "# PLOVER types\n\nScores are PLOVER's scale; the modes named first are those that demarche's codes have.\n"]
    for kind, text in texts.items():
        own = {c: x for c, x in codes.items() if x["type"] == kind}
        modes = sorted({x["mode"] for x in own.values() if x["mode"]})
        scores = dict(types.get(kind, []))
        out.append(f"## {kind}\n\n{text}\n")
        if "" in scores:
            out.append(f"- score {scores['']}")
        if modes:
            out.append("- modes given: " + ", ".join(m + (f" ({scores[m]})" if m in scores else "") for m in modes))
        rest = [m for m in scores if m and m not in modes]
        if rest:
            out.append("- modes of PLOVER that no code here has: " + ", ".join(f"{m} ({scores[m]})" for m in rest))
        out.append("- quad class " + ", ".join(sorted({QUADS[x["quad"]] for x in own.values()})))
        out.append("- CAMEO codes: " + ", ".join(f"[{c}](cameo.md#{c})" if c in entry else c for c in own) + "\n")
    return "\n".join(out)


def page_cameo(codes, roots, entry, used, skip):
    out = [HEAD + "# CAMEO codes\n"]
    for root, text in roots.items():
        out.append(f"## Root {root}\n\n{text}\n")
        for code, e in entry.items():
            if code[:2] != root:
                continue
            c = codes[code]
            out.append(f"### {code}\n\n**{c['name']}.** {e['means']}\n\n{follows(c)}\n")
            lines = example_lines(e["examples"], skip)
            if lines:
                out.append("\n".join(lines) + "\n")
    out.append("## Codes that no rule gives\n\nThey are in the table, so that records of other coders can be read; demarche itself gives a broader code.\n")
    out += [f"- {c} {codes[c]['name']}: {follows(codes[c])}" for c in codes if c not in used]
    return "\n".join(out) + "\n"


def pages():
    codes, types = tables()
    roots, texts, entry = entries()
    used, skip = coded(codes), limits()
    total = sum(len(e["examples"]) for e in entry.values())
    return {"README.md": page_readme(codes, types, used, skip, total), "types.md": page_types(codes, types, texts, entry),
            "cameo.md": page_cameo(codes, roots, entry, used, skip)}


def problems():
    """[(what, why or None)]"""
    codes, types = tables()
    roots, texts, entry = entries()
    used = coded(codes)
    out = [("codes that rules give have an entry", " ".join(sorted(used - set(entry)))),
           ("entries are of codes of the table", " ".join(sorted(set(entry) - set(codes)))),
           ("entries have a definition, a sentence and a near miss",
            " ".join(c for c, e in entry.items() if not e["means"] or {x.good for x in e["examples"]} != {True, False})),
           ("roots have a definition", " ".join(sorted({c[:2] for c in codes} - set(roots)))),
           ("types have a definition", " ".join(sorted({x["type"] for x in codes.values() if x["type"]} - set(texts)))),
           ("known limits are sentences of entries",
            " ".join(sorted(limits() - {x.key for e in entry.values() for x in e["examples"]})))]
    for name, text in pages().items():
        path = FOLDER / name
        out.append((f"{name} is new", None if path.exists() and path.read_text() == text else "run tools/codebook.py --write"))
    return [(what, why or None) for what, why in out]


def main(argv):
    if argv[:1] == ["--check"]:
        bad = [f"{what}: {why}" for what, why in problems() if why]
        print("\n".join(bad) if bad else "the codebook is in order")
        return 1 if bad else 0
    if len(argv) == 2 and argv[0] in ("--run", "--limits"):
        wrong, n = run(argv[1])
        for e, got in wrong:
            print(f"{e.key}: {e.sentence} | {e.expected}\n    got {shown(got)}")
        print(f"{n} sentences, {len(wrong)} come out otherwise, {len({e.key for e, _ in wrong} - limits())} of them not known")
        if argv[0] == "--limits":
            (FOLDER / "known-limits.txt").write_text(
                "# Sentences of the codebook that do not come out as entries.txt says: code, yes or no, number. The list should become shorter.\n"
                "# Written by tools/codebook.py --limits PROGRAM; tests/run docs fails when another sentence fails.\n" +
                "".join(e.key + "\n" for e, _ in wrong))
        return 0
    if argv == ["--write"]:
        for name, text in pages().items():
            (FOLDER / name).write_text(text)
        return 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
