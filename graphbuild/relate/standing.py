"""Standing relations: who leads, belongs to, works for, represents or is a citizen of what."""

from __future__ import annotations

from collections.abc import Iterator

from graphbuild import tables
from graphbuild.link.linked import Actor, Linked, Post
from graphbuild.model import Span
from graphbuild.relate import clause, context
from graphbuild.relate.context import Context
from graphbuild.relate.frames import Frame
from graphbuild.relate.lexicon import Lexicon

#: What a post makes of its holder where the body is of another kind than the role expects.
_BODY_NOUNS = frozenset(
    """company firm carmaker maker bank airline group party newspaper magazine broadcaster agency retailer club
    manufacturer giant producer university institute organisation organization ngo charity startup start-up
    think-tank band team conglomerate publisher insurer operator builder movement militia union""".split()
)
_PARTS = frozenset("unit arm subsidiary division branch wing affiliate department agency part province region territory".split())


def posts(linked: Linked, lex: Lexicon, sentences: dict[int, Span]) -> Iterator[Frame]:
    """Frames for every post: title, apposition or copula."""
    for post in linked.posts:
        yield from _post(linked, post)


def _post(linked: Linked, post: Post) -> Iterator[Frame]:
    role = post.role
    found = Context(tense="past" if post.modifier == "former" else "present")
    if post.modifier == "designate":
        found.weaken("future")
    rule = f"post:{role.name}/{post.rule}" + (f"/{post.modifier}" if post.modifier else "")
    if post.of is None or not role.relation:
        return
    kind = linked.clusters[post.of.entity].kind
    relation = role.relation
    if post.modifier == "deputy" and relation == "LEADER_OF":
        relation = "REPRESENTS"
    demonym = _is_demonym(linked, post.of)
    if kind == "country" and demonym and relation in ("WORKS_FOR", "MEMBER_OF") :
        relation = "CITIZEN_OF"  # "French journalist X"
    if relation == "CITIZEN_OF" and kind != "country":
        return
    if relation == "WORKS_FOR" and kind == "country":
        relation = "CITIZEN_OF" if demonym else "WORKS_FOR"
    yield Frame(relation, [post.person], [post.of], [post.token], found, 0.9, rule, post.token)
    if kind == "country" and demonym and relation in ("LEADER_OF", "REPRESENTS") and role.of in ("country", "any"):
        yield Frame("CITIZEN_OF", [post.person], [post.of], [post.token], Context(tense="present"), 0.75, rule, post.token)


def _is_demonym(linked: Linked, a: Actor) -> bool:
    k = linked.name_at.get(a.token)
    return k is not None and linked.names[k].demonym


def bodies(linked: Linked, lex: Lexicon, sentence: Span) -> Iterator[Frame]:
    """Where organisations sit and what they are part of; whose members persons and states are."""
    parse = linked.parse
    for i in range(*sentence):
        own = linked.own.get(i)
        word = parse.words[i].lower()
        if own is not None and own.form == "name":
            kind = linked.clusters[own.entity].kind
            if kind == "organisation":
                yield from _seat(linked, i, own)
            elif kind == "person":
                yield from _person(linked, i, own)
        elif word == "based" and parse.tags[i] == "VBN":
            yield from _based(linked, i)


def _plain(linked: Linked, token: int, lex: Lexicon | None = None) -> Context:
    return Context(tense="present")


def _seat(linked: Linked, i: int, own: Actor) -> Iterator[Frame]:
    """ "the German carmaker Volkswagen", "Volkswagen, a German company", "Hamas, a unit of …"."""
    parse = linked.parse
    for c in parse.children[i]:
        dep = parse.deps[c]
        noun = parse.words[c].lower()
        if dep in ("compound", "appos", "nmod") and (noun in _BODY_NOUNS or noun in _PARTS) and c not in linked.name_at:
            owners = [a for a in linked.owners(c, of=("of", "in", "from")) if a.entity != own.entity]
            if not owners and dep != "appos":
                owners = [
                    linked.own[k]
                    for k in parse.children[i]
                    if k < c and parse.deps[k] in ("amod", "poss", "compound", "nmod") and k in linked.own
                ]
            for a in owners:
                if linked.clusters[a.entity].kind == "country" and noun in _BODY_NOUNS:
                    yield Frame("BASED_IN", [own], [a], [c], _plain(linked, i), 0.8, f"seat:{noun}", c)
                elif noun in _PARTS and linked.clusters[a.entity].kind != "person":
                    yield Frame("PART_OF", [own], [a], [c], _plain(linked, i), 0.85, f"part:{noun}", c)
        elif dep == "poss" and c in linked.own and i - c <= 3:
            a = linked.own[c]
            if linked.clusters[a.entity].kind == "country" and a.form == "name" and linked.names[linked.name_at[i]].known is None:
                yield Frame("PART_OF", [own], [a], [c], _plain(linked, i), 0.7, "part:genitive", c)


def _person(linked: Linked, i: int, own: Actor) -> Iterator[Frame]:
    """ "Senator X of the Green Party", "X from Amnesty International"."""
    parse = linked.parse
    for c in parse.children[i]:
        if parse.deps[c] == "prep" and parse.words[c].lower() in ("of", "from", "with", "at"):
            for k in parse.children[c]:
                if parse.deps[k] == "pobj" and (a := linked.own.get(k)) is not None:
                    kind = linked.clusters[a.entity].kind
                    if kind == "organisation" and a.form == "name":
                        known = linked.names[linked.name_at[k]].known if k in linked.name_at else None
                        party = known is not None and known.key in tables.organisations() and tables.organisations()[known.key].type == "party"
                        relation = "MEMBER_OF" if party or "Party" in parse.text[a.span[0] : a.span[1]] else "WORKS_FOR"
                        yield Frame(relation, [own], [a], [c], _plain(linked, i), 0.7, f"affiliation:{parse.words[c].lower()}", c)


def _based(linked: Linked, i: int) -> Iterator[Frame]:
    """ "X, based in Germany", "the Germany-based X"."""
    parse = linked.parse
    places = [a for h in clause.prepositional(parse, i, ("in", "at")) for a in linked.actors(h)]
    heads: list[int] = []
    if parse.deps[i] in ("acl", "amod", "relcl"):
        heads = [parse.head[i]]
    else:
        heads = clause.patients(parse, i)
    if not places:
        places = [linked.own[c] for c in parse.children[i] if parse.deps[c] in ("npadvmod", "compound", "advmod") and c in linked.own]
        if not places and i > 1 and parse.words[i - 1] == "-" and (i - 2) in linked.own:
            places = [linked.own[i - 2]]
    for h in heads:
        for own in linked.actors(h):
            if linked.clusters[own.entity].kind != "organisation" or own.role:
                continue
            for a in places:
                if linked.clusters[a.entity].kind == "country":
                    yield Frame("BASED_IN", [own], [a], [i], context.Context(tense="present"), 0.9, "based", i)
