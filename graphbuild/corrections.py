"""Statements rejected by the user: decisions about relations, applied to the entities of a graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from graphbuild.collate import same_words
from graphbuild.decisions import Decision, RelationDecision, RelationVerdict, Side, effective, time_sort_key
from graphbuild.model import Kind, Statement
from graphbuild.tables import relations

Edge = tuple[str, str, str]
"""Relation, source, target, as in statements of the graph."""
Judged = dict[tuple[str, str], RelationVerdict]
"""The verdicts on an edge, by status and sentence; both are empty for the whole edge."""


class Corrections:
    """The decisions about the relations of a graph."""

    def __init__(
        self, decisions: Iterable[Decision], entity: Callable[[Kind, Side], str | None] = lambda *_: None
    ) -> None:
        """``entity`` returns the entity that a side of a decision refers to; None if there is none."""
        self.edges: dict[Edge, Judged] = {}
        self.unused: list[RelationDecision] = []
        """Decisions about entities that the graph does not contain."""
        for d in sorted(effective(decisions), key=time_sort_key):
            if not isinstance(d, RelationDecision):
                continue
            edge = _edge(d, entity(d.kind_a, d.a), entity(d.kind_b, d.b))
            if edge is None:
                self.unused.append(d)
            else:
                self.edges.setdefault(edge, {})[d.status, same_words(d.sentence)] = d.verdict

    def rejects(self, s: Statement) -> bool:
        """Whether a statement, with resolved entities, is rejected.

        A decision about the sentence takes precedence over one about the whole relation.
        """
        judged = self.edges.get((s.relation, s.source, s.target))
        if judged is None:
            return False
        whole = judged.get(("", ""))
        return judged.get((s.status, same_words(s.sentence)), whole) == "rejected"

    @property
    def without_effect(self) -> tuple[str, ...]:
        """Describe the decisions without effect."""
        unused = sorted(str(d) for d in self.unused if d.verdict == "rejected")
        return tuple(f"no effect has: {decision}: no article has the names" for decision in unused)


def _edge(d: RelationDecision, source: str | None, target: str | None) -> Edge | None:
    known = relations().get(d.relation)
    if known is None or source is None or target is None or source == target:
        return None
    if known.symmetric and source > target:
        source, target = target, source
    return d.relation, source, target
