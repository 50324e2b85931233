"""Organisations named after their possessor: governments of provinces and cities, campaigns of candidates.

"The *Manitoba government*" is neither Canada's nor Manitoba itself, "the *Clinton campaign*" is not Clinton.
A province as subject of a verb of governing denotes its government: "*Texas* sued". "The *Obama
administration*" is the government of the United States. A province is any part of a federation here.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace

from graphbuild import tables
from graphbuild.extract.coreference import office_holders
from graphbuild.extract.entities.clusters import Cluster, of_country
from graphbuild.extract.entities.linked import Linked
from graphbuild.tables.keys import normal, person_words

#: Dependency labels of a modifier or possessor.
_MODIFIERS = ("compound", "nmod", "amod", "poss")
#: Verbs whose subject is a government.
_GOVERNING_VERBS = tables.words("governing verb")
#: Verbs whose object is a government.
_ADDRESSING_VERBS = tables.words("verb to a government")
#: Nouns for what a government files or asks for.
_PAPERS = tables.words("paper of a government")
#: Roles of heads of the government of a province: "Texas *governor*".
_GOVERNORS = tables.words("land role")
#: Roles of heads of the government of a city: "London *mayor*".
_MAYORS = tables.words("city role")
#: Nouns for a government named after its head: "the Obama *administration*".
_LED_NOUNS = tables.words("led noun")
#: Modifiers of the government of a province: "the *provincial* government".
_PROVINCIAL = ("provincial", "state", "regional")
_DETERMINERS = ("det", "punct")
#: Nouns for a province: "the *state* of Texas".
_PROVINCE_NOUNS = ("state", "province")


def link(linked: Linked) -> None:
    """Link the words that denote such an organisation."""
    _link_governments(linked)
    for i, lemma in enumerate(linked.parse.lemmas):
        if i in linked.name_at or i in linked.actor_by_head:
            continue
        if lemma == "campaign":
            for c in _beside(linked, i):
                if (campaign := _campaign(linked, i, c)) is not None:
                    _link_phrase(linked, i, c, campaign)
                    del linked.actor_by_head[c]  # the person is only part of the name
        elif lemma in _LED_NOUNS:
            _link_led(linked, i)
        elif _is_governing_subject(linked, i) or _is_addressed(linked, i) or _is_author(linked, i):
            provinces = [i] if lemma not in _PROVINCE_NOUNS else _province_of(linked, i)
            if len(provinces) == 1 and _is_province(linked, provinces[0]):
                _link_phrase(linked, i, provinces[0], _government(linked, provinces[0]))


def _link_governments(linked: Linked) -> None:
    """Link governments of provinces and cities: by name, by their head, and by an earlier mention."""
    parse = linked.parse
    governed = {
        *_beside_head(linked, _GOVERNORS, [i for i in linked.places if _may_have_governor(linked, i)])
    }
    for city in _beside_head(linked, _MAYORS, linked.places):
        _link_phrase(linked, _words(linked, city)[1], city, _city_government(linked, city))
    last_government: int | None = None
    """The province of the last government mentioned; None if that was another's."""
    province: int | None = None
    """The last province mentioned with its government or governor."""
    for i, lemma in enumerate(parse.lemmas):
        if i in governed:
            province = i
            _link_phrase(linked, _words(linked, i)[1], i, _government(linked, i))
        if lemma != "government" or i in linked.name_at or i in linked.actor_by_head or parse.tags[i] != "NN":
            continue
        if provinces := _province_of(linked, i):
            last_government = province = provinces[0]
            _link_phrase(linked, i, province, _government(linked, province))
            continue
        beside = {parse.words[c].lower() for c in parse.children[i] if parse.deps[c] not in _DETERMINERS}
        if beside - {*_PROVINCIAL}:
            last_government = None  # "the *Canadian* government"
        elif (of := province if beside else last_government) is not None:
            government = _government(linked, of)
            linked.actor_by_head[i] = linked.link_name(government, i, i, "the government mentioned before")


def _beside_head(linked: Linked, roles: Container[str], places: Iterable[int]) -> Iterator[int]:
    """The places beside the role of their head: "*Texas* Governor X", "Gov. X of *Texas*"."""
    parse = linked.parse
    people = {n.first: n for n in linked.names if n.kind == "person"}
    spans = {i: _words(linked, i) for i in places if i not in linked.actor_by_head}
    starts = {first: i for i, (first, _) in spans.items()}
    ends = {last: i for i, (_, last) in spans.items()}
    for phrase in linked.role_phrase_list:
        if phrase.role.name not in roles:
            continue
        party = parse.words[phrase.first - 1][:1].isupper()  # "Ohio *Republican* Governor"
        before = ends.get(phrase.first - 1, ends.get(phrase.first - 2) if party else None)
        after = phrase.last + 1
        if before is None and after in people:
            after = people[after].last + 1
        if before is None and parse.words[after : after + 1] == ["of"]:
            before = starts.get(after + 1)
        if before is not None:
            yield before
        if phrase.plural and before is not None and before > phrase.last:
            yield from (k for k in linked.conjuncts(before) if k in spans)  # "governors of Ohio and *Texas*"


def _link_phrase(linked: Linked, i: int, possessor: int, organisation: Cluster) -> None:
    """Link the phrase of the noun at ``i`` and the name at token ``possessor`` to an organisation."""
    if possessor in linked.name_at:
        name = linked.names[linked.name_at[possessor]]
        first, last = name.first, name.last
    else:
        first, last = _words(linked, possessor)
    linked.actor_by_head[i] = linked.link_name(
        organisation, min(first, i), max(last, i), "named after its possessor"
    )


def _words(linked: Linked, place: int) -> tuple[int, int]:
    """The first and last token of the name of the place that ``place`` heads."""
    name, size = linked.places[place][1], len(linked.parse.words)
    for length in range(1, len(name.split()) + 3):
        for first in range(max(0, place - length + 1), min(place, size - length) + 1):
            if linked.parse.surface(first, first + length - 1) == name:
                return first, first + length - 1
    return place, place


def _province_of(linked: Linked, i: int) -> list[int]:
    """The only province that modifies a noun, before it or after "of" or "in"; empty for none."""
    parse = linked.parse
    of = [c for c in parse.children[i] if parse.words[c] in ("of", "in")]
    named = [*_beside(linked, i), *(k for c in of for k in parse.children[c] if parse.deps[k] == "pobj")]
    return named if len(named) == 1 and _is_province(linked, named[0]) else []


def _beside(linked: Linked, i: int) -> list[int]:
    """The capitalised modifiers and possessors before a noun."""
    parse = linked.parse
    return [
        c for c in parse.children[i] if c < i and parse.deps[c] in _MODIFIERS and parse.words[c][:1].isupper()
    ]


def _is_province(linked: Linked, i: int) -> bool:
    """Whether a province is named at ``i``, by a name that denotes nothing else."""
    land = tables.land(linked.places[i][1]) if i in linked.places else None
    return land is not None and not land.ambiguous


def _is_governing_subject(linked: Linked, i: int) -> bool:
    """Whether a place, or a noun for a province, is subject of a verb of governing."""
    parse = linked.parse
    province = i in linked.places or parse.lemmas[i] in _PROVINCE_NOUNS
    first = linked.first_conjunct(i) if province else i
    if first != i and first not in linked.places:
        return False  # "Ann Otieno and *Texas*"
    return province and parse.deps[first] == "nsubj" and parse.lemmas[parse.head[first]] in _GOVERNING_VERBS


def _is_addressed(linked: Linked, i: int) -> bool:
    """Whether a place is object of a verb that needs an actor: "*Texas* was sued", "accused *California*"."""
    parse = linked.parse
    first = linked.first_conjunct(i) if i in linked.places else i
    if first not in linked.places or parse.deps[first] not in ("dobj", "nsubjpass"):
        return False
    return parse.lemmas[parse.head[first]] in _ADDRESSING_VERBS


def _is_author(linked: Linked, i: int) -> bool:
    """Whether a place files or asks for something: "*Ohio's* lawsuit", "a request by *Texas*"."""
    parse, head = linked.parse, linked.parse.head[i]
    if i not in linked.places or parse.deps[i] not in ("poss", "pobj"):
        return False
    by = parse.deps[i] == "pobj" and parse.words[head].lower() == "by"
    return parse.lemmas[parse.head[head] if by else head] in _PAPERS


def _may_have_governor(linked: Linked, i: int) -> bool:
    """Whether a place beside a governor may be the province: any but a capital."""
    iso3, text = linked.places[i]
    return text not in tables.countries()[iso3].capital


def _government(linked: Linked, province: int) -> Cluster:
    """The government of the province at a token."""
    iso3, text = linked.places[province]
    known = tables.places().get(text)
    return of_country(iso3, f"{known[0].name if known else text} government")


def _city_government(linked: Linked, city: int) -> Cluster:
    """The government of the city at a token."""
    iso3, text = linked.places[city]
    kind = "" if text.lower().endswith(" city") else " city"
    return of_country(iso3, f"{text}{kind} government")


def _link_led(linked: Linked, i: int) -> None:
    """Link a noun for a government named after a person to the state that the person leads or led."""
    parse = linked.parse
    possessive, of = parse.tags[i - 1 : i] == ["POS"], False
    person, first, last = _person_at(linked, i - 1 - possessive)
    if person is not None and first > 1 and parse.words[first - 1] in ("-", "–"):  # "the *Biden*-Harris …"
        person, first, _ = _person_at(linked, first - 2)
    if person is None and (of := parse.words[i + 1 : i + 2] == ["of"]):
        person, first, last = _person_at(linked, i + 2)
    if iso3 := office_holders.state_of(linked, person) if person is not None else "":
        why = f"the {parse.lemmas[i]} of its leader (table of leaders)"
        state = linked.link_state(iso3, min(first, i), max(last, i), why)
        linked.actor_by_head[i] = replace(state, token=i, role="government", form="name")
        if not (possessive or of):  # the person is only part of the name
            for t in range(first, i):
                linked.actor_by_head.pop(t, None)


def _person_at(linked: Linked, t: int) -> tuple[int | None, int, int]:
    """The person named at a token, or None, and the first and last token of the name."""
    parse = linked.parse
    if t in linked.name_at:
        k = linked.name_at[t]
        name, person = linked.names[k], linked.cluster_of[k]
        return person if linked.clusters[person].kind == "person" else None, name.first, name.last
    if not (0 <= t < len(parse.words) and parse.words[t][:1].isupper()):
        return None, t, t
    surname = (parse.words[t].lower(),)  # "the *Modi* government", recognised as the name of a thing
    people = (k for k, c in enumerate(linked.clusters) if c.kind == "person")
    bearers = [k for k in people if person_words(linked.clusters[k].name)[-1:] == surname]
    return bearers[0] if len(bearers) == 1 else None, t, t


def _campaign(linked: Linked, i: int, c: int) -> Cluster | None:
    """The campaign at ``i`` of the person at ``c``: "the Clinton campaign", not "Clinton's campaign"."""
    parse = linked.parse
    person = linked.actor_by_head.get(c)
    if person is None or parse.deps[c] == "poss" or parse.tags[i] != "NN":
        return None
    cluster = linked.clusters[person.entity]
    if cluster.kind != "person":
        return None
    name = f"{cluster.name} campaign"
    if cluster.is_article_scoped:
        return Cluster("organisation", normal(name), name)
    return Cluster("organisation", f"{cluster.key} campaign", name)  # one of "Donald J." and "Donald Trump"
