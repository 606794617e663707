# SPDX-License-Identifier: Apache-2.0
"""Checkpoint -> model file. The format is described in src/parse/model.h; this file fills its sections.

Weights behind a LayerNorm become bytes of -63..63 with one scale per output column, and so do its outputs with one scale
per channel: four products of them fit an int16. Other weights become int16; their scale is chosen so that the 32-bit sums
cannot overflow for any input. Embedding rows become int8 with one scale per row.
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
SUM = 2.1e9        # below 2^31
LIMIT_IN = 8191    # as in src/parse/net.c
TOP, ZERO = 63, 64 # as in src/parse/kernels.h
CLIP = 5           # standard deviations that a LayerNorm's bytes hold


def pack(w, deep):
    """[K][N] -> [N/16][K/deep][16][deep]"""
    K, N = w.shape
    pad = -N % PANEL
    w = np.pad(w, ((0, 0), (0, pad)))
    return np.ascontiguousarray(w.reshape(K // deep, deep, (N + pad) // PANEL, PANEL).transpose(2, 0, 3, 1))


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

    def columns(self, name, scale, bias):
        pad = -len(scale) % PANEL
        self.add(name + ".q", np.concatenate([np.pad(scale, (0, pad)), np.pad(bias, (0, pad))]).astype("<f4"))

    def row_linear(self, name, weight, bias):
        """weight [N][K] as torch keeps it; inputs come with their own scale per row and at most LIMIT_IN."""
        w = weight.T.astype(np.float64)
        s = np.minimum(32000.0 / (np.abs(w).max(0) + 1e-12), SUM / (LIMIT_IN * (np.abs(w).sum(0) + 1e-12)))
        self.add(name + ".w", pack(np.rint(w * s).astype(np.int16), 2))
        self.columns(name, 1.0 / s, bias)

    def norm(self, name, ln):
        """A LayerNorm whose output is input bytes: gain and bias in steps of the byte, channel by channel."""
        step = norm_step(*ln)
        self.add(name, np.concatenate([ln[0] / step, ln[1] / step]).astype("<f4"))

    def byte_linear(self, name, weight, bias, ln):
        w = weight.T.astype(np.float64)
        w = w * np.tile(norm_step(*ln), w.shape[0] // len(ln[0]))[:, None]
        s = TOP / (np.abs(w).max(0) + 1e-12)
        q = np.rint(w * s).astype(np.int8)
        self.add(name + ".b", pack(q, 4))
        pad = -w.shape[1] % PANEL
        self.add(name + ".s", np.pad(-ZERO * q.astype(np.int64).sum(0), (0, pad)).astype("<i4"))
        self.columns(name, 1.0 / s, bias)

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
        if plan[i] == "d":
            w.add(f"b{i}.ln", np.concatenate(ln).astype("<f4"))
            w.add(f"b{i}.dw", st[p + ".dw"].astype("<f4"))
            w.row_linear(f"b{i}", st[p + ".lin.weight"], st[p + ".lin.bias"])
            continue
        w.norm(f"b{i}.ln", ln)
        if plan[i] == "c":
            w.byte_linear(f"b{i}", st[p + ".lin.weight"], st[p + ".lin.bias"], ln)
        else:
            w.byte_linear(f"b{i}", st[p + ".qkv.weight"], st[p + ".qkv.bias"], ln)
            w.row_linear(f"b{i}.o", st[p + ".out.weight"], st[p + ".out.bias"])
            w.add(f"b{i}.dist", st[p + ".bias"].astype("<f4"))
    ln = (st["tag_ln.weight"], st["tag_ln.bias"])
    w.norm("tag.ln", ln)
    w.byte_linear("tag", st["tags.weight"], st["tags.bias"], ln)
    w.byte_linear("lem", st["lemma.weight"], st["lemma.bias"], ln)
    ln = (st["top_ln.weight"], st["top_ln.bias"])
    w.norm("top.ln", ln)
    w.byte_linear("top", np.concatenate([st["arc.weight"], st["lab.weight"]]),
                  np.concatenate([st["arc.bias"], st["lab.bias"]]), ln)
    w.row_linear("arcu", st["arc_u.weight"], st["arc_u.bias"])
    w.add("arc.root", st["arc_root"].astype("<f4"))
    w.add("arc.dist", st["arc_bias"].astype("<f4"))
    w.add("lab.root", st["lab_root"].astype("<f4"))
    w.add("lab.dist", st["lab_dist"].astype("<f4"))
    w.row_linear("labo", st["lab_out.weight"], st["lab_out.bias"])
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
