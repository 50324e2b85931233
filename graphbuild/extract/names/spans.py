"""Where names may stand: the recogniser's spans mended, and the tables' names, without overlaps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.names import missed_names, role_phrases, span_splitting
from graphbuild.extract.names.candidate import Candidate
from graphbuild.extract.names.gazetteer import Hit, listed
from graphbuild.extract.names.span_repair import NER_KIND, repair
from graphbuild.extract.names.word_classes import BODY, FIELDS, NO_BODY

#: Regions in the names of branches.
_REGIONS = tables.words("region")
#: Last words of the names of universities, and first words of the names of their parts.
_UNIVERSITIES = frozenset("University College Institute".split())
_FACULTIES = tables.words("faculty noun")
#: Where a country's name after a firm's is no part of it.
_APART = frozenset("appos npadvmod dobj poss nsubj".split())
#: Nouns for numbered units of forces, their numbers, and forces that have headquarters.
_UNITS, _SERVICES = tables.words("numbered unit"), tables.words("force with headquarters")
_NUMBER = tables.patterns()["unit number"]
_GLUED = tables.patterns()["glued name"]
_TOWNS = frozenset(["capital", "place", "seat"])
#: Titles of those who have a field, with a capital.
_HELD = tables.words("portfolio holder")


def candidates(parse: Parse, hits: Sequence[Hit]) -> list[Candidate]:
    """The spans that may be names, in text order."""
    occupied: dict[int, str] = {}
    for first, stop, label in parse.names:
        for t in range(first, stop):
            occupied[t] = label
    nations: dict[int, Hit] = {}
    for h in hits:  # in text order: "South Korea" before "Korea"
        if h.known[0].sort in ("country", "demonym"):
            nations.update((t, h) for t in range(h.first, h.last + 1) if t not in nations)
    towns = {
        t: h
        for h in hits
        if h.known[0].sort in _TOWNS
        for t in range(h.first, h.last + 1)
        if t not in nations
    }
    found: list[Candidate] = []
    for first, stop, label in _faculties(parse):
        kind = NER_KIND.get(label, "demonym" if label == "NORP" else "")
        if kind:
            for a, b in span_splitting.split_span(parse, first, stop - 1, kind):
                made = repair(parse, a, b, kind, occupied, nations, towns)
                if made is not None:
                    found.append(made)
    laws = _laws(parse)
    found = [c for c in span_splitting.split_organisations(parse, hits, found) if c.text not in laws]
    found = list(span_splitting.split_hyphenated_persons(parse, found))
    found = list(span_splitting.split_adjoining_persons(parse, found))
    found.extend(_teams(parse, nations))
    found.extend(_units(parse, nations))
    found.extend(missed_names.acronyms(parse, found))
    found.extend(missed_names.by_context(parse, hits, found))
    merged = _merge(parse, list(hits), _without_glued(parse, found))
    return list(span_splitting.split_surname_pairs(parse, merged))


def _short_forms(parse: Parse) -> Iterator[int]:
    """The tokens that are short forms in brackets: "(*FAA*)"."""
    words = parse.words
    for i in range(2, len(words) - 1):
        if words[i - 1] == "(" and words[i + 1] == ")" and words[i].isupper() and len(words[i]) > 1:
            yield i


def _laws(parse: Parse) -> frozenset[str]:
    """The short forms that it gives laws and things: "the Farm Aid Act (*FAA*)", "fuel oil (*FO*)"."""
    words, found = parse.words, set()
    for i in _short_forms(parse):
        short, last = words[i], words[i - 2]
        before = words[max(0, i - 1 - len(short)) : i - 1]
        common = all(w.islower() for w in before) and any(w[0] == short[0].lower() for w in before)
        if common or (last[:1].isupper() and last.lower() in NO_BODY):
            found.add(short)
    return frozenset(found)


def _teams(parse: Parse, nations: Mapping[int, Hit]) -> Iterator[Candidate]:
    """Teams called by their nation: "Team USA"."""
    for t, hit in nations.items():
        if t == hit.first and t and parse.words[t - 1] == "Team" and hit.known[0].sort == "country":
            start, end = parse.start[t - 1], hit.end
            yield Candidate(t - 1, hit.last, start, end, parse.text[start:end], "organisation")


def _units(parse: Parse, nations: Mapping[int, Hit]) -> Iterator[Candidate]:
    """Numbered units of forces, and their headquarters: "81 *Div*.", "*Army Headquarters*"."""
    words = parse.words
    for t in range(1, len(words)):
        if not parse.text[parse.start[t]].isupper():
            continue
        word, before = words[t].lower(), words[t - 1].lower()
        if word in _UNITS and _NUMBER.fullmatch(before):
            first = t - 1
        elif word == "headquarters" and before in _SERVICES and parse.text[parse.start[t - 1]].isupper():
            first = t - 1
            while first and words[first - 1].lower() in ("air", "armed"):
                first -= 1
            if first and first - 1 in nations:
                first = nations[first - 1].first
        else:
            continue
        start, end = parse.span(first, t)
        yield Candidate(first, t, start, end, parse.text[start:end], "organisation")


def _without_glued(parse: Parse, found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates without names that lost the blank before the next word: "*ReutersOrganisers* said".

    What stands before it is a known name, or one of the article.
    """
    own = {c.text for c in found}

    def glued(c: Candidate) -> bool:
        blank = _GLUED.search(c.text)
        if c.label != "organisation" or blank is None or listed(c.text):
            return False
        name = c.text[: blank.end() - 1]
        return name in own or any(known.sort in ("organisation", "country") for known in listed(name))

    return [c for c in found if not glued(c)]


def _faculties(parse: Parse) -> Iterator[tuple[int, int, str]]:
    """The recognised names, a university and its faculty as one: "Oxford University's Faculty of Law"."""
    words, names = parse.words, parse.names
    k = 0
    while k < len(names):
        first, stop, label = names[k]
        if k + 1 < len(names) and label == names[k + 1][2] == "ORG":
            part, end, _ = names[k + 1]
            owner = words[part - 2] if words[part - 1] in ("'s", "’s") and part - stop < 2 else ""
            if owner in _UNIVERSITIES and words[part] in _FACULTIES:
                stop, k = end, k + 1
        yield first, stop, label
        k += 1


def _branches(parse: Parse, hits: Sequence[Hit]) -> Iterator[Candidate]:
    """A firm's name with the region of its branch: "GM Europe", "Sony Japan"."""
    starts = {h.first: h for h in hits}
    table = tables.organisations()
    for h in hits:
        known = table.get(h.known[0].key) if h.known[0].sort == "organisation" else None
        if known is None or known.type != "company" or h.last + 1 >= len(parse.words):
            continue
        last = h.last + 1
        region = starts.get(last)
        if parse.words[last] not in _REGIONS:
            if region is None or region.known[0].sort != "country" or parse.deps[last] in _APART:
                continue
            last = region.last
        start, end = h.start, parse.end[last]
        yield Candidate(h.first, last, start, end, parse.text[start:end], "organisation")


def _merge(parse: Parse, hits: list[Hit], recognised: list[Candidate]) -> list[Candidate]:
    """One list without overlaps: the longer name wins, at equal length the tables'."""
    pool = list(recognised)
    by_span = {(c.start, c.end): k for k, c in enumerate(pool)}
    for hit in hits:
        k = by_span.get((hit.start, hit.end))
        if k is not None:
            pool[k] = replace(pool[k], known=hit.known)
        else:
            text = parse.text[hit.start : hit.end]
            pool.append(Candidate(hit.first, hit.last, hit.start, hit.end, text, "", hit.known))
    starts: dict[int, Hit] = {}
    ends: dict[int, Hit] = {}
    for h in hits:
        if any(n.sort in ("country", "demonym", "organisation") for n in h.known):
            starts[h.first] = ends[h.last] = h
    ordered = []
    for c in pool:
        if _portfolio(parse, c):
            continue
        if c.label == "organisation" and c.first == c.last and not c.known:
            low = tuple(w.lower() for w in parse.words[c.first : c.last + 2])
            if len(low) == 2 and role_phrases.title(low):  # "Defense Minister"
                continue
        if not c.known and c.label in ("organisation", "person", "place") and c.last > c.first:
            at_start, at_end = starts.get(c.first), ends.get(c.last)
            state = at_start if at_start is not None and at_start.last < c.last else None
            inner = at_end if at_end is not None and at_end.first > c.first else None
            if state is not None and inner is not None and _branch_of(parse, state, inner):
                c = replace(c, known=state.known)
            elif _for_a_state(parse, c, state, inner):
                continue
        ordered.append(c)
    ordered.extend(_branches(parse, hits))
    ordered.sort(key=lambda c: (-(c.end - c.start), not c.known, c.start))
    taken: list[Candidate] = []
    used: set[int] = set()
    for c in ordered:
        tokens = range(c.first, c.last + 1)
        if any(t in used for t in tokens):
            continue
        used.update(tokens)
        taken.append(c)
    taken.sort(key=lambda c: c.start)
    return taken


def _branch_of(parse: Parse, body: Hit, state: Hit) -> bool:
    """Whether a body's name tells its state after it: "Christian Democratic Union of Germany"."""
    known = tables.organisations().get(body.known[0].key) if body.known[0].sort == "organisation" else None
    joined = state.first == body.last + 2 and parse.words[body.last + 1] == "of"
    return joined and known is not None and known.country == state.known[0].key


def _for_a_state(parse: Parse, c: Candidate, state: Hit | None, inner: Hit | None) -> bool:
    """Whether words are no name but an actor or title of a state: "Ethiopian government", "EU Commissioner".

    ``state`` is the known name that they begin with, ``inner`` the one that they end in.
    """
    actors, roles = tables.actors(), tables.roles()
    tail = parse.words[c.last].lower()
    following = parse.words[c.last + 1].lower() if c.last + 1 < len(parse.words) else ""
    if following in roles and c.label == "organisation":  # "EU Energy Commissioner", "Defense Minister"
        low = tuple(w.lower() for w in parse.words[c.first : c.last + 2])
        titled = role_phrases.title(low) or role_phrases.title(low[1:])
        if titled or (state is not None and tail not in BODY):
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
    if inner is not None and not _national(state, inner):
        return True
    given = parse.words[c.first] in tables.first_names() or state.known[0].sort == "country"
    return c.label == "person" and not given  # but "Mali Thompson"


def _portfolio(parse: Parse, c: Candidate) -> bool:
    """Whether words beside a title tell its field: "Monetary Affairs Commissioner", "Minister of Labour"."""
    title = parse.words[c.last + 1] if c.last + 1 < len(parse.words) else ""
    led = parse.words[c.first - 2 : c.first] if c.first > 1 else []
    if led[1:] in (["of"], ["for"]) and led[0].capitalize() in _HELD:
        title = led[0].capitalize()  # "Minister of Foreign Affairs"
    if title not in _HELD or not all(w.lower() in FIELDS for w in parse.words[c.first : c.last + 1]):
        return False
    return not c.known or all(k.ambiguous for k in c.known)


def _national(state: Hit, body: Hit) -> bool:
    """Whether a state's word before a known body's makes another body: "German Football Association"."""
    known = tables.organisations().get(body.known[0].key)
    return known is not None and known.country not in ("", state.known[0].key)
