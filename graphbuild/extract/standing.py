"""The pass that matches ``rules.tsv``: memberships, headquarters, parts, nationality and others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from graphbuild.extract.document import Candidate, Document
from graphbuild.extract.entities.linked import Actor
from graphbuild.extract.events.actors import ActorResolver, excluding
from graphbuild.extract.patterns.conditions import CONDITIONS, ArgumentPair
from graphbuild.extract.patterns.rules import Rule, rules_by_anchor, rules_for_lemma
from graphbuild.extract.token_features import Features
from graphbuild.model import Span


class StandingMatcher:
    """Matches the rules of ``rules.tsv`` in one document."""

    def __init__(self, document: Document, test: Features, actors: ActorResolver) -> None:
        self.document, self.test, self.actors = document, test, actors

    def candidates(self, sentence: Span) -> list[Candidate]:
        """The candidates of a sentence, in the order of their anchors."""
        return [c for i in range(*sentence) for rule in self._rules(i) for c in self._match(i, rule)]

    def _rules(self, i: int) -> Iterator[Rule]:
        """The rules whose first element can be token ``i``: a kind of entity, a lemma, or any noun."""
        linked, parse = self.document.linked, self.document.parse
        actor = linked.actor_by_head.get(i) or linked.party_members.get(i) or self.document.shorthands.get(i)
        if actor is not None:
            yield from rules_by_anchor().get(linked.clusters[actor.entity].kind, ())
        if i not in linked.name_at and actor is None:
            yield from rules_for_lemma(parse.lemmas[i])
            if parse.tags[i].startswith("NN") and parse.words[i].islower():
                yield from rules_by_anchor().get("noun", ())

    def _match(self, i: int, rule: Rule) -> Iterator[Candidate]:
        """The candidate of a rule anchored at token ``i``, if its tests, paths and conditions hold."""
        document, test = self.document, self.test
        for feature, expected in rule.tests:
            if test(i, feature) is not expected:
                return
        for where in rule.where:
            if where.path is not None and bool(where.path.find(document.syntax, i, test)) is where.negated:
                return
        sources = self._entities(rule.source.find(document.syntax, i, test), rule)
        targets = self._entities(rule.target.find(document.syntax, i, test), rule) if sources else []
        targets = excluding(targets, sources)
        if not sources or not targets:
            return
        ends = ArgumentPair(document, test, i, sources, targets, "")
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

    def _entities(self, nodes: tuple[int, ...], rule: Rule) -> list[Actor]:
        """The entities that tokens name, not by a role; with the flags of a rule also the state of a place or
        people, or the whole that the name of a part contains.
        """
        document, found = self.document, list[Actor]()
        for i in nodes:
            iso3, name = document.state_of_place(i) if "place" in rule.flags else ("", "")
            if "nation" in rule.flags and i in document.states_in_names:
                iso3, name = document.states_in_names[i], document.parse.words[i]
            if "whole" in rule.flags and i in document.enclosing_organisations:
                found.append(
                    document.linked.link_organisation(
                        document.enclosing_organisations[i], i, "named within the name of its part"
                    )
                )
                continue
            named = document.entity_at(i) if not iso3 or "place" in rule.flags else None
            if iso3 and named is None:
                found.append(document.link_place(i, iso3, f"the seat, by the word {name}"))
            else:
                found.extend([named] if named is not None else document.linked.actors(i, coordinated=False))
        without_role = (replace(a, role="") if a.token in document.linked.actor_by_head else a for a in found)
        return [a for a in {a.entity: a for a in without_role}.values() if not a.role]

    def _former(self, i: int, rule: Rule) -> bool:
        """Whether the relation no longer holds: by the flags of the rule, or "former" before the anchor."""
        if {"former", "leaving", "lasting"} & set(rule.flags):
            return "lasting" not in rule.flags
        return self.test.former(i)
