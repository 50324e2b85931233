"""The antecedents of "they" and "we", by agreement and grammar; none where they leave it ambiguous."""

from __future__ import annotations

from graphbuild import tables
from graphbuild.extract.coreference.candidates import Antecedent
from graphbuild.extract.coreference.discourse import NO_ENTITY, Discourse
from graphbuild.extract.entities.linked import Actor

HE = frozenset("he him his himself".split())
SHE = frozenset("she her hers herself".split())
IT = frozenset("it its itself".split())
THEY = frozenset("they them their themselves both".split())
ME = frozenset("i me my mine myself".split())
WE = frozenset("we our ours ourselves".split())

_INDEFINITE_PERSONS = tables.words("indefinite person")
#: Dependency labels of a plural noun that "they" can refer to.
_ARGUMENTS = ("nsubj", "nsubjpass", "dobj", "pobj")
#: Dependency labels of "both" where it refers to two, and does not only join them as in "*both* A and B".
ENDS = (*_ARGUMENTS, "dative", "poss", "conj", "appos")
#: Verbs by which who says "we" tells what he himself thinks or asks, by lemma.
_STANCE_VERBS = tables.words("verb of stance")
#: Relations of posts whose holders say "we" for a country or organisation.
_REPRESENTING = ("LEADER_OF", "REPRESENTS")


def several(d: Discourse, i: int, previous: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """The antecedents of "they" at ``i``: coordinated in its sentence, else the ``previous`` sentence's
    coordinated subjects.

    One organisation alone if the sentence has no plural: "the militia and their leader".
    """
    parse, linked = d.linked.parse, d.linked
    before = [m for m in d.mentions(d.sentence(i), i) if m.token < i and m.actor is not None]
    subject = d.clause_subject(i)
    if (
        0 <= subject < i
        and parse.tags[subject] in ("NNS", "NNPS")
        and subject not in linked.actor_by_head
        and subject not in linked.plural_referents
    ):
        return ()  # "visitors to try their games"
    for m in reversed(before):
        together = [linked.actor_by_head[k] for k in linked.conjuncts(m.token) if k in linked.actor_by_head]
        if len(together) > 1 and len({a.entity for a in together}) == len(together):
            return () if _is_origin(d, m.token) or _has_rival(d, m.token, i) else tuple(together)
    first = parse.sentence(i)[0]
    if not before:
        return () if _has_rival(d, first - 1, i) else previous
    plural = any(parse.tags[t] in ("NNS", "NNPS") or t in linked.plural_referents for t in range(first, i))
    institutions = {m.entity for m in before if m.kind != "person"}
    leading = d.leading_subject(before)
    if plural or leading is None or leading.kind != "organisation" or parse.words[i].lower() == "both":
        return ()
    return (leading.actor,) if leading.actor is not None and len(institutions) == 1 else ()


def _has_rival(d: Discourse, after: int, i: int) -> bool:
    """Whether an unlinked plural or indefinite person is between two tokens: "*the boats*", "*anyone*"."""
    parse, linked = d.linked.parse, d.linked
    return any(
        parse.words[t].lower() in _INDEFINITE_PERSONS
        or (
            parse.tags[t] == "NNS"
            and parse.deps[t] in _ARGUMENTS
            and t not in linked.actor_by_head
            and t not in linked.plural_referents
        )
        for t in range(after + 1, i)
    )


def _is_origin(d: Discourse, i: int) -> bool:
    """Whether a list only says where others are from: "six charities from *Peru and Chile*"."""
    parse = d.linked.parse
    first = d.linked.first_conjunct(i)
    noun = parse.head[first] - 1
    if parse.deps[first] != "pobj" or parse.tags[noun] != "NNS" or noun in d.linked.name_at:
        return False
    word = parse.words[noun].lower()
    actor = tables.actors().get(word)
    return word not in tables.roles() and (actor is None or not actor.for_state)


def speaker(d: Discourse, i: int) -> Actor | None:
    """The person that "I" refers to in a quotation."""
    return d.speakers.get(d.quotations.by_token.get(i, NO_ENTITY))


def represented(d: Discourse, i: int) -> Antecedent | None:
    """The country or organisation that "we" refers to, in a quotation of its leader or representative."""
    person = speaker(d, i)
    if person is None:
        return None
    roles = {
        post.organisation.entity: post.role.name
        for post in d.linked.posts
        if post.person.entity == person.entity
        and post.organisation is not None
        and post.role.relation in _REPRESENTING
        and post.modifier in ("", "acting", "deputy")
        and d.linked.clusters[post.organisation.entity].kind != "person"
    }
    if len(roles) != 1:
        return None
    entity, role = next(iter(roles.items()))
    return Antecedent(entity, f"represented by the quoted speaker, its {role}")


def judging_speaker(d: Discourse, i: int) -> Antecedent | None:
    """The speaker where "we" says what he thinks or asks: "*We* condemn the ruling," said Ann Otieno."""
    parse, verb = d.linked.parse, d.linked.parse.head[i]
    if parse.words[i].lower() != "we" or parse.deps[i] != "nsubj" or parse.tags[verb] not in ("VBP", "VB"):
        return None
    person = speaker(d, i) if parse.lemmas[verb] in _STANCE_VERBS else None
    return Antecedent(person.entity, "speaker of the quotation, who judges") if person is not None else None
