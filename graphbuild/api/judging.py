"""Reject wrong statements, and accept them again: a user's input as decisions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from graphbuild import decisions
from graphbuild.api.deciding import SHORTEST, add, now, relation_name
from graphbuild.api.lookup import candidates, only
from graphbuild.api.places import Place
from graphbuild.corrections import Corrections, Edge
from graphbuild.decisions import Decision, RelationDecision, RelationVerdict, Side
from graphbuild.errors import QueryError
from graphbuild.incremental import Aggregation
from graphbuild.model import Entity, Graph, Statement
from graphbuild.tables import RelationType, no_relation, relations

_MOST_LISTED = 5


def judge(
    place: Place, verdict: RelationVerdict, what: str, relation: str | None = None, other: str | None = None
) -> RelationDecision:
    """Record that a statement, or a relation of a pair, is rejected or accepted.

    See ``OpenGraph.reject``.
    """
    folder = place.folder("reject" if verdict == "rejected" else "accept")
    with place.kept() as aggregation:
        assert aggregation is not None  # a graph folder has one
        graph = place.graph()
        statements = (*graph.statements, *graph.rejected)
        entities = {e.id: e for e in graph.entities}
        if relation is None or other is None:
            s = statement(statements, what)
            new = _about(aggregation, verdict, s, entities)
            affected = [s]
        else:
            known = _relation(relation)
            ends = _ends(statements, known, graph.entities, what, other)
            affected = _stated(statements, known, *ends)
            new = _edge(aggregation, verdict, known, *ends)
        recorded = decisions.load(folder)
        before, after = (aggregation.corrections(some) for some in (recorded, (*recorded, new)))
    _check(graph, affected, new, before, after)
    add(folder, [new])
    return new


def rejected_whole(place: Place) -> frozenset[Edge]:
    """The relations of a graph that are rejected completely; none if the graph cannot have decisions."""
    with place.kept() as aggregation:
        if aggregation is None:
            return frozenset()
        judged = aggregation.corrections(decisions.load(place.folder("reject"))).edges
    return frozenset(edge for edge, verdicts in judged.items() if verdicts.get(("", "")) == "rejected")


def statement(statements: Iterable[Statement], id_: str) -> Statement:
    """The statement with this id or these first digits. Raises ``QueryError`` for none or several."""
    wanted = id_.strip().lower()
    if 0 < len(wanted) < SHORTEST:
        raise QueryError(f"{id_!r} is too short for the id of a statement; give {SHORTEST} digits or more")
    found = [s for s in statements if s.id.startswith(wanted)] if wanted else []
    if not found:
        raise QueryError(f"no statement has the id {id_!r}; explain prints the ids of statements")
    if len(found) > 1:
        ids = ", ".join(s.id for s in found[:_MOST_LISTED])
        raise QueryError(f"{len(found)} statements have ids that begin with {id_!r}: {ids}; give more digits")
    return found[0]


def about(place: Place, recorded: Iterable[Decision], id_: str) -> list[RelationDecision]:
    """The decisions about the words of the statement with this id or these first digits."""
    with place.kept() as aggregation:
        assert aggregation is not None  # a graph folder has one
        graph = place.graph()
        try:
            s = statement((*graph.statements, *graph.rejected), id_)
        except QueryError:
            return []
        alone = [d for d in recorded if isinstance(d, RelationDecision) and d.status]
        return [d for d in alone if aggregation.corrections([replace(d, verdict="rejected")]).rejects(s)]


def _relation(words: str) -> RelationType:
    name = relation_name(words)
    if name not in relations():
        raise no_relation(words, relations())
    return relations()[name]


def _ends(
    statements: Sequence[Statement], known: RelationType, entities: Sequence[Entity], a: str, b: str
) -> tuple[Entity, Entity]:
    """The pair that two names refer to: of several candidates, those between which the relation is stated.

    Raises ``QueryError`` if several remain.
    """
    some, others = candidates(entities, a), candidates(entities, b)
    stated = {(s.source, s.target) for s in statements if s.relation == known.name}
    if known.symmetric:
        stated |= {(target, source) for source, target in stated}
    found = [(x, y) for x in some for y in others if (x.id, y.id) in stated]
    if len(found) == 1:
        return found[0]
    return (
        only([*{x.id: x for x, _ in found}.values()] or some, a),
        only([*{y.id: y for _, y in found}.values()] or others, b),
    )


def _stated(statements: Iterable[Statement], known: RelationType, a: Entity, b: Entity) -> list[Statement]:
    """The statements of a relation between two entities. Raises ``QueryError`` if there are none."""
    ends = [(a.id, b.id), *([(b.id, a.id)] if known.symmetric else [])]
    of_relation = [s for s in statements if s.relation == known.name]
    if found := [s for s in of_relation if (s.source, s.target) in ends]:
        return found
    if any((s.source, s.target) == (b.id, a.id) for s in of_relation):
        raise QueryError(
            f"no article states {a.name} {known.name} {b.name}, but {b.name} {known.name} {a.name}"
        )
    if known.name in ("PARTNERSHIP", "HOSTILITY_TOWARD"):
        raise QueryError(
            f"no article states {a.name} {known.name} {b.name}: it is inferred from what is reported of the"
            " two; reject the wrong reports"
        )
    raise QueryError(f"no article states {a.name} {known.name} {b.name}")


def _about(
    aggregation: Aggregation, verdict: RelationVerdict, s: Statement, entities: dict[str, Entity]
) -> RelationDecision:
    a, b = (_side(aggregation, entities[id_], s.article) for id_ in (s.source, s.target))
    kinds = entities[s.source].kind, entities[s.target].kind
    return RelationDecision(verdict, kinds[0], a, s.relation, kinds[1], b, s.status, s.sentence, now())


def _edge(
    aggregation: Aggregation, verdict: RelationVerdict, known: RelationType, a: Entity, b: Entity
) -> RelationDecision:
    ends = sorted((a, b), key=lambda e: e.id) if known.symmetric else (a, b)
    sides = [_side(aggregation, e) for e in ends]
    return RelationDecision(
        verdict, ends[0].kind, sides[0], known.name, ends[1].kind, sides[1], decided=now()
    )


def _side(aggregation: Aggregation, entity: Entity, article: str = "") -> Side:
    key, where = aggregation.side(entity.id, article)
    return Side(key, where, entity.name)


def _check(
    graph: Graph,
    affected: Sequence[Statement],
    new: RelationDecision,
    before: Corrections,
    after: Corrections,
) -> None:
    """Raise ``QueryError`` if the decision changes nothing."""
    if any(before.rejects(s) != after.rejects(s) for s in affected):
        return
    what = "the statement" if new.status else f"{new.a} {new.relation} {new.b}"
    if new.verdict == "rejected":
        raise QueryError(f"{what} is rejected already, or accepted by a decision of its own; see decisions")
    if any(before.rejects(s) for s in affected):
        raise QueryError(f"{what} is rejected sentence by sentence; accept the statements, by id")
    raise QueryError(f"{what} is not rejected; there is nothing to accept")
