"""Who is around an entity: what an ego picture shows, and the table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from graphbuild.api.filters import Filters
from graphbuild.api.index import Index, Tie
from graphbuild.model import Entity, Statement
from graphbuild.tables import relations

#: Neighbours of an ego picture where nobody asks for another number, and whatever is asked for.
FIRST_NEIGHBOURS, MOST_NEIGHBOURS = 24, 300
_MOST_LINKS = 120


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An entity that is related to another, and what is reported of the two."""

    entity: Entity
    cooperation: int
    """Reports of relations of this family, as the next two."""
    conflict: int
    standing: int
    reports: int
    """Independent articles that assert any of it."""
    denied: int
    unasserted: int
    last: str
    """Latest day of an article that says any of it; may be empty."""
    relations: tuple[str, ...]
    side: str
    """The family of relations that there is most of: on which side of a picture it stands."""


@dataclass(frozen=True, slots=True)
class Link:
    """What is asserted between two neighbours."""

    a: str
    b: str
    reports: int
    score: float
    """Mean score of the statements."""


def neighbours(
    index: Index, id_: str, statements: Sequence[Statement], ties: Sequence[Tie]
) -> list[Neighbour]:
    """Who is related to an entity, all relations to one together, what matters most first."""
    by_other: dict[str, list[Tie]] = {}
    for t in ties:
        other = t.edge.target if t.edge.source == id_ else t.edge.source
        by_other.setdefault(other, []).append(t)
    said: dict[str, list[Statement]] = {}
    for s in statements:
        said.setdefault(s.target if s.source == id_ else s.source, []).append(s)
    found: list[Neighbour] = []
    for other, some in by_other.items():
        about = dict.fromkeys(("cooperation", "conflict", "standing"), 0)
        for t in some:
            about[t.family] += t.reports
        found.append(
            Neighbour(
                index.entities[other],
                **about,
                reports=len(index.reports(said[other])),
                denied=sum(t.denied for t in some),
                unasserted=sum(t.unasserted for t in some),
                last=max(t.last for t in some),
                relations=tuple(dict.fromkeys(t.edge.relation for t in some)),
                side=_side(some),
            )
        )
    found.sort(key=lambda n: (n.last, n.entity.id), reverse=True)
    found.sort(key=lambda n: (not n.cooperation + n.conflict, -n.reports))
    return found


def _side(ties: Sequence[Tie]) -> str:
    """The family of relations that there is most of between two.

    Articles name posts and seats with everything, so these count only where they are twice as many.
    Where nothing is reported as a fact, it is that of what is denied, possible or planned.
    """
    reported = any(t.reports for t in ties)
    count = dict.fromkeys(("cooperation", "conflict", "standing"), 0)
    for t in ties:
        count[t.family] += t.reports if reported else t.denied + t.unasserted
    events = count["cooperation"] + count["conflict"]
    if not events or count["standing"] > 2 * events:
        return "standing"
    return "conflict" if count["conflict"] > count["cooperation"] else "cooperation"


def links(index: Index, ids: Sequence[str], filters: Filters) -> list[Link]:
    """What is asserted between the neighbours themselves, the most reported first."""
    shown, filters = {*ids}, replace(filters, direction="")
    between: dict[tuple[str, str], list[Statement]] = {}
    for id_ in ids:
        for s in index.about(id_, filters):
            if s.source == id_ and s.target in shown and s.asserted and s.source != s.target:
                between.setdefault((min(s.source, s.target), max(s.source, s.target)), []).append(s)
    found = [
        Link(
            a,
            b,
            len(index.reports(said)),
            round(sum(relations()[s.relation].score for s in said) / len(said), 2),
        )
        for (a, b), said in between.items()
    ]
    found = [link for link in found if link.reports >= filters.min_reports]
    return sorted(found, key=lambda link: (-link.reports, link.a, link.b))[:_MOST_LINKS]
