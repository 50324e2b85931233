"""Appearance of entities and relations in files and pictures: colour, shape, size and width."""

from __future__ import annotations

from math import log2

from graphbuild.model import Kind, Relation, Stance
from graphbuild.tables import relations

#: Colours of the families of relations, as in the page's style sheet.
FAMILIES = {"cooperation": "#14706a", "conflict": "#b23a1e", "standing": "#66559a"}
#: Colours of the kinds of entities, which also differ in lightness: dark, medium, light.
KINDS: dict[Kind, str] = {"country": "#1a5276", "organisation": "#6f9fc8", "person": "#e3b23c"}
#: Shapes of the kinds, as on the page, with their names in GEXF.
SHAPES: dict[Kind, str] = {"country": "square", "organisation": "triangle", "person": "disc"}


def family(edge: Relation | Stance) -> str:
    """Return whether an edge is cooperation, conflict or neither (``standing``)."""
    if isinstance(edge, Relation):
        return relations()[edge.relation].family
    if edge.cooperation == edge.conflict:
        return "standing"
    return "cooperation" if edge.cooperation > edge.conflict else "conflict"


def reports(edge: Relation | Stance) -> int:
    """Return the number of independent reports of an edge."""
    return edge.articles if isinstance(edge, Relation) else edge.reports


def width(reports: int) -> float:
    """Return the width of a line for so many reports: 1 for one, at most 7."""
    return round(min(7.0, 1 + 1.6 * log2(max(1, reports))), 2)


def size(articles: int) -> float:
    """Return the size of a node for an entity in so many articles: 8 for one, at most 60."""
    return round(min(60.0, 8 + 5 * log2(max(1, articles))), 2)
