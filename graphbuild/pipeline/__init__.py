"""Inputs into a ledger, or into JSON: what is new is read, in this process or several.

An article that the ledger holds with the same stamp (the same content, read by the same
version) is passed over before any model is loaded, and so is a file that looks as it did.
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
