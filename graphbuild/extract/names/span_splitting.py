"""Split spans that hold two names: "A Assembly and B Council", "Fiat and General Motors", "Xi-Putin"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract import lexicon
from graphbuild.extract.names.candidate import Candidate
from graphbuild.extract.names.capitals import surnames_of_leaders
from graphbuild.extract.names.gazetteer import GazetteerMatch
from graphbuild.extract.names.word_classes import LEGAL_FORMS, ORGANISATION_NOUNS

#: Dashes that separate two phrases when spaces surround them.
_DASHES = ("-", "–", "—", "--")
_CONJUNCTIONS = ("and", "&")


def split_span(parse: Parse, first: int, last: int, kind: str) -> Iterator[tuple[int, int]]:
    """Yield the first and last tokens of the names in a recognised span, mostly one.

    "A Assembly and B Council" and "Ministry of X (MX" hold two.
    """
    words = parse.words
    if kind == "organisation":
        for j in range(first + 1, last):
            joined = (
                words[j] == "and"
                and words[j - 1].lower() in ORGANISATION_NOUNS
                and words[j + 1][:1].isupper()
            )
            if (
                joined
                and any(w.lower() in ORGANISATION_NOUNS for w in words[j + 1 : last + 1])
                and last - j > 1
            ):
                yield first, j - 1
                yield j + 1, last
                return
    if kind == "demonym" and _denotes_two_states(parse, first, last):
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


def _denotes_two_states(parse: Parse, first: int, last: int) -> bool:
    """Whether two demonyms joined by a hyphen denote two states: "*Russian-Chinese* talks".

    Before a person, and with "-American", they denote descent: "a *German-Iraqi* boy". But a person is "a
    *German-Iraqi* national" of both.
    """
    words = parse.words
    if last - first != 2 or words[first + 1] not in ("-", "–"):
        return False
    country_forms = tables.country_forms()
    noun = parse.head[last] if parse.head[last] > last else last + 1
    if not all(words[t] in country_forms for t in (first, last)) or noun >= len(words):
        return False
    if words[last + 1] in lexicon.words("nationality"):
        return True
    if words[last] == "American":
        return False
    lemma, word = parse.lemmas[noun].lower(), words[noun].lower()
    common, actor = tables.common_nouns().get(lemma), tables.actors().get(word)
    person = (common is not None and common.kind == "person") or word in tables.roles()
    return words[noun].islower() and not person and (actor is None or actor.for_state)


def split_organisations(
    parse: Parse, hits: Sequence[GazetteerMatch], candidates: Sequence[Candidate]
) -> Iterator[Candidate]:
    """Yield the candidates, split where one joins two organisations: "Fiat and General Motors".

    Each must be named elsewhere, and the whole at most twice. The owner of another need only be listed:
    "*Kering*'s *Gucci*".
    """
    words = parse.words
    listed = {(h.first, h.last) for h in hits if h.entries[0].entry_type == "organisation"}
    named = [(c.first, words[c.first : c.last + 1]) for c in candidates if c.label == "organisation"]

    def named_elsewhere(first: int, last: int, whole: list[str]) -> bool:
        part = words[first : last + 1]
        elsewhere = (n for start, n in named if start != first and n != whole)
        return (first, last) in listed or any(n[: len(part)] == part for n in elsewhere)

    for c in candidates:
        inner = range(c.first + 1, c.last)
        owner = next((t for t in inner if parse.tags[t] == "POS" and (c.first, t - 1) in listed), 0)
        if c.label == "organisation" and owner and (c.first, c.last) not in listed:
            yield Candidate.at(parse, c.first, owner - 1, "organisation")
            yield Candidate.at(parse, owner + 1, c.last, "organisation")
            continue
        joints = [t for t in inner if words[t] in _CONJUNCTIONS and words[t + 1] not in LEGAL_FORMS]
        if c.label != "organisation" or len(joints) != 1 or (c.first, c.last) in listed:
            yield c
            continue
        halves = ((c.first, joints[0] - 1), (joints[0] + 1, c.last))
        whole = words[c.first : c.last + 1]
        frequent = sum(n == whole for _, n in named) > 2
        if frequent or not all(named_elsewhere(*half, whole) for half in halves):
            yield c
            continue
        for first, last in halves:
            yield Candidate.at(parse, first, last, "organisation")


def split_hyphenated_persons(parse: Parse, candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """Yield the candidates, split where one joins two persons: "the *Trump*-*Putin* summit".

    Each must be named elsewhere, or have the surname of a head of state where the noun tells what two have
    with each other. If not, a modifier that never follows a first name is dropped ("the Biden-Harris
    administration"), and others are kept as hyphenated surnames.
    """
    words = parse.words
    surnames = {
        words[c.last] for c in candidates if c.label == "person" and "-" not in words[c.first : c.last + 1]
    }
    with_first_name = {
        (words[c.last - 2], words[c.last])
        for c in candidates
        if c.label == "person" and c.last - c.first > 2 and words[c.last - 1] in ("-", "–")
    }
    for c in candidates:
        parts = words[c.first : c.last + 1]
        if c.label != "person" or len(parts) != 3 or parts[1] not in ("-", "–"):
            yield c
        elif {parts[0], parts[2]} <= surnames or _joins_leaders(parse, c):
            for t in (c.first, c.last):
                yield Candidate.at(parse, t, t, "person")
        elif (parts[0], parts[2]) in with_first_name or not _modifies_noun(parse, c):
            yield c


def _joins_leaders(parse: Parse, c: Candidate) -> bool:
    """Whether surnames of two heads of state modify what two have with each other: "*Xi-Putin* talks"."""
    known = all(parse.words[t].lower() in surnames_of_leaders() for t in (c.first, c.last))
    nouns = (t for t in range(c.last + 1, len(parse.words)) if parse.tags[t][:2] in ("NN", "VB"))
    noun = next(nouns, c.last)
    mutual = lexicon.words("dealings") | lexicon.words("talking")
    return known and noun - c.last < 4 and parse.lemmas[noun] in mutual


def _modifies_noun(parse: Parse, c: Candidate) -> bool:
    """Whether a name modifies the noun after it, which is no role: "the *X* administration"."""
    following = c.last + 1
    if parse.deps[c.last] not in ("compound", "nmod", "amod") or following >= len(parse.words):
        return False
    noun = parse.words[following]
    common = noun.islower() or noun.lower() in tables.actors()  # "the X *Administration*"
    return common and noun.isalpha() and noun.lower() not in tables.roles()


def split_adjoining_persons(parse: Parse, candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """Yield the candidates, split where a person's name adjoins another: "Mitch McConnell Trump".

    Both must be named elsewhere, the first in full.
    """
    words = parse.words
    persons = [c for c in candidates if c.label == "person" and c.last > c.first]
    full_names = Counter(tuple(words[c.first : c.last + 1]) for c in persons)
    surnames = Counter(words[c.last] for c in persons)
    for c in candidates:
        name = tuple(words[c.first : c.last + 1])
        joined = len(name) > 2 and full_names[name[:-1]] and surnames[name[-1]] > full_names[name]
        if c.label != "person" or not joined or name[-2] in tables.first_names():
            yield c  # "Mary *Ann* Smith" is one person
            continue
        for first, last in ((c.first, c.last - 1), (c.last, c.last)):
            yield Candidate.at(parse, first, last, "person")


def split_surname_pairs(parse: Parse, candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """Yield the candidates, split where one joins the surnames of two persons: "Xi-Putin talks"."""
    words = parse.words
    persons = [c for c in candidates if c.label == "person" and not c.entries]
    surnames = {words[c.last] for c in persons if "-" not in words[c.first : c.last + 1]}
    for c in candidates:
        ends = (c.first, c.last)
        if c.last - c.first == 2 and words[c.first + 1] == "-" and all(words[t] in surnames for t in ends):
            for t in ends:
                yield Candidate.at(parse, t, t, "person")
        else:
            yield c
