"""Where bodies sit as told by a city: "Tokyo's Hosei University", "the Munich-based firm X"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from graphbuild import tables
from graphbuild.link.linked import Actor, Linked
from graphbuild.link.names import Name
from graphbuild.relate.frames import Frame
from graphbuild.relate.phrases import now

SCHOOLS = frozenset("""university institute college school academy hospital museum centre center""".split())


@cache
def _cities() -> dict[str, str]:
    """Codes of the states by the names of their capitals and of cities that no other place shares."""
    found: dict[str, str] = {}
    for c in tables.countries().values():
        for name in c.capital:
            if name not in c.ambiguous and name != c.name:
                found.setdefault(name, c.iso3)
    for name, places in tables.places().items():
        if len(places) == 1 and places[0].type in ("city", "state") and not places[0].ambiguous:
            found.setdefault(name, places[0].country)
    return found


def of_city(linked: Linked, first: int, last: int) -> Actor | None:
    """The state of the city named at tokens ``first`` to ``last``, where the article names that state."""
    if not 0 <= first <= last or last in linked.name_at:
        return None
    iso3 = _cities().get(linked.parse.surface(first, last))
    for k, c in enumerate(linked.clusters):
        if iso3 and c.iso3 == iso3:
            return Actor(k, linked.parse.span(first, last), last)
    return None


def in_city(linked: Linked, n: Name, own: Actor) -> Iterator[Frame]:
    """ "Tokyo's Hosei University", "the Munich-based firm X", "an institute in Vilnius": a city's state."""
    words, head = linked.parse.words, linked.parse.head[own.token]
    if head > n.last and head not in linked.name_at and linked.parse.tags[head] == "NNP":
        return  # "Taipei's Zeta *Tower*"
    j = n.first - 1
    while j > 0 and words[j] in ('"', "“", "``", "daily", "newspaper", "based"):
        j -= 1
    between = words[j + 1 : n.first]
    before = words[j] if j >= 0 else ""
    end = -1
    if before in ("'s", "’s") or (before == "-" and between[:1] == ["based"]):
        end = j - 1
    elif "newspaper" in between or "daily" in between:
        end = j
    after = words[n.last + 1 : n.last + 2] == ["in"] and (
        any(w.lower() in SCHOOLS for w in n.text.split()) or home(n) != ""
    )
    spans = [(end - 1, end), (end, end)] if end >= 0 else []
    spans += [(n.last + 2, n.last + 3), (n.last + 2, n.last + 2)] if after else []
    for first, last in spans:
        state = of_city(linked, first, last) if last < len(words) else None
        if state is not None and home(n) in ("", linked.clusters[state.entity].iso3):
            yield now(0.75, "BASED_IN", own, state, last, "seat:city")
            return


def home(n: Name) -> str:
    """Code of the state that the table gives for an organisation; empty where it knows none."""
    known = tables.organisations().get(n.known.key) if n.known is not None else None
    return known.country if known is not None else ""
