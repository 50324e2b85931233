"""What only the set of articles can tell: which are copies, and what is furniture of their pages. Pure."""

from graphbuild.collate.copies import earliest, independent, originals, same_words
from graphbuild.collate.fingerprint import fingerprint
from graphbuild.collate.shared import without_furniture

__all__ = ["earliest", "fingerprint", "independent", "originals", "same_words", "without_furniture"]
