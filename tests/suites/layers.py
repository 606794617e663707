# SPDX-License-Identifier: Apache-2.0
"""The rules of the house that a script can check: who may include whom, file headers and sizes, names, no hidden state."""
import re
import subprocess

# Data walks through the folders in this order; an include may point only backwards.
ORDER = ["base", "report", "ingest", "segment", "parse", "actors", "frames", "context", "events", "stories", "export", "store", "brief", "pipeline", "train", "eval"]
# Of another folder only its interface may be included: FOLDER/FOLDER.h, all of base/ and report/, and these.
INTERFACES = {"actors/import.h", "actors/lexcheck.h", "actors/lexshow.h", "events/relations.h", "export/formats.h", "export/rows.h", "parse/parse_score.h", "parse/conllu.h", "pipeline/engine.h",
              "pipeline/run.h", "store/sql.h", "ingest/sha256.h", "train/attribution.h", "train/polnear.h"}
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.M)
MAX_LINES = 900
ENDS_PROCESS = re.compile(r"\b(?:exit|_exit|_Exit|abort|quick_exit)\s*\(")


def strip_comments(text):
    return re.sub(r"/\*.*?\*/|//[^\n]*", " ", text, flags=re.S)


def include_problem(path, folder):
    """None, or why an include of a file in src/FOLDER is not allowed."""
    wrong = []
    for kind, name in INCLUDE.findall(path.read_text()):
        if kind == "<":
            continue
        if name.startswith("demarche/"):
            continue
        parts = name.split("/")
        if ".." in parts or len(parts) != 2 or parts[0] not in ORDER:
            wrong.append(f'"{name}": write the path from src/, FOLDER/FILE.h')
        elif ORDER.index(parts[0]) > ORDER.index(folder):
            wrong.append(f'"{name}": {parts[0]}/ comes after {folder}/')
        elif parts[0] not in (folder, "base", "report") and parts[1] != parts[0] + ".h" and name not in INTERFACES:
            wrong.append(f'"{name}" is no interface of {parts[0]}/')
    return "\n".join(wrong)


def cli_problem(path):
    wrong = [name for kind, name in INCLUDE.findall(path.read_text())
             if kind == '"' and not name.startswith("demarche/") and name != "cli.h"]
    return "".join(f'"{n}" is not of the public interface\n' for n in wrong)


def header_problem(path, text):
    if "SPDX-License-Identifier: Apache-2.0" not in "\n".join(text.split("\n")[:3]):
        return "no SPDX line at the top"
    if path.suffix in (".c", ".h") and not re.search(r"/\*[^*]", "\n".join(text.split("\n")[1:4])):
        return "does not say its role below the SPDX line"
    return None


def public_header_problem(root, standard):
    """The public header compiles by itself under strict flags."""
    out = subprocess.run(["gcc", f"-std={standard}", "-Wall", "-Wextra", "-Wpedantic", "-Wstrict-prototypes", "-Werror", "-fsyntax-only",
                          "-x", "c", "-I", str(root / "include"), "-"], input='#include "demarche/demarche.h"\n',
                         capture_output=True, text=True, check=False)
    return out.stderr if out.returncode else None


def names_problem(build):
    """Every symbol that the library gives to the linker has the prefix."""
    out = subprocess.run(["nm", "-g", "--defined-only", str(build / "libdemarche.a")], capture_output=True, text=True, check=False)
    if out.returncode:
        return out.stderr
    names = [line.split()[2] for line in out.stdout.split("\n") if len(line.split()) == 3]
    bad = sorted({n for n in names if not n.startswith("dem_") and not n.startswith(("__", ".", "_"))})
    return "without the prefix dem_: " + " ".join(bad) if bad else None


def state_problem(root):
    """No variables that can change at file scope or static in functions: a rough reading of the sources."""
    bad = []
    for path in sorted((root / "src").rglob("*.c")):
        for i, line in enumerate(strip_comments_keep_lines(path.read_text()).split("\n"), 1):
            if re.match(r"\s*static\s+(?!inline\b)(?!.*\bconst\b)(?!_Noreturn\b)[\w\s\*]+\b\w+(\[[^\]]*\])*\s*(=|;)", line):
                bad.append(f"{path.relative_to(root)}:{i}: {line.strip()}")
    return "\n".join(bad)


def strip_comments_keep_lines(text):
    return re.sub(r"/\*.*?\*/|//[^\n]*", lambda m: "\n" * m.group(0).count("\n"), text, flags=re.S)


def run(root, build, results, word):
    if word:
        return
    for path in sorted((root / "src").rglob("*.[ch]")):
        rel = path.relative_to(root)
        folder = rel.parts[1]
        text = path.read_text()
        results.check(f"layers: {rel} includes", f"{folder}/ is not in the order of the house" if folder not in ORDER
                      else include_problem(path, folder))
        ends = ENDS_PROCESS.search(strip_comments(text))
        results.check(f"layers: {rel} returns", f"the library must not end the process: {ends.group(0)}" if ends else None)
    for path in sorted((root / "cli").glob("*.[ch]")):
        results.check(f"layers: {path.relative_to(root)} includes", cli_problem(path))
    sources = [p for d in ("src", "cli", "include", "bench", "tests/unit", "tests/fuzz") for p in sorted((root / d).rglob("*.[ch]"))]
    scripts = [p for d in ("tests", "tools", "training", "bench") for p in sorted((root / d).rglob("*")) if p.suffix in (".py", ".sh")]
    for path in sources + scripts:
        text = path.read_text()
        results.check(f"layers: {path.relative_to(root)} header", header_problem(path, text))
        lines = text.count("\n")
        if lines > MAX_LINES:
            results.failed(f"layers: {path.relative_to(root)} size", f"{lines} lines: a file that long has two jobs")
    for standard in ("c99", "c17"):
        results.check(f"layers: the public header compiles alone as {standard}", public_header_problem(root, standard))
    results.check("layers: names have the prefix", names_problem(build))
    results.check("layers: no state at file scope", state_problem(root))
