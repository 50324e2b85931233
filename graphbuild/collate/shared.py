"""Boilerplate: paragraphs shared by many articles of one source, which are excluded from the graph.

The reading of a single article keeps everything; boilerplate can only be detected in the set of all articles.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple
from urllib.parse import urlsplit

from graphbuild.collate.copies import earliest
from graphbuild.collate.fingerprint import hashes_of, number_of_paragraphs, paragraphs
from graphbuild.model import Article, Boilerplate, Fingerprint, Reading, Statement

LEAST = 5
"""Minimum number of independent articles of a source that share a boilerplate paragraph."""
SHARE = 0.05
"""Minimum share of the source's independent articles that contain it."""


class Place(NamedTuple):
    """The position of a boilerplate paragraph in an article."""

    start: int
    end: int
    paragraph: int
    """Hash of its words."""
    source: str
    """The source that the boilerplate belongs to."""


class ArticleParagraphs(NamedTuple):
    """The input of boilerplate detection for one article."""

    article: str
    source: str
    """As returned by ``source``."""
    original: str
    """The original if it is a copy, else the article itself."""
    fingerprint: Fingerprint


class Part(NamedTuple):
    """What is excluded from an article because of a boilerplate paragraph."""

    article: Article
    place: Place
    mentions: int
    statements: tuple[Statement, ...]


def without_boilerplate(
    readings: Mapping[str, Reading], original: Mapping[str, str]
) -> tuple[dict[str, Reading], tuple[Boilerplate, ...]]:
    """Return the readings without boilerplate, by article id, and the boilerplate paragraphs.

    ``original`` maps each copy to its original.
    """
    printed = [
        ArticleParagraphs(id_, source(reading.article), original.get(id_, id_), reading.fingerprint)
        for id_, reading in readings.items()
    ]
    kept = dict(readings)
    parts: list[Part] = []
    for id_, places in boilerplate_in(printed).items():
        kept[id_], excluded = exclude_paragraphs(readings[id_], places)
        parts += excluded
    return kept, boilerplate_of(parts)


def boilerplate_in(printed: Sequence[ArticleParagraphs]) -> dict[str, tuple[Place, ...]]:
    """Return the positions of boilerplate in each article that has some, by article id.

    A text that a source prints twice is not boilerplate. A copy may contain the boilerplate of another
    source's page.
    """
    shared = _shared(printed)
    if not shared:
        return {}
    printed_by: dict[str, set[str]] = {}
    for one in printed:
        if one.source in shared:
            printed_by.setdefault(one.original, set()).add(one.source)

    @cache
    def owners(first: str, names: frozenset[str]) -> dict[int, str]:
        """Return the source that owns each paragraph: ``first``, or another one that prints the same text."""
        ordered = sorted(names, key=lambda name: (name != first, name))
        return {number: name for name in reversed(ordered) for number in shared[name]}

    found: dict[str, tuple[Place, ...]] = {}
    for one in printed:
        if names := printed_by.get(one.original):
            owner = owners(one.source, frozenset(names))
            places = [Place(*p, owner[p[2]]) for p in paragraphs(one.fingerprint) if p[2] in owner]
            if places:
                found[one.article] = tuple(places)
    return found


def exclude_paragraphs(reading: Reading, places: Sequence[Place]) -> tuple[Reading, list[Part]]:
    """Return the reading without the content of these places, and that content.

    Entities without remaining mentions or statements are removed.
    """
    if not places:
        return reading, []
    excluded = [
        Part(
            reading.article,
            p,
            sum(p.start <= m.start < p.end for e in reading.entities for m in e.mentions),
            tuple(s for s in reading.statements if p.start <= s.sentence_span[0] < p.end),
        )
        for p in places
    ]

    def stays(at: int) -> bool:
        return not any(p.start <= at < p.end for p in places)

    statements = tuple(s for s in reading.statements if stays(s.sentence_span[0]))
    ends = {end for s in statements for end in (s.source, s.target)}
    entities = (
        replace(entity, mentions=tuple(m for m in entity.mentions if stays(m.start)))
        for entity in reading.entities
    )
    kept = replace(
        reading,
        entities=tuple(entity for entity in entities if entity.mentions or entity.id in ends),
        statements=statements,
    )
    return kept, excluded


def boilerplate_of(parts: Iterable[Part]) -> tuple[Boilerplate, ...]:
    """Aggregate boilerplate paragraphs from the excluded parts; those without mentions and statements are
    omitted.
    """
    by_paragraph: dict[tuple[str, int], list[Part]] = {}
    for part in parts:
        by_paragraph.setdefault((part.place.source, part.place.paragraph), []).append(part)
    result = []
    for (owner, _), same in by_paragraph.items():
        first = min(same, key=lambda part: (earliest(part.article), part.place))
        mentions = sum(part.mentions for part in same)
        statements = sorted((s for part in same for s in part.statements), key=lambda s: s.id)
        if mentions or statements:
            result.append(
                Boilerplate(
                    source=owner,
                    article=first.article.id,
                    span=(first.place.start, first.place.end),
                    articles=len({part.article.id for part in same}),
                    mentions=mentions,
                    statements=tuple(statements),
                )
            )
    return tuple(sorted(result, key=lambda f: (-f.articles, f.source, f.article, f.span)))


def source(article: Article) -> str:
    """Return the publisher: the source of the article, else the host of its URL; empty if unknown."""
    if article.source:
        return article.source
    try:
        return (urlsplit(article.url).hostname or "").removeprefix("www.")
    except ValueError:  # not a valid URL
        return ""


def _shared(printed: Iterable[ArticleParagraphs]) -> dict[str, frozenset[int]]:
    """Return the hashes of the boilerplate paragraphs, by source."""
    import numpy as np

    by_source: dict[str, list[ArticleParagraphs]] = {}
    for one in printed:
        by_source.setdefault(one.source, []).append(one)
    shared: dict[str, frozenset[int]] = {}
    for name, same_source in by_source.items():
        clusters = {cluster: i for i, cluster in enumerate({one.original for one in same_source})}
        if len(clusters) < LEAST:
            continue
        prints = [one.fingerprint for one in same_source]
        hashes = hashes_of(prints)
        article_clusters = np.array([clusters[one.original] for one in same_source])
        cluster = np.repeat(article_clusters, [number_of_paragraphs(one) for one in prints])
        order = np.lexsort((cluster, hashes))
        hashes, cluster = hashes[order], cluster[order]
        first_of_cluster = np.ones(len(hashes), dtype=bool)  # count a paragraph once per cluster
        first_of_cluster[1:] = (hashes[1:] != hashes[:-1]) | (cluster[1:] != cluster[:-1])
        numbers, reports = np.unique(hashes[first_of_cluster], return_counts=True)
        if found := numbers[reports >= max(LEAST, SHARE * len(clusters))].tolist():
            shared[name] = frozenset(found)
    return shared
