"""The pass that derives relations from posts, by the rows of ``post_relations.tsv``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from graphbuild.extract.document import Candidate, Document
from graphbuild.extract.entities.linked import Actor, Post
from graphbuild.extract.roles import implied
from graphbuild.extract.roles.rules import PostRelation, has, post_relations
from graphbuild.extract.token_features import Features


def candidates(document: Document, test: Features) -> Iterator[tuple[Candidate, Post]]:
    """The candidates that follow from the posts of an article, each with its post."""
    for post in document.linked.posts:
        yield from ((c, post) for _, c in apply_rows(document, test, post) if c is not None)
    for post in document.linked.uncertain_posts:  # a negated post does not negate the nationality
        relations = (c for _, c in apply_rows(document, test, post) if c is not None)
        yield from ((c, post) for c in relations if c.relation != "CITIZEN_OF")


def apply_rows(
    document: Document, test: Features, post: Post
) -> Iterator[tuple[PostRelation, Candidate | None]]:
    """The rows that apply to a post, each with its candidate; None where the row states no relation."""
    has_nationality = only_member = False
    body, nation = (_plausible(document, test, post, a) for a in (post.organisation, post.nation))
    for end, of in (("of", body), ("nation", nation), ("state", body)):
        rows = post_relations()[end] if of is not None and not (end == "state" and has_nationality) else ()
        row = next((row for row in rows if _fits(document, test, row, post, of)), None)
        if row is None or of is None:
            continue
        relation = _relation(row, post)
        targets = _at(document, row.to.find(document.syntax, of.token, test)) if row.to is not None else [of]
        candidate = _candidate(post, row, relation, targets[0]) if relation and targets else None
        if (
            candidate is not None
            and relation == "LEADER_OF"
            and implied.has_ended(document, post, targets[0])
        ):
            candidate = replace(candidate, former=True)
        if candidate is not None and relation == "MEMBER_OF" and _remains_member(test, post, targets[0]):
            candidate = replace(candidate, former=False)
        has_nationality = has_nationality or (candidate is not None and relation == "CITIZEN_OF")
        only_member = only_member or (relation == "MEMBER_OF" and test(of.token, "sort:party"))
        yield row, candidate
    if post.nation is None and (
        post.organisation is None or document.kind(post.organisation) == "person" or only_member
    ):
        yield from _implied(document, test, post)


def _remains_member(test: Features, post: Post, of: Actor) -> bool:
    """Whether the former holder of a post is still in the party: "a *former* Labour MP", not "member"."""
    return test(of.token, "sort:party") and has(post.role, "partisan_office")


def _plausible(document: Document, test: Features, post: Post, of: Actor | None) -> Actor | None:
    """The organisation or state of a post, unless the table of leaders excludes it.

    In "The *Supreme Court* blocks President Trump" it only stands before the title. A party is that of the
    holder.
    """
    if of is None or post.rule != "title" or test(of.token, "sort:party"):
        return of
    return None if implied.leads_elsewhere(document, post, document.cluster(of).iso3) else of


def _implied(
    document: Document, test: Features, post: Post
) -> Iterator[tuple[PostRelation, Candidate | None]]:
    """The first row for implied targets that applies and has a target, with its candidate."""
    for row in post_relations()["implied"]:
        if not _fits(document, test, row, post, None):
            continue
        if row.relation == "none":
            yield row, None
            return
        if (implied_target := implied.implied_target(document, row, post)) is not None:
            actor, former = implied_target
            candidate = _candidate(post, row, row.relation, actor, suffix="implied")
            former = candidate.former or former or implied.has_ended(document, post, actor)
            yield row, replace(candidate, former=former)
            return


def _relation(row: PostRelation, post: Post) -> str:
    """The relation of a row; empty for none."""
    return {"none": "", "role": post.role.relation}.get(row.relation, row.relation)


def _candidate(post: Post, row: PostRelation, relation: str, target: Actor, suffix: str = "") -> Candidate:
    role_rules = tuple(filter(None, post.rules)) or (post.rule,)
    parts = (f"post:{post.role.name}", *role_rules, row.id, post.modifier, suffix)
    rule = "/".join(filter(None, parts))
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
    """Whether a row applies to a post and what it is of."""
    if row.modifier and row.modifier != post.modifier:
        return False
    if not all(has(post.role, f) for f in row.role):
        return False
    if of is not None and not all(test(of.token, f.lstrip("!")) is not f.startswith("!") for f in row.body):
        return False
    if row.via in (("none",), ("some",)):
        if bool(post.intermediate) is not (row.via == ("some",)):
            return False
    elif row.via and (not post.intermediate or not all(test.word_has(post.intermediate, f) for f in row.via)):
        return False
    return all(
        bool(w.path.find(document.syntax, post.token, test)) is not w.negated
        for w in row.where
        if w.path is not None
    )


def _at(document: Document, tokens: tuple[int, ...]) -> list[Actor]:
    return [a for k in tokens if (a := document.entity_at(k)) is not None]
