"""Extend the spans of names by parts that NER missed."""

from __future__ import annotations

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.names import role_phrases
from graphbuild.extract.names.gazetteer import GazetteerMatch
from graphbuild.extract.names.word_classes import (
    FUNCTION_WORDS,
    HONORIFIC,
    LEGAL_FORMS,
    NAME_PARTICLES,
    OF_NOUNS,
    ORGANISATION_NOUNS,
    STANCE_PREFIXES,
    WEEKDAYS_AND_MONTHS,
)

#: Words that no name ends in.
_NON_FINAL_WORDS = tables.words("open word")
#: Nouns in names of organisations whose purpose follows after "of" or "for".
_PURPOSE_NOUNS = tables.words("purpose noun")
#: Last words of names that may contain an "and" ("Global Information and Early Warning System").
_NOUNS_AFTER_AND = ORGANISATION_NOUNS | tables.words("joined noun")
#: Words that end the name of a company after "and".
_PARTNER_WORDS = tables.words("partner word")
_NUMBERED_UNITS = tables.words("numbered unit")


def extend_person(
    parse: Parse, first: int, last: int, occupied: dict[int, str], nations: dict[int, GazetteerMatch]
) -> tuple[int, int]:
    """Return a person's span with adjoining initials, first names and hyphenated parts."""
    words, tags = parse.words, parse.tags
    given = tables.first_names()
    while last + 2 < len(words) and words[last + 1] == "-" and parse.end[last] == parse.start[last + 1]:
        if tags[last + 2][:2] != "NN" or occupied.get(last + 2, "PERSON") != "PERSON":
            break
        if first == last and words[last + 2].islower():
            break  # "the *Obama*-era rule", but "Kim Jong-un"
        last += 2
    while words[last].lower() in NAME_PARTICLES and last + 1 < len(words) and tags[last + 1][:3] == "NNP":
        last += 1
    start = parse.sentence(first)[0]
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
            if not name or part.lower() in STANCE_PREFIXES:
                break  # "*Pro*-Trump"
            first = t - 1
            continue
        if t < start or tags[t][:3] != "NNP" or t in nations or occupied.get(t, "PERSON") != "PERSON":
            break
        word = words[t]
        initial = len(word.rstrip(".")) == 1 and word.isupper() is True
        is_part = initial or (word in given and word[:1].isupper() and not word.isupper())
        if not is_part or word.lower() in HONORIFIC or role_phrases.is_title((word.lower(),)):
            break
        first = t
    return first, last


def extend_organisation(
    parse: Parse, first: int, last: int, nations: dict[int, GazetteerMatch]
) -> tuple[int, int]:
    """Return an organisation's span with the country, legal form or "of X" that belongs to it."""
    words = parse.words
    first, last = _with_legal_form(parse, first, last, nations)
    last = _end_after_of(parse, first, last, nations)
    last = _end_after_and(parse, first, last)
    last = _end_after_purpose(parse, first, last, nations)
    if last < first:
        return first, last
    last_word = words[last].lower()
    numbered = first and words[first - 1].isdigit() and len(words[first - 1]) < 4
    if last_word in _NUMBERED_UNITS and numbered:
        first -= 1  # "*1* Mechanised Division"
    ends_in_noun = last_word in ORGANISATION_NOUNS
    hit = nations.get(first - 1)
    if ends_in_noun and hit is not None and first == hit.last + 1:
        actor = tables.actors().get(last_word)
        if actor is None or not actor.for_state:
            first = hit.first
    takes_of = ends_in_noun and last_word in OF_NOUNS
    if takes_of and words[last + 1 : last + 2] == ["of"] and last + 2 < len(words):
        start = last + 2 + (words[last + 2] == "the")
        if (
            (hit := nations.get(start)) is not None
            and hit.first == start
            and hit.entries[0].entry_type == "country"
        ):
            last = hit.last
    return first, _without_country(parse, first, last, nations)


def _without_country(parse: Parse, first: int, last: int, nations: dict[int, GazetteerMatch]) -> int:
    """Return the end of a company's name without its country: "*LG Telecom* of South Korea"."""
    words = parse.words
    stop = next((t for t in range(last - 1, first, -1) if words[t] == "of"), last)
    hit = nations.get(stop + 1 + (words[stop + 1 : stop + 2] == ["the"]))
    if stop == last or hit is None or hit.last != last or hit.entries[0].entry_type != "country":
        return last
    name = words[first:stop]
    company = any(w in LEGAL_FORMS or (len(w) > 1 and w.isupper()) for w in name)
    described = {w.lower() for w in name} & (OF_NOUNS | tables.actors().keys())
    return stop - 1 if company and not described else last


def _can_be_in_name(parse: Parse, i: int) -> bool:
    """Whether a token can be part of a name, by its capital and tag."""
    word = parse.words[i]
    proper = word[:1].isupper() and parse.tags[i] in ("NNP", "NNPS")
    return proper and word.lower() not in FUNCTION_WORDS and word.lower() not in WEEKDAYS_AND_MONTHS


def has_partners(words: list[str], last: int) -> bool:
    """Whether partners follow the word at ``last`` in a company's name: "Norton *and Co*"."""
    after = words[last + 1 : last + 3]
    return len(after) == 2 and after[0] in ("and", "&") and after[1] in _PARTNER_WORDS


def _start_before_brackets(words: list[str], first: int, last: int) -> int:
    """Return the first token of a company's name with a place in brackets; -1 without one.

    "Industrial Equity (*Pacific) Ltd*".
    """
    if ")" not in words[first:last] or "(" in words[first:last]:
        return -1
    t = next((t for t in range(first - 1, max(-1, first - 10), -1) if words[t] == "("), -1)
    while t > 0 and words[t - 1][:1].isupper():
        t -= 1  # "*Industrial* Equity (Pacific) Ltd"
    return t + 1 if t >= 0 and words[t] == "(" else t


def _with_legal_form(
    parse: Parse, first: int, last: int, nations: dict[int, GazetteerMatch]
) -> tuple[int, int]:
    """Return the full span of a company's name with legal form: "Volvo 1986 Lease Finance Corp"."""
    words = parse.words
    inner_ends = (
        t
        for t in range(first + 1, last)
        if words[t] in LEGAL_FORMS and words[t].endswith(".") and words[t + 1] not in LEGAL_FORMS
    )
    last = next(inner_ends, last)  # not "Software Arts *Inc. Software* Arts", across a sentence end
    after = words[last + 1 : last + 3]
    if has_partners(words, last) or (len(after) == 2 and after[0] == "," and after[1] in LEGAL_FORMS):
        last += 2
    elif after and after[0] in LEGAL_FORMS and words[last] not in LEGAL_FORMS:
        last += 1
    if words[last] not in LEGAL_FORMS:
        return first, last
    if (start := _start_before_brackets(words, first, last)) >= 0:
        return start, last
    joined = "and" in words[first:last] or "&" in words[first:last]
    while first:
        t = first - 1
        if t in nations:
            break
        numbered = parse.tags[t] == "CD" or words[t] == "&"
        if _can_be_in_name(parse, t) and not role_phrases.is_title((words[t].lower(),)):
            first = t
        elif numbered and t and _can_be_in_name(parse, t - 1) and t - 1 not in nations:
            first = t - 1
        elif (
            joined
            and words[t] == ","
            and t > 1
            and _can_be_in_name(parse, t - 1)
            and not _can_be_in_name(parse, t - 2)
        ):
            return t - 1, last
        else:
            break
    return first, last


def _end_after_of(parse: Parse, first: int, last: int, nations: dict[int, GazetteerMatch]) -> int:
    """Return the end of a name that NER cut at "of (the)": after the next name, else before "of"."""
    words = parse.words
    if words[last].lower() not in _NON_FINAL_WORDS or words[last][:1].isupper():
        return last
    stop = last + 1
    hit = nations.get(stop)
    if words[last] in ("of", "the", "for") and hit is not None and hit.first == stop:
        return hit.last
    while words[last] in ("of", "the", "for") and stop < len(words) and _can_be_in_name(parse, stop):
        stop += 1
    if stop > last + 1:
        return stop - 1
    while last >= first and words[last].lower() in _NON_FINAL_WORDS:
        last -= 1
    return last


def _end_after_and(parse: Parse, first: int, last: int) -> int:
    """Return the end of a name that NER cut at "and": "FAO's Global Information and Early Warning System"."""
    words = parse.words
    before = words[first - 1] if first else ""
    if words[last + 1 : last + 2] != ["and"] or before not in ("'s", "’s", "'", "’", "of"):
        return last
    if any(w.lower() in ORGANISATION_NOUNS for w in words[first : last + 1]):
        return last
    stop = last + 2
    while stop < len(words) and (
        _can_be_in_name(parse, stop) or (words[stop][:1].isupper() and stop > last + 1)
    ):
        stop += 1
    return stop - 1 if stop > last + 3 and words[stop - 1].lower() in _NOUNS_AFTER_AND else last


def _end_after_purpose(parse: Parse, first: int, last: int, nations: dict[int, GazetteerMatch]) -> int:
    """Return the end of a name with its purpose: "the UN Office *for the Coordination of …*"."""
    words = parse.words
    if (
        last < first
        or words[last].lower() not in _PURPOSE_NOUNS
        or words[last + 1 : last + 2] not in (["of"], ["for"])
    ):
        return last
    start = last + 2 + (words[last + 2 : last + 3] == ["the"])
    stop = start
    while stop < len(words):
        inner = stop > start and words[stop] in ("of", "and", "for", "the")
        if (
            not (inner or _can_be_in_name(parse, stop))
            or stop in nations
            or words[stop] in tables.first_names()
        ):
            break
        stop += 1
    while stop > start and words[stop - 1] in ("of", "and", "for", "the"):
        stop -= 1
    return stop - 1 if stop > start else last
