"""The pass that says which relation each post makes of its holder, by the rows of ``post_relations.tsv``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from graphbuild.extract.document import Candidate, Document
from graphbuild.extract.entities.linked import Actor, Post
from graphbuild.extract.roles import implied
from graphbuild.extract.roles.rules import PostRelation, has, post_relations
from graphbuild.extract.token_features import Features


def candidates(document: Document, test: Features) -> Iterator[tuple[Candidate, Post]]:
    """What the posts of an article make of their holders, each with its post."""
    for post in document.linked.posts:
        yield from ((c, post) for _, c in decided(document, test, post) if c is not None)
    for post in document.linked.doubts:  # who is no president may well be a national
        found = (c for _, c in decided(document, test, post) if c is not None)
        yield from ((c, post) for c in found if c.relation != "CITIZEN_OF")


def decided(
    document: Document, test: Features, post: Post
) -> Iterator[tuple[PostRelation, Candidate | None]]:
    """The rows that decide what a post says, each with what it makes of it, if anything."""
    home = False
    body, nation = (_believed(document, post, a) for a in (post.of, post.nation))
    for end, of in (("of", body), ("nation", nation), ("state", body)):
        rows = post_relations()[end] if of is not None and not (end == "state" and home) else ()
        row = next((row for row in rows if _fits(document, test, row, post, of)), None)
        if row is None or of is None:
            continue
        relation = _named(row, post)
        targets = _at(document, row.to.find(document.syntax, of.token, test)) if row.to is not None else [of]
        made = _candidate(post, row, relation, targets[0]) if relation and targets else None
        if made is not None and relation == "LEADER_OF" and implied.over(document, post, targets[0]):
            made = replace(made, former=True)
        if made is not None and relation == "MEMBER_OF" and _stays(test, post, targets[0]):
            made = replace(made, former=False)
        home = home or (made is not None and relation == "CITIZEN_OF")
        yield row, made
    seat = body is not None and post.role.relation == "MEMBER_OF" and test(body.token, "sort:party")
    if post.nation is None and (post.of is None or document.kind(post.of) == "person" or seat):
        yield from _implied(document, test, post)


def _stays(test: Features, post: Post, of: Actor) -> bool:
    """Whether who held a post is of the party still: "a *former* Labour MP", not "a former Labour member"."""
    return test(of.token, "sort:party") and has(post.role, "partisan_office")


def _believed(document: Document, post: Post, of: Actor | None) -> Actor | None:
    """Of what a post is, if that not only stands before it: "The *Supreme Court* blocks President Trump"."""
    if of is None or post.rule != "title":
        return of
    return None if implied.elsewhere(document, post, document.cluster(of).iso3) else of


def _implied(
    document: Document, test: Features, post: Post
) -> Iterator[tuple[PostRelation, Candidate | None]]:
    """What a post says of a body that only the article tells: the first row that leads to one."""
    for row in post_relations()["implied"]:
        if not _fits(document, test, row, post, None):
            continue
        found = implied.target(document, row, post) if row.relation != "none" else None
        if found is not None:
            made = _candidate(post, row, row.relation, found[0], how="implied")
            before = found[1] or implied.over(document, post, found[0])
            yield row, replace(made, former=made.former or before)
            return
        if row.relation == "none":
            yield row, None
            return


def _named(row: PostRelation, post: Post) -> str:
    return {"none": "", "role": post.role.relation}.get(row.relation, row.relation)


def _candidate(post: Post, row: PostRelation, relation: str, target: Actor, how: str = "") -> Candidate:
    found = tuple(filter(None, post.rules)) or (post.rule,)
    rule = "/".join(part for part in (f"post:{post.role.name}", *found, row.id, post.modifier, how) if part)
    return Candidate(
        relation,
        (post.person,),
        (target,),
        (post.token,),
        post.token,
        rule,
        row.confidence,
        former=post.modifier == "former" and relation != "CITIZEN_OF",
    )


def _fits(document: Document, test: Features, row: PostRelation, post: Post, of: Actor | None) -> bool:
    if row.modifier and row.modifier != post.modifier:
        return False
    if not all(has(post.role, f) for f in row.role):
        return False
    if of is not None and not all(test(of.token, f.lstrip("!")) is not f.startswith("!") for f in row.body):
        return False
    if row.via in (("none",), ("some",)):
        if bool(post.via) is not (row.via == ("some",)):
            return False
    elif row.via and (not post.via or not all(test.word(post.via, f) for f in row.via)):
        return False
    return all(
        bool(w.path.find(document.syntax, post.token, test)) is not w.negated
        for w in row.where
        if w.path is not None
    )


def _at(document: Document, tokens: tuple[int, ...]) -> list[Actor]:
    return [a for k in tokens if (a := document.entity_at(k)) is not None]
