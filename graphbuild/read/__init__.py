"""Reading articles from files, folders and streams: the first stage, and the only one that reads input."""

from graphbuild.read.articles import Broken, Failure, Found
from graphbuild.read.columns import Columns
from graphbuild.read.failures import listed
from graphbuild.read.files import Source, clash, found, read, sources, written
from graphbuild.read.language import Foreign
from graphbuild.read.limits import MAX_CHARACTERS
from graphbuild.read.once import Once

__all__ = [
    "MAX_CHARACTERS",
    "Broken",
    "Columns",
    "Failure",
    "Foreign",
    "Found",
    "Once",
    "Source",
    "clash",
    "found",
    "listed",
    "read",
    "sources",
    "written",
]
