"""Where bodies sit as told by a city: "Tokyo's Hosei University", "the Munich-based firm X"."""

from __future__ import annotations

from collections.abc import Iterator

from graphbuild import tables
from graphbuild.link.cities import city_at, state_of
from graphbuild.link.linked import Actor, Linked
from graphbuild.link.names import Name
from graphbuild.relate.frames import Frame
from graphbuild.relate.phrases import now

SCHOOLS = frozenset("""university institute college school academy hospital museum centre center""".split())


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
        iso3 = city_at(linked, first, last)
        if iso3 and home(n) in ("", iso3):
            yield now(0.75, "BASED_IN", own, state_of(linked, iso3, first, last), last, "seat:city")
            return


def home(n: Name) -> str:
    """Code of the state that the table gives for an organisation; empty where it knows none."""
    known = tables.organisations().get(n.known.key) if n.known is not None else None
    return known.country if known is not None else ""
