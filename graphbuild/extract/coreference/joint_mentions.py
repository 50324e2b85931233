"""Two entities referred to together: "the two leaders", "both countries", "their armies", "the pair"."""

from __future__ import annotations

from dataclasses import dataclass, field

from graphbuild import tables
from graphbuild.extract.coreference.discourse import SUBJECT
from graphbuild.extract.entities.linked import Actor, Linked
from graphbuild.model import Kind

_PERSON_NOUNS = tables.words("group of persons")
_ORGANISATION_NOUNS = tables.words("group of organisations")
_COUNTRY_NOUNS = tables.words("group of states")
_GENDERS = {"men": "m", "women": "f"}
_PAIR = frozenset(["pair", "duo", "two"])
#: Words that can refer to two entities together.
PAIRED = _PERSON_NOUNS | _ORGANISATION_NOUNS | _COUNTRY_NOUNS | _PAIR
#: Sentences for which a coordinated pair can be referred to.
_MAX_DISTANCE = 15


@dataclass(slots=True)
class Pairs:
    """The last pair of each kind."""

    linked: Linked
    coordinated: dict[Kind, tuple[int, tuple[Actor, ...]]] = field(default_factory=dict)
    """The last coordinated pair of each kind, with its sentence."""
    recent: dict[Kind, tuple[Actor, ...]] = field(default_factory=dict)
    """The only two of each kind named in the previous sentence."""

    def note_coordination(self, i: int, sentence: int) -> tuple[Actor, ...]:
        """Store and return the pair of one kind that is coordinated at token ``i``; empty for none."""
        linked = self.linked
        if linked.parse.deps[i] == "conj":
            return ()  # perhaps of a longer list
        together = tuple(linked.actor_by_head[k] for k in linked.conjuncts(i) if k in linked.actor_by_head)
        kinds = {linked.clusters[a.entity].kind for a in together}
        if len(together) != 2 or together[0].entity == together[1].entity or len(kinds) > 1:
            return ()
        self.coordinated[kinds.pop()] = sentence, together
        return together

    def end_sentence(self, mentioned: list[Actor]) -> None:
        """Store the two of each kind that a sentence names."""
        self.recent = self._two(mentioned)

    def resolve(self, i: int, sentence: int, mentioned: list[Actor]) -> tuple[Actor, ...]:
        """The pair that "the two leaders", "both companies" or "the pair" at token ``i`` refers to."""
        word = self.linked.parse.words[i].lower()
        if word not in PAIRED:
            return ()
        bare = word in _PAIR and self._is_bare(i)
        if not bare and not (
            word in _PERSON_NOUNS | _COUNTRY_NOUNS | _ORGANISATION_NOUNS and self._is_definite(i)
        ):
            return ()
        distance = 1 if bare else _MAX_DISTANCE
        coordinated = {
            kind: pair for kind, (at, pair) in self.coordinated.items() if sentence - at <= distance
        }
        recent = self.recent
        if self.linked.parse.deps[i] == "nsubj":
            recent = recent | self._two(mentioned)
        else:
            recent = recent | self._two_states(i, mentioned)
        pairs = recent | coordinated
        people = pairs.get("person", ())
        genders = {self.linked.clusters[a.entity].gender for a in people}
        if word in _GENDERS and not genders <= {"", _GENDERS[word]}:
            return ()
        if word in _PERSON_NOUNS and not (word in _ORGANISATION_NOUNS and not people):
            return people
        if bare and people:
            return people
        if word in _ORGANISATION_NOUNS:  # "both parties" are seldom two that are only in one sentence
            return coordinated.get("organisation", ())
        if bare and word != "two":  # a pair or duo refers to countries only if they are coordinated
            pairs = coordinated
        return self._led(i, people) or pairs.get("country", ()) if word != "states" else ()

    def _two(self, actors: list[Actor]) -> dict[Kind, tuple[Actor, ...]]:
        """The named entities of each kind of which there are just two."""
        pairs: dict[Kind, tuple[Actor, ...]] = {}
        kinds: tuple[Kind, ...] = ("person", "country", "organisation")
        for kind in kinds:
            named = {
                a.entity: a
                for a in actors
                if self.linked.clusters[a.entity].kind == kind and a.form == "name"
            }
            if len(named) == 2:
                pairs[kind] = tuple(named.values())
        return pairs

    def _two_states(self, i: int, mentioned: list[Actor]) -> dict[Kind, tuple[Actor, ...]]:
        """The only two states named before in the sentence, besides the subject of the clause of ``i``:
        "Peru blamed Chile, while Kenya urged *both sides* to talk".
        """
        linked, verb = self.linked, self.linked.parse.head[i]
        if linked.parse.deps[i] == "pobj":
            verb = linked.parse.head[verb]
        subjects = {c for c in linked.parse.children[verb] if linked.parse.deps[c] in SUBJECT}
        own = {a.entity for c in subjects for a in [linked.actor_by_head.get(c)] if a is not None}
        pairs = self._two([a for a in mentioned if a.entity not in own])
        return {"country": pairs["country"]} if "country" in pairs else {}

    def _is_bare(self, i: int) -> bool:
        """Whether the noun is a subject with "the" alone: "the pair", "the two"."""
        parse = self.linked.parse
        words = [parse.words[c].lower() for c in parse.children[i] if c < i]
        return parse.deps[i] in SUBJECT and words == ["the"]

    def _is_definite(self, i: int) -> bool:
        """Whether the noun phrase refers back: "the two leaders", "both countries", "their countries"."""
        parse = self.linked.parse
        words = {
            parse.words[c].lower() for c in parse.children[i] if parse.deps[c] in ("det", "nummod", "poss")
        }
        modifiers = [
            c for c in parse.children[i] if parse.deps[c] in ("amod", "compound", "relcl", "prep", "acl")
        ]
        return not modifiers and bool(
            words & {"two", "both", "their"} or (words == {"the"} and parse.words[i] == "leaders")
        )

    def _led(self, i: int, people: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """The countries that two persons lead, for "their countries"."""
        if not any(self.linked.parse.words[c].lower() == "their" for c in self.linked.parse.children[i]):
            return ()
        led: dict[int, Actor] = {}
        for post in self.linked.posts:
            if (
                post.organisation is not None
                and self.linked.clusters[post.organisation.entity].kind == "country"
            ):
                led.setdefault(post.person.entity, post.organisation)
        countries = tuple(led[a.entity] for a in people if a.entity in led)
        return countries if len(countries) == 2 else ()
