"""An article as it was read: its text, with entities, statements and boilerplate as spans."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, NamedTuple

from graphbuild.collate import earliest
from graphbuild.errors import QueryError, did_you_mean
from graphbuild.incremental import Within
from graphbuild.model import Article, Graph, Mention, Reading, Span, Statement

#: Maximum length of an unknown id that is compared with others for a suggestion.
_LONGEST_ID = 100


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A span of the text in which an entity of the graph is named, described or referred to by a pronoun."""

    entity: str
    """Id of the entity of the graph."""
    mention: Mention


@dataclass(frozen=True, slots=True, repr=False)
class ArticleView:
    """An article with everything that was extracted from it. Spans are characters of ``article.text``, end
    exclusive.
    """

    article: Article
    """With its text; empty if the graph has no texts (a file, a database)."""
    mentions: tuple[Mentioned, ...]
    """In text order; only in a graph folder."""
    statements: tuple[Statement, ...]
    """Statements of the graph, in text order."""
    boilerplate: tuple[Span, ...]
    """Paragraphs that many articles of its source share, which are not part of the graph."""
    original: Article | None
    """The earliest near-duplicate, if this is a copy. Without text; ``copies`` likewise."""
    copies: tuple[Article, ...]
    """Near-duplicates of the article, earliest first."""

    def __repr__(self) -> str:
        counts = f"{len(self.mentions):,} mentions, {len(self.statements):,} statements"
        return f"<ArticleView {self.article.id}: {counts}>"


def article(
    graph: Graph, id_: str, reading: Reading | None = None, within: Within | None = None
) -> ArticleView:
    """The article with this id, with its extractions as far as they are available.

    Raises ``QueryError`` for an unknown id.
    """
    known = {a.id: a for a in graph.articles}
    if id_ not in known:
        near = did_you_mean(id_, known.keys()) if len(id_) < _LONGEST_ID else ""
        raise QueryError(
            f"the graph holds no article {id_!r}{near or '; `graphbuild articles` lists their ids'}"
        )
    original_of = {c.article: c.original for c in graph.copies}
    first = original_of.get(id_, id_)
    cluster = {first, *(c.article for c in graph.copies if c.original == first)}
    entities, boilerplate = (within.entities, within.boilerplate) if within else ({}, ())
    mentions = [
        Mentioned(entities[e.id], m)
        for e in (reading.entities if reading else ())
        if e.id in entities
        for m in e.mentions
        if not any(start <= m.start < end for start, end in boilerplate)
    ]
    return ArticleView(
        article=replace(known[id_], text=reading.article.text if reading else ""),
        mentions=tuple(sorted(mentions, key=lambda m: (m.mention, m.entity))),
        statements=tuple(
            sorted(
                (s for s in graph.statements if s.article == id_),
                key=lambda s: (s.sentence_span, s.trigger_span, s.id),
            )
        ),
        boilerplate=boilerplate,
        original=known.get(first) if first != id_ else None,
        copies=tuple(sorted((known[other] for other in cluster - {id_, first}), key=earliest)),
    )


class Marked(NamedTuple):
    """A span of a text and what it is marked with."""

    start: int
    end: int
    mark: Any


def cut(text: str, marked: Iterable[Marked], first: int = 0) -> list[tuple[str, list[Any]]]:
    """The text in pieces, each with all the marks on it, in the order given; joined, they are the text.

    ``first`` is the position of the text's first character in the coordinates of the spans. Parts of spans
    outside the text are dropped.
    """
    last = first + len(text)
    spans = [
        Marked(start, end, mark)
        for start, end, mark in ((max(m.start, first), min(m.end, last), m.mark) for m in marked)
        if start < end
    ]
    starting: dict[int, list[int]] = {}
    ending: dict[int, list[int]] = {}
    for i, span in enumerate(spans):
        starting.setdefault(span.start, []).append(i)
        ending.setdefault(span.end, []).append(i)
    pieces: list[tuple[str, list[Any]]] = []
    open_: set[int] = set()
    bounds = sorted({first, last, *starting, *ending})
    for start, end in pairwise(bounds):
        open_.difference_update(ending.get(start, ()))
        open_.update(starting.get(start, ()))
        pieces.append((text[start - first : end - first], [spans[i].mark for i in sorted(open_)]))
    return pieces
