"""Bodies that are called by whose they are: the government of a land or city, the campaign of a candidate.

"The *Manitoba government*" is neither Canada's nor Manitoba itself, "the *Clinton campaign*" not Clinton. A
land that does what only governments do means its government: "*Texas* sued". "The *Obama administration*" is
the government of the United States.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace

from graphbuild import tables
from graphbuild.extract.coreference import office_holders
from graphbuild.extract.entities.clusters import Cluster
from graphbuild.extract.entities.linked import Linked
from graphbuild.tables.keys import normal, person_words

_MODIFIES = ("compound", "nmod", "amod", "poss")
_GOVERNING = tables.words("governing verb")
#: Roles of those who head the government of a land: "Texas *governor*".
_HEADS = tables.words("land role")
#: Roles of those who head the government of a city: "London *mayor*".
_MAYORS = tables.words("city role")
#: What a government is called by the name of its head: "the Obama *administration*".
_LED = tables.words("led noun")
#: Words that make a government that of a land: "the *provincial* government".
_OF_A_LAND = ("provincial", "state", "regional")
_DETERMINERS = ("det", "punct")
#: What a land is: "the *state* of Texas".
_LANDS = ("state", "province")


def bodies(linked: Linked) -> None:
    """Make the words that mean such a body stand for it."""
    _governments(linked)
    for i, lemma in enumerate(linked.parse.lemmas):
        if i in linked.name_at or i in linked.own:
            continue
        if lemma == "campaign":
            for c in _beside(linked, i):
                if (campaign := _campaign(linked, i, c)) is not None:
                    _mean(linked, i, c, campaign)
                    del linked.own[c]  # who is only part of the name does nothing here
        elif lemma in _LED:
            _led(linked, i)
        elif _governs(linked, i):
            lands = [i] if lemma not in _LANDS else _lands_beside(linked, i)
            if len(lands) == 1 and _is_land(linked, lands[0]):
                _mean(linked, i, lands[0], _government(linked, lands[0]))


def _governments(linked: Linked) -> None:
    """The governments of lands: by the land's name, by who heads them, by having been named before."""
    parse = linked.parse
    headed = {*_headed(linked, _HEADS, [i for i in linked.places if _is_headed(linked, i)])}
    for city in _headed(linked, _MAYORS, linked.places):
        _mean(linked, _words(linked, city)[1], city, _city_hall(linked, city))
    ruled: int | None = None
    """The land whose government was named last; None where another's was."""
    land: int | None = None
    """The land of which it was told last who governs it."""
    for i, lemma in enumerate(parse.lemmas):
        if i in headed:
            land = i
            _mean(linked, _words(linked, i)[1], i, _government(linked, i))
        if lemma != "government" or i in linked.name_at or i in linked.own or parse.tags[i] != "NN":
            continue
        if lands := _lands_beside(linked, i):
            ruled = land = lands[0]
            _mean(linked, i, land, _government(linked, land))
            continue
        beside = {parse.words[c].lower() for c in parse.children[i] if parse.deps[c] not in _DETERMINERS}
        if beside - {*_OF_A_LAND}:
            ruled = None  # "the *Canadian* government"
        elif (meant := land if beside else ruled) is not None:
            body = _government(linked, meant)
            linked.own[i] = linked.named(body, i, i, "the government named before")


def _headed(linked: Linked, roles: Container[str], places: Iterable[int]) -> Iterator[int]:
    """The places beside the role of who heads their government: "*Texas* Governor X", "Gov. X of *Texas*"."""
    parse = linked.parse
    people = {n.first: n for n in linked.names if n.kind == "person"}
    spans = {i: _words(linked, i) for i in places if i not in linked.own}
    lands = {first: i for i, (first, _) in spans.items()}
    ends = {last: i for i, (_, last) in spans.items()}
    for phrase in linked.phrases:
        if phrase.role.name not in roles:
            continue
        party = parse.words[phrase.first - 1][:1].isupper()  # "Ohio *Republican* Governor"
        before = ends.get(phrase.first - 1, ends.get(phrase.first - 2) if party else None)
        after = phrase.last + 1
        if before is None and after in people:
            after = people[after].last + 1
        if before is None and parse.words[after : after + 1] == ["of"]:
            before = lands.get(after + 1)
        if before is not None:
            yield before


def _mean(linked: Linked, i: int, whose: int, body: Cluster) -> None:
    """Have the noun at ``i``, the name that ends at ``whose`` and what is between them mean a body."""
    if whose in linked.name_at:
        name = linked.names[linked.name_at[whose]]
        first, last = name.first, name.last
    else:
        first, last = _words(linked, whose)
    linked.own[i] = linked.named(body, min(first, i), max(last, i), "called by whose it is")


def _words(linked: Linked, place: int) -> tuple[int, int]:
    """The first and last token of the name of the place that ``place`` heads."""
    name, size = linked.places[place][1], len(linked.parse.words)
    for length in range(1, len(name.split()) + 3):
        for first in range(max(0, place - length + 1), min(place, size - length) + 1):
            if linked.parse.surface(first, first + length - 1) == name:
                return first, first + length - 1
    return place, place


def _lands_beside(linked: Linked, i: int) -> list[int]:
    """The one land that a noun is of, before it or after "of" or "in"; empty where there is none."""
    parse = linked.parse
    of = [c for c in parse.children[i] if parse.words[c] in ("of", "in")]
    named = [*_beside(linked, i), *(k for c in of for k in parse.children[c] if parse.deps[k] == "pobj")]
    return named if len(named) == 1 and _is_land(linked, named[0]) else []


def _beside(linked: Linked, i: int) -> list[int]:
    """What stands before a noun and tells whose or which it is, in capitals."""
    parse = linked.parse
    return [
        c for c in parse.children[i] if c < i and parse.deps[c] in _MODIFIES and parse.words[c][:1].isupper()
    ]


def _is_land(linked: Linked, i: int) -> bool:
    """Whether a province or state of a federation is named at ``i``, and nothing else can be."""
    land = tables.land(linked.places[i][1]) if i in linked.places else None
    return land is not None and not land.ambiguous


def _governs(linked: Linked, i: int) -> bool:
    """Whether a land, named or called so, does at ``i`` what only a government does."""
    parse, verb = linked.parse, linked.parse.head[i]
    land = i in linked.places or parse.lemmas[i] in _LANDS
    return land and parse.deps[i] == "nsubj" and parse.lemmas[verb] in _GOVERNING


def _is_headed(linked: Linked, i: int) -> bool:
    """Whether a place beside a governor may be what he governs: a land, or a city called as its land is."""
    iso3, text = linked.places[i]
    return text not in tables.countries()[iso3].capital


def _government(linked: Linked, land: int) -> Cluster:
    iso3, text = linked.places[land]
    known = tables.places().get(text)
    return _body_of(iso3, f"{known[0].name if known else text} government")


def _city_hall(linked: Linked, city: int) -> Cluster:
    iso3, text = linked.places[city]
    kind = "" if text.lower().endswith(" city") else " city"
    return _body_of(iso3, f"{text}{kind} government")


def _body_of(iso3: str, name: str) -> Cluster:
    return Cluster("organisation", f"{normal(tables.countries()[iso3].name)}/{normal(name)}", name)


def _led(linked: Linked, i: int) -> None:
    """Have a noun for a government mean the state that the person leads or led by whose name it is called."""
    parse = linked.parse
    possessive, of = parse.tags[i - 1 : i] == ["POS"], False
    person, first, last = _person_at(linked, i - 1 - possessive)
    if person is not None and first > 1 and parse.words[first - 1] in ("-", "–"):  # "the *Biden*-Harris …"
        person, first, _ = _person_at(linked, first - 2)
    if person is None and (of := parse.words[i + 1 : i + 2] == ["of"]):
        person, first, last = _person_at(linked, i + 2)
    if iso3 := office_holders.state_of(linked, person) if person is not None else "":
        why = f"the {parse.lemmas[i]} of its head: table of leaders"
        state = linked.state(iso3, min(first, i), max(last, i), why)
        linked.own[i] = replace(state, token=i, role="government", form="name")
        if not (possessive or of):  # who is only part of the name does nothing here
            for t in range(first, i):
                linked.own.pop(t, None)


def _person_at(linked: Linked, t: int) -> tuple[int | None, int, int]:
    """The person named at a token, and the first and last token of the name; None for nobody."""
    parse = linked.parse
    if t in linked.name_at:
        k = linked.name_at[t]
        name, person = linked.names[k], linked.of[k]
        return person if linked.clusters[person].kind == "person" else None, name.first, name.last
    if not (0 <= t < len(parse.words) and parse.words[t][:1].isupper()):
        return None, t, t
    surname = (parse.words[t].lower(),)  # "the *Modi* government" where the name of a thing was seen
    people = (k for k, c in enumerate(linked.clusters) if c.kind == "person")
    borne = [k for k in people if person_words(linked.clusters[k].name)[-1:] == surname]
    return borne[0] if len(borne) == 1 else None, t, t


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
