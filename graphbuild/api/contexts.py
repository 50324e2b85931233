"""Where names stand: sentences that show what a merge candidate is about."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from graphbuild import tables
from graphbuild.api.places import Place
from graphbuild.ledger import Ledger
from graphbuild.model import Article, LocalEntity
from graphbuild.resolve.facts import Sighting

#: Characters of a sentence before and after a name, beyond which it is cut.
_MOST = 240
_END = re.compile(r"(?<=[.!?])[\"”’')\]]*\s+|\n")
#: Letters with full stops that end no sentence: the initials of a name, U.S.
_INITIALS = re.compile(r"(?:[A-Z]\.)+")


@dataclass(frozen=True, slots=True)
class Context:
    """A sentence that names somebody."""

    article: Article
    """Without text."""
    sentence: str
    start: int
    """Where the name stands in the sentence, as ``end``: characters, end exclusive."""
    end: int


def contexts(
    place: Place, groups: Iterable[Sequence[str]], most: int
) -> list[dict[str, tuple[Context, ...]]]:
    """Sentences that have names, by name, one an article, for groups of names: see ``OpenGraph.contexts``."""
    folder = place.folder("contexts")
    groups = [*groups]
    with place.kept() as aggregation, Ledger.open(folder) as ledger:
        assert aggregation is not None  # a graph folder has one
        seen = aggregation.sightings({name for group in groups for name in group})
        return [_of_group({name: seen[name] for name in group}, ledger, most) for group in groups]


def _of_group(
    seen: Mapping[str, Sequence[Sighting]], ledger: Ledger, most: int
) -> dict[str, tuple[Context, ...]]:
    found: dict[str, tuple[Context, ...]] = {}
    for name, here in seen.items():
        others = [s for other, there in seen.items() if other != name for s in there]
        chosen: dict[str, Sighting] = {}
        for s in _by_what_is_common(here, others):
            chosen.setdefault(s.article, s)
        sentences: list[Context] = []
        for s in islice(chosen.values(), most):
            reading = ledger.reading(s.article, with_text=True)
            entity = next(e for e in reading.entities if e.id == s.local)
            sentences += islice(_contexts(reading.article, entity), 1)
        found[name] = tuple(sentences)
    return found


def _by_what_is_common(here: Sequence[Sighting], others: Sequence[Sighting]) -> list[Sighting]:
    """Where a name is used, in order of how much it has in common with where others are.

    First where an article names both, or calls the one what the other is called, tells of the same office,
    body or country; then what is nearest in time. As it is where there are no others.
    """
    articles, names = {s.article for s in others}, {s.name for s in others}
    offices, bodies, homes = (
        {one for s in others for one in getattr(s, what)} for what in ("offices", "bodies", "homes")
    )
    days = sorted(date.fromisoformat(s.date).toordinal() for s in others if s.date)

    def rank(s: Sighting) -> tuple[int, float]:
        shared = (s.forms & names, s.offices & offices, s.bodies & bodies, s.homes & homes)
        return -2 * (s.article in articles) - sum(map(bool, shared)), _apart(s.date, days)

    return sorted(here, key=rank) if others else list(here)


def _apart(day: str, days: Sequence[int]) -> float:
    """Days between a day and the nearest of others."""
    if not day or not days:
        return float("inf")
    this = date.fromisoformat(day).toordinal()
    at = bisect_left(days, this)
    return min(abs(this - other) for other in days[max(0, at - 1) : at + 1])


def _contexts(article: Article, entity: LocalEntity) -> Iterator[Context]:
    """The sentences that mention an entity, by its full name first, then by others, nouns and pronouns."""
    for m in sorted(entity.mentions, key=lambda m: (m.form != "name", m.text != entity.name, m.start)):
        before = article.text[max(0, m.start - _MOST) : m.start]
        after = article.text[m.end : m.end + _MOST]
        begins = max((end.end() for end in _ends(before)), default=0)
        end = next(_ends(after), None)
        lead = _spaced(before[begins:]).lstrip()
        tail = _spaced(after[: end.start()] if end else after).rstrip()
        if not begins and m.start > _MOST:
            lead = f"…{lead}"
        if end is None and m.end + _MOST < len(article.text):
            tail = f"{tail}…"
        name = _spaced(m.text)
        yield Context(replace(article, text=""), lead + name + tail, len(lead), len(lead) + len(name))


def _ends(text: str) -> Iterator[re.Match[str]]:
    """Where sentences end."""
    for end in _END.finditer(text):
        last = text[: end.start()].split()[-1:]
        if "\n" in end[0] or not any(map(_goes_on, last)):
            yield end


def _goes_on(word: str) -> bool:
    """Whether the full stop of a word ends no sentence."""
    word = word.lstrip("\"'“‘([")
    return _INITIALS.fullmatch(word) is not None or word.lower() in tables.words("honorific", "name particle")


def _spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text)
