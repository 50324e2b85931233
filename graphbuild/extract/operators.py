"""What words make of the events around them, from ``resources/operators.tsv``.

The model is ConText (Harkema et al. 2009): a word, where it stands to what it affects, and its effect.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from graphbuild import tables
from graphbuild.annotate import Parse

#: ``report``, ``accuse``: somebody says it; ``doubt``: and does not know it; ``hearsay``: nobody in
#: particular says it; ``deny``, ``negate``: it is not so; ``end``: it stops; ``true``, ``same``: it is as the
#: word itself is; ``fact``: it is so whatever is said of the word; ``topic``: so if it is named as known,
#: else possible; ``pending``: it is to come, in the present tense; ``sought``: it is possible, or to come
#: where the word itself is; the rest are modalities.
EFFECTS = (
    *("report", "accuse", "doubt", "hearsay", "deny", "negate", "end", "true", "same", "fact", "topic"),
    *("pending", "sought", "future", "possible", "hypothetical", "demanded"),
)
#: Where an operator stands. Above the event: a verb over any content (``v``), over an infinitive (``inf``), a
#: gerund (``ing``), a finite clause (``that``) or a noun (``o``) where these differ; a verb whose subject it
#: is (``s``); a noun (``n``), an adjective (``a``), a preposition (``prep``). At the event itself: ``aux``,
#: ``adv``, ``mark``; at its noun: ``det``, ``mod``. ``light``: verbs that carry an event noun, and whether
#: their subject or their object does it.
PLACES = ("v", "inf", "ing", "that", "o", "s", "n", "a", "prep", "aux", "adv", "mark", "det", "mod", "light")
_COMPLETING = ("prt", "advmod", "acomp", "oprd", "dobj", "prep", "ccomp", "neg")


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = {place: {} for place in PLACES}
    for row in tables.rows("operators", ("words", "place", "effect")):
        place = row.choice("place", PLACES)
        effect = row.choice("effect", ("subj", "obj") if place == "light" else EFFECTS)
        for word in row.words("words"):
            if word in found[place]:
                raise row.error("words", f"{word!r} is there twice")
            found[place][word] = effect
    return MappingProxyType({place: MappingProxyType(words) for place, words in found.items()})


def effects(place: str) -> Mapping[str, str]:
    """Word to effect of the operators of a place. Raises ``TableError`` where the table is wrong."""
    return _table()[place]


def effect_at(parse: Parse, i: int, *places: str) -> str:
    """The effect of the word at ``i`` in the first of these places that knows it; empty where none does.

    A word with one that hangs on it ("stopped *short*") comes before the word, a form before the lemma.
    """
    lemma, word = parse.lemmas[i].lower(), parse.words[i].lower()
    for place in places:
        known = effects(place)
        for c in parse.children[i]:
            if parse.deps[c] in _COMPLETING and (effect := known.get(f"{lemma} {parse.words[c].lower()}")):
                return effect
        if effect := known.get(word) or known.get(lemma):
            return effect
    return ""
