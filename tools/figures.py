#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints the README's table of figures from what `demarche eval` says now: tools/figures.py [PROGRAM] [--write].

--write puts it between the README's "figures" marks. Gold is looked for in $DEMARCHE_DATA or ../shared/data.
"""
import glob
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = os.environ.get("DEMARCHE_DATA") or str(ROOT.parent / "shared" / "data")
ROWS = [  # what, kind, options, gold (of $DEMARCHE_DATA, or tests/ and training/ here), [(name, key)]
    ("trees, from gold words (EWT dev)", "parse", "", "ud/en_ewt-dev.conllu", [("LAS", "las"), ("UPOS", "upos"), ("lemma", "lemma")]),
    ("trees, from raw text (EWT dev)", "parse", "--raw", "ud/en_ewt-dev.conllu", [("LAS", "las")]),
    ("main text of 62 web pages", "webpages", "", "webpages", [("F1", "f1")]),
    ("mentions of actors (re3d, 4 folders)", "mentions", "", "re3d/*", [("F1", "all_f1")]),
    ("who says it (PolNeAR), five folds", "attribution", "--folds 5", "polnear",
     [("source and cue F1", "pairs_f1"), ("speaker of direct quotes right", "quotes_speaker_right")]),
    ("class of a sentence's main event, five folds", "class", "--folds 5",
     "cameo/class_dev.tsv training/relate/templates.txt plv/train.jsonl", [("macro-F1", "macro_f1")]),
    ("actor and recipient spans", "spans", "", "cameo/spans_dev.txt", [("head F1", "head_f1"), ("exact F1", "exact_f1")]),
    ("event between two given spans (PLOVER), five folds", "relate", "--folds 5", "plv/train.jsonl training/relate/templates.txt",
     [("root macro-F1", "macro_f1"), ("quad macro-F1", "quad_macro_f1")]),
    ("codes of PETRARCH's gold sentences", "gsr", "", "petrarch/gsr78.xml", [("actor, root, recipient F1", "triples_f1")]),
    ("events of the newsroom, every one judged", "records", "", "tests/gold/newsroom", [("F1", "events_f1")]),
    ("claims of the newsroom", "records", "", "tests/gold/newsroom", [("F1", "claims_f1")]),
]


def row(program, what, kind, options, gold, keys):
    paths = [g if g.startswith(("tests/", "training/")) else p for g in gold.split() for p in sorted(glob.glob(f"{DATA}/{g}")) or [g]]
    if not all((ROOT / p).exists() for p in paths):
        return None
    out = subprocess.run([program, "eval", kind, "--json", *options.split(), *paths], cwd=ROOT, capture_output=True, text=True, check=True)
    figures = json.loads(out.stdout)
    values = [figures[key] / (100 if kind == "parse" else 1) for _, key in keys]
    shown = ", ".join(f"{name} {v:.3f}" for (name, _), v in zip(keys, values))
    return f"| {what} | {shown} | `eval {kind}{' ' + options if options else ''}` |"


def main():
    args = [a for a in sys.argv[1:] if a != "--write"]
    program = str(pathlib.Path(args[0] if args else ROOT / "build/release/demarche").resolve())
    rows = [r for r in (row(program, *r) for r in ROWS) if r]
    table = "\n".join(["| measured on development data | | command |", "|---|---|---|", *rows])
    print(table)
    if "--write" in sys.argv:
        readme = ROOT / "README.md"
        mark = r"(<!-- figures -->\n).*?(<!-- end of figures -->)"
        readme.write_text(re.sub(mark, lambda m: m.group(1) + table + "\n" + m.group(2), readme.read_text(), flags=re.S))


if __name__ == "__main__":
    main()
