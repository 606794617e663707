# SPDX-License-Identifier: Apache-2.0
"""Lemmas as edit scripts: what to do with the case, how many code points to cut at the end, what to add.

A script is the text "<case><cut>|<add>" with case k (keep), l (lower), t (first letter kept, rest lower), or
"=<lemma>" for a word whose lemma shares nothing useful with it. src/parse/lemma.c applies them.
"""
from .features import fold, lower


def recase(form, case):
    if case == "k":
        return form
    if case == "l":
        return lower(form)
    return form[:1] + lower(form[1:])


def script(form, lemma):
    """One script per (form, lemma); a lower-case lemma always starts from the lower-cased form, so that "The" and
    "the" share theirs. Scripts work on the folded form."""
    form = fold(form)
    best = None
    for rank, case in enumerate("l" if lemma == lower(lemma) else "kt"):
        f = recase(form, case)
        i = 0
        while i < len(f) and i < len(lemma) and f[i] == lemma[i]:
            i += 1
        cost = len(f) - i + len(lemma) - i + 0.1 * rank
        if best is None or cost < best[0]:
            best = (cost, i, f"{case}{len(f) - i}|{lemma[i:]}")
    if best[1] == 0:
        return "=" + lemma
    return best[2]


def apply(scr, form):
    """None when the script does not fit the form."""
    form = fold(form)
    if scr[0] == "=":
        return scr[1:]
    cut, _, add = scr[1:].partition("|")
    cut = int(cut)
    f = recase(form, scr[0])
    if cut > len(f) or (cut == len(f) and not add):
        return None
    return f[:len(f) - cut] + add


def norm(form):
    return lower(fold(form))
