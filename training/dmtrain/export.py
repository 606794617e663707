# SPDX-License-Identifier: Apache-2.0
"""Checkpoint -> model file. The format is described in src/parse/model.h; this file fills its sections.

Weights become bytes of -31..31 with one scale per output column, their inputs bytes of -63..63: a LayerNorm's outputs with
one scale per channel, other rows each with its own. Eight products fit an int16. Embedding rows become int8 with one scale
per row.
"""
import argparse
import hashlib
import pickle
import struct
import sys
import zlib

import numpy as np

from . import features as ft
from .model import DIST, LDIST

PANEL = 16
TOP, WEIGHT, ZERO = 63, 31, 64 # as in src/parse/kernels.h
CLIP = 5           # standard deviations that a LayerNorm's bytes hold


def pack(w):
    """[K][N] -> [N/16][K/4][16][4]"""
    K, N = w.shape
    pad = -N % PANEL
    w = np.pad(w, ((0, 0), (0, pad)))
    return np.ascontiguousarray(w.reshape(K // 4, 4, (N + pad) // PANEL, PANEL).transpose(2, 0, 3, 1))


def norm_step(gain, bias):
    """What one step of a channel's byte stands for, so that TOP is CLIP standard deviations off."""
    return (CLIP * np.abs(gain) + np.abs(bias) + 1e-6).astype(np.float64) / TOP


class Writer:
    def __init__(self):
        self.sections = []

    def add(self, name, data):
        if isinstance(data, np.ndarray):
            data = np.ascontiguousarray(data).tobytes()
        self.sections.append((name, data))

    def names(self, name, values):
        blob, off = b"", [0]
        for v in values:
            blob += v.encode("utf-8")
            off.append(len(blob))
        self.add(name, struct.pack(f"<I{len(off)}I", len(values), *off) + blob)

    def keys(self, key_name, value_name, table):
        slots = 1
        while slots < 2 * len(table) + 2:
            slots *= 2
        keys, vals = np.zeros(slots, "<u8"), np.zeros(slots, "<u4")
        for k, v in sorted(table.items()):
            i = k & (slots - 1)
            while keys[i]:
                i = (i + 1) & (slots - 1)
            keys[i], vals[i] = k, v
        self.add(key_name, keys)
        self.add(value_name, vals)

    def norm(self, name, ln):
        """A LayerNorm whose output is input bytes: gain and bias in steps of the byte, channel by channel."""
        step = norm_step(*ln)
        self.add(name, np.concatenate([ln[0] / step, ln[1] / step]).astype("<f4"))

    def linear(self, name, weight, bias, ln=None):
        """weight [N][K] as torch keeps it. Inputs are the bytes of the LayerNorm ln, or rows with their own scale."""
        w = weight.T.astype(np.float64)
        if ln is not None:
            w = w * np.tile(norm_step(*ln), w.shape[0] // len(ln[0]))[:, None]
        s = WEIGHT / (np.abs(w).max(0) + 1e-12)
        q = np.rint(w * s).astype(np.int8)
        pad = -w.shape[1] % PANEL
        self.add(name + ".w", pack(q))
        self.add(name + ".s", np.pad(-ZERO * q.astype(np.int64).sum(0), (0, pad)).astype("<i4"))
        self.add(name + ".q", np.concatenate([np.pad(1.0 / s, (0, pad)), np.pad(bias, (0, pad))]).astype("<f4"))

    def write(self, path, version):
        at = 64 + 64 * len(self.sections)
        table, body = b"", b""
        for name, data in self.sections:
            gap = -(at + len(body)) % 64
            body += b"\0" * gap
            table += struct.pack("<32sQQ16x", name.encode(), at + len(body), len(data))
            body += data
        rest = struct.pack("<I32s", len(self.sections), version.encode()) + table + body
        head = struct.pack("<8sIIQI", b"DEMPARSE", 0x01020304, 2, 28 + len(rest), zlib.crc32(rest))
        with open(path, "wb") as f:
            f.write(head + rest)
        return 28 + len(rest), hashlib.sha256(head + rest).hexdigest()


def export(ck, path, version):
    cfg, v, st, n = ck["cfg"], ck["vocab"], ck["state"], ck["n"]
    w = Writer()
    E, D, A, L = cfg["E"], cfg["D"], cfg["A"], cfg["L"]
    plan = cfg["low"] + cfg["high"]
    n_rows = len(v.rows) + 1
    w.add("shape", np.array([E, D, A, L, cfg["heads"], cfg["hd"], len(cfg["low"]), len(plan), n["upos"], n["xpos"],
                             n["feats"], n["lemma"], n["rel"], n_rows, DIST, LDIST], "<u4"))
    w.add("plan", plan.encode())
    for name in ("upos", "xpos", "feats", "rel", "script"):
        w.names(name, getattr(v, name))
    scripts = sorted(set(v.lexicon.values()))
    ix = {s: i for i, s in enumerate(scripts)}
    w.names("lexscript", scripts)
    w.keys("lexkeys", "lexval", {ft.key("L", f + "\t" + x): ix[s] for (f, x), s in v.lexicon.items()})
    w.add("allowed", np.array(v.allowed, np.uint8))
    emb = st["emb.weight"].astype(np.float64)
    scale = np.abs(emb).max(1) / 127.0 + 1e-12
    w.keys("keys", "keyrow", v.rows)
    w.add("emb", np.rint(emb / scale[:, None]).astype(np.int8))
    w.add("embscale", scale.astype("<f4"))
    for i in range(len(plan)):
        p = f"low.{i}" if i < len(cfg["low"]) else f"high.{i - len(cfg['low'])}"
        ln = (st[p + ".ln.weight"], st[p + ".ln.bias"])
        w.norm(f"b{i}.ln", ln)
        if plan[i] == "c":
            w.linear(f"b{i}", st[p + ".lin.weight"], st[p + ".lin.bias"], ln)
        else:
            w.linear(f"b{i}", st[p + ".qkv.weight"], st[p + ".qkv.bias"], ln)
            w.linear(f"b{i}.o", st[p + ".out.weight"], st[p + ".out.bias"])
            w.add(f"b{i}.dist", st[p + ".bias"].astype("<f4"))
    ln = (st["tag_ln.weight"], st["tag_ln.bias"])
    w.norm("tag.ln", ln)
    w.linear("tag", st["tags.weight"], st["tags.bias"], ln)
    w.linear("lem", st["lemma.weight"], st["lemma.bias"], ln)
    ln = (st["top_ln.weight"], st["top_ln.bias"])
    w.norm("top.ln", ln)
    w.linear("top", np.concatenate([st["arc.weight"], st["lab.weight"]]),
                  np.concatenate([st["arc.bias"], st["lab.bias"]]), ln)
    w.linear("arcu", st["arc_u.weight"], st["arc_u.bias"])
    w.add("arc.root", st["arc_root"].astype("<f4"))
    w.add("arc.dist", st["arc_bias"].astype("<f4"))
    w.add("lab.root", st["lab_root"].astype("<f4"))
    w.add("lab.dist", st["lab_dist"].astype("<f4"))
    w.linear("labo", st["lab_out.weight"], st["lab_out.bias"])
    return w.write(path, version)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("checkpoint")
    ap.add_argument("model")
    ap.add_argument("--version", default="english 1")
    a = ap.parse_args()
    with open(a.checkpoint, "rb") as f:
        ck = pickle.load(f)
    size, digest = export(ck, a.model, a.version)
    print(f"{a.model}: {size} bytes, sha256 {digest}")


if __name__ == "__main__":
    main()
