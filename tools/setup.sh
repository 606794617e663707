#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs the Debian packages that are missing: tools/setup.sh [--check] build|test|lint
# --check only names them and fails when there are any. Without root rights apt-get is run through sudo.
set -eu

build="gcc libc6-dev cmake ninja-build pkg-config libicu-dev libxml2-dev libjansson-dev libsqlite3-dev libpq-dev zlib1g-dev"
test="libcmocka-dev python3 python3-networkx mandoc binutils"
lint="clang-tidy cppcheck"

check=
[ "${1:-}" != --check ] || { check=1; shift; }
case ${1:-build} in
build) want=$build ;;
test) want="$build $test" ;;
lint) want="$build $test $lint" ;;
*) echo "usage: tools/setup.sh [--check] build|test|lint" >&2; exit 2 ;;
esac

if ! command -v dpkg-query >/dev/null; then
    echo "tools/setup.sh: this is no Debian; the packages are called there: $want" >&2
    exit 0
fi
missing=
for p in $want; do
    case $(dpkg-query -W -f '${Status}' "$p" 2>/dev/null) in
    *" installed") ;;
    *) missing="$missing $p" ;;
    esac
done
[ -n "$missing" ] || exit 0
if [ -n "$check" ]; then
    echo "missing Debian packages:$missing" >&2
    echo "'make setup' installs them" >&2
    exit 1
fi

root=
if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || { echo "tools/setup.sh: as root: apt-get install$missing" >&2; exit 1; }
    root=sudo
fi
echo "installing:$missing"
$root apt-get update -q
# shellcheck disable=SC2086 # a list of words
$root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing
