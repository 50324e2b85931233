"""Recognise the names of an article, by NER and the tables, and decide the kind of each.

Each :class:`Name` is one mention. Its kind is voted on: by the tables, the NER label, titles, first
names and the context. All mentions of an article with the same words share their votes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.names import capitals, event_names, metonyms, platforms, role_phrases
from graphbuild.extract.names.candidate import Candidate
from graphbuild.extract.names.gazetteer import GazetteerEntry, GazetteerMatch
from graphbuild.extract.names.kinds import vote
from graphbuild.extract.names.missed_names import capitalised, initials
from graphbuild.extract.names.spans import candidates
from graphbuild.extract.names.state_leaders import led_states
from graphbuild.extract.names.word_classes import (
    CHAMBERS,
    FORMS_OF_ADDRESS,
    HONORIFIC,
    ORGANISATION_NOUNS,
    WEEKDAYS,
    WEEKDAYS_AND_MONTHS,
)
from graphbuild.model import Kind
from graphbuild.tables.keys import GENERATIONS

#: Names of states that are used as adjectives: "US", "UK".
_ADJECTIVES = tables.words("name as adjective")

#: Peoples that live in several states: "Turkmen".
_PEOPLES_BEYOND = tables.words("people beyond its state")

_PLACE_PREPOSITIONS = tables.words("place preposition")

#: Between the parties of a court case.
_VERSUS = frozenset(["v.", "v"])


@dataclass(frozen=True, slots=True)
class Name:
    """A mention of a named entity: tokens ``first`` to ``last``, characters ``start`` to ``end``."""

    first: int
    last: int
    start: int
    end: int
    text: str
    kind: Kind
    entry: GazetteerEntry | None
    """The table entry; None if no table lists the name."""

    @property
    def demonym(self) -> bool:
        """Whether the name is the adjective of a state or the noun for its nationals."""
        return self.entry is not None and self.entry.entry_type == "demonym"

    @property
    def adjectival(self) -> bool:
        """Whether the name of a state can be an adjective: "German", "US"."""
        return self.demonym or (self.kind == "country" and self.text.replace(".", "") in _ADJECTIVES)


def find_names(parse: Parse, hits: Sequence[GazetteerMatch]) -> list[Name]:
    """Return the names in text order, without overlaps; ``hits`` are the matches of the gazetteer."""
    spans = candidates(parse, hits)
    votes = vote(parse, spans)
    states = frozenset(k.key for c in spans for k in c.entries if _mentions_state(k, c.entries))
    states = states.union(*(led_states(c.text) for c in spans if not c.entries), _states_of_parties(spans))
    placed = frozenset(k.key for c in spans for k in c.entries if k.entry_type == "place" and not k.ambiguous)
    surnames = frozenset(
        parse.words[c.last] for c in spans if c.label == "person" and not c.entries and c.last > c.first
    )
    person_forms = _surnames_like_cities(parse, spans, surnames) | _person_initials(parse, spans)
    person_forms |= capitals.surnames(parse, spans, surnames)
    person_tokens = _surnames_like_demonyms(parse, spans, surnames)
    name_parts = {
        parse.words[t] for c in spans if c.label == "person" and c.first < c.last for t in (c.first, c.last)
    }
    no_actors, covered = _no_actors(spans), _within_no_actors(parse)
    names: list[Name] = []
    for c in spans:
        if c.text in no_actors or covered.issuperset(range(c.first, c.last + 1)):
            continue
        if c.text.lower() in WEEKDAYS_AND_MONTHS and c.text not in name_parts and not _is_titled(parse, c):
            continue  # "in *May* alone"
        if c.text in person_forms or c.first in person_tokens:
            names.append(Name(c.first, c.last, c.start, c.end, c.text, "person", None))
        elif (name := _decide(parse, c, votes, states, placed)) is not None:
            names.append(name)
    names.extend(_further_mentions(parse, names, spans))
    names.extend(_blocs_by_seat(parse, spans, names, states))
    actors = (
        n
        for n in names
        if not (platforms.is_medium(parse, n.first, n.last) or _is_party_to_case(parse, n.first, n.last))
    )
    return sorted(actors, key=lambda n: n.start)


def _blocs_by_seat(
    parse: Parse, spans: Sequence[Candidate], names: Sequence[Name], states: Collection[str]
) -> Iterator[Name]:
    """Yield the mentions of a city that acts for the bloc with its seat there: "*Brussels* fined Meta"."""
    named = {n.entry.key for n in names if n.entry is not None and n.kind == "organisation"}
    for c in spans:
        if (bloc := metonyms.bloc_of_seat(parse, c, named, states)) is not None:
            entry = GazetteerEntry("organisation", bloc.name, bloc.name, False)
            yield Name(c.first, c.last, c.start, c.end, c.text, "organisation", entry)


def _no_actors(spans: Sequence[Candidate]) -> frozenset[str]:
    """Return the names that no table of actors lists and that denote no actor: peoples, faiths, treaties.

    Not the initials of an organisation that the article names in full.
    """
    unlisted = {c.text for c in spans if not c.entries and c.text in tables.no_actors()}
    in_full = {c.text for c in spans if c.label == "organisation" and c.text not in unlisted}
    return frozenset(unlisted - initials(in_full))


def _within_no_actors(parse: Parse) -> frozenset[int]:
    """Return the tokens of the longer names of treaties and the like: "*North American Free Trade* …"."""
    found: set[int] = set()
    for i, word in enumerate(parse.words):
        for name in _longer_no_actors().get(word, ()):
            if parse.words[i : i + len(name)] == list(name):
                found.update(range(i, i + len(name)))
    return frozenset(found)


@cache
def _longer_no_actors() -> Mapping[str, Sequence[tuple[str, ...]]]:
    """Return the words of the names of several words that denote no actor, by their first word."""
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for name in tables.no_actors():
        words = tuple(name.replace("-", " - ").split())
        if len(words) > 1:
            found[words[0]].append(words)
    return found


def _is_party_to_case(parse: Parse, first: int, last: int) -> bool:
    """Whether a name is part of the title of a court case or match: "*Bush* v. *Gore*", "*Roe v. Wade*"."""
    return not _VERSUS.isdisjoint(parse.words[max(0, first - 1) : last + 2])


def _is_titled(parse: Parse, c: Candidate) -> bool:
    """Whether a form of address or a title stands before a name."""
    before = parse.words[c.first - 1].lower() if c.first else ""
    return before in HONORIFIC or role_phrases.is_title((before,))


def _surnames_like_cities(
    parse: Parse, spans: Sequence[Candidate], surnames: frozenset[str]
) -> frozenset[str]:
    """Return names of cities that are surnames here: of a person named in full, never after "in".

    "Valeska Paris was born in Zurich. Paris left in 2007."
    """
    words = parse.words
    cities = [
        c
        for c in spans
        if c.text in surnames and any(k.entry_type in ("capital", "place") for k in c.entries)
    ]
    states = {c.text for c in cities if any(k.entry_type in ("country", "demonym") for k in c.entries)}
    places = {c.text for c in cities if c.first and words[c.first - 1].lower() in _PLACE_PREPOSITIONS}
    return frozenset(c.text for c in cities) - places - states


def _surnames_like_demonyms(
    parse: Parse, spans: Sequence[Candidate], surnames: frozenset[str]
) -> frozenset[int]:
    """Return the first tokens of demonyms that are surnames here: lone singulars beside a full name.

    "Mark Cuban endorsed her. *Cuban* said that …".
    """
    demonyms = [c for c in spans if c.text in surnames and c.entries]
    demonyms = [c for c in demonyms if all(k.entry_type == "demonym" for k in c.entries)]
    return frozenset(c.first for c in demonyms if _is_lone_singular(parse, c.first))


def _is_lone_singular(parse: Parse, i: int) -> bool:
    """Whether a name is a singular without determiner that modifies no noun."""
    plural = parse.tags[i] in ("NNS", "NNPS")
    modifies = parse.deps[i] in ("amod", "compound", "nmod", "acomp", "attr")
    return not plural and not modifies and not any(parse.deps[c] == "det" for c in parse.children[i])


def _person_initials(parse: Parse, spans: Sequence[Candidate]) -> frozenset[str]:
    """Return acronyms that are the initials of a person named in full: "AMLO"."""
    persons = [parse.words[c.first : c.last + 1] for c in spans if c.label == "person" and not c.entries]
    initials = {"".join(w[0] for w in words).upper() for words in persons if len(words) > 2}
    return frozenset(c.text for c in spans if c.text in initials and not c.entries)


def _mentions_state(known: GazetteerEntry, senses: Sequence[GazetteerEntry]) -> bool:
    """Whether a name shows that the article mentions a state: unambiguous, no shared capital."""
    if known.entry_type == "capital":
        return len(senses) == 1 and not known.ambiguous
    return known.entry_type in ("country", "demonym") and not known.ambiguous


def _states_of_parties(spans: Sequence[Candidate]) -> frozenset[str]:
    """Return the codes of the states of the parties that are named without doubt: "*Democrats*"."""
    table = tables.organisations()
    listed = (table.get(k.key) for c in spans for k in c.entries if not k.ambiguous)
    return frozenset(o.country for o in listed if o is not None and o.type == "party")


def _decide(
    parse: Parse,
    c: Candidate,
    votes: dict[str, Counter[str]],
    states: frozenset[str],
    placed: frozenset[str],
) -> Name | None:
    """Return the name of a candidate; None for places and for what is no named entity.

    ``states`` are the codes of the countries that the article names; a capital that a former state shares
    with its successor ("Moscow") denotes the one that is named. ``placed`` are the codes of countries
    whose cities and regions are named: beside Atlanta, Georgia is a part of the US.
    """
    tally = votes[c.text]
    if not tally:
        return None
    best = min(tally, key=lambda k: (-tally[k], k))

    def as_(kind: Kind, known: GazetteerEntry | None = None) -> Name:
        return Name(c.first, c.last, c.start, c.end, c.text, kind, known)

    def entry(*sorts: str) -> GazetteerEntry | None:
        fitting = [k for k in c.entries if k.entry_type in sorts]
        return next((k for k in fitting if k.key in states), fitting[0] if fitting else None)

    state = entry("country", "demonym", "seat")
    if c.entries and best != "person" and event_names.is_part_of_event(parse, c):
        return None
    if state is not None and (
        event_names.is_war_or_election(parse, c)
        or _is_language(parse, c)
        or _is_aged_person(parse, c)
        or _is_part_of_another(c, state, states, placed)
        or (c.text in _PEOPLES_BEYOND and state.key not in states)
    ):
        return None
    if state is not None and (
        best in ("country", "demonym", "seat", "place") or (not state.ambiguous and tally[best] < 9)
    ):
        return as_("country", state)
    capital = entry("capital")
    if capital is not None and best in ("capital", "place"):
        return as_("country", capital) if metonyms.denotes_state(parse, c) else None
    organisation = _organisation_entry(c, states)
    if best == "demonym" and organisation is not None and _is_of(organisation, states):
        best = "organisation"  # NER takes those of a party for a people: "the *Conservatives*"
    maybe_club = any(k.entry_type == "place" for k in c.entries)  # only sports reports have votes for it
    if best == "organisation" and (c.label or organisation is not None or maybe_club):
        if organisation is None and _is_common(parse, c):
            return None
        if organisation is not None and _is_colour_of_government(parse, c, organisation):
            return None
        if c.first == c.last and c.text.lower() in CHAMBERS and _is_of_federal_state(parse, c.first):
            return None
        if (
            organisation is not None
            and organisation.ambiguous
            and _only_sentence_initial(parse, c, organisation, states)
        ):
            return None
        return as_("organisation", organisation)
    plain = not _is_common(parse, c) and not any(ch.isdigit() for ch in c.text)
    if best == "person" and plain and not _is_address_or_day(parse, c):
        return as_("person")
    return None


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


def _further_mentions(parse: Parse, names: list[Name], spans: Sequence[Candidate]) -> list[Name]:
    """Return further mentions of the article's names that were not recognised.

    Spans recognised as something else are kept, unless they lie within a mention of the full name.
    """
    named = {t for n in names for t in range(n.first, n.last + 1)}
    recognised = {t: (c.first, c.last) for c in spans for t in range(c.first, c.last + 1)}
    recognised |= {t: (first, stop - 1) for first, stop, _ in parse.names for t in range(first, stop)}
    forms = _forms_by_start(parse, names)
    if not forms:
        return []
    missed: list[Name] = []
    for i, word in enumerate(parse.words):
        pair = (word, *parse.words[i + 1 : i + 2])
        options = [*forms.get(pair, ()), *(forms.get((word,), ()) if len(pair) > 1 else ())]
        inside = i and parse.words[i - 1][-1:].isalnum() and len(word) > 3
        if not (inside or parse.tags[i].startswith("NN")):
            continue
        for words, n in sorted(options, key=lambda form: -len(form[0])):
            j = i + len(words)
            if parse.words[i:j] != words or not named.isdisjoint(range(i, j)):
                continue
            claims = {recognised[t] for t in range(i, j) if t in recognised}
            is_full = n.last - n.first == j - i - 1
            if all(is_full and i <= first and last < j for first, last in claims):
                start, end = parse.span(i, j - 1)
                text = parse.text[start:end]
                missed.append(replace(n, first=i, last=j - 1, start=start, end=end, text=text))
                named.update(range(i, j))
                break
    return missed


def _forms_by_start(
    parse: Parse, names: Sequence[Name]
) -> dict[tuple[str, ...], list[tuple[list[str], Name]]]:
    """Return the words of each unlisted name, and the surname of each person, by their first two words."""
    forms: dict[tuple[str, ...], list[tuple[list[str], Name]]] = defaultdict(list)
    seen: set[str] = set()
    for n in names:
        words = parse.words[n.first : n.last + 1]
        if n.entry is None and n.text not in seen and (n.last > n.first or len(n.text) > 2):
            seen.add(n.text)
            forms[tuple(words[:2])].append((words, n))
            if n.kind == "person" and n.last > n.first and len(words[-1]) > 2 and words[-1] not in seen:
                seen.add(words[-1])
                forms[words[-1],].append((words[-1:], n))
    return forms
