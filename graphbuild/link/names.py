"""Which words of an article name what: spaCy's names and the tables' names, brought together.

Each :class:`Name` is one place in the text with a decided sort. Decisions are votes: the
tables, the recogniser's label, titles and given names each weigh in, and all places of an
article with the same words share their votes.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.link.gazetteer import Hit, Known, search
from graphbuild.model import Kind

_NER_KIND = {"PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place"}
_BODY = frozenset(
    """party ministry university bank inc corp co ltd group council committee union agency association
    institute company court congress parliament senate assembly commission department front movement army
    league federation organisation organization foundation authority bureau office club school college
    board society alliance coalition airlines airways church times post journal news press service fund
    corporation democrats conservatives brigade brigades forum network center centre plc gmbh ag s.a.
    command guard guards corps police force forces registry laboratory hospital museum trust""".split()
)
_HONORIFIC = frozenset(
    "mr mr. mrs mrs. ms ms. dr dr. sir lord lady dame madame sheikh ayatollah rev rev. prof prof. gen gen. sen sen. "
    "rep rep. gov gov. col col. lt lt. capt capt. maj maj. adm adm. king queen prince princess pope justice".split()
)
_NOT_NAMES = frozenset(
    "i he she it we they you who this that the a an and but or if in on at as by for of to from with so".split()
)
_EDGE = "\"'“”‘’()[]{},.;:!?-–—*•/ "


@dataclass(frozen=True, slots=True)
class Name:
    """Words at tokens ``first`` to ``last``, characters ``start`` to ``end``, and what they name."""

    first: int
    last: int
    start: int
    end: int
    text: str
    kind: Kind
    known: Known | None
    """The table entry, where a table knows it."""

    @property
    def demonym(self) -> bool:
        return self.known is not None and self.known.sort == "demonym"


@dataclass(frozen=True, slots=True)
class _Candidate:
    first: int
    last: int
    start: int
    end: int
    text: str
    label: str
    """``person``, ``organisation``, ``place``, ``demonym``, or empty where only a table knows it."""
    known: tuple[Known, ...]


def find(parse: Parse) -> list[Name]:
    """The names in text order, none overlapping another."""
    candidates = _merge(parse, list(search(parse)), _recognised(parse))
    votes = _votes(parse, candidates)
    names = [name for c in candidates if (name := _decide(parse, c, votes)) is not None]
    names.extend(_missed(parse, names))
    names.sort(key=lambda n: n.start)
    return names


def _recognised(parse: Parse) -> list[_Candidate]:
    """The recogniser's names, trimmed of articles, titles, possessives and stray punctuation."""
    found = []
    for first, stop, label in parse.names:
        kind = _NER_KIND.get(label, "demonym" if label == "NORP" else "")
        if not kind:
            continue
        last = stop - 1
        words = parse.words
        while first <= last and (
            words[first].lower() in ("the", "a", "an") or not any(ch.isalnum() for ch in words[first])
        ):
            first += 1
        while last >= first and (words[last] in ("'s", "'") or not any(ch.isalnum() for ch in words[last])):
            last -= 1
        if kind == "person":
            while first < last and words[first].lower() in _HONORIFIC:
                first += 1
            while first < last and (role := tables.roles().get(words[first].lower())) and role.title:
                first += 1
        if first > last or (first == last and words[first].lower() in _NOT_NAMES):
            continue
        start, end = parse.start[first], parse.end[last]
        text = parse.text[start:end]
        while text and text[-1] in _EDGE and not text.endswith((".", ")")):
            end -= 1
            text = text[:-1]
        if not any(ch.isupper() for ch in text) or not normal(text):
            continue
        found.append(_Candidate(first, last, start, end, text, kind, ()))
    return found


def _merge(parse: Parse, hits: list[Hit], recognised: list[_Candidate]) -> list[_Candidate]:
    """One list without overlaps: the longer name wins, at equal length the tables'."""
    pool = list(recognised)
    by_span = {(c.start, c.end): k for k, c in enumerate(pool)}
    actors, roles = tables.actors(), tables.roles()
    for hit in hits:
        k = by_span.get((hit.start, hit.end))
        if k is not None:
            pool[k] = replace(pool[k], known=hit.known)
        else:
            text = parse.text[hit.start : hit.end]
            pool.append(_Candidate(hit.first, hit.last, hit.start, hit.end, text, "", hit.known))
    nations = {
        (h.first, h.last): h for h in hits if any(n.sort in ("country", "demonym", "organisation") for n in h.known)
    }
    ordered = []
    for c in pool:
        if not c.known and c.last > c.first:
            # "Ethiopian government", "Israeli Army", "Russia's Foreign Ministry": an actor of a state, no name
            tail = parse.words[c.last].lower()
            head_hit = next((h for (f, _), h in nations.items() if f == c.first and h.last < c.last), None)
            inner = next((h for (_, la), h in nations.items() if la == c.last and h.first > c.first), None)
            if head_hit is not None and (tail in actors or tail in roles):
                continue
            if head_hit is not None and inner is not None:
                continue
            if c.label == "person" and head_hit is not None and head_hit.known[0].sort == "demonym":
                continue
        ordered.append(c)
    ordered.sort(key=lambda c: (-(c.end - c.start), not c.known, c.start))
    taken: list[_Candidate] = []
    used: set[int] = set()
    for c in ordered:
        tokens = range(c.first, c.last + 1)
        if any(t in used for t in tokens):
            continue
        used.update(tokens)
        taken.append(c)
    taken.sort(key=lambda c: c.start)
    return taken


def _votes(parse: Parse, candidates: list[_Candidate]) -> dict[str, Counter[str]]:
    """For each surface the weight of each reading, from all its places in the article."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    given, roles = tables.first_names(), tables.roles()
    surnames: dict[str, int] = Counter()
    known_parts: set[str] = set()
    for c in candidates:
        if c.label == "person" and c.last > c.first and not c.known:
            surnames[parse.words[c.last]] += 1
            for part in (parse.words[c.first], parse.words[c.last]):
                known_parts.add(part)
    for c in candidates:
        v = votes[c.text]
        if c.label:
            v[c.label] += 2
        words = parse.words
        before = words[c.first - 1].lower() if c.first else ""
        role = roles.get(before)
        if before in _HONORIFIC or (role is not None and role.title and words[c.first - 1][0].isupper()):
            v["person"] += 3
        if c.last > c.first:
            if words[c.first] in given and all(w[0].isupper() or not w.isalpha() for w in words[c.first : c.last + 1]):
                v["person"] += 3
            if any(w.lower() in _BODY for w in words[c.first : c.last + 1]):
                v["organisation"] += 4
        elif words[c.first] in surnames:
            v["person"] += 3
        for known in c.known:
            weight = 1 if known.ambiguous else 6
            if known.sort in ("organisation", "member"):
                v["organisation"] += weight
            elif known.sort == "place":
                v["place"] += weight
            else:
                v[known.sort] += weight
    for part in known_parts:
        votes[part]["surname"] = 0
    return votes


def _decide(parse: Parse, c: _Candidate, votes: dict[str, Counter[str]]) -> Name | None:
    """The name that a candidate is, or None: a place, or nothing that we keep."""
    v = votes[c.text]
    if not v:
        return None
    best = min(v, key=lambda k: (-v[k], k))

    def as_(kind: Kind, known: Known | None = None) -> Name:
        return Name(c.first, c.last, c.start, c.end, c.text, kind, known)

    def entry(*sorts: str) -> Known | None:
        return next((k for k in c.known if k.sort in sorts), None)

    state = entry("country", "demonym", "seat")
    if state is not None and (best in ("country", "demonym", "seat", "place") or (not state.ambiguous and v[best] < 9)):
        return as_("country", state)
    capital = entry("capital")
    if capital is not None and best in ("capital", "place"):
        return as_("country", capital)
    body = entry("organisation", "member")
    if best == "organisation" and (c.label or body is not None):
        if body is None and _common(parse, c):
            return None
        return as_("organisation", body)
    if best == "person" and not _common(parse, c) and not any(ch.isdigit() for ch in c.text):
        if "-" in c.text and all("surname" in votes.get(part, ()) for part in c.text.split("-")):
            return None  # "Xi-Putin meeting": two persons, no third
        return as_("person")
    return None


def _common(parse: Parse, c: _Candidate) -> bool:
    """Whether the words are capitalised for another reason than being a name."""
    words = parse.words[c.first : c.last + 1]
    if all(w.islower() for w in words):
        return True
    if c.first == c.last:
        word = words[0].lower()
        return word in tables.roles() or word in tables.actors() or word in _BODY or len(word) < 2
    return False


def _missed(parse: Parse, names: list[Name]) -> list[Name]:
    """Places where a name of this article stands again but was not recognised."""
    used = {t for n in names for t in range(n.first, n.last + 1)}
    known: dict[str, list[tuple[list[str], Name]]] = defaultdict(list)
    seen: set[str] = set()
    for n in names:
        words = parse.words[n.first : n.last + 1]
        if n.known is None and n.text not in seen and (n.last > n.first or len(n.text) > 3):
            seen.add(n.text)
            known[words[0]].append((words, n))
            if n.kind == "person" and n.last > n.first and len(words[-1]) > 3 and words[-1] not in seen:
                seen.add(words[-1])
                known[words[-1]].append((words[-1:], n))
    found = []
    if known:
        for i, word in enumerate(parse.words):
            for words, n in sorted(known.get(word, ()), key=lambda k: -len(k[0])):
                j = i + len(words)
                if parse.words[i:j] == words and not used.intersection(range(i, j)) and parse.tags[i].startswith("NNP"):
                    start, end = parse.start[i], parse.end[j - 1]
                    found.append(replace(n, first=i, last=j - 1, start=start, end=end, text=parse.text[start:end]))
                    used.update(range(i, j))
                    break
    return found


def normal(text: str) -> str:
    """A name in canonical form: lower case, no article, dots, possessive or repeated blanks."""
    text = re.sub(r"['’]s?$", "", text.replace("’", "'")).replace(".", "")
    text = re.sub(r"[\s\-–]+", " ", text).strip().lower()
    return text.removeprefix("the ")
