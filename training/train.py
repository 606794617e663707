#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""CoNLL-U files in, checkpoint out; dmtrain.export turns the checkpoint into the model file. See README.md."""
import argparse
import math
import pickle
import random
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

from dmtrain import augment, conllu, features as ft, lemma as lm
from dmtrain.model import Net
from dmtrain.vocab import Vocab

K = 14  # features per token: 12 of the form, 2 of the sentence


def rows_of(s, rows, table):
    out = np.zeros((len(s), K), dtype=np.int64)
    kind, begin = ft.sentence_keys(s.form)
    kr = rows.get(kind, 0)
    for i, f in enumerate(s.form):
        r = table.get(f)
        if r is None:
            r = np.array([rows.get(k, 0) for k in ft.token_keys(f)] , dtype=np.int64)
            table[f] = r
        out[i, :len(r)] = r
        out[i, 12] = kr
    out[0, 13] = rows.get(begin, 0)
    return out


class Encoder:
    def __init__(self, v):
        self.v, self.table, self.scr = v, {}, {}

    def gold(self, s):
        v, n = self.v, len(s)
        g = np.full((6, n), -100, dtype=np.int64)
        for i in range(n):
            g[0, i] = v.ix["upos"].get(s.upos[i], -100)
            g[1, i] = v.ix["xpos"].get(s.xpos[i], -100)
            g[2, i] = v.ix["feats"].get(s.feats[i], -100)
            k = (s.form[i], s.lemma[i])
            if k not in self.scr:
                self.scr[k] = v.ix["script"].get(lm.script(*k), -100) if k[1] != "_" else -100
            g[3, i] = self.scr[k]
            g[4, i] = s.head[i]
            g[5, i] = v.ix["rel"].get(s.rel[i], v.ix["rel"].get(s.rel[i].split(":")[0], -100))
        return g

    def batch(self, sents, gold=True):
        T = max(map(len, sents))
        ids = np.zeros((len(sents), T, K), dtype=np.int64)
        mask = np.zeros((len(sents), T), dtype=bool)
        g = np.full((6, len(sents), T), -100, dtype=np.int64)
        for b, s in enumerate(sents):
            n = len(s)
            ids[b, :n] = rows_of(s, self.v.rows, self.table)
            mask[b, :n] = True
            if gold:
                g[:, b, :n] = self.gold(s)
        return torch.from_numpy(ids), torch.from_numpy(mask), torch.from_numpy(g)


def batches(sents, size, rng):
    order = sorted(range(len(sents)), key=lambda i: len(sents[i]) * (1 + 0.2 * rng.random()))
    out, cur, longest = [], [], 0
    for i in order:
        longest = max(longest, len(sents[i]))
        if cur and longest * (len(cur) + 1) > size:
            out.append(cur)
            cur, longest = [], len(sents[i])
        cur.append(sents[i])
    out.append(cur)
    rng.shuffle(out)
    return out


def drop_rows(ids, p_row, gen):
    """Feature dropout: rare words more often, so that unknown words are nothing new at run time."""
    return ids.masked_fill(torch.rand(ids.shape, generator=gen) < p_row[ids], 0)


def loss_of(net, out, g, cfg):
    tags, lemma, arcs, t = out
    ce = lambda x, y: F.cross_entropy(x.flatten(0, 1), y.flatten(), ignore_index=-100,
                                      label_smoothing=cfg.get("smooth", 0.0))
    la = F.cross_entropy(arcs.flatten(0, 1), g[4].flatten(), ignore_index=-100)
    heads = g[4].clamp(min=0)
    lr = ce(net.labels(t, heads), g[5])
    lt = ce(tags[0], g[0]) + ce(tags[1], g[1]) + ce(tags[2], g[2])
    ll = ce(lemma, g[3])
    return la + lr + cfg["wtag"] * lt + cfg["wlem"] * ll, (la, lr, lt, ll)


def follow(net, out, teacher, ids, mask):
    """Cross-entropy with what the teacher says, who sees all features; labels for the teacher's heads."""
    with torch.no_grad():
        tags, lemma, arcs, t = teacher(ids, mask)
        heads = arcs.argmax(-1)
        want = [*tags, lemma, arcs, teacher.labels(t, heads)]
    tags, lemma, arcs, t = out
    got = [*tags, lemma, arcs, net.labels(t, heads)]
    soft = [-(w.softmax(-1) * x.log_softmax(-1).clamp(min=-50)).sum(-1)[mask].mean() for w, x in zip(want, got)]
    return soft[4] + soft[5] + 0.3 * sum(soft[:4])


@torch.no_grad()
def evaluate(net, enc, sents, size=6000):
    net.eval()
    v = enc.v
    hit = dict(uas=0, las=0, lasx=0, upos=0, xpos=0, feats=0, lemma=0)
    total = 0
    allowed = torch.tensor(v.allowed, dtype=torch.bool)
    for part in batches(sents, size, random.Random(0)):
        ids, mask, g = enc.batch(part)
        tags, lemma, arcs, t = net(ids, mask)
        heads = arcs.argmax(-1)
        rel = net.labels(t, heads).argmax(-1)
        up = tags[0].argmax(-1)
        xp = tags[1].argmax(-1)
        fe = tags[2].masked_fill(~allowed[up], -1e9).argmax(-1)
        top = lemma.topk(4, -1).indices
        for b, s in enumerate(part):
            for i in range(len(s)):
                total += 1
                hit["upos"] += v.upos[up[b, i]] == s.upos[i]
                x = v.xpos[xp[b, i]]
                hit["xpos"] += x == s.xpos[i]
                hit["feats"] += v.feats[fe[b, i]] == s.feats[i]
                hit["lemma"] += predict_lemma(v, s.form[i], x, top[b, i]) == s.lemma[i]
                if heads[b, i] == s.head[i]:
                    hit["uas"] += 1
                    r = v.rel[rel[b, i]]
                    hit["las"] += r.split(":")[0] == s.rel[i].split(":")[0]
                    hit["lasx"] += r == s.rel[i]
    net.train()
    return {k: 100.0 * x / total for k, x in hit.items()}


def predict_lemma(v, form, xpos, top):
    scr = v.lexicon.get((lm.norm(form), xpos))
    if scr is not None:
        got = lm.apply(scr, form)
        if got is not None:
            return got
    for k in top.tolist():
        got = lm.apply(v.script[k], form)
        if got is not None:
            return got
    return form


def load(path):
    with open(path, "rb") as f:
        ck = pickle.load(f)
    net = Net(len(ck["vocab"].rows), ck["n"], ck["cfg"])
    net.load_state_dict({k: torch.from_numpy(x) for k, x in ck["state"].items()})
    return net.eval().requires_grad_(False)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--train", nargs="+", required=True)
    ap.add_argument("--dev", nargs="+", required=True)
    ap.add_argument("--raw", nargs="*", default=[], help="sentences whose annotation is not looked at: there the teacher alone is followed")
    ap.add_argument("--teacher", help="a checkpoint with the same tables; its scores are learned beside the gold, half as much")
    ap.add_argument("--out", required=True)
    ap.add_argument("--epochs", type=int, default=20)
    ap.add_argument("--stop-after", type=int, default=0, help="end after so many epochs, the schedule unchanged")
    ap.add_argument("--init", help="start from tables and weights of this checkpoint; upper blocks may be fewer now")
    ap.add_argument("--warmup", type=int, default=300, help="steps")
    ap.add_argument("--linear", action="store_true", help="the rate falls in a straight line instead of a cosine")
    ap.add_argument("--batch", type=int, default=1500)
    ap.add_argument("--lr", type=float, default=2.5e-3)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--limit", type=int, default=0, help="use only so many sentences (a quick check of the code)")
    ap.add_argument("--set", nargs="*", default=[], help="key=value of the network's shape")
    a = ap.parse_args()
    torch.manual_seed(a.seed)
    rng = random.Random(a.seed)
    gen = torch.Generator().manual_seed(a.seed)
    train = [s for p in a.train for s in conllu.read(p)]
    dev = {p: conllu.read(p) for p in a.dev}
    if a.limit:
        train = train[:a.limit]
        dev = {p: d[:a.limit] for p, d in dev.items()}
    train = [s for s in train if len(s) <= 160]
    raw = [s for p in a.raw for s in conllu.read(p) if len(s) <= 160]
    cfg = dict(E=160, D=160, low="ccc", high="acac", heads=4, hd=32, A=128, L=128, drop=0.2, edrop=0.2, hdrop=0.25,
               wtag=0.3, wlem=0.3, smooth=0.03, wdrop=0.5)
    for kv in a.set:
        k, _, x = kv.partition("=")
        cfg[k] = type(cfg[k])(x)
    start = None
    if a.init:
        with open(a.init, "rb") as f:
            start = pickle.load(f)
    v = start["vocab"] if start else Vocab(train)
    n = dict(upos=len(v.upos), xpos=len(v.xpos), feats=len(v.feats), lemma=len(v.script), rel=len(v.rel))
    net = Net(len(v.rows), n, cfg)
    if start:
        state = {k: torch.from_numpy(x) for k, x in start["state"].items()}
        missing = net.load_state_dict(state, strict=False).missing_keys
        if missing:
            sys.exit(f"{a.init} lacks {missing}")
    params = sum(p.numel() for p in net.parameters())
    print(f"{len(train)} sentences, {len(v.rows)} feature rows, {n}, lexicon {len(v.lexicon)}, "
          f"{params / 1e6:.2f}M parameters, {params - net.emb.weight.numel()} outside the embeddings", flush=True)
    enc = Encoder(v)
    p_row = torch.full((len(v.rows) + 1,), 0.03)
    for r in v.word_rows:
        p_row[r] = 0.03 + cfg["wdrop"] / (cfg["wdrop"] + v.freq[r])
    decay = [p for k, p in net.named_parameters() if p.dim() > 1 and not k.startswith("emb")]
    rest = [p for k, p in net.named_parameters() if not (p.dim() > 1 and not k.startswith("emb"))]
    opt = torch.optim.AdamW([dict(params=decay, weight_decay=0.02), dict(params=rest, weight_decay=0.0)],
                            lr=a.lr, betas=(0.9, 0.98))
    ema = {k: p.detach().clone() for k, p in net.state_dict().items()}
    steps = sum(len(batches(x, a.batch, random.Random(0))) for x in (train, raw) if x) * a.epochs
    teacher = load(a.teacher) if a.teacher else None
    step, best, t0 = 0, -1, time.time()
    for epoch in range(1, a.epochs + 1):
        seen = np.zeros(5)
        pools = [([augment.augment(s, rng) for s in x], x is train) for x in (train, raw) if x]
        todo = [(b, gold) for x, gold in pools for b in batches(x, a.batch, rng)]
        rng.shuffle(todo)
        for b, gold in todo:
            step += 1
            done = min(1.0, step / steps)
            f = 1 - done if a.linear else 0.5 * (1 + math.cos(math.pi * done))
            f = min(1.0, step / max(1, a.warmup)) * (0.02 + 0.98 * f)
            for gr in opt.param_groups:
                gr["lr"] = a.lr * f
            ids, mask, g = enc.batch(b)
            out = net(drop_rows(ids, p_row, gen), mask)
            loss, parts = loss_of(net, out, g, cfg) if gold else (0.0, np.zeros(4))
            if teacher:
                loss = loss + (0.5 if gold else 1.0) * follow(net, out, teacher, ids, mask)
            opt.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 3.0)
            opt.step()
            seen += [float(loss)] + [float(x) for x in parts]
            if step % 4 == 0:
                d = min(0.99, (1 + step) / (10 + step * 1.0))
                for k, p in net.state_dict().items():
                    ema[k].lerp_(p, 1 - d)
        line = f"epoch {epoch} {time.time() - t0:.0f}s loss " + " ".join(f"{x:.3f}" for x in seen * epoch / step)
        if epoch % 2 == 0 or epoch >= a.epochs - 3 or epoch == a.stop_after:
            now = {k: p.clone() for k, p in net.state_dict().items()}
            net.load_state_dict(ema)
            got = {p: evaluate(net, enc, d) for p, d in dev.items()}
            for p, r in got.items():
                line += "\n  " + p.split("/")[-1] + " " + " ".join(f"{k} {x:.2f}" for k, x in r.items())
            score = sum(r["las"] + 0.5 * r["upos"] for r in got.values())
            if score > best:
                best = score
                with open(a.out, "wb") as f:
                    pickle.dump(dict(cfg=cfg, n=n, vocab=v, seed=a.seed, scores=got, epoch=epoch,
                                     state={k: p.numpy() for k, p in ema.items()}), f)
            net.load_state_dict(now)
        print(line, flush=True)
        if epoch == a.stop_after:
            break


if __name__ == "__main__":
    main()
