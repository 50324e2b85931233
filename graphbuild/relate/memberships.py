"""Who belongs to what: boards and teams, members of blocs, bodies and what they are made of."""

from __future__ import annotations

from collections.abc import Iterator

from graphbuild import tables
from graphbuild.link.holders import denied
from graphbuild.link.linked import Actor, Linked
from graphbuild.link.owning import actor_at, body_at
from graphbuild.model import Span
from graphbuild.relate import adjuncts, clause, context
from graphbuild.relate.frames import Frame
from graphbuild.relate.lexicon import Lexicon
from graphbuild.relate.phrases import now

_MEMBERSHIP = frozenset("party club armed_group union".split())


#: Verbs that tie a person to a body: relation, prepositions, and the sort of body where not any will do:
#: ``seat``, one of which a board or seat is named; ``party``; ``army``.
TIES: dict[str, tuple[tuple[str, tuple[str, ...], str], ...]] = {
    "elect": (("MEMBER_OF", ("to", "into"), ""),),
    "appoint": (("MEMBER_OF", ("to",), ""),),
    "name": (("MEMBER_OF", ("to",), ""),),
    "serve": (("MEMBER_OF", ("on",), "seat"), ("WORKS_FOR", ("in", "with"), "army")),
    "enlist": (("WORKS_FOR", ("in", "with"), "army"),),
    "sit": (("MEMBER_OF", ("on", "in"), "seat"),),
    "play": (("MEMBER_OF", ("for",), ""),),
    "sign": (("MEMBER_OF", ("for", "with"), ""),),
    "trade": (("MEMBER_OF", ("to",), ""),),
    "loan": (("MEMBER_OF", ("to",), ""),),
    "run": (("MEMBER_OF", ("for",), "party"),),
    "stand": (("MEMBER_OF", ("for",), "party"),),
    "switch": (("MEMBER_OF", ("to",), "party"),),
    "defect": (("MEMBER_OF", ("to",), "party"),),
    "move": (("MEMBER_OF", ("to",), "party"),),
    "resign": (("MEMBER_OF", ("from",), "party"), ("MEMBER_OF", ("from",), "seat")),
    "teach": (("WORKS_FOR", ("at", "in"), ""),),
    "lecture": (("WORKS_FOR", ("at", "in"), ""),),
}


#: Words in names of bodies that people serve in under arms.
_ARMIES = frozenset(
    """army navy force forces marines corps infantry regiment battalion brigade division cavalry guard
    guards artillery fusiliers militia wehrmacht luftwaffe legion police""".split()
)


_SEATS = frozenset(
    """board council committee parliament cabinet seat panel commission staff senate house faculty
    team""".split()
)


def affiliation(linked: Linked, name: int) -> str:
    """MEMBER_OF for parties, clubs, armed groups and unions, WORKS_FOR for other bodies."""
    n = linked.names[name]
    known = tables.organisations().get(n.known.key) if n.known is not None else None
    party = (
        known.type in _MEMBERSHIP
        if known is not None
        else bool({"party", "union"} & set(n.text.lower().split()))
    )
    return "MEMBER_OF" if party else "WORKS_FOR"


def tied(linked: Linked, v: int, lex: Lexicon, sentence: Span) -> Iterator[Frame]:
    """ "was elected to the Senate", "sits on the board of Siemens", "served in the Navy", "teaches at …"."""
    parse, lemma = linked.parse, linked.parse.lemmas[v]
    passive = clause.is_passive(parse, v)
    people = clause.patients(parse, v) if passive else clause.subjects(parse, v)
    if lemma in ("elect", "appoint", "name") and not passive:
        people = clause.patients(parse, v)
    holders = [
        a
        for h in people
        for a in linked.actors(_meant(linked, h))
        if linked.clusters[a.entity].kind == "person" and not a.role
    ]
    for relation, prepositions, sort in TIES[lemma] if holders else ():
        found, tokens = _tied_to(linked, v, prepositions, sort)
        fit = [a for a in found if linked.clusters[a.entity].kind == "organisation" and not a.role]
        if sort in ("party", "army"):
            fit = [a for a in fit if (is_party if sort == "party" else _is_army)(linked, a)]
        if fit:
            said = context.of_verb(parse, v, lex, sentence)
            yield Frame(relation, holders, fit, [v, *tokens], said, 0.8, f"tie:{lemma}", v)


def _meant(linked: Linked, noun: int) -> int:
    """The subject of which a noun is told: "*X* is a winger who plays for"."""
    parse, verb = linked.parse, linked.parse.head[noun]
    if parse.deps[noun] != "attr" or noun in linked.own or parse.lemmas[verb] != "be":
        return noun
    subjects = [] if denied(linked, verb) else clause.subjects(parse, verb)
    return subjects[0] if len(subjects) == 1 else noun


def _tied_to(
    linked: Linked, v: int, prepositions: tuple[str, ...], sort: str
) -> tuple[list[Actor], list[int]]:
    """The bodies in phrases of ``v``, and the nouns for a seat there."""
    parse = linked.parse
    found: list[Actor] = []
    tokens = []
    heads = adjuncts.prepositional(parse, v, prepositions)
    for post in adjuncts.prepositional(parse, v, ("as",)):  # "played *as* a winger for"
        heads += adjuncts.prepositional(parse, post, prepositions)
    for noun in heads if parse.lemmas[v] == "play" else ():  # "for clubs *such as*"
        heads = heads + adjuncts.prepositional(parse, noun, ("as", "including"))
    for h in heads:
        if h in linked.own or body_at(linked, h):
            if sort != "seat":
                found.extend(a for m in linked.conjuncts(h) if (a := linked.own.get(m) or body_at(linked, m)))
        elif parse.lemmas[h] in _SEATS:
            for k in adjuncts.prepositional(parse, h, ("of", "in", "at", "for")):
                found.extend(a for m in linked.conjuncts(k) if (a := linked.own.get(m)))
            tokens.append(h)
    return found, tokens


def members(linked: Linked, i: int) -> Iterator[Frame]:
    """ "OPEC member Kenya", "Kenya, Chad and other members of OPEC": states and bodies as members."""
    parse = linked.parse
    after = i + 1 + (parse.words[i + 1 : i + 2] in (["state"], ["country"], ["nation"]))
    k = linked.name_at.get(after)
    if k is not None and linked.names[k].first == after and parse.tags[i] == "NN":
        own = actor_at(linked, linked.names[k].last)
        told = [own] if own is not None else []
        at = linked.name_at.get(i - 1)
        body = None if at is None else actor_at(linked, i - 1)
        wholes = [body] if body is not None else []
    elif parse.deps[i] == "conj" and any(parse.words[c].lower() == "other" for c in parse.children[i]):
        node = i
        while parse.deps[node] == "conj" and parse.head[node] != node:
            node = parse.head[node]
        told = [a for h in linked.conjuncts(node) if h < i and (a := linked.own.get(h)) is not None]
        wholes = linked.owners(i, of=("of",))
    else:
        return
    kinds = {"country", "organisation"}
    for a in told:
        for b in wholes:
            kind = linked.clusters[b.entity].kind
            if kind == "organisation" and linked.clusters[a.entity].kind in kinds and not (a.role or b.role):
                yield now(0.85, "MEMBER_OF", a, b, i, "member")


def is_party(linked: Linked, a: Actor) -> bool:
    k = linked.name_at.get(a.token)
    if k is None:
        return False
    n = linked.names[k]
    known = tables.organisations().get(n.known.key) if n.known is not None else None
    return known.type == "party" if known is not None else "party" in n.text.lower().split()


def _is_army(linked: Linked, a: Actor) -> bool:
    """Whether a body is one that people serve in under arms."""
    k = linked.name_at.get(a.token)
    if k is None:
        return False
    n = linked.names[k]
    known = tables.organisations().get(n.known.key) if n.known is not None else None
    if known is not None:
        return known.type in ("army", "armed_group", "police")
    return bool(_ARMIES & set(n.text.lower().split()))
