"""The neighbours of an entity, for the ego network and the table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from graphbuild.api.filters import Filters
from graphbuild.api.index import Index, Tie
from graphbuild.model import Entity, Statement
from graphbuild.tables import relations

#: Default and maximum number of neighbours of an ego network.
FIRST_NEIGHBOURS, MOST_NEIGHBOURS = 24, 300
_MOST_LINKS = 120


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An entity that is related to another, and the reports of the pair."""

    entity: Entity
    cooperation: int
    """Number of reports of relations of this family; the next two likewise."""
    conflict: int
    standing: int
    reports: int
    """Independent articles that assert any relation."""
    denied: int
    unasserted: int
    last: str
    """Latest date of an article with any statement; may be empty."""
    relations: tuple[str, ...]
    side: str
    """The family with the most reports, or of as many the latest: the side of the figure on which it is
    drawn.
    """


@dataclass(frozen=True, slots=True)
class Link:
    """The asserted relations between two neighbours."""

    a: str
    b: str
    reports: int
    score: float
    """Mean score of the statements."""


def neighbours(
    index: Index, id_: str, statements: Sequence[Statement], ties: Sequence[Tie]
) -> list[Neighbour]:
    """The entities related to an entity, all relations to one combined, the most important first."""
    by_other: dict[str, list[Tie]] = {}
    for t in ties:
        other = t.edge.target if t.edge.source == id_ else t.edge.source
        by_other.setdefault(other, []).append(t)
    by_neighbour: dict[str, list[Statement]] = {}
    for s in statements:
        by_neighbour.setdefault(s.target if s.source == id_ else s.source, []).append(s)
    found: list[Neighbour] = []
    for other, some in by_other.items():
        about = dict.fromkeys(("cooperation", "conflict", "standing"), 0)
        for t in some:
            about[t.family] += t.reports
        found.append(
            Neighbour(
                index.entities[other],
                **about,
                reports=len(index.reports(by_neighbour[other])),
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
    """The family of relations with the most reports between two entities, of as many the one last reported.

    Articles mention posts and seats in passing, so these need twice as many reports as the others. If nothing
    is reported as fact, the family of denied, possible or planned relations.
    """
    reported = any(t.reports for t in ties)
    count = dict.fromkeys(("cooperation", "conflict", "standing"), 0)
    for t in ties:
        count[t.family] += t.reports if reported else t.denied + t.unasserted
    events = count["cooperation"] + count["conflict"]
    if not events or count["standing"] > 2 * events:
        return "standing"
    last = {family: max((t.last for t in ties if t.family == family), default="") for family in count}
    return max(("cooperation", "conflict"), key=lambda family: (count[family], last[family]))


def links(index: Index, ids: Sequence[str], filters: Filters) -> list[Link]:
    """The asserted relations among the neighbours themselves, the most reported first."""
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
            len(index.reports(statements)),
            round(sum(relations()[s.relation].score for s in statements) / len(statements), 2),
        )
        for (a, b), statements in between.items()
    ]
    found = [link for link in found if link.reports >= filters.min_reports]
    return sorted(found, key=lambda link: (-link.reports, link.a, link.b))[:_MOST_LINKS]
