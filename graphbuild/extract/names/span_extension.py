"""How far a name reaches: parts that the recogniser left out of its span."""

from __future__ import annotations

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.names import role_phrases
from graphbuild.extract.names.gazetteer import Hit
from graphbuild.extract.names.word_classes import (
    BODY,
    HONORIFIC,
    LEGAL,
    NOT_NAMES,
    OF,
    PARTICLES,
    STANDS,
    WEEKDAYS,
)

#: Words that no name ends in.
_OPEN = tables.words("open word")
#: Words of names after which "of" or "for" tells what the body is for.
_FOR = tables.words("purpose noun")
#: Last words of names that may hold an "and" ("Global Information and Early Warning System").
_JOINED = BODY | tables.words("joined noun")
#: Words that close a firm's name after "and".
_PARTNERS = tables.words("partner word")
_UNITS = tables.words("numbered unit")


def person(
    parse: Parse, first: int, last: int, occupied: dict[int, str], nations: dict[int, Hit]
) -> tuple[int, int]:
    """A person's span with the initials, given names and hyphenated parts that the recogniser left out."""
    words, tags = parse.words, parse.tags
    given = tables.first_names()
    while last + 2 < len(words) and words[last + 1] == "-" and parse.end[last] == parse.start[last + 1]:
        if tags[last + 2][:2] != "NN" or occupied.get(last + 2, "PERSON") != "PERSON":
            break
        if first == last and words[last + 2].islower():
            break  # "the *Obama*-era rule", but "Kim Jong-un"
        last += 2
    while words[last].lower() in PARTICLES and last + 1 < len(words) and tags[last + 1][:3] == "NNP":
        last += 1
    for _ in range(3):
        t = first - 1
        if (
            t > 0
            and words[t] == "-"
            and parse.start[first] == parse.end[t]
            and parse.start[t] == parse.end[t - 1]
        ):
            part = words[t - 1]
            name = part[:1].isupper() and part.isalpha() and tags[t - 1][:3] == "NNP"
            if not name or part.lower() in STANDS:
                break  # "*Pro*-Trump"
            first = t - 1
            continue
        if t < 0 or tags[t][:3] != "NNP" or t in nations or occupied.get(t, "PERSON") != "PERSON":
            break
        word = words[t]
        initial = len(word.rstrip(".")) == 1 and word.isupper() is True
        fits = initial or (word in given and word[:1].isupper() and not word.isupper())
        if not fits or word.lower() in HONORIFIC or role_phrases.title((word.lower(),)):
            break
        first = t
    return first, last


def body(parse: Parse, first: int, last: int, nations: dict[int, Hit]) -> tuple[int, int]:
    """An organisation's span with the country, the legal form or the "of X" that belongs to it."""
    words = parse.words
    first, last = _legal(parse, first, last, nations)
    last = _closed(parse, first, last, nations)
    last = _paired(parse, first, last)
    last = _purpose(parse, first, last, nations)
    if last < first:
        return first, last
    if words[last].lower() in _UNITS and first and words[first - 1].isdigit() and len(words[first - 1]) < 4:
        first -= 1  # "*1* Mechanised Division"
    named = words[last].lower() in BODY
    hit = nations.get(first - 1)
    if named and hit is not None and first == hit.last + 1:
        actor = tables.actors().get(words[last].lower())
        if actor is None or not actor.for_state:
            first = hit.first
    if named and words[last].lower() in OF and words[last + 1 : last + 2] == ["of"] and last + 2 < len(words):
        j = last + 2 + (words[last + 2] == "the")
        if (hit := nations.get(j)) is not None and hit.first == j and hit.known[0].sort == "country":
            last = hit.last
    return first, _seatless(parse, first, last, nations)


def _seatless(parse: Parse, first: int, last: int, nations: dict[int, Hit]) -> int:
    """The end of a name without the country that a firm is of: "*LG Telecom* of South Korea"."""
    words = parse.words
    stop = next((t for t in range(last - 1, first, -1) if words[t] == "of"), last)
    hit = nations.get(stop + 1 + (words[stop + 1 : stop + 2] == ["the"]))
    if stop == last or hit is None or hit.last != last or hit.known[0].sort != "country":
        return last
    own = words[first:stop]
    firm = any(w in LEGAL or (len(w) > 1 and w.isupper()) for w in own)
    described = {w.lower() for w in own} & (OF | tables.actors().keys())
    return stop - 1 if firm and not described else last


def _named(parse: Parse, i: int) -> bool:
    """Whether a word can be part of a name by its capital and tag."""
    word = parse.words[i]
    plain = word[:1].isupper() and parse.tags[i] in ("NNP", "NNPS")
    return plain and word.lower() not in NOT_NAMES and word.lower() not in WEEKDAYS


def partners(words: list[str], last: int) -> bool:
    """Whether what follows the word at ``last`` makes it a firm of partners: "Norton *and Co*"."""
    after = words[last + 1 : last + 3]
    return len(after) == 2 and after[0] in ("and", "&") and after[1] in _PARTNERS


def _opened(words: list[str], first: int, last: int) -> int:
    """The first token of a firm's name with a place in brackets; -1 where there are none.

    "Industrial Equity (*Pacific) Ltd*".
    """
    if ")" not in words[first:last] or "(" in words[first:last]:
        return -1
    t = next((t for t in range(first - 1, max(-1, first - 10), -1) if words[t] == "("), -1)
    while t > 0 and words[t - 1][:1].isupper():
        t -= 1  # "*Industrial* Equity (Pacific) Ltd"
    return t + 1 if t >= 0 and words[t] == "(" else t


def _legal(parse: Parse, first: int, last: int, nations: dict[int, Hit]) -> tuple[int, int]:
    """The whole of a firm's name up to its legal form: "Volvo 1986 Lease Finance Corp"."""
    words = parse.words
    closed = (
        t
        for t in range(first + 1, last)
        if words[t] in LEGAL and words[t].endswith(".") and words[t + 1] not in LEGAL
    )
    last = next(closed, last)  # not "Software Arts *Inc. Software* Arts", over the end of a sentence
    after = words[last + 1 : last + 3]
    if partners(words, last) or (len(after) == 2 and after[0] == "," and after[1] in LEGAL):
        last += 2
    elif after and after[0] in LEGAL and words[last] not in LEGAL:
        last += 1
    if words[last] not in LEGAL:
        return first, last
    if (opened := _opened(words, first, last)) >= 0:
        return opened, last
    several = "and" in words[first:last] or "&" in words[first:last]
    while first:
        t = first - 1
        if t in nations:
            break
        numbered = parse.tags[t] == "CD" or words[t] == "&"
        if _named(parse, t) and not role_phrases.title((words[t].lower(),)):
            first = t
        elif numbered and t and _named(parse, t - 1) and t - 1 not in nations:
            first = t - 1
        elif several and words[t] == "," and t > 1 and _named(parse, t - 1) and not _named(parse, t - 2):
            return t - 1, last
        else:
            break
    return first, last


def _closed(parse: Parse, first: int, last: int, nations: dict[int, Hit]) -> int:
    """The end of a name that was cut at "of" or "of the": after what follows, else before it."""
    words = parse.words
    if words[last].lower() not in _OPEN or words[last][:1].isupper():
        return last
    stop = last + 1
    hit = nations.get(stop)
    if words[last] in ("of", "the", "for") and hit is not None and hit.first == stop:
        return hit.last
    while words[last] in ("of", "the", "for") and stop < len(words) and _named(parse, stop):
        stop += 1
    if stop > last + 1:
        return stop - 1
    while last >= first and words[last].lower() in _OPEN:
        last -= 1
    return last


def _paired(parse: Parse, first: int, last: int) -> int:
    """The end of a name that was cut at its "and": "FAO's Global Information and Early Warning System"."""
    words = parse.words
    before = words[first - 1] if first else ""
    if words[last + 1 : last + 2] != ["and"] or before not in ("'s", "’s", "'", "’", "of"):
        return last
    if any(w.lower() in BODY for w in words[first : last + 1]):
        return last
    stop = last + 2
    while stop < len(words) and (_named(parse, stop) or (words[stop][:1].isupper() and stop > last + 1)):
        stop += 1
    return stop - 1 if stop > last + 3 and words[stop - 1].lower() in _JOINED else last


def _purpose(parse: Parse, first: int, last: int, nations: dict[int, Hit]) -> int:
    """The end of a name with what it is for: "the UN Office *for the Coordination of …"."""
    words = parse.words
    if last < first or words[last].lower() not in _FOR or words[last + 1 : last + 2] not in (["of"], ["for"]):
        return last
    at = last + 2 + (words[last + 2 : last + 3] == ["the"])
    stop = at
    while stop < len(words):
        inner = stop > at and words[stop] in ("of", "and", "for", "the")
        if not (inner or _named(parse, stop)) or stop in nations or words[stop] in tables.first_names():
            break
        stop += 1
    while stop > at and words[stop - 1] in ("of", "and", "for", "the"):
        stop -= 1
    return stop - 1 if stop > at else last
