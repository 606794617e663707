#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Analyses sentences (one a line, words separated by spaces) with a checkpoint, rounded as in the model file, as CoNLL-U on
standard output: the reference that tests/unit/test_parse.c holds the C program to."""
import pickle
import sys

import torch

from dmtrain.conllu import Sent
from dmtrain.export import TOP, WEIGHT, norm_step
from dmtrain.model import Attn, Net
from train import Encoder, predict_lemma


def tree(arcs):
    """Greedy heads; the reference holds only sentences where they are a tree with one root."""
    heads = arcs.argmax(-1).tolist()
    for i in range(len(heads)):
        at, steps = i + 1, 0
        while at and steps <= len(heads):
            at, steps = heads[at - 1], steps + 1
        if at:
            return None
    return heads if heads.count(0) == 1 else None


def in_bytes(net):
    """Weights and their inputs rounded as the model file has them."""
    e = net.emb.weight.data
    scale = e.abs().amax(1, keepdim=True) / 127 + 1e-12
    net.emb.weight.data = (e / scale).round() * scale

    def rounded(layer, wide):
        w = layer.weight.data * wide
        scale = w.abs().max(1, keepdim=True).values / WEIGHT
        layer.weight.data = (w / scale).round() * scale / wide

    def by_row(_m, x):
        scale = x[0].abs().amax(-1, keepdim=True).clamp(min=1e-20) / TOP
        return ((x[0] / scale).round() * scale,)

    pairs = [(b.ln, [b.qkv] if isinstance(b, Attn) else [b.lin]) for b in [*net.low, *net.high]]
    for ln, layers in pairs + [(net.tag_ln, [net.tags, net.lemma]), (net.top_ln, [net.arc, net.lab])]:
        step = torch.from_numpy(norm_step(ln.weight.detach().numpy(), ln.bias.detach().numpy())).float()
        ln.register_forward_hook(lambda _m, _i, y, step=step: (y / step).round().clamp(-TOP, TOP) * step)
        for l in layers:
            rounded(l, step.repeat(l.weight.shape[1] // len(step)))
    for l in [b.out for b in [*net.low, *net.high] if isinstance(b, Attn)] + [net.arc_u, net.lab_out]:
        rounded(l, 1.0)
        l.register_forward_pre_hook(by_row)


def main():
    with open(sys.argv[1], "rb") as f:
        ck = pickle.load(f)
    v = ck["vocab"]
    net = Net(len(v.rows), ck["n"], ck["cfg"])
    net.load_state_dict({k: torch.from_numpy(x) for k, x in ck["state"].items()})
    net.eval()
    in_bytes(net)
    enc = Encoder(v)
    allowed = torch.tensor(v.allowed, dtype=torch.bool)
    for number, line in enumerate(sys.stdin, 1):
        s = Sent()
        s.form = line.split()
        if not s.form:
            continue
        ids, mask, _ = enc.batch([s], gold=False)
        with torch.no_grad():
            tags, lemma, arcs, t = net(ids, mask)
            heads = tree(arcs[0])
            if heads is None:
                print(f"line {number}: greedy heads are no tree; left out", file=sys.stderr)
                continue
            labels = net.labels(t, torch.tensor([heads]))[0]
        labels[:, v.ix["rel"]["root"]] = -1e9
        up = tags[0][0].argmax(-1)
        fe = tags[2][0].masked_fill(~allowed[up], -1e9).argmax(-1)
        top = lemma[0].topk(4, -1).indices
        print(f"# sent_id = {number}")
        for i, form in enumerate(s.form):
            x = v.xpos[tags[1][0, i].argmax()]
            rel = "root" if heads[i] == 0 else v.rel[labels[i].argmax()]
            print(i + 1, form, predict_lemma(v, form, x, top[i]), v.upos[up[i]], x, v.feats[fe[i]], heads[i], rel, "_", "_",
                  sep="\t")
        print()


if __name__ == "__main__":
    main()
