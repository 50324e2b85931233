"""Figures drawn without a browser: an ego network, the stance of a pair over time, a timeline."""

from graphbuild.api.pictures.draw import draw
from graphbuild.api.pictures.figure import FORMATS, Picture

__all__ = ["FORMATS", "Picture", "draw"]
