"""What only the set of articles can tell: which of them are copies of others. Pure functions of that set."""

from graphbuild.collate.copies import earliest, independent, originals
from graphbuild.collate.fingerprint import fingerprint

__all__ = ["earliest", "fingerprint", "independent", "originals"]
