# SPDX-License-Identifier: Apache-2.0
"""Trainer of demarche's tagger, lemmatiser and dependency parser."""
