"""Cities that identify a state: the state of an "Istanbul court", of "officials in Kyiv"."""

from __future__ import annotations

from collections.abc import Container, Iterable
from functools import cache

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.entities.linked import Linked
from graphbuild.extract.names.gazetteer import GazetteerMatch

#: Organs that act for the state of whatever city they sit in.
_COURTS = frozenset("court tribunal prosecutor judge magistrate".split())
#: Organs that act for a state when its capital stands before them: "the *Kabul* government".
_GOVERNMENTS = frozenset("government regime authority leadership".split())
#: Officials who act for a state when its capital follows after "in": "*officials* in Kyiv".
_OFFICIALS = frozenset("official lawmaker legislator parliamentarian".split())
_ORGANS = _COURTS | _GOVERNMENTS | _OFFICIALS
#: Capitals that are also the seat of officials of other states.
_SHARED_CAPITALS = ("Brussels",)


@cache
def _states_by_city() -> dict[str, tuple[str, ...]]:
    """Return the codes of the states of each capital and of each city with a unique name.

    Historical states with the same capital come last.
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


def state_of_city(linked: Linked, first: int, last: int) -> str:
    """Return the code of the state of the city at tokens ``first`` to ``last``; empty if they name no city.

    Of several states that had this capital, prefer one that the article names, else today's.
    """
    if not 0 <= first <= last < len(linked.parse.words) or last in linked.name_at:
        return ""
    text = linked.parse.surface(first, last)
    states = _states_by_city().get(text, ())
    if not states and last in linked.places and linked.places[last][1] == text:
        return linked.places[last][0]  # "prosecutors in *Milan*": an ambiguous name, recognised as a place
    named = {c.iso3 for c in linked.clusters}
    return next((iso3 for iso3 in states if iso3 in named), states[0] if states else "")


def state_of_city_before(linked: Linked, last: int) -> tuple[str, int]:
    """Return the state code and first token of the city, of up to three words, that ends at ``last``."""
    for first in (last - 2, last - 1, last):
        if iso3 := state_of_city(linked, first, last):
            return iso3, first
    return "", last


def places_by_head(
    parse: Parse, hits: Iterable[GazetteerMatch], named: Container[int]
) -> dict[int, tuple[str, str]]:
    """Return country code and name of each city or region among ``hits``, by its head token.

    ``named`` has the tokens of names of persons, organisations and states.
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
        end = hit.last  # skip York in "New York"
        senses = {
            k.key
            for k in hit.entries
            if k.entry_type in ("place", "capital") and k.key and (not k.ambiguous or hit.last in labelled)
        }
        if len(senses) > 1:  # Vienna was the capital of historical states too
            senses = {iso3 for iso3 in senses if tables.countries()[iso3].status != "historical"}
        if len(senses) == 1:  # Georgia here is the US state
            head = next((t for t in tokens if not hit.first <= parse.head[t] <= hit.last), hit.last)
            found[head] = (next(iter(senses)), parse.surface(hit.first, hit.last))
    return found


def link_city_organs(linked: Linked) -> None:
    """Link a city's name to its state where it modifies an organ of the state: "an *Istanbul* court".

    Any city counts for a court, only the capital for a government.
    """
    parse = linked.parse
    for i, lemma in enumerate(parse.lemmas):
        if lemma not in _ORGANS or i in linked.name_at or linked.owners(i):
            continue
        beside = [c for c in parse.children[i] if parse.deps[c] in ("compound", "nmod", "amod")]
        if lemma in _OFFICIALS:  # only plurals: a single official is indefinite
            beside = []
            if parse.tags[i] != "NNS":
                continue
        if lemma in _COURTS | _OFFICIALS:
            inside = [c for c in parse.children[i] if parse.words[c].lower() == "in"]
            beside.extend(k for c in inside for k in parse.children[c] if parse.deps[k] == "pobj")
        for c in beside:
            iso3, first = state_of_city_before(linked, c)
            city = parse.surface(first, c)
            if not iso3 or any(p.type == "state" for p in tables.places().get(city, ())):
                continue  # "a *Texas* court" belongs to Texas
            capital = city in tables.countries()[iso3].capital and city not in _SHARED_CAPITALS
            if lemma in _COURTS or capital:
                linked.actor_by_head[c] = linked.link_state(
                    iso3, first, c, f"{lemma} of {city}, a city there"
                )
