"""A small path language over :class:`~graphbuild.extract.syntax.Syntax`.

::

    patient                     the object of the anchor
    patient with                phrases by "with" on the object
    with | patient with         the first of these that leads anywhere
    with & patient with         both
    content* patient            objects of the clause below, or of a clause below that
    patient[site] in            phrases by "in" on an object that has the feature ``site``
    agent[!person]              subjects that are no persons
    .                           the anchor itself
    next[honorific]? next       the token after the next, or after that an honorific

Steps are roles of the syntax graph or prepositions; a feature in brackets filters what a step found,
``,`` between features means all of them, ``!`` negates one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from graphbuild.extract.lexicon import words
from graphbuild.extract.syntax import ROLES, Syntax

#: Whether a token has a feature.
Test = Callable[[int, str], bool]

_STEP = re.compile(r"(?P<label>[a-z/~._-]+)(?P<star>\*)?(?:\[(?P<features>[^\]]+)\])?(?P<optional>\?)?")
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Step:
    label: str
    repeated: bool
    features: tuple[str, ...]
    optional: bool = False
    """Whether the step need not be made."""
    tests: tuple[tuple[str, bool], ...] = ()
    """The features with whether each is wanted."""


@dataclass(frozen=True, slots=True)
class Path:
    """Alternatives in order; each is a list of branches that count together, each a row of steps."""

    text: str
    alternatives: tuple[tuple[tuple[Step, ...], ...], ...]

    def each(self, syntax: Syntax, anchor: int, test: Test) -> Iterator[tuple[int, ...]]:
        """The tokens that each alternative leads to from ``anchor``, of those that lead anywhere."""
        for branches in self.alternatives:
            found = [t for steps in branches for t in _walk(syntax, anchor, steps, test)]
            if found:
                yield tuple(dict.fromkeys(found))

    def find(self, syntax: Syntax, anchor: int, test: Test) -> tuple[int, ...]:
        """The tokens of the first alternative that leads anywhere."""
        return next(self.each(syntax, anchor, test), ())


def _walk(syntax: Syntax, anchor: int, steps: Sequence[Step], test: Test) -> list[int]:
    nodes = [anchor]
    for step in steps:
        if not nodes:
            break
        before = nodes
        if step.label != ".":
            nodes = (
                _repeat(syntax, nodes, step.label)
                if step.repeated
                else [k for i in nodes for k in syntax.step(i, step.label)]
            )
        for feature, wanted in step.tests:
            nodes = [i for i in nodes if test(i, feature) is wanted]
        if step.optional:
            nodes = [*nodes, *before]
    return nodes


def _repeat(syntax: Syntax, nodes: list[int], label: str) -> list[int]:
    """``nodes`` and what repeated steps lead to, nearest first."""
    found = list(nodes)
    for _ in range(_DEEPEST):
        nodes = [k for i in nodes for k in syntax.step(i, label) if k not in found]
        found.extend(nodes)
    return found


def prepositions() -> frozenset[str]:
    """Prepositions that may be steps; ``_`` joins those of two words."""
    return words("path_preposition")


@cache
def compiled(text: str) -> Path:
    """A path from its text. Raises ``ValueError`` that says what is wrong with it."""
    alternatives = []
    for alternative in text.split("|"):
        branches = []
        for branch in alternative.split("&"):
            steps = tuple(_step(word, text) for word in branch.split())
            if not steps:
                raise ValueError(f"{text!r} has an empty part")
            branches.append(steps)
        alternatives.append(tuple(branches))
    return Path(text, tuple(alternatives))


def _step(word: str, text: str) -> Step:
    found = _STEP.fullmatch(word)
    if found is None:
        raise ValueError(
            f"{word!r} in {text!r} is no step: a role or preposition, perhaps with *, [features] and ?"
        )
    label = found["label"]
    if label not in ROLES and label not in (".", "~") and not set(label.split("/")) <= prepositions():
        raise ValueError(f"{label!r} in {text!r} is neither a role nor a preposition")
    features = tuple(f.strip() for f in (found["features"] or "").split(",") if f.strip())
    return Step(label, bool(found["star"]), features, bool(found["optional"]), tests(features))


def tests(features: Iterable[str]) -> tuple[tuple[str, bool], ...]:
    """Features with whether each is wanted: those with ``!`` must not be."""
    return tuple((f.removeprefix("!"), not f.startswith("!")) for f in features)
