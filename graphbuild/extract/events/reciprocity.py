"""Recognises reciprocal events: several actors who do something to each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graphbuild import tables
from graphbuild.extract.coreference.nominals import noun_class
from graphbuild.extract.document import Document
from graphbuild.extract.entities.linked import Actor
from graphbuild.extract.events.actors import ActorResolver
from graphbuild.extract.lexicon import words
from graphbuild.extract.operators import effect_at
from graphbuild.extract.patterns.triggers import Trigger, arguments
from graphbuild.extract.token_features import Features

#: Possessives of one owner.
_OF_ONE = ("his", "her", "its")


@dataclass(frozen=True, slots=True)
class Filled:
    """The arguments of a trigger, with the slot of the target."""

    sources: list[Actor]
    targets: list[Actor]
    slot: str
    mutual: bool = False


class Reciprocity:
    """Recognises reciprocal events in one document."""

    def __init__(self, document: Document, test: Features, actors: ActorResolver) -> None:
        self.document, self.test, self.actors = document, test, actors
        self.parse, self.syntax = document.parse, document.syntax

    def resolve(self, i: int, trigger: Trigger, filled: Filled, source_slot: str) -> Filled:
        """The arguments of a trigger at token ``i``: one group as both if the event is reciprocal."""
        sources, targets = filled.sources, filled.targets
        reciprocal = Filled(sources, sources, "recip", mutual=True)
        several = len({a.entity for a in sources}) > 1
        if self._is_own_company(i, sources):
            return filled
        if trigger.pos == "v" and not targets and self._each_other(i, trigger):
            return reciprocal if several else filled
        if not any(s.name == "recip" for s in trigger.target):
            return filled
        if filled.slot == "between" or (trigger.pos == "n" and not targets):
            sides = self._between(i)
            pair = self.actors.affected(sides, "none")
            if len({a.entity for a in pair}) > 1:
                return Filled(pair, pair, "between", mutual=True)
            joined = any(self.parse.deps[c] == "conj" for k in sides for c in self.parse.children[k])
            if filled.slot == "between" and (joined or len(sides) > 1):
                return Filled([], [], "between")  # "hosted *talks* between Peru and its rivals"
        if not several or self._one_group(i, sources):
            return filled
        if trigger.pos == "v":
            one_sided = not self._each_other(i, trigger) and (targets or not self._together(i, trigger))
            return filled if one_sided else reciprocal
        if trigger.pos == "n" and self._hyphenated_pair(i, sources):
            return reciprocal
        if targets:
            return filled
        if trigger.pos == "n" and (
            with_other(self.document, i)
            or self._held_with_other(i, sources)
            or not self._joint(i, trigger, sources, source_slot)
        ):
            return filled
        return reciprocal

    def _between(self, i: int) -> list[int]:
        """The tokens after "between" at a noun or at its verb."""
        nodes = list(self.syntax.step(i, "between/among"))
        verb = self.parse.head[i]
        if not nodes and self.parse.deps[i] in ("nsubj", "nsubjpass", "dobj") and self.test(verb, "verb"):
            complements = (k for k in self.parse.children[verb] if self.parse.deps[k] == "acomp")
            nodes = [t for k in (verb, *complements) for t in self.syntax.step(k, "between")]
        return nodes

    def _each_other(self, i: int, trigger: Trigger) -> bool:
        """Whether "each other" or "one another" is in the position of the target, or owns what is there."""
        through = arguments()[trigger.relation].through
        nodes = [
            *self.syntax.step(i, "patient"),
            *(
                k
                for slot in trigger.target
                if slot.path
                for found in slot.path.alternatives_reached(self.syntax, i, self.test)
                for k in found
            ),
        ]
        owned = [k for k in nodes if through == "any" or self.parse.lemmas[k] in words(through)]
        return any(
            self.parse.words[o].lower() in ("other", "another") and self.parse.words[o - 1] in ("each", "one")
            for o in (*nodes, *(k for n in owned for k in self.syntax.step(n, "owner")))
            if o
        )

    def _together(self, i: int, trigger: Trigger) -> bool:
        """Whether the subjects of a verb act on each other, not jointly on or with another."""
        parse, step = self.parse, self.syntax.step
        objects = step(i, "patient")
        if (
            trigger.relation == "MET_WITH"
            and objects
            and not trigger.objects
            and not self.test(i, "negotiating")
        ):
            return False  # "meet demand"
        if trigger.relation == "ATTACKS" and not trigger.objects:
            waged = words("attack") | words("fighting")
            if any(parse.lemmas[k] not in waged for k in objects):
                return False  # "fight *smuggling*", not "fought three wars"
        agreed = objects if self.test(i, "agreeing") else ()
        if any(step(k, "with/alongside/beside") for k in (i, *agreed)):
            return False
        if any(parse.lemmas[k] == "side" for k in step(i, "on")):
            return False  # "fought *on the British side*"
        return not any(
            parse.deps[c] == "xcomp" and parse.lemmas[c] in words("alone") for c in parse.children[i]
        )

    def _joint(self, n: int, trigger: Trigger, sources: Sequence[Actor], source_slot: str) -> bool:
        """Whether an event noun is a joint event: "the *meeting* of A and B", "the *A-B* talks"."""
        plural = self.test(n, "plural")
        if source_slot == "of":
            kinds = {self.document.kind(a) for a in sources}
            return trigger.relation == "ALLIED_WITH" or (not plural and kinds <= {"person", "country"})
        if source_slot == "gen":
            return True
        carrier = next(iter(self.syntax.step(n, "carrier")), -1)
        attended = carrier >= 0 and self.parse.lemmas[carrier] == "attend"
        owners = [self.parse.words[k].lower() for k in self.syntax.step(n, "owner")]
        ended = carrier >= 0 and effect_at(self.parse, carrier, "v") == "end"
        return not attended and (not owners or (owners == ["their"] and not ended))

    def _is_own_company(self, i: int, sources: Sequence[Actor]) -> bool:
        """Whether the sources are one actor and what is theirs: "*Putin and his allies* agreed"."""
        own: set[int] = set()
        for h in self.syntax.step(i, "agent"):
            for k in self.syntax.members(h):
                owned = any(self.parse.words[c].lower() in _OF_ONE for c in self.parse.children[k])
                if k != h and owned and not self.test(k, "opposite"):
                    own.update(self.parse.subtree(k))
        others = [
            a
            for a in sources
            if a.token not in own or (self.document.kind(a) == "country" and not a.role)  # "its ally *Chad*"
        ]
        return bool(own) and len({a.entity for a in others}) < 2

    def _held_with_other(self, n: int, sources: Sequence[Actor]) -> bool:
        """Whether an event noun names its other side after those who hold it: "held by A and B *with C*"."""
        parse, last = self.parse, max(a.token for a in sources)
        return any(
            parse.words[k].lower() == "with"
            and any(
                self.test(t, "entity") or self.test(t, "country")
                for h in parse.children[k]
                for t in parse.subtree(h)
            )
            for k in parse.subtree(n)
            if k > last
        )

    def _hyphenated_pair(self, n: int, sources: Sequence[Actor]) -> bool:
        """Whether a hyphenated pair modifies an event noun: "the *A-B* conflict with the Indian leader"."""
        first, *rest = sorted({a.token for a in sources})
        if len(rest) != 1 or not first < rest[0] < n:
            return False
        return {*self.parse.words[first + 1 : rest[0]]} <= {"-", "–", "—"}

    def _one_group(self, i: int, sources: Sequence[Actor]) -> bool:
        """Whether the sources are one group, named by one noun: "*a* French-German brigade"."""
        heads = [k for h in self.syntax.step(i, "agent") for k in self.syntax.members(h)]
        if any(self.syntax.step(k, "example") for k in heads):
            return True  # "delegates of Kenya, including Ann Otieno"
        nodes = [k for k in heads if self.actors.denoted(k)]
        return len(nodes) == 1 and self.parse.tags[nodes[0]] in ("NN", "NNP") and any(a.role for a in sources)


def with_other(document: Document, i: int) -> bool:
    """Whether an event at token ``i`` is with an actor that is no entity, and so has no other target."""
    parse = document.parse
    return any(
        parse.tags[h] in ("NNP", "NNPS", "PRP")
        or parse.words[h].lower() in tables.actors()
        or noun_class(parse.lemmas[h]) is not None
        for h in document.syntax.step(i, "with")
    )
