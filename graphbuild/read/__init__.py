"""Articles out of files, folders and streams: the first stage, and the only one that reads input."""

from graphbuild.read.articles import MAX_CHARACTERS, Failure
from graphbuild.read.files import Source, clash, found, read, sources
from graphbuild.read.once import Once

__all__ = ["MAX_CHARACTERS", "Failure", "Once", "Source", "clash", "found", "read", "sources"]
