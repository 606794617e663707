# SPDX-License-Identifier: Apache-2.0
"""The network: feature sum -> convolutions -> tags and lemma scripts -> convolutions and attention -> tree.

src/parse/net.c runs it; the names of the parameters are the names of the tensors in the model file.
"""
import torch
import torch.nn as nn
import torch.nn.functional as F

DIST = 32   # arc and attention biases know signed distances up to this many tokens
LDIST = 8   # labels know them up to this


def shift_cat(x, mask):
    """[B,T,D] -> [B,T,3D]: left neighbour, itself, right neighbour; outside the sentence is zero."""
    x = x * mask.unsqueeze(-1)
    p = F.pad(x, (0, 0, 1, 1))
    return torch.cat([p[:, :-2], x, p[:, 2:]], -1)


class Drop(nn.Module):
    """Dropout with one mask for a whole sentence: regularises better here than one per token, and is cheap."""

    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training or self.p == 0:
            return x
        return x * ((torch.rand(x.shape[0], 1, x.shape[-1]) >= self.p).float() / (1 - self.p))


class Conv(nn.Module):
    """x + GLU(conv3(LN(x)))"""

    def __init__(self, d, din=None, drop=0.2):
        super().__init__()
        din = din or d
        self.same = din == d
        self.ln = nn.LayerNorm(din)
        self.lin = nn.Linear(3 * din, 2 * d)
        self.drop = Drop(drop)

    def forward(self, x, mask):
        a, g = self.lin(shift_cat(self.ln(x), mask)).chunk(2, -1)
        y = self.drop(a * torch.sigmoid(g))
        return x + y if self.same else y


class Attn(nn.Module):
    """x + O(softmax(QK + distance bias) V), heads of `hd`"""

    def __init__(self, d, heads=4, hd=32, drop=0.2):
        super().__init__()
        self.h, self.hd = heads, hd
        self.ln = nn.LayerNorm(d)
        self.qkv = nn.Linear(d, 3 * heads * hd)
        self.out = nn.Linear(heads * hd, d)
        self.bias = nn.Parameter(torch.zeros(heads, 2 * DIST + 1))
        self.drop = Drop(drop)

    def forward(self, x, mask, rel):
        B, T, _ = x.shape
        q, k, v = self.qkv(self.ln(x)).view(B, T, 3, self.h, self.hd).permute(2, 0, 3, 1, 4)
        s = q @ k.transpose(-1, -2) * self.hd ** -0.5 + self.bias[:, rel]
        s = s.masked_fill(~mask[:, None, None, :], -1e9)
        a = torch.softmax(s, -1) @ v
        return x + self.drop(self.out(a.transpose(1, 2).reshape(B, T, -1)))


class Net(nn.Module):
    def __init__(self, rows, n, cfg):
        super().__init__()
        E, D = cfg["E"], cfg["D"]
        self.cfg = cfg
        drop = cfg["drop"]
        self.emb = nn.EmbeddingBag(rows + 1, E, mode="sum", padding_idx=0)
        nn.init.normal_(self.emb.weight, std=0.1)
        with torch.no_grad():
            self.emb.weight[0] = 0
        self.edrop = Drop(cfg.get("edrop", 0.2))
        self.low, self.high = nn.ModuleList(), nn.ModuleList()
        din = E
        for stack, plan in ((self.low, cfg["low"]), (self.high, cfg["high"])):
            for p in plan:
                stack.append(Attn(D, cfg["heads"], cfg["hd"], drop) if p == "a" else
                             Conv(D, din, drop))
                din = D
        self.tag_ln = nn.LayerNorm(D)
        self.tags = nn.Linear(D, n["upos"] + n["xpos"] + n["feats"])
        self.lemma = nn.Linear(D, n["lemma"])
        self.split = [n["upos"], n["xpos"], n["feats"]]
        A, L = cfg["A"], cfg["L"]
        self.top_ln = nn.LayerNorm(D)
        self.arc = nn.Linear(D, 2 * A)         # dependent, head; ReLU
        self.arc_u = nn.Linear(A, A)
        self.arc_root = nn.Parameter(torch.zeros(A))
        self.arc_bias = nn.Parameter(torch.zeros(2 * DIST + 1))
        self.lab = nn.Linear(D, 2 * L)         # dependent, head
        self.lab_root = nn.Parameter(torch.zeros(L))
        self.lab_dist = nn.Parameter(torch.zeros(2 * LDIST + 1, L))
        self.lab_out = nn.Linear(L, n["rel"])
        self.drop = Drop(cfg.get("hdrop", 0.25))

    def encode(self, ids, mask):
        B, T, K = ids.shape
        x = self.emb(ids.view(B * T, K)).view(B, T, -1)
        x = self.edrop(x)
        r = torch.arange(T)
        rel = (r[None, :] - r[:, None]).clamp(-DIST, DIST) + DIST
        for l in self.low:
            x = l(x, mask, rel) if isinstance(l, Attn) else l(x, mask)
        mid = x
        for l in self.high:
            x = l(x, mask, rel) if isinstance(l, Attn) else l(x, mask)
        return mid, x, rel

    def forward(self, ids, mask):
        mid, x, rel = self.encode(ids, mask)
        m = self.drop(self.tag_ln(mid))
        tags = self.tags(m).split(self.split, -1)
        lemma = self.lemma(m)
        t = self.drop(self.top_ln(x))
        dep, head = self.arc(t).relu().chunk(2, -1)
        dep = self.arc_u(self.drop(dep))
        head = self.drop(head)
        arcs = dep @ head.transpose(1, 2) + self.arc_bias[rel]
        T = arcs.shape[1]
        arcs = arcs.masked_fill(~mask[:, None, :] | torch.eye(T, dtype=torch.bool), -1e9)
        arcs = torch.cat([(dep @ self.arc_root).unsqueeze(-1), arcs], -1)   # column 0 is the root
        return tags, lemma, arcs, t

    def labels(self, t, heads):
        """Label scores for given heads (0 = root)."""
        B, T, _ = t.shape
        d, h = self.lab(t).chunk(2, -1)
        h = torch.cat([self.lab_root.expand(B, 1, -1), h], 1)
        h = h.gather(1, heads.unsqueeze(-1).expand(-1, -1, h.shape[-1]))
        pos = torch.arange(1, T + 1)
        dist = torch.where(heads == 0, torch.zeros_like(heads), (heads - pos).clamp(-LDIST, LDIST)) + LDIST
        z = (d + h + self.lab_dist[dist]).relu()
        return self.lab_out(self.drop(z))
