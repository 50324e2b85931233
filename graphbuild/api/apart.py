"""What tells entities of one name apart: of what they are part, where they are based, the first article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphbuild.collate import earliest
from graphbuild.model import Article, Entity, Graph, Relation

#: The first article of each of several entities, by their ids.
Firsts = Callable[[Collection[str]], Mapping[str, Article]]
#: Relations that tell who somebody is, the best known first.
_POSTS = ("LEADER_OF", "REPRESENTS", "MEMBER_OF", "WORKS_FOR", "CITIZEN_OF", "BASED_IN", "PART_OF")


@dataclass(frozen=True, slots=True)
class Mark:
    """What tells an entity from others of its name."""

    post: str
    """The relation that tells best who it is, as in "BASED_IN Kenya"; empty for none."""
    article: Article | None = None
    """The first article that mentions it, where the post does not tell it from the others."""

    def words(self, called: Callable[[Article], str] = lambda article: article.title or article.id) -> str:
        """The mark in words; ``called`` gives what an article is called."""
        first = f"first article: {called(self.article)}" if self.article else ""
        return ", ".join(part for part in (self.post, first) if part)


def marks(
    found: Sequence[Entity], entities: Iterable[Entity], relations: Iterable[Relation], firsts: Firsts
) -> dict[str, Mark]:
    """Who each of the entities is that were found, by id; of those that have name and kind in common, and no
    post or the same, the first article, too. ``entities`` and ``relations`` are those of the graph.
    """
    posts = _posts(found, entities, relations)
    several = Counter((e.name.casefold(), e.kind, posts.get(e.id, "")) for e in found)
    alike = twins(found)
    first = firsts(
        [e.id for e in alike if e.id not in posts or several[e.name.casefold(), e.kind, posts[e.id]] > 1]
    )
    return {e.id: Mark(posts.get(e.id, ""), first.get(e.id)) for e in found}


def twins(found: Iterable[Entity]) -> list[Entity]:
    """Those of the entities that have name and kind in common with another."""
    found = [*found]
    several = Counter((e.name.casefold(), e.kind) for e in found)
    return [e for e in found if several[e.name.casefold(), e.kind] > 1]


def nowhere(_: Collection[str]) -> Mapping[str, Article]:
    """First articles where none are known."""
    return {}


def firsts_of(graph: Graph) -> Firsts:
    """What gives first articles of a graph."""

    def firsts(ids: Collection[str]) -> Mapping[str, Article]:
        if not ids:
            return {}
        articles = {a.id: a for a in graph.articles}
        found: dict[str, Article] = {}
        for m in graph.mentioned:
            if m.entity in ids:
                found[m.entity] = min(
                    found.get(m.entity, articles[m.article]), articles[m.article], key=earliest
                )
        return found

    return firsts


def _posts(
    found: Sequence[Entity], entities: Iterable[Entity], relations: Iterable[Relation]
) -> dict[str, str]:
    """Of those that were found the relation that tells best who each is, by id."""
    ids = {e.id for e in found}
    best: dict[str, Relation] = {}
    for r in relations:
        if r.source in ids and r.relation in _POSTS:
            before = best.get(r.source)
            if before is None or _standing(r) < _standing(before):
                best[r.source] = r
    ends = {r.target for r in best.values()}
    names = {e.id: e.name for e in entities if e.id in ends}
    return {id_: f"{'former ' if r.former else ''}{r.relation} {names[r.target]}" for id_, r in best.items()}


def _standing(r: Relation) -> tuple[Any, ...]:
    return _POSTS.index(r.relation), -r.articles, r.former, r.id
