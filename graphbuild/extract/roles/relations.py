"""The pass that says which relation each post makes of its holder, by the rows of ``post_relations.tsv``."""

from __future__ import annotations

from collections.abc import Iterator

from graphbuild.extract.document import Candidate, Document
from graphbuild.extract.features import Features
from graphbuild.extract.roles.rules import PostRelation, has, post_relations
from graphbuild.link.linked import Actor, Post


def candidates(document: Document, test: Features) -> Iterator[tuple[Candidate, Post]]:
    """What the posts of an article make of their holders, each with its post."""
    linked = document.linked
    for post in (*linked.posts, *linked.doubts):
        yield from ((c, post) for c in _of(document, test, post))


def _of(document: Document, test: Features, post: Post) -> Iterator[Candidate]:
    row = _first(document, test, "of", post, post.of) if post.of is not None else None
    relation = _named(row, post)
    if post.of is not None and row is not None and relation:
        yield _candidate(post, row, relation, post.of)
    if post.nation is not None:
        row = _first(document, test, "nation", post, post.nation)
        if row is not None and (relation := _named(row, post)) and post.role.relation:
            yield _candidate(post, row, relation, post.nation)


def _named(row: PostRelation | None, post: Post) -> str:
    if row is None or row.relation == "none":
        return ""
    return post.role.relation if row.relation == "role" else row.relation


def _candidate(post: Post, row: PostRelation, relation: str, target: Actor) -> Candidate:
    rule = f"post:{post.role.name}/{post.rule}" + (f"/{post.modifier}" if post.modifier else "")
    return Candidate(
        relation, (post.person,), (target,), (post.token,), post.token, rule, row.confidence,
        former=post.modifier == "former",
    )


def _first(document: Document, test: Features, end: str, post: Post, of: Actor) -> PostRelation | None:
    """The first row that a post fits."""
    return next((row for row in post_relations().get(end, ()) if _fits(document, test, row, post, of)), None)


def _fits(document: Document, test: Features, row: PostRelation, post: Post, of: Actor) -> bool:
    if row.modifier and row.modifier != post.modifier:
        return False
    if not all(has(post.role, f) for f in row.role):
        return False
    if not all(test(of.token, f.lstrip("!")) is not f.startswith("!") for f in row.body):
        return False
    if row.via == ("none",) or row.via == ("some",):
        if bool(post.via) is not (row.via == ("some",)):
            return False
    elif row.via and (not post.via or not all(test.word(post.via, f) for f in row.via)):
        return False
    return all(
        bool(w.path.find(document.syntax, post.token, test)) is not w.negated for w in row.where if w.path is not None
    )
