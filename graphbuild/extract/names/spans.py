"""Collect the candidate spans of names: repaired NER spans and gazetteer matches, without overlaps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.names import capitals, missed_names, role_phrases, span_splitting
from graphbuild.extract.names.candidate import Candidate
from graphbuild.extract.names.gazetteer import GazetteerMatch
from graphbuild.extract.names.span_repair import NER_KIND, repair
from graphbuild.extract.names.word_classes import ORGANISATION_NOUNS, PORTFOLIO_WORDS, THING_NOUNS

#: Regions in names of branches: "GM *Europe*".
_REGIONS = tables.words("region")
#: Last words of the names of universities, and first words of the names of their parts.
_UNIVERSITIES = frozenset("University College Institute".split())
_FACULTY_NOUNS = tables.words("faculty noun")
#: Dependency labels of a country after a company's name that is no part of it.
_SEPARATE_DEPS = frozenset("appos npadvmod dobj poss nsubj".split())
#: Nouns for numbered military units, their numbers, and forces that have headquarters.
_NUMBERED_UNITS, _FORCES = tables.words("numbered unit"), tables.words("force with headquarters")
_UNIT_NUMBER = tables.patterns()["unit number"]
_TOWN_SENSES = frozenset(["capital", "place", "seat"])
#: Titles of holders of a portfolio, capitalised.
_PORTFOLIO_HOLDERS = tables.words("portfolio holder")


def candidates(parse: Parse, hits: Sequence[GazetteerMatch]) -> list[Candidate]:
    """Return the candidate spans of names, in text order, without overlaps."""
    hits = [h for h in hits if h.first < h.last or not capitals.is_ordinary_word(parse, h.first)]
    occupied: dict[int, str] = {}
    for first, stop, label in parse.names:
        for t in range(first, stop):
            occupied[t] = label
    nations: dict[int, GazetteerMatch] = {}
    for h in hits:  # in text order: "South Korea" before "Korea"
        if h.entries[0].entry_type in ("country", "demonym"):
            nations.update((t, h) for t in range(h.first, h.last + 1) if t not in nations)
    towns = {
        t: h
        for h in hits
        if h.entries[0].entry_type in _TOWN_SENSES
        for t in range(h.first, h.last + 1)
        if t not in nations
    }
    found: list[Candidate] = []
    for first, stop, label in _recognised_spans(parse):
        kind = NER_KIND.get(label, "demonym" if label == "NORP" else "")
        if kind:
            for a, b in span_splitting.split_span(parse, first, stop - 1, kind):
                repaired = repair(parse, a, b, kind, occupied, nations, towns)
                if repaired is not None:
                    found.append(repaired)
    excluded = _thing_acronyms(parse)
    found = [c for c in span_splitting.split_organisations(parse, hits, found) if c.text not in excluded]
    found = list(span_splitting.split_hyphenated_persons(parse, found))
    found = list(span_splitting.split_adjoining_persons(parse, found))
    found.extend(_teams(parse, nations))
    found.extend(_units(parse, nations))
    found.extend(missed_names.acronyms(parse, found))
    found.extend(missed_names.by_context(parse, hits, found))
    merged = _merge(parse, list(hits), found)
    excluded_words = capitals.no_names(parse, merged)
    merged = [c for c in merged if c.first not in excluded_words]
    return list(span_splitting.split_surname_pairs(parse, merged))


def _bracketed_acronyms(parse: Parse) -> Iterator[int]:
    """Yield the tokens that are acronyms in brackets: "(*FAA*)"."""
    words = parse.words
    for i in range(2, len(words) - 1):
        if words[i - 1] == "(" and words[i + 1] == ")" and words[i].isupper() and len(words[i]) > 1:
            yield i


def _thing_acronyms(parse: Parse) -> frozenset[str]:
    """Return the acronyms of laws and things: "the Farm Aid Act (*FAA*)", "fuel oil (*FO*)"."""
    words, acronyms = parse.words, set()
    for i in _bracketed_acronyms(parse):
        acronym, last = words[i], words[i - 2]
        before = words[max(0, i - 1 - len(acronym)) : i - 1]
        common = all(w.islower() for w in before) and any(w[0] == acronym[0].lower() for w in before)
        if common or (last[:1].isupper() and last.lower() in THING_NOUNS):
            acronyms.add(acronym)
    return frozenset(acronyms)


def _teams(parse: Parse, nations: Mapping[int, GazetteerMatch]) -> Iterator[Candidate]:
    """Yield teams named after their nation: "Team USA"."""
    for t, hit in nations.items():
        if t == hit.first and t and parse.words[t - 1] == "Team" and hit.entries[0].entry_type == "country":
            start, end = parse.start[t - 1], hit.end
            yield Candidate(t - 1, hit.last, start, end, parse.text[start:end], "organisation")


def _units(parse: Parse, nations: Mapping[int, GazetteerMatch]) -> Iterator[Candidate]:
    """Yield numbered military units and headquarters: "81 *Div*.", "*Army Headquarters*"."""
    words = parse.words
    for t in range(1, len(words)):
        if not parse.text[parse.start[t]].isupper():
            continue
        word, before = words[t].lower(), words[t - 1].lower()
        if word in _NUMBERED_UNITS and _UNIT_NUMBER.fullmatch(before):
            first = t - 1
        elif word == "headquarters" and before in _FORCES and parse.text[parse.start[t - 1]].isupper():
            first = t - 1
            while first and words[first - 1].lower() in ("air", "armed"):
                first -= 1
            if first and first - 1 in nations:
                first = nations[first - 1].first
        else:
            continue
        yield Candidate.at(parse, first, t, "organisation")


def _recognised_spans(parse: Parse) -> Iterator[tuple[int, int, str]]:
    """Yield the NER spans, a university and its faculty joined: "Oxford University's Faculty of Law"."""
    words, names = parse.words, parse.names
    k = 0
    while k < len(names):
        first, stop, label = names[k]
        if k + 1 < len(names) and label == names[k + 1][2] == "ORG":
            next_first, next_stop, _ = names[k + 1]
            genitive = words[next_first - 1] in ("'s", "’s") and next_first - stop < 2
            university = genitive and words[next_first - 2] in _UNIVERSITIES
            if university and words[next_first] in _FACULTY_NOUNS:
                stop, k = next_stop, k + 1
        yield first, stop, label
        k += 1


def _branches(parse: Parse, hits: Sequence[GazetteerMatch]) -> Iterator[Candidate]:
    """Yield listed companies with the region of a branch: "GM Europe", "Sony Japan"."""
    starts = {h.first: h for h in hits}
    table = tables.organisations()
    for h in hits:
        known = table.get(h.entries[0].key) if h.entries[0].entry_type == "organisation" else None
        if known is None or known.type != "company" or h.last + 1 >= len(parse.words):
            continue
        last = h.last + 1
        region = starts.get(last)
        if parse.words[last] not in _REGIONS:
            if (
                region is None
                or region.entries[0].entry_type != "country"
                or parse.deps[last] in _SEPARATE_DEPS
            ):
                continue
            last = region.last
        yield Candidate.at(parse, h.first, last, "organisation")


def _merge(parse: Parse, hits: list[GazetteerMatch], recognised: list[Candidate]) -> list[Candidate]:
    """Merge matches and candidates without overlaps: the longer wins, at equal length the listed name."""
    pool = list(recognised)
    by_span = {(c.start, c.end): k for k, c in enumerate(pool)}
    for hit in hits:
        k = by_span.get((hit.start, hit.end))
        if k is not None:
            pool[k] = replace(pool[k], entries=hit.entries)
        else:
            text = parse.text[hit.start : hit.end]
            pool.append(Candidate(hit.first, hit.last, hit.start, hit.end, text, "", hit.entries))
    starts: dict[int, GazetteerMatch] = {}
    ends: dict[int, GazetteerMatch] = {}
    for h in hits:
        if any(n.entry_type in ("country", "demonym", "organisation") for n in h.entries):
            starts[h.first] = ends[h.last] = h
    ordered = []
    for c in pool:
        if _is_portfolio(parse, c):
            continue
        if c.label == "organisation" and c.first == c.last and not c.entries:
            lower = tuple(w.lower() for w in parse.words[c.first : c.last + 2])
            if len(lower) == 2 and role_phrases.is_title(lower):  # "Defense Minister"
                continue
        if not c.entries and c.label in ("organisation", "person", "place") and c.last > c.first:
            at_start, at_end = starts.get(c.first), ends.get(c.last)
            state = at_start if at_start is not None and at_start.last < c.last else None
            inner = at_end if at_end is not None and at_end.first > c.first else None
            if state is not None and inner is not None and _branch_of(parse, state, inner):
                c = replace(c, entries=state.entries)
            elif _is_actor_of_state(parse, c, state, inner):
                continue
        ordered.append(c)
    ordered.extend(_branches(parse, hits))
    ordered.sort(key=lambda c: (-(c.end - c.start), not c.entries, c.start))
    merged: list[Candidate] = []
    used: set[int] = set()
    for c in ordered:
        tokens = range(c.first, c.last + 1)
        if used.isdisjoint(tokens):
            used.update(tokens)
            merged.append(c)
    return sorted(merged, key=lambda c: c.start)


def _branch_of(parse: Parse, organisation: GazetteerMatch, state: GazetteerMatch) -> bool:
    """Whether the state of an organisation follows its name: "Christian Democratic Union of Germany"."""
    entry = organisation.entries[0]
    if entry.entry_type != "organisation" or state.first != organisation.last + 2:
        return False
    known = tables.organisations().get(entry.key)
    joined = parse.words[organisation.last + 1] == "of"
    return joined and known is not None and known.country == state.entries[0].key


def _is_actor_of_state(
    parse: Parse, c: Candidate, state: GazetteerMatch | None, inner: GazetteerMatch | None
) -> bool:
    """Whether a span is an actor or title of a state and no name: "Ethiopian government", "EU Commissioner".

    ``state`` is the listed name at its start, ``inner`` the one at its end.
    """
    actors, roles = tables.actors(), tables.roles()
    tail = parse.words[c.last].lower()
    following = parse.words[c.last + 1].lower() if c.last + 1 < len(parse.words) else ""
    if following in roles and c.label == "organisation":  # "EU Energy Commissioner", "Defense Minister"
        lower = tuple(w.lower() for w in parse.words[c.first : c.last + 2])
        ends_name = state is None and parse.words[c.last + 1].islower()  # "Green Party leader"
        titled = role_phrases.is_title(lower) or (not ends_name and role_phrases.is_title(lower[1:]))
        if titled or (state is not None and tail not in ORGANISATION_NOUNS):
            return True
    if state is None:
        return False
    actor = actors.get(tail)
    common = parse.words[c.last].islower()
    named = not common and c.last - state.last > 1  # "Nigerian Human Rights Commission"
    if "of" in parse.words[state.last + 2 : c.last]:
        return False  # "American College of Physicians"
    if tail in roles or (actor is not None and (actor.for_state or common) and not named):
        return True
    if inner is not None and not _is_national_counterpart(state, inner):
        return True
    listed = state.entries[0]
    given = parse.words[c.first] in tables.first_names() or listed.entry_type == "country" or listed.ambiguous
    return c.label == "person" and not given  # but "Mali Thompson"


def _is_portfolio(parse: Parse, c: Candidate) -> bool:
    """Whether a span is the portfolio of a title: "Monetary Affairs Commissioner", "Minister of Labour"."""
    title = parse.words[c.last + 1] if c.last + 1 < len(parse.words) else ""
    before = parse.words[c.first - 2 : c.first] if c.first > 1 else []
    if before[1:] in (["of"], ["for"]) and before[0].capitalize() in _PORTFOLIO_HOLDERS:
        title = before[0].capitalize()  # "Minister of Foreign Affairs"
    words = parse.words[c.first : c.last + 1]
    if title not in _PORTFOLIO_HOLDERS or not all(w.lower() in PORTFOLIO_WORDS for w in words):
        return False
    return not c.entries or all(k.ambiguous for k in c.entries)


def _is_national_counterpart(state: GazetteerMatch, organisation: GazetteerMatch) -> bool:
    """Whether a state before a listed name makes another organisation: "German Football Association"."""
    known = tables.organisations().get(organisation.entries[0].key)
    return known is not None and known.country not in ("", state.entries[0].key)
