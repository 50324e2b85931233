"""Detection of copies: syndicated and near-identical articles.

Locality-sensitive hashing: signatures are cut into bands. Only articles that agree in a whole band are
compared, each with the earliest one of them and with the previous one, so the cost is linear.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from graphbuild.collate.fingerprint import NUMBERS
from graphbuild.model import Article, Reading, Statement

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Earliest = tuple[bool, str, str]
"""Whether an article has no date, its date, its id."""
ALIKE = 0.6
"""Minimum share of common word sequences (Jaccard) for one text to be a copy of another."""
_ALIKE_LATER = 0.95
"""The same for articles more than ``_DAYS`` apart: reports that only follow the same template score lower."""
_DAYS = 7
_BANDS, _ROWS = 21, 6
"""Two texts share a band with a probability of 63 % at the similarity ``ALIKE``, 92 % at 0.7, 99.8 % at 0.8.
"""
_MIX = 0x9E3779B97F4A7C15
_WORD = re.compile(r"\w+")


def originals(readings: Iterable[Reading]) -> dict[str, str]:
    """Map each copy to its original, by id: the earliest article of each cluster of similar texts.

    Similarity is transitive: an article similar to a copy belongs to the same cluster. Originals are not
    listed.
    """
    return originals_of((earliest(r.article), r.fingerprint.signature) for r in readings)


def originals_of(articles: Iterable[tuple[Earliest, bytes]]) -> dict[str, str]:
    """Like ``originals``, for articles given by ``earliest`` and signature."""
    ordered = sorted((when, signature) for when, signature in articles if signature)
    if len(ordered) < 2:
        return {}
    import numpy as np

    signatures = np.frombuffer(b"".join(signature for _, signature in ordered), dtype="<u4")
    leaders = list(range(len(ordered)))
    days = np.array([date.fromisoformat(when[1]).toordinal() if when[1] else 0 for when, _ in ordered])
    for copy, original in _similar_pairs(signatures.reshape(len(ordered), NUMBERS), days):
        a, b = _leader(leaders, copy), _leader(leaders, original)
        leaders[max(a, b)] = min(a, b)
    ids = [when[-1] for when, _ in ordered]
    return {ids[i]: ids[first] for i in range(len(ids)) if (first := _leader(leaders, i)) != i}


def earliest(article: Article) -> Earliest:
    """Sort key by date: articles without a date last, ties by id."""
    return not article.date, article.date, article.id


def independent(
    statements: Sequence[Statement], articles: Mapping[str, Article], original: Mapping[str, str]
) -> list[Statement]:
    """Return the statements without those of copies: only the earliest article of each cluster is used.

    ``original`` maps each copy to its original, by id.
    """
    earliest_of: dict[str, tuple[bool, str, str]] = {}
    for s in statements:
        cluster, when = original.get(s.article, s.article), earliest(articles[s.article])
        earliest_of[cluster] = min(when, earliest_of.get(cluster, when))
    return [s for s in statements if earliest_of[original.get(s.article, s.article)][-1] == s.article]


@lru_cache(maxsize=4096)
def same_words(sentence: str) -> str:
    """Normalise a sentence to its words, so that copies with other quotation marks are equal."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", sentence).casefold()))


def _similar_pairs(signatures: NDArray[np.uint32], days: NDArray[np.int_]) -> list[tuple[int, int]]:
    """Return pairs of similar rows, the later first; ``days`` are 0 for articles without a date."""
    import numpy as np

    candidates: set[tuple[int, int]] = set()
    rows = np.arange(len(signatures))
    for band in range(_BANDS):
        key = np.zeros(len(signatures), dtype=np.uint64)
        for column in range(band * _ROWS, (band + 1) * _ROWS):
            key = (key ^ signatures[:, column]) * np.uint64(_MIX)
            key ^= key >> np.uint64(29)
        by_key = np.argsort(key, kind="stable")
        begins = np.concatenate(([True], key[by_key][1:] != key[by_key][:-1]))
        first = by_key[np.maximum.accumulate(np.where(begins, rows, 0))]
        for earlier in (first[~begins], np.roll(by_key, 1)[~begins]):
            candidates.update(zip(by_key[~begins].tolist(), earlier.tolist(), strict=True))
    pairs = np.array(sorted(candidates), dtype=np.int64).reshape(-1, 2)
    similar: list[tuple[int, int]] = []
    for start in range(0, len(pairs), 10_000):  # bounds memory
        some = pairs[start : start + 10_000]
        later, earlier = some.T
        share = (signatures[later] == signatures[earlier]).mean(axis=1)
        near = (days[later] - days[earlier] <= _DAYS) | (days[later] == 0)
        similar += map(tuple, some[share >= np.where(near, ALIKE, _ALIKE_LATER)].tolist())
    return similar


def _leader(leaders: list[int], i: int) -> int:
    while leaders[i] != i:
        leaders[i] = leaders[leaders[i]]
        i = leaders[i]
    return i
