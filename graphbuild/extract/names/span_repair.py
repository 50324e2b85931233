"""Repair the spans of NER: cut off titles, add missing parts, drop what is no name."""

from __future__ import annotations

import re

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.names import role_phrases, span_extension, span_trimming
from graphbuild.extract.names.candidate import Candidate
from graphbuild.extract.names.gazetteer import GazetteerMatch
from graphbuild.extract.names.word_classes import (
    FUNCTION_WORDS,
    HONORIFIC,
    LEGAL_FORMS,
    NAME_PARTICLES,
    ORGANISATION_NOUNS,
    PORTFOLIO_WORDS,
    THING_ACRONYMS,
    THING_NOUNS,
    WEEKDAYS,
)
from graphbuild.tables.keys import normal

#: Kinds of names by NER label.
NER_KIND = {"PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place"}
#: Forms of address that only persons have.
_PERSONAL_ADDRESS = tables.words("personal address")
#: Abbreviations of US states, alone or after a party's letter ("Ann Otieno, *D-Kan.*").
_US_STATE = tables.patterns()["party and state"]
_TREATY_NOUNS = tables.words("treaty noun")
#: Abbreviations of degrees and seats after a name: "Ann Otieno *QC*".
_POST_NOMINALS = tables.words("post-nominal")
#: Adjectives of organisations ("*Congressional* leaders").
_ADJECTIVE = re.compile(r"[A-Z]\w+(al|ary)")
_HYPHENATED_PARTICIPLE = re.compile(r".+-[a-z]+ed")
_EDGE_MARKS = "\"'“”‘’()[]{},.;:!?-–—*•/ "
#: Words for believers before a name: "*Shi'ite* Amal".
_BELIEVERS = tables.words("believer")


def repair(
    parse: Parse,
    first: int,
    last: int,
    kind: str,
    occupied: dict[int, str],
    nations: dict[int, GazetteerMatch],
    towns: dict[int, GazetteerMatch],
) -> Candidate | None:
    """Return the span without articles, titles and stray marks, with missing parts; None if it is no name.

    ``occupied`` has the NER label of each token; ``nations`` and ``towns`` the listed names of states, and
    of their cities and seats of power, by token.
    """
    words = parse.words
    first, last = _strip(parse, first, last, kind)
    if first > last:
        return None
    if kind == "person" and (words[last] in LEGAL_FORMS or span_extension.has_partners(words, last)):
        kind = "organisation"
    first, last, kind = span_trimming.trim(parse, first, last, kind, towns)
    if span_trimming.only_places(words, first, last, kind, nations, towns):
        return None
    hit, given = nations.get(first), tables.first_names()
    if kind != "place" and hit is not None and hit.last < last and words[first] not in given:
        inner = words[hit.last + 1]
        if inner in given and words[last].lower() not in ORGANISATION_NOUNS:
            first, kind = hit.last + 1, "person"  # "(envoy to) Syria Staffan de Mistura"
    if kind == "person":
        last = _strip_after_person(parse, first, last)
        first = _first_after_titles(parse, first, last)
        first, last = span_extension.extend_person(parse, first, last, occupied, nations)
    elif kind == "organisation":
        untitled = _first_after_titles(parse, first, last)
        personal = words[first].lower() in _PERSONAL_ADDRESS and words[first][:1].isupper()
        personal = personal or (words[untitled] in given and words[last].lower() not in ORGANISATION_NOUNS)
        if untitled > first and personal:
            first, kind = untitled, "person"  # "Magistrate Daniel Covington", "Mr Ebbers"
        else:
            while last > first and words[last].islower() and parse.tags[last] == "JJ":
                last -= 1  # "Manhattan *federal* (court)"
            first, last = span_extension.extend_organisation(parse, first, last, nations)
            if first > last or _is_no_organisation(parse, first, last):
                return None
            if _is_indefinite(parse, first, last, nations):
                return None
    if first > last or _is_post(parse, first, last, kind):
        return None
    participle = _HYPHENATED_PARTICIPLE.fullmatch(words[first])  # "*U.S.-backed* rebels"
    if first == last and (participle or words[first].lower() in FUNCTION_WORDS):
        return None
    return _clean_candidate(parse, first, last, kind)


def _strip(parse: Parse, first: int, last: int, kind: str) -> tuple[int, int]:
    """Return the span without articles, genitive endings, marks and lower-case words around a name."""
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
        while first < last and words[first] in _BELIEVERS:
            first += 1  # "*Shi'ite* Amal"
        start = first
        while (
            first < last
            and words[first].islower()
            and words[first].isalpha()
            and words[first] not in NAME_PARTICLES
        ):
            first += 1
        while start < first < last and not any(ch.isalnum() for ch in words[first]):
            first += 1  # "non-British" starts at "British"
    return first, last


def _strip_after_person(parse: Parse, first: int, last: int) -> int:
    """Return the end of a person's span without function words, weekdays and post-nominals."""
    words = parse.words
    while last > first and (
        (words[last].islower() and words[last] in FUNCTION_WORDS and words[last - 1] != "-")
        or words[last].lower() in WEEKDAYS
        or words[last] in _POST_NOMINALS
    ):
        last -= 1  # "Chidi Odinkalu of", "Ann Otieno Thursday", "Ann Otieno QC"
    return last


def _clean_candidate(parse: Parse, first: int, last: int, kind: str) -> Candidate | None:
    """Return the tokens as a candidate without stray marks; None for US states and garbled words."""
    start, end = parse.start[first], parse.end[last]
    text = parse.text[start:end]
    while text and text[-1] in _EDGE_MARKS and not text.endswith((".", ")")):
        end -= 1
        text = text[:-1]
    start, end = span_trimming.without_stuck_words(text, start, kind)
    text = parse.text[start:end]
    start += len(text) - len(text.lstrip(_EDGE_MARKS))
    text = parse.text[start:end]
    if (
        not any(ch.isupper() for ch in text)
        or not normal(text)
        or _US_STATE.fullmatch(text)
        or span_trimming.is_garbled(text)
    ):
        return None
    return Candidate(first, last, start, end, text, kind)


def _is_no_organisation(parse: Parse, first: int, last: int) -> bool:
    """Whether an organisation's span denotes a law, event, place, office or sum."""
    lower = [w.lower() for w in parse.words[first : last + 1]]
    if lower[-1] in THING_NOUNS or "$" in lower[0]:
        return True
    if first == last and parse.words[first] in THING_ACRONYMS:
        return True
    if all(w in PORTFOLIO_WORDS for w in lower) and " ".join(lower) not in tables.words("state office"):
        return True  # "the Minister of *Foreign Affairs*"
    following = parse.words[last + 1].lower() if last + 1 < len(parse.words) else ""
    adjective = first == last and parse.tags[first] == "JJ" and _ADJECTIVE.fullmatch(parse.words[first])
    if adjective and following not in tables.words("party post"):
        return True
    before = [w.lower() for w in parse.words[max(0, first - 2) : first]]
    title = before[0] if before[1:] == ["of"] else ""
    if parse.words[first] == "State" and (title.endswith("secretary") or title == "minister"):
        return True  # "Under-Secretary of *State for Economic Affairs*"
    if parse.words[last] in ("nations", "countries"):
        return True
    stop = next((k for k, w in enumerate(lower) if w in ("on", "against")), 0)
    if stop and lower[stop - 1].removesuffix("s") in _TREATY_NOUNS:  # "Convention against Corruption"
        return True
    return (
        len(lower) > 2
        and lower[1] in ("of", "for")
        and lower[0] in ("minister", "secretary", "ambassador", "president")
    )


def _is_post(parse: Parse, first: int, last: int, kind: str) -> bool:
    """Whether a span is the title of a post, or its acronym: "Development Manager", "GOC", "G.O.C."."""
    words = parse.words[first : last + 1]
    if kind == "place" or words[0] in tables.first_names():
        return False
    acronym = words[0].replace(".", "")
    return role_phrases.is_post(words) or (
        len(words) == 1 and acronym.isupper() and role_phrases.is_title((acronym.lower(),))
    )


def _is_indefinite(parse: Parse, first: int, last: int, nations: dict[int, GazetteerMatch]) -> bool:
    """Whether a state and a noun are indefinite: "at *a* U.K. Bank"."""
    hit = nations.get(first)
    determiner = parse.words[first - 1].lower() if first else ""
    return (
        determiner in ("a", "an", "another", "one")
        and hit is not None
        and hit.last + 1 == last
        and parse.words[last].lower() in ORGANISATION_NOUNS
    )


def _first_after_titles(parse: Parse, first: int, last: int) -> int:
    """Return the first token of a person's name after titles: Khamis in "Air Vice Marshal Khamis Hammad"."""
    lower = [w.lower() for w in parse.words[first : last + 1]]
    k = 0
    while k < len(lower) - 1:
        if lower[k] in HONORIFIC or not any(ch.isalnum() for ch in lower[k]):
            k += 1
            continue
        step = next(
            (
                n
                for n in (4, 3, 2, 1)
                if k + n < len(lower) and role_phrases.is_title(tuple(lower[k : k + n]))
            ),
            0,
        )
        if not step or (k == len(lower) - 2 and parse.words[first + k] in tables.first_names()):
            break  # "*Dean* Otieno"
        k += step
    return first + k
