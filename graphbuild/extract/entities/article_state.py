"""The state that an article is about, to resolve organs of a state whose state is not named.

"Police arrested …" in a report on a single state refers to the police of that state.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from graphbuild import tables
from graphbuild.extract.entities import state_bodies
from graphbuild.extract.entities.linked import Actor, Linked
from graphbuild.tables.keys import normal

#: How many times more often than any other state the main one is named.
_MAIN_STATE_RATIO = 3
#: Type in organisations.tsv of the armed forces of states.
_ARMY = "army"
_ORGANS = tables.words("organ of a state")
#: The same, and those that need an earlier mention with their state.
_ANY_ORGANS = tables.words("organ of a state", "organ where its state is named")
_GOVERNING_ORGANS, _SUBNATIONAL = tables.words("governing organ"), tables.words("lower level")
_ORGAN_MODIFIERS = tables.words("organ's own modifier")
_ARGUMENT_DEPS = ("nsubj", "nsubjpass", "dobj", "pobj", "dative")
#: Prepositions whose object is no actor of the clause: "heads of *government*".
_NON_ACTOR_PREPOSITIONS = ("of", "in", "for", "at", "to")
_DETERMINERS = ("the", "", "some", "several", "many")
_MODIFIER_DEPS = ("compound", "amod", "nmod", "poss", "nummod", "relcl", "acl")


def find_main_state(linked: Linked, times: int, *, once: bool = False) -> str:
    """Return the code of the state that is named, with its places, ``times`` times as often as any other.

    Empty if there is none. With ``once`` a town and its state in one phrase count as one.
    """
    counts = Counter(
        place for i, (place, _) in linked.places.items() if not (once and _is_located(linked, i, place))
    )
    named = (linked.clusters[k].iso3 or _state_of_army(linked, k) for k in linked.cluster_of)
    counts.update(iso3 for iso3 in named if iso3)
    return state_bodies.dominant(counts, times)


def _is_located(linked: Linked, i: int, iso3: str) -> bool:
    """Whether the state of a place of the clause is named right after it, so that both are one mention: "in
    Paris, *France*". In a dateline the two tell more of what the article is about.
    """
    parse, k = linked.parse, linked.name_at.get(i + 2)
    if parse.deps[i] != "pobj" or parse.words[i + 1 : i + 2] != [","] or k is None:
        return False
    return linked.clusters[linked.cluster_of[k]].iso3 == iso3


def _state_of_army(linked: Linked, entity: int) -> str:
    """Return the state of an entity that is an army; empty for other entities."""
    organisation = tables.organisations().get(linked.clusters[entity].name)
    return organisation.country if organisation is not None and organisation.type == _ARMY else ""


def link_organs(linked: Linked) -> None:
    """Link organs without a state ("the police") to the state of the article.

    "The army" is linked to the only army that the article names.
    """
    parse = linked.parse
    tokens = [i for i in range(len(parse.words)) if _lacks_state(linked, i)]
    main_state = find_main_state(linked, _MAIN_STATE_RATIO) if tokens else ""
    armies = {
        k: normal(c.name).split()[-1] for k, c in enumerate(linked.clusters) if linked.type_of(k) == _ARMY
    }
    named = {w for c in linked.clusters if c.kind == "organisation" for w in normal(c.name).split()}
    for i in tokens:
        organ = parse.words[i].lower()
        if organ in named:
            same = [k for k, last in armies.items() if last == organ]
            if len(same) == 1:
                span = parse.span(i, i)
                linked.nominals[i] = Actor(same[0], span, i, form="nominal")
                linked.other_mentions.append(
                    (same[0], span, "nominal", f"the only {organ} that the article names")
                )
            continue
        if iso3 := _state_of_earlier_mention(linked, i):
            reason = f"{organ} of {tables.countries()[iso3].name}, mentioned before"
        elif organ in _ORGANS and (iso3 := main_state):
            reason = f"{organ} in an article about {tables.countries()[iso3].name}"
        else:
            continue
        linked.nominals[i] = replace(linked.link_state(iso3, i, i, reason), role=organ)


def _state_of_earlier_mention(linked: Linked, i: int) -> str:
    """Return the one state of earlier mentions of the same organ: "the Biden *administration*".

    Mentions in the same sentence come first: "*Seoul's* Foreign Ministry said … hosted by the *ministry*".
    """
    parse, word = linked.parse, linked.parse.words[i]
    if parse.tags[i] != "NN" or parse.words[i - 1].lower() != "the":
        return ""
    same = (j for j in range(i) if parse.words[j].lower() == word.lower() and j not in linked.nominals)
    before = {j: linked.actors(j, coordinated=False) for j in same}
    first = parse.sentence(i)[0]
    same_sentence = [before[j] for j in before if j >= first]
    for mentions in (same_sentence, before.values()):
        if states := {_state_code(linked, a) for actors in mentions for a in actors}:
            return states.pop() if len(states) == 1 else ""
    return ""


def _state_code(linked: Linked, a: Actor) -> str:
    """Return the code of an actor that is a state, else empty."""
    cluster = linked.clusters[a.entity]
    return cluster.iso3 if cluster.kind == "country" else ""


def _lacks_state(linked: Linked, i: int) -> bool:
    """Whether ``i`` is an organ of a state, an argument of its clause, and its state is not named."""
    parse = linked.parse
    first = linked.first_conjunct(i)
    if parse.words[i].lower() not in _ANY_ORGANS or parse.deps[first] not in _ARGUMENT_DEPS:
        return False
    if parse.deps[first] == "pobj" and parse.words[parse.head[first]].lower() in _NON_ACTOR_PREPOSITIONS:
        return False
    if (
        i in linked.name_at
        or i in linked.actor_by_head
        or i in linked.nominals
        or i in linked.plural_referents
    ):
        return False
    return _unrestricted(linked, i) and not linked.actors(i, coordinated=False)


def _unrestricted(linked: Linked, i: int) -> bool:
    """Whether the noun has at most a plain determiner, and no modifier that restricts it to some state."""
    parse = linked.parse
    if is_subnational(linked, i):
        return False
    for c in parse.children[i]:
        word = parse.words[c].lower()
        if parse.deps[c] == "det" and word not in _DETERMINERS:
            return False
        if parse.deps[c] in _MODIFIER_DEPS and word not in _ORGAN_MODIFIERS:
            return False
        if parse.deps[c] == "prep" and word in ("of", "in", "from"):
            return False
    return True


def is_subnational(linked: Linked, i: int) -> bool:
    """Whether an organ governs only a part of a state: "the *state* government", "*Papua* authorities"."""
    parse = linked.parse
    if parse.words[i].lower() not in _GOVERNING_ORGANS:
        return False
    beside = [c for c in parse.children[i] if parse.deps[c] in _MODIFIER_DEPS]
    places = (linked.places[c][1] for c in beside if c in linked.places)
    return any(parse.words[c].lower() in _SUBNATIONAL for c in beside) or any(map(tables.land, places))
