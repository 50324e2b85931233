"""Selects the pairs of actors of a sentence that the relation encoder is asked about.

These are the arguments of candidates, and other pairs of actors that the sentence may relate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from graphbuild import tables
from graphbuild.encoder.relations import Question
from graphbuild.extract import actor_types
from graphbuild.extract.constraints import argument_pairs
from graphbuild.extract.coreference.nominals import noun_class
from graphbuild.extract.document import Document
from graphbuild.extract.entities.linked import AIDES, Actor
from graphbuild.extract.events.speech_acts import Event
from graphbuild.extract.lexicon import words
from graphbuild.extract.syntax.phrases import PRENOMINAL
from graphbuild.extract.token_features import Features
from graphbuild.extract.verification.factuality_check import without_not_only
from graphbuild.model import Span

#: Actors of a sentence that are paired at most, from its start, and tokens between two of them at most.
_MAX_ACTORS, _MAX_DISTANCE = 8, 60
#: Argument pairs of one candidate that are asked about at most.
_MAX_ARGUMENT_PAIRS = 4
#: Other pairs of a sentence that are asked about at most; those with the shortest dependency path come first.
MAX_OTHER_PAIRS = 6

#: What a state does to politicians and officials of its own.
_AGAINST_OWN = ("COERCES", "ACCUSES", "ATTACKS", "CONCEDES_TO")

EntityPair = frozenset[int]
#: Head token, actor and characters of a phrase that refers to an actor.
_Mention = tuple[int, Actor, Span]


@dataclass(frozen=True, slots=True)
class ActorPair:
    """Two actors of a sentence, with the question to the encoder."""

    a: Actor
    b: Actor
    tokens: tuple[int, int]
    """The head tokens of their phrases."""
    question: Question
    proposes: bool = True
    """Whether the encoder may propose relations of the pair, not only judge those by rule."""

    def directions(self) -> tuple[tuple[Actor, Actor, tuple[int, int]], ...]:
        """Source, target and their tokens in both directions."""
        return (self.a, self.b, self.tokens), (self.b, self.a, self.tokens[::-1])


def entity_pair(a: Actor, b: Actor) -> EntityPair:
    """The entities of two actors, whatever the direction."""
    return frozenset((a.entity, b.entity))


class PairSelection:
    """Selects pairs in one document."""

    def __init__(self, document: Document, test: Features) -> None:
        self.document, self.test = document, test
        self.parse, self.linked, self.syntax = document.parse, document.linked, document.syntax
        self._posts = frozenset(
            frozenset((p.person.entity, of.entity))
            for p in self.linked.posts
            for of in (p.organisation, p.nation)
            if of is not None
        )

    def select(self, sentence: Span, events: Sequence[Event]) -> list[ActorPair]:
        """The pairs of a sentence to ask about.

        Of a person and what they hold a post of only those whom force or law sets against each other.
        """
        mentions = self._mentions(sentence)
        selected: dict[frozenset[Span | None], ActorPair] = {}
        arguments: set[EntityPair] = set()
        for event in events:
            for a, b in argument_pairs(self.document, event.candidate)[:_MAX_ARGUMENT_PAIRS]:
                arguments.add(entities := entity_pair(a, b))
                holds_post = entities in self._posts
                if holds_post and event.candidate.relation not in _AGAINST_OWN:
                    continue
                if (pair := self._argument_pair(sentence, mentions, a, b)) is not None:
                    pair = replace(pair, proposes=not holds_post)
                    selected.setdefault(frozenset((pair.question.source, pair.question.target)), pair)
        for pair in self._other_pairs(sentence, mentions, arguments):
            selected.setdefault(frozenset((pair.question.source, pair.question.target)), pair)
        return list(selected.values())

    def is_place(self, i: int) -> bool:
        """Whether an actor is named only as the place or direction of something."""
        parse, node = self.parse, i
        actor = self.linked.actor_by_head.get(i)
        if actor is not None and self.document.kind(actor) == "person":
            return False  # "lashing out *at Comey*"
        while parse.deps[node] == "conj" and parse.head[node] != node:
            node = parse.head[node]
        if parse.deps[node] != "pobj":
            return False
        preposition = parse.head[node]
        of_place = parse.words[preposition].lower() in words("placing")
        return of_place or self.test(parse.head[preposition], "direction")

    def _other_pairs(
        self, sentence: Span, mentions: Sequence[_Mention], arguments: set[EntityPair]
    ) -> list[ActorPair]:
        """The pairs of public actors that are not ``arguments``, those with the shortest path first."""
        others: list[ActorPair] = []
        for (i, a, first), (j, b, second) in combinations(mentions[:_MAX_ACTORS], 2):
            entities = entity_pair(a, b)
            if len(entities) < 2 or _overlap(first, second) or j - i > _MAX_DISTANCE:
                continue
            if entities in self._posts or entities in arguments:
                continue
            if not actor_types.public_or_persons(self.document, (a, b)) or j in self.syntax.members(i):
                continue
            if not (self.is_place(i) or self.is_place(j)):
                others.append(ActorPair(a, b, (i, j), self._question(sentence, first, second)))
        return sorted(others, key=lambda pair: len(self.parse.dependency_path(*pair.tokens)))[
            :MAX_OTHER_PAIRS
        ]

    def _argument_pair(
        self, sentence: Span, mentions: Sequence[_Mention], a: Actor, b: Actor
    ) -> ActorPair | None:
        """Two arguments of a candidate; None if they overlap or one lies outside of the sentence."""
        (i, first), (j, second) = (self._phrase(mentions, x) for x in (a, b))
        start, end = self.parse.start[sentence[0]], self.parse.end[sentence[1] - 1]
        if not (start <= min(first[0], second[0]) and max(first[1], second[1]) <= end):
            return None
        if _overlap(first, second):
            return None
        if second < first:
            (a, i, first), (b, j, second) = (b, j, second), (a, i, first)
        return ActorPair(a, b, (i, j), self._question(sentence, first, second))

    def _question(self, sentence: Span, first: Span, second: Span) -> Question:
        start, end = self.parse.start[sentence[0]], self.parse.end[sentence[1] - 1]
        source, target = ((a - start, b - start) for a, b in (first, second))
        return Question(without_not_only(self.parse.text[start:end]), source, target)

    def _phrase(self, mentions: Sequence[_Mention], a: Actor) -> tuple[int, Span]:
        """Head token and characters of the phrase of an argument."""
        same = ((i, span) for i, b, span in mentions if (b.entity, b.span) == (a.entity, a.span))
        return next(same, (a.token, a.span))

    def _mentions(self, sentence: Span) -> list[_Mention]:
        """The actors of a sentence in text order: names, references, groups, and nouns for roles."""
        parse, roles, nouns = self.parse, tables.roles(), tables.actors()
        mentions: list[_Mention] = []
        for i in range(*sentence):
            actor = self.linked.actor_by_head.get(i) or self.linked.nominals.get(i)
            if actor is not None:
                if not self._modifies_actor(i) and not self.linked.only_describes_others(i):
                    mentions.append((i, actor, actor.span))
            elif i in self.linked.plural_referents:
                mentions.extend((i, a, a.span) for a in self.linked.plural_referents[i])
            elif i not in self.linked.name_at and (
                (word := parse.words[i].lower()) in nouns or word in roles
            ):
                if parse.deps[i] in PRENOMINAL or self.test(i, "adversary"):
                    continue
                for a in self.linked.actors(i, coordinated=False):
                    if a.role:
                        span = min(a.span[0], parse.start[i]), max(a.span[1], parse.end[i])
                        mentions.append((i, a, span))
        return mentions

    def _modifies_actor(self, i: int) -> bool:
        """Whether a name only modifies an actor: "*Russian* President Putin", "Sharp Corp of *Japan*"."""
        parse, preposition = self.parse, self.parse.head[i]
        if parse.deps[i] == "pobj":
            of = parse.words[preposition].lower() == "of"
            aide = parse.words[parse.head[preposition]].lower() in AIDES  # "an aide to *Putin*"
            if aide or (of and parse.head[preposition] in self.linked.name_at):
                return True
        node = i
        for _ in range(3):
            dep, head = parse.deps[node], parse.head[node]
            if dep != "conj":
                if dep not in PRENOMINAL or head == node:
                    return False
                if self._is_actor(head, of_person=dep != "poss"):
                    return True
            node = head
        return False

    def _is_actor(self, i: int, *, of_person: bool) -> bool:
        """Whether token ``i`` refers to an actor; nouns for persons ("*GOP* rivals") if ``of_person``."""
        word, noun = self.parse.words[i].lower(), noun_class(self.parse.lemmas[i])
        if word in tables.roles() or word in tables.actors():
            return True
        if of_person and noun is not None and noun.kind == "person":
            return True
        return i in self.linked.actor_by_head or i in self.linked.nominals


def _overlap(first: Span, second: Span) -> bool:
    return max(first[0], second[0]) < min(first[1], second[1])
