"""Choose the figure and the part of a graph that it shows."""

from __future__ import annotations

from typing import Any, Unpack

from graphbuild.api.filters import NONE, Choice, Filters
from graphbuild.api.index import Index
from graphbuild.api.lookup import find, two
from graphbuild.api.namesakes import firsts_of
from graphbuild.api.neighbours import FIRST_NEIGHBOURS
from graphbuild.api.parts import select
from graphbuild.api.pictures.bars import bars
from graphbuild.api.pictures.course import course
from graphbuild.api.pictures.ego import ego
from graphbuild.api.pictures.figure import NothingToDrawError, Picture
from graphbuild.api.selection import each, most
from graphbuild.api.stances import Stances
from graphbuild.errors import QueryError
from graphbuild.model import Graph, Level


def draw(
    graph: Graph,
    a: str | None,
    b: str | None,
    *,
    timeline: bool,
    level: Level | None,
    half_life: float | None,
    limit: int | None = FIRST_NEIGHBOURS,
    **choice: Unpack[Choice],
) -> Picture:
    """The figure of an entity, of two, or of statements over time: see :meth:`OpenGraph.plot`."""
    ends = [
        find(graph.entities, name, graph.relations, firsts_of(graph)) for name in (a, b) if name is not None
    ]
    if a is not None and b is not None:
        two(a, b, *ends)
    limit = most(limit) or 0
    if not ends and not timeline:
        message = "give the name of an entity, of two, or timeline for that of the whole graph"
        raise QueryError(message, wrong=("timeline",))
    if len(ends) == 2 and choice.get("kind") is not None:
        message = "kind filters the neighbours of one entity; leave it out for two"
        raise QueryError(message, wrong=("kind",))
    if len(ends) == 2 and not timeline:
        # A stance depends on earlier reports: days only choose the period shown.
        since, until = choice.pop("since", None), choice.pop("until", None)
        found = Stances(graph, half_life, Filters.of(**choice))
        how: dict[str, Any] = {"since": since, "until": until, "level": level}
        return course(found.of(ends[0].id, ends[1].id, **how), found.curve(ends[0].id, ends[1].id, **how))
    part = select(graph, keep=[e.id for e in ends], **choice)
    index = Index(part)
    missing = [e.name for e in ends if e.id not in index.entities]
    if missing:
        raise NothingToDrawError(f"nothing is said of {missing[0]}")
    relation = choice.get("relation")
    of = f": {', '.join(each('relation', relation))}" if relation else ""
    if not ends:
        return bars(index, part.statements, f"Statements over time{of}")
    if len(ends) == 2:
        statements = index.between(ends[0].id, ends[1].id, NONE)
        return bars(index, statements, f"{ends[0].name} – {ends[1].name}{of}")
    if timeline:
        return bars(index, index.about(ends[0].id, NONE), f"{ends[0].name}{of}")
    return ego(index, index.entity(ends[0].id), limit)
