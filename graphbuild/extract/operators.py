"""What a governing word makes of the event below it, from ``resources/operators.tsv``.

The model is ConText (Harkema et al. 2009): a word, an effect, and the place of what it affects.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from graphbuild import tables
from graphbuild.annotate import Parse

EFFECTS = (
    *("report", "accuse", "deny", "negate", "future", "possible", "hypothetical", "demand", "none"),
    *("end", "tell", "true"),
)
#: Where an operator stands: verb, noun or adjective above the event; ``s`` a verb whose subject it is.
_PLACES = ("v", "n", "a", "s", "doubt", "light")
_COMPLETING = ("prt", "advmod", "acomp", "oprd", "dobj", "prep", "ccomp")


@dataclass(frozen=True, slots=True)
class Operators:
    """Word to effect, by place."""

    verb: Mapping[str, str]
    noun: Mapping[str, str]
    adjective: Mapping[str, str]
    subject: Mapping[str, str]
    """What verbs make of the plan that is their subject ("the attempt collapsed")."""
    doubt: Mapping[str, str]
    """Words of saying by which nobody knows it ("*rumours* that"), and what they make of it."""
    light: Mapping[str, str]
    """Light verb (with its particle) to who does the noun: ``subj``, or ``obj`` ("came under attack")."""


@cache
def operators() -> Operators:
    """The table, loaded and checked once. Raises ``TableError`` where it is wrong."""
    found: dict[str, dict[str, str]] = {place: {} for place in _PLACES}
    for row in tables.rows("operators", ("words", "pos", "effect")):
        place = row.choice("pos", _PLACES)
        effect = row.choice("effect", ("subj", "obj") if place == "light" else EFFECTS)
        for word in row.words("words"):
            if word in found[place]:
                raise row.error("words", f"{word!r} is there twice")
            found[place][word] = effect
    return Operators(*(MappingProxyType(found[place]) for place in _PLACES))


def effect_at(parse: Parse, i: int, effects: Mapping[str, str]) -> str:
    """The effect of the word at ``i``, alone or with a word that hangs on it ("stopped *short*")."""
    lemma = parse.lemmas[i]
    for c in parse.children[i]:
        if parse.deps[c] in _COMPLETING and (effect := effects.get(f"{lemma} {parse.words[c].lower()}")):
            return effect
    return effects.get(lemma, "")
