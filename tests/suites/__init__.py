# SPDX-License-Identifier: Apache-2.0
"""The suites that tests/run runs; each module has run(root, build, results, word)."""
