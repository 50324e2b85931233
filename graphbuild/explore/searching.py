"""Search: entities by any part of any name, articles by words of title and text."""

from __future__ import annotations

import re
import sqlite3
import threading
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from copy import copy

from graphbuild.api.lookup import plain
from graphbuild.explore.index import Index
from graphbuild.model import Entity

#: Words that stand between two names of which the pair is meant.
_BETWEEN = re.compile(r"\s*(?:,|/|–|—|\s-\s|\bvs\.?\s|\band\b)\s*", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 12
#: Part of the trigrams that a misspelt name must share with the right one, and how long it must be.
_LIKE, _SHORTEST = 0.45, 4
_BATCH = 500


class Search:
    """Search in one graph. Words of the texts can be found once they are indexed, titles at once."""

    def __init__(self, index: Index) -> None:
        self._look_at(index)
        self._lock = threading.Lock()
        self._texts = sqlite3.connect(":memory:", check_same_thread=False)
        self._texts.execute(
            "CREATE VIRTUAL TABLE texts USING fts5(id UNINDEXED, title, body,"
            " tokenize = 'unicode61 remove_diacritics 2', detail = full)"
        )
        self.complete = False
        """Whether the texts of all articles can be found."""
        self._known = frozenset(index.articles)
        with self._lock:
            self._texts.executemany(
                "INSERT INTO texts (rowid, id, title, body) VALUES (?, ?, ?, '')",
                ((n, a.id, a.title) for n, a in enumerate(index.articles.values())),
            )

    def _look_at(self, index: Index) -> None:
        self._index = index
        self._names = [
            (plain(name), e) for e in index.entities.values() for name in dict.fromkeys((e.name, *e.aliases))
        ]
        self._like: dict[str, list[int]] | None = None

    def of(self, index: Index) -> Search:
        """The same search after something was decided: with the texts, where these are all known."""
        if not self.complete or not index.articles.keys() <= self._known:
            new = Search(index)
            threading.Thread(target=new.read_texts, name="texts", daemon=True).start()
            return new
        new = copy(self)
        new._look_at(index)
        return new

    def read_texts(self) -> None:
        """Index the texts of all articles: some seconds for each 10,000."""
        numbers = {id_: n for n, id_ in enumerate(self._index.articles)}
        batch: list[tuple[str, int]] = []
        for id_, text in self._index.opened.texts():
            if id_ in numbers:
                batch.append((text, numbers[id_]))
            if len(batch) >= _BATCH:
                self._write(batch)
                batch = []
        self._write(batch)
        self.complete = True

    def _write(self, batch: list[tuple[str, int]]) -> None:
        with self._lock:
            self._texts.executemany("UPDATE texts SET body = ? WHERE rowid = ?", batch)

    def entities(self, words: str, most: int) -> list[Entity]:
        """The entities with these words in a name, the likeliest first; where none is, those spelt alike.

        Letter case and accents do not matter, words may be begun only and stand in any order.
        """
        wanted = plain(words)
        parts = wanted.split()[:_MOST_WORDS]
        if not parts:
            return []
        ranked: dict[str, tuple[int, Entity]] = {}
        for name, e in self._names:
            if all(part in name for part in parts):
                rank = _rank(name, wanted, parts)
                if e.id not in ranked or rank < ranked[e.id][0]:
                    ranked[e.id] = rank, e
        if not ranked and len(wanted) >= _SHORTEST:
            return self._spelt_alike(wanted, most)
        found = sorted(ranked.values(), key=lambda f: (f[0], -f[1].articles, f[1].name, f[1].id))
        return [e for _, e in found[:most]]

    def pair(self, words: str) -> tuple[Entity, Entity] | None:
        """The two entities that two names with a comma, a dash or "and" between them mean."""
        sides = _BETWEEN.split(words.strip())
        if len(sides) != 2 or not all(sides):
            return None
        a, b = (self.entities(side, 1) for side in sides)
        return (a[0], b[0]) if a and b and a[0].id != b[0].id else None

    def articles(self, words: str, most: int) -> list[tuple[str, str]]:
        """Ids of the articles with all these words in title or text, the most to the point first.

        Each with the words around the first place in its text, where words that were looked for stand
        between ``\\x02`` and ``\\x03``. The last word may be begun only.
        """
        parts = _WORD.findall(unicodedata.normalize("NFKC", words))[:_MOST_WORDS]
        if not parts:
            return []
        asked = " ".join(f'"{part}"' for part in parts) + "*"
        with self._lock:
            rows = self._texts.execute(
                "SELECT id, snippet(texts, 2, char(2), char(3), '…', 28) FROM texts WHERE texts MATCH ?"
                " ORDER BY bm25(texts, 0.0, 6.0, 1.0), id LIMIT ?",
                (asked, most),
            )
            return [(id_, snippet or "") for id_, snippet in rows if id_ in self._index.articles]

    def _spelt_alike(self, wanted: str, most: int) -> list[Entity]:
        if self._like is None:
            like: defaultdict[str, list[int]] = defaultdict(list)
            for n, (name, _) in enumerate(self._names):
                for gram in _grams(name):
                    like[gram].append(n)
            self._like = like
        grams = _grams(wanted)
        shared = Counter(n for gram in grams for n in self._like.get(gram, ()))
        best: dict[str, tuple[float, Entity]] = {}
        for n, common in shared.items():
            name, e = self._names[n]
            alike = 2 * common / (len(grams) + len(_grams(name)))
            if alike >= _LIKE and (e.id not in best or alike > best[e.id][0]):
                best[e.id] = alike, e
        ranked = sorted(best.values(), key=lambda f: (-round(f[0], 3), -f[1].articles, f[1].name, f[1].id))
        return [e for _, e in ranked[:most]]


def pieces(snippet: str) -> Iterator[tuple[str, list[str]]]:
    """The words around a place that was found, cut where words that were looked for begin and end."""
    for n, part in enumerate(re.split("[\x02\x03]", snippet)):
        if part:
            yield part, ["found"] if n % 2 else []


def _rank(name: str, wanted: str, parts: Iterable[str]) -> int:
    """How well a name that has the words fits them, 0 best."""
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    words = name.split()
    return 2 if all(any(word.startswith(part) for word in words) for part in parts) else 3


def _grams(name: str) -> set[str]:
    padded = f" {name} "
    return {padded[i : i + 3] for i in range(len(padded) - 2)}
