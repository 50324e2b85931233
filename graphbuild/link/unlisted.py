"""Bodies that are called by whose they are: the government of a land, the campaign of a candidate.

"The *Manitoba government*" is neither Canada's nor Manitoba itself, "the *Clinton campaign*" not Clinton. A
land that does what only governments do means its government: "*Texas* sued".
"""

from __future__ import annotations

from collections.abc import Iterator

from graphbuild import tables
from graphbuild.link.clusters import Cluster
from graphbuild.link.linked import Linked
from graphbuild.link.mending import normal

_MODIFIES = ("compound", "nmod", "amod", "poss")
_GOVERNING = tables.words("governing verb")
#: Words that make a government that of a land: "the *provincial* government".
_OF_A_LAND = ("provincial", "state", "regional")
_DETERMINERS = ("det", "punct")
#: What a land is: "the *state* of Texas".
_LANDS = ("state", "province")


def bodies(linked: Linked) -> None:
    """Make the words that mean such a body stand for it."""
    parse = linked.parse
    ruled: int | None = None
    """The land whose government was named last; None where another's was."""
    for i, lemma in enumerate(parse.lemmas):
        if i in linked.name_at or i in linked.own:
            continue
        if lemma == "government":
            lands = list(_lands_beside(linked, i))
            if lands:
                ruled = lands[0]
                _mean(linked, i, ruled, _government(linked, ruled))
            elif all(
                parse.deps[c] in _DETERMINERS or parse.words[c] in _OF_A_LAND for c in parse.children[i]
            ):
                if ruled is not None and parse.tags[i] == "NN":
                    linked.own[i] = linked.named(
                        _government(linked, ruled), i, i, "the government named before"
                    )
            else:
                ruled = None
        elif lemma == "campaign":
            for c in _beside(linked, i):
                if (campaign := _campaign(linked, i, c)) is not None:
                    _mean(linked, i, c, campaign)
                    del linked.own[c]  # who is only part of the name does nothing here
        elif _governs(linked, i):
            lands = [i] if lemma not in _LANDS else list(_lands_beside(linked, i))
            if len(lands) == 1 and _is_land(linked, lands[0]):
                _mean(linked, i, lands[0], _government(linked, lands[0]))


def _mean(linked: Linked, i: int, whose: int, body: Cluster) -> None:
    """Have the noun at ``i``, the name that ends at ``whose`` and what is between them mean a body."""
    begin = linked.names[linked.name_at[whose]].first if whose in linked.name_at else _first(linked, whose)
    linked.own[i] = linked.named(body, min(begin, i), max(whose, i), "called by whose it is")


def _first(linked: Linked, land: int) -> int:
    """The first token of a land's name that ends at ``land``."""
    _, name = linked.places[land]
    first = land
    while first and linked.parse.surface(first, land) != name and land - first < len(name):
        first -= 1
    return first


def _lands_beside(linked: Linked, i: int) -> Iterator[int]:
    """The land whose government a noun names: before it, or after "of"."""
    parse = linked.parse
    of = [c for c in parse.children[i] if parse.words[c] == "of"]
    named = [*_beside(linked, i), *(k for c in of for k in parse.children[c] if parse.deps[k] == "pobj")]
    lands = [c for c in named if _is_land(linked, c)]
    if len(lands) == len(named) == 1:
        yield lands[0]


def _beside(linked: Linked, i: int) -> list[int]:
    """What stands before a noun and tells whose or which it is, in capitals."""
    parse = linked.parse
    return [
        c for c in parse.children[i] if c < i and parse.deps[c] in _MODIFIES and parse.words[c][:1].isupper()
    ]


def _is_land(linked: Linked, i: int) -> bool:
    """Whether a province or state of a federation is named at ``i``, and no city of the same name."""
    if i not in linked.places:
        return False
    meant = tables.places().get(linked.places[i][1], ())
    return len(meant) == 1 and meant[0].type == "state" and not meant[0].ambiguous


def _governs(linked: Linked, i: int) -> bool:
    """Whether a land, named or called so, does at ``i`` what only a government does."""
    parse, verb = linked.parse, linked.parse.head[i]
    land = i in linked.places or parse.lemmas[i] in _LANDS
    return land and parse.deps[i] == "nsubj" and parse.lemmas[verb] in _GOVERNING


def _government(linked: Linked, land: int) -> Cluster:
    iso3, text = linked.places[land]
    name = f"{tables.places()[text][0].name} government"
    return Cluster("organisation", f"{normal(tables.countries()[iso3].name)}/{normal(name)}", name)


def _campaign(linked: Linked, i: int, c: int) -> Cluster | None:
    """The campaign at ``i`` of the person named at ``c``: "the Clinton campaign", no "Clinton's campaign"."""
    parse = linked.parse
    person = linked.own.get(c)
    if person is None or parse.deps[c] == "poss" or parse.tags[i] != "NN":
        return None
    cluster = linked.clusters[person.entity]
    if cluster.kind != "person":
        return None
    name = f"{cluster.name} campaign"
    return Cluster("organisation", normal(name), name)
