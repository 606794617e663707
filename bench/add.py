#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Does storing keep up with coding? bench/add.py PROGRAM [--rounds N] FILE...

Codes the files' reports with `code`, adds them to a new SQLite store with `add`, and adds them to it again, each with one and with two
threads, and prints wall and processor time of the fastest of N rounds: what storing costs beside coding, and what is saved when a report is
known. Storing and linking have a thread of their own: it keeps up with as many coding threads as it is faster than one of them. To be long
enough to be timed, each text is taken up to twelve times over, each time under another headline and outlet and without another of its
paragraphs, so that it is another text to the store, though one with many copies to be linked with.
"""
import argparse
import json
import os
import resource
import subprocess
import tempfile
import time

TIMES = 12


def reports(paths):
    for path in paths:
        with open(path, encoding="utf-8", errors="replace") as f:
            lines = [line for line in f.read().split("\n") if line.strip()]
        for k in range(min(TIMES, len(lines) - 3)):
            yield {"id": f"{os.path.basename(path)}-{k}", "title": f"{lines[0]} ({k})", "publisher": f"Outlet {k}", "published": "2012-02-01",
                   "text": "\n\n".join(lines[1:len(lines) - k] + lines[len(lines) - k + 1:])}


def timed(command):
    """Wall and processor seconds."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def best(rounds, commands):
    """Of each command, in turn, so that a busy machine is busy for all of them: the least wall and the least processor time."""
    runs = [[timed(make()) for make in commands] for _ in range(rounds)]
    return [(min(r[i][0] for r in runs), min(r[i][1] for r in runs)) for i in range(len(commands))]


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("program")
    p.add_argument("--rounds", type=int, default=5)
    p.add_argument("files", nargs="+")
    args = p.parse_args()
    with tempfile.TemporaryDirectory(prefix="demarche-bench-") as folder:
        source, db = folder + "/reports.jsonl", folder + "/t.db"
        n = 0
        with open(source, "w", encoding="utf-8") as f:
            for r in reports(args.files):
                f.write(json.dumps(r) + "\n")
                n += 1

        def fresh():
            for end in ("", "-wal", "-shm"):
                if os.path.exists(db + end):
                    os.unlink(db + end)
            return [args.program, "add", "-j", threads, db, source]

        for threads in ("1", "2"):
            code, add, again = best(args.rounds, [lambda t=threads: [args.program, "code", "-j", t, source], fresh,
                                                  lambda t=threads: [args.program, "add", "-j", t, db, source]])
            print(f"{n} reports, -j {threads}: code {code[0]:.2f} s (cpu {code[1]:.2f}), add {add[0]:.2f} s (cpu {add[1]:.2f}), "
                  f"add of known ones {again[0]:.2f} s (cpu {again[1]:.2f})")
            print(f"    add / code: wall {add[0] / code[0]:.2f}, processor time {add[1] / code[1]:.2f}; storing and linking alone "
                  f"{n / (add[1] - code[1]):.0f} reports/s, coding with one thread {n / code[1]:.0f}", flush=True)


if __name__ == "__main__":
    main()
