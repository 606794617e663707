# SPDX-License-Identifier: Apache-2.0
"""The documentation as tests: man pages are clean, name every option, and every example in them and in the README works.

An example is a line "$ command" in a fenced block of README.md (```console) or in a literal block of a man page; the lines below it,
up to the next command or the end of the block, are the output it must print. A line that is only "..." stands for any lines.
Examples of one document run in order in one folder, which holds a copy of newsroom/.

The codebook's sentences are run as well: each must have its code, each near miss must not, but for those in docs/codebook/known-limits.txt.
"""
import importlib.util
import re
import shutil
import subprocess
import tempfile

from suites.cli import environment

SHOWN_ONLY = ("git ", "make", "cd ", "sudo ")


def readme_blocks(text):
    return re.findall(r"^```console\n(.*?)^```", text, flags=re.S | re.M)


def man_blocks(text):
    blocks = re.findall(r"^\.Bd -literal[^\n]*\n(.*?)^\.Ed", text, flags=re.S | re.M)
    return [re.sub(r"\\(.)", lambda m: {"e": "\\", "&": "", "-": "-"}.get(m.group(1), m.group(1)), b) for b in blocks]


def examples(blocks):
    """(command, expected output) in order. A command goes on over lines that end in a backslash, and to the end of its here-document."""
    for block in blocks:
        command, output, end = None, [], None
        for line in block.split("\n"):
            here = re.search(r"<<(\w+)$", line) if line.startswith("$ ") else None
            if end:
                command += "\n" + line
                end = None if line == end else end
                continue
            if here:
                end = here.group(1)
            if command is not None and command.endswith("\\"):
                command = command[:-1] + line.lstrip("> ")
            elif line.startswith("$ "):
                if command is not None:
                    yield command, output
                command, output = line[2:], []
            elif command is not None:
                output.append(line)
        if command is not None:
            yield command, output


def matches(want, got):
    pattern = "".join(r"(?:.*\n)*?" if line.strip() == "..." else re.escape(line.rstrip()) + r"[ \t]*\n" for line in want)
    return re.fullmatch(pattern, got)


def example_problem(command, want, env, folder):
    try:
        out = subprocess.run(["sh", "-c", command], cwd=folder, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                             timeout=120, check=False)
    except subprocess.TimeoutExpired:
        return "took longer than 120 s"
    while want and not want[-1].strip():
        want.pop()
    if out.returncode:
        return f"exit status {out.returncode}\n{out.stderr}"
    if want and not matches(want, out.stdout):
        return "prints\n" + out.stdout + "and should print\n" + "\n".join(want)
    return None


def run_examples(name, blocks, root, build, results, word):
    with tempfile.TemporaryDirectory(prefix="demarche-docs-") as folder:
        shutil.copytree(root / "newsroom", folder + "/newsroom")
        env = environment(root, build, folder)
        for command, want in examples(blocks):
            if command.startswith(SHOWN_ONLY) or word not in name + command:
                continue
            results.check(f"docs: {name}: {command}", example_problem(command, want, env, folder))


def lint_problem(page):
    out = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", str(page)], capture_output=True, text=True, check=False)
    return out.stdout + out.stderr if out.returncode else None


def options_problem(page, command, build, env):
    """Every long option that --help lists is in the page."""
    out = subprocess.run([str(build / "demarche"), command, "--help"], env=env, capture_output=True, text=True, check=False)
    text = page.read_text()
    missing = [o for o in re.findall(r"^ .{5}--([a-z-]+)", out.stdout, re.M) if o != "help" and not re.search(r"Fl -" + re.escape(o) + r"\b", text)]
    return "does not describe --" + ", --".join(missing) if missing else None


def refresh(root, build):
    """Writes what the README's examples print now into the README."""
    readme = root / "README.md"

    def renew(match):
        out = []
        for command, want in examples([match.group(1)]):
            out.append("$ " + command)
            if command.startswith(SHOWN_ONLY) or not any(want):
                out += want
                continue
            got = subprocess.run(["sh", "-c", command], cwd=folder, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                 check=True).stdout
            out += [line.rstrip() for line in got.rstrip("\n").split("\n")]
            out += [""] if want and not want[-1] else []
        return "```console\n" + "\n".join(out).rstrip("\n") + "\n```"

    with tempfile.TemporaryDirectory(prefix="demarche-docs-") as folder:
        shutil.copytree(root / "newsroom", folder + "/newsroom")
        env = environment(root, build, folder)
        readme.write_text(re.sub(r"^```console\n(.*?)^```", renew, readme.read_text(), flags=re.S | re.M))


def codebook(root, build, results):
    spec = importlib.util.spec_from_file_location("codebook", root / "tools" / "codebook.py")
    book = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(book)
    for what, why in book.problems():
        results.check(f"docs: codebook: {what}", why)
    known = book.limits()
    wrong, n = book.run(str(build / "demarche"))
    fresh = {e.key: (e, got) for e, got in wrong if e.key not in known}
    for e, got in fresh.values():
        results.failed(f"docs: codebook: {e.key}", f"{e.sentence} | {e.expected}\n{book.shown(got)}")
    for _ in range(n - len(known) - len(fresh)):
        results.passed("docs: codebook: a sentence has its code, or not")


def run(root, build, results, word):
    pages = sorted((root / "docs" / "man").glob("*.[1-9]"))
    env = environment(root, build, "/tmp")
    for page in pages:
        if word:
            break
        if shutil.which("mandoc"):
            results.check(f"docs: {page.name} lint", lint_problem(page))
        else:
            results.skipped(f"docs: {page.name} lint", "mandoc is not installed")
    listed = subprocess.run([str(build / "demarche"), "help"], env=env, capture_output=True, text=True, check=False).stdout
    for command in re.findall(r"^  ([a-z]+) ", listed.split("examples:")[0], re.M):
        page = root / "docs" / "man" / f"demarche-{command}.1"
        if command == "help" or word:
            continue
        results.check(f"docs: {command} has its page", f"{page} is missing" if not page.exists()
                      else options_problem(page, command, build, env))
    if not word or word in "codebook":
        codebook(root, build, results)
    run_examples("README.md", readme_blocks((root / "README.md").read_text()), root, build, results, word)
    for page in pages:
        run_examples(page.name, man_blocks(page.read_text()), root, build, results, word)
