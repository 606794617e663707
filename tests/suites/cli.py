# SPDX-License-Identifier: Apache-2.0
"""The command line as its user sees it: tests/cli/*.test. TESTING.md describes the format.

== name of the case
$ a line for sh (several make one script); demarche is the build under test, $ROOT the source folder
1: a line of standard output, exactly (all of its lines in order make the whole output)
1~ a regular expression found in standard output      1! one that must not be found      1- standard output is empty
2: 2~ 2! 2-  the same for standard error, which must be empty when no such line is there
= exit status, when it is not 0
@ seconds the case may take, when not 60
A script that exits with 77 is skipped; what it says on standard error is the reason.
"""
import os
import re
import subprocess
import tempfile


class Case:
    def __init__(self, file, line, name):
        self.where, self.name = f"{file.name}:{line}", name
        self.script, self.exact, self.found, self.absent = [], {1: None, 2: None}, {1: [], 2: []}, {1: [], 2: []}
        self.status, self.limit = 0, 60


def read_cases(file):
    cases = []
    for i, line in enumerate(file.read_text().split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("== "):
            cases.append(Case(file, i, line[3:]))
            continue
        m = re.match(r"([$=@]|[12][:~!-])(?: (.*)|)$", line)
        if not m or not cases:
            raise ValueError(f"{file}:{i}: not a line of a test: {line}")
        c, key, value = cases[-1], m.group(1), m.group(2) or ""
        if key == "$":
            c.script.append(value)
        elif key == "=":
            c.status = int(value)
        elif key == "@":
            c.limit = int(value)
        else:
            stream = int(key[0])
            if key[1] == ":":
                c.exact[stream] = (c.exact[stream] or []) + [value]
            elif key[1] == "-":
                c.exact[stream] = []
            else:
                (c.found if key[1] == "~" else c.absent)[stream].append(value)
    return cases


def stream_problem(c, stream, text):
    name = "standard output" if stream == 1 else "standard error"
    if c.exact[stream] is not None:
        want = "".join(line + "\n" for line in c.exact[stream])
        if text != want:
            return f"{name} is\n{text}and should be\n{want}"
    elif stream == 2 and text and not c.found[2]:
        return f"{name} should be empty and is\n{text}"
    for pattern in c.found[stream]:
        if not re.search(pattern, text, re.M):
            return f"{name} lacks /{pattern}/:\n{text}"
    for pattern in c.absent[stream]:
        if re.search(pattern, text, re.M):
            return f"{name} must not hold /{pattern}/:\n{text}"
    return None


def environment(root, build, folder):
    env = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR",)}
    env.update(PATH=f"{build}:{env['PATH']}", ROOT=str(root), TMPDIR=folder, TERM="xterm", LC_ALL="C.UTF-8",
               ASAN_OPTIONS="detect_leaks=1:" + env.get("ASAN_OPTIONS", ""))
    return env


class Skipped(Exception):
    pass


def problem(c, root, build):
    with tempfile.TemporaryDirectory(prefix="demarche-test-") as folder:
        try:
            out = subprocess.run(["sh", "-c", "\n".join(c.script)], cwd=folder, env=environment(root, build, folder), timeout=c.limit,
                                 stdin=subprocess.DEVNULL, capture_output=True, check=False)
        except subprocess.TimeoutExpired:
            return f"took longer than {c.limit} s"
    texts = {1: out.stdout.decode("utf-8", "backslashreplace")[:20000], 2: out.stderr.decode("utf-8", "backslashreplace")[:20000]}
    if out.returncode == 77 and c.status != 77:
        raise Skipped(texts[2].strip())
    if out.returncode != c.status:
        return f"exit status is {out.returncode} and should be {c.status}\n{texts[1][:1500]}{texts[2]}"
    return stream_problem(c, 1, texts[1]) or stream_problem(c, 2, texts[2])


def run(root, build, results, word):
    for file in sorted((root / "tests" / "cli").glob("*.test")):
        try:
            cases = read_cases(file)
        except ValueError as e:
            results.failed(f"cli: {file.name}", e)
            continue
        for c in cases:
            if word not in c.name:
                continue
            try:
                results.check(f"cli: {c.where} {c.name}", problem(c, root, build))
            except Skipped as why:
                results.skipped(f"cli: {c.where} {c.name}", why)
