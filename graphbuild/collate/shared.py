"""Paragraphs that many articles of one source share: furniture of its pages, no part of what an article says.

A reading is made of one article by itself and keeps everything; what is furniture is told by all of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from urllib.parse import urlsplit

from graphbuild.collate.copies import earliest
from graphbuild.collate.fingerprint import hashes_of, number_of_paragraphs, paragraphs
from graphbuild.model import Article, Furniture, Reading, Span, Statement

LEAST = 5
"""Independent articles of a source that share a paragraph before it may be furniture."""
SHARE = 0.05
"""Least share of the source's independent articles that it must be."""


def without_furniture(
    readings: Mapping[str, Reading], original: Mapping[str, str]
) -> tuple[dict[str, Reading], tuple[Furniture, ...]]:
    """The readings, by article id, without what stands in paragraphs of furniture; and these paragraphs.

    ``original`` gives the original of every copy: a text that a source prints twice is no furniture,
    and a copy may bring along the furniture of another's page. Paragraphs that nothing was read in
    are not told.
    """
    publisher = {id_: source(reading.article) for id_, reading in readings.items()}
    shared = _shared(readings, publisher, original)
    if not shared:
        return dict(readings), ()
    printed_by: dict[str, set[str]] = {}
    for id_, name in publisher.items():
        if name in shared:
            printed_by.setdefault(original.get(id_, id_), set()).add(name)

    @cache
    def owners(first: str, names: frozenset[str]) -> dict[int, str]:
        """The source that each paragraph is furniture of: this one, or another that prints the same text."""
        ordered = sorted(names, key=lambda name: (name != first, name))
        return {number: name for name in reversed(ordered) for number in shared[name]}

    kept: dict[str, Reading] = {}
    found: dict[tuple[str, int], list[tuple[Article, Span]]] = {}
    mentions: Counter[tuple[str, int]] = Counter()
    statements: dict[tuple[str, int], list[Statement]] = {}
    for id_, reading in readings.items():
        owner = owners(publisher[id_], frozenset(printed_by.get(original.get(id_, id_), ())))
        places = [p for p in paragraphs(reading.fingerprint) if p[2] in owner]
        kept[id_] = _without(reading, places) if places else reading
        for start, end, number in places:
            at = owner[number], number
            found.setdefault(at, []).append((reading.article, (start, end)))
            mentions[at] += sum(start <= m.start < end for e in reading.entities for m in e.mentions)
            statements.setdefault(at, []).extend(
                s for s in reading.statements if start <= s.sentence_span[0] < end
            )
    told = [
        Furniture(
            source=at[0],
            article=first.id,
            span=span,
            articles=len({article.id for article, _ in where}),
            mentions=mentions[at],
            statements=tuple(sorted(statements[at], key=lambda s: s.id)),
        )
        for at, where in found.items()
        for first, span in [min(where, key=lambda place: (earliest(place[0]), place[1]))]
        if mentions[at] or statements[at]
    ]
    return kept, tuple(sorted(told, key=lambda f: (-f.articles, f.source, f.article, f.span)))


def source(article: Article) -> str:
    """Who published it: its named source, else the host of its address; empty where neither is known."""
    if article.source:
        return article.source
    try:
        return (urlsplit(article.url).hostname or "").removeprefix("www.")
    except ValueError:  # it is no address
        return ""


def _without(reading: Reading, places: list[tuple[int, int, int]]) -> Reading:
    """The reading without what stands in these places, and without entities of which nothing stays."""

    def stays(at: int) -> bool:
        return not any(start <= at < end for start, end, _ in places)

    statements = tuple(s for s in reading.statements if stays(s.sentence_span[0]))
    ends = {end for s in statements for end in (s.source, s.target)}
    entities = (
        replace(entity, mentions=tuple(m for m in entity.mentions if stays(m.start)))
        for entity in reading.entities
    )
    return replace(
        reading,
        entities=tuple(entity for entity in entities if entity.mentions or entity.id in ends),
        statements=statements,
    )


def _shared(
    readings: Mapping[str, Reading], publisher: Mapping[str, str], original: Mapping[str, str]
) -> dict[str, frozenset[int]]:
    """Hashes of the paragraphs of furniture, by source."""
    import numpy as np

    by_source: dict[str, list[str]] = {}
    for id_, name in publisher.items():
        by_source.setdefault(name, []).append(id_)
    shared: dict[str, frozenset[int]] = {}
    for name, ids in by_source.items():
        clusters = {cluster: i for i, cluster in enumerate({original.get(id_, id_) for id_ in ids})}
        if len(clusters) < LEAST:
            continue
        prints = [readings[id_].fingerprint for id_ in ids]
        hashes = hashes_of(prints)
        of = np.array([clusters[original.get(id_, id_)] for id_ in ids])
        cluster = np.repeat(of, [number_of_paragraphs(one) for one in prints])
        order = np.lexsort((cluster, hashes))
        hashes, cluster = hashes[order], cluster[order]
        once = np.ones(len(hashes), dtype=bool)  # a cluster that prints a paragraph again counts once
        once[1:] = (hashes[1:] != hashes[:-1]) | (cluster[1:] != cluster[:-1])
        numbers, reports = np.unique(hashes[once], return_counts=True)
        if found := numbers[reports >= max(LEAST, SHARE * len(clusters))].tolist():
            shared[name] = frozenset(found)
    return shared
