"""Recognise the names of an article, by NER and the tables, and decide the kind of each.

Each :class:`Name` is one mention. Its kind is voted on: by the tables, the NER label, titles, first
names and the context. All mentions of an article with the same words share their votes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.names import capitals, metonyms, platforms, role_phrases
from graphbuild.extract.names.actor_kind import actor_kind
from graphbuild.extract.names.candidate import Candidate
from graphbuild.extract.names.gazetteer import GazetteerEntry, GazetteerMatch
from graphbuild.extract.names.kinds import vote
from graphbuild.extract.names.missed_names import initials
from graphbuild.extract.names.spans import candidates
from graphbuild.extract.names.state_leaders import led_states
from graphbuild.extract.names.word_classes import (
    HONORIFIC,
    WEEKDAYS_AND_MONTHS,
)
from graphbuild.model import Kind

#: Names of states that are used as adjectives: "US", "UK".
_ADJECTIVES = tables.words("name as adjective")

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
        elif (decided := actor_kind(parse, c, votes[c.text], states, placed)) is not None:
            names.append(Name(c.first, c.last, c.start, c.end, c.text, *decided))
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
