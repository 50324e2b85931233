"""Conditions of ``constraints.tsv`` on an end that may be a member, an officer or a word of a body.

What these do is not done by the body, and what is done to them is not done to it. The other conditions are in
:mod:`graphbuild.extract.end_conditions`.
"""

from __future__ import annotations

from graphbuild import tables
from graphbuild.extract import actor_types
from graphbuild.extract.coreference import office_holders
from graphbuild.extract.document import Candidate, Document
from graphbuild.extract.entities.linked import Actor
from graphbuild.extract.lexicon import words
from graphbuild.extract.syntax.phrases import MODIFIERS, modified

_PLURAL = ("NNS", "NNPS")
#: Who is named after these is not among the others, unless the others are nobody.
_EXCEPT = ("except", "excluding", "barring", "but")
_EXCEPT_PHRASES = (("than", "other"), ("from", "apart"))
_ALL = ("every", "all", "each")
_NOBODY = ("no", "none", "nobody")
#: Words for groups of criminals.
_GANGS = tables.words("criminal group")
#: Tags of words before the head of a noun phrase.
_NOMINAL_TAGS = ("JJ", "NN", "CD", "CC")
#: Quads of acts in which some members do not stand for all: cooperation, and verbal conflict.
_REPRESENTATIVE_QUADS = (1, 2, 3)


def not_insurgent(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether an end is no insurgent of its state."""
    noun = tables.acting(a.role) if a.unofficial else None
    return noun is None or noun.role != "insurgents"


def not_criminal(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether a state is not reached through criminals who come from it: "a Mexican *cartel*"."""
    return document.kind(a) != "country" or _GANGS.isdisjoint(a.role.lower().split())


def not_excepted(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether an end is not taken out of many: "all members except *Peru*", "every state but *Peru*"."""
    parse = document.parse
    node = modified(parse, a.token)
    while parse.deps[node] == "conj":
        above = parse.head[node]
        below = {parse.words[c].lower() for c in parse.children[above]}
        if "but" in below and not below.isdisjoint((*_ALL, *_NOBODY)):
            return False
        node = above
    above = parse.head[node]
    before = parse.words[above].lower(), parse.words[parse.head[above]].lower()
    excepted = before[0] in _EXCEPT or before == ("for", "except") or before in _EXCEPT_PHRASES
    many = parse.head[above if before[0] in _EXCEPT else parse.head[above]]
    nobody = parse.words[many].lower() in _NOBODY or any(
        parse.words[c].lower() in _NOBODY for c in parse.children[many]
    )
    return parse.deps[node] != "pobj" or parse.deps[above] == "cc" or not excepted or nobody


def not_one_member(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether an organisation is not denoted by a noun for one member of it ("a *Republican*")."""
    parse = document.parse
    body = tables.organisations().get(document.cluster(a).name)
    if body is None or parse.words[a.token] not in body.members or parse.tags[a.token] in _PLURAL:
        return True
    head = parse.head[a.token]
    return parse.deps[a.token] in MODIFIERS and (
        parse.tags[head] in _PLURAL or parse.words[head].lower() not in tables.roles()
    )


def not_counted_members(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether an organisation does not speak through only some of its members ("*three* Labour MPs")."""
    parse, node = document.parse, a.token
    if tables.relations()[candidate.relation].quad not in _REPRESENTATIVE_QUADS:
        return True
    if document.linked.is_armed_group(a.entity):
        return True  # "12 al-Shabaab *members*" are its fighters
    if parse.deps[node] == "pobj" and parse.words[parse.head[node]] == "of":
        node = parse.head[parse.head[node]]  # "members of the *Senate*"
    elif parse.deps[node] in MODIFIERS:
        node = parse.head[node]  # "*Labour* MPs"
    if parse.words[node].lower() not in words("member_role") and not (
        a.role == "members" and node == a.token
    ):
        return True
    modifiers = [m for m in parse.children[node] if m < node]
    if parse.deps[node] == "pobj" and parse.words[parse.head[node]] == "of":
        modifiers.append(parse.head[parse.head[node]])  # "a *few* of his Labour colleagues"
    first = node
    while first > 0 and parse.tags[first - 1].startswith(_NOMINAL_TAGS):
        first -= 1
    modifiers.extend(range(first, node))  # "*five* past and present senators"
    partial = tables.words("partial determiner")
    return not any(parse.tags[m] == "CD" or parse.words[m].lower() in partial for m in modifiers)


def not_one_of_it(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether an organisation in an event does not only modify one of its members: "the *OPEC* nation"."""
    parse = document.parse
    head = parse.head[a.token]
    if tables.relations()[candidate.relation].quad is None or head in candidate.trigger_tokens:
        return True  # "Turkey, a NATO *ally*"
    return not (
        parse.deps[a.token] in MODIFIERS
        and document.kind(a) == "organisation"
        and parse.words[a.token - 1] != "-"
        and parse.tags[head] == "NN"
        and parse.lemmas[head] in words("one_of_many")
    )


def not_bare(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether an ambiguous common noun for a group has a determiner or modifier (not "take *sides*")."""
    parse = document.parse
    if a.token in document.linked.name_at or parse.lemmas[a.token] not in words("common_body"):
        return True
    return any(parse.deps[c] in ("det", "predet", "poss", "nummod", "amod") for c in parse.children[a.token])


def not_topic(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether a state is not only the topic of an accord: "the *Iran* deal", "hailed a deal with *Iran*"."""
    parse = document.parse
    valuing = parse.lemmas[candidate.anchor] in words("valuing")
    preposition = parse.head[a.token] if parse.deps[a.token] == "pobj" else -1
    if valuing and preposition >= 0 and parse.words[preposition].lower() == "with":
        of_noun = parse.head[preposition] == candidate.anchor and parse.tags[candidate.anchor][:2] == "NN"
        return of_noun  # "a *call* with Putin"
    if parse.deps[a.token] not in ("compound", "nmod") or parse.tags[a.token] != "NNP":
        return True
    head = parse.head[a.token]
    return (
        document.kind(a) != "country"
        or head in document.linked.name_at
        or parse.lemmas[head] not in words("topic_of_state")
        or parse.words[a.token] in tables.words("name as adjective")
    )


def not_own_leader(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether an end is not the leader of the state that acts, but through its soldiers in a coup."""
    return document.kind(a) != "person" or not any(
        document.kind(b) == "country"
        and not actor_types.acts_by_force(b)
        and office_holders.leads(document.linked, a.entity, b.entity)
        for b in candidate.sources
    )


def not_officer(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether a body that bears no arms is not reached through one who has a post there: "the *chair* of"."""
    if document.kind(a) != "organisation" or actor_types.actor_type(document, a) == "force":
        return True
    return a.role.lower() not in tables.roles()


def not_counterpart_of_body(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether a state is not only that of a body's counterpart: "the chamber's *Kenyan* counterpart".

    That of a ministry or minister stands for the state.
    """
    if document.kind(a) != "country" or not a.role.endswith(("counterpart", "counterparts")):
        return True
    others = candidate.sources if a in candidate.targets else candidate.targets
    bodies = [b for b in others if b.entity != a.entity]
    return not bodies or not all(
        document.kind(b) == "organisation" and actor_types.actor_type(document, b) not in ("organ", "force")
        for b in bodies
    )
