"""Paragraphs that many articles of one source share: boilerplate, no part of what an article says.

A reading is made of one article by itself and keeps everything; only all of them show what is boilerplate.
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
"""Independent articles of a source that share a paragraph before it may be boilerplate."""
SHARE = 0.05
"""Least share of the source's independent articles that it must be."""


class Place(NamedTuple):
    """Where a boilerplate paragraph stands in an article."""

    start: int
    end: int
    paragraph: int
    """Hash of its words."""
    source: str
    """Whose boilerplate it is."""


class Printed(NamedTuple):
    """An article with what boilerplate is detected by."""

    article: str
    source: str
    """As ``source`` tells it."""
    original: str
    """The article that it is a copy of, or itself."""
    fingerprint: Fingerprint


class Part(NamedTuple):
    """What is left out of an article for a boilerplate paragraph."""

    article: Article
    place: Place
    mentions: int
    statements: tuple[Statement, ...]


def without_boilerplate(
    readings: Mapping[str, Reading], original: Mapping[str, str]
) -> tuple[dict[str, Reading], tuple[Boilerplate, ...]]:
    """The readings, by article id, without what stands in boilerplate paragraphs; and these paragraphs.

    ``original`` gives the original of every copy.
    """
    printed = [
        Printed(id_, source(reading.article), original.get(id_, id_), reading.fingerprint)
        for id_, reading in readings.items()
    ]
    kept = dict(readings)
    parts: list[Part] = []
    for id_, places in boilerplate_in(printed).items():
        kept[id_], left_out = without(readings[id_], places)
        parts += left_out
    return kept, boilerplate_of(parts)


def boilerplate_in(printed: Sequence[Printed]) -> dict[str, tuple[Place, ...]]:
    """Where boilerplate stands in each article that has some, by its id.

    A text that a source prints twice is not boilerplate, and a copy may bring along the boilerplate of
    another's page.
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
        """The source whose boilerplate each paragraph is: this one, or another that prints the same text."""
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


def without(reading: Reading, places: Sequence[Place]) -> tuple[Reading, list[Part]]:
    """The reading without what stands in these places, and what stands there.

    Entities of which nothing stays go.
    """
    if not places:
        return reading, []
    left_out = [
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
    return kept, left_out


def boilerplate_of(parts: Iterable[Part]) -> tuple[Boilerplate, ...]:
    """Boilerplate paragraphs, from what is left out for them; less those in which nothing was read."""
    by_paragraph: dict[tuple[str, int], list[Part]] = {}
    for part in parts:
        by_paragraph.setdefault((part.place.source, part.place.paragraph), []).append(part)
    found = []
    for (owner, _), those in by_paragraph.items():
        first = min(those, key=lambda part: (earliest(part.article), part.place))
        mentions = sum(part.mentions for part in those)
        statements = sorted((s for part in those for s in part.statements), key=lambda s: s.id)
        if mentions or statements:
            found.append(
                Boilerplate(
                    source=owner,
                    article=first.article.id,
                    span=(first.place.start, first.place.end),
                    articles=len({part.article.id for part in those}),
                    mentions=mentions,
                    statements=tuple(statements),
                )
            )
    return tuple(sorted(found, key=lambda f: (-f.articles, f.source, f.article, f.span)))


def source(article: Article) -> str:
    """Who published it: its named source, else the host of its address; empty where neither is known."""
    if article.source:
        return article.source
    try:
        return (urlsplit(article.url).hostname or "").removeprefix("www.")
    except ValueError:  # it is no address
        return ""


def _shared(printed: Iterable[Printed]) -> dict[str, frozenset[int]]:
    """Hashes of the boilerplate paragraphs, by source."""
    import numpy as np

    by_source: dict[str, list[Printed]] = {}
    for one in printed:
        by_source.setdefault(one.source, []).append(one)
    shared: dict[str, frozenset[int]] = {}
    for name, those in by_source.items():
        clusters = {cluster: i for i, cluster in enumerate({one.original for one in those})}
        if len(clusters) < LEAST:
            continue
        prints = [one.fingerprint for one in those]
        hashes = hashes_of(prints)
        of = np.array([clusters[one.original] for one in those])
        cluster = np.repeat(of, [number_of_paragraphs(one) for one in prints])
        order = np.lexsort((cluster, hashes))
        hashes, cluster = hashes[order], cluster[order]
        once = np.ones(len(hashes), dtype=bool)  # a cluster that prints a paragraph again counts once
        once[1:] = (hashes[1:] != hashes[:-1]) | (cluster[1:] != cluster[:-1])
        numbers, reports = np.unique(hashes[once], return_counts=True)
        if found := numbers[reports >= max(LEAST, SHARE * len(clusters))].tolist():
            shared[name] = frozenset(found)
    return shared
