#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# From CoNLL-U files to the model file: train.sh UD_FOLDER NEWS OUT_FOLDER. UD_FOLDER holds en_{ewt,gum}-{train,dev}.conllu;
# NEWS is a CoNLL-U file of news sentences, of which only the words count.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
ud=${1:?usage: train.sh UD_FOLDER NEWS OUT_FOLDER}
text=${2:?usage: train.sh UD_FOLDER NEWS OUT_FOLDER}
out=${3:?usage: train.sh UD_FOLDER NEWS OUT_FOLDER}
mkdir -p "$out"
ud=$(cd "$ud" && pwd)
text=$(realpath "$text")
out=$(cd "$out" && pwd)
cd "$here"
# One thread unless the caller says otherwise: on a busy machine two threads spend their time waiting for each other.
# The malloc settings keep large tensors from being mapped and unmapped at each step.
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-1}" OPENBLAS_NUM_THREADS="${OMP_NUM_THREADS:-1}"
export MALLOC_MMAP_THRESHOLD_=8589934592 MALLOC_TRIM_THRESHOLD_=17179869184 MALLOC_TOP_PAD_=268435456
gold="--train $ud/en_ewt-train.conllu $ud/en_gum-train.conllu --dev $ud/en_ewt-dev.conllu $ud/en_gum-dev.conllu"
# First a network with one convolution more, then without it from where that one got to.
# shellcheck disable=SC2086
/usr/bin/python3 train.py $gold --out "$out/first.pkl" --epochs 10 --seed 1
# shellcheck disable=SC2086
/usr/bin/python3 train.py $gold --out "$out/second.pkl" --init "$out/first.pkl" --set high=aca \
    --epochs 7 --linear --lr 1.5e-3 --warmup 100 --seed 3
# Then twice over with GUM doubled, and again with trees of short news sentences beside it, which are about a seventh of
# the words; the patterns of news_held.conllu are not among them.
gold="--train $ud/en_ewt-train.conllu $ud/en_gum-train.conllu $ud/en_gum-train.conllu"
dev="--dev $ud/en_ewt-dev.conllu $ud/en_gum-dev.conllu"
# shellcheck disable=SC2086
/usr/bin/python3 train.py $gold $dev --out "$out/third.pkl" --init "$out/second.pkl" --set high=aca \
    --epochs 2 --linear --lr 8e-4 --warmup 60 --seed 4
/usr/bin/python3 news_trees.py 1 5000 "$out/news.conllu" "$out/news_held.conllu"
# shellcheck disable=SC2086
/usr/bin/python3 train.py $gold "$out/news.conllu" $dev "$out/news_held.conllu" --out "$out/fourth.pkl" \
    --init "$out/third.pkl" --set high=aca --epochs 2 --linear --lr 6e-4 --warmup 60 --seed 5
# This one is the teacher, on news without trees too, of a network without the last block.
gold="--train $ud/en_ewt-train.conllu $ud/en_gum-train.conllu $out/news.conllu"
learn="--raw $text --teacher $out/fourth.pkl --linear"
# shellcheck disable=SC2086
/usr/bin/python3 train.py $gold $dev $learn --out "$out/fifth.pkl" --init "$out/fourth.pkl" --set high=ac drop=0.15 \
    --epochs 4 --stop-after 1 --lr 7e-4 --warmup 60 --seed 6
# shellcheck disable=SC2086
/usr/bin/python3 train.py $gold $dev $learn --out "$out/sixth.pkl" --init "$out/fifth.pkl" --set high=ac drop=0.15 \
    --epochs 2 --lr 5e-4 --warmup 30 --seed 8
# shellcheck disable=SC2086
/usr/bin/python3 train.py $gold "$ud/en_gum-train.conllu" $dev $learn --out "$out/english.pkl" --init "$out/sixth.pkl" \
    --set high=ac drop=0.1 hdrop=0.15 --epochs 3 --lr 8e-4 --warmup 40 --seed 9
/usr/bin/python3 -m dmtrain.export "$out/english.pkl" "$out/english.dem" --version "english 5"
/usr/bin/python3 reference.py "$out/english.pkl" < reference.txt > "$out/parse_reference.conllu"
