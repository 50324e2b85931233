"""Words that change the factuality of an event, from ``resources/operators.tsv``.

The model is ConText (Harkema et al. 2009): a word, its position relative to the event, and its effect.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from graphbuild import tables
from graphbuild.annotate import Parse

#: ``report``, ``accuse``: the event is attributed to a speaker; ``doubt``: to one who is uncertain;
#: ``hearsay``: to no speaker in particular; ``deny``, ``negate``: it is negated; ``end``: it stops; ``true``,
#: ``same``: it has the factuality of the word itself; ``fact``: it is a fact, whatever the factuality of the
#: word; ``topic``: a fact if it is definite, else possible; ``pending``: future, in the present tense;
#: ``sought``: possible, or future where the word itself is; the rest are modalities.
EFFECTS = (
    *("report", "accuse", "doubt", "hearsay", "deny", "negate", "end", "true", "same", "fact", "topic"),
    *("pending", "sought", "future", "possible", "hypothetical", "demanded"),
)
#: Position of an operator. Above the event: a verb with any content (``v``), with an infinitive (``inf``), a
#: gerund (``ing``), a finite clause (``that``) or a noun (``o``) where these differ; a verb whose subject is
#: the event (``s``); a noun (``n``), an adjective (``a``), a preposition (``prep``). At the event itself:
#: ``aux``, ``adv``, ``mark``; at its noun: ``det``, ``mod``. ``light``: light verbs, with the argument that
#: is the agent of the event noun, ``subj`` or ``obj``.
POSITIONS = (
    "v",
    "inf",
    "ing",
    "that",
    "o",
    "s",
    "n",
    "a",
    "prep",
    "aux",
    "adv",
    "mark",
    "det",
    "mod",
    "light",
)
_COMPLETING = ("prt", "advmod", "acomp", "oprd", "dobj", "prep", "ccomp", "neg")


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    by_place: dict[str, dict[str, str]] = {place: {} for place in POSITIONS}
    for row in tables.rows("operators", ("words", "place", "effect")):
        place = row.choice("place", POSITIONS)
        effect = row.choice("effect", ("subj", "obj") if place == "light" else EFFECTS)
        for word in row.words("words"):
            if word in by_place[place]:
                raise row.error("words", f"{word!r} is there twice")
            by_place[place][word] = effect
    return MappingProxyType({place: MappingProxyType(words) for place, words in by_place.items()})


def effects_at_position(place: str) -> Mapping[str, str]:
    """The effect of each operator of a position. Raises ``TableError`` for an invalid row."""
    return _table()[place]


def effect_at(parse: Parse, i: int, *places: str) -> str:
    """The effect of the word at ``i`` in the first of the positions that lists it; empty for none.

    A word with its complement ("stopped *short*", "a matter *of time*") or, of a noun, with the word before
    it ("*green* light") comes before the word alone, a form before the lemma.
    """
    lemma, word = parse.lemmas[i].lower(), parse.words[i].lower()
    phrases = list(_phrases(parse, i, lemma))
    for place in places:
        by_word = effects_at_position(place)
        for phrase in phrases:
            if effect := by_word.get(phrase):
                return effect
        if effect := by_word.get(word) or by_word.get(lemma):
            return effect
    return ""


def _phrases(parse: Parse, i: int, lemma: str) -> Iterator[str]:
    """The phrases of the word at ``i`` with a complement, or with the word before it."""
    for c in parse.children[i]:
        if parse.deps[c] in _COMPLETING:
            phrase = f"{lemma} {parse.words[c].lower()}"
            if parse.deps[c] == "prep":
                yield from (f"{phrase} {parse.words[k].lower()}" for k in parse.children[c])
            yield phrase
    if i and parse.tags[i].startswith("NN"):
        if i > 1 and parse.words[i - 1] == "-":
            yield f"{parse.words[i - 2].lower()}-{lemma}"
        else:
            yield f"{parse.words[i - 1].lower()} {lemma}"
