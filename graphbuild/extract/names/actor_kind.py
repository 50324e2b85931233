"""Decide what a recognised candidate is: a state, an organisation, a person, or no actor."""

from __future__ import annotations

from collections import Counter

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.names import event_names, metonyms, role_phrases
from graphbuild.extract.names.candidate import Candidate
from graphbuild.extract.names.gazetteer import GazetteerEntry
from graphbuild.extract.names.missed_names import capitalised
from graphbuild.extract.names.word_classes import (
    CHAMBERS,
    FORMS_OF_ADDRESS,
    HONORIFIC,
    ORGANISATION_NOUNS,
    WEEKDAYS,
)
from graphbuild.model import Kind
from graphbuild.tables.keys import GENERATIONS

#: Peoples that live in several states: "Turkmen".
_PEOPLES_BEYOND = tables.words("people beyond its state")


def actor_kind(
    parse: Parse,
    c: Candidate,
    tally: Counter[str],
    states: frozenset[str],
    placed: frozenset[str],
) -> tuple[Kind, GazetteerEntry | None] | None:
    """Return the kind of a candidate and its table entry, if any; None for what is no actor here.

    ``tally`` has the votes for each kind. ``states`` are the codes of the countries that the article names; a
    capital that a former state shares with its successor ("Moscow") denotes the one that is named. ``placed``
    are the codes of countries whose cities and regions are named: beside Atlanta, Georgia is part of the US.
    """
    if not tally:
        return None
    best = min(tally, key=lambda k: (-tally[k], k))
    if c.entries and best != "person" and event_names.is_part_of_event(parse, c):
        return None
    state = _entry(c, states, "country", "demonym", "seat")
    if state is not None:
        if _denotes_no_state(parse, c, state, states, placed):
            return None
        if best in ("country", "demonym", "seat", "place") or (not state.ambiguous and tally[best] < 9):
            return "country", state
    capital = _entry(c, states, "capital")
    if capital is not None and best in ("capital", "place"):
        return ("country", capital) if metonyms.denotes_state(parse, c) else None
    organisation = _organisation_entry(c, states)
    if best == "demonym" and organisation is not None and _is_of(organisation, states):
        best = "organisation"  # NER takes those of a party for a people: "the *Conservatives*"
    maybe_club = any(k.entry_type == "place" for k in c.entries)  # only sports reports have votes for it
    if best == "organisation" and (c.label or organisation is not None or maybe_club):
        return ("organisation", organisation) if _is_organisation(parse, c, organisation, states) else None
    plain = not _is_common(parse, c) and not any(ch.isdigit() for ch in c.text)
    if best == "person" and plain and not _is_address_or_day(parse, c):
        return "person", None
    return None


def _entry(c: Candidate, states: frozenset[str], *sorts: str) -> GazetteerEntry | None:
    """Return the table entry of given sorts, of several that of a state that the article names."""
    fitting = [k for k in c.entries if k.entry_type in sorts]
    return next((k for k in fitting if k.key in states), fitting[0] if fitting else None)


def _denotes_no_state(
    parse: Parse, c: Candidate, state: GazetteerEntry, states: frozenset[str], placed: frozenset[str]
) -> bool:
    """Whether the name of a state or people denotes something else here."""
    return (
        event_names.is_war_or_election(parse, c)
        or _is_language(parse, c)
        or _is_aged_person(parse, c)
        or _is_part_of_another(c, state, states, placed)
        or (c.text in _PEOPLES_BEYOND and state.key not in states)
    )


def _is_organisation(
    parse: Parse, c: Candidate, organisation: GazetteerEntry | None, states: frozenset[str]
) -> bool:
    """Whether a candidate with most votes for an organisation is one; ``organisation`` is its table entry."""
    if c.first == c.last and c.text.lower() in CHAMBERS and _is_of_federal_state(parse, c.first):
        return False
    if organisation is None:
        return not _is_common(parse, c)
    if _is_colour_of_government(parse, c, organisation):
        return False
    return not (organisation.ambiguous and _only_sentence_initial(parse, c, organisation, states))


def _is_language(parse: Parse, c: Candidate) -> bool:
    """Whether a demonym denotes a language: "she speaks French", "in Greek"."""
    head = parse.head[c.last]
    spoken = parse.deps[c.last] == "dobj" and parse.lemmas[head] == "speak"
    written = parse.deps[c.last] == "pobj" and parse.words[head] == "in"
    return (spoken or written) and all(k.entry_type == "demonym" for k in c.entries)


def _is_aged_person(parse: Parse, c: Candidate) -> bool:
    """Whether a demonym denotes a person: "the 24-year-*old Swiss* added"."""
    before = [w.lower() for w in parse.words[max(0, c.first - 4) : c.first]]
    noun = parse.deps[c.last] not in ("amod", "compound", "nmod")
    return noun and before == ["-", "year", "-", "old"] and all(k.entry_type == "demonym" for k in c.entries)


def _is_part_of_another(
    c: Candidate, state: GazetteerEntry, states: frozenset[str], placed: frozenset[str]
) -> bool:
    """Whether the name of a state denotes a place in another: "Lebanon, Pennsylvania"."""
    others = {k.key for k in c.entries if k.entry_type == "place"} - {state.key}
    if not others or not state.ambiguous or state.key in states:
        return False
    return bool(others & placed)


def _organisation_entry(c: Candidate, states: frozenset[str]) -> GazetteerEntry | None:
    """Return the listed organisation of a name: of several, the only one whose state the article names."""
    options = [k for k in c.entries if k.entry_type in ("organisation", "member")]
    if len({k.key for k in options}) < 2:
        return options[0] if options else None
    table = tables.organisations()
    in_states = [k for k in options if k.key in table and table[k.key].country in states]
    return in_states[0] if len(in_states) == 1 else None


def _is_of(organisation: GazetteerEntry, states: frozenset[str]) -> bool:
    """Whether a listed organisation is one of the states that the article names."""
    known = tables.organisations().get(organisation.key)
    return known is not None and known.country in states


def _is_colour_of_government(parse: Parse, c: Candidate, organisation: GazetteerEntry) -> bool:
    """Whether the word for a party's members only tells the colour of a state's government: "*Conservative*
    government".
    """
    following = parse.words[c.last + 1 : c.last + 2]
    return organisation.entry_type == "member" and organisation.ambiguous and following == ["government"]


def _only_sentence_initial(
    parse: Parse, c: Candidate, organisation: GazetteerEntry, states: frozenset[str]
) -> bool:
    """Whether a common word is capitalised only because it opens a sentence: "*Labour* leaders said".

    False for an acronym, and if the article names the state of the organisation.
    """
    if c.text.isupper():
        return False
    known = tables.organisations().get(organisation.key)
    modifies = parse.deps[c.last] in ("amod", "compound", "nmod")
    described = modifies and parse.tags[parse.head[c.last]] == "NNS"
    return parse.starts_sentence(c.first) and described and (known is None or known.country not in states)


def _is_address_or_day(parse: Parse, c: Candidate) -> bool:
    """Whether the words are only a form of address or a weekday: "His Highness", "Friday"."""
    words = [w.lower() for w in parse.words[c.first : c.last + 1]]
    if words[0] in ("his", "her", "their"):
        return all(w in FORMS_OF_ADDRESS or w in tables.roles() or role_phrases.is_title((w,)) for w in words)
    return all(w in FORMS_OF_ADDRESS for w in words) or (len(words) == 1 and words[0] in WEEKDAYS)


def _is_common(parse: Parse, c: Candidate) -> bool:
    """Whether the words are common nouns, roles or marks rather than a name."""
    words = parse.words[c.first : c.last + 1]
    if all(w.islower() for w in words):
        return True
    lower = tuple(w.lower() for w in words)
    if c.first == c.last:
        if lower[0] in CHAMBERS:
            return not capitalised(parse, words[0])
        return (
            lower[0] in tables.roles()
            or lower[0] in tables.actors()
            or lower[0] in ORGANISATION_NOUNS
            or _is_mark(lower[0])
        )
    return role_phrases.is_title(lower)


def _is_of_federal_state(parse: Parse, i: int) -> bool:
    """Whether a chamber is one of a state of the federation: "the Ohio *state* House and Senate"."""
    before = [w.lower() for w in parse.words[max(0, i - 3) : i]]
    if before[-1:] in (["and"], ["or"]):
        before = before[:-2] if before[-2:-1] and before[-2] in CHAMBERS else []
    return before[-1:] == ["state"]


def _is_mark(word: str) -> bool:
    """Whether a word is an initial, a generation mark or a form of address: "Jr.", "Sens."."""
    plain = word.strip(".-")
    return len(plain) < 2 or plain in GENERATIONS or plain in HONORIFIC
