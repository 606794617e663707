#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Writes trees of short news sentences (CoNLL-U) from a small grammar with the project's own words, for train.py to learn
beside the treebanks, which have few such sentences. One verb phrase or sentence pattern in ten is held out as a dev set.

    news_trees.py SEED COUNT TRAIN_FILE DEV_FILE

Annotation follows English EWT: UPOS, XPOS, FEATS, lemma, basic tree. The words are in news_words.py."""
import random
import sys

import news_words as W

FIN = "Mood=Ind|Number={}|Person=3|Tense={}|VerbForm=Fin"
FEATS = {"VB": "VerbForm=Inf", "VBG": "Tense=Pres|VerbForm=Part", "GER": "VerbForm=Ger",
         "VBN": "Tense=Past|VerbForm=Part", "PASS": "Tense=Past|VerbForm=Part|Voice=Pass",
         "SUBJ": "Mood=Sub|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"}
PRP = {"it": "Gender=Neut|Number=Sing", "he": "Gender=Masc|Number=Sing", "she": "Gender=Fem|Number=Sing", "they": "Number=Plur"}
ACC = {"it": "it", "he": "him", "she": "her", "they": "them"}
POSS = {"it": "its", "he": "his", "she": "her", "they": "their"}


class T:
    """A word with its dependents to the left and to the right, each (relation, word), in order."""

    def __init__(self, form, lemma, upos, xpos, feats="_", num="Sing", pron="it"):
        self.form, self.lemma, self.upos, self.xpos, self.feats = form, lemma, upos, xpos, feats
        self.L, self.R, self.num, self.pron = [], [], num, pron

    def l(self, rel, t):
        if t is not None:
            self.L.insert(0, (rel, t))
        return self

    def r(self, rel, t):
        if t is not None:
            self.R.append((rel, t))
        return self

    def words(self):
        out = []
        for _, t in self.L:
            out += t.words()
        out.append(self)
        for _, t in self.R:
            out += t.words()
        return out


class VP:
    """A phrase without subject; `verbs` are the words that take the form the context asks for."""

    def __init__(self, head, *verbs):
        self.head, self.verbs = head, list(verbs) or [head]

    def r(self, rel, t):
        self.head.r(rel, t)
        return self


class Grammar:
    def __init__(self, rng, allowed):
        self.rng, self.allowed, self.used, self.head, self.depth = rng, allowed, set(), False, 0

    # -- words --
    def one(self, xs):
        return self.rng.choice(xs)

    def p(self, x):
        return self.rng.random() < x

    def pick(self, table):
        items = [(n, f, w) for n, (f, w) in table.items() if n in self.allowed]
        n, f, _ = self.rng.choices(items, [w for _, _, w in items])[0]
        self.used.add(n)
        return f(self)

    def adj(self, w):
        return T(w, w, "ADJ", "JJ", "Degree=Pos")

    def adv(self, w):
        return T(w, w, "ADV", "RB")

    def adp(self, w):
        return T(w, w, "ADP", "IN")

    def rp(self, w):
        return T(w, w, "ADP", "RP")

    def mark(self, w):
        return T(w, w, "SCONJ", "IN")

    def comma(self):
        return T(",", ",", "PUNCT", ",")

    def name(self, w):
        return T(w, w, "PROPN", "NNP", "Number=Sing")

    def noun(self, w, plural=None):
        w, _, given = w.partition("/")
        plural = bool(given) if plural is None else plural
        if plural:
            return T(given or W.plural(w), w, "NOUN", "NNS", "Number=Plur", "Plur", "they")
        return T(w, w, "NOUN", "NN", "Number=Sing")

    def the(self, t, always=False):
        if not self.head or always:
            t.l("det", T("the", "the", "DET", "DT", "Definite=Def|PronType=Art"))
        return t

    def an(self, t):
        if not self.head:
            first = t.words()[0].form
            w = "an" if first[0] in "aeiou" and not first.startswith(("un-", "uni", "eu")) or first[0] in "AEIO" else "a"
            t.l("det", T(w, "a", "DET", "DT", "Definite=Ind|PronType=Art"))
        return t

    def some(self, t):
        """A determiner or adjective of quantity, or none, as a plural or mass noun takes."""
        k = self.rng.random()
        if self.head or k < 0.35:
            return t
        if k < 0.65:
            return self.the(t)
        if k < 0.75:
            return t.l("det", T("any", "any", "DET", "DT", "PronType=Ind"))
        if t.num == "Plur" and k < 0.85:
            return t.l("amod", self.adj(self.one(["several", "many", "new", "other"])))
        return t.l("amod", self.adj(self.one(["new", "further", "foreign", "international", "possible"])))

    def poss(self, owner, t):
        return t.l("nmod:poss", T(POSS[owner], POSS[owner], "PRON", "PRP$",
                                  f"Case=Gen|{self.prp(owner)}|Person=3|Poss=Yes|PronType=Prs"))

    def prp(self, w):
        return PRP[w]

    def he(self, w, acc=False):
        g, _, n = PRP[w].rpartition("|")
        return T(ACC[w] if acc else w, w, "PRON", "PRP",
                 ("Case=Acc|" if acc else "Case=Nom|") + PRP[w] + "|Person=3|PronType=Prs", n.split("=")[1], w)

    def number(self):
        if self.p(0.4):
            w = self.one(["two", "three", "four", "five", "six", "seven", "ten", "twelve"])
            return T(w, w, "NUM", "CD", "NumForm=Word|NumType=Card")
        w = str(self.rng.choice([self.rng.randint(11, 99), self.rng.randint(100, 900)]))
        t = T(w, w, "NUM", "CD", "NumForm=Digit|NumType=Card")
        if self.p(0.35):
            least = T("least", "least", "ADJ", "JJS", "Degree=Sup").l("case", self.adp("at"))
            t.l("nmod", least)
        return t

    # -- noun phrases --
    def country(self):
        k = self.rng.random()
        if k < 0.05:
            s = T("States", "State", "PROPN", "NNPS", "Number=Plur")
            s.l("amod", T("United", "United", "ADJ", "NNP", "Degree=Pos"))
            return self.the(s)
        return self.name(self.one(W.COUNTRIES)[0] if k < 0.7 else self.one(W.CAPITALS))

    def demonym(self):
        return self.adj(self.one(W.COUNTRIES)[1])

    def person(self):
        male = self.p(0.75)
        first = self.name(self.one(W.MEN if male else W.WOMEN))
        first.pron = "he" if male else "she"
        k = self.rng.random()
        if k < 0.25:
            t = self.name(self.one(W.SURNAMES))
            t.pron = first.pron
            return t.l("nmod:desc", self.name(self.one(["Mr.", "President", "General"]))) if self.p(0.3) else t
        first.r("flat", self.name(self.one(W.SURNAMES)))
        if k < 0.5:
            title = self.one(W.TITLES).split()
            t = self.name(title[-1])
            for w in reversed(title[:-1]):
                if w in ("Foreign", "Prime"):
                    t.l("amod", T(w, w, "ADJ", "NNP", "Degree=Pos"))
                else:
                    t.l("compound", self.name(w))
            if self.p(0.5):
                t.l("amod", self.demonym())
            first.l("nmod:desc", t)
        elif k < 0.62:
            t = self.noun(self.one(W.ROLES))
            if self.p(0.6):
                t.l(*self.one([("amod", self.demonym()), ("compound", self.name(self.one(W.ABBR))),
                               ("compound", self.noun("opposition"))]))
            first.l("nmod:desc", t)
        elif k < 0.85:
            self.used.add("np-appos")
            a = self.noun(self.one(W.ROLES + ["head", "head", "commander", "member"]))
            k2 = self.rng.random()
            if k2 < 0.6:
                a.r("nmod", self.the(self.orgname()).l("case", self.adp("of")))
                if self.p(0.4):
                    self.the(a)
            else:
                a = self.an(a.l("amod", self.demonym()))
            first.r("appos", a.l("punct", self.comma()).r("punct", self.comma()))
        return first

    def orgname(self):
        """A body without its article."""
        k = self.rng.random()
        if k < 0.15:
            t = T("Nations", "Nation", "PROPN", "NNPS", "Number=Plur")
            return t.l("amod", T("United", "United", "ADJ", "NNP", "Degree=Pos"))
        if k < 0.3:
            return self.name(self.one(["Council"])).l("compound", self.name("Security"))
        if k < 0.45:
            return self.name(self.one(W.ABBR))
        t = self.noun(self.one(W.BODIES))
        if self.p(0.5):
            t.l("amod", self.demonym())
        elif self.p(0.4):
            t.l("compound", self.noun(self.one(["opposition", "army", "government", "rebel", "border", "peace"])))
        return t

    def org(self):
        t = self.orgname()
        if t.form not in ("NATO", "ECOWAS", "UNICEF", "OPEC"):
            self.the(t)
        if t.upos == "NOUN" and self.p(0.15):
            t.r("nmod", self.country().l("case", self.adp("of")))
        return t

    def group(self):
        t = self.noun(self.one(W.GROUPS), True)
        if self.p(0.35):
            t.l("amod", self.demonym() if self.p(0.6) else self.adj(self.one(["senior", "armed", "loyal", "government-backed", "local"])))
        if not self.head and self.p(0.4):
            self.the(t)
        elif self.p(0.2):
            t.l("nummod", self.number())
        if self.depth < 2 and self.p(0.08):
            self.used.add("np-loyal")
            t.r("amod", self.adj("loyal").r("obl", self.person_short().l("case", self.adp("to"))))
        return t

    def person_short(self):
        t = self.name(self.one(W.SURNAMES))
        t.pron = "he"
        return t

    def role(self):
        t = self.the(self.noun(self.one(W.ROLES)))
        t.pron = "he"
        if self.p(0.3):
            t.L.insert(len(t.L), ("amod", self.demonym()))
        return t

    def actor(self):
        k = self.rng.random()
        if k < 0.34:
            t = self.country()
        elif k < 0.52:
            t = self.person()
        elif k < 0.72:
            t = self.group()
        elif k < 0.9:
            t = self.org()
        else:
            t = self.role()
        if self.p(0.06):
            t.r("conj", self.country().l("cc", T("and", "and", "CCONJ", "CC")))
            t.num, t.pron = "Plur", "they"
        elif self.depth < 2 and t.upos in ("NOUN", "PROPN") and not self.head and self.p(0.05):
            return self.relcl(t)
        return t

    def target(self):
        return self.he(self.one(list(PRP)), True) if self.p(0.06) else self.actor_plain()

    def actor_plain(self):
        k = self.rng.random()
        return self.country() if k < 0.4 else self.group() if k < 0.65 else self.org() if k < 0.8 else self.role() \
            if k < 0.9 else self.person_short()

    def relcl(self, t):
        self.used.add("np-relcl")
        human = t.pron in ("he", "she", "they")
        w = T("who", "who", "PRON", "WP", "PronType=Rel") if human else T("which", "which", "PRON", "WDT", "PronType=Rel")
        w.num = t.num
        c = self.finite(self.vp(), w)
        return t.r("acl:relcl", c.l("punct", self.comma()).r("punct", self.comma()))

    def event(self):
        """Things that are demanded, rejected, discussed."""
        w = self.one(W.EVENTS)
        t = self.noun(w)
        t = self.thing(t)
        if self.p(0.15):
            t.r("nmod", self.country().l("case", self.adp(self.one(["with", "in", "between" if t.num == "Plur" else "with"]))))
            if t.R[-1][1].L[0][1].form == "between":
                t.R[-1][1].r("conj", self.country().l("cc", T("and", "and", "CCONJ", "CC")))
        return t

    def thing(self, t):
        k = self.rng.random()
        if k < 0.2:
            t.l("amod", self.adj(self.one(W.ADJS)))
        elif k < 0.3:
            t.l("compound", self.noun(self.one(["peace", "ceasefire", "arms", "border", "government", "security"])))
        elif k < 0.38:
            t.l("amod", self.demonym())
        if t.num == "Plur" or t.lemma in W.MASS:
            return self.some(t)
        k = self.rng.random()
        if k < 0.08 and not self.head:
            return self.poss(self.one(list(PRP)), t)
        if k < 0.16:
            o = self.country()
            o.r("case", T("'s", "'s", "PART", "POS"))
            return t.l("nmod:poss", o)
        return self.the(t) if k < 0.62 else self.an(t)

    def obl(self, prep, t):
        return t.l("case", self.adp(prep))

    def place(self):
        if self.p(0.7):
            return self.obl("in", self.name(self.one(W.CAPITALS + W.TOWNS)))
        t = self.noun(self.one(W.PLACES))
        return self.obl("in", self.the(t))

    def time(self):
        k = self.rng.random()
        if k < 0.45:
            return "obl", self.obl("on", self.name(self.one(W.DAYS)))
        if k < 0.6:
            return "obl:unmarked", self.name(self.one(W.DAYS))
        if k < 0.75:
            return "obl:unmarked", self.noun(self.one(["yesterday", "today"]))
        t = self.noun(self.one(["week", "month", "year"]))
        return "obl:unmarked", t.l("amod", T("last", "last", "ADJ", "JJ", "Degree=Pos"))

    # -- verbs and clauses --
    def verb(self, w):
        w, _, prt = w.partition("_")
        t = T(w, w, "VERB", "VB")
        if prt:
            t.r("compound:prt", self.rp(prt))
        return t

    def form(self, t, f, num="Sing"):
        """Puts the verb `t` into the form: VBD, VBZ (by number), VB, SUBJ, VBG, GER, VBN, PASS."""
        if f == "VBZ" and num == "Plur":
            t.xpos, t.form, t.feats = "VBP", ("are" if t.lemma == "be" else t.lemma), FIN.format("Plur", "Pres")
        elif f in ("VBD", "VBZ"):
            t.xpos, t.form = f, W.inflect(t.lemma, f, num)
            t.feats = FIN.format(num if f == "VBD" else "Sing", "Past" if f == "VBD" else "Pres")
        else:
            t.xpos = {"SUBJ": "VB", "GER": "VBG", "PASS": "VBN"}.get(f, f)
            t.form, t.feats = W.inflect(t.lemma, t.xpos), FEATS[f]
        return t

    def aux(self, lemma, f, num="Sing"):
        if f == "MD":
            return T(lemma, lemma, "AUX", "MD", "VerbForm=Fin")
        return self.form(T(lemma, lemma, "AUX", "VB"), f, num)

    def passive(self, t):
        self.form(t, "PASS")
        be = T("be", "be", "AUX", "VB")
        t.l("aux:pass", be)
        return VP(t, be)

    def finite(self, vp, subj, tense=None):
        h, num = vp.head, subj.num if subj is not None else "Sing"
        cop = vp.verbs[0].lemma == "be" and vp.verbs[0] is not h
        neg = T("not", "not", "PART", "RB", "Polarity=Neg")
        k = self.rng.random()
        f = tense or ("VBZ" if self.head else "VBD" if k < 0.62 else "will" if k < 0.72 else "not" if k < 0.82 else "have"
                      if k < 0.9 else "prog" if k < 0.94 else "VBZ")
        if f == "prog" and cop:
            f = "VBD"
        if f in ("VBD", "VBZ", "SUBJ"):
            for v in vp.verbs:
                self.form(v, f, num)
            if f == "SUBJ" and num == "Plur":
                for v in vp.verbs:
                    v.feats = v.feats.replace("Sing", "Plur")
        elif f == "will":
            for v in vp.verbs:
                self.form(v, "VB")
            if self.p(0.3):
                h.l("advmod", neg)
            h.l("aux", self.aux(self.one(["will", "would", "would", "could", "should", "must", "may"]), "MD"))
        elif f == "not":
            for v in vp.verbs:
                self.form(v, "VB")
            h.l("advmod", neg)
            if cop or self.p(0.5):
                h.l("aux", self.aux(self.one(["will", "would", "could"]), "MD"))
            else:
                h.l("aux", self.aux("do", self.one(["VBD", "VBD", "VBZ"]), num))
        elif f == "have":
            for v in vp.verbs:
                self.form(v, "VBN")
            h.l("aux", self.aux("have", self.one(["VBZ", "VBZ", "VBD"]), num))
        else:
            for v in vp.verbs:
                self.form(v, "VBG")
            h.l("aux", self.aux("be", self.one(["VBZ", "VBD"]), num))
        if subj is not None:
            pas = any(r == "aux:pass" for r, _ in h.L)
            h.l("nsubj:pass" if pas else "nsubj", subj)
        return h

    def inf(self, vp, to=True):
        for v in vp.verbs:
            self.form(v, "VB")
        if to:
            vp.head.l("mark", T("to", "to", "PART", "TO"))
        return vp.head

    def ing(self, vp, mark=None, ger=False):
        for v in vp.verbs:
            self.form(v, "GER" if ger else "VBG")
        if mark:
            vp.head.l("mark", self.mark(mark))
        return vp.head

    def vp(self):
        self.depth += 1
        try:
            return self.pick(SIMPLE if self.depth > 2 else PHRASES)
        finally:
            self.depth -= 1

    def active(self):
        """A phrase whose head is a verb in the active, which an infinitive or a gerund takes gladly."""
        while True:
            v = self.vp()
            if v.verbs[0] is v.head:
                return v

    def clause(self, tense=None, subj=None):
        return self.finite(self.vp(), subj or self.subject(), tense)

    def subject(self):
        if self.depth and self.p(0.3) and not self.head:
            return self.he(self.one(list(PRP)))
        return self.actor()

    def that(self, c, p=0.55):
        return c.l("mark", self.mark("that")) if self.p(p) and not self.head else c


PHRASES, SIMPLE, SENTENCES = {}, {}, {}


def phrase(name, weight=1, simple=False):
    def deco(f):
        PHRASES[name] = (f, weight)
        if simple:
            SIMPLE[name] = (f, weight)
        return f
    return deco


def sentence(name, weight=1):
    def deco(f):
        SENTENCES[name] = (f, weight)
        return f
    return deco


# The patterns register themselves in the tables above, in this very module even when it is run as the program.
sys.modules["news_trees"] = sys.modules[__name__]
import news_patterns  # noqa: E402,F401


def finish(g, root):
    """Tokens with heads, first letter raised; None if not one tree."""
    toks = root.words()
    ix = {id(t): i + 1 for i, t in enumerate(toks)}
    if len(ix) != len(toks):
        raise ValueError("a word stands twice in a tree")
    head, rel = {id(root): 0}, {id(root): "root"}
    for t in toks:
        for r, d in t.L + t.R:
            head[id(d)], rel[id(d)] = ix[id(t)], r
    # Of two commas that meet, or a comma before a stop, one is written.
    rows = [(t, head[id(t)], rel[id(t)]) for t in toks]
    gone = set()
    for i in range(len(rows) - 1):
        if rows[i][0].form == "," and rows[i + 1][0].form in (",", ".", ";"):
            gone.add(i)
    new, k = {0: 0}, 0
    for i in range(len(rows)):
        if i not in gone:
            k += 1
            new[i + 1] = k
    rows = [(t, new[h], r) for i, (t, h, r) in enumerate(rows) if i not in gone]
    first = next((t for t, _, _ in rows if t.upos != "PUNCT"), None)
    first.form = first.form[0].upper() + first.form[1:]
    return rows


def text(rows):
    out = []
    for i, (t, h, r) in enumerate(rows, 1):
        out.append("\t".join([str(i), t.form, t.lemma, t.upos, t.xpos, t.feats, str(h), r, "_", "_"]))
    return "\n".join(out) + "\n\n"


def make(g):
    g.used, g.depth, g.head = set(), 0, False
    root = g.pick(SENTENCES)
    if not g.head:
        q = getattr(root, "question", False)
        root.r("punct", T("?" if q else ".", "?" if q else ".", "PUNCT", "."))
    return finish(g, root)


def main():
    seed, count, train, dev = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
    names = sorted(PHRASES) + sorted(SENTENCES)
    held = set(names[5::10])
    every, kept = set(names), set(names) - held
    rng = random.Random(seed)
    for path, n, allowed, want in ((train, count, kept, None), (dev, count // 12, every, held)):
        g, seen, words = Grammar(rng, allowed), set(), 0
        with open(path, "w", encoding="utf-8") as f:
            while len(seen) < n:
                rows = make(g)
                if not 3 <= len(rows) <= 36 or (want and not g.used & want):
                    continue
                t = text(rows)
                if t in seen:
                    continue
                seen.add(t)
                words += len(rows)
                f.write(f"# patterns = {' '.join(sorted(g.used))}\n# text = {' '.join(x.form for x, _, _ in rows)}\n{t}")
        print(f"{path}: {len(seen)} sentences, {words} words", file=sys.stderr)
    print(f"{len(names)} patterns, held out: {' '.join(sorted(held))}", file=sys.stderr)


if __name__ == "__main__":
    main()
