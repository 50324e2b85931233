"""Analyses of the whole set of articles: near-duplicates and boilerplate. Pure."""

from graphbuild.collate.copies import earliest, independent, originals, same_words
from graphbuild.collate.fingerprint import fingerprint
from graphbuild.collate.shared import without_boilerplate

__all__ = ["earliest", "fingerprint", "independent", "originals", "same_words", "without_boilerplate"]
