"""The recogniser's spans made whole: titles cut off, missing parts added, what is no name left out."""

from __future__ import annotations

import re

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.names import role_phrases, span_extension, span_trimming
from graphbuild.extract.names.candidate import Candidate
from graphbuild.extract.names.gazetteer import Hit
from graphbuild.extract.names.word_classes import (
    BODY,
    DAYS,
    FIELDS,
    HONORIFIC,
    LEGAL,
    NO_BODY,
    NO_BODY_SHORT,
    NOT_NAMES,
    PARTICLES,
)
from graphbuild.tables.keys import normal

NER_KIND = {"PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place"}


#: Forms of address that only persons have.
_ADDRESS = tables.words("personal address")
#: Short forms of states of the US, alone or after a party's letter ("Ann Otieno, *D-Kan.*").
_OF_A_STATE = tables.patterns()["party and state"]


_TREATIES = tables.words("treaty noun")
#: What follows the name of who has a degree or seat: "Ann Otieno *QC*".
_AFTER_NAMES = tables.words("post-nominal")
#: Single words for what belongs to a body ("*Congressional* leaders").
_ADJECTIVE = re.compile(r"[A-Z]\w+(al|ary)")
_HYPHENED = re.compile(r".+-[a-z]+ed")
_EDGE = "\"'“”‘’()[]{},.;:!?-–—*•/ "


#: What those who bear a name believe, before it.
_SECTS = tables.words("believer")


def repair(
    parse: Parse,
    first: int,
    last: int,
    kind: str,
    occupied: dict[int, str],
    nations: dict[int, Hit],
    towns: dict[int, Hit],
) -> Candidate | None:
    """The span without articles, titles and stray marks, with the parts of the name that it lacked.

    ``nations`` and ``towns`` are the known names of states, and of their cities and seats of power, by token.
    """
    words = parse.words
    while first <= last and (
        words[first].lower() in ("the", "a", "an") or not any(ch.isalnum() for ch in words[first])
    ):
        first += 1
    if last > first and words[last] == "-" and parse.text[parse.end[last] :][:1].islower():
        last += 1  # "Moon Jae-in"
    while last >= first and (
        words[last] in ("'s", "'", "’s")
        or (words[last].lower() in HONORIFIC and words[last].endswith("."))
        or not any(ch.isalnum() for ch in words[last])
    ):
        last -= 1
    while last > first + 1 and words[last - 1] == "-" and words[last].islower() and words[last][-2:] == "ed":
        last -= 2  # "U.S.-backed"
    if kind in ("person", "organisation"):
        while first < last and words[first] in _SECTS:
            first += 1  # "*Shi'ite* Amal"
        start = first
        while (
            first < last
            and words[first].islower()
            and words[first].isalpha()
            and words[first] not in PARTICLES
        ):
            first += 1
        while start < first < last and not any(ch.isalnum() for ch in words[first]):
            first += 1  # "non-British" starts at "British"
    if first > last:
        return None
    if kind == "person" and (words[last] in LEGAL or span_extension.partners(words, last)):
        kind = "organisation"
    first, last, kind = span_trimming.cut(parse, first, last, kind, towns)
    if span_trimming.only_places(words, first, last, kind, nations, towns):
        return None
    hit, given = nations.get(first), tables.first_names()
    if kind != "place" and hit is not None and hit.last < last and words[first] not in given:
        inner = words[hit.last + 1]
        if inner in given and words[last].lower() not in BODY:
            first, kind = hit.last + 1, "person"  # "(envoy to) Syria Staffan de Mistura"
    if kind == "person":
        while last > first and (
            (words[last].islower() and words[last] in NOT_NAMES and words[last - 1] != "-")
            or words[last].lower() in DAYS
            or words[last] in _AFTER_NAMES
        ):
            last -= 1  # "Chidi Odinkalu of", "Ann Otieno Thursday", "Ann Otieno QC"
        first = _untitled(parse, first, last)
        first, last = span_extension.person(parse, first, last, occupied, nations)
    elif kind == "organisation":
        named = _untitled(parse, first, last)
        address = words[first].lower() in _ADDRESS and words[first][:1].isupper()
        if named > first and (
            address or (words[named] in tables.first_names() and words[last].lower() not in BODY)
        ):
            first, kind = named, "person"  # "Magistrate Daniel Covington", "Mr Ebbers"
        else:
            while last > first and words[last].islower() and parse.tags[last] == "JJ":
                last -= 1  # "Manhattan *federal* (court)"
            first, last = span_extension.body(parse, first, last, nations)
            if first > last or _no_body(parse, first, last) or _some(parse, first, last, nations):
                return None
    if first > last:
        return None
    if first == last and (words[first].lower() in NOT_NAMES or _HYPHENED.fullmatch(words[first])):
        return None  # "*U.S.-backed* rebels"
    return _candidate(parse, first, last, kind)


def _candidate(parse: Parse, first: int, last: int, kind: str) -> Candidate | None:
    """The tokens as a name without stray marks; None for a US state and spoilt words."""
    start, end = parse.start[first], parse.end[last]
    text = parse.text[start:end]
    while text and text[-1] in _EDGE and not text.endswith((".", ")")):
        end -= 1
        text = text[:-1]
    start, end = span_trimming.unglued(text, start, kind)
    text = parse.text[start:end]
    start += len(text) - len(text.lstrip(_EDGE))
    text = parse.text[start:end]
    if (
        not any(ch.isupper() for ch in text)
        or not normal(text)
        or _OF_A_STATE.fullmatch(text)
        or span_trimming.spoilt(text)
    ):
        return None
    return Candidate(first, last, start, end, text, kind)


def _no_body(parse: Parse, first: int, last: int) -> bool:
    """Whether words that the recogniser takes for a body name a law, event, place, office or sum."""
    low = [w.lower() for w in parse.words[first : last + 1]]
    if low[-1] in NO_BODY or "$" in low[0]:
        return True
    if first == last and (parse.words[first] in NO_BODY_SHORT or _post(parse.words[first])):
        return True
    if all(w in FIELDS for w in low) and " ".join(low) not in tables.words("state office"):
        return True  # "the Minister of *Foreign Affairs*"
    following = parse.words[last + 1].lower() if last + 1 < len(parse.words) else ""
    described = first == last and parse.tags[first] == "JJ" and _ADJECTIVE.fullmatch(parse.words[first])
    if described and following not in tables.words("party post"):
        return True
    before = [w.lower() for w in parse.words[max(0, first - 2) : first]]
    led = before[0] if before[1:] == ["of"] else ""
    if parse.words[first] == "State" and (led.endswith("secretary") or led == "minister"):
        return True  # "Under-Secretary of *State for Economic Affairs*"
    if parse.words[last] in ("nations", "countries"):
        return True
    stop = next((k for k, w in enumerate(low) if w in ("on", "against")), 0)
    if stop and low[stop - 1].removesuffix("s") in _TREATIES:  # "Convention against Corruption"
        return True
    return (
        len(low) > 2
        and low[1] in ("of", "for")
        and low[0] in ("minister", "secretary", "ambassador", "president")
    )


def _post(word: str) -> bool:
    """Whether a word of capitals is the short form of a post: "GOC", "COAS"."""
    return word.isupper() and role_phrases.title((word.lower(),))


def _some(parse: Parse, first: int, last: int, nations: dict[int, Hit]) -> bool:
    """Whether one of a state's bodies is spoken of, whichever: "at *a* U.K. Bank"."""
    hit = nations.get(first)
    led = parse.words[first - 1].lower() if first else ""
    return (
        led in ("a", "an", "another", "one")
        and hit is not None
        and hit.last + 1 == last
        and parse.words[last].lower() in BODY
    )


def _untitled(parse: Parse, first: int, last: int) -> int:
    """First token of a person's name after titles: "Air Vice Marshal Khamis Hammad" starts at Khamis."""
    low = [w.lower() for w in parse.words[first : last + 1]]
    k = 0
    while k < len(low) - 1:
        if low[k] in HONORIFIC or not any(ch.isalnum() for ch in low[k]):
            k += 1
            continue
        step = next(
            (n for n in (4, 3, 2, 1) if k + n < len(low) and role_phrases.title(tuple(low[k : k + n]))), 0
        )
        if not step or (k == len(low) - 2 and parse.words[first + k] in tables.first_names()):
            break  # "*Dean* Otieno"
        k += step
    return first + k
