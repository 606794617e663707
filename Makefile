# SPDX-License-Identifier: Apache-2.0
# A thin front: CMake and Ninja do the work.
#   make          builds build/release/demarche
#   make demo     sets up, builds, codes newsroom/ and prints a brief
#   make test     sets up and runs every test on a build with sanitizers
#   make bench    speed, start-up and memory
#   make lint     clang-tidy and cppcheck
#   make setup    installs the Debian packages that building and testing need
#   make install  PREFIX=/usr/local, DESTDIR=

PREFIX = /usr/local
JOBS := $(shell nproc 2>/dev/null || echo 2)

all:
	@tools/setup.sh --check build
	@cmake --preset release >/dev/null
	@ninja -C build/release -j$(JOBS) demarche

demo:
	@tools/setup.sh build
	@$(MAKE) --no-print-directory all
	@tools/demo.sh build/release/demarche

test: debug
	@tests/run

debug:
	@tools/setup.sh test
	@cmake --preset debug >/dev/null
	@ninja -C build/debug -j$(JOBS) --quiet

bench:
	@tools/setup.sh build
	@cmake --preset release >/dev/null
	@ninja -C build/release -j$(JOBS) --quiet demarche demarche-bench
	@bench/run.sh build/release

lint:
	@tools/setup.sh lint
	@cmake --preset debug >/dev/null
	@tools/lint.sh build/debug $(JOBS)

setup:
	@tools/setup.sh test

install: all
	install -D build/release/demarche $(DESTDIR)$(PREFIX)/bin/demarche
	for p in docs/man/*.[1-9]; do install -D -m 644 $$p $(DESTDIR)$(PREFIX)/share/man/man$${p##*.}/$${p##*/}; done

clean:
	rm -rf build

.PHONY: all demo test debug bench lint setup install clean
