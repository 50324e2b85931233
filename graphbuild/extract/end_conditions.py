"""Conditions of ``constraints.tsv`` on one end of a candidate: whether the end may stay.

Those on members and officers of a body are in :mod:`graphbuild.extract.member_conditions`, those on attacks
and fights in :mod:`graphbuild.extract.conflict_conditions`.
"""

from __future__ import annotations

from collections.abc import Callable

from graphbuild import tables
from graphbuild.extract import actor_types
from graphbuild.extract import conflict_conditions as conflict
from graphbuild.extract import member_conditions as members
from graphbuild.extract.coreference import office_holders
from graphbuild.extract.document import Candidate, Document
from graphbuild.extract.entities.linked import Actor
from graphbuild.extract.features import denotation
from graphbuild.extract.lexicon import words
from graphbuild.extract.syntax import predicates
from graphbuild.extract.syntax.phrases import MODIFIERS, modified

#: Whether an end of a candidate stays.
Condition = Callable[[Document, Candidate, Actor], bool]
#: Codes of states that have no army.
_UNARMED = tables.words("state without an army")
#: Posts of journalists.
_JOURNALISTS = tables.words("journalist")
#: Cities visited for the international bodies that sit there.
_INTERNATIONAL = tables.words("seat of international bodies")


def _not_giver(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether an end is not the state whose own aid its leader cuts: "froze *US* aid", "*US* foreign aid"."""
    parse, head = document.parse, document.parse.head[a.token]
    if parse.deps[a.token] not in MODIFIERS or parse.lemmas[head] not in words("outlay"):
        return True
    abroad = any(parse.lemmas[c] == "foreign" for c in parse.children[head])
    return not abroad and not any(
        document.kind(b) == "person" and office_holders.leads(document.linked, b.entity, a.entity, ever=True)
        for b in candidate.sources
    )


def _not_ruled(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether an end is not the state that whoever acts leads: "*Kenya's* president imposed a curfew"."""
    if document.kind(a) != "country" or a.unofficial:
        return True
    return not any(
        document.kind(b) == "person" and office_holders.leads(document.linked, b.entity, a.entity)
        for b in candidate.sources
    )


def _not_beaten(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether an end is not who only loses the post to another, or is asked to take it: "beat *Ann Otieno* to
    become president".
    """
    parse, verb = document.parse, document.parse.head[a.token]
    if parse.deps[a.token] != "dobj":
        return True
    return parse.lemmas[verb] not in words("beating") and parse.lemmas[verb] not in words("inviting")


def _one_backed(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether an end is in the phrase of those who are backed: not "*Hamas* fled from U.S.-backed forces"."""
    parse = document.parse
    for t in candidate.trigger_tokens:
        if t and parse.words[t - 1] == "-" and parse.tags[t] == "VBN" and parse.head[t] > t:
            return a.token in parse.subtree(parse.head[t])
    return True


def _not_joint_failure(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether an end is not one of several who only fail to agree: "*Peru* and Chile failed to agree"."""
    parse = document.parse
    verb = next((k for k in parse.ancestors(a.token) if predicates.is_verb(parse, k)), a.token)
    below = parse.children[verb]
    if parse.lemmas[verb] != "fail" or not any(parse.lemmas[c] in words("settling") for c in below):
        return True
    subjects = [c for c in below if parse.deps[c] == "nsubj"]
    return not any(parse.deps[k] == "conj" for c in subjects for k in parse.children[c])


def _not_venue(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether an end is not where a protest is held: "a protest *at Delhi University* against Peru"."""
    parse = document.parse
    at, stop = parse.head[a.token], document.sentence(a.token)[1]
    return parse.words[at].lower() != "at" or "against" not in parse.words[a.token : stop]


def _place_by_leader(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether a place visited stands for its state: it is visited by leaders or states, not its own."""
    if not a.role[:1].isupper():
        return True
    if document.parse.lemmas[candidate.anchor] not in words("going"):
        return False
    return all(
        actor_types.is_state_or_leader(document, b)
        and not office_holders.leads(document.linked, b.entity, a.entity, ever=True)
        for b in candidate.sources
    )


def _not_speaker(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether an end is not the speaker of the sentence: "sanctions on Peru and Chile, *Ann Otieno* said"."""
    parse, k = document.parse, document.linked.name_at.get(a.token)
    if k is None or candidate.anchor > a.token:
        return True
    after = document.linked.names[k].last + 1
    says = parse.lemmas[after : after + 1] == ["say"] and parse.tags[after].startswith("VB")
    if says and parse.deps[candidate.anchor] == "advcl" and parse.head[candidate.anchor] == after:
        return True  # "urged by Peru to wait, *Ann Otieno* said"
    return not (says and candidate.anchor != after and "," in parse.words[candidate.anchor : a.token])


def _not_doer(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether an end is not only the subject of a gerund: "a supporter of *Britain* staying"."""
    parse, head = document.parse, document.parse.head[a.token]
    finite = any(parse.deps[c] == "aux" for c in parse.children[head])  # "*is* leading in the polls"
    gerund = parse.tags[head] == "VBG" and not finite and head not in candidate.trigger_tokens
    if parse.deps[a.token] == "nsubj" and gerund:
        return False
    after = a.token + 1
    if a.role or after >= len(parse.words) or parse.tags[after] != "VBG" or parse.lemmas[after] == "say":
        return True  # "some of the *rebels* fighting Assad"
    attached = parse.deps[after] in ("acl", "advcl") and parse.head[after] in (a.token, candidate.anchor)
    return not attached or after in candidate.trigger_tokens


def _not_nationals(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether an end is not some nationals of a state, as "*Ugandans*", unless both ends are."""
    linked = document.linked
    others = candidate.sources if a in candidate.targets else candidate.targets
    return not denotation.denotes_people(linked, a) or any(
        denotation.denotes_people(linked, b) for b in others if b.entity != a.entity
    )


def _not_housed(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether an end is not some nationals whom another takes in: "sheltering *2.5 million Syrians*", "taking
    in refugees from *Syria*".
    """
    parse = document.parse
    before = parse.head[a.token]
    fled = {parse.lemmas[k] for k in (parse.head[before], before - 1)} & words("displaced")
    if parse.words[before].lower() == "from" and fled:
        return False
    housed = parse.lemmas[candidate.anchor] in words("housing")
    return not (housed and denotation.denotes_people(document.linked, a))


def _not_announcer(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether an end is not an aide who only announces a joint act of others."""
    parse, i = document.parse, candidate.anchor
    relations = [p.role.relation for p in document.posts_of.get(a.entity, ())]
    is_aide = bool(relations) and "LEADER_OF" not in relations
    return not is_aide or "announce" not in (parse.lemmas[i], parse.lemmas[parse.head[i]])


def _not_journalist(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether an end is not a journalist, by a post or by an owner: "NPR's *Ari Shapiro*"."""
    parse, linked = document.parse, document.linked
    if document.kind(a) != "person":
        return True
    if any(p.role.name in _JOURNALISTS for p in document.posts_of.get(a.entity, ())):
        return False
    employers = (
        linked.actor_by_head.get(c) for c in parse.children[a.token] if parse.deps[c] in ("poss", "appos")
    )
    return not any(b is not None and linked.type_of(b.entity) == "media" for b in employers)


def _at_home(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether the table of organisations does not locate a firm outside of the states of the targets."""
    states = {document.cluster(b).iso3 for b in candidate.targets}
    row = tables.organisations().get(document.cluster(a).name)
    return row is None or row.type != "company" or row.country in ("", *states)


def _not_delisted(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether the sanctions are not those of a list that an end is off: "taken off the *sanctions* list"."""
    parse, head = document.parse, document.parse.head
    for t in candidate.trigger_tokens:
        listed = modified(parse, t)
        if (
            listed != t
            and parse.deps[listed] == "pobj"
            and parse.words[head[listed]].lower() in ("from", "off")
        ):
            return False
    return True


def _not_victim(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether what is told is not what others did to an end: "*she* was jailed, drawing criticism from"."""
    parse, head = document.parse, document.parse.head
    for t in candidate.trigger_tokens:
        verb = t if parse.tags[t].startswith("VB") else head[t]
        drawing = parse.deps[verb] == "advcl" and parse.tags[verb] == "VBG"
        if drawing and parse.deps[a.token] == "nsubjpass" and head[a.token] == head[verb]:
            return False
    return True


def _not_barred(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether an end is not where somebody is kept from going: "banned him from visiting *Peru*"."""
    parse, i = document.parse, candidate.anchor
    return parse.deps[i] != "pcomp" or parse.words[parse.head[i]].lower() != "from"


def _not_included(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether an end is not only part of one of two sides: "between rebels, including *Hamas*, and Peru"."""
    parse = document.parse
    chain = (a.token, *parse.ancestors(a.token))
    heads = [parse.words[k].lower() for k in chain]
    if "including" not in heads or "between" not in heads[heads.index("including") :]:
        return True
    return any(parse.deps[k] == "conj" for k in chain[: heads.index("including")])


def _not_in_charge(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether it is not only told what task an end has: "said that *Peru* is responsible for safety"."""
    parse, head = document.parse, document.parse.head
    node = modified(parse, a.token)
    if parse.deps[node] != "nsubj":
        return True
    below = parse.children[head[node]]
    stated = [c for c in below if parse.lemmas[c] in words("accountable") | words("owned_up_to")]
    tasks = (
        k
        for p in (c for i in (*stated, head[node]) for c in parse.children[i])
        if parse.words[p].lower() == "for"
        for k in parse.children[p]
    )
    return not stated or not any(parse.lemmas[k] in words("task") for k in tasks)


def _goods(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether nothing is exported that cannot be sold: "exported its *revolution* to Peru"."""
    parse, i = document.parse, candidate.anchor
    if parse.lemmas[i] != "export" or not predicates.is_verb(parse, i):
        return True
    return not any(parse.lemmas[k] in words("ideal") for k in predicates.patients(parse, i))


#: The conditions by their name in the table.
CONDITIONS: dict[str, Condition] = {
    "itself": lambda d, c, a: not a.role,
    "person": lambda d, c, a: d.kind(a) == "person",
    "no_person": lambda d, c, a: d.kind(a) != "person",
    "not_excepted": members.not_excepted,
    "not_one_member": members.not_one_member,
    "not_counted_members": members.not_counted_members,
    "not_one_of_it": members.not_one_of_it,
    "not_bare": members.not_bare,
    "not_topic": members.not_topic,
    "named_or_state": lambda d, c, a: a.form != "pronoun" or d.kind(a) == "country",
    "owner_if_genitive": lambda d, c, a: c.slot != "gen" or d.parse.deps[a.token] == "poss",
    "not_bought_person": lambda d, c, a: c.slot != "obj" or d.kind(a) != "person",
    "not_addressed_bloc": lambda d, c, a: c.slot != "to" or actor_types.actor_type(d, a) != "bloc",
    "armed": lambda d, c, a: actor_types.is_armed(d, a),
    "place_by_armed": lambda d, c, a: (
        not a.role[:1].isupper() or all(actor_types.is_armed(d, b) for b in c.sources)
    ),
    "not_venue": _not_venue,
    "not_giver": _not_giver,
    "not_in_charge": _not_in_charge,
    "not_ruled": _not_ruled,
    "one_backed": _one_backed,
    "not_beaten": _not_beaten,
    "not_joint_failure": _not_joint_failure,
    "place_by_leader": _place_by_leader,
    "not_seat_of_others": lambda d, c, a: a.role not in _INTERNATIONAL,
    "not_assumed": lambda d, c, a: not (a.form == "nominal" and a.role == d.parse.words[a.token].lower()),
    "can_do": lambda d, c, a: actor_types.can_be_argument(d, a, c.relation),
    "not_insurgent": members.not_insurgent,
    "not_criminal": members.not_criminal,
    "not_speaker": _not_speaker,
    "not_doer": _not_doer,
    "not_by_troops": conflict.not_by_troops,
    "not_housed": _not_housed,
    "not_delisted": _not_delisted,
    "not_victim": _not_victim,
    "not_spared": conflict.not_spared,
    "not_nationals": _not_nationals,
    "not_announcer": _not_announcer,
    "has_forces": lambda d, c, a: d.cluster(a).iso3 not in _UNARMED or actor_types.acts_by_force(a),
    "not_maker": lambda d, c, a: not (a.role and c.slot == "obj" and d.kind(a) == "organisation"),
    "not_journalist": _not_journalist,
    "not_medium": lambda d, c, a: d.linked.type_of(a.entity) != "media",
    "dealing": lambda d, c, a: actor_types.is_state_or_leader(d, a),
    "at_home": _at_home,
    "struck": conflict.struck,
    "party_by_armed": conflict.party_by_armed,
    "not_own_leader": members.not_own_leader,
    "not_barred": _not_barred,
    "goods": _goods,
    "not_captor": conflict.not_captor,
    "not_fired": conflict.not_fired,
    "not_launched_from": conflict.not_launched_from,
    "not_unable": conflict.not_unable,
    "has_post": lambda d, c, a: d.kind(a) != "person" or bool(d.posts_of.get(a.entity)),
    "not_included": _not_included,
    "not_staff": lambda d, c, a: not (a.unofficial and actor_types.actor_type(d, a) == "firm"),
    "not_fought": conflict.not_fought,
    "not_of_foe": conflict.not_of_foe,
    "not_officer": members.not_officer,
    "not_counterpart_of_body": members.not_counterpart_of_body,
}
