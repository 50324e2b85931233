"""What "they" and "we" mean, by agreement and grammar; where these leave a doubt, nobody."""

from __future__ import annotations

from graphbuild import tables
from graphbuild.extract.coreference.antecedents import Antecedent
from graphbuild.extract.coreference.discourse import NO_ENTITY, Discourse
from graphbuild.extract.entities.linked import Actor

HE = frozenset("he him his himself".split())
SHE = frozenset("she her hers herself".split())
IT = frozenset("it its itself".split())
THEY = frozenset("they them their themselves both".split())
ME = frozenset("i me my mine myself".split())
WE = frozenset("we our ours ourselves".split())

_ANYBODY = tables.words("indefinite person")
#: What a plural noun is of its verb or preposition where "they" may mean it.
_FILLS = ("nsubj", "nsubjpass", "dobj", "pobj")
#: What a word is that stands for several, and does not only join them as "*both* A and B".
ENDS = (*_FILLS, "dative", "poss", "conj", "appos")
#: Posts of those who say "we" for a state or body.
_SPEAKS = ("LEADER_OF", "REPRESENTS")


def several(d: Discourse, i: int, joined: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Those that "they" means: coordinated in its sentence, or as the subject of the one before.

    One body alone where nothing else in its sentence is many: "the militia and their leader".
    """
    parse, linked = d.linked.parse, d.linked
    here = [m for m in d.mentions(d.sentence(i), i) if m.token < i and m.actor is not None]
    own = d.clause_subject(i)
    if (
        0 <= own < i
        and parse.tags[own] in ("NNS", "NNPS")
        and own not in linked.own
        and own not in linked.groups
    ):
        return ()  # "visitors to try their games"
    for m in reversed(here):
        together = [linked.own[k] for k in linked.conjuncts(m.token) if k in linked.own]
        if len(together) > 1 and len({a.entity for a in together}) == len(together):
            return () if _whence(d, m.token) or _others(d, m.token, i) else tuple(together)
    first = parse.sentence(i)[0]
    if not here:
        return () if _others(d, first - 1, i) else joined
    many = any(parse.tags[t] in ("NNS", "NNPS") or t in linked.groups for t in range(first, i))
    bodies = {m.entity for m in here if m.kind != "person"}
    leading = d.leading_subject(here)
    if many or leading is None or leading.kind != "organisation" or parse.words[i].lower() == "both":
        return ()
    return (leading.actor,) if leading.actor is not None and len(bodies) == 1 else ()


def _others(d: Discourse, after: int, i: int) -> bool:
    """Whether others whom "they" may mean stand between two tokens: "*the boats*", "*anyone*"."""
    parse, linked = d.linked.parse, d.linked
    return any(
        parse.words[t].lower() in _ANYBODY
        or (
            parse.tags[t] == "NNS"
            and parse.deps[t] in _FILLS
            and t not in linked.own
            and t not in linked.groups
        )
        for t in range(after + 1, i)
    )


def _whence(d: Discourse, i: int) -> bool:
    """Whether a list only tells where many are from: "six charities from *Peru and Chile*"."""
    parse = d.linked.parse
    first = d.linked.first_conjunct(i)
    noun = parse.head[first] - 1
    if parse.deps[first] != "pobj" or parse.tags[noun] != "NNS" or noun in d.linked.name_at:
        return False
    word = parse.words[noun].lower()
    actor = tables.actors().get(word)
    return word not in tables.roles() and (actor is None or not actor.for_state)


def speaker(d: Discourse, i: int) -> Actor | None:
    """The person that "I" means in a quotation."""
    return d.speakers.get(d.quotations.by_token.get(i, NO_ENTITY))


def speakers(d: Discourse, i: int) -> Antecedent | None:
    """The state or body that "we" means in a quotation of one who leads it or speaks for it."""
    person = speaker(d, i)
    if person is None:
        return None
    spoken_for = {
        post.of.entity: post.role.name
        for post in d.linked.posts
        if post.person.entity == person.entity
        and post.of is not None
        and post.role.relation in _SPEAKS
        and post.modifier in ("", "acting", "deputy")
        and d.linked.clusters[post.of.entity].kind != "person"
    }
    if len(spoken_for) != 1:
        return None
    entity, role = next(iter(spoken_for.items()))
    return Antecedent(entity, f"the {role} who is quoted speaks for it")
