"""A part of a graph: relations of some families, entities of some kinds, articles of some days."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from itertools import chain

from graphbuild.errors import QueryError
from graphbuild.fold import within
from graphbuild.model import KINDS, Graph
from graphbuild.tables import relation_groups

Words = str | Iterable[str] | None
Day = date | str | None


def select(
    graph: Graph, *, relations: Words = None, kinds: Words = None, since: Day = None, until: Day = None
) -> Graph:
    """The part of the graph that is meant, with the evidence that belongs to it.

    ``relations`` are families, quad classes, roots of PLOVER or names: words of ``relation_groups``.
    Entities of the ``kinds`` stay, whether they have relations left or not. With ``since`` or ``until``
    (days, both included) only what articles of these days say counts. Stances are inferred from relations of
    all families, so that a part of them has none.

    Raises ``QueryError`` for a word or a day that means nothing, and for days of a graph that does not
    have its statements with it.
    """
    named = meant("relation", relations, relation_groups())
    of_kind = meant("kind", kinds, {kind: (kind,) for kind in KINDS})
    first, last = period(since, until)
    if (first or last) and graph.relations and not graph.statements:
        raise QueryError("this graph came without statements, so it cannot be cut by days; open it elsewhere")
    graph = within(graph, first, last)
    if of_kind is not None:
        graph = replace(graph, entities=tuple(e for e in graph.entities if e.kind in of_kind))
    kept = {e.id for e in graph.entities}
    return replace(
        graph,
        relations=tuple(
            r
            for r in graph.relations
            if (named is None or r.relation in named) and r.source in kept and r.target in kept
        ),
        statements=tuple(
            s
            for s in graph.statements
            if (named is None or s.relation in named) and s.source in kept and s.target in kept
        ),
        mentioned=tuple(m for m in graph.mentioned if m.entity in kept),
        stances=tuple(s for s in graph.stances if named is None and s.a in kept and s.b in kept),
    )


def period(since: Day, until: Day) -> tuple[str, str]:
    """The two days in ISO 8601, empty where none is given.

    Raises ``QueryError`` for what is no day, and for a period that ends before it begins.
    """
    first, last = _day("since", since), _day("until", until)
    if first and last and first > last:
        raise QueryError(f"since {first} is after until {last}; give the earlier day first")
    return first, last


def meant(what: str, given: Words, known: Mapping[str, Iterable[str]]) -> frozenset[str] | None:
    """What the words mean, in any letter case; None where none are given.

    Raises ``QueryError`` for a word that means nothing, with those that are near.
    """
    if given is None:
        return None
    in_any_case = {word.casefold(): word for word in known}
    found = []
    for word in [given] if isinstance(given, str) else given:
        plain = word.casefold()
        if plain not in in_any_case:
            near = difflib.get_close_matches(plain, in_any_case, n=3, cutoff=0.4)
            told = [in_any_case[match] for match in near] or sorted(known)
            raise QueryError(f"no {what} is called {word!r}; known are {', '.join(told)}")
        found.append(in_any_case[plain])
    return frozenset(chain.from_iterable(known[word] for word in found))


def _day(name: str, given: Day) -> str:
    """The day in ISO 8601; empty where none is given."""
    if not given:
        return ""
    try:
        return date.fromisoformat(str(given)).isoformat()
    except ValueError:
        raise QueryError(f"{name} is {given!r}; give a day as in 1979-03-26") from None
