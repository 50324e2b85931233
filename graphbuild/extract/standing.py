"""The pass that matches the rules of ``rules.tsv``: posts, memberships, seats, parts, nationality."""

from __future__ import annotations

from collections.abc import Iterator

from graphbuild import tables
from graphbuild.extract.actors import Actors
from graphbuild.extract.document import Candidate, Document
from graphbuild.extract.features import Features
from graphbuild.extract.patterns.conditions import CONDITIONS, Ends
from graphbuild.extract.patterns.rules import Rule, anchored, by_first
from graphbuild.link.linked import Actor
from graphbuild.model import Span


class Standing:
    """Matches the rules of one document."""

    def __init__(self, document: Document, test: Features, actors: Actors) -> None:
        self.document, self.test, self.actors = document, test, actors

    def find(self, sentence: Span) -> list[Candidate]:
        """The candidates of one sentence, in the order of their anchors."""
        return [c for i in range(*sentence) for rule in self._rules(i) for c in self._match(i, rule)]

    def _rules(self, i: int) -> Iterator[Rule]:
        linked, parse = self.document.linked, self.document.parse
        own = linked.own.get(i)
        if own is not None:
            yield from by_first().get(linked.clusters[own.entity].kind, ())
        if i not in linked.name_at:
            yield from anchored(parse.lemmas[i])
            if parse.words[i].lower() in tables.roles():
                yield from by_first().get("role", ())

    def _match(self, i: int, rule: Rule) -> Iterator[Candidate]:
        document, test = self.document, self.test
        if not all(test(i, f.lstrip("!")) is not f.startswith("!") for f in rule.features):
            return
        for where in rule.where:
            if where.path is not None and bool(where.path.find(document.syntax, i, test)) is where.negated:
                return
        sources = self._named(rule.source.find(document.syntax, i, test))
        targets = self._named(rule.target.find(document.syntax, i, test)) if sources else []
        taken = {a.entity for a in sources}
        targets = [a for a in targets if a.entity not in taken]
        if not sources or not targets:
            return
        ends = Ends(document, test, i, sources, targets, "")
        if not all(CONDITIONS[w.text[1:]](ends) for w in rule.where if w.path is None):
            return
        relation = rule.relation
        if relation == "role":
            relation = tables.roles()[document.parse.words[i].lower()].relation
            if not relation:
                return
        yield Candidate(
            relation, tuple(sources), tuple(targets), (i,), i, rule.id, rule.confidence, former="former" in rule.flags
        )

    def _named(self, nodes: tuple[int, ...]) -> list[Actor]:
        """The entities that the words themselves mean, not through anybody else."""
        return [a for a in self.actors.named(nodes) if not a.role]
