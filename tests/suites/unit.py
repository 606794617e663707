# SPDX-License-Identifier: Apache-2.0
"""Unit tests and fuzz corpora, run by ctest; each cmocka case is counted by itself."""
import re
import subprocess
import tempfile
import xml.etree.ElementTree as ET

CASE = re.compile(r"^\[\s*(OK|FAILED|SKIPPED|  ERROR  )\s*\] ([A-Za-z_]\w*)", re.M)


def run(root, build, results, word):
    if word:
        return
    with tempfile.NamedTemporaryFile(suffix=".xml") as out:
        subprocess.run(["ctest", "--test-dir", str(build), "--output-junit", out.name, "--timeout", "300", "-j2"],
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        try:
            tree = ET.parse(out.name)
        except ET.ParseError as e:
            results.failed("unit", f"ctest gave no results: {e}")
            return
    for case in tree.getroot().iter("testcase"):
        name = case.get("name")
        text = "".join(e.text or "" for e in case.iter("system-out"))
        seen = set()
        bad = case.get("status") != "run"
        for verdict, test in CASE.findall(text):
            if test in seen:
                continue  # the summary repeats the failures
            seen.add(test)
            if verdict == "OK":
                results.passed(f"{name}: {test}")
            elif verdict == "SKIPPED":
                results.skipped(f"{name}: {test}", reason(text, test))
            else:
                results.failed(f"{name}: {test}", text[-4000:])
                bad = False  # counted
        if bad:
            results.failed(name, text[-4000:] or "did not run")
        elif not seen:
            results.passed(name)


def reason(text, test):
    """A test that skips says why on the lines before, as "skip: ..."."""
    m = re.search(r"skip(?:ped)?: ([^\n]*)(?=[\s\S]*?\] " + re.escape(test) + r"\b)", text)
    return m.group(1) if m else "the test says so"
