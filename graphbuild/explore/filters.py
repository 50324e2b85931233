"""What of the graph is looked at: days, relations, kinds, publishers, how well it is supported."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from graphbuild.api.selection import period
from graphbuild.errors import QueryError
from graphbuild.model import KINDS, Article, Statement
from graphbuild.tables import relation_groups


@dataclass(frozen=True, slots=True)
class Filters:
    """Which statements count. Empty lets everything through."""

    since: str = ""
    """First and last day of the articles, ISO 8601, both included; what has no date is then left out."""
    until: str = ""
    relations: frozenset[str] | None = None
    """Names of relations."""
    kind: str = ""
    """Kind that an entity at the other end has."""
    publisher: str = ""
    asserted: bool = False
    """Whether only what is told as a fact counts."""
    least: int = 0
    """Independent reports that an edge must have."""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Filters:
        """The filters that the parameters of an address tell; others are passed over.

        ``relation`` is a family, quad class, root of PLOVER or name. Raises ``QueryError`` for a value that
        means nothing.
        """
        since, until = period(given.get("since"), given.get("until"))
        named = None
        if word := given.get("relation", ""):
            groups = relation_groups()
            if word not in groups:
                near = ", ".join(difflib.get_close_matches(word, groups, n=3, cutoff=0.4) or sorted(groups))
                raise QueryError(f"no relation is called {word!r}; known are {near}")
            named = groups[word]
        kind = given.get("kind", "")
        if kind and kind not in KINDS:
            raise QueryError(f"no kind is called {kind!r}; known are {', '.join(KINDS)}")
        least = given.get("reports", "") or "0"
        if not (least.isascii() and least.isdecimal() and len(least) < 7):
            raise QueryError(f"reports is {least!r}; give a number from 0 up")
        return cls(
            since, until, named, kind, given.get("publisher", ""), given.get("asserted") == "1", int(least)
        )

    def lets(self, s: Statement, article: Article, kinds: Collection[str]) -> bool:
        """Whether a statement of an article counts; ``kinds`` are those of the entities at its other ends."""
        if self.asserted and not s.asserted:
            return False
        if self.relations is not None and s.relation not in self.relations:
            return False
        if self.kind and self.kind not in kinds:
            return False
        return self.lets_article(article)

    def lets_article(self, article: Article) -> bool:
        """Whether an article is one of the publisher and of the days."""
        if self.publisher and article.source != self.publisher:
            return False
        if (self.since or self.until) and not article.date:
            return False
        return article.date >= self.since and (not self.until or article.date <= self.until)


def number(params: Mapping[str, str], name: str, otherwise: int, most: int) -> int:
    """A number of the address, held between 0 and ``most``. Raises ``QueryError`` where it is none."""
    given = params.get(name, "")
    if not given:
        return min(otherwise, most)
    if not (given.isascii() and given.isdecimal() and len(given) < 9):
        raise QueryError(f"{name} is {given!r}; give a number from 0 up")
    return min(int(given), most)
