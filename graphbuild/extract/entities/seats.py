"""States told by one of their cities: where a body sits, whose court it is."""

from __future__ import annotations

from collections.abc import Container, Iterable
from functools import cache

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.entities.linked import Linked
from graphbuild.extract.names.gazetteer import Hit

#: Nouns for those who act for a state wherever in it they sit.
_COURTS = frozenset("court tribunal prosecutor judge magistrate".split())
#: Nouns before which a capital tells whose they are: "the *Kabul* government".
_RULERS = frozenset("government regime authority leadership".split())
#: Those who act for a state where its capital is said after "in": "*officials* in Kyiv".
_SEATED = frozenset("official lawmaker legislator parliamentarian".split())
_ORGANS = _COURTS | _RULERS | _SEATED
#: The capital of a state that is the seat of others' officials.
_SHARED = ("Brussels",)


@cache
def _cities() -> dict[str, tuple[str, ...]]:
    """Codes of the states by the names of their capitals and of cities that no other place shares.

    Of a capital that states of the past had as well, those come last.
    """
    found: dict[str, tuple[str, ...]] = {}
    for c in sorted(tables.countries().values(), key=lambda c: (c.status == "historical", c.iso3)):
        for name in c.capital:
            if name not in c.ambiguous and name != c.name:
                known = found.get(name, () if c.status != "historical" or not c.successor else (c.successor,))
                found[name] = (*known, c.iso3)
    for name, places in tables.places().items():
        if len(places) == 1 and places[0].type in ("city", "state") and not places[0].ambiguous:
            other = tuple(iso3 for iso3 in found.get(name, ()) if iso3 != places[0].country)
            found[name] = (places[0].country, *other)
    return found


def city_at(linked: Linked, first: int, last: int) -> str:
    """Code of the state of the city named at tokens ``first`` to ``last``; empty where they name none.

    Where it was the capital of several in turn, the one that the article names, else today's.
    """
    if not 0 <= first <= last < len(linked.parse.words) or last in linked.name_at:
        return ""
    text = linked.parse.surface(first, last)
    states = _cities().get(text, ())
    if not states and last in linked.places and linked.places[last][1] == text:
        return linked.places[last][0]  # "prosecutors in *Milan*", where no Milan is named
    named = {c.iso3 for c in linked.clusters}
    return next((iso3 for iso3 in states if iso3 in named), states[0] if states else "")


def city_before(linked: Linked, last: int) -> tuple[str, int]:
    """Code of the state of the city whose name ends at ``last``, of two words or one, and its first token."""
    for first in (last - 2, last - 1, last):
        if iso3 := city_at(linked, first, last):
            return iso3, first
    return "", last


def places(parse: Parse, hits: Iterable[Hit], named: Container[int]) -> dict[int, tuple[str, str]]:
    """Country and name of the cities and regions among the known names, by the head token of each.

    ``named`` are the tokens of names of persons, bodies and states.
    """
    found: dict[int, tuple[str, str]] = {}
    labelled = {
        t for first, stop, label in parse.names if label in ("GPE", "LOC", "FAC") for t in range(first, stop)
    }
    end = -1
    for hit in hits:
        tokens = range(hit.first, hit.last + 1)
        if hit.first <= end or any(t in named for t in tokens):
            continue
        end = hit.last  # York is none in "New York"
        senses = {
            k.key
            for k in hit.known
            if k.sort in ("place", "capital") and k.key and (not k.ambiguous or hit.last in labelled)
        }
        if len(senses) > 1:  # Vienna was the capital of states that are no more
            senses = {iso3 for iso3 in senses if tables.countries()[iso3].status != "historical"}
        if len(senses) == 1:  # Georgia, where it is no name of the state, is that of the US
            head = next((t for t in tokens if not hit.first <= parse.head[t] <= hit.last), hit.last)
            found[head] = (next(iter(senses)), parse.surface(hit.first, hit.last))
    return found


def organs(linked: Linked) -> None:
    """Make a city's name mean its state where it tells whose an organ is: "an *Istanbul* court".

    Courts of any city are their state's; a government is so only with the capital's name before it.
    """
    parse = linked.parse
    for i, lemma in enumerate(parse.lemmas):
        if lemma not in _ORGANS or i in linked.name_at or linked.owners(i):
            continue
        beside = [c for c in parse.children[i] if parse.deps[c] in ("compound", "nmod", "amod")]
        if lemma in _SEATED:  # several: one of them is nobody in particular
            beside = []
            if parse.tags[i] != "NNS":
                continue
        if lemma in _COURTS | _SEATED:
            inside = [c for c in parse.children[i] if parse.words[c].lower() == "in"]
            beside.extend(k for c in inside for k in parse.children[c] if parse.deps[k] == "pobj")
        for c in beside:
            iso3, first = city_before(linked, c)
            land = any(p.type == "state" for p in tables.places().get(parse.surface(first, c), ()))
            if not iso3 or land:
                continue  # "a *Texas* court" is that land's own
            city = parse.surface(first, c)
            if lemma in _COURTS or (city in tables.countries()[iso3].capital and city not in _SHARED):
                linked.own[c] = linked.state(
                    iso3, first, c, f"{parse.surface(first, c)} lies there, whose {lemma} it is"
                )
