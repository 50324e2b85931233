"""Reading articles from files, folders and streams: the first stage, and the only one that reads input."""

from graphbuild.read.articles import Broken, Failure, Found
from graphbuild.read.columns import Columns
from graphbuild.read.failures import listed
from graphbuild.read.files import Source, clash, printable_path, read, read_source, sources
from graphbuild.read.language import Foreign
from graphbuild.read.limits import MAX_CHARACTERS
from graphbuild.read.once import SeenIds

__all__ = [
    "MAX_CHARACTERS",
    "Broken",
    "Columns",
    "Failure",
    "Foreign",
    "Found",
    "SeenIds",
    "Source",
    "clash",
    "listed",
    "printable_path",
    "read",
    "read_source",
    "sources",
]
