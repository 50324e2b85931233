"""The stances of all pairs of a graph, and of a single pair."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from graphbuild.model import Article, Entity, Level, Stance, Statement, stance_id
from graphbuild.stance.inference import infer
from graphbuild.stance.intensity import DEFAULT, Parameters
from graphbuild.stance.labels import UNKNOWN
from graphbuild.stance.offices import Offices
from graphbuild.stance.reports import Report, axes, day_of, reports
from graphbuild.tables import blocs

Pair = tuple[str, str]
"""Ids of two entities, the smaller first."""
Acted = tuple[Statement, bool]
"""A statement, and whether its actor is the first entity of the pair."""


@dataclass(frozen=True)
class Pairs:
    """The statements of a graph, or of a part of it, grouped by pairs of entities."""

    statements: Sequence[Statement]
    articles: Mapping[str, Article]
    original: Mapping[str, str]
    """The original of each copy, by article id."""
    entities: Mapping[str, Entity]

    @cached_property
    def offices(self) -> Offices:
        """The states that persons and bodies act for."""
        return Offices.of(self.statements, self.articles, {e.id: e.kind for e in self.entities.values()})

    @cached_property
    def members(self) -> Mapping[str, frozenset[str]]:
        """The alliances that each entity is reported to be a member of."""
        found: dict[str, set[str]] = {}
        for s in self.statements:
            if s.relation == "MEMBER_OF" and s.asserted and not s.former:
                target = self.entities.get(s.target)
                if target is not None and is_alliance(target):
                    found.setdefault(s.source, set()).add(s.target)
        return {id_: frozenset(alliances) for id_, alliances in found.items()}

    @cached_property
    def counting(self) -> Sequence[Statement]:
        """The statements that are relevant to stances."""
        return [s for s in self.statements if counts(s)]

    def statements_by_pair(self, level: Level) -> dict[Pair, list[Acted]]:
        """Return the relevant statements of each pair."""
        found: dict[Pair, list[Acted]] = {}
        for s in self.counting:
            if (ends := self.ends(s, level)) is not None:
                pair = (min(ends), max(ends))
                found.setdefault(pair, []).append((s, ends[0] == pair[0]))
        return found

    def ends(self, s: Statement, level: Level) -> Pair | None:
        """Return the actor and the target of a statement at a level; None unless they are two different
        entities.
        """
        source, target = s.source, s.target
        if level == "state":
            day = day_of(s, self.articles[s.article])
            source, target = self.offices.state(source, day), self.offices.state(target, day)
        return (source, target) if source and target and source != target else None

    def reports(self, acted: Iterable[Acted]) -> list[Report]:
        """Return the reports in the statements about one pair."""
        return reports(acted, self.articles, self.original)

    def common(self, pair: Pair) -> bool:
        """Whether both are reported to be members of the same alliance."""
        a, b = (self.members.get(id_, frozenset()) for id_ in pair)
        return bool(a & b)


def stances(pairs: Pairs, parameters: Parameters = DEFAULT) -> tuple[Stance, ...]:
    """Return the stance of every pair with enough reports, sorted by id."""
    actors, states = pairs.statements_by_pair("actor"), pairs.statements_by_pair("state")
    found = [
        stance
        for pair in actors.keys() | states.keys()
        for stance in of_pair(
            pair, actors.get(pair, ()), states.get(pair, ()), pairs.reports, pairs.common(pair), parameters
        )
    ]
    return tuple(sorted(found, key=lambda stance: stance.id))


def of_pair(
    pair: Pair,
    actors: Sequence[Acted],
    states: Sequence[Acted],
    reports: Callable[[Iterable[Acted]], list[Report]],
    common: bool,
    parameters: Parameters = DEFAULT,
) -> Iterator[Stance]:
    """Yield the stances of a pair with enough reports.

    ``actors`` and ``states`` are the statements at the two levels, sorted by id. ``reports`` converts
    statements to reports. ``common`` is whether both are members of the same alliance.
    """
    by_actors: Stance | None = None
    if enough(actors, parameters):
        by_actors = infer(*pair, reports(actors), level="actor", common=common, parameters=parameters)
        if by_actors.label != UNKNOWN:
            yield by_actors
    if enough(states, parameters):
        if by_actors and actors == states:
            by_states = replace(by_actors, id=stance_id("state", *pair), level="state")
        else:
            by_states = infer(*pair, reports(states), level="state", common=common, parameters=parameters)
        if by_states.label != UNKNOWN:
            yield by_states


def counts(s: Statement) -> bool:
    """Whether a statement reports, or denies, something that is relevant to a stance."""
    return s.relation in axes() and not s.former and (s.negated or s.asserted)


def enough(acted: Iterable[Acted], parameters: Parameters = DEFAULT) -> bool:
    """Whether the statements of a pair come from enough articles for a stance."""
    articles: set[str] = set()
    for s, _ in acted:
        if not s.negated:
            articles.add(s.article)
            if len(articles) >= parameters.least_reports:
                return True
    return False


def is_alliance(entity: Entity) -> bool:
    """Whether an organisation is an alliance according to the table of blocs."""
    return entity.kind == "organisation" and entity.name in alliances()


@cache
def alliances() -> frozenset[str]:
    """Return the names of the alliances in the table of blocs."""
    return frozenset(bloc.name for bloc in blocs().values() if bloc.kind == "alliance")
