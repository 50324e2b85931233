"""Unnamed groups that act throughout an article: "the rebels", "the protesters", "the opposition".

Each is an organisation of its own, never the country it comes from. Its key has the country that the phrase
states or that the article is clearly about, else the article.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.coreference import nominals
from graphbuild.extract.entities import article_state
from graphbuild.extract.entities.clusters import Cluster
from graphbuild.extract.entities.linked import Linked, is_foreign
from graphbuild.extract.entities.noun_phrases import role_phrase
from graphbuild.extract.names.word_classes import WEEKDAYS

#: The least number of mentions of a group of unknown country.
_LEAST_MENTIONS = 2
#: How many times as often as any other the country is named that the article is about.
_MAIN_COUNTRY_RATIO = 2
#: Nouns for fighters that often refer to those of a named organisation; "rebels" as often refers to others.
_MILITANTS = tables.words("militant noun")
#: Groups that are no actor unless their phrase names a state or people: "*gunmen* killed two people".
_STATED = tables.words("group of a stated state")
#: Modifiers of militants who are not those of the article.
_OF_OTHERS = tables.words("another's modifier", "unknown holder")
#: Dependency labels of a noun that fills an argument.
_ARGUMENTS = ("nsubj", "nsubjpass", "dobj", "pobj", "dative", "conj", "poss", "appos")
#: Determiners of a part of a group, or of another group.
_PARTIAL = tables.words("partial determiner")
_LEFT = ("det", "amod", "compound", "poss", "nummod", "nmod", "quantmod", "predet")
#: Prepositions before the country of a group.
_IN = ("in", "inside", "across")
#: Bodies of a state that sit in another.
_MISSIONS = ("embassy", "consulate")
#: Verbs by which protesters come together, and the words between these and the place.
_ASSEMBLING, _TO_THE_STREET = tables.words("verb of assembling"), tables.words("way to the street")
#: Prefixes of a stance on a country: "*pro*-Russian rebels".
_STANCES = ("pro", "anti")


@dataclass(frozen=True, slots=True)
class _Mention:
    token: int
    group: str
    """The name of such a group in actors.tsv."""
    iso3: str
    """Code of the country that the phrase states; empty for none."""
    name: str
    """The capitalised words before the noun, in lower case ("maoist")."""
    partial: bool
    """Whether it is only a part of the group: "two rebels"."""


def groups(linked: Linked) -> None:
    """Link nouns for groups that are not linked otherwise to organisations of the article."""
    by_group: dict[str, list[_Mention]] = defaultdict(list)
    for i in range(len(linked.parse.words)):
        if (mention := _mention(linked, i)) is not None:
            by_group[mention.group].append(mention)
    state = article_state.find_main_state(linked, _MAIN_COUNTRY_RATIO) if by_group else ""
    armed_group = _only_armed_group(linked, by_group)
    for mentions in by_group.values():
        if armed_group is not None:
            mentions = [m for m in mentions if not _link_to_armed_group(linked, m, armed_group)]
            if not mentions:
                continue
        elsewhere = any(
            _elsewhere(linked, m.token, state)
            or is_foreign(linked.parse, m.token)
            or _at_mission_of(linked, m.token, state)
            for m in mentions
        )
        for (iso3, name), same in _by_country_and_name(mentions, "" if elsewhere else state).items():
            if iso3 or _is_people(name) or sum(not m.partial for m in same) >= _LEAST_MENTIONS:
                entity = _cluster(linked, same[0].group, iso3, name)
                for m in same:
                    nominals.link_noun(linked, m.token, entity, "unnamed group of the article")


def _only_armed_group(linked: Linked, by_group: Mapping[str, list[_Mention]]) -> int | None:
    """The only named armed group of an article that mentions no other rebels."""
    armed_groups = nominals.armed_groups(linked)
    mentions = (m for same in by_group.values() for m in same)
    others = any(_lemma(linked, m) not in _MILITANTS for m in mentions if _are_rebels(linked, m))
    return armed_groups[0] if len(armed_groups) == 1 and not others else None


def _link_to_armed_group(linked: Linked, mention: _Mention, armed_group: int) -> bool:
    """Link militants of unstated affiliation to the armed group of the article; whether it did."""
    beside = {linked.parse.words[c].lower() for c in linked.parse.children[mention.token]}
    if _lemma(linked, mention) not in _MILITANTS or mention.iso3 or beside & _OF_OTHERS:
        return False
    if not all(tables.no_actors().get(w.capitalize()) == "faith" for w in mention.name.split()):
        return False
    nominals.link_noun(linked, mention.token, armed_group, "the only armed group named in the article")
    return True


def _are_rebels(linked: Linked, mention: _Mention) -> bool:
    noun = tables.acting(role_phrase(linked.parse, mention.token))
    return noun is not None and noun.role == "insurgents"


def _lemma(linked: Linked, mention: _Mention) -> str:
    return linked.parse.lemmas[mention.token].lower()


def _elsewhere(linked: Linked, i: int, state: str) -> bool:
    """Whether a sentence mentions other countries and not this one; its subjects may be of any."""
    parse, named, acting = linked.parse, set[str](), set[str]()
    for k in range(*parse.sentence(i)):
        if k in linked.places:
            named.add(linked.places[k][0])
        elif k in linked.actor_by_head:
            acts = parse.deps[k] in ("nsubj", "nsubjpass")
            (acting if acts else named).add(linked.clusters[linked.actor_by_head[k].entity].iso3)
    return bool(named - {""}) and state not in named | acting


def _missions(linked: Linked, i: int) -> list[int]:
    """The embassies and consulates in the sentence of a group."""
    return [k for k in range(*linked.parse.sentence(i)) if linked.parse.lemmas[k].lower() in _MISSIONS]


def _at_mission_of(linked: Linked, i: int, state: str) -> bool:
    """Whether a sentence tells of an embassy of this state, which is where the group does not come from."""
    owners = (a for k in _missions(linked, i) for a in linked.owners(k))
    return any(linked.clusters[a.entity].iso3 == state for a in owners)


def _through_mission(linked: Linked, token: int) -> bool:
    """Whether a state is only the one whose embassy is named: "at the *Chinese* embassy"."""
    return linked.parse.lemmas[linked.parse.head[token]].lower() in _MISSIONS


def _by_country_and_name(mentions: list[_Mention], state: str) -> dict[tuple[str, str], list[_Mention]]:
    """The mentions of a group by country and name.

    Those with neither belong to the only group with one of them; to none if there are several; to ``state``
    if there is none.
    """
    own = [(m.iso3 or ("" if _is_people(m.name) else state), m.name) for m in mentions]
    stated = {key for key, m in zip(own, mentions, strict=True) if m.iso3 or m.name} or {(state, "")}
    unstated = next(iter(stated)) if len(stated) == 1 else None
    by_key: dict[tuple[str, str], list[_Mention]] = defaultdict(list)
    for m, own_key in zip(mentions, own, strict=True):
        key = own_key if m.iso3 or m.name else unstated
        if key is not None:
            by_key[key].append(m)
    return by_key


def _cluster(linked: Linked, group: str, iso3: str, own_name: str) -> int:
    """The index of the group's cluster; adds one if there is none."""
    name = f"{own_name.capitalize()} {group}" if own_name else group
    if iso3:
        country = tables.countries()[iso3].name
        key, name = f"{country.lower()}/{name.lower()}", f"{name} ({country})"
    elif _is_people(own_name):
        key = name.lower()
    else:
        key = f"{linked.article}/{name.lower()}"
    for k, c in enumerate(linked.clusters):
        if c.kind == "organisation" and c.key == key:
            return k
    linked.clusters.append(Cluster("organisation", key, name))
    return len(linked.clusters) - 1


def _is_people(name: str) -> bool:
    """Whether a group is named after a people, which may live in many countries: "Kurdish militants"."""
    return any(tables.no_actors().get(word.capitalize()) == "people" for word in name.split())


def _mention(linked: Linked, i: int) -> _Mention | None:
    """The mention of a group at ``i``; None for another noun, and for the group of a named entity."""
    parse = linked.parse
    if not parse.tags[i].startswith("NN") or parse.deps[i] not in _ARGUMENTS:
        return None
    if (
        i in linked.name_at
        or i in linked.actor_by_head
        or i in linked.nominals
        or i in linked.plural_referents
    ):
        return None
    noun = tables.acting(role_phrase(parse, i))
    if noun is None or not noun.group or not _is_whole_group(parse, i, noun):
        return None
    owners = [
        a
        for a in linked.owners(i)
        if not _is_stance_or_descent(parse, a.token) and not _through_mission(linked, a.token)
    ]
    states = {linked.clusters[a.entity].iso3 for a in owners}
    if "" in states or len(states) > 1:
        return None  # of a named entity: "Hamas militants"
    if any(parse.deps[c] == "appos" for c in parse.children[i]):
        return None  # identified by the apposition
    left = [c for c in parse.children[i] if c < i and parse.deps[c] in _LEFT]
    iso3 = states.pop() if states else _country_around(linked, i)
    if not iso3 and noun.role == "civilians":
        iso3 = _country_of_march(linked, i)
    names = [parse.words[c] for c in left if _is_own_name(linked, c)]
    if noun.group in _STATED and (is_foreign(parse, i) or not (iso3 or _is_people(" ".join(names)))):
        return None
    partial = any(parse.deps[c] == "nummod" or parse.words[c].lower() in _PARTIAL for c in left)
    return _Mention(i, noun.group, iso3, " ".join(names).lower(), partial)


def _is_stance_or_descent(parse: Parse, i: int) -> bool:
    """Whether the adjective of a country is of stance or descent: "pro-*Russian*", "ethnic *Albanian*"."""
    if parse.words[i + 1 : i + 2] in (["-"], ["–"]) and parse.words[i + 2 : i + 3] != ["backed"]:
        return True  # "*Russian*-speaking", "*Kuwaiti*-born"
    stance = i > 1 and parse.words[i - 1] in ("-", "–") and parse.words[i - 2].lower() in _STANCES
    return stance or (i > 0 and parse.words[i - 1].lower() == "ethnic")


def _is_own_name(linked: Linked, i: int) -> bool:
    """Whether a word before the noun is part of the group's name: "*Maoist* rebels"."""
    parse = linked.parse
    capital = parse.words[i][0].isupper() and parse.words[i] not in tables.country_forms()
    hyphenated = parse.words[i + 1] in ("-", "–") or "-" in parse.words[i]  # "*Riyadh*-backed rebels"
    day = parse.words[i].lower() in WEEKDAYS  # "on *Friday* rebels attacked"
    known = not parse.starts_sentence(i) or parse.words[i] in tables.no_actors()
    return capital and not hyphenated and not day and known and parse.deps[i] in ("amod", "compound", "nmod")


def _is_whole_group(parse: Parse, i: int, noun: tables.Actor) -> bool:
    """Whether the noun denotes the group: the plural, or "the *opposition*", "Syria's *opposition*", not
    "opposition to a plan", "public *opposition*".
    """
    if parse.words[i].lower() != noun.group:
        return parse.words[i].lower() == noun.plural.split()[-1]
    if noun.plural == noun.group:
        return True
    beside = [c for c in parse.children[i] if parse.words[c].lower() == "the" or parse.words[c][0].isupper()]
    return bool(beside) and not any(
        parse.words[c].lower() in ("to", "from", "among", "against") for c in parse.children[i]
    )


def _country_around(linked: Linked, i: int) -> str:
    """Code of the country in which the phrase locates a group: "rebels *in Syria*"."""
    parse = linked.parse
    located = (c for c in parse.children[i] if parse.deps[c] == "prep" and parse.words[c].lower() in _IN)
    return next((iso3 for c in located if (iso3 := _country_of(linked, c))), "")


def _country_of_march(linked: Linked, i: int) -> str:
    """Code of the country where a group marches: "thousands of protesters marched *in Peru*"."""
    parse, top = linked.parse, i
    while parse.deps[top] == "pobj" and parse.words[parse.head[top]].lower() == "of":
        top = parse.head[parse.head[top]]
    verb = parse.head[top]
    if parse.deps[top] != "nsubj" or parse.lemmas[verb] not in _ASSEMBLING:
        return ""
    place = verb + 1
    while place < len(parse.words) and parse.words[place].lower() in _TO_THE_STREET:
        place += 1
    prepositions = (*_IN, "of") if place > verb + 1 else _IN
    found = place < len(parse.words) and parse.words[place].lower() in prepositions
    return _country_of(linked, place) if found else ""


def _country_of(linked: Linked, preposition: int) -> str:
    """Code of the country or place that a preposition governs."""
    for k in linked.parse.children[preposition]:
        actors = (
            [linked.actor_by_head[k]] if k in linked.actor_by_head else linked.owners(k)
        )  # "in *Cameroon's* west"
        stated = (a for a in actors if not _through_mission(linked, a.token))
        states = {iso3 for a in stated if (iso3 := linked.clusters[a.entity].iso3)}
        if len(states) == 1:
            return states.pop()
        if k in linked.places:
            return linked.places[k][0]
    return ""
