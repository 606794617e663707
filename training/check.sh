#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Does the training code still run? One minute at most: a toy network on the test sentences, exported to OUT (a model file
# of some kilobytes that the program can open but that parses nothing well).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:-/dev/null}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$here"
gold=../tests/unit/data/parse_reference.conllu
/usr/bin/python3 news_trees.py 1 60 "$tmp/news.conllu" "$tmp/held.conllu"
OMP_NUM_THREADS=1 /usr/bin/python3 train.py --train $gold "$tmp/news.conllu" --dev $gold --epochs 2 --out "$tmp/toy.pkl" \
    --set E=8 D=8 A=8 L=8 heads=1 hd=8 low=cc high=ac
/usr/bin/python3 -m dmtrain.export "$tmp/toy.pkl" "$tmp/toy.dem" --version toy
cp "$tmp/toy.dem" "$out"
