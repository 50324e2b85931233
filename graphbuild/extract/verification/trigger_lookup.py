"""Finds the words on a dependency path that the lexicon of triggers has for a relation."""

from __future__ import annotations

from collections.abc import Sequence

from graphbuild import tables
from graphbuild.extract.document import Document
from graphbuild.extract.patterns.columns import RuleCondition
from graphbuild.extract.patterns.triggers import Trigger, arguments, triggers
from graphbuild.extract.syntax import predicates
from graphbuild.extract.token_features import Features


class TriggerLookup:
    """Looks up the tokens of one document."""

    def __init__(self, document: Document, test: Features) -> None:
        self.test = test
        self.parse, self.linked, self.syntax = document.parse, document.linked, document.syntax

    def path(self, i: int, j: int) -> list[int]:
        """The tokens on the dependency path between two others, without names."""
        return [t for t in self.parse.dependency_path(i, j) if t not in self.linked.name_at]

    def triggers_of(self, t: int) -> tuple[Trigger, ...]:
        """The rows of the lexicon for a token, by its part of speech."""
        pos = "v" if self.test(t, "verb") else "a" if self.parse.tags[t] == "JJ" else "n"
        return triggers()[pos].get(self.parse.lemmas[t], ())

    def has(self, t: int, relation: str) -> bool:
        """Whether the lexicon has a token for a relation."""
        return any(trigger.relation == relation for trigger in self.triggers_of(t))

    def first_on(self, path: Sequence[int], relation: str) -> int | None:
        """The first token on or right below the path that the lexicon has for the relation or one like it.

        Relations are alike if quad class and sign of the score are the same.
        """
        taxonomy = tables.relations()
        own = taxonomy[relation]
        for t in path:
            below = (
                c for c in self.parse.children[t] if self.parse.deps[c] in ("dobj", "acomp", "attr", "xcomp")
            )
            for k in (t, *below):
                if k in self.linked.name_at or self.test(k, "empty"):
                    continue
                for trigger in self.triggers_of(k):
                    if trigger.requires("own") or (trigger.objects and trigger.object_path != "patient"):
                        continue
                    known = taxonomy[trigger.relation]
                    alike = own.quad and (known.quad, known.score > 0) == (own.quad, own.score > 0)
                    conditional = bool(trigger.objects or any(w.path is not None for w in trigger.where))
                    if trigger.relation == relation or (alike and not conditional):
                        return k
        return None

    def unambiguous(self, t: int, relation: str) -> int | None:
        """The token, if it is a verb or noun that the lexicon has for no other relation."""
        own = self.triggers_of(t) if self.test(t, "verb") else ()
        known = any(x.relation == relation and not (x.requires("own") or x.objects) for x in own)
        if (own and not known) or self.test(t, "empty") or not (known or self.test(t, "verb")):
            return None
        others = {x.relation for x in triggers()["n"].get(self.parse.lemmas[t], ())}
        return t if not others or relation in others else None

    def holds(self, token: int, where: RuleCondition) -> bool:
        """Whether a condition of a row holds at a token."""
        return where.path is None or bool(where.path.find(self.syntax, token, self.test)) is not where.negated

    def has_sense(self, token: int, relation: str, target: int) -> bool:
        """Whether a trigger has the sense of the relation in its context, by the paths of its rows.

        If the target is its object, by the rows with an object slot: "*charged* with cutting red tape".
        """
        own = [t for t in self.triggers_of(token) if t.relation == relation]
        if target in predicates.patients(self.parse, token):
            own = [t for t in own if any(slot.name == "obj" for slot in t.target)] or own
        if not all(self.holds(token, w) for w in arguments()[relation].where):
            return False
        if own and not any(all(self.holds(token, w) for w in t.where) for t in own):
            return False
        if relation != "SANCTIONS" or not own or not all(t.objects for t in own):
            return True
        below = [c for c in self.parse.children[token] if self.parse.deps[c] == "xcomp"]
        objects = [o for v in (token, *below) for o in predicates.patients(self.parse, v)]
        reached = [*objects, *(c for o in objects for c in self.parse.children[o])]
        return not objects or any(self.parse.lemmas[k] in t.objects for k in reached for t in own)
