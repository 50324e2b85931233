"""Which articles print what another printed before: syndicated and near-identical texts.

Locality-sensitive hashing: signatures are cut into bands, and only articles that agree in a whole
band are compared, each with the earliest of them and the one before it: the cost is linear.
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
"""Share of all word sequences of two texts that both must have for one to be a copy of the other."""
_SAME = 0.95
"""The same where more than ``_DAYS`` lie between: reports that only follow the same form have less."""
_DAYS = 7
_BANDS, _ROWS = 21, 6
"""Two texts that are just alike meet in a band with a chance of 63 %, at 0.7 of 92 %, at 0.8 of 99.8 %."""
_MIX = 0x9E3779B97F4A7C15
_WORD = re.compile(r"\w+")


def originals(readings: Iterable[Reading]) -> dict[str, str]:
    """The original of every article that is a copy, by ids: of each cluster of like texts its earliest.

    An article that is like a copy belongs to the same cluster. Originals themselves are not listed.
    """
    return originals_of((earliest(r.article), r.fingerprint.signature) for r in readings)


def originals_of(found: Iterable[tuple[Earliest, bytes]]) -> dict[str, str]:
    """The same of articles that are given by when they came and by their signatures."""
    marked = sorted((when, signature) for when, signature in found if signature)
    if len(marked) < 2:
        return {}
    import numpy as np

    signatures = np.frombuffer(b"".join(signature for _, signature in marked), dtype="<u4")
    leader = list(range(len(marked)))
    days = np.array([date.fromisoformat(when[1]).toordinal() if when[1] else 0 for when, _ in marked])
    for copy, original in _alike(signatures.reshape(len(marked), NUMBERS), days):
        a, b = _leader(leader, copy), _leader(leader, original)
        leader[max(a, b)] = min(a, b)
    ids = [when[-1] for when, _ in marked]
    return {ids[i]: ids[first] for i in range(len(ids)) if (first := _leader(leader, i)) != i}


def earliest(article: Article) -> Earliest:
    """What puts the earliest of several articles first: those without a date last, ties by id."""
    return not article.date, article.date, article.id


def independent(
    statements: Sequence[Statement], articles: Mapping[str, Article], original: Mapping[str, str]
) -> list[Statement]:
    """The statements without those of copies: of each cluster of like texts its earliest article speaks.

    ``original`` gives the original of every copy, by ids.
    """
    speaks: dict[str, tuple[bool, str, str]] = {}
    for s in statements:
        cluster, when = original.get(s.article, s.article), earliest(articles[s.article])
        speaks[cluster] = min(when, speaks.get(cluster, when))
    return [s for s in statements if speaks[original.get(s.article, s.article)][-1] == s.article]


@lru_cache(maxsize=4096)
def same_words(sentence: str) -> str:
    """The sentence by its words alone, so that copies with other quotation marks are the same."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", sentence).casefold()))


def _alike(signatures: NDArray[np.uint32], days: NDArray[np.int_]) -> list[tuple[int, int]]:
    """Pairs of rows that are alike, the later first; ``days`` are 0 where there is no date."""
    import numpy as np

    met: set[tuple[int, int]] = set()
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
            met.update(zip(by_key[~begins].tolist(), earlier.tolist(), strict=True))
    pairs = np.array(sorted(met), dtype=np.int64).reshape(-1, 2)
    alike: list[tuple[int, int]] = []
    for start in range(0, len(pairs), 10_000):  # bounds memory
        some = pairs[start : start + 10_000]
        later, earlier = some.T
        share = (signatures[later] == signatures[earlier]).mean(axis=1)
        near = (days[later] - days[earlier] <= _DAYS) | (days[later] == 0)
        alike += map(tuple, some[share >= np.where(near, ALIKE, _SAME)].tolist())
    return alike


def _leader(leader: list[int], i: int) -> int:
    while leader[i] != i:
        leader[i] = leader[leader[i]]
        i = leader[i]
    return i
