"""Which words of an article name what: spaCy's names and the tables' names, brought together.

Each :class:`Name` is one place in the text with a decided sort. Decisions are votes: the
tables, the recogniser's label, titles, given names and the words around each weigh in, and all
places of an article with the same words share their votes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.names import role_phrases
from graphbuild.extract.names.candidate import Candidate
from graphbuild.extract.names.gazetteer import Hit, Known
from graphbuild.extract.names.kinds import weigh
from graphbuild.extract.names.missed_names import capitalised
from graphbuild.extract.names.spans import candidates
from graphbuild.extract.names.word_classes import ADDRESS_ALONE, BODY, CHAMBERS, DAYS, HONORIFIC, WEEKDAYS
from graphbuild.model import Kind
from graphbuild.tables.keys import GENERATIONS

#: Places in a sentence where a capital means the state: who acts, is acted upon or is dealt with.
_ACTING = frozenset("nsubj nsubjpass poss dobj iobj dative agent".split())
#: Names of states that stand before nouns as adjectives do.
_ADJECTIVES = tables.words("name as adjective")
_DEALING = tables.words("dealing preposition")
_MOTION = tables.words("motion verb")

_ACCREDITED = tables.words("accredited noun")
_UTTERED = tables.words("noun for what states send each other")
_POLLS = frozenset("election elections primaries referendum".split())
_WHERE = tables.words("place preposition")


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
        """Whether it is a state's adjective or the noun for its nationals."""
        return self.known is not None and self.known.sort == "demonym"

    @property
    def adjectival(self) -> bool:
        """Whether a state's name stands as an adjective: "German", or "US" and "UK" before a noun."""
        return self.demonym or (self.kind == "country" and self.text.replace(".", "") in _ADJECTIVES)


def find(parse: Parse, hits: Sequence[Hit]) -> list[Name]:
    """The names in text order, none overlapping another; ``hits`` are the known ones in the text."""
    found = candidates(parse, hits)
    votes = weigh(parse, found)
    states = frozenset(k.key for c in found for k in c.known if _tells(k, c.known))
    placed = frozenset(k.key for c in found for k in c.known if k.sort == "place" and not k.ambiguous)
    surnames = frozenset(
        parse.words[c.last] for c in found if c.label == "person" and not c.known and c.last > c.first
    )
    named_after = _cities(parse, found, surnames) | _initials(parse, found)
    bearers = _bearers(parse, found, surnames)
    people = {
        parse.words[t] for c in found if c.label == "person" and c.first < c.last for t in (c.first, c.last)
    }
    names: list[Name] = []
    for c in found:
        if c.text.lower() in WEEKDAYS and c.text not in people and not _titled(parse, c):
            continue  # "in *May* alone"
        if c.text in named_after or c.first in bearers:
            names.append(Name(c.first, c.last, c.start, c.end, c.text, "person", None))
        elif (name := _decide(parse, c, votes, states, placed)) is not None:
            names.append(name)
    names.extend(_missed(parse, names, found))
    names.sort(key=lambda n: n.start)
    return names


def _titled(parse: Parse, c: Candidate) -> bool:
    """Whether a word of address or a title stands before a name."""
    before = parse.words[c.first - 1].lower() if c.first else ""
    return before in HONORIFIC or role_phrases.title((before,))


def _cities(parse: Parse, found: Sequence[Candidate], surnames: frozenset[str]) -> frozenset[str]:
    """Names of cities that are the surname of somebody whom the article names in full, and no place in it.

    "Valeska Paris was born in Zurich. Paris left in 2007."
    """
    words = parse.words
    cities = [c for c in found if c.text in surnames and any(k.sort in ("capital", "place") for k in c.known)]
    states = {c.text for c in cities if any(k.sort in ("country", "demonym") for k in c.known)}
    visited = {c.text for c in cities if c.first and words[c.first - 1].lower() in _WHERE}
    return frozenset(c.text for c in cities) - visited - states


def _bearers(parse: Parse, found: Sequence[Candidate], surnames: frozenset[str]) -> frozenset[int]:
    """Where a word for a people is the surname of somebody whom the article names in full, for it stands
    alone in the singular: "Mark Cuban endorsed her. *Cuban* said that …".
    """
    peoples = [c for c in found if c.text in surnames and c.known]
    peoples = [c for c in peoples if all(k.sort == "demonym" for k in c.known)]
    return frozenset(c.first for c in peoples if _alone(parse, c.first))


def _alone(parse: Parse, i: int) -> bool:
    """Whether a name in the singular stands by itself: no "a" before it, no noun that it modifies."""
    plural = parse.tags[i] in ("NNS", "NNPS")
    modifies = parse.deps[i] in ("amod", "compound", "nmod", "acomp", "attr")
    return not plural and not modifies and not any(parse.deps[c] == "det" for c in parse.children[i])


def _initials(parse: Parse, found: Sequence[Candidate]) -> frozenset[str]:
    """Short forms that are the initials of a person whom the article names in full: "AMLO"."""
    people = [parse.words[c.first : c.last + 1] for c in found if c.label == "person" and not c.known]
    full = {"".join(w[0] for w in words).upper() for words in people if len(words) > 2}
    return frozenset(c.text for c in found if c.text in full and not c.known)


def _tells(known: Known, senses: Sequence[Known]) -> bool:
    """Whether a name tells that the article speaks of a state: its own words, a capital of no other."""
    if known.sort == "capital":
        return len(senses) == 1 and not known.ambiguous
    return known.sort in ("country", "demonym") and not known.ambiguous


def _decide(
    parse: Parse,
    c: Candidate,
    votes: dict[str, Counter[str]],
    states: frozenset[str],
    placed: frozenset[str],
) -> Name | None:
    """The name that a candidate is, or None: a place, or nothing that we keep.

    ``states`` are the codes of the countries that the article names: words that a former state
    shares with its successor ("Moscow") mean the one of the two that is named. ``placed`` are
    the codes of those whose cities and regions it names: beside Atlanta, Georgia is a part of the US.
    """
    v = votes[c.text]
    if not v or (not c.known and c.text in tables.no_actors()):
        return None
    best = min(v, key=lambda k: (-v[k], k))

    def as_(kind: Kind, known: Known | None = None) -> Name:
        return Name(c.first, c.last, c.start, c.end, c.text, kind, known)

    def entry(*sorts: str) -> Known | None:
        fitting = [k for k in c.known if k.sort in sorts]
        return next((k for k in fitting if k.key in states), fitting[0] if fitting else None)

    state = entry("country", "demonym", "seat")
    if state is not None and (_event(parse, c) or _aged(parse, c) or _part(c, state, states, placed)):
        return None
    if state is not None and (
        best in ("country", "demonym", "seat", "place") or (not state.ambiguous and v[best] < 9)
    ):
        return as_("country", state)
    capital = entry("capital")
    if capital is not None and best in ("capital", "place"):
        return as_("country", capital) if _acting(parse, c) else None
    body = _body(c, states)
    club = any(k.sort == "place" for k in c.known)  # only a report on sports makes one of a place
    if best == "organisation" and (c.label or body is not None or club):
        if body is None and _common(parse, c):
            return None
        if body is not None and body.ambiguous and _first_word(parse, c, body, states):
            return None
        return as_("organisation", body)
    plain = not _common(parse, c) and not any(ch.isdigit() for ch in c.text)
    if best == "person" and plain and not _addressed(parse, c):
        return as_("person")
    return None


def _event(parse: Parse, c: Candidate) -> bool:
    """Whether a state's word names a war, an election or a language: "Vietnam War", "the 2006 Canadian
    federal election", "she speaks French", "in Greek".
    """
    dated = c.first and parse.words[c.first - 1].isdigit() and len(parse.words[c.first - 1]) == 4
    if dated and any(w in _POLLS for w in parse.words[c.last + 1 : c.last + 4]):
        return True
    if parse.words[c.last + 1 : c.last + 2] in (["War"], ["Wars"]):
        return True
    head = parse.head[c.last]
    spoken = parse.deps[c.last] == "dobj" and parse.lemmas[head] == "speak"
    written = parse.deps[c.last] == "pobj" and parse.words[head] == "in"
    return (spoken or written) and all(k.sort == "demonym" for k in c.known)


def _aged(parse: Parse, c: Candidate) -> bool:
    """Whether a nationality stands for a person: "the 24-year-*old Swiss* added"."""
    before = [w.lower() for w in parse.words[max(0, c.first - 4) : c.first]]
    noun = parse.deps[c.last] not in ("amod", "compound", "nmod")
    return noun and before == ["-", "year", "-", "old"] and all(k.sort == "demonym" for k in c.known)


def _part(c: Candidate, state: Known, states: frozenset[str], placed: frozenset[str]) -> bool:
    """Whether a word for a state names a part of another: a US state or its town, "Lebanon, Pennsylvania"."""
    others = {k.key for k in c.known if k.sort == "place"} - {state.key}
    if not others or not state.ambiguous or state.key in states:
        return False
    return bool(others & placed)


def _body(c: Candidate, states: frozenset[str]) -> Known | None:
    """The body of the tables that a name means: of several, the one whose state alone the article names."""
    options = [k for k in c.known if k.sort in ("organisation", "member")]
    if len({k.key for k in options}) < 2:
        return options[0] if options else None
    table = tables.organisations()
    near = [k for k in options if k.key in table and table[k.key].country in states]
    return near[0] if len(near) == 1 else None


def _first_word(parse: Parse, c: Candidate, body: Known, states: frozenset[str]) -> bool:
    """Whether a common word only has the capital of a sentence's start: "*Labour* leaders said".

    Where the article names the body's state, the body may be meant all the same.
    """
    known = tables.organisations().get(body.key)
    modifies = parse.deps[c.last] in ("amod", "compound", "nmod")
    described = modifies and parse.tags[parse.head[c.last]] == "NNS"
    return parse.opens(c.first) and described and (known is None or known.country not in states)


def _acting(parse: Parse, c: Candidate) -> bool:
    """Whether a capital's name stands where the state is meant: "Moscow said", not "in Moscow"."""
    i = parse.top(c.first, c.last)
    for _ in range(4):
        dep, head = parse.deps[i], parse.head[i]
        if dep == "pobj":
            prep = parse.words[head].lower()
            governor = parse.head[head]
            sent = prep == "from" and _sent(parse, governor)
            return sent or (prep in _DEALING and parse.lemmas[governor] not in _MOTION)
        if dep == "dobj":
            return parse.lemmas[head] not in ("visit", "leave", "reach", "tour", "enter")
        if dep == "poss":
            return parse.words[head].islower()
        if dep in _ACTING:
            return True
        if dep in ("compound", "nmod", "amod"):
            following = parse.words[c.last + 1 : c.last + 2]
            before = parse.words[max(0, c.first - 2) : c.first]
            if before[1:] in (["-"], ["–"]) and before[0] in tables.country_forms():
                return True  # "Lima-*Quito* talks"
            return following in (["-"], ["–"]) and parse.words[c.last + 2 : c.last + 3] != ["based"]
        if dep != "conj":
            return False
        i = head
    return False


def _sent(parse: Parse, i: int) -> bool:
    """Whether what comes from a capital is its state's: "*criticism* from Lima", "recalled its *envoy*"."""
    objects = [c for c in parse.children[i] if parse.deps[c] in ("dobj", "nsubjpass")]
    return any(parse.lemmas[k] in _ACCREDITED or parse.lemmas[k] in _UTTERED for k in (i, *objects))


def _addressed(parse: Parse, c: Candidate) -> bool:
    """Whether the words only address somebody or tell a day: "His Highness", "Friday"."""
    words = [w.lower() for w in parse.words[c.first : c.last + 1]]
    if words[0] in ("his", "her", "their"):
        return all(w in ADDRESS_ALONE or w in tables.roles() or role_phrases.title((w,)) for w in words)
    return all(w in ADDRESS_ALONE for w in words) or (len(words) == 1 and words[0] in DAYS)


def _common(parse: Parse, c: Candidate) -> bool:
    """Whether the words are capitalised for another reason than being a name."""
    words = parse.words[c.first : c.last + 1]
    if all(w.islower() for w in words):
        return True
    low = tuple(w.lower() for w in words)
    if c.first == c.last:
        if low[0] in CHAMBERS:
            return not capitalised(parse, words[0])
        return low[0] in tables.roles() or low[0] in tables.actors() or low[0] in BODY or _mark(low[0])
    return role_phrases.title(low)


def _mark(word: str) -> bool:
    """Whether a word alone is an initial, a mark of a generation or an address: "Jr.", "Sens."."""
    plain = word.strip(".-")
    return len(plain) < 2 or plain in GENERATIONS or plain in HONORIFIC


def _missed(parse: Parse, names: list[Name], found: Sequence[Candidate]) -> list[Name]:
    """Places where a name of this article stands again but was not recognised.

    What was recognised as something else stays that, unless it is the whole name.
    """
    used = {t for n in names for t in range(n.first, n.last + 1)}
    other = {t: (c.first, c.last) for c in found for t in range(c.first, c.last + 1)}
    other |= {t: (first, stop - 1) for first, stop, _ in parse.names for t in range(first, stop)}
    known: dict[tuple[str, ...], list[tuple[list[str], Name]]] = defaultdict(list)  # by the first two words
    seen: set[str] = set()
    for n in names:
        words = parse.words[n.first : n.last + 1]
        if n.known is None and n.text not in seen and (n.last > n.first or len(n.text) > 2):
            seen.add(n.text)
            known[tuple(words[:2])].append((words, n))
            if n.kind == "person" and n.last > n.first and len(words[-1]) > 2 and words[-1] not in seen:
                seen.add(words[-1])
                known[words[-1],].append((words[-1:], n))
    missed = []
    if known:
        for i, word in enumerate(parse.words):
            pair = (word, *parse.words[i + 1 : i + 2])
            options = [*known.get(pair, ()), *(known.get((word,), ()) if len(pair) > 1 else ())]
            for words, n in sorted(options, key=lambda k: -len(k[0])):
                j = i + len(words)
                plain = parse.tags[i].startswith("NN") or (
                    i and parse.words[i - 1][-1:].isalnum() and len(word) > 3
                )
                free = parse.words[i:j] == words and used.isdisjoint(range(i, j))
                claims = {other[t] for t in range(i, j) if t in other}
                whole = n.last - n.first == j - i - 1
                if free and plain and all(whole and i <= a and b < j for a, b in claims):
                    start, end = parse.start[i], parse.end[j - 1]
                    missed.append(
                        replace(n, first=i, last=j - 1, start=start, end=end, text=parse.text[start:end])
                    )
                    used.update(range(i, j))
                    break
    return missed
