# SPDX-License-Identifier: Apache-2.0
"""Tables learned from the training files: feature keys, tag sets, lemma scripts and the lemma lexicon."""
from collections import Counter, defaultdict

from . import features as ft
from . import lemma as lm


class Vocab:
    def __init__(self, train, min_word=2, min_affix=3, min_script=3, min_feats=3):
        count, kind = Counter(), {}
        for s in train:
            for f in s.form:
                for j, k in enumerate(ft.token_keys(f)):
                    count[k] += 1
                    kind[k] = kind.get(k, False) or j == 0
        for k in range(8):
            for c in "kb":
                count[ft.key(c, chr(k + 1))] = 1000
        count.pop(0, None)
        self.rows = {}
        for k, c in sorted(count.items(), key=lambda x: (-x[1], x[0])):
            if c >= (min_word if kind.get(k) else min_affix):
                self.rows[k] = len(self.rows) + 1
        self.freq = {self.rows[k]: count[k] for k in self.rows}
        self.word_rows = {self.rows[k] for k in self.rows if kind.get(k)}

        def table(values, least=1):
            c = Counter(values)
            return [v for v, m in sorted(c.items(), key=lambda x: (-x[1], x[0])) if m >= least]

        self.upos = table(u for s in train for u in s.upos)
        self.xpos = table((x for s in train for x in s.xpos), 3)
        self.feats = table((x for s in train for x in s.feats), min_feats)
        self.rel = table(r for s in train for r in s.rel)
        self.script = table((lm.script(f, l) for s in train for f, l in zip(s.form, s.lemma)
                             if l != "_" and not lm.script(f, l).startswith("=")), min_script)
        self.ix = {n: {v: i for i, v in enumerate(getattr(self, n))} for n in ("upos", "xpos", "feats", "rel", "script")}
        # which FEATS go with which UPOS
        pair = Counter((u, f) for s in train for u, f in zip(s.upos, s.feats))
        self.allowed = [[1 if pair[(u, f)] >= 2 else 0 for f in self.feats] for u in self.upos]
        self.lexicon = self._lexicon(train)

    def _lexicon(self, train):
        """(lower-cased form, XPOS) -> script, where training data are clear about it. Where forms of different case
        share one lemma ("I" and "i") that no single script gives, the lemma itself."""
        scripts, lemmas = defaultdict(Counter), defaultdict(Counter)
        for s in train:
            for f, l, x in zip(s.form, s.lemma, s.xpos):
                if l != "_":
                    scripts[(lm.norm(f), x)][lm.script(f, l)] += 1
                    lemmas[(lm.norm(f), x)][l] += 1
        lex = {}
        for k, c in scripts.items():
            total = sum(c.values())
            scr, m = c.most_common(1)[0]
            word, w = lemmas[k].most_common(1)[0]
            if w > m and not any(map(str.isdigit, word)):
                scr, m = "=" + word, w
            irregular = scr.startswith("=") or scr not in self.ix["script"]
            if m >= (1 if irregular else 2) and m >= 0.9 * total:
                lex[k] = scr
        return lex
