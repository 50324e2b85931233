"""Two that are meant together: "the two leaders", "both countries", "their armies", "the pair"."""

from __future__ import annotations

from dataclasses import dataclass, field

from graphbuild import tables
from graphbuild.extract.coreference.discourse import SUBJECT
from graphbuild.extract.entities.linked import Actor, Linked
from graphbuild.model import Kind

_PEOPLE = tables.words("group of persons")
_BODIES = tables.words("group of organisations")
_STATES = tables.words("group of states")
_GENDERS = {"men": "m", "women": "f"}
_PAIR = frozenset(["pair", "duo", "two"])
#: Words that may mean two together.
PAIRED = _PEOPLE | _BODIES | _STATES | _PAIR
#: Sentences for which two that are coordinated stay "the two".
_LASTING = 15


@dataclass(slots=True)
class Pairs:
    """The two of each kind that were named together last."""

    linked: Linked
    coordinated: dict[Kind, tuple[int, tuple[Actor, ...]]] = field(default_factory=dict)
    """Those that were coordinated, with the sentence."""
    recent: dict[Kind, tuple[Actor, ...]] = field(default_factory=dict)
    """The only two that the sentence before names."""

    def note_coordination(self, i: int, sentence: int) -> tuple[Actor, ...]:
        """Remember the two of a kind that are coordinated at ``i``, and give them back."""
        linked = self.linked
        if linked.parse.deps[i] == "conj":
            return ()  # of a longer list, perhaps
        together = tuple(linked.own[k] for k in linked.conjuncts(i) if k in linked.own)
        kinds = {linked.clusters[a.entity].kind for a in together}
        if len(together) != 2 or together[0].entity == together[1].entity or len(kinds) > 1:
            return ()
        self.coordinated[kinds.pop()] = sentence, together
        return together

    def end_sentence(self, here: list[Actor]) -> None:
        """Remember the two of each kind that a sentence names, at its end."""
        self.recent = self._two(here)

    def resolve(self, i: int, sentence: int, here: list[Actor]) -> tuple[Actor, ...]:
        """The two that "the two leaders", "both companies" or "the pair" at ``i`` mean."""
        word = self.linked.parse.words[i].lower()
        if word not in PAIRED:
            return ()
        alone = word in _PAIR and self._bare(i)
        if not alone and not (word in _PEOPLE | _STATES | _BODIES and self._determined(i)):
            return ()
        lasting = 1 if alone else _LASTING
        joined = {kind: two for kind, (then, two) in self.coordinated.items() if sentence - then <= lasting}
        lately = self.recent
        if self.linked.parse.deps[i] == "nsubj":
            lately = lately | self._two(here)
        known = lately | joined
        people = known.get("person", ())
        genders = {self.linked.clusters[a.entity].gender for a in people}
        if word in _GENDERS and not genders <= {"", _GENDERS[word]}:
            return ()
        if word in _PEOPLE and not (word in _BODIES and not people):
            return people
        if alone and people:
            return people
        if word in _BODIES:  # "both parties" are seldom two that only stand in one sentence
            return joined.get("organisation", ())
        if alone and word != "two":  # who is called a pair or duo is a state only by name
            known = joined
        return self._led(i, people) or known.get("country", ()) if word != "states" else ()

    def _two(self, actors: list[Actor]) -> dict[Kind, tuple[Actor, ...]]:
        """The two of each kind that are named, where just two are, however joined."""
        found: dict[Kind, tuple[Actor, ...]] = {}
        kinds: tuple[Kind, ...] = ("person", "country", "organisation")
        for kind in kinds:
            named = {
                a.entity: a
                for a in actors
                if self.linked.clusters[a.entity].kind == kind and a.form == "name"
            }
            if len(named) == 2:
                found[kind] = tuple(named.values())
        return found

    def _bare(self, i: int) -> bool:
        """ "the pair", "the two", standing alone."""
        parse = self.linked.parse
        words = [parse.words[c].lower() for c in parse.children[i] if c < i]
        return parse.deps[i] in SUBJECT and words == ["the"]

    def _determined(self, i: int) -> bool:
        """ "the two leaders", "both countries", "their countries": said of what was named before."""
        parse = self.linked.parse
        words = {
            parse.words[c].lower() for c in parse.children[i] if parse.deps[c] in ("det", "nummod", "poss")
        }
        others = [
            c for c in parse.children[i] if parse.deps[c] in ("amod", "compound", "relcl", "prep", "acl")
        ]
        return not others and bool(
            words & {"two", "both", "their"} or (words == {"the"} and parse.words[i] == "leaders")
        )

    def _led(self, i: int, people: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """The countries that the two persons lead, for "their countries"."""
        if not any(self.linked.parse.words[c].lower() == "their" for c in self.linked.parse.children[i]):
            return ()
        led: dict[int, Actor] = {}
        for post in self.linked.posts:
            if post.of is not None and self.linked.clusters[post.of.entity].kind == "country":
                led.setdefault(post.person.entity, post.of)
        found = tuple(led[a.entity] for a in people if a.entity in led)
        return found if len(found) == 2 else ()
