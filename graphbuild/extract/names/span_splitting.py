"""Split spans that hold two names: "A Assembly and B Council", "Fiat and General Motors", "Xi-Putin"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.names.candidate import Candidate
from graphbuild.extract.names.gazetteer import Hit
from graphbuild.extract.names.word_classes import BODY, LEGAL

#: What sets apart what stands before from what stands after it, with blanks around.
_DASHES = ("-", "–", "—", "--")
_JOIN = ("and", "&")


def split_span(parse: Parse, first: int, last: int, kind: str) -> Iterator[tuple[int, int]]:
    """The parts of a span that holds two names: "A Assembly and B Council", "Ministry of X (MX"."""
    words = parse.words
    if kind == "organisation":
        for j in range(first + 1, last):
            joint = words[j] == "and" and words[j - 1].lower() in BODY and words[j + 1][:1].isupper()
            if joint and any(w.lower() in BODY for w in words[j + 1 : last + 1]) and last - j > 1:
                yield first, j - 1
                yield j + 1, last
                return
    if kind == "demonym" and _of_both(parse, first, last):
        yield first, first
        yield last, last
        return
    for j in range(first + 1, last + 1):
        if words[j] in _DASHES and parse.end[j - 1] < parse.start[j]:  # "Ann Otieno - Kern's partner"
            yield first, j - 1
            yield j + 1, last
            return
        if words[j] == "(" and ")" not in words[j : last + 1]:
            yield first, j - 1
            if j < last:
                yield j + 1, last
            return
    yield first, last


def _of_both(parse: Parse, first: int, last: int) -> bool:
    """Whether two peoples joined by a hyphen are two sides: "*Russian-Chinese* talks".

    A person, and who is "-American", is of one people by descent: "a *German-Iraqi* boy".
    """
    words = parse.words
    if last - first != 2 or words[first + 1] not in ("-", "–") or words[last] == "American":
        return False
    peoples = tables.country_forms()
    noun = parse.head[last] if parse.head[last] > last else last + 1
    if not all(words[t] in peoples for t in (first, last)) or noun >= len(words):
        return False
    lemma, word = parse.lemmas[noun].lower(), words[noun].lower()
    common, acting = tables.common_nouns().get(lemma), tables.actors().get(word)
    person = (common is not None and common.kind == "person") or word in tables.roles()
    return words[noun].islower() and not person and (acting is None or acting.for_state)


def split_organisations(parse: Parse, hits: Sequence[Hit], found: Sequence[Candidate]) -> Iterator[Candidate]:
    """The candidates, two for one that joins two bodies: "Fiat and General Motors".

    Each must be named elsewhere, and both together hardly ever.
    """
    words = parse.words
    bodies = {(h.first, h.last) for h in hits if h.known[0].sort == "organisation"}
    named = [(c.first, words[c.first : c.last + 1]) for c in found if c.label == "organisation"]

    def apart(first: int, last: int, whole: list[str]) -> bool:
        own = words[first : last + 1]
        elsewhere = (n for at, n in named if at != first and n != whole)
        return (first, last) in bodies or any(n[: len(own)] == own for n in elsewhere)

    for c in found:
        at = [t for t in range(c.first + 1, c.last) if words[t] in _JOIN and words[t + 1] not in LEGAL]
        if c.label != "organisation" or len(at) != 1 or (c.first, c.last) in bodies:
            yield c
            continue
        halves = ((c.first, at[0] - 1), (at[0] + 1, c.last))
        whole = words[c.first : c.last + 1]
        often = sum(n == whole for _, n in named) > 2
        if often or not all(apart(*half, whole) for half in halves):
            yield c
            continue
        for first, last in halves:
            start, end = parse.span(first, last)
            yield Candidate(first, last, start, end, parse.text[start:end], "organisation")


def split_hyphenated_persons(parse: Parse, found: Sequence[Candidate]) -> Iterator[Candidate]:
    """The candidates, two for one that joins two persons: "the *Trump*-*Putin* summit".

    Each must be named elsewhere; else it is a surname with a hyphen, or where it never follows a given name
    and stands before a noun, of two of whom nothing else is known: "the Biden-Harris administration".
    """
    words = parse.words
    named = {words[c.last] for c in found if c.label == "person" and "-" not in words[c.first : c.last + 1]}
    full = {
        (words[c.last - 2], words[c.last])
        for c in found
        if c.label == "person" and c.last - c.first > 2 and words[c.last - 1] in ("-", "–")
    }
    for c in found:
        own = words[c.first : c.last + 1]
        if c.label != "person" or len(own) != 3 or own[1] not in ("-", "–"):
            yield c
        elif {own[0], own[2]} <= named:
            for t in (c.first, c.last):
                yield Candidate(t, t, parse.start[t], parse.end[t], words[t], "person")
        elif (own[0], own[2]) in full or not _told_of(parse, c):
            yield c


def _told_of(parse: Parse, c: Candidate) -> bool:
    """Whether a name only tells of the noun after it, which is none of a person: "the *X* administration"."""
    following = c.last + 1
    if parse.deps[c.last] not in ("compound", "nmod", "amod") or following >= len(parse.words):
        return False
    noun = parse.words[following]
    common = noun.islower() or noun.lower() in tables.actors()  # "the X *Administration*"
    return common and noun.isalpha() and noun.lower() not in tables.roles()


def split_adjoining_persons(parse: Parse, found: Iterable[Candidate]) -> Iterator[Candidate]:
    """The candidates, two for one in which a person's name runs on into another's: "Mitch McConnell Trump".

    The article names both elsewhere, the first in full.
    """
    words, found = parse.words, list(found)
    people = [c for c in found if c.label == "person" and c.last > c.first]
    whole = Counter(tuple(words[c.first : c.last + 1]) for c in people)
    surnames = Counter(words[c.last] for c in people)
    for c in found:
        own = tuple(words[c.first : c.last + 1])
        both = len(own) > 2 and whole[own[:-1]] and surnames[own[-1]] > whole[own]
        if (
            c.label != "person" or not both or own[-2] in tables.first_names()
        ):  # "Mary Ann" is no Smith's first
            yield c
            continue
        for first, last in ((c.first, c.last - 1), (c.last, c.last)):
            start, end = parse.span(first, last)
            yield Candidate(first, last, start, end, parse.text[start:end], "person")


def split_surname_pairs(parse: Parse, found: Sequence[Candidate]) -> Iterator[Candidate]:
    """The candidates, two for one that joins the names of two persons of the article: "Xi-Putin talks"."""
    words = parse.words
    persons = [c for c in found if c.label == "person" and not c.known]
    alone = {words[c.last] for c in persons if "-" not in words[c.first : c.last + 1]}
    for c in found:
        ends = (c.first, c.last)
        if c.last - c.first == 2 and words[c.first + 1] == "-" and all(words[t] in alone for t in ends):
            for t in ends:
                yield Candidate(t, t, parse.start[t], parse.end[t], words[t], "person")
        else:
            yield c
