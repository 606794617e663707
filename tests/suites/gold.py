# SPDX-License-Identifier: Apache-2.0
"""Accuracy may not fall: every line of tests/gold/floors.tsv names a measure, its gold, a figure of it, and the least it may be.

Columns, tab-separated: KIND, GOLD (paths from the source folder; $DATA is $DEMARCHE_DATA or ../shared/data), KEY of the figure in
`demarche eval KIND --json GOLD` (dotted), FLOOR. The floor of a figure in the last commit may be raised, not lowered.
"""
import glob
import json
import os
import pathlib
import subprocess

from suites.cli import environment


def floors(text):
    for line in text.split("\n"):
        if line.strip() and not line.startswith("#"):
            kind, gold, key, floor = line.split("\t")
            yield kind, gold, key, float(floor)


def figure(data, key):
    for part in key.split("."):
        data = data.get(part) if isinstance(data, dict) else None
    return data


def evaluate(build, env, root, kind, paths):
    out = subprocess.run([str(build / "demarche"), "eval", kind, "--json", *paths], cwd=root, env=env, capture_output=True, text=True,
                         timeout=900, check=False)
    if out.returncode:
        return None, out.stderr
    try:
        return json.loads(out.stdout), None
    except ValueError as e:
        return None, f"{e}: {out.stdout[:500]}"


def lowered(root, now):
    old = subprocess.run(["git", "show", "HEAD:tests/gold/floors.tsv"], cwd=root, capture_output=True, text=True, check=False)
    if old.returncode:
        return None
    before = {line[:3]: line[3] for line in floors(old.stdout)}
    return "\n".join(f"{' '.join(k)}: {before[k]} -> {v}" for k, v in now.items() if k in before and v < before[k])


def run(root, build, results, word):
    if word:
        return
    file = root / "tests" / "gold" / "floors.tsv"
    text = file.read_text()
    now = {line[:3]: line[3] for line in floors(text)}
    results.check("gold: no floor was lowered", lowered(root, now))
    data = pathlib.Path(os.environ.get("DEMARCHE_DATA") or root.parent / "shared" / "data")
    env = environment(root, build, "/tmp")
    done = {}
    for (kind, gold, key), floor in now.items():
        name = f"gold: {kind} {gold} {key} >= {floor}"
        paths = [q for p in gold.split() for q in sorted(glob.glob(p.replace("$DATA", str(data)), root_dir=root)) or [p]]
        absent = [p for p in paths if not (root / p).exists()]
        if absent:
            results.skipped(name, f"{absent[0]} is not here")
            continue
        if (kind, gold) not in done:
            done[kind, gold] = evaluate(build, env, root, kind, paths)
        figures, problem = done[kind, gold]
        if not problem and figures.get("skipped") and not figures.get("reports"):
            results.skipped(name, "the reports it is about are not here")
            continue
        value = None if problem else figure(figures, key)
        if not problem and not isinstance(value, (int, float)):
            problem = f"there is no figure {key} in {json.dumps(figures)[:500]}"
        results.check(name, problem or (f"is {value}" if value < floor - 1e-9 else None))
