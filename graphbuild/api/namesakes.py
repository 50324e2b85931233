"""What distinguishes entities of one name: what they are part of or based in, or their first article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphbuild.collate import earliest
from graphbuild.model import Article, Entity, Graph, Relation

#: The first article of each of several entities, by their ids.
Firsts = Callable[[Collection[str]], Mapping[str, Article]]
#: Relations that identify an entity, the most telling first.
_POSTS = ("LEADER_OF", "REPRESENTS", "MEMBER_OF", "WORKS_FOR", "CITIZEN_OF", "BASED_IN", "PART_OF")


@dataclass(frozen=True, slots=True)
class Mark:
    """What distinguishes an entity from others of its name."""

    post: str
    """The relation that identifies it best, as in "BASED_IN Kenya"; empty for none."""
    article: Article | None = None
    """The first article that mentions it, if the post does not distinguish it from the others."""

    def words(self, called: Callable[[Article], str] = lambda article: article.title or article.id) -> str:
        """The mark as text; ``called`` returns the label of an article."""
        first = f"first article: {called(self.article)}" if self.article else ""
        return ", ".join(part for part in (self.post, first) if part)


def marks(
    found: Sequence[Entity], entities: Iterable[Entity], relations: Iterable[Relation], firsts: Firsts
) -> dict[str, Mark]:
    """The marks of entities by id; with the first article for those that share name and kind and have no post
    or the same. ``entities`` and ``relations`` are those of the graph.
    """
    posts = _posts(found, entities, relations)
    several = Counter((e.name.casefold(), e.kind, posts.get(e.id, "")) for e in found)
    alike = twins(found)
    first = firsts(
        [e.id for e in alike if e.id not in posts or several[e.name.casefold(), e.kind, posts[e.id]] > 1]
    )
    return {e.id: Mark(posts.get(e.id, ""), first.get(e.id)) for e in found}


def twins(found: Iterable[Entity]) -> list[Entity]:
    """The entities that share name and kind with another."""
    found = [*found]
    several = Counter((e.name.casefold(), e.kind) for e in found)
    return [e for e in found if several[e.name.casefold(), e.kind] > 1]


def nowhere(_: Collection[str]) -> Mapping[str, Article]:
    """A ``Firsts`` without any article."""
    return {}


def firsts_of(graph: Graph) -> Firsts:
    """A function that returns first articles in the graph."""

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
    """For each entity in ``found`` the relation that identifies it best, by id."""
    ids = {e.id for e in found}
    best: dict[str, Relation] = {}
    for r in relations:
        if r.source in ids and r.relation in _POSTS:
            before = best.get(r.source)
            if before is None or _post_rank(r) < _post_rank(before):
                best[r.source] = r
    ends = {r.target for r in best.values()}
    names = {e.id: e.name for e in entities if e.id in ends}
    return {id_: f"{'former ' if r.former else ''}{r.relation} {names[r.target]}" for id_, r in best.items()}


def _post_rank(r: Relation) -> tuple[Any, ...]:
    return _POSTS.index(r.relation), -r.articles, r.former, r.id
