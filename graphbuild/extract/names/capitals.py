"""Headings and lines in capitals, in which an ordinary word looks like an acronym: "WHO IS TO BLAME?"."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from itertools import takewhile

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.names.candidate import Candidate
from graphbuild.extract.names.gazetteer import listed_entries
from graphbuild.tables.keys import person_words

#: Ordinary words that are acronyms of the tables in capitals.
_LIKE_ACRONYMS = tables.words("word like an acronym")
#: Words before "us", by which a page speaks to its readers: "JOIN US".
_BEFORE_US = tables.words("word before us")
#: Share of the words of a heading that are in capitals.
_SHARE = 0.8
#: Fewest other words in capitals, side by side, of a heading within a line.
_LEAST_WORDS = 3
#: Fewest letters of a surname in capitals; shorter words are mostly acronyms.
_LEAST_LETTERS = 4
#: Marks at which a heading ends.
_ENDS = (".", "?", "!", ":")


def in_capitals(parse: Parse, i: int) -> bool:
    """Whether the words around token ``i`` are in capitals, and not all of them are listed names.

    Nearly all words of its line, as far as the next full stop, question mark, exclamation mark or colon; or
    several side by side, at which a heading may be followed by the text: "BANKS TO CUT RATES The bank said".
    """
    around = [[parse.surface(k, k) for k in _heading(parse, i, step)] for step in (-1, 1)]
    words = [w for side in around for w in side if sum(map(str.isalpha, w)) > 1]
    capitals = [w for w in words if w.isupper()]
    if len(capitals) < _SHARE * len(words):
        capitals = [w for side in around for w in takewhile(str.isupper, side)]
        if len(capitals) < _LEAST_WORDS:
            return False
    return any(not listed_entries(w) for w in capitals)


def _heading(parse: Parse, i: int, step: int) -> Iterator[int]:
    """Yield the tokens before or after ``i`` in the same heading, outwards."""
    k = i + step
    while 0 <= k < len(parse.words) and parse.words[k] not in _ENDS:
        a, b = sorted((k, k - step))
        if "\n" in parse.text[parse.end[a] : parse.start[b]]:
            return
        yield k
        k += step


def is_ordinary_word(parse: Parse, i: int) -> bool:
    """Whether a word in a heading in capitals is no acronym: "WHO IS TO BLAME?", "JOIN US TODAY"."""
    word = parse.surface(i, i)
    if not word.isupper():
        return False
    if word == "US":
        spoken_to = i > 0 and parse.words[i - 1].lower() in _BEFORE_US
        return spoken_to and in_capitals(parse, i)
    return word.lower() in _LIKE_ACRONYMS and in_capitals(parse, i)


def no_names(parse: Parse, spans: Sequence[Candidate]) -> frozenset[int]:
    """Return the first tokens of the spans that are ordinary words in a heading in capitals.

    A word that no table lists is one if the article has it in lower case as well.
    """
    lone = [c for c in spans if c.first == c.last and c.text.isupper() and c.text.isalpha()]
    lower = {w for w in parse.words if w.islower()} if lone else set()
    return frozenset(
        c.first
        for c in lone
        if is_ordinary_word(parse, c.first)
        or (not c.entries and c.text.lower() in lower and in_capitals(parse, c.first))
    )


def surnames(parse: Parse, spans: Sequence[Candidate], named: Collection[str]) -> frozenset[str]:
    """Return the words in capitals that are surnames of persons: "TRUMP HAS SET THE STAGE".

    Of those whom the article names in full, whose surnames are ``named``; in a heading in capitals, and
    before the words of a speaker, also of heads of state and government.
    """
    known = {w.lower() for w in named}
    return frozenset(
        c.text
        for c in spans
        if c.label
        and not c.entries
        and c.first == c.last
        and len(c.text) >= _LEAST_LETTERS
        and c.text.isalpha()
        and c.text.isupper()
        and (c.text.lower() in known or _is_leader(parse, c))
    )


def _is_leader(parse: Parse, c: Candidate) -> bool:
    """Whether a word in a heading in capitals, or before a colon, is the surname of a head of state."""
    if c.text.lower() not in surnames_of_leaders():
        return False
    return tells_nothing(parse, c)


def tells_nothing(parse: Parse, c: Candidate) -> bool:
    """Whether the capitals of a name do not tell that it is an acronym.

    In a heading in capitals, or of a speaker at the start of a line: "*OTIENO*: We won."
    """
    speaks = parse.words[c.last + 1 : c.last + 2] == [":"]
    before = parse.text[parse.end[c.first - 1] : c.start] if c.first else "\n"
    return (speaks and "\n" in before) or in_capitals(parse, c.first)


@cache
def surnames_of_leaders() -> frozenset[str]:
    """Return the surnames of all heads of state and government, in canonical form."""
    return frozenset(person_words(term.name)[-1] for terms in tables.leaders().values() for term in terms)
