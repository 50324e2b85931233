"""The state that an article is about, for organs of a state that it names without saying whose they are.

"Police arrested …" in a report on one state alone means that state's police.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from graphbuild import tables
from graphbuild.extract.entities import state_bodies
from graphbuild.extract.entities.linked import Actor, Linked
from graphbuild.tables.keys import normal

#: How many times more often than any other the state is named.
_PLAINLY = 3
#: Type in organisations.tsv of the forces of states.
_ARMY = "army"
_ORGANS = tables.words("organ of a state")
#: The same, and those that are one's where the article has said whose they are.
_ANY_ORGANS = tables.words("organ of a state", "organ where its state is named")
_GOVERNING, _LOWER = tables.words("governing organ"), tables.words("lower level")
_OWN = tables.words("organ's own modifier")
_ACTS = ("nsubj", "nsubjpass", "dobj", "pobj", "dative")
#: Prepositions after which an organ is no actor of the clause: "heads of *government*".
_ABOUT = ("of", "in", "for", "at", "to")
_DETERMINERS = ("the", "", "some", "several", "many")
_INSIDE = ("compound", "amod", "nmod", "poss", "nummod", "relcl", "acl")


def state(linked: Linked, times: int) -> str:
    """Code of the state that, with its places, is named so many times more often than any other.

    Empty where there is none.
    """
    counts = Counter(place for place, _ in linked.places.values())
    told = (linked.clusters[k].iso3 or _served(linked, k) for k in linked.of)
    counts.update(iso3 for iso3 in told if iso3)
    return state_bodies.foremost(counts, times)


def _served(linked: Linked, entity: int) -> str:
    """Code of the state whose army a body is; empty for others."""
    body = tables.organisations().get(linked.clusters[entity].name)
    return body.country if body is not None and body.type == _ARMY else ""


def organs(linked: Linked) -> None:
    """Make the organs of a state that stand without one mean those of the article's state.

    "The army" is the one that the article names.
    """
    parse = linked.parse
    tokens = [i for i in range(len(parse.words)) if _bare(linked, i)]
    home = state(linked, _PLAINLY) if tokens else ""
    armies = {
        k: normal(c.name).split()[-1] for k, c in enumerate(linked.clusters) if linked.type_of(k) == _ARMY
    }
    named = {w for c in linked.clusters if c.kind == "organisation" for w in normal(c.name).split()}
    for i in tokens:
        organ = parse.words[i].lower()
        if organ in named:
            own = [k for k, last in armies.items() if last == organ]
            if len(own) == 1:
                span = parse.span(i, i)
                linked.nominals[i] = Actor(own[0], span, i, form="nominal")
                linked.extra.append((own[0], span, "nominal", f"{organ}: the only one that is named"))
            continue
        if iso3 := _named_before(linked, i):
            why = f"{organ} of {tables.countries()[iso3].name} before"
        elif organ in _ORGANS and (iso3 := home):
            why = f"{organ} in an article about {tables.countries()[iso3].name}"
        else:
            continue
        linked.nominals[i] = replace(linked.state(iso3, i, i, why), role=organ)


def _named_before(linked: Linked, i: int) -> str:
    """Code of the one state whose the article has said such an organ to be: "the Biden *administration*".

    First counts what its own sentence has said: "*Seoul's* Foreign Ministry said … hosted by the *ministry*".
    """
    parse, word = linked.parse, linked.parse.words[i]
    if parse.tags[i] != "NN" or parse.words[i - 1].lower() != "the":
        return ""
    same = (j for j in range(i) if parse.words[j].lower() == word.lower() and j not in linked.nominals)
    before = {j: linked.actors(j, coordinated=False) for j in same}
    first = parse.sentence(i)[0]
    for some in ([before[j] for j in before if j >= first], before.values()):
        if whose := {_state(linked, a) for actors in some for a in actors}:
            return whose.pop() if len(whose) == 1 else ""
    return ""


def _state(linked: Linked, a: Actor) -> str:
    """Code of an actor that is a state, else empty."""
    cluster = linked.clusters[a.entity]
    return cluster.iso3 if cluster.kind == "country" else ""


def _bare(linked: Linked, i: int) -> bool:
    """Whether an organ of a state stands at ``i`` as an actor, and nothing says whose it is."""
    parse = linked.parse
    first = linked.first_conjunct(i)
    if parse.words[i].lower() not in _ANY_ORGANS or parse.deps[first] not in _ACTS:
        return False
    if parse.deps[first] == "pobj" and parse.words[parse.head[first]].lower() in _ABOUT:
        return False
    if i in linked.name_at or i in linked.own or i in linked.nominals or i in linked.groups:
        return False
    return _plain(linked, i) and not linked.actors(i, coordinated=False)


def _plain(linked: Linked, i: int) -> bool:
    """Whether "the" or nothing stands before the noun, and nothing after it that tells of which they are."""
    parse = linked.parse
    if of_a_part(linked, i):
        return False
    for c in parse.children[i]:
        word = parse.words[c].lower()
        if parse.deps[c] == "det" and word not in _DETERMINERS:
            return False
        if parse.deps[c] in _INSIDE and word not in _OWN:
            return False
        if parse.deps[c] == "prep" and word in ("of", "in", "from"):
            return False
    return True


def of_a_part(linked: Linked, i: int) -> bool:
    """Whether an organ governs a part of a state only: "the *state* government", "*Papua* authorities"."""
    parse = linked.parse
    if parse.words[i].lower() not in _GOVERNING:
        return False
    beside = [c for c in parse.children[i] if parse.deps[c] in _INSIDE]
    places = (linked.places[c][1] for c in beside if c in linked.places)
    return any(parse.words[c].lower() in _LOWER for c in beside) or any(map(tables.land, places))
