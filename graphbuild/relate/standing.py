"""Standing relations: who leads, belongs to, works for, represents or is a citizen of what."""

from __future__ import annotations

from collections.abc import Iterator

from graphbuild.link.linked import Actor, Linked, Post
from graphbuild.link.owning import head_token
from graphbuild.link.words import BODY
from graphbuild.model import Span
from graphbuild.relate.context import Context
from graphbuild.relate.frames import Frame
from graphbuild.relate.lexicon import Lexicon
from graphbuild.relate.phrases import adjective
from graphbuild.relate.seats import FAMILY, based, family, seat
from graphbuild.relate.ties import MADE_OF, NATIONALS, TIES, made_of, person, predicate, tied

#: Roles whose holders do not act for the state whose adjective they carry ("a Russian lawyer").
_PRIVATE = frozenset(
    """lawyer attorney barrister solicitor counsel publicist lobbyist proxy mediator interlocutor
    ombudsman second-in-command representative delegate whip""".split()
)


#: Roles that are held of a state itself, so that their holders are its nationals.
_NATIONAL = frozenset("president leader chief head".split())


_ABROAD = frozenset(
    """ambassador consul nuncio governor-general viceroy envoy emissary attache attaché""".split()
)


def posts(linked: Linked, lex: Lexicon, sentences: dict[int, Span]) -> Iterator[Frame]:
    """Frames for every post: title, apposition, copula or appointment."""
    for post in linked.posts:
        yield from _post(linked, post)


def _post(linked: Linked, post: Post) -> Iterator[Frame]:
    role = post.role
    rule = f"post:{role.name}/{post.rule}" + (f"/{post.modifier}" if post.modifier else "")

    def frame(relation: str, target: Actor, sure: float) -> Frame:
        found = Context(tense="past" if post.modifier == "former" else "present")
        if post.modifier == "designate":
            found.weaken("future")
        return Frame(relation, [post.person], [target], [post.token], found, sure, rule, post.token)

    relation = _relation(linked, post)
    if relation and post.of is not None:
        yield frame(relation, post.of, 0.9)
    nation = post.nation
    if nation is not None and role.relation and linked.clusters[nation.entity].kind == "country":
        if adjective(linked, nation) or role.name not in _PRIVATE:
            found = frame("CITIZEN_OF", nation, 0.8)
            found.context = Context(tense="present")
            yield found
    elif post.of is not None and relation in ("LEADER_OF", "REPRESENTS") and not post.via:
        state = linked.clusters[post.of.entity].kind == "country" and role.name not in _ABROAD | _PRIVATE
        if state and (role.of == "country" or role.name in _NATIONAL):
            found = frame("CITIZEN_OF", post.of, 0.7)
            found.context = Context(tense="present")
            yield found


def _relation(linked: Linked, post: Post) -> str:
    """What the post makes of its holder; empty where it says nothing of the body."""
    role, relation = post.role, post.role.relation
    if post.of is None or not relation:
        return ""
    if post.modifier == "deputy" and relation == "LEADER_OF":
        relation = "REPRESENTS"
    if linked.clusters[post.of.entity].kind == "organisation":
        if relation == "CITIZEN_OF" or (role.name in _PRIVATE and post.via):
            return ""
        if "minister" in role.name and _portfolio(linked, post.of):
            return ""
        return "WORKS_FOR" if post.via and relation in ("LEADER_OF", "REPRESENTS") else relation
    if role.name == "chancellor" and linked.clusters[post.of.entity].iso3 == "GBR":
        return "REPRESENTS"  # Britain's chancellor is its finance minister
    if (
        post.via
        or role.of == "organisation"
        or role.name in _PRIVATE
        or relation in ("MEMBER_OF", "CITIZEN_OF")
    ):
        return ""
    return relation


def _portfolio(linked: Linked, a: Actor) -> bool:
    """Whether a minister's "body" is only a field ("minister of Education")."""
    k = linked.name_at.get(a.token)
    return (
        k is not None
        and linked.names[k].known is None
        and not any(w.lower() in BODY for w in linked.names[k].text.split())
    )


def bodies(linked: Linked, lex: Lexicon, sentence: Span) -> Iterator[Frame]:
    """Where organisations sit and what they are part of; whose members and nationals persons are."""
    parse = linked.parse
    for i in range(*sentence):
        k = linked.name_at.get(i)
        if k is not None and parse.deps[i] in ("attr", "appos", "pobj"):
            yield from predicate(linked, i)
        if k is not None and linked.names[k].first == i:
            n = linked.names[k]
            own = linked.own.get(head_token(linked, n.first, n.last))
            if own is None:
                continue
            if n.kind == "organisation":
                yield from seat(linked, n, own)
            elif n.kind == "person":
                yield from person(linked, n, own)
        elif parse.words[i] in ("based", "headquartered", "domiciled"):
            yield from based(linked, i)
        elif parse.lemmas[i] in FAMILY:
            yield from family(linked, i)
        elif parse.lemmas[i] in TIES and parse.tags[i].startswith("VB"):
            yield from tied(linked, i, lex, sentence)
        elif parse.lemmas[i] in MADE_OF and parse.tags[i].startswith("VB"):
            yield from made_of(linked, i, lex, sentence)
        if parse.words[i] in NATIONALS or parse.deps[i] in ("attr", "appos", "pobj"):
            yield from predicate(linked, i)
