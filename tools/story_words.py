#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How common words are in news: counts the documents that hold each lemma in the output of `demarche parse` (CoNLL-U on
standard input; sent_id is DOCUMENT-N) and prints data/stories/words.tsv: lemma, and the share of documents in steps of a
factor of two (1: in half of them or more, 2: in a quarter ...). Words rarer than step 8 are left out."""
import math
import sys
from collections import Counter

KINDS = {"NOUN", "VERB", "ADJ", "ADV", "PROPN", "NUM"}
seen, documents, words, doc = Counter(), set(), set(), None
for line in sys.stdin:
    if line.startswith("# sent_id = "):
        now = line[12:].strip().rsplit("-", 1)[0]
        if now != doc:
            seen.update(words)
            words, doc = set(), now
            documents.add(doc)
        continue
    cols = line.split("\t")
    if len(cols) == 10 and cols[3] in KINDS and cols[2].isascii() and cols[2].replace("-", "").isalpha():
        words.add(cols[2].lower())
seen.update(words)
print("# Lemma, and in how many documents of news it stands: 1 in half or more, each step half of the one before. Counted by")
print(f"# tools/story_words.py over {len(documents)} documents: Wikinews of 2019 and 2020 (CC BY 2.5) and machine-written news stories of")
print("# the NGEC project (MIT), as read by this program's own parser. Counts only: no text is taken over. Edit with care:")
print("# a word that is not listed counts as rare.")
for word, count in sorted(seen.items()):
    step = max(1, int(math.floor(-math.log2(count / len(documents)))))
    if step <= 8 and count > 2:
        print(f"{word}\t{step}")
