# SPDX-License-Identifier: Apache-2.0
"""Copies of training sentences in the dress of news: headlines, capitals, missing full stops, typographic quotes."""
from .conllu import Sent

SMALL = {"a", "an", "the", "of", "in", "on", "at", "to", "for", "and", "or", "but", "by", "as", "with", "from"}


def copy(s):
    c = Sent()
    c.form, c.lemma, c.upos, c.xpos = list(s.form), list(s.lemma), list(s.upos), list(s.xpos)
    c.feats, c.head, c.rel = list(s.feats), list(s.head), list(s.rel)
    return c


def drop(s, gone):
    """Without the tokens in `gone` (none of which may govern a kept token)."""
    gone = set(gone)
    if not gone or any(h - 1 in gone and i not in gone for i, h in enumerate(s.head)):
        return s
    keep = [i for i in range(len(s)) if i not in gone]
    if len(keep) < 2 or any(s.head[i] == 0 for i in gone):
        return s
    new = {0: 0}
    for k, i in enumerate(keep):
        new[i + 1] = k + 1
    c = Sent()
    for name in ("form", "lemma", "upos", "xpos", "feats", "rel"):
        setattr(c, name, [getattr(s, name)[i] for i in keep])
    c.head = [new[s.head[i]] for i in keep]
    return c


def no_stop(s):
    last = len(s) - 1
    return drop(s, [last]) if last > 1 and s.form[last] in ".!?" else s


def headline(s, rng):
    dets = [i for i in range(len(s)) if s.upos[i] == "DET" and s.form[i].lower() in ("a", "an", "the")]
    aux = [i for i in range(len(s)) if s.rel[i] in ("aux:pass", "cop") and s.form[i].lower() in ("is", "are", "was", "were")
           and s.head[i] - 1 > i] if rng.random() < 0.3 else []
    c = drop(no_stop(s), dets + aux)
    c = copy(c)
    style = rng.random()
    for i, f in enumerate(c.form):
        if style < 0.5:
            if f.islower() and (i == 0 or f not in SMALL) and len(f) > 1 and f[0].isalpha() and not f.startswith("'"):
                c.form[i] = f[0].upper() + f[1:]
        elif i == 0 and f[:1].islower():
            c.form[i] = f[0].upper() + f[1:]
    return c


def caps(s):
    c = copy(s)
    c.form = [f.upper() if len(f.upper()) == len(f) else f for f in c.form]
    return c


def lower_start(s):
    c = copy(s)
    if c.upos[0] != "PROPN" and c.form[0] != "I":
        c.form[0] = c.form[0].lower()
    return c


def quotes(s, rng):
    c = copy(s)
    curly = rng.random() < 0.6
    for i, f in enumerate(c.form):
        if f in ('"', "``", "''"):
            opening = c.xpos[i] == "``"
            c.form[i] = ("\u201c" if opening else "\u201d") if curly else ("``" if opening else "''")
        elif "'" in f and curly:
            c.form[i] = f.replace("'", "\u2019")
    return c


def augment(s, rng):
    """The sentence itself most of the time."""
    r = rng.random()
    if len(s) < 4:
        return s
    if r < 0.06:
        return headline(s, rng)
    if r < 0.085:
        return caps(s)
    if r < 0.125:
        return no_stop(s)
    if r < 0.14:
        return lower_start(s)
    if r < 0.17:
        return quotes(s, rng)
    return s
