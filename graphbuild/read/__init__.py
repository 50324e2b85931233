"""Articles out of files, folders and streams: the first stage, and the only one that reads input."""

from graphbuild.read.articles import MAX_CHARACTERS, Failure
from graphbuild.read.files import read

__all__ = ["MAX_CHARACTERS", "Failure", "read"]
