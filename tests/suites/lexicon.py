# SPDX-License-Identifier: Apache-2.0
"""The data files' own checks."""
import subprocess
import sys


def run(root, build, results, word):
    if word:
        return
    check = root / "tools" / "lexicon" / "check.py"
    if not check.exists():
        results.failed("lexicon: check", f"{check} is missing")
        return
    out = subprocess.run([sys.executable, str(check)], cwd=root, capture_output=True, text=True, check=False)
    results.check("lexicon: tools/lexicon/check.py", out.stdout[-3000:] + out.stderr[-3000:] if out.returncode else None)
