"""Names that the recogniser missed: short forms that the text explains, names with a title before them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.names.candidate import Candidate
from graphbuild.extract.names.gazetteer import Hit
from graphbuild.extract.names.word_classes import BODY, CHAMBERS, HONORIFIC, NOT_NAMES, SPEECH, WEEKDAYS

#: Nouns right before the name of a body that the recogniser often misses.
_BODY_TITLES = tables.words("certain organisation title")


def acronyms(parse: Parse, found: Sequence[Candidate]) -> Iterator[Candidate]:
    """Short forms that the text itself explains: "the Bank of Ghana (BoG)", "the *UDC* said" of the
    United Development Corporation.
    """
    taken = {t for c in found for t in range(c.first, c.last + 1)}
    words = parse.words
    bodies = [c for c in found if c.label == "organisation"]

    def short(i: int) -> Candidate:
        return Candidate(i, i, parse.start[i], parse.end[i], words[i], "organisation")

    for c in bodies:
        j = c.last + 1
        if words[j : j + 1] != ["("] or words[j + 2 : j + 3] != [")"] or j + 1 in taken:
            continue
        letters = "".join(w[0] for w in re.findall(r"\w+", c.text))
        if sum(ch.isupper() for ch in words[j + 1]) > 1 and words[j + 1][0].lower() == letters[:1].lower():
            taken.add(j + 1)
            yield short(j + 1)
    spelled = initials(c.text for c in bodies)
    yield from (short(i) for i, word in enumerate(words) if word in spelled and i not in taken)


def initials(bodies: Iterable[str]) -> frozenset[str]:
    """The initials, three or more, of bodies that are named in full."""
    letters = ("".join(w[0] for w in re.findall(r"[A-Z][\w.]*", name)) for name in bodies)
    return frozenset(spelled for spelled in letters if len(spelled) > 2)


def by_context(parse: Parse, hits: Sequence[Hit], found: Sequence[Candidate]) -> Iterator[Candidate]:
    """Runs of capitalised words that the recogniser missed, where the words around say what they name."""
    words, tags = parse.words, parse.tags
    taken = {t for c in found for t in range(c.first, c.last + 1)}
    taken.update(t for h in hits for t in range(h.first, h.last + 1))
    roles = tables.roles()
    i, size = 0, len(words)
    while i < size:
        word = words[i]
        if (
            i in taken
            or not word[:1].isupper()
            or tags[i] not in ("NNP", "NNPS", "JJ")
            or not word[-1:].isalpha()
        ):
            i += 1
            continue
        j = i
        while (
            j + 1 < size
            and j + 1 not in taken
            and words[j + 1][:1].isupper()
            and tags[j + 1] in ("NNP", "NNPS")
        ):
            j += 1
        low = word.lower()
        label = ""
        if words[j + 1 : j + 2] == ["party"] and low not in ("the", "a"):
            label, j = "organisation", j + 1
        elif i == j and low in CHAMBERS and capitalised(parse, word):
            label = "organisation"
        elif tags[i] != "JJ" and low not in WEEKDAYS and low not in NOT_NAMES and low not in BODY:
            label = _kind_by_context(parse, i, j)
        if label and not (label == "person" and (low in roles or low in tables.actors())):
            yield Candidate(
                i, j, parse.start[i], parse.end[j], parse.text[parse.start[i] : parse.end[j]], label
            )
        i = j + 1


def capitalised(parse: Parse, word: str) -> bool:
    """Whether a word has its capital within a sentence of the article, too: "told *Parliament*"."""
    places = [t for t, w in enumerate(parse.words) if w == word and not parse.opens(t)]
    return any(not parse.words[t - 1][:1].isupper() and parse.tags[t] == "NNP" for t in places)


def _kind_by_context(parse: Parse, first: int, last: int) -> str:
    """What the words around a run of capitalised words say that it names; empty where they say nothing."""
    words, roles = parse.words, tables.roles()
    before = words[first - 1] if first else ""
    role = roles.get(before.lower())
    if before[:1].isupper() and before.lower() in HONORIFIC:
        return "person"
    title = role is not None and role.title and parse.tags[first - 1][:2] in ("NN", "JJ")
    if title and role is not None and (role.relation or before[:1].isupper()):
        return "person"  # "the preacher Kalupeteka", "President Hollande"
    if before in _BODY_TITLES:
        return "organisation"
    speaks = parse.tags[last] == "NNP" and parse.deps[last] == "nsubj"
    speaks = speaks and parse.lemmas[parse.head[last]] in SPEECH and words[first].lower() not in roles
    capital = all(w == w.capitalize() for w in words[first : last + 1])
    return "person" if speaks and capital else ""
