"""Unnamed groups that act throughout an article: "the rebels", "the protesters", "the opposition".

Each is an organisation of its own, never the state that it comes from: of the state that the article
says or is plainly about, else of that article alone.
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
from graphbuild.extract.entities.linked import Linked, of_others, role_phrase

#: How often an article must tell of a group of no known state.
_OFTEN = 2
#: How many times more often than any other the state is named that the article is about.
_CLEARLY = 2
#: Nouns for fighters by which those of a named body are often meant; rebels are as often others.
_MILITANTS = tables.words("militant noun")
#: Before militants, tells that they are not those of the article.
_UNKNOWN = tables.words("another's modifier", "unknown holder")
_FILLS = ("nsubj", "nsubjpass", "dobj", "pobj", "dative", "conj", "poss", "appos")
#: Words by which only some of a group are meant, or another.
_SOME = tables.words("partial determiner")
_LEFT = ("det", "amod", "compound", "poss", "nummod", "nmod", "quantmod", "predet")
_IN = ("in", "inside", "across")
#: Before the adjective of a state, tells of a stand on it: "*pro*-Russian rebels".
_STANDS = ("pro", "anti")


@dataclass(frozen=True, slots=True)
class _Mention:
    token: int
    group: str
    """What actors.tsv calls such a group."""
    of: str
    """Code of the state that the phrase tells; empty where it tells none."""
    called: str
    """The capitalised words before the noun, in lower case ("maoist")."""
    some: bool
    """Whether only some of the group are meant: "two rebels"."""


def groups(linked: Linked) -> None:
    """Make the nouns for groups that nothing else explains mean organisations of the article."""
    found: dict[str, list[_Mention]] = defaultdict(list)
    for i in range(len(linked.parse.words)):
        if (mention := _mention(linked, i)) is not None:
            found[mention.group].append(mention)
    state = article_state.state(linked, _CLEARLY) if found else ""
    only = _only_body(linked, found)
    for mentions in found.values():
        if only is not None:
            mentions = [m for m in mentions if not _of_body(linked, m, only)]
            if not mentions:
                continue
        elsewhere = any(
            _elsewhere(linked, m.token, state) or of_others(linked.parse, m.token) for m in mentions
        )
        for own, its in _told_apart(mentions, "" if elsewhere else state).items():
            if own[0] or _people(own[1]) or sum(not m.some for m in its) >= _OFTEN:
                entity = _cluster(linked, its[0].group, own)
                for m in its:
                    nominals.link_noun(
                        linked, m.token, entity, "a group without a name that the article tells of"
                    )


def _only_body(linked: Linked, found: Mapping[str, list[_Mention]]) -> int | None:
    """The only armed body of an article that tells of no other rebels."""
    bodies = nominals.armed_groups(linked)
    others = any(
        _lemma(linked, m) not in _MILITANTS for ms in found.values() for m in ms if _rebels(linked, m)
    )
    return bodies[0] if len(bodies) == 1 and not others else None


def _of_body(linked: Linked, mention: _Mention, body: int) -> bool:
    """Link militants of whom nothing tells whose they are to the armed body of the article."""
    beside = {linked.parse.words[c].lower() for c in linked.parse.children[mention.token]}
    if _lemma(linked, mention) not in _MILITANTS or mention.of or beside & _UNKNOWN:
        return False
    if not all(tables.no_actors().get(w.capitalize()) == "faith" for w in mention.called.split()):
        return False
    nominals.link_noun(linked, mention.token, body, "fighters in an article that names one armed body")
    return True


def _rebels(linked: Linked, mention: _Mention) -> bool:
    noun = tables.acting(role_phrase(linked.parse, mention.token))
    return noun is not None and noun.role == "insurgents"


def _lemma(linked: Linked, mention: _Mention) -> str:
    return linked.parse.lemmas[mention.token].lower()


def _elsewhere(linked: Linked, i: int, state: str) -> bool:
    """Whether a sentence tells of other states and not of this one; who acts in it may be of any."""
    parse, named, acting = linked.parse, set[str](), set[str]()
    for k in range(*parse.sentence(i)):
        if k in linked.places:
            named.add(linked.places[k][0])
        elif k in linked.own:
            acts = parse.deps[k] in ("nsubj", "nsubjpass")
            (acting if acts else named).add(linked.clusters[linked.own[k].entity].iso3)
    return bool(named - {""}) and state not in named | acting


def _told_apart(mentions: list[_Mention], state: str) -> dict[tuple[str, str], list[_Mention]]:
    """The mentions by the state and name of whom they mean.

    Those that tell neither mean the one that another tells, else nobody where several are told, else
    those of ``state``.
    """
    owns = [(m.of or ("" if _people(m.called) else state), m.called) for m in mentions]
    told = {own for own, m in zip(owns, mentions, strict=True) if m.of or m.called} or {(state, "")}
    plain = next(iter(told)) if len(told) == 1 else None
    found: dict[tuple[str, str], list[_Mention]] = defaultdict(list)
    for m, own in zip(mentions, owns, strict=True):
        whose = own if m.of or m.called else plain
        if whose is not None:
            found[whose].append(m)
    return found


def _cluster(linked: Linked, group: str, own: tuple[str, str]) -> int:
    """The index of the group's cluster, made where there is none."""
    iso3, called = own
    name = f"{called.capitalize()} {group}" if called else group
    if iso3:
        country = tables.countries()[iso3].name
        key, name = f"{country.lower()}/{name.lower()}", f"{name} ({country})"
    elif _people(called):
        key = name.lower()
    else:
        key = f"{linked.article}/{name.lower()}"
    for k, c in enumerate(linked.clusters):
        if c.kind == "organisation" and c.key == key:
            return k
    linked.clusters.append(Cluster("organisation", key, name))
    return len(linked.clusters) - 1


def _people(called: str) -> bool:
    """Whether a group is called by a people, which may live in many states: "Kurdish militants"."""
    return any(tables.no_actors().get(word.capitalize()) == "people" for word in called.split())


def _mention(linked: Linked, i: int) -> _Mention | None:
    """The group that the noun at ``i`` means, where nothing named stands for it."""
    parse = linked.parse
    if not parse.tags[i].startswith("NN") or parse.deps[i] not in _FILLS:
        return None
    if i in linked.name_at or i in linked.own or i in linked.nominals or i in linked.groups:
        return None
    noun = tables.acting(role_phrase(parse, i))
    if noun is None or not noun.group or not _whole(parse, i, noun):
        return None
    owners = [a for a in linked.owners(i) if not _stands(parse, a.token)]
    states = {linked.clusters[a.entity].iso3 for a in owners}
    if "" in states or len(states) > 1:
        return None  # those of somebody named: "Hamas militants"
    if any(parse.deps[c] == "appos" for c in parse.children[i]):
        return None  # who they are is said beside them
    left = [c for c in parse.children[i] if c < i and parse.deps[c] in _LEFT]
    of = states.pop() if states else _place(linked, i)
    names = [parse.words[c] for c in left if _called(linked, c)]
    some = any(parse.deps[c] == "nummod" or parse.words[c].lower() in _SOME for c in left)
    return _Mention(i, noun.group, of, " ".join(names).lower(), some)


def _stands(parse: Parse, i: int) -> bool:
    """Whether the adjective of a state tells a stand or a descent: "pro-*Russian*", "ethnic *Albanian*"."""
    if parse.words[i + 1 : i + 2] in (["-"], ["–"]) and parse.words[i + 2 : i + 3] != ["backed"]:
        return True  # "*Russian*-speaking", "*Kuwaiti*-born"
    stand = i > 1 and parse.words[i - 1] in ("-", "–") and parse.words[i - 2].lower() in _STANDS
    return stand or (i > 0 and parse.words[i - 1].lower() == "ethnic")


def _called(linked: Linked, i: int) -> bool:
    """Whether a word before the noun says what the group is called: "*Maoist* rebels"."""
    parse = linked.parse
    capital = parse.words[i][0].isupper() and parse.words[i] not in tables.country_forms()
    tied = parse.words[i + 1] in ("-", "–")  # "*Riyadh*-backed rebels"
    known = not parse.opens(i) or parse.words[i] in tables.no_actors()
    return capital and not tied and known and parse.deps[i] in ("amod", "compound", "nmod")


def _whole(parse: Parse, i: int, noun: tables.Actor) -> bool:
    """Whether the noun means the group: the plural, or "the *opposition*", not "opposition to a plan"."""
    if parse.words[i].lower() != noun.group:
        return parse.words[i].lower() == noun.plural.split()[-1]
    if noun.plural == noun.group:
        return True
    definite = any(
        parse.words[c].lower() in ("the", "’s", "'s") or parse.deps[c] in ("poss", "amod")
        for c in parse.children[i]
    )
    return definite and not any(parse.words[c].lower() in ("to", "from") for c in parse.children[i])


def _place(linked: Linked, i: int) -> str:
    """Code of the state in which a group is said to be: "rebels *in Syria*"."""
    parse = linked.parse
    for c in parse.children[i]:
        if parse.deps[c] == "prep" and parse.words[c].lower() in _IN:
            for k in parse.children[c]:
                whose = [linked.own[k]] if k in linked.own else linked.owners(k)  # "in *Cameroon's* west"
                states = {iso3 for a in whose if (iso3 := linked.clusters[a.entity].iso3)}
                if len(states) == 1:
                    return states.pop()
                if k in linked.places:
                    return linked.places[k][0]
    return ""
