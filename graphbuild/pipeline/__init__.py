"""The pipeline from inputs to a ledger or to JSON: new articles are read, by one process or several.

Articles that are in the ledger with the same stamp (the same content, read by the same version) are skipped
before any model is loaded, and so are unchanged files.
"""

from graphbuild.pipeline.building import build
from graphbuild.pipeline.classifying import classify
from graphbuild.pipeline.extracting import extract
from graphbuild.pipeline.merging import MergeReport, merge
from graphbuild.pipeline.options import DateFrom, GivenDay, Inputs
from graphbuild.pipeline.report import BuildReport, Progress
from graphbuild.pipeline.watching import watch
from graphbuild.workers import Workers

__all__ = [
    "BuildReport",
    "DateFrom",
    "GivenDay",
    "Inputs",
    "MergeReport",
    "Progress",
    "Workers",
    "build",
    "classify",
    "extract",
    "merge",
    "watch",
]
