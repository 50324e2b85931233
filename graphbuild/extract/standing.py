"""The pass that matches the rules of ``rules.tsv``: posts, memberships, seats, parts, nationality."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from graphbuild.extract.document import Candidate, Document
from graphbuild.extract.entities.linked import Actor
from graphbuild.extract.events.actors import Actors
from graphbuild.extract.patterns.conditions import CONDITIONS, Ends
from graphbuild.extract.patterns.rules import Rule, anchored, by_first
from graphbuild.extract.token_features import Features
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
        own = linked.own.get(i) or linked.members.get(i) or self.document.shorthands.get(i)
        if own is not None:
            yield from by_first().get(linked.clusters[own.entity].kind, ())
        if i not in linked.name_at and own is None:
            yield from anchored(parse.lemmas[i])
            if parse.tags[i].startswith("NN") and parse.words[i].islower():
                yield from by_first().get("noun", ())

    def _match(self, i: int, rule: Rule) -> Iterator[Candidate]:
        document, test = self.document, self.test
        for feature, wanted in rule.tests:
            if test(i, feature) is not wanted:
                return
        for where in rule.where:
            if where.path is not None and bool(where.path.find(document.syntax, i, test)) is where.negated:
                return
        sources = self._named(rule.source.find(document.syntax, i, test), rule)
        targets = self._named(rule.target.find(document.syntax, i, test), rule) if sources else []
        taken = {a.entity for a in sources}
        targets = [a for a in targets if a.entity not in taken]
        if not sources or not targets:
            return
        ends = Ends(document, test, i, sources, targets, "")
        if not all(CONDITIONS[w.text[1:]](ends) for w in rule.where if w.path is None):
            return
        if "inverse" in rule.flags:
            sources, targets = targets, sources
        yield Candidate(
            rule.relation,
            tuple(sources),
            tuple(targets),
            (i,),
            i,
            rule.id,
            rule.confidence,
            former=self._former(i, rule),
        )

    def _named(self, nodes: tuple[int, ...], rule: Rule) -> list[Actor]:
        """The entities that words mean by themselves; states also by a place in them, where a rule asks."""
        document, found = self.document, list[Actor]()
        for i in nodes:
            iso3, name = document.within(i) if "place" in rule.flags else ("", "")
            if "nation" in rule.flags and i in document.nations:
                iso3, name = document.nations[i], document.parse.words[i]
            if "whole" in rule.flags and i in document.wholes:
                found.append(document.linked.body(document.wholes[i], i, "named within the name of its part"))
                continue
            own = document.entity_at(i) if not iso3 or "place" in rule.flags else None
            if iso3 and own is None:
                found.append(document.linked.state(iso3, i, i, f"{name} tells the seat"))
            else:
                found.extend([own] if own is not None else document.linked.actors(i, coordinated=False))
        own_words = (replace(a, role="") if a.token in document.linked.own else a for a in found)
        return [a for a in {a.entity: a for a in own_words}.values() if not a.role]

    def _former(self, i: int, rule: Rule) -> bool:
        """Whether what a rule says is over: a word like "former" or "ex-" stands before the anchor."""
        if "former" in rule.flags or "lasting" in rule.flags:
            return "former" in rule.flags
        return self.test.former(i)
