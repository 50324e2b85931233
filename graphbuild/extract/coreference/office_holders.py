"""Heads of states that an article does not name: "the French president", by the article's date.

A table tells who held an office when. It fills in what an article leaves out and never says other
than the article: where that names anybody for the post, the table is silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from graphbuild import tables
from graphbuild.extract.coreference import nominals
from graphbuild.extract.entities import state_bodies
from graphbuild.extract.entities.clusters import Cluster
from graphbuild.extract.entities.linked import Actor, Linked
from graphbuild.extract.names import kinds
from graphbuild.extract.names.role_phrases import RolePhrase
from graphbuild.extract.roles import searching
from graphbuild.tables import spelt
from graphbuild.tables.keys import person_key, person_words

#: Words by which a phrase means another holder than the present one, or none in particular.
_ANOTHER = tables.words("other holder")
#: Places in a sentence where a role is said of somebody, and does not stand for him.
_SAID_OF = frozenset("attr oprd appos compound nmod amod nounmod npadvmod".split())
#: Between a name and that of the father, and after a name that several have had in turn.
_SON_OF = frozenset("bin bint ibn".split())
_NUMERALS = frozenset("i iv v vi xvi".split())
_YEAR = re.compile(r"(1[0-9]|20)\d\d")


#: For an article without a day: after all terms.
_ALWAYS = "9999"
#: Years before and after a term in which a surname alone still means who held the office.
_AROUND = 2


def complete_names(linked: Linked) -> None:
    """Give surnames the full names of the table: "French President Hollande" in 2013, "Obama" in 2012."""
    if linked.date:
        _titled(linked)
    _alone(linked)


def _titled(linked: Linked) -> None:
    """Surnames with an office; without a country beside it, a state that the article names must fit."""
    states = [c.iso3 for c in linked.clusters if c.iso3]
    for post in linked.posts:
        cluster = linked.clusters[post.person.entity]
        if not _single(cluster) or post.modifier or (post.of is None and post.rule != "title"):
            continue
        own = [linked.clusters[post.of.entity].iso3] if post.of is not None else states
        day = tables.last_known(linked.date)
        held = (tables.holders(iso3, post.role.name, day) for iso3 in own if iso3)
        fitting = {name for names in held for name in names if _named(cluster, name)}
        if len(fitting) == 1:
            _call(linked, cluster, fitting.pop(), f"{post.role.name} on {linked.date}")


def _alone(linked: Linked) -> None:
    """Surnames that nobody whom the article names in full bears: the head of a state who is meant by them."""
    if kinds.on_sport(linked.parse):
        return
    named = frozenset(c.iso3 for c in linked.clusters if c.iso3)
    spoken = named | state_bodies.spoken_of(linked.parse, linked.names)
    for k, cluster in enumerate(linked.clusters):
        if _single(cluster) and (term := _meant(linked, k, named, spoken)) is not None:
            day = term.held(linked.date) if linked.date else False
            when = f"on {linked.date}" if day else f"from {term.start} to {term.end}"
            _call(linked, cluster, term.name, f"{term.office} {when}")


def _single(cluster: Cluster) -> bool:
    """Whether this is a person of a surname alone; Gustaf V is none."""
    return cluster.vague and " " not in cluster.name


def _meant(linked: Linked, k: int, named: frozenset[str], spoken: frozenset[str]) -> tables.Leader | None:
    """The head of a state whom the surname of this cluster means, by the last term of his or hers.

    That is the only one of the surname in office that day, if the article speaks of the state, else the
    only one ever of a surname that is no given name, if the term is near, or the office stands beside it.
    """
    surname, day = spelt(person_words(linked.clusters[k].name)[0]), linked.date
    terms, posts = _by_surname().get(surname, ()), [p for p in linked.posts if p.person.entity == k]
    held = [p for p in posts if p.role.relation not in ("", "CITIZEN_OF")]
    titles = {office for p in held for office in tables.offices(p.role.name)}
    if not terms or (titles and not titles.issubset(tables.heads())):
        return None  # "Senator Obama" is not yet president
    if titles:
        terms = [t for t in terms if t.office in titles]
    given = surname.title() in tables.first_names()
    there = named if given else spoken
    now = [t for t in terms if day and t.held(tables.last_known(day)) and t.iso3 in there]
    if len({t.name for t in now}) == 1:
        return now[-1]
    ever = _by_surname()[surname]
    several = len({t.name for t in ever}) > 1 or any(spelt(person_words(t.name)[-1]) != surname for t in ever)
    if several or (given and not titles):
        return None
    near = [t for t in terms if titles or (day and _near(t, day) and t.iso3 in spoken)]
    return near[-1] if near else None


def _near(term: tables.Leader, day: str) -> bool:
    """Whether a day lies in a term, or so few years before or after it that its holder is spoken of."""
    return int(term.start[:4]) - _AROUND <= int(day[:4]) <= int(term.end[:4]) + _AROUND


@cache
def _by_surname() -> Mapping[str, Sequence[tables.Leader]]:
    """The terms of heads of states by their surnames: the last word, in some states the first."""
    found: dict[str, list[tables.Leader]] = {}
    first = {code for group in tables.variants()["family first"] for code in group}
    for (state, _), held in tables.leaders().items():
        for term in held:
            words = person_words(term.name)
            if len(words) > 1 and words[-2] not in _SON_OF and not _NUMERALS.intersection(words):
                for word in {words[-1], words[0] if state in first else words[-1]}:
                    found.setdefault(spelt(word), []).append(term)
    return {word: sorted(terms, key=lambda t: (t.start, t.name)) for word, terms in found.items()}


def leads(linked: Linked, person: int, state: int, *, ever: bool = False) -> bool:
    """Whether a person holds an office of a state by the table: on the article's day, else ``ever``."""
    key, iso3 = spelt(linked.clusters[person].key), linked.clusters[state].iso3
    terms = (x for (code, _), held in tables.leaders().items() if code == iso3 for x in held)
    day = tables.last_known(linked.date)
    return any(spelt(person_key(x.name)) == key and (ever or not day or x.held(day)) for x in terms)


def state_of(linked: Linked, person: int) -> str:
    """The code of the one state that a person leads or once led by the table; empty for none or several.

    Of a surname alone, and of one who never led any, it is the state that all heads of the surname led, or
    the one among those that the article names; none of one with another title: "Vice President *Harris*".
    """
    cluster = linked.clusters[person]
    day = tables.last_known(linked.date) if linked.date else _ALWAYS
    own, terms = own_terms(linked, person), _begun(linked, person)
    if not own and not _titles(linked, person) <= tables.heads():
        return ""
    if not own and not cluster.vague:  # "the *Bush* administration" where Jeb Bush alone is named in full
        terms = [t for t in terms if t.office == "president"]
    states = {t.iso3 for t in own or terms}
    if len(states) > 1:
        states &= {t.iso3 for t in terms if t.held(day)} or states
    if len(states) > 1:
        states &= {c.iso3 for c in linked.clusters}
    return states.pop() if len(states) == 1 else ""


def _titles(linked: Linked, person: int) -> frozenset[str]:
    """The titles that stand before the names of a person."""
    first = {linked.names[k].first for k in linked.clusters[person].names}
    return frozenset(p.role.name for p in linked.phrases if p.role.relation and p.last + 1 in first)


def states(linked: Linked) -> dict[int, str]:
    """The code of the state that each person leads or represents, by the article or else by the table."""
    people = (k for k, c in enumerate(linked.clusters) if c.kind == "person")
    found = {k: terms[-1].iso3 for k in people if (terms := own_terms(linked, k))}
    for post in linked.posts:
        speaks = post.role.relation in ("LEADER_OF", "REPRESENTS") and post.modifier in ("", "acting")
        if speaks and post.of is not None and (iso3 := linked.clusters[post.of.entity].iso3):
            found[post.person.entity] = iso3
    return found


def own_terms(linked: Linked, person: int) -> list[tables.Leader]:
    """The terms of a person that had begun on the article's day."""
    key = spelt(linked.clusters[person].key)
    return [t for t in _begun(linked, person) if spelt(person_key(t.name)) == key]


def _begun(linked: Linked, person: int) -> list[tables.Leader]:
    """The terms of all of a person's surname that had begun on the article's day."""
    words, day = person_words(linked.clusters[person].name), linked.date or _ALWAYS
    return [t for t in _by_surname().get(spelt(words[-1]) if words else "", ()) if t.begun(day)]


def _named(cluster: Cluster, name: str) -> bool:
    """Whether a surname is one by which this person is known: the last of the name, or a first like "Xi"."""
    words = person_words(name)
    return len(words) > 1 and spelt(person_words(cluster.name)[0]) in map(spelt, (words[0], words[-1]))


def _call(linked: Linked, cluster: Cluster, name: str, office: str) -> None:
    """Make a person of a surname alone the one of this name, with the surname as the article spells it;
    ``office`` says which and when.
    """
    own = spelt(person_words(cluster.name)[0])
    full = " ".join(cluster.name if spelt(person_words(word)[0]) == own else word for word in name.split())
    key = person_key(full)
    if all(spelt(c.key) != spelt(key) for c in linked.clusters if c.kind == "person"):
        cluster.key, cluster.name = key, full
        given = tables.first_names().get(name.split(maxsplit=1)[0], "u")
        cluster.gender = cluster.gender or ("" if given == "u" else given)
        for k in cluster.names:
            linked.why[k] = f"surname of {name}, {office}: table of leaders"


def link_unnamed_holders(linked: Linked) -> None:
    """Mark the nouns that mean a head of state or government whom the article does not name for the post."""
    if not linked.date:
        return
    for phrase, state in _unnamed(linked):
        iso3 = linked.clusters[state.entity].iso3
        name = tables.in_office(iso3, phrase.role.name, linked.date)
        if name:
            holder = None if _contradicted(linked, phrase, state, name) else _entity(linked, name)
        else:
            holder = _named_leader(linked, state) if phrase.role.name == "leader" else None
        if holder is not None:
            where = linked.clusters[state.entity].name
            why = f"{phrase.role.name} of {where} on {linked.date}: table of leaders"
            nominals.link_noun(linked, phrase.head, holder, why)


def _named_leader(linked: Linked, state: Actor) -> int | None:
    """Whom "the *French leader*" means, who may be of two offices: the one whom the article names."""
    people = (k for k, c in enumerate(linked.clusters) if c.kind == "person")
    leading = [k for k in people if leads(linked, k, state.entity)]
    return leading[0] if len(leading) == 1 else None


def _unnamed(linked: Linked) -> Iterator[tuple[RolePhrase, Actor]]:
    """Phrases for the present head of a state that no name is told for, with the state."""
    search = searching(linked)
    low = [w.lower() for w in linked.parse.words]
    used = {post.token for post in (*linked.posts, *linked.doubts)}
    for phrase in linked.phrases:
        i = phrase.head
        if phrase.plural or phrase.role.relation != "LEADER_OF" or i in used or i in linked.nominals:
            continue
        state = search.state(phrase)
        if state is None or search.modifier(phrase) or not _present(linked, low, phrase):
            continue
        yield phrase, state


def _present(linked: Linked, low: list[str], phrase: RolePhrase) -> bool:
    """Whether a role's phrase stands for its one present holder, and no name stands beside it."""
    parse, i = linked.parse, phrase.head
    following = parse.words[phrase.last + 1 : phrase.last + 3]
    if following[:1] == [","]:
        following = following[1:]
    if (following and following[0][:1].isupper()) or following[:1] == ["-"]:
        return False
    if any(low[c] in _ANOTHER for c in parse.children[i] if c < i):
        return False
    if any(parse.deps[c] in ("relcl", "acl", "appos") for c in parse.children[i]):
        return False
    top = linked.first_conjunct(i)
    dep, head = parse.deps[top], parse.head[top]
    if dep in _SAID_OF or (dep == "pobj" and low[head] == "as"):
        return False
    first, stop = parse.sentence(i)
    return not any(_YEAR.fullmatch(w) and w != linked.date[:4] for w in parse.words[first:stop])


def _contradicted(linked: Linked, phrase: RolePhrase, state: Actor, name: str) -> bool:
    """Whether the article tells of another for the post."""
    offices = {*tables.offices(phrase.role.name), phrase.role.name}
    for post in (*linked.posts, *linked.doubts):
        if not offices.intersection(tables.offices(post.role.name)):
            continue
        holder = linked.clusters[post.person.entity]
        himself = spelt(holder.key) == spelt(person_key(name)) or (holder.vague and _named(holder, name))
        if post.of is not None and post.of.entity != state.entity:
            continue
        if not himself and post.modifier in ("", "acting"):
            return True
    return False


def _entity(linked: Linked, name: str) -> int:
    """The person of this name in the article; a new one where it has none."""
    key = person_key(name)
    people = ((k, c) for k, c in enumerate(linked.clusters) if c.kind == "person")
    known = (k for k, c in people if spelt(c.key) == spelt(key))
    if (found := next(known, None)) is not None:
        return found
    given = tables.first_names().get(name.split(maxsplit=1)[0], "u")
    if " " not in key:
        key = f"{linked.article}/{key}"
    linked.clusters.append(Cluster("person", key, name, gender=given if given != "u" else ""))
    return len(linked.clusters) - 1
