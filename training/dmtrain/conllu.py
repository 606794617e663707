# SPDX-License-Identifier: Apache-2.0
"""CoNLL-U files: words only (multiword ranges and empty nodes are left out)."""


class Sent:
    __slots__ = ("form", "lemma", "upos", "xpos", "feats", "head", "rel", "meta")

    def __init__(self):
        self.form, self.lemma, self.upos, self.xpos = [], [], [], []
        self.feats, self.head, self.rel = [], [], []
        self.meta = {}

    def __len__(self):
        return len(self.form)


def read(path):
    out, s = [], Sent()
    with open(path, encoding="utf-8") as f:
        for line in f:
            line = line.rstrip("\n")
            if not line:
                if len(s):
                    out.append(s)
                s = Sent()
            elif line[0] == "#":
                k, _, v = line[1:].partition("=")
                s.meta[k.strip()] = v.strip()
            else:
                c = line.split("\t")
                if "-" in c[0] or "." in c[0]:
                    continue
                s.form.append(c[1])
                s.lemma.append(c[2])
                s.upos.append(c[3])
                s.xpos.append(c[4])
                s.feats.append(c[5])
                s.head.append(int(c[6]))
                s.rel.append(c[7])
    if len(s):
        out.append(s)
    return out
