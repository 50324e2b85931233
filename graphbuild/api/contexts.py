"""Context sentences of names, shown with a merge candidate."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from graphbuild import tables
from graphbuild.api.places import Place
from graphbuild.api.selection import whole
from graphbuild.errors import QueryError
from graphbuild.ledger import Ledger
from graphbuild.model import Article, LocalEntity
from graphbuild.resolve.facts import Sighting

#: Maximum characters of a sentence before and after a name.
_MOST = 240
_END = re.compile(r"(?<=[.!?])[\"”’')\]]*\s+|\n")
#: Letters with full stops that do not end a sentence: the initials of a name, U.S.
_INITIALS = re.compile(r"(?:[A-Z]\.)+")


@dataclass(frozen=True, slots=True)
class Context:
    """A sentence that mentions an entity."""

    article: Article
    """Without text."""
    sentence: str
    start: int
    """Position of the name in the sentence, in characters; ``end`` is exclusive."""
    end: int


def contexts(
    place: Place, groups: Iterable[Sequence[str]], most: int, *, strict: bool = False
) -> list[dict[str, tuple[Context, ...]]]:
    """Sentences that mention names, by name, one per article, for groups of names: see
    ``OpenGraph.contexts``. With ``strict``, unknown names raise ``QueryError``.
    """
    folder = place.folder("contexts")
    groups = [*groups]
    for group in groups:
        if isinstance(group, str):
            raise QueryError(f"groups has {group!r}; give lists of names", wrong=("groups",))
    most = whole("most", most)
    with place.kept() as aggregation, Ledger.open(folder) as ledger:
        assert aggregation is not None  # a graph folder has one
        seen = aggregation.sightings({name for group in groups for name in group})
        for name, found in seen.items() if strict else ():
            if not found and aggregation.unit(name) is None:
                raise QueryError(f"{name!r} is no name of an identity; give its a or b", wrong=("names",))
        return [_of_group({name: seen[name] for name in group}, ledger, most) for group in groups]


def _of_group(
    seen: Mapping[str, Sequence[Sighting]], ledger: Ledger, most: int
) -> dict[str, tuple[Context, ...]]:
    found: dict[str, tuple[Context, ...]] = {}
    for name, sightings in seen.items():
        others = [s for other, there in seen.items() if other != name for s in there]
        chosen: dict[str, Sighting] = {}
        for s in _by_similarity(sightings, others):
            chosen.setdefault(s.article, s)
        sentences: list[Context] = []
        for s in islice(chosen.values(), most):
            reading = ledger.reading(s.article, with_text=True)
            entity = next(e for e in reading.entities if e.id == s.local)
            sentences += islice(_contexts(reading.article, entity), 1)
        found[name] = tuple(sentences)
    return found


def _by_similarity(sightings: Sequence[Sighting], others: Sequence[Sighting]) -> list[Sighting]:
    """Sightings of a name, sorted by how much they have in common with those of the other names.

    First those in an article that has both names, uses one name for the other, or reports the same office,
    organisation or country; then those nearest in time. Unchanged if there are no others.
    """
    articles, names = {s.article for s in others}, {s.name for s in others}
    offices, bodies, homes = (
        {one for s in others for one in getattr(s, what)} for what in ("offices", "bodies", "homes")
    )
    days = sorted(date.fromisoformat(s.date).toordinal() for s in others if s.date)

    def rank(s: Sighting) -> tuple[int, float]:
        shared = (s.forms & names, s.offices & offices, s.bodies & bodies, s.homes & homes)
        return -2 * (s.article in articles) - sum(map(bool, shared)), _days_apart(s.date, days)

    return sorted(sightings, key=rank) if others else list(sightings)


def _days_apart(day: str, days: Sequence[int]) -> float:
    """Days between a day and the nearest of others."""
    if not day or not days:
        return float("inf")
    this = date.fromisoformat(day).toordinal()
    at = bisect_left(days, this)
    return min(abs(this - other) for other in days[max(0, at - 1) : at + 1])


def _contexts(article: Article, entity: LocalEntity) -> Iterator[Context]:
    """The sentences that mention an entity: by its full name first, then by other names, nouns, pronouns."""
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
    """Sentence ends."""
    for end in _END.finditer(text):
        last = text[: end.start()].split()[-1:]
        if "\n" in end[0] or not any(map(_is_abbreviation, last)):
            yield end


def _is_abbreviation(word: str) -> bool:
    """Whether the full stop of a word does not end a sentence."""
    word = word.lstrip("\"'“‘([")
    return _INITIALS.fullmatch(word) is not None or word.lower() in tables.words("honorific", "name particle")


def _spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text)
