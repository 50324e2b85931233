"""Which entities a noun phrase refers to or belongs to: names, appositions, genitives, demonyms, "of X".

The functions read a :class:`~graphbuild.extract.entities.linked.Linked` article; its methods ``actors`` and
``owners`` call them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.names.word_classes import BACKING_PARTICIPLES, COMPANY_NOUNS

if TYPE_CHECKING:
    from graphbuild.extract.entities.linked import Actor, Linked

#: Prepositions between a noun and its owner.
POSSESSOR_PREPOSITIONS = tables.words("possessor preposition")
#: Prepositions between a thing and its location.
_LOCATION_PREPOSITIONS = tables.words("inner preposition")
_MODIFIERS = ("poss", "amod", "compound", "nmod", "nounmod")
_RELATIVE_TAGS = ("WDT", "WP", "WP$")
_HYPHENS = ("-", "–")
#: Nouns that do not act for the person who owns them: "*Putin's* adviser", "*her* club", "*his* company".
_NOT_FOR_PERSONS = COMPANY_NOUNS | {"club", "clubs"} | tables.words("aide of a person")
#: Roles that act for a town or firm and not for its state: "*London's* new mayor", "CEOs in *China*".
_NOT_OF_STATES = ("mayor", "lord mayor", "deputy mayor", "ceo", "co-ceo", "executive")
#: Roles in actors.tsv that act for the state when its leader owns them: "his *troops*", not "his *aides*".
_STATE_ROLES = ("government", "military", "police")
#: Plurals for states.
_STATES = tables.words("group of states")
#: Nouns that describe an organisation after its name ("the Hezbollah *group*").
_DESCRIPTIVE = tables.words("descriptive noun")
#: Modifiers of actors who do not act for their state or organisation: "*former* officials".
_UNOFFICIAL = tables.words("unofficial modifier")
#: Nouns for those who speak for a party, and nouns that take no party as their actor.
_PARTY_REPRESENTATIVES = tables.words("party representative")
_NOT_OF_PARTY = tables.words("no party matter")
#: Nouns for who acts for a person or party, which a state's is not: "the Otieno *campaign*".
_NO_ORGAN_OF_STATE = tables.words("no organ of a state")
#: Roles in actors.tsv of persons.
_PERSONAL_ROLES = ("civilians", "official", "legislature")
#: Roles in actors.tsv of those who fight a state.
_REBEL_ROLES = ("rebels", "insurgents", "fighters")


def referents(linked: Linked, i: int, *, things: bool) -> list[Actor]:
    """Return the entities that the noun, name or pronoun at ``i`` refers to, without its conjuncts.

    With ``things``, a noun that is no actor itself yields its owners.
    """
    parse = linked.parse
    if parse.tags[i] in _RELATIVE_TAGS and i not in linked.actor_by_head:
        i = linked.antecedent(i)
    if i in linked.plural_referents:
        return list(linked.plural_referents[i])
    if i in linked.actor_by_head:
        return [linked.actor_by_head[i]]
    if i in linked.name_at:
        return []
    head = parse.head[i]
    if i not in linked.nominals and parse.deps[i] == "appos" and parse.tags[head] in ("NNP", "NNPS"):
        return (
            [linked.actor_by_head[head]] if head in linked.actor_by_head else []
        )  # an apposition refers to the name
    word = parse.words[i].lower()
    actor, role = tables.acting(role_phrase(parse, i)), tables.roles().get(word)
    if named := _apposed(linked, i, role):
        return named
    if i in linked.nominals or i in linked.titled_persons:
        return [linked.nominals.get(i) or linked.titled_persons[i]]
    if (actor is None or not actor.for_state) and (following := _named_after(linked, i)) is not None:
        return [following]
    if word in _DESCRIPTIVE and (preceding := _named_before(linked, i)) is not None:
        return [preceding]
    if word in _NO_ORGAN_OF_STATE and _owned_by_states(linked, i):
        actor = None  # "Peru's *campaign* in the north" is what Peru does
    if actor is not None or role is not None:
        return _represented(linked, i, actor, role)
    if things and not any(_opposes(parse, c) for c in parse.children[i]):
        possessors = linked.owners(i) or _outer_owners(linked, i)
        return [replace(a, role=a.role or word) for a in possessors]
    return []


def _owned_by_states(linked: Linked, i: int) -> bool:
    """Whether the noun at ``i`` has owners and all of them are states."""
    owners = linked.owners(i)
    return bool(owners) and all(linked.clusters[a.entity].kind == "country" for a in owners)


def _apposed(linked: Linked, i: int, role: tables.Role | None) -> list[Actor]:
    """Return the person named in apposition to the noun at ``i``, or the organisation unless it is a role."""
    parse = linked.parse
    for c in parse.children[i]:
        if parse.deps[c] == "appos" and (named := linked.actor_by_head.get(c)) is not None:
            kind = linked.clusters[named.entity].kind
            if kind == "person" or (kind == "organisation" and role is None):
                if parse.tags[i] != "NNS":
                    return [named]
                return [linked.actor_by_head[k] for k in linked.conjuncts(c) if k in linked.actor_by_head]
    return []


def _represented(linked: Linked, i: int, actor: tables.Actor | None, role: tables.Role | None) -> list[Actor]:
    """Return the entities for which the actor noun or role noun at ``i`` acts: "the Russian *army*"."""
    parse = linked.parse
    if not _official(linked, i):
        return []
    word = parse.words[i].lower()
    following = parse.surface(i, min(i + 2, len(parse.words) - 1)).lower()
    private = word in _NOT_FOR_PERSONS or following in _NOT_FOR_PERSONS
    citizen = role is not None and role.relation == "CITIZEN_OF"
    label = _compound(parse, i)
    possessors = [
        replace(a, role=a.role or label, unofficial=a.unofficial or _civil(linked, a, actor, citizen))
        for a in linked.owners(i)
        if linked.clusters[a.entity].kind != "person" or not (a.role or private)
    ]
    if actor is None or not actor.for_state:
        apart = role is not None and role.name in _NOT_OF_STATES
        return [a for a in possessors if not (apart and linked.clusters[a.entity].kind == "country")]
    armed = [a for a in possessors if linked.is_armed_group(a.entity)]
    if len(armed) == 1 < len(possessors):
        return armed  # "Iraqi Kurdish *Peshmerga* forces"
    if _is_federated_state(linked, i, possessors):
        return []
    if actor.role not in _STATE_ROLES:
        return possessors
    states = [_state_of(linked, a, i) for a in possessors]
    if actor.plural in _STATES:  # "*his* country" does not refer to him
        states = [a for a in states if linked.clusters[a.entity].kind != "person"]
    return states


def _official(linked: Linked, i: int) -> bool:
    """Whether the noun at ``i`` can act for its owner: not "*former* Kenyan officials"."""
    parse = linked.parse
    return not any(
        parse.words[c].lower() in _UNOFFICIAL and parse.deps[c] in _MODIFIERS for c in parse.children[i]
    )


def _is_federated_state(linked: Linked, i: int, possessors: Sequence[Actor]) -> bool:
    """Whether the noun at ``i`` is a state of a federation: "a *US state*", "the Indian *state* of Goa"."""
    parse = linked.parse
    before = [a for a in possessors if a.token < i and linked.clusters[a.entity].kind == "country"]
    if parse.lemmas[i] != "state" or not before:
        return False
    modifiers = {parse.words[c].lower() for c in parse.children[i]}
    several = parse.tags[i] == "NNS" or not modifiers.isdisjoint(("of", "a", "an", "another", "each"))
    return several or linked.clusters[before[0].entity].iso3 == "USA"


def _state_of(linked: Linked, a: Actor, i: int) -> Actor:
    """Return the state that person ``a`` leads, for the noun at ``i``: "*Putin's* troops"; else ``a``."""
    iso3 = linked.state_of_person.get(a.entity)
    if not iso3:
        return a
    first = next((t for t in range(a.token) if linked.parse.end[t] > a.span[0]), a.token)
    reason = f"the state of {linked.clusters[a.entity].name}"
    state = linked.link_state(iso3, min(first, i), max(a.token, i), reason)
    return replace(a, entity=state.entity, span=state.span)


def _civil(linked: Linked, a: Actor, noun: tables.Actor | None, citizen: bool) -> bool:
    """Whether the actions of a noun's bearers are not those of the state or organisation that owns it."""
    if noun is None:
        return citizen
    return not (noun.for_state if linked.clusters[a.entity].kind == "country" else noun.for_body)


def _named_after(linked: Linked, i: int) -> Actor | None:
    """Return the person whose name directly follows the noun: "the novelist Boualem Sansal"."""
    parse, k = linked.parse, linked.name_at.get(i + 1)
    if k is None or parse.tags[i] != "NN" or not parse.words[i].islower():
        return None
    if parse.sentence_at(i) != parse.sentence_at(i + 1):
        return None
    if linked.clusters[linked.cluster_of[k]].kind != "person":
        return None
    name = linked.names[k]
    head = next((t for t in range(name.first, name.last + 1) if t in linked.actor_by_head), -1)
    verb = parse.head[head]
    if head < 0 or (parse.deps[verb] == "relcl" and parse.head[verb] == i):
        return None  # "praised a book *Ann Otieno wrote*"
    return linked.actor_by_head[head]


def _named_before(linked: Linked, i: int) -> Actor | None:
    """Return the organisation named before a noun that describes it: "the Bild *newspaper*"."""
    parse = linked.parse
    indefinite = any(parse.words[c].lower() in ("a", "an") for c in parse.children[i])
    beside = [
        c for c in parse.children[i] if c in linked.actor_by_head and parse.deps[c] in ("compound", "nmod")
    ]
    if indefinite or len(beside) != 1 or beside[0] not in linked.name_at:
        return None
    actor, name = linked.actor_by_head[beside[0]], linked.names[linked.name_at[beside[0]]]
    key = name.entry.key if name.entry is not None else ""
    part = key in tables.blocs() and parse.words[i].lower() != "alliance"  # not "the UN *group*"
    return (
        actor if linked.clusters[actor.entity].kind == "organisation" and not (part or actor.role) else None
    )


def owners(linked: Linked, i: int, prepositions: Collection[str]) -> list[Actor]:
    """Return the owners or origins of the noun at ``i``: its modifiers, else its prepositional phrase."""
    parse = linked.parse
    found: list[Actor] = []
    for c in parse.children[i]:
        if parse.deps[c] in _MODIFIERS:
            for k in linked.conjuncts(c):
                found.extend(_modifier(linked, k))
                found.extend(_before_modifier(linked, k))
    if found:
        acting = [a for a in found if not a.is_members or _acts_for_party(parse, i)]
        if acting or not all(a.is_members for a in found):
            return acting
        found = []  # "the *Republican* governors of Ohio and Texas"
    for c in parse.children[i]:
        if parse.deps[c] == "prep" and parse.words[c].lower() in prepositions:
            for k in parse.children[c]:
                if parse.deps[k] == "pobj":
                    for m in linked.conjuncts(k):
                        found.extend(_modifier(linked, m))
            if found:
                return found
    return found


def _acts_for_party(parse: Parse, i: int) -> bool:
    """Whether a noun after a word for a party's members can act for the party: not "*Republican* voters"."""
    lemma = parse.lemmas[i].lower()
    if lemma in _PARTY_REPRESENTATIVES or parse.words[i].lower() in _PARTY_REPRESENTATIVES:
        return True
    noun, actor = tables.common_nouns().get(lemma), tables.actors().get(lemma)
    person = noun is not None and noun.kind == "person"
    if person or lemma in tables.roles() or lemma in _NOT_OF_PARTY:
        return False
    return actor is None or actor.role not in _PERSONAL_ROLES


def only_describes(linked: Linked, i: int) -> bool:
    """Whether a name only describes other actors: "*Republican* voters", "*Syrian* rebel camps"."""
    parse, actor, head = linked.parse, linked.actor_by_head.get(i), linked.parse.head[i]
    if actor is None or parse.deps[i] not in _MODIFIERS or parse.deps[i] == "poss":
        return False
    if actor.is_members:
        return not _acts_for_party(parse, head)
    return not _official(linked, head) or any(_opposes(parse, c) for c in parse.children[head])


def _before_modifier(linked: Linked, i: int) -> list[Actor]:
    """Return the entities named in the words that modify modifier ``i``: "the US-*China* talks".

    Words before a person or organisation only describe it: "German publisher *Bertelsmann's* purchase".
    """
    parse = linked.parse
    if parse.words[i].lower() in BACKING_PARTICIPLES and parse.words[i - 1] in _HYPHENS:
        return []  # "the *Saudi*-backed government"
    if not _official(linked, i):
        return []  # "the former *Soviet* republic's decision"
    if parse.deps[i] == "poss" and parse.words[i].lower() in tables.roles():
        return []  # "the *Republican* nominee's speech"
    closed = i in linked.actor_by_head and linked.clusters[linked.actor_by_head[i].entity].kind != "country"
    found: list[Actor] = []
    for c in parse.children[i]:
        if closed and parse.words[c + 1] not in (*_HYPHENS, "/"):
            continue
        if parse.deps[c] in (*_MODIFIERS, "npadvmod") and parse.deps[c] != "poss":
            found.extend(_modifier(linked, c))
            found.extend(_before_modifier(linked, c))
    return found


def _outer_owners(linked: Linked, i: int, depth: int = 3) -> list[Actor]:
    """Return the owners of a thing by a chain of prepositions: "a base in a county in Kenya"."""
    parse = linked.parse
    for c in parse.children[i]:
        if parse.deps[c] == "prep" and parse.words[c].lower() in _LOCATION_PREPOSITIONS:
            for k in parse.children[c]:
                if parse.deps[k] == "pobj":
                    found = linked.owners(k) or (
                        [linked.actor_by_head[k]] if k in linked.actor_by_head else []
                    )
                    if not found and depth:
                        found = _outer_owners(linked, k, depth - 1)
                    if found:
                        return found
    return []


def _modifier(linked: Linked, i: int) -> list[Actor]:
    """Return the entities that a modifying word refers to: "(the) Israeli (army's) …"."""
    parse = linked.parse
    if parse.tags[i] == "WP$":
        return referents(linked, i, things=True)
    if i in linked.plural_referents:
        return list(linked.plural_referents[i])
    if parse.words[i].rpartition("-")[2] in BACKING_PARTICIPLES:
        return []  # "*U.S.-backed* forces", one token
    if i in linked.actor_by_head:
        return [linked.actor_by_head[i]]
    if i in linked.name_at:
        return []
    if i in linked.nominals:
        return [linked.nominals[i]]
    word = parse.words[i].lower()
    named = any(parse.deps[c] == "appos" and c in linked.actor_by_head for c in parse.children[i])
    if named or word in tables.actors() or word in tables.roles():
        return referents(linked, i, things=False)
    return []


def _opposes(parse: Parse, i: int) -> bool:
    """Whether the modifier at ``i`` names fighters against a state: "Syrian *rebel* targets"."""
    noun = tables.actors().get(parse.words[i].lower())
    return parse.deps[i] in _MODIFIERS and noun is not None and noun.role in _REBEL_ROLES


def role_phrase(parse: Parse, i: int) -> str:
    """Return the noun at ``i`` with its compound modifiers, also at a sentence start: "Rebel forces"."""
    text = _compound(parse, i)
    before = i - len(text.split())
    joined = (
        parse.starts_sentence(before)
        and parse.head[before] == i
        and parse.deps[before] in ("compound", "amod")
    )
    return f"{parse.words[before]} {text}" if joined else text


def _compound(parse: Parse, i: int) -> str:
    """Return the noun at ``i`` with its lower-case compound modifiers: "foreign minister", "air force"."""
    first = i
    for c in parse.children[i]:
        if c == first - 1 and parse.deps[c] in ("compound", "amod") and parse.words[c].islower():
            first = c
    return " ".join(parse.words[first : i + 1]).lower()
