"""A small path language over :class:`~graphbuild.extract.syntax.Syntax`.

::

    patient                     the object of the anchor
    patient with                phrases with "with" that modify the object
    with | patient with         the first of these that reaches a token
    with & patient with         both
    content* patient            objects of the anchor, its content clause, and clauses embedded in that
    patient[site] in            phrases with "in" that modify an object with the feature ``site``
    agent[!person]              subjects that are not persons
    .                           the anchor itself
    next[honorific]? next       the next token, or if that is an honorific also the one after it

Steps are roles of the syntax graph or prepositions. Features in brackets filter the tokens that a step
reaches: ``,`` joins features that are all required, ``!`` negates one.
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
_MOST_REPEATS = 4


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path."""

    label: str
    """A role, prepositions joined by ``/``, ``~`` or ``.``."""
    repeated: bool
    features: tuple[str, ...]
    optional: bool = False
    """Whether the tokens before the step are kept as well."""
    tests: tuple[tuple[str, bool], ...] = ()
    """The features, each with whether it must hold."""


@dataclass(frozen=True, slots=True)
class Path:
    """Alternatives in order; each has branches, whose tokens are joined, and each branch has steps."""

    text: str
    alternatives: tuple[tuple[tuple[Step, ...], ...], ...]

    def alternatives_reached(self, syntax: Syntax, anchor: int, test: Test) -> Iterator[tuple[int, ...]]:
        """The tokens that each alternative reaches from ``anchor``, without empty ones."""
        for branches in self.alternatives:
            tokens = [t for steps in branches for t in _walk(syntax, anchor, steps, test)]
            if tokens:
                yield tuple(dict.fromkeys(tokens))

    def find(self, syntax: Syntax, anchor: int, test: Test) -> tuple[int, ...]:
        """The tokens of the first alternative that reaches any; empty for none."""
        return next(self.alternatives_reached(syntax, anchor, test), ())


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
        for feature, required in step.tests:
            nodes = [i for i in nodes if test(i, feature) is required]
        if step.optional:
            nodes = [*nodes, *before]
    return nodes


def _repeat(syntax: Syntax, nodes: list[int], label: str) -> list[int]:
    """``nodes`` and the tokens that repeated steps reach, nearest first."""
    reached = list(nodes)
    for _ in range(_MOST_REPEATS):
        nodes = [k for i in nodes for k in syntax.step(i, label) if k not in reached]
        reached.extend(nodes)
    return reached


def prepositions() -> frozenset[str]:
    """The prepositions that may be steps; ``_`` joins the words of one."""
    return words("path_preposition")


@cache
def compiled(text: str) -> Path:
    """The path of a text. Raises ``ValueError`` with the reason where its syntax is wrong."""
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
    match = _STEP.fullmatch(word)
    if match is None:
        raise ValueError(
            f"{word!r} in {text!r} is no step: a role or preposition, perhaps with *, [features] and ?"
        )
    label = match["label"]
    if label not in ROLES and label not in (".", "~") and not set(label.split("/")) <= prepositions():
        raise ValueError(f"{label!r} in {text!r} is neither a role nor a preposition")
    features = tuple(f.strip() for f in (match["features"] or "").split(",") if f.strip())
    return Step(label, bool(match["star"]), features, bool(match["optional"]), tests(features))


def tests(features: Iterable[str]) -> tuple[tuple[str, bool], ...]:
    """Features without a leading ``!``, each with whether it must hold."""
    return tuple((f.removeprefix("!"), not f.startswith("!")) for f in features)
