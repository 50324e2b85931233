"""Where names stand: sentences that show what a merge candidate is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from graphbuild.api.places import Place
from graphbuild.ledger import Ledger
from graphbuild.model import Article, Mention

#: Characters of a sentence before and after a name, beyond which it is cut.
_MOST = 240
_END = re.compile(r"(?<=[.!?])[\"”’')\]]*\s+|\n")


@dataclass(frozen=True, slots=True)
class Context:
    """A sentence that names somebody."""

    article: Article
    """Without text."""
    sentence: str
    start: int
    """Where the name stands in the sentence, as ``end``: characters, end exclusive."""
    end: int


def contexts(place: Place, names: Iterable[str], most: int) -> dict[str, tuple[Context, ...]]:
    """Sentences that have names, by name, one an article, the earliest first: see ``OpenGraph.contexts``."""
    folder = place.folder("contexts")
    found: dict[str, tuple[Context, ...]] = {}
    with place.kept() as aggregation, Ledger.open(folder) as ledger:
        assert aggregation is not None  # a graph folder has one
        for name in names:
            here: list[Context] = []
            for article, local in aggregation.sightings(name, most):
                reading = ledger.reading(article, with_text=True)
                mentions = next(e.mentions for e in reading.entities if e.id == local)
                here += list(_contexts(reading.article, mentions))[:1]
            found[name] = tuple(here)
    return found


def _contexts(article: Article, mentions: tuple[Mention, ...]) -> Iterator[Context]:
    """The sentences with these mentions, names before nouns and pronouns."""
    for m in sorted(mentions, key=lambda m: (m.form != "name", m.start)):
        before = article.text[max(0, m.start - _MOST) : m.start]
        after = article.text[m.end : m.end + _MOST]
        begins = max((end.end() for end in _END.finditer(before)), default=0)
        end = _END.search(after)
        lead = _spaced(before[begins:]).lstrip()
        tail = _spaced(after[: end.start()] if end else after).rstrip()
        if not begins and m.start > _MOST:
            lead = f"…{lead}"
        if end is None and m.end + _MOST < len(article.text):
            tail = f"{tail}…"
        name = _spaced(m.text)
        yield Context(replace(article, text=""), lead + name + tail, len(lead), len(lead) + len(name))


def _spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text)
