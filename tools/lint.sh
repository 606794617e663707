#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# clang-tidy (.clang-tidy) and cppcheck over the sources; prints findings and fails when there are any.
# tools/lint.sh BUILD [JOBS]. An exception stands beside the code it is for, as NOLINT or cppcheck-suppress with the reason.
set -u
cd "$(dirname "$0")/.."
build=$1
jobs=${2:-2}
status=0
find src cli bench -name '*.c' -print0 | sort -z |
    xargs -0 -n 4 -P "$jobs" clang-tidy --quiet -p "$build" --warnings-as-errors='*' 2>/dev/null || status=1
cppcheck --quiet --error-exitcode=1 --std=c11 --inline-suppr --enable=warning,performance,portability -j "$jobs" \
    --suppress=missingIncludeSystem --suppressions-list=tools/cppcheck.txt -Iinclude -Isrc -D_POSIX_C_SOURCE=200809L \
    -D__GNUC__=12 -DDEM_VERSION='"0"' src cli bench || status=1
[ $status = 0 ] && echo "lint: clean"
exit $status
