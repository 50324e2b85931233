"""Pictures drawn without a browser: an entity among its neighbours, a pair over time, a time line."""

from graphbuild.api.pictures.draw import draw
from graphbuild.api.pictures.figure import FORMATS, Picture

__all__ = ["FORMATS", "Picture", "draw"]
