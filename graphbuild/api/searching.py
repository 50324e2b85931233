"""Search: entities by any part of any name, articles by words of title and text."""

from __future__ import annotations

import json
import re
import sqlite3
import threading
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import cache, cached_property
from itertools import chain

from graphbuild.api.filters import NONE, Filters
from graphbuild.api.forms import names_of, plain, without_titles
from graphbuild.api.selection import extent
from graphbuild.api.slips import alike, slips_of
from graphbuild.model import Article, Entity
from graphbuild.tables import country_forms

#: Separators between the two names of a pair.
_BETWEEN = re.compile(r"\s*(?:[,;/–—]|\s[-&+]\s|\b(?:vs\.?|versus)\s|\band\b)\s*", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_ACCENTS = re.compile("[\u0300-\u036f]+")
_MOST_WORDS = 12
#: Minimum share of trigrams that a misspelt name must have in common with the correct one, and its minimum
#: length.
_LIKE, _SHORTEST = 0.45, 4
#: Maximum number of words of a name for which similar spellings of the complete name are searched.
_MOST_ALIKE = 2
#: Maximum ratio of the articles with a word to the articles about the entity that it names; and the weight of
#: an entity's articles if the search is one of its full names.
_COMMON, _EXACT = 3, 3
#: Number of results below which similar spellings are searched, too, unless a name has the exact words.
_FEW = 5
#: The rank of a name that matches with misspellings, among those of ``_rank``.
_SLIPPED = 3
#: Minimum length of a word whose first letter may be wrong.
_LONG = 6
_BATCH = 500


class Search:
    """Search in one graph. Titles can be searched at once, texts after they are indexed."""

    def __init__(self, entities: Iterable[Entity], articles: Iterable[Article]) -> None:
        known = tuple(articles)
        self._numbers = {a.id: n for n, a in enumerate(known)}
        self._look_at(entities, known)
        self._lock = threading.Lock()
        self._texts = sqlite3.connect(":memory:", check_same_thread=False)
        self._texts.execute(
            "CREATE VIRTUAL TABLE texts USING fts5(id UNINDEXED, begins UNINDEXED, ends UNINDEXED,"
            " source UNINDEXED, title, body, tokenize = 'unicode61 remove_diacritics 2', detail = full)"
        )
        self.complete = False
        """Whether the texts of all articles are indexed."""
        with self._lock:
            self._texts.executemany(
                "INSERT INTO texts (rowid, id, begins, ends, source, title, body)"
                " VALUES (?, ?, ?, ?, ?, ?, '')",
                ((n, a.id, *extent(a.time), a.publisher, a.title) for n, a in enumerate(known)),
            )

    def _look_at(self, entities: Iterable[Entity], articles: Iterable[Article]) -> None:
        words = _words_of_states()
        self._names = [
            (name, e)
            for e in entities
            for name in dict.fromkeys((*map(plain, names_of(e)), *words.get(e.iso3, {})))
        ]
        shown = {a.id for a in articles}
        self._hidden = json.dumps([id_ for id_ in self._numbers if id_ not in shown])
        self._words: dict[str, set[int]] | None = None
        self._like: dict[str, list[int]] | None = None

    def of(self, entities: Iterable[Entity], articles: Collection[Article]) -> Search | None:
        """The same search with its indexed texts after a decision; None if some texts are not indexed."""
        if not self.complete or not all(a.id in self._numbers for a in articles):
            return None
        new = copy(self)
        new._look_at(entities, articles)
        return new

    def read_texts(self, texts: Iterable[tuple[str, str]], words: str | None = None) -> None:
        """Index the texts of all articles, given with their ids: some seconds for each 10,000.

        With ``words``, index only texts that may contain all of them, which is faster for a single search.
        """
        wanted = [_normalised(part) for part in _parts(words)] if words is not None else []
        batch: list[tuple[str, int]] = []
        for id_, text in texts:
            if wanted:
                normalised = _normalised(text)
                if not all(part in normalised for part in wanted):
                    continue
            if id_ in self._numbers:
                batch.append((text, self._numbers[id_]))
            if len(batch) >= _BATCH:
                self._write(batch)
                batch = []
        self._write(batch)
        self.complete = True

    def _write(self, batch: list[tuple[str, int]]) -> None:
        with self._lock:
            self._texts.executemany("UPDATE texts SET body = ? WHERE rowid = ?", batch)

    def entities(self, words: str, *, slips: bool = True) -> list[Entity]:
        """The entities with these words in a name, the likeliest first, then those with a similar spelling.

        Letter case and accents are ignored, words may be prefixes and in any order. Similar spellings are
        searched if there are few other results and none has the exact words, unless ``slips`` is false. A
        state is also found by its capital and seats of power, a well-known organisation by its other names
        and its members, a person by titles before the name.
        """
        wanted = plain(words)
        parts = wanted.split()[:_MOST_WORDS]
        if not parts:
            return []
        ranked: dict[str, tuple[int, Entity]] = {}
        exact = False
        for name, e in self._names:
            if all(part in name for part in parts):
                exact = exact or set(parts) <= set(name.split())
                rank = _rank(name, wanted, parts, own=name == plain(e.name))
                if e.id not in ranked or rank < ranked[e.id][0]:
                    ranked[e.id] = rank, e
        if not ranked and (bare := without_titles(wanted)) != wanted:
            found = self.entities(bare, slips=False)
            if people := [e for e in found if e.kind == "person"]:
                return people
        if slips and not exact and len(ranked) < _FEW:
            for e in self._with_slips(parts):
                ranked.setdefault(e.id, (_SLIPPED, e))
        if slips and not ranked and len(wanted) >= _SHORTEST and len(parts) <= _MOST_ALIKE:
            return self._similar(wanted)
        return [e for _, e in sorted(ranked.values(), key=_order)]

    def found_by(self, words: str, e: Entity) -> str:
        """The name of an entity, other than its main name, that matches these words best; empty if the main
        name matches, or no name has the exact words.
        """
        wanted = plain(words)
        parts = wanted.split()[:_MOST_WORDS]
        if all(part in plain(e.name) for part in parts):
            return ""
        names = (*names_of(e)[1:], *_words_of_states().get(e.iso3, {}).values())
        having = [name for name in names if all(part in plain(name) for part in parts)]
        return min(having, key=lambda name: _rank(plain(name), wanted, parts, own=False), default="")

    def pair(self, words: str) -> tuple[Entity, Entity] | None:
        """The two entities that two names refer to, with a comma, a dash, "&" or "and" between them.

        Without a separator, the entities with these names as full or last names, at most one of them
        misspelt. None if many more articles have such a word than report the entity that it would name
        ("nuclear *deal*"), or if all words form one name, unless that is much rarer than the two.
        """
        sides = _BETWEEN.split(words.strip())
        if len(sides) == 2 and all(sides):
            a, b = (self.entities(side) for side in sides)
            return (a[0], b[0]) if a and b and a[0].id != b[0].id else None
        parts = plain(words).split()
        if len(parts) == 1:
            parts = [part for part in parts[0].split("-") if part]  # "US-Iran"
        if len(sides) > 1 or len(parts) > _MOST_WORDS:
            return None
        of_one = [(name.split(), e.articles) for name, e in self._names if set(parts) <= set(name.split())]
        if any(name == parts for name, _ in of_one):
            return None
        most = max((articles for _, articles in of_one), default=0)
        cuts = [(parts[:cut], parts[cut:]) for cut in range(1, len(parts))]
        called = [(self._called(" ".join(a)), self._called(" ".join(b))) for a, b in cuts]
        completed = (
            (one or (other and self._slipped(a)), other or (one and self._slipped(b)))
            for (a, b), (one, other) in zip(cuts, called, strict=True)
        )
        for (left, right), (one, other) in zip([*cuts, *cuts], chain(called, completed), strict=True):
            if one is None or other is None or one.id == other.id:
                continue
            if _COMMON * most >= min(one.articles, other.articles):
                continue
            if self._is_mostly_name(left, one) and self._is_mostly_name(right, other):
                return one, other
        return None

    def has_name(self, words: str) -> bool:
        """Whether an entity has exactly this name."""
        wanted = plain(words)
        return any(name == wanted for name, _ in self._names)

    def meant(self, words: str) -> tuple[Entity, ...]:
        """The entity that a name refers to, or the two for two names; empty if the words are not names."""
        wanted = plain(words)
        one = self._called(wanted) or self._called(without_titles(wanted)) or self._slipped(wanted.split())
        return (one,) if one else self.pair(words) or ()

    def _is_mostly_name(self, parts: Sequence[str], e: Entity) -> bool:
        """Whether words are mostly a name of the entity, by the number of articles with these words in
        sequence.
        """
        phrase = " ".join(found for part in parts for found in _parts(part))
        with self._lock:
            having = self._texts.execute("SELECT count(*) FROM texts WHERE texts MATCH ?", (f'"{phrase}"',))
            (count,) = having.fetchone()
        return bool(count <= _COMMON * e.articles)

    def _slipped(self, parts: Sequence[str]) -> Entity | None:
        """The entity that a misspelt name probably refers to; of several the best known."""
        return min(self._with_slips(parts), key=lambda e: (-e.articles, e.name, e.id), default=None)

    def _called(self, wanted: str) -> Entity | None:
        """The entity with this name, or with this last name; of several the best known."""
        found = [
            (e.articles * (_EXACT if name == wanted else 1), e)
            for name, e in self._names
            if name == wanted or name.endswith(f" {wanted}")
        ]
        best = min(found, key=lambda one: (-one[0], one[1].name, one[1].id), default=None)
        return best and best[1]

    def _with_slips(self, parts: Sequence[str]) -> list[Entity]:
        """The entities with each of these words in a name, with a misspelling or two."""
        if self._words is None:
            words: defaultdict[str, set[int]] = defaultdict(set)
            for n, (name, _) in enumerate(self._names):
                for word in name.split():
                    words[word].add(n)
            self._words = words
        found: set[int] | None = None
        for part in parts:
            slips = slips_of(part)
            having = set[int]().union(
                *(names for word, names in self._words.items() if alike(part, word, slips))
            )
            found = having if found is None else found & having
        return [self._names[n][1] for n in found or ()]

    def articles(
        self, words: str, filters: Filters = NONE, first: int = 0, most: int = -1
    ) -> tuple[int, list[tuple[str, str]]]:
        """The number of articles of the filters' days and publishers with all these words in title or text,
        and the ids of the best, from position ``first`` on.

        Each id comes with the text around the first match, with matched words between ``\\x02`` and
        ``\\x03``. The last word may be a prefix.
        """
        parts = _parts(words)
        if not parts:
            return 0, []
        asked = " ".join(f'"{part}"' for part in parts) + "*"
        where, values = ["texts MATCH ?"], [asked]
        if filters.since or filters.until:
            where.append("begins >= ? AND ends <= ?")
            values += [filters.since or "0", filters.until or "9999"]
        if filters.sources is not None:
            where.append(f"source IN ({', '.join('?' * len(filters.sources))})")
            values += sorted(filters.sources)
        where.append("id NOT IN (SELECT value FROM json_each(?))")
        values.append(self._hidden)
        found = f"FROM texts WHERE {' AND '.join(where)}"
        with self._lock:
            (count,) = self._texts.execute(f"SELECT count(*) {found}", values).fetchone()
            rows = self._texts.execute(
                f"SELECT id, snippet(texts, 5, char(2), char(3), '…', 28) {found}"
                " ORDER BY bm25(texts, 0.0, 0.0, 0.0, 0.0, 6.0, 1.0), id LIMIT ? OFFSET ?",
                (*values, most, first),
            )
            return count, [(id_, snippet or "") for id_, snippet in rows]

    def respelt(self, words: str) -> str:
        """Correct words that are in no article to words with the fewest misspellings that are, of several to
        the most frequent. The last word may be a prefix. Empty if there is no correction, or not all texts
        are indexed.
        """
        parts = _parts(words) if self.complete else []
        better = [
            self._respelt(_normalised(part), begun=n == len(parts)) or part
            for n, part in enumerate(parts, start=1)
        ]
        return " ".join(better) if better != parts else ""

    def _respelt(self, word: str, *, begun: bool) -> str:
        known: Sequence[str] = self._terms.get(word[:1], ())
        if word in known or (begun and any(term.startswith(word) for term in known)):
            return ""
        # The first letter is rarely wrong, and many short words differ only in it.
        others: Iterable[Sequence[str]] = self._terms.values() if len(word) >= _LONG else ()
        for slips in range(1, slips_of(word) + 1):
            for terms in (known, *others):
                if near := [term for term in terms if alike(word, term, slips)]:
                    return next((term for term in near if term.startswith(word)), near[0])
        return ""

    @cached_property
    def _terms(self) -> Mapping[str, Sequence[str]]:
        """The words of all texts and titles by their first letter, the most frequent first."""
        with self._lock:
            self._texts.execute(
                "CREATE VIRTUAL TABLE IF NOT EXISTS temp.terms USING fts5vocab(main, texts, row)"
            )
            rows = self._texts.execute("SELECT term FROM temp.terms ORDER BY doc DESC, term").fetchall()
        terms: defaultdict[str, list[str]] = defaultdict(list)
        for (term,) in rows:
            terms[term[:1]].append(str(term))
        return terms

    def places(self, article: str, words: str) -> list[tuple[int, int]]:
        """Positions of the matched words in the text of an article, if it is indexed."""
        parts = _parts(words)
        if not parts or article not in self._numbers:
            return []
        asked = " OR ".join(f'"{part}"' for part in parts) + "*"
        query = (
            "SELECT body, highlight(texts, 5, char(2), char(3)) FROM texts WHERE texts MATCH ? AND rowid = ?"
        )
        with self._lock:
            row = self._texts.execute(query, (asked, self._numbers[article])).fetchone()
        if row is None or not {"\x02", "\x03"}.isdisjoint(row[0]):
            return []
        found: list[tuple[int, int]] = []
        at = 0
        for piece, marks in pieces(row[1]):
            if marks:
                found.append((at, at + len(piece)))
            at += len(piece)
        return found

    def _similar(self, wanted: str) -> list[Entity]:
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
        # Among those about equally similar, the one in most articles.
        ranked = sorted(best.values(), key=lambda f: (-round(f[0], 1), -f[1].articles, f[1].name, f[1].id))
        return [e for _, e in ranked]


@cache
def _words_of_states() -> Mapping[str, dict[str, str]]:
    """Other names of states in the news by country code: the capital, the Kremlin.

    Each name is mapped from its normalised form to its spelling.
    """
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for word, senses in country_forms().items():
        for sense in senses:
            found[sense.iso3].setdefault(plain(word), word)
    return found


def _normalised(text: str) -> str:
    """The text without letter case and accents, quickly."""
    text = text.casefold()
    return text if text.isascii() else _ACCENTS.sub("", unicodedata.normalize("NFKD", text))


def _parts(words: str) -> list[str]:
    """The words to search in texts."""
    return _WORD.findall(unicodedata.normalize("NFKC", words))[:_MOST_WORDS]


def pieces(snippet: str) -> Iterator[tuple[str, list[str]]]:
    """The text around a match, cut where matched words begin and end."""
    for n, part in enumerate(re.split("[\x02\x03]", snippet)):
        if part:
            yield part, ["found"] if n % 2 else []


def _rank(name: str, wanted: str, parts: Iterable[str], *, own: bool) -> int:
    """How well a matching name fits the words, 0 best: equal to an entity's main name, whole words of a name,
    prefixes of words of a name, and, after misspellings, letters within words.
    """
    if own and name == wanted:
        return 0
    words = name.split()
    if all(part in words for part in parts):
        return 1
    return 2 if all(any(word.startswith(part) for word in words) for part in parts) else 4


def _order(found: tuple[int, Entity]) -> tuple[int, int, str, str]:
    """Sort by fit of the name and number of articles: frequently reported entities before rare namesakes."""
    rank, e = found
    return max(1, rank), -e.articles * (_EXACT if rank == 0 else 1), e.name, e.id


def _grams(name: str) -> set[str]:
    padded = f" {name} "
    return {padded[i : i + 3] for i in range(len(padded) - 2)}
