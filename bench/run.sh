#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# make bench: bench/run.sh BUILD [SECONDS]. Speed on one core over the newsroom's text and HTML reports, then how it grows with threads,
# then what storing costs beside coding.
set -eu
cd "$(dirname "$0")/.."
build=$1
seconds=${2:-5}
"$build/demarche-bench" "$build/demarche" "$seconds" newsroom/20*.txt newsroom/[a-eg-z]*.txt newsroom/*.html

# Threads: the newsroom 40 times over as files of one run.
list=
i=0
while [ $i -lt 40 ]; do
    list="$list $(echo newsroom/20*.txt)"
    i=$((i + 1))
done
for j in 1 2 4; do
    [ "$j" -le "$(nproc)" ] || continue
    start=$(date +%s%N)
    # shellcheck disable=SC2086 # a list of paths without spaces
    "$build/demarche" code -j $j $list >/dev/null
    end=$(date +%s%N)
    n=$(echo "$list" | wc -w)
    echo "$n reports with -j $j: $((n * 1000000000 / (end - start))) reports/s"
done

python3 bench/add.py "$build/demarche" newsroom/20*.txt
