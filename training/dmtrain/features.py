# SPDX-License-Identifier: Apache-2.0
"""Surface features of a token. src/parse/features.c computes the very same keys: change both or neither.

Every feature is a 64-bit key (FNV-1a over a kind byte and UTF-8 bytes). The model file maps keys to embedding rows;
a key it does not know adds nothing.
"""

MASK = (1 << 64) - 1
MAX_CP = 48  # longer words get no whole-word feature; prefixes and suffixes still work

_FOLD = {
    0x2018: "'", 0x2019: "'", 0x201B: "'", 0x02BC: "'", 0x60: "'", 0xB4: "'",
    0x201C: '"', 0x201D: '"', 0x201E: '"', 0xAB: '"', 0xBB: '"',
    0x2010: "-", 0x2011: "-", 0x2012: "-", 0x2013: "-", 0x2014: "--", 0x2015: "--", 0x2212: "-",
    0x2026: "...", 0xA0: " ", 0x202F: " ",
}


def fold(form):
    """Quotes, dashes and the ellipsis as ASCII, so that the style of an outlet's typography does not matter."""
    if form.isascii() and "`" not in form:
        return form
    return "".join(_FOLD.get(ord(c), c) for c in form)


def lower_cp(c):
    if c < 0x80:
        return c + 32 if 0x41 <= c <= 0x5A else c
    if 0xC0 <= c <= 0xDE and c != 0xD7:
        return c + 32
    if 0x100 <= c <= 0x177 and c not in (0x130, 0x131, 0x138, 0x149):
        if 0x139 <= c <= 0x148:
            return c + 1 if c & 1 else c
        return c if c & 1 else c + 1
    if c == 0x178:
        return 0xFF
    if 0x179 <= c <= 0x17E:
        return c + 1 if c & 1 else c
    if 0x391 <= c <= 0x3A9 and c != 0x3A2:
        return c + 32
    if 0x410 <= c <= 0x42F:
        return c + 32
    if 0x400 <= c <= 0x40F:
        return c + 80
    return c


def lower(s):
    if s.isascii():
        return s.lower()
    return "".join(chr(lower_cp(ord(c))) for c in s)


def is_upper(c):
    return lower_cp(c) != c


def is_alpha(c):
    if c < 0x80:
        return 0x41 <= c <= 0x5A or 0x61 <= c <= 0x7A
    return c >= 0xC0 and c not in (0xD7, 0xF7) and not 0x2000 <= c <= 0x2BFF and not 0x3000 <= c <= 0x303F \
        and not 0xFE00 <= c <= 0xFE0F and c < 0x1F000


def is_digit(c):
    return 0x30 <= c <= 0x39


def key(kind, text):
    h = 0xCBF29CE484222325
    h = ((h ^ ord(kind)) * 0x100000001B3) & MASK
    for b in text.encode("utf-8", "surrogatepass"):
        h = ((h ^ b) * 0x100000001B3) & MASK
    h ^= h >> 32
    h = (h * 0x9E3779B97F4A7C15) & MASK
    h ^= h >> 29
    return h or 1


def shape(cps):
    out, last, run = [], -1, 0
    for c in cps:
        s = ord("d") if is_digit(c) else ord("X") if is_upper(c) else ord("x") if is_alpha(c) else c
        run = run + 1 if s == last else 1
        last = s
        if run <= 3:
            out.append(s)
            if len(out) == 12:
                break
    return "".join(map(chr, out))


def casing(form):
    """0 no letter, 1 lower, 2 capitalised, 3 all capitals (two letters or more), 4 mixed."""
    letters = [ord(c) for c in form if is_alpha(ord(c))]
    if not letters:
        return 0
    up = sum(is_upper(c) for c in letters)
    if up == 0:
        return 1
    if up == len(letters) and up >= 2:
        return 3
    if up == 1 and is_upper(letters[0]):
        return 2
    return 4


def word_key_text(form):
    low = lower(fold(form))
    return "".join("0" if is_digit(ord(c)) else c for c in low)


_cache = {}


def token_keys(form):
    """Keys of the features that depend on the form alone; the whole word comes first (0 when there is none)."""
    got = _cache.get(form)
    if got is not None:
        return got
    folded = fold(form)
    cps = [ord(c) for c in folded]
    low = word_key_text(form)
    n = len(low)
    keys = [key("w", low) if n <= MAX_CP else 0]
    for k in range(1, 5):
        if n >= k:
            keys.append(key(str(k), low[:k]))
    for k in range(1, 6):
        if n >= k:
            keys.append(key("ABCDE"[k - 1], low[n - k:]))
    keys.append(key("s", shape(cps)))
    flags = casing(folded) + 8 * any(map(is_digit, cps)) + 16 * ("-" in folded) + 32 * ("." in folded) \
        + 64 * ("'" in folded)
    keys.append(key("f", chr(flags + 1)))
    got = tuple(keys)
    _cache[form] = got
    return got


def sentence_kind(forms):
    """0 usual, 1 mostly all capitals, 2 mostly capitalised words; +4 when no final punctuation mark."""
    n = caps = title = 0
    for f in forms:
        c = casing(fold(f))
        if c == 0:
            continue
        n += 1
        caps += c == 3
        title += c in (2, 3)
    kind = 0
    if n >= 3 and caps * 10 >= n * 7:
        kind = 1
    elif n >= 3 and title * 10 >= n * 7:
        kind = 2
    last = ord(fold(forms[-1])[-1]) if forms and forms[-1] else 0
    if is_alpha(last) or is_digit(last):
        kind += 4
    return kind


def sentence_keys(forms):
    """One key for every token of the sentence, and one more for its first token."""
    kind = sentence_kind(forms)
    return key("k", chr(kind + 1)), key("b", chr(kind + 1))
